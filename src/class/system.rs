//! `Corio\Coroutine\System`.

use crate::coroutine::table::Interrupted;
use crate::exception::EXCEPTION;
use crate::face::coroutine::wait;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::class::{Class, Function, Parent};
use crate::ffi::error::{self, ClassHandle};
use crate::handler;
use engine::reactor;
use engine::time::Deadline;
use std::time::Duration;

static HANDLE: ClassHandle = ClassHandle::new();

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Coroutine\\System",
    doc: "What the system offers, without blocking the other coroutines.",
    parent: Parent::None,
    has_data: false,
    is_final: true,
    properties: &[],
    constants: &[],
    handle: &HANDLE,
    methods: &[Function {
        signature: "static sleep(float $seconds): bool",
        handler: handler!(sleep),
        doc: "Waits for so many seconds, at least 0.001; the others run meanwhile. Never ends early.\n\n\
              @return bool false if the coroutine was cancelled or the time is too short (with a warning)",
    }],
};

fn sleep(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let seconds = call.float(0)?.unwrap_or(0.0);
    let duration = Duration::try_from_secs_f64(seconds).ok().filter(|time| *time >= Duration::from_millis(1));
    let Some(duration) = duration else {
        if seconds.is_nan() || seconds > 1.0 {
            error::throw(&EXCEPTION, &format!("cannot sleep for {seconds} seconds"), 0);
            return Err(Thrown);
        }
        call.answer_bool(false);
        error::warning("the time must be at least 0.001 seconds");
        return Ok(());
    };
    match wait("sleep()", reactor::sleep(Deadline::after(duration))) {
        Ok(()) => call.answer_bool(true),
        Err(Interrupted::Killed) => call.answer_bool(false),
        Err(Interrupted::Thrown) => return Err(Thrown),
    }
    Ok(())
}
