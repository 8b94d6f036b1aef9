//! Tells a forked child from its parent.
//!
//! After a fork the child holds copies of the parent's descriptors and shares its epoll set. What
//! was made before the fork remembers the generation it was made in and is thrown away on a change.

#![allow(unsafe_code)]

use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

/// Changes in every forked child.
#[must_use]
pub fn generation() -> u32 {
    INSTALLED.call_once(|| {
        // SAFETY: the handler only touches an atomic, which is allowed after a fork; it stays
        // registered as long as this library is loaded, and glibc drops it when it is unloaded.
        unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
    });
    GENERATION.load(Ordering::Relaxed)
}

/// As [`generation`], for whoever compares with what that has answered before.
#[must_use]
pub fn current() -> u32 {
    GENERATION.load(Ordering::Relaxed)
}

extern "C" fn in_child() {
    GENERATION.fetch_add(1, Ordering::Relaxed);
}

static GENERATION: AtomicU32 = AtomicU32::new(0);
static INSTALLED: Once = Once::new();
