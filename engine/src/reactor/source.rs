//! A registered socket: its readiness in both directions and who waits for it.

use super::timer::TimerKey;
use crate::time::Deadline;
use mio::event;
use mio::net::{TcpStream, UdpSocket};
use std::io::{self, IoSliceMut, Read, Write};
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

/// A socket that can be registered; it must be non-blocking.
#[derive(Debug)]
pub enum Socket {
    /// A TCP connection, also one that is being made.
    Tcp(TcpStream),
    /// A UDP socket that is connected to its peer.
    Udp(UdpSocket),
}

/// A registered socket.
pub(super) struct Source {
    pub(super) socket: Socket,
    pub(super) generation: u32,
    /// Set by an event, cleared by "would block" or by a short plain read.
    pub(super) ready: [bool; 2],
    /// Once RDHUP, HUP or ERR was reported no read may be skipped: the end of the stream comes with
    /// no further edge.
    pub(super) hung_up: bool,
    pub(super) waits: [Wait; 2],
}

/// A place where one operation waits.
#[derive(Default)]
pub(super) struct Wait {
    pub(super) waker: Option<Waker>,
    /// By [`Direction`].
    pub(super) on: [bool; 2],
    pub(super) deadline: Option<Deadline>,
    /// The armed timer. It fires no later than the deadline, perhaps much earlier: it is left over
    /// from the wait before, so that a wait which ends in time touches no timer.
    pub(super) timer: Option<(TimerKey, Instant)>,
}

impl Socket {
    /// What the registry takes.
    pub(super) fn as_event_source(&mut self) -> &mut dyn event::Source {
        match self {
            Self::Tcp(socket) => socket,
            Self::Udp(socket) => socket,
        }
    }

    pub(super) fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(socket) => (&*socket).read(buffer),
            Self::Udp(socket) => socket.recv(buffer),
        }
    }

    /// Of a UDP socket one datagram, cut at the first buffer's size.
    pub(super) fn read_both(&self, buffer: &mut [u8], more: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(socket) => {
                (&*socket).read_vectored(&mut [IoSliceMut::new(buffer), IoSliceMut::new(more)])
            }
            Self::Udp(socket) => socket.recv(buffer),
        }
    }

    pub(super) fn peek(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(socket) => socket.peek(buffer),
            Self::Udp(socket) => socket.peek(buffer),
        }
    }

    pub(super) fn write(&self, data: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(socket) => (&*socket).write(data),
            Self::Udp(socket) => socket.send(data),
        }
    }
}

impl From<TcpStream> for Socket {
    fn from(socket: TcpStream) -> Self {
        Self::Tcp(socket)
    }
}

impl From<UdpSocket> for Socket {
    fn from(socket: UdpSocket) -> Self {
        Self::Udp(socket)
    }
}

impl Source {
    pub(super) fn new(socket: Socket, generation: u32) -> Self {
        // Ready in both directions: input and output are tried before anybody waits.
        Self { socket, generation, ready: [true, true], hung_up: false, waits: Default::default() }
    }

    /// Takes the wakers of the operations that wait for `direction`.
    pub(super) fn wake(&mut self, direction: Direction) -> impl Iterator<Item = Waker> + '_ {
        self.waits
            .iter_mut()
            .filter(move |wait| wait.on[direction as usize])
            .filter_map(|wait| wait.waker.take())
    }
}
