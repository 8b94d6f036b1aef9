//! Readiness and timers of this thread; one [`turn`] is one pass over both.
//!
//! Sockets are registered once, edge-triggered, for both directions. Input and output are tried
//! first; only after "would block" does an operation leave its waker and wait. What kind of socket it is, whoever
//! registers it knows: here it is a descriptor.
//!
//! ```text
//!   operation --try--> socket           turn: epoll_wait -> readiness -> wakers
//!       |  would block                        timers     -> wakers
//!       +--waker, deadline--> source          (wakers push tags on the executor's ready queue)
//! ```

mod agenda;
mod id;
mod probe;
mod sleep;
mod source;
mod timer;
mod waits;
mod watch;

pub use agenda::Agenda;
pub use id::{CloseOnDrop, Interrupt, SourceId};
pub use probe::probe;
pub use sleep::{Sleep, sleep};
pub use source::{Direction, Operation};
pub use waits::limit_of;
pub use watch::{Readiness, Unready, WatchId, ready};

use crate::net::fork;
use crate::time::{self, Deadline};
use mio::unix::SourceFd;
use mio::{Events, Interest, Poll as MioPoll};
use slab::Slab;
use source::Source;
use std::cell::{Cell, RefCell};
use std::hint::black_box;
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};
use timer::Timers;

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
    if leave_inherited() {
        // Somebody may be ready now.
        return true;
    }
    let mut watched = watch::arm();
    let wait = if watched.is_empty() { wait } else { Wait::Poll };
    let (uninterrupted, mut woken, has_watched) = with(|reactor| {
        let uninterrupted = reactor.turn(wait);
        (uninterrupted, std::mem::take(&mut reactor.woken), std::mem::take(&mut reactor.has_watched))
    });
    if has_watched {
        watch::collect(&mut watched);
    }
    // After the borrow: a waker may lead back here.
    woken.drain(..).chain(watched).for_each(Waker::wake);
    TURNS.set(TURNS.get() + 1);
    AFTER_TURN.take().into_iter().for_each(Waker::wake);
    existing(|reactor| {
        if reactor.woken.is_empty() {
            reactor.woken = woken;
        }
    });
    uninterrupted
}

/// The descriptor that becomes readable when a [`turn`] would find events, for whoever waits for others besides;
/// `None` while there is no reactor.
#[must_use]
pub fn descriptor() -> Option<RawFd> {
    existing(|reactor| reactor.poll.as_raw_fd())
}

/// How long until the first timer is due, before which a [`turn`] need not be made for its sake.
#[must_use]
pub fn next_timer() -> Option<Duration> {
    existing(|reactor| reactor.timers.next()).flatten().map(|at| at.saturating_duration_since(time::now()))
}

/// How many turns this thread has made.
#[must_use]
pub fn turns() -> u64 {
    TURNS.get()
}

/// Has `waker` woken once, by the next turn, behind all whom that wakes.
pub fn wake_after_turn(waker: Waker) {
    AFTER_TURN.with_borrow_mut(|wakers| wakers.push(waker));
}

/// When events were collected last: the time without asking a clock, a little behind.
#[must_use]
pub fn last_turn() -> Instant {
    with(|reactor| reactor.now)
}

/// How much this thread's reactor has to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Registered sockets.
    pub sources: usize,
    /// Armed timers, those of waits included.
    pub timers: usize,
    /// Waits for descriptors of others.
    pub watches: usize,
}

/// Counts sources and timers; does not create the reactor.
#[must_use]
pub fn stats() -> Stats {
    let watches = watch::count();
    existing(|reactor| Stats { sources: reactor.sources.len(), timers: reactor.timers.len(), watches })
        .unwrap_or_default()
}

/// Closes all sources and forgets all timers of this thread.
pub fn clear() {
    watch::clear();
    drop(REACTOR.take());
}

struct Reactor {
    poll: MioPoll,
    events: Events,
    sources: Slab<Source>,
    timers: Timers<Fire>,
    /// Whom this turn wakes once the borrow of the reactor has ended; empty between turns.
    woken: Vec<Waker>,
    /// This turn has an event for the set of [`watch`].
    has_watched: bool,
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

/// What is to be read, and urgent data where the system tells of it.
#[cfg(any(target_os = "linux", target_os = "android"))]
const INPUT: Interest = Interest::READABLE.add(Interest::PRIORITY);
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const INPUT: Interest = Interest::READABLE;
const BOTH: Interest = INPUT.add(Interest::WRITABLE);

#[cfg(any(target_os = "linux", target_os = "android"))]
fn is_urgent(event: &mio::event::Event) -> bool {
    event.is_priority()
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
const fn is_urgent(_: &mio::event::Event) -> bool {
    false
}

impl Reactor {
    fn new() -> io::Result<Self> {
        Ok(Self {
            poll: MioPoll::new()?,
            events: Events::with_capacity(EVENTS),
            sources: Slab::new(),
            timers: Timers::new(),
            woken: Vec::new(),
            has_watched: false,
            now: time::now(),
            process: fork::generation(),
        })
    }

    fn source(&mut self, id: SourceId) -> Option<&mut Source> {
        find(&mut self.sources, id)
    }

    fn rename(&mut self, id: SourceId) -> io::Result<(SourceId, [source::Wait; 2])> {
        let renamed = SourceId { generation: next_generation(), ..id };
        let source = find(&mut self.sources, id).ok_or(io::ErrorKind::NotConnected)?;
        let descriptor = source.socket.as_raw_fd();
        self.poll.registry().reregister(&mut SourceFd(&descriptor), renamed.token(), BOTH)?;
        source.generation = renamed.generation;
        source.tells_room = true;
        let waits = std::mem::take(&mut source.waits);
        self.disarm(&waits);
        Ok((renamed, waits))
    }

    fn disarm(&mut self, waits: &[source::Wait]) {
        for (key, _) in waits.iter().filter_map(|wait| wait.timer) {
            self.timers.remove(key);
        }
    }

    fn remove(&mut self, id: SourceId) -> Option<Source> {
        self.source(id)?;
        let source = self.sources.remove(id.slot as usize);
        self.disarm(&source.waits);
        // No EPOLL_CTL_DEL otherwise: closing the only descriptor of a socket takes it out of epoll's set.
        if source.is_shared {
            // It was registered, and whatever else may be wrong leaves events that mean nobody.
            let _ = self.poll.registry().deregister(&mut SourceFd(&source.socket.as_raw_fd()));
        }
        Some(source)
    }

    fn turn(&mut self, wait: Wait) -> bool {
        if wait == Wait::Poll && self.sources.is_empty() && self.timers.len() == 0 && watch::count() == 0 {
            return true;
        }
        let mut events = std::mem::replace(&mut self.events, Events::with_capacity(0));
        let uninterrupted = match self.poll.poll(&mut events, self.timeout(wait)) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => false,
            // epoll_wait fails for no other reason on a descriptor that is ours.
            Err(error) => panic!("waiting for events failed: {error}"),
        };
        // Looked at before anything is done with one of them: where there are thousands, the processor has to fetch
        // each, and does that at once for as many as do not depend on each other.
        let known = events.iter().filter(|event| self.source((event.token()).into()).is_some());
        black_box(known.count());
        for event in &events {
            if event.token() == watch::TOKEN {
                self.has_watched = true;
            } else {
                self.deliver(event);
            }
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
        let sweep = watch::next_sweep();
        let first = self.timers.next().into_iter().chain(sweep).min();
        let timer = first.map(|at| at.saturating_duration_since(time::now()));
        match (limit, timer) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    fn deliver(&mut self, event: &mio::event::Event) {
        let id = SourceId::from(event.token());
        let Some(source) = find(&mut self.sources, id) else { return };
        let closed = event.is_read_closed() || event.is_write_closed() || event.is_error();
        source.must_try |= closed || is_urgent(event);
        if event.is_readable() || closed {
            source.ready[Direction::Read as usize] = true;
            self.woken.extend(source.wake(Direction::Read));
        }
        if event.is_writable() || event.is_write_closed() || event.is_error() {
            source.ready[Direction::Write as usize] = true;
            self.woken.extend(source.wake(Direction::Write));
        }
    }

    fn fire(&mut self) {
        while let Some(fire) = self.timers.pop_due(self.now) {
            match fire {
                Fire::Wake(waker) => self.woken.push(waker),
                Fire::Check(id, operation) => self.check(id, operation),
            }
        }
    }

    /// Wakes the operation if its deadline passed, else arms the timer for the one it has now.
    fn check(&mut self, id: SourceId, operation: Operation) {
        let now = self.now;
        let Some(source) = find(&mut self.sources, id) else { return };
        let wait = &mut source.waits[operation as usize];
        wait.timer = None;
        if wait.waker.is_none() {
            return;
        }
        match wait.until {
            Some(until) if until <= now => self.woken.extend(wait.waker.take()),
            Some(until) => wait.arm(&mut self.timers, until, Fire::Check(id, operation)),
            None => {}
        }
    }

    /// The second part of the answer is a waker of an earlier wait, for the caller to drop.
    fn poll_ready(
        &mut self,
        id: SourceId,
        waker: &Waker,
        operation: Operation,
        on: [bool; 2],
        deadline: Deadline,
    ) -> (Poll<Result<(), Interrupt>>, Option<Waker>) {
        let now = self.now;
        let Some(source) = find(&mut self.sources, id) else {
            return (Poll::Ready(Err(Interrupt::Closed)), None);
        };
        let ready = (on[0] && source.ready[0]) || (on[1] && source.ready[1]);
        let wait = &mut source.waits[operation as usize];
        if ready {
            return (Poll::Ready(Ok(())), wait.waker.take());
        }
        if deadline.expired(now) {
            return (Poll::Ready(Err(Interrupt::Elapsed)), wait.waker.take());
        }
        if !source.tells_room && on[Direction::Write as usize] {
            // From here on for good: who has filled its buffer once does so again. What is there already is told.
            let mut socket = SourceFd(&source.socket.as_raw_fd());
            if self.poll.registry().reregister(&mut socket, id.token(), BOTH).is_err() {
                return (Poll::Ready(Err(Interrupt::Closed)), wait.waker.take());
            }
            source.tells_room = true;
        }
        let known = wait.waker.as_ref().is_some_and(|known| known.will_wake(waker));
        let before = if known { None } else { wait.waker.replace(waker.clone()) };
        wait.on = on;
        wait.until = deadline.at();
        if let Some(until) = wait.until {
            wait.arm(&mut self.timers, until, Fire::Check(id, operation));
        }
        (Poll::Pending, before)
    }
}

fn find(sources: &mut Slab<Source>, id: SourceId) -> Option<&mut Source> {
    sources.get_mut(id.slot as usize).filter(|source| source.generation == id.generation)
}

/// Runs `work` on this thread's reactor, which is created at the first use and again after a fork.
fn with<R>(work: impl FnOnce(&mut Reactor) -> R) -> R {
    // Creating it fails only when the process has no descriptor left for it; operations that can
    // report that create it by `try_with` first (every socket is registered that way).
    try_with(work).unwrap_or_else(|error| panic!("cannot create the event loop: {error}"))
}

fn try_with<R>(work: impl FnOnce(&mut Reactor) -> R) -> io::Result<R> {
    REACTOR
        .with_borrow_mut(|slot| {
            let inherited = Inherited::take(slot);
            let reactor = match slot {
                Some(reactor) => reactor,
                None => slot.insert(Box::new(Reactor::new()?)),
            };
            Ok((work(reactor), inherited))
        })
        .map(|(result, _inherited)| result)
}

/// Runs `work` on this thread's reactor if there is one. Whoever only gives something back uses this: it
/// may come late, when the reactor was cleared or the thread ends.
fn existing<R>(work: impl FnOnce(&mut Reactor) -> R) -> Option<R> {
    let (result, _inherited) = REACTOR
        .try_with(|slot| {
            let mut slot = slot.borrow_mut();
            let inherited = Inherited::take(&mut slot);
            (slot.as_mut().map(|reactor| work(reactor)), inherited)
        })
        .ok()?;
    result
}

/// In a forked child, gives up the parent's reactor if that has not happened yet.
fn leave_inherited() -> bool {
    REACTOR.with_borrow_mut(Inherited::take).is_some()
}

/// A reactor of the parent, in its forked child. To be dropped outside of any borrow: that closes the
/// child's copies of the sockets, and does not touch the parent's epoll set, which the child shares.
///
/// It also wakes whoever waits on it, because nothing else would: sockets are found gone, and sleepers
/// arm a timer of this process.
struct Inherited(Box<Reactor>);

impl Inherited {
    fn take(slot: &mut Option<Box<Reactor>>) -> Option<Self> {
        slot.take_if(|reactor| reactor.process != fork::current()).map(Self)
    }
}

impl Drop for Inherited {
    fn drop(&mut self) {
        let Reactor { sources, timers, woken, .. } = &mut *self.0;
        let waits = sources.drain().flat_map(|source| source.waits);
        woken.extend(waits.filter_map(|wait| wait.waker));
        woken.extend(timers.drain().filter_map(|fire| match fire {
            Fire::Wake(waker) => Some(waker),
            Fire::Check(..) => None,
        }));
        woken.drain(..).for_each(Waker::wake);
    }
}

fn next_generation() -> u32 {
    let generation = GENERATION.get().wrapping_add(1);
    GENERATION.set(generation);
    generation
}

thread_local! {
    static REACTOR: RefCell<Option<Box<Reactor>>> = const { RefCell::new(None) };
    /// Of sources and timers. Never goes back, so that a key from before [`clear`] or a fork names
    /// nothing afterwards.
    static GENERATION: Cell<u32> = const { Cell::new(0) };
    static TURNS: Cell<u64> = const { Cell::new(0) };
    static AFTER_TURN: RefCell<Vec<Waker>> = const { RefCell::new(Vec::new()) };
}

#[cfg(test)]
mod tests;
