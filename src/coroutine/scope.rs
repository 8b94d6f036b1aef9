//! `run()`: a scope whose coroutines are waited for, and whose exceptions are kept.

use super::scheduler::{create, leave, may_wait};
use super::table::{Canceler, FAILURES, Interrupted, Scope, State, Wait, with};
use crate::coroutine::ending;
use crate::exception::CANCELED;
use crate::ffi::call::{Call, Object, Thrown};
use crate::ffi::coroutine::switch_blocked;
use crate::ffi::error::Caught;

/// Runs `call`'s callable in a coroutine and waits for it and for all that it starts.
///
/// # Errors
/// An exception is set: the first that one of them threw, or a deadlock. Or the wait was cancelled, and so were its
/// coroutines.
pub fn run(call: &Call) -> Result<(), Interrupted> {
    let scope = with(|s| {
        let waiter = s.current;
        s.scopes.insert(Scope { pending: 0, waiter, failure: None, failures: 0 })
    });
    let mut thrown = None;
    let started = create(call, Some(scope)).map_err(|Thrown| Interrupted::Thrown);
    let joined = started.and_then(|_| join(scope));
    if joined.is_err() {
        // Put aside while the children are unwound: their finally blocks must not meet it.
        thrown = Caught::take();
        // After exit() and a fatal error they are left to the end of the script.
        if !thrown.as_ref().is_some_and(Caught::is_exit) {
            // One of them may exit as well.
            thrown = ending::kill_scope(scope).or(thrown);
        }
    }
    match (thrown, with(|s| s.disband(scope))) {
        (None, None) => return joined,
        (Some(only), None) | (None, Some(only)) => only.rethrow(),
        (Some(first), Some(failure)) => {
            first.chain(failure);
            first.rethrow();
        }
    }
    Err(Interrupted::Thrown)
}

fn join(scope: usize) -> Result<(), Interrupted> {
    while with(|s| s.scopes[scope].pending > 0) {
        may_wait("its coroutines", switch_blocked())?;
        leave(State::Joining, Wait::Children)?;
    }
    Ok(())
}

/// Whether `exception`, which has left coroutine `slot`, is somebody's: of whoever awaits it, or of nobody because it
/// is how a cancelled one ends.
#[must_use]
pub fn takes(slot: u32, exception: Object) -> bool {
    let (is_awaited, was_canceled) = with(|s| {
        let coroutine = s.coroutines.get(slot as usize);
        coroutine.map_or((false, false), |c| (c.scope.is_some(), c.canceler != Canceler::Nobody))
    });
    is_awaited || (was_canceled && exception.is_a(&CANCELED))
}

/// Keeps an exception that left coroutine `slot` for whoever awaits it; the next ones hang on the first.
pub fn failed(slot: u32, exception: Caught) {
    let (scope, was_canceled) = with(|s| {
        let coroutine = &s.coroutines[slot as usize];
        (coroutine.scope, coroutine.canceler != Canceler::Nobody)
    });
    let Some(scope) = scope.filter(|_| !(was_canceled && exception.is_a(&CANCELED))) else {
        drop(exception);
        return;
    };
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
