//! Everything that touches Zend: the only hand-written `unsafe` of the extension.
//!
//! Above this room PHP is safe functions and Rust types. [`call`] is the door from PHP into Rust,
//! [`coroutine`] switches stacks, [`class`] registers, [`value`] reads and makes PHP values.

pub mod call;
pub mod class;
pub mod coroutine;
pub mod descriptor;
pub mod error;
pub mod file;
pub mod host;
pub mod invoke;
pub mod look;
pub mod names;
pub mod poll;
pub mod process;
mod raw;
pub mod request;
pub mod shared;
pub mod signal;
pub mod socket;
pub mod thread;
pub mod value;
