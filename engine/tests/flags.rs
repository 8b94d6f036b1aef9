//! The flags of recv(2) and send(2), and half-closed streams: over TCP, Unix sockets and TLS.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::server::read_line;
use common::way::{Peer, WAYS, Way};
use common::{
    both, errno, give_up_after, kind, millis, narrow, pattern, recv_all, recv_exactly, soon, trusting,
};
use engine::client::{Client, RecvFlags, SendFlags};
use engine::executor::block_on;
use engine::time::Deadline;
use engine::{Error, Phase, reactor};
use std::net::Shutdown;
use std::time::{Duration, Instant};

const NONE: RecvFlags = RecvFlags { peek: false, wait_all: false, dont_wait: false, oob: false };
const PEEK: RecvFlags = RecvFlags { peek: true, ..NONE };
const ALL: RecvFlags = RecvFlags { wait_all: true, ..NONE };
const NOW: RecvFlags = RecvFlags { dont_wait: true, ..NONE };
const URGENT: RecvFlags = RecvFlags { oob: true, ..NONE };
const SEND_URGENT: SendFlags = SendFlags { dont_wait: false, oob: true };
const SEND_NOW: SendFlags = SendFlags { dont_wait: true, oob: false };

async fn recv(client: &Client, max: usize, flags: RecvFlags) -> Result<Vec<u8>, Error> {
    client.recv_with(max, flags, soon(), <[u8]>::to_vec).await
}

fn pause(ms: u64) {
    std::thread::sleep(Duration::from_millis(ms));
}

/// Waits for the client's end, so that nothing is reset.
fn drain(peer: &mut dyn Peer) {
    let _ = peer.read_to_end(&mut Vec::new());
}

#[test]
fn peek_waits_and_takes_nothing() {
    for way in WAYS {
        let (client, server) = way.open(|peer| {
            read_line(peer, b"go");
            pause(20);
            peer.write_all(b"hello").unwrap();
            drain(peer);
        });
        block_on(async {
            let late = client.recv_with(9, PEEK, millis(20), <[u8]>::len).await.unwrap_err();
            assert_eq!((kind(&late), late.phase), ("Timeout", Phase::Receive), "{way:?}");
            client.send(b"go", soon()).await.unwrap();
            for _ in 0..3 {
                assert_eq!(recv(&client, 2, PEEK).await.unwrap(), b"he", "{way:?}");
                assert_eq!(recv(&client, 9, PEEK).await.unwrap(), b"hello", "{way:?}");
            }
            assert_eq!(recv(&client, 2, NONE).await.unwrap(), b"he");
            assert_eq!(recv(&client, 9, PEEK).await.unwrap(), b"llo");
            assert_eq!(client.peek(1, <[u8]>::to_vec).unwrap(), b"l");
            assert_eq!(recv(&client, 9, NONE).await.unwrap(), b"llo");
        });
        client.close();
        server.join();
    }
}

#[test]
fn waitall_gathers_however_the_bytes_come() {
    const SIZE: usize = 12;
    for way in WAYS {
        let (client, server) = way.open(|peer| {
            let data = pattern(SIZE);
            for split in 0..=SIZE {
                read_line(peer, b"go");
                for part in [&data[..split], &data[split..]] {
                    peer.write_all(part).unwrap();
                    pause(2);
                }
            }
            read_line(peer, b"go");
            for byte in &data {
                peer.write_all(&[*byte]).unwrap();
                pause(1);
            }
            // More than is asked for.
            read_line(peer, b"go");
            peer.write_all(&[&data[..], b"rest"].concat()).unwrap();
            drain(peer);
        });
        block_on(async {
            for round in 0..SIZE + 3 {
                client.send(b"go", soon()).await.unwrap();
                let looked = RecvFlags { peek: true, ..ALL };
                if round % 3 == 0 {
                    assert_eq!(recv(&client, SIZE, looked).await.unwrap(), pattern(SIZE), "{way:?} {round}");
                }
                assert_eq!(recv(&client, SIZE, ALL).await.unwrap(), pattern(SIZE), "{way:?} {round}");
            }
            assert_eq!(client.unread(), 0, "the rest is the kernel's");
            assert_eq!(recv_exactly(&client, 4).await.unwrap(), b"rest");
        });
        client.close();
        server.join();
    }
}

#[test]
fn waitall_keeps_what_has_come_when_it_does_not_come_to_the_end() {
    for way in WAYS {
        let (client, server) = way.open(|peer| {
            peer.write_all(b"hello").unwrap();
            read_line(peer, b"go");
            peer.write_all(b", world").unwrap();
            peer.end();
            drain(peer);
        });
        block_on(async {
            let late = client.recv_with(9, ALL, millis(60), <[u8]>::len).await.unwrap_err();
            assert_eq!(kind(&late), "Timeout", "{way:?}");
            assert!(
                late.to_string().ends_with("timed out after 0.06 s (5 of a packet's 9 bytes received)"),
                "{late}"
            );
            assert_eq!(client.unread(), 5);
            assert!(give_up_after(1, recv(&client, 9, ALL)).await.is_none());
            // Whatever asks next gets it first.
            assert_eq!(recv(&client, 9, NOW).await.unwrap(), b"hello");
            assert!(give_up_after(1, recv(&client, 5, ALL)).await.is_none());
            client.send(b"go", soon()).await.unwrap();
            assert_eq!(recv(&client, 5, ALL).await.unwrap(), b", wor", "{way:?}");
            // The stream ends before there is so much.
            assert_eq!(recv(&client, 5, ALL).await.unwrap(), b"ld", "{way:?}");
            for flags in [ALL, NONE, PEEK, NOW] {
                assert_eq!(recv(&client, 5, flags).await.unwrap(), b"", "{way:?} {flags:?}");
            }
        });
        client.close();
        server.join();
    }
}

#[test]
fn waitall_of_megabytes() {
    const SIZE: usize = 5 << 20;
    for way in WAYS {
        let (client, server) = way.open(|peer| {
            peer.write_all(&pattern(SIZE)).unwrap();
            drain(peer);
        });
        assert!(block_on(recv(&client, SIZE, ALL)).unwrap() == pattern(SIZE), "{way:?}");
        client.close();
        server.join();
    }
}

/// What was gathered in plaintext must not be taken for an answer under TLS.
#[test]
fn an_upgrade_is_refused_when_waitall_has_kept_something() {
    let (client, server) = Way::Tcp.open(|peer| {
        peer.write_all(b"hello").unwrap();
        drain(peer);
    });
    let late = block_on(client.recv_with(9, ALL, millis(60), <[u8]>::len)).unwrap_err();
    assert_eq!(kind(&late), "Timeout");
    let folder = common::pki::Folder::new();
    let error = block_on(client.enable_tls(&trusting(&folder.ca()), soon())).unwrap_err();
    assert_eq!(kind(&error), "PlaintextBuffered", "{error}");
    server.join();
}

#[test]
fn dontwait_asks_the_kernel_each_time() {
    for way in WAYS {
        let (client, server) = way.open(|peer| {
            read_line(peer, b"go");
            pause(20);
            peer.write_all(b"hello").unwrap();
            drain(peer);
        });
        block_on(async {
            for flags in [NOW, RecvFlags { wait_all: true, ..NOW }, RecvFlags { peek: true, ..NOW }] {
                let nothing = recv(&client, 9, flags).await.unwrap_err();
                assert_eq!((errno(&nothing), nothing.phase), (Some(libc::EAGAIN), Phase::Receive), "{way:?}");
            }
            client.send(b"go", soon()).await.unwrap();
            // Nobody turns the reactor meanwhile.
            let end = Instant::now() + common::LONG;
            let received = loop {
                match recv(&client, 9, NOW).await {
                    Ok(received) => break received,
                    Err(error) => assert_eq!(errno(&error), Some(libc::EAGAIN), "{way:?}"),
                }
                assert!(Instant::now() < end, "{way:?}: nothing comes");
                pause(1);
            };
            assert_eq!(received, b"hello");
            assert_eq!(errno(&recv(&client, 9, NOW).await.unwrap_err()), Some(libc::EAGAIN));
        });
        client.close();
        server.join();
    }
}

#[test]
fn dontwait_sends_what_leaves_at_once() {
    for way in WAYS {
        let (client, server) = way.open_with(narrow, |peer| {
            // As long as the client fills what lies between.
            pause(100);
            let mut received = Vec::new();
            peer.read_to_end(&mut received).unwrap();
            received
        });
        let data = pattern(100_000);
        let mut sent = Vec::new();
        block_on(async {
            let full = loop {
                match client.send_with(&data, SEND_NOW, soon()).await {
                    Ok(taken) => sent.extend_from_slice(&data[..taken]),
                    Err((taken, error)) => break (taken, error),
                }
                assert!(sent.len() < 1 << 28, "{way:?}: it is never full");
            };
            assert_eq!(
                (full.0, errno(&full.1), full.1.phase),
                (0, Some(libc::EAGAIN), Phase::Send),
                "{way:?}"
            );
            // Again without a turn of the reactor.
            let end = Instant::now() + common::LONG;
            while let Err((_, error)) = client.send_with(b"more", SEND_NOW, soon()).await {
                assert_eq!(errno(&error), Some(libc::EAGAIN), "{way:?}");
                assert!(Instant::now() < end, "{way:?}: there is never room");
                pause(1);
            }
            sent.extend_from_slice(b"more");
            client.shutdown(Shutdown::Write, soon()).await.unwrap();
        });
        let received = server.join();
        assert!(received == sent, "{way:?}: {} of {}", received.len(), sent.len());
    }
}

#[test]
fn urgent_data_goes_to_the_peer() {
    for way in [Way::Tcp, Way::Unix] {
        let (client, server) = way.open(|peer| {
            read_line(peer, b"before");
            let end = Instant::now() + common::LONG;
            let mut byte = [std::mem::MaybeUninit::new(0)];
            while peer.socket().recv_out_of_band(&mut byte).is_err() {
                assert!(Instant::now() < end, "no urgent byte");
                pause(1);
            }
            peer.write_all(b"seen").unwrap();
            read_line(peer, b"after");
        });
        block_on(async {
            assert_eq!(client.send_with(b"before!", SEND_URGENT, soon()).await.unwrap(), 7, "{way:?}");
            assert_eq!(recv_exactly(&client, 4).await.unwrap(), b"seen");
            client.send(b"after", soon()).await.unwrap();
        });
        server.join();
    }
}

#[test]
fn urgent_data_is_received_out_of_turn() {
    for way in [Way::Tcp, Way::Unix] {
        let (client, server) = way.open(|peer| {
            for _ in 0..2 {
                read_line(peer, b"go");
                peer.write_all(b"before").unwrap();
                assert_eq!(peer.socket().send_out_of_band(b"!").unwrap(), 1);
                peer.write_all(b"after").unwrap();
            }
            drain(peer);
        });
        block_on(async {
            let none = recv(&client, 1, URGENT).await.unwrap_err();
            assert_eq!((errno(&none), none.phase), (Some(libc::EINVAL), Phase::Receive), "{way:?}");
            client.send(b"go", soon()).await.unwrap();
            let end = Instant::now() + common::LONG;
            let look = RecvFlags { peek: true, ..URGENT };
            let seen = loop {
                match recv(&client, 1, look).await {
                    Ok(seen) => break seen,
                    Err(error) => assert_eq!(errno(&error), Some(libc::EINVAL), "{way:?}"),
                }
                assert!(Instant::now() < end, "{way:?}: no urgent byte");
                reactor::sleep(millis(1)).await;
            };
            assert_eq!(seen, b"!");
            assert_eq!(recv(&client, 1, URGENT).await.unwrap(), b"!", "{way:?}");
            assert_eq!(recv_exactly(&client, 11).await.unwrap(), b"beforeafter", "{way:?}");
            client.send(b"go", soon()).await.unwrap();
            // To the end: the peer is writing.
            assert_eq!(recv_exactly(&client, 11).await.unwrap(), b"beforeafter", "{way:?}");
        });
        client.close();
        server.join();
    }
}

/// A read ends before the urgent byte, so it says nothing about what follows; and no event comes any more.
#[test]
fn urgent_data_that_nobody_asks_for_does_not_stall_the_stream() {
    for way in [Way::Tcp, Way::Unix] {
        let (client, server) = way.open(|peer| {
            for _ in 0..5 {
                read_line(peer, b"go");
                peer.write_all(b"before").unwrap();
                assert_eq!(peer.socket().send_out_of_band(b"!").unwrap(), 1);
                peer.write_all(b"after").unwrap();
            }
            drain(peer);
        });
        block_on(async {
            for round in 0..5 {
                client.send(b"go", soon()).await.unwrap();
                // All of it is there before the first read, or none of it.
                if round % 2 == 0 {
                    reactor::sleep(millis(30)).await;
                }
                assert_eq!(recv_exactly(&client, 11).await.unwrap(), b"beforeafter", "{way:?} {round}");
            }
        });
        client.close();
        server.join();
    }
}

#[test]
fn there_is_no_urgent_data_under_tls() {
    for way in WAYS.into_iter().filter(|way| way.is_tls()) {
        let (client, server) = way.open(|peer| {
            read_line(peer, b"fine");
            drain(peer);
        });
        block_on(async {
            let error = recv(&client, 1, URGENT).await.unwrap_err();
            assert_eq!((errno(&error), error.phase), (Some(libc::EOPNOTSUPP), Phase::Receive));
            let (taken, error) = client.send_with(b"!", SEND_URGENT, soon()).await.unwrap_err();
            assert_eq!((taken, errno(&error), error.phase), (0, Some(libc::EOPNOTSUPP), Phase::Send));
            assert!(error.to_string().contains("TLS has no urgent data (MSG_OOB)"), "{error}");
            client.send(b"fine", soon()).await.unwrap();
        });
        client.close();
        server.join();
    }
}

#[test]
fn a_half_closed_stream_goes_on_in_the_other_direction() {
    const SIZE: usize = 2 << 20;
    for way in WAYS {
        let (client, server) = way.open(|peer| {
            let mut received = Vec::new();
            peer.read_to_end(&mut received).unwrap();
            peer.write_all(&pattern(SIZE)).unwrap();
            peer.end();
            drain(peer);
            received
        });
        block_on(async {
            client.send(b"question", soon()).await.unwrap();
            client.shutdown(Shutdown::Write, soon()).await.unwrap();
            let (taken, error) = client.send(b"more", soon()).await.unwrap_err();
            assert_eq!((taken, errno(&error), error.phase), (0, Some(libc::EPIPE), Phase::Send), "{way:?}");
            // Twice does no harm.
            client.shutdown(Shutdown::Write, soon()).await.unwrap();
            assert!(recv_all(&client).await.unwrap() == pattern(SIZE), "{way:?}");
            assert!(client.is_connected());
        });
        client.close();
        assert_eq!(server.join(), b"question", "{way:?}");
    }
}

#[test]
fn reading_can_be_ended_alone() {
    for way in WAYS {
        let (client, server) = way.open(|peer| {
            read_line(peer, b"still heard");
            drain(peer);
        });
        block_on(async {
            let wait = recv(&client, 9, NONE);
            let end = async {
                reactor::sleep(millis(10)).await;
                client.shutdown(Shutdown::Read, soon()).await.unwrap();
            };
            let (received, ()) = both(wait, end).await;
            assert_eq!(received.unwrap(), b"", "{way:?}");
            assert_eq!(recv(&client, 9, NONE).await.unwrap(), b"", "{way:?}");
            client.send(b"still heard", soon()).await.unwrap();
            client.shutdown(Shutdown::Both, soon()).await.unwrap();
            assert_eq!(errno(&client.send(b"x", soon()).await.unwrap_err().1), Some(libc::EPIPE), "{way:?}");
            assert_eq!(recv(&client, 9, NONE).await.unwrap(), b"", "{way:?}");
        });
        client.close();
        server.join();
        assert_eq!(kind(&block_on(client.shutdown(Shutdown::Both, soon())).unwrap_err()), "NotConnected");
    }
}

/// What a send that ended early has left goes first, then close_notify.
#[test]
fn ending_what_is_sent_waits_for_what_was_sent_before() {
    for way in WAYS.into_iter().filter(|way| way.is_tls()) {
        let (started, start) = std::sync::mpsc::channel();
        let (client, server) = way.open_with(narrow, move |peer| {
            start.recv().unwrap();
            let mut received = Vec::new();
            // close_notify is the end; anything else would be an error.
            peer.read_to_end(&mut received).unwrap();
            received
        });
        let data = pattern(8 << 20);
        let taken = block_on(async {
            let (taken, error) = client.send(&data, millis(60)).await.unwrap_err();
            assert_eq!(kind(&error), "Timeout", "{way:?}");
            let error = client.shutdown(Shutdown::Write, millis(30)).await.unwrap_err();
            assert_eq!((kind(&error), error.phase), ("Timeout", Phase::Send), "{way:?}");
            started.send(()).unwrap();
            client.shutdown(Shutdown::Write, Deadline::after(common::LONG)).await.unwrap();
            taken
        });
        assert!(server.join() == data[..taken], "{way:?}");
    }
}
