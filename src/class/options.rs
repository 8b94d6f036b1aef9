//! `Coroutine::set()` and `getOptions()`.

use crate::coroutine::scheduler;
use crate::ffi::call::{Call, Outcome, Thrown, warn_of_all};
use crate::ffi::value::{Kept, Owned};
use crate::per_thread;
use crate::settings::Applied;
use crate::settings::request;
use std::cell::RefCell;

per_thread!(static GIVEN: RefCell<Option<Kept>> = RefCell::new(None));

pub(super) fn set(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let values = call.array(0)?;
    let unknown = match request::set(values) {
        Applied::Thrown => return Err(Thrown),
        Applied::BadFile(_) => Vec::new(),
        Applied::Yes(unknown) => unknown,
    };
    scheduler::configure(request::request(|request| request.coroutines));
    let given = GIVEN.with(|given| given.take());
    let merged = Owned::merged(given, values);
    GIVEN.with(|given| drop(given.replace(Some(merged.into()))));
    call.answer_bool(true);
    warn_of_all(unknown)
}

pub(super) fn get_options(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let given = GIVEN.with(|given| given.borrow().as_ref().map(Kept::another));
    call.answer(given.map_or_else(Owned::null, Kept::into_owned));
    Ok(())
}

/// The request is over.
pub fn forget() {
    drop(GIVEN.with(|given| given.take()));
}
