//! Calls of the script's callables that no coroutine makes: a timer is due, something has come for a client with
//! callbacks. Each runs in a coroutine of its own, which the scheduler starts in its turn.
//!
//! ```text
//!   executor task --deliver()--> queue of deliveries, a tag in the ready queue
//!                                      |
//!                                 pick() in the scheduler: begin() --> fresh coroutine
//! ```

use super::ending;
use super::scheduler::stack_size;
use super::table::{Next, with};
use crate::ffi::coroutine::Context;
use crate::ffi::value::Kept;
use engine::executor::{Tag, queue};

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
        let late = with(|s| {
            let scope = match s.origins.get(self.key) {
                Some(origin) if origin.generation == self.generation && !s.closed => origin.scope,
                // The request is over.
                _ => return Some((callable, arguments)),
            };
            s.enter_scope(scope);
            s.deliveries.push_back(Delivery { callable, arguments, scope });
            None
        });
        match late {
            None => queue::push(TAG),
            // After the borrow: a destructor may run.
            Some(dropped) => drop(dropped),
        }
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
    callable: Kept,
    arguments: Vec<Kept>,
    /// The scope that counts it.
    pub(super) scope: Option<usize>,
}

/// What the ready queue has for each delivery.
pub(super) const TAG: Tag = Tag::external(Tag::MAX_SLOT - 1, 0);

/// Makes a coroutine for the delivery whose turn it is, and the running one of it. Without room for a stack it
/// waits until another coroutine has ended.
pub(super) fn begin() -> Option<Next> {
    if with(|s| s.deliveries.is_empty()) {
        return None;
    }
    let Some(context) = with(|s| s.pool.pop()).or_else(|| Context::new(stack_size())) else {
        with(|s| s.starved += 1);
        return None;
    };
    let (slot, delivery) = with(|s| {
        let delivery = s.deliveries.pop_front().expect("it is not empty, and nobody has run since");
        let (slot, _) = s.add(context, delivery.scope);
        (slot, delivery)
    });
    let loaded = context.load_values(delivery.callable, delivery.arguments, slot);
    Some(with(|s| {
        assert!(loaded, "a callable was made a closure, which can be called");
        let place = s.enter(slot);
        s.running().has_started = true;
        Next::Other(place)
    }))
}
