//! The name of a registered socket, and what can be done with it.

use super::source::{Direction, Operation, Source};
use super::{BOTH, INPUT, existing, next_generation, try_with};
use crate::net::raw;
use crate::time::Deadline;
use libc::{MSG_NOSIGNAL, MSG_OOB, MSG_PEEK, c_int};
use mio::unix::SourceFd;
use mio::{Interest, Token};
use socket2::{SockAddr, SockRef};
use std::fs::File;
use std::io;
use std::num::NonZeroUsize;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::task::{Context, Poll, Waker};

/// Sending never blocks, whatever the descriptor's mode, and never raises a signal.
const QUIETLY: c_int = MSG_NOSIGNAL | libc::MSG_DONTWAIT;

/// Names a registered socket of this thread. Stale once it was closed, and in a forked child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceId {
    pub(super) slot: u32,
    pub(super) generation: u32,
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
        Self::add(socket.into(), INPUT)
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

    /// Registers a TCP socket that is being connected as [`SourceId::register`] does, but nothing is read or written
    /// before an event has told that one can; [`SourceId::try_connected`] tells when it is.
    ///
    /// # Errors
    /// As [`SourceId::register`].
    pub fn register_connecting(socket: impl Into<OwnedFd>) -> io::Result<Self> {
        let id = Self::register(socket)?;
        id.with(|source| source.ready = [false, false])?;
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
    /// [`Direction::Write`] tells when to look again. For sockets of [`SourceId::register_connecting`].
    ///
    /// # Errors
    /// Why it failed.
    pub fn try_connected(self) -> io::Result<bool> {
        let (has_room, is_doubtful) =
            self.with(|source| (source.ready[Direction::Write as usize], source.must_try))?;
        // What has failed is reported with HUP and ERR, so room alone says that it stands: nobody has to be asked.
        if has_room && is_doubtful { self.ask_connected() } else { Ok(has_room) }
    }

    /// As [`SourceId::try_connected`], but asks the system, whatever events have told.
    ///
    /// # Errors
    /// As [`SourceId::try_connected`].
    pub(crate) fn ask_connected(self) -> io::Result<bool> {
        let is_connected = match self.with_socket(|socket| socket.peer_addr())? {
            Ok(_) => true,
            Err(error) if error.kind() == io::ErrorKind::NotConnected => false,
            Err(error) => return Err(error),
        };
        // Asked only now: who has a peer has no error to report.
        if !is_connected && let Some(error) = self.with_socket(|socket| socket.take_error())?? {
            return Err(error);
        }
        self.with(|source| source.ready[Direction::Write as usize] = is_connected)?;
        Ok(is_connected)
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
        let on = [direction == Direction::Read, direction == Direction::Write];
        self.poll_on(cx, operation, on, deadline)
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
        let on = [Direction::Read, Direction::Write].map(|direction| directions.contains(&direction));
        self.poll_on(cx, operation, on, deadline)
    }

    /// As [`SourceId::poll_any`], by [`Direction`].
    fn poll_on(
        self,
        cx: &Context<'_>,
        operation: Operation,
        on: [bool; 2],
        deadline: Deadline,
    ) -> Poll<Result<(), Interrupt>> {
        let polled = existing(|reactor| reactor.poll_ready(self, cx.waker(), operation, on, deadline));
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

    pub(super) fn token(self) -> Token {
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
