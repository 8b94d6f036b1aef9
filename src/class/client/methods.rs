//! Methods that all faces have alike.

use super::{datagrams, files, link, security};
use crate::ffi::class::Function;
use crate::handler;

pub(super) const SET: Function = Function {
    signature: "set(array $settings): bool",
    handler: handler!(link::set),
    doc: "Merges settings, see below. They take effect at the next connect() or\n\
          enableSSL(); timeouts and what cuts packets at once. Either all are applied or none.\n\n\
          @return bool false for an empty array, or if a file cannot be used (errMsg names key and path)\n\
          @throws \\Corio\\Exception for a wrong type or range",
};

pub(super) const GET_PEER_CERT: Function = Function {
    signature: "getPeerCert(): string|false",
    handler: handler!(security::get_peer_cert),
    doc: "The peer's certificate in PEM format.",
};

pub(super) const VERIFY_PEER_CERT: Function = Function {
    signature: "verifyPeerCert(bool $allow_self_signed = false): bool",
    handler: handler!(security::verify_peer_cert),
    doc: "Checks certificate, chain and name again, completely, whatever the settings switch off.",
};

pub(super) const GET_TLS_INFO: Function = Function {
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
};

pub(super) const IS_CONNECTED: Function = Function {
    signature: "isConnected(): bool",
    handler: handler!(link::is_connected),
    doc: "Whether there is a connection. The peer may have gone meanwhile.",
};

pub(super) const GETSOCKNAME: Function = Function {
    signature: "getsockname(): array|false",
    handler: handler!(link::getsockname),
    doc: "The local address.\n\n@return array{host: string, address: string, port: int}|false",
};

pub(super) const GETPEERNAME: Function = Function {
    signature: "getpeername(): array|false",
    handler: handler!(link::getpeername),
    doc: "The address of the other end: the peer's, or that of the proxy on the way.\n\n@return array{host: string, address: string, port: int}|false",
};

/// sendto(): Swoole's blocking client has another name for the first parameter.
macro_rules! send_to {
    ($address:literal) => {
        Function {
            signature: concat!("sendto(string $", $address, ", int $port, string $data): bool"),
            handler: handler!(datagrams::send_to),
            doc: concat!(
                "Sends one datagram to whoever is named; the socket is opened if there is none, without connect().\n\n\
                 @param string $",
                $address,
                " a name or an IP address; for SOCK_UNIX_DGRAM a path\n\
                 @param int $port without meaning for SOCK_UNIX_DGRAM\n\
                 @param string $data one datagram, which may be empty\n\
                 @return bool false with errCode 93 for a stream, 90 for more than a datagram can carry"
            ),
        }
    };
}

pub(super) const SENDTO: Function = send_to!("address");

pub(super) const SENDTO_IP: Function = send_to!("ip");

pub(super) const RECVFROM: Function = Function {
    signature: "recvfrom(int $length, mixed &$address, mixed &$port = 0): string|false",
    handler: handler!(datagrams::recv_from),
    doc: "Receives one datagram and tells who has sent it; waits, at most read_timeout, if there is none.\n\n\
          @param int $length bytes, at most 65536; what is longer of a datagram is lost\n\
          @param string $address set to the sender's address; for SOCK_UNIX_DGRAM its path\n\
          @param int $port set to the sender's port\n\
          @return string|false one datagram, which may be empty",
};

pub(super) const SENDFILE: Function = Function {
    signature: "sendfile(string $filename, int $offset = 0, int $length = 0): bool",
    handler: handler!(files::send_file),
    doc: "Sends a part of a regular file, within write_timeout; without TLS the kernel copies.\n\n\
          @param string $filename a path that open_basedir allows\n\
          @param int $offset bytes from the beginning\n\
          @param int $length bytes; 0 is up to the file's end\n\
          @return bool false, with a warning, if the file cannot be read; errMsg tells how much was sent",
};

pub(super) const SHUTDOWN: Function = Function {
    signature: "shutdown(int $how = 2): bool",
    handler: handler!(files::shutdown),
    doc: "Ends one direction of the connection, or both, as shutdown(2); under TLS the peer is told (close_notify).\n\n\
          @param int $how 0: receiving (SHUT_RD), 1: sending (SHUT_WR), 2: both (SHUT_RDWR)",
};

pub(super) const GET_SOCKET: Function = Function {
    signature: "getSocket(): \\Socket|false",
    handler: handler!(files::get_socket),
    doc: "The socket as an object of the extension sockets, for socket_set_option() and the like.\n\n\
          It is a descriptor of its own for the same socket: close() of the client leaves it open.\n\n\
          @return \\Socket|false false, with a warning, if the extension sockets is not loaded",
};
