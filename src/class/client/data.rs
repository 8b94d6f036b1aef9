//! Sending and receiving.

use super::CHUNK;
use super::outcome::{fail, is_over, note_error, note_if_closed, refuse, settle, succeed, this};
use crate::coroutine::table::Interrupted;
use crate::exception::{self, code};
use crate::face::coroutine::wait;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::error;
use crate::ffi::value::Owned;
use engine::{Error, Phase};

pub(super) fn send(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let data = call.string(0)?.bytes();
    let timeout = call.float(1)?;
    let (this, client) = this(call)?;
    let _writer = client.hold(&client.writer, "send")?;
    if data.is_empty() {
        note_error(this, client, code::INVALID_PARAMS, "data to send is empty");
        call.answer_bool(false);
        error::warning("data to send is empty");
        return Ok(());
    }
    if is_over(call, client, Phase::Send)? {
        return Ok(());
    }
    let at_once = match client.engine.try_send(data) {
        Ok(at_once) => at_once,
        Err(failure) => return fail(call, &failure, true),
    };
    if at_once < data.len() {
        let deadline = client.deadline(timeout, Phase::Send);
        match wait("send()", client.engine.send(&data[at_once..], deadline)) {
            Ok(Ok(())) => {}
            Ok(Err((taken, failure))) => {
                let failure = client.judge(failure);
                note_if_closed(this, client);
                return partly_sent(call, at_once + taken, &failure);
            }
            Err(Interrupted::Killed) => return partly_sent(call, at_once, &client.cancelled(Phase::Send)),
            Err(Interrupted::Thrown) => return Err(Thrown),
        }
    }
    succeed(this, client);
    call.answer(count(data.len()));
    Ok(())
}

/// A send that failed: `false`, or how much was on its way before.
pub(super) fn partly_sent(call: &mut Call, taken: usize, failure: &Error) -> Outcome {
    if taken == 0 {
        return fail(call, failure, true);
    }
    let (this, client) = this(call)?;
    note_error(this, client, exception::code_of(failure), &failure.to_string());
    call.answer(count(taken));
    Ok(())
}

pub(super) fn count(bytes: usize) -> Owned {
    Owned::int(i64::try_from(bytes).unwrap_or(i64::MAX))
}

pub(super) fn recv(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let timeout = call.float(0)?;
    let (_, client) = this(call)?;
    let _reader = client.hold(&client.reader, "recv")?;
    if is_over(call, client, Phase::Receive)? {
        return Ok(());
    }
    let received = client.engine.try_recv(CHUNK, Owned::string).map_or_else(
        || {
            let deadline = client.deadline(timeout, Phase::Receive);
            wait("recv()", client.engine.recv(CHUNK, deadline, Owned::string))
        },
        Ok,
    );
    if let Some(data) = settle(call, client, Phase::Receive, received)? {
        call.answer(data);
    }
    Ok(())
}

pub(super) fn peek(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let length = call.int(0, 65535)?;
    let (_, client) = this(call)?;
    if length <= 0 {
        return refuse(call, code::INVALID_PARAMS, "the length must be greater than 0");
    }
    let length = usize::try_from(length).unwrap_or(CHUNK).min(CHUNK);
    let peeked = client.engine.peek(length, Owned::string);
    if let Some(data) = settle(call, client, Phase::Receive, Ok(peeked))? {
        call.answer(data);
    }
    Ok(())
}
