//! The loop as `Event` shows it: nobody runs it here, so this tells what goes on when the others drive it.

use super::delivery::{Origin, Weight};
use super::scheduler::{may_wait, wait_for_all};
use super::table::{Interrupted, MAIN, State, with};
use super::{ending, timers, watches};
use crate::exception::DEADLOCK;
use crate::ffi::coroutine::switch_blocked;
use crate::ffi::error;
use crate::ffi::value::{Arguments, Invocation, Kept};
use crate::per_thread;
use engine::executor::{self, queue};
use engine::reactor;
use engine::time::Deadline;
use engine::transport::closing;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::Poll;

/// When in a turn of the loop a callable is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// After all that was ready has had its turn.
    After,
    /// Before the loop waits again.
    Before,
}

/// Has `callable` called when whoever is ready now has had its turn.
pub fn defer(callable: Kept) {
    Origin::new(Weight::Counts).deliver(callable, Vec::new());
}

/// Has `callable` called in each turn of the loop from now on, instead of the one before; `None` calls none.
/// Answers whether there was one. A destructor may run.
pub fn cycle(callable: Option<Kept>, when: When) -> bool {
    ending::at_end(end);
    let before = CYCLES.with(|cycles| {
        let mut cycles = cycles.borrow_mut();
        if when == When::After && cycles.turn != reactor::turns() {
            // This turn has not been made with it.
            (cycles.turn, cycles.called) = (reactor::turns(), When::Before as usize);
        }
        std::mem::replace(&mut cycles.callables[when as usize], callable)
    });
    before.is_some()
}

/// What is to be called before the loop waits, once per turn.
pub(super) fn cycle_due() -> Option<Invocation> {
    CYCLES.with(|cycles| {
        let mut cycles = cycles.borrow_mut();
        if cycles.callables.iter().all(Option::is_none) {
            return None;
        }
        let turn = reactor::turns();
        if cycles.turn != turn {
            (cycles.turn, cycles.called) = (turn, 0);
        }
        while let Some(callable) = cycles.callables.get(cycles.called).map(|c| c.as_ref().map(Kept::another))
        {
            cycles.called += 1;
            if let Some(callable) = callable {
                return Some(Invocation { callable, arguments: Arguments::default() });
            }
        }
        None
    })
}

/// `{main}` waits until nothing is left, or somebody calls [`exit`].
///
/// # Errors
/// [`Interrupted`]; on a deadlock an exception is set.
pub fn wait() -> Result<(), Interrupted> {
    may_wait("the end of all others", switch_blocked())?;
    EXITED.with(|exited| exited.set(false));
    if let Some(report) = wait_for_all(Deadline::NEVER)? {
        error::throw(&DEADLOCK, &report, 0);
        return Err(Interrupted::Thrown);
    }
    Ok(())
}

/// Ends the loop: timers and watches are given up, and `{main}` does not wait for the others any more, unless it does
/// so by name. Destructors may run.
pub fn exit() {
    ending::at_end(end);
    EXITED.with(|exited| exited.set(true));
    timers::clear_all();
    watches::remove_all();
    with(|s| {
        if s.coroutines[MAIN as usize].state == State::Draining {
            queue::push(s.tag(MAIN));
        }
    });
}

/// Whether [`exit`] was called.
#[must_use]
pub fn has_exited() -> bool {
    EXITED.with(Cell::get)
}

/// Ends when the loop has made one turn and all that became ready by it has had its turn. Where nothing is left that
/// a turn could wait for, when whoever is ready has had its turn.
pub async fn one_turn() {
    let begin = reactor::turns();
    let mut has_turned = false;
    poll_fn(|cx| {
        if has_turned {
            return Poll::Ready(());
        }
        let has_sources = executor::task_count() > closing::count() || with(|s| s.waiting > 0);
        if reactor::turns() != begin || !has_sources {
            // Behind the others.
            has_turned = true;
            cx.waker().wake_by_ref();
        } else {
            reactor::wake_after_turn(cx.waker().clone());
        }
        Poll::Pending
    })
    .await;
}

/// The end of the request.
fn end() {
    let callables = CYCLES.with(|cycles| std::mem::take(&mut cycles.borrow_mut().callables));
    drop(callables);
    EXITED.with(|exited| exited.set(false));
}

struct Cycles {
    /// By [`When`].
    callables: [Option<Kept>; 2],
    /// The turn for which they were called last, and how many of them.
    turn: u64,
    called: usize,
}

per_thread!(static CYCLES: RefCell<Cycles> = RefCell::new(Cycles { callables: [None, None], turn: 0, called: 0 }));
per_thread!(static EXITED: Cell<bool> = Cell::new(false));
