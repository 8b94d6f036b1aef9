//! `bench-server [--core N]`: echoes TCP on 127.0.0.1 to 127.0.0.8, port chosen by the kernel.
//!
//! Prints the port and serves until stdin ends, so that it never outlives who started it.

use std::env;
use std::error::Error;
use std::io::{self, Write};

use corio_bench::server::Server;
use corio_bench::sys;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => {}
        ["--core", core] => sys::pin_to_core(core.parse()?)?,
        _ => return Err("usage: bench-server [--core N]".into()),
    }
    sys::raise_descriptor_limit()?;
    let mut server = Server::bind()?;
    let mut stdout = io::stdout();
    writeln!(stdout, "{}", server.port())?;
    stdout.flush()?;
    Ok(server.run(io::stdin())?)
}
