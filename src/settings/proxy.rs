//! Settings of the proxy to go through.

use super::given::Given;
use super::tls::TlsSettings;
use super::{Refusal, Setting, Settings};
use crate::ffi::value::Value;
use engine::client::Proxy;
use engine::net::addr::Host;
use engine::proxy::{Credentials, Protocol, Word};
use std::rc::Rc;

pub(super) static TABLE: &[Setting] = &[
    Setting {
        key: "socks5_host",
        kind: "string",
        default: "null",
        doc: "Name or address of a SOCKS 5 proxy to connect through; it resolves the name that connect() is given.\n\
              One proxy at a time; null or false: none.",
        apply: |s, v| v.host().map(|host| s.proxy.socks5.host = host),
    },
    Setting {
        key: "socks5_port",
        kind: "int 1 to 65535",
        default: "1080",
        doc: "Its port.",
        apply: |s, v| v.port().map(|port| s.proxy.socks5.port = port),
    },
    Setting {
        key: "socks5_username",
        kind: "string of 1 to 255 bytes",
        default: "null",
        doc: "The user's name, with socks5_password. It travels in plaintext unless there is proxy_ssl.",
        apply: |s, v| v.word(Word::socks).map(|user| s.proxy.socks5.user = user),
    },
    Setting {
        key: "socks5_password",
        kind: "string of 1 to 255 bytes",
        default: "null",
        doc: "The password.",
        apply: |s, v| v.word(Word::socks).map(|password| s.proxy.socks5.password = password),
    },
    Setting {
        key: "socks4_host",
        kind: "string",
        default: "null",
        doc: "Name or address of a SOCKS 4A proxy to connect through, to names and IPv4 addresses; it resolves the name.",
        apply: |s, v| v.host().map(|host| s.proxy.socks4.host = host),
    },
    Setting {
        key: "socks4_port",
        kind: "int 1 to 65535",
        default: "1080",
        doc: "Its port.",
        apply: |s, v| v.port().map(|port| s.proxy.socks4.port = port),
    },
    Setting {
        key: "socks4_user",
        kind: "string of 1 to 255 bytes",
        default: "null",
        doc: "The user id that the proxy is told.",
        apply: |s, v| v.word(Word::socks).map(|user| s.proxy.socks4.user = user),
    },
    Setting {
        key: "http_proxy_host",
        kind: "string",
        default: "null",
        doc: "Name or address of an HTTP proxy to connect through by CONNECT; it resolves the name. Needs\n\
              http_proxy_port.",
        apply: |s, v| v.host().map(|host| s.proxy.http.host = host),
    },
    Setting {
        key: "http_proxy_port",
        kind: "int 1 to 65535",
        default: "null",
        doc: "Its port.",
        apply: |s, v| v.port().map(|port| s.proxy.http.port = port),
    },
    Setting {
        key: "http_proxy_username",
        kind: "string without colon",
        default: "null",
        doc: "The user's name for Basic authentication, with http_proxy_password. It travels in plaintext unless\n\
              there is proxy_ssl.",
        apply: |s, v| v.word(Word::http_user).map(|user| s.proxy.http.user = user),
    },
    Setting {
        key: "http_proxy_user",
        kind: "string without colon",
        default: "null",
        doc: "Another name of http_proxy_username.",
        apply: |s, v| v.word(Word::http_user).map(|user| s.proxy.http.user = user),
    },
    Setting {
        key: "http_proxy_password",
        kind: "string",
        default: "null",
        doc: "The password; it may be empty.",
        apply: |s, v| v.word(Word::http).map(|password| s.proxy.http.password = password),
    },
    Setting {
        key: "proxy_ssl",
        kind: "bool",
        default: "false",
        doc: "TLS to the proxy itself, whatever its kind. It is verified for the proxy's host by settings of its own:\n\
              each ssl_ setting of TLS but ssl_session_from exists with proxy_ before it (proxy_ssl_cafile,\n\
              proxy_ssl_verify_peer, proxy_ssl_cert_file and so on). The target's never apply to the proxy, nor the\n\
              proxy's to the target.",
        apply: |s, v| v.bool().map(|flag| s.proxy.is_tls = flag),
    },
];

/// What was set of proxies.
#[derive(Clone, Debug, Default)]
pub(super) struct ProxySettings {
    socks5: Hop,
    socks4: Hop,
    http: Hop,
    is_tls: bool,
    /// TLS to the proxy itself.
    pub(super) tls: TlsSettings,
}

/// One kind of proxy.
#[derive(Clone, Debug, Default)]
struct Hop {
    host: Option<String>,
    port: Option<u16>,
    user: Option<Word>,
    password: Option<Word>,
}

impl Hop {
    fn credentials(&self) -> Option<Credentials> {
        Some(Credentials { user: self.user.clone()?, password: self.password.clone()? })
    }
}

/// IANA's for SOCKS.
const SOCKS_PORT: u16 = 1080;

impl ProxySettings {
    /// The keys that name a proxy.
    fn chosen(&self) -> impl Iterator<Item = &'static str> {
        let hops =
            [("socks5_host", &self.socks5), ("socks4_host", &self.socks4), ("http_proxy_host", &self.http)];
        hops.map(|(key, hop)| hop.host.is_some().then_some(key)).into_iter().flatten()
    }

    /// The key that says to go through a proxy, if one does.
    pub(super) fn key(&self) -> Option<&'static str> {
        self.chosen().next()
    }

    /// Checks what belongs together, or excludes each other.
    ///
    /// # Errors
    /// What contradicts what.
    pub(super) fn check(&self) -> Result<(), String> {
        let mut chosen = self.chosen();
        if let (Some(first), Some(second)) = (chosen.next(), chosen.next()) {
            return Err(format!(
                "setting \"{first}\" cannot be combined with {second}: a connection goes through one proxy"
            ));
        }
        for (hop, user, password) in [
            (&self.socks5, "socks5_username", "socks5_password"),
            (&self.http, "http_proxy_username", "http_proxy_password"),
        ] {
            match (&hop.user, &hop.password) {
                (Some(_), None) => return Err(format!("setting \"{user}\" needs {password}")),
                (None, Some(_)) => return Err(format!("setting \"{password}\" needs {user}")),
                _ => {}
            }
        }
        if self.http.host.is_some() && self.http.port.is_none() {
            return Err("setting \"http_proxy_host\" needs http_proxy_port".into());
        }
        Ok(())
    }
}

impl Settings {
    /// The proxy to go through, if there is to be one.
    #[must_use]
    pub fn proxy(&self) -> Option<Rc<Proxy>> {
        self.proxy.key().and_then(|_| self.way())
    }

    /// Apart, because it needs much of the stack.
    #[inline(never)]
    fn way(&self) -> Option<Rc<Proxy>> {
        let ProxySettings { socks5, socks4, http, is_tls, tls } = &self.proxy;
        let (protocol, hop) = if socks5.host.is_some() {
            (Protocol::Socks5(socks5.credentials()), socks5)
        } else if socks4.host.is_some() {
            (Protocol::Socks4(socks4.user.clone()), socks4)
        } else {
            (Protocol::Http(http.credentials()), http)
        };
        let (host, port) = (hop.host.clone()?, hop.port.unwrap_or(SOCKS_PORT));
        Some(Rc::new(Proxy { protocol, host, port, tls: is_tls.then(|| Rc::new(tls.effective())) }))
    }
}

impl Given<'_> {
    /// Whether the setting is switched off.
    const fn is_off(&self) -> bool {
        matches!(self.value, Value::Null | Value::Bool(false))
    }

    fn host(&self) -> Result<Option<String>, Refusal> {
        if self.is_off() {
            return Ok(None);
        }
        let host = self.text()?;
        if host.contains("://") {
            return Err(self.unusable("it is a URL; host, port and user are settings of their own"));
        }
        Host::parse(&host).map_err(|reason| self.unusable(&reason))?;
        Ok(Some(host))
    }

    fn port(&self) -> Result<Option<u16>, Refusal> {
        if self.is_off() { Ok(None) } else { self.int(1, 65535).map(|port| Some(port as u16)) }
    }

    /// What it is, is not part of the message: it may be a password.
    fn word(&self, parse: fn(&str) -> Result<Word, &'static str>) -> Result<Option<Word>, Refusal> {
        if self.is_off() {
            return Ok(None);
        }
        parse(&self.text()?).map(Some).map_err(|reason| self.unusable(reason))
    }

    fn unusable(&self, reason: &str) -> Refusal {
        Refusal::Misuse(format!("setting \"{}\": {reason}", self.key))
    }
}
