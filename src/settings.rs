//! Client settings: one table of keys, and the typed values that they fill in.

use crate::dns::{DnsSettings, parse_family, parse_server};
use crate::exception::EXCEPTION;
use crate::ffi::error;
use crate::ffi::request;
use crate::ffi::value::{Array, Key, Value};
use engine::net::socket::SocketOptions;
use engine::tls::config::{
    Pem, Protocols, Secret, TlsConfig, Version, check_ciphers, read_certificates, read_key,
};
use engine::tls::verify::Reference;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// What `set()` has collected.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Seconds; see [`Timeouts`].
    pub timeouts: Timeouts,
    /// What is set on the socket.
    pub socket: SocketOptions,
    /// How names are resolved.
    pub dns: DnsSettings,
    /// Seconds for a whole conversation, from connect() on.
    pub deadline: Option<f64>,
    /// Network failures are thrown.
    pub throw: bool,
    tls: TlsConfig,
    verify_peer: Option<bool>,
    verify_peer_name: Option<bool>,
}

/// Timeouts in seconds: `None` is the INI default, negative is never, 0 counts as `None`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timeouts {
    /// Resolving, connecting and TLS together.
    pub connect: Option<f64>,
    /// One receive.
    pub read: Option<f64>,
    /// One send.
    pub write: Option<f64>,
}

/// Why a setting is not accepted.
enum Refusal {
    /// Wrong type or range, or a contradiction: thrown.
    Misuse(String),
    /// A file that cannot be used: `set()` answers `false`.
    File(String),
}

/// What a whole `set()` came to.
pub enum Applied {
    /// Done; these keys are unknown.
    Yes(Vec<String>),
    /// Nothing was applied, because of this file.
    BadFile(String),
    /// Nothing was applied; an exception is set.
    Thrown,
}

/// A setting: its documentation, and how a value gets into [`Settings`].
pub struct Setting {
    /// The key.
    pub key: &'static str,
    /// PHP type, unit and range.
    pub kind: &'static str,
    /// The default.
    pub default: &'static str,
    /// One sentence.
    pub doc: &'static str,
    apply: fn(&mut Settings, &Given<'_>) -> Result<(), Refusal>,
}

/// A value under its key.
struct Given<'a> {
    key: &'a str,
    value: Value<'a>,
}

impl Settings {
    /// Checks all of `values`, then applies them.
    pub fn apply(&mut self, values: Array<'_>) -> Applied {
        self.apply_known(|_| true, values)
    }

    /// Checks all of `values`, of which only the keys that `is_known` accepts are known, then applies them.
    pub fn apply_known(&mut self, is_known: fn(&Setting) -> bool, values: Array<'_>) -> Applied {
        let mut next = self.clone();
        let mut unknown = Vec::new();
        for (key, value) in values.entries() {
            let key = match key {
                Key::Name(name) => name,
                Key::Index(index) => index.to_string(),
            };
            let given = Given { key: &key, value };
            let outcome = match TABLE.iter().find(|setting| setting.key == key && is_known(setting)) {
                Some(setting) => (setting.apply)(&mut next, &given),
                None if NO_EFFECT.contains(&key.as_str()) => Ok(()),
                None if NOT_HERE.contains(&key.as_str()) => Err(Refusal::Misuse(format!(
                    "setting \"{key}\" is not supported by this version and is not ignored, because the \
                     connection would be another than was asked for"
                ))),
                None => {
                    unknown.push(describe_unknown(is_known, &key));
                    Ok(())
                }
            };
            match outcome {
                Ok(()) => {}
                Err(Refusal::File(text)) => return Applied::BadFile(text),
                Err(Refusal::Misuse(text)) => {
                    error::throw(&EXCEPTION, &text, crate::exception::code::INVALID_PARAMS);
                    return Applied::Thrown;
                }
            }
        }
        // Key and passphrase may come in any order, in one set() or in two.
        if let (Some(key), Some(passphrase)) = (&next.tls.shared.key_file, &next.tls.shared.passphrase)
            && let Err(reason) = read_key(key, Some(passphrase))
        {
            return Applied::BadFile(format!("setting \"ssl_key_file\": {key}: {reason}"));
        }
        *self = next;
        Applied::Yes(unknown)
    }

    /// The TLS settings as they take effect now, INI defaults included.
    #[must_use]
    pub fn tls(&self) -> TlsConfig {
        let mut tls = self.tls.clone();
        let default = request::ini_long("corio.tls_verify") != 0;
        tls.verify.peer = self.verify_peer.unwrap_or(default);
        // Without the chain the name proves nothing, so it goes with it unless asked for by itself.
        tls.verify.name = self.verify_peer_name.unwrap_or(tls.verify.peer);
        let trust = &mut tls.shared.trust;
        if trust.file.is_none() && trust.path.is_none() {
            let ini =
                |name| Some(request::ini_string(name)).filter(|path| !path.is_empty()).map(PathBuf::from);
            (trust.file, trust.path) = (ini("openssl.cafile").map(Pem::File), ini("openssl.capath"));
        }
        tls
    }
}

/// The settings of a TCP client.
pub static TABLE: &[Setting] = &[
    Setting {
        key: "timeout",
        kind: "float seconds",
        default: "null",
        doc: "Sets connect_timeout, read_timeout and write_timeout.",
        apply: |s, v| {
            let seconds = v.seconds()?;
            s.timeouts = Timeouts { connect: seconds, read: seconds, write: seconds };
            Ok(())
        },
    },
    Setting {
        key: "connect_timeout",
        kind: "float seconds",
        default: "corio.connect_timeout (10)",
        doc: "Bounds resolving, connecting and the TLS handshake together, and enableSSL(). Negative: never.",
        apply: |s, v| v.seconds().map(|seconds| s.timeouts.connect = seconds),
    },
    Setting {
        key: "read_timeout",
        kind: "float seconds",
        default: "corio.read_timeout (60)",
        doc: "Bounds one recv(). Negative: never.",
        apply: |s, v| v.seconds().map(|seconds| s.timeouts.read = seconds),
    },
    Setting {
        key: "write_timeout",
        kind: "float seconds",
        default: "corio.write_timeout (60)",
        doc: "Bounds one send(). Negative: never.",
        apply: |s, v| v.seconds().map(|seconds| s.timeouts.write = seconds),
    },
    Setting {
        key: "throw",
        kind: "bool",
        default: "false",
        doc: "Throws Corio\\NetworkException where a network failure would answer false.",
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
        kind: "string IP address",
        default: "null",
        doc: "The local address; only addresses of its family are connected to.",
        apply: |s, v| {
            let text = v.text()?;
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
        doc: "SO_SNDBUF and SO_RCVBUF.",
        apply: |s, v| v.size().map(|bytes| s.socket.buffer_size = Some(bytes)),
    },
    Setting {
        key: "deadline",
        kind: "float seconds",
        default: "null",
        doc: "Bounds the whole conversation from the beginning of connect() on; when it passes, the connection is closed.",
        apply: |s, v| v.seconds().map(|seconds| s.deadline = seconds.filter(|&seconds| seconds > 0.0)),
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
                seconds.transpose().map_err(|_| v.misuse("a positive number of seconds", "another"))?;
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
    Setting {
        key: "ssl_verify_peer",
        kind: "bool",
        default: "corio.tls_verify (true)",
        doc: "The certificate chain has to lead to a trusted certificate.",
        apply: |s, v| v.bool().map(|flag| s.verify_peer = Some(flag)),
    },
    Setting {
        key: "ssl_verify_peer_name",
        kind: "bool",
        default: "as ssl_verify_peer",
        doc: "The certificate has to carry the name or address in its subjectAltName.",
        apply: |s, v| v.bool().map(|flag| s.verify_peer_name = Some(flag)),
    },
    Setting {
        key: "ssl_allow_self_signed",
        kind: "bool",
        default: "false",
        doc: "Accepts a certificate that signs itself; name and dates are still checked.",
        apply: |s, v| v.bool().map(|flag| s.tls.verify.allow_self_signed = flag),
    },
    Setting {
        key: "ssl_host_name",
        kind: "string",
        default: "the host given to connect()",
        doc: "The name that is sent (SNI) and checked. Empty: nothing is sent, the connected host is checked.",
        apply: |s, v| {
            let name = v.text()?;
            if !name.is_empty() {
                Reference::parse(&name)
                    .map_err(|reason| Refusal::Misuse(format!("setting \"{}\": {reason}", v.key)))?;
            }
            s.tls.host_name = Some(name);
            Ok(())
        },
    },
    Setting {
        key: "ssl_cafile",
        kind: "string path or PEM text",
        default: "openssl.cafile, else SSL_CERT_FILE, else the system's",
        doc: "Trusted certificates; they replace the default ones.",
        apply: |s, v| {
            s.tls.shared.trust.file = Some(v.certificates()?);
            Ok(())
        },
    },
    Setting {
        key: "ssl_capath",
        kind: "string path",
        default: "openssl.capath, else SSL_CERT_DIR, else the system's",
        doc: "A folder of trusted certificates named by subject hash (openssl rehash).",
        apply: |s, v| {
            let path = v.path()?;
            if !path.is_dir() {
                return Err(v.bad_file(&path.into(), "not a folder that can be read"));
            }
            s.tls.shared.trust.path = Some(path);
            Ok(())
        },
    },
    Setting {
        key: "ssl_cert_file",
        kind: "string path or PEM text",
        default: "null",
        doc: "The client's certificate and its chain.",
        apply: |s, v| {
            s.tls.shared.cert_file = Some(v.certificates()?);
            Ok(())
        },
    },
    Setting {
        key: "ssl_key_file",
        kind: "string path or PEM text",
        default: "ssl_cert_file",
        doc: "The client's private key.",
        apply: |s, v| {
            let pem = v.pem()?;
            // Whether the passphrase fits is seen when the key is used: it may be set later.
            if let Err(reason) = read_key(&pem, s.tls.shared.passphrase.as_ref())
                && !reason.contains("ssl_passphrase")
            {
                return Err(v.bad_file(&pem, &reason));
            }
            s.tls.shared.key_file = Some(pem);
            Ok(())
        },
    },
    Setting {
        key: "ssl_passphrase",
        kind: "string",
        default: "null",
        doc: "What the private key is encrypted with.",
        apply: |s, v| v.text().map(|text| s.tls.shared.passphrase = Some(Secret(text))),
    },
    Setting {
        key: "ssl_verify_depth",
        kind: "int 0 to 255",
        default: "100",
        doc: "How many intermediate certificates a chain may have.",
        apply: |s, v| v.int(0, 255).map(|depth| s.tls.verify.depth = Some(depth as u32)),
    },
    Setting {
        key: "ssl_ciphers",
        kind: "string",
        default: "OpenSSL's",
        doc: "Cipher list for TLS 1.2 and below, in OpenSSL's syntax.",
        apply: |s, v| {
            let list = v.text()?;
            check_ciphers(&list)
                .map_err(|reason| v.misuse("a usable cipher list", &format!("\"{list}\" ({reason})")))?;
            s.tls.shared.ciphers = Some(list);
            Ok(())
        },
    },
    Setting {
        key: "ssl_protocols",
        kind: "int mask of Corio\\SSL_TLSv1 to Corio\\SSL_TLSv1_3",
        default: "0 (TLS 1.2 and above)",
        doc: "The TLS versions that may be negotiated, without a hole. Below 1.2 needs ssl_security_level 0.",
        apply: |s, v| {
            let mask = v.int(0, 255)?;
            s.tls.shared.protocols = protocols(mask)
                .ok_or_else(|| v.misuse("a mask of adjacent TLS versions", &mask.to_string()))?;
            Ok(())
        },
    },
    Setting {
        key: "ssl_security_level",
        kind: "int 0 to 5",
        default: "2",
        doc: "OpenSSL's security level: key sizes and signatures that are accepted.",
        apply: |s, v| v.int(0, 5).map(|level| s.tls.shared.security_level = Some(level as u32)),
    },
];

/// Whether `Coroutine::set()` takes the setting as the request's default.
#[must_use]
pub fn is_request_setting(setting: &Setting) -> bool {
    setting.key.starts_with("dns_") || setting.key == "ip_family"
}

/// Keys of Swoole's classes that mean nothing for this client.
const NO_EFFECT: &[&str] = &[
    "ssl_compress",
    "ssl_disable_compression",
    "ssl_grease",
    "ssl_method",
    "buffer_high_watermark",
    "buffer_low_watermark",
    "package_max_length",
    "keep_alive",
    "max_retries",
    "lowercase_header",
    "http_compression",
    "body_decompression",
    "write_func",
    "websocket_mask",
    "websocket_compression",
    "defer",
];

/// What must not be shown again.
#[must_use]
pub fn is_secret(key: &Key, value: &Value<'_>) -> bool {
    let is_private = matches!(value, Value::Str(text) if Pem::is_inline(&text.text()));
    matches!(key, Key::Name(name) if name == "ssl_passphrase" || (name == "ssl_key_file" && is_private))
}

/// Keys that would change what travels, where, or who is trusted, and that this version lacks.
const NOT_HERE: &[&str] = &[
    "open_eof_check",
    "open_eof_split",
    "package_eof",
    "open_length_check",
    "package_length_type",
    "package_length_offset",
    "package_body_offset",
    "package_length_func",
    "open_mqtt_protocol",
    "open_fastcgi_protocol",
    "open_http2_protocol",
    "socks5_host",
    "socks5_port",
    "socks5_username",
    "socks5_password",
    "http_proxy_host",
    "http_proxy_port",
    "http_proxy_user",
    "http_proxy_username",
    "http_proxy_password",
    "ssl_ecdh_curve",
    "ssl_alpn_protocols",
    "ssl_min_version",
    "ssl_max_version",
    "ssl_ciphersuites",
    "ssl_peer_fingerprint",
    "ssl_crlfile",
    "ssl_ocsp_stapling",
    "ssl_starttls",
    "ssl_starttls_name",
    "ssl_session_from",
    "ssl_keylog",
];

impl Given<'_> {
    fn misuse(&self, expected: &str, given: &str) -> Refusal {
        Refusal::Misuse(format!("setting \"{}\" must be {expected}, {given} given", self.key))
    }

    fn wrong_type(&self, expected: &str) -> Refusal {
        self.misuse(&format!("of type {expected}"), self.value.type_name())
    }

    fn bad_file(&self, file: &Pem, reason: &str) -> Refusal {
        Refusal::File(format!("setting \"{}\": {file}: {reason}", self.key))
    }

    /// A path, or the text itself if it begins like PEM.
    fn pem(&self) -> Result<Pem, Refusal> {
        match self.value {
            Value::Str(text) if Pem::is_inline(&text.text()) => Ok(Pem::Inline(Secret(self.text()?))),
            _ => Ok(self.path()?.into()),
        }
    }

    fn certificates(&self) -> Result<Pem, Refusal> {
        let pem = self.pem()?;
        read_certificates(&pem).map_err(|reason| self.bad_file(&pem, &reason))?;
        Ok(pem)
    }

    fn bool(&self) -> Result<bool, Refusal> {
        match self.value {
            Value::Bool(flag) => Ok(flag),
            // Swoole's scripts write 1 and 0.
            Value::Int(number @ 0..=1) => Ok(number == 1),
            _ => Err(self.wrong_type("bool")),
        }
    }

    fn int(&self, min: i64, max: i64) -> Result<i64, Refusal> {
        match self.value {
            Value::Int(number) if (min..=max).contains(&number) => Ok(number),
            Value::Int(number) => Err(self.misuse(&format!("between {min} and {max}"), &number.to_string())),
            _ => Err(self.wrong_type("int")),
        }
    }

    fn seconds(&self) -> Result<Option<f64>, Refusal> {
        match self.value {
            Value::Null => Ok(None),
            Value::Int(seconds) => Ok(Some(seconds as f64)),
            Value::Float(seconds) if seconds.is_finite() => Ok(Some(seconds)),
            Value::Float(seconds) => Err(self.misuse("a finite number of seconds", &seconds.to_string())),
            Value::Str(text) => match text.text().trim().parse::<f64>() {
                Ok(seconds) if seconds.is_finite() => Ok(Some(seconds)),
                _ => Err(self.misuse("a number of seconds", "another string")),
            },
            _ => Err(self.wrong_type("float")),
        }
    }

    fn text(&self) -> Result<String, Refusal> {
        let Value::Str(text) = self.value else { return Err(self.wrong_type("string")) };
        match std::str::from_utf8(text.bytes()) {
            Ok(text) if !text.contains('\0') => Ok(text.to_owned()),
            Ok(_) => Err(self.misuse("without NUL bytes", "one with a NUL byte")),
            Err(_) => Err(self.misuse("valid UTF-8", "other bytes")),
        }
    }

    fn path(&self) -> Result<PathBuf, Refusal> {
        let text = self.text()?;
        if text.is_empty() {
            return Err(self.misuse("a path", "an empty string"));
        }
        if text.contains("://") {
            return Err(self.misuse("a path of the file system", &format!("\"{text}\"")));
        }
        let path = PathBuf::from(&text);
        if !request::path_allowed(&text) {
            return Err(self.bad_file(&path.into(), "open_basedir does not allow it"));
        }
        Ok(path)
    }

    fn size(&self) -> Result<usize, Refusal> {
        let bytes = match self.value {
            Value::Int(bytes) => Some(bytes),
            Value::Str(text) => parse_size(&text.text()),
            _ => return Err(self.wrong_type("int or string")),
        };
        bytes
            .filter(|bytes| (1..=i64::from(i32::MAX)).contains(bytes))
            .and_then(|bytes| usize::try_from(bytes).ok())
            .ok_or_else(|| self.misuse("a size between 1 byte and 2 GiB", "another value"))
    }
}

fn parse_size(text: &str) -> Option<i64> {
    let (digits, factor) = match text.as_bytes().last()?.to_ascii_lowercase() {
        b'k' => (&text[..text.len() - 1], 1 << 10),
        b'm' => (&text[..text.len() - 1], 1 << 20),
        b'g' => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1),
    };
    digits.trim().parse::<i64>().ok()?.checked_mul(factor)
}

/// Swoole's bits; those of SSL 2 and 3 and of DTLS select nothing here.
fn protocols(mask: i64) -> Option<Protocols> {
    if mask == 0 {
        return Some(Protocols::default());
    }
    let versions = [(8, Version::Tls10), (16, Version::Tls11), (32, Version::Tls12), (64, Version::Tls13)];
    let chosen: Vec<usize> = (0..versions.len()).filter(|&at| mask & versions[at].0 != 0).collect();
    let (first, last) = (*chosen.first()?, *chosen.last()?);
    let has_hole = last - first + 1 != chosen.len();
    let is_known = mask & !(8 | 16 | 32 | 64) == 0;
    (!has_hole && is_known).then(|| Protocols { min: versions[first].1, max: Some(versions[last].1) })
}

fn describe_unknown(is_known: fn(&Setting) -> bool, key: &str) -> String {
    let shown = engine::error::printable(key.as_bytes());
    let nearest = TABLE
        .iter()
        .filter(|setting| is_known(setting))
        .map(|setting| (distance(key, setting.key), setting.key))
        .min();
    match nearest {
        Some((distance, nearest)) if distance <= nearest.len() / 2 => {
            format!("unknown setting \"{shown}\"; did you mean \"{nearest}\"?")
        }
        _ => format!("unknown setting \"{shown}\""),
    }
}

/// Levenshtein's edit distance.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.bytes().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
