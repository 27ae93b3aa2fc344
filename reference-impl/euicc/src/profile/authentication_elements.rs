//! PE-AKAParameter and PE-CDMAParameter.

use super::Cdma;
use super::aka::{Aka, AkaAlgorithm, AkaParameters};
use super::install::{Installer, Step};
use crate::fs::{Kind, NodeId};
use crate::rules;
use rsp_asn1::profile_package::{AlgoConfiguration, AlgoParameter, PeAkaParameter, PeCdmaParameter};

/// Memory that the parameters of one application take beside keys, in octets.
const PARAMETERS: usize = 256;

/// The largest SEQ: 48 bits of SQN without the five of IND.
const LARGEST_SEQ: u64 = 0x07FF_FFFF_FFFF;

fn number(octets: &[u8]) -> u64 {
    octets.iter().fold(0, |sum, octet| sum << 8 | u64::from(*octet))
}

impl Installer<'_> {
    /// The ADF that an element belongs to, when it has nothing of the kind yet.
    fn own_adf(&self, taken: impl Fn(NodeId) -> bool) -> Step<Option<NodeId>> {
        let adf = self.context.and_then(|context| self.profile.fs.adf_of(context)).filter(|adf| !taken(*adf));
        self.judge(&rules::PE_AKA_CONTEXT, adf.is_some(), "invalid-parameter", || {
            "no application was opened that is without parameters".into()
        })?;
        Ok(adf)
    }

    pub(super) fn aka_parameter(&mut self, element: PeAkaParameter) -> Step<()> {
        let Some(adf) = self.own_adf(|adf| self.profile.aka.iter().any(|aka| aka.adf == adf))? else { return Ok(()) };
        let mut sequence = [0; 32];
        let init = element.sqn_init.as_deref().unwrap_or_default();
        let limits = [number(element.sqn_delta.as_slice()), number(element.sqn_age_limit.as_slice())];
        for (slot, octets) in sequence.iter_mut().zip(init) {
            *slot = number(octets.as_slice());
        }
        let legal = matches!(init.len(), 0 | 32) && sequence.iter().chain(&limits).all(|seq| *seq <= LARGEST_SEQ);
        self.judge(&rules::PE_AKA_VALUES, legal, "bad-values", || "sequence numbers, or not 32 of them".into())?;
        let (mapped_to, parameters) = match &element.algo_configuration {
            AlgoConfiguration::MappingParameter(mapping) => {
                let source = self.mapping_source(mapping.mapping_source.as_slice());
                self.judge(&rules::PE_AKA_CONTEXT, source.is_some(), "invalid-parameter", || {
                    format!("nothing to map from {:02X?}", mapping.mapping_source.as_slice())
                })?;
                let Some(source) = source else { return Ok(()) };
                (Some(source.adf), source.parameters.clone())
            }
            AlgoConfiguration::AlgoParameter(parameter) => {
                let Some(parameters) = self.parameters(parameter, &element, limits)? else { return Ok(()) };
                (None, parameters)
            }
        };
        if self.claim(PARAMETERS + parameters.key.len() + parameters.opc.len())? {
            self.profile.aka.push(Aka { adf, mapped_to, parameters, sequence, counter: 0 });
        }
        Ok(())
    }

    fn mapping_source(&self, aid: &[u8]) -> Option<&Aka> {
        let fs = &self.profile.fs;
        let named = |aka: &&Aka| matches!(&fs.node(aka.adf).kind, Kind::Adf { aid: own } if own == aid);
        self.profile.aka.iter().find(|aka| aka.mapped_to.is_none() && named(aka))
    }

    fn parameters(
        &self,
        given: &AlgoParameter,
        element: &PeAkaParameter,
        [sqn_delta, sqn_age_limit]: [u64; 2],
    ) -> Step<Option<AkaParameters>> {
        // Services of the header by number: Milenage 4, TUAK 5 and 16 by the length of the key, the test algorithm 17.
        let (algorithm, service) = match (given.algorithm_id, given.key.len()) {
            (1, _) => (Some(AkaAlgorithm::Milenage), 4),
            (2, 32) => (Some(AkaAlgorithm::Tuak), 16),
            (2, _) => (Some(AkaAlgorithm::Tuak), 5),
            (3, _) => (Some(AkaAlgorithm::Test), 17),
            _ => (None, u8::MAX),
        };
        let offered = algorithm.is_some() && self.platform.offers(service);
        self.judge(&rules::PE_AKA_ALGORITHM, offered, "feature-not-supported", || {
            format!("algorithm {} with a key of {} octets", given.algorithm_id, given.key.len())
        })?;
        let Some(algorithm) = algorithm else { return Ok(None) };
        let xoring = given.xoring_constants.to_array();
        let parameters = AkaParameters {
            algorithm,
            options: given.algorithm_options.to_array()[0],
            key: given.key.to_vec(),
            opc: given.opc.to_vec(),
            rotation: given.rotation_constants.to_array(),
            xoring: std::array::from_fn(|n| std::array::from_fn(|octet| xoring[16 * n + octet])),
            counter_max: given.auth_counter_max.as_ref().map(|octets| number(octets.as_slice()) as u32),
            keccak_iterations: given.number_of_keccak,
            sqn_options: element.sqn_options.to_array()[0],
            sqn_delta,
            sqn_age_limit,
        };
        let legal = parameters.functions().is_some() && (algorithm != AkaAlgorithm::Tuak || given.number_of_keccak > 0);
        self.judge(&rules::PE_AKA_VALUES, legal, "bad-values", || {
            "keys or options that the algorithm does not have".into()
        })?;
        Ok(Some(parameters))
    }

    pub(super) fn cdma_parameter(&mut self, element: PeCdmaParameter) -> Step<()> {
        let Some(adf) = self.own_adf(|adf| self.profile.cdma.iter().any(|cdma| cdma.adf == adf))? else {
            return Ok(());
        };
        let cdma = Cdma {
            adf,
            authentication_key: element.authentication_key.into_vec(),
            ssd: element.ssd.map(|octets| octets.into_vec()),
            hrpd_access: element.hrpd_access_authentication_data.map(|octets| octets.into_vec()),
            simple_ip: element.simple_ip_authentication_data.map(|octets| octets.into_vec()),
            mobile_ip: element.mobile_ip_authentication_data.map(|octets| octets.into_vec()),
        };
        let length = |octets: &Option<Vec<u8>>| octets.as_ref().map_or(0, Vec::len);
        let size = length(&cdma.ssd) + length(&cdma.hrpd_access) + length(&cdma.simple_ip) + length(&cdma.mobile_ip);
        if self.claim(8 + size)? {
            self.profile.cdma.push(cdma);
        }
        Ok(())
    }
}
