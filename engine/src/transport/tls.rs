//! TLS over a socket, driven without blocking.
//!
//! OpenSSL writes through `Pipe`, which takes every record whole: what the kernel does not take is
//! kept as the *tail* and leaves before anything else. So OpenSSL never holds a half-written record,
//! and a send that ends early leaves the stream consistent.

use super::interrupted;
use crate::error::{Error, Kind, Phase};
use crate::reactor::{Direction, Operation, SourceId};
use crate::time::Deadline;
use crate::tls::config::TlsConfig;
use crate::tls::verify::{self, Refusal};
use crate::tls::{clear_errors, context, reasons};
use openssl::ssl::{self, ErrorCode, NameType, Ssl, SslStream};
use std::io::{self, Read, Write};
use std::task::{Context, Poll, ready};

/// A TLS session over a socket.
pub struct TlsStream {
    stream: SslStream<Pipe>,
    refusal: Refusal,
    /// Set by a fatal error: OpenSSL must not be asked again.
    broken: bool,
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
}

impl TlsStream {
    /// Prepares a session over `source` with `connected_to`; nothing is sent yet.
    ///
    /// # Errors
    /// [`Kind::InvalidConfig`] for settings that cannot be applied.
    pub fn new(source: SourceId, config: &TlsConfig, connected_to: &str) -> Result<Self, Error> {
        let invalid = |kind| Error::new(Phase::Handshake, kind);
        let context = context::context(&config.shared).map_err(invalid)?;
        clear_errors();
        let openssl = |stack| invalid(Kind::InvalidConfig(reasons(&stack)));
        let mut ssl = Ssl::new(&context).map_err(openssl)?;
        let refusal = verify::prepare(&mut ssl, config, connected_to).map_err(invalid)?;
        let pipe = Pipe { source, tail: Vec::new(), ended: false, failure: None };
        Ok(Self { stream: SslStream::new(ssl, pipe).map_err(openssl)?, refusal, broken: false })
    }

    /// Negotiates and verifies.
    ///
    /// # Errors
    /// [`Kind::Verify`] when the certificate is refused, [`Kind::Tls`], [`Kind::Io`], [`Kind::Timeout`].
    pub fn poll_handshake(&mut self, cx: &mut Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        loop {
            ready!(self.poll_flush(cx, Phase::Handshake, deadline))?;
            clear_errors();
            let failure = match self.stream.connect() {
                Ok(()) => return self.poll_flush(cx, Phase::Handshake, deadline),
                Err(failure) => failure,
            };
            if failure.code() != ErrorCode::WANT_READ {
                return Poll::Ready(Err(self.fail(&failure, Phase::Handshake)));
            }
            ready!(self.poll_flush(cx, Phase::Handshake, deadline))?;
            ready!(self.poll_wait(cx, Operation::Reader, Direction::Read, Phase::Handshake, deadline))?;
        }
    }

    pub(super) fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        loop {
            if self.broken {
                return Poll::Ready(Err(broken(Phase::Receive)));
            }
            // Not waited for: reading must go on while the peer does not read.
            let _ = self.stream.get_mut().send_tail();
            clear_errors();
            let failure = match self.stream.ssl_read(buffer) {
                Ok(read) => return Poll::Ready(Ok(read)),
                Err(failure) => failure,
            };
            match failure.code() {
                ErrorCode::ZERO_RETURN => return Poll::Ready(Ok(0)),
                ErrorCode::WANT_READ => {}
                _ => return Poll::Ready(Err(self.fail(&failure, Phase::Receive))),
            }
            ready!(self.poll_wait(cx, Operation::Reader, Direction::Read, Phase::Receive, deadline))?;
        }
    }

    pub(super) fn poll_write(
        &mut self,
        cx: &mut Context<'_>,
        data: &[u8],
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        if self.broken {
            return Poll::Ready(Err(broken(Phase::Send)));
        }
        ready!(self.poll_flush(cx, Phase::Send, deadline))?;
        clear_errors();
        match self.stream.ssl_write(data) {
            Ok(written) => Poll::Ready(Ok(written)),
            // The pipe takes every record, so there is nothing to wait for.
            Err(failure) => Poll::Ready(Err(self.fail(&failure, Phase::Send))),
        }
    }

    /// Sends the tail.
    pub(super) fn poll_flush(
        &mut self,
        cx: &mut Context<'_>,
        phase: Phase,
        deadline: Deadline,
    ) -> Poll<Result<(), Error>> {
        loop {
            match self.stream.get_mut().send_tail() {
                Ok(()) => return Poll::Ready(Ok(())),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => {
                    self.broken = true;
                    return Poll::Ready(Err(Error::io(phase, error)));
                }
            }
            let operation = if phase == Phase::Handshake { Operation::Reader } else { Operation::Writer };
            ready!(self.poll_wait(cx, operation, Direction::Write, phase, deadline))?;
        }
    }

    fn poll_wait(
        &self,
        cx: &mut Context<'_>,
        operation: Operation,
        direction: Direction,
        phase: Phase,
        deadline: Deadline,
    ) -> Poll<Result<(), Error>> {
        let wait = self.stream.get_ref().source.poll_ready(cx, operation, direction, deadline);
        wait.map_err(|why| interrupted(why, phase, deadline))
    }

    pub(super) fn try_peek(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        clear_errors();
        self.stream.ssl_peek(buffer).or_else(|failure| match failure.code() {
            ErrorCode::ZERO_RETURN => Ok(0),
            ErrorCode::WANT_READ => Err(io::ErrorKind::WouldBlock.into()),
            _ => Err(failure.into_io_error().unwrap_or_else(io::Error::other)),
        })
    }

    pub(super) fn notify_close(&mut self) {
        if !self.broken && self.stream.ssl().is_init_finished() {
            clear_errors();
            // The answer is not awaited: after close() nobody reads it.
            let _ = self.stream.shutdown();
            clear_errors();
        }
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
        let refused = self.refusal.lock().ok().and_then(|mut reason| reason.take());
        let pipe = self.stream.get_mut();
        let kind = if let Some(reason) = refused {
            // The alert that tells the peer why.
            let _ = pipe.send_tail();
            Kind::Verify(reason)
        } else if let Some(error) = pipe.failure.take() {
            Kind::Io(error)
        } else if pipe.ended && phase == Phase::Handshake {
            Kind::Tls("the peer closed the connection during the handshake".into())
        } else if pipe.ended {
            Kind::Truncated
        } else if let Some(stack) = failure.ssl_error() {
            Kind::Tls(explain(&reasons(stack)))
        } else {
            Kind::Tls(failure.to_string())
        };
        clear_errors();
        Error::new(phase, kind)
    }
}

fn broken(phase: Phase) -> Error {
    Error::new(phase, Kind::NotConnected("the TLS session failed before"))
}

/// Adds what OpenSSL's most puzzling reasons usually mean.
fn explain(reason: &str) -> String {
    let hint = match reason {
        r if r.contains("wrong version number") || r.contains("packet length too long") => {
            " (the peer does not speak TLS here)"
        }
        r if r.contains("unsupported protocol") || r.contains("protocol version") => {
            " (no TLS version in common; see ssl_protocols)"
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
    /// The socket reported its end.
    ended: bool,
    /// The system's error, kept because OpenSSL only says that there was one.
    failure: Option<io::Error>,
}

impl Pipe {
    fn keep(&mut self, result: io::Result<usize>) -> io::Result<usize> {
        if let Err(error) = &result
            && error.kind() != io::ErrorKind::WouldBlock
        {
            self.failure =
                Some(error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error));
        }
        result
    }

    /// Sends the tail as far as the kernel takes it; `WouldBlock` while some is left.
    fn send_tail(&mut self) -> io::Result<()> {
        while !self.tail.is_empty() {
            let sent = self.source.try_write(&self.tail);
            let sent = self.keep(sent)?;
            self.tail.drain(..sent);
        }
        Ok(())
    }
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let result = self.source.try_read(buffer);
        self.ended |= matches!(result, Ok(0)) && !buffer.is_empty();
        self.keep(result)
    }
}

impl Write for Pipe {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        if self.tail.is_empty() {
            let sent = match self.source.try_write(data) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => 0,
                result => self.keep(result)?,
            };
            self.tail.extend_from_slice(&data[sent..]);
        } else {
            self.tail.extend_from_slice(data);
        }
        Ok(data.len())
    }

    /// Nothing to do: OpenSSL asks for it in mid-handshake and would take "not yet" for an error.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
