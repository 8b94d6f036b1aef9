//! What a client with callbacks has to send and the kernel has not taken yet.

use engine::client::sendfile::FilePart;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::net::Shutdown;

/// Items on their way out, in order.
#[derive(Default)]
pub(super) struct Outbox {
    items: RefCell<VecDeque<Item>>,
    /// How many bytes of the first item have left.
    start: Cell<usize>,
    /// Given after an upgrade was asked for: it leaves under TLS or not at all.
    held: RefCell<VecDeque<Item>>,
    /// Bytes of memory that wait.
    bytes: Cell<usize>,
    /// It was told that there is much.
    is_high: Cell<bool>,
}

/// Something to be done when all before it is done.
pub(super) enum Item {
    /// Of a stream.
    Bytes(Vec<u8>),
    /// To the peer.
    Datagram(Vec<u8>),
    /// To somebody else.
    To(String, u16, Vec<u8>),
    /// A part of a file, to a stream.
    File(FilePart),
    /// The end of one direction, or both.
    Shutdown(Shutdown),
}

impl Item {
    /// Bytes of memory that it takes.
    pub(super) const fn bytes(&self) -> usize {
        match self {
            Self::Bytes(bytes) | Self::Datagram(bytes) | Self::To(_, _, bytes) => bytes.len(),
            Self::File(_) | Self::Shutdown(_) => 0,
        }
    }
}

impl Outbox {
    /// Bytes that wait.
    pub(super) const fn len(&self) -> usize {
        self.bytes.get()
    }

    /// Whether nothing waits to leave now.
    pub(super) fn is_empty(&self) -> bool {
        self.items.borrow().is_empty()
    }

    /// Adds an item at the end, or behind the upgrade that was asked for.
    pub(super) fn push(&self, item: Item, is_held: bool) {
        self.bytes.set(self.bytes.get() + item.bytes());
        if is_held { &self.held } else { &self.items }.borrow_mut().push_back(item);
    }

    /// Adds bytes of a stream: to those that are the last item, if they are.
    pub(super) fn push_bytes(&self, data: &[u8], is_held: bool) {
        let mut items = if is_held { &self.held } else { &self.items }.borrow_mut();
        let is_first = items.len() == 1 && !is_held;
        let Some(Item::Bytes(bytes)) = items.back_mut() else {
            drop(items);
            return self.push(Item::Bytes(data.to_vec()), is_held);
        };
        // Moves what is left to the front when that is less than what has left.
        let start = if is_first { self.start.get() } else { 0 };
        if start > bytes.len() - start {
            bytes.drain(..start);
            self.start.set(0);
        }
        bytes.extend_from_slice(data);
        self.bytes.set(self.bytes.get() + data.len());
    }

    /// The upgrade is done: what was held may leave.
    pub(super) fn release(&self) {
        let mut held = self.held.take();
        self.items.borrow_mut().append(&mut held);
    }

    /// Lets `send` see the bytes that come first, and takes away as many as it answers; `None` if something else comes
    /// first, or nothing.
    pub(super) fn take<E>(&self, send: impl FnOnce(&[u8]) -> Result<usize, E>) -> Option<Result<(), E>> {
        let mut items = self.items.borrow_mut();
        let Some(Item::Bytes(bytes)) = items.front_mut() else { return None };
        let start = self.start.get();
        let taken = match send(&bytes[start..]) {
            Ok(taken) => taken,
            Err(failure) => return Some(Err(failure)),
        };
        self.bytes.set(self.bytes.get() - taken);
        self.start.set(start + taken);
        if start + taken == bytes.len() {
            self.start.set(0);
            items.pop_front();
        }
        Some(Ok(()))
    }

    /// Takes the first item out, if it is something else than bytes of a stream. It still counts.
    pub(super) fn take_other(&self) -> Option<Item> {
        let mut items = self.items.borrow_mut();
        if matches!(items.front(), None | Some(Item::Bytes(_))) { None } else { items.pop_front() }
    }

    /// An item that was taken out is done.
    pub(super) fn done(&self, bytes: usize) {
        self.bytes.set(self.bytes.get().saturating_sub(bytes));
    }

    /// Gives up everything, and answers the bytes that come first.
    pub(super) fn clear(&self) -> Vec<u8> {
        self.held.take();
        let items = self.items.take();
        self.bytes.set(0);
        let start = self.start.replace(0);
        match items.into_iter().next() {
            Some(Item::Bytes(mut bytes)) => {
                bytes.drain(..start);
                bytes
            }
            _ => Vec::new(),
        }
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
