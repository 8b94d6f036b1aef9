//! The Rust side of a connection pool: what is idle, how many there are, who waits.
//!
//! Somebody waits only while nothing is idle and every place is taken: what is put back, and a place that becomes free,
//! go to the one who has waited longest.

use crate::class::client::pooled::is_reusable;
use crate::coroutine::waitqueue::{Pending, Queue, Subject};
use crate::ffi::call::Traced;
use crate::ffi::value::{Kept, Link, Value};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

pub(super) struct Pool {
    pub(super) constructor: Kept,
    /// A class that is made with the constructor, instead of calling it.
    pub(super) proxy: Option<String>,
    size: usize,
    idle: RefCell<VecDeque<Kept>>,
    /// Connections that there are or that are being made: idle ones, too.
    count: Cell<usize>,
    is_closed: Cell<bool>,
    getters: Queue,
}

/// Numbers for the script.
pub(super) struct Counts {
    pub(super) size: usize,
    pub(super) connections: usize,
    pub(super) idle: usize,
    pub(super) waiting: usize,
}

impl Pool {
    pub(super) const fn new(constructor: Kept, proxy: Option<String>, size: usize) -> Self {
        Self {
            constructor,
            proxy,
            size,
            idle: RefCell::new(VecDeque::new()),
            count: Cell::new(0),
            is_closed: Cell::new(false),
            getters: Queue::new(),
        }
    }

    pub(super) const fn is_closed(&self) -> bool {
        self.is_closed.get()
    }

    pub(super) fn counts(&self) -> Counts {
        Counts {
            size: self.size,
            connections: self.count.get(),
            idle: self.idle.borrow().len(),
            waiting: self.getters.len(),
        }
    }

    /// How many are in somebody's hands, or being made.
    pub(super) fn used(&self) -> usize {
        self.count.get() - self.idle.borrow().len()
    }

    /// Takes the connection that has been idle longest; those that cannot be used any more are given up. Their
    /// destructors may run.
    pub(super) fn take(&self) -> Option<Kept> {
        loop {
            let connection = self.idle.borrow_mut().pop_front()?;
            if is_usable(&connection) {
                return Some(connection);
            }
            self.count.set(self.count.get() - 1);
            drop(connection);
        }
    }

    /// Takes a place for a new connection.
    pub(super) fn reserve(&self) -> bool {
        let is_free = self.count.get() < self.size;
        self.count.set(self.count.get() + usize::from(is_free));
        is_free
    }

    /// Gives up the place of a connection that is gone, or could not be made.
    pub(super) fn release(&self) {
        if !self.is_closed.get() && self.getters.fire(None).is_err() {
            self.count.set(self.count.get() - 1);
        }
    }

    /// Hands a connection, which has its place, to whoever waits for one, or keeps it.
    pub(super) fn give(&self, connection: Kept) {
        if let Err(Some(connection)) = self.getters.fire(Some(connection)) {
            self.idle.borrow_mut().push_back(connection);
        }
    }

    /// Whether `connection` is idle already.
    pub(super) fn holds(&self, connection: &Kept) -> bool {
        let Value::Object(object) = connection.view() else { return false };
        let is_same = |other: &Kept| matches!(other.view(), Value::Object(other) if other == object);
        self.idle.borrow().iter().any(is_same)
    }

    pub(super) fn enlist(&self, pending: &Pending) {
        pending.enlist(&self.getters, 0, None);
    }

    pub(super) fn subject(&self) -> Subject {
        Subject::Pool(self.used(), self.size)
    }

    /// Answers the idle connections, to be dropped when nothing is borrowed.
    pub(super) fn close(&self) -> VecDeque<Kept> {
        self.is_closed.set(true);
        self.count.set(0);
        self.getters.close();
        self.idle.take()
    }
}

impl Traced for Pool {
    fn links(&self) -> Vec<Link> {
        let idle = self.idle.borrow();
        std::iter::once(self.constructor.link()).chain(idle.iter().map(Kept::link)).collect()
    }
}

/// Whether somebody else may have it: only our own clients can tell.
pub(super) fn is_usable(connection: &Kept) -> bool {
    match connection.view() {
        Value::Object(object) => is_reusable(object),
        _ => true,
    }
}
