//! What the client drives: collects bytes, feeds the protocol's machine, keeps the limits.

use super::{Machine, Protocol, StartTls, TOTAL, Then, UNIT, machine};
use std::fmt;
use std::net::IpAddr;

/// The plaintext dialogue with one server.
pub struct Dialogue {
    protocol: Protocol,
    machine: Box<dyn Machine>,
    /// Received, and not part of a whole unit yet.
    unread: Vec<u8>,
    received: usize,
    outgoing: Vec<u8>,
    greeting: Vec<u8>,
    /// Whether what is consumed still belongs to the greeting.
    is_greeting: bool,
}

/// How far a dialogue has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The server's turn.
    Wait,
    /// TLS begins, as soon as [`Dialogue::outgoing`] has left.
    Upgrade,
}

/// Why there is no upgrade: protocol, step, and what the server said (escaped and cut).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl Dialogue {
    /// Begins a dialogue with `host`, to which the client's end has the address `local`.
    #[must_use]
    pub fn new(start: &StartTls, host: &str, local: IpAddr) -> Self {
        let machine = machine(start.protocol, start.name.as_ref(), host, local);
        Self {
            protocol: start.protocol,
            outgoing: machine.opening(),
            machine,
            unread: Vec::new(),
            received: 0,
            greeting: Vec::new(),
            // Where the client speaks first, the server's first word is an answer.
            is_greeting: !matches!(start.protocol, Protocol::Irc | Protocol::Ldap | Protocol::Postgres),
        }
    }

    /// Takes what is to be sent.
    #[must_use]
    pub fn outgoing(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.outgoing)
    }

    /// Takes what was received.
    ///
    /// # Errors
    /// The server refuses, offers no upgrade, breaks the protocol or sends without end.
    pub fn receive(&mut self, bytes: &[u8]) -> Result<Progress, Refusal> {
        self.unread.extend_from_slice(bytes);
        self.received += bytes.len();
        let mut at = 0;
        let progress = loop {
            let advance = self.machine.advance(&self.unread[at..]).map_err(|why| self.refusal(&why))?;
            if self.is_greeting {
                self.greeting.extend_from_slice(&self.unread[at..at + advance.consumed]);
            }
            at += advance.consumed;
            match advance.then {
                Then::Go if advance.consumed == 0 => break Progress::Wait,
                Then::Go => {}
                Then::Send(reply) => {
                    self.is_greeting = false;
                    self.outgoing.extend(reply);
                }
                Then::Upgrade(last) => {
                    self.outgoing.extend(last);
                    break Progress::Upgrade;
                }
            }
        };
        self.unread.drain(..at);
        if progress == Progress::Wait && (self.unread.len() > UNIT || self.received > TOTAL) {
            return Err(self.refusal(&format!("the server sent {} bytes and no end", self.received)));
        }
        Ok(progress)
    }

    /// How many bytes came after the last one that was understood. After [`Progress::Upgrade`] they
    /// were injected: in TLS the client speaks first.
    #[must_use]
    pub const fn unread(&self) -> usize {
        self.unread.len()
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
        Refusal(format!("{}, {}: {why}", self.protocol.name(), self.machine.step()))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
