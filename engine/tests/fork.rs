//! Forked children: an inherited connection is dead there, new ones work, and the parent notices nothing.
//!
//! Without the test harness, whose threads would be at an unknown place when the process forks.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::dns::{Action, NameServer, Source, System, asking};
use common::dtls::Dtls;
use common::pki::Folder;
use common::server::{End, Server, Tls, accept, finish, listen, read_line, read_to_end, serve, serve_tls};
use common::unix::{datagram_peer, serve_unix, short_folder};
use common::{
    LONG, connect, errno, kind, millis, narrow, pattern, plain, recv_all, recv_exactly, soon, tls, trusting,
};
use engine::client::sendfile::FilePart;
use engine::client::{Client, ConnectOptions, Liveness};
use engine::dns::ResolverOptions;
use engine::executor::{self, block_on};
use engine::net::addr::Family;
use engine::net::peer::Address;
use engine::net::socket::{SocketKind, SocketOptions};
use engine::transport::closing;
use engine::{Error, Kind, Phase, dns, reactor};
use std::cell::{Cell, RefCell};
use std::io::{Read, Write};
use std::net::{TcpStream, UdpSocket};
use std::os::fd::RawFd;
use std::os::unix::fs::PermissionsExt;
use std::rc::Rc;
use std::task::Poll;

fn main() {
    let tests: [(&str, fn()); 15] = [
        // First, because the others use the reactor of this thread.
        ("a_fork_before_first_use_changes_nothing", a_fork_before_first_use_changes_nothing),
        (
            "an_inherited_connection_is_dead_and_new_ones_work",
            an_inherited_connection_is_dead_and_new_ones_work,
        ),
        ("closing_in_the_child_sends_nothing", closing_in_the_child_sends_nothing),
        ("the_child_of_a_child_starts_anew_too", the_child_of_a_child_starts_anew_too),
        ("a_parents_wait_goes_on", a_parents_wait_goes_on),
        ("without_a_descriptor_connecting_is_an_error", without_a_descriptor_connecting_is_an_error),
        ("names_resolve_on_both_sides_of_a_fork", names_resolve_on_both_sides_of_a_fork),
        ("a_look_up_under_way_goes_on_in_the_parent", a_look_up_under_way_goes_on_in_the_parent),
        (
            "a_look_up_that_the_child_takes_over_is_asked_anew",
            a_look_up_that_the_child_takes_over_is_asked_anew,
        ),
        ("an_inherited_task_is_neither_polled_nor_dropped", an_inherited_task_is_neither_polled_nor_dropped),
        (
            "what_a_closed_connection_has_left_is_the_parents_to_send",
            what_a_closed_connection_has_left_is_the_parents_to_send,
        ),
        ("inherited_sockets_of_every_kind_are_dead", inherited_sockets_of_every_kind_are_dead),
        ("an_inherited_dtls_session_sends_nothing", an_inherited_dtls_session_sends_nothing),
        ("a_path_of_somebody_elses_is_refused", a_path_of_somebody_elses_is_refused),
        ("sending_a_file_raises_no_signal", sending_a_file_raises_no_signal),
    ];
    println!("\nrunning {} tests", tests.len());
    for (name, test) in &tests {
        test();
        println!("test {name} ... ok");
    }
    println!("\ntest result: ok. {} passed; 0 failed; 0 ignored; 0 measured; 0 filtered out", tests.len());
}

/// Runs `child` in a forked process and answers whether it ended well.
fn fork(child: impl FnOnce()) -> bool {
    // SAFETY: the servers' threads do not survive in the child, and it neither joins them nor takes a
    // lock that they could have held: it uses loopback sockets and the allocator, which glibc keeps
    // usable across a fork.
    let pid = unsafe { libc::fork() };
    assert!(pid >= 0, "fork failed");
    if pid == 0 {
        let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(child));
        // SAFETY: it ends the process without running anything else.
        unsafe { libc::_exit(i32::from(ended.is_err())) }
    }
    let mut status = 0;
    // SAFETY: the child is ours and has not been waited for; the status is a local of the right type.
    let waited = unsafe { libc::waitpid(pid, &raw mut status, 0) };
    waited == pid && libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0
}

fn is_open(descriptor: RawFd) -> bool {
    // SAFETY: F_GETFD only looks; a descriptor that is not open is an error.
    unsafe { libc::fcntl(descriptor, libc::F_GETFD) >= 0 }
}

fn is_dead(error: &Error) -> bool {
    matches!(error.kind, Kind::NotConnected("opened before fork"))
}

/// Answers each line of two bytes with the same, until the client ends.
fn echo() -> Server<()> {
    serve(|mut socket: TcpStream| {
        let mut line = [0; 2];
        while socket.read_exact(&mut line).is_ok() {
            socket.write_all(&line).unwrap();
        }
    })
}

fn ask(client: &Client, line: &[u8; 2]) {
    block_on(async {
        client.send(line, soon()).await.unwrap();
        assert_eq!(recv_exactly(client, 2).await.unwrap(), line);
    });
}

fn an_inherited_connection_is_dead_and_new_ones_work() {
    let (server, other) = (echo(), echo());
    let client = connect(server.port, &plain()).unwrap();
    ask(&client, b"a1");
    let descriptor = client.descriptor().unwrap();
    let ended = fork(|| {
        let error = block_on(client.recv(9, soon(), <[u8]>::len)).unwrap_err();
        assert!(is_dead(&error) && error.phase == Phase::Receive, "{error}");
        let (taken, error) = block_on(client.send(b"x", soon())).unwrap_err();
        assert!(is_dead(&error) && taken == 0, "{error}");
        assert!(is_dead(&client.peek(9, |_| ()).unwrap_err()));
        assert!(is_dead(&client.peer_addr().unwrap_err()));
        assert!(!client.is_connected() && client.descriptor().is_none());
        assert!(!is_open(descriptor), "the child's copy is closed");
        assert_eq!(reactor::stats(), reactor::Stats::default());
        let fresh = connect(other.port, &plain()).unwrap();
        ask(&fresh, b"c1");
        // The dead one stays dead though slots are used again, until it connects anew.
        assert!(is_dead(&block_on(client.recv(9, soon(), <[u8]>::len)).unwrap_err()));
        fresh.close();
        let listener = listen();
        let port = listener.local_addr().unwrap().port();
        block_on(client.connect("127.0.0.1", port, &plain(), soon())).unwrap();
        assert!(client.is_connected());
    });
    assert!(ended, "the child failed");
    other.join();
    // The parent's registration is still there: this waits for an event.
    ask(&client, b"a2");
    ask(&client, b"a3");
    client.close();
    server.join();
}

/// Neither close_notify nor any other byte, and the connection lives on in the parent.
fn closing_in_the_child_sends_nothing() {
    let folder = Folder::new();
    for explicit in [true, false] {
        let server = serve_tls(|mut stream| {
            read_line(&mut stream, b"before");
            stream.write_all(b"1").unwrap();
            read_line(&mut stream, b"after");
            stream.write_all(b"2").unwrap();
            read_to_end(&mut stream)
        });
        let client = connect(server.port, &tls(&trusting(&folder.ca()))).unwrap();
        block_on(client.send(b"before", soon())).unwrap();
        assert_eq!(block_on(recv_exactly(&client, 1)).unwrap(), b"1");
        let descriptor = client.descriptor().unwrap();
        let client = Cell::new(Some(client));
        let ended = fork(|| {
            let client = client.take().unwrap();
            if explicit {
                client.close();
            }
            drop(client);
            assert!(!is_open(descriptor), "closed in the child");
        });
        assert!(ended, "the child failed");
        let client = client.take().unwrap();
        assert!(is_open(descriptor));
        block_on(client.send(b"after", soon())).unwrap();
        assert_eq!(block_on(recv_exactly(&client, 1)).unwrap(), b"2");
        client.close();
        assert_eq!(server.join(), (Vec::new(), End::Notified));
    }
}

fn the_child_of_a_child_starts_anew_too() {
    let (server, second) = (echo(), echo());
    let client = connect(server.port, &plain()).unwrap();
    let ended = fork(|| {
        let middle = connect(second.port, &plain()).unwrap();
        ask(&middle, b"m1");
        assert!(fork(|| {
            assert!(is_dead(&block_on(client.recv(9, soon(), <[u8]>::len)).unwrap_err()));
            assert!(is_dead(&block_on(middle.recv(9, soon(), <[u8]>::len)).unwrap_err()));
            let listener = listen();
            connect(listener.local_addr().unwrap().port(), &plain()).unwrap();
        }));
        ask(&middle, b"m2");
    });
    assert!(ended, "the child failed");
    ask(&client, b"p1");
    client.close();
    server.join();
    second.join();
}

/// A wait that was armed before the fork ends by its event, and one by its deadline, whatever the child
/// does with its own reactor meanwhile.
fn a_parents_wait_goes_on() {
    let folder = Folder::new();
    let (start, started) = std::sync::mpsc::channel::<()>();
    let server = serve(move |socket: TcpStream| {
        let mut stream = Tls::default().accept(socket).established();
        started.recv().unwrap();
        stream.write_all(b"late").unwrap();
        let _ = stream.shutdown();
        read_to_end(&mut stream).1
    });
    let client = Rc::new(connect(server.port, &tls(&trusting(&folder.ca()))).unwrap());
    let (reader, got) = (Rc::clone(&client), Rc::new(RefCell::new(Vec::new())));
    let result = Rc::clone(&got);
    executor::spawn(async move { *result.borrow_mut() = recv_all(&reader).await.unwrap() });
    // The task is waiting.
    block_on(reactor::sleep(millis(5)));
    assert!(reactor::stats().timers > 0);
    let ended = fork(|| {
        assert_eq!(reactor::stats(), reactor::Stats::default());
        reactor::turn(reactor::Wait::Poll);
        let server = listen();
        let fresh = connect(server.local_addr().unwrap().port(), &plain()).unwrap();
        let error = block_on(fresh.recv(9, millis(20), <[u8]>::len)).unwrap_err();
        assert_eq!(kind(&error), "Timeout");
        engine::shutdown();
    });
    assert!(ended, "the child failed");
    let error = block_on(async {
        let quiet = listen();
        let other = connect_async(quiet.local_addr().unwrap().port()).await;
        other.recv(9, millis(20), <[u8]>::len).await.unwrap_err()
    });
    assert_eq!(kind(&error), "Timeout");
    start.send(()).unwrap();
    block_on(async {
        while executor::task_count() > 0 {
            reactor::sleep(millis(2)).await;
        }
    });
    assert_eq!(*got.borrow(), b"late");
    client.close();
    assert_eq!(server.join(), End::Notified);
}

async fn connect_async(port: u16) -> Client {
    let client = Client::default();
    client.connect("127.0.0.1", port, &plain(), soon()).await.unwrap();
    client
}

fn a_fork_before_first_use_changes_nothing() {
    let server = serve(finish);
    assert!(fork(|| {
        let listener = listen();
        connect(listener.local_addr().unwrap().port(), &plain()).unwrap();
    }));
    let client = connect(server.port, &plain()).unwrap();
    assert_eq!(block_on(recv_all(&client)).unwrap(), b"");
    client.close();
    server.join();
}

/// Neither the socket nor, with one descriptor left, the reactor can be made: both are reported.
fn without_a_descriptor_connecting_is_an_error() {
    let ended = fork(|| {
        let server = listen();
        let port = server.local_addr().unwrap().port();
        let few = libc::rlimit { rlim_cur: 64, rlim_max: 64 };
        // SAFETY: it only reads the struct, and the limit is that of the child.
        assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const few) }, 0);
        let mut copies: Vec<_> = std::iter::from_fn(|| server.try_clone().ok()).collect();
        for left in 0..2 {
            let error = connect(port, &plain()).err().unwrap();
            assert_eq!(
                (errno(&error), error.phase),
                (Some(libc::EMFILE), Phase::Connect),
                "{left} left: {error}"
            );
            copies.pop();
        }
        drop(copies);
        connect(port, &plain()).unwrap();
        let copies: Vec<_> = std::iter::from_fn(|| server.try_clone().ok()).collect();
        let options =
            ResolverOptions { servers: vec!["127.0.0.1:9".parse().unwrap()], ..ResolverOptions::default() };
        let error = block_on(dns::lookup("a.test", Family::Any, &options, soon())).unwrap_err();
        assert!(error.to_string().contains("Too many open files"), "{error}");
        drop(copies);
    });
    assert!(ended, "the child failed");
}

/// The child has a cache and sockets of its own, and connects; so does the child's child.
fn names_resolve_on_both_sides_of_a_fork() {
    let _system = System::new("", "");
    let server = NameServer::with(&["127.0.0.1"]);
    let socket = SocketOptions { family: Family::Ipv4, ..SocketOptions::default() };
    let options = ConnectOptions { resolver: asking(&[&server]), socket, ..plain() };
    let go = || {
        let listener = listen();
        let client = Client::default();
        let port = listener.local_addr().unwrap().port();
        block_on(client.connect("a.test", port, &options, soon())).unwrap();
    };
    assert!(fork(go), "before the first look-up");
    go();
    let before = server.count();
    go();
    assert_eq!(server.count(), before, "the parent remembers");
    assert!(
        fork(|| {
            go();
            go();
            assert!(fork(go), "the child's child");
            go();
            engine::shutdown();
        }),
        "after a look-up"
    );
    assert_eq!(server.count(), before + 2, "once in the child and once in its child");
    go();
    assert_eq!(server.count(), before + 2, "the parent remembers still");
}

fn a_look_up_under_way_goes_on_in_the_parent() {
    let _system = System::new("", "");
    let server = NameServer::start(|question| {
        let reply = question.addresses(60, &["127.0.0.1"]).bytes();
        Action::Send(vec![(std::time::Duration::from_millis(60), Source::Own, reply)])
    });
    let options = asking(&[&server]);
    let ask = async |options| dns::lookup("a.test", Family::Ipv4, &options, soon()).await.unwrap();
    let found = Rc::new(Cell::new(0));
    let (seen, its_options) = (Rc::clone(&found), options.clone());
    executor::spawn(async move { seen.set(ask(its_options).await.len()) });
    executor::run_tasks();
    assert_eq!(reactor::stats().sources, 1);
    let ended = fork(|| {
        assert_eq!(reactor::stats(), reactor::Stats::default());
        assert_eq!(block_on(ask(options)).len(), 1);
        engine::shutdown();
    });
    assert!(ended, "the child failed");
    block_on(async {
        while executor::task_count() > 0 {
            reactor::sleep(millis(2)).await;
        }
    });
    assert_eq!(found.get(), 1);
    assert_eq!(server.count(), 2);
    assert_eq!(reactor::stats(), reactor::Stats::default());
}

/// A child that is forked in the middle of a wait goes on with it: the parent's socket will not wake it.
fn a_look_up_that_the_child_takes_over_is_asked_anew() {
    let _system = System::new("", "");
    let server = NameServer::start(|question| {
        let reply = question.addresses(60, &["127.0.0.1"]).bytes();
        Action::Send(vec![(std::time::Duration::from_millis(60), Source::Own, reply)])
    });
    let options = asking(&[&server]);
    let mut look_up = Box::pin(dns::lookup("a.test", Family::Ipv4, &options, soon()));
    block_on(std::future::poll_fn(|cx| {
        assert!(look_up.as_mut().poll(cx).is_pending());
        Poll::Ready(())
    }));
    assert_eq!(reactor::stats().sources, 1);
    assert!(fork(|| assert_eq!(block_on(look_up.as_mut()).unwrap().len(), 1)), "the child failed");
    assert_eq!(block_on(look_up).unwrap().len(), 1);
    assert_eq!(server.count(), 2);
}

fn an_inherited_task_is_neither_polled_nor_dropped() {
    struct Dropped(Rc<Cell<u32>>);
    impl Drop for Dropped {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
        }
    }
    let [polls, drops] = [(); 2].map(|()| Rc::new(Cell::new(0)));
    let waker = Rc::new(RefCell::new(None));
    for _ in 0..2 {
        let (polls, kept, dropped) = (Rc::clone(&polls), Rc::clone(&waker), Dropped(Rc::clone(&drops)));
        let mut first = true;
        executor::spawn(async move {
            let _dropped = dropped;
            std::future::poll_fn(|cx| {
                polls.set(polls.get() + 1);
                *kept.borrow_mut() = Some(cx.waker().clone());
                if std::mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }
            })
            .await;
        });
    }
    executor::run_tasks();
    // One of them is ready, the other waits.
    waker.borrow().as_ref().unwrap().wake_by_ref();
    let ended = fork(|| {
        executor::run_tasks();
        waker.borrow().as_ref().unwrap().wake_by_ref();
        assert_eq!(executor::next(), None);
        assert_eq!((polls.get(), drops.get(), executor::task_count()), (2, 0, 0));
        let ran = Rc::new(Cell::new(false));
        let seen = Rc::clone(&ran);
        executor::spawn(async move { seen.set(true) });
        block_on(reactor::sleep(millis(1)));
        assert!(ran.get(), "a task of its own runs");
        engine::shutdown();
        assert_eq!((polls.get(), drops.get()), (2, 0), "the end of the child leaves them, too");
    });
    assert!(ended, "the child failed");
    executor::run_tasks();
    assert_eq!((polls.get(), drops.get(), executor::task_count()), (3, 1, 1));
    executor::clear();
    assert_eq!(drops.get(), 2);
}

fn what_a_closed_connection_has_left_is_the_parents_to_send() {
    let folder = Folder::new();
    let (start, started) = std::sync::mpsc::channel();
    let server = serve_tls(move |mut stream| {
        started.recv().unwrap();
        read_to_end(&mut stream)
    });
    let client = connect(server.port, &narrow(tls(&trusting(&folder.ca())))).unwrap();
    let (taken, _) = block_on(client.send(&pattern(8 << 20), millis(50))).unwrap_err();
    client.close();
    assert_eq!(closing::count(), 1);
    assert!(fork(|| {
        assert_eq!(closing::count(), 0);
        // Neither waits for what is the parent's nor gives it up.
        closing::finish(LONG);
        closing::abandon();
        engine::shutdown();
    }));
    start.send(()).unwrap();
    closing::finish(LONG);
    let (data, end) = server.join();
    assert!(data == pattern(8 << 20)[..taken] && end == End::Notified);
}

/// Files of Unix sockets are the parent's to remove, and datagrams go on to come to it.
fn inherited_sockets_of_every_kind_are_dead() {
    let folder = short_folder();
    let path = folder.path("peer.sock");
    let (unix_peer, udp_peer) = (datagram_peer(&path), UdpSocket::bind("127.0.0.1:0").unwrap());
    udp_peer.set_read_timeout(Some(LONG)).unwrap();
    let stream = serve_unix(|mut socket| {
        let mut line = [0; 2];
        while socket.read_exact(&mut line).is_ok() {
            socket.write_all(&line).unwrap();
        }
    });
    let client = |kind, host: &str, port| {
        let client = Client::default();
        let options = ConnectOptions { kind, ..plain() };
        block_on(client.connect(host, port, &options, soon())).unwrap();
        client
    };
    let port = udp_peer.local_addr().unwrap().port();
    let udp = client(SocketKind::Udp, "127.0.0.1", port);
    let datagram = client(SocketKind::UnixDatagram, path.to_str().unwrap(), 0);
    let unix = client(SocketKind::UnixStream, stream.name(), 0);
    let lazy = Client::default();
    let options = ConnectOptions { kind: SocketKind::UnixDatagram, ..plain() };
    block_on(lazy.send_to(path.to_str().unwrap(), 0, b"hello", &options, soon())).unwrap();
    let own = |client: &Client| match client.local_address().unwrap() {
        Address::Path(path) => path,
        other => panic!("{other:?}"),
    };
    let files = [own(&datagram), own(&lazy)];
    let lazy = Cell::new(Some(lazy));
    ask(&unix, b"u1");
    let ended = fork(|| {
        for client in [&udp, &datagram, &unix] {
            assert!(is_dead(&block_on(client.recv(9, soon(), <[u8]>::len)).unwrap_err()));
            assert!(is_dead(&block_on(client.send(b"x", soon())).unwrap_err().1));
            assert!(is_dead(&block_on(client.shutdown(std::net::Shutdown::Both, soon())).unwrap_err()));
            assert!(
                is_dead(&client.duplicate().unwrap_err()) && is_dead(&client.peer_address().unwrap_err())
            );
            assert!(matches!(client.liveness(), Liveness::Dead(why) if why.contains("opened before fork")));
            assert!(!client.is_connected());
        }
        let lazy = lazy.take().unwrap();
        let error = block_on(lazy.send_to(path.to_str().unwrap(), 0, b"x", &options, soon())).unwrap_err();
        assert!(is_dead(&error), "{error}");
        // Closed, and dropped with the child's copy of everything.
        assert!(datagram.close());
        drop(lazy);
        assert_eq!(reactor::stats(), reactor::Stats::default());
        // New ones work.
        let fresh = Client::default();
        block_on(fresh.connect(path.to_str().unwrap(), 0, &options, soon())).unwrap();
        block_on(fresh.send(b"child", soon())).unwrap();
        let file = own(&fresh);
        assert!(file.exists() && !files.contains(&file));
        fresh.close();
        assert!(!file.exists());
    });
    assert!(ended, "the child failed");
    assert!(files.iter().all(|file| file.exists()), "they are the parent's");
    let mut buffer = [0; 9];
    for expected in [&b"hello"[..], b"child"] {
        let size = unix_peer.recv(&mut buffer).unwrap();
        assert_eq!(&buffer[..size], expected);
    }
    block_on(datagram.send(b"parent", soon())).unwrap();
    let (size, from) = unix_peer.recv_from(&mut buffer).unwrap();
    assert_eq!((&buffer[..size], from.as_pathname()), (&b"parent"[..], Some(&*files[0])));
    unix_peer.send_to(b"answer", &files[0]).unwrap();
    assert_eq!(block_on(datagram.recv(9, soon(), <[u8]>::to_vec)).unwrap(), b"answer");
    block_on(udp.send(b"udp", soon())).unwrap();
    assert_eq!(udp_peer.recv(&mut buffer).unwrap(), 3);
    ask(&unix, b"u2");
    drop((udp, datagram, unix, lazy.take()));
    assert!(!files.iter().any(|file| file.exists()));
    stream.join();
}

fn an_inherited_dtls_session_sends_nothing() {
    let folder = Folder::new();
    for explicit in [true, false] {
        let server = Dtls::default().serve(|mut session| {
            let first = session.next();
            session.say(b"1");
            (first, session.next(), session.next())
        });
        let options = ConnectOptions { kind: SocketKind::Udp, ..tls(&trusting(&folder.ca())) };
        let client = Client::default();
        block_on(client.connect("localhost", server.port(), &options, soon())).unwrap();
        block_on(client.send(b"before", soon())).unwrap();
        assert_eq!(block_on(client.recv(9, soon(), <[u8]>::to_vec)).unwrap(), b"1");
        let client = Cell::new(Some(client));
        let ended = fork(|| {
            let client = client.take().unwrap();
            assert!(is_dead(&block_on(client.send(b"child", soon())).unwrap_err().1));
            if explicit {
                assert!(client.close());
            }
            drop(client);
        });
        assert!(ended, "the child failed");
        let client = client.take().unwrap();
        block_on(client.send(b"after", soon())).unwrap();
        client.close();
        assert_eq!(server.join(), (Some(b"before".to_vec()), Some(b"after".to_vec()), None));
    }
}

/// The system's superuser may everything, so this needs another user.
fn a_path_of_somebody_elses_is_refused() {
    let folder = short_folder();
    let path = folder.path("private.sock");
    let _peer = datagram_peer(&path);
    let stream = folder.path("stream.sock");
    let _listener = std::os::unix::net::UnixListener::bind(&stream).unwrap();
    std::fs::set_permissions(folder.path("."), std::fs::Permissions::from_mode(0o000)).unwrap();
    let ended = fork(|| {
        // SAFETY: the child is one thread, which changes its own user; for others than the superuser it fails,
        // and the folder is closed to them anyway.
        unsafe { libc::setuid(65534) };
        for (kind, path) in [(SocketKind::UnixDatagram, &path), (SocketKind::UnixStream, &stream)] {
            let options = ConnectOptions { kind, ..plain() };
            let client = Client::default();
            let error = block_on(client.connect(path.to_str().unwrap(), 0, &options, soon())).unwrap_err();
            assert_eq!(errno(&error), Some(libc::EACCES));
            let text = format!("connect to {} failed: Permission denied", path.display());
            assert_eq!(error.to_string(), text);
        }
    });
    std::fs::set_permissions(folder.path("."), std::fs::Permissions::from_mode(0o700)).unwrap();
    assert!(ended, "the child failed");
}

/// sendfile(2) to a peer that is gone would end a process that has not asked to be spared.
fn sending_a_file_raises_no_signal() {
    let folder = Folder::new();
    let path = folder.write("file", &pattern(8 << 20));
    let listener = listen();
    let port = listener.local_addr().unwrap().port();
    let ended = fork(|| {
        // SAFETY: no other thread; the default action of a signal needs no handler.
        unsafe { libc::signal(libc::SIGPIPE, libc::SIG_DFL) };
        let client = connect(port, &plain()).unwrap();
        common::server::reset(accept(&listener));
        let part = FilePart::open(&path, 0, 0).unwrap();
        for _ in 0..3 {
            let (_, error) = block_on(client.send_file(&part, soon())).unwrap_err();
            assert!(matches!(errno(&error), Some(libc::ECONNRESET | libc::EPIPE)), "{error}");
            assert!(block_on(client.send(b"x", soon())).is_err());
        }
    });
    assert!(ended, "the child failed");
}
