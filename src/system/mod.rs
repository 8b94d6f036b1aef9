//! What the operating system offers besides sockets, as operations that wait: signals, child processes, files.
//!
//! ```text
//!   signals   a handler of our own beside the script's, which writes to a descriptor that is waited for
//!   children  a descriptor for each process (pidfd); SIGCHLD only where any child will do
//!   files     in slices, between which the others have their turn; what is not in memory is fetched meanwhile
//! ```
//!
//! No thread is started for any of them.

pub mod children;
pub mod files;
pub mod signals;

use engine::reactor::{self, Readiness, Unready};
use engine::time::Deadline;
use std::future::{Future, poll_fn};
use std::io;
use std::os::fd::RawFd;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

/// Why an operation has no result.
#[derive(Debug)]
pub enum Failure {
    /// The deadline passed.
    Elapsed,
    /// The system says no.
    System(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl From<Unready> for Failure {
    fn from(reason: Unready) -> Self {
        match reason {
            Unready::Elapsed => Self::Elapsed,
            Unready::Failed(error) => Self::System(error),
        }
    }
}

/// Waits until `fd` can be read, at most until `deadline` and at most `slice`; whether it can.
async fn readable_within(fd: RawFd, deadline: Deadline, slice: Duration) -> Result<bool, Failure> {
    match reactor::ready(fd, Readiness::READ, deadline.earlier(Deadline::after(slice))).await {
        Ok(_) => Ok(true),
        Err(Unready::Elapsed) if deadline.has_passed() => Err(Failure::Elapsed),
        Err(Unready::Elapsed) => Ok(false),
        Err(Unready::Failed(error)) => Err(Failure::System(error)),
    }
}

/// Waits for `pause`, at most until `deadline`.
async fn pause(deadline: Deadline, pause: Duration) -> Result<(), Failure> {
    if deadline.has_passed() {
        return Err(Failure::Elapsed);
    }
    reactor::sleep(deadline.earlier(Deadline::after(pause))).await;
    Ok(())
}

/// Gives way to whoever is ready.
async fn give_way() {
    let mut has_given = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut has_given, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// The first of two operations that ends; the other one is dropped.
async fn first_of<T>(one: impl Future<Output = T>, other: impl Future<Output = T>) -> T {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(|cx| match one.as_mut().poll(cx) {
        Poll::Pending => other.as_mut().poll(cx),
        ready => ready,
    })
    .await
}
