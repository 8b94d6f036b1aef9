//! Packets whose header has their length at a fixed place.

use super::checked;
use super::fault::Fault;

/// Where a packet's header has the length, and what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LengthField {
    /// How the number is written.
    pub kind: LengthType,
    /// Where it begins.
    pub offset: usize,
    /// What is added to the number for the length of the whole packet; negative when it counts more
    /// than the packet.
    pub extra: i64,
}

/// How the length is written, by its letter in PHP's `pack()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LengthType {
    size: usize,
    signed: bool,
    order: Order,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Big,
    Little,
}

const NATIVE: Order = if cfg!(target_endian = "big") { Order::Big } else { Order::Little };

impl LengthType {
    /// The letters that [`LengthType::of`] knows.
    pub const LETTERS: &'static str = "c C s S n v l L N V q Q J P";

    /// The type of a letter.
    #[must_use]
    pub const fn of(letter: u8) -> Option<Self> {
        let (size, signed, order) = match letter {
            b'c' => (1, true, NATIVE),
            b'C' => (1, false, NATIVE),
            b's' => (2, true, NATIVE),
            b'S' => (2, false, NATIVE),
            b'n' => (2, false, Order::Big),
            b'v' => (2, false, Order::Little),
            b'l' => (4, true, NATIVE),
            b'L' => (4, false, NATIVE),
            b'N' => (4, false, Order::Big),
            b'V' => (4, false, Order::Little),
            b'q' => (8, true, NATIVE),
            b'Q' => (8, false, NATIVE),
            b'J' => (8, false, Order::Big),
            b'P' => (8, false, Order::Little),
            _ => return None,
        };
        Some(Self { size, signed, order })
    }

    /// Bytes that the number takes.
    #[must_use]
    pub const fn size(self) -> usize {
        self.size
    }

    #[inline(always)] // As whoever calls it.
    fn read(self, bytes: &[u8]) -> i128 {
        let number = match *bytes {
            [a] => a.into(),
            [a, b] => u16::from_be_bytes([a, b]).into(),
            [a, b, c, d] => u32::from_be_bytes([a, b, c, d]).into(),
            [a, b, c, d, e, f, g, h] => u64::from_be_bytes([a, b, c, d, e, f, g, h]),
            _ => unreachable!("`of` makes no other sizes"),
        };
        let unused = 64 - 8 * self.size as u32;
        let number = if self.order == Order::Little { number.swap_bytes() >> unused } else { number };
        if self.signed { i128::from((number << unused).cast_signed() >> unused) } else { number.into() }
    }
}

impl LengthField {
    /// Bytes up to the end of the number.
    #[must_use]
    pub const fn header(&self) -> usize {
        self.offset + self.kind.size
    }

    /// The length of the packet at the front, once its header is there.
    #[inline(always)] // As whoever calls it.
    pub(super) fn packet_length(&self, bytes: &[u8], limit: usize) -> Result<Option<usize>, Fault> {
        let Some(field) = bytes.get(self.offset..self.header()) else { return Ok(None) };
        let number = self.kind.read(field);
        if number < 0 {
            return Err(Fault::Negative(number));
        }
        checked(number + i128::from(self.extra), self.header(), limit).map(Some)
    }
}
