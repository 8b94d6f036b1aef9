//! The switch from one coroutine to the next: parking, creating, resuming, ending.

use super::bounds;
use super::delivery::{self, Weight};
use super::report;
use super::table::{
    Cancel, Canceler, Coroutine, Fate, Interrupted, MAIN, Next, Options, POOL, State, Wait, current_id,
    is_used, options, with,
};
use crate::coroutine::{ending, event_loop, source};
use crate::exception::{DEADLOCK, EXCEPTION};
use crate::ffi::call::{Call, Callable, Outcome, Thrown};
use crate::ffi::coroutine::{
    Blocked, Context, Ended, Place, Site, Unwind, switch, switch_blocked, throw_unwind,
};
use crate::ffi::error;
use crate::ffi::request;
use crate::ffi::value::{Arguments, Invocation, Kept};
use crate::ini;
use crate::trace::{self, Span};
use engine::executor::{self, queue};
use engine::time::{Deadline, now};
use engine::transport::closing;
use engine::{activity, reactor};
use std::future::Future;
use std::pin::pin;

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

/// At the end of the script: `{main}` waits until nothing is left, at most until `deadline`. A
/// deadlock is answered as its report.
///
/// # Errors
/// [`Interrupted`].
pub fn wait_for_all(deadline: Deadline) -> Result<Option<String>, Interrupted> {
    let waker = waker();
    let mut limit = pin!(reactor::sleep(deadline));
    // A web request is not held up by what goes on for ever.
    let waits_for = |weight| weight == Weight::Counts || request::is_cli();
    while with(|s| s.is_busy(waits_for)) && !request::is_aborted() && !event_loop::has_exited() {
        if limit.as_mut().poll(&mut std::task::Context::from_waker(&waker)).is_ready() {
            break;
        }
        match leave(State::Draining, Wait::Children) {
            // Nobody can cancel this wait.
            Ok(()) | Err(Break::Canceled) => {}
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
    if blocked.is_none() && !with(|s| s.restricted) { Ok(()) } else { look_closer(what, blocked) }
}

#[cold]
fn look_closer(what: &str, blocked: Option<Blocked>) -> Result<(), Interrupted> {
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
pub(super) enum Break {
    Thrown,
    Deadlock,
    Canceled,
}

impl From<Break> for Interrupted {
    fn from(reason: Break) -> Self {
        match reason {
            Break::Canceled => Self::Canceled,
            Break::Thrown => Self::Thrown,
            Break::Deadlock => {
                throw_deadlock();
                Self::Thrown
            }
        }
    }
}

#[cold]
fn throw_deadlock() {
    error::throw(&DEADLOCK, &take_report(), 0);
}

fn take_report() -> String {
    with(|s| std::mem::take(&mut s.report))
}

/// How [`depart`] came back without a [`Break`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// It was woken.
    Woken,
    /// What bounds its waits has to be looked at: it has to go on waiting, or to throw.
    Again,
}

/// Leaves the running code in `state` and comes back when it is picked.
pub(super) fn leave(state: State, wait: Wait) -> Result<(), Break> {
    let _span = Span::wait(wait);
    loop {
        let is_free = with(|s| s.running().bounds.is_none());
        let left = if is_free { depart(state, wait, false) } else { bounds::leave(state, wait) };
        if left? == Left::Woken {
            return Ok(());
        }
    }
}

/// Leaves the running code whatever bounds its waits; a timer will wake it if it `is_bounded`.
pub(super) fn depart(state: State, wait: Wait, is_bounded: bool) -> Result<Left, Break> {
    let waits = u32::from(state == State::Waiting || is_bounded);
    let (slot, me, next) = with(|s| {
        let (slot, since) = (s.current, Some(*s.turned.get_or_insert_with(now)));
        s.waiting += waits as usize;
        let coroutine = s.running();
        coroutine.waits += waits;
        coroutine.canceled = false;
        (coroutine.state, coroutine.wait, coroutine.since) = (state, wait, since);
        let me = coroutine.context;
        (slot, me, s.next_who_gave_way())
    });
    let mut next = next.map_or_else(|| pick(Some(slot)), |place| Ok(Next::Other(place)));
    let fate = loop {
        if let Ok(Next::Other(place)) = next {
            switch(me, place);
        }
        let fate = with(|s| s.arrive(slot, waits));
        if fate != Fate::ServeSignal {
            break fate;
        }
        with(|s| s.running().state = state);
        next = serve_signal().and_then(|same| same.map_or_else(|| pick(Some(slot)), Ok));
    };
    match next {
        // A signal's handler threw while this coroutine drove the reactor.
        Err(Thrown) => Err(Break::Thrown),
        Ok(_) => meet(fate, state),
    }
}

/// Sees to what was decided for the running coroutine while it did not run but was in `state`.
fn meet(fate: Fate, state: State) -> Result<Left, Break> {
    match fate {
        Fate::GoOn | Fate::ServeSignal => Ok(Left::Woken),
        // Whoever waits for an operation looks at it first: what has woken it may have come as well.
        Fate::Doomed { woken } if woken || state == State::Waiting => Ok(Left::Woken),
        Fate::Doomed { .. } | Fate::Alarm => Ok(Left::Again),
        Fate::Deadlock => Err(Break::Deadlock),
        Fate::Cancel(cancel) => Err(canceled(cancel)),
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

/// The running coroutine's wait was cancelled.
#[cold]
fn canceled(cancel: Cancel) -> Break {
    let canceler = with(|s| {
        let coroutine = s.running();
        coroutine.canceled = true;
        coroutine.canceler
    });
    match cancel {
        Cancel::Answer => Break::Canceled,
        Cancel::Throw => {
            bounds::throw_canceled(canceler);
            Break::Thrown
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
            Some(delivery::TAG) => delivery::begin(),
            Some(tag) if source::is_source(tag) => source::begin(tag),
            Some(tag) => with(|s| {
                s.fetch_ahead();
                s.take(tag, me)
            }),
            None => match delivery::idle() {
                Some(next) => Some(next),
                None => turn(me)?,
            },
        };
        if let Some(next) = chosen {
            return Ok(next);
        }
    }
}

/// Collects events; blocks for them if nobody is ready. A deadlock makes `{main}` the next.
#[inline(never)]
fn turn(me: Option<u32>) -> Result<Option<Next>, Thrown> {
    let is_idle = queue::is_empty();
    // A connection on its way out wakes nobody.
    let is_dead = || with(|s| s.waiting == 0) && executor::task_count() == closing::count();
    if is_idle && is_dead() && !source::are_listening() {
        // Taken now, while everybody still stands where it waits.
        let mut report = report::deadlock();
        source::report(&mut report);
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
#[cold]
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

/// Why a coroutine was not started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotStarted {
    /// So many are alive, and no more are allowed.
    Full(usize),
    /// An exception is set: not callable, no room for a stack, or something that the child has done to us.
    Thrown,
}

impl From<Thrown> for NotStarted {
    fn from(_: Thrown) -> Self {
        Self::Thrown
    }
}

impl NotStarted {
    /// Throws it, if it is no exception yet.
    pub fn throw(self) -> Thrown {
        if let Self::Full(most) = self {
            error::throw(&EXCEPTION, &Self::full(most), 0);
        }
        Thrown
    }

    /// What is said when so many are alive.
    #[must_use]
    pub fn full(most: usize) -> String {
        format!("exceed max number of coroutine {most}")
    }
}

/// Starts a coroutine for `call`'s callable and arguments; it runs until it parks or ends.
///
/// # Errors
/// [`NotStarted`].
pub fn create(call: &Call, scope: Option<usize>) -> Result<i64, NotStarted> {
    launch(scope, |context, slot| context.load(call, slot))
}

/// Starts a coroutine for a call that was put off.
///
/// # Errors
/// [`NotStarted`].
pub(super) fn create_later(invocation: Invocation, scope: usize) -> Result<i64, NotStarted> {
    launch(Some(scope), |context, slot| {
        context.note_creation();
        let loaded = context.load_values(invocation, slot);
        assert!(loaded, "a callable was made a closure, which can be called");
        Ok(())
    })
}

/// What a task begins with.
pub enum Body<'a> {
    /// The first argument of a call, with the others.
    Call(&'a Call),
    /// Made by [`Kept::callable`].
    Callable(Kept),
    /// The same, with arguments.
    Invocation(Invocation),
}

/// Starts the body of a task.
///
/// # Errors
/// As in [`create`].
pub(super) fn start_body(body: Body<'_>, scope: usize, keeps_result: bool) -> Result<i64, Thrown> {
    let started = launch(Some(scope), |context, slot| {
        match body {
            Body::Call(call) => context.load(call, slot)?,
            Body::Callable(callable) => {
                context.note_creation();
                load(context, Invocation { callable, arguments: Arguments::default() }, slot);
            }
            Body::Invocation(invocation) => load(context, invocation, slot),
        }
        if keeps_result {
            context.keep_result();
        }
        Ok(())
    });
    started.map_err(NotStarted::throw)
}

fn load(context: Context, invocation: Invocation, slot: u32) {
    let loaded = context.load_values(invocation, slot);
    assert!(loaded, "a callable was made a closure, which can be called");
}

fn launch(scope: Option<usize>, load: impl FnOnce(Context, u32) -> Outcome) -> Result<i64, NotStarted> {
    may_switch("start a coroutine")?;
    let pooled = with(|s| {
        if s.coroutines.len() > s.options.most {
            Err(NotStarted::Full(s.options.most))
        } else {
            Ok(s.pool.pop())
        }
    });
    let context = match pooled? {
        Some(context) => context,
        None => new_context()?,
    };
    let (slot, id, scope) = with(|s| {
        let scope = scope.or_else(|| s.running().scope);
        s.enter_scope(scope);
        let creator = s.current;
        let (slot, id) = s.add(context, scope, Some(creator));
        (slot, id, scope)
    });
    trace::created(id, current_id(), Site::here);
    if load(context, slot).is_err() {
        with(|s| {
            s.leave_scope(scope);
            s.coroutines.remove(slot as usize);
            // Unless an autoloader has created others meanwhile.
            s.last_id -= i64::from(s.last_id == id);
            s.pool.push(context);
        });
        trace::ended(id);
        return Err(NotStarted::Thrown);
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
    let advice = if Context::takes_mappings() {
        "each takes two memory mappings: raise the sysctl vm.max_map_count"
    } else {
        "each takes address space, which ulimit -v and the sysctl vm.overcommit_memory bound"
    };
    let message = format!("cannot allocate a stack for a coroutine ({reason}); {live} are alive, {advice}");
    error::throw(&EXCEPTION, &message, 0);
    Err(Thrown)
}

/// Sets `options`.
pub fn configure(options: Options) {
    let before = with(|s| std::mem::replace(&mut s.options, options));
    if before.stack_size != options.stack_size {
        // Those that are kept are of another size.
        with(|s| std::mem::take(&mut s.pool)).into_iter().for_each(Context::free);
    }
}

/// Bytes of a C stack: what the script has set, `corio.stack_size`, else PHP's `fiber.stack_size`, else PHP's default for it. It is
/// address space: only touched pages cost.
#[must_use]
pub fn stack_size() -> usize {
    const DEFAULT: usize = 2 << 20;
    const LEAST: usize = 64 << 10;
    if let Some(size) = options().stack_size {
        return size;
    }
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
    match meet(with(|s| s.arrive(me, 0)), State::Ready) {
        Ok(_) => Ok(()),
        Err(_) => Err(Thrown),
    }
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
        s.coroutines[slot as usize].note_woken();
        Some((slot, context))
    });
    let Some((slot, context)) = target else { return Ok(false) };
    run_first(slot, context)?;
    Ok(true)
}

/// Why a coroutine cannot be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCanceled {
    /// There is none.
    Unknown,
    /// It does not wait, or for something that has to be waited for.
    Busy,
    /// An exception is set.
    Thrown,
}

/// Ends the wait that coroutine `id` stands in. It goes on at once, before this returns; where PHP does not allow
/// to switch, as the next of those who are ready.
///
/// # Errors
/// Nothing was cancelled, or something has happened to the caller meanwhile.
pub fn cancel(id: i64, cancel: Cancel) -> Result<(), NotCanceled> {
    let (slot, context) = with(|s| {
        let slot = s.find(id).ok_or(NotCanceled::Unknown)?;
        let canceler = Canceler::Coroutine(s.running().id);
        let phase = activity::phase_of(s.tag(slot));
        let coroutine = &mut s.coroutines[slot as usize];
        let context = coroutine.context.filter(|_| coroutine.is_cancelable()).ok_or(NotCanceled::Busy)?;
        (coroutine.fate, coroutine.canceler) = (Fate::Cancel(cancel), canceler);
        coroutine.canceled_in = phase;
        Ok((slot, context))
    })?;
    if switch_blocked().is_some() {
        queue::push(with(|s| s.tag(slot)));
        return Ok(());
    }
    run_first(slot, context).map_err(|Thrown| NotCanceled::Thrown)
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

/// Whether `exit` throws an exception here instead of ending the script.
#[must_use]
pub fn exit_throws() -> bool {
    ini::exit_exception() && is_used() && with(|s| s.current != MAIN && !s.running().killed)
}

/// Has `callable` called when the running coroutine ends; `false` in `{main}`.
pub fn defer(callable: Callable) -> bool {
    let context = with(|s| s.running().context);
    context.map(|context| context.defer(callable)).is_some()
}

// ---- Ending --------------------------------------------------------------------------------------

/// Coroutine `slot`, which runs this, is over. Answers whom to switch to and whether its context may be
/// used again.
pub fn ended(slot: u32, outcome: Ended, reusable: bool) -> (Place, bool) {
    let (reuse, next) = with(|s| {
        let Coroutine { id, context, killed, scope, join, .. } = s.coroutines.remove(slot as usize);
        trace::ended(id);
        join.into_iter().for_each(|join| s.tell_joiner(join));
        s.leave_scope(scope);
        s.tell_if_drained();
        if std::mem::take(&mut s.starved) > 0 {
            // Its stack, or the room for one, is what they wait for.
            s.deliveries.iter().for_each(|_| queue::push(delivery::TAG));
        }
        source::feed_starved();
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
