//! What was read from the socket before OpenSSL has asked for it.
//!
//! OpenSSL asks for a record's header and then for its body: two system calls for each record. So one call reads
//! what it asks for, and whatever comes behind that into a small room of the pipe's own. (OpenSSL can read ahead by
//! itself, but does not give back what it has read behind the end of TLS, where plaintext may follow.)

use crate::reactor::SourceId;
use std::io;

/// Bytes between the socket and OpenSSL.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// Either empty or [`ROOM`] bytes.
    room: Vec<u8>,
    start: usize,
    end: usize,
}

/// Holds the small records of a handshake's flight or of a dialogue. Of a large record only what comes behind
/// the one before is copied once more.
const ROOM: usize = 4096;

impl Ahead {
    /// Reads into `buffer`: what is there already, else from `source` without waiting.
    ///
    /// # Errors
    /// As [`SourceId::try_read`].
    pub(super) fn read(&mut self, source: SourceId, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_empty() {
            self.room.resize(ROOM, 0);
            let read = source.try_read_both(buffer, &mut self.room)?;
            (self.start, self.end) = (0, read.saturating_sub(buffer.len()));
            return Ok(read.min(buffer.len()));
        }
        let count = buffer.len().min(self.end - self.start);
        buffer[..count].copy_from_slice(&self.room[self.start..self.start + count]);
        self.start += count;
        Ok(count)
    }

    /// Whether nothing is there that OpenSSL has not asked for.
    pub(super) const fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Takes out what OpenSSL has not asked for.
    pub(super) fn take(&mut self) -> Vec<u8> {
        let left = self.room[self.start..self.end].to_vec();
        *self = Self::default();
        left
    }

    /// Gives the memory back, if nothing is in it.
    pub(super) fn rest(&mut self) {
        if self.is_empty() {
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reactor::{Wait, turn};
    use std::io::Write;

    #[test]
    fn bytes_come_in_order_whatever_is_asked_for() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let near = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        near.set_nonblocking(true).unwrap();
        let source = SourceId::register(near).unwrap();
        let mut far = listener.accept().unwrap().0;
        let sent: Vec<u8> = (0..=250).cycle().take(3 * ROOM).collect();
        far.write_all(&sent).unwrap();
        drop(far);
        let (mut ahead, mut received) = (Ahead::default(), Vec::new());
        for size in [5, 1, ROOM - 10, 100, 5, ROOM + 7, 5].into_iter().cycle() {
            let mut buffer = vec![0; size];
            match ahead.read(source, &mut buffer) {
                Ok(0) => break,
                Ok(read) => received.extend_from_slice(&buffer[..read]),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    ahead.rest();
                    assert_eq!(ahead.room.capacity(), 0, "whoever waits keeps nothing");
                    turn(Wait::Block);
                }
                Err(error) => panic!("{error}"),
            }
            if received.len() > ROOM {
                let left = ahead.end - ahead.start;
                ahead.rest();
                assert_eq!(ahead.end - ahead.start, left, "what is there stays");
            }
        }
        assert!(received == sent && ahead.take().is_empty());
        source.close();
    }

    #[test]
    fn what_nobody_has_asked_for_can_be_taken_out() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let near = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        near.set_nonblocking(true).unwrap();
        let source = SourceId::register(near).unwrap();
        let mut far = listener.accept().unwrap().0;
        far.write_all(b"one and two").unwrap();
        let mut ahead = Ahead::default();
        let mut buffer = [0; 3];
        while ahead.read(source, &mut buffer).is_err() {
            turn(Wait::Block);
        }
        assert_eq!((&buffer, &ahead.take()[..], &ahead.take()[..]), (b"one", &b" and two"[..], &b""[..]));
        source.close();
    }
}
