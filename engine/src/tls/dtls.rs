//! What DTLS needs of OpenSSL beyond TLS: timers of the handshake, and the size of its datagrams.

#![allow(unsafe_code)]

use foreign_types::ForeignTypeRef;
use openssl::error::ErrorStack;
use openssl::ssl::SslRef;
use std::ffi::{c_int, c_long};
use std::ptr;
use std::time::Duration;

/// `SSL_CTRL_SET_MTU`, `DTLS_CTRL_GET_TIMEOUT` and `DTLS_CTRL_HANDLE_TIMEOUT` of openssl/ssl.h, where the calls of
/// these names are macros.
const SET_MTU: c_int = 17;
const GET_TIMEOUT: c_int = 73;
const HANDLE_TIMEOUT: c_int = 74;

/// How long until the last flight has to be sent once more; `None` while nothing is awaited.
pub(crate) fn timeout(ssl: &SslRef) -> Option<Duration> {
    let mut left = libc::timeval { tv_sec: 0, tv_usec: 0 };
    // SAFETY: this control writes a timeval, which the pointer leads to, and only reads the session.
    let told = unsafe { openssl_sys::SSL_ctrl(ssl.as_ptr(), GET_TIMEOUT, 0, (&raw mut left).cast()) };
    let seconds = u64::try_from(left.tv_sec).unwrap_or(0);
    let micros = u64::try_from(left.tv_usec).unwrap_or(0);
    (told == 1).then(|| Duration::from_secs(seconds) + Duration::from_micros(micros))
}

/// Sends the last flight once more if its time has come.
///
/// # Errors
/// OpenSSL's, when it has been sent often enough, or cannot be.
pub(crate) fn handle_timeout(ssl: &SslRef) -> Result<(), ErrorStack> {
    // SAFETY: a live session that nobody else uses meanwhile; this control takes no argument.
    let handled = unsafe { openssl_sys::SSL_ctrl(ssl.as_ptr(), HANDLE_TIMEOUT, 0, ptr::null_mut()) };
    if handled < 0 { Err(ErrorStack::get()) } else { Ok(()) }
}

/// Has the datagrams of the handshake be at most `bytes` long from the next flight on.
pub(crate) fn set_mtu(ssl: &SslRef, bytes: u32) {
    // SAFETY: a live session; this control reads the number alone. It refuses what is less than OpenSSL can do with,
    // and then nothing changes.
    unsafe { openssl_sys::SSL_ctrl(ssl.as_ptr(), SET_MTU, c_long::from(bytes as i32), ptr::null_mut()) };
}
