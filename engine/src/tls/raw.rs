//! The OpenSSL calls that the `openssl` crate lacks, marks unsafe, or makes without looking at the result.

#![allow(unsafe_code)]

use super::connection::Connection;
use foreign_types::{ForeignType, ForeignTypeRef};
use openssl::error::ErrorStack;
use openssl::ex_data::Index;
use openssl::ssl::{Ssl, SslContextBuilder, SslContextRef, SslRef, SslSession, SslSessionRef};
use openssl::x509::store::X509StoreBuilderRef;
use openssl::x509::{X509CrlRef, X509Ref, X509StoreContext, X509StoreContextRef};
use std::ffi::{CStr, OsStr, c_char, c_int, c_ulong, c_void};
use std::net::IpAddr;
use std::os::unix::ffi::OsStrExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::ptr;
use std::sync::Arc;
use std::time::Duration;

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

/// For how long the server has said that it will resume `session`; zero if it has not.
pub(super) fn ticket_lifetime(session: &SslSessionRef) -> Duration {
    // SAFETY: reads a live session.
    let seconds: c_ulong = unsafe { SSL_SESSION_get_ticket_lifetime_hint(session.as_ptr()) };
    Duration::from_secs(seconds as u64)
}

/// A new connection of `context`. The crate's own constructor also hangs the context on it, which it never
/// frees where that fails.
///
/// # Errors
/// OpenSSL's.
pub(crate) fn new_ssl(context: &SslContextRef) -> Result<Ssl, ErrorStack> {
    // SAFETY: a live context, to which the connection takes a reference of its own.
    let ssl = unsafe { openssl_sys::SSL_new(context.as_ptr()) };
    if ssl.is_null() {
        return Err(ErrorStack::get());
    }
    // SAFETY: not null, and nobody else owns it.
    Ok(unsafe { Ssl::from_ptr(ssl) })
}

/// Gives back the buffers for records that `ssl` keeps, if nothing is in them.
///
/// The caller has to know that `ssl` stands between two records: some versions free the buffer though a header is
/// in it whose record is still to come (CVE-2024-4741).
pub(crate) fn free_buffers(ssl: &SslRef) {
    if ssl.pending() == 0 {
        // SAFETY: a live connection, lent to nobody else (the engine is one thread, and OpenSSL is not at work),
        // and neither a part of a record nor data that was not read is in the buffers, see above.
        unsafe { SSL_free_buffers(ssl.as_ptr()) };
    }
}

/// The security level of a new context: OpenSSL's own, or openssl.cnf's.
pub(super) fn security_level(builder: &SslContextBuilder) -> u32 {
    // SAFETY: reads a live context.
    let level = unsafe { openssl_sys::SSL_CTX_get_security_level(builder.as_ptr()) };
    level.try_into().unwrap_or(0)
}

/// Hangs `connection` on `ssl`, which has none yet; `false` when OpenSSL is out of memory.
pub(super) fn attach(
    ssl: &mut SslRef,
    index: Index<Ssl, Arc<Connection>>,
    connection: Arc<Connection>,
) -> bool {
    let data = Box::into_raw(Box::new(connection));
    // SAFETY: the crate made the index for a boxed `Arc<Connection>` and frees one with the connection.
    let done = unsafe { openssl_sys::SSL_set_ex_data(ssl.as_ptr(), index.as_raw(), data.cast()) } == 1;
    if !done {
        // SAFETY: the box of above, which OpenSSL has not taken.
        drop(unsafe { Box::from_raw(data) });
    }
    done
}

/// What beside the check of the peer connections have to be asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    /// The stapled OCSP response.
    pub(super) staple: bool,
    /// Session keys for a key log.
    pub(super) keys: bool,
}

/// Has OpenSSL ask the [`Connection`] that hangs on each connection of a context.
pub(super) fn install_callbacks(builder: &SslContextBuilder, asked: Asked) {
    let context = builder.as_ptr();
    // SAFETY: a live context, and a function of the right type that stays.
    unsafe { openssl_sys::SSL_CTX_set_verify(context, openssl_sys::SSL_VERIFY_PEER, Some(on_certificate)) };
    // SAFETY: the same.
    unsafe { openssl_sys::SSL_CTX_sess_set_new_cb(context, Some(on_session)) };
    if asked.staple {
        // SAFETY: the same.
        unsafe { openssl_sys::SSL_CTX_set_tlsext_status_cb(context, Some(on_staple)) };
    }
    if asked.keys {
        // SAFETY: the same.
        unsafe { openssl_sys::SSL_CTX_set_keylog_callback(context, Some(on_key)) };
    }
}

/// OpenSSL has looked at a certificate. Whoever cannot be judged is refused.
extern "C" fn on_certificate(ok: c_int, store: *mut openssl_sys::X509_STORE_CTX) -> c_int {
    let judge = || {
        // SAFETY: OpenSSL lends it for the call.
        let store = unsafe { X509StoreContextRef::from_ptr_mut(store) };
        let index = X509StoreContext::ssl_idx().ok()?;
        let ssl: *const SslRef = store.ex_data(index)?;
        // SAFETY: the connection outlives the check of its certificates, which does not change it.
        let connection = Connection::of(unsafe { &*ssl })?;
        Some(connection.accepts(ok == 1, store))
    };
    c_int::from(guarded(judge).unwrap_or(false))
}

/// The server's stapled response is there, or is not.
unsafe extern "C" fn on_staple(ssl: *mut openssl_sys::SSL, _: *mut c_void) -> c_int {
    let judge = || {
        // SAFETY: OpenSSL lends it for the call.
        let ssl = unsafe { SslRef::from_ptr(ssl) };
        Some(Connection::of(ssl)?.accepts_staple(ssl))
    };
    c_int::from(guarded(judge).unwrap_or(false))
}

/// A session that could be resumed; 1 takes it over.
unsafe extern "C" fn on_session(ssl: *mut openssl_sys::SSL, session: *mut openssl_sys::SSL_SESSION) -> c_int {
    let keep = || {
        // SAFETY: OpenSSL lends it for the call.
        let connection = Connection::of(unsafe { SslRef::from_ptr(ssl) })?;
        // SAFETY: OpenSSL hands over its reference to whoever answers 1, as is done from here on.
        connection.keep(unsafe { SslSession::from_ptr(session) });
        Some(true)
    };
    c_int::from(guarded(keep).unwrap_or(false))
}

/// A line for the key log.
unsafe extern "C" fn on_key(ssl: *const openssl_sys::SSL, line: *const c_char) {
    guarded(|| {
        // SAFETY: OpenSSL lends it for the call.
        let connection = Connection::of(unsafe { SslRef::from_ptr(ssl.cast_mut()) })?;
        // SAFETY: a terminated string, lent for the call.
        connection.log_key(unsafe { CStr::from_ptr(line) }.to_bytes());
        Some(true)
    });
}

/// A panic must not reach OpenSSL.
fn guarded(work: impl FnOnce() -> Option<bool>) -> Option<bool> {
    catch_unwind(AssertUnwindSafe(work)).ok().flatten()
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
    fn SSL_SESSION_get_ticket_lifetime_hint(session: *const openssl_sys::SSL_SESSION) -> c_ulong;
    fn SSL_free_buffers(ssl: *mut openssl_sys::SSL) -> c_int;
    fn SSL_group_to_name(ssl: *mut openssl_sys::SSL, id: c_int) -> *const c_char;
}
