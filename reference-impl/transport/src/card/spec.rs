//! How a user names a way to a card.

use std::fmt;
use std::str::FromStr;

/// A way to a card, as text: `pcsc:0`, `vpcd:35963`, `tcp:127.0.0.1:9000`, `at:/dev/ttyUSB2`, `exec:./driver`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardSpec {
    /// A PC/SC reader, by its place in the list or a part of its name.
    Pcsc(String),
    /// A place to listen at: a card that speaks vpcd dials in, as it would into the vsmartcard reader.
    Vpcd(String),
    /// A place to dial: APDUs with two octets of length in front.
    Tcp(String),
    /// A place to dial: as `Tcp`, with the one-octet control messages of vpcd (its reversed mode).
    TcpVpcd(String),
    /// A modem at a serial device.
    At(String, AtCommands),
    /// A program that speaks JSON lines.
    Exec(String, ExecChannels),
}

/// Which commands of a modem reach the card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AtCommands {
    /// `+CCHO` where the modem knows it, else `+CSIM`.
    #[default]
    Detect,
    /// `+CCHO`, `+CGLA`, `+CCHC`: the modem owns the channels.
    Ccho,
    /// `+CSIM`: everything passes through as it is.
    Csim,
}

/// Who opens logical channels behind a driver program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ExecChannels {
    /// The driver says so in its answer to `connect`.
    #[default]
    AsDriverSays,
    /// The driver, whatever it says: so with drivers made for lpac.
    Driver,
}

/// Why text names no way to a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardSpecError {
    text: String,
    says: String,
}

/// The forms, one a line.
pub const FORMS: &str = "  pcsc:0                  the first PC/SC reader; or a part of its name: pcsc:Virtual PCD
  vpcd:35963              listen there for a card that dials the vsmartcard reader (vpcd:HOST:PORT for another interface)
  tcp:HOST:PORT           dial a card: each APDU behind two octets of length
  tcp+vpcd:HOST:PORT      dial a card that waits for a vsmartcard reader (reversed mode)
  at:/dev/ttyUSB2         a modem: AT+CCHO, +CGLA, +CCHC, or +CSIM (at+ccho:, at+csim: to force one)
  exec:COMMAND            a driver of your own: JSON lines on its standard input and output (exec+channels: when it
                          opens logical channels itself)";

impl fmt::Display for CardSpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} names no way to a card: {}; the forms are\n{FORMS}", self.text, self.says)
    }
}

impl std::error::Error for CardSpecError {}

impl FromStr for CardSpec {
    type Err = CardSpecError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = |says: String| CardSpecError { text: text.to_owned(), says };
        let (kind, rest) =
            text.split_once(':').ok_or_else(|| error("it begins with no kind and a colon".to_owned()))?;
        let some = |what: &str| match rest.trim() {
            "" => Err(error(format!("{what} is missing after {kind}:"))),
            rest => Ok(rest.to_owned()),
        };
        let place = || {
            let rest = some("HOST:PORT")?;
            match rest.rsplit_once(':') {
                Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0) => Ok(rest),
                _ => Err(error(format!("{rest:?} is not HOST:PORT"))),
            }
        };
        Ok(match kind {
            "pcsc" => Self::Pcsc(some("the number of a reader or a part of its name")?),
            "vpcd" => {
                let rest = some("a port")?;
                match rest.parse::<u16>() {
                    Ok(port) => Self::Vpcd(format!("127.0.0.1:{port}")),
                    Err(_) if rest.contains(':') => Self::Vpcd(listening(&rest).map_err(error)?),
                    Err(_) => return Err(error(format!("{rest:?} is neither a port nor HOST:PORT"))),
                }
            }
            "tcp" => Self::Tcp(place()?),
            "tcp+vpcd" => Self::TcpVpcd(place()?),
            "at" => Self::At(some("a device")?, AtCommands::Detect),
            "at+ccho" => Self::At(some("a device")?, AtCommands::Ccho),
            "at+csim" => Self::At(some("a device")?, AtCommands::Csim),
            "exec" => Self::Exec(some("a command")?, ExecChannels::AsDriverSays),
            "exec+channels" => Self::Exec(some("a command")?, ExecChannels::Driver),
            other => return Err(error(format!("there is no kind {other:?}"))),
        })
    }
}

/// HOST:PORT where port 0 is good: the system picks one.
fn listening(rest: &str) -> Result<String, String> {
    match rest.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => Ok(rest.to_owned()),
        _ => Err(format!("{rest:?} is not HOST:PORT")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms() {
        let read = |text: &str| text.parse::<CardSpec>().unwrap();
        assert_eq!(read("pcsc:0"), CardSpec::Pcsc("0".into()));
        assert_eq!(read("pcsc:ACME Reader: slot 1"), CardSpec::Pcsc("ACME Reader: slot 1".into()));
        assert_eq!(read("vpcd:35963"), CardSpec::Vpcd("127.0.0.1:35963".into()));
        assert_eq!(read("vpcd:0.0.0.0:0"), CardSpec::Vpcd("0.0.0.0:0".into()));
        assert_eq!(read("tcp:[::1]:9000"), CardSpec::Tcp("[::1]:9000".into()));
        assert_eq!(read("tcp+vpcd:localhost:9000"), CardSpec::TcpVpcd("localhost:9000".into()));
        assert_eq!(read("at+csim:/dev/ttyUSB2"), CardSpec::At("/dev/ttyUSB2".into(), AtCommands::Csim));
        assert_eq!(read("exec:./driver --fast"), CardSpec::Exec("./driver --fast".into(), ExecChannels::AsDriverSays));
    }

    #[test]
    fn what_is_wrong_is_said_with_the_forms() {
        for (text, says) in [
            ("", "no kind"),
            ("pcsc", "no kind"),
            ("pcsc:", "missing after pcsc:"),
            ("tcp:localhost", "not HOST:PORT"),
            ("tcp::80", "not HOST:PORT"),
            ("tcp:host:70000", "not HOST:PORT"),
            ("tcp:host:0", "not HOST:PORT"),
            ("vpcd:here", "neither a port"),
            ("usb:0", "no kind \"usb\""),
        ] {
            let error = text.parse::<CardSpec>().unwrap_err().to_string();
            assert!(error.contains(says) && error.contains("exec:COMMAND"), "{text}: {error}");
        }
    }
}
