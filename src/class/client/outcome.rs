//! How a call ends: its answer, the error properties, and the warning where the face has one.

use super::face::Doing;
use super::object::Client;
use crate::coroutine::table::{self, Interrupted};
use crate::exception;
use crate::ffi::call::{Call, Object, Outcome, Thrown};
use crate::ffi::error;
use crate::ffi::value::Owned;
use engine::Error;

/// Slots of the declared properties: first those that all faces have.
pub(super) mod property {
    pub(in super::super) const ERR_CODE: u32 = 0;
    pub(in super::super) const ERR_MSG: u32 = 1;
    /// `fd`, and `sock` of the faces that Swoole has given that name.
    pub(in super::super) const DESCRIPTOR: u32 = 2;
    pub(in super::super) const TYPE: u32 = 3;
    pub(in super::super) const SETTING: u32 = 4;
    /// Where [`super::super::face::Face::shows_connected`].
    pub(in super::super) const CONNECTED: u32 = 5;
    /// Of `Corio\Client` and below.
    pub(in super::super) const REUSE: u32 = 5;
    /// As `REUSE`.
    pub(in super::super) const REUSE_COUNT: u32 = 6;
    /// As `REUSE`.
    pub(in super::super) const ID: u32 = 7;
    /// Of `Corio\Async\Client`: callbacks, in private properties.
    pub(in super::super) const ON_CONNECT: u32 = 8;
    pub(in super::super) const ON_ERROR: u32 = 9;
    pub(in super::super) const ON_RECEIVE: u32 = 10;
    pub(in super::super) const ON_CLOSE: u32 = 11;
    pub(in super::super) const ON_BUFFER_FULL: u32 = 12;
    pub(in super::super) const ON_BUFFER_EMPTY: u32 = 13;
    pub(in super::super) const ON_SSL_READY: u32 = 14;
}

/// Whether the call is settled because its coroutine is being killed: nothing is tried any more.
pub(super) fn is_killed(call: &mut Call, client: &Client, doing: Doing) -> Result<bool, Thrown> {
    let killed = table::is_killed();
    if killed {
        cancel(call, client, doing)?;
    }
    Ok(killed)
}

/// As [`is_killed`], and settles the call too when the conversation's deadline has passed.
#[inline]
pub(super) fn is_over(call: &mut Call, client: &Client, doing: Doing) -> Result<bool, Thrown> {
    let is_free = !table::is_killed() && client.conversation.get().at().is_none();
    if is_free { Ok(false) } else { end_if_over(call, client, doing) }
}

#[inline(never)]
fn end_if_over(call: &mut Call, client: &Client, doing: Doing) -> Result<bool, Thrown> {
    if is_killed(call, client, doing)? {
        return Ok(true);
    }
    let Some(failure) = client.overdue(doing.phase()) else { return Ok(false) };
    note_if_closed(call.this(), client);
    fail(call, &failure, doing, true)?;
    Ok(true)
}

pub(super) fn this<'a>(call: &Call) -> Result<(Object, &'a Client), Thrown> {
    let object = call.this();
    Ok((object, object.data::<Client>()?))
}

/// How a wait for an operation ended.
pub(super) type Waited<T, E = Error> = Result<Result<T, E>, Interrupted>;

/// Sorts out how a wait ended: the result, or `None` when the call's answer is settled as `false`.
pub(super) fn settle<T>(
    call: &mut Call,
    client: &Client,
    doing: Doing,
    result: Waited<T>,
) -> Result<Option<T>, Thrown> {
    match result {
        Ok(Ok(value)) => {
            succeed(call.this(), client);
            Ok(Some(value))
        }
        Ok(Err(failure)) => {
            let failure = client.judge(failure);
            note_if_closed(call.this(), client);
            fail(call, &failure, doing, true).map(|()| None)
        }
        Err(reason) => {
            // A connect or an upgrade that was dropped has closed the connection.
            note_if_closed(call.this(), client);
            match reason {
                Interrupted::Thrown => Err(Thrown),
                Interrupted::Killed => cancel(call, client, doing).map(|()| None),
                Interrupted::Canceled => {
                    fail(call, &client.interrupted(reason, doing.phase()), doing, true).map(|()| None)
                }
            }
        }
    }
}

/// Answers `false` for an operation whose coroutine is being killed: quietly, whatever the script wants otherwise.
fn cancel(call: &mut Call, client: &Client, doing: Doing) -> Outcome {
    let failure = client.interrupted(Interrupted::Killed, doing.phase());
    client.note_unfit();
    note_error(call.this(), client, client.face.code_of(&failure), &failure.to_string());
    call.answer_bool(false);
    Ok(())
}

/// Answers `false` with code and message, and a warning where the face has one; or throws if the script wants that
/// of network failures.
pub(super) fn fail(call: &mut Call, failure: &Error, doing: Doing, may_throw: bool) -> Outcome {
    let (this, client) = this(call)?;
    let code = client.face.code_of(failure);
    client.note_failed(failure);
    note_error(this, client, code, &failure.to_string());
    call.answer_bool(false);
    let wants_throw = may_throw && client.settings.borrow().throw;
    // "Nothing there yet" is an answer, not a failure.
    if wants_throw && exception::code_of(failure) != i64::from(libc::EAGAIN) {
        let (host, port) = client.engine.target();
        exception::throw_network(failure, code, &host, port.into());
        return Err(Thrown);
    }
    warn(client, || doing.warning(client, failure, code));
    Ok(())
}

/// Warns where the face does.
pub(super) fn warn(client: &Client, text: impl FnOnce() -> String) {
    if client.face.warns() {
        error::warning(&text());
    }
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
        return fail(call, &client.not_connected(), Doing::Look, true);
    }
    let reason = format!("TLS is not enabled on the connection to {}", client.engine.peer());
    note_error(this, client, errno.into(), &reason);
    call.answer_bool(false);
    warn(client, || "SSL is not ready".into());
    Ok(())
}

pub(super) fn note_error(this: Object, client: &Client, code: i64, message: &str) {
    client.has_error.set(true);
    this.set(property::ERR_CODE, Owned::int(code));
    this.set(property::ERR_MSG, Owned::string(message.as_bytes()));
}

#[inline]
pub(super) fn succeed(this: Object, client: &Client) {
    if client.has_error.get() {
        forget_error(this, client);
    }
}

#[cold]
fn forget_error(this: Object, client: &Client) {
    client.has_error.set(false);
    this.set(property::ERR_CODE, Owned::int(0));
    this.set(property::ERR_MSG, Owned::string(b""));
}

/// There is a socket.
pub(super) fn note_descriptor(this: Object, client: &Client) {
    let descriptor = client.engine.descriptor().unwrap_or(-1);
    this.set(property::DESCRIPTOR, Owned::int(descriptor.into()));
}

/// A connection stands.
pub(super) fn note_opened(this: Object, client: &Client) {
    note_descriptor(this, client);
    if client.face.shows_connected() {
        this.set(property::CONNECTED, Owned::bool(true));
    }
}

pub(super) fn note_if_closed(this: Object, client: &Client) {
    if !client.engine.is_connected() {
        note_closed(this, client);
    }
}

pub(super) fn note_closed(this: Object, client: &Client) {
    this.set(property::DESCRIPTOR, Owned::int(-1));
    if client.face.shows_connected() {
        this.set(property::CONNECTED, Owned::bool(false));
    }
}
