//! Descriptors that are somebody else's: whoever opened them reads, writes and closes them, and here is only told
//! when that can be done.
//!
//! They have a set of their own within the reactor's, so that one number can be watched here and be a socket of the
//! reactor at the same time, and so that nothing done here by number can hit one of those.
//!
//! ```text
//!   epoll of the reactor
//!     +-- sockets, edge-triggered, registered once
//!     +-- epoll of this file
//!           +-- a descriptor: armed when somebody waits, and asked anew each time it is
//! ```
//!
//! A wait is for a state, not for a change: whoever waits again while there is still something to read is told again.
//! So a descriptor is registered anew (`EPOLL_CTL_MOD`) for each wait, at the begin of the next turn: until then
//! whoever was told before has had time to read.
//!
//! It may be closed at any time without a word. Then nothing is told by the system, or, if there is another
//! descriptor of the same file, of that. So all of them are asked anew once a second: one that is not the file
//! that was watched any more ends its waits.

use super::probe::probe;
use super::{next_generation, sleep, try_with};
use crate::net::fork;
use crate::time::{self, Deadline};
use mio::event::Event;
use mio::unix::SourceFd;
use mio::{Events, Interest, Poll as MioPoll, Token};
use slab::Slab;
use std::cell::RefCell;
use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

/// What can be done, or is waited for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Readiness {
    /// Bytes, a connection, the end or an error can be read.
    pub read: bool,
    /// There is room to write, or an error.
    pub write: bool,
}

impl Readiness {
    /// To read.
    pub const READ: Self = Self { read: true, write: false };
    /// To write.
    pub const WRITE: Self = Self { read: false, write: true };

    /// Whether it is neither.
    #[must_use]
    pub const fn is_none(self) -> bool {
        !self.read && !self.write
    }

    const fn or(self, other: Self) -> Self {
        Self { read: self.read || other.read, write: self.write || other.write }
    }

    const fn and(self, other: Self) -> Self {
        Self { read: self.read && other.read, write: self.write && other.write }
    }

    fn interest(self) -> Option<Interest> {
        match (self.read, self.write) {
            (true, true) => Some(Interest::READABLE | Interest::WRITABLE),
            (true, false) => Some(Interest::READABLE),
            (false, true) => Some(Interest::WRITABLE),
            (false, false) => None,
        }
    }
}

/// Why a wait for a descriptor ended without readiness.
#[derive(Debug)]
pub enum Unready {
    /// The deadline passed.
    Elapsed,
    /// The descriptor cannot be waited for; EBADF when it is, or meanwhile was, closed.
    Failed(io::Error),
}

/// Waits until something of `wanted` can be done with `fd`, at most until `deadline`. Goes on in a forked child.
///
/// # Errors
/// [`Unready`].
///
/// # Cancel safety
/// Dropping it ends the wait and leaves nothing behind.
pub async fn ready(fd: RawFd, wanted: Readiness, deadline: Deadline) -> Result<Readiness, Unready> {
    loop {
        let found = probe(fd, wanted).map_err(Unready::Failed)?;
        if !found.is_none() {
            return Ok(found);
        }
        if deadline.has_passed() {
            return Err(Unready::Elapsed);
        }
        let process = fork::generation();
        let watch = Guard(WatchId::add(fd, wanted).map_err(Unready::Failed)?);
        let mut limit = pin!(sleep(deadline));
        let waited = poll_fn(|cx| match watch.0.poll_ready(cx) {
            Poll::Ready(told) => Poll::Ready(told.map(|_| ())),
            Poll::Pending => limit.as_mut().poll(cx).map(Ok),
        });
        match waited.await {
            // Asked again in any case: what was told may be over.
            Ok(()) => {}
            Err(_) if process != fork::generation() => {}
            Err(error) => return Err(Unready::Failed(error)),
        }
    }
}

/// One that waits for a descriptor, again and again. Stale once it was closed, and in a forked child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WatchId {
    slot: u32,
    generation: u32,
}

impl WatchId {
    /// Begins to watch `fd`; several may watch the same one.
    ///
    /// # Errors
    /// EBADF when it is not open; else the system's, when the reactor cannot be created.
    pub fn add(fd: RawFd, wanted: Readiness) -> io::Result<Self> {
        probe(fd, wanted)?;
        attach()?;
        let mut woken = Woken::new();
        let id = try_existing(|watches| watches.add(fd, wanted, &mut woken));
        woken.into_iter().for_each(Waker::wake);
        id.ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    /// Waits until something of what is wanted can be done.
    ///
    /// # Errors
    /// EBADF when the descriptor was closed; `NotConnected` when the watch was.
    pub fn poll_ready(self, cx: &mut Context<'_>) -> Poll<io::Result<Readiness>> {
        let polled = try_existing(|watches| watches.poll_ready(self, cx.waker()));
        // The waker of the wait before goes here, after the borrow: its drop may lead back.
        polled
            .map_or_else(|| Poll::Ready(Err(io::ErrorKind::NotConnected.into())), |(answer, _before)| answer)
    }

    /// Whether the descriptor is still the file that is watched, as far as can be told.
    #[must_use]
    pub fn is_live(self) -> bool {
        try_existing(|watches| watches.is_live(self)).unwrap_or(false)
    }

    /// Ends the watch. Whoever waits on it is woken and finds it gone.
    pub fn close(self) {
        let waker = try_existing(|watches| watches.close(self)).flatten();
        waker.into_iter().for_each(Waker::wake);
    }
}

/// Ends a watch with the operation that has it.
struct Guard(WatchId);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// The token of this file's set in the reactor's.
pub(super) const TOKEN: Token = Token(usize::MAX);

/// How often descriptors are asked whether they are still what they were.
const SWEEP: Duration = Duration::from_secs(1);

/// Events taken from the kernel at once.
const EVENTS: usize = 256;

struct Watches {
    poll: MioPoll,
    events: Events,
    descriptors: HashMap<RawFd, Descriptor>,
    waiters: Slab<Waiter>,
    /// Descriptors that somebody has begun to wait for since the last turn.
    unarmed: Vec<RawFd>,
    swept: Instant,
    /// The process it was made in; after a fork it is thrown away.
    process: u32,
}

#[derive(Default)]
struct Descriptor {
    waiters: Vec<u32>,
    is_registered: bool,
}

struct Waiter {
    fd: RawFd,
    generation: u32,
    wanted: Readiness,
    state: State,
    waker: Option<Waker>,
}

enum State {
    Idle,
    Waiting,
    Ready(Readiness),
    /// With this error number.
    Failed(i32),
}

/// Whom a turn wakes.
pub(super) type Woken = Vec<Waker>;

impl Watches {
    fn new() -> io::Result<Self> {
        Ok(Self {
            poll: MioPoll::new()?,
            events: Events::with_capacity(EVENTS),
            descriptors: HashMap::new(),
            waiters: Slab::new(),
            unarmed: Vec::new(),
            swept: time::now(),
            process: fork::generation(),
        })
    }

    fn add(&mut self, fd: RawFd, wanted: Readiness, woken: &mut Woken) -> WatchId {
        // Those who wait for another file that had this number must not keep this one from being watched.
        self.sweep(fd, woken);
        let generation = next_generation();
        let slot = self.waiters.insert(Waiter { fd, generation, wanted, state: State::Idle, waker: None });
        let slot = u32::try_from(slot).expect("fewer than 2^32 waits fit into memory");
        self.descriptors.entry(fd).or_default().waiters.push(slot);
        WatchId { slot, generation }
    }

    fn waiter(&mut self, id: WatchId) -> Option<&mut Waiter> {
        self.waiters.get_mut(id.slot as usize).filter(|waiter| waiter.generation == id.generation)
    }

    fn poll_ready(&mut self, id: WatchId, waker: &Waker) -> (Poll<io::Result<Readiness>>, Option<Waker>) {
        let Some(waiter) = self.waiter(id) else {
            return (Poll::Ready(Err(io::ErrorKind::NotConnected.into())), None);
        };
        let is_new = match waiter.state {
            State::Ready(readiness) => {
                waiter.state = State::Idle;
                return (Poll::Ready(Ok(readiness)), None);
            }
            State::Failed(errno) => return (Poll::Ready(Err(io::Error::from_raw_os_error(errno))), None),
            State::Waiting => false,
            State::Idle => true,
        };
        waiter.state = State::Waiting;
        let (fd, before) = (waiter.fd, waiter.waker.replace(waker.clone()));
        if is_new {
            self.unarmed.push(fd);
        }
        (Poll::Pending, before)
    }

    fn is_live(&mut self, id: WatchId) -> bool {
        let Some(waiter) = self.waiter(id) else { return false };
        if matches!(waiter.state, State::Failed(_)) {
            return false;
        }
        let fd = waiter.fd;
        let is_registered = self.descriptors.get(&fd).is_some_and(|descriptor| descriptor.is_registered);
        !is_registered || self.check(fd).is_ok()
    }

    /// Fails if `fd` is not the file any more that is registered.
    fn check(&self, fd: RawFd) -> io::Result<()> {
        let Some(descriptor) = self.descriptors.get(&fd) else { return Ok(()) };
        let wanted = descriptor.waiters.iter().map(|&slot| self.waiters[slot as usize].wanted);
        let Some(interest) = wanted.fold(Readiness::default(), Readiness::or).interest() else {
            return Ok(());
        };
        // What this brings to light for those who do not wait is not told to them.
        self.poll.registry().reregister(&mut SourceFd(&fd), Token(fd as usize), interest)
    }

    fn close(&mut self, id: WatchId) -> Option<Waker> {
        self.waiter(id)?;
        let Waiter { fd, waker, .. } = self.waiters.remove(id.slot as usize);
        let descriptor = self.descriptors.get_mut(&fd)?;
        descriptor.waiters.retain(|&slot| slot != id.slot);
        if descriptor.waiters.is_empty() {
            if descriptor.is_registered {
                // It fails if the descriptor was closed; if the number is another file's, that one is not in the set.
                let _ = self.poll.registry().deregister(&mut SourceFd(&fd));
            }
            self.descriptors.remove(&fd);
        }
        waker
    }

    /// Has the system tell whether `fd` is what somebody waits for, now or as soon as it is.
    fn arm(&mut self, fd: RawFd, woken: &mut Woken) {
        let Some(descriptor) = self.descriptors.get_mut(&fd) else { return };
        let waiting = descriptor.waiters.iter().map(|&slot| &self.waiters[slot as usize]);
        let waiting = waiting.filter(|waiter| matches!(waiter.state, State::Waiting));
        let wanted = waiting.fold(Readiness::default(), |all, waiter| all.or(waiter.wanted));
        let Some(interest) = wanted.interest() else { return };
        let (registry, token) = (self.poll.registry(), Token(fd as usize));
        let registered = if descriptor.is_registered {
            registry.reregister(&mut SourceFd(&fd), token, interest)
        } else {
            registry.register(&mut SourceFd(&fd), token, interest)
        };
        match registered {
            Ok(()) => descriptor.is_registered = true,
            // A regular file, say: the system answers at once whatever is asked of it.
            Err(error) if error.raw_os_error() == Some(libc::EPERM) => self.tell(fd, wanted, woken),
            Err(error) => self.fail(fd, &error, woken),
        }
    }

    /// Tells those who wait for `found`.
    fn tell(&mut self, fd: RawFd, found: Readiness, woken: &mut Woken) {
        let Some(descriptor) = self.descriptors.get(&fd) else { return };
        for &slot in &descriptor.waiters {
            let waiter = &mut self.waiters[slot as usize];
            let told = waiter.wanted.and(found);
            if matches!(waiter.state, State::Waiting) && !told.is_none() {
                waiter.state = State::Ready(told);
                woken.extend(waiter.waker.take());
            }
        }
    }

    fn fail(&mut self, fd: RawFd, error: &io::Error, woken: &mut Woken) {
        let errno = match error.raw_os_error() {
            // The number is another file's.
            None | Some(libc::ENOENT) => libc::EBADF,
            Some(errno) => errno,
        };
        let Some(descriptor) = self.descriptors.get_mut(&fd) else { return };
        descriptor.is_registered = false;
        for &slot in &descriptor.waiters {
            let waiter = &mut self.waiters[slot as usize];
            waiter.state = State::Failed(errno);
            woken.extend(waiter.waker.take());
        }
    }

    fn arm_all(&mut self, woken: &mut Woken) {
        while let Some(fd) = self.unarmed.pop() {
            self.arm(fd, woken);
        }
        if self.next_sweep().is_some_and(|at| at <= time::now()) {
            self.swept = time::now();
            let all: Vec<RawFd> = self.descriptors.keys().copied().collect();
            all.into_iter().for_each(|fd| self.sweep(fd, woken));
        }
    }

    fn sweep(&mut self, fd: RawFd, woken: &mut Woken) {
        let is_registered = self.descriptors.get(&fd).is_some_and(|descriptor| descriptor.is_registered);
        if let Err(error) = if is_registered { self.check(fd) } else { Ok(()) } {
            self.fail(fd, &error, woken);
        }
    }

    fn next_sweep(&self) -> Option<Instant> {
        let is_registered = self.descriptors.values().any(|descriptor| descriptor.is_registered);
        is_registered.then(|| self.swept + SWEEP)
    }

    fn collect(&mut self, woken: &mut Woken) {
        let mut events = std::mem::replace(&mut self.events, Events::with_capacity(0));
        loop {
            // It fails for nothing but signals, and what is left is told next time.
            if self.poll.poll(&mut events, Some(Duration::ZERO)).is_err() {
                break;
            }
            for event in &events {
                self.tell(event.token().0 as RawFd, readiness_of(event), woken);
            }
            // Only an empty set brings an edge in the reactor's when something comes.
            if events.iter().count() < EVENTS {
                break;
            }
        }
        events.clear();
        self.events = events;
    }
}

fn readiness_of(event: &Event) -> Readiness {
    let ended = event.is_error() || event.is_read_closed() && event.is_write_closed();
    Readiness {
        read: ended || event.is_readable() || event.is_read_closed(),
        write: ended || event.is_writable() || event.is_write_closed(),
    }
}

/// Arms what somebody has begun to wait for. Answers whom to wake at once, outside of any borrow.
pub(super) fn arm() -> Woken {
    let mut woken = Woken::new();
    try_existing(|watches| watches.arm_all(&mut woken));
    woken
}

/// Collects events of this set, when the reactor's has one for it.
pub(super) fn collect(woken: &mut Woken) {
    try_existing(|watches| watches.collect(woken));
}

/// When descriptors are to be asked whether they are still what they were; `None` if there are none.
pub(super) fn next_sweep() -> Option<Instant> {
    try_existing(|watches| watches.next_sweep()).flatten()
}

/// How many watches there are.
pub(super) fn count() -> usize {
    try_existing(|watches| watches.waiters.len()).unwrap_or(0)
}

/// Forgets all watches of this thread.
pub(super) fn clear() {
    let watches = WATCHES.try_with(|slot| slot.borrow_mut().take());
    drop(watches);
}

/// Creates the set if there is none yet, within the reactor's.
fn attach() -> io::Result<()> {
    if try_existing(|_| ()).is_some() {
        return Ok(());
    }
    let watches = Watches::new()?;
    let fd = watches.poll.as_raw_fd();
    try_with(|reactor| reactor.poll.registry().register(&mut SourceFd(&fd), TOKEN, Interest::READABLE))??;
    let before = WATCHES.with(|slot| slot.borrow_mut().replace(Box::new(watches)));
    drop(before);
    Ok(())
}

/// Runs `work` on this thread's watches if there are any. Those of the process before a fork are given up.
fn try_existing<R>(work: impl FnOnce(&mut Watches) -> R) -> Option<R> {
    let run = |slot: &RefCell<Option<Box<Watches>>>| {
        let mut slot = slot.borrow_mut();
        let inherited = slot.take_if(|watches| watches.process != fork::generation());
        (slot.as_mut().map(|watches| work(watches)), inherited)
    };
    // What was inherited goes after the borrow. Nobody is woken: those who go on here look again by themselves.
    let (result, _inherited) = WATCHES.try_with(run).ok()?;
    result
}

thread_local! {
    static WATCHES: RefCell<Option<Box<Watches>>> = const { RefCell::new(None) };
}
