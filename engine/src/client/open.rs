//! How a connection comes about: dialled, then secured; and how it goes back to plaintext.

use super::upgrade::{Greeting, negotiate};
use super::{ConnectOptions, Times};
use crate::dial::dial;
use crate::error::{Error, Kind, Phase};
use crate::net::addr::Host;
use crate::reactor::{CloseOnDrop, SourceId};
use crate::time::{Deadline, now};
use crate::tls::config::TlsConfig;
use crate::tls::session::Endpoint;
use crate::transport::Transport;
use crate::transport::tls::TlsStream;
use std::cell::RefCell;
use std::future::poll_fn;
use std::io;
use std::rc::Rc;

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
    let began = now();
    let dialed = dial(target, port, &options.socket, &options.resolver, deadline).await?;
    let times = Times {
        resolve: dialed.resolved.saturating_duration_since(began),
        connect: now().saturating_duration_since(dialed.resolved),
    };
    let source = dialed.source;
    let (transport, greeting) = match (&options.tls, &options.starttls) {
        (None, None) => (Transport::Plain(source), None),
        (Some(config), None) => (handshake(source, config, endpoint, deadline).await?, None),
        (Some(config), Some(start)) => {
            let (source, greeting) = negotiate(source, start, endpoint.host, deadline).await?;
            let endpoint = Endpoint { is_upgrade: true, ..endpoint };
            (handshake(source, config, endpoint, deadline).await?, Some(greeting))
        }
        (None, Some(_)) => {
            source.close();
            return Err(Error::new(
                Phase::StartTls,
                Kind::InvalidConfig("there are no TLS settings to upgrade with".into()),
            ));
        }
    };
    Ok(Opened { transport, times, greeting })
}

/// Upgrades `source`, of which `unread` bytes were received ahead; it is closed when that fails or is dropped.
pub(super) async fn secure(
    source: SourceId,
    unread: usize,
    config: &TlsConfig,
    endpoint: Endpoint<'_>,
    deadline: Deadline,
) -> Result<Transport, Error> {
    let guard = CloseOnDrop::new(source);
    let refused = if unread > 0 { Err(Kind::PlaintextBuffered(unread)) } else { refuse_plaintext(source) };
    refused.map_err(|kind| Error::new(Phase::Handshake, kind))?;
    handshake(guard.disarm(), config, endpoint, deadline).await
}

/// Negotiates TLS over `source`, which is closed when that fails or is dropped.
async fn handshake(
    source: SourceId,
    config: &TlsConfig,
    endpoint: Endpoint<'_>,
    deadline: Deadline,
) -> Result<Transport, Error> {
    let guard = CloseOnDrop::new(source);
    let mut stream = TlsStream::new(source, config, endpoint)?;
    poll_fn(|cx| stream.poll_handshake(cx, deadline)).await?;
    Ok(Transport::Tls(guard.disarm(), Rc::new(RefCell::new(stream))))
}

/// Ends the session of `stream`, of which `unread` bytes were received ahead, in both directions; its socket is closed when that fails or is dropped.
pub(super) async fn expose(
    source: SourceId,
    stream: &RefCell<TlsStream>,
    unread: usize,
    deadline: Deadline,
) -> Result<Transport, Error> {
    let guard = CloseOnDrop::new(source);
    if unread > 0 {
        let reason = format!("{unread} bytes were sent under TLS and not received");
        return Err(Error::new(Phase::Unwrap, Kind::Tls(reason)));
    }
    poll_fn(|cx| stream.borrow_mut().poll_disable(cx, deadline)).await?;
    Ok(Transport::Plain(guard.disarm()))
}

/// In TLS the client speaks first: whatever is there already was injected into the plaintext dialogue
/// to be taken for an answer of the protected session (the CVE-2011-0411 class).
pub(super) fn refuse_plaintext(source: SourceId) -> Result<(), Kind> {
    match source.try_peek(&mut [0; 64]) {
        Ok(0) => Err(Kind::Tls("the peer closed the connection before the handshake".into())),
        Ok(bytes) => Err(Kind::PlaintextBuffered(bytes)),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
        Err(error) => Err(Kind::Io(error)),
    }
}
