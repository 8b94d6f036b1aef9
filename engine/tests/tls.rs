//! What is verified of a TLS server, when, and what is said about a refusal.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::pki::{Folder, Identity, PASSPHRASE, Pki, pki};
use common::server::Tls;
use common::session::{STARTS, Start, secure, watch};
use common::{kind, soon, trusting};
use engine::executor::block_on;
use engine::tls::config::{Secret, TlsConfig, Version};
use engine::{Phase, reactor};
use openssl::ssl::SslVersion;

/// One row of the verification table.
struct Case {
    name: &'static str,
    identity: fn(&Pki) -> &Identity,
    /// What is connected to; always the server of the row.
    host: &'static str,
    settings: fn(&mut TlsConfig),
    /// What the message has to contain; nothing if the certificate is accepted.
    refused: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case { name: "name matches", identity: |p| &p.good, host: "localhost", settings: |_| {}, refused: &[] },
    Case {
        name: "address matches",
        identity: |p| &p.good,
        host: "127.0.0.1",
        settings: |_| {},
        refused: &[],
    },
    Case { name: "address only", identity: |p| &p.ip, host: "127.0.0.1", settings: |_| {}, refused: &[] },
    Case {
        name: "name is looked up in capitals and with a final dot",
        identity: |p| &p.good,
        host: "LOCALHOST.",
        settings: |_| {},
        refused: &[],
    },
    Case {
        name: "through an intermediate CA",
        identity: |p| &p.deep,
        host: "localhost",
        settings: |_| {},
        refused: &[],
    },
    Case {
        name: "the chain is deeper than allowed",
        identity: |p| &p.deep,
        host: "localhost",
        settings: |c| c.verify.depth = Some(0),
        refused: &["certificate chain too long", "depth 1, subject O=corio tests, CN=Middle CA"],
    },
    Case {
        name: "wrong name",
        identity: |p| &p.wrong_host,
        host: "localhost",
        settings: |_| {},
        refused: &[
            "mismatch",
            "expected name localhost",
            "it is for evil.test, other.test",
            "depth 0",
            "subject O=corio tests, CN=server",
        ],
    },
    Case {
        name: "many wrong names are not all listed",
        identity: |p| &p.many_names,
        host: "localhost",
        settings: |_| {},
        refused: &["it is for host0.test", "host7.test and 12 more"],
    },
    Case {
        name: "wrong name, check off",
        identity: |p| &p.wrong_host,
        host: "localhost",
        settings: |c| c.verify.name = false,
        refused: &[],
    },
    Case {
        name: "name off still checks the chain",
        identity: |p| &p.foreign,
        host: "localhost",
        settings: |c| c.verify.name = false,
        refused: &["unable to get local issuer certificate", "ssl_cafile"],
    },
    Case {
        name: "common name only",
        identity: |p| &p.cn_only,
        host: "localhost",
        settings: |_| {},
        refused: &["expected name localhost", "common name does not count", "ssl_verify_peer_name"],
    },
    Case {
        name: "an address is not in the names",
        identity: |p| &p.ip,
        host: "localhost",
        settings: |_| {},
        refused: &["expected name localhost", "it is for 127.0.0.1"],
    },
    Case {
        name: "wrong address",
        identity: |p| &p.wrong_ip,
        host: "127.0.0.1",
        settings: |_| {},
        refused: &["expected address 127.0.0.1", "192.0.2.1, 2001:db8::1"],
    },
    Case {
        name: "a name does not stand for an address",
        identity: |p| &p.wrong_host,
        host: "127.0.0.1",
        settings: |_| {},
        refused: &["expected address 127.0.0.1", "it is for evil.test"],
    },
    Case {
        name: "expired",
        identity: |p| &p.expired,
        host: "localhost",
        settings: |_| {},
        refused: &["certificate has expired", "depth 0", "CN=server"],
    },
    Case {
        name: "not yet valid",
        identity: |p| &p.not_yet_valid,
        host: "localhost",
        settings: |_| {},
        refused: &["certificate is not yet valid", "depth 0"],
    },
    Case {
        name: "unknown CA",
        identity: |p| &p.foreign,
        host: "localhost",
        settings: |_| {},
        refused: &["unable to get local issuer certificate", "ssl_cafile"],
    },
    Case {
        name: "for clients only",
        identity: |p| &p.client_purpose,
        host: "localhost",
        settings: |_| {},
        refused: &["purpose"],
    },
    Case {
        name: "self-signed",
        identity: |p| &p.self_signed,
        host: "localhost",
        settings: |_| {},
        refused: &["self-signed certificate", "depth 0", "ssl_allow_self_signed"],
    },
    Case {
        name: "self-signed, allowed",
        identity: |p| &p.self_signed,
        host: "localhost",
        settings: |c| c.verify.allow_self_signed = true,
        refused: &[],
    },
    Case {
        name: "self-signed, allowed, but expired",
        identity: |p| &p.self_signed_expired,
        host: "localhost",
        settings: |c| c.verify.allow_self_signed = true,
        refused: &["certificate has expired"],
    },
    Case {
        name: "self-signed, allowed, but for another",
        identity: |p| &p.self_signed_wrong_host,
        host: "localhost",
        settings: |c| c.verify.allow_self_signed = true,
        refused: &["expected name localhost", "it is for evil.test"],
    },
    Case {
        name: "allowing self-signed does not allow an unknown CA",
        identity: |p| &p.foreign,
        host: "localhost",
        settings: |c| c.verify.allow_self_signed = true,
        refused: &["unable to get local issuer certificate"],
    },
    Case {
        name: "host_name overrides what was connected to",
        identity: |p| &p.good,
        host: "127.0.0.1",
        settings: |c| c.host_name = Some("mail.test".into()),
        refused: &[],
    },
    Case {
        name: "host_name is checked even if the other one would match",
        identity: |p| &p.good,
        host: "localhost",
        settings: |c| c.host_name = Some("evil.test".into()),
        refused: &["expected name evil.test", "it is for localhost, mail.test, 127.0.0.1"],
    },
    Case {
        name: "empty host_name: what was connected to is checked",
        identity: |p| &p.wrong_host,
        host: "localhost",
        settings: |c| c.host_name = Some(String::new()),
        refused: &["expected name localhost"],
    },
    Case {
        name: "host_name may be an address",
        identity: |p| &p.ip,
        host: "localhost",
        settings: |c| c.host_name = Some("127.0.0.1".into()),
        refused: &[],
    },
    Case {
        name: "wildcard",
        identity: |p| &p.wildcard,
        host: "localhost",
        settings: |c| c.host_name = Some("a.wild.test".into()),
        refused: &[],
    },
    Case {
        name: "a wildcard stands for one label",
        identity: |p| &p.wildcard,
        host: "localhost",
        settings: |c| c.host_name = Some("a.b.wild.test".into()),
        refused: &["expected name a.b.wild.test", "*.wild.test"],
    },
    Case {
        name: "a wildcard does not stand for nothing",
        identity: |p| &p.wildcard,
        host: "localhost",
        settings: |c| c.host_name = Some("wild.test".into()),
        refused: &["expected name wild.test"],
    },
    Case {
        name: "a wildcard is a whole label",
        identity: |p| &p.partial_wildcard,
        host: "localhost",
        settings: |c| c.host_name = Some("mail.test".into()),
        refused: &["expected name mail.test", "ma*.test"],
    },
    Case {
        name: "everything off",
        identity: |p| &p.foreign,
        host: "127.0.0.1",
        settings: |c| {
            c.verify.peer = false;
            c.verify.name = false;
        },
        refused: &[],
    },
    Case {
        name: "chain off, name on, name matches",
        identity: |p| &p.foreign,
        host: "localhost",
        settings: |c| c.verify.peer = false,
        refused: &[],
    },
    Case {
        name: "chain off, name on, expired",
        identity: |p| &p.expired,
        host: "localhost",
        settings: |c| c.verify.peer = false,
        refused: &[],
    },
    Case {
        name: "chain off, name on, wrong name",
        identity: |p| &p.self_signed_wrong_host,
        host: "localhost",
        settings: |c| c.verify.peer = false,
        refused: &["expected name localhost"],
    },
];

/// Each row, direct and after an upgrade, with TLS 1.2 and 1.3. The client has a certificate of its own:
/// a server that is refused must not get it, nor any byte of the application.
#[test]
fn certificates_are_checked_inside_the_handshake() {
    let folder = Folder::new();
    let (ca, (cert, key)) = (folder.ca(), folder.client());
    for case in CASES {
        for (start, version) in [
            (Start::Direct, SslVersion::TLS1_3),
            (Start::Direct, SslVersion::TLS1_2),
            (Start::Upgrade, SslVersion::TLS1_3),
            (Start::Upgrade, SslVersion::TLS1_2),
        ] {
            let row = format!("{} ({start:?}, {version:?})", case.name);
            let mut config = trusting(&ca);
            config.shared.cert_file = Some(cert.clone().into());
            config.shared.key_file = Some(key.clone().into());
            config.shared.passphrase = Some(Secret(PASSPHRASE.into()));
            (case.settings)(&mut config);
            let versions = Some((version, version));
            let server =
                watch(start, Tls { versions, asks_client: true, ..Tls::new((case.identity)(pki())) });
            let (client, result) = secure(start, case.host, server.port, &config);
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
                let shown = error.to_string();
                let peer = format!("TLS handshake with {}:", case.host.trim_matches(['[', ']']));
                for part in [&*peer].iter().chain(case.refused) {
                    assert!(shown.contains(part), "{row}: \"{part}\" is not in \"{shown}\"");
                }
                assert_eq!(kind(&sent.unwrap_err().1), "NotConnected", "{row}");
                assert!(seen.error.is_some(), "{row}: the server's handshake succeeded");
                assert_eq!(seen.application, b"", "{row}: the server got application data");
                assert!(!seen.saw_client, "{row}: the server got the client's certificate");
            }
            assert_eq!(reactor::stats().sources, 0, "{row}");
        }
    }
}

#[test]
fn the_server_is_told_why_it_was_refused() {
    let folder = Folder::new();
    let server = watch(Start::Direct, Tls::new(&pki().expired));
    let (_, result) = secure(Start::Direct, "localhost", server.port, &trusting(&folder.ca()));
    result.unwrap_err();
    let error = server.join().error.unwrap();
    assert!(error.contains("alert certificate expired"), "{error}");
}

#[test]
fn names_that_cannot_be_checked_are_refused_before_anything_is_sent() {
    let folder = Folder::new();
    for name in [".", "[]", ".test", "a..test", "mail.test..", "b\u{fc}cher.test", "a\0b", "127.1"] {
        for start in STARTS {
            let server = watch(start, Tls::default());
            let mut config = trusting(&folder.ca());
            config.host_name = Some(name.into());
            let (client, result) = secure(start, "localhost", server.port, &config);
            let error = result.expect_err(name);
            assert_eq!(kind(&error), "InvalidConfig", "{name:?}: {error}");
            assert!(!client.is_connected(), "{name:?}");
            let seen = server.join();
            assert!(seen.error.is_some() && seen.sni.is_none(), "{name:?}: {:?}", seen.error);
        }
    }
}

#[test]
fn sni_is_sent_for_names_and_not_for_addresses() {
    let folder = Folder::new();
    let cases: [(&str, Option<&str>, Option<&str>); 6] = [
        ("localhost", None, Some("localhost")),
        ("Localhost.", None, Some("localhost")),
        ("127.0.0.1", None, None),
        ("127.0.0.1", Some("mail.test"), Some("mail.test")),
        ("localhost", Some("127.0.0.1"), None),
        ("localhost", Some(""), None),
    ];
    for (host, host_name, expected) in cases {
        for start in STARTS {
            let server = watch(start, Tls::default());
            let mut config = trusting(&folder.ca());
            config.host_name = host_name.map(str::to_owned);
            let (client, result) = secure(start, host, server.port, &config);
            result.unwrap();
            assert_eq!(client.tls_info().unwrap().sni.as_deref(), expected, "{host} {host_name:?}");
            client.close();
            assert_eq!(server.join().sni.as_deref(), expected, "{host} {host_name:?} {start:?}");
        }
    }
}

#[test]
fn a_suite_without_a_certificate_is_refused() {
    let folder = Folder::new();
    for (peer, name) in [(true, true), (true, false), (false, true)] {
        let server = watch(Start::Direct, Tls { anonymous: true, ..Tls::default() });
        let mut config = trusting(&folder.ca());
        config.shared.ciphers = Some("aNULL:@SECLEVEL=0".into());
        config.shared.security_level = Some(0);
        config.shared.protocols.max = Some(Version::Tls12);
        (config.verify.peer, config.verify.name) = (peer, name);
        let (_, result) = secure(Start::Direct, "localhost", server.port, &config);
        let error = result.expect_err("nobody was verified");
        assert_eq!(kind(&error), "Verify", "{error}");
        assert!(error.to_string().contains("no certificate"), "{error}");
        assert_eq!(server.join().application, b"");
    }
    let server = watch(Start::Direct, Tls { anonymous: true, ..Tls::default() });
    let mut config = trusting(&folder.ca());
    config.shared.ciphers = Some("aNULL:@SECLEVEL=0".into());
    config.shared.security_level = Some(0);
    (config.verify.peer, config.verify.name) = (false, false);
    let (client, result) = secure(Start::Direct, "localhost", server.port, &config);
    result.expect("the script asked for exactly this");
    client.close();
    server.join();
}

#[test]
fn verify_again_checks_everything_that_was_off() {
    let folder = Folder::new();
    let ca = folder.ca();
    let cases: [(&Identity, &str, Option<&str>); 8] = [
        (&pki().good, "localhost", None),
        (&pki().deep, "localhost", None),
        (&pki().ip, "127.0.0.1", None),
        (&pki().wrong_host, "localhost", Some("expected name localhost")),
        (&pki().cn_only, "localhost", Some("common name does not count")),
        (&pki().expired, "localhost", Some("expired")),
        (&pki().foreign, "localhost", Some("unable to get local issuer")),
        (&pki().client_purpose, "localhost", Some("purpose")),
    ];
    for (identity, host, refused) in cases {
        let mut config = trusting(&ca);
        (config.verify.peer, config.verify.name) = (false, false);
        let server = watch(Start::Direct, Tls::new(identity));
        let (client, result) = secure(Start::Direct, host, server.port, &config);
        result.unwrap();
        let again = client.verify_again(&config).unwrap();
        match (refused, again) {
            (None, again) => again.unwrap(),
            (Some(part), Err(error)) => {
                assert_eq!(kind(&error), "Verify", "{error}");
                assert!(error.to_string().contains(part), "{part}: {error}");
            }
            (Some(part), Ok(())) => panic!("{part}: accepted"),
        }
        assert!(client.is_connected(), "a refusal afterwards leaves the decision to the caller");
        client.close();
        assert!(client.verify_again(&config).is_none());
        server.join();
    }
}

#[test]
fn verify_again_forgives_what_the_settings_forgive() {
    let folder = Folder::new();
    let mut config = trusting(&folder.ca());
    config.verify.allow_self_signed = true;
    (config.verify.peer, config.verify.name) = (false, false);
    for (identity, accepted) in [
        (&pki().self_signed, true),
        (&pki().self_signed_expired, false),
        (&pki().self_signed_wrong_host, false),
    ] {
        let server = watch(Start::Direct, Tls::new(identity));
        let (client, result) = secure(Start::Direct, "localhost", server.port, &config);
        result.unwrap();
        let again = client.verify_again(&config).unwrap();
        assert_eq!(again.is_ok(), accepted, "{again:?}");
        client.close();
        server.join();
    }
}

#[test]
fn the_peers_certificate_is_there_in_pem_format() {
    let folder = Folder::new();
    let server = watch(Start::Upgrade, Tls::default());
    let (client, result) = secure(Start::Upgrade, "localhost", server.port, &trusting(&folder.ca()));
    result.unwrap();
    assert_eq!(client.peer_certificate().unwrap(), pki().good.cert.to_pem().unwrap());
    client.close();
    assert_eq!(client.peer_certificate(), None);
    assert_eq!(client.tls_info(), None);
    server.join();
}
