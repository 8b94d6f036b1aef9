//! Making a client, connecting and closing it.

use super::object::Client;
use super::outcome::{fail, is_killed, note_closed, note_error, property, refuse, settle, succeed, this};
use super::{HANDLE, SSL, TCP, TCP6};
use crate::exception::{EXCEPTION, code};
use crate::face::coroutine::wait;
use crate::ffi::call::{Call, Object, Outcome, Thrown, warn_of_all};
use crate::ffi::error;
use crate::ffi::value::Owned;
use crate::settings::{Applied, LENGTH_FUNC, is_secret};
use engine::tls::session::SessionSlot;
use engine::{Error, Kind, Phase};
use std::net::SocketAddr;
use std::rc::Rc;

pub(super) fn construct(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let kind = call.int(0, TCP)?;
    let this = call.this();
    if this.is_installed() {
        error::throw(&EXCEPTION, "the constructor was called already", 0);
        return Err(Thrown);
    }
    let socket = kind & !(SSL | 1024 | 2048 | 4096);
    if !(1..=8).contains(&socket) {
        let message = format!(
            "Corio\\Coroutine\\Client::__construct(): Argument #1 ($type) must be a client type, \
             unknown type {kind} given"
        );
        error::throw_type_error(&message);
        return Err(Thrown);
    }
    if !matches!(socket, TCP | TCP6) || kind & !(SSL | socket) != 0 {
        let message = format!("this version supports Corio\\SOCK_TCP, SOCK_TCP6 and SSL, type {kind} given");
        error::throw(&EXCEPTION, &message, code::INVALID_PARAMS);
        return Err(Thrown);
    }
    this.install(Client::new(kind & SSL != 0, socket == TCP6));
    this.set(property::TYPE, Owned::int(kind));
    Ok(())
}

pub(super) fn set(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let values = call.array(0)?;
    let (this, client) = this(call)?;
    if values.entries().next().is_none() {
        call.answer_bool(false);
        return Ok(());
    }
    // Not in place: asking whether something is callable may load a class, and so run the script's code.
    let mut settings = client.settings.borrow().clone();
    let applied = settings.apply(values, sessions_of);
    match applied {
        Applied::Thrown => Err(Thrown),
        Applied::BadFile(reason) => {
            note_error(this, client, code::SSL_CONTEXT, &reason);
            call.answer_bool(false);
            Ok(())
        }
        Applied::Yes(unknown) => {
            let callable = values.callable(LENGTH_FUNC);
            if callable.is_some() {
                // Another callable may know what to make of the bytes at hand.
                client.engine.set_framing(None);
            }
            client.engine.set_framing(settings.framing());
            *client.settings.borrow_mut() = settings;
            this.merge(property::SETTING, values, is_secret);
            if let Some(callable) = callable {
                this.hold(callable);
            }
            succeed(this, client);
            call.answer_bool(true);
            warn_of_all(unknown)
        }
    }
}

fn sessions_of(object: Object) -> Option<Rc<SessionSlot>> {
    let client = object.is_a(&HANDLE).then(|| object.data::<Client>().ok())??;
    Some(client.engine.sessions())
}

pub(super) fn connect(call: &mut Call) -> Outcome {
    call.expect(1, 4)?;
    let host = call.string(0)?.text();
    let port = call.int(1, 0)?;
    let timeout = call.float(2)?;
    call.int(3, 0)?;
    let (this, client) = this(call)?;
    let _both = client.hold_both("connect")?;
    let Some(port) = u16::try_from(port).ok().filter(|&port| port != 0) else {
        let reason = format!("the port is invalid: {port} is not between 1 and 65535");
        return refuse(call, code::BAD_PORT, &reason);
    };
    if host.is_empty() || host.contains('\0') {
        let reason = if host.is_empty() { "the host is empty" } else { "the host contains a NUL byte" };
        return refuse(call, code::BAD_HOST, reason);
    }
    if client.engine.is_connected() {
        let error = Error::new(Phase::Connect, Kind::AlreadyConnected);
        return fail(call, &error.with_peer(&client.engine.peer()), false);
    }
    if is_killed(call, client, Phase::Connect)? {
        return Ok(());
    }
    client.port.set(port.into());
    client.host.borrow_mut().clone_from(&host);
    client.inherited_timeout.set(timeout.filter(|&seconds| seconds != 0.0));
    let options = client.connect_options();
    client.start_conversation();
    let deadline = client.deadline(timeout, Phase::Connect);
    let connected = wait("connect()", client.engine.connect(&host, port, &options, deadline));
    let connected = settle(call, client, Phase::Connect, connected)?;
    if connected.is_some() {
        let descriptor = client.engine.descriptor().unwrap_or(-1);
        this.set(property::FD, Owned::int(descriptor.into()));
        this.set(property::CONNECTED, Owned::bool(true));
        call.answer_bool(true);
    }
    Ok(())
}

pub(super) fn is_connected(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let (_, client) = this(call)?;
    call.answer_bool(client.engine.is_connected());
    Ok(())
}

pub(super) fn getsockname(call: &mut Call) -> Outcome {
    address(call, engine::client::Client::local_addr)
}

pub(super) fn getpeername(call: &mut Call) -> Outcome {
    address(call, engine::client::Client::peer_addr)
}

pub(super) fn address(
    call: &mut Call,
    ask: fn(&engine::client::Client) -> Result<SocketAddr, Error>,
) -> Outcome {
    call.expect(0, 0)?;
    let (_, client) = this(call)?;
    let address = settle(call, client, Phase::Connect, Ok(ask(&client.engine)))?;
    if let Some(address) = address {
        let ip = address.ip().to_string();
        call.answer(Owned::array([
            ("host", Owned::string(ip.as_bytes())),
            ("address", Owned::string(ip.as_bytes())),
            ("port", Owned::int(address.port().into())),
        ]));
    }
    Ok(())
}

pub(super) fn close(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let (this, client) = this(call)?;
    let waited_on = client.user();
    if !client.engine.close() {
        return fail(call, &client.not_connected(), true);
    }
    note_closed(this);
    match waited_on {
        None => succeed(this, client),
        Some(_) => {
            let reason = format!("close {}: another coroutine waits on the connection", client.engine.peer());
            note_error(this, client, code::CLOSE_WAIT, &reason);
        }
    }
    call.answer_bool(waited_on.is_none());
    Ok(())
}
