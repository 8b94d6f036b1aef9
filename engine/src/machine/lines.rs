//! Protocols that are lines.

use super::{Advance, Machine, Then, UNIT, said, too_long};

/// A protocol whose unit is the line.
pub(crate) trait Talk<R = String> {
    /// See [`Machine::opening`].
    fn opening(&self) -> Vec<u8> {
        Vec::new()
    }

    /// See [`Machine::step`].
    fn step(&self) -> &'static str;

    /// Takes one line, without its end.
    fn line(&mut self, line: &[u8]) -> Result<Then, R>;

    /// See [`Machine::ended`].
    fn ended(&self) -> Option<R> {
        None
    }
}

/// Cuts what is received into lines for a [`Talk`]. A line ends at LF, with or without a CR before it.
pub(crate) struct Lines<T> {
    talk: T,
    /// How much of what is unread has no LF, so that a line that comes byte by byte is looked through once.
    scanned: usize,
}

impl<T> Lines<T> {
    pub(crate) const fn new(talk: T) -> Self {
        Self { talk, scanned: 0 }
    }
}

impl<R: From<String>, T: Talk<R>> Machine<R> for Lines<T> {
    fn opening(&self) -> Vec<u8> {
        self.talk.opening()
    }

    fn step(&self) -> &'static str {
        self.talk.step()
    }

    fn ended(&self) -> Option<R> {
        self.talk.ended()
    }

    fn advance(&mut self, unread: &[u8]) -> Result<Advance, R> {
        let end = unread[self.scanned..].iter().position(|&byte| byte == b'\n');
        let end = end.map(|at| self.scanned + at);
        if end.unwrap_or(unread.len()) > UNIT {
            return Err(too_long("line").into());
        }
        let Some(end) = end else {
            self.scanned = unread.len();
            return Ok(Advance::wait());
        };
        self.scanned = 0;
        let line = unread[..end].strip_suffix(b"\r").unwrap_or(&unread[..end]);
        if line.contains(&0) {
            return Err(said("a NUL byte in a line", line).into());
        }
        Ok(Advance { consumed: end + 1, then: self.talk.line(line)? })
    }
}

/// A command with its line end.
pub(crate) fn command(text: &str) -> Vec<u8> {
    format!("{text}\r\n").into_bytes()
}

/// The first word of a line and the rest.
pub(crate) fn first_word(line: &[u8]) -> (&[u8], &[u8]) {
    let end = line.iter().position(|&byte| byte == b' ').unwrap_or(line.len());
    (&line[..end], line[end..].trim_ascii_start())
}
