//! The request's life: start, end, signals, INI.

use super::call::{self, Thrown};
use super::value::Kept;
use super::{error, raw};
use crate::coroutine::scheduler;
use crate::exception;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ModuleEntry;
use std::ffi::{CStr, CString};

/// Hooks `exit`, so that the end of the script knows of it. Once per process.
pub fn module_startup() {
    // SAFETY: called from MINIT, before any script is compiled or any thread is started.
    unsafe { raw::corio_module_startup() };
}

/// Resets what one request leaves to the next.
pub fn startup() {
    // SAFETY: called from RINIT; writes thread-local flags only.
    unsafe { raw::corio_request_startup() };
}

/// From now on no PHP code is called.
pub fn shutdown() {
    // SAFETY: called from RSHUTDOWN; writes a thread-local flag only.
    unsafe { raw::corio_request_shutdown() };
}

/// All contexts are freed.
pub fn end() {
    // SAFETY: called from RSHUTDOWN, when no context is being destroyed.
    unsafe { raw::corio_request_end() };
}

/// Whether the script ended by `exit`, an uncaught exception or a fatal error.
#[must_use]
pub fn script_failed() -> bool {
    // SAFETY: reads flags of this thread.
    unsafe { raw::corio_script_failed() }
}

/// Whether a fatal error has made it unsafe to run PHP code.
#[must_use]
pub fn unclean() -> bool {
    // SAFETY: reads a flag of this thread's compiler globals.
    unsafe { raw::corio_unclean_shutdown() }
}

/// Registers the PHP function `name` as the last shutdown function so far.
pub fn register_shutdown(name: &CStr) {
    // SAFETY: called while a request runs; PHP copies the name.
    unsafe { raw::corio_register_shutdown(name.as_ptr()) };
}

/// How many shutdown functions are registered.
#[must_use]
pub fn shutdown_functions() -> u32 {
    // SAFETY: reads a table of this request, which may be absent.
    unsafe { raw::corio_shutdown_functions() }
}

/// Runs what a signal has left for PHP to do. PHP code may run and an exception may be set: nothing may
/// be borrowed.
pub fn run_interrupts() {
    // SAFETY: EG(current_execute_data) is the function that waits, as when the VM calls it. A bailout
    // jumps over this frame, which owns nothing.
    unsafe { raw::corio_run_interrupts() };
}

/// As [`run_interrupts`], for code that owns something: a fatal error comes back as [`Thrown`] too. Answers
/// whether there was anything to do.
///
/// # Errors
/// An exception is set, or a fatal error is under way.
pub fn serve_interrupts() -> Result<bool, Thrown> {
    // SAFETY: reads a flag of this thread's globals.
    if !unsafe { raw::corio_has_interrupt() } {
        return Ok(false);
    }
    // SAFETY: as in `run_interrupts`; a bailout is caught in the shim.
    if !unsafe { raw::corio_run_interrupts_caught() } {
        return Err(call::fatal_error());
    }
    if error::pending() { Err(Thrown) } else { Ok(true) }
}

/// Whether this is a command-line process, whose scripts may run for ever.
#[must_use]
pub fn is_cli() -> bool {
    // SAFETY: reads the name of the SAPI module, which is static.
    unsafe { raw::corio_is_cli() }
}

/// Whether the client of a web request has gone away.
#[must_use]
pub fn is_aborted() -> bool {
    // SAFETY: reads a flag of this thread's globals.
    unsafe { raw::corio_is_aborted() }
}

/// Asked by the shim when the script calls exit().
#[unsafe(no_mangle)]
extern "C" fn corio_exit_throws(status: *mut Zval) -> bool {
    scheduler::exit_throws() && {
        exception::throw_exit(Kept::copy(status));
        true
    }
}

/// Milliseconds since the request began.
#[must_use]
pub fn elapsed_ms() -> i64 {
    // SAFETY: asks the SAPI for the time of the request.
    unsafe { raw::corio_request_elapsed() }
}

/// An INI setting as a number.
#[must_use]
pub fn ini_double(name: &str) -> f64 {
    // SAFETY: the name is read up to its length; a missing entry answers 0.
    unsafe { raw::corio_ini_double(name.as_ptr().cast(), name.len()) }
}

/// An INI setting as an integer.
#[must_use]
pub fn ini_long(name: &str) -> i64 {
    // SAFETY: as in `ini_double`.
    unsafe { raw::corio_ini_long(name.as_ptr().cast(), name.len()) }
}

/// An INI setting in bytes, with PHP's K, M and G.
#[must_use]
pub fn ini_size(name: &str) -> i64 {
    // SAFETY: as in `ini_double`.
    unsafe { raw::corio_ini_size(name.as_ptr().cast(), name.len()) }
}

/// An INI setting as text; empty when it is not set.
#[must_use]
pub fn ini_string(name: &str) -> String {
    with_ini_string(name, |text| text.to_string_lossy().into_owned())
}

/// Looks at an INI setting; at nothing when it is not set. No PHP code may run meanwhile.
pub fn with_ini_string<R>(name: &str, look: impl FnOnce(&CStr) -> R) -> R {
    // SAFETY: as in `ini_double`; answers NULL or a string that lives until the setting changes.
    let text = unsafe { raw::corio_ini_string(name.as_ptr().cast(), name.len()) };
    if text.is_null() {
        return look(c"");
    }
    // SAFETY: not null and terminated; `look` is done before anything can change the setting.
    look(unsafe { CStr::from_ptr(text) })
}

/// Prints the module's INI settings, for phpinfo().
pub fn display_ini(module: *mut ModuleEntry) {
    // SAFETY: PHP hands the entry to the module's info function, which hands it on.
    unsafe { raw::corio_display_ini(module) };
}

/// Whether `open_basedir` lets the script see `path`; PHP has raised a warning if not.
#[must_use]
pub fn path_allowed(path: &str) -> bool {
    CString::new(path).is_ok_and(|path| {
        // SAFETY: a terminated string that outlives the call.
        unsafe { raw::corio_path_allowed(path.as_ptr()) }
    })
}
