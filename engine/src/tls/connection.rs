//! What OpenSSL asks of one connection during its handshake, and what it leaves there.
//!
//! Hung on the `SSL` object by hand: the `openssl` crate's own callbacks take it for granted that this has
//! worked, and would end the process where memory was short.

use super::config::Ocsp;
use super::keylog::KeyLog;
use super::verify::Demands;
use super::{clear_errors, ocsp, raw, reasons};
use crate::error::Kind;
use openssl::error::ErrorStack;
use openssl::ex_data::Index;
use openssl::ssl::{Ssl, SslRef, SslSession};
use openssl::x509::X509StoreContextRef;
use std::sync::{Arc, Mutex, OnceLock};

/// The callbacks' side of a connection.
pub(crate) struct Connection {
    /// `None`: nothing is asked of the peer.
    demands: Option<Demands>,
    ocsp: Ocsp,
    keylog: Option<KeyLog>,
    /// The first thing that was refused.
    refusal: Mutex<Option<String>>,
    /// Sessions that came in and were not fetched yet.
    sessions: Mutex<Vec<SslSession>>,
}

impl Connection {
    /// Hangs a connection on `ssl`.
    ///
    /// # Errors
    /// [`Kind::InvalidConfig`] when OpenSSL is out of memory: without it nothing could be checked.
    pub(crate) fn attach(
        ssl: &mut SslRef,
        demands: Option<Demands>,
        ocsp: Ocsp,
        keylog: Option<KeyLog>,
    ) -> Result<Arc<Self>, Kind> {
        let failed = || {
            let reason = reasons(&ErrorStack::get());
            Kind::InvalidConfig(format!("TLS connection: {reason}"))
        };
        let (refusal, sessions) = (Mutex::default(), Mutex::default());
        let connection = Arc::new(Self { demands, ocsp, keylog, refusal, sessions });
        let index = index().ok_or_else(failed)?;
        if !raw::attach(ssl, index, Arc::clone(&connection)) {
            return Err(failed());
        }
        Ok(connection)
    }

    /// What hangs on `ssl`.
    pub(super) fn of(ssl: &SslRef) -> Option<&Self> {
        ssl.ex_data(index()?).map(|connection| &**connection)
    }

    /// Whether the handshake may go on after OpenSSL looked at a certificate.
    pub(super) fn accepts(&self, ok: bool, store: &mut X509StoreContextRef) -> bool {
        let judged = self.demands.as_ref().map_or(Ok(()), |demands| demands.judge(ok, store));
        judged.map_err(|reason| self.refuse(reason)).is_ok()
    }

    /// The last look at a peer whose handshake succeeded: whatever OpenSSL asked and did not.
    ///
    /// # Errors
    /// [`Kind::Verify`] when nobody was verified, or not the one that was meant.
    pub(crate) fn check_established(&self, ssl: &SslRef) -> Result<(), Kind> {
        let Some(demands) = &self.demands else { return Ok(()) };
        demands.check_leaf(ssl.peer_certificate().as_deref()).map_err(Kind::Verify)
    }

    /// Whether the handshake may go on with what the server stapled.
    pub(super) fn accepts_staple(&self, ssl: &SslRef) -> bool {
        let checked = ocsp::check(ssl, self.ocsp);
        clear_errors();
        checked.map_err(|reason| self.refuse(format!("OCSP stapling: {reason}"))).is_ok()
    }

    pub(super) fn log_key(&self, line: &[u8]) {
        if let Some(keylog) = &self.keylog {
            keylog.write(line);
        }
    }

    pub(super) fn keep(&self, session: SslSession) {
        if let Ok(mut sessions) = self.sessions.lock() {
            sessions.push(session);
        }
    }

    /// Takes out the sessions that came in.
    pub(crate) fn take_sessions(&self) -> Vec<SslSession> {
        self.sessions.lock().map(|mut sessions| std::mem::take(&mut *sessions)).unwrap_or_default()
    }

    /// Takes out why the peer was refused.
    pub(crate) fn take_refusal(&self) -> Option<String> {
        self.refusal.lock().ok()?.take()
    }

    fn refuse(&self, reason: String) {
        if let Ok(mut first) = self.refusal.lock() {
            first.get_or_insert(reason);
        }
    }
}

/// `None` when OpenSSL is out of memory; another connection may succeed.
fn index() -> Option<Index<Ssl, Arc<Connection>>> {
    static INDEX: OnceLock<Index<Ssl, Arc<Connection>>> = OnceLock::new();
    if let Some(index) = INDEX.get() {
        return Some(*index);
    }
    let index = Ssl::new_ex_index().ok()?;
    Some(*INDEX.get_or_init(|| index))
}
