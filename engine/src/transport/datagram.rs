//! A datagram socket and whom it talks to.

use super::{interrupted, reason};
use crate::error::{Error, Kind, Phase};
use crate::net::peer::Address;
use crate::net::unix::SocketFile;
use crate::reactor::{Direction, Interrupt, Operation, Sleep, SourceId, sleep};
use crate::time::{Deadline, now};
use socket2::SockAddr;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// A datagram socket. What is sent and received is one datagram each time.
pub struct Datagram {
    source: SourceId,
    peer: Peer,
    /// Whom the last datagram came from, where that may be anybody.
    sender: RefCell<Option<SockAddr>>,
    /// A datagram that was received together with the one before it, and that nobody has asked for yet.
    ahead: RefCell<Option<Box<[u8]>>>,
    /// The file that answers come through, on a Unix socket.
    file: Option<SocketFile>,
    /// Who waits without an event that would tell.
    nap: Cell<Option<Sleep>>,
}

/// Whom datagrams go to that are sent without an address.
#[derive(Debug)]
pub enum Peer {
    /// Whom the kernel has connected the socket with: others are not heard, and a refusal is an error.
    Connected(SockAddr),
    /// This one. Anybody is heard.
    Remembered(SockAddr),
    /// Nobody.
    None,
}

/// The pause before a full queue is tried again, where no event tells that there is room.
const NAP: Duration = Duration::from_millis(20);

impl Datagram {
    /// A registered socket that talks to `peer`; `file` is the path that it is bound to.
    #[must_use]
    pub const fn new(source: SourceId, peer: Peer, file: Option<SocketFile>) -> Self {
        Self {
            source,
            peer,
            sender: RefCell::new(None),
            ahead: RefCell::new(None),
            file,
            nap: Cell::new(None),
        }
    }

    /// The socket.
    #[must_use]
    pub const fn source(&self) -> SourceId {
        self.source
    }

    /// Whether there is somebody to send to without an address.
    #[must_use]
    pub const fn has_peer(&self) -> bool {
        !matches!(self.peer, Peer::None)
    }

    /// Whether the kernel sees to it that only the peer is heard.
    #[must_use]
    pub const fn is_connected(&self) -> bool {
        matches!(self.peer, Peer::Connected(_))
    }

    /// Who sent the last datagram that was received; before the first one, whom they go to.
    #[must_use]
    pub fn peer_address(&self) -> Option<Address> {
        if let Some(sender) = &*self.sender.borrow() {
            return Some(sender.into());
        }
        match &self.peer {
            Peer::Connected(peer) | Peer::Remembered(peer) => Some(peer.into()),
            Peer::None => None,
        }
    }

    /// Receives one datagram without waiting, cut at the buffer's size; `WouldBlock` if there is none.
    pub(crate) fn try_read(&self, buffer: &mut [u8], take: Take) -> io::Result<usize> {
        if self.has_ahead() {
            return self.read_ahead(buffer, take);
        }
        match (&self.peer, take) {
            (Peer::Connected(peer), Take::Away) if !peer.is_unix() => self.read_two(buffer),
            (Peer::Connected(_), Take::Away) => self.source.try_read(buffer),
            (Peer::Connected(_), Take::Look) => self.source.try_peek_ready(buffer),
            (_, Take::Away) => self.heard(self.source.try_read_from(buffer)?),
            (_, Take::Look) => self.heard(self.source.try_peek_from(buffer)?),
        }
    }

    /// Whether a datagram was received that nobody has asked for yet.
    pub(crate) fn has_ahead(&self) -> bool {
        self.ahead.borrow().is_some()
    }

    /// Whether a read would ask the kernel, or needs not to.
    pub(crate) fn is_ready(&self) -> bool {
        self.has_ahead() || self.source.is_ready(Direction::Read)
    }

    /// Waits until [`Datagram::is_ready`].
    pub(crate) fn poll_ready(&self, cx: &mut Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        if self.has_ahead() {
            return Poll::Ready(Ok(()));
        }
        let wait = self.source.poll_ready(cx, Operation::Reader, Direction::Read, deadline);
        wait.map_err(|why| interrupted(why, Phase::Receive, deadline))
    }

    /// Of UDP two at once: that there is no second one tells that the next read may wait without trying, which would
    /// cost a system call else. No datagram of UDP is larger than the room that the second one gets.
    fn read_two(&self, buffer: &mut [u8]) -> io::Result<usize> {
        NEXT.with_borrow_mut(|next| {
            if next.is_empty() {
                *next = vec![0; LARGEST_UDP].into_boxed_slice();
            }
            let (size, second) = self.source.try_read_two(buffer, next)?;
            *self.ahead.borrow_mut() = second.map(|second| next[..second].into());
            Ok(size)
        })
    }

    /// Hands out what was received ahead, as the kernel would.
    fn read_ahead(&self, buffer: &mut [u8], take: Take) -> io::Result<usize> {
        if !self.source.is_open() {
            return Err(io::ErrorKind::NotConnected.into());
        }
        let mut ahead = self.ahead.borrow_mut();
        let Some(datagram) = &*ahead else { return Ok(0) };
        let size = datagram.len().min(buffer.len());
        buffer[..size].copy_from_slice(&datagram[..size]);
        if take == Take::Away {
            *ahead = None;
        }
        Ok(size)
    }

    fn heard(&self, (size, sender): (usize, SockAddr)) -> io::Result<usize> {
        *self.sender.borrow_mut() = Some(sender);
        Ok(size)
    }

    /// Receives one datagram, cut at the buffer's size.
    pub(crate) fn poll_read(
        &self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
        take: Take,
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        loop {
            match self.try_read(buffer, take) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                result => {
                    return Poll::Ready(result.map_err(|error| Error::new(Phase::Receive, reason(error))));
                }
            }
            let wait = self.source.poll_ready(cx, Operation::Reader, Direction::Read, deadline);
            ready!(wait).map_err(|why| interrupted(why, Phase::Receive, deadline))?;
        }
    }

    /// Sends one datagram without waiting, to `peer` or else the socket's own; `WouldBlock` if there is no room.
    pub(crate) fn try_write(&self, data: &[u8], peer: Option<&SockAddr>) -> Result<(), Kind> {
        let sent = match (peer, &self.peer) {
            (Some(peer), _) | (None, Peer::Remembered(peer)) => self.source.try_write_to(data, peer),
            (None, Peer::Connected(_)) => self.source.try_write(data),
            (None, Peer::None) => return Err(Kind::NotConnected("no peer was named")),
        };
        sent.map(drop).map_err(|error| refused(error, data.len()))
    }

    /// Sends one datagram, to `peer` or else the socket's own.
    pub(crate) fn poll_write(
        &self,
        cx: &mut Context<'_>,
        data: &[u8],
        peer: Option<&SockAddr>,
        deadline: Deadline,
    ) -> Poll<Result<(), Error>> {
        loop {
            match self.try_write(data, peer) {
                Err(Kind::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => {}
                result => return Poll::Ready(result.map_err(|kind| Error::new(Phase::Send, kind))),
            }
            let wait = if peer.is_some() && self.file.is_some() {
                self.poll_nap(cx, deadline)
            } else {
                self.source.poll_ready(cx, Operation::Writer, Direction::Write, deadline)
            };
            ready!(wait).map_err(|why| interrupted(why, Phase::Send, deadline))?;
        }
    }

    /// The queue of a Unix datagram socket is full, and it is not the one that this socket is connected with: the
    /// kernel has nobody whom it would tell that there is room again.
    fn poll_nap(&self, cx: &mut Context<'_>, deadline: Deadline) -> Poll<Result<(), Interrupt>> {
        if deadline.expired(now()) {
            return Poll::Ready(Err(Interrupt::Elapsed));
        }
        let mut nap = self.nap.take().unwrap_or_else(|| sleep(Deadline::after(NAP).earlier(deadline)));
        if Pin::new(&mut nap).poll(cx).is_pending() {
            self.nap.set(Some(nap));
            return Poll::Pending;
        }
        if !self.source.is_open() {
            return Poll::Ready(Err(Interrupt::Closed));
        }
        self.source.retry(Direction::Write);
        Poll::Ready(Ok(()))
    }

    /// Closes the socket and removes its file.
    pub fn close(&self) {
        self.source.close();
        if let Some(file) = &self.file {
            file.remove();
        }
    }
}

/// An IP packet's length has 16 bits.
const LARGEST_UDP: usize = 1 << 16;

thread_local! {
    /// Room for the second datagram of a call.
    static NEXT: RefCell<Box<[u8]>> = RefCell::default();
}

/// What becomes of a datagram that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Take {
    /// It is taken.
    Away,
    /// It stays.
    Look,
}

/// The system's number, and for a datagram that is too large a text that says so.
fn refused(error: io::Error, size: usize) -> Kind {
    if error.raw_os_error() == Some(libc::EMSGSIZE) {
        return Kind::Refused(libc::EMSGSIZE, too_large(size));
    }
    reason(error)
}

pub(super) fn too_large(size: usize) -> String {
    format!(
        "a datagram of {size} bytes is too large (over UDP at most 65507, on a Unix socket as SO_SNDBUF allows)"
    )
}
