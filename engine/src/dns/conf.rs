//! resolv.conf and nsswitch.conf, read as resolv.conf(5) and nsswitch.conf(5) say. What is malformed or
//! unknown is passed over.

use crate::net::addr::Host;
use std::net::SocketAddr;
use std::time::Duration;

/// What resolv.conf says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Conf {
    /// In the order in which they are to be asked.
    pub(super) servers: Vec<SocketAddr>,
    /// Domains to be tried behind a name that is not complete, without their dots at the end.
    pub(super) search: Vec<String>,
    /// A name with that many dots is tried as it is before the search list.
    pub(super) ndots: usize,
    /// How long one server may take.
    pub(super) timeout: Duration,
    /// How often a server that says nothing is asked.
    pub(super) attempts: u32,
    /// Start with another server each time.
    pub(super) rotate: bool,
}

impl Conf {
    /// An empty file.
    pub(super) const EMPTY: Self = Self {
        servers: Vec::new(),
        search: Vec::new(),
        ndots: 1,
        timeout: Duration::from_secs(5),
        attempts: 2,
        rotate: false,
    };
}

/// The C library's limits: MAXNS, RES_MAXNDOTS, RES_MAXRETRANS, RES_MAXRETRY.
const MOST_SERVERS: usize = 3;
const MOST_DOTS: usize = 15;
const LONGEST_TIMEOUT: u64 = 30;
const MOST_ATTEMPTS: u32 = 5;

/// Reads the text of resolv.conf. Without `search` and `domain` in it, the domain of this host, whose name
/// `host` is, is searched, as the C library does.
pub(super) fn parse(text: &str, host: &str) -> Conf {
    let own_domain = host.trim().split_once('.').and_then(|(_, rest)| domain(rest));
    let mut conf = Conf { search: own_domain.into_iter().collect(), ..Conf::EMPTY };
    for line in text.lines() {
        if line.starts_with(['#', ';']) {
            continue;
        }
        let mut words = line.split_whitespace();
        match words.next() {
            Some("nameserver") if conf.servers.len() < MOST_SERVERS => {
                conf.servers.extend(words.next().and_then(server));
            }
            // The last of the two counts.
            Some("domain") => conf.search = words.take(1).filter_map(domain).collect(),
            Some("search") => conf.search = words.filter_map(domain).collect(),
            Some("options") => words.for_each(|word| option(&mut conf, word)),
            _ => {}
        }
    }
    conf
}

fn server(word: &str) -> Option<SocketAddr> {
    Host::parse(word).ok()?.socket_addr(53)
}

fn domain(word: &str) -> Option<String> {
    let name = word.strip_suffix('.').unwrap_or(word);
    // "." stands for no domain at all.
    super::name::check(name).is_ok().then(|| name.to_owned())
}

fn option(conf: &mut Conf, word: &str) {
    let (key, value) = word.split_once(':').unwrap_or((word, ""));
    match (key, value.parse::<u64>()) {
        ("ndots", Ok(dots)) => conf.ndots = usize::try_from(dots).unwrap_or(MOST_DOTS).min(MOST_DOTS),
        ("timeout", Ok(seconds)) => conf.timeout = Duration::from_secs(seconds.clamp(1, LONGEST_TIMEOUT)),
        ("attempts", Ok(times)) => {
            conf.attempts = u32::try_from(times).unwrap_or(MOST_ATTEMPTS).clamp(1, MOST_ATTEMPTS);
        }
        ("rotate", _) => conf.rotate = true,
        _ => {}
    }
}

/// The sources that the text of nsswitch.conf lists for host names, but for those that are asked here
/// (files, dns) or have nothing to add (myhostname).
pub(super) fn other_sources(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    let hosts = lines.filter_map(|line| line.trim().strip_prefix("hosts:")).next_back().unwrap_or_default();
    hosts
        .split_whitespace()
        .filter(|word| !word.starts_with('[') && !word.ends_with(']'))
        .filter(|word| !matches!(*word, "files" | "dns" | "myhostname"))
        .map(ToOwned::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "host.corp.test\n";

    #[test]
    fn everything_that_counts() {
        let conf = parse(
            "# comment\n; comment\nnameserver 127.0.0.1\nnameserver  ::1 # trailing\n\
             nameserver fe80::1%1\nnameserver 9.9.9.9\nsearch a.test b.test.\n\
             options ndots:3 timeout:7 attempts:4 rotate edns0\n",
            HOST,
        );
        let servers: Vec<String> = conf.servers.iter().map(ToString::to_string).collect();
        assert_eq!(servers, ["127.0.0.1:53", "[::1]:53", "[fe80::1%1]:53"], "at most three");
        assert_eq!(conf.search, ["a.test", "b.test"]);
        assert_eq!((conf.ndots, conf.timeout, conf.attempts), (3, Duration::from_secs(7), 4));
        assert!(conf.rotate);
    }

    #[test]
    fn what_is_malformed_is_passed_over() {
        let conf = parse(
            "nameserver\nnameserver here\nnameserver 1.2.3\nnameserver 1.2.3.4:53\nnameserver ::1%nosuch\n\
             nameserver 1.2.3.4\nnonsense\n\0\u{fffd}\noptions ndots:many timeout: attempts:-1 :\n\
             search ..  .\nno options\n",
            HOST,
        );
        let only = Conf { servers: vec!["1.2.3.4:53".parse().unwrap()], ..Conf::EMPTY };
        assert_eq!(conf, only);
    }

    #[test]
    fn limits_and_the_last_of_domain_and_search() {
        let conf =
            parse("options ndots:99 timeout:99 attempts:99\nsearch a.test\ndomain b.test c.test\n", HOST);
        assert_eq!((conf.ndots, conf.timeout, conf.attempts), (15, Duration::from_secs(30), 5));
        assert_eq!(conf.search, ["b.test"]);
        let conf = parse("options timeout:0 attempts:0\ndomain b.test\nsearch a.test\n", HOST);
        assert_eq!((conf.timeout, conf.attempts), (Duration::from_secs(1), 1));
        assert_eq!(conf.search, ["a.test"]);
    }

    #[test]
    fn without_either_the_hosts_own_domain_is_searched() {
        let search = |text, host| parse(text, host).search;
        assert_eq!(search("nameserver 127.0.0.1\n", HOST), ["corp.test"]);
        assert_eq!(search("", "a.b.c.test."), ["b.c.test"]);
        assert_eq!(search("search x.test\n", HOST), ["x.test"]);
        for (text, host) in [
            ("", "host"),
            ("", ""),
            ("", "host."),
            ("", "host..test"),
            ("", "(none)"),
            ("search .\n", HOST),
            ("domain\n", HOST),
        ] {
            assert!(search(text, host).is_empty(), "{text:?} {host:?}");
        }
    }

    #[test]
    fn sources_that_are_not_asked() {
        let text = "passwd: files\nhosts: files mdns4_minimal [NOTFOUND=return] dns myhostname # wins\n";
        assert_eq!(other_sources(text), ["mdns4_minimal"]);
        assert!(other_sources("hosts: files dns").is_empty());
        assert!(other_sources("").is_empty());
    }
}
