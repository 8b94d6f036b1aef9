//! `Corio\Event`, and `System::waitEvent()`: descriptors that the script, PHP's streams or ext/sockets have opened.

use super::client;
use crate::coroutine::event_loop::{self, When};
use crate::coroutine::table::{self, Interrupted};
use crate::coroutine::watches::{self, Refusal, Side};
use crate::exception::{EXCEPTION, code};
use crate::face::coroutine::wait;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::class::{Class, Function, Parent};
use crate::ffi::descriptor::{self, Descriptor, descriptor_of};
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::value::{Kept, Owned, Value};
use crate::{handler, last_error};
use engine::reactor::{self, Readiness, Unready};
use engine::time::Deadline;
use std::io;
use std::os::fd::RawFd;
use std::time::Duration;

static HANDLE: ClassHandle = ClassHandle::new();

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Event",
    doc: "Calls when a descriptor is ready, each in a coroutine of its own; and the event loop itself.\n\n\
          A descriptor is an int, a stream, a Socket of ext/sockets or a client. It stays its owner's, who reads,\n\
          writes and closes it: del() it before. One that was closed while it was watched is found out within a\n\
          second, with a warning. While something is watched the script does not end, nor does the run() in which\n\
          it was added. Nothing has to be started: the loop runs whenever the script waits, and at its end.\n\n\
          ```php\n\
          $stream = stream_socket_client('tcp://localhost:80');\n\
          \\Corio\\Event::add($stream, function ($stream) {\n\
          \x20   echo fread($stream, 8192);\n\
          \x20   if (feof($stream)) {\n\
          \x20       \\Corio\\Event::del($stream);\n\
          \x20       fclose($stream);\n\
          \x20   }\n\
          });\n\
          fwrite($stream, \"GET / HTTP/1.0\\r\\n\\r\\n\");\n\
          ```",
    parent: Parent::None,
    has_data: false,
    is_final: true,
    properties: &[],
    constants: &[],
    handle: &HANDLE,
    methods: &[
        Function {
            signature: "static add(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, \
                    int $events = 512): int|false",
            handler: handler!(add),
            doc: "Has the callbacks called with the descriptor, as long as it can be read or written: again and again\n\
                  until they have read what is there.\n\n\
                  Errors and the end count as both. A regular file is always ready. Sockets are made non-blocking; of a\n\
                  stream call stream_set_blocking($stream, false) as well, as with stream_select(): else fread() may\n\
                  wait for all the bytes that it is asked for.\n\n\
                  @param mixed $fd int, stream, Socket or client\n\
                  @param int $events Corio\\EVENT_READ, EVENT_WRITE or both: what to watch; each needs its callback\n\
                  @return int|false the descriptor's number; false, with a warning, if it cannot be watched or is\n\
                  already",
        },
        Function {
            signature: "static set(mixed $fd, ?callable $read_callback = null, ?callable $write_callback = null, \
                    int $events = 0): bool",
            handler: handler!(set),
            doc: "Changes what is watched to $events, and the callbacks that are not null.\n\n\
                  @return bool false, with a warning, if it is not watched or a callback is missing",
        },
        Function {
            signature: "static del(mixed $fd): bool",
            handler: handler!(del),
            doc: "Ends the watch; what write() has kept for it is dropped.\n\n\
                  @return bool false if it is not watched",
        },
        Function {
            signature: "static isset(mixed $fd, int $events = 1536): bool",
            handler: handler!(is_set),
            doc: "Whether one of $events is watched.",
        },
        Function {
            signature: "static write(mixed $fd, string $data): bool",
            handler: handler!(write),
            doc: "Writes to a descriptor that is watched. What the system does not take at once is kept, at most\n\
                  8 MiB, and follows as soon as it does.\n\n\
                  Not for streams with TLS or filters: fwrite() knows those.\n\n\
                  @return bool false if it is not watched, cannot be written to, or too much is kept (1009)",
        },
        Function {
            signature: "static defer(callable $callback): bool",
            handler: handler!(defer),
            doc: "Has the callback called when whoever is ready now has had its turn.",
        },
        Function {
            signature: "static cycle(?callable $callback, bool $before = false): bool",
            handler: handler!(cycle),
            doc: "Has the callback called in each turn of the loop, when all that was ready has had its turn; null:\n\
                  none any more. The loop does not go on for its sake.\n\n\
                  @param bool $before the callback that is called right before the loop waits, which is another one\n\
                  @return bool false if null is given and there was none",
        },
        Function {
            signature: "static dispatch(): bool",
            handler: handler!(dispatch),
            doc: "Waits for one turn of the loop and the callbacks that became ready by it.\n\n\
                  @return bool false if the coroutine was cancelled",
        },
        Function {
            signature: "static wait(): void",
            handler: handler!(wait_for_all),
            doc: "Waits until no coroutine, timer or watch is left, or until exit() is called. The end of the script\n\
                  does so too.\n\n\
                  @throws \\Corio\\Exception in a coroutine\n\
                  @throws \\Corio\\DeadlockException when those that are left wait for each other",
        },
        Function {
            signature: "static exit(): void",
            handler: handler!(exit),
            doc: "Ends the loop: clears all timers and watches; wait() returns, and the end of the script waits for\n\
                  nobody. run() still waits for its coroutines.",
        },
    ],
};

/// What is called when a watched descriptor is found closed; not part of the API.
pub static HIDDEN: &[Function] =
    &[Function { signature: "Corio\\Event\\closed(int $fd): void", handler: handler!(closed), doc: "" }];

/// Constants that go with it.
pub const CONSTANTS: &[(&str, i64)] = &[("EVENT_READ", READ), ("EVENT_WRITE", WRITE)];
const READ: i64 = 512;
const WRITE: i64 = 1024;

fn readiness(events: i64) -> Readiness {
    Readiness { read: events & READ != 0, write: events & WRITE != 0 }
}

const fn events(readiness: Readiness) -> i64 {
    (if readiness.read { READ } else { 0 }) | (if readiness.write { WRITE } else { 0 })
}

fn refuse(call: &mut Call, code: impl Into<i64>, reason: &str) -> Outcome {
    last_error::note(code.into(), reason.to_owned());
    call.answer_bool(false);
    error::warning(reason);
    Ok(())
}

/// The descriptor behind a value; of one that was closed, or got a filter, that under which it is watched. `None`:
/// there is none, and the call is answered, with a warning.
fn descriptor(call: &mut Call, value: &Kept, unknown: &str) -> Result<Option<RawFd>, Thrown> {
    let found = match value.view() {
        Value::Object(object) => match client::descriptor_of(object) {
            Some(fd) => fd.map_or(Descriptor::Closed, Descriptor::Open),
            None => descriptor_of(value),
        },
        _ => descriptor_of(value),
    };
    if error::pending() {
        return Err(Thrown);
    }
    let fd = match found {
        Descriptor::Open(fd) => Some(fd),
        // It may have been one when it was added.
        Descriptor::Closed | Descriptor::None => watches::find(value),
    };
    if fd.is_none() {
        let reason = if found == Descriptor::Closed { "the descriptor was closed" } else { unknown };
        refuse(call, if found == Descriptor::Closed { libc::EBADF } else { libc::EINVAL }, reason)?;
    }
    Ok(fd)
}

/// Arguments 1 and 2 as callables.
fn callables(call: &Call) -> Result<[Option<Kept>; 2], Thrown> {
    let callable = |index| {
        let is_given = index < call.count() && !matches!(call.value(index).view(), Value::Null);
        if is_given { call.callable(index).map(|callable| Some(Kept::callable(callable))) } else { Ok(None) }
    };
    Ok([callable(1)?, callable(2)?])
}

fn add(call: &mut Call) -> Outcome {
    call.expect(1, 4)?;
    let value = call.value(0);
    let callables = callables(call)?;
    let wanted = call.int(3, READ)?;
    if callables.iter().all(Option::is_none) {
        return refuse(call, code::INVALID_PARAMS, "both read and write callbacks are empty");
    }
    let Some(fd) = descriptor(call, &value, "unknown fd type")? else { return Ok(()) };
    let wanted = readiness(wanted);
    if fd == 0 && wanted.write {
        return refuse(call, code::INVALID_PARAMS, "invalid socket fd [0]");
    }
    if wanted.is_none() {
        return refuse(call, code::INVALID_PARAMS, "invalid events");
    }
    descriptor::unblock(fd);
    match watches::add(fd, value, callables, wanted) {
        Ok(()) => {
            call.answer(Owned::int(fd.into()));
            Ok(())
        }
        Err(refusal) => explain(call, fd, refusal),
    }
}

fn set(call: &mut Call) -> Outcome {
    call.expect(1, 4)?;
    let value = call.value(0);
    let callables = callables(call)?;
    let wanted = readiness(call.int(3, 0)?);
    let Some(fd) = descriptor(call, &value, "unknown fd type")? else { return Ok(()) };
    match watches::set(fd, callables, wanted) {
        Ok(()) => {
            call.answer_bool(true);
            Ok(())
        }
        Err(refusal) => explain(call, fd, refusal),
    }
}

fn explain(call: &mut Call, fd: RawFd, refusal: Refusal) -> Outcome {
    match refusal {
        Refusal::Known => refuse(call, code::EVENT_ADD_FAILED, "already exist"),
        Refusal::Unknown => {
            refuse(call, code::SOCKET_NOT_EXISTS, &format!("socket[{fd}] is not found in the reactor"))
        }
        Refusal::NoCallable(side) => {
            let name = if side == Side::Read { "readable" } else { "writable" };
            refuse(call, code::INVALID_PARAMS, &format!("unable to find {name} callback of fd [{fd}]"))
        }
        Refusal::Over => refuse(call, code::WRONG_OPERATION, "the script is over"),
        Refusal::Full => {
            let reason = format!("more than {} bytes wait to be written to fd [{fd}]", watches::LIMIT);
            refuse(call, code::OUTPUT_OVERFLOW, &reason)
        }
        Refusal::System(failure) if failure.raw_os_error() == Some(libc::EBADF) => {
            refuse(call, libc::EBADF, &format!("invalid socket fd [{fd}]"))
        }
        Refusal::System(failure) => {
            refuse(call, errno(&failure), &format!("cannot watch fd [{fd}]: {failure}"))
        }
    }
}

fn errno(failure: &io::Error) -> i32 {
    failure.raw_os_error().unwrap_or(libc::EIO)
}

fn del(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let value = call.value(0);
    let Some(fd) = descriptor(call, &value, "unknown fd type")? else { return Ok(()) };
    let removed = watches::remove(fd);
    call.answer_bool(removed);
    Ok(())
}

fn is_set(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let value = call.value(0);
    let wanted = call.int(1, READ | WRITE)?;
    let Some(fd) = descriptor(call, &value, "unknown fd type")? else { return Ok(()) };
    let watched = watches::watched(fd).map_or(0, events);
    call.answer_bool(watched & wanted != 0);
    Ok(())
}

fn write(call: &mut Call) -> Outcome {
    call.expect(2, 2)?;
    let value = call.value(0);
    let data = call.string(1)?;
    if data.bytes().is_empty() {
        return refuse(call, code::INVALID_PARAMS, "data empty");
    }
    let Some(fd) = descriptor(call, &value, "unknown fd type")? else { return Ok(()) };
    if watches::watched(fd).is_none() {
        return explain(call, fd, Refusal::Unknown);
    }
    let is_client_with_tls = matches!(value.view(), Value::Object(object) if client::has_tls(object));
    if is_client_with_tls || descriptor::is_opaque(&value) {
        return refuse(
            call,
            code::NOT_SUPPORTED,
            "the stream is encrypted or filtered: its own functions write to it",
        );
    }
    match watches::write(fd, data.bytes()) {
        Ok(()) => call.answer_bool(true),
        Err(Refusal::System(failure)) => {
            last_error::note(errno(&failure).into(), format!("writing to fd [{fd}] failed: {failure}"));
            call.answer_bool(false);
        }
        Err(refusal) => return explain(call, fd, refusal),
    }
    Ok(())
}

fn defer(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    event_loop::defer(Kept::callable(call.callable(0)?));
    call.answer_bool(true);
    Ok(())
}

fn cycle(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let when = if call.bool(1, false)? { When::Before } else { When::After };
    let callable = match call.value(0).view() {
        Value::Null => None,
        _ => Some(Kept::callable(call.callable(0)?)),
    };
    let is_given = callable.is_some();
    let had_one = event_loop::cycle(callable, when);
    call.answer_bool(is_given || had_one);
    Ok(())
}

fn dispatch(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    match wait("Event::dispatch()", event_loop::one_turn()) {
        Ok(()) => call.answer_bool(true),
        Err(reason) => return last_error::refuse_interrupted(call, reason, "Event::dispatch()"),
    }
    Ok(())
}

fn wait_for_all(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    if table::current_id() > 0 {
        error::throw(&EXCEPTION, "Event::wait() belongs to {main}: a coroutine cannot wait for itself", 0);
        return Err(Thrown);
    }
    match event_loop::wait() {
        Ok(()) | Err(Interrupted::Killed | Interrupted::Canceled) => Ok(()),
        Err(Interrupted::Thrown) => Err(Thrown),
    }
}

fn exit(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    event_loop::exit();
    Ok(())
}

fn closed(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let fd = call.int(0, -1)?;
    if RawFd::try_from(fd).is_ok_and(watches::end_gone) {
        error::warning(&format!("fd [{fd}] was closed while it was watched; Event::del() it before"));
    }
    Ok(())
}

/// `System::waitEvent()`.
pub fn wait_event(call: &mut Call) -> Outcome {
    call.expect(1, 3)?;
    let value = call.value(0);
    let wanted = readiness(call.int(1, READ)?);
    let timeout = call.float(2)?.unwrap_or(-1.0);
    let Some(fd) = descriptor(call, &value, "unknown fd type")? else { return Ok(()) };
    if wanted.is_none() {
        return answer_failure(
            call,
            libc::EINVAL,
            "the events must be Corio\\EVENT_READ, EVENT_WRITE or both",
        );
    }
    if wanted.read && descriptor::has_buffered(&value) {
        let can_write = wanted.write && reactor::probe(fd, Readiness::WRITE).is_ok_and(|found| found.write);
        call.answer(Owned::int(events(Readiness { read: true, write: can_write })));
        return Ok(());
    }
    let deadline = Duration::try_from_secs_f64(timeout).map_or(Deadline::NEVER, Deadline::after);
    match wait("waitEvent()", reactor::ready(fd, wanted, deadline)) {
        Ok(Ok(found)) => {
            last_error::clear();
            call.answer(Owned::int(events(found)));
            Ok(())
        }
        Ok(Err(Unready::Elapsed)) => {
            let reason = format!("waitEvent() timed out after {timeout} s: fd [{fd}] is not ready");
            answer_failure(call, libc::ETIMEDOUT, &reason)
        }
        Ok(Err(Unready::Failed(failure))) => {
            answer_failure(call, errno(&failure), &format!("cannot wait for fd [{fd}]: {failure}"))
        }
        Err(reason) => last_error::refuse_interrupted(call, reason, "waitEvent()"),
    }
}

/// Answers `false` without a warning.
fn answer_failure(call: &mut Call, code: i32, reason: &str) -> Outcome {
    last_error::note(code.into(), reason.to_owned());
    call.answer_bool(false);
    Ok(())
}
