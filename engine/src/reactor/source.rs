//! A registered socket: its readiness in both directions and who waits for it.

use super::timer::{TimerKey, Timers};
use super::{Fire, next_generation};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::task::Waker;
use std::time::Instant;

/// The direction of readiness that a wait is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Bytes, the end of the stream or an error can be read.
    Read,
    /// There is room to write, or an error.
    Write,
}

/// The operation that waits. A TLS read may have to wait for [`Direction::Write`] and the other way
/// round, so each of the two operations has a place of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// The reader (also whoever connects or negotiates).
    Reader,
    /// The writer.
    Writer,
}

/// A registered socket. What a reader needs comes first, see [`Wait`].
#[repr(C)]
pub(super) struct Source {
    pub(super) socket: OwnedFd,
    pub(super) generation: u32,
    /// Set by an event, cleared by "would block" or by a short plain read.
    pub(super) ready: [bool; 2],
    /// Whether events tell that there is room to write; else they have to be asked for by whoever waits for that.
    pub(super) tells_room: bool,
    /// Once RDHUP, HUP or ERR was reported no read may be skipped: the end of the stream comes with
    /// no further edge. Nor when urgent data was: a read ends before it, whatever follows.
    pub(super) must_try: bool,
    /// A Unix socket: a read ends behind bytes that descriptors came with, whatever follows.
    pub(super) is_unix: bool,
    /// There is another descriptor of the same open socket, so that closing this one does not take it out of the
    /// epoll set.
    pub(super) is_shared: bool,
    pub(super) waits: [Wait; 2],
}

/// A place where one operation waits. A reader's and its socket are on two lines of memory: where thousands of
/// connections have their turns, each line has to be fetched again.
#[derive(Default)]
#[repr(C)]
pub(super) struct Wait {
    /// By [`Direction`].
    pub(super) on: [bool; 2],
    pub(super) waker: Option<Waker>,
    /// When it is over at the latest.
    pub(super) until: Option<Instant>,
    /// The armed timer. It fires no later than the deadline, perhaps much earlier: it is left over
    /// from the wait before, so that a wait which ends in time touches no timer.
    pub(super) timer: Option<(TimerKey, Instant)>,
}

impl Wait {
    /// Has `check` fire at `at`, or earlier: then it looks again.
    #[inline]
    pub(super) fn arm(&mut self, timers: &mut Timers<Fire>, at: Instant, check: Fire) {
        if self.timer.is_none_or(|(_, armed_at)| armed_at > at) {
            self.rearm(timers, at, check);
        }
    }

    fn rearm(&mut self, timers: &mut Timers<Fire>, at: Instant, check: Fire) {
        if let Some((key, _)) = self.timer {
            timers.remove(key);
        }
        self.timer = Some((timers.insert(at, next_generation(), check), at));
    }
}

impl Source {
    pub(super) fn new(socket: OwnedFd, generation: u32, tells_room: bool) -> Self {
        Self {
            socket,
            generation,
            // In both directions: input and output are tried before anybody waits.
            ready: [true, true],
            tells_room,
            must_try: false,
            is_unix: false,
            is_shared: false,
            waits: Default::default(),
        }
    }

    /// Takes the wakers of the operations that wait for `direction`.
    pub(super) fn wake(&mut self, direction: Direction) -> impl Iterator<Item = Waker> + '_ {
        self.waits
            .iter_mut()
            .filter(move |wait| wait.on[direction as usize])
            .filter_map(|wait| wait.waker.take())
    }

    /// Tries `io` if the direction may be ready; remembers when it is not.
    pub(super) fn attempt<R>(
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
