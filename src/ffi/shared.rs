//! A number that a process and its forked children share.

use std::ptr::NonNull;
use std::sync::atomic::AtomicU32;

/// A number in memory that is shared with every process forked later; 0 at first.
#[derive(Debug)]
pub struct SharedNumber(NonNull<AtomicU32>);

impl SharedNumber {
    /// A new one; `None` when the system has no memory.
    #[must_use]
    pub fn new() -> Option<Self> {
        let (read_write, flags) =
            (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED | libc::MAP_ANONYMOUS);
        // SAFETY: asks for fresh memory at an address of the system's choice.
        let memory =
            unsafe { libc::mmap(std::ptr::null_mut(), size_of::<AtomicU32>(), read_write, flags, -1, 0) };
        (memory != libc::MAP_FAILED).then(|| NonNull::new(memory.cast())).flatten().map(Self)
    }

    /// The number.
    #[must_use]
    pub const fn get(&self) -> &AtomicU32 {
        // SAFETY: aligned memory that was zeroed by the system and stays mapped as long as this value lives; other
        // processes touch it by atomic operations only.
        unsafe { self.0.as_ref() }
    }
}

impl Drop for SharedNumber {
    fn drop(&mut self) {
        // SAFETY: mapped by `new` with this size and unmapped once in each process; the others keep their mapping.
        unsafe { libc::munmap(self.0.as_ptr().cast(), size_of::<AtomicU32>()) };
    }
}

/// Whether there is a process with this id, ended but for its parent's `wait()` included.
#[must_use]
pub fn process_exists(id: u32) -> bool {
    let Ok(id) = libc::pid_t::try_from(id) else { return false };
    // SAFETY: signal 0 only asks.
    let found = unsafe { libc::kill(id, 0) } == 0;
    found || std::io::Error::last_os_error().raw_os_error() != Some(libc::ESRCH)
}
