//! What is under a connection. A byte stream: the socket itself, or TLS over it; both also within TLS to a proxy.
//! Or datagrams.

mod ahead;
pub mod closing;
pub mod datagram;
pub mod dtls;
mod lower;
mod records;
pub mod tls;

pub use lower::Lower;

use crate::error::{Error, Kind, Phase};
use crate::reactor::{Direction, Interrupt, Operation, SourceId};
use crate::time::Deadline;
use datagram::{Datagram, Take};
use dtls::DtlsStream;
use openssl::ssl::SslRef;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::io;
use std::net::Shutdown;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tls::TlsStream;

/// A connected byte stream, or a datagram socket. Clones name the same one.
#[derive(Clone)]
pub enum Transport {
    /// Unprotected, as far as the target is concerned.
    Plain(Lower),
    /// TLS to the target.
    Tls(Lower, Rc<RefCell<TlsStream>>),
    /// Datagrams, each of which is read and written whole.
    Datagram(Rc<Datagram>),
    /// DTLS to the target: datagrams as well.
    Dtls(SourceId, Rc<RefCell<DtlsStream>>),
}

impl Transport {
    /// The socket at the bottom.
    #[must_use]
    pub fn source(&self) -> SourceId {
        match self {
            Self::Plain(lower) | Self::Tls(lower, _) => lower.source(),
            Self::Datagram(datagram) => datagram.source(),
            Self::Dtls(source, _) => *source,
        }
    }

    /// Reads what is there, at most `buffer.len()` bytes; 0 is a clean end of the stream, or an empty datagram.
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
            Self::Datagram(datagram) => datagram.poll_read(cx, buffer, Take::Away, deadline),
            Self::Dtls(_, stream) => stream.borrow_mut().poll_read(cx, buffer, Take::Away, deadline),
        }
    }

    /// Reads as [`Transport::poll_read`] does, without waiting; `None` if nothing is there.
    ///
    /// # Errors
    /// As [`Transport::poll_read`].
    pub(crate) fn try_read(&self, buffer: &mut [u8]) -> Result<Option<usize>, Error> {
        self.source().retry(Direction::Read);
        match self {
            Self::Plain(Lower::Socket(source)) => unless_blocked(source.try_read(buffer)),
            Self::Plain(Lower::Tls(_, stream)) | Self::Tls(_, stream) => {
                return stream.borrow_mut().try_read(buffer);
            }
            Self::Dtls(_, stream) => return stream.borrow_mut().try_read(buffer, Take::Away),
            Self::Datagram(datagram) => unless_blocked(datagram.try_read(buffer, Take::Away)),
        }
        .map_err(|kind| Error::new(Phase::Receive, kind))
    }

    /// Writes as [`Transport::poll_write`] does, without waiting; `None` if nothing is taken.
    ///
    /// # Errors
    /// As [`Transport::poll_write`].
    pub(crate) fn try_write(&self, data: &[u8]) -> Result<Option<usize>, Error> {
        self.source().retry(Direction::Write);
        match self {
            Self::Plain(lower) => lower.try_write(data),
            Self::Tls(_, stream) => return stream.borrow_mut().try_write(data),
            Self::Dtls(_, stream) => return stream.borrow_mut().try_write(data),
            Self::Datagram(datagram) => match datagram.try_write(data, None) {
                Err(Kind::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
                sent => sent.map(|()| Some(data.len())),
            },
        }
        .map_err(|kind| Error::new(Phase::Send, kind))
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
            Self::Datagram(datagram) => datagram.poll_write(cx, data, None, deadline).map_ok(|()| data.len()),
            Self::Dtls(_, stream) => stream.borrow_mut().poll_write(cx, data, deadline),
        }
    }

    /// Waits until everything that was taken has left for the kernel.
    ///
    /// # Errors
    /// As [`Transport::poll_read`].
    pub fn poll_flush(&self, cx: &mut Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        match self {
            Self::Plain(Lower::Socket(_)) | Self::Datagram(_) => Poll::Ready(Ok(())),
            Self::Plain(Lower::Tls(_, stream)) | Self::Tls(_, stream) => {
                stream.borrow_mut().poll_flush(cx, Phase::Send, deadline)
            }
            Self::Dtls(_, stream) => stream.borrow_mut().poll_flush(cx, deadline),
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
            Self::Tls(_, stream) => stream.borrow_mut().try_peek(buffer).map_err(Error::into_kind),
            Self::Datagram(datagram) => {
                datagram.source().retry(Direction::Read);
                unless_blocked(datagram.try_read(buffer, Take::Look))
            }
            Self::Dtls(source, stream) => {
                source.retry(Direction::Read);
                stream.borrow_mut().try_read(buffer, Take::Look).map_err(Error::into_kind)
            }
        };
        let failed = |kind| Error::new(Phase::Receive, kind);
        peeked.map_err(failed)?.ok_or_else(|| failed(Kind::Io(would_block())))
    }

    /// Looks at what is there without taking it, as soon as something is; 0 is the end, or an empty datagram.
    ///
    /// # Errors
    /// As [`Transport::poll_read`].
    pub(crate) fn poll_peek(
        &self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        match self {
            Self::Plain(lower) => lower.poll_peek(cx, buffer, deadline),
            Self::Tls(_, stream) => stream.borrow_mut().poll_peek(cx, buffer, deadline),
            Self::Datagram(datagram) => datagram.poll_read(cx, buffer, Take::Look, deadline),
            Self::Dtls(_, stream) => stream.borrow_mut().poll_read(cx, buffer, Take::Look, deadline),
        }
    }

    /// Ends the direction `how` of the stream, or both. What was sent before leaves first; under TLS, so does its end
    /// (close_notify).
    ///
    /// # Errors
    /// As [`Transport::poll_write`].
    pub(crate) fn poll_shutdown(
        &self,
        cx: &Context<'_>,
        how: Shutdown,
        deadline: Deadline,
    ) -> Poll<Result<(), Error>> {
        match self {
            Self::Plain(Lower::Tls(_, stream)) | Self::Tls(_, stream) => {
                let mut stream = stream.borrow_mut();
                if how != Shutdown::Read {
                    ready!(stream.poll_end(cx, deadline))?;
                }
                if how != Shutdown::Write {
                    stream.stop_reading();
                }
            }
            Self::Dtls(_, stream) => {
                let mut stream = stream.borrow_mut();
                if how != Shutdown::Read {
                    ready!(stream.poll_end(cx, deadline))?;
                }
                if how != Shutdown::Write {
                    stream.stop_reading();
                }
            }
            Self::Plain(_) | Self::Datagram(_) => {}
        }
        let shut = self.source().with_socket(|socket| socket.shutdown(how)).and_then(|shut| shut);
        Poll::Ready(shut.map_err(|error| Error::new(Phase::Send, reason(error))))
    }

    /// Whether something that was taken has not left for the kernel.
    pub(crate) fn is_owing(&self) -> bool {
        match self {
            Self::Plain(lower) => lower.is_owing(),
            Self::Tls(_, stream) => stream.borrow().is_owing(),
            Self::Datagram(_) => false,
            Self::Dtls(_, stream) => stream.borrow().is_owing(),
        }
    }

    /// What TLS has set up; `None` without TLS.
    pub(crate) fn with_tls<R>(&self, look: impl FnOnce(&SslRef, Duration) -> R) -> Option<R> {
        match self {
            Self::Tls(_, stream) => {
                let stream = stream.borrow();
                Some(look(stream.ssl(), stream.handshake_time()))
            }
            Self::Dtls(_, stream) => {
                let stream = stream.borrow();
                Some(look(stream.ssl(), stream.handshake_time()))
            }
            Self::Plain(_) | Self::Datagram(_) => None,
        }
    }

    /// Closes the stream. What the kernel does not take at once of its end over TLS, and of what was sent before,
    /// leaves in the background.
    pub fn close(&self) {
        self.close_after(&[]);
    }

    /// As [`Transport::close`], and has `last` sent before.
    pub fn close_after(&self, last: &[u8]) {
        match self {
            Self::Plain(Lower::Socket(source)) if last.is_empty() => source.close(),
            Self::Plain(lower) => lower.close(last),
            Self::Tls(lower, stream) => lower.close(&finish(stream, last)),
            Self::Datagram(datagram) => datagram.close(),
            Self::Dtls(source, stream) => {
                if let Ok(mut stream) = stream.try_borrow_mut() {
                    stream.finish();
                }
                source.close();
            }
        }
    }

    /// Whether what is read and written are datagrams.
    pub(crate) const fn is_datagram(&self) -> bool {
        matches!(self, Self::Datagram(_) | Self::Dtls(..))
    }
}

/// Ends `stream` after `last`, and answers what has not left for the stream below.
fn finish(stream: &RefCell<TlsStream>, last: &[u8]) -> Vec<u8> {
    stream.try_borrow_mut().map_or_else(|_| Vec::new(), |mut stream| stream.finish(last))
}

fn unless_blocked(result: io::Result<usize>) -> Result<Option<usize>, Kind> {
    match result {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(reason(error)),
    }
}

/// What a system error stands for: a socket that is gone was closed by this side meanwhile.
pub(crate) fn reason(error: io::Error) -> Kind {
    if error.kind() == io::ErrorKind::NotConnected && error.raw_os_error().is_none() {
        return Kind::Cancelled;
    }
    Kind::Io(error)
}

/// "Nothing there", with the system's number.
pub(crate) fn would_block() -> io::Error {
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
