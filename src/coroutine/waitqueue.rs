//! Waits that other coroutines end: queues of waiters, first come, first served.
//!
//! A wait stands in one queue or, for `select()`, in several. Whoever has what it waits for *fires* it: that
//! takes it out of all of its queues, leaves the result with it and wakes its coroutine. So a wait is either
//! undecided and in its queues or decided and in none: nothing is handed to one that is over, and whoever is
//! woken has something.
//!
//! ```text
//!   Queue --> head <-> place <-> place      one ring in the table for each queue
//!                        |         |
//!   Pending --> wait ----+---------+        the places of one wait, perhaps in several rings
//! ```

use super::scheduler::{leave, may_wait, waker};
use super::table::{self, Fate, Interrupted, MAIN, State, Wait};
use crate::ffi::coroutine::switch_blocked;
use crate::ffi::value::{Kept, Link};
use crate::per_thread;
use engine::executor::queue as ready;
use engine::net::fork;
use engine::reactor;
use engine::time::Deadline;
use slab::Slab;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::task::Context;
use std::time::Duration;

/// What a coroutine waits for, for reports; as it was when the wait began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A value: length and capacity.
    Pop(usize, usize),
    /// Room for a value: length and capacity.
    Push(usize, usize),
    /// Any of so many channels.
    Select(usize),
    /// So many to be done.
    Group(usize),
    /// That nobody holds a barrier any more.
    Barrier,
    /// A lock; who holds it: a coroutine, -1 for `{main}`.
    Lock(i64),
    /// A connection: so many are in use, at most.
    Pool(usize, usize),
}

impl Subject {
    /// The method's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pop(..) => "pop()",
            Self::Push(..) => "push()",
            Self::Select(_) => "select()",
            Self::Group(_) => "WaitGroup::wait()",
            Self::Barrier => "Barrier::wait()",
            Self::Lock(_) => "lock()",
            Self::Pool(..) => "get()",
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name();
        match self {
            Self::Pop(length, capacity) | Self::Push(length, capacity) => {
                write!(f, "{name} on a channel ({length} of {capacity})")
            }
            Self::Group(left) => write!(f, "{name} ({left} left)"),
            Self::Barrier => f.write_str(name),
            Self::Lock(holder) => write!(f, "{name} on a lock that {} holds", Whose(*holder)),
            Self::Pool(used, size) => write!(f, "{name} on a connection pool ({used} of {size} in use)"),
            Self::Select(1) => write!(f, "{name} on one channel"),
            Self::Select(count) => write!(f, "{name} on {count} channels"),
        }
    }
}

/// A coroutine by its id, and whether it has ended.
pub struct Whose(pub i64);

impl fmt::Display for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            id if id < 0 => f.write_str("{main}"),
            id if table::exists(id) => write!(f, "coroutine #{id}"),
            id => write!(f, "coroutine #{id} (which has ended)"),
        }
    }
}

/// Waiters for one thing, in the order in which they came.
#[derive(Debug)]
pub struct Queue(Cell<u32>);

/// What a wait has come to.
pub struct Fired {
    /// The number that its place was enlisted with.
    pub case: u32,
    /// Whether there is nothing more to wait for, instead of what it waited for.
    pub closed: bool,
    /// What was handed over.
    pub value: Option<Kept>,
}

/// Who is the first in a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct First {
    /// The number that its place was enlisted with.
    pub case: u32,
    /// Its coroutine; -1 for `{main}`.
    pub coroutine: i64,
}

impl Queue {
    /// An empty one; it takes no memory until somebody waits.
    #[must_use]
    pub const fn new() -> Self {
        Self(Cell::new(NONE))
    }

    /// How many wait.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.0.get() {
            NONE => 0,
            head => with(|t| t.nodes[head as usize].count as usize),
        }
    }

    /// Whether nobody waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Who waits longest.
    #[must_use]
    pub fn first(&self) -> Option<First> {
        let (case, owner) = with(|t| t.first(self.0.get()).map(|(_, case, owner)| (case, owner)))?;
        table::with(|s| {
            let coroutine = s.coroutines.get(owner.0 as usize)?;
            Some(First { case, coroutine: coroutine.id })
        })
    }

    /// Ends the wait that is the longest under way and hands it `given`. Answers what it was enlisted with.
    ///
    /// # Errors
    /// `given`, when nobody waits.
    pub fn fire(&self, given: Option<Kept>) -> Result<Option<Kept>, Option<Kept>> {
        let fired = with(|t| t.fire(self.0.get(), given, false));
        fired.map(|(value, owner)| {
            wake(owner);
            value
        })
    }

    /// Ends all waits: there is nothing more to wait for. What they were enlisted with stays with them.
    pub fn close(&self) {
        while let Some(owner) = with(|t| t.close(self.0.get())) {
            wake(owner);
        }
    }

    /// Shows the collector what the waits were enlisted with.
    pub fn links(&self, links: &mut Vec<Link>) {
        with(|t| t.links(self.0.get(), links));
    }
}

impl Default for Queue {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        // Whoever waits holds what the queue is for, so that only what a fatal error has left is in it now.
        if self.0.get() != NONE {
            with(|t| t.remove_queue(self.0.get()));
        }
    }
}

/// A wait of the running coroutine.
#[derive(Debug)]
pub struct Pending(u32);

impl Pending {
    /// A wait for nothing yet.
    #[must_use]
    pub fn new() -> Self {
        let owner = table::with(|s| (s.current, s.coroutines[s.current as usize].generation));
        Self(with(|t| number(t.waits.insert(Waiter { owner, first: NONE, fired: None }))))
    }

    /// Has it stand in `queue`, too, with `value` for whoever fires it there; `case` tells the places apart.
    pub fn enlist(&self, queue: &Queue, case: u32, value: Option<Kept>) {
        with(|t| {
            if queue.0.get() == NONE {
                queue.0.set(t.add_queue());
            }
            t.enlist(self.0, queue.0.get(), case, value);
        });
    }

    /// Waits until it is fired; `None` when `deadline` has passed. Whoever is interrupted by an exception may
    /// have been given something, which [`Pending::take`] answers.
    ///
    /// # Errors
    /// [`Interrupted`].
    pub fn wait(&self, subject: Subject, deadline: Deadline) -> Result<Option<Fired>, Interrupted> {
        // Without a deadline nothing but another coroutine can end it: it counts as asleep.
        let state = if deadline.at().is_some() { State::Waiting } else { State::Joining };
        let waker = waker();
        let mut limit = pin!(reactor::sleep(deadline));
        loop {
            if let Some(fired) = self.take() {
                return Ok(Some(fired));
            }
            if limit.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
                return Ok(None);
            }
            may_wait(subject.name(), switch_blocked())?;
            if let Err(reason) = leave(state, Wait::Queue(subject)) {
                let reason = reason.into();
                let fired = if reason == Interrupted::Thrown { None } else { self.take() };
                return fired.map(|fired| Ok(Some(fired))).unwrap_or(Err(reason));
            }
        }
    }

    /// What it has come to, once.
    #[must_use]
    pub fn take(&self) -> Option<Fired> {
        with(|t| t.waits[self.0 as usize].fired.take())
    }
}

impl Default for Pending {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // Values are dropped after the borrow: destructors may run.
        while let Some(value) = with(|t| t.remove_place(self.0)) {
            drop(value);
        }
        drop(with(|t| t.waits.remove(self.0 as usize)));
    }
}

/// When a wait of `seconds` is over: 0 and less mean never, as in Swoole.
#[must_use]
pub fn deadline(seconds: Option<f64>) -> Deadline {
    let limit = seconds.filter(|&seconds| seconds > 0.0).map(Duration::try_from_secs_f64);
    limit.and_then(Result::ok).map_or(Deadline::NEVER, Deadline::after)
}

/// In a forked child: forgets the waits of coroutines that do not go on there. What they were enlisted with
/// belongs to the parent: no destructor runs.
pub(super) fn process_forked(current: u32) {
    with(|t| {
        let gone: Vec<u32> = t
            .waits
            .iter()
            .filter(|(_, wait)| wait.owner.0 != MAIN && wait.owner.0 != current)
            .map(|(key, _)| number(key))
            .collect();
        for wait in gone {
            while let Some(value) = t.remove_place(wait) {
                fork::leave_to_parent(value);
            }
            fork::leave_to_parent(t.waits.remove(wait as usize));
        }
    });
}

/// A request begins: what a fatal error has left behind in the one before is gone with PHP's memory.
pub(super) fn request_startup() {
    let Table { nodes, waits } = TABLE.with(|table| table.replace(Table::new()));
    nodes.into_iter().for_each(|(_, node)| std::mem::forget(node.value));
    waits.into_iter().for_each(|(_, wait)| std::mem::forget(wait.fired));
}

/// Has a coroutine look at its wait.
fn wake(owner: Owner) {
    table::with(|s| {
        let Some(coroutine) = s.coroutines.get_mut(owner.0 as usize) else { return };
        if coroutine.generation != owner.1 {
            return;
        }
        if coroutine.state == State::Waiting && coroutine.fate == Fate::GoOn {
            // From here on it is too late to cancel it.
            coroutine.state = State::Ready;
            ready::push(s.tag(owner.0));
        } else {
            s.wake_joining(owner.0);
        }
    });
}

// ---- The table ---------------------------------------------------------------------------------------

/// Slot and generation of a coroutine.
type Owner = (u32, u32);

/// No node.
const NONE: u32 = u32::MAX;

struct Table {
    nodes: Slab<Node>,
    waits: Slab<Waiter>,
}

/// The head of a queue, or a place in it.
struct Node {
    prev: u32,
    next: u32,
    /// The queue's head.
    queue: u32,
    /// Of a head: how many places follow.
    count: u32,
    /// Of a place: whose it is, the wait's next one, its number, and what it was enlisted with.
    wait: u32,
    sibling: u32,
    case: u32,
    is_linked: bool,
    value: Option<Kept>,
}

struct Waiter {
    owner: Owner,
    /// Its first place.
    first: u32,
    fired: Option<Fired>,
}

impl Table {
    const fn new() -> Self {
        Self { nodes: Slab::new(), waits: Slab::new() }
    }

    fn node(&mut self, key: u32) -> &mut Node {
        &mut self.nodes[key as usize]
    }

    fn add_queue(&mut self) -> u32 {
        let key = number(self.nodes.vacant_key());
        self.nodes.insert(Node {
            prev: key,
            next: key,
            queue: key,
            count: 0,
            wait: NONE,
            sibling: NONE,
            case: 0,
            is_linked: false,
            value: None,
        });
        key
    }

    fn remove_queue(&mut self, queue: u32) {
        while self.nodes[queue as usize].count > 0 {
            self.unlink(self.nodes[queue as usize].next);
        }
        self.nodes.remove(queue as usize);
    }

    fn enlist(&mut self, wait: u32, queue: u32, case: u32, value: Option<Kept>) {
        let key = number(self.nodes.vacant_key());
        let last = self.nodes[queue as usize].prev;
        let sibling = std::mem::replace(&mut self.waits[wait as usize].first, key);
        let (prev, next) = (last, queue);
        let node = Node { prev, next, queue, count: 0, wait, sibling, case, is_linked: true, value };
        self.nodes.insert(node);
        self.node(last).next = key;
        let head = self.node(queue);
        head.prev = key;
        head.count += 1;
    }

    fn unlink(&mut self, key: u32) {
        let Node { prev, next, queue, .. } = self.nodes[key as usize];
        if std::mem::take(&mut self.node(key).is_linked) {
            self.node(prev).next = next;
            self.node(next).prev = prev;
            self.node(queue).count -= 1;
        }
    }

    /// The first place of `queue`, its number and whose it is.
    fn first(&self, queue: u32) -> Option<(u32, u32, Owner)> {
        let head = self.nodes.get(queue as usize).filter(|head| head.count > 0)?;
        let place = &self.nodes[head.next as usize];
        Some((head.next, place.case, self.waits[place.wait as usize].owner))
    }

    fn decide(&mut self, wait: u32, fired: Fired) {
        let mut place = self.waits[wait as usize].first;
        while place != NONE {
            self.unlink(place);
            place = self.nodes[place as usize].sibling;
        }
        self.waits[wait as usize].fired = Some(fired);
    }

    fn fire(
        &mut self,
        queue: u32,
        given: Option<Kept>,
        closed: bool,
    ) -> Result<(Option<Kept>, Owner), Option<Kept>> {
        let Some((place, case, owner)) = self.first(queue) else { return Err(given) };
        let node = self.node(place);
        let (wait, value) = (node.wait, node.value.take());
        self.decide(wait, Fired { case, closed, value: given });
        Ok((value, owner))
    }

    fn close(&mut self, queue: u32) -> Option<Owner> {
        let (place, case, owner) = self.first(queue)?;
        self.decide(self.nodes[place as usize].wait, Fired { case, closed: true, value: None });
        Some(owner)
    }

    /// Takes one place of `wait` away and answers what it was enlisted with; `None` when there is none left.
    fn remove_place(&mut self, wait: u32) -> Option<Option<Kept>> {
        let place = self.waits[wait as usize].first;
        if place == NONE {
            return None;
        }
        self.unlink(place);
        let node = self.nodes.remove(place as usize);
        self.waits[wait as usize].first = node.sibling;
        Some(node.value)
    }

    fn links(&self, queue: u32, links: &mut Vec<Link>) {
        let Some(head) = self.nodes.get(queue as usize) else { return };
        let mut place = head.next;
        while place != queue {
            let node = &self.nodes[place as usize];
            links.extend(node.value.as_ref().map(Kept::link));
            place = node.next;
        }
    }
}

fn number(key: usize) -> u32 {
    u32::try_from(key).expect("fewer than 2^32 waits fit into memory")
}

/// Runs `work` on this thread's table. No PHP code runs meanwhile, and nothing is dropped that could.
fn with<R>(work: impl FnOnce(&mut Table) -> R) -> R {
    TABLE.with(|table| work(&mut table.borrow_mut()))
}

per_thread!(static TABLE: RefCell<Table> = RefCell::new(Table::new()));
