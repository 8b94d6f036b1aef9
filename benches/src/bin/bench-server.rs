//! The servers. All but the last listen on TCP, 127.0.0.1 to 127.0.0.8, with a port that the kernel chooses.
//!
//! | | |
//! |---|---|
//! | `bench-server [--core N]` | echoes |
//! | `… tls CA_FILE` | echoes over TLS, and writes the CA that vouches for it to CA_FILE |
//! | `… starttls CA_FILE` | the same after a plaintext dialogue |
//! | `… bulk [CA_FILE]` | sends or takes as much as the client says, over TLS if a file is named |
//! | `… udp` | echoes datagrams on 127.0.0.1 |
//! | `… unix` | echoes over a Unix socket, whose path it prints instead of a port |
//! | `… dns` | answers the bench's names over UDP on 127.0.0.1 |
//!
//! Prints the port and serves until stdin ends, so that it never outlives who started it.

use std::env;
use std::error::Error;
use std::io::{self, Write};

use corio_bench::server::{Echo, Host, Server};
use corio_bench::tls_server::TlsHost;
use corio_bench::{bulk, dns, sockets, sys};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let mut args: &[&str] = &args.iter().map(String::as_str).collect::<Vec<_>>();
    if let ["--core", core, rest @ ..] = args {
        sys::pin_to_core(core.parse()?)?;
        args = rest;
    }
    sys::raise_descriptor_limit()?;
    match args {
        [] => serve(Echo),
        [kind @ ("tls" | "starttls"), ca_file] => serve(TlsHost::new(ca_file.as_ref(), *kind == "starttls")?),
        ["bulk", ca_file @ ..] if ca_file.len() < 2 => {
            let server = bulk::Server::bind(ca_file.first().map(AsRef::as_ref))?;
            announce(server.port()?)?;
            Ok(server.run(io::stdin())?)
        }
        ["udp"] => {
            let socket = std::net::UdpSocket::bind("127.0.0.1:0")?;
            announce(socket.local_addr()?.port())?;
            Ok(sockets::serve_udp(&socket, &io::stdin())?)
        }
        ["unix"] => {
            let server = sockets::UnixServer::bind()?;
            announce(server.path().display())?;
            Ok(server.run(&io::stdin())?)
        }
        ["dns"] => {
            let server = dns::Server::bind()?;
            announce(server.port()?)?;
            Ok(server.run(io::stdin())?)
        }
        _ => {
            Err("usage: bench-server [--core N] [tls CA_FILE | starttls CA_FILE | bulk [CA_FILE] | udp | unix | dns]"
                .into())
        }
    }
}

fn serve(host: impl Host) -> Result<(), Box<dyn Error>> {
    let mut server = Server::bind(host)?;
    announce(server.port())?;
    Ok(server.run(io::stdin())?)
}

fn announce(place: impl std::fmt::Display) -> io::Result<()> {
    let mut stdout = io::stdout();
    writeln!(stdout, "{place}")?;
    stdout.flush()
}
