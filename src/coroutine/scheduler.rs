//! The table of coroutines and the switch from one to the next.

use crate::coroutine::ending;
use crate::exception::{DEADLOCK, EXCEPTION};
use crate::ffi::call::{Call, Callable, Thrown};
use crate::ffi::coroutine::{
    Blocked, Context, Ended, Place, Site, Unwind, switch, switch_blocked, throw_unwind,
};
use crate::ffi::error::{self, Caught};
use crate::ffi::request;
use crate::per_thread;
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

/// What a parked coroutine waits for; for reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// An operation of the engine: it ends by itself.
    Operation(&'static str),
    /// `Coroutine::yield()`: only `resume()` ends it.
    Yield,
    /// Its children, in `run()`, or at the end of the script.
    Children,
    /// A class that another coroutine is loading.
    Class,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
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
enum Fate {
    GoOn,
    Unwind(Unwind),
    /// `{main}` only: nobody is left who could wake it.
    Deadlock,
    /// `{main}` only: goes on waiting, after it has run what a signal left to do.
    ServeSignal,
}

struct Coroutine {
    id: i64,
    generation: u32,
    state: State,
    fate: Fate,
    killed: bool,
    /// Its body runs or ran; before that an autoloader may wait for its callable's class.
    has_started: bool,
    /// `None` for `{main}`.
    context: Option<Context>,
    /// The [`Scope`] that counts it.
    scope: Option<usize>,
    wait: Wait,
    since: Option<Instant>,
}

/// The children that one `run()` waits for.
struct Scope {
    pending: usize,
    waiter: u32,
    failure: Option<Caught>,
    failures: u32,
}

/// Exceptions of one `run()` that are kept: a hundred refused connections need not print a hundred traces.
const FAILURES: u32 = 8;

struct Scheduler {
    coroutines: Slab<Coroutine>,
    scopes: Slab<Scope>,
    /// Slots by the low bits of the id, see [`Scheduler::find`].
    by_id: Vec<u32>,
    pool: Vec<Context>,
    /// Those who gave way to somebody, the last one first to go on; they come before all who were woken.
    gave_way: Vec<u32>,
    /// Those who wait for a class that another coroutine is loading.
    class_waiters: Vec<u32>,
    current: u32,
    generation: u32,
    last_id: i64,
    peak: usize,
    /// Coroutines in [`State::Waiting`]: while there are any, something will happen.
    waiting: usize,
    /// Switches since the reactor was last asked.
    ticks: u32,
    /// When it was.
    turned: Option<Instant>,
    /// Something forbids waiting as such, or for some: look closer.
    restricted: bool,
    /// No context is kept any more.
    closed: bool,
    /// The script is over (exit, fatal error, uncaught exception): `{main}` unwinds.
    failed: bool,
    /// Who waited for what when the last deadlock was found.
    report: String,
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
    may_wait(what, switch_blocked())?;
    leave(State::Waiting, Wait::Operation(what)).map_err(Into::into)
}

/// Gives way to the others until somebody calls `resume()`.
///
/// # Errors
/// [`Interrupted`]; in `{main}` an exception when nobody is left who could resume it.
pub fn yield_now() -> Result<(), Interrupted> {
    may_wait("resume()", switch_blocked())?;
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
    while with(|s| s.coroutines.len() > 1) && !request::is_aborted() {
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

/// Waits until some class was loaded.
///
/// # Errors
/// [`Interrupted`].
pub fn wait_for_class() -> Result<(), Interrupted> {
    may_wait("a class that another coroutine is loading", switch_blocked())?;
    with(|s| s.class_waiters.push(s.current));
    Ok(leave(State::Joining, Wait::Class)?)
}

/// Wakes those who wait for a class.
pub fn class_loaded() {
    if is_used() {
        with(|s| {
            let waiters = std::mem::take(&mut s.class_waiters);
            waiters.into_iter().for_each(|slot| s.wake_joining(slot));
        });
    }
}

/// The waker of the running coroutine.
#[must_use]
pub fn waker() -> std::task::Waker {
    with(|s| s.tag(s.current)).waker()
}

/// Throws where waiting for `what` is impossible.
///
/// # Errors
/// [`Interrupted`].
pub fn may_wait(what: &str, blocked: Option<Blocked>) -> Result<(), Interrupted> {
    if blocked.is_none() && !with(|s| s.restricted) {
        return Ok(());
    }
    if with(|s| s.running().killed) {
        return Err(Interrupted::Killed);
    }
    if ending::is_closed() && with(|s| s.current != MAIN) {
        // The script is over: a coroutine that was started this late gets no further.
        with(|s| s.running().killed = true);
        throw_unwind(Unwind::Graceful);
        return Err(Interrupted::Thrown);
    }
    let place = match blocked {
        Some(Blocked::OutputHandler) => "in an output buffer's handler",
        Some(Blocked::Destructor) => "in a destructor: PHP below 8.4 does not allow to switch there",
        None if ending::is_over() => "after the end of the request",
        None => return Ok(()),
    };
    error::throw(&EXCEPTION, &format!("cannot wait for {what} {place}"), 0);
    Err(Interrupted::Thrown)
}

/// Why [`leave`] came back without being woken.
enum Break {
    Thrown,
    Deadlock,
}

impl From<Break> for Interrupted {
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

/// Who runs next.
#[derive(Clone, Copy)]
enum Next {
    /// The one that asks: no switch is needed.
    Same,
    Other(Place),
}

/// Leaves the running code in `state` and comes back when it is picked.
fn leave(state: State, wait: Wait) -> Result<(), Break> {
    let (slot, me, next) = with(|s| {
        s.waiting += usize::from(state == State::Waiting);
        let (slot, since) = (s.current, s.turned);
        let coroutine = s.running();
        (coroutine.state, coroutine.wait, coroutine.since) = (state, wait, since);
        let me = coroutine.context;
        (slot, me, s.next_who_gave_way())
    });
    let mut next = next.map_or_else(|| pick(Some(slot)), |place| Ok(Next::Other(place)));
    let fate = loop {
        if let Ok(Next::Other(place)) = next {
            switch(me, place);
        }
        let fate = with(|s| s.arrive(slot));
        if fate != Fate::ServeSignal {
            break fate;
        }
        with(|s| s.running().state = state);
        next = serve_signal().and_then(|same| same.map_or_else(|| pick(Some(slot)), Ok));
    };
    with(|s| s.waiting -= usize::from(state == State::Waiting));
    match next {
        // A signal's handler threw while this coroutine drove the reactor.
        Err(Thrown) => Err(Break::Thrown),
        Ok(_) => meet(fate),
    }
}

/// Sees to what was decided for the running coroutine while it did not run.
fn meet(fate: Fate) -> Result<(), Break> {
    match fate {
        Fate::GoOn | Fate::ServeSignal => Ok(()),
        Fate::Deadlock => Err(Break::Deadlock),
        Fate::Unwind(unwind) => {
            with(|s| {
                let is_main = s.current == MAIN;
                s.running().killed = !is_main;
                s.restricted |= !is_main;
            });
            throw_unwind(unwind);
            Err(Break::Thrown)
        }
    }
}

/// Chooses who runs next and marks it running. `me` is who asks, if it can go on.
///
/// # Errors
/// A signal's handler has thrown: `me` has to go on with that.
fn pick(me: Option<u32>) -> Result<Next, Thrown> {
    loop {
        let tag = with(|s| if s.wants_turn() { None } else { Some(()) }).and_then(|()| executor::next());
        let chosen = match tag {
            Some(tag) => with(|s| s.take(tag, me)),
            None => turn(me)?,
        };
        if let Some(next) = chosen {
            return Ok(next);
        }
    }
}

/// Collects events; blocks for them if nobody is ready. A deadlock makes `{main}` the next.
fn turn(me: Option<u32>) -> Result<Option<Next>, Thrown> {
    let is_idle = queue::is_empty();
    if is_idle && with(|s| s.waiting == 0) && executor::task_count() == 0 {
        // Taken now, while everybody still stands where it waits.
        let report = ending::report(&parked());
        return Ok(Some(with(|s| {
            s.report = report;
            s.force_main(Fate::Deadlock, me)
        })));
    }
    let uninterrupted = reactor::turn(if is_idle { reactor::Wait::Block } else { reactor::Wait::Poll });
    with(|s| {
        s.ticks = 0;
        s.turned = Some(reactor::last_turn());
    });
    if uninterrupted {
        return Ok(None);
    }
    match me {
        Some(_) => serve_signal(),
        // An ended coroutine has no code in whose place a handler could run.
        None => Ok(Some(with(|s| s.force_main(Fate::ServeSignal, None)))),
    }
}

/// Runs what a signal left to do, in the place of the running coroutine, which waits.
fn serve_signal() -> Result<Option<Next>, Thrown> {
    let (slot, state, wait) = with(|s| {
        let coroutine = s.running();
        let found = (coroutine.state, coroutine.wait);
        coroutine.state = State::Running;
        (s.current, found.0, found.1)
    });
    request::run_interrupts();
    let has_thrown = error::pending();
    with(|s| {
        s.current = slot;
        let coroutine = s.running();
        (coroutine.state, coroutine.wait) = (state, wait);
    });
    if has_thrown {
        return Err(Thrown);
    }
    // A handler that waited may have used up the wake-up that this wait was to get: look again. A wait
    // for resume() cannot have missed it: resume() has said that there is nobody to resume.
    Ok((state != State::Yielded).then_some(Next::Same))
}

// ---- Creating and resuming -----------------------------------------------------------------------

/// Starts a coroutine for `call`'s callable and arguments; it runs until it parks or ends.
///
/// # Errors
/// An exception is set: not callable, no room for a stack, or something that the child has done to us.
pub fn create(call: &Call, scope: Option<usize>) -> Result<i64, Thrown> {
    may_switch("start a coroutine")?;
    let context = match with(|s| s.pool.pop()) {
        Some(context) => context,
        None => new_context()?,
    };
    let (slot, id) = with(|s| s.add(context, scope));
    if context.load(call, slot).is_err() {
        with(|s| {
            s.leave_scope(slot);
            s.coroutines.remove(slot as usize);
            // Unless an autoloader has created others meanwhile.
            s.last_id -= i64::from(s.last_id == id);
            s.pool.push(context);
        });
        return Err(Thrown);
    }
    ending::prepare();
    run_first(slot, context)?;
    Ok(id)
}

fn may_switch(what: &str) -> Result<(), Thrown> {
    if switch_blocked().is_none() {
        return Ok(());
    }
    error::throw(&EXCEPTION, &format!("cannot {what} here: PHP does not allow to switch"), 0);
    Err(Thrown)
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

/// Switches to `slot`; the running coroutine goes on before all others that are ready.
fn run_first(slot: u32, context: Context) -> Result<(), Thrown> {
    let (me, place) = with(|s| {
        let me = s.current;
        s.gave_way.push(me);
        let running = s.running();
        running.state = State::Ready;
        let place = running.context;
        s.enter(slot);
        s.running().has_started = true;
        (me, place)
    });
    switch(place, Some(context));
    meet(with(|s| s.arrive(me))).map_err(|_| Thrown)
}

/// Whether a yielded coroutine was resumed.
///
/// # Errors
/// An exception is set.
pub fn resume(id: i64) -> Result<bool, Thrown> {
    may_switch("resume a coroutine")?;
    let target = with(|s| {
        let slot = s.find(id)?;
        let coroutine = &s.coroutines[slot as usize];
        let context = coroutine.context.filter(|_| coroutine.state == State::Yielded)?;
        Some((slot, context))
    });
    let Some((slot, context)) = target else { return Ok(false) };
    run_first(slot, context)?;
    Ok(true)
}

/// Kills a parked coroutine: it is unwound before this returns.
pub fn kill(slot: u32, unwind: Unwind) {
    let context = with(|s| {
        let coroutine = s.coroutines.get_mut(slot as usize)?;
        coroutine.fate = Fate::Unwind(unwind);
        // It may have given way to somebody; it will not come back from that by itself.
        s.gave_way.retain(|&other| other != slot);
        let coroutine = &s.coroutines[slot as usize];
        coroutine.context.filter(|_| coroutine.has_started)
    });
    if let Some(context) = context {
        // What comes back is our own fate, which the caller looks at.
        let _ = run_first(slot, context);
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
        s.scopes.insert(Scope { pending: 0, waiter, failure: None, failures: 0 })
    });
    let mut thrown = None;
    if create(call, Some(scope)).and_then(|_| join(scope)).is_err() {
        // Put aside while the children are unwound: their finally blocks must not meet it.
        thrown = Caught::take();
        // After exit() and a fatal error they are left to the end of the script.
        if !thrown.as_ref().is_some_and(Caught::is_exit) {
            // One of them may exit as well.
            thrown = ending::kill_scope(scope).or(thrown);
        }
    }
    match (thrown, with(|s| s.disband(scope))) {
        (None, None) => return Ok(()),
        (Some(only), None) | (None, Some(only)) => only.rethrow(),
        (Some(first), Some(failure)) => {
            first.chain(failure);
            first.rethrow();
        }
    }
    Err(Thrown)
}

fn join(scope: usize) -> Result<(), Thrown> {
    while with(|s| s.scopes[scope].pending > 0) {
        may_wait("its coroutines", switch_blocked()).map_err(|_| Thrown)?;
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

/// Keeps an exception that left coroutine `slot` for whoever awaits it; the next ones hang on the first.
pub fn failed(slot: u32, exception: Caught) {
    let scope = with(|s| s.coroutines[slot as usize].scope.expect("asked by is_awaited"));
    let (first, number) = with(|s| {
        let scope = &mut s.scopes[scope];
        scope.failures += 1;
        (scope.failure.take(), scope.failures)
    });
    let kept = match first {
        None => exception,
        Some(first) if number > FAILURES => {
            drop(exception);
            first
        }
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
pub fn ended(slot: u32, outcome: Ended, reusable: bool) -> (Place, bool) {
    let (reuse, next) = with(|s| {
        s.leave_scope(slot);
        let Coroutine { context, killed, .. } = s.coroutines.remove(slot as usize);
        if s.coroutines.len() == 1 && s.coroutines[MAIN as usize].state == State::Draining {
            queue::push(s.tag(MAIN));
        }
        let reuse = reusable && s.pool.len() < POOL && !s.closed;
        if let (true, Some(context)) = (reuse, context) {
            s.pool.push(context);
        }
        // At the very end a killed one is unwound the way exit() unwinds.
        let is_fatal = matches!(outcome, Ended::Exited | Ended::Bailed) && !(killed && ending::is_over());
        if is_fatal {
            s.failed = true;
            return (reuse, Some(s.force_main(Fate::Unwind(Unwind::Silent), None)));
        }
        (reuse, s.next_who_gave_way().map(Next::Other))
    });
    match next.map_or_else(|| pick(None), Ok) {
        Ok(Next::Other(place)) => (place, reuse),
        Ok(Next::Same) | Err(Thrown) => unreachable!("an ended coroutine is not its own successor"),
    }
}

impl Scheduler {
    const fn new() -> Self {
        Self {
            coroutines: Slab::new(),
            scopes: Slab::new(),
            by_id: Vec::new(),
            pool: Vec::new(),
            gave_way: Vec::new(),
            class_waiters: Vec::new(),
            current: MAIN,
            generation: 0,
            last_id: 0,
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

    fn start(&mut self) {
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
            since: None,
        });
    }

    fn running(&mut self) -> &mut Coroutine {
        let current = self.current as usize;
        &mut self.coroutines[current]
    }

    fn tag(&self, slot: u32) -> Tag {
        Tag::external(slot, self.coroutines[slot as usize].generation)
    }

    const fn wants_turn(&mut self) -> bool {
        self.ticks += 1;
        self.ticks >= TURN_EVERY
    }

    /// Makes `slot` the running coroutine and answers where it is parked.
    fn enter(&mut self, slot: u32) -> Place {
        self.current = slot;
        let coroutine = self.running();
        coroutine.state = State::Running;
        coroutine.context
    }

    /// Coroutine `slot` runs again: answers what was decided for it meanwhile.
    fn arrive(&mut self, slot: u32) -> Fate {
        self.current = slot;
        let coroutine = self.running();
        coroutine.state = State::Running;
        std::mem::replace(&mut coroutine.fate, Fate::GoOn)
    }

    /// Whoever gave way last goes on.
    fn next_who_gave_way(&mut self) -> Option<Place> {
        let slot = self.gave_way.pop()?;
        Some(self.enter(slot))
    }

    /// Makes the owner of `tag` the running coroutine if it may run.
    fn take(&mut self, tag: Tag, me: Option<u32>) -> Option<Next> {
        let coroutine = self.coroutines.get(tag.slot() as usize)?;
        let may_run = coroutine.generation == tag.generation()
            // The others are woken by name only; a tag of theirs is left over from an earlier wait.
            && matches!(coroutine.state, State::Ready | State::Waiting | State::Draining);
        may_run.then(|| self.choose(tag.slot(), me))
    }

    fn choose(&mut self, slot: u32, me: Option<u32>) -> Next {
        let place = self.enter(slot);
        if me == Some(slot) { Next::Same } else { Next::Other(place) }
    }

    /// Makes `{main}` run next, with `fate`.
    fn force_main(&mut self, fate: Fate, me: Option<u32>) -> Next {
        self.coroutines[MAIN as usize].fate = fate;
        self.gave_way.retain(|&slot| slot != MAIN);
        self.choose(MAIN, me)
    }

    fn add(&mut self, context: Context, scope: Option<usize>) -> (u32, i64) {
        let scope = scope.or_else(|| self.running().scope);
        self.generation = self.generation.wrapping_add(1);
        self.last_id += 1;
        let (id, generation) = (self.last_id, self.generation);
        if let Some(scope) = scope {
            self.scopes[scope].pending += 1;
        }
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
            since: None,
        });
        self.peak = self.peak.max(self.coroutines.len() - 1);
        let slot = u32::try_from(slot).expect("fewer than 2^31 stacks fit into memory");
        if self.coroutines.len() * 2 > self.by_id.len() {
            self.rehash();
        }
        self.note_id(id, slot);
        (slot, id)
    }

    fn leave_scope(&mut self, slot: u32) {
        let Some(scope) = self.coroutines[slot as usize].scope else { return };
        let Some(scope) = self.scopes.get_mut(scope) else { return };
        scope.pending -= 1;
        if scope.pending == 0 {
            let waiter = scope.waiter;
            self.wake_joining(waiter);
        }
    }

    fn wake_joining(&mut self, slot: u32) {
        let Some(coroutine) = self.coroutines.get_mut(slot as usize) else { return };
        if coroutine.state == State::Joining {
            coroutine.state = State::Ready;
            queue::push(self.tag(slot));
        }
    }

    /// Nobody waits for the scope's coroutines any more. Answers what they have thrown.
    fn disband(&mut self, scope: usize) -> Option<Caught> {
        let Scope { pending, failure, .. } = self.scopes.remove(scope);
        if pending > 0 {
            let left = self.coroutines.iter_mut().filter(|(_, coroutine)| coroutine.scope == Some(scope));
            left.for_each(|(_, coroutine)| coroutine.scope = None);
        }
        failure
    }

    fn keep_who_forked(&mut self) {
        let current = self.current;
        let is_kept = |slot: u32| slot == MAIN || slot == current;
        self.coroutines.retain(|slot, _| is_kept(slot as u32));
        self.gave_way.retain(|&slot| is_kept(slot));
        self.scopes.iter_mut().for_each(|(_, scope)| scope.pending = 0);
        let main = self.coroutines[MAIN as usize].state;
        self.waiting = usize::from(main == State::Waiting);
        if main == State::Waiting {
            // What it waits for belongs to the parent: it has to look again.
            queue::push(self.tag(MAIN));
        }
        if current != MAIN {
            // The run() that {main} is in returns when this one has ended, whatever was in between.
            let joined = self.scopes.iter().find(|(_, scope)| scope.waiter == MAIN).map(|(key, _)| key);
            self.running().scope = joined;
            joined.into_iter().for_each(|key| self.scopes[key].pending = 1);
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
        if id > self.last_id {
            return None;
        }
        let slot = self.coroutines.iter().find(|(_, coroutine)| is(coroutine))?.0 as u32;
        self.note_id(id, slot);
        Some(slot)
    }
}

// ---- What others ask -----------------------------------------------------------------------------

/// The running coroutine's id; -1 in `{main}`.
#[must_use]
pub fn current_id() -> i64 {
    with(|s| s.running().id)
}

/// Whether the running coroutine is being killed.
#[must_use]
pub fn is_killed() -> bool {
    with(|s| s.restricted && s.running().killed)
}

/// Whether a coroutine with that id is alive.
#[must_use]
pub fn exists(id: i64) -> bool {
    with(|s| s.find(id).is_some())
}

/// A coroutine, as reports and messages show it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Its id; -1 for `{main}`.
    pub id: i64,
    /// What it waits for.
    pub wait: Wait,
    /// Where it waits.
    pub site: Site,
    /// For how long.
    pub waited: std::time::Duration,
}

/// All coroutines that wait, `{main}` included unless the script is at its end, by id.
#[must_use]
pub fn parked() -> Vec<Snapshot> {
    let mut parked: Vec<Snapshot> = with(|s| {
        let (now, current) = (time::now(), s.current as usize);
        let waits = |c: &Coroutine| matches!(c.state, State::Waiting | State::Yielded | State::Joining);
        let parked = s.coroutines.iter().filter(|(_, c)| waits(c));
        let shown = parked.map(|(slot, c)| Snapshot {
            id: c.id,
            wait: c.wait,
            // Whoever drives the reactor has parked without a switch.
            site: if slot == current { Site::here() } else { Site::parked(c.context) },
            waited: c.since.map(|since| now.saturating_duration_since(since)).unwrap_or_default(),
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

/// In a forked child only `{main}` and the coroutine that forked go on. The others' stacks are left as they
/// are: what stands on them belongs to the parent.
pub fn process_forked() {
    if is_used() {
        executor::clear();
        with(Scheduler::keep_who_forked);
    }
}

/// From now on no context is kept, and new coroutines get no further than to their first wait.
pub(super) fn close() {
    with(|s| {
        s.closed = true;
        s.restricted = true;
    });
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
    SCHEDULER.with(|scheduler| {
        let generation = scheduler.borrow().generation;
        scheduler.replace(Scheduler { generation, ..Scheduler::new() });
    });
}

fn with<R>(work: impl FnOnce(&mut Scheduler) -> R) -> R {
    SCHEDULER.with(|scheduler| {
        let scheduler = &mut *scheduler.borrow_mut();
        if scheduler.coroutines.is_empty() {
            scheduler.start();
        }
        work(scheduler)
    })
}

per_thread!(static SCHEDULER: RefCell<Scheduler> = RefCell::new(Scheduler::new()));
