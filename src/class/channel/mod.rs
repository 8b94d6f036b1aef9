//! `Corio\Coroutine\Channel`.

mod object;
mod select;

use crate::coroutine::table::Interrupted;
use crate::coroutine::waitqueue::{Pending, deadline};
use crate::exception::EXCEPTION;
use crate::ffi::call::{Call, Object, Outcome, Thrown};
use crate::ffi::class::{Class, Function, Parent, Property};
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::value::Owned;
use crate::handler;
use object::Channel;

static HANDLE: ClassHandle = ClassHandle::new();

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Coroutine\\Channel",
    doc: "A queue between coroutines: push() waits while it is full, pop() while it is empty.\n\n\
          Whoever has waited longest is served first, and each value reaches exactly one pop().\n\n\
          ```php\n\
          $channel = new \\Corio\\Coroutine\\Channel(10);\n\
          \\Corio\\Coroutine\\go(function () use ($channel) {\n\
          \x20   foreach (['a', 'b'] as $item) {\n\
          \x20       $channel->push($item);\n\
          \x20   }\n\
          \x20   $channel->close();\n\
          });\n\
          while (($item = $channel->pop()) !== false) { // false: closed, and nothing is left\n\
          \x20   echo $item, \"\\n\";\n\
          }\n\
          ```",
    parent: Parent::None,
    has_data: true,
    is_final: false,
    properties: &[
        Property { name: "capacity", kind: "int", default: "0", doc: "How many values it holds." },
        Property {
            name: "errCode",
            kind: "int",
            default: "0",
            doc: "What the last push() or pop() came to: Corio\\CHANNEL_OK, CHANNEL_TIMEOUT, CHANNEL_CLOSED,\n\
                  or CHANNEL_CANCELED.",
        },
    ],
    constants: &[],
    handle: &HANDLE,
    methods: &[
        Function {
            signature: "__construct(int $size = 1)",
            handler: handler!(construct),
            doc: "@param int $size how many values it holds; 0 and less mean 1",
        },
        Function {
            signature: "push(mixed $data, float $timeout = -1): bool",
            handler: handler!(push),
            doc: "Puts a value in; waits while there is no room.\n\n\
                  @param float $timeout seconds; 0 and less: as long as it takes\n\
                  @return bool false, with errCode, after the timeout, when the channel is closed, or when the\n\
                  coroutine was cancelled\n\
                  @throws \\Corio\\DeadlockException in {main}, when nobody is left who could make room",
        },
        Function {
            signature: "pop(float $timeout = -1): mixed",
            handler: handler!(pop),
            doc: "Takes the oldest value; waits while there is none. What is in a closed channel can still be taken.\n\n\
                  @param float $timeout seconds; 0 and less: as long as it takes\n\
                  @return mixed false, with errCode, after the timeout, when the channel is closed and empty, or\n\
                  when the coroutine was cancelled\n\
                  @throws \\Corio\\DeadlockException in {main}, when nobody is left who could push",
        },
        Function {
            signature: "static select(array $read = [], array $write = [], float $timeout = -1): ?array",
            handler: handler!(select::select),
            doc: "Waits for several channels at once and does exactly one thing: takes a value from one of $read or\n\
                  puts one into one of $write. If more than one is possible, chance decides, so that none starves.\n\n\
                  ```php\n\
                  $done = Channel::select(['jobs' => $jobs, 'stop' => $stop], [[$log, 'waiting']], 1.5);\n\
                  if ($done === null) {\n\
                  \x20   echo \"nothing for 1.5 s\\n\";\n\
                  } elseif ($done['key'] === 'jobs' && $done['ok']) {\n\
                  \x20   work($done['value']);\n\
                  }\n\
                  ```\n\n\
                  @param array<array-key, Channel|null> $read where to take a value from; null is skipped\n\
                  @param array<array-key, array{Channel, mixed}|null> $write channels with the value for each\n\
                  @param float $timeout seconds; 0: only what is possible at once; negative: as long as it takes\n\
                  @return array{type: 'read'|'write', key: int|string, channel: Channel, value: mixed, ok: bool}|null\n\
                  key is the one in $read or $write; value what was taken, else null; ok is false if nothing was\n\
                  done because the channel is closed. null after the timeout or when cancelled\n\
                  @throws \\Corio\\Exception when there is no channel in either list\n\
                  @throws \\TypeError when something else is in them",
        },
        Function {
            signature: "close(): bool",
            handler: handler!(close),
            doc: "Closes it: all who wait go on at once, with false and CHANNEL_CLOSED.\n\n\
                  @return bool false if it was closed already",
        },
        Function { signature: "length(): int", handler: handler!(length), doc: "How many values there are." },
        Function {
            signature: "isEmpty(): bool",
            handler: handler!(is_empty),
            doc: "Whether there is no value.",
        },
        Function {
            signature: "isFull(): bool",
            handler: handler!(is_full),
            doc: "Whether there is no room.",
        },
        Function {
            signature: "stats(): array",
            handler: handler!(stats),
            doc: "Who waits, and how many values there are.\n\n\
                  @return array{consumer_num: int, producer_num: int, queue_num: int}",
        },
    ],
};

/// Values of `errCode`.
pub const CONSTANTS: &[(&str, i64)] = &[
    ("CHANNEL_OK", OK),
    ("CHANNEL_TIMEOUT", TIMEOUT),
    ("CHANNEL_CLOSED", CLOSED),
    ("CHANNEL_CANCELED", CANCELED),
];

const OK: i64 = 0;
const TIMEOUT: i64 = -1;
const CLOSED: i64 = -2;
const CANCELED: i64 = -3;

/// Slots of the declared properties.
mod property {
    pub(super) const CAPACITY: u32 = 0;
    pub(super) const ERR_CODE: u32 = 1;
}

fn construct(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let capacity = call.int(0, 1)?.max(1);
    let this = call.this();
    if this.is_installed() {
        error::throw(&EXCEPTION, "the constructor was called already", 0);
        return Err(Thrown);
    }
    this.install_traced(Channel::new(usize::try_from(capacity).unwrap_or(usize::MAX)));
    this.set(property::CAPACITY, Owned::int(capacity));
    Ok(())
}

fn this<'a>(call: &Call) -> Result<(Object, &'a Channel), Thrown> {
    let object = call.this();
    Ok((object, object.data::<Channel>()?))
}

fn push(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let timeout = call.float(1)?;
    let (this, channel) = this(call)?;
    if channel.is_closed() {
        return fail(call, CLOSED);
    }
    if let Err(value) = channel.offer(call.value(0)) {
        let pending = Pending::new();
        channel.enlist_producer(&pending, 0, value);
        match pending.wait(channel.push_subject(), deadline(timeout)) {
            Ok(Some(fired)) if fired.closed => return fail(call, CLOSED),
            Ok(Some(_)) => {}
            Ok(None) => return fail(call, TIMEOUT),
            Err(Interrupted::Thrown) => return Err(Thrown),
            Err(_) => return fail(call, CANCELED),
        }
    }
    succeed(this, channel);
    call.answer_bool(true);
    Ok(())
}

fn pop(call: &mut Call) -> Outcome {
    call.expect(0, 1)?;
    let timeout = call.float(0)?;
    let (this, channel) = this(call)?;
    let value = match channel.take() {
        Some(value) => value,
        None if channel.is_closed() => return fail(call, CLOSED),
        None => {
            let pending = Pending::new();
            channel.enlist_consumer(&pending, 0);
            match pending.wait(channel.pop_subject(), deadline(timeout)) {
                Ok(Some(fired)) => match fired.value {
                    Some(value) => value,
                    None => return fail(call, CLOSED),
                },
                Ok(None) => return fail(call, TIMEOUT),
                Err(Interrupted::Thrown) => {
                    channel.rescue(pending.take());
                    return Err(Thrown);
                }
                Err(_) => return fail(call, CANCELED),
            }
        }
    };
    succeed(this, channel);
    call.answer(value.into_owned());
    Ok(())
}

fn succeed(this: Object, channel: &Channel) {
    if channel.has_error.replace(false) {
        this.set(property::ERR_CODE, Owned::int(OK));
    }
}

fn fail(call: &mut Call, code: i64) -> Outcome {
    let (this, channel) = this(call)?;
    channel.has_error.set(true);
    this.set(property::ERR_CODE, Owned::int(code));
    call.answer_bool(false);
    Ok(())
}

fn close(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let closed = this(call)?.1.close();
    call.answer_bool(closed);
    Ok(())
}

fn length(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let length = this(call)?.1.len();
    call.answer(Owned::count(length));
    Ok(())
}

fn is_empty(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let is_empty = this(call)?.1.len() == 0;
    call.answer_bool(is_empty);
    Ok(())
}

fn is_full(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let is_full = this(call)?.1.is_full();
    call.answer_bool(is_full);
    Ok(())
}

fn stats(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let counts = this(call)?.1.counts();
    call.answer(Owned::array([
        ("consumer_num", Owned::count(counts.consumers)),
        ("producer_num", Owned::count(counts.producers)),
        ("queue_num", Owned::count(counts.items)),
    ]));
    Ok(())
}
