//! PHP classes and functions, one file each: parse arguments, start the operation, wait, convert.

pub mod client;
pub mod concurrency;
pub mod coroutine;
pub mod stubs;
pub mod system;
pub mod timer;
