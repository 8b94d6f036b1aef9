//! The certificates of a run, and the settings of both sides of TLS.

use std::error::Error;
use std::path::Path;

use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::ssl::{
    Ssl, SslContext, SslContextBuilder, SslMethod, SslMode, SslOptions, SslSessionCacheMode, SslVerifyMode,
    SslVersion,
};
use openssl::x509::extension::{BasicConstraints, SubjectAlternativeName};
use openssl::x509::verify::X509CheckFlags;
use openssl::x509::{X509, X509Builder, X509Name};

/// What the server's certificate is for; `tls.php` and `bulk.php` name it too.
pub const NAME: &str = "bench.test";

/// The one group for key exchange, and the curve of all keys.
const GROUP: &str = "P-256";

/// A server's context with a new certificate of a new CA, whose certificate is written to `ca_file`.
///
/// # Errors
/// What OpenSSL says, or the file cannot be written.
pub fn server_context(ca_file: &Path) -> Result<SslContext, Box<dyn Error>> {
    let (ca_key, key) = (new_key()?, new_key()?);
    let ca = certificate("corio bench CA", &ca_key, None)?;
    let leaf = certificate(NAME, &key, Some((&ca, &ca_key)))?;
    std::fs::write(ca_file, ca.to_pem()?)?;

    let mut builder = SslContextBuilder::new(SslMethod::tls_server())?;
    configure(&mut builder)?;
    builder.set_certificate(&leaf)?;
    builder.set_private_key(&key)?;
    // Its tickets carry everything themselves.
    builder.set_session_cache_mode(SslSessionCacheMode::OFF);
    Ok(builder.build())
}

/// A client's context that trusts `ca_file` alone and checks the chain.
///
/// # Errors
/// What OpenSSL says; the file cannot be read.
pub fn client_context(ca_file: &Path) -> Result<SslContextBuilder, ErrorStack> {
    let mut builder = SslContextBuilder::new(SslMethod::tls_client())?;
    configure(&mut builder)?;
    builder.set_ca_file(ca_file)?;
    builder.set_verify(SslVerifyMode::PEER);
    Ok(builder)
}

/// One connection of a client, which checks that the certificate is for [`NAME`].
///
/// # Errors
/// What OpenSSL says.
pub fn client(context: &SslContext) -> Result<Ssl, ErrorStack> {
    let mut ssl = Ssl::new(context)?;
    ssl.set_hostname(NAME)?;
    let param = ssl.param_mut();
    param.set_hostflags(X509CheckFlags::NO_PARTIAL_WILDCARDS | X509CheckFlags::NEVER_CHECK_SUBJECT);
    param.set_host(NAME)?;
    Ok(ssl)
}

/// What both sides have in common: TLS 1.3 with P-256, small when idle, no system call that can be saved.
fn configure(builder: &mut SslContextBuilder) -> Result<(), ErrorStack> {
    builder.set_min_proto_version(Some(SslVersion::TLS1_3))?;
    builder.set_groups_list(GROUP)?;
    builder.set_mode(
        SslMode::ENABLE_PARTIAL_WRITE | SslMode::ACCEPT_MOVING_WRITE_BUFFER | SslMode::RELEASE_BUFFERS,
    );
    builder.set_options(SslOptions::NO_COMPRESSION | SslOptions::NO_RENEGOTIATION);
    builder.set_read_ahead(true);
    Ok(())
}

fn new_key() -> Result<PKey<Private>, ErrorStack> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
    PKey::from_ec_key(EcKey::generate(&group)?)
}

/// A certificate for `key`, valid for a day; without an issuer that of a CA.
fn certificate(
    name: &str,
    key: &PKey<Private>,
    issuer: Option<(&X509, &PKey<Private>)>,
) -> Result<X509, ErrorStack> {
    let mut subject = X509Name::builder()?;
    subject.append_entry_by_nid(Nid::COMMONNAME, name)?;
    let subject = subject.build();
    let mut builder = X509Builder::new()?;
    builder.set_version(2)?;
    let serial = BigNum::from_u32(if issuer.is_some() { 2 } else { 1 })?.to_asn1_integer()?;
    builder.set_serial_number(&serial)?;
    builder.set_not_before(&*Asn1Time::days_from_now(0)?)?;
    builder.set_not_after(&*Asn1Time::days_from_now(1)?)?;
    builder.set_pubkey(key)?;
    builder.set_subject_name(&subject)?;
    match issuer {
        Some((issuer, issuer_key)) => {
            builder.set_issuer_name(issuer.subject_name())?;
            let names =
                SubjectAlternativeName::new().dns(name).build(&builder.x509v3_context(Some(issuer), None))?;
            builder.append_extension(names)?;
            builder.sign(issuer_key, MessageDigest::sha256())?;
        }
        None => {
            builder.set_issuer_name(&subject)?;
            builder.append_extension(BasicConstraints::new().critical().ca().build()?)?;
            builder.sign(key, MessageDigest::sha256())?;
        }
    }
    Ok(builder.build())
}
