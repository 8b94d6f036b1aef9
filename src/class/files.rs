//! `System`'s files: `readFile()`, `writeFile()`, `statvfs()`.

use super::processes::outcome;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::error;
use crate::ffi::file::{self, Lock};
use crate::ffi::request;
use crate::ffi::value::Owned;
use crate::last_error;
use crate::system::files::{self, Mode};
use engine::error::printable;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// PHP's `FILE_APPEND`, `LOCK_SH` and `LOCK_EX`.
const FILE_APPEND: i64 = 8;
const LOCK_SH: i64 = 1;
const LOCK_EX: i64 = 2;

/// The path of argument 0; `None` if the script may not have it, and the call is answered.
fn path(call: &mut Call) -> Result<Option<PathBuf>, Thrown> {
    let given = call.string(0)?.bytes();
    let reason = if given.is_empty() {
        "the path is empty"
    } else if given.contains(&0) {
        "the path has a NUL"
    } else if is_url(given) {
        "stream wrappers are not for this function: the path must be that of a file"
    } else {
        let Some(path) = file::absolute(given) else {
            last_error::note(libc::ENAMETOOLONG.into(), "the path is too long".into());
            call.answer_bool(false);
            return Ok(None);
        };
        let is_allowed = request::path_allowed(&path.to_string_lossy());
        if error::pending() {
            return Err(Thrown);
        }
        if is_allowed {
            return Ok(Some(path));
        }
        // open_basedir has raised a warning.
        last_error::note(libc::EPERM.into(), format!("open_basedir does not allow {}", quoted(&path)));
        call.answer_bool(false);
        return Ok(None);
    };
    last_error::note(libc::EINVAL.into(), reason.into());
    call.answer_bool(false);
    error::warning(reason);
    Ok(None)
}

/// Whether PHP's file functions would take it for the URL of a stream wrapper.
fn is_url(path: &[u8]) -> bool {
    let scheme = path.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)).count();
    let rest = &path[scheme..];
    scheme > 0 && (rest.starts_with(b"://") || path.len() >= 5 && path[..5].eq_ignore_ascii_case(b"data:"))
}

fn quoted(path: &Path) -> String {
    format!("\"{}\"", printable(path.as_os_str().as_bytes()))
}

fn answer(call: &mut Call, result: Option<Owned>) {
    result.into_iter().for_each(|value| call.answer(value));
}

/// `System::readFile()`.
pub fn read_file(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let lock = (call.int(1, 0)? & (LOCK_SH | LOCK_EX) != 0).then_some(Lock::Shared);
    let Some(path) = path(call)? else { return Ok(()) };
    // PHP's copy comes on top.
    let read =
        outcome(call, "readFile()", &quoted(&path), files::read(&path, lock, || file::memory_left() / 2))?;
    answer(call, read.map(|content| Owned::string(&content)));
    Ok(())
}

/// `System::writeFile()`.
pub fn write_file(call: &mut Call) -> Outcome {
    call.expect(2, 3)?;
    let data = call.string(1)?.bytes();
    let flags = call.int(2, 0)?;
    let lock = (flags & LOCK_EX != 0).then_some(Lock::Exclusive);
    let mode = if flags & FILE_APPEND != 0 { Mode::Append } else { Mode::Replace };
    let Some(path) = path(call)? else { return Ok(()) };
    let written = outcome(call, "writeFile()", &quoted(&path), files::write(&path, data, mode, lock))?;
    answer(call, written.map(|count| Owned::int(i64::try_from(count).unwrap_or(i64::MAX))));
    Ok(())
}

/// `System::statvfs()`.
pub fn statvfs(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let Some(path) = path(call)? else { return Ok(()) };
    let found = outcome(call, "statvfs()", &quoted(&path), async { Ok(file::file_system(&path)?) })?;
    let number = |number: u64| Owned::int(number.cast_signed());
    answer(
        call,
        found.map(|fields| Owned::array(fields.into_iter().map(|(name, value)| (name, number(value))))),
    );
    Ok(())
}
