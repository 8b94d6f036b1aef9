//! `run()`: a scope whose coroutines are waited for, and whose exceptions are kept.

use super::scheduler::{create, leave, may_wait};
use super::table::{FAILURES, Interrupted, Scope, State, Wait, with};
use crate::coroutine::ending;
use crate::ffi::call::{Call, Thrown};
use crate::ffi::coroutine::switch_blocked;
use crate::ffi::error::Caught;

/// Runs `call`'s callable in a coroutine and waits for it and for all that it starts.
///
/// # Errors
/// An exception is set: the first that one of them threw, or a deadlock.
pub fn run(call: &Call) -> Result<(), Thrown> {
    let scope = with(|s| {
        let waiter = s.current;
        s.scopes.insert(Scope { pending: 0, waiter, failure: None, failures: 0 })
    });
    let mut thrown = None;
    if create(call, Some(scope)).and_then(|_| join(scope)).is_err() {
        // Put aside while the children are unwound: their finally blocks must not meet it.
        thrown = Caught::take();
        // After exit() and a fatal error they are left to the end of the script.
        if !thrown.as_ref().is_some_and(Caught::is_exit) {
            // One of them may exit as well.
            thrown = ending::kill_scope(scope).or(thrown);
        }
    }
    match (thrown, with(|s| s.disband(scope))) {
        (None, None) => return Ok(()),
        (Some(only), None) | (None, Some(only)) => only.rethrow(),
        (Some(first), Some(failure)) => {
            first.chain(failure);
            first.rethrow();
        }
    }
    Err(Thrown)
}

fn join(scope: usize) -> Result<(), Thrown> {
    while with(|s| s.scopes[scope].pending > 0) {
        may_wait("its coroutines", switch_blocked()).map_err(|_| Thrown)?;
        leave(State::Joining, Wait::Children).map_err(|reason| {
            let _: Interrupted = reason.into();
            Thrown
        })?;
    }
    Ok(())
}

/// Whether somebody takes the exceptions of coroutine `slot`.
#[must_use]
pub fn is_awaited(slot: u32) -> bool {
    with(|s| s.coroutines.get(slot as usize).is_some_and(|coroutine| coroutine.scope.is_some()))
}

/// Keeps an exception that left coroutine `slot` for whoever awaits it; the next ones hang on the first.
pub fn failed(slot: u32, exception: Caught) {
    let scope = with(|s| s.coroutines[slot as usize].scope.expect("asked by is_awaited"));
    let (first, number) = with(|s| {
        let scope = &mut s.scopes[scope];
        scope.failures += 1;
        (scope.failure.take(), scope.failures)
    });
    let kept = match first {
        None => exception,
        Some(first) if number > FAILURES => {
            drop(exception);
            first
        }
        Some(first) => {
            first.chain(exception);
            first
        }
    };
    with(|s| s.scopes[scope].failure = Some(kept));
}
