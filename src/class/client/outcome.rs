//! How a call ends: its answer, and the error properties.

use super::object::Client;
use crate::coroutine::table::{self, Interrupted};
use crate::exception;
use crate::ffi::call::{Call, Object, Outcome, Thrown};
use crate::ffi::error;
use crate::ffi::value::Owned;
use engine::{Error, Kind, Phase};

/// Slots of the declared properties.
pub(super) mod property {
    pub(in super::super) const ERR_CODE: u32 = 0;
    pub(in super::super) const ERR_MSG: u32 = 1;
    pub(in super::super) const FD: u32 = 2;
    pub(in super::super) const TYPE: u32 = 3;
    pub(in super::super) const SETTING: u32 = 4;
    pub(in super::super) const CONNECTED: u32 = 5;
}

/// Whether the call is settled because its coroutine is being killed: nothing is tried any more.
pub(super) fn is_killed(call: &mut Call, client: &Client, phase: Phase) -> Result<bool, Thrown> {
    let killed = table::is_killed();
    if killed {
        fail(call, &client.interrupted(Interrupted::Killed, phase), false)?;
    }
    Ok(killed)
}

/// As [`is_killed`], and settles the call too when the conversation's deadline has passed.
pub(super) fn is_over(call: &mut Call, client: &Client, phase: Phase) -> Result<bool, Thrown> {
    if is_killed(call, client, phase)? {
        return Ok(true);
    }
    let Some(failure) = client.overdue(phase) else { return Ok(false) };
    note_if_closed(call.this(), client);
    fail(call, &failure, true)?;
    Ok(true)
}

pub(super) fn this<'a>(call: &Call) -> Result<(Object, &'a Client), Thrown> {
    let object = call.this();
    Ok((object, object.data::<Client>()?))
}

/// Sorts out how a wait ended: the result, or `None` when the call's answer is settled as `false`.
pub(super) fn settle<T>(
    call: &mut Call,
    client: &Client,
    phase: Phase,
    result: Result<Result<T, Error>, Interrupted>,
) -> Result<Option<T>, Thrown> {
    match result {
        Ok(Ok(value)) => {
            succeed(call.this(), client);
            Ok(Some(value))
        }
        Ok(Err(failure)) => {
            let failure = client.judge(failure);
            if matches!(failure.kind, Kind::Tls(_) | Kind::Truncated) {
                // A broken session is of no use, and must not look as if it were.
                client.engine.close();
            }
            note_if_closed(call.this(), client);
            fail(call, &failure, true).map(|()| None)
        }
        Err(reason) => {
            // A connect or an upgrade that was dropped has closed the connection.
            note_if_closed(call.this(), client);
            if reason == Interrupted::Thrown {
                return Err(Thrown);
            }
            let may_throw = reason == Interrupted::Canceled;
            fail(call, &client.interrupted(reason, phase), may_throw).map(|()| None)
        }
    }
}

/// Answers `false` with code and message, or throws if the script wants that of network failures.
pub(super) fn fail(call: &mut Call, failure: &Error, may_throw: bool) -> Outcome {
    let (this, client) = this(call)?;
    note_error(this, client, exception::code_of(failure), &failure.to_string());
    call.answer_bool(false);
    let wants_throw = may_throw && client.settings.borrow().throw;
    // "Nothing there yet" is an answer, not a failure.
    if wants_throw && exception::code_of(failure) != i64::from(libc::EAGAIN) {
        let host = client.host.borrow().clone();
        exception::throw_network(failure, &host, client.port.get());
        return Err(Thrown);
    }
    Ok(())
}

/// Answers `false` with a warning: an argument that cannot be.
pub(super) fn refuse(call: &mut Call, code: i64, reason: &str) -> Outcome {
    let (this, client) = this(call)?;
    note_error(this, client, code, reason);
    call.answer_bool(false);
    error::warning(reason);
    Ok(())
}

pub(super) fn without_tls(call: &mut Call, errno: i32) -> Outcome {
    let (this, client) = this(call)?;
    if !client.engine.is_connected() {
        return fail(call, &client.not_connected(), true);
    }
    let reason = format!("TLS is not enabled on the connection to {}", client.engine.peer());
    note_error(this, client, errno.into(), &reason);
    call.answer_bool(false);
    Ok(())
}

pub(super) fn note_error(this: Object, client: &Client, code: i64, message: &str) {
    client.has_error.set(true);
    this.set(property::ERR_CODE, Owned::int(code));
    this.set(property::ERR_MSG, Owned::string(message.as_bytes()));
}

pub(super) fn succeed(this: Object, client: &Client) {
    if client.has_error.take() {
        this.set(property::ERR_CODE, Owned::int(0));
        this.set(property::ERR_MSG, Owned::string(b""));
    }
}

pub(super) fn note_if_closed(this: Object, client: &Client) {
    if !client.engine.is_connected() {
        note_closed(this);
    }
}

pub(super) fn note_closed(this: Object) {
    this.set(property::FD, Owned::int(-1));
    this.set(property::CONNECTED, Owned::bool(false));
}
