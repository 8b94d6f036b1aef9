//! Names to addresses and other records.
//!
//! ```text
//!   lookup, mx, ...   literals, hosts file and localhost never leave the host
//!        |            search list, A and AAAA side by side, the deadline
//!   resolvers         one per set of servers and settings, with a cache (hickory's)
//!        |            what is being asked is not asked twice (flight)
//!   servers           which server is asked when, and what each said (journal)
//!   exchange          one question over UDP or TCP
//! ```

mod conf;
mod exchange;
mod files;
mod flight;
mod hosts;
mod id;
mod journal;
mod name;
mod provider;
mod records;
mod resolvers;
mod search;
mod servers;

#[doc(hidden)]
pub use files::{Paths, set_paths};
pub use records::{Mx, Srv, Tlsa, Txt, mx, srv, tlsa, txt};

use crate::error::{Error, Kind, Phase};
use crate::net::addr::{Family, Host};
use crate::time::Deadline;
use resolvers::Resolver;
use search::Search;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

/// Which servers are asked and how. Look-ups with equal options share a resolver and its cache.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResolverOptions {
    /// The name servers, in order; none means those of resolv.conf, which is read again when it changes.
    pub servers: Vec<SocketAddr>,
    /// How long one server may take; `None` means what resolv.conf says, or 5 s.
    pub timeout: Option<Duration>,
    /// How often a silent server is asked, at least once; `None` means what resolv.conf says, or 2.
    pub attempts: Option<u32>,
    /// Answers that are remembered, those that there is none included; 0 remembers nothing.
    pub cache_size: u32,
}

impl Default for ResolverOptions {
    fn default() -> Self {
        // As many as Swoole keeps.
        Self { servers: Vec::new(), timeout: None, attempts: None, cache_size: 1000 }
    }
}

/// The addresses of `name`, IPv6 before IPv4. A literal is its own address.
///
/// # Errors
/// [`Kind::Dns`], [`Kind::DnsTimeout`], [`Kind::DnsUnsupported`] or [`Kind::DnsNoServer`]; the text says
/// who was asked and what each said.
///
/// # Cancel safety
/// Dropping it gives the question up; nothing stays open.
pub async fn lookup(
    name: &str,
    family: Family,
    options: &ResolverOptions,
    deadline: Deadline,
) -> Result<Vec<IpAddr>, Error> {
    Ok(lookup_all(name, family, options, deadline).await?.into_iter().map(|(ip, _)| ip).collect())
}

/// The addresses of `name` as [`lookup`] gives them, each with the time for which it may be remembered:
/// zero for what did not come from a server.
///
/// # Errors
/// As [`lookup`].
///
/// # Cancel safety
/// As [`lookup`].
pub async fn lookup_all(
    name: &str,
    family: Family,
    options: &ResolverOptions,
    deadline: Deadline,
) -> Result<Vec<(IpAddr, Duration)>, Error> {
    let mut all = Vec::new();
    let host = Host::parse(name).map_err(unsupported)?;
    let (name, complete) = match &host {
        Host::Name { name, complete } => (name, *complete),
        Host::Literal { ip, .. } if family.allows(ip) => return Ok(vec![(*ip, Duration::ZERO)]),
        Host::Literal { ip, .. } => return Err(failed(format!("{ip} is of the other address family"))),
    };
    lookup_each(name, complete, family, options, deadline, |found| all.extend(found)).await?;
    all.sort_by_key(|(ip, _)| ip.is_ipv4());
    Ok(all)
}

/// Hands the addresses of `name`, the parts of a [`Host::Name`], to `found` family by family as they come in.
///
/// # Errors
/// As [`lookup`]; none once something was found, also when the deadline cuts the other family off.
pub(crate) async fn lookup_each(
    name: &str,
    complete: bool,
    family: Family,
    options: &ResolverOptions,
    deadline: Deadline,
    mut found: impl FnMut(Vec<(IpAddr, Duration)>),
) -> Result<(), Error> {
    name::check(name).map_err(unsupported)?;
    let here = without_server(name, family);
    if !here.is_empty() {
        found(here);
        return Ok(());
    }
    let resolver = Resolver::of(options)?;
    let search = Search::new(&resolver, name, complete, family);
    // Boxed, so that the future of every connect is small until a server has to be asked.
    Box::pin(search.run(deadline, &mut found)).await
}

/// Drops this thread's resolvers with their caches.
pub fn clear() {
    resolvers::clear();
}

/// What the hosts file, or nobody but this host, says.
fn without_server(name: &str, family: Family) -> Vec<(IpAddr, Duration)> {
    let usable = |ip: &IpAddr| family.allows(ip);
    let mut here: Vec<IpAddr> = files::hosts().find(name).iter().copied().filter(usable).collect();
    if here.is_empty() && name::is_localhost(name) {
        here = vec![Ipv6Addr::LOCALHOST.into(), Ipv4Addr::LOCALHOST.into()];
        here.retain(usable);
    }
    here.into_iter().map(|ip| (ip, Duration::ZERO)).collect()
}

fn failed(reason: String) -> Error {
    Error::new(Phase::Resolve, Kind::Dns(reason))
}

fn unsupported(reason: String) -> Error {
    Error::new(Phase::Resolve, Kind::DnsUnsupported(reason))
}
