//! What a client with callbacks has to send and the kernel has not taken yet.

use std::cell::{Cell, RefCell};

/// Bytes on their way out, in order.
#[derive(Default)]
pub(super) struct Outbox {
    bytes: RefCell<Vec<u8>>,
    /// How many of them have left.
    start: Cell<usize>,
    /// Given after an upgrade was asked for: it leaves under TLS or not at all.
    held: RefCell<Vec<u8>>,
    /// It was told that there is much.
    is_high: Cell<bool>,
}

/// What is given back to the allocator as soon as it is not needed: less is kept for the next time.
const SMALL: usize = 64 << 10;

impl Outbox {
    /// Bytes that wait.
    pub(super) fn len(&self) -> usize {
        self.left() + self.held.borrow().len()
    }

    fn left(&self) -> usize {
        self.bytes.borrow().len() - self.start.get()
    }

    /// Whether nothing waits to leave now.
    pub(super) fn is_empty(&self) -> bool {
        self.left() == 0
    }

    /// Adds `data` at the end.
    pub(super) fn push(&self, data: &[u8]) {
        let mut bytes = self.bytes.borrow_mut();
        let start = self.start.get();
        // Moves what is left to the front when that is less than what has left.
        if start > bytes.len() - start {
            bytes.drain(..start);
            self.start.set(0);
        }
        bytes.extend_from_slice(data);
    }

    /// Adds `data` behind the upgrade that was asked for.
    pub(super) fn hold(&self, data: &[u8]) {
        self.held.borrow_mut().extend_from_slice(data);
    }

    /// The upgrade is done: what was held may leave.
    pub(super) fn release(&self) {
        let held = self.held.take();
        self.push(&held);
    }

    /// Lets `send` see what is left, and takes away as much as it answers.
    pub(super) fn take<E>(&self, send: impl FnOnce(&[u8]) -> Result<usize, E>) -> Result<(), E> {
        let taken = send(&self.bytes.borrow()[self.start.get()..])?;
        self.start.set(self.start.get() + taken);
        if self.is_empty() {
            self.reset();
        }
        Ok(())
    }

    /// Gives up everything, and answers what could have left.
    pub(super) fn clear(&self) -> Vec<u8> {
        self.held.take();
        let mut left = self.bytes.take();
        left.drain(..self.start.replace(0));
        left
    }

    fn reset(&self) {
        let mut bytes = self.bytes.borrow_mut();
        if bytes.capacity() > SMALL {
            *bytes = Vec::new()
        } else {
            bytes.clear()
        }
        self.start.set(0);
    }

    /// Whether it has just got as full as `mark`: told once, until [`Outbox::has_drained`].
    pub(super) fn has_filled(&self, mark: usize) -> bool {
        self.len() >= mark && !self.is_high.replace(true)
    }

    /// Whether it has just got as empty as `mark`, after it was told that it was full.
    pub(super) fn has_drained(&self, mark: usize) -> bool {
        self.len() <= mark && self.is_high.replace(false)
    }
}

impl Outbox {
    /// Whether [`Outbox::has_filled`] was told last.
    pub(super) fn is_high(&self) -> bool {
        self.is_high.get()
    }
}
