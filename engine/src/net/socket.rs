//! Opening sockets, and what is set on them.

use crate::error::{Kind, Strerror};
use crate::net::addr::Family;
use socket2::{Domain, Protocol, SockAddr, Socket, TcpKeepalive, Type};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// What kind of socket a connection has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SocketKind {
    /// A byte stream to a host and port.
    #[default]
    Tcp,
    /// Datagrams to a host and port.
    Udp,
    /// A byte stream to a path of this host.
    UnixStream,
    /// Datagrams to a path of this host.
    UnixDatagram,
}

impl SocketKind {
    /// Whether the peer is a path.
    #[must_use]
    pub const fn is_unix(self) -> bool {
        matches!(self, Self::UnixStream | Self::UnixDatagram)
    }

    /// Whether what is sent keeps its borders.
    #[must_use]
    pub const fn is_datagram(self) -> bool {
        matches!(self, Self::Udp | Self::UnixDatagram)
    }

    /// The kind in a few words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::UnixStream => "Unix stream",
            Self::UnixDatagram => "Unix datagram",
        }
    }
}

/// What is set on a socket before it connects. What a kind of socket does not have is ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SocketOptions {
    /// Which of the peer's addresses may be used.
    pub family: Family,
    /// The local address to bind to; its family restricts the candidates.
    pub bind_address: Option<IpAddr>,
    /// The local port to bind to; 0 lets the system choose.
    pub bind_port: u16,
    /// The path that a Unix socket binds to; `None` leaves a stream unnamed and gives a datagram socket one of its
    /// own below the system's folder for temporary files. It is removed when the socket is closed.
    pub bind_path: Option<PathBuf>,
    /// The network interface to go through (SO_BINDTODEVICE).
    pub bind_device: Option<String>,
    /// Send small packets at once (TCP_NODELAY).
    pub nodelay: bool,
    /// SO_SNDBUF and SO_RCVBUF in bytes; `None` leaves the system's tuning on.
    pub buffer_size: Option<usize>,
    /// Have the system ask a silent peer of a TCP connection whether it is still there.
    pub keepalive: Option<Keepalive>,
    /// Allow UDP datagrams to all hosts of a network (SO_BROADCAST).
    pub broadcast: bool,
}

/// When a silent peer is asked whether it is still there; `None` is the system's setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keepalive {
    /// After so much silence. Whole seconds, at least one.
    pub idle: Option<Duration>,
    /// So long after the question before. Whole seconds, at least one.
    pub interval: Option<Duration>,
    /// So many times before the connection is given up.
    pub count: Option<u32>,
}

impl SocketOptions {
    /// The settings of keepalive, which is on from then on.
    pub fn keepalive_mut(&mut self) -> &mut Keepalive {
        self.keepalive.get_or_insert_default()
    }

    /// Whether a connection to `addr` is allowed, and can come from the bind address.
    #[must_use]
    pub fn allows(&self, addr: &SocketAddr) -> bool {
        self.family.allows(&addr.ip())
            && self.bind_address.is_none_or(|bind| bind.is_ipv4() == addr.is_ipv4())
    }

    /// Why none of `addresses` may be used; all of them are not allowed.
    pub(crate) fn exclusion(&self, addresses: &[SocketAddr]) -> String {
        match self.bind_address {
            Some(bind) if addresses.iter().any(|addr| self.family.allows(&addr.ip())) => {
                format!("bind_address {bind} cannot reach any of its addresses (other address family)")
            }
            _ => "ip_family excludes all of its addresses".into(),
        }
    }
}

/// Why a socket could not be opened.
#[derive(Debug)]
pub struct Refusal {
    /// The system's error.
    pub error: io::Error,
    /// The setting that it came of, and its value; empty where it is none's.
    setting: String,
}

impl Refusal {
    /// The same as the reason of a failed operation.
    #[must_use]
    pub fn into_kind(self) -> Kind {
        if self.setting.is_empty() {
            return Kind::Io(self.error);
        }
        let text = format!("{}: {}", self.setting, Strerror(&self.error));
        Kind::AllFailed(self.error, text)
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self { error, setting: String::new() }
    }
}

/// Starts a non-blocking TCP connect; the result is there when the socket gets writable.
///
/// # Errors
/// The system's: no descriptor left, the bind address is in use or not local, no route.
pub fn start_connect(addr: SocketAddr, options: &SocketOptions) -> Result<Socket, Refusal> {
    let socket = open_ip(addr, Type::STREAM, Protocol::TCP, options)?;
    if options.nodelay {
        socket.set_tcp_nodelay(true)?;
    }
    if let Some(keepalive) = &options.keepalive {
        set_keepalive(&socket, keepalive)?;
    }
    match socket.connect(&SockAddr::from(addr)) {
        Ok(()) => {}
        Err(error) if error.raw_os_error() == Some(libc::EINPROGRESS) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(socket)
}

/// A non-blocking UDP socket that talks to `peer` only, from a random port of the system's choice: what
/// others send is not received, and a refusal by `peer` is an error.
///
/// # Errors
/// The system's: no descriptor left, no route.
pub fn connect_udp(peer: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(peer), Type::DGRAM.nonblocking(), Some(Protocol::UDP))?;
    socket.connect(&SockAddr::from(peer))?;
    Ok(socket)
}

/// A non-blocking UDP socket that can send to `peer`, and to others of its family.
///
/// # Errors
/// The system's: no descriptor left, the bind address is in use or not local.
pub fn open_udp(peer: SocketAddr, options: &SocketOptions) -> Result<Socket, Refusal> {
    let socket = open_ip(peer, Type::DGRAM, Protocol::UDP, options)?;
    if options.broadcast {
        socket.set_broadcast(true)?;
    }
    Ok(socket)
}

fn open_ip(
    peer: SocketAddr,
    kind: Type,
    protocol: Protocol,
    options: &SocketOptions,
) -> Result<Socket, Refusal> {
    let socket = Socket::new(Domain::for_address(peer), kind.nonblocking(), Some(protocol))?;
    set_buffers(&socket, options)?;
    if let Some(device) = &options.bind_device {
        let named = |error| Refusal { error, setting: format!("bind_device \"{device}\"") };
        bind_device(&socket, device).map_err(named)?;
    }
    if let Some(local) = local_address(&peer, options) {
        socket.set_reuse_address(options.bind_port != 0)?;
        socket.bind(&SockAddr::from(local))?;
    }
    Ok(socket)
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn bind_device(socket: &Socket, device: &str) -> io::Result<()> {
    socket.bind_device(Some(device.as_bytes()))
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn bind_device(_: &Socket, _: &str) -> io::Result<()> {
    Err(io::Error::from_raw_os_error(libc::EOPNOTSUPP))
}

pub(super) fn set_buffers(socket: &Socket, options: &SocketOptions) -> io::Result<()> {
    if let Some(bytes) = options.buffer_size {
        socket.set_send_buffer_size(bytes)?;
        socket.set_recv_buffer_size(bytes)?;
    }
    Ok(())
}

fn set_keepalive(socket: &Socket, keepalive: &Keepalive) -> Result<(), Refusal> {
    let mut params = TcpKeepalive::new();
    if let Some(idle) = keepalive.idle {
        params = params.with_time(idle);
    }
    if let Some(interval) = keepalive.interval {
        params = params.with_interval(interval);
    }
    if let Some(count) = keepalive.count {
        params = params.with_retries(count);
    }
    let named = |error| Refusal { error, setting: format!("tcp_keepalive ({keepalive:?})") };
    socket.set_tcp_keepalive(&params).map_err(named)
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
