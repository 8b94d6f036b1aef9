//! The OpenSSL calls that the `openssl` crate lacks, or marks unsafe.

#![allow(unsafe_code)]

use foreign_types::ForeignTypeRef;
use openssl::error::ErrorStack;
use openssl::ssl::{SslRef, SslSessionRef};
use openssl::x509::store::X509StoreBuilderRef;
use openssl::x509::{X509CrlRef, X509Ref};
use std::ffi::{CStr, OsStr, c_char, c_int};
use std::net::IpAddr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::ptr;

/// Has `ssl` offer `session` for resumption.
///
/// The session's context has to be `ssl`'s own: the cache compares the contexts' numbers.
///
/// # Errors
/// OpenSSL's.
pub(super) fn offer_session(ssl: &mut SslRef, session: &SslSessionRef) -> Result<(), ErrorStack> {
    // SAFETY: both belong to one context, see above; OpenSSL counts its own reference to the session.
    unsafe { ssl.set_session(session) }
}

/// OpenSSL's built-in bundle and folder of trusted certificates.
pub(super) fn default_locations() -> (Option<PathBuf>, Option<PathBuf>) {
    // SAFETY: answers a static string, or null.
    let file = unsafe { openssl_sys::X509_get_default_cert_file() };
    // SAFETY: the same.
    let folder = unsafe { openssl_sys::X509_get_default_cert_dir() };
    (static_text(file).map(path), static_text(folder).map(path))
}

/// The key exchange group of the last handshake, as TLS names it (`x25519`, `secp256r1`).
pub(crate) fn group(ssl: &SslRef) -> Option<&'static str> {
    const SSL_CTRL_GET_NEGOTIATED_GROUP: c_int = 134;
    // SAFETY: this control only reads the session and ignores its arguments.
    let id =
        unsafe { openssl_sys::SSL_ctrl(ssl.as_ptr(), SSL_CTRL_GET_NEGOTIATED_GROUP, 0, ptr::null_mut()) };
    let id = c_int::try_from(id).ok().filter(|&id| id != 0)?;
    // SAFETY: only reads; answers a string of the loaded provider, which stays, or null.
    static_text(unsafe { SSL_group_to_name(ssl.as_ptr(), id) })?.to_str().ok()
}

/// Whether `certificate` is for the host `name`, by its subjectAltName alone.
pub(super) fn is_for_host(certificate: &X509Ref, name: &str) -> bool {
    let flags =
        openssl_sys::X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | openssl_sys::X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;
    // SAFETY: reads `name` for its length; no name is asked for in return.
    let result = unsafe {
        openssl_sys::X509_check_host(
            certificate.as_ptr(),
            name.as_ptr().cast(),
            name.len(),
            flags,
            ptr::null_mut(),
        )
    };
    result == 1
}

/// Whether `certificate` is for the address `ip`.
pub(super) fn is_for_address(certificate: &X509Ref, ip: IpAddr) -> bool {
    let bytes = match ip {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    // SAFETY: reads the address for its length.
    let result = unsafe { openssl_sys::X509_check_ip(certificate.as_ptr(), bytes.as_ptr(), bytes.len(), 0) };
    result == 1
}

fn static_text(text: *const c_char) -> Option<&'static CStr> {
    // SAFETY: the callers pass strings of OpenSSL that are never freed, ended by NUL.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) })
}

fn path(text: &CStr) -> PathBuf {
    OsStr::from_bytes(text.to_bytes()).into()
}

/// Has `store` look certificates up in `crl`, once its flags say that it shall.
///
/// # Errors
/// OpenSSL's.
pub(super) fn add_crl(store: &mut X509StoreBuilderRef, crl: &X509CrlRef) -> Result<(), ErrorStack> {
    // SAFETY: both are live, the store is borrowed mutably, and it takes a reference of its own to the list.
    let added = unsafe { X509_STORE_add_crl(store.as_ptr(), crl.as_ptr()) };
    if added == 1 { Ok(()) } else { Err(ErrorStack::get()) }
}

unsafe extern "C" {
    fn X509_STORE_add_crl(store: *mut openssl_sys::X509_STORE, crl: *mut openssl_sys::X509_CRL) -> c_int;
    fn SSL_group_to_name(ssl: *mut openssl_sys::SSL, id: c_int) -> *const c_char;
}
