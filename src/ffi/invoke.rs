//! Calls of PHP code, and making objects.

use super::call::{Object, Thrown};
use super::error::ClassHandle;
use super::raw;
use super::value::{Kept, Owned, Value};

/// How PHP code ended that was called for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// An exception is set.
    Thrown,
    /// A fatal error: to be passed on by [`super::call::fatal_error`].
    Fatal,
}

impl From<Thrown> for Failed {
    fn from(_: Thrown) -> Self {
        Self::Thrown
    }
}

/// Calls `callable`. PHP code runs and may park: nothing may be borrowed.
///
/// # Errors
/// [`Failed`].
pub fn invoke(callable: &Kept, arguments: &[Kept]) -> Result<Kept, Failed> {
    let mut result = Owned::null();
    let count = u32::try_from(arguments.len()).expect("a call has fewer than 2^32 arguments");
    let arguments = arguments.as_ptr().cast_mut().cast();
    // SAFETY: live values, which are only read: a `Kept` is a zval. A fatal error is caught there, so that this frame
    // is not jumped over.
    let outcome = unsafe { raw::corio_call(callable.link().pointer(), arguments, count, result.pointer()) };
    outcome_of(outcome, result)
}

/// `new $class($argument)`. As [`invoke`] otherwise.
///
/// # Errors
/// [`Failed`].
pub fn construct(class: &str, argument: &Kept) -> Result<Kept, Failed> {
    let mut result = Owned::null();
    let argument = argument.link().pointer();
    // SAFETY: the name is copied; otherwise as in `invoke`.
    let outcome =
        unsafe { raw::corio_construct(class.as_ptr().cast(), class.len(), argument, result.pointer()) };
    outcome_of(outcome, result)
}

fn outcome_of(outcome: std::ffi::c_int, result: Owned) -> Result<Kept, Failed> {
    match outcome {
        0 => Ok(result.into()),
        1 => Err(Failed::Thrown),
        _ => Err(Failed::Fatal),
    }
}

/// A new object of `class`, without calling its constructor.
///
/// # Errors
/// The exception is set.
pub fn create(class: &ClassHandle) -> Result<(Object, Kept), Thrown> {
    let mut result = Owned::null();
    // SAFETY: the class was registered when the module started.
    if !unsafe { raw::corio_create(class.get(), result.pointer()) } {
        return Err(Thrown);
    }
    let kept = Kept::from(result);
    let Value::Object(object) = kept.view() else { return Err(Thrown) };
    Ok((object, kept))
}
