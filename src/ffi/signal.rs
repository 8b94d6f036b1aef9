//! Hearing of signals, beside whoever handles them besides.

use super::raw;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

/// Signals that are heard of as long as this lives. Then what was installed before is so again.
#[derive(Debug)]
pub struct Ears {
    signals: Vec<i32>,
    /// Becomes readable when one comes.
    waker: OwnedFd,
    place: i32,
    /// For those that the thread has blocked: no handler runs for them, they are read.
    blocked: Option<OwnedFd>,
}

impl Ears {
    /// Begins to hear of `signals`.
    ///
    /// # Errors
    /// EINVAL for a number that is no signal or one that nobody can wait for; else the system's.
    pub fn open(signals: &[i32]) -> io::Result<Self> {
        if let Some(_unheard) = signals.iter().find(|signal| UNHEARD.contains(signal)) {
            return Err(io::Error::from_raw_os_error(libc::EINVAL));
        }
        // SAFETY: answers a new descriptor, or fails.
        let waker = owned(unsafe { libc::eventfd(0, libc::EFD_NONBLOCK | libc::EFD_CLOEXEC) })?;
        let blocked = open_blocked(signals)?;
        // SAFETY: a descriptor that stays open until `drop` has taken it out again.
        let place = unsafe { raw::corio_signal_wake(waker.as_raw_fd()) };
        if place < 0 {
            return Err(io::Error::last_os_error());
        }
        let mut ears = Self { signals: Vec::new(), waker, place, blocked };
        for &signal in signals {
            // SAFETY: checks the number; installs a handler that is as long-lived as this library.
            if !unsafe { raw::corio_signal_listen(signal) } {
                return Err(io::Error::last_os_error());
            }
            // Those that were begun are ended by the drop.
            ears.signals.push(signal);
        }
        Ok(ears)
    }

    /// One of the signals that has come and that nobody was told of.
    #[must_use]
    pub fn take(&self) -> Option<i32> {
        self.drain();
        let read = self.blocked.as_ref().and_then(read_blocked);
        // SAFETY: `listen` has accepted the numbers.
        let has_come = |signal: i32| unsafe { raw::corio_signal_take(signal) };
        read.or_else(|| self.signals.iter().copied().find(|&signal| has_come(signal)))
    }

    /// Sees to it that the handler is in place: the script may have installed one of its own.
    pub fn renew(&self) {
        for &signal in &self.signals {
            // SAFETY: as in `take`.
            unsafe { raw::corio_signal_renew(signal) };
        }
    }

    /// The descriptors that become readable when one comes.
    pub fn descriptors(&self) -> impl Iterator<Item = RawFd> {
        [Some(&self.waker), self.blocked.as_ref()].into_iter().flatten().map(AsRawFd::as_raw_fd)
    }

    fn drain(&self) {
        let mut count = 0u64;
        // SAFETY: eight bytes, as an eventfd wants; "would block" is as good.
        unsafe { libc::read(self.waker.as_raw_fd(), (&raw mut count).cast(), size_of::<u64>()) };
    }
}

impl Drop for Ears {
    fn drop(&mut self) {
        // SAFETY: the place that `open` was given.
        unsafe { raw::corio_signal_unwake(self.place, self.waker.as_raw_fd()) };
        for &signal in &self.signals {
            // SAFETY: each was listened to once.
            unsafe { raw::corio_signal_unlisten(signal) };
        }
    }
}

/// Nobody can wait for these: they end or stop the process, or tell the code that runs of its own mistake.
const UNHEARD: [i32; 6] =
    [libc::SIGKILL, libc::SIGSTOP, libc::SIGSEGV, libc::SIGBUS, libc::SIGFPE, libc::SIGILL];

/// A descriptor for those of `signals` that this thread has blocked.
fn open_blocked(signals: &[i32]) -> io::Result<Option<OwnedFd>> {
    let (mut mask, mut wanted) = (empty(), empty());
    // SAFETY: without a new mask it only tells the present one.
    unsafe { libc::pthread_sigmask(libc::SIG_BLOCK, std::ptr::null(), &raw mut mask) };
    let mut any = false;
    for &signal in signals {
        // SAFETY: a valid set; a number that is no signal is answered -1.
        if unsafe { libc::sigismember(&raw const mask, signal) } == 1 {
            // SAFETY: as above.
            unsafe { libc::sigaddset(&raw mut wanted, signal) };
            any = true;
        }
    }
    if !any {
        return Ok(None);
    }
    // SAFETY: a new descriptor for a valid set.
    owned(unsafe { libc::signalfd(-1, &raw const wanted, libc::SFD_NONBLOCK | libc::SFD_CLOEXEC) }).map(Some)
}

fn read_blocked(fd: &OwnedFd) -> Option<i32> {
    // SAFETY: all zeroes are such a record.
    let mut info: libc::signalfd_siginfo = unsafe { std::mem::zeroed() };
    let size = size_of_val(&info);
    // SAFETY: reads at most one record into a local of its size.
    let read = unsafe { libc::read(fd.as_raw_fd(), (&raw mut info).cast(), size) };
    (read == size.cast_signed()).then(|| info.ssi_signo.cast_signed())
}

fn empty() -> libc::sigset_t {
    // SAFETY: all zeroes are an empty set on Linux, and the next line makes sure.
    let mut set: libc::sigset_t = unsafe { std::mem::zeroed() };
    // SAFETY: a local.
    unsafe { libc::sigemptyset(&raw mut set) };
    set
}

fn owned(fd: i32) -> io::Result<OwnedFd> {
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: a descriptor that was just opened, and that nobody else owns.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// The request is over: signals that came and were not asked for are forgotten.
pub fn forget() {
    // SAFETY: only counters that nobody listens for.
    unsafe { raw::corio_signal_forget() };
}
