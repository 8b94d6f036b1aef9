//! `Corio\Client`: blocks, and nothing else of the script runs meanwhile.

use super::face::Face;
use super::flags;
use super::outcome::{property, this};
use super::{CHUNK, SYNCHRONOUS, data, link, methods, security};
use crate::exception::{EXCEPTION, code};
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::class::{Class, Function, Parent, Property};
use crate::ffi::error;
use crate::ffi::value::Owned;
use crate::handler;

/// Flags of recv() and send(), and what shutdown() ends.
const FLAGS: &[(&str, i64)] = &[
    ("MSG_OOB", 1),
    ("MSG_PEEK", 2),
    ("MSG_DONTWAIT", 64),
    ("MSG_WAITALL", 256),
    ("SHUT_RD", 0),
    ("SHUT_WR", 1),
    ("SHUT_RDWR", 2),
];

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Client",
    doc: "A client that blocks until an operation is done; no coroutine, timer or callback runs meanwhile.\n\n\
          It needs no event loop and works everywhere, also in destructors and at the end of a request. Failures of\n\
          the network answer `false`, set `errCode` and `errMsg`, and raise E_WARNING; misuse throws.\n\
          Handlers of signals (pcntl_async_signals) run in the middle of a wait, which then goes on.\n\n\
          ```php\n\
          $client = new \\Corio\\Client(\\Corio\\SOCK_TCP | \\Corio\\SSL);\n\
          if (!@$client->connect('localhost', 993, 5.0)) {\n\
          \x20   die($client->errMsg);\n\
          }\n\
          echo $client->recv();\n\
          ```",
    parent: Parent::None,
    has_data: true,
    is_final: false,
    handle: &SYNCHRONOUS,
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
            name: "sock",
            kind: "int",
            default: "-1",
            doc: "The socket's descriptor; -1 without a connection.",
        },
        Property { name: "type", kind: "int", default: "0", doc: "What the constructor was given." },
        Property {
            name: "setting",
            kind: "array|null",
            default: "null",
            doc: "What set() was given, merged.",
        },
        Property {
            name: "reuse",
            kind: "bool",
            default: "false",
            doc: "Whether the connection was taken from a pool.",
        },
        Property { name: "reuseCount", kind: "int", default: "0", doc: "How often it was taken from there." },
        Property { name: "id", kind: "string|null", default: "null", doc: "What the constructor was given." },
    ],
    constants: FLAGS,
    methods: &[
        Function {
            signature: "__construct(int $type, bool $async = false, string $id = '')",
            handler: handler!(construct),
            doc: "@param int $type Corio\\SOCK_TCP or SOCK_UDP (both address families), SOCK_TCP6 or SOCK_UDP6 (IPv6\n\
                  only), SOCK_UNIX_STREAM or SOCK_UNIX_DGRAM, optionally | Corio\\SSL for TLS (DTLS) from the first\n\
                  byte on; | Corio\\KEEP, and close() keeps the connection for the next client of the process that\n\
                  connects to the same host and port with the same settings: if nothing was sent since the last\n\
                  receive, nothing is left to be received and nothing has failed. One that enableSSL() has upgraded\n\
                  is never kept. php.ini's corio.keep_max and corio.keep_idle bound how many, and how long\n\
                  @param bool $async must be false: Corio\\Async\\Client is the class with callbacks\n\
                  @param string $id with KEEP: tells connections apart beside host, port and settings\n\
                  @throws \\TypeError for a number that is no socket type\n\
                  @throws \\Error for $async = true\n\
                  @throws \\Corio\\Exception for a type that this version does not support",
        },
        methods::SET,
        Function {
            signature: "connect(string $host, int $port = 0, ?float $timeout = null, int $sock_flag = 0): bool",
            handler: handler!(connect),
            doc: "Resolves, connects (through a proxy, if one is set) and, with Corio\\SSL or the setting ssl_starttls,\n\
                  negotiates TLS: all within the timeout.\n\n\
                  After a failure it may be called again.\n\n\
                  @param string $host a name or an IP address; for SOCK_UNIX_STREAM and SOCK_UNIX_DGRAM a path\n\
                  @param int $port 1 to 65535; for a path 0\n\
                  @param float|null $timeout seconds; null or 0: connect_timeout; negative: never. Another value\n\
                  becomes the timeout of later sends and receives too\n\
                  @param int $sock_flag 1: a UDP client hears nobody but the peer then, and of a refusal (111). Any other does not\n\
                  wait but answers true at once, with errCode 115 (EINPROGRESS).\n\
                  All of it, TLS included, goes on in the background while Corio\\client_select() or another wait runs;\n\
                  the client becomes writable when it is over. The next operation waits for the end, and tells of a\n\
                  failure",
        },
        Function {
            signature: "send(string $data, int $flag = 0): int|false",
            handler: handler!(send),
            doc: "Sends all of the data, within write_timeout.\n\n\
                  @param int $flag MSG_DONTWAIT: only what leaves at once; MSG_OOB: the last byte is urgent\n\
                  @return int|false bytes sent; after a timeout perhaps fewer than given, with errCode 110",
        },
        Function {
            signature: "recv(int $size = 65536, int $flag = 0): string|false",
            handler: handler!(recv),
            doc: "Receives what is there, at most so many bytes, or one whole packet where settings say how packets\n\
                  are cut; waits, at most read_timeout, if nothing is.\n\n\
                  A packet that stalls is continued by the next call; one that cannot be (1201, 1202) closes the\n\
                  connection.\n\n\
                  @param int $size at most 65536, but for MSG_WAITALL (then 64 MiB); without effect where packets are cut\n\
                  @param int $flag MSG_WAITALL (also the plain number 1, as in Swoole): all of $size, unless the\n\
                  stream ends before; MSG_PEEK: what is there stays there; MSG_DONTWAIT: does not wait; MSG_OOB,\n\
                  together with another flag: the urgent byte\n\
                  @return string|false '' when the peer has closed cleanly, between two packets; false with errCode 11\n\
                  (EAGAIN) when the time is over\n\
                  @throws \\Throwable what package_length_func throws",
        },
        Function {
            signature: "enableSSL(callable|float|null $onSslReady = null, ?float $timeout = null): bool",
            handler: handler!(enable_ssl),
            doc: "Upgrades the connection to TLS (STARTTLS), with SNI, verified inside the handshake.\n\n\
                  Any failure closes the connection. So does plaintext that the server has sent already: it\n\
                  was injected.\n\n\
                  @param callable|float|null $onSslReady of Corio\\Async\\Client only; a number is the timeout, so that\n\
                  enableSSL(5.0) means the same for all clients\n\
                  @param float|null $timeout seconds for the whole handshake; null or 0: connect_timeout\n\
                  @throws \\Corio\\Exception for a callback",
        },
        Function {
            signature: "disableSSL(?float $timeout = null): bool",
            handler: handler!(disable_ssl),
            doc: "Ends TLS in both directions and goes on in plaintext, as FTP's CCC wants it.\n\n\
                  Any failure closes the connection, also data that the server sends instead of ending TLS.\n\n\
                  @param float|null $timeout seconds; null or 0: connect_timeout",
        },
        methods::GET_PEER_CERT,
        methods::VERIFY_PEER_CERT,
        methods::GET_TLS_INFO,
        methods::IS_CONNECTED,
        methods::GETSOCKNAME,
        methods::GETPEERNAME,
        methods::SENDTO_IP,
        methods::SENDFILE,
        methods::SHUTDOWN,
        methods::GET_SOCKET,
        Function {
            signature: "close(bool $force = false): bool",
            handler: handler!(close),
            doc: "Closes the connection; with KEEP, and unless forced, it is kept for the next client.\n\n@param bool $force with KEEP: closes it for good",
        },
    ],
};

fn construct(call: &mut Call) -> Outcome {
    call.expect(1, 3)?;
    let kind = call.int(0, 0)?;
    if call.bool(1, false)? {
        error::throw_error(
            "Corio\\Client::__construct(): Argument #2 ($async) must be false, Corio\\Async\\Client is the client \
             with callbacks",
        );
        return Err(Thrown);
    }
    let id = if call.count() > 2 { Some(call.string(2)?) } else { None };
    link::construct(call, Face::Sync, kind, &id.map(|id| id.text()).unwrap_or_default())?;
    if let Some(id) = id.filter(|id| !id.bytes().is_empty()) {
        call.this().set(property::ID, Owned::string(id.bytes()));
    }
    Ok(())
}

fn connect(call: &mut Call) -> Outcome {
    let (_, client) = this(call)?;
    if link::is_nonblocking(call, client)? { link::begin_connect(call) } else { link::connect(call) }
}

fn send(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let data = call.string(0)?.bytes();
    let flags = flags::of_send(call.int(1, 0)?)?;
    if !link::join_connect(call)? {
        return Ok(());
    }
    match flags {
        None => data::send(call, data, None),
        Some(flags) => flags::send(call, data, flags),
    }
}

fn recv(call: &mut Call) -> Outcome {
    // A packet that is there already is taken first, unless a connect in the background is to be seen to.
    if call.count() == 0 && this(call)?.1.pending.borrow().is_none() && data::succeed_with_packet(call)? {
        return Ok(());
    }
    call.expect(0, 2)?;
    let size = call.int(0, 65536)?;
    let flags = flags::of_recv(call.int(1, 0)?)?;
    if size < 1 {
        return super::outcome::refuse(call, code::INVALID_PARAMS, "the size must be greater than 0");
    }
    let size = usize::try_from(size).unwrap_or(CHUNK);
    if !link::join_connect(call)? {
        return Ok(());
    }
    match flags {
        None => data::recv(call, size.min(CHUNK), None),
        Some(flags) => flags::recv(call, size, flags),
    }
}

fn enable_ssl(call: &mut Call) -> Outcome {
    call.expect(0, 2)?;
    let security::Upgrade { ready, timeout } = security::upgrade_arguments(call)?;
    if ready.is_some() {
        let message = "a client that blocks does not support the `onSslReady` callback";
        error::throw(&EXCEPTION, message, code::INVALID_PARAMS);
        return Err(Thrown);
    }
    if link::join_connect(call)? { security::enable_ssl(call, timeout) } else { Ok(()) }
}

fn disable_ssl(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let timeout = call.float(0)?;
    if link::join_connect(call)? { security::disable_ssl(call, timeout) } else { Ok(()) }
}

fn close(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    if call.bool(0, false)? {
        let (_, client) = this(call)?;
        client.note_unfit();
    }
    link::close(call)
}
