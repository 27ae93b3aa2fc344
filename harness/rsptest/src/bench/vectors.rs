//! Octets that cases may name: `$vector.NAME`.

/// Names and octets.
pub fn vectors() -> Vec<(&'static str, Vec<u8>)> {
    let counted = |length: usize| (0..length).map(|index| (index % 251) as u8).collect::<Vec<_>>();
    vec![
        ("octets-16", counted(16)),
        ("octets-20", counted(20)),
        ("octets-32", counted(32)),
        ("octets-64", counted(64)),
        ("octets-300", counted(300)),
        // On the curve of neither: 04 and 64 times 11.
        ("no-point", [&[0x04][..], &[0x11; 64]].concat()),
    ]
}

/// The names.
pub fn names() -> Vec<&'static str> {
    vectors().into_iter().map(|(name, _)| name).collect()
}
