//! The byte stream under a connection: the socket itself, or TLS over it; both also within TLS to a proxy.

mod ahead;
pub mod closing;
mod lower;
mod records;
pub mod tls;

pub use lower::Lower;

use crate::error::{Error, Kind, Phase};
use crate::reactor::{Direction, Interrupt, Operation, SourceId};
use crate::time::Deadline;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::io;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use tls::TlsStream;

/// A connected byte stream. Clones name the same stream.
#[derive(Clone)]
pub enum Transport {
    /// Unprotected, as far as the target is concerned.
    Plain(Lower),
    /// TLS to the target.
    Tls(Lower, Rc<RefCell<TlsStream>>),
}

impl Transport {
    /// The socket under the stream.
    #[must_use]
    pub const fn source(&self) -> SourceId {
        match self {
            Self::Plain(lower) | Self::Tls(lower, _) => lower.source(),
        }
    }

    /// Reads what is there, at most `buffer.len()` bytes; 0 is a clean end of the stream.
    ///
    /// # Errors
    /// The deadline passed, the system's or TLS' error.
    pub fn poll_read(
        &self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        match self {
            Self::Plain(Lower::Socket(source)) => loop {
                match source.try_read_plain(buffer) {
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    result => {
                        return Poll::Ready(
                            result.map_err(|error| Error::new(Phase::Receive, reason(error))),
                        );
                    }
                }
                let wait = source.poll_ready(cx, Operation::Reader, Direction::Read, deadline);
                ready!(wait).map_err(|why| interrupted(why, Phase::Receive, deadline))?;
            },
            Self::Plain(Lower::Tls(_, stream)) | Self::Tls(_, stream) => {
                stream.borrow_mut().poll_read(cx, buffer, deadline)
            }
        }
    }

    /// Writes a part of `data` and answers how much was taken.
    ///
    /// # Errors
    /// As [`Transport::poll_read`].
    pub fn poll_write(
        &self,
        cx: &mut Context<'_>,
        data: &[u8],
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        match self {
            Self::Plain(Lower::Socket(source)) => loop {
                match source.try_write(data) {
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    result => {
                        return Poll::Ready(result.map_err(|error| Error::new(Phase::Send, reason(error))));
                    }
                }
                let wait = source.poll_ready(cx, Operation::Writer, Direction::Write, deadline);
                ready!(wait).map_err(|why| interrupted(why, Phase::Send, deadline))?;
            },
            Self::Plain(Lower::Tls(_, stream)) | Self::Tls(_, stream) => {
                stream.borrow_mut().poll_write(cx, data, deadline)
            }
        }
    }

    /// Waits until everything that was taken has left for the kernel.
    ///
    /// # Errors
    /// As [`Transport::poll_read`].
    pub fn poll_flush(&self, cx: &mut Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        match self {
            Self::Plain(Lower::Socket(_)) => Poll::Ready(Ok(())),
            Self::Plain(Lower::Tls(_, stream)) | Self::Tls(_, stream) => {
                stream.borrow_mut().poll_flush(cx, Phase::Send, deadline)
            }
        }
    }

    /// Writes all of `data` and waits until it has left.
    pub(crate) async fn send_all(&self, data: &[u8], deadline: Deadline) -> Result<(), Error> {
        let mut sent = 0;
        poll_fn(|cx| {
            while sent < data.len() {
                sent += ready!(self.poll_write(cx, &data[sent..], deadline))?;
            }
            self.poll_flush(cx, deadline)
        })
        .await
    }

    /// Looks at what is there without taking it and without waiting.
    ///
    /// # Errors
    /// [`Kind::Io`] with `EAGAIN` when nothing is there; else as [`Transport::poll_read`].
    pub fn try_peek(&self, buffer: &mut [u8]) -> Result<usize, Error> {
        let peeked = match self {
            Self::Plain(lower) => lower.try_peek(buffer),
            Self::Tls(_, stream) => stream.borrow_mut().try_peek(buffer).map_err(|error| error.kind),
        };
        let failed = |kind| Error::new(Phase::Receive, kind);
        peeked.map_err(failed)?.ok_or_else(|| failed(Kind::Io(would_block())))
    }

    /// Closes the stream. What the kernel does not take at once of its end over TLS, and of what was sent before,
    /// leaves in the background.
    pub fn close(&self) {
        match self {
            Self::Plain(Lower::Socket(source)) => source.close(),
            Self::Plain(lower) => lower.close(&[]),
            Self::Tls(lower, stream) => lower.close(&finish(stream, &[])),
        }
    }
}

/// Ends `stream` after `last`, and answers what has not left for the stream below.
fn finish(stream: &RefCell<TlsStream>, last: &[u8]) -> Vec<u8> {
    stream.try_borrow_mut().map_or_else(|_| Vec::new(), |mut stream| stream.finish(last))
}

/// What a system error stands for: a socket that is gone was closed by this side meanwhile.
fn reason(error: io::Error) -> Kind {
    if error.kind() == io::ErrorKind::NotConnected && error.raw_os_error().is_none() {
        return Kind::Cancelled;
    }
    Kind::Io(error)
}

/// "Nothing there", with the system's number.
fn would_block() -> io::Error {
    io::Error::from_raw_os_error(libc::EAGAIN)
}

/// The error of an operation in `phase` whose wait ended without readiness.
pub(crate) fn interrupted(why: Interrupt, phase: Phase, deadline: Deadline) -> Error {
    Error::new(
        phase,
        match why {
            Interrupt::Elapsed => Kind::Timeout(deadline),
            Interrupt::Closed => Kind::Cancelled,
        },
    )
}

/// Lends this thread's receive buffer of at least `size` bytes.
///
/// It is taken out of its place meanwhile: should the caller never come back (PHP's bailout jumps over
/// this frame when a string does not fit into its memory limit), the next one gets a new buffer.
pub fn with_buffer<R>(size: usize, work: impl FnOnce(&mut [u8]) -> R) -> R {
    let mut buffer = BUFFER.take();
    if buffer.len() < size {
        buffer.resize(size, 0);
    }
    let result = work(&mut buffer[..size]);
    BUFFER.set(buffer);
    result
}

thread_local! {
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}
