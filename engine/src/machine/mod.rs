//! What the dialogues have in common that come before the script's own: with servers that let themselves be
//! upgraded to TLS, and with proxies.
//!
//! Bytes in, bytes out: nothing here knows a socket, a clock or `async`. A [`Machine`] is one protocol's side of
//! a dialogue; [`Exchange`] keeps the bytes for it. The same bytes lead to the same outcome however they are
//! split, and nothing grows beyond [`UNIT`] and [`TOTAL`].

pub(crate) mod lines;

use crate::error::printable;

/// The most that one line, packet or tag of the server may take. The longest ones seen in the wild are IMAP
/// capabilities and NATS' INFO with the addresses of a cluster: a few KiB.
pub(crate) const UNIT: usize = 16 << 10;

/// The most that a server may send in a whole dialogue; it bounds the number of lines too. Banners of
/// FTP servers are the longest: some KiB.
pub(crate) const TOTAL: usize = 64 << 10;

/// One protocol's side of a dialogue; `R` is why one fails.
pub(crate) trait Machine<R = String> {
    /// What the client says before it has heard anything; empty if the server speaks first.
    fn opening(&self) -> Vec<u8> {
        Vec::new()
    }

    /// What the client waits for, for messages: `greeting`, or the command that was sent last.
    fn step(&self) -> &'static str;

    /// Looks at what is unread and takes the next whole unit (a line, a packet, a tag) of it, if it is there.
    ///
    /// # Errors
    /// Why the dialogue fails.
    fn advance(&mut self, unread: &[u8]) -> Result<Advance, R>;

    /// Why it fails when the server closes the connection here, if there is more to say than that it did.
    fn ended(&self) -> Option<R> {
        None
    }
}

/// What a [`Machine`] made of what was unread.
pub(crate) struct Advance {
    /// Bytes that it is done with.
    pub(crate) consumed: usize,
    pub(crate) then: Then,
}

/// What comes after that.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Then {
    /// Another look, if there is more.
    Go,
    /// This is sent.
    Send(Vec<u8>),
    /// This is sent, and the dialogue is over: what comes next belongs to what comes after it.
    Done(Vec<u8>),
}

impl Advance {
    /// No whole unit is there.
    pub(crate) const fn wait() -> Self {
        Self { consumed: 0, then: Then::Go }
    }

    pub(crate) const fn took(consumed: usize) -> Self {
        Self { consumed, then: Then::Go }
    }

    pub(crate) const fn send(consumed: usize, reply: Vec<u8>) -> Self {
        Self { consumed, then: Then::Send(reply) }
    }

    pub(crate) const fn done(consumed: usize, last: Vec<u8>) -> Self {
        Self { consumed, then: Then::Done(last) }
    }
}

/// How far a dialogue has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The server's turn.
    Wait,
    /// The dialogue is over as soon as the last of the client's words have left.
    Done,
}

/// The bytes of a dialogue under way.
pub(crate) struct Exchange<R = String> {
    machine: Box<dyn Machine<R>>,
    /// Received, and not part of a whole unit yet.
    unread: Vec<u8>,
    received: usize,
    outgoing: Vec<u8>,
}

impl<R: From<String>> Exchange<R> {
    pub(crate) fn new(machine: Box<dyn Machine<R>>) -> Self {
        Self { outgoing: machine.opening(), machine, unread: Vec::new(), received: 0 }
    }

    /// See [`Machine::step`].
    pub(crate) fn step(&self) -> &'static str {
        self.machine.step()
    }

    /// Takes what is to be sent.
    pub(crate) fn outgoing(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.outgoing)
    }

    /// Takes what was received; `watch` sees each unit that is consumed, and what followed from it.
    ///
    /// # Errors
    /// The machine's, or that the server sends without end.
    pub(crate) fn receive(
        &mut self,
        bytes: &[u8],
        mut watch: impl FnMut(&[u8], &Then),
    ) -> Result<Progress, R> {
        self.unread.extend_from_slice(bytes);
        self.received += bytes.len();
        let mut at = 0;
        let progress = loop {
            let advance = self.machine.advance(&self.unread[at..])?;
            watch(&self.unread[at..at + advance.consumed], &advance.then);
            at += advance.consumed;
            match advance.then {
                Then::Go if advance.consumed == 0 => break Progress::Wait,
                Then::Go => {}
                Then::Send(reply) => self.outgoing.extend(reply),
                Then::Done(last) => {
                    self.outgoing.extend(last);
                    break Progress::Done;
                }
            }
        };
        self.unread.drain(..at);
        if progress == Progress::Wait && (self.unread.len() > UNIT || self.received > TOTAL) {
            return Err(format!("the server sent {} bytes and no end", self.received).into());
        }
        Ok(progress)
    }

    /// See [`Machine::ended`].
    pub(crate) fn ended(&self) -> Option<R> {
        self.machine.ended()
    }

    /// How many bytes came after the last one that was understood.
    pub(crate) const fn unread(&self) -> usize {
        self.unread.len()
    }
}

/// A reason with what the server said.
pub(crate) fn said(why: &str, text: &[u8]) -> String {
    format!("{why}; the server said \"{}\"", printable(text.trim_ascii_end()))
}

/// The reason for a server that does not end what it began.
pub(crate) fn too_long(unit: &str) -> String {
    format!("the server sent a {unit} of more than {UNIT} bytes")
}
