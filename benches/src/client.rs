//! The raw epoll client: the least work that a single-threaded client can do.
//!
//! One `epoll_ctl` per connection; per round trip one `send`, one `recv` after readiness, and a
//! share of an `epoll_wait`. Every reply is compared with its request, as the PHP scripts do.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddrV4, TcpStream};

use crate::report::{Report, Stopwatch};
use crate::sys::{self, Epoll, Events};
use crate::{ADDRESSES, MESSAGE};

/// Plays ping-pong on `connections` connections, one request in flight on each all the time.
///
/// Each connection makes `total / connections` round trips. Connecting and closing are not part of
/// the measurement.
///
/// # Errors
/// Anything that the network says, a reply that differs, and a `total` below `connections`.
pub fn echo(connections: usize, total: u64, port: u16) -> io::Result<Report> {
    let rounds = share(connections, total)?;
    let epoll = Epoll::new()?;
    let mut peers = Vec::with_capacity(connections);
    for number in 0..connections {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_nonblocking(true)?;
        epoll.add(&stream, sys::READ_ONLY, number)?;
        peers.push(Peer { stream, request: request(number), reply: [0; MESSAGE], got: 0, left: rounds });
    }

    let mut events = Events::new();
    let mut busy = connections;
    let clock = Stopwatch::start()?;
    for peer in &mut peers {
        peer.send()?;
    }
    while busy > 0 {
        epoll.wait(&mut events)?;
        for event in events.iter() {
            let peer = &mut peers[event.token()];
            if !peer.receive()? {
                continue;
            }
            peer.left -= 1;
            if peer.left > 0 {
                peer.send()?;
            } else {
                busy -= 1;
            }
        }
    }
    clock.stop(rounds * connections as u64)
}

/// Connects, sends, receives and closes `total` times, `concurrency` at once.
///
/// # Errors
/// Anything that the network says, a reply that differs, and a `total` below `concurrency`.
pub fn connect(concurrency: usize, total: u64, port: u16) -> io::Result<Report> {
    let rounds = share(concurrency, total)?;
    let epoll = Epoll::new()?;
    let mut events = Events::new();
    let mut busy = concurrency;
    let clock = Stopwatch::start()?;
    let mut dials = Vec::with_capacity(concurrency);
    for number in 0..concurrency {
        dials.push(Dial { sent: false, peer: dial(&epoll, number, rounds, port)? });
    }
    while busy > 0 {
        epoll.wait(&mut events)?;
        for event in events.iter() {
            let number = event.token();
            let Dial { sent, peer } = &mut dials[number];
            if !*sent {
                // Connected, or refused: then send() says so.
                *sent = true;
                peer.send()?;
            } else if peer.receive()? {
                let left = peer.left - 1;
                if left > 0 {
                    // Assigning drops the finished stream, which closes it.
                    dials[number] = Dial { sent: false, peer: dial(&epoll, number, left, port)? };
                } else {
                    dials[number].peer.left = 0;
                    busy -= 1;
                }
            }
        }
    }
    drop(dials);
    clock.stop(rounds * concurrency as u64)
}

/// A connection and its place in the ping-pong.
struct Peer {
    stream: TcpStream,
    request: [u8; MESSAGE],
    reply: [u8; MESSAGE],
    /// Bytes of `reply` that are there.
    got: usize,
    /// Round trips, or connections, still to do.
    left: u64,
}

impl Peer {
    fn send(&mut self) -> io::Result<()> {
        match self.stream.write(&self.request)? {
            MESSAGE => Ok(()),
            n => Err(io::Error::other(format!("sent {n} of {MESSAGE} bytes"))),
        }
    }

    /// Receives what is there; true when the reply is whole (and right).
    fn receive(&mut self) -> io::Result<bool> {
        loop {
            match self.stream.read(&mut self.reply[self.got..]) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(n) if self.got + n < MESSAGE => self.got += n,
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        self.got = 0;
        if self.reply == self.request {
            Ok(true)
        } else {
            Err(io::Error::other("the reply differs from the request"))
        }
    }
}

/// A connection that is made, used once and closed.
struct Dial {
    sent: bool,
    peer: Peer,
}

fn dial(epoll: &Epoll, number: usize, left: u64, port: u16) -> io::Result<Peer> {
    // Turns through all addresses, and differently for each number.
    let turn = (number as u64 + left) % u64::from(ADDRESSES);
    let ip = Ipv4Addr::new(127, 0, 0, 1 + turn as u8);
    let stream = sys::connect(SocketAddrV4::new(ip, port))?;
    epoll.add(&stream, sys::CONNECT, number)?;
    Ok(Peer { stream, request: request(number), reply: [0; MESSAGE], got: 0, left })
}

/// The message of one connection: different for each, so that mixed-up replies are noticed.
pub(crate) fn request(number: usize) -> [u8; MESSAGE] {
    let mut message = [b'.'; MESSAGE];
    let text = number.to_string();
    message[..text.len()].copy_from_slice(text.as_bytes());
    message
}

pub(crate) fn share(connections: usize, total: u64) -> io::Result<u64> {
    match total.checked_div(connections as u64) {
        None | Some(0) => {
            let reason = "the total must be at least the number of connections, which is at least 1";
            Err(io::Error::new(io::ErrorKind::InvalidInput, reason))
        }
        Some(rounds) => Ok(rounds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_connection_has_its_own_request() {
        assert_eq!(&request(17)[..4], b"17..");
        assert_ne!(request(1), request(11));
    }

    #[test]
    fn a_total_that_leaves_a_connection_idle_is_refused() {
        assert!(share(0, 10).is_err());
        assert!(share(11, 10).is_err());
        assert_eq!(share(3, 10).ok(), Some(3));
    }
}
