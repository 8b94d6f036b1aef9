//! Exceptions and warnings.

use super::call::Object;
use super::raw;
use super::value::{Kept, Owned};
use ext_php_rs::ffi::{zend_class_entry, zend_object};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicPtr, Ordering};

/// Whether PHP has an exception under way.
#[must_use]
pub fn pending() -> bool {
    // SAFETY: reads a field of this thread's executor globals, which exist from startup to shutdown.
    unsafe { raw::corio_has_exception() }
}

/// A class that was registered at startup; filled in once, read by every thread.
#[derive(Debug)]
pub struct ClassHandle(AtomicPtr<zend_class_entry>);

impl ClassHandle {
    /// A handle to be filled in by [`super::class::register`].
    #[must_use]
    pub const fn new() -> Self {
        Self(AtomicPtr::new(std::ptr::null_mut()))
    }

    pub(super) fn set(&self, class: *mut zend_class_entry) {
        self.0.store(class, Ordering::Release);
    }

    pub(super) fn get(&self) -> *mut zend_class_entry {
        self.0.load(Ordering::Acquire)
    }
}

impl Default for ClassHandle {
    fn default() -> Self {
        Self::new()
    }
}

/// Throws an exception of `class`.
pub fn throw(class: &ClassHandle, message: &str, code: i64) {
    // SAFETY: the class entry lives as long as the module; the message is copied before this returns.
    // Throwing only allocates and sets EG(exception): no PHP code runs.
    unsafe { raw::corio_throw(class.get(), message.as_ptr().cast(), message.len(), code) };
}

/// Throws an exception of one of PHP's own classes.
pub fn throw_named(class: &str, message: &str) {
    let (name, length) = (class.as_ptr().cast(), class.len());
    // SAFETY: looks a class up that PHP has from its startup on; both strings are copied.
    unsafe { raw::corio_throw_named(name, length, message.as_ptr().cast(), message.len()) };
}

/// Throws a `TypeError`.
pub fn throw_type_error(message: &str) {
    // SAFETY: PHP's own class, which exists from its startup on.
    let class = unsafe { raw::corio_type_error_class() };
    // SAFETY: as in `throw`.
    unsafe { raw::corio_throw(class, message.as_ptr().cast(), message.len(), 0) };
}

/// Throws an `Error`.
pub fn throw_error(message: &str) {
    // SAFETY: PHP's own class, which exists from its startup on.
    let class = unsafe { raw::corio_error_class() };
    // SAFETY: as in `throw`.
    unsafe { raw::corio_throw(class, message.as_ptr().cast(), message.len(), 0) };
}

/// Throws an exception of `class` and sets properties of it.
pub fn throw_with(class: &ClassHandle, message: &str, code: i64, properties: &[(&str, Property<'_>)]) {
    throw(class, message, code);
    // SAFETY: reads EG(exception), which the line before set.
    let Some(object) = NonNull::new(unsafe { raw::corio_thrown() }) else { return };
    for (name, value) in properties {
        super::value::set_property(object, name, *value);
    }
}

/// Sets a property of the exception that is under way.
pub fn set_property(name: &str, value: Owned) {
    // SAFETY: reads EG(exception).
    let Some(object) = NonNull::new(unsafe { raw::corio_thrown() }) else { return };
    super::value::set_object_property(object, name, value);
}

/// A value for an exception's property.
#[derive(Clone, Copy, Debug)]
pub enum Property<'a> {
    /// An integer.
    Int(i64),
    /// A string.
    Str(&'a str),
}

/// Raises an E_WARNING in the name of the running function. A user's error handler may run PHP code and
/// throw: nothing may be borrowed, and [`pending`] has to be asked afterwards.
pub fn warning(message: &str) {
    // SAFETY: the message is copied by PHP. A fatal error in the user's handler jumps over this frame,
    // which owns nothing; callers hold no borrow, as the doc comment demands.
    unsafe { raw::corio_warning(message.as_ptr().cast(), message.len()) };
}

/// Raises an E_WARNING that no web page shows: for what happens after the script. As [`warning`] otherwise.
pub fn report(message: &str) {
    // SAFETY: as in `warning`.
    unsafe { raw::corio_report(message.as_ptr().cast(), message.len()) };
}

/// What getaddrinfo(3) means by an error number.
#[must_use]
pub fn gai_text(code: i32) -> String {
    // SAFETY: answers a static text for any number.
    let text = unsafe { libc::gai_strerror(code) };
    // SAFETY: terminated and never freed.
    unsafe { std::ffi::CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

/// An exception that was caught at the end of a coroutine and waits to be thrown again.
#[derive(Debug)]
pub struct Caught(NonNull<zend_object>);

impl Caught {
    pub(super) fn new(object: NonNull<zend_object>) -> Self {
        Self(object)
    }

    /// Takes the exception that is under way, if there is one.
    #[must_use]
    pub fn take() -> Option<Self> {
        // SAFETY: clears EG(exception) and hands out its reference.
        NonNull::new(unsafe { raw::corio_take_exception() }).map(Self)
    }

    /// Whether it is no exception but `exit` or a fatal error, on its way to the end of the script.
    #[must_use]
    pub fn is_exit(&self) -> bool {
        // SAFETY: this value owns a reference to a live object.
        unsafe { raw::corio_is_exit(self.0.as_ptr()) }
    }

    /// Whether it is of `class` or of one below it.
    #[must_use]
    pub fn is_a(&self, class: &ClassHandle) -> bool {
        Object::new(self.0).is_a(class)
    }

    /// Throws it in the running code.
    pub fn rethrow(self) {
        let object = std::mem::ManuallyDrop::new(self);
        // SAFETY: this value owns one reference and gives it to EG(exception); it is not dropped again.
        unsafe { raw::corio_throw_object(object.0.as_ptr()) };
    }

    /// It, as a value; nobody throws it any more.
    #[must_use]
    pub fn into_value(self) -> Owned {
        Kept::object(Object::new(self.0)).into_owned()
    }

    /// Hangs `other` behind this one's chain of previous exceptions, so that it is not lost.
    pub fn chain(&self, other: Self) {
        let other = std::mem::ManuallyDrop::new(other);
        // SAFETY: both are live exceptions; the reference of `other` goes to the chain.
        unsafe { raw::corio_chain_exception(self.0.as_ptr(), other.0.as_ptr()) };
    }
}

impl Drop for Caught {
    fn drop(&mut self) {
        // SAFETY: gives back the reference that this value owns. It is dropped by the scheduler at the
        // latest in RSHUTDOWN, before PHP frees the object store.
        unsafe { raw::corio_release_object(self.0.as_ptr()) };
    }
}
