//! Waiting for signals.

use super::{Failure, first_of, readable_within};
use crate::ffi::signal::Ears;
use engine::net::fork;
use engine::time::Deadline;
use std::future::poll_fn;
use std::os::fd::RawFd;
use std::task::Poll;
use std::time::Duration;

/// Waits for one of `signals`, at most until `deadline`. One that has come, while somebody waited for it, and was not
/// told to anybody is told at once.
///
/// # Errors
/// [`Failure`]; EINVAL for numbers that nobody can wait for.
///
/// # Cancel safety
/// Dropping it loses nothing: a signal that has come meanwhile is told to the next wait.
pub async fn wait(signals: &[i32], deadline: Deadline) -> Result<i32, Failure> {
    let mut ears = Ears::open(signals)?;
    let mut process = fork::generation();
    loop {
        if process != fork::generation() {
            // The child of a fork hears nothing of what its parent has installed.
            drop(ears);
            (ears, process) = (Ears::open(signals)?, fork::generation());
        }
        if let Some(signal) = ears.take() {
            return Ok(signal);
        }
        let descriptors: Vec<RawFd> = ears.descriptors().collect();
        first_of(any_readable(&descriptors, deadline), forked(process)).await?;
        ears.renew();
    }
}

/// Ends in the child of a fork, where whoever goes on is woken.
async fn forked(process: u32) -> Result<bool, Failure> {
    poll_fn(|_| if process == fork::generation() { Poll::Pending } else { Poll::Ready(Ok(false)) }).await
}

/// How often it is looked whether the script has installed a handler of its own over ours.
const LOOK: Duration = Duration::from_millis(500);

async fn any_readable(descriptors: &[RawFd], deadline: Deadline) -> Result<bool, Failure> {
    match *descriptors {
        [one, other] => {
            let one = readable_within(one, deadline, LOOK);
            first_of(one, readable_within(other, deadline, LOOK)).await
        }
        ref others => readable_within(others.first().copied().unwrap_or(-1), deadline, LOOK).await,
    }
}
