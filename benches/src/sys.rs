//! Safe wrappers over the few calls that std and the `openssl` crate lack; the only `unsafe` of this crate.

use std::io;
use std::mem::MaybeUninit;
use std::net::{SocketAddrV4, TcpListener, TcpStream, UdpSocket};
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};
use std::ptr;
use std::time::Duration;

use openssl::error::ErrorStack;
use openssl::ssl::{SslRef, SslSessionRef};

/// Interest: there is something to read, edge-triggered, the peer's FIN reported too.
pub const READ: u32 = (libc::EPOLLIN | libc::EPOLLRDHUP | libc::EPOLLET) as u32;
/// Interest: there is something to read, edge-triggered, and nothing else.
pub const READ_ONLY: u32 = (libc::EPOLLIN | libc::EPOLLET) as u32;
/// Interest: connected or something to read, edge-triggered.
pub const CONNECT: u32 = (libc::EPOLLIN | libc::EPOLLOUT | libc::EPOLLET) as u32;
/// Interest: something to read or to accept, reported again until it is taken.
pub const LEVEL_READ: u32 = libc::EPOLLIN as u32;

/// An epoll instance.
pub struct Epoll(OwnedFd);

impl Epoll {
    /// Opens an empty instance.
    ///
    /// # Errors
    /// Whatever `epoll_create1` says: descriptor limits, memory.
    pub fn new() -> io::Result<Self> {
        // SAFETY: the call takes no pointer.
        let fd = check(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) })?;
        // SAFETY: the kernel has just made this descriptor; nobody else owns it.
        Ok(Self(unsafe { OwnedFd::from_raw_fd(fd) }))
    }

    /// Registers a descriptor; its events carry `token`. Closing the descriptor removes it.
    ///
    /// # Errors
    /// `EPERM` for files and other descriptors that cannot be polled; descriptor limits.
    pub fn add(&self, fd: impl AsFd, interest: u32, token: usize) -> io::Result<()> {
        let mut event = libc::epoll_event { events: interest, u64: token as u64 };
        let fd = fd.as_fd().as_raw_fd();
        // SAFETY: both descriptors are borrowed for the call, which only reads `event`.
        check(unsafe { libc::epoll_ctl(self.0.as_raw_fd(), libc::EPOLL_CTL_ADD, fd, &raw mut event) })?;
        Ok(())
    }

    /// Waits without a time limit until at least one event is there, and puts it into `events`.
    ///
    /// # Errors
    /// Whatever `epoll_wait` says, except that an interrupted wait is begun again.
    pub fn wait(&self, events: &mut Events) -> io::Result<()> {
        let room = events.buffer.len() as libc::c_int;
        events.filled = loop {
            // SAFETY: the kernel writes at most `room` events, the buffer's length.
            let n = unsafe { libc::epoll_wait(self.0.as_raw_fd(), events.buffer.as_mut_ptr(), room, -1) };
            match check(n) {
                Ok(n) => break n as usize,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        };
        Ok(())
    }
}

/// The events of one [`Epoll::wait`].
pub struct Events {
    buffer: Vec<libc::epoll_event>,
    filled: usize,
}

impl Events {
    /// Makes room for 1024 events, the number that mio's users and C servers usually take.
    #[must_use]
    pub fn new() -> Self {
        Self { buffer: vec![libc::epoll_event { events: 0, u64: 0 }; 1024], filled: 0 }
    }

    /// Goes through the events of the last wait.
    pub fn iter(&self) -> impl Iterator<Item = Event> + '_ {
        self.buffer[..self.filled].iter().map(|&event| Event(event))
    }
}

impl Default for Events {
    fn default() -> Self {
        Self::new()
    }
}

/// One reported descriptor.
#[derive(Clone, Copy)]
pub struct Event(libc::epoll_event);

impl Event {
    /// What the descriptor was registered with.
    #[must_use]
    pub fn token(&self) -> usize {
        self.0.u64 as usize
    }

    /// Whether the peer has sent FIN or RST, so that reading must go on until it says so.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.events & (libc::EPOLLRDHUP | libc::EPOLLHUP | libc::EPOLLERR) as u32 != 0
    }
}

/// Begins a TCP connection without waiting for it; [`CONNECT`] tells when it is there.
///
/// # Errors
/// No descriptor or port left, or refused at once.
pub fn connect(address: SocketAddrV4) -> io::Result<TcpStream> {
    let kind = libc::SOCK_STREAM | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
    // SAFETY: the call takes no pointer.
    let fd = check(unsafe { libc::socket(libc::AF_INET, kind, 0) })?;
    // SAFETY: the kernel has just made this descriptor; nobody else owns it.
    let stream = unsafe { TcpStream::from_raw_fd(fd) };
    let name = libc::sockaddr_in {
        sin_family: libc::AF_INET as libc::sa_family_t,
        sin_port: address.port().to_be(),
        sin_addr: libc::in_addr { s_addr: u32::from_ne_bytes(address.ip().octets()) },
        sin_zero: [0; 8],
    };
    let length = size_of_val(&name) as libc::socklen_t;
    // SAFETY: `name` outlives the call and `length` is its size.
    match check(unsafe { libc::connect(fd, (&raw const name).cast(), length) }) {
        Err(error) if error.raw_os_error() != Some(libc::EINPROGRESS) => Err(error),
        _ => Ok(stream),
    }
}

/// Accepts one connection as a non-blocking stream; `None` if nobody waits.
///
/// # Errors
/// Whatever `accept4` says, except `EAGAIN`.
pub fn accept(listener: &TcpListener) -> io::Result<Option<TcpStream>> {
    let flags = libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
    // SAFETY: null pointers ask for no peer address.
    let fd = unsafe { libc::accept4(listener.as_raw_fd(), ptr::null_mut(), ptr::null_mut(), flags) };
    match check(fd) {
        // SAFETY: the kernel has just made this descriptor; nobody else owns it.
        Ok(fd) => Ok(Some(unsafe { TcpStream::from_raw_fd(fd) })),
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error),
    }
}

/// Lengthens a listener's queue to what the kernel allows (`somaxconn`).
///
/// # Errors
/// Whatever `listen` says.
pub fn lengthen_backlog(listener: &TcpListener) -> io::Result<()> {
    // SAFETY: the call takes no pointer; on a listening socket it only changes the queue's length.
    check(unsafe { libc::listen(listener.as_raw_fd(), libc::c_int::MAX) })?;
    Ok(())
}

/// Asks for a receive buffer of 4 MiB and gets as much as the kernel allows (`rmem_max`).
///
/// # Errors
/// Whatever `setsockopt` says.
pub fn lengthen_receive_buffer(socket: &UdpSocket) -> io::Result<()> {
    let bytes: libc::c_int = 4 << 20;
    let length = size_of_val(&bytes) as libc::socklen_t;
    let value = (&raw const bytes).cast();
    // SAFETY: `bytes` outlives the call, which only reads it, and `length` is its size.
    check(unsafe { libc::setsockopt(socket.as_raw_fd(), libc::SOL_SOCKET, libc::SO_RCVBUF, value, length) })?;
    Ok(())
}

/// Has `ssl` offer `session`, which has to be of the same context, for resumption.
///
/// # Errors
/// OpenSSL's.
pub fn offer_session(ssl: &mut SslRef, session: &SslSessionRef) -> Result<(), ErrorStack> {
    // SAFETY: this crate's raw client has one context; OpenSSL counts its own reference to the session.
    unsafe { ssl.set_session(session) }
}

/// User and system time of this process so far.
///
/// # Errors
/// Never on Linux.
pub fn cpu_times() -> io::Result<(Duration, Duration)> {
    let mut usage = MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: the pointer is to a whole `rusage`.
    check(unsafe { libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr()) })?;
    // SAFETY: a `rusage` is integers only, so that zero bytes are one, and the call has filled it.
    let usage = unsafe { usage.assume_init() };
    let duration = |time: libc::timeval| {
        Duration::from_secs(time.tv_sec as u64) + Duration::from_micros(time.tv_usec as u64)
    };
    Ok((duration(usage.ru_utime), duration(usage.ru_stime)))
}

/// Binds this process, and what it will execute, to one core.
///
/// # Errors
/// `EINVAL` if there is no such core or this process may not use it.
pub fn pin_to_core(core: usize) -> io::Result<()> {
    // SAFETY: a `cpu_set_t` is an array of integers: zero bytes are an empty set.
    let mut set = unsafe { MaybeUninit::<libc::cpu_set_t>::zeroed().assume_init() };
    let size = size_of_val(&set);
    if core >= size * 8 {
        return Err(io::Error::from_raw_os_error(libc::EINVAL));
    }
    // SAFETY: the bit is inside the set, as just checked.
    unsafe { libc::CPU_SET(core, &mut set) };
    // SAFETY: the call only reads `size` bytes of `set`.
    check(unsafe { libc::sched_setaffinity(0, size, &raw const set) })?;
    Ok(())
}

/// Raises the soft limit of open descriptors to the hard one and returns it.
///
/// # Errors
/// Whatever `setrlimit` says.
pub fn raise_descriptor_limit() -> io::Result<u64> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the pointer is to a whole `rlimit`.
    check(unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) })?;
    limit.rlim_cur = limit.rlim_max;
    // SAFETY: the call only reads `limit`.
    check(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) })?;
    Ok(limit.rlim_cur)
}

/// Turns the C convention, -1 and `errno`, into a result.
fn check(returned: libc::c_int) -> io::Result<libc::c_int> {
    if returned == -1 { Err(io::Error::last_os_error()) } else { Ok(returned) }
}
