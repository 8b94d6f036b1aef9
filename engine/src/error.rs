//! What can go wrong between the caller and its peer.

use crate::proxy;
use crate::time::Deadline;
use std::fmt;
use std::io;
use std::ops::{Deref, DerefMut};

/// A failed operation: what happened, in which phase, with which peer.
///
/// `Display` gives one line that names phase, host, port and reason.
///
/// It is one pointer, so that the results that nearly always are none stay small: coroutines wait with them on their
/// stacks.
#[derive(Debug)]
pub struct Error(Box<Details>);

/// What an [`Error`] tells.
#[derive(Debug)]
pub struct Details {
    /// What happened.
    pub kind: Kind,
    /// What was being done.
    pub phase: Phase,
    /// `host:port` as the caller named it; empty before there is a peer.
    pub peer: String,
    /// The packet that was being received, if a part of it had arrived.
    pub partial: Option<Partial>,
    /// In [`Phase::Proxy`]: the proxy, and what was being done with it.
    pub via: Option<Via>,
}

/// What had arrived of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partial {
    /// Bytes that had.
    pub received: usize,
    /// Bytes of the whole packet, where its header has told.
    pub expected: Option<usize>,
}

/// The proxy on the way to the peer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Via {
    /// Its kind, host and port: `SOCKS5 proxy proxy.test:1080`.
    pub proxy: String,
    /// What was being done with it.
    pub step: Step,
}

/// What is done with a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Resolving its name and connecting to it.
    Reach,
    /// TLS to the proxy itself.
    Secure,
    /// Asking it for the connection to the target.
    Ask,
}

/// The reason, by what the caller can do about it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Kind {
    /// No address of the name could be connected to: the last one's system error, and all reasons.
    AllFailed(io::Error, String),
    /// The bytes received are no packet, whatever follows; the text says why.
    BadFrame(String),
    /// Another part of the program closed the connection or cancelled the wait.
    Cancelled,
    /// Another part of the program ended the wait; the text says "by" whom, or why.
    CancelledBy(String),
    /// The peer ended the stream inside a packet.
    Cut,
    /// The name has no address, or no server that was asked could tell; the text says who said what.
    Dns(String),
    /// No name server is configured; the text says where that was looked up.
    DnsNoServer(String),
    /// The servers did not answer in time; the text says which were asked, and how often.
    DnsTimeout(String),
    /// The name is not one that can be looked up; the text says why.
    DnsUnsupported(String),
    /// A file that was to be sent could not be read: the system's error, and a text that names the file.
    File(io::Error, String),
    /// A packet is longer than allowed; the text tells its length and the limit.
    FrameTooLarge(String),
    /// The host or bind address is not something that can be connected to.
    BadAddress(String),
    /// A setting cannot be applied; the text names it.
    InvalidConfig(String),
    /// The system refused.
    Io(io::Error),
    /// The connection is already there.
    AlreadyConnected,
    /// There is no connection: never made, closed, or closed after a failure.
    NotConnected(&'static str),
    /// The proxy did not connect to the target.
    Proxy(proxy::Refusal),
    /// The peer sent bytes in plaintext where only a TLS handshake may follow.
    PlaintextBuffered(usize),
    /// A connection of this kind does not do what was asked; nothing has happened to it. The system's number for that,
    /// and a text that says what does not go and why.
    Refused(i32, String),
    /// The server does not let the connection be upgraded; the text says protocol, step and what it said.
    StartTls(String),
    /// The deadline passed.
    Timeout(Deadline),
    /// The TLS session could not be set up or broke; the text is the library's reason.
    Tls(String),
    /// The stream ended without the peer's close_notify.
    Truncated,
    /// The peer's certificate was refused; the text says which, why and what was expected.
    Verify(String),
}

/// What an operation is doing when it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Turning a name into addresses.
    Resolve,
    /// Opening the connection.
    Connect,
    /// Reaching a proxy and having it connect to the target.
    Proxy,
    /// The plaintext dialogue before TLS.
    StartTls,
    /// TLS negotiation and verification.
    Handshake,
    /// Writing.
    Send,
    /// Reading.
    Receive,
    /// Ending TLS, so that plaintext may follow.
    Unwrap,
    /// The whole conversation, whose own deadline passed.
    Conversation,
}

impl Phase {
    /// The phase as one lower-case word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Resolve => "resolve",
            Self::Connect => "connect",
            Self::Proxy => "proxy",
            Self::StartTls => "starttls",
            Self::Handshake => "handshake",
            Self::Send => "send",
            Self::Receive => "receive",
            Self::Unwrap => "unwrap",
            Self::Conversation => "deadline",
        }
    }

    const fn verb(self) -> &'static str {
        match self {
            Self::Resolve => "resolve",
            Self::Connect | Self::Proxy => "connect to",
            Self::StartTls => "STARTTLS dialogue with",
            Self::Handshake => "TLS handshake with",
            Self::Send => "send to",
            Self::Receive => "receive from",
            Self::Unwrap => "end of TLS with",
            Self::Conversation => "conversation with",
        }
    }
}

impl Error {
    /// An error of `kind` in `phase`; the peer is filled in by [`Error::with_peer`].
    #[cold]
    #[must_use]
    pub fn new(phase: Phase, kind: Kind) -> Self {
        Self(Box::new(Details { kind, phase, peer: String::new(), partial: None, via: None }))
    }

    /// A system error in `phase`.
    #[must_use]
    pub fn io(phase: Phase, error: io::Error) -> Self {
        Self::new(phase, Kind::Io(error))
    }

    /// The reason alone.
    #[must_use]
    pub fn into_kind(self) -> Kind {
        self.0.kind
    }

    /// Whether a deadline passed, or all servers kept silent, whatever was being done.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.kind {
            Kind::Timeout(_) | Kind::DnsTimeout(_) => true,
            Kind::AllFailed(error, _) => error.raw_os_error() == Some(libc::ETIMEDOUT),
            _ => false,
        }
    }

    /// Names the peer, unless it is named already.
    #[must_use]
    pub fn with_peer(self, peer: &str) -> Self {
        self.with_peer_named(|| peer.to_owned())
    }

    /// As [`Error::with_peer`], for a name that has to be made first.
    #[must_use]
    pub fn with_peer_named(mut self, peer: impl FnOnce() -> String) -> Self {
        if self.peer.is_empty() {
            self.peer = peer();
        }
        self
    }
}

impl Deref for Error {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.peer.is_empty() {
            f.write_str(self.phase.name())?;
        } else {
            write!(f, "{} {}", self.phase.verb(), self.peer)?;
        }
        match self.via.as_ref().filter(|_| self.phase == Phase::Proxy) {
            None => write!(f, " failed: {}", self.kind)?,
            Some(Via { proxy, step }) => {
                write!(f, " through the {proxy} failed: {}{}", step.prefix(&self.kind), self.kind)?;
            }
        }
        self.partial.map_or(Ok(()), |partial| write!(f, " ({partial})"))
    }
}

impl fmt::Display for Partial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.expected {
            Some(expected) => write!(f, "{} of a packet's {expected} bytes received", self.received),
            None => {
                let plural = if self.received == 1 { "" } else { "s" };
                write!(f, "{} byte{plural} of an unfinished packet received", self.received)
            }
        }
    }
}

impl Step {
    /// Whose trouble `kind` is, where it does not say so itself.
    const fn prefix(self, kind: &Kind) -> &'static str {
        match (self, kind) {
            (_, Kind::Proxy(_) | Kind::PlaintextBuffered(_)) => "",
            (Self::Reach, _) => "the proxy cannot be reached: ",
            (Self::Secure, Kind::InvalidConfig(_) | Kind::Verify(_)) => {
                "TLS to the proxy (proxy_ssl_* settings): "
            }
            (Self::Secure, _) => "TLS to the proxy: ",
            (Self::Ask, _) => "waiting for the proxy's answer: ",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => f.write_str("cancelled"),
            Self::CancelledBy(who) => write!(f, "cancelled {who}"),
            Self::Cut => f.write_str("the peer closed the connection inside a packet"),
            Self::AllFailed(_, reasons) => f.write_str(reasons),
            Self::Dns(reason)
            | Self::DnsNoServer(reason)
            | Self::DnsTimeout(reason)
            | Self::DnsUnsupported(reason)
            | Self::BadAddress(reason)
            | Self::BadFrame(reason)
            | Self::File(_, reason)
            | Self::FrameTooLarge(reason)
            | Self::InvalidConfig(reason)
            | Self::Refused(_, reason)
            | Self::StartTls(reason)
            | Self::Tls(reason)
            | Self::Verify(reason) => f.write_str(reason),
            Self::Proxy(refusal) => refusal.fmt(f),
            Self::Io(error) => write!(f, "{}", Strerror(error)),
            Self::AlreadyConnected => f.write_str("already connected"),
            Self::NotConnected(why) => write!(f, "not connected ({why})"),
            Self::PlaintextBuffered(bytes) => write!(
                f,
                "the server sent {bytes} or more bytes of plaintext before the TLS handshake \
                 (possible response injection); connection closed"
            ),
            Self::Timeout(deadline) => write!(f, "timed out after {} s", deadline.limit().as_secs_f64()),
            Self::Truncated => {
                f.write_str("the peer closed the connection without TLS close_notify (truncated)")
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Io(error) | Kind::AllFailed(error, _) | Kind::File(error, _) => Some(error),
            _ => None,
        }
    }
}

/// Text that the peer controls, made safe for a message: escaped, and cut at 256 bytes.
#[must_use]
pub fn printable(text: &[u8]) -> String {
    const LIMIT: usize = 256;
    // Nearly everything is.
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && *byte != b'\\';
    if text.len() <= LIMIT && text.iter().all(is_plain) {
        return String::from_utf8_lossy(text).into_owned();
    }
    let escaped = text[..text.len().min(LIMIT)].escape_ascii().to_string();
    let mut shown = escaped.replace("\\\"", "\"").replace("\\'", "'");
    if text.len() > LIMIT {
        shown.push_str("...");
    }
    shown
}

/// A system error without the standard library's "(os error N)" tail.
pub(crate) struct Strerror<'a>(pub(crate) &'a io::Error);

impl fmt::Display for Strerror<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        let tail = self.0.raw_os_error().map(|code| format!(" (os error {code})"));
        f.write_str(tail.as_deref().and_then(|tail| text.strip_suffix(tail)).unwrap_or(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn one_line_names_phase_peer_and_reason() {
        let refused = Error::io(Phase::Connect, io::Error::from_raw_os_error(libc::ECONNREFUSED));
        assert_eq!(
            refused.with_peer("mail.test:25").to_string(),
            "connect to mail.test:25 failed: Connection refused"
        );
        let late = Error::new(Phase::Receive, Kind::Timeout(Deadline::after(Duration::from_millis(250))));
        assert_eq!(
            late.with_peer("[::1]:9").to_string(),
            "receive from [::1]:9 failed: timed out after 0.25 s"
        );
    }

    #[test]
    fn an_error_with_a_proxy_names_both_and_whose_it_is() {
        let error = |step, kind| {
            let mut error = Error::new(Phase::Proxy, kind).with_peer("mail.test:25");
            error.via = Some(Via { proxy: "SOCKS5 proxy p.test:1080".into(), step });
            error.to_string()
        };
        let refused = || Kind::Io(io::Error::from_raw_os_error(libc::ECONNREFUSED));
        let start = "connect to mail.test:25 through the SOCKS5 proxy p.test:1080 failed: ";
        for (text, reason) in [
            (error(Step::Reach, refused()), "the proxy cannot be reached: Connection refused"),
            (error(Step::Secure, Kind::Tls("x".into())), "TLS to the proxy: x"),
            (error(Step::Secure, Kind::Verify("x".into())), "TLS to the proxy (proxy_ssl_* settings): x"),
            (error(Step::Ask, refused()), "waiting for the proxy's answer: Connection refused"),
        ] {
            assert_eq!(text.strip_prefix(start), Some(reason));
        }
    }

    #[test]
    fn what_a_peer_says_is_escaped_and_cut() {
        assert_eq!(printable(b"a\r\n\x1b[0m\"'"), "a\\r\\n\\x1b[0m\"'");
        assert_eq!(printable(&[b'x'; 300]).len(), 256 + 3);
    }

    #[test]
    fn a_partial_packet_is_told_with_the_reason() {
        let mut error = Error::new(Phase::Receive, Kind::Cut).with_peer("a:1");
        error.partial = Some(Partial { received: 5, expected: Some(14) });
        let reason = "receive from a:1 failed: the peer closed the connection inside a packet";
        assert_eq!(error.to_string(), format!("{reason} (5 of a packet's 14 bytes received)"));
        error.partial = Some(Partial { received: 5, expected: None });
        assert_eq!(error.to_string(), format!("{reason} (5 bytes of an unfinished packet received)"));
    }

    #[test]
    fn the_first_named_peer_stays() {
        let error = Error::new(Phase::Send, Kind::Cancelled).with_peer("a:1").with_peer("b:2");
        assert_eq!(error.peer, "a:1");
    }
}
