//! STARTTLS: the plaintext dialogues that come before TLS, one pure state machine for each protocol.
//!
//! Bytes in, bytes out: nothing here knows a socket, a clock or `async`. [`Dialogue`] is what the client
//! drives; a `Machine` is one protocol's part of it.
//!
//! ```text
//!   client::open  --received-->  Dialogue  --unread bytes-->  Machine   smtp imap pop3 ftp nntp irc nats
//!                 <--outgoing--            <--Advance-------            sieve xmpp ldap postgres mysql
//! ```
//!
//! The same bytes lead to the same outcome however they are split. What the server may send is bounded by
//! [`UNIT`] and [`TOTAL`]; how long it may take is the caller's business.

mod dialogue;
mod ftp;
mod imap;
mod irc;
mod ldap;
mod lines;
mod mysql;
mod nats;
mod nntp;
mod pop3;
mod postgres;
mod reply;
mod sieve;
mod smtp;
#[cfg(test)]
mod testing;
mod xml;
mod xmpp;

pub use dialogue::{Dialogue, Progress, Refusal};

use crate::error::printable;
use std::net::IpAddr;

/// The most that one line, packet or tag of the server may take. The longest ones seen in the wild are IMAP
/// capabilities and NATS' INFO with the addresses of a cluster: a few KiB.
pub const UNIT: usize = 16 << 10;

/// The most that a server may send in a whole dialogue; it bounds the number of lines too. Banners of
/// FTP servers are the longest: some KiB.
pub const TOTAL: usize = 64 << 10;

/// A protocol whose dialogue is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// RFC 4217.
    Ftp,
    /// RFC 9051, section 6.2.1.
    Imap,
    /// IRCv3's `STARTTLS`.
    Irc,
    /// RFC 4511, section 4.14.
    Ldap,
    /// RFC 3207 over RFC 2033.
    Lmtp,
    /// The SSLRequest packet of MySQL and MariaDB.
    Mysql,
    /// The upgrade that follows the server's `INFO`.
    Nats,
    /// RFC 4642.
    Nntp,
    /// RFC 2595, section 4.
    Pop3,
    /// The SSLRequest message of PostgreSQL.
    Postgres,
    /// ManageSieve, RFC 5804.
    Sieve,
    /// RFC 3207.
    Smtp,
    /// RFC 6120, section 5.
    Xmpp,
}

/// The names by which users choose.
const NAMES: &[(&str, Protocol)] = &[
    ("smtp", Protocol::Smtp),
    ("lmtp", Protocol::Lmtp),
    ("imap", Protocol::Imap),
    ("pop3", Protocol::Pop3),
    ("sieve", Protocol::Sieve),
    ("ftp", Protocol::Ftp),
    ("nntp", Protocol::Nntp),
    ("xmpp", Protocol::Xmpp),
    ("ldap", Protocol::Ldap),
    ("postgres", Protocol::Postgres),
    ("mysql", Protocol::Mysql),
    ("irc", Protocol::Irc),
    ("nats", Protocol::Nats),
];

impl Protocol {
    /// All protocols by name.
    #[must_use]
    pub const fn all() -> &'static [(&'static str, Self)] {
        NAMES
    }

    /// The protocol called `name`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|&(_, protocol)| protocol)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, protocol)| *protocol == self).map_or("", |(name, _)| name)
    }
}

/// Which dialogue, and as whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartTls {
    /// The protocol.
    pub protocol: Protocol,
    /// What the client calls itself in EHLO and LHLO, and the domain that XMPP's `to` asks for. `None`:
    /// the local address as a literal, and the host that was connected to.
    pub name: Option<Name>,
}

/// A name that can stand in a command or an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Takes `text` if it cannot break out of where it is put.
    ///
    /// # Errors
    /// A text that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        if text.is_empty() {
            return Err("it is empty");
        }
        if text.len() > 255 {
            return Err("it is longer than 255 bytes");
        }
        if !text.is_ascii() {
            return Err("it is not ASCII; idn_to_ascii() converts domain names");
        }
        if text.bytes().any(|byte| !byte.is_ascii_graphic() || b"<>&\"'".contains(&byte)) {
            return Err("it contains a blank, a control character or one of <>&\"'");
        }
        Ok(Self(text.to_owned()))
    }
}

/// The address literal that stands for a client without a name (RFC 5321, section 4.1.3).
fn address_literal(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => format!("[{ip}]"),
        IpAddr::V6(ip) => format!("[IPv6:{ip}]"),
    }
}

/// One protocol's side of the dialogue.
trait Machine {
    /// What the client says before it has heard anything; empty if the server speaks first.
    fn opening(&self) -> Vec<u8> {
        Vec::new()
    }

    /// What the client waits for, for messages: `greeting`, or the command that was sent last.
    fn step(&self) -> &'static str;

    /// Looks at what is unread and takes the next whole unit (a line, a packet, a tag) of it, if it is there.
    ///
    /// # Errors
    /// Why there will be no upgrade.
    fn advance(&mut self, unread: &[u8]) -> Result<Advance, String>;
}

/// What a [`Machine`] made of what was unread.
struct Advance {
    /// Bytes that it is done with.
    consumed: usize,
    then: Then,
}

/// What comes after that.
#[derive(Debug, PartialEq, Eq)]
enum Then {
    /// Another look, if there is more.
    Go,
    /// This is sent.
    Send(Vec<u8>),
    /// This is sent, and then TLS begins: nothing of the server may be unread.
    Upgrade(Vec<u8>),
}

impl Advance {
    /// No whole unit is there.
    const fn wait() -> Self {
        Self { consumed: 0, then: Then::Go }
    }

    const fn took(consumed: usize) -> Self {
        Self { consumed, then: Then::Go }
    }

    const fn send(consumed: usize, reply: Vec<u8>) -> Self {
        Self { consumed, then: Then::Send(reply) }
    }

    const fn upgrade(consumed: usize, last: Vec<u8>) -> Self {
        Self { consumed, then: Then::Upgrade(last) }
    }
}

/// A reason with what the server said.
fn said(why: &str, text: &[u8]) -> String {
    format!("{why}; the server said \"{}\"", printable(text.trim_ascii_end()))
}

/// The reason for a server that does not end what it began.
fn too_long(unit: &str) -> String {
    format!("the server sent a {unit} of more than {UNIT} bytes")
}

fn machine(protocol: Protocol, name: Option<&Name>, host: &str, local: IpAddr) -> Box<dyn Machine> {
    let client = || name.map_or_else(|| address_literal(local), |name| name.0.clone());
    match protocol {
        Protocol::Ftp => Box::new(ftp::machine()),
        Protocol::Imap => Box::new(imap::machine()),
        Protocol::Irc => Box::new(irc::machine()),
        Protocol::Ldap => Box::new(ldap::Ldap),
        Protocol::Lmtp => Box::new(smtp::machine("LHLO", &client())),
        Protocol::Mysql => Box::new(mysql::Mysql),
        Protocol::Nats => Box::new(nats::machine()),
        Protocol::Nntp => Box::new(nntp::machine()),
        Protocol::Pop3 => Box::new(pop3::machine()),
        Protocol::Postgres => Box::new(postgres::Postgres),
        Protocol::Sieve => Box::new(sieve::Sieve::default()),
        Protocol::Smtp => Box::new(smtp::machine("EHLO", &client())),
        Protocol::Xmpp => Box::new(xmpp::Xmpp::new(name.map_or(host, |name| &name.0))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_protocol_has_its_name() {
        assert_eq!(Protocol::all().len(), 13);
        for &(name, protocol) in Protocol::all() {
            assert_eq!((Protocol::parse(name), protocol.name()), (Some(protocol), name));
        }
        assert_eq!(Protocol::parse("SMTP"), None);
        assert_eq!(Protocol::parse(""), None);
    }

    #[test]
    fn a_name_cannot_break_out() {
        for good in ["client.test", "[127.0.0.1]", "[IPv6:::1]", "a_b"] {
            assert_eq!(Name::parse(good), Ok(Name(good.into())));
        }
        for bad in ["", "a b", "a\r\nRSET", "a'/>", "b\u{fc}cher.test", "a\0", "\x7f", &"x".repeat(256)] {
            assert!(Name::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_client_without_a_name_is_its_address() {
        for (ip, literal) in
            [("192.0.2.1", "[192.0.2.1]"), ("::ffff:192.0.2.1", "[192.0.2.1]"), ("::1", "[IPv6:::1]")]
        {
            assert_eq!(address_literal(ip.parse().unwrap()), literal);
        }
    }
}
