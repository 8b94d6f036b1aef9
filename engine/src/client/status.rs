//! What can be asked of a connection.

use super::{Client, Link};
use crate::error::{Error, Kind, Phase};
use crate::net::peer::Address;
use crate::net::socket::SocketKind;
use crate::transport::Transport;
use libc::MSG_PEEK;
use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

/// In which state a connection is that nobody uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Liveness {
    /// It stands, and nothing is left over from what it was used for.
    Clean,
    /// It stands, but something is left over: the text says what.
    Dirty(String),
    /// It is of no use any more: the text says why.
    Dead(String),
}

impl Client {
    /// The kind of socket of the last connect.
    #[must_use]
    pub fn kind(&self) -> SocketKind {
        self.state.borrow().kind
    }

    /// Whether an empty receive is the end: it is on a stream, and under DTLS. Without DTLS a datagram may be empty, and
    /// there is no end.
    #[must_use]
    pub fn can_end(&self) -> bool {
        !matches!(&self.state.borrow().link, Link::Open(Transport::Datagram(_)))
    }

    /// Whether there is a connection; the peer may have gone meanwhile.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        match self.state.borrow().link.standing() {
            // A socket that sendto() has opened is connected to nobody.
            Ok(Transport::Datagram(datagram)) => datagram.has_peer(),
            standing => standing.is_ok(),
        }
    }

    /// The socket's descriptor.
    #[must_use]
    pub fn descriptor(&self) -> Option<RawFd> {
        let Link::Open(transport) = &self.state.borrow().link else { return None };
        transport.source().with_socket(|socket| socket.as_raw_fd()).ok()
    }

    /// Another descriptor of the same socket, for somebody else to keep. It outlives the connection's own, and is
    /// non-blocking as that is; that its owner changes the mode does no harm here.
    ///
    /// # Errors
    /// [`Kind::NotConnected`], or the system's.
    pub fn duplicate(&self) -> Result<OwnedFd, Error> {
        let copy = self.transport(Phase::Connect)?.source().duplicate();
        copy.map_err(|error| self.error(Phase::Connect, Kind::Io(error)))
    }

    /// The local address.
    ///
    /// # Errors
    /// [`Kind::NotConnected`], or the system's.
    pub fn local_address(&self) -> Result<Address, Error> {
        let source = self.transport(Phase::Connect)?.source();
        let address = source.with_socket(|socket| socket.local_addr()).and_then(|address| address);
        address
            .map(|address| Address::from(&address))
            .map_err(|error| self.error(Phase::Connect, Kind::Io(error)))
    }

    /// The address of the other end: the peer's, or that of the proxy on the way. Of a UDP socket that is not connected
    /// with its peer, who sent the last datagram that was received.
    ///
    /// # Errors
    /// As [`Client::local_address`].
    pub fn peer_address(&self) -> Result<Address, Error> {
        let transport = self.transport(Phase::Connect)?;
        if let Transport::Datagram(datagram) = &transport {
            let none = || Kind::NotConnected("no datagram was received and no peer named");
            return datagram.peer_address().ok_or_else(|| self.error(Phase::Connect, none()));
        }
        let address = transport.source().with_socket(|socket| socket.peer_addr()).and_then(|address| address);
        address
            .map(|address| Address::from(&address))
            .map_err(|error| self.error(Phase::Connect, Kind::Io(error)))
    }

    /// The local address of a TCP or UDP socket.
    ///
    /// # Errors
    /// As [`Client::local_address`]; [`Kind::Refused`] on a Unix socket.
    pub fn local_addr(&self) -> Result<SocketAddr, Error> {
        self.ip(self.local_address()?)
    }

    /// The address of the other end, as [`Client::peer_address`] tells it, of a TCP or UDP socket.
    ///
    /// # Errors
    /// As [`Client::peer_address`]; [`Kind::Refused`] on a Unix socket.
    pub fn peer_addr(&self) -> Result<SocketAddr, Error> {
        self.ip(self.peer_address()?)
    }

    fn ip(&self, address: Address) -> Result<SocketAddr, Error> {
        address.as_ip().ok_or_else(|| {
            let reason = "a Unix socket has a path, and no IP address".into();
            self.error(Phase::Connect, Kind::Refused(libc::EAFNOSUPPORT, reason))
        })
    }

    /// Looks whether somebody else could go on with the connection as if it were new. Nobody may be using it.
    #[must_use]
    pub fn liveness(&self) -> Liveness {
        let transport = match self.transport(Phase::Connect) {
            Ok(transport) => transport,
            Err(error) => return Liveness::Dead(error.kind.to_string()),
        };
        let unread = self.inbox.unread();
        if unread > 0 {
            return Liveness::Dirty(format!("{unread} bytes were received and not taken"));
        }
        if transport.is_owing() {
            return Liveness::Dirty("not everything has been sent".into());
        }
        let source = transport.source();
        if let Ok(Some(error)) | Err(error) = source.with_socket(|socket| socket.take_error()).and_then(|e| e)
        {
            return Liveness::Dead(Kind::Io(error).to_string());
        }
        // Urgent data is not among what is seen otherwise. "Invalid" says that there is none.
        if matches!(&transport, Transport::Plain(_) | Transport::Tls(..)) {
            let urgent = source.try_read_urgent(&mut [0], MSG_PEEK);
            if urgent.is_ok() || urgent.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock) {
                return Liveness::Dirty("urgent data was not read".into());
            }
        }
        match transport.try_peek(&mut [0]) {
            Ok(0) if self.can_end() => Liveness::Dead("the peer has closed the connection".into()),
            Ok(_) => Liveness::Dirty("there is something that was not received".into()),
            Err(error) => match &error.kind {
                Kind::Io(error) if error.raw_os_error() == Some(libc::EAGAIN) => Liveness::Clean,
                reason => Liveness::Dead(reason.to_string()),
            },
        }
    }
}
