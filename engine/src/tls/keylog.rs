//! Session keys for Wireshark and its like, in the NSS key log format: only where a script asks for it.

use crate::error::Kind;
use openssl::ssl::SslContextBuilder;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Mutex;

/// Opens a key log for appending; one that is made is readable by its owner only.
///
/// # Errors
/// The system's; a symbolic link is refused.
pub fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).mode(0o600).custom_flags(libc::O_NOFOLLOW).open(path)
}

/// Has the connections of a context write their keys to `path`.
pub(super) fn install(builder: &mut SslContextBuilder, path: &Path) -> Result<(), Kind> {
    let file =
        open(path).map_err(|error| Kind::InvalidConfig(format!("ssl_keylog {}: {error}", path.display())))?;
    let file = Mutex::new(file);
    builder.set_keylog_callback(move |_, line| {
        if let Ok(mut file) = file.lock() {
            // In one piece, so that lines of several processes do not mix. A full disk must not end a session.
            let _ = file.write_all(format!("{line}\n").as_bytes());
        }
    });
    Ok(())
}
