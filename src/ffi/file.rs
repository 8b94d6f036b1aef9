//! Files of the script: system calls that std lacks, and PHP's rules for paths.

use super::raw;
use std::ffi::{CStr, CString, OsString, c_char};
use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

/// The absolute path of what the script calls `path`; `None` if it is too long or has a NUL.
#[must_use]
pub fn absolute(path: &[u8]) -> Option<PathBuf> {
    let path = CString::new(path).ok()?;
    let mut target: Vec<c_char> = vec![0; 4097];
    // SAFETY: a terminated string, and room for `size` bytes, the terminating one included.
    let fits = unsafe { raw::corio_absolute_path(path.as_ptr(), target.as_mut_ptr(), target.len()) };
    fits.then(|| {
        // SAFETY: the shim has terminated it.
        let text = unsafe { CStr::from_ptr(target.as_ptr()) };
        OsString::from_vec(text.to_bytes().to_vec()).into()
    })
}

/// The script's working folder where it is not the process's: with threads, each has its own.
#[must_use]
pub fn own_folder() -> Option<PathBuf> {
    if cfg!(php_zts) { absolute(b".") } else { None }
}

/// Reads on without waiting for the disk; at a pipe or device for whoever writes.
///
/// # Errors
/// `WouldBlock` when what comes next is not in memory; `Unsupported` when the file system cannot tell.
pub fn read_at_hand(file: &File, buffer: &mut [u8]) -> io::Result<usize> {
    let room = libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() };
    // SAFETY: one piece of room, which the borrowed buffer is; -1 stands for the file's own position.
    let read = unsafe { libc::preadv2(file.as_raw_fd(), &raw const room, 1, -1, libc::RWF_NOWAIT) };
    usize::try_from(read).map_err(|_| {
        let error = io::Error::last_os_error();
        match error.raw_os_error() {
            Some(libc::EOPNOTSUPP | libc::EINVAL | libc::ENOSYS) => io::ErrorKind::Unsupported.into(),
            _ => error,
        }
    })
}

/// Has the kernel fetch `length` bytes from `offset` on, in the background.
pub fn fetch(file: &File, offset: u64, length: usize) {
    let (offset, length) = (offset.cast_signed(), i64::try_from(length).unwrap_or(i64::MAX));
    // SAFETY: only advice; the descriptor is open.
    unsafe { libc::posix_fadvise(file.as_raw_fd(), offset, length, libc::POSIX_FADV_WILLNEED) };
}

/// A lock of a whole file, by `flock(2)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Together with other readers.
    Shared,
    /// Alone.
    Exclusive,
}

/// Locks the file until it is closed, unless somebody else has locked it.
///
/// # Errors
/// `WouldBlock` then; else the system's.
pub fn try_lock(file: &File, lock: Lock) -> io::Result<()> {
    let operation = if lock == Lock::Shared { libc::LOCK_SH } else { libc::LOCK_EX };
    // SAFETY: the descriptor is open.
    let locked = unsafe { libc::flock(file.as_raw_fd(), operation | libc::LOCK_NB) };
    if locked < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// What `statvfs(3)` tells of the file system that `path` is on, by name.
///
/// # Errors
/// The system's.
pub fn file_system(path: &Path) -> io::Result<Vec<(&'static str, u64)>> {
    let path = CString::new(OsString::from(path).into_vec()).map_err(|_| io::ErrorKind::InvalidInput)?;
    // SAFETY: all zeroes are such a record.
    let mut found: libc::statvfs = unsafe { std::mem::zeroed() };
    // SAFETY: a terminated string, and a local to write into.
    if unsafe { libc::statvfs(path.as_ptr(), &raw mut found) } < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(vec![
        ("bsize", found.f_bsize),
        ("frsize", found.f_frsize),
        ("blocks", found.f_blocks),
        ("bfree", found.f_bfree),
        ("bavail", found.f_bavail),
        ("files", found.f_files),
        ("ffree", found.f_ffree),
        ("favail", found.f_favail),
        ("fsid", found.f_fsid),
        ("flag", found.f_flag),
        ("namemax", found.f_namemax),
    ])
}

/// Bytes that the script may still use under `memory_limit`.
#[must_use]
pub fn memory_left() -> usize {
    // SAFETY: reads counters of this thread's allocator.
    unsafe { raw::corio_memory_left() }
}

/// Whether PHP has this function: php.ini may have disabled it.
#[must_use]
pub fn has_function(name: &str) -> bool {
    // SAFETY: the name is read up to its length.
    unsafe { raw::corio_has_function(name.as_ptr().cast(), name.len()) }
}
