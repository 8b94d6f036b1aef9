//! The synchronous face: the operation is driven to its end on the spot, with the engine and nothing else. No
//! coroutine, timer or callback of the script runs before.

use crate::coroutine::table::Interrupted;
use crate::ffi::call::Thrown;
use crate::ffi::poll::{self, Watch, event};
use crate::ffi::request::serve_interrupts;
use engine::executor;
use engine::time::Deadline;
use std::future::Future;
use std::io;
use std::os::fd::RawFd;

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

/// Waits until there is something to be read at `descriptor`, without the engine; `false` when there is not before
/// `deadline`, or a handler may have changed everything.
///
/// # Errors
/// As [`wait`].
pub fn wait_for_input(descriptor: RawFd, deadline: Deadline) -> Result<bool, Interrupted> {
    if serve_interrupts().map_err(|Thrown| Interrupted::Thrown)? {
        return Ok(false);
    }
    let mut watch = [Watch::new(descriptor, event::READ)];
    match poll::poll(&mut watch, deadline, None) {
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(true),
        outcome => Ok(outcome.is_ok() && watch[0].found() != 0),
    }
}
