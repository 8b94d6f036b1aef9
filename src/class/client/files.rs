//! sendfile(), the end of one direction, and handing the socket to ext/sockets.

use super::face::Doing;
use super::outcome::{fail, is_over, note_error, note_if_closed, refuse, settle, succeed, this, warn};
use crate::coroutine::table::Interrupted;
use crate::exception::code;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::value::Owned;
use crate::ffi::{request, socket};
use engine::client::sendfile::FilePart;
use engine::{Error, Kind};
use std::net::Shutdown;
use std::path::Path;

/// Sends a part of a file.
pub(super) fn send_file(call: &mut Call) -> Outcome {
    let (this, client) = this(call)?;
    let _writer = client.hold(&client.writer, "sendfile")?;
    let Some((part, doing)) = part(call)? else { return Ok(()) };
    client.note_sent();
    let deadline = client.deadline(None, doing.phase());
    let sent = client.face.wait("sendfile()", client.engine.send_file(&part, deadline));
    match sent {
        Ok(Ok(())) => {
            succeed(this, client);
            call.answer_bool(true);
            Ok(())
        }
        Ok(Err((taken, failure))) => {
            let failure = client.judge(failure);
            note_if_closed(this, client);
            let code = client.face.code_of(&failure);
            client.note_failed(&failure);
            note_error(
                this,
                client,
                code,
                &format!("{failure} ({taken} of {} bytes were sent)", part.length()),
            );
            call.answer_bool(false);
            warn(client, || doing.warning(client, &failure, code));
            Ok(())
        }
        Err(Interrupted::Thrown) => Err(Thrown),
        Err(reason) => {
            note_if_closed(this, client);
            fail(call, &client.interrupted(reason, doing.phase()), doing, true)
        }
    }
}

/// What sendfile() was given, opened; `None` when the call is settled.
pub(super) fn part(call: &mut Call) -> Result<Option<(FilePart, Doing)>, Thrown> {
    call.expect(1, 3)?;
    let name = call.string(0)?.text();
    let (offset, length) = (call.int(1, 0)?, call.int(2, 0)?);
    let (this, client) = this(call)?;
    let (Ok(offset), Ok(length)) = (u64::try_from(offset), u64::try_from(length)) else {
        let reason =
            format!("sendfile(): offset and length must not be negative, {offset} and {length} given");
        return refuse(call, code::INVALID_PARAMS, &reason).map(|()| None);
    };
    if name.is_empty() || name.contains('\0') || name.contains("://") {
        let shown = engine::error::printable(name.as_bytes());
        let reason = format!("sendfile(): \"{shown}\" is not the path of a file");
        return refuse(call, code::INVALID_PARAMS, &reason).map(|()| None);
    }
    let doing = Doing::Send(usize::try_from(length).unwrap_or(usize::MAX));
    if client.kind.is_datagram() {
        let kind = Kind::Refused(libc::EINVAL, "dgram socket cannot use sendfile".into());
        let error = Error::new(doing.phase(), kind).with_peer(&client.engine.peer());
        return fail(call, &error, doing, false).map(|()| None);
    }
    if is_over(call, client, doing)? {
        return Ok(None);
    }
    if !request::path_allowed(&name) {
        note_error(this, client, libc::EPERM.into(), &format!("{name}: open_basedir does not allow it"));
        call.answer_bool(false);
        return Ok(None);
    }
    match FilePart::open(Path::new(&name), offset, length) {
        Ok(part) => Ok(Some((part, doing))),
        Err(failure) => {
            let code = client.face.code_of(&failure);
            refuse(call, code, &failure.to_string()).map(|()| None)
        }
    }
}

/// What shutdown() is to end; `None` when the call is settled.
pub(super) fn direction(call: &mut Call) -> Result<Option<Shutdown>, Thrown> {
    call.expect(0, 1)?;
    let how = call.int(0, 2)?;
    match how {
        0 => Ok(Some(Shutdown::Read)),
        1 => Ok(Some(Shutdown::Write)),
        2 => Ok(Some(Shutdown::Both)),
        _ => {
            let reason = format!("shutdown(): {how} is none of SHUT_RD, SHUT_WR and SHUT_RDWR");
            refuse(call, code::INVALID_PARAMS, &reason).map(|()| None)
        }
    }
}

/// Ends one direction, or both.
pub(super) fn shutdown(call: &mut Call) -> Outcome {
    let (_, client) = this(call)?;
    let Some(how) = direction(call)? else { return Ok(()) };
    if is_over(call, client, Doing::Look)? {
        return Ok(());
    }
    let _writer = client.hold(&client.writer, "shutdown")?;
    client.note_unfit();
    let deadline = client.deadline(None, Doing::Send(0).phase());
    let shut = client.face.wait("shutdown()", client.engine.shutdown(how, deadline));
    if settle(call, client, Doing::Look, shut)?.is_some() {
        call.answer_bool(true);
    }
    Ok(())
}

/// The socket as an object of ext/sockets.
pub(super) fn get_socket(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let (_, client) = this(call)?;
    if client.kept.is_some() {
        let reason = "the 'getSocket' method can't be used on persistent connection";
        return refuse(call, code::WRONG_OPERATION, reason);
    }
    let copy = settle(call, client, Doing::Look, Ok(client.engine.duplicate()))?;
    let Some(copy) = copy else { return Ok(()) };
    match socket::import(copy) {
        Ok(Some(object)) => call.answer(object),
        Ok(None) => {
            let reason = "getSocket() needs the extension sockets, which is not loaded";
            return refuse(call, code::NOT_SUPPORTED, reason);
        }
        Err(Thrown) if crate::ffi::error::pending() => return Err(Thrown),
        Err(Thrown) => call.answer(Owned::bool(false)),
    }
    Ok(())
}
