//! Echo server: one thread, edge-triggered, one `epoll_ctl` per connection.

use std::io::{self, Read, Stdin, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::fd::AsRawFd;

use crate::ADDRESSES;
use crate::sys::{self, Epoll, Event, Events};

/// What a server does with its connections.
pub trait Host {
    /// A connection.
    type Peer;

    /// Takes a new connection; `None` closes it.
    fn welcome(&self, socket: TcpStream) -> Option<Self::Peer>;

    /// Does what there is to do after an event; `None` closes the connection.
    fn serve(&self, peer: Self::Peer, event: Event, buffer: &mut [u8]) -> Option<Self::Peer>;
}

/// Sends back what comes.
pub struct Echo;

impl Host for Echo {
    type Peer = TcpStream;

    fn welcome(&self, socket: TcpStream) -> Option<TcpStream> {
        Some(socket)
    }

    fn serve(&self, mut peer: TcpStream, event: Event, buffer: &mut [u8]) -> Option<TcpStream> {
        echo(&mut peer, event, buffer).then_some(peer)
    }
}

/// Listeners on every bench address, and the connections they accepted.
pub struct Server<H: Host> {
    host: H,
    epoll: Epoll,
    /// By descriptor number, which is the token too: small, dense and reused by the kernel.
    slots: Vec<Slot<H::Peer>>,
    port: u16,
}

impl<H: Host> Server<H> {
    /// Listens on 127.0.0.1 to 127.0.0.8 with one port, which the kernel chooses.
    ///
    /// # Errors
    /// No port found that is free on all addresses, or descriptor limits.
    pub fn bind(host: H) -> io::Result<Self> {
        let listeners = listen_on_one_port()?;
        let port = listeners[0].local_addr()?.port();
        let mut server = Self { host, epoll: Epoll::new()?, slots: Vec::new(), port };
        for listener in listeners {
            let fd = listener.as_raw_fd() as usize;
            server.epoll.add(&listener, sys::LEVEL_READ, fd)?;
            server.put(fd, Slot::Listener(listener));
        }
        Ok(server)
    }

    /// The port, the same on every address.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Serves until `stdin` ends.
    ///
    /// # Errors
    /// `EPERM` if stdin is a file or `/dev/null`, and what epoll or `accept4` say. Trouble with one
    /// connection only closes that connection.
    pub fn run(&mut self, stdin: Stdin) -> io::Result<()> {
        let fd = stdin.as_raw_fd() as usize;
        self.epoll.add(&stdin, sys::LEVEL_READ, fd)?;
        self.put(fd, Slot::Control(stdin));
        let mut events = Events::new();
        // Far more than one message, so that a short read, the usual case, tells "nothing left".
        let mut buffer = vec![0; 16 * 1024];
        loop {
            self.epoll.wait(&mut events)?;
            for event in events.iter() {
                match &mut self.slots[event.token()] {
                    slot @ Slot::Peer(_) => {
                        if let Slot::Peer(peer) = std::mem::replace(slot, Slot::Free)
                            && let Some(peer) = self.host.serve(peer, event, &mut buffer)
                        {
                            *slot = Slot::Peer(peer);
                        }
                    }
                    Slot::Listener(listener) => {
                        if let Some(socket) = sys::accept(listener)? {
                            self.welcome(socket)?;
                        }
                    }
                    Slot::Control(stdin) => {
                        if stdin.read(&mut buffer)? == 0 {
                            return Ok(());
                        }
                    }
                    Slot::Free => {}
                }
            }
        }
    }

    fn welcome(&mut self, socket: TcpStream) -> io::Result<()> {
        let fd = socket.as_raw_fd() as usize;
        self.epoll.add(&socket, sys::READ, fd)?;
        if let Some(peer) = self.host.welcome(socket) {
            self.put(fd, Slot::Peer(peer));
        }
        Ok(())
    }

    fn put(&mut self, fd: usize, slot: Slot<H::Peer>) {
        if fd >= self.slots.len() {
            self.slots.resize_with(fd + 1, || Slot::Free);
        }
        self.slots[fd] = slot;
    }
}

/// What a descriptor number stands for.
enum Slot<P> {
    Free,
    Control(Stdin),
    Listener(TcpListener),
    Peer(P),
}

/// Sends back what is there; false when the connection is over.
///
/// A peer that does not take its replies is cut off: a bench client has one request in flight, so
/// a full send buffer means that it is broken.
fn echo(peer: &mut TcpStream, event: Event, buffer: &mut [u8]) -> bool {
    loop {
        match peer.read(buffer) {
            Ok(0) => return false,
            Ok(n) => {
                if !matches!(peer.write(&buffer[..n]), Ok(sent) if sent == n) {
                    return false;
                }
                // A short read emptied the socket; what comes later is a new edge. Only a FIN that
                // this same event has reported must still be read.
                if n < buffer.len() && !event.is_closed() {
                    return true;
                }
            }
            Err(error) => return error.kind() == io::ErrorKind::WouldBlock,
        }
    }
}

fn listen_on_one_port() -> io::Result<Vec<TcpListener>> {
    // The kernel chooses a port for the first address; on another it may be taken. One try nearly
    // always does.
    let mut attempts = 0;
    loop {
        attempts += 1;
        match try_listen() {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && attempts < 50 => {}
            result => return result,
        }
    }
}

fn try_listen() -> io::Result<Vec<TcpListener>> {
    let mut listeners: Vec<TcpListener> = Vec::new();
    let mut port = 0;
    for last in 1..=ADDRESSES {
        let listener = TcpListener::bind((Ipv4Addr::new(127, 0, 0, last), port))?;
        listener.set_nonblocking(true)?;
        sys::lengthen_backlog(&listener)?;
        port = listener.local_addr()?.port();
        listeners.push(listener);
    }
    Ok(listeners)
}
