//! One question to one server: over UDP, or over TCP when the answer did not fit.

use super::journal::Outcome;
use crate::net::socket::{SocketOptions, connect_udp, start_connect};
use crate::reactor::{CloseOnDrop, Direction, Interrupt, Operation, SourceId};
use crate::time::Deadline;
use hickory_resolver::proto::op::{DnsResponse, Query, ResponseCode};
use std::io;
use std::net::SocketAddr;

/// A server's answer to a question over UDP.
pub(super) enum Answer {
    Whole(DnsResponse),
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
    let socket = SourceId::register(connect_udp(server)?)?;
    let _guard = CloseOnDrop::new(socket);
    write(socket, request, deadline).await?;
    let mut buffer = vec![0; LARGEST_DATAGRAM];
    loop {
        let size = read(socket, &mut buffer, deadline).await?;
        let datagram = &buffer[..size];
        let Some(header) = datagram.first_chunk::<12>().filter(|header| header[..2] == request[..2]) else {
            continue;
        };
        let (is_response, is_truncated) = (header[2] & 0x80 != 0, header[2] & 0x02 != 0);
        if !is_response {
            continue;
        }
        if is_truncated {
            // Perhaps cut in the middle of a record, so nothing of it is read.
            return Ok(Answer::Truncated);
        }
        let response = parse(datagram.to_vec())?;
        if fits(&response, query) {
            return Ok(Answer::Whole(response));
        }
    }
}

/// Sends `request` over a connection of its own and waits for the answer.
pub(super) async fn tcp(
    server: SocketAddr,
    request: &[u8],
    query: &Query,
    deadline: Deadline,
) -> Result<DnsResponse, Outcome> {
    let options = SocketOptions { nodelay: true, ..SocketOptions::default() };
    let socket = SourceId::register(start_connect(server, &options)?)?;
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

fn parse(message: Vec<u8>) -> Result<DnsResponse, Outcome> {
    DnsResponse::from_buffer(message).map_err(|error| Outcome::Malformed(error.to_string()))
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
