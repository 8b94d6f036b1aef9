//! A connect that goes on in the background, until another method asks what has become of it.

use engine::net::fork;
use engine::{Error, Kind, Phase, executor};
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

/// A connect under way, or its outcome.
#[derive(Default)]
pub(super) struct Pending {
    outcome: RefCell<Option<Result<(), Error>>>,
    is_over: Cell<bool>,
    /// Whoever waits for it.
    waiter: RefCell<Option<Waker>>,
    /// The process that drives it.
    process: u32,
}

impl Pending {
    /// Starts `connect`.
    pub(super) fn start(connect: impl Future<Output = Result<(), Error>> + 'static) -> Rc<Self> {
        let pending = Rc::new(Self { process: fork::generation(), ..Self::default() });
        let shared = Rc::clone(&pending);
        executor::spawn(async move {
            let outcome = connect.await;
            *shared.outcome.borrow_mut() = Some(outcome);
            shared.is_over.set(true);
            let waiter = shared.waiter.take();
            waiter.into_iter().for_each(Waker::wake);
        });
        // It begins now, not when somebody waits for something.
        executor::run_tasks();
        pending
    }

    /// Whether there is nothing to wait for any more.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.get() || self.is_inherited()
    }

    /// Whether it has failed.
    pub(super) fn has_failed(&self) -> bool {
        self.is_inherited() || matches!(&*self.outcome.borrow(), Some(Err(_)))
    }

    /// In a forked child nobody drives what the parent has begun.
    fn is_inherited(&self) -> bool {
        self.process != fork::current()
    }

    /// Waits for the outcome, and takes it.
    pub(super) async fn outcome(&self) -> Result<(), Error> {
        poll_fn(|cx| {
            if self.is_over() {
                return Poll::Ready(());
            }
            drop(self.waiter.replace(Some(cx.waker().clone())));
            Poll::Pending
        })
        .await;
        let inherited = || Err(Error::new(Phase::Connect, Kind::NotConnected("opened before fork")));
        if self.is_inherited() { inherited() } else { self.outcome.take().unwrap_or_else(inherited) }
    }
}
