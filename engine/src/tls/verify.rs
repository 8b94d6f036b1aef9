//! The check of the peer: set up on the handshake itself, so that a refused peer sees no byte more.

use super::config::{Ocsp, TlsConfig};
use super::context::DEFAULT_SECURITY_LEVEL;
use crate::error::{Kind, printable};
use openssl::error::ErrorStack;
use openssl::ex_data::Index;
use openssl::ssl::{Ssl, SslRef, SslVerifyMode, StatusType};
use openssl::stack::Stack;
use openssl::x509::store::{X509Store, X509StoreBuilder, X509StoreBuilderRef};
use openssl::x509::verify::{X509CheckFlags, X509VerifyParam};
use openssl::x509::{X509, X509PurposeId, X509Ref, X509StoreContext, X509StoreContextRef, X509VerifyResult};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock};

/// What the peer's certificate has to carry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// A DNS name: also sent as SNI.
    Name(String),
    /// An address: never sent.
    Address(IpAddr),
}

impl Reference {
    /// Reads the reference from what the script named: a host name or a literal address.
    ///
    /// # Errors
    /// A text that says why it can be neither.
    pub fn parse(host: &str) -> Result<Self, String> {
        match crate::net::addr::Host::parse(host)? {
            crate::net::addr::Host::Literal { ip, .. } => Ok(Self::Address(ip)),
            crate::net::addr::Host::Name { name, .. } if !name.is_ascii() => Err(format!(
                "\"{}\" is not ASCII; convert it with idn_to_ascii()",
                printable(name.as_bytes())
            )),
            // OpenSSL takes a name that starts with a dot for "any host below", and others are no names.
            crate::net::addr::Host::Name { name, .. } if name.split('.').any(str::is_empty) => {
                Err(format!("\"{}\" has an empty label", printable(name.as_bytes())))
            }
            crate::net::addr::Host::Name { name, .. } => Ok(Self::Name(name.to_ascii_lowercase())),
        }
    }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Address(ip) => write!(f, "{ip}"),
        }
    }
}

/// The first thing that the check refused, as a text; filled in during the handshake.
pub type Refusal = Arc<Mutex<Option<String>>>;

/// Sets up SNI and the check for a connection to `connected_to`.
///
/// # Errors
/// [`Kind::InvalidConfig`] when there is no name to check though the check is on, or it is not one.
pub fn prepare(
    ssl: &mut SslRef,
    config: &TlsConfig,
    connected_to: &str,
) -> Result<(Reference, Refusal), Kind> {
    let refusal = Refusal::default();
    let chosen = config.host_name.as_deref().filter(|name| !name.is_empty());
    let reference = Reference::parse(chosen.unwrap_or(connected_to)).map_err(Kind::InvalidConfig)?;
    let openssl = |stack: ErrorStack| Kind::InvalidConfig(super::reasons(&stack));
    if let (Reference::Name(name), false) = (&reference, config.host_name.as_deref() == Some("")) {
        ssl.set_hostname(name).map_err(openssl)?;
    }
    if config.verify.name {
        let param = ssl.param_mut();
        param.set_hostflags(X509CheckFlags::NO_PARTIAL_WILDCARDS | X509CheckFlags::NEVER_CHECK_SUBJECT);
        match &reference {
            Reference::Name(name) => param.set_host(name),
            Reference::Address(ip) => param.set_ip(*ip),
        }
        .map_err(openssl)?;
    }
    if let Some(depth) = config.verify.depth {
        ssl.param_mut().set_depth(depth.try_into().unwrap_or(i32::MAX));
    }
    if config.shared.ocsp != Ocsp::Off {
        ssl.set_status_type(StatusType::OCSP).map_err(openssl)?;
    }
    install_callback(ssl, config, reference.clone(), &refusal);
    if let Some(index) = index() {
        ssl.set_ex_data(index, Arc::clone(&refusal));
    }
    Ok((reference, refusal))
}

/// Notes why the handshake of `ssl` is refused, unless that is known already.
pub(super) fn refuse(ssl: &SslRef, reason: String) {
    if let Some(refusal) = index().and_then(|index| ssl.ex_data(index))
        && let Ok(mut first) = refusal.lock()
    {
        first.get_or_insert(reason);
    }
}

/// `None` only when OpenSSL is out of memory: a refusal is without its reason then.
fn index() -> Option<Index<Ssl, Refusal>> {
    static INDEX: OnceLock<Option<Index<Ssl, Refusal>>> = OnceLock::new();
    *INDEX.get_or_init(|| Ssl::new_ex_index().ok())
}

fn install_callback(ssl: &mut SslRef, config: &TlsConfig, reference: Reference, refusal: &Refusal) {
    if !config.verify.peer && !config.verify.name {
        ssl.set_verify(SslVerifyMode::NONE);
        return;
    }
    let verify = config.verify;
    let refused = Arc::clone(refusal);
    ssl.set_verify_callback(SslVerifyMode::PEER, move |ok, store| {
        if ok {
            return true;
        }
        let code = store.error().as_raw();
        let is_name_error = matches!(code, HOSTNAME_MISMATCH | IP_ADDRESS_MISMATCH);
        let forgiven = (!verify.peer && !is_name_error)
            || (verify.allow_self_signed && code == DEPTH_ZERO_SELF_SIGNED_CERT);
        if !forgiven && let Ok(mut first) = refused.lock() {
            first.get_or_insert_with(|| describe(store, code, &reference));
        }
        forgiven
    });
}

/// X509_V_ERR_… numbers (openssl/x509_vfy.h), stable since OpenSSL 1.1.
const DEPTH_ZERO_SELF_SIGNED_CERT: i32 = 18;
const SELF_SIGNED_CERT_IN_CHAIN: i32 = 19;
const UNABLE_TO_GET_ISSUER_CERT_LOCALLY: i32 = 20;
const UNABLE_TO_VERIFY_LEAF_SIGNATURE: i32 = 21;
const HOSTNAME_MISMATCH: i32 = 62;
const IP_ADDRESS_MISMATCH: i32 = 64;

fn describe(store: &X509StoreContextRef, code: i32, reference: &Reference) -> String {
    let reason = store.error().error_string();
    let certificate = store.current_cert();
    let subject = certificate.map_or_else(|| "unknown".to_owned(), subject);
    let place = format!("certificate at depth {}, subject {subject}", store.error_depth());
    let hint = match (code, certificate) {
        (HOSTNAME_MISMATCH | IP_ADDRESS_MISMATCH, Some(certificate)) => {
            let what = if matches!(reference, Reference::Name(_)) { "name" } else { "address" };
            return format!(
                "{reason}: expected {what} {reference}, but {} ({place})",
                presented(certificate)
            );
        }
        (DEPTH_ZERO_SELF_SIGNED_CERT, _) => "; trust it with ssl_cafile, or set ssl_allow_self_signed",
        (
            SELF_SIGNED_CERT_IN_CHAIN | UNABLE_TO_GET_ISSUER_CERT_LOCALLY | UNABLE_TO_VERIFY_LEAF_SIGNATURE,
            _,
        ) => "; its issuer is not among the trusted certificates (ssl_cafile, ssl_capath)",
        _ => "",
    };
    format!("{reason} ({place}){hint}")
}

fn subject(certificate: &X509Ref) -> String {
    let entries = certificate.subject_name().entries().map(|entry| {
        let key = entry.object().nid().short_name().unwrap_or("?");
        format!("{key}={}", printable(entry.data().as_slice()))
    });
    let text = entries.collect::<Vec<_>>().join(", ");
    if text.is_empty() { "(empty)".into() } else { text }
}

/// What the certificate says that it is for. Cut after a few names: some carry hundreds.
fn presented(certificate: &X509Ref) -> String {
    const SHOWN: usize = 8;
    let names: Vec<String> = certificate
        .subject_alt_names()
        .iter()
        .flat_map(|names| names.iter())
        .filter_map(|name| {
            let dns = name.dnsname().map(|dns| printable(dns.as_bytes()));
            dns.or_else(|| name.ipaddress().and_then(address).map(|ip| ip.to_string()))
        })
        .collect();
    match names.len() {
        0 => "it names none in subjectAltName (its common name does not count; see ssl_verify_peer_name)"
            .into(),
        n if n > SHOWN => format!("it is for {} and {} more", names[..SHOWN].join(", "), n - SHOWN),
        _ => format!("it is for {}", names.join(", ")),
    }
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}

/// Checks an established session's certificate once more, as strictly as `config` says.
///
/// # Errors
/// [`Kind::Verify`] with the reason, [`Kind::InvalidConfig`] when the check cannot be made.
pub fn check_chain(ssl: &SslRef, config: &TlsConfig, connected_to: &str) -> Result<(), Kind> {
    let invalid = |stack: ErrorStack| Kind::InvalidConfig(super::reasons(&stack));
    let Some(leaf) = ssl.peer_certificate() else {
        return Err(Kind::Verify("the peer sent no certificate".into()));
    };
    let mut chain = Stack::new().map_err(invalid)?;
    for certificate in ssl.peer_cert_chain().into_iter().flatten() {
        chain.push(certificate.to_owned()).map_err(invalid)?;
    }
    let chosen = config.host_name.as_deref().filter(|name| !name.is_empty());
    let reference = Reference::parse(chosen.unwrap_or(connected_to)).map_err(Kind::InvalidConfig)?;
    let trusts_itself = config.verify.allow_self_signed && leaf.issued(&leaf) == X509VerifyResult::OK;
    let store = store(config, &reference, trusts_itself.then_some(&leaf))?;
    let mut context = X509StoreContext::new().map_err(invalid)?;
    let refusal = context.init(&store, &leaf, &chain, |context| {
        let verified = context.verify_cert()?;
        let code = context.error().as_raw();
        Ok((!verified).then(|| describe(context, code, &reference)))
    });
    refusal.map_err(invalid)?.map_or(Ok(()), |reason| Err(Kind::Verify(reason)))
}

/// The trusted certificates with the same demands as in the handshake.
fn store(config: &TlsConfig, reference: &Reference, also: Option<&X509>) -> Result<X509Store, Kind> {
    let invalid = |stack: ErrorStack| Kind::InvalidConfig(super::reasons(&stack));
    let mut builder = X509StoreBuilder::new().map_err(invalid)?;
    super::context::add_trust(&mut builder, &config.shared.trust.or_default()?)?;
    set_demands(&mut builder, config, reference, also).map_err(invalid)?;
    Ok(builder.build())
}

fn set_demands(
    builder: &mut X509StoreBuilderRef,
    config: &TlsConfig,
    reference: &Reference,
    also: Option<&X509>,
) -> Result<(), ErrorStack> {
    if let Some(certificate) = also {
        builder.add_cert(certificate.clone())?;
    }
    let mut param = X509VerifyParam::new()?;
    param.set_purpose(X509PurposeId::SSL_SERVER)?;
    let level = config.shared.security_level.unwrap_or(DEFAULT_SECURITY_LEVEL);
    param.set_auth_level(level.try_into().unwrap_or(i32::MAX));
    param.set_hostflags(X509CheckFlags::NO_PARTIAL_WILDCARDS | X509CheckFlags::NEVER_CHECK_SUBJECT);
    match reference {
        Reference::Name(name) => param.set_host(name)?,
        Reference::Address(ip) => param.set_ip(*ip)?,
    }
    if let Some(depth) = config.verify.depth {
        param.set_depth(depth.try_into().unwrap_or(i32::MAX));
    }
    builder.set_param(&param)
}
