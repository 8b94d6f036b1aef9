//! Errors as PHP sees them: misuse is an exception, the network is `false` with a code and a message.

use crate::ffi::call::{Call, Outcome};
use crate::ffi::class::{Class, Function, Parent, Property};
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::value::{Kept, Owned};
use crate::handler;
use engine::proxy::{Reason, Refusal, Scheme};
use engine::{Error, Kind, Phase};

/// Misuse by the script.
pub static EXCEPTION: ClassHandle = ClassHandle::new();
/// Nobody is left who could wake `{main}`.
pub static DEADLOCK: ClassHandle = ClassHandle::new();
/// A wait was cancelled with an exception.
pub static CANCELED: ClassHandle = ClassHandle::new();
/// A coroutine's time is over.
pub static TIME_OVER: ClassHandle = ClassHandle::new();
/// `exit` was called in a coroutine.
static EXIT: ClassHandle = ClassHandle::new();
/// All of several tasks have failed.
pub static AGGREGATE: ClassHandle = ClassHandle::new();
static NETWORK: ClassHandle = ClassHandle::new();
static DNS: ClassHandle = ClassHandle::new();
static CONNECT: ClassHandle = ClassHandle::new();
static TIMEOUT: ClassHandle = ClassHandle::new();
static TLS: ClassHandle = ClassHandle::new();
static VERIFY: ClassHandle = ClassHandle::new();
static CLOSED: ClassHandle = ClassHandle::new();

/// The exception classes, parents first.
pub static CLASSES: &[Class] = &[
    exception(
        "Corio\\Exception",
        Parent::Exception,
        &EXCEPTION,
        "Misuse by the script: impossible settings, one connection used by two coroutines at once.\n\
         Base of all exceptions of this extension.",
    ),
    exception(
        "Corio\\DeadlockException",
        Parent::Own(&EXCEPTION, "Corio\\Exception"),
        &DEADLOCK,
        "{main} waits and nothing is left that could wake it. The message says who waits for what, where\n\
         and since when.",
    ),
    exception(
        "Corio\\Coroutine\\CanceledException",
        Parent::Own(&EXCEPTION, "Corio\\Exception"),
        &CANCELED,
        "Somebody has cancelled the coroutine while it waited; the code is 125. One that leaves a coroutine that was\n\
         cancelled ends it and nothing else: nobody gets it.",
    ),
    exception(
        "Corio\\Coroutine\\TimeoutException",
        Parent::Own(&EXCEPTION, "Corio\\Exception"),
        &TIME_OVER,
        "The time of timeout(), of all(), any() or race(), or of Coroutine::setTimeLimit() is over; the code is 110.",
    ),
    Class {
        name: "Corio\\ExitException",
        doc: "What exit throws in a coroutine with corio.exit_exception=On.",
        parent: Parent::Own(&EXCEPTION, "Corio\\Exception"),
        has_data: false,
        is_final: false,
        properties: &[
            Property { name: "status", kind: "mixed", default: "null", doc: "What exit was given." },
            Property { name: "flags", kind: "int", default: "0", doc: "Corio\\EXIT_IN_COROUTINE." },
        ],
        constants: &[],
        methods: &[
            Function {
                signature: "getStatus(): mixed",
                handler: handler!(get_status),
                doc: "What exit was given; null if nothing.",
            },
            Function {
                signature: "getFlags(): int",
                handler: handler!(get_flags),
                doc: "Corio\\EXIT_IN_COROUTINE.",
            },
        ],
        handle: &EXIT,
    },
    Class {
        name: "Corio\\Coroutine\\AggregateException",
        doc: "All tasks of any() have failed. The first one's exception is the previous one of this.",
        parent: Parent::Own(&EXCEPTION, "Corio\\Exception"),
        has_data: false,
        is_final: false,
        properties: &[Property {
            name: "exceptions",
            kind: "array<\\Throwable>|null",
            default: "null",
            doc: "What each task has thrown, with the keys of the tasks.",
        }],
        constants: &[],
        methods: &[],
        handle: &AGGREGATE,
    },
    Class {
        name: "Corio\\NetworkException",
        doc: "A network failure, thrown instead of answering `false` when the setting `throw` is on.\n\
              `getCode()` is what `errCode` would be.",
        parent: Parent::Own(&EXCEPTION, "Corio\\Exception"),
        has_data: false,
        is_final: false,
        properties: &[
            Property {
                name: "phase",
                kind: "string",
                default: "''",
                doc: "resolve, connect, proxy, starttls, handshake, send, receive or deadline.",
            },
            Property { name: "host", kind: "string", default: "''", doc: "The host as the script named it." },
            Property { name: "port", kind: "int", default: "0", doc: "The port." },
        ],
        constants: &[],
        methods: &[],
        handle: &NETWORK,
    },
    network("Corio\\DnsException", &DNS, "The name has no address."),
    network(
        "Corio\\ConnectException",
        &CONNECT,
        "No connection could be made; in phase proxy: the proxy could not be\n\
         reached, or did not connect to the target.",
    ),
    network("Corio\\TimeoutException", &TIMEOUT, "A deadline passed."),
    network("Corio\\TlsException", &TLS, "The TLS session could not be set up, or broke."),
    network("Corio\\VerifyException", &VERIFY, "The peer's certificate was refused."),
    network("Corio\\ClosedException", &CLOSED, "There is no connection, or it broke."),
];

const fn exception(
    name: &'static str,
    parent: Parent,
    handle: &'static ClassHandle,
    doc: &'static str,
) -> Class {
    Class {
        name,
        doc,
        parent,
        has_data: false,
        is_final: false,
        properties: &[],
        constants: &[],
        methods: &[],
        handle,
    }
}

const fn network(name: &'static str, handle: &'static ClassHandle, doc: &'static str) -> Class {
    exception(name, Parent::Own(&NETWORK, "Corio\\NetworkException"), handle, doc)
}

/// The error codes that are Swoole's own numbers; the others are the system's errno.
pub mod code {
    /// `ERROR_<name>` constants.
    pub const ALL: &[(&str, i64)] = &[
        ("MALLOC_FAIL", 501),
        ("SYSTEM_CALL_FAIL", 502),
        ("NAME_TOO_LONG", 504),
        ("INVALID_PARAMS", INVALID_PARAMS),
        ("OPERATION_NOT_SUPPORT", NOT_SUPPORTED),
        ("PROTOCOL_ERROR", PROTOCOL),
        ("WRONG_OPERATION", WRONG_OPERATION),
        ("DNSLOOKUP_RESOLVE_FAILED", DNS_FAILED),
        ("DNSLOOKUP_RESOLVE_TIMEOUT", DNS_TIMEOUT),
        ("DNSLOOKUP_UNSUPPORTED", DNS_UNSUPPORTED),
        ("DNSLOOKUP_NO_SERVER", DNS_NO_SERVER),
        ("BAD_IPV6_ADDRESS", 720),
        ("BAD_HOST_ADDR", BAD_HOST),
        ("BAD_PORT", BAD_PORT),
        ("BAD_SOCKET_TYPE", 724),
        ("EVENT_ADD_FAILED", EVENT_ADD_FAILED),
        ("OUTPUT_BUFFER_OVERFLOW", OUTPUT_OVERFLOW),
        ("SSL_NOT_READY", 1011),
        ("SSL_EMPTY_PEER_CERTIFICATE", 1013),
        ("SSL_VERIFY_FAILED", SSL_VERIFY),
        ("SSL_BAD_CLIENT", 1015),
        ("SSL_BAD_PROTOCOL", SSL_BAD_PROTOCOL),
        ("SSL_RESET", SSL_RESET),
        ("SSL_HANDSHAKE_FAILED", SSL_HANDSHAKE),
        ("SSL_CREATE_CONTEXT_FAILED", SSL_CONTEXT),
        ("SSL_CREATE_SESSION_FAILED", 1020),
        ("PACKAGE_LENGTH_TOO_LARGE", PACKET_TOO_LARGE),
        ("PACKAGE_LENGTH_NOT_FOUND", PACKET_LENGTH),
        ("CLIENT_NO_CONNECTION", NO_CONNECTION),
        ("SOCKET_CLOSED", 6001),
        ("SOCKET_NOT_EXISTS", SOCKET_NOT_EXISTS),
        ("SOCKS5_UNSUPPORT_VERSION", SOCKS_VERSION),
        ("SOCKS5_UNSUPPORT_METHOD", SOCKS_METHOD),
        ("SOCKS5_AUTH_FAILED", SOCKS_CREDENTIALS),
        ("SOCKS5_SERVER_ERROR", SOCKS_REFUSED),
        ("SOCKS5_HANDSHAKE_FAILED", SOCKS_BROKEN),
        ("SOCKS5_CONNECT_FAILED", SOCKS_TARGET),
        ("HTTP_PROXY_HANDSHAKE_ERROR", HTTP_PROXY_CLOSED),
        ("HTTP_INVALID_PROTOCOL", HTTP_PROXY_PROTOCOL),
        ("HTTP_PROXY_HANDSHAKE_FAILED", HTTP_PROXY_REFUSED),
        ("HTTP_PROXY_BAD_RESPONSE", HTTP_PROXY_NONSENSE),
        ("CO_OUT_OF_COROUTINE", 10001),
        ("CO_HAS_BEEN_BOUND", BOUND),
        ("CO_CANNOT_CANCEL", CANNOT_CANCEL),
        ("CO_NOT_EXISTS", NOT_EXISTS),
        ("CO_CANCELED", 10017),
        ("CO_TIMEDOUT", 10018),
        ("CO_SOCKET_CLOSE_WAIT", CLOSE_WAIT),
    ];
    /// An argument that cannot be.
    pub const INVALID_PARAMS: i64 = 505;
    /// Not with this kind of client, or not in this version.
    pub const NOT_SUPPORTED: i64 = 507;
    /// The server refuses the upgrade, or does not speak the protocol.
    pub const PROTOCOL: i64 = 508;
    /// Not in this state.
    pub const WRONG_OPERATION: i64 = 509;
    /// The name has no address.
    pub const DNS_FAILED: i64 = 711;
    /// The name servers did not answer in time.
    pub const DNS_TIMEOUT: i64 = 712;
    /// Not a name that can be looked up.
    pub const DNS_UNSUPPORTED: i64 = 713;
    /// No name server is configured.
    pub const DNS_NO_SERVER: i64 = 714;
    /// Not an address, or none that the bind address can reach.
    pub const BAD_HOST: i64 = 722;
    /// Not a port.
    pub const BAD_PORT: i64 = 723;
    /// A descriptor is watched already.
    pub const EVENT_ADD_FAILED: i64 = 801;
    /// Too much waits to be sent.
    pub const OUTPUT_OVERFLOW: i64 = 1009;
    /// A descriptor is not watched.
    pub const SOCKET_NOT_EXISTS: i64 = 6003;
    /// The certificate was refused.
    pub const SSL_VERIFY: i64 = 1014;
    /// Plaintext where only a TLS handshake may follow.
    pub const SSL_BAD_PROTOCOL: i64 = 1016;
    /// The stream ended without close_notify.
    pub const SSL_RESET: i64 = 1017;
    /// The handshake failed.
    pub const SSL_HANDSHAKE: i64 = 1018;
    /// Certificates, keys or ciphers cannot be used.
    pub const SSL_CONTEXT: i64 = 1019;
    /// A packet is longer than allowed.
    pub const PACKET_TOO_LARGE: i64 = 1201;
    /// What was received has no length that a packet can have.
    pub const PACKET_LENGTH: i64 = 1202;
    /// Not connected.
    pub const NO_CONNECTION: i64 = 5001;
    /// A SOCKS proxy speaks another protocol, or another version.
    pub const SOCKS_VERSION: i64 = 7001;
    /// A SOCKS proxy accepts none of the ways to authenticate.
    pub const SOCKS_METHOD: i64 = 7002;
    /// A SOCKS proxy refused the user name or the password.
    pub const SOCKS_CREDENTIALS: i64 = 7003;
    /// A SOCKS proxy does not serve the request.
    pub const SOCKS_REFUSED: i64 = 7004;
    /// A SOCKS proxy closed the connection, or talked nonsense.
    pub const SOCKS_BROKEN: i64 = 7005;
    /// A SOCKS proxy could not connect to the target.
    pub const SOCKS_TARGET: i64 = 7006;
    /// An HTTP proxy closed the connection.
    pub const HTTP_PROXY_CLOSED: i64 = 7101;
    /// What answers is no HTTP proxy.
    pub const HTTP_PROXY_PROTOCOL: i64 = 7102;
    /// An HTTP proxy refused, for whatever reason: its status line is in the message.
    pub const HTTP_PROXY_REFUSED: i64 = 7103;
    /// An HTTP proxy's answer is malformed or has no end.
    pub const HTTP_PROXY_NONSENSE: i64 = 7104;
    /// Two coroutines on one connection.
    pub const BOUND: i64 = 10002;
    /// A coroutine that does not wait, or not for something that could be cancelled.
    pub const CANNOT_CANCEL: i64 = 10015;
    /// No coroutine has this id.
    pub const NOT_EXISTS: i64 = 10016;
    /// Closed while another coroutine waited on it.
    pub const CLOSE_WAIT: i64 = 10019;
}

/// The `errCode` of an engine error: errno, or one of [`code`].
#[must_use]
pub fn code_of(error: &Error) -> i64 {
    match &error.kind {
        _ if error.phase == Phase::Conversation => libc::ETIMEDOUT.into(),
        Kind::AlreadyConnected => libc::EISCONN.into(),
        Kind::BadAddress(_) => code::BAD_HOST,
        Kind::BadFrame(_) => code::PACKET_LENGTH,
        Kind::Cancelled | Kind::CancelledBy(_) => libc::ECANCELED.into(),
        Kind::Cut => libc::ECONNRESET.into(),
        Kind::Dns(_) => code::DNS_FAILED,
        Kind::DnsNoServer(_) => code::DNS_NO_SERVER,
        Kind::DnsTimeout(_) => code::DNS_TIMEOUT,
        Kind::DnsUnsupported(_) => code::DNS_UNSUPPORTED,
        Kind::FrameTooLarge(_) => code::PACKET_TOO_LARGE,
        Kind::InvalidConfig(_) => code::SSL_CONTEXT,
        Kind::Io(error) | Kind::AllFailed(error, _) | Kind::File(error, _) => {
            error.raw_os_error().unwrap_or(libc::EIO).into()
        }
        Kind::Refused(code, _) => (*code).into(),
        Kind::NotConnected(_) => code::NO_CONNECTION,
        Kind::PlaintextBuffered(_) => code::SSL_BAD_PROTOCOL,
        Kind::Proxy(refusal) => code_of_proxy(refusal),
        Kind::StartTls(_) => code::PROTOCOL,
        Kind::Timeout(_) if error.phase == Phase::Resolve => code::DNS_TIMEOUT,
        Kind::Timeout(_) => libc::ETIMEDOUT.into(),
        Kind::Tls(_) if matches!(error.phase, Phase::Handshake | Phase::StartTls | Phase::Proxy) => {
            code::SSL_HANDSHAKE
        }
        Kind::Tls(_) | Kind::Truncated => code::SSL_RESET,
        Kind::Verify(_) => code::SSL_VERIFY,
        _ => libc::EIO.into(),
    }
}

/// Swoole's numbers tell SOCKS from HTTP; SOCKS 4 has those of SOCKS 5.
const fn code_of_proxy(refusal: &Refusal) -> i64 {
    match (refusal.scheme, refusal.reason) {
        (Scheme::Http, Reason::Closed) => code::HTTP_PROXY_CLOSED,
        (Scheme::Http, Reason::Version) => code::HTTP_PROXY_PROTOCOL,
        (Scheme::Http, Reason::Nonsense) => code::HTTP_PROXY_NONSENSE,
        (Scheme::Http, _) => code::HTTP_PROXY_REFUSED,
        (_, Reason::Version) => code::SOCKS_VERSION,
        (_, Reason::Method) => code::SOCKS_METHOD,
        (_, Reason::Credentials) => code::SOCKS_CREDENTIALS,
        (_, Reason::Refused) => code::SOCKS_REFUSED,
        (_, Reason::Target) => code::SOCKS_TARGET,
        (_, Reason::Closed | Reason::Nonsense) => code::SOCKS_BROKEN,
    }
}

/// Throws what `exit` throws in a coroutine.
pub fn throw_exit(status: Kept) {
    error::throw(&EXIT, "corio exit", 0);
    error::set_property("status", status.into_owned());
    error::set_property("flags", Owned::int(EXIT_IN_COROUTINE));
}

/// The flag of an `exit` in a coroutine.
pub const EXIT_IN_COROUTINE: i64 = 2;

fn get_status(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let status = call.this().property("status");
    call.answer(status.into_owned());
    Ok(())
}

fn get_flags(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let flags = call.this().property("flags");
    call.answer(flags.into_owned());
    Ok(())
}

/// Throws an engine error, whose `errCode` is `code`, as the exception that fits it.
pub fn throw_network(failure: &Error, code: i64, host: &str, port: i64) {
    let class = match &failure.kind {
        _ if failure.phase == Phase::Resolve => &DNS,
        _ if failure.is_timeout() => &TIMEOUT,
        Kind::Verify(_) => &VERIFY,
        Kind::Tls(_) | Kind::StartTls(_) | Kind::PlaintextBuffered(_) | Kind::InvalidConfig(_) => &TLS,
        Kind::Cancelled | Kind::CancelledBy(_) => &CLOSED,
        _ if failure.phase == Phase::Proxy => &CONNECT,
        Kind::NotConnected(_) | Kind::Truncated => &CLOSED,
        _ if matches!(failure.phase, Phase::Connect | Phase::Resolve) => &CONNECT,
        _ => &CLOSED,
    };
    let properties = [
        ("phase", error::Property::Str(failure.phase.name())),
        ("host", error::Property::Str(host)),
        ("port", error::Property::Int(port)),
    ];
    error::throw_with(class, &failure.to_string(), code, &properties);
}
