//! The module entry: what PHP calls when process and request begin and end.

use crate::{class, coroutine, ffi, info, ini, settings, swoole, trace};
use ext_php_rs::prelude::*;

/// PHP's word for a module that dl() loads.
const MODULE_TEMPORARY: i32 = 2;

/// The module that PHP loads.
#[php_module]
pub fn get_module(module: ModuleBuilder<'_>) -> ModuleBuilder<'_> {
    module
        .name("corio")
        .startup_function(startup)
        .shutdown_function(shutdown)
        .request_startup_function(request_startup)
        .request_shutdown_function(request_shutdown)
        .info_function(info::print)
}

extern "C" fn startup(kind: i32, module: i32) -> i32 {
    ffi::request::module_startup();
    ini::register(module);
    class::stubs::register_all();
    swoole::module_startup(kind == MODULE_TEMPORARY);
    0
}

extern "C" fn shutdown(_kind: i32, _module: i32) -> i32 {
    engine::shutdown();
    trace::finish();
    0
}

extern "C" fn request_startup(_kind: i32, _module: i32) -> i32 {
    ffi::request::startup();
    coroutine::ending::request_startup();
    settings::request::reset();
    trace::request_startup();
    0
}

extern "C" fn request_shutdown(_kind: i32, _module: i32) -> i32 {
    coroutine::ending::request_shutdown();
    class::options::forget();
    ffi::signal::forget();
    trace::finish();
    0
}
