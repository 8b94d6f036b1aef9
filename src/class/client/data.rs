//! Sending and receiving.

use super::CHUNK;
use super::object::Client;
use super::outcome::{fail, is_over, note_error, note_if_closed, refuse, settle, succeed, this};
use crate::coroutine::table::{self, Interrupted};
use crate::exception::{self, code};
use crate::face::coroutine::wait;
use crate::ffi::call::{Call, Called, Outcome, Thrown, pass_on_fatal_error};
use crate::ffi::error;
use crate::ffi::value::Owned;
use engine::client::Received;
use engine::time::Deadline;
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
            Err(Interrupted::Thrown) => return Err(Thrown),
            Err(reason) => {
                let taken = at_once + client.engine.taken();
                return partly_sent(call, taken, &client.interrupted(reason, Phase::Send));
            }
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
    let (this, client) = this(call)?;
    // A packet that is there already is taken before anything else is looked at that it does not need.
    if call.count() == 0
        && client.engine.has_inbox()
        && client.reader.is_free()
        && client.conversation.get() == Deadline::NEVER
        && !table::is_killed()
        && client.engine.take_packet(|packet| call.answer_string(packet)).is_some()
    {
        succeed(this, client);
        return Ok(());
    }
    match receive(call) {
        Err(Ended::Fatal) => pass_on_fatal_error(),
        Err(Ended::Thrown) => Err(Thrown),
        Ok(()) => Ok(()),
    }
}

/// Why a receive has no answer.
enum Ended {
    /// An exception is set.
    Thrown,
    /// A fatal error of the script's length function.
    Fatal,
}

impl From<Thrown> for Ended {
    fn from(_: Thrown) -> Self {
        Self::Thrown
    }
}

fn receive(call: &mut Call) -> Result<(), Ended> {
    call.expect(0, 1)?;
    let timeout = call.float(0)?;
    let (this, client) = this(call)?;
    let _reader = client.hold(&client.reader, "recv")?;
    if is_over(call, client, Phase::Receive)? {
        return Ok(());
    }
    if client.engine.has_inbox() {
        if client.engine.take_packet(|packet| call.answer_string(packet)).is_some() {
            succeed(this, client);
            return Ok(());
        }
        let received = receive_packet(call, client, timeout)?;
        if let Some(packet) = settle(call, client, Phase::Receive, received)? {
            call.answer(packet);
        }
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

/// Receives one packet; asks the script for its length where the settings say so.
fn receive_packet(
    call: &Call,
    client: &Client,
    timeout: Option<f64>,
) -> Result<Result<Result<Owned, Error>, Interrupted>, Ended> {
    let mut deadline = None;
    loop {
        let deadline = *deadline.get_or_insert_with(|| client.deadline(timeout, Phase::Receive));
        match wait("recv()", client.engine.recv_packet(deadline, Owned::string)) {
            Ok(Ok(Received::Measure)) => {
                if let Err(failure) = measure(call, client)? {
                    return Ok(Ok(Err(failure)));
                }
            }
            Ok(Ok(Received::Packet(packet))) => return Ok(Ok(Ok(packet))),
            Ok(Err(failure)) => return Ok(Ok(Err(failure))),
            Err(interrupted) => return Ok(Err(interrupted)),
        }
    }
}

/// Asks the script for the length of the packet at hand. Nothing is borrowed meanwhile: it may park, close the
/// client, or never come back.
fn measure(call: &Call, client: &Client) -> Result<Result<(), Error>, Ended> {
    let head = match client.engine.head(Owned::string) {
        Ok(head) => head,
        Err(failure) => return Ok(Err(failure)),
    };
    match call.this().call_held(head) {
        Called::Returned(length) => Ok(client.engine.measured(length)),
        Called::Thrown => Err(Ended::Thrown),
        Called::Fatal => Err(Ended::Fatal),
    }
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
