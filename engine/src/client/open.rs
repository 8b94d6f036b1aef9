//! How a connection comes about: dialled, perhaps through a proxy, then secured; and how it goes back to
//! plaintext.

use super::tunnel::tunnel;
use super::upgrade::{Greeting, negotiate};
use super::{ConnectOptions, Times};
use crate::activity::during;
use crate::dial::dial;
use crate::error::{Error, Kind, Phase, Step};
use crate::net::addr::Host;
use crate::reactor::CloseOnDrop;
use crate::time::{Deadline, now};
use crate::tls::config::TlsConfig;
use crate::tls::session::Endpoint;
use crate::transport::tls::TlsStream;
use crate::transport::{Lower, Transport};
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::time::Duration;

/// A connection as connect() leaves it.
pub(super) struct Opened {
    pub(super) transport: Transport,
    pub(super) times: Times,
    /// What the server said before TLS, if there was a dialogue.
    pub(super) greeting: Option<Greeting>,
}

pub(super) async fn open(
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
    Ok(Opened { transport, times, greeting })
}

async fn direct(
    target: &Host,
    port: u16,
    options: &ConnectOptions,
    deadline: Deadline,
) -> Result<(Lower, Times), Error> {
    let began = now();
    let dialed = dial(target, port, &options.socket, &options.resolver, deadline).await?;
    let times = Times {
        resolve: dialed.resolved.saturating_duration_since(began),
        connect: now().saturating_duration_since(dialed.resolved),
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
    handshake(lower, config, endpoint, deadline).await
}

/// Negotiates TLS over `lower`, which is closed when that fails or is dropped.
pub(super) async fn handshake(
    lower: Lower,
    config: &TlsConfig,
    endpoint: Endpoint<'_>,
    deadline: Deadline,
) -> Result<Transport, Error> {
    let guard = CloseOnDrop::new(lower.source());
    let mut stream = TlsStream::new(lower.clone(), config, endpoint)?;
    during(Phase::Handshake, poll_fn(|cx| stream.poll_handshake(cx, deadline))).await?;
    guard.disarm();
    Ok(Transport::Tls(lower, Rc::new(RefCell::new(stream))))
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
