//! Client settings: tables of keys, one for each subject, and the typed values that they fill in.

mod connection;
mod framing;
mod given;
mod keys;
mod starttls;
mod tls;

use crate::dns::DnsSettings;
use crate::exception::EXCEPTION;
use crate::ffi::call::Object;
use crate::ffi::error;
use crate::ffi::request;
use crate::ffi::value::{Array, Key, Value};
use engine::frame::Framing;
use engine::net::socket::SocketOptions;
use engine::tls::config::{Origin, Pem, TlsConfig, read_key};
use engine::tls::session::SessionSlot;
pub use framing::LENGTH_FUNC;
use given::Given;
use std::path::PathBuf;
use std::rc::Rc;
use tls::Versions;

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
    /// TLS begins with the connection.
    is_direct_tls: bool,
    packets: framing::Packets,
    tls: TlsConfig,
    starttls: starttls::Dialogue,
    versions: Versions,
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

impl Settings {
    /// The defaults of a client whose TLS begins with the connection, or which has none at first.
    #[must_use]
    pub fn new(is_direct_tls: bool) -> Self {
        Self { is_direct_tls, ..Self::default() }
    }

    /// Checks all of `values`, then applies them. `sessions_of` tells which objects are clients.
    pub fn apply(&mut self, values: Array<'_>, sessions_of: SessionsOf) -> Applied {
        self.apply_known(|_| true, values, sessions_of)
    }

    /// Checks all of `values`, of which only the keys that `is_known` accepts are known, then applies them.
    pub fn apply_known(
        &mut self,
        is_known: fn(&Setting) -> bool,
        values: Array<'_>,
        sessions_of: SessionsOf,
    ) -> Applied {
        let mut next = self.clone();
        let mut unknown = Vec::new();
        for (key, value) in values.entries() {
            let key = match key {
                Key::Name(name) => name,
                Key::Index(index) => index.to_string(),
            };
            let given = Given { key: &key, value, values, sessions_of };
            let outcome = match all().find(|setting| setting.key == key && is_known(setting)) {
                Some(setting) => (setting.apply)(&mut next, &given),
                None if keys::NO_EFFECT.contains(&key.as_str()) => Ok(()),
                None if keys::NOT_HERE.contains(&key.as_str()) => Err(Refusal::Misuse(format!(
                    "setting \"{key}\" is not supported by this version and is not ignored, because the \
                     connection would be another than was asked for"
                ))),
                None => {
                    unknown.push(keys::describe_unknown(is_known, &key));
                    Ok(())
                }
            };
            match outcome {
                Ok(()) => {}
                Err(Refusal::File(text)) => return Applied::BadFile(text),
                Err(Refusal::Misuse(text)) => return misuse(&text),
            }
        }
        let contradiction = next.versions.range().and_then(|_| next.check_starttls());
        if let Err(text) = contradiction.and_then(|()| next.packets.check()) {
            return misuse(&text);
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

    /// How what is received is cut into packets, if it is.
    #[must_use]
    pub fn framing(&self) -> Option<Framing> {
        self.packets.framing()
    }

    /// The TLS settings as they take effect now, INI defaults included.
    #[must_use]
    pub fn tls(&self) -> TlsConfig {
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
}

fn misuse(text: &str) -> Applied {
    error::throw(&EXCEPTION, text, crate::exception::code::INVALID_PARAMS);
    Applied::Thrown
}

/// Where a client's TLS sessions are found; `None` if the object is no client.
pub type SessionsOf = fn(Object) -> Option<Rc<SessionSlot>>;

/// Every setting, in the order in which they are documented.
pub fn all() -> impl Iterator<Item = &'static Setting> {
    connection::TABLE.iter().chain(framing::TABLE).chain(tls::TABLE).chain(starttls::TABLE)
}

/// Whether `Coroutine::set()` takes the setting as the request's default.
#[must_use]
pub fn is_request_setting(setting: &Setting) -> bool {
    setting.key.starts_with("dns_") || setting.key == "ip_family"
}

/// What must not be shown again.
#[must_use]
pub fn is_secret(key: &Key, value: &Value<'_>) -> bool {
    let is_private = matches!(value, Value::Str(text) if Pem::is_inline(&text.text()));
    matches!(key, Key::Name(name) if name == "ssl_passphrase" || (name == "ssl_key_file" && is_private))
}
