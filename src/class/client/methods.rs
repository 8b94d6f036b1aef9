//! Methods that all faces have alike.

use super::{link, security};
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
