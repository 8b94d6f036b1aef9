//! One question to one server: over UDP, or over TCP when the answer did not fit.

use super::journal::Outcome;
use crate::net::socket::{SocketOptions, connect_udp, start_connect};
use crate::reactor::{CloseOnDrop, Direction, Interrupt, Operation, SourceId};
use crate::time::Deadline;
use hickory_resolver::proto::op::{DnsResponse, Query, ResponseCode};
use std::cell::RefCell;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;

/// A server's answer to a question over UDP.
pub(super) enum Answer {
    Whole(Box<DnsResponse>),
    /// There is more than fits into a datagram.
    Truncated,
}

/// More than is ever asked for (EDNS announces 1232 bytes).
const LARGEST_DATAGRAM: usize = 4096;

/// Sends `request` from a socket of its own, whose random port is a part of what an attacker would have
/// to guess (RFC 5452), and waits for the answer. Datagrams that are not the answer are passed over: the
/// kernel sees to the sender, and what is compared here are id and question.
pub(super) async fn udp(
    server: SocketAddr,
    request: &[u8],
    query: &Query,
    deadline: Deadline,
) -> Result<Answer, Outcome> {
    let socket = SourceId::register_reader(connect_udp(server)?)?;
    let _guard = CloseOnDrop::new(socket);
    // A new socket has room for one datagram.
    socket.try_write(request)?;
    loop {
        ready(socket, Direction::Read, deadline).await?;
        if let Some(answer) = receive(socket, request, query)? {
            return Ok(answer);
        }
    }
}

/// The answer, if it is among the datagrams that are there.
#[inline(never)]
fn receive(socket: SourceId, request: &[u8], query: &Query) -> Result<Option<Answer>, Outcome> {
    // One for all: a thousand questions under way would otherwise hold a thousand of them.
    BUFFER.with_borrow_mut(|buffer| {
        buffer.resize(LARGEST_DATAGRAM, 0);
        loop {
            let size = match socket.try_read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
                size => size?,
            };
            if let Some(answer) = examine(&buffer[..size], request, query)? {
                return Ok(Some(answer));
            }
        }
    })
}

/// What a datagram answers, if it answers `request`.
fn examine(datagram: &[u8], request: &[u8], query: &Query) -> Result<Option<Answer>, Outcome> {
    let header = datagram.first_chunk::<12>().filter(|header| header[..2] == request[..2]);
    let Some(header) = header.filter(|header| header[2] & 0x80 != 0) else { return Ok(None) };
    if header[2] & 0x02 != 0 {
        // Perhaps cut in the middle of a record, so nothing of it is read.
        return Ok(Some(Answer::Truncated));
    }
    let response = parse(datagram.to_vec())?;
    Ok(fits(&response, query).then_some(Answer::Whole(response)))
}

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Sends `request` over a connection of its own and waits for the answer.
///
/// Boxed and out of line, because it is rare, and larger than everything else that is kept meanwhile.
#[inline(never)]
pub(super) fn tcp<'a>(
    server: SocketAddr,
    request: &'a [u8],
    query: &'a Query,
    deadline: Deadline,
) -> Pin<Box<dyn Future<Output = Result<Box<DnsResponse>, Outcome>> + Send + 'a>> {
    Box::pin(over_tcp(server, request, query, deadline))
}

async fn over_tcp(
    server: SocketAddr,
    request: &[u8],
    query: &Query,
    deadline: Deadline,
) -> Result<Box<DnsResponse>, Outcome> {
    let options = SocketOptions { nodelay: true, ..SocketOptions::default() };
    let socket = start_connect(server, &options).map_err(|refusal| refusal.error)?;
    let socket = SourceId::register_connecting(socket)?;
    let _guard = CloseOnDrop::new(socket);
    while !socket.try_connected()? {
        ready(socket, Direction::Write, deadline).await?;
    }
    let length = u16::try_from(request.len()).map_err(|_| Outcome::from(io::ErrorKind::InvalidInput))?;
    let framed = [&length.to_be_bytes(), request].concat();
    let mut sent = 0;
    while sent < framed.len() {
        sent += write(socket, &framed[sent..], deadline).await?;
    }
    let mut length = [0; 2];
    fill(socket, &mut length, deadline).await?;
    let mut message = vec![0; u16::from_be_bytes(length).into()];
    fill(socket, &mut message, deadline).await?;
    if message.get(..2) != Some(&request[..2]) {
        return Err(Outcome::Malformed("it has another id".into()));
    }
    let response = parse(message)?;
    if fits(&response, query) {
        return Ok(response);
    }
    Err(Outcome::Malformed("it answers another question".into()))
}

fn parse(message: Vec<u8>) -> Result<Box<DnsResponse>, Outcome> {
    match DnsResponse::from_buffer(message) {
        Ok(response) => Ok(Box::new(response)),
        Err(error) => Err(Outcome::Malformed(error.to_string())),
    }
}

/// Whether `response` answers `query`. A server that understands nothing, or fails, may leave it out.
fn fits(response: &DnsResponse, query: &Query) -> bool {
    let failed = !matches!(response.metadata.response_code, ResponseCode::NoError | ResponseCode::NXDomain);
    match response.queries.as_slice() {
        [] => failed,
        [only] => only == query,
        _ => false,
    }
}

async fn write(socket: SourceId, data: &[u8], deadline: Deadline) -> Result<usize, Outcome> {
    loop {
        match socket.try_write(data) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            result => return Ok(result?),
        }
        ready(socket, Direction::Write, deadline).await?;
    }
}

async fn read(socket: SourceId, buffer: &mut [u8], deadline: Deadline) -> Result<usize, Outcome> {
    loop {
        match socket.try_read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            result => return Ok(result?),
        }
        ready(socket, Direction::Read, deadline).await?;
    }
}

async fn fill(socket: SourceId, buffer: &mut [u8], deadline: Deadline) -> Result<(), Outcome> {
    let mut filled = 0;
    while filled < buffer.len() {
        match read(socket, &mut buffer[filled..], deadline).await? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            more => filled += more,
        }
    }
    Ok(())
}

async fn ready(socket: SourceId, direction: Direction, deadline: Deadline) -> Result<(), Outcome> {
    socket.ready(Operation::Reader, direction, deadline).await.map_err(|why| match why {
        Interrupt::Elapsed => Outcome::Silent,
        Interrupt::Closed => io::ErrorKind::NotConnected.into(),
    })
}
