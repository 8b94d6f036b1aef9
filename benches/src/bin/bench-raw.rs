//! `bench-raw`: the raw client. Prints one line of JSON (see `corio_bench::report`).

use std::env;
use std::error::Error;
use std::os::unix::process::CommandExt;
use std::process::Command;

use corio_bench::tls_client::{self, Mode};
use corio_bench::{bulk, client, dns, idle, sockets, sys};

const USAGE: &str = "usage:
  bench-raw [--core N] echo CONNECTIONS TOTAL PORT      ping-pong of 64 bytes
  bench-raw [--core N] echo-udp SOCKETS TOTAL PORT      the same with datagrams
  bench-raw [--core N] echo-unix CONNECTIONS TOTAL PATH the same over a Unix socket
  bench-raw [--core N] connect CONCURRENCY TOTAL PORT   connect, ping-pong once, close
  bench-raw [--core N] full|resumed|starttls CONCURRENCY TOTAL PORT CA_FILE
                                                        connect, TLS 1.3 handshake, ping-pong once, close
  bench-raw [--core N] receive|send MIB PORT [CA_FILE]  a long stream, over TLS if CA_FILE is named
  bench-raw [--core N] idle CONNECTIONS PORT [CA_FILE]  memory of connections that wait
  bench-raw [--core N] dns TOTAL PORT                   ask for the A record of TOTAL names
  bench-raw [--core N] dns-both TOTAL PORT              ask for A and AAAA
  bench-raw --exec-on CORE -- COMMAND...                run COMMAND on one core
                                                        with as many descriptors as allowed";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    sys::raise_descriptor_limit()?;
    let args = match args[..] {
        ["--exec-on", core, "--", program, ..] => {
            sys::pin_to_core(core.parse()?)?;
            let error = Command::new(program).args(&args[4..]).exec();
            return Err(format!("{program}: {error}").into());
        }
        ["--core", core, ..] => {
            sys::pin_to_core(core.parse()?)?;
            &args[2..]
        }
        _ => &args[..],
    };
    let report = match *args {
        ["echo", connections, total, port] => {
            client::echo(connections.parse()?, total.parse()?, port.parse()?)?
        }
        ["echo-udp", count, total, port] => sockets::echo_udp(count.parse()?, total.parse()?, port.parse()?)?,
        ["echo-unix", count, total, path] => {
            sockets::echo_unix(count.parse()?, total.parse()?, path.as_ref())?
        }
        ["connect", concurrency, total, port] => {
            client::connect(concurrency.parse()?, total.parse()?, port.parse()?)?
        }
        [mode @ ("full" | "resumed" | "starttls"), concurrency, total, port, ca_file] => {
            let mode = match mode {
                "full" => Mode::Full,
                "resumed" => Mode::Resumed,
                _ => Mode::StartTls,
            };
            tls_client::connect(mode, concurrency.parse()?, total.parse()?, port.parse()?, ca_file.as_ref())?
        }
        ["receive", mib, port, ref ca_file @ ..] if ca_file.len() < 2 => {
            bulk::receive(mib.parse()?, port.parse()?, ca_file.first().map(AsRef::as_ref))?
        }
        ["send", mib, port, ref ca_file @ ..] if ca_file.len() < 2 => {
            bulk::send(mib.parse()?, port.parse()?, ca_file.first().map(AsRef::as_ref))?
        }
        ["idle", connections, port, ref ca_file @ ..] if ca_file.len() < 2 => {
            println!(
                "{}",
                idle::hold(connections.parse()?, port.parse()?, ca_file.first().map(AsRef::as_ref))?
            );
            return Ok(());
        }
        ["dns", total, port] => dns::resolve(total.parse()?, port.parse()?, &[dns::A])?,
        ["dns-both", total, port] => dns::resolve(total.parse()?, port.parse()?, &[dns::AAAA, dns::A])?,
        _ => return Err(USAGE.into()),
    };
    println!("{report}");
    Ok(())
}
