//! A connection to one peer: connect, upgrade, send, receive; written once for every way of waiting.

mod datagram;
mod flags;
mod inbox;
pub mod keep;
mod open;
mod packet;
mod readable;
pub mod sendfile;
mod sink;
mod status;
mod tunnel;
mod unix;
mod upgrade;

pub use flags::{RecvFlags, SendFlags};
pub use open::peer;
pub use packet::Received;
pub use sink::{NoRoom, Room, Sink};
pub use status::Liveness;
pub use tunnel::Proxy;
pub use upgrade::Greeting;

use crate::dns::ResolverOptions;
use crate::error::{Error, Kind, Phase};
use crate::net::socket::{SocketKind, SocketOptions};
use crate::net::unix::SocketFile;
use crate::reactor::{Direction, Operation, SourceId};
use crate::starttls::StartTls;
use crate::time::Deadline;
use crate::tls::config::TlsConfig;
use crate::tls::session::{Endpoint, SessionSlot};
use crate::tls::verify;
use crate::transport::datagram::{Datagram, Take};
use crate::transport::tls::TlsInfo;
use crate::transport::{Lower, Transport, interrupted, with_buffer};
use inbox::InboxSlot;
use open::{Opened, Target};
use std::cell::{Cell, OnceCell, RefCell};
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

/// How [`Client::connect`] connects.
#[derive(Clone, Debug, Default)]
pub struct ConnectOptions {
    /// What kind of socket to open.
    pub kind: SocketKind,
    /// Whether a UDP socket is connected with its peer: nobody else is heard then, and the peer's refusal is an error.
    /// Under DTLS it always is, and so is a Unix datagram socket.
    pub connect_udp: bool,
    /// What is set on the socket, and which addresses may be used.
    pub socket: SocketOptions,
    /// How a name is resolved.
    pub resolver: ResolverOptions,
    /// The proxy to go through; what is above concerns the way to it then.
    pub proxy: Option<Rc<Proxy>>,
    /// TLS: from the first byte on, or after the dialogue.
    pub tls: Option<Rc<TlsConfig>>,
    /// The plaintext dialogue that comes before TLS, for which there must be settings then.
    pub starttls: Option<StartTls>,
}

impl ConnectOptions {
    /// Whether nothing stands between the peer and a TCP socket.
    const fn is_bare_tcp(&self) -> bool {
        matches!(self.kind, SocketKind::Tcp)
            && self.proxy.is_none()
            && self.tls.is_none()
            && self.starttls.is_none()
    }
}

/// A client of one peer at a time.
///
/// Every operation takes `&self`: one reader and one writer may be under way at the same time. Whoever
/// uses it sees to it that there are not two of a kind.
#[derive(Default)]
pub struct Client {
    state: RefCell<State>,
    /// What was received ahead, and how it is cut.
    inbox: InboxSlot,
    /// Whoever connects or upgrades, so that [`Client::close`] can end it.
    busy: Cell<Option<Waker>>,
    /// Where the sessions of the last TLS handshake are found; made when somebody asks.
    sessions: OnceCell<Rc<SessionSlot>>,
    /// Met by whoever only looked whether there is something to receive; the next receive tells it.
    failure: Cell<Option<Error>>,
    /// How much of the last [`Client::send`] the stream has taken.
    taken: Cell<usize>,
    /// Numbers the connects and upgrades: one that was closed is not taken for the next one.
    attempts: Cell<u32>,
    /// Whether the last datagram was longer than it was allowed to be.
    cut: Cell<bool>,
    /// How much the last [`Client::recv`] from the stream brought: about so much will the next one.
    brought: Cell<usize>,
}

struct State {
    link: Link,
    /// The host or path of the last connect, as it was named; empty on a socket that is connected to nobody.
    host: Box<str>,
    port: u16,
    kind: SocketKind,
    times: Micros,
    extras: Option<Box<Extras>>,
}

/// What few connections have.
#[derive(Default)]
struct Extras {
    /// The path that a Unix stream socket is bound to.
    #[expect(dead_code, reason = "that it is dropped removes the path")]
    file: Option<SocketFile>,
    /// The proxy on the way; empty without one.
    via: String,
    /// What the server said in the dialogue before TLS.
    greeting: Option<Greeting>,
}

impl State {
    fn gone(why: &'static str) -> Self {
        Self {
            link: Link::Gone(why),
            host: Box::default(),
            port: 0,
            kind: SocketKind::default(),
            times: Micros::default(),
            extras: None,
        }
    }

    /// The name that a certificate has to carry: none on a Unix socket.
    fn reference(&self) -> &str {
        if self.kind.is_unix() { "" } else { &self.host }
    }

    /// `host:port` or a path, for messages.
    fn peer(&self) -> String {
        let is_loose = match &self.link {
            Link::Open(Transport::Datagram(datagram)) => !datagram.has_peer(),
            _ => self.host.is_empty() && self.kind.is_datagram(),
        };
        match (is_loose, self.host.is_empty()) {
            (true, _) => format!("any {} peer", self.kind.name()),
            (_, true) => String::new(),
            _ => peer(self.kind, &self.host, self.port),
        }
    }
}

/// How long the phases of a connect took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Until the first address was known.
    pub resolve: Duration,
    /// From then until the connection stood; to the proxy, if there is one.
    pub connect: Duration,
    /// From then until the proxy had connected to the target.
    pub proxy: Duration,
}

/// [`Times`] as a connection keeps them, in microseconds; an hour is the most.
#[derive(Clone, Copy, Default)]
struct Micros([u32; 3]);

impl From<Times> for Micros {
    fn from(times: Times) -> Self {
        let all = [times.resolve, times.connect, times.proxy];
        Self(all.map(|time| u32::try_from(time.as_micros()).unwrap_or(u32::MAX)))
    }
}

impl From<Micros> for Times {
    fn from(Micros(all): Micros) -> Self {
        let [resolve, connect, proxy] = all.map(|micros| Duration::from_micros(micros.into()));
        Self { resolve, connect, proxy }
    }
}

enum Link {
    /// Being connected or upgraded: the stream belongs to that operation.
    Busy(&'static str),
    Open(Transport),
    /// Why there is none.
    Gone(&'static str),
}

/// The most that one read takes, whatever the caller allows: the buffer for it stays with the thread, and
/// the kernel rarely has more at once.
const LARGEST_READ: usize = 1 << 20;

impl Default for State {
    fn default() -> Self {
        Self::gone("never connected")
    }
}

impl Client {
    /// Resolves, connects (through a proxy, if there is one) and, if the options say so, leads the dialogue before TLS and negotiates TLS, all
    /// before `deadline`. For Unix sockets, `host` is a path and `port` means nothing.
    ///
    /// # Errors
    /// What the phase that failed says; nothing stays open and it may be tried again.
    ///
    /// # Cancel safety
    /// Dropping it closes the attempt.
    pub async fn connect(
        &self,
        host: &str,
        port: u16,
        options: &ConnectOptions,
        deadline: Deadline,
    ) -> Result<(), Error> {
        let named = |error: Error| error.with_peer_named(|| peer(options.kind, host, port));
        let (target, attempt) = self.begin_connect(host, port, options).map_err(named)?;
        let opened = match &target {
            Target::Host(to) if options.is_bare_tcp() => {
                attempt.run(Phase::Connect, pin!(open::bare(to, port, options, deadline))).await
            }
            _ => {
                let mut opening = self.open_otherwise(&target, host, port, options, deadline);
                attempt.run(Phase::Connect, opening.as_mut()).await
            }
        };
        let opened = opened.map(|Opened { transport, times, extras }| {
            let mut state = self.state.borrow_mut();
            (state.times, state.extras) = (times.into(), extras);
            transport
        });
        attempt.finish(opened.map_err(named))
    }

    /// Checks what connect() was given; from then on, it is under way.
    fn begin_connect(
        &self,
        host: &str,
        port: u16,
        options: &ConnectOptions,
    ) -> Result<(Target, Attempt<'_>), Error> {
        let failed = |kind| Error::new(Phase::Connect, kind);
        let taken = match &self.state.borrow().link {
            // A socket that sendto() has opened is connected to nobody.
            Link::Open(Transport::Datagram(datagram)) if !datagram.has_peer() => false,
            // One that was opened before a fork is dead here.
            Link::Open(transport) => transport.source().is_open(),
            Link::Busy(_) => true,
            Link::Gone(_) => false,
        };
        if taken {
            return Err(failed(Kind::AlreadyConnected));
        }
        let refused = |kind| {
            let mut state = self.state.borrow_mut();
            (state.host, state.port, state.kind) = (host.into(), port, options.kind);
            failed(kind)
        };
        open::check(options).map_err(refused)?;
        let target = open::target(options.kind, host).map_err(|reason| refused(Kind::BadAddress(reason)))?;
        self.end("connected anew");
        let link = Link::Busy("the connect is under way");
        let state = State { link, host: host.into(), port, kind: options.kind, ..State::default() };
        *self.state.borrow_mut() = state;
        self.inbox.clear();
        Ok((target, Attempt::new(self, "the connect failed")))
    }

    /// [`Client::open`], on the heap: whoever waits for a plain connection keeps no room for all of this on its stack.
    #[cold]
    fn open_otherwise<'a>(
        &'a self,
        target: &'a Target,
        host: &'a str,
        port: u16,
        options: &'a ConnectOptions,
        deadline: Deadline,
    ) -> Pin<Box<dyn Future<Output = Result<Opened, Error>> + 'a>> {
        Box::pin(self.open(target, host, port, options, deadline))
    }

    async fn open(
        &self,
        target: &Target,
        host: &str,
        port: u16,
        options: &ConnectOptions,
        deadline: Deadline,
    ) -> Result<Opened, Error> {
        let via = options.proxy.as_ref().map_or_else(String::new, |proxy| proxy.name());
        let endpoint = Endpoint {
            host: if options.kind.is_unix() { "" } else { host },
            peer: &peer(options.kind, host, port),
            via: &via,
            is_upgrade: false,
            slot: self.slot(),
        };
        let mut opened = open::open(target, port, options, endpoint, deadline).await?;
        if !via.is_empty() {
            opened.extras.get_or_insert_default().via = via;
        }
        Ok(opened)
    }

    /// Upgrades the connection to TLS (STARTTLS), verified as `config` says. Framing starts anew behind it.
    ///
    /// # Errors
    /// Without a connection, [`Kind::NotConnected`]; on one that has TLS, [`Kind::AlreadyConnected`]; on one of
    /// another kind than TCP, [`Kind::Refused`]; any other failure closes the connection.
    ///
    /// # Cancel safety
    /// Dropping it closes the connection.
    pub async fn enable_tls(&self, config: &TlsConfig, deadline: Deadline) -> Result<(), Error> {
        let transport = self.transport(Phase::Handshake)?;
        let kind = self.kind();
        if kind != SocketKind::Tcp {
            let reason =
                format!("TLS cannot be enabled on a {} socket, only chosen before it connects", kind.name());
            return Err(self.error(Phase::Handshake, Kind::Refused(libc::ESOCKTNOSUPPORT, reason)));
        }
        let Transport::Plain(lower) = transport else {
            return Err(self.error(Phase::Handshake, Kind::AlreadyConnected));
        };
        // From here on nobody gets at the plaintext stream: what is sent meanwhile is refused.
        self.state.borrow_mut().link = Link::Busy("the TLS upgrade is under way");
        let upgrade = Attempt::new(self, "the TLS upgrade failed");
        let (host, via) = {
            let state = self.state.borrow();
            (
                state.reference().to_owned(),
                state.extras.as_ref().map_or_else(String::new, |it| it.via.clone()),
            )
        };
        let peer = self.peer();
        let endpoint = Endpoint { host: &host, peer: &peer, via: &via, is_upgrade: true, slot: self.slot() };
        // Received in plaintext and not handed out yet: it must not be taken for an answer under TLS.
        let unread = self.inbox.unread();
        self.inbox.clear();
        let secure = pin!(open::secure(lower, unread, config, endpoint, deadline));
        let secured = upgrade.run(Phase::Handshake, secure).await;
        upgrade.finish(secured.map_err(|error| error.with_peer(&peer)))
    }

    /// Ends TLS in both directions and goes on in plaintext (FTP's CCC).
    ///
    /// # Errors
    /// Without a connection or TLS, [`Kind::NotConnected`]; any other failure closes the connection.
    ///
    /// # Cancel safety
    /// Dropping it closes the connection.
    pub async fn disable_tls(&self, deadline: Deadline) -> Result<(), Error> {
        let (lower, stream) = match self.transport(Phase::Unwrap)? {
            Transport::Tls(lower, stream) => (lower, stream),
            Transport::Dtls(..) => {
                let reason = "DTLS can be ended only by closing the socket".into();
                return Err(self.error(Phase::Unwrap, Kind::Refused(libc::EOPNOTSUPP, reason)));
            }
            Transport::Plain(_) | Transport::Datagram(_) => {
                return Err(self.error(Phase::Unwrap, Kind::NotConnected("there is no TLS to end")));
            }
        };
        self.state.borrow_mut().link = Link::Busy("the end of TLS is under way");
        let attempt = Attempt::new(self, "the end of TLS failed");
        let peer = self.peer();
        let unread = self.inbox.unread();
        self.inbox.clear();
        let exposing = pin!(open::expose(lower, &stream, unread, deadline));
        let ended = attempt.run(Phase::Unwrap, exposing).await;
        let ended = ended.and_then(|transport| {
            self.inbox.add(&stream.borrow_mut().take_rest())?;
            Ok(transport)
        });
        attempt.finish(ended.map_err(|error| error.with_peer(&peer)))
    }

    /// Where the sessions of this client's last TLS handshake are found, for others to resume.
    #[must_use]
    pub fn sessions(&self) -> Rc<SessionSlot> {
        Rc::clone(self.slot())
    }

    fn slot(&self) -> &Rc<SessionSlot> {
        self.sessions.get_or_init(Rc::default)
    }

    /// How long the phases of the last connect took.
    #[must_use]
    pub fn times(&self) -> Times {
        self.state.borrow().times.into()
    }

    /// Sends all of `data`; on a datagram socket as one datagram.
    ///
    /// # Errors
    /// How many bytes were taken before it failed, and why.
    ///
    /// # Cancel safety
    /// Dropping it leaves what was taken on its way; [`Client::taken`] tells how much that is.
    pub async fn send(&self, data: &[u8], deadline: Deadline) -> Result<(), (usize, Error)> {
        let transport = self.stream(Phase::Send).map_err(|error| (0, error))?;
        if transport.is_datagram() {
            return self.send_datagram(&transport, data, deadline).await.map_err(|error| (0, error));
        }
        let attempt = self.attempts.get();
        let mut taken = 0;
        self.taken.set(0);
        let sent = poll_fn(|cx| {
            self.still(attempt, Phase::Send)?;
            while taken < data.len() {
                taken += ready!(transport.poll_write(cx, &data[taken..], deadline))?;
                self.taken.set(taken);
            }
            transport.poll_flush(cx, deadline)
        });
        let sent = sent.await;
        sent.map_err(|error| (taken, self.named(error)))
    }

    /// How many bytes of the last [`Client::send`] were taken, also if it was dropped.
    #[must_use]
    pub const fn taken(&self) -> usize {
        self.taken.get()
    }

    /// Sends a part of `data` and answers how much was taken: for whoever keeps the rest.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub fn poll_send(
        &self,
        cx: &mut Context<'_>,
        data: &[u8],
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        let transport = self.stream(Phase::Send)?;
        transport.poll_write(cx, data, deadline).map_err(|error| self.named(error))
    }

    /// Waits until everything that was taken has left for the kernel.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub fn poll_flush(&self, cx: &mut Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        let transport = self.stream(Phase::Send)?;
        transport.poll_flush(cx, deadline).map_err(|error| self.named(error))
    }

    /// Receives what is there, at most `max` bytes, and hands it to `sink`: an empty slice is the end, if
    /// [`Client::can_end`]. On a datagram socket it is one datagram; what is longer than `max` of it is lost.
    ///
    /// # Errors
    /// [`Kind::Timeout`], [`Kind::Truncated`], [`Kind::NotConnected`], [`Kind::Cancelled`], [`Kind::Io`].
    ///
    /// # Cancel safety
    /// Nothing is lost: bytes are taken only when it is done.
    pub async fn recv<T>(
        &self,
        max: usize,
        deadline: Deadline,
        sink: impl FnMut(&[u8]) -> T,
    ) -> Result<T, Error> {
        self.recv_into(max, deadline, sink).await
    }

    /// As [`Client::recv`], for a sink that may have room of its own.
    ///
    /// # Errors
    /// As [`Client::recv`].
    ///
    /// # Cancel safety
    /// As [`Client::recv`].
    pub async fn recv_into<S: Sink>(
        &self,
        max: usize,
        deadline: Deadline,
        mut sink: S,
    ) -> Result<S::Made, Error> {
        let transport = self.stream(Phase::Receive)?;
        if let Some(failure) = self.failure.take() {
            return Err(self.named(failure));
        }
        if transport.is_datagram() {
            let shown = |bytes: &[u8]| sink.take(bytes);
            return self.recv_datagram(&transport, max, Take::Away, deadline, shown).await;
        }
        if self.inbox.unread() > 0 {
            return self.recv_left(max, |bytes: &[u8]| sink.take(bytes));
        }
        if let Transport::Plain(Lower::Socket(source)) = transport {
            return self.recv_bare(source, max, deadline, sink).await;
        }
        let attempt = self.attempts.get();
        let max = max.min(LARGEST_READ);
        let received = poll_fn(|cx| {
            self.still(attempt, Phase::Receive)?;
            // Whoever waits holds no room: it is made when something is there.
            if let Some(mut room) = self.room(max, transport.source(), &mut sink) {
                let read = ready!(transport.poll_read(cx, room.bytes(), deadline))?;
                self.brought.set(read);
                return Ok(room.filled(read)).into();
            }
            with_buffer(max, |buffer| {
                let read = ready!(transport.poll_read(cx, buffer, deadline))?;
                self.brought.set(read);
                Ok(sink.take(&buffer[..read])).into()
            })
        });
        received.await.map_err(|error| self.named(error))
    }

    /// Room of the sink's own, if much is expected and something is there to be read.
    fn room<S: Sink>(&self, max: usize, source: SourceId, sink: &mut S) -> Option<S::Room> {
        let is_wanted = sink::expects_much(self.brought.get(), max) && source.is_ready(Direction::Read);
        if is_wanted { sink.room(max) } else { None }
    }

    /// Hands out bytes that framing has left.
    fn recv_left<T>(&self, max: usize, mut sink: impl FnMut(&[u8]) -> T) -> Result<T, Error> {
        let mut inbox = self.inbox.lend().map_err(|error| self.named(error))?;
        let count = inbox.buffer.unread().len().min(max);
        let made = sink(&inbox.buffer.unread()[..count]);
        inbox.take(count);
        Ok(made)
    }

    /// Receives what a plain connection has at hand, without waiting: the cheap first try. `None` leaves
    /// it to [`Client::recv`]: nothing is there, there is TLS, or no connection.
    pub fn try_recv<T>(&self, max: usize, sink: impl FnMut(&[u8]) -> T) -> Option<Result<T, Error>> {
        self.try_recv_into(max, sink)
    }

    /// As [`Client::try_recv`], for a sink that may have room of its own.
    pub fn try_recv_into<S: Sink>(&self, max: usize, mut sink: S) -> Option<Result<S::Made, Error>> {
        let source = match self.plain()? {
            Plain::Stream(source) => source,
            Plain::Datagram(datagram) => {
                return self.try_recv_datagram(&datagram, max, |bytes| sink.take(bytes));
            }
        };
        if !source.is_ready(Direction::Read) {
            return None;
        }
        self.read_at_once(source, max, &mut sink)
    }

    fn read_at_once<S: Sink>(
        &self,
        source: SourceId,
        max: usize,
        sink: &mut S,
    ) -> Option<Result<S::Made, Error>> {
        let max = max.min(LARGEST_READ);
        if let Some(mut room) = self.room(max, source, sink) {
            let read = self.came(source.try_read_plain(room.bytes()))?;
            return Some(read.map(|read| room.filled(read)));
        }
        with_buffer(max, |buffer| {
            let read = self.came(source.try_read_plain(buffer))?;
            Some(read.map(|read| sink.take(&buffer[..read])))
        })
    }

    /// What a read that does not wait has come to; `None` if nothing is there, or no socket.
    fn came(&self, read: io::Result<usize>) -> Option<Result<usize, Error>> {
        match read {
            Ok(read) => {
                self.brought.set(read);
                Some(Ok(read))
            }
            Err(error) if error.raw_os_error().is_none_or(|code| code == libc::EAGAIN) => None,
            Err(error) => Some(Err(self.error(Phase::Receive, Kind::Io(error)))),
        }
    }

    /// The socket of a plain stream on which a receive has nothing to do but to wait for input: nothing was received
    /// ahead, no failure is to be told.
    #[must_use]
    pub fn bare_stream(&self) -> Option<SourceId> {
        let failure = self.failure.take();
        let has_failed = failure.is_some();
        self.failure.set(failure);
        self.plain_stream().filter(|_| !has_failed && !self.inbox.is_in_use())
    }

    /// Receives from `stream`, the client's [`Client::bare_stream`], as [`Client::recv_into`] does: with less ado.
    ///
    /// # Errors
    /// As [`Client::recv_into`].
    ///
    /// # Cancel safety
    /// As [`Client::recv`].
    pub fn recv_bare<S: Sink>(
        &self,
        stream: SourceId,
        max: usize,
        deadline: Deadline,
        mut sink: S,
    ) -> impl Future<Output = Result<S::Made, Error>> {
        let attempt = self.attempts.get();
        let mut was_woken = false;
        poll_fn(move |cx| {
            loop {
                self.still(attempt, Phase::Receive).map_err(|error| self.named(error))?;
                // Whoever was woken tries at once: mostly there is something.
                if !was_woken {
                    let wait = stream.poll_ready(cx, Operation::Reader, Direction::Read, deadline);
                    was_woken = wait.is_pending();
                    ready!(wait).map_err(|why| self.named(interrupted(why, Phase::Receive, deadline)))?;
                }
                was_woken = false;
                if let Some(received) = self.read_at_once(stream, max, &mut sink) {
                    return received.into();
                }
            }
        })
    }

    /// Receives from `stream`, the client's [`Client::bare_stream`], as [`Client::try_recv_into`] does, and asks the
    /// system whatever the reactor knows: for whoever has waited without it.
    pub fn try_recv_bare<S: Sink>(
        &self,
        stream: SourceId,
        max: usize,
        mut sink: S,
    ) -> Option<Result<S::Made, Error>> {
        stream.retry(Direction::Read);
        self.read_at_once(stream, max, &mut sink)
    }

    /// Sends what a plain connection takes at once, and answers how much: the cheap first try. The rest,
    /// perhaps all, is left to [`Client::send`].
    ///
    /// # Errors
    /// The system's.
    pub fn try_send(&self, data: &[u8]) -> Result<usize, Error> {
        let source = match self.plain() {
            Some(Plain::Stream(source)) => source,
            Some(Plain::Datagram(datagram)) => return self.try_send_datagram(&datagram, data),
            None => return Ok(0),
        };
        match source.try_write(data) {
            Ok(written) => Ok(written),
            Err(error) if error.raw_os_error().is_none_or(|code| code == libc::EAGAIN) => Ok(0),
            Err(error) => Err(self.error(Phase::Send, Kind::Io(error))),
        }
    }

    /// Looks at what is there, at most `max` bytes, without taking it and without waiting: at what was
    /// received ahead, else at what the system has.
    ///
    /// # Errors
    /// [`Kind::Io`] with `EAGAIN` when nothing is there; else as [`Client::recv`].
    pub fn peek<T>(&self, max: usize, sink: impl FnOnce(&[u8]) -> T) -> Result<T, Error> {
        let transport = self.transport(Phase::Receive)?;
        if self.inbox.unread() > 0 {
            let inbox = self.inbox.lend().map_err(|error| self.named(error))?;
            let unread = inbox.buffer.unread();
            return Ok(sink(&unread[..unread.len().min(max)]));
        }
        with_buffer(max.min(LARGEST_READ), |buffer| {
            let peeked = transport.try_peek(buffer).map_err(|error| self.named(error))?;
            Ok(sink(&buffer[..peeked]))
        })
    }

    /// Closes the connection, or ends its connect or upgrade; `false` when there is none. Operations
    /// that wait on it end with [`Kind::Cancelled`].
    pub fn close(&self) -> bool {
        self.end("closed")
    }

    /// As [`Client::close`], and has `last` sent before: what the kernel does not take of it at once leaves in the
    /// background, within the bounds of [`crate::transport::closing`].
    pub fn close_after(&self, last: &[u8]) -> bool {
        self.end_after("closed", last)
    }

    fn end(&self, why: &'static str) -> bool {
        self.end_after(why, &[])
    }

    fn end_after(&self, why: &'static str, last: &[u8]) -> bool {
        let mut state = self.state.borrow_mut();
        if matches!(state.link, Link::Gone(_)) {
            return false;
        }
        let link = std::mem::replace(&mut state.link, Link::Gone(why));
        let extras = state.extras.take();
        drop(state);
        drop(extras);
        self.inbox.clear();
        self.failure.take();
        match link {
            Link::Open(transport) => transport.close_after(last),
            Link::Busy(_) => self.busy.take().into_iter().for_each(Waker::wake),
            Link::Gone(_) => {}
        }
        true
    }

    /// The peer's certificate in PEM format; `None` without TLS.
    #[must_use]
    pub fn peer_certificate(&self) -> Option<Vec<u8>> {
        self.transport(Phase::Handshake).ok()?.with_tls(|ssl, _| ssl.peer_certificate()?.to_pem().ok())?
    }

    /// What TLS negotiated; `None` without TLS.
    #[must_use]
    pub fn tls_info(&self) -> Option<TlsInfo> {
        self.transport(Phase::Handshake).ok()?.with_tls(TlsInfo::of)
    }

    /// What the server said in plaintext before TLS; `None` unless connect() led the dialogue.
    #[must_use]
    pub fn greeting(&self) -> Option<Greeting> {
        self.transport(Phase::StartTls).ok()?;
        self.state.borrow().extras.as_ref()?.greeting.clone()
    }

    /// Checks the peer's certificate and name once more; `None` without TLS.
    pub fn verify_again(&self, config: &TlsConfig) -> Option<Result<(), Error>> {
        let host = self.state.borrow().reference().to_owned();
        let transport = self.transport(Phase::Handshake).ok()?;
        let checked = transport.with_tls(|ssl, _| verify::check_chain(ssl, config, &host))?;
        Some(checked.map_err(|kind| self.error(Phase::Handshake, kind)))
    }

    /// Why there is no connection; empty if there is one.
    #[must_use]
    pub fn absence(&self) -> &'static str {
        match self.transport(Phase::Connect).map_err(Error::into_kind) {
            Err(Kind::NotConnected(why)) => why,
            _ => "",
        }
    }

    /// Host, or path, and port of the last connect, as they were named.
    #[must_use]
    pub fn target(&self) -> (String, u16) {
        let state = self.state.borrow();
        (state.host.to_string(), state.port)
    }

    /// `host:port` of the last connect, for messages.
    #[must_use]
    pub fn peer(&self) -> String {
        self.state.borrow().peer()
    }

    fn transport(&self, phase: Phase) -> Result<Transport, Error> {
        let state = self.state.borrow();
        let why = match &state.link {
            Link::Open(transport) if transport.source().is_open() => return Ok(transport.clone()),
            Link::Open(_) => INHERITED,
            Link::Busy(why) | Link::Gone(why) => why,
        };
        Err(Error::new(phase, Kind::NotConnected(why)).with_peer_named(|| state.peer()))
    }

    /// The stream, without looking whether its socket is still there: reading and writing will tell.
    fn stream(&self, phase: Phase) -> Result<Transport, Error> {
        match &self.state.borrow().link {
            Link::Open(transport) => Ok(transport.clone()),
            Link::Busy(why) | Link::Gone(why) => Err(Error::new(phase, Kind::NotConnected(why))),
        }
        .map_err(|error| self.named(error))
    }

    /// Ends an operation under which the stream was upgraded: it holds the plaintext one, and what it
    /// still has to send must not get there.
    fn still(&self, attempt: u32, phase: Phase) -> Result<(), Error> {
        if self.attempts.get() == attempt {
            return Ok(());
        }
        let why = "the connection went over to TLS, or from it, in the middle of the operation";
        Err(Error::new(phase, Kind::NotConnected(why)))
    }

    fn plain(&self) -> Option<Plain> {
        match &self.state.borrow().link {
            Link::Open(Transport::Plain(Lower::Socket(source))) => Some(Plain::Stream(*source)),
            Link::Open(Transport::Datagram(datagram)) => Some(Plain::Datagram(Rc::clone(datagram))),
            _ => None,
        }
    }

    fn plain_stream(&self) -> Option<SourceId> {
        match &self.state.borrow().link {
            Link::Open(Transport::Plain(Lower::Socket(source))) => Some(*source),
            _ => None,
        }
    }

    fn error(&self, phase: Phase, kind: Kind) -> Error {
        self.named(Error::new(phase, kind))
    }

    fn named(&self, mut error: Error) -> Error {
        let state = self.state.borrow();
        if let (Kind::Cancelled, Link::Open(transport)) = (&error.kind, &state.link)
            && !transport.source().is_open()
        {
            error.kind = Kind::NotConnected(INHERITED);
        }
        error.with_peer_named(|| state.peer())
    }
}

/// A socket with nothing over it.
enum Plain {
    Stream(SourceId),
    Datagram(Rc<Datagram>),
}

/// Only a fork takes the socket away from under an open link, or an attempt that nobody has closed.
const INHERITED: &str = "opened before fork";

impl Drop for Client {
    fn drop(&mut self) {
        self.close();
    }
}

/// A connect or upgrade under way: sets the client's link when it ends, also by being dropped in the
/// middle, unless [`Client::close`] came first.
struct Attempt<'a> {
    client: &'a Client,
    number: u32,
    outcome: Link,
}

impl<'a> Attempt<'a> {
    fn new(client: &'a Client, failure: &'static str) -> Self {
        let number = client.attempts.get().wrapping_add(1);
        client.attempts.set(number);
        Self { client, number, outcome: Link::Gone(failure) }
    }

    /// Runs `operation` until it is done or [`Client::close`] ends it.
    fn run<T, F: Future<Output = Result<T, Error>> + ?Sized>(
        &self,
        phase: Phase,
        mut operation: Pin<&mut F>,
    ) -> impl Future<Output = Result<T, Error>> {
        poll_fn(move |cx| {
            if !self.is_current() {
                return Poll::Ready(Err(Error::new(phase, Kind::Cancelled)));
            }
            drop(self.client.busy.replace(Some(cx.waker().clone())));
            operation.as_mut().poll(cx)
        })
    }

    fn is_current(&self) -> bool {
        self.client.attempts.get() == self.number && matches!(self.client.state.borrow().link, Link::Busy(_))
    }

    fn finish(mut self, result: Result<Transport, Error>) -> Result<(), Error> {
        match result {
            Ok(transport) => self.outcome = Link::Open(transport),
            Err(mut error) => {
                if matches!(error.kind, Kind::Cancelled) && self.is_current() {
                    error.kind = Kind::NotConnected(INHERITED);
                }
                return Err(error);
            }
        }
        Ok(())
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if self.is_current() {
            let outcome = std::mem::replace(&mut self.outcome, Link::Gone(""));
            self.client.state.borrow_mut().link = outcome;
            drop(self.client.busy.take());
        }
    }
}
