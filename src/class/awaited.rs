//! How a wait for another coroutine ends for functions that answer `false` and note why as the last error.

use crate::coroutine::waitqueue::{Fired, Pending, Subject, deadline};
use crate::ffi::call::{Call, Thrown};
use crate::last_error;

/// Waits at most `seconds`; `None` means that the call's answer is settled as `false`.
///
/// # Errors
/// An exception is set; `pending` may have been given something.
pub fn wait(
    call: &mut Call,
    pending: &Pending,
    subject: Subject,
    seconds: Option<f64>,
) -> Result<Option<Fired>, Thrown> {
    let deadline = deadline(seconds);
    match pending.wait(subject, deadline) {
        Ok(Some(fired)) => {
            last_error::clear();
            return Ok(Some(fired));
        }
        Ok(None) => {
            let limit = deadline.limit().as_secs_f64();
            last_error::note(libc::ETIMEDOUT.into(), format!("{} timed out after {limit} s", subject.name()));
            call.answer_bool(false);
        }
        Err(reason) => last_error::refuse_interrupted(call, reason, subject.name())?,
    }
    Ok(None)
}
