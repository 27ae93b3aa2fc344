//! Reading and writing the length-prefixed vectors of TLS (RFC 8446 §3.4).

/// Reads from the front of octets; `None` when there are too few.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    /// An unsigned number of `N` octets; `N` is at most 4.
    pub(super) fn number<const N: usize>(&mut self) -> Option<usize> {
        Some(self.take(N)?.iter().fold(0, |sum, octet| sum << 8 | usize::from(*octet)))
    }

    pub(super) fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    /// A vector with a length of `N` octets.
    pub(super) fn vector<const N: usize>(&mut self) -> Option<Reader<'a>> {
        let length = self.number::<N>()?;
        self.take(length).map(Reader)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Appends a vector with a length of `N` octets. Contents that do not fit are cut, lengths always fit.
pub(super) fn put_vector<const N: usize>(out: &mut Vec<u8>, contents: &[u8]) {
    let most = (1usize << (8 * N)) - 1;
    let contents = &contents[..contents.len().min(most)];
    out.extend_from_slice(&contents.len().to_be_bytes()[size_of::<usize>() - N..]);
    out.extend_from_slice(contents);
}

/// Numbers of two octets, one after the other.
pub(super) fn numbers(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}
