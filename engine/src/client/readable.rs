//! Whether a receive would come back at once, found out without receiving.

use super::packet::read;
use super::{Client, Plain};
use crate::error::{Kind, Phase};
use crate::frame::Progress;
use crate::reactor::{Direction, Operation};
use crate::time::Deadline;
use crate::transport::{Lower, Transport};
use std::task::{Context, Poll, ready};

impl Client {
    /// Waits until [`Client::recv`], or [`Client::recv_packet`] where [`Client::has_inbox`], would not wait: for
    /// bytes or a whole packet, the end, a failure, or until `deadline` has passed. What went wrong, the receive
    /// tells.
    ///
    /// On a plain connection without framing this goes by the readiness that was reported: a connection that has
    /// just been made may turn out to have nothing.
    pub fn poll_readable(&self, cx: &mut Context<'_>, deadline: Deadline) -> Poll<()> {
        let failure = self.failure.take();
        if failure.is_some() {
            self.failure.set(failure);
            return Poll::Ready(());
        }
        // The usual case, first.
        if let (Some(source), false) = (self.plain_stream(), self.inbox.is_in_use()) {
            // An error is the receive's to tell.
            return source.poll_ready(cx, Operation::Reader, Direction::Read, deadline).map(|_| ());
        }
        let Ok(transport) = self.transport(Phase::Receive) else { return Poll::Ready(()) };
        // A datagram is a packet already.
        if self.inbox.is_in_use() && !transport.is_datagram() {
            return self.poll_packet(&transport, cx, deadline);
        }
        match &transport {
            Transport::Datagram(datagram) if datagram.has_ahead() => Poll::Ready(()),
            Transport::Plain(Lower::Socket(_)) | Transport::Datagram(_) => {
                // An error is the receive's to tell.
                transport.source().poll_ready(cx, Operation::Reader, Direction::Read, deadline).map(|_| ())
            }
            _ => {
                let peeked = ready!(transport.poll_peek(cx, &mut [0], deadline));
                self.note(peeked.err());
                Poll::Ready(())
            }
        }
    }

    /// As [`Client::poll_readable`], and asks the system where that would go by what was reported.
    pub fn poll_surely_readable(&self, cx: &mut Context<'_>, deadline: Deadline) -> Poll<()> {
        loop {
            ready!(self.poll_readable(cx, deadline));
            let source = match self.transport(Phase::Receive) {
                Ok(transport) if !self.is_buffered() => transport.source(),
                _ => return Poll::Ready(()),
            };
            match source.try_peek_ready(&mut [0]) {
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock && !deadline.has_passed() => {}
                Err(error) if error.raw_os_error().is_some_and(|code| code != libc::EAGAIN) => {
                    self.note(Some(self.error(Phase::Receive, Kind::Io(error))));
                    return Poll::Ready(());
                }
                _ => return Poll::Ready(()),
            }
        }
    }

    /// Receives until there is a whole packet.
    fn poll_packet(&self, transport: &Transport, cx: &mut Context<'_>, deadline: Deadline) -> Poll<()> {
        let Ok(mut inbox) = self.inbox.lend() else { return Poll::Ready(()) };
        while matches!(inbox.look(), Ok(Progress::More)) {
            match ready!(read(&mut inbox, transport, cx, deadline)) {
                Ok(1..) => {}
                // The end is there to be met again.
                Ok(0) => return Poll::Ready(()),
                Err(failure) => {
                    drop(inbox);
                    self.note(Some(failure));
                    return Poll::Ready(());
                }
            }
        }
        Poll::Ready(())
    }

    /// Keeps what can be met only once for the next receive, unless it will be met again: a deadline.
    fn note(&self, failure: Option<crate::Error>) {
        let failure = failure.filter(|failure| !failure.is_timeout());
        self.failure.set(failure);
    }

    /// Whether looking at the socket is not enough to know: there is TLS, packets are cut, or a datagram was received
    /// ahead.
    #[must_use]
    pub fn is_buffered(&self) -> bool {
        match self.plain() {
            Some(Plain::Stream(_)) => self.inbox.is_in_use(),
            Some(Plain::Datagram(datagram)) => datagram.has_ahead(),
            None => true,
        }
    }
}
