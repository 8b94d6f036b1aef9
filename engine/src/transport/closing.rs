//! Connections that are closed but have something left to send.
//!
//! What the kernel has taken, it sends on after close(). What it has not taken, because its buffer was full,
//! is lost: under TLS that is the end of the stream (close_notify), without which the peer has to take it for
//! cut, and what a send that ended early has left behind. So a task of the engine's own sees it off, while
//! the client is closed already and its descriptor's number no longer the script's business.

use crate::executor;
use crate::net::fork;
use crate::reactor::{Direction, Operation, SourceId, sleep};
use crate::time::Deadline;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::task::{Poll, Waker};
use std::time::Duration;

/// How long the peer of a closed connection has to take what is left. The kernel gives its own part minutes,
/// but no descriptor of the process hangs on that.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that may be on their way out at the same time; with one more, the first is given up. Peers that
/// never read must not cost a script its descriptors.
pub const CAPACITY: usize = 64;

/// Closes `source` when `left` has been sent.
pub(super) fn close(source: SourceId, left: Vec<u8>) {
    let stays = !left.is_empty() && !AT_ONCE.get() && QUEUE.try_with(|_| ()).is_ok();
    // Under another name, so that whoever waits on the connection finds it closed.
    let Some(source) = stays.then(|| source.rename().ok()).flatten() else {
        discard_unread(source);
        return source.close();
    };
    let place = Place::take(source);
    executor::spawn(async move {
        let _ = see_off(&place, &left).await;
    });
}

/// Sends what is left.
async fn see_off(&Place(source): &Place, mut left: &[u8]) -> io::Result<()> {
    let limit = Deadline::after(PATIENCE);
    let (mut is_heard, mut appetite) = (true, APPETITE);
    while !left.is_empty() {
        match source.try_write(left) {
            Ok(sent) => left = &left[sent..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                // A peer that waits until somebody reads may read nothing itself.
                is_heard = is_heard && discard(source, &mut appetite);
                let directions =
                    if is_heard { &[Direction::Read, Direction::Write][..] } else { &[Direction::Write] };
                let wait = poll_fn(|cx| source.poll_any(cx, Operation::Writer, directions, limit));
                wait.await.map_err(|_| io::ErrorKind::TimedOut)?;
            }
            Err(error) => return Err(error),
        }
    }
    discard(source, &mut appetite);
    Ok(())
}

/// Reads away what has arrived. A socket that is closed with unread bytes is reset, and the reset takes away what
/// the peer has not read yet.
pub(super) fn discard_unread(source: SourceId) {
    // Nobody waits, so no event has told of what came after the last read.
    source.retry(Direction::Read);
    let mut limit = DISCARDED;
    discard(source, &mut limit);
}

/// Reads away what has arrived, at most `limit` bytes, and answers whether more may come.
fn discard(source: SourceId, limit: &mut usize) -> bool {
    let mut buffer = [0; 4096];
    while *limit > 0 {
        match source.try_read(&mut buffer) {
            Ok(read @ 1..) => *limit = limit.saturating_sub(read),
            result => return result.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock),
        }
    }
    false
}

/// What is read and thrown away at close: session tickets, and what was on its way when close() came.
const DISCARDED: usize = 64 << 10;

/// What is read and thrown away meanwhile: as much as a peer's kernel may hold back. Nobody can keep this
/// thread busy with more.
const APPETITE: usize = 4 << 20;

/// How many connections are on their way out.
#[must_use]
pub fn count() -> usize {
    with(|queue| queue.places.len())
}

/// Waits until all have left, and gives up those that have not within `limit`.
pub fn finish(limit: Duration) {
    if count() > 0 {
        let mut limit = pin!(sleep(Deadline::after(limit)));
        executor::block_on(poll_fn(|cx| {
            with(|queue| queue.last = Some(cx.waker().clone()));
            if count() == 0 { Poll::Ready(()) } else { limit.as_mut().poll(cx) }
        }));
        abandon();
    }
}

/// Gives them all up: their sockets are closed.
pub fn abandon() {
    let places = with(|queue| std::mem::take(&mut queue.places));
    if !places.is_empty() {
        places.into_iter().for_each(SourceId::close);
        // The tasks see that and end.
        executor::run_tasks();
    }
}

/// Whether connections of this thread are closed at once, whatever is left to be sent.
pub fn set_at_once(at_once: bool) {
    AT_ONCE.set(at_once);
}

/// A place among those that are on their way out; giving it up closes the connection.
struct Place(SourceId);

impl Place {
    fn take(source: SourceId) -> Self {
        let first = with(|queue| {
            queue.places.push_back(source);
            if queue.places.len() > CAPACITY { queue.places.pop_front() } else { None }
        });
        first.into_iter().for_each(SourceId::close);
        Self(source)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.close();
        let last = QUEUE.try_with(|queue| {
            let mut queue = queue.borrow_mut();
            queue.places.retain(|&place| place != self.0);
            if queue.places.is_empty() { queue.last.take() } else { None }
        });
        last.ok().flatten().into_iter().for_each(Waker::wake);
    }
}

/// Who is on the way out, the first one first.
#[derive(Default)]
struct Queue {
    places: VecDeque<SourceId>,
    /// Whoever waits until the last one has left.
    last: Option<Waker>,
    /// The process that they belong to.
    process: u32,
}

fn with<R>(work: impl FnOnce(&mut Queue) -> R) -> R {
    QUEUE.with_borrow_mut(|queue| {
        let process = fork::generation();
        if queue.process != process {
            // The parent sees its own off. The child's copies were closed with the parent's reactor.
            *queue = Queue { process, ..Queue::default() };
        }
        work(queue)
    })
}

thread_local! {
    static QUEUE: RefCell<Queue> = RefCell::default();
    static AT_ONCE: Cell<bool> = const { Cell::new(false) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reactor::{Wait, stats, turn};
    use crate::time::ManualClock;
    use std::io::{Read, Write};

    fn pair() -> (SourceId, std::net::TcpStream) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        // A size that was set stays: the kernel's own choice grows while it is being filled.
        socket2::SockRef::from(&listener).set_recv_buffer_size(16384).unwrap();
        let near = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        socket2::SockRef::from(&near).set_send_buffer_size(16384).unwrap();
        near.set_nonblocking(true).unwrap();
        let source = SourceId::register(near).unwrap();
        (source, listener.accept().unwrap().0)
    }

    /// More than the kernel takes of it while nobody reads.
    fn left() -> Vec<u8> {
        (0..=u8::MAX).cycle().take(256 << 10).collect()
    }

    #[test]
    fn what_is_unread_at_the_end_is_thrown_away_up_to_a_bound() {
        let (source, mut far) = pair();
        far.write_all(&[0; 5000]).unwrap();
        drop(far);
        turn(Wait::Block);
        discard_unread(source);
        assert_eq!(source.try_read(&mut [0; 9]).unwrap(), 0);
        source.close();
    }

    #[test]
    fn what_came_after_the_last_read_does_not_reset_the_connection() {
        let (source, mut far) = pair();
        assert!(source.try_read(&mut [0; 9]).is_err(), "nothing is there yet");
        far.write_all(&[0; 5000]).unwrap();
        close(source, Vec::new());
        assert_eq!(far.read(&mut [0; 9]).unwrap(), 0);
    }

    #[test]
    fn what_is_left_leaves_when_the_peer_reads_and_then_the_connection_is_closed() {
        let (source, mut far) = pair();
        close(source, left());
        assert!(!source.is_open());
        assert_eq!((count(), stats().sources), (1, 1));
        let reader = std::thread::spawn(move || {
            let mut data = Vec::new();
            far.read_to_end(&mut data).unwrap();
            data
        });
        finish(Duration::from_secs(20));
        assert!(reader.join().unwrap() == left());
        assert_eq!((count(), stats().sources, executor::task_count()), (0, 0, 0));
    }

    #[test]
    fn a_peer_that_only_writes_is_read_from() {
        let (source, mut far) = pair();
        close(source, left());
        let peer = std::thread::spawn(move || {
            far.write_all(&[0; 1 << 20]).unwrap();
            let mut data = Vec::new();
            far.read_to_end(&mut data).unwrap();
            data
        });
        finish(Duration::from_secs(20));
        assert!(peer.join().unwrap() == left());
    }

    #[test]
    fn a_peer_that_never_reads_is_given_up() {
        let clock = ManualClock::install();
        let (source, far) = pair();
        close(source, left());
        executor::run_tasks();
        clock.advance(PATIENCE - Duration::from_millis(1));
        turn(Wait::Poll);
        executor::run_tasks();
        assert_eq!((count(), stats().sources), (1, 1));
        clock.advance(Duration::from_millis(1));
        turn(Wait::Poll);
        executor::run_tasks();
        assert_eq!((count(), stats(), executor::task_count()), (0, Default::default(), 0));
        drop(far);
    }

    #[test]
    fn whoever_waits_for_the_last_one_waits_no_longer_than_it_wants() {
        let clock = std::rc::Rc::new(ManualClock::install());
        let (source, far) = pair();
        close(source, left());
        let hand = std::rc::Rc::clone(&clock);
        executor::spawn(async move { hand.advance(Duration::from_secs(2)) });
        finish(Duration::from_secs(2));
        assert_eq!((count(), stats(), executor::task_count()), (0, Default::default(), 0));
        drop(far);
    }

    #[test]
    fn there_is_no_waiting_where_none_is_wanted_or_nothing_left() {
        let (source, far) = pair();
        close(source, Vec::new());
        assert_eq!((count(), stats().sources), (0, 0));
        drop(far);
        let (source, far) = pair();
        set_at_once(true);
        close(source, left());
        set_at_once(false);
        assert_eq!((count(), stats().sources), (0, 0));
        drop(far);
        let (source, far) = pair();
        close(source, left());
        abandon();
        assert_eq!((count(), stats().sources, executor::task_count()), (0, 0, 0));
        drop(far);
    }

    #[test]
    fn a_peer_that_is_gone_is_not_waited_for() {
        let (source, far) = pair();
        close(source, left());
        socket2::SockRef::from(&far).set_linger(Some(Duration::ZERO)).unwrap();
        drop(far);
        finish(Duration::from_secs(20));
        assert_eq!((count(), stats().sources, executor::task_count()), (0, 0, 0));
    }

    #[test]
    fn the_first_ones_give_way_to_the_last_ones() {
        let connections: Vec<_> = (0..CAPACITY + 3).map(|_| pair()).collect();
        let mut peers = Vec::new();
        for (source, far) in connections {
            close(source, left());
            peers.push(far);
        }
        executor::run_tasks();
        assert_eq!((count(), stats().sources, executor::task_count()), (CAPACITY, CAPACITY, CAPACITY));
        abandon();
        assert_eq!((count(), stats().sources, executor::task_count()), (0, 0, 0));
    }

    #[test]
    fn a_thread_may_end_meanwhile() {
        let far = std::thread::spawn(|| {
            let (source, far) = pair();
            close(source, left());
            far
        });
        let mut data = Vec::new();
        far.join().unwrap().read_to_end(&mut data).unwrap();
        assert!(data.len() < left().len());
    }
}
