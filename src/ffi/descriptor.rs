//! Descriptors that PHP's streams and sockets, or the script itself, have opened.

use super::raw;
use super::value::Kept;
use std::ffi::c_int;
use std::io;
use std::os::fd::RawFd;

/// What a value is as a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Descriptor {
    /// Nothing of the kind, or a stream without one.
    None,
    /// This one; a number may be anything.
    Open(RawFd),
    /// A stream or socket that was closed.
    Closed,
}

/// The descriptor behind a number, a stream or a `Socket` of ext/sockets. A stream wrapper that the script has
/// written is asked by calling it: nothing may be borrowed.
#[must_use]
pub fn descriptor_of(value: &Kept) -> Descriptor {
    let mut fd: c_int = -1;
    // SAFETY: a live value, which stays alive if PHP code runs. A fatal error there jumps over this frame, which
    // owns nothing.
    match unsafe { raw::corio_fd_of(value.as_pointer(), &raw mut fd) } {
        0 => Descriptor::None,
        1 => Descriptor::Open(fd),
        _ => Descriptor::Closed,
    }
}

/// Whether a stream or socket was closed.
#[must_use]
pub fn is_closed(value: &Kept) -> bool {
    // SAFETY: a live value; only looked at.
    unsafe { raw::corio_fd_is_closed(value.as_pointer()) }
}

/// Whether a stream has read ahead, so that there is something to read whatever its descriptor says. No PHP code
/// runs.
#[must_use]
pub fn has_buffered(value: &Kept) -> bool {
    // SAFETY: a live value. A TLS stream takes what is decrypted already, with error handlers out of the way.
    unsafe { raw::corio_fd_has_buffered(value.as_pointer()) }
}

/// Whether what is written to a stream is not what its descriptor gets: TLS, filters.
#[must_use]
pub fn is_opaque(value: &Kept) -> bool {
    // SAFETY: a live value; a stream is asked for its metadata, which runs no PHP code but that of a wrapper of the
    // script's own.
    unsafe { raw::corio_fd_is_opaque(value.as_pointer()) }
}

/// Makes a socket non-blocking; other descriptors, which are perhaps shared with other processes, stay as they are.
pub fn unblock(fd: RawFd) {
    // SAFETY: any number may be asked about.
    unsafe { raw::corio_fd_unblock(fd) };
}

/// Writes what is taken without waiting.
///
/// # Errors
/// The system's.
pub fn write(fd: RawFd, data: &[u8]) -> io::Result<usize> {
    // SAFETY: the bytes outlive the call; any number may be written to.
    let written = unsafe { raw::corio_fd_write(fd, data.as_ptr().cast(), data.len()) };
    usize::try_from(written).map_err(|_| io::Error::last_os_error())
}
