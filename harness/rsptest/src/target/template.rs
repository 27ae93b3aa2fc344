//! `rsptest target new`: a commented file with every setting and option.

use super::options::OPTIONS;
use crate::bench::OrderKind;
use std::fmt::Write as _;

/// The file for an SM-DP+.
pub fn template() -> String {
    let mut text = String::from(
        "# What is under test. Made by `rsptest target new sm-dp-plus`; examine it with `rsptest doctor --target FILE`.\n\
         target: sm-dp-plus\n\
         product: my SM-DP+ 1.0                # shown in reports\n\
         address: smdpp.example.test           # the FQDN that smdpAddress carries and TLS checks\n\
         connect: 127.0.0.1:18443              # where to dial\n\
         scheme: https                         # http for a server behind a proxy\n\
         # oid: 2.999.10                       # the SM-DP+'s OID, where known\n\
         # admin-protocol: 2.5.0               # the SGP.22 version in our X-Admin-Protocol\n\
         tls:\n\
         \x20 # roots: certs/ci.pem              # CIs to trust; those of the credentials where absent\n\
         \x20 expired-leaf: refuse                # report: an expired certificate is one finding, not the end of the run\n\
         credentials:\n\
         \x20 # from: certs/                     # a directory named as GSMA SGP.26 names its files; our own test PKI where absent\n\
         \x20 # seed: rsptest                    # the seed of our own test PKI\n\
         identity:\n\
         \x20 # eids: [\"89049032123451234512345678901235\", \"89049032987659876598765432109857\"]\n\
         \x20 euicc-info2: {}                    # fields of EUICCInfo2: profile-version, svn, free-non-volatile, uicc-capability\n\
         declares:\n\
         \x20 SGP.22: \"2.5\"\n\
         \x20 options:                           # what it does beyond what every SM-DP+ must\n",
    );
    for option in OPTIONS {
        let _ = writeln!(
            text,
            "    {}: false{}# {}",
            option.name,
            " ".repeat(26usize.saturating_sub(option.name.len())),
            option.says
        );
    }
    text.push_str(
        "orders:\n\
         \x20 # Lists: each order is used once.\n\
         \x20 lists:\n",
    );
    for (_, name, says) in OrderKind::ALL {
        let _ = writeln!(text, "    {name}: []{}# {says}", " ".repeat(26usize.saturating_sub(name.len())));
    }
    text.push_str(
        "  # An order is a MatchingID, or { matching-id: D, code: \"1234\", iccid: \"8999...\" }.\n\
         \x20 # Or made by ES2+ over mutual TLS (then take `lists` out):\n\
         \x20 # by: es2plus\n\
         \x20 # address: 127.0.0.1:18444\n\
         \x20 # requester: 2.999.20\n\
         \x20 # profile-types: { open: my-profile-type, confirmation-code: my-profile-type }\n\
         \x20 # call-back: 127.0.0.1:18445        # where we listen for HandleDownloadProgressInfo\n\
         \x20 # Or made by a command, JSON {kind, eid, label} in, {matching-id, iccid, confirmation-code} out:\n\
         \x20 # by: exec\n\
         \x20 # command: ./make-order.sh\n\
         \x20 # kinds: [open, confirmation-code]\n\
         limits:\n\
         \x20 parallel: 4\n\
         \x20 timeout: { default: 10s, GetBoundProfilePackage: 60s, call-back: 5s }\n\
         # restart: ./restart-my-server.sh     # run when it hangs or dies; without it, hostile cases stop there\n",
    );
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_template_is_a_target_file() {
        let source = crate::diagnostic::Source::new("target.yaml", super::template());
        let file: super::super::TargetFile = crate::yaml::from_source(&source).unwrap();
        assert_eq!(file.declares.options.len(), super::OPTIONS.len());
    }
}
