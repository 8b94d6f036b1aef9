//! Receiving and sending with the flags of recv(2) and send(2), and ending one direction.

use super::Client;
use super::datagram::room;
use super::stream::LARGEST_READ;
use crate::error::{Error, Kind, Partial, Phase};
use crate::reactor::{Direction, Operation, SourceId, sleep};
use crate::time::Deadline;
use crate::transport::datagram::Take;
use crate::transport::{Lower, Transport, interrupted, with_buffer, would_block};
use libc::{MSG_OOB, MSG_PEEK};
use std::future::poll_fn;
use std::io;
use std::net::Shutdown;
use std::task::{Poll, ready};
use std::time::Duration;

/// How [`Client::recv_with`] receives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecvFlags {
    /// What is there stays there (MSG_PEEK).
    pub peek: bool,
    /// Nothing is handed out before there are as many bytes as are asked for, or the stream has ended (MSG_WAITALL).
    /// Without effect on datagrams.
    pub wait_all: bool,
    /// What is there at once or nothing (MSG_DONTWAIT).
    pub dont_wait: bool,
    /// Urgent data: one byte (MSG_OOB).
    pub oob: bool,
}

/// How [`Client::send_with`] sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SendFlags {
    /// What leaves at once or nothing (MSG_DONTWAIT).
    pub dont_wait: bool,
    /// The last byte is urgent (MSG_OOB).
    pub oob: bool,
}

impl Client {
    /// Receives as [`Client::recv`] does, under `flags`.
    ///
    /// # Errors
    /// As [`Client::recv`]; under `dont_wait` [`Kind::Io`] with `EAGAIN` when nothing is there; under `wait_all` what
    /// has arrived when the deadline passes is told, and stays for the next call; under `oob` `EINVAL` when there is
    /// no urgent byte, and [`Kind::Refused`] where there can be none.
    ///
    /// # Cancel safety
    /// Nothing is lost.
    pub async fn recv_with<T>(
        &self,
        max: usize,
        flags: RecvFlags,
        deadline: Deadline,
        sink: impl FnMut(&[u8]) -> T,
    ) -> Result<T, Error> {
        let transport = self.stream(Phase::Receive)?;
        if flags.oob {
            return self.recv_urgent(&transport, flags, deadline, sink).await;
        }
        if flags.dont_wait {
            return self.recv_at_once(&transport, max, flags, sink);
        }
        if transport.is_datagram() {
            let take = if flags.peek { Take::Look } else { Take::Away };
            return self.recv_datagram(&transport, max, take, deadline, sink).await;
        }
        if flags.wait_all {
            return self.recv_all(&transport, max, flags, deadline, sink).await;
        }
        if flags.peek {
            return self.recv_look(&transport, max, deadline, sink).await;
        }
        self.recv(max, deadline, sink).await
    }

    async fn recv_look<T>(
        &self,
        transport: &Transport,
        max: usize,
        deadline: Deadline,
        mut sink: impl FnMut(&[u8]) -> T,
    ) -> Result<T, Error> {
        if self.inbox.unread() > 0 {
            return self.peek(max, sink);
        }
        let attempt = self.attempts.get();
        let seen = poll_fn(|cx| {
            self.still(attempt, Phase::Receive)?;
            with_buffer(max.min(LARGEST_READ), |buffer| {
                let seen = ready!(transport.poll_peek(cx, buffer, deadline))?;
                Ok(sink(&buffer[..seen])).into()
            })
        });
        seen.await.map_err(|error| self.named(error))
    }

    /// Gathers the bytes in the inbox, where they stay if it does not come to the end.
    async fn recv_all<T>(
        &self,
        transport: &Transport,
        max: usize,
        flags: RecvFlags,
        deadline: Deadline,
        mut sink: impl FnMut(&[u8]) -> T,
    ) -> Result<T, Error> {
        let attempt = self.attempts.get();
        let received = poll_fn(|cx| {
            self.still(attempt, Phase::Receive)?;
            let mut inbox = self.inbox.lend()?;
            loop {
                let held = inbox.buffer.unread().len();
                let missing = max.saturating_sub(held);
                let filled = if missing == 0 {
                    Poll::Ready(Ok(0))
                } else {
                    inbox.buffer.fill(max, |room| {
                        // No more than is asked for: the rest is the kernel's to keep.
                        let part = missing.min(room.len());
                        transport.poll_read(cx, &mut room[..part], deadline)
                    })
                };
                match filled {
                    Poll::Ready(Ok(0)) => {
                        let count = held.min(max);
                        let made = sink(&inbox.buffer.unread()[..count]);
                        if !flags.peek {
                            inbox.take(count);
                        }
                        return Poll::Ready(Ok(made));
                    }
                    Poll::Ready(Ok(_)) => inbox.filled(),
                    Poll::Ready(Err(mut error)) => {
                        inbox.buffer.rest();
                        let partial = Partial { received: held, expected: Some(max) };
                        error.partial = (held > 0).then_some(partial);
                        return Poll::Ready(Err(error));
                    }
                    Poll::Pending => {
                        inbox.buffer.rest();
                        return Poll::Pending;
                    }
                }
            }
        });
        received.await.map_err(|error| self.named(error))
    }

    fn recv_at_once<T>(
        &self,
        transport: &Transport,
        max: usize,
        flags: RecvFlags,
        mut sink: impl FnMut(&[u8]) -> T,
    ) -> Result<T, Error> {
        if flags.peek {
            return self.peek(max, sink);
        }
        if transport.is_datagram() {
            return with_buffer(room(max), |buffer| {
                let size = transport
                    .try_read(buffer)
                    .and_then(|read| there(read, Phase::Receive))
                    .map_err(|error| self.named(error))?;
                Ok(sink(self.whole(&buffer[..size], max)))
            });
        }
        if self.inbox.unread() > 0 {
            return self.recv_left(max, sink);
        }
        with_buffer(max.min(LARGEST_READ), |buffer| {
            let read = transport
                .try_read(buffer)
                .and_then(|read| there(read, Phase::Receive))
                .map_err(|error| self.named(error))?;
            Ok(sink(&buffer[..read]))
        })
    }

    async fn recv_urgent<T>(
        &self,
        transport: &Transport,
        flags: RecvFlags,
        deadline: Deadline,
        mut sink: impl FnMut(&[u8]) -> T,
    ) -> Result<T, Error> {
        let source = self.urgent(transport, Phase::Receive)?;
        let mut byte = [0];
        loop {
            match source.try_read_urgent(&mut byte, if flags.peek { MSG_PEEK } else { 0 }) {
                Ok(read) => return Ok(sink(&byte[..read])),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && !flags.dont_wait => {}
                Err(error) => return Err(self.failed(Phase::Receive, error)),
            }
            if deadline.has_passed() {
                return Err(self.error(Phase::Receive, Kind::Timeout(deadline)));
            }
            // It was announced and is on its way; whether other data is there says nothing.
            sleep(Deadline::after(Duration::from_millis(1)).earlier(deadline)).await;
        }
    }

    /// Sends `data` as [`Client::send`] does, under `flags`, and answers how much of it was taken: all of it, unless
    /// `dont_wait` is set.
    ///
    /// # Errors
    /// How many bytes were taken before it failed, and why; under `dont_wait` [`Kind::Io`] with `EAGAIN` when none
    /// was; under `oob` [`Kind::Refused`] where there is no urgent data.
    ///
    /// # Cancel safety
    /// As [`Client::send`].
    pub async fn send_with(
        &self,
        data: &[u8],
        flags: SendFlags,
        deadline: Deadline,
    ) -> Result<usize, (usize, Error)> {
        let transport = self.stream(Phase::Send).map_err(|error| (0, error))?;
        if flags.oob {
            return self.send_urgent(&transport, data, flags, deadline).await;
        }
        if !flags.dont_wait {
            return self.send(data, deadline).await.map(|()| data.len());
        }
        let sent = transport.try_write(data).and_then(|written| there(written, Phase::Send));
        sent.map_err(|error| (0, self.named(error)))
    }

    async fn send_urgent(
        &self,
        transport: &Transport,
        data: &[u8],
        flags: SendFlags,
        deadline: Deadline,
    ) -> Result<usize, (usize, Error)> {
        let source = self.urgent(transport, Phase::Send).map_err(|error| (0, error))?;
        if flags.dont_wait {
            source.retry(Direction::Write);
        }
        let mut taken = 0;
        while taken < data.len() {
            match source.try_write_with(&data[taken..], MSG_OOB) {
                Ok(written) => taken += written,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && !flags.dont_wait => {
                    let ready = source.ready(Operation::Writer, Direction::Write, deadline).await;
                    let ready = ready.map_err(|why| interrupted(why, Phase::Send, deadline));
                    ready.map_err(|error| (taken, self.named(error)))?;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && taken > 0 => break,
                Err(error) => return Err((taken, self.failed(Phase::Send, error))),
            }
        }
        Ok(taken)
    }

    /// The socket, if urgent data can go over it.
    fn urgent(&self, transport: &Transport, phase: Phase) -> Result<SourceId, Error> {
        let without = match transport {
            Transport::Plain(Lower::Socket(source)) => return Ok(*source),
            Transport::Plain(_) | Transport::Tls(..) => "TLS has no urgent data (MSG_OOB)",
            Transport::Datagram(_) | Transport::Dtls(..) => {
                "there is no urgent data (MSG_OOB) among datagrams"
            }
        };
        Err(self.error(phase, Kind::Refused(libc::EOPNOTSUPP, without.into())))
    }

    /// Ends one direction, or both; the connection stays open. Under TLS, ending what is sent tells the peer so
    /// (close_notify), after everything that was sent before; ending what is received makes it end at once.
    ///
    /// # Errors
    /// [`Kind::Timeout`] when what was sent before does not leave in time; else the system's.
    ///
    /// # Cancel safety
    /// Dropping it may leave the direction open; it may be called again.
    pub async fn shutdown(&self, how: Shutdown, deadline: Deadline) -> Result<(), Error> {
        let transport = self.stream(Phase::Send)?;
        let attempt = self.attempts.get();
        let shut = poll_fn(|cx| {
            self.still(attempt, Phase::Send)?;
            transport.poll_shutdown(cx, how, deadline)
        });
        shut.await.map_err(|error| self.named(error))
    }

    /// The error of a system call on the socket.
    fn failed(&self, phase: Phase, error: io::Error) -> Error {
        self.named(Error::new(phase, crate::transport::reason(error)))
    }
}

/// "Nothing" as an error.
fn there(bytes: Option<usize>, phase: Phase) -> Result<usize, Error> {
    bytes.ok_or_else(|| Error::io(phase, would_block()))
}
