//! What corio is measured against: echo servers, a name server and the raw clients, the physical limit.
//!
//! `bench-server` and `bench-raw` are thin command lines over [`server`], [`client`], [`dns`],
//! [`sockets`], [`bulk`], [`tls_server`] and [`tls_client`];
//! `bench.php` runs them beside the PHP scripts and prints the table (see `README.md`).
//! Nothing here shares code with corio's engine: a mistake there must not cancel out here.

pub mod bulk;
pub mod client;
pub mod dns;
pub mod idle;
pub mod report;
pub mod server;
pub mod sockets;
pub mod sys;
pub mod tls;
pub mod tls_client;
pub mod tls_server;

/// Bytes in one request and in one reply.
pub const MESSAGE: usize = 64;

/// Loopback addresses that the server listens on, all with one port: 127.0.0.1 and up.
///
/// A closed connection keeps its port pair busy for a minute (TIME_WAIT). 20 000 connects to one
/// address would use up most of the 28 232 ephemeral ports; on eight they use a tenth.
/// `connect.php` spreads its connections the same way.
pub const ADDRESSES: u8 = 8;
