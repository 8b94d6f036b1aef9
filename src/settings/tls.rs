//! Settings of TLS.

use super::{Refusal, Setting};
use engine::tls::config::{Protocols, Secret, Version, check_ciphers, read_key};
use engine::tls::verify::Reference;

pub(super) static TABLE: &[Setting] = &[
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
