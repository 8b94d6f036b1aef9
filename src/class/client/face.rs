//! What differs between the faces: how one waits, how one is told of failures, which properties there are. All
//! else a client does is the same for all of them.

use super::object::Client;
use crate::coroutine::table::Interrupted;
use crate::exception;
use crate::face::{coroutine, sync};
use engine::{Error, Kind, Phase};
use std::future::Future;

/// A way to use a client: its class decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    /// `Corio\Client`: blocks, and warns of failures.
    Sync,
    /// `Corio\Coroutine\Client`: lets the other coroutines run while it waits.
    Coroutine,
    /// `Corio\Async\Client`: never waits, and calls back.
    Callback,
}

/// What a method does, for the limit of its time and for its warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    /// connect()
    Connect,
    /// enableSSL()
    Upgrade,
    /// disableSSL()
    Unwrap,
    /// send(), of so many bytes.
    Send(usize),
    /// recv() and peek()
    Receive,
    /// Something that is known without asking the peer.
    Look,
    /// close()
    Close,
}

impl Face {
    /// Waits for `operation`; `what` names it in reports.
    pub(super) fn wait<F: Future>(self, what: &'static str, operation: F) -> Result<F::Output, Interrupted> {
        match self {
            Self::Sync => sync::wait(operation),
            Self::Coroutine | Self::Callback => coroutine::wait(what, operation),
        }
    }

    /// The class, as messages name it.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Sync => "Corio\\Client",
            Self::Coroutine => "Corio\\Coroutine\\Client",
            Self::Callback => "Corio\\Async\\Client",
        }
    }

    /// The `errCode` of a failure. A receive that comes to nothing in time is EAGAIN for whoever blocks, as it is
    /// for PHP's own sockets and for Swoole's.
    pub(super) fn code_of(self, failure: &Error) -> i64 {
        match (self, &failure.kind, failure.phase) {
            (Self::Sync, Kind::Timeout(_), Phase::Receive) => libc::EAGAIN.into(),
            _ => exception::code_of(failure),
        }
    }

    /// Whether failures are told by a warning too, as Swoole does where nobody waits for a callback.
    pub(super) const fn warns(self) -> bool {
        matches!(self, Self::Sync)
    }

    /// Whether there is the property `connected`.
    pub(super) const fn shows_connected(self) -> bool {
        matches!(self, Self::Coroutine)
    }

    /// Whether small packets are sent at once unless the settings say otherwise.
    pub(super) const fn has_nodelay(self) -> bool {
        !matches!(self, Self::Coroutine)
    }
}

impl Doing {
    pub(super) const fn phase(self) -> Phase {
        match self {
            Self::Connect | Self::Look | Self::Close => Phase::Connect,
            Self::Upgrade => Phase::Handshake,
            Self::Unwrap => Phase::Unwrap,
            Self::Send(_) => Phase::Send,
            Self::Receive => Phase::Receive,
        }
    }

    /// Swoole's warning, with the reason that `failure` gives.
    pub(super) fn warning(self, client: &Client, failure: &Error, code: i64) -> String {
        let peer = &failure.peer;
        match (self, &failure.kind) {
            (Self::Connect, Kind::AlreadyConnected) => {
                "connection to the server has already been established".into()
            }
            (Self::Upgrade, Kind::AlreadyConnected) => "SSL has been enabled".into(),
            (Self::Close, Kind::NotConnected(why)) => {
                format!("client is not connected to the server ({why})")
            }
            (Self::Send(_) | Self::Receive | Self::Look | Self::Upgrade, Kind::NotConnected(why)) => {
                format!("client is not connected to server ({why})")
            }
            (Self::Connect, _) => {
                let text = failure.to_string();
                let reason = text.strip_prefix(&format!("connect to {peer} failed: ")).unwrap_or(&text);
                format!("connect to server[{peer}] failed. Error: {reason}[{code}]")
            }
            (Self::Send(bytes), _) => {
                let descriptor = client.engine.descriptor().unwrap_or(-1);
                format!("failed to send({descriptor}) {bytes} bytes. Error: {failure}[{code}]")
            }
            (Self::Receive, _) => format!("recv() failed. Error: {failure}[{code}]"),
            _ => format!("{failure}[{code}]"),
        }
    }
}
