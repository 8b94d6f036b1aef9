//! Which of a name's addresses a connection ends up at, and how soon.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::dns::{A, AAAA, Action, NXDOMAIN, NameServer, Question, SERVFAIL, Source, System, asking};
use common::hosts::{Host, hosts};
use common::{errno, kind, millis, soon};
use engine::client::{Client, ConnectOptions};
use engine::executor::block_on;
use engine::net::addr::Family;
use engine::net::socket::SocketOptions;
use engine::time::Deadline;
use engine::{Error, Phase, reactor};
use std::net::{IpAddr, TcpListener};
use std::time::{Duration, Instant};

/// Connects and says where to, and how long it took.
fn connect(
    name: &str,
    port: u16,
    options: &ConnectOptions,
    deadline: Deadline,
) -> (Result<IpAddr, Error>, Duration) {
    let client = Client::default();
    let start = Instant::now();
    let connected = block_on(client.connect(name, port, options, deadline));
    let took = start.elapsed();
    let sources = reactor::stats().sources;
    assert_eq!(sources, usize::from(connected.is_ok()), "the losers are closed");
    let outcome = connected.map(|()| client.peer_addr().unwrap().ip());
    client.close();
    assert_eq!(reactor::stats(), reactor::Stats::default());
    (outcome, took)
}

fn options(servers: &[&NameServer]) -> ConnectOptions {
    ConnectOptions { resolver: asking(servers), ..ConnectOptions::default() }
}

fn with(server: &NameServer, socket: SocketOptions) -> ConnectOptions {
    ConnectOptions { socket, ..options(&[server]) }
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn a_dead_first_address_costs_no_more_than_its_head_start() {
    let _system = System::new("", "");
    let (port, [_silent, good]) = hosts([("127.0.0.2", Host::silent), ("127.0.0.3", Host::listening)]);
    let server = NameServer::with(&["127.0.0.2", "127.0.0.3"]);
    let (outcome, took) = connect("two.test", port, &options(&[&server]), soon());
    assert_eq!(outcome.unwrap(), ip("127.0.0.3"));
    assert!((250..2000).contains(&took.as_millis()), "{took:?}");
    assert_eq!(good.connections(), 1);
}

#[test]
fn a_refused_attempt_starts_the_next_at_once() {
    let _system = System::new("", "");
    let (port, all) = hosts([
        ("127.0.0.2", Host::closed),
        ("127.0.0.3", Host::closed),
        ("127.0.0.4", Host::listening),
        ("127.0.0.5", Host::listening),
    ]);
    let server = NameServer::with(&["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"]);
    let (outcome, took) = connect("many.test", port, &options(&[&server]), soon());
    assert_eq!(outcome.unwrap(), ip("127.0.0.4"));
    // Two head starts would take longer.
    assert!(took < Duration::from_millis(450), "{took:?}");
    assert_eq!(all[3].connections(), 0, "nobody is asked for nothing");
}

#[test]
fn a_refusal_behind_a_silent_address_starts_the_next_at_once_too() {
    let _system = System::new("", "");
    let (port, _hosts) =
        hosts([("127.0.0.2", Host::silent), ("127.0.0.3", Host::closed), ("127.0.0.4", Host::listening)]);
    let server = NameServer::with(&["127.0.0.2", "127.0.0.3", "127.0.0.4"]);
    let (outcome, took) = connect("many.test", port, &options(&[&server]), soon());
    assert_eq!(outcome.unwrap(), ip("127.0.0.4"));
    assert!((250..2000).contains(&took.as_millis()), "{took:?}");
}

#[test]
fn a_failure_names_each_address_with_its_own_reason() {
    let _system = System::new("", "");
    let (port, _hosts) = hosts([("127.0.0.2", Host::closed), ("127.0.0.3", Host::closed)]);
    let server = NameServer::with(&["127.0.0.2", "224.0.0.1", "127.0.0.3"]);
    let (outcome, _) = connect("none.test", port, &options(&[&server]), soon());
    let error = outcome.unwrap_err();
    assert_eq!((kind(&error), error.phase), ("AllFailed", Phase::Connect), "{error}");
    let text = error.to_string();
    assert!(text.starts_with(&format!("connect to none.test:{port} failed: ")), "{text}");
    for reason in [
        format!("127.0.0.2:{port}: Connection refused"),
        format!("127.0.0.3:{port}: Connection refused"),
        format!("224.0.0.1:{port}: Network is unreachable"),
    ] {
        assert!(text.contains(&reason), "{text}");
    }
    let server = NameServer::with(&["127.0.0.2"]);
    let (outcome, _) = connect("one.test", port, &options(&[&server]), soon());
    let error = outcome.unwrap_err();
    assert_eq!((kind(&error), errno(&error)), ("AllFailed", Some(libc::ECONNREFUSED)), "{error}");
    let alone = format!("connect to one.test:{port} failed: 127.0.0.2:{port}: Connection refused");
    assert_eq!(error.to_string(), alone);
}

#[test]
fn the_deadline_bounds_all_attempts_together() {
    let _system = System::new("", "");
    let (port, _hosts) = hosts([
        ("127.0.0.2", Host::closed),
        ("127.0.0.3", Host::silent),
        ("127.0.0.4", Host::silent),
        ("127.0.0.5", Host::listening),
    ]);
    let server = NameServer::with(&["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"]);
    let (outcome, took) = connect("many.test", port, &options(&[&server]), millis(400));
    let error = outcome.unwrap_err();
    assert!((400..2000).contains(&took.as_millis()), "{took:?}");
    assert_eq!((kind(&error), errno(&error)), ("AllFailed", Some(libc::ETIMEDOUT)), "{error}");
    let expected = format!(
        "timed out after 0.4 s (127.0.0.2:{port}: Connection refused; 127.0.0.3:{port}: no answer; \
         127.0.0.4:{port}: no answer; 127.0.0.5:{port}: not tried)"
    );
    assert_eq!(error.kind.to_string(), expected);
    let (outcome, _) = connect("127.0.0.3", port, &options(&[&server]), millis(100));
    assert_eq!(kind(&outcome.unwrap_err()), "Timeout");
}

#[test]
fn the_deadline_bounds_the_look_up_too() {
    let _system = System::new("", "");
    let server = NameServer::silent();
    let (outcome, took) = connect("a.test", 25, &options(&[&server]), millis(100));
    let error = outcome.unwrap_err();
    assert_eq!((kind(&error), error.phase), ("DnsTimeout", Phase::Resolve), "{error}");
    assert!((100..2000).contains(&took.as_millis()), "{took:?}");
    assert!(error.to_string().contains(&server.addr.to_string()), "{error}");
}

/// `A` at once, and `AAAA` when and as `ipv6` says.
fn late_ipv6(
    address: &'static str,
    ipv6: impl Fn(&Question) -> Action + Send + Sync + 'static,
) -> [NameServer; 2] {
    // Two servers, because one answers one question after the other.
    let slow = NameServer::start(ipv6);
    let fast = NameServer::start(move |question| match question.record {
        A => question.addresses(60, &[address]).into(),
        _ => Action::from(question.reply().code(SERVFAIL)),
    });
    [fast, slow]
}

fn ipv6_after(ms: u64) -> impl Fn(&Question) -> Action {
    move |question| {
        let reply = question.addresses(60, &["::1"]).bytes();
        Action::Send(vec![(Duration::from_millis(ms), Source::Own, reply)])
    }
}

#[test]
fn ipv6_is_preferred_when_it_is_known_soon() {
    let _system = System::new("", "");
    let (port, _hosts) = hosts([("127.0.0.2", Host::listening), ("::1", Host::listening)]);
    let [fast, slow] = late_ipv6("127.0.0.2", ipv6_after(15));
    let (outcome, _) = connect("both.test", port, &options(&[&fast, &slow]), soon());
    assert_eq!(outcome.unwrap(), ip("::1"));
}

#[test]
fn ipv4_does_not_wait_long_for_ipv6() {
    let _system = System::new("", "");
    let (port, _hosts) = hosts([("127.0.0.2", Host::listening), ("::1", Host::listening)]);
    let [fast, slow] = late_ipv6("127.0.0.2", |_| Action::Nothing);
    let mut options = options(&[&fast, &slow]);
    options.resolver.timeout = Some(common::LONG);
    let (outcome, took) = connect("both.test", port, &options, soon());
    assert_eq!(outcome.unwrap(), ip("127.0.0.2"));
    assert!((50..2000).contains(&took.as_millis()), "{took:?}");
}

#[test]
fn ipv6_that_comes_late_still_takes_part() {
    let _system = System::new("", "");
    let (port, _hosts) = hosts([("127.0.0.2", Host::silent), ("::1", Host::listening)]);
    let [fast, slow] = late_ipv6("127.0.0.2", ipv6_after(150));
    let (outcome, took) = connect("both.test", port, &options(&[&fast, &slow]), soon());
    assert_eq!(outcome.unwrap(), ip("::1"));
    assert!((300..2000).contains(&took.as_millis()), "{took:?}");
}

#[test]
fn ipv6_goes_first_and_ipv4_follows() {
    let _system = System::new("", "");
    let server = NameServer::with(&["127.0.0.2", "::1"]);
    let (port, _hosts) = hosts([("127.0.0.2", Host::listening), ("::1", Host::listening)]);
    assert_eq!(connect("both.test", port, &options(&[&server]), soon()).0.unwrap(), ip("::1"));
    let (port, _hosts) = hosts([("127.0.0.2", Host::listening), ("::1", Host::closed)]);
    let (outcome, took) = connect("both.test", port, &options(&[&server]), soon());
    assert_eq!(outcome.unwrap(), ip("127.0.0.2"));
    assert!(took < Duration::from_millis(250), "no head start: {took:?}");
}

#[test]
fn the_family_and_the_bind_address_restrict_the_choice() {
    let _system = System::new("", "");
    let (port, _hosts) = hosts([("127.0.0.2", Host::listening), ("::1", Host::listening)]);
    let server = NameServer::start(|question| match question.name.as_str() {
        "both.test" => question.addresses(60, &["127.0.0.2", "::1"]),
        "six.test" => question.addresses(60, &["::1"]),
        _ => question.denied(NXDOMAIN, 60),
    });
    let family = |family| with(&server, SocketOptions { family, ..SocketOptions::default() });
    let bind = |address: &str| {
        with(&server, SocketOptions { bind_address: Some(ip(address)), ..SocketOptions::default() })
    };
    let go = |name: &str, options: &ConnectOptions| connect(name, port, options, soon()).0;
    assert_eq!(go("both.test", &family(Family::Ipv4)).unwrap(), ip("127.0.0.2"));
    assert!(server.asked().iter().all(|question| question.record != AAAA));
    assert_eq!(go("both.test", &family(Family::Ipv6)).unwrap(), ip("::1"));
    assert_eq!(go("both.test", &bind("127.0.0.1")).unwrap(), ip("127.0.0.2"));
    assert_eq!(go("both.test", &bind("::1")).unwrap(), ip("::1"));
    let error = go("six.test", &bind("127.0.0.1")).unwrap_err();
    assert_eq!(kind(&error), "BadAddress", "{error}");
    assert!(error.to_string().contains("bind_address 127.0.0.1 cannot reach"), "{error}");
    let error = go("six.test", &family(Family::Ipv4)).unwrap_err();
    assert!(error.to_string().contains("\"six.test\" has no IPv4 address"), "{error}");
    let error = go("::1", &family(Family::Ipv4)).unwrap_err();
    assert!(error.to_string().contains("ip_family excludes"), "{error}");
}

#[test]
fn with_a_bind_port_there_is_one_attempt_at_a_time() {
    let _system = System::new("", "");
    let (port, _hosts) =
        hosts([("127.0.0.2", Host::closed), ("127.0.0.3", Host::listening), ("127.0.0.4", Host::silent)]);
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let bound = SocketOptions { bind_port: free, ..SocketOptions::default() };
    let server = NameServer::with(&["127.0.0.2", "127.0.0.3"]);
    let (outcome, _) = connect("two.test", port, &with(&server, bound.clone()), soon());
    assert_eq!(outcome.unwrap(), ip("127.0.0.3"));
    let server = NameServer::with(&["127.0.0.4", "127.0.0.3"]);
    let (outcome, _) = connect("two.test", port, &with(&server, bound), millis(400));
    let error = outcome.unwrap_err();
    assert!(error.to_string().contains(&format!("127.0.0.3:{port}: not tried")), "{error}");
}

#[test]
fn one_family_that_cannot_be_resolved_does_no_harm() {
    let _system = System::new("", "");
    let (port, _hosts) = hosts([("127.0.0.2", Host::listening)]);
    let server = NameServer::start(|question| match question.record {
        A => question.addresses(60, &["127.0.0.2"]),
        _ => question.reply().code(SERVFAIL),
    });
    let (outcome, _) = connect("a.test", port, &options(&[&server]), soon());
    assert_eq!(outcome.unwrap(), ip("127.0.0.2"));
}
