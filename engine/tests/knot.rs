//! The resolver against a real name server, knot (`knotd`, Debian package `knot`).

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::dns::System;
use common::{kind, soon};
use engine::dns::{self, ResolverOptions};
use engine::executor::block_on;
use engine::net::addr::Family;
use engine::reactor;
use std::fmt::Write;
use std::net::{SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const ZONE: &str = "\
$ORIGIN test.
$TTL 5
@ SOA ns hostmaster 1 3600 600 86400 5
@ NS ns
ns A 127.0.0.1
a A 127.0.0.2
both A 127.0.0.3
both AAAA ::1
v6only AAAA ::1
c1 CNAME c2
c2 CNAME c3
c3 CNAME a
loop1 CNAME loop2
loop2 CNAME loop1
dangling CNAME nothere
*.wild A 127.0.0.9
_imap._tcp SRV 0 0 11143 a
mx MX 20 b
mx MX 10 a
txt TXT \"v=spf1 -all\" \"second part\"
_25._tcp.a TLSA 3 1 1 0b9fa5a59eed715c26c1020c711b4f6ec42d58b0015e14337a39dad301c5afc3
";

struct Knot {
    server: Child,
    folder: PathBuf,
    options: ResolverOptions,
}

impl Knot {
    /// Starts it at a port that is free, which another program may take first.
    fn start() -> Self {
        (0..5).find_map(|_| Self::try_start()).expect("knotd serves its zone; what it says is above")
    }

    fn try_start() -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("corio-knot-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("run")).unwrap();
        let addr = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut zone = ZONE.to_owned();
        // Too many for a datagram of 1232 bytes.
        (1..=150).for_each(|n| writeln!(zone, "many A 127.0.1.{n}").unwrap());
        (1..=40).for_each(|n| writeln!(zone, "forty A 127.0.2.{n}").unwrap());
        std::fs::write(folder.join("test.zone"), zone).unwrap();
        let shown = folder.display();
        let conf = format!(
            "server:\n  listen: {}@{}\n  rundir: {shown}/run\ndatabase:\n  storage: {shown}/db\nlog:\n  \
             - target: stderr\n    any: error\nzone:\n  - domain: test\n    file: {shown}/test.zone\n",
            addr.ip(),
            addr.port()
        );
        std::fs::write(folder.join("knot.conf"), conf).unwrap();
        let server = Command::new("knotd")
            .arg("-c")
            .arg(folder.join("knot.conf"))
            .stdout(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("knotd cannot be started ({error}); install the package knot"));
        let options = ResolverOptions { servers: vec![addr], ..ResolverOptions::default() };
        let mut knot = Self { server, folder, options };
        knot.serves(addr).then_some(knot)
    }

    /// Waits until it serves the zone; `false` if it does not.
    fn serves(&mut self, addr: SocketAddr) -> bool {
        let question = [&[1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0][..], b"\x01a\x04test\0\0\x01\0\x01"].concat();
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.connect(addr).unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let start = Instant::now();
        let mut answer = [0; 512];
        while start.elapsed() < common::LONG && self.server.try_wait().is_ok_and(|ended| ended.is_none()) {
            let _ = socket.send(&question);
            match socket.recv(&mut answer) {
                Ok(_) if answer[3] & 0x0f == 0 => return true,
                Ok(_) | Err(_) => std::thread::sleep(Duration::from_millis(10)),
            }
        }
        false
    }

    fn look(&self, name: &str, family: Family) -> Vec<String> {
        let found = block_on(dns::lookup(name, family, &self.options, soon())).unwrap();
        assert_eq!(reactor::stats(), reactor::Stats::default());
        found.iter().map(ToString::to_string).collect()
    }

    fn miss(&self, name: &str) -> String {
        let error = block_on(dns::lookup(name, Family::Any, &self.options, soon())).unwrap_err();
        assert_eq!(kind(&error), "Dns", "{error}");
        assert_eq!(reactor::stats(), reactor::Stats::default());
        error.kind.to_string()
    }
}

impl Drop for Knot {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// One test, because each part would need a server, and a port, of its own.
#[test]
fn a_real_name_server() {
    let _system = System::new("", "");
    let knot = Knot::start();
    addresses_aliases_and_wildcards(&knot);
    many_addresses(&knot);
    what_is_not_there(&knot);
    other_records(&knot);
}

fn addresses_aliases_and_wildcards(knot: &Knot) {
    assert_eq!(knot.look("a.test", Family::Any), ["127.0.0.2"]);
    assert_eq!(knot.look("both.test.", Family::Any), ["::1", "127.0.0.3"]);
    assert_eq!(knot.look("both.test", Family::Ipv4), ["127.0.0.3"]);
    assert_eq!(knot.look("v6only.test", Family::Any), ["::1"]);
    assert_eq!(knot.look("c1.test", Family::Any), ["127.0.0.2"]);
    assert_eq!(knot.look("x.y.wild.test", Family::Any), ["127.0.0.9"]);
    let found = block_on(dns::lookup_all("c1.test", Family::Any, &knot.options, soon())).unwrap();
    assert!(found[0].1 <= Duration::from_secs(5), "{found:?}");
}

fn many_addresses(knot: &Knot) {
    let numbered = |net: &str, count: usize| -> Vec<String> {
        let mut all: Vec<String> = (1..=count).map(|n| format!("{net}.{n}")).collect();
        all.sort();
        all
    };
    for (name, net, count) in [("forty.test", "127.0.2", 40), ("many.test", "127.0.1", 150)] {
        let mut found = knot.look(name, Family::Any);
        found.sort();
        assert_eq!(found, numbered(net, count), "{name}");
    }
}

fn what_is_not_there(knot: &Knot) {
    let server = knot.options.servers[0];
    assert_eq!(
        knot.miss("nosuch.test"),
        format!("\"nosuch.test\" does not exist ({server} asked 2 times (A and AAAA): NXDOMAIN)")
    );
    assert_eq!(
        knot.miss("mx.test"),
        format!("\"mx.test\" has no address ({server} asked 2 times (A and AAAA): no such record)")
    );
    assert_eq!(
        knot.miss("other.example"),
        format!("no server could resolve \"other.example\" ({server} asked 2 times (A and AAAA): REFUSED)")
    );
    assert!(knot.miss("dangling.test").starts_with("\"dangling.test\" does not exist"));
    assert!(knot.miss("loop1.test").starts_with("\"loop1.test\" "));
}

fn other_records(knot: &Knot) {
    let (options, late) = (&knot.options, soon());
    let mx = block_on(dns::mx("mx.test", options, late)).unwrap();
    assert_eq!(
        mx.iter().map(|mx| (mx.preference, &*mx.exchange)).collect::<Vec<_>>(),
        [(10, "a.test"), (20, "b.test")]
    );
    let txt = block_on(dns::txt("txt.test", options, late)).unwrap();
    assert_eq!(txt[0].parts, [b"v=spf1 -all".to_vec(), b"second part".to_vec()]);
    let srv = block_on(dns::srv("_imap._tcp.test", options, late)).unwrap();
    assert_eq!((srv[0].port, &*srv[0].target), (11143, "a.test"));
    let tlsa = block_on(dns::tlsa("_25._tcp.a.test", options, late)).unwrap();
    assert_eq!((tlsa[0].usage, tlsa[0].selector, tlsa[0].matching, tlsa[0].data.len()), (3, 1, 1, 32));
}
