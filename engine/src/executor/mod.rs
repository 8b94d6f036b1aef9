//! Runs futures on this thread: a slab of spawned tasks and one ready queue.
//!
//! The queue also carries the tags of outsiders (coroutines), so that everybody who was woken gets
//! its turn in one order. [`next`] runs tasks until an outsider comes up and hands that one out.

pub mod queue;
mod waker;

pub use waker::Tag;

use crate::net::fork;
use crate::reactor;
use slab::Slab;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

/// Starts `future` as a background task of this thread.
///
/// It is polled by whoever drives the executor and dropped when it is done, or by [`clear`]; at once while the
/// thread ends.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    let tag = try_with(|tasks| {
        tasks.generation = tasks.generation.wrapping_add(1);
        let generation = tasks.generation;
        let slot = tasks.slots.insert(Task { generation, future: Some(Box::pin(future)) });
        Tag::task(u32::try_from(slot).expect("fewer than 2^31 tasks fit into memory"), generation)
    });
    tag.into_iter().for_each(queue::push);
}

/// Runs ready tasks until the first outsider's tag comes up; `None` when nobody is ready.
#[must_use]
pub fn next() -> Option<Tag> {
    loop {
        let tag = queue::pop()?;
        if tag.is_task() {
            run(tag);
        } else if tag.slot() != BLOCKED_SLOT {
            return Some(tag);
        }
        // Else it was a wake-up that came too late: its `block_on` has returned.
    }
}

/// Runs the ready tasks and leaves the outsiders' tags where they are.
pub fn run_tasks() {
    while let Some(tag) = queue::take(Tag::is_task) {
        run(tag);
    }
}

/// Drives `future`, the tasks and the reactor on this thread until `future` is done.
///
/// Outsiders that are woken meanwhile stay queued: nobody else's code runs.
pub fn block_on<F: Future>(future: F) -> F::Output {
    match block_on_unless(future, || Ok::<_, std::convert::Infallible>(false)) {
        Ok(output) => output,
        Err(never) => match never {},
    }
}

/// As [`block_on`], and asks `before_sleep` each time before the thread would wait: what it does may take as long
/// as it likes, and `true` means that it did something, so that the future is looked at again.
///
/// # Errors
/// That of `before_sleep`: the future is dropped.
pub fn block_on_unless<F: Future, E>(
    future: F,
    mut before_sleep: impl FnMut() -> Result<bool, E>,
) -> Result<F::Output, E> {
    let mut future = pin!(future);
    let blocked = Blocked::enter();
    let me = Tag::external(BLOCKED_SLOT, blocked.depth);
    let waker = me.waker();
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return Ok(output);
        }
        loop {
            run_tasks();
            // Whatever ran meanwhile may have used up the wake-up that was meant for this.
            if queue::take(|tag| tag == me).is_some() || before_sleep()? {
                break;
            }
            reactor::turn(reactor::Wait::Block);
        }
    }
}

/// Drops all tasks and forgets who was ready. Tasks of the process before a fork are left as they are.
pub fn clear() {
    loop {
        // Taken out first: dropping a task may wake or spawn others.
        let slots = with(|tasks| std::mem::take(&mut tasks.slots));
        if slots.is_empty() {
            break;
        }
        drop(slots);
    }
    queue::clear();
}

/// How many tasks live on this thread; those of the process before a fork do not.
#[must_use]
pub fn task_count() -> usize {
    with(|tasks| tasks.slots.len())
}

/// The slot of the tags by which [`block_on`] is woken; no outsider uses it.
const BLOCKED_SLOT: u32 = Tag::MAX_SLOT;

/// A [`block_on`] under way. One within another has a tag of its own, so that it cannot take the outer
/// one's wake-up; one after another shares it, so that late wake-ups are used up, not collected.
struct Blocked {
    depth: u32,
}

impl Blocked {
    fn enter() -> Self {
        let depth = BLOCKED.get();
        BLOCKED.set(depth + 1);
        Self { depth }
    }
}

impl Drop for Blocked {
    fn drop(&mut self) {
        BLOCKED.set(self.depth);
    }
}

struct Task {
    generation: u32,
    /// `None` while it is being polled, so that no borrow is alive meanwhile.
    future: Option<Pin<Box<dyn Future<Output = ()>>>>,
}

#[derive(Default)]
struct Tasks {
    slots: Slab<Task>,
    generation: u32,
    /// The process they were spawned in.
    process: u32,
}

/// Runs `work` on this thread's tasks.
fn with<R>(work: impl FnOnce(&mut Tasks) -> R) -> R {
    try_with(work).expect("nobody drives the executor while the thread ends")
}

/// Runs `work` on this thread's tasks, unless the thread ends.
fn try_with<R>(work: impl FnOnce(&mut Tasks) -> R) -> Option<R> {
    let run = |tasks: &RefCell<Tasks>| {
        let mut tasks = tasks.borrow_mut();
        if tasks.process != fork::generation() {
            tasks.process = fork::generation();
            // The parent goes on with them. Here their memory is left: sockets and timers that they wait for
            // are gone, so that nothing would wake them, and what a drop does is the parent's to do.
            fork::leave_to_parent(std::mem::take(&mut tasks.slots));
        }
        work(&mut tasks)
    };
    TASKS.try_with(run).ok()
}

fn run(tag: Tag) {
    let slot = tag.slot() as usize;
    let live = |tasks: &Tasks| tasks.slots.get(slot).is_some_and(|task| task.generation == tag.generation());
    let future = with(|tasks| if live(tasks) { tasks.slots[slot].future.take() } else { None });
    let Some(mut future) = future else { return };
    let abandon = Abandon(tag);
    let done = future.as_mut().poll(&mut Context::from_waker(&tag.waker())).is_ready();
    std::mem::forget(abandon);
    // What is finished is dropped after the borrow: its drop may wake or spawn others.
    let finished = with(|tasks| {
        if done || !live(tasks) {
            let _ = live(tasks).then(|| tasks.slots.remove(slot));
            return Some(future);
        }
        tasks.slots[slot].future = Some(future);
        None
    });
    drop(finished);
}

/// Gives up the place of a task whose poll panicked; nobody would ever poll it again.
struct Abandon(Tag);

impl Drop for Abandon {
    fn drop(&mut self) {
        with(|tasks| {
            // Only [`clear`] can have emptied it meanwhile, and then the slot may be another's.
            let slot = self.0.slot() as usize;
            if tasks.slots.get(slot).is_some_and(|task| task.generation == self.0.generation()) {
                tasks.slots.remove(slot);
            }
        });
    }
}

thread_local! {
    static TASKS: RefCell<Tasks> = RefCell::default();
    static BLOCKED: Cell<u32> = const { Cell::new(0) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reactor::sleep;
    use crate::time::Deadline;
    use std::future::poll_fn;
    use std::rc::Rc;
    use std::time::Duration;

    /// Wakes itself once, then is done.
    async fn yield_once() {
        let mut first = true;
        poll_fn(|cx| {
            if std::mem::take(&mut first) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            Poll::Ready(())
        })
        .await;
    }

    #[test]
    fn block_on_runs_tasks_but_leaves_outsiders_queued() {
        clear();
        let done = Rc::new(Cell::new(0));
        let seen = Rc::clone(&done);
        spawn(async move {
            yield_once().await;
            seen.set(seen.get() + 1);
        });
        let outsider = Tag::external(1, 1);
        queue::push(outsider);
        block_on(async {
            yield_once().await;
            yield_once().await;
        });
        assert_eq!(done.get(), 1);
        assert_eq!(task_count(), 0);
        assert_eq!(next(), Some(outsider));
        assert_eq!(next(), None);
    }

    #[test]
    fn a_stale_tag_wakes_nobody() {
        clear();
        let polls = Rc::new(Cell::new(0));
        for _ in 0..2 {
            let polls = Rc::clone(&polls);
            spawn(async move { polls.set(polls.get() + 1) });
        }
        let stale = queue::pop().expect("the first task was queued");
        queue::push(stale);
        queue::push(stale);
        assert_eq!(next(), None);
        assert_eq!(polls.get(), 2, "a finished task is not polled again");
    }

    #[test]
    fn outsiders_and_tasks_share_one_order() {
        clear();
        let order = Rc::new(RefCell::new(Vec::new()));
        let log = Rc::clone(&order);
        queue::push(Tag::external(1, 0));
        spawn(async move { log.borrow_mut().push("task") });
        assert_eq!(next().map(Tag::slot), Some(1));
        assert!(order.borrow().is_empty(), "the task came second and has not run yet");
        assert_eq!(next(), None);
        assert_eq!(*order.borrow(), ["task"]);
    }

    #[test]
    fn a_nested_block_on_does_not_take_the_outer_ones_wake_up() {
        clear();
        let sleep_ms = |ms| sleep(Deadline::after(Duration::from_millis(ms)));
        // Armed first, so that it is due while the inner one waits.
        let outer = sleep_ms(1);
        spawn(async move { block_on(sleep_ms(10)) });
        block_on(outer);
        assert_eq!(task_count(), 0);
    }

    #[test]
    fn a_wake_up_after_block_on_has_returned_reaches_nobody() {
        clear();
        let mut kept = None;
        block_on(poll_fn(|cx| {
            kept = Some(cx.waker().clone());
            Poll::Ready(())
        }));
        kept.unwrap().wake();
        assert_eq!(next(), None);
    }

    #[test]
    fn a_task_that_panics_is_gone() {
        clear();
        spawn(async { panic!("expected by the test") });
        let caught = std::panic::catch_unwind(next);
        assert!(caught.is_err());
        assert_eq!(task_count(), 0);
    }

    #[test]
    fn what_a_dropped_task_spawns_is_dropped_too() {
        struct Spawner;
        impl Drop for Spawner {
            fn drop(&mut self) {
                spawn(std::future::pending());
            }
        }
        let spawner = Spawner;
        spawn(async move {
            let _spawner = spawner;
            std::future::pending().await
        });
        clear();
        assert_eq!(task_count(), 0);
    }
}
