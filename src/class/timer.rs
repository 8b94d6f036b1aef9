//! `Corio\Timer`.

use crate::coroutine::timers::{self, Kind};
use crate::ffi::call::{Call, Outcome};
use crate::ffi::class::{Class, Function, Parent};
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::value::{Kept, Owned};
use crate::handler;
use std::time::Duration;

static HANDLE: ClassHandle = ClassHandle::new();
static ITERATOR: ClassHandle = ClassHandle::new();

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Timer",
    doc: "Calls at a time, each in a coroutine of its own.\n\n\
          The script does not end while there is a timer; nor does the run() in which it was set. Outside of CLI\n\
          the end of a script waits for timers of after() only, at most corio.shutdown_timeout seconds. In a forked\n\
          child no timer of its parent fires.\n\n\
          What a callback throws is treated as what a coroutine throws: it reaches the run() in which the timer was\n\
          set, or ends the script. A repeating timer whose callback throws in a run() is cleared.\n\n\
          ```php\n\
          $tick = \\Corio\\Timer::tick(100, function (int $id, string $what) {\n\
          \x20   echo \"$what\\n\";\n\
          }, 'every 0.1 s');\n\
          \\Corio\\Timer::after(1000, fn () => \\Corio\\Timer::clear($tick));\n\
          ```",
    parent: Parent::None,
    has_data: false,
    is_final: true,
    properties: &[],
    constants: &[],
    handle: &HANDLE,
    methods: &[
        Function {
            signature: "static tick(int $ms, callable $callback, mixed ...$params): int|false",
            handler: handler!(tick),
            doc: "Has the callback called every so many milliseconds, with the timer's id and then the parameters.\n\n\
                  It does not drift: times are multiples of the interval from now on. Times that pass while the\n\
                  script computes are left out. A call that waits does not put off the next one: they overlap.\n\n\
                  @param int $ms milliseconds, at least Corio\\TIMER_MIN_MS\n\
                  @return int|false the timer's id; false, with a warning, if the interval is too short, and when\n\
                  the script has ended",
        },
        Function {
            signature: "static after(int $ms, callable $callback, mixed ...$params): int|false",
            handler: handler!(after),
            doc: "Has the callback called once, so many milliseconds from now, with the parameters.\n\n\
                  @param int $ms milliseconds, at least Corio\\TIMER_MIN_MS\n\
                  @return int|false as tick()",
        },
        Function {
            signature: "static clear(int $timer_id): bool",
            handler: handler!(clear),
            doc: "Takes a timer away; also from inside its own callback.\n\n\
                  @return bool false if there is none with this id, as when that of after() has been called",
        },
        Function {
            signature: "static clearAll(): bool",
            handler: handler!(clear_all),
            doc: "Takes all timers away.",
        },
        Function {
            signature: "static exists(int $timer_id): bool",
            handler: handler!(exists),
            doc: "Whether there is a timer with this id; one of after() is there until it is called.",
        },
        Function {
            signature: "static info(int $timer_id): ?array",
            handler: handler!(info),
            doc: "What is known of a timer; null if there is none with this id.\n\n\
                  `exec_msec` is when it fires next, in milliseconds since the first timer of the script was set;\n\
                  `exec_count` is how often a repeating one has fired; `interval` is 0 for after(); `round` counts\n\
                  how often some were due before it was set.\n\n\
                  @return array{exec_msec: int, exec_count: int, interval: int, round: int, removed: bool}|null",
        },
        Function {
            signature: "static list(): \\Corio\\Timer\\Iterator",
            handler: handler!(list),
            doc: "The ids of all timers, in the order in which they were set.",
        },
        Function {
            signature: "static stats(): array",
            handler: handler!(stats),
            doc: "Whether a timer has ever been set, how many there are, and how often some were due.\n\n\
                  @return array{initialized: bool, num: int, round: int}",
        },
    ],
};

/// What `list()` answers.
pub static ITERATOR_CLASS: Class = Class {
    name: "Corio\\Timer\\Iterator",
    doc: "Ids of timers.",
    parent: Parent::ArrayIterator,
    has_data: false,
    is_final: false,
    properties: &[],
    constants: &[],
    handle: &ITERATOR,
    methods: &[],
};

/// Constants that go with it.
pub const CONSTANTS: &[(&str, i64)] = &[("TIMER_MIN_MS", MIN_MS), ("TIMER_MAX_MS", i64::MAX)];
/// Those in seconds.
pub const FLOATS: &[(&str, f64)] =
    &[("TIMER_MIN_SEC", MIN_MS as f64 / 1e3), ("TIMER_MAX_SEC", i64::MAX as f64 / 1e3)];
const MIN_MS: i64 = 1;

fn tick(call: &mut Call) -> Outcome {
    add(call, Kind::Repeats)
}

fn after(call: &mut Call) -> Outcome {
    add(call, Kind::Once)
}

fn add(call: &mut Call, kind: Kind) -> Outcome {
    call.expect(2, u32::MAX)?;
    let ms = call.int(0, 0)?;
    let callable = call.callable(1)?;
    let Some(ms) = u64::try_from(ms).ok().filter(|_| ms >= MIN_MS) else {
        call.answer_bool(false);
        error::warning("Timer must be greater than or equal to 1");
        return Ok(());
    };
    let id = timers::add(Duration::from_millis(ms), kind, Kept::callable(callable), call.arguments(2));
    call.answer(id.map_or_else(|| Owned::bool(false), Owned::int));
    Ok(())
}

fn clear(call: &mut Call) -> Outcome {
    let id = call.only_int()?;
    let cleared = timers::clear(id);
    call.answer_bool(cleared);
    Ok(())
}

fn clear_all(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    timers::clear_all();
    call.answer_bool(true);
    Ok(())
}

fn exists(call: &mut Call) -> Outcome {
    let id = call.only_int()?;
    call.answer_bool(timers::exists(id));
    Ok(())
}

fn info(call: &mut Call) -> Outcome {
    let id = call.only_int()?;
    let Some(info) = timers::info(id) else { return Ok(()) };
    call.answer(Owned::array([
        ("exec_msec", Owned::int(info.at_ms)),
        ("exec_count", Owned::int(info.count)),
        ("interval", Owned::int(info.interval_ms)),
        ("round", Owned::int(info.round)),
        ("removed", Owned::bool(false)),
    ]));
    Ok(())
}

fn list(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    call.answer(Owned::iterator(&ITERATOR, timers::ids().into_iter().map(Owned::int)));
    Ok(())
}

fn stats(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let stats = timers::stats();
    call.answer(Owned::array([
        ("initialized", Owned::bool(stats.initialized)),
        ("num", Owned::int(i64::try_from(stats.count).unwrap_or(i64::MAX))),
        ("round", Owned::int(stats.round)),
    ]));
    Ok(())
}
