//! `Corio\Coroutine\Client`.

use crate::coroutine::table::{self, Interrupted};
use crate::exception::{self, EXCEPTION, code};
use crate::face::coroutine::wait;
use crate::ffi::call::{Call, Object, Outcome, Thrown, warn_of_all};
use crate::ffi::class::{Class, Function, Parent, Property};
use crate::ffi::coroutine::Site;
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::value::Owned;
use crate::handler;
use crate::ini;
use crate::settings::{Applied, Settings, is_secret};
use engine::client::ConnectOptions;
use engine::net::addr::Family;
use engine::time::Deadline;
use engine::{Error, Kind, Phase};
use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

static HANDLE: ClassHandle = ClassHandle::new();

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Coroutine\\Client",
    doc: "A TCP client that lets the other coroutines run while it waits.\n\n\
          Failures of the network answer `false` and set `errCode` and `errMsg`; misuse throws.\n\
          One coroutine may receive while another one sends; two of a kind throw.\n\n\
          ```php\n\
          $client = new \\Corio\\Coroutine\\Client(\\Corio\\SOCK_TCP | \\Corio\\SSL);\n\
          if (!$client->connect('localhost', 993, 5.0)) {\n\
          \x20   die($client->errMsg);\n\
          }\n\
          echo $client->recv(), $client->getTlsInfo()['version'];\n\
          ```",
    parent: Parent::None,
    has_data: true,
    is_final: false,
    handle: &HANDLE,
    properties: &[
        Property {
            name: "errCode",
            kind: "int",
            default: "0",
            doc: "Code of the last failure: errno or one of Corio\\ERROR_*; 0 after a success.",
        },
        Property {
            name: "errMsg",
            kind: "string",
            default: "''",
            doc: "The last failure: phase, host, port and reason.",
        },
        Property {
            name: "fd",
            kind: "int",
            default: "-1",
            doc: "The socket's descriptor; -1 without a connection.",
        },
        Property { name: "type", kind: "int", default: "1", doc: "What the constructor was given." },
        Property {
            name: "setting",
            kind: "array|null",
            default: "null",
            doc: "What set() was given, merged.",
        },
        Property {
            name: "connected",
            kind: "bool",
            default: "false",
            doc: "Whether there is a connection. The peer may have gone meanwhile.",
        },
    ],
    constants: &[("MSG_OOB", 1), ("MSG_PEEK", 2), ("MSG_DONTWAIT", 64), ("MSG_WAITALL", 256)],
    methods: &[
        Function {
            signature: "__construct(int $type = 1)",
            handler: handler!(construct),
            doc: "@param int $type Corio\\SOCK_TCP (both address families) or Corio\\SOCK_TCP6, optionally\n\
                  | Corio\\SSL for TLS from the first byte on\n\
                  @throws \\TypeError for a number that is no socket type\n\
                  @throws \\Corio\\Exception for one that this version does not support",
        },
        Function {
            signature: "set(array $settings): bool",
            handler: handler!(set),
            doc: "Merges settings, see below. They take effect at the next connect() or\n\
                  enableSSL(); timeouts at once. Either all are applied or none.\n\n\
                  @return bool false for an empty array, or if a file cannot be used (errMsg names key and path)\n\
                  @throws \\Corio\\Exception for a wrong type or range",
        },
        Function {
            signature: "connect(string $host, int $port = 0, ?float $timeout = null, int $sock_flag = 0): bool",
            handler: handler!(connect),
            doc: "Resolves, connects and, with Corio\\SSL, negotiates TLS: all within the timeout.\n\n\
                  After a failure it may be called again.\n\n\
                  @param string $host a name or an IP address\n\
                  @param float|null $timeout seconds; null or 0: connect_timeout; negative: never. Another value\n\
                  becomes the timeout of later sends and receives too\n\
                  @param int $sock_flag without effect",
        },
        Function {
            signature: "enableSSL(?float $timeout = null): bool",
            handler: handler!(enable_ssl),
            doc: "Upgrades the connection to TLS (STARTTLS), with SNI, verified inside the handshake.\n\n\
                  Any failure closes the connection. So does plaintext that the server has sent already: it\n\
                  was injected.\n\n\
                  @param float|null $timeout seconds for the whole handshake; null or 0: connect_timeout\n\
                  @throws \\Corio\\Exception while another coroutine sends or receives",
        },
        Function {
            signature: "send(string $data, ?float $timeout = null): int|false",
            handler: handler!(send),
            doc: "Sends all of the data.\n\n\
                  @param float|null $timeout seconds; null or 0: write_timeout; negative: never\n\
                  @return int|false bytes sent; after a timeout perhaps fewer than given, with errCode 110",
        },
        Function {
            signature: "recv(?float $timeout = null): string|false",
            handler: handler!(recv),
            doc: "Receives what is there, at most 64 KiB; waits if nothing is.\n\n\
                  @param float|null $timeout seconds; null or 0: read_timeout; negative: never\n\
                  @return string|false '' when the peer has closed cleanly",
        },
        Function {
            signature: "peek(int $length = 65535): string|false",
            handler: handler!(peek),
            doc: "Looks at what is there without taking it and without waiting.\n\n\
                  @param int $length bytes, at most 65535\n\
                  @return string|false false with errCode 11 when nothing is there",
        },
        Function {
            signature: "getPeerCert(): string|false",
            handler: handler!(get_peer_cert),
            doc: "The peer's certificate in PEM format.",
        },
        Function {
            signature: "verifyPeerCert(bool $allow_self_signed = false): bool",
            handler: handler!(verify_peer_cert),
            doc: "Checks certificate, chain and name again, completely, whatever the settings switch off.",
        },
        Function {
            signature: "getTlsInfo(): array|false",
            handler: handler!(get_tls_info),
            doc: "What TLS has negotiated.\n\n\
                  @return array{version: string, cipher: string, sni: string, resumed: bool}|false",
        },
        Function {
            signature: "isConnected(): bool",
            handler: handler!(is_connected),
            doc: "Whether there is a connection. The peer may have gone meanwhile.",
        },
        Function {
            signature: "getsockname(): array|false",
            handler: handler!(getsockname),
            doc: "The local address.\n\n@return array{host: string, address: string, port: int}|false",
        },
        Function {
            signature: "getpeername(): array|false",
            handler: handler!(getpeername),
            doc: "The peer's address.\n\n@return array{host: string, address: string, port: int}|false",
        },
        Function {
            signature: "close(): bool",
            handler: handler!(close),
            doc: "Closes the connection. Whoever waits on it gets errCode 125; then it answers false with 10019.",
        },
    ],
};

/// Socket types and flags.
pub const CONSTANTS: &[(&str, i64)] = &[
    ("SOCK_TCP", TCP),
    ("SOCK_TCP6", TCP6),
    ("SSL", SSL),
    ("SSL_TLSv1", 8),
    ("SSL_TLSv1_1", 16),
    ("SSL_TLSv1_2", 32),
    ("SSL_TLSv1_3", 64),
];

const TCP: i64 = 1;
const TCP6: i64 = 3;
const SSL: i64 = 512;
/// Bytes that one recv() takes at most.
const CHUNK: usize = 65536;

/// The Rust side of a client object.
struct Client {
    engine: engine::client::Client,
    is_ssl: bool,
    is_ipv6: bool,
    settings: RefCell<Settings>,
    /// What connect()'s explicit timeout left for later calls, in seconds.
    inherited_timeout: Cell<Option<f64>>,
    /// The setting `deadline`, as of the last connect().
    conversation: Cell<Deadline>,
    port: Cell<i64>,
    host: RefCell<String>,
    reader: Busy,
    writer: Busy,
    /// Whether the error properties are set, so that a success need not touch them otherwise.
    has_error: Cell<bool>,
}

/// Which coroutine uses one direction of the connection.
#[derive(Default)]
struct Busy(Cell<Option<i64>>);

/// Holds a direction until the operation is over.
struct Held<'a>(&'a Busy);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.0.set(None);
    }
}

fn construct(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let kind = call.int(0, TCP)?;
    let this = call.this();
    if this.is_installed() {
        error::throw(&EXCEPTION, "the constructor was called already", 0);
        return Err(Thrown);
    }
    let socket = kind & !(SSL | 1024 | 2048 | 4096);
    if !(1..=8).contains(&socket) {
        let message = format!(
            "Corio\\Coroutine\\Client::__construct(): Argument #1 ($type) must be a client type, \
             unknown type {kind} given"
        );
        error::throw_type_error(&message);
        return Err(Thrown);
    }
    if !matches!(socket, TCP | TCP6) || kind & !(SSL | socket) != 0 {
        let message = format!("this version supports Corio\\SOCK_TCP, SOCK_TCP6 and SSL, type {kind} given");
        error::throw(&EXCEPTION, &message, code::INVALID_PARAMS);
        return Err(Thrown);
    }
    this.install(Client {
        engine: engine::client::Client::default(),
        is_ssl: kind & SSL != 0,
        is_ipv6: socket == TCP6,
        settings: RefCell::default(),
        inherited_timeout: Cell::new(None),
        conversation: Cell::new(Deadline::NEVER),
        port: Cell::new(0),
        host: RefCell::default(),
        reader: Busy::default(),
        writer: Busy::default(),
        has_error: Cell::new(false),
    });
    this.set(property::TYPE, Owned::int(kind));
    Ok(())
}

/// Slots of the declared properties.
mod property {
    pub(super) const ERR_CODE: u32 = 0;
    pub(super) const ERR_MSG: u32 = 1;
    pub(super) const FD: u32 = 2;
    pub(super) const TYPE: u32 = 3;
    pub(super) const SETTING: u32 = 4;
    pub(super) const CONNECTED: u32 = 5;
}

fn set(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let values = call.array(0)?;
    let (this, client) = this(call)?;
    if values.entries().next().is_none() {
        call.answer_bool(false);
        return Ok(());
    }
    let applied = client.settings.borrow_mut().apply(values);
    match applied {
        Applied::Thrown => Err(Thrown),
        Applied::BadFile(reason) => {
            note_error(this, client, code::SSL_CONTEXT, &reason);
            call.answer_bool(false);
            Ok(())
        }
        Applied::Yes(unknown) => {
            this.merge(property::SETTING, values, is_secret);
            succeed(this, client);
            call.answer_bool(true);
            warn_of_all(unknown)
        }
    }
}

fn connect(call: &mut Call) -> Outcome {
    call.expect(1, 4)?;
    let host = call.string(0)?.text();
    let port = call.int(1, 0)?;
    let timeout = call.float(2)?;
    call.int(3, 0)?;
    let (this, client) = this(call)?;
    let _both = client.hold_both("connect")?;
    let Some(port) = u16::try_from(port).ok().filter(|&port| port != 0) else {
        let reason = format!("the port is invalid: {port} is not between 1 and 65535");
        return refuse(call, code::BAD_PORT, &reason);
    };
    if host.is_empty() || host.contains('\0') {
        let reason = if host.is_empty() { "the host is empty" } else { "the host contains a NUL byte" };
        return refuse(call, code::BAD_HOST, reason);
    }
    if client.engine.is_connected() {
        let error = Error::new(Phase::Connect, Kind::AlreadyConnected);
        return fail(call, &error.with_peer(&client.engine.peer()), false);
    }
    if is_killed(call, client, Phase::Connect)? {
        return Ok(());
    }
    client.port.set(port.into());
    client.host.borrow_mut().clone_from(&host);
    client.inherited_timeout.set(timeout.filter(|&seconds| seconds != 0.0));
    let options = client.connect_options();
    client.start_conversation();
    let deadline = client.deadline(timeout, Phase::Connect);
    let connected = wait("connect()", client.engine.connect(&host, port, &options, deadline));
    let connected = settle(call, client, Phase::Connect, connected)?;
    if connected.is_some() {
        let descriptor = client.engine.descriptor().unwrap_or(-1);
        this.set(property::FD, Owned::int(descriptor.into()));
        this.set(property::CONNECTED, Owned::bool(true));
        call.answer_bool(true);
    }
    Ok(())
}

fn enable_ssl(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let timeout = call.float(0)?;
    let (_, client) = this(call)?;
    let _both = client.hold_both("enableSSL")?;
    if is_killed(call, client, Phase::Handshake)? {
        return Ok(());
    }
    let config = client.settings.borrow().tls();
    let deadline = client.deadline(timeout, Phase::Handshake);
    let upgraded = wait("enableSSL()", client.engine.enable_tls(&config, deadline));
    if settle(call, client, Phase::Handshake, upgraded)?.is_some() {
        call.answer_bool(true);
    }
    Ok(())
}

fn send(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let data = call.string(0)?.bytes();
    let timeout = call.float(1)?;
    let (this, client) = this(call)?;
    let _writer = client.hold(&client.writer, "send")?;
    if data.is_empty() {
        note_error(this, client, code::INVALID_PARAMS, "data to send is empty");
        call.answer_bool(false);
        error::warning("data to send is empty");
        return Ok(());
    }
    if is_killed(call, client, Phase::Send)? {
        return Ok(());
    }
    let at_once = match client.engine.try_send(data) {
        Ok(at_once) => at_once,
        Err(failure) => return fail(call, &failure, true),
    };
    if at_once < data.len() {
        let deadline = client.deadline(timeout, Phase::Send);
        match wait("send()", client.engine.send(&data[at_once..], deadline)) {
            Ok(Ok(())) => {}
            Ok(Err((taken, failure))) => {
                let failure = client.judge(failure);
                note_if_closed(this, client);
                return partly_sent(call, at_once + taken, &failure);
            }
            Err(Interrupted::Killed) => return partly_sent(call, at_once, &client.cancelled(Phase::Send)),
            Err(Interrupted::Thrown) => return Err(Thrown),
        }
    }
    succeed(this, client);
    call.answer(count(data.len()));
    Ok(())
}

/// A send that failed: `false`, or how much was on its way before.
fn partly_sent(call: &mut Call, taken: usize, failure: &Error) -> Outcome {
    if taken == 0 {
        return fail(call, failure, true);
    }
    let (this, client) = this(call)?;
    note_error(this, client, exception::code_of(failure), &failure.to_string());
    call.answer(count(taken));
    Ok(())
}

fn count(bytes: usize) -> Owned {
    Owned::int(i64::try_from(bytes).unwrap_or(i64::MAX))
}

fn recv(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let timeout = call.float(0)?;
    let (_, client) = this(call)?;
    let _reader = client.hold(&client.reader, "recv")?;
    if is_killed(call, client, Phase::Receive)? {
        return Ok(());
    }
    let received = client.engine.try_recv(CHUNK, Owned::string).map_or_else(
        || {
            let deadline = client.deadline(timeout, Phase::Receive);
            wait("recv()", client.engine.recv(CHUNK, deadline, Owned::string))
        },
        Ok,
    );
    if let Some(data) = settle(call, client, Phase::Receive, received)? {
        call.answer(data);
    }
    Ok(())
}

fn peek(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let length = call.int(0, 65535)?;
    let (_, client) = this(call)?;
    if length <= 0 {
        return refuse(call, code::INVALID_PARAMS, "the length must be greater than 0");
    }
    let length = usize::try_from(length).unwrap_or(CHUNK).min(CHUNK);
    let peeked = client.engine.peek(length, Owned::string);
    if let Some(data) = settle(call, client, Phase::Receive, Ok(peeked))? {
        call.answer(data);
    }
    Ok(())
}

fn get_peer_cert(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let (this, client) = this(call)?;
    match client.engine.peer_certificate() {
        Some(pem) => {
            succeed(this, client);
            call.answer(Owned::string(&pem));
            Ok(())
        }
        None => without_tls(call, libc::EISCONN),
    }
}

fn verify_peer_cert(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let allow_self_signed = call.bool(0, false)?;
    let (this, client) = this(call)?;
    let mut config = client.settings.borrow().tls();
    config.verify.allow_self_signed = allow_self_signed;
    match client.engine.verify_again(&config) {
        Some(Ok(())) => {
            succeed(this, client);
            call.answer_bool(true);
            Ok(())
        }
        Some(Err(refusal)) => fail(call, &refusal, true),
        None => without_tls(call, libc::ENOTCONN),
    }
}

fn get_tls_info(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let (this, client) = this(call)?;
    let Some(info) = client.engine.tls_info() else { return without_tls(call, libc::ENOTCONN) };
    succeed(this, client);
    call.answer(Owned::array([
        ("version", Owned::string(info.version.as_bytes())),
        ("cipher", Owned::string(info.cipher.as_bytes())),
        ("sni", Owned::string(info.sni.unwrap_or_default().as_bytes())),
        ("resumed", Owned::bool(info.resumed)),
    ]));
    Ok(())
}

fn is_connected(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let (_, client) = this(call)?;
    call.answer_bool(client.engine.is_connected());
    Ok(())
}

fn getsockname(call: &mut Call) -> Outcome {
    address(call, engine::client::Client::local_addr)
}

fn getpeername(call: &mut Call) -> Outcome {
    address(call, engine::client::Client::peer_addr)
}

fn address(call: &mut Call, ask: fn(&engine::client::Client) -> Result<SocketAddr, Error>) -> Outcome {
    call.expect(0, 0)?;
    let (_, client) = this(call)?;
    let address = settle(call, client, Phase::Connect, Ok(ask(&client.engine)))?;
    if let Some(address) = address {
        let ip = address.ip().to_string();
        call.answer(Owned::array([
            ("host", Owned::string(ip.as_bytes())),
            ("address", Owned::string(ip.as_bytes())),
            ("port", Owned::int(address.port().into())),
        ]));
    }
    Ok(())
}

fn close(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let (this, client) = this(call)?;
    let waited_on = client.reader.0.get().or_else(|| client.writer.0.get());
    if !client.engine.close() {
        return fail(call, &client.not_connected(), true);
    }
    note_closed(this);
    match waited_on {
        None => succeed(this, client),
        Some(_) => {
            let reason = format!("close {}: another coroutine waits on the connection", client.engine.peer());
            note_error(this, client, code::CLOSE_WAIT, &reason);
        }
    }
    call.answer_bool(waited_on.is_none());
    Ok(())
}

impl Client {
    /// Takes one direction for the running coroutine.
    fn hold<'a>(&'a self, direction: &'a Busy, method: &str) -> Result<Held<'a>, Thrown> {
        if let Some(owner) = direction.0.get() {
            self.throw_concurrent(owner, method);
            return Err(Thrown);
        }
        direction.0.set(Some(table::current_id()));
        Ok(Held(direction))
    }

    fn hold_both(&self, method: &str) -> Result<(Held<'_>, Held<'_>), Thrown> {
        Ok((self.hold(&self.reader, method)?, self.hold(&self.writer, method)?))
    }

    fn throw_concurrent(&self, owner: i64, method: &str) {
        let name = |id: i64| if id < 0 { "{main}".to_owned() } else { format!("coroutine #{id}") };
        let (me, peer) = (table::current_id(), self.engine.peer());
        let message = format!(
            "the connection to {peer} is in use by {} at {}; {} cannot call {method}() on it at {}",
            name(owner),
            table::site_of(owner),
            name(me),
            Site::here(),
        );
        error::throw(&EXCEPTION, &message, code::BOUND);
    }

    fn connect_options(&self) -> ConnectOptions {
        let settings = self.settings.borrow();
        let mut socket = settings.socket.clone();
        socket.family = if self.is_ipv6 { Family::Ipv6 } else { settings.dns.family() };
        let tls = self.is_ssl.then(|| Rc::new(settings.tls()));
        ConnectOptions { socket, resolver: settings.dns.options(), tls }
    }

    /// The setting `deadline` counts from the beginning of connect().
    fn start_conversation(&self) {
        let limit = self.settings.borrow().deadline.and_then(|s| Duration::try_from_secs_f64(s).ok());
        self.conversation.set(limit.map_or(Deadline::NEVER, Deadline::after));
    }

    /// Tells a timeout of the conversation's own deadline from that of one operation, and closes then.
    fn judge(&self, mut failure: Error) -> Error {
        let conversation = self.conversation.get();
        if matches!(failure.kind, Kind::Timeout(deadline) if deadline == conversation) {
            failure.phase = Phase::Conversation;
            self.engine.close();
        }
        failure
    }

    /// When an operation has to be over that was given `explicit` seconds.
    fn deadline(&self, explicit: Option<f64>, phase: Phase) -> Deadline {
        let timeouts = self.settings.borrow().timeouts;
        let (set, default) = match phase {
            Phase::Receive => (timeouts.read, ini::READ_TIMEOUT),
            Phase::Send => (timeouts.write, ini::WRITE_TIMEOUT),
            _ => (timeouts.connect, ini::CONNECT_TIMEOUT),
        };
        let inherited =
            self.inherited_timeout.get().filter(|_| matches!(phase, Phase::Receive | Phase::Send));
        let chosen = [explicit, inherited, set].into_iter().flatten().find(|&seconds| seconds != 0.0);
        let seconds = chosen.unwrap_or_else(|| default.seconds());
        let limit = Duration::try_from_secs_f64(seconds);
        // An error means negative, or beyond what a clock can tell.
        let deadline = limit.map_or(Deadline::NEVER, Deadline::after);
        self.conversation.get().earlier(deadline)
    }

    /// The error of an operation that was to wait while its coroutine is being killed.
    fn cancelled(&self, phase: Phase) -> Error {
        Error::new(phase, Kind::Cancelled).with_peer(&self.engine.peer())
    }

    fn not_connected(&self) -> Error {
        let kind = Kind::NotConnected(self.engine.absence());
        Error::new(Phase::Connect, kind).with_peer(&self.engine.peer())
    }
}

/// Whether the call is settled because its coroutine is being killed: nothing is tried any more.
fn is_killed(call: &mut Call, client: &Client, phase: Phase) -> Result<bool, Thrown> {
    let killed = table::is_killed();
    if killed {
        fail(call, &client.cancelled(phase), false)?;
    }
    Ok(killed)
}

fn this<'a>(call: &Call) -> Result<(Object, &'a Client), Thrown> {
    let object = call.this();
    Ok((object, object.data::<Client>()?))
}

/// Sorts out how a wait ended: the result, or `None` when the call's answer is settled as `false`.
fn settle<T>(
    call: &mut Call,
    client: &Client,
    phase: Phase,
    result: Result<Result<T, Error>, Interrupted>,
) -> Result<Option<T>, Thrown> {
    match result {
        Ok(Ok(value)) => {
            succeed(call.this(), client);
            Ok(Some(value))
        }
        Ok(Err(failure)) => {
            let failure = client.judge(failure);
            if matches!(failure.kind, Kind::Tls(_) | Kind::Truncated) {
                // A broken session is of no use, and must not look as if it were.
                client.engine.close();
            }
            note_if_closed(call.this(), client);
            fail(call, &failure, true).map(|()| None)
        }
        Err(Interrupted::Killed) => {
            // An upgrade that was dropped has closed the connection.
            note_if_closed(call.this(), client);
            fail(call, &client.cancelled(phase), false).map(|()| None)
        }
        Err(Interrupted::Thrown) => Err(Thrown),
    }
}

/// Answers `false` with code and message, or throws if the script wants that of network failures.
fn fail(call: &mut Call, failure: &Error, may_throw: bool) -> Outcome {
    let (this, client) = this(call)?;
    note_error(this, client, exception::code_of(failure), &failure.to_string());
    call.answer_bool(false);
    let wants_throw = may_throw && client.settings.borrow().throw;
    // "Nothing there yet" is an answer, not a failure.
    if wants_throw && exception::code_of(failure) != i64::from(libc::EAGAIN) {
        let host = client.host.borrow().clone();
        exception::throw_network(failure, &host, client.port.get());
        return Err(Thrown);
    }
    Ok(())
}

/// Answers `false` with a warning: an argument that cannot be.
fn refuse(call: &mut Call, code: i64, reason: &str) -> Outcome {
    let (this, client) = this(call)?;
    note_error(this, client, code, reason);
    call.answer_bool(false);
    error::warning(reason);
    Ok(())
}

fn without_tls(call: &mut Call, errno: i32) -> Outcome {
    let (this, client) = this(call)?;
    if !client.engine.is_connected() {
        return fail(call, &client.not_connected(), true);
    }
    let reason = format!("TLS is not enabled on the connection to {}", client.engine.peer());
    note_error(this, client, errno.into(), &reason);
    call.answer_bool(false);
    Ok(())
}

fn note_error(this: Object, client: &Client, code: i64, message: &str) {
    client.has_error.set(true);
    this.set(property::ERR_CODE, Owned::int(code));
    this.set(property::ERR_MSG, Owned::string(message.as_bytes()));
}

fn succeed(this: Object, client: &Client) {
    if client.has_error.take() {
        this.set(property::ERR_CODE, Owned::int(0));
        this.set(property::ERR_MSG, Owned::string(b""));
    }
}

fn note_if_closed(this: Object, client: &Client) {
    if !client.engine.is_connected() {
        note_closed(this);
    }
}

fn note_closed(this: Object) {
    this.set(property::FD, Owned::int(-1));
    this.set(property::CONNECTED, Owned::bool(false));
}
