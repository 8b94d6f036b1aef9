//! Settings of the connection: time limits, the socket, and how names are resolved.

use super::{Setting, Timeouts, limit};
use crate::dns::{parse_family, parse_server};
use crate::ffi::value::Value;
use std::net::IpAddr;
use std::time::Duration;

pub(super) static TABLE: &[Setting] = &[
    Setting {
        key: "timeout",
        kind: "float seconds",
        default: "null",
        doc: "Sets connect_timeout, read_timeout and write_timeout.",
        apply: |s, v| {
            let limit = v.limit()?;
            s.timeouts = Timeouts { connect: limit, read: limit, write: limit };
            Ok(())
        },
    },
    Setting {
        key: "connect_timeout",
        kind: "float seconds",
        default: "corio.connect_timeout (10)",
        doc: "Bounds resolving, connecting, the proxy, the dialogue before TLS and the handshake together, and enableSSL().\n\
              Negative: never.",
        apply: |s, v| v.limit().map(|limit| s.timeouts.connect = limit),
    },
    Setting {
        key: "read_timeout",
        kind: "float seconds",
        default: "corio.read_timeout (60)",
        doc: "Bounds one recv(). Negative: never. Not for Corio\\Async\\Client, which waits for nothing: deadline there,\n\
              or a Timer.",
        apply: |s, v| v.limit().map(|limit| s.timeouts.read = limit),
    },
    Setting {
        key: "write_timeout",
        kind: "float seconds",
        default: "corio.write_timeout (60)",
        doc: "Bounds one send(). Negative: never.",
        apply: |s, v| v.limit().map(|limit| s.timeouts.write = limit),
    },
    Setting {
        key: "throw",
        kind: "bool",
        default: "false",
        doc: "Throws Corio\\NetworkException where a network failure would answer false. What Corio\\Async\\Client tells by\n\
              onError is not thrown.",
        apply: |s, v| v.bool().map(|flag| s.throw = flag),
    },
    Setting {
        key: "open_tcp_nodelay",
        kind: "bool",
        default: "false",
        doc: "Sends small packets at once (TCP_NODELAY).",
        apply: |s, v| v.bool().map(|flag| s.socket.nodelay = flag),
    },
    Setting {
        key: "bind_address",
        kind: "string IP address, or path of a Unix socket",
        default: "null",
        doc: "The local address; only addresses of its family are connected to. A path (it begins with /) is for Unix\n\
              sockets, and removed when the socket is closed; without one SOCK_UNIX_DGRAM gets one below the\n\
              system's folder for temporary files.",
        apply: |s, v| {
            let text = v.text()?;
            if text.starts_with('/') {
                s.socket.bind_path = Some(v.path()?);
                return Ok(());
            }
            let ip: IpAddr = text.parse().map_err(|_| v.misuse("an IP address", &format!("\"{text}\"")))?;
            s.socket.bind_address = Some(ip);
            Ok(())
        },
    },
    Setting {
        key: "bind_port",
        kind: "int 0 to 65535",
        default: "0",
        doc: "The local port; 0 lets the system choose.",
        apply: |s, v| v.int(0, 65535).map(|port| s.socket.bind_port = port as u16),
    },
    Setting {
        key: "socket_buffer_size",
        kind: "int bytes, or string such as \"2M\"",
        default: "the system's",
        doc: "SO_SNDBUF and SO_RCVBUF. For Corio\\Async\\Client also what may wait to be sent, 8 MiB unless set.",
        apply: |s, v| v.size().map(|bytes| s.socket.buffer_size = Some(bytes)),
    },
    Setting {
        key: "bind_device",
        kind: "string",
        default: "null",
        doc: "The network interface to go through (SO_BINDTODEVICE); the system may ask for a privilege.",
        apply: |s, v| v.text().map(|name| s.socket.bind_device = Some(name).filter(|name| !name.is_empty())),
    },
    Setting {
        key: "tcp_keepalive",
        kind: "bool",
        default: "false",
        doc: "Has the system ask a silent peer whether it is still there (SO_KEEPALIVE).",
        apply: |s, v| {
            let wanted = v.bool()?;
            s.socket.keepalive = wanted.then(|| s.socket.keepalive.unwrap_or_default());
            Ok(())
        },
    },
    Setting {
        key: "tcp_keepidle",
        kind: "int seconds, 1 to 32767",
        default: "the system's",
        doc: "After how much silence the peer is asked first; switches tcp_keepalive on.",
        apply: |s, v| {
            v.int(1, 32767).map(|t| s.socket.keepalive_mut().idle = Some(Duration::from_secs(t as u64)))
        },
    },
    Setting {
        key: "tcp_keepinterval",
        kind: "int seconds, 1 to 32767",
        default: "the system's",
        doc: "How long after the question before it is asked again; switches tcp_keepalive on.",
        apply: |s, v| {
            v.int(1, 32767).map(|t| s.socket.keepalive_mut().interval = Some(Duration::from_secs(t as u64)))
        },
    },
    Setting {
        key: "tcp_keepcount",
        kind: "int 1 to 127",
        default: "the system's",
        doc: "After how many questions without an answer the connection is given up; switches tcp_keepalive on.",
        apply: |s, v| v.int(1, 127).map(|count| s.socket.keepalive_mut().count = Some(count as u32)),
    },
    Setting {
        key: "udp_broadcast",
        kind: "bool",
        default: "false",
        doc: "Allows datagrams to all hosts of a network (SO_BROADCAST).",
        apply: |s, v| v.bool().map(|flag| s.socket.broadcast = flag),
    },
    Setting {
        key: "buffer_high_watermark",
        kind: "int bytes, or string such as \"2M\"",
        default: "0.8 of socket_buffer_size",
        doc: "So much has to wait to be sent for bufferFull (Corio\\Async\\Client).",
        apply: |s, v| v.size().map(|bytes| s.watermarks.high = Some(bytes)),
    },
    Setting {
        key: "buffer_low_watermark",
        kind: "int bytes, or string such as \"2M\"",
        default: "0",
        doc: "As soon as no more waits, bufferEmpty is called, after bufferFull (Corio\\Async\\Client).",
        apply: |s, v| {
            let bytes = if matches!(v.value, Value::Int(0)) { 0 } else { v.size()? };
            s.watermarks.low = Some(bytes);
            Ok(())
        },
    },
    Setting {
        key: "deadline",
        kind: "float seconds",
        default: "null",
        doc: "Bounds the whole conversation from the beginning of connect() on; when it passes, the connection is closed.",
        apply: |s, v| {
            s.deadline = v.seconds()?.filter(|&seconds| seconds > 0.0).and_then(limit);
            Ok(())
        },
    },
    Setting {
        key: "dns_servers",
        kind: "array of strings: IP address, with a port if it is not 53 (IPv6 in brackets then)",
        default: "those of resolv.conf",
        doc: "Name servers, in the order in which they are asked.",
        apply: |s, v| {
            let Value::Array(list) = v.value else { return Err(v.wrong_type("array")) };
            let servers = list.entries().map(|(_, value)| {
                let Value::Str(text) = value else {
                    return Err(v.misuse("a list of strings", value.type_name()));
                };
                let text = text.text();
                parse_server(&text).ok_or_else(|| v.misuse("a list of IP addresses", &format!("\"{text}\"")))
            });
            let servers: Vec<_> = servers.collect::<Result<_, _>>()?;
            s.dns.servers = Some(servers).filter(|servers| !servers.is_empty());
            Ok(())
        },
    },
    Setting {
        key: "dns_timeout",
        kind: "float seconds",
        default: "that of resolv.conf (5)",
        doc: "How long one name server may take.",
        apply: |s, v| {
            let seconds = v.seconds()?.map(Duration::try_from_secs_f64);
            s.dns.timeout =
                seconds.transpose().map_err(|_| v.misuse("a positive number of seconds", &v.shown()))?;
            Ok(())
        },
    },
    Setting {
        key: "dns_attempts",
        kind: "int 1 to 10",
        default: "that of resolv.conf (2)",
        doc: "How often a silent name server is asked.",
        apply: |s, v| v.int(1, 10).map(|count| s.dns.attempts = Some(count as u32)),
    },
    Setting {
        key: "dns_cache_size",
        kind: "int 0 to 1000000",
        default: "1000",
        doc: "How many answers are remembered, each for as long as its server allows, at most an hour.",
        apply: |s, v| v.int(0, 1_000_000).map(|count| s.dns.cache_size = Some(count as u32)),
    },
    Setting {
        key: "ip_family",
        kind: "string: any, ipv4, ipv6",
        default: "corio.ip_family (any)",
        doc: "Which addresses of a name are used.",
        apply: |s, v| {
            let text = v.text()?;
            let family = parse_family(&text);
            s.dns.family = Some(family.ok_or_else(|| v.misuse("any, ipv4 or ipv6", &format!("\"{text}\"")))?);
            Ok(())
        },
    },
];
