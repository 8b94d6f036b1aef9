//! Tells a forked child from its parent.
//!
//! After a fork the child holds copies of the parent's descriptors and shares its epoll set. What
//! was made before the fork remembers the generation it was made in and is thrown away on a change.

#![allow(unsafe_code)]

use std::mem::ManuallyDrop;
use std::ptr;
use std::sync::Once;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

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

/// Never drops what a forked child has of its parent's, and keeps it within reach, so that it is not taken for lost.
pub fn leave_to_parent<T>(value: T) {
    let node = Box::leak(Box::new(Left { next: ptr::null_mut(), _value: ManuallyDrop::new(value) }));
    node.next = LEFT.swap(ptr::from_mut(node).cast(), Ordering::Relaxed);
}

/// One value that was left, with the one before it: looked at by nobody but tools that search for leaks.
struct Left<T> {
    next: *mut (),
    _value: ManuallyDrop<T>,
}

extern "C" fn in_child() {
    GENERATION.fetch_add(1, Ordering::Relaxed);
}

static LEFT: AtomicPtr<()> = AtomicPtr::new(ptr::null_mut());
static GENERATION: AtomicU32 = AtomicU32::new(0);
static INSTALLED: Once = Once::new();

#[cfg(test)]
mod tests {
    use super::leave_to_parent;
    use std::rc::Rc;

    #[test]
    fn what_is_left_to_the_parent_is_never_dropped() {
        let value = Rc::new(());
        leave_to_parent(Rc::clone(&value));
        leave_to_parent(Rc::clone(&value));
        assert_eq!(Rc::strong_count(&value), 3);
    }
}
