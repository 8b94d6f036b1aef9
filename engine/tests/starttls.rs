//! The dialogue before TLS against real sockets: every protocol, and servers that refuse, lie, stall or leave.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::pki::{Folder, pki};
use common::server::{End, Server, Tls, finish, read_to_end, reset, serve, serve_tls};
use common::{both, connect, errno, give_up_at, kind, millis, recv_all, soon, tls, trusting};
use engine::client::{Client, ConnectOptions};
use engine::executor::block_on;
use engine::starttls::{Name, Protocol, StartTls};
use engine::time::Deadline;
use engine::{Error, Kind, Phase, reactor};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// One side's words after the other's: what the client sends, and what the server says then.
type Script = Vec<(Vec<u8>, Vec<u8>)>;

fn script(turns: &[(&str, &str)]) -> Script {
    turns.iter().map(|(client, server)| (client.as_bytes().to_vec(), server.as_bytes().to_vec())).collect()
}

fn smtp() -> Script {
    let offer = "250-mail.test\r\n250-PIPELINING\r\n250 STARTTLS\r\n";
    script(&[
        ("", "220 mail.test ESMTP\r\n"),
        ("EHLO client.test\r\n", offer),
        ("STARTTLS\r\n", "220 2.0.0 Ready to start TLS\r\n"),
    ])
}

/// A successful dialogue of every protocol, and the greeting that is kept of it.
fn dialogues() -> Vec<(Protocol, Script, Vec<u8>)> {
    let stream = "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams' \
                  xmlns='jabber:client' version='1.0' id='1'><stream:features><starttls \
                  xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>";
    let open = "<?xml version='1.0'?><stream:stream to='client.test' version='1.0' xmlns='jabber:client' \
                xmlns:stream='http://etherx.jabber.org/streams'>";
    let handshake = [&b"\x26\0\0\0\x0a8.0\0\x01\0\0\0nonce123\0\x00\x08"[..], &[0; 18]].concat();
    let lmtp = smtp().into_iter().map(|(client, server)| {
        (String::from_utf8(client).unwrap().replace("EHLO", "LHLO").into_bytes(), server)
    });
    let texts = |name, turns: &[(&str, &str)], greeting: &str| {
        (Protocol::parse(name).unwrap(), script(turns), greeting.as_bytes().to_vec())
    };
    let greeting = b"220 mail.test ESMTP\r\n".to_vec();
    let mut ssl_request = b"\x20\0\0\x01\x05\xaa\x0a\0\0\0\0\x01\x2d".to_vec();
    ssl_request.resize(36, 0);
    vec![
        (Protocol::Smtp, smtp(), greeting.clone()),
        (Protocol::Lmtp, lmtp.collect(), greeting),
        texts(
            "imap",
            &[("", "* OK hi\r\n"), ("A1 STARTTLS\r\n", "* OK wait\r\nA1 OK go\r\n")],
            "* OK hi\r\n",
        ),
        texts("pop3", &[("", "+OK <1@a>\r\n"), ("STLS\r\n", "+OK\r\n")], "+OK <1@a>\r\n"),
        texts(
            "sieve",
            &[("", "\"STARTTLS\"\r\nOK\r\n"), ("STARTTLS\r\n", "OK \"go\"\r\n")],
            "\"STARTTLS\"\r\nOK\r\n",
        ),
        texts("ftp", &[("", "220 hi\r\n"), ("AUTH TLS\r\n", "234 go\r\n")], "220 hi\r\n"),
        texts("nntp", &[("", "200 hi\r\n"), ("STARTTLS\r\n", "382 go\r\n")], "200 hi\r\n"),
        texts(
            "xmpp",
            &[
                (open, stream),
                (
                    "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
                    "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
                ),
            ],
            stream,
        ),
        (
            Protocol::Ldap,
            vec![(
                b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037".to_vec(),
                b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\0\x04\0\x04\0".to_vec(),
            )],
            Vec::new(),
        ),
        (Protocol::Postgres, vec![(vec![0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f], b"S".to_vec())], Vec::new()),
        (Protocol::Mysql, vec![(Vec::new(), handshake.clone()), (ssl_request, Vec::new())], handshake),
        texts(
            "irc",
            &[
                ("CAP LS 302\r\n", ":a NOTICE * :hi\r\n:a CAP * LS :tls\r\n"),
                ("CAP END\r\nSTARTTLS\r\n", ":a 670 * :go\r\n"),
            ],
            "",
        ),
        texts("nats", &[("", "INFO {\"tls_required\":true}\r\n")], "INFO {\"tls_required\":true}\r\n"),
    ]
}

/// Plays the server's part, in pieces of `size` bytes.
fn play(socket: &mut TcpStream, script: &Script, size: usize) {
    for (client, server) in script {
        let mut heard = vec![0; client.len()];
        socket.read_exact(&mut heard).unwrap();
        assert_eq!(heard, *client, "{}", String::from_utf8_lossy(&heard));
        for piece in server.chunks(size) {
            socket.write_all(piece).unwrap();
        }
    }
}

fn starttls(folder: &Folder, protocol: Protocol) -> ConnectOptions {
    let name = Name::parse("client.test").ok();
    ConnectOptions { starttls: Some(StartTls { protocol, name }), ..tls(&trusting(&folder.ca())) }
}

/// Connects with the dialogue of `protocol`, checks that it failed before TLS and left nothing, and answers why.
fn failing(protocol: Protocol, port: u16, deadline: Deadline) -> Error {
    let client = Client::default();
    let folder = Folder::new();
    let error =
        block_on(client.connect("localhost", port, &starttls(&folder, protocol), deadline)).unwrap_err();
    assert_eq!(error.phase, Phase::StartTls, "{error}");
    assert!(error.to_string().starts_with(&format!("STARTTLS dialogue with localhost:{port} failed: ")));
    assert!(!client.is_connected() && client.greeting().is_none());
    let (taken, after) = block_on(client.send(b"secret", soon())).unwrap_err();
    assert!(taken == 0 && matches!(after.kind, Kind::NotConnected("the connect failed")), "{after}");
    assert_eq!(reactor::stats().sources, 0);
    error
}

/// A server that plays `script` and then only listens: what it heard.
fn listening(script: Script) -> Server<Vec<u8>> {
    serve(move |mut socket| {
        play(&mut socket, &script, usize::MAX);
        let mut rest = Vec::new();
        let _ = socket.read_to_end(&mut rest);
        rest
    })
}

#[test]
fn every_protocol_is_upgraded() {
    let folder = Folder::new();
    assert_eq!(dialogues().len(), Protocol::all().len());
    for (protocol, script, greeting) in dialogues() {
        for size in [usize::MAX, 1] {
            let script = script.clone();
            let server = serve(move |mut socket| {
                play(&mut socket, &script, size);
                let mut stream = Tls::default().accept(socket).established();
                stream.ssl_write(b"welcome").unwrap();
                read_to_end(&mut stream)
            });
            let client = connect(server.port, &starttls(&folder, protocol)).unwrap();
            let received = block_on(client.recv(100, soon(), <[u8]>::to_vec)).unwrap();
            assert_eq!(received, b"welcome", "{protocol:?}");
            let kept = client.greeting().unwrap();
            assert_eq!((kept.protocol, kept.text), (protocol, greeting.clone()));
            assert_eq!(client.tls_info().unwrap().sni.as_deref(), Some("localhost"));
            block_on(client.send(b"secret", soon())).unwrap();
            client.close();
            assert!(client.greeting().is_none());
            assert_eq!(server.join(), (b"secret".to_vec(), End::Notified), "{protocol:?}");
        }
    }
}

#[test]
fn bytes_after_the_go_ahead_refuse_the_upgrade() {
    for (protocol, mut script, _) in dialogues() {
        // MySQL's go-ahead is the greeting, which the client answers.
        let index = if protocol == Protocol::Mysql { 0 } else { script.len() - 1 };
        script.truncate(index + 1);
        script[index].1.extend(b"injected\r\n");
        let server = listening(script);
        let error = failing(protocol, server.port, soon());
        assert!(matches!(error.kind, Kind::PlaintextBuffered(10)), "{protocol:?}: {error}");
        assert!(error.to_string().contains("response injection"), "{error}");
        assert_eq!(server.join(), b"", "not even a ClientHello was sent");
    }
}

#[test]
fn bytes_that_are_still_in_the_kernel_refuse_it_too() {
    // One segment, of which the first read takes just the go-ahead: the client reads 4096 bytes at once.
    let go_ahead = [b"220-", &[b'x'; 4096 - 14][..], b"\r\n220 go\r\n"].concat();
    assert_eq!(go_ahead.len(), 4096);
    let mut script = smtp();
    script[2].1 = [&go_ahead[..], b"250 injected\r\n"].concat();
    let server = listening(script);
    let error = failing(Protocol::Smtp, server.port, soon());
    assert!(matches!(error.kind, Kind::PlaintextBuffered(14)), "{error}");
    assert_eq!(server.join(), b"");
}

#[test]
fn a_server_that_leaves_at_any_byte_is_named() {
    for (protocol, script, _) in dialogues() {
        let total: usize = script.iter().map(|(_, server)| server.len()).sum();
        for end in 0..total {
            let mut left = end;
            let mut cut = Script::new();
            for (client, server) in &script {
                let said = server[..left.min(server.len())].to_vec();
                left -= said.len();
                cut.push((client.clone(), said));
                if cut[cut.len() - 1].1.len() < server.len() {
                    break;
                }
            }
            let server = serve(move |mut socket| {
                play(&mut socket, &cut, usize::MAX);
                finish(socket);
            });
            let error = failing(protocol, server.port, soon());
            assert_eq!(kind(&error), "StartTls", "{protocol:?} after {end} bytes: {error}");
            assert!(error.to_string().ends_with(": the server closed the connection"), "{error}");
            server.join();
        }
    }
}

#[test]
fn a_refusal_is_quoted_and_nothing_more_is_sent() {
    let mut stripped = smtp();
    stripped.truncate(2);
    stripped[1].1 = b"250-mail.test\r\n250 PIPELINING\r\n".to_vec();
    let mut refused = smtp();
    refused[2].1 = b"454 4.7.0 TLS not available\r\n".to_vec();
    for (protocol, script, reason) in [
        (
            Protocol::Smtp,
            stripped,
            r#"smtp, EHLO: STARTTLS is not offered; the server said "250-mail.test\n250 PIPELINING""#,
        ),
        (
            Protocol::Smtp,
            refused,
            r#"smtp, STARTTLS: refused; the server said "454 4.7.0 TLS not available""#,
        ),
        (
            Protocol::Imap,
            script(&[("", "* PREAUTH welcome\r\n")]),
            "imap, greeting: the session is authenticated already (PREAUTH), so it cannot be upgraded; \
             the server said \"* PREAUTH welcome\"",
        ),
        (
            Protocol::Postgres,
            vec![(vec![0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f], b"N".to_vec())],
            "postgres, SSLRequest: refused: the server has no TLS here; the server said \"N\"",
        ),
        (
            Protocol::Nats,
            script(&[("", "INFO {}\r\n")]),
            "nats, INFO: TLS is neither required nor available; the server said \"INFO {}\"",
        ),
    ] {
        let server = listening(script);
        let error = failing(protocol, server.port, soon());
        assert_eq!(kind(&error), "StartTls");
        assert!(error.to_string().ends_with(&format!(" failed: {reason}")), "{error}");
        assert_eq!(server.join(), b"");
    }
}

#[test]
fn without_a_name_the_client_is_its_address() {
    let folder = Folder::new();
    let server = serve(|mut socket: TcpStream| {
        socket.write_all(b"220 hi\r\n").unwrap();
        let mut line = [0; 64];
        let read = socket.read(&mut line).unwrap();
        line[..read].to_vec()
    });
    let mut options = starttls(&folder, Protocol::Smtp);
    options.starttls.as_mut().unwrap().name = None;
    connect(server.port, &options).err().unwrap();
    assert_eq!(server.join(), b"EHLO [127.0.0.1]\r\n");
}

#[test]
fn a_server_that_never_ends_its_line_is_left() {
    let server = serve(|mut socket: TcpStream| {
        let mut sent = 0;
        while socket.write_all(&[b'2'; 512]).is_ok() {
            sent += 512;
        }
        sent
    });
    let error = failing(Protocol::Smtp, server.port, soon());
    assert!(error.to_string().ends_with("a line of more than 16384 bytes"), "{error}");
    assert!(server.join() >= 16384);
}

#[test]
fn the_deadline_covers_the_dialogue() {
    let start = Instant::now();
    let drip = serve(|mut socket: TcpStream| {
        socket.write_all(b"220-").unwrap();
        while socket.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    let error = failing(Protocol::Smtp, drip.port, millis(200));
    assert!(matches!(error.kind, Kind::Timeout(_)), "{error}");
    assert!(start.elapsed() >= Duration::from_millis(200) && start.elapsed() < Duration::from_secs(10));
    drip.join();
}

#[test]
fn the_same_deadline_covers_the_handshake() {
    let folder = Folder::new();
    let server = listening(smtp());
    let client = Client::default();
    let options = starttls(&folder, Protocol::Smtp);
    let error = block_on(client.connect("localhost", server.port, &options, millis(300))).unwrap_err();
    assert_eq!((kind(&error), error.phase), ("Timeout", Phase::Handshake), "{error}");
    assert_eq!(server.join()[0], 22, "a ClientHello");
}

#[test]
fn a_reset_in_the_dialogue_is_the_systems_error() {
    let server = serve(|mut socket: TcpStream| {
        socket.write_all(b"220 hi\r\n").unwrap();
        let _ = socket.read(&mut [0; 64]);
        reset(socket);
    });
    let error = failing(Protocol::Smtp, server.port, soon());
    assert_eq!(errno(&error), Some(libc::ECONNRESET), "{error}");
    server.join();
}

#[test]
fn a_wrong_name_gets_no_byte_of_the_application() {
    let folder = Folder::new();
    let server = serve(|mut socket| {
        play(&mut socket, &smtp(), usize::MAX);
        let mut accepted = Tls::new(&pki().wrong_host).accept(socket);
        read_to_end(&mut accepted.stream).0
    });
    let error = connect(server.port, &starttls(&folder, Protocol::Smtp)).err().unwrap();
    assert_eq!((kind(&error), error.phase), ("Verify", Phase::Handshake), "{error}");
    assert_eq!(server.join(), b"");
}

#[test]
fn dropped_or_closed_in_the_dialogue() {
    let folder = Folder::new();
    let options = starttls(&folder, Protocol::Smtp);
    let begun = || script(&[("", "220 hi\r\n"), ("EHLO client.test\r\n", "250-more to come\r\n")]);
    let client = Client::default();
    for closes in [false, true] {
        let server = listening(begun());
        block_on(async {
            let connecting = client.connect("localhost", server.port, &options, soon());
            if closes {
                let (result, ()) = both(connecting, async {
                    reactor::sleep(millis(50)).await;
                    assert!(client.close());
                })
                .await;
                assert_eq!(kind(&result.unwrap_err()), "Cancelled");
            } else {
                assert!(give_up_at(millis(50), connecting).await.is_none());
            }
        });
        assert!(!client.is_connected());
        assert_eq!(reactor::stats().sources, 0);
        assert_eq!(server.join(), b"");
    }
}

#[test]
fn a_client_connects_again_after_a_refusal() {
    let folder = Folder::new();
    let client = Client::default();
    let refusing = listening(script(&[("", "554 go away\r\n")]));
    let options = starttls(&folder, Protocol::Smtp);
    block_on(client.connect("localhost", refusing.port, &options, soon())).unwrap_err();
    refusing.join();
    let server = serve_tls(|mut stream| {
        stream.ssl_write(b"hello").unwrap();
        stream.shutdown().unwrap();
    });
    let direct = tls(&trusting(&folder.ca()));
    block_on(async {
        client.connect("localhost", server.port, &direct, soon()).await.unwrap();
        assert_eq!(client.greeting(), None);
        assert_eq!(recv_all(&client).await.unwrap(), b"hello");
    });
    server.join();
}

#[test]
fn a_dialogue_without_tls_settings_is_refused() {
    let server = listening(Script::new());
    let start = StartTls { protocol: Protocol::Imap, name: None };
    let options = ConnectOptions { starttls: Some(start), ..ConnectOptions::default() };
    let error = connect(server.port, &options).err().unwrap();
    assert_eq!((kind(&error), error.phase), ("InvalidConfig", Phase::StartTls), "{error}");
    assert_eq!(reactor::stats().sources, 0);
    assert_eq!(server.join(), b"");
}
