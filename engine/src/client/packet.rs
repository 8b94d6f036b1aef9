//! Receiving packets.

use super::Client;
use super::inbox::{Inbox, Lent};
use crate::error::{Error, Kind, Phase};
use crate::frame::buffer::CHUNK;
use crate::frame::{Framing, Progress};
use crate::time::Deadline;
use crate::transport::Transport;
use crate::transport::datagram::Take;
use std::future::poll_fn;
use std::task::{Context, Poll, ready};

/// What [`Client::recv_packet`] comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received<T> {
    /// What the sink made of a packet; of an empty slice at the end of the stream.
    Packet(T),
    /// The length has to be told: [`Client::head`], then [`Client::measured`], then again.
    Measure,
}

impl Client {
    /// Cuts what is received into packets from here on, on this connection and on later ones; `None`
    /// hands out what comes.
    pub fn set_framing(&self, framing: Option<Framing>) {
        self.inbox.set_framing(framing);
    }

    /// Whether [`Client::recv_packet`] is to be called instead of [`Client::recv`]: framing is on, or it was
    /// and has left something.
    #[must_use]
    pub fn has_inbox(&self) -> bool {
        self.inbox.is_in_use()
    }

    /// How many bytes were received and not handed out.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.inbox.unread()
    }

    /// Receives one packet and hands it to `sink`: an empty slice is the end of the stream between two packets. On a
    /// datagram socket every datagram is a packet, whatever the framing, and may be empty.
    ///
    /// # Errors
    /// As [`Client::recv`]; [`Kind::Cut`] when the stream ends inside a packet. What has arrived of it is told,
    /// and stays for the next call. [`Kind::BadFrame`] and [`Kind::FrameTooLarge`] close the connection.
    ///
    /// # Cancel safety
    /// Nothing is lost.
    pub async fn recv_packet<T>(
        &self,
        deadline: Deadline,
        mut sink: impl FnMut(&[u8]) -> T,
    ) -> Result<Received<T>, Error> {
        // What a forked child has inherited is not its own, so the socket is asked for first.
        let transport = self.transport(Phase::Receive)?;
        if let Some(failure) = self.failure.take() {
            return Err(self.after(failure));
        }
        if transport.is_datagram() {
            // It is a packet already.
            let packet = self.recv_datagram(&transport, CHUNK, Take::Away, deadline, sink);
            return packet.await.map(Received::Packet);
        }
        let attempt = self.attempts.get();
        let received = poll_fn(|cx| {
            self.still(attempt, Phase::Receive)?;
            let mut inbox = self.inbox.lend()?;
            loop {
                if let Some(received) = serve(&mut inbox, &mut sink).map_err(fault)? {
                    return Ok(received).into();
                }
                if ready!(read(&mut inbox, &transport, cx, deadline))? == 0 {
                    return Ok(Received::Packet(sink(&[]))).into();
                }
            }
        });
        received.await.map_err(|error| self.after(error))
    }

    /// Hands out a packet that is there already, without waiting and without a system call: the cheap first
    /// try. `None` leaves everything else, errors included, to [`Client::recv_packet`].
    pub fn take_packet<T>(&self, sink: impl FnOnce(&[u8]) -> T) -> Option<T> {
        self.inbox.take_ready(sink)
    }

    /// Shows the head of the packet whose length has to be told.
    ///
    /// # Errors
    /// [`Kind::NotConnected`].
    pub fn head<T>(&self, sink: impl FnOnce(&[u8]) -> T) -> Result<T, Error> {
        Ok(sink(self.inbox.lend()?.head()))
    }

    /// Tells the length of the packet that [`Client::head`] has shown; 0 when that was too little.
    ///
    /// # Errors
    /// [`Kind::BadFrame`], [`Kind::FrameTooLarge`]: the connection is closed.
    pub fn measured(&self, length: i64) -> Result<(), Error> {
        let told = self.inbox.lend().and_then(|mut inbox| inbox.measured(length).map_err(fault));
        told.map_err(|error| self.after(error))
    }

    /// A stream whose packets cannot be told apart is of no use.
    fn after(&self, error: Error) -> Error {
        let error = self.named(error);
        if matches!(error.kind, Kind::BadFrame(_) | Kind::FrameTooLarge(_)) {
            self.end("the packets could not be told apart");
        }
        error
    }
}

fn fault(kind: Kind) -> Error {
    Error::new(Phase::Receive, kind)
}

/// Hands out the first packet, if it is there.
fn serve<T>(inbox: &mut Inbox, mut sink: impl FnMut(&[u8]) -> T) -> Result<Option<Received<T>>, Kind> {
    Ok(match inbox.look()? {
        Progress::Packet(length) => {
            let made = sink(&inbox.buffer.unread()[..length]);
            inbox.take(length);
            Some(Received::Packet(made))
        }
        Progress::Measure => Some(Received::Measure),
        Progress::More => None,
    })
}

/// Reads once; 0 is the end of the stream between two packets.
pub(super) fn read(
    inbox: &mut Lent<'_>,
    transport: &Transport,
    cx: &mut Context<'_>,
    deadline: Deadline,
) -> Poll<Result<usize, Error>> {
    let wanted = inbox.wanted();
    let Poll::Ready(outcome) = inbox.buffer.fill(wanted, |room| transport.poll_read(cx, room, deadline))
    else {
        inbox.buffer.rest();
        return Poll::Pending;
    };
    inbox.filled();
    let partial = inbox.partial();
    let outcome = match (outcome, partial) {
        (Ok(0), Some(_)) => Err(fault(Kind::Cut)),
        (outcome, _) => outcome,
    };
    outcome
        .map_err(|mut error| {
            inbox.buffer.rest();
            error.partial = partial;
            error
        })
        .into()
}
