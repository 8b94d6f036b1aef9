//! What phpinfo() shows.

use crate::ffi::request;
use ext_php_rs::zend::ModuleEntry;
use ext_php_rs::{info_table_end, info_table_row, info_table_start};

/// Prints the module's table.
pub extern "C" fn print(module: *mut ModuleEntry) {
    let verify = if request::ini_long("corio.tls_verify") != 0 {
        "on"
    } else {
        "OFF: insecure, any certificate is accepted unless a script asks for verification"
    };
    info_table_start!();
    info_table_row!("corio support", "enabled");
    info_table_row!("Version", env!("CARGO_PKG_VERSION"));
    info_table_row!("Reactor", "epoll (mio)");
    info_table_row!("TLS library", engine::tls::library_version());
    info_table_row!("TLS verification by default", verify);
    info_table_row!("Swoole's names", crate::swoole::state());
    let kept = engine::client::keep::stats();
    let counts = format!(
        "{} now; {} taken, {} missed; dropped: {} dirty, {} dead, {} expired",
        kept.idle, kept.hits, kept.misses, kept.dirty, kept.dead, kept.expired
    );
    info_table_row!("Kept connections", counts);
    info_table_end!();
    request::display_ini(module);
}
