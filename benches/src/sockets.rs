//! Ping-pong over UDP and over Unix streams: servers and raw clients.
//!
//! As over TCP ([`crate::client`]): one `epoll_ctl` per socket; per round trip one `send`, one `recv` after
//! readiness, and a share of an `epoll_wait`.

use std::io::{self, Read, Stdin, Write};
use std::net::{Ipv4Addr, UdpSocket};
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use crate::MESSAGE;
use crate::client::{request, share};
use crate::report::{Report, Stopwatch};
use crate::sys::{self, Epoll, Events};

/// Plays ping-pong on `sockets` UDP sockets that are connected with 127.0.0.1, one request in flight on each.
///
/// # Errors
/// Anything that the network says, a reply that differs, and a `total` below `sockets`.
pub fn echo_udp(sockets: usize, total: u64, port: u16) -> io::Result<Report> {
    let open = || {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        socket.connect((Ipv4Addr::LOCALHOST, port))?;
        socket.set_nonblocking(true)?;
        Ok(socket)
    };
    ping_pong(sockets, total, open)
}

/// Plays ping-pong on `connections` connections to the Unix socket at `path`.
///
/// # Errors
/// Anything that the system says, a reply that differs, and a `total` below `connections`.
pub fn echo_unix(connections: usize, total: u64, path: &Path) -> io::Result<Report> {
    let open = || {
        let stream = UnixStream::connect(path)?;
        stream.set_nonblocking(true)?;
        Ok(stream)
    };
    ping_pong(connections, total, open)
}

/// What a message passes whole.
trait Wire: AsFd {
    fn put(&mut self, message: &[u8]) -> io::Result<usize>;
    fn take(&mut self, message: &mut [u8]) -> io::Result<usize>;
}

impl Wire for UdpSocket {
    fn put(&mut self, message: &[u8]) -> io::Result<usize> {
        self.send(message)
    }

    fn take(&mut self, message: &mut [u8]) -> io::Result<usize> {
        self.recv(message)
    }
}

impl Wire for UnixStream {
    fn put(&mut self, message: &[u8]) -> io::Result<usize> {
        self.write(message)
    }

    fn take(&mut self, message: &mut [u8]) -> io::Result<usize> {
        self.read(message)
    }
}

fn ping_pong<W: Wire>(count: usize, total: u64, open: impl Fn() -> io::Result<W>) -> io::Result<Report> {
    let rounds = share(count, total)?;
    let epoll = Epoll::new()?;
    let mut wires = Vec::with_capacity(count);
    for number in 0..count {
        let wire = open()?;
        epoll.add(&wire, sys::READ_ONLY, number)?;
        wires.push((wire, request(number), rounds));
    }
    let mut events = Events::new();
    let mut reply = [0; MESSAGE + 1];
    let mut busy = count;
    let clock = Stopwatch::start()?;
    for (wire, request, _) in &mut wires {
        put(wire, request)?;
    }
    while busy > 0 {
        epoll.wait(&mut events)?;
        for event in events.iter() {
            let (wire, request, left) = &mut wires[event.token()];
            match wire.take(&mut reply) {
                Ok(size) if reply[..size] == *request => {}
                Ok(_) => return Err(io::Error::other("the reply differs from the request")),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
                Err(error) => return Err(error),
            }
            *left -= 1;
            if *left > 0 {
                put(wire, request)?;
            } else {
                busy -= 1;
            }
        }
    }
    clock.stop(rounds * count as u64)
}

fn put(wire: &mut impl Wire, request: &[u8]) -> io::Result<()> {
    match wire.put(request)? {
        MESSAGE => Ok(()),
        n => Err(io::Error::other(format!("sent {n} of {MESSAGE} bytes"))),
    }
}

/// Sends back every datagram until `stdin` ends.
///
/// # Errors
/// Whatever the system says of the socket itself. That a client is gone is nobody's trouble.
pub fn serve_udp(socket: &UdpSocket, stdin: &Stdin) -> io::Result<()> {
    socket.set_nonblocking(true)?;
    let epoll = Epoll::new()?;
    epoll.add(socket, sys::READ_ONLY, 0)?;
    epoll.add(stdin, sys::LEVEL_READ, 1)?;
    let (mut events, mut buffer) = (Events::new(), [0; 2048]);
    loop {
        epoll.wait(&mut events)?;
        if events.iter().any(|event| event.token() == 1) && stdin.lock().read(&mut buffer)? == 0 {
            return Ok(());
        }
        loop {
            match socket.recv_from(&mut buffer) {
                Ok((size, from)) => drop(socket.send_to(&buffer[..size], from)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
    }
}

/// Sends back what comes over Unix streams.
pub struct UnixServer {
    listener: UnixListener,
    path: PathBuf,
}

impl UnixServer {
    /// Listens at a path of its own below the folder for temporary files; it goes with the server.
    ///
    /// # Errors
    /// The path cannot be used.
    pub fn bind() -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("corio-bench.{}.sock", std::process::id()));
        let listener = UnixListener::bind(&path)?;
        listener.set_nonblocking(true)?;
        Ok(Self { listener, path })
    }

    /// Where it listens.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Serves until `stdin` ends.
    ///
    /// # Errors
    /// What epoll or `accept4` say. Trouble with one connection only closes that connection.
    pub fn run(&self, stdin: &Stdin) -> io::Result<()> {
        const STDIN: usize = usize::MAX;
        let epoll = Epoll::new()?;
        let own = self.listener.as_raw_fd() as usize;
        epoll.add(&self.listener, sys::LEVEL_READ, own)?;
        epoll.add(stdin, sys::LEVEL_READ, STDIN)?;
        let mut peers: Vec<Option<UnixStream>> = Vec::new();
        let (mut events, mut buffer) = (Events::new(), [0; 4096]);
        loop {
            epoll.wait(&mut events)?;
            for event in events.iter() {
                match event.token() {
                    STDIN if stdin.lock().read(&mut buffer)? == 0 => return Ok(()),
                    STDIN => {}
                    token if token == own => {
                        let (peer, _) = self.listener.accept()?;
                        peer.set_nonblocking(true)?;
                        let place = peer.as_raw_fd() as usize;
                        epoll.add(&peer, sys::READ, place)?;
                        peers.resize_with(peers.len().max(place + 1), || None);
                        peers[place] = Some(peer);
                    }
                    token => {
                        let is_alive = peers[token].as_mut().is_some_and(|peer| echo(peer, &mut buffer));
                        if !is_alive {
                            peers[token] = None;
                        }
                    }
                }
            }
        }
    }
}

impl Drop for UnixServer {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Sends back what is there; false when the connection is over, or does not take its reply.
fn echo(peer: &mut UnixStream, buffer: &mut [u8]) -> bool {
    match peer.read(buffer) {
        Ok(0) => false,
        Ok(size) => matches!(peer.write(&buffer[..size]), Ok(sent) if sent == size),
        Err(error) => error.kind() == io::ErrorKind::WouldBlock,
    }
}
