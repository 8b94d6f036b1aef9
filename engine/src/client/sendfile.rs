//! Sending a part of a file: by the kernel where nothing lies between, else piece by piece.

use super::Client;
use crate::error::{Error, Kind, Phase, Strerror, printable};
use crate::net::raw;
use crate::reactor::{Direction, Operation, SourceId};
use crate::time::Deadline;
use crate::transport::{Lower, Transport, interrupted, with_buffer};
use std::fs::{File, OpenOptions};
use std::future::poll_fn;
use std::io;
use std::num::NonZeroUsize;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::task::ready;

/// A stretch of a regular file, opened for reading.
#[derive(Debug)]
pub struct FilePart {
    file: File,
    path: PathBuf,
    offset: u64,
    length: u64,
}

/// What the kernel is asked to send at once.
const STRETCH: u64 = 1 << 20;

/// What is read at once where it has to pass through here: four TLS records.
const CHUNK: usize = 1 << 16;

impl FilePart {
    /// Opens `length` bytes of the file at `path` from `offset` on; 0 is up to its present end.
    ///
    /// # Errors
    /// [`Kind::File`], naming the path: it cannot be opened, is no regular file, or has no such stretch.
    pub fn open(path: &Path, offset: u64, length: u64) -> Result<Self, Error> {
        let named = |error: io::Error| failed(path, error);
        // A pipe would be waited for otherwise.
        let file = OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK).open(path).map_err(named)?;
        let meta = file.metadata().map_err(named)?;
        if !meta.is_file() {
            return Err(told(path, libc::EINVAL, "it is not a regular file"));
        }
        let size = meta.len();
        let end = if length == 0 { Some(size) } else { offset.checked_add(length) };
        match end.filter(|&end| end <= size && offset <= size) {
            Some(end) => Ok(Self { file, path: path.into(), offset, length: end - offset }),
            None => {
                let wanted = if length == 0 { String::new() } else { format!("{length} bytes from ") };
                let reason = format!("it has {size} bytes, and {wanted}byte {offset} on was asked for");
                Err(told(path, libc::EINVAL, &reason))
            }
        }
    }

    /// How many bytes it has.
    #[must_use]
    pub const fn length(&self) -> u64 {
        self.length
    }

    fn became_shorter(&self, sent: u64) -> Error {
        let reason = format!("it became shorter while it was sent ({sent} of {} bytes)", self.length);
        told(&self.path, libc::EIO, &reason)
    }
}

impl Client {
    /// Sends all of `part`.
    ///
    /// # Errors
    /// How many bytes were taken before it failed, and why: [`Kind::File`] is the file's trouble, anything else the
    /// network's; [`Kind::Refused`] on a datagram socket.
    ///
    /// # Cancel safety
    /// As [`Client::send`].
    pub async fn send_file(&self, part: &FilePart, deadline: Deadline) -> Result<(), (u64, Error)> {
        let transport = self.stream(Phase::Send).map_err(|error| (0, error))?;
        let mut sent = 0;
        let result = match &transport {
            Transport::Plain(Lower::Socket(source)) if may_splice(*source) => {
                self.splice(*source, part, &mut sent, deadline).await
            }
            Transport::Plain(_) | Transport::Tls(..) => {
                self.copy(&transport, part, &mut sent, deadline).await
            }
            Transport::Datagram(_) | Transport::Dtls(..) => {
                let reason = "sendfile() is for streams, and this is a datagram socket".into();
                Err(Error::new(Phase::Send, Kind::Refused(libc::EINVAL, reason)))
            }
        };
        result.map_err(|error| (sent, self.named(error)))
    }

    async fn splice(
        &self,
        source: SourceId,
        part: &FilePart,
        sent: &mut u64,
        deadline: Deadline,
    ) -> Result<(), Error> {
        let attempt = self.attempts.get();
        poll_fn(|cx| {
            self.still(attempt, Phase::Send)?;
            while let Some(stretch) = size((part.length - *sent).min(STRETCH)) {
                let at = offset(part.offset + *sent).map_err(|error| failed(&part.path, error))?;
                match source.try_send_file(&part.file, at, stretch) {
                    Ok(0) => return Err(part.became_shorter(*sent)).into(),
                    Ok(taken) => *sent += taken as u64,
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                        let wait = source.poll_ready(cx, Operation::Writer, Direction::Write, deadline);
                        ready!(wait).map_err(|why| interrupted(why, Phase::Send, deadline))?;
                    }
                    Err(error) => return Err(self.whose(part, *sent, error)).into(),
                }
            }
            Ok(()).into()
        })
        .await
    }

    /// Tells the file's trouble from the network's: sendfile(2) has one number for both.
    fn whose(&self, part: &FilePart, sent: u64, error: io::Error) -> Error {
        match part.file.read_at(&mut [0], part.offset + sent) {
            Err(trouble) => failed(&part.path, trouble),
            Ok(0) => part.became_shorter(sent),
            Ok(_) => Error::new(Phase::Send, crate::transport::reason(error)),
        }
    }

    async fn copy(
        &self,
        transport: &Transport,
        part: &FilePart,
        sent: &mut u64,
        deadline: Deadline,
    ) -> Result<(), Error> {
        let attempt = self.attempts.get();
        poll_fn(|cx| {
            self.still(attempt, Phase::Send)?;
            with_buffer(CHUNK, |buffer| {
                while *sent < part.length {
                    let wanted = (part.length - *sent).min(CHUNK as u64) as usize;
                    // What a pause leaves unsent of it is read again: nothing is kept meanwhile.
                    let read = part.file.read_at(&mut buffer[..wanted], part.offset + *sent);
                    let read = read.map_err(|error| failed(&part.path, error))?;
                    if read == 0 {
                        return Err(part.became_shorter(*sent)).into();
                    }
                    let mut taken = 0;
                    while taken < read {
                        let more = ready!(transport.poll_write(cx, &buffer[taken..read], deadline))?;
                        taken += more;
                        *sent += more as u64;
                    }
                }
                Ok(()).into()
            })
        })
        .await?;
        poll_fn(|cx| transport.poll_flush(cx, deadline)).await
    }
}

/// sendfile(2) knows no flags: not where it might block because somebody else has changed the socket's mode, and
/// not where a peer that is gone would end the process.
fn may_splice(source: SourceId) -> bool {
    !source.is_shared() && raw::is_sigpipe_ignored()
}

fn size(bytes: u64) -> Option<NonZeroUsize> {
    NonZeroUsize::new(usize::try_from(bytes).ok()?)
}

fn offset(at: u64) -> io::Result<usize> {
    usize::try_from(at).map_err(|_| io::Error::from_raw_os_error(libc::EFBIG))
}

fn failed(path: &Path, error: io::Error) -> Error {
    let text = format!("file {}: {}", printable(path.as_os_str().as_bytes()), Strerror(&error));
    Error::new(Phase::Send, Kind::File(error, text))
}

fn told(path: &Path, code: i32, reason: &str) -> Error {
    let text = format!("file {}: {reason}", printable(path.as_os_str().as_bytes()));
    Error::new(Phase::Send, Kind::File(io::Error::from_raw_os_error(code), text))
}
