//! How long a server lets its sessions be resumed: what the `openssl` crate does not let one say.

use openssl::ssl::SslContextBuilder;
use std::ffi::c_long;

/// Has a server tell its clients so.
pub(crate) fn set_session_lifetime(builder: &SslContextBuilder, seconds: u32) {
    // SAFETY: changes a number in a live context.
    unsafe { SSL_CTX_set_timeout(builder.as_ptr(), seconds.into()) };
}

unsafe extern "C" {
    fn SSL_CTX_set_timeout(context: *mut openssl_sys::SSL_CTX, seconds: c_long) -> c_long;
}
