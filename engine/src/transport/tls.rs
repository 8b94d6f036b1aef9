//! TLS over a socket, or within TLS to a proxy, driven without blocking.
//!
//! OpenSSL writes through `Pipe`, which takes every record whole: what the kernel does not take is
//! kept as the *tail* and leaves before anything else. So OpenSSL never holds a half-written record,
//! and a send that ends early leaves the stream consistent.

use super::ahead::Ahead;
use super::closing::discard_unread;
use super::interrupted;
use super::lower::Lower;
use super::records::Records;
use crate::error::{Error, Kind, Phase};
use crate::reactor::{Direction, Operation};
use crate::time::Deadline;
use crate::tls::config::TlsConfig;
use crate::tls::context::Carrier;
use crate::tls::handshake::{Handshake, refused};
use crate::tls::session::Endpoint;
use crate::tls::{clear_errors, free_buffers, group, reasons};
use openssl::ssl::{self, ErrorCode, NameType, ShutdownState, SslRef, SslStream};
use std::io::{self, Read, Write};
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// A TLS session over a socket, or within another one.
pub struct TlsStream {
    stream: SslStream<Pipe>,
    handshake: Handshake,
    /// Set by a fatal error: OpenSSL must not be asked again.
    broken: bool,
    /// Of a read that had something before it: the next one fails so.
    failure: Option<Error>,
    /// Whether the end of the socket is taken for the peer's close_notify.
    allows_truncation: bool,
    /// This side wants nothing more of the peer: that counts as its end.
    stopped: bool,
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

impl TlsInfo {
    /// What was negotiated for `ssl` in so long a handshake.
    pub(crate) fn of(ssl: &SslRef, handshake: Duration) -> Self {
        let cipher = ssl.current_cipher();
        Self {
            version: ssl.version_str(),
            cipher: cipher.map_or("", |cipher| cipher.standard_name().unwrap_or_else(|| cipher.name())),
            sni: ssl.servername(NameType::HOST_NAME).map(str::to_owned),
            resumed: ssl.session_reused(),
            group: group(ssl),
            alpn: ssl.selected_alpn_protocol().map(crate::error::printable),
            peer_chain: ssl.peer_cert_chain().into_iter().flatten().filter_map(|c| c.to_pem().ok()).collect(),
            verify_result: ssl.verify_result().error_string(),
            handshake,
        }
    }
}

impl TlsStream {
    /// Prepares a session over `lower`; nothing is sent yet.
    ///
    /// # Errors
    /// [`Kind::InvalidConfig`] for settings that cannot be applied.
    pub fn new(lower: Lower, config: &TlsConfig, endpoint: Endpoint<'_>) -> Result<Self, Error> {
        let invalid = |kind| Error::new(Phase::Handshake, kind);
        let (ssl, handshake) = Handshake::prepare(config, Carrier::Stream, endpoint).map_err(invalid)?;
        let stream = SslStream::new(ssl, Pipe::new(lower)).map_err(|stack| invalid(refused(&stack)))?;
        Ok(Self {
            stream,
            handshake,
            broken: false,
            failure: None,
            allows_truncation: config.allow_truncation,
            stopped: false,
        })
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

    fn accept_peer(&mut self) -> Result<(), Error> {
        let accepted = self.handshake.accept_peer(self.stream.ssl());
        self.broken = accepted.is_err();
        accepted.map_err(|kind| Error::new(Phase::Handshake, kind))
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
            if let Some(read) = self.try_read(buffer)? {
                return Poll::Ready(Ok(read));
            }
            // The answer may depend on what a send that ended early has left behind.
            let directions =
                if self.is_owing() { &[Direction::Read, Direction::Write][..] } else { &[Direction::Read] };
            ready!(self.poll_wait(cx, Operation::Reader, directions, Phase::Receive, deadline))?;
        }
    }

    /// Reads without waiting; `None` if nothing is there, 0 is the end.
    pub(super) fn try_read(&mut self, buffer: &mut [u8]) -> Result<Option<usize>, Error> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        if self.broken {
            return Err(broken(Phase::Receive));
        }
        if self.stopped {
            return Ok(Some(0));
        }
        // Reading goes on while the peer does not read; that nothing can be sent is the writer's trouble.
        let _ = self.stream.get_mut().send_tail();
        let mut filled = 0;
        loop {
            match self.read_record(&mut buffer[filled..]) {
                Ok(Some(read @ 1..)) => filled += read,
                outcome if filled == 0 => return outcome,
                // The end is still there next time; a failure is kept for it.
                outcome => {
                    self.failure = outcome.err();
                    break;
                }
            }
            // OpenSSL hands out one record at a time. More is asked for only if something is there for sure.
            if filled == buffer.len() || self.stream.get_ref().ahead.is_empty() {
                break;
            }
        }
        Ok(Some(filled))
    }

    fn read_record(&mut self, buffer: &mut [u8]) -> Result<Option<usize>, Error> {
        self.prepare();
        let outcome = self.stream.ssl_read(buffer);
        self.handshake.collect_sessions();
        self.unless_blocked(outcome)
    }

    fn unless_blocked(&mut self, outcome: Result<usize, ssl::Error>) -> Result<Option<usize>, Error> {
        match outcome {
            Ok(bytes) => Ok(Some(bytes)),
            Err(failure) => match failure.code() {
                ErrorCode::WANT_READ => {
                    self.rest();
                    Ok(None)
                }
                _ if self.has_ended(&failure) => Ok(Some(0)),
                _ => Err(self.fail(&failure, Phase::Receive)),
            },
        }
    }

    /// Nothing is there, perhaps for long. OpenSSL gives its buffers back by itself, but for the one to write
    /// from that it makes before it takes a session ticket: 16 KiB on every idle connection.
    fn rest(&mut self) {
        self.stream.get_mut().ahead.rest();
        if self.stream.get_ref().records.is_between() {
            free_buffers(self.stream.ssl());
        }
    }

    /// Whether a read failed because the peer has ended its direction, in a way that is accepted. A record
    /// that was cut is never: something of it is missing for sure.
    fn has_ended(&self, failure: &ssl::Error) -> bool {
        let pipe = self.stream.get_ref();
        let is_forgiven = self.allows_truncation && pipe.ended && pipe.records.is_between();
        match failure.code() {
            ErrorCode::ZERO_RETURN => true,
            ErrorCode::SYSCALL => is_forgiven,
            _ => false,
        }
    }

    pub(super) fn poll_write(
        &mut self,
        cx: &Context<'_>,
        data: &[u8],
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        loop {
            if let Some(written) = self.try_write(data)? {
                return Poll::Ready(Ok(written));
            }
            ready!(self.poll_wait(cx, Operation::Writer, &[Direction::Write], Phase::Send, deadline))?;
        }
    }

    /// Writes without waiting; `None` if nothing is taken, because what was taken before has not left yet.
    pub(super) fn try_write(&mut self, data: &[u8]) -> Result<Option<usize>, Error> {
        if self.broken {
            return Err(broken(Phase::Send));
        }
        if self.has_ended_sending() {
            return Err(Error::io(Phase::Send, io::Error::from_raw_os_error(libc::EPIPE)));
        }
        if !self.try_flush().map_err(|kind| Error::new(Phase::Send, kind))? {
            return Ok(None);
        }
        self.prepare();
        match self.stream.ssl_write(data) {
            Ok(written) => Ok(Some(written)),
            // The pipe takes every record, so there is nothing to wait for.
            Err(failure) => Err(self.fail(&failure, Phase::Send)),
        }
    }

    /// Sends the tail.
    pub(super) fn poll_flush(
        &mut self,
        cx: &Context<'_>,
        phase: Phase,
        deadline: Deadline,
    ) -> Poll<Result<(), Error>> {
        while !self.try_flush().map_err(|kind| Error::new(phase, kind))? {
            let operation = if phase == Phase::Handshake { Operation::Reader } else { Operation::Writer };
            ready!(self.poll_wait(cx, operation, &[Direction::Write], phase, deadline))?;
        }
        Poll::Ready(Ok(()))
    }

    /// Sends what is left of the tail without waiting; whether all of it has left.
    pub(super) fn try_flush(&mut self) -> Result<bool, Kind> {
        let flushed = self.stream.get_mut().send_tail();
        self.broken |= flushed.is_err();
        flushed
    }

    /// Whether something is left to be sent.
    pub(super) fn is_owing(&self) -> bool {
        let pipe = self.stream.get_ref();
        !pipe.tail.is_empty() || pipe.lower.is_owing()
    }

    fn poll_wait(
        &self,
        cx: &Context<'_>,
        operation: Operation,
        directions: &[Direction],
        phase: Phase,
        deadline: Deadline,
    ) -> Poll<Result<(), Error>> {
        let wait = self.stream.get_ref().lower.source().poll_any(cx, operation, directions, deadline);
        wait.map_err(|why| interrupted(why, phase, deadline))
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
            self.handshake.collect_sessions();
            let Err(failure) = outcome else {
                self.broken = true;
                let reason = "the peer sends data instead of ending the TLS session";
                return Poll::Ready(Err(Error::new(Phase::Unwrap, Kind::Tls(reason.into()))));
            };
            match failure.code() {
                ErrorCode::WANT_READ => {}
                _ if self.has_ended(&failure) => return Poll::Ready(Ok(())),
                _ => return Poll::Ready(Err(self.fail(&failure, Phase::Unwrap))),
            }
            ready!(self.poll_wait(cx, Operation::Reader, &[Direction::Read], Phase::Unwrap, deadline))?;
        }
    }

    /// Sends close_notify after everything that was taken, and waits until it has left for the kernel. Through TLS to a
    /// proxy, that ends as well.
    pub(super) fn poll_end(&mut self, cx: &Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        if self.broken {
            return Poll::Ready(Err(broken(Phase::Send)));
        }
        ready!(self.poll_flush(cx, Phase::Send, deadline))?;
        if !self.has_ended_sending() {
            self.prepare();
            if let Err(failure) = self.stream.shutdown() {
                return Poll::Ready(Err(self.fail(&failure, Phase::Send)));
            }
        }
        ready!(self.poll_flush(cx, Phase::Send, deadline))?;
        match &self.stream.get_ref().lower {
            Lower::Socket(_) => Poll::Ready(Ok(())),
            Lower::Tls(_, outer) => outer.borrow_mut().poll_end(cx, deadline),
        }
    }

    /// Takes what the peer may still send for its end.
    pub(super) const fn stop_reading(&mut self) {
        self.stopped = true;
    }

    fn has_ended_sending(&mut self) -> bool {
        self.stream.get_shutdown().contains(ShutdownState::SENT)
    }

    /// Looks at what is there as soon as something is, without taking it; 0 is the end.
    pub(crate) fn poll_peek(
        &mut self,
        cx: &Context<'_>,
        buffer: &mut [u8],
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        loop {
            // The answer may depend on what a send that ended early has left behind.
            let _ = self.stream.get_mut().send_tail();
            if let Some(seen) = self.try_peek(buffer)? {
                return Poll::Ready(Ok(seen));
            }
            let directions =
                if self.is_owing() { &[Direction::Read, Direction::Write][..] } else { &[Direction::Read] };
            ready!(self.poll_wait(cx, Operation::Reader, directions, Phase::Receive, deadline))?;
        }
    }

    /// Takes out the plaintext that has come behind the peer's end of TLS.
    pub(crate) fn take_rest(&mut self) -> Vec<u8> {
        self.stream.get_mut().ahead.take()
    }

    /// Looks at what is there without taking it and without waiting; `None` if nothing is, 0 is the end.
    pub(super) fn try_peek(&mut self, buffer: &mut [u8]) -> Result<Option<usize>, Error> {
        if self.broken {
            return Err(broken(Phase::Receive));
        }
        if self.stopped {
            return Ok(Some(0));
        }
        self.stream.get_ref().lower.source().retry(Direction::Read);
        self.prepare();
        let outcome = self.stream.ssl_peek(buffer);
        self.handshake.collect_sessions();
        self.unless_blocked(outcome)
    }

    /// Ends the stream after `last`, and answers what has not left for the stream below. `last` is what a stream
    /// within this one has left: it is taken even if nothing leaves any more.
    pub(super) fn finish(&mut self, mut last: &[u8]) -> Vec<u8> {
        if self.broken || !self.stream.ssl().is_init_finished() {
            return Vec::new();
        }
        let _ = self.stream.get_mut().send_tail();
        self.prepare();
        // Whoever has only sent has not come by the tickets yet.
        if self.handshake.is_empty_handed() {
            let _ = self.stream.ssl_peek(&mut [0]);
            self.handshake.collect_sessions();
            self.prepare();
        }
        if !self.has_ended_sending() {
            while let Ok(written @ 1..) = self.stream.ssl_write(last) {
                last = &last[written..];
            }
            // The answer is not awaited: after close() nobody reads it.
            let _ = self.stream.shutdown();
        }
        clear_errors();
        std::mem::take(&mut self.stream.get_mut().tail)
    }

    /// The session, to look at.
    pub(super) fn ssl(&self) -> &SslRef {
        self.stream.ssl()
    }

    /// How long the handshake took.
    pub(super) const fn handshake_time(&self) -> Duration {
        self.handshake.took()
    }

    fn fail(&mut self, failure: &ssl::Error, phase: Phase) -> Error {
        self.broken = true;
        let refused = self.handshake.take_refusal();
        let pipe = self.stream.get_mut();
        let kind = if let Some(reason) = refused {
            // The alert that tells the peer why. It has sent more than was read before it was refused.
            let _ = pipe.send_tail();
            discard_unread(pipe.lower.source());
            Kind::Verify(reason)
        } else if let Some(kind) = pipe.failure.take() {
            kind
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
        if matches!(kind, Kind::Tls(_) | Kind::Verify(_)) {
            self.handshake.forget_session();
        }
        Error::new(phase, kind)
    }
}

fn broken(phase: Phase) -> Error {
    Error::new(phase, FAILED_BEFORE)
}

/// What it means when the first bytes of an answer are no record.
pub const NO_TLS: &str = " (the peer does not speak TLS here)";

/// Adds what OpenSSL's most puzzling reasons usually mean.
pub(super) fn explain(reason: &str, phase: Phase) -> String {
    let hint = match reason {
        r if r.contains("wrong version number") || r.contains("packet length too long") => NO_TLS,
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
    lower: Lower,
    /// Encrypted bytes that the stream below has not taken yet.
    tail: Vec<u8>,
    /// Why nothing can be sent any more; the tail is empty then.
    unwritable: Option<Kind>,
    /// Bytes that OpenSSL has not asked for yet.
    ahead: Ahead,
    /// Those that OpenSSL has read.
    records: Records,
    /// The stream below reported its end.
    ended: bool,
    /// The error of the stream below, kept because OpenSSL only says that there was one.
    failure: Option<Kind>,
}

/// More than any flight of a handshake with one record on top: only a peer that makes OpenSSL answer
/// (by key updates) and does not read the answers gets there.
const TAIL_LIMIT: usize = 1 << 20;

impl Pipe {
    fn new(lower: Lower) -> Self {
        let (tail, ahead, records) = (Vec::new(), Ahead::default(), Records::default());
        Self { lower, tail, unwritable: None, ahead, records, ended: false, failure: None }
    }

    /// Sends the tail as far as it is taken; whether all of it has left for the kernel.
    fn send_tail(&mut self) -> Result<bool, Kind> {
        if let Some(reason) = &self.unwritable {
            return Err(same(reason));
        }
        while !self.tail.is_empty() {
            match self.lower.try_write(&self.tail) {
                Ok(Some(sent)) => drop(self.tail.drain(..sent)),
                Ok(None) => return Ok(false),
                Err(reason) => return Err(self.end_writing(reason)),
            }
        }
        self.lower.try_flush().map_err(|reason| self.end_writing(reason))
    }

    fn end_writing(&mut self, reason: Kind) -> Kind {
        self.tail = Vec::new();
        self.unwritable = Some(same(&reason));
        reason
    }

    /// OpenSSL is told that there was an error; which one is remembered here.
    fn fail<T>(&mut self, reason: Kind) -> io::Result<T> {
        self.failure = Some(reason);
        Err(io::Error::other("the stream below has failed"))
    }
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.lower.try_read(&mut self.ahead, buffer) {
            Ok(Some(read)) => {
                self.ended |= read == 0 && !buffer.is_empty();
                self.records.pass(&buffer[..read]);
                Ok(read)
            }
            Ok(None) => Err(io::ErrorKind::WouldBlock.into()),
            Err(reason) => self.fail(reason),
        }
    }
}

impl Write for Pipe {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let sent = match self.send_tail() {
            Ok(true) => self.lower.try_write(data).map_err(|reason| self.end_writing(reason)),
            Ok(false) => Ok(None),
            Err(reason) => Err(reason),
        };
        let sent = match sent {
            Ok(sent) => sent.unwrap_or(0),
            Err(reason) => return self.fail(reason),
        };
        if self.tail.len() + data.len() - sent > TAIL_LIMIT {
            return self.fail(Kind::Io(io::Error::other("the peer does not read what TLS has to answer")));
        }
        self.tail.extend_from_slice(&data[sent..]);
        Ok(data.len())
    }

    /// Nothing to do: OpenSSL asks for it in mid-handshake and would take "not yet" for an error.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The same reason once more: `io::Error` cannot be cloned, and the system's are all in a number or a kind.
fn same(reason: &Kind) -> Kind {
    match reason {
        Kind::Io(error) => {
            Kind::Io(error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error))
        }
        Kind::Tls(reason) => Kind::Tls(reason.clone()),
        Kind::Cancelled => Kind::Cancelled,
        Kind::Truncated => Kind::Truncated,
        _ => FAILED_BEFORE,
    }
}

const FAILED_BEFORE: Kind = Kind::NotConnected("the TLS session failed before");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reactor::SourceId;

    fn pipe() -> (Pipe, std::net::TcpStream) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let near = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        near.set_nonblocking(true).unwrap();
        let source = SourceId::register(near).unwrap();
        let far = listener.accept().unwrap().0;
        (Pipe::new(Lower::Socket(source)), far)
    }

    #[test]
    fn a_peer_that_never_reads_cannot_make_the_tail_grow_without_end() {
        let (mut pipe, _far) = pipe();
        let record = [0; 16384];
        let taken = (0..1 << 20).take_while(|_| pipe.write(&record).is_ok()).count();
        assert!(pipe.tail.len() <= TAIL_LIMIT && taken * record.len() >= TAIL_LIMIT);
        assert!(pipe.failure.unwrap().to_string().contains("does not read"));
        pipe.lower.source().close();
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
        let number = |reason| match reason {
            Kind::Io(error) => error.raw_os_error(),
            _ => None,
        };
        let first = number(pipe.send_tail().unwrap_err());
        assert!(first.is_some() && pipe.tail.is_empty());
        assert_eq!(number(pipe.send_tail().unwrap_err()), first);
        assert!(pipe.write(b"x").is_err());
        pipe.lower.source().close();
    }
}
