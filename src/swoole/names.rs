//! Which name of Swoole's stands for which of ours. Registration, stub and documentation are made from this.

/// A class or function of Swoole's.
#[derive(Debug)]
pub struct Alias {
    /// Swoole's name.
    pub name: &'static str,
    /// Ours; for a function perhaps a static method.
    pub of: &'static str,
}

const fn alias(name: &'static str, of: &'static str) -> Alias {
    Alias { name, of }
}

/// Classes.
pub static CLASSES: &[Alias] = &[
    alias("Swoole\\Client", "Corio\\Client"),
    alias("Swoole\\Async\\Client", "Corio\\Async\\Client"),
    alias("Swoole\\Coroutine", "Corio\\Coroutine"),
    alias("Swoole\\Coroutine\\Barrier", "Corio\\Coroutine\\Barrier"),
    alias("Swoole\\Coroutine\\Channel", "Corio\\Coroutine\\Channel"),
    alias("Swoole\\Coroutine\\Client", "Corio\\Coroutine\\Client"),
    alias("Swoole\\Coroutine\\Context", "Corio\\Coroutine\\Context"),
    alias("Swoole\\Coroutine\\Iterator", "Corio\\Coroutine\\Iterator"),
    alias("Swoole\\Coroutine\\Lock", "Corio\\Coroutine\\Lock"),
    alias("Swoole\\Coroutine\\Scheduler", "Corio\\Coroutine\\Scheduler"),
    alias("Swoole\\Coroutine\\Socket", "Corio\\Coroutine\\Socket"),
    alias("Swoole\\Coroutine\\System", "Corio\\Coroutine\\System"),
    alias("Swoole\\Coroutine\\WaitGroup", "Corio\\Coroutine\\WaitGroup"),
    alias("Swoole\\ConnectionPool", "Corio\\ConnectionPool"),
    alias("Swoole\\Event", "Corio\\Event"),
    alias("Swoole\\Runtime", "Corio\\Runtime"),
    alias("Swoole\\Timer", "Corio\\Timer"),
    alias("Swoole\\Timer\\Iterator", "Corio\\Timer\\Iterator"),
    // What is thrown for misuse is one class here, whoever throws it.
    alias("Swoole\\Exception", "Corio\\Exception"),
    alias("Swoole\\Client\\Exception", "Corio\\Exception"),
    alias("Swoole\\Coroutine\\Socket\\Exception", "Corio\\Exception"),
    alias("Swoole\\ExitException", "Corio\\ExitException"),
    alias("Swoole\\Coroutine\\CanceledException", "Corio\\Coroutine\\CanceledException"),
    alias("Swoole\\Coroutine\\TimeoutException", "Corio\\Coroutine\\TimeoutException"),
];

/// Classes that need `corio.swoole_shortnames`.
pub static SHORT_CLASSES: &[Alias] = &[
    alias("Co", "Corio\\Coroutine"),
    alias("Co\\Channel", "Corio\\Coroutine\\Channel"),
    alias("Co\\Client", "Corio\\Coroutine\\Client"),
    alias("Co\\Context", "Corio\\Coroutine\\Context"),
    alias("Co\\Coroutine\\Lock", "Corio\\Coroutine\\Lock"),
    alias("Co\\Iterator", "Corio\\Coroutine\\Iterator"),
    alias("Co\\Scheduler", "Corio\\Coroutine\\Scheduler"),
    alias("Co\\Socket", "Corio\\Coroutine\\Socket"),
    alias("Co\\Socket\\Exception", "Corio\\Exception"),
    alias("Co\\System", "Corio\\Coroutine\\System"),
    alias("Co\\WaitGroup", "Corio\\Coroutine\\WaitGroup"),
    alias("Chan", "Corio\\Coroutine\\Channel"),
];

/// Functions. [`super::FUNCTIONS`] has those that are not ours under another name.
pub static FUNCTIONS: &[Alias] = &[
    alias("Swoole\\Coroutine\\run", "Corio\\Coroutine\\run"),
    alias("Swoole\\Coroutine\\go", "Corio\\Coroutine\\go"),
    alias("Swoole\\Coroutine\\defer", "Corio\\Coroutine\\defer"),
    alias("Swoole\\Coroutine\\batch", "Corio\\Coroutine\\batch"),
    alias("Swoole\\Coroutine\\map", "Corio\\Coroutine\\map"),
    alias("Swoole\\Coroutine\\parallel", "Corio\\Coroutine\\parallel"),
    alias("swoole_coroutine_create", "Corio\\Coroutine\\go"),
    alias("swoole_coroutine_defer", "Corio\\Coroutine\\defer"),
    alias("swoole_client_select", "Corio\\client_select"),
    alias("swoole_select", "Corio\\client_select"),
    alias("swoole_async_set", "Corio\\Coroutine::set"),
    alias("swoole_async_dns_lookup_coro", "Corio\\Coroutine\\System::dnsLookup"),
    alias("swoole_clear_dns_cache", "Corio\\clear_dns_cache"),
    alias("swoole_cpu_num", "Corio\\cpu_num"),
    alias("swoole_get_local_ip", "Corio\\get_local_ip"),
    alias("swoole_get_local_mac", "Corio\\get_local_mac"),
    alias("swoole_last_error", "Corio\\last_error"),
    alias("swoole_errno", "Corio\\last_error"),
    alias("swoole_clear_error", "Corio\\clear_error"),
    alias("swoole_strerror", "Corio\\strerror"),
    alias("swoole_event_add", "Corio\\Event::add"),
    alias("swoole_event_set", "Corio\\Event::set"),
    alias("swoole_event_del", "Corio\\Event::del"),
    alias("swoole_event_isset", "Corio\\Event::isset"),
    alias("swoole_event_write", "Corio\\Event::write"),
    alias("swoole_event_defer", "Corio\\Event::defer"),
    alias("swoole_event_cycle", "Corio\\Event::cycle"),
    alias("swoole_event_dispatch", "Corio\\Event::dispatch"),
    alias("swoole_event_wait", "Corio\\Event::wait"),
    alias("swoole_event_exit", "Corio\\Event::exit"),
    alias("swoole_timer_tick", "Corio\\Timer::tick"),
    alias("swoole_timer_after", "Corio\\Timer::after"),
    alias("swoole_timer_clear", "Corio\\Timer::clear"),
    alias("swoole_timer_clear_all", "Corio\\Timer::clearAll"),
    alias("swoole_timer_exists", "Corio\\Timer::exists"),
    alias("swoole_timer_info", "Corio\\Timer::info"),
    alias("swoole_timer_list", "Corio\\Timer::list"),
    alias("swoole_timer_stats", "Corio\\Timer::stats"),
];

/// Functions that need `corio.swoole_shortnames`.
pub static SHORT_FUNCTIONS: &[Alias] = &[
    alias("go", "Corio\\Coroutine\\go"),
    alias("defer", "Corio\\Coroutine\\defer"),
    alias("Co\\run", "Corio\\Coroutine\\run"),
    alias("Co\\go", "Corio\\Coroutine\\go"),
    alias("Co\\defer", "Corio\\Coroutine\\defer"),
];
