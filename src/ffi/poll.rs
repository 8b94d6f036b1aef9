//! Descriptors that are not the engine's: of PHP's streams and sockets, and the waiting for them.

use super::raw;
use super::value::Kept;
use engine::time::Deadline;
use std::io;
use std::os::fd::RawFd;
use std::time::Duration;

/// What a descriptor is waited for, or is ready for.
pub mod event {
    /// Can be read.
    pub const READ: i16 = libc::POLLIN;
    /// Can be written.
    pub const WRITE: i16 = libc::POLLOUT;
    /// Has something out of band.
    pub const EXCEPT: i16 = libc::POLLPRI;
    /// Has ended or failed; always reported.
    pub const BROKEN: i16 = libc::POLLERR | libc::POLLHUP;
    /// Is no descriptor; always reported.
    pub const INVALID: i16 = libc::POLLNVAL;
}

/// A descriptor and its events.
#[repr(transparent)]
pub struct Watch(libc::pollfd);

impl Watch {
    /// Waits for `events` on `descriptor`.
    #[must_use]
    pub const fn new(descriptor: RawFd, events: i16) -> Self {
        Self(libc::pollfd { fd: descriptor, events, revents: 0 })
    }

    /// What it was found ready for.
    #[must_use]
    pub const fn found(&self) -> i16 {
        self.0.revents
    }
}

/// Waits until one of them is ready, at most until `deadline` and at most `limit`.
///
/// # Errors
/// The system's; `Interrupted` by a signal.
pub fn poll(watches: &mut [Watch], deadline: Deadline, limit: Option<Duration>) -> io::Result<()> {
    let left = deadline.at().map(|at| at.saturating_duration_since(engine::time::now()));
    let wait = [left, limit].into_iter().flatten().min();
    // Up to the next whole millisecond: to wake too early would be to wait by turning round and round.
    let timeout = wait.map_or(-1, |wait| i32::try_from(wait.as_micros().div_ceil(1000)).unwrap_or(i32::MAX));
    let count = libc::nfds_t::try_from(watches.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    // SAFETY: `Watch` is a `pollfd` and nothing else, and the slice has that many of them.
    let found = unsafe { libc::poll(watches.as_mut_ptr().cast(), count, timeout) };
    if found < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// The descriptor behind a number, a stream or a socket of ext/sockets, and whether the stream has read ahead.
/// `None` if there is none. A stream that cannot be waited for makes PHP warn: nothing may be borrowed.
#[must_use]
pub fn descriptor_of(value: &Kept) -> Option<(RawFd, bool)> {
    let mut has_input = false;
    // SAFETY: a live value; the shim only looks at it.
    let descriptor = unsafe { raw::corio_descriptor(value.as_pointer(), &raw mut has_input) };
    (descriptor >= 0).then_some((descriptor, has_input))
}
