//! What `Corio\Coroutine` tells of coroutines: ancestry, age, stack, traces; and the object that each has of its own.

use crate::coroutine::{report, table};
use crate::exception::code;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::class::{Class, Parent};
use crate::ffi::error::ClassHandle;
use crate::ffi::look::{print, trace_text};
use crate::ffi::value::Owned;
use crate::last_error;

static CONTEXT: ClassHandle = ClassHandle::new();
static ITERATOR: ClassHandle = ClassHandle::new();

/// The class of what getContext() answers.
pub static CONTEXT_CLASS: Class = Class {
    name: "Corio\\Coroutine\\Context",
    doc: "What belongs to one coroutine; freed when it ends. See Coroutine::getContext().",
    parent: Parent::ArrayObject,
    has_data: false,
    is_final: false,
    properties: &[],
    constants: &[],
    handle: &CONTEXT,
    methods: &[],
};

/// The class of what list() answers.
pub static ITERATOR_CLASS: Class = Class {
    name: "Corio\\Coroutine\\Iterator",
    doc: "The ids of coroutines. See Coroutine::list().",
    parent: Parent::ArrayIterator,
    has_data: false,
    is_final: false,
    properties: &[],
    constants: &[],
    handle: &ITERATOR,
    methods: &[],
};

/// The optional argument that names a coroutine, 0 being the running one; `None` is answered as `missing`, and noted.
fn subject(call: &mut Call, most: u32, missing: Owned) -> Result<Option<report::Snapshot>, Thrown> {
    call.expect(0, most)?;
    let id = call.int(0, 0)?;
    let found = report::snapshot(id);
    if found.is_none() {
        last_error::note(code::NOT_EXISTS, format!("coroutine #{id} does not exist"));
        call.answer(missing);
    }
    Ok(found)
}

pub(super) fn get_pcid(call: &mut Call) -> Outcome {
    if let Some(found) = subject(call, 1, Owned::bool(false))? {
        call.answer(Owned::int(found.creator()));
    }
    Ok(())
}

pub(super) fn get_context(call: &mut Call) -> Outcome {
    let Some(found) = subject(call, 1, Owned::null())? else { return Ok(()) };
    let Some(context) = found.context() else { return Ok(()) };
    let bag = context.bag(&CONTEXT).ok_or(Thrown)?;
    call.answer(bag.into_owned());
    Ok(())
}

pub(super) fn get_elapsed(call: &mut Call) -> Outcome {
    if let Some(found) = subject(call, 1, Owned::int(-1))? {
        call.answer(Owned::int(found.elapsed_ms()));
    }
    Ok(())
}

pub(super) fn get_stack_usage(call: &mut Call) -> Outcome {
    if let Some(found) = subject(call, 1, Owned::bool(false))? {
        let bytes = found.frame().stack_usage();
        call.answer(Owned::int(i64::try_from(bytes).unwrap_or(i64::MAX)));
    }
    Ok(())
}

pub(super) fn get_back_trace(call: &mut Call) -> Outcome {
    let (options, limit) = trace_arguments(call)?;
    if let Some(found) = subject(call, 3, Owned::bool(false))? {
        call.answer(found.frame().backtrace(options, limit));
    }
    Ok(())
}

pub(super) fn print_back_trace(call: &mut Call) -> Outcome {
    let (options, limit) = trace_arguments(call)?;
    if let Some(found) = subject(call, 3, Owned::null())? {
        let (head, trace) = (found.to_string(), found.frame().backtrace(options, limit));
        print(&head, &trace_text(trace));
    }
    Ok(())
}

/// Whether objects are in it (DEBUG_BACKTRACE_PROVIDE_OBJECT), and how many frames.
fn trace_arguments(call: &Call) -> Result<(i64, i64), Thrown> {
    Ok((call.int(1, 1)?, call.int(2, 0)?))
}

pub(super) fn list(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    call.answer(Owned::iterator(&ITERATOR, table::ids().into_iter().map(Owned::int)));
    Ok(())
}
