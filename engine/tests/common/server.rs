//! Peers: threads that serve connections on a loopback port with blocking, time-bounded sockets.

use super::LONG;
use super::lifetime::set_session_lifetime;
use super::pki::{Identity, pki};
use openssl::ssl::{
    Ssl, SslContext, SslContextBuilder, SslMethod, SslOptions, SslStream, SslVerifyMode, SslVersion,
};
use socket2::SockRef;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// A peer under way.
pub(crate) struct Server<T> {
    pub(crate) port: u16,
    thread: JoinHandle<T>,
}

impl<T> Server<T> {
    /// Serves in a thread; it is reached at `address`.
    pub(crate) fn start(address: &SocketAddr, work: impl FnOnce() -> T + Send + 'static) -> Self
    where
        T: Send + 'static,
    {
        Self { port: address.port(), thread: std::thread::spawn(work) }
    }

    /// Waits for the peer's end and answers what it saw.
    pub(crate) fn join(self) -> T {
        self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

/// A listening socket of 127.0.0.1 whose accept does not wait forever.
pub(crate) fn listen() -> TcpListener {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    SockRef::from(&listener).set_read_timeout(Some(LONG)).unwrap();
    listener
}

/// The next connection, with bounded reads and writes.
pub(crate) fn accept(listener: &TcpListener) -> TcpStream {
    let socket = listener.accept().expect("a client connects in time").0;
    socket.set_read_timeout(Some(LONG)).unwrap();
    socket.set_write_timeout(Some(LONG)).unwrap();
    socket.set_nodelay(true).unwrap();
    socket
}

/// Serves one connection.
pub(crate) fn serve<T: Send + 'static>(work: impl FnOnce(TcpStream) -> T + Send + 'static) -> Server<T> {
    let listener = listen();
    let port = listener.local_addr().unwrap().port();
    Server { port, thread: std::thread::spawn(move || work(accept(&listener))) }
}

/// Serves `count` connections, one after the other.
pub(crate) fn serve_each<T: Send + 'static>(
    count: usize,
    mut work: impl FnMut(TcpStream) -> T + Send + 'static,
) -> Server<Vec<T>> {
    let listener = listen();
    let port = listener.local_addr().unwrap().port();
    let thread = std::thread::spawn(move || (0..count).map(|_| work(accept(&listener))).collect());
    Server { port, thread }
}

/// Makes close() of `socket` reset the connection.
pub(crate) fn reset(socket: TcpStream) {
    SockRef::from(&socket).set_linger(Some(Duration::ZERO)).unwrap();
    drop(socket);
}

/// Ends the stream and waits for the peer's end, so that nothing is reset.
pub(crate) fn finish(mut socket: TcpStream) {
    let _ = socket.shutdown(Shutdown::Write);
    let _ = std::io::copy(&mut socket, &mut std::io::sink());
}

/// Plays the plaintext part of a dialogue that ends in the upgrade.
pub(crate) fn starttls(socket: &mut TcpStream) {
    socket.write_all(b"220 ready for plaintext\r\n").unwrap();
    read_line(socket, b"STARTTLS\r\n");
    socket.write_all(b"220 go ahead\r\n").unwrap();
}

/// Reads exactly `expected`.
pub(crate) fn read_line(socket: &mut (impl Read + ?Sized), expected: &[u8]) {
    let mut line = vec![0; expected.len()];
    socket.read_exact(&mut line).unwrap();
    assert_eq!(line, expected);
}

/// How a TLS server is set up.
#[derive(Clone)]
pub(crate) struct Tls {
    pub(crate) identity: Identity,
    pub(crate) versions: Option<(SslVersion, SslVersion)>,
    /// Asks for a certificate and takes any.
    pub(crate) asks_client: bool,
    /// Offers suites that authenticate nobody, and nothing else.
    pub(crate) anonymous: bool,
    /// For how many seconds sessions may be resumed.
    pub(crate) lifetime: Option<u32>,
    /// Lets clients send data with their first flight (0-RTT).
    pub(crate) early_data: bool,
}

impl Tls {
    pub(crate) fn new(identity: &Identity) -> Self {
        Self {
            identity: identity.clone(),
            versions: None,
            asks_client: false,
            anonymous: false,
            lifetime: None,
            early_data: false,
        }
    }

    fn context(&self, saw_client: &Arc<AtomicBool>) -> SslContext {
        let mut builder = SslContextBuilder::new(SslMethod::tls_server()).unwrap();
        if let Some((min, max)) = self.versions {
            builder.set_security_level(0);
            builder.set_cipher_list("ALL:@SECLEVEL=0").unwrap();
            builder.set_min_proto_version(Some(min)).unwrap();
            builder.set_max_proto_version(Some(max)).unwrap();
        }
        if self.anonymous {
            builder.set_security_level(0);
            builder.set_cipher_list("aNULL:@SECLEVEL=0").unwrap();
            builder.set_max_proto_version(Some(SslVersion::TLS1_2)).unwrap();
        } else {
            builder.set_certificate(&self.identity.cert).unwrap();
            builder.set_private_key(&self.identity.key).unwrap();
            for issuer in &self.identity.chain {
                builder.add_extra_chain_cert(issuer.clone()).unwrap();
            }
        }
        if self.asks_client {
            let seen = Arc::clone(saw_client);
            builder.set_verify_callback(SslVerifyMode::PEER, move |_, _| {
                seen.store(true, Ordering::Relaxed);
                true
            });
        }
        if let Some(seconds) = self.lifetime {
            set_session_lifetime(&builder, seconds);
        }
        if self.early_data {
            builder.set_max_early_data(16384).unwrap();
            // SSL_OP_NO_ANTI_REPLAY: tickets that any connection of the context can read.
            builder.set_options(SslOptions::from_bits_retain(1 << 24));
        }
        builder.set_session_id_context(b"tests").unwrap();
        builder.build()
    }

    /// One context for several connections, as servers have it: it knows its own tickets again.
    pub(crate) fn shared(&self) -> SslContext {
        self.context(&Arc::default())
    }

    /// Negotiates; what the server saw is in the answer, whether it succeeded or not.
    pub(crate) fn accept<S: Read + Write>(&self, socket: S) -> Accepted<S> {
        let saw_client = Arc::new(AtomicBool::new(false));
        let mut ssl = Ssl::new(&self.context(&saw_client)).unwrap();
        ssl.set_accept_state();
        let mut stream = SslStream::new(ssl, socket).unwrap();
        let result = stream.accept();
        Accepted {
            error: result.err().map(|error| error.to_string()),
            sni: stream.ssl().servername(openssl::ssl::NameType::HOST_NAME).map(str::to_owned),
            saw_client: saw_client.load(Ordering::Relaxed),
            stream,
        }
    }
}

impl Default for Tls {
    fn default() -> Self {
        Self::new(&pki().good)
    }
}

/// A negotiation's outcome on the server's side.
pub(crate) struct Accepted<S = TcpStream> {
    pub(crate) stream: SslStream<S>,
    pub(crate) error: Option<String>,
    pub(crate) sni: Option<String>,
    pub(crate) saw_client: bool,
}

impl<S> Accepted<S> {
    /// The stream of a negotiation that succeeded.
    pub(crate) fn established(self) -> SslStream<S> {
        assert_eq!(self.error, None, "the server's handshake");
        self.stream
    }
}

/// Serves one connection with the default certificate over TLS.
pub(crate) fn serve_tls<T: Send + 'static>(
    work: impl FnOnce(SslStream<TcpStream>) -> T + Send + 'static,
) -> Server<T> {
    serve(move |socket| work(Tls::default().accept(socket).established()))
}

/// Reads up to close_notify or another end and says which it was.
pub(crate) fn read_to_end<S: Read + Write>(stream: &mut SslStream<S>) -> (Vec<u8>, End) {
    let mut data = Vec::new();
    let mut buffer = vec![0; 65536];
    loop {
        match stream.ssl_read(&mut buffer) {
            Ok(read) => data.extend_from_slice(&buffer[..read]),
            Err(error) if error.code() == openssl::ssl::ErrorCode::ZERO_RETURN => {
                return (data, End::Notified);
            }
            Err(error) => return (data, End::Broken(error.to_string())),
        }
    }
}

/// How a TLS stream ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With close_notify.
    Notified,
    /// Otherwise.
    Broken(String),
}
