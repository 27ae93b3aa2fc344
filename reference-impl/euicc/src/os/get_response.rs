//! Handing out response data: `61xx`, `6Cxx`, GET RESPONSE (ISO/IEC 7816-4 §7.6.1, ETSI TS 102 221 §7.3.1.1).

use super::{Answer, rules};
use crate::apdu::{Class, Command, Sw};
use crate::card::{Card, Handing};
use crate::euicc::Response;

/// Octets that wait for GET RESPONSE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiting {
    data: Vec<u8>,
    /// How many of them were fetched.
    at: usize,
    /// The status word behind the last of them.
    sw: u16,
}

impl Waiting {
    fn left(&self) -> usize {
        self.data.len() - self.at
    }
}

impl Card {
    /// What goes over the wire now of an answer to a command; the rest waits on the channel.
    pub(crate) fn hand_out(&mut self, channel: u8, command: &Command<'_>, mut response: Response) -> Response {
        self.euicc.context.conduct.shape(&rules::RESPONSE_DATA, &mut response.data);
        let length = response.data.len();
        if length == 0 {
            return response;
        }
        let case_2 = command.data.is_empty() && command.le.is_some();
        let room = match (command.le, self.options.handing) {
            (Some(le), _) if case_2 => usize::from(le),
            (Some(le), Handing::WithLe | Handing::AtOnce) => usize::from(le),
            (None, Handing::AtOnce) if !command.data.is_empty() => 256,
            _ => 0,
        };
        // A case 2 command that asks for another number of octets than there are is told which.
        if case_2 && response.sw == Sw::OK.0 && room < 256 && room != length && length <= 256 {
            return Response::refused(Sw::wrong_le(length).0);
        }
        let Response { data, sw } = response;
        let waiting = Waiting { data, at: 0, sw };
        self.fetch(channel, waiting, room)
    }

    /// GET RESPONSE: with another Le than announced, the shorter part, or `6Cxx` and nothing is lost.
    pub(crate) fn get_response(&mut self, class: Class, command: &Command<'_>) -> Answer {
        let waiting = self.os.channel_mut(class.channel).and_then(|channel| channel.waiting.take());
        let outcome =
            self.check(&rules::RESPONSE_WAITING, waiting.is_some(), Sw::CONDITIONS, || "nothing waits".into());
        let Some(waiting) = waiting else {
            return outcome.map(|()| Response::ok(Vec::new()));
        };
        let asked = usize::from(command.le.unwrap_or(256));
        let left = waiting.left();
        let refusal = if command.p1p2() != 0 {
            Some(Sw::P1P2)
        } else if !command.data.is_empty() {
            Some(Sw::LENGTH)
        } else {
            (asked < 256 && asked > left).then(|| Sw::wrong_le(left))
        };
        if let Some(refusal) = refusal {
            if let Some(channel) = self.os.channel_mut(class.channel) {
                channel.waiting = Some(waiting);
            }
            return Err(refusal);
        }
        Ok(self.fetch(class.channel, waiting, asked))
    }

    /// The next octets, as many as there is room for.
    fn fetch(&mut self, channel: u8, mut waiting: Waiting, room: usize) -> Response {
        let end = waiting.at + room.min(waiting.left());
        let data = waiting.data[waiting.at..end].to_vec();
        waiting.at = end;
        let left = waiting.left();
        if left == 0 {
            return Response { data, sw: waiting.sw };
        }
        if let Some(channel) = self.os.channel_mut(channel) {
            channel.waiting = Some(waiting);
        }
        Response { data, sw: Sw::waiting(left).0 }
    }
}
