//! ES8+: the Bound Profile Package and what is inside its protected segments.

use crate::macros::sequence;
use crate::named::named_integer;
use crate::{DpProprietaryData, Element, Octets, Raw, TransactionId};
use rasn::types::{Constraints, Identifier, OctetString, Tag};
use rasn::{AsnType, Decode, Decoder, Encode, Encoder};

sequence! {
    /// A profile package bound to one eUICC, SGP.22 §2.5.4; `BF36`.
    BoundProfilePackage [Context 54] {
        /// Key agreement, signed by the SM-DP+.
        initialise_secure_channel_request "initialiseSecureChannelRequest" [Own]: Raw<InitialiseSecureChannelRequest>,
        /// ConfigureISDPRequest, encrypted; tag `A0`.
        first_sequence_of87 "firstSequenceOf87" [Context 0]: Segments<0x87>,
        /// StoreMetadataRequest, with a MAC only; tag `A1`.
        sequence_of88 "sequenceOf88" [Context 1]: Segments<0x88>,
        /// ReplaceSessionKeysRequest, encrypted; tag `A2`. Absent when the session keys are used throughout.
        second_sequence_of87 "secondSequenceOf87" [Context 2]: Option<Segments<0x87>>,
        /// The profile package, encrypted; tag `A3`.
        sequence_of86 "sequenceOf86" [Context 3]: Segments<0x86>,
    }
}

/// Protected segments, each as one complete primitive element with the tag octet `TAG`: the MAC covers
/// tag and length too (SGP.22 §2.5.4, Annex G).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Segments<const TAG: u8>(pub Vec<Vec<u8>>);

impl<const TAG: u8> From<Vec<Vec<u8>>> for Segments<TAG> {
    fn from(segments: Vec<Vec<u8>>) -> Self {
        Self(segments)
    }
}

impl<const TAG: u8> std::ops::Deref for Segments<TAG> {
    type Target = [Vec<u8>];
    fn deref(&self) -> &[Vec<u8>] {
        &self.0
    }
}

impl<const TAG: u8> AsnType for Segments<TAG> {
    const TAG: Tag = Tag::SEQUENCE;
}

impl<const TAG: u8> Decode for Segments<TAG> {
    fn decode_with_tag_and_constraints<D: Decoder>(
        decoder: &mut D,
        tag: Tag,
        constraints: &Constraints,
    ) -> Result<Self, D::Error> {
        let elements: Vec<Element> = decoder.decode_sequence_of(tag, constraints)?;
        if let Some(at) = elements.iter().position(|element| element.octets().first() != Some(&TAG)) {
            let says = format_args!("element {at} has another tag than {TAG:02X}");
            return Err(<D::Error as rasn::de::Error>::custom(says, decoder.codec()));
        }
        Ok(Self(elements.into_iter().map(|element| element.octets().to_vec()).collect()))
    }
}

impl<const TAG: u8> Encode for Segments<TAG> {
    fn encode_with_tag_and_constraints<'b, E: Encoder<'b>>(
        &self,
        encoder: &mut E,
        tag: Tag,
        constraints: &Constraints,
        identifier: Identifier,
    ) -> Result<(), E::Error> {
        let mut elements = Vec::with_capacity(self.0.len());
        for segment in &self.0 {
            elements.push(Element::from_der(segment).map_err(|error| {
                <E::Error as rasn::enc::Error>::custom(format_args!("segment: {error}"), rasn::Codec::Der)
            })?);
        }
        encoder.encode_sequence_of(tag, &elements, constraints, identifier).map(drop)
    }
}

sequence! {
    /// ES8+.InitialiseSecureChannel, SGP.22 §5.5.1; `BF23`.
    InitialiseSecureChannelRequest [Context 35] {
        /// The operation, `installBoundProfilePackage`.
        remote_op_id "remoteOpId" [Context 2]: RemoteOpId,
        /// The session.
        transaction_id "transactionId" [Context 0]: TransactionId,
        /// Parameters of the key agreement.
        control_ref_template "controlRefTemplate" [Context 6]: ControlRefTemplate,
        /// otPK.DP.ECKA, uncompressed: 65 octets; tag `5F49`. Any size is read.
        smdp_otpk "smdpOtpk" [Application 73]: OctetString,
        /// Signature of the SM-DP+: 64 octets; tag `5F37`. Any size is read.
        smdp_sign "smdpSign" [Application 55]: OctetString,
    }
}

sequence! {
    /// Parameters of the key agreement, SGP.22 §5.5.1.
    ControlRefTemplate [Universal 16] {
        /// Type of the keys, `88` (AES).
        key_type "keyType" [Context 0]: Octets<1, 1>,
        /// Length of the keys in octets, `10`.
        key_len "keyLen" [Context 1]: Octets<1, 1>,
        /// Identifier of the host: 1 to 16 octets.
        host_id "hostId" [Context 4]: Octets<1, 16>,
    }
}

sequence! {
    /// ES8+.ConfigureISDP, SGP.22 §5.5.2; `BF24`.
    ConfigureISDPRequest [Context 36] {
        /// Data of the SM-DP+, at most 128 octets with tag and length.
        dp_proprietary_data "dpProprietaryData" [Context 24]: Option<DpProprietaryData>,
    }
}

sequence! {
    /// ES8+.ReplaceSessionKeys, SGP.22 §5.5.4; `BF26`. Keys are 16 octets each; any size is read.
    ReplaceSessionKeysRequest [Context 38] {
        /// First MAC chaining value.
        initial_mac_chaining_value "initialMacChainingValue" [Context 0]: OctetString,
        /// PPK-ENC.
        ppk_enc "ppkEnc" [Context 1]: OctetString,
        /// PPK-MAC.
        ppk_cmac "ppkCmac" [Context 2]: OctetString,
    }
}

named_integer! {
    /// Remote operation, SGP.22 §5.5.1.
    RemoteOpId {
        INSTALL_BOUND_PROFILE_PACKAGE "installBoundProfilePackage" = 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{decode, encode, tlv};

    fn package(second: bool, tag: u8) -> Vec<u8> {
        let secure = hex::decode("82010180012AA60980018881011084014B5F4901045F370105").unwrap();
        let secure = tlv::wrap(0xBF23, &[&secure]);
        let middle: &[u8] = if second { &[0xA2, 0x04, 0x87, 0x02, 3, 4] } else { &[] };
        let pieces = [&[0xA3, 0x07][..], &[tag, 0x02, 5, 6], &[0x86, 0x01, 7]].concat();
        tlv::wrap(0xBF36, &[&secure, &[0xA0, 0x03, 0x87, 0x01, 1], &[0xA1, 0x03, 0x88, 0x01, 2], middle, &pieces])
    }

    #[test]
    fn segments_keep_their_tag_and_length() {
        let octets = package(true, 0x86);
        let value: BoundProfilePackage = decode(&octets).unwrap();
        assert_eq!(value.first_sequence_of87[0], [0x87, 0x01, 1]);
        assert_eq!(value.sequence_of88.0, [[0x88, 0x01, 2]]);
        assert_eq!(value.second_sequence_of87.as_ref().unwrap()[0], [0x87, 0x02, 3, 4]);
        assert_eq!(value.sequence_of86.len(), 2);
        assert_eq!(value.initialise_secure_channel_request.octets()[..2], [0xBF, 0x23]);
        assert_eq!(encode(&value).unwrap(), octets);
        assert_eq!(decode::<BoundProfilePackage>(&package(false, 0x86)).unwrap().second_sequence_of87, None);
    }

    #[test]
    fn a_segment_with_another_tag_is_named() {
        for tag in [0x88, 0xA6] {
            let error = decode::<BoundProfilePackage>(&package(true, tag)).unwrap_err();
            assert_eq!(error.path, "sequenceOf86");
            assert_eq!(error.says, "element 0 has another tag than 86");
        }
        let broken = Segments::<0x86>(vec![vec![0x86, 0x05, 1]]);
        assert_eq!(
            encode(&broken).unwrap_err().says,
            "Custom error: segment: content is shorter than its length octets say at octet 2"
        );
    }
}
