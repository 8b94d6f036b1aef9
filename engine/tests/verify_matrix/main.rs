//! Every way in which a certificate can be right or wrong, for both ways into TLS and both versions of it.
//!
//! A server that is refused has been told so by an alert, and has got nothing else: not the client's
//! certificate, not a byte of the application.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

#[path = "../common/mod.rs"]
mod common;

mod chains;
mod names;
mod pins;
mod revocation;
mod trust;

use common::pki::{Identity, SERVER, Template, issue, pki};
use common::server::Tls;
use common::session::{STARTS, Seen, Start, secure, watch};
use common::{kind, soon};
use engine::executor::block_on;
use engine::tls::config::{Pem, Secret, TlsConfig};
use engine::tls::pin::Pin;
use engine::{Phase, reactor};
use openssl::ssl::SslVersion;
use std::panic::catch_unwind;

/// One row: `arrange` changes a scene in which nothing is wrong.
struct Case {
    name: &'static str,
    arrange: fn(&mut Scene),
    /// What the message has to contain; nothing if the certificate is accepted.
    refused: &'static [&'static str],
}

/// What the server shows, and what the client makes of it.
struct Scene {
    shown: Identity,
    host: &'static str,
    config: TlsConfig,
    versions: &'static [SslVersion],
}

const BOTH: &[SslVersion] = &[SslVersion::TLS1_3, SslVersion::TLS1_2];
/// For certificates with which OpenSSL as a server does not serve TLS 1.2.
const TLS_1_3: &[SslVersion] = &[SslVersion::TLS1_3];

impl Scene {
    /// The client trusts the test's CA, checks everything and has a certificate of its own.
    fn new() -> Self {
        let mut config = TlsConfig::default();
        config.shared.cert_file = Some(inline(&pki().client.cert.to_pem().unwrap()));
        config.shared.key_file = Some(inline(&pki().client.key.private_key_to_pem_pkcs8().unwrap()));
        let mut scene = Self { shown: pki().good.clone(), host: "localhost", config, versions: BOTH };
        scene.trust(&[&pki().ca]);
        scene
    }

    fn trust(&mut self, identities: &[&Identity]) {
        let pems: Vec<Vec<u8>> = identities.iter().map(|trusted| trusted.cert.to_pem().unwrap()).collect();
        self.config.shared.trust.file = Some(inline(&pems.concat()));
    }

    /// The server shows a certificate from the CA.
    fn show(&mut self, template: Template<'_>) {
        self.shown = issue(&template, Some(&pki().ca));
    }

    /// The certificate carries these names, and the client expects `reference`.
    fn named(&mut self, dns: &[&str], reference: &str) {
        self.show(Template { dns, ..SERVER });
        self.config.host_name = Some(reference.into());
    }

    fn crls(&mut self, pems: &[String]) {
        self.config.shared.trust.crls = Some(inline(pems.concat().as_bytes()));
    }

    fn pin(&mut self, pins: &str) {
        self.config.verify.pins.extend(Pin::parse(pins).unwrap());
    }

    fn check(&mut self, peer: bool, name: bool) {
        (self.config.verify.peer, self.config.verify.name) = (peer, name);
    }
}

fn inline(pem: &[u8]) -> Pem {
    Pem::Inline(Secret(String::from_utf8(pem.to_vec()).unwrap()))
}

/// Runs all rows, also when some fail: what they have in common says more than the first one.
fn run(table: &[Case]) {
    let failed = table.iter().filter(|case| catch_unwind(|| run_one(case)).is_err());
    assert_eq!(failed.map(|case| case.name).collect::<Vec<_>>(), [""; 0], "rows failed");
}

fn run_one(case: &Case) {
    let mut scene = Scene::new();
    (case.arrange)(&mut scene);
    for start in STARTS {
        for version in scene.versions {
            handshake(case, &scene, start, *version);
        }
    }
    once_more(case, &scene);
}

fn handshake(case: &Case, scene: &Scene, start: Start, version: SslVersion) {
    let row = format!("{} ({start:?}, {version:?})", case.name);
    let server = Tls { versions: Some((version, version)), asks_client: true, ..Tls::new(&scene.shown) };
    let server = watch(start, server);
    let (client, result) = secure(start, scene.host, server.port, &scene.config);
    let sent = block_on(client.send(b"confidential", soon()));
    client.close();
    let seen = server.join();
    if case.refused.is_empty() {
        result.unwrap_or_else(|error| panic!("{row}: {error}"));
        sent.unwrap_or_else(|(_, error)| panic!("{row}: {error}"));
        assert_eq!(seen.error, None, "{row}");
        assert_eq!(seen.application, b"confidential", "{row}");
        assert!(seen.saw_client, "{row}");
    } else {
        let error = result.expect_err(&row);
        assert_eq!((kind(&error), error.phase), ("Verify", Phase::Handshake), "{row}: {error}");
        says(&row, &error.to_string(), &[&format!("TLS handshake with {}:", scene.host)]);
        says(&row, &error.to_string(), case.refused);
        assert_eq!(kind(&sent.unwrap_err().1), "NotConnected", "{row}");
        got_an_alert_only(&row, &seen);
    }
    assert_eq!(reactor::stats().sources, 0, "{row}");
}

fn says(row: &str, shown: &str, parts: &[&str]) {
    for part in parts {
        assert!(shown.contains(part), "{row}: \"{part}\" is not in \"{shown}\"");
    }
}

/// What a refused server got after ClientHello.
fn got_an_alert_only(row: &str, seen: &Seen) {
    let error = seen.error.as_deref().unwrap_or_else(|| panic!("{row}: the server's handshake succeeded"));
    assert!(error.contains("alert"), "{row}: the server was not told: {error}");
    assert!(!seen.saw_client, "{row}: the server got the client's certificate");
    assert_eq!(seen.application, b"", "{row}: the server got application data");
    // ClientHello, perhaps ChangeCipherSpec, and the alert: two bytes, or encrypted with their true type and
    // a tag, depending on whether the client has got as far as to change keys.
    let records: Vec<_> = seen.records.iter().copied().filter(|&record| record != (20, 1)).collect();
    let is_alert_only = matches!(records[..], [(22, _), (21, 2) | (23, 19)]);
    assert!(is_alert_only, "{row}: {:?}", seen.records);
}

/// `verify_again` judges a session that was accepted blindly just as the handshake would have.
fn once_more(case: &Case, scene: &Scene) {
    if !(scene.config.verify.peer && scene.config.verify.name) {
        // It always checks everything, which is another question than the row's.
        return;
    }
    let row = format!("{} (again)", case.name);
    let mut blind = scene.config.clone();
    (blind.verify.peer, blind.verify.name) = (false, false);
    blind.verify.pins.clear();
    let versions = Some((SslVersion::TLS1_2, SslVersion::TLS1_3));
    let server = watch(Start::Direct, Tls { versions, ..Tls::new(&scene.shown) });
    let (client, result) = secure(Start::Direct, scene.host, server.port, &blind);
    result.unwrap_or_else(|error| panic!("{row}: {error}"));
    let again = client.verify_again(&scene.config).unwrap();
    assert!(client.is_connected(), "a refusal afterwards leaves the decision to the caller");
    if case.refused.is_empty() {
        again.unwrap_or_else(|error| panic!("{row}: {error}"));
    } else {
        let error = again.expect_err(&row);
        assert_eq!(kind(&error), "Verify", "{row}: {error}");
        says(&row, &error.to_string(), case.refused);
    }
    client.close();
    assert!(client.verify_again(&scene.config).is_none());
    server.join();
}

#[test]
fn names_and_addresses() {
    run(names::CASES);
}

#[test]
fn chains_and_dates() {
    run(chains::CASES);
}

#[test]
fn trust_and_settings() {
    run(trust::CASES);
}

#[test]
fn revocation_lists() {
    run(revocation::CASES);
}

#[test]
fn pinned_fingerprints() {
    run(pins::CASES);
}
