//! The Rust side of a client object, and who uses it.

use super::calls::Calls;
use super::face::Face;
use super::keep::Keeping;
use super::pending::Pending;
use super::unset::Unset;
use crate::coroutine::report;
use crate::coroutine::table::{self, Interrupted};
use crate::exception::{EXCEPTION, code};
use crate::ffi::call::Thrown;
use crate::ffi::coroutine::Site;
use crate::ffi::error;
use crate::ini;
use crate::settings::{Settings, limit};
use engine::client::ConnectOptions;
use engine::net::addr::Family;
use engine::net::socket::SocketKind;
use engine::time::Deadline;
use engine::{Error, Kind, Phase, executor};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// The Rust side of a client object.
pub(super) struct Client {
    pub(super) face: Face,
    /// Shared with what goes on in the background for it.
    pub(super) engine: Rc<engine::client::Client>,
    pub(super) kind: SocketKind,
    pub(super) is_ssl: bool,
    pub(super) is_ipv6: bool,
    /// Shared by all clients that have set nothing.
    pub(super) settings: RefCell<Rc<Settings>>,
    /// What connect()'s explicit timeout left for later calls.
    pub(super) inherited_timeout: Cell<Option<Duration>>,
    /// The setting `deadline`, as of the last connect().
    pub(super) conversation: Cell<Deadline>,
    pub(super) reader: Busy,
    pub(super) writer: Busy,
    /// Whether the error properties are set, so that a success need not touch them otherwise.
    pub(super) has_error: Cell<bool>,
    /// The connection that calls back, or the one that is being made.
    pub(super) calls: RefCell<Option<Rc<Calls>>>,
    /// A connect that goes on while the script does something else.
    pub(super) pending: RefCell<Option<Rc<Pending>>>,
    /// What set() was to bring and did not.
    pub(super) unset: RefCell<Option<Box<Unset>>>,
    /// Where the constructor was given KEEP.
    pub(super) kept: Option<Box<Keeping>>,
}

/// Which coroutine uses one direction of the connection.
#[derive(Default)]
pub(super) struct Busy(Cell<Option<i64>>);

impl Busy {
    pub(super) const fn is_free(&self) -> bool {
        self.0.get().is_none()
    }
}

/// Holds a direction until the operation is over.
pub(super) struct Held<'a>(&'a Busy);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.0.set(None);
    }
}

impl Client {
    pub(super) fn new(face: Face, (kind, is_ipv6): (SocketKind, bool), is_ssl: bool) -> Self {
        Self {
            face,
            engine: Rc::default(),
            kind,
            is_ssl,
            is_ipv6,
            settings: RefCell::new(Settings::initial(kind, is_ssl, face.has_nodelay())),
            inherited_timeout: Cell::new(None),
            conversation: Cell::new(Deadline::NEVER),
            reader: Busy::default(),
            writer: Busy::default(),
            has_error: Cell::new(false),
            calls: RefCell::default(),
            pending: RefCell::default(),
            unset: RefCell::default(),
            kept: None,
        }
    }

    /// The coroutine that waits on the connection.
    pub(super) fn user(&self) -> Option<i64> {
        self.reader.0.get().or_else(|| self.writer.0.get())
    }

    /// Takes one direction for the running coroutine.
    pub(super) fn hold<'a>(&'a self, direction: &'a Busy, method: &str) -> Result<Held<'a>, Thrown> {
        if let Some(owner) = direction.0.get() {
            self.throw_concurrent(owner, method);
            return Err(Thrown);
        }
        direction.0.set(Some(table::current_id()));
        Ok(Held(direction))
    }

    pub(super) fn hold_both(&self, method: &str) -> Result<(Held<'_>, Held<'_>), Thrown> {
        Ok((self.hold(&self.reader, method)?, self.hold(&self.writer, method)?))
    }

    #[cold]
    pub(super) fn throw_concurrent(&self, owner: i64, method: &str) {
        let name = |id: i64| if id < 0 { "{main}".to_owned() } else { format!("coroutine #{id}") };
        let (me, peer) = (table::current_id(), self.engine.peer());
        let message = format!(
            "the connection to {peer} is in use by {} at {}; {} cannot call {method}() on it at {}",
            name(owner),
            report::site_of(owner),
            name(me),
            Site::here(),
        );
        error::throw(&EXCEPTION, &message, code::BOUND);
    }

    pub(super) fn connect_options(&self) -> ConnectOptions {
        let settings = self.settings.borrow();
        let mut socket = settings.socket.clone();
        socket.family = if self.is_ipv6 { Family::Ipv6 } else { settings.dns.family() };
        let starttls = settings.starttls();
        let tls = (self.is_ssl || starttls.is_some()).then(|| settings.tls());
        let (resolver, proxy) = (settings.dns.options(), settings.proxy());
        // A coroutine's UDP client always hears its peer only, as Swoole's does.
        let connect_udp = self.face == Face::Coroutine;
        ConnectOptions { kind: self.kind, connect_udp, socket, resolver, proxy, tls, starttls }
    }

    /// The setting `deadline` counts from the beginning of connect().
    pub(super) fn start_conversation(&self) {
        let limit = self.settings.borrow().deadline;
        self.conversation.set(limit.map_or(Deadline::NEVER, Deadline::after));
    }

    /// Tells a timeout of the conversation's own deadline from that of one operation, and closes what is of no use
    /// any more.
    pub(super) fn judge(&self, mut failure: Error) -> Error {
        if failure.is_timeout() && self.conversation.get().has_passed() {
            failure.phase = Phase::Conversation;
            self.engine.close();
        }
        if matches!(failure.kind, Kind::Tls(_) | Kind::Truncated) {
            // A broken session is of no use, and must not look as if it were.
            self.engine.close();
        }
        failure
    }

    /// The end of the conversation, if its time is over: data that a peer always has at hand, so that nobody
    /// waits, must not stretch it.
    pub(super) fn overdue(&self, phase: Phase) -> Option<Error> {
        let conversation = self.conversation.get();
        (conversation.has_passed() && self.engine.is_connected()).then(|| {
            let failure = Error::new(phase, Kind::Timeout(conversation));
            self.judge(failure.with_peer(&self.engine.peer()))
        })
    }

    /// When an operation has to be over that was given `explicit` seconds.
    pub(super) fn deadline(&self, explicit: Option<f64>, phase: Phase) -> Deadline {
        let timeouts = self.settings.borrow().timeouts;
        let (set, default) = match phase {
            Phase::Receive => (timeouts.read, ini::READ_TIMEOUT),
            Phase::Send => (timeouts.write, ini::WRITE_TIMEOUT),
            _ => (timeouts.connect, ini::CONNECT_TIMEOUT),
        };
        let is_inherited = matches!(phase, Phase::Receive | Phase::Send);
        let inherited = if is_inherited { self.inherited_timeout.get() } else { None };
        let chosen = explicit.and_then(limit).or(inherited).or(set);
        let deadline = Deadline::after(chosen.unwrap_or_else(|| default.limit()));
        self.conversation.get().earlier(deadline)
    }

    /// The error of an operation whose wait ended early, or was not to be while its coroutine is being killed.
    pub(super) fn interrupted(&self, reason: Interrupted, phase: Phase) -> Error {
        reason.error(phase).with_peer(&self.engine.peer())
    }

    pub(super) fn not_connected(&self) -> Error {
        let kind = Kind::NotConnected(self.engine.absence());
        Error::new(Phase::Connect, kind).with_peer(&self.engine.peer())
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // What goes on in the background has a share of the engine's client.
        if !self.keep() {
            self.engine.close();
        }
        if self.pending.take().is_some_and(|pending| !pending.is_over()) {
            // It sees that and ends: perhaps nobody will drive it later.
            executor::run_tasks();
        }
    }
}
