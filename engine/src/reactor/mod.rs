//! Readiness and timers of this thread; one [`turn`] is one pass over both.
//!
//! Sockets are registered once, edge-triggered, for both directions. Input and output are tried
//! first; only after "would block" does an operation leave its waker and wait.
//!
//! ```text
//!   operation --try--> socket           turn: epoll_wait -> readiness -> wakers
//!       |  would block                        timers     -> wakers
//!       +--waker, deadline--> source          (wakers push tags on the executor's ready queue)
//! ```

mod source;
mod timer;

pub use source::{Direction, Operation};

use crate::net::fork;
use crate::time::{self, Deadline};
use mio::net::TcpStream;
use mio::{Events, Interest, Poll as MioPoll, Token};
use slab::Slab;
use source::Source;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::io::{self, Read, Write};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};
use timer::{TimerKey, Timers};

/// How long a [`turn`] may wait for something to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Until an event or a timer.
    Block,
    /// Not at all: collect what is there.
    Poll,
    /// At most this long.
    AtMost(Duration),
}

/// One pass: collects events and due timers and wakes whoever waits for them.
///
/// Answers `false` if a signal cut the wait short.
pub fn turn(wait: Wait) -> bool {
    with(|reactor| reactor.turn(wait))
}

/// How much this thread's reactor has to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Registered sockets.
    pub sources: usize,
    /// Armed timers, those of waits included.
    pub timers: usize,
}

/// Counts sources and timers; does not create the reactor.
#[must_use]
pub fn stats() -> Stats {
    REACTOR.with_borrow(|reactor| {
        reactor.as_ref().map_or_else(Stats::default, |reactor| Stats {
            sources: reactor.sources.len(),
            timers: reactor.timers.len(),
        })
    })
}

/// Closes all sources and forgets all timers of this thread.
pub fn clear() {
    drop(REACTOR.take());
}

/// Names a registered socket of this thread. Stale once it was closed, and in a forked child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceId {
    slot: u32,
    generation: u32,
}

impl SourceId {
    /// Registers `socket`, which must be non-blocking, for both directions.
    ///
    /// # Errors
    /// The system's, when the reactor cannot be created or takes no more descriptors.
    pub fn register(mut socket: TcpStream) -> io::Result<Self> {
        try_with(|reactor| {
            let generation = GENERATION.get().wrapping_add(1);
            GENERATION.set(generation);
            let entry = reactor.sources.vacant_entry();
            let slot = u32::try_from(entry.key()).map_err(|_| io::ErrorKind::OutOfMemory)?;
            let id = Self { slot, generation };
            let both = Interest::READABLE | Interest::WRITABLE;
            reactor.poll.registry().register(&mut socket, id.token(), both)?;
            entry.insert(Source::new(socket, generation));
            Ok(id)
        })?
    }

    /// Closes the socket. Operations that wait on it are woken and find it gone.
    pub fn close(self) {
        let Some(source) = with(|reactor| reactor.remove(self)) else { return };
        source.waits.into_iter().filter_map(|wait| wait.waker).for_each(Waker::wake);
    }

    /// Whether the socket is there.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.with(|_| ()).is_ok()
    }

    /// Lets `look` see the socket, for options and addresses.
    ///
    /// # Errors
    /// `NotConnected` when it was closed or belongs to the process before a fork.
    pub fn with_socket<R>(self, look: impl FnOnce(&TcpStream) -> R) -> io::Result<R> {
        self.with(|source| look(&source.socket))
    }

    /// Reads what is there, without waiting.
    ///
    /// # Errors
    /// `WouldBlock` when nothing is there; else the system's.
    pub fn try_read(self, buffer: &mut [u8]) -> io::Result<usize> {
        self.attempt(Direction::Read, |socket| (&*socket).read(buffer))
    }

    /// Reads what is there; after a read that did not fill `buffer` the next one waits without
    /// trying, because the kernel's buffer is empty and an edge will tell.
    ///
    /// # Errors
    /// As [`SourceId::try_read`].
    pub fn try_read_plain(self, buffer: &mut [u8]) -> io::Result<usize> {
        self.with(|source| {
            let read = source.attempt(Direction::Read, |socket| (&*socket).read(buffer))?;
            if read < buffer.len() && !source.hung_up {
                source.ready[Direction::Read as usize] = false;
            }
            Ok(read)
        })?
    }

    /// Looks at what is there and leaves it there, without waiting.
    ///
    /// # Errors
    /// As [`SourceId::try_read`].
    pub fn try_peek(self, buffer: &mut [u8]) -> io::Result<usize> {
        // The readiness bit may lag behind the kernel, so it is neither asked nor changed here.
        self.with(|source| source.socket.peek(buffer))?
    }

    /// Writes what the kernel takes, without waiting.
    ///
    /// # Errors
    /// `WouldBlock` when there is no room; else the system's.
    pub fn try_write(self, buffer: &[u8]) -> io::Result<usize> {
        self.attempt(Direction::Write, |socket| (&*socket).write(buffer))
    }

    /// Forgets that `direction` was ready: the caller has seen that it is not.
    pub(crate) fn not_ready(self, direction: Direction) {
        let _ = self.with(|source| source.ready[direction as usize] = false);
    }

    fn attempt<R>(self, direction: Direction, io: impl FnMut(&TcpStream) -> io::Result<R>) -> io::Result<R> {
        self.with(|source| source.attempt(direction, io))?
    }

    /// Waits until `direction` is ready for `operation`, at most until `deadline`.
    ///
    /// # Errors
    /// [`Interrupt`]: the deadline passed or the socket was closed.
    pub fn poll_ready(
        self,
        cx: &mut Context<'_>,
        operation: Operation,
        direction: Direction,
        deadline: Deadline,
    ) -> Poll<Result<(), Interrupt>> {
        with(|reactor| reactor.poll_ready(self, cx.waker(), operation, direction, deadline))
    }

    /// Waits as [`SourceId::poll_ready`] does.
    ///
    /// # Errors
    /// As [`SourceId::poll_ready`].
    pub async fn ready(
        self,
        operation: Operation,
        direction: Direction,
        deadline: Deadline,
    ) -> Result<(), Interrupt> {
        std::future::poll_fn(|cx| self.poll_ready(cx, operation, direction, deadline)).await
    }

    fn with<R>(self, work: impl FnOnce(&mut Source) -> R) -> io::Result<R> {
        with(|reactor| reactor.source(self).map(work)).ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    fn token(self) -> Token {
        Token(self.slot as usize | (self.generation as usize) << 32)
    }
}

impl From<Token> for SourceId {
    fn from(token: Token) -> Self {
        Self { slot: token.0 as u32, generation: (token.0 >> 32) as u32 }
    }
}

/// Owns a socket until it is released: closes it when the operation that holds it fails or is dropped.
#[derive(Debug)]
pub struct CloseOnDrop(Option<SourceId>);

impl CloseOnDrop {
    /// Takes `source` over.
    #[must_use]
    pub const fn new(source: SourceId) -> Self {
        Self(Some(source))
    }

    /// Releases it, open.
    #[must_use]
    pub fn disarm(mut self) -> SourceId {
        self.0.take().expect("only this method takes it, and it consumes the guard")
    }
}

impl Drop for CloseOnDrop {
    fn drop(&mut self) {
        self.0.into_iter().for_each(SourceId::close);
    }
}

/// Why a wait for readiness ended without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupt {
    /// The deadline passed.
    Elapsed,
    /// The socket is gone.
    Closed,
}

/// Waits until `deadline`. Never ends early; the timer's resolution is 1 ms.
///
/// # Cancel safety
/// Dropping it removes the timer.
#[must_use]
pub fn sleep(deadline: Deadline) -> Sleep {
    Sleep { deadline, timer: None }
}

/// The future of [`sleep`].
#[derive(Debug)]
pub struct Sleep {
    deadline: Deadline,
    timer: Option<TimerKey>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(at) = self.deadline.at() else { return Poll::Pending };
        with(|reactor| match self.timer {
            Some(key) if reactor.timers.contains(key) => Poll::Pending,
            Some(_) => {
                self.timer = None;
                Poll::Ready(())
            }
            None => {
                self.timer = Some(reactor.timers.insert(at, Fire::Wake(cx.waker().clone())));
                Poll::Pending
            }
        })
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.timer.take() {
            with(|reactor| reactor.timers.remove(key));
        }
    }
}

struct Reactor {
    poll: MioPoll,
    events: Events,
    sources: Slab<Source>,
    timers: Timers<Fire>,
    /// The time as of the last turn, by which waits are judged: no clock is read on the fast path.
    now: Instant,
    /// The process it was made in; after a fork it is thrown away.
    process: u32,
}

/// What a timer does when it fires.
enum Fire {
    Wake(Waker),
    /// Looks whether the operation's deadline has passed.
    Check(SourceId, Operation),
}

/// Events taken from the kernel at once: enough to drain 1000 busy sockets in one call.
const EVENTS: usize = 1024;

impl Reactor {
    fn new() -> io::Result<Self> {
        Ok(Self {
            poll: MioPoll::new()?,
            events: Events::with_capacity(EVENTS),
            sources: Slab::new(),
            timers: Timers::new(fork::generation() << 16),
            now: time::now(),
            process: fork::generation(),
        })
    }

    fn source(&mut self, id: SourceId) -> Option<&mut Source> {
        self.sources.get_mut(id.slot as usize).filter(|source| source.generation == id.generation)
    }

    fn remove(&mut self, id: SourceId) -> Option<Source> {
        self.source(id)?;
        let source = self.sources.remove(id.slot as usize);
        for (key, _) in source.waits.iter().filter_map(|wait| wait.timer) {
            self.timers.remove(key);
        }
        // No EPOLL_CTL_DEL: closing the only descriptor of a socket takes it out of epoll's set.
        Some(source)
    }

    fn turn(&mut self, wait: Wait) -> bool {
        let mut events = std::mem::replace(&mut self.events, Events::with_capacity(0));
        let uninterrupted = match self.poll.poll(&mut events, self.timeout(wait)) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => false,
            // epoll_wait fails for no other reason on a descriptor that is ours.
            Err(error) => panic!("waiting for events failed: {error}"),
        };
        for event in &events {
            self.deliver(event);
        }
        events.clear();
        self.events = events;
        self.now = time::now();
        self.fire();
        uninterrupted
    }

    fn timeout(&self, wait: Wait) -> Option<Duration> {
        if time::is_manual() {
            return Some(Duration::ZERO);
        }
        let limit = match wait {
            Wait::Poll => return Some(Duration::ZERO),
            Wait::Block => None,
            Wait::AtMost(limit) => Some(limit),
        };
        let timer = self.timers.next().map(|at| at.saturating_duration_since(time::now()));
        match (limit, timer) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    fn deliver(&mut self, event: &mio::event::Event) {
        let Some(source) = self.source(event.token().into()) else { return };
        let closed = event.is_read_closed() || event.is_write_closed() || event.is_error();
        source.hung_up |= closed;
        if event.is_readable() || closed {
            source.ready[Direction::Read as usize] = true;
            source.wake(Direction::Read).for_each(Waker::wake);
        }
        if event.is_writable() || event.is_write_closed() || event.is_error() {
            source.ready[Direction::Write as usize] = true;
            source.wake(Direction::Write).for_each(Waker::wake);
        }
    }

    fn fire(&mut self) {
        while let Some(fire) = self.timers.pop_due(self.now) {
            match fire {
                Fire::Wake(waker) => waker.wake(),
                Fire::Check(id, operation) => self.check(id, operation),
            }
        }
    }

    /// Wakes the operation if its deadline passed, else arms the timer for the one it has now.
    fn check(&mut self, id: SourceId, operation: Operation) {
        let now = self.now;
        let Some(source) = self.source(id) else { return };
        let wait = &mut source.waits[operation as usize];
        wait.timer = None;
        if wait.waker.is_none() {
            return;
        }
        let Some(deadline) = wait.deadline else { return };
        if deadline.expired(now) {
            wait.waker.take().into_iter().for_each(Waker::wake);
        } else {
            self.arm(id, operation, deadline);
        }
    }

    fn arm(&mut self, id: SourceId, operation: Operation, deadline: Deadline) {
        let Some(at) = deadline.at() else { return };
        let Some(source) = self.source(id) else { return };
        let armed = source.waits[operation as usize].timer;
        if armed.is_some_and(|(_, armed_at)| armed_at <= at) {
            return;
        }
        if let Some((key, _)) = armed {
            self.timers.remove(key);
        }
        let key = self.timers.insert(at, Fire::Check(id, operation));
        if let Some(source) = self.source(id) {
            source.waits[operation as usize].timer = Some((key, at));
        }
    }

    fn poll_ready(
        &mut self,
        id: SourceId,
        waker: &Waker,
        operation: Operation,
        direction: Direction,
        deadline: Deadline,
    ) -> Poll<Result<(), Interrupt>> {
        let now = self.now;
        let Some(source) = self.source(id) else { return Poll::Ready(Err(Interrupt::Closed)) };
        let ready = source.ready[direction as usize];
        let wait = &mut source.waits[operation as usize];
        if ready {
            wait.waker = None;
            return Poll::Ready(Ok(()));
        }
        if deadline.expired(now) {
            wait.waker = None;
            return Poll::Ready(Err(Interrupt::Elapsed));
        }
        match &mut wait.waker {
            Some(known) => known.clone_from(waker),
            None => wait.waker = Some(waker.clone()),
        }
        wait.on = Some(direction);
        wait.deadline = Some(deadline);
        self.arm(id, operation, deadline);
        Poll::Pending
    }
}

impl Source {
    /// Tries `io` if the direction may be ready; remembers when it is not.
    fn attempt<R>(
        &mut self,
        direction: Direction,
        mut io: impl FnMut(&TcpStream) -> io::Result<R>,
    ) -> io::Result<R> {
        if !self.ready[direction as usize] {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        loop {
            match io(&self.socket) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.ready[direction as usize] = false;
                    return Err(error);
                }
                result => return result,
            }
        }
    }
}

/// Runs `work` on this thread's reactor, which is created at the first use and again after a fork.
fn with<R>(work: impl FnOnce(&mut Reactor) -> R) -> R {
    // Creating it fails only when the process has no descriptor left for it; operations that can
    // report that create it by `try_with` first (every socket is registered that way).
    try_with(work).unwrap_or_else(|error| panic!("cannot create the event loop: {error}"))
}

fn try_with<R>(work: impl FnOnce(&mut Reactor) -> R) -> io::Result<R> {
    REACTOR.with_borrow_mut(|slot| {
        if slot.as_ref().is_some_and(|reactor| reactor.process != fork::generation()) {
            // The child's copies of the sockets are closed; the parent's epoll set, which the child
            // shares, is not touched.
            *slot = None;
        }
        let reactor = match slot {
            Some(reactor) => reactor,
            None => slot.insert(Box::new(Reactor::new()?)),
        };
        Ok(work(reactor))
    })
}

thread_local! {
    static REACTOR: RefCell<Option<Box<Reactor>>> = const { RefCell::new(None) };
    /// Never goes back, so that an id from before [`clear`] or a fork names nothing afterwards.
    static GENERATION: Cell<u32> = const { Cell::new(0) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::block_on;
    use crate::time::ManualClock;
    use std::pin::pin;

    fn pair() -> (SourceId, std::net::TcpStream) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let near = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        near.set_nonblocking(true).unwrap();
        let (far, _) = listener.accept().unwrap();
        (SourceId::register(TcpStream::from_std(near)).unwrap(), far)
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
}
