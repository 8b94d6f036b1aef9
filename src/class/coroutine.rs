//! `Corio\Coroutine` and the functions of its namespace.

use super::{event, files, processes, system};
use crate::coroutine::scheduler::NotCanceled;
use crate::coroutine::table::Cancel;
use crate::coroutine::{ending, scheduler, scope, table};
use crate::dns;
use crate::exception::{EXCEPTION, code};
use crate::ffi::call::{Call, Outcome, Thrown, warn_of_all};
use crate::ffi::class::{Class, Function, Parent};
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::value::Owned;
use crate::settings::{Applied, Settings, is_request_setting};
use crate::{handler, last_error};
use engine::client::keep;
use engine::reactor;
use engine::tls::session;

static HANDLE: ClassHandle = ClassHandle::new();

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
            signature: "static create(callable $callback, mixed ...$args): int",
            handler: handler!(create),
            doc: "Starts a coroutine. It runs at once, until it waits for the first time.\n\n\
                  An exception that leaves it reaches the run() that it belongs to; outside of one it ends\n\
                  the script as if it had been thrown in {main}.\n\n\
                  @return int its id, from 1 upward\n\
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
                  has made is closed; a packet that has come in part is kept for the next recv().\n\n\
                  @param bool $throw_exception the wait throws Corio\\Coroutine\\CanceledException instead\n\
                  @return bool false: see Corio\\last_error(): ERROR_CO_NOT_EXISTS (10016), or ERROR_CO_CANNOT_CANCEL\n\
                  (10015) if it does not wait, or is the caller itself",
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
            signature: "static set(array $options): bool",
            handler: handler!(set),
            doc: "Sets defaults for all clients and look-ups of this request: dns_servers, dns_timeout, dns_attempts,\n\
                  dns_cache_size, ip_family; see Client::set(). They end with the request.\n\n\
                  @throws \\Corio\\Exception for a wrong type or range; then nothing is applied",
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
        Function {
            signature: "static sleep(float $seconds): bool",
            handler: handler!(system::sleep),
            doc: "Alias of System::sleep().",
        },
        Function {
            signature: "static gethostbyname(string $domain_name, int $type = 2, float $timeout = -1): string|false",
            handler: handler!(system::gethostbyname),
            doc: "Alias of System::gethostbyname().",
        },
        Function {
            signature: "static dnsLookup(string $domain_name, float $timeout = 60, int $type = 2): string|false",
            handler: handler!(system::dns_lookup),
            doc: "Alias of System::dnsLookup().",
        },
        Function {
            signature: "static getaddrinfo(string $domain, int $family = 2, int $socktype = 1, int $protocol = 6, string $service = '', float $timeout = -1): array|false",
            handler: handler!(system::getaddrinfo),
            doc: "Alias of System::getaddrinfo().",
        },
        Function {
            signature: "static exec(string $command, bool $get_error_stream = false): array|false",
            handler: handler!(processes::exec),
            doc: "Alias of System::exec().",
        },
        Function {
            signature: "static wait(float $timeout = -1): array|false",
            handler: handler!(processes::wait_any),
            doc: "Alias of System::wait().",
        },
        Function {
            signature: "static waitPid(int $pid, float $timeout = -1): array|false",
            handler: handler!(processes::wait_pid),
            doc: "Alias of System::waitPid().",
        },
        Function {
            signature: "static waitSignal(int|array $signals, float $timeout = -1): int|false",
            handler: handler!(processes::wait_signal),
            doc: "Alias of System::waitSignal().",
        },
        Function {
            signature: "static waitEvent(mixed $socket, int $events = 512, float $timeout = -1): int|false",
            handler: handler!(event::wait_event),
            doc: "Alias of System::waitEvent().",
        },
        Function {
            signature: "static readFile(string $filename, int $flag = 0): string|false",
            handler: handler!(files::read_file),
            doc: "Alias of System::readFile().",
        },
        Function {
            signature: "static writeFile(string $filename, string $data, int $flags = 0): int|false",
            handler: handler!(files::write_file),
            doc: "Alias of System::writeFile().",
        },
        Function {
            signature: "static statvfs(string $path): array|false",
            handler: handler!(files::statvfs),
            doc: "Alias of System::statvfs().",
        },
    ],
};

/// The functions.
pub static FUNCTIONS: &[Function] = &[
    Function {
        signature: "Corio\\Coroutine\\run(callable $callback, mixed ...$args): bool",
        handler: handler!(run),
        doc: "Runs the callback in a coroutine and waits for it and for all that it has started.\n\n\
              @return bool false if the wait was cancelled; then they were, too\n\
              @throws \\Throwable the first exception that left one of them, after all have ended\n\
              @throws \\Corio\\DeadlockException when they all wait for each other; they were killed",
    },
    Function {
        signature: "Corio\\Coroutine\\go(callable $callback, mixed ...$args): int",
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
    let id = scheduler::create(call, None)?;
    call.answer(Owned::int(id));
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

fn set(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let values = call.array(0)?;
    let mut settings = Settings::default();
    settings.dns = dns::request_settings();
    let unknown = match settings.apply_known(is_request_setting, values, |_| None) {
        Applied::Thrown => return Err(Thrown),
        Applied::BadFile(_) => Vec::new(),
        Applied::Yes(unknown) => unknown,
    };
    dns::set_request_settings(settings.dns);
    call.answer_bool(true);
    warn_of_all(unknown)
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
