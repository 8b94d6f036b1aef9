//! Switching between C stacks, and what a coroutine's context needs from Zend.

use super::call::{Call, Callable, Outcome, Thrown};
use super::error::Caught;
use super::raw::{self, CorioContext, ZendFiberContext};
use crate::coroutine::scheduler;
use ext_php_rs::ffi::zend_object;
use ext_php_rs::zend::ExecuteData;
use std::ptr::NonNull;

/// A context for coroutines to run on: a C stack and a VM stack. Used again and again.
///
/// `Copy`, because the scheduler names it from several places; only the scheduler frees one, when
/// neither its pool nor a coroutine holds it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context(NonNull<CorioContext>);

/// A place where PHP code stands parked: a coroutine's context, `{main}`'s or a native Fiber's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResumePoint(NonNull<ZendFiberContext>);

/// How a coroutine's body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It returned, or threw something that was delivered.
    Returned,
    /// `exit`, or an exception that nobody waited for: `{main}` ends too.
    Exited,
    /// A fatal error: `{main}` ends too.
    Bailed,
    /// It was killed.
    Killed,
}

impl Context {
    /// A context with a C stack of `stack_size` bytes; `None` when the system gives no more mappings.
    #[must_use]
    pub fn new(stack_size: usize) -> Option<Self> {
        // SAFETY: called while a request runs. A memory-limit fatal in it jumps over this frame, which
        // owns nothing; the caller holds no borrow.
        NonNull::new(unsafe { raw::corio_context_new(stack_size) }).map(Self)
    }

    /// Frees the stacks. Nothing of it may run or be parked any more.
    pub fn free(self) {
        // SAFETY: the scheduler frees only contexts of its pool: suspended between two coroutines, with
        // nothing alive on their stacks.
        unsafe { raw::corio_context_free(self.0.as_ptr()) };
    }

    /// Takes over the callable and the arguments of `go()`'s call.
    ///
    /// # Errors
    /// A TypeError is set.
    pub fn load(self, call: &Call, slot: u32) -> Outcome {
        // SAFETY: the context is idle, and the call has at least one argument.
        let loaded = unsafe { raw::corio_context_load(self.0.as_ptr(), call.frame(), slot) };
        if loaded { Ok(()) } else { Err(Thrown) }
    }

    /// Has `callable` called when the body has ended.
    pub fn defer(self, callable: Callable) {
        // SAFETY: the context is the running coroutine's; the callable is a live argument.
        unsafe { raw::corio_context_defer(self.0.as_ptr(), callable.pointer()) };
    }

    /// Where it starts, or goes on if it is idle in the pool.
    #[must_use]
    pub fn start(self) -> ResumePoint {
        // SAFETY: a live context; answers the address of its first field.
        let fiber = unsafe { raw::corio_context_fiber(self.0.as_ptr()) };
        ResumePoint(NonNull::new(fiber).expect("the address of a field"))
    }
}

impl ResumePoint {
    /// Where the running code would be resumed: inside a native Fiber this is the Fiber's context.
    #[must_use]
    pub fn here() -> Self {
        // SAFETY: reads EG(current_fiber_context), which is set from request startup to its end.
        Self(NonNull::new(unsafe { raw::corio_current_fiber() }).expect("a request is running"))
    }
}

/// Which state of the engine a switch puts away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// `{main}`, whose output buffers stay in place for everybody.
    Main,
    /// A coroutine, whose output buffers are its own.
    Coroutine,
}

/// Leaves the running code for `to`; returns when somebody switches back.
pub fn switch(to: ResumePoint, from: From) {
    // SAFETY: the scheduler switches only to contexts that are parked, never to the running one, never to
    // a dead one, and with no borrow alive. On the worst path (fatal error elsewhere) the code behind this
    // line runs when the coroutine is killed, at the latest in RSHUTDOWN: everything is dropped then.
    unsafe { raw::corio_switch(to.0.as_ptr(), from == From::Main) };
}

/// Whether PHP forbids to switch here: in a destructor on PHP 8.3 and below.
#[must_use]
pub fn switch_blocked() -> bool {
    // SAFETY: reads a counter of this thread's executor globals.
    unsafe { raw::corio_switch_blocked() }
}

/// Whether an output buffer's handler runs.
#[must_use]
pub fn in_output_handler() -> bool {
    // SAFETY: reads a pointer of this thread's output globals.
    unsafe { raw::corio_in_output_handler() }
}

/// How a killed coroutine is unwound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwind {
    /// Finally blocks and destructors run.
    Graceful,
    /// No PHP code runs.
    Silent,
}

/// Starts unwinding the running code up to its bottom.
pub fn throw_unwind(unwind: Unwind) {
    // SAFETY: sets EG(exception) in the running internal function, whose caller looks at it on return.
    unsafe { raw::corio_throw_kill(unwind == Unwind::Graceful) };
}

/// File and line that PHP code stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The file; empty if no PHP code runs.
    pub file: String,
    /// The line.
    pub line: u32,
}

/// A running or parked call, by which its [`Site`] can be found.
#[derive(Clone, Copy, Debug)]
pub struct Frame(*mut ExecuteData);

impl Frame {
    /// No call.
    pub const NONE: Self = Self(std::ptr::null_mut());

    /// The running one.
    #[must_use]
    pub fn here() -> Self {
        // SAFETY: reads EG(current_execute_data).
        Self(unsafe { raw::corio_current_call() })
    }

    /// Where it stands. Only for the running call or one that is parked: a frame that has returned
    /// must have been replaced by [`Frame::NONE`].
    #[must_use]
    pub fn site(self) -> Site {
        let (mut file, mut length) = (std::ptr::null(), 0);
        // SAFETY: the frame is on the VM stack of a coroutine that is running or parked, as the doc
        // comment demands; the scheduler clears it when the wait is over.
        let line = unsafe { raw::corio_call_site(self.0, &raw mut file, &raw mut length) };
        if line == 0 {
            return Site::default();
        }
        // SAFETY: a line means that the file name is set, and the op_array that owns it runs.
        let file = unsafe { std::slice::from_raw_parts(file.cast(), length) };
        Site { file: String::from_utf8_lossy(file).into_owned(), line }
    }
}

impl std::fmt::Display for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line == 0 { f.write_str("[no PHP code]") } else { write!(f, "{}:{}", self.file, self.line) }
    }
}

/// Asked by the shim when an exception leaves a coroutine.
#[unsafe(no_mangle)]
extern "C" fn corio_coroutine_threw(slot: u32, exception: *mut zend_object) -> bool {
    let Some(exception) = NonNull::new(exception) else { return false };
    // Nobody waiting means that the reference stays with EG(exception).
    scheduler::is_awaited(slot) && {
        scheduler::failed(slot, Caught::new(exception));
        true
    }
}

/// Told by the shim when a coroutine is over; answers whom to switch to.
#[unsafe(no_mangle)]
extern "C" fn corio_coroutine_ended(slot: u32, outcome: i32, keep: &mut bool) -> *mut ZendFiberContext {
    let outcome = match outcome {
        0 => Ended::Returned,
        1 => Ended::Exited,
        2 => Ended::Bailed,
        _ => Ended::Killed,
    };
    let (next, reuse) = scheduler::ended(slot, outcome, *keep);
    *keep = reuse;
    next.0.as_ptr()
}
