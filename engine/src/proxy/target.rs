//! What a proxy is asked to connect to.

use super::Scheme;
use crate::error::printable;
use crate::net::addr::Host;
use std::net::IpAddr;

/// A host and port that can be told to a proxy. A name stays a name: the proxy resolves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub(super) host: Address,
    pub(super) port: u16,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    Ip(IpAddr),
    /// ASCII without anything that could end it before its end; 1 to 255 bytes.
    Name(String),
}

impl Target {
    /// Takes `host` and `port` if a proxy of `scheme` can be told them.
    ///
    /// # Errors
    /// A text that says why it cannot.
    pub fn new(scheme: Scheme, host: &Host, port: u16) -> Result<Self, String> {
        let host = match host {
            Host::Literal { ip: IpAddr::V6(ip), .. } if scheme == Scheme::Socks4 => {
                return Err(format!("SOCKS4 proxies connect to IPv4 addresses and names only, not to {ip}"));
            }
            Host::Literal { ip, scope } if *scope != 0 => {
                return Err(format!("the zone of {ip} means nothing to a proxy"));
            }
            Host::Literal { ip, .. } => Address::Ip(*ip),
            Host::Name { name, complete } => {
                check(name).map_err(|why| format!("\"{}\" {why}", printable(name.as_bytes())))?;
                // The dot keeps the proxy from trying its own search list.
                Address::Name(if *complete { format!("{name}.") } else { name.clone() })
            }
        };
        Ok(Self { host, port })
    }

    /// `host:port` as a URI has it.
    pub(super) fn authority(&self) -> String {
        match &self.host {
            Address::Ip(IpAddr::V6(ip)) => format!("[{ip}]:{}", self.port),
            Address::Ip(ip) => format!("{ip}:{}", self.port),
            Address::Name(name) => format!("{name}:{}", self.port),
        }
    }
}

fn check(name: &str) -> Result<(), &'static str> {
    if !name.is_ascii() {
        return Err("is not ASCII; convert it with idn_to_ascii()");
    }
    // One byte is left for the dot.
    if name.len() > 254 {
        return Err("is longer than a name can be");
    }
    if name.bytes().any(|byte| !byte.is_ascii_graphic() || b"/?#@[]\\:\"<>".contains(&byte)) {
        return Err("contains a byte that no host name has");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(scheme: Scheme, host: &str) -> Result<String, String> {
        Target::new(scheme, &Host::parse(host)?, 25).map(|target| target.authority())
    }

    #[test]
    fn literals_are_told_from_names() {
        for (host, authority) in [
            ("mail.test", "mail.test:25"),
            ("mail.test.", "mail.test.:25"),
            ("_x-1.test", "_x-1.test:25"),
            ("192.0.2.1", "192.0.2.1:25"),
            ("2001:db8::1", "[2001:db8::1]:25"),
            ("[::1]", "[::1]:25"),
        ] {
            assert_eq!(target(Scheme::Http, host).as_deref(), Ok(authority));
        }
    }

    #[test]
    fn a_name_cannot_break_out_of_a_request() {
        for bad in ["a b", "a\r\nX-Evil", "a\n", "a\r", "a/b", "a@b", "a?b", "a#b", "a\\b", "a\x7f", "a\tb"] {
            let why = target(Scheme::Http, bad).unwrap_err();
            assert!(why.ends_with("contains a byte that no host name has"), "{why}");
            assert!(!why.contains(['\r', '\n']), "{why}");
        }
        assert!(target(Scheme::Socks5, "b\u{fc}cher.test").unwrap_err().contains("idn_to_ascii()"));
        assert!(target(Scheme::Socks5, &"x".repeat(254)).is_ok());
        assert!(target(Scheme::Socks5, &"x".repeat(255)).unwrap_err().contains("longer"));
    }

    #[test]
    fn what_a_proxy_cannot_be_told_is_refused() {
        assert!(target(Scheme::Socks4, "::1").unwrap_err().contains("IPv4 addresses and names only"));
        assert!(target(Scheme::Socks5, "fe80::1%1").unwrap_err().contains("zone"));
    }
}
