//! Bytes over TLS: none is lost, doubled or out of order, and the end is told from a cut.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::pki::{Folder, pki};
use common::server::{
    End, Tls, finish, read_line, read_to_end, reset, serve, serve_each, serve_tls, starttls,
};
use common::session::{STARTS, Start, dialogue, secure, watch};
use common::{
    LONG, both, connect, errno, give_up_after, kind, millis, narrow, pattern, recv_all, recv_exactly, soon,
    tls, trusting,
};
use engine::client::{Client, ConnectOptions};
use engine::executor::{self, block_on};
use engine::tls::config::TlsConfig;
use engine::transport::closing;
use engine::{Kind, Phase, reactor};
use openssl::ssl::{ShutdownResult, SslVersion};
use std::cell::RefCell;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::rc::Rc;
use std::time::Duration;

#[test]
fn close_notify_is_the_end_and_its_absence_an_error() {
    let folder = Folder::new();
    let options = tls(&trusting(&folder.ca()));
    let server = serve_tls(|mut stream| {
        stream.write_all(b"all of it").unwrap();
        assert_eq!(stream.shutdown().unwrap(), ShutdownResult::Sent);
        read_to_end(&mut stream)
    });
    let client = connect(server.port, &options).unwrap();
    assert_eq!(block_on(recv_all(&client)).unwrap(), b"all of it");
    assert_eq!(block_on(client.recv(9, soon(), <[u8]>::len)).unwrap(), 0, "and it stays the end");
    block_on(client.send(b"thanks", soon())).unwrap();
    client.close();
    assert_eq!(server.join(), (b"thanks".to_vec(), End::Notified));

    let server = serve_tls(|mut stream| {
        stream.write_all(b"a part").unwrap();
        stream.get_ref().shutdown(std::net::Shutdown::Write).unwrap();
        read_to_end(&mut stream);
    });
    let client = connect(server.port, &options).unwrap();
    assert_eq!(block_on(recv_exactly(&client, 6)).unwrap(), b"a part");
    let error = block_on(client.recv(9, soon(), <[u8]>::len)).unwrap_err();
    assert_eq!(kind(&error), "Truncated", "{error}");
    let error = block_on(client.recv(9, soon(), <[u8]>::len)).unwrap_err();
    assert!(matches!(error.kind, Kind::NotConnected("the TLS session failed before")), "{error}");
    client.close();
    server.join();
}

#[test]
fn a_stream_cut_inside_a_record_is_truncated() {
    let folder = Folder::new();
    let server = serve_tls(|stream| {
        // The head of a record of application data, and less than it says.
        stream.get_ref().write_all(&[23, 3, 3, 0, 100, 1, 2, 3]).unwrap();
        finish(stream.get_ref().try_clone().unwrap());
    });
    let client = connect(server.port, &tls(&trusting(&folder.ca()))).unwrap();
    assert_eq!(kind(&block_on(recv_all(&client)).unwrap_err()), "Truncated");
    client.close();
    server.join();
}

/// With `allow_truncation` an end between two records is one, in both versions; all else stays an error.
#[test]
fn an_end_without_close_notify_may_be_allowed() {
    let folder = Folder::new();
    let options = tls(&TlsConfig { allow_truncation: true, ..trusting(&folder.ca()) });
    for version in [SslVersion::TLS1_2, SslVersion::TLS1_3] {
        let serve = |last: &'static [u8]| {
            serve(move |socket| {
                let tls = Tls { versions: Some((version, version)), ..Tls::default() };
                let mut stream = tls.accept(socket).established();
                stream.write_all(b"all of it").unwrap();
                stream.get_ref().write_all(last).unwrap();
                stream.get_ref().shutdown(std::net::Shutdown::Write).unwrap();
                read_to_end(&mut stream)
            })
        };
        let server = serve(b"");
        let client = connect(server.port, &options).unwrap();
        assert_eq!(block_on(recv_all(&client)).unwrap(), b"all of it");
        assert_eq!(client.peek(9, <[u8]>::len).unwrap(), 0);
        assert_eq!(block_on(client.recv(9, soon(), <[u8]>::len)).unwrap(), 0, "and it stays the end");
        block_on(client.send(b"thanks", soon())).unwrap();
        client.close();
        assert_eq!(server.join(), (b"thanks".to_vec(), End::Notified), "{version:?}");

        // Cut in the body of a record, after its header, and in that.
        for cut in [&[23, 3, 3, 0, 100, 1, 2, 3][..], &[23, 3, 3, 0, 100], &[23]] {
            let server = serve(cut);
            let client = connect(server.port, &options).unwrap();
            assert_eq!(block_on(recv_exactly(&client, 9)).unwrap(), b"all of it");
            let error = block_on(client.recv(9, soon(), <[u8]>::len)).unwrap_err();
            assert_eq!(kind(&error), "Truncated", "{version:?} {cut:?}: {error}");
            client.close();
            server.join();
        }

        let server = serve(b"");
        let client = connect(server.port, &options).unwrap();
        assert_eq!(block_on(recv_exactly(&client, 9)).unwrap(), b"all of it");
        block_on(client.disable_tls(soon())).unwrap();
        assert_eq!(block_on(client.recv(9, soon(), <[u8]>::len)).unwrap(), 0);
        client.close();
        assert_eq!(server.join(), (Vec::new(), End::Notified), "{version:?}");
    }
    // Before the handshake is over there is no end.
    let server = serve(|mut socket| {
        let _ = socket.read(&mut [0; 4096]);
        finish(socket);
    });
    let error = connect(server.port, &options).err().unwrap();
    assert_eq!(kind(&error), "Tls", "{error}");
    server.join();
}

/// Of records that came together nothing is lost, whatever comes behind them.
#[test]
fn records_that_are_there_come_with_one_receive_and_what_follows_with_the_next() {
    let folder = Folder::new();
    for forged in [false, true] {
        let (has_sent, wait) = std::sync::mpsc::channel();
        let server = serve_tls(move |mut stream| {
            for record in [&b"first, "[..], b"second, ", &[b'x'; 10000]] {
                stream.write_all(record).unwrap();
            }
            match forged {
                true => stream.get_ref().write_all(&[&[23, 3, 3, 0, 20][..], &[1; 20]].concat()).unwrap(),
                false => drop(stream.shutdown().unwrap()),
            }
            has_sent.send(()).unwrap();
            read_to_end(&mut stream)
        });
        let client = connect(server.port, &tls(&trusting(&folder.ca()))).unwrap();
        wait.recv().unwrap();
        let first = block_on(client.recv(7, soon(), <[u8]>::to_vec)).unwrap();
        assert_eq!(first, b"first, ", "no more than is wanted");
        let rest = block_on(client.recv(65536, soon(), <[u8]>::to_vec)).unwrap();
        assert_eq!(rest.len(), 8 + 10000, "forged: {forged}");
        assert!(rest.starts_with(b"second, xxx"));
        let end = block_on(client.recv(9, soon(), <[u8]>::len));
        if forged {
            assert_eq!(kind(&end.unwrap_err()), "Tls");
            assert_eq!(kind(&block_on(client.recv(9, soon(), <[u8]>::len)).unwrap_err()), "NotConnected");
            assert_eq!(kind(&block_on(client.send(b"x", soon())).unwrap_err().1), "NotConnected");
        } else {
            assert_eq!(end.unwrap(), 0);
            assert_eq!(block_on(client.recv(9, soon(), <[u8]>::len)).unwrap(), 0, "and it stays the end");
        }
        client.close();
        server.join();
    }
}

#[test]
fn a_reset_or_a_forged_record_in_mid_stream() {
    let folder = Folder::new();
    let options = tls(&trusting(&folder.ca()));
    let server = serve_tls(|stream| {
        reset(stream.get_ref().try_clone().map(|socket| (drop(stream), socket)).unwrap().1)
    });
    let client = connect(server.port, &options).unwrap();
    let error = block_on(recv_all(&client)).unwrap_err();
    assert_eq!((errno(&error), error.phase), (Some(libc::ECONNRESET), Phase::Receive), "{error}");
    server.join();

    let server = serve_tls(|stream| {
        stream.get_ref().write_all(&[&[23, 3, 3, 0, 64][..], &[9; 64]].concat()).unwrap();
        finish(stream.get_ref().try_clone().unwrap());
    });
    let client = connect(server.port, &options).unwrap();
    let error = block_on(recv_all(&client)).unwrap_err();
    assert_eq!(kind(&error), "Tls", "{error}");
    assert!(error.to_string().contains("bad record mac"), "{error}");
    client.close();
    server.join();
}

#[test]
fn peek_leaves_the_bytes_and_reports_the_end() {
    let folder = Folder::new();
    let server = serve_tls(|mut stream| {
        read_line(&mut stream, b"now");
        stream.write_all(b"answer").unwrap();
        read_line(&mut stream, b"more");
        stream.get_ref().shutdown(std::net::Shutdown::Write).unwrap();
        read_to_end(&mut stream);
    });
    let client = connect(server.port, &tls(&trusting(&folder.ca()))).unwrap();
    let nothing = client.peek(9, <[u8]>::to_vec).unwrap_err();
    assert_eq!(errno(&nothing), Some(libc::EAGAIN), "{nothing}");
    block_on(client.send(b"now", soon())).unwrap();
    assert_eq!(block_on(recv_exactly(&client, 1)).unwrap(), b"a");
    assert_eq!(client.peek(3, <[u8]>::to_vec).unwrap(), b"nsw");
    assert_eq!(client.peek(99, <[u8]>::to_vec).unwrap(), b"nswer");
    assert_eq!(block_on(recv_exactly(&client, 5)).unwrap(), b"nswer");
    block_on(client.send(b"more", soon())).unwrap();
    let error = loop {
        match client.peek(9, <[u8]>::to_vec) {
            Err(error) if errno(&error) == Some(libc::EAGAIN) => {
                reactor::turn(reactor::Wait::AtMost(Duration::from_millis(5)));
            }
            result => break result.unwrap_err(),
        }
    };
    assert_eq!(kind(&error), "Truncated", "{error}");
    let error = client.peek(9, <[u8]>::to_vec).unwrap_err();
    assert!(matches!(error.kind, Kind::NotConnected("the TLS session failed before")), "{error}");
    client.close();
    server.join();
}

#[test]
fn peek_sees_what_has_arrived_though_nobody_has_waited_for_it() {
    let folder = Folder::new();
    let server = serve_tls(|mut stream| {
        read_line(&mut stream, b"now");
        stream.write_all(b"answer").unwrap();
        read_to_end(&mut stream);
    });
    let client = connect(server.port, &tls(&trusting(&folder.ca()))).unwrap();
    assert!(client.peek(9, <[u8]>::to_vec).is_err());
    block_on(client.send(b"now", soon())).unwrap();
    let until = std::time::Instant::now() + LONG;
    let seen = loop {
        match client.peek(9, <[u8]>::to_vec) {
            Err(_) if std::time::Instant::now() < until => std::thread::yield_now(),
            seen => break seen.unwrap(),
        }
    };
    assert_eq!(seen, b"answer");
    client.close();
    server.join();
}

#[test]
fn ten_megabytes_to_a_slow_reader_and_back() {
    const SIZE: usize = 10 << 20;
    let folder = Folder::new();
    let server = serve_tls(|mut stream| {
        let mut data = vec![0; SIZE];
        let mut read = 0;
        while read < SIZE {
            if read < SIZE / 8 {
                std::thread::sleep(Duration::from_millis(1));
            }
            read += stream.read(&mut data[read..]).unwrap();
        }
        stream.write_all(&data).unwrap();
        read_to_end(&mut stream).1
    });
    let client = connect(server.port, &narrow(tls(&trusting(&folder.ca())))).unwrap();
    let data = pattern(SIZE);
    block_on(client.send(&data, soon())).unwrap();
    assert!(block_on(recv_exactly(&client, SIZE)).unwrap() == data);
    client.close();
    assert_eq!(server.join(), End::Notified);
}

#[test]
fn reader_and_writer_at_the_same_time() {
    const SIZE: usize = 4 << 20;
    let folder = Folder::new();
    let server = serve_tls(|mut stream| {
        // An echo that never holds more than one piece: who only writes or only reads gets stuck.
        let mut piece = vec![0; 16384];
        while let Ok(read @ 1..) = stream.read(&mut piece) {
            stream.write_all(&piece[..read]).unwrap();
        }
    });
    let client = connect(server.port, &narrow(tls(&trusting(&folder.ca())))).unwrap();
    let data = pattern(SIZE);
    let (sent, received) = block_on(both(client.send(&data, soon()), recv_exactly(&client, SIZE)));
    sent.unwrap();
    assert!(received.unwrap() == data);
    client.close();
    server.join();
}

#[test]
fn reader_and_writer_as_two_tasks() {
    const SIZE: usize = 1 << 20;
    let folder = Folder::new();
    let server = serve_tls(|mut stream| {
        let mut piece = vec![0; 16384];
        while let Ok(read @ 1..) = stream.read(&mut piece) {
            stream.write_all(&piece[..read]).unwrap();
        }
    });
    let client = Rc::new(connect(server.port, &narrow(tls(&trusting(&folder.ca())))).unwrap());
    let writer = Rc::clone(&client);
    executor::spawn(async move { writer.send(&pattern(SIZE), soon()).await.unwrap() });
    assert!(block_on(recv_exactly(&client, SIZE)).unwrap() == pattern(SIZE));
    client.close();
    server.join();
}

/// A send given up at any point leaves a stream that decrypts: a prefix of what was sent first, and then
/// the whole of what was sent next.
#[test]
fn a_dropped_send_leaves_the_stream_consistent() {
    const SIZE: usize = 1 << 20;
    let folder = Folder::new();
    let options = narrow(tls(&trusting(&folder.ca())));
    let first = pattern(SIZE);
    let second = vec![b'!'; 50_000];
    let mut cut = 0;
    for polls in (1..8).chain([10, 15, 25, 40]) {
        for pieces in [1, 3] {
            let server = serve_tls(|mut stream| {
                std::thread::sleep(Duration::from_millis(5));
                read_to_end(&mut stream)
            });
            let client = connect(server.port, &options).unwrap();
            block_on(async {
                let sent = give_up_after(polls, client.send(&first, soon())).await;
                for piece in second.chunks(second.len().div_ceil(pieces)) {
                    client.send(piece, soon()).await.unwrap();
                }
                sent
            });
            end(&client);
            let (data, end) = server.join();
            assert_eq!(end, End::Notified, "after {polls} polls");
            let taken = data.len() - second.len();
            cut += u32::from(taken > 0 && taken < SIZE);
            assert!(data[..taken] == first[..taken], "after {polls} polls: a prefix of {taken} bytes");
            assert!(data[taken..] == second[..], "after {polls} polls: the second data");
        }
    }
    assert!(cut > 5, "most sends were given up in the middle: {cut}");
}

/// Closes, and sees to it that what is left has gone when the thread does.
fn end(client: &Client) {
    client.close();
    closing::finish(LONG);
}

/// What send() has counted arrives, and the end of the stream, though the kernel's buffer is full at close(). It
/// returns at once, and whoever waits on the connection finds it closed.
#[test]
fn what_was_counted_as_sent_arrives_though_close_follows_at_once() {
    let folder = Folder::new();
    let options = narrow(tls(&trusting(&folder.ca())));
    for version in [SslVersion::TLS1_2, SslVersion::TLS1_3] {
        let (start, started) = std::sync::mpsc::channel();
        let server = serve(move |socket| {
            let tls = Tls { versions: Some((version, version)), ..Tls::default() };
            let mut stream = tls.accept(socket).established();
            started.recv().unwrap();
            read_to_end(&mut stream)
        });
        let client = Rc::new(connect(server.port, &options).unwrap());
        let first = pattern(8 << 20);
        let (taken, error) = block_on(client.send(&first, millis(50))).unwrap_err();
        assert_eq!(kind(&error), "Timeout", "{error}");
        let (reader, heard) = (Rc::clone(&client), Rc::new(RefCell::new(String::new())));
        let told = Rc::clone(&heard);
        executor::spawn(async move {
            *told.borrow_mut() = kind(&reader.recv(9, soon(), <[u8]>::len).await.unwrap_err()).into();
        });
        executor::run_tasks();
        assert!(client.close());
        assert!(!client.is_connected() && client.descriptor().is_none());
        executor::run_tasks();
        assert_eq!(*heard.borrow(), "Cancelled");
        assert_eq!((closing::count(), reactor::stats().sources), (1, 1), "{version:?}");
        start.send(()).unwrap();
        closing::finish(LONG);
        assert_eq!((closing::count(), reactor::stats(), executor::task_count()), Default::default());
        let (data, end) = server.join();
        assert!(data == first[..taken], "{} of {taken} bytes, {version:?}", data.len());
        assert_eq!(end, End::Notified, "{version:?}");
    }
}

/// The client may go on with another connection meanwhile, or be dropped.
#[test]
fn a_client_whose_last_connection_is_on_its_way_out_is_free() {
    let folder = Folder::new();
    let options = narrow(tls(&trusting(&folder.ca())));
    let (start, started) = std::sync::mpsc::channel();
    let slow = serve_tls(move |mut stream| {
        started.recv().unwrap();
        read_to_end(&mut stream)
    });
    let server = serve_tls(|mut stream| read_to_end(&mut stream));
    let client = connect(slow.port, &options).unwrap();
    let (taken, _) = block_on(client.send(&pattern(8 << 20), millis(50))).unwrap_err();
    client.close();
    block_on(client.connect("localhost", server.port, &options, soon())).unwrap();
    block_on(client.send(b"next", soon())).unwrap();
    drop(client);
    assert_eq!(server.join(), (b"next".to_vec(), End::Notified));
    start.send(()).unwrap();
    closing::finish(LONG);
    let (data, end) = slow.join();
    assert_eq!((data.len(), end), (taken, End::Notified));
}

/// The same by a deadline, which also says how much was taken.
#[test]
fn a_send_that_times_out_counts_what_was_taken() {
    let folder = Folder::new();
    let (start, started) = std::sync::mpsc::channel();
    let server = serve_tls(move |mut stream| {
        started.recv().unwrap();
        read_to_end(&mut stream)
    });
    let client = connect(server.port, &narrow(tls(&trusting(&folder.ca())))).unwrap();
    let first = pattern(8 << 20);
    let (taken, error) = block_on(client.send(&first, millis(100))).unwrap_err();
    assert_eq!((kind(&error), error.phase), ("Timeout", Phase::Send), "{error}");
    assert!(taken > 0 && taken < first.len());
    start.send(()).unwrap();
    block_on(client.send(b"!", soon())).unwrap();
    end(&client);
    let (data, end) = server.join();
    assert!(data[..taken] == first[..taken] && data[taken..] == *b"!", "{} of {taken}", data.len());
    assert_eq!(end, End::Notified);
}

/// What a send left behind leaves while the answer is awaited; else both sides would wait forever.
#[test]
fn a_receive_goes_on_sending_what_an_early_end_left_behind() {
    let folder = Folder::new();
    let (start, started) = std::sync::mpsc::channel();
    let (size, expected) = std::sync::mpsc::channel();
    let server = serve_tls(move |mut stream| {
        started.recv().unwrap();
        let size: usize = expected.recv().unwrap();
        let mut request = vec![0; size];
        // The reader below is waiting before the first byte is taken from the kernel.
        std::thread::sleep(Duration::from_millis(50));
        stream.read_exact(&mut request).unwrap();
        stream.write_all(b"answer").unwrap();
        read_to_end(&mut stream);
        request
    });
    let client = connect(server.port, &narrow(tls(&trusting(&folder.ca())))).unwrap();
    let first = pattern(8 << 20);
    let (taken, error) = block_on(client.send(&first, millis(100))).unwrap_err();
    assert_eq!(kind(&error), "Timeout");
    size.send(taken).unwrap();
    start.send(()).unwrap();
    assert_eq!(block_on(recv_exactly(&client, 6)).unwrap(), b"answer");
    client.close();
    assert!(server.join() == first[..taken]);
}

#[test]
fn a_receive_that_times_out_leaves_the_connection_usable() {
    let folder = Folder::new();
    let server = serve_tls(|mut stream| {
        read_line(&mut stream, b"go on");
        stream.write_all(b"late").unwrap();
        read_to_end(&mut stream).1
    });
    let client = connect(server.port, &tls(&trusting(&folder.ca()))).unwrap();
    let error = block_on(client.recv(9, millis(30), <[u8]>::len)).unwrap_err();
    assert_eq!((kind(&error), error.phase), ("Timeout", Phase::Receive));
    block_on(client.send(b"go on", soon())).unwrap();
    assert_eq!(block_on(recv_exactly(&client, 4)).unwrap(), b"late");
    client.close();
    assert_eq!(server.join(), End::Notified);
}

/// Everything that the server says comes one byte at a time, in both kinds of start.
#[test]
fn records_may_come_byte_by_byte() {
    let folder = Folder::new();
    for start in STARTS {
        let server = serve(move |mut socket| {
            if start == Start::Upgrade {
                starttls(&mut socket);
            }
            let mut stream = Tls::new(&pki().deep).accept(socket).established();
            read_line(&mut stream, b"hello");
            stream.write_all(&pattern(3000)).unwrap();
            let _ = stream.shutdown();
            read_to_end(&mut stream).1
        });
        let port = server.port;
        let proxy = serve(move |near| drip(near, TcpStream::connect(("127.0.0.1", port)).unwrap()));
        let (client, result) = secure(start, "localhost", proxy.port, &trusting(&folder.ca()));
        result.unwrap();
        block_on(client.send(b"hello", soon())).unwrap();
        assert_eq!(block_on(recv_all(&client)).unwrap(), pattern(3000));
        client.close();
        proxy.join();
        assert_eq!(server.join(), End::Notified);
    }
}

/// Passes bytes on, those to `near` one by one.
fn drip(near: TcpStream, far: TcpStream) {
    let (mut from_near, mut to_far) = (near.try_clone().unwrap(), far.try_clone().unwrap());
    let upstream = std::thread::spawn(move || {
        let _ = std::io::copy(&mut from_near, &mut to_far);
        let _ = to_far.shutdown(std::net::Shutdown::Write);
    });
    let (mut from_far, mut to_near) = (far, near);
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = from_far.read(&mut buffer) {
        for byte in &buffer[..read] {
            if to_near.write_all(std::slice::from_ref(byte)).is_err() {
                break;
            }
        }
    }
    let _ = to_near.shutdown(std::net::Shutdown::Write);
    upstream.join().unwrap();
}

/// Errors that others left in OpenSSL's per-thread queue are not taken for ours, and ours do not stay.
#[test]
fn the_error_queue_is_kept_clean() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let leave_error = || {
        openssl::x509::X509::from_pem(b"junk").unwrap_err().put();
        openssl::x509::X509::from_pem(b"junk").unwrap_err().put();
    };
    let is_clean = || openssl::error::ErrorStack::get().errors().is_empty();
    let server = serve_each(2, |socket| {
        let mut stream = Tls::default().accept(socket).established();
        read_line(&mut stream, b"hello");
        let _ = stream.write_all(b"hello");
        read_to_end(&mut stream)
    });
    for _ in 0..2 {
        leave_error();
        let client = connect(server.port, &tls(&config)).unwrap();
        leave_error();
        block_on(client.send(b"hello", soon())).unwrap();
        leave_error();
        assert_eq!(block_on(recv_exactly(&client, 5)).unwrap(), b"hello");
        leave_error();
        client.peek(1, |_| ()).unwrap_err();
        leave_error();
        client.verify_again(&config).unwrap().unwrap();
        leave_error();
        client.close();
        assert!(is_clean());
    }
    server.join();
    let server = watch(Start::Direct, Tls::new(&pki().expired));
    leave_error();
    connect(server.port, &tls(&config)).err().unwrap();
    assert!(is_clean());
    server.join();
    let server = watch(Start::Direct, Tls::new(&pki().expired));
    let mut lenient = config;
    lenient.verify.peer = false;
    let client = connect(server.port, &tls(&lenient)).unwrap();
    assert!(is_clean());
    client.close();
    server.join();
}

/// Many upgrades at once on one thread.
#[test]
fn a_hundred_upgrades_at_the_same_time() {
    const COUNT: usize = 100;
    let folder = Folder::new();
    let config = Rc::new(trusting(&folder.ca()));
    let listener = common::server::listen();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        let sessions: Vec<_> = (0..COUNT)
            .map(|_| {
                let mut socket = common::server::accept(&listener);
                std::thread::spawn(move || {
                    starttls(&mut socket);
                    let mut stream = Tls::default().accept(socket).established();
                    read_line(&mut stream, b"QUIT\r\n");
                    stream.write_all(b"221 bye\r\n").unwrap();
                    read_to_end(&mut stream).1
                })
            })
            .collect();
        sessions.into_iter().map(|session| session.join().unwrap()).collect::<Vec<_>>()
    });
    let done = Rc::new(std::cell::Cell::new(0));
    for _ in 0..COUNT {
        let (config, done) = (Rc::clone(&config), Rc::clone(&done));
        executor::spawn(async move {
            let client = Client::default();
            let options = ConnectOptions::default();
            client.connect("localhost", port, &options, soon()).await.unwrap();
            dialogue(&client).await;
            client.enable_tls(&config, soon()).await.unwrap();
            client.send(b"QUIT\r\n", soon()).await.unwrap();
            assert_eq!(recv_exactly(&client, 9).await.unwrap(), b"221 bye\r\n");
            done.set(done.get() + 1);
        });
    }
    block_on(async {
        while done.get() < COUNT {
            reactor::sleep(millis(5)).await;
        }
    });
    assert!(server.join().unwrap().iter().all(|end| *end == End::Notified));
    assert_eq!(reactor::stats().sources, 0);
}

/// What the server says comes in two pieces, cut at every place of the handshake and of what follows it.
#[test]
fn records_may_be_cut_at_every_byte() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    let context = Tls::default().shared();
    let places = 700;
    let listener = common::server::listen();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        for _ in 0..places {
            let socket = common::server::accept(&listener);
            let ssl = openssl::ssl::Ssl::new(&context).unwrap();
            let mut stream = openssl::ssl::SslStream::new(ssl, socket).unwrap();
            stream.accept().unwrap();
            read_line(&mut stream, b"hello");
            stream.write_all(&pattern(50)).unwrap();
            let _ = stream.shutdown();
            read_to_end(&mut stream);
        }
    });
    let front = common::server::listen();
    let near_port = front.local_addr().unwrap().port();
    let relay = std::thread::spawn(move || {
        for place in 1..=places {
            cut(common::server::accept(&front), TcpStream::connect(("127.0.0.1", port)).unwrap(), place);
        }
    });
    for place in 1..=places {
        let client = connect(near_port, &tls(&config)).unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_eq!(client.tls_info().unwrap().resumed, place > 1, "short flights: more places count");
        block_on(client.send(b"hello", soon())).unwrap();
        assert_eq!(block_on(recv_all(&client)).unwrap(), pattern(50), "{place}");
        client.close();
    }
    relay.join().unwrap();
    server.join().unwrap();
}

/// Passes bytes on, with a pause after the `place`th to `near`.
fn cut(near: TcpStream, far: TcpStream, place: usize) {
    near.set_nodelay(true).unwrap();
    let (mut from_near, mut to_far) = (near.try_clone().unwrap(), far.try_clone().unwrap());
    let upstream = std::thread::spawn(move || {
        let _ = std::io::copy(&mut from_near, &mut to_far);
        let _ = to_far.shutdown(std::net::Shutdown::Write);
    });
    let (mut from_far, mut to_near) = (far, near);
    let (mut buffer, mut passed) = ([0; 4096], 0);
    while let Ok(read @ 1..) = from_far.read(&mut buffer) {
        let (first, second) = buffer[..read].split_at(place.saturating_sub(passed).min(read));
        passed += read;
        if to_near.write_all(first).is_err() {
            break;
        }
        if !first.is_empty() && !second.is_empty() {
            // Long enough on a machine with nothing else to do; on others the pieces may come as one.
            std::thread::sleep(Duration::from_millis(1));
        }
        if to_near.write_all(second).is_err() {
            break;
        }
    }
    let _ = to_near.shutdown(std::net::Shutdown::Write);
    upstream.join().unwrap();
}

/// A send given up when the peer's side has taken this many bytes, for many numbers: the tail begins at any
/// place of a record.
#[test]
fn a_send_may_be_given_up_at_any_byte() {
    const SIZE: usize = 1 << 20;
    let folder = Folder::new();
    let options = narrow(tls(&trusting(&folder.ca())));
    let first = pattern(SIZE);
    let mut cut = 0;
    for round in 0..60 {
        let (go_on, wait) = std::sync::mpsc::channel();
        let server = serve_tls(|mut stream| read_to_end(&mut stream));
        let port = server.port;
        let front = serve(move |near| {
            hold(near, TcpStream::connect(("127.0.0.1", port)).unwrap(), round * 337, wait)
        });
        let client = connect(front.port, &options).unwrap();
        let sent = block_on(client.send(&first, millis(10)));
        go_on.send(()).unwrap();
        let taken = sent.map_or_else(|(taken, _)| taken, |()| SIZE);
        block_on(client.send(b"second", soon())).unwrap();
        end(&client);
        let (data, end) = server.join();
        front.join();
        assert_eq!(end, End::Notified, "round {round}");
        assert!(data == [&first[..taken], b"second"].concat(), "round {round}: {taken} bytes");
        cut += u32::from(taken > 0 && taken < SIZE);
    }
    assert!(cut > 30, "most sends were given up in the middle: {cut}");
}

/// Passes the handshake on, then `size` bytes of `near`, and the rest when it is told to.
fn hold(near: TcpStream, far: TcpStream, size: usize, go_on: std::sync::mpsc::Receiver<()>) {
    // What is sent must not fit into the kernel's buffers.
    socket2::SockRef::from(&near).set_recv_buffer_size(64 << 10).unwrap();
    let (mut from_far, mut to_near) = (far.try_clone().unwrap(), near.try_clone().unwrap());
    let downstream = std::thread::spawn(move || {
        let _ = std::io::copy(&mut from_far, &mut to_near);
        let _ = to_near.shutdown(std::net::Shutdown::Write);
    });
    // The first encrypted record of a client is its Finished.
    while pass_record(&near, &far) != 23 {}
    let _ = std::io::copy(&mut (&near).take(size as u64), &mut &far);
    go_on.recv().unwrap();
    let _ = std::io::copy(&mut &near, &mut &far);
    let _ = far.shutdown(std::net::Shutdown::Write);
    downstream.join().unwrap();
}

/// Passes one record on, and returns its type.
fn pass_record(mut near: &TcpStream, mut far: &TcpStream) -> u8 {
    let mut head = [0; 5];
    near.read_exact(&mut head).unwrap();
    let [kind, _, _, high, low] = head;
    let mut record = head.to_vec();
    record.resize(5 + usize::from(u16::from_be_bytes([high, low])), 0);
    near.read_exact(&mut record[5..]).unwrap();
    far.write_all(&record).unwrap();
    kind
}

/// TLS is ended and begun again on one connection, with plaintext in between.
#[test]
fn tls_may_end_and_begin_again() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    for peer_is_first in [false, true] {
        let server = serve(move |socket| {
            let raw = socket.try_clone().unwrap();
            for _ in 0..3 {
                let mut stream = Tls::default().accept(raw.try_clone().unwrap()).established();
                read_line(&mut stream, b"in TLS");
                if peer_is_first {
                    stream.shutdown().unwrap();
                }
                assert_eq!(read_to_end(&mut stream), (Vec::new(), End::Notified));
                if !peer_is_first {
                    stream.shutdown().unwrap();
                }
                read_line(&mut &raw, b"in plaintext");
                (&raw).write_all(b"go").unwrap();
            }
            finish(socket);
        });
        let client = Client::default();
        block_on(async {
            client.connect("localhost", server.port, &common::plain(), soon()).await.unwrap();
            for _ in 0..3 {
                client.enable_tls(&config, soon()).await.unwrap();
                client.send(b"in TLS", soon()).await.unwrap();
                client.disable_tls(soon()).await.unwrap();
                assert!(client.tls_info().is_none());
                client.send(b"in plaintext", soon()).await.unwrap();
                assert_eq!(recv_exactly(&client, 2).await.unwrap(), b"go");
            }
        });
        client.close();
        server.join();
    }
}

/// What the peer says in plaintext right behind its end of TLS may come in one read with that, and is received
/// like the rest; and is refused where TLS begins again.
#[test]
fn plaintext_right_behind_the_end_of_tls_is_received() {
    let folder = Folder::new();
    let config = trusting(&folder.ca());
    for (version, upgrades_again) in
        [(SslVersion::TLS1_2, false), (SslVersion::TLS1_3, false), (SslVersion::TLS1_3, true)]
    {
        let (has_sent, wait) = std::sync::mpsc::channel();
        let server = serve(move |socket| {
            let tls = Tls { versions: Some((version, version)), ..Tls::default() };
            let mut stream = tls.accept(socket.try_clone().unwrap()).established();
            stream.shutdown().unwrap();
            (&socket).write_all(b"in plaintext").unwrap();
            has_sent.send(()).unwrap();
            let seen = read_to_end(&mut stream);
            (&socket).write_all(b", more").unwrap();
            finish(socket);
            seen
        });
        let client = connect(server.port, &tls(&config)).unwrap();
        wait.recv().unwrap();
        block_on(client.disable_tls(soon())).unwrap();
        if upgrades_again {
            let error = block_on(client.enable_tls(&config, soon())).unwrap_err();
            assert_eq!(kind(&error), "PlaintextBuffered", "{error}");
        } else {
            assert_eq!(client.peek(2, <[u8]>::to_vec).unwrap(), b"in");
            assert_eq!(block_on(recv_all(&client)).unwrap(), b"in plaintext, more", "{version:?}");
        }
        client.close();
        assert_eq!(server.join(), (Vec::new(), End::Notified));
    }
}

/// Dropping it half-way closes the connection: neither side could tell what is plaintext.
#[test]
fn an_end_of_tls_that_is_given_up_closes() {
    let folder = Folder::new();
    let (given_up, wait) = std::sync::mpsc::channel();
    let server = serve_tls(move |mut stream| {
        let seen = read_to_end(&mut stream);
        wait.recv().unwrap();
        seen
    });
    let client = connect(server.port, &tls(&trusting(&folder.ca()))).unwrap();
    assert!(block_on(give_up_after(1, client.disable_tls(soon()))).is_none());
    given_up.send(()).unwrap();
    assert!(!client.is_connected());
    let (_, error) = block_on(client.send(b"secret", soon())).unwrap_err();
    assert_eq!(kind(&error), "NotConnected", "{error}");
    assert_eq!(server.join(), (Vec::new(), End::Notified));
}
