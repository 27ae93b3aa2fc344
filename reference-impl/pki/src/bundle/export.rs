//! Writing our own PKI as a directory of credentials.

use super::BundleError;
use crate::{Credential, Suite, TestPki};
use rsp_crypto::Curve;
use std::fs;
use std::path::Path;

impl TestPki {
    /// Writes both curves into this directory, in the folders and with the names that SGP.26 uses, so that
    /// [`Bundle::load`](super::Bundle::load) and other tools read them. The foreign CI is not written.
    pub fn write_bundle(&self, dir: &Path) -> Result<(), BundleError> {
        Curve::ALL.into_iter().try_for_each(|curve| suite(self.on(curve), dir))
    }
}

fn suite(suite: &Suite, dir: &Path) -> Result<(), BundleError> {
    for (folder, name, credential) in [
        ("CI", "CI_ECDSA", &suite.ci),
        ("EUM", "EUM_ECDSA", &suite.eum),
        ("eUICC", "EUICC_ECDSA", &suite.euicc),
        ("eUICC", "EUICC2_ECDSA", &suite.other_euicc),
        ("DPauth", "S_SM_DPauth_ECDSA", &suite.dp_auth),
        ("DPauth", "S_SM_DP2auth_ECDSA", &suite.dp2_auth),
        ("DPpb", "S_SM_DPpb_ECDSA", &suite.dp_pb),
        ("DPpb", "S_SM_DP2pb_ECDSA", &suite.dp2_pb),
        ("DPtls", "S_SM_DP_TLS", &suite.dp_tls),
        ("DPtls", "S_SM_DP2_TLS", &suite.dp2_tls),
        ("Operator", "OPERATOR_TLS", &suite.operator),
    ] {
        let folder = dir.join(folder);
        fs::create_dir_all(&folder).map_err(|error| failed(&folder, error))?;
        write(&folder, &format!("{name}_{}", suite.curve().file_suffix()), credential)?;
    }
    Ok(())
}

fn write(folder: &Path, name: &str, credential: &Credential) -> Result<(), BundleError> {
    let file = |name: String, octets: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, octets).map_err(|error| failed(&path, error))
    };
    file(format!("CERT_{name}.der"), credential.certificate.der())?;
    file(format!("CERT_{name}.pem"), credential.certificate.to_pem().as_bytes())?;
    match &credential.key {
        Some(key) => file(format!("SK_{name}.pem"), key.to_pem().as_bytes()),
        None => Ok(()),
    }
}

fn failed(path: &Path, error: std::io::Error) -> BundleError {
    BundleError::File { path: path.to_owned(), says: error.to_string() }
}
