//! What the tests share: certificates made at run time, and peers that are threads with real sockets.

#![allow(dead_code, reason = "each test binary uses a part of it")]

pub(crate) mod der;
pub(crate) mod dns;
pub(crate) mod dtls;
pub(crate) mod hosts;
pub(crate) mod lifetime;
pub(crate) mod pki;
pub(crate) mod server;
pub(crate) mod session;
pub(crate) mod unix;
pub(crate) mod way;

use engine::client::{Client, ConnectOptions};
use engine::executor::block_on;
use engine::net::socket::SocketOptions;
use engine::time::Deadline;
use engine::tls::config::{SharedConfig, TlsConfig, Trust};
use engine::{Error, Kind, reactor};
use std::future::{Future, poll_fn};
use std::path::Path;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

/// Longer than anything may take on a busy machine; nothing waits for it unless a test fails.
pub(crate) const LONG: Duration = Duration::from_secs(20);

/// A deadline that no healthy operation reaches.
pub(crate) fn soon() -> Deadline {
    Deadline::after(LONG)
}

pub(crate) fn millis(ms: u64) -> Deadline {
    Deadline::after(Duration::from_millis(ms))
}

/// The variant's name: what a table can compare.
pub(crate) fn kind(error: &Error) -> &'static str {
    match &error.kind {
        Kind::AllFailed(..) => "AllFailed",
        Kind::AlreadyConnected => "AlreadyConnected",
        Kind::BadAddress(_) => "BadAddress",
        Kind::BadFrame(_) => "BadFrame",
        Kind::Cancelled => "Cancelled",
        Kind::Cut => "Cut",
        Kind::Dns(_) => "Dns",
        Kind::DnsNoServer(_) => "DnsNoServer",
        Kind::DnsTimeout(_) => "DnsTimeout",
        Kind::DnsUnsupported(_) => "DnsUnsupported",
        Kind::File(..) => "File",
        Kind::FrameTooLarge(_) => "FrameTooLarge",
        Kind::InvalidConfig(_) => "InvalidConfig",
        Kind::Io(_) => "Io",
        Kind::NotConnected(_) => "NotConnected",
        Kind::PlaintextBuffered(_) => "PlaintextBuffered",
        Kind::Proxy(_) => "Proxy",
        Kind::Refused(..) => "Refused",
        Kind::StartTls(_) => "StartTls",
        Kind::Timeout(_) => "Timeout",
        Kind::Tls(_) => "Tls",
        Kind::Truncated => "Truncated",
        Kind::Verify(_) => "Verify",
        _ => "unknown",
    }
}

/// The system's number, where there is one.
pub(crate) fn errno(error: &Error) -> Option<i32> {
    match &error.kind {
        Kind::Io(io) | Kind::AllFailed(io, _) | Kind::File(io, _) => io.raw_os_error(),
        Kind::Refused(code, _) => Some(*code),
        _ => None,
    }
}

/// Settings that trust `ca` and check everything.
pub(crate) fn trusting(ca: &Path) -> TlsConfig {
    TlsConfig {
        shared: SharedConfig {
            trust: Trust { file: Some(ca.to_owned().into()), ..Trust::default() },
            ..SharedConfig::default()
        },
        ..TlsConfig::default()
    }
}

pub(crate) fn plain() -> ConnectOptions {
    ConnectOptions::default()
}

pub(crate) fn tls(config: &TlsConfig) -> ConnectOptions {
    ConnectOptions { tls: Some(Rc::new(config.clone())), ..ConnectOptions::default() }
}

/// Small kernel buffers, so that little data is enough to fill them.
pub(crate) fn narrow(mut options: ConnectOptions) -> ConnectOptions {
    options.socket = SocketOptions { buffer_size: Some(4096), ..options.socket };
    options
}

/// A client connected to `port` of 127.0.0.1, named `localhost` for the name check.
pub(crate) fn connect(port: u16, options: &ConnectOptions) -> Result<Client, Error> {
    let client = Client::default();
    block_on(client.connect("localhost", port, options, soon()))?;
    Ok(client)
}

/// Receives exactly `size` bytes.
pub(crate) async fn recv_exactly(client: &Client, size: usize) -> Result<Vec<u8>, Error> {
    let mut data = Vec::with_capacity(size);
    while data.len() < size {
        let max = size - data.len();
        let end = client.recv(max, soon(), |part| {
            data.extend_from_slice(part);
            part.is_empty()
        });
        assert!(!end.await?, "the stream ended after {} of {size} bytes", data.len());
    }
    Ok(data)
}

/// Receives up to the end of the stream.
pub(crate) async fn recv_all(client: &Client) -> Result<Vec<u8>, Error> {
    let mut data = Vec::new();
    loop {
        let end = client.recv(65536, soon(), |part| {
            data.extend_from_slice(part);
            part.is_empty()
        });
        if end.await? {
            return Ok(data);
        }
    }
}

/// Runs two futures side by side on one waker.
pub(crate) async fn both<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut first, mut second) = (None, None);
    poll_fn(|cx| {
        if first.is_none()
            && let Poll::Ready(output) = a.as_mut().poll(cx)
        {
            first = Some(output);
        }
        if second.is_none()
            && let Poll::Ready(output) = b.as_mut().poll(cx)
        {
            second = Some(output);
        }
        if first.is_some() && second.is_some() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    (first.unwrap(), second.unwrap())
}

/// Drops `future` when it has answered "pending" `polls` times; `None` then.
pub(crate) async fn give_up_after<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = Box::pin(future);
    let mut pending = 0;
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => {
            pending += 1;
            if pending >= polls { Poll::Ready(None) } else { Poll::Pending }
        }
    })
    .await
}

/// Drops `future` at `deadline`; `None` then.
pub(crate) async fn give_up_at<F: Future>(deadline: Deadline, future: F) -> Option<F::Output> {
    let (mut future, mut end) = (Box::pin(future), pin!(reactor::sleep(deadline)));
    poll_fn(|cx| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => end.as_mut().poll(cx).map(|()| None),
    })
    .await
}

/// Bytes of which each stretch is different from its neighbours.
pub(crate) fn pattern(size: usize) -> Vec<u8> {
    (0..size as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
}
