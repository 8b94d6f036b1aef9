//! How a caller waits for an operation of the engine. A face waits and knows no protocol.
//!
//! `coroutine`: parks the running coroutine, or `{main}`, until the operation is done.
//! `sync`: drives the engine on the spot, and nothing else.

pub mod coroutine;
pub mod sync;
