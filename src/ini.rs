//! INI settings.

use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs};

/// All of them, with their defaults.
static ENTRIES: IniEntryDefs<8> = IniEntryDefs::new([
    IniEntryDef::new(c"corio.connect_timeout", c"10", IniEntryPermission::All),
    IniEntryDef::new(c"corio.read_timeout", c"60", IniEntryPermission::All),
    IniEntryDef::new(c"corio.write_timeout", c"60", IniEntryPermission::All),
    IniEntryDef::new(c"corio.shutdown_timeout", c"5", IniEntryPermission::All),
    IniEntryDef::new(c"corio.stack_size", c"0", IniEntryPermission::All),
    IniEntryDef::new(c"corio.tls_verify", c"1", IniEntryPermission::System),
    IniEntryDef::end(),
    IniEntryDef::end(),
]);

/// Registers them. Called at module startup.
pub fn register(module: i32) {
    IniEntryDef::register(ENTRIES.as_slice(), module);
}
