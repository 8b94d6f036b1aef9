//! TLS sessions that later connections may resume.
//!
//! A session is found again only by a connection whose context (settings and files), peer, reference name
//! and checks are the same, so it never stands for a check that would not have been made. It is kept only
//! after a handshake that verified certificate and name, at most an hour from then on, also when it was
//! renewed by a resumption. TLS 1.3 tickets are used once (RFC 8446, appendix C.4).

use super::config::{Sessions, TlsConfig, VerifyConfig};
use super::connection::Connection;
use super::context::Shared;
use super::raw;
use super::verify::Reference;
use crate::net::fork;
use crate::time::now;
use openssl::asn1::Asn1Time;
use openssl::ssl::{SslRef, SslSession, SslVersion};
use openssl::x509::X509;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// How long what a full handshake proved may stand for a new one.
const LIFETIME: Duration = Duration::from_secs(3600);
/// Sessions kept for equal connections: as many as are commonly opened at once to one peer.
const PER_KEY: usize = 64;
/// Sessions kept per thread; one takes 2 to 4 KiB.
const CAPACITY: usize = 1024;

/// What a connection and an earlier one have to have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// The context's number: it stands for all settings and files that connections share.
    context: u64,
    name: Reference,
    sends_name: bool,
    verify: VerifyConfig,
    /// `host:port`.
    peer: String,
    /// The proxy on the way; empty without one.
    via: String,
    /// Whether TLS began on a live connection.
    is_upgrade: bool,
}

impl Key {
    /// Whether a session of `other` may be resumed here though peer or port is another.
    fn agrees_with(&self, other: &Self) -> bool {
        let peer_aside = Self { peer: other.peer.clone(), is_upgrade: other.is_upgrade, ..self.clone() };
        peer_aside == *other
    }
}

/// Where the sessions of one client are found; empty before its first TLS handshake.
#[derive(Default)]
pub struct SessionSlot(RefCell<Option<Rc<Key>>>);

/// What connections are told apart by, beside their settings.
#[derive(Clone, Copy)]
pub struct Endpoint<'a> {
    /// The host that was connected to.
    pub host: &'a str,
    /// `host:port`.
    pub peer: &'a str,
    /// The proxy on the way; empty without one.
    pub via: &'a str,
    /// Whether TLS begins on a live connection.
    pub is_upgrade: bool,
    /// Where the client's sessions will be found.
    pub slot: &'a SessionSlot,
}

/// One session and what is remembered of the handshake that verified it.
#[derive(Clone)]
struct Stored {
    session: SslSession,
    proof: Proof,
}

/// What a full handshake has proved, and until when that may stand for another one.
#[derive(Clone)]
struct Proof {
    expires: Instant,
    /// The verified chain, leaf first.
    chain: Rc<[X509]>,
}

impl Proof {
    /// Looks once more at what may have changed since, and at what must never differ.
    fn holds_for(&self, name: &Reference) -> bool {
        let Ok(today) = Asn1Time::days_from_now(0) else { return false };
        now() < self.expires
            && self.chain.first().is_some_and(|leaf| name.is_of(leaf))
            && self.chain.iter().all(|one| one.not_before() <= today && today < one.not_after())
    }

    /// The same for at most `lifetime` from now.
    fn within(&self, lifetime: Duration) -> Self {
        Self { expires: self.expires.min(now() + lifetime), chain: Rc::clone(&self.chain) }
    }
}

/// Looks after the sessions of one connection: the one it offers, and those that it is given.
pub(crate) struct Keeper {
    key: Rc<Key>,
    offered: Option<Stored>,
    /// Set when the handshake is over.
    proof: Option<Proof>,
}

impl Keeper {
    /// Offers a session for resumption, if there is one. `None` where sessions are not to be used, or
    /// would stand for less than a complete check.
    pub(crate) fn prepare(
        ssl: &mut SslRef,
        shared: &Shared,
        config: &TlsConfig,
        name: &Reference,
        endpoint: Endpoint<'_>,
    ) -> Option<Self> {
        if matches!(config.sessions, Sessions::Off) || !config.verify.peer || !config.verify.name {
            return None;
        }
        let mut key = Rc::new(Key {
            context: shared.number,
            name: name.clone(),
            sends_name: config.host_name.as_deref() != Some(""),
            verify: config.verify.clone(),
            peer: endpoint.peer.to_owned(),
            via: endpoint.via.to_owned(),
            is_upgrade: endpoint.is_upgrade,
        });
        if let Sessions::From(slot) = &config.sessions
            && let Some(other) = slot.0.borrow().as_ref().filter(|other| key.agrees_with(other))
        {
            key = Rc::clone(other);
        }
        endpoint.slot.0.replace(Some(Rc::clone(&key)));
        let usable = take(&key).filter(|_| !shared.is_stale());
        let offered = usable.filter(|stored| raw::offer_session(ssl, &stored.session).is_ok());
        Some(Self { key, offered, proof: None })
    }

    /// Takes over what the finished handshake brought.
    pub(crate) fn established(&mut self, ssl: &SslRef, connection: &Connection) {
        let offered = self.offered.take();
        let proof = match offered.filter(|_| ssl.session_reused()) {
            Some(stored) => {
                let proof = stored.proof.clone();
                // A TLS 1.2 session may be resumed again; it comes without a new one.
                if stored.session.protocol_version() != SslVersion::TLS1_3 {
                    put(&self.key, stored);
                }
                Some(proof)
            }
            None => {
                let chain: Rc<[X509]> =
                    ssl.verified_chain().into_iter().flatten().map(ToOwned::to_owned).collect();
                Some(Proof { expires: now() + LIFETIME, chain }).filter(|proof| !proof.chain.is_empty())
            }
        };
        self.proof = proof;
        self.collect(connection);
    }

    /// Takes over the sessions that came in since.
    pub(crate) fn collect(&self, connection: &Connection) {
        let Some(proof) = &self.proof else { return };
        for session in connection.take_sessions() {
            let proof = proof.within(lifetime(&session));
            put(&self.key, Stored { session, proof });
        }
    }

    /// Whether no session has come in yet.
    pub(crate) fn is_empty_handed(&self) -> bool {
        !CACHE.with_borrow(|cache| cache.sessions.contains_key(&self.key))
    }

    /// The connection failed in TLS: RFC 5246, section 7.2.2, wants its sessions forgotten.
    pub(crate) fn forget(&self) {
        CACHE.with_borrow_mut(|cache| cache.sessions.remove(&self.key));
    }
}

/// How long the server lets a session be resumed, as far as it has said so. OpenSSL counts by the wall clock, and
/// its own default knows nothing of what the server has said.
fn lifetime(session: &SslSession) -> Duration {
    let own = Duration::from_secs(session.timeout().try_into().unwrap_or(0));
    match raw::ticket_lifetime(session) {
        // RFC 5077, section 3.3: not specified. Under TLS 1.3 it is no session at all (RFC 8446, section 4.6.1).
        Duration::ZERO if session.protocol_version() != SslVersion::TLS1_3 => own,
        hint => own.min(hint),
    }
}

#[derive(Default)]
struct Cache {
    sessions: HashMap<Key, Vec<Stored>>,
    /// A forked child has to start empty: a ticket must not be used by two processes.
    generation: u32,
}

impl Cache {
    /// Makes room: what would be the first to expire goes, with the others of its key.
    fn evict(&mut self) {
        let soonest = |stored: &[Stored]| stored.iter().map(|stored| stored.proof.expires).min();
        let victim =
            self.sessions.iter().min_by_key(|(_, stored)| soonest(stored)).map(|(key, _)| key.clone());
        if let Some(key) = victim {
            self.sessions.remove(&key);
        }
    }
}

fn with_cache<R>(work: impl FnOnce(&mut Cache) -> R) -> R {
    CACHE.with_borrow_mut(|cache| {
        let generation = fork::generation();
        if cache.generation != generation {
            *cache = Cache { generation, ..Cache::default() };
        }
        work(cache)
    })
}

fn take(key: &Key) -> Option<Stored> {
    with_cache(|cache| {
        let stored = cache.sessions.get_mut(key)?;
        let mut found = None;
        while found.is_none() && !stored.is_empty() {
            found = stored.pop().filter(|stored| stored.proof.holds_for(&key.name));
        }
        if stored.is_empty() {
            cache.sessions.remove(key);
        }
        found
    })
}

fn put(key: &Key, session: Stored) {
    with_cache(|cache| {
        if cache.sessions.values().map(Vec::len).sum::<usize>() >= CAPACITY {
            cache.evict();
        }
        let stored = cache.sessions.entry(key.clone()).or_default();
        if stored.len() >= PER_KEY {
            stored.remove(0);
        }
        stored.push(session);
    });
}

/// Forgets all sessions of this thread.
pub fn clear() {
    CACHE.with_borrow_mut(|cache| cache.sessions.clear());
}

/// How often this thread negotiated TLS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SessionStats {
    /// Handshakes with the whole check of the peer.
    pub full: u64,
    /// Handshakes that resumed an earlier session.
    pub resumed: u64,
    /// Sessions at hand.
    pub kept: usize,
}

/// This thread's counters.
#[must_use]
pub fn stats() -> SessionStats {
    let kept = with_cache(|cache| cache.sessions.values().map(Vec::len).sum());
    SessionStats { kept, ..COUNTERS.get() }
}

pub(crate) fn count(is_resumed: bool) {
    let mut counters = COUNTERS.get();
    if is_resumed {
        counters.resumed += 1;
    } else {
        counters.full += 1;
    }
    COUNTERS.set(counters);
}

thread_local! {
    static CACHE: RefCell<Cache> = RefCell::default();
    static COUNTERS: Cell<SessionStats> = const { Cell::new(SessionStats { full: 0, resumed: 0, kept: 0 }) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::ManualClock;
    use openssl::ec::{EcGroup, EcKey};
    use openssl::hash::MessageDigest;
    use openssl::nid::Nid;
    use openssl::pkey::PKey;
    use openssl::x509::extension::SubjectAlternativeName;
    use openssl::x509::{X509Builder, X509NameBuilder};

    const DAY: i64 = 86_400;

    /// A certificate for `name` that is valid between these seconds from now.
    fn certificate(name: &str, from: i64, until: i64) -> X509 {
        let now =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
        let at = |seconds| Asn1Time::from_unix(now + seconds).unwrap();
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        let key = PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap();
        let mut builder = X509Builder::new().unwrap();
        builder.set_version(2).unwrap();
        builder.set_subject_name(&X509NameBuilder::new().unwrap().build()).unwrap();
        builder.set_pubkey(&key).unwrap();
        builder.set_not_before(&at(from)).unwrap();
        builder.set_not_after(&at(until)).unwrap();
        let context = builder.x509v3_context(None, None);
        let names = SubjectAlternativeName::new().dns(name).build(&context).unwrap();
        builder.append_extension(names).unwrap();
        builder.sign(&key, MessageDigest::sha256()).unwrap();
        builder.build()
    }

    fn proof(chain: Vec<X509>) -> Proof {
        Proof { expires: now() + LIFETIME, chain: chain.into() }
    }

    #[test]
    fn name_and_dates_of_the_remembered_chain_are_checked_again() {
        let leaf = || certificate("mail.test", -DAY, DAY);
        let (name, other) = (Reference::parse("mail.test").unwrap(), Reference::parse("other.test").unwrap());
        assert!(proof(vec![leaf(), certificate("ca", -DAY, DAY)]).holds_for(&name));
        assert!(!proof(vec![leaf()]).holds_for(&other));
        // The leaf's name counts, not that of another certificate.
        assert!(!proof(vec![leaf(), certificate("other.test", -DAY, DAY)]).holds_for(&other));
        assert!(!proof(vec![certificate("mail.test", -DAY, -1)]).holds_for(&name));
        assert!(!proof(vec![leaf(), certificate("ca", -DAY, -1)]).holds_for(&name));
        // A clock that was set back.
        assert!(!proof(vec![certificate("mail.test", DAY, 2 * DAY)]).holds_for(&name));
        assert!(!proof(vec![leaf(), certificate("ca", DAY, 2 * DAY)]).holds_for(&name));
        assert!(!proof(vec![]).holds_for(&name));
    }

    #[test]
    fn a_proof_ends_with_the_first_of_its_bounds() {
        let clock = ManualClock::install();
        let name = Reference::parse("mail.test").unwrap();
        let hour = proof(vec![certificate("mail.test", -DAY, DAY)]);
        let (short, long) = (hour.within(Duration::from_secs(60)), hour.within(2 * LIFETIME));
        clock.advance(Duration::from_secs(59));
        assert!([&hour, &short, &long].iter().all(|proof| proof.holds_for(&name)));
        clock.advance(Duration::from_secs(1));
        assert!(!short.holds_for(&name) && hour.holds_for(&name) && long.holds_for(&name));
        clock.advance(LIFETIME - Duration::from_secs(60));
        assert!(!hour.holds_for(&name) && !long.holds_for(&name));
    }
}
