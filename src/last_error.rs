//! The last failure of a function that has no object to note it on, and what the numbers mean.

use crate::coroutine::table::Interrupted;
use crate::exception::code;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::class::Function;
use crate::ffi::error;
use crate::ffi::value::Owned;
use crate::{handler, per_thread};
use std::cell::RefCell;

/// Kinds of codes that `strerror()` knows.
pub const CONSTANTS: &[(&str, i64)] =
    &[("STRERROR_SYSTEM", SYSTEM), ("STRERROR_GAI", GAI), ("STRERROR_DNS", DNS), ("STRERROR_SWOOLE", OWN)];
const SYSTEM: i64 = 0;
const GAI: i64 = 1;
const DNS: i64 = 2;
const OWN: i64 = 9;

/// The functions.
pub static FUNCTIONS: &[Function] = &[
    Function {
        signature: "Corio\\last_error(): int",
        handler: handler!(last_error),
        doc: "Why the last function without an object to note it on answered false: an errno, or one of\n\
              Corio\\ERROR_*; 0 after a success. 125: the wait was cancelled.",
    },
    Function {
        signature: "Corio\\last_error_msg(): string",
        handler: handler!(last_error_msg),
        doc: "The same in words; for a look-up: the name, who was asked, and what each said.",
    },
    Function {
        signature: "Corio\\clear_error(): void",
        handler: handler!(clear_error),
        doc: "Sets the last error back to 0.",
    },
    Function {
        signature: "Corio\\strerror(int $errno, int $error_type = 0): string",
        handler: handler!(strerror),
        doc: "What an error code means.\n\n\
              @param int $error_type Corio\\STRERROR_SYSTEM: errno or ERROR_*; GAI: getaddrinfo(3)'s; DNS: h_errno;\n\
              SWOOLE: as SYSTEM",
    },
];

per_thread!(static LAST: RefCell<(i64, String)> = RefCell::new((0, String::new())));

/// Notes why a function answers `false`.
pub fn note(code: i64, message: String) {
    LAST.with(|last| drop(last.replace((code, message))));
}

/// The last failure in words.
#[must_use]
pub fn message() -> String {
    LAST.with(|last| last.borrow().1.clone())
}

/// Nothing failed.
pub fn clear() {
    LAST.with(|last| {
        if last.borrow().0 != 0 {
            drop(last.replace((0, String::new())));
        }
    });
}

/// Answers `false` because the wait of `what` ended early.
///
/// # Errors
/// An exception is set that did so.
pub fn refuse_interrupted(call: &mut Call, reason: Interrupted, what: &str) -> Outcome {
    if reason == Interrupted::Thrown {
        return Err(Thrown);
    }
    note(libc::ECANCELED.into(), format!("{what} was {}", reason.text()));
    call.answer_bool(false);
    Ok(())
}

fn last_error(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    call.answer(Owned::int(LAST.with(|last| last.borrow().0)));
    Ok(())
}

fn last_error_msg(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    call.answer(Owned::string(message().as_bytes()));
    Ok(())
}

fn clear_error(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    clear();
    Ok(())
}

fn strerror(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let code = call.int(0, 0)?;
    let meaning = match call.int(1, SYSTEM)? {
        GAI => error::gai_text(i32::try_from(code).unwrap_or(i32::MIN)),
        DNS => resolver(code).into(),
        _ => text(code),
    };
    call.answer(Owned::string(meaning.as_bytes()));
    Ok(())
}

fn own(number: i64) -> Option<&'static str> {
    TEXTS.iter().find(|(code, _)| *code == number).map(|(_, text)| *text)
}

/// What an errno, or a code of our own, means.
pub fn text(code: i64) -> String {
    own(code).map_or_else(|| system(code), Into::into)
}

/// What the system says of an errno.
#[must_use]
pub fn system(code: i64) -> String {
    let text = std::io::Error::from_raw_os_error(i32::try_from(code).unwrap_or(i32::MAX)).to_string();
    text.rsplit_once(" (os error").map_or(text.as_str(), |(text, _)| text).to_owned()
}

/// What herror(3) says.
const fn resolver(code: i64) -> &'static str {
    match code {
        0 => "Resolver Error 0 (no error)",
        1 => "Unknown host",
        2 => "Host name lookup failure",
        3 => "Unknown server error",
        4 => "No address associated with name",
        _ => "Unknown resolver error",
    }
}

/// What each of [`code::ALL`] means.
const TEXTS: &[(i64, &str)] = &[
    (501, "Out of memory"),
    (502, "A system call failed"),
    (504, "The name is too long"),
    (code::INVALID_PARAMS, "An argument that cannot be"),
    (507, "The operation is not supported"),
    (code::PROTOCOL, "The server refuses the upgrade, or does not speak the protocol"),
    (code::WRONG_OPERATION, "The operation is not possible in this state"),
    (code::DNS_FAILED, "The name has no address"),
    (code::DNS_TIMEOUT, "The name servers did not answer in time"),
    (code::DNS_UNSUPPORTED, "Not a name that can be looked up"),
    (code::DNS_NO_SERVER, "No name server is configured"),
    (720, "Not an IPv6 address"),
    (code::EVENT_ADD_FAILED, "The descriptor is watched already"),
    (code::OUTPUT_OVERFLOW, "Too much waits to be sent"),
    (code::SOCKET_NOT_EXISTS, "The descriptor is not watched"),
    (code::BAD_HOST, "Not a host that can be connected to"),
    (code::BAD_PORT, "Not a port"),
    (724, "Not a socket type"),
    (1011, "TLS is not ready"),
    (1013, "The peer has no certificate"),
    (code::SSL_VERIFY, "The peer's certificate was refused"),
    (1015, "The peer is no TLS client"),
    (code::SSL_BAD_PROTOCOL, "Plaintext where only a TLS handshake may follow"),
    (code::SSL_RESET, "The TLS stream broke, or ended without close_notify"),
    (code::SSL_HANDSHAKE, "The TLS handshake failed"),
    (code::SSL_CONTEXT, "Certificates, keys or TLS settings cannot be used"),
    (1020, "No TLS session could be made"),
    (code::PACKET_TOO_LARGE, "A packet is longer than allowed"),
    (code::PACKET_LENGTH, "What was received has no length that a packet can have"),
    (code::NO_CONNECTION, "There is no connection"),
    (6001, "The socket is closed"),
    (code::SOCKS_VERSION, "The SOCKS proxy speaks another protocol or version"),
    (code::SOCKS_METHOD, "The SOCKS proxy accepts none of the ways to authenticate"),
    (code::SOCKS_CREDENTIALS, "The SOCKS proxy refused user name or password"),
    (code::SOCKS_REFUSED, "The SOCKS proxy does not serve the request"),
    (code::SOCKS_BROKEN, "The SOCKS proxy closed the connection, or talked nonsense"),
    (code::SOCKS_TARGET, "The SOCKS proxy could not connect to the target"),
    (code::HTTP_PROXY_CLOSED, "The HTTP proxy closed the connection"),
    (code::HTTP_PROXY_PROTOCOL, "What answers is no HTTP proxy"),
    (code::HTTP_PROXY_REFUSED, "The HTTP proxy refused"),
    (code::HTTP_PROXY_NONSENSE, "The HTTP proxy's answer is malformed or has no end"),
    (10001, "Not in a coroutine"),
    (code::BOUND, "Two coroutines on one connection"),
    (code::CANNOT_CANCEL, "The coroutine is not in a wait that can be cancelled"),
    (code::NOT_EXISTS, "The coroutine does not exist"),
    (10017, "The coroutine was cancelled"),
    (10018, "The coroutine's time is over"),
    (code::CLOSE_WAIT, "Closed while another coroutine waited on it"),
];
