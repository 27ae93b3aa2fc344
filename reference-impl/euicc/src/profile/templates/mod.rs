//! File templates of the profile package specification (Annex A), as tables.
//!
//! A template is named by 2.23.143.1.2 and its own arcs: `4` the USIM, `4.2` a later version of it.

mod cd;
mod csim;
mod df_5gs;
mod df_saip;
mod gsm_access;
mod isim;
mod mf;
mod opt_csim;
mod opt_isim;
mod opt_usim;
mod phonebook;
mod row;
mod telecom;
mod usim;

pub(crate) use row::{Fill, Row, RowKind};

/// The arcs in front of those of each template.
pub(crate) const ARCS: [u32; 5] = [2, 23, 143, 1, 2];

/// The arcs of one version of a template behind [`ARCS`], and the version of the package specification that brought it.
type Version = (&'static [u32], (u8, u8));

/// The files that one element makes.
#[derive(Debug)]
pub(crate) struct Template {
    /// The name of the element.
    pub(crate) element: &'static str,
    versions: &'static [Version],
    /// Files that the element leaves out exist all the same.
    pub(crate) created_by_default: bool,
    rows: &'static [Row],
}

/// Every template that has a table here. EAP (12), SNPN (15), 5G ProSe (16) and IoT (17, 18) have none: no source has theirs.
static TEMPLATES: &[Template] = &[
    mf::TEMPLATE,
    cd::TEMPLATE,
    telecom::TEMPLATE,
    usim::TEMPLATE,
    opt_usim::TEMPLATE,
    phonebook::TEMPLATE,
    gsm_access::TEMPLATE,
    isim::TEMPLATE,
    opt_isim::TEMPLATE,
    csim::TEMPLATE,
    opt_csim::TEMPLATE,
    df_5gs::TEMPLATE,
    df_saip::TEMPLATE,
];

/// A template in one of its versions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Versioned {
    /// The template.
    pub(crate) template: &'static Template,
    version: u32,
}

/// The template with these arcs (all of them), where the version of the specification that is supported has it.
pub(crate) fn find(arcs: &[u32], supported: (u8, u8)) -> Option<Versioned> {
    let own = arcs.strip_prefix(&ARCS)?;
    TEMPLATES.iter().find_map(|template| {
        let known = |(arcs, since): &&Version| *arcs == own && *since <= supported;
        template.versions.iter().find(known)?;
        Some(Versioned { template, version: own.get(1).copied().unwrap_or(0) })
    })
}

/// Is a template for this element known at all?
pub(crate) fn has_element(name: &str) -> bool {
    TEMPLATES.iter().any(|template| template.element == name)
}

impl Versioned {
    /// The rows of this version in the order of their components, the latest of each.
    pub(crate) fn rows(&self) -> Vec<&'static Row> {
        let mut rows: Vec<&'static Row> = Vec::new();
        for row in self.template.rows.iter().filter(|row| row.since <= self.version) {
            match rows.last_mut() {
                Some(last) if last.component == row.component => *last = row,
                _ => rows.push(row),
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_follow_the_specification() {
        let oid = |own: &[u32]| [&ARCS, own].concat();
        assert_eq!(find(&oid(&[4]), (1, 0)).unwrap().template.element, "usim");
        assert!(find(&oid(&[4, 2]), (2, 3)).is_none());
        let size = |own: &[u32]| {
            let rows = find(&oid(own), (3, 3)).unwrap().rows();
            rows.iter().find(|row| row.name == "ef-ust").unwrap().count
        };
        assert_eq!((size(&[4]), size(&[4, 2])), (14, 17));
        assert!(find(&oid(&[13]), (2, 2)).is_none());
        assert!(find(&oid(&[15]), (3, 3)).is_none());
        assert!(find(&[1, 2, 3], (3, 3)).is_none());
    }

    #[test]
    fn rows_stand_in_the_order_of_components_and_identifiers_are_unique() {
        for template in TEMPLATES {
            for (arcs, _) in template.versions {
                let rows = Versioned { template, version: arcs.get(1).copied().unwrap_or(0) }.rows();
                assert!(rows.windows(2).all(|pair| pair[0].component < pair[1].component), "{}", template.element);
                let mut directory = 0;
                let mut seen = std::collections::HashSet::new();
                for row in rows {
                    directory = if row.level == 1 && row.kind.is_directory() { row.component } else { directory };
                    let place = if row.level == 2 { directory } else { 0 };
                    for n in 0..u16::from(row.times) {
                        assert!(row.fid == 0 || seen.insert((place, row.fid + n)), "{} {}", template.element, row.name);
                    }
                }
            }
        }
    }
}
