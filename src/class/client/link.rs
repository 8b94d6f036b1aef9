//! Making a client, connecting and closing it.

use super::callback::settings_changed;
use super::datagrams::socket_kind;
use super::face::{Doing, Face};
use super::keep::Keeping;
use super::object::Client;
use super::outcome::{
    fail, is_killed, note_closed, note_error, note_opened, property, refuse, settle, succeed, this, warn,
};
use super::pending::Pending;
use super::unset::is_unset;
use super::{ASYNC, COROUTINE, KEEP, SSL, SYNC, SYNCHRONOUS};
use crate::exception::{EXCEPTION, code};
use crate::ffi::call::{Call, Object, Outcome, Thrown, warn_of_all};
use crate::ffi::value::Owned;
use crate::ffi::{error, request};
use crate::settings::{Applied, LENGTH_FUNC, Settings, is_secret, limit};
use engine::client::{ConnectOptions, peer};
use engine::net::peer::Address;
use engine::net::socket::SocketKind;
use engine::tls::session::SessionSlot;
use engine::{Error, Kind};
use std::borrow::Cow;
use std::pin::pin;
use std::rc::Rc;

/// Makes the object a client of type `kind`.
///
/// With KEEP, connections of another `id` are told apart.
pub(super) fn construct(call: &Call, face: Face, kind: i64, id: &str) -> Outcome {
    let this = call.this();
    if this.is_installed() {
        error::throw(&EXCEPTION, "the constructor was called already", 0);
        return Err(Thrown);
    }
    let socket = kind & !(SSL | ASYNC | SYNC | KEEP);
    // Swoole's scripts say so, though the class has said it.
    let told = match face {
        Face::Sync => SYNC,
        Face::Callback => ASYNC,
        Face::Coroutine => 0,
    };
    let Some(socket) = socket_kind(socket).filter(|_| kind & !(SSL | KEEP | told | socket) == 0) else {
        return Err(refuse_type(face, kind, socket));
    };
    let mut client = Client::new(face, socket, kind & SSL != 0);
    client.kept = (kind & KEEP != 0).then(|| Box::new(Keeping::new(id)));
    this.install(client);
    this.set(property::TYPE, Owned::int(kind));
    Ok(())
}

#[cold]
fn refuse_type(face: Face, kind: i64, socket: i64) -> Thrown {
    if (1..=8).contains(&socket) {
        let message = format!(
            "clients are of the types SOCK_TCP to SOCK_UNIX_DGRAM, perhaps with SSL and KEEP, type {kind} given"
        );
        error::throw(&EXCEPTION, &message, code::INVALID_PARAMS);
    } else {
        let class = face.class();
        let message = format!(
            "{class}::__construct(): Argument #1 ($type) must be a client type, unknown type {kind} given"
        );
        error::throw_type_error(&message);
    }
    Thrown
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
    let mut settings = Settings::clone(&client.settings.borrow());
    let applied = settings.apply(values, sessions_of);
    match applied {
        Applied::Thrown => Err(Thrown),
        Applied::BadFile(reason) => {
            note_error(this, client, code::SSL_CONTEXT, &reason);
            client.note_unset(values, reason);
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
            *client.settings.borrow_mut() = Rc::new(settings);
            client.note_set(values);
            this.merge(property::SETTING, values, is_secret);
            if let Some(callable) = callable {
                this.hold(callable);
            }
            succeed(this, client);
            settings_changed(this, client);
            call.answer_bool(true);
            warn_of_all(unknown)
        }
    }
}

/// The Rust side of an object that is a client, if its constructor has run.
pub(super) fn client_of<'a>(object: Object) -> Option<&'a Client> {
    let is_client = object.is_a(&COROUTINE) || object.is_a(&SYNCHRONOUS);
    (is_client && object.is_installed()).then(|| object.data::<Client>().ok())?
}

fn sessions_of(object: Object) -> Option<Rc<SessionSlot>> {
    client_of(object).map(|client| client.engine.sessions())
}

/// What connect() was given, checked.
pub(super) struct Target<'a> {
    pub(super) host: Cow<'a, str>,
    pub(super) port: u16,
    pub(super) timeout: Option<f64>,
}

/// Checks the arguments of connect(), and whether it may be called; `None` when the call is settled. The client
/// remembers its timeout from then on.
pub(super) fn target<'a>(call: &mut Call) -> Result<Option<Target<'a>>, Thrown> {
    call.expect(1, 4)?;
    let host = call.string(0)?.as_text();
    let port = call.int(1, 0)?;
    let timeout = call.float(2)?;
    let (this, client) = this(call)?;
    let Some(port) = checked(call, client.kind, &host, port)? else { return Ok(None) };
    let calls = client.calls.borrow().clone();
    if calls.as_ref().is_some_and(|calls| calls.is_inherited()) {
        // In a forked child nobody goes on with it.
        client.engine.close();
    }
    let is_busy = calls.is_some_and(|calls| calls.is_alive() && !calls.is_loose());
    if is_busy
        || client.engine.is_connected()
        || client.pending.borrow().as_ref().is_some_and(|p| !p.is_over())
    {
        let error = Error::new(Doing::Connect.phase(), Kind::AlreadyConnected);
        return fail(call, &error.with_peer(&client.engine.peer()), Doing::Connect, false).map(|()| None);
    }
    forget_pending(this, client);
    if is_killed(call, client, Doing::Connect)?
        || is_unset(call, client, Doing::Connect, || peer(client.kind, &host, port))?
    {
        return Ok(None);
    }
    client.inherited_timeout.set(timeout.and_then(limit));
    client.start_conversation();
    Ok(Some(Target { host, port, timeout }))
}

/// Checks where to connect or send to; `None` when the call is settled. A Unix socket has no port.
pub(super) fn checked(
    call: &mut Call,
    kind: SocketKind,
    host: &str,
    port: i64,
) -> Result<Option<u16>, Thrown> {
    let what = if kind.is_unix() { "path" } else { "host" };
    if host.is_empty() || host.contains('\0') {
        let reason = if host.is_empty() { "is empty" } else { "contains a NUL byte" };
        return refuse(call, code::BAD_HOST, &format!("The {what} {reason}")).map(|()| None);
    }
    if kind.is_unix() {
        if request::path_allowed(host) {
            return Ok(Some(0));
        }
        let shown = engine::error::printable(host.as_bytes());
        let (this, client) = this(call)?;
        note_error(this, client, libc::EPERM.into(), &format!("{shown}: open_basedir does not allow it"));
        call.answer_bool(false);
        return Ok(None);
    }
    match u16::try_from(port).ok().filter(|&port| port != 0) {
        Some(port) => Ok(Some(port)),
        None => {
            let hint = if has_port(host) { " (the port is the second argument)" } else { "" };
            let reason = format!("The port is invalid: {port} is not between 1 and 65535{hint}");
            refuse(call, code::BAD_PORT, &reason).map(|()| None)
        }
    }
}

/// Whether `host` is one with a port behind it; IPv6 has to be in brackets for that.
fn has_port(host: &str) -> bool {
    host.rsplit_once(':').is_some_and(|(name, port)| {
        (!name.contains(':') || name.ends_with(']'))
            && !port.is_empty()
            && port.bytes().all(|digit| digit.is_ascii_digit())
    })
}

/// Connect, but do not wait for it; of UDP: hear nobody but the peer.
const SOCK_FLAG: i64 = 1;

/// The settings of a connect(), its flag included.
pub(super) fn options(call: &Call, client: &Client) -> Result<ConnectOptions, Thrown> {
    let mut options = client.connect_options();
    options.connect_udp |= call.int(3, 0)? & SOCK_FLAG != 0;
    Ok(options)
}

/// Whether connect() is not to wait.
pub(super) fn is_nonblocking(call: &Call, client: &Client) -> Result<bool, Thrown> {
    Ok(call.int(3, 0)? & SOCK_FLAG != 0 && !client.kind.is_datagram())
}

pub(super) fn connect(call: &mut Call) -> Outcome {
    let (_, client) = this(call)?;
    let _both = client.hold_both("connect")?;
    let Some(Target { host, port, timeout }) = target(call)? else { return Ok(()) };
    let options = options(call, client)?;
    let deadline = client.deadline(timeout, Doing::Connect.phase());
    if client.reuse(call.this(), &host, port, &options) {
        succeed(call.this(), client);
        note_opened(call.this(), client);
        call.answer_bool(true);
        return Ok(());
    }
    let connecting = pin!(client.engine.connect(&host, port, &options, deadline));
    let connected = client.face.wait("connect()", connecting);
    if settle(call, client, Doing::Connect, connected)?.is_some() {
        client.note_connected(&host, port, &options);
        note_opened(call.this(), client);
        call.answer_bool(true);
    }
    Ok(())
}

/// Connects in the background: `true` with errCode EINPROGRESS. The next operation waits for it.
pub(super) fn begin_connect(call: &mut Call) -> Outcome {
    let (this, client) = this(call)?;
    let _both = client.hold_both("connect")?;
    let Some(Target { host, port, timeout }) = target(call)? else { return Ok(()) };
    let options = client.connect_options();
    let deadline = client.deadline(timeout, Doing::Connect.phase());
    let (engine, host) = (Rc::clone(&client.engine), host.into_owned());
    let pending = Pending::start(async move { engine.connect(&host, port, &options, deadline).await });
    *client.pending.borrow_mut() = Some(pending);
    note_error(this, client, libc::EINPROGRESS.into(), "the connect goes on in the background");
    call.answer_bool(true);
    Ok(())
}

/// Sees to a connect that goes on in the background: waits for it. `false` when the call is settled because that
/// has failed.
pub(super) fn join_connect(call: &mut Call) -> Result<bool, Thrown> {
    let (_, client) = this(call)?;
    let Some(pending) = client.pending.borrow().clone() else { return Ok(true) };
    if is_killed(call, client, Doing::Connect)? {
        return Ok(false);
    }
    let connected = client.face.wait("connect()", pending.outcome());
    if connected.is_ok() {
        forget_pending(call.this(), client);
    }
    let connected = settle(call, client, Doing::Connect, connected)?;
    Ok(connected.is_some())
}

/// Shows the connection that a connect in the background has led to. Of a failure the next operation tells.
pub(super) fn look_at_pending(this: Object, client: &Client) {
    let has_come = client.pending.borrow().as_ref().is_some_and(|p| p.is_over() && !p.has_failed());
    if has_come {
        forget_pending(this, client);
        succeed(this, client);
    }
}

/// There is nothing more to be asked of a connect in the background.
fn forget_pending(this: Object, client: &Client) {
    let Some(pending) = client.pending.take() else { return };
    if pending.has_failed() || !client.engine.is_connected() {
        // In a forked child the attempt is still there, with nobody who drives it.
        client.engine.close();
    } else {
        note_opened(this, client);
    }
}

pub(super) fn is_connected(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let (this, client) = this(call)?;
    look_at_pending(this, client);
    call.answer_bool(client.engine.is_connected());
    Ok(())
}

pub(super) fn getsockname(call: &mut Call) -> Outcome {
    address(call, engine::client::Client::local_address)
}

pub(super) fn getpeername(call: &mut Call) -> Outcome {
    address(call, engine::client::Client::peer_address)
}

pub(super) fn address(
    call: &mut Call,
    ask: fn(&engine::client::Client) -> Result<Address, Error>,
) -> Outcome {
    call.expect(0, 0)?;
    let (this, client) = this(call)?;
    look_at_pending(this, client);
    let address = settle(call, client, Doing::Look, Ok(ask(&client.engine)))?;
    if let Some(address) = address {
        let host = address.host();
        call.answer(Owned::array([
            ("host", Owned::string(&host)),
            ("address", Owned::string(&host)),
            ("port", Owned::int(address.port().into())),
        ]));
    }
    Ok(())
}

/// Closes the connection, or gives up a connect in the background.
pub(super) fn close(call: &mut Call) -> Outcome {
    let (this, client) = this(call)?;
    drop(client.pending.take());
    let waited_on = client.user();
    if client.keep() {
        note_closed(this, client);
        succeed(this, client);
        call.answer_bool(true);
        return Ok(());
    }
    if !client.engine.close() {
        return fail(call, &client.not_connected(), Doing::Close, false);
    }
    note_closed(this, client);
    match waited_on {
        None => succeed(this, client),
        Some(_) => {
            let reason = format!("close {}: another coroutine waits on the connection", client.engine.peer());
            note_error(this, client, code::CLOSE_WAIT, &reason);
            warn(client, || reason);
        }
    }
    call.answer_bool(waited_on.is_none());
    Ok(())
}
