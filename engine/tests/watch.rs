//! Descriptors of others: pipes, files, sockets that the test itself opens and closes.

use engine::executor::{block_on, spawn};
use engine::reactor::{Readiness, Unready, Wait, WatchId, ready, sleep, stats, turn};
use engine::time::{Deadline, ManualClock};
use std::cell::Cell;
use std::fs::File;
use std::future::Future;
use std::io::{PipeReader, PipeWriter, Read, Write, pipe};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// Numbers of descriptors are the whole process': one test at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn cx() -> Context<'static> {
    Context::from_waker(Waker::noop())
}

/// Whether a watch is ready after one turn.
fn is_ready(watch: WatchId) -> bool {
    let told = match watch.poll_ready(&mut cx()) {
        Poll::Pending => {
            turn(Wait::Poll);
            watch.poll_ready(&mut cx())
        }
        told => told,
    };
    matches!(told, Poll::Ready(Ok(found)) if !found.is_none())
}

/// The error that a watch ends with.
fn errno(watch: WatchId) -> Option<i32> {
    match watch.poll_ready(&mut cx()) {
        Poll::Ready(Err(error)) => error.raw_os_error(),
        other => panic!("{other:?}"),
    }
}

fn limit(ms: u64) -> Deadline {
    Deadline::after(Duration::from_millis(ms))
}

/// A pipe whose reading end has the number `fd`, which is free.
fn pipe_at(fd: RawFd) -> (PipeReader, PipeWriter) {
    let (reader, writer) = pipe().expect("a pipe can be made");
    assert_eq!(reader.as_raw_fd(), fd, "the lowest free number is taken");
    (reader, writer)
}

#[test]
fn is_told_of_the_state_again_and_again() {
    let _alone = alone();
    let (mut near, mut far) = UnixStream::pair().unwrap();
    let watch = WatchId::add(near.as_raw_fd(), Readiness::READ).unwrap();
    assert!(!is_ready(watch));
    far.write_all(b"ab").unwrap();
    assert!(is_ready(watch));
    near.read_exact(&mut [0]).unwrap();
    assert!(is_ready(watch), "a byte is left");
    near.read_exact(&mut [0]).unwrap();
    assert!(!is_ready(watch));
    drop(far);
    assert!(is_ready(watch), "the end");
    assert!(is_ready(watch), "it stays");
    watch.close();
    assert_eq!(stats().watches, 0);
}

#[test]
fn several_watch_one_descriptor() {
    let _alone = alone();
    let (near, mut far) = UnixStream::pair().unwrap();
    let [read, other, write] = [Readiness::READ, Readiness::READ, Readiness::WRITE]
        .map(|wanted| WatchId::add(near.as_raw_fd(), wanted).unwrap());
    assert!(is_ready(write));
    assert!(!is_ready(read));
    assert!(!is_ready(other));
    far.write_all(b"x").unwrap();
    turn(Wait::Block);
    assert!(is_ready(read));
    assert!(is_ready(other));
    assert!(is_ready(write));
    read.close();
    assert!(is_ready(other), "closing one leaves the others");
    assert!(matches!(read.poll_ready(&mut cx()), Poll::Ready(Err(error)) if error.raw_os_error().is_none()));
    other.close();
    write.close();
}

#[test]
fn a_file_is_ready_at_once() {
    let _alone = alone();
    let file = File::open("/proc/self/exe").unwrap();
    let found = block_on(ready(file.as_raw_fd(), Readiness::READ, limit(5000))).unwrap();
    assert_eq!(found, Readiness::READ);
    let watch = WatchId::add(file.as_raw_fd(), Readiness::READ).unwrap();
    assert!(is_ready(watch) && is_ready(watch));
    watch.close();
}

#[test]
fn a_wait_ends_by_readiness_or_deadline() {
    let _alone = alone();
    let (near, mut far) = UnixStream::pair().unwrap();
    let fd = near.as_raw_fd();
    assert!(matches!(block_on(ready(fd, Readiness::READ, limit(10))), Err(Unready::Elapsed)));
    assert!(matches!(block_on(ready(fd, Readiness::READ, limit(0))), Err(Unready::Elapsed)));
    let both = Readiness { read: true, write: true };
    assert_eq!(block_on(ready(fd, both, limit(5000))).unwrap(), Readiness::WRITE);
    spawn(async move {
        sleep(limit(5)).await;
        far.write_all(b"x").unwrap();
        sleep(limit(10_000)).await;
    });
    assert_eq!(block_on(ready(fd, Readiness::READ, limit(5000))).unwrap(), Readiness::READ);
    assert_eq!(stats().watches, 0, "nothing is left behind");
    engine::executor::clear();
}

#[test]
fn a_number_that_is_not_open_fails() {
    let _alone = alone();
    let closed = {
        let (reader, _) = pipe().unwrap();
        reader.as_raw_fd()
    };
    for fd in [closed, -1] {
        let failed = block_on(ready(fd, Readiness::READ, limit(5000)));
        assert!(matches!(failed, Err(Unready::Failed(error)) if error.raw_os_error() == Some(libc::EBADF)));
    }
}

#[test]
fn one_that_is_closed_meanwhile_is_found_out() {
    let _alone = alone();
    let clock = ManualClock::install();
    let (reader, _writer) = pipe().unwrap();
    let watch = WatchId::add(reader.as_raw_fd(), Readiness::READ).unwrap();
    assert!(!is_ready(watch));
    drop(reader);
    turn(Wait::Poll);
    assert!(watch.poll_ready(&mut cx()).is_pending(), "the system does not tell");
    assert!(!watch.is_live());
    clock.advance(Duration::from_secs(2));
    turn(Wait::Poll);
    assert_eq!(errno(watch), Some(libc::EBADF));
    watch.close();
}

#[test]
fn another_file_with_the_same_number_is_another_one() {
    let _alone = alone();
    let clock = ManualClock::install();
    let (reader, writer) = pipe().unwrap();
    let fd = reader.as_raw_fd();
    let old = WatchId::add(fd, Readiness::READ).unwrap();
    assert!(!is_ready(old));
    // The file stays, under another number, and with it what the system has noted for the old one.
    let elsewhere = reader.try_clone().unwrap();
    drop(reader);
    let (_reader, mut writer_of_new) = pipe_at(fd);
    let new = WatchId::add(fd, Readiness::READ).unwrap();
    assert_eq!(errno(old), Some(libc::EBADF));
    assert!(!is_ready(new));
    drop(writer); // an event of the old file
    turn(Wait::Poll);
    writer_of_new.write_all(b"x").unwrap();
    assert!(is_ready(new));
    old.close();
    clock.advance(Duration::from_secs(2));
    turn(Wait::Poll);
    assert!(is_ready(new) && new.is_live(), "ending the old one has not ended the new one");
    new.close();
    drop(elsewhere);
}

#[test]
fn a_watch_ended_late_leaves_a_socket_of_the_reactor_with_that_number_alone() {
    let _alone = alone();
    let (near, _far) = UnixStream::pair().unwrap();
    let fd = near.as_raw_fd();
    let watch = WatchId::add(fd, Readiness::READ).unwrap();
    assert!(!is_ready(watch));
    drop(near);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let client = engine::client::Client::default();
    let options = engine::client::ConnectOptions::default();
    let port = listener.local_addr().unwrap().port();
    block_on(client.connect("127.0.0.1", port, &options, limit(5000))).unwrap();
    watch.close();
    let mut peer = listener.accept().unwrap().0;
    peer.write_all(b"hello").unwrap();
    let heard = block_on(client.recv(64, limit(5000), <[u8]>::to_vec)).unwrap();
    assert_eq!(heard, b"hello");
}

#[test]
fn more_than_one_batch_at_once() {
    let _alone = alone();
    const COUNT: usize = 400;
    let pipes: Vec<_> = (0..COUNT).map(|_| UnixStream::pair().unwrap()).collect();
    let done = Rc::new(Cell::new(0));
    for (near, _) in &pipes {
        let (fd, done) = (near.as_raw_fd(), Rc::clone(&done));
        spawn(async move {
            ready(fd, Readiness::READ, limit(20_000)).await.unwrap();
            done.set(done.get() + 1);
        });
    }
    // All wait before anything comes.
    block_on(sleep(limit(1)));
    assert_eq!((done.get(), stats().watches), (0, COUNT));
    for (_, far) in &pipes {
        (&mut &*far).write_all(b"x").unwrap();
    }
    while done.get() < COUNT {
        block_on(sleep(limit(1)));
    }
    assert_eq!(stats().watches, 0);
}

#[test]
fn what_is_dropped_waits_no_more() {
    let _alone = alone();
    let (near, _far) = UnixStream::pair().unwrap();
    let mut wait = Box::pin(ready(near.as_raw_fd(), Readiness::READ, Deadline::NEVER));
    assert!(wait.as_mut().poll(&mut cx()).is_pending());
    assert_eq!(stats().watches, 1);
    drop(wait);
    assert_eq!(stats().watches, 0);
    turn(Wait::Poll);
}
