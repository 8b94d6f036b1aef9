//! Switching between C stacks, and what a coroutine's context needs from Zend.

use super::call::{Call, Callable, Object, Outcome, Thrown};
use super::error::{Caught, ClassHandle};
pub use super::look::{Frame, Site};
use super::raw::{self, CorioContext};
use super::value::{Arguments, Invocation, Kept, Owned};
use crate::coroutine::{scheduler, scope, source, table, timers};
use ext_php_rs::ffi::zend_object;
use ext_php_rs::types::Zval;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

/// A context for coroutines to run on: a C stack and a VM stack. Used again and again.
///
/// `Copy`, because the scheduler names it from several places; only the scheduler frees one, when
/// neither its pool nor a coroutine holds it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context(NonNull<CorioContext>);

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

    /// Whether the kernel's `vm.max_map_count` bounds how many there can be.
    #[must_use]
    pub fn takes_mappings() -> bool {
        // SAFETY: it only looks at what was found out.
        unsafe { raw::corio_stack_takes_mappings() }
    }

    /// Frees the stacks. Nothing of it may run or be parked any more.
    pub fn free(self) {
        // SAFETY: the scheduler frees only contexts of its pool: suspended between two coroutines, with
        // nothing alive on their stacks.
        unsafe { raw::corio_context_free(self.0.as_ptr()) };
    }

    /// This is a forked child, and the coroutine is one of the parent's: PHP, too, has to leave its Fibers alone.
    pub fn leave_to_parent(self) {
        // SAFETY: the context is of a coroutine that the scheduler had until now, so it is alive; it does not run.
        unsafe { raw::corio_context_leave_to_parent(self.0.as_ptr()) };
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

    /// Takes over a callable and its arguments; `false` if it cannot be called, and then they are given back. No
    /// PHP code runs unless one of them has a destructor.
    #[must_use]
    pub fn load_values(self, invocation: Invocation, slot: u32) -> bool {
        let Invocation { callable, arguments: Arguments { list, named } } = invocation;
        let count = u32::try_from(list.len()).expect("a call has fewer than 2^32 arguments");
        let mut callable = callable.into_zval();
        let mut list: Vec<_> = list.into_iter().map(Kept::into_zval).collect();
        let mut named = named.unwrap_or_else(|| Owned::null().into()).into_zval();
        // SAFETY: the context is idle. The values are ManuallyDrop: the shim moves them out of here.
        let loaded = unsafe {
            raw::corio_context_load_values(
                self.0.as_ptr(),
                &raw mut *callable,
                list.as_mut_ptr().cast(),
                count,
                &raw mut *named,
                slot,
            )
        };
        if !loaded {
            drop(ManuallyDrop::into_inner(callable));
            list.into_iter().map(ManuallyDrop::into_inner).for_each(drop);
            drop(ManuallyDrop::into_inner(named));
        }
        loaded
    }

    /// Notes the running PHP code as the place where the coroutine is created.
    pub fn note_creation(self) {
        // SAFETY: the context was loaded and does not run yet; the running call is live.
        unsafe { raw::corio_context_note_creation(self.0.as_ptr()) };
    }

    /// Where the coroutine was created.
    #[must_use]
    pub fn creation(self) -> Site {
        Site::read(|file, length| {
            // SAFETY: a live context, which holds the name.
            unsafe { raw::corio_context_creation(self.0.as_ptr(), file, length) }
        })
    }

    /// Milliseconds since the coroutine was created, up to a few more.
    #[must_use]
    pub fn elapsed_ms(self) -> i64 {
        // SAFETY: a live context.
        unsafe { raw::corio_context_elapsed(self.0.as_ptr()) }
    }

    /// The object of `class`, a class below ArrayObject, that belongs to the coroutine; `None` with an exception.
    #[must_use]
    pub fn bag(self, class: &ClassHandle) -> Option<Kept> {
        // SAFETY: a live context, whose coroutine has not ended; the class was registered when the module started.
        let bag = NonNull::new(unsafe { raw::corio_context_bag(self.0.as_ptr(), class.get()) })?;
        Some(Kept::object(Object::new(bag)))
    }

    /// Has the processor fetch the context, whose coroutine will run soon.
    pub fn fetch(self) {
        // SAFETY: nothing is read; the context is live.
        unsafe { raw::corio_fetch_context(self.0.as_ptr()) };
    }

    /// Has the processor fetch the tops of the stacks, when the context itself has been fetched.
    pub fn fetch_stacks(self) {
        // SAFETY: the context is live, and only it is read.
        unsafe { raw::corio_fetch_stacks(self.0.as_ptr()) };
    }

    /// Has what the body returns kept for whoever awaits it.
    pub fn keep_result(self) {
        // SAFETY: the context was loaded and does not run yet.
        unsafe { raw::corio_context_keep_result(self.0.as_ptr()) };
    }

    /// The body will ask [`source::load`] what to call.
    pub fn expect_event(self, slot: u32) {
        // SAFETY: the context is idle.
        unsafe { raw::corio_context_expect_event(self.0.as_ptr(), slot) };
    }

    /// Has `callable` called when the body has ended.
    pub fn defer(self, callable: Callable) {
        // SAFETY: the context is the running coroutine's; the callable is a live argument.
        unsafe { raw::corio_context_defer(self.0.as_ptr(), callable.pointer()) };
    }
}

/// Who is switched from and to: a coroutine's context, or `{main}` (`None`).
pub type Place = Option<Context>;

pub(super) fn pointer(place: Place) -> *mut CorioContext {
    place.map_or(std::ptr::null_mut(), |context| context.0.as_ptr())
}

/// Leaves the running code, which is `from`'s, for `to`; returns when somebody switches back.
pub fn switch(from: Place, to: Place) {
    // SAFETY: the scheduler switches only to places that are parked or fresh, never to the running one,
    // never to a dead one, and with no borrow alive. On the worst path (fatal error elsewhere) the code
    // behind this line runs when the coroutine is killed, at the latest in RSHUTDOWN: everything is
    // dropped then.
    unsafe { raw::corio_switch(pointer(from), pointer(to)) };
}

/// Whether the running code, which is `place`'s, stands in a finally block, a callback of `defer()` or a destructor.
#[must_use]
pub fn is_cleaning_up(place: Place) -> bool {
    // SAFETY: walks the calls of the running code, which are live.
    unsafe { raw::corio_is_cleaning_up(pointer(place)) }
}

/// Why PHP does not allow to switch here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// In a destructor on PHP 8.3 and below.
    Destructor,
    /// While an output buffer's handler runs.
    OutputHandler,
}

/// Whether switching is impossible here.
#[must_use]
pub fn switch_blocked() -> Option<Blocked> {
    // SAFETY: reads a counter and a pointer of this thread's globals.
    match unsafe { raw::corio_switch_blocked() } {
        0 => None,
        1 => Some(Blocked::Destructor),
        _ => Some(Blocked::OutputHandler),
    }
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

/// Asked by the shim when an exception leaves a coroutine.
#[unsafe(no_mangle)]
extern "C" fn corio_coroutine_threw(slot: u32, exception: *mut zend_object) -> bool {
    let Some(exception) = NonNull::new(exception) else { return false };
    if !scope::takes(slot, Object::new(exception)) {
        // The reference stays with EG(exception).
        return false;
    }
    scope::failed(slot, Caught::new(exception));
    timers::failed(slot);
    true
}

/// Told by the shim what the body of a task has returned; takes the reference.
#[unsafe(no_mangle)]
extern "C" fn corio_coroutine_returned(slot: u32, result: *mut Zval) {
    scope::returned(slot, Kept::take(result));
}

/// Told by the shim when a coroutine is over; answers whom to switch to.
#[unsafe(no_mangle)]
extern "C" fn corio_coroutine_ended(slot: u32, outcome: i32, keep: &mut bool) -> *mut CorioContext {
    let outcome = match outcome {
        0 => Ended::Returned,
        1 => Ended::Exited,
        2 => Ended::Bailed,
        _ => Ended::Killed,
    };
    let (next, reuse) = scheduler::ended(slot, outcome, *keep);
    *keep = reuse;
    pointer(next)
}

/// Asked by the shim when a class is wanted that another coroutine is loading.
#[unsafe(no_mangle)]
extern "C" fn corio_class_wait() -> bool {
    scheduler::wait_for_class().is_ok()
}

/// Told by the shim when an autoloader is done.
#[unsafe(no_mangle)]
extern "C" fn corio_class_loaded() {
    scheduler::class_loaded();
}

/// Asked by the shim at the begin of a coroutine that was started for an event.
#[unsafe(no_mangle)]
extern "C" fn corio_event_load(callable: *mut Zval, arguments: *mut Zval) -> u32 {
    let Some(event) = source::load() else { return raw::NO_EVENT };
    const { assert!(raw::EVENT_ARGUMENTS == 2, "as many as an event has") };
    // SAFETY: the shim has room for two, which nothing else refers to; what was there is nobody's any more.
    unsafe { arguments.write(ManuallyDrop::into_inner(event.subject.into_zval())) };
    let has_data = event.data.is_some();
    if let Some(data) = event.data {
        // SAFETY: as above.
        let place = unsafe { arguments.add(1) };
        // SAFETY: as above.
        unsafe { place.write(ManuallyDrop::into_inner(data.into_zval())) };
    }
    // SAFETY: the place of the context's callable, which holds none yet.
    unsafe { callable.write(ManuallyDrop::into_inner(event.callable.into_zval())) };
    1 + u32::from(has_data)
}

/// Told by the shim in a forked child, by the thread that has forked; answers whether coroutines are left there.
#[unsafe(no_mangle)]
extern "C" fn corio_process_forked() -> bool {
    table::process_forked()
}
