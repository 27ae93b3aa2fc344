//! A download where LPA and card speak APDUs: nothing differs from a card without them.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]

mod lab;

use lab::{ADDRESS, Lab};
use rsp_consumer::lpa::{Es9PlusChannel, Es10 as _, Isdr, IsdrOptions, Outgoing, Wanted};
use rsp_consumer::sm_dp_plus::{Interface, ProfileState, SmDpPlusHttp};
use rsp_euicc::{Card, CardOptions};
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
    for (block_size, le, direct_data) in
        [(120, false, false), (63, false, false), (254, true, false), (255, true, true), (250, false, true)]
    {
        let written = IsdrOptions { block_size, le, ..IsdrOptions::default() };
        download(written, CardOptions { direct_data, ..CardOptions::default() }).await;
    }
}
