//! Child processes: where they begin, how they end, and ending them.

use super::raw;
use std::ffi::{CStr, OsString, c_char, c_void};
use std::io;
use std::os::fd::{FromRawFd, OwnedFd};
use std::os::unix::ffi::OsStringExt;

/// A child that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Its process id.
    pub pid: i32,
    /// Its exit code; 0 if a signal ended it.
    pub code: i32,
    /// The signal that ended it; 0 if none did.
    pub signal: i32,
}

impl Ended {
    const fn new(pid: i32, status: i32) -> Self {
        let code = if libc::WIFEXITED(status) { libc::WEXITSTATUS(status) } else { 0 };
        let signal = if libc::WIFSIGNALED(status) { libc::WTERMSIG(status) } else { 0 };
        Self { pid, code, signal }
    }
}

/// What `putenv()` and the outside have set, as a new process of the script is to find it.
#[must_use]
pub fn environment() -> Vec<(OsString, OsString)> {
    unsafe extern "C" fn take(to: *mut c_void, entry: *const c_char) {
        // SAFETY: the list below, which nobody else uses meanwhile.
        let list = unsafe { &mut *to.cast::<Vec<(OsString, OsString)>>() };
        // SAFETY: an entry is a terminated string, and nobody changes it under the shim's lock.
        let entry = unsafe { CStr::from_ptr(entry) }.to_bytes();
        // A name may begin with the character that ends it.
        let Some(end) = entry.iter().skip(1).position(|&byte| byte == b'=') else { return };
        let (name, value) = (&entry[..=end], &entry[end + 2..]);
        list.push((OsString::from_vec(name.to_vec()), OsString::from_vec(value.to_vec())));
    }
    let mut list: Vec<(OsString, OsString)> = Vec::new();
    // SAFETY: the shim calls `take` with this list, before it returns.
    unsafe { raw::corio_environment(take, (&raw mut list).cast()) };
    list
}

/// Takes the status of a child if it has ended, by `waitpid(2)`'s rules for `pid`.
///
/// # Errors
/// ECHILD when there is no such child.
pub fn try_wait(pid: i32) -> io::Result<Option<Ended>> {
    let mut status = 0;
    // SAFETY: writes the status into a local.
    match unsafe { libc::waitpid(pid, &raw mut status, libc::WNOHANG) } {
        0 => Ok(None),
        found if found > 0 => Ok(Some(Ended::new(found, status))),
        _ => Err(io::Error::last_os_error()),
    }
}

/// The process id of any child that has ended; its status stays for somebody to take.
///
/// # Errors
/// ECHILD when there is no child.
pub fn any_ended() -> io::Result<Option<i32>> {
    // SAFETY: all zeroes are such a record.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    let options = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
    // SAFETY: writes into a local.
    if unsafe { libc::waitid(libc::P_ALL, 0, &raw mut info, options) } < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: waitid has filled it in, or left it zero.
    let pid = unsafe { info.si_pid() };
    Ok((pid > 0).then_some(pid))
}

/// A descriptor that becomes readable when the process ends; `None` where the system has none.
#[must_use]
pub fn open(pid: i32) -> Option<OwnedFd> {
    // SAFETY: answers a new descriptor, which is close-on-exec, or fails.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
    let fd = i32::try_from(fd).ok().filter(|fd| *fd >= 0)?;
    // SAFETY: nobody else owns it.
    Some(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// Ends a process.
pub fn kill(pid: i32) {
    // SAFETY: a child whose status was not taken yet, so that its number is nobody else's.
    unsafe { libc::kill(pid, libc::SIGKILL) };
}
