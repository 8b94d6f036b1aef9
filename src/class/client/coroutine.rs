//! `Corio\Coroutine\Client`: the other coroutines run while it waits.

use super::data::{self, succeed_with_packet};
use super::face::Face;
use super::{CHUNK, COROUTINE, MESSAGE_FLAGS, TCP, link, methods, security};
use crate::ffi::call::{Call, Outcome};
use crate::ffi::class::{Class, Function, Parent, Property};
use crate::handler;

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Coroutine\\Client",
    doc: "A client that lets the other coroutines run while it waits.\n\n\
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
    handle: &COROUTINE,
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
    constants: MESSAGE_FLAGS,
    methods: &[
        Function {
            signature: "__construct(int $type = 1, string $id = '')",
            handler: handler!(construct),
            doc: "@param int $type Corio\\SOCK_TCP or SOCK_UDP (both address families), SOCK_TCP6 or SOCK_UDP6 (IPv6\n\
                  only), SOCK_UNIX_STREAM or SOCK_UNIX_DGRAM, optionally | Corio\\SSL for TLS (DTLS) from the first\n\
                  byte on; | Corio\\KEEP, and the connection is kept for later clients, see Corio\\Client\n\
                  @param string $id with KEEP: tells connections apart beside host, port and settings\n\
                  @throws \\TypeError for a number that is no socket type\n\
                  @throws \\Corio\\Exception for one that this version does not support",
        },
        methods::SET,
        Function {
            signature: "connect(string $host, int $port = 0, ?float $timeout = null, int $sock_flag = 0): bool",
            handler: handler!(link::connect),
            doc: "Resolves, connects (through a proxy, if one is set) and, with Corio\\SSL or the setting ssl_starttls, negotiates TLS: all within\n\
                  the timeout.\n\n\
                  After a failure it may be called again.\n\n\
                  @param string $host a name or an IP address; for SOCK_UNIX_STREAM and SOCK_UNIX_DGRAM a path\n\
                  @param int $port 1 to 65535; for a path 0\n\
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
            signature: "disableSSL(?float $timeout = null): bool",
            handler: handler!(disable_ssl),
            doc: "Ends TLS in both directions and goes on in plaintext, as FTP's CCC wants it.\n\n\
                  Any failure closes the connection, also data that the server sends instead of ending TLS.\n\n\
                  @param float|null $timeout seconds; null or 0: connect_timeout\n\
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
            doc: "Receives what is there, at most 64 KiB, or one whole packet where settings say how packets are\n\
                  cut; waits if nothing is.\n\n\
                  A packet that stalls (110) is continued by the next call; one that cannot be (1201, 1202) closes\n\
                  the connection.\n\n\
                  @param float|null $timeout seconds; null or 0: read_timeout; negative: never\n\
                  @return string|false '' when the peer has closed cleanly, between two packets\n\
                  @throws \\Throwable what package_length_func throws",
        },
        Function {
            signature: "peek(int $length = 65535): string|false",
            handler: handler!(data::peek),
            doc: "Looks at what is there without taking it and without waiting.\n\n\
                  @param int $length bytes, at most 65535\n\
                  @return string|false false with errCode 11 when nothing is there",
        },
        methods::GET_PEER_CERT,
        methods::VERIFY_PEER_CERT,
        methods::GET_TLS_INFO,
        methods::IS_CONNECTED,
        methods::GETSOCKNAME,
        methods::GETPEERNAME,
        methods::SENDTO,
        methods::RECVFROM,
        methods::SENDFILE,
        methods::SHUTDOWN,
        Function {
            signature: "close(): bool",
            handler: handler!(link::close),
            doc: "Closes the connection. Whoever waits on it gets errCode 125; then it answers false with 10019.",
        },
    ],
};

fn construct(call: &mut Call) -> Outcome {
    call.expect(0, 2)?;
    let kind = call.int(0, TCP)?;
    let id = if call.count() > 1 { call.string(1)?.text() } else { String::new() };
    link::construct(call, Face::Coroutine, kind, &id)
}

fn enable_ssl(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let timeout = call.float(0)?;
    security::enable_ssl(call, timeout)
}

fn disable_ssl(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let timeout = call.float(0)?;
    security::disable_ssl(call, timeout)
}

fn send(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let data = call.string(0)?.bytes();
    let timeout = call.float(1)?;
    data::send(call, data, timeout)
}

fn recv(call: &mut Call) -> Outcome {
    // A packet that is there already is taken before anything else is looked at that it does not need.
    if call.count() == 0 && succeed_with_packet(call)? {
        return Ok(());
    }
    call.expect(0, 1)?;
    let timeout = call.float(0)?;
    data::recv(call, CHUNK, timeout)
}
