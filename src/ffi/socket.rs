//! Handing a socket to ext/sockets, whose symbols are not linked: it may be absent.

use super::call::Thrown;
use super::raw;
use super::value::Owned;
use std::os::fd::{IntoRawFd, OwnedFd};

/// An object of ext/sockets over `socket`, which it owns from then on; `None` without that extension.
///
/// # Errors
/// It was not taken: an exception is set, or PHP has warned.
pub fn import(socket: OwnedFd) -> Result<Option<Owned>, Thrown> {
    let mut result = Owned::null();
    // SAFETY: the result is null; the shim owns the descriptor from here on. A fatal error in it jumps over this
    // frame, which owns nothing else.
    match unsafe { raw::corio_import_socket(socket.into_raw_fd(), result.pointer()) } {
        0 => Ok(Some(result)),
        1 => Ok(None),
        _ => Err(Thrown),
    }
}
