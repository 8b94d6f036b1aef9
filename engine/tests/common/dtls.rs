//! DTLS servers that are threads, and a network between them and the client that loses, doubles and swaps datagrams.

use super::LONG;
use super::pki::{Identity, pki};
use openssl::ssl::{
    ErrorCode, Ssl, SslContext, SslContextBuilder, SslMethod, SslOptions, SslStream, SslVerifyMode,
    SslVersion,
};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a server waits for a datagram before it looks at its timers.
const TICK: Duration = Duration::from_millis(20);

/// What a server's session runs over: the datagrams from and to one client.
pub(crate) struct Datagrams {
    socket: UdpSocket,
    client: SocketAddr,
}

impl Read for Datagrams {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let (size, from) = self.socket.recv_from(buffer)?;
            if from == self.client {
                return Ok(size);
            }
        }
    }
}

impl Write for Datagrams {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.socket.send_to(data, self.client)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How a server is set up.
#[derive(Clone)]
pub(crate) struct Dtls {
    pub(crate) identity: Identity,
    pub(crate) versions: (SslVersion, SslVersion),
    pub(crate) asks_client: bool,
}

impl Default for Dtls {
    fn default() -> Self {
        let identity = pki().good.clone();
        Self { identity, versions: (SslVersion::DTLS1_2, SslVersion::DTLS1_2), asks_client: false }
    }
}

impl Dtls {
    pub(crate) fn context(&self) -> SslContext {
        let mut builder = SslContextBuilder::new(SslMethod::dtls_server()).unwrap();
        if self.versions.0 != SslVersion::DTLS1_2 {
            builder.set_security_level(0);
            builder.set_cipher_list("ALL:@SECLEVEL=0").unwrap();
        }
        builder.set_min_proto_version(Some(self.versions.0)).unwrap();
        builder.set_max_proto_version(Some(self.versions.1)).unwrap();
        builder.set_options(SslOptions::NO_QUERY_MTU);
        builder.set_certificate(&self.identity.cert).unwrap();
        builder.set_private_key(&self.identity.key).unwrap();
        for issuer in &self.identity.chain {
            builder.add_extra_chain_cert(issuer.clone()).unwrap();
        }
        if self.asks_client {
            let demand = SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT;
            builder.set_verify_callback(demand, |_, _| true);
        }
        builder.set_session_id_context(b"tests").unwrap();
        builder.build()
    }

    /// Serves one client.
    pub(crate) fn serve<T: Send + 'static>(
        &self,
        work: impl FnOnce(Session) -> T + Send + 'static,
    ) -> DtlsServer<T> {
        self.serve_each(1, work_once(work)).into_one()
    }

    /// Serves `count` clients, one after the other, with one context, as servers have it.
    pub(crate) fn serve_each<T: Send + 'static>(
        &self,
        count: usize,
        mut work: impl FnMut(Session) -> T + Send + 'static,
    ) -> DtlsServer<Vec<T>> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let (address, context) = (socket.local_addr().unwrap(), self.context());
        let thread =
            std::thread::spawn(move || (0..count).map(|_| work(accept(&socket, &context))).collect());
        DtlsServer { address, thread }
    }
}

fn work_once<T>(work: impl FnOnce(Session) -> T) -> impl FnMut(Session) -> T {
    let mut work = Some(work);
    move |session| work.take().expect("it is called once")(session)
}

/// Waits for a client and negotiates with it.
fn accept(socket: &UdpSocket, context: &SslContext) -> Session {
    socket.set_read_timeout(Some(LONG)).unwrap();
    let (_, client) = socket.peek_from(&mut [0; 1]).expect("a client comes in time");
    socket.set_read_timeout(Some(TICK)).unwrap();
    let datagrams = Datagrams { socket: socket.try_clone().unwrap(), client };
    let mut ssl = Ssl::new(context).unwrap();
    ssl.set_accept_state();
    ssl.set_mtu(1400).unwrap();
    let mut stream = SslStream::new(ssl, datagrams).unwrap();
    let end = Instant::now() + LONG;
    let error = loop {
        match stream.accept() {
            Ok(()) => break None,
            Err(error) if error.code() == ErrorCode::WANT_READ && Instant::now() < end => {}
            Err(error) => break Some(error.to_string()),
        }
    };
    Session { stream, error }
}

/// The server's end of a session.
pub(crate) struct Session {
    pub(crate) stream: SslStream<Datagrams>,
    /// Why the handshake failed, if it did.
    pub(crate) error: Option<String>,
}

impl Session {
    /// What comes next; `None` is the client's close_notify.
    pub(crate) fn next(&mut self) -> Option<Vec<u8>> {
        let (mut buffer, end) = (vec![0; 20_000], Instant::now() + LONG);
        loop {
            match self.stream.ssl_read(&mut buffer) {
                Ok(read) => return Some(buffer[..read].to_vec()),
                Err(error) if error.code() == ErrorCode::ZERO_RETURN => return None,
                Err(error) if error.code() == ErrorCode::WANT_READ && Instant::now() < end => {}
                Err(error) => panic!("the server's read: {error}"),
            }
        }
    }

    pub(crate) fn say(&mut self, data: &[u8]) {
        assert_eq!(self.stream.ssl_write(data).unwrap(), data.len());
    }

    /// Returns everything until the client ends, and answers how many datagrams that were.
    pub(crate) fn echo(mut self) -> usize {
        assert_eq!(self.error, None, "the server's handshake");
        let mut count = 0;
        while let Some(data) = self.next() {
            self.say(&data);
            count += 1;
        }
        count
    }

    /// Sends what is no record.
    pub(crate) fn raw(&self, datagram: &[u8]) {
        let Datagrams { socket, client } = self.stream.get_ref();
        socket.send_to(datagram, client).unwrap();
    }
}

/// A server under way.
pub(crate) struct DtlsServer<T> {
    pub(crate) address: SocketAddr,
    thread: JoinHandle<T>,
}

impl<T> DtlsServer<T> {
    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Waits for the server's end and answers what it saw.
    pub(crate) fn join(self) -> T {
        self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

impl<T: Send + 'static> DtlsServer<Vec<T>> {
    fn into_one(self) -> DtlsServer<T> {
        let all = self.thread;
        let thread = std::thread::spawn(move || {
            let all = all.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            all.into_iter().next().expect("one client was served")
        });
        DtlsServer { address: self.address, thread }
    }
}

/// Where a datagram is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Toward {
    Server,
    Client,
}

/// What becomes of a datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Deliver,
    Lose,
    Double,
    /// It comes after the next one in its direction, or a little later if there is none.
    Overtake,
}

/// A datagram that passed, and what became of it.
#[derive(Clone, Debug)]
pub(crate) struct Passed {
    pub(crate) toward: Toward,
    pub(crate) size: usize,
    /// The type of its first record: 22 is a handshake's.
    pub(crate) kind: u8,
}

/// A network between a client and a server.
pub(crate) struct Network {
    pub(crate) port: u16,
    passed: Arc<Mutex<Vec<Passed>>>,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// How long something that was overtaken waits for whatever overtakes it.
const HELD: Duration = Duration::from_millis(30);

impl Network {
    /// Passes on what goes to and from `server`, by what `fate` says of each datagram: the number counts those of one
    /// direction.
    pub(crate) fn start(
        server: SocketAddr,
        mut fate: impl FnMut(Toward, usize, &[u8]) -> Fate + Send + 'static,
    ) -> Self {
        let near = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let far = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        far.connect(server).unwrap();
        let port = near.local_addr().unwrap().port();
        near.set_nonblocking(true).unwrap();
        far.set_nonblocking(true).unwrap();
        let (passed, ended) = (Arc::<Mutex<Vec<Passed>>>::default(), Arc::new(AtomicBool::new(false)));
        let (log, stop) = (Arc::clone(&passed), Arc::clone(&ended));
        let thread = std::thread::spawn(move || {
            let (mut client, mut counts, mut buffer) = (None, [0; 2], vec![0; 65536]);
            let mut held: [Option<(Instant, Vec<u8>)>; 2] = [None, None];
            while !stop.load(Ordering::Relaxed) {
                let mut is_idle = true;
                for toward in [Toward::Server, Toward::Client] {
                    let send = |data: &[u8], client: Option<SocketAddr>| match (toward, client) {
                        (Toward::Server, _) => drop(far.send(data)),
                        (Toward::Client, Some(client)) => drop(near.send_to(data, client)),
                        (Toward::Client, None) => {}
                    };
                    let received = match toward {
                        Toward::Server => near.recv_from(&mut buffer).map(|(size, from)| {
                            client = Some(from);
                            size
                        }),
                        Toward::Client => far.recv(&mut buffer),
                    };
                    let waiting = &mut held[toward as usize];
                    if let Ok(size) = received {
                        is_idle = false;
                        let data = &buffer[..size];
                        let kind = data.first().copied().unwrap_or(0);
                        log.lock().unwrap().push(Passed { toward, size, kind });
                        let number = counts[toward as usize];
                        counts[toward as usize] += 1;
                        let overtaken = waiting.take();
                        match fate(toward, number, data) {
                            Fate::Deliver => send(data, client),
                            Fate::Double => [data, data].iter().for_each(|data| send(data, client)),
                            Fate::Lose => {}
                            Fate::Overtake => *waiting = Some((Instant::now() + HELD, data.to_vec())),
                        }
                        overtaken.into_iter().for_each(|(_, data)| send(&data, client));
                    }
                    if let Some((_, data)) = waiting.take_if(|(at, _)| *at <= Instant::now()) {
                        send(&data, client);
                    }
                }
                if is_idle {
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
        });
        Self { port, passed, ended, thread: Some(thread) }
    }

    /// What has passed so far, lost ones included.
    pub(crate) fn passed(&self) -> Vec<Passed> {
        self.passed.lock().unwrap().clone()
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        let ended = self.thread.take().map(JoinHandle::join);
        assert!(ended.is_none_or(|ended| ended.is_ok()) || std::thread::panicking(), "the network panicked");
    }
}
