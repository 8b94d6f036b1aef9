//! `Corio\Coroutine\System`.

use super::{event, files, processes};
use crate::coroutine::report::LOOK_UP;
use crate::coroutine::table::Interrupted;
use crate::dns::DnsSettings;
use crate::exception::{EXCEPTION, code, code_of};
use crate::face::coroutine::wait;
use crate::ffi::call::{Call, Outcome, Thrown};
use crate::ffi::class::{Class, Function, Parent};
use crate::ffi::error::{self, ClassHandle};
use crate::ffi::value::Owned;
use crate::settings::request::request;
use crate::{handler, last_error};
use engine::dns::{self, ResolverOptions};
use engine::error::printable;
use engine::net::addr::Family;
use engine::reactor;
use engine::time::Deadline;
use engine::{Error, Phase};
use std::future::Future;
use std::time::Duration;

static HANDLE: ClassHandle = ClassHandle::new();

/// The class.
pub static CLASS: Class = Class {
    name: "Corio\\Coroutine\\System",
    doc: "What the system offers, without blocking the other coroutines.",
    parent: Parent::None,
    has_data: false,
    is_final: true,
    properties: &[],
    constants: &[],
    handle: &HANDLE,
    methods: &[
        Function {
            signature: "static gethostbyname(string $domain_name, int $type = 2, float $timeout = -1): string|false",
            handler: handler!(gethostbyname),
            doc: "The first address of a name, as connect() would look it up: hosts file, search list, cache.\n\n\
              @param int $type Corio\\AF_INET, AF_INET6 or AF_UNSPEC\n\
              @param float $timeout seconds; 0: 60; negative: as long as the servers take\n\
              @return string|false false: see Corio\\last_error() and last_error_msg()",
        },
        Function {
            signature: "static dnsLookup(string $domain_name, float $timeout = 60, int $type = 2): string|false",
            handler: handler!(dns_lookup),
            doc: "As gethostbyname(), with Swoole's other order of arguments.",
        },
        Function {
            signature: "static getaddrinfo(string $domain, int $family = 2, int $socktype = 1, int $protocol = 6, \
                    string $service = '', float $timeout = -1): array|false",
            handler: handler!(getaddrinfo),
            doc: "All addresses of a name, as strings.\n\n\
              @param int $family Corio\\AF_INET, AF_INET6 or AF_UNSPEC\n\
              @param int $socktype without effect, as $protocol and $service\n\
              @return list<string>|false",
        },
        Function {
            signature: "static dnsGetRecord(string $name, string $type = 'ADDR', ?float $timeout = null): array|false",
            handler: handler!(dns_get_record),
            doc: "Records of a name, in the form of PHP's dns_get_record(), each with its ttl in seconds.\n\n\
              @param string $type A, AAAA, ADDR (both), MX, SRV, TXT or TLSA\n\
              @param float|null $timeout seconds; null or 0: 60; negative: as long as the servers take\n\
              @return list<array{host: string, type: string, ttl: int}>|false with ip, ipv6, pri and target,\n\
              weight and port, txt and entries, or usage, selector, matching and data (binary)",
        },
        Function {
            signature: "static exec(string $command, bool $get_error_stream = false): array|false",
            handler: handler!(processes::exec),
            doc: "Runs a command by /bin/sh and waits until it has closed its output and ended; the others run\n\
                  meanwhile. If the coroutine is cancelled the shell is killed.\n\n\
                  @param bool $get_error_stream whether `output` has what it prints on its error stream as well\n\
                  @return array{code: int, signal: int, output: string}|false its exit code, the signal that ended\n\
                  it (0: none) and what it printed; false: Corio\\last_error() is 12 if that is too much for\n\
                  memory_limit\n\
                  @throws \\Corio\\Exception if php.ini disables exec()",
        },
        Function {
            signature: "static wait(float $timeout = -1): array|false",
            handler: handler!(processes::wait_any),
            doc: "Waits until a child process has ended, whichever: but for those that waitPid() and exec() wait for.\n\n\
                  Children of proc_open() are children too; PHP then does not know how they ended.\n\n\
                  @param float $timeout seconds; negative: for ever\n\
                  @return array{pid: int, code: int, signal: int}|false false: Corio\\last_error() is 10 if there is\n\
                  no child, 110 after the timeout, 125 if the coroutine was cancelled",
        },
        Function {
            signature: "static waitPid(int $pid, float $timeout = -1): array|false",
            handler: handler!(processes::wait_pid),
            doc: "As wait(), for one child; no other one's status is taken.\n\n\
                  @param int $pid -1: as wait()\n\
                  @return array{pid: int, code: int, signal: int}|false",
        },
        Function {
            signature: "static waitSignal(int|array $signals, float $timeout = -1): int|false",
            handler: handler!(processes::wait_signal),
            doc: "Waits for a signal, or the first of several. Meanwhile it does not do what it does by default; a\n\
                  handler set by pcntl_signal() is called as well. Afterwards all is as before. One that comes while\n\
                  it was waited for, but not told, is told to the next wait; so is one that is blocked.\n\n\
                  @param int|list<int> $signals\n\
                  @param float $timeout seconds; negative: for ever\n\
                  @return int|false the signal; false: Corio\\last_error() is 110 after the timeout, 125 if the\n\
                  coroutine was cancelled, 22 for a number that nobody can wait for",
        },
        Function {
            signature: "static readFile(string $filename, int $flag = 0): string|false",
            handler: handler!(files::read_file),
            doc: "Reads a whole file, in slices, so that the others have their turn; what is not in memory is fetched\n\
                  meanwhile. open_basedir holds; stream wrappers are refused.\n\n\
                  @param int $flag LOCK_EX or LOCK_SH: with a shared lock (flock), which is waited for\n\
                  @return string|false false: see Corio\\last_error(); 12 if it is too large for memory_limit",
        },
        Function {
            signature: "static writeFile(string $filename, string $data, int $flags = 0): int|false",
            handler: handler!(files::write_file),
            doc: "Writes a whole file, as readFile() reads one; it is made if there is none.\n\n\
                  @param int $flags FILE_APPEND: behind what is in it; LOCK_EX: with an exclusive lock\n\
                  @return int|false bytes; after a failure a part may have been written",
        },
        Function {
            signature: "static statvfs(string $path): array|false",
            handler: handler!(files::statvfs),
            doc: "What statvfs(3) tells of the file system that a path is on.\n\n\
                  @return array{bsize: int, frsize: int, blocks: int, bfree: int, bavail: int, files: int, ffree: int,\n\
                  favail: int, fsid: int, flag: int, namemax: int}|false",
        },
        Function {
            signature: "static waitEvent(mixed $socket, int $events = 512, float $timeout = -1): int|false",
            handler: handler!(event::wait_event),
            doc: "Waits until a descriptor can be read or written; the others run meanwhile.\n\n\
                  Errors and the end count as both. A stream that has read ahead and a regular file are ready at\n\
                  once.\n\n\
                  @param mixed $socket int, stream, Socket of ext/sockets or client\n\
                  @param int $events Corio\\EVENT_READ, EVENT_WRITE or both\n\
                  @param float $timeout seconds; 0: not at all; negative: for ever\n\
                  @return int|false those of $events that it is ready for; false: Corio\\last_error() is 110 after\n\
                  the timeout, 125 if the coroutine was cancelled, 9 if the descriptor is closed",
        },
        Function {
            signature: "static sleep(float $seconds): bool",
            handler: handler!(sleep),
            doc: "Waits for so many seconds, at least 0.001; the others run meanwhile. Never ends early.\n\n\
              @return bool false if the coroutine was cancelled or the time is too short (with a warning)",
        },
    ],
};

/// Constants and functions that go with it.
pub const CONSTANTS: &[(&str, i64)] =
    &[("AF_UNSPEC", AF_UNSPEC), ("AF_INET", AF_INET), ("AF_INET6", AF_INET6)];
const AF_UNSPEC: i64 = 0;
const AF_INET: i64 = 2;
const AF_INET6: i64 = 10;

/// Seconds that a look-up takes at most when nothing else is said, as in Swoole.
const LOOKUP_TIMEOUT: f64 = 60.0;

pub(super) fn gethostbyname(call: &mut Call) -> Outcome {
    call.expect(1, 3)?;
    let family = family(call.int(1, AF_INET)?, 2)?;
    let timeout = call.float(2)?.unwrap_or(-1.0);
    first_address(call, family, timeout)
}

pub(super) fn dns_lookup(call: &mut Call) -> Outcome {
    call.expect(1, 3)?;
    let timeout = call.float(1)?.unwrap_or(LOOKUP_TIMEOUT);
    let family = family(call.int(2, AF_INET)?, 3)?;
    first_address(call, family, timeout)
}

fn first_address(call: &mut Call, family: Family, timeout: f64) -> Outcome {
    let name = call.string(0)?.text();
    let options = DnsSettings::default().options();
    let found = look_up(call, dns::lookup(&name, family, &options, deadline(timeout)), &name)?;
    if let Some(first) = found.as_ref().and_then(|found| found.first()) {
        call.answer(Owned::string(first.to_string().as_bytes()));
    }
    Ok(())
}

pub(super) fn getaddrinfo(call: &mut Call) -> Outcome {
    call.expect(1, 6)?;
    let name = call.string(0)?.text();
    let family = family(call.int(1, AF_INET)?, 2)?;
    call.int(2, 0)?;
    call.int(3, 0)?;
    let timeout = call.float(5)?.unwrap_or(-1.0);
    let options = DnsSettings::default().options();
    let found = look_up(call, dns::lookup(&name, family, &options, deadline(timeout)), &name)?;
    if let Some(found) = found {
        call.answer(Owned::list(found.iter().map(|ip| Owned::string(ip.to_string().as_bytes()))));
    }
    Ok(())
}

fn dns_get_record(call: &mut Call) -> Outcome {
    call.expect(1, 3)?;
    let name = call.string(0)?.text();
    let kind = if call.count() > 1 { call.string(1)?.text() } else { "ADDR".into() };
    let until = deadline(call.float(2)?.unwrap_or(0.0));
    let options = DnsSettings::default().options();
    let records = match kind.to_ascii_uppercase().as_str() {
        "A" => addresses(call, &name, Family::Ipv4, &options, until)?,
        "AAAA" => addresses(call, &name, Family::Ipv6, &options, until)?,
        "ADDR" => addresses(call, &name, Family::Any, &options, until)?,
        "MX" => look_up(call, dns::mx(&name, &options, until), &name)?.map(|found| {
            found
                .iter()
                .map(|mx| {
                    let target = Owned::string(mx.exchange.as_bytes());
                    record(&name, "MX", mx.ttl, vec![("pri", int(mx.preference)), ("target", target)])
                })
                .collect()
        }),
        "SRV" => look_up(call, dns::srv(&name, &options, until), &name)?.map(|found| {
            found
                .iter()
                .map(|srv| {
                    let target = Owned::string(srv.target.as_bytes());
                    let fields = vec![
                        ("pri", int(srv.priority)),
                        ("weight", int(srv.weight)),
                        ("port", int(srv.port)),
                        ("target", target),
                    ];
                    record(&name, "SRV", srv.ttl, fields)
                })
                .collect()
        }),
        "TXT" => look_up(call, dns::txt(&name, &options, until), &name)?.map(|found| {
            found
                .iter()
                .map(|txt| {
                    let whole = Owned::string(&txt.parts.concat());
                    let entries = Owned::list(txt.parts.iter().map(|part| Owned::string(part)));
                    record(&name, "TXT", txt.ttl, vec![("txt", whole), ("entries", entries)])
                })
                .collect()
        }),
        "TLSA" => look_up(call, dns::tlsa(&name, &options, until), &name)?.map(|found| {
            found
                .iter()
                .map(|tlsa| {
                    let fields = vec![
                        ("usage", int(tlsa.usage)),
                        ("selector", int(tlsa.selector)),
                        ("matching", int(tlsa.matching)),
                        ("data", Owned::string(&tlsa.data)),
                    ];
                    record(&name, "TLSA", tlsa.ttl, fields)
                })
                .collect()
        }),
        _ => {
            let message = format!("the type must be A, AAAA, ADDR, MX, SRV, TXT or TLSA, \"{kind}\" given");
            error::throw(&EXCEPTION, &message, code::INVALID_PARAMS);
            return Err(Thrown);
        }
    };
    if let Some(records) = records {
        let records: Vec<Owned> = records;
        call.answer(Owned::list(records));
    }
    Ok(())
}

fn addresses(
    call: &mut Call,
    name: &str,
    family: Family,
    options: &ResolverOptions,
    until: Deadline,
) -> Result<Option<Vec<Owned>>, Thrown> {
    let found = look_up(call, dns::lookup_all(name, family, options, until), name)?;
    Ok(found.map(|found| {
        let records = found.iter().map(|(ip, ttl)| {
            let (kind, key) = if ip.is_ipv4() { ("A", "ip") } else { ("AAAA", "ipv6") };
            record(name, kind, *ttl, vec![(key, Owned::string(ip.to_string().as_bytes()))])
        });
        records.collect()
    }))
}

fn record(name: &str, kind: &str, ttl: Duration, fields: Vec<(&str, Owned)>) -> Owned {
    let head = [
        ("host", Owned::string(name.as_bytes())),
        ("type", Owned::string(kind.as_bytes())),
        ("ttl", Owned::int(i64::try_from(ttl.as_secs()).unwrap_or(i64::MAX))),
    ];
    Owned::array(head.into_iter().chain(fields))
}

fn int(number: impl Into<i64>) -> Owned {
    Owned::int(number.into())
}

/// Waits for a look-up; answers `false` and notes why if it failed.
fn look_up<T>(
    call: &mut Call,
    operation: impl Future<Output = Result<T, Error>>,
    name: &str,
) -> Result<Option<T>, Thrown> {
    let outcome = match wait(LOOK_UP, operation) {
        Ok(outcome) => outcome.map_err(|failure| failure.with_peer(&printable(name.as_bytes()))),
        Err(Interrupted::Thrown) => return Err(Thrown),
        Err(reason) => Err(reason.error(Phase::Resolve).with_peer(&printable(name.as_bytes()))),
    };
    match &outcome {
        Ok(_) => last_error::clear(),
        Err(failure) => {
            last_error::note(code_of(failure), failure.to_string());
            call.answer_bool(false);
        }
    }
    Ok(outcome.ok())
}

fn deadline(seconds: f64) -> Deadline {
    let default = || request(|request| request.dns_timeout).unwrap_or(LOOKUP_TIMEOUT);
    let seconds = if seconds == 0.0 { default() } else { seconds };
    Duration::try_from_secs_f64(seconds).map_or(Deadline::NEVER, Deadline::after)
}

fn family(number: i64, argument: u32) -> Result<Family, Thrown> {
    match number {
        AF_UNSPEC => Ok(Family::Any),
        AF_INET => Ok(Family::Ipv4),
        AF_INET6 => Ok(Family::Ipv6),
        _ => {
            let message =
                format!("argument #{argument} must be Corio\\AF_INET, AF_INET6 or AF_UNSPEC, {number} given");
            error::throw(&EXCEPTION, &message, code::INVALID_PARAMS);
            Err(Thrown)
        }
    }
}

pub(super) fn sleep(call: &mut Call) -> Outcome {
    call.expect(1, 1)?;
    let seconds = call.float(0)?.unwrap_or(0.0);
    let duration = Duration::try_from_secs_f64(seconds).ok().filter(|time| *time >= Duration::from_millis(1));
    let Some(duration) = duration else {
        if seconds.is_nan() || seconds > 1.0 {
            error::throw(&EXCEPTION, &format!("cannot sleep for {seconds} seconds"), 0);
            return Err(Thrown);
        }
        call.answer_bool(false);
        error::warning("the time must be at least 0.001 seconds");
        return Ok(());
    };
    match wait("sleep()", reactor::sleep(Deadline::after(duration))) {
        Ok(()) => call.answer_bool(true),
        Err(reason) => return last_error::refuse_interrupted(call, reason, "sleep()"),
    }
    Ok(())
}
