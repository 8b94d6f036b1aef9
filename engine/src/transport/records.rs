//! Where TLS records begin and end in a stream of bytes (RFC 8446, section 5.1).

/// Follows the records of one direction, to tell an end between two of them from one inside of one.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// How many bytes of a header have passed.
    header: usize,
    /// How many bytes of a record's body are to come.
    body: usize,
}

/// Type, version and, in the last two bytes, the length of what follows.
const HEADER: usize = 5;

impl Records {
    /// Takes note of bytes that have passed.
    pub(super) fn pass(&mut self, mut bytes: &[u8]) {
        while let Some((&byte, rest)) = bytes.split_first() {
            if self.header == HEADER {
                let passed = self.body.min(bytes.len());
                (self.body, bytes) = (self.body - passed, &bytes[passed..]);
            } else {
                self.header += 1;
                self.body = if self.header > HEADER - 2 { self.body << 8 | usize::from(byte) } else { 0 };
                bytes = rest;
            }
            if self.header == HEADER && self.body == 0 {
                self.header = 0;
            }
        }
    }

    /// Whether what has passed are whole records.
    pub(super) const fn is_between(&self) -> bool {
        self.header == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_records_are_an_end_however_they_come() {
        let (long, empty) = ([&[23, 3, 3, 1, 2][..], &[9; 258]].concat(), [21, 3, 3, 0, 0]);
        let stream = [&long[..], &empty, &long].concat();
        let ends = [0, long.len(), long.len() + empty.len(), stream.len()];
        for first in 0..=stream.len() {
            for second in (first..=stream.len()).step_by(7) {
                let mut records = Records::default();
                records.pass(&stream[..first]);
                records.pass(&stream[first..second]);
                assert_eq!(records.is_between(), ends.contains(&second), "{first} {second}");
            }
        }
        let mut records = Records::default();
        for (at, byte) in stream.iter().enumerate() {
            records.pass(std::slice::from_ref(byte));
            assert_eq!(records.is_between(), ends.contains(&(at + 1)), "{at}");
        }
    }
}
