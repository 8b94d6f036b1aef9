//! State that each of PHP's threads has of its own.
//!
//! Without ZTS there is one such thread, and a plain static spares the look-up of thread-local storage,
//! which from a loaded library is a function call.

/// Declares one, `per_thread!(static NAME: Type = initial)`, with a constant `initial`. It is used as what
/// `thread_local!` declares is: by `with()`.
#[macro_export]
macro_rules! per_thread {
    ($(#[$meta:meta])* static $name:ident: $type:ty = $initial:expr) => {
        #[cfg(php_zts)]
        thread_local! {
            $(#[$meta])*
            static $name: $type = const { $initial };
        }
        #[cfg(not(php_zts))]
        $(#[$meta])*
        static $name: $crate::ffi::thread::PerThread<$type> = $crate::ffi::thread::PerThread::new($initial);
    };
}

/// A value of PHP's only thread.
#[cfg(not(php_zts))]
pub struct PerThread<T>(T);

// SAFETY: without ZTS all of PHP, and so every caller of this extension, runs on one thread; the extension
// starts none of its own.
#[cfg(not(php_zts))]
unsafe impl<T> Sync for PerThread<T> {}

#[cfg(not(php_zts))]
impl<T> PerThread<T> {
    /// Wraps `value`.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Runs `work` with the value.
    pub fn with<R>(&'static self, work: impl FnOnce(&T) -> R) -> R {
        work(&self.0)
    }
}
