//! `System`'s child processes and signals: `exec()`, `wait()`, `waitPid()`, `waitSignal()`.

use crate::exception::EXCEPTION;
use crate::face::coroutine::wait;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::error;
use crate::ffi::file;
use crate::ffi::process::Ended;
use crate::ffi::value::{Owned, Value};
use crate::last_error;
use crate::system::{Failure, children, signals};
use engine::error::printable;
use engine::time::Deadline;
use std::future::Future;
use std::time::Duration;

/// Waits for an operation; `None` if the call is answered `false`, and the reason noted.
pub(super) fn outcome<T>(
    call: &mut Call,
    what: &'static str,
    subject: &str,
    operation: impl Future<Output = Result<T, Failure>>,
) -> Result<Option<T>, Thrown> {
    match wait(what, operation) {
        Ok(Ok(found)) => {
            last_error::clear();
            return Ok(Some(found));
        }
        Ok(Err(Failure::Elapsed)) => {
            last_error::note(libc::ETIMEDOUT.into(), format!("{what} of {subject} timed out"));
        }
        Ok(Err(Failure::System(failure))) => {
            let code = i64::from(failure.raw_os_error().unwrap_or(libc::EIO));
            last_error::note(code, format!("{what} of {subject} failed: {}", last_error::text(code)));
        }
        Err(reason) => {
            last_error::refuse_interrupted(call, reason, what)?;
            return Ok(None);
        }
    }
    call.answer_bool(false);
    Ok(None)
}

fn deadline(seconds: f64) -> Deadline {
    Duration::try_from_secs_f64(seconds).map_or(Deadline::NEVER, Deadline::after)
}

fn int(number: i32) -> Owned {
    Owned::int(number.into())
}

/// `System::exec()`.
pub fn exec(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let command = call.string(0)?.bytes();
    let with_errors = call.bool(1, false)?;
    if !file::has_function("exec") {
        error::throw(&EXCEPTION, "System::exec() is not allowed: php.ini disables exec()", 0);
        return Err(Thrown);
    }
    if command.is_empty() || command.contains(&0) {
        last_error::note(libc::EINVAL.into(), "the command is empty or has a NUL".into());
        call.answer_bool(false);
        error::warning("the command is empty or has a NUL");
        return Ok(());
    }
    // PHP's copy comes on top.
    let operation = children::execute(command, with_errors, || file::memory_left() / 2);
    if let Some(output) = outcome(call, "exec()", &format!("\"{}\"", printable(command)), operation)? {
        call.answer(Owned::array([
            ("code", int(output.ended.code)),
            ("signal", int(output.ended.signal)),
            ("output", Owned::string(&output.text)),
        ]));
    }
    Ok(())
}

fn answer_ended(call: &mut Call, ended: Option<Ended>) {
    if let Some(Ended { pid, code, signal }) = ended {
        call.answer(Owned::array([("pid", int(pid)), ("code", int(code)), ("signal", int(signal))]));
    }
}

/// `System::wait()`.
pub fn wait_any(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let until = deadline(call.float(0)?.unwrap_or(-1.0));
    let ended = outcome(call, "wait()", "any child", children::wait_for_any(-1, until))?;
    answer_ended(call, ended);
    Ok(())
}

/// `System::waitPid()`.
pub fn wait_pid(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let pid = call.int(0, 0)?;
    let until = deadline(call.float(1)?.unwrap_or(-1.0));
    // No process has a number that does not fit.
    let pid = i32::try_from(pid).unwrap_or(i32::MAX);
    let ended = outcome(call, "waitPid()", &format!("child {pid}"), children::wait_for(pid, until))?;
    answer_ended(call, ended);
    Ok(())
}

/// `System::waitSignal()`.
pub fn wait_signal(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let value = call.value(0);
    let number = |value: &Value<'_>| match value {
        // What does not fit is no signal, as 0.
        Value::Int(number) => Some(i32::try_from(*number).unwrap_or(0)),
        _ => None,
    };
    let signals: Option<Vec<i32>> = match value.view() {
        Value::Array(array) => array.entries().map(|(_, value)| number(&value)).collect(),
        other => number(&other).map(|signal| vec![signal]),
    };
    let Some(signals) = signals.filter(|signals| !signals.is_empty()) else {
        error::throw_type_error("argument #1 ($signals) must be a signal's number or an array of such");
        return Err(Thrown);
    };
    let until = deadline(call.float(1)?.unwrap_or(-1.0));
    if let Some(signal) =
        outcome(call, "waitSignal()", &format!("{signals:?}"), signals::wait(&signals, until))?
    {
        call.answer(int(signal));
    }
    Ok(())
}
