//! The Rust side of a channel: what is in it and who waits for it.
//!
//! Consumers wait only while it is empty, producers only while it is full: whatever changes that serves the
//! longest waiting one at once, so that nobody who comes later overtakes it.

use crate::coroutine::waitqueue::{Fired, Pending, Queue, Subject};
use crate::ffi::call::Traced;
use crate::ffi::value::{Kept, Link};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

pub(super) struct Channel {
    capacity: usize,
    items: RefCell<VecDeque<Kept>>,
    is_closed: Cell<bool>,
    consumers: Queue,
    producers: Queue,
    /// Whether `errCode` is set, so that a success need not touch it otherwise.
    pub(super) has_error: Cell<bool>,
}

/// How many wait and how many values there are.
pub(super) struct Counts {
    pub(super) consumers: usize,
    pub(super) producers: usize,
    pub(super) items: usize,
}

impl Channel {
    pub(super) const fn new(capacity: usize) -> Self {
        Self {
            capacity,
            items: RefCell::new(VecDeque::new()),
            is_closed: Cell::new(false),
            consumers: Queue::new(),
            producers: Queue::new(),
            has_error: Cell::new(false),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.items.borrow().len()
    }

    pub(super) fn is_full(&self) -> bool {
        self.len() >= self.capacity
    }

    pub(super) const fn is_closed(&self) -> bool {
        self.is_closed.get()
    }

    pub(super) fn counts(&self) -> Counts {
        Counts { consumers: self.consumers.len(), producers: self.producers.len(), items: self.len() }
    }

    /// Puts `value` in, or hands it to whoever waits for one.
    ///
    /// # Errors
    /// The value, if there is no room.
    pub(super) fn offer(&self, value: Kept) -> Result<(), Kept> {
        let mut items = self.items.borrow_mut();
        let mut value = Some(value);
        if items.is_empty() {
            match self.consumers.fire(value) {
                Ok(_) => return Ok(()),
                Err(given) => value = given,
            }
        }
        let value = value.expect("nobody has taken it");
        if items.len() >= self.capacity {
            return Err(value);
        }
        items.push_back(value);
        Ok(())
    }

    /// Takes the oldest value; the longest waiting producer's moves up.
    pub(super) fn take(&self) -> Option<Kept> {
        let mut items = self.items.borrow_mut();
        let was_full = items.len() >= self.capacity;
        let value = items.pop_front()?;
        if was_full && items.len() < self.capacity {
            items.extend(self.producers.fire(None).ok().flatten());
        }
        Some(value)
    }

    /// Takes back a value that was handed to somebody who did not live to use it.
    pub(super) fn put_back(&self, value: Kept) {
        if let Err(Some(value)) = self.consumers.fire(Some(value)) {
            self.items.borrow_mut().push_front(value);
        }
    }

    /// Closes it; `false` if it was closed.
    pub(super) fn close(&self) -> bool {
        if self.is_closed.replace(true) {
            return false;
        }
        self.consumers.close();
        self.producers.close();
        true
    }

    pub(super) fn enlist_consumer(&self, pending: &Pending, case: u32) {
        pending.enlist(&self.consumers, case, None);
    }

    pub(super) fn enlist_producer(&self, pending: &Pending, case: u32, value: Kept) {
        pending.enlist(&self.producers, case, Some(value));
    }

    /// Saves what a wait for a value was given when the coroutine was interrupted.
    pub(super) fn rescue(&self, fired: Option<Fired>) {
        fired.and_then(|fired| fired.value).into_iter().for_each(|value| self.put_back(value));
    }

    pub(super) fn pop_subject(&self) -> Subject {
        Subject::Pop(self.len(), self.capacity)
    }

    pub(super) fn push_subject(&self) -> Subject {
        Subject::Push(self.len(), self.capacity)
    }
}

impl Traced for Channel {
    fn links(&self) -> Vec<Link> {
        let mut links: Vec<Link> = self.items.borrow().iter().map(Kept::link).collect();
        self.producers.links(&mut links);
        links
    }
}
