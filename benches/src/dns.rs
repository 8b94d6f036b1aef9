//! Name resolution: the packets, a server that knows every name of the bench, and the raw client.
//!
//! The server answers only questions that are byte for byte those of the raw client, so that a figure
//! beside it is a figure for the same packets.

use std::io::{self, Read, Stdin};
use std::net::{Ipv4Addr, UdpSocket};
use std::time::Duration;

use crate::report::{Report, Stopwatch};
use crate::sys::{self, Epoll, Events};

/// The type of IPv4 addresses.
pub const A: u16 = 1;
/// The type of IPv6 addresses.
pub const AAAA: u16 = 28;

/// Names are `n0000000.bench.test` and up to this one less, all of one length.
pub const NAMES: u32 = 10_000_000;

/// Header, name, type and class, and an OPT record that takes 1232 bytes (the DNS flag day's number).
const QUERY: usize = HEADER + NAME + 4 + OPT.len();
const HEADER: usize = 12;
const NAME: usize = 21;
const DIGITS: std::ops::Range<usize> = HEADER + 2..HEADER + 9;
const OPT: [u8; 11] = [0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, 0];

/// A question as a resolver sends it: recursion desired, with EDNS.
#[must_use]
pub fn query(id: u16, number: u32, record: u16) -> [u8; QUERY] {
    let mut packet = [0; QUERY];
    packet[..2].copy_from_slice(&id.to_be_bytes());
    packet[2..HEADER].copy_from_slice(&[1, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
    packet[HEADER..HEADER + NAME].copy_from_slice(b"\x08n0000000\x05bench\x04test\0");
    let mut left = number;
    for digit in packet[DIGITS].iter_mut().rev() {
        *digit = b'0' + (left % 10) as u8;
        left /= 10;
    }
    let end = HEADER + NAME;
    packet[end..end + 2].copy_from_slice(&record.to_be_bytes());
    packet[end + 3] = 1;
    packet[end + 4..].copy_from_slice(&OPT);
    packet
}

/// What the server says to a question of [`query`]'s: one address that has the number in it.
#[must_use]
pub fn reply(id: u16, number: u32, record: u16) -> Vec<u8> {
    let mut packet = query(id, number, record).to_vec();
    packet.truncate(QUERY - OPT.len());
    // A response, recursion available; one answer.
    packet[2..8].copy_from_slice(&[0x81, 0x80, 0, 1, 0, 1]);
    packet.extend([0xc0, HEADER as u8]);
    packet.extend(record.to_be_bytes());
    packet.extend([0, 1, 0, 0, 0x0e, 0x10]);
    let [_, high, middle, low] = number.to_be_bytes();
    if record == A {
        packet.extend([0, 4, 10, high, middle, low]);
    } else {
        packet.extend([0, 16, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, high, middle, low]);
    }
    packet.extend(OPT);
    packet
}

/// The reply to any datagram: REFUSED when it differs from [`query`]'s, nothing if it is no question at all.
fn answer(datagram: &[u8]) -> Option<Vec<u8>> {
    let (id, flags) = (u16::from_be_bytes([*datagram.first()?, *datagram.get(1)?]), datagram.get(2)?);
    if datagram.len() < HEADER || flags & 0x80 != 0 {
        return None;
    }
    if let Ok(packet) = <&[u8; QUERY]>::try_from(datagram) {
        let number =
            packet[DIGITS].iter().fold(0, |sum, digit| sum * 10 + u32::from(digit.wrapping_sub(b'0')));
        let record = u16::from_be_bytes([packet[HEADER + NAME], packet[HEADER + NAME + 1]]);
        if [A, AAAA].contains(&record) && *packet == query(id, number % NAMES, record) {
            return Some(reply(id, number, record));
        }
    }
    let mut refusal = datagram.to_vec();
    refusal[2..4].copy_from_slice(&[0x81, 0x85]);
    Some(refusal)
}

/// A name server on 127.0.0.1.
pub struct Server {
    socket: UdpSocket,
}

impl Server {
    /// Binds to a port that the kernel chooses.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn bind() -> io::Result<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.set_nonblocking(true)?;
        // A burst of 1000 questions must not be lost while this process is not on its core.
        sys::lengthen_receive_buffer(&socket)?;
        Ok(Self { socket })
    }

    /// The port.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn port(&self) -> io::Result<u16> {
        Ok(self.socket.local_addr()?.port())
    }

    /// Serves until `stdin` ends.
    ///
    /// # Errors
    /// `EPERM` if stdin is a file or `/dev/null`, and what epoll says. A reply that cannot be sent is dropped.
    pub fn run(&self, mut stdin: Stdin) -> io::Result<()> {
        const QUESTIONS: usize = 0;
        const CONTROL: usize = 1;
        let epoll = Epoll::new()?;
        epoll.add(&self.socket, sys::LEVEL_READ, QUESTIONS)?;
        epoll.add(&stdin, sys::LEVEL_READ, CONTROL)?;
        let mut events = Events::new();
        let mut buffer = [0; 1500];
        loop {
            epoll.wait(&mut events)?;
            for event in events.iter() {
                if event.token() == QUESTIONS {
                    self.answer_all(&mut buffer);
                } else if stdin.read(&mut buffer)? == 0 {
                    return Ok(());
                }
            }
        }
    }

    fn answer_all(&self, buffer: &mut [u8]) {
        // An error other than "nothing left" is a refusal by an earlier client that has ended.
        while let Ok((size, from)) = self.socket.recv_from(buffer) {
            if let Some(reply) = answer(&buffer[..size]) {
                _ = self.socket.send_to(&reply, from);
            }
        }
    }
}

/// Questions that the raw client has under way: their replies fit into a receive buffer of the usual
/// size, and there are enough of them to keep the server from falling asleep.
const WINDOW: u32 = 200;

/// Asks for the records of `total` names, all over one socket: one `send` and one `recv` each.
///
/// # Errors
/// Anything that the network says, a reply that differs, silence, and a `total` that is 0 or above
/// [`NAMES`].
pub fn resolve(total: u32, port: u16, records: &[u16]) -> io::Result<Report> {
    if total == 0 || total > NAMES {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "as many names do not exist"));
    }
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    socket.connect((Ipv4Addr::LOCALHOST, port))?;
    socket.set_read_timeout(Some(Duration::from_secs(20)))?;
    let questions = total * records.len() as u32;
    let question = |place: u32| {
        let (number, record) = (place / records.len() as u32, records[place as usize % records.len()]);
        (place as u16, number, record)
    };
    let mut buffer = [0; 1500];
    let clock = Stopwatch::start()?;
    let mut first = 0;
    while first < questions {
        let window = first..(first + WINDOW).min(questions);
        for (id, number, record) in window.clone().map(question) {
            socket.send(&query(id, number, record))?;
        }
        // One socket on loopback keeps the order, and so does the server.
        for (id, number, record) in window.clone().map(question) {
            let size = socket.recv(&mut buffer)?;
            if buffer[..size] != reply(id, number, record) {
                return Err(io::Error::other("the reply differs from what was asked"));
            }
        }
        first = window.end;
    }
    clock.stop(total.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_answers_the_bench_and_nobody_else() {
        let question = query(0x1234, 1_234_567, A);
        assert_eq!(&question[HEADER..HEADER + NAME], b"\x08n1234567\x05bench\x04test\0");
        let found = answer(&question).unwrap_or_default();
        assert_eq!(found, reply(0x1234, 1_234_567, A));
        assert_eq!(&found[HEADER + NAME + 4 + 12..][..4], [10, 0x12, 0xd6, 0x87]);
        assert_eq!(answer(&query(1, 2, AAAA)), Some(reply(1, 2, AAAA)));

        let mut other = question;
        other[DIGITS.start] = b'x';
        assert_eq!(answer(&other).map(|refusal| refusal[3]), Some(0x85));
        assert_eq!(answer(&query(1, 2, 15)).map(|refusal| refusal[3]), Some(0x85));
        assert_eq!(answer(&question[..40]).map(|refusal| refusal[3]), Some(0x85));
        assert_eq!((answer(&found), answer(&question[..11]), answer(&[])), (None, None, None));
    }
}
