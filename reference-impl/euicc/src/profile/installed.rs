//! The parts of an installed profile beside its files.

use super::aka::Aka;
use crate::fs::{FileSystem, NodeId, Pins};
use serde::{Deserialize, Serialize};

/// What ProfileHeader says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Header {
    /// Version of the package, major and minor.
    pub version: (u8, u8),
    /// Free text.
    pub profile_type: Option<String>,
    /// ICCID in reading order, `F` behind an odd number of digits.
    pub iccid: [u8; 10],
    /// Policy octets as they stand.
    pub pol: Option<Vec<u8>>,
    /// Bit n is the n-th member of eUICC-Mandatory-services.
    pub services: Vec<u8>,
    /// Template identifiers, the arcs behind 2.23.143.1.2.
    pub templates: Vec<Vec<u32>>,
    /// Parameters for remote administration.
    pub connectivity: Option<Vec<u8>>,
}

/// PE-CDMAParameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cdma {
    /// The ADF.
    pub adf: NodeId,
    /// A-key, 8 octets.
    pub authentication_key: Vec<u8>,
    /// Shared secret data A and B.
    pub ssd: Option<Vec<u8>>,
    /// HRPD access secrets.
    pub hrpd_access: Option<Vec<u8>>,
    /// Simple IP secrets.
    pub simple_ip: Option<Vec<u8>>,
    /// Mobile IP secrets.
    pub mobile_ip: Option<Vec<u8>>,
}

/// How an application instance was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ApplicationInstance {
    /// AID of the load package.
    pub load_package: Vec<u8>,
    /// AID of the class.
    pub class: Vec<u8>,
    /// AID of the instance.
    pub aid: Vec<u8>,
    /// AID of the security domain it is extradited to.
    pub extradite_to: Option<Vec<u8>>,
    /// Privileges, 1 or 3 octets.
    pub privileges: Vec<u8>,
    /// Life cycle state.
    pub life_cycle: u8,
    /// Application specific parameters (`C9`).
    pub specific_parameters: Vec<u8>,
    /// System specific parameters, an element (`30`) with the contents of `EF`.
    pub system_parameters: Option<Vec<u8>>,
    /// UICC toolkit parameters (`80` inside `EA`).
    pub toolkit_parameters: Option<Vec<u8>>,
    /// UICC access parameters (`81` inside `EA`).
    pub access_parameters: Option<Vec<u8>>,
    /// UICC administrative access parameters (`82` inside `EA`).
    pub admin_access_parameters: Option<Vec<u8>>,
    /// STORE DATA or other commands that personalise it.
    pub process_data: Vec<Vec<u8>>,
}

/// One component of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SdKeyComponent {
    /// `80` DES, `88` AES, `82` and others as GlobalPlatform codes them.
    pub kind: u8,
    /// The octets.
    pub value: Vec<u8>,
    /// Length of MACs made with it.
    pub mac_length: u8,
}

/// One key of a security domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SdKey {
    /// Key usage qualifier.
    pub usage: Vec<u8>,
    /// Key access.
    pub access: u8,
    /// Key identifier.
    pub identifier: u8,
    /// Key version number.
    pub version: u8,
    /// First value of the counter.
    pub counter: Option<Vec<u8>>,
    /// Its components.
    pub components: Vec<SdKeyComponent>,
}

/// PE-SecurityDomain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityDomain {
    /// The instance.
    pub instance: ApplicationInstance,
    /// Its keys.
    pub keys: Vec<SdKey>,
    /// STORE DATA blocks.
    pub personalisation: Vec<Vec<u8>>,
    /// restrictParameter.
    pub restriction: Option<u8>,
    /// contactlessProtocolParameters.
    pub contactless_parameters: Option<Vec<u8>>,
    /// Largest SDU and PDU of CAT_TP.
    pub cat_tp_sizes: Option<(u16, u16)>,
}

/// What an RFM instance may do inside an ADF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdfAccess {
    /// AID of the ADF.
    pub adf: Vec<u8>,
    /// Access domain.
    pub access_domain: Vec<u8>,
    /// Administrative access domain.
    pub admin_access_domain: Vec<u8>,
}

/// PE-RFM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rfm {
    /// AID of the instance.
    pub aid: Vec<u8>,
    /// AID of the security domain; `None` for the MNO-SD.
    pub security_domain: Option<Vec<u8>>,
    /// Toolkit application references, 3 octets each.
    pub tars: Vec<Vec<u8>>,
    /// Minimum security level.
    pub minimum_security_level: u8,
    /// Access domain for the shared file system.
    pub access_domain: Vec<u8>,
    /// Administrative access domain for it.
    pub admin_access_domain: Vec<u8>,
    /// The ADF that is selected at the start; `None` for the MF.
    pub adf: Option<AdfAccess>,
}

/// PE-Application: recorded, not executed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Application {
    /// AID of the load package.
    pub load_package: Option<Vec<u8>>,
    /// The load block object.
    pub load_block: Vec<u8>,
    /// Its instances.
    pub instances: Vec<ApplicationInstance>,
}

/// An installed profile.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// What the header said.
    pub header: Header,
    /// Its files.
    pub fs: FileSystem,
    /// Its codes.
    pub pins: Pins,
    /// How its USIMs and ISIMs authenticate.
    pub aka: Vec<Aka>,
    /// How its CSIMs authenticate.
    pub cdma: Vec<Cdma>,
    /// Its security domains, the MNO-SD first.
    pub security_domains: Vec<SecurityDomain>,
    /// Remote file management.
    pub rfm: Vec<Rfm>,
    /// Applications.
    pub applications: Vec<Application>,
}

impl Profile {
    /// Octets of non-volatile memory that its files take.
    pub fn size(&self) -> usize {
        let file = |id| {
            let node = self.fs.node(id);
            let reserved = node.ber_tlv.map_or(0, |sizes| sizes.reserved as usize);
            super::install::FILE_OVERHEAD + node.body.len().max(reserved)
        };
        self.fs.ids().map(file).sum()
    }

    /// The authentication of an ADF, that of another where it is mapped.
    pub fn aka(&mut self, adf: NodeId) -> Option<&mut Aka> {
        let own = self.aka.iter().position(|aka| aka.adf == adf)?;
        let at = match self.aka[own].mapped_to {
            Some(other) => self.aka.iter().position(|aka| aka.adf == other && aka.mapped_to.is_none())?,
            None => own,
        };
        self.aka.get_mut(at)
    }
}
