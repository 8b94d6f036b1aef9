//! A byte stream over each kind of socket, plain and with TLS, and the peer at its other end.

use super::pki::Folder;
use super::server::{Server, Tls, serve};
use super::unix::{UnixServer, serve_unix, unix};
use super::{plain, soon, tls, trusting};
use engine::client::{Client, ConnectOptions};
use engine::executor::block_on;
use engine::net::socket::SocketKind;
use openssl::ssl::SslVersion;
use socket2::SockRef;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Tcp,
    Unix,
    Tls12,
    Tls13,
}

pub(crate) const WAYS: [Way; 4] = [Way::Tcp, Way::Unix, Way::Tls12, Way::Tls13];

/// The peer's end of a stream.
pub(crate) trait Peer: Read + Write {
    /// The socket at the bottom.
    fn socket(&self) -> SockRef<'_>;
    /// Ends what is sent, as its kind of stream does.
    fn end(&mut self);
}

impl Peer for TcpStream {
    fn socket(&self) -> SockRef<'_> {
        SockRef::from(self)
    }

    fn end(&mut self) {
        self.shutdown(Shutdown::Write).unwrap();
    }
}

impl Peer for UnixStream {
    fn socket(&self) -> SockRef<'_> {
        SockRef::from(self)
    }

    fn end(&mut self) {
        self.shutdown(Shutdown::Write).unwrap();
    }
}

impl<S: Read + Write + AsFd> Peer for openssl::ssl::SslStream<S> {
    fn socket(&self) -> SockRef<'_> {
        SockRef::from(self.get_ref())
    }

    fn end(&mut self) {
        self.shutdown().unwrap();
    }
}

/// A peer under way.
pub(crate) enum Serving<T> {
    Tcp(Server<T>),
    Unix(UnixServer<T>),
}

impl<T> Serving<T> {
    pub(crate) fn join(self) -> T {
        match self {
            Self::Tcp(server) => server.join(),
            Self::Unix(server) => server.join(),
        }
    }
}

impl Way {
    /// Serves one connection, and answers a client that is connected to it as `adapt` changes the options.
    pub(crate) fn open_with<T: Send + 'static>(
        self,
        adapt: impl FnOnce(ConnectOptions) -> ConnectOptions,
        work: impl FnOnce(&mut dyn Peer) -> T + Send + 'static,
    ) -> (Client, Serving<T>) {
        let folder = Folder::new();
        let client = Client::default();
        let (serving, host, port, options) = match self {
            Self::Unix => {
                let server = serve_unix(|mut socket| work(&mut socket));
                let path = server.name().to_owned();
                (Serving::Unix(server), path, 0, unix(SocketKind::UnixStream))
            }
            Self::Tcp => {
                let server = serve(|mut socket| work(&mut socket));
                let port = server.port;
                (Serving::Tcp(server), "localhost".to_owned(), port, plain())
            }
            Self::Tls12 | Self::Tls13 => {
                let version = if self == Self::Tls12 { SslVersion::TLS1_2 } else { SslVersion::TLS1_3 };
                let setup = Tls { versions: Some((version, version)), ..Tls::default() };
                let server = serve(move |socket| work(&mut setup.accept(socket).established()));
                let port = server.port;
                (Serving::Tcp(server), "localhost".to_owned(), port, tls(&trusting(&folder.ca())))
            }
        };
        block_on(client.connect(&host, port, &adapt(options), soon())).unwrap();
        (client, serving)
    }

    /// Serves one connection, and answers a client that is connected to it.
    pub(crate) fn open<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut dyn Peer) -> T + Send + 'static,
    ) -> (Client, Serving<T>) {
        self.open_with(|options| options, work)
    }

    pub(crate) fn is_tls(self) -> bool {
        matches!(self, Self::Tls12 | Self::Tls13)
    }
}
