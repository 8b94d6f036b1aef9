//! Files: whole ones, in slices.
//!
//! A regular file is always ready, however long the disk takes. So it is read only as far as it is in memory; the
//! kernel is asked to fetch what comes next, and meanwhile the others have their turn. What is written goes to memory
//! first, too. Between two slices the others have their turn in any case.

use super::{Failure, give_way, pause};
use crate::ffi::file::{self, Lock};
use engine::reactor::{self, Readiness};
use engine::time::Deadline;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

/// Bytes that are copied at a stretch. 256 KiB take some 40 µs, which is what the others wait at most.
const SLICE: usize = 256 << 10;
/// What the kernel is asked to fetch ahead.
const AHEAD: usize = 4 << 20;
/// How long a fetch may take before the disk is waited for after all.
const PATIENCE: Duration = Duration::from_secs(2);

/// How a file is opened for writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// What is in it goes.
    Replace,
    /// Behind what is in it.
    Append,
}

/// Reads all of a file; `limit` answers how many bytes there may be.
///
/// # Errors
/// [`Failure`]; ENOMEM beyond the limit.
pub async fn read(path: &Path, lock: Option<Lock>, limit: impl Fn() -> usize) -> Result<Vec<u8>, Failure> {
    // Nobody is waited for who would open the other end of a pipe.
    let file = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)?;
    take(&file, lock).await?;
    let metadata = file.metadata()?;
    let expected = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
    if metadata.is_file() && expected > limit() {
        return Err(io::Error::from_raw_os_error(libc::ENOMEM).into());
    }
    let mut reader = Reader { file, offset: 0, is_regular: metadata.is_file(), may_wait: false };
    // Some files, such as those of /proc, do not tell their length.
    let mut content = Vec::with_capacity(if metadata.is_file() { expected.min(AHEAD) + 1 } else { 0 });
    loop {
        let filled = content.len();
        content.resize(filled + SLICE.min(expected.saturating_sub(filled).max(4096) + 1), 0);
        let read = reader.read(&mut content[filled..]).await?;
        content.truncate(filled + read);
        if read == 0 {
            return Ok(content);
        }
        if content.len() > limit() {
            return Err(io::Error::from_raw_os_error(libc::ENOMEM).into());
        }
        give_way().await;
    }
}

struct Reader {
    file: File,
    offset: u64,
    is_regular: bool,
    /// Its file system cannot tell what is in memory.
    may_wait: bool,
}

impl Reader {
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Failure> {
        let read = loop {
            let read =
                if self.is_regular { self.read_regular(buffer).await } else { self.read_other(buffer).await };
            match read {
                Err(Failure::System(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.offset += read as u64;
        Ok(read)
    }

    async fn read_other(&mut self, buffer: &mut [u8]) -> Result<usize, Failure> {
        reactor::ready(self.file.as_raw_fd(), Readiness::READ, Deadline::NEVER).await?;
        Ok(self.file.read(buffer)?)
    }

    async fn read_regular(&mut self, buffer: &mut [u8]) -> Result<usize, Failure> {
        let patience = Deadline::after(PATIENCE);
        let mut interval = Duration::from_millis(1);
        while !self.may_wait && !patience.has_passed() {
            match file::read_at_hand(&self.file, buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                    self.may_wait = true;
                    break;
                }
                other => return Ok(other?),
            }
            file::fetch(&self.file, self.offset, AHEAD);
            pause(Deadline::NEVER, interval).await?;
            interval = (interval * 2).min(Duration::from_millis(20));
        }
        Ok(self.file.read(buffer)?)
    }
}

/// Writes all of `data` to a file, which is made if there is none.
///
/// # Errors
/// [`Failure`]; a part may have been written.
pub async fn write(path: &Path, data: &[u8], mode: Mode, lock: Option<Lock>) -> Result<usize, Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).append(mode == Mode::Append);
    // What somebody else has locked is not emptied before it is free.
    options.truncate(mode == Mode::Replace && lock.is_none());
    let mut file = options.custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)?;
    take(&file, lock).await?;
    if mode == Mode::Replace && lock.is_some() && file.metadata()?.is_file() {
        file.set_len(0)?;
    }
    let kind = file.metadata()?.file_type();
    let waits = kind.is_fifo() || kind.is_char_device() || kind.is_socket();
    let mut written = 0;
    while written < data.len() {
        let slice = &data[written..data.len().min(written + SLICE)];
        if waits {
            reactor::ready(file.as_raw_fd(), Readiness::WRITE, Deadline::NEVER).await?;
        }
        match file.write(slice) {
            Ok(0) => return Err(io::Error::from(io::ErrorKind::WriteZero).into()),
            Ok(count) => written += count,
            Err(error) if matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => {}
            Err(error) => return Err(error.into()),
        }
        give_way().await;
    }
    Ok(written)
}

async fn take(file: &File, lock: Option<Lock>) -> Result<(), Failure> {
    let Some(lock) = lock else { return Ok(()) };
    let mut interval = Duration::from_millis(1);
    loop {
        match file::try_lock(file, lock) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            other => return Ok(other?),
        }
        pause(Deadline::NEVER, interval).await?;
        interval = (interval * 2).min(Duration::from_millis(20));
    }
}
