//! TLS settings: versions, certificates, files and the contexts that connections share.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::pki::{Crl, Folder, Identity, PASSPHRASE, pki};
use common::server::{Tls, finish, read_to_end, serve, starttls};
use common::session::{STARTS, Start, secure, watch};
use common::{connect, kind, tls, trusting};
use engine::tls::config::{Ocsp, Protocols, Secret, TlsConfig, Version};
use openssl::ssl::{Ssl, SslAcceptor, SslMethod, SslStream, SslVersion};
use std::io::Read;
use std::net::TcpStream;
use std::path::Path;

#[test]
fn versions_are_negotiated_within_the_range() {
    let folder = Folder::new();
    let servers = [(SslVersion::TLS1_2, "TLSv1.2"), (SslVersion::TLS1_3, "TLSv1.3")];
    for (version, shown) in servers {
        let server = watch(Start::Direct, Tls { versions: Some((version, version)), ..Tls::default() });
        let (client, result) = secure(Start::Direct, "localhost", server.port, &trusting(&folder.ca()));
        result.unwrap();
        let info = client.tls_info().unwrap();
        assert_eq!((info.version, info.resumed), (shown, false));
        assert!(info.cipher.starts_with("TLS_"), "{}", info.cipher);
        client.close();
        assert_eq!(server.join().error, None);
    }
}

#[test]
fn old_versions_are_refused_unless_asked_for() {
    let folder = Folder::new();
    let old = Tls { versions: Some((SslVersion::TLS1_1, SslVersion::TLS1_1)), ..Tls::default() };
    let server = watch(Start::Direct, old.clone());
    let (_, result) = secure(Start::Direct, "localhost", server.port, &trusting(&folder.ca()));
    let error = result.unwrap_err();
    assert_eq!(kind(&error), "Tls", "{error}");
    assert!(error.to_string().contains("no TLS version in common; see ssl_protocols"), "{error}");
    assert!(server.join().error.is_some());

    let mut config = trusting(&folder.ca());
    config.shared.protocols = Protocols { min: Version::Tls10, max: Some(Version::Tls11) };
    let server = serve(finish);
    let (_, result) = secure(Start::Direct, "localhost", server.port, &config);
    let error = result.unwrap_err();
    assert_eq!(kind(&error), "InvalidConfig", "{error}");
    assert!(error.to_string().contains("ssl_security_level => 0"), "{error}");
    server.join();

    config.shared.security_level = Some(0);
    let server = watch(Start::Direct, old);
    let (client, result) = secure(Start::Direct, "localhost", server.port, &config);
    result.unwrap();
    assert_eq!(client.tls_info().unwrap().version, "TLSv1.1");
    client.close();
    server.join();
}

#[test]
fn a_server_that_is_too_new_is_refused() {
    let folder = Folder::new();
    let versions = Some((SslVersion::TLS1_3, SslVersion::TLS1_3));
    let server = watch(Start::Direct, Tls { versions, ..Tls::default() });
    let mut config = trusting(&folder.ca());
    config.shared.protocols.max = Some(Version::Tls12);
    let (_, result) = secure(Start::Direct, "localhost", server.port, &config);
    let error = result.unwrap_err();
    assert_eq!(kind(&error), "Tls", "{error}");
    assert!(error.to_string().contains("ssl_protocols"), "{error}");
    server.join();
}

#[test]
fn the_client_shows_its_certificate_to_those_who_ask() {
    let folder = Folder::new();
    let (cert, key) = folder.client();
    let mut config = trusting(&folder.ca());
    config.shared.cert_file = Some(cert.into());
    config.shared.key_file = Some(key.into());
    config.shared.passphrase = Some(Secret(PASSPHRASE.into()));
    for start in STARTS {
        let server = serve(move |mut socket| {
            if start == Start::Upgrade {
                starttls(&mut socket);
            }
            let mut stream = Tls { asks_client: true, ..Tls::default() }.accept(socket).established();
            let shown = stream.ssl().peer_certificate().unwrap().to_der().unwrap();
            read_to_end(&mut stream);
            shown
        });
        let (client, result) = secure(start, "localhost", server.port, &config);
        result.unwrap();
        client.close();
        assert_eq!(server.join(), pki().client.cert.to_der().unwrap());
    }
}

type Spoil<'a> = &'a dyn Fn(&mut TlsConfig);

/// Every file setting that cannot be used says which and why, and nothing is sent.
#[test]
fn unusable_files_are_named() {
    let folder = Folder::new();
    let (ca, (cert, key)) = (folder.ca(), folder.client());
    let junk = folder.write("junk.pem", b"not a certificate");
    let missing = folder.path("missing.pem");
    let other_key = folder.write("other.key", &pki().good.key.private_key_to_pem_pkcs8().unwrap());
    let cases: [(&str, Spoil<'_>, &[&str]); 9] = [
        (
            "no CA file",
            &|c| c.shared.trust.file = Some(missing.clone().into()),
            &["ssl_cafile", "missing.pem", "No such"],
        ),
        (
            "junk as CA",
            &|c| c.shared.trust.file = Some(junk.clone().into()),
            &["ssl_cafile", "junk.pem", "no cert"],
        ),
        (
            "no certificate file",
            &|c| c.shared.cert_file = Some(missing.clone().into()),
            &["ssl_cert_file", "No such"],
        ),
        ("no key file", &|c| c.shared.key_file = Some(missing.clone().into()), &["ssl_key_file", "No such"]),
        (
            "no key in the file",
            &|c| c.shared.key_file = Some(junk.clone().into()),
            &["ssl_key_file", "junk.pem"],
        ),
        ("no passphrase", &|c| c.shared.passphrase = None, &["ssl_key_file", "ssl_passphrase is not set"]),
        (
            "wrong passphrase",
            &|c| c.shared.passphrase = Some(Secret("wrong".into())),
            &["ssl_key_file", "cannot be decrypted"],
        ),
        (
            "another certificate's key",
            &|c| c.shared.key_file = Some(other_key.clone().into()),
            &["ssl_key_file", "other.key", "client.pem", "not the key"],
        ),
        ("key alone", &|c| c.shared.cert_file = None, &["ssl_key_file is set without ssl_cert_file"]),
    ];
    for (name, spoil, expected) in cases {
        let mut config = trusting(&ca);
        config.shared.cert_file = Some(cert.clone().into());
        config.shared.key_file = Some(key.clone().into());
        config.shared.passphrase = Some(Secret(PASSPHRASE.into()));
        spoil(&mut config);
        let server = serve(|mut socket: TcpStream| {
            let mut sent = Vec::new();
            let _ = socket.read_to_end(&mut sent);
            sent
        });
        let (_, result) = secure(Start::Direct, "localhost", server.port, &config);
        let error = result.expect_err(name);
        assert_eq!(kind(&error), "InvalidConfig", "{name}: {error}");
        let shown = error.to_string();
        for part in expected {
            assert!(shown.contains(part), "{name}: \"{part}\" is not in \"{shown}\"");
        }
        assert!(!shown.contains("wrong\""), "{name}: {shown}");
        assert_eq!(server.join(), b"", "{name}");
    }
}

#[test]
fn an_unusable_cipher_list_is_named() {
    let folder = Folder::new();
    let mut config = trusting(&folder.ca());
    config.shared.ciphers = Some("NO-SUCH-SUITE".into());
    let server = serve(finish);
    let error = connect(server.port, &tls(&config)).err().unwrap();
    assert_eq!(kind(&error), "InvalidConfig");
    assert!(error.to_string().contains("ssl_ciphers \"NO-SUCH-SUITE\""), "{error}");
    server.join();
}

#[test]
fn a_folder_of_certificates_is_trusted() {
    let folder = Folder::new();
    let hash = pki().ca.cert.subject_name_hash();
    folder.write(&format!("{hash:08x}.0"), &pki().ca.cert.to_pem().unwrap());
    let mut config = trusting(Path::new(""));
    config.shared.trust.file = None;
    config.shared.trust.path = folder.path("").into();
    let server = watch(Start::Direct, Tls::default());
    let (client, result) = secure(Start::Direct, "localhost", server.port, &config);
    result.unwrap();
    client.verify_again(&config).unwrap().unwrap();
    client.close();
    server.join();
    let server = watch(Start::Direct, Tls::new(&pki().foreign));
    let (_, result) = secure(Start::Direct, "localhost", server.port, &config);
    assert_eq!(kind(&result.unwrap_err()), "Verify");
    server.join();
}

/// A context is shared by equal settings, but not across a change of the files they name.
#[test]
fn a_replaced_ca_file_counts_from_the_next_connection_on() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let attempt = |identity: &Identity| {
        let server = watch(Start::Direct, Tls::new(identity));
        let (client, result) = secure(Start::Direct, "localhost", server.port, &config);
        client.close();
        server.join();
        result
    };
    attempt(&pki().good).unwrap();
    attempt(&pki().good).unwrap();
    assert_eq!(kind(&attempt(&pki().foreign).unwrap_err()), "Verify");
    folder.write("ca.pem", &pki().other_ca.cert.to_pem().unwrap());
    assert_eq!(kind(&attempt(&pki().good).unwrap_err()), "Verify");
    attempt(&pki().foreign).unwrap();
    std::fs::remove_file(folder.path("ca.pem")).unwrap();
    assert_eq!(kind(&attempt(&pki().foreign).unwrap_err()), "InvalidConfig");
}

/// Two clients that trust different CAs never share a context.
#[test]
fn different_settings_do_not_mix() {
    let folder = Folder::new();
    let ours = trusting(&folder.ca());
    let theirs = trusting(&folder.write("other.pem", &pki().other_ca.cert.to_pem().unwrap()));
    for _ in 0..2 {
        for (config, identity, accepted) in [
            (&ours, &pki().good, true),
            (&theirs, &pki().good, false),
            (&ours, &pki().foreign, false),
            (&theirs, &pki().foreign, true),
        ] {
            let server = watch(Start::Direct, Tls::new(identity));
            let (client, result) = secure(Start::Direct, "localhost", server.port, config);
            assert_eq!(result.is_ok(), accepted);
            client.close();
            server.join();
        }
    }
}

/// As with trusted certificates: the file is read anew when it is another one.
#[test]
fn a_replaced_revocation_list_counts_from_the_next_connection_on() {
    let folder = Folder::new();
    let mut config = trusting(&folder.ca());
    let good = Crl::by(&pki().ca);
    config.shared.trust.crls = Some(folder.write("list.crl", good.pem().as_bytes()).into());
    let attempt = || {
        let server = watch(Start::Direct, Tls::default());
        let (client, result) = secure(Start::Direct, "localhost", server.port, &config);
        client.close();
        server.join();
        result
    };
    attempt().unwrap();
    folder.write("list.crl", Crl { revoked: &[&pki().good], ..good }.pem().as_bytes());
    let error = attempt().unwrap_err();
    assert_eq!(kind(&error), "Verify", "{error}");
    assert!(error.to_string().contains("list.crl"), "{error}");
    std::fs::remove_file(folder.path("list.crl")).unwrap();
    let error = attempt().unwrap_err();
    assert_eq!(kind(&error), "InvalidConfig", "{error}");
    assert!(error.to_string().contains("ssl_crlfile") && error.to_string().contains("No such"), "{error}");
}

/// One that cannot be read might be the one that matters.
#[test]
fn a_file_with_a_broken_revocation_list_is_refused_as_a_whole() {
    let folder = Folder::new();
    let good = Crl::by(&pki().ca).pem();
    let certificate = String::from_utf8(pki().ca.cert.to_pem().unwrap()).unwrap();
    for (text, reason) in [
        (String::new(), "no revocation list (CRL) in PEM format"),
        (certificate, "no revocation list (CRL) in PEM format"),
        (format!("{good}{}", &good[..good.len() / 2]), ""),
        (format!("{}{good}", &good[..good.len() / 2]), ""),
    ] {
        let mut config = trusting(&folder.ca());
        config.shared.trust.crls = Some(folder.write("list.crl", text.as_bytes()).into());
        let server = serve(finish);
        let error = connect(server.port, &tls(&config)).err().expect(&text);
        assert_eq!(kind(&error), "InvalidConfig", "{text}: {error}");
        let shown = error.to_string();
        assert!(
            shown.contains("ssl_crlfile") && shown.contains("list.crl") && shown.contains(reason),
            "{shown}"
        );
        server.join();
    }
}

#[test]
fn suites_groups_and_protocols_that_cannot_be_used_are_named() {
    let folder = Folder::new();
    let cases: [(Spoil<'_>, &str); 4] = [
        (&|c| c.shared.ciphersuites = Some("TLS_NONE".into()), "ssl_ciphersuites \"TLS_NONE\""),
        (&|c| c.shared.groups = Some("P-257".into()), "ssl_ecdh_curve \"P-257\""),
        (&|c| c.shared.alpn = vec![String::new()], "ssl_alpn_protocols: \"\""),
        (&|c| c.shared.keylog = Some("/nowhere/keys".into()), "ssl_keylog /nowhere/keys: No such"),
    ];
    for (spoil, expected) in cases {
        let mut config = trusting(&folder.ca());
        spoil(&mut config);
        let server = serve(finish);
        let error = connect(server.port, &tls(&config)).err().unwrap();
        assert_eq!(kind(&error), "InvalidConfig");
        assert!(error.to_string().contains(expected), "{error}");
        server.join();
    }
}

/// Staples `response` and answers whether the client went on, and what it sent.
fn stapled(
    start: Start,
    version: SslVersion,
    response: &'static [u8],
    config: &TlsConfig,
) -> (String, usize) {
    let server = serve(move |mut socket| {
        if start == Start::Upgrade {
            starttls(&mut socket);
        }
        let mut builder = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server()).unwrap();
        builder.set_certificate(&pki().good.cert).unwrap();
        builder.set_private_key(&pki().good.key).unwrap();
        builder.set_min_proto_version(Some(version)).unwrap();
        builder.set_max_proto_version(Some(version)).unwrap();
        builder.set_status_callback(move |ssl| ssl.set_ocsp_status(response).map(|()| true)).unwrap();
        let mut stream = SslStream::new(Ssl::new(builder.build().context()).unwrap(), socket).unwrap();
        let _ = stream.accept();
        read_to_end(&mut stream).0.len()
    });
    let (client, result) = secure(start, "localhost", server.port, config);
    let error = result.unwrap_err();
    assert_eq!(kind(&error), "Verify", "{error}");
    client.close();
    (error.to_string(), server.join())
}

/// What a server staples is read by us before it is verified: nothing of it may do more than be refused.
#[test]
fn stapled_garbage_is_refused() {
    let folder = Folder::new();
    let garbage: [(&[u8], &str); 6] = [
        (b"garbage", "malformed"),
        (b"\x30", "malformed"),
        (b"\x30\x84\xff\xff\xff\xff", "malformed"),
        // successful, without a response
        (b"\x30\x03\x0a\x01\x00", "malformed"),
        // internalError
        (b"\x30\x03\x0a\x01\x02", "status 2"),
        // successful, with a response of 1 byte that is none
        (b"\x30\x17\x0a\x01\x00\xa0\x12\x30\x10\x06\x09\x2b\x06\x01\x05\x05\x07\x30\x01\x01\x04\x03\x30\x01\x00", "malformed"),
    ];
    for ocsp in [Ocsp::Verify, Ocsp::Require] {
        let mut config = trusting(&folder.ca());
        config.shared.ocsp = ocsp;
        for (response, reason) in garbage {
            for (start, version) in
                [(Start::Direct, SslVersion::TLS1_2), (Start::Upgrade, SslVersion::TLS1_3)]
            {
                let (error, sent) = stapled(start, version, response, &config);
                assert!(error.contains("OCSP stapling") && error.contains(reason), "{response:?}: {error}");
                assert_eq!(sent, 0);
            }
        }
    }
}

/// A log that was moved away, as they are rotated, is not written to any more.
#[test]
fn a_replaced_key_log_counts_from_the_next_connection_on() {
    let folder = Folder::new();
    let path = folder.path("keys.log");
    let mut config = trusting(&folder.ca());
    config.shared.keylog = Some(path.clone());
    let lines = || {
        let server = watch(Start::Direct, Tls::default());
        let (client, result) = secure(Start::Direct, "localhost", server.port, &config);
        result.unwrap();
        client.close();
        server.join();
        std::fs::read_to_string(&path).unwrap().lines().count()
    };
    let first = lines();
    assert!(first > 0);
    assert_eq!(lines(), 2 * first, "appended to");
    std::fs::rename(&path, folder.path("old.log")).unwrap();
    assert_eq!(lines(), first, "begun anew");
}
