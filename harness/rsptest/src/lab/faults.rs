//! Profile packages with one fault each, and odd ones that are good: what a card under test is judged by.

use super::profiles::{MINIMAL, profile_types};
use rsp_consumer::sm_dp_plus::{IccidPlace, Package, ProfileType};
use serde::Deserialize;
use std::sync::{Arc, LazyLock};

/// What `vectors/profiles/faults.py` makes.
static FAULTS: &str = include_str!("../../../../vectors/profiles/faults.json");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    base: String,
    packages: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    says: String,
    elements: Vec<Element>,
    iccid: Vec<Place>,
}

/// An element of the package.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Element {
    /// That of the minimal package in this place.
    Kept(usize),
    /// Another one, in hexadecimal.
    Own(String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    offset: usize,
    swapped: bool,
}

/// The packages by name, and what each is. Empty where our own file were broken, which a test rules out.
static PACKAGES: LazyLock<Vec<(String, String, Package)>> = LazyLock::new(|| packages().unwrap_or_default());

fn packages() -> Option<Vec<(String, String, Package)>> {
    let file: File = serde_json::from_str(FAULTS).ok()?;
    if file.base != "rsptest-minimal.der" {
        return None;
    }
    let base = rsp_asn1::tlv::all(MINIMAL).ok()?;
    let package = |row: Row| {
        let mut octets = Vec::new();
        for element in &row.elements {
            match element {
                Element::Kept(place) => octets.extend_from_slice(base.get(*place)?.whole),
                Element::Own(own) => octets.extend(hex::decode(own).ok()?),
            }
        }
        let places = row.iccid.into_iter().map(|place| IccidPlace { offset: place.offset, swapped: place.swapped });
        // Every card may have them: what they need beyond that is the fault.
        let package = Package { octets, iccid_places: places.collect(), version: [2, 3, 0], capabilities: vec![1, 4] };
        Some((row.name, row.says, package))
    };
    file.packages.into_iter().map(package).collect()
}

/// Everything that can be ordered for a card under test: the ordinary types, and the packages with a fault.
pub fn card_profile_types(address: &str) -> Vec<Arc<ProfileType>> {
    let mut types = profile_types(address);
    let Some(minimal) = types.iter().find(|kind| kind.name == "rsptest-minimal").cloned() else { return types };
    types.extend(PACKAGES.iter().enumerate().map(|(index, (name, says, package))| {
        Arc::new(ProfileType {
            name: format!("rsptest-{name}"),
            package: package.clone(),
            iccid_prefix: format!("8999903{index:03}"),
            stock: 10_000_000,
            // UTF8String (SIZE (0..64)).
            profile_name: says.chars().take(64).collect(),
            ..(*minimal).clone()
        })
    }));
    types
}

/// The names of all types, as cases for a card give them: without our prefix.
pub fn profile_type_names() -> &'static [String] {
    // To make a type is to copy its package, and every step of every case asks for the names.
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let names = profile_types(super::HOST).into_iter().map(|kind| kind.name.clone());
        let names = names.filter_map(|name| name.strip_prefix("rsptest-").map(str::to_owned));
        names.chain(PACKAGES.iter().map(|(name, ..)| name.clone())).collect()
    });
    &NAMES
}

#[cfg(test)]
mod tests {
    use super::*;
    use rsp_consumer::iccid;

    #[test]
    fn every_package_of_the_file_is_there_and_stands_alone() {
        let all = packages().unwrap();
        let rows: serde_json::Value = serde_json::from_str(FAULTS).unwrap();
        assert_eq!(all.len(), rows["packages"].as_array().unwrap().len());
        let types = card_profile_types("a.example");
        let mut names: Vec<&str> = types.iter().map(|kind| kind.name.as_str()).collect();
        let mut prefixes: Vec<&str> = types.iter().map(|kind| kind.iccid_prefix.as_str()).collect();
        names.sort_unstable();
        prefixes.sort_unstable();
        assert!(names.windows(2).all(|two| two[0] != two[1]));
        assert!(prefixes.windows(2).all(|two| !two[1].starts_with(two[0])), "{prefixes:?}");
    }

    #[test]
    fn the_iccid_of_each_package_stands_in_its_places_and_nowhere_else() {
        let (before, after) = ("8999911000000000029", "8999903000000000012");
        for (name, _, package) in packages().unwrap() {
            let octets = package.personalised(after);
            for coded in [iccid::to_header(before), iccid::to_ef(before)] {
                assert!(!octets.windows(10).any(|window| window == coded), "{name}");
            }
            for place in &package.iccid_places {
                let coded = if place.swapped { iccid::to_ef(after) } else { iccid::to_header(after) };
                assert_eq!(octets[place.offset..place.offset + 10], coded, "{name}");
            }
        }
    }
}
