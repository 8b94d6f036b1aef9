//! A socket that sendto() has opened without connect(). It belongs to nobody: neither onConnect nor onClose is told of
//! it, and connect() takes its place.
//!
//! What is sent may be answered, so it is listened to from the first datagram on that has left, if there is an
//! onReceive; then the script does not end before close(). Otherwise it rests as soon as all was sent: the socket
//! stays for the next sendto(), and nothing keeps the script or the object.

use super::{Calls, Marks, News, Stage};
use crate::class::client::object::Client;
use crate::class::client::outbox::Item;
use crate::class::client::outcome::{note_descriptor, property};
use crate::ffi::call::Object;
use crate::ffi::value::Value;
use engine::client::ConnectOptions;
use std::cell::Cell;
use std::rc::Rc;

/// What is known of it.
#[derive(Default)]
pub(super) struct Loose {
    /// Answers are wanted.
    has_receiver: Cell<bool>,
    /// There is a socket, and answers are wanted.
    hears: Cell<bool>,
}

impl Calls {
    /// For datagrams of which each names its receiver; `None` when the script is over.
    pub(in super::super) fn start_loose(
        this: Object,
        client: &Client,
        options: ConnectOptions,
        marks: Marks,
    ) -> Option<Rc<Self>> {
        Self::register(Self {
            stage: Cell::new(Stage::Open),
            loose: Some(Loose::default()),
            ..Self::new(this, client, Rc::new(options), marks)
        })
    }

    /// Whether connect() has had no part in it.
    pub(in super::super) const fn is_loose(&self) -> bool {
        self.loose.is_some()
    }

    /// Whether anything may be received.
    pub(super) fn hears(&self) -> bool {
        self.loose.as_ref().is_none_or(|loose| loose.hears.get())
    }

    /// A datagram is to leave.
    pub(in super::super) fn throw(self: &Rc<Self>, item: Item, this: Object) -> Result<(), super::Refused> {
        if let Some(loose) = &self.loose {
            loose.has_receiver.set(!matches!(this.get(property::ON_RECEIVE).view(), Value::Null));
        }
        self.queue(item)
    }

    /// A datagram has left, so there is a socket.
    pub(super) fn has_thrown(&self) {
        if let Some(loose) = &self.loose
            && loose.has_receiver.get() != loose.hears.get()
        {
            loose.hears.set(loose.has_receiver.get());
            self.update();
        }
    }

    /// All was sent, or has failed.
    pub(super) fn rest(&self) {
        if self.is_loose() && self.stage.get() == Stage::Open {
            self.tell_later(News::Rested);
        }
    }

    /// Lets go of the object if nothing is to come. The socket stays.
    pub(super) fn rested(&self, this: Object, client: &Client) {
        note_descriptor(this, client);
        let is_told = self.news.borrow().is_empty();
        if is_told && !self.is_working.get() && self.outbox.is_empty() && !self.hears() {
            self.retire(client);
        }
    }

    /// Ends without a word; what has not left is given up.
    pub(in super::super) fn retire(&self, client: &Client) {
        self.enter(Stage::Ended);
        self.outbox.clear();
        self.news.borrow_mut().clear();
        self.forget(client);
    }
}
