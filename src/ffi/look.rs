//! Looking at PHP code that runs or is parked: where it stands, and how it got there.

use super::call::Object;
use super::coroutine::{Place, pointer};
use super::raw;
use super::value::{Kept, Owned, Str, Value};
use ext_php_rs::zend::ExecuteData;
use std::ffi::c_char;
use std::ptr::NonNull;

/// A call that is under way, of a coroutine that runs or is parked. It is looked at at once: when the coroutine goes
/// on, it is gone.
pub struct Frame(*mut ExecuteData);

impl Frame {
    /// The running call.
    #[must_use]
    pub fn here() -> Self {
        // SAFETY: reads EG(current_execute_data).
        Self(unsafe { raw::corio_current_call() })
    }

    /// The call in which `place` is parked.
    #[must_use]
    pub fn parked(place: Place) -> Self {
        // SAFETY: answers the call in which a live context is parked, NULL if it is not.
        Self(unsafe { raw::corio_parked_call(pointer(place)) })
    }

    /// Where it stands.
    #[must_use]
    pub fn site(&self) -> Site {
        Site::read(|file, length| {
            // SAFETY: NULL, or a call on a VM stack that is running or parked: the shim forgets it when the
            // coroutine goes on.
            unsafe { raw::corio_call_site(self.0, file, length) }
        })
    }

    /// The object whose method it is.
    #[must_use]
    pub fn object(&self) -> Option<Object> {
        // SAFETY: as in `site`; the call holds a reference to its object.
        NonNull::new(unsafe { raw::corio_call_object(self.0) }).map(Object::new)
    }

    /// Its first argument, if it is a string.
    #[must_use]
    pub fn argument(&self) -> Option<String> {
        // SAFETY: as in `site`; the call holds a reference to its arguments.
        let argument = unsafe { raw::corio_call_argument(self.0) };
        NonNull::new(argument.cast_mut()).map(|argument| Str::new(argument).text())
    }

    /// The trace, as debug_backtrace() answers it.
    #[must_use]
    pub fn backtrace(&self, options: i64, limit: i64) -> Owned {
        let mut trace = Owned::null();
        // SAFETY: as in `site`. Arguments in the trace are copied; no PHP code runs.
        unsafe { raw::corio_backtrace(self.0, options, limit, trace.pointer()) };
        trace
    }

    /// Bytes that its frame and those below it take of the VM stack.
    #[must_use]
    pub fn stack_usage(&self) -> usize {
        // SAFETY: as in `site`.
        unsafe { raw::corio_stack_usage(self.0) }
    }
}

/// Prints `head` and `text`. An output buffer's handler may run: nothing may be borrowed.
pub fn print(head: &str, text: &Kept) {
    let tail = match text.view() {
        Value::Str(text) => text.text(),
        _ => String::new(),
    };
    let text = format!("{head}\n{tail}");
    // SAFETY: the text is read before this returns. A fatal error in a handler jumps over this frame, which owns
    // nothing but it.
    unsafe { raw::corio_print(text.as_ptr().cast(), text.len()) };
}

/// A trace as lines of text.
#[must_use]
pub fn trace_text(trace: Owned) -> Kept {
    let trace = Kept::from(trace);
    let mut text = Owned::null();
    // SAFETY: an array that `backtrace` made.
    unsafe { raw::corio_trace_text(trace.link().pointer(), text.pointer()) };
    Kept::from(text)
}

/// File and line that PHP code stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The file; empty if no PHP code runs.
    pub file: String,
    /// The line.
    pub line: u32,
}

impl Site {
    /// Where the running PHP code stands.
    #[must_use]
    pub fn here() -> Self {
        Frame::here().site()
    }

    /// Reads what the shim tells: the line, 0 for none, and the name of the file.
    pub(super) fn read(tell: impl FnOnce(*mut *const c_char, *mut usize) -> u32) -> Self {
        let (mut file, mut length) = (std::ptr::null(), 0);
        let line = tell(&raw mut file, &raw mut length);
        if line == 0 {
            return Self::default();
        }
        // SAFETY: a line means that the file name is set, and whoever owns it is live.
        let file = unsafe { std::slice::from_raw_parts(file.cast(), length) };
        Self { file: String::from_utf8_lossy(file).into_owned(), line }
    }
}

impl std::fmt::Display for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line == 0 { f.write_str("[no PHP code]") } else { write!(f, "{}:{}", self.file, self.line) }
    }
}
