//! `Corio\Coroutine\Lock`.

mod object;

use crate::coroutine::report;
use crate::coroutine::table::{self, Interrupted};
use crate::coroutine::waitqueue::{Pending, Subject, Whose, deadline};
use crate::exception::EXCEPTION;
use crate::face::coroutine::wait;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::class::{Class, Function, Parent, Property};
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::value::Owned;
use crate::handler;
use engine::time::Deadline;
use object::{Lock, READER, Shared, WRITER};

static HANDLE: ClassHandle = ClassHandle::new();

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Coroutine\\Lock",
    doc: "A lock for code that waits inside and must not be entered twice: one coroutine holds it, or several for\n\
          reading. Who waits longest gets it first. It is not recursive.\n\n\
          ```php\n\
          $lock = new \\Corio\\Coroutine\\Lock();\n\
          $lock->lock();\n\
          try {\n\
          \x20   // nobody else is in here, though this may wait\n\
          } finally {\n\
          \x20   $lock->unlock();\n\
          }\n\
          ```",
    parent: Parent::None,
    has_data: true,
    is_final: false,
    properties: &[Property {
        name: "errCode",
        kind: "int",
        default: "0",
        doc: "Why the last call answered false: 16 it is held, 110 timeout, 125 cancelled; 0 after a success.",
    }],
    constants: &[],
    handle: &HANDLE,
    methods: &[
        Function {
            signature: "__construct(bool $shared = false)",
            handler: handler!(construct),
            doc: "@param bool $shared also between this process and those that are forked later. Then whoever waits\n\
                  for another process looks every 20 ms, and only one process holds it, also for reading. Of a\n\
                  process that dies it is taken away",
        },
        Function {
            signature: "lock(int $operation = 2, float $timeout = -1): bool",
            handler: handler!(lock),
            doc: "Takes it; waits while others hold it.\n\n\
                  @param int $operation LOCK_EX (2), LOCK_SH (1) for reading, with LOCK_NB (4) without waiting\n\
                  @param float $timeout seconds; 0 and less: as long as it takes\n\
                  @return bool false, with errCode, after the timeout, when cancelled, or with LOCK_NB when it is held\n\
                  @throws \\Corio\\Exception if the coroutine holds it already\n\
                  @throws \\Corio\\DeadlockException in {main}, when nobody is left who could unlock it",
        },
        Function {
            signature: "trylock(): bool",
            handler: handler!(trylock),
            doc: "lock(LOCK_EX | LOCK_NB): takes it unless others hold it or wait for it.",
        },
        Function {
            signature: "lock_read(float $timeout = -1): bool",
            handler: handler!(lock_read),
            doc: "lock(LOCK_SH): others may hold it for reading, too.",
        },
        Function {
            signature: "trylock_read(): bool",
            handler: handler!(trylock_read),
            doc: "lock(LOCK_SH | LOCK_NB).",
        },
        Function {
            signature: "unlock(): bool",
            handler: handler!(unlock),
            doc: "Gives it up; those who have waited longest hold it now.\n\n\
                  @throws \\Corio\\Exception if the coroutine does not hold it",
        },
    ],
};

const ERR_CODE: u32 = 0;

fn construct(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let is_shared = call.bool(0, false)?;
    let this = call.this();
    if this.is_installed() {
        return refuse("the constructor was called already");
    }
    let shared = if is_shared { Some(Shared::new()) } else { None };
    if matches!(shared, Some(None)) {
        return refuse("there is no memory for a lock that processes share");
    }
    this.install(Lock::new(shared.flatten()));
    Ok(())
}

fn lock(call: &mut Call) -> Outcome {
    call.expect(0, 2)?;
    let operation = call.int(0, LOCK_EX)?;
    let timeout = call.float(1)?;
    let kind = match operation & !LOCK_NB {
        LOCK_EX => WRITER,
        LOCK_SH => READER,
        _ => {
            return refuse(&format!(
                "the operation must be LOCK_EX or LOCK_SH, perhaps with LOCK_NB, {operation} given"
            ));
        }
    };
    take(call, kind, operation & LOCK_NB == 0, timeout)
}

fn trylock(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    take(call, WRITER, false, None)
}

fn lock_read(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let timeout = call.float(0)?;
    take(call, READER, true, timeout)
}

fn trylock_read(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    take(call, READER, false, None)
}

/// Numbers of `flock()`.
const LOCK_SH: i64 = 1;
const LOCK_EX: i64 = 2;
const LOCK_NB: i64 = 4;

fn take(call: &mut Call, kind: u32, may_wait: bool, timeout: Option<f64>) -> Outcome {
    let lock: &Lock = call.this().data()?;
    lock.notice_fork();
    let me = table::current_id();
    if lock.is_held_by(me) {
        return refuse(&format!("{} holds the lock already, which is not recursive", Whose(me)));
    }
    let limit = deadline(timeout);
    if !lock.try_take(kind, me) {
        if !may_wait {
            return settle(call, lock, libc::EBUSY);
        }
        let code = wait_for_others(lock, kind, me, limit)?;
        if code != 0 {
            return settle(call, lock, code);
        }
    }
    let code = match &lock.shared {
        None => 0,
        Some(shared) => take_from_processes(lock, shared, me, may_wait, limit)?,
    };
    settle(call, lock, code)
}

/// Waits for the coroutines of this process; answers what to put into `errCode`.
fn wait_for_others(lock: &Lock, kind: u32, me: i64, limit: Deadline) -> Result<i32, Thrown> {
    let pending = Pending::new();
    pending.enlist(&lock.waiters, kind, None);
    let subject = Subject::Lock(lock.holder().unwrap_or(me));
    let outcome = pending.wait(subject, limit);
    let was_granted = pending.take().is_some();
    drop(pending);
    match outcome {
        Ok(Some(_)) => return Ok(0),
        Err(Interrupted::Thrown) if was_granted => lock.release(me),
        // Those who stood behind it may be able to hold it together.
        _ => lock.grant(),
    }
    match outcome {
        Ok(_) => Ok(libc::ETIMEDOUT),
        Err(Interrupted::Thrown) => Err(Thrown),
        Err(_) => Ok(libc::ECANCELED),
    }
}

/// Takes it from the other processes for this one, whose coroutines have agreed on `me`.
fn take_from_processes(
    lock: &Lock,
    shared: &Shared,
    me: i64,
    may_wait: bool,
    limit: Deadline,
) -> Result<i32, Thrown> {
    if shared.try_take() {
        return Ok(0);
    }
    if !may_wait {
        lock.release(me);
        return Ok(libc::EBUSY);
    }
    let outcome = wait("lock() on a lock that another process holds", shared.take(limit));
    if outcome == Ok(true) {
        return Ok(0);
    }
    lock.release(me);
    match outcome {
        Ok(_) => Ok(libc::ETIMEDOUT),
        Err(Interrupted::Thrown) => Err(Thrown),
        Err(_) => Ok(libc::ECANCELED),
    }
}

fn settle(call: &mut Call, lock: &Lock, code: i32) -> Outcome {
    if lock.has_error.replace(code != 0) || code != 0 {
        call.this().set(ERR_CODE, Owned::int(code.into()));
    }
    call.answer_bool(code == 0);
    Ok(())
}

fn unlock(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let lock: &Lock = call.this().data()?;
    lock.notice_fork();
    let me = table::current_id();
    if !lock.is_held_by(me) {
        return refuse(&match (lock.holder(), lock.shared.as_ref().map_or(0, Shared::holder)) {
            (Some(other), _) => {
                let site = report::site_of(other);
                let place = if site.line == 0 { String::new() } else { format!(", which waits at {site}") };
                format!("{} cannot unlock what {} holds{place}", Whose(me), Whose(other))
            }
            (None, 0) => format!("{} cannot unlock what nobody holds", Whose(me)),
            (None, process) => format!("{} cannot unlock what process {process} holds", Whose(me)),
        });
    }
    lock.release(me);
    settle(call, lock, 0)
}

fn refuse(message: &str) -> Outcome {
    error::throw(&EXCEPTION, message, 0);
    Err(Thrown)
}
