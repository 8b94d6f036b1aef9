//! `Corio\client_select()`: waits until some of many clients, streams, sockets and descriptors are ready.

use super::link::{client_of, look_at_pending};
use super::object::Client;
use crate::ffi::call::{Call, Object, Outcome};
use crate::ffi::class::Function;
use crate::ffi::error;
use crate::ffi::poll::{self, Watch, event};
use crate::ffi::request::serve_interrupts;
use crate::ffi::value::{Array, Kept, Owned, Value};
use crate::handler;
use engine::time::Deadline;
use engine::{executor, reactor};
use std::io;
use std::task::{Context, Waker};
use std::time::Duration;

/// The functions of this file.
pub static FUNCTIONS: &[Function] = &[Function {
    signature: "Corio\\client_select(?array &$read_array, ?array &$write_array, ?array &$error_array, float $timeout = 0.5): int|false",
    handler: handler!(client_select),
    doc: "Blocks until some of many are ready, and leaves only those in the arrays, with their keys.\n\n\
          As recv() of Corio\\Client it lets nothing else of the script run. What was received ahead counts: a client is\n\
          readable when recv() would not wait, that is for a whole packet where settings say how packets are cut, and\n\
          under TLS for bytes of the application. One whose connect() goes on in the background is writable when that\n\
          is over. A client without a connection is never ready.\n\n\
          @param array<\\Corio\\Client|\\Corio\\Coroutine\\Client|\\Socket|resource|int>|null $read_array wait until it can be read\n\
          @param array<\\Corio\\Client|\\Corio\\Coroutine\\Client|\\Socket|resource|int>|null $write_array wait until it can be written\n\
          @param array<\\Corio\\Client|\\Corio\\Coroutine\\Client|\\Socket|resource|int>|null $error_array wait for data out of band\n\
          @param float $timeout seconds; 0 only looks, negative is never over\n\
          @return int|false how many entries are left, 0 when the time is over; false with a warning when there is\n\
          nothing to wait for",
}];

fn client_select(call: &mut Call) -> Outcome {
    call.expect(3, 4)?;
    let arrays = [call.array_or_null(0)?, call.array_or_null(1)?, call.array_or_null(2)?];
    let timeout = call.float(3)?.unwrap_or(0.5);
    let deadline = Duration::try_from_secs_f64(timeout).map_or(Deadline::NEVER, Deadline::after);
    let mut members = Vec::new();
    for (array, wanted) in arrays.iter().zip([event::READ, event::WRITE, event::EXCEPT]) {
        let values = array.map(Array::values).unwrap_or_default();
        members.extend(values.into_iter().map(|value| Member::new(value, wanted)));
    }
    if error::pending() {
        return Err(crate::ffi::call::Thrown);
    }
    if !members.iter().any(|member| !matches!(member.kind, Kind::Unusable)) {
        call.answer_bool(false);
        error::warning("no resource arrays were passed to select");
        return Ok(());
    }
    let failure = wait(&mut members, deadline)?;
    if let Some(failure) = failure {
        call.answer_bool(false);
        error::warning(&format!("cannot wait for {} descriptors: {failure}", members.len()));
        return Ok(());
    }
    let count = members.iter().filter(|member| member.is_ready).count();
    let mut left = members.iter();
    for (index, array) in (0..).zip(arrays) {
        let Some(array) = array else { continue };
        let flags: Vec<bool> = left.by_ref().take(array.count()).map(|member| member.is_ready).collect();
        call.assign(index, array.filtered(&flags))?;
    }
    call.answer(Owned::int(i64::try_from(count).unwrap_or(i64::MAX)));
    Ok(())
}

/// One entry of an array.
struct Member {
    /// Keeps the object or stream alive: a signal's handler may change the arrays.
    _value: Kept,
    kind: Kind,
    wanted: i16,
    is_ready: bool,
}

enum Kind {
    /// One of ours.
    Client(Object),
    /// Somebody else's; whether something was read ahead of it.
    Foreign(i32, bool),
    Unusable,
}

impl Member {
    fn new(value: Kept, wanted: i16) -> Self {
        let kind = match value.view() {
            Value::Object(object) if client_of(object).is_some() => {
                let is_alive = client_of(object)
                    .is_some_and(|client| client.engine.is_connected() || client.pending.borrow().is_some());
                if is_alive { Kind::Client(object) } else { Kind::Unusable }
            }
            _ => poll::descriptor_of(&value)
                .map_or(Kind::Unusable, |(descriptor, has_input)| Kind::Foreign(descriptor, has_input)),
        };
        Self { _value: value, kind, wanted, is_ready: false }
    }

    fn client<'a>(&self) -> Option<(Object, &'a Client)> {
        match self.kind {
            Kind::Client(object) => client_of(object).map(|client| (object, client)),
            _ => None,
        }
    }

    /// Whether it is ready for what it is in for, as far as that can be known without asking the system.
    fn look(&mut self) {
        self.is_ready = match self.kind {
            Kind::Unusable => false,
            Kind::Foreign(_, has_input) => has_input && self.wanted == event::READ,
            Kind::Client(_) => self.client().is_some_and(|(_, client)| self.look_at(client)),
        };
    }

    fn look_at(&self, client: &Client) -> bool {
        if let Some(pending) = &*client.pending.borrow() {
            // Its outcome is what the next operation tells.
            return pending.is_over() && self.wanted != event::EXCEPT;
        }
        let looks = self.wanted == event::READ
            && client.engine.is_connected()
            && client.engine.is_buffered()
            // Else whoever receives on it sees to its bytes.
            && client.reader.is_free();
        looks
            && client
                .engine
                .poll_readable(&mut Context::from_waker(Waker::noop()), Deadline::NEVER)
                .is_ready()
    }

    /// The descriptor that tells whether it is ready.
    fn descriptor(&self) -> Option<i32> {
        match self.kind {
            Kind::Foreign(descriptor, _) => Some(descriptor),
            Kind::Unusable => None,
            Kind::Client(_) => {
                let (_, client) = self.client()?;
                let is_known = self.wanted == event::READ && client.engine.is_buffered();
                if is_known { None } else { client.engine.descriptor() }
            }
        }
    }

    fn apply(&mut self, found: i16) {
        let broken = if self.wanted == event::EXCEPT { 0 } else { event::BROKEN };
        self.is_ready |= found & (self.wanted | broken) != 0;
    }
}

/// Waits until one of them is ready; `Some` is why that is impossible.
fn wait(members: &mut [Member], deadline: Deadline) -> Result<Option<io::Error>, crate::ffi::call::Thrown> {
    loop {
        executor::run_tasks();
        for member in members.iter_mut() {
            if let Some((object, client)) = member.client() {
                look_at_pending(object, client);
            }
            member.look();
        }
        serve_interrupts()?;
        let is_ready = members.iter().any(|member| member.is_ready);
        let mut watches: Vec<Watch> = members
            .iter()
            // poll() passes over negative numbers.
            .map(|member| Watch::new(member.descriptor().unwrap_or(-1), member.wanted))
            .collect();
        // What the engine waits for: it may make one of them ready.
        watches.push(Watch::new(reactor::descriptor().unwrap_or(-1), event::READ));
        let limit = if is_ready { Some(Duration::ZERO) } else { reactor::next_timer() };
        match poll::poll(&mut watches, deadline, limit) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Ok(Some(error)),
            Ok(()) => {}
        }
        if watches.iter().any(|watch| watch.found() & event::INVALID != 0) {
            return Ok(Some(io::Error::from_raw_os_error(libc::EBADF)));
        }
        members.iter_mut().zip(&watches).for_each(|(member, watch)| member.apply(watch.found()));
        if members.iter().any(|member| member.is_ready) || deadline.expired(engine::time::now()) {
            return Ok(None);
        }
        reactor::turn(reactor::Wait::Poll);
    }
}
