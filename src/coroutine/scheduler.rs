//! The table of coroutines and the switch from one to the next.

use crate::coroutine::ending;
use crate::exception::{DEADLOCK, EXCEPTION};
use crate::ffi::call::{Call, Callable, Thrown};
use crate::ffi::coroutine::{
    Context, Ended, Frame, From, ResumePoint, Site, Unwind, in_output_handler, switch, switch_blocked,
    throw_unwind,
};
use crate::ffi::error::{self, Caught};
use crate::ffi::request;
use engine::executor::{self, Tag, queue};
use engine::reactor;
use engine::time::{self, Deadline};
use slab::Slab;
use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
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
}

/// What a parked coroutine waits for; for reports, and to tell who may wake it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wait {
    /// An operation of the engine: it ends by itself.
    Operation(&'static str),
    /// `Coroutine::yield()`: only `resume()` ends it.
    Yield,
    /// Its children, in `run()`.
    Children,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Running,
    /// Gave way to somebody and goes on right after.
    Ready,
    Waiting,
    Yielded,
    Joining,
    /// `{main}` at the end of the script.
    Draining,
}

/// What happens to a coroutine when it is resumed next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    GoOn,
    Unwind(Unwind),
    /// `{main}` only: nobody is left who could wake it.
    Deadlock,
}

struct Coroutine {
    id: i64,
    generation: u32,
    /// `None` for `{main}`.
    context: Option<Context>,
    resume: Option<ResumePoint>,
    state: State,
    fate: Fate,
    killed: bool,
    /// The [`Scope`] that counts it.
    scope: Option<usize>,
    wait: Wait,
    frame: Frame,
    since: Instant,
}

/// The children that one `run()` waits for.
struct Scope {
    pending: usize,
    waiter: u32,
    failure: Option<Caught>,
}

#[derive(Default)]
struct Scheduler {
    coroutines: Slab<Coroutine>,
    scopes: Slab<Scope>,
    /// Slots by the low bits of the id, see [`Scheduler::find`].
    by_id: Vec<u32>,
    pool: Vec<Context>,
    current: u32,
    generation: u32,
    last_id: i64,
    peak: usize,
    /// Coroutines in [`State::Waiting`]: while there are any, something will happen.
    waiting: usize,
    /// Switches since the reactor was last asked.
    ticks: u32,
    /// Coroutines may still be parked: set back when the request ends.
    closed: bool,
    /// Who waited for what when the last deadlock was found.
    report: String,
    /// The script is over (exit, fatal error, uncaught exception): `{main}` unwinds.
    failed: bool,
}

/// Contexts kept for the next coroutines; each keeps some 8 KiB of touched memory.
const POOL: usize = 1024;
/// Switches after which events are collected though somebody is always ready.
const TURN_EVERY: u32 = 61;

// ---- Parking -------------------------------------------------------------------------------------

/// Parks the running code until the waker of [`waker`] is woken; it may come back without that.
///
/// # Errors
/// [`Interrupted`].
pub fn park(what: &'static str) -> Result<(), Interrupted> {
    refuse_where_impossible(what)?;
    leave(State::Waiting, Wait::Operation(what)).map_err(Into::into)
}

/// Gives way to the others until somebody calls `resume()`.
///
/// # Errors
/// [`Interrupted`]; in `{main}` an exception when nobody is left who could resume it.
pub fn yield_now() -> Result<(), Interrupted> {
    refuse_where_impossible("resume()")?;
    if switch_blocked() {
        error::throw(
            &EXCEPTION,
            "cannot yield in a destructor: PHP below 8.4 does not allow to switch there",
            0,
        );
        return Err(Interrupted::Thrown);
    }
    Ok(leave(State::Yielded, Wait::Yield)?)
}

/// At the end of the script: `{main}` waits until no coroutine is left, at most until `deadline`. A
/// deadlock is answered as its report.
///
/// # Errors
/// [`Interrupted`].
pub fn wait_for_all(deadline: Deadline) -> Result<Option<String>, Interrupted> {
    let waker = waker();
    let mut limit = pin!(reactor::sleep(deadline));
    while with(|s| s.coroutines.len() > 1) {
        if limit.as_mut().poll(&mut std::task::Context::from_waker(&waker)).is_ready() {
            break;
        }
        match leave(State::Draining, Wait::Children) {
            Ok(()) => {}
            Err(Break::Deadlock) => return Ok(Some(take_report())),
            Err(Break::Thrown) => return Err(Interrupted::Thrown),
        }
    }
    Ok(None)
}

/// The waker of the running coroutine.
#[must_use]
pub fn waker() -> std::task::Waker {
    with(|s| s.tag(s.current)).waker()
}

fn refuse_where_impossible(what: &str) -> Result<(), Interrupted> {
    if with(|s| s.running().killed) {
        return Err(Interrupted::Killed);
    }
    let place = if in_output_handler() {
        "in an output buffer's handler"
    } else if ending::is_over() {
        "after the end of the request"
    } else if ending::is_closed() && with(|s| s.current != MAIN) {
        // The script is over: a coroutine that was started this late gets no further.
        with(|s| s.running().killed = true);
        throw_unwind(Unwind::Graceful);
        return Err(Interrupted::Thrown);
    } else {
        return Ok(());
    };
    error::throw(&EXCEPTION, &format!("cannot wait for {what} {place}"), 0);
    Err(Interrupted::Thrown)
}

/// Why [`leave`] came back without being woken.
enum Break {
    Thrown,
    Deadlock,
}

impl std::convert::From<Break> for Interrupted {
    fn from(reason: Break) -> Self {
        if matches!(reason, Break::Deadlock) {
            error::throw(&DEADLOCK, &take_report(), 0);
        }
        Self::Thrown
    }
}

fn take_report() -> String {
    with(|s| std::mem::take(&mut s.report))
}

/// Leaves the running code in `state` and comes back when it is picked.
fn leave(state: State, wait: Wait) -> Result<(), Break> {
    let slot = with(|s| {
        s.waiting += usize::from(state == State::Waiting);
        let coroutine = s.running();
        coroutine.state = state;
        coroutine.wait = wait;
        coroutine.frame = Frame::here();
        coroutine.since = reactor::last_turn();
        s.current
    });
    if let Some(next) = pick(Some(slot)) {
        switch_from(slot, next);
    }
    with(|s| s.waiting -= usize::from(state == State::Waiting));
    arrive(slot)
}

fn switch_from(slot: u32, next: ResumePoint) {
    with(|s| s.coroutines[slot as usize].resume = Some(ResumePoint::here()));
    switch(next, if slot == MAIN { From::Main } else { From::Coroutine });
}

/// Coroutine `slot` runs again: sees to what was decided for it meanwhile.
fn arrive(slot: u32) -> Result<(), Break> {
    let fate = with(|s| {
        s.current = slot;
        let coroutine = s.running();
        coroutine.state = State::Running;
        coroutine.frame = Frame::NONE;
        std::mem::replace(&mut coroutine.fate, Fate::GoOn)
    });
    match fate {
        // A signal's handler threw while this coroutine drove the reactor.
        Fate::GoOn if error::pending() => Err(Break::Thrown),
        Fate::GoOn => Ok(()),
        Fate::Unwind(unwind) => {
            with(|s| s.running().killed = slot != MAIN);
            throw_unwind(unwind);
            Err(Break::Thrown)
        }
        Fate::Deadlock => Err(Break::Deadlock),
    }
}

/// Chooses who runs next and marks it running; `None` when that is `me`.
fn pick(me: Option<u32>) -> Option<ResumePoint> {
    loop {
        if with(Scheduler::wants_turn) {
            reactor::turn(reactor::Wait::Poll);
        }
        let chosen = match executor::next() {
            Some(tag) => with(|s| s.take(tag, me)),
            None => idle(me),
        };
        if let Some(next) = chosen {
            return next;
        }
    }
}

/// Nobody is ready: waits for something to happen, or ends the deadlock. Answers as [`Scheduler::enter`].
fn idle(me: Option<u32>) -> Option<Option<ResumePoint>> {
    if with(|s| s.waiting == 0) && executor::task_count() == 0 {
        // Taken now, while everybody still stands where it waits.
        let report = ending::report(&parked());
        with(|s| s.report = report);
        return Some(with(|s| s.force_main(Fate::Deadlock, me)));
    }
    let interrupted = !reactor::turn(reactor::Wait::Block);
    match me {
        Some(slot) if interrupted => serve_signal(slot),
        // An ended coroutine has no code in whose place a handler could run; the VM will see to it.
        _ => None,
    }
}

/// Runs what a signal left to do, in the place of coroutine `slot`, which waits.
fn serve_signal(slot: u32) -> Option<Option<ResumePoint>> {
    let (state, wait, frame) = with(|s| {
        let coroutine = s.running();
        (coroutine.state, coroutine.wait.clone(), coroutine.frame)
    });
    request::run_interrupts();
    with(|s| {
        // A handler that waited has used up these, and perhaps the wake-up that this wait was to get.
        let coroutine = s.running();
        (coroutine.state, coroutine.wait, coroutine.frame) = (state, wait, frame);
        let come_back = error::pending() || state == State::Waiting;
        if come_back { s.enter(slot, Some(slot)) } else { None }
    })
}

// ---- Creating and resuming -----------------------------------------------------------------------

/// Starts a coroutine for `call`'s callable and arguments; it runs until it parks or ends.
///
/// # Errors
/// An exception is set: not callable, no room for a stack, or something that the child has done to us.
pub fn create(call: &Call, scope: Option<usize>) -> Result<i64, Thrown> {
    if switch_blocked() || in_output_handler() {
        error::throw(&EXCEPTION, "cannot start a coroutine here: PHP does not allow to switch", 0);
        return Err(Thrown);
    }
    let context = match with(|s| s.pool.pop()) {
        Some(context) => context,
        None => new_context()?,
    };
    let (slot, id) = with(|s| s.add(context, scope));
    if context.load(call, slot).is_err() {
        with(|s| {
            s.leave_scope(slot);
            s.remove(slot);
            s.pool.push(context);
        });
        return Err(Thrown);
    }
    ending::prepare();
    run_first(slot, context.start())?;
    Ok(id)
}

fn new_context() -> Result<Context, Thrown> {
    if let Some(context) = Context::new(stack_size()) {
        return Ok(context);
    }
    let reason = std::io::Error::last_os_error();
    let live = with(|s| s.coroutines.len());
    let message = format!(
        "cannot allocate a stack for a coroutine ({reason}); {live} are alive, each takes two memory mappings: \
         raise the sysctl vm.max_map_count"
    );
    error::throw(&EXCEPTION, &message, 0);
    Err(Thrown)
}

/// Bytes of a C stack: `corio.stack_size`, else PHP's `fiber.stack_size`, else PHP's default for it. It is
/// address space: only touched pages cost.
#[must_use]
pub fn stack_size() -> usize {
    const DEFAULT: usize = 2 << 20;
    const LEAST: usize = 64 << 10;
    let set =
        ["corio.stack_size", "fiber.stack_size"].map(request::ini_size).into_iter().find(|&size| size > 0);
    set.and_then(|size| usize::try_from(size).ok()).map_or(DEFAULT, |size| size.max(LEAST))
}

/// Switches to `slot` at `to`; the running coroutine goes on before all others that are ready.
fn run_first(slot: u32, to: ResumePoint) -> Result<(), Thrown> {
    let me = with(|s| {
        let me = s.current;
        s.running().state = State::Ready;
        queue::push_front(s.tag(me));
        s.current = slot;
        s.running().state = State::Running;
        me
    });
    switch_from(me, to);
    arrive(me).map_err(|_| Thrown)
}

/// Whether a yielded coroutine was resumed.
///
/// # Errors
/// As [`wait`].
pub fn resume(id: i64) -> Result<bool, Interrupted> {
    if switch_blocked() || in_output_handler() {
        error::throw(&EXCEPTION, "cannot resume a coroutine here: PHP does not allow to switch", 0);
        return Err(Interrupted::Thrown);
    }
    let target = with(|s| {
        let slot = s.find(id)?;
        let coroutine = &mut s.coroutines[slot as usize];
        (coroutine.state == State::Yielded).then_some((slot, coroutine.resume?))
    });
    let Some((slot, to)) = target else { return Ok(false) };
    run_first(slot, to).map_err(|Thrown| Interrupted::Thrown)?;
    Ok(true)
}

/// Kills a parked coroutine: it is unwound before this returns.
pub fn kill(slot: u32, unwind: Unwind) {
    let to = with(|s| {
        let coroutine = s.coroutines.get_mut(slot as usize)?;
        coroutine.fate = Fate::Unwind(unwind);
        coroutine.resume
    });
    if let Some(to) = to {
        // What comes back is our own fate, which the caller looks at.
        let _ = run_first(slot, to);
    }
}

/// Has `callable` called when the running coroutine ends; `false` in `{main}`.
pub fn defer(callable: Callable) -> bool {
    let context = with(|s| s.running().context);
    context.map(|context| context.defer(callable)).is_some()
}

// ---- Scopes --------------------------------------------------------------------------------------

/// Runs `call`'s callable in a coroutine and waits for it and for all that it starts.
///
/// # Errors
/// An exception is set: the first that one of them threw, or a deadlock.
pub fn run(call: &Call) -> Result<(), Thrown> {
    let scope = with(|s| {
        let waiter = s.current;
        s.scopes.insert(Scope { pending: 0, waiter, failure: None })
    });
    if create(call, Some(scope)).and_then(|_| join(scope)).is_err() {
        // Put aside while the children are unwound: their finally blocks must not meet it.
        let thrown = Caught::take();
        ending::kill_scope(scope);
        thrown.into_iter().for_each(Caught::rethrow);
    }
    let failure = with(|s| s.scopes.remove(scope).failure);
    if let Some(failure) = failure
        && !error::pending()
    {
        failure.rethrow();
    }
    if error::pending() { Err(Thrown) } else { Ok(()) }
}

fn join(scope: usize) -> Result<(), Thrown> {
    while with(|s| s.scopes[scope].pending > 0) {
        if refuse_where_impossible("its coroutines").is_err() {
            return Err(Thrown);
        }
        leave(State::Joining, Wait::Children).map_err(|reason| {
            let _: Interrupted = reason.into();
            Thrown
        })?;
    }
    Ok(())
}

/// Whether somebody takes the exceptions of coroutine `slot`.
#[must_use]
pub fn is_awaited(slot: u32) -> bool {
    with(|s| s.coroutines.get(slot as usize).is_some_and(|coroutine| coroutine.scope.is_some()))
}

/// Keeps an exception that left coroutine `slot` for whoever awaits it; later ones hang on the first.
pub fn failed(slot: u32, exception: Caught) {
    let scope = with(|s| s.coroutines[slot as usize].scope.expect("asked by is_awaited"));
    let first = with(|s| s.scopes[scope].failure.take());
    let kept = match first {
        None => exception,
        Some(first) => {
            first.chain(exception);
            first
        }
    };
    with(|s| s.scopes[scope].failure = Some(kept));
}

// ---- Ending --------------------------------------------------------------------------------------

/// Coroutine `slot`, which runs this, is over. Answers whom to switch to and whether its context may be
/// used again.
pub fn ended(slot: u32, outcome: Ended, reusable: bool) -> (ResumePoint, bool) {
    let (reuse, was_killed) = with(|s| {
        let Coroutine { context, killed, .. } = s.coroutines[slot as usize];
        s.leave_scope(slot);
        s.remove(slot);
        if s.coroutines.len() == 1 && s.coroutines[MAIN as usize].state == State::Draining {
            queue::push(s.tag(MAIN));
        }
        let reuse = reusable && s.pool.len() < POOL && !s.closed;
        if let (true, Some(context)) = (reuse, context) {
            s.pool.push(context);
        }
        (reuse, killed)
    });
    // A killed one is unwound the way exit() unwinds, but the script has not ended by it.
    let next = if matches!(outcome, Ended::Exited | Ended::Bailed) && !was_killed {
        with(|s| {
            s.failed = true;
            s.force_main(Fate::Unwind(Unwind::Silent), None)
        })
    } else {
        pick(None)
    };
    (next.expect("only a running coroutine can be its own successor"), reuse)
}

impl Scheduler {
    fn running(&mut self) -> &mut Coroutine {
        let current = self.current as usize;
        &mut self.coroutines[current]
    }

    fn tag(&self, slot: u32) -> Tag {
        Tag::external(slot, self.coroutines[slot as usize].generation)
    }

    fn wants_turn(&mut self) -> bool {
        self.ticks += 1;
        let wants = self.ticks >= TURN_EVERY;
        if wants {
            self.ticks = 0;
        }
        wants
    }

    /// Makes the owner of `tag` the running coroutine if it may run. Answers as [`pick`].
    fn take(&mut self, tag: Tag, me: Option<u32>) -> Option<Option<ResumePoint>> {
        let coroutine = self.coroutines.get_mut(tag.slot() as usize)?;
        let may_run = coroutine.generation == tag.generation()
            // The others are woken by name only; a tag of theirs is left over from an earlier wait.
            && matches!(coroutine.state, State::Ready | State::Waiting | State::Draining);
        if !may_run {
            return None;
        }
        self.enter(tag.slot(), me)
    }

    fn enter(&mut self, slot: u32, me: Option<u32>) -> Option<Option<ResumePoint>> {
        self.current = slot;
        let coroutine = self.running();
        coroutine.state = State::Running;
        if me == Some(slot) { Some(None) } else { coroutine.resume.map(Some) }
    }

    /// Makes `{main}` run next, with `fate`. Answers as [`pick`].
    fn force_main(&mut self, fate: Fate, me: Option<u32>) -> Option<ResumePoint> {
        self.coroutines[MAIN as usize].fate = fate;
        self.enter(MAIN, me).flatten()
    }

    fn add(&mut self, context: Context, scope: Option<usize>) -> (u32, i64) {
        let inherited = self.running().scope;
        self.generation = self.generation.wrapping_add(1);
        self.last_id += 1;
        let (id, generation) = (self.last_id, self.generation);
        let scope = scope.or(inherited);
        if let Some(scope) = scope {
            self.scopes[scope].pending += 1;
        }
        let slot = self.coroutines.insert(Coroutine {
            id,
            generation,
            context: Some(context),
            resume: None,
            state: State::Ready,
            fate: Fate::GoOn,
            killed: false,
            scope,
            wait: Wait::Yield,
            frame: Frame::NONE,
            since: reactor::last_turn(),
        });
        self.peak = self.peak.max(self.coroutines.len() - 1);
        let slot = u32::try_from(slot).expect("fewer than 2^31 stacks fit into memory");
        if self.coroutines.len() * 2 > self.by_id.len() {
            self.rehash();
        }
        self.note_id(id, slot);
        (slot, id)
    }

    fn remove(&mut self, slot: u32) {
        self.coroutines.remove(slot as usize);
    }

    fn leave_scope(&mut self, slot: u32) {
        let Some(scope) = self.coroutines[slot as usize].scope else { return };
        let Some(scope) = self.scopes.get_mut(scope) else { return };
        scope.pending -= 1;
        if scope.pending == 0 {
            let waiter = scope.waiter;
            let coroutine = &mut self.coroutines[waiter as usize];
            if coroutine.state == State::Joining {
                coroutine.state = State::Ready;
                queue::push(self.tag(waiter));
            }
        }
    }

    fn note_id(&mut self, id: i64, slot: u32) {
        let mask = self.by_id.len() - 1;
        self.by_id[id as usize & mask] = slot;
    }

    fn rehash(&mut self) {
        let size = (self.coroutines.len() * 4).next_power_of_two().max(64);
        self.by_id = vec![0; size];
        let live: Vec<_> =
            self.coroutines.iter().map(|(slot, coroutine)| (coroutine.id, slot as u32)).collect();
        live.into_iter().for_each(|(id, slot)| self.note_id(id, slot));
    }

    /// The slot of coroutine `id`. Ids grow by one, so their low bits make a table without collisions but
    /// for those that outlive as many successors as the table has places: they are searched for.
    fn find(&mut self, id: i64) -> Option<u32> {
        let is = |coroutine: &Coroutine| coroutine.id == id;
        if id < 1 || self.by_id.is_empty() {
            return None;
        }
        let noted = self.by_id[id as usize & (self.by_id.len() - 1)];
        if self.coroutines.get(noted as usize).is_some_and(is) {
            return Some(noted);
        }
        let slot = self.coroutines.iter().find(|(_, coroutine)| is(coroutine))?.0 as u32;
        self.note_id(id, slot);
        Some(slot)
    }

    fn start(&mut self) {
        self.generation = self.generation.wrapping_add(1);
        let main = Coroutine {
            id: -1,
            generation: self.generation,
            context: None,
            resume: None,
            state: State::Running,
            fate: Fate::GoOn,
            killed: false,
            scope: None,
            wait: Wait::Children,
            frame: Frame::NONE,
            since: reactor::last_turn(),
        };
        self.coroutines.insert(main);
    }
}

// ---- What others ask -----------------------------------------------------------------------------

/// The running coroutine's id; -1 in `{main}`.
#[must_use]
pub fn current_id() -> i64 {
    with(|s| s.running().id)
}

/// Whether a coroutine with that id is alive.
#[must_use]
pub fn exists(id: i64) -> bool {
    with(|s| s.find(id).is_some())
}

/// A coroutine, as reports and messages show it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Its slot.
    pub slot: u32,
    /// Its id; -1 for `{main}`.
    pub id: i64,
    /// What it waits for.
    pub wait: Wait,
    /// Where it waits.
    pub site: Site,
    /// For how long.
    pub waited: std::time::Duration,
}

/// All coroutines that are parked, `{main}` included, by id.
#[must_use]
pub fn parked() -> Vec<Snapshot> {
    let mut parked: Vec<Snapshot> = with(|s| {
        let now = time::now();
        let parked = s.coroutines.iter().filter(|(_, c)| !matches!(c.state, State::Running | State::Ready));
        let shown = parked.map(|(slot, c)| Snapshot {
            slot: slot as u32,
            id: c.id,
            wait: c.wait.clone(),
            site: c.frame.site(),
            waited: now.saturating_duration_since(c.since),
        });
        shown.collect()
    });
    parked.sort_unstable_by_key(|snapshot| snapshot.id);
    parked
}

/// Where coroutine `id` (-1: `{main}`) is parked.
#[must_use]
pub fn site_of(id: i64) -> Site {
    parked().into_iter().find(|snapshot| snapshot.id == id).map(|snapshot| snapshot.site).unwrap_or_default()
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

/// From now on no context is kept.
pub(super) fn close() {
    with(|s| s.closed = true);
}

/// Whether there was a request with coroutines or waits at all.
#[must_use]
pub fn is_used() -> bool {
    SCHEDULER.with_borrow(|s| !s.coroutines.is_empty())
}

/// The slots of all coroutines but `{main}` and the running one.
pub(super) fn others(scope: Option<usize>) -> Vec<u32> {
    with(|s| {
        let current = s.current;
        let wanted = |slot: usize, c: &Coroutine| {
            slot != MAIN as usize && slot != current as usize && (scope.is_none() || c.scope == scope)
        };
        s.coroutines.iter().filter(|&(slot, c)| wanted(slot, c)).map(|(slot, _)| slot as u32).collect()
    })
}

/// Frees the pool and forgets everything: the request is over.
pub(super) fn reset() {
    let old = SCHEDULER.take();
    // Keeps generations apart, so that a waker of this request wakes nobody in the next one.
    SCHEDULER.with_borrow_mut(|s| s.generation = old.generation);
    // A fatal error may have come between the making of a coroutine and its start.
    let unstarted = old.coroutines.iter().filter(|(_, c)| c.resume.is_none()).filter_map(|(_, c)| c.context);
    unstarted.for_each(Context::free);
    old.pool.into_iter().for_each(Context::free);
    queue::clear();
}

fn with<R>(work: impl FnOnce(&mut Scheduler) -> R) -> R {
    SCHEDULER.with_borrow_mut(|scheduler| {
        if scheduler.coroutines.is_empty() {
            scheduler.start();
        }
        work(scheduler)
    })
}

thread_local! {
    static SCHEDULER: RefCell<Scheduler> = RefCell::default();
}
