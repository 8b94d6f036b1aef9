//! How a connection to the target comes about through a proxy.

use super::open::session;
use super::{ConnectOptions, Times};
use crate::activity::during;
use crate::dial::dial;
use crate::error::{Error, Kind, Phase, Step, Via};
use crate::net::addr::{self, Host};
use crate::proxy::{Dialogue, Progress, Protocol, Target};
use crate::reactor::CloseOnDrop;
use crate::time::{Deadline, now};
use crate::tls::config::TlsConfig;
use crate::tls::session::{Endpoint, SessionSlot};
use crate::transport::{Lower, Transport, with_buffer};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::ready;

/// Which proxy, and how to speak with it.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// The protocol and the credentials.
    pub protocol: Protocol,
    /// Its name or address, which its certificate has to carry if there is TLS.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// TLS to the proxy itself.
    pub tls: Option<Rc<TlsConfig>>,
}

/// Answers are small; what does not fit is read next.
const CHUNK: usize = 4096;

impl Proxy {
    /// `SOCKS5 proxy proxy.test:1080`, for messages and to tell TLS sessions apart.
    pub(super) fn name(&self) -> String {
        format!("{} proxy {}", self.protocol.scheme().name(), addr::display(&self.host, self.port))
    }

    /// Says at which step with the proxy an error happened.
    pub(super) fn failed(&self, step: Step, mut error: Error) -> Error {
        error.phase = Phase::Proxy;
        error.peer.clear();
        error.via = Some(Via { proxy: self.name(), step });
        error
    }
}

/// Connects to `target` through `proxy`, which resolves its name. The socket is closed when that fails or is
/// dropped.
pub(super) async fn tunnel(
    proxy: &Proxy,
    target: &Host,
    port: u16,
    options: &ConnectOptions,
    deadline: Deadline,
) -> Result<(Lower, Times), Error> {
    let bad_address = |reason| Error::new(Phase::Connect, Kind::BadAddress(reason));
    let target = Target::new(proxy.protocol.scheme(), target, port).map_err(bad_address)?;
    let mut dialogue = Dialogue::new(&proxy.protocol, &target);
    let began = now();
    let reaching = |error| proxy.failed(Step::Reach, error);
    let host = Host::parse(&proxy.host).map_err(|reason| reaching(bad_address(reason)))?;
    let dialed = dial(&host, proxy.port, &options.socket, &options.resolver, deadline).await;
    let dialed = dialed.map_err(reaching)?;
    let connected = now();
    let guard = CloseOnDrop::new(dialed.source);
    let lower = secure(proxy, Lower::Socket(dialed.source), deadline).await;
    let lower = lower.map_err(|error| proxy.failed(Step::Secure, error))?;
    let asked = during(Phase::Proxy, ask(&lower, &mut dialogue, deadline)).await;
    asked.map_err(|error| proxy.failed(Step::Ask, error))?;
    guard.disarm();
    let resolved = dialed.resolved.unwrap_or(began);
    let times = Times {
        resolve: resolved.saturating_duration_since(began),
        connect: connected.saturating_duration_since(resolved),
        proxy: now().saturating_duration_since(connected),
    };
    Ok((lower, times))
}

/// TLS to the proxy itself, if it is to be. Of the target's settings none applies.
async fn secure(proxy: &Proxy, lower: Lower, deadline: Deadline) -> Result<Lower, Error> {
    let Some(config) = &proxy.tls else { return Ok(lower) };
    let peer = addr::display(&proxy.host, proxy.port);
    let slot = SessionSlot::default();
    let endpoint = Endpoint { host: &proxy.host, peer: &peer, via: "", is_upgrade: false, slot: &slot };
    let source = lower.source();
    Ok(Lower::Tls(source, session(lower, config, endpoint, deadline).await?))
}

/// Leads the dialogue. Of what follows the proxy's answer nothing is taken: it is the target's.
async fn ask(lower: &Lower, dialogue: &mut Dialogue, deadline: Deadline) -> Result<(), Error> {
    let transport = Transport::Plain(lower.clone());
    transport.send_all(&dialogue.outgoing(), deadline).await?;
    loop {
        let progress = poll_fn(|cx| {
            with_buffer(CHUNK, |buffer| {
                let seen = ready!(lower.poll_peek(cx, buffer, deadline))?;
                let progress = match seen {
                    0 => Err(dialogue.ended()),
                    seen => dialogue.receive(&buffer[..seen]),
                };
                Ok((progress, seen)).into()
            })
        });
        let (progress, seen) = progress.await?;
        let progress = progress.map_err(|refusal| Error::new(Phase::Proxy, Kind::Proxy(refusal)))?;
        let following = if progress == Progress::Done { dialogue.unread() } else { 0 };
        take(&transport, seen - following, deadline).await?;
        transport.send_all(&dialogue.outgoing(), deadline).await?;
        if progress == Progress::Done {
            return Ok(());
        }
    }
}

/// Takes bytes that have been seen already.
async fn take(transport: &Transport, mut left: usize, deadline: Deadline) -> Result<(), Error> {
    poll_fn(|cx| {
        with_buffer(CHUNK, |buffer| {
            while left > 0 {
                match ready!(transport.poll_read(cx, &mut buffer[..left], deadline))? {
                    0 => break,
                    read => left -= read,
                }
            }
            Ok(()).into()
        })
    })
    .await
}
