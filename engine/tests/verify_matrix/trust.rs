//! Whom the client trusts, and which checks it asks for.

use super::Case;
use crate::common::pki::{CA, Key, Purpose, SERVER, Template, issue, pki};

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "an unknown CA",
        arrange: |s| s.shown = pki().foreign.clone(),
        refused: &[
            "unable to get local issuer certificate (certificate at depth 0, subject O=corio tests, CN=server)",
            "its issuer O=corio tests, CN=Other CA is not among the trusted certificates (ssl_cafile, ssl_capath)",
        ],
    },
    Case {
        name: "an unknown CA that the server sends along",
        arrange: |s| s.shown = pki().foreign.clone().with(&[&pki().other_ca]),
        refused: &["self-signed certificate in certificate chain", "depth 1", "CN=Other CA is not among"],
    },
    Case {
        name: "an unknown CA of the trusted one's name",
        arrange: |s| s.shown = issue(&SERVER, Some(&issue(&CA, None))),
        refused: &["unable to get local issuer certificate", "CN=Test CA is not among"],
    },
    Case {
        name: "the root is sent along",
        arrange: |s| s.shown = pki().deep.clone().with(&[&pki().middle, &pki().ca]),
        refused: &[],
    },
    Case {
        name: "a trusted intermediate CA is no root",
        arrange: |s| {
            s.shown = pki().deep.clone();
            s.trust(&[&pki().middle]);
        },
        refused: &["unable to get issuer certificate", "CN=Test CA is not among the trusted certificates"],
    },
    Case {
        name: "a trusted certificate is no root either",
        arrange: |s| s.trust(&[&pki().good]),
        refused: &["unable to get local issuer certificate", "CN=Test CA is not among"],
    },
    Case {
        name: "a trusted intermediate CA that the server does not send",
        arrange: |s| {
            s.shown = pki().deep.clone().with(&[]);
            s.trust(&[&pki().ca, &pki().middle]);
        },
        refused: &[],
    },
    Case {
        name: "self-signed",
        arrange: |s| s.shown = pki().self_signed.clone(),
        refused: &["self-signed certificate (certificate at depth 0", "ssl_allow_self_signed"],
    },
    Case {
        name: "self-signed and trusted",
        arrange: |s| {
            s.shown = pki().self_signed.clone();
            s.trust(&[&pki().self_signed]);
        },
        refused: &[],
    },
    Case {
        name: "self-signed and trusted, but expired",
        arrange: |s| {
            s.shown = issue(&Template { valid: (-30, -1), ..SERVER }, None);
            let shown = s.shown.clone();
            s.trust(&[&shown]);
        },
        refused: &["certificate has expired"],
    },
    Case {
        name: "self-signed and trusted, but for another",
        arrange: |s| {
            s.shown = issue(&Template { dns: &["evil.test"], ..SERVER }, None);
            let shown = s.shown.clone();
            s.trust(&[&shown]);
        },
        refused: &["expected name localhost, but it is for evil.test"],
    },
    Case {
        name: "another self-signed certificate of the same name is trusted",
        arrange: |s| {
            s.shown = issue(&SERVER, None);
            s.trust(&[&pki().self_signed]);
        },
        refused: &["self-signed certificate (certificate at depth 0"],
    },
    Case {
        name: "self-signed, allowed",
        arrange: |s| {
            s.shown = pki().self_signed.clone();
            s.config.verify.allow_self_signed = true;
        },
        refused: &[],
    },
    Case {
        name: "self-signed, allowed, but expired",
        arrange: |s| {
            s.shown = issue(&Template { valid: (-30, -1), ..SERVER }, None);
            s.config.verify.allow_self_signed = true;
        },
        refused: &["certificate has expired"],
    },
    Case {
        name: "self-signed, allowed, but not yet valid",
        arrange: |s| {
            s.shown = issue(&Template { valid: (10, 30), ..SERVER }, None);
            s.config.verify.allow_self_signed = true;
        },
        refused: &["certificate is not yet valid"],
    },
    Case {
        name: "self-signed, allowed, but for another",
        arrange: |s| {
            s.shown = issue(&Template { dns: &["evil.test"], ..SERVER }, None);
            s.config.verify.allow_self_signed = true;
        },
        refused: &["expected name localhost, but it is for evil.test"],
    },
    Case {
        name: "self-signed, allowed, but for clients only",
        arrange: |s| {
            let purpose = Some(Purpose::Client);
            s.shown = issue(&Template { purpose, ..SERVER }, None);
            s.config.verify.allow_self_signed = true;
        },
        refused: &["unsuitable certificate purpose"],
    },
    Case {
        name: "self-signed, allowed, but of RSA 1024",
        arrange: |s| {
            s.shown = issue(&Template { key: Key::Rsa(1024), ..SERVER }, None);
            s.config.verify.allow_self_signed = true;
        },
        refused: &["EE certificate key too weak"],
    },
    Case {
        name: "allowing self-signed does not allow an unknown CA",
        arrange: |s| {
            s.shown = pki().foreign.clone();
            s.config.verify.allow_self_signed = true;
        },
        refused: &["unable to get local issuer certificate"],
    },
    Case {
        name: "allowing self-signed does not allow an unknown CA that is sent along",
        arrange: |s| {
            s.shown = pki().foreign.clone().with(&[&pki().other_ca]);
            s.config.verify.allow_self_signed = true;
        },
        refused: &["self-signed certificate in certificate chain", "depth 1"],
    },
    Case {
        name: "allowing self-signed does not allow a certificate that only says that it is",
        arrange: |s| {
            // The issuer has the name of the certificate itself, and another key.
            let issuer = issue(&Template { common_name: "server", ..CA }, None);
            s.shown = issue(&SERVER, Some(&issuer));
            s.config.verify.allow_self_signed = true;
        },
        refused: &["self-signed certificate (certificate at depth 0", "the signature is of another key"],
    },
    Case {
        name: "the name is not checked",
        arrange: |s| {
            s.shown = pki().wrong_host.clone();
            s.check(true, false);
        },
        refused: &[],
    },
    Case {
        name: "the chain is checked without the name",
        arrange: |s| {
            s.shown = pki().foreign.clone();
            s.check(true, false);
        },
        refused: &["unable to get local issuer certificate", "ssl_cafile"],
    },
    Case {
        name: "the dates are checked without the name",
        arrange: |s| {
            s.shown = pki().expired.clone();
            s.check(true, false);
        },
        refused: &["certificate has expired"],
    },
    Case {
        name: "nothing is checked",
        arrange: |s| {
            s.shown = issue(&Template { dns: &["evil.test"], valid: (-30, -1), ..SERVER }, None);
            s.check(false, false);
        },
        refused: &[],
    },
    Case {
        name: "the name is checked without the chain: the right one",
        arrange: |s| {
            s.shown = pki().foreign.clone();
            s.check(false, true);
        },
        refused: &[],
    },
    Case {
        name: "the name is checked without the chain: expired",
        arrange: |s| {
            s.shown = pki().expired.clone();
            s.check(false, true);
        },
        refused: &[],
    },
    Case {
        name: "the name is checked without the chain: a wrong one",
        arrange: |s| {
            s.shown = issue(&Template { dns: &["evil.test"], valid: (-30, -1), ..SERVER }, None);
            s.check(false, true);
        },
        refused: &["expected name localhost, but it is for evil.test"],
    },
    Case {
        name: "the name is checked without the chain: a wrong address",
        arrange: |s| {
            s.shown = pki().wrong_host.clone();
            s.host = "127.0.0.1";
            s.check(false, true);
        },
        refused: &["expected address 127.0.0.1, but it is for evil.test"],
    },
    Case {
        name: "the name is checked without the chain: as common name only",
        arrange: |s| {
            s.shown = issue(&Template { common_name: "localhost", dns: &[], ..SERVER }, None);
            s.check(false, true);
        },
        refused: &["expected name localhost"],
    },
    Case {
        name: "a key that the security level of ssl_ciphers allows",
        arrange: |s| {
            s.show(Template { key: Key::Rsa(1024), ..SERVER });
            s.config.shared.ciphers = Some("DEFAULT:@SECLEVEL=0".into());
        },
        refused: &[],
    },
    Case {
        name: "a key that ssl_security_level forbids",
        arrange: |s| {
            s.show(Template { key: Key::Rsa(2048), ..SERVER });
            s.config.shared.security_level = Some(3);
        },
        refused: &["EE certificate key too weak"],
    },
    Case {
        name: "no CA is trusted",
        arrange: |s| s.trust(&[&pki().client]),
        refused: &["unable to get local issuer certificate"],
    },
];
