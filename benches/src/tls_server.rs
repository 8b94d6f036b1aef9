//! The echo server's connections over TLS, from the first byte on or after STARTTLS.

use std::error::Error;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use openssl::ssl::{ErrorCode, Ssl, SslContext, SslStream};

use crate::server::Host;
use crate::sys::Event;
use crate::tls;

/// What the server says in plaintext when a client comes.
pub const GREETING: &[u8] = b"220 bench.test\r\n";
/// What the client has to answer.
pub const STARTTLS: &[u8] = b"STARTTLS\r\n";
/// What the server says before the handshake.
pub const GO_AHEAD: &[u8] = b"220 go ahead\r\n";

/// Echoes over TLS.
pub struct TlsHost {
    context: SslContext,
    starts_plain: bool,
}

impl TlsHost {
    /// With a new certificate, whose CA is written to `ca_file`.
    ///
    /// # Errors
    /// As [`tls::server_context`].
    pub fn new(ca_file: &Path, starts_plain: bool) -> Result<Self, Box<dyn Error>> {
        Ok(Self { context: tls::server_context(ca_file)?, starts_plain })
    }

    fn secure(&self, socket: TcpStream) -> Option<Peer> {
        let mut ssl = Ssl::new(&self.context).ok()?;
        ssl.set_accept_state();
        SslStream::new(ssl, socket).ok().map(Peer::Tls)
    }
}

/// A connection in either state.
pub enum Peer {
    /// Before STARTTLS.
    Plain(TcpStream),
    /// Handshaking or secured.
    Tls(SslStream<TcpStream>),
}

impl Host for TlsHost {
    type Peer = Peer;

    fn welcome(&self, mut socket: TcpStream) -> Option<Peer> {
        // Two tickets are two writes, and the echo a third: none shall wait 40 ms for the client's ACK.
        socket.set_nodelay(true).ok()?;
        if !self.starts_plain {
            return self.secure(socket);
        }
        socket.write_all(GREETING).ok()?;
        Some(Peer::Plain(socket))
    }

    fn serve(&self, mut peer: Peer, _: Event, buffer: &mut [u8]) -> Option<Peer> {
        if let Peer::Plain(mut socket) = peer {
            match socket.read(buffer) {
                // The client sends it at once, and loopback does not cut it.
                Ok(n) if buffer[..n] == *STARTTLS => socket.write_all(GO_AHEAD).ok()?,
                // The event was that there is room to write.
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    return Some(Peer::Plain(socket));
                }
                _ => return None,
            }
            peer = self.secure(socket)?;
        }
        let Peer::Tls(stream) = &mut peer else { return None };
        echo(stream, buffer).then_some(peer)
    }
}

/// Shakes hands and sends back what is there; false when the connection is over.
fn echo(stream: &mut SslStream<TcpStream>, buffer: &mut [u8]) -> bool {
    loop {
        match stream.ssl_read(buffer) {
            Ok(n) => {
                if !matches!(stream.ssl_write(&buffer[..n]), Ok(sent) if sent == n) {
                    return false;
                }
            }
            Err(error) => return error.code() == ErrorCode::WANT_READ,
        }
    }
}
