//! This thread's resolvers: one, with a cache of its own, per set of servers and settings.

use super::servers::Servers;
use super::{ResolverOptions, files};
use crate::error::{Error, Kind, Phase};
use crate::net::fork;
use hickory_resolver::Resolver as Hickory;
use hickory_resolver::config::{
    NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts, ServerOrderingStrategy,
};
use hickory_resolver::lookup::Lookup;
use hickory_resolver::net::NetError;
use hickory_resolver::proto::rr::{Name, RecordType};
use std::cell::RefCell;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::time::Duration;

/// The longest that an answer, or that there is none, is believed.
pub(super) const LONGEST_TTL: Duration = Duration::from_secs(3600);
const LONGEST_NEGATIVE_TTL: Duration = Duration::from_secs(60);

/// Resolvers that are kept. A script with more sets of options than that loses cached answers.
const MOST_RESOLVERS: usize = 16;

/// Everything that tells one resolver from another: the caller's options over resolv.conf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setup {
    servers: Vec<SocketAddr>,
    pub(super) search: Vec<String>,
    pub(super) ndots: usize,
    timeout: Duration,
    attempts: u32,
    rotate: bool,
    cache_size: u32,
}

impl Setup {
    fn new(options: &ResolverOptions) -> Result<Self, Error> {
        let conf = files::conf();
        let no_server = |why| Error::new(Phase::Resolve, Kind::DnsNoServer(format!("no name server: {why}")));
        let conf = match &*conf {
            Ok(conf) => conf.clone(),
            // With servers of its own, the caller does not need the file.
            Err(_) if !options.servers.is_empty() => super::conf::Conf::default(),
            Err(why) => return Err(no_server(why.clone())),
        };
        let servers = if options.servers.is_empty() { conf.servers } else { options.servers.clone() };
        if servers.is_empty() {
            return Err(no_server(format!("{} names none", files::resolv_conf().display())));
        }
        Ok(Self {
            servers,
            search: conf.search,
            ndots: conf.ndots,
            timeout: options.timeout.unwrap_or(conf.timeout),
            attempts: options.attempts.unwrap_or(conf.attempts).max(1),
            rotate: conf.rotate,
            cache_size: options.cache_size,
        })
    }
}

/// Name servers with a cache before them.
pub(super) struct Resolver {
    pub(super) setup: Setup,
    pub(super) servers: Servers,
    hickory: Hickory<Servers>,
}

impl Resolver {
    /// The resolver for `options` and what resolv.conf says at the moment.
    ///
    /// # Errors
    /// [`Kind::DnsNoServer`].
    pub(super) fn of(options: &ResolverOptions) -> Result<Rc<Self>, Error> {
        let setup = Setup::new(options)?;
        RESOLVERS.with_borrow_mut(|resolvers| {
            if resolvers.process != fork::generation() {
                // The parent's answers may be its own network's; sockets of questions under way are gone.
                *resolvers = Resolvers { process: fork::generation(), recent: Vec::new() };
            }
            let recent = &mut resolvers.recent;
            let resolver = match recent.iter().position(|resolver| resolver.setup == setup) {
                Some(at) => recent.remove(at),
                None => Rc::new(Self::new(setup)?),
            };
            recent.insert(0, Rc::clone(&resolver));
            recent.truncate(MOST_RESOLVERS);
            Ok(resolver)
        })
    }

    fn new(setup: Setup) -> Result<Self, Error> {
        let servers = Servers::new(setup.servers.clone(), setup.timeout, setup.attempts, setup.rotate);
        // One server that stands for all; its address is never used.
        let anyone = NameServerConfig::udp(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let config = ResolverConfig::from_parts(None, Vec::new(), vec![anyone]);
        let mut builder = Hickory::builder_with_config(config, servers.clone());
        let options: &mut ResolverOpts = builder.options_mut();
        // `Servers` has seen to both.
        options.attempts = 0;
        options.timeout = LONGEST_TTL;
        options.server_ordering_strategy = ServerOrderingStrategy::UserProvidedOrder;
        options.num_concurrent_reqs = 1;
        options.cache_size = setup.cache_size.into();
        options.use_hosts_file = ResolveHosts::Never;
        options.preserve_intermediates = false;
        options.positive_max_ttl = Some(LONGEST_TTL);
        options.negative_max_ttl = Some(LONGEST_NEGATIVE_TTL);
        let hickory = builder
            .build()
            .map_err(|error| Error::new(Phase::Resolve, Kind::Dns(format!("cannot start: {error}"))))?;
        Ok(Self { setup, servers, hickory })
    }

    /// The records of a complete name, from the cache or from a server.
    pub(super) async fn lookup(&self, name: Name, record: RecordType) -> Result<Lookup, NetError> {
        self.hickory.lookup(name, record).await
    }
}

/// Drops this thread's resolvers and what they know. Look-ups under way keep theirs.
pub(super) fn clear() {
    let resolvers = RESOLVERS.with_borrow_mut(|resolvers| std::mem::take(&mut resolvers.recent));
    drop(resolvers);
}

#[derive(Default)]
struct Resolvers {
    /// The process they were made in.
    process: u32,
    /// The one used last comes first.
    recent: Vec<Rc<Resolver>>,
}

thread_local! {
    static RESOLVERS: RefCell<Resolvers> = RefCell::default();
}
