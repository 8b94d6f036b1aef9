//! `Channel::select()`.

use super::HANDLE;
use super::object::Channel;
use crate::coroutine::table::Interrupted;
use crate::coroutine::waitqueue::{Fired, Pending, Subject, deadline};
use crate::exception::EXCEPTION;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::error;
use crate::ffi::value::{Array, Kept, Key, Owned, Value};
use std::hash::{BuildHasher, Hasher, RandomState};

/// One of the things that it may do.
struct Case {
    key: Key,
    /// The object; it stays alive though the script may change what its arrays refer to.
    channel: Kept,
    /// What to put in; `None` takes something out.
    push: Option<Kept>,
    is_write: bool,
}

/// What came of one of them.
struct Done {
    index: usize,
    value: Option<Kept>,
    is_ok: bool,
}

pub(super) fn select(call: &mut Call) -> Outcome {
    call.expect(0, 3)?;
    let mut cases = Vec::new();
    if call.count() > 0 {
        readers(call.array(0)?, &mut cases)?;
    }
    if call.count() > 1 {
        writers(call.array(1)?, &mut cases)?;
    }
    let timeout = call.float(2)?.unwrap_or(-1.0);
    if cases.is_empty() {
        error::throw(&EXCEPTION, "select() needs at least one channel", 0);
        return Err(Thrown);
    }
    // Chance, not turns: two that take turns in step would always meet the same channel.
    let seed = RandomState::new().build_hasher().finish() as usize;
    let count = cases.len();
    cases.rotate_left(seed % count);
    let mut done = try_each(&mut cases)?;
    if done.is_none() && timeout != 0.0 {
        done = wait(&mut cases, timeout)?;
    }
    if let Some(done) = done {
        call.answer(describe(cases.swap_remove(done.index), done));
    }
    Ok(())
}

fn readers(list: Array<'_>, cases: &mut Vec<Case>) -> Outcome {
    for (key, channel) in list.kept_entries() {
        if matches!(channel.view(), Value::Null) {
            continue;
        }
        if !is_channel(&channel) {
            return refuse(1, "read", "channels", &channel);
        }
        cases.push(Case { key, channel, push: None, is_write: false });
    }
    Ok(())
}

fn writers(list: Array<'_>, cases: &mut Vec<Case>) -> Outcome {
    for (key, pair) in list.kept_entries() {
        if matches!(pair.view(), Value::Null) {
            continue;
        }
        let mut parts = match pair.view() {
            Value::Array(pair) => pair.kept_entries().map(|(_, part)| part).collect(),
            _ => Vec::new(),
        };
        if parts.len() != 2 || !is_channel(&parts[0]) {
            return refuse(2, "write", "pairs of a channel and a value", &pair);
        }
        let push = parts.pop();
        cases.extend(parts.pop().map(|channel| Case { key, channel, push, is_write: true }));
    }
    Ok(())
}

fn is_channel(value: &Kept) -> bool {
    matches!(value.view(), Value::Object(object) if object.is_a(&HANDLE))
}

fn refuse(number: u32, name: &str, wanted: &str, given: &Kept) -> Outcome {
    let given = given.view().type_name();
    error::throw_type_error(&format!(
        "Corio\\Coroutine\\Channel::select(): Argument #{number} (${name}) must hold {wanted}, {given} found"
    ));
    Err(Thrown)
}

/// The case keeps it alive.
fn channel_of<'a>(case: &Case) -> Result<&'a Channel, Thrown> {
    let Value::Object(object) = case.channel.view() else { return Err(Thrown) };
    object.data::<Channel>()
}

/// Does the first that is possible.
fn try_each(cases: &mut [Case]) -> Result<Option<Done>, Thrown> {
    for case in &*cases {
        // Throws for those that were never constructed, before anything is done.
        channel_of(case)?;
    }
    for (index, case) in cases.iter_mut().enumerate() {
        let push = case.push.take();
        let channel = channel_of(case)?;
        let done = |value, is_ok| Ok(Some(Done { index, value, is_ok }));
        match push {
            None => match channel.take() {
                Some(value) => return done(Some(value), true),
                None if channel.is_closed() => return done(None, false),
                None => {}
            },
            Some(_) if channel.is_closed() => return done(None, false),
            Some(value) => match channel.offer(value) {
                Ok(()) => return done(None, true),
                Err(value) => case.push = Some(value),
            },
        }
    }
    Ok(None)
}

fn wait(cases: &mut [Case], timeout: f64) -> Result<Option<Done>, Thrown> {
    let pending = Pending::new();
    for (index, case) in cases.iter_mut().enumerate() {
        let push = case.push.take();
        let channel = channel_of(case)?;
        let number = u32::try_from(index).expect("fewer than 2^32 channels");
        match push {
            None => channel.enlist_consumer(&pending, number),
            Some(value) => channel.enlist_producer(&pending, number, value),
        }
    }
    match pending.wait(Subject::Select(cases.len()), deadline(Some(timeout))) {
        Ok(fired) => Ok(fired.map(|Fired { case, closed, value }| Done {
            index: case as usize,
            value,
            is_ok: !closed,
        })),
        Err(Interrupted::Thrown) => {
            if let Some(fired) = pending.take() {
                channel_of(&cases[fired.case as usize])?.rescue(Some(fired));
            }
            Err(Thrown)
        }
        Err(_) => Ok(None),
    }
}

fn describe(case: Case, done: Done) -> Owned {
    let key = match case.key {
        Key::Name(name) => Owned::string(name.as_bytes()),
        Key::Index(index) => Owned::int(index),
    };
    Owned::array([
        ("type", Owned::string(if case.is_write { b"write" } else { b"read" })),
        ("key", key),
        ("channel", case.channel.into_owned()),
        ("value", done.value.map_or_else(Owned::null, Kept::into_owned)),
        ("ok", Owned::bool(done.is_ok)),
    ])
}
