//! Connecting, and going over to TLS and back.

use super::open::{self, Opened, Target, peer};
use super::{Client, ConnectOptions, INHERITED, Link, State};
use crate::error::{Error, Kind, Phase};
use crate::net::socket::SocketKind;
use crate::time::Deadline;
use crate::tls::config::TlsConfig;
use crate::tls::session::Endpoint;
use crate::transport::Transport;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;

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
        if self.is_connected() || matches!(self.state.borrow().link, Link::Busy(_)) {
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
