//! Structured concurrency: `all()`, `any()`, `race()`, `timeout()`, `scope()` and the class `Scope`.

use crate::coroutine::group::{self, Body, End, GroupId, Policy, Settled};
use crate::coroutine::table::{self, Interrupted};
use crate::exception::{AGGREGATE, CANCELED, EXCEPTION, TIME_OVER};
use crate::ffi::call::{Call, Outcome, Thrown, fatal_error};
use crate::ffi::class::{Class, Function, Parent};
use crate::ffi::error::{self, Caught, ClassHandle};
use crate::ffi::invoke::{Failed, create, invoke};
use crate::ffi::value::{Array, Kept, Owned};
use crate::{handler, last_error};
use engine::time::Deadline;
use std::cell::Cell;
use std::time::Duration;

static HANDLE: ClassHandle = ClassHandle::new();

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Coroutine\\Scope",
    doc: "Coroutines that belong together: none of them outlives the scope. See scope().\n\n\
          When one fails, the others are cancelled: each wait of theirs throws CanceledException until they end. What\n\
          they do in finally, in defer() and in destructors may wait for corio.cancel_grace seconds more.",
    parent: Parent::None,
    has_data: true,
    is_final: false,
    properties: &[],
    constants: &[],
    handle: &HANDLE,
    methods: &[
        Function { signature: "__construct()", handler: handler!(construct), doc: "" },
        Function {
            signature: "__destruct()",
            handler: handler!(destruct),
            doc: "Cancels what is left, without waiting for it.\n\n\
                  @throws \\Throwable what one has thrown, if nobody has taken it out of wait()",
        },
        Function {
            signature: "go(callable $callback, mixed ...$args): int",
            handler: handler!(go),
            doc: "Starts a coroutine in the scope; what that one starts belongs to the scope as well.\n\n\
                  @return int its id\n\
                  @throws \\Corio\\Exception when the scope was cancelled, or there is no room for a stack",
        },
        Function {
            signature: "cancel(): void",
            handler: handler!(cancel),
            doc: "Cancels all coroutines of the scope. They go on in their turn; wait() waits until they have ended.",
        },
        Function {
            signature: "wait(float $timeout = -1): bool",
            handler: handler!(wait),
            doc: "Waits until all coroutines of the scope have ended.\n\n\
                  @param float $timeout seconds; negative: without limit\n\
                  @return bool false: the time is over (Corio\\last_error() is 110) or the wait was cancelled (125);\n\
                  the coroutines go on\n\
                  @throws \\Throwable what the first one has thrown that failed\n\
                  @throws \\Corio\\Exception when another coroutine waits already",
        },
    ],
};

/// The functions.
pub static FUNCTIONS: &[Function] = &[
    Function {
        signature: "Corio\\Coroutine\\all(iterable $callables, float $timeout = -1): array",
        handler: handler!(all),
        doc: "Runs each callable in a coroutine and waits for all of them, and for what they start.\n\n\
              When one fails, the others are cancelled: each wait of theirs throws CanceledException until they end.\n\
              What they do in finally, in defer() and in destructors may wait for corio.cancel_grace seconds more.\n\n\
              @param iterable<callable> $callables\n\
              @param float $timeout seconds; negative: without limit\n\
              @return array what they have returned, with their keys\n\
              @throws \\Throwable what the first one has thrown that failed\n\
              @throws \\Corio\\Coroutine\\TimeoutException when the time is over\n\
              @throws \\Corio\\Coroutine\\CanceledException when the caller was cancelled",
    },
    Function {
        signature: "Corio\\Coroutine\\any(iterable $callables, float $timeout = -1): mixed",
        handler: handler!(any),
        doc: "Runs each callable in a coroutine; answers what the first one returns that does not fail. The others are\n\
              cancelled as by all().\n\n\
              @throws \\Corio\\Coroutine\\AggregateException when all have failed\n\
              @throws \\Corio\\Coroutine\\TimeoutException when the time is over",
    },
    Function {
        signature: "Corio\\Coroutine\\race(iterable $callables, float $timeout = -1): mixed",
        handler: handler!(race),
        doc: "Runs each callable in a coroutine; answers what the first one that ends returns, or throws what it has\n\
              thrown. The others are cancelled as by all().\n\n\
              @throws \\Corio\\Coroutine\\TimeoutException when the time is over",
    },
    Function {
        signature: "Corio\\Coroutine\\timeout(float $seconds, callable $callback): mixed",
        handler: handler!(timeout),
        doc: "Runs the callback in a coroutine, for at most so many seconds; then it is cancelled as by all().\n\n\
              @return mixed what it has returned\n\
              @throws \\Corio\\Coroutine\\TimeoutException when the time is over, after the callback has ended",
    },
    Function {
        signature: "Corio\\Coroutine\\scope(callable $callback): mixed",
        handler: handler!(scope),
        doc: "Calls the callback with a Scope, and waits for the coroutines that it has started in there: what would go\n\
              on for ever has to be ended by Scope::cancel(). When an exception leaves the callback, they are cancelled.\n\
              When one of them fails, the others are, and so is the callback.\n\n\
              ```php\n\
              [$user, $mails] = \\Corio\\Coroutine\\scope(function (Scope $scope) {\n\
              \x20   $scope->go(fn () => keep_alive());\n\
              \x20   $result = [load_user(), load_mails()];\n\
              \x20   $scope->cancel();\n\
              \x20   return $result;\n\
              });\n\
              ```\n\n\
              @return mixed what the callback has returned\n\
              @throws \\Throwable what the callback, or the first of the coroutines, has thrown",
    },
];

/// The Rust side of a `Scope`.
struct Scope {
    group: GroupId,
    /// It is the argument of `scope()`, which ends it.
    is_lent: Cell<bool>,
}

impl Drop for Scope {
    fn drop(&mut self) {
        // Without its destructor, after a fatal error say.
        if !self.is_lent.get() {
            drop(group::close(self.group));
        }
    }
}

fn deadline(seconds: Option<f64>) -> Deadline {
    // An error means negative, or beyond what a clock can tell.
    Duration::try_from_secs_f64(seconds.unwrap_or(-1.0)).map_or(Deadline::NEVER, Deadline::after)
}

/// Runs the callables of the first argument.
fn run(call: &Call, policy: Policy) -> Result<(Array<'static>, Settled), Thrown> {
    call.expect(1, 2)?;
    let callables = call.iterable(0)?;
    let seconds = call.float(1)?;
    for (key, candidate) in callables.candidates() {
        if !candidate.is_callable() {
            if !error::pending() {
                error::throw_type_error(&format!("the entry with the key \"{key}\" is not callable"));
            }
            return Err(Thrown);
        }
    }
    let tasks = callables.candidates().filter_map(|(_, candidate)| candidate.callable()).map(Kept::callable);
    let settled = finish(group::run(policy, tasks, deadline(seconds))?, seconds)?;
    Ok((callables, settled))
}

/// Throws if the time was over.
fn finish((settled, end): (Settled, End), seconds: Option<f64>) -> Result<Settled, Thrown> {
    if end == End::Done {
        return Ok(settled);
    }
    let message = format!("timed out after {} s", seconds.unwrap_or_default());
    error::throw(&TIME_OVER, &message, libc::ETIMEDOUT.into());
    group::throw_all(Caught::take(), settled.outcomes);
    Err(Thrown)
}

fn all(call: &mut Call) -> Outcome {
    let (callables, settled) = run(call, Policy::Failure)?;
    let Settled { mut outcomes, winner } = settled;
    let first = winner.and_then(|winner| outcomes[winner].failure.take());
    if first.is_some() {
        group::throw_all(first, outcomes);
        return Err(Thrown);
    }
    let results =
        outcomes.into_iter().map(|outcome| outcome.result.map_or_else(Owned::null, Kept::into_owned));
    call.answer(callables.with_values(results));
    Ok(())
}

fn any(call: &mut Call) -> Outcome {
    let (callables, settled) = run(call, Policy::Success)?;
    if settled.winner.is_some() {
        return answer_winner(call, settled);
    }
    let failures: Vec<_> = settled.outcomes.into_iter().filter_map(|outcome| outcome.failure).collect();
    let count = failures.len();
    let exceptions = callables.with_values(failures.into_iter().map(Caught::into_value));
    throw_aggregate(count, exceptions);
    Err(Thrown)
}

fn throw_aggregate(count: usize, exceptions: Owned) {
    let message =
        if count == 0 { "there was no task".to_owned() } else { format!("all {count} tasks have failed") };
    error::throw(&AGGREGATE, &message, 0);
    error::set_property("exceptions", exceptions);
}

fn race(call: &mut Call) -> Outcome {
    let (_, settled) = run(call, Policy::Either)?;
    if settled.winner.is_none() {
        error::throw(&EXCEPTION, "race() needs at least one callable", 0);
        return Err(Thrown);
    }
    answer_winner(call, settled)
}

/// Answers what the winner has returned, or throws what it has thrown. What the others have thrown, being cancelled,
/// is nobody's.
fn answer_winner(call: &mut Call, settled: Settled) -> Outcome {
    let Settled { mut outcomes, winner } = settled;
    let winner = winner.map(|winner| outcomes.swap_remove(winner)).unwrap_or_default();
    drop(outcomes);
    if let Some(failure) = winner.failure {
        failure.rethrow();
        return Err(Thrown);
    }
    call.answer(winner.result.map_or_else(Owned::null, Kept::into_owned));
    Ok(())
}

fn timeout(call: &mut Call) -> Outcome {
    call.expect(2, 2)?;
    let seconds = call.float(0)?;
    let callable = Kept::callable(call.callable(1)?);
    let ended = group::run(Policy::Either, std::iter::once(callable), deadline(seconds))?;
    let settled = finish(ended, seconds)?;
    answer_winner(call, settled)
}

fn scope(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let callable = Kept::callable(call.callable(0)?);
    let (shell, object) = create(&HANDLE)?;
    let group = group::open_lasting();
    shell.install(Scope { group, is_lent: Cell::new(true) });
    group::own(group);
    let returned = invoke(&callable, &[object]);
    if matches!(returned, Err(Failed::Fatal)) {
        return Err(fatal_error());
    }
    let thrown = if returned.is_err() { Caught::take() } else { None };
    let was_canceled = group::disown(group);
    // That of the callback which was cancelled because one of the others has failed.
    let own = thrown.filter(|thrown| !(was_canceled && thrown.is_a(&CANCELED)));
    leave_scope(group, own)?;
    call.answer(returned.map_or_else(|_| Owned::null(), Kept::into_owned));
    Ok(())
}

/// The callback of `scope()` is over: waits for the others, or ends them.
fn leave_scope(group: GroupId, own: Option<Caught>) -> Outcome {
    if own.as_ref().is_some_and(Caught::is_exit) {
        own.into_iter().for_each(Caught::rethrow);
        return Err(Thrown);
    }
    let ended = if own.is_some() {
        Err(Interrupted::Thrown)
    } else {
        group::wait(group, Deadline::NEVER).map(|_| ())
    };
    own.into_iter().for_each(Caught::rethrow);
    let thrown = ended.err().and_then(|reason| {
        if reason != Interrupted::Thrown {
            group::throw_interrupted(reason);
        }
        group::end(group, "because its scope was left")
    });
    let Settled { mut outcomes, winner } = group::close(group);
    let first = thrown.or_else(|| outcomes.get_mut(winner?)?.failure.take());
    if group::throw_all(first, outcomes) { Err(Thrown) } else { Ok(()) }
}

fn construct(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    if call.this().is_installed() {
        error::throw(&EXCEPTION, "the constructor was called already", 0);
        return Err(Thrown);
    }
    call.this().install(Scope { group: group::open_lasting(), is_lent: Cell::new(false) });
    Ok(())
}

fn destruct(call: &mut Call) -> Outcome {
    if !call.this().is_installed() {
        return Ok(());
    }
    let scope = call.this().data::<Scope>()?;
    if scope.is_lent.get() {
        return Ok(());
    }
    group::cancel(scope.group, "because its scope was left");
    let Settled { mut outcomes, winner } = group::close(scope.group);
    let first = winner.and_then(|winner| outcomes[winner].failure.take());
    if group::throw_all(first, outcomes) { Err(Thrown) } else { Ok(()) }
}

fn go(call: &mut Call) -> Outcome {
    call.expect(1, u32::MAX)?;
    let scope = call.this().data::<Scope>()?;
    let id = group::start(scope.group, Body::Call(call))?;
    call.answer(Owned::int(id));
    Ok(())
}

fn cancel(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let scope = call.this().data::<Scope>()?;
    let by = if table::current_id() < 0 { "by {main}, with its scope" } else { "with its scope" };
    group::cancel(scope.group, by);
    Ok(())
}

fn wait(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let seconds = call.float(0)?;
    let scope = call.this().data::<Scope>()?;
    match group::wait(scope.group, deadline(seconds)) {
        Ok(End::Done) => {}
        Ok(End::TimedOut) => {
            let message = format!("wait() timed out after {} s", seconds.unwrap_or_default());
            last_error::note(libc::ETIMEDOUT.into(), message);
            call.answer_bool(false);
            return Ok(());
        }
        Err(reason) => return last_error::refuse_interrupted(call, reason, "wait()"),
    }
    let Settled { mut outcomes, winner } = group::reap(scope.group);
    let first = winner.and_then(|winner| outcomes[winner].failure.take());
    if group::throw_all(first, outcomes) {
        return Err(Thrown);
    }
    last_error::clear();
    call.answer_bool(true);
    Ok(())
}
