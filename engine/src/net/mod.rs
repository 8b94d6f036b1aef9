//! Addresses and sockets.

pub mod addr;
pub mod fork;
pub mod order;
pub mod socket;
