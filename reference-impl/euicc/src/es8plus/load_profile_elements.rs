//! ES8+.LoadProfileElements (SGP.22 §5.5.5).

use crate::es10b::loader::{Loader, PackageRefusal};
use crate::euicc::Euicc;
use crate::profile::{self, AkaAlgorithm, AkaParameters, Platform};
use crate::rules;
use rsp_asn1::{ProfileClass, StoreMetadataRequest, tlv};
use rsp_conduct::Refusal;

impl Euicc {
    /// Installs the profile elements, which end with the profile in `loader`; their ICCID is that of the metadata.
    pub(crate) fn load_profile_elements(&self, loader: &mut Loader) -> Result<(), PackageRefusal> {
        let conduct = &self.context.conduct;
        let platform = Platform::new(&self.identity.info2, self.free_memory());
        let outcome = profile::install(&loader.package, &platform, &**conduct);
        let judged = outcome.as_ref().map(|_| ()).map_err(|failure| {
            let error = match failure.refusal.error {
                "not-enough-memory" => "installFailedDueToInsufficientMemoryForProfile",
                _ => "installFailedDueToPEProcessingError",
            };
            Refusal::new(error, failure.to_string())
        });
        let response = match &outcome {
            Ok(installation) => installation.response(),
            Err(failure) => failure.response(),
        };
        conduct
            .judge(&rules::PROFILE_ELEMENTS, judged)
            .map_err(|refusal| PackageRefusal { refusal, sima_response: Some(response.clone()) })?;
        loader.sima_response = response;
        loader.installed = outcome.ok().map(|installation| Box::new(installation.profile));
        let header = tlv::first(&loader.package).ok().and_then(|(header, _)| tlv::all(header.content).ok());
        let said = header.and_then(|fields| fields.iter().find(|field| field.tag == 0x83).map(|field| field.content));
        // PE-Header carries the ICCID in reading order, the metadata with swapped nibbles.
        let swapped = loader.iccid.map(|iccid| iccid.map(|octet| octet.rotate_left(4)));
        let same = said.is_some() && said == swapped.as_ref().map(|iccid| &iccid[..]);
        conduct.judge(
            &rules::PROFILE_ICCID,
            Refusal::unless(same, "installFailedDueToDataMismatch", || {
                "the ICCID of PE-Header is not that of the metadata".into()
            }),
        )?;
        let metadata = rsp_asn1::decode::<StoreMetadataRequest>(&loader.metadata).ok();
        let test = metadata.is_some_and(|metadata| metadata.profile_class == ProfileClass::TEST);
        let naas = loader.installed.as_ref().map(|profile| &profile.aka[..]).unwrap_or_default();
        let secret = naas.iter().any(|aka| aka.mapped_to.is_none() && !opens_nothing(&aka.parameters));
        conduct.judge(
            &rules::TEST_NAA_KEY,
            Refusal::unless(!(test && secret), "testProfileInstallFailedDueToInvalidNaaKey", || {
                "a profile of the class test with a key that could be a subscriber's".into()
            }),
        )?;
        Ok(())
    }
}

/// Parameters with which no network lets anybody in: the test algorithm, or a key of which all but the last octet are
/// zero. Sources call it the test key and differ in what that is; either will do.
fn opens_nothing(parameters: &AkaParameters) -> bool {
    let zeros = parameters.key.split_last().is_some_and(|(_, front)| front.iter().all(|octet| *octet == 0));
    parameters.algorithm == AkaAlgorithm::Test || zeros
}
