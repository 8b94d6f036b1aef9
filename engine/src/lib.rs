//! corio's network engine: everything that knows sockets, time and TLS, and nothing that knows PHP.
//!
//! Operations are plain `async fn`s. They are polled by whoever waits for them (a PHP coroutine, a
//! blocking caller, a background task), so cancelling an operation is dropping its future.
//!
//! ```text
//!   client     connect -> handshake -> send / recv, written once
//!   frame      bytes <-> packets, no I/O
//!   dial       resolve, and race the addresses
//!   transport  socket, then TLS over it      dns  names -> addresses, other records
//!   starttls   what is said in plaintext before TLS, one pure state machine for each protocol
//!   proxy      what is said to a proxy until it has connected, likewise
//!   machine    what both have in common
//!   tls        configuration, contexts, verification
//!   activity   what operations with several parts are at
//!   executor   spawned tasks, ready queue, tagged wakers
//!   reactor    readiness (mio), timers; one `turn` is one pass over both
//!   net        addresses and sockets         time deadlines, the clock
//! ```
//!
//! All state is per thread; handles such as [`reactor::SourceId`] are `Copy` keys (slot and
//! generation) into it, so a stale handle is an error and never an alias.
//!
//! ```
//! use engine::{client::{Client, ConnectOptions}, executor, time::Deadline};
//! use std::{io::Write, net::TcpListener, time::Duration};
//!
//! let listener = TcpListener::bind("127.0.0.1:0")?;
//! let port = listener.local_addr()?.port();
//! let server = std::thread::spawn(move || listener.accept().unwrap().0.write_all(b"220 hello\r\n"));
//!
//! let greeting = executor::block_on(async {
//!     let client = Client::default();
//!     let deadline = Deadline::after(Duration::from_secs(5));
//!     client.connect("127.0.0.1", port, &ConnectOptions::default(), deadline).await?;
//!     client.recv(1024, deadline, <[u8]>::to_vec).await
//! })?;
//! assert_eq!(greeting, b"220 hello\r\n");
//! # server.join().unwrap()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(unsafe_code)]

pub mod activity;
pub mod client;
pub mod dial;
pub mod dns;
pub mod error;
pub mod executor;
pub mod frame;
mod machine;
pub mod net;
pub mod proxy;
pub mod reactor;
pub mod starttls;
pub mod time;
pub mod tls;
pub mod transport;

pub use error::{Error, Kind, Phase};

/// Releases all engine state of this thread: sources are closed, timers and tasks are dropped.
///
/// To be called before the thread or the library goes away; handles that survive it are stale.
pub fn shutdown() {
    client::keep::clear();
    dns::clear();
    executor::clear();
    reactor::clear();
    tls::context::clear();
}
