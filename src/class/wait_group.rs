//! `Corio\Coroutine\WaitGroup`.

use crate::class::awaited;
use crate::coroutine::waitqueue::{Pending, Queue, Subject};
use crate::exception::EXCEPTION;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::class::{Class, Function, Parent};
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::value::Owned;
use crate::handler;
use std::cell::Cell;

static HANDLE: ClassHandle = ClassHandle::new();

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Coroutine\\WaitGroup",
    doc: "Waits until so many have said that they are done.\n\n\
          ```php\n\
          $group = new \\Corio\\Coroutine\\WaitGroup(2);\n\
          foreach ([0.2, 0.1] as $seconds) {\n\
          \x20   \\Corio\\Coroutine\\go(function () use ($group, $seconds) {\n\
          \x20       \\Corio\\Coroutine\\defer(fn () => $group->done()); // after an exception, too\n\
          \x20       \\Corio\\Coroutine\\System::sleep($seconds);\n\
          \x20   });\n\
          }\n\
          $group->wait(); // after 0.2 s\n\
          ```",
    parent: Parent::None,
    has_data: true,
    is_final: false,
    properties: &[],
    constants: &[],
    handle: &HANDLE,
    methods: &[
        Function {
            signature: "__construct(int $delta = 0)",
            handler: handler!(construct),
            doc: "@param int $delta how many to wait for\n@throws \\InvalidArgumentException if it is negative",
        },
        Function {
            signature: "add(int $delta = 1): void",
            handler: handler!(add),
            doc: "So many more are to be waited for.\n\n\
                  @throws \\InvalidArgumentException if that leaves less than none\n\
                  @throws \\BadMethodCallException while somebody waits",
        },
        Function {
            signature: "done(): void",
            handler: handler!(done),
            doc: "One is done.\n\n@throws \\BadMethodCallException if none was left",
        },
        Function {
            signature: "wait(float $timeout = -1): bool",
            handler: handler!(wait),
            doc: "Waits until none is left.\n\n\
                  @param float $timeout seconds; 0 and less: as long as it takes\n\
                  @return bool false after the timeout or when cancelled, see Corio\\last_error()\n\
                  @throws \\BadMethodCallException while another coroutine waits for the same\n\
                  @throws \\Corio\\DeadlockException in {main}, when nobody is left who could be done",
        },
        Function { signature: "count(): int", handler: handler!(count), doc: "How many are left." },
    ],
};

struct WaitGroup {
    left: Cell<i64>,
    is_awaited: Cell<bool>,
    waiters: Queue,
}

fn construct(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let delta = call.int(0, 0)?;
    let this = call.this();
    if this.is_installed() {
        error::throw(&EXCEPTION, "the constructor was called already", 0);
        return Err(Thrown);
    }
    if delta < 0 {
        return negative(INVALID);
    }
    this.install(WaitGroup { left: Cell::new(delta), is_awaited: Cell::new(false), waiters: Queue::new() });
    Ok(())
}

fn add(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let delta = call.int(0, 1)?;
    let group: &WaitGroup = call.this().data()?;
    if group.is_awaited.get() {
        error::throw_named(BAD_CALL, "WaitGroup misuse: add called concurrently with wait");
        return Err(Thrown);
    }
    match group.left.get().checked_add(delta).filter(|&left| left >= 0) {
        Some(left) => group.left.set(left),
        None => return negative(INVALID),
    }
    Ok(())
}

fn done(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let group: &WaitGroup = call.this().data()?;
    let left = group.left.get() - 1;
    if left < 0 {
        return negative(BAD_CALL);
    }
    group.left.set(left);
    if left == 0 {
        // An error means that nobody waits.
        let _ = group.waiters.fire(None);
    }
    Ok(())
}

fn wait(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let timeout = call.float(0)?;
    let group: &WaitGroup = call.this().data()?;
    if group.is_awaited.get() {
        error::throw_named(BAD_CALL, "WaitGroup misuse: reused before previous wait has returned");
        return Err(Thrown);
    }
    if group.left.get() > 0 {
        let pending = Pending::new();
        pending.enlist(&group.waiters, 0, None);
        group.is_awaited.set(true);
        let left = usize::try_from(group.left.get()).unwrap_or(usize::MAX);
        let outcome = awaited::wait(call, &pending, Subject::Group(left), timeout);
        group.is_awaited.set(false);
        if outcome?.is_none() {
            return Ok(());
        }
    }
    call.answer_bool(true);
    Ok(())
}

fn count(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let group: &WaitGroup = call.this().data()?;
    call.answer(Owned::int(group.left.get()));
    Ok(())
}

const INVALID: &str = "InvalidArgumentException";
const BAD_CALL: &str = "BadMethodCallException";

fn negative(class: &str) -> Outcome {
    error::throw_named(class, "WaitGroup misuse: negative counter");
    Err(Thrown)
}
