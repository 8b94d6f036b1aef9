//! Sending and receiving.

use super::CHUNK;
use super::face::{Doing, Face};
use super::object::Client;
use super::outcome::{
    Waited, fail, is_over, note_error, note_if_closed, refuse, settle, succeed, this, warn,
};
use super::received::Text;
use crate::coroutine::table::{self, Interrupted};
use crate::exception::code;
use crate::face::sync;
use crate::ffi::call::{Call, Object, Outcome, Thrown};
use crate::ffi::value::Owned;
use engine::client::Received;
use engine::time::Deadline;
use engine::{Error, executor};
use std::os::fd::AsRawFd;

/// Sends all of `data` within `timeout` seconds.
pub(super) fn send(call: &mut Call, data: &[u8], timeout: Option<f64>) -> Outcome {
    let doing = Doing::Send(data.len());
    let (this, client) = this(call)?;
    let _writer = client.hold(&client.writer, "send")?;
    if !may_send(call, client, data)? {
        return Ok(());
    }
    let at_once = match client.engine.try_send(data) {
        Ok(at_once) => at_once,
        Err(failure) => return fail(call, &failure, doing, true),
    };
    if at_once < data.len() {
        return send_rest(call, data, at_once, timeout);
    }
    succeed(this, client);
    call.answer(count(data.len()));
    Ok(())
}

/// Whether there is something to be sent and anything may be; else the call is settled.
pub(super) fn may_send(call: &mut Call, client: &Client, data: &[u8]) -> Result<bool, Thrown> {
    if data.is_empty() {
        refuse(call, code::INVALID_PARAMS, "data to send is empty")?;
        return Ok(false);
    }
    if is_over(call, client, Doing::Send(data.len()))? {
        return Ok(false);
    }
    client.note_sent();
    Ok(true)
}

/// Sends what has not left at once.
#[inline(never)]
fn send_rest(call: &mut Call, data: &[u8], at_once: usize, timeout: Option<f64>) -> Outcome {
    let doing = Doing::Send(data.len());
    let (_, client) = this(call)?;
    let deadline = client.deadline(timeout, doing.phase());
    let rest = &data[at_once..];
    let sent = client.face.wait("send()", client.engine.send(rest, deadline));
    end_send(call, doing, at_once, sent.map(|sent| sent.map(|()| rest.len())))
}

/// Settles a send of which so much had left `before` the wait.
pub(super) fn end_send(
    call: &mut Call,
    doing: Doing,
    before: usize,
    sent: Waited<usize, (usize, Error)>,
) -> Outcome {
    let (this, client) = this(call)?;
    match sent {
        Ok(Ok(sent)) => {
            succeed(this, client);
            call.answer(count(before + sent));
            Ok(())
        }
        Ok(Err((taken, failure))) => {
            let failure = client.judge(failure);
            note_if_closed(this, client);
            partly_sent(call, doing, before + taken, &failure)
        }
        Err(Interrupted::Thrown) => Err(Thrown),
        Err(reason) => {
            let taken = before + client.engine.taken();
            partly_sent(call, doing, taken, &client.interrupted(reason, doing.phase()))
        }
    }
}

/// A send that failed: `false`, or how much was on its way before.
fn partly_sent(call: &mut Call, doing: Doing, taken: usize, failure: &Error) -> Outcome {
    if taken == 0 {
        return fail(call, failure, doing, true);
    }
    let (this, client) = this(call)?;
    let code = client.face.code_of(failure);
    client.note_failed(failure);
    note_error(this, client, code, &failure.to_string());
    call.answer(count(taken));
    warn(client, || doing.warning(client, failure, code));
    Ok(())
}

pub(super) fn count(bytes: usize) -> Owned {
    Owned::int(i64::try_from(bytes).unwrap_or(i64::MAX))
}

/// Answers with a packet, if there is one already; `false` if not.
#[inline(always)] // Into both classes' recv(): with a packet at hand this is all that they do.
pub(super) fn succeed_with_packet(call: &mut Call) -> Result<bool, Thrown> {
    let (this, client) = this(call)?;
    let has_come = client.engine.has_inbox()
        && client.reader.is_free()
        && client.conversation.get().at().is_none()
        && !table::is_killed()
        && client.engine.take_packet(|packet| call.answer_string(packet)).is_some();
    if has_come {
        client.note_received();
        succeed(this, client);
    }
    Ok(has_come)
}

/// Receives what is there, at most `max` bytes, or a packet, within `timeout` seconds.
pub(super) fn recv(call: &mut Call, max: usize, timeout: Option<f64>) -> Outcome {
    let (this, client) = this(call)?;
    let _reader = client.hold(&client.reader, "recv")?;
    if is_over(call, client, Doing::Receive)? {
        return Ok(());
    }
    if client.engine.has_inbox() {
        return recv_packet(call, this, client, timeout);
    }
    let at_once = client.engine.try_recv_into(max, Text);
    let received = at_once.map_or_else(|| receive_later(client, max, timeout), Ok);
    if let Some(data) = settle(call, client, Doing::Receive, received)? {
        client.note_received();
        call.answer(data);
    }
    Ok(())
}

/// Receives where nothing is at hand. Its frame stays on the stack of whoever waits, so nothing else is in it.
#[inline(never)]
fn receive_later(client: &Client, max: usize, timeout: Option<f64>) -> Waited<Owned> {
    let deadline = client.deadline(timeout, Doing::Receive.phase());
    if client.face == Face::Sync
        && let Some(received) = receive_alone(client, max, deadline)?
    {
        return Ok(received);
    }
    match client.engine.bare_stream() {
        Some(stream) => client.face.wait("recv()", client.engine.recv_bare(stream, max, deadline, Text)),
        None => receive_through(client, max, deadline),
    }
}

/// Receives what TLS, a proxy's TLS or a datagram socket has.
#[inline(never)]
fn receive_through(client: &Client, max: usize, deadline: Deadline) -> Waited<Owned> {
    client.face.wait("recv()", client.engine.recv_into(max, deadline, Text))
}

/// As [`recv`], where packets are cut.
#[inline(never)]
fn recv_packet(call: &mut Call, this: Object, client: &Client, timeout: Option<f64>) -> Outcome {
    if client.engine.take_packet(|packet| call.answer_string(packet)).is_some() {
        client.note_received();
        succeed(this, client);
        return Ok(());
    }
    let received = receive_packet(call, client, timeout)?;
    if let Some(packet) = settle(call, client, Doing::Receive, received)? {
        client.note_received();
        call.answer(packet);
    }
    Ok(())
}

/// Receives where the engine has nothing else to do meanwhile: then waiting for the socket is all there is to be
/// done. `None` leaves it to the engine, whose words a failure is told in, too.
#[inline(never)]
fn receive_alone(
    client: &Client,
    max: usize,
    deadline: Deadline,
) -> Result<Option<Result<Owned, Error>>, Interrupted> {
    let Some(stream) = client.engine.bare_stream() else { return Ok(None) };
    while executor::task_count() == 0
        && let Ok(descriptor) = stream.with_socket(|socket| socket.as_raw_fd())
    {
        if !sync::wait_for_input(descriptor, deadline)? {
            if client.engine.bare_stream() == Some(stream) {
                break;
            }
            // A signal's handler has closed it, or something else has become of it.
            return Ok(Some(Err(client.interrupted(Interrupted::Canceled, Doing::Receive.phase()))));
        }
        if let Some(received) = client.engine.try_recv_bare(stream, max, Text) {
            return Ok(Some(received));
        }
    }
    Ok(None)
}

/// Receives one packet; asks the script for its length where the settings say so.
#[inline(never)]
fn receive_packet(call: &Call, client: &Client, timeout: Option<f64>) -> Result<Waited<Owned>, Thrown> {
    let mut deadline = None;
    loop {
        let deadline: Deadline =
            *deadline.get_or_insert_with(|| client.deadline(timeout, Doing::Receive.phase()));
        match client.face.wait("recv()", client.engine.recv_packet(deadline, Owned::string)) {
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
fn measure(call: &Call, client: &Client) -> Result<Result<(), Error>, Thrown> {
    let head = match client.engine.head(Owned::string) {
        Ok(head) => head,
        Err(failure) => return Ok(Err(failure)),
    };
    let length = call.this().call_held(head)?;
    Ok(client.engine.measured(length))
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
    if let Some(data) = settle(call, client, Doing::Receive, Ok(peeked))? {
        call.answer(data);
    }
    Ok(())
}
