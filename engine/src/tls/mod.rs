//! TLS as configuration: what is trusted, what is offered, and how the peer's name is checked.
//!
//! [`config`] says what a client wants, [`context`] turns the part that connections share into an
//! OpenSSL context, [`verify`] sets up the check that happens inside the handshake and explains a
//! refusal, with [`crl`] and [`pin`] for revoked and for pinned certificates, [`session`] keeps sessions
//! for resumption, `handshake` puts them together for one peer, and `checked` spares `set()` what it has checked before. All of it serves TLS and DTLS
//! alike; what only DTLS needs of OpenSSL is in `dtls`.

mod checked;
pub mod config;
pub(crate) mod connection;
pub mod context;
pub mod crl;
pub(crate) mod dtls;
pub(crate) mod handshake;
pub mod keylog;
mod ocsp;
pub mod pin;
mod raw;
pub mod session;
mod trust;
pub mod verify;

pub(crate) use raw::{free_buffers, group, new_ssl};

use openssl::error::ErrorStack;

/// The TLS library's name and version, as loaded.
#[must_use]
pub fn library_version() -> &'static str {
    openssl::version::version()
}

/// OpenSSL's reasons, without the library's file names and numbers.
pub(crate) fn reasons(stack: &ErrorStack) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for error in stack.errors() {
        let mut reason = error.reason().unwrap_or("unknown error").to_owned();
        if let Some(data) = error.data().filter(|data| !data.is_empty()) {
            reason = format!("{reason} ({})", crate::error::printable(data.as_bytes()));
        }
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    if reasons.is_empty() { "unknown error".into() } else { reasons.join("; ") }
}

/// Empties this thread's OpenSSL error queue: PHP's own use of the library may have left errors
/// there, and OpenSSL would take them for ours.
pub(crate) fn clear_errors() {
    drop(ErrorStack::get());
}
