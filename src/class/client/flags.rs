//! recv() and send() with flags.

use super::face::Doing;
use super::outcome::{is_over, settle, this};
use super::{CHUNK, data};
use crate::exception::{EXCEPTION, code};
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::error;
use crate::ffi::value::Owned;
use engine::client::{RecvFlags, SendFlags};

const OOB: i64 = 1;
const PEEK: i64 = 2;
const DONTWAIT: i64 = 64;
const WAITALL: i64 = 256;

/// The most that is waited for at once: it is received ahead.
const MOST: usize = 64 << 20;

/// The flags of recv(); `None` for none. The number 1 alone is MSG_WAITALL, as in Swoole.
pub(super) fn of_recv(flag: i64) -> Result<Option<RecvFlags>, Thrown> {
    let flag = if flag == 1 { WAITALL } else { flag };
    check(flag, OOB | PEEK | DONTWAIT | WAITALL)?;
    let has = |bit| flag & bit != 0;
    let flags =
        RecvFlags { peek: has(PEEK), wait_all: has(WAITALL), dont_wait: has(DONTWAIT), oob: has(OOB) };
    Ok((flag != 0).then_some(flags))
}

/// The flags of send(); `None` for none.
pub(super) fn of_send(flag: i64) -> Result<Option<SendFlags>, Thrown> {
    check(flag, OOB | DONTWAIT)?;
    let flags = SendFlags { dont_wait: flag & DONTWAIT != 0, oob: flag & OOB != 0 };
    Ok((flag != 0).then_some(flags))
}

fn check(flag: i64, known: i64) -> Outcome {
    if flag & !known == 0 {
        return Ok(());
    }
    let message = format!("the flags {flag} have bits that mean nothing here (known: {known})");
    error::throw(&EXCEPTION, &message, code::INVALID_PARAMS);
    Err(Thrown)
}

/// Receives at most `size` bytes.
pub(super) fn recv(call: &mut Call, size: usize, flags: RecvFlags) -> Outcome {
    let (_, client) = this(call)?;
    if client.engine.has_inbox() && !flags.oob {
        // Packets come whole whatever the flags say, as in Swoole.
        return data::recv(call, size.min(CHUNK), None);
    }
    let _reader = client.hold(&client.reader, "recv")?;
    if is_over(call, client, Doing::Receive)? {
        return Ok(());
    }
    let size = if flags.wait_all { size.min(MOST) } else { size.min(CHUNK) };
    let deadline = client.deadline(None, Doing::Receive.phase());
    let receive = client.engine.recv_with(size, flags, deadline, Owned::string);
    let received = client.face.wait("recv()", receive);
    if let Some(data) = settle(call, client, Doing::Receive, received)? {
        if !flags.peek {
            client.note_received();
        }
        call.answer(data);
    }
    Ok(())
}

/// Sends `data`, or what leaves of it at once.
pub(super) fn send(call: &mut Call, data: &[u8], flags: SendFlags) -> Outcome {
    let doing = Doing::Send(data.len());
    let (_, client) = this(call)?;
    let _writer = client.hold(&client.writer, "send")?;
    if !data::may_send(call, client, data)? {
        return Ok(());
    }
    let deadline = client.deadline(None, doing.phase());
    let sent = client.face.wait("send()", client.engine.send_with(data, flags, deadline));
    data::end_send(call, doing, 0, sent)
}
