//! How a connection to a Unix stream socket comes about.

use super::open::{Opened, handshake};
use super::{ConnectOptions, Extras, Times};
use crate::error::{Error, Kind, Phase};
use crate::net::unix::open_stream;
use crate::reactor::{SourceId, sleep};
use crate::time::{Deadline, now};
use crate::tls::session::Endpoint;
use crate::transport::{Lower, Transport};
use socket2::{SockAddr, Socket};
use std::io;
use std::time::Duration;

/// The first pause before a full queue of a listening socket is tried again, and the longest.
const NAPS: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(50)];

pub(super) async fn open(
    path: &SockAddr,
    options: &ConnectOptions,
    endpoint: Endpoint<'_>,
    deadline: Deadline,
) -> Result<Opened, Error> {
    let failed = |kind| Error::new(Phase::Connect, kind);
    let began = now();
    let (socket, file) = open_stream(&options.socket).map_err(failed)?;
    connect(&socket, path, deadline).await?;
    let times = Times { connect: now().saturating_duration_since(began), ..Times::default() };
    let lower = Lower::Socket(SourceId::register_unix(socket).map_err(|error| failed(Kind::Io(error)))?);
    let transport = match &options.tls {
        Some(config) => handshake(lower, config, endpoint, deadline).await?,
        None => Transport::Plain(lower),
    };
    let extras = file.map(|file| Box::new(Extras { file: Some(file), ..Extras::default() }));
    Ok(Opened { transport, times, extras })
}

/// Connects at once, or when the one that listens has accepted others: no event tells of that.
async fn connect(socket: &Socket, path: &SockAddr, deadline: Deadline) -> Result<(), Error> {
    let [mut nap, longest] = NAPS;
    loop {
        match socket.connect(path) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(Error::io(Phase::Connect, error)),
        }
        if deadline.has_passed() {
            return Err(Error::new(Phase::Connect, Kind::Timeout(deadline)));
        }
        sleep(Deadline::after(nap).earlier(deadline)).await;
        nap = (nap * 2).min(longest);
    }
}
