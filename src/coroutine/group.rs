//! Tasks that one coroutine waits for together: `all()`, `any()`, `race()`, `timeout()` and scopes.
//!
//! A task is a scope of its own: what it starts belongs to it, and it has ended when all of that has. When the group
//! is *decided*, tasks that are left are cancelled: each wait of theirs throws until they end. Whoever waits is woken
//! when all have ended, so that none outlives the group.

use super::bounds::{Bounds, Doom, throw_canceled};
pub use super::scheduler::Body;
use super::scheduler::{leave, may_wait, start_body, waker};
use super::scope::{Awaited, give_up};
use super::table::{Canceler, FAILURES, Fate, Interrupted, Scheduler, Scope, State, Wait, canceler, with};
use crate::exception::{EXCEPTION, code};
use crate::ffi::call::Thrown;
use crate::ffi::coroutine::switch_blocked;
use crate::ffi::error::{self, Caught};
use crate::ffi::value::Kept;
use engine::executor::queue;
use engine::reactor;
use engine::time::Deadline;
use std::future::Future;
use std::pin::pin;
use std::task::Context;

/// What decides a group before all tasks have ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// The first failure.
    Failure,
    /// The first success.
    Success,
    /// Whichever comes first.
    Either,
    /// All run to their end; the first failure is the winner.
    Nothing,
}

/// The table's side of a group.
pub(super) struct Group {
    policy: Policy,
    generation: u32,
    waiter: Option<u32>,
    /// The tasks' scopes, in order.
    tasks: Vec<usize>,
    pub(super) unfinished: usize,
    decided: bool,
    /// The task that has decided it.
    winner: Option<usize>,
    /// The coroutine in which its body runs, which is cancelled when a task fails.
    owner: Option<(u32, u32)>,
    /// Tasks are forgotten when they have ended without a failure.
    forgets: bool,
}

/// How a task has ended.
#[derive(Default)]
pub struct Outcome {
    /// What it has thrown.
    pub failure: Option<Caught>,
    /// What its body has returned.
    pub result: Option<Kept>,
}

/// A handle of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupId {
    key: usize,
    generation: u32,
}

/// How a group has ended.
#[derive(Default)]
pub struct Settled {
    /// Its tasks, in the order in which they were started.
    pub outcomes: Vec<Outcome>,
    /// The number of the one that has decided it.
    pub winner: Option<usize>,
}

/// How the wait for a group has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// All tasks have.
    Done,
    /// The deadline has passed.
    TimedOut,
}

/// A new group.
#[must_use]
pub fn open(policy: Policy) -> GroupId {
    with(|s| {
        s.generation = s.generation.wrapping_add(1);
        let generation = s.generation;
        let group = Group {
            policy,
            generation,
            waiter: None,
            tasks: Vec::new(),
            unfinished: 0,
            decided: false,
            winner: None,
            owner: None,
            forgets: false,
        };
        GroupId { key: s.groups.insert(group), generation }
    })
}

/// A new group to which tasks come and go, and which the first failure decides. What they return is not kept.
#[must_use]
pub fn open_lasting() -> GroupId {
    let id = open(Policy::Failure);
    with(|s| s.groups[id.key].forgets = true);
    id
}

/// Cancels the running coroutine too when the group is decided, until [`disown`].
pub fn own(id: GroupId) {
    with(|s| {
        let owner = (s.current, s.running().generation);
        s.group(id).into_iter().for_each(|group| group.owner = Some(owner));
    });
}

/// The running coroutine goes on, unless it is cancelled for another reason. Answers whether the group has cancelled
/// it.
pub fn disown(id: GroupId) -> bool {
    with(|s| {
        let current = s.current;
        let was_canceled = s.group(id).is_some_and(|group| group.decided && group.winner.is_some());
        s.group(id).into_iter().for_each(|group| group.owner = None);
        s.forgive(current);
        was_canceled
    })
}

/// Starts a task of the group; answers its coroutine's id.
///
/// # Errors
/// An exception is set.
pub fn start(id: GroupId, body: Body<'_>) -> Result<i64, Thrown> {
    let task = with(|s| {
        let waiter = s.current;
        let group = s.group(id).filter(|group| !group.decided)?;
        group.unfinished += 1;
        let (place, keeps_result) = (group.tasks.len(), !group.forgets);
        // Counted as long as it is being started, so that it ends afterwards, started or not.
        let task =
            s.scopes.insert(Scope { place, pending: 1, is_held: true, ..Scope::new(waiter, Some(id.key)) });
        s.groups[id.key].tasks.push(task);
        Some((task, keeps_result))
    });
    let Some((task, keeps_result)) = task else {
        error::throw(&EXCEPTION, "cannot start a coroutine in a scope that has ended or was cancelled", 0);
        return Err(Thrown);
    };
    let started = start_body(body, task, keeps_result);
    with(|s| {
        // Code that has run meanwhile may have closed the group.
        let is_open = s.group(id).is_some();
        let scope =
            s.scopes.get_mut(task).filter(|scope| is_open && scope.is_held && scope.group == Some(id.key));
        if let Some(scope) = scope {
            scope.is_held = false;
            s.leave_scope(Some(task));
        }
    });
    started
}

/// Whether tasks that are left are cancelled.
#[must_use]
pub fn is_decided(id: GroupId) -> bool {
    with(|s| s.group(id).is_none_or(|group| group.decided))
}

/// Cancels all tasks.
pub fn cancel(id: GroupId, why: &'static str) {
    with(|s| {
        if s.group(id).is_some() {
            s.decide(id.key, None, why);
        }
    });
}

/// Waits until all tasks have ended, at most until `deadline`.
///
/// # Errors
/// The wait has ended early; the tasks go on.
pub fn wait(id: GroupId, deadline: Deadline) -> Result<End, Interrupted> {
    let other = with(|s| {
        let waiter = s.current;
        let other = s.group(id)?.waiter.replace(waiter)?;
        s.groups[id.key].waiter = Some(other);
        Some(s.coroutines[other as usize].id)
    });
    if let Some(other) = other {
        let other = if other < 0 { "{main}".to_owned() } else { format!("coroutine #{other}") };
        error::throw(&EXCEPTION, &format!("{other} waits for the scope already"), code::WRONG_OPERATION);
        return Err(Interrupted::Thrown);
    }
    let ended = wait_until(id, deadline);
    with(|s| s.group(id).into_iter().for_each(|group| group.waiter = None));
    ended
}

fn wait_until(id: GroupId, deadline: Deadline) -> Result<End, Interrupted> {
    let waker = waker();
    let mut alarm = pin!(reactor::sleep(deadline));
    let state = if deadline == Deadline::NEVER { State::Joining } else { State::Waiting };
    while with(|s| s.is_busy_group(id)) {
        if state == State::Waiting && alarm.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
            return Ok(End::TimedOut);
        }
        may_wait("its tasks", switch_blocked())?;
        leave(state, Wait::Children)?;
    }
    Ok(End::Done)
}

/// Ends the tasks that are left, because of the exception that is set, if there is one. Answers what is to be thrown.
#[must_use]
pub fn end(id: GroupId, why: &'static str) -> Option<Caught> {
    cancel(id, why);
    with(|s| {
        let waiter = s.current;
        s.group(id).into_iter().for_each(|group| group.waiter = Some(waiter));
    });
    give_up(Awaited::Group(id), why)
}

/// Takes the group apart. Coroutines of it that are left are nobody's from now on.
#[must_use]
pub fn close(id: GroupId) -> Settled {
    with(|s| {
        if s.group(id).is_none() {
            return Settled::default();
        }
        let group = s.groups.remove(id.key);
        s.settle(group.tasks, group.winner)
    })
}

/// As [`close`], but coroutines of it that are left go on as if the running one had started them.
#[must_use]
pub fn hand_over(id: GroupId) -> Settled {
    with(|s| {
        let heir = s.running().scope;
        s.tasks_of(id).into_iter().for_each(|task| s.bequeath(task, heir));
    });
    close(id)
}

/// Takes out of a group whose tasks have all ended what they have left.
#[must_use]
pub fn reap(id: GroupId) -> Settled {
    with(|s| {
        let Some(group) = s.group(id) else { return Settled::default() };
        let (tasks, winner) = (std::mem::take(&mut group.tasks), group.winner.take());
        s.settle(tasks, winner)
    })
}

/// Starts `tasks` and waits until all have ended: by themselves, or because the group was decided.
///
/// # Errors
/// An exception is set; the tasks have ended.
pub fn run(
    policy: Policy,
    tasks: impl Iterator<Item = Kept>,
    deadline: Deadline,
) -> Result<(Settled, End), Thrown> {
    let id = open(policy);
    let mut ended = Ok(End::Done);
    for task in tasks {
        if is_decided(id) {
            break;
        }
        if start(id, Body::Callable(task)).is_err() {
            ended = Err(Interrupted::Thrown);
            break;
        }
    }
    let ended = ended.and_then(|_| wait(id, deadline));
    let (thrown, how) = match ended {
        Ok(End::Done) => (None, Ok(End::Done)),
        // The others only clean up.
        Ok(End::TimedOut) if is_decided(id) => (end(id, ""), Ok(End::Done)),
        Ok(End::TimedOut) => (end(id, "because its time is over"), Ok(End::TimedOut)),
        Err(reason) => {
            if reason != Interrupted::Thrown {
                throw_interrupted(reason);
            }
            (end(id, "because nobody waits for it any more"), Err(Thrown))
        }
    };
    let settled = close(id);
    if thrown.is_some() || how.is_err() {
        throw_all(thrown, settled.outcomes);
        return Err(Thrown);
    }
    how.map(|end| (settled, end))
}

/// Throws `first`, if it is there, else the first failure of `outcomes`; the others hang on it. Answers whether there
/// was any.
pub fn throw_all(first: Option<Caught>, outcomes: Vec<Outcome>) -> bool {
    let mut failures = first.into_iter().chain(outcomes.into_iter().filter_map(|outcome| outcome.failure));
    let Some(first) = failures.next() else { return false };
    let mut others = failures.take(FAILURES as usize);
    others.by_ref().for_each(|other| first.chain(other));
    first.rethrow();
    true
}

/// Throws what a function throws that cannot answer that its wait was cancelled.
pub fn throw_interrupted(reason: Interrupted) {
    let canceler = match reason {
        Interrupted::Killed => Canceler::Awaiter("because the coroutine is being killed"),
        _ => canceler(),
    };
    throw_canceled(canceler);
}

impl Scheduler {
    fn group(&mut self, id: GroupId) -> Option<&mut Group> {
        self.groups.get_mut(id.key).filter(|group| group.generation == id.generation)
    }

    pub(super) fn is_busy_group(&mut self, id: GroupId) -> bool {
        self.group(id).is_some_and(|group| group.unfinished > 0)
    }

    /// The scopes of the group's tasks.
    pub(super) fn tasks_of(&mut self, id: GroupId) -> Vec<usize> {
        self.group(id).map(|group| group.tasks.clone()).unwrap_or_default()
    }

    /// The last coroutine of a task has ended.
    pub(super) fn task_ended(&mut self, key: usize, task: usize) {
        let has_failed = self.scopes[task].failure.is_some();
        let group = &mut self.groups[key];
        group.unfinished -= 1;
        if group.forgets && !has_failed {
            self.forget(key, task);
        }
        let group = &self.groups[key];
        let decides = match group.policy {
            Policy::Failure | Policy::Nothing => false,
            Policy::Success => !has_failed,
            Policy::Either => true,
        };
        if decides {
            self.decide(key, Some(task), "");
        }
        let group = &self.groups[key];
        if group.unfinished == 0 {
            group.waiter.into_iter().for_each(|waiter| self.wake_joining(waiter));
        }
    }

    /// A coroutine of a task has failed.
    pub(super) fn task_failed(&mut self, key: usize, task: usize) {
        match self.groups[key].policy {
            Policy::Failure | Policy::Either => self.decide(key, Some(task), ""),
            Policy::Success => {}
            Policy::Nothing => {
                self.groups[key].winner.get_or_insert(task);
            }
        }
    }

    /// Cancels what is left, unless that was done; `why` if no task was the winner.
    fn decide(&mut self, key: usize, winner: Option<usize>, why: &'static str) {
        let group = &mut self.groups[key];
        if group.decided {
            return;
        }
        (group.decided, group.winner) = (true, winner);
        let why = match (group.policy, winner) {
            (_, None) => why,
            (Policy::Failure | Policy::Nothing, Some(_)) => "because another one has failed",
            (Policy::Success | Policy::Either, Some(_)) => "because another one came first",
        };
        let canceler = Canceler::Awaiter(why);
        let (tasks, owner) = (group.tasks.clone(), group.owner);
        self.doom_scopes(&tasks, canceler);
        if winner.is_some()
            && let Some((slot, generation)) = owner
            && self.coroutines.get(slot as usize).is_some_and(|c| c.generation == generation)
        {
            self.doom(slot, canceler);
        }
    }

    /// Cancels all coroutines of `scopes` and those that they will start.
    pub(super) fn doom_scopes(&mut self, scopes: &[usize], canceler: Canceler) {
        for &scope in scopes {
            self.scopes[scope].doomed = Some(canceler);
        }
        let doomed = &self.scopes;
        let is_meant = |scope: Option<usize>| scope.is_some_and(|scope| doomed[scope].doomed.is_some());
        // What may call the script back goes on outside of the scope: nobody waits for it here.
        let origins = self.origins.iter_mut().filter(|(_, origin)| is_meant(origin.scope));
        let left: Vec<_> = origins.map(|(_, origin)| origin.scope.take()).collect();
        let members = self.coroutines.iter().filter(|(_, c)| is_meant(c.scope));
        let members: Vec<u32> = members.map(|(slot, _)| slot as u32).collect();
        left.into_iter().for_each(|scope| self.leave_scope(scope));
        members.into_iter().for_each(|slot| self.doom(slot, canceler));
    }

    /// A coroutine that was cancelled with a scope of its own goes on behind it, if it is not cancelled by another one.
    fn forgive(&mut self, slot: u32) {
        let coroutine = &mut self.coroutines[slot as usize];
        let (generation, scope) = (coroutine.generation, coroutine.scope);
        if let Some(bounds) = &mut coroutine.bounds {
            bounds.doom = None;
            if bounds.limit == Deadline::NEVER {
                coroutine.bounds = None;
            }
        }
        let of_its_scope = scope.and_then(|scope| self.scopes[scope].doomed);
        let owned = self.groups.iter().any(|(_, g)| g.decided && g.owner == Some((slot, generation)));
        let by_an_outer_one = owned.then_some(Canceler::Awaiter("because another one has failed"));
        of_its_scope.or(by_an_outer_one).into_iter().for_each(|canceler| self.doom(slot, canceler));
    }

    /// Makes what is left in `scope` part of `heir`.
    fn bequeath(&mut self, scope: usize, heir: Option<usize>) {
        let is_left = |of: &Option<usize>| *of == Some(scope);
        let members = self.coroutines.iter_mut().filter(|(_, c)| is_left(&c.scope));
        let members: Vec<_> = members.map(|(slot, c)| (slot as u32, &mut c.scope)).collect();
        let slots: Vec<u32> = members.iter().map(|(slot, _)| *slot).collect();
        let scopes = self.origins.iter_mut().map(|(_, origin)| &mut origin.scope);
        let scopes = scopes.chain(self.deliveries.iter_mut().map(|delivery| &mut delivery.scope));
        let scopes = scopes.filter(|of| is_left(of)).chain(members.into_iter().map(|(_, of)| of));
        let moved = scopes.map(|of| *of = heir).count();
        let doomed = heir.and_then(|heir| {
            self.scopes[heir].pending += moved;
            self.scopes[heir].doomed
        });
        self.scopes[scope].pending = 0;
        if let Some(canceler) = doomed {
            slots.iter().for_each(|&slot| self.doom(slot, canceler));
        }
    }

    fn settle(&mut self, tasks: Vec<usize>, winner: Option<usize>) -> Settled {
        let winner = winner.and_then(|winner| tasks.iter().position(|&task| task == winner));
        let heir = self.coroutines.get(self.current as usize).and_then(|running| running.scope);
        let outcomes = tasks.into_iter().map(|task| {
            let (failure, result) = self.disband(task, heir);
            Outcome { failure, result }
        });
        Settled { outcomes: outcomes.collect(), winner }
    }

    /// Drops a task that has ended and has left nothing.
    fn forget(&mut self, key: usize, task: usize) {
        let place = self.scopes.remove(task).place;
        let tasks = &mut self.groups[key].tasks;
        tasks.swap_remove(place);
        if let Some(&moved) = tasks.get(place) {
            self.scopes[moved].place = place;
        }
    }

    /// Cancels one coroutine for good. If it waits, it is one of the next to run.
    fn doom(&mut self, slot: u32, canceler: Canceler) {
        let coroutine = &mut self.coroutines[slot as usize];
        let bounds = coroutine.bounds.get_or_insert_with(|| Box::new(Bounds::NONE));
        if bounds.doom.is_some() {
            return;
        }
        bounds.doom = Some(Doom::new(canceler));
        let is_cancelable = coroutine.is_cancelable();
        coroutine.canceler = canceler;
        if is_cancelable {
            coroutine.fate = Fate::Doomed { woken: false };
            queue::push(self.tag(slot));
        }
    }
}
