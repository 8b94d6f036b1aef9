//! Sending files: by the kernel, and piece by piece through TLS.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::pki::Folder;
use common::server::read_line;
use common::way::{Peer, WAYS, Way};
use common::{LONG, both, errno, give_up_at, kind, millis, narrow, pattern, recv_exactly, soon};
use engine::client::sendfile::FilePart;
use engine::executor::block_on;
use engine::transport::closing;
use engine::{Phase, reactor};
use openssl::sha::{Sha256, sha256};
use std::fs::File;
use std::net::Shutdown;
use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// What comes until the end: how much, and its hash. Some pauses let the sender meet a full buffer.
fn digest(peer: &mut dyn Peer) -> (usize, [u8; 32]) {
    let (mut size, mut hash, mut buffer) = (0, Sha256::new(), vec![0; 100_000]);
    loop {
        let read = peer.read(&mut buffer).unwrap();
        if read == 0 {
            return (size, hash.finish());
        }
        hash.update(&buffer[..read]);
        if size % 17 == 0 {
            std::thread::sleep(Duration::from_millis(1));
        }
        size += read;
    }
}

#[test]
fn fifty_megabytes_arrive_as_they_are_though_the_reader_is_slow() {
    const SIZE: usize = 50 << 20;
    let folder = Folder::new();
    let data = pattern(SIZE);
    let path = folder.write("large", &data);
    let expected = (SIZE, sha256(&data));
    for way in WAYS {
        let (client, server) = way.open(digest);
        let part = FilePart::open(&path, 0, 0).unwrap();
        assert_eq!(part.length(), SIZE as u64);
        block_on(async {
            client.send_file(&part, soon()).await.unwrap();
            client.shutdown(Shutdown::Write, soon()).await.unwrap();
        });
        assert_eq!(server.join(), expected, "{way:?}");
    }
}

#[test]
fn a_part_of_a_file_goes_between_other_data() {
    let folder = Folder::new();
    let data = pattern(300_000);
    let path = folder.write("part", &data);
    for way in WAYS {
        let (client, server) = way.open(|peer| {
            let mut received = Vec::new();
            peer.read_to_end(&mut received).unwrap();
            received
        });
        let mut expected = Vec::new();
        block_on(async {
            for (offset, length) in
                [(0, 1), (5, 70_000), (0, 0), (299_999, 1), (299_999, 0), (300_000, 0), (100, 299_900)]
            {
                client.send(b"<", soon()).await.unwrap();
                let part = FilePart::open(&path, offset, length).unwrap();
                client.send_file(&part, soon()).await.unwrap();
                client.send(b">", soon()).await.unwrap();
                let end = if length == 0 { data.len() } else { (offset + length) as usize };
                expected.extend([b"<", &data[offset as usize..end], b">"].concat());
            }
            client.shutdown(Shutdown::Write, soon()).await.unwrap();
        });
        assert!(server.join() == expected, "{way:?}");
    }
}

#[test]
fn files_that_cannot_be_sent_are_named_with_the_reason() {
    let folder = Folder::new();
    let path = folder.write("small", b"12345");
    let shown = |path: &Path| path.display().to_string();
    let fifo = folder.path("fifo");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let missing = folder.path("missing");
    for (path, offset, length, code, reason) in [
        (&missing, 0, 0, libc::ENOENT, "No such file or directory"),
        (&folder.path("."), 0, 0, libc::EINVAL, "it is not a regular file"),
        (&fifo, 0, 0, libc::EINVAL, "it is not a regular file"),
        (&path, 6, 0, libc::EINVAL, "it has 5 bytes, and byte 6 on was asked for"),
        (&path, 2, 4, libc::EINVAL, "it has 5 bytes, and 4 bytes from byte 2 on was asked for"),
        (&path, 1, u64::MAX, libc::EINVAL, "it has 5 bytes"),
        (&path, u64::MAX, 0, libc::EINVAL, "it has 5 bytes"),
    ] {
        let error = FilePart::open(path, offset, length).unwrap_err();
        assert_eq!((kind(&error), errno(&error), error.phase), ("File", Some(code), Phase::Send), "{error}");
        let text = error.to_string();
        assert!(text.contains(&format!("file {}: {reason}", shown(path))), "{text}");
    }
    assert_eq!(FilePart::open(&path, 5, 0).unwrap().length(), 0);
    assert_eq!(FilePart::open(&path, 1, 4).unwrap().length(), 4);
}

#[test]
fn a_file_that_becomes_shorter_meanwhile_is_an_error() {
    const SIZE: u64 = 16 << 20;
    let folder = Folder::new();
    for way in WAYS {
        let path = folder.write("shrinking", &pattern(SIZE as usize));
        let (start, started) = mpsc::channel();
        let (client, server) = way.open_with(narrow, move |peer| {
            started.recv().unwrap();
            let mut received = Vec::new();
            let _ = peer.read_to_end(&mut received);
            received.len() as u64
        });
        let part = FilePart::open(&path, 0, 0).unwrap();
        let (result, ()) = block_on(both(client.send_file(&part, soon()), async {
            reactor::sleep(millis(30)).await;
            File::options().write(true).open(&path).unwrap().set_len(6 << 20).unwrap();
            start.send(()).unwrap();
        }));
        let (sent, error) = result.unwrap_err();
        assert_eq!((kind(&error), error.phase), ("File", Phase::Send), "{way:?}: {error}");
        let reason =
            format!("file {}: it became shorter while it was sent ({sent} of {SIZE} bytes)", path.display());
        assert!(error.to_string().contains(&reason), "{error}");
        assert!(sent > 0 && sent <= 6 << 20, "{way:?}: {sent}");
        client.close();
        closing::finish(LONG);
        assert_eq!(server.join(), sent, "{way:?}");
    }
}

#[test]
fn the_networks_trouble_is_not_the_files_and_what_was_sent_is_told() {
    let folder = Folder::new();
    let path = folder.write("file", &pattern(64 << 20));
    for way in WAYS {
        let (client, server) = way.open_with(narrow, |peer| {
            peer.read_exact(&mut [0; 1000]).unwrap();
            // Closing with unread bytes resets the connection.
            std::thread::sleep(Duration::from_millis(20));
        });
        let part = FilePart::open(&path, 0, 0).unwrap();
        let (sent, error) = block_on(client.send_file(&part, soon())).unwrap_err();
        assert_eq!((kind(&error), error.phase), ("Io", Phase::Send), "{way:?}: {error}");
        assert!(matches!(errno(&error), Some(libc::ECONNRESET | libc::EPIPE)), "{way:?}: {error}");
        assert!(sent >= 1000 && sent < part.length(), "{way:?}: {sent}");
        server.join();
    }
}

#[test]
fn a_send_that_times_out_or_is_dropped_leaves_the_stream_consistent() {
    let folder = Folder::new();
    let data = pattern(32 << 20);
    let path = folder.write("file", &data);
    for way in WAYS {
        let (start, started) = mpsc::channel();
        let (client, server) = way.open_with(narrow, move |peer| {
            started.recv().unwrap();
            let mut received = Vec::new();
            peer.read_to_end(&mut received).unwrap();
            received
        });
        let part = FilePart::open(&path, 0, 0).unwrap();
        let sent = block_on(async {
            let (sent, error) = client.send_file(&part, millis(50)).await.unwrap_err();
            assert_eq!(kind(&error), "Timeout", "{way:?}");
            let again = FilePart::open(&path, sent, 0).unwrap();
            assert!(give_up_at(millis(20), client.send_file(&again, soon())).await.is_none());
            start.send(()).unwrap();
            client.shutdown(Shutdown::Write, soon()).await.unwrap();
            sent as usize
        });
        let received = server.join();
        assert!(received.len() >= sent && received[..] == data[..received.len()], "{way:?}");
    }
}

/// sendfile(2) would block once somebody has changed the socket's mode.
#[test]
fn a_socket_that_somebody_else_has_made_blocking_blocks_nothing() {
    let folder = Folder::new();
    let data = pattern(8 << 20);
    let path = folder.write("file", &data);
    let (start, started) = mpsc::channel::<()>();
    let (client, server) = Way::Tcp.open_with(narrow, move |peer| {
        started.recv_timeout(LONG).unwrap();
        let mut received = vec![0; 8 << 20];
        peer.read_exact(&mut received).unwrap();
        peer.write_all(b"seen").unwrap();
        received
    });
    let copy = socket2::Socket::from(client.duplicate().unwrap());
    copy.set_nonblocking(false).unwrap();
    let part = FilePart::open(&path, 0, 0).unwrap();
    let began = Instant::now();
    let (result, ()) = block_on(both(client.send_file(&part, soon()), async {
        reactor::sleep(millis(30)).await;
        assert!(began.elapsed() < LONG);
        start.send(()).unwrap();
    }));
    result.unwrap();
    assert_eq!(block_on(recv_exactly(&client, 4)).unwrap(), b"seen");
    assert!(server.join() == data);
}

#[test]
fn nothing_is_sent_without_a_connection() {
    let folder = Folder::new();
    let part = FilePart::open(&folder.write("file", b"x"), 0, 0).unwrap();
    let client = engine::client::Client::default();
    let (sent, error) = block_on(client.send_file(&part, soon())).unwrap_err();
    assert_eq!((sent, kind(&error)), (0, "NotConnected"));
    let (client, server) = Way::Tcp.open(|peer| read_line(peer, b"x"));
    block_on(client.send_file(&part, soon())).unwrap();
    server.join();
    client.close();
}
