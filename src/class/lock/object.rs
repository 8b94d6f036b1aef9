//! The Rust side of a lock: who holds it and who waits for it.
//!
//! Readers and writers stand in one queue, so that neither starve. Between processes a number in shared memory says
//! which one holds it; within that process its coroutines hold it as any other lock.

use crate::coroutine::waitqueue::Queue;
use crate::ffi::shared::{SharedNumber, process_exists};
use engine::reactor;
use engine::time::Deadline;
use std::cell::{Cell, RefCell};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Numbers of places in the queue.
pub(super) const WRITER: u32 = 0;
pub(super) const READER: u32 = 1;

pub(super) struct Lock {
    /// Coroutines: one writer or any number of readers.
    holders: RefCell<Vec<i64>>,
    is_exclusive: Cell<bool>,
    pub(super) waiters: Queue,
    pub(super) shared: Option<Shared>,
    /// Whether `errCode` is set, so that a success need not touch it otherwise.
    pub(super) has_error: Cell<bool>,
}

impl Lock {
    pub(super) const fn new(shared: Option<Shared>) -> Self {
        Self {
            holders: RefCell::new(Vec::new()),
            is_exclusive: Cell::new(false),
            waiters: Queue::new(),
            shared,
            has_error: Cell::new(false),
        }
    }

    /// In a child that was forked meanwhile: what the parent's coroutines hold is theirs.
    pub(super) fn notice_fork(&self) {
        if self.shared.as_ref().is_some_and(Shared::notice_fork) {
            self.holders.borrow_mut().clear();
        }
    }

    pub(super) fn is_held_by(&self, coroutine: i64) -> bool {
        self.holders.borrow().contains(&coroutine)
    }

    pub(super) fn holder(&self) -> Option<i64> {
        self.holders.borrow().first().copied()
    }

    fn may_take(&self, kind: u32) -> bool {
        self.holders.borrow().is_empty() || (kind == READER && !self.is_exclusive.get())
    }

    fn note(&self, kind: u32, coroutine: i64) {
        self.is_exclusive.set(kind == WRITER);
        self.holders.borrow_mut().push(coroutine);
    }

    /// Takes it for `coroutine` unless others hold it or come first.
    pub(super) fn try_take(&self, kind: u32, coroutine: i64) -> bool {
        let may_take = self.waiters.is_empty() && self.may_take(kind);
        if may_take {
            self.note(kind, coroutine);
        }
        may_take
    }

    /// Hands it to those who have waited longest, as many as may hold it together.
    pub(super) fn grant(&self) {
        while let Some(first) = self.waiters.first().filter(|first| self.may_take(first.case)) {
            self.note(first.case, first.coroutine);
            // An error would mean that nobody waits.
            let _ = self.waiters.fire(None);
        }
    }

    /// Gives up what `coroutine` holds.
    pub(super) fn release(&self, coroutine: i64) {
        let is_free = {
            let mut holders = self.holders.borrow_mut();
            holders.retain(|&holder| holder != coroutine);
            holders.is_empty()
        };
        if is_free {
            self.shared.iter().for_each(Shared::release);
        }
        self.grant();
    }
}

/// Which process holds a lock.
pub(super) struct Shared {
    /// 0: none.
    holder: SharedNumber,
    /// The process that this value was last used in.
    process: Cell<u32>,
    is_mine: Cell<bool>,
}

impl Shared {
    pub(super) fn new() -> Option<Self> {
        let (process, is_mine) = (Cell::new(std::process::id()), Cell::new(false));
        Some(Self { holder: SharedNumber::new()?, process, is_mine })
    }

    fn notice_fork(&self) -> bool {
        let process = std::process::id();
        let is_child = self.process.replace(process) != process;
        if is_child {
            self.is_mine.set(false);
        }
        is_child
    }

    /// The process that holds it.
    pub(super) fn holder(&self) -> u32 {
        self.holder.get().load(Ordering::Acquire)
    }

    /// Takes it for this process; also from one that has died with it.
    pub(super) fn try_take(&self) -> bool {
        if self.is_mine.get() {
            return true;
        }
        let holder = self.holder();
        let is_free = holder == 0 || !process_exists(holder);
        let (number, me) = (self.holder.get(), self.process.get());
        let taken =
            is_free && number.compare_exchange(holder, me, Ordering::AcqRel, Ordering::Acquire).is_ok();
        self.is_mine.set(taken);
        taken
    }

    /// Waits until this process has it; `false` when the deadline has passed. No process can wake another one here, so
    /// it looks again and again, less and less often.
    pub(super) async fn take(&self, deadline: Deadline) -> bool {
        let mut pause = FIRST_PAUSE;
        while !self.try_take() {
            if deadline.has_passed() {
                return false;
            }
            reactor::sleep(deadline.earlier(Deadline::after(pause))).await;
            pause = LONGEST_PAUSE.min(pause * 2);
        }
        true
    }

    fn release(&self) {
        if self.is_mine.replace(false) {
            self.holder.get().store(0, Ordering::Release);
        }
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        if !self.notice_fork() {
            self.release();
        }
    }
}

/// The timer's resolution; and what a lock that is held for long may cost: 50 looks a second.
const FIRST_PAUSE: Duration = Duration::from_millis(1);
const LONGEST_PAUSE: Duration = Duration::from_millis(20);
