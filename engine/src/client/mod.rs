//! A connection to one peer: connect, upgrade, send, receive; written once for every way of waiting.

mod connecting;
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
mod stream;
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
use crate::reactor::SourceId;
use crate::starttls::StartTls;
use crate::tls::config::TlsConfig;
use crate::tls::session::SessionSlot;
use crate::tls::verify;
use crate::transport::datagram::Datagram;
use crate::transport::tls::TlsInfo;
use crate::transport::{Lower, Transport};
use inbox::InboxSlot;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::task::Waker;
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

impl Link {
    /// The transport, if its socket is there; else why there is none.
    fn standing(&self) -> Result<&Transport, &'static str> {
        match self {
            Self::Open(transport) if transport.source().is_open() => Ok(transport),
            Self::Open(_) => Err(INHERITED),
            Self::Busy(why) | Self::Gone(why) => Err(why),
        }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::gone("never connected")
    }
}

impl Client {
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
        self.state.borrow().link.standing().err().unwrap_or_default()
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
        state
            .link
            .standing()
            .cloned()
            .map_err(|why| Error::new(phase, Kind::NotConnected(why)).with_peer_named(|| state.peer()))
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
