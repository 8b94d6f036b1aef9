//! DTLS over a UDP socket, driven without blocking.
//!
//! OpenSSL reads and writes through a pipe that keeps the borders of datagrams. What the kernel does not take at once
//! waits in the pipe and leaves before anything else. During the handshake OpenSSL says when its last flight has to
//! be sent once more, and the reactor's timers wake whoever waits for it.

use super::datagram::{Take, too_large};
use super::tls::explain;
use super::{interrupted, reason};
use crate::error::{Error, Kind, Phase};
use crate::reactor::{Direction, Interrupt, Operation, SourceId};
use crate::time::Deadline;
use crate::tls::config::TlsConfig;
use crate::tls::context::Carrier;
use crate::tls::handshake::{Handshake, refused};
use crate::tls::session::Endpoint;
use crate::tls::{clear_errors, dtls, reasons};
use openssl::ssl::{self, ErrorCode, ShutdownState, SslRef, SslStream};
use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// The most that one record, and so one datagram, carries (RFC 6347 takes it from RFC 5246, section 6.2.1).
pub const LARGEST: usize = 1 << 14;

/// What a handshake's datagrams have at most: with the headers of IPv6 and UDP less than the 1280 bytes that every link
/// carries. The reverse would have to be found out, which costs lost flights.
const MTU: u32 = 1200;

/// What they have when flights go on being lost: some tunnels carry less. 576 bytes that every IPv4 host takes, less
/// headers.
const SMALL_MTU: u32 = 548;

/// The pause before a flight is sent again is a second, and doubles: it is longer than this once two of them were lost,
/// and then their size is suspected. OpenSSL does not tell how many there were.
const SUSPICIOUS: Duration = Duration::from_secs(2);

/// A DTLS session over a UDP socket that is connected with its peer.
pub struct DtlsStream {
    stream: SslStream<Pipe>,
    handshake: Handshake,
    /// Set by a fatal error: OpenSSL must not be asked again.
    broken: bool,
    /// This side wants nothing more of the peer: that counts as its end.
    stopped: bool,
}

impl DtlsStream {
    /// Prepares a session over `source`; nothing is sent yet.
    ///
    /// # Errors
    /// [`Kind::InvalidConfig`] for settings that cannot be applied.
    pub fn new(source: SourceId, config: &TlsConfig, endpoint: Endpoint<'_>) -> Result<Self, Error> {
        let invalid = |kind| Error::new(Phase::Handshake, kind);
        let prepared = Handshake::prepare(config, Carrier::Datagrams, endpoint);
        let (mut ssl, handshake) = prepared.map_err(invalid)?;
        ssl.set_mtu(MTU).map_err(|stack| invalid(refused(&stack)))?;
        let stream = SslStream::new(ssl, Pipe::new(source)).map_err(|stack| invalid(refused(&stack)))?;
        Ok(Self { stream, handshake, broken: false, stopped: false })
    }

    /// Negotiates and verifies. Flights that are lost are sent again.
    ///
    /// # Errors
    /// [`Kind::Verify`] when the certificate is refused, [`Kind::Tls`], [`Kind::Io`], [`Kind::Timeout`].
    pub fn poll_handshake(&mut self, cx: &mut Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        loop {
            self.prepare();
            let failure = match self.stream.connect() {
                Ok(()) => return Poll::Ready(self.accept_peer()),
                Err(failure) => failure,
            };
            if failure.code() != ErrorCode::WANT_READ {
                return Poll::Ready(Err(self.fail(&failure, Phase::Handshake)));
            }
            ready!(self.poll_flight(cx, deadline))?;
        }
    }

    /// Waits for the peer's next flight, and sends the own one again when its time has come.
    fn poll_flight(&mut self, cx: &Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        let timer = dtls::timeout(self.stream.ssl());
        if timer.is_some_and(|left| left > SUSPICIOUS) {
            dtls::set_mtu(self.stream.ssl(), SMALL_MTU);
        }
        let until = timer.map_or(deadline, |left| Deadline::after(left).earlier(deadline));
        let source = self.stream.get_ref().source;
        match ready!(source.poll_any(cx, Operation::Reader, self.directions(), until)) {
            Ok(()) => {
                self.stream.get_mut().flush_waiting().map_err(|kind| Error::new(Phase::Handshake, kind))
            }
            Err(Interrupt::Elapsed) if !deadline.has_passed() => self.repeat(),
            Err(why) => Err(interrupted(why, Phase::Handshake, deadline)),
        }
        .into()
    }

    fn repeat(&mut self) -> Result<(), Error> {
        self.prepare();
        dtls::handle_timeout(self.stream.ssl()).map_err(|stack| {
            self.broken = true;
            let failure = self.stream.get_mut().failure.take();
            let kind = failure.unwrap_or_else(|| Kind::Tls(explain(&reasons(&stack), Phase::Handshake)));
            Error::new(Phase::Handshake, kind)
        })
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

    /// Receives one datagram into `buffer`, which has room for [`LARGEST`] bytes; 0 is the end. Empty ones are passed
    /// over, so that they are not taken for it.
    pub(super) fn poll_read(
        &mut self,
        cx: &Context<'_>,
        buffer: &mut [u8],
        take: Take,
        deadline: Deadline,
    ) -> Poll<Result<usize, Error>> {
        loop {
            if let Some(read) = self.try_read(buffer, take)? {
                return Poll::Ready(Ok(read));
            }
            let source = self.stream.get_ref().source;
            let wait = source.poll_any(cx, Operation::Reader, self.directions(), deadline);
            ready!(wait).map_err(|why| interrupted(why, Phase::Receive, deadline))?;
        }
    }

    /// Receives as [`DtlsStream::poll_read`] does, without waiting; `None` if nothing is there. To look, any room will do.
    pub(super) fn try_read(&mut self, buffer: &mut [u8], take: Take) -> Result<Option<usize>, Error> {
        let is_enough = take == Take::Look || buffer.len() >= LARGEST;
        debug_assert!(is_enough, "the rest of a record would be taken for the next one");
        loop {
            if self.broken {
                return Err(broken(Phase::Receive));
            }
            if self.stopped {
                return Ok(Some(0));
            }
            // What cannot leave is the writer's trouble.
            let _ = self.stream.get_mut().flush_waiting();
            self.prepare();
            let outcome = match take {
                Take::Away => self.stream.ssl_read(buffer),
                Take::Look => self.stream.ssl_peek(buffer),
            };
            match outcome {
                Ok(0) => {}
                Ok(read) => return Ok(Some(read)),
                Err(failure) => match failure.code() {
                    ErrorCode::WANT_READ => return Ok(None),
                    ErrorCode::ZERO_RETURN => return Ok(Some(0)),
                    _ => return Err(self.fail(&failure, Phase::Receive)),
                },
            }
        }
    }

    /// Sends `data` as one datagram.
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
            ready!(self.poll_room(cx, deadline))?;
        }
    }

    /// Sends as [`DtlsStream::poll_write`] does, without waiting; `None` if there is no room.
    pub(super) fn try_write(&mut self, data: &[u8]) -> Result<Option<usize>, Error> {
        let failed = |kind| Error::new(Phase::Send, kind);
        if self.broken {
            return Err(broken(Phase::Send));
        }
        if data.len() > LARGEST {
            let reason = format!("{}; with DTLS at most {LARGEST}", too_large(data.len()));
            return Err(failed(Kind::Refused(libc::EMSGSIZE, reason)));
        }
        if data.is_empty() {
            let reason = "DTLS carries no empty datagrams".into();
            return Err(failed(Kind::Refused(libc::EINVAL, reason)));
        }
        if self.has_ended_sending() {
            return Err(failed(Kind::Io(io::Error::from_raw_os_error(libc::EPIPE))));
        }
        self.stream.get_mut().flush_waiting().map_err(failed)?;
        if self.is_owing() {
            return Ok(None);
        }
        self.prepare();
        match self.stream.ssl_write(data) {
            Ok(written) => Ok(Some(written)),
            Err(failure) => Err(self.fail(&failure, Phase::Send)),
        }
    }

    /// Waits until what was sent has left for the kernel.
    pub(super) fn poll_flush(&mut self, cx: &Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        loop {
            self.stream.get_mut().flush_waiting().map_err(|kind| Error::new(Phase::Send, kind))?;
            if !self.is_owing() {
                return Poll::Ready(Ok(()));
            }
            ready!(self.poll_room(cx, deadline))?;
        }
    }

    fn poll_room(&self, cx: &Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        let source = self.stream.get_ref().source;
        let wait = source.poll_any(cx, Operation::Writer, &[Direction::Write], deadline);
        wait.map_err(|why| interrupted(why, Phase::Send, deadline))
    }

    /// Tells the peer that nothing more is sent.
    pub(super) fn poll_end(&mut self, cx: &Context<'_>, deadline: Deadline) -> Poll<Result<(), Error>> {
        if self.broken {
            return Poll::Ready(Err(broken(Phase::Send)));
        }
        if !self.has_ended_sending() {
            self.prepare();
            if let Err(failure) = self.stream.shutdown() {
                return Poll::Ready(Err(self.fail(&failure, Phase::Send)));
            }
        }
        self.poll_flush(cx, deadline)
    }

    /// Takes what the peer may still send for its end.
    pub(super) const fn stop_reading(&mut self) {
        self.stopped = true;
    }

    /// Tells the peer that this side is gone, as far as that leaves at once.
    pub(super) fn finish(&mut self) {
        if !self.broken && self.stream.ssl().is_init_finished() && !self.has_ended_sending() {
            self.prepare();
            // The answer is not awaited: after close() nobody reads it.
            let _ = self.stream.shutdown();
            clear_errors();
        }
    }

    fn has_ended_sending(&mut self) -> bool {
        self.stream.get_shutdown().contains(ShutdownState::SENT)
    }

    /// Whether something waits for room.
    pub(super) fn is_owing(&self) -> bool {
        !self.stream.get_ref().waiting.is_empty()
    }

    /// What a reader waits for: also for room, if there is something to be sent.
    fn directions(&self) -> &'static [Direction] {
        if self.is_owing() { &[Direction::Read, Direction::Write] } else { &[Direction::Read] }
    }

    /// The session, to look at.
    pub(super) fn ssl(&self) -> &SslRef {
        self.stream.ssl()
    }

    /// How long the handshake took.
    pub(super) const fn handshake_time(&self) -> Duration {
        self.handshake.took()
    }

    /// What is the socket's trouble leaves the session as it was: a refusal, say, that the network has made up.
    fn fail(&mut self, failure: &ssl::Error, phase: Phase) -> Error {
        let refused = self.handshake.take_refusal();
        let pipe = self.stream.get_mut();
        let kind = match (refused, pipe.failure.take(), failure.ssl_error()) {
            (Some(reason), _, _) => Kind::Verify(reason),
            (None, Some(kind), _) => {
                clear_errors();
                self.broken |= phase == Phase::Handshake;
                return Error::new(phase, kind);
            }
            (None, None, Some(stack)) => Kind::Tls(explain(&reasons(stack), phase)),
            (None, None, None) => Kind::Tls(failure.to_string()),
        };
        self.broken = true;
        clear_errors();
        self.handshake.forget_session();
        Error::new(phase, kind)
    }
}

fn broken(phase: Phase) -> Error {
    Error::new(phase, Kind::NotConnected("the DTLS session failed before"))
}

/// What OpenSSL reads datagrams from and writes them to.
struct Pipe {
    source: SourceId,
    /// Datagrams that the kernel has not taken yet.
    waiting: VecDeque<Vec<u8>>,
    /// The socket's error, kept because OpenSSL only says that there was one.
    failure: Option<Kind>,
}

/// Datagrams that wait at most; with more, the network would lose some as well.
const WAITING: usize = 64;

impl Pipe {
    const fn new(source: SourceId) -> Self {
        Self { source, waiting: VecDeque::new(), failure: None }
    }

    /// Sends what waits, as far as there is room.
    fn flush_waiting(&mut self) -> Result<(), Kind> {
        while let Some(datagram) = self.waiting.front() {
            match self.source.try_write(datagram) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                // One that cannot be sent is lost, as the network may lose it.
                result => {
                    self.waiting.pop_front();
                    result.map_err(reason)?;
                }
            }
        }
        Ok(())
    }

    /// OpenSSL is told that there was an error; which one is remembered here.
    fn fail<T>(&mut self, error: io::Error) -> io::Result<T> {
        self.failure = Some(reason(error));
        Err(io::Error::other("the socket has failed"))
    }
}

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.source.try_read(buffer) {
                // Nothing can be in it, and OpenSSL would take it for the end.
                Ok(0) => {}
                Ok(read) => return Ok(read),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Err(error),
                Err(error) => return self.fail(error),
            }
        }
    }
}

impl Write for Pipe {
    fn write(&mut self, datagram: &[u8]) -> io::Result<usize> {
        if self.waiting.is_empty() {
            match self.source.try_write(datagram) {
                Ok(_) => return Ok(datagram.len()),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return self.fail(error),
            }
        }
        if self.waiting.len() < WAITING {
            self.waiting.push_back(datagram.to_vec());
        }
        Ok(datagram.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
