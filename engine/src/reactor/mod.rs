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
mod probe;
mod source;
mod timer;
mod waits;
mod watch;

pub use agenda::Agenda;
pub use probe::probe;
pub use source::{Direction, Operation};
pub use waits::limit_of;
pub use watch::{Readiness, Unready, WatchId, ready};

use crate::net::{fork, raw};
use crate::time::{self, Deadline};
use libc::{MSG_NOSIGNAL, MSG_OOB, MSG_PEEK, c_int};
use mio::unix::SourceFd;
use mio::{Events, Interest, Poll as MioPoll, Token};
use slab::Slab;
use socket2::{SockAddr, SockRef};
use source::Source;
use std::cell::{Cell, RefCell};
use std::fs::File;
use std::future::Future;
use std::io;
use std::num::NonZeroUsize;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
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

/// Names a registered socket of this thread. Stale once it was closed, and in a forked child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceId {
    slot: u32,
    generation: u32,
}

impl SourceId {
    /// Registers `socket` for both directions; connecting, it must not block.
    ///
    /// # Errors
    /// The system's, when the reactor cannot be created or takes no more descriptors.
    pub fn register(socket: impl Into<OwnedFd>) -> io::Result<Self> {
        Self::add(socket.into(), BOTH)
    }

    /// Registers the stream socket `socket` of the Unix family as [`SourceId::register_local`] does.
    ///
    /// # Errors
    /// As [`SourceId::register`].
    pub fn register_unix(socket: impl Into<OwnedFd>) -> io::Result<Self> {
        let id = Self::register_local(socket)?;
        id.with(|source| source.is_unix = true)?;
        Ok(id)
    }

    /// Registers a datagram or Unix socket as [`SourceId::register`] does, but for writing only when somebody first
    /// waits for that: the kernel tells that there is room whenever the peer has taken something, one event more for
    /// each request and reply. (Over TCP it does so only after it had none.)
    ///
    /// # Errors
    /// As [`SourceId::register`].
    pub fn register_local(socket: impl Into<OwnedFd>) -> io::Result<Self> {
        Self::add(socket.into(), Interest::READABLE)
    }

    /// Registers `socket` as [`SourceId::register`] does, but for reading only, and nothing is read before
    /// something has come: for a socket whose buffer takes all that is ever written to it.
    ///
    /// Half the events, and no `recv` in vain; what counts when every question has a socket of its own.
    ///
    /// # Errors
    /// As [`SourceId::register`].
    pub fn register_reader(socket: impl Into<OwnedFd>) -> io::Result<Self> {
        let id = Self::add(socket.into(), Interest::READABLE)?;
        id.with(|source| source.ready[Direction::Read as usize] = false)?;
        Ok(id)
    }

    /// Registers a TCP socket that is being connected as [`SourceId::register`] does, but nothing is read before
    /// something has come.
    ///
    /// # Errors
    /// As [`SourceId::register`].
    pub fn register_connecting(socket: impl Into<OwnedFd>) -> io::Result<Self> {
        let id = Self::register(socket)?;
        id.with(|source| source.ready[Direction::Read as usize] = false)?;
        Ok(id)
    }

    fn add(socket: OwnedFd, interest: Interest) -> io::Result<Self> {
        try_with(|reactor| {
            let generation = next_generation();
            let entry = reactor.sources.vacant_entry();
            let slot = u32::try_from(entry.key()).map_err(|_| io::ErrorKind::OutOfMemory)?;
            let id = Self { slot, generation };
            reactor.poll.registry().register(&mut SourceFd(&socket.as_raw_fd()), id.token(), interest)?;
            entry.insert(Source::new(socket, generation, interest.is_writable()));
            Ok(id)
        })?
    }

    /// Closes the socket. Operations that wait on it are woken and find it gone.
    pub fn close(self) {
        let Some(source) = existing(|reactor| reactor.remove(self)).flatten() else { return };
        source.waits.into_iter().filter_map(|wait| wait.waker).for_each(Waker::wake);
    }

    /// Gives the socket another name: under this one it is closed, and operations that wait on it are woken and
    /// find it gone.
    ///
    /// # Errors
    /// `NotConnected` when it is gone already; else the system's, and then nothing has changed.
    pub(crate) fn rename(self) -> io::Result<Self> {
        let renamed = existing(|reactor| reactor.rename(self));
        let (id, waits) = renamed.unwrap_or_else(|| Err(io::ErrorKind::NotConnected.into()))?;
        waits.into_iter().filter_map(|wait| wait.waker).for_each(Waker::wake);
        Ok(id)
    }

    /// Whether the socket is there.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.with(|_| ()).is_ok()
    }

    /// Lets `look` see the socket, for options, addresses and its descriptor.
    ///
    /// # Errors
    /// `NotConnected` when it was closed or belongs to the process before a fork.
    pub fn with_socket<R>(self, look: impl FnOnce(SockRef<'_>) -> R) -> io::Result<R> {
        self.with(|source| look(SockRef::from(&source.socket)))
    }

    /// Another descriptor of the same open socket, for somebody else to keep.
    ///
    /// What is done with it is done to the connection; but nobody here ever blocks on it, and closing here ends
    /// the events though the other descriptor stays.
    ///
    /// # Errors
    /// As [`SourceId::with_socket`], or the system's: no descriptor is left.
    pub fn duplicate(self) -> io::Result<OwnedFd> {
        self.with(|source| {
            let copy = source.socket.try_clone()?;
            source.is_shared = true;
            Ok(copy)
        })?
    }

    /// Whether somebody else may have a descriptor of the same open socket, and so may have changed its mode.
    pub(crate) fn is_shared(self) -> bool {
        self.with(|source| source.is_shared).unwrap_or(false)
    }

    /// Reads what is there, without waiting; of a datagram socket one datagram, cut at the buffer's size.
    ///
    /// # Errors
    /// `WouldBlock` when nothing is there; else the system's.
    pub fn try_read(self, buffer: &mut [u8]) -> io::Result<usize> {
        self.attempt(Direction::Read, |socket| raw::recv(socket, buffer, 0))
    }

    /// Reads what is there of a TCP or Unix stream; after a read that did not fill `buffer` the next one waits
    /// without trying, because the kernel's buffer is empty and an edge will tell.
    ///
    /// # Errors
    /// As [`SourceId::try_read`].
    pub fn try_read_plain(self, buffer: &mut [u8]) -> io::Result<usize> {
        self.with(|source| {
            let (read, more) = if source.is_unix {
                source.attempt(Direction::Read, |socket| raw::recv_unix(socket, buffer))?
            } else {
                (source.attempt(Direction::Read, |socket| raw::recv(socket, buffer, 0))?, false)
            };
            if read < buffer.len() && !more && !source.must_try {
                source.ready[Direction::Read as usize] = false;
            }
            Ok(read)
        })?
    }

    /// Reads a datagram into `buffer`, and the one behind it, if it is there already, into `next`; answers the first
    /// one's size and, if there is a second, its size. If there is none, the next read waits without trying. Of a
    /// socket that somebody else reads, too, it takes one.
    ///
    /// # Errors
    /// As [`SourceId::try_read`].
    pub(crate) fn try_read_two(
        self,
        buffer: &mut [u8],
        next: &mut [u8],
    ) -> io::Result<(usize, Option<usize>)> {
        self.with(|source| {
            if source.is_shared {
                let size = source.attempt(Direction::Read, |socket| raw::recv(socket, buffer, 0))?;
                return Ok((size, None));
            }
            let read = source.attempt(Direction::Read, |socket| raw::recv_two(socket, buffer, next))?;
            if read.1.is_none() && !source.must_try {
                source.ready[Direction::Read as usize] = false;
            }
            Ok(read)
        })?
    }

    /// Reads a datagram as [`SourceId::try_read`] does, and answers who has sent it.
    ///
    /// # Errors
    /// As [`SourceId::try_read`].
    pub fn try_read_from(self, buffer: &mut [u8]) -> io::Result<(usize, SockAddr)> {
        self.attempt(Direction::Read, |socket| raw::recv_from(socket, buffer, 0))
    }

    /// Looks at a datagram as [`SourceId::try_read_from`] reads it, and leaves it there.
    pub(crate) fn try_peek_from(self, buffer: &mut [u8]) -> io::Result<(usize, SockAddr)> {
        self.attempt(Direction::Read, |socket| raw::recv_from(socket, buffer, MSG_PEEK))
    }

    /// Reads urgent data, of which there is one byte at most, or looks at it with `MSG_PEEK`.
    ///
    /// # Errors
    /// `InvalidInput` when there is none; `WouldBlock` when it was announced and is not there yet: no event tells
    /// when; else the system's.
    pub(crate) fn try_read_urgent(self, buffer: &mut [u8], flags: c_int) -> io::Result<usize> {
        self.with(|source| {
            source.must_try = true;
            raw::recv(source.socket.as_fd(), buffer, flags | MSG_OOB)
        })?
    }

    /// Reads what is there of a TCP stream, without waiting: into `buffer`, and what comes behind that into `more`.
    ///
    /// # Errors
    /// As [`SourceId::try_read`].
    pub(crate) fn try_read_both(self, buffer: &mut [u8], more: &mut [u8]) -> io::Result<usize> {
        self.attempt(Direction::Read, |socket| raw::recv_both(socket, buffer, more))
    }

    /// Looks at what is there and leaves it there, without waiting.
    ///
    /// # Errors
    /// As [`SourceId::try_read`].
    pub fn try_peek(self, buffer: &mut [u8]) -> io::Result<usize> {
        // The readiness bit may lag behind the kernel, so it is neither asked nor changed here.
        self.with(|source| raw::recv(source.socket.as_fd(), buffer, MSG_PEEK))?
    }

    /// Has the next try in `direction` ask the kernel, whatever came of the last one: without a turn in between the
    /// readiness bit lags behind.
    pub(crate) fn retry(self, direction: Direction) {
        // A closed one will tell when it is used.
        let _ = self.with(|source| source.ready[direction as usize] = true);
    }

    /// Looks at what is there and leaves it there, like [`SourceId::try_read`]: after `WouldBlock` one may wait.
    ///
    /// # Errors
    /// As [`SourceId::try_read`].
    pub(crate) fn try_peek_ready(self, buffer: &mut [u8]) -> io::Result<usize> {
        self.attempt(Direction::Read, |socket| raw::recv(socket, buffer, MSG_PEEK))
    }

    /// Writes what the kernel takes, without waiting; to a datagram socket one datagram, whole.
    ///
    /// # Errors
    /// `WouldBlock` when there is no room; else the system's.
    pub fn try_write(self, buffer: &[u8]) -> io::Result<usize> {
        self.try_write_with(buffer, 0)
    }

    /// Writes as [`SourceId::try_write`] does, with flags of send(2).
    pub(crate) fn try_write_with(self, buffer: &[u8], flags: c_int) -> io::Result<usize> {
        let flags = flags | QUIETLY;
        self.attempt(Direction::Write, |socket| SockRef::from(&socket).send_with_flags(buffer, flags))
    }

    /// Sends a datagram to `peer`, whole.
    ///
    /// # Errors
    /// As [`SourceId::try_write`].
    pub fn try_write_to(self, buffer: &[u8], peer: &SockAddr) -> io::Result<usize> {
        self.attempt(Direction::Write, |socket| {
            SockRef::from(&socket).send_to_with_flags(buffer, peer, QUIETLY)
        })
    }

    /// Has the kernel send a part of `file`, and answers how much it took; 0 is the end of the file.
    ///
    /// # Errors
    /// As [`SourceId::try_write`], or those of reading the file.
    pub(crate) fn try_send_file(self, file: &File, offset: usize, length: NonZeroUsize) -> io::Result<usize> {
        self.attempt(Direction::Write, |socket| SockRef::from(&socket).sendfile(file, offset, Some(length)))
    }

    /// Whether the connect that was started has succeeded; `false` while it is under way, and then
    /// [`Direction::Write`] tells when to look again.
    ///
    /// # Errors
    /// Why it failed.
    pub fn try_connected(self) -> io::Result<bool> {
        match self.with_socket(|socket| socket.peer_addr())? {
            Ok(_) => return Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotConnected => {}
            Err(error) => return Err(error),
        }
        // Asked only now: who has a peer has no error to report.
        if let Some(error) = self.with_socket(|socket| socket.take_error())?? {
            return Err(error);
        }
        self.with(|source| source.ready[Direction::Write as usize] = false)?;
        Ok(false)
    }

    fn attempt<R>(
        self,
        direction: Direction,
        io: impl FnMut(BorrowedFd<'_>) -> io::Result<R>,
    ) -> io::Result<R> {
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
        self.poll_any(cx, operation, &[direction], deadline)
    }

    /// Whether a try in `direction` would ask the kernel.
    pub(crate) fn is_ready(self, direction: Direction) -> bool {
        self.with(|source| source.ready[direction as usize]).unwrap_or(false)
    }

    /// Waits until any of `directions` is ready, as [`SourceId::poll_ready`] does.
    pub(crate) fn poll_any(
        self,
        cx: &Context<'_>,
        operation: Operation,
        directions: &[Direction],
        deadline: Deadline,
    ) -> Poll<Result<(), Interrupt>> {
        let polled =
            existing(|reactor| reactor.poll_ready(self, cx.waker(), operation, directions, deadline));
        // The waker of the wait before goes here, after the borrow: its drop may lead back.
        polled.map_or(Poll::Ready(Err(Interrupt::Closed)), |(answer, _before)| answer)
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
        let result = existing(|reactor| reactor.source(self).map(work)).flatten();
        result.ok_or_else(|| io::ErrorKind::NotConnected.into())
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

    /// The socket.
    #[must_use]
    pub const fn id(&self) -> SourceId {
        self.0.expect("only `disarm` takes it, and it consumes the guard")
    }

    /// Releases it, open: whoever has its id sees to its end.
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
        let fire = Fire::Wake(cx.waker().clone());
        let armed = with(|reactor| match self.timer {
            // Whoever polled last is woken; the one before is dropped after the borrow.
            Some(key) => reactor.timers.replace(key, fire).map(|before| (key, Some(before))),
            None => Some((reactor.timers.insert(at, next_generation(), fire), None)),
        });
        self.timer = armed.as_ref().map(|(key, _)| *key);
        match armed {
            Some(_) => Poll::Pending,
            // A forked child has none of its parent's timers.
            None if time::now() < at => self.poll(cx),
            None => Poll::Ready(()),
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.timer.take() {
            drop(existing(|reactor| reactor.timers.remove(key)));
        }
    }
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

/// Sending never blocks, whatever the descriptor's mode, and never raises a signal.
const QUIETLY: c_int = MSG_NOSIGNAL | libc::MSG_DONTWAIT;

/// Both directions, and urgent data where the system tells of it.
#[cfg(any(target_os = "linux", target_os = "android"))]
const BOTH: Interest = Interest::READABLE.add(Interest::WRITABLE).add(Interest::PRIORITY);
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const BOTH: Interest = Interest::READABLE.add(Interest::WRITABLE);

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
        let Some(deadline) = wait.deadline else { return };
        if deadline.expired(now) {
            self.woken.extend(wait.waker.take());
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
        let key = self.timers.insert(at, next_generation(), Fire::Check(id, operation));
        if let Some(source) = self.source(id) {
            source.waits[operation as usize].timer = Some((key, at));
        }
    }

    /// The second part of the answer is a waker of an earlier wait, for the caller to drop.
    fn poll_ready(
        &mut self,
        id: SourceId,
        waker: &Waker,
        operation: Operation,
        directions: &[Direction],
        deadline: Deadline,
    ) -> (Poll<Result<(), Interrupt>>, Option<Waker>) {
        let now = self.now;
        let Some(source) = find(&mut self.sources, id) else {
            return (Poll::Ready(Err(Interrupt::Closed)), None);
        };
        let ready = directions.iter().any(|direction| source.ready[*direction as usize]);
        let wait = &mut source.waits[operation as usize];
        if ready {
            return (Poll::Ready(Ok(())), wait.waker.take());
        }
        if deadline.expired(now) {
            return (Poll::Ready(Err(Interrupt::Elapsed)), wait.waker.take());
        }
        if !source.tells_room && directions.contains(&Direction::Write) {
            // From here on for good: who has filled its buffer once does so again. What is there already is told.
            let mut socket = SourceFd(&source.socket.as_raw_fd());
            if self.poll.registry().reregister(&mut socket, id.token(), BOTH).is_err() {
                return (Poll::Ready(Err(Interrupt::Closed)), wait.waker.take());
            }
            source.tells_room = true;
        }
        let known = wait.waker.as_ref().is_some_and(|known| known.will_wake(waker));
        let before = if known { None } else { wait.waker.replace(waker.clone()) };
        wait.on = [Direction::Read, Direction::Write].map(|direction| directions.contains(&direction));
        wait.deadline = Some(deadline);
        self.arm(id, operation, deadline);
        (Poll::Pending, before)
    }
}

fn find(sources: &mut Slab<Source>, id: SourceId) -> Option<&mut Source> {
    sources.get_mut(id.slot as usize).filter(|source| source.generation == id.generation)
}

impl Source {
    /// Tries `io` if the direction may be ready; remembers when it is not.
    fn attempt<R>(
        &mut self,
        direction: Direction,
        mut io: impl FnMut(BorrowedFd<'_>) -> io::Result<R>,
    ) -> io::Result<R> {
        if !self.ready[direction as usize] {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        loop {
            match io(self.socket.as_fd()) {
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
mod tests {
    use super::*;
    use crate::executor::{self, Tag, block_on};
    use crate::net::socket::connect_udp;
    use crate::time::ManualClock;
    use std::future::poll_fn;
    use std::io::{Read, Write};
    use std::pin::pin;

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
}
