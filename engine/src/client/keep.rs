//! Connections that outlive their client, for whoever wants the same one next.
//!
//! A kept connection is found only by a [`Key`] that is equal in everything that decides whom it leads to and how it is
//! protected. It is kept only while nothing is left over on it, and looked at again when it is taken.
//!
//! They belong to the thread, not to a request: nobody waits on them, no script is kept alive, and a forked child has
//! none.

use super::{Client, ConnectOptions, Link, Liveness, Proxy, State};
use crate::dns::ResolverOptions;
use crate::error::{Kind, Phase};
use crate::net::fork;
use crate::net::socket::{SocketKind, SocketOptions};
use crate::proxy::Protocol;
use crate::starttls::StartTls;
use crate::time::now;
use crate::tls::config::{TlsConfig, VerifyConfig};
use crate::tls::context::{Carrier, context};
use crate::transport::Transport;
use openssl::asn1::Asn1Time;
use openssl::ssl::SslRef;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// What two connections have in common of which one may stand for the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    name: String,
    host: String,
    port: u16,
    kind: SocketKind,
    socket: SocketOptions,
    resolver: ResolverOptions,
    proxy: Option<(Protocol, String, u16, Option<TlsKey>)>,
    tls: Option<TlsKey>,
    starttls: Option<StartTls>,
}

/// TLS settings; the context's number stands for those that connections share, and for the files as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TlsKey {
    context: u64,
    verify: VerifyConfig,
    host_name: Option<String>,
    allow_truncation: bool,
}

impl Key {
    /// The key of a connection to `host` under `options`; connections of another `name` are told apart.
    ///
    /// # Errors
    /// [`Kind::InvalidConfig`] as connecting would meet it.
    pub fn new(name: &str, host: &str, port: u16, options: &ConnectOptions) -> Result<Self, Kind> {
        Ok(Self {
            name: name.into(),
            host: host.into(),
            port,
            kind: options.kind,
            socket: options.socket.clone(),
            resolver: options.resolver.clone(),
            proxy: options.proxy.as_deref().map(of_proxy).transpose()?,
            tls: options.tls.as_deref().map(TlsKey::new).transpose()?,
            starttls: options.starttls.clone(),
        })
    }
}

fn of_proxy(proxy: &Proxy) -> Result<(Protocol, String, u16, Option<TlsKey>), Kind> {
    let tls = proxy.tls.as_deref().map(TlsKey::new).transpose()?;
    Ok((proxy.protocol.clone(), proxy.host.clone(), proxy.port, tls))
}

impl TlsKey {
    fn new(config: &TlsConfig) -> Result<Self, Kind> {
        Ok(Self {
            context: context(&config.shared, Carrier::Stream)?.number,
            verify: config.verify.clone(),
            host_name: config.host_name.clone(),
            allow_truncation: config.allow_truncation,
        })
    }
}

/// How many connections are kept, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections of this thread, whatever their keys. With one more, the one that has waited longest is closed.
    pub most: usize,
    /// How long one waits for its next user.
    pub idle: Duration,
}

/// How long a TLS session may stand for the check of its peer, as with sessions that are resumed.
const TLS_LIFETIME: Duration = Duration::from_secs(3600);

/// What became of connections that could be kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeepStats {
    /// Kept at present.
    pub idle: usize,
    /// Taken by somebody.
    pub hits: u64,
    /// Wanted by somebody, and there was none.
    pub misses: u64,
    /// Not kept because something was left over on them, or found so when they were wanted.
    pub dirty: u64,
    /// Closed by the peer, or broken.
    pub dead: u64,
    /// Closed because nobody wanted them in time, they had become too old, or there were too many.
    pub expired: u64,
}

struct Idle {
    key: Key,
    state: State,
    since: Instant,
    /// When it was made.
    born: Instant,
    uses: u32,
}

#[derive(Default)]
struct Pool {
    /// The one that has waited longest first.
    idle: VecDeque<Idle>,
    stats: KeepStats,
    generation: u32,
}

/// A connection's history, for [`Client::keep`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct History {
    /// When it was made.
    pub born: Instant,
    /// How often it was taken by somebody.
    pub uses: u32,
}

impl History {
    /// That of one that has just been made.
    #[must_use]
    pub fn new() -> Self {
        Self { born: now(), uses: 0 }
    }
}

impl Default for History {
    fn default() -> Self {
        Self::new()
    }
}

impl Client {
    /// Takes a kept connection over, if there is one of this key that still stands and has nothing left over. The client
    /// must have none.
    pub fn reuse(&self, key: &Key, limits: Limits) -> Option<History> {
        if !matches!(self.state.borrow().link, Link::Gone(_)) {
            return None;
        }
        sweep(limits);
        loop {
            let Some(Idle { state, born, uses, .. }) = with(|pool| pool.take(key)) else {
                with(|pool| pool.stats.misses += 1);
                return None;
            };
            *self.state.borrow_mut() = state;
            self.inbox.clear();
            self.attempts.set(self.attempts.get().wrapping_add(1));
            match self.fitness(born) {
                Fitness::Fit => {
                    with(|pool| pool.stats.hits += 1);
                    return Some(History { born, uses: uses.saturating_add(1) });
                }
                unfit => {
                    count(&unfit);
                    self.end("it was kept, and of no use any more");
                }
            }
        }
    }

    /// Gives the connection up to whoever wants one of this key next. What is not fit for that is closed: `false`.
    pub fn keep(&self, key: Key, history: History, limits: Limits) -> bool {
        sweep(limits);
        let fitness = if limits.most == 0 { Fitness::Expired } else { self.fitness(history.born) };
        if !matches!(fitness, Fitness::Fit) {
            count(&fitness);
            self.end("closed");
            return false;
        }
        let mut gone = State::gone("closed");
        {
            let state = self.state.borrow();
            (gone.host, gone.port, gone.kind) = (state.host.clone(), state.port, state.kind);
        }
        let state = self.state.replace(gone);
        self.inbox.clear();
        let History { born, uses } = history;
        let surplus = with(|pool| {
            pool.idle.push_back(Idle { key, state, since: now(), born, uses });
            (pool.idle.len() > limits.most).then(|| pool.idle.pop_front()).flatten()
        });
        surplus.into_iter().for_each(expire);
        true
    }

    fn fitness(&self, born: Instant) -> Fitness {
        let is_old = now().saturating_duration_since(born) >= TLS_LIFETIME;
        let transport = self.transport(Phase::Connect).ok();
        let expired = transport.and_then(|it| it.with_tls(|ssl, _| is_old || has_expired(ssl)));
        if expired == Some(true) {
            return Fitness::Expired;
        }
        match self.liveness() {
            Liveness::Clean => Fitness::Fit,
            Liveness::Dirty(_) => Fitness::Dirty,
            Liveness::Dead(_) => Fitness::Dead,
        }
    }
}

/// Whether the peer's certificate has expired meanwhile.
fn has_expired(ssl: &SslRef) -> bool {
    let Some(certificate) = ssl.peer_certificate() else { return false };
    Asn1Time::days_from_now(0).is_ok_and(|today| certificate.not_after() < &*today)
}

enum Fitness {
    Fit,
    Dirty,
    Dead,
    Expired,
}

fn count(unfit: &Fitness) {
    with(|pool| match unfit {
        Fitness::Fit => {}
        Fitness::Dirty => pool.stats.dirty += 1,
        Fitness::Dead => pool.stats.dead += 1,
        Fitness::Expired => pool.stats.expired += 1,
    });
}

/// Somebody found before it could be kept that something is left over on a connection.
pub fn count_dirty() {
    count(&Fitness::Dirty);
}

/// Closes those that nobody has wanted in time.
fn sweep(limits: Limits) {
    let today = now();
    loop {
        let late = with(|pool| {
            let first = pool.idle.front()?;
            let is_late = today.saturating_duration_since(first.since) >= limits.idle;
            if is_late { pool.idle.pop_front() } else { None }
        });
        match late {
            Some(idle) => expire(idle),
            None => break,
        }
    }
}

fn expire(idle: Idle) {
    count(&Fitness::Expired);
    close(idle);
}

fn close(Idle { state, .. }: Idle) {
    if let Link::Open(transport) = state.link {
        Transport::close(&transport);
    }
}

/// Closes all connections that this thread keeps.
pub fn clear() {
    let idle = with(|pool| std::mem::take(&mut pool.idle));
    idle.into_iter().for_each(close);
}

/// This thread's counters.
#[must_use]
pub fn stats() -> KeepStats {
    with(|pool| KeepStats { idle: pool.idle.len(), ..pool.stats })
}

impl Pool {
    /// The one of `key` that has waited least.
    fn take(&mut self, key: &Key) -> Option<Idle> {
        let at = self.idle.iter().rposition(|idle| idle.key == *key)?;
        self.idle.remove(at)
    }
}

fn with<R>(work: impl FnOnce(&mut Pool) -> R) -> R {
    let (result, _inherited) = POOL.with_borrow_mut(|pool| {
        let generation = fork::generation();
        let mut inherited = VecDeque::new();
        if pool.generation != generation {
            // The parent goes on with them: here their descriptors are closed with its reactor, and nothing is sent.
            inherited = std::mem::take(&mut pool.idle);
            *pool = Pool { generation, ..Pool::default() };
        }
        (work(pool), inherited)
    });
    result
}

thread_local! {
    static POOL: RefCell<Pool> = RefCell::default();
}
