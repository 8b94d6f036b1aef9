//! Plain TCP against real sockets: connecting, waiting, ending, and that nothing stays open.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::server::{accept, finish, listen, read_line, reset, serve, serve_each};
use common::{
    both, connect, errno, give_up_after, give_up_at, kind, millis, narrow, pattern, plain, recv_all,
    recv_exactly, soon,
};
use engine::client::{Client, ConnectOptions};
use engine::executor::{self, block_on};
use engine::net::socket::SocketOptions;
use engine::time::Deadline;
use engine::{Kind, Phase, reactor};
use socket2::{Domain, SockAddr, Socket, Type};
use std::cell::Cell;
use std::io::{Read, Write};
use std::net::{Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// A port of 127.0.0.1 that nobody listens on, and nobody else can take while this lives.
struct ClosedPort {
    port: u16,
    _bound: Socket,
}

impl ClosedPort {
    fn new() -> Self {
        let bound = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        bound.bind(&SockAddr::from(SocketAddr::from(([127, 0, 0, 1], 0)))).unwrap();
        Self { port: bound.local_addr().unwrap().as_socket().unwrap().port(), _bound: bound }
    }
}

/// A listening socket whose backlog is full: connecting to it gets no answer.
struct Blackhole {
    addr: SocketAddr,
    _listener: Socket,
    _queued: Vec<TcpStream>,
}

impl Blackhole {
    fn new() -> Self {
        let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        let any: SocketAddr = "127.0.0.1:0".parse().unwrap();
        listener.bind(&SockAddr::from(any)).unwrap();
        listener.listen(0).unwrap();
        let addr = listener.local_addr().unwrap().as_socket().unwrap();
        // Until one is not answered any more.
        let brief = Duration::from_millis(200);
        let queued = std::iter::from_fn(|| TcpStream::connect_timeout(&addr, brief).ok()).take(64).collect();
        Self { addr, _listener: listener, _queued: queued }
    }
}

#[test]
fn a_refused_connect() {
    let closed = ClosedPort::new();
    let port = closed.port;
    let client = Client::default();
    for _ in 0..2 {
        let error = block_on(client.connect("127.0.0.1", port, &plain(), soon())).unwrap_err();
        assert_eq!((errno(&error), error.phase), (Some(libc::ECONNREFUSED), Phase::Connect));
        assert_eq!(error.to_string(), format!("connect to 127.0.0.1:{port} failed: Connection refused"));
        assert!(!client.is_connected() && client.descriptor().is_none());
        assert_eq!(reactor::stats(), reactor::Stats::default());
    }
    let error = block_on(client.connect("::1", port, &plain(), soon())).unwrap_err();
    assert!(error.to_string().starts_with(&format!("connect to [::1]:{port} failed: ")), "{error}");
    // It may be used again.
    let server = serve(finish);
    block_on(client.connect("127.0.0.1", server.port, &plain(), soon())).unwrap();
    assert!(client.close());
    server.join();
}

#[test]
fn an_address_without_a_route() {
    // TCP never connects to a group of hosts, whatever the network.
    for (host, shown) in [("224.0.0.1", "224.0.0.1:9"), ("255.255.255.255", "255.255.255.255:9")] {
        let client = Client::default();
        let error = block_on(client.connect(host, 9, &plain(), soon())).unwrap_err();
        assert_eq!(errno(&error), Some(libc::ENETUNREACH), "{error}");
        assert_eq!(error.to_string(), format!("connect to {shown} failed: Network is unreachable"));
        assert!(!client.is_connected());
        assert_eq!(reactor::stats().sources, 0);
    }
}

#[test]
fn port_zero_is_an_error_and_no_hang() {
    let error = block_on(Client::default().connect("127.0.0.1", 0, &plain(), soon())).unwrap_err();
    assert!(matches!(error.kind, Kind::Io(_)), "{error}");
}

#[test]
fn hosts_that_are_none() {
    for (host, fragment) in [
        ("", "the host is empty"),
        (".", "not a host name"),
        ("a\0b", "NUL"),
        ("127.1", "four decimal numbers"),
        ("[::1", "not an IPv6 address"),
        ("::1%nosuch", "not an IPv6 address"),
        ("mail.test:25", "contains a port"),
        ("tcp://127.0.0.1", "is a URL; give host and port separately"),
        ("https://a.test:443/x", "is a URL"),
    ] {
        let error = block_on(Client::default().connect(host, 25, &plain(), soon())).unwrap_err();
        assert_eq!((kind(&error), error.phase), ("BadAddress", Phase::Connect), "{host:?}: {error}");
        assert!(error.to_string().contains(fragment), "{host:?}: {error}");
        assert!(!error.to_string().contains('\0'), "{host:?}");
    }
    for host in ["a..b", "a b", "b\u{fc}cher.test"] {
        let error = block_on(Client::default().connect(host, 25, &plain(), soon())).unwrap_err();
        assert_eq!((kind(&error), error.phase), ("DnsUnsupported", Phase::Resolve), "{host:?}: {error}");
    }
}

#[test]
fn a_connect_without_an_answer_ends_at_its_deadline() {
    let hole = Blackhole::new();
    let start = Instant::now();
    let client = Client::default();
    let error = block_on(client.connect("127.0.0.1", hole.addr.port(), &plain(), millis(150))).unwrap_err();
    assert_eq!((kind(&error), error.phase), ("Timeout", Phase::Connect), "{error}");
    assert!(error.to_string().ends_with("timed out after 0.15 s"), "{error}");
    assert!(start.elapsed() >= Duration::from_millis(150));
    assert_eq!(reactor::stats(), reactor::Stats::default());
}

#[test]
fn a_dropped_connect_leaves_nothing() {
    let hole = Blackhole::new();
    let client = Client::default();
    block_on(async {
        let options = plain();
        let connecting = client.connect("127.0.0.1", hole.addr.port(), &options, soon());
        assert!(give_up_after(1, connecting).await.is_none());
    });
    assert!(!client.is_connected());
    assert_eq!(reactor::stats(), reactor::Stats::default());
    let error = block_on(client.recv(1, soon(), <[u8]>::len)).unwrap_err();
    assert!(matches!(error.kind, Kind::NotConnected("the connect failed")), "{error}");
}

#[test]
fn one_connection_at_a_time() {
    let server = serve(finish);
    let client = connect(server.port, &plain()).unwrap();
    let error = block_on(client.connect("127.0.0.1", server.port, &plain(), soon())).unwrap_err();
    assert_eq!(kind(&error), "AlreadyConnected");
    assert!(client.is_connected(), "the first one is untouched");
    client.close();
    server.join();

    let hole = Blackhole::new();
    let client = Client::default();
    let (options, port) = (plain(), hole.addr.port());
    let (first, second) = block_on(both(
        client.connect("127.0.0.1", port, &options, millis(50)),
        client.connect("127.0.0.1", port, &options, soon()),
    ));
    assert_eq!(kind(&first.unwrap_err()), "Timeout");
    assert_eq!(kind(&second.unwrap_err()), "AlreadyConnected");
}

#[test]
fn operations_without_a_connection_say_why() {
    let check = |client: &Client, why: &str| {
        let errors = [
            block_on(client.send(b"x", soon())).unwrap_err().1,
            block_on(client.recv(9, soon(), <[u8]>::len)).unwrap_err(),
            client.peek(9, <[u8]>::len).unwrap_err(),
            client.local_addr().unwrap_err(),
            client.peer_addr().unwrap_err(),
        ];
        for error in errors {
            assert!(matches!(error.kind, Kind::NotConnected(reason) if reason == why), "{error}");
        }
        assert!(!client.is_connected() && client.descriptor().is_none() && !client.close());
        assert!(client.tls_info().is_none() && client.peer_certificate().is_none());
    };
    let client = Client::default();
    check(&client, "never connected");
    let server = serve(finish);
    block_on(client.connect("127.0.0.1", server.port, &plain(), soon())).unwrap();
    assert!(client.is_connected() && client.close());
    check(&client, "closed");
    server.join();
    assert_eq!(client.peer().split(':').next(), Some("127.0.0.1"), "the name stays for messages");
    let closed = ClosedPort::new();
    block_on(client.connect("127.0.0.1", closed.port, &plain(), soon())).unwrap_err();
    check(&client, "the connect failed");
}

#[test]
fn close_ends_whoever_waits() {
    let server = serve(finish_reading);
    let client = Rc::new(connect(server.port, &narrow(plain())).unwrap());
    let other = Rc::clone(&client);
    executor::spawn(async move {
        reactor::sleep(millis(20)).await;
        assert!(other.close());
    });
    let error = block_on(client.recv(9, soon(), <[u8]>::len)).unwrap_err();
    assert_eq!((kind(&error), error.phase), ("Cancelled", Phase::Receive), "{error}");
    server.join();

    let server = serve(|mut socket: TcpStream| {
        let mut first = [0; 1];
        let _ = socket.read(&mut first);
        // Reads no more until the client is gone.
        std::thread::sleep(Duration::from_millis(100));
        finish_reading(socket);
    });
    let client = Rc::new(connect(server.port, &narrow(plain())).unwrap());
    let other = Rc::clone(&client);
    executor::spawn(async move {
        reactor::sleep(millis(20)).await;
        assert!(other.close());
    });
    let data = pattern(16 << 20);
    let (taken, error) = block_on(client.send(&data, soon())).unwrap_err();
    assert_eq!((kind(&error), error.phase), ("Cancelled", Phase::Send), "{error}");
    assert!(taken > 0 && taken < data.len());
    server.join();
}

/// Says nothing and waits for the peer's end.
fn finish_reading(mut socket: TcpStream) {
    let _ = std::io::copy(&mut socket, &mut std::io::sink());
}

#[test]
fn close_ends_a_connect_under_way() {
    let hole = Blackhole::new();
    let client = Rc::new(Client::default());
    let other = Rc::clone(&client);
    executor::spawn(async move {
        reactor::sleep(millis(20)).await;
        assert!(other.close());
    });
    let error = block_on(client.connect("127.0.0.1", hole.addr.port(), &plain(), soon())).unwrap_err();
    assert_eq!((kind(&error), error.phase), ("Cancelled", Phase::Connect), "{error}");
    assert_eq!(reactor::stats().sources, 0);
    let error = block_on(client.send(b"x", soon())).unwrap_err().1;
    assert!(matches!(error.kind, Kind::NotConnected("closed")), "{error}");
}

#[test]
fn a_connect_after_a_close_is_not_mixed_up_with_the_one_that_was_closed() {
    let hole = Blackhole::new();
    let server = serve(|mut socket: TcpStream| {
        socket.write_all(b"hello").unwrap();
        finish(socket);
    });
    let client = Client::default();
    let options = plain();
    let first = client.connect("127.0.0.1", hole.addr.port(), &options, soon());
    let second = async {
        // The first one is under way. It is closed and has had no chance to notice when this one starts.
        assert!(client.close());
        client.connect("127.0.0.1", server.port, &options, soon()).await?;
        recv_exactly(&client, 5).await
    };
    let (first, second) = block_on(both(first, second));
    assert_eq!(kind(&first.unwrap_err()), "Cancelled");
    assert_eq!(second.unwrap(), b"hello");
    assert!(client.is_connected());
    client.close();
    assert_eq!(reactor::stats().sources, 0);
    server.join();
}

#[test]
fn a_receive_that_times_out_leaves_the_connection_usable() {
    let server = serve(|mut socket: TcpStream| {
        read_line(&mut socket, b"go on");
        socket.write_all(b"late").unwrap();
        finish(socket);
    });
    let client = connect(server.port, &plain()).unwrap();
    for limit in [0, 1, 40] {
        let start = Instant::now();
        let error = block_on(client.recv(9, millis(limit), <[u8]>::len)).unwrap_err();
        assert_eq!((kind(&error), error.phase), ("Timeout", Phase::Receive), "{error}");
        assert!(start.elapsed() >= Duration::from_millis(limit));
    }
    block_on(client.send(b"go on", soon())).unwrap();
    assert_eq!(block_on(recv_all(&client)).unwrap(), b"late");
    client.close();
    server.join();
}

#[test]
fn what_is_there_is_received_though_the_deadline_has_passed() {
    let server = serve(|mut socket: TcpStream| {
        socket.write_all(b"there").unwrap();
        finish_reading(socket);
    });
    let client = connect(server.port, &plain()).unwrap();
    while client.peek(9, <[u8]>::len).unwrap_or(0) < 5 {
        std::thread::yield_now();
    }
    let past = millis(0);
    std::thread::sleep(Duration::from_millis(2));
    assert_eq!(block_on(client.recv(9, past, <[u8]>::to_vec)).unwrap(), b"there");
    client.close();
    server.join();
}

/// A deadline of one call is not taken for that of the next, in either order.
#[test]
fn deadlines_of_successive_calls_are_their_own() {
    let server = serve(|mut socket: TcpStream| {
        while let Ok(1) = socket.read(&mut [0; 1]) {
            socket.write_all(b"x").unwrap();
        }
    });
    let client = connect(server.port, &plain()).unwrap();
    block_on(async {
        for limit in [20_000, 30, 20_000, 10, 60, 20_000] {
            client.send(b"x", soon()).await.unwrap();
            assert_eq!(client.recv(9, millis(20_000), <[u8]>::len).await.unwrap(), 1);
            if limit == 20_000 {
                client.send(b"x", soon()).await.unwrap();
                assert_eq!(client.recv(9, Deadline::NEVER, <[u8]>::len).await.unwrap(), 1);
            } else {
                let start = Instant::now();
                let error = client.recv(9, millis(limit), <[u8]>::len).await.unwrap_err();
                assert_eq!(kind(&error), "Timeout");
                let taken = start.elapsed();
                assert!(taken >= Duration::from_millis(limit) && taken < Duration::from_secs(5), "{taken:?}");
            }
        }
    });
    client.close();
    assert_eq!(reactor::stats().timers, 0, "closing takes the timers along");
    server.join();
}

#[test]
fn peek_leaves_the_bytes_where_they_are() {
    let server = serve(|mut socket: TcpStream| {
        socket.write_all(b"banner").unwrap();
        read_line(&mut socket, b"x");
        finish(socket);
    });
    let client = connect(server.port, &plain()).unwrap();
    assert_eq!(block_on(recv_exactly(&client, 1)).unwrap(), b"b");
    assert_eq!(client.peek(3, <[u8]>::to_vec).unwrap(), b"ann");
    assert_eq!(client.peek(usize::MAX, <[u8]>::to_vec).unwrap(), b"anner");
    assert_eq!(block_on(recv_exactly(&client, 5)).unwrap(), b"anner");
    let error = client.peek(9, <[u8]>::len).unwrap_err();
    assert_eq!((errno(&error), error.phase), (Some(libc::EAGAIN), Phase::Receive), "{error}");
    block_on(client.send(b"x", soon())).unwrap();
    assert_eq!(block_on(recv_all(&client)).unwrap(), b"");
    assert_eq!(client.peek(9, <[u8]>::len).unwrap(), 0, "the end can be peeked at");
    client.close();
    server.join();
}

#[test]
fn a_huge_length_is_no_huge_buffer() {
    let server = serve(|mut socket: TcpStream| {
        socket.write_all(b"little").unwrap();
        finish(socket);
    });
    let client = connect(server.port, &plain()).unwrap();
    assert_eq!(block_on(client.recv(usize::MAX, soon(), <[u8]>::to_vec)).unwrap(), b"little");
    client.close();
    server.join();
}

#[test]
fn after_the_peers_half_close_sending_goes_on() {
    let server = serve(|mut socket: TcpStream| {
        socket.write_all(b"that is all").unwrap();
        socket.shutdown(std::net::Shutdown::Write).unwrap();
        let mut rest = Vec::new();
        socket.read_to_end(&mut rest).unwrap();
        rest
    });
    let client = connect(server.port, &plain()).unwrap();
    let data = pattern(3 << 20);
    block_on(async {
        assert_eq!(recv_all(&client).await.unwrap(), b"that is all");
        assert_eq!(client.recv(9, soon(), <[u8]>::len).await.unwrap(), 0, "and it stays the end");
        client.send(&data, soon()).await.unwrap();
    });
    client.close();
    assert!(server.join() == data);
}

#[test]
fn a_reset_is_an_error_and_no_end() {
    // While the client waits, and before it looks.
    for wait in [true, false] {
        let server = serve(|mut socket: TcpStream| {
            read_line(&mut socket, b"x");
            std::thread::sleep(Duration::from_millis(10));
            reset(socket);
        });
        let client = connect(server.port, &plain()).unwrap();
        block_on(client.send(b"x", soon())).unwrap();
        if !wait {
            std::thread::sleep(Duration::from_millis(50));
        }
        let error = block_on(client.recv(9, soon(), <[u8]>::len)).unwrap_err();
        assert_eq!((errno(&error), error.phase), (Some(libc::ECONNRESET), Phase::Receive), "{error}");
        assert!(error.to_string().ends_with("Connection reset by peer"), "{error}");
        server.join();
        client.close();
    }
}

#[test]
fn what_came_before_a_reset_is_received() {
    let server = serve(|mut socket: TcpStream| {
        socket.write_all(b"last words").unwrap();
        read_line(&mut socket, b"x");
        reset(socket);
    });
    let client = connect(server.port, &plain()).unwrap();
    block_on(client.send(b"x", soon())).unwrap();
    server.join();
    assert_eq!(block_on(recv_exactly(&client, 10)).unwrap(), b"last words");
    assert_eq!(errno(&block_on(recv_all(&client)).unwrap_err()), Some(libc::ECONNRESET));
}

#[test]
fn sending_to_a_peer_that_is_gone_fails_without_a_signal() {
    let server = serve(drop);
    let client = connect(server.port, &plain()).unwrap();
    server.join();
    let error = block_on(async {
        loop {
            if let Err((_, error)) = client.send(b"anybody there?", soon()).await {
                return error;
            }
            reactor::sleep(millis(2)).await;
        }
    });
    assert!(matches!(errno(&error), Some(libc::EPIPE | libc::ECONNRESET)), "{error}");
    assert_eq!(error.phase, Phase::Send);
}

#[test]
fn a_send_that_times_out_counts_what_was_taken() {
    let (start, started) = std::sync::mpsc::channel::<()>();
    let server = serve(move |mut socket: TcpStream| {
        started.recv().unwrap();
        let mut data = Vec::new();
        socket.read_to_end(&mut data).unwrap();
        data
    });
    let client = connect(server.port, &plain()).unwrap();
    let data = pattern(32 << 20);
    let (taken, error) = block_on(client.send(&data, millis(80))).unwrap_err();
    assert_eq!((kind(&error), error.phase), ("Timeout", Phase::Send), "{error}");
    assert!(taken > 0 && taken < data.len());
    start.send(()).unwrap();
    block_on(client.send(&data[taken..], soon())).unwrap();
    client.close();
    assert!(server.join() == data);
}

#[test]
fn reader_and_writer_at_the_same_time() {
    const SIZE: usize = 8 << 20;
    let server = serve(|mut socket: TcpStream| {
        // An echo that never holds more than one piece: who only writes or only reads gets stuck.
        let mut piece = vec![0; 16384];
        while let Ok(read @ 1..) = socket.read(&mut piece) {
            socket.write_all(&piece[..read]).unwrap();
        }
    });
    let client = connect(server.port, &narrow(plain())).unwrap();
    let data = pattern(SIZE);
    let (sent, received) = block_on(both(client.send(&data, soon()), recv_exactly(&client, SIZE)));
    sent.unwrap();
    assert!(received.unwrap() == data);
    client.close();
    server.join();
}

#[test]
fn bytes_one_by_one_in_every_order_of_events() {
    let server = serve(|mut socket: TcpStream| {
        for byte in pattern(2000) {
            socket.write_all(&[byte]).unwrap();
        }
        finish(socket);
    });
    let client = connect(server.port, &plain()).unwrap();
    let received = block_on(async {
        let mut data: Vec<u8> = Vec::new();
        for size in (1..5).cycle() {
            // Every third is given up in the middle: nothing is lost by that.
            if size == 3 {
                let given_up = give_up_at(millis(0), client.recv(size, soon(), |part| data.extend(part)));
                given_up.await.transpose().unwrap();
                continue;
            }
            let end = client.recv(size, soon(), |part| {
                data.extend(part);
                part.is_empty()
            });
            if end.await.unwrap() {
                break;
            }
        }
        data
    });
    assert_eq!(received, pattern(2000));
    client.close();
    server.join();
}

#[test]
fn addresses_of_both_ends() {
    let server = serve(finish_reading);
    let client = connect(server.port, &plain()).unwrap();
    let (local, peer) = (client.local_addr().unwrap(), client.peer_addr().unwrap());
    assert_eq!(peer, SocketAddr::from(([127, 0, 0, 1], server.port)));
    assert!(local.ip().is_loopback() && local.port() != 0);
    assert_eq!(client.peer(), format!("localhost:{}", server.port));
    assert!(client.descriptor().unwrap() > 2);
    client.close();
    server.join();
}

#[test]
fn ipv6_works_where_there_is_ipv6() {
    let Ok(listener) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else { return };
    let port = listener.local_addr().unwrap().port();
    for host in ["::1", "[::1]"] {
        let client = Client::default();
        block_on(client.connect(host, port, &plain(), soon())).unwrap();
        assert!(client.peer_addr().unwrap().is_ipv6(), "{host}");
        drop(accept(&listener));
        assert_eq!(block_on(recv_all(&client)).unwrap(), b"");
    }
}

#[test]
fn the_bind_address_and_port_are_used() {
    let server = serve(|socket: TcpStream| {
        let from = socket.peer_addr().unwrap();
        finish_reading(socket);
        from
    });
    // Taken on 127.0.0.1, so nobody else is given it for another address.
    let free = ClosedPort::new();
    let from: SocketAddr = format!("127.0.0.2:{}", free.port).parse().unwrap();
    let options = ConnectOptions {
        socket: SocketOptions {
            bind_address: Some(from.ip()),
            bind_port: from.port(),
            nodelay: true,
            buffer_size: Some(8192),
            ..SocketOptions::default()
        },
        ..plain()
    };
    let client = connect(server.port, &options).unwrap();
    assert_eq!(client.local_addr().unwrap(), from);
    client.close();
    assert_eq!(server.join(), from);
}

#[test]
fn a_bind_address_that_cannot_be_used_is_an_error() {
    let bind = |address: &str, port| ConnectOptions {
        socket: SocketOptions { bind_address: address.parse().ok(), bind_port: port, ..Default::default() },
        ..plain()
    };
    let listener = listen();
    let taken = listener.local_addr().unwrap().port();
    let error = connect(taken, &bind("192.0.2.7", 0)).err().unwrap();
    assert_eq!(errno(&error), Some(libc::EADDRNOTAVAIL), "{error}");
    let error = connect(taken, &bind("127.0.0.1", taken)).err().unwrap();
    assert_eq!(errno(&error), Some(libc::EADDRINUSE), "{error}");
    let options = bind("::1", 0);
    let error = block_on(Client::default().connect("127.0.0.1", taken, &options, soon())).unwrap_err();
    assert_eq!(kind(&error), "BadAddress");
    assert!(error.to_string().contains("bind_address ::1"), "{error}");
    assert_eq!(reactor::stats().sources, 0);
}

/// Both ends of every connection are in this process, and 1024 is a common limit.
fn allow_descriptors(count: u64) {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: it writes to a struct of its own type on this stack.
    assert_eq!(unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) }, 0);
    limit.rlim_cur = limit.rlim_cur.max(count).min(limit.rlim_max);
    // SAFETY: it only reads the struct.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) }, 0);
}

/// Answers every line with the same line, for all connections on one thread.
fn echo_server(listener: TcpListener, count: usize) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let mut sockets: Vec<TcpStream> = (0..count).map(|_| accept(&listener)).collect();
        for round in 0..3 {
            for socket in &mut sockets {
                let mut line = [0; 8];
                socket.read_exact(&mut line).unwrap();
                assert_eq!(line[7], b'0' + round);
                socket.write_all(&line).unwrap();
            }
        }
        sockets.into_iter().for_each(finish);
    })
}

#[test]
fn five_hundred_clients_under_one_executor() {
    const COUNT: usize = 500;
    allow_descriptors(2 * COUNT as u64 + 200);
    let listener = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    listener.bind(&SockAddr::from(SocketAddr::from(([127, 0, 0, 1], 0)))).unwrap();
    listener.listen(1024).unwrap();
    listener.set_read_timeout(Some(common::LONG)).unwrap();
    let listener = TcpListener::from(listener);
    let port = listener.local_addr().unwrap().port();
    let server = echo_server(listener, COUNT);
    let (open, done) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
    for number in 0..COUNT {
        let (open, done) = (Rc::clone(&open), Rc::clone(&done));
        executor::spawn(async move {
            let client = Client::default();
            client.connect("127.0.0.1", port, &ConnectOptions::default(), soon()).await.unwrap();
            open.set(open.get() + 1);
            for round in 0..3 {
                let line = format!("{number:07}{round}");
                client.send(line.as_bytes(), soon()).await.unwrap();
                assert_eq!(recv_exactly(&client, 8).await.unwrap(), line.as_bytes());
            }
            assert_eq!(recv_all(&client).await.unwrap(), b"");
            done.set(done.get() + 1);
        });
    }
    block_on(async {
        while done.get() < COUNT && executor::task_count() > 0 {
            reactor::sleep(millis(5)).await;
        }
    });
    assert_eq!((open.get(), done.get(), executor::task_count()), (COUNT, COUNT, 0));
    assert_eq!(reactor::stats(), reactor::Stats::default());
    server.join().unwrap();
}

/// Connections come and go for long without anything piling up.
#[test]
fn nothing_grows_over_many_connections() {
    const COUNT: usize = 300;
    let listener = listen();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || (0..COUNT).for_each(|_| finish(accept(&listener))));
    for _ in 0..COUNT {
        let client = Client::default();
        block_on(async {
            client.connect("127.0.0.1", port, &plain(), soon()).await.unwrap();
            assert_eq!(recv_all(&client).await.unwrap(), b"");
        });
    }
    assert_eq!(reactor::stats(), reactor::Stats::default());
    assert_eq!((executor::task_count(), executor::queue::len()), (0, 0));
    server.join().unwrap();
}

/// A thread that just ends takes its clients, tasks and timers along, in whatever order.
#[test]
fn a_thread_may_end_with_operations_under_way() {
    thread_local! {
        static KEPT: Cell<Option<Client>> = const { Cell::new(None) };
    }
    let server = serve_each(2, finish_reading);
    let port = server.port;
    let thread = std::thread::spawn(move || {
        KEPT.set(Some(connect(port, &plain()).unwrap()));
        executor::spawn(async move {
            let client = Client::default();
            client.connect("127.0.0.1", port, &plain(), soon()).await.unwrap();
            reactor::sleep(soon()).await;
        });
        block_on(reactor::sleep(millis(10)));
        assert_eq!(executor::task_count(), 1);
    });
    thread.join().unwrap();
    server.join();
}

#[test]
fn shutdown_releases_everything_and_the_engine_starts_anew() {
    let server = serve(finish_reading);
    let client = connect(server.port, &plain()).unwrap();
    executor::spawn(async { reactor::sleep(soon()).await });
    block_on(reactor::sleep(millis(1)));
    engine::shutdown();
    server.join();
    assert_eq!((reactor::stats(), executor::task_count()), (reactor::Stats::default(), 0));
    assert!(!client.is_connected());
    let server = serve(finish);
    block_on(client.connect("127.0.0.1", server.port, &plain(), soon())).unwrap();
    assert_eq!(block_on(recv_all(&client)).unwrap(), b"");
    client.close();
    server.join();
}
