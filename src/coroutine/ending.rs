//! How coroutines end when they do not end by themselves: deadlock, the end of the script, of the request.
//!
//! Order at the end of a script: PHP's shutdown functions, ours last: it runs the loop until nothing is
//! left, reports a deadlock, kills leftovers so that finally blocks and destructors run. Then RSHUTDOWN:
//! closed connections get rid of what they have left to send, coroutines that are left after a fatal error are
//! unwound without running PHP code, and the contexts are freed.

use super::scheduler;
use super::table;
use crate::ffi::coroutine::Unwind;
use crate::ffi::error::Caught;
use crate::ffi::{error, request};
use crate::ini::{self, SHUTDOWN_TIMEOUT};
use engine::time::Deadline;
use engine::transport::closing;
use std::cell::{Cell, RefCell};
use std::time::Duration;

/// Has our shutdown function called at the end of the script. Called when a coroutine is created.
pub fn prepare() {
    if REGISTERED.get() == 0 && !CLOSED.get() {
        register();
    }
}

fn register() {
    request::register_shutdown(c"Corio\\Coroutine\\shutdown");
    REGISTERED.set(request::shutdown_functions());
}

/// The shutdown function.
pub fn shutdown() {
    let is_last = request::shutdown_functions() == REGISTERED.get();
    let again = REQUEUED.get();
    if !is_last && again < REQUEUES {
        REQUEUED.set(again + 1);
        register();
        return;
    }
    if request::unclean() {
        // PHP code must not run any more; RSHUTDOWN unwinds the coroutines.
        return;
    }
    if !request::script_failed() && !table::has_failed() {
        run_to_the_end();
    }
    CLOSED.set(true);
    finish();
    table::close();
    // exit() in a coroutine has left its mark in {main}; the others' finally blocks must not meet it.
    let thrown = Caught::take();
    let thrown = kill_all(Unwind::Graceful).or(thrown);
    thrown.into_iter().for_each(Caught::rethrow);
}

/// Has `work` done at the end of the request, when the loop has run for the last time: it ends whatever may still
/// call the script back. It is called twice, and destructors may run in it.
pub fn at_end(work: fn()) {
    let known = AT_END.with(|all| all.borrow().iter().any(|&other| std::ptr::fn_addr_eq(other, work)));
    if !known {
        AT_END.with(|all| all.borrow_mut().push(work));
    }
}

fn finish() {
    let all = AT_END.with(|all| all.borrow().clone());
    all.into_iter().for_each(|work| work());
}

/// Two shutdown functions that both want to be last must not go on for ever.
const REQUEUES: u32 = 100;

fn run_to_the_end() {
    let deadline =
        if request::is_cli() { Deadline::NEVER } else { Deadline::after(SHUTDOWN_TIMEOUT.limit()) };
    // A report is not an error of the script: its exit code stays.
    if let Ok(Some(report)) = scheduler::wait_for_all(deadline)
        && table::options().reports_deadlocks
    {
        // What tells a deadlock in the logs of Swoole.
        let mark = if ini::is_like_swoole() && report.starts_with("all ") { "[FATAL ERROR]: " } else { "" };
        error::report(&format!("{mark}{report}"));
    }
}

/// The request ends: whatever is left is unwound without running PHP code.
pub fn request_shutdown() {
    see_connections_off();
    request::shutdown();
    OVER.set(true);
    finish();
    if table::is_used() {
        table::close();
        let _ = kill_until_gone(None, Unwind::Silent);
        table::reset();
    }
}

/// A request begins.
pub fn request_startup() {
    table::request_startup();
    closing::set_at_once(false);
    REGISTERED.set(0);
    REQUEUED.set(0);
    CLOSED.set(false);
    OVER.set(false);
    AT_END.with(|all| all.borrow_mut().clear());
}

/// Whether the request has ended: PHP's own shutdown is under way.
#[must_use]
pub fn is_over() -> bool {
    OVER.get()
}

/// Whether coroutines may still park.
#[must_use]
pub fn is_closed() -> bool {
    CLOSED.get()
}

/// Kills every coroutine that is left. What they cannot send at once is not waited for.
fn kill_all(unwind: Unwind) -> Option<Caught> {
    closing::set_at_once(true);
    let thrown = kill_until_gone(None, unwind);
    closing::set_at_once(false);
    thrown
}

/// How long the end of a request waits for what closed connections have left to send.
const FAREWELL: Duration = Duration::from_secs(2);

/// Closed connections get time for what send() has counted as sent, unless the script was broken off. From then on
/// connections close at once.
fn see_connections_off() {
    if request::script_failed() || request::unclean() || table::has_failed() {
        closing::abandon();
    } else {
        closing::finish(FAREWELL);
    }
    closing::set_at_once(true);
}

/// Kills the coroutines that `scope` counts. Stops early, with what is to be thrown then, when one of them
/// ends the script or when the running coroutine is killed itself.
#[must_use]
pub fn kill_scope(scope: usize) -> Option<Caught> {
    kill_until_gone(Some(scope), Unwind::Graceful)
}

fn kill_until_gone(scope: Option<usize>, unwind: Unwind) -> Option<Caught> {
    let mut thrown = None;
    // Finally blocks may start others, which are killed too; a script that goes on doing so is left to
    // the end of the request.
    for _ in 0..REQUEUES {
        let others = table::others(scope);
        if others.is_empty() {
            break;
        }
        for slot in others {
            scheduler::kill(slot, unwind);
            thrown = Caught::take().or(thrown);
            // exit() in a finally block does not spare the others at the end; after a fatal error no code
            // of theirs may run.
            if thrown.is_some() && (scope.is_some() || request::unclean()) {
                return thrown;
            }
        }
    }
    thrown
}

thread_local! {
    /// What is to be done at the end of the request.
    static AT_END: RefCell<Vec<fn()>> = const { RefCell::new(Vec::new()) };
    /// How many shutdown functions there were when ours was registered; 0 before that.
    static REGISTERED: Cell<u32> = const { Cell::new(0) };
    static REQUEUED: Cell<u32> = const { Cell::new(0) };
    static OVER: Cell<bool> = const { Cell::new(false) };
    /// Our shutdown function has run.
    static CLOSED: Cell<bool> = const { Cell::new(false) };
}
