//! What can be asked of a connection: whether it may be used again, a copy of its descriptor, its settings.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::server::{read_line, reset, serve};
use common::way::{Peer, WAYS, Way};
use common::{LONG, connect, errno, kind, millis, narrow, pattern, plain, recv_exactly, soon};
use engine::client::{Client, ConnectOptions, Liveness, RecvFlags};
use engine::executor::block_on;
use engine::net::socket::{Keepalive, SocketKind, SocketOptions};
use engine::reactor;
use engine::transport::closing;
use std::io::{Read, Write};
use std::net::UdpSocket;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Looks until it is as `expected`: what the peer does takes a moment to arrive.
fn becomes(client: &Client, expected: impl Fn(&Liveness) -> bool) -> Liveness {
    let end = Instant::now() + LONG;
    loop {
        let liveness = client.liveness();
        if expected(&liveness) || Instant::now() > end {
            return liveness;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn is_dirty(liveness: &Liveness, reason: &str) -> bool {
    matches!(liveness, Liveness::Dirty(why) if why.contains(reason))
}

fn is_dead(liveness: &Liveness, reason: &str) -> bool {
    matches!(liveness, Liveness::Dead(why) if why.contains(reason))
}

/// Does what it is told until nobody tells it anything.
fn obedient(orders: mpsc::Receiver<&'static str>) -> impl FnOnce(&mut dyn Peer) + Send {
    move |peer| {
        for order in orders {
            match order {
                "say" => peer.write_all(b"hello").unwrap(),
                "end" => peer.end(),
                _ => read_line(peer, order.as_bytes()),
            }
        }
        let _ = peer.read_to_end(&mut Vec::new());
    }
}

#[test]
fn a_connection_is_clean_as_long_as_nothing_is_left_over() {
    for way in WAYS {
        let (order, orders) = mpsc::channel();
        let (client, server) = way.open(obedient(orders));
        // TLS 1.3 servers send tickets unasked: they are no data.
        for _ in 0..20 {
            assert_eq!(client.liveness(), Liveness::Clean, "{way:?}");
            std::thread::sleep(Duration::from_millis(1));
        }
        block_on(client.send(b"question", soon())).unwrap();
        order.send("question").unwrap();
        order.send("say").unwrap();
        let left = becomes(&client, |liveness| *liveness != Liveness::Clean);
        assert!(is_dirty(&left, "was not received"), "{way:?}: {left:?}");
        // Looking takes nothing.
        assert_eq!(block_on(recv_exactly(&client, 3)).unwrap(), b"hel");
        assert!(is_dirty(&client.liveness(), "was not received"), "{way:?}");
        let late = block_on(client.recv_with(
            9,
            RecvFlags { wait_all: true, ..RecvFlags::default() },
            millis(20),
            <[u8]>::len,
        ));
        assert_eq!(kind(&late.unwrap_err()), "Timeout");
        assert!(is_dirty(&client.liveness(), "2 bytes were received and not taken"), "{way:?}");
        assert_eq!(block_on(recv_exactly(&client, 2)).unwrap(), b"lo");
        assert_eq!(client.liveness(), Liveness::Clean, "{way:?}");
        // It can be used as if nothing had been.
        block_on(client.send(b"again", soon())).unwrap();
        order.send("again").unwrap();
        order.send("end").unwrap();
        let ended = becomes(&client, |liveness| *liveness != Liveness::Clean);
        assert!(is_dead(&ended, "the peer has closed the connection"), "{way:?}: {ended:?}");
        drop(order);
        client.close();
        assert!(is_dead(&client.liveness(), "not connected (closed)"));
        server.join();
    }
}

#[test]
fn what_has_not_left_is_left_over() {
    for way in [Way::Tls12, Way::Tls13] {
        let (start, started) = mpsc::channel::<()>();
        let (client, server) = way.open_with(narrow, move |peer| {
            let _ = started.recv();
            let _ = peer.read_to_end(&mut Vec::new());
        });
        let sent = block_on(client.send(&pattern(8 << 20), millis(50)));
        assert_eq!(kind(&sent.unwrap_err().1), "Timeout");
        assert!(is_dirty(&client.liveness(), "not everything has been sent"), "{way:?}");
        drop(start);
        client.close();
        closing::finish(LONG);
        server.join();
    }
}

#[test]
fn urgent_data_is_something_left_over() {
    for way in [Way::Tcp, Way::Unix] {
        let (client, server) = way.open(|peer| {
            peer.socket().send_out_of_band(b"!").unwrap();
            read_line(peer, b"x");
        });
        let left = becomes(&client, |liveness| is_dirty(liveness, "urgent"));
        assert!(is_dirty(&left, "urgent data was not read"), "{way:?}: {left:?}");
        let urgent = RecvFlags { oob: true, ..RecvFlags::default() };
        assert_eq!(block_on(client.recv_with(1, urgent, soon(), <[u8]>::to_vec)).unwrap(), b"!");
        assert_eq!(client.liveness(), Liveness::Clean, "{way:?}");
        block_on(client.send(b"x", soon())).unwrap();
        server.join();
    }
}

#[test]
fn a_reset_is_the_end_of_it() {
    let (order, ordered) = mpsc::channel::<()>();
    let server = serve(move |socket| {
        ordered.recv().unwrap();
        reset(socket);
    });
    let client = connect(server.port, &plain()).unwrap();
    assert_eq!(client.liveness(), Liveness::Clean);
    order.send(()).unwrap();
    let dead = becomes(&client, |liveness| *liveness != Liveness::Clean);
    assert!(is_dead(&dead, "Connection reset by peer"), "{dead:?}");
    server.join();
    let never = Client::default();
    assert!(is_dead(&never.liveness(), "never connected"));
}

#[test]
fn the_same_goes_for_datagrams() {
    let peer = UdpSocket::bind("127.0.0.1:0").unwrap();
    let client = Client::default();
    let options = ConnectOptions { kind: SocketKind::Udp, connect_udp: true, ..plain() };
    block_on(client.connect("127.0.0.1", peer.local_addr().unwrap().port(), &options, soon())).unwrap();
    assert_eq!(client.liveness(), Liveness::Clean);
    peer.send_to(b"", client.local_addr().unwrap()).unwrap();
    let left = becomes(&client, |liveness| *liveness != Liveness::Clean);
    assert!(is_dirty(&left, "was not received"), "{left:?}");
    assert_eq!(block_on(client.recv(9, soon(), <[u8]>::len)).unwrap(), 0);
    assert_eq!(client.liveness(), Liveness::Clean);
    drop(peer);
    block_on(client.send(b"x", soon())).unwrap();
    let dead = becomes(&client, |liveness| *liveness != Liveness::Clean);
    assert!(is_dead(&dead, "Connection refused"), "{dead:?}");
}

#[test]
fn a_copy_of_the_descriptor_outlives_the_connection_and_disturbs_nobody() {
    for way in [Way::Tcp, Way::Unix] {
        let (client, server) = way.open(|peer| {
            for line in [b"one", b"two"] {
                read_line(peer, line);
                peer.write_all(line).unwrap();
            }
            read_line(peer, b"by the copy");
            peer.write_all(b"last").unwrap();
            let _ = peer.read_to_end(&mut Vec::new());
        });
        let mut copy = socket2::Socket::from(client.duplicate().unwrap());
        // Whatever its owner does to the mode of the socket, nobody here blocks.
        copy.set_nonblocking(false).unwrap();
        let nothing =
            client.recv_with(9, RecvFlags { dont_wait: true, ..RecvFlags::default() }, soon(), <[u8]>::len);
        assert_eq!(errno(&block_on(nothing).unwrap_err()), Some(libc::EAGAIN), "{way:?}");
        let late = block_on(client.recv(9, millis(30), <[u8]>::len)).unwrap_err();
        assert_eq!(kind(&late), "Timeout", "{way:?}");
        for line in [b"one", b"two"] {
            block_on(async {
                client.send(line, soon()).await.unwrap();
                assert_eq!(recv_exactly(&client, 3).await.unwrap(), line);
            });
        }
        client.close();
        assert_eq!(reactor::stats(), reactor::Stats::default());
        // Its events are nobody's: the epoll set has forgotten it.
        copy.write_all(b"by the copy").unwrap();
        let mut answer = [0; 4];
        copy.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"last");
        let (began, pause) = (Instant::now(), Duration::from_millis(50));
        while !reactor::turn(reactor::Wait::AtMost(pause)) {}
        assert!(began.elapsed() >= pause, "{way:?}: an event came that means nobody");
        drop(copy);
        server.join();
        assert_eq!(kind(&client.duplicate().unwrap_err()), "NotConnected");
    }
}

#[test]
fn keepalive_and_device_are_set_on_the_socket() {
    let server = serve(common::server::finish);
    let keepalive = Keepalive {
        idle: Some(Duration::from_secs(77)),
        interval: Some(Duration::from_secs(11)),
        count: Some(4),
    };
    let socket = SocketOptions {
        keepalive: Some(keepalive),
        bind_device: Some("lo".into()),
        nodelay: true,
        ..SocketOptions::default()
    };
    let client = connect(server.port, &ConnectOptions { socket, ..plain() }).unwrap();
    let copy = socket2::Socket::from(client.duplicate().unwrap());
    assert!(copy.keepalive().unwrap() && copy.tcp_nodelay().unwrap());
    assert_eq!(copy.tcp_keepalive_time().unwrap(), Duration::from_secs(77));
    assert_eq!(copy.tcp_keepalive_interval().unwrap(), Duration::from_secs(11));
    assert_eq!(copy.tcp_keepalive_retries().unwrap(), 4);
    assert!(copy.device().unwrap().is_some_and(|device| device.starts_with(b"lo")));
    drop(copy);
    client.close();
    server.join();
    let server = serve(common::server::finish);
    let socket = SocketOptions { keepalive: Some(Keepalive::default()), ..SocketOptions::default() };
    let client = connect(server.port, &ConnectOptions { socket, ..plain() }).unwrap();
    assert!(socket2::Socket::from(client.duplicate().unwrap()).keepalive().unwrap());
    client.close();
    server.join();
    let server = serve(common::server::finish);
    let client = connect(server.port, &plain()).unwrap();
    assert!(!socket2::Socket::from(client.duplicate().unwrap()).keepalive().unwrap());
    client.close();
    server.join();
    let socket = SocketOptions { bind_device: Some("nosuch0".into()), ..SocketOptions::default() };
    for host in ["127.0.0.1", "localhost"] {
        let options = ConnectOptions { socket: socket.clone(), ..plain() };
        let error = block_on(Client::default().connect(host, 9, &options, soon())).unwrap_err();
        assert_eq!(errno(&error), Some(libc::ENODEV));
        assert!(error.to_string().contains("bind_device \"nosuch0\": No such device"), "{error}");
    }
    let keepalive = Keepalive { count: Some(10_000), ..Keepalive::default() };
    let socket = SocketOptions { keepalive: Some(keepalive), ..SocketOptions::default() };
    let options = ConnectOptions { socket, ..plain() };
    let error = block_on(Client::default().connect("127.0.0.1", 9, &options, soon())).unwrap_err();
    assert!(error.to_string().contains("tcp_keepalive"), "{error}");
}
