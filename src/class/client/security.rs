//! TLS: the upgrade, and what is to be known about the session.

use super::face::Doing;
use super::outcome::{fail, is_over, settle, succeed, this, without_tls};
use super::unset::is_unset;
use crate::ffi::call::{Argument, Call, Callable, Outcome, Thrown};
use crate::ffi::value::Owned;
use std::rc::Rc;
use std::time::Duration;

/// The arguments of enableSSL().
pub(super) struct Upgrade {
    /// Called when it is done.
    pub(super) ready: Option<Callable>,
    /// Seconds.
    pub(super) timeout: Option<f64>,
}

/// Reads `enableSSL($onSslReady, $timeout)`, where a number in the first place is the timeout.
pub(super) fn upgrade_arguments(call: &Call) -> Result<Upgrade, Thrown> {
    let timeout = call.float(1)?;
    match call.number_or_callable(0)? {
        Argument::Null => Ok(Upgrade { ready: None, timeout }),
        Argument::Number(seconds) => Ok(Upgrade { ready: None, timeout: timeout.or(Some(seconds)) }),
        Argument::Callable(ready) => Ok(Upgrade { ready: Some(ready), timeout }),
    }
}

/// Upgrades to TLS within `timeout` seconds.
pub(super) fn enable_ssl(call: &mut Call, timeout: Option<f64>) -> Outcome {
    let (_, client) = this(call)?;
    let _both = client.hold_both("enableSSL")?;
    if is_over(call, client, Doing::Upgrade)?
        || is_unset(call, client, Doing::Upgrade, || client.engine.peer())?
    {
        return Ok(());
    }
    client.note_unfit();
    let config = client.settings.borrow().tls();
    let deadline = client.deadline(timeout, Doing::Upgrade.phase());
    let upgraded = client.face.wait("enableSSL()", client.engine.enable_tls(&config, deadline));
    if settle(call, client, Doing::Upgrade, upgraded)?.is_some() {
        call.answer_bool(true);
    }
    Ok(())
}

/// Goes back to plaintext within `timeout` seconds.
pub(super) fn disable_ssl(call: &mut Call, timeout: Option<f64>) -> Outcome {
    let (_, client) = this(call)?;
    let _both = client.hold_both("disableSSL")?;
    if is_over(call, client, Doing::Unwrap)? {
        return Ok(());
    }
    if client.engine.tls_info().is_none() {
        return without_tls(call, libc::ENOTCONN);
    }
    client.note_unfit();
    let deadline = client.deadline(timeout, Doing::Unwrap.phase());
    let ended = client.face.wait("disableSSL()", client.engine.disable_tls(deadline));
    if settle(call, client, Doing::Unwrap, ended)?.is_some() {
        call.answer_bool(true);
    }
    Ok(())
}

pub(super) fn get_peer_cert(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let (this, client) = this(call)?;
    match client.engine.peer_certificate() {
        Some(pem) => {
            succeed(this, client);
            call.answer(Owned::string(&pem));
            Ok(())
        }
        None => without_tls(call, libc::EISCONN),
    }
}

pub(super) fn verify_peer_cert(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let allow_self_signed = call.bool(0, false)?;
    let (this, client) = this(call)?;
    let mut config = client.settings.borrow().tls();
    Rc::make_mut(&mut config).verify.allow_self_signed = allow_self_signed;
    match client.engine.verify_again(&config) {
        Some(Ok(())) => {
            succeed(this, client);
            call.answer_bool(true);
            Ok(())
        }
        Some(Err(refusal)) => fail(call, &refusal, Doing::Look, true),
        None => without_tls(call, libc::ENOTCONN),
    }
}

pub(super) fn get_tls_info(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let (this, client) = this(call)?;
    let Some(info) = client.engine.tls_info() else { return without_tls(call, libc::ENOTCONN) };
    succeed(this, client);
    let times = client.engine.times();
    let starttls = client.engine.greeting().map_or_else(Owned::null, |greeting| {
        Owned::array([
            ("protocol", Owned::string(greeting.protocol.name().as_bytes())),
            ("greeting", Owned::string(&greeting.text)),
        ])
    });
    let text = |text: Option<&str>| Owned::string(text.unwrap_or_default().as_bytes());
    let seconds = |time: Duration| Owned::float(time.as_secs_f64());
    call.answer(Owned::array([
        ("version", text(Some(info.version))),
        ("cipher", text(Some(info.cipher))),
        ("curve", text(info.group)),
        ("alpn", text(info.alpn.as_deref())),
        ("sni", text(info.sni.as_deref())),
        ("resumed", Owned::bool(info.resumed)),
        ("verify_result", text(Some(info.verify_result))),
        ("peer_chain", Owned::list(info.peer_chain.iter().map(|pem| Owned::string(pem)))),
        ("starttls", starttls),
        (
            "times",
            Owned::array([
                ("dns", seconds(times.resolve)),
                ("connect", seconds(times.connect)),
                ("proxy", seconds(times.proxy)),
                ("handshake", seconds(info.handshake)),
            ]),
        ),
    ]));
    Ok(())
}
