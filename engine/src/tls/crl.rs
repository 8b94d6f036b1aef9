//! Lists of revoked certificates.

use super::config::Pem;
use super::{raw, reasons};
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

/// RFC 7468 section 6.
const BEGIN: &[u8] = b"-----BEGIN X509 CRL-----";

/// Has `store` look up every certificate of a chain, and no chain is good without a list of each of its CAs.
/// Certificates that are in the file beside the lists are not trusted for that.
pub(super) fn add(store: &mut X509StoreBuilderRef, pem: &Pem) -> Result<(), String> {
    let added = read_crls(pem)?.iter().try_for_each(|crl| raw::add_crl(store, crl));
    added
        .and_then(|()| store.set_flags(X509VerifyFlags::CRL_CHECK | X509VerifyFlags::CRL_CHECK_ALL))
        .map_err(|stack| reasons(&stack))
}
