//! What TLS to the target runs over: the socket, or TLS to a proxy.

use super::ahead::Ahead;
use super::tls::TlsStream;
use super::{closing, finish, interrupted, unless_blocked};
use crate::error::{Error, Kind, Phase};
use crate::reactor::{Direction, Operation, SourceId};
use crate::time::Deadline;
use crate::tls::clear_errors;
use openssl::error::ErrorStack;
use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

/// The stream that a conversation with the target begins on. Clones name the same stream.
#[derive(Clone)]
pub enum Lower {
    /// The socket.
    Socket(SourceId),
    /// TLS to a proxy, which passes on what is in it.
    Tls(SourceId, Rc<RefCell<TlsStream>>),
}

impl Lower {
    /// The socket at the bottom.
    #[must_use]
    pub const fn source(&self) -> SourceId {
        match self {
            Self::Socket(source) | Self::Tls(source, _) => *source,
        }
    }

    /// Reads without waiting, through `ahead`; `None` if nothing is there, 0 is the end.
    pub(super) fn try_read(&self, ahead: &mut Ahead, buffer: &mut [u8]) -> Result<Option<usize>, Kind> {
        match self {
            Self::Socket(source) => unless_blocked(ahead.read(*source, buffer)),
            // OpenSSL has the record at hand already.
            Self::Tls(_, stream) => within(|| stream.borrow_mut().try_read(buffer)),
        }
    }

    /// Writes without waiting; `None` if nothing is taken.
    pub(super) fn try_write(&self, data: &[u8]) -> Result<Option<usize>, Kind> {
        match self {
            Self::Socket(source) => unless_blocked(source.try_write(data)),
            Self::Tls(_, stream) => within(|| stream.borrow_mut().try_write(data)),
        }
    }

    /// Sends what a write has left behind, without waiting; whether all of it has left for the kernel.
    pub(super) fn try_flush(&self) -> Result<bool, Kind> {
        match self {
            Self::Socket(_) => Ok(true),
            Self::Tls(_, stream) => stream.borrow_mut().try_flush().map_err(of_proxy),
        }
    }

    /// Looks at what is there without taking it and without waiting; `None` if nothing is, 0 is the end.
    pub(crate) fn try_peek(&self, buffer: &mut [u8]) -> Result<Option<usize>, Kind> {
        match self {
            Self::Socket(source) => unless_blocked(source.try_peek(buffer)),
            Self::Tls(_, stream) => within(|| stream.borrow_mut().try_peek(buffer)),
        }
    }

    /// Looks at what is there without taking it, as soon as something is; 0 is the end.
    pub(crate) fn poll_peek(
        &self,
        cx: &Context<'_>,
        buffer: &mut [u8],
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        let failed = |kind| Error::new(Phase::Receive, kind);
        loop {
            let peeked = match self {
                Self::Socket(source) => unless_blocked(source.try_peek_ready(buffer)),
                Self::Tls(..) => self.try_peek(buffer),
            };
            if let Some(seen) = peeked.map_err(failed)? {
                return Poll::Ready(Ok(seen));
            }
            let wait = self.source().poll_any(cx, Operation::Reader, &[Direction::Read], deadline);
            ready!(wait).map_err(|why| interrupted(why, Phase::Receive, deadline))?;
        }
    }

    /// Whether something is left to be sent.
    pub(super) fn is_owing(&self) -> bool {
        matches!(self, Self::Tls(_, stream) if stream.borrow().is_owing())
    }

    /// Closes the stream after `last`, the end of TLS within it. What the kernel does not take of it at once leaves in the background.
    pub(super) fn close(&self, last: &[u8]) {
        match self {
            Self::Socket(source) => closing::close(*source, last.to_vec()),
            Self::Tls(source, stream) => closing::close(*source, finish(stream, last)),
        }
    }
}

/// OpenSSL within OpenSSL: this thread's queue of errors belongs to the outer session, which takes whatever is
/// in it for its own, and the inner one does so too.
fn within<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Kind> {
    let outer = ErrorStack::get();
    let result = work();
    clear_errors();
    outer.put();
    result.map_err(|error| of_proxy(error.into_kind()))
}

/// Says whose TLS it was.
fn of_proxy(kind: Kind) -> Kind {
    match kind {
        Kind::Tls(reason) => Kind::Tls(format!("TLS to the proxy: {reason}")),
        kind => kind,
    }
}
