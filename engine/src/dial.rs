//! Opening a connection: resolve the name, then try its addresses.

use crate::dns;
use crate::error::{Error, Kind, Phase};
use crate::net::addr::Host;
use crate::net::socket::{SocketOptions, start_connect};
use crate::reactor::{CloseOnDrop, Direction, Interrupt, Operation, SourceId};
use crate::time::Deadline;
use std::io;
use std::net::SocketAddr;

/// Connects to the first address of `host` that accepts; a refused attempt starts the next at once.
///
/// # Errors
/// What the last phase said; when several addresses failed, each with its own reason.
///
/// # Cancel safety
/// Dropping it closes the attempt.
pub async fn dial(
    host: &Host,
    port: u16,
    options: &SocketOptions,
    deadline: Deadline,
) -> Result<SourceId, Error> {
    let candidates = candidates(host, port, options).await?;
    let mut failures = Vec::new();
    for addr in &candidates {
        match attempt(*addr, options, deadline).await {
            Ok(source) => return Ok(source),
            Err(error) if matches!(error.kind, Kind::Timeout(_) | Kind::Cancelled) => return Err(error),
            Err(error) => failures.push((addr, error)),
        }
    }
    Err(summary(failures))
}

async fn candidates(host: &Host, port: u16, options: &SocketOptions) -> Result<Vec<SocketAddr>, Error> {
    let all = match host {
        Host::Name(name) => {
            let addresses = dns::lookup(name).await?;
            addresses.into_iter().map(|ip| SocketAddr::new(ip, port)).collect()
        }
        Host::Literal { .. } => Vec::from_iter(host.socket_addr(port)),
    };
    let usable: Vec<_> = all.iter().copied().filter(|addr| options.allows(addr)).collect();
    if usable.is_empty() {
        let bind = options.bind_address.map(|ip| ip.to_string()).unwrap_or_default();
        let reason = format!("bind_address {bind} cannot reach any of its addresses (other address family)");
        return Err(Error::new(Phase::Connect, Kind::BadAddress(reason)));
    }
    Ok(usable)
}

async fn attempt(addr: SocketAddr, options: &SocketOptions, deadline: Deadline) -> Result<SourceId, Error> {
    let failed = |error| Error::io(Phase::Connect, error);
    let socket = start_connect(addr, options).map_err(failed)?;
    let source = SourceId::register(socket).map_err(failed)?;
    let guard = CloseOnDrop::new(source);
    loop {
        // A new socket counts as ready, so the first look comes before the first wait.
        if connected(source).map_err(failed)? {
            return Ok(guard.disarm());
        }
        source.ready(Operation::Reader, Direction::Write, deadline).await.map_err(|why| {
            Error::new(
                Phase::Connect,
                match why {
                    Interrupt::Elapsed => Kind::Timeout(deadline),
                    Interrupt::Closed => Kind::Cancelled,
                },
            )
        })?;
    }
}

/// Whether the connect that was started has succeeded.
fn connected(source: SourceId) -> io::Result<bool> {
    let (error, peer) = source.with_socket(|socket| (socket.take_error(), socket.peer_addr()))?;
    if let Some(error) = error? {
        return Err(error);
    }
    match peer {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotConnected => {
            source.not_ready(Direction::Write);
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

fn summary(mut failures: Vec<(&SocketAddr, Error)>) -> Error {
    if failures.len() == 1 {
        return failures.swap_remove(0).1;
    }
    let reasons: Vec<String> =
        failures.iter().map(|(addr, error)| format!("{addr}: {}", error.kind)).collect();
    let detail = reasons.join("; ");
    let last = failures.pop().map(|(_, error)| error.kind);
    Error::new(
        Phase::Connect,
        match last {
            // The last address' system error stands for all: its number is what the caller sees.
            Some(Kind::Io(error)) => Kind::AllFailed(error, detail),
            _ => Kind::BadAddress(detail),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::block_on;
    use crate::reactor;
    use std::net::TcpListener;
    use std::time::Duration;

    fn dial_now(host: &str, port: u16, options: &SocketOptions) -> Result<SourceId, Error> {
        let deadline = Deadline::after(Duration::from_secs(5));
        block_on(dial(&Host::parse(host).unwrap(), port, options, deadline))
    }

    #[test]
    fn a_name_goes_on_to_the_address_that_listens() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let source = dial_now("localhost", port, &SocketOptions::default()).unwrap();
        assert_eq!(source.with_socket(|s| s.peer_addr().unwrap().port()).unwrap(), port);
        source.close();
    }

    #[test]
    fn refusals_are_named_and_leave_nothing_open() {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let error = dial_now("127.0.0.1", port, &SocketOptions::default()).unwrap_err();
        assert_eq!(error.to_string(), "connect failed: Connection refused");
        let error = dial_now("localhost", port, &SocketOptions::default()).unwrap_err();
        assert!(error.to_string().contains("Connection refused"), "{error}");
        assert_eq!(reactor::stats().sources, 0);
    }

    #[test]
    fn the_bind_address_restricts_the_family() {
        let options = SocketOptions { bind_address: "::1".parse().ok(), ..SocketOptions::default() };
        let error = dial_now("127.0.0.1", 9, &options).unwrap_err();
        assert!(matches!(error.kind, Kind::BadAddress(_)), "{error}");
    }
}
