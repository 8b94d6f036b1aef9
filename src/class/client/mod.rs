//! The clients as PHP sees them: three faces of one.
//!
//! ```text
//!   sync  coroutine  callback  classes: names, documentation, arguments
//!      \      |      /    \
//!       \     |     /      calls, outbox: a connection that calls back, and what it has to send
//!      link  data  security   what methods do: connect and close, send and receive, TLS
//!      face                   what differs: how one waits, how one is told, which properties there are
//!      outcome  object        how a call ends; the Rust side of an object
//! ```

mod callback;
mod calls;
mod coroutine;
mod data;
mod datagrams;
mod face;
mod files;
mod flags;
mod keep;
mod link;
mod methods;
mod object;
mod outbox;
mod outcome;
mod pending;
pub mod pooled;
mod received;
mod security;
mod select;
mod sync;
mod unset;

use crate::ffi::call::Object;
use crate::ffi::class::Class;
use crate::ffi::error::ClassHandle;
pub use callback::declare_callbacks;
pub use select::FUNCTIONS;
use std::os::fd::RawFd;

static COROUTINE: ClassHandle = ClassHandle::new();
/// `Corio\Client`, and so the classes below it.
static SYNCHRONOUS: ClassHandle = ClassHandle::new();

/// The classes, parents first.
pub static CLASSES: &[&Class] = &[&coroutine::CLASS, &sync::CLASS, &callback::CLASS];

/// `host:port` of a client's connection, for reports.
#[must_use]
pub fn describe(object: Object) -> Option<String> {
    let is_client = [&COROUTINE, &SYNCHRONOUS].into_iter().any(|class| object.is_a(class));
    let client = is_client.then(|| object.peek::<object::Client>())??;
    Some(client.engine.peer()).filter(|peer| !peer.is_empty())
}

/// Socket types and flags.
pub const CONSTANTS: &[(&str, i64)] = &[
    ("SOCK_TCP", TCP),
    ("SOCK_UDP", UDP),
    ("SOCK_TCP6", TCP6),
    ("SOCK_UDP6", UDP6),
    ("SOCK_UNIX_STREAM", UNIX_STREAM),
    ("SOCK_UNIX_DGRAM", UNIX_DGRAM),
    ("SSL", SSL),
    ("KEEP", KEEP),
    ("ASYNC", ASYNC),
    ("SYNC", SYNC),
    ("SSL_TLSv1", 8),
    ("SSL_TLSv1_1", 16),
    ("SSL_TLSv1_2", 32),
    ("SSL_TLSv1_3", 64),
];

const TCP: i64 = 1;
const UDP: i64 = 2;
const TCP6: i64 = 3;
const UDP6: i64 = 4;
const UNIX_STREAM: i64 = 5;
const UNIX_DGRAM: i64 = 6;
const SSL: i64 = 512;
const ASYNC: i64 = 1024;
const SYNC: i64 = 2048;
const KEEP: i64 = 4096;

/// Flags of recv() and send(), as class constants.
const MESSAGE_FLAGS: &[(&str, i64)] =
    &[("MSG_OOB", 1), ("MSG_PEEK", 2), ("MSG_DONTWAIT", 64), ("MSG_WAITALL", 256)];

/// Bytes that one recv() takes at most.
const CHUNK: usize = 65536;

/// The descriptor of a client; `None` if the object is none, `Some(None)` if it is not connected.
pub fn descriptor_of(object: Object) -> Option<Option<RawFd>> {
    as_client(object).map(|client| client.and_then(|client| client.engine.descriptor()))
}

/// Whether the object is a client whose connection is encrypted.
pub fn has_tls(object: Object) -> bool {
    as_client(object).flatten().is_some_and(|client| client.engine.tls_info().is_some())
}

/// `None` if the object is none of ours, `Some(None)` if its constructor has not run.
fn as_client<'a>(object: Object) -> Option<Option<&'a object::Client>> {
    let is_client = object.is_a(&COROUTINE) || object.is_a(&SYNCHRONOUS);
    is_client.then(|| if object.is_installed() { object.data().ok() } else { None })
}
