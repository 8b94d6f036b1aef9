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

use super::object::Client;
use super::outbox::Outbox;
use super::outcome::{note_closed, note_error, note_opened, property, succeed};
use super::{CHUNK, link::Target};
use crate::coroutine::source::{Event, Registration, Source};
use crate::ffi::call::{Object, Thrown};
use crate::ffi::value::{Kept, Owned, Value};
use engine::client::{ConnectOptions, Received};
use engine::net::fork;
use engine::time::Deadline;
use engine::tls::config::TlsConfig;
use engine::{Error, Kind, Phase, executor};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// A connection, and what it has to call back with.
pub(super) struct Calls {
    engine: Rc<engine::client::Client>,
    /// Keeps the object alive until the end was told.
    object: RefCell<Option<Kept>>,
    registration: RefCell<Option<Registration>>,
    stage: Cell<Stage>,
    news: RefCell<VecDeque<News>>,
    outbox: Outbox,
    marks: Marks,
    is_paused: Cell<bool>,
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
    Failed(Error),
    Closed,
}

/// An upgrade, or the way back.
pub(super) enum Change {
    /// To TLS.
    Secure(Box<TlsConfig>, Deadline),
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
        target: Target,
        options: ConnectOptions,
        marks: Marks,
    ) -> Option<Rc<Self>> {
        let calls = Rc::new(Self {
            engine: Rc::clone(&client.engine),
            object: RefCell::new(Some(Kept::object(this))),
            registration: RefCell::default(),
            stage: Cell::new(Stage::Connecting),
            news: RefCell::default(),
            outbox: Outbox::default(),
            marks,
            is_paused: Cell::new(false),
            is_measuring: Cell::new(false),
            change: RefCell::default(),
            write_failure: RefCell::default(),
            is_working: Cell::new(false),
            worker: RefCell::default(),
            limit: client.conversation.get(),
            process: fork::generation(),
        });
        let source: Rc<dyn Source> = Rc::<Self>::clone(&calls);
        *calls.registration.borrow_mut() = Some(Registration::new(source)?);
        let deadline = client.deadline(target.timeout, Phase::Connect);
        let shared = Rc::clone(&calls);
        executor::spawn(async move {
            let Target { host, port, .. } = target;
            let connected = shared.engine.connect(&host, port, &options, deadline).await;
            shared.connected(connected);
        });
        // It begins now, not when the script waits for something.
        executor::run_tasks();
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

    /// Sends what the kernel takes at once; the rest waits.
    pub(super) fn send(self: &Rc<Self>, data: &[u8]) -> Result<(), Refused> {
        if let Some(failure) = &*self.write_failure.borrow() {
            return Err(Refused::Failed(same(failure)));
        }
        if self.outbox.len() + data.len() > self.marks.limit {
            return Err(Refused::Overflow);
        }
        if self.is_changing() {
            self.outbox.hold(data);
        } else {
            let rest = if self.is_working.get() { data } else { self.send_at_once(data)? };
            if !rest.is_empty() {
                self.outbox.push(rest);
                self.work();
            }
        }
        if self.outbox.has_filled(self.marks.high) {
            self.tell_later(News::Full);
        }
        Ok(())
    }

    /// Nobody waits to send: answers what the kernel does not take at once.
    fn send_at_once<'d>(self: &Rc<Self>, data: &'d [u8]) -> Result<&'d [u8], Refused> {
        let fail = |failure: Error| {
            *self.write_failure.borrow_mut() = Some(same(&failure));
            Refused::Failed(failure)
        };
        let taken = self.engine.try_send(data).map_err(fail)?;
        if taken == data.len() {
            return Ok(&[]);
        }
        // The task that sees to the rest leaves a waker of its own.
        let mut cx = Context::from_waker(Waker::noop());
        let mut rest = &data[taken..];
        while let Poll::Ready(taken) = self.engine.poll_send(&mut cx, rest, self.limit) {
            rest = &rest[taken.map_err(fail)?..];
            if rest.is_empty() {
                // Under TLS what was taken may have not left.
                match self.engine.poll_flush(&mut cx, self.limit) {
                    Poll::Ready(flushed) => flushed.map_err(fail)?,
                    Poll::Pending => self.work(),
                }
                break;
            }
        }
        Ok(rest)
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
        self.update();
    }

    /// The settings have changed: what was received ahead may be a packet.
    pub(super) fn look_again(&self) {
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
        self.stage.get() == Stage::Open && !self.is_paused.get() && !self.is_measuring.get()
    }

    // ---- The task that sends and upgrades ------------------------------------------------------------

    /// Starts the task, or has it look.
    fn work(self: &Rc<Self>) {
        if self.is_working.replace(true) {
            let worker = self.worker.take();
            worker.into_iter().for_each(Waker::wake);
            return;
        }
        let shared = Rc::clone(self);
        executor::spawn(async move {
            while let Some(change) = shared.flushed().await {
                let changed = match change {
                    Ok(Change::Secure(config, deadline)) => shared.engine.enable_tls(&config, deadline).await,
                    Ok(Change::Expose(deadline)) => shared.engine.disable_tls(deadline).await,
                    Err(failure) => Err(failure),
                };
                shared.changed(changed);
            }
            shared.is_working.set(false);
        });
    }

    /// Sends what waits; answers the upgrade that has to follow then, `None` when there is nothing more to do.
    async fn flushed(&self) -> Option<Result<Change, Error>> {
        let flushed = poll_fn(|cx| self.poll_flushed(cx)).await;
        let change = self.change.take();
        match (change, flushed) {
            (Some(change), Ok(())) => Some(Ok(change)),
            (Some(_), Err(failure)) => Some(Err(failure)),
            (None, Ok(())) => None,
            (None, Err(failure)) => {
                self.outbox.clear();
                *self.write_failure.borrow_mut() = Some(failure);
                None
            }
        }
    }

    fn poll_flushed(&self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        drop(self.worker.replace(Some(cx.waker().clone())));
        let deadline = match &*self.change.borrow() {
            Some(Change::Secure(_, deadline) | Change::Expose(deadline)) => *deadline,
            None => self.limit,
        };
        while self.is_open() && !self.outbox.is_empty() {
            let mut is_pending = false;
            self.outbox.take(|left| match self.engine.poll_send(cx, left, deadline) {
                Poll::Ready(taken) => taken,
                Poll::Pending => {
                    is_pending = true;
                    Ok(0)
                }
            })?;
            if self.outbox.is_high() && self.outbox.has_drained(self.marks.low) {
                self.tell_later(News::Drained);
            }
            if is_pending {
                return Poll::Pending;
            }
        }
        if self.is_open() { self.engine.poll_flush(cx, deadline) } else { Poll::Ready(Ok(())) }
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
        let object = self.object.borrow();
        let Value::Object(object) = object.as_ref()?.view() else { return None };
        object.data::<Client>().ok().map(|client| (object, client))
    }

    /// The call of the callback in `slot`, if there is one.
    fn event(&self, this: Object, slot: u32, data: Option<Kept>) -> Option<Event> {
        let callable = this.get(slot);
        let is_set = !matches!(callable.view(), Value::Null);
        is_set.then(|| Event { callable, arguments: [Some(Kept::object(this)), data] })
    }

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
                let event = self.event(this, property::ON_CLOSE, None);
                self.finish_if_told(client);
                event
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

    fn receive(&self, cx: &mut Context<'_>, this: Object, client: &Client) -> Result<Input, Thrown> {
        if let Some(failure) = client.overdue(Phase::Receive) {
            return Ok(Input::End(Some(failure)));
        }
        let full = |bytes: &[u8]| (!bytes.is_empty()).then(|| Owned::string(bytes));
        loop {
            if !self.engine.has_inbox() {
                let received = match self.engine.try_recv(CHUNK, full) {
                    Some(received) => Poll::Ready(received),
                    None => once(self.engine.recv(CHUNK, self.limit, full), cx),
                };
                return Ok(received.into());
            }
            match once(self.engine.recv_packet(self.limit, full), cx) {
                Poll::Ready(Ok(Received::Measure)) => {}
                Poll::Ready(Ok(Received::Packet(packet))) => return Ok(Poll::Ready(Ok(packet)).into()),
                Poll::Ready(Err(failure)) => return Ok(Input::End(Some(failure))),
                Poll::Pending => return Ok(Input::Nothing),
            }
            if let Err(failure) = self.measure(this)? {
                return Ok(Input::End(Some(failure)));
            }
            if !self.may_receive() {
                return Ok(Input::Nothing);
            }
        }
    }

    /// Asks the script for the length of the packet at hand; it may wait, or close the client.
    fn measure(&self, this: Object) -> Result<Result<(), Error>, Thrown> {
        let head = match self.engine.head(Owned::string) {
            Ok(head) => head,
            Err(failure) => return Ok(Err(failure)),
        };
        self.is_measuring.set(true);
        let length = this.call_held(head);
        self.is_measuring.set(false);
        self.update();
        if self.stage.get() == Stage::Ended {
            return length.map(|_| Ok(()));
        }
        if length.is_err() {
            // Nobody can tell the packets apart, and asking again would throw again.
            let kind = Kind::BadFrame("package_length_func has thrown".into());
            self.end(Some(Error::new(Phase::Receive, kind).with_peer(&self.engine.peer())), &[]);
        }
        length.map(|length| self.engine.measured(length))
    }
}

impl Source for Calls {
    fn poll(&self, cx: &mut Context<'_>) -> bool {
        !self.news.borrow().is_empty()
            || (self.may_receive() && self.engine.poll_readable(cx, self.limit).is_ready())
    }

    fn load(&self, cx: &mut Context<'_>) -> Option<Event> {
        loop {
            let (this, client) = self.owner()?;
            let news = self.news.borrow_mut().pop_front();
            if let Some(news) = news {
                // There may be more, and something to receive behind it.
                self.wake();
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
                    if self.engine.poll_readable(cx, self.limit).is_ready() {
                        self.wake();
                    }
                    return self.event(this, property::ON_RECEIVE, Some(data.into()));
                }
                Ok(Input::Nothing) => {
                    self.wake();
                    return None;
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

impl From<Poll<Result<Option<Owned>, Error>>> for Input {
    fn from(received: Poll<Result<Option<Owned>, Error>>) -> Self {
        match received {
            Poll::Ready(Ok(Some(data))) => Self::Data(data),
            Poll::Ready(Ok(None)) => Self::End(None),
            Poll::Ready(Err(failure)) => Self::End(Some(failure)),
            Poll::Pending => Self::Nothing,
        }
    }
}

/// Looks once whether `operation` is done: it loses nothing by being dropped.
fn once<F: Future>(operation: F, cx: &mut Context<'_>) -> Poll<F::Output> {
    let mut operation = pin!(operation);
    operation.as_mut().poll(cx)
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
