//! Names that are registered when all modules have started, and what there is by then.

use super::class::{Function, built};
use super::error::ClassHandle;
use super::raw;
use std::panic::catch_unwind;

/// A constant's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Constant {
    /// An integer.
    Int(i64),
    /// A float.
    Float(f64),
    /// A boolean.
    Bool(bool),
    /// A string.
    Str(&'static str),
}

/// Has [`crate::swoole::modules_started`] called when all modules have started, before scripts are preloaded.
pub fn after_startup() {
    extern "C" fn callback() {
        // Nothing of this can panic but for want of memory; PHP must start without it then.
        let _ = catch_unwind(crate::swoole::modules_started);
    }
    // SAFETY: called from MINIT, on the only thread there is; the function lives as long as the module.
    unsafe { raw::corio_after_startup(callback) };
}

/// Whether PHP has loaded the extension `name`.
#[must_use]
pub fn module_loaded(name: &str) -> bool {
    // SAFETY: reads a table of the process, which no thread changes after startup.
    unsafe { raw::corio_module_loaded(name.as_ptr().cast(), name.len()) }
}

/// Whether there is a class `name`.
#[must_use]
pub fn class_exists(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // SAFETY: called at startup; reads the table of classes.
    unsafe { raw::corio_class_exists(name.as_ptr().cast(), name.len()) }
}

/// Whether there is a function `name`.
#[must_use]
pub fn function_exists(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // SAFETY: called at startup; reads the table of functions.
    unsafe { raw::corio_function_exists(name.as_ptr().cast(), name.len()) }
}

/// Whether there is a constant `name`.
#[must_use]
pub fn constant_exists(name: &str) -> bool {
    // SAFETY: called at startup; reads the table of constants.
    unsafe { raw::corio_constant_exists(name.as_ptr().cast(), name.len()) }
}

/// Registers `name` as another name of a class.
pub fn register_alias(name: &str, class: &ClassHandle) {
    // SAFETY: called at startup, with a class that was registered and lives as long as PHP; the name is copied.
    unsafe { raw::corio_register_alias(name.as_ptr().cast(), name.len(), class.get()) };
}

/// Registers functions.
pub fn register_functions(functions: &[Function]) {
    let (built, count) = built(functions);
    // SAFETY: called at startup; the shim copies the tables, whose strings are leaked.
    unsafe { raw::corio_register_late_functions(built.as_ptr(), count) };
}

/// Registers a constant.
pub fn register_constant(name: &str, value: Constant) {
    let (name, length) = (name.as_ptr().cast(), name.len());
    match value {
        // SAFETY: called at startup; the name is copied.
        Constant::Int(value) => unsafe { raw::corio_register_long(name, length, value) },
        // SAFETY: as above.
        Constant::Float(value) => unsafe { raw::corio_register_double(name, length, value) },
        // SAFETY: as above.
        Constant::Bool(value) => unsafe { raw::corio_register_bool(name, length, value) },
        // SAFETY: as above; so is the value.
        Constant::Str(value) => unsafe {
            raw::corio_register_string(name, length, value.as_ptr().cast(), value.len());
        },
    }
}
