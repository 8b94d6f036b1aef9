//! Opening a connection: resolve the name, and race its addresses (RFC 8305).

use crate::activity::Part;
use crate::dns::{self, ResolverOptions};
use crate::error::{Error, Kind, Phase};
use crate::net::addr::{self, Family, Host};
use crate::net::order;
use crate::net::socket::{Refusal, SocketOptions, start_connect};
use crate::reactor::{CloseOnDrop, Direction, Interrupt, Operation, Sleep, SourceId, sleep};
use crate::time::{Deadline, now};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

/// RFC 8305 section 5, the Connection Attempt Delay: how long an attempt is alone before the next starts.
const HEAD_START: Duration = Duration::from_millis(250);

/// RFC 8305 section 3, the Resolution Delay: how long IPv4 addresses wait for IPv6 ones.
const PREFERENCE: Duration = Duration::from_millis(50);

/// A connection, and when there was an address to connect to.
pub struct Dialed {
    /// The connected socket.
    pub source: SourceId,
    /// When the first address was known; `None` of a literal, which is known at once.
    pub resolved: Option<Instant>,
}

/// Connects to the first address of `host` that accepts.
///
/// Addresses are tried in [`order::sort`]'s order, each 250 ms after the one before, or at once when one
/// was refused; with a `bind_port` one after the other. The first connection wins and the others are closed.
///
/// # Errors
/// What the last phase said; of a name, each address with its own reason.
///
/// # Cancel safety
/// Dropping it closes all attempts.
pub async fn dial(
    host: &Host,
    port: u16,
    options: &SocketOptions,
    resolver: &ResolverOptions,
    deadline: Deadline,
) -> Result<Dialed, Error> {
    match host {
        &Host::Literal { ip, scope } => reach(addr::with_port(ip, port, scope), options, deadline).await,
        Host::Name { name, complete } => {
            race_on_heap(name, *complete, port, options, resolver, deadline).await
        }
    }
}

/// Connects to an address that the caller has named itself: there is nobody to race with.
async fn reach(addr: SocketAddr, options: &SocketOptions, deadline: Deadline) -> Result<Dialed, Error> {
    let failed = |kind| Error::new(Phase::Connect, kind);
    if !options.allows(&addr) {
        return Err(failed(Kind::BadAddress(options.exclusion(&[addr]))));
    }
    let mut part = Part::default();
    let mut attempt: Option<CloseOnDrop> = None;
    let connecting = poll_fn(|cx| {
        part.at(cx, Phase::Connect);
        loop {
            let source = match &attempt {
                Some(running) => running.id(),
                None => attempt.insert(start(addr, options)?).id(),
            };
            match ready!(poll_connected(source, cx, deadline)) {
                // Only a fork closes it under us: the child makes an attempt of its own.
                Err(_) if !source.is_open() => attempt = None,
                ended => return Poll::Ready(ended),
            }
        }
    });
    connecting.await.map_err(failed)?;
    let source = attempt.map(CloseOnDrop::disarm).ok_or_else(|| failed(Kind::Cancelled))?;
    Ok(Dialed { source, resolved: None })
}

/// [`race`], on the heap: whoever connects to a literal keeps no room for it on its stack.
#[cold]
fn race_on_heap<'a>(
    name: &'a str,
    complete: bool,
    port: u16,
    options: &'a SocketOptions,
    resolver: &'a ResolverOptions,
    deadline: Deadline,
) -> Pin<Box<dyn Future<Output = Result<Dialed, Error>> + 'a>> {
    Box::pin(race(name, complete, port, options, resolver, deadline))
}

/// Resolves a name and connects to the first of its addresses that accepts.
async fn race(
    name: &str,
    complete: bool,
    port: u16,
    options: &SocketOptions,
    resolver: &ResolverOptions,
    deadline: Deadline,
) -> Result<Dialed, Error> {
    let mut race = Race::new(options, deadline);
    let arrivals = RefCell::new(Vec::new());
    let arrive = |found: Vec<_>| {
        let addresses = found.into_iter().map(|(ip, _)| SocketAddr::new(ip, port));
        arrivals.borrow_mut().extend(addresses);
    };
    let mut resolving = pin!(dns::lookup_each(name, complete, options.family, resolver, deadline, arrive));
    let mut entries = Entries::Open;
    let mut part = Part::default();
    let source = poll_fn(|cx| {
        if race.resolved.is_none() {
            part.at(cx, Phase::Resolve);
        }
        if entries == Entries::Open
            && let Poll::Ready(resolved) = resolving.as_mut().poll(cx)
        {
            resolved?;
            entries = Entries::Closed;
        }
        race.enter(arrivals.take());
        if race.resolved.is_some() {
            part.at(cx, Phase::Connect);
        }
        race.poll(cx, entries)
    })
    .await?;
    Ok(Dialed { source, resolved: race.resolved })
}

/// Whether more addresses may come in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entries {
    Open,
    Closed,
}

/// The addresses of one host, tried side by side.
struct Race<'a> {
    options: &'a SocketOptions,
    deadline: Deadline,
    waiting: VecDeque<SocketAddr>,
    running: Vec<Attempt>,
    failures: Vec<(SocketAddr, Error)>,
    /// Addresses that the options leave out.
    excluded: Vec<SocketAddr>,
    /// While it sleeps, nobody else starts.
    gate: Option<Sleep>,
    /// When the first address entered.
    resolved: Option<Instant>,
}

struct Attempt {
    addr: SocketAddr,
    source: CloseOnDrop,
}

impl<'a> Race<'a> {
    const fn new(options: &'a SocketOptions, deadline: Deadline) -> Self {
        Self {
            options,
            deadline,
            waiting: VecDeque::new(),
            running: Vec::new(),
            failures: Vec::new(),
            excluded: Vec::new(),
            gate: None,
            resolved: None,
        }
    }

    /// Adds addresses to those that wait.
    fn enter(&mut self, addresses: Vec<SocketAddr>) {
        if addresses.is_empty() {
            return;
        }
        self.resolved.get_or_insert_with(now);
        let is_first = self.waiting.is_empty() && self.running.is_empty() && self.failures.is_empty();
        let (usable, excluded): (Vec<_>, Vec<_>) =
            addresses.into_iter().partition(|addr| self.options.allows(addr));
        self.excluded.extend(excluded);
        self.waiting.extend(usable);
        self.waiting = order::sort(self.waiting.drain(..).collect(), self.options.bind_address).into();
        let is_ipv6 = self.waiting.front().is_some_and(SocketAddr::is_ipv6);
        if is_first && !is_ipv6 && self.options.family == Family::Any {
            self.gate = Some(sleep(Deadline::after(PREFERENCE)));
        } else if self.running.is_empty() {
            self.gate = None;
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>, entries: Entries) -> Poll<Result<SourceId, Error>> {
        if entries == Entries::Closed && self.running.is_empty() {
            // Nobody is left to wait for.
            self.gate = None;
        }
        loop {
            if let Some(winner) = self.look(cx)? {
                return Poll::Ready(Ok(winner));
            }
            if !self.may_start(cx) {
                break;
            }
            if let Some(addr) = self.waiting.pop_front() {
                self.start(addr);
            }
        }
        if entries == Entries::Closed && self.running.is_empty() && self.waiting.is_empty() {
            return Poll::Ready(Err(self.lost()));
        }
        Poll::Pending
    }

    /// Looks at the attempts under way.
    fn look(&mut self, cx: &mut Context<'_>) -> Result<Option<SourceId>, Error> {
        let mut index = 0;
        while let Some(attempt) = self.running.get(index) {
            match poll_connected(attempt.source.id(), cx, self.deadline) {
                Poll::Pending => index += 1,
                Poll::Ready(Ok(())) => return Ok(Some(self.running.swap_remove(index).source.disarm())),
                Poll::Ready(Err(Kind::Timeout(_))) => return Err(self.late()),
                Poll::Ready(Err(_)) if !attempt.source.id().is_open() => {
                    // Only a fork closes it under us: the child makes an attempt of its own.
                    let addr = self.running.remove(index).addr;
                    self.waiting.push_front(addr);
                    self.gate = None;
                }
                Poll::Ready(Err(kind)) => {
                    let addr = self.running.remove(index).addr;
                    self.fail(addr, kind);
                }
            }
        }
        Ok(None)
    }

    fn may_start(&mut self, cx: &mut Context<'_>) -> bool {
        if self.waiting.is_empty() || (self.options.bind_port != 0 && !self.running.is_empty()) {
            return false;
        }
        if self.gate.as_mut().is_some_and(|gate| Pin::new(gate).poll(cx).is_pending()) {
            return false;
        }
        self.gate = None;
        true
    }

    fn start(&mut self, addr: SocketAddr) {
        match start(addr, self.options) {
            Ok(source) => {
                self.running.push(Attempt { addr, source });
                self.gate = Some(sleep(Deadline::after(HEAD_START)));
            }
            Err(kind) => self.fail(addr, kind),
        }
    }

    fn fail(&mut self, addr: SocketAddr, kind: Kind) {
        self.failures.push((addr, Error::new(Phase::Connect, kind)));
        self.gate = None;
    }

    /// The deadline has passed.
    fn late(&self) -> Error {
        let timeout = Kind::Timeout(self.deadline);
        let silent = self.running.iter().map(|attempt| format!("{}: no answer", attempt.addr));
        let left = self.waiting.iter().map(|addr| format!("{addr}: not tried"));
        let reasons: Vec<String> = self.reasons().chain(silent).chain(left).collect();
        let error = io::Error::from_raw_os_error(libc::ETIMEDOUT);
        Error::new(Phase::Connect, Kind::AllFailed(error, format!("{timeout} ({})", reasons.join("; "))))
    }

    /// All addresses have failed, or there was none.
    fn lost(&mut self) -> Error {
        let detail = self.reasons().collect::<Vec<_>>().join("; ");
        let Some((_, last)) = self.failures.pop() else {
            return Error::new(Phase::Connect, Kind::BadAddress(self.options.exclusion(&self.excluded)));
        };
        let phase = last.phase;
        match last.into_kind() {
            // The last address' system error stands for all: its number is what the caller sees.
            Kind::Io(error) | Kind::AllFailed(error, _) => {
                Error::new(Phase::Connect, Kind::AllFailed(error, detail))
            }
            kind => Error::new(phase, kind),
        }
    }

    fn reasons(&self) -> impl Iterator<Item = String> {
        self.failures.iter().map(|(addr, error)| format!("{addr}: {}", error.kind))
    }
}

fn start(addr: SocketAddr, options: &SocketOptions) -> Result<CloseOnDrop, Kind> {
    let socket = start_connect(addr, options).map_err(Refusal::into_kind)?;
    let source = SourceId::register_connecting(socket).map(CloseOnDrop::new).map_err(Kind::Io)?;
    if addr.ip().is_loopback() {
        // Within a host it mostly is over already, and to ask costs less than to wait for the event.
        source.id().ask_connected().map_err(Kind::Io)?;
    }
    Ok(source)
}

fn poll_connected(source: SourceId, cx: &mut Context<'_>, deadline: Deadline) -> Poll<Result<(), Kind>> {
    loop {
        if source.try_connected().map_err(Kind::Io)? {
            return Poll::Ready(Ok(()));
        }
        match source.poll_ready(cx, Operation::Reader, Direction::Write, deadline) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Ok(())) => {}
            Poll::Ready(Err(Interrupt::Elapsed)) => return Poll::Ready(Err(Kind::Timeout(deadline))),
            Poll::Ready(Err(Interrupt::Closed)) => return Poll::Ready(Err(Kind::Cancelled)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::block_on;
    use crate::reactor;
    use std::net::TcpListener;

    fn dial_now(host: &str, port: u16, options: &SocketOptions) -> Result<SourceId, Error> {
        let deadline = Deadline::after(Duration::from_secs(5));
        let host = Host::parse(host).unwrap();
        block_on(dial(&host, port, options, &ResolverOptions::default(), deadline))
            .map(|dialed| dialed.source)
    }

    #[test]
    fn a_name_goes_on_to_the_address_that_listens() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let source = dial_now("localhost", port, &SocketOptions::default()).unwrap();
        assert_eq!(source.with_socket(|s| s.peer_addr().unwrap().as_socket().unwrap().port()).unwrap(), port);
        source.close();
    }

    #[test]
    fn refusals_are_named_and_leave_nothing_open() {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let error = dial_now("127.0.0.1", port, &SocketOptions::default()).unwrap_err();
        assert_eq!(error.to_string(), "connect failed: Connection refused");
        let error = dial_now("localhost", port, &SocketOptions::default()).unwrap_err();
        assert!(error.to_string().contains("Connection refused"), "{error}");
        assert_eq!(reactor::stats(), reactor::Stats::default());
    }

    #[test]
    fn what_the_options_leave_out_is_not_tried() {
        let options = SocketOptions { bind_address: "::1".parse().ok(), ..SocketOptions::default() };
        let error = dial_now("127.0.0.1", 9, &options).unwrap_err();
        assert!(matches!(&error.kind, Kind::BadAddress(why) if why.contains("bind_address")), "{error}");
        let options = SocketOptions { family: Family::Ipv6, ..SocketOptions::default() };
        let error = dial_now("127.0.0.1", 9, &options).unwrap_err();
        assert!(matches!(&error.kind, Kind::BadAddress(why) if why.contains("ip_family")), "{error}");
    }
}
