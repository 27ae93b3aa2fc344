//! A card behind lines of JSON: the driver's side of `exec:`.

use super::{Happening, Tell, channels};
use crate::card::exec::{Answer, Request};
use crate::card::{CardChannel, CardFault};
use std::io::{self, BufRead, Read, Write};

/// A line is never longer.
const LONGEST: u64 = 300_000;

/// Answers requests until the input ends. What cannot be read is answered as a refusal; a line that does not end is
/// the end.
pub fn lines(
    mut input: impl BufRead,
    mut output: impl Write,
    card: &mut dyn CardChannel,
    tell: Tell<'_>,
) -> io::Result<()> {
    loop {
        let mut line = Vec::new();
        let read = (&mut input).take(LONGEST).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let answer = match Request::read(&line) {
            Ok(request) => carry_out(&request, card).unwrap_or_else(|fault| {
                tell(Happening::Fault(fault.clone()));
                Answer::faulty(&fault)
            }),
            Err(says) => {
                tell(Happening::Odd(says.clone()));
                Answer::refused(&says)
            }
        };
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
}

fn carry_out(request: &Request, card: &mut dyn CardChannel) -> Result<Answer, CardFault> {
    let payload = &request.payload;
    let Ok(param) = hex::decode(payload.param.as_deref().unwrap_or_default()) else {
        return Ok(Answer::refused("param is not hexadecimal"));
    };
    Ok(match payload.func.as_str() {
        "connect" => Answer::ok(Some(hex::encode(card.reset()?)).filter(|atr| !atr.is_empty())),
        "disconnect" => Answer::ok(None),
        "transmit" => Answer::ok(Some(hex::encode(card.transmit(&param)?))),
        "logic_channel_open" => match channels::open(card, &param)? {
            Ok(channel) => Answer::opened(channel),
            Err(status) => Answer::refused(&format!("status word {status:04X}")),
        },
        "logic_channel_close" => match param[..] {
            [channel] => match channels::close(card, channel)? {
                0x9000 => Answer::ok(None),
                status => Answer::refused(&format!("status word {status:04X}")),
            },
            _ => Answer::refused("param is not one octet"),
        },
        other => Answer::refused(&format!("there is no function {other:?}")),
    })
}
