//! What `Coroutine::set()` sets for the rest of the request: options of coroutines, and defaults of clients.

use super::given::Given;
use super::{Applied, Refusal, Setting, Settings, connection, keys, misuse};
use crate::coroutine::table::Options;
use crate::dns::{self, DnsSettings, parse_server};
use crate::ffi::value::{Array, Key};
use crate::per_thread;
use std::cell::RefCell;

/// The request's settings but those of the resolver, which [`dns`] has.
#[derive(Clone, Debug)]
pub struct RequestSettings {
    /// Those of coroutines.
    pub coroutines: Options,
    /// Defaults of clients, in seconds, before those of the INI settings.
    pub connect_timeout: Option<f64>,
    /// See above.
    pub read_timeout: Option<f64>,
    /// See above.
    pub write_timeout: Option<f64>,
    /// How long a look-up of `System` takes at most.
    pub dns_timeout: Option<f64>,
    /// Default of clients.
    pub buffer_size: Option<usize>,
    /// Default of clients.
    pub throw: bool,
}

impl RequestSettings {
    const DEFAULT: Self = Self {
        coroutines: Options::DEFAULT,
        connect_timeout: None,
        read_timeout: None,
        write_timeout: None,
        dns_timeout: None,
        buffer_size: None,
        throw: false,
    };
}

per_thread!(static REQUEST: RefCell<RequestSettings> = RefCell::new(RequestSettings::DEFAULT));

/// Looks at the request's settings.
pub fn request<R>(look: impl FnOnce(&RequestSettings) -> R) -> R {
    REQUEST.with(|request| look(&request.borrow()))
}

/// A request begins.
pub fn reset() {
    REQUEST.with(|request| *request.borrow_mut() = RequestSettings::DEFAULT);
    dns::set_request_settings(DnsSettings::default());
}

/// Checks all of `values`, then applies them.
pub fn set(values: Array<'_>) -> Applied {
    let mut next = Draft {
        own: request(Clone::clone),
        client: Settings { dns: dns::request_settings(), ..Settings::default() },
    };
    let mut unknown = Vec::new();
    for (key, value) in values.entries() {
        let key = match key {
            Key::Name(name) => name,
            Key::Index(index) => index.to_string(),
        };
        let given = Given { key: &key, value, values, sessions_of: |_| None };
        match next.assign(&key, &given) {
            Some(Ok(())) => {}
            Some(Err(Refusal::File(text) | Refusal::Misuse(text))) => return misuse(&text),
            None if NO_EFFECT.contains(&key.as_str()) => {}
            None => unknown.push(keys::describe_unknown(known_keys(), &key)),
        }
    }
    REQUEST.with(|request| *request.borrow_mut() = next.own);
    dns::set_request_settings(next.client.dns);
    Applied::Yes(unknown)
}

/// What is applied when all of it fits.
struct Draft {
    own: RequestSettings,
    client: Settings,
}

impl Draft {
    fn assign(&mut self, key: &str, given: &Given<'_>) -> Option<Result<(), Refusal>> {
        if let Some(setting) = TABLE.iter().find(|setting| setting.key == key) {
            return Some((setting.apply)(self, given));
        }
        let setting = of_resolver().find(|setting| setting.key == key)?;
        Some((setting.apply)(&mut self.client, given))
    }
}

/// Settings of clients that are settings of the request as they are.
fn of_resolver() -> impl Iterator<Item = &'static Setting> {
    connection::TABLE.iter().filter(|setting| setting.key.starts_with("dns_") || setting.key == "ip_family")
}

fn known_keys() -> impl Iterator<Item = String> {
    let own = TABLE.iter().map(|setting| setting.key);
    own.chain(of_resolver().map(|setting| setting.key)).chain(NO_EFFECT.iter().copied()).map(str::to_owned)
}

/// Every setting with key, type, default and what it does.
pub fn all() -> impl Iterator<Item = [&'static str; 4]> {
    let own = TABLE.iter().map(|setting| [setting.key, setting.kind, setting.default, setting.doc]);
    own.chain(of_resolver().map(|setting| [setting.key, setting.kind, setting.default, setting.doc]))
}

/// As Swoole has it, 0 and less mean that there is no limit.
fn limit(given: &Given<'_>) -> Result<Option<f64>, Refusal> {
    Ok(given.seconds()?.map(|seconds| if seconds > 0.0 { seconds } else { -1.0 }))
}

fn most(draft: &mut Draft, given: &Given<'_>) -> Result<(), Refusal> {
    given.int(1, i64::from(i32::MAX)).map(|count| draft.own.coroutines.most = count as usize)
}

fn stack_size(draft: &mut Draft, given: &Given<'_>) -> Result<(), Refusal> {
    let bytes = given.size()?;
    // Swoole's range; PHP rounds up to whole pages.
    draft.own.coroutines.stack_size = Some(bytes.clamp(64 << 10, 16 << 20));
    Ok(())
}

fn read(draft: &mut Draft, given: &Given<'_>) -> Result<(), Refusal> {
    limit(given).map(|seconds| draft.own.read_timeout = seconds)
}

fn write(draft: &mut Draft, given: &Given<'_>) -> Result<(), Refusal> {
    limit(given).map(|seconds| draft.own.write_timeout = seconds)
}

fn dns_server(draft: &mut Draft, given: &Given<'_>) -> Result<(), Refusal> {
    let text = given.text()?;
    let server = parse_server(&text).ok_or_else(|| given.misuse("an IP address", &format!("\"{text}\"")))?;
    draft.client.dns.servers = Some(vec![server]);
    Ok(())
}

static TABLE: &[Setting<Draft>] = &[
    Setting {
        key: "max_coroutine",
        kind: "int",
        default: "100000",
        doc: "How many coroutines may be alive at once.",
        apply: most,
    },
    Setting {
        key: "max_coro_num",
        kind: "int",
        default: "100000",
        doc: "The same as max_coroutine.",
        apply: most,
    },
    Setting {
        key: "c_stack_size",
        kind: "int bytes, or string such as \"2M\"",
        default: "corio.stack_size",
        doc: "Address space for the C stack of each coroutine that is created from now on, 64 KiB to 16 MiB.",
        apply: stack_size,
    },
    Setting {
        key: "stack_size",
        kind: "int bytes, or string such as \"2M\"",
        default: "corio.stack_size",
        doc: "The same as c_stack_size.",
        apply: stack_size,
    },
    Setting {
        key: "enable_deadlock_check",
        kind: "bool",
        default: "true",
        doc: "Whether a deadlock is reported. Without, run() and the end of the script end the coroutines that wait\n\
              for each other silently.",
        apply: |s, v| v.bool().map(|flag| s.own.coroutines.reports_deadlocks = flag),
    },
    Setting {
        key: "socket_connect_timeout",
        kind: "float seconds",
        default: "corio.connect_timeout (10)",
        doc: "What connect_timeout of clients is by default; 0 and less: no limit, as for the following ones.",
        apply: |s, v| limit(v).map(|seconds| s.own.connect_timeout = seconds),
    },
    Setting {
        key: "socket_read_timeout",
        kind: "float seconds",
        default: "corio.read_timeout (60)",
        doc: "What read_timeout of clients is by default.",
        apply: read,
    },
    Setting {
        key: "socket_recv_timeout",
        kind: "float seconds",
        default: "corio.read_timeout (60)",
        doc: "The same as socket_read_timeout.",
        apply: read,
    },
    Setting {
        key: "socket_write_timeout",
        kind: "float seconds",
        default: "corio.write_timeout (60)",
        doc: "What write_timeout of clients is by default.",
        apply: write,
    },
    Setting {
        key: "socket_send_timeout",
        kind: "float seconds",
        default: "corio.write_timeout (60)",
        doc: "The same as socket_write_timeout.",
        apply: write,
    },
    Setting {
        key: "socket_timeout",
        kind: "float seconds",
        default: "null",
        doc: "Sets socket_read_timeout and socket_write_timeout.",
        apply: |s, v| read(s, v).and_then(|()| write(s, v)),
    },
    Setting {
        key: "socket_dns_timeout",
        kind: "float seconds",
        default: "60",
        doc: "How long a look-up of Coroutine\\System may take. That of connect() is bounded by connect_timeout.",
        apply: |s, v| limit(v).map(|seconds| s.own.dns_timeout = seconds),
    },
    Setting {
        key: "socket_buffer_size",
        kind: "int bytes, or string such as \"2M\"",
        default: "the system's",
        doc: "What socket_buffer_size of clients is by default that are made from now on.",
        apply: |s, v| v.size().map(|bytes| s.own.buffer_size = Some(bytes)),
    },
    Setting {
        key: "throw",
        kind: "bool",
        default: "false",
        doc: "What throw of clients is by default that are made from now on.",
        apply: |s, v| v.bool().map(|flag| s.own.throw = flag),
    },
    Setting {
        key: "dns_server",
        kind: "string: IP address, with a port if it is not 53",
        default: "those of resolv.conf",
        doc: "The only name server. See dns_servers.",
        apply: dns_server,
    },
    Setting {
        key: "dns_cache_capacity",
        kind: "int 0 to 1000000",
        default: "1000",
        doc: "The same as dns_cache_size.",
        apply: |s, v| v.int(0, 1_000_000).map(|count| s.client.dns.cache_size = Some(count as u32)),
    },
];

/// Options of Swoole that mean nothing here.
const NO_EFFECT: &[&str] = &[
    "hook_flags",
    "enable_preemptive_scheduler",
    "enable_coroutine",
    "exit_condition",
    "name_resolver",
    "dns_cache_expire",
    "log_file",
    "log_level",
    "log_date_format",
    "log_date_with_microseconds",
    "log_rotation",
    "trace_flags",
    "display_errors",
    "print_backtrace_on_error",
    "enable_signalfd",
    "enable_kqueue",
    "wait_signal",
    "aio_core_worker_num",
    "aio_worker_num",
    "aio_max_wait_time",
    "aio_max_idle_time",
    "thread_num",
    "min_thread_num",
    "max_thread_num",
    "dns_cache_refresh_time",
    "dns_lookup_random",
    "use_async_resolver",
    "iouring_entries",
    "iouring_workers",
    "iouring_flag",
    "http2_header_table_size",
    "http2_enable_push",
    "http2_max_concurrent_streams",
    "http2_init_window_size",
    "http2_max_frame_size",
    "http2_max_header_list_size",
];
