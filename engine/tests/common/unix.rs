//! Peers on Unix sockets.

use super::LONG;
use super::pki::Folder;
use engine::client::{Client, ConnectOptions};
use engine::executor::block_on;
use engine::net::socket::SocketKind;
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

/// A peer under way, at a path of its own.
pub(crate) struct UnixServer<T> {
    pub(crate) path: PathBuf,
    thread: JoinHandle<T>,
    _folder: Folder,
}

impl<T> UnixServer<T> {
    /// The path as text.
    pub(crate) fn name(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// Waits for the peer's end and answers what it saw.
    pub(crate) fn join(self) -> T {
        self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }
}

/// Serves one connection.
pub(crate) fn serve_unix<T: Send + 'static>(
    work: impl FnOnce(UnixStream) -> T + Send + 'static,
) -> UnixServer<T> {
    let folder = short_folder();
    let path = folder.path("s.sock");
    let listener = UnixListener::bind(&path).unwrap();
    let thread = std::thread::spawn(move || work(accept_unix(&listener)));
    UnixServer { path, thread, _folder: folder }
}

/// The next connection, with bounded reads and writes.
pub(crate) fn accept_unix(listener: &UnixListener) -> UnixStream {
    socket2::SockRef::from(listener).set_read_timeout(Some(LONG)).unwrap();
    let socket = listener.accept().expect("a client connects in time").0;
    socket.set_read_timeout(Some(LONG)).unwrap();
    socket.set_write_timeout(Some(LONG)).unwrap();
    socket
}

/// A datagram peer at `path`; its reads end.
pub(crate) fn datagram_peer(path: &Path) -> UnixDatagram {
    let socket = UnixDatagram::bind(path).unwrap();
    socket.set_read_timeout(Some(LONG)).unwrap();
    socket
}

/// A folder whose path is short enough for sockets in it.
pub(crate) fn short_folder() -> Folder {
    Folder::below(&std::env::temp_dir())
}

pub(crate) fn unix(kind: SocketKind) -> ConnectOptions {
    ConnectOptions { kind, ..ConnectOptions::default() }
}

/// A client connected to the stream socket at `path`.
pub(crate) fn connect_unix(path: &str) -> Client {
    let client = Client::default();
    block_on(client.connect(path, 0, &unix(SocketKind::UnixStream), super::soon())).unwrap();
    client
}
