//! Client settings: tables of keys, one for each subject, and the typed values that they fill in.

mod connection;
mod framing;
mod given;
mod keys;
mod proxy;
pub mod request;
mod starttls;
mod tls;

use crate::dns::DnsSettings;
use crate::exception::EXCEPTION;
use crate::ffi::call::Object;
use crate::ffi::error;
use crate::ffi::value::{Array, Key, Value};
use crate::per_thread;
use engine::frame::Framing;
use engine::net::socket::{SocketKind, SocketOptions};
use engine::tls::config::{Pem, TlsConfig};
use engine::tls::session::SessionSlot;
pub use framing::LENGTH_FUNC;
use given::Given;
use proxy::ProxySettings;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use tls::TlsSettings;

/// What `set()` has collected.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// See [`Timeouts`].
    pub timeouts: Timeouts,
    /// What is set on the socket.
    pub socket: SocketOptions,
    /// How names are resolved.
    pub dns: DnsSettings,
    /// For a whole conversation, from connect() on.
    pub deadline: Option<Duration>,
    /// How much waits to be sent when callbacks are told.
    pub watermarks: Watermarks,
    /// Network failures are thrown.
    pub throw: bool,
    /// What the settings are for.
    kind: SocketKind,
    /// TLS begins with the connection.
    is_direct_tls: bool,
    packets: framing::Packets,
    tls: TlsSettings,
    starttls: starttls::Dialogue,
    proxy: ProxySettings,
}

/// What [`limit`] makes of seconds: `None` is the INI default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Timeouts {
    /// Resolving, connecting and TLS together.
    pub connect: Option<Duration>,
    /// One receive.
    pub read: Option<Duration>,
    /// One send.
    pub write: Option<Duration>,
}

/// The time that an operation is given by so many seconds: none is told by 0; negative, or more than a clock can tell,
/// is for ever.
#[must_use]
pub fn limit(seconds: f64) -> Option<Duration> {
    (seconds != 0.0).then(|| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}

/// Bytes that wait to be sent, for clients with callbacks: `None` is the default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Watermarks {
    /// So much is told by onBufferFull.
    pub high: Option<usize>,
    /// So little is told by onBufferEmpty.
    pub low: Option<usize>,
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

/// A setting: its documentation, and how a value gets into [`Settings`] or a part of them.
pub struct Setting<S: 'static = Settings> {
    /// The key.
    pub key: &'static str,
    /// PHP type, unit and range.
    pub kind: &'static str,
    /// The default.
    pub default: &'static str,
    /// One sentence.
    pub doc: &'static str,
    apply: fn(&mut S, &Given<'_>) -> Result<(), Refusal>,
}

per_thread!(
    /// The last answer of [`Settings::initial`].
    static INITIAL: RefCell<Option<Rc<Settings>>> = RefCell::new(None)
);

impl Settings {
    /// What a client for `kind` begins with, whose TLS begins with the connection, or which has none at first; and whether small
    /// messages are sent at once. Most clients of a request share the same ones.
    #[must_use]
    pub fn initial(kind: SocketKind, is_direct_tls: bool, nodelay: bool) -> Rc<Self> {
        let (throw, buffer_size) = request::request(|request| (request.throw, request.buffer_size));
        let is_same = |known: &&Rc<Self>| {
            let socket = &known.socket;
            (known.kind, known.is_direct_tls, known.throw) == (kind, is_direct_tls, throw)
                && (socket.nodelay, socket.buffer_size) == (nodelay, buffer_size)
        };
        INITIAL.with(|initial| {
            if let Some(known) = initial.borrow().as_ref().filter(is_same) {
                return Rc::clone(known);
            }
            let socket = SocketOptions { nodelay, buffer_size, ..SocketOptions::default() };
            Self::remember(initial, || Self { kind, is_direct_tls, throw, socket, ..Self::default() })
        })
    }

    /// Apart, because it needs much of the stack.
    #[cold]
    #[inline(never)]
    fn remember(initial: &RefCell<Option<Rc<Self>>>, make: impl FnOnce() -> Self) -> Rc<Self> {
        let settings = Rc::new(make());
        initial.replace(Some(Rc::clone(&settings)));
        settings
    }

    /// Checks all of `values`, then applies them. `sessions_of` tells which objects are clients.
    pub fn apply(&mut self, values: Array<'_>, sessions_of: SessionsOf) -> Applied {
        let mut next = self.clone();
        let mut unknown = Vec::new();
        for (key, value) in values.entries() {
            let key = match key {
                Key::Name(name) => name,
                Key::Index(index) => index.to_string(),
            };
            let given = Given { key: &key, value, values, sessions_of };
            let outcome = match next.assign(&key, &given) {
                Some(outcome) => outcome,
                None if keys::NO_EFFECT.contains(&key.as_str()) => Ok(()),
                None if keys::NOT_HERE.contains(&key.as_str()) => Err(Refusal::Misuse(format!(
                    "setting \"{key}\" is not supported by this version and is not ignored, because the \
                     connection would be another than was asked for"
                ))),
                None => {
                    unknown.push(keys::describe_unknown(known_keys(), &key));
                    Ok(())
                }
            };
            match outcome {
                Ok(()) => {}
                Err(Refusal::File(text)) => return Applied::BadFile(text),
                Err(Refusal::Misuse(text)) => return misuse(&text),
            }
        }
        if let Err(text) = next.check_way() {
            error::throw(&EXCEPTION, &text, crate::exception::code::NOT_SUPPORTED);
            return Applied::Thrown;
        }
        if let Err(text) = next.check() {
            return misuse(&text);
        }
        let passphrases = next.tls.check_passphrase("").and_then(|()| next.proxy.tls.check_passphrase(PROXY));
        if let Err(text) = passphrases {
            return Applied::BadFile(text);
        }
        *self = next;
        Applied::Yes(unknown)
    }

    /// How what is received is cut into packets, if it is.
    #[must_use]
    pub fn framing(&self) -> Option<Framing> {
        self.packets.framing()
    }

    /// Gives `key` its value; `None` if no table has it.
    fn assign(&mut self, key: &str, given: &Given<'_>) -> Option<Result<(), Refusal>> {
        if let Some(setting) = own().find(|setting| setting.key == key) {
            return Some((setting.apply)(self, given));
        }
        let (key, tls) = match key.strip_prefix(PROXY) {
            Some(key) if !OF_TARGET.contains(&key) => (key, &mut self.proxy.tls),
            Some(_) => return None,
            None => (key, &mut self.tls),
        };
        let setting = tls::TABLE.iter().find(|setting| setting.key == key)?;
        Some((setting.apply)(tls, given))
    }

    /// What only TCP has on its way to the peer.
    fn check_way(&self) -> Result<(), String> {
        let key = self.proxy.key().or_else(|| self.starttls.is_set().then_some("ssl_starttls"));
        match key {
            Some(key) if self.kind != SocketKind::Tcp => {
                Err(format!("setting \"{key}\" needs TCP; the socket is a {} one", self.kind.name()))
            }
            _ => Ok(()),
        }
    }

    /// What contradicts what.
    fn check(&self) -> Result<(), String> {
        self.tls.versions.range()?;
        self.proxy.tls.versions.range().map_err(|text| format!("settings of TLS to the proxy: {text}"))?;
        self.check_starttls()?;
        self.packets.check()?;
        self.proxy.check()
    }

    /// The settings of TLS to the target as they take effect now, INI defaults included.
    #[must_use]
    #[inline(never)]
    pub fn tls(&self) -> Rc<TlsConfig> {
        Rc::new(self.tls.effective())
    }
}

/// What the keys of TLS to the proxy have before those of TLS to the target.
const PROXY: &str = "proxy_";

/// Settings of TLS that the proxy has not.
const OF_TARGET: &[&str] = &["ssl_session_from"];

fn misuse(text: &str) -> Applied {
    error::throw(&EXCEPTION, text, crate::exception::code::INVALID_PARAMS);
    Applied::Thrown
}

/// Where a client's TLS sessions are found; `None` if the object is no client.
pub type SessionsOf = fn(Object) -> Option<Rc<SessionSlot>>;

/// Every setting, in the order in which they are documented: key, type, default and what it does. Those of TLS
/// to the proxy are left out.
pub fn all() -> impl Iterator<Item = [&'static str; 4]> {
    fn documented<S>(setting: &'static Setting<S>) -> [&'static str; 4] {
        [setting.key, setting.kind, setting.default, setting.doc]
    }
    let before = connection::TABLE.iter().chain(framing::TABLE).map(documented);
    before
        .chain(tls::TABLE.iter().map(documented))
        .chain(starttls::TABLE.iter().chain(proxy::TABLE).map(documented))
}

/// The settings that are not those of TLS.
fn own() -> impl Iterator<Item = &'static Setting> {
    connection::TABLE.iter().chain(framing::TABLE).chain(starttls::TABLE).chain(proxy::TABLE)
}

/// Every key.
fn known_keys() -> impl Iterator<Item = String> {
    let of_proxy = tls::TABLE.iter().filter(|setting| !OF_TARGET.contains(&setting.key));
    all().map(|[key, ..]| key.to_owned()).chain(of_proxy.map(|setting| format!("{PROXY}{}", setting.key)))
}

/// What must not be shown again.
#[must_use]
pub fn is_secret(key: &Key, value: &Value<'_>) -> bool {
    let Key::Name(name) = key else { return false };
    let is_private = || matches!(value, Value::Str(text) if Pem::is_inline(&text.text()));
    match name.strip_prefix(PROXY).unwrap_or(name) {
        "ssl_passphrase" | "socks5_password" | "http_proxy_password" => true,
        "ssl_key_file" => is_private(),
        _ => false,
    }
}
