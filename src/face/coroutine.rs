//! The coroutine face: the operation is polled on the stack of the coroutine that waits for it, and
//! dropped, which cancels it, when the coroutine is unwound.

use crate::coroutine::bounds;
use crate::coroutine::scheduler::{may_wait, park, waker};
use crate::coroutine::table::Interrupted;
use crate::ffi::coroutine::{Blocked, switch_blocked};
use crate::trace::Span;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll};

/// Waits for `operation`; `what` names it in reports.
///
/// Whoever waits keeps what the callers' frames hold in memory: thousands do so at once, and each line of them is read
/// again when it goes on. So what is rare has frames of its own.
///
/// Where PHP forbids to switch (destructors below 8.4) it blocks, driving only the engine.
///
/// # Errors
/// [`Interrupted`]: the operation was dropped.
pub fn wait<F: Future>(what: &'static str, operation: F) -> Result<F::Output, Interrupted> {
    let _span = Span::operation(what);
    let mut operation = pin!(operation);
    let waker = waker();
    loop {
        if let Poll::Ready(output) = operation.as_mut().poll(&mut Context::from_waker(&waker)) {
            return Ok(output);
        }
        if switch_blocked() == Some(Blocked::Destructor) && may_wait(what, None).is_ok() {
            return bounds::block_on(operation);
        }
        park(what)?;
    }
}
