//! Addresses and sockets.

pub mod addr;
pub mod fork;
pub mod order;
pub mod peer;
pub(crate) mod raw;
pub mod socket;
pub mod unix;
