//! Timers: calls of the script's callables at a time.
//!
//! All of them share one task of the executor and one timer of the reactor, which stands for the first one that is
//! due; a hundred thousand timers are entries of an agenda.
//!
//! ```text
//!   add() --> agenda ... driver, a task: those that are due --> deliveries --> begin(): a coroutine of its own
//!               ^                                                              |
//!               +------------- a repeating one, at its next time -------------+
//! ```
//!
//! A timer is there, and may be cleared, until its call begins. One that repeats is due again only after that: calls
//! that nobody had time for do not pile up, and its next time is the first one of its grid that is still to come.

use super::delivery::{Begun, Origin, Weight, deliver_timers};
use super::ending;
use crate::ffi::value::{Arguments, Invocation, Kept, Owned};
use crate::per_thread;
use engine::executor;
use engine::net::fork;
use engine::reactor::{self, Agenda, Sleep};
use engine::time::{self, Deadline};
use slab::Slab;
use std::cell::RefCell;
use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::hash::{BuildHasher, Hasher};
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

/// Names one timer; stale once it is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    slot: u32,
    generation: u32,
}

/// How often a timer fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Once: the callable gets the arguments.
    Once,
    /// Again and again: the callable gets the timer's id before the arguments.
    Repeats,
}

/// What is known of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    /// When it fires next, in milliseconds since the first timer of the request.
    pub at_ms: i64,
    /// How often it has fired.
    pub count: i64,
    /// Milliseconds between two calls; 0 if it does not repeat.
    pub interval_ms: i64,
    /// In which round it was set, as [`Stats::round`] counts them.
    pub round: i64,
}

/// What is known of all timers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Whether there has been a timer in this request.
    pub initialized: bool,
    /// How many there are.
    pub count: usize,
    /// How often some were due.
    pub round: i64,
}

/// Sets a timer, `interval` from now; `None` when the request is over.
pub fn add(interval: Duration, kind: Kind, callable: Kept, arguments: Arguments) -> Option<i64> {
    if ending::is_closed() {
        return None;
    }
    let origin = origin(kind);
    let now = time::now();
    let at = now.checked_add(interval).unwrap_or(now + FAR);
    let (id, driver) = with(|t| {
        t.base.get_or_insert(now);
        t.last_id += 1;
        t.generation = t.generation.wrapping_add(1);
        let (id, generation) = (t.last_id, t.generation);
        let timer = Timer {
            callable,
            arguments: (!arguments.is_empty()).then(|| Box::new(arguments)),
            origin,
            id,
            at,
            interval,
            count: 0,
            round: t.round as u32,
            generation,
            kind,
            is_armed: false,
        };
        let slot = index(t.timers.insert(timer));
        t.by_id.insert(id, slot);
        t.arm(Key { slot, generation }, at);
        (id, t.nudge())
    });
    driver.run();
    Some(id)
}

/// Takes a timer away; `false` if there is none with this id. A destructor may run.
pub fn clear(id: i64) -> bool {
    let (timer, driver) = with(|t| {
        let timer = t.by_id.get(&id).copied().map(|slot| t.remove(slot));
        (timer, t.nudge())
    });
    driver.run();
    timer.is_some()
}

/// Takes all of them away. Destructors may run.
pub fn clear_all() {
    let (timers, driver) = with(|t| {
        t.agenda.clear();
        t.stale = 0;
        t.by_id = HashMap::default();
        t.calls = HashMap::default();
        (std::mem::take(&mut t.timers), t.nudge())
    });
    driver.run();
    drop(timers);
}

/// Whether there is one with this id.
#[must_use]
pub fn exists(id: i64) -> bool {
    with(|t| t.by_id.contains_key(&id))
}

/// What is known of the timer with this id.
#[must_use]
pub fn info(id: i64) -> Option<Info> {
    with(|t| {
        let timer = &t.timers[*t.by_id.get(&id)? as usize];
        let since = t.base.map(|base| timer.at.saturating_duration_since(base)).unwrap_or_default();
        Some(Info {
            at_ms: milliseconds(since),
            count: timer.count.into(),
            interval_ms: if timer.kind == Kind::Repeats { milliseconds(timer.interval) } else { 0 },
            round: timer.round.into(),
        })
    })
}

/// The ids of all timers, in the order in which they were set.
#[must_use]
pub fn ids() -> Vec<i64> {
    let mut ids: Vec<i64> = with(|t| t.by_id.keys().copied().collect());
    ids.sort_unstable();
    ids
}

/// Counts them.
#[must_use]
pub fn stats() -> Stats {
    with(|t| Stats { initialized: t.base.is_some(), count: t.timers.len(), round: t.round })
}

/// The call of a timer whose turn has come; `None` if it was cleared meanwhile.
pub(super) fn begin(key: Key) -> Option<Begun> {
    let (begun, driver) = with(|t| (t.begin(key), t.nudge()));
    driver.run();
    begun
}

/// The call that [`begin`] answered runs as the coroutine in `slot`.
pub(super) fn began(key: Key, slot: u32) {
    with(|t| {
        if t.timer(key).is_some() {
            t.calls.insert(slot, key);
        }
    });
}

/// The coroutine in `slot` has thrown something that its `run()` will throw. If it is the call of a repeating timer,
/// that timer is over: else its `run()` would never return.
pub fn failed(slot: u32) {
    let id = with(|t| {
        let key = t.calls.remove(&slot)?;
        t.timer(key).map(|timer| timer.id)
    });
    if let Some(id) = id {
        clear(id);
    }
}

/// The end of the request.
fn end() {
    clear_all();
    // Polls the driver, so that it is gone.
    executor::run_tasks();
    with(|t| {
        let generation = t.generation;
        *t = Table { generation, ..Table::default() };
    });
}

/// What a timer belongs to. Those that are set one after the other in one `run()` share it.
fn origin(kind: Kind) -> Rc<Origin> {
    let known = with(|t| t.origins[kind as usize].upgrade());
    if let Some(origin) = known.filter(|origin| origin.is_of_running()) {
        return origin;
    }
    ending::at_end(end);
    let weight = if kind == Kind::Repeats { Weight::Repeats } else { Weight::Counts };
    let origin = Rc::new(Origin::new(weight));
    with(|t| t.origins[kind as usize] = Rc::downgrade(&origin));
    origin
}

/// A timer that is set.
struct Timer {
    callable: Kept,
    arguments: Option<Box<Arguments>>,
    origin: Rc<Origin>,
    id: i64,
    at: Instant,
    interval: Duration,
    count: u32,
    round: u32,
    generation: u32,
    kind: Kind,
    /// Whether it is on the agenda; else its call waits for its turn.
    is_armed: bool,
}

/// All timers of this thread.
#[derive(Default)]
struct Table {
    timers: Slab<Timer>,
    agenda: Agenda<Key>,
    /// How many on the agenda were cleared.
    stale: usize,
    by_id: HashMap<i64, u32, Mixed>,
    /// The last call of each coroutine slot that was a repeating timer's.
    calls: HashMap<u32, Key, Mixed>,
    origins: [Weak<Origin>; 2],
    last_id: i64,
    generation: u32,
    round: i64,
    /// When the first timer was set.
    base: Option<Instant>,
    driver: Driver,
    /// The process they were set in.
    process: u32,
}

/// The task that waits for the first timer.
#[derive(Default)]
enum Driver {
    #[default]
    None,
    /// It will be polled and look for itself.
    Awake,
    /// Waits for this instant.
    Asleep(Instant, Waker),
}

/// What is to be done for the driver when no borrow is alive.
enum Nudge {
    Nothing,
    Spawn,
    Wake(Waker),
}

impl Nudge {
    fn run(self) {
        match self {
            Self::Nothing => {}
            Self::Spawn => executor::spawn(drive()),
            Self::Wake(waker) => waker.wake(),
        }
    }
}

impl Table {
    fn timer(&mut self, key: Key) -> Option<&mut Timer> {
        self.timers.get_mut(key.slot as usize).filter(|timer| timer.generation == key.generation)
    }

    fn arm(&mut self, key: Key, at: Instant) {
        self.agenda.insert(at, key);
        let timer = &mut self.timers[key.slot as usize];
        (timer.at, timer.is_armed) = (at, true);
    }

    fn remove(&mut self, slot: u32) -> Timer {
        let timer = self.timers.remove(slot as usize);
        self.by_id.remove(&timer.id);
        if timer.is_armed {
            self.stale += 1;
            self.tidy();
        }
        timer
    }

    /// Takes what was cleared off the agenda when there is more of it than of anything else. When nothing else is
    /// left nobody may be kept waiting for it.
    fn tidy(&mut self) {
        if self.stale == self.agenda.len() {
            self.agenda.clear();
            self.stale = 0;
        } else if self.stale > self.agenda.len() / 2 && self.stale > AT_ONCE {
            let timers = &self.timers;
            self.agenda.retain(|key| {
                timers.get(key.slot as usize).is_some_and(|timer| timer.generation == key.generation)
            });
            self.stale = 0;
        }
    }

    fn begin(&mut self, key: Key) -> Option<Begun> {
        let timer = self.timer(key)?;
        if timer.kind == Kind::Once {
            let Timer { callable, arguments, origin, .. } = self.remove(key.slot);
            let arguments = arguments.map(|arguments| *arguments).unwrap_or_default();
            return Some(Begun { invocation: Invocation { callable, arguments }, origin, timer: Some(key) });
        }
        timer.count = timer.count.saturating_add(1);
        let id = [Owned::int(timer.id).into()];
        let arguments = match &timer.arguments {
            Some(arguments) => arguments.after(id),
            None => Arguments { list: id.into(), named: None },
        };
        let invocation = Invocation { callable: timer.callable.another(), arguments };
        let origin = Rc::clone(&timer.origin);
        let next = next_of(timer.at, timer.interval, time::now());
        self.arm(key, next);
        Some(Begun { invocation, origin, timer: Some(key) })
    }

    /// Takes those that are due off the agenda, some at a time.
    fn due(&mut self) -> Vec<Key> {
        let now = time::now();
        let mut due = Vec::new();
        while due.len() < AT_ONCE
            && let Some(key) = self.agenda.pop_due(now)
        {
            match self.timer(key) {
                Some(timer) => {
                    timer.is_armed = false;
                    due.push(key);
                }
                None => self.stale -= 1,
            }
        }
        self.tidy();
        self.round += i64::from(!due.is_empty());
        due
    }

    /// The driver has to look again if it sleeps longer than until the first timer, or for nothing.
    fn nudge(&mut self) -> Nudge {
        match &self.driver {
            Driver::None if self.agenda.is_empty() => Nudge::Nothing,
            Driver::None => {
                self.driver = Driver::Awake;
                Nudge::Spawn
            }
            Driver::Awake => Nudge::Nothing,
            Driver::Asleep(until, _) if self.agenda.next().is_some_and(|first| *until <= first) => {
                Nudge::Nothing
            }
            Driver::Asleep(..) => match std::mem::replace(&mut self.driver, Driver::Awake) {
                Driver::Asleep(_, waker) => Nudge::Wake(waker),
                Driver::None | Driver::Awake => Nudge::Nothing,
            },
        }
    }
}

/// The driver: lives as long as a timer is armed.
async fn drive() {
    let mut nap: Option<(Instant, Sleep)> = None;
    poll_fn(|cx| poll_driver(cx, &mut nap)).await;
}

fn poll_driver(cx: &mut Context<'_>, nap: &mut Option<(Instant, Sleep)>) -> Poll<()> {
    loop {
        let due = with(|t| {
            t.driver = Driver::Awake;
            t.due()
        });
        deliver_timers(&due);
        if due.len() == AT_ONCE {
            // Those are called before there are more.
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let first = with(|t| {
            let first = t.agenda.next();
            t.driver = first.map_or(Driver::None, |at| Driver::Asleep(at, cx.waker().clone()));
            first
        });
        let Some(first) = first else { return Poll::Ready(()) };
        if nap.as_ref().is_none_or(|(until, _)| *until != first) {
            *nap = Some((first, reactor::sleep(Deadline::until(first))));
        }
        let Some((_, sleep)) = nap else { return Poll::Pending };
        if Pin::new(sleep).poll(cx).is_pending() {
            return Poll::Pending;
        }
        *nap = None;
    }
}

/// The first time of a timer's grid that is later than `now`.
fn next_of(at: Instant, interval: Duration, now: Instant) -> Instant {
    let late = now.saturating_duration_since(at);
    let missed = late.as_nanos() / interval.as_nanos().max(1);
    let skipped = u32::try_from(missed).ok().and_then(|missed| interval.checked_mul(missed));
    // More than 2^32 missed times: the grid begins anew.
    let last = skipped.map_or(now, |skipped| at + skipped);
    last.checked_add(interval).unwrap_or(now + FAR)
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn index(slot: usize) -> u32 {
    u32::try_from(slot).expect("fewer than 2^32 timers fit into memory")
}

/// Timers that are handed over before those get their turn: enough that the driver costs nothing, and few enough
/// that what is handed over takes little memory.
const AT_ONCE: usize = 256;

/// What is too far away for the clock is so far away.
const FAR: Duration = Duration::from_secs(100 * 365 * 86400);

/// Spreads consecutive numbers over a table.
#[derive(Clone, Copy, Default)]
struct Mixed(u64);

impl BuildHasher for Mixed {
    type Hasher = Self;

    fn build_hasher(&self) -> Self {
        Self(0)
    }
}

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64((*byte).into()));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_i64(&mut self, number: i64) {
        self.write_u64(number.cast_unsigned());
    }

    fn write_u64(&mut self, number: u64) {
        // 2^64 divided by the golden ratio, as Knuth has it.
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// Runs `work` on this thread's timers. No PHP code runs meanwhile.
fn with<R>(work: impl FnOnce(&mut Table) -> R) -> R {
    TABLE.with(|table| {
        let mut table = table.borrow_mut();
        let table = table.get_or_insert_with(Box::default);
        if table.process != fork::generation() {
            // In a forked child none fires. What they hold is the parent's: no destructor runs here.
            let generation = table.generation;
            fork::leave_to_parent(std::mem::take(&mut **table));
            (table.generation, table.process) = (generation, fork::generation());
        }
        work(table)
    })
}

per_thread!(static TABLE: RefCell<Option<Box<Table>>> = RefCell::new(None));
