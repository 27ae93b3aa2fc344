//! What a server signs for AuthenticateServer and PrepareDownload.

use super::{Card, SMDP, at, suite, tlv};
use rsp_crypto::PrivateKey;
use rsp_pki::Credential;

/// AuthenticateServerRequest; every field may be made wrong before it is sent.
pub struct Authenticate {
    pub transaction_id: Vec<u8>,
    /// The challenge of the card that is asked for when nothing is given.
    pub challenge: Option<Vec<u8>>,
    /// Is a challenge asked for first?
    pub ask_challenge: bool,
    pub address: String,
    pub certificate: Vec<u8>,
    pub key: PrivateKey,
    pub ci_pkid: Vec<u8>,
    /// Fields behind those of serverSigned1 that are known.
    pub extension: Vec<u8>,
    /// XORed to the last octet of the signature.
    pub spoil: u8,
}

impl Authenticate {
    /// As SM-DP+ 1 does it.
    pub fn new() -> Self {
        Self::by(&suite().dp_auth)
    }

    /// As a server with this certificate does it.
    pub fn by(credential: &Credential) -> Self {
        Self {
            transaction_id: vec![0x11; 16],
            challenge: None,
            ask_challenge: true,
            address: SMDP.into(),
            certificate: credential.certificate.der().to_vec(),
            key: credential.key.clone().unwrap(),
            ci_pkid: suite().ci_pkid(),
            extension: Vec::new(),
            spoil: 0,
        }
    }

    /// ctxParams1 as an LPA sends it.
    pub fn ctx_params1() -> Vec<u8> {
        let device = tlv(0xA1, &[&tlv(0x80, &[&[0x35, 0x29, 0x06, 0x11]]), &tlv(0xA1, &[])]);
        tlv(0xA0, &[&tlv(0x80, &[b"MATCHING"]), &device])
    }

    /// The request for this challenge.
    pub fn request(&self, challenge: &[u8]) -> Vec<u8> {
        let signed = tlv(
            0x30,
            &[
                &tlv(0x80, &[&self.transaction_id]),
                &tlv(0x81, &[challenge]),
                &tlv(0x83, &[self.address.as_bytes()]),
                &tlv(0x84, &[&[0x5A; 16]]),
                &self.extension,
            ],
        );
        let mut signature = self.key.sign(&[&signed]);
        signature[63] ^= self.spoil;
        let ci = tlv(0x04, &[&self.ci_pkid]);
        tlv(0xBF38, &[&signed, &tlv(0x5F37, &[&signature]), &ci, &self.certificate, &Self::ctx_params1()])
    }

    /// The response of the card, inside `BF38`.
    pub fn send(&self, card: &mut Card) -> Vec<u8> {
        let asked = if self.ask_challenge { at(&card.ask(&[0xBF, 0x2E, 0x00]), &[0x80]) } else { vec![0; 16] };
        card.ask(&self.request(self.challenge.as_ref().unwrap_or(&asked)))
    }

    /// The error code; nothing when the server is authenticated.
    pub fn error(&self, card: &mut Card) -> Option<u8> {
        super::find(&self.send(card), &[0xA1, 0x02]).map(|code| code[0])
    }
}

/// PrepareDownloadRequest; every field may be made wrong before it is sent.
pub struct Prepare {
    pub transaction_id: Vec<u8>,
    pub cc_required: bool,
    pub hash_cc: Option<Vec<u8>>,
    pub bpp_euicc_otpk: Option<Vec<u8>>,
    pub certificate: Vec<u8>,
    pub key: PrivateKey,
    pub extension: Vec<u8>,
    pub spoil: u8,
}

impl Prepare {
    /// As SM-DP+ 1 does it.
    pub fn new() -> Self {
        Self::by(&suite().dp_pb)
    }

    /// As a server with this certificate does it.
    pub fn by(credential: &Credential) -> Self {
        Self {
            transaction_id: vec![0x11; 16],
            cc_required: false,
            hash_cc: None,
            bpp_euicc_otpk: None,
            certificate: credential.certificate.der().to_vec(),
            key: credential.key.clone().unwrap(),
            extension: Vec::new(),
            spoil: 0,
        }
    }

    /// The request behind this answer to AuthenticateServer.
    pub fn request(&self, authenticated: &[u8]) -> Vec<u8> {
        let otpk = self.bpp_euicc_otpk.as_ref().map(|otpk| tlv(0x5F49, &[otpk])).unwrap_or_default();
        let required = tlv(0x01, &[&[if self.cc_required { 0xFF } else { 0 }]]);
        let signed = tlv(0x30, &[&tlv(0x80, &[&self.transaction_id]), &required, &otpk, &self.extension]);
        let euicc_signature1 = super::find(authenticated, &[0xA0, 0x5F37]).unwrap_or(vec![0; 64]);
        let mut signature = self.key.sign(&[&signed, &tlv(0x5F37, &[&euicc_signature1])]);
        signature[63] ^= self.spoil;
        let hash = self.hash_cc.as_ref().map(|hash| tlv(0x04, &[hash])).unwrap_or_default();
        tlv(0xBF21, &[&signed, &tlv(0x5F37, &[&signature]), &hash, &self.certificate])
    }

    /// The response of the card, inside `BF21`, after authenticating SM-DP+ 1 anew.
    pub fn send(&self, card: &mut Card) -> Vec<u8> {
        let mut authenticate = Authenticate::new();
        authenticate.transaction_id = vec![0x11; 16];
        let authenticated = authenticate.send(card);
        card.ask(&self.request(&authenticated))
    }

    /// The error code; nothing when the download is prepared.
    pub fn error(&self, card: &mut Card) -> Option<u8> {
        super::find(&self.send(card), &[0xA1, 0x02]).map(|code| code[0])
    }
}
