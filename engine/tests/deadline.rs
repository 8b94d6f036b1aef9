//! One deadline for all that a connect does, and no wait that ends before its time.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::dns::{Action, NameServer, System, asking};
use common::hosts::{Host, hosts};
use common::pki::Folder;
use common::server::serve;
use common::{both, connect, kind, millis, plain, soon, trusting};
use engine::client::{Client, ConnectOptions};
use engine::dns;
use engine::executor::block_on;
use engine::net::addr::Family;
use engine::net::socket::SocketOptions;
use engine::reactor::{self, Wait, sleep, turn};
use engine::time::{Deadline, ManualClock};
use engine::{Phase, error::Kind};
use proptest::prelude::*;
use std::cell::Cell;
use std::future::poll_fn;
use std::io::{Read, Write};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

/// Asks `server` for IPv4 addresses only, with all the patience there is.
fn asking_patiently(server: &NameServer) -> ConnectOptions {
    let mut resolver = asking(&[server]);
    resolver.timeout = Some(common::LONG);
    let socket = SocketOptions { family: Family::Ipv4, ..SocketOptions::default() };
    ConnectOptions { socket, resolver, ..ConnectOptions::default() }
}

/// Lets everybody else run, and the reactor look at clock and sockets: while somebody is ready, nobody else
/// makes it do so.
async fn let_others_run() {
    for _ in 0..8 {
        turn(Wait::Poll);
        let mut waited = false;
        poll_fn(|cx| {
            if std::mem::replace(&mut waited, true) {
                return Poll::Ready(());
            }
            cx.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }
}

/// Runs `work` against `script`, which moves the clock and is told whether `work` has ended.
fn scripted<T>(work: impl Future<Output = T>, script: impl AsyncFnOnce(&Cell<bool>)) -> T {
    let ended = Cell::new(false);
    let work = async {
        let output = work.await;
        ended.set(true);
        output
    };
    block_on(both(work, script(&ended))).0
}

/// A name server that answers with 127.0.0.1 once it is told to.
fn held_back(gate: Receiver<()>) -> NameServer {
    let gate = Mutex::new(gate);
    NameServer::start(move |question| {
        let _ = gate.lock().unwrap().recv_timeout(common::LONG);
        question.addresses(60, &["127.0.0.1"])
    })
}

#[test]
fn a_look_up_and_a_dripping_handshake_share_one_deadline() {
    let (clock, _system, folder) = (ManualClock::install(), System::new("", ""), Folder::new());
    let ((release, gate), (accepted, arrival), (drip, drops)) = (channel(), channel(), channel());
    let name_server = held_back(gate);
    let peer = serve(move |mut socket| {
        accepted.send(()).unwrap();
        // The head of a record of 16 KiB, which a server may take its time with.
        socket.write_all(&[22, 3, 3, 64, 0, 2, 0, 63, 252]).unwrap();
        while drops.recv_timeout(common::LONG).is_ok() && socket.write_all(&[3]).is_ok() {}
        let _ = socket.read_to_end(&mut Vec::new());
    });
    let tls = Some(Rc::new(trusting(&folder.ca())));
    let options = ConnectOptions { tls, ..asking_patiently(&name_server) };
    let client = Client::default();
    let connecting = client.connect("slow.test", peer.port, &options, millis(400));
    let error = scripted(connecting, async |ended| {
        while name_server.count() == 0 {
            let_others_run().await;
        }
        clock.advance(Duration::from_millis(300));
        let_others_run().await;
        assert!(!ended.get(), "100 ms are left");
        release.send(()).unwrap();
        while arrival.try_recv().is_err() {
            let_others_run().await;
        }
        for _ in 0..99 {
            drip.send(()).unwrap();
            clock.advance(Duration::from_millis(1));
            let_others_run().await;
            assert!(!ended.get(), "1 ms is left");
        }
        clock.advance(Duration::from_millis(1));
        drop(drip);
    })
    .unwrap_err();
    assert_eq!((kind(&error), error.phase), ("Timeout", Phase::Handshake), "{error}");
    assert!(error.to_string().ends_with("timed out after 0.4 s"), "{error}");
    assert!(!client.is_connected());
    assert_eq!(reactor::stats(), reactor::Stats::default());
    peer.join();
}

#[test]
fn a_look_up_that_uses_the_time_up_is_named() {
    let (clock, _system) = (ManualClock::install(), System::new("", ""));
    let name_server = NameServer::silent();
    let options = asking_patiently(&name_server);
    let client = Client::default();
    let error = scripted(client.connect("a.test", 25, &options, millis(400)), async |ended| {
        while name_server.count() == 0 {
            let_others_run().await;
        }
        clock.advance(Duration::from_micros(399_999));
        let_others_run().await;
        assert!(!ended.get());
        clock.advance(Duration::from_micros(1));
    })
    .unwrap_err();
    assert_eq!((kind(&error), error.phase), ("DnsTimeout", Phase::Resolve), "{error}");
    let text = error.to_string();
    assert!(text.contains("\"a.test\" was not resolved within 0.4 s"), "{text}");
    assert!(text.contains(&format!("{} asked once: no answer yet", name_server.addr)), "{text}");
}

#[test]
fn a_look_up_leaves_the_connect_what_is_left() {
    let _system = System::new("", "");
    let (port, _hosts) = hosts([("127.0.0.2", Host::silent)]);
    let name_server = NameServer::start(|question| {
        let reply = question.addresses(60, &["127.0.0.2"]).bytes();
        Action::Send(vec![(Duration::from_millis(150), common::dns::Source::Own, reply)])
    });
    let options = asking_patiently(&name_server);
    let (client, start) = (Client::default(), Instant::now());
    let error = block_on(client.connect("slow.test", port, &options, millis(300))).unwrap_err();
    assert!((300..3000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    assert_eq!(error.phase, Phase::Connect, "{error}");
    let expected = format!("timed out after 0.3 s (127.0.0.2:{port}: no answer)");
    assert_eq!(error.kind.to_string(), expected);
    assert!(error.is_timeout());
}

#[test]
fn an_answer_that_drips_over_tcp_cannot_stretch_a_servers_time() {
    let _system = System::new("", "");
    let name_server = NameServer::start(|question| {
        let mut reply = question.addresses(60, &["192.0.2.1"]);
        reply.truncated = !question.is_tcp;
        match question.is_tcp {
            // About seven seconds.
            true => Action::Drip(Duration::from_millis(100), reply.bytes()),
            false => reply.into(),
        }
    });
    let mut options = asking(&[&name_server]);
    options.attempts = Some(1);
    let start = Instant::now();
    let error = block_on(dns::lookup("a.test", Family::Ipv4, &options, soon())).unwrap_err();
    assert!((200..3000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    assert_eq!(kind(&error), "DnsTimeout", "{error}");
    assert!(error.to_string().contains("asked once: no answer"), "{error}");
    assert_eq!(reactor::stats(), reactor::Stats::default());
}

#[test]
fn never_is_never() {
    let clock = ManualClock::install();
    let peer = serve(|mut socket| {
        // The end of the test, or the first byte from it.
        let _ = socket.read(&mut [0]);
        socket.write_all(b"at last").unwrap();
    });
    let client = connect(peer.port, &plain()).unwrap();
    let received = scripted(client.recv(9, Deadline::NEVER, <[u8]>::to_vec), async |ended| {
        for _ in 0..50 {
            clock.advance(Duration::from_secs(30 * 86_400));
            let_others_run().await;
            assert!(!ended.get());
        }
        client.send(b"?", Deadline::NEVER).await.unwrap();
    });
    assert_eq!(received.unwrap(), b"at last");
    peer.join();
}

proptest! {
    /// On a clock that is moved by hand: one nanosecond before its time a wait goes on, and at it it ends.
    #[test]
    fn a_wait_ends_at_its_nanosecond(limit in 1u64..20_000_000, before in 0u64..20_000_000) {
        let clock = ManualClock::install();
        clock.advance(Duration::from_nanos(before));
        let mut cx = Context::from_waker(Waker::noop());
        let mut nap = pin!(sleep(Deadline::after(Duration::from_nanos(limit))));
        prop_assert!(nap.as_mut().poll(&mut cx).is_pending());
        clock.advance(Duration::from_nanos(limit - 1));
        turn(Wait::Poll);
        prop_assert!(nap.as_mut().poll(&mut cx).is_pending(), "1 ns early");
        clock.advance(Duration::from_nanos(1));
        turn(Wait::Poll);
        prop_assert!(nap.as_mut().poll(&mut cx).is_ready());
    }
}

/// On the real clock, whose waits the kernel rounds to milliseconds.
#[test]
fn fractions_of_a_millisecond_are_waited_for() {
    let peer = serve(|mut socket| drop(socket.read(&mut [0])));
    let client = connect(peer.port, &plain()).unwrap();
    for limit in (0..120).map(|n| Duration::from_nanos(1 + n * 27_449)) {
        let start = Instant::now();
        let error = block_on(client.recv(1, Deadline::after(limit), <[u8]>::len)).unwrap_err();
        assert!(start.elapsed() >= limit, "{:?} of {limit:?}", start.elapsed());
        assert!(matches!(error.kind, Kind::Timeout(_)), "{error}");
        let start = Instant::now();
        block_on(sleep(Deadline::after(limit)));
        assert!(start.elapsed() >= limit, "{:?} of {limit:?}", start.elapsed());
    }
    client.close();
    peer.join();
}
