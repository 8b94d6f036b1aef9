//! `Corio\Coroutine` and the functions of its namespace.

use super::{event, files, inspect, options, processes, system};
use crate::coroutine::joining::{self, Joined};
use crate::coroutine::scheduler::{NotCanceled, NotStarted};
use crate::coroutine::table::Cancel;
use crate::coroutine::{bounds, ending, scheduler, scope, table};
use crate::exception::{EXCEPTION, EXIT_IN_COROUTINE, code};
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::class::{Class, Function, Parent};
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::value::{Owned, Value};
use crate::{handler, last_error};
use engine::client::keep;
use engine::reactor;
use engine::time::Deadline;
use engine::tls::session;
use std::time::Duration;

static HANDLE: ClassHandle = ClassHandle::new();

/// A method that Swoole has in two classes.
macro_rules! of_system {
    ($signature:literal, $function:path) => {
        Function {
            signature: concat!("static ", $signature),
            handler: handler!($function),
            doc: "Alias of the method of System.",
        }
    };
}

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Coroutine",
    doc: "Coroutines: functions that give way to each other while they wait.\n\n\
          {main} is one too: everything that waits may be called outside of run() as well.\n\n\
          ```php\n\
          \\Corio\\Coroutine\\run(function () {\n\
          \x20   foreach ([0.2, 0.1] as $seconds) {\n\
          \x20       \\Corio\\Coroutine\\go(function () use ($seconds) {\n\
          \x20           \\Corio\\Coroutine\\System::sleep($seconds);\n\
          \x20           echo \"$seconds\\n\"; // 0.1 comes first\n\
          \x20       });\n\
          \x20   }\n\
          });\n\
          ```",
    parent: Parent::None,
    has_data: false,
    is_final: true,
    properties: &[],
    constants: &[],
    handle: &HANDLE,
    methods: &[
        Function {
            signature: "static create(callable $func, mixed ...$param): int|false",
            handler: handler!(create),
            doc: "Starts a coroutine. It runs at once, until it waits for the first time.\n\n\
                  An exception that leaves it reaches the run() that it belongs to; outside of one it ends\n\
                  the script as if it had been thrown in {main}.\n\n\
                  @return int|false its id, from 1 upward; false, with a warning, when max_coroutine are alive\n\
                  @throws \\Corio\\Exception when the system has no room for another stack",
        },
        Function {
            signature: "static defer(callable $callback): void",
            handler: handler!(defer),
            doc: "Has the callback called when the running coroutine ends, however it ends; the last one first.\n\n\
                  @throws \\Corio\\Exception outside of a coroutine",
        },
        Function {
            signature: "static yield(): bool",
            handler: handler!(yield_now),
            doc: "Gives way to the others until somebody calls resume() with this coroutine's id.\n\n\
                  @return bool false if the coroutine is being killed\n\
                  @throws \\Corio\\DeadlockException in {main}, when nobody is left who could do so",
        },
        Function {
            signature: "static suspend(): bool",
            handler: handler!(yield_now),
            doc: "Alias of yield().",
        },
        Function {
            signature: "static resume(int $cid): bool",
            handler: handler!(resume),
            doc: "Lets a coroutine that has yielded go on, at once.\n\n\
                  @return bool false, with a warning, if there is none with this id or it waits for something else",
        },
        Function {
            signature: "static cancel(int $cid, bool $throw_exception = false): bool",
            handler: handler!(cancel),
            doc: "Ends the wait that a coroutine stands in, whatever it waits for. That wait answers false, with code 125\n\
                  (ECANCELED): errCode of a client, else Corio\\last_error(). Later waits are not touched.\n\n\
                  The coroutine goes on at once, before this returns. What an unfinished connect() or TLS handshake\n\
                  has made is closed; after a cancelled recv() the connection stays usable, and a packet that has come in part\n\
                  is kept for the next one.\n\n\
                  @param bool $throw_exception the wait throws Corio\\Coroutine\\CanceledException instead, whose message\n\
                  says who has cancelled it; errCode and errMsg of a client are not set then\n\
                  @return bool false: see Corio\\last_error(): ERROR_CO_NOT_EXISTS (10016), or ERROR_CO_CANNOT_CANCEL\n\
                  (10015) if it does not wait, is the caller itself or waits in a Corio\\Client, which blocks",
        },
        Function {
            signature: "static isCanceled(): bool",
            handler: handler!(is_canceled),
            doc: "Whether the running coroutine's last wait was cancelled.",
        },
        Function {
            signature: "static getCid(): int",
            handler: handler!(get_cid),
            doc: "The running coroutine's id; -1 in {main}.",
        },
        Function { signature: "static getuid(): int", handler: handler!(get_cid), doc: "Alias of getCid()." },
        Function {
            signature: "static exists(int $cid): bool",
            handler: handler!(exists),
            doc: "Whether a coroutine with this id is alive.",
        },
        Function {
            signature: "static join(array $cid_array, float $timeout = -1): bool",
            handler: handler!(join),
            doc: "Waits until all these coroutines have ended.\n\n\
                  @param list<int> $cid_array ids; those that have ended already do not matter\n\
                  @param float $timeout seconds; negative: without limit\n\
                  @return bool false: see Corio\\last_error(): 110 (the time is over), 125 (the wait was cancelled),\n\
                  ERROR_INVALID_PARAMS (none of them is alive), ERROR_WRONG_OPERATION (somebody waits for one of them\n\
                  already; with a warning, if the caller is among them)",
        },
        Function {
            signature: "static getPcid(int $cid = 0): int|false",
            handler: handler!(inspect::get_pcid),
            doc: "Who has created a coroutine (0: the running one): an id, or -1 for {main}; false if there is none.",
        },
        Function {
            signature: "static getContext(int $cid = 0): ?\\Corio\\Coroutine\\Context",
            handler: handler!(inspect::get_context),
            doc: "An object that belongs to a coroutine (0: the running one) and is freed when that one ends; null in\n\
                  {main}, and if there is no coroutine with this id.",
        },
        Function {
            signature: "static getElapsed(int $cid = 0): int",
            handler: handler!(inspect::get_elapsed),
            doc: "Milliseconds since a coroutine (0: the running one) was created, at most four too many; in {main} since\n\
                  the request began; -1 if there is no such coroutine.",
        },
        Function {
            signature: "static getStackUsage(int $cid = 0): int|false",
            handler: handler!(inspect::get_stack_usage),
            doc: "Bytes that the calls of a coroutine (0: the running one) take of its stack of PHP frames; false if\n\
                  there is none.",
        },
        Function {
            signature: "static getBackTrace(int $cid = 0, int $options = 1, int $limit = 0): array|false",
            handler: handler!(inspect::get_back_trace),
            doc: "Where a coroutine stands (0: the running one), as debug_backtrace() tells it; false if there is none.\n\n\
                  @param int $options DEBUG_BACKTRACE_PROVIDE_OBJECT, DEBUG_BACKTRACE_IGNORE_ARGS\n\
                  @param int $limit frames; 0: all",
        },
        Function {
            signature: "static printBackTrace(int $cid = 0, int $options = 1, int $limit = 0): void",
            handler: handler!(inspect::print_back_trace),
            doc: "Prints what a coroutine (0: the running one) waits for: the operation with host, port and phase, since\n\
                  when and for how long still; who has created it, and where; then its trace.",
        },
        Function {
            signature: "static list(): \\Corio\\Coroutine\\Iterator",
            handler: handler!(inspect::list),
            doc: "The ids of all coroutines that are alive.",
        },
        Function {
            signature: "static listCoroutines(): \\Corio\\Coroutine\\Iterator",
            handler: handler!(inspect::list),
            doc: "Alias of list().",
        },
        Function {
            signature: "static setTimeLimit(float $timeout): void",
            handler: handler!(set_time_limit),
            doc: "Ends a wait of the running coroutine with TimeoutException when so many seconds are over: the one that\n\
                  it stands in then, or its next one. Once; a coroutine that does not wait goes on.\n\n\
                  @param float $timeout seconds, fractions count; 0 and less take the limit away",
        },
        Function {
            signature: "static set(array $options): bool",
            handler: handler!(options::set),
            doc: "Sets options of coroutines, and defaults for all clients and look-ups, for the rest of this request.\n\
                  Options of Swoole that mean nothing here are accepted; unknown ones warn.\n\n\
                  @throws \\Corio\\Exception for a wrong type or range; then nothing is applied",
        },
        Function {
            signature: "static getOptions(): ?array",
            handler: handler!(options::get_options),
            doc: "What set() was given in this request; null if it was not called.",
        },
        Function {
            signature: "static stats(): array",
            handler: handler!(stats),
            doc: "Counters of this request.\n\n\
                  @return array{event_num: int, timer_num: int, c_stack_size: int, coroutine_num: int,\n\
                  coroutine_peak_num: int, coroutine_last_cid: int, tls_handshakes: int, tls_resumed: int,\n\
                  tls_sessions: int, keep_idle: int, keep_hits: int, keep_misses: int, keep_dropped_dirty: int,\n\
                  keep_dropped_dead: int, keep_dropped_expired: int} registered sockets, armed timers (those of waits included), bytes of a C\n\
                  stack, coroutines alive, most alive at once, last id; TLS handshakes of this process (thread)\n\
                  so far, how many resumed a session, sessions at hand; connections kept by the flag KEEP, how often one was\n\
                  taken or missed, and how many were not kept: something was left over, the peer had gone, nobody\n\
                  wanted them in time",
        },
        of_system!("sleep(float $seconds): bool", system::sleep),
        of_system!("exec(string $command, bool $get_error_stream = false): array|false", processes::exec),
        of_system!("wait(float $timeout = -1): array|false", processes::wait_any),
        of_system!("waitPid(int $pid, float $timeout = -1): array|false", processes::wait_pid),
        of_system!("waitSignal(int|array $signals, float $timeout = -1): int|false", processes::wait_signal),
        of_system!(
            "waitEvent(mixed $socket, int $events = 512, float $timeout = -1): int|false",
            event::wait_event
        ),
        of_system!("readFile(string $filename, int $flag = 0): string|false", files::read_file),
        of_system!(
            "writeFile(string $filename, string $fileContent, int $flags = 0): int|false",
            files::write_file
        ),
        of_system!("statvfs(string $path): array|false", files::statvfs),
        of_system!(
            "gethostbyname(string $domain_name, int $type = 2, float $timeout = -1): string|false",
            system::gethostbyname
        ),
        of_system!(
            "dnsLookup(string $domain_name, float $timeout = 60, int $type = 2): string|false",
            system::dns_lookup
        ),
        of_system!(
            "getaddrinfo(string $domain, int $family = 2, int $socktype = 1, int $protocol = 6, string $service = '', float $timeout = -1): array|false",
            system::getaddrinfo
        ),
    ],
};

/// Constants that go with it.
pub const CONSTANTS: &[(&str, i64)] = &[
    ("DEFAULT_MAX_CORO_NUM", 100_000),
    ("CORO_MAX_NUM_LIMIT", i32::MAX as i64),
    ("EXIT_IN_COROUTINE", EXIT_IN_COROUTINE),
    ("EXIT_IN_SERVER", 4),
];

/// The functions.
pub static FUNCTIONS: &[Function] = &[
    Function {
        signature: "Corio\\Coroutine\\run(callable $fn, mixed ...$args): bool",
        handler: handler!(run),
        doc: "Runs the callback in a coroutine and waits for it and for all that it has started.\n\n\
              @return bool false if the wait was cancelled; then they were, too\n\
              @throws \\Throwable the first exception that left one of them, after all have ended\n\
              @throws \\Corio\\DeadlockException when they all wait for each other; they were killed",
    },
    Function {
        signature: "Corio\\Coroutine\\go(callable $func, mixed ...$params): int|false",
        handler: handler!(create),
        doc: "Alias of Coroutine::create().",
    },
    Function {
        signature: "Corio\\Coroutine\\defer(callable $callback): void",
        handler: handler!(defer),
        doc: "Alias of Coroutine::defer().",
    },
];

/// What PHP calls at the end of a script; not part of the API.
pub static SHUTDOWN: &[Function] =
    &[Function { signature: "Corio\\Coroutine\\shutdown(): void", handler: handler!(shutdown), doc: "" }];

fn create(call: &mut Call) -> Outcome {
    call.expect(1, u32::MAX)?;
    match scheduler::create(call, None) {
        Ok(id) => call.answer(Owned::int(id)),
        Err(NotStarted::Thrown) => return Err(Thrown),
        Err(NotStarted::Full(most)) => {
            call.answer_bool(false);
            error::warning(&NotStarted::full(most));
        }
    }
    Ok(())
}

fn run(call: &mut Call) -> Outcome {
    call.expect(1, u32::MAX)?;
    match scope::run(call) {
        Ok(()) => call.answer_bool(true),
        Err(reason) => return last_error::refuse_interrupted(call, reason, "run()"),
    }
    Ok(())
}

fn defer(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let callable = call.callable(0)?;
    if scheduler::defer(callable) {
        return Ok(());
    }
    error::throw(&EXCEPTION, "defer() belongs to a coroutine; {main} ends with the script", 0);
    Err(Thrown)
}

fn yield_now(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    match scheduler::yield_now() {
        Ok(()) => call.answer_bool(true),
        Err(reason) => return last_error::refuse_interrupted(call, reason, "yield()"),
    }
    Ok(())
}

fn resume(call: &mut Call) -> Outcome {
    let id = call.only_int()?;
    let resumed = scheduler::resume(id)?;
    call.answer_bool(resumed);
    if !resumed {
        error::warning("can not resume the coroutine which is in IO operation or non-existent");
    }
    Ok(())
}

fn cancel(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let id = call.int(0, 0)?;
    let cancel = if call.bool(1, false)? { Cancel::Throw } else { Cancel::Answer };
    let refused = match scheduler::cancel(id, cancel) {
        Ok(()) => {
            last_error::clear();
            call.answer_bool(true);
            return Ok(());
        }
        Err(NotCanceled::Thrown) => return Err(Thrown),
        Err(refused) => refused,
    };
    let (code, reason) = match refused {
        NotCanceled::Unknown => (code::NOT_EXISTS, format!("coroutine #{id} does not exist")),
        _ => (code::CANNOT_CANCEL, format!("coroutine #{id} is not in a wait that can be cancelled")),
    };
    last_error::note(code, reason);
    call.answer_bool(false);
    Ok(())
}

fn is_canceled(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    call.answer_bool(table::is_canceled());
    Ok(())
}

fn get_cid(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    call.answer(Owned::int(table::current_id()));
    Ok(())
}

fn exists(call: &mut Call) -> Outcome {
    let id = call.only_int()?;
    call.answer_bool(table::exists(id));
    Ok(())
}

fn join(call: &mut Call) -> Outcome {
    call.expect(1, 2)?;
    let list = call.array(0)?;
    let timeout = call.float(1)?.unwrap_or(-1.0);
    let mut ids = Vec::new();
    for (_, value) in list.entries() {
        let Value::Int(id) = value else {
            error::throw_type_error(&format!(
                "Corio\\Coroutine::join(): Argument #1 ($cid_array) must be a list of integers, {} in it",
                value.type_name()
            ));
            return Err(Thrown);
        };
        ids.push(id);
    }
    // An error means negative, or beyond what a clock can tell.
    let deadline = Duration::try_from_secs_f64(timeout).map_or(Deadline::NEVER, Deadline::after);
    let (code, reason) = match joining::join(&ids, deadline) {
        Err(reason) => return last_error::refuse_interrupted(call, reason, "join()"),
        Ok(Joined::Done) => {
            last_error::clear();
            call.answer_bool(true);
            return Ok(());
        }
        Ok(Joined::TimedOut) => (i64::from(libc::ETIMEDOUT), format!("join() timed out after {timeout} s")),
        Ok(Joined::Nobody) => (code::INVALID_PARAMS, "none of the coroutines to join exists".to_owned()),
        Ok(Joined::Taken(id)) => {
            (code::WRONG_OPERATION, format!("another one waits for coroutine #{id} already"))
        }
        Ok(Joined::Itself) => {
            last_error::note(code::WRONG_OPERATION, "can not join self".into());
            call.answer_bool(false);
            error::warning("can not join self");
            return Ok(());
        }
    };
    last_error::note(code, reason);
    call.answer_bool(false);
    Ok(())
}

fn set_time_limit(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let seconds = call.float(0)?.filter(|&seconds| seconds > 0.0);
    let limit = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    bounds::set_time_limit(limit.map_or(Deadline::NEVER, Deadline::after));
    Ok(())
}

fn stats(call: &mut Call) -> Outcome {
    call.expect(0, 0)?;
    let (coroutines, engine) = (table::stats(), reactor::stats());
    let (tls, kept) = (session::stats(), keep::stats());
    let count = |number: usize| Owned::int(i64::try_from(number).unwrap_or(i64::MAX));
    let total = |number: u64| Owned::int(i64::try_from(number).unwrap_or(i64::MAX));
    call.answer(Owned::array([
        ("event_num", count(engine.sources)),
        ("timer_num", count(engine.timers)),
        ("c_stack_size", count(scheduler::stack_size())),
        ("coroutine_num", count(coroutines.alive)),
        ("coroutine_peak_num", count(coroutines.peak)),
        ("coroutine_last_cid", Owned::int(coroutines.last_id)),
        ("tls_handshakes", total(tls.full + tls.resumed)),
        ("tls_resumed", total(tls.resumed)),
        ("tls_sessions", count(tls.kept)),
        ("keep_idle", count(kept.idle)),
        ("keep_hits", total(kept.hits)),
        ("keep_misses", total(kept.misses)),
        ("keep_dropped_dirty", total(kept.dirty)),
        ("keep_dropped_dead", total(kept.dead)),
        ("keep_dropped_expired", total(kept.expired)),
    ]));
    Ok(())
}

fn shutdown(_call: &mut Call) -> Outcome {
    ending::shutdown();
    Ok(())
}
