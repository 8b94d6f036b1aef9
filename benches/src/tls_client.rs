//! The raw client over TLS: epoll, and OpenSSL on non-blocking sockets with one shared context.

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddrV4, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

use openssl::ssl::{ErrorCode, SslContext, SslSession, SslSessionCacheMode, SslStream};

use crate::MESSAGE;
use crate::client::{request, share};
use crate::report::{Report, Stopwatch};
use crate::sys::{self, Epoll, Events};
use crate::tls;
use crate::tls_server::{GO_AHEAD, GREETING, STARTTLS};

/// How a connection comes to TLS.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A full handshake at once.
    Full,
    /// The session of an earlier connection is resumed.
    Resumed,
    /// A full handshake after a plaintext dialogue.
    StartTls,
}

/// Connects, shakes hands, plays ping-pong once and closes, `total` times, `concurrency` at once.
///
/// # Errors
/// Anything that network or TLS say, a reply that differs, a handshake of the wrong kind.
pub fn connect(
    mode: Mode,
    concurrency: usize,
    total: u64,
    port: u16,
    ca_file: &Path,
) -> Result<Report, Box<dyn Error>> {
    let rounds = share(concurrency, total)?;
    let mut client = Client::new(port, ca_file)?;
    if mode == Mode::Resumed {
        // Each brings two tickets, and each that is resumed one more.
        client.visit(Mode::Full, concurrency, 1)?;
    }
    let clock = Stopwatch::start()?;
    client.visit(mode, concurrency, rounds)?;
    Ok(clock.stop(rounds * concurrency as u64)?)
}

/// What all connections share.
struct Client {
    context: SslContext,
    sessions: Arc<Mutex<Vec<SslSession>>>,
    epoll: Epoll,
    events: Events,
    port: u16,
}

impl Client {
    fn new(port: u16, ca_file: &Path) -> Result<Self, Box<dyn Error>> {
        let mut builder = tls::client_context(ca_file)?;
        let sessions = Arc::new(Mutex::new(Vec::new()));
        builder.set_session_cache_mode(SslSessionCacheMode::CLIENT | SslSessionCacheMode::NO_INTERNAL);
        let inbox = Arc::clone(&sessions);
        builder.set_new_session_callback(move |_, session| {
            if let Ok(mut sessions) = inbox.lock() {
                sessions.push(session);
            }
        });
        let context = builder.build();
        Ok(Self { context, sessions, epoll: Epoll::new()?, events: Events::new(), port })
    }

    fn visit(&mut self, mode: Mode, concurrency: usize, rounds: u64) -> Result<(), Box<dyn Error>> {
        let mut visits = Vec::with_capacity(concurrency);
        for number in 0..concurrency {
            visits.push(self.dial(mode, number, rounds)?);
        }
        let mut busy = concurrency;
        let mut events = std::mem::take(&mut self.events);
        while busy > 0 {
            self.epoll.wait(&mut events)?;
            for event in events.iter() {
                let number = event.token();
                if visits[number].left == 0 || !self.proceed(mode, &mut visits[number])? {
                    continue;
                }
                let left = visits[number].left - 1;
                if left > 0 {
                    visits[number] = self.dial(mode, number, left)?;
                } else {
                    visits[number].left = 0;
                    visits[number].stage = Stage::Over;
                    busy -= 1;
                }
            }
        }
        self.events = events;
        Ok(())
    }

    fn dial(&self, mode: Mode, number: usize, left: u64) -> io::Result<Visit> {
        let socket = sys::connect(SocketAddrV4::new(Ipv4Addr::LOCALHOST, self.port))?;
        self.epoll.add(&socket, sys::CONNECT, number)?;
        let stage =
            if mode == Mode::StartTls { Stage::Plain(socket, GREETING) } else { Stage::Connecting(socket) };
        Ok(Visit { stage, request: request(number), reply: [0; MESSAGE], got: 0, left })
    }

    /// Goes on as far as the socket allows; true when the visit is over.
    fn proceed(&self, mode: Mode, visit: &mut Visit) -> Result<bool, Box<dyn Error>> {
        loop {
            visit.stage = match std::mem::replace(&mut visit.stage, Stage::Over) {
                Stage::Connecting(socket) => Stage::Handshake(self.secure(mode, socket)?),
                Stage::Plain(mut socket, expected) => match hear(&mut socket, expected)? {
                    false => {
                        visit.stage = Stage::Plain(socket, expected);
                        return Ok(false);
                    }
                    true if expected == GREETING => {
                        socket.write_all(STARTTLS)?;
                        visit.stage = Stage::Plain(socket, GO_AHEAD);
                        return Ok(false);
                    }
                    true => Stage::Handshake(self.secure(mode, socket)?),
                },
                Stage::Handshake(mut stream) => {
                    if let Err(error) = stream.connect() {
                        wait(&error)?;
                        visit.stage = Stage::Handshake(stream);
                        return Ok(false);
                    }
                    if stream.ssl().session_reused() != (mode == Mode::Resumed) {
                        return Err("the handshake is not of the kind that is measured".into());
                    }
                    if stream.ssl_write(&visit.request)? != MESSAGE {
                        return Err("not everything was sent".into());
                    }
                    visit.stage = Stage::Reply(stream);
                    return Ok(false);
                }
                Stage::Reply(mut stream) => {
                    while visit.got < MESSAGE {
                        match stream.ssl_read(&mut visit.reply[visit.got..]) {
                            Ok(read) => visit.got += read,
                            Err(error) => {
                                wait(&error)?;
                                visit.stage = Stage::Reply(stream);
                                return Ok(false);
                            }
                        }
                    }
                    if visit.reply != visit.request {
                        return Err("the reply differs from the request".into());
                    }
                    stream.shutdown()?;
                    return Ok(true);
                }
                Stage::Over => return Ok(false),
            };
        }
    }

    fn secure(&self, mode: Mode, socket: TcpStream) -> Result<SslStream<TcpStream>, Box<dyn Error>> {
        let mut ssl = tls::client(&self.context)?;
        if mode == Mode::Resumed {
            let session = self.sessions.lock().map_err(|_| "poisoned")?.pop().ok_or("no session left")?;
            sys::offer_session(&mut ssl, &session)?;
        }
        Ok(SslStream::new(ssl, socket)?)
    }
}

/// A connection that is made, used once and closed.
struct Visit {
    stage: Stage,
    request: [u8; MESSAGE],
    reply: [u8; MESSAGE],
    /// Bytes of `reply` that are there.
    got: usize,
    /// Connections still to do.
    left: u64,
}

enum Stage {
    Connecting(TcpStream),
    /// In the plaintext dialogue: what the server has to say next.
    Plain(TcpStream, &'static [u8]),
    Handshake(SslStream<TcpStream>),
    Reply(SslStream<TcpStream>),
    Over,
}

/// Whether the server has said what it has to.
fn hear(socket: &mut TcpStream, expected: &[u8]) -> Result<bool, Box<dyn Error>> {
    let mut buffer = [0; MESSAGE];
    match socket.read(&mut buffer) {
        Ok(read) if buffer[..read] == *expected => Ok(true),
        Ok(_) => Err("another dialogue".into()),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Nothing if OpenSSL only waits for the peer, else why it does not.
fn wait(error: &openssl::ssl::Error) -> Result<(), Box<dyn Error>> {
    if error.code() == ErrorCode::WANT_READ { Ok(()) } else { Err(error.to_string().into()) }
}
