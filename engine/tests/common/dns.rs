//! Name servers that are threads: they answer as a test tells them to, also wrongly.

use super::LONG;
use engine::dns::{Paths, ResolverOptions, set_paths};
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

pub(crate) const A: u16 = 1;
pub(crate) const CNAME: u16 = 5;
pub(crate) const SOA: u16 = 6;
pub(crate) const MX: u16 = 15;
pub(crate) const TXT: u16 = 16;
pub(crate) const AAAA: u16 = 28;
pub(crate) const SRV: u16 = 33;
pub(crate) const TLSA: u16 = 52;

pub(crate) const SERVFAIL: u8 = 2;
pub(crate) const NXDOMAIN: u8 = 3;
pub(crate) const REFUSED: u8 = 5;

/// A question as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) id: u16,
    /// In lower case, without a dot at the end.
    pub(crate) name: String,
    pub(crate) record: u16,
    pub(crate) is_tcp: bool,
    pub(crate) has_edns: bool,
    pub(crate) from: SocketAddr,
    /// The name, type and class on the wire.
    section: Vec<u8>,
}

impl Question {
    fn parse(message: &[u8], from: SocketAddr, is_tcp: bool) -> Self {
        let (mut at, mut labels) = (12, Vec::new());
        while message[at] != 0 {
            let end = at + 1 + usize::from(message[at]);
            labels.push(String::from_utf8_lossy(&message[at + 1..end]).to_lowercase());
            at = end;
        }
        let section = message[12..at + 5].to_vec();
        Self {
            id: u16::from_be_bytes([message[0], message[1]]),
            name: labels.join("."),
            record: u16::from_be_bytes([message[at + 1], message[at + 2]]),
            is_tcp,
            has_edns: message[11] != 0,
            from,
            section,
        }
    }

    /// A response to it.
    pub(crate) fn reply(&self) -> Reply {
        Reply {
            id: self.id,
            code: 0,
            truncated: false,
            section: self.section.clone(),
            answers: Vec::new(),
            authorities: Vec::new(),
        }
    }

    /// Addresses, if it asks for their type; else nothing.
    pub(crate) fn addresses(&self, ttl: u32, addresses: &[&str]) -> Reply {
        let mut reply = self.reply();
        for ip in addresses.iter().map(|ip| ip.parse::<IpAddr>().unwrap()) {
            reply = match (ip, self.record) {
                (IpAddr::V4(ip), A) => reply.answer(&self.name, A, ttl, &ip.octets()),
                (IpAddr::V6(ip), AAAA) => reply.answer(&self.name, AAAA, ttl, &ip.octets()),
                _ => reply,
            };
        }
        reply
    }

    /// That there is no such name, or with code 0 no such record, to be remembered for `ttl` seconds.
    pub(crate) fn denied(&self, code: u8, ttl: u32) -> Reply {
        let soa = [&wire("ns.test")[..], &wire("admin.test"), &[0; 16], &ttl.to_be_bytes()].concat();
        let mut reply = self.reply();
        reply.code = code;
        reply.authorities.push(record("test", SOA, ttl, &soa));
        reply
    }
}

/// A response in the making.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) id: u16,
    pub(crate) code: u8,
    pub(crate) truncated: bool,
    section: Vec<u8>,
    answers: Vec<Vec<u8>>,
    authorities: Vec<Vec<u8>>,
}

impl Reply {
    pub(crate) fn code(mut self, code: u8) -> Self {
        self.code = code;
        self
    }

    pub(crate) fn answer(mut self, name: &str, kind: u16, ttl: u32, data: &[u8]) -> Self {
        self.answers.push(record(name, kind, ttl, data));
        self
    }

    /// Answers this question instead.
    pub(crate) fn about(mut self, name: &str, kind: u16) -> Self {
        self.section = [&wire(name)[..], &kind.to_be_bytes(), &[0, 1]].concat();
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let count = |list: &[Vec<u8>]| u16::try_from(list.len()).unwrap().to_be_bytes();
        // A response of a recursive server to a question that asked for recursion.
        let flags = [0x81 | u8::from(self.truncated) << 1, 0x80 | self.code];
        let head =
            [self.id.to_be_bytes(), flags, [0, 1], count(&self.answers), count(&self.authorities), [0; 2]];
        [head.concat(), self.section.clone(), self.answers.concat(), self.authorities.concat()].concat()
    }
}

/// A name on the wire.
pub(crate) fn wire(name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in name.split('.').filter(|label| !label.is_empty()) {
        bytes.push(u8::try_from(label.len()).unwrap());
        bytes.extend(label.as_bytes());
    }
    bytes.push(0);
    bytes
}

fn record(name: &str, kind: u16, ttl: u32, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    let head = [&wire(name)[..], &kind.to_be_bytes(), &[0, 1], &ttl.to_be_bytes(), &length.to_be_bytes()];
    [&head.concat()[..], data].concat()
}

/// What a server does with a question.
pub(crate) enum Action {
    Say(Vec<u8>),
    /// These datagrams, each after so long and from the server's own address or another one's.
    Send(Vec<(Duration, Source, Vec<u8>)>),
    /// One byte after the other, each so long after the one before; over TCP only.
    Drip(Duration, Vec<u8>),
    Nothing,
}

#[derive(Clone, Copy)]
pub(crate) enum Source {
    Own,
    Stranger,
}

impl From<Reply> for Action {
    fn from(reply: Reply) -> Self {
        Self::Say(reply.bytes())
    }
}

/// A name server on one port of 127.0.0.1, UDP and TCP, until it is dropped.
pub(crate) struct NameServer {
    pub(crate) addr: SocketAddr,
    asked: Arc<Mutex<Vec<Question>>>,
    ended: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl NameServer {
    pub(crate) fn start<T: Into<Action>>(answer: impl Fn(&Question) -> T + Send + Sync + 'static) -> Self {
        let (udp, tcp) = bind();
        let addr = udp.local_addr().unwrap();
        let (asked, ended) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let answer = Arc::new(move |question: &Question| -> Action { answer(question).into() });
        let (log, stop, reply) = (Arc::clone(&asked), Arc::clone(&ended), Arc::clone(&answer));
        let over_udp = std::thread::spawn(move || serve_udp(&udp, &stop, &log, &*reply));
        let (log, stop) = (Arc::clone(&asked), Arc::clone(&ended));
        let over_tcp = std::thread::spawn(move || serve_tcp(&tcp, &stop, &log, &*answer));
        Self { addr, asked, ended, threads: vec![over_udp, over_tcp] }
    }

    /// One that says nothing.
    pub(crate) fn silent() -> Self {
        Self::start(|_| Action::Nothing)
    }

    /// One that gives every name these addresses, for a minute.
    pub(crate) fn with(addresses: &'static [&'static str]) -> Self {
        Self::start(move |question| question.addresses(60, addresses))
    }

    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Vec<Question> {
        self.asked.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        // Both wait for something to come.
        let _ = UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.send_to(&[], self.addr));
        let _ = std::net::TcpStream::connect(self.addr);
        for thread in self.threads.drain(..) {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "a name server panicked");
        }
    }
}

fn bind() -> (UdpSocket, TcpListener) {
    loop {
        let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        // The same port may be taken over TCP.
        if let Ok(tcp) = TcpListener::bind(udp.local_addr().unwrap()) {
            return (udp, tcp);
        }
    }
}

type Log = Mutex<Vec<Question>>;

fn serve_udp(socket: &UdpSocket, ended: &AtomicBool, log: &Log, answer: &dyn Fn(&Question) -> Action) {
    let stranger = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let mut buffer = [0; 1500];
    loop {
        let (size, from) = socket.recv_from(&mut buffer).unwrap();
        if ended.load(Ordering::Relaxed) {
            return;
        }
        let question = Question::parse(&buffer[..size], from, false);
        log.lock().unwrap().push(question.clone());
        match answer(&question) {
            // Whoever asked may be gone.
            Action::Say(reply) => drop(socket.send_to(&reply, from)),
            Action::Send(replies) => {
                for (delay, source, reply) in replies {
                    std::thread::sleep(delay);
                    let _ = match source {
                        Source::Own => socket.send_to(&reply, from),
                        Source::Stranger => stranger.send_to(&reply, from),
                    };
                }
            }
            Action::Drip(..) | Action::Nothing => {}
        }
    }
}

fn serve_tcp(listener: &TcpListener, ended: &AtomicBool, log: &Log, answer: &dyn Fn(&Question) -> Action) {
    for socket in listener.incoming() {
        if ended.load(Ordering::Relaxed) {
            return;
        }
        let mut socket = socket.unwrap();
        socket.set_read_timeout(Some(LONG)).unwrap();
        let mut length = [0; 2];
        socket.read_exact(&mut length).unwrap();
        let mut message = vec![0; u16::from_be_bytes(length).into()];
        socket.read_exact(&mut message).unwrap();
        let question = Question::parse(&message, socket.peer_addr().unwrap(), true);
        log.lock().unwrap().push(question.clone());
        let framed = |reply: &[u8]| [&u16::try_from(reply.len()).unwrap().to_be_bytes(), reply].concat();
        match answer(&question) {
            Action::Say(reply) => {
                // In two parts, as a stream may come.
                let (first, rest) = (&framed(&reply)[..1], &framed(&reply)[1..]);
                socket.write_all(first).unwrap();
                socket.write_all(rest).unwrap();
            }
            Action::Drip(every, reply) => {
                for byte in framed(&reply) {
                    std::thread::sleep(every);
                    // Whoever asked may be gone.
                    if socket.write_all(&[byte]).is_err() {
                        break;
                    }
                }
            }
            Action::Send(_) | Action::Nothing => {}
        }
    }
}

/// Options that ask these servers, impatiently.
pub(crate) fn asking(servers: &[&NameServer]) -> ResolverOptions {
    ResolverOptions {
        servers: servers.iter().map(|server| server.addr).collect(),
        timeout: Some(Duration::from_millis(200)),
        attempts: Some(2),
        ..ResolverOptions::default()
    }
}

/// System files of this test alone, for its thread; removed when dropped.
pub(crate) struct System {
    folder: PathBuf,
}

impl System {
    pub(crate) fn new(resolv_conf: &str, hosts: &str) -> Self {
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("main").replace(':', "-");
        let folder = std::env::temp_dir().join(format!("corio-dns-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let system = Self { folder };
        system.write("resolv.conf", resolv_conf);
        system.write("hosts", hosts);
        system.write("nsswitch.conf", "hosts: files dns\n");
        system.write("hostname", "host\n");
        system.install();
        system
    }

    /// Has the files read anew.
    pub(crate) fn install(&self) {
        set_paths(Paths {
            resolv_conf: self.folder.join("resolv.conf"),
            hosts: self.folder.join("hosts"),
            nsswitch: self.folder.join("nsswitch.conf"),
            hostname: self.folder.join("hostname"),
        });
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        std::fs::write(self.folder.join(file), text).unwrap();
    }

    pub(crate) fn remove(&self, file: &str) {
        std::fs::remove_file(self.folder.join(file)).unwrap();
    }
}

impl Drop for System {
    fn drop(&mut self) {
        set_paths(Paths::default());
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
