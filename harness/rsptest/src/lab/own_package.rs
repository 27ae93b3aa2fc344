//! A profile type of the reference SM-DP+ that is made from somebody's own profile package.

use super::profiles;
use rsp_asn1::profile_package::{ProfileElement, ProfileHeader};
use rsp_asn1::{decode, tlv};
use rsp_consumer::sm_dp_plus::{IccidPlace, Package, ProfileType};
use rsp_euicc::profile::Platform;
use std::sync::Arc;

/// The name of the type.
pub const NAME: &str = "own-package";
/// First digits of the ICCIDs that its profiles get: a country code that the ITU keeps for itself, as for our own types.
const PREFIX: &str = "899990110";

/// The type of this package (DER, unprotected). Each profile of it has an ICCID of its own, which takes the place of that
/// of the package in PE-Header and wherever the octets of its EF.ICCID stand. An error when either is not found; whether
/// the rest makes a profile is for the card to say.
pub fn own_package(octets: Vec<u8>, address: &str) -> Result<Arc<ProfileType>, String> {
    let (first, _) = tlv::first(&octets).map_err(|error| format!("no profile package: {error}"))?;
    let header = match decode(first.whole) {
        Ok(ProfileElement::Header(header)) => header,
        Ok(_) => return Err("no profile package: its first element is not PE-Header".into()),
        Err(error) => return Err(format!("no profile package: {error}")),
    };
    let iccid_places = iccid_places(&octets, first.whole.len(), header.iccid.as_slice())?;
    let (version, capabilities) = ([header.major_version, header.minor_version, 0], capabilities(&header));
    let generic = profiles::profile_types(address).into_iter().next().ok_or("there is no type to begin with")?;
    Ok(Arc::new(ProfileType {
        name: NAME.into(),
        iccid_prefix: PREFIX.into(),
        // SGP.22 §2.4.5: at most 64 characters.
        profile_name: header.profile_type.map(|text| text.chars().take(64).collect()).unwrap_or_default(),
        package: Package { octets, iccid_places, version, capabilities },
        ..(*generic).clone()
    }))
}

fn iccid_places(octets: &[u8], header: usize, iccid: &[u8]) -> Result<Vec<IccidPlace>, String> {
    let swapped: Vec<u8> = iccid.iter().map(|octet| octet.rotate_left(4)).collect();
    let in_header = octets[..header].windows(iccid.len()).position(|window| window == iccid);
    let in_header = in_header.ok_or("PE-Header does not hold its ICCID")?;
    let windows = octets.windows(swapped.len()).enumerate().skip(header);
    let files: Vec<usize> = windows.filter(|(_, window)| *window == swapped).map(|(offset, _)| offset).collect();
    if files.is_empty() {
        return Err(format!("no file holds the ICCID of PE-Header ({}): EF.ICCID must", hex::encode(iccid)));
    }
    let mut places = vec![IccidPlace { offset: in_header, swapped: false }];
    places.extend(files.into_iter().map(|offset| IccidPlace { offset, swapped: true }));
    Ok(places)
}

/// The bits of UICCCapability that its mandatory services ask for.
fn capabilities(header: &ProfileHeader) -> Vec<usize> {
    let services = header.mandatory_services.numbers();
    let only = |bit| Platform { version: (0, 0), capability: vec![bit], free_memory: 0 };
    (0..32).filter(|bit| services.iter().any(|service| only(*bit).offers(*service))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_packages_are_described_as_their_documentation_does() {
        // vectors/profiles/profiles.json
        for (package, offsets, capabilities) in [
            (&include_bytes!("../../../../vectors/profiles/rsptest-generic.der")[..], [27, 169], vec![1, 2, 4]),
            (&include_bytes!("../../../../vectors/profiles/rsptest-minimal.der")[..], [27, 111], vec![1, 4]),
        ] {
            let kind = own_package(package.to_vec(), "smdp.example").unwrap();
            assert_eq!(kind.package.iccid_places.iter().map(|place| place.offset).collect::<Vec<_>>(), offsets);
            assert_eq!((kind.package.version, &kind.package.capabilities), ([2, 3, 0], &capabilities));
            let profile = kind.package.personalised(&kind.iccid(7));
            assert_ne!(profile[27..37], package[27..37]);
            assert_eq!(profile.len(), package.len());
        }
        assert!(own_package(b"nothing".to_vec(), "smdp.example").unwrap_err().contains("no profile package"));
    }
}
