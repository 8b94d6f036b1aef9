//! `join()`: waits for coroutines by their ids.

use super::scheduler::{leave, may_wait, waker};
use super::table::{Interrupted, Scheduler, State, Wait, with};
use crate::ffi::coroutine::switch_blocked;
use engine::reactor;
use engine::time::Deadline;
use std::future::Future;
use std::pin::pin;
use std::task::Context;

/// One that waits, and for how many.
pub(super) struct Join {
    waiter: u32,
    left: usize,
}

/// How a `join()` has ended that nobody has interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// All have ended.
    Done,
    /// The deadline has passed.
    TimedOut,
    /// None of them was alive.
    Nobody,
    /// The running coroutine is one of them.
    Itself,
    /// Another one waits for this one already.
    Taken(i64),
}

/// Waits until all coroutines of `ids` have ended.
///
/// # Errors
/// [`Interrupted`].
pub fn join(ids: &[i64], deadline: Deadline) -> Result<Joined, Interrupted> {
    let key = match with(|s| s.begin_join(ids)) {
        Ok(key) => key,
        Err(refused) => return Ok(refused),
    };
    let ended = wait(key, deadline);
    with(|s| s.end_join(key));
    ended
}

fn wait(key: usize, deadline: Deadline) -> Result<Joined, Interrupted> {
    let waker = waker();
    let mut alarm = pin!(reactor::sleep(deadline));
    let state = if deadline == Deadline::NEVER { State::Joining } else { State::Waiting };
    while with(|s| s.joins[key].left > 0) {
        if state == State::Waiting && alarm.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
            return Ok(Joined::TimedOut);
        }
        may_wait("join()", switch_blocked())?;
        leave(state, Wait::Others)?;
    }
    Ok(Joined::Done)
}

impl Scheduler {
    fn begin_join(&mut self, ids: &[i64]) -> Result<usize, Joined> {
        let mut slots: Vec<u32> = ids.iter().filter_map(|&id| self.find(id)).collect();
        slots.sort_unstable();
        slots.dedup();
        if slots.contains(&self.current) {
            return Err(Joined::Itself);
        }
        let targets = || slots.iter().map(|&slot| &self.coroutines[slot as usize]);
        if slots.is_empty() {
            return Err(Joined::Nobody);
        }
        if let Some(taken) = targets().find(|coroutine| coroutine.join.is_some()) {
            return Err(Joined::Taken(taken.id));
        }
        let key = self.joins.insert(Join { waiter: self.current, left: slots.len() });
        slots.into_iter().for_each(|slot| self.coroutines[slot as usize].join = Some(key));
        Ok(key)
    }

    fn end_join(&mut self, key: usize) {
        if self.joins.remove(key).left > 0 {
            let targets = self.coroutines.iter_mut().filter(|(_, coroutine)| coroutine.join == Some(key));
            targets.for_each(|(_, coroutine)| coroutine.join = None);
        }
    }

    /// One that somebody waits for has ended.
    pub(super) fn tell_joiner(&mut self, key: usize) {
        let join = &mut self.joins[key];
        join.left -= 1;
        if join.left == 0 {
            let waiter = join.waiter;
            self.wake_joining(waiter);
        }
    }

    /// In a forked child: whoever waits for others waits for those that are left; `{main}` at least for the one that
    /// has forked.
    pub(super) fn keep_joins(&mut self, current: u32) {
        for key in self.joins.iter().map(|(key, _)| key).collect::<Vec<_>>() {
            let is_target = |c: &super::table::Coroutine| c.join == Some(key);
            let left = self.coroutines.iter().filter(|(_, c)| is_target(c)).count();
            let waits_for_me = left == 0 && self.joins[key].waiter != current;
            if waits_for_me && self.coroutines[current as usize].join.is_none() {
                self.coroutines[current as usize].join = Some(key);
            }
            self.joins[key].left = left + usize::from(waits_for_me);
        }
    }
}
