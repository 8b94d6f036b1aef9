//! Records other than addresses. Their names are complete: no search list, no hosts file.

use super::resolvers::Resolver;
use super::search::Search;
use super::{ResolverOptions, name, unsupported};
use crate::error::Error;
use crate::time::Deadline;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use std::time::Duration;

/// A mail exchanger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mx {
    /// The lower, the sooner it is to be tried.
    pub preference: u16,
    /// Its name, without a dot at the end; empty when the domain takes no mail (RFC 7505).
    pub exchange: String,
    /// How long it may be remembered.
    pub ttl: Duration,
}

/// A service's location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Srv {
    /// The lower, the sooner it is to be tried.
    pub priority: u16,
    /// The share among those of the same priority.
    pub weight: u16,
    /// The port.
    pub port: u16,
    /// Its name, without a dot at the end; empty when there is no such service.
    pub target: String,
    /// How long it may be remembered.
    pub ttl: Duration,
}

/// A text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Txt {
    /// Its parts of at most 255 bytes each; most uses read them as one.
    pub parts: Vec<Vec<u8>>,
    /// How long it may be remembered.
    pub ttl: Duration,
}

/// What a TLS server's certificate has to match (RFC 6698). It counts only if the answer is authentic,
/// which is not checked here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tlsa {
    /// 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE.
    pub usage: u8,
    /// 0 the whole certificate, 1 its public key.
    pub selector: u8,
    /// 0 as it is, 1 SHA-256, 2 SHA-512.
    pub matching: u8,
    /// What it is compared with.
    pub data: Vec<u8>,
    /// How long it may be remembered.
    pub ttl: Duration,
}

/// The mail exchangers of `name`, the preferred first.
///
/// # Errors
/// As [`lookup`](super::lookup).
///
/// # Cancel safety
/// As [`lookup`](super::lookup).
pub async fn mx(name: &str, options: &ResolverOptions, deadline: Deadline) -> Result<Vec<Mx>, Error> {
    let mut all = records(name, RecordType::MX, options, deadline, |data, ttl| match data {
        RData::MX(mx) => Some(Mx { preference: mx.preference, exchange: host(&mx.exchange), ttl }),
        _ => None,
    })
    .await?;
    all.sort_by_key(|mx| mx.preference);
    Ok(all)
}

/// The locations of the service `name` (`_imap._tcp.example.org`), by priority; choosing by weight is left
/// to the caller.
///
/// # Errors
/// As [`lookup`](super::lookup).
///
/// # Cancel safety
/// As [`lookup`](super::lookup).
pub async fn srv(name: &str, options: &ResolverOptions, deadline: Deadline) -> Result<Vec<Srv>, Error> {
    let mut all = records(name, RecordType::SRV, options, deadline, |data, ttl| match data {
        RData::SRV(srv) => Some(Srv {
            priority: srv.priority,
            weight: srv.weight,
            port: srv.port,
            target: host(&srv.target),
            ttl,
        }),
        _ => None,
    })
    .await?;
    all.sort_by_key(|srv| srv.priority);
    Ok(all)
}

/// The texts of `name`.
///
/// # Errors
/// As [`lookup`](super::lookup).
///
/// # Cancel safety
/// As [`lookup`](super::lookup).
pub async fn txt(name: &str, options: &ResolverOptions, deadline: Deadline) -> Result<Vec<Txt>, Error> {
    records(name, RecordType::TXT, options, deadline, |data, ttl| match data {
        RData::TXT(txt) => Some(Txt { parts: txt.txt_data.iter().map(|part| part.to_vec()).collect(), ttl }),
        _ => None,
    })
    .await
}

/// The certificate associations of `name` (`_25._tcp.mail.example.org`).
///
/// # Errors
/// As [`lookup`](super::lookup).
///
/// # Cancel safety
/// As [`lookup`](super::lookup).
pub async fn tlsa(name: &str, options: &ResolverOptions, deadline: Deadline) -> Result<Vec<Tlsa>, Error> {
    records(name, RecordType::TLSA, options, deadline, |data, ttl| match data {
        RData::TLSA(tlsa) => Some(Tlsa {
            usage: tlsa.cert_usage.into(),
            selector: tlsa.selector.into(),
            matching: tlsa.matching.into(),
            data: tlsa.cert_data,
            ttl,
        }),
        _ => None,
    })
    .await
}

async fn records<T>(
    name: &str,
    record: RecordType,
    options: &ResolverOptions,
    deadline: Deadline,
    mut convert: impl FnMut(RData, Duration) -> Option<T>,
) -> Result<Vec<T>, Error> {
    let bare = name.strip_suffix('.').unwrap_or(name);
    name::check(bare).map_err(unsupported)?;
    let resolver = Resolver::of(options)?;
    let found = Search::for_record(&resolver, bare, record).collect(deadline).await?;
    Ok(found.into_iter().filter_map(|(data, ttl)| convert(data, ttl)).collect())
}

fn host(name: &Name) -> String {
    let text = name.to_ascii();
    text.strip_suffix('.').map_or_else(|| text.clone(), ToOwned::to_owned)
}
