//! Proxies: what is said to one until it has connected to the target, one pure state machine for each protocol.
//!
//! Bytes in, bytes out: nothing here knows a socket, a clock or `async`. [`Dialogue`] is what the client
//! drives; a `Machine` (of the room `machine`) is one protocol's part of it.
//!
//! ```text
//!   client::tunnel  --received-->  Dialogue  --unread bytes-->  Machine   socks5 socks4 http
//!                   <--outgoing--            <--Advance-------
//! ```
//!
//! A dialogue takes exactly the bytes of the proxy's answer: what follows belongs to the target. What the proxy
//! may send is bounded; how long it may take is the caller's business.

mod http;
mod socks4;
mod socks5;
mod target;
#[cfg(test)]
mod testing;

pub use crate::machine::Progress;
pub use target::Target;

use crate::machine::{Advance, Exchange, Machine, Then, lines};
use std::fmt;

/// How to speak with a proxy, and as whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// RFC 1928 with RFC 1929.
    Socks5(Option<Credentials>),
    /// SOCKS 4A, with the user id, which may be empty.
    Socks4(Option<Word>),
    /// RFC 9110, section 9.3.6: the method CONNECT, with Basic authentication (RFC 7617).
    Http(Option<Credentials>),
}

impl Protocol {
    /// Its family of answers.
    #[must_use]
    pub const fn scheme(&self) -> Scheme {
        match self {
            Self::Socks5(_) => Scheme::Socks5,
            Self::Socks4(_) => Scheme::Socks4,
            Self::Http(_) => Scheme::Http,
        }
    }
}

/// A protocol without its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// SOCKS version 5.
    Socks5,
    /// SOCKS version 4A.
    Socks4,
    /// HTTP CONNECT.
    Http,
}

impl Scheme {
    /// Its name in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Socks5 => "SOCKS5",
            Self::Socks4 => "SOCKS4",
            Self::Http => "HTTP",
        }
    }
}

/// A user name with its password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The user's name; no colon in it for HTTP.
    pub user: Word,
    /// The password.
    pub password: Word,
}

/// A user name or password that can break out of no protocol. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Word(String);

impl Word {
    /// Takes `text` if SOCKS can carry it: 1 to 255 bytes.
    ///
    /// # Errors
    /// A text that says what is wrong.
    pub fn socks(text: &str) -> Result<Self, &'static str> {
        match text.len() {
            0 => Err("it is empty"),
            1..=255 => Self::without_controls(text),
            _ => Err("it is longer than 255 bytes"),
        }
    }

    /// Takes `text` if it can be a password of Basic authentication; some are tokens of a KiB and more.
    ///
    /// # Errors
    /// As [`Word::socks`].
    pub fn http(text: &str) -> Result<Self, &'static str> {
        if text.len() > 4096 {
            return Err("it is longer than 4096 bytes");
        }
        Self::without_controls(text)
    }

    /// Takes `text` if it can be a user's name of Basic authentication.
    ///
    /// # Errors
    /// As [`Word::socks`].
    pub fn http_user(text: &str) -> Result<Self, &'static str> {
        if text.contains(':') {
            return Err("it contains a colon, which ends the name in Basic authentication");
        }
        if text.is_empty() { Err("it is empty") } else { Self::http(text) }
    }

    fn without_controls(text: &str) -> Result<Self, &'static str> {
        if text.bytes().any(|byte| byte.is_ascii_control()) {
            return Err("it contains a control character");
        }
        Ok(Self(text.to_owned()))
    }

    fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// With its length before it. It fits into a byte: see [`Word::socks`].
    fn counted(&self) -> impl Iterator<Item = u8> {
        let length = u8::try_from(self.0.len()).unwrap_or(u8::MAX);
        std::iter::once(length).chain(self.0.bytes())
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The dialogue with one proxy about one target.
pub struct Dialogue {
    scheme: Scheme,
    exchange: Exchange<Failure>,
}

/// Why a proxy does not connect to the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The protocol.
    pub scheme: Scheme,
    /// What it comes to.
    pub reason: Reason,
    text: String,
}

/// What a refusal comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It closed the connection instead of answering.
    Closed,
    /// It wants credentials, or others.
    Credentials,
    /// It accepts none of the ways to authenticate that were offered.
    Method,
    /// What it says is no answer of this protocol, or has no end.
    Nonsense,
    /// It does not serve this request.
    Refused,
    /// It could not connect to the target.
    Target,
    /// It speaks another protocol, or another version of it.
    Version,
}

/// A refusal as the machines know it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Failure {
    reason: Reason,
    text: String,
}

impl Failure {
    fn new(reason: Reason, text: impl Into<String>) -> Self {
        Self { reason, text: text.into() }
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self::new(Reason::Nonsense, text)
    }
}

impl Dialogue {
    /// Begins the dialogue that asks for a connection to `target`.
    #[must_use]
    pub fn new(protocol: &Protocol, target: &Target) -> Self {
        let machine: Box<dyn Machine<Failure>> = match protocol {
            Protocol::Socks5(credentials) => Box::new(socks5::Socks5::new(credentials.clone(), target)),
            Protocol::Socks4(user) => Box::new(socks4::Socks4::new(user.as_ref(), target)),
            Protocol::Http(credentials) => Box::new(http::machine(credentials.as_ref(), target)),
        };
        Self { scheme: protocol.scheme(), exchange: Exchange::new(machine) }
    }

    /// Takes what is to be sent.
    #[must_use]
    pub fn outgoing(&mut self) -> Vec<u8> {
        self.exchange.outgoing()
    }

    /// Takes what was received. When it is done, the connection is one to the target, [`Dialogue::unread`] bytes
    /// of which have been received with the answer.
    ///
    /// # Errors
    /// The proxy refuses, breaks the protocol or sends without end.
    pub fn receive(&mut self, bytes: &[u8]) -> Result<Progress, Refusal> {
        self.exchange.receive(bytes, |_, _| {}).map_err(|failure| self.refusal(failure))
    }

    /// How many bytes came after the last one that was understood.
    #[must_use]
    pub const fn unread(&self) -> usize {
        self.exchange.unread()
    }

    /// The refusal of a proxy that closed the connection.
    #[must_use]
    pub fn ended(&self) -> Refusal {
        let text = || format!("the proxy closed the connection after the {}", self.exchange.step());
        self.refusal(self.exchange.ended().unwrap_or_else(|| Failure::new(Reason::Closed, text())))
    }

    fn refusal(&self, Failure { reason, text }: Failure) -> Refusal {
        Refusal { scheme: self.scheme, reason, text }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_cannot_break_out_and_is_not_shown() {
        for good in ["u", "pass word", "a:b", "p\u{e4}ss", &"x".repeat(255)] {
            assert_eq!(Word::socks(good), Ok(Word(good.into())));
            assert_eq!(Word::http(good), Ok(Word(good.into())));
        }
        for bad in ["a\r\nb", "a\nb", "a\rb", "a\0b", "\x7f", "\t", &"x".repeat(4097)] {
            assert!(Word::socks(bad).is_err() && Word::http(bad).is_err(), "{bad:?}");
        }
        assert!(Word::socks("").is_err() && Word::socks(&"x".repeat(256)).is_err());
        assert!(Word::http("").is_ok() && Word::http(&"x".repeat(256)).is_ok());
        assert!(Word::http_user("").is_err() && Word::http_user("a:b").is_err());
        let word = Word::socks("secret").unwrap();
        let protocol = Protocol::Http(Some(Credentials { user: word.clone(), password: word }));
        assert!(!format!("{protocol:?}").contains("secret"), "{protocol:?}");
    }
}
