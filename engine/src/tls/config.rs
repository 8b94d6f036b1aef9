//! What a client wants of TLS.

use super::checked::{self, As};
use super::pin::Pin;
use super::reasons;
use super::session::SessionSlot;
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Private};
use openssl::ssl::{SslContextBuilder, SslMethod};
use openssl::x509::X509;
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The TLS settings of one client.
#[derive(Clone, Debug, Default)]
pub struct TlsConfig {
    /// What connections with equal settings share.
    pub shared: SharedConfig,
    /// How the peer is checked.
    pub verify: VerifyConfig,
    /// The name that is sent (SNI) and checked instead of the one that was connected to. Empty:
    /// nothing is sent and the one that was connected to is still checked.
    pub host_name: Option<String>,
    /// Which sessions may be resumed.
    pub sessions: Sessions,
    /// Whether the end of the connection counts as the end of the stream though close_notify is missing.
    pub allow_truncation: bool,
}

/// Which earlier sessions a connection may resume.
#[derive(Clone, Default)]
pub enum Sessions {
    /// None; and what this one gets is not kept.
    Off,
    /// Those of earlier connections to the same peer with the same settings.
    #[default]
    Shared,
    /// Those of this client, whatever its port, if name and settings agree.
    From(Rc<SessionSlot>),
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "Off",
            Self::Shared => "Shared",
            Self::From(_) => "From",
        })
    }
}

/// The settings that make up an OpenSSL context.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedConfig {
    /// Where trusted certificates come from.
    pub trust: Trust,
    /// The client's certificate chain.
    pub cert_file: Option<Pem>,
    /// The client's private key.
    pub key_file: Option<Pem>,
    /// What the private key is encrypted with.
    pub passphrase: Option<Secret>,
    /// Cipher list for TLS 1.2 and below, in OpenSSL's syntax.
    pub ciphers: Option<String>,
    /// The protocol versions that may be negotiated.
    pub protocols: Protocols,
    /// OpenSSL's security level; `None` is 2.
    pub security_level: Option<u32>,
    /// TLS 1.3 cipher suites, in OpenSSL's syntax.
    pub ciphersuites: Option<String>,
    /// Key exchange groups in order of preference, in OpenSSL's syntax.
    pub groups: Option<String>,
    /// Application protocols that are offered, each 1 to 255 bytes.
    pub alpn: Vec<String>,
    /// Whether the server has to prove by a stapled OCSP response that its certificate is not revoked.
    pub ocsp: Ocsp,
    /// Where session keys are written to, in the NSS key log format.
    pub keylog: Option<PathBuf>,
}

/// What is demanded of a stapled OCSP response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ocsp {
    /// None is asked for.
    #[default]
    Off,
    /// One that comes has to be valid and good.
    Verify,
    /// One has to come, valid and good.
    Require,
}

/// Certificates or a key in PEM format: in a file, or given as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pem {
    /// The path of a file.
    File(PathBuf),
    /// The text itself.
    Inline(Secret),
}

impl Pem {
    /// A text that begins like PEM is PEM; everything else is a path.
    #[must_use]
    pub fn is_inline(text: &str) -> bool {
        text.starts_with("-----BEGIN ")
    }

    /// The file, if it is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Inline(_) => None,
        }
    }

    pub(super) fn read(&self) -> Result<Vec<u8>, String> {
        match self {
            Self::File(path) => std::fs::read(path)
                .map_err(|error| crate::Error::io(crate::Phase::Connect, error).kind.to_string()),
            Self::Inline(text) => Ok(text.0.clone().into_bytes()),
        }
    }
}

/// The path, or what stands for a text that may hold a key.
impl fmt::Display for Pem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Inline(_) => f.write_str("(PEM string)"),
        }
    }
}

impl<T: Into<PathBuf>> From<T> for Pem {
    fn from(path: T) -> Self {
        Self::File(path.into())
    }
}

/// Where trusted certificates come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trust {
    /// Trusted certificates.
    pub file: Option<Pem>,
    /// A folder of trusted certificates, named by subject hash; several are separated by colons.
    pub path: Option<PathBuf>,
    /// Lists of revoked certificates, one for each CA of a chain. Without it nothing is looked up.
    pub crls: Option<Pem>,
    /// Who named them, for messages.
    pub origin: Origin,
}

/// Who named the trusted certificates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// The settings of the client.
    #[default]
    Settings,
    /// php.ini: what PHP's own streams take.
    Ini,
    /// The variables that OpenSSL's own programs take.
    Environment,
    /// Nobody: the places where distributions have them.
    System,
}

impl Origin {
    /// What names the file.
    #[must_use]
    pub const fn file_key(self) -> &'static str {
        match self {
            Self::Settings => "ssl_cafile",
            Self::Ini => "openssl.cafile",
            Self::Environment => "SSL_CERT_FILE",
            Self::System => "default certificates",
        }
    }

    /// What names the folder.
    #[must_use]
    pub const fn path_key(self) -> &'static str {
        match self {
            Self::Settings => "ssl_capath",
            Self::Ini => "openssl.capath",
            Self::Environment => "SSL_CERT_DIR",
            Self::System => "default certificates",
        }
    }
}

/// How the peer is checked; the default checks everything.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct VerifyConfig {
    /// The chain has to lead to a trusted certificate.
    pub peer: bool,
    /// The certificate has to carry the name or address.
    pub name: bool,
    /// A certificate that signs itself is accepted as if it were trusted; all else is still checked.
    pub allow_self_signed: bool,
    /// How many intermediate certificates a chain may have; `None` is OpenSSL's 100.
    pub depth: Option<u32>,
    /// The certificate or its key has to be one of these, whatever else is checked or not; empty: any.
    pub pins: Vec<Pin>,
}

impl VerifyConfig {
    /// Whether anything about the peer is checked.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.peer || self.name || !self.pins.is_empty()
    }
}

impl Default for VerifyConfig {
    fn default() -> Self {
        Self { peer: true, name: true, allow_self_signed: false, depth: None, pins: Vec::new() }
    }
}

/// A gapless range of TLS versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Protocols {
    /// The lowest; TLS 1.2 unless less is asked for.
    pub min: Version,
    /// The highest; `None` is whatever the library has.
    pub max: Option<Version>,
}

impl Default for Protocols {
    fn default() -> Self {
        Self { min: Version::Tls12, max: None }
    }
}

/// A TLS version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// RFC 2246; needs security level 0.
    Tls10,
    /// RFC 4346; needs security level 0.
    Tls11,
    /// RFC 5246.
    Tls12,
    /// RFC 8446.
    Tls13,
}

/// A passphrase: never shown, and compared only to tell contexts apart.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Reads all certificates of a PEM file.
///
/// # Errors
/// A text that says what is wrong with the file.
pub fn read_certificates(pem: &Pem) -> Result<Vec<X509>, String> {
    let certificates = X509::stack_from_pem(&pem.read()?).map_err(|stack| reasons(&stack))?;
    if certificates.is_empty() { Err("no certificate in PEM format in it".into()) } else { Ok(certificates) }
}

/// Reads the private key of a PEM file.
///
/// # Errors
/// A text that says what is wrong; a passphrase is never asked for on the terminal.
pub fn read_key(pem: &Pem, passphrase: Option<&Secret>) -> Result<PKey<Private>, String> {
    let pem = pem.read()?;
    let mut asked = false;
    let key = PKey::private_key_from_pem_callback(&pem, |buffer| {
        asked = true;
        let secret = passphrase.map_or(&[][..], |secret| secret.0.as_bytes());
        let length = secret.len().min(buffer.len());
        buffer[..length].copy_from_slice(&secret[..length]);
        Ok(length)
    });
    key.map_err(|stack| match (asked, passphrase) {
        (true, None) => "the key is encrypted and ssl_passphrase is not set".into(),
        (true, Some(_)) => "the key cannot be decrypted with ssl_passphrase".into(),
        (false, _) => reasons(&stack),
    })
}

/// Checks whether [`read_certificates`] can read `pem`; once, as long as the file is the same.
///
/// # Errors
/// As [`read_certificates`].
pub fn check_certificates(pem: &Pem) -> Result<(), String> {
    checked::pem(As::Certificates, pem, None, || read_certificates(pem).map(drop))
}

/// Checks whether [`read_key`] can read `pem`; once, as long as the file and the passphrase are the same.
///
/// # Errors
/// As [`read_key`].
pub fn check_key(pem: &Pem, passphrase: Option<&Secret>) -> Result<(), String> {
    checked::pem(As::Key, pem, passphrase, || read_key(pem, passphrase).map(drop))
}

/// Checks a cipher list for TLS 1.2 and below.
///
/// # Errors
/// OpenSSL's reason when no cipher of it can be used.
pub fn check_ciphers(list: &str) -> Result<(), String> {
    checked::list(As::Ciphers, list, || check(|context| context.set_cipher_list(list)))
}

/// Checks a list of TLS 1.3 cipher suites.
///
/// # Errors
/// OpenSSL's reason when one of them is unknown.
pub fn check_ciphersuites(list: &str) -> Result<(), String> {
    checked::list(As::Ciphersuites, list, || check(|context| context.set_ciphersuites(list)))
}

/// Checks a list of key exchange groups.
///
/// # Errors
/// OpenSSL's reason when one of them is unknown.
pub fn check_groups(list: &str) -> Result<(), String> {
    checked::list(As::Groups, list, || check(|context| context.set_groups_list(list)))
}

fn check(set: impl FnOnce(&mut SslContextBuilder) -> Result<(), ErrorStack>) -> Result<(), String> {
    super::clear_errors();
    let checked = SslContextBuilder::new(SslMethod::tls_client()).and_then(|mut context| set(&mut context));
    checked.map_err(|stack| reasons(&stack))
}
