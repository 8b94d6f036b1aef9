//! INI settings.

use crate::dns::parse_family;
use crate::ffi::request;
use crate::settings::limit;
use crate::settings::request::request as settings;
use engine::client::keep::Limits;
use engine::net::addr::Family;
use engine::time::Deadline;
use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// All of them, with their defaults.
static ENTRIES: IniEntryDefs<16> = IniEntryDefs::new([
    IniEntryDef::new(c"corio.connect_timeout", c"10", IniEntryPermission::All),
    IniEntryDef::new(c"corio.read_timeout", c"60", IniEntryPermission::All),
    IniEntryDef::new(c"corio.write_timeout", c"60", IniEntryPermission::All),
    IniEntryDef::new(c"corio.ip_family", c"any", IniEntryPermission::All),
    IniEntryDef::new(c"corio.shutdown_timeout", c"5", IniEntryPermission::All),
    IniEntryDef::new(c"corio.cancel_grace", c"1", IniEntryPermission::All),
    // On, Off, or swoole: on where Swoole's names are.
    IniEntryDef::new(c"corio.exit_exception", c"swoole", IniEntryPermission::All),
    IniEntryDef::new(c"corio.trace", c"", IniEntryPermission::System),
    IniEntryDef::new(c"corio.stack_size", c"0", IniEntryPermission::All),
    IniEntryDef::new(c"corio.tls_verify", c"1", IniEntryPermission::System),
    // On, Off, or cli: on where scripts are run by hand.
    IniEntryDef::new(c"corio.allow_keylog", c"cli", IniEntryPermission::System),
    IniEntryDef::new(c"corio.swoole_aliases", c"0", IniEntryPermission::System),
    // On, Off, or cli: as corio.swoole_aliases where scripts are run by hand.
    IniEntryDef::new(c"corio.swoole_shortnames", c"cli", IniEntryPermission::System),
    IniEntryDef::new(c"corio.keep_max", c"64", IniEntryPermission::System),
    IniEntryDef::new(c"corio.keep_idle", c"60", IniEntryPermission::System),
    IniEntryDef::end(),
]);

/// A timeout that has a default.
#[derive(Clone, Copy, Debug)]
pub struct Timeout {
    name: &'static str,
    default: f64,
    /// What `Coroutine::set()` has set.
    of_request: fn() -> Option<f64>,
}

/// Bounds connect() and enableSSL().
pub const CONNECT_TIMEOUT: Timeout =
    Timeout { name: "corio.connect_timeout", default: 10.0, of_request: || settings(|s| s.connect_timeout) };
/// Bounds one recv().
pub const READ_TIMEOUT: Timeout =
    Timeout { name: "corio.read_timeout", default: 60.0, of_request: || settings(|s| s.read_timeout) };
/// Bounds one send().
pub const WRITE_TIMEOUT: Timeout =
    Timeout { name: "corio.write_timeout", default: 60.0, of_request: || settings(|s| s.write_timeout) };
/// Bounds the loop at the end of a script outside of CLI.
pub const SHUTDOWN_TIMEOUT: Timeout =
    Timeout { name: "corio.shutdown_timeout", default: 5.0, of_request: || None };

impl Timeout {
    /// In seconds; 0 and what is not a number mean the default, as everywhere else. Negative: for ever.
    #[must_use]
    pub fn limit(self) -> Duration {
        let of_ini = || Some(request::ini_double(self.name)).filter(|set| *set != 0.0 && set.is_finite());
        let seconds = (self.of_request)().or_else(of_ini).unwrap_or(self.default);
        limit(seconds).unwrap_or(Duration::MAX)
    }
}

/// How long a cancelled coroutine may wait where it cleans up, from now on; `corio.cancel_grace` in seconds, negative
/// means for ever.
#[must_use]
pub fn cancel_grace() -> Deadline {
    let seconds = request::ini_double("corio.cancel_grace");
    Duration::try_from_secs_f64(seconds).map_or(Deadline::NEVER, Deadline::after)
}

/// `corio.ip_family`; `None` when it is none of any, ipv4 and ipv6.
#[must_use]
pub fn ip_family() -> Option<Family> {
    request::with_ini_string("corio.ip_family", |text| parse_family(text.to_str().ok()?))
}

/// Whether `exit` in a coroutine throws.
#[must_use]
pub fn exit_exception() -> bool {
    match request::ini_string("corio.exit_exception").as_str() {
        "swoole" => is_like_swoole(),
        _ => switch("corio.exit_exception", false),
    }
}

/// Whether scripts may have session keys written to a file.
#[must_use]
pub fn allows_keylog() -> bool {
    switch("corio.allow_keylog", request::is_cli())
}

/// Whether Swoole's names are asked for.
#[must_use]
pub fn swoole_aliases() -> bool {
    switch("corio.swoole_aliases", false)
}

/// Whether Swoole's short names are asked for.
#[must_use]
pub fn swoole_shortnames() -> bool {
    switch("corio.swoole_shortnames", request::is_cli() && swoole_aliases())
}

/// Whether scripts of Swoole's are to find what they expect: set when its names are there.
static LIKE_SWOOLE: AtomicBool = AtomicBool::new(false);

/// Whether Swoole's names are there, and so what depends on them is as there.
#[must_use]
pub fn is_like_swoole() -> bool {
    LIKE_SWOOLE.load(Ordering::Relaxed)
}

/// Swoole's names are there, or not.
pub fn set_like_swoole(on: bool) {
    LIKE_SWOOLE.store(on, Ordering::Relaxed);
}

/// On or Off, or `cli` for something in between.
fn switch(name: &str, cli: bool) -> bool {
    match request::ini_string(name).as_str() {
        "cli" => cli,
        text => matches!(text, "1" | "on" | "On" | "yes" | "true"),
    }
}

/// How many connections a process keeps for later clients, and how long: by default as long as common servers let an idle
/// connection stand, so that few are found dead.
#[must_use]
pub fn keep_limits() -> Limits {
    let most = usize::try_from(request::ini_long("corio.keep_max")).unwrap_or(0);
    let idle = Duration::try_from_secs_f64(request::ini_double("corio.keep_idle")).unwrap_or_default();
    Limits { most, idle }
}

/// Registers them. Called at module startup.
pub fn register(module: i32) {
    IniEntryDef::register(ENTRIES.as_slice(), module);
}
