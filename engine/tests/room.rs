//! Receiving into room of the receiver's own: when it is asked for, what comes of it, and that nobody who waits holds it.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::{pattern, soon};
use engine::client::{Client, ConnectOptions, Room, Sink};
use engine::executor::block_on;
use engine::reactor::{self, Wait};
use std::cell::Cell;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::thread;

/// Counts the rooms that it makes, and those that are there.
#[derive(Clone, Default)]
struct Counting {
    made: Rc<Cell<usize>>,
    alive: Rc<Cell<usize>>,
}

struct Counted(Vec<u8>, Rc<Cell<usize>>);

impl Sink for Counting {
    type Made = Vec<u8>;
    type Room = Counted;

    fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        bytes.to_vec()
    }

    fn room(&mut self, size: usize) -> Option<Counted> {
        self.made.set(self.made.get() + 1);
        self.alive.set(self.alive.get() + 1);
        Some(Counted(vec![0; size], Rc::clone(&self.alive)))
    }
}

impl Room for Counted {
    type Made = Vec<u8>;

    fn bytes(&mut self) -> &mut [u8] {
        &mut self.0
    }

    fn filled(mut self, length: usize) -> Vec<u8> {
        std::mem::take(&mut self.0)[..length].to_vec()
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.1.set(self.1.get() - 1);
    }
}

fn pair() -> (Client, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = Client::default();
    let port = listener.local_addr().unwrap().port();
    block_on(client.connect("127.0.0.1", port, &ConnectOptions::default(), soon())).unwrap();
    (client, listener.accept().unwrap().0)
}

#[test]
fn a_long_stream_comes_whole_through_rooms_and_ends() {
    for try_first in [false, true] {
        let (client, mut far) = pair();
        let sent = pattern(20 << 20);
        let data = sent.clone();
        let peer = thread::spawn(move || far.write_all(&data).unwrap());
        let (sink, mut received) = (Counting::default(), Vec::new());
        loop {
            let at_once = if try_first { client.try_recv_into(65536, sink.clone()) } else { None };
            let part = at_once.unwrap_or_else(|| block_on(client.recv_into(65536, soon(), sink.clone())));
            let part = part.unwrap();
            assert_eq!(sink.alive.get(), 0);
            if part.is_empty() {
                break;
            }
            received.extend(part);
        }
        assert!(received == sent && sink.made.get() > 0, "{}", sink.made.get());
        peer.join().unwrap();
    }
}

#[test]
fn whoever_waits_holds_no_room_and_small_receives_ask_for_none() {
    let (client, mut far) = pair();
    let sink = Counting::default();
    let receive = |size| block_on(client.recv_into(size, soon(), sink.clone())).unwrap();
    for _ in 0..20 {
        far.write_all(b"small").unwrap();
        assert_eq!(receive(65536), b"small");
        far.write_all(&pattern(4096)).unwrap();
        assert_eq!(receive(4096), pattern(4096));
    }
    assert_eq!(sink.made.get(), 0);
    // One that fills what it asks for, so that the next one expects as much, and nothing follows.
    far.write_all(&pattern(10_000)).unwrap();
    while client.peek(10_000, <[u8]>::len).map_or(0, |size| size) < 10_000 {
        reactor::turn(Wait::Poll);
    }
    assert_eq!(receive(10_000), pattern(10_000));
    let mut waiting = pin!(client.recv_into(10_000, soon(), sink.clone()));
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..3 {
        assert!(waiting.as_mut().poll(&mut context).is_pending());
        assert_eq!(sink.alive.get(), 0);
    }
    let before = sink.made.get();
    far.write_all(b"at last").unwrap();
    let part = loop {
        if let Poll::Ready(part) = waiting.as_mut().poll(&mut context) {
            break part.unwrap();
        }
        reactor::turn(Wait::Block);
    };
    assert_eq!((part, sink.alive.get()), (b"at last".to_vec(), 0));
    assert_eq!(sink.made.get(), before + 1, "it came into a room, and was short");
    // So the next one asks for none again.
    far.write_all(b"more").unwrap();
    assert_eq!(block_on(client.recv_into(10_000, soon(), sink.clone())).unwrap(), b"more");
    assert_eq!(sink.made.get(), before + 1);
}
