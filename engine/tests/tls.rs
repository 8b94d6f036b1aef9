//! What is verified of a TLS server, when, and what is said about a refusal.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::pki::{Folder, pki};
use common::server::Tls;
use common::session::{STARTS, Start, secure, watch};
use common::{kind, trusting};
use engine::tls::config::Version;
use engine::tls::pin::Pin;

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
    let pin = Pin::parse(&"00".repeat(32)).unwrap();
    let cases = [(true, true, vec![]), (true, false, vec![]), (false, true, vec![]), (false, false, pin)];
    for (peer, name, pins) in cases {
        let server = watch(Start::Direct, Tls { anonymous: true, ..Tls::default() });
        let mut config = trusting(&folder.ca());
        config.shared.ciphers = Some("aNULL:@SECLEVEL=0".into());
        config.shared.security_level = Some(0);
        config.shared.protocols.max = Some(Version::Tls12);
        (config.verify.peer, config.verify.name, config.verify.pins) = (peer, name, pins);
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
