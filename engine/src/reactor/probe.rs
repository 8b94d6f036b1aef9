//! `poll(2)` of a descriptor that is somebody else's. This is the one file of the reactor that needs `unsafe`.

#![allow(unsafe_code)]

use super::watch::Readiness;
use std::io;
use std::os::fd::RawFd;

/// What of `wanted` can be done with a descriptor at this moment without waiting.
///
/// An error and the end of what can be read or written count as both, because the next call tells.
///
/// # Errors
/// EBADF when it is not open; else the system's.
pub fn probe(fd: RawFd, wanted: Readiness) -> io::Result<Readiness> {
    let flag = |is_wanted, flag| if is_wanted { flag } else { 0 };
    let events = flag(wanted.read, libc::POLLIN | libc::POLLPRI) | flag(wanted.write, libc::POLLOUT);
    let mut poll = libc::pollfd { fd, events, revents: 0 };
    // SAFETY: one entry, which outlives the call; any number may be asked about.
    while unsafe { libc::poll(&raw mut poll, 1, 0) } < 0 {
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    let told = |flags| poll.revents & flags != 0;
    if told(libc::POLLNVAL) {
        return Err(io::Error::from_raw_os_error(libc::EBADF));
    }
    let ended = told(libc::POLLERR | libc::POLLHUP);
    Ok(Readiness {
        read: wanted.read && (ended || told(libc::POLLIN | libc::POLLPRI)),
        write: wanted.write && (ended || told(libc::POLLOUT)),
    })
}
