//! System calls that the crates at hand mark unsafe, or make without the flags that are needed here.
//!
//! None of them waits, whatever the descriptor's own mode: a script that was handed a copy of it may change
//! that.

#![allow(unsafe_code)]

use libc::{MSG_CTRUNC, MSG_DONTWAIT, c_int};
use socket2::SockAddr;
use std::io;
use std::mem;
use std::os::fd::{AsRawFd, BorrowedFd};
use std::ptr;

/// Receives into `buffer`.
pub(crate) fn recv(socket: BorrowedFd<'_>, buffer: &mut [u8], flags: c_int) -> io::Result<usize> {
    let (room, size) = (buffer.as_mut_ptr().cast(), buffer.len());
    // SAFETY: the system writes at most `size` bytes, which the borrowed buffer has.
    checked(unsafe { libc::recv(socket.as_raw_fd(), room, size, flags | MSG_DONTWAIT) })
}

/// Receives from a stream into `buffer`, and what comes behind that into `more`.
pub(crate) fn recv_both(socket: BorrowedFd<'_>, buffer: &mut [u8], more: &mut [u8]) -> io::Result<usize> {
    let mut rooms =
        [buffer, more].map(|room| libc::iovec { iov_base: room.as_mut_ptr().cast(), iov_len: room.len() });
    // SAFETY: all zeroes are a message without name, room and control data.
    let mut message: libc::msghdr = unsafe { mem::zeroed() };
    message.msg_iov = rooms.as_mut_ptr();
    message.msg_iovlen = rooms.len();
    // SAFETY: the message names two pieces of room, which the borrowed buffers are, and outlives the call.
    checked(unsafe { libc::recvmsg(socket.as_raw_fd(), &raw mut message, MSG_DONTWAIT) })
}

/// Receives into `buffer`, and answers who has sent it.
pub(crate) fn recv_from(
    socket: BorrowedFd<'_>,
    buffer: &mut [u8],
    flags: c_int,
) -> io::Result<(usize, SockAddr)> {
    let (room, size) = (buffer.as_mut_ptr().cast(), buffer.len());
    let receive = |address: *mut socket2::SockAddrStorage, length: *mut libc::socklen_t| {
        let flags = flags | MSG_DONTWAIT;
        // SAFETY: the system writes at most `size` bytes, and an address of at most the length that it is told.
        checked(unsafe { libc::recvfrom(socket.as_raw_fd(), room, size, flags, address.cast(), length) })
    };
    // SAFETY: the address is zeroed, and what the system writes over it is one.
    unsafe { SockAddr::try_init(receive) }
}

/// Receives one datagram into `buffer`, and the one behind it, if it is there already, into `next`, all in one call.
/// Answers the first one's size and, if there is a second, its size.
///
/// An error behind the first datagram is the next call's.
pub(crate) fn recv_two(
    socket: BorrowedFd<'_>,
    buffer: &mut [u8],
    next: &mut [u8],
) -> io::Result<(usize, Option<usize>)> {
    let mut rooms =
        [buffer, next].map(|room| libc::iovec { iov_base: room.as_mut_ptr().cast(), iov_len: room.len() });
    let mut messages = rooms.each_mut().map(|room| {
        // SAFETY: all zeroes are a message without name, room and control data.
        let mut message: libc::mmsghdr = unsafe { mem::zeroed() };
        message.msg_hdr.msg_iov = room;
        message.msg_hdr.msg_iovlen = 1;
        message
    });
    let (descriptor, all) = (socket.as_raw_fd(), messages.as_mut_ptr());
    // SAFETY: two messages, each of which names one piece of room, a borrowed buffer; all outlive the call.
    let count = unsafe { libc::recvmmsg(descriptor, all, 2, MSG_DONTWAIT as _, ptr::null_mut()) };
    let count = checked(count as isize)?;
    let [first, second] = messages.map(|message| message.msg_len as usize);
    Ok((first, (count > 1).then_some(second)))
}

/// Receives from a Unix socket, and answers whether the read ended early because descriptors came with the bytes.
/// They are closed by the system unseen: nobody here asks for any.
pub(crate) fn recv_unix(socket: BorrowedFd<'_>, buffer: &mut [u8]) -> io::Result<(usize, bool)> {
    let mut room = libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() };
    // SAFETY: all zeroes are a message without name, room and control data.
    let mut message: libc::msghdr = unsafe { mem::zeroed() };
    message.msg_iov = &raw mut room;
    message.msg_iovlen = 1;
    // SAFETY: the message names one piece of room, which the borrowed buffer is, and outlives the call.
    let read = checked(unsafe { libc::recvmsg(socket.as_raw_fd(), &raw mut message, MSG_DONTWAIT) })?;
    Ok((read, message.msg_flags & MSG_CTRUNC != 0))
}

/// Whether writing to a peer that is gone is an error of the call, and not the end of the process: sendfile(2) has no
/// flag for that.
pub(crate) fn is_sigpipe_ignored() -> bool {
    // SAFETY: all zeroes are an action that does nothing.
    let mut action: libc::sigaction = unsafe { mem::zeroed() };
    // SAFETY: without a new action it only tells the present one, into a local of the right type.
    let told = unsafe { libc::sigaction(libc::SIGPIPE, ptr::null(), &raw mut action) };
    told == 0 && action.sa_sigaction == libc::SIG_IGN
}

fn checked(result: isize) -> io::Result<usize> {
    usize::try_from(result).map_err(|_| io::Error::last_os_error())
}
