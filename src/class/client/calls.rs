//! One connection of a client with callbacks, from connect() to onClose.
//!
//! ```text
//!   connect()  --> task: connect ----------------> onConnect | onError
//!   socket     --> source: poll(), load() -------> onReceive, at the end onError and onClose
//!   send()     --> socket, the rest: outbox -----> task: flush -> onBufferEmpty
//!   enableSSL() -> task: flush, handshake -------> onSslReady | onError and onClose
//! ```
//!
//! Tasks know no PHP. They leave news, which [`Calls::load`] tells in coroutines, one after the other, before
//! anything else is received.

mod loose;
mod receiving;
mod sending;

use super::link::Target;
use super::object::Client;
use super::outbox::Outbox;
use super::outcome::{note_closed, note_error, note_opened, property, succeed};
use crate::coroutine::source::{Event, Registration, Source};
use crate::ffi::call::{Object, Thrown};
use crate::ffi::value::{Kept, Owned};
use engine::client::ConnectOptions;
use engine::net::fork;
use engine::time::Deadline;
use engine::tls::config::TlsConfig;
use engine::{Error, Kind, Phase, executor};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::{Context, Waker};

/// A connection, and what it has to call back with.
pub(super) struct Calls {
    engine: Rc<engine::client::Client>,
    /// What is sent keeps its borders, and nothing that happens to it is the end.
    is_datagram: bool,
    /// How it was connected; datagrams to others are sent likewise.
    options: Rc<ConnectOptions>,
    /// Keeps the object alive until the end was told.
    object: RefCell<Option<Kept>>,
    registration: RefCell<Option<Registration>>,
    stage: Cell<Stage>,
    news: RefCell<VecDeque<News>>,
    outbox: Outbox,
    marks: Marks,
    is_paused: Cell<bool>,
    /// What the reactor says of the socket may be out of date: look before a coroutine is started.
    is_unsure: Cell<bool>,
    /// The reactor has the source's waker: when that comes, there is something.
    is_armed: Cell<bool>,
    /// The script is being asked for a packet's length.
    is_measuring: Cell<bool>,
    /// The upgrade that was asked for.
    change: RefCell<Option<Change>>,
    /// Nothing can be sent any more; the reader will find out and end.
    write_failure: RefCell<Option<Error>>,
    /// There is a task that sends and upgrades.
    is_working: Cell<bool>,
    worker: RefCell<Option<Waker>>,
    /// The end of the conversation.
    limit: Deadline,
    /// The process that it belongs to.
    process: u32,
    /// Of a socket that sendto() has opened.
    loose: Option<loose::Loose>,
}

/// How much may wait to be sent, and when to tell.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    pub(super) limit: usize,
    pub(super) high: usize,
    pub(super) low: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Connecting,
    Open,
    /// Goes over to TLS, or back.
    Changing,
    /// What is left is to tell it.
    Ended,
}

/// What is to be told.
enum News {
    Connected,
    /// The upgrade, or the way back from it, is done.
    Changed,
    Full,
    Drained,
    /// Something that is not the end.
    Trouble(Error),
    Failed(Error),
    Closed,
    /// The socket that sendto() has opened has nothing more to send.
    Rested,
}

/// An upgrade, or the way back.
pub(super) enum Change {
    /// To TLS.
    Secure(Rc<TlsConfig>, Deadline),
    /// Back to plaintext.
    Expose(Deadline),
}

/// Why send() takes nothing.
pub(super) enum Refused {
    /// More would wait than may.
    Overflow,
    /// The connection is of no use.
    Failed(Error),
}

/// What a receive comes to.
enum Input {
    Data(Owned),
    Nothing,
    End(Option<Error>),
}

impl Calls {
    /// Connects in the background; `None` when the script is over.
    pub(super) fn start(
        this: Object,
        client: &Client,
        target: Target<'_>,
        options: ConnectOptions,
        marks: Marks,
    ) -> Option<Rc<Self>> {
        let options = Rc::new(options);
        let calls = Self::register(Self::new(this, client, Rc::clone(&options), marks))?;
        let deadline = client.deadline(target.timeout, Phase::Connect);
        let shared = Rc::clone(&calls);
        let (host, port) = (target.host.into_owned(), target.port);
        executor::spawn(async move {
            let connected = shared.engine.connect(&host, port, &options, deadline).await;
            shared.connected(connected);
        });
        // It begins now, not when the script waits for something.
        executor::run_tasks();
        Some(calls)
    }

    fn new(this: Object, client: &Client, options: Rc<ConnectOptions>, marks: Marks) -> Self {
        Self {
            engine: Rc::clone(&client.engine),
            is_datagram: client.kind.is_datagram(),
            options,
            object: RefCell::new(Some(Kept::object(this))),
            registration: RefCell::default(),
            stage: Cell::new(Stage::Connecting),
            news: RefCell::default(),
            outbox: Outbox::default(),
            marks,
            is_paused: Cell::new(false),
            is_unsure: Cell::new(true),
            is_armed: Cell::new(false),
            is_measuring: Cell::new(false),
            change: RefCell::default(),
            write_failure: RefCell::default(),
            is_working: Cell::new(false),
            worker: RefCell::default(),
            limit: client.conversation.get(),
            process: fork::generation(),
            loose: None,
        }
    }

    /// Makes it known to the scheduler.
    fn register(self) -> Option<Rc<Self>> {
        let calls = Rc::new(self);
        let source: Rc<dyn Source> = Rc::<Self>::clone(&calls);
        *calls.registration.borrow_mut() = Some(Registration::new(source)?);
        Some(calls)
    }

    fn connected(&self, connected: Result<(), Error>) {
        if self.stage.get() != Stage::Connecting {
            return;
        }
        match connected {
            Ok(()) => {
                self.enter(Stage::Open);
                self.tell_later(News::Connected);
            }
            Err(failure) => {
                self.enter(Stage::Ended);
                self.tell_later(News::Failed(failure));
            }
        }
    }

    // ---- What the script asks for --------------------------------------------------------------------

    /// Whether there is a connection, or one is being made or upgraded.
    pub(super) fn is_alive(&self) -> bool {
        self.stage.get() != Stage::Ended && !self.is_inherited()
    }

    /// Whether the connection may be used.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.stage.get(), Stage::Open | Stage::Changing)
    }

    /// Whether an upgrade is under way.
    pub(super) fn is_changing(&self) -> bool {
        self.stage.get() == Stage::Changing
    }

    pub(super) fn is_inherited(&self) -> bool {
        self.process != fork::current()
    }

    /// Asks for an upgrade, or the way back. What was sent before leaves first; what is sent from now on waits.
    pub(super) fn change(self: &Rc<Self>, change: Change) {
        self.enter(Stage::Changing);
        *self.change.borrow_mut() = Some(change);
        self.work();
    }

    /// Stops receiving, so that the peer is slowed down, or goes on.
    pub(super) fn pause(&self, is_paused: bool) {
        self.is_paused.set(is_paused);
        self.is_armed.set(false);
        self.update();
    }

    /// The settings have changed: what was received ahead may be a packet.
    pub(super) fn look_again(&self) {
        self.is_armed.set(false);
        self.wake();
    }

    /// Closes the connection, or gives up a connect. What waits to be sent leaves in the background, unless `force`.
    pub(super) fn close(&self, force: bool) -> bool {
        match self.stage.get() {
            Stage::Connecting => self.engine.close(),
            Stage::Open => {
                let left = self.outbox.clear();
                self.end(None, if force { &[] } else { &left });
                true
            }
            Stage::Changing => {
                self.end(None, &[]);
                true
            }
            Stage::Ended => false,
        }
    }

    // ---- What comes from outside ---------------------------------------------------------------------

    /// Closes after `last`, and has the end told.
    fn end(&self, failure: Option<Error>, last: &[u8]) {
        self.engine.close_after(last);
        self.enter(Stage::Ended);
        self.outbox.clear();
        drop(self.change.take());
        self.news.borrow_mut().extend(failure.map(News::Failed));
        self.tell_later(News::Closed);
    }

    fn enter(&self, stage: Stage) {
        self.stage.set(stage);
        self.is_armed.set(false);
        self.update();
        // The worker may have to stop.
        let worker = self.worker.take();
        worker.into_iter().for_each(Waker::wake);
    }

    /// Tells the scheduler whether something may come, and has it look.
    fn update(&self) {
        if let Some(registration) = &*self.registration.borrow() {
            registration.set_listening(self.may_receive());
            registration.wake();
        }
    }

    #[inline(never)] // Not needed where more comes by itself.
    fn wake(&self) {
        if let Some(registration) = &*self.registration.borrow() {
            registration.wake();
        }
    }

    fn tell_later(&self, news: News) {
        self.news.borrow_mut().push_back(news);
        self.wake();
    }

    fn may_receive(&self) -> bool {
        self.stage.get() == Stage::Open && !self.is_paused.get() && !self.is_measuring.get() && self.hears()
    }

    fn changed(&self, changed: Result<(), Error>) {
        if self.stage.get() != Stage::Changing {
            return;
        }
        match changed {
            Ok(()) => {
                self.outbox.release();
                self.enter(Stage::Open);
                self.tell_later(News::Changed);
            }
            Err(failure) => self.end(Some(failure), &[]),
        }
    }

    // ---- Telling, in coroutines ----------------------------------------------------------------------

    /// The object and its client, while the end was not told.
    fn owner<'a>(&self) -> Option<(Object, &'a Client)> {
        let object = self.object.borrow().as_ref()?.as_object()?;
        object.data::<Client>().ok().map(|client| (object, client))
    }

    /// The call of the callback in `slot`, if there is one.
    fn event(&self, this: Object, slot: u32, data: Option<Kept>) -> Option<Event> {
        let callable = this.get(slot);
        (!callable.is_null()).then(|| Event { callable, subject: Kept::object(this), data })
    }

    #[inline(never)] // What is received is told far more often.
    fn tell(&self, news: News, this: Object, client: &Client) -> Option<Event> {
        match news {
            News::Connected => {
                succeed(this, client);
                note_opened(this, client);
                self.event(this, property::ON_CONNECT, None)
            }
            News::Changed => {
                succeed(this, client);
                let event = self.event(this, property::ON_SSL_READY, None);
                this.set(property::ON_SSL_READY, Owned::null());
                event
            }
            News::Full => self.event(this, property::ON_BUFFER_FULL, None),
            News::Drained => self.event(this, property::ON_BUFFER_EMPTY, None),
            News::Trouble(failure) => {
                note_error(this, client, client.face.code_of(&failure), &failure.to_string());
                self.event(this, property::ON_ERROR, None)
            }
            News::Failed(failure) => {
                let failure = client.judge(failure);
                note_error(this, client, client.face.code_of(&failure), &failure.to_string());
                let event = self.event(this, property::ON_ERROR, None);
                self.finish_if_told(client);
                event
            }
            News::Closed => {
                if !client.engine.is_connected() {
                    note_closed(this, client);
                }
                let slot = (!self.is_loose()).then_some(property::ON_CLOSE);
                let event = slot.and_then(|slot| self.event(this, slot, None));
                self.finish_if_told(client);
                event
            }
            News::Rested => {
                self.rested(this, client);
                None
            }
        }
    }

    /// When the last thing was told, nothing holds on to the object any more.
    fn finish_if_told(&self, client: &Client) {
        if self.stage.get() == Stage::Ended && self.news.borrow().is_empty() {
            self.forget(client);
        }
    }

    fn forget(&self, client: &Client) {
        let is_current =
            client.calls.borrow().as_ref().is_some_and(|calls| std::ptr::eq(&raw const **calls, self));
        if is_current {
            drop(client.calls.take());
        }
        drop(self.registration.take());
        // Last: perhaps nobody else holds it.
        let object = self.object.take();
        drop(object);
    }
}

impl Source for Calls {
    fn poll(&self, cx: &mut Context<'_>) -> bool {
        if !self.news.borrow().is_empty() {
            return true;
        }
        if !self.may_receive() {
            return false;
        }
        if self.is_armed.take() && !self.engine.is_buffered() {
            return true;
        }
        let readable = if self.is_unsure.get() {
            self.engine.poll_surely_readable(cx, self.limit)
        } else {
            self.engine.poll_readable(cx, self.limit)
        };
        self.is_armed.set(readable.is_pending());
        readable.is_ready()
    }

    fn load(&self, cx: &mut Context<'_>) -> Option<Event> {
        loop {
            let (this, client) = self.owner()?;
            let news = self.news.borrow_mut().pop_front();
            if let Some(news) = news {
                // There may be more, and something to receive behind it.
                if !self.is_armed.get() || !self.news.borrow().is_empty() {
                    self.wake();
                }
                match self.tell(news, this, client) {
                    Some(event) => return Some(event),
                    None => continue,
                }
            }
            if !self.may_receive() {
                return None;
            }
            match self.receive(cx, this, client) {
                Ok(Input::Data(data)) => {
                    // That there was a datagram says nothing about the next one.
                    self.is_unsure.set(self.is_datagram);
                    let is_armed =
                        !self.is_datagram && self.engine.poll_readable(cx, self.limit).is_pending();
                    self.is_armed.set(is_armed);
                    if !is_armed {
                        self.wake();
                    }
                    return self.event(this, property::ON_RECEIVE, Some(data.into()));
                }
                Ok(Input::Nothing) => {
                    self.is_unsure.set(false);
                    self.wake();
                    if self.news.borrow().is_empty() {
                        return None;
                    }
                }
                Ok(Input::End(failure)) => {
                    let left = self.outbox.clear();
                    let failure = self.write_failure.take().or(failure);
                    let last = if failure.is_some() { &[][..] } else { &left };
                    self.end(failure, last);
                }
                Err(Thrown) => return None,
            }
        }
    }

    fn abandon(&self) {
        self.stage.set(Stage::Ended);
        self.engine.close();
        // What goes on in the background sees that and ends: nobody will drive it later.
        executor::run_tasks();
        self.outbox.clear();
        drop(self.change.take());
        self.news.borrow_mut().clear();
        match self.owner() {
            Some((_, client)) => self.forget(client),
            None => drop(self.registration.take()),
        }
    }

    fn idles(&self) -> Option<String> {
        let is_idle = self.stage.get() == Stage::Open && self.is_paused.get();
        is_idle.then(|| format!("the client that is connected to {} is paused", self.engine.peer()))
    }
}

/// The error once more, for each send() that meets it.
fn same(failure: &Error) -> Error {
    let kind = match &failure.kind {
        Kind::Io(error) => Kind::Io(
            error.raw_os_error().map_or_else(|| error.kind().into(), std::io::Error::from_raw_os_error),
        ),
        Kind::Timeout(deadline) => Kind::Timeout(*deadline),
        _ => Kind::NotConnected("nothing can be sent any more"),
    };
    Error::new(failure.phase, kind).with_peer(&failure.peer)
}
