//! TLS over a socket, driven without blocking.
//!
//! OpenSSL writes through `Pipe`, which takes every record whole: what the kernel does not take is
//! kept as the *tail* and leaves before anything else. So OpenSSL never holds a half-written record,
//! and a send that ends early leaves the stream consistent.

use super::{interrupted, would_block};
use crate::error::{Error, Kind, Phase};
use crate::reactor::{Direction, Operation, SourceId};
use crate::time::{Deadline, now};
use crate::tls::config::TlsConfig;
use crate::tls::connection::Connection;
use crate::tls::session::{self, Endpoint, Keeper};
use crate::tls::verify;
use crate::tls::{clear_errors, context, group, new_ssl, reasons};
use openssl::ssl::{self, ErrorCode, NameType, ShutdownState, SslStream};
use std::io::{self, Read, Write};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

/// A TLS session over a socket.
pub struct TlsStream {
    stream: SslStream<Pipe>,
    connection: Arc<Connection>,
    /// Set by a fatal error: OpenSSL must not be asked again.
    broken: bool,
    sessions: Option<Keeper>,
    began: Instant,
    /// How long the handshake took.
    handshake: Duration,
}

/// What was negotiated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsInfo {
    /// `TLSv1.3`.
    pub version: &'static str,
    /// The cipher suite's name in the RFCs.
    pub cipher: &'static str,
    /// The name that was sent to the server.
    pub sni: Option<String>,
    /// Whether an earlier session was resumed.
    pub resumed: bool,
    /// The key exchange group as TLS names it; `None` where there was no key exchange of that kind.
    pub group: Option<&'static str>,
    /// The application protocol that the server chose.
    pub alpn: Option<String>,
    /// The certificates that the peer sent, in PEM format, its own first.
    pub peer_chain: Vec<Vec<u8>>,
    /// OpenSSL's verdict on the chain: `ok`, or what the settings have forgiven.
    pub verify_result: &'static str,
    /// How long the handshake took.
    pub handshake: Duration,
}

impl TlsStream {
    /// Prepares a session over `source`; nothing is sent yet.
    ///
    /// # Errors
    /// [`Kind::InvalidConfig`] for settings that cannot be applied.
    pub fn new(source: SourceId, config: &TlsConfig, endpoint: Endpoint<'_>) -> Result<Self, Error> {
        let invalid = |kind| Error::new(Phase::Handshake, kind);
        let context = context::context(&config.shared).map_err(invalid)?;
        clear_errors();
        let openssl = |stack| invalid(Kind::InvalidConfig(reasons(&stack)));
        let mut ssl = new_ssl(&context.context).map_err(openssl)?;
        let (name, demands) = verify::prepare(&mut ssl, config, endpoint.host).map_err(invalid)?;
        let connection = Connection::attach(&mut ssl, demands, config.shared.ocsp, context.keylog.clone());
        let connection = connection.map_err(invalid)?;
        let sessions = Keeper::prepare(&mut ssl, &context, config, &name, endpoint);
        let pipe = Pipe { source, tail: Vec::new(), unwritable: None, ended: false, failure: None };
        let stream = SslStream::new(ssl, pipe).map_err(openssl)?;
        let (began, handshake) = (now(), Duration::ZERO);
        Ok(Self { stream, connection, broken: false, sessions, began, handshake })
    }

    /// Negotiates and verifies.
    ///
    /// # Errors
    /// [`Kind::Verify`] when the certificate is refused, [`Kind::Tls`], [`Kind::Io`], [`Kind::Timeout`].
    pub fn poll_handshake(&mut self, cx: &mut Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        loop {
            ready!(self.poll_flush(cx, Phase::Handshake, deadline))?;
            self.prepare();
            let failure = match self.stream.connect() {
                Ok(()) => {
                    ready!(self.poll_flush(cx, Phase::Handshake, deadline))?;
                    return Poll::Ready(self.accept_peer());
                }
                Err(failure) => failure,
            };
            if failure.code() != ErrorCode::WANT_READ {
                return Poll::Ready(Err(self.fail(&failure, Phase::Handshake)));
            }
            ready!(self.poll_flush(cx, Phase::Handshake, deadline))?;
            ready!(self.poll_wait(cx, Operation::Reader, &[Direction::Read], Phase::Handshake, deadline))?;
        }
    }

    /// The last look at a peer whose handshake succeeded.
    fn accept_peer(&mut self) -> Result<(), Error> {
        // What the verify callback has forgiven may have left something.
        clear_errors();
        let accepted = self.connection.check_established(self.stream.ssl());
        self.broken = accepted.is_err();
        accepted.map_err(|kind| Error::new(Phase::Handshake, kind))?;
        self.handshake = now().saturating_duration_since(self.began);
        session::count(self.stream.ssl().session_reused());
        if let Some(sessions) = &mut self.sessions {
            sessions.established(self.stream.ssl(), &self.connection);
        }
        Ok(())
    }

    /// To be called before OpenSSL is: what went wrong before must not be taken for what goes wrong now.
    fn prepare(&mut self) {
        clear_errors();
        self.stream.get_mut().failure = None;
    }

    pub(super) fn poll_read(
        &mut self,
        cx: &Context<'_>,
        buffer: &mut [u8],
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        loop {
            if self.broken {
                return Poll::Ready(Err(broken(Phase::Receive)));
            }
            // Reading goes on while the peer does not read; that nothing can be sent is the writer's trouble.
            let _ = self.stream.get_mut().send_tail();
            self.prepare();
            let outcome = self.stream.ssl_read(buffer);
            self.collect_sessions();
            let failure = match outcome {
                Ok(read) => return Poll::Ready(Ok(read)),
                Err(failure) => failure,
            };
            match failure.code() {
                ErrorCode::ZERO_RETURN => return Poll::Ready(Ok(0)),
                ErrorCode::WANT_READ => {}
                _ => return Poll::Ready(Err(self.fail(&failure, Phase::Receive))),
            }
            // The answer may depend on what a send that ended early has left behind.
            let tail = !self.stream.get_ref().tail.is_empty();
            let directions = if tail { &[Direction::Read, Direction::Write][..] } else { &[Direction::Read] };
            ready!(self.poll_wait(cx, Operation::Reader, directions, Phase::Receive, deadline))?;
        }
    }

    pub(super) fn poll_write(
        &mut self,
        cx: &Context<'_>,
        data: &[u8],
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        if self.broken {
            return Poll::Ready(Err(broken(Phase::Send)));
        }
        ready!(self.poll_flush(cx, Phase::Send, deadline))?;
        self.prepare();
        match self.stream.ssl_write(data) {
            Ok(written) => Poll::Ready(Ok(written)),
            // The pipe takes every record, so there is nothing to wait for.
            Err(failure) => Poll::Ready(Err(self.fail(&failure, Phase::Send))),
        }
    }

    /// Sends the tail.
    pub(super) fn poll_flush(
        &mut self,
        cx: &Context<'_>,
        phase: Phase,
        deadline: Deadline,
    ) -> Poll<Result<(), Error>> {
        loop {
            match self.stream.get_mut().send_tail() {
                Ok(()) => return Poll::Ready(Ok(())),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => {
                    self.broken = true;
                    return Poll::Ready(Err(Error::new(phase, super::reason(error))));
                }
            }
            let operation = if phase == Phase::Handshake { Operation::Reader } else { Operation::Writer };
            ready!(self.poll_wait(cx, operation, &[Direction::Write], phase, deadline))?;
        }
    }

    fn poll_wait(
        &self,
        cx: &Context<'_>,
        operation: Operation,
        directions: &[Direction],
        phase: Phase,
        deadline: Deadline,
    ) -> Poll<Result<(), Error>> {
        let wait = self.stream.get_ref().source.poll_any(cx, operation, directions, deadline);
        wait.map_err(|why| interrupted(why, phase, deadline))
    }

    /// TLS 1.3 servers send their tickets after the handshake: they come in with what is read.
    fn collect_sessions(&self) {
        if let Some(sessions) = &self.sessions {
            sessions.collect(&self.connection);
        }
    }

    /// Ends TLS in both directions, so that plaintext may follow on the socket.
    ///
    /// # Errors
    /// [`Kind::Tls`] when the peer sends data instead of ending its direction; else as reading.
    pub fn poll_disable(&mut self, cx: &Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        loop {
            if self.broken {
                return Poll::Ready(Err(broken(Phase::Unwrap)));
            }
            self.prepare();
            if !self.stream.get_shutdown().contains(ShutdownState::SENT)
                && let Err(failure) = self.stream.shutdown()
            {
                return Poll::Ready(Err(self.fail(&failure, Phase::Unwrap)));
            }
            ready!(self.poll_flush(cx, Phase::Unwrap, deadline))?;
            let outcome = self.stream.ssl_read(&mut [0]);
            self.collect_sessions();
            let Err(failure) = outcome else {
                self.broken = true;
                let reason = "the peer sends data instead of ending the TLS session";
                return Poll::Ready(Err(Error::new(Phase::Unwrap, Kind::Tls(reason.into()))));
            };
            match failure.code() {
                ErrorCode::ZERO_RETURN => return Poll::Ready(Ok(())),
                ErrorCode::WANT_READ => {}
                _ => return Poll::Ready(Err(self.fail(&failure, Phase::Unwrap))),
            }
            ready!(self.poll_wait(cx, Operation::Reader, &[Direction::Read], Phase::Unwrap, deadline))?;
        }
    }

    pub(super) fn try_peek(&mut self, buffer: &mut [u8]) -> Result<usize, Error> {
        if self.broken {
            return Err(broken(Phase::Receive));
        }
        self.prepare();
        self.stream.ssl_peek(buffer).or_else(|failure| match failure.code() {
            ErrorCode::ZERO_RETURN => Ok(0),
            ErrorCode::WANT_READ => Err(Error::io(Phase::Receive, would_block())),
            _ => Err(self.fail(&failure, Phase::Receive)),
        })
    }

    pub(super) fn notify_close(&mut self) {
        if self.broken || !self.stream.ssl().is_init_finished() {
            return;
        }
        let _ = self.stream.get_mut().send_tail();
        self.prepare();
        // Whoever has only sent has not come by the tickets yet.
        if self.sessions.as_ref().is_some_and(Keeper::is_empty_handed) {
            let _ = self.stream.ssl_peek(&mut [0]);
            self.collect_sessions();
            self.prepare();
        }
        // The answer is not awaited: after close() nobody reads it.
        let _ = self.stream.shutdown();
        clear_errors();
        self.stream.get_mut().discard_unread();
    }

    /// The peer's certificate in PEM format.
    #[must_use]
    pub fn peer_certificate(&self) -> Option<Vec<u8>> {
        self.stream.ssl().peer_certificate()?.to_pem().ok()
    }

    /// What was negotiated.
    #[must_use]
    pub fn info(&self) -> TlsInfo {
        let ssl = self.stream.ssl();
        let cipher = ssl.current_cipher();
        TlsInfo {
            version: ssl.version_str(),
            cipher: cipher.map_or("", |cipher| cipher.standard_name().unwrap_or_else(|| cipher.name())),
            sni: ssl.servername(NameType::HOST_NAME).map(str::to_owned),
            resumed: ssl.session_reused(),
            group: group(ssl),
            alpn: ssl.selected_alpn_protocol().map(crate::error::printable),
            peer_chain: ssl.peer_cert_chain().into_iter().flatten().filter_map(|c| c.to_pem().ok()).collect(),
            verify_result: ssl.verify_result().error_string(),
            handshake: self.handshake,
        }
    }

    /// Checks the peer's certificate anew, with everything that `config` can switch off switched on.
    ///
    /// # Errors
    /// The reason why it is refused.
    pub fn verify_again(&self, config: &TlsConfig, connected_to: &str) -> Result<(), Kind> {
        verify::check_chain(self.stream.ssl(), config, connected_to)
    }

    fn fail(&mut self, failure: &ssl::Error, phase: Phase) -> Error {
        self.broken = true;
        let refused = self.connection.take_refusal();
        let pipe = self.stream.get_mut();
        let kind = if let Some(reason) = refused {
            // The alert that tells the peer why. It has sent more than was read before it was refused.
            let _ = pipe.send_tail();
            pipe.discard_unread();
            Kind::Verify(reason)
        } else if let Some(error) = pipe.failure.take() {
            super::reason(error)
        } else if pipe.ended && phase == Phase::Handshake {
            Kind::Tls("the peer closed the connection during the handshake".into())
        } else if pipe.ended {
            Kind::Truncated
        } else if let Some(stack) = failure.ssl_error() {
            Kind::Tls(explain(&reasons(stack), phase))
        } else {
            Kind::Tls(failure.to_string())
        };
        clear_errors();
        if let (Some(sessions), Kind::Tls(_) | Kind::Verify(_)) = (&self.sessions, &kind) {
            sessions.forget();
        }
        Error::new(phase, kind)
    }
}

fn broken(phase: Phase) -> Error {
    Error::new(phase, Kind::NotConnected("the TLS session failed before"))
}

/// Adds what OpenSSL's most puzzling reasons usually mean.
fn explain(reason: &str, phase: Phase) -> String {
    let hint = match reason {
        r if r.contains("wrong version number") || r.contains("packet length too long") => {
            " (the peer does not speak TLS here)"
        }
        r if r.contains("unsupported protocol") || r.contains("protocol version") => {
            " (no TLS version in common; see ssl_protocols, ssl_min_version, ssl_max_version)"
        }
        r if r.contains("handshake failure") && phase == Phase::Handshake => {
            " (no cipher suite, key exchange group or signature algorithm in common, or a client certificate \
             is missing)"
        }
        _ => "",
    };
    format!("{reason}{hint}")
}

/// What OpenSSL reads from and writes to.
struct Pipe {
    source: SourceId,
    /// Encrypted bytes that the kernel has not taken yet.
    tail: Vec<u8>,
    /// Why nothing can be sent any more; the tail is empty then.
    unwritable: Option<io::Error>,
    /// The socket reported its end.
    ended: bool,
    /// The system's error, kept because OpenSSL only says that there was one.
    failure: Option<io::Error>,
}

/// More than any flight of a handshake with one record on top: only a peer that makes OpenSSL answer
/// (by key updates) and does not read the answers gets there.
const TAIL_LIMIT: usize = 1 << 20;

/// What is read and thrown away at close: session tickets, and what was on its way when close() came.
const DISCARDED: usize = 64 << 10;

impl Pipe {
    /// Sends the tail as far as the kernel takes it; `WouldBlock` while some is left.
    fn send_tail(&mut self) -> io::Result<()> {
        if let Some(error) = &self.unwritable {
            return Err(same(error));
        }
        while !self.tail.is_empty() {
            match self.source.try_write(&self.tail) {
                Ok(sent) => drop(self.tail.drain(..sent)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Err(error),
                Err(error) => return Err(self.end_writing(error)),
            }
        }
        Ok(())
    }

    fn end_writing(&mut self, error: io::Error) -> io::Error {
        self.tail = Vec::new();
        self.unwritable = Some(same(&error));
        error
    }

    /// A socket that is closed with unread bytes is reset, and the reset takes away what the peer has not
    /// read yet. With TLS 1.3 there are such bytes (session tickets) though the application left none.
    fn discard_unread(&self) {
        let mut buffer = [0; 4096];
        let mut left = DISCARDED;
        while left > 0 {
            match self.source.try_read(&mut buffer) {
                Ok(read @ 1..) => left = left.saturating_sub(read),
                _ => break,
            }
        }
    }
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let result = self.source.try_read(buffer);
        self.ended |= matches!(result, Ok(0)) && !buffer.is_empty();
        if let Err(error) = &result
            && error.kind() != io::ErrorKind::WouldBlock
        {
            self.failure = Some(same(error));
        }
        result
    }
}

impl Write for Pipe {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let sent = match self.send_tail() {
            Ok(()) => self.source.try_write(data),
            Err(error) => Err(error),
        };
        let sent = match sent {
            Ok(sent) => sent,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => 0,
            Err(error) => {
                let error = self.end_writing(error);
                self.failure = Some(same(&error));
                return Err(error);
            }
        };
        if self.tail.len() + data.len() - sent > TAIL_LIMIT {
            let error = io::Error::other("the peer does not read what TLS has to answer");
            self.failure = Some(io::Error::other(error.to_string()));
            return Err(error);
        }
        self.tail.extend_from_slice(&data[sent..]);
        Ok(data.len())
    }

    /// Nothing to do: OpenSSL asks for it in mid-handshake and would take "not yet" for an error.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// `io::Error` cannot be cloned, and the system's are all that is in a number or a kind.
fn same(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use mio::net::TcpStream;

    fn pipe() -> (Pipe, std::net::TcpStream) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let near = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        near.set_nonblocking(true).unwrap();
        let source = SourceId::register(TcpStream::from_std(near)).unwrap();
        let far = listener.accept().unwrap().0;
        (Pipe { source, tail: Vec::new(), unwritable: None, ended: false, failure: None }, far)
    }

    #[test]
    fn a_peer_that_never_reads_cannot_make_the_tail_grow_without_end() {
        let (mut pipe, _far) = pipe();
        let record = [0; 16384];
        let taken = (0..1 << 20).take_while(|_| pipe.write(&record).is_ok()).count();
        assert!(pipe.tail.len() <= TAIL_LIMIT && taken * record.len() >= TAIL_LIMIT);
        assert!(pipe.failure.unwrap().to_string().contains("does not read"));
        pipe.source.close();
    }

    #[test]
    fn what_can_never_leave_is_dropped_and_the_reason_stays() {
        let (mut pipe, far) = pipe();
        while pipe.tail.is_empty() {
            assert_eq!(pipe.write(&[0; 16384]).unwrap(), 16384);
        }
        socket2::SockRef::from(&far).set_linger(Some(Duration::ZERO)).unwrap();
        drop(far);
        crate::reactor::turn(crate::reactor::Wait::Block);
        let first = pipe.send_tail().unwrap_err();
        assert_ne!(first.kind(), io::ErrorKind::WouldBlock);
        assert!(pipe.tail.is_empty());
        assert_eq!(pipe.send_tail().unwrap_err().raw_os_error(), first.raw_os_error());
        assert!(pipe.write(b"x").is_err());
        pipe.source.close();
    }

    #[test]
    fn what_is_unread_at_the_end_is_thrown_away_up_to_a_bound() {
        let (pipe, mut far) = pipe();
        far.write_all(&[0; 5000]).unwrap();
        drop(far);
        crate::reactor::turn(crate::reactor::Wait::Block);
        pipe.discard_unread();
        assert_eq!(pipe.source.try_read(&mut [0; 9]).unwrap(), 0);
        pipe.source.close();
    }
}
