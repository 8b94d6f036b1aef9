//! A TLS session between a client and a server that watches it, started in either way.

use super::server::{Accepted, Server, Tls, read_to_end, serve, starttls};
use super::{plain, recv_exactly, soon, tls};
use engine::Error;
use engine::client::Client;
use engine::executor::block_on;
use engine::tls::config::TlsConfig;
use std::io::{self, Read, Write};
use std::net::TcpStream;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// With the connection.
    Direct,
    /// By `enable_tls` after a dialogue in plaintext.
    Upgrade,
}

pub(crate) const STARTS: [Start; 2] = [Start::Direct, Start::Upgrade];

/// Connects to `host` and gets TLS going in the way of `start`.
pub(crate) fn secure(start: Start, host: &str, port: u16, config: &TlsConfig) -> (Client, Result<(), Error>) {
    let client = Client::default();
    let result = block_on(async {
        if start == Start::Direct {
            return client.connect(host, port, &tls(config), soon()).await;
        }
        client.connect(host, port, &plain(), soon()).await?;
        dialogue(&client).await;
        client.enable_tls(config, soon()).await
    });
    (client, result)
}

/// The client's side of [`starttls`].
pub(crate) async fn dialogue(client: &Client) {
    let greeting = recv_exactly(client, b"220 ready for plaintext\r\n".len()).await.unwrap();
    assert!(greeting.starts_with(b"220 ready"));
    client.send(b"STARTTLS\r\n", soon()).await.unwrap();
    recv_exactly(client, b"220 go ahead\r\n".len()).await.unwrap();
}

/// What the server saw of a client.
pub(crate) struct Seen {
    pub(crate) error: Option<String>,
    pub(crate) sni: Option<String>,
    pub(crate) saw_client: bool,
    pub(crate) application: Vec<u8>,
    /// The TLS records that came, whether the server could read them or not: type and length of each.
    pub(crate) records: Vec<(u8, usize)>,
}

/// Keeps a copy of what is read.
struct Tap {
    socket: TcpStream,
    read: Vec<u8>,
}

impl Read for Tap {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.socket.read(buffer)?;
        self.read.extend_from_slice(&buffer[..read]);
        Ok(read)
    }
}

impl Write for Tap {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.socket.write(data)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}

/// Bytes that are no whole record are a record of type 0.
fn records(mut bytes: &[u8]) -> Vec<(u8, usize)> {
    let mut records = Vec::new();
    while let [kind, _, _, high, low, rest @ ..] = bytes {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let Some(after) = rest.get(length..) else { break };
        records.push((*kind, length));
        bytes = after;
    }
    records.extend((!bytes.is_empty()).then_some((0, bytes.len())));
    records
}

/// Negotiates and then reads until the client ends.
pub(crate) fn watch(start: Start, server: Tls) -> Server<Seen> {
    serve(move |mut socket| {
        if start == Start::Upgrade {
            starttls(&mut socket);
        }
        let Accepted { mut stream, error, sni, saw_client } = server.accept(Tap { socket, read: Vec::new() });
        let (application, _) = read_to_end(&mut stream);
        // After a failure OpenSSL reads no further, but something may have come.
        let _ = stream.get_mut().read_to_end(&mut Vec::new());
        Seen { error, sni, saw_client, application, records: records(&stream.get_ref().read) }
    })
}
