//! `Corio\Coroutine\Client`: the class as PHP sees it. What its methods do is told beside:
//! [`link`] connects, names and closes, [`data`] sends and receives, [`security`] is TLS.

mod data;
mod link;
mod object;
mod outcome;
mod security;

use crate::ffi::call::Object;
use crate::ffi::class::{Class, Function, Parent, Property};
use crate::ffi::error::ClassHandle;
use crate::handler;

static HANDLE: ClassHandle = ClassHandle::new();

/// `host:port` of a client's connection, for reports.
#[must_use]
pub fn describe(object: Object) -> Option<String> {
    let client = object.is_a(&HANDLE).then(|| object.peek::<object::Client>())??;
    Some(client.engine.peer()).filter(|peer| !peer.is_empty())
}

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
            handler: handler!(link::construct),
            doc: "@param int $type Corio\\SOCK_TCP (both address families) or Corio\\SOCK_TCP6, optionally\n\
                  | Corio\\SSL for TLS from the first byte on\n\
                  @throws \\TypeError for a number that is no socket type\n\
                  @throws \\Corio\\Exception for one that this version does not support",
        },
        Function {
            signature: "set(array $settings): bool",
            handler: handler!(link::set),
            doc: "Merges settings, see below. They take effect at the next connect() or\n\
                  enableSSL(); timeouts and what cuts packets at once. Either all are applied or none.\n\n\
                  @return bool false for an empty array, or if a file cannot be used (errMsg names key and path)\n\
                  @throws \\Corio\\Exception for a wrong type or range",
        },
        Function {
            signature: "connect(string $host, int $port = 0, ?float $timeout = null, int $sock_flag = 0): bool",
            handler: handler!(link::connect),
            doc: "Resolves, connects (through a proxy, if one is set) and, with Corio\\SSL or the setting ssl_starttls, negotiates TLS: all within\n\
                  the timeout.\n\n\
                  After a failure it may be called again.\n\n\
                  @param string $host a name or an IP address\n\
                  @param float|null $timeout seconds; null or 0: connect_timeout; negative: never. Another value\n\
                  becomes the timeout of later sends and receives too\n\
                  @param int $sock_flag without effect",
        },
        Function {
            signature: "enableSSL(?float $timeout = null): bool",
            handler: handler!(security::enable_ssl),
            doc: "Upgrades the connection to TLS (STARTTLS), with SNI, verified inside the handshake.\n\n\
                  Any failure closes the connection. So does plaintext that the server has sent already: it\n\
                  was injected.\n\n\
                  @param float|null $timeout seconds for the whole handshake; null or 0: connect_timeout\n\
                  @throws \\Corio\\Exception while another coroutine sends or receives",
        },
        Function {
            signature: "disableSSL(?float $timeout = null): bool",
            handler: handler!(security::disable_ssl),
            doc: "Ends TLS in both directions and goes on in plaintext, as FTP's CCC wants it.\n\n\
                  Any failure closes the connection, also data that the server sends instead of ending TLS.\n\n\
                  @param float|null $timeout seconds; null or 0: connect_timeout\n\
                  @throws \\Corio\\Exception while another coroutine sends or receives",
        },
        Function {
            signature: "send(string $data, ?float $timeout = null): int|false",
            handler: handler!(data::send),
            doc: "Sends all of the data.\n\n\
                  @param float|null $timeout seconds; null or 0: write_timeout; negative: never\n\
                  @return int|false bytes sent; after a timeout perhaps fewer than given, with errCode 110",
        },
        Function {
            signature: "recv(?float $timeout = null): string|false",
            handler: handler!(data::recv),
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
        Function {
            signature: "getPeerCert(): string|false",
            handler: handler!(security::get_peer_cert),
            doc: "The peer's certificate in PEM format.",
        },
        Function {
            signature: "verifyPeerCert(bool $allow_self_signed = false): bool",
            handler: handler!(security::verify_peer_cert),
            doc: "Checks certificate, chain and name again, completely, whatever the settings switch off.",
        },
        Function {
            signature: "getTlsInfo(): array|false",
            handler: handler!(security::get_tls_info),
            doc: "What TLS has negotiated.\n\n\
                  `curve` is the key exchange group, `verify_result` is ok or what the settings have forgiven,\n\
                  `peer_chain` is what the peer sent, its own certificate first, in PEM format. `times` are\n\
                  seconds; with a proxy, `dns` and `connect` are the way to it. `starttls` is null unless connect() has led the dialogue; its `greeting` is what the\n\
                  server said first, as it came in plaintext: do not trust it, whoever sits on the line can\n\
                  change it. (MySQL and NATS need the nonce in it.)\n\n\
                  @return array{version: string, cipher: string, curve: string, alpn: string, sni: string,\n\
                  resumed: bool, verify_result: string, peer_chain: list<string>,\n\
                  starttls: array{protocol: string, greeting: string}|null,\n\
                  times: array{dns: float, connect: float, proxy: float, handshake: float}}|false",
        },
        Function {
            signature: "isConnected(): bool",
            handler: handler!(link::is_connected),
            doc: "Whether there is a connection. The peer may have gone meanwhile.",
        },
        Function {
            signature: "getsockname(): array|false",
            handler: handler!(link::getsockname),
            doc: "The local address.\n\n@return array{host: string, address: string, port: int}|false",
        },
        Function {
            signature: "getpeername(): array|false",
            handler: handler!(link::getpeername),
            doc: "The address of the other end: the peer's, or that of the proxy on the way.\n\n@return array{host: string, address: string, port: int}|false",
        },
        Function {
            signature: "close(): bool",
            handler: handler!(link::close),
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
