//! corio: a coroutine network client for PHP.
//!
//! ```text
//!   class      PHP classes: arguments, operation, wait, result     settings, exception, ini
//!   face       how a caller waits
//!   coroutine  contexts, who runs next, how they end
//!   ffi        everything that touches Zend: the only unsafe
//!   engine     (a crate of its own) sockets, time, TLS; knows no PHP
//! ```

#![deny(unsafe_code)]
// Nothing of a cdylib is reachable from outside: `pub` marks what a room shows to its neighbours.
#![allow(unreachable_pub)]

mod class;
mod coroutine;
mod exception;
mod face;
#[allow(unsafe_code)]
mod ffi;
mod info;
mod ini;
mod settings;

use ext_php_rs::prelude::*;

#[expect(missing_docs, reason = "the macro's own item")]
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

extern "C" fn startup(_kind: i32, module: i32) -> i32 {
    ffi::request::module_startup();
    ini::register(module);
    class::stubs::register_all();
    0
}

extern "C" fn shutdown(_kind: i32, _module: i32) -> i32 {
    engine::shutdown();
    0
}

extern "C" fn request_startup(_kind: i32, _module: i32) -> i32 {
    ffi::request::startup();
    coroutine::ending::request_startup();
    0
}

extern "C" fn request_shutdown(_kind: i32, _module: i32) -> i32 {
    coroutine::ending::request_shutdown();
    0
}
