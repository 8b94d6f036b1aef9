//! Child processes: how they end, and running one.

use super::{Failure, pause, readable_within};
use crate::ffi::file;
use crate::ffi::process::{self, Ended};
use crate::ffi::signal::Ears;
use crate::per_thread;
use engine::executor;
use engine::reactor::{self, Readiness};
use engine::time::Deadline;
use std::cell::RefCell;
use std::ffi::OsStr;
use std::io::{self, PipeReader, Read, pipe};
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Waits until the child `pid` has ended, at most until `deadline`, and takes its status. No other child's status is
/// touched. -1: any child, as [`wait_for_any`].
///
/// # Errors
/// [`Failure`]; ECHILD when it is no child of this process, or somebody else has taken its status.
pub async fn wait_for(pid: i32, deadline: Deadline) -> Result<Ended, Failure> {
    if pid <= 0 {
        return wait_for_any(pid, deadline).await;
    }
    let _claim = Claim::new(pid);
    let mut patience = Duration::from_millis(1);
    loop {
        if let Some(ended) = process::try_wait(pid)? {
            return Ok(ended);
        }
        match process::open(pid) {
            Some(handle) => {
                reactor::ready(handle.as_raw_fd(), Readiness::READ, deadline).await?;
            }
            // An old kernel, or no descriptor is left: asked again and again.
            None => pause(deadline, patience).await?,
        }
        patience = (patience * 2).min(LOOK);
    }
}

/// Waits until any child has ended (of process group `-pid`, if `pid` is below -1; of the own one, if it is 0), but for
/// those that somebody waits for by number.
///
/// # Errors
/// [`Failure`]; ECHILD when there is none.
pub async fn wait_for_any(pid: i32, deadline: Deadline) -> Result<Ended, Failure> {
    // Before the first look, so that no end is missed.
    let ears = Ears::open(&[libc::SIGCHLD])?;
    loop {
        match if pid == -1 {
            take_unclaimed()?
        } else {
            process::try_wait(pid)?.map_or(Found::None, Found::Ended)
        } {
            Found::Ended(ended) => return Ok(ended),
            Found::Claimed => pause(deadline, Duration::from_millis(1)).await?,
            Found::None => {
                if let Some(descriptor) = ears.descriptors().next() {
                    readable_within(descriptor, deadline, LOOK).await?;
                }
                ears.renew();
                while ears.take().is_some() {}
            }
        }
    }
}

/// How often it is asked even if nobody has told: the script may have installed a handler over ours.
const LOOK: Duration = Duration::from_millis(250);

enum Found {
    None,
    Ended(Ended),
    /// Whoever waits for it takes it in a moment; others behind it cannot be seen until then.
    Claimed,
}

fn take_unclaimed() -> io::Result<Found> {
    let Some(pid) = process::any_ended()? else { return Ok(Found::None) };
    if CLAIMS.with(|claims| claims.borrow().contains(&pid)) {
        return Ok(Found::Claimed);
    }
    Ok(process::try_wait(pid)?.map_or(Found::None, Found::Ended))
}

/// Says that somebody waits for a child by its number.
struct Claim(i32);

impl Claim {
    fn new(pid: i32) -> Self {
        CLAIMS.with(|claims| claims.borrow_mut().push(pid));
        Self(pid)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        CLAIMS.with(|claims| {
            let mut claims = claims.borrow_mut();
            if let Some(at) = claims.iter().position(|&pid| pid == self.0) {
                claims.swap_remove(at);
            }
        });
    }
}

per_thread!(static CLAIMS: RefCell<Vec<i32>> = RefCell::new(Vec::new()));

/// What a command has printed and how it ended.
#[derive(Debug)]
pub struct Output {
    /// Its end.
    pub ended: Ended,
    /// What it printed.
    pub text: Vec<u8>,
}

/// Runs `command` by `/bin/sh`, and waits for what it prints (`with_errors`: on its error stream too) and for its end.
/// Of more than `limit` bytes it fails with ENOMEM.
///
/// # Errors
/// [`Failure`].
///
/// # Cancel safety
/// Dropping it kills the shell.
pub async fn execute(
    command: &[u8],
    with_errors: bool,
    limit: impl Fn() -> usize,
) -> Result<Output, Failure> {
    let (mut output, input) = pipe()?;
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(OsStr::from_bytes(command)).env_clear().envs(process::environment());
    if let Some(folder) = file::own_folder() {
        shell.current_dir(folder);
    }
    if with_errors {
        shell.stderr(Stdio::from(input.try_clone()?));
    }
    let child = shell.stdout(Stdio::from(input)).spawn()?;
    // It has copies of the pipe's writing end, which would keep it open.
    drop(shell);
    let pid = i32::try_from(child.id()).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    let running = Running(pid);
    let claim = Claim::new(pid);
    let text = read_all(&mut output, limit).await?;
    let ended = wait_for(pid, Deadline::NEVER).await?;
    drop(claim);
    std::mem::forget(running);
    Ok(Output { ended, text })
}

async fn read_all(output: &mut PipeReader, limit: impl Fn() -> usize) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    let mut part = vec![0; 65536];
    loop {
        reactor::ready(output.as_raw_fd(), Readiness::READ, Deadline::NEVER).await?;
        let read = output.read(&mut part)?;
        if read == 0 {
            return Ok(text);
        }
        if text.len() + read > limit() {
            return Err(io::Error::from_raw_os_error(libc::ENOMEM).into());
        }
        text.extend_from_slice(&part[..read]);
    }
}

/// A shell that nobody waits for any more is killed, and its status taken when it has come to that.
struct Running(i32);

impl Drop for Running {
    fn drop(&mut self) {
        let pid = self.0;
        process::kill(pid);
        if matches!(process::try_wait(pid), Ok(None)) {
            executor::spawn(async move { drop(wait_for(pid, Deadline::NEVER).await) });
        }
    }
}
