//! `Corio\Coroutine\Scheduler`.

use super::options;
use crate::coroutine::scope;
use crate::exception::EXCEPTION;
use crate::ffi::call::{Call, Outcome, Thrown, Traced};
use crate::ffi::class::{Class, Function, Parent};
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::value::{Invocation, Kept, Link};
use crate::{handler, last_error};
use std::cell::RefCell;

static HANDLE: ClassHandle = ClassHandle::new();

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Coroutine\\Scheduler",
    doc: "Collects callables and runs them in coroutines, as run() does with one.",
    parent: Parent::None,
    has_data: true,
    is_final: false,
    properties: &[],
    constants: &[],
    handle: &HANDLE,
    methods: &[
        Function { signature: "__construct()", handler: handler!(construct), doc: "" },
        Function {
            signature: "add(callable $func, mixed ...$param): void",
            handler: handler!(add),
            doc: "Adds a callable, and what it is called with.",
        },
        Function {
            signature: "parallel(int $n, callable $func, mixed ...$param): void",
            handler: handler!(parallel),
            doc: "Adds the same callable so many times.",
        },
        Function {
            signature: "set(array $settings): bool",
            handler: handler!(options::set),
            doc: "The same as Coroutine::set().",
        },
        Function {
            signature: "getOptions(): ?array",
            handler: handler!(options::get_options),
            doc: "The same as Coroutine::getOptions().",
        },
        Function {
            signature: "start(): bool",
            handler: handler!(start),
            doc: "Starts a coroutine for each callable, in their order, and waits for them and for all that they start.\n\
                  The list is empty then.\n\n\
                  @return bool false, with a warning, if there is none; false too if the wait was cancelled\n\
                  @throws \\Throwable as run()",
        },
    ],
};

struct Tasks(RefCell<Vec<Invocation>>);

impl Traced for Tasks {
    fn links(&self) -> Vec<Link> {
        let tasks = self.0.borrow();
        let values = tasks.iter().flat_map(|task| {
            let arguments = task.arguments.list.iter().chain(&task.arguments.named);
            std::iter::once(&task.callable).chain(arguments)
        });
        values.map(Kept::link).collect()
    }
}

fn construct(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    if call.this().is_installed() {
        error::throw(&EXCEPTION, "the constructor was called already", 0);
        return Err(Thrown);
    }
    call.this().install_traced(Tasks(RefCell::default()));
    Ok(())
}

fn add(call: &mut Call) -> Outcome {
    call.expect(1, u32::MAX)?;
    add_some(call, 1, 0)
}

fn parallel(call: &mut Call) -> Outcome {
    call.expect(2, u32::MAX)?;
    let count = call.int(0, 0)?;
    add_some(call, count, 1)
}

/// Adds the callable that is argument `index`, `count` times.
fn add_some(call: &Call, count: i64, index: u32) -> Outcome {
    let callable = Kept::callable(call.callable(index)?);
    let arguments = call.arguments(index + 1);
    let tasks = call.this().data::<Tasks>()?;
    for _ in 0..count {
        let task = Invocation { callable: callable.another(), arguments: arguments.after([]) };
        tasks.0.borrow_mut().push(task);
    }
    Ok(())
}

fn start(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let tasks = call.this().data::<Tasks>()?.0.take();
    if tasks.is_empty() {
        call.answer_bool(false);
        error::warning("no coroutine task");
        return Ok(());
    }
    match scope::run_all(tasks) {
        Ok(()) => call.answer_bool(true),
        Err(reason) => return last_error::refuse_interrupted(call, reason, "start()"),
    }
    Ok(())
}
