//! A download where LPA and card speak APDUs: nothing differs from a card without them.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]

mod lab;

use lab::{ADDRESS, Lab};
use rsp_consumer::lpa::{Es9PlusChannel, Es10 as _, Isdr, IsdrOptions, Outgoing, Wanted};
use rsp_consumer::sm_dp_plus::{Interface, ProfileState, SmDpPlusHttp};
use rsp_euicc::{Card, CardOptions, Handing};
use rsp_transport::{Handler as _, PeerInfo, Response};
use std::future::Future;
use std::pin::Pin;

/// The way to an SM-DP+ in the same process.
struct Direct(SmDpPlusHttp);

impl Es9PlusChannel for Direct {
    fn send<'a>(&'a self, outgoing: Outgoing) -> Pin<Box<dyn Future<Output = Result<Response, String>> + Send + 'a>> {
        Box::pin(async move {
            let peer = PeerInfo { address: ([127, 0, 0, 1], 1).into(), certificates: Vec::new() };
            Ok(self.0.handle(outgoing.request, &peer).await.response)
        })
    }
}

/// A whole download through APDUs written so, into a card of these options.
async fn download(written: IsdrOptions, card: CardOptions) {
    let what = format!("{written:?} {card:?}");
    let Lab { smdp, card: euicc, lpa, clock } = Lab::with(std::sync::Arc::new(rsp_conduct::Honest));
    let mut isdr = Isdr::new(Card::with_options(euicc, card), written);
    let spare = lab::Lab::with(std::sync::Arc::new(rsp_conduct::Honest)).card;
    let lab = Lab { smdp, card: spare, lpa, clock };
    let (matching_id, iccid) = lab.order("1").await;
    let channel = Direct(SmDpPlusHttp::new(lab.smdp.clone(), Interface::Es9Plus));
    let wanted = Wanted { address: ADDRESS.into(), matching_id: Some(matching_id), ..Wanted::default() };
    let outcome = lab.lpa.download(&mut isdr, &channel, &wanted, &mut |_| ()).await;
    let downloaded = outcome.unwrap_or_else(|error| panic!("{what}: {error}"));
    assert!(downloaded.installed, "{what}");
    assert_eq!(isdr.card.euicc().profiles().len(), 1, "{what}");
    assert_eq!(lab.smdp.order(&iccid).unwrap().state, ProfileState::Installed, "{what}");
    // The list over APDUs is the list of the eUICC itself, also after a reset.
    let list = isdr.card.euicc_mut().command(&[0xBF, 0x2D, 0x00]);
    assert_eq!(isdr.command(&[0xBF, 0x2D, 0x00]).unwrap(), list, "{what}");
    isdr.reset().unwrap();
    assert_eq!(isdr.command(&[0xBF, 0x2D, 0x00]).unwrap(), list, "{what}");
    assert!(list.data.len() > 20, "{what}");
}

#[tokio::test]
async fn a_download_over_apdus_installs_the_profile() {
    // The block sizes of LPAs in the field, with and without Le, and a card that answers in the manner of T=1.
    for (block_size, le, handing) in [
        (120, false, Handing::Waiting),
        (63, false, Handing::Waiting),
        (254, true, Handing::Waiting),
        (255, true, Handing::WithLe),
        (250, false, Handing::WithLe),
        (200, false, Handing::AtOnce),
    ] {
        let written = IsdrOptions { block_size, le, ..IsdrOptions::default() };
        download(written, CardOptions { handing, ..CardOptions::default() }).await;
    }
}

/// Data and status word of one command on the basic channel, in hex; what waits is fetched.
fn exchange(isdr: &mut Isdr<Card>, command: &str) -> String {
    let mut answer = isdr.exchange(&hex::decode(command.replace(' ', "")).unwrap()).unwrap();
    while answer.sw >> 8 == 0x61 {
        let more = isdr.exchange(&[0x00, 0xC0, 0x00, 0x00, answer.sw as u8]).unwrap();
        answer.data.extend(more.data);
        answer.sw = more.sw;
    }
    format!("{}{:04X}", hex::encode_upper(answer.data), answer.sw)
}

/// AUTN and the answer were made with `vectors/aka/functions.py` from K and OPc of `vectors/profiles/profiles.json`:
/// RAND 00 to 0F, SQN 000000000020, AMF 8000.
#[tokio::test]
async fn an_enabled_profile_works() {
    let Lab { smdp, card: euicc, lpa, clock } = Lab::with(std::sync::Arc::new(rsp_conduct::Honest));
    let spare = Lab::with(std::sync::Arc::new(rsp_conduct::Honest)).card;
    let mut isdr = Isdr::new(Card::new(euicc), IsdrOptions::default());
    let lab = Lab { smdp, card: spare, lpa, clock };
    let (matching_id, iccid) = lab.order("1").await;
    let channel = Direct(SmDpPlusHttp::new(lab.smdp.clone(), Interface::Es9Plus));
    let wanted = Wanted { address: ADDRESS.into(), matching_id: Some(matching_id), ..Wanted::default() };
    assert!(lab.lpa.download(&mut isdr, &channel, &wanted, &mut |_| ()).await.unwrap().installed);
    let select = "00A4040C07A0000000871002";
    assert_eq!(exchange(&mut isdr, select), "6A82");
    let enable =
        [&[0xBF, 0x31, 0x11, 0xA0, 0x0C, 0x5A, 0x0A][..], &rsp_consumer::iccid::to_ef(&iccid), &[0x81, 1, 0xFF]];
    let enabled = isdr.command(&enable.concat()).unwrap();
    assert_eq!((hex::encode(enabled.data), enabled.sw), ("bf3103800100".into(), 0x910B));
    isdr.reset().unwrap();
    assert_eq!(exchange(&mut isdr, select), "9000");
    assert_eq!(exchange(&mut isdr, "002800010832343638FFFFFFFF"), "9000");
    assert_eq!(exchange(&mut isdr, "00B0870000"), "0809101010325476189000");
    let keys = exchange(&mut isdr, "0088008122 10000102030405060708090A0B0C0D0E0F 10DB734E5D663E80006460F6EAACC2154D");
    assert_eq!(
        keys,
        concat!("DB08742E1542A1BD8C8E", "10C24362F87A9AE9688E786145775FA0B5", "104CCCE098515B1DA518E7D11EFD6677089000")
    );
}
