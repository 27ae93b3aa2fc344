//! Which reader is meant.

use super::fault;
use crate::card::CardFault;
use rsp_pcsc::{Context, Pcsc};

/// The reader that a number or a part of a name denotes: the whole name before a part of it, the first of several.
pub(super) fn choose(context: &Context, wanted: &str) -> Result<String, CardFault> {
    let readers = context.readers().map_err(|code| fault::of(code, "the list of readers"))?;
    pick(&readers, wanted).cloned().ok_or_else(|| {
        let known = match readers.len() {
            0 => "there is none".to_owned(),
            _ => format!("there are {}", listed(&readers)),
        };
        CardFault::Unavailable(format!("no PC/SC reader is {wanted:?}; {known}"))
    })
}

fn pick<'a>(readers: &'a [String], wanted: &str) -> Option<&'a String> {
    if let Ok(number) = wanted.parse::<usize>() {
        return readers.get(number);
    }
    let part = || readers.iter().find(|name| name.to_lowercase().contains(&wanted.to_lowercase()));
    readers.iter().find(|name| *name == wanted).or_else(part)
}

fn listed(readers: &[String]) -> String {
    let listed: Vec<String> = readers.iter().enumerate().map(|(at, name)| format!("{at} {name:?}")).collect();
    listed.join(", ")
}

/// Names of the PC/SC readers of this machine, as `pcsc:` counts them.
pub fn pcsc_readers() -> Result<Vec<String>, CardFault> {
    let library = Pcsc::load().map_err(|error| fault::no_library(&error))?;
    let of_list = |code| fault::of(code, "the list of readers");
    library.context().map_err(of_list)?.readers().map_err(of_list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_number_by_name_by_part() {
        let readers: Vec<String> = ["ACME 10", "ACME 1", "Virtual PCD 00 00"].map(str::to_owned).into();
        let picked = |wanted: &str| pick(&readers, wanted).map(String::as_str);
        assert_eq!(picked("0"), Some("ACME 10"));
        assert_eq!(picked("3"), None);
        assert_eq!(picked("ACME 1"), Some("ACME 1"));
        assert_eq!(picked("virtual"), Some("Virtual PCD 00 00"));
        assert_eq!(picked("OMNIKEY"), None);
    }
}
