//! Packets over real sockets: whole whatever the pieces, kept over a timeout, and never an end where there is none.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::pki::Folder;
use common::server::{Server, Tls, finish, listen, read_line, reset, serve, serve_tls, starttls};
use common::{connect, errno, kind, millis, plain, recv_exactly, soon, tls, trusting};
use engine::client::{Client, Received};
use engine::error::Partial;
use engine::executor::block_on;
use engine::frame::{Delimiter, Eof, Framing, LengthField, LengthType};
use engine::time::Deadline;
use engine::{Error, Kind, Phase, reactor};
use std::io::Write;
use std::sync::mpsc;

fn lines() -> Framing {
    Framing { delimiter: Delimiter::Eof(Eof::split(b"\r\n").unwrap()), limit: 1000 }
}

/// A length of four bytes before the packet's body.
fn lengths(limit: usize) -> Framing {
    let field = LengthField { kind: LengthType::of(b'N').unwrap(), offset: 0, extra: 4 };
    Framing { delimiter: Delimiter::Length(field), limit }
}

fn packet(body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32).to_be_bytes(), body].concat()
}

fn framed(port: u16, framing: Framing) -> Client {
    let client = connect(port, &plain()).unwrap();
    client.set_framing(Some(framing));
    client
}

fn receive(client: &Client, deadline: Deadline) -> Result<Vec<u8>, Error> {
    match block_on(client.recv_packet(deadline, <[u8]>::to_vec))? {
        Received::Packet(packet) => Ok(packet),
        Received::Measure => panic!("nobody asked for it"),
    }
}

/// Waits until a part of a packet has arrived, and answers the timeout that tells of it.
fn stalled(client: &Client) -> Error {
    loop {
        let error = receive(client, millis(30)).unwrap_err();
        assert_eq!(kind(&error), "Timeout", "{error}");
        if error.partial.is_some() {
            return error;
        }
    }
}

/// A peer that sends each piece when the client says so, then does `end`.
fn pieces(
    pieces: Vec<Vec<u8>>,
    end: impl FnOnce(std::net::TcpStream) + Send + 'static,
) -> (Server<()>, mpsc::Sender<()>) {
    let (go, turn) = mpsc::channel();
    let server = serve(move |mut socket| {
        for piece in pieces {
            turn.recv().unwrap();
            socket.write_all(&piece).unwrap();
        }
        let _ = turn.recv();
        end(socket);
    });
    (server, go)
}

#[test]
fn many_packets_of_one_read_then_a_clean_end() {
    let bodies: Vec<Vec<u8>> = (0..500_usize).map(|n| vec![n as u8; n]).collect();
    let sent: Vec<u8> = bodies.iter().flat_map(|body| packet(body)).collect();
    let server = serve(move |mut socket| {
        socket.write_all(&sent).unwrap();
        finish(socket);
    });
    let client = framed(server.port, lengths(1000));
    for body in &bodies {
        assert_eq!(receive(&client, soon()).unwrap(), packet(body));
    }
    for _ in 0..2 {
        assert_eq!(receive(&client, soon()).unwrap(), b"", "and it stays the end");
    }
    assert_eq!(client.unread(), 0);
    client.close();
    server.join();
}

#[test]
fn a_stalled_packet_is_kept_for_the_next_call() {
    let whole = packet(b"hello");
    let (server, go) = pieces(vec![whole[..6].to_vec(), whole[6..].to_vec()], finish);
    let client = framed(server.port, lengths(1000));
    let error = receive(&client, millis(30)).unwrap_err();
    assert_eq!((kind(&error), error.partial), ("Timeout", None));
    go.send(()).unwrap();
    let error = stalled(&client);
    assert_eq!(error.partial, Some(Partial { received: 6, expected: Some(9) }), "{error}");
    let peeked = client.peek(3, <[u8]>::to_vec).unwrap();
    assert_eq!(peeked, whole[..3], "peek() looks at what was received ahead");
    go.send(()).unwrap();
    assert_eq!(receive(&client, soon()).unwrap(), whole);
    client.close();
    drop(go);
    server.join();
}

#[test]
fn an_end_inside_a_packet_is_no_end() {
    let (server, go) = pieces(vec![b"one\r\ntw".to_vec()], finish);
    let client = framed(server.port, lines());
    go.send(()).unwrap();
    assert_eq!(receive(&client, soon()).unwrap(), b"one\r\n");
    drop(go);
    for _ in 0..2 {
        let error = receive(&client, soon()).unwrap_err();
        let expected = format!(
            "receive from localhost:{} failed: the peer closed the connection inside a packet \
             (2 bytes of an unfinished packet received)",
            server.port
        );
        assert_eq!((kind(&error), error.to_string()), ("Cut", expected));
    }
    client.close();
    server.join();
}

#[test]
fn a_reset_inside_a_packet_tells_what_had_arrived() {
    let (server, go) = pieces(vec![b"\0\0\0\x09abc".to_vec()], reset);
    let client = framed(server.port, lengths(1000));
    go.send(()).unwrap();
    stalled(&client);
    drop(go);
    let error = receive(&client, soon()).unwrap_err();
    assert_eq!(errno(&error), Some(libc::ECONNRESET), "{error}");
    assert_eq!(error.partial, Some(Partial { received: 7, expected: Some(13) }));
    client.close();
    server.join();
}

#[test]
fn packets_beyond_the_limit_close_the_connection() {
    for (framing, sent, expected) in [
        (lengths(100), b"\0\0\0\x61".to_vec(), "a packet of 101 bytes is over the limit of 100"),
        (lines(), vec![b'x'; 1000], "no package_eof in the first 1000 bytes of a packet"),
    ] {
        let (server, go) = pieces(vec![sent], finish);
        let client = framed(server.port, framing);
        go.send(()).unwrap();
        let error = receive(&client, soon()).unwrap_err();
        assert_eq!((kind(&error), error.phase), ("FrameTooLarge", Phase::Receive));
        assert!(error.to_string().contains(expected), "{error}");
        assert!(!client.is_connected());
        let error = receive(&client, soon()).unwrap_err();
        assert!(error.to_string().contains("(the packets could not be told apart)"), "{error}");
        drop(go);
        server.join();
    }
    assert_eq!(reactor::stats(), reactor::Stats::default());
}

#[test]
fn a_large_packet_comes_whole() {
    let whole = packet(&vec![7; 3_000_000]);
    let sent = [whole.as_slice(), &packet(b"behind")].concat();
    let server = serve(move |mut socket| {
        socket.write_all(&sent).unwrap();
        finish(socket);
    });
    let client = framed(server.port, lengths(3_000_004));
    assert!(receive(&client, soon()).unwrap() == whole);
    assert_eq!(receive(&client, soon()).unwrap(), packet(b"behind"));
    client.close();
    server.join();
}

#[test]
fn lengths_that_somebody_tells() {
    let (server, go) = pieces(vec![b"3:ab".to_vec(), b"c12:x".to_vec()], finish);
    let client = framed(server.port, Framing { delimiter: Delimiter::Measured, limit: 10 });
    go.send(()).unwrap();
    assert_eq!(block_on(client.recv_packet(soon(), <[u8]>::to_vec)).unwrap(), Received::Measure);
    assert_eq!(client.head(<[u8]>::to_vec).unwrap(), b"3:ab");
    client.measured(5).unwrap();
    assert_eq!(kind(&receive(&client, millis(30)).unwrap_err()), "Timeout");
    go.send(()).unwrap();
    assert_eq!(receive(&client, soon()).unwrap(), b"3:abc");
    assert!(client.take_packet(<[u8]>::to_vec).is_none(), "its length has to be told first");
    assert_eq!(block_on(client.recv_packet(soon(), <[u8]>::to_vec)).unwrap(), Received::Measure);
    client.measured(0).unwrap();
    let error = receive(&client, millis(30)).unwrap_err();
    assert_eq!(kind(&error), "Timeout", "the same head is not shown again");
    let error = client.measured(15).unwrap_err();
    assert_eq!(kind(&error), "FrameTooLarge");
    assert!(!client.is_connected());
    drop(go);
    server.join();
}

#[test]
fn framing_may_change_between_packets() {
    let (server, go) = pieces(vec![[b"head\r\n".as_slice(), &packet(b"body"), b"raw"].concat()], finish);
    let client = framed(server.port, lines());
    go.send(()).unwrap();
    assert_eq!(receive(&client, soon()).unwrap(), b"head\r\n");
    client.set_framing(Some(lengths(100)));
    assert_eq!(receive(&client, soon()).unwrap(), packet(b"body"));
    client.set_framing(None);
    assert!(client.has_inbox());
    assert_eq!(block_on(recv_exactly(&client, 3)).unwrap(), b"raw");
    assert!(!client.has_inbox());
    drop(go);
    assert_eq!(block_on(client.recv(9, soon(), <[u8]>::len)).unwrap(), 0);
    client.close();
    server.join();
}

#[test]
fn a_new_connection_begins_with_an_empty_buffer() {
    let (server, go) = pieces(vec![b"one\r\ntw".to_vec()], finish);
    let client = framed(server.port, lines());
    go.send(()).unwrap();
    assert_eq!(receive(&client, soon()).unwrap(), b"one\r\n");
    assert_eq!(client.unread(), 2);
    client.close();
    assert_eq!(client.unread(), 0);
    drop(go);
    server.join();
    let (server, go) = pieces(vec![b"o\r\n".to_vec()], finish);
    block_on(client.connect("127.0.0.1", server.port, &plain(), soon())).unwrap();
    go.send(()).unwrap();
    assert_eq!(receive(&client, soon()).unwrap(), b"o\r\n", "and the framing stays");
    client.close();
    drop(go);
    server.join();
}

#[test]
fn framing_over_tls_and_anew_behind_the_upgrade() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let listener = listen();
    let address = listener.local_addr().unwrap();
    let server = Server::start(&address, move || {
        let mut socket = common::server::accept(&listener);
        starttls(&mut socket);
        let mut stream = Tls::default().accept(socket).established();
        stream.write_all(b"un").unwrap();
        stream.write_all(b"der\r\nTLS\r\nand c").unwrap();
        stream.shutdown().unwrap();
        common::server::read_to_end(&mut stream);
    });
    let client = connect(address.port(), &plain()).unwrap();
    client.set_framing(Some(lines()));
    assert_eq!(receive(&client, soon()).unwrap(), b"220 ready for plaintext\r\n");
    block_on(client.send(b"STARTTLS\r\n", soon())).unwrap();
    assert_eq!(receive(&client, soon()).unwrap(), b"220 go ahead\r\n");
    block_on(client.enable_tls(&config, soon())).unwrap();
    assert_eq!(receive(&client, soon()).unwrap(), b"under\r\n");
    assert_eq!(receive(&client, soon()).unwrap(), b"TLS\r\n");
    let error = receive(&client, soon()).unwrap_err();
    assert_eq!((kind(&error), error.partial.unwrap().received), ("Cut", 5));
    client.close();
    server.join();
}

#[test]
fn a_packet_cut_without_close_notify_is_truncated() {
    let folder = Folder::new();
    let server = serve_tls(|mut stream| {
        stream.write_all(b"a\r\nb").unwrap();
        stream.get_ref().shutdown(std::net::Shutdown::Write).unwrap();
        common::server::read_to_end(&mut stream);
    });
    let client = connect(server.port, &tls(&trusting(&folder.ca()))).unwrap();
    client.set_framing(Some(lines()));
    assert_eq!(receive(&client, soon()).unwrap(), b"a\r\n");
    let error = receive(&client, soon()).unwrap_err();
    assert_eq!((kind(&error), error.partial), ("Truncated", Some(Partial { received: 1, expected: None })));
    client.close();
    server.join();
}

#[test]
fn plaintext_in_the_packet_buffer_refuses_the_upgrade() {
    let folder = Folder::new();
    let server = serve(|mut socket| {
        // One write, so that the client's read takes both replies.
        socket.write_all(b"220 go\r\n250 injected\r\n").unwrap();
        read_line(&mut socket, b"STARTTLS\r\n");
        finish(socket);
    });
    let client = framed(server.port, lines());
    block_on(client.send(b"STARTTLS\r\n", soon())).unwrap();
    assert_eq!(receive(&client, soon()).unwrap(), b"220 go\r\n");
    let error = block_on(client.enable_tls(&trusting(&folder.ca()), soon())).unwrap_err();
    assert!(matches!(error.kind, Kind::PlaintextBuffered(14)), "{error}");
    assert!(!client.is_connected() && client.unread() == 0);
    server.join();
    assert_eq!(reactor::stats(), reactor::Stats::default());
}
