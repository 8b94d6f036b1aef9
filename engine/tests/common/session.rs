//! A TLS session between a client and a server that watches it, started in either way.

use super::server::{Accepted, Server, Tls, read_to_end, serve, starttls};
use super::{plain, recv_exactly, soon, tls};
use engine::Error;
use engine::client::Client;
use engine::executor::block_on;
use engine::tls::config::TlsConfig;

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
}

/// Negotiates and then reads until the client ends.
pub(crate) fn watch(start: Start, server: Tls) -> Server<Seen> {
    serve(move |mut socket| {
        if start == Start::Upgrade {
            starttls(&mut socket);
        }
        let Accepted { mut stream, error, sni, saw_client } = server.accept(socket);
        // Asked for even after a failure: nothing may come then.
        let (application, _) = read_to_end(&mut stream);
        Seen { error, sni, saw_client, application }
    })
}
