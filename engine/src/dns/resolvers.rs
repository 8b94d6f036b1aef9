//! This thread's resolvers: one, with a cache of its own, per set of servers and settings.

use super::conf::Conf;
use super::flight::{Asking, Flights};
use super::servers::Servers;
use super::{ResolverOptions, files};
use crate::error::{Error, Kind, Phase};
use crate::net::fork;
use hickory_resolver::caching_client::CachingClient;
use hickory_resolver::proto::op::{DnsRequestOptions, Query};
use hickory_resolver::proto::rr::{Name, RecordType};
use std::borrow::Cow;
use std::cell::RefCell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

/// The longest that an answer, or that there is none, is believed.
pub(super) const LONGEST_TTL: Duration = Duration::from_secs(3600);
pub(super) const LONGEST_NEGATIVE_TTL: Duration = Duration::from_secs(60);

/// Resolvers that are kept. A script with more sets of options than that loses cached answers.
const MOST_RESOLVERS: usize = 16;

/// Everything that tells one resolver from another: the caller's options over resolv.conf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Setup<'a> {
    servers: Cow<'a, [SocketAddr]>,
    pub(super) search: Cow<'a, [String]>,
    pub(super) ndots: usize,
    timeout: Duration,
    attempts: u32,
    rotate: bool,
    cache_size: u32,
}

impl<'a> Setup<'a> {
    fn new(options: &'a ResolverOptions, conf: &'a Result<Conf, String>) -> Result<Self, Error> {
        let no_server = |why| Error::new(Phase::Resolve, Kind::DnsNoServer(format!("no name server: {why}")));
        let conf = match conf {
            Ok(conf) => conf,
            // With servers of its own, the caller does not need the file.
            Err(_) if !options.servers.is_empty() => &NO_FILE,
            Err(why) => return Err(no_server(why.clone())),
        };
        let servers = if options.servers.is_empty() { &conf.servers } else { &options.servers };
        if servers.is_empty() {
            return Err(no_server(format!("{} names none", files::resolv_conf().display())));
        }
        Ok(Self {
            servers: servers.into(),
            search: (&conf.search).into(),
            ndots: conf.ndots,
            timeout: options.timeout.unwrap_or(conf.timeout),
            attempts: options.attempts.unwrap_or(conf.attempts).max(1),
            rotate: conf.rotate,
            cache_size: options.cache_size,
        })
    }

    fn into_owned(self) -> Setup<'static> {
        let (servers, search) = (self.servers.into_owned().into(), self.search.into_owned().into());
        Setup { servers, search, ..self }
    }
}

/// What takes effect without a resolv.conf.
static NO_FILE: Conf = Conf::EMPTY;

/// Name servers with a cache before them.
pub(super) struct Resolver {
    pub(super) setup: Setup<'static>,
    pub(super) servers: Servers,
    /// Cache, aliases and special names. hickory's `Resolver` would put a pool of servers between it and
    /// [`Servers`]: it would have nothing to do, and cost a quarter of an uncached look-up.
    hickory: CachingClient<Servers>,
    flights: Flights,
}

impl Resolver {
    /// The resolver for `options` and what resolv.conf says at the moment.
    ///
    /// # Errors
    /// [`Kind::DnsNoServer`].
    pub(super) fn of(options: &ResolverOptions) -> Result<Rc<Self>, Error> {
        let conf = files::conf();
        RESOLVERS.with_borrow_mut(|resolvers| {
            if resolvers.process != fork::generation() {
                // The parent's answers may be its own network's; sockets of questions under way are gone.
                *resolvers = Resolvers { process: fork::generation(), recent: Vec::new() };
            }
            let recent = &mut resolvers.recent;
            let setup = Setup::new(options, &conf)?;
            let resolver = match recent.iter().position(|resolver| resolver.setup == setup) {
                Some(0) => return Ok(Rc::clone(&recent[0])),
                Some(at) => recent.remove(at),
                None => Rc::new(Self::new(setup.into_owned())),
            };
            recent.insert(0, Rc::clone(&resolver));
            recent.truncate(MOST_RESOLVERS);
            Ok(resolver)
        })
    }

    fn new(setup: Setup<'static>) -> Self {
        let servers = Servers::new(setup.servers.to_vec(), setup.timeout, setup.attempts, setup.rotate);
        let hickory = CachingClient::new(setup.cache_size.into(), servers.clone(), false);
        Self { setup, servers, hickory, flights: Flights::default() }
    }

    /// The records of a complete name, from the cache or from a server.
    pub(super) fn lookup(&self, name: Name, record: RecordType) -> Asking<'_> {
        self.flights.ask(Query::query(name, record), |query| {
            Box::pin(self.hickory.lookup(query.clone(), DnsRequestOptions::default()))
        })
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
