//! Names to addresses. Names are looked up in the hosts file; `localhost` never leaves the host.

mod hosts;

use crate::error::{Error, Kind, Phase, printable};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The addresses of `name`, in the order in which they are to be tried.
///
/// # Errors
/// [`Kind::Dns`] when no source that is asked knows the name.
pub async fn lookup(name: &str) -> Result<Vec<IpAddr>, Error> {
    check_name(name).map_err(|reason| Error::new(Phase::Resolve, Kind::Dns(reason)))?;
    let found = hosts::lookup(name);
    if !found.is_empty() {
        return Ok(found);
    }
    if is_localhost(name) {
        return Ok(vec![Ipv6Addr::LOCALHOST.into(), Ipv4Addr::LOCALHOST.into()]);
    }
    let reason =
        format!("\"{}\" is not in the hosts file, and no name server is asked", printable(name.as_bytes()));
    Err(Error::new(Phase::Resolve, Kind::Dns(reason)))
}

/// RFC 6761 section 6.3: these never go to a name server.
fn is_localhost(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// RFC 1035 section 2.3.4's limits, and the common mistakes by name.
fn check_name(name: &str) -> Result<(), String> {
    let shown = || printable(name.as_bytes());
    if !name.is_ascii() {
        return Err(format!("\"{}\" is not ASCII; convert it with idn_to_ascii()", shown()));
    }
    if name.len() > 253 {
        return Err(format!("the name has {} bytes, more than the 253 that DNS allows", name.len()));
    }
    match name.split('.').map(str::len).max() {
        Some(64..) => Err(format!("a label of \"{}\" has more than 63 bytes", shown())),
        _ if name.split('.').any(str::is_empty) => Err(format!("\"{}\" has an empty label", shown())),
        _ if name.bytes().any(|b| b.is_ascii_whitespace() || b.is_ascii_control() || b == b'/') => {
            Err(format!("\"{}\" is not a host name", shown()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::block_on;

    fn reason(name: &str) -> String {
        block_on(lookup(name)).unwrap_err().kind.to_string()
    }

    #[test]
    fn localhost_and_its_subdomains_stay_here() {
        for name in ["localhost", "LOCALHOST", "a.b.localhost"] {
            let found = block_on(lookup(name)).unwrap();
            assert!(!found.is_empty() && found.iter().all(IpAddr::is_loopback), "{name}: {found:?}");
        }
    }

    #[test]
    fn impossible_names_say_why() {
        assert!(reason(&"a".repeat(64)).contains("63 bytes"));
        assert!(reason(&"a.".repeat(127)).contains("253"));
        assert!(reason("a..b").contains("empty label"));
        assert!(reason("bücher.test").contains("idn_to_ascii"));
        assert!(reason("a b").contains("not a host name"));
        assert!(reason("nosuch.invalid").contains("nosuch.invalid"));
    }
}
