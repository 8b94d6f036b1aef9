//! Connections that outlive their objects, and the request: the flag KEEP.

use super::face::Face;
use super::object::Client;
use super::outcome::property;
use crate::ffi::call::Object;
use crate::ffi::request;
use crate::ffi::value::Owned;
use crate::ini;
use engine::client::ConnectOptions;
use engine::client::keep::{self, History, Key};
use engine::net::socket::SocketKind;
use engine::{Error, Kind};
use std::cell::{Cell, RefCell};

/// What a client with the flag KEEP knows of its connection.
pub(super) struct Keeping {
    /// The constructor's; empty: host and port tell connections apart.
    id: String,
    /// What to keep it by; `None` while there is none that may be kept.
    place: RefCell<Option<(Key, History)>>,
    /// Something was sent to which no answer has been received, or an operation has failed.
    is_owed: Cell<bool>,
}

impl Keeping {
    pub(super) fn new(id: &str) -> Self {
        Self { id: id.to_owned(), place: RefCell::default(), is_owed: Cell::new(false) }
    }

    #[inline(never)]
    fn note_connected(&self, host: &str, port: u16, options: &ConnectOptions) {
        let key = Key::new(&self.id, host, port, options).ok();
        self.is_owed.set(false);
        self.place.replace(key.map(|key| (key, History::new())));
    }
}

impl Client {
    /// Takes a kept connection instead of making one.
    #[inline]
    pub(super) fn reuse(&self, this: Object, host: &str, port: u16, options: &ConnectOptions) -> bool {
        self.keeping(options).is_some_and(|kept| self.reuse_kept(kept, this, host, port, options))
    }

    /// Where a connection of that kind is kept, if it is.
    fn keeping(&self, options: &ConnectOptions) -> Option<&Keeping> {
        self.kept.as_deref().filter(|_| may_be_kept(options.kind))
    }

    #[inline(never)]
    fn reuse_kept(
        &self,
        kept: &Keeping,
        this: Object,
        host: &str,
        port: u16,
        options: &ConnectOptions,
    ) -> bool {
        let taken = Key::new(&kept.id, host, port, options).ok().and_then(|key| {
            let history = self.engine.reuse(&key, ini::keep_limits())?;
            Some((key, history))
        });
        let uses = taken.as_ref().map_or(0, |(_, history)| history.uses);
        if self.face == Face::Sync {
            this.set(property::REUSE, Owned::bool(uses > 0));
            this.set(property::REUSE_COUNT, Owned::int(uses.into()));
        }
        kept.is_owed.set(false);
        kept.place.replace(taken);
        uses > 0
    }

    /// A connection was made that may be kept later.
    #[inline]
    pub(super) fn note_connected(&self, host: &str, port: u16, options: &ConnectOptions) {
        if let Some(kept) = self.keeping(options) {
            kept.note_connected(host, port, options);
        }
    }

    /// Something was sent.
    #[inline]
    pub(super) fn note_sent(&self) {
        if let Some(kept) = &self.kept {
            kept.is_owed.set(true);
        }
    }

    /// Something was received: the answer, as far as can be known.
    #[inline]
    pub(super) fn note_received(&self) {
        if let Some(kept) = &self.kept {
            kept.is_owed.set(false);
        }
    }

    /// The connection is not to be kept: an operation has failed, or changed it.
    pub(super) fn note_unfit(&self) {
        if let Some(kept) = &self.kept {
            kept.place.take();
        }
    }

    /// As [`Client::note_unfit`], unless `failure` only says that nothing is there yet.
    pub(super) fn note_failed(&self, failure: &Error) {
        let is_answer =
            matches!(&failure.kind, Kind::Io(error) if error.raw_os_error() == Some(libc::EAGAIN));
        if !is_answer {
            self.note_unfit();
        }
    }

    /// Keeps the connection for the next one of its kind; `false`: it was closed, or is still to be.
    #[inline]
    pub(super) fn keep(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| self.keep_for(kept))
    }

    #[inline(never)]
    fn keep_for(&self, kept: &Keeping) -> bool {
        let Some((key, history)) = kept.place.take() else { return false };
        if request::script_failed() || request::unclean() || self.user().is_some() {
            return false;
        }
        if kept.is_owed.get() {
            keep::count_dirty();
            return false;
        }
        self.engine.keep(key, history, ini::keep_limits())
    }
}

/// Streams only: a datagram may come at any time, and nobody knows whose it is.
const fn may_be_kept(kind: SocketKind) -> bool {
    !kind.is_datagram()
}
