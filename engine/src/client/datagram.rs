//! Datagrams: sockets for them, to one peer or to anybody, and what is sent and received.

use super::open::{Opened, Target, peer, target};
use super::{Client, ConnectOptions, Link, State, Times};
use crate::dns::{self, ResolverOptions};
use crate::error::{Error, Kind, Phase};
use crate::net::addr::{Family, Host};
use crate::net::order;
use crate::net::peer::Address;
use crate::net::socket::{SocketKind, SocketOptions, open_udp as open_udp_socket};
use crate::net::unix::{SocketFile, open_datagram};
use crate::reactor::{CloseOnDrop, SourceId};
use crate::time::{Deadline, now};
use crate::tls::session::Endpoint;
use crate::transport::datagram::{Datagram, Peer, Take};
use crate::transport::dtls::{self, DtlsStream};
use crate::transport::{Transport, with_buffer};
use socket2::{SockAddr, Socket};
use std::cell::RefCell;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::task::ready;

/// The most of a datagram that is received: more than UDP can carry.
const LARGEST: usize = 1 << 20;

/// Resolves and opens a UDP socket that talks to `host`, and negotiates DTLS if the options say so.
pub(super) async fn open_udp(
    host: &Host,
    port: u16,
    options: &ConnectOptions,
    endpoint: Endpoint<'_>,
    deadline: Deadline,
) -> Result<Opened, Error> {
    let began = now();
    let addresses = addresses(host, port, &options.socket, &options.resolver, deadline).await?;
    let resolved = now();
    let is_connected = options.connect_udp || options.tls.is_some();
    let (socket, peer) = first_of(&addresses, |address| {
        let socket = open_udp_socket(address, &options.socket).map_err(|refusal| refusal.into_kind())?;
        let peer = SockAddr::from(address);
        if is_connected {
            socket.connect(&peer).map_err(Kind::Io)?;
        }
        Ok((socket, if is_connected { Peer::Connected(peer) } else { Peer::Remembered(peer) }))
    })?;
    let times = Times {
        resolve: resolved.saturating_duration_since(began),
        connect: now().saturating_duration_since(resolved),
        ..Times::default()
    };
    let opened = opened(socket, peer, None, times)?;
    let Some(config) = &options.tls else { return Ok(opened) };
    let guard = CloseOnDrop::new(opened.transport.source());
    let mut stream = DtlsStream::new(guard.id(), config, endpoint)?;
    poll_fn(|cx| stream.poll_handshake(cx, deadline)).await?;
    let transport = Transport::Dtls(guard.disarm(), Rc::new(RefCell::new(stream)));
    Ok(Opened { transport, ..opened })
}

/// Opens a Unix datagram socket that is connected with `path`, and has a path of its own for the answers.
pub(super) fn open_unix(path: &SockAddr, options: &ConnectOptions) -> Result<Opened, Error> {
    let failed = |kind| Error::new(Phase::Connect, kind);
    let socket = open_datagram(&options.socket).map_err(|error| failed(Kind::Io(error)))?;
    // Before it is bound: from then on only the peer could send to it.
    socket.connect(path).map_err(|error| failed(Kind::Io(error)))?;
    let file = bind(&socket, &options.socket).map_err(failed)?;
    opened(socket, Peer::Connected(path.clone()), Some(file), Times::default())
}

fn opened(socket: Socket, peer: Peer, file: Option<SocketFile>, times: Times) -> Result<Opened, Error> {
    let source = SourceId::register_local(socket).map_err(|error| Error::io(Phase::Connect, error))?;
    let transport = Transport::Datagram(Rc::new(Datagram::new(source, peer, file)));
    Ok(Opened { transport, times, extras: None })
}

fn bind(socket: &Socket, options: &SocketOptions) -> Result<SocketFile, Kind> {
    match &options.bind_path {
        Some(path) => SocketFile::bind(socket, path),
        None => SocketFile::bind_fresh(socket, &std::env::temp_dir()),
    }
}

/// The addresses of `host` that may be used, the best one first; at least one.
async fn addresses(
    host: &Host,
    port: u16,
    options: &SocketOptions,
    resolver: &ResolverOptions,
    deadline: Deadline,
) -> Result<Vec<SocketAddr>, Error> {
    let all: Vec<SocketAddr> = match host {
        Host::Literal { .. } => host.socket_addr(port).into_iter().collect(),
        Host::Name { name, complete } => {
            let mut all = Vec::new();
            let add = |found: Vec<_>| all.extend(found.into_iter().map(|(ip, _)| SocketAddr::new(ip, port)));
            dns::lookup_each(name, *complete, options.family, resolver, deadline, add).await?;
            all
        }
    };
    let (usable, excluded): (Vec<_>, Vec<_>) = all.into_iter().partition(|addr| options.allows(addr));
    if usable.is_empty() {
        return Err(Error::new(Phase::Connect, Kind::BadAddress(options.exclusion(&excluded))));
    }
    Ok(in_turn(usable, options))
}

/// IPv4 before IPv6, as the name of this kind of socket has it, but what can be reached before all. Nobody answers a
/// datagram's sender that its service is not there: what many a host has listens on 127.0.0.1 and not on ::1, and
/// unlike with TCP no second attempt would follow.
fn in_turn(addresses: Vec<SocketAddr>, options: &SocketOptions) -> Vec<SocketAddr> {
    let (ipv4, ipv6): (Vec<_>, Vec<_>) = addresses.into_iter().partition(SocketAddr::is_ipv4);
    let mut all = order::sort(ipv4, options.bind_address);
    all.extend(order::sort(ipv6, options.bind_address));
    if all.len() > 1 {
        all.sort_by_key(|&address| !order::is_reachable(address));
    }
    all
}

/// What the first of `addresses` gives that gives anything. Nobody answers when a datagram socket is opened, so only
/// this host's own errors lead to the next one.
fn first_of<T>(
    addresses: &[SocketAddr],
    mut attempt: impl FnMut(SocketAddr) -> Result<T, Kind>,
) -> Result<T, Error> {
    let mut failures = Vec::new();
    for &address in addresses {
        match attempt(address) {
            Ok(made) => return Ok(made),
            Err(kind) => failures.push((address, kind)),
        }
    }
    let texts: Vec<_> = failures.iter().map(|(address, kind)| format!("{address}: {kind}")).collect();
    let several = failures.len() > 1;
    let last = failures.pop().map_or(Kind::Cancelled, |(_, kind)| kind);
    Err(Error::new(
        Phase::Connect,
        match last {
            Kind::Io(error) | Kind::AllFailed(error, _) if several => {
                Kind::AllFailed(error, texts.join("; "))
            }
            kind => kind,
        },
    ))
}

impl Client {
    /// Sends one datagram to `host` (of a Unix socket: a path), whoever the socket is connected with; without a socket
    /// one is opened first.
    ///
    /// # Errors
    /// [`Kind::Refused`] on a stream socket, with TLS, and when the open socket is of another address family; else what the
    /// phase that failed says. The socket stays as it is.
    ///
    /// # Cancel safety
    /// Dropping it sends nothing.
    pub async fn send_to(
        &self,
        host: &str,
        port: u16,
        data: &[u8],
        options: &ConnectOptions,
        deadline: Deadline,
    ) -> Result<(), Error> {
        let sent = self.send_somewhere(host, port, data, options, deadline).await;
        sent.map_err(|error| self.named(error.with_peer(&peer(options.kind, host, port))))
    }

    async fn send_somewhere(
        &self,
        host: &str,
        port: u16,
        data: &[u8],
        options: &ConnectOptions,
        deadline: Deadline,
    ) -> Result<(), Error> {
        let failed = |kind| Error::new(Phase::Send, kind);
        if !options.kind.is_datagram() {
            return Err(failed(not_datagrams(options.kind, "sendto()")));
        }
        // Whether there is a socket already or not: what is sent would not be protected.
        if options.tls.is_some() {
            return Err(failed(secured()));
        }
        let there = target(options.kind, host).map_err(|reason| failed(Kind::BadAddress(reason)))?;
        let there = match &there {
            Target::Path(path) => vec![SockAddr::clone(path)],
            Target::Host(host) => {
                let socket = self.restrict(host, options)?;
                let addresses = addresses(host, port, &socket, &options.resolver, deadline).await?;
                addresses.into_iter().map(SockAddr::from).collect()
            }
        };
        let attempt = self.attempts.get();
        let datagram = self.datagram_for(&there[0], options)?;
        poll_fn(|cx| {
            self.still(attempt, Phase::Send)?;
            datagram.poll_write(cx, data, Some(&there[0]), deadline)
        })
        .await
    }

    /// The options, restricted to the addresses that the open socket can send to.
    fn restrict(&self, host: &Host, options: &ConnectOptions) -> Result<SocketOptions, Error> {
        let mut socket = options.socket.clone();
        if let Link::Open(transport) = &self.state.borrow().link
            && let Ok(Ok(local)) = transport.source().with_socket(|socket| socket.local_addr())
        {
            let (own, name) = if local.is_ipv4() { (Family::Ipv4, "IPv4") } else { (Family::Ipv6, "IPv6") };
            if let Host::Literal { ip, .. } = host
                && !own.allows(ip)
            {
                let reason = format!("the socket is an {name} one, which cannot send to {ip}");
                return Err(Error::new(Phase::Send, Kind::Refused(libc::EAFNOSUPPORT, reason)));
            }
            socket.family = own;
            // It is bound already.
            socket.bind_address = None;
        }
        Ok(socket)
    }

    /// The open socket, or a new one that can send to `there`.
    fn datagram_for(&self, there: &SockAddr, options: &ConnectOptions) -> Result<Rc<Datagram>, Error> {
        let failed = |kind| Error::new(Phase::Send, kind);
        match &self.state.borrow().link {
            Link::Open(Transport::Datagram(datagram)) => return Ok(Rc::clone(datagram)),
            Link::Open(_) => return Err(failed(secured())),
            Link::Busy(why) => return Err(failed(Kind::NotConnected(why))),
            Link::Gone(_) => {}
        }
        let (socket, file) = match there.as_socket() {
            Some(address) => {
                let opened = open_udp_socket(address, &options.socket);
                (opened.map_err(|refusal| failed(refusal.into_kind()))?, None)
            }
            None => {
                let socket = open_datagram(&options.socket).map_err(|error| failed(Kind::Io(error)))?;
                let file = bind(&socket, &options.socket).map_err(failed)?;
                (socket, Some(file))
            }
        };
        let source = SourceId::register_local(socket).map_err(|error| failed(Kind::Io(error)))?;
        let datagram = Rc::new(Datagram::new(source, Peer::None, file));
        let link = Link::Open(Transport::Datagram(Rc::clone(&datagram)));
        *self.state.borrow_mut() = State { link, kind: options.kind, ..State::default() };
        Ok(datagram)
    }

    /// Receives one datagram, at most `max` bytes of it, and hands it and its sender to `sink`. It may be empty;
    /// [`Client::was_cut`] tells whether there was more of it.
    ///
    /// # Errors
    /// [`Kind::Refused`] on a stream; else as [`Client::recv`].
    ///
    /// # Cancel safety
    /// Nothing is lost.
    pub async fn recv_from<T>(
        &self,
        max: usize,
        deadline: Deadline,
        mut sink: impl FnMut(&[u8], Address) -> T,
    ) -> Result<T, Error> {
        let transport = self.stream(Phase::Receive)?;
        if !transport.is_datagram() {
            return Err(self.error(Phase::Receive, not_datagrams(self.kind(), "recvfrom()")));
        }
        let sender = || self.peer_address().unwrap_or(Address::Unnamed);
        let sink = |data: &[u8]| sink(data, sender());
        self.recv_datagram(&transport, max, Take::Away, deadline, sink).await
    }

    /// Whether the last datagram that was received was longer than it was allowed to be, so that its rest is lost.
    #[must_use]
    pub fn was_cut(&self) -> bool {
        self.cut.get()
    }

    pub(super) async fn recv_datagram<T>(
        &self,
        transport: &Transport,
        max: usize,
        take: Take,
        deadline: Deadline,
        mut sink: impl FnMut(&[u8]) -> T,
    ) -> Result<T, Error> {
        let attempt = self.attempts.get();
        let received = poll_fn(|cx| {
            self.still(attempt, Phase::Receive)?;
            if let Transport::Datagram(datagram) = transport {
                // No buffer before something has come.
                ready!(datagram.poll_ready(cx, deadline))?;
            }
            with_buffer(room(max), |buffer| {
                let size = ready!(match take {
                    Take::Away => transport.poll_read(cx, buffer, deadline),
                    Take::Look => transport.poll_peek(cx, buffer, deadline),
                })?;
                Ok(sink(self.whole(&buffer[..size], max))).into()
            })
        });
        received.await.map_err(|error| self.named(error))
    }

    pub(super) fn try_recv_datagram<T>(
        &self,
        datagram: &Datagram,
        max: usize,
        sink: impl FnOnce(&[u8]) -> T,
    ) -> Option<Result<T, Error>> {
        if !datagram.is_ready() {
            return None;
        }
        with_buffer(room(max), |buffer| match datagram.try_read(buffer, Take::Away) {
            Ok(size) => Some(Ok(sink(self.whole(&buffer[..size], max)))),
            Err(error) if error.raw_os_error().is_none_or(|code| code == libc::EAGAIN) => None,
            Err(error) => Some(Err(self.error(Phase::Receive, Kind::Io(error)))),
        })
    }

    /// What may be handed out of a datagram; notes whether that is all.
    pub(super) fn whole<'a>(&self, datagram: &'a [u8], max: usize) -> &'a [u8] {
        self.cut.set(datagram.len() > max);
        &datagram[..datagram.len().min(max)]
    }

    pub(super) async fn send_datagram(
        &self,
        transport: &Transport,
        data: &[u8],
        deadline: Deadline,
    ) -> Result<(), Error> {
        let attempt = self.attempts.get();
        let mut is_taken = false;
        let sent = poll_fn(|cx| {
            self.still(attempt, Phase::Send)?;
            // Not by its size: it may be empty.
            if !is_taken {
                ready!(transport.poll_write(cx, data, deadline))?;
                is_taken = true;
            }
            transport.poll_flush(cx, deadline)
        });
        sent.await.map_err(|error| self.named(error))
    }

    pub(super) fn try_send_datagram(&self, datagram: &Datagram, data: &[u8]) -> Result<usize, Error> {
        match datagram.try_write(data, None) {
            Ok(()) => Ok(data.len()),
            Err(Kind::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => Ok(0),
            // Whether it was closed or opened before a fork, the other way tells.
            Err(Kind::Cancelled) => Ok(0),
            Err(kind) => Err(self.error(Phase::Send, kind)),
        }
    }
}

/// One byte more than is wanted tells that there was more. DTLS wants room for the longest that there is.
pub(super) fn room(max: usize) -> usize {
    (max.min(LARGEST) + 1).max(dtls::LARGEST)
}

fn not_datagrams(kind: SocketKind, what: &str) -> Kind {
    let reason = format!("{what} is for datagram sockets, and this is a {} one", kind.name());
    Kind::Refused(libc::EPROTONOSUPPORT, reason)
}

fn secured() -> Kind {
    let reason = "sendto() would bypass TLS, whose sessions are with one peer: connect(), then send()";
    Kind::Refused(libc::EOPNOTSUPP, reason.into())
}
