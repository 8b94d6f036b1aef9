//! Unix sockets: streams, perhaps with TLS, and datagrams with the files that answers come through.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::pki::{Folder, pki};
use common::server::{End, Tls, read_line, read_to_end};
use common::unix::{accept_unix, connect_unix, datagram_peer, serve_unix, short_folder, unix};
use common::{both, errno, kind, millis, pattern, recv_all, recv_exactly, soon, trusting};
use engine::client::{Client, ConnectOptions};
use engine::executor::block_on;
use engine::net::peer::Address;
use engine::net::socket::{SocketKind, SocketOptions};
use engine::time::Deadline;
use engine::tls::config::{TlsConfig, VerifyConfig};
use engine::tls::pin::Pin;
use engine::{Error, Kind, Phase, reactor};
use openssl::ssl::SslStream;
use socket2::{MsgHdr, SockRef};
use std::io::{IoSlice, Read, Write};
use std::net::Shutdown;
use std::os::fd::AsRawFd;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

const STREAM: SocketKind = SocketKind::UnixStream;
const DATAGRAM: SocketKind = SocketKind::UnixDatagram;

fn connect(path: &Path, options: &ConnectOptions) -> Result<Client, Error> {
    let client = Client::default();
    block_on(client.connect(path.to_str().unwrap(), 0, options, soon()))?;
    Ok(client)
}

fn bound(kind: SocketKind, path: &Path) -> ConnectOptions {
    let socket = SocketOptions { bind_path: Some(path.into()), ..SocketOptions::default() };
    ConnectOptions { socket, ..unix(kind) }
}

/// Why a connect failed.
fn refused(connected: Result<Client, Error>) -> Error {
    connected.err().expect("it is refused")
}

#[test]
fn a_stream_carries_bytes_in_both_directions_and_ends() {
    let data = pattern(3 << 20);
    let server = serve_unix(|mut socket| {
        let mut received = Vec::new();
        socket.read_to_end(&mut received).unwrap();
        socket.write_all(&received).unwrap();
    });
    let client = connect_unix(server.name());
    assert!(client.is_connected() && client.can_end() && client.kind() == STREAM);
    assert_eq!(client.peer_address().unwrap(), Address::Path(server.path.clone()));
    assert_eq!(client.local_address().unwrap(), Address::Unnamed);
    assert_eq!(errno(&client.peer_addr().unwrap_err()), Some(libc::EAFNOSUPPORT));
    assert_eq!(client.peer(), server.name());
    let echoed = block_on(async {
        client.send(&data, soon()).await.unwrap();
        client.shutdown(Shutdown::Write, soon()).await.unwrap();
        recv_all(&client).await.unwrap()
    });
    assert!(echoed == data);
    server.join();
    assert!(client.close() && !client.close());
    assert_eq!(reactor::stats(), reactor::Stats::default());
}

#[test]
fn ping_pong_over_a_stream() {
    let server = serve_unix(|mut socket| {
        let mut buffer = [0; 4];
        while socket.read_exact(&mut buffer).is_ok() {
            socket.write_all(&buffer).unwrap();
        }
    });
    let client = connect_unix(server.name());
    for number in 0..500u32 {
        assert_eq!(client.try_send(&number.to_be_bytes()).unwrap(), 4);
        assert_eq!(block_on(recv_exactly(&client, 4)).unwrap(), number.to_be_bytes());
    }
    assert!(client.try_recv(9, <[u8]>::len).is_none());
    client.close();
    server.join();
}

/// `SCM_RIGHTS` with one descriptor, as the system lays it out.
fn rights(descriptor: i32) -> Vec<u8> {
    let length = (size_of::<usize>() + 3 * size_of::<i32>()).to_ne_bytes();
    let head = [libc::SOL_SOCKET, libc::SCM_RIGHTS, descriptor, 0].map(i32::to_ne_bytes);
    [&length[..], &head.concat()].concat()
}

/// A read ends behind bytes that descriptors came with. What follows has to be read all the same, though no event
/// tells of it.
#[test]
fn descriptors_that_come_along_neither_stall_the_stream_nor_stay_open() {
    let server = serve_unix(|mut socket| {
        read_line(&mut socket, b"go");
        for _ in 0..3 {
            let (near, far) = UnixStream::pair().unwrap();
            let control = rights(near.as_raw_fd());
            let part = [IoSlice::new(b"passed")];
            let message = MsgHdr::new().with_buffers(&part).with_control(&control);
            assert_eq!(SockRef::from(&socket).sendmsg(&message, 0).unwrap(), 6);
            socket.write_all(b"behind").unwrap();
            drop(near);
            read_line(&mut socket, b"next");
            // Nobody holds the other end any more.
            let mut far = far;
            far.set_read_timeout(Some(common::LONG)).unwrap();
            assert_eq!(far.read(&mut [0]).unwrap(), 0);
        }
    });
    let client = connect_unix(server.name());
    block_on(client.send(b"go", soon())).unwrap();
    for _ in 0..3 {
        // Both parts are there before the first read.
        let both = Duration::from_millis(50);
        block_on(reactor::sleep(Deadline::after(both)));
        assert_eq!(block_on(recv_exactly(&client, 12)).unwrap(), b"passedbehind");
        block_on(client.send(b"next", soon())).unwrap();
    }
    server.join();
}

#[test]
fn paths_that_lead_nowhere() {
    let folder = short_folder();
    let missing = folder.path("missing.sock");
    let deserted = folder.path("deserted.sock");
    drop(UnixListener::bind(&deserted).unwrap());
    let (stream, datagram, file) =
        (folder.path("stream"), folder.path("datagram"), folder.write("file", b""));
    let _stream = UnixListener::bind(&stream).unwrap();
    let _datagram = UnixDatagram::bind(&datagram).unwrap();
    for (kind, path, code, text) in [
        (STREAM, &missing, libc::ENOENT, "No such file or directory"),
        (DATAGRAM, &missing, libc::ENOENT, "No such file or directory"),
        (STREAM, &deserted, libc::ECONNREFUSED, "Connection refused"),
        (DATAGRAM, &deserted, libc::ECONNREFUSED, "Connection refused"),
        (STREAM, &file, libc::ECONNREFUSED, "Connection refused"),
        (STREAM, &datagram, libc::EPROTOTYPE, "Protocol wrong type for socket"),
        (DATAGRAM, &stream, libc::EPROTOTYPE, "Protocol wrong type for socket"),
    ] {
        let error = refused(connect(path, &unix(kind)));
        assert_eq!((errno(&error), error.phase), (Some(code), Phase::Connect), "{kind:?} {path:?}");
        assert_eq!(error.to_string(), format!("connect to {} failed: {text}", path.display()));
        assert_eq!(reactor::stats().sources, 0);
    }
    let long = format!("/tmp/{}", "x".repeat(103));
    for (path, reason) in [("", "empty"), ("/tmp/a\0b", "NUL"), (long.as_str(), "has 108 bytes")] {
        for kind in [STREAM, DATAGRAM] {
            let client = Client::default();
            let error = block_on(client.connect(path, 0, &unix(kind), soon())).unwrap_err();
            assert!(matches!(&error.kind, Kind::BadAddress(why) if why.contains(reason)), "{error}");
            assert!(!error.to_string().contains('\0'));
            let error = block_on(client.send_to(path, 0, b"x", &unix(DATAGRAM), soon())).unwrap_err();
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}

#[test]
fn a_queue_that_is_full_is_waited_for_within_the_deadline() {
    let folder = short_folder();
    let path = folder.path("full.sock");
    let listener = socket2::Socket::new(socket2::Domain::UNIX, socket2::Type::STREAM, None).unwrap();
    listener.bind(&socket2::SockAddr::unix(&path).unwrap()).unwrap();
    listener.listen(0).unwrap();
    let first = connect(&path, &unix(STREAM)).unwrap();
    let client = Client::default();
    let name = path.to_str().unwrap();
    let error = block_on(client.connect(name, 0, &unix(STREAM), millis(80))).unwrap_err();
    assert_eq!((kind(&error), error.phase), ("Timeout", Phase::Connect));
    assert_eq!(error.to_string(), format!("connect to {name} failed: timed out after 0.08 s"));
    assert_eq!(reactor::stats(), reactor::Stats { sources: 1, ..reactor::Stats::default() });
    let accept = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(60));
        [listener.accept().unwrap().0, listener.accept().unwrap().0]
    });
    block_on(client.connect(name, 0, &unix(STREAM), soon())).unwrap();
    let accepted = accept.join().unwrap();
    block_on(client.send(b"hello", soon())).unwrap();
    read_line(&mut &accepted[1], b"hello");
    drop(first);
}

#[test]
fn a_connect_that_waits_ends_by_close() {
    let folder = short_folder();
    let path = folder.path("full.sock");
    let listener = socket2::Socket::new(socket2::Domain::UNIX, socket2::Type::STREAM, None).unwrap();
    listener.bind(&socket2::SockAddr::unix(&path).unwrap()).unwrap();
    listener.listen(0).unwrap();
    let _first = connect(&path, &unix(STREAM)).unwrap();
    let (client, options) = (Client::default(), unix(STREAM));
    let connecting = client.connect(path.to_str().unwrap(), 0, &options, soon());
    let (connected, ()) = block_on(both(connecting, async { assert!(client.close()) }));
    assert_eq!(kind(&connected.unwrap_err()), "Cancelled");
}

#[test]
fn a_stream_can_have_a_path_that_goes_with_it() {
    let own = short_folder();
    let path = own.path("own.sock");
    for explicit in [true, false] {
        let server = serve_unix(|mut socket| {
            let from = socket.peer_addr().unwrap().as_pathname().map(Path::to_owned);
            read_line(&mut socket, b"x");
            from
        });
        let client = connect(&server.path, &bound(STREAM, &path)).unwrap();
        assert_eq!(client.local_address().unwrap(), Address::Path(path.clone()));
        assert!(path.exists());
        block_on(client.send(b"x", soon())).unwrap();
        if explicit {
            client.close();
        }
        drop(client);
        assert!(!path.exists());
        assert_eq!(server.join().as_deref(), Some(&*path));
    }
    std::fs::write(&path, b"in the way").unwrap();
    let server = serve_unix(drop);
    let error = refused(connect(&server.path, &bound(STREAM, &path)));
    assert_eq!(errno(&error), Some(libc::EADDRINUSE));
    assert!(
        error.to_string().contains(&format!("bind to {}: Address already in use", path.display())),
        "{error}"
    );
    assert!(path.exists());
    drop(UnixStream::connect(&server.path).unwrap());
    server.join();
}

/// The files of this process' clients in the folder for temporary files.
fn files() -> Vec<PathBuf> {
    let own = format!("corio-client.{}.", std::process::id());
    let all = std::fs::read_dir(std::env::temp_dir()).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.file_name().unwrap().to_str().is_some_and(|name| name.starts_with(&own))).collect()
}

fn own_file(client: &Client) -> PathBuf {
    match client.local_address().unwrap() {
        Address::Path(path) => path,
        other => panic!("{other:?}"),
    }
}

#[test]
fn datagrams_are_answered_through_a_file_that_goes_with_the_socket() {
    let folder = short_folder();
    let peer = datagram_peer(&folder.path("peer.sock"));
    for explicit in [true, false] {
        let client = connect(&folder.path("peer.sock"), &unix(DATAGRAM)).unwrap();
        assert!(client.is_connected() && !client.can_end() && client.kind() == DATAGRAM);
        let file = own_file(&client);
        assert!(files().contains(&file));
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        for size in [5, 0, 9000, 100_000] {
            block_on(client.send(&pattern(size), soon())).unwrap();
            let mut buffer = vec![0; 200_000];
            let (received, from) = peer.recv_from(&mut buffer).unwrap();
            assert!(buffer[..received] == pattern(size));
            assert_eq!(from.as_pathname(), Some(&*file));
            peer.send_to(&buffer[..received], &file).unwrap();
            let max = 1 << 20;
            let (echoed, sender) =
                block_on(client.recv_from(max, soon(), |data, from| (data.to_vec(), from))).unwrap();
            assert!(echoed == pattern(size) && !client.was_cut());
            assert_eq!(sender, Address::Path(folder.path("peer.sock")));
        }
        if explicit {
            assert!(client.close());
            assert!(!file.exists());
        }
        drop(client);
        assert!(!file.exists());
    }
    assert_eq!(reactor::stats(), reactor::Stats::default());
}

#[test]
fn only_the_peer_may_answer_and_when_it_goes_that_is_told() {
    let folder = short_folder();
    let peer = datagram_peer(&folder.path("peer.sock"));
    let stranger = datagram_peer(&folder.path("stranger.sock"));
    let client = connect(&folder.path("peer.sock"), &unix(DATAGRAM)).unwrap();
    let refused = stranger.send_to(b"hello", own_file(&client)).unwrap_err();
    assert_eq!(refused.raw_os_error(), Some(libc::EPERM));
    drop(peer);
    let (_, error) = block_on(client.send(b"x", soon())).unwrap_err();
    assert_eq!(errno(&error), Some(libc::ECONNREFUSED));
    assert_eq!(
        error.to_string(),
        format!("send to {} failed: Connection refused", folder.path("peer.sock").display())
    );
    let (_, error) = block_on(client.send(&vec![0; 8 << 20], soon())).unwrap_err();
    assert_eq!(errno(&error), Some(libc::EMSGSIZE));
    assert!(error.to_string().contains("a datagram of 8388608 bytes is too large"), "{error}");
}

#[test]
fn a_queue_that_is_full_makes_a_send_wait() {
    let folder = short_folder();
    let path = folder.path("peer.sock");
    for connected in [true, false] {
        let peer = datagram_peer(&path);
        let client = Client::default();
        if connected {
            block_on(client.connect(path.to_str().unwrap(), 0, &unix(DATAGRAM), soon())).unwrap();
        }
        let options = unix(DATAGRAM);
        let send = async |number: u32, deadline| {
            let data = number.to_be_bytes();
            if connected {
                client.send(&data, deadline).await.map_err(|(_, error)| error)
            } else {
                client.send_to(path.to_str().unwrap(), 0, &data, &options, deadline).await
            }
        };
        let mut sent = 0;
        let error = loop {
            match block_on(send(sent, millis(30))) {
                Ok(()) => sent += 1,
                Err(error) => break error,
            }
            assert!(sent < 100_000, "the queue never gets full");
        };
        assert_eq!((kind(&error), error.phase), ("Timeout", Phase::Send), "{error}");
        let reader = std::thread::spawn(move || {
            let mut buffer = [0; 9];
            for number in 0..=sent {
                assert_eq!(peer.recv(&mut buffer).unwrap(), 4);
                assert_eq!(buffer[..4], number.to_be_bytes());
            }
        });
        block_on(send(sent, soon())).unwrap();
        reader.join().unwrap();
        let file = own_file(&client);
        client.close();
        assert!(!file.exists());
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn sendto_opens_a_socket_and_others_may_answer() {
    let folder = short_folder();
    let peers = ["a.sock", "b.sock"].map(|name| datagram_peer(&folder.path(name)));
    let client = Client::default();
    for (name, peer) in ["a.sock", "b.sock"].iter().zip(&peers) {
        let path = folder.path(name);
        block_on(client.send_to(path.to_str().unwrap(), 0, b"hello", &unix(DATAGRAM), soon())).unwrap();
        let mut buffer = [0; 9];
        let (size, from) = peer.recv_from(&mut buffer).unwrap();
        assert_eq!((&buffer[..size], from.as_pathname()), (&b"hello"[..], Some(&*own_file(&client))));
        peer.send_to(b"", from.as_pathname().unwrap()).unwrap();
        let answer = block_on(client.recv_from(9, soon(), |data, from| (data.len(), from))).unwrap();
        assert_eq!(answer, (0, Address::Path(path)));
    }
    let missing = folder.path("missing.sock");
    let missing = missing.to_str().unwrap();
    let error = block_on(client.send_to(missing, 0, b"x", &unix(DATAGRAM), soon())).unwrap_err();
    assert_eq!(errno(&error), Some(libc::ENOENT));
    assert_eq!(error.to_string(), format!("send to {missing} failed: No such file or directory"));
    let file = own_file(&client);
    drop(client);
    assert!(!file.exists());
}

#[test]
fn a_datagram_socket_can_have_a_path_that_was_chosen() {
    let folder = short_folder();
    let (theirs, ours) = (folder.path("peer.sock"), folder.path("own.sock"));
    let peer = datagram_peer(&theirs);
    let client = connect(&theirs, &bound(DATAGRAM, &ours)).unwrap();
    assert_eq!(own_file(&client), ours);
    let error = refused(connect(&theirs, &bound(DATAGRAM, &ours)));
    assert_eq!(errno(&error), Some(libc::EADDRINUSE));
    assert!(error.to_string().contains(&format!("bind to {}", ours.display())), "{error}");
    assert!(ours.exists());
    peer.send_to(b"x", &ours).unwrap();
    assert_eq!(block_on(client.recv(9, soon(), <[u8]>::len)).unwrap(), 1);
    client.close();
    assert!(!ours.exists());
    let long = folder.path(&"x".repeat(108));
    let error = refused(connect(&theirs, &bound(DATAGRAM, &long)));
    assert!(error.to_string().contains("bind_address: the path has"), "{error}");
}

/// What TLS on a Unix socket is given to tell the peer by.
fn secure(config: TlsConfig) -> ConnectOptions {
    ConnectOptions { tls: Some(Rc::new(config)), ..unix(STREAM) }
}

fn tls_echo() -> common::unix::UnixServer<(Vec<u8>, End)> {
    serve_unix(|socket| {
        let accepted = Tls::default().accept(socket);
        if accepted.error.is_some() {
            return (Vec::new(), End::Broken("no handshake".into()));
        }
        let mut stream: SslStream<UnixStream> = accepted.stream;
        read_line(&mut stream, b"hello");
        stream.write_all(b"hello").unwrap();
        read_to_end(&mut stream)
    })
}

#[test]
fn tls_from_the_first_byte_on_needs_something_to_tell_the_peer_by() {
    let folder = Folder::new();
    let trusting = trusting(&folder.ca());
    let fingerprint = pki().good.cert.digest(openssl::hash::MessageDigest::sha256()).unwrap();
    let hex: String = fingerprint.iter().map(|byte| format!("{byte:02x}")).collect();
    let pins = |text: &str| VerifyConfig { pins: Pin::parse(text).unwrap(), ..VerifyConfig::default() };
    let named = TlsConfig { host_name: Some("mail.test".into()), ..trusting.clone() };
    let nameless = VerifyConfig { name: false, ..VerifyConfig::default() };
    for config in [
        named.clone(),
        TlsConfig { verify: pins(&hex), ..trusting.clone() },
        TlsConfig { verify: nameless, ..trusting.clone() },
    ] {
        let server = tls_echo();
        let client = connect(&server.path, &secure(config.clone())).unwrap();
        let echoed = block_on(async {
            client.send(b"hello", soon()).await.unwrap();
            recv_exactly(&client, 5).await
        });
        assert_eq!(echoed.unwrap(), b"hello");
        let info = client.tls_info().unwrap();
        assert_eq!((info.version, info.sni.as_deref()), ("TLSv1.3", config.host_name.as_deref()));
        assert_eq!(client.peer_certificate().unwrap(), pki().good.cert.to_pem().unwrap());
        match client.verify_again(&config).unwrap() {
            Ok(()) => assert!(config.host_name.is_some() || !config.verify.pins.is_empty()),
            Err(error) => assert!(error.to_string().contains("has no name"), "{error}"),
        }
        client.close();
        assert_eq!(server.join(), (Vec::new(), End::Notified));
    }
    // Without a name nothing is connected at all.
    let unnamed = TlsConfig { host_name: Some(String::new()), ..trusting.clone() };
    for config in [trusting.clone(), unnamed] {
        let error = refused(connect(Path::new("/nonexistent.sock"), &secure(config)));
        assert!(matches!(&error.kind, Kind::InvalidConfig(why) if why.contains("ssl_host_name")), "{error}");
    }
    let wrong = TlsConfig { host_name: Some("evil.test".into()), ..trusting.clone() };
    for config in [wrong, TlsConfig { verify: pins(&"00".repeat(32)), ..trusting }] {
        let server = tls_echo();
        let error = refused(connect(&server.path, &secure(config)));
        assert_eq!((kind(&error), error.phase), ("Verify", Phase::Handshake), "{error}");
        assert!(error.to_string().contains(server.name()), "{error}");
        server.join();
    }
    assert_eq!(reactor::stats().sources, 0);
}

#[test]
fn sessions_on_unix_sockets_are_resumed_for_the_same_path_and_name() {
    let (folder, place) = (Folder::new(), short_folder());
    let path = place.path("tls.sock");
    let listener = UnixListener::bind(&path).unwrap();
    let server = std::thread::spawn(move || {
        let context = Tls::default().shared();
        for _ in 0..3 {
            let mut ssl = openssl::ssl::Ssl::new(&context).unwrap();
            ssl.set_accept_state();
            let mut stream = SslStream::new(ssl, accept_unix(&listener)).unwrap();
            stream.accept().unwrap();
            stream.write_all(b"x").unwrap();
            read_to_end(&mut stream);
        }
    });
    let resumed = |name: &str| {
        let config = TlsConfig { host_name: Some(name.into()), ..trusting(&folder.path("ca.pem")) };
        let client = connect(&path, &secure(config)).unwrap();
        block_on(recv_exactly(&client, 1)).unwrap();
        let resumed = client.tls_info().unwrap().resumed;
        client.close();
        resumed
    };
    folder.ca();
    assert_eq!([resumed("mail.test"), resumed("mail.test"), resumed("localhost")], [false, true, false]);
    server.join().unwrap();
}

#[test]
fn an_upgrade_is_refused_and_the_connection_stays() {
    let server = serve_unix(|mut socket| read_line(&mut socket, b"x"));
    let client = connect_unix(server.name());
    let error = block_on(client.enable_tls(&TlsConfig::default(), soon())).unwrap_err();
    assert_eq!((errno(&error), error.phase), (Some(libc::ESOCKTNOSUPPORT), Phase::Handshake));
    assert!(error.to_string().contains("cannot be enabled on a Unix stream socket"), "{error}");
    block_on(client.send(b"x", soon())).unwrap();
    server.join();
    let tls = ConnectOptions { tls: Some(Rc::default()), ..unix(DATAGRAM) };
    let error = refused(connect(Path::new("/nonexistent.sock"), &tls));
    assert!(error.to_string().contains("TLS needs TCP, UDP or a Unix stream"), "{error}");
}
