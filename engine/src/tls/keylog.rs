//! Session keys for Wireshark and its like, in the NSS key log format: only where a script asks for it.

use crate::error::{Error, Kind, Phase};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Opens a key log for appending; one that is made is readable by its owner only.
///
/// # Errors
/// A text; a symbolic link is refused, and what is no file.
pub fn open(path: &Path) -> Result<File, String> {
    // Opening a named pipe would wait for somebody to read it.
    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK;
    let refused = |error: io::Error| match error.raw_os_error() {
        Some(libc::ELOOP) => "it is a symbolic link".to_owned(),
        Some(libc::ENXIO) => "not a regular file".to_owned(),
        _ => Error::io(Phase::Connect, error).kind.to_string(),
    };
    let mut options = OpenOptions::new();
    let file =
        options.append(true).create(true).mode(0o600).custom_flags(flags).open(path).map_err(refused)?;
    let is_file = file.metadata().map_err(refused)?.is_file();
    if is_file { Ok(file) } else { Err("not a regular file".into()) }
}

/// An open key log; connections with one context share it.
#[derive(Clone)]
pub(crate) struct KeyLog(Arc<Mutex<File>>);

impl KeyLog {
    pub(super) fn open(path: &Path) -> Result<Self, Kind> {
        let unusable = |reason| Kind::InvalidConfig(format!("ssl_keylog {}: {reason}", path.display()));
        let file = open(path).map_err(unusable)?;
        Ok(Self(Arc::new(Mutex::new(file))))
    }

    /// Writes a line, which comes without its end.
    pub(super) fn write(&self, line: &[u8]) {
        if let Ok(mut file) = self.0.lock() {
            // In one piece, so that lines of several processes do not mix. A full disk must not end a session.
            let _ = file.write_all(&[line, b"\n"].concat());
        }
    }
}
