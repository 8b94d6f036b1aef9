//! Handshakes and upgrades that fail, by peers that misbehave or by misuse: nothing is left of them.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::pki::Folder;
use common::server::{End, Tls, finish, read_line, read_to_end, reset, serve, serve_tls, starttls};
use common::session::{STARTS, Start, dialogue};
use common::{
    both, connect, errno, give_up_at, kind, millis, narrow, plain, recv_all, recv_exactly, soon, tls,
    trusting,
};
use engine::client::Client;
use engine::executor::block_on;
use engine::time::Deadline;
use engine::{Error, Kind, Phase, reactor};
use std::cell::RefCell;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Runs one handshake against a server that misbehaves, direct and after an upgrade, and checks that
/// nothing is left of the connection.
fn misbehaving(behave: fn(TcpStream), deadline: fn() -> Deadline, check: impl Fn(&Error)) {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    for start in STARTS {
        let server = serve(move |mut socket| {
            if start == Start::Upgrade {
                starttls(&mut socket);
            }
            behave(socket);
        });
        let client = Client::default();
        let error = block_on(async {
            if start == Start::Direct {
                return client.connect("localhost", server.port, &tls(&config), deadline()).await;
            }
            client.connect("localhost", server.port, &plain(), soon()).await.unwrap();
            dialogue(&client).await;
            client.enable_tls(&config, deadline()).await
        })
        .unwrap_err();
        assert_eq!(error.phase, Phase::Handshake, "{start:?}: {error}");
        assert!(error.peer.starts_with("localhost:"), "{error}");
        check(&error);
        assert!(!client.is_connected());
        let reason = match start {
            Start::Direct => "the connect failed",
            Start::Upgrade => "the TLS upgrade failed",
        };
        let (taken, after) = block_on(client.send(b"secret", soon())).unwrap_err();
        assert!(taken == 0 && matches!(after.kind, Kind::NotConnected(why) if why == reason), "{after}");
        let after = block_on(client.recv(9, soon(), <[u8]>::len)).unwrap_err();
        assert!(matches!(after.kind, Kind::NotConnected(why) if why == reason), "{after}");
        assert!(!client.close());
        assert_eq!(reactor::stats().sources, 0);
        server.join();
    }
}

#[test]
fn garbage_instead_of_a_server_hello() {
    let doubts = RefCell::new(Vec::new());
    misbehaving(
        |mut socket| {
            let _ = socket.read(&mut [0; 4096]);
            socket.write_all(b"500 what do you mean?\r\n").unwrap();
            finish(socket);
        },
        soon,
        |error| {
            assert_eq!(kind(error), "Tls", "{error}");
            assert!(error.to_string().contains("the peer does not speak TLS here"), "{error}");
            let doubt = "; was its reply to STARTTLS read to the end?)";
            doubts.borrow_mut().push(error.to_string().ends_with(doubt));
        },
    );
    assert_eq!(doubts.into_inner(), STARTS.map(|start| start == Start::Upgrade));
}

#[test]
fn garbage_of_every_sort_is_an_error() {
    for seed in 0..12u8 {
        let garbage: Vec<u8> = (0..600u32).map(|n| (n * n + 7) as u8 ^ seed.wrapping_mul(37)).collect();
        let record = [&[22, 3, 3, 1, 0, 2, 0, 0, seed][..], &garbage].concat();
        for bytes in [garbage.clone(), record] {
            let server = serve(move |mut socket: TcpStream| {
                let _ = socket.read(&mut [0; 4096]);
                let _ = socket.write_all(&bytes);
                finish(socket);
            });
            let folder = Folder::new();
            let error = connect(server.port, &tls(&trusting(&folder.ca()))).err().unwrap();
            assert_eq!((kind(&error), error.phase), ("Tls", Phase::Handshake), "{error}");
            server.join();
        }
    }
}

#[test]
fn a_reset_in_mid_handshake() {
    misbehaving(
        |mut socket| {
            let _ = socket.read(&mut [0; 16]);
            reset(socket);
        },
        soon,
        |error| assert_eq!(errno(error), Some(libc::ECONNRESET), "{error}"),
    );
}

#[test]
fn a_close_in_mid_handshake() {
    misbehaving(
        |mut socket| {
            let _ = socket.read(&mut [0; 16]);
            finish(socket);
        },
        soon,
        |error| {
            assert_eq!(kind(error), "Tls", "{error}");
            assert!(error.to_string().contains("closed the connection during the handshake"), "{error}");
        },
    );
}

#[test]
fn an_alert_in_mid_handshake_is_quoted() {
    misbehaving(
        |mut socket| {
            let _ = socket.read(&mut [0; 4096]);
            // fatal, handshake_failure
            socket.write_all(&[21, 3, 3, 0, 2, 2, 40]).unwrap();
            finish(socket);
        },
        soon,
        |error| assert!(error.to_string().contains("handshake failure"), "{error}"),
    );
}

#[test]
fn a_stalled_handshake_ends_at_the_deadline() {
    let start = Instant::now();
    misbehaving(
        finish_reading,
        || millis(150),
        |error| {
            assert_eq!(kind(error), "Timeout", "{error}");
            assert!(error.to_string().contains("timed out after 0.15 s"), "{error}");
        },
    );
    assert!(start.elapsed() >= Duration::from_millis(300), "two handshakes");
}

/// Says nothing and waits for the peer's end.
fn finish_reading(mut socket: TcpStream) {
    let _ = std::io::copy(&mut socket, &mut std::io::sink());
}

#[test]
fn a_dripping_server_cannot_stretch_the_deadline() {
    let start = Instant::now();
    misbehaving(
        |mut socket| {
            let _ = socket.read(&mut [0; 4096]);
            socket.write_all(&[22, 3, 3, 64, 0, 2, 0, 63, 252]).unwrap();
            while socket.write_all(&[3]).is_ok() {
                std::thread::sleep(Duration::from_millis(5));
            }
        },
        || millis(200),
        |error| assert_eq!(kind(error), "Timeout", "{error}"),
    );
    assert!(start.elapsed() >= Duration::from_millis(400));
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn plaintext_before_the_upgrade_is_refused() {
    let folder = Folder::new();
    let server = serve(|mut socket: TcpStream| {
        read_line(&mut socket, b"STARTTLS\r\n");
        // One segment: the go-ahead and what is to be taken for the protected session's answer.
        socket.write_all(b"220 go ahead\r\n250 injected\r\n").unwrap();
        let mut rest = Vec::new();
        let _ = socket.read_to_end(&mut rest);
        rest
    });
    let client = connect(server.port, &plain()).unwrap();
    let error = block_on(async {
        client.send(b"STARTTLS\r\n", soon()).await.unwrap();
        recv_exactly(&client, b"220 go ahead\r\n".len()).await.unwrap();
        client.enable_tls(&trusting(&folder.ca()), soon()).await.unwrap_err()
    });
    assert!(matches!(error.kind, Kind::PlaintextBuffered(14)), "{error:?}");
    assert!(error.to_string().contains("response injection"), "{error}");
    assert!(!client.is_connected());
    assert_eq!(reactor::stats().sources, 0);
    assert_eq!(server.join(), b"", "not even a ClientHello was sent");
}

#[test]
fn a_peer_that_left_before_the_upgrade_is_named() {
    let folder = Folder::new();
    let server = serve(|mut socket| {
        socket.write_all(b"bye").unwrap();
        finish(socket);
    });
    let client = connect(server.port, &plain()).unwrap();
    let error = block_on(async {
        recv_all(&client).await.unwrap();
        client.enable_tls(&trusting(&folder.ca()), soon()).await.unwrap_err()
    });
    assert!(error.to_string().contains("closed the connection before the handshake"), "{error}");
    server.join();
}

#[test]
fn an_upgrade_needs_a_plain_connection() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let client = Client::default();
    let error = block_on(client.enable_tls(&config, soon())).unwrap_err();
    assert!(matches!(error.kind, Kind::NotConnected("never connected")), "{error}");
    let server = serve_tls(|mut stream| read_to_end(&mut stream));
    let client = connect(server.port, &tls(&config)).unwrap();
    let error = block_on(client.enable_tls(&config, soon())).unwrap_err();
    assert_eq!(kind(&error), "AlreadyConnected");
    block_on(client.send(b"still there", soon())).unwrap();
    client.close();
    assert_eq!(server.join(), (b"still there".to_vec(), End::Notified));
    let error = block_on(client.enable_tls(&config, soon())).unwrap_err();
    assert!(matches!(error.kind, Kind::NotConnected("closed")), "{error}");
}

#[test]
fn a_dropped_handshake_closes_the_connection() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    for start in STARTS {
        let server = serve(move |mut socket| {
            if start == Start::Upgrade {
                starttls(&mut socket);
            }
            finish_reading(socket);
        });
        let client = Client::default();
        block_on(async {
            if start == Start::Direct {
                let options = tls(&config);
                let connecting = client.connect("127.0.0.1", server.port, &options, soon());
                assert!(give_up_at(millis(50), connecting).await.is_none());
                return;
            }
            client.connect("127.0.0.1", server.port, &plain(), soon()).await.unwrap();
            dialogue(&client).await;
            assert!(give_up_at(millis(50), client.enable_tls(&config, soon())).await.is_none());
        });
        assert!(!client.is_connected());
        assert_eq!(reactor::stats().sources, 0);
        server.join();
    }
}

/// Two upgrades at once: the first one goes on as if nothing had happened.
#[test]
fn a_second_upgrade_and_what_is_sent_during_the_first_are_refused() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let (go_on, may_go_on) = std::sync::mpsc::channel();
    let server = serve(move |mut socket| {
        starttls(&mut socket);
        may_go_on.recv().unwrap();
        // Plaintext in front of or between the records would spoil the handshake.
        let mut stream = Tls::default().accept(socket).established();
        read_to_end(&mut stream)
    });
    let client = connect(server.port, &plain()).unwrap();
    block_on(async {
        dialogue(&client).await;
        let meanwhile = async {
            let second = client.enable_tls(&config, soon()).await.unwrap_err();
            let sent = client.send(b"in between", soon()).await.unwrap_err();
            let tried = client.try_send(b"in between").unwrap();
            let received = client.recv(9, soon(), <[u8]>::len).await.unwrap_err();
            go_on.send(()).unwrap();
            (second, sent, tried, received)
        };
        let (first, (second, sent, tried, received)) =
            both(client.enable_tls(&config, soon()), meanwhile).await;
        first.unwrap();
        for refused in [&second, &sent.1, &received] {
            let reason = "the TLS upgrade is under way";
            assert!(matches!(refused.kind, Kind::NotConnected(why) if why == reason), "{refused}");
        }
        assert_eq!((sent.0, tried), (0, 0));
        client.send(b"after", soon()).await.unwrap();
    });
    client.close();
    assert_eq!(server.join(), (b"after".to_vec(), End::Notified));
}

/// Whoever uses [`Client`] keeps others away during an upgrade; should it forget to, nothing leaks.
#[test]
fn a_send_that_waits_does_not_go_on_in_plaintext_under_an_upgrade() {
    let folder = Folder::new();
    let (upgrade_began, began) = std::sync::mpsc::channel();
    let server = serve(move |mut socket: TcpStream| {
        began.recv().unwrap();
        let mut all = Vec::new();
        let mut buffer = vec![0; 65536];
        while !has_client_hello(&all) {
            let read = socket.read(&mut buffer).unwrap();
            assert_ne!(read, 0, "the client ended before its ClientHello");
            all.extend_from_slice(&buffer[..read]);
        }
        socket.shutdown(std::net::Shutdown::Write).unwrap();
        let _ = socket.read_to_end(&mut all);
        all
    });
    let client = connect(server.port, &narrow(plain())).unwrap();
    let data = vec![b'x'; 8 << 20];
    let (sent, upgraded) = block_on(both(client.send(&data, soon()), async {
        upgrade_began.send(()).unwrap();
        client.enable_tls(&trusting(&folder.ca()), soon()).await
    }));
    let (taken, error) = sent.unwrap_err();
    assert!(taken > 0 && taken < data.len(), "{taken}");
    assert!(matches!(error.kind, Kind::NotConnected(why) if why.contains("TLS")), "{error}");
    assert_eq!(kind(&upgraded.unwrap_err()), "Tls");
    let all = server.join();
    assert_eq!(all.iter().position(|&byte| byte != b'x'), Some(taken));
    assert_eq!(all.len(), taken + client_hello(&all[taken..]).unwrap(), "something is behind the record");
}

fn has_client_hello(all: &[u8]) -> bool {
    all.iter().position(|&byte| byte != b'x').is_some_and(|begin| client_hello(&all[begin..]).is_some())
}

/// The size of the record that `bytes` begin with, if it is there as a whole.
fn client_hello(bytes: &[u8]) -> Option<usize> {
    let [22, 3, _, high, low, rest @ ..] = bytes else { return None };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    (rest.len() >= length).then_some(5 + length)
}
