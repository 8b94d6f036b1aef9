//! Sessions: resumed by connections with the same settings, and by no others.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::pki::{Crl, DAY, Folder, Identity, SERVER, Template, issue, pki};
use common::server::{Server, Tls, accept, listen, starttls};
use common::session::dialogue;
use common::{kind, plain, recv_exactly, soon, tls, trusting};
use engine::client::Client;
use engine::executor::block_on;
use engine::time::ManualClock;
use engine::tls::config::{Sessions, TlsConfig};
use engine::tls::pin::Pin;
use engine::tls::session;
use openssl::ssl::{Ssl, SslContext, SslContextBuilder, SslMethod, SslStream, SslVersion};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::time::{Duration, Instant};

const TLS12: (SslVersion, SslVersion) = (SslVersion::TLS1_2, SslVersion::TLS1_2);
const TLS13: (SslVersion, SslVersion) = (SslVersion::TLS1_3, SslVersion::TLS1_3);

/// Echoes one byte on each of `count` connections and answers which were resumed.
fn echo(listener: TcpListener, context: SslContext, count: usize, is_upgrade: bool) -> Server<Vec<bool>> {
    Server::start(&listener.local_addr().unwrap(), move || {
        (0..count)
            .map(|_| {
                let mut socket = accept(&listener);
                if is_upgrade {
                    starttls(&mut socket);
                }
                let Some(mut stream) = negotiate(&context, socket) else { return false };
                let mut byte = [0];
                if stream.read(&mut byte).is_ok_and(|read| read == 1) {
                    stream.write_all(&byte).unwrap();
                }
                let resumed = stream.ssl().session_reused();
                let _ = stream.read(&mut byte);
                let _ = stream.get_ref().shutdown(Shutdown::Both);
                resumed
            })
            .collect()
    })
}

fn negotiate(context: &SslContext, socket: TcpStream) -> Option<SslStream<TcpStream>> {
    let mut stream = SslStream::new(Ssl::new(context).unwrap(), socket).unwrap();
    stream.accept().ok()?;
    Some(stream)
}

fn server(versions: (SslVersion, SslVersion), count: usize) -> Server<Vec<bool>> {
    echo(listen(), context(versions, &pki().good), count, false)
}

fn context(versions: (SslVersion, SslVersion), identity: &Identity) -> SslContext {
    Tls { versions: Some(versions), ..Tls::new(identity) }.shared()
}

/// Connects, sends a byte, gets it back and closes; whether the session was resumed.
fn talk(host: &str, port: u16, config: &TlsConfig) -> bool {
    let client = Client::default();
    block_on(client.connect(host, port, &tls(config), soon())).unwrap();
    exchange(&client)
}

fn exchange(client: &Client) -> bool {
    block_on(client.send(b"x", soon())).unwrap();
    assert_eq!(block_on(recv_exactly(client, 1)).unwrap(), b"x");
    let resumed = client.tls_info().unwrap().resumed;
    client.close();
    resumed
}

#[test]
fn the_next_connection_resumes_in_both_versions() {
    let folder = Folder::new();
    for versions in [TLS12, TLS13] {
        let config = trusting(&folder.ca());
        let server = server(versions, 4);
        let resumed: Vec<bool> = (0..4).map(|_| talk("localhost", server.port, &config)).collect();
        assert_eq!(resumed, [false, true, true, true], "{versions:?}");
        assert_eq!(server.join(), resumed, "{versions:?}");
    }
}

#[test]
fn an_upgraded_connection_resumes_an_upgraded_one() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let server = echo(listen(), context(TLS13, &pki().good), 2, true);
    let resumed: Vec<bool> = (0..2)
        .map(|_| {
            let client = Client::default();
            block_on(async {
                client.connect("localhost", server.port, &plain(), soon()).await.unwrap();
                dialogue(&client).await;
                client.enable_tls(&config, soon()).await.unwrap();
            });
            exchange(&client)
        })
        .collect();
    assert_eq!(resumed, [false, true]);
    server.join();
}

#[test]
fn other_settings_names_or_certificates_do_not_resume() {
    let folder = Folder::new();
    let (cert, key) = folder.client();
    let first = trusting(&folder.ca());
    let other_file = folder.write("other.pem", &pki().ca.cert.to_pem().unwrap());
    let changed = |change: &dyn Fn(&mut TlsConfig)| {
        let mut config = first.clone();
        change(&mut config);
        config
    };
    let others: Vec<(&str, &str, TlsConfig)> = vec![
        ("another name", "127.0.0.1", first.clone()),
        ("a name set", "localhost", changed(&|c| c.host_name = Some("mail.test".into()))),
        ("no SNI", "localhost", changed(&|c| c.host_name = Some(String::new()))),
        ("depth", "localhost", changed(&|c| c.verify.depth = Some(3))),
        ("self-signed allowed", "localhost", changed(&|c| c.verify.allow_self_signed = true)),
        ("no check of the name", "localhost", changed(&|c| c.verify.name = false)),
        ("another CA file", "localhost", trusting(&other_file)),
        ("ALPN", "localhost", changed(&|c| c.shared.alpn = vec!["imap".into()])),
        ("suites", "localhost", changed(&|c| c.shared.ciphersuites = Some("TLS_AES_128_GCM_SHA256".into()))),
        ("security level", "localhost", changed(&|c| c.shared.security_level = Some(1))),
        ("sessions off", "localhost", changed(&|c| c.sessions = Sessions::Off)),
        (
            "a client certificate",
            "localhost",
            changed(&|c| {
                c.shared.cert_file = Some(cert.clone().into());
                c.shared.key_file = Some(key.clone().into());
                c.shared.passphrase = Some(engine::tls::config::Secret(common::pki::PASSPHRASE.into()));
            }),
        ),
    ];
    for versions in [TLS12, TLS13] {
        let server = server(versions, others.len() + 2);
        assert!(!talk("localhost", server.port, &first));
        for (what, host, config) in &others {
            assert!(!talk(host, server.port, config), "{what} {versions:?}");
        }
        assert!(talk("localhost", server.port, &first), "the first one's session is still there");
        server.join();
    }
}

#[test]
fn a_changed_ca_file_ends_the_use_of_sessions() {
    let folder = Folder::new();
    let path = folder.ca();
    let server = server(TLS13, 3);
    assert!(!talk("localhost", server.port, &trusting(&path)));
    let mut two = pki().ca.cert.to_pem().unwrap();
    two.extend(pki().other_ca.cert.to_pem().unwrap());
    std::fs::write(&path, two).unwrap();
    assert!(!talk("localhost", server.port, &trusting(&path)));
    assert!(talk("localhost", server.port, &trusting(&path)));
    server.join();
}

#[test]
fn another_port_does_not_resume_unless_told_to() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let (listener, context) = (listen(), context(TLS13, &pki().good));
    let control = echo(listen(), context.clone(), 1, false);
    let data = echo(listener, context, 4, false);

    let first = Client::default();
    block_on(first.connect("localhost", control.port, &tls(&config), soon())).unwrap();
    block_on(first.send(b"x", soon())).unwrap();
    block_on(recv_exactly(&first, 1)).unwrap();
    assert!(!talk("localhost", data.port, &TlsConfig { sessions: Sessions::Off, ..config.clone() }));
    assert!(!talk(
        "127.0.0.1",
        data.port,
        &TlsConfig { sessions: Sessions::From(first.sessions()), ..config.clone() }
    ));
    let from = TlsConfig { sessions: Sessions::From(first.sessions()), ..config };
    assert!(talk("localhost", data.port, &from));
    assert!(talk("localhost", data.port, &from), "what the resumed one was given is at hand too");
    first.close();
    assert_eq!(control.join(), [false]);
    data.join();
}

#[test]
fn sessions_of_unverified_peers_are_not_kept() {
    let folder = Folder::new();
    for change in [|c: &mut TlsConfig| c.verify.peer = false, |c: &mut TlsConfig| c.verify.name = false] {
        let mut config = trusting(&folder.ca());
        change(&mut config);
        let server = server(TLS13, 2);
        assert_eq!([0, 1].map(|_| talk("localhost", server.port, &config)), [false, false]);
        server.join();
    }
}

#[test]
fn a_session_is_used_for_an_hour_at_most_however_often_it_is_renewed() {
    let folder = Folder::new();
    let clock = ManualClock::install();
    for versions in [TLS12, TLS13] {
        let config = trusting(&folder.ca());
        let server = server(versions, 4);
        let mut resumed = Vec::new();
        for minutes in [0, 29, 29, 29] {
            clock.advance(Duration::from_secs(minutes * 60));
            resumed.push(talk("localhost", server.port, &config));
        }
        assert_eq!(resumed, [false, true, true, false], "{versions:?}");
        server.join();
    }
}

#[test]
fn a_session_is_used_as_long_as_the_server_has_said_and_no_longer() {
    let folder = Folder::new();
    let clock = ManualClock::install();
    for versions in [TLS12, TLS13] {
        let config = trusting(&folder.ca());
        let tls = Tls { versions: Some(versions), lifetime: Some(600), ..Tls::new(&pki().good) };
        let server = echo(listen(), tls.shared(), 3, false);
        let mut resumed = Vec::new();
        for minutes in [0, 9, 11] {
            clock.advance(Duration::from_secs(minutes * 60));
            resumed.push(talk("localhost", server.port, &config));
        }
        assert_eq!(resumed, [false, true, false], "{versions:?}");
        server.join();
    }
}

#[test]
fn a_session_does_not_outlive_the_certificate() {
    let folder = Folder::new();
    for versions in [TLS12, TLS13] {
        let outlived = [2, 8, 40].into_iter().any(|seconds| {
            let leaf = issue(&Template { lifetime: Some(seconds), ..SERVER }, Some(&pki().ca));
            let expired = Instant::now() + Duration::from_secs(seconds as u64 + 1);
            let server = echo(listen(), context(versions, &leaf), 3, false);
            let config = trusting(&folder.ca());
            let client = Client::default();
            let connect = || block_on(client.connect("localhost", server.port, &tls(&config), soon()));
            if connect().is_err() {
                // A machine so slow that it has expired before.
                return false;
            }
            exchange(&client);
            let resumed = connect().is_ok() && exchange(&client);
            std::thread::sleep(expired.saturating_duration_since(Instant::now()));
            let error = connect().unwrap_err();
            assert_eq!(kind(&error), "Verify", "{versions:?}: {error}");
            assert!(error.to_string().contains("certificate has expired"), "{error}");
            resumed
        });
        assert!(outlived, "{versions:?}: it was resumed while the certificate was valid");
    }
}

/// A ClientHello with early data would be answered before anybody knows that it is not a repetition.
#[test]
fn nothing_is_sent_before_the_handshake_though_the_server_would_take_it() {
    let folder = Folder::new();
    let context = Tls { versions: Some(TLS13), early_data: true, ..Tls::new(&pki().good) }.shared();
    let listener = listen();
    let server = Server::start(&listener.local_addr().unwrap(), move || {
        let serve = |_| {
            let mut stream = SslStream::new(Ssl::new(&context).unwrap(), accept(&listener)).unwrap();
            let early = stream.read_early_data(&mut [0; 99]).unwrap();
            stream.accept().unwrap();
            let mut byte = [0];
            let read = stream.read(&mut byte).unwrap();
            stream.write_all(&byte[..read]).unwrap();
            let _ = stream.read(&mut byte);
            (early, read, stream.ssl().session_reused())
        };
        (0..3).map(serve).collect::<Vec<_>>()
    });
    // The server does mean it: another client may.
    let ordinary = SslContextBuilder::new(SslMethod::tls_client()).unwrap().build();
    let socket = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let mut other = SslStream::new(Ssl::new(&ordinary).unwrap(), socket).unwrap();
    other.connect().unwrap();
    other.write_all(b"x").unwrap();
    other.read_exact(&mut [0]).unwrap();
    assert!(other.ssl().session().unwrap().max_early_data() > 0);
    drop(other);
    let config = trusting(&folder.ca());
    assert_eq!([0, 1].map(|_| talk("localhost", server.port, &config)), [false, true]);
    assert_eq!(server.join(), [(0, 1, false), (0, 1, false), (0, 1, true)]);
}

#[test]
fn a_server_that_forgot_the_session_gets_a_full_handshake() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let listener = listen();
    let again = listener.try_clone().unwrap();
    let first = echo(listener, context(TLS13, &pki().good), 1, false);
    let port = first.port;
    assert!(!talk("localhost", port, &config));
    first.join();
    let second = echo(again, context(TLS13, &pki().good), 2, false);
    assert!(!talk("localhost", port, &config));
    assert!(talk("localhost", port, &config));
    second.join();
}

#[test]
fn a_server_that_became_another_is_checked_anew() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let listener = listen();
    let again = listener.try_clone().unwrap();
    let first = echo(listener, context(TLS13, &pki().good), 1, false);
    let port = first.port;
    talk("localhost", port, &config);
    first.join();
    let second = echo(again, context(TLS13, &pki().wrong_host), 1, false);
    let client = Client::default();
    let refused = block_on(client.connect("localhost", port, &tls(&config), soon())).unwrap_err();
    assert_eq!(kind(&refused), "Verify", "{refused}");
    second.join();
}

#[test]
fn handshakes_are_counted() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let before = session::stats();
    let server = server(TLS13, 2);
    talk("localhost", server.port, &config);
    talk("localhost", server.port, &config);
    server.join();
    let after = session::stats();
    assert_eq!((after.full - before.full, after.resumed - before.resumed), (1, 1));
    assert!(after.kept > before.kept);
    session::clear();
    assert_eq!(session::stats().kept, 0);
}

#[test]
fn the_cache_is_bounded() {
    let folder = Folder::new();
    let mut config = trusting(&folder.ca());
    // Two tickets from each, under a key of its own.
    let connections = 540;
    let server = server(TLS13, connections);
    for depth in 0..connections {
        config.verify.depth = Some(depth as u32 + 10);
        assert!(!talk("localhost", server.port, &config));
    }
    let kept = session::stats().kept;
    assert!((1000..=1024).contains(&kept), "{kept}");
    server.join();
}

/// Somebody may have been revoked since: a list that has expired says nothing about now.
#[test]
fn a_session_does_not_outlive_the_revocation_list_that_it_was_checked_with() {
    let folder = Folder::new();
    for lifetime in [2, 8, 32] {
        let server = server(TLS12, 2);
        let list = Crl { valid: (-DAY, lifetime), ..Crl::by(&pki().ca) }.pem();
        let expired = Instant::now() + Duration::from_secs(lifetime as u64 + 1);
        let mut config = trusting(&folder.ca());
        config.shared.trust.crls = Some(folder.write("list.crl", list.as_bytes()).into());
        let client = Client::default();
        if block_on(client.connect("localhost", server.port, &tls(&config), soon())).is_err() {
            // A machine so slow that the list has expired before.
            continue;
        }
        exchange(&client);
        assert_eq!(session::stats().kept, 1);
        std::thread::sleep(expired.saturating_duration_since(Instant::now()));
        let error = block_on(client.connect("localhost", server.port, &tls(&config), soon())).unwrap_err();
        assert_eq!(kind(&error), "Verify", "{error}");
        assert!(error.to_string().contains("CRL has expired"), "{error}");
        server.join();
        return;
    }
    panic!("no handshake in half a minute");
}

/// What a session was verified against is part of what it may be resumed for.
#[test]
fn other_pins_and_revocation_lists_do_not_resume() {
    let folder = Folder::new();
    let server = server(TLS12, 6);
    let talk = |config: &TlsConfig| talk("localhost", server.port, config);
    let mut config = trusting(&folder.ca());
    assert!(!talk(&config));
    config.verify.pins = vec![Pin::of(&pki().good.cert)[1].unwrap()];
    assert!(!talk(&config), "none is pinned by the first");
    assert!(talk(&config));
    config.shared.trust.crls = Some(folder.write("list.crl", Crl::by(&pki().ca).pem().as_bytes()).into());
    assert!(!talk(&config), "no list was looked into by the first");
    assert!(talk(&config));
    let revoked = Crl { revoked: &[&pki().good], ..Crl::by(&pki().ca) }.pem();
    folder.write("list.crl", revoked.as_bytes());
    let client = Client::default();
    let error = block_on(client.connect("localhost", server.port, &tls(&config), soon())).unwrap_err();
    assert!(error.to_string().contains("certificate revoked"), "{error}");
    server.join();
}

/// Passes a connection on; `spoil` changes a byte of what the server sends after the handshake.
fn relay(near: TcpStream, port: u16, spoil: bool) {
    let far = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let (mut from_near, mut to_far) = (near.try_clone().unwrap(), far.try_clone().unwrap());
    let upstream = std::thread::spawn(move || {
        let _ = std::io::copy(&mut from_near, &mut to_far);
        let _ = to_far.shutdown(Shutdown::Write);
    });
    let (mut from_far, mut to_near) = (far, near);
    let mut head = [0; 5];
    let mut application = 0;
    while from_far.read_exact(&mut head).is_ok() {
        let mut body = vec![0; u16::from_be_bytes([head[3], head[4]]).into()];
        from_far.read_exact(&mut body).unwrap();
        // Under TLS 1.2, which this is for, the only records of application data are the application's.
        application += usize::from(head[0] == 23);
        if spoil && application == 1 {
            *body.last_mut().unwrap() ^= 1;
        }
        if to_near.write_all(&[&head[..], &body].concat()).is_err() {
            break;
        }
    }
    let _ = to_near.shutdown(Shutdown::Both);
    let _ = from_far.shutdown(Shutdown::Both);
    upstream.join().unwrap();
}

/// RFC 5246, section 7.2.2: a session must not be resumed after a fatal alert.
#[test]
fn a_fatal_alert_ends_the_use_of_the_session() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let server = server(TLS12, 4);
    let (port, listener) = (server.port, listen());
    let address = listener.local_addr().unwrap();
    let front = Server::start(&address, move || {
        for spoil in [false, false, true, false] {
            relay(accept(&listener), port, spoil);
        }
    });
    assert_eq!([0, 1].map(|_| talk("localhost", front.port, &config)), [false, true]);
    let client = Client::default();
    block_on(client.connect("localhost", front.port, &tls(&config), soon())).unwrap();
    assert!(client.tls_info().unwrap().resumed);
    block_on(client.send(b"x", soon())).unwrap();
    let error = block_on(client.recv(1, soon(), <[u8]>::len)).unwrap_err();
    assert_eq!(kind(&error), "Tls", "{error}");
    assert!(error.to_string().contains("bad record mac"), "{error}");
    client.close();
    assert!(!talk("localhost", front.port, &config), "a session that was broken off is not resumed");
    front.join();
    assert_eq!(server.join(), [false, true, true, false]);
}
