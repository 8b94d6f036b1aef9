//! Addresses that refuse, listen or keep silent.

use socket2::{Domain, SockAddr, Socket, Type};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

/// What answers at an address.
pub(crate) struct Host {
    socket: Socket,
    /// What fills the backlog.
    _queued: Vec<TcpStream>,
}

impl Host {
    /// Nobody, and nobody else can take the port.
    pub(crate) fn closed(addr: SocketAddr) -> Option<Self> {
        let socket = Socket::new(Domain::for_address(addr), Type::STREAM, None).unwrap();
        socket.bind(&SockAddr::from(addr)).ok()?;
        Some(Self { socket, _queued: Vec::new() })
    }

    pub(crate) fn listening(addr: SocketAddr) -> Option<Self> {
        let host = Self::closed(addr)?;
        host.socket.listen(16).ok()?;
        Some(host)
    }

    /// Its backlog is full, so that connecting to it gets no answer.
    pub(crate) fn silent(addr: SocketAddr) -> Option<Self> {
        let mut host = Self::closed(addr)?;
        host.socket.listen(0).ok()?;
        let brief = Duration::from_millis(100);
        let connect = || TcpStream::connect_timeout(&addr, brief).ok();
        host._queued = std::iter::from_fn(connect).take(64).collect();
        Some(host)
    }

    /// How many connections were made to it.
    pub(crate) fn connections(&self) -> usize {
        self.socket.set_nonblocking(true).unwrap();
        std::iter::from_fn(|| self.socket.accept().ok()).count()
    }
}

pub(crate) type Make = fn(SocketAddr) -> Option<Host>;

/// One host per address, all at the same port.
pub(crate) fn hosts<const N: usize>(wanted: [(&str, Make); N]) -> (u16, [Host; N]) {
    for _ in 0..20 {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let made: Vec<Host> =
            wanted.iter().map_while(|(ip, make)| make(SocketAddr::new(ip.parse().unwrap(), port))).collect();
        if let Ok(made) = made.try_into() {
            return (port, made);
        }
    }
    panic!("no port that is free at all addresses");
}
