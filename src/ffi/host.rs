//! What the C library knows of this host.

use std::ffi::CStr;
use std::net::Ipv4Addr;
use std::ptr;

/// An address of a network interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// Of IPv4.
    V4(Ipv4Addr),
    /// Of the hardware, if it has six bytes.
    Hardware([u8; 6]),
}

/// The addresses of all network interfaces, by the interface's name.
#[must_use]
pub fn interfaces() -> Vec<(String, Address)> {
    let mut first: *mut libc::ifaddrs = ptr::null_mut();
    // SAFETY: writes the head of a list that is freed below.
    if unsafe { libc::getifaddrs(&raw mut first) } != 0 {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = first.cast_const();
    // SAFETY: null, or an entry of the list, which is not freed before the loop has ended.
    while let Some(entry) = unsafe { at.as_ref() } {
        if let Some(address) = address(entry.ifa_addr) {
            // SAFETY: each entry has a name, which is terminated.
            let name = unsafe { CStr::from_ptr(entry.ifa_name) };
            found.push((name.to_string_lossy().into_owned(), address));
        }
        at = entry.ifa_next;
    }
    // SAFETY: the list that getifaddrs() made; nothing points into it any more.
    unsafe { libc::freeifaddrs(first) };
    found
}

fn address(socket: *const libc::sockaddr) -> Option<Address> {
    // SAFETY: null, or an address of the family that it names.
    let family = unsafe { socket.as_ref() }?.sa_family;
    match i32::from(family) {
        libc::AF_INET => {
            // SAFETY: the family says that it is one of IPv4.
            let address = unsafe { socket.cast::<libc::sockaddr_in>().read_unaligned() };
            Some(Address::V4(Ipv4Addr::from(u32::from_be(address.sin_addr.s_addr))))
        }
        #[cfg(target_os = "linux")]
        libc::AF_PACKET => {
            // SAFETY: the family says that it is one of the link layer.
            let address = unsafe { socket.cast::<libc::sockaddr_ll>().read_unaligned() };
            let six = address.sll_addr.first_chunk::<6>().filter(|_| address.sll_halen == 6)?;
            Some(Address::Hardware(*six))
        }
        _ => None,
    }
}
