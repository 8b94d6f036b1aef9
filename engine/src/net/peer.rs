//! The address of one end of a socket, of whatever kind.

use crate::error::printable;
use socket2::SockAddr;
use std::fmt;
use std::net::SocketAddr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

/// The address of one end of a socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// Of TCP and UDP.
    Ip(SocketAddr),
    /// The path of a Unix socket.
    Path(PathBuf),
    /// A Unix socket's name in Linux' abstract namespace, without the NUL that it begins with.
    Abstract(Vec<u8>),
    /// A Unix socket that was never given a name.
    Unnamed,
}

impl Address {
    /// The address without a port: an IP address without brackets, or a path; an abstract name begins with NUL.
    #[must_use]
    pub fn host(&self) -> Vec<u8> {
        match self {
            Self::Ip(address) => address.ip().to_string().into_bytes(),
            Self::Path(path) => path.as_os_str().as_bytes().to_vec(),
            Self::Abstract(name) => [&[0], &name[..]].concat(),
            Self::Unnamed => Vec::new(),
        }
    }

    /// The port; 0 for a Unix socket.
    #[must_use]
    pub const fn port(&self) -> u16 {
        match self {
            Self::Ip(address) => address.port(),
            _ => 0,
        }
    }

    /// The address, if it is one of TCP or UDP.
    #[must_use]
    pub const fn as_ip(&self) -> Option<SocketAddr> {
        match self {
            Self::Ip(address) => Some(*address),
            _ => None,
        }
    }
}

impl From<&SockAddr> for Address {
    fn from(address: &SockAddr) -> Self {
        if let Some(ip) = address.as_socket() {
            Self::Ip(ip)
        } else if let Some(path) = address.as_pathname() {
            Self::Path(path.into())
        } else if let Some(name) = address.as_abstract_namespace() {
            Self::Abstract(name.into())
        } else {
            Self::Unnamed
        }
    }
}

/// For messages: `127.0.0.1:80`, `/run/s.sock`, `@name`.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(address) => address.fmt(f),
            Self::Path(path) => f.write_str(&printable(path.as_os_str().as_bytes())),
            Self::Abstract(name) => write!(f, "@{}", printable(name)),
            Self::Unnamed => f.write_str("an unnamed socket"),
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::os::linux::net::SocketAddrExt;
    use std::os::unix::net::{SocketAddr as UnixAddr, UnixDatagram};

    #[test]
    fn every_kind_has_a_host_a_port_and_a_text() {
        let ip: SocketAddr = "[::1]:80".parse().unwrap();
        let ip = Address::from(&SockAddr::from(ip));
        assert_eq!((ip.host(), ip.port(), ip.to_string()), (b"::1".to_vec(), 80, "[::1]:80".into()));
        let path = Address::from(&SockAddr::unix("/run/a\nb").unwrap());
        assert_eq!(
            (path.host(), path.port(), path.to_string()),
            (b"/run/a\nb".to_vec(), 0, "/run/a\\nb".into())
        );
        let name = format!("corio-test-{}", std::process::id());
        let bound = UnixDatagram::bind_addr(&UnixAddr::from_abstract_name(name.as_bytes()).unwrap()).unwrap();
        let bound = Address::from(&socket2::SockRef::from(&bound).local_addr().unwrap());
        assert_eq!(
            (bound.host(), bound.to_string()),
            ([b"\0", name.as_bytes()].concat(), format!("@{name}"))
        );
        let nobody = UnixDatagram::unbound().unwrap();
        let nobody = Address::from(&socket2::SockRef::from(&nobody).local_addr().unwrap());
        assert_eq!((nobody.host(), nobody.as_ip()), (Vec::new(), None));
    }
}
