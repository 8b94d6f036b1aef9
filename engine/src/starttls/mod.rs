//! STARTTLS: the plaintext dialogues that come before TLS, one pure state machine for each protocol.
//!
//! Bytes in, bytes out: nothing here knows a socket, a clock or `async`. [`Dialogue`] is what the client
//! drives; a `Machine` (of the room `machine`) is one protocol's part of it.
//!
//! ```text
//!   client::open  --received-->  Dialogue  --unread bytes-->  Machine   smtp imap pop3 ftp nntp irc nats
//!                 <--outgoing--            <--Advance-------            sieve xmpp ldap postgres mysql
//! ```
//!
//! What the server may send is bounded; how long it may take is the caller's business.

mod dialogue;
mod ftp;
mod imap;
mod irc;
mod ldap;
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

pub use crate::machine::Progress;
pub use dialogue::{Dialogue, Refusal};

use crate::machine::{Advance, Machine, Then, UNIT, lines, said, too_long};
use std::net::IpAddr;

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
