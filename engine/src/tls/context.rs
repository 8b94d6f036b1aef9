//! OpenSSL contexts, one per distinct set of shared settings and state of the files they name.

use super::config::{Ocsp, Pem, SharedConfig, Trust, Version, read_certificates, read_key};
use super::keylog::KeyLog;
use super::raw::{self, Asked};
use super::{clear_errors, crl, reasons};
use crate::error::Kind;
use openssl::error::ErrorStack;
use openssl::ssl::{
    SslContext, SslContextBuilder, SslFiletype, SslMethod, SslMode, SslOptions, SslSessionCacheMode,
    SslVersion,
};
use openssl::x509::store::{X509Lookup, X509StoreBuilderRef};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// A context, and the number that no other one has had.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) context: SslContext,
    pub(crate) number: u64,
    pub(crate) keylog: Option<KeyLog>,
    /// When the first of the revocation lists expires, in seconds since 1970.
    crls_expire: i64,
}

impl Shared {
    /// Whether a revocation list has expired, so that what was proved with it has to be proved anew.
    pub(super) fn is_stale(&self) -> bool {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(now.as_secs()).is_ok_and(|now| now >= self.crls_expire)
    }
}

/// What a session runs over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carrier {
    /// A byte stream: TLS.
    Stream,
    /// Datagrams: DTLS.
    Datagrams,
}

/// The context for `config`: a shared one if settings and files are those of an earlier connection.
///
/// # Errors
/// [`Kind::InvalidConfig`] naming the setting, its file and the reason.
pub(crate) fn context(config: &SharedConfig, carrier: Carrier) -> Result<Shared, Kind> {
    let config = with_trust(config)?;
    let mut files = identities(&config);
    files.extend(config.keylog.as_deref().map(place));
    let known = CONTEXTS.with_borrow(|contexts| {
        let is_same =
            |entry: &&Entry| entry.carrier == carrier && entry.config == *config && entry.files == files;
        let entry = contexts.iter().find(is_same);
        entry.map(|entry| entry.shared.clone())
    });
    if let Some(shared) = known {
        return Ok(shared);
    }
    clear_errors();
    let keylog = config.keylog.as_deref().map(KeyLog::open).transpose()?;
    let (context, crls_expire) = build(&config, carrier)?;
    let shared = Shared { context, number: BUILT.get(), keylog, crls_expire };
    BUILT.set(shared.number + 1);
    CONTEXTS.with_borrow_mut(|contexts| {
        // An entry whose files have changed since will never be found again.
        contexts.retain(|entry| entry.carrier != carrier || entry.config != *config);
        if contexts.len() == CAPACITY {
            contexts.remove(0);
        }
        contexts.push(Entry { config: config.into_owned(), carrier, files, shared: shared.clone() });
    });
    Ok(shared)
}

/// The settings with the default certificates named: they are files that may change like others.
fn with_trust(config: &SharedConfig) -> Result<Cow<'_, SharedConfig>, Kind> {
    if config.trust.is_set() {
        return Ok(Cow::Borrowed(config));
    }
    Ok(Cow::Owned(SharedConfig { trust: config.trust.or_default()?, ..config.clone() }))
}

/// Forgets all contexts of this thread; connections keep the ones that they use.
pub fn clear() {
    CONTEXTS.with_borrow_mut(Vec::clear);
}

/// What applies unless the settings say otherwise or openssl.cnf demands more: 112 bits. Distributions that ask for
/// less are not listened to.
pub(super) const DEFAULT_SECURITY_LEVEL: u32 = 2;

/// Contexts kept per thread: programs use few sets of settings, and each may hold a CA bundle.
const CAPACITY: usize = 32;

struct Entry {
    config: SharedConfig,
    carrier: Carrier,
    files: Vec<Option<Identity>>,
    shared: Shared,
}

/// Tells a file that was replaced from the one that was read.
type Identity = (u64, u64, i64, i64, u64);

fn identities(config: &SharedConfig) -> Vec<Option<Identity>> {
    let pems = [&config.trust.file, &config.trust.crls, &config.cert_file, &config.key_file];
    pems.into_iter()
        .flatten()
        .filter_map(Pem::path)
        .chain(config.trust.folders())
        .map(|path| {
            let meta = std::fs::metadata(path).ok()?;
            Some((meta.dev(), meta.ino(), meta.mtime(), meta.mtime_nsec(), meta.size()))
        })
        .collect()
}

/// Tells a key log from one that has taken its place; what is in it changes all the time.
fn place(path: &Path) -> Option<Identity> {
    let meta = std::fs::metadata(path).ok()?;
    Some((meta.dev(), meta.ino(), 0, 0, 0))
}

fn build(config: &SharedConfig, carrier: Carrier) -> Result<(SslContext, i64), Kind> {
    let method = match carrier {
        Carrier::Stream => SslMethod::tls_client(),
        Carrier::Datagrams => SslMethod::dtls_client(),
    };
    let mut builder = SslContextBuilder::new(method).map_err(|s| setting("TLS context", &s))?;
    builder.set_mode(
        SslMode::ENABLE_PARTIAL_WRITE | SslMode::ACCEPT_MOVING_WRITE_BUFFER | SslMode::RELEASE_BUFFERS,
    );
    builder.set_options(SslOptions::NO_COMPRESSION | SslOptions::NO_RENEGOTIATION);
    if carrier == Carrier::Datagrams {
        // The pipe cannot tell what the way to the peer carries.
        builder.set_options(SslOptions::NO_QUERY_MTU);
    }
    set_floor(&mut builder, config, carrier)?;
    if let Some(ciphers) = &config.ciphers {
        builder.set_cipher_list(ciphers).map_err(|s| setting(&format!("ssl_ciphers \"{ciphers}\""), &s))?;
    }
    if let Some(suites) = &config.ciphersuites {
        builder
            .set_ciphersuites(suites)
            .map_err(|s| setting(&format!("ssl_ciphersuites \"{suites}\""), &s))?;
    }
    if let Some(groups) = &config.groups {
        builder.set_groups_list(groups).map_err(|s| setting(&format!("ssl_ecdh_curve \"{groups}\""), &s))?;
    }
    set_alpn(&mut builder, config)?;
    let crls_expire = add_trust(builder.cert_store_mut(), &config.trust)?;
    set_identity(&mut builder, config)?;
    builder.set_session_cache_mode(SslSessionCacheMode::CLIENT | SslSessionCacheMode::NO_INTERNAL);
    let asked = Asked { staple: config.ocsp != Ocsp::Off, keys: config.keylog.is_some() };
    raw::install_callbacks(&builder, asked);
    Ok((builder.build(), crls_expire))
}

/// The stricter of what is asked for and what openssl.cnf demands.
fn set_floor(builder: &mut SslContextBuilder, config: &SharedConfig, carrier: Carrier) -> Result<(), Kind> {
    let system = builder.min_proto_version().and_then(version);
    let (min, max) = (config.protocols.min, config.protocols.max);
    let level =
        config.security_level.unwrap_or_else(|| raw::security_level(builder).max(DEFAULT_SECURITY_LEVEL));
    if min < Version::Tls12 && level > 0 {
        return Err(Kind::InvalidConfig(
            "ssl_protocols, ssl_min_version: TLS below 1.2 needs ssl_security_level => 0 as well".into(),
        ));
    }
    let min =
        if config.security_level == Some(0) { min } else { system.map_or(min, |system| system.max(min)) };
    if carrier == Carrier::Datagrams && min > Version::Tls12 {
        return Err(Kind::InvalidConfig(
            "ssl_protocols, ssl_min_version: over UDP there is nothing above DTLS 1.2".into(),
        ));
    }
    builder.set_security_level(level);
    let set_max = |builder: &mut SslContextBuilder| match max {
        Some(max) => builder.set_max_proto_version(Some(wire(max, carrier))),
        None => Ok(()),
    };
    builder
        .set_min_proto_version(Some(wire(min, carrier)))
        .and_then(|()| set_max(builder))
        .map_err(|s| setting("ssl_protocols", &s))
}

/// RFC 7301 wants each name with its length before it.
fn set_alpn(builder: &mut SslContextBuilder, config: &SharedConfig) -> Result<(), Kind> {
    if config.alpn.is_empty() {
        return Ok(());
    }
    let mut wire = Vec::new();
    for protocol in &config.alpn {
        let length = u8::try_from(protocol.len()).ok().filter(|&length| length > 0).ok_or_else(|| {
            Kind::InvalidConfig(format!("ssl_alpn_protocols: \"{protocol}\" is not 1 to 255 bytes long"))
        })?;
        wire.push(length);
        wire.extend_from_slice(protocol.as_bytes());
    }
    builder.set_alpn_protos(&wire).map_err(|s| setting("ssl_alpn_protocols", &s))
}

/// Puts what `trust` names into `store`, and answers when the first of the revocation lists expires.
pub(super) fn add_trust(store: &mut X509StoreBuilderRef, trust: &Trust) -> Result<i64, Kind> {
    let crls_expire = match &trust.crls {
        Some(file) => crl::add(store, file).map_err(|reason| bad_file("ssl_crlfile", file, &reason))?,
        None => i64::MAX,
    };
    if let Some(file) = &trust.file {
        let key = trust.origin.file_key();
        let certificates = read_certificates(file).map_err(|reason| bad_file(key, file, &reason))?;
        for certificate in certificates {
            store.add_cert(certificate).map_err(|s| bad_file(key, file, &reasons(&s)))?;
        }
    }
    if let Some(path) = &trust.path {
        let key = trust.origin.path_key();
        let refused = |reason: &str| Kind::InvalidConfig(format!("{key} {}: {reason}", path.display()));
        if !trust.folders().any(Path::is_dir) {
            return Err(refused("not a folder"));
        }
        let text = path.to_str().ok_or_else(|| refused("not valid UTF-8"))?;
        store
            .add_lookup(X509Lookup::hash_dir())
            .and_then(|lookup| lookup.add_dir(text, SslFiletype::PEM))
            .map_err(|s| refused(&reasons(&s)))?;
    }
    Ok(crls_expire)
}

fn set_identity(builder: &mut SslContextBuilder, config: &SharedConfig) -> Result<(), Kind> {
    let (cert, key) = match (&config.cert_file, &config.key_file) {
        (None, None) => return Ok(()),
        (Some(cert), Some(key)) => (cert, key),
        // One file may hold both.
        (Some(both), None) => (both, both),
        (None, Some(_)) => {
            return Err(Kind::InvalidConfig("ssl_key_file is set without ssl_cert_file".into()));
        }
    };
    let mut chain =
        read_certificates(cert).map_err(|reason| bad_file("ssl_cert_file", cert, &reason))?.into_iter();
    let leaf = chain.next().expect("read_certificates answers at least one");
    builder.set_certificate(&leaf).map_err(|s| bad_file("ssl_cert_file", cert, &reasons(&s)))?;
    for issuer in chain {
        builder.add_extra_chain_cert(issuer).map_err(|s| bad_file("ssl_cert_file", cert, &reasons(&s)))?;
    }
    let private =
        read_key(key, config.passphrase.as_ref()).map_err(|reason| bad_file("ssl_key_file", key, &reason))?;
    builder.set_private_key(&private).and_then(|()| builder.check_private_key()).map_err(|_| {
        clear_errors();
        bad_file(
            "ssl_key_file",
            key,
            &format!("it is not the key of the certificate in ssl_cert_file ({cert})"),
        )
    })
}

fn setting(what: &str, stack: &ErrorStack) -> Kind {
    Kind::InvalidConfig(format!("{what}: {}", reasons(stack)))
}

/// The message for a setting whose file cannot be used.
fn bad_file(key: &str, file: &Pem, reason: &str) -> Kind {
    Kind::InvalidConfig(format!("{key} {file}: {reason}"))
}

/// The version of the protocol that runs over `carrier`: DTLS 1.0 goes with TLS 1.1, DTLS 1.2 with TLS 1.2.
fn wire(version: Version, carrier: Carrier) -> SslVersion {
    match (carrier, version) {
        (Carrier::Stream, version) => version.into(),
        (Carrier::Datagrams, Version::Tls10 | Version::Tls11) => SslVersion::DTLS1,
        (Carrier::Datagrams, Version::Tls12 | Version::Tls13) => SslVersion::DTLS1_2,
    }
}

impl From<Version> for SslVersion {
    fn from(version: Version) -> Self {
        match version {
            Version::Tls10 => Self::TLS1,
            Version::Tls11 => Self::TLS1_1,
            Version::Tls12 => Self::TLS1_2,
            Version::Tls13 => Self::TLS1_3,
        }
    }
}

fn version(version: SslVersion) -> Option<Version> {
    match version {
        SslVersion::DTLS1 => return Some(Version::Tls11),
        SslVersion::DTLS1_2 => return Some(Version::Tls12),
        _ => {}
    }
    [Version::Tls10, Version::Tls11, Version::Tls12, Version::Tls13]
        .into_iter()
        .find(|&known| SslVersion::from(known) == version)
}

thread_local! {
    static CONTEXTS: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
    static BUILT: Cell<u64> = const { Cell::new(0) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_is_bounded_and_the_oldest_go_first() {
        clear();
        let number = |name: usize| {
            let trust = Trust { path: Some("/".into()), ..Trust::default() };
            let config = SharedConfig { trust, alpn: vec![name.to_string()], ..SharedConfig::default() };
            context(&config, Carrier::Stream).unwrap().number
        };
        let numbers: Vec<_> = (0..CAPACITY).map(number).collect();
        assert!((0..CAPACITY).all(|name| number(name) == numbers[name]), "all are kept");
        for name in CAPACITY..CAPACITY + 5 {
            number(name);
            assert_eq!(CONTEXTS.with_borrow(Vec::len), 32);
        }
        assert!((5..CAPACITY).all(|name| number(name) == numbers[name]), "the others are");
        assert!(number(0) > numbers[CAPACITY - 1], "it was made anew");
        assert_eq!(CONTEXTS.with_borrow(Vec::len), 32);
        clear();
    }
}
