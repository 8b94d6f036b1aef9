//! Literal addresses: told apart from names before anything is resolved.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};

/// Which addresses may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Family {
    /// Both kinds.
    #[default]
    Any,
    /// IPv4 only.
    Ipv4,
    /// IPv6 only.
    Ipv6,
}

impl Family {
    /// Whether `ip` belongs to it.
    #[must_use]
    pub const fn allows(self, ip: &IpAddr) -> bool {
        match self {
            Self::Any => true,
            Self::Ipv4 => ip.is_ipv4(),
            Self::Ipv6 => ip.is_ipv6(),
        }
    }
}

/// What a host string is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// An IPv4 or IPv6 literal; brackets and zone are taken off, the zone is kept as an index.
    Literal {
        /// The address.
        ip: IpAddr,
        /// The interface index of an IPv6 zone, 0 for none.
        scope: u32,
    },
    /// A name to be resolved.
    Name {
        /// Without its trailing dot.
        name: String,
        /// Whether it had one: then no search list applies.
        complete: bool,
    },
}

impl Host {
    /// Classifies `host`.
    ///
    /// # Errors
    /// A text that says what is wrong: empty, NUL, an old-style literal such as `127.1`, an unknown zone.
    pub fn parse(host: &str) -> Result<Self, String> {
        if host.is_empty() {
            return Err("the host is empty".into());
        }
        if host.contains('\0') {
            return Err("the host contains a NUL byte".into());
        }
        if let Ok(ip) = host.parse::<Ipv4Addr>() {
            return Ok(Self::Literal { ip: ip.into(), scope: 0 });
        }
        if host.contains("://") {
            return Err(format!("\"{host}\" is a URL; give host and port separately"));
        }
        let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
        if let Some((name, port)) = bare.split_once(':')
            && !name.is_empty()
            && !port.is_empty()
            && port.bytes().all(|b| b.is_ascii_digit())
        {
            return Err(format!("\"{host}\" contains a port, which is an argument of its own"));
        }
        if bare.contains(':') {
            return parse_ipv6(bare).ok_or_else(|| format!("\"{host}\" is not an IPv6 address"));
        }
        if is_legacy_literal(bare) {
            return Err(format!(
                "\"{host}\" is not a complete IPv4 address (four decimal numbers are expected)"
            ));
        }
        let name = bare.strip_suffix('.').unwrap_or(bare);
        if name.is_empty() {
            return Err(format!("\"{host}\" is not a host name"));
        }
        Ok(Self::Name { name: name.to_owned(), complete: name.len() < bare.len() })
    }

    /// The address of a literal with `port`.
    #[must_use]
    pub fn socket_addr(&self, port: u16) -> Option<SocketAddr> {
        match *self {
            Self::Literal { ip, scope } => Some(with_port(ip, port, scope)),
            Self::Name { .. } => None,
        }
    }
}

/// `ip` with `port`, and of IPv6 with the interface index `scope`.
pub(crate) const fn with_port(ip: IpAddr, port: u16, scope: u32) -> SocketAddr {
    match ip {
        IpAddr::V6(ip) => SocketAddr::V6(SocketAddrV6::new(ip, port, 0, scope)),
        IpAddr::V4(_) => SocketAddr::new(ip, port),
    }
}

fn parse_ipv6(text: &str) -> Option<Host> {
    let (ip, zone) = text.split_once('%').map_or((text, None), |(ip, zone)| (ip, Some(zone)));
    let ip: Ipv6Addr = ip.parse().ok()?;
    let scope = match zone {
        Some(zone) => zone.parse().ok().or_else(|| interface_index(zone))?,
        None => 0,
    };
    Some(Host::Literal { ip: ip.into(), scope })
}

/// The number of the interface `name`, from the kernel's list of IPv6 addresses: a zone belongs to one.
fn interface_index(name: &str) -> Option<u32> {
    let list = std::fs::read_to_string("/proc/net/if_inet6").ok()?;
    let mut lines = list.lines().map(|line| line.split_ascii_whitespace());
    // Address, index, prefix length, scope, flags, name; numbers in hexadecimal.
    lines.find_map(|mut words| {
        let index = words.nth(1)?;
        (words.nth(3)? == name).then(|| u32::from_str_radix(index, 16).ok())?
    })
}

/// inet_aton's other spellings (`127.1`, `0x7f000001`, `2130706433`): refused rather than resolved,
/// because what a script checked as a name would connect to an address.
fn is_legacy_literal(host: &str) -> bool {
    let last = host.strip_suffix('.').unwrap_or(host).rsplit('.').next().unwrap_or(host);
    let hex = last.strip_prefix("0x").or_else(|| last.strip_prefix("0X"));
    !last.is_empty()
        && (last.bytes().all(|b| b.is_ascii_digit())
            || hex.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit())))
}

/// `host:port`, with brackets around an IPv6 literal.
#[must_use]
pub fn display(host: &str, port: u16) -> String {
    let host = crate::error::printable(host.as_bytes());
    if host.contains(':') && !host.starts_with('[') {
        format!("[{host}]:{port}")
    } else {
        format!("{host}:{port}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Option<String> {
        Host::parse(text).ok()?.socket_addr(25).map(|addr| addr.to_string())
    }

    #[test]
    fn literals_are_told_from_names() {
        assert_eq!(literal("127.0.0.1").as_deref(), Some("127.0.0.1:25"));
        assert_eq!(literal("::1").as_deref(), Some("[::1]:25"));
        assert_eq!(literal("[::1]").as_deref(), Some("[::1]:25"));
        assert_eq!(literal("fe80::1%1").as_deref(), Some("[fe80::1%1]:25"));
        assert_eq!(literal("fe80::1%lo").as_deref(), Some("[fe80::1%1]:25"));
        for (host, name, complete) in [("mail.test.", "mail.test", true), ("a-1.2b", "a-1.2b", false)] {
            assert_eq!(Host::parse(host), Ok(Host::Name { name: name.into(), complete }));
        }
    }

    #[test]
    fn what_is_neither_is_refused_with_a_reason() {
        for bad in [
            "",
            "a\0b",
            "127.1",
            "0x7f000001",
            "2130706433",
            "1.2.3.4.5",
            "256.1.1.1",
            "::g",
            "[::1",
            "fe80::1%nosuch",
            "fe80::1%",
            "fe80::1%../net/lo",
            ".",
            "[]",
            "[.]",
        ] {
            assert!(Host::parse(bad).is_err(), "{bad}");
        }
        assert!(Host::parse("127.1").unwrap_err().contains("127.1"));
        for host in ["mail.test:25", "127.0.0.1:25"] {
            assert!(Host::parse(host).unwrap_err().contains("contains a port"), "{host}");
        }
    }

    #[test]
    fn ipv6_is_shown_in_brackets() {
        assert_eq!(display("::1", 80), "[::1]:80");
        assert_eq!(display("a.test", 80), "a.test:80");
    }
}
