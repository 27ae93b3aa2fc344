//! Command lines of a modem, read.

/// A command that the modem knows.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// `AT`
    Nothing,
    /// `AT+CCHO=?` and its like: is the command known?
    Test,
    /// `ATE0`, `ATE1`
    Echo(bool),
    /// `AT+CMEE=n`
    Cmee(u8),
    /// `ATI`
    Identify,
    /// `AT+CFUN=n`
    Function(u8),
    /// `AT+CCHO="aid"`
    Open(Vec<u8>),
    /// `AT+CCHC=session`
    Close(u32),
    /// `AT+CGLA=session,length,"apdu"`
    OnChannel(u32, Vec<u8>),
    /// `AT+CSIM=length,"apdu"`
    Generic(Vec<u8>),
}

/// Why a line is no command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// There is no such command.
    Unknown,
    /// Its parameters are not what it takes.
    Wrong,
}

impl Command {
    pub(super) fn read(line: &str) -> Result<Self, Words> {
        let upper = line.to_ascii_uppercase();
        let rest = upper.strip_prefix("AT").ok_or(Words::Unknown)?;
        match rest {
            "" => return Ok(Self::Nothing),
            "E" | "E0" => return Ok(Self::Echo(false)),
            "E1" => return Ok(Self::Echo(true)),
            "I" => return Ok(Self::Identify),
            "+CMEE=?" | "+CFUN=?" | "+CCHO=?" | "+CCHC=?" | "+CGLA=?" | "+CSIM=?" => return Ok(Self::Test),
            _ => {}
        }
        let (name, parameters) = rest.split_once('=').ok_or(Words::Unknown)?;
        let fields: Vec<&str> = parameters.split(',').map(|field| field.trim().trim_matches('"')).collect();
        let number = |field: &str| field.parse::<u32>().map_err(|_| Words::Wrong);
        let small = |field: &str| field.parse::<u8>().map_err(|_| Words::Wrong);
        match (name, &fields[..]) {
            ("+CMEE", [how]) => {
                small(how).and_then(|how| if how < 3 { Ok(Self::Cmee(how)) } else { Err(Words::Wrong) })
            }
            // The second says whether to reset first.
            ("+CFUN", [what] | [what, "0" | "1"]) => small(what).map(Self::Function),
            ("+CCHO", [aid]) => match hex::decode(aid) {
                Ok(aid) if (1..=16).contains(&aid.len()) => Ok(Self::Open(aid)),
                _ => Err(Words::Wrong),
            },
            ("+CCHC", [session]) => number(session).map(Self::Close),
            ("+CGLA", [session, length, digits]) => Ok(Self::OnChannel(number(session)?, apdu(length, digits)?)),
            ("+CSIM", [length, digits]) => Ok(Self::Generic(apdu(length, digits)?)),
            ("+CMEE" | "+CFUN" | "+CCHO" | "+CCHC" | "+CGLA" | "+CSIM", _) => Err(Words::Wrong),
            _ => Err(Words::Unknown),
        }
    }
}

/// An APDU in hexadecimal whose number of digits stands beside it.
fn apdu(length: &str, digits: &str) -> Result<Vec<u8>, Words> {
    let length: usize = length.parse().map_err(|_| Words::Wrong)?;
    let octets = hex::decode(digits).map_err(|_| Words::Wrong)?;
    if length == digits.len() && octets.len() >= 4 { Ok(octets) } else { Err(Words::Wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_as_terminals_write_them() {
        assert_eq!(Command::read("at"), Ok(Command::Nothing));
        assert_eq!(Command::read("AT+CCHO=\"A000\""), Ok(Command::Open(vec![0xA0, 0])));
        assert_eq!(
            Command::read("AT+CGLA=1, 10, \"81f2000c00\""),
            Ok(Command::OnChannel(1, vec![0x81, 0xF2, 0, 0x0C, 0]))
        );
        assert_eq!(Command::read("AT+CSIM=8,\"00700001\""), Ok(Command::Generic(vec![0, 0x70, 0, 1])));
        assert_eq!(Command::read("AT+CFUN=1,1"), Ok(Command::Function(1)));
        for wrong in ["AT+CSIM=10,\"00700001\"", "AT+CGLA=1,8", "AT+CSIM=4,\"0070\"", "AT+CCHO=\"\"", "AT+CMEE=7"] {
            assert_eq!(Command::read(wrong), Err(Words::Wrong), "{wrong}");
        }
        for unknown in ["ATD123", "HELLO", "AT+COPS=?"] {
            assert_eq!(Command::read(unknown), Err(Words::Unknown), "{unknown}");
        }
    }
}
