//! PE-SecurityDomain, PE-RFM and PE-Application: recorded with the profile; nothing of them is executed here.

use super::install::{Installer, Step};
use super::{AdfAccess, Application, ApplicationInstance, Rfm, SdKey, SdKeyComponent, SecurityDomain};
use crate::fs::Kind;
use crate::rules;
use rsp_asn1::profile_package::{self as package, PeApplication, PeRfm, PeSecurityDomain};

/// Memory that an instance takes beside its data, in octets.
const INSTANCE: usize = 128;

/// Services of the header by number.
const JAVACARD: u8 = 11;
const MULTOS: u8 = 12;

impl Installer<'_> {
    /// Every AID of an application, security domain or RFM instance so far.
    fn aid_taken(&self, aid: &[u8]) -> bool {
        let profile = &self.profile;
        let mut instances = profile.applications.iter().flat_map(|application| &application.instances);
        profile.security_domains.iter().any(|domain| domain.instance.aid == aid)
            || profile.rfm.iter().any(|rfm| rfm.aid == aid)
            || instances.any(|instance| instance.aid == aid)
    }

    fn unique_aid(&self, aid: &[u8]) -> Step<bool> {
        let fresh = !self.aid_taken(aid);
        self.judge(&rules::PE_APPLICATION_UNIQUE, fresh, "invalid-parameter", || {
            format!("{aid:02X?} is there already")
        })?;
        Ok(fresh)
    }

    /// Is the security domain with this AID there? Without an AID the first one is meant, the MNO-SD.
    fn security_domain_exists(&self, aid: Option<&[u8]>) -> Step<()> {
        let domains = &self.profile.security_domains;
        let there = match aid {
            Some(aid) => domains.iter().any(|domain| domain.instance.aid == aid),
            None => !domains.is_empty(),
        };
        self.judge(&rules::PE_SD_REFERENCE, there, "invalid-parameter", || format!("no security domain {aid:02X?}"))
    }

    pub(super) fn security_domain(&mut self, element: PeSecurityDomain) -> Step<()> {
        let instance = instance(&element.instance);
        if !self.unique_aid(&instance.aid)? {
            return Ok(());
        }
        if let Some(other) = &instance.extradite_to {
            self.security_domain_exists(Some(other))?;
        }
        let keys: Vec<SdKey> = element.key_list.iter().flatten().map(key).collect();
        let personalisation = octets(element.sd_perso_data.as_deref());
        let open = element.open_perso_data.as_ref();
        let domain = SecurityDomain {
            instance,
            keys,
            personalisation,
            restriction: open.and_then(|open| open.restrict_parameter.as_ref()).map(|octet| octet.to_array()[0]),
            contactless_parameters: open
                .and_then(|open| open.contactless_protocol_parameters.as_ref())
                .map(|octets| octets.to_vec()),
            cat_tp_sizes: element.cat_tp_parameters.map(|sizes| (sizes.cat_tp_max_sdu_size, sizes.cat_tp_max_pdu_size)),
        };
        let components = domain.keys.iter().flat_map(|key| &key.components);
        let size = components.map(|component| component.value.len() + 8).sum::<usize>()
            + domain.personalisation.iter().map(Vec::len).sum::<usize>()
            + instance_size(&domain.instance);
        if self.claim(size)? {
            self.profile.security_domains.push(domain);
        }
        Ok(())
    }

    pub(super) fn rfm(&mut self, element: PeRfm) -> Step<()> {
        let aid = element.instance_aid.as_slice().to_vec();
        if !self.unique_aid(&aid)? {
            return Ok(());
        }
        self.security_domain_exists(element.security_domain_aid.as_ref().map(|aid| aid.as_slice()))?;
        let adf = element.adf_rfm_access.as_ref().map(|access| AdfAccess {
            adf: access.adf_aid.as_slice().to_vec(),
            access_domain: access.adf_access_domain.to_vec(),
            admin_access_domain: access.adf_admin_access_domain.to_vec(),
        });
        if let Some(access) = &adf {
            let fs = &self.profile.fs;
            let there =
                fs.adfs().iter().any(|id| matches!(&fs.node(*id).kind, Kind::Adf { aid } if *aid == access.adf));
            self.judge(&rules::PE_SD_REFERENCE, there, "invalid-parameter", || format!("no ADF {:02X?}", access.adf))?;
        }
        let rfm = Rfm {
            aid,
            security_domain: element.security_domain_aid.map(|aid| aid.into_vec()),
            tars: element.tar_list.iter().flatten().map(|tar| tar.as_slice().to_vec()).collect(),
            minimum_security_level: element.minimum_security_level.to_array()[0],
            access_domain: element.uicc_access_domain.to_vec(),
            admin_access_domain: element.uicc_admin_access_domain.to_vec(),
            adf,
        };
        if self.claim(INSTANCE + 3 * rfm.tars.len())? {
            self.profile.rfm.push(rfm);
        }
        Ok(())
    }

    pub(super) fn application(&mut self, element: PeApplication) -> Step<()> {
        let runtime = self.platform.offers(JAVACARD) || self.platform.offers(MULTOS);
        self.judge(&rules::PE_RUNTIME, runtime, "runtime-not-supported", || "an application, but no runtime".into())?;
        let load_package = element.load_block.as_ref().map(|block| block.load_package_aid.as_slice().to_vec());
        let mut application = Application {
            load_package,
            load_block: element.load_block.map(|block| block.load_block_object.to_vec()).unwrap_or_default(),
            instances: Vec::new(),
        };
        let mut size = INSTANCE + application.load_block.len();
        for given in element.instance_list.iter().flatten() {
            let instance = instance(given);
            let is = |other: &Application| other.load_package.as_ref() == Some(&instance.load_package);
            let loaded = is(&application) || self.profile.applications.iter().any(is);
            self.judge(&rules::PE_LIBRARY, loaded, "lib-not-supported", || {
                format!("no load package {:02X?}", instance.load_package)
            })?;
            if let Some(other) = &instance.extradite_to {
                self.security_domain_exists(Some(other))?;
            }
            let fresh = self.unique_aid(&instance.aid)?
                && application.instances.iter().all(|other: &ApplicationInstance| other.aid != instance.aid);
            self.judge(&rules::PE_APPLICATION_UNIQUE, fresh, "invalid-parameter", || {
                format!("{:02X?} stands twice", instance.aid)
            })?;
            if fresh {
                size += instance_size(&instance);
                application.instances.push(instance);
            }
        }
        if self.claim(size)? {
            self.profile.applications.push(application);
        }
        Ok(())
    }
}

fn octets(given: Option<&[rsp_asn1::OctetString]>) -> Vec<Vec<u8>> {
    given.unwrap_or_default().iter().map(|octets| octets.to_vec()).collect()
}

fn instance_size(instance: &ApplicationInstance) -> usize {
    INSTANCE
        + instance.process_data.iter().map(Vec::len).sum::<usize>()
        + instance.specific_parameters.len()
        + instance.system_parameters.as_ref().map_or(0, Vec::len)
}

fn instance(given: &package::ApplicationInstance) -> ApplicationInstance {
    let uicc = given.application_parameters.as_ref();
    let field = |field: Option<&Option<rsp_asn1::OctetString>>| field.cloned().flatten().map(|octets| octets.to_vec());
    ApplicationInstance {
        load_package: given.application_load_package_aid.as_slice().to_vec(),
        class: given.class_aid.as_slice().to_vec(),
        aid: given.instance_aid.as_slice().to_vec(),
        extradite_to: given.extradite_security_domain_aid.as_ref().map(|aid| aid.as_slice().to_vec()),
        privileges: given.application_privileges.to_vec(),
        life_cycle: given.life_cycle_state.to_array()[0],
        specific_parameters: given.application_specific_parameters_c9.to_vec(),
        // What can be read can be written.
        system_parameters: given.system_specific_parameters.as_ref().and_then(|value| rsp_asn1::encode(value).ok()),
        toolkit_parameters: field(uicc.map(|uicc| &uicc.toolkit)),
        access_parameters: field(uicc.map(|uicc| &uicc.access)),
        admin_access_parameters: field(uicc.map(|uicc| &uicc.admin_access)),
        process_data: octets(given.process_data.as_deref()),
    }
}

fn key(given: &package::KeyObject) -> SdKey {
    let component = |component: &package::KeyComponent| SdKeyComponent {
        kind: component.key_type.first().copied().unwrap_or_default(),
        value: component.key_data.to_vec(),
        mac_length: component.mac_length,
    };
    SdKey {
        usage: given.key_usage_qualifier.as_slice().to_vec(),
        access: given.key_access.to_array()[0],
        identifier: given.key_identifier.to_array()[0],
        version: given.key_version_number.to_array()[0],
        counter: given.key_counter_value.as_ref().map(|octets| octets.to_vec()),
        components: given.key_components.iter().map(component).collect(),
    }
}
