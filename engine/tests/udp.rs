//! UDP against real sockets: peers that are connected with or only remembered, what a datagram is, and sendto().

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::dns::{NameServer, asking};
use common::{LONG, errno, give_up_after, kind, millis, pattern, soon};
use engine::client::{Client, ConnectOptions, Liveness, Received, RecvFlags};
use engine::executor::block_on;
use engine::frame::{Delimiter, Eof, Framing};
use engine::net::addr::Family;
use engine::net::peer::Address;
use engine::net::socket::{SocketKind, SocketOptions};
use engine::starttls::{Protocol, StartTls};
use engine::tls::config::TlsConfig;
use engine::{Error, Kind, Phase, reactor};
use std::future::poll_fn;
use std::net::{SocketAddr, UdpSocket};
use std::rc::Rc;

/// The most that IPv4 lets a UDP datagram carry.
const LARGEST: usize = 65507;

/// A peer; its reads end.
fn peer(address: &str) -> UdpSocket {
    let socket = UdpSocket::bind(address).unwrap();
    socket.set_read_timeout(Some(LONG)).unwrap();
    socket
}

fn options(connect: bool) -> ConnectOptions {
    ConnectOptions { kind: SocketKind::Udp, connect_udp: connect, ..ConnectOptions::default() }
}

fn connect_to(peer: &UdpSocket, connect: bool) -> Client {
    let (client, address) = (Client::default(), peer.local_addr().unwrap());
    block_on(client.connect(&address.ip().to_string(), address.port(), &options(connect), soon())).unwrap();
    client
}

async fn recv(client: &Client) -> Result<Vec<u8>, Error> {
    client.recv(65536, soon(), <[u8]>::to_vec).await
}

/// What the peer receives next, and from where.
fn next(peer: &UdpSocket) -> (Vec<u8>, SocketAddr) {
    let mut buffer = vec![0; 65536];
    let (size, from) = peer.recv_from(&mut buffer).unwrap();
    buffer.truncate(size);
    (buffer, from)
}

#[test]
fn datagrams_go_to_and_fro_whole_and_in_order() {
    for (address, connect) in
        [("127.0.0.1:0", false), ("127.0.0.1:0", true), ("[::1]:0", false), ("[::1]:0", true)]
    {
        let peer = peer(address);
        let client = connect_to(&peer, connect);
        assert!(client.is_connected() && !client.can_end() && client.kind() == SocketKind::Udp);
        assert_eq!(client.peer_addr().unwrap(), peer.local_addr().unwrap());
        block_on(client.send(b"one", soon())).unwrap();
        block_on(client.send(b"two", soon())).unwrap();
        let (first, from) = next(&peer);
        assert_eq!((first, next(&peer).0), (b"one".to_vec(), b"two".to_vec()));
        assert_eq!(client.local_addr().unwrap().port(), from.port());
        for size in [1, 0, 1472, 9000, 0, 3] {
            peer.send_to(&pattern(size), from).unwrap();
        }
        for size in [1, 0, 1472, 9000, 0, 3] {
            assert_eq!(block_on(recv(&client)).unwrap(), pattern(size), "{address} {connect} {size}");
            assert!(!client.was_cut());
        }
        // Both quick ways.
        assert!(client.try_recv(9, <[u8]>::len).is_none());
        assert_eq!(client.try_send(b"three").unwrap(), 5);
        assert_eq!(next(&peer).0, b"three");
        peer.send_to(b"four", from).unwrap();
        while !reactor::turn(reactor::Wait::Block) {}
        assert_eq!(client.try_recv(9, <[u8]>::to_vec).unwrap().unwrap(), b"four");
        assert!(client.close());
        assert_eq!(reactor::stats(), reactor::Stats::default());
    }
}

/// Two are received at once where there are two. Whoever looks at, takes, shortens or waits for the second must see no
/// difference, and no event tells of it.
#[test]
fn what_came_together_is_received_one_by_one() {
    let peer = peer("127.0.0.1:0");
    let client = connect_to(&peer, true);
    block_on(client.send(b"hello", soon())).unwrap();
    let from = next(&peer).1;
    for round in 0..50 {
        let sizes = [3, 5, 0, 70, 1 + round];
        for size in sizes {
            peer.send_to(&pattern(size), from).unwrap();
        }
        assert_eq!(block_on(recv(&client)).unwrap(), pattern(3));
        assert!(matches!(client.liveness(), Liveness::Dirty(_)));
        block_on(poll_fn(|cx| client.poll_readable(cx, soon())));
        assert_eq!(client.peek(9, <[u8]>::to_vec).unwrap(), pattern(5), "it stays");
        let flags = RecvFlags { peek: true, ..RecvFlags::default() };
        assert_eq!(block_on(client.recv_with(2, flags, soon(), <[u8]>::to_vec)).unwrap(), pattern(5)[..2]);
        assert_eq!(block_on(client.recv(4, soon(), <[u8]>::to_vec)).unwrap(), pattern(5)[..4]);
        assert!(client.was_cut(), "its rest is lost");
        let flags = RecvFlags { dont_wait: true, ..RecvFlags::default() };
        assert_eq!(block_on(client.recv_with(9, flags, soon(), <[u8]>::to_vec)).unwrap(), b"");
        assert!(!client.was_cut());
        assert_eq!(block_on(recv(&client)).unwrap(), pattern(70));
        assert_eq!(block_on(recv(&client)).unwrap(), pattern(1 + round));
        assert!(client.try_recv(9, <[u8]>::len).is_none() && !client.is_buffered());
        assert_eq!(client.liveness(), Liveness::Clean);
    }
    peer.send_to(b"first", from).unwrap();
    peer.send_to(b"second", from).unwrap();
    assert_eq!(block_on(recv(&client)).unwrap(), b"first");
    client.close();
    assert!(block_on(recv(&client)).is_err(), "what was received ahead went with the socket");
}

/// The peer's refusal comes behind a datagram that was there before, or before one: nobody waits for ever.
#[test]
fn a_refusal_among_datagrams_is_told_and_takes_none_away() {
    for _ in 0..20 {
        let peer = peer("127.0.0.1:0");
        let client = connect_to(&peer, true);
        block_on(client.send(b"hello", soon())).unwrap();
        let from = next(&peer).1;
        peer.send_to(b"one", from).unwrap();
        peer.send_to(b"two", from).unwrap();
        peer.send_to(b"three", from).unwrap();
        drop(peer);
        block_on(client.send(b"anybody there?", soon())).unwrap();
        let (mut refusals, mut received) = (0, Vec::new());
        while received.len() < 3 || refusals == 0 {
            match block_on(recv(&client)) {
                Ok(datagram) => received.push(datagram),
                Err(error) => {
                    assert!(
                        matches!(&error.kind, Kind::Io(io) if io.raw_os_error() == Some(libc::ECONNREFUSED)),
                        "{error}"
                    );
                    refusals += 1;
                }
            }
        }
        assert_eq!((refusals, received), (1, vec![b"one".to_vec(), b"two".to_vec(), b"three".to_vec()]));
    }
}

#[test]
fn an_empty_datagram_can_be_sent() {
    for connect in [false, true] {
        let peer = peer("127.0.0.1:0");
        let client = connect_to(&peer, connect);
        block_on(client.send(b"", soon())).unwrap();
        assert_eq!(next(&peer).0, b"");
    }
}

#[test]
fn the_largest_datagram_passes_and_a_larger_one_is_refused() {
    for connect in [false, true] {
        let peer = peer("127.0.0.1:0");
        let client = connect_to(&peer, connect);
        block_on(client.send(&pattern(LARGEST), soon())).unwrap();
        let (received, from) = next(&peer);
        assert!(received == pattern(LARGEST));
        peer.send_to(&received, from).unwrap();
        assert!(block_on(recv(&client)).unwrap() == received && !client.was_cut());
        let (sent, error) = block_on(client.send(&pattern(LARGEST + 1), soon())).unwrap_err();
        assert_eq!((sent, errno(&error), error.phase), (0, Some(libc::EMSGSIZE), Phase::Send));
        assert!(error.to_string().contains("a datagram of 65508 bytes is too large"), "{error}");
        assert_eq!(errno(&client.try_send(&pattern(LARGEST + 1)).unwrap_err()), Some(libc::EMSGSIZE));
        block_on(client.send(b"x", soon())).unwrap();
        assert_eq!(next(&peer).0, b"x");
    }
}

#[test]
fn what_is_longer_than_allowed_is_cut_and_told() {
    for connect in [false, true] {
        let peer = peer("127.0.0.1:0");
        let client = connect_to(&peer, connect);
        block_on(client.send(b"x", soon())).unwrap();
        let from = next(&peer).1;
        for (size, max) in [(20, 10), (20, 20), (20, 19), (1, 0), (0, 0), (65507, 65506), (5, 10)] {
            peer.send_to(&pattern(size), from).unwrap();
            let received = block_on(client.recv(max, soon(), <[u8]>::to_vec)).unwrap();
            assert!(received == pattern(size)[..size.min(max)], "{size} {max}");
            assert_eq!(client.was_cut(), size > max, "{size} {max}");
        }
    }
}

#[test]
fn a_refusal_is_told_where_the_peer_is_connected_with() {
    let closed = {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.local_addr().unwrap().port()
    };
    let client = Client::default();
    block_on(client.connect("127.0.0.1", closed, &options(true), soon())).unwrap();
    block_on(client.send(b"anybody?", soon())).unwrap();
    let error = block_on(recv(&client)).unwrap_err();
    assert_eq!((errno(&error), error.phase), (Some(libc::ECONNREFUSED), Phase::Receive));
    assert_eq!(error.to_string(), format!("receive from 127.0.0.1:{closed} failed: Connection refused"));
    // It is an answer, not the end of the socket.
    assert!(client.is_connected());
    block_on(client.send(b"still nobody?", soon())).unwrap();
    assert_eq!(errno(&block_on(recv(&client)).unwrap_err()), Some(libc::ECONNREFUSED));
    let client = Client::default();
    block_on(client.connect("127.0.0.1", closed, &options(false), soon())).unwrap();
    block_on(client.send(b"anybody?", soon())).unwrap();
    let error = block_on(client.recv(9, millis(100), <[u8]>::len)).unwrap_err();
    assert_eq!(kind(&error), "Timeout", "{error}");
}

#[test]
fn whoever_sends_is_heard_unless_the_peer_is_connected_with() {
    let (peer, stranger) = (peer("127.0.0.1:0"), peer("127.0.0.1:0"));
    let client = connect_to(&peer, false);
    block_on(client.send(b"x", soon())).unwrap();
    let own = next(&peer).1;
    for sender in [&stranger, &peer, &stranger] {
        sender.send_to(b"hello", own).unwrap();
        assert_eq!(block_on(recv(&client)).unwrap(), b"hello");
        assert_eq!(client.peer_addr().unwrap(), sender.local_addr().unwrap());
    }
    // Still the peer's.
    block_on(client.send(b"y", soon())).unwrap();
    assert_eq!(next(&peer).0, b"y");
    let client = connect_to(&peer, true);
    block_on(client.send(b"x", soon())).unwrap();
    let own = next(&peer).1;
    stranger.send_to(b"stranger", own).unwrap();
    peer.send_to(b"peer", own).unwrap();
    assert_eq!(block_on(recv(&client)).unwrap(), b"peer");
    assert_eq!(client.peer_addr().unwrap(), peer.local_addr().unwrap());
}

#[test]
fn a_wait_ends_at_its_deadline_by_close_and_by_being_dropped_and_nothing_is_lost() {
    let peer = peer("127.0.0.1:0");
    let client = connect_to(&peer, false);
    let error = block_on(client.recv(9, millis(50), <[u8]>::len)).unwrap_err();
    assert!(error.to_string().ends_with("timed out after 0.05 s"), "{error}");
    block_on(client.send(b"x", soon())).unwrap();
    let own = next(&peer).1;
    block_on(async {
        assert!(give_up_after(1, recv(&client)).await.is_none());
        peer.send_to(b"kept", own).unwrap();
        assert_eq!(recv(&client).await.unwrap(), b"kept");
        let wait = recv(&client);
        let close = async { assert!(client.close()) };
        let (received, ()) = common::both(wait, close).await;
        assert_eq!(kind(&received.unwrap_err()), "Cancelled");
    });
    assert_eq!(kind(&block_on(recv(&client)).unwrap_err()), "NotConnected");
    assert_eq!(reactor::stats().sources, 0);
}

#[test]
fn sendto_needs_no_connect_and_recvfrom_tells_the_sender() {
    let peers = [peer("127.0.0.1:0"), peer("127.0.0.1:0")];
    let client = Client::default();
    let error = block_on(client.recv_from(9, soon(), |_, _| ())).unwrap_err();
    assert_eq!(kind(&error), "NotConnected");
    for (text, peer) in [(b"to one", &peers[0]), (b"to two", &peers[1])] {
        let there = peer.local_addr().unwrap();
        block_on(client.send_to("127.0.0.1", there.port(), text, &options(false), soon())).unwrap();
        let (received, from) = next(peer);
        assert_eq!((&received[..], from.port()), (&text[..], client.local_addr().unwrap().port()));
        peer.send_to(b"", from).unwrap();
        peer.send_to(&received, from).unwrap();
        for expected in [&b""[..], text] {
            let (data, sender) =
                block_on(client.recv_from(65536, soon(), |data, from| (data.to_vec(), from))).unwrap();
            assert_eq!((&data[..], sender), (expected, Address::Ip(there)));
        }
        assert_eq!(client.peer_addr().unwrap(), there);
    }
    // There is a socket, but nobody it belongs to.
    assert!(!client.is_connected() && client.descriptor().is_some());
    let (_, error) = block_on(client.send(b"x", soon())).unwrap_err();
    assert_eq!(kind(&error), "NotConnected", "{error}");
    // connect() takes its place.
    block_on(client.connect("127.0.0.1", peers[0].local_addr().unwrap().port(), &options(true), soon()))
        .unwrap();
    assert_eq!(reactor::stats().sources, 1);
    block_on(client.send(b"x", soon())).unwrap();
    assert_eq!(next(&peers[0]).0, b"x");
    // And even so, others may be sent to.
    let there = peers[1].local_addr().unwrap().port();
    block_on(client.send_to("127.0.0.1", there, b"you, too", &options(true), soon())).unwrap();
    assert_eq!(next(&peers[1]).0, b"you, too");
}

#[test]
fn names_are_resolved_by_the_resolver_in_the_family_that_is_asked_for() {
    let server = NameServer::with(&["127.0.0.1", "::1"]);
    let with = |family, connect| ConnectOptions {
        resolver: asking(&[&server]),
        socket: SocketOptions { family, ..SocketOptions::default() },
        ..options(connect)
    };
    for (address, family) in
        [("127.0.0.1:0", Family::Any), ("127.0.0.1:0", Family::Ipv4), ("[::1]:0", Family::Ipv6)]
    {
        let peer = peer(address);
        let port = peer.local_addr().unwrap().port();
        let client = Client::default();
        block_on(client.connect("peer.test", port, &with(family, true), soon())).unwrap();
        block_on(client.send(b"connected", soon())).unwrap();
        assert_eq!(next(&peer).0, b"connected", "{address}");
        // The second one restricted by the socket that is open.
        let client = Client::default();
        for _ in 0..2 {
            block_on(client.send_to("peer.test", port, b"by name", &with(family, false), soon())).unwrap();
            assert_eq!(next(&peer).0, b"by name", "{address}");
        }
    }
    assert!(server.count() > 0);
    let silent = NameServer::silent();
    let options = ConnectOptions { resolver: asking(&[&silent]), ..options(false) };
    let error = block_on(Client::default().send_to("peer.test", 9, b"x", &options, millis(300))).unwrap_err();
    assert_eq!((error.phase, error.is_timeout()), (Phase::Resolve, true), "{error}");
    assert!(error.to_string().contains("peer.test"), "{error}");
}

#[test]
fn a_name_with_both_families_leads_to_ipv4_first() {
    let peer = peer("127.0.0.1:0");
    let client = Client::default();
    block_on(client.connect("localhost", peer.local_addr().unwrap().port(), &options(false), soon()))
        .unwrap();
    block_on(client.send(b"hello", soon())).unwrap();
    assert_eq!(next(&peer).0, b"hello");
}

#[test]
fn a_socket_sends_to_its_own_family_only() {
    let peer = peer("127.0.0.1:0");
    let client = Client::default();
    let there = peer.local_addr().unwrap().port();
    block_on(client.send_to("127.0.0.1", there, b"x", &options(false), soon())).unwrap();
    let error = block_on(client.send_to("::1", there, b"x", &options(false), soon())).unwrap_err();
    assert_eq!((errno(&error), error.phase), (Some(libc::EAFNOSUPPORT), Phase::Send));
    let expected =
        format!("send to [::1]:{there} failed: the socket is an IPv4 one, which cannot send to ::1");
    assert_eq!(error.to_string(), expected);
    let only = SocketOptions { family: Family::Ipv6, ..SocketOptions::default() };
    let only = ConnectOptions { socket: only, ..options(false) };
    let error = block_on(Client::default().connect("127.0.0.1", 9, &only, soon())).unwrap_err();
    assert!(matches!(&error.kind, Kind::BadAddress(why) if why.contains("ip_family")), "{error}");
}

#[test]
fn the_settings_of_the_socket_are_applied() {
    let peer = peer("127.0.0.1:0");
    let port = peer.local_addr().unwrap().port();
    let with = |socket| ConnectOptions { socket, ..options(true) };
    let free = UdpSocket::bind("127.0.0.2:0").unwrap().local_addr().unwrap();
    let bound = SocketOptions {
        bind_address: Some(free.ip()),
        bind_port: free.port(),
        bind_device: Some("lo".into()),
        buffer_size: Some(20_000),
        broadcast: true,
        ..SocketOptions::default()
    };
    let client = Client::default();
    block_on(client.connect("127.0.0.1", port, &with(bound.clone()), soon())).unwrap();
    assert_eq!(client.local_addr().unwrap(), free);
    let socket = socket2::Socket::from(client.duplicate().unwrap());
    assert!(socket.broadcast().unwrap());
    assert_eq!((socket.send_buffer_size().unwrap(), socket.recv_buffer_size().unwrap()), (40_000, 40_000));
    assert_eq!(socket.device().unwrap().as_deref(), Some(&b"lo\0"[..2]));
    client.close();
    drop(socket);
    // The same goes for sendto().
    block_on(client.send_to("127.0.0.1", port, b"x", &with(bound), soon())).unwrap();
    assert_eq!(next(&peer).1, free);
    let broken = SocketOptions { bind_device: Some("nosuch0".into()), ..SocketOptions::default() };
    let error = block_on(Client::default().connect("127.0.0.1", port, &with(broken), soon())).unwrap_err();
    assert_eq!(errno(&error), Some(libc::ENODEV));
    let expected = format!("connect to 127.0.0.1:{port} failed: bind_device \"nosuch0\": No such device");
    assert_eq!(error.to_string(), expected);
    client.close();
    // Without the setting the system refuses.
    let client = Client::default();
    let error = block_on(client.send_to("255.255.255.255", 9, b"x", &options(false), soon())).unwrap_err();
    assert!(matches!(errno(&error), Some(libc::EACCES | libc::ENETUNREACH)), "{error}");
    assert_eq!(reactor::stats().sources, 1);
}

#[test]
fn framing_has_no_effect_on_datagrams() {
    let peer = peer("127.0.0.1:0");
    let client = Client::default();
    let eof = Eof::split(b"\r\n").unwrap();
    client.set_framing(Some(Framing { delimiter: Delimiter::Eof(eof), limit: 8 }));
    block_on(client.connect("127.0.0.1", peer.local_addr().unwrap().port(), &options(false), soon()))
        .unwrap();
    block_on(client.send(b"x", soon())).unwrap();
    let own = next(&peer).1;
    for text in [&b"a\r\nb\r\n"[..], b"no end, and longer than the limit", b""] {
        peer.send_to(text, own).unwrap();
        assert!(client.take_packet(<[u8]>::len).is_none());
        // Looking takes nothing away.
        block_on(poll_fn(|cx| client.poll_surely_readable(cx, soon())));
        let packet = block_on(client.recv_packet(soon(), <[u8]>::to_vec)).unwrap();
        assert_eq!(packet, Received::Packet(text.to_vec()));
    }
}

#[test]
fn flags_on_datagrams() {
    for connect in [false, true] {
        let peer = peer("127.0.0.1:0");
        let client = connect_to(&peer, connect);
        let recv = |max, flags| block_on(client.recv_with(max, flags, soon(), <[u8]>::to_vec));
        let (dont_wait, look) = (
            RecvFlags { dont_wait: true, ..RecvFlags::default() },
            RecvFlags { peek: true, ..RecvFlags::default() },
        );
        assert_eq!(errno(&recv(9, dont_wait).unwrap_err()), Some(libc::EAGAIN));
        assert_eq!(errno(&client.peek(9, <[u8]>::len).unwrap_err()), Some(libc::EAGAIN));
        block_on(client.send(b"x", soon())).unwrap();
        let own = next(&peer).1;
        for text in [&b"one"[..], b"", b"three"] {
            peer.send_to(text, own).unwrap();
            assert_eq!(recv(9, look).unwrap(), text);
            assert_eq!(recv(2, look).unwrap(), text[..text.len().min(2)]);
            assert_eq!(client.was_cut(), text.len() > 2);
            assert_eq!(client.peek(9, <[u8]>::to_vec).unwrap(), text);
            // Without a turn of the reactor.
            assert_eq!(recv(9, RecvFlags { peek: true, ..dont_wait }).unwrap(), text);
            assert_eq!(recv(9, dont_wait).unwrap(), text);
            assert_eq!(errno(&recv(9, dont_wait).unwrap_err()), Some(libc::EAGAIN));
        }
        // A datagram is whole whatever its size.
        peer.send_to(b"short", own).unwrap();
        assert_eq!(recv(100, RecvFlags { wait_all: true, ..RecvFlags::default() }).unwrap(), b"short");
        let error = recv(1, RecvFlags { oob: true, ..RecvFlags::default() }).unwrap_err();
        assert_eq!(errno(&error), Some(libc::EOPNOTSUPP));
    }
}

#[test]
fn what_only_streams_have_is_refused_and_the_socket_stays() {
    let peer = peer("127.0.0.1:0");
    let port = peer.local_addr().unwrap().port();
    let client = connect_to(&peer, true);
    let error = block_on(client.enable_tls(&TlsConfig::default(), soon())).unwrap_err();
    assert_eq!((errno(&error), error.phase), (Some(libc::ESOCKTNOSUPPORT), Phase::Handshake));
    assert!(error.to_string().contains("cannot be enabled on a UDP socket"), "{error}");
    let folder = common::pki::Folder::new();
    let part = engine::client::sendfile::FilePart::open(&folder.write("x", b"x"), 0, 0).unwrap();
    let (_, error) = block_on(client.send_file(&part, soon())).unwrap_err();
    assert_eq!((kind(&error), errno(&error)), ("Refused", Some(libc::EINVAL)));
    block_on(client.send(b"still there", soon())).unwrap();
    assert_eq!(next(&peer).0, b"still there");
    assert_eq!(
        kind(&block_on(client.connect("127.0.0.1", port, &options(true), soon())).unwrap_err()),
        "AlreadyConnected"
    );
    let start = StartTls { protocol: Protocol::Smtp, name: None };
    let bad = ConnectOptions { starttls: Some(start), tls: Some(Rc::default()), ..options(true) };
    let error = block_on(Client::default().connect("127.0.0.1", port, &bad, soon())).unwrap_err();
    assert!(error.to_string().contains("ssl_starttls needs TCP; the socket is a UDP one"), "{error}");
    // And the other way round.
    let stream = common::server::serve(common::server::finish);
    let client = common::connect(stream.port, &common::plain()).unwrap();
    let error = block_on(client.recv_from(9, soon(), |_, _| ())).unwrap_err();
    assert_eq!((errno(&error), error.phase), (Some(libc::EPROTONOSUPPORT), Phase::Receive));
    let error = block_on(client.send_to("127.0.0.1", port, b"x", &common::plain(), soon())).unwrap_err();
    assert_eq!((errno(&error), error.phase), (Some(libc::EPROTONOSUPPORT), Phase::Send));
    assert!(error.to_string().contains("sendto() is for datagram sockets, and this is a TCP one"), "{error}");
    client.close();
    stream.join();
}

#[test]
fn hosts_that_are_none() {
    for (host, fragment) in [("", "the host is empty"), ("a\0b", "NUL"), ("127.1", "four decimal numbers")] {
        let client = Client::default();
        let error = block_on(client.connect(host, 25, &options(false), soon())).unwrap_err();
        assert!(error.to_string().contains(fragment), "{host:?}: {error}");
        let error = block_on(client.send_to(host, 25, b"x", &options(false), soon())).unwrap_err();
        assert!(error.to_string().contains(fragment), "{host:?}: {error}");
        assert_eq!(reactor::stats().sources, 0);
    }
}

#[test]
fn hundreds_of_datagrams_in_the_queue_are_all_received() {
    let peer = peer("127.0.0.1:0");
    let client = connect_to(&peer, false);
    block_on(client.send(b"x", soon())).unwrap();
    let own = next(&peer).1;
    for round in 0..3u32 {
        // As many as the kernel's queue surely holds.
        for number in 0..100u32 {
            peer.send_to(&(round * 100 + number).to_be_bytes(), own).unwrap();
        }
        for number in 0..100u32 {
            assert_eq!(block_on(recv(&client)).unwrap(), (round * 100 + number).to_be_bytes());
        }
    }
    assert!(client.try_recv(9, <[u8]>::len).is_none());
}
