//! A long stream in one direction, over TCP or TLS: the server and the raw client.
//!
//! The client asks in one message of [`MESSAGE`] bytes, `receive N` or `send N` with dots behind. The server
//! then sends N bytes and closes, or takes N bytes and repeats the message when it has them all.

use std::error::Error;
use std::io::{self, Read, Stdin, Write};
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener, TcpStream};
use std::path::Path;
use std::thread;

use openssl::ssl::{ErrorCode, Ssl, SslContext, SslStream};

use crate::MESSAGE;
use crate::report::{Report, Stopwatch};
use crate::sys::{self, Epoll, Events};
use crate::tls;

/// Bytes that one call sends or asks for; `bulk.php` takes as many.
const CHUNK: usize = 1 << 16;

/// What the measured operations are counted in.
const MIB: u64 = 1 << 20;

/// A server with a thread for each connection.
pub struct Server {
    listener: TcpListener,
    context: Option<SslContext>,
}

impl Server {
    /// Listens on 127.0.0.1; over TLS if there is a `ca_file`.
    ///
    /// # Errors
    /// As [`tls::server_context`]; no port.
    pub fn bind(ca_file: Option<&Path>) -> Result<Self, Box<dyn Error>> {
        let context = ca_file.map(tls::server_context).transpose()?;
        Ok(Self { listener: TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?, context })
    }

    /// The port.
    ///
    /// # Errors
    /// Whatever the system says.
    pub fn port(&self) -> io::Result<u16> {
        Ok(self.listener.local_addr()?.port())
    }

    /// Serves until `stdin` ends.
    ///
    /// # Errors
    /// `stdin` cannot be read.
    pub fn run(self, mut stdin: Stdin) -> io::Result<()> {
        thread::spawn(move || {
            for client in self.listener.incoming().flatten() {
                let context = self.context.clone();
                // A client that goes away is no trouble of the others.
                thread::spawn(move || drop(serve(client, context.as_ref())));
            }
        });
        io::copy(&mut stdin, &mut io::sink())?;
        Ok(())
    }
}

fn serve(mut client: TcpStream, context: Option<&SslContext>) -> Result<(), Box<dyn Error>> {
    let Some(context) = context else { return talk(&mut client) };
    let mut stream = SslStream::new(Ssl::new(context)?, client)?;
    stream.accept()?;
    talk(&mut stream)?;
    stream.shutdown()?;
    Ok(())
}

fn talk(stream: &mut (impl Read + Write)) -> Result<(), Box<dyn Error>> {
    let mut message = [0; MESSAGE];
    stream.read_exact(&mut message)?;
    let text = std::str::from_utf8(&message)?.trim_end_matches('.');
    let mut chunk = vec![b'x'; CHUNK];
    if let Some(bytes) = text.strip_prefix("receive ") {
        let mut left: u64 = bytes.parse()?;
        while left > 0 {
            let part = left.min(CHUNK as u64);
            stream.write_all(&chunk[..part as usize])?;
            left -= part;
        }
        return Ok(());
    }
    let mut left: u64 = text.strip_prefix("send ").ok_or("neither receive nor send")?.parse()?;
    while left > 0 {
        let part = chunk.len().min(usize::try_from(left)?);
        match stream.read(&mut chunk[..part])? {
            0 => return Err("less was sent than was said".into()),
            read => left -= read as u64,
        }
    }
    Ok(stream.write_all(&message)?)
}

/// Asks for `mib` MiB and receives them.
///
/// # Errors
/// Anything that network or TLS say, and another number of bytes.
pub fn receive(mib: u64, port: u16, ca_file: Option<&Path>) -> Result<Report, Box<dyn Error>> {
    let mut link = Link::open(port, ca_file)?;
    let clock = Stopwatch::start()?;
    link.write_all(&message("receive", mib * MIB))?;
    let mut buffer = vec![0; CHUNK];
    let mut received = 0;
    loop {
        match link.read(&mut buffer)? {
            0 => break,
            read => received += read as u64,
        }
    }
    if received != mib * MIB {
        return Err(format!("{received} bytes instead of {mib} MiB").into());
    }
    Ok(clock.stop(mib)?)
}

/// Sends `mib` MiB and waits until the server has them.
///
/// # Errors
/// Anything that network or TLS say, and another answer.
pub fn send(mib: u64, port: u16, ca_file: Option<&Path>) -> Result<Report, Box<dyn Error>> {
    let mut link = Link::open(port, ca_file)?;
    let clock = Stopwatch::start()?;
    let message = message("send", mib * MIB);
    link.write_all(&message)?;
    let chunk = vec![b'x'; CHUNK];
    for _ in 0..mib * MIB / CHUNK as u64 {
        link.write_all(&chunk)?;
    }
    let mut answer = [0; MESSAGE];
    link.read_exact(&mut answer)?;
    if answer != message {
        return Err("the server did not get everything".into());
    }
    Ok(clock.stop(mib)?)
}

fn message(what: &str, bytes: u64) -> [u8; MESSAGE] {
    let mut message = [b'.'; MESSAGE];
    let text = format!("{what} {bytes}");
    message[..text.len()].copy_from_slice(text.as_bytes());
    message
}

/// A non-blocking connection and the epoll instance that it waits with.
struct Link {
    stream: Stream,
    epoll: Epoll,
    events: Events,
}

enum Stream {
    Plain(TcpStream),
    Tls(SslStream<TcpStream>),
}

impl Link {
    fn open(port: u16, ca_file: Option<&Path>) -> Result<Self, Box<dyn Error>> {
        let socket = sys::connect(SocketAddrV4::new(Ipv4Addr::LOCALHOST, port))?;
        let (epoll, mut events) = (Epoll::new()?, Events::new());
        epoll.add(&socket, sys::CONNECT, 0)?;
        epoll.wait(&mut events)?;
        let stream = match ca_file {
            None => Stream::Plain(socket),
            Some(ca_file) => {
                let context = tls::client_context(ca_file)?.build();
                let mut stream = SslStream::new(tls::client(&context)?, socket)?;
                while let Err(error) = stream.connect() {
                    match not_yet(error) {
                        error if error.kind() == io::ErrorKind::WouldBlock => epoll.wait(&mut events)?,
                        error => return Err(error.into()),
                    }
                }
                Stream::Tls(stream)
            }
        };
        Ok(Self { stream, epoll, events })
    }

    /// Tries, waits and tries again until there is more than "not yet".
    fn insist(&mut self, mut work: impl FnMut(&mut Stream) -> io::Result<usize>) -> io::Result<usize> {
        loop {
            match work(&mut self.stream) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.epoll.wait(&mut self.events)?;
                }
                result => return result,
            }
        }
    }
}

impl Read for Link {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.insist(|stream| match stream {
            Stream::Plain(socket) => socket.read(buffer),
            Stream::Tls(stream) => match stream.ssl_read(buffer) {
                Err(error) if error.code() == ErrorCode::ZERO_RETURN => Ok(0),
                result => result.map_err(not_yet),
            },
        })
    }
}

impl Write for Link {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.insist(|stream| match stream {
            Stream::Plain(socket) => socket.write(data),
            Stream::Tls(stream) => stream.ssl_write(data).map_err(not_yet),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// `WouldBlock` if OpenSSL only waits for the socket; else its error.
fn not_yet(error: openssl::ssl::Error) -> io::Error {
    if matches!(error.code(), ErrorCode::WANT_READ | ErrorCode::WANT_WRITE) {
        return io::ErrorKind::WouldBlock.into();
    }
    io::Error::other(error)
}
