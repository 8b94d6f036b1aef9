//! A STARTTLS session in which, one after the other, every allocation of OpenSSL, every OpenSSL call that
//! can fail and every socket call does fail: no crash, no hang, no leak, and never a connection that was
//! not verified.
//!
//! The functions are replaced in this program itself: what is defined here is found before the shared
//! libraries. The server is a process of its own, so that only the client is hit. Without the test harness,
//! because OpenSSL takes its allocator only before it has allocated anything.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::pki::{Folder, pki};
use common::server::Tls;
use common::{kind, plain, trusting};
use engine::client::Client;
use engine::executor::block_on;
use engine::time::Deadline;
use engine::tls::config::TlsConfig;
use engine::tls::{context, session};
use engine::{Error, Kind};
use faults::Fault;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

fn main() {
    faults::install_allocator();
    if std::env::args().nth(1).as_deref() == Some(SERVE) {
        return serve();
    }
    let bench = Bench::start();
    let tests = [
        ("every_allocation_of_openssl_may_fail", Fault::Allocation),
        ("every_call_of_openssl_may_fail", Fault::OpenSsl),
        ("every_socket_call_may_fail", Fault::Socket),
        ("every_wait_may_be_interrupted", Fault::Wait),
    ];
    println!("\nrunning {} tests", tests.len());
    for (name, fault) in tests {
        bench.fail_each(fault);
        println!("test {name} ... ok");
    }
    bench.finish();
    println!("\ntest result: ok. {} passed; 0 failed; 0 ignored; 0 measured; 0 filtered out", tests.len());
}

/// The argument by which this program is the server.
const SERVE: &str = "serve-the-sessions";

/// Ends a session that hangs; far more than one takes.
const LIMIT: Duration = Duration::from_secs(10);

/// A client's surroundings: its server and its settings.
struct Bench {
    server: Child,
    good: u16,
    bad: u16,
    config: TlsConfig,
    _folder: Folder,
}

impl Bench {
    fn start() -> Self {
        let folder = Folder::new();
        let ca = folder.path("ca.pem");
        let mut server = Command::new(std::env::current_exe().unwrap())
            .args([SERVE, ca.to_str().unwrap()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let mut ports = line.split_whitespace().map(|port| port.parse().unwrap());
        let (good, bad) = (ports.next().unwrap(), ports.next().unwrap());
        Self { server, good, bad, config: trusting(&ca), _folder: folder }
    }

    /// Has the first, the second … call of a kind fail, alone and with all that follow it.
    fn fail_each(&self, fault: Fault) {
        // Once without: what is allocated for good is there then.
        assert!(self.session(self.good).is_ok());
        let count = |_| {
            self.forget();
            faults::arm(fault, u64::MAX, false);
            assert!(self.session(self.good).is_ok());
            faults::disarm()
        };
        // On a busy machine a session may find each answer there already, and wait for none.
        let calls = (0..100).map(count).find(|&calls| calls > 1);
        let calls = calls.unwrap_or_else(|| panic!("{fault:?}: hardly a call was seen"));
        let began = Instant::now();
        let mut outcomes = std::collections::BTreeMap::new();
        for nth in 1..=calls + 1 {
            for and_all_after in [false, true] {
                // Nearly all of what the second shows the first has shown; and a wait that is interrupted
                // for ever ends at the deadline only.
                let is_sampled = fault != Fault::Allocation || nth % 8 == 0;
                if and_all_after && (!is_sampled || fault == Fault::Wait) {
                    continue;
                }
                let outcome = self.hit(fault, nth, and_all_after);
                *outcomes.entry(outcome).or_insert(0) += 1;
            }
        }
        println!("{fault:?}: {calls} calls, outcomes {outcomes:?} {:?}", began.elapsed());
    }

    fn hit(&self, fault: Fault, nth: u64, and_all_after: bool) -> &'static str {
        let place = format!("{fault:?} {nth}{}", if and_all_after { " and all after" } else { "" });
        let mut before = Holdings::now();
        // What is made once for the process may come late. A leak comes every time.
        for _ in 0..4 {
            let outcome = self.hit_once(&place, fault, nth, and_all_after);
            let after = Holdings::now();
            if after.fits(&before) {
                return outcome;
            }
            before = after;
        }
        panic!("{place}: holds more and more, {before:?}");
    }

    fn hit_once(&self, place: &str, fault: Fault, nth: u64, and_all_after: bool) -> &'static str {
        self.forget();
        let began = Instant::now();
        faults::arm(fault, nth, and_all_after);
        let good = self.session(self.good);
        faults::disarm();
        self.forget();
        faults::arm(fault, nth, and_all_after);
        let bad = self.session(self.bad);
        faults::disarm();
        self.forget();
        assert!(began.elapsed() < LIMIT, "{place}: took {:?}", began.elapsed());
        assert!(bad.is_err(), "{place}: a peer with a wrong name was accepted");
        good.map_or_else(|error| kind(&error), |()| "ok")
    }

    /// Connects, upgrades and exchanges a word; every step may fail.
    fn session(&self, port: u16) -> Result<(), Error> {
        let limit = Deadline::after(LIMIT);
        let client = Client::default();
        block_on(async {
            client.connect("localhost", port, &plain(), limit).await?;
            greet(&client, limit).await?;
            client.enable_tls(&self.config, limit).await?;
            client.send(b"ping", limit).await.map_err(|(_, error)| error)?;
            let mut reply = Vec::new();
            while reply.len() < 4 {
                let read = client.recv(4, limit, |part| {
                    reply.extend_from_slice(part);
                    part.len()
                });
                if read.await? == 0 {
                    return Err(Error::new(engine::Phase::Receive, Kind::Truncated));
                }
            }
            assert_eq!(reply, b"pong");
            Ok(())
        })
        .inspect(|()| assert!(client.close(), "it was connected"))
    }

    /// Empties what would make a session skip calls, and OpenSSL's error queue, which keeps texts.
    fn forget(&self) {
        context::clear();
        session::clear();
        faults::stop_thread();
    }

    /// What came in at the port that must get nothing.
    fn finish(mut self) {
        assert!(self.session(self.good).is_ok(), "after all that a session still succeeds");
        drop(self.server.stdin.take());
        let mut told = String::new();
        self.server.stdout.take().unwrap().read_to_string(&mut told).unwrap();
        assert_eq!(told.trim(), "0 bytes of application data", "what a refused server got");
        assert!(self.server.wait().unwrap().success());
    }
}

/// The client's side of [`starttls`], by steps that may fail.
async fn greet(client: &Client, limit: Deadline) -> Result<(), Error> {
    for (command, reply) in [("", "220 ready for plaintext\r\n"), ("STARTTLS\r\n", "220 go ahead\r\n")] {
        if !command.is_empty() {
            client.send(command.as_bytes(), limit).await.map_err(|(_, error)| error)?;
        }
        let mut seen = 0;
        while seen < reply.len() {
            let read = client.recv(reply.len() - seen, limit, <[u8]>::len).await?;
            if read == 0 {
                return Err(Error::new(engine::Phase::Receive, Kind::Truncated));
            }
            seen += read;
        }
    }
    Ok(())
}

/// What a process must not have more of after a failure.
#[derive(Debug)]
struct Holdings {
    descriptors: usize,
    allocations: i64,
}

impl Holdings {
    fn now() -> Self {
        let descriptors = std::fs::read_dir("/proc/self/fd").unwrap().count();
        Self { descriptors, allocations: faults::live() }
    }

    fn fits(&self, before: &Self) -> bool {
        self.descriptors <= before.descriptors && self.allocations <= before.allocations
    }
}

/// Serves sessions on two ports, the second with a certificate for another host, until its input ends.
fn serve() {
    let (good, bad) = (listen_forever(), listen_forever());
    let path = std::env::args().nth(2).unwrap();
    std::fs::write(path, pki().ca.cert.to_pem().unwrap()).unwrap();
    println!("{} {}", good.local_addr().unwrap().port(), bad.local_addr().unwrap().port());
    std::io::stdout().flush().unwrap();
    let received = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&received);
    std::thread::spawn(move || answer_each(&good, &Tls::default(), &Arc::default()));
    std::thread::spawn(move || answer_each(&bad, &Tls::new(&pki().wrong_host), &seen));
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    println!("{} bytes of application data", received.load(Ordering::Relaxed));
}

fn listen_forever() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

fn answer_each(listener: &TcpListener, tls: &Tls, received: &Arc<AtomicUsize>) {
    let context = tls.shared();
    for socket in listener.incoming() {
        let (context, received) = (context.clone(), Arc::clone(received));
        std::thread::spawn(move || answer(socket.unwrap(), &context, &received));
    }
}

fn answer(mut socket: TcpStream, context: &openssl::ssl::SslContext, received: &AtomicUsize) {
    socket.set_read_timeout(Some(LIMIT)).unwrap();
    socket.set_nodelay(true).unwrap();
    let mut line = [0; 10];
    if socket.write_all(b"220 ready for plaintext\r\n").is_err() || socket.read_exact(&mut line).is_err() {
        return;
    }
    let _ = socket.write_all(b"220 go ahead\r\n");
    let ssl = openssl::ssl::Ssl::new(context).unwrap();
    let mut stream = openssl::ssl::SslStream::new(ssl, socket).unwrap();
    if stream.accept().is_err() {
        return;
    }
    let mut word = [0; 4];
    while let Ok(read @ 1..) = stream.ssl_read(&mut word) {
        received.fetch_add(read, Ordering::Relaxed);
        let _ = stream.ssl_write(b"pong");
    }
}

/// The functions that this program puts before those of the libraries.
mod faults {
    use std::ffi::{CStr, c_char, c_int, c_void};
    use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, AtomicU64, AtomicUsize, Ordering::Relaxed};

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[repr(u8)]
    pub(super) enum Fault {
        Allocation = 1,
        OpenSsl,
        Socket,
        Wait,
    }

    static ARMED: AtomicU8 = AtomicU8::new(0);
    static NTH: AtomicU64 = AtomicU64::new(0);
    static AND_ALL_AFTER: AtomicBool = AtomicBool::new(false);
    static CALLS: AtomicU64 = AtomicU64::new(0);
    static LIVE: AtomicI64 = AtomicI64::new(0);

    /// Lets the `nth` call of a kind fail, and those after it too if `and_all_after`.
    pub(super) fn arm(fault: Fault, nth: u64, and_all_after: bool) {
        NTH.store(nth, Relaxed);
        AND_ALL_AFTER.store(and_all_after, Relaxed);
        CALLS.store(0, Relaxed);
        ARMED.store(fault as u8, Relaxed);
    }

    /// Ends that and answers how many calls were made.
    pub(super) fn disarm() -> u64 {
        ARMED.store(0, Relaxed);
        CALLS.load(Relaxed)
    }

    /// Blocks that OpenSSL has allocated and not freed.
    pub(super) fn live() -> i64 {
        LIVE.load(Relaxed)
    }

    fn strikes(fault: Fault) -> bool {
        if ARMED.load(Relaxed) != fault as u8 {
            return false;
        }
        let call = CALLS.fetch_add(1, Relaxed) + 1;
        let nth = NTH.load(Relaxed);
        call == nth || (call > nth && AND_ALL_AFTER.load(Relaxed))
    }

    pub(super) fn install_allocator() {
        // SAFETY: called first in main, before OpenSSL has allocated; the three functions fit each other.
        let done = unsafe { CRYPTO_set_mem_functions(malloc, realloc, free) };
        assert_eq!(done, 1, "OpenSSL has allocated already");
    }

    extern "C" fn malloc(size: usize, _: *const c_char, _: c_int) -> *mut c_void {
        if size == 0 || strikes(Fault::Allocation) {
            return std::ptr::null_mut();
        }
        LIVE.fetch_add(1, Relaxed);
        // SAFETY: a plain allocation.
        unsafe { libc::malloc(size) }
    }

    extern "C" fn realloc(block: *mut c_void, size: usize, file: *const c_char, line: c_int) -> *mut c_void {
        if block.is_null() {
            return malloc(size, file, line);
        }
        if size == 0 {
            free(block, file, line);
            return std::ptr::null_mut();
        }
        if strikes(Fault::Allocation) {
            return std::ptr::null_mut();
        }
        // SAFETY: the block came from `malloc` above.
        unsafe { libc::realloc(block, size) }
    }

    extern "C" fn free(block: *mut c_void, _: *const c_char, _: c_int) {
        if !block.is_null() {
            LIVE.fetch_sub(1, Relaxed);
        }
        // SAFETY: the block came from `malloc` above, or is null.
        unsafe { libc::free(block) };
    }

    /// Leaves behind what a call that fails leaves behind: without it OpenSSL says "try again".
    fn leave_reason(fault: Fault, errno: c_int) {
        if fault != Fault::OpenSsl {
            // SAFETY: answers where this thread's errno is.
            let place = unsafe { libc::__errno_location() };
            // SAFETY: it is this thread's alone.
            unsafe { *place = errno };
            return;
        }
        const ERR_LIB_SSL: c_int = 20;
        const ERR_R_INTERNAL_ERROR: c_int = 4 | (1 << 18) | (2 << 18);
        // SAFETY: begins an entry of this thread's error queue.
        unsafe { ERR_new() };
        // SAFETY: ends it; without a format there are no further arguments.
        unsafe { ERR_set_error(ERR_LIB_SSL, ERR_R_INTERNAL_ERROR, std::ptr::null()) };
    }

    /// Frees what OpenSSL keeps for this thread.
    pub(super) fn stop_thread() {
        // SAFETY: none of the thread's OpenSSL objects is in use.
        unsafe { OPENSSL_thread_stop() };
    }

    /// Finds the library's own function.
    fn real(name: &CStr, place: &AtomicUsize) -> Function {
        let mut address = place.load(Relaxed);
        if address == 0 {
            // SAFETY: a terminated name; RTLD_NEXT looks in the libraries after this program.
            address = unsafe { libc::dlsym(libc::RTLD_NEXT, name.as_ptr()) } as usize;
            assert_ne!(address, 0, "{name:?} is in no library");
            place.store(address, Relaxed);
        }
        // SAFETY: the address of a C function whose arguments are at most six words in registers.
        unsafe { std::mem::transmute::<usize, Function>(address) }
    }

    /// Any of the functions below: their arguments are words, and too many of them are not looked at.
    type Function = extern "C" fn(usize, usize, usize, usize, usize, usize) -> usize;

    macro_rules! replace {
        ($fault:expr; $($name:ident fails with $value:expr, $errno:expr;)+) => {$(
            #[allow(non_snake_case, reason = "the library's name")]
            #[unsafe(no_mangle)]
            extern "C" fn $name(a: usize, b: usize, c: usize, d: usize, e: usize, f: usize) -> usize {
                static PLACE: AtomicUsize = AtomicUsize::new(0);
                let name = concat!(stringify!($name), "\0").as_bytes();
                // The literal ends with its only NUL.
                let name = CStr::from_bytes_with_nul(name).unwrap_or_default();
                let function = real(name, &PLACE);
                if strikes($fault) {
                    leave_reason($fault, $errno);
                    return $value as isize as usize;
                }
                function(a, b, c, d, e, f)
            }
        )+};
    }

    replace! { Fault::Socket;
        socket fails with -1, libc::EMFILE;
        bind fails with -1, libc::EADDRINUSE;
        connect fails with -1, libc::ENETUNREACH;
        send fails with -1, libc::ECONNRESET;
        recv fails with -1, libc::ECONNRESET;
        readv fails with -1, libc::ECONNRESET;
        setsockopt fails with -1, libc::ENOBUFS;
        getsockopt fails with -1, libc::ENOBUFS;
        getpeername fails with -1, libc::ENOTCONN;
        getsockname fails with -1, libc::ENOBUFS;
        epoll_create1 fails with -1, libc::EMFILE;
        epoll_ctl fails with -1, libc::ENOSPC;
    }

    replace! { Fault::Wait;
        epoll_wait fails with -1, libc::EINTR;
    }

    replace! { Fault::OpenSsl;
        BIO_meth_new fails with 0, 0;
        BIO_meth_set_create fails with 0, 0;
        BIO_meth_set_ctrl fails with 0, 0;
        BIO_meth_set_destroy fails with 0, 0;
        BIO_meth_set_puts fails with 0, 0;
        BIO_meth_set_read fails with 0, 0;
        BIO_meth_set_write fails with 0, 0;
        BIO_new fails with 0, 0;
        BIO_new_mem_buf fails with 0, 0;
        PEM_read_bio_X509 fails with 0, 0;
        SSL_CTX_ctrl fails with 0, 0;
        SSL_CTX_new fails with 0, 0;
        SSL_CTX_set_ex_data fails with 0, 0;
        SSL_connect fails with -1, 0;
        SSL_get1_peer_certificate fails with 0, 0;
        SSL_get0_verified_chain fails with 0, 0;
        SSL_new fails with 0, 0;
        SSL_peek_ex fails with 0, 0;
        SSL_read_ex fails with 0, 0;
        SSL_set_ex_data fails with 0, 0;
        SSL_set_session fails with 0, 0;
        SSL_shutdown fails with -1, 0;
        SSL_write_ex fails with 0, 0;
        X509_STORE_add_cert fails with 0, 0;
        X509_VERIFY_PARAM_set1_host fails with 0, 0;
        X509_gmtime_adj fails with 0, 0;
    }

    unsafe extern "C" {
        fn ERR_new();
        fn ERR_set_error(library: c_int, reason: c_int, format: *const c_char, ...);
        fn OPENSSL_thread_stop();
        fn CRYPTO_set_mem_functions(
            malloc: extern "C" fn(usize, *const c_char, c_int) -> *mut c_void,
            realloc: extern "C" fn(*mut c_void, usize, *const c_char, c_int) -> *mut c_void,
            free: extern "C" fn(*mut c_void, *const c_char, c_int),
        ) -> c_int;
    }
}
