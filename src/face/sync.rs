//! The synchronous face: the operation is driven to its end on the spot, with the engine and nothing else. No
//! coroutine, timer or callback of the script runs before.

use crate::coroutine::table::Interrupted;
use crate::ffi::call::Thrown;
use crate::ffi::request::serve_interrupts;
use engine::executor;
use std::future::Future;

/// Waits for `operation`.
///
/// What a signal has left to do for PHP (a handler of pcntl, the script's time limit) is done in the middle of the
/// wait, which then goes on with what is left of its time. (PHP's own blocking streams go on too, but keep
/// handlers waiting until they have something to return.)
///
/// # Errors
/// [`Interrupted::Thrown`]: a handler has thrown, or ended the script; the operation was dropped.
pub fn wait<F: Future>(operation: F) -> Result<F::Output, Interrupted> {
    executor::block_on_unless(operation, serve_interrupts).map_err(|Thrown| Interrupted::Thrown)
}
