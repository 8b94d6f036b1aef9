//! `Corio\Coroutine\Barrier`.

use crate::class::awaited;
use crate::coroutine::waitqueue::{Pending, Queue, Subject};
use crate::exception::EXCEPTION;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::class::{Class, Function, Parent};
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::invoke::create;
use crate::handler;

static HANDLE: ClassHandle = ClassHandle::new();

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Coroutine\\Barrier",
    doc: "Waits until nobody else holds it any more: each coroutine that is to be waited for captures it.\n\n\
          ```php\n\
          $barrier = \\Corio\\Coroutine\\Barrier::make();\n\
          foreach ([0.2, 0.1] as $seconds) {\n\
          \x20   \\Corio\\Coroutine\\go(function () use ($barrier, $seconds) {\n\
          \x20       \\Corio\\Coroutine\\System::sleep($seconds);\n\
          \x20   }); // however it ends, it gives the barrier up\n\
          }\n\
          \\Corio\\Coroutine\\Barrier::wait($barrier); // after 0.2 s\n\
          ```",
    parent: Parent::None,
    has_data: true,
    is_final: true,
    properties: &[],
    constants: &[],
    handle: &HANDLE,
    methods: &[
        Function { signature: "__construct()", handler: handler!(construct), doc: "As make()." },
        Function {
            signature: "static make(): \\Corio\\Coroutine\\Barrier",
            handler: handler!(make),
            doc: "A new one.",
        },
        Function {
            signature: "static wait(\\Corio\\Coroutine\\Barrier &$barrier, float $timeout = -1): bool",
            handler: handler!(wait),
            doc: "Sets the variable to null and waits until all others have given the barrier up, too.\n\n\
                  @param float $timeout seconds; 0 and less: as long as it takes\n\
                  @return bool false after the timeout or when cancelled, see Corio\\last_error()\n\
                  @throws \\Corio\\Exception while another coroutine waits for it\n\
                  @throws \\Corio\\DeadlockException in {main}, when those who hold it can never end",
        },
    ],
};

struct Barrier {
    waiters: Queue,
}

impl Drop for Barrier {
    fn drop(&mut self) {
        // Nobody holds the object any more. An error means that nobody waits for that.
        let _ = self.waiters.fire(None);
    }
}

fn construct(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let this = call.this();
    if this.is_installed() {
        error::throw(&EXCEPTION, "the constructor was called already", 0);
        return Err(Thrown);
    }
    this.install(Barrier { waiters: Queue::new() });
    Ok(())
}

fn make(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let (object, value) = create(&HANDLE)?;
    object.install(Barrier { waiters: Queue::new() });
    call.answer(value.into_owned());
    Ok(())
}

fn wait(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let timeout = call.float(1)?;
    let object = call.object(0, &HANDLE)?;
    let barrier: &Barrier = object.data()?;
    if !barrier.waiters.is_empty() {
        error::throw(&EXCEPTION, "another coroutine waits for this barrier already", 0);
        return Err(Thrown);
    }
    let pending = Pending::new();
    pending.enlist(&barrier.waiters, 0, None);
    // From here on the barrier may be gone; then the wait is over.
    call.clear_argument(0)?;
    if awaited::wait(call, &pending, Subject::Barrier, timeout)?.is_some() {
        call.answer_bool(true);
    }
    Ok(())
}
