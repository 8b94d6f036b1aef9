//! The table of coroutines: who there is, in which state, who is next. Nothing here switches.

use super::bounds::Bounds;
use super::delivery::{Delivery, OriginState, Weight};
use super::group::Group;
use super::joining::Join;
use super::waitqueue;
use crate::ffi::coroutine::{Context, Place, Unwind};
use crate::ffi::error::Caught;
use crate::ffi::request;
use crate::ffi::value::Kept;
use crate::per_thread;
use engine::executor::{Tag, queue};
use engine::net::fork;
use engine::{Error, Kind, Phase};
use slab::Slab;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::hint::black_box;
use std::time::Instant;

/// The slot of `{main}`.
pub const MAIN: u32 = 0;

/// Why a wait ended without a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// An exception is set; return to PHP at once.
    Thrown,
    /// The coroutine is being killed (a finally block of it runs): the operation fails.
    Killed,
    /// Somebody cancelled this wait, see [`canceler`]: the operation fails, the next one may wait again.
    Canceled,
}

impl Interrupted {
    /// What happened, in the words that follow "was".
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Canceled => format!("cancelled {}", canceler()),
            Self::Thrown | Self::Killed => "cancelled: the coroutine is being killed".into(),
        }
    }

    /// As the error of an operation in `phase`, unless it is known better.
    #[must_use]
    pub fn error(self, phase: Phase) -> Error {
        match self {
            Self::Canceled => {
                let known = with(|s| s.running().canceled_in);
                Error::new(known.unwrap_or(phase), Kind::CancelledBy(canceler().to_string()))
            }
            Self::Thrown | Self::Killed => Error::new(phase, Kind::Cancelled),
        }
    }
}

/// Who cancelled a wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Canceler {
    /// Nobody yet.
    #[default]
    Nobody,
    /// The coroutine with this id; -1: `{main}`.
    Coroutine(i64),
    /// Whoever waited for it; the text says why, and goes on after "cancelled".
    Awaiter(&'static str),
}

impl std::fmt::Display for Canceler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nobody => f.write_str("by nobody"),
            Self::Coroutine(id) if *id < 0 => f.write_str("by {main}"),
            Self::Coroutine(id) => write!(f, "by coroutine #{id}"),
            Self::Awaiter(why) => f.write_str(why),
        }
    }
}

/// What a parked coroutine waits for; for reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// An operation of the engine: it ends by itself.
    Operation(&'static str),
    /// `Coroutine::yield()`: only `resume()` ends it.
    Yield,
    /// Its children, in `run()`, or at the end of the script.
    Children,
    /// The end of children that it has cancelled.
    Canceled,
    /// The coroutines that it has named, in `join()`.
    Others,
    /// A class that another coroutine is loading.
    Class,
    /// What another coroutine has to hand over.
    Queue(waitqueue::Subject),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Running,
    /// Gave way to somebody and goes on right after.
    Ready,
    Waiting,
    Yielded,
    /// Waits for other coroutines, which wake it by name.
    Joining,
    /// `{main}` at the end of the script.
    Draining,
}

/// What happens to a coroutine when it is resumed next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    GoOn,
    /// Its wait is over without a result.
    Cancel(Cancel),
    /// All its waits are, see [`super::bounds::Doom`]. Whether what it waited for has come as well.
    Doomed {
        woken: bool,
    },
    /// What bounds its wait has passed.
    Alarm,
    Unwind(Unwind),
    /// `{main}` only: nobody is left who could wake it.
    Deadlock,
    /// `{main}` only: goes on waiting, after it has run what a signal left to do.
    ServeSignal,
}

/// How a cancelled wait ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancel {
    /// It answers `false`.
    Answer,
    /// It throws `CanceledException`.
    Throw,
}

/// What each switch looks at and writes comes first: thousands of coroutines run in turn, and each line of memory that
/// one of them needs has to be fetched again.
#[repr(C)]
pub(super) struct Coroutine {
    pub(super) state: State,
    pub(super) fate: Fate,
    pub(super) killed: bool,
    /// Its last wait was cancelled.
    pub(super) canceled: bool,
    /// Its body runs or ran; before that an autoloader may wait for its callable's class.
    pub(super) has_started: bool,
    pub(super) generation: u32,
    /// Its share of [`Scheduler::waiting`]: more than one while a signal's handler waits within a wait.
    pub(super) waits: u32,
    pub(super) id: i64,
    /// `None` for `{main}`.
    pub(super) context: Option<Context>,
    /// What bounds its waits; nearly always nothing.
    pub(super) bounds: Option<Box<Bounds>>,
    pub(super) wait: Wait,
    pub(super) since: Option<Instant>,
    /// The [`Scope`] that counts it.
    pub(super) scope: Option<usize>,
    /// By whom its last wait that was cancelled was, and what the operation that it waited for was at.
    pub(super) canceler: Canceler,
    pub(super) canceled_in: Option<Phase>,
    /// The [`Join`] that waits for it.
    pub(super) join: Option<usize>,
    /// Who created it.
    pub(super) creator: i64,
}

impl Coroutine {
    /// Whether it stands in a wait that may be cancelled. A class that another one loads has to be waited for.
    pub(super) fn is_cancelable(&self) -> bool {
        matches!(self.state, State::Waiting | State::Yielded | State::Joining)
            && !matches!(self.wait, Wait::Class | Wait::Canceled)
            && self.fate == Fate::GoOn
    }

    /// Somebody has woken it by name.
    pub(super) fn note_woken(&mut self) {
        if let Fate::Doomed { woken } = &mut self.fate {
            *woken = true;
        }
    }

    /// Whether it goes on though nobody has woken it by name; then its fate says why.
    fn is_roused(&mut self) -> bool {
        let is_alarmed = |bounds: &Bounds| bounds.alarm.has_passed();
        if self.fate == Fate::GoOn && self.bounds.as_deref().is_some_and(is_alarmed) {
            self.fate = Fate::Alarm;
        }
        self.fate != Fate::GoOn
    }
}

/// What one `run()` waits for, or one task of a [`Group`].
pub(super) struct Scope {
    /// Coroutines, calls that wait for theirs, and what may make further calls.
    pub(super) pending: usize,
    pub(super) waiter: u32,
    pub(super) failure: Option<Caught>,
    pub(super) failures: u32,
    /// The [`Group`] that it is a task of, and its number there.
    pub(super) group: Option<usize>,
    pub(super) place: usize,
    /// Its first coroutine is being started.
    pub(super) is_held: bool,
    /// What its first coroutine has returned.
    pub(super) result: Option<Kept>,
    /// Its coroutines are cancelled, by whom it says here.
    pub(super) doomed: Option<Canceler>,
}

impl Scope {
    pub(super) const fn new(waiter: u32, group: Option<usize>) -> Self {
        Self {
            pending: 0,
            waiter,
            failure: None,
            failures: 0,
            group,
            place: 0,
            is_held: false,
            result: None,
            doomed: None,
        }
    }
}

/// Exceptions of one `run()` that are kept: a hundred refused connections need not print a hundred traces.
pub(super) const FAILURES: u32 = 8;

pub(super) struct Scheduler {
    pub(super) coroutines: Slab<Coroutine>,
    pub(super) scopes: Slab<Scope>,
    pub(super) groups: Slab<Group>,
    pub(super) joins: Slab<Join>,
    /// Slots by the low bits of the id, see [`Scheduler::find`].
    pub(super) by_id: Vec<u32>,
    pub(super) pool: Vec<Context>,
    /// Those who gave way to somebody, the last one first to go on; they come before all who were woken.
    pub(super) gave_way: Vec<u32>,
    /// Those who wait for a class that another coroutine is loading.
    pub(super) class_waiters: Vec<u32>,
    /// What may call the script back.
    pub(super) origins: Slab<OriginState>,
    /// Calls that wait for their coroutines.
    pub(super) deliveries: VecDeque<Delivery>,
    /// Deliveries whose turn came when there was no room for a stack.
    pub(super) starved: usize,
    pub(super) current: u32,
    pub(super) generation: u32,
    pub(super) last_id: i64,
    pub(super) options: Options,
    pub(super) peak: usize,
    /// Waits of coroutines in [`State::Waiting`]: while there are any, something will happen.
    pub(super) waiting: usize,
    /// Switches since the reactor was last asked.
    pub(super) ticks: u32,
    /// When it was.
    pub(super) turned: Option<Instant>,
    /// Something forbids waiting as such, or for some: look closer.
    pub(super) restricted: bool,
    /// No context is kept any more.
    pub(super) closed: bool,
    /// The script is over (exit, fatal error, uncaught exception): `{main}` unwinds.
    pub(super) failed: bool,
    /// Who waited for what when the last deadlock was found.
    pub(super) report: String,
}

/// Contexts kept for the next coroutines; each keeps some 8 KiB of touched memory.
pub(super) const POOL: usize = 1024;

/// What the script may set for the rest of its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many coroutines may be alive at once.
    pub most: usize,
    /// Bytes of a C stack, if it does not leave that to the INI settings.
    pub stack_size: Option<usize>,
    /// Whether it wants to know of deadlocks.
    pub reports_deadlocks: bool,
}

impl Options {
    /// As in Swoole.
    pub const DEFAULT: Self = Self { most: 100_000, stack_size: None, reports_deadlocks: true };
}

/// Coroutines of which not everything stays in the processor's nearest caches.
const MANY: usize = 200;

/// Switches after which events are collected though somebody is always ready.
const TURN_EVERY: u32 = 61;

/// Who runs next.
#[derive(Clone, Copy)]
pub(super) enum Next {
    /// The one that asks: no switch is needed.
    Same,
    Other(Place),
}

impl Scheduler {
    pub(super) const fn new() -> Self {
        Self {
            coroutines: Slab::new(),
            scopes: Slab::new(),
            groups: Slab::new(),
            joins: Slab::new(),
            by_id: Vec::new(),
            pool: Vec::new(),
            gave_way: Vec::new(),
            class_waiters: Vec::new(),
            origins: Slab::new(),
            deliveries: VecDeque::new(),
            starved: 0,
            current: MAIN,
            generation: 0,
            last_id: 0,
            options: Options::DEFAULT,
            peak: 0,
            waiting: 0,
            ticks: 0,
            turned: None,
            restricted: false,
            closed: false,
            failed: false,
            report: String::new(),
        }
    }

    pub(super) fn start(&mut self) {
        self.generation = self.generation.wrapping_add(1);
        self.coroutines.insert(Coroutine {
            id: -1,
            generation: self.generation,
            state: State::Running,
            fate: Fate::GoOn,
            killed: false,
            has_started: true,
            context: None,
            scope: None,
            wait: Wait::Children,
            waits: 0,
            since: None,
            canceled: false,
            canceler: Canceler::Nobody,
            canceled_in: None,
            join: None,
            creator: -1,
            bounds: None,
        });
    }

    pub(super) fn running(&mut self) -> &mut Coroutine {
        let current = self.current as usize;
        &mut self.coroutines[current]
    }

    pub(super) fn tag(&self, slot: u32) -> Tag {
        Tag::external(slot, self.coroutines[slot as usize].generation)
    }

    pub(super) const fn wants_turn(&mut self) -> bool {
        self.ticks += 1;
        self.ticks >= TURN_EVERY
    }

    /// Makes `slot` the running coroutine and answers where it is parked.
    pub(super) fn enter(&mut self, slot: u32) -> Place {
        self.current = slot;
        let coroutine = self.running();
        coroutine.state = State::Running;
        coroutine.context
    }

    /// Coroutine `slot` runs again: answers what was decided for it meanwhile. Unless it has to serve a signal and to
    /// go on with it, its wait is over, which had that share of [`Scheduler::waiting`].
    pub(super) fn arrive(&mut self, slot: u32, share: u32) -> Fate {
        self.current = slot;
        let coroutine = self.running();
        coroutine.state = State::Running;
        let fate = std::mem::replace(&mut coroutine.fate, Fate::GoOn);
        if fate != Fate::ServeSignal {
            coroutine.waits -= share;
            self.waiting -= share as usize;
        }
        fate
    }

    /// Whoever gave way last goes on.
    pub(super) fn next_who_gave_way(&mut self) -> Option<Place> {
        let slot = self.gave_way.pop()?;
        Some(self.enter(slot))
    }

    /// Makes the owner of `tag` the running coroutine if it may run.
    pub(super) fn take(&mut self, tag: Tag, me: Option<u32>) -> Option<Next> {
        let coroutine = self.coroutines.get_mut(tag.slot() as usize)?;
        let may_run = coroutine.generation == tag.generation()
            && match coroutine.state {
                State::Ready => {
                    coroutine.note_woken();
                    true
                }
                State::Waiting | State::Draining => true,
                // They are woken by name; else a tag of theirs is left over from an earlier wait.
                State::Yielded | State::Joining => coroutine.is_roused(),
                State::Running => false,
            };
        may_run.then(|| self.choose(tag.slot(), me))
    }

    /// Has the processor fetch what those need who run next: with thousands of them, nothing of it is at hand any more,
    /// and waiting for each line of it takes longer than what they do. The further ahead, the less can be known.
    #[inline]
    pub(super) fn fetch_ahead(&self) {
        if self.coroutines.len() < MANY {
            return;
        }
        let [first, second, third] = queue::upcoming().map(|tag| self.coroutines.get(tag?.slot() as usize));
        // The third one's place in the table has been read: that was to be done.
        black_box(third);
        second.and_then(|coroutine| coroutine.context).into_iter().for_each(Context::fetch);
        first.and_then(|coroutine| coroutine.context).into_iter().for_each(Context::fetch_stacks);
    }

    pub(super) fn choose(&mut self, slot: u32, me: Option<u32>) -> Next {
        let place = self.enter(slot);
        if me == Some(slot) { Next::Same } else { Next::Other(place) }
    }

    /// Makes `{main}` run next, with `fate`.
    pub(super) fn force_main(&mut self, fate: Fate, me: Option<u32>) -> Next {
        self.coroutines[MAIN as usize].fate = fate;
        self.gave_way.retain(|&slot| slot != MAIN);
        self.choose(MAIN, me)
    }

    /// Adds a coroutine that `scope` has counted, in the name of `creator`, whose slot it is, if anybody creates it.
    pub(super) fn add(&mut self, context: Context, scope: Option<usize>, creator: Option<u32>) -> (u32, i64) {
        self.generation = self.generation.wrapping_add(1);
        self.last_id += 1;
        let (id, generation) = (self.last_id, self.generation);
        let bounds = scope.and_then(|scope| self.bounds_of_newcomer(scope, creator));
        let creator = creator.map_or(-1, |creator| self.coroutines[creator as usize].id);
        let slot = self.coroutines.insert(Coroutine {
            id,
            generation,
            state: State::Running,
            fate: Fate::GoOn,
            killed: false,
            has_started: false,
            context: Some(context),
            scope,
            wait: Wait::Yield,
            waits: 0,
            since: None,
            canceled: false,
            canceler: Canceler::Nobody,
            canceled_in: None,
            join: None,
            creator,
            bounds,
        });
        self.peak = self.peak.max(self.coroutines.len() - 1);
        let slot = u32::try_from(slot).expect("fewer than 2^31 stacks fit into memory");
        if self.coroutines.len() * 2 > self.by_id.len() {
            self.rehash();
        }
        self.note_id(id, slot);
        (slot, id)
    }

    pub(super) fn add_origin(&mut self, weight: Weight) -> (usize, u32) {
        let scope = self.running().scope;
        self.enter_scope(scope);
        self.generation = self.generation.wrapping_add(1);
        let generation = self.generation;
        (self.origins.insert(OriginState { generation, scope, weight }), generation)
    }

    pub(super) fn remove_origin(&mut self, key: usize, generation: u32) {
        if self.origins.get(key).is_some_and(|origin| origin.generation == generation) {
            let origin = self.origins.remove(key);
            self.leave_scope(origin.scope);
            self.tell_if_drained();
        }
    }

    /// Whether something is left that the end of the script waits for.
    pub(super) fn is_busy(&self, waits_for: impl Fn(Weight) -> bool) -> bool {
        self.coroutines.len() > 1
            || !self.deliveries.is_empty()
            || self.origins.iter().any(|(_, origin)| waits_for(origin.weight))
    }

    /// Wakes `{main}` if it waits for the end of all others and nobody of them is left.
    pub(super) fn tell_if_drained(&self) {
        if self.coroutines.len() == 1 && self.coroutines[MAIN as usize].state == State::Draining {
            queue::push(self.tag(MAIN));
        }
    }

    pub(super) fn enter_scope(&mut self, scope: Option<usize>) {
        scope.into_iter().for_each(|scope| self.scopes[scope].pending += 1);
    }

    pub(super) fn leave_scope(&mut self, scope: Option<usize>) {
        let Some(key) = scope else { return };
        let Some(scope) = self.scopes.get_mut(key) else { return };
        scope.pending -= 1;
        if scope.pending == 0 {
            match scope.group {
                None => {
                    let waiter = scope.waiter;
                    self.wake_joining(waiter);
                }
                Some(group) => self.task_ended(group, key),
            }
        }
    }

    pub(super) fn wake_joining(&mut self, slot: u32) {
        let Some(coroutine) = self.coroutines.get_mut(slot as usize) else { return };
        match coroutine.state {
            State::Joining => {
                coroutine.state = State::Ready;
                queue::push(self.tag(slot));
            }
            // With a time limit: it looks whether what it waits for has come.
            State::Waiting => queue::push(self.tag(slot)),
            _ => {}
        }
    }

    /// Nobody waits for the scope's coroutines any more: those that are left belong to `heir`. Answers what they have
    /// thrown, and what the first one has returned.
    pub(super) fn disband(&mut self, scope: usize, heir: Option<usize>) -> (Option<Caught>, Option<Kept>) {
        let Scope { pending, failure, result, .. } = self.scopes.remove(scope);
        if pending > 0 {
            let heir = heir.filter(|&heir| self.scopes.contains(heir));
            let scopes = self.coroutines.iter_mut().map(|(_, coroutine)| &mut coroutine.scope);
            let scopes = scopes.chain(self.origins.iter_mut().map(|(_, origin)| &mut origin.scope));
            let scopes = scopes.chain(self.deliveries.iter_mut().map(|delivery| &mut delivery.scope));
            let mut inherited = 0;
            for of in scopes.filter(|of| **of == Some(scope)) {
                *of = heir;
                inherited += 1;
            }
            heir.into_iter().for_each(|heir| self.scopes[heir].pending += inherited);
        }
        (failure, result)
    }

    pub(super) fn keep_who_forked(&mut self) {
        let current = self.current;
        let is_kept = |slot: u32| slot == MAIN || slot == current;
        self.coroutines.retain(|slot, _| is_kept(slot as u32));
        self.gave_way.retain(|&slot| is_kept(slot));
        self.origins.clear();
        // What they hold belongs to the parent: no destructor runs here.
        fork::leave_to_parent(std::mem::take(&mut self.deliveries));
        self.starved = 0;
        self.scopes.iter_mut().for_each(|(_, scope)| scope.pending = 0);
        self.groups.iter_mut().for_each(|(_, group)| group.unfinished = 0);
        self.keep_joins(current);
        self.waiting = self.coroutines.iter().map(|(_, coroutine)| coroutine.waits as usize).sum();
        if self.coroutines[MAIN as usize].state == State::Waiting {
            // What it waits for belongs to the parent: it has to look again.
            queue::push(self.tag(MAIN));
        } else if matches!(self.coroutines[MAIN as usize].wait, Wait::Class) {
            // Whoever was loading it may be gone.
            self.wake_joining(MAIN);
        }
        if current != MAIN {
            // What {main} waits for is this one, whatever was in between.
            let joined = self.scopes.iter().find(|(_, scope)| scope.waiter == MAIN).map(|(key, _)| key);
            self.running().scope = joined;
            if let Some(key) = joined {
                self.scopes[key].pending = 1 + usize::from(self.scopes[key].is_held);
                let group = self.scopes[key].group.and_then(|group| self.groups.get_mut(group));
                group.into_iter().for_each(|group| group.unfinished = 1);
            }
        }
    }

    pub(super) fn note_id(&mut self, id: i64, slot: u32) {
        let mask = self.by_id.len() - 1;
        self.by_id[id as usize & mask] = slot;
    }

    pub(super) fn rehash(&mut self) {
        let size = (self.coroutines.len() * 4).next_power_of_two().max(64);
        self.by_id = vec![0; size];
        let live: Vec<_> =
            self.coroutines.iter().map(|(slot, coroutine)| (coroutine.id, slot as u32)).collect();
        live.into_iter().for_each(|(id, slot)| self.note_id(id, slot));
    }

    /// The slot of coroutine `id`. Ids grow by one, so their low bits make a table without collisions but
    /// for those that outlive as many successors as the table has places: they are searched for.
    pub(super) fn find(&mut self, id: i64) -> Option<u32> {
        let is = |coroutine: &Coroutine| coroutine.id == id;
        if id < 1 || self.by_id.is_empty() {
            return None;
        }
        let noted = self.by_id[id as usize & (self.by_id.len() - 1)];
        if self.coroutines.get(noted as usize).is_some_and(is) {
            return Some(noted);
        }
        if id > self.last_id {
            return None;
        }
        let slot = self.coroutines.iter().find(|(_, coroutine)| is(coroutine))?.0 as u32;
        self.note_id(id, slot);
        Some(slot)
    }
}

/// The running coroutine's id; -1 in `{main}`.
#[must_use]
pub fn current_id() -> i64 {
    with(|s| s.running().id)
}

/// Whether the running coroutine is being killed.
#[inline]
#[must_use]
pub fn is_killed() -> bool {
    SCHEDULER.with(|s| s.borrow().restricted) && is_running_killed()
}

#[cold]
fn is_running_killed() -> bool {
    with(|s| s.running().killed)
}

/// Who cancelled the running coroutine's last wait that was.
#[must_use]
pub fn canceler() -> Canceler {
    with(|s| s.running().canceler)
}

/// Whether the running coroutine's last wait was cancelled.
#[must_use]
pub fn is_canceled() -> bool {
    with(|s| s.running().canceled)
}

/// Whether a coroutine with that id is alive.
#[must_use]
pub fn exists(id: i64) -> bool {
    with(|s| s.find(id).is_some())
}

/// The coroutine that `tag` wakes.
#[must_use]
pub fn id_of(tag: Tag) -> Option<i64> {
    let is_meant = |coroutine: &&Coroutine| !tag.is_task() && coroutine.generation == tag.generation();
    with(|s| s.coroutines.get(tag.slot() as usize).filter(is_meant).map(|coroutine| coroutine.id))
}

/// The ids of all coroutines but `{main}`, in order.
#[must_use]
pub fn ids() -> Vec<i64> {
    let mut ids: Vec<i64> = with(|s| s.coroutines.iter().map(|(_, coroutine)| coroutine.id).collect());
    ids.retain(|&id| id > 0);
    ids.sort_unstable();
    ids
}

/// Coroutines of this request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Alive, without `{main}`.
    pub alive: usize,
    /// The most that were alive at once.
    pub peak: usize,
    /// The last id given.
    pub last_id: i64,
}

/// Counts coroutines.
#[must_use]
pub fn stats() -> Stats {
    with(|s| Stats { alive: s.coroutines.len() - 1, peak: s.peak, last_id: s.last_id })
}

/// Whether the script is over before its end: `{main}` is being unwound.
#[must_use]
pub fn has_failed() -> bool {
    with(|s| s.failed)
}

/// In a forked child only `{main}` and the coroutine that forked go on. The others' stacks are left as they
/// are: what stands on them belongs to the parent. Whether there are any.
#[must_use]
pub fn process_forked() -> bool {
    is_used() && {
        queue::clear();
        waitqueue::process_forked(with(|s| s.current));
        let left: Vec<Place> = with(|s| {
            let others =
                s.coroutines.iter().filter(|&(slot, _)| slot != MAIN as usize && slot != s.current as usize);
            let left = others.map(|(_, coroutine)| coroutine.context).collect();
            s.keep_who_forked();
            left
        });
        left.iter().flatten().for_each(|context| context.leave_to_parent());
        !left.is_empty()
    }
}

/// From now on no context is kept, and new coroutines get no further than to their first wait.
pub(super) fn close() {
    let undelivered = with(|s| {
        s.closed = true;
        s.restricted = true;
        std::mem::take(&mut s.deliveries)
    });
    undelivered.iter().for_each(|delivery| with(|s| s.leave_scope(delivery.scope)));
}

/// Whether there was a request with coroutines or waits at all.
#[must_use]
pub fn is_used() -> bool {
    SCHEDULER.with(|scheduler| !scheduler.borrow().coroutines.is_empty())
}

/// The slots of all coroutines but `{main}` and the running one.
pub(super) fn others(scope: Option<usize>) -> Vec<u32> {
    with(|s| {
        let current = s.current as usize;
        let wanted = |slot: usize, c: &Coroutine| {
            slot != MAIN as usize && slot != current && (scope.is_none() || c.scope == scope)
        };
        s.coroutines.iter().filter(|&(slot, c)| wanted(slot, c)).map(|(slot, _)| slot as u32).collect()
    })
}

/// Frees the pool and forgets everything: the request is over.
pub(super) fn reset() {
    let old = SCHEDULER.with(|scheduler| scheduler.replace(Scheduler::new()));
    // Keeps generations apart, so that a waker of this request wakes nobody in the next one.
    with(|s| {
        s.generation = old.generation;
        s.restricted = true;
    });
    // A fatal error may have come between the making of a coroutine and its start.
    let unstarted = old.coroutines.iter().filter(|(_, c)| !c.has_started).filter_map(|(_, c)| c.context);
    unstarted.for_each(Context::free);
    old.pool.into_iter().for_each(Context::free);
    queue::clear();
    request::end();
}

/// A request begins.
pub(super) fn request_startup() {
    waitqueue::request_startup();
    SCHEDULER.with(|scheduler| {
        let generation = scheduler.borrow().generation;
        scheduler.replace(Scheduler { generation, ..Scheduler::new() });
    });
}

/// What the script has set.
#[must_use]
pub fn options() -> Options {
    with(|s| s.options)
}

/// Runs `work` on this thread's table. No PHP code runs meanwhile, and nothing switches.
pub(super) fn with<R>(work: impl FnOnce(&mut Scheduler) -> R) -> R {
    SCHEDULER.with(|scheduler| {
        let scheduler = &mut *scheduler.borrow_mut();
        if scheduler.coroutines.is_empty() {
            scheduler.start();
        }
        work(scheduler)
    })
}

per_thread!(static SCHEDULER: RefCell<Scheduler> = RefCell::new(Scheduler::new()));
