//! Waiting for a time.

use super::timer::TimerKey;
use super::{Fire, existing, next_generation, with};
use crate::time::{self, Deadline};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Waits until `deadline`. Never ends early; the timer's resolution is 1 ms.
///
/// # Cancel safety
/// Dropping it removes the timer.
#[must_use]
pub fn sleep(deadline: Deadline) -> Sleep {
    Sleep { deadline, timer: None }
}

/// The future of [`sleep`].
#[derive(Debug)]
pub struct Sleep {
    deadline: Deadline,
    timer: Option<TimerKey>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(at) = self.deadline.at() else { return Poll::Pending };
        let fire = Fire::Wake(cx.waker().clone());
        let armed = with(|reactor| match self.timer {
            // Whoever polled last is woken; the one before is dropped after the borrow.
            Some(key) => reactor.timers.replace(key, fire).map(|before| (key, Some(before))),
            None => Some((reactor.timers.insert(at, next_generation(), fire), None)),
        });
        self.timer = armed.as_ref().map(|(key, _)| *key);
        match armed {
            Some(_) => Poll::Pending,
            // A forked child has none of its parent's timers.
            None if time::now() < at => self.poll(cx),
            None => Poll::Ready(()),
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.timer.take() {
            drop(existing(|reactor| reactor.timers.remove(key)));
        }
    }
}
