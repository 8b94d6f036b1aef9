//! Sending to and receiving from a stream; datagrams are handed on.

use super::sink::{self, Room, Sink};
use super::{Client, Plain};
use crate::error::{Error, Kind, Phase};
use crate::reactor::{Direction, Operation, SourceId};
use crate::time::Deadline;
use crate::transport::datagram::Take;
use crate::transport::{Lower, Transport, interrupted, with_buffer};
use std::future::poll_fn;
use std::io;
use std::task::{Context, Poll, ready};

/// The most that one read takes, whatever the caller allows: the buffer for it stays with the thread, and
/// the kernel rarely has more at once.
pub(super) const LARGEST_READ: usize = 1 << 20;

impl Client {
    /// Sends all of `data`; on a datagram socket as one datagram.
    ///
    /// # Errors
    /// How many bytes were taken before it failed, and why.
    ///
    /// # Cancel safety
    /// Dropping it leaves what was taken on its way; [`Client::taken`] tells how much that is.
    pub async fn send(&self, data: &[u8], deadline: Deadline) -> Result<(), (usize, Error)> {
        let transport = self.stream(Phase::Send).map_err(|error| (0, error))?;
        if transport.is_datagram() {
            return self.send_datagram(&transport, data, deadline).await.map_err(|error| (0, error));
        }
        let attempt = self.attempts.get();
        let mut taken = 0;
        self.taken.set(0);
        let sent = poll_fn(|cx| {
            self.still(attempt, Phase::Send)?;
            while taken < data.len() {
                taken += ready!(transport.poll_write(cx, &data[taken..], deadline))?;
                self.taken.set(taken);
            }
            transport.poll_flush(cx, deadline)
        });
        let sent = sent.await;
        sent.map_err(|error| (taken, self.named(error)))
    }

    /// How many bytes of the last [`Client::send`] were taken, also if it was dropped.
    #[must_use]
    pub const fn taken(&self) -> usize {
        self.taken.get()
    }

    /// Sends a part of `data` and answers how much was taken: for whoever keeps the rest.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub fn poll_send(
        &self,
        cx: &mut Context<'_>,
        data: &[u8],
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        let transport = self.stream(Phase::Send)?;
        transport.poll_write(cx, data, deadline).map_err(|error| self.named(error))
    }

    /// Waits until everything that was taken has left for the kernel.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub fn poll_flush(&self, cx: &mut Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        let transport = self.stream(Phase::Send)?;
        transport.poll_flush(cx, deadline).map_err(|error| self.named(error))
    }

    /// Receives what is there, at most `max` bytes, and hands it to `sink`: an empty slice is the end, if
    /// [`Client::can_end`]. On a datagram socket it is one datagram; what is longer than `max` of it is lost.
    ///
    /// # Errors
    /// [`Kind::Timeout`], [`Kind::Truncated`], [`Kind::NotConnected`], [`Kind::Cancelled`], [`Kind::Io`].
    ///
    /// # Cancel safety
    /// Nothing is lost: bytes are taken only when it is done.
    pub async fn recv<T>(
        &self,
        max: usize,
        deadline: Deadline,
        sink: impl FnMut(&[u8]) -> T,
    ) -> Result<T, Error> {
        self.recv_into(max, deadline, sink).await
    }

    /// As [`Client::recv`], for a sink that may have room of its own.
    ///
    /// # Errors
    /// As [`Client::recv`].
    ///
    /// # Cancel safety
    /// As [`Client::recv`].
    pub async fn recv_into<S: Sink>(
        &self,
        max: usize,
        deadline: Deadline,
        mut sink: S,
    ) -> Result<S::Made, Error> {
        let transport = self.stream(Phase::Receive)?;
        if let Some(failure) = self.failure.take() {
            return Err(self.named(failure));
        }
        if transport.is_datagram() {
            let shown = |bytes: &[u8]| sink.take(bytes);
            return self.recv_datagram(&transport, max, Take::Away, deadline, shown).await;
        }
        if self.inbox.unread() > 0 {
            return self.recv_left(max, |bytes: &[u8]| sink.take(bytes));
        }
        if let Transport::Plain(Lower::Socket(source)) = transport {
            return self.recv_bare(source, max, deadline, sink).await;
        }
        let attempt = self.attempts.get();
        let max = max.min(LARGEST_READ);
        let received = poll_fn(|cx| {
            self.still(attempt, Phase::Receive)?;
            // Whoever waits holds no room: it is made when something is there.
            if let Some(mut room) = self.room(max, transport.source(), &mut sink) {
                let read = ready!(transport.poll_read(cx, room.bytes(), deadline))?;
                self.brought.set(read);
                return Ok(room.filled(read)).into();
            }
            with_buffer(max, |buffer| {
                let read = ready!(transport.poll_read(cx, buffer, deadline))?;
                self.brought.set(read);
                Ok(sink.take(&buffer[..read])).into()
            })
        });
        received.await.map_err(|error| self.named(error))
    }

    /// Room of the sink's own, if much is expected and something is there to be read.
    fn room<S: Sink>(&self, max: usize, source: SourceId, sink: &mut S) -> Option<S::Room> {
        let is_wanted = sink::expects_much(self.brought.get(), max) && source.is_ready(Direction::Read);
        if is_wanted { sink.room(max) } else { None }
    }

    /// Hands out bytes that framing has left.
    pub(super) fn recv_left<T>(&self, max: usize, mut sink: impl FnMut(&[u8]) -> T) -> Result<T, Error> {
        let mut inbox = self.inbox.lend().map_err(|error| self.named(error))?;
        let count = inbox.buffer.unread().len().min(max);
        let made = sink(&inbox.buffer.unread()[..count]);
        inbox.take(count);
        Ok(made)
    }

    /// Receives what a plain connection has at hand, without waiting: the cheap first try. `None` leaves
    /// it to [`Client::recv`]: nothing is there, there is TLS, or no connection.
    pub fn try_recv<T>(&self, max: usize, sink: impl FnMut(&[u8]) -> T) -> Option<Result<T, Error>> {
        self.try_recv_into(max, sink)
    }

    /// As [`Client::try_recv`], for a sink that may have room of its own.
    pub fn try_recv_into<S: Sink>(&self, max: usize, mut sink: S) -> Option<Result<S::Made, Error>> {
        let source = match self.plain()? {
            Plain::Stream(source) => source,
            Plain::Datagram(datagram) => {
                return self.try_recv_datagram(&datagram, max, |bytes| sink.take(bytes));
            }
        };
        if !source.is_ready(Direction::Read) {
            return None;
        }
        self.read_at_once(source, max, &mut sink)
    }

    fn read_at_once<S: Sink>(
        &self,
        source: SourceId,
        max: usize,
        sink: &mut S,
    ) -> Option<Result<S::Made, Error>> {
        let max = max.min(LARGEST_READ);
        if let Some(mut room) = self.room(max, source, sink) {
            let read = self.came(source.try_read_plain(room.bytes()))?;
            return Some(read.map(|read| room.filled(read)));
        }
        with_buffer(max, |buffer| {
            let read = self.came(source.try_read_plain(buffer))?;
            Some(read.map(|read| sink.take(&buffer[..read])))
        })
    }

    /// What a read that does not wait has come to; `None` if nothing is there, or no socket.
    fn came(&self, read: io::Result<usize>) -> Option<Result<usize, Error>> {
        match read {
            Ok(read) => {
                self.brought.set(read);
                Some(Ok(read))
            }
            Err(error) if error.raw_os_error().is_none_or(|code| code == libc::EAGAIN) => None,
            Err(error) => Some(Err(self.error(Phase::Receive, Kind::Io(error)))),
        }
    }

    /// The socket of a plain stream on which a receive has nothing to do but to wait for input: nothing was received
    /// ahead, no failure is to be told.
    #[must_use]
    pub fn bare_stream(&self) -> Option<SourceId> {
        let failure = self.failure.take();
        let has_failed = failure.is_some();
        self.failure.set(failure);
        self.plain_stream().filter(|_| !has_failed && !self.inbox.is_in_use())
    }

    /// Receives from `stream`, the client's [`Client::bare_stream`], as [`Client::recv_into`] does: with less ado.
    ///
    /// # Errors
    /// As [`Client::recv_into`].
    ///
    /// # Cancel safety
    /// As [`Client::recv`].
    pub fn recv_bare<S: Sink>(
        &self,
        stream: SourceId,
        max: usize,
        deadline: Deadline,
        mut sink: S,
    ) -> impl Future<Output = Result<S::Made, Error>> {
        let attempt = self.attempts.get();
        let mut was_woken = false;
        poll_fn(move |cx| {
            loop {
                self.still(attempt, Phase::Receive).map_err(|error| self.named(error))?;
                // Whoever was woken tries at once: mostly there is something.
                if !was_woken {
                    let wait = stream.poll_ready(cx, Operation::Reader, Direction::Read, deadline);
                    was_woken = wait.is_pending();
                    ready!(wait).map_err(|why| self.named(interrupted(why, Phase::Receive, deadline)))?;
                }
                was_woken = false;
                if let Some(received) = self.read_at_once(stream, max, &mut sink) {
                    return received.into();
                }
            }
        })
    }

    /// Receives from `stream`, the client's [`Client::bare_stream`], as [`Client::try_recv_into`] does, and asks the
    /// system whatever the reactor knows: for whoever has waited without it.
    pub fn try_recv_bare<S: Sink>(
        &self,
        stream: SourceId,
        max: usize,
        mut sink: S,
    ) -> Option<Result<S::Made, Error>> {
        stream.retry(Direction::Read);
        self.read_at_once(stream, max, &mut sink)
    }

    /// Sends what a plain connection takes at once, and answers how much: the cheap first try. The rest,
    /// perhaps all, is left to [`Client::send`].
    ///
    /// # Errors
    /// The system's.
    pub fn try_send(&self, data: &[u8]) -> Result<usize, Error> {
        let source = match self.plain() {
            Some(Plain::Stream(source)) => source,
            Some(Plain::Datagram(datagram)) => return self.try_send_datagram(&datagram, data),
            None => return Ok(0),
        };
        match source.try_write(data) {
            Ok(written) => Ok(written),
            Err(error) if error.raw_os_error().is_none_or(|code| code == libc::EAGAIN) => Ok(0),
            Err(error) => Err(self.error(Phase::Send, Kind::Io(error))),
        }
    }

    /// Looks at what is there, at most `max` bytes, without taking it and without waiting: at what was
    /// received ahead, else at what the system has.
    ///
    /// # Errors
    /// [`Kind::Io`] with `EAGAIN` when nothing is there; else as [`Client::recv`].
    pub fn peek<T>(&self, max: usize, sink: impl FnOnce(&[u8]) -> T) -> Result<T, Error> {
        let transport = self.transport(Phase::Receive)?;
        if self.inbox.unread() > 0 {
            let inbox = self.inbox.lend().map_err(|error| self.named(error))?;
            let unread = inbox.buffer.unread();
            return Ok(sink(&unread[..unread.len().min(max)]));
        }
        with_buffer(max.min(LARGEST_READ), |buffer| {
            let peeked = transport.try_peek(buffer).map_err(|error| self.named(error))?;
            Ok(sink(&buffer[..peeked]))
        })
    }
}
