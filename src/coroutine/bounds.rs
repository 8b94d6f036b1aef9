//! What bounds the waits of one coroutine: a time limit, or that it is cancelled for good.
//!
//! A coroutine that is *doomed* gets an exception out of every wait until it ends. What it does in `finally`, in
//! `defer()` and in destructors gets a grace: there its waits go on until `corio.cancel_grace` is over, counted from
//! the first of them, so that it can take its leave of a peer.

use super::scheduler::{Break, Left, depart, waker};
use super::table::{Canceler, Interrupted, Scheduler, State, Wait, with};
use crate::exception::{CANCELED, TIME_OVER};
use crate::ffi::coroutine::{Unwind, is_cleaning_up, throw_unwind};
use crate::ffi::error;
use crate::ini;
use engine::time::Deadline;
use engine::{executor, reactor};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

/// What bounds the waits of a coroutine.
pub(super) struct Bounds {
    pub(super) doom: Option<Doom>,
    /// `setTimeLimit()`.
    pub(super) limit: Deadline,
    /// The earlier one of the two, while a wait is bounded by it.
    pub(super) alarm: Deadline,
}

/// A coroutine is cancelled for good.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doom {
    pub(super) canceler: Canceler,
    /// Until when it may wait where it cleans up; never, before it has tried.
    grace: Deadline,
    /// It was started by one that cleans up: all its waits have grace.
    is_everywhere: bool,
    /// Waits that have thrown.
    thrown: u32,
}

/// Waits that throw, before a coroutine that catches and goes on is killed.
const PATIENCE: u32 = 1000;

impl Bounds {
    pub(super) const NONE: Self = Self { doom: None, limit: Deadline::NEVER, alarm: Deadline::NEVER };
}

impl Doom {
    pub(super) const fn new(canceler: Canceler) -> Self {
        Self { canceler, grace: Deadline::NEVER, is_everywhere: false, thrown: 0 }
    }
}

impl Scheduler {
    /// What bounds a coroutine that begins in `scope`: if the scope is cancelled, it takes part in the grace of
    /// whoever starts it.
    pub(super) fn bounds_of_newcomer(&self, scope: usize, creator: Option<u32>) -> Option<Box<Bounds>> {
        let canceler = self.scopes[scope].doomed?;
        let creator = creator.and_then(|creator| self.coroutines[creator as usize].bounds.as_ref()?.doom);
        let grace = creator.map_or(Deadline::NEVER, |doom| doom.grace);
        let doom = Doom { grace, is_everywhere: true, ..Doom::new(canceler) };
        Some(Box::new(Bounds { doom: Some(doom), ..Bounds::NONE }))
    }
}

/// Leaves the running code, whose waits are bounded.
#[cold]
pub(super) fn leave(state: State, wait: Wait) -> Result<Left, Break> {
    let alarm = due(wait)?;
    let waker = waker();
    let mut timer = pin!(reactor::sleep(alarm));
    if alarm != Deadline::NEVER && timer.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
        return Ok(Left::Again);
    }
    let is_bounded = alarm != Deadline::NEVER;
    with(|s| s.running().bounds.as_mut().into_iter().for_each(|bounds| bounds.alarm = alarm));
    let left = depart(state, wait, is_bounded);
    with(|s| s.running().bounds.as_mut().into_iter().for_each(|bounds| bounds.alarm = Deadline::NEVER));
    left
}

/// When the wait that begins has to end.
///
/// # Errors
/// At once: an exception is set.
fn due(wait: Wait) -> Result<Deadline, Break> {
    if matches!(wait, Wait::Class | Wait::Canceled) {
        return Ok(Deadline::NEVER);
    }
    let (doom, limit) =
        with(|s| s.running().bounds.as_ref().map_or((None, Deadline::NEVER), |b| (b.doom, b.limit)));
    let grace = match doom {
        None => Deadline::NEVER,
        Some(doom) => grace(doom)?,
    };
    if limit.has_passed() {
        with(|s| s.running().bounds.as_mut().into_iter().for_each(|bounds| bounds.limit = Deadline::NEVER));
        let seconds = limit.limit().as_secs_f64();
        let message = format!("the coroutine's time limit of {seconds} s is over");
        error::throw(&TIME_OVER, &message, libc::ETIMEDOUT.into());
        return Err(Break::Thrown);
    }
    Ok(grace.earlier(limit))
}

/// Until when a cancelled coroutine may wait.
fn grace(doom: Doom) -> Result<Deadline, Break> {
    let may_wait = doom.is_everywhere || is_cleaning_up(with(|s| s.running().context));
    let grace = if doom.grace == Deadline::NEVER && may_wait { ini::cancel_grace() } else { doom.grace };
    let goes_on = may_wait && !grace.has_passed();
    let thrown = doom.thrown + u32::from(!goes_on);
    with(|s| {
        let coroutine = s.running();
        coroutine.canceled |= !goes_on;
        coroutine.bounds.as_mut().into_iter().for_each(|b| b.doom = Some(Doom { grace, thrown, ..doom }));
    });
    if goes_on {
        return Ok(grace);
    }
    if thrown > PATIENCE {
        with(|s| {
            s.running().killed = true;
            s.restricted = true;
        });
        throw_unwind(Unwind::Graceful);
    } else {
        throw_canceled(doom.canceler);
    }
    Err(Break::Thrown)
}

/// Throws a `CanceledException`.
pub(super) fn throw_canceled(canceler: Canceler) {
    error::throw(&CANCELED, &format!("cancelled {canceler}"), libc::ECANCELED.into());
}

/// Ends the running coroutine's waits when `limit` has passed, with an exception out of the one that it stands in
/// then, or out of the next.
pub fn set_time_limit(limit: Deadline) {
    with(|s| {
        let bounds = &mut s.running().bounds;
        if limit == Deadline::NEVER && bounds.is_none() {
            return;
        }
        bounds.get_or_insert_with(|| Box::new(Bounds::NONE)).limit = limit;
        if bounds.as_ref().is_some_and(|b| b.doom.is_none() && b.limit == Deadline::NEVER) {
            *bounds = None;
        }
    });
}

/// Waits for `operation` where PHP does not allow to switch: drives only the engine.
///
/// # Errors
/// An exception is set: the running coroutine may not wait any longer.
#[cold]
#[inline(never)]
pub fn block_on<F: Future>(mut operation: Pin<&mut F>) -> Result<F::Output, Interrupted> {
    loop {
        let limit =
            if with(|s| s.running().bounds.is_some()) { due(Wait::Operation(""))? } else { Deadline::NEVER };
        if limit == Deadline::NEVER {
            return Ok(executor::block_on(operation));
        }
        let mut alarm = pin!(reactor::sleep(limit));
        let output = executor::block_on(poll_fn(|cx| match operation.as_mut().poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => alarm.as_mut().poll(cx).map(|()| None),
        }));
        if let Some(output) = output {
            return Ok(output);
        }
    }
}
