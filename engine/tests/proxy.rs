//! Proxies on real sockets: every protocol, what travels through, and proxies that refuse, lie, stall or leave.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::pki::{Folder, Identity, pki};
use common::server::{End, Server, Tls, finish, listen, read_line, read_to_end, serve, serve_each};
use common::{
    LONG, both, errno, give_up_at, kind, millis, narrow, pattern, plain, recv_all, recv_exactly, soon, tls,
    trusting,
};
use engine::client::{Client, ConnectOptions, Proxy};
use engine::executor::block_on;
use engine::net::addr::Family;
use engine::net::socket::SocketOptions;
use engine::proxy::{Credentials, Protocol, Reason, Word};
use engine::starttls::{self, StartTls};
use engine::time::Deadline;
use engine::tls::config::TlsConfig;
use engine::tls::session;
use engine::transport::closing;
use engine::{Error, Kind, Phase, reactor};
use openssl::ssl::{Ssl, SslStream};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// What the target is called here: no name that anybody but the proxy could resolve.
const TARGET: &str = "mail.test";

/// One side's words after the other's: what the client sends, and what the proxy says then.
type Script = Vec<(Vec<u8>, Vec<u8>)>;

fn credentials() -> Option<Credentials> {
    Some(Credentials { user: Word::socks("user").unwrap(), password: Word::socks("pass").unwrap() })
}

fn script(turns: &[(&[u8], &[u8])]) -> Script {
    turns.iter().map(|(client, proxy)| (client.to_vec(), proxy.to_vec())).collect()
}

/// Every protocol, with and without credentials, and a successful dialogue about `mail.test:25`.
fn dialogues() -> Vec<(Protocol, Script)> {
    const REQUEST: &[u8] = b"\x05\x01\0\x03\x09mail.test\0\x19";
    let connect = |more: &str| format!("CONNECT mail.test:25 HTTP/1.1\r\nHost: mail.test:25\r\n{more}\r\n");
    vec![
        (
            Protocol::Socks5(None),
            script(&[(b"\x05\x01\0", b"\x05\0"), (REQUEST, b"\x05\0\0\x03\x04here\x04\x38")]),
        ),
        (
            Protocol::Socks5(credentials()),
            script(&[
                (b"\x05\x02\0\x02", b"\x05\x02"),
                (b"\x01\x04user\x04pass", b"\x01\0"),
                (REQUEST, b"\x05\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x04\x38"),
            ]),
        ),
        (
            Protocol::Socks4(Word::socks("alice").ok()),
            script(&[(b"\x04\x01\0\x19\0\0\0\x01alice\0mail.test\0", b"\0\x5a\0\0\0\0\0\0")]),
        ),
        (
            Protocol::Http(None),
            script(&[(connect("").as_bytes(), b"HTTP/1.0 200 Connection established\r\nVia: x\r\n\r\n")]),
        ),
        (
            Protocol::Http(credentials()),
            script(&[(
                connect("Proxy-Authorization: Basic dXNlcjpwYXNz\r\n").as_bytes(),
                b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
            )]),
        ),
    ]
}

/// Plays the proxy's part, in pieces of `size` bytes.
fn play(socket: &mut (impl Read + Write), script: &Script, size: usize) {
    for (client, proxy) in script {
        read_line(socket, client);
        for piece in proxy.chunks(size) {
            socket.write_all(piece).unwrap();
        }
    }
}

fn proxy(protocol: Protocol, port: u16) -> Proxy {
    Proxy { protocol, host: "127.0.0.1".into(), port, tls: None }
}

/// A proxy to which one speaks over TLS.
fn secret(proxy: Proxy, config: &TlsConfig) -> Proxy {
    Proxy { tls: Some(Rc::new(config.clone())), ..proxy }
}

fn through(proxy: Proxy, options: ConnectOptions) -> ConnectOptions {
    ConnectOptions { proxy: Some(Rc::new(proxy)), ..options }
}

fn connect(options: &ConnectOptions, deadline: Deadline) -> Result<Client, Error> {
    let client = Client::default();
    block_on(client.connect(TARGET, 25, options, deadline))?;
    Ok(client)
}

/// Checks that the connect failed with the proxy and left nothing, and answers why.
fn failing(options: &ConnectOptions, deadline: Deadline) -> Error {
    let client = Client::default();
    let error = block_on(client.connect(TARGET, 25, options, deadline)).unwrap_err();
    let name = options.proxy.as_ref().map(|proxy| format!("{}:{}", proxy.host, proxy.port)).unwrap();
    assert_eq!((error.phase, error.phase.name()), (Phase::Proxy, "proxy"), "{error}");
    let text = error.to_string();
    assert!(text.starts_with("connect to mail.test:25 through the ") && text.contains(&name), "{text}");
    assert!(!text.contains("pass\"") && !text.contains("dXNlcjpwYXNz"), "{text}");
    assert!(!client.is_connected());
    let (taken, after) = block_on(client.send(b"secret", soon())).unwrap_err();
    assert!(taken == 0 && matches!(after.kind, Kind::NotConnected("the connect failed")), "{after}");
    assert_eq!(reactor::stats().sources, 0);
    error
}

/// The server's side of TLS over any stream.
fn accept<S: Read + Write>(identity: &Identity, stream: S) -> SslStream<S> {
    let mut tls = SslStream::new(Ssl::new(&Tls::new(identity).shared()).unwrap(), stream).unwrap();
    if let Err(error) = tls.accept() {
        panic!("the server's handshake: {error}");
    }
    tls
}

/// What the target does: welcomes, hears a word and a lot of bytes, sends them back, and hears the end.
fn target(stream: &mut (impl Read + Write), amount: usize) {
    stream.write_all(b"220 welcome\r\n").unwrap();
    let mut heard = vec![0; amount];
    stream.read_exact(&mut heard).unwrap();
    assert!(heard == pattern(amount), "what came through was changed");
    stream.write_all(&heard).unwrap();
    assert_eq!(stream.read(&mut [0]).unwrap(), 0, "the client ends cleanly");
}

fn converse(client: &Client, amount: usize) {
    block_on(async {
        assert_eq!(recv_exactly(client, 13).await.unwrap(), b"220 welcome\r\n");
        let data = pattern(amount);
        let (sent, received) = both(client.send(&data, soon()), recv_exactly(client, amount)).await;
        sent.unwrap();
        assert!(received.unwrap() == data, "what came back was changed");
    });
    client.close();
}

/// How TLS to the target begins, if at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Plain,
    Direct,
    Upgrade,
    StartTls,
}

const WAYS: [Way; 4] = [Way::Plain, Way::Direct, Way::Upgrade, Way::StartTls];

/// The target behind the proxy, on the very stream on which the proxy spoke.
fn behind(way: Way, mut stream: impl Read + Write, amount: usize) {
    match way {
        Way::Plain => target(&mut stream, amount),
        Way::Direct => target(&mut accept(&pki().good, stream), amount),
        Way::Upgrade | Way::StartTls => {
            stream.write_all(b"220 mail.test\r\n").unwrap();
            if way == Way::StartTls {
                read_line(&mut stream, b"EHLO client.test\r\n");
                stream.write_all(b"250-mail.test\r\n250 STARTTLS\r\n").unwrap();
            }
            read_line(&mut stream, b"STARTTLS\r\n");
            stream.write_all(b"220 go\r\n").unwrap();
            target(&mut accept(&pki().good, stream), amount);
        }
    }
}

fn options(way: Way, config: &TlsConfig) -> ConnectOptions {
    match way {
        Way::Plain | Way::Upgrade => plain(),
        Way::Direct => tls(config),
        Way::StartTls => {
            let name = starttls::Name::parse("client.test").ok();
            let start = StartTls { protocol: starttls::Protocol::Smtp, name };
            ConnectOptions { starttls: Some(start), ..tls(config) }
        }
    }
}

/// Connects, converses, and checks what is known of TLS to the target then.
fn run(way: Way, options: &ConnectOptions, config: &TlsConfig, amount: usize) {
    let client = connect(options, soon()).unwrap();
    if way == Way::Upgrade {
        block_on(async {
            recv_exactly(&client, 15).await.unwrap();
            client.send(b"STARTTLS\r\n", soon()).await.unwrap();
            recv_exactly(&client, 8).await.unwrap();
            client.enable_tls(config, soon()).await.unwrap();
        });
    }
    let sni = client.tls_info().and_then(|info| info.sni);
    assert_eq!(sni.as_deref(), (way != Way::Plain).then_some(TARGET), "{way:?}");
    assert_eq!(client.peer_certificate().is_some(), way != Way::Plain);
    converse(&client, amount);
}

#[test]
fn every_protocol_connects_for_every_kind_of_conversation() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    for (protocol, script) in dialogues() {
        for (way, size) in WAYS.map(|way| [(way, 1), (way, usize::MAX)]).concat() {
            let script = script.clone();
            let server = serve(move |mut socket| {
                play(&mut socket, &script, size);
                behind(way, socket, 5000);
            });
            let options = through(proxy(protocol.clone(), server.port), options(way, &config));
            run(way, &options, &config, 5000);
            server.join();
        }
    }
    assert_eq!(reactor::stats().sources, 0);
}

#[test]
fn a_proxy_behind_tls_carries_the_same() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let only_proxy = trusting(&folder.write("other.pem", &pki().other_ca.cert.to_pem().unwrap()));
    for (protocol, script) in dialogues() {
        for (way, size) in WAYS.map(|way| [(way, 1), (way, usize::MAX)]).concat() {
            let script = script.clone();
            let server = serve(move |socket| {
                let mut outer = accept(&pki().foreign, socket);
                play(&mut outer, &script, size);
                behind(way, outer, 50_000);
            });
            // Each side trusts another CA: were one's settings applied to the other, it would be refused.
            let proxy = Proxy {
                host: "localhost".into(),
                ..secret(proxy(protocol.clone(), server.port), &only_proxy)
            };
            run(way, &through(proxy, options(way, &config)), &config, 50_000);
            server.join();
        }
    }
    assert_eq!(reactor::stats().sources, 0);
}

#[test]
fn a_lot_of_bytes_in_both_directions_of_tls_within_tls() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let (protocol, script) = dialogues().swap_remove(0);
    let server = serve(move |socket| {
        let mut outer = accept(&pki().good, socket);
        play(&mut outer, &script, usize::MAX);
        behind(Way::Direct, outer, 3 << 20);
    });
    let proxy = secret(proxy(protocol, server.port), &config);
    run(Way::Direct, &narrow(through(proxy, tls(&config))), &config, 3 << 20);
    server.join();
}

#[test]
fn what_follows_the_answer_is_the_targets_first_word() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    for (protocol, script) in dialogues() {
        for is_secret in [false, true] {
            let mut script = script.clone();
            script.last_mut().unwrap().1.extend(b"220 at once\r\n");
            let server = serve(move |socket| {
                if is_secret {
                    let mut stream = accept(&pki().good, socket);
                    play(&mut stream, &script, usize::MAX);
                    stream.write_all(b"and later").unwrap();
                    stream.shutdown().unwrap();
                    finish(stream.into_socket());
                } else {
                    let mut socket = socket;
                    play(&mut socket, &script, usize::MAX);
                    socket.write_all(b"and later").unwrap();
                    finish(socket);
                }
            });
            let mut proxy = proxy(protocol.clone(), server.port);
            if is_secret {
                proxy = secret(proxy, &config);
            }
            let client = connect(&through(proxy, plain()), soon()).unwrap();
            let heard = block_on(recv_all(&client)).unwrap();
            assert_eq!(String::from_utf8_lossy(&heard), "220 at once\r\nand later", "{protocol:?}");
            client.close();
            server.join();
        }
    }
}

#[test]
fn what_follows_the_answer_before_tls_is_refused() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    for (protocol, script) in dialogues() {
        for is_secret in [false, true] {
            let mut script = script.clone();
            script.last_mut().unwrap().1.extend(b"injected");
            let server = serve(move |mut socket| {
                let mut heard = Vec::new();
                if is_secret {
                    let mut stream = accept(&pki().good, socket);
                    play(&mut stream, &script, usize::MAX);
                    let _ = stream.read_to_end(&mut heard);
                } else {
                    play(&mut socket, &script, usize::MAX);
                    let _ = socket.read_to_end(&mut heard);
                }
                heard
            });
            let mut proxy = proxy(protocol.clone(), server.port);
            if is_secret {
                proxy = secret(proxy, &config);
            }
            let error = failing(&through(proxy, tls(&config)), soon());
            assert!(matches!(error.kind, Kind::PlaintextBuffered(8)), "{protocol:?}: {error}");
            assert_eq!(server.join(), b"", "not even a ClientHello was sent");
        }
    }
}

#[test]
fn a_proxy_that_leaves_at_any_byte_is_named() {
    for (protocol, script) in dialogues() {
        let total: usize = script.iter().map(|(_, proxy)| proxy.len()).sum();
        for end in 0..total {
            let mut left = end;
            let mut cut = Script::new();
            for (client, proxy) in &script {
                let said = proxy[..left.min(proxy.len())].to_vec();
                left -= said.len();
                let is_last = said.len() < proxy.len();
                cut.push((client.clone(), said));
                if is_last {
                    break;
                }
            }
            let server = serve(move |mut socket| {
                play(&mut socket, &cut, usize::MAX);
                finish(socket);
            });
            let error = failing(&through(proxy(protocol.clone(), server.port), plain()), soon());
            let Kind::Proxy(refusal) = &error.kind else { panic!("after {end} bytes: {error}") };
            assert_eq!((refusal.reason, refusal.scheme), (Reason::Closed, protocol.scheme()), "{error}");
            server.join();
        }
    }
}

#[test]
fn a_refusal_is_the_proxys_and_nothing_more_is_sent() {
    let request = || dialogues()[0].1.clone();
    let mut socks5 = request();
    socks5[1].1 = b"\x05\x05\0\x01\0\0\0\0\0\0".to_vec();
    let mut socks4 = dialogues()[2].1.clone();
    socks4[0].1 = b"\0\x5b\0\0\0\0\0\0".to_vec();
    let mut http = dialogues()[4].1.clone();
    http[0].1 = b"HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic\r\nContent-Length: 4\r\n\r\nbody".to_vec();
    let mut unknown = dialogues()[1].1.clone();
    unknown.truncate(2);
    unknown[1].1 = b"\x01\x01".to_vec();
    for (protocol, script, reason, words) in [
        (
            Protocol::Socks5(None),
            socks5,
            Reason::Target,
            "the target refused the proxy's connection (reply 5)",
        ),
        (
            Protocol::Socks5(credentials()),
            unknown,
            Reason::Credentials,
            "refused the user name or the password",
        ),
        (Protocol::Socks4(Word::socks("alice").ok()), socks4, Reason::Refused, "(reply 91)"),
        (
            Protocol::Http(credentials()),
            http,
            Reason::Credentials,
            "refused the credentials: \"HTTP/1.1 407 Who?\"",
        ),
    ] {
        let server = serve(move |mut socket| {
            play(&mut socket, &script, usize::MAX);
            let mut rest = Vec::new();
            let _ = socket.read_to_end(&mut rest);
            rest
        });
        let error = failing(&through(proxy(protocol, server.port), plain()), soon());
        assert!(matches!(&error.kind, Kind::Proxy(refusal) if refusal.reason == reason), "{error}");
        assert!(error.to_string().ends_with(words), "{error}");
        assert_eq!(server.join(), b"");
    }
}

#[test]
fn a_proxy_that_cannot_be_reached_is_told_from_the_target() {
    let port = listen().local_addr().unwrap().port();
    let error = failing(&through(proxy(Protocol::Socks5(None), port), plain()), soon());
    assert_eq!(errno(&error), Some(libc::ECONNREFUSED));
    let start = format!("connect to mail.test:25 through the SOCKS5 proxy 127.0.0.1:{port} failed: ");
    let reason = error.to_string().strip_prefix(&start).map(str::to_owned);
    assert!(reason.is_some_and(|reason| reason.starts_with("the proxy cannot be reached: ")), "{error}");

    let nobody = Proxy { host: "proxy.invalid".into(), ..proxy(Protocol::Http(None), port) };
    let mut options = through(nobody, plain());
    options.resolver.servers = vec![([127, 0, 0, 1], port).into()];
    let error = failing(&options, soon());
    assert!(error.to_string().contains("HTTP proxy proxy.invalid:"), "{error}");

    let family = SocketOptions { family: Family::Ipv6, ..SocketOptions::default() };
    let options = through(proxy(Protocol::Http(None), port), ConnectOptions { socket: family, ..plain() });
    assert_eq!(kind(&failing(&options, soon())), "BadAddress", "ip_family is that of the way to the proxy");
}

#[test]
fn what_a_proxy_cannot_be_told_is_refused_before_it_is_dialled() {
    for (protocol, host) in [
        (Protocol::Http(None), "a b"),
        (Protocol::Http(None), "a\r\nX-Evil"),
        (Protocol::Socks5(None), "b\u{fc}cher.test"),
        (Protocol::Socks4(None), "::1"),
    ] {
        let listener = listen();
        listener.set_nonblocking(true).unwrap();
        let options = through(proxy(protocol, listener.local_addr().unwrap().port()), plain());
        let error = block_on(Client::default().connect(host, 25, &options, soon())).unwrap_err();
        assert_eq!((kind(&error), error.phase), ("BadAddress", Phase::Connect), "{error}");
        assert!(listener.accept().is_err(), "nobody was connected to");
    }
}

#[test]
fn a_silent_or_dripping_proxy_meets_the_deadline() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    for (protocol, script) in dialogues() {
        for drips in [false, true] {
            let mut script = script.clone();
            let answer = script.pop().unwrap().1;
            let server = serve(move |mut socket| {
                play(&mut socket, &script, usize::MAX);
                let endless = b"HTTP/1.1 200 OK\r\nX: ".iter().chain(std::iter::repeat(&b'x'));
                let drops: Vec<u8> =
                    if answer[0] == b'H' { endless.take(500).copied().collect() } else { answer };
                for drop in drops.chunks(1).take(if drips { drops.len() - 1 } else { 0 }) {
                    if socket.write_all(drop).is_err() {
                        break;
                    }
                    std::thread::sleep(Duration::from_millis(15));
                }
                let _ = socket.read_to_end(&mut Vec::new());
            });
            let began = Instant::now();
            let error = failing(&through(proxy(protocol.clone(), server.port), plain()), millis(250));
            assert_eq!(kind(&error), "Timeout", "{protocol:?}: {error}");
            assert!(
                error.to_string().ends_with("waiting for the proxy's answer: timed out after 0.25 s"),
                "{error}"
            );
            assert!(began.elapsed() >= Duration::from_millis(250));
            server.join();
        }
    }
    // One that does not even negotiate TLS.
    let server = serve(|mut socket| socket.read_to_end(&mut Vec::new()).map(|_| ()));
    let proxy = secret(proxy(Protocol::Http(None), server.port), &config);
    let error = failing(&through(proxy, plain()), millis(250));
    assert!(error.to_string().ends_with("failed: TLS to the proxy: timed out after 0.25 s"), "{error}");
    server.join().unwrap();
}

#[test]
fn one_deadline_holds_for_proxy_and_handshake_together() {
    let folder = Folder::new();
    let (protocol, script) = dialogues().swap_remove(0);
    let server = serve(move |mut socket| {
        std::thread::sleep(Duration::from_millis(200));
        play(&mut socket, &script, usize::MAX);
        let _ = socket.read_to_end(&mut Vec::new());
    });
    let options = through(proxy(protocol, server.port), tls(&trusting(&folder.ca())));
    let deadline = millis(500);
    let error = connect(&options, deadline).err().unwrap();
    assert_eq!(error.phase, Phase::Handshake, "{error}");
    assert!(matches!(error.kind, Kind::Timeout(late) if late == deadline), "{error}");
    assert!(error.to_string().starts_with("TLS handshake with mail.test:25 failed: "), "{error}");
    server.join();
}

#[test]
fn a_proxy_with_a_bad_certificate_is_refused_and_hears_nothing() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    for (identity, host) in
        [(&pki().foreign, "localhost"), (&pki().wrong_host, "localhost"), (&pki().self_signed, "127.0.0.1")]
    {
        let server = serve(move |socket| {
            let accepted = Tls::new(identity).accept(socket);
            assert!(accepted.error.is_some());
            assert_eq!(accepted.sni.as_deref(), (host == "localhost").then_some("localhost"));
        });
        let proxy = secret(proxy(Protocol::Http(credentials()), server.port), &config);
        // What the target's settings allow does not help the proxy.
        let mut lax = config.clone();
        (lax.verify.peer, lax.verify.name) = (false, false);
        let options = through(Proxy { host: host.into(), ..proxy }, tls(&lax));
        let error = failing(&options, soon());
        assert_eq!(kind(&error), "Verify", "{error}");
        assert!(error.to_string().contains("TLS to the proxy (proxy_ssl_* settings): "), "{error}");
        server.join();
    }
}

#[test]
fn a_target_with_a_bad_certificate_is_refused_however_lax_the_proxys_settings_are() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let mut lax = TlsConfig::default();
    (lax.verify.peer, lax.verify.name) = (false, false);
    for is_secret in [false, true] {
        let (protocol, script) = dialogues().swap_remove(3);
        let server = serve(move |mut socket| {
            let refused = if is_secret {
                let mut outer = accept(&pki().self_signed, socket);
                play(&mut outer, &script, usize::MAX);
                let context = Tls::new(&pki().wrong_host).shared();
                let mut inner = SslStream::new(Ssl::new(&context).unwrap(), outer).unwrap();
                inner.accept().unwrap_err().to_string()
            } else {
                play(&mut socket, &script, usize::MAX);
                Tls::new(&pki().wrong_host).accept(socket).error.unwrap()
            };
            assert!(refused.contains("alert"), "{refused}");
        });
        let mut proxy = proxy(protocol, server.port);
        if is_secret {
            proxy = secret(proxy, &lax);
        }
        let client = Client::default();
        let error = block_on(client.connect(TARGET, 25, &through(proxy, tls(&config)), soon())).unwrap_err();
        assert_eq!((kind(&error), error.phase), ("Verify", Phase::Handshake), "{error}");
        assert!(error.to_string().contains("expected name mail.test"), "{error}");
        assert_eq!(reactor::stats().sources, 0);
        server.join();
    }
}

#[test]
fn sessions_are_resumed_through_the_same_proxy_only() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    session::clear();
    let context = Tls::default().shared();
    let script = dialogues().swap_remove(0).1;
    let http = dialogues().swap_remove(3).1;
    let server = serve_each(4, move |mut socket| {
        let mut first = [0];
        socket.peek(&mut first).unwrap();
        play(&mut socket, if first[0] == 5 { &script } else { &http }, usize::MAX);
        let mut stream = SslStream::new(Ssl::new(&context).unwrap(), socket).unwrap();
        stream.accept().unwrap();
        stream.write_all(b"x").unwrap();
        let resumed = stream.ssl().session_reused();
        let _ = stream.read(&mut [0]);
        resumed
    });
    for protocol in
        [Protocol::Socks5(None), Protocol::Socks5(None), Protocol::Http(None), Protocol::Http(None)]
    {
        let client = connect(&through(proxy(protocol, server.port), tls(&config)), soon()).unwrap();
        assert_eq!(block_on(recv_exactly(&client, 1)).unwrap(), b"x");
        client.close();
    }
    assert_eq!(server.join(), [false, true, false, true]);
}

#[test]
fn the_proxys_own_session_is_resumed_too() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    session::clear();
    let context = Tls::default().shared();
    let (protocol, script) = dialogues().swap_remove(0);
    let server = serve_each(2, move |socket| {
        let mut stream = SslStream::new(Ssl::new(&context).unwrap(), socket).unwrap();
        stream.accept().unwrap();
        let resumed = stream.ssl().session_reused();
        play(&mut stream, &script, usize::MAX);
        let _ = stream.read(&mut [0]);
        resumed
    });
    for _ in 0..2 {
        let proxy = secret(proxy(protocol.clone(), server.port), &config);
        connect(&through(proxy, plain()), soon()).unwrap().close();
    }
    assert_eq!(server.join(), [false, true]);
}

#[test]
fn the_end_of_tls_leaves_that_to_the_proxy_as_it_is() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let (protocol, script) = dialogues().swap_remove(0);
    let server = serve(move |socket| {
        let mut outer = accept(&pki().good, socket);
        play(&mut outer, &script, usize::MAX);
        let mut inner = accept(&pki().good, &mut outer);
        assert_eq!(inner.read(&mut [0]).unwrap(), 0);
        inner.shutdown().unwrap();
        drop(inner);
        read_line(&mut outer, b"in the open");
        outer.write_all(b"heard").unwrap();
        assert_eq!(outer.read(&mut [0]).unwrap(), 0);
    });
    let proxy = secret(proxy(protocol, server.port), &config);
    let client = connect(&through(proxy, tls(&config)), soon()).unwrap();
    block_on(async {
        client.disable_tls(soon()).await.unwrap();
        assert!(client.tls_info().is_none());
        client.send(b"in the open", soon()).await.unwrap();
        assert_eq!(recv_exactly(&client, 5).await.unwrap(), b"heard");
    });
    client.close();
    server.join();
}

#[test]
fn a_proxy_that_cuts_its_tls_cuts_the_conversation() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    for way in [Way::Plain, Way::Direct] {
        let (protocol, script) = dialogues().swap_remove(0);
        let server = serve(move |socket| {
            let mut outer = accept(&pki().good, socket);
            play(&mut outer, &script, usize::MAX);
            if way == Way::Direct {
                accept(&pki().good, &mut outer).write_all(b"hello").unwrap();
            } else {
                outer.write_all(b"hello").unwrap();
            }
            finish(outer.into_socket());
        });
        let proxy = secret(proxy(protocol, server.port), &config);
        let client = connect(&through(proxy, options(way, &config)), soon()).unwrap();
        assert_eq!(block_on(recv_exactly(&client, 5)).unwrap(), b"hello");
        let error = block_on(recv_all(&client)).unwrap_err();
        assert_eq!((kind(&error), error.phase), ("Truncated", Phase::Receive), "{way:?}: {error}");
        client.close();
        server.join();
    }
}

#[test]
fn a_proxy_whose_tls_breaks_is_named() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let (protocol, script) = dialogues().swap_remove(0);
    let server = serve(move |socket| {
        let mut raw = socket.try_clone().unwrap();
        let mut outer = accept(&pki().good, socket);
        play(&mut outer, &script, usize::MAX);
        let mut inner = accept(&pki().good, &mut outer);
        inner.write_all(b"hello").unwrap();
        raw.write_all(b"this is no record of TLS").unwrap();
        let _ = raw.read_to_end(&mut Vec::new());
    });
    let proxy = secret(proxy(protocol, server.port), &config);
    let client = connect(&through(proxy, tls(&config)), soon()).unwrap();
    assert_eq!(block_on(recv_exactly(&client, 5)).unwrap(), b"hello");
    let error = block_on(recv_all(&client)).unwrap_err();
    assert!(error.to_string().contains("failed: TLS to the proxy: "), "{error}");
    client.close();
    server.join();
}

#[test]
fn close_or_cancelling_in_the_middle_leaves_nothing() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    for is_secret in [false, true] {
        let silent = || {
            serve(move |socket| {
                if is_secret {
                    let _ = accept(&pki().good, socket).read_to_end(&mut Vec::new());
                } else {
                    let mut socket = socket;
                    socket.read_to_end(&mut Vec::new()).unwrap();
                }
            })
        };
        let options = |server: &Server<()>| {
            let proxy = proxy(Protocol::Socks5(None), server.port);
            through(if is_secret { secret(proxy, &config) } else { proxy }, plain())
        };
        let (server, client) = (silent(), Client::default());
        let given_up =
            block_on(give_up_at(millis(100), client.connect(TARGET, 25, &options(&server), soon())));
        assert!(given_up.is_none() && reactor::stats().sources == 0);
        server.join();

        let (server, client) = (silent(), Client::default());
        let closing = async {
            give_up_at(millis(50), std::future::pending::<()>()).await;
            client.close()
        };
        let options = options(&server);
        let (connected, closed) = block_on(both(client.connect(TARGET, 25, &options, soon()), closing));
        assert!(closed && matches!(connected.unwrap_err().kind, Kind::Cancelled));
        assert_eq!(reactor::stats().sources, 0);
        server.join();
    }
}

/// Of TLS within TLS to a proxy, or of plaintext within it, what was counted as sent leaves after close() too, and
/// both ends.
#[test]
fn what_was_counted_as_sent_arrives_though_close_follows_at_once() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    for within in [plain(), tls(&config)] {
        let (start, started) = std::sync::mpsc::channel();
        let (protocol, script) = dialogues().swap_remove(0);
        let has_tls = within.tls.is_some();
        let server = serve(move |socket| {
            let mut outer = accept(&pki().good, socket);
            play(&mut outer, &script, usize::MAX);
            if !has_tls {
                started.recv().unwrap();
                return (read_to_end(&mut outer), End::Notified);
            }
            let mut inner = accept(&pki().good, outer);
            started.recv().unwrap();
            (read_to_end(&mut inner), read_to_end(inner.get_mut()).1)
        });
        let proxy = secret(proxy(protocol, server.port), &config);
        let client = connect(&narrow(through(proxy, within)), soon()).unwrap();
        let data = pattern(8 << 20);
        let (taken, error) = block_on(client.send(&data, millis(50))).unwrap_err();
        assert_eq!(kind(&error), "Timeout", "{error}");
        client.close();
        assert_eq!(closing::count(), 1);
        start.send(()).unwrap();
        closing::finish(LONG);
        let ((came, end), outer) = server.join();
        assert!(came == data[..taken], "{} of {taken}, TLS {has_tls}", came.len());
        assert_eq!((end, outer), (End::Notified, End::Notified), "TLS {has_tls}");
    }
}

#[test]
fn the_times_tell_how_long_the_proxy_took() {
    let (protocol, script) = dialogues().swap_remove(0);
    let server = serve(move |mut socket| {
        std::thread::sleep(Duration::from_millis(60));
        play(&mut socket, &script, usize::MAX);
        finish(socket);
    });
    let client = connect(&through(proxy(protocol, server.port), plain()), soon()).unwrap();
    assert!(client.times().proxy >= Duration::from_millis(50), "{:?}", client.times());
    assert_eq!(client.peer_addr().unwrap().port(), server.port, "the other end is the proxy's");
    client.close();
    server.join();
}

/// The socket below a stream, whose TLS is left without an end.
trait IntoSocket {
    fn into_socket(self) -> TcpStream;
}

impl IntoSocket for SslStream<TcpStream> {
    fn into_socket(self) -> TcpStream {
        self.get_ref().try_clone().unwrap()
    }
}
