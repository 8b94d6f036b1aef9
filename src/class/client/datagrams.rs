//! Datagrams to and from whoever is named: sendto() and recvfrom().

use super::face::Doing;
use super::object::Client;
use super::outcome::{fail, is_over, note_error, settle, this};
use super::{CHUNK, link};
use crate::exception::code;
use crate::ffi::call::{Call, Outcome};
use crate::ffi::value::Owned;
use engine::net::socket::SocketKind;
use engine::{Error, Kind};

/// Sends one datagram.
pub(super) fn send_to(call: &mut Call) -> Outcome {
    call.expect(3, 3)?;
    let host = call.string(0)?.text();
    let port = call.int(1, 0)?;
    let data = call.string(2)?.bytes();
    let doing = Doing::Send(data.len());
    let (_, client) = this(call)?;
    let _writer = client.hold(&client.writer, "sendto")?;
    if !client.kind.is_datagram() {
        return refuse_stream(call, client, doing, "sendto()");
    }
    let Some(port) = link::checked(call, client.kind, &host, port)? else { return Ok(()) };
    if is_over(call, client, doing)? {
        return Ok(());
    }
    let options = client.connect_options();
    let deadline = client.deadline(None, doing.phase());
    let sent = client.face.wait("sendto()", client.engine.send_to(&host, port, data, &options, deadline));
    if settle(call, client, doing, sent)?.is_some() {
        super::outcome::note_descriptor(call.this(), client);
        call.answer_bool(true);
    }
    Ok(())
}

/// Receives one datagram, and tells who has sent it.
pub(super) fn recv_from(call: &mut Call) -> Outcome {
    call.expect(2, 3)?;
    let length = call.int(0, 0)?;
    let (_, client) = this(call)?;
    let _reader = client.hold(&client.reader, "recvfrom")?;
    let Some(length) = usize::try_from(length).ok().filter(|&length| length > 0) else {
        // Without a warning, as in Swoole.
        note_error(call.this(), client, code::INVALID_PARAMS, "the length must be greater than 0");
        call.answer_bool(false);
        return Ok(());
    };
    if is_over(call, client, Doing::Receive)? {
        return Ok(());
    }
    if !client.kind.is_datagram() {
        return refuse_stream(call, client, Doing::Receive, "recvfrom()");
    }
    let deadline = client.deadline(None, Doing::Receive.phase());
    let receive =
        client.engine.recv_from(length.min(CHUNK), deadline, |data, sender| (Owned::string(data), sender));
    let received = client.face.wait("recvfrom()", receive);
    if let Some((data, sender)) = settle(call, client, Doing::Receive, received)? {
        call.assign(1, Owned::string(&sender.host()))?;
        if call.count() > 2 {
            call.assign(2, Owned::int(sender.port().into()))?;
        }
        call.answer(data);
    }
    Ok(())
}

pub(super) fn refuse_stream(call: &mut Call, client: &Client, doing: Doing, method: &str) -> Outcome {
    let reason = format!("{method} is for datagram sockets, and this is a {} one", client.kind.name());
    let error = Error::new(doing.phase(), Kind::Refused(libc::EPROTONOSUPPORT, reason));
    fail(call, &error.with_peer(&client.engine.peer()), doing, false)
}

/// The kind of socket that `kind` of the constructor names, and whether it is for IPv6 only.
pub(super) fn socket_kind(kind: i64) -> Option<(SocketKind, bool)> {
    Some(match kind {
        super::TCP => (SocketKind::Tcp, false),
        super::TCP6 => (SocketKind::Tcp, true),
        super::UDP => (SocketKind::Udp, false),
        super::UDP6 => (SocketKind::Udp, true),
        super::UNIX_STREAM => (SocketKind::UnixStream, false),
        super::UNIX_DGRAM => (SocketKind::UnixDatagram, false),
        _ => return None,
    })
}
