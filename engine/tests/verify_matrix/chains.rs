//! Dates, uses, constraints, keys and signatures, along the whole chain.

use super::{Case, TLS_1_3};
use crate::common::der::{self, Extension, tlv};
use crate::common::pki::{CA, Identity, Key, Purpose, SERVER, Template, issue, issue_for, pki};
use openssl::x509::X509;

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "expired",
        arrange: |s| s.shown = pki().expired.clone(),
        refused: &["certificate has expired", "depth 0, subject O=corio tests, CN=server"],
    },
    Case {
        name: "not yet valid",
        arrange: |s| s.show(Template { valid: (10, 30), ..SERVER }),
        refused: &["certificate is not yet valid", "depth 0, subject O=corio tests, CN=server"],
    },
    Case { name: "an intermediate CA", arrange: |s| s.shown = pki().deep.clone(), refused: &[] },
    Case {
        name: "an expired intermediate CA",
        arrange: |s| s.shown = below(Template { valid: (-30, -1), ..CA }),
        refused: &["certificate has expired", "depth 1, subject O=corio tests, CN=Middle"],
    },
    Case {
        name: "an expired root",
        arrange: |s| {
            let root = issue(&Template { common_name: "Old CA", valid: (-30, -1), ..CA }, None);
            s.shown = issue(&SERVER, Some(&root));
            s.trust(&[&root]);
        },
        refused: &["certificate has expired", "depth 1, subject O=corio tests, CN=Old CA"],
    },
    Case {
        name: "a missing intermediate CA",
        arrange: |s| s.shown = pki().deep.clone().with(&[]),
        refused: &[
            "unable to get local issuer certificate",
            "depth 0, subject O=corio tests, CN=server",
            "its issuer O=corio tests, CN=Middle CA is not among the trusted certificates",
            "ssl_cafile",
        ],
    },
    Case {
        name: "for clients only",
        arrange: |s| s.show(Template { purpose: Some(Purpose::Client), ..SERVER }),
        refused: &["unsuitable certificate purpose", "depth 0"],
    },
    Case {
        name: "for no purpose in particular",
        arrange: |s| s.show(Template { purpose: None, ..SERVER }),
        refused: &[],
    },
    Case {
        name: "for any purpose, which is not the same",
        arrange: |s| {
            let any = (der::EXTENDED_KEY_USAGE, false, tlv(0x30, &[6, 4, 0x55, 0x1d, 0x25, 0]));
            s.show(Template { purpose: None, extensions: &[any], ..SERVER });
        },
        refused: &["unsuitable certificate purpose"],
    },
    Case {
        name: "an intermediate CA for clients only",
        arrange: |s| s.shown = below(Template { purpose: Some(Purpose::Client), ..CA }),
        refused: &["unsuitable certificate purpose", "depth 1, subject O=corio tests, CN=Middle"],
    },
    Case {
        name: "a key for signing certificates only",
        arrange: |s| {
            s.show(Template { extensions: &[key_cert_sign()], ..SERVER });
            s.versions = TLS_1_3;
        },
        refused: &["unsuitable certificate purpose", "depth 0"],
    },
    Case {
        name: "a CA's certificate as the server's own",
        arrange: |s| {
            let usage = (der::KEY_USAGE, true, vec![3, 2, 1, 0b1000_0110]);
            let extensions = &[is_ca(true), usage];
            s.show(Template { extensions, ..SERVER });
        },
        refused: &[],
    },
    Case {
        name: "an issuer that is no CA",
        arrange: |s| s.shown = below(Template { ca: false, extensions: &[is_ca(false)], ..CA }),
        refused: &["invalid CA certificate", "depth 1, subject O=corio tests, CN=Middle"],
    },
    Case {
        name: "an issuer that does not say that it is a CA",
        arrange: |s| s.shown = below(Template { ca: false, ..CA }),
        refused: &["invalid CA certificate", "depth 1"],
    },
    Case {
        name: "an issuer whose key may sign certificates but that does not say that it is a CA",
        arrange: |s| s.shown = below(Template { ca: false, extensions: &[key_cert_sign()], ..CA }),
        refused: &["invalid CA certificate", "depth 1"],
    },
    Case {
        name: "a server's certificate as issuer",
        arrange: |s| {
            let server = issue(&SERVER, Some(&pki().ca));
            s.shown = issue(&Template { common_name: "below", ..SERVER }, Some(&server)).with(&[&server]);
        },
        refused: &["invalid CA certificate", "depth 1, subject O=corio tests, CN=server"],
    },
    Case {
        name: "a CA whose key may not sign certificates",
        arrange: |s| {
            let digital_signature = (der::KEY_USAGE, true, vec![3, 2, 7, 0b1000_0000]);
            s.shown = below(Template { ca: false, extensions: &[is_ca(true), digital_signature], ..CA });
        },
        refused: &["invalid CA certificate", "depth 1, subject O=corio tests, CN=Middle"],
    },
    Case {
        name: "a path as long as allowed",
        arrange: |s| s.shown = below(Template { path_length: Some(0), ..CA }),
        refused: &[],
    },
    Case {
        name: "a path longer than a CA allows",
        arrange: |s| {
            let upper =
                issue(&Template { common_name: "Upper", path_length: Some(0), ..CA }, Some(&pki().ca));
            let lower = issue(&Template { common_name: "Lower", ..CA }, Some(&upper));
            s.shown = issue(&SERVER, Some(&lower)).with(&[&lower, &upper]);
        },
        refused: &["path length constraint exceeded", "depth 2, subject O=corio tests, CN=Upper"],
    },
    Case {
        name: "as many intermediate CAs as ssl_verify_depth",
        arrange: |s| {
            s.shown = pki().deep.clone();
            s.config.verify.depth = Some(1);
        },
        refused: &[],
    },
    Case {
        name: "more intermediate CAs than ssl_verify_depth",
        arrange: |s| {
            s.shown = pki().deep.clone();
            s.config.verify.depth = Some(0);
        },
        refused: &["certificate chain too long", "depth 1, subject O=corio tests, CN=Middle CA"],
    },
    Case {
        name: "signed with SHA-1",
        arrange: |s| s.show(Template { sha1: true, ..SERVER }),
        refused: &["CA signature digest algorithm too weak", "depth 0"],
    },
    Case {
        name: "an intermediate CA signed with SHA-1",
        arrange: |s| s.shown = below(Template { sha1: true, ..CA }),
        refused: &["CA signature digest algorithm too weak", "depth 1, subject O=corio tests, CN=Middle"],
    },
    Case {
        name: "a root signed with SHA-1, which nobody relies on",
        arrange: |s| {
            let root = issue(&Template { common_name: "Old CA", sha1: true, ..CA }, None);
            s.shown = issue(&SERVER, Some(&root));
            s.trust(&[&root]);
        },
        refused: &[],
    },
    Case {
        name: "a key of RSA 1024",
        arrange: |s| s.show(Template { key: Key::Rsa(1024), ..SERVER }),
        refused: &["EE certificate key too weak", "depth 0"],
    },
    Case {
        name: "an intermediate CA of RSA 1024",
        arrange: |s| s.shown = below(Template { key: Key::Rsa(1024), ..CA }),
        refused: &["CA certificate key too weak", "depth 1, subject O=corio tests, CN=Middle"],
    },
    Case {
        name: "a key of RSA",
        arrange: |s| s.show(Template { key: Key::Rsa(2048), ..SERVER }),
        refused: &[],
    },
    Case {
        name: "a key of RSA-PSS",
        arrange: |s| s.show(Template { key: Key::RsaPss, ..SERVER }),
        refused: &[],
    },
    Case {
        name: "a key of Ed25519",
        arrange: |s| s.show(Template { key: Key::Ed25519, ..SERVER }),
        refused: &[],
    },
    Case {
        name: "an intermediate CA of Ed25519",
        arrange: |s| s.shown = below(Template { key: Key::Ed25519, ..CA }),
        refused: &[],
    },
    Case {
        name: "an unknown extension that is critical",
        arrange: |s| s.show(Template { extensions: &[(der::UNKNOWN, true, vec![5, 0])], ..SERVER }),
        refused: &["unhandled critical extension", "depth 0"],
    },
    Case {
        name: "an unknown extension that is not critical",
        arrange: |s| s.show(Template { extensions: &[(der::UNKNOWN, false, vec![5, 0])], ..SERVER }),
        refused: &[],
    },
    Case {
        name: "an intermediate CA with an unknown critical extension",
        arrange: |s| s.shown = below(Template { extensions: &[(der::UNKNOWN, true, vec![5, 0])], ..CA }),
        refused: &["unhandled critical extension", "depth 1"],
    },
    Case {
        name: "a broken signature",
        arrange: |s| s.shown.cert = with_broken_signature(&pki().good),
        refused: &["certificate signature failure", "depth 0"],
    },
    Case {
        name: "an intermediate CA with a broken signature",
        arrange: |s| {
            s.shown = pki().deep.clone();
            s.shown.chain = vec![with_broken_signature(&pki().middle)];
        },
        refused: &["certificate signature failure", "depth 1, subject O=corio tests, CN=Middle CA"],
    },
    Case {
        name: "certificates sent twice",
        arrange: |s| s.shown = pki().deep.clone().with(&[&pki().middle, &pki().middle, &pki().deep]),
        refused: &[],
    },
    Case {
        name: "certificates in the wrong order",
        arrange: |s| {
            let lower = issue(&Template { common_name: "Lower", ..CA }, Some(&pki().middle));
            s.shown = issue(&SERVER, Some(&lower)).with(&[&pki().ca, &pki().middle, &lower]);
        },
        refused: &[],
    },
    Case {
        name: "certificates that belong to others",
        arrange: |s| s.shown = pki().deep.clone().with(&[&pki().other_ca, &pki().foreign, &pki().middle]),
        refused: &[],
    },
    Case {
        name: "cross-signed: one of two ways leads to a trusted root",
        arrange: |s| {
            let middle = &pki().middle;
            let template = Template { common_name: "Middle CA", ..CA };
            let other = issue_for(middle.key.clone(), &template, Some(&pki().other_ca));
            s.shown = pki().deep.clone().with(&[&other, middle]);
            s.trust(&[&pki().other_ca]);
        },
        refused: &[],
    },
];

fn key_cert_sign() -> Extension {
    (der::KEY_USAGE, true, vec![3, 2, 2, 0b0000_0100])
}

fn is_ca(answer: bool) -> Extension {
    let constraints = if answer { tlv(0x01, &[0xff]) } else { Vec::new() };
    (der::BASIC_CONSTRAINTS, true, tlv(0x30, &constraints))
}

/// A server's certificate and the intermediate CA that issued it.
fn below(middle: Template<'_>) -> Identity {
    let middle = issue(&Template { common_name: "Middle", ..middle }, Some(&pki().ca));
    issue(&SERVER, Some(&middle)).with(&[&middle])
}

/// The signature is what the DER ends with.
fn with_broken_signature(identity: &Identity) -> X509 {
    let mut der = identity.cert.to_der().unwrap();
    *der.last_mut().unwrap() ^= 1;
    X509::from_der(&der).unwrap()
}
