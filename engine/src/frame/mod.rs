//! How a stream of bytes is cut into packets: pure state machines over what has been received.
//!
//! A [`Machine`] looks at the bytes at hand and says how long the first packet is, or that it needs
//! more. It remembers what it has seen, so that no byte is searched twice. It owns no bytes: these
//! are in a [`buffer::Buffer`], or wherever the caller keeps them.
//!
//! ```
//! use engine::frame::{Delimiter, Eof, Framing, Machine, Progress};
//!
//! let lines = Delimiter::Eof(Eof::split(b"\r\n").unwrap());
//! let mut machine = Machine::new(Framing { delimiter: lines, limit: 1024 });
//! assert_eq!(machine.look(b"220 he").unwrap(), Progress::More);
//! assert_eq!(machine.look(b"220 hello\r\n250").unwrap(), Progress::Packet(11));
//! machine.taken();
//! assert_eq!(machine.look(b"250").unwrap(), Progress::More);
//! ```

pub mod buffer;
mod eof;
mod fault;
mod length;
mod record;

pub use eof::Eof;
pub use length::{LengthField, LengthType};

use crate::error::Kind;
use fault::Fault;

/// How packets are told apart, and how long one may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framing {
    /// What ends a packet, or tells its length.
    pub delimiter: Delimiter,
    /// The most bytes that a packet may have, header and end included.
    pub limit: usize,
}

/// What ends a packet, or tells its length.
#[derive(Clone, Debug, PartialEq, Eq)]
#[repr(u8)] // Looked at for each packet: a tag of its own is read faster than one hidden in `Eof`.
pub enum Delimiter {
    /// A mark at its end.
    Eof(Eof),
    /// A length at a fixed place of its header.
    Length(LengthField),
    /// A length that only the caller can tell: see [`Progress::Measure`].
    Measured,
    /// The remaining length of MQTT: 1 to 4 bytes of 7 bits each, behind the first byte.
    Mqtt,
    /// The header of a FastCGI record.
    FastCgi,
}

/// What a machine makes of the bytes at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The first packet is that long and there as a whole.
    Packet(usize),
    /// It is not there as a whole.
    More,
    /// Somebody has to tell its length: show them [`Machine::head`] and pass on what they say to
    /// [`Machine::measured`].
    Measure,
}

/// Cuts one stream into packets.
#[derive(Clone, Debug)]
pub struct Machine {
    framing: Framing,
    /// The length of the first packet, once its header has told.
    length: Option<usize>,
    /// Bytes of the first packet that need not be looked at again: no mark begins in them, or they were
    /// shown and did not tell the length.
    seen: usize,
}

/// The head that is shown first: longer than any header, and cheap to show for each packet.
const FIRST_HEAD: usize = 1024;

impl Machine {
    /// A machine before the first byte.
    #[must_use]
    pub const fn new(framing: Framing) -> Self {
        Self { framing, length: None, seen: 0 }
    }

    /// How it cuts.
    #[must_use]
    pub const fn framing(&self) -> &Framing {
        &self.framing
    }

    /// The length of the first packet, where it is known before the packet is whole.
    #[must_use]
    pub const fn expected(&self) -> Option<usize> {
        self.length
    }

    /// Looks at all bytes behind the last packet that was taken. They only grow from call to call.
    ///
    /// # Errors
    /// [`Kind::FrameTooLarge`], [`Kind::BadFrame`]: the stream cannot be continued.
    pub fn look(&mut self, bytes: &[u8]) -> Result<Progress, Kind> {
        self.find(bytes).map_err(Kind::from)
    }

    /// As [`Machine::look`].
    #[inline(always)] // Most calls of recv() cost little more than this.
    pub(crate) fn find(&mut self, bytes: &[u8]) -> Result<Progress, Fault> {
        let limit = self.framing.limit;
        if self.length.is_none() {
            self.length = match &self.framing.delimiter {
                Delimiter::Eof(eof) => return eof.find(bytes, &mut self.seen, limit),
                Delimiter::Measured => return self.unmeasured(bytes),
                Delimiter::Length(field) => field.packet_length(bytes, limit)?,
                Delimiter::Mqtt => record::mqtt(bytes, limit)?,
                Delimiter::FastCgi => record::fastcgi(bytes, limit)?,
            }
        }
        Ok(match self.length {
            Some(length) if length <= bytes.len() => Progress::Packet(length),
            _ => Progress::More,
        })
    }

    fn unmeasured(&self, bytes: &[u8]) -> Result<Progress, Fault> {
        let limit = self.framing.limit;
        if self.seen >= limit {
            return Err(Fault::Unmeasured { limit });
        }
        Ok(if bytes.len() > self.seen { Progress::Measure } else { Progress::More })
    }

    /// What to show to whoever tells the length: the beginning of `bytes`, more of it each time that
    /// it was not enough.
    #[must_use]
    pub fn head<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        let longest = self.seen.saturating_mul(4).max(FIRST_HEAD).min(self.framing.limit);
        &bytes[..bytes.len().min(longest)]
    }

    /// Takes the length that the head of `bytes` has; 0 when it does not tell yet.
    ///
    /// # Errors
    /// As [`Machine::look`]; a negative length is [`Kind::BadFrame`].
    pub fn measured(&mut self, length: i64, bytes: &[u8]) -> Result<(), Kind> {
        match length {
            // The framing was changed meanwhile.
            _ if self.framing.delimiter != Delimiter::Measured => {}
            0 => self.seen = self.head(bytes).len(),
            _ => self.length = Some(checked(length.into(), 0, self.framing.limit)?),
        }
        Ok(())
    }

    /// The first packet was taken away: what follows is looked at next.
    pub const fn taken(&mut self) {
        self.length = None;
        self.seen = 0;
    }
}

/// The length of a packet whose header has `header` bytes, if it can be.
#[inline]
fn checked(length: i128, header: usize, limit: usize) -> Result<usize, Fault> {
    match usize::try_from(length) {
        Ok(packet) if packet > limit => Err(Fault::TooLarge { length, limit }),
        Ok(length) if length < header => Err(Fault::LessThanHeader { length, header }),
        Ok(packet) => Ok(packet),
        Err(_) if length < 0 => Err(Fault::Negative(length)),
        Err(_) => Err(Fault::TooLarge { length, limit }),
    }
}

#[cfg(test)]
mod tests;
