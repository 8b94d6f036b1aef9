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

use super::object::Client;
use super::outbox::{Item, Outbox};
use super::outcome::{note_closed, note_error, note_opened, property, succeed};
use super::received::TextOrEnd;
use super::{CHUNK, link::Target};
use crate::coroutine::source::{Event, Registration, Source};
use crate::ffi::call::{Object, Thrown};
use crate::ffi::value::{Kept, Owned, Value};
use engine::client::{ConnectOptions, Received, Sink};
use engine::net::fork;
use engine::time::Deadline;
use engine::tls::config::TlsConfig;
use engine::{Error, Kind, Phase, executor, reactor};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

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
        let options = Rc::new(options);
        let calls = Self::register(Self::new(this, client, Rc::clone(&options), marks))?;
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

    /// Sends what the kernel takes at once; the rest waits.
    pub(super) fn send(self: &Rc<Self>, data: &[u8]) -> Result<(), Refused> {
        self.may_add(data.len())?;
        let mut rest = data;
        if !self.is_changing() && !self.is_working.get() {
            rest = self.send_at_once(data)?;
            if rest.is_empty() {
                return Ok(());
            }
        }
        if self.is_datagram {
            self.add(Item::Datagram(rest.to_vec()));
            return Ok(());
        }
        self.outbox.push_bytes(rest, self.is_changing());
        self.added();
        Ok(())
    }

    /// Has `item` done when all that was sent before has left.
    pub(super) fn queue(self: &Rc<Self>, item: Item) -> Result<(), Refused> {
        self.may_add(item.bytes())?;
        self.add(item);
        Ok(())
    }

    fn may_add(&self, bytes: usize) -> Result<(), Refused> {
        if let Some(failure) = &*self.write_failure.borrow() {
            return Err(Refused::Failed(same(failure)));
        }
        if self.outbox.len() + bytes > self.marks.limit { Err(Refused::Overflow) } else { Ok(()) }
    }

    fn add(self: &Rc<Self>, item: Item) {
        self.outbox.push(item, self.is_changing());
        self.added();
    }

    fn added(self: &Rc<Self>) {
        if self.outbox.has_filled(self.marks.high) {
            self.tell_later(News::Full);
        }
        if !self.is_changing() {
            self.work();
        }
        if self.is_datagram {
            // It leaves now if it can, as it would on the other clients.
            executor::run_tasks();
        }
    }

    /// Nobody waits to send: answers what the kernel does not take at once.
    fn send_at_once<'d>(self: &Rc<Self>, data: &'d [u8]) -> Result<&'d [u8], Refused> {
        let fail = |failure: Error| {
            *self.write_failure.borrow_mut() = Some(same(&failure));
            Refused::Failed(failure)
        };
        let taken = match self.engine.try_send(data) {
            Err(failure) if self.is_datagram => return Err(Refused::Failed(failure)),
            taken => taken.map_err(fail)?,
        };
        if taken == data.len() {
            return Ok(&[]);
        }
        if self.is_datagram {
            return Ok(data);
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
            shared.rest();
        });
    }

    /// Sends what waits; answers the upgrade that has to follow then, `None` when there is nothing more to do.
    async fn flushed(&self) -> Option<Result<Change, Error>> {
        let flushed = self.flush().await;
        match (self.change.take(), flushed) {
            (Some(change), Ok(())) => Some(Ok(change)),
            (Some(_), Err(failure)) => Some(Err(failure)),
            (None, Ok(())) => None,
            // The peer must not take what follows for the rest of the file.
            (None, Err(failure)) if matches!(failure.kind, Kind::File(_, _)) => {
                self.end(Some(failure), &[]);
                None
            }
            (None, Err(failure)) => {
                self.outbox.clear();
                *self.write_failure.borrow_mut() = Some(failure);
                None
            }
        }
    }

    async fn flush(&self) -> Result<(), Error> {
        while self.is_open() && !self.outbox.is_empty() {
            let Some(item) = self.outbox.take_other() else {
                self.within_limit(poll_fn(|cx| self.poll_bytes(cx))).await?;
                continue;
            };
            let bytes = item.bytes();
            let done = self.within_limit(self.perform(item)).await;
            self.outbox.done(bytes);
            self.tell_if_drained();
            done?;
        }
        if !self.is_open() {
            return Ok(());
        }
        self.within_limit(poll_fn(|cx| self.engine.poll_flush(cx, self.limit))).await
    }

    /// Sends the bytes that come first.
    fn poll_bytes(&self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        loop {
            let mut is_pending = false;
            let sent = self.outbox.take(|left| match self.engine.poll_send(cx, left, self.limit) {
                Poll::Ready(taken) => taken,
                Poll::Pending => {
                    is_pending = true;
                    Ok(0)
                }
            });
            self.tell_if_drained();
            match sent {
                Some(Ok(())) if is_pending => return Poll::Pending,
                Some(Ok(())) => {}
                Some(Err(failure)) => return Poll::Ready(Err(failure)),
                None => return Poll::Ready(Ok(())),
            }
        }
    }

    fn tell_if_drained(&self) {
        if self.outbox.has_drained(self.marks.low) {
            self.tell_later(News::Drained);
        }
    }

    /// Sends what is no bytes of a stream. A datagram that cannot be sent is not the end.
    async fn perform(&self, item: Item) -> Result<(), Error> {
        let sent = match item {
            Item::Datagram(data) => self.engine.send(&data, self.limit).await.map_err(|(_, failure)| failure),
            Item::To(host, port, data) => {
                self.engine.send_to(&host, port, &data, &self.options, self.limit).await
            }
            Item::File(part) => {
                let sent = self.engine.send_file(&part, self.limit).await;
                return sent.map_err(|(_, failure)| failure);
            }
            Item::Shutdown(how) => return self.engine.shutdown(how, self.limit).await,
            Item::Bytes(_) => return Ok(()),
        };
        match sent {
            Ok(()) => self.has_thrown(),
            Err(failure) if self.is_open() && (self.is_loose() || self.engine.is_connected()) => {
                self.tell_later(News::Trouble(failure));
            }
            Err(failure) => return Err(failure),
        }
        Ok(())
    }

    /// Runs a part of the task's work, and looks at what may end it early: the connection has ended, or an upgrade was
    /// asked for, whose limit is that of what comes before it too.
    async fn within_limit(&self, work: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
        let mut work = pin!(work);
        let mut alarm = None;
        poll_fn(|cx| {
            drop(self.worker.replace(Some(cx.waker().clone())));
            if !self.is_open() {
                return Poll::Ready(Ok(()));
            }
            if let Some(Change::Secure(_, deadline) | Change::Expose(deadline)) = &*self.change.borrow() {
                let alarm = alarm.get_or_insert_with(|| Box::pin(reactor::sleep(*deadline)));
                if alarm.as_mut().poll(cx).is_ready() {
                    let late = Error::new(Phase::Handshake, Kind::Timeout(*deadline));
                    return Poll::Ready(Err(late.with_peer(&self.engine.peer())));
                }
            }
            work.as_mut().poll(cx)
        })
        .await
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

    fn receive(&self, cx: &mut Context<'_>, this: Object, client: &Client) -> Result<Input, Thrown> {
        if let Some(failure) = client.overdue(Phase::Receive) {
            return Ok(Input::End(Some(failure)));
        }
        if self.is_datagram {
            // An empty one is no end.
            let whole = |bytes: &[u8]| Some(Owned::string(bytes));
            return self.receive_with(whole, cx, this);
        }
        self.receive_with(TextOrEnd, cx, this)
    }

    fn receive_with(
        &self,
        mut sink: impl Sink<Made = Option<Owned>> + Copy,
        cx: &mut Context<'_>,
        this: Object,
    ) -> Result<Input, Thrown> {
        loop {
            if !self.engine.has_inbox() {
                // What was met by looking only is told by the other one.
                let at_once =
                    if self.is_unsure.get() { None } else { self.engine.try_recv_into(CHUNK, sink) };
                let received = match at_once {
                    Some(received) => Poll::Ready(received),
                    None => once(self.engine.recv_into(CHUNK, self.limit, sink), cx),
                };
                return Ok(self.sort(received));
            }
            let packet = |bytes: &[u8]| sink.take(bytes);
            match once(self.engine.recv_packet(self.limit, packet), cx) {
                Poll::Ready(Ok(Received::Measure)) => {}
                Poll::Ready(Ok(Received::Packet(packet))) => return Ok(self.sort(Poll::Ready(Ok(packet)))),
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

    /// What has come, or what that means which has not.
    fn sort(&self, received: Poll<Result<Option<Owned>, Error>>) -> Input {
        match received {
            Poll::Ready(Ok(Some(data))) => Input::Data(data),
            // Under DTLS it is the peer's close_notify.
            Poll::Ready(Ok(None)) => Input::End(None),
            // Such as that nobody listens there: of one datagram, not of the next.
            Poll::Ready(Err(failure)) if self.is_datagram && matches!(failure.kind, Kind::Io(_)) => {
                self.tell_later(News::Trouble(failure));
                Input::Nothing
            }
            Poll::Ready(Err(failure)) => Input::End(Some(failure)),
            Poll::Pending => Input::Nothing,
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
