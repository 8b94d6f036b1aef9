//! `Corio\Async\Client`: never waits; what comes is told to callbacks.

use super::calls::{Calls, Change, Marks, Refused};
use super::face::{Doing, Face};
use super::object::Client;
use super::outbox::Item;
use super::outcome::{
    fail, is_over, note_closed, note_descriptor, note_error, property, refuse, succeed, this, without_tls,
};
use super::unset::is_unset;
use super::{SYNCHRONOUS, data, datagrams, files, link};
use crate::exception::{EXCEPTION, code};
use crate::ffi::call::{Argument, Call, Object, Outcome, Thrown};
use crate::ffi::class::{Class, Function, Parent, declare_private};
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::value::{Kept, Value};
use crate::handler;
use engine::net::socket::SocketKind;
use engine::{Error, Kind};
use std::rc::Rc;

static HANDLE: ClassHandle = ClassHandle::new();

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Async\\Client",
    doc: "A client that never waits and calls back, each time in a coroutine of its own.\n\n\
          In order, for each connection: onConnect or onError; onReceive; onClose, once. onError comes before onClose\n\
          when a connection does not end well; errCode and errMsg are set then. The script does not end while there\n\
          is a connection, nor does the run() in which it was made; outside of CLI it does after\n\
          corio.shutdown_timeout. What a callback throws is treated as what a coroutine throws.\n\n\
          The object stays alive while it is connected, whoever else holds it.\n\n\
          ```php\n\
          $client = new \\Corio\\Async\\Client(\\Corio\\SOCK_TCP);\n\
          $client->on('connect', fn ($client) => $client->send(\"hello\\n\"));\n\
          $client->on('receive', function ($client, string $data) {\n\
          \x20   echo $data;\n\
          \x20   $client->close();\n\
          });\n\
          $client->on('error', fn ($client) => print \"$client->errMsg\\n\");\n\
          $client->on('close', fn ($client) => print \"closed\\n\");\n\
          $client->connect('localhost', 7, 5.0);\n\
          ```",
    parent: Parent::Own(&SYNCHRONOUS, "Corio\\Client"),
    has_data: true,
    is_final: false,
    handle: &HANDLE,
    properties: &[],
    constants: &[],
    methods: &[
        Function {
            signature: "__construct(int $type)",
            handler: handler!(construct),
            doc: "@param int $type Corio\\SOCK_TCP or SOCK_UDP (both address families), SOCK_TCP6 or SOCK_UDP6 (IPv6\n\
                  only), SOCK_UNIX_STREAM or SOCK_UNIX_DGRAM, optionally | Corio\\SSL for TLS (DTLS) from the first\n\
                  byte on, before onConnect\n\
                  @throws \\TypeError for a number that is no socket type\n\
                  @throws \\Corio\\Exception for one that this version does not support",
        },
        Function {
            signature: "on(string $event, callable $callback): bool",
            handler: handler!(on),
            doc: "Sets a callback, in place of the one before. Each is given the client first.\n\n\
                  `connect`: the connection stands, with TLS if there is to be TLS from the beginning\n\
                  `receive`: and what was received: a whole packet where settings say how packets are cut\n\
                  `error`: it could not be made, or did not end well\n\
                  `close`: it has ended, by either side\n\
                  `bufferFull`: so much waits to be sent as buffer_high_watermark says\n\
                  `bufferEmpty`: and so little again as buffer_low_watermark says\n\n\
                  @param string $event in any case\n\
                  @return bool false, with a warning, for an unknown event",
        },
        Function {
            signature: "connect(string $host, int $port = 0, ?float $timeout = null, int $sock_flag = 0): bool",
            handler: handler!(connect),
            doc: "Begins to connect: resolves, connects (through a proxy, if one is set) and, with Corio\\SSL or the\n\
                  setting ssl_starttls, negotiates TLS: all within the timeout. What comes of it is told by onConnect\n\
                  or onError.\n\n\
                  After either end it may be called again, also in onError and onClose.\n\n\
                  @param string $host a name or an IP address; for SOCK_UNIX_STREAM and SOCK_UNIX_DGRAM a path\n\
                  @param int $port 1 to 65535; for a path 0\n\
                  @param float|null $timeout seconds; null or 0: connect_timeout; negative: never\n\
                  @param int $sock_flag 1: of UDP: hears nobody but the peer, and of a refusal (onError 111)\n\
                  @return bool true: it was begun\n\
                  @throws \\Corio\\Exception without the callbacks connect, receive, error and close; for datagrams\n\
                  receive is enough",
        },
        Function {
            signature: "send(string $data, int $flag = 0): int|false",
            handler: handler!(send),
            doc: "Sends the data; what the system does not take at once waits in memory.\n\n\
                  @param int $flag must be 0\n\
                  @return int|false the length of the data; false with errCode 1009 when more than\n\
                  socket_buffer_size would wait: then nothing was taken",
        },
        Function {
            signature: "recv(int $size = 65536, int $flag = 0): string|false",
            handler: handler!(recv),
            doc: "Not for this client: what comes is told by onReceive.\n\n@throws \\Corio\\Exception always",
        },
        Function {
            signature: "pause(): bool",
            handler: handler!(pause),
            doc: "Stops receiving until resume(), so that the peer is slowed down. Nothing is lost meanwhile; an end is\n\
                  noticed afterwards.\n\n@return bool false without a connection",
        },
        Function { signature: "sleep(): bool", handler: handler!(pause), doc: "As pause()." },
        Function {
            signature: "resume(): bool",
            handler: handler!(resume),
            doc: "Goes on receiving.\n\n@return bool false without a connection",
        },
        Function { signature: "wakeup(): bool", handler: handler!(resume), doc: "As resume()." },
        Function {
            signature: "enableSSL(callable|float|null $onSslReady = null, ?float $timeout = null): bool",
            handler: handler!(enable_ssl),
            doc: "Begins to upgrade the connection to TLS (STARTTLS), with SNI, verified inside the handshake.\n\n\
                  What was sent before leaves in plaintext first; what is sent from now on leaves under TLS or not at\n\
                  all. A failure is told by onError, and the connection ends. So it does when the server has sent\n\
                  plaintext already that was not received yet: it was injected.\n\n\
                  @param callable|float|null $onSslReady called with the client when it is done\n\
                  @param float|null $timeout seconds for all of it; null or 0: connect_timeout\n\
                  @return bool true: it was begun\n\
                  @throws \\Corio\\Exception without a callback",
        },
        Function {
            signature: "disableSSL(callable|float|null $onDone = null, ?float $timeout = null): bool",
            handler: handler!(disable_ssl),
            doc: "Begins to end TLS in both directions, to go on in plaintext, as FTP's CCC wants it. As enableSSL()\n\
                  otherwise.\n\n\
                  @param callable|float|null $onDone called with the client when it is done\n\
                  @throws \\Corio\\Exception without a callback",
        },
        Function {
            signature: "sendto(string $ip, int $port, string $data): bool",
            handler: handler!(send_to),
            doc: "Sends one datagram to whoever is named, when all that was sent before has left. A failure is told by\n\
                  onError, and is no end.\n\n\
                  @param string $ip a name or an IP address; for SOCK_UNIX_DGRAM a path\n\
                  @param int $port without meaning for SOCK_UNIX_DGRAM\n\
                  Without connect() a socket is opened that belongs to nobody: no onConnect, no onClose, isConnected()\n\
                  is false, and connect() takes its place. Answers are told by onReceive (getpeername() says whose)\n\
                  until close(), and so long the script does not end; without an onReceive it ends when all has left.\n\n\
                  @return bool true: it will be sent; false for a stream (93), or with 1009 as send()",
        },
        Function {
            signature: "sendfile(string $filename, int $offset = 0, int $length = 0): bool",
            handler: handler!(send_file),
            doc: "Sends a part of a regular file, when all that was sent before has left; without TLS the kernel copies.\n\
                  The file is opened at once, and takes no memory while it waits.\n\n\
                  @param string $filename a path that open_basedir allows\n\
                  @param int $offset bytes from the beginning\n\
                  @param int $length bytes; 0 is up to the file's end\n\
                  @return bool false, with a warning, if the file cannot be read",
        },
        Function {
            signature: "shutdown(int $how = 2): bool",
            handler: handler!(shutdown),
            doc: "Ends one direction of the connection, or both, when all that was sent before has left; under TLS the\n\
                  peer is told (close_notify).\n\n\
                  @param int $how SHUT_RD, SHUT_WR or SHUT_RDWR",
        },
        Function {
            signature: "close(bool $force = false): bool",
            handler: handler!(close),
            doc: "Closes the connection, or gives up a connect(). onClose (onError) follows, not before the running\n\
                  code has ended or waits. Nothing is received any more.\n\n\
                  Bytes that wait to be sent leave in the background, within bounds (10 s; 1 MiB under TLS); files\n\
                  and datagrams do not.\n\n\
                  @param bool $force gives that up\n\
                  @return bool false without a connection",
        },
    ],
};

/// Events and the slots of their callbacks; the properties have these names, with `on` before.
const EVENTS: &[(&str, u32)] = &[
    ("receive", property::ON_RECEIVE),
    ("connect", property::ON_CONNECT),
    ("error", property::ON_ERROR),
    ("close", property::ON_CLOSE),
    ("bufferFull", property::ON_BUFFER_FULL),
    ("bufferEmpty", property::ON_BUFFER_EMPTY),
];

/// How many of [`EVENTS`] there have to be before connect().
const fn required(is_datagram: bool) -> usize {
    if is_datagram { 1 } else { 4 }
}

/// Declares where callbacks are kept: in private properties, where PHP's collector sees them.
pub fn declare_callbacks() {
    let names =
        ["onConnect", "onError", "onReceive", "onClose", "onBufferFull", "onBufferEmpty", "onSSLReady"];
    names.iter().for_each(|name| declare_private(&HANDLE, name));
}

fn construct(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let kind = call.int(0, 0)?;
    link::construct(call, Face::Callback, kind, "")
}

fn on(call: &mut Call) -> Outcome {
    call.expect(2, 2)?;
    let name = call.string(0)?.text();
    let callable = call.callable(1)?;
    let (this, _) = this(call)?;
    let slot = EVENTS.iter().find(|(event, _)| event.eq_ignore_ascii_case(&name)).map(|(_, slot)| *slot);
    if let Some(slot) = slot {
        this.set(slot, Kept::callable(callable).into_owned());
        call.answer_bool(true);
    } else {
        call.answer_bool(false);
        error::warning(&format!("Unknown event types[{}]", engine::error::printable(name.as_bytes())));
    }
    Ok(())
}

fn connect(call: &mut Call) -> Outcome {
    let (this, client) = this(call)?;
    for (event, slot) in &EVENTS[..required(client.kind.is_datagram())] {
        if matches!(this.get(*slot).view(), Value::Null) {
            let name = format!("{}{}", event[..1].to_ascii_uppercase(), &event[1..]);
            error::throw(&EXCEPTION, &format!("no 'on{name}' callback function"), code::INVALID_PARAMS);
            return Err(Thrown);
        }
    }
    let Some(target) = link::target(call)? else { return Ok(()) };
    let options = link::options(call, client)?;
    let loose = client.calls.borrow().as_ref().filter(|calls| calls.is_loose() && calls.is_alive()).cloned();
    loose.into_iter().for_each(|calls| calls.retire(client));
    let Some(calls) = Calls::start(this, client, target, options, marks(client)) else {
        let failure = Error::new(Doing::Connect.phase(), Kind::Cancelled);
        return fail(call, &failure.with_peer(&client.engine.peer()), Doing::Connect, true);
    };
    let before = client.calls.replace(Some(calls));
    drop(before);
    succeed(this, client);
    call.answer_bool(true);
    Ok(())
}

/// What may wait to be sent when the settings do not say: as much as in Swoole.
const BUFFER_SIZE: usize = 8 << 20;

fn marks(client: &Client) -> Marks {
    let settings = client.settings.borrow();
    let limit = settings.socket.buffer_size.unwrap_or(BUFFER_SIZE);
    let high = settings.watermarks.high.unwrap_or(limit / 5 * 4).min(limit);
    Marks { limit, high, low: settings.watermarks.low.unwrap_or(0) }
}

/// The connection, if it may be used; else the call is settled.
fn open(call: &mut Call, client: &Client, doing: Doing) -> Result<Option<Rc<Calls>>, Thrown> {
    let calls = client.calls.borrow().as_ref().filter(|calls| calls.is_open() && !calls.is_loose()).cloned();
    if calls.is_none() {
        fail_unconnected(call, client, doing)?;
    }
    Ok(calls)
}

#[cold]
fn fail_unconnected(call: &mut Call, client: &Client, doing: Doing) -> Outcome {
    let reason = match client.engine.absence() {
        "" => "no peer was named",
        reason => reason,
    };
    let failure = Error::new(doing.phase(), Kind::NotConnected(reason));
    fail(call, &failure.with_peer(&client.engine.peer()), doing, true)
}

fn send(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let data = call.string(0)?.bytes();
    if call.int(1, 0)? != 0 {
        error::throw(&EXCEPTION, "a client with callbacks sends without flags", code::INVALID_PARAMS);
        return Err(Thrown);
    }
    let doing = Doing::Send(data.len());
    let (this, client) = this(call)?;
    if data.is_empty() {
        return refuse(call, code::INVALID_PARAMS, "data to send is empty");
    }
    if is_over(call, client, doing)? {
        return Ok(());
    }
    let Some(calls) = open(call, client, doing)? else { return Ok(()) };
    match calls.send(data) {
        Ok(()) => {
            succeed(this, client);
            call.answer(data::count(data.len()));
            Ok(())
        }
        Err(refused) => refuse_more(call, &refused, doing),
    }
}

/// Nothing of what was to be sent is taken.
fn refuse_more(call: &mut Call, refused: &Refused, doing: Doing) -> Outcome {
    let (this, client) = this(call)?;
    let failure = match refused {
        Refused::Failed(failure) => return fail(call, failure, doing, true),
        Refused::Overflow => {
            let peer = client.engine.peer();
            format!("send to {peer}: more would wait than socket_buffer_size allows")
        }
    };
    note_error(this, client, code::OUTPUT_OVERFLOW, &failure);
    call.answer_bool(false);
    Ok(())
}

fn send_to(call: &mut Call) -> Outcome {
    call.expect(3, 3)?;
    let host = call.string(0)?.text();
    let port = call.int(1, 0)?;
    let data = call.string(2)?.bytes();
    let doing = Doing::Send(data.len());
    let (this, client) = this(call)?;
    if !client.kind.is_datagram() {
        return datagrams::refuse_stream(call, client, doing, "sendto()");
    }
    let Some(port) = link::checked(call, client.kind, &host, port)? else { return Ok(()) };
    let item = Item::To(host, port, data.to_vec());
    if is_over(call, client, doing)? {
        return Ok(());
    }
    let Some(calls) = open_for_any(call, client, doing)? else { return Ok(()) };
    if !calls.is_loose() {
        return queue(call, item, doing);
    }
    match calls.throw(item, this) {
        Ok(()) => {
            succeed(this, client);
            note_descriptor(this, client);
            call.answer_bool(true);
            Ok(())
        }
        Err(refused) => refuse_more(call, &refused, doing),
    }
}

/// The connection, or what sendto() has in its place: made if there is none yet.
fn open_for_any(call: &mut Call, client: &Client, doing: Doing) -> Result<Option<Rc<Calls>>, Thrown> {
    let calls = client.calls.borrow().as_ref().filter(|calls| calls.is_alive()).cloned();
    if let Some(calls) = calls {
        // While a connect() goes on nothing can be sent.
        return if calls.is_loose() { Ok(Some(calls)) } else { open(call, client, doing) };
    }
    let Some(calls) = Calls::start_loose(call.this(), client, client.connect_options(), marks(client)) else {
        let failure = Error::new(doing.phase(), Kind::Cancelled);
        return fail(call, &failure.with_peer(&client.engine.peer()), doing, true).map(|()| None);
    };
    let before = client.calls.replace(Some(Rc::clone(&calls)));
    drop(before);
    Ok(Some(calls))
}

fn send_file(call: &mut Call) -> Outcome {
    match files::part(call)? {
        Some((part, doing)) => queue(call, Item::File(part), doing),
        None => Ok(()),
    }
}

fn shutdown(call: &mut Call) -> Outcome {
    match files::direction(call)? {
        Some(how) => queue(call, Item::Shutdown(how), Doing::Look),
        None => Ok(()),
    }
}

/// Has something done after all that was sent before.
fn queue(call: &mut Call, item: Item, doing: Doing) -> Outcome {
    let (this, client) = this(call)?;
    if is_over(call, client, doing)? {
        return Ok(());
    }
    let Some(calls) = open(call, client, doing)? else { return Ok(()) };
    match calls.queue(item) {
        Ok(()) => {
            succeed(this, client);
            call.answer_bool(true);
            Ok(())
        }
        Err(refused) => refuse_more(call, &refused, doing),
    }
}

fn recv(call: &mut Call) -> Outcome {
    call.expect(0, 2)?;
    let message = "a client with callbacks has no recv(): what comes is told by onReceive";
    error::throw(&EXCEPTION, message, code::WRONG_OPERATION);
    Err(Thrown)
}

fn pause(call: &mut Call) -> Outcome {
    set_paused(call, true)
}

fn resume(call: &mut Call) -> Outcome {
    set_paused(call, false)
}

fn set_paused(call: &mut Call, is_paused: bool) -> Outcome {
    call.expect(0, 0)?;
    let (_, client) = this(call)?;
    let calls = client.calls.borrow().as_ref().filter(|calls| calls.is_alive()).cloned();
    match calls {
        Some(calls) => {
            calls.pause(is_paused);
            call.answer_bool(true);
            Ok(())
        }
        None => fail(call, &client.not_connected(), Doing::Look, true),
    }
}

fn enable_ssl(call: &mut Call) -> Outcome {
    change(call, Doing::Upgrade)
}

fn disable_ssl(call: &mut Call) -> Outcome {
    change(call, Doing::Unwrap)
}

fn change(call: &mut Call, doing: Doing) -> Outcome {
    call.expect(0, 2)?;
    let timeout = call.float(1)?;
    let Argument::Callable(ready) = call.number_or_callable(0)? else {
        error::throw(&EXCEPTION, "require `onSslReady` callback", code::INVALID_PARAMS);
        return Err(Thrown);
    };
    let (this, client) = this(call)?;
    if is_over(call, client, doing)? {
        return Ok(());
    }
    let Some(calls) = open(call, client, doing)? else { return Ok(()) };
    if matches!(doing, Doing::Upgrade) && is_unset(call, client, doing, || client.engine.peer())? {
        return Ok(());
    }
    if client.kind != SocketKind::Tcp {
        let reason =
            format!("TLS begins with the connection on a {} socket, or not at all", client.kind.name());
        let failure = Error::new(doing.phase(), Kind::Refused(libc::ESOCKTNOSUPPORT, reason));
        return fail(call, &failure.with_peer(&client.engine.peer()), doing, false);
    }
    let has_tls = client.engine.tls_info().is_some();
    if calls.is_changing() || (has_tls && doing == Doing::Upgrade) {
        let failure = Error::new(doing.phase(), Kind::AlreadyConnected);
        return fail(call, &failure.with_peer(&client.engine.peer()), doing, false);
    }
    if !has_tls && doing == Doing::Unwrap {
        return without_tls(call, libc::ENOTCONN);
    }
    let deadline = client.deadline(timeout, doing.phase());
    let change = match doing {
        Doing::Upgrade => Change::Secure(client.settings.borrow().tls(), deadline),
        _ => Change::Expose(deadline),
    };
    this.set(property::ON_SSL_READY, Kept::callable(ready).into_owned());
    calls.change(change);
    succeed(this, client);
    call.answer_bool(true);
    Ok(())
}

fn close(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let force = call.bool(0, false)?;
    let (this, client) = this(call)?;
    let calls = client.calls.borrow().clone();
    // Without calls there is perhaps a socket that sendto() has opened.
    if !calls.map_or_else(|| client.engine.close(), |calls| calls.close(force)) {
        return fail(call, &client.not_connected(), Doing::Close, false);
    }
    note_closed(this, client);
    succeed(this, client);
    call.answer_bool(true);
    Ok(())
}

/// The settings of a client with callbacks have changed.
pub(super) fn settings_changed(_this: Object, client: &Client) {
    let calls = client.calls.borrow().clone();
    calls.into_iter().for_each(|calls| calls.look_again());
}
