//! Calls of the script's callables that no coroutine makes: a timer is due, something has come for a client with
//! callbacks. Each runs in a coroutine of its own, which the scheduler starts in its turn.
//!
//! ```text
//!   executor task --deliver()--> queue of deliveries, a tag in the ready queue
//!                                      |
//!                                 pick() in the scheduler: begin() --> fresh coroutine
//! ```
//!
//! What is to be called may be decided as late as in `begin()`: a timer that is due may be cleared by the coroutine
//! before.

use super::scheduler::stack_size;
use super::table::{Next, Scheduler, with};
use super::{ending, event_loop, timers, watches};
use crate::ffi::coroutine::{Context, Site};
use crate::ffi::value::{Arguments, Invocation, Kept};
use crate::trace;
use engine::executor::{Tag, queue};
use std::rc::Rc;

/// What may call the script back. While there is one, the script does not end, and the `run()` in which it was made
/// does not return.
///
/// Whoever has one keeps a task in the executor, which is what the loop waits for. The callables are to be called
/// in a coroutine of the same `run()`; what they throw is that one's.
#[derive(Debug)]
pub struct Origin {
    key: usize,
    generation: u32,
}

/// Whether the end of a web request waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It comes to an end by itself.
    Counts,
    /// A repeating timer: only the end of a command-line script waits.
    Repeats,
}

impl Origin {
    /// One that belongs to the `run()` of the running coroutine.
    #[must_use]
    pub fn new(weight: Weight) -> Self {
        ending::prepare();
        let (key, generation) = with(|s| s.add_origin(weight));
        Self { key, generation }
    }

    /// Has `callable` called with `arguments`.
    pub fn deliver(&self, callable: Kept, arguments: Vec<Kept>) {
        let invocation = Invocation { callable, arguments: Arguments { list: arguments, named: None } };
        let late = with(|s| {
            let scope = match s.origins.get(self.key) {
                Some(origin) if origin.generation == self.generation && !s.closed => origin.scope,
                // The request is over.
                _ => return Some(invocation),
            };
            s.enter_scope(scope);
            s.deliveries.push_back(Delivery { what: What::Call(invocation), scope });
            None
        });
        match late {
            None => queue::push(TAG),
            // After the borrow: a destructor may run.
            Some(dropped) => drop(dropped),
        }
    }

    pub(super) fn scope(&self) -> Option<usize> {
        let own = |s: &mut Scheduler| s.origins.get(self.key).map(|origin| (origin.generation, origin.scope));
        with(own).filter(|(generation, _)| *generation == self.generation).and_then(|(_, scope)| scope)
    }

    /// Whether it belongs to the same `run()` as the running coroutine.
    pub(super) fn is_of_running(&self) -> bool {
        with(|s| {
            let scope = s.running().scope;
            let own = s.origins.get(self.key);
            own.is_some_and(|origin| origin.generation == self.generation && origin.scope == scope)
        })
    }
}

impl Drop for Origin {
    fn drop(&mut self) {
        with(|s| s.remove_origin(self.key, self.generation));
    }
}

/// As the table keeps it.
pub(super) struct OriginState {
    pub(super) generation: u32,
    /// The [`super::table::Scope`] that counts it.
    pub(super) scope: Option<usize>,
    pub(super) weight: Weight,
}

/// A call that waits for its coroutine.
pub(super) struct Delivery {
    what: What,
    /// The scope that counts it.
    pub(super) scope: Option<usize>,
}

enum What {
    Call(Invocation),
    /// That of a timer, which counts for itself.
    Timer(timers::Key),
    /// That of a descriptor that is ready, likewise.
    Watch(watches::Key),
}

/// A call that begins.
pub(super) struct Begun {
    pub(super) invocation: Invocation,
    /// Kept until the coroutine is counted by its scope.
    pub(super) origin: Rc<Origin>,
    /// Names the timer to [`timers::began`].
    pub(super) timer: Option<timers::Key>,
}

/// Has what is due called, each in its turn.
pub(super) fn deliver_timers(due: &[timers::Key]) {
    with(|s| {
        let deliveries = due.iter().map(|&key| Delivery { what: What::Timer(key), scope: None });
        s.deliveries.extend(deliveries);
    });
    due.iter().for_each(|_| queue::push(TAG));
}

/// What the ready queue has for each delivery.
pub(super) const TAG: Tag = Tag::external(Tag::MAX_SLOT - 1, 0);

/// Has the callable for a descriptor that is ready called in its turn.
pub(super) fn deliver(key: watches::Key) {
    with(|s| s.deliveries.push_back(Delivery { what: What::Watch(key), scope: None }));
    queue::push(TAG);
}

/// Nobody is ready: what is to be called before the loop waits.
#[inline(never)]
pub(super) fn idle() -> Option<Next> {
    let invocation = event_loop::cycle_due()?;
    let context = with(|s| s.pool.pop()).or_else(|| Context::new(stack_size()))?;
    Some(start(context, invocation, None).1)
}

/// Makes a coroutine for the delivery whose turn it is, and the running one of it. Without room for a stack it
/// waits until another coroutine has ended.
#[inline(never)]
pub(super) fn begin() -> Option<Next> {
    if with(|s| s.deliveries.is_empty()) {
        return None;
    }
    let is_full = with(|s| s.coroutines.len() > s.options.most);
    let room = if is_full { None } else { with(|s| s.pool.pop()).or_else(|| Context::new(stack_size())) };
    let Some(context) = room else {
        with(|s| s.starved += 1);
        return None;
    };
    let delivery = with(|s| s.deliveries.pop_front()).expect("it is not empty, and nobody has run since");
    match delivery.what {
        What::Call(invocation) => Some(start(context, invocation, delivery.scope).1),
        What::Timer(key) => start_if(context, timers::begin(key)),
        What::Watch(key) => start_if(context, watches::begin(key)),
    }
}

fn start_if(context: Context, begun: Option<Begun>) -> Option<Next> {
    if let Some(begun) = begun {
        return Some(start_counted(context, begun));
    }
    with(|s| {
        s.pool.push(context);
        // Perhaps this was the last thing that {main} has waited for.
        s.tell_if_drained();
    });
    None
}

fn start_counted(context: Context, begun: Begun) -> Next {
    let scope = begun.origin.scope();
    with(|s| s.enter_scope(scope));
    let (slot, next) = start(context, begun.invocation, scope);
    begun.timer.into_iter().for_each(|key| timers::began(key, slot));
    next
}

/// Starts a coroutine that `scope` has counted.
fn start(context: Context, invocation: Invocation, scope: Option<usize>) -> (u32, Next) {
    let (slot, id) = with(|s| s.add(context, scope, None));
    trace::created(id, -1, Site::default);
    let loaded = context.load_values(invocation, slot);
    let next = with(|s| {
        assert!(loaded, "a callable was made a closure, which can be called");
        let place = s.enter(slot);
        s.running().has_started = true;
        Next::Other(place)
    });
    (slot, next)
}
