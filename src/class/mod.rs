//! PHP classes and functions, one file each: parse arguments, start the operation, wait, convert.

mod awaited;
pub mod barrier;
pub mod batch;
pub mod channel;
pub mod client;
pub mod concurrency;
pub mod coroutine;
pub mod event;
pub mod files;
pub mod host;
pub mod inspect;
pub mod lock;
pub mod options;
pub mod pool;
pub mod processes;
pub mod stubs;
pub mod system;
pub mod task_list;
pub mod timer;
pub mod wait_group;
