//! What the client drives: the protocol's exchange, and the greeting that is kept of it.

use super::{Protocol, StartTls, machine};
use crate::machine::{Exchange, Progress, Then};
use std::fmt;
use std::net::IpAddr;

/// The plaintext dialogue with one server.
pub struct Dialogue {
    protocol: Protocol,
    exchange: Exchange,
    greeting: Vec<u8>,
    /// Whether what is consumed still belongs to the greeting.
    is_greeting: bool,
}

/// Why there is no upgrade: protocol, step, and what the server said (escaped and cut).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl Dialogue {
    /// Begins a dialogue with `host`, to which the client's end has the address `local`.
    #[must_use]
    pub fn new(start: &StartTls, host: &str, local: IpAddr) -> Self {
        Self {
            protocol: start.protocol,
            exchange: Exchange::new(machine(start.protocol, start.name.as_ref(), host, local)),
            greeting: Vec::new(),
            // Where the client speaks first, the server's first word is an answer.
            is_greeting: !matches!(start.protocol, Protocol::Irc | Protocol::Ldap | Protocol::Postgres),
        }
    }

    /// Takes what is to be sent.
    #[must_use]
    pub fn outgoing(&mut self) -> Vec<u8> {
        self.exchange.outgoing()
    }

    /// Takes what was received. When it is done, TLS begins as soon as [`Dialogue::outgoing`] has left.
    ///
    /// # Errors
    /// The server refuses, offers no upgrade, breaks the protocol or sends without end.
    pub fn receive(&mut self, bytes: &[u8]) -> Result<Progress, Refusal> {
        let (greeting, is_greeting) = (&mut self.greeting, &mut self.is_greeting);
        let progress = self.exchange.receive(bytes, |unit, then| {
            if *is_greeting {
                greeting.extend_from_slice(unit);
                *is_greeting = !matches!(then, Then::Send(_));
            }
        });
        progress.map_err(|why| self.refusal(&why))
    }

    /// How many bytes came after the last one that was understood. After [`Progress::Done`] they
    /// were injected: in TLS the client speaks first.
    #[must_use]
    pub const fn unread(&self) -> usize {
        self.exchange.unread()
    }

    /// The refusal of a server that closed the connection.
    #[must_use]
    pub fn ended(&self) -> Refusal {
        self.refusal("the server closed the connection")
    }

    /// The server's first words, as they came; nobody vouches for them.
    #[must_use]
    pub fn into_greeting(self) -> Vec<u8> {
        self.greeting
    }

    fn refusal(&self, why: &str) -> Refusal {
        Refusal(format!("{}, {}: {why}", self.protocol.name(), self.exchange.step()))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
