//! corio: a coroutine network client for PHP.
//!
//! ```text
//!   class      PHP classes: arguments, operation, wait, result     settings, exception, ini, swoole
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
mod dns;
mod exception;
mod face;
#[allow(unsafe_code)]
mod ffi;
mod info;
mod ini;
mod last_error;
mod module;
mod settings;
mod swoole;
mod system;
mod trace;
