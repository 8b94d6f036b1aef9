//! How a connection comes about: dialled, perhaps through a proxy, then secured; and how it goes back to
//! plaintext.

use super::datagram;
use super::tunnel::tunnel;
use super::unix;
use super::upgrade::negotiate;
use super::{ConnectOptions, Extras, Times};
use crate::activity::during;
use crate::dial::dial;
use crate::error::{Error, Kind, Phase, Step, printable};
use crate::net::addr::{self, Host};
use crate::net::socket::SocketKind;
use crate::net::unix::address;
use crate::reactor::CloseOnDrop;
use crate::time::{Deadline, now};
use crate::tls::config::TlsConfig;
use crate::tls::session::Endpoint;
use crate::tls::verify::check_reference;
use crate::transport::tls::{NO_TLS, TlsStream};
use crate::transport::{Lower, Transport};
use socket2::SockAddr;
use std::cell::RefCell;
use std::future::poll_fn;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

/// A connection as connect() leaves it.
pub(super) struct Opened {
    pub(super) transport: Transport,
    pub(super) times: Times,
    pub(super) extras: Option<Box<Extras>>,
}

/// What is connected to.
pub(super) enum Target {
    Host(Host),
    /// Boxed, because it has room for the longest path.
    Path(Box<SockAddr>),
}

/// Reads what the caller has named.
///
/// # Errors
/// A text that says why it can be nothing of that kind.
pub(super) fn target(kind: SocketKind, host: &str) -> Result<Target, String> {
    if kind.is_unix() {
        address(Path::new(host)).map(Box::new).map(Target::Path)
    } else {
        Host::parse(host).map(Target::Host)
    }
}

/// `host:port` or a path, for messages.
#[must_use]
pub fn peer(kind: SocketKind, host: &str, port: u16) -> String {
    if kind.is_unix() { printable(host.as_bytes()) } else { addr::display(host, port) }
}

/// Refuses what a kind of socket cannot have.
pub(super) fn check(options: &ConnectOptions) -> Result<(), Kind> {
    let name = options.kind.name();
    let refused = |what: &str| Err(Kind::InvalidConfig(format!("{what}; the socket is a {name} one")));
    if options.kind == SocketKind::Tcp {
        return Ok(());
    }
    if options.proxy.is_some() {
        return refused("only TCP goes through a proxy");
    }
    if options.starttls.is_some() {
        return refused("ssl_starttls needs TCP");
    }
    match &options.tls {
        Some(_) if options.kind == SocketKind::UnixDatagram => refused("TLS needs TCP, UDP or a Unix stream"),
        Some(config) if options.kind == SocketKind::UnixStream => check_reference(config),
        _ => Ok(()),
    }
}

pub(super) async fn open(
    target: &Target,
    port: u16,
    options: &ConnectOptions,
    endpoint: Endpoint<'_>,
    deadline: Deadline,
) -> Result<Opened, Error> {
    match (target, options.kind) {
        (Target::Path(path), SocketKind::UnixDatagram) => datagram::open_unix(path, options),
        (Target::Path(path), _) => unix::open(path, options, endpoint, deadline).await,
        (Target::Host(host), SocketKind::Udp) => {
            datagram::open_udp(host, port, options, endpoint, deadline).await
        }
        (Target::Host(host), _) => open_tcp(host, port, options, endpoint, deadline).await,
    }
}

async fn open_tcp(
    target: &Host,
    port: u16,
    options: &ConnectOptions,
    endpoint: Endpoint<'_>,
    deadline: Deadline,
) -> Result<Opened, Error> {
    let (lower, times) = match &options.proxy {
        None => direct(target, port, options, deadline).await?,
        Some(proxy) => tunnel(proxy, target, port, options, deadline).await?,
    };
    let (transport, greeting) = match (&options.tls, &options.starttls) {
        // Through a proxy.
        (None, None) => (Transport::Plain(lower), None),
        (Some(config), None) => {
            if let Some(proxy) = &options.proxy {
                let guard = CloseOnDrop::new(lower.source());
                let failed = |kind| proxy.failed(Step::Ask, Error::new(Phase::Proxy, kind));
                refuse_plaintext(&lower).map_err(failed)?;
                guard.disarm();
            }
            (handshake(lower, config, endpoint, deadline).await?, None)
        }
        (Some(config), Some(start)) => {
            let greeting = negotiate(&lower, start, endpoint.host, deadline).await?;
            let endpoint = Endpoint { is_upgrade: true, ..endpoint };
            (handshake(lower, config, endpoint, deadline).await?, Some(greeting))
        }
        (None, Some(_)) => {
            lower.source().close();
            return Err(Error::new(
                Phase::StartTls,
                Kind::InvalidConfig("there are no TLS settings to upgrade with".into()),
            ));
        }
    };
    let extras = greeting.map(|it| Box::new(Extras { greeting: Some(it), ..Extras::default() }));
    Ok(Opened { transport, times, extras })
}

/// A TCP connection with nothing over it and nobody in between.
pub(super) async fn bare(
    target: &Host,
    port: u16,
    options: &ConnectOptions,
    deadline: Deadline,
) -> Result<Opened, Error> {
    let (lower, times) = direct(target, port, options, deadline).await?;
    Ok(Opened { transport: Transport::Plain(lower), times, extras: None })
}

async fn direct(
    target: &Host,
    port: u16,
    options: &ConnectOptions,
    deadline: Deadline,
) -> Result<(Lower, Times), Error> {
    let began = now();
    let dialed = dial(target, port, &options.socket, &options.resolver, deadline).await?;
    let resolved = dialed.resolved.unwrap_or(began);
    let times = Times {
        resolve: resolved.saturating_duration_since(began),
        connect: now().saturating_duration_since(resolved),
        proxy: Duration::ZERO,
    };
    Ok((Lower::Socket(dialed.source), times))
}

/// Upgrades `lower`, of which `unread` bytes were received ahead; it is closed when that fails or is dropped.
pub(super) async fn secure(
    lower: Lower,
    unread: usize,
    config: &TlsConfig,
    endpoint: Endpoint<'_>,
    deadline: Deadline,
) -> Result<Transport, Error> {
    let guard = CloseOnDrop::new(lower.source());
    let refused = if unread > 0 { Err(Kind::PlaintextBuffered(unread)) } else { refuse_plaintext(&lower) };
    refused.map_err(|kind| Error::new(Phase::Handshake, kind))?;
    guard.disarm();
    handshake(lower, config, endpoint, deadline).await.map_err(doubt_the_reply)
}

/// Names the likely cause of plaintext in place of TLS: the end of a reply that was taken for a whole one.
fn doubt_the_reply(mut error: Error) -> Error {
    if let Kind::Tls(reason) = &mut error.kind
        && let Some(stem) = reason.strip_suffix(NO_TLS)
    {
        *reason =
            format!("{stem} (the peer does not speak TLS here; was its reply to STARTTLS read to the end?)");
    }
    error
}

/// Negotiates TLS over `lower`, which is closed when that fails or is dropped.
pub(super) async fn handshake(
    lower: Lower,
    config: &TlsConfig,
    endpoint: Endpoint<'_>,
    deadline: Deadline,
) -> Result<Transport, Error> {
    let stream = session(lower.clone(), config, endpoint, deadline).await?;
    Ok(Transport::Tls(lower, stream))
}

/// As [`handshake`], but answers the session alone.
pub(super) async fn session(
    lower: Lower,
    config: &TlsConfig,
    endpoint: Endpoint<'_>,
    deadline: Deadline,
) -> Result<Rc<RefCell<TlsStream>>, Error> {
    let guard = CloseOnDrop::new(lower.source());
    let mut stream = TlsStream::new(lower, config, endpoint)?;
    during(Phase::Handshake, poll_fn(|cx| stream.poll_handshake(cx, deadline))).await?;
    guard.disarm();
    Ok(Rc::new(RefCell::new(stream)))
}

/// Ends the session of `stream`, of which `unread` bytes were received ahead, in both directions; `lower` is
/// closed when that fails or is dropped.
pub(super) async fn expose(
    lower: Lower,
    stream: &RefCell<TlsStream>,
    unread: usize,
    deadline: Deadline,
) -> Result<Transport, Error> {
    let guard = CloseOnDrop::new(lower.source());
    if unread > 0 {
        let reason = format!("{unread} bytes were sent under TLS and not received");
        return Err(Error::new(Phase::Unwrap, Kind::Tls(reason)));
    }
    during(Phase::Unwrap, poll_fn(|cx| stream.borrow_mut().poll_disable(cx, deadline))).await?;
    guard.disarm();
    Ok(Transport::Plain(lower))
}

/// In TLS the client speaks first: whatever is there already was injected into the plaintext dialogue
/// to be taken for an answer of the protected session (the CVE-2011-0411 class).
pub(super) fn refuse_plaintext(lower: &Lower) -> Result<(), Kind> {
    match lower.try_peek(&mut [0; 64])? {
        Some(0) => Err(Kind::Tls("the peer closed the connection before the handshake".into())),
        Some(bytes) => Err(Kind::PlaintextBuffered(bytes)),
        None => Ok(()),
    }
}
