//! PHP classes and functions, one file each: parse arguments, start the operation, wait, convert.

mod awaited;
pub mod barrier;
pub mod channel;
pub mod client;
pub mod concurrency;
pub mod coroutine;
pub mod host;
pub mod lock;
pub mod pool;
pub mod stubs;
pub mod system;
pub mod timer;
pub mod wait_group;
