//! `bench-server [--core N]`: echoes TCP on 127.0.0.1 to 127.0.0.8, port chosen by the kernel;
//! `bench-server [--core N] dns`: answers the bench's names over UDP on 127.0.0.1.
//!
//! Prints the port and serves until stdin ends, so that it never outlives who started it.

use std::env;
use std::error::Error;
use std::io::{self, Write};

use corio_bench::server::Server;
use corio_bench::{dns, sys};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let mut args: &[&str] = &args.iter().map(String::as_str).collect::<Vec<_>>();
    if let ["--core", core, rest @ ..] = args {
        sys::pin_to_core(core.parse()?)?;
        args = rest;
    }
    sys::raise_descriptor_limit()?;
    match args {
        [] => {
            let mut server = Server::bind()?;
            announce(server.port())?;
            Ok(server.run(io::stdin())?)
        }
        ["dns"] => {
            let server = dns::Server::bind()?;
            announce(server.port()?)?;
            Ok(server.run(io::stdin())?)
        }
        _ => Err("usage: bench-server [--core N] [dns]".into()),
    }
}

fn announce(port: u16) -> io::Result<()> {
    let mut stdout = io::stdout();
    writeln!(stdout, "{port}")?;
    stdout.flush()
}
