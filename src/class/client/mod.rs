//! The clients as PHP sees them: three faces of one.
//!
//! ```text
//!   sync       coroutine      classes: names, documentation, arguments
//!      \          /
//!      link  data  security   what methods do: connect and close, send and receive, TLS
//!      face                   what differs: how one waits, how one is told, which properties there are
//!      outcome  object        how a call ends; the Rust side of an object
//! ```

mod coroutine;
mod data;
mod datagrams;
mod face;
mod files;
mod flags;
mod link;
mod methods;
mod object;
mod outcome;
mod pending;
pub mod pooled;
mod security;
mod select;
mod sync;

use crate::ffi::class::Class;
use crate::ffi::error::ClassHandle;
pub use select::FUNCTIONS;

static COROUTINE: ClassHandle = ClassHandle::new();
/// `Corio\Client`, and so the classes below it.
static SYNCHRONOUS: ClassHandle = ClassHandle::new();

/// The classes, parents first.
pub static CLASSES: &[&Class] = &[&coroutine::CLASS, &sync::CLASS];

/// Socket types and flags.
pub const CONSTANTS: &[(&str, i64)] = &[
    ("SOCK_TCP", TCP),
    ("SOCK_UDP", UDP),
    ("SOCK_TCP6", TCP6),
    ("SOCK_UDP6", UDP6),
    ("SOCK_UNIX_STREAM", UNIX_STREAM),
    ("SOCK_UNIX_DGRAM", UNIX_DGRAM),
    ("SSL", SSL),
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
/// Not supported yet by any face.
const KEEP: i64 = 4096;

/// Flags of recv() and send(), as class constants.
const MESSAGE_FLAGS: &[(&str, i64)] =
    &[("MSG_OOB", 1), ("MSG_PEEK", 2), ("MSG_DONTWAIT", 64), ("MSG_WAITALL", 256)];

/// Bytes that one recv() takes at most.
const CHUNK: usize = 65536;
