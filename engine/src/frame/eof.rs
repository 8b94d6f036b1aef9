//! Packets that end with a mark, as lines do.

use super::Progress;
use super::fault::Fault;
use memchr::memchr;

/// The mark at the end of a packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eof {
    mark: Box<[u8]>,
    /// Whether a packet ends at each mark; else where all that has been received ends with one.
    splits: bool,
}

impl Eof {
    /// The longest mark.
    pub const LONGEST: usize = 64;

    /// A packet ends at each mark; `None` unless it has 1 to [`Eof::LONGEST`] bytes.
    #[must_use]
    pub fn split(mark: &[u8]) -> Option<Self> {
        (1..=Self::LONGEST).contains(&mark.len()).then(|| Self { mark: mark.into(), splits: true })
    }

    /// A packet ends where all that has been received ends with a mark, so that it may have several in
    /// it; `None` as in [`Eof::split`].
    #[must_use]
    pub fn whole(mark: &[u8]) -> Option<Self> {
        Self::split(mark).map(|eof| Self { splits: false, ..eof })
    }

    #[inline(always)] // As whoever calls it.
    pub(super) fn find(&self, bytes: &[u8], seen: &mut usize, limit: usize) -> Result<Progress, Fault> {
        let end = if self.splits { self.first_end(bytes, seen) } else { self.last_end(bytes, limit) };
        match end {
            Some(end) if end <= limit || !self.splits => Ok(Progress::Packet(end)),
            None if bytes.len() < limit => Ok(Progress::More),
            _ => Err(Fault::NoEof { limit }),
        }
    }

    /// The end of the first mark that does not begin in the bytes `seen`.
    #[inline(always)] // As whoever calls it.
    fn first_end(&self, bytes: &[u8], seen: &mut usize) -> Option<usize> {
        let (&last, front) = self.mark.split_last()?;
        loop {
            // The mark's last byte is what is searched: it can only be where the whole mark fits.
            let from = *seen + front.len();
            let Some(found) = bytes.get(from..).and_then(|rest| memchr(last, rest)) else {
                *seen = bytes.len().saturating_sub(front.len()).max(*seen);
                return None;
            };
            let at = from + found;
            // Compared by hand: marks are short, and a call of memcmp(3) costs more.
            if bytes[at - front.len()..at].iter().zip(front).all(|(byte, mark)| byte == mark) {
                return Some(at + 1);
            }
            *seen += found + 1;
        }
    }

    #[inline(never)]
    fn last_end(&self, bytes: &[u8], limit: usize) -> Option<usize> {
        if bytes.ends_with(&self.mark) {
            return Some(bytes.len());
        }
        // More does not fit: what has arrived up to the last mark goes first.
        let full = (bytes.len() >= limit).then_some(bytes)?;
        (self.mark.len()..full.len()).rev().find(|&end| full[..end].ends_with(&self.mark))
    }
}
