//! Opening TCP and UDP sockets.

use crate::net::addr::Family;
use mio::net::{TcpStream, UdpSocket};
use socket2::{Domain, Protocol, SockAddr, Socket, Type};
use std::io;
use std::net::{IpAddr, SocketAddr};

/// What is set on a socket before it connects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SocketOptions {
    /// Which of the peer's addresses may be used.
    pub family: Family,
    /// The local address to bind to; its family restricts the candidates.
    pub bind_address: Option<IpAddr>,
    /// The local port to bind to; 0 lets the system choose.
    pub bind_port: u16,
    /// Send small packets at once (TCP_NODELAY).
    pub nodelay: bool,
    /// SO_SNDBUF and SO_RCVBUF in bytes; `None` leaves the system's tuning on.
    pub buffer_size: Option<usize>,
}

impl SocketOptions {
    /// Whether a connection to `addr` is allowed, and can come from the bind address.
    #[must_use]
    pub fn allows(&self, addr: &SocketAddr) -> bool {
        self.family.allows(&addr.ip())
            && self.bind_address.is_none_or(|bind| bind.is_ipv4() == addr.is_ipv4())
    }
}

/// Starts a non-blocking connect; the result is there when the socket gets writable.
///
/// # Errors
/// The system's: no descriptor left, the bind address is in use or not local, no route.
pub fn start_connect(addr: SocketAddr, options: &SocketOptions) -> io::Result<TcpStream> {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM.nonblocking(), Some(Protocol::TCP))?;
    if let Some(bytes) = options.buffer_size {
        socket.set_send_buffer_size(bytes)?;
        socket.set_recv_buffer_size(bytes)?;
    }
    if options.nodelay {
        socket.set_tcp_nodelay(true)?;
    }
    if let Some(local) = local_address(&addr, options) {
        socket.set_reuse_address(options.bind_port != 0)?;
        socket.bind(&SockAddr::from(local))?;
    }
    match socket.connect(&SockAddr::from(addr)) {
        Ok(()) => {}
        Err(error) if error.raw_os_error() == Some(libc::EINPROGRESS) => {}
        Err(error) => return Err(error),
    }
    Ok(TcpStream::from_std(socket.into()))
}

/// A non-blocking UDP socket that talks to `peer` only, from a random port of the system's choice: what
/// others send is not received, and a refusal by `peer` is an error.
///
/// # Errors
/// The system's: no descriptor left, no route.
pub fn connect_udp(peer: SocketAddr) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(peer), Type::DGRAM.nonblocking(), Some(Protocol::UDP))?;
    socket.connect(&SockAddr::from(peer))?;
    Ok(UdpSocket::from_std(socket.into()))
}

fn local_address(peer: &SocketAddr, options: &SocketOptions) -> Option<SocketAddr> {
    if options.bind_address.is_none() && options.bind_port == 0 {
        return None;
    }
    let any: IpAddr = match peer {
        SocketAddr::V4(_) => std::net::Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => std::net::Ipv6Addr::UNSPECIFIED.into(),
    };
    Some(SocketAddr::new(options.bind_address.unwrap_or(any), options.bind_port))
}
