//! A handshake, whatever carries it: what is asked of the peer, whether it was accepted, and the sessions that it leaves.

use super::config::TlsConfig;
use super::connection::Connection;
use super::context::{self, Carrier};
use super::session::{self, Endpoint, Keeper};
use super::{clear_errors, new_ssl, reasons, verify};
use crate::error::Kind;
use crate::time::now;
use openssl::error::ErrorStack;
use openssl::ssl::{Ssl, SslRef};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// This side of a handshake with one peer, and what is left of it afterwards.
pub(crate) struct Handshake {
    connection: Arc<Connection>,
    /// `None` where sessions are not kept.
    sessions: Option<Keeper>,
    began: Instant,
    took: Duration,
}

impl Handshake {
    /// Prepares OpenSSL's object for a peer that has to be as `config` says; nothing is sent yet.
    ///
    /// # Errors
    /// [`Kind::InvalidConfig`] for settings that cannot be applied.
    pub(crate) fn prepare(
        config: &TlsConfig,
        carrier: Carrier,
        endpoint: Endpoint<'_>,
    ) -> Result<(Ssl, Self), Kind> {
        let context = context::context(&config.shared, carrier)?;
        clear_errors();
        let mut ssl = new_ssl(&context.context).map_err(|stack| refused(&stack))?;
        let (name, demands) = verify::prepare(&mut ssl, config, endpoint.host)?;
        let connection = Connection::attach(&mut ssl, demands, config.shared.ocsp, context.keylog.clone())?;
        let sessions = name.and_then(|name| Keeper::prepare(&mut ssl, &context, config, &name, endpoint));
        Ok((ssl, Self { connection, sessions, began: now(), took: Duration::ZERO }))
    }

    /// The last look at a peer whose handshake succeeded.
    ///
    /// # Errors
    /// [`Kind::Verify`] when nobody was verified, or not the one that was meant.
    pub(crate) fn accept_peer(&mut self, ssl: &SslRef) -> Result<(), Kind> {
        // What the verify callback has forgiven may have left something.
        clear_errors();
        self.connection.check_established(ssl)?;
        self.took = now().saturating_duration_since(self.began);
        session::count(ssl.session_reused());
        if let Some(sessions) = &mut self.sessions {
            sessions.established(ssl, &self.connection);
        }
        Ok(())
    }

    /// How long it took.
    pub(crate) const fn took(&self) -> Duration {
        self.took
    }

    /// Why the peer was refused, if it was.
    pub(crate) fn take_refusal(&self) -> Option<String> {
        self.connection.take_refusal()
    }

    /// TLS 1.3 servers send their tickets after the handshake: they come in with what is read.
    pub(crate) fn collect_sessions(&self) {
        if let Some(sessions) = &self.sessions {
            sessions.collect(&self.connection);
        }
    }

    /// The session was broken off: it is not resumed.
    pub(crate) fn forget_session(&self) {
        if let Some(sessions) = &self.sessions {
            sessions.forget();
        }
    }

    /// Whether sessions are kept and none has come yet.
    pub(crate) fn is_empty_handed(&self) -> bool {
        self.sessions.as_ref().is_some_and(Keeper::is_empty_handed)
    }
}

/// What OpenSSL says of settings that it cannot apply.
pub(crate) fn refused(stack: &ErrorStack) -> Kind {
    Kind::InvalidConfig(reasons(stack))
}
