//! `run()`: a scope whose coroutines are waited for, and whose exceptions are kept.

use super::group::GroupId;
use super::scheduler::{Break, NotStarted, create, create_later, leave, may_wait};
use super::table::{Canceler, FAILURES, Interrupted, Scope, State, Wait, is_killed, options, with};
use crate::coroutine::ending;
use crate::exception::{CANCELED, DEADLOCK};
use crate::ffi::call::{Call, Object, Thrown};
use crate::ffi::coroutine::switch_blocked;
use crate::ffi::error::Caught;
use crate::ffi::value::{Invocation, Kept};

/// Runs `call`'s callable in a coroutine and waits for it and for all that it starts.
///
/// # Errors
/// An exception is set: the first that one of them threw, or a deadlock. Or the wait was cancelled, and so were its
/// coroutines.
pub fn run(call: &Call) -> Result<(), Interrupted> {
    run_with(|scope| create(call, Some(scope)).map(drop))
}

/// As [`run`], with a coroutine for each of `invocations`.
///
/// # Errors
/// As in [`run`].
pub fn run_all(invocations: Vec<Invocation>) -> Result<(), Interrupted> {
    let mut invocations = invocations.into_iter();
    run_with(|scope| invocations.try_for_each(|invocation| create_later(invocation, scope).map(drop)))
}

fn run_with(start: impl FnOnce(usize) -> Result<(), NotStarted>) -> Result<(), Interrupted> {
    let scope = with(|s| {
        let waiter = s.current;
        s.scopes.insert(Scope::new(waiter, None))
    });
    let started = start(scope).map_err(|refused| {
        let Thrown = refused.throw();
        Interrupted::Thrown
    });
    let joined = started.and_then(|()| join(scope));
    // Put aside while the children are unwound: their finally blocks must not meet it.
    let thrown =
        if joined.is_err() { give_up(Awaited::Scope(scope), "because run() was left") } else { None };
    let (failure, _) = with(|s| s.disband(scope, None));
    // The script does not want to know.
    let is_unwanted = |thrown: &Caught| thrown.is_a(&DEADLOCK) && !options().reports_deadlocks;
    let was_deadlock = thrown.as_ref().is_some_and(is_unwanted);
    match (thrown.filter(|_| !was_deadlock), failure) {
        (None, None) if was_deadlock => return Ok(()),
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

/// What somebody waits for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Awaited {
    /// One scope, that of a `run()`.
    Scope(usize),
    /// The tasks of a group.
    Group(GroupId),
}

impl Awaited {
    fn is_busy(self) -> bool {
        with(|s| match self {
            Self::Scope(scope) => s.scopes[scope].pending > 0,
            Self::Group(id) => s.is_busy_group(id),
        })
    }

    fn scopes(self) -> Vec<usize> {
        match self {
            Self::Scope(scope) => vec![scope],
            Self::Group(id) => with(|s| s.tasks_of(id)),
        }
    }

    /// One of them may exit as well: answers that.
    fn kill(self) -> Option<Caught> {
        self.scopes().into_iter().find_map(ending::kill_scope)
    }
}

/// The wait has ended early, perhaps by the exception that is set: ends what was waited for. Answers that exception,
/// or what is to be thrown instead.
#[must_use]
pub(super) fn give_up(awaited: Awaited, why: &'static str) -> Option<Caught> {
    let thrown = Caught::take();
    if thrown.as_ref().is_some_and(Caught::is_exit) {
        // After exit() and a fatal error they are left to the end of the script.
        return thrown;
    }
    let is_deadlock = thrown.as_ref().is_some_and(|thrown| thrown.is_a(&DEADLOCK));
    let later = if is_deadlock || is_killed() {
        awaited.kill()
    } else {
        let scopes = awaited.scopes();
        with(|s| s.doom_scopes(&scopes, Canceler::Awaiter(why)));
        see_off(awaited)
    };
    match (thrown, later) {
        (Some(first), Some(later)) if !later.is_exit() && !is_killed() => {
            first.chain(later);
            Some(first)
        }
        (thrown, later) => later.or(thrown),
    }
}

/// Waits until the coroutines that were cancelled have ended. Answers what has happened to the waiter meanwhile.
fn see_off(awaited: Awaited) -> Option<Caught> {
    let mut thrown: Option<Caught> = None;
    while awaited.is_busy() && switch_blocked().is_none() {
        let Err(reason) = leave(State::Joining, Wait::Canceled) else { continue };
        let is_deadlock = matches!(reason, Break::Deadlock);
        let _: Interrupted = reason.into();
        let later = Caught::take();
        if later.as_ref().is_some_and(Caught::is_exit) {
            return later;
        }
        thrown = later.or(thrown);
        if is_deadlock || is_killed() {
            return awaited.kill().or(thrown);
        }
    }
    thrown
}

/// Whether `exception`, which has left coroutine `slot`, is somebody's: of whoever awaits it, or of nobody because it
/// is how a cancelled one ends.
#[must_use]
pub fn takes(slot: u32, exception: Object) -> bool {
    with(|s| s.coroutines.get(slot as usize).is_some_and(|c| c.scope.is_some()))
        || ends_canceled(slot, exception.is_a(&CANCELED))
}

/// Whether a cancelled coroutine ends in the way that it was told to. That of an undecided group has failed so.
fn ends_canceled(slot: u32, is_canceled_exception: bool) -> bool {
    is_canceled_exception
        && with(|s| {
            let coroutine = &s.coroutines[slot as usize];
            let scope = coroutine.scope.map(|scope| &s.scopes[scope]);
            let is_doomed = coroutine.bounds.as_ref().is_some_and(|bounds| bounds.doom.is_some());
            let is_failure = scope.is_some_and(|scope| scope.group.is_some() && scope.doomed.is_none());
            coroutine.canceler != Canceler::Nobody && (is_doomed || !is_failure)
        })
}

/// Keeps an exception that left coroutine `slot` for whoever awaits it; the next ones hang on the first.
pub fn failed(slot: u32, exception: Caught) {
    if ends_canceled(slot, exception.is_a(&CANCELED)) {
        drop(exception);
        return;
    }
    let scope = with(|s| s.coroutines[slot as usize].scope.expect("asked by takes()"));
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
    with(|s| {
        s.scopes[scope].failure = Some(kept);
        if let Some(group) = s.scopes[scope].group {
            s.task_failed(group, scope);
        }
    });
}

/// Keeps what the body of a task has returned.
pub fn returned(slot: u32, result: Kept) {
    let before = with(|s| {
        let scope = s.coroutines[slot as usize].scope?;
        s.scopes[scope].result.replace(result)
    });
    drop(before);
}
