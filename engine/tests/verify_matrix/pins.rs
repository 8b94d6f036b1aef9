//! Pinned fingerprints: one has to match, whatever else is checked or not.

use super::{Case, Scene};
use crate::common::pki::{Identity, Key, SERVER, Template, issue, issue_for, pki};
use openssl::base64;
use openssl::sha::sha256;

pub(crate) const CASES: &[Case] = &[
    Case { name: "the certificate", arrange: |s| s.pin(&certificate(&pki().good)), refused: &[] },
    Case { name: "the key", arrange: |s| s.pin(&key(&pki().good)), refused: &[] },
    Case {
        name: "one of several",
        arrange: |s| {
            s.pin(&certificate(&pki().deep));
            s.pin(&format!("{};{}", key(&pki().deep), key(&pki().good)));
        },
        refused: &[],
    },
    Case {
        name: "another certificate",
        arrange: |s| s.pin(&certificate(&pki().deep)),
        refused: &[
            "fingerprint mismatch: ssl_peer_fingerprint expects ",
            ", but the certificate has ",
            " and sha256//",
            "(certificate at depth 0, subject O=corio tests, CN=server)",
        ],
    },
    Case { name: "another key", arrange: |s| s.pin(&key(&pki().deep)), refused: &["expects sha256//"] },
    Case {
        name: "many others are not all listed",
        arrange: |s| (0..10).for_each(|_| s.pin(&key(&pki().deep))),
        refused: &["fingerprint mismatch", " or one of 2 more, but the certificate has "],
    },
    Case {
        name: "a renewed certificate has another fingerprint",
        arrange: |s| {
            s.pin(&certificate(&pki().good));
            s.shown = issue_for(pki().good.key.clone(), &SERVER, Some(&pki().ca));
        },
        refused: &["fingerprint mismatch"],
    },
    Case {
        name: "a renewed certificate has the same key",
        arrange: |s| {
            s.pin(&key(&pki().good));
            s.shown = issue_for(pki().good.key.clone(), &SERVER, Some(&pki().ca));
        },
        refused: &[],
    },
    Case {
        name: "a key of RSA-PSS",
        arrange: |s| {
            s.show(Template { key: Key::RsaPss, ..SERVER });
            let pin = key(&s.shown);
            s.pin(&pin);
        },
        refused: &[],
    },
    Case {
        name: "the CA's is not enough",
        arrange: |s| {
            s.shown = pki().deep.clone();
            s.pin(&key(&pki().middle));
            s.pin(&certificate(&pki().ca));
        },
        refused: &["fingerprint mismatch", "depth 0"],
    },
    Case {
        name: "the right one does not make up for an unknown CA",
        arrange: |s| {
            s.shown = pki().foreign.clone();
            s.pin(&certificate(&pki().foreign));
        },
        refused: &["unable to get local issuer certificate"],
    },
    Case {
        name: "the right one does not make up for a wrong name",
        arrange: |s| {
            s.shown = pki().wrong_host.clone();
            s.pin(&certificate(&pki().wrong_host));
        },
        refused: &["expected name localhost"],
    },
    Case {
        name: "nothing else is checked: the right one",
        arrange: |s| {
            s.shown = worst();
            let pin = certificate(&s.shown);
            s.pin(&pin);
            s.check(false, false);
        },
        refused: &[],
    },
    Case {
        name: "nothing else is checked: a wrong one",
        arrange: |s| {
            wrong(s);
            s.check(false, false);
        },
        refused: &["fingerprint mismatch"],
    },
    Case {
        name: "nothing else is checked, the certificate could not be worse: a wrong one",
        arrange: |s| {
            wrong(s);
            s.shown = worst();
            s.check(false, false);
        },
        refused: &["fingerprint mismatch"],
    },
    Case {
        name: "without the name: a wrong one",
        arrange: |s| {
            wrong(s);
            s.check(true, false);
        },
        refused: &["fingerprint mismatch"],
    },
    Case {
        name: "without the chain: a wrong one",
        arrange: |s| {
            wrong(s);
            s.check(false, true);
        },
        refused: &["fingerprint mismatch"],
    },
    Case {
        name: "without the chain: the right one and the right name",
        arrange: |s| {
            s.shown = pki().foreign.clone();
            s.pin(&key(&pki().foreign));
            s.check(false, true);
        },
        refused: &[],
    },
    Case {
        name: "self-signed and allowed: the right one",
        arrange: |s| {
            s.shown = pki().self_signed.clone();
            s.pin(&key(&pki().self_signed));
            s.config.verify.allow_self_signed = true;
        },
        refused: &[],
    },
    Case {
        name: "self-signed and allowed: a wrong one",
        arrange: |s| {
            wrong(s);
            s.shown = pki().self_signed.clone();
            s.config.verify.allow_self_signed = true;
        },
        refused: &["fingerprint mismatch"],
    },
];

fn wrong(s: &mut Scene) {
    s.pin(&certificate(&pki().deep));
}

/// Self-signed, expired and for another.
fn worst() -> Identity {
    issue(&Template { dns: &["evil.test"], valid: (-30, -1), ..SERVER }, None)
}

/// As `openssl x509 -fingerprint -sha256` shows it.
fn certificate(identity: &Identity) -> String {
    let hash = sha256(&identity.cert.to_der().unwrap());
    hash.map(|byte| format!("{byte:02X}")).join(":")
}

/// As `curl --pinnedpubkey` takes it.
fn key(identity: &Identity) -> String {
    format!("sha256//{}", base64::encode_block(&sha256(&identity.key.public_key_to_der().unwrap())))
}
