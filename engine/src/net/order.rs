//! In which order a host's addresses are tried: RFC 6724 section 6, then families in turn (RFC 8305
//! section 4).

use socket2::{Domain, Protocol, SockAddr, Socket, Type};
use std::cmp::Ordering;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// Orders `addresses` for connecting from `bind`, or from whatever address the system would choose.
#[must_use]
pub fn sort(addresses: Vec<SocketAddr>, bind: Option<IpAddr>) -> Vec<SocketAddr> {
    if addresses.len() < 2 {
        return addresses;
    }
    sort_from(addresses, |peer| bind.or_else(|| source_for(peer)))
}

/// Whether there is a route to `peer`.
#[must_use]
pub(crate) fn is_reachable(peer: SocketAddr) -> bool {
    source_for(peer).is_some()
}

/// The address that a connection to `peer` would come from; `None` without a route.
fn source_for(peer: SocketAddr) -> Option<IpAddr> {
    // Connecting a UDP socket sends nothing.
    let socket = Socket::new(Domain::for_address(peer), Type::DGRAM, Some(Protocol::UDP)).ok()?;
    socket.connect(&SockAddr::from(peer)).ok()?;
    socket.local_addr().ok()?.as_socket().map(|local| local.ip())
}

fn sort_from(
    addresses: Vec<SocketAddr>,
    mut source_for: impl FnMut(SocketAddr) -> Option<IpAddr>,
) -> Vec<SocketAddr> {
    let mut candidates: Vec<Candidate> =
        addresses.into_iter().map(|peer| Candidate::new(peer, source_for(peer))).collect();
    // Stable: among equals the server's order stays, so that its rotation spreads the load (rule 10).
    candidates.sort_by(Candidate::compare);
    let reachable = candidates.partition_point(|candidate| candidate.source.is_some());
    let unreachable = candidates.split_off(reachable);
    interleave(&candidates).into_iter().chain(unreachable.iter().map(|c| c.peer)).collect()
}

/// The families in turn, beginning with the first one's.
fn interleave(candidates: &[Candidate]) -> Vec<SocketAddr> {
    let Some(first) = candidates.first() else { return Vec::new() };
    let is_first = |c: &&Candidate| c.peer.is_ipv4() == first.peer.is_ipv4();
    let (mut a, mut b) = (candidates.iter().filter(is_first), candidates.iter().filter(|c| !is_first(c)));
    let mut order = Vec::with_capacity(candidates.len());
    while order.len() < candidates.len() {
        order.extend(a.next().into_iter().chain(b.next()).map(|candidate| candidate.peer));
    }
    order
}

struct Candidate {
    peer: SocketAddr,
    source: Option<IpAddr>,
    /// Whether source and peer agree, and how much the peer is preferred: greater is better.
    rank: (bool, bool, u8, u8),
    /// How many leading bits IPv6 peer and source share.
    prefix: u32,
}

impl Candidate {
    fn new(peer: SocketAddr, source: Option<IpAddr>) -> Self {
        let to = mapped(peer.ip());
        let rank = |from: Ipv6Addr| {
            let same_scope = scope(to) == scope(from);
            (same_scope, policy(to).1 == policy(from).1, policy(to).0, u8::MAX - scope(to))
        };
        let prefix = match (peer.ip(), source) {
            // No further than the network part, which is what says something about the distance.
            (IpAddr::V6(to), Some(IpAddr::V6(from))) => {
                (to.to_bits() ^ from.to_bits()).leading_zeros().min(64)
            }
            // Not for IPv4: provider-independent networks made it meaningless, and it ends all rotation.
            _ => 0,
        };
        Self { peer, source, rank: source.map(mapped).map(rank).unwrap_or_default(), prefix }
    }

    /// Rules 1 (reachable), 2 (scopes match), 5 (labels match), 6 (precedence), 8 (smaller scope) and 9
    /// (longest prefix). Rules 3, 4 and 7 need what the system does not tell.
    fn compare(&self, other: &Self) -> Ordering {
        let by_rule = other.source.is_some().cmp(&self.source.is_some()).then(other.rank.cmp(&self.rank));
        if self.peer.is_ipv4() == other.peer.is_ipv4() {
            return by_rule.then(other.prefix.cmp(&self.prefix));
        }
        by_rule
    }
}

fn mapped(ip: IpAddr) -> Ipv6Addr {
    match ip {
        IpAddr::V4(ip) => ip.to_ipv6_mapped(),
        IpAddr::V6(ip) => ip,
    }
}

/// RFC 6724 section 3.1 and, for IPv4, 3.2: link-local 2, site-local 5, global 14.
fn scope(ip: Ipv6Addr) -> u8 {
    const LINK: u8 = 2;
    const GLOBAL: u8 = 14;
    if let Some(ip) = ip.to_ipv4_mapped() {
        return if ip.is_loopback() || ip.is_link_local() { LINK } else { GLOBAL };
    }
    match ip.octets() {
        [0xff, flags, ..] => flags & 0x0f,
        _ if ip.is_loopback() || ip.is_unicast_link_local() => LINK,
        [0xfe, second, ..] if second & 0xc0 == 0xc0 => 5,
        _ => GLOBAL,
    }
}

/// RFC 6724 section 2.1: precedence and label.
fn policy(ip: Ipv6Addr) -> (u8, u8) {
    match ip.segments() {
        _ if ip.is_loopback() => (50, 0),
        [0, 0, 0, 0, 0, 0xffff, ..] => (35, 4),
        [0x2002, ..] => (30, 2),
        [0x2001, 0, ..] => (5, 5),
        [first, ..] if first & 0xfe00 == 0xfc00 => (3, 13),
        [0, 0, 0, 0, 0, 0, ..] => (1, 3),
        [first, ..] if first & 0xffc0 == 0xfec0 => (1, 11),
        [0x3ffe, ..] => (1, 12),
        _ => (40, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sorts `peers` on a host with the addresses `own` of which the first of the peer's family is used.
    fn sorted(peers: &[&str], own: &[&str]) -> Vec<String> {
        let parse = |text: &&str| text.parse::<IpAddr>().unwrap();
        let peers = peers.iter().map(parse).map(|ip| SocketAddr::new(ip, 1)).collect();
        let own: Vec<IpAddr> = own.iter().map(parse).collect();
        let source = |peer: SocketAddr| own.iter().copied().find(|ip| ip.is_ipv4() == peer.is_ipv4());
        sort_from(peers, source).iter().map(|addr| addr.ip().to_string()).collect()
    }

    #[test]
    fn families_take_turns_and_ipv6_begins() {
        let peers = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::1", "2001:db8::2"];
        assert_eq!(
            sorted(&peers, &["198.51.100.1", "2001:db8::9"]),
            ["2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "192.0.2.3"]
        );
    }

    #[test]
    fn what_cannot_be_reached_comes_last() {
        let peers = ["2001:db8::1", "2001:db8::2", "192.0.2.1", "192.0.2.2"];
        assert_eq!(
            sorted(&peers, &["198.51.100.1"]),
            ["192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2"]
        );
        assert_eq!(sorted(&peers, &[]), peers);
    }

    /// The examples of RFC 6724 section 10.2 that its rules 3, 4 and 7 have no part in.
    #[test]
    fn the_examples_of_the_rfc() {
        assert_eq!(
            sorted(&["198.51.100.121", "2001:db8:1::1"], &["2001:db8:1::2", "169.254.13.78"]),
            ["2001:db8:1::1", "198.51.100.121"]
        );
        assert_eq!(
            sorted(&["2001:db8:1::1", "198.51.100.121"], &["fe80::1", "198.51.100.117"]),
            ["198.51.100.121", "2001:db8:1::1"]
        );
        assert_eq!(
            sorted(&["10.1.2.3", "2001:db8:1::1"], &["2001:db8:1::2", "10.1.2.4"]),
            ["2001:db8:1::1", "10.1.2.3"]
        );
        assert_eq!(
            sorted(&["2002:c633:6401::1", "2001:db8:1::1"], &["2002:c633:6401::2"]),
            ["2002:c633:6401::1", "2001:db8:1::1"]
        );
        assert_eq!(
            sorted(&["2001:db8:2::1", "2001:db8:1::1"], &["2001:db8:1::2"]),
            ["2001:db8:1::1", "2001:db8:2::1"]
        );
    }

    #[test]
    fn equals_keep_the_servers_order() {
        let peers = ["192.0.2.3", "192.0.2.1", "192.0.2.2"];
        assert_eq!(sorted(&peers, &["192.0.2.200"]), peers);
    }

    #[test]
    fn the_system_is_asked() {
        let peers: Vec<SocketAddr> = vec!["127.0.0.2:1".parse().unwrap(), "127.0.0.1:1".parse().unwrap()];
        assert_eq!(sort(peers.clone(), None), peers);
        assert_eq!(source_for(peers[1]), Some("127.0.0.1".parse().unwrap()));
    }
}
