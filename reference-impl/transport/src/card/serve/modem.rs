//! A modem with the card in it: the commands of 3GPP TS 27.007 that reach a UICC (§8.17 +CSIM, §8.43 +CGLA, §8.45
//! +CCHO, §8.46 +CCHC), +CFUN for its power, and what a terminal program says first.

mod command;

use super::{Happening, Pty, Tell, channels};
use crate::card::{CardChannel, CardFault, on_channel};
use command::{Command, Words};
use std::io::{self, ErrorKind, Read, Write};

/// A command line is never longer.
const LONGEST: usize = 300_000;

/// How a command ends.
enum End {
    Ok(Vec<String>),
    /// `+CME ERROR` with a number and its words (3GPP TS 27.007 §9.2).
    Cme(u16, &'static str),
    /// `ERROR`: the command is not known.
    Error,
}

const NOT_ALLOWED: End = End::Cme(3, "operation not allowed");
const NOT_INSERTED: End = End::Cme(10, "SIM not inserted");
const FAILURE: End = End::Cme(13, "SIM failure");
const MEMORY_FULL: End = End::Cme(20, "memory full");
const INVALID_INDEX: End = End::Cme(21, "invalid index");
const NOT_FOUND: End = End::Cme(22, "not found");
const INCORRECT: End = End::Cme(50, "Incorrect parameters");

/// Serves commands on the pseudo-terminal until it fails. The modem powers the card up at once, and runs the proactive
/// commands of the card itself, as far as REFRESH goes.
pub fn modem(pty: &mut Pty, card: &mut dyn CardChannel, tell: Tell<'_>) -> io::Error {
    let mut modem = Modem { card, tell, echo: true, cmee: 0, sessions: Vec::new(), powered: false };
    if let Err(fault) = modem.power_up() {
        (modem.tell)(Happening::Fault(fault));
    }
    let mut line = Vec::new();
    loop {
        let mut some = [0; 4096];
        let read = match pty.read(&mut some) {
            Ok(0) => return ErrorKind::UnexpectedEof.into(),
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return error,
        };
        for octet in &some[..read] {
            match octet {
                b'\r' => {
                    let text = String::from_utf8_lossy(&line).trim().to_owned();
                    let answer = modem.answer(&text, line.len() >= LONGEST);
                    line.clear();
                    if let Err(error) = pty.write_all(answer.as_bytes()) {
                        return error;
                    }
                }
                b'\n' => {}
                _ if line.len() < LONGEST => line.push(*octet),
                _ => {}
            }
        }
    }
}

struct Modem<'a> {
    card: &'a mut dyn CardChannel,
    tell: Tell<'a>,
    echo: bool,
    /// 0: no reasons, 1: as numbers, 2: in words.
    cmee: u8,
    /// Channels that a session stands for; the session has the number of its channel.
    sessions: Vec<u8>,
    powered: bool,
}

impl Modem<'_> {
    fn answer(&mut self, line: &str, too_long: bool) -> String {
        let echo = if self.echo { format!("{line}\r\r\n") } else { String::new() };
        if line.is_empty() {
            return echo;
        }
        let end = match Command::read(line) {
            _ if too_long => INCORRECT,
            Ok(command) => self.carry_out(command).unwrap_or_else(|fault| self.failed(fault)),
            Err(Words::Unknown) => {
                (self.tell)(Happening::Odd(line.chars().take(40).collect()));
                End::Error
            }
            Err(Words::Wrong) => INCORRECT,
        };
        let end = match (end, self.cmee) {
            (End::Ok(lines), _) => {
                let lines: String = lines.iter().map(|line| format!("\r\n{line}\r\n")).collect();
                format!("{lines}\r\nOK\r\n")
            }
            (End::Cme(number, _), 1) => format!("\r\n+CME ERROR: {number}\r\n"),
            (End::Cme(_, words), 2) => format!("\r\n+CME ERROR: {words}\r\n"),
            (End::Cme(..) | End::Error, _) => "\r\nERROR\r\n".to_owned(),
        };
        format!("{echo}{end}")
    }

    fn failed(&mut self, fault: CardFault) -> End {
        let end = match fault {
            CardFault::NoCard(_) | CardFault::Gone(_) | CardFault::Unavailable(_) => {
                self.powered = false;
                self.sessions.clear();
                NOT_INSERTED
            }
            _ => FAILURE,
        };
        (self.tell)(Happening::Fault(fault));
        end
    }

    fn carry_out(&mut self, command: Command) -> Result<End, CardFault> {
        let done = || Ok(End::Ok(Vec::new()));
        match command {
            Command::Nothing | Command::Test => done(),
            Command::Echo(on) => {
                self.echo = on;
                done()
            }
            Command::Cmee(how) => {
                self.cmee = how;
                done()
            }
            Command::Identify => Ok(End::Ok(vec!["rsptest".into(), "modem with a software eUICC".into()])),
            Command::Function(0) => {
                self.powered = false;
                self.sessions.clear();
                done()
            }
            Command::Function(_) if self.powered => done(),
            Command::Function(_) => {
                self.power_up()?;
                done()
            }
            _ if !self.powered => Ok(NOT_ALLOWED),
            Command::Open(aid) => self.open(&aid),
            Command::Close(session) => match self.sessions.iter().position(|open| u32::from(*open) == session) {
                Some(at) => {
                    let channel = self.sessions.swap_remove(at);
                    channels::close(self.card, channel)?;
                    done()
                }
                None => Ok(INVALID_INDEX),
            },
            Command::OnChannel(session, mut apdu) => {
                let Some(channel) = self.sessions.iter().copied().find(|open| u32::from(*open) == session) else {
                    return Ok(INVALID_INDEX);
                };
                // The session says the channel; whatever the class octet said, it says the same then.
                if let Some(class) = apdu.first_mut() {
                    *class = on_channel(*class, channel);
                }
                let answer = self.exchange(&apdu)?;
                Ok(End::Ok(vec![shown("+CGLA", &answer)]))
            }
            Command::Generic(apdu) => {
                let answer = self.exchange(&apdu)?;
                Ok(End::Ok(vec![shown("+CSIM", &answer)]))
            }
        }
    }

    fn open(&mut self, aid: &[u8]) -> Result<End, CardFault> {
        Ok(match channels::open(self.card, aid)? {
            Ok(channel) => {
                self.sessions.push(channel);
                End::Ok(vec![format!("+CCHO: {channel}")])
            }
            Err(0x6881 | 0x6A81 | 0x6A84) => MEMORY_FULL,
            Err(0x6A82) => NOT_FOUND,
            Err(_) => FAILURE,
        })
    }

    fn power_up(&mut self) -> Result<(), CardFault> {
        self.card.reset()?;
        self.sessions.clear();
        self.powered = true;
        // TERMINAL PROFILE: profile download, REFRESH (ETSI TS 102 223 §5.2). A card that asks for something at once is
        // not heard: it could ask for the next REFRESH for ever.
        self.card.transmit(&[0x80, 0x10, 0x00, 0x00, 0x03, 0x01, 0x00, 0x80]).map(drop)
    }

    /// One command. A proactive command that waits afterwards is the modem's to run, and success is all that is seen.
    fn exchange(&mut self, apdu: &[u8]) -> Result<Vec<u8>, CardFault> {
        let mut answer = self.card.transmit(apdu)?;
        let status = channels::status(&answer);
        if status >> 8 == 0x91 {
            let kept = answer.len().saturating_sub(2);
            answer.truncate(kept);
            answer.extend([0x90, 0x00]);
            self.run_proactive(status as u8)?;
        }
        Ok(answer)
    }

    fn run_proactive(&mut self, mut length: u8) -> Result<(), CardFault> {
        // A card that never stops asking is left alone.
        for _ in 0..8 {
            let fetched = self.card.transmit(&[0x80, 0x12, 0x00, 0x00, length])?;
            // Command details (ETSI TS 102 223 §8.6): number, type, qualifier.
            let details = fetched.windows(5).find(|window| matches!(window, [0x01 | 0x81, 0x03, ..]));
            let Some(&[_, _, number, kind, qualifier]) = details else { return Ok(()) };
            let response = [0x81, 0x03, number, kind, qualifier, 0x02, 0x02, 0x82, 0x81, 0x83, 0x01, 0x00];
            let mut command = vec![0x80, 0x14, 0x00, 0x00, response.len() as u8];
            command.extend(response);
            let answer = self.card.transmit(&command)?;
            const REFRESH: u8 = 0x01;
            if kind == REFRESH {
                return self.power_up();
            }
            match channels::status(&answer) {
                more @ 0x9100..=0x91FF => length = more as u8,
                _ => return Ok(()),
            }
        }
        Ok(())
    }
}

fn shown(prefix: &str, answer: &[u8]) -> String {
    let digits = hex::encode_upper(answer);
    format!("{prefix}: {},\"{digits}\"", digits.len())
}
