//! Server and raw client work together, at small counts.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpStream, UdpSocket};
use std::process::{Child, Command, Stdio};

use corio_bench::dns;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

#[test]
fn echo_counts_every_round_trip() -> Result {
    let server = Server::start()?;
    let json = raw(&["echo", "7", "700", &server.port])?;
    assert!(json.starts_with(r#"{"operations":700,"wall_s":"#), "{json}");
    Ok(())
}

#[test]
fn connect_counts_every_connection() -> Result {
    let server = Server::start()?;
    let json = raw(&["connect", "10", "205", &server.port])?;
    assert!(json.starts_with(r#"{"operations":200,"wall_s":"#), "{json}");
    Ok(())
}

#[test]
fn other_sockets_are_echoed_too() -> Result {
    for (kind, mode) in [("udp", "echo-udp"), ("unix", "echo-unix")] {
        let mut server = Server::start_with(&[kind])?;
        let json = raw(&[mode, "7", "700", &server.port])?;
        assert!(json.starts_with(r#"{"operations":700,"wall_s":"#), "{json}");
        server.stop()?;
        assert!(raw(&[mode, "1", "1", &server.port]).is_err(), "{mode}");
    }
    Ok(())
}

#[test]
fn a_pinned_client_measures_the_same() -> Result {
    let server = Server::start()?;
    let core = first_allowed_core()?;
    let json = raw(&["--core", &core, "echo", "1", "10", &server.port])?;
    assert!(json.contains(r#""operations":10,"#), "{json}");
    Ok(())
}

#[test]
fn exec_on_runs_the_command_on_that_core() -> Result {
    let core = first_allowed_core()?;
    let output = raw(&["--exec-on", &core, "--", "grep", "Cpus_allowed_list", "/proc/self/status"])?;
    assert_eq!(output.split_whitespace().nth(1), Some(core.as_str()));
    Ok(())
}

#[test]
fn a_refused_connection_is_an_error() -> Result {
    let mut server = Server::start()?;
    server.stop()?;
    for mode in ["echo", "connect"] {
        assert!(raw(&[mode, "1", "1", &server.port]).is_err(), "{mode}");
    }
    Ok(())
}

#[test]
fn the_server_returns_every_byte_before_the_end() -> Result {
    let server = Server::start()?;
    // More than its buffer at once, with the FIN close behind.
    let sent: Vec<u8> = (0..40_000_u32).map(|n| n as u8).collect();
    let mut stream = TcpStream::connect(format!("127.0.0.8:{}", server.port))?;
    stream.write_all(&sent)?;
    stream.shutdown(std::net::Shutdown::Write)?;
    let mut received = Vec::new();
    stream.read_to_end(&mut received)?;
    assert_eq!(received, sent);
    Ok(())
}

#[test]
fn tls_counts_every_connection_of_each_kind() -> Result {
    for (kind, server) in [("full", "tls"), ("resumed", "tls"), ("starttls", "starttls")] {
        let ca = CaFile::new(kind);
        let server = Server::start_with(&[server, &ca.0])?;
        let json = raw(&[kind, "4", "42", &server.port, &ca.0])?;
        assert!(json.starts_with(r#"{"operations":40,"wall_s":"#), "{kind}: {json}");
    }
    Ok(())
}

#[test]
fn a_server_of_another_run_is_not_trusted() -> Result {
    let (old, new) = (CaFile::new("old"), CaFile::new("new"));
    drop(Server::start_with(&["tls", &old.0])?);
    let server = Server::start_with(&["tls", &new.0])?;
    let error = raw(&["full", "1", "1", &server.port, &old.0]).err().ok_or("it was trusted")?;
    assert!(error.to_string().contains("certificate verify failed"), "{error}");
    let server = Server::start_with(&["bulk", &new.0])?;
    assert!(raw(&["receive", "1", &server.port, &old.0]).is_err());
    Ok(())
}

#[test]
fn long_streams_arrive_in_both_directions_plain_and_over_tls() -> Result {
    let ca = CaFile::new("bulk");
    for file in [&[][..], &[&*ca.0]] {
        let server = Server::start_with(&[&["bulk"], file].concat())?;
        for direction in ["receive", "send"] {
            let json = raw(&[&[direction, "5", &server.port], file].concat())?;
            assert!(json.starts_with(r#"{"operations":5,"wall_s":"#), "{direction}: {json}");
        }
    }
    Ok(())
}

#[test]
fn idle_connections_tell_their_memory() -> Result {
    let ca = CaFile::new("idle");
    for (kind, file) in [(&[][..], &[][..]), (&["tls", &*ca.0], &[&*ca.0])] {
        let server = Server::start_with(kind)?;
        let json = raw(&[&["idle", "20", &server.port], file].concat())?;
        assert!(json.starts_with(r#"{"operations":20,"bytes_each":"#), "{json}");
    }
    Ok(())
}

#[test]
fn dns_counts_every_look_up() -> Result {
    let server = Server::start_with(&["dns"])?;
    // More than the raw client asks at once, and no multiple of it.
    for mode in ["dns", "dns-both"] {
        let json = raw(&[mode, "450", &server.port])?;
        assert!(json.starts_with(r#"{"operations":450,"wall_s":"#), "{mode}: {json}");
    }
    assert!(raw(&["dns", "0", &server.port]).is_err());
    Ok(())
}

#[test]
fn a_name_server_that_is_gone_is_an_error() -> Result {
    let mut server = Server::start_with(&["dns"])?;
    server.stop()?;
    assert!(raw(&["dns", "1", &server.port]).is_err());
    Ok(())
}

#[test]
fn questions_that_are_not_the_benchs_are_refused() -> Result {
    let server = Server::start_with(&["dns"])?;
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.connect(format!("127.0.0.1:{}", server.port))?;
    let question = dns::query(7, 1, dns::A);
    let mut buffer = [0; 512];
    socket.send(&question)?;
    let size = socket.recv(&mut buffer)?;
    assert_eq!(buffer[..size], dns::reply(7, 1, dns::A));
    // Without EDNS it is another packet.
    socket.send(&[&question[..11], &[0], &question[12..37]].concat())?;
    let size = socket.recv(&mut buffer)?;
    assert_eq!((size, buffer[3] & 0x0f), (37, 5));
    Ok(())
}

#[test]
fn the_server_ends_with_its_stdin() -> Result {
    let ca = CaFile::new("ends");
    let kinds = [&[][..], &["dns"], &["bulk"], &["bulk", &ca.0], &["tls", &ca.0], &["starttls", &ca.0]];
    for kind in kinds {
        let mut server = Server::start_with(kind)?;
        assert!(server.stop()?, "{kind:?}");
    }
    Ok(())
}

/// The file that a server writes its CA to.
struct CaFile(String);

impl CaFile {
    fn new(name: &str) -> Self {
        let file = format!("corio-bench-{}-{name}.pem", std::process::id());
        Self(std::env::temp_dir().join(file).to_string_lossy().into_owned())
    }
}

impl Drop for CaFile {
    fn drop(&mut self) {
        _ = std::fs::remove_file(&self.0);
    }
}

struct Server {
    child: Child,
    port: String,
}

impl Server {
    fn start() -> Result<Self> {
        Self::start_with(&[])
    }

    fn start_with(kind: &[&str]) -> Result<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bench-server"))
            .args(kind)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdout = child.stdout.take().ok_or("no stdout")?;
        let mut port = String::new();
        BufReader::new(stdout).read_line(&mut port)?;
        Ok(Self { child, port: port.trim().to_owned() })
    }

    /// Closes stdin; true if the server then ends as it should.
    fn stop(&mut self) -> Result<bool> {
        drop(self.child.stdin.take());
        Ok(self.child.wait()?.success())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A second stop after a first one changes nothing.
        _ = self.stop();
    }
}

fn raw(args: &[&str]) -> Result<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_bench-raw")).args(args).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// A machine or container need not give us core 0.
fn first_allowed_core() -> Result<String> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let list = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"));
    let list = list.ok_or("no Cpus_allowed_list")?.trim();
    let end = list.find(|c: char| !c.is_ascii_digit()).unwrap_or(list.len());
    Ok(list[..end].to_owned())
}
