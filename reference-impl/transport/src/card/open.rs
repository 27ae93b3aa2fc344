//! From the name of a way to the way itself.

use super::{CardChannel, CardFault, CardOptions, CardSpec, exec, framed, pcsc};

/// Goes the way to a card that `spec` names ([`super::FORMS`]) and powers the card up.
///
/// What loses the card later (taken out, connection closed, time limit) is a fault of the exchange at hand and of
/// those after it; [`CardChannel::reset`] goes the way again.
pub fn open(spec: &str, options: &CardOptions) -> Result<Box<dyn CardChannel>, CardFault> {
    let parsed = spec.parse::<CardSpec>().map_err(|error| CardFault::Unavailable(error.to_string()))?;
    let name = spec.to_owned();
    let mut channel: Box<dyn CardChannel> = match parsed {
        CardSpec::Pcsc(reader) => Box::new(pcsc::PcscChannel::new(name, reader, options.clone())),
        CardSpec::Vpcd(place) => Box::new(framed::FramedChannel::listen(name, &place, options.clone())?),
        CardSpec::Tcp(place) => Box::new(framed::FramedChannel::dial(name, place, false, options.clone())),
        CardSpec::TcpVpcd(place) => Box::new(framed::FramedChannel::dial(name, place, true, options.clone())),
        #[cfg(unix)]
        CardSpec::At(device, commands) => Box::new(super::at::AtChannel::new(name, device, commands, options.clone())),
        #[cfg(not(unix))]
        CardSpec::At(..) => return Err(CardFault::Unavailable("at: needs a Unix serial device".into())),
        CardSpec::Exec(command, channels) => Box::new(exec::ExecChannel::new(name, command, channels, options.clone())),
    };
    channel.reset()?;
    Ok(channel)
}
