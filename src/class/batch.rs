//! `batch()`, `parallel()`, `map()`: tasks that all run to their end.

use crate::coroutine::group::{self, Body, End, Policy, Settled};
use crate::coroutine::table::Interrupted;
use crate::coroutine::waitqueue::deadline;
use crate::exception::EXCEPTION;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::class::Function;
use crate::ffi::error;
use crate::ffi::value::{Arguments, Array, Invocation, Kept, Owned};
use crate::{handler, last_error};

/// The functions.
pub static FUNCTIONS: &[Function] = &[
    Function {
        signature: "Corio\\Coroutine\\batch(array $tasks, float $timeout = -1): array",
        handler: handler!(batch),
        doc: "Runs each callable in a coroutine of its own and waits for all, also for what they start.\n\n\
              Unlike all() it cancels none: not when one fails, and not after the timeout.\n\n\
              ```php\n\
              ['a' => $a, 'b' => $b] = \\Corio\\Coroutine\\batch([\n\
              \x20   'a' => fn () => fetch('a.example'),\n\
              \x20   'b' => fn () => fetch('b.example'),\n\
              ]);\n\
              ```\n\n\
              @param array<array-key, callable> $tasks\n\
              @param float $timeout seconds; 0 and less: as long as it takes. What has not ended then goes on, its\n\
              result is null, and Corio\\last_error() is 110\n\
              @return array<array-key, mixed> what they have returned, with the same keys\n\
              @throws \\Throwable the first exception that left one of them, after the wait",
    },
    Function {
        signature: "Corio\\Coroutine\\map(array $list, callable $fn, float $timeout = -1): array",
        handler: handler!(map),
        doc: "Calls the callable for each element in a coroutine of its own; otherwise as batch().",
    },
    Function {
        signature: "Corio\\Coroutine\\parallel(int $n, callable $fn): void",
        handler: handler!(parallel),
        doc: "Runs the callable in so many coroutines at once; otherwise as batch().\n\n\
              @throws \\Corio\\Exception for a negative number",
    },
];

fn batch(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let tasks = call.array(0)?;
    let timeout = call.float(1)?;
    for (key, candidate) in tasks.candidates() {
        if !candidate.is_callable() {
            if !error::pending() {
                error::throw_type_error(&format!("the task with the key \"{key}\" is not callable"));
            }
            return Err(Thrown);
        }
    }
    let callables = tasks.candidates().filter_map(|(_, candidate)| candidate.callable()).map(Kept::callable);
    let invocations = callables.map(|callable| Invocation { callable, arguments: Arguments::default() });
    answer(call, tasks, invocations, timeout)
}

fn map(call: &mut Call) -> Outcome {
    call.expect(2, 3)?;
    let list = call.array(0)?;
    let callable = Kept::callable(call.callable(1)?);
    let timeout = call.float(2)?;
    let invocations = list.kept_entries().map(|(_, element)| invocation(&callable, vec![element]));
    answer(call, list, invocations, timeout)
}

fn parallel(call: &mut Call) -> Outcome {
    call.expect(2, 2)?;
    let count = call.int(0, 0)?;
    let callable = Kept::callable(call.callable(1)?);
    if count < 0 {
        error::throw(&EXCEPTION, &format!("there cannot be {count} coroutines"), 0);
        return Err(Thrown);
    }
    gather((0..count).map(|_| invocation(&callable, Vec::new())), None).map(|_| ())
}

fn invocation(callable: &Kept, list: Vec<Kept>) -> Invocation {
    Invocation { callable: callable.another(), arguments: Arguments { list, named: None } }
}

/// Answers the results with the keys of `array`.
fn answer(
    call: &mut Call,
    array: Array<'_>,
    tasks: impl Iterator<Item = Invocation>,
    timeout: Option<f64>,
) -> Outcome {
    let settled = gather(tasks, timeout)?;
    let results = settled.outcomes.into_iter().map(|outcome| outcome.result);
    call.answer(array.with_values(results.map(|result| result.map_or_else(Owned::null, Kept::into_owned))));
    Ok(())
}

/// Starts the tasks and waits for all; throws if one has failed.
fn gather(tasks: impl Iterator<Item = Invocation>, timeout: Option<f64>) -> Result<Settled, Thrown> {
    let id = group::open(Policy::Nothing);
    let limit = deadline(timeout);
    let mut started = Ok(());
    for task in tasks {
        started = group::start(id, Body::Invocation(task)).map(|_| ());
        if started.is_err() {
            break;
        }
    }
    let ended = started.map_err(|Thrown| Interrupted::Thrown).and_then(|()| group::wait(id, limit));
    let mut settled = match ended {
        Ok(End::Done) => {
            last_error::clear();
            group::close(id)
        }
        Ok(End::TimedOut) => {
            let seconds = limit.limit().as_secs_f64();
            let message = format!("the tasks have not all ended after {seconds} s");
            last_error::note(libc::ETIMEDOUT.into(), message);
            group::hand_over(id)
        }
        Err(reason) => {
            if reason != Interrupted::Thrown {
                group::throw_interrupted(reason);
            }
            let thrown = group::end(id, "because nobody waits for it any more");
            group::throw_all(thrown, group::close(id).outcomes);
            return Err(Thrown);
        }
    };
    let first = settled.winner.and_then(|first| settled.outcomes[first].failure.take());
    if first.is_some() {
        group::throw_all(first, settled.outcomes);
        return Err(Thrown);
    }
    Ok(settled)
}
