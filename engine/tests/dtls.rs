//! DTLS: verification as with TLS, flights that get lost, and what a datagram is under it.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::der;
use common::dtls::{Dtls, Fate, Network, Session, Toward};
use common::pki::{CA, Folder, Identity, PASSPHRASE, Purpose, SERVER, Template, issue, pki};
use common::{LONG, errno, give_up_after, kind, millis, pattern, plain, soon, trusting};
use engine::client::{Client, ConnectOptions, Liveness, RecvFlags};
use engine::executor::block_on;
use engine::net::socket::SocketKind;
use engine::time::Deadline;
use engine::tls::config::{
    Protocols, Secret, Sessions, SharedConfig, TlsConfig, Trust, VerifyConfig, Version,
};
use engine::tls::pin::Pin;
use engine::{Error, Phase, reactor};
use openssl::ssl::SslVersion;
use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

fn options(config: &TlsConfig) -> ConnectOptions {
    ConnectOptions { kind: SocketKind::Udp, tls: Some(Rc::new(config.clone())), ..plain() }
}

/// A client that is connected to `port`, or why it is not.
fn connect(port: u16, config: &TlsConfig) -> Result<Client, Error> {
    connect_to("localhost", port, config, soon())
}

fn connect_to(host: &str, port: u16, config: &TlsConfig, deadline: Deadline) -> Result<Client, Error> {
    let client = Client::default();
    block_on(client.connect(host, port, &options(config), deadline))?;
    Ok(client)
}

fn refused(connected: Result<Client, Error>) -> Error {
    connected.err().expect("it is refused")
}

async fn recv(client: &Client) -> Result<Vec<u8>, Error> {
    client.recv(65536, soon(), <[u8]>::to_vec).await
}

/// Sends and receives the same.
fn exchange(client: &Client, data: &[u8]) {
    block_on(async {
        client.send(data, soon()).await.unwrap();
        assert!(recv(client).await.unwrap() == data, "{} bytes", data.len());
    });
}

#[test]
fn datagrams_are_protected_and_keep_their_borders() {
    let folder = Folder::new();
    let server = Dtls::default().serve(Session::echo);
    let config = trusting(&folder.ca());
    let client = connect(server.port(), &config).unwrap();
    assert!(client.is_connected() && client.can_end() && client.kind() == SocketKind::Udp);
    assert_eq!(client.peer_addr().unwrap(), server.address);
    let info = client.tls_info().unwrap();
    assert_eq!((info.version, info.sni.as_deref(), info.resumed), ("DTLSv1.2", Some("localhost"), false));
    assert_eq!(client.peer_certificate().unwrap(), pki().good.cert.to_pem().unwrap());
    client.verify_again(&config).unwrap().unwrap();
    for size in [1, 1200, 1500, 9000, 16384] {
        exchange(&client, &pattern(size));
    }
    // Several at once.
    block_on(async {
        for size in [1, 2, 3] {
            client.send(&pattern(size), soon()).await.unwrap();
        }
        for size in [1, 2, 3] {
            assert_eq!(recv(&client).await.unwrap(), pattern(size));
            assert!(!client.was_cut());
        }
    });
    // Neither of the quick ways is for this.
    assert!(client.try_recv(9, <[u8]>::len).is_none() && client.try_send(b"x").unwrap() == 0);
    assert!(client.close());
    assert_eq!(server.join(), 8);
    assert_eq!(reactor::stats(), reactor::Stats::default());
}

#[test]
fn what_dtls_cannot_carry_is_refused_and_the_session_goes_on() {
    let folder = Folder::new();
    let server = Dtls::default().serve(Session::echo);
    let client = connect(server.port(), &trusting(&folder.ca())).unwrap();
    let (_, error) = block_on(client.send(&pattern(16385), soon())).unwrap_err();
    assert_eq!((errno(&error), error.phase), (Some(libc::EMSGSIZE), Phase::Send));
    assert!(error.to_string().contains("with DTLS at most 16384"), "{error}");
    let (_, error) = block_on(client.send(b"", soon())).unwrap_err();
    assert_eq!(errno(&error), Some(libc::EINVAL));
    assert!(error.to_string().contains("DTLS carries no empty datagrams"), "{error}");
    let plain = options(&TlsConfig::default());
    let error = block_on(client.send_to("127.0.0.1", server.port(), b"x", &plain, soon())).unwrap_err();
    assert_eq!(errno(&error), Some(libc::EOPNOTSUPP));
    assert!(error.to_string().contains("would bypass TLS"), "{error}");
    let error = block_on(client.enable_tls(&TlsConfig::default(), soon())).unwrap_err();
    assert_eq!(errno(&error), Some(libc::ESOCKTNOSUPPORT));
    let error = block_on(client.disable_tls(soon())).unwrap_err();
    assert_eq!((errno(&error), error.phase), (Some(libc::EOPNOTSUPP), Phase::Unwrap));
    exchange(&client, b"still there");
    client.close();
    // Without a connection it would be plaintext.
    let secret = options(&trusting(&folder.ca()));
    let error = block_on(client.send_to("127.0.0.1", server.port(), b"x", &secret, soon())).unwrap_err();
    assert_eq!((errno(&error), client.descriptor()), (Some(libc::EOPNOTSUPP), None));
    assert_eq!(server.join(), 1);
}

#[test]
fn a_datagram_is_cut_seen_and_tried_for_as_without_dtls() {
    let folder = Folder::new();
    let server = Dtls::default().serve(Session::echo);
    let client = connect(server.port(), &trusting(&folder.ca())).unwrap();
    let with = |max, flags| block_on(client.recv_with(max, flags, soon(), <[u8]>::to_vec));
    let (now, look) = (
        RecvFlags { dont_wait: true, ..RecvFlags::default() },
        RecvFlags { peek: true, ..RecvFlags::default() },
    );
    assert_eq!(errno(&with(9, now).unwrap_err()), Some(libc::EAGAIN));
    assert_eq!(errno(&client.peek(9, <[u8]>::len).unwrap_err()), Some(libc::EAGAIN));
    assert_eq!(client.liveness(), Liveness::Clean);
    block_on(async {
        client.send(b"first, and long", soon()).await.unwrap();
        client.send(b"second", soon()).await.unwrap();
    });
    for (max, expected) in [(20, &b"first, and long"[..]), (5, b"first")] {
        assert_eq!(with(max, look).unwrap(), expected);
        assert_eq!(client.was_cut(), max == 5);
        assert_eq!(client.peek(max, <[u8]>::to_vec).unwrap().len(), expected.len());
    }
    assert!(matches!(client.liveness(), Liveness::Dirty(_)));
    assert_eq!(with(5, RecvFlags::default()).unwrap(), b"first");
    assert!(client.was_cut());
    let (data, from) = block_on(client.recv_from(99, soon(), |data, from| (data.to_vec(), from))).unwrap();
    assert_eq!((&data[..], from.as_ip()), (&b"second"[..], Some(server.address)));
    assert!(!client.was_cut());
    block_on(client.send(b"third", soon())).unwrap();
    let end = Instant::now() + LONG;
    let third = loop {
        match with(9, now) {
            Ok(third) => break third,
            Err(error) => assert_eq!(errno(&error), Some(libc::EAGAIN)),
        }
        assert!(Instant::now() < end);
        std::thread::sleep(Duration::from_millis(1));
    };
    assert_eq!(third, b"third");
    client.close();
    server.join();
}

#[test]
fn the_peer_is_verified_inside_the_handshake() {
    let folder = Folder::new();
    let good = trusting(&folder.ca());
    let own = pki().good.cert.digest(openssl::hash::MessageDigest::sha256()).unwrap();
    let hex: String = own.iter().map(|byte| format!("{byte:02x}")).collect();
    let pinned = |text: &str, verify: VerifyConfig| TlsConfig {
        verify: VerifyConfig { pins: Pin::parse(text).unwrap(), ..verify },
        ..good.clone()
    };
    let off = VerifyConfig { peer: false, name: false, ..VerifyConfig::default() };
    let careless = TlsConfig { verify: off.clone(), ..TlsConfig::default() };
    let named = TlsConfig { host_name: Some("evil.test".into()), ..good.clone() };
    let pki = pki();
    let rows: Vec<(&str, &Identity, TlsConfig, Result<(), &str>)> = vec![
        ("good", &pki.good, good.clone(), Ok(())),
        ("an intermediate", &pki.deep, good.clone(), Ok(())),
        ("wrong host", &pki.wrong_host, good.clone(), Err("hostname mismatch: expected name localhost")),
        ("its own host", &pki.wrong_host, named, Ok(())),
        ("expired", &pki.expired, good.clone(), Err("certificate has expired")),
        ("self-signed", &pki.self_signed, good.clone(), Err("self-signed certificate")),
        ("foreign", &pki.foreign, good.clone(), Err("is not among the trusted certificates")),
        ("unchecked", &pki.wrong_host, careless, Ok(())),
        ("pinned", &pki.good, pinned(&hex, off.clone()), Ok(())),
        ("another pin", &pki.good, pinned(&"00".repeat(32), off), Err("fingerprint mismatch")),
    ];
    for (name, identity, config, expected) in rows {
        let dtls = Dtls { identity: identity.clone(), ..Dtls::default() };
        let server = dtls.serve(|mut session| match session.error.take() {
            Some(error) => Err(error),
            None => Ok(session.next()),
        });
        match (connect(server.port(), &config), expected) {
            (Ok(client), Ok(())) => {
                block_on(client.send(b"secret", soon())).unwrap();
                assert_eq!(server.join(), Ok(Some(b"secret".to_vec())), "{name}");
            }
            (Err(error), Err(reason)) => {
                assert_eq!((kind(&error), error.phase), ("Verify", Phase::Handshake), "{name}: {error}");
                assert!(error.to_string().contains(reason), "{name}: {error}");
                // The server is told why, by an alert.
                let alert = server.join().unwrap_err();
                assert!(alert.contains("alert"), "{name}: {alert}");
            }
            (Ok(_), Err(_)) => panic!("{name}: it was accepted"),
            (Err(error), Ok(())) => panic!("{name}: {error}"),
        }
        assert_eq!(reactor::stats(), reactor::Stats::default(), "{name}");
    }
    // An address is checked as one.
    let server = Dtls::default().serve(Session::echo);
    let client = connect_to("127.0.0.1", server.port(), &good, soon()).unwrap();
    assert_eq!(client.tls_info().unwrap().sni, None);
    client.close();
    server.join();
}

/// Runs `test` for each of `cases` at once: what is lost costs seconds.
fn at_once<T: Copy + Send + 'static>(
    cases: impl IntoIterator<Item = T>,
    test: impl Fn(T) + Copy + Send + 'static,
) {
    let threads: Vec<_> = cases.into_iter().map(|case| std::thread::spawn(move || test(case))).collect();
    for thread in threads {
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    }
}

/// Connects through a network, and has some datagrams echoed that the network does not touch any more.
fn through(fate: impl FnMut(Toward, usize, &[u8]) -> Fate + Send + 'static) -> Network {
    let folder = Folder::new();
    let dtls = Dtls { identity: pki().deep.clone(), ..Dtls::default() };
    let server = dtls.serve(Session::echo);
    let network = Network::start(server.address, fate);
    let client = connect(network.port, &trusting(&folder.ca())).unwrap();
    for size in [5, 1000] {
        exchange(&client, &pattern(size));
    }
    client.close();
    assert_eq!(server.join(), 2);
    network
}

const HANDSHAKE: u8 = 22;
/// The types of records that a handshake consists of: also the change of the cipher.
const NEGOTIATING: [u8; 2] = [20, HANDSHAKE];

fn is_negotiation(data: &[u8]) -> bool {
    NEGOTIATING.contains(&data[0])
}

#[test]
fn each_datagram_of_the_handshake_may_be_lost() {
    // Two flights of the client and two of the server, some of several datagrams.
    at_once(
        [Toward::Server, Toward::Client].into_iter().flat_map(|toward| (0..5).map(move |n| (toward, n))),
        |(toward, lost)| {
            through(move |passes, number, data| {
                if passes == toward && number == lost && is_negotiation(data) {
                    Fate::Lose
                } else {
                    Fate::Deliver
                }
            });
        },
    );
}

#[test]
fn whole_flights_may_be_lost_several_times() {
    at_once([Toward::Server, Toward::Client], |toward| {
        let mut lost = 0;
        let network = through(move |passes, _, data| {
            lost += usize::from(passes == toward && is_negotiation(data));
            if passes == toward && lost <= 2 && is_negotiation(data) { Fate::Lose } else { Fate::Deliver }
        });
        assert!(network.passed().iter().filter(|passed| passed.kind == HANDSHAKE).count() > 4);
    });
}

#[test]
fn everything_may_come_twice() {
    // What is doubled behind the handshake is thrown away as a replay, so that each is echoed once.
    through(|_, _, _| Fate::Double);
}

#[test]
fn datagrams_may_overtake_each_other() {
    at_once([0, 1], |offset| {
        through(
            move |_, number, data| {
                if number % 2 == offset && is_negotiation(data) { Fate::Overtake } else { Fate::Deliver }
            },
        );
    });
}

#[test]
fn losses_doubles_and_swaps_at_random() {
    // A generator of its own, so that a failure can be had again.
    at_once(1..7u32, |seed| {
        let mut state = seed;
        through(move |_, _, data| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            match (state >> 24) % 8 {
                0 if is_negotiation(data) => Fate::Lose,
                1 if is_negotiation(data) => Fate::Overtake,
                2 | 3 => Fate::Double,
                _ => Fate::Deliver,
            }
        });
    });
}

/// A CA and a certificate of it, so large that a flight with both does not fit into one datagram.
fn large(template: Template<'_>) -> (Identity, Identity) {
    let padding = [(der::UNKNOWN, false, der::tlv(0x04, &[7; 1500]))];
    let ca = issue(&Template { extensions: &padding, ..CA }, None);
    let leaf = issue(&Template { extensions: &padding, ..template }, Some(&ca)).with(&[&ca]);
    (ca, leaf)
}

/// A client with a large certificate, and how its datagrams fare.
fn authenticated(fate: impl FnMut(Toward, usize, &[u8]) -> Fate + Send + 'static) -> Network {
    let folder = Folder::new();
    let template = Template { common_name: "client", dns: &[], purpose: Some(Purpose::Client), ..SERVER };
    let (_, client) = large(template);
    let mut chain = client.cert.to_pem().unwrap();
    chain.extend(client.chain.iter().flat_map(|issuer| issuer.to_pem().unwrap()));
    let key = client.key.private_key_to_pem_pkcs8().unwrap();
    let (ca, server) = large(SERVER);
    let file = folder.write("ca-large.pem", &ca.cert.to_pem().unwrap());
    let config = TlsConfig {
        shared: SharedConfig {
            trust: Trust { file: Some(file.into()), ..Trust::default() },
            cert_file: Some(folder.write("chain.pem", &chain).into()),
            key_file: Some(folder.write("key.pem", &key).into()),
            ..SharedConfig::default()
        },
        ..TlsConfig::default()
    };
    let server = Dtls { identity: server, asks_client: true, ..Dtls::default() }.serve(|session| {
        assert!(session.stream.ssl().peer_certificate().is_some(), "{:?}", session.error);
        session.echo()
    });
    let network = Network::start(server.address, fate);
    let client = connect(network.port, &config);
    let client = client.unwrap_or_else(|error| panic!("{error}: {:?}", network.passed()));
    exchange(&client, b"authenticated");
    client.close();
    server.join();
    network
}

#[test]
fn large_flights_are_cut_into_datagrams_that_pass_everywhere() {
    let network = authenticated(|_, _, _| Fate::Deliver);
    let own = network.passed().into_iter().filter(|passed| passed.toward == Toward::Server);
    let sizes: Vec<_> = own.map(|passed| passed.size).collect();
    assert!(sizes.iter().all(|&size| size <= 1200), "{sizes:?}");
    assert!(sizes.iter().any(|&size| size > 1000), "{sizes:?}");
}

#[test]
fn where_large_datagrams_get_lost_smaller_ones_are_sent() {
    let network =
        authenticated(
            |toward, _, data| {
                if toward == Toward::Server && data.len() > 600 { Fate::Lose } else { Fate::Deliver }
            },
        );
    assert!(network.passed().iter().any(|passed| passed.toward == Toward::Server && passed.size > 600));
}

#[test]
fn a_silent_peer_is_asked_again_until_the_deadline() {
    let silent = UdpSocket::bind("127.0.0.1:0").unwrap();
    silent.set_nonblocking(true).unwrap();
    let port = silent.local_addr().unwrap().port();
    let began = Instant::now();
    let error = refused(connect_to("localhost", port, &TlsConfig::default(), millis(1500)));
    assert_eq!((kind(&error), error.phase), ("Timeout", Phase::Handshake));
    assert_eq!(
        error.to_string(),
        format!("TLS handshake with localhost:{port} failed: timed out after 1.5 s")
    );
    assert!(began.elapsed() >= Duration::from_millis(1500));
    // At once and after a second.
    let mut hellos = 0;
    while silent.recv(&mut [0; 2000]).is_ok() {
        hellos += 1;
    }
    assert_eq!(hellos, 2);
    assert_eq!(reactor::stats(), reactor::Stats::default());
    // Dropped in the middle.
    let client = Client::default();
    block_on(async {
        let options = options(&TlsConfig::default());
        assert!(give_up_after(1, client.connect("localhost", port, &options, soon())).await.is_none());
    });
    assert_eq!(reactor::stats(), reactor::Stats::default());
}

#[test]
fn a_refusal_ends_the_handshake_and_not_the_session() {
    let closed = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = refused(connect(closed, &TlsConfig::default()));
    assert_eq!((errno(&error), error.phase), (Some(libc::ECONNREFUSED), Phase::Handshake), "{error}");
    let folder = Folder::new();
    let server = Dtls::default().serve(|session| {
        // The socket is gone with this.
        assert_eq!(session.error, None);
    });
    let client = connect(server.port(), &trusting(&folder.ca())).unwrap();
    let port = server.port();
    server.join();
    let error = block_on(async {
        loop {
            // The system tells by whatever comes next.
            if let Err((_, error)) = client.send(b"anybody?", soon()).await {
                break error;
            }
            if let Err(error) = client.recv(9, millis(200), <[u8]>::len).await
                && !error.is_timeout()
            {
                break error;
            }
        }
    });
    assert_eq!(errno(&error), Some(libc::ECONNREFUSED), "{error}");
    assert!(error.to_string().contains(&format!("localhost:{port}")), "{error}");
    // Nobody vouches for such a message, so it ends nothing.
    assert!(client.is_connected());
    let again = UdpSocket::bind(("127.0.0.1", port)).unwrap();
    again.set_read_timeout(Some(LONG)).unwrap();
    block_on(client.send(b"somebody?", soon())).unwrap();
    let mut record = [0; 2000];
    let size = again.recv(&mut record).unwrap();
    assert!(size > 13 && record[0] == 23, "a record of application data");
}

#[test]
fn what_is_no_record_of_the_session_is_passed_over() {
    let folder = Folder::new();
    let server = Dtls::default().serve(|mut session| {
        assert_eq!(session.error, None);
        while let Some(data) = session.next() {
            for garbage in [&b""[..], b"x", &[0; 13], &[22; 100], &[23; 1400], &[255; 9000]] {
                session.raw(garbage);
            }
            // A record in every way but its protection.
            session.raw(&[&[23, 254, 253, 0, 1, 0, 0, 0, 0, 0, 99, 0, 40][..], &[7; 40]].concat());
            session.say(&data);
        }
    });
    let client = connect(server.port(), &trusting(&folder.ca())).unwrap();
    for _ in 0..3 {
        exchange(&client, b"hello");
    }
    client.close();
    server.join();
}

#[test]
fn both_sides_tell_their_end() {
    let folder = Folder::new();
    let server = Dtls::default().serve(|mut session| {
        assert_eq!(session.next().as_deref(), Some(&b"bye"[..]));
        session.say(b"bye");
        session.stream.shutdown().unwrap();
        session.next()
    });
    let client = connect(server.port(), &trusting(&folder.ca())).unwrap();
    exchange(&client, b"bye");
    for _ in 0..2 {
        assert_eq!(block_on(recv(&client)).unwrap(), b"", "the end, because {}", client.can_end());
    }
    assert!(matches!(client.liveness(), Liveness::Dead(why) if why.contains("closed")));
    client.close();
    assert_eq!(server.join(), None);
}

#[test]
fn one_direction_can_be_ended() {
    let folder = Folder::new();
    let server = Dtls::default().serve(|mut session| {
        assert_eq!(session.next().as_deref(), Some(&b"last"[..]));
        assert_eq!(session.next(), None);
        session.say(b"answer");
    });
    let client = connect(server.port(), &trusting(&folder.ca())).unwrap();
    block_on(async {
        client.send(b"last", soon()).await.unwrap();
        client.shutdown(Shutdown::Write, soon()).await.unwrap();
        let (_, error) = client.send(b"more", soon()).await.unwrap_err();
        assert_eq!(errno(&error), Some(libc::EPIPE));
        assert_eq!(recv(&client).await.unwrap(), b"answer");
        client.shutdown(Shutdown::Read, soon()).await.unwrap();
        assert_eq!(recv(&client).await.unwrap(), b"");
    });
    server.join();
}

#[test]
fn sessions_are_resumed() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let server = Dtls::default().serve_each(3, Session::echo);
    let off = TlsConfig { sessions: Sessions::Off, ..config.clone() };
    for (config, is_resumed) in [(&config, false), (&config, true), (&off, false)] {
        let client = connect(server.port(), config).unwrap();
        assert_eq!(client.tls_info().unwrap().resumed, is_resumed);
        exchange(&client, b"hello");
        client.close();
    }
    assert_eq!(server.join(), [1, 1, 1]);
}

/// In an abbreviated handshake the client's flight is the last one: the server, which misses it, repeats its own, and
/// the client has to answer that though it is done.
#[test]
fn the_last_flight_of_a_resumption_may_be_lost() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let server = Dtls::default().serve_each(2, Session::echo);
    let mut connections = 0;
    let network = Network::start(server.address, move |toward, _, data| {
        // A ClientHello of the first epoch, number 0 or 1, opens a connection.
        let is_hello = toward == Toward::Server && data[0] == HANDSHAKE && data[13] == 1;
        connections += usize::from(is_hello && data[5..11] == [0; 6]);
        let is_last = connections == 2 && toward == Toward::Server && data[0] == 20;
        if is_last {
            connections += 1;
            return Fate::Lose;
        }
        Fate::Deliver
    });
    let client = connect(network.port, &config).unwrap();
    exchange(&client, b"in full");
    client.close();
    let client = connect(network.port, &config).unwrap();
    assert!(client.tls_info().unwrap().resumed);
    // What is sent before the server is done, it may throw away.
    let answer = block_on(async {
        loop {
            client.send(b"resumed", soon()).await.unwrap();
            match client.recv(99, millis(1500), <[u8]>::to_vec).await {
                Ok(answer) => break answer,
                Err(error) => assert!(error.is_timeout(), "{error}"),
            }
        }
    });
    assert_eq!(answer, b"resumed");
    client.close();
    server.join();
}

#[test]
fn versions_are_those_that_the_settings_allow() {
    let folder = Folder::new();
    let with = |min, max, security_level| {
        let mut config = trusting(&folder.ca());
        config.shared.protocols = Protocols { min, max };
        config.shared.security_level = security_level;
        // OpenSSL 3 has no signature that DTLS 1.0 knows at a higher level.
        config.shared.ciphers = security_level.map(|level| format!("ALL:@SECLEVEL={level}"));
        config
    };
    let old = Dtls { versions: (SslVersion::DTLS1, SslVersion::DTLS1), ..Dtls::default() };
    let server = old.serve(|session| session.error);
    let error = refused(connect(server.port(), &with(Version::Tls12, None, None)));
    assert_eq!((kind(&error), error.phase), ("Tls", Phase::Handshake), "{error}");
    assert!(server.join().is_some());
    let server = old.serve(Session::echo);
    let client = connect(server.port(), &with(Version::Tls10, None, Some(0))).unwrap();
    assert_eq!(client.tls_info().unwrap().version, "DTLSv1");
    client.close();
    server.join();
    for (config, reason) in [
        (with(Version::Tls10, None, None), "needs ssl_security_level => 0"),
        (with(Version::Tls13, None, None), "there is nothing above DTLS 1.2"),
    ] {
        let error = refused(connect(9, &config));
        assert_eq!(kind(&error), "InvalidConfig");
        assert!(error.to_string().contains(reason), "{error}");
    }
    // A maximum above what there is does no harm.
    let server = Dtls::default().serve(Session::echo);
    let client = connect(server.port(), &with(Version::Tls12, Some(Version::Tls13), None)).unwrap();
    assert_eq!(client.tls_info().unwrap().version, "DTLSv1.2");
    client.close();
    server.join();
}

/// openssl's own server, and what it prints.
struct Program {
    child: Child,
    port: u16,
    out: BufReader<std::process::ChildStdout>,
}

impl Program {
    fn start(folder: &Folder, arguments: &[&str]) -> Self {
        let server = &pki().good;
        let cert = folder.write("server.pem", &server.cert.to_pem().unwrap());
        let key = folder.write("server.key", &server.key.private_key_to_pem_pkcs8().unwrap());
        // One that was free a moment ago: it takes no 0 here.
        let port = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut child = Command::new("openssl")
            .args(["s_server", "-dtls1_2", "-quiet", "-accept", &format!("127.0.0.1:{port}")])
            .args(["-mtu", "1400", "-naccept", "1", "-cert"])
            .arg(cert)
            .arg("-key")
            .arg(key)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, port, out }
    }

    fn say(&mut self, line: &str) {
        self.child.stdin.as_mut().unwrap().write_all(line.as_bytes()).unwrap();
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.out.read_line(&mut line).unwrap() > 0, "openssl has ended");
        line
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client of openssl's server, which may take a moment to start.
fn connect_soon(port: u16, config: &TlsConfig) -> Client {
    let end = Instant::now() + LONG;
    loop {
        match connect(port, config) {
            Ok(client) => return client,
            Err(error) => {
                assert_eq!(errno(&error), Some(libc::ECONNREFUSED), "{error}");
                assert!(Instant::now() < end, "{error}");
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
}

#[test]
fn openssls_own_server_with_and_without_cookies() {
    for arguments in [&[][..], &["-listen"], &["-listen", "-alpn", "coap"]] {
        let folder = Folder::new();
        let mut server = Program::start(&folder, arguments);
        let mut config = trusting(&folder.ca());
        config.shared.alpn = vec!["coap".into()];
        let client = connect_soon(server.port, &config);
        block_on(client.send(b"to the server\n", soon())).unwrap();
        assert_eq!(server.line(), "to the server\n", "{arguments:?}");
        server.say("to the client\n");
        assert_eq!(block_on(recv(&client)).unwrap(), b"to the client\n", "{arguments:?}");
        let info = client.tls_info().unwrap();
        assert_eq!(info.version, "DTLSv1.2");
        assert_eq!(info.alpn.as_deref(), arguments.contains(&"-alpn").then_some("coap"));
        client.close();
        // It ends with its only session, which was told to be over.
        let end = Instant::now() + LONG;
        while server.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "{arguments:?}: it does not notice the end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn openssls_own_server_asks_for_a_certificate() {
    let folder = Folder::new();
    let ca = folder.ca();
    let mut server = Program::start(&folder, &["-Verify", "1", "-CAfile", ca.to_str().unwrap()]);
    let (cert, key) = folder.client();
    let mut config = trusting(&ca);
    let without = config.clone();
    config.shared.cert_file = Some(cert.into());
    config.shared.key_file = Some(key.into());
    config.shared.passphrase = Some(Secret(PASSPHRASE.into()));
    let client = connect_soon(server.port, &config);
    block_on(client.send(b"as the client\n", soon())).unwrap();
    // It prints whom it has verified first.
    while server.line() != "as the client\n" {}
    client.close();
    drop(server);
    let server =
        Program::start(&folder, &["-Verify", "1", "-verify_return_error", "-CAfile", ca.to_str().unwrap()]);
    let end = Instant::now() + LONG;
    let error = loop {
        let error = refused(connect(server.port, &without));
        if errno(&error) != Some(libc::ECONNREFUSED) || Instant::now() > end {
            break error;
        }
    };
    assert_eq!((kind(&error), error.phase), ("Tls", Phase::Handshake), "{error}");
    assert!(error.to_string().contains("a client certificate is missing"), "{error}");
}
