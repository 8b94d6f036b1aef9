//! Lists of revoked certificates.

use super::checked::{self, As};
use super::config::Pem;
use super::{raw, reasons};
use openssl::asn1::{Asn1Time, Asn1TimeRef};
use openssl::x509::X509Crl;
use openssl::x509::store::X509StoreBuilderRef;
use openssl::x509::verify::X509VerifyFlags;

/// Reads all lists of a PEM file.
///
/// # Errors
/// A text that says what is wrong with the file: one broken list spoils it, because the certificates that
/// it revokes would be accepted.
pub fn read_crls(pem: &Pem) -> Result<Vec<X509Crl>, String> {
    let text = pem.read()?;
    let begins: Vec<usize> = (0..text.len()).filter(|&at| text[at..].starts_with(BEGIN)).collect();
    if begins.is_empty() {
        return Err("no revocation list (CRL) in PEM format in it".into());
    }
    super::clear_errors();
    let ends = begins.iter().skip(1).copied().chain([text.len()]);
    let pieces = begins.iter().zip(ends).map(|(&begin, end)| &text[begin..end]);
    pieces.map(|piece| X509Crl::from_pem(piece).map_err(|stack| reasons(&stack))).collect()
}

/// Checks whether [`read_crls`] can read `pem`; once, as long as the file is the same.
///
/// # Errors
/// As [`read_crls`].
pub fn check_crls(pem: &Pem) -> Result<(), String> {
    checked::pem(As::Crls, pem, None, || read_crls(pem).map(drop))
}

/// RFC 7468 section 6.
const BEGIN: &[u8] = b"-----BEGIN X509 CRL-----";

/// Has `store` look up every certificate of a chain, and no chain is good without a list of each of its CAs.
/// Certificates that are in the file beside the lists are not trusted for that. Answers when the first of
/// the lists expires, in seconds since 1970.
pub(super) fn add(store: &mut X509StoreBuilderRef, pem: &Pem) -> Result<i64, String> {
    let crls = read_crls(pem)?;
    let mut added = crls.iter().try_for_each(|crl| raw::add_crl(store, crl));
    added = added.and_then(|()| store.set_flags(X509VerifyFlags::CRL_CHECK | X509VerifyFlags::CRL_CHECK_ALL));
    added.map_err(|stack| reasons(&stack))?;
    Ok(crls.iter().filter_map(|crl| seconds(crl.next_update()?)).min().unwrap_or(i64::MAX))
}

fn seconds(time: &Asn1TimeRef) -> Option<i64> {
    let since = Asn1Time::from_unix(0).ok()?.diff(time).ok()?;
    Some(i64::from(since.days) * 86_400 + i64::from(since.secs))
}
