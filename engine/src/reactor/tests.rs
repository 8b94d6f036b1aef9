use super::*;
use crate::executor::{self, Tag, block_on};
use crate::net::socket::{SocketOptions, connect_udp, start_connect};
use crate::time::ManualClock;
use std::future::poll_fn;
use std::io::{Read, Write};
use std::pin::pin;
use std::task::Context;

fn pair() -> (SourceId, std::net::TcpStream) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let near = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    near.set_nonblocking(true).unwrap();
    let (far, _) = listener.accept().unwrap();
    (SourceId::register(near).unwrap(), far)
}

fn cx() -> Context<'static> {
    Context::from_waker(Waker::noop())
}

#[test]
fn a_short_plain_read_spares_the_next_try_until_an_edge_comes() {
    let (id, mut far) = pair();
    far.write_all(b"abc").unwrap();
    turn(Wait::Block);
    let mut buffer = [0; 16];
    assert_eq!(id.try_read_plain(&mut buffer).unwrap(), 3);
    assert_eq!(id.try_read_plain(&mut buffer).unwrap_err().kind(), io::ErrorKind::WouldBlock);
    far.write_all(b"de").unwrap();
    block_on(id.ready(Operation::Reader, Direction::Read, Deadline::NEVER)).unwrap();
    assert_eq!(id.try_read_plain(&mut buffer).unwrap(), 2);
    id.close();
}

#[test]
fn datagrams_keep_their_borders_and_a_refusal_is_told() {
    let far = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let id = SourceId::register(connect_udp(far.local_addr().unwrap()).unwrap()).unwrap();
    let readable = || id.ready(Operation::Reader, Direction::Read, Deadline::NEVER);
    assert_eq!(id.try_write(b"hello").unwrap(), 5);
    let mut buffer = [0; 16];
    let (size, near) = far.recv_from(&mut buffer).unwrap();
    let local = id.with_socket(|socket| socket.local_addr()).unwrap().unwrap().as_socket();
    assert_eq!((size, local), (5, Some(near)));
    assert_eq!(id.try_read(&mut buffer).unwrap_err().kind(), io::ErrorKind::WouldBlock);
    // Whoever else sends is not heard.
    std::net::UdpSocket::bind("127.0.0.1:0").unwrap().send_to(b"stranger", near).unwrap();
    far.send_to(b"abc", near).unwrap();
    far.send_to(b"de", near).unwrap();
    block_on(readable()).unwrap();
    assert_eq!(id.try_peek(&mut buffer).unwrap(), 3);
    // A short read says nothing about the next datagram.
    assert_eq!(id.try_read(&mut buffer).unwrap(), 3);
    assert_eq!(id.try_read(&mut buffer).unwrap(), 2);
    assert_eq!(id.try_read(&mut buffer).unwrap_err().kind(), io::ErrorKind::WouldBlock);
    drop(far);
    id.try_write(b"anybody?").unwrap();
    block_on(readable()).unwrap();
    assert_eq!(id.try_read(&mut buffer).unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
    id.close();
    assert_eq!(stats(), Stats::default());
}

#[test]
fn a_reader_tries_nothing_before_something_has_come() {
    let far = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let near = connect_udp(far.local_addr().unwrap()).unwrap();
    far.send_to(b"before", near.local_addr().unwrap().as_socket().unwrap()).unwrap();
    // What came before it was registered is told, too.
    let id = SourceId::register_reader(near).unwrap();
    let mut buffer = [0; 16];
    assert_eq!(id.try_read(&mut buffer).unwrap_err().kind(), io::ErrorKind::WouldBlock);
    assert_eq!(id.try_write(b"a question").unwrap(), 10);
    block_on(id.ready(Operation::Reader, Direction::Read, Deadline::NEVER)).unwrap();
    assert_eq!(id.try_read(&mut buffer).unwrap(), 6);
    id.close();
}

#[test]
fn the_end_of_the_stream_is_seen_though_it_came_with_the_last_bytes() {
    let (id, mut far) = pair();
    far.write_all(b"bye").unwrap();
    drop(far);
    turn(Wait::Block);
    let mut buffer = [0; 16];
    assert_eq!(id.try_read_plain(&mut buffer).unwrap(), 3);
    block_on(id.ready(Operation::Reader, Direction::Read, Deadline::NEVER)).unwrap();
    assert_eq!(id.try_read_plain(&mut buffer).unwrap(), 0);
    id.close();
}

#[test]
fn a_deadline_ends_the_wait_and_a_later_one_is_not_cut_short() {
    let clock = ManualClock::install();
    let (id, _far) = pair();
    assert!(id.try_read(&mut [0]).is_err());
    let short = Deadline::after(Duration::from_millis(10));
    let mut wait = pin!(id.ready(Operation::Reader, Direction::Read, short));
    assert!(wait.as_mut().poll(&mut cx()).is_pending());
    clock.advance(Duration::from_millis(10));
    turn(Wait::Poll);
    assert_eq!(wait.poll(&mut cx()), Poll::Ready(Err(Interrupt::Elapsed)));

    let mut early =
        Box::pin(id.ready(Operation::Reader, Direction::Read, Deadline::after(Duration::from_secs(1))));
    assert!(early.as_mut().poll(&mut cx()).is_pending());
    drop(early);
    let late = Deadline::after(Duration::from_secs(5));
    let mut wait = pin!(id.ready(Operation::Reader, Direction::Read, late));
    assert!(wait.as_mut().poll(&mut cx()).is_pending());
    clock.advance(Duration::from_secs(2));
    turn(Wait::Poll);
    assert!(wait.as_mut().poll(&mut cx()).is_pending(), "the first wait's timer does not end the second");
    clock.advance(Duration::from_secs(3));
    turn(Wait::Poll);
    assert_eq!(wait.poll(&mut cx()), Poll::Ready(Err(Interrupt::Elapsed)));
    id.close();
    assert_eq!(stats(), Stats::default());
}

#[test]
fn under_another_name_the_socket_lives_on_and_waits_under_the_old_one_end() {
    let (id, mut far) = pair();
    assert!(id.try_read(&mut [0]).is_err());
    let mut wait =
        pin!(id.ready(Operation::Reader, Direction::Read, Deadline::after(Duration::from_secs(9))));
    assert!(wait.as_mut().poll(&mut cx()).is_pending());
    far.write_all(b"x").unwrap();
    let renamed = id.rename().unwrap();
    assert_eq!(wait.poll(&mut cx()), Poll::Ready(Err(Interrupt::Closed)));
    assert!(!id.is_open() && id.rename().is_err() && id.try_write(b"y").is_err());
    assert_eq!(stats(), Stats { sources: 1, timers: 0, watches: 0 });
    // What came under the old name is told under the new one.
    block_on(renamed.ready(Operation::Reader, Direction::Read, Deadline::NEVER)).unwrap();
    assert_eq!(renamed.try_read(&mut [0; 9]).unwrap(), 1);
    assert_eq!(renamed.try_write(b"y").unwrap(), 1);
    id.close();
    assert!(renamed.is_open());
    renamed.close();
    assert_eq!(stats(), Stats::default());
}

#[test]
fn close_ends_a_wait() {
    let (id, _far) = pair();
    assert!(id.try_read(&mut [0]).is_err());
    let mut wait = pin!(id.ready(Operation::Reader, Direction::Read, Deadline::NEVER));
    assert!(wait.as_mut().poll(&mut cx()).is_pending());
    id.close();
    assert_eq!(wait.poll(&mut cx()), Poll::Ready(Err(Interrupt::Closed)));
    assert!(!id.is_open());
}

#[test]
fn sleep_ends_at_its_time_and_leaves_no_timer_when_dropped() {
    let clock = ManualClock::install();
    let mut nap = Box::pin(sleep(Deadline::after(Duration::from_millis(3))));
    assert!(nap.as_mut().poll(&mut cx()).is_pending());
    let mut dropped = Box::pin(sleep(Deadline::after(Duration::from_millis(1))));
    assert!(dropped.as_mut().poll(&mut cx()).is_pending());
    drop(dropped);
    assert_eq!(stats().timers, 1);
    clock.advance(Duration::from_millis(3));
    turn(Wait::Poll);
    assert!(nap.as_mut().poll(&mut cx()).is_ready());
    assert_eq!(stats().timers, 0);
}

#[test]
fn sleep_wakes_whoever_polled_it_last() {
    let clock = ManualClock::install();
    executor::clear();
    let (first, second) = (Tag::external(1, 0), Tag::external(2, 0));
    let mut nap = pin!(sleep(Deadline::after(Duration::from_millis(1))));
    for tag in [first, second] {
        assert!(nap.as_mut().poll(&mut Context::from_waker(&tag.waker())).is_pending());
    }
    clock.advance(Duration::from_millis(1));
    turn(Wait::Poll);
    assert_eq!(executor::next(), Some(second));
    assert_eq!(executor::next(), None);
}

#[test]
fn a_timer_from_before_clear_is_not_taken_for_a_later_one() {
    let _clock = ManualClock::install();
    let mut before = Box::pin(sleep(Deadline::after(Duration::from_secs(1))));
    assert!(before.as_mut().poll(&mut cx()).is_pending());
    clear();
    let mut after = pin!(sleep(Deadline::after(Duration::from_secs(1))));
    assert!(after.as_mut().poll(&mut cx()).is_pending());
    drop(before);
    assert_eq!(stats().timers, 1, "the new timer took the slot of the old one and is still armed");
}

#[test]
fn giving_back_creates_no_reactor() {
    let (id, _far) = pair();
    clear();
    id.close();
    assert!(!id.is_open());
    assert_eq!(stats(), Stats::default());
    assert!(REACTOR.with_borrow(Option::is_none));
}

/// A waker that does what the tagged one never does: comes back to the reactor.
struct Meddler(SourceId);

impl std::task::Wake for Meddler {
    fn wake(self: std::sync::Arc<Self>) {
        self.0.close();
    }
}

impl Drop for Meddler {
    fn drop(&mut self) {
        let _ = stats();
    }
}

#[test]
fn a_waker_may_lead_back_to_the_reactor() {
    let (id, mut far) = pair();
    assert!(id.try_read(&mut [0]).is_err());
    for _ in 0..2 {
        // The second one replaces the first, which is dropped.
        let meddler = Waker::from(std::sync::Arc::new(Meddler(id)));
        let mut cx = Context::from_waker(&meddler);
        assert!(id.poll_ready(&mut cx, Operation::Reader, Direction::Read, Deadline::NEVER).is_pending());
    }
    far.write_all(b"x").unwrap();
    turn(Wait::Block);
    assert!(!id.is_open(), "the waker closed it");
}

#[test]
fn one_operation_may_wait_for_both_directions() {
    let (id, mut far) = pair();
    assert!(id.try_read(&mut [0]).is_err());
    while id.try_write(&[0; 65536]).is_ok() {}
    let either = [Direction::Read, Direction::Write];
    let mut wait = pin!(poll_fn(|cx| id.poll_any(cx, Operation::Reader, &either, Deadline::NEVER)));
    turn(Wait::Poll);
    assert!(wait.as_mut().poll(&mut cx()).is_pending());
    far.write_all(b"x").unwrap();
    turn(Wait::Block);
    assert!(wait.as_mut().poll(&mut cx()).is_ready(), "by what can be read");
    assert_eq!(id.try_read(&mut [0; 8]).unwrap(), 1);
    assert!(id.try_read(&mut [0; 8]).is_err());
    let mut wait = pin!(poll_fn(|cx| id.poll_any(cx, Operation::Reader, &either, Deadline::NEVER)));
    assert!(wait.as_mut().poll(&mut cx()).is_pending());
    let mut drain = vec![0; 1 << 20];
    while !matches!(wait.as_mut().poll(&mut cx()), Poll::Ready(Ok(()))) {
        assert!(far.read(&mut drain).unwrap() > 0);
        turn(Wait::AtMost(Duration::from_millis(10)));
    }
    assert!(id.try_write(b"y").is_ok());
    id.close();
}

#[test]
fn the_event_tells_whether_a_connect_has_succeeded() {
    let connecting = |address| {
        let socket = start_connect(address, &SocketOptions::default()).unwrap();
        SourceId::register_connecting(socket).unwrap()
    };
    let outcome = |id: SourceId| {
        block_on(id.ready(Operation::Reader, Direction::Write, Deadline::NEVER)).unwrap();
        id.try_connected()
    };
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let id = connecting(address);
    assert!(!id.try_connected().unwrap(), "nobody has told");
    assert_eq!(id.try_write(b"early").unwrap_err().kind(), io::ErrorKind::WouldBlock);
    assert!(outcome(id).unwrap());
    assert_eq!(id.try_write(b"hello").unwrap(), 5);
    id.close();
    // One who has come and gone meanwhile was there.
    let id = connecting(address);
    let (one, other) = (listener.accept().unwrap(), listener.accept().unwrap());
    drop((one, other));
    assert!(outcome(id).unwrap());
    id.close();
    drop(listener);
    let id = connecting(address);
    assert_eq!(outcome(id).unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
    id.close();
    assert_eq!(stats(), Stats::default());
}
