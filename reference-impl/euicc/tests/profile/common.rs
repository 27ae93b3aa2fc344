//! Packages in pieces.

use rsp_asn1::tlv;
use rsp_conduct::Honest;
use rsp_euicc::fs::{FileSystem, NodeId};
use rsp_euicc::profile::{Failure, Installation, Platform, Profile, install};

/// The package with this name in `vectors/profiles`.
pub fn package(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/profiles");
    std::fs::read(folder.join(name)).unwrap()
}

/// An eUICC with every capability, version 2.3, and 512 KiB of memory.
pub fn platform() -> Platform {
    Platform { version: (2, 3), capability: (0..=31).collect(), free_memory: 512 * 1024 }
}

pub fn run(package: &[u8]) -> Result<Installation, Failure> {
    install(package, &platform(), &Honest)
}

pub fn installed(name: &str) -> Profile {
    run(&package(name)).unwrap().profile
}

/// The elements of a package.
pub fn split(package: &[u8]) -> Vec<Vec<u8>> {
    tlv::all(package).unwrap().iter().map(|element| element.whole.to_vec()).collect()
}

/// Octets written in hexadecimal with blanks anywhere.
pub fn hex(text: &str) -> Vec<u8> {
    hex::decode(text.split_whitespace().collect::<String>()).unwrap()
}

/// DER from a short notation: `62{ 82:4121 83:6F99 }`; a tag, then its content behind a colon, or elements in braces.
pub fn der(text: &str) -> Vec<u8> {
    let text = text.replace('{', " { ").replace('}', " } ");
    let mut open: Vec<(u32, Vec<u8>)> = vec![(0, Vec::new())];
    let mut tag = None;
    for word in text.split_whitespace() {
        match (word, word.split_once(':')) {
            ("{", _) => open.push((tag.take().unwrap(), Vec::new())),
            ("}", _) => {
                let (tag, content) = open.pop().unwrap();
                open.last_mut().unwrap().1.extend(tlv::wrap(tag, &[&content]));
            }
            (_, Some((tag, content))) => {
                let tag = u32::from_str_radix(tag, 16).unwrap();
                open.last_mut().unwrap().1.extend(tlv::wrap(tag, &[&hex(content)]));
            }
            _ => tag = Some(u32::from_str_radix(word, 16).unwrap()),
        }
    }
    assert_eq!((open.len(), tag), (1, None), "{text}");
    open.remove(0).1
}

/// An element with this tag, mandated, this identification, and these components in the notation of [`der`].
pub fn element(tag: u32, identification: u16, components: &str) -> Vec<u8> {
    let [high, low] = identification.to_be_bytes();
    let number = if high == 0 && low < 0x80 { vec![low] } else { vec![high, low] };
    let head = tlv::wrap(0xA0, &[&[0x80, 0x00], &tlv::wrap(0x81, &[&number])]);
    tlv::wrap(tag, &[&head, &der(components)])
}

/// Generic file management (number 100) in a directory: the steps of one command in the notation of [`der`].
pub fn generic(path: &str, steps: &str) -> Vec<u8> {
    element(0xA1, 100, &format!("A1{{ 30{{ 80:{path} {steps} }} }}"))
}

/// The minimal package with these elements in front of its end.
pub fn with(more: &[Vec<u8>]) -> Vec<u8> {
    let mut elements = split(&package("rsptest-minimal.der"));
    let end = elements.pop().unwrap();
    elements.extend(more.iter().cloned());
    elements.push(end);
    elements.concat()
}

/// The file at a path of identifiers, the first one of an ADF by the beginning of its AID.
pub fn at(fs: &FileSystem, path: &str) -> NodeId {
    let (start, rest) = match path.strip_prefix("A0") {
        Some(_) => {
            let (aid, rest) = path.split_once('/').unwrap_or((path, ""));
            (fs.by_aid(&hex(aid))[0], rest)
        }
        None => (NodeId::MF, path),
    };
    let path: Vec<u16> =
        rest.split('/').filter(|part| !part.is_empty()).map(|part| u16::from_str_radix(part, 16).unwrap()).collect();
    fs.select_path(start, &path, None).unwrap_or_else(|| panic!("nothing at {path:04X?}"))
}

pub const USIM: &str = "A0000000871002";
pub const ISIM: &str = "A0000000871004";
pub const CSIM: &str = "A0000003431002";
