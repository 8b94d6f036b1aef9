//! The check of the peer: set up on the handshake itself, so that a refused peer sees no byte more.

use super::config::{Ocsp, TlsConfig, VerifyConfig};
use super::pin::Pin;
use crate::error::{Kind, printable};
use openssl::error::ErrorStack;
use openssl::ssl::{SslRef, SslVerifyMode, StatusType};
use openssl::stack::Stack;
use openssl::x509::store::{X509Store, X509StoreBuilder, X509StoreBuilderRef};
use openssl::x509::verify::{X509CheckFlags, X509VerifyParam};
use openssl::x509::{
    X509, X509NameRef, X509PurposeId, X509Ref, X509StoreContext, X509StoreContextRef, X509VerifyResult,
};
use std::net::IpAddr;

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

impl Reference {
    /// Whether `certificate` carries it in its subjectAltName.
    pub(super) fn is_of(&self, certificate: &X509Ref) -> bool {
        match self {
            Self::Name(name) => super::raw::is_for_host(certificate, name),
            Self::Address(ip) => super::raw::is_for_address(certificate, *ip),
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

/// What a connection to `connected_to` has to be checked for: `None` if it has no name, as a Unix socket, and need not
/// have one.
///
/// # Errors
/// [`Kind::InvalidConfig`] when there is no name to check though the check is on, or it is not one.
fn reference(config: &TlsConfig, connected_to: &str) -> Result<Option<Reference>, Kind> {
    let chosen = config.host_name.as_deref().filter(|name| !name.is_empty());
    if chosen.is_none() && connected_to.is_empty() && is_nameless(config) {
        return Ok(None);
    }
    if chosen.is_none() && connected_to.is_empty() {
        return Err(nameless());
    }
    Reference::parse(chosen.unwrap_or(connected_to)).map(Some).map_err(Kind::InvalidConfig)
}

fn nameless() -> Kind {
    Kind::InvalidConfig(
        "a Unix socket has no name that the peer's certificate could be checked for; set ssl_host_name or \
         ssl_peer_fingerprint, or ssl_verify_peer_name => false"
            .into(),
    )
}

/// Whether a peer without a name can be told from others, or need not be.
fn is_nameless(config: &TlsConfig) -> bool {
    !config.verify.name || !config.verify.pins.is_empty()
}

/// Refuses settings that check a name for a connection that has none.
///
/// # Errors
/// [`Kind::InvalidConfig`], as the handshake would.
pub(crate) fn check_reference(config: &TlsConfig) -> Result<(), Kind> {
    reference(config, "").map(drop)
}

/// Sets up SNI and the check for a connection to `connected_to`, which is empty for a Unix socket; answers what the
/// certificate has to carry, and what the callback has to judge by, if anything is asked of the peer.
///
/// # Errors
/// [`Kind::InvalidConfig`] when there is no name to check though the check is on, or it is not one.
pub(crate) fn prepare(
    ssl: &mut SslRef,
    config: &TlsConfig,
    connected_to: &str,
) -> Result<(Option<Reference>, Option<Demands>), Kind> {
    let reference = reference(config, connected_to)?;
    let openssl = |stack: ErrorStack| Kind::InvalidConfig(super::reasons(&stack));
    if let (Some(Reference::Name(name)), false) = (&reference, config.host_name.as_deref() == Some("")) {
        ssl.set_hostname(name).map_err(openssl)?;
    }
    if let Some(reference) = reference.as_ref().filter(|_| config.verify.name) {
        let param = ssl.param_mut();
        param.set_hostflags(X509CheckFlags::NO_PARTIAL_WILDCARDS | X509CheckFlags::NEVER_CHECK_SUBJECT);
        match reference {
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
    if !config.verify.is_on() {
        ssl.set_verify(SslVerifyMode::NONE);
        return Ok((reference, None));
    }
    let checked = reference.clone().filter(|_| config.verify.name);
    Ok((reference, Some(Demands::new(config, checked))))
}

/// What is asked of the peer, and what a refusal needs to be explained.
pub(crate) struct Demands {
    verify: VerifyConfig,
    /// The name that is checked; none if names are not, or the peer has none.
    reference: Option<Reference>,
    /// What `ssl_crlfile` names.
    crls: String,
}

impl Demands {
    fn new(config: &TlsConfig, reference: Option<Reference>) -> Self {
        let crls = config.shared.trust.crls.as_ref().map(ToString::to_string).unwrap_or_default();
        Self { verify: config.verify.clone(), reference, crls }
    }

    /// What the callback answers: OpenSSL comes with each fault that it finds, and without one when it is
    /// done with a certificate, at last with the peer's own.
    pub(super) fn judge(&self, ok: bool, store: &mut X509StoreContextRef) -> Result<(), String> {
        let code = store.error().as_raw();
        if ok {
            if store.error_depth() > 0 {
                return Ok(());
            }
            let checked = self.check_leaf(store.current_cert());
            if checked.is_err() {
                store.set_error(X509VerifyResult::APPLICATION_VERIFICATION);
            }
            return checked;
        }
        let is_name_error = matches!(code, HOSTNAME_MISMATCH | IP_ADDRESS_MISMATCH);
        let is_allowed = self.verify.allow_self_signed
            && code == DEPTH_ZERO_SELF_SIGNED_CERT
            && store.current_cert().is_some_and(signs_itself);
        let forgiven = (!self.verify.peer && !is_name_error) || is_allowed;
        if forgiven { Ok(()) } else { Err(describe(store, code, self)) }
    }

    /// What OpenSSL does not check by itself, and the name once more: where memory is short OpenSSL may lose
    /// the name on its way to the check, and takes that for none.
    pub(crate) fn check_leaf(&self, leaf: Option<&X509Ref>) -> Result<(), String> {
        // Suites without certificates (ssl_ciphers can name them) never come to the callback.
        let Some(leaf) = leaf else {
            return Err("the peer sent no certificate, so it cannot be verified".into());
        };
        if let Some(reference) = self.reference.as_ref().filter(|reference| !reference.is_of(leaf)) {
            super::clear_errors();
            let place = format!("certificate at depth 0, subject {}", name(leaf.subject_name()));
            return Err(mismatch(leaf, reference, &place));
        }
        check_pins(leaf, &self.verify.pins)
    }
}

/// OpenSSL goes by the names: it takes a certificate whose issuer has the same name as its subject for one
/// that is self-signed, and does not look at the signature.
fn signs_itself(certificate: &X509Ref) -> bool {
    let signed = certificate.public_key().and_then(|key| certificate.verify(&key));
    super::clear_errors();
    certificate.issued(certificate) == X509VerifyResult::OK && signed.unwrap_or(false)
}

fn check_pins(certificate: &X509Ref, pins: &[Pin]) -> Result<(), String> {
    if pins.is_empty() || pins.iter().any(|pin| pin.matches(certificate)) {
        return Ok(());
    }
    let list = |pins: &mut dyn Iterator<Item = &Pin>| pins.map(ToString::to_string).collect::<Vec<_>>();
    let presented = list(&mut Pin::of(certificate).iter().flatten()).join(" and ");
    let subject = name(certificate.subject_name());
    let mut expected = list(&mut pins.iter().take(SHOWN)).join(" or ");
    if pins.len() > SHOWN {
        expected = format!("{expected} or one of {} more", pins.len() - SHOWN);
    }
    Err(format!(
        "fingerprint mismatch: ssl_peer_fingerprint expects {expected}, but the certificate has {presented} \
         (certificate at depth 0, subject {subject})"
    ))
}

/// How many names or fingerprints a message lists: there may be hundreds.
const SHOWN: usize = 8;

/// X509_V_ERR_… numbers (openssl/x509_vfy.h), stable since OpenSSL 1.1.
const UNABLE_TO_GET_ISSUER_CERT: i32 = 2;
const UNABLE_TO_GET_CRL: i32 = 3;
const DEPTH_ZERO_SELF_SIGNED_CERT: i32 = 18;
const SELF_SIGNED_CERT_IN_CHAIN: i32 = 19;
const UNABLE_TO_GET_ISSUER_CERT_LOCALLY: i32 = 20;
const UNABLE_TO_VERIFY_LEAF_SIGNATURE: i32 = 21;
/// All faults that a list of revoked certificates can have or show.
const CRL_FAULTS: [i32; 13] = [UNABLE_TO_GET_CRL, 5, 8, 11, 12, 15, 16, 23, 33, 35, 36, 44, 54];
const HOSTNAME_MISMATCH: i32 = 62;
const IP_ADDRESS_MISMATCH: i32 = 64;

fn describe(store: &X509StoreContextRef, code: i32, demands: &Demands) -> String {
    let reason = store.error().error_string();
    let certificate = store.current_cert();
    let subject = certificate.map_or_else(|| "unknown".to_owned(), |shown| name(shown.subject_name()));
    let issuer = certificate.map_or_else(|| "unknown".to_owned(), |shown| name(shown.issuer_name()));
    let place = format!("certificate at depth {}, subject {subject}", store.error_depth());
    if let (HOSTNAME_MISMATCH | IP_ADDRESS_MISMATCH, Some(certificate), Some(reference)) =
        (code, certificate, &demands.reference)
    {
        return mismatch(certificate, reference, &place);
    }
    let hint = match (code, certificate) {
        (DEPTH_ZERO_SELF_SIGNED_CERT, _) if demands.verify.allow_self_signed => {
            "; it names itself as its issuer, but the signature is of another key".to_owned()
        }
        (DEPTH_ZERO_SELF_SIGNED_CERT, _) => {
            "; trust it with ssl_cafile, or set ssl_allow_self_signed".to_owned()
        }
        (
            UNABLE_TO_GET_ISSUER_CERT
            | SELF_SIGNED_CERT_IN_CHAIN
            | UNABLE_TO_GET_ISSUER_CERT_LOCALLY
            | UNABLE_TO_VERIFY_LEAF_SIGNATURE,
            _,
        ) => format!("; its issuer {issuer} is not among the trusted certificates (ssl_cafile, ssl_capath)"),
        (UNABLE_TO_GET_CRL, _) => {
            format!("; ssl_crlfile {} has no list of its issuer {issuer} that covers it", demands.crls)
        }
        (code, _) if CRL_FAULTS.contains(&code) => {
            format!("; by the list of its issuer {issuer} in ssl_crlfile {}", demands.crls)
        }
        _ => String::new(),
    };
    format!("{reason} ({place}){hint}")
}

/// In OpenSSL's words, for one who finds it.
fn mismatch(certificate: &X509Ref, reference: &Reference, place: &str) -> String {
    let (reason, what) = match reference {
        Reference::Name(_) => ("hostname mismatch", "name"),
        Reference::Address(_) => ("IP address mismatch", "address"),
    };
    format!("{reason}: expected {what} {reference}, but {} ({place})", presented(certificate, reference))
}

fn name(name: &X509NameRef) -> String {
    let entries = name.entries().take(SHOWN).map(|entry| {
        let key = entry.object().nid().short_name().unwrap_or("?");
        format!("{key}={}", printable(entry.data().as_slice()))
    });
    let text = entries.collect::<Vec<_>>().join(", ");
    if text.is_empty() { "(empty)".into() } else { text }
}

/// What the certificate says that it is for. Cut after a few names: some carry hundreds.
fn presented(certificate: &X509Ref, reference: &Reference) -> String {
    let Some(alternatives) = certificate.subject_alt_names() else {
        return "it has no subjectAltName (its common name does not count; see ssl_verify_peer_name)".into();
    };
    let expected = reference.to_string();
    let names = alternatives.iter().filter_map(|alternative| {
        if let Some(ip) = alternative.ipaddress().and_then(address) {
            return Some(ip.to_string());
        }
        let dns = alternative.dnsname().map(|dns| printable(dns.as_bytes()))?;
        let is_confusing = matches!(reference, Reference::Address(_)) && dns == expected;
        Some(if is_confusing { format!("{dns} (as a name, not as an address)") } else { dns })
    });
    let names: Vec<String> = names.collect();
    match names.len() {
        0 => "its subjectAltName has no name and no address".into(),
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
    let reference = reference(config, connected_to)?;
    if reference.is_none() && config.verify.pins.is_empty() {
        return Err(nameless());
    }
    let trusts_itself = config.verify.allow_self_signed && signs_itself(&leaf);
    let store = store(ssl, config, reference.as_ref(), trusts_itself.then_some(&leaf))?;
    let demands = Demands::new(config, reference);
    let mut context = X509StoreContext::new().map_err(invalid)?;
    let refusal = context.init(&store, &leaf, &chain, |context| {
        let verified = context.verify_cert()?;
        let code = context.error().as_raw();
        Ok((!verified).then(|| describe(context, code, &demands)))
    });
    refusal.map_err(invalid)?.map_or(Ok(()), |reason| Err(Kind::Verify(reason)))?;
    check_pins(&leaf, &config.verify.pins).map_err(Kind::Verify)
}

/// The trusted certificates with the same demands as in the handshake.
fn store(
    ssl: &SslRef,
    config: &TlsConfig,
    reference: Option<&Reference>,
    also: Option<&X509>,
) -> Result<X509Store, Kind> {
    let invalid = |stack: ErrorStack| Kind::InvalidConfig(super::reasons(&stack));
    let mut builder = X509StoreBuilder::new().map_err(invalid)?;
    super::context::add_trust(&mut builder, &config.shared.trust.or_default()?)?;
    set_demands(&mut builder, ssl, config, reference, also).map_err(invalid)?;
    Ok(builder.build())
}

fn set_demands(
    builder: &mut X509StoreBuilderRef,
    ssl: &SslRef,
    config: &TlsConfig,
    reference: Option<&Reference>,
    also: Option<&X509>,
) -> Result<(), ErrorStack> {
    if let Some(certificate) = also {
        builder.add_cert(certificate.clone())?;
    }
    let mut param = X509VerifyParam::new()?;
    param.set_purpose(X509PurposeId::SSL_SERVER)?;
    // Not the setting: a cipher list may have its own "@SECLEVEL".
    param.set_auth_level(ssl.security_level().try_into().unwrap_or(i32::MAX));
    param.set_hostflags(X509CheckFlags::NO_PARTIAL_WILDCARDS | X509CheckFlags::NEVER_CHECK_SUBJECT);
    match reference {
        Some(Reference::Name(name)) => param.set_host(name)?,
        Some(Reference::Address(ip)) => param.set_ip(*ip)?,
        None => {}
    }
    if let Some(depth) = config.verify.depth {
        param.set_depth(depth.try_into().unwrap_or(i32::MAX));
    }
    builder.set_param(&param)
}
