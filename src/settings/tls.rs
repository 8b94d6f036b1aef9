//! Settings of TLS.

use super::given::Given;
use super::{Refusal, Setting};
use crate::ffi::request;
use crate::ffi::value::Value;
use crate::ini;
use engine::tls::config::{
    Ocsp, Origin, Pem, Protocols, Secret, Sessions, TlsConfig, Version, check_ciphers, check_ciphersuites,
    check_groups, check_key,
};
use engine::tls::crl::check_crls;
use engine::tls::keylog;
use engine::tls::verify::Reference;
use std::path::PathBuf;

/// Each exists for TLS to the target and, with `proxy_` before its key, for TLS to the proxy.
pub(super) static TABLE: &[Setting<TlsSettings>] = &[
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
        key: "ssl_crlfile",
        kind: "string path or PEM text",
        default: "null",
        doc: "Lists of revoked certificates (CRL), one for each CA of the chain: what none covers is refused.",
        apply: |s, v| {
            let pem = v.pem()?;
            check_crls(&pem).map_err(|reason| v.bad_file(&pem, &reason))?;
            s.tls.shared.trust.crls = Some(pem);
            Ok(())
        },
    },
    Setting {
        key: "ssl_peer_fingerprint",
        kind: "string or array",
        default: "null",
        doc: "SHA-256 in hex of the certificate, or sha256// and base64 of its key: one of them has to match, \
              whatever else is checked.",
        apply: |s, v| v.pins().map(|pins| s.tls.verify.pins = pins),
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
            if let Err(reason) = check_key(&pem, s.tls.shared.passphrase.as_ref())
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
            let range = protocols(mask);
            s.versions.mask =
                range.ok_or_else(|| v.misuse("a mask of adjacent TLS versions", &mask.to_string()))?;
            Ok(())
        },
    },
    Setting {
        key: "ssl_min_version",
        kind: "string TLSv1, TLSv1.1, TLSv1.2, TLSv1.3, or int Corio\\SSL_TLSv1 to SSL_TLSv1_3",
        default: "TLSv1.2",
        doc: "The lowest TLS version. Not together with ssl_protocols; below 1.2 needs ssl_security_level 0.",
        apply: |s, v| v.version().map(|version| s.versions.min = version),
    },
    Setting {
        key: "ssl_max_version",
        kind: "as ssl_min_version",
        default: "the library's",
        doc: "The highest TLS version. Not together with ssl_protocols.",
        apply: |s, v| v.version().map(|version| s.versions.max = version),
    },
    Setting {
        key: "ssl_ciphersuites",
        kind: "string",
        default: "OpenSSL's",
        doc: "Cipher suites for TLS 1.3, separated by colons.",
        apply: |s, v| {
            let list = v.filled("TLS 1.3 cipher suites")?;
            check_ciphersuites(&list)
                .map_err(|reason| v.misuse("TLS 1.3 cipher suites", &format!("\"{list}\" ({reason})")))?;
            s.tls.shared.ciphersuites = Some(list);
            Ok(())
        },
    },
    Setting {
        key: "ssl_ecdh_curve",
        kind: "string",
        default: "auto (OpenSSL's)",
        doc: "Key exchange groups in order of preference, separated by colons: X25519:P-256. Under TLS 1.2 the\n\
              curve of the server's certificate has to be among them.",
        apply: |s, v| {
            let list = v.filled("key exchange groups")?;
            if list == "auto" {
                s.tls.shared.groups = None;
                return Ok(());
            }
            check_groups(&list)
                .map_err(|reason| v.misuse("key exchange groups", &format!("\"{list}\" ({reason})")))?;
            s.tls.shared.groups = Some(list);
            Ok(())
        },
    },
    Setting {
        key: "ssl_alpn_protocols",
        kind: "array of strings, or string with commas",
        default: "null",
        doc: "Application protocols that are offered (ALPN), the preferred one first: h2,http/1.1.",
        apply: |s, v| {
            let protocols = if matches!(v.value, Value::Null) { Vec::new() } else { v.list()? };
            if let Some(odd) = protocols.iter().find(|name| !(1..=255).contains(&name.len())) {
                return Err(v.misuse("names of 1 to 255 bytes", &format!("\"{odd}\"")));
            }
            // Each comes with its length, and a ClientHello has room for 64 KiB of extensions.
            let size: usize = protocols.iter().map(|name| name.len() + 1).sum();
            if size > 32 << 10 {
                return Err(v.misuse("no more than 32 KiB", &format!("{size} bytes")));
            }
            s.tls.shared.alpn = protocols;
            Ok(())
        },
    },
    Setting {
        key: "ssl_ocsp_stapling",
        kind: "false, string verify or require",
        default: "false",
        doc: "Asks for proof that the certificate is not revoked. verify: one that comes has to be valid;\n\
              require: it has to come.",
        apply: |s, v| {
            s.tls.shared.ocsp = match v.value {
                Value::Bool(false) | Value::Null => Ocsp::Off,
                Value::Str(_) => match v.text()?.as_str() {
                    "verify" => Ocsp::Verify,
                    "require" => Ocsp::Require,
                    other => return Err(v.misuse("false, verify or require", &format!("\"{other}\""))),
                },
                _ => return Err(v.misuse("false, verify or require", v.value.type_name())),
            };
            Ok(())
        },
    },
    Setting {
        key: "ssl_keylog",
        kind: "string path",
        default: "null",
        doc: "Appends the session keys to a file (NSS key log format), so that Wireshark can read the traffic.\n\
              Needs corio.allow_keylog.",
        apply: |s, v| {
            if matches!(v.value, Value::Null) {
                s.tls.shared.keylog = None;
                return Ok(());
            }
            let path = v.path()?;
            if !ini::allows_keylog() {
                let reason = format!("setting \"{}\" needs corio.allow_keylog=On in php.ini", v.key);
                return Err(Refusal::Misuse(reason));
            }
            keylog::open(&path).map_err(|reason| v.bad_file(&path.clone().into(), &reason))?;
            s.tls.shared.keylog = Some(path);
            Ok(())
        },
    },
    Setting {
        key: "ssl_session_reuse",
        kind: "bool",
        default: "true",
        doc: "Resumes the session of an earlier connection to the same peer with the same settings.",
        apply: |s, v| {
            s.tls.sessions = if v.bool()? { Sessions::Shared } else { Sessions::Off };
            Ok(())
        },
    },
    Setting {
        key: "ssl_session_from",
        kind: "Corio\\Coroutine\\Client",
        default: "null",
        doc: "Resumes the session of this client, on whatever port it was, if name and settings agree: FTPS data\n\
              connections need it.",
        apply: |s, v| {
            s.tls.sessions = match v.value {
                Value::Null => Sessions::Shared,
                Value::Object(object) => {
                    let slot = (v.sessions_of)(object);
                    Sessions::From(slot.ok_or_else(|| v.wrong_type("Corio\\Coroutine\\Client"))?)
                }
                _ => return Err(v.wrong_type("Corio\\Coroutine\\Client")),
            };
            Ok(())
        },
    },
    Setting {
        key: "ssl_allow_truncation",
        kind: "bool",
        default: "false",
        doc: "Takes the end of the connection for the end of the data though the server has not said so (TLS\n\
              close_notify): whether something is missing, nobody can tell then. A record that was cut stays an\n\
              error.",
        apply: |s, v| v.bool().map(|flag| s.tls.allow_truncation = flag),
    },
    Setting {
        key: "ssl_security_level",
        kind: "int 0 to 5",
        default: "2, or openssl.cnf's if that is higher",
        doc: "OpenSSL's security level: key sizes and signatures that are accepted.",
        apply: |s, v| v.int(0, 5).map(|level| s.tls.shared.security_level = Some(level as u32)),
    },
];

/// What was set of TLS to one end.
#[derive(Clone, Debug, Default)]
pub(super) struct TlsSettings {
    pub(super) tls: TlsConfig,
    pub(super) versions: Versions,
    verify_peer: Option<bool>,
    verify_peer_name: Option<bool>,
}

impl TlsSettings {
    /// The settings as they take effect now, INI defaults included.
    pub(super) fn effective(&self) -> TlsConfig {
        let mut tls = self.tls.clone();
        let default = request::ini_long("corio.tls_verify") != 0;
        tls.verify.peer = self.verify_peer.unwrap_or(default);
        // Without the chain the name proves nothing, so it goes with it unless asked for by itself.
        tls.verify.name = self.verify_peer_name.unwrap_or(tls.verify.peer);
        if let Ok(range) = self.versions.range() {
            tls.shared.protocols = range;
        }
        let trust = &mut tls.shared.trust;
        if trust.file.is_none() && trust.path.is_none() {
            let ini =
                |name| Some(request::ini_string(name)).filter(|path| !path.is_empty()).map(PathBuf::from);
            (trust.file, trust.path) = (ini("openssl.cafile").map(Pem::File), ini("openssl.capath"));
            trust.origin = if trust.is_set() { Origin::Ini } else { Origin::default() };
        }
        tls
    }

    /// Checks whether key and passphrase fit; they may come in any order, in one set() or in two.
    pub(super) fn check_passphrase(&self, prefix: &str) -> Result<(), String> {
        let shared = &self.tls.shared;
        let (Some(key), Some(passphrase)) = (&shared.key_file, &shared.passphrase) else { return Ok(()) };
        let checked = check_key(key, Some(passphrase));
        checked.map_err(|reason| {
            let reason = reason.replace("ssl_passphrase", &format!("{prefix}ssl_passphrase"));
            format!("setting \"{prefix}ssl_key_file\": {key}: {reason}")
        })
    }
}

/// The TLS versions as they were asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Versions {
    mask: Option<Protocols>,
    min: Option<Version>,
    max: Option<Version>,
}

impl Versions {
    /// The range that comes of it.
    ///
    /// # Errors
    /// What contradicts what.
    pub(super) fn range(&self) -> Result<Protocols, String> {
        let default = Protocols::default();
        match (self.mask, self.min, self.max) {
            (Some(_), min, max) if min.or(max).is_some() => {
                Err("setting \"ssl_protocols\" cannot be combined with ssl_min_version and ssl_max_version"
                    .into())
            }
            (_, min, Some(max)) if min.unwrap_or(default.min) > max => {
                Err("setting \"ssl_max_version\" is below ssl_min_version, whose default is TLSv1.2".into())
            }
            (Some(mask), ..) => Ok(mask),
            (None, min, max) => Ok(Protocols { min: min.unwrap_or(default.min), max }),
        }
    }
}

impl Given<'_> {
    fn filled(&self, expected: &str) -> Result<String, Refusal> {
        let text = self.text()?;
        if text.is_empty() { Err(self.misuse(expected, "an empty string")) } else { Ok(text) }
    }

    fn version(&self) -> Result<Option<Version>, Refusal> {
        let found = match self.value {
            Value::Null => return Ok(None),
            Value::Int(number) => VERSIONS.iter().find(|known| known.0 == number),
            _ => {
                let text = self.text()?;
                VERSIONS.iter().find(|known| known.1 == text)
            }
        };
        found
            .map(|known| Some(known.2))
            .ok_or_else(|| self.misuse("one of TLSv1 to TLSv1.3", "another value"))
    }
}

/// Swoole's bit, the name, the version.
const VERSIONS: [(i64, &str, Version); 4] = [
    (8, "TLSv1", Version::Tls10),
    (16, "TLSv1.1", Version::Tls11),
    (32, "TLSv1.2", Version::Tls12),
    (64, "TLSv1.3", Version::Tls13),
];

/// Swoole's mask of bits; those of SSL 2 and 3 and of DTLS select nothing here. `Some(None)` is the default.
fn protocols(mask: i64) -> Option<Option<Protocols>> {
    if mask == 0 {
        return Some(None);
    }
    let versions = VERSIONS.map(|(bit, _, version)| (bit, version));
    let chosen: Vec<usize> = (0..versions.len()).filter(|&at| mask & versions[at].0 != 0).collect();
    let (first, last) = (*chosen.first()?, *chosen.last()?);
    let has_hole = last - first + 1 != chosen.len();
    let is_known = mask & !(8 | 16 | 32 | 64) == 0;
    (!has_hole && is_known).then(|| Some(Protocols { min: versions[first].1, max: Some(versions[last].1) }))
}
