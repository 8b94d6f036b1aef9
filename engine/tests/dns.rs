//! The resolver against servers that answer rightly, wrongly, late or not at all.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says by its panic what was missing")]

mod common;

use common::dns::{
    A, AAAA, Action, CNAME, MX, NXDOMAIN, NameServer, Question, REFUSED, SERVFAIL, SRV, Source, System, TLSA,
    TXT, asking, wire,
};
use common::{both, give_up_after, give_up_at, kind, millis, soon};
use engine::dns::{self, ResolverOptions};
use engine::executor::block_on;
use engine::net::addr::Family;
use engine::{Error, Phase, executor, reactor};
use std::collections::HashSet;
use std::future::{Future, poll_fn};
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::task::Poll;
use std::time::{Duration, Instant};

fn look(name: &str, options: &ResolverOptions) -> Result<Vec<String>, Error> {
    let found = block_on(dns::lookup(name, Family::Any, options, soon()))?;
    assert_eq!(reactor::stats(), reactor::Stats::default(), "nothing stays open");
    Ok(found.iter().map(ToString::to_string).collect())
}

/// The error's kind and text.
fn miss(name: &str, options: &ResolverOptions) -> (&'static str, String) {
    let error = look(name, options).unwrap_err();
    assert_eq!(error.phase, Phase::Resolve, "{error}");
    assert_eq!(reactor::stats(), reactor::Stats::default(), "nothing stays open");
    (kind(&error), error.kind.to_string())
}

/// An address, and no AAAA record, from a server that first does `first` to each A question.
fn after(first: impl Fn(&Question) -> Vec<(Source, Vec<u8>)> + Send + Sync + 'static) -> NameServer {
    NameServer::start(move |question| {
        let wrong = if question.record == A { first(question) } else { Vec::new() };
        let right = (Source::Own, question.addresses(60, &["192.0.2.1"]).bytes());
        let all = wrong.into_iter().chain([right]);
        Action::Send(all.map(|(source, bytes)| (Duration::ZERO, source, bytes)).collect())
    })
}

#[test]
fn both_families_are_asked_at_once_and_the_answer_is_remembered() {
    let _system = System::new("", "");
    let server = NameServer::start(|question| {
        let reply = question.addresses(60, &["192.0.2.1", "2001:db8::1", "192.0.2.2"]).bytes();
        Action::Send(vec![(Duration::from_millis(20), Source::Own, reply)])
    });
    let options = asking(&[&server]);
    let first = block_on(async {
        let mut asking = Box::pin(dns::lookup("Host.test", Family::Any, &options, soon()));
        assert!(poll_fn(|cx| Poll::Ready(asking.as_mut().poll(cx).is_pending())).await);
        assert_eq!(reactor::stats().sources, 2);
        asking.await.unwrap()
    });
    assert_eq!(first.len(), 3);
    for _ in 0..3 {
        assert_eq!(look("host.TEST", &options).unwrap(), ["2001:db8::1", "192.0.2.1", "192.0.2.2"]);
    }
    let asked = server.asked();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked.iter().all(|question| question.name == "host.test" && question.has_edns));
    assert_eq!(HashSet::from_iter(asked.iter().map(|question| question.record)), HashSet::from([A, AAAA]));
    assert_ne!(asked[0].from.port(), asked[1].from.port(), "each question has a port of its own");
}

#[test]
fn one_family_is_asked_for_alone() {
    let _system = System::new("", "127.0.0.9 here.test\n");
    let server = NameServer::with(&["192.0.2.1", "2001:db8::1"]);
    let options = asking(&[&server]);
    let ask = |name: &str, family| block_on(dns::lookup(name, family, &options, soon()));
    assert_eq!(ask("a.test", Family::Ipv4).unwrap(), ["192.0.2.1".parse::<IpAddr>().unwrap()]);
    assert_eq!(ask("a.test", Family::Ipv6).unwrap(), ["2001:db8::1".parse::<IpAddr>().unwrap()]);
    assert_eq!(server.count(), 2);
    assert_eq!(ask("localhost", Family::Ipv4).unwrap(), ["127.0.0.1".parse::<IpAddr>().unwrap()]);
    // The hosts file has no IPv6 address for it, so a server is asked.
    assert_eq!(ask("here.test", Family::Ipv6).unwrap(), ["2001:db8::1".parse::<IpAddr>().unwrap()]);
    assert_eq!(server.count(), 3);
    let error = ask("192.0.2.1", Family::Ipv6).unwrap_err();
    assert!(error.to_string().contains("other address family"), "{error}");
}

#[test]
fn what_never_leaves_the_host() {
    let _system = System::new("", "127.0.0.7 Alias.test short # not.test\n");
    let server = NameServer::with(&["192.0.2.1"]);
    let options = asking(&[&server]);
    for (name, expected) in [
        ("alias.test", &["127.0.0.7"][..]),
        ("SHORT", &["127.0.0.7"]),
        ("alias.test.", &["127.0.0.7"]),
        ("localhost", &["::1", "127.0.0.1"]),
        ("a.b.LocalHost.", &["::1", "127.0.0.1"]),
        ("192.0.2.9", &["192.0.2.9"]),
        ("[2001:db8::9]", &["2001:db8::9"]),
    ] {
        assert_eq!(look(name, &options).unwrap(), expected, "{name}");
    }
    assert_eq!(server.count(), 0);
    let found = block_on(dns::lookup_all("alias.test", Family::Any, &options, soon())).unwrap();
    assert_eq!(found, [("127.0.0.7".parse().unwrap(), Duration::ZERO)]);
}

#[test]
fn names_that_are_none() {
    let server = NameServer::with(&["192.0.2.1"]);
    let options = asking(&[&server]);
    let long = format!("{}.test", "a".repeat(64));
    let longer = ["a"; 128].join(".");
    for (name, fragment) in [
        ("", "empty"),
        (".", "not a host name"),
        ("a..b", "empty label"),
        ("a\0b", "NUL"),
        ("a b", "not a host name"),
        ("b\u{fc}cher.test", "idn_to_ascii"),
        ("host.test:25", "contains a port"),
        ("127.1", "four decimal numbers"),
        ("0x7f000001", "four decimal numbers"),
        (&long, "63 bytes"),
        (&longer, "253"),
    ] {
        let (kind, text) = miss(name, &options);
        assert_eq!(kind, "DnsUnsupported", "{name:?}: {text}");
        assert!(text.contains(fragment), "{name:?}: {text}");
    }
    assert_eq!(kind(&block_on(dns::mx("a..b", &options, soon())).unwrap_err()), "DnsUnsupported");
    assert_eq!(server.count(), 0);
}

#[test]
fn a_name_that_does_not_exist_is_remembered_too() {
    let _system = System::new("", "");
    let server = NameServer::start(|question| match question.name.as_str() {
        "empty.test" => question.denied(0, 60),
        _ => question.denied(NXDOMAIN, 60),
    });
    let options = asking(&[&server]);
    for _ in 0..2 {
        let (kind, text) = miss("nosuch.test", &options);
        assert_eq!(kind, "Dns");
        assert_eq!(
            text,
            format!("\"nosuch.test\" does not exist ({} asked 2 times (A and AAAA): NXDOMAIN)", server.addr)
        );
    }
    assert_eq!(server.count(), 2);
    let (_, text) = miss("empty.test", &options);
    assert!(text.starts_with("\"empty.test\" has no address ("), "{text}");
    let error = block_on(dns::lookup("empty.test", Family::Ipv6, &options, soon())).unwrap_err();
    assert!(error.to_string().contains("has no IPv6 address"), "{error}");
    assert_eq!(server.count(), 4);
    let error = block_on(dns::mx("empty.test", &options, soon())).unwrap_err();
    assert!(error.to_string().contains("has no MX record"), "{error}");
}

#[test]
fn time_to_live_is_kept_and_bounded() {
    let _system = System::new("", "");
    let server = NameServer::start(|question| match question.name.as_str() {
        "brief.test" => question.addresses(1, &["192.0.2.1"]),
        "never.test" => question.addresses(0, &["192.0.2.1"]),
        _ => question.addresses(1_000_000, &["192.0.2.1"]),
    });
    let options = asking(&[&server]);
    let ttl = |name: &str| {
        let found = block_on(dns::lookup_all(name, Family::Ipv4, &options, soon())).unwrap();
        found[0].1
    };
    assert_eq!(ttl("long.test"), Duration::from_secs(3600));
    assert_eq!(ttl("brief.test"), Duration::from_secs(1));
    assert_eq!(ttl("never.test"), Duration::ZERO);
    let before = server.count();
    ttl("long.test");
    ttl("brief.test");
    assert_eq!(server.count(), before, "both are remembered");
    ttl("never.test");
    assert_eq!(server.count(), before + 1, "a TTL of 0 is not");
    std::thread::sleep(Duration::from_millis(1050));
    ttl("brief.test");
    assert_eq!(server.count(), before + 2);
    assert!(ttl("long.test") < Duration::from_secs(3600), "what is left of it");
}

#[test]
fn the_cache_is_bounded_and_may_be_off() {
    let _system = System::new("", "");
    let server = NameServer::with(&["192.0.2.1"]);
    let none = ResolverOptions { cache_size: 0, ..asking(&[&server]) };
    let few = ResolverOptions { cache_size: 4, ..asking(&[&server]) };
    let ask = |options: &ResolverOptions, name: &str| {
        block_on(dns::lookup(name, Family::Ipv4, options, soon())).unwrap();
    };
    (0..3).for_each(|_| ask(&none, "a.test"));
    assert_eq!(server.count(), 3);
    // The cache tidies up in batches, so a little more than that may stay.
    let names: Vec<String> = (0..1000).map(|n| format!("n{n}.test")).collect();
    names.iter().for_each(|name| ask(&few, name));
    let before = server.count();
    names.iter().for_each(|name| ask(&few, name));
    assert!(server.count() - before >= 500, "{}", server.count() - before);
}

#[test]
fn equal_questions_at_the_same_time_are_asked_once() {
    let _system = System::new("", "");
    let server = NameServer::start(|question| {
        let reply = question.addresses(60, &["192.0.2.1"]).bytes();
        Action::Send(vec![(Duration::from_millis(20), Source::Own, reply)])
    });
    let options = asking(&[&server]);
    let ask = || dns::lookup("a.test", Family::Ipv4, &options, soon());
    block_on(async {
        let (first, second) = both(ask(), ask()).await;
        assert_eq!(first.unwrap(), second.unwrap());
    });
    assert_eq!(server.count(), 1);
    // Whoever asked first may give up: the others get their answer all the same.
    dns::clear();
    block_on(async {
        let second = ask();
        let (gone, answer) = both(give_up_after(1, ask()), second).await;
        assert!(gone.is_none());
        assert_eq!(answer.unwrap().len(), 1);
    });
    assert_eq!(reactor::stats(), reactor::Stats::default());
}

#[test]
fn whoever_gives_up_leaves_the_question_to_the_others() {
    let _system = System::new("", "");
    let server = NameServer::start(|question| {
        let reply = question.addresses(60, &["192.0.2.1"]).bytes();
        let late = if question.name == "late.test" { 100 } else { 0 };
        Action::Send(vec![(Duration::from_millis(late), Source::Own, reply)])
    });
    let options = ResolverOptions { timeout: Some(common::LONG), ..asking(&[&server]) };
    // Tasks, so that each has a waker of its own: an answer, or given up after a while.
    let run = |patient: &[bool]| {
        let (found, start) = (std::rc::Rc::new(std::cell::Cell::new(0)), Instant::now());
        for patient in patient.iter().copied() {
            let (options, found) = (options.clone(), std::rc::Rc::clone(&found));
            executor::spawn(async move {
                let until = if patient { soon() } else { millis(10) };
                let answer =
                    give_up_at(until, dns::lookup("late.test", Family::Ipv4, &options, soon())).await;
                assert_eq!(answer.is_some(), patient);
                found.set(found.get() + answer.map_or(0, |answer| answer.unwrap().len()));
            });
        }
        while executor::task_count() > 0 {
            executor::run_tasks();
            reactor::turn(reactor::Wait::AtMost(Duration::from_millis(10)));
        }
        assert_eq!(reactor::stats(), reactor::Stats::default());
        assert!(start.elapsed() < common::LONG / 2, "nobody is left to a timer");
        dns::clear();
        found.get()
    };
    // The first one, the one that polled last, all but one.
    assert_eq!(run(&[false, true]), 1);
    assert_eq!(run(&[true, false]), 1);
    assert_eq!(run(&[false, true, false]), 1);
    assert_eq!(run(&[true, true, true]), 3);
    assert_eq!(server.count(), 4);
    // Everybody: then it is over, and the next one asks anew.
    assert_eq!(run(&[false, false]), 0);
    assert_eq!(run(&[true]), 1);
    assert_eq!(server.count(), 6);
}

#[test]
fn servers_that_fail_or_are_silent_are_passed_over() {
    let _system = System::new("", "");
    let good = NameServer::with(&["192.0.2.1"]);
    let closed = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    type Fault = fn(&Question) -> Action;
    let faults: [(&str, Fault); 7] = [
        ("silence", |_| Action::Nothing),
        ("SERVFAIL", |question| question.reply().code(SERVFAIL).into()),
        ("REFUSED", |question| question.reply().code(REFUSED).into()),
        ("a lame answer", |question| {
            let mut reply = question.reply().bytes();
            reply[3] &= 0x7f;
            Action::Say(reply)
        }),
        ("garbage behind the header", |question| {
            Action::Say([&question.reply().bytes()[..6], &[0xff; 40]].concat())
        }),
        ("a name that points to itself", |question| {
            let mut reply = question.addresses(60, &["192.0.2.66", "2001:db8::66"]).bytes();
            let at = 12 + wire(&question.name).len() + 4;
            reply.splice(at..at + 2, [0xc0, u8::try_from(at).unwrap()]);
            Action::Say(reply)
        }),
        ("a record of another class", |question| {
            let mut reply = question.addresses(60, &["192.0.2.66", "2001:db8::66"]).bytes();
            let name = wire(&question.name).len();
            // Behind header, question, name and type.
            reply[12 + name + 4 + name + 3] = 3;
            Action::Say(reply)
        }),
    ];
    for (what, fault) in faults {
        let bad = NameServer::start(fault);
        assert_eq!(look("a.test", &asking(&[&bad, &good])).unwrap(), ["192.0.2.1"], "{what}");
        assert!(bad.count() > 0, "{what}");
    }
    let mut options = asking(&[&good, &good]);
    options.servers[0] = closed;
    options.timeout = Some(common::LONG);
    let start = Instant::now();
    assert_eq!(look("a.test", &options).unwrap(), ["192.0.2.1"]);
    assert!(start.elapsed() < common::LONG / 4, "a refusal is no silence");
}

#[test]
fn a_silent_server_is_asked_last_for_a_while() {
    let _system = System::new("", "");
    let (silent, good) = (NameServer::silent(), NameServer::with(&["192.0.2.1"]));
    let options = ResolverOptions { cache_size: 0, ..asking(&[&silent, &good]) };
    look("a.test", &options).unwrap();
    let before = silent.count();
    look("b.test", &options).unwrap();
    assert_eq!(silent.count(), before);
    // Also when the caller was the one to lose patience.
    dns::clear();
    let options = ResolverOptions { timeout: Some(common::LONG), ..options };
    let error = block_on(dns::lookup("c.test", Family::Any, &options, millis(300))).unwrap_err();
    assert_eq!(kind(&error), "DnsTimeout", "{error}");
    look("c.test", &options).unwrap();
}

#[test]
fn failures_say_who_was_asked_how_often_and_what_each_said() {
    let _system = System::new("", "");
    let (silent, failing) =
        (NameServer::silent(), NameServer::start(|question| question.reply().code(SERVFAIL)));
    let options = asking(&[&silent, &failing]);
    let (kind_, text) = miss("a.test", &options);
    let expected = format!(
        "no server could resolve \"a.test\" ({} asked 4 times (A and AAAA): no answer; {} asked 2 times (A and AAAA): SERVFAIL)",
        silent.addr, failing.addr
    );
    assert_eq!((kind_, text), ("Dns", expected));
    assert_eq!((silent.count(), failing.count()), (4, 2));

    let start = Instant::now();
    let (kind_, text) = miss("a.test", &asking(&[&silent]));
    let expected =
        format!("no server answered for \"a.test\" ({} asked 4 times (A and AAAA): no answer)", silent.addr);
    assert_eq!((kind_, text), ("DnsTimeout", expected));
    assert!((400..4000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());

    let error = block_on(dns::lookup("b.test", Family::Ipv4, &asking(&[&silent]), millis(50))).unwrap_err();
    let expected =
        format!("\"b.test\" was not resolved within 0.05 s ({} asked once: no answer yet)", silent.addr);
    assert_eq!((kind(&error), error.kind.to_string()), ("DnsTimeout", expected));
    assert_eq!(reactor::stats(), reactor::Stats::default());
}

#[test]
fn answers_are_checked() {
    let _system = System::new("", "");
    let spoof = |question: &Question| question.addresses(60, &["192.0.2.66"]);
    let servers = [
        after(move |question| {
            let mut reply = spoof(question);
            reply.id ^= 1;
            vec![(Source::Own, reply.bytes())]
        }),
        after(move |question| vec![(Source::Stranger, spoof(question).bytes())]),
        after(move |question| vec![(Source::Own, spoof(question).about("other.test", A).bytes())]),
        after(move |question| vec![(Source::Own, spoof(question).about(&question.name, AAAA).bytes())]),
        // A question of somebody else's, and what is too short to be anything.
        after(move |question| {
            let mut reply = spoof(question).bytes();
            reply[2] &= 0x7f;
            vec![(Source::Own, reply), (Source::Own, Vec::new()), (Source::Own, vec![0; 11])]
        }),
    ];
    for (number, server) in servers.iter().enumerate() {
        assert_eq!(look("a.test", &asking(&[server])).unwrap(), ["192.0.2.1"], "{number}");
    }
    // What belongs to another name is not taken for an answer.
    let server = NameServer::start(|question| {
        let reply = question.addresses(60, &["192.0.2.1"]);
        match (question.name.as_str(), question.record) {
            ("a.test", A) => reply.answer("other.test", A, 60, &[192, 0, 2, 66]),
            _ => reply,
        }
    });
    assert_eq!(look("a.test", &asking(&[&server])).unwrap(), ["192.0.2.1"]);
    assert_eq!(look("other.test", &asking(&[&server])).unwrap(), ["192.0.2.1"], "nor remembered");
}

#[test]
fn ids_and_ports_are_random() {
    let _system = System::new("", "");
    let server = NameServer::with(&["192.0.2.1"]);
    let options = ResolverOptions { cache_size: 0, ..asking(&[&server]) };
    (0..40).for_each(|_| drop(look("a.test", &options)));
    let asked = server.asked();
    let ids: HashSet<u16> = asked.iter().map(|question| question.id).collect();
    let ports: HashSet<u16> = asked.iter().map(|question| question.from.port()).collect();
    assert!(ids.len() > 70 && ports.len() > 60, "{} ids, {} ports of 80", ids.len(), ports.len());
    let steps: HashSet<u16> = asked.windows(2).map(|pair| pair[1].id.wrapping_sub(pair[0].id)).collect();
    assert!(steps.len() > 60, "no counter");
}

#[test]
fn what_was_truncated_is_asked_over_tcp() {
    let _system = System::new("", "");
    let many: Vec<String> = (1..=250).map(|n| format!("192.0.2.{n}")).collect();
    let expected = many.clone();
    let server = NameServer::start(move |question| {
        let mut reply = question.addresses(60, &many.iter().map(String::as_str).collect::<Vec<_>>());
        if !question.is_tcp && question.record == A {
            reply.truncated = true;
            // Cut in the middle of a record.
            return Action::Say(reply.bytes()[..500].to_vec());
        }
        reply.into()
    });
    assert_eq!(look("many.test", &asking(&[&server])).unwrap(), expected);
    assert_eq!(server.asked().iter().filter(|question| question.is_tcp).count(), 1);

    // Over TCP too an answer has to fit, and there silence is silence.
    type Fault = fn(&Question) -> Action;
    let faults: [(&str, Fault); 3] = [
        ("closed", |_| Action::Nothing),
        ("another id", |question| {
            let mut reply = question.addresses(60, &["192.0.2.66"]);
            reply.id ^= 1;
            reply.into()
        }),
        ("another question", |question| question.addresses(60, &["192.0.2.66"]).about("b.test", A).into()),
    ];
    let good = NameServer::with(&["192.0.2.1"]);
    for (what, fault) in faults {
        let bad = NameServer::start(move |question| {
            if question.is_tcp {
                return fault(question);
            }
            let mut reply = question.reply();
            reply.truncated = true;
            reply.into()
        });
        assert_eq!(look("a.test", &asking(&[&bad, &good])).unwrap(), ["192.0.2.1"], "{what}");
        let (_, text) = miss("a.test", &asking(&[&bad]));
        assert!(text.contains("malformed answer") || text.contains("end of file"), "{what}: {text}");
    }
}

#[test]
fn a_server_too_old_for_edns() {
    let _system = System::new("", "");
    let server = NameServer::start(|question| match question.has_edns {
        // And too old to repeat the question.
        true => Action::Say([&question.id.to_be_bytes()[..], &[0x81, 0x81], &[0; 8]].concat()),
        false => question.addresses(60, &["192.0.2.1"]).into(),
    });
    assert_eq!(look("a.test", &asking(&[&server])).unwrap(), ["192.0.2.1"]);
}

#[test]
fn aliases_are_followed_but_not_for_ever() {
    let _system = System::new("", "");
    let server = NameServer::start(|question| {
        let reply = question.reply();
        let alias = |to: &str| question.reply().answer(&question.name, CNAME, 7, &wire(to));
        match question.name.as_str() {
            // The whole chain at once.
            "c1.test" if question.record == A => alias("c2.test")
                .answer("c2.test", CNAME, 60, &wire("end.test"))
                .answer("end.test", A, 60, &[192, 0, 2, 1])
                .answer("other.test", A, 60, &[192, 0, 2, 66]),
            "c1.test" => alias("c2.test").answer("c2.test", CNAME, 60, &wire("end.test")),
            // Step by step, from a server that does not follow them.
            "s1.test" => alias("s2.test"),
            "s2.test" => alias("end.test"),
            "end.test" => question.addresses(60, &["192.0.2.1"]),
            "dangling.test" => alias("nosuch.test"),
            "loop1.test" => alias("loop2.test"),
            "loop2.test" => alias("loop1.test"),
            "self.test" => alias("self.test"),
            name if name.starts_with("far") => {
                let next: u32 = name[3..name.len() - 5].parse().unwrap();
                alias(&format!("far{}.test", next + 1))
            }
            _ => reply.code(NXDOMAIN),
        }
    });
    let options = asking(&[&server]);
    assert_eq!(look("c1.test", &options).unwrap(), ["192.0.2.1"]);
    let found = block_on(dns::lookup_all("c1.test", Family::Ipv4, &options, soon())).unwrap();
    assert_eq!(found[0].1, Duration::from_secs(7), "the shortest of the chain");
    assert_eq!(look("s1.test", &options).unwrap(), ["192.0.2.1"]);
    for name in ["dangling.test", "loop1.test", "self.test", "far0.test"] {
        let before = server.count();
        let (kind, text) = miss(name, &options);
        assert_eq!(kind, "Dns", "{name}: {text}");
        assert!(server.count() - before < 24, "{name} asked {} times", server.count() - before);
        assert!(text.contains(&format!("{} asked ", server.addr)), "{text}");
    }
    let (_, text) = miss("dangling.test", &options);
    assert!(text.contains("4 times (A and AAAA): alias of nosuch.test., NXDOMAIN)"), "{text}");
}

#[test]
fn a_slow_server_is_waited_for() {
    let _system = System::new("", "");
    let server = NameServer::start(|question| {
        let delay = Duration::from_millis(if question.record == A { 120 } else { 0 });
        Action::Send(vec![(delay, Source::Own, question.addresses(60, &["192.0.2.1"]).bytes())])
    });
    assert_eq!(look("a.test", &asking(&[&server])).unwrap(), ["192.0.2.1"]);
    assert_eq!(server.count(), 2);
}

#[test]
fn the_search_list() {
    let system = System::new("search one.test two.test\noptions ndots:1\n", "");
    let server = NameServer::start(|question| match question.name.as_str() {
        "db.two.test" | "host.test" => question.addresses(60, &["192.0.2.2"]),
        "bad.one.test" => question.reply().code(SERVFAIL),
        "bad.two.test" => question.addresses(60, &["192.0.2.3"]),
        "half.one.test" => question.denied(0, 60),
        _ => question.denied(NXDOMAIN, 60),
    });
    let options = asking(&[&server]);
    let names = |from: usize| -> Vec<String> {
        let mut names: Vec<_> = server.asked().into_iter().skip(from).map(|question| question.name).collect();
        names.dedup();
        names
    };
    assert_eq!(look("db", &options).unwrap(), ["192.0.2.2"]);
    assert_eq!(names(0), ["db.one.test", "db.two.test"]);
    let before = server.count();
    assert_eq!(look("host.test", &options).unwrap(), ["192.0.2.2"]);
    assert_eq!(names(before), ["host.test"]);
    let before = server.count();
    let (_, text) = miss("db.", &options);
    assert_eq!(names(before), ["db"], "a final dot: no search");
    assert!(!text.contains("tried"), "{text}");
    let (_, text) = miss("nosuch", &options);
    assert!(
        text.contains("\"nosuch\" does not exist (tried nosuch.one.test., nosuch.two.test., nosuch.;"),
        "{text}"
    );
    assert_eq!(look("bad", &options).unwrap(), ["192.0.2.3"], "as the C library does");
    assert!(miss("half", &options).1.contains("has no address"));
    system.write("resolv.conf", "search one.test two.test\noptions ndots:2\n");
    system.install();
    let before = server.count();
    assert_eq!(look("host.test", &options).unwrap(), ["192.0.2.2"]);
    assert_eq!(names(before), ["host.test.one.test", "host.test.two.test", "host.test"]);
}

#[test]
fn without_a_server() {
    let system = System::new("search a.test\n", "127.0.0.7 here.test\n");
    let options = ResolverOptions::default();
    let (kind, text) = miss("a.test", &options);
    assert_eq!(kind, "DnsNoServer");
    assert!(text.starts_with("no name server: ") && text.ends_with("resolv.conf names none"), "{text}");
    system.remove("resolv.conf");
    system.install();
    let (kind, text) = miss("a.test", &options);
    assert_eq!(kind, "DnsNoServer");
    assert!(text.contains("cannot be read (No such file"), "{text}");
    assert_eq!(look("here.test", &options).unwrap(), ["127.0.0.7"], "nobody else is needed for that");
    let server = NameServer::with(&["192.0.2.1"]);
    assert_eq!(look("a.test", &asking(&[&server])).unwrap(), ["192.0.2.1"]);
}

#[test]
fn changed_files_are_read_again() {
    let clock = engine::time::ManualClock::install();
    let system = System::new("search one.test\n", "127.0.0.1 a.test\n");
    let server = NameServer::start(|question| match question.name.as_str() {
        "db.one.test" => question.addresses(60, &["192.0.2.1"]),
        _ => question.addresses(60, &["192.0.2.2"]),
    });
    let options = asking(&[&server]);
    // The clock stands still, so turns do not block; answers are on their way.
    assert_eq!(look("a.test", &options).unwrap(), ["127.0.0.1"]);
    assert_eq!(look("db", &options).unwrap(), ["192.0.2.1"]);
    system.write("hosts", "127.0.0.2 a.test\n");
    system.write("resolv.conf", "search two.test\n");
    assert_eq!(look("a.test", &options).unwrap(), ["127.0.0.1"], "looked at once a second at most");
    clock.advance(Duration::from_secs(1));
    assert_eq!(look("a.test", &options).unwrap(), ["127.0.0.2"]);
    assert_eq!(look("db", &options).unwrap(), ["192.0.2.2"], "the cache goes by search list");
    system.remove("hosts");
    clock.advance(Duration::from_secs(1));
    assert_eq!(look("a.test", &options).unwrap(), ["192.0.2.2"]);
}

#[test]
fn other_sources_are_named() {
    let system = System::new("", "");
    let server = NameServer::start(|question| question.denied(NXDOMAIN, 60));
    let options = asking(&[&server]);
    assert!(miss("printer.local", &options).1.ends_with("; multicast DNS (.local) is not asked"));
    system.write("nsswitch.conf", "hosts: files mdns4_minimal [NOTFOUND=return] dns\n");
    let (_, text) = miss("a.test", &options);
    assert!(text.ends_with("; mdns4_minimal, which nsswitch.conf lists, is not asked"), "{text}");
}

#[test]
fn records_other_than_addresses() {
    let _system = System::new("search one.test\n", "");
    let server = NameServer::start(|question| {
        let reply = question.reply();
        let name = &question.name;
        match question.record {
            MX if name == "none.test" => reply.answer(name, MX, 60, &[0, 0, 0]),
            MX => reply.answer(name, MX, 60, &[&[0, 20][..], &wire("b.test")].concat()).answer(
                name,
                MX,
                60,
                &[&[0, 10][..], &wire("a.test")].concat(),
            ),
            TXT => reply.answer(name, TXT, 30, b"\x03v=s\x02pf").answer(name, TXT, 30, b"\x02\xff\0"),
            SRV => reply
                .answer(name, SRV, 60, &[&[0, 2, 0, 5, 0, 143][..], &wire("b.test")].concat())
                .answer(name, SRV, 60, &[&[0, 1, 0, 9, 3, 225][..], &wire("a.test")].concat()),
            TLSA => reply.answer(name, TLSA, 60, &[3, 1, 1, 0xab, 0xcd]),
            _ => reply.code(NXDOMAIN),
        }
    });
    let options = asking(&[&server]);
    let mx = block_on(dns::mx("test", &options, soon())).unwrap();
    let shown: Vec<_> = mx.iter().map(|mx| (mx.preference, mx.exchange.as_str(), mx.ttl.as_secs())).collect();
    assert_eq!(shown, [(10, "a.test", 60), (20, "b.test", 60)]);
    assert_eq!(server.asked()[0].name, "test", "no search list");
    assert_eq!(block_on(dns::mx("none.test.", &options, soon())).unwrap()[0].exchange, "");
    let txt = block_on(dns::txt("a.test", &options, soon())).unwrap();
    assert_eq!(txt[0].parts, [b"v=s".to_vec(), b"pf".to_vec()]);
    assert_eq!((&txt[1].parts[..], txt[1].ttl), (&[b"\xff\0".to_vec()][..], Duration::from_secs(30)));
    let srv = block_on(dns::srv("_imap._tcp.test", &options, soon())).unwrap();
    let shown: Vec<_> =
        srv.iter().map(|srv| (srv.priority, srv.weight, srv.port, srv.target.as_str())).collect();
    assert_eq!(shown, [(1, 9, 993, "a.test"), (2, 5, 143, "b.test")]);
    let tlsa = block_on(dns::tlsa("_25._tcp.a.test", &options, soon())).unwrap();
    assert_eq!(
        (tlsa[0].usage, tlsa[0].selector, tlsa[0].matching, &tlsa[0].data[..]),
        (3, 1, 1, &b"\xab\xcd"[..])
    );
}

#[test]
fn a_look_up_that_is_given_up_leaves_nothing() {
    let _system = System::new("", "");
    let server = NameServer::silent();
    let options = asking(&[&server]);
    block_on(async {
        let asking = dns::lookup("a.test", Family::Any, &options, soon());
        assert!(give_up_after(1, asking).await.is_none());
    });
    assert_eq!(reactor::stats(), reactor::Stats::default());
    assert_eq!(executor::task_count(), 0);
}

#[test]
fn a_thread_may_end_with_or_without_shutdown() {
    let server = NameServer::with(&["192.0.2.1"]);
    for shutdown in [true, false] {
        let options = asking(&[&server]);
        std::thread::spawn(move || {
            assert_eq!(look("a.test", &options).unwrap(), ["192.0.2.1"]);
            if shutdown {
                engine::shutdown();
                assert_eq!(look("a.test", &options).unwrap(), ["192.0.2.1"], "and starts anew");
            }
        })
        .join()
        .unwrap();
    }
}

#[test]
fn servers_may_take_turns() {
    let _system = System::new("options rotate\n", "");
    let servers = [NameServer::with(&["192.0.2.1"]), NameServer::with(&["192.0.2.1"])];
    let options = ResolverOptions { cache_size: 0, ..asking(&[&servers[0], &servers[1]]) };
    for _ in 0..4 {
        block_on(dns::lookup("a.test", Family::Ipv4, &options, soon())).unwrap();
    }
    assert_eq!((servers[0].count(), servers[1].count()), (2, 2));
}

#[test]
fn four_hundred_names_at_once() {
    let _system = System::new("", "");
    let server = NameServer::with(&["192.0.2.1"]);
    let options = ResolverOptions { timeout: Some(Duration::from_secs(5)), ..asking(&[&server]) };
    let done = std::rc::Rc::new(std::cell::Cell::new(0));
    for number in 0..400 {
        let (options, done) = (options.clone(), std::rc::Rc::clone(&done));
        executor::spawn(async move {
            let name = format!("n{number}.test");
            let found = dns::lookup(&name, Family::Ipv4, &options, soon()).await.unwrap();
            assert_eq!(found.len(), 1);
            done.set(done.get() + 1);
        });
    }
    while executor::task_count() > 0 {
        executor::run_tasks();
        reactor::turn(reactor::Wait::AtMost(Duration::from_millis(10)));
    }
    assert_eq!((done.get(), server.count()), (400, 400));
}

#[test]
fn an_ipv6_server() {
    let _system = System::new("", "");
    let Ok(socket) = UdpSocket::bind("[::1]:0") else { return };
    let addr: SocketAddr = socket.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let mut buffer = [0; 512];
        let (size, from) = socket.recv_from(&mut buffer).unwrap();
        // The question is the answer: no such record, says an authority.
        buffer[2] |= 0x84;
        socket.send_to(&buffer[..size], from).unwrap();
    });
    let options = ResolverOptions { servers: vec![addr], ..ResolverOptions::default() };
    let error = block_on(dns::lookup("a.test", Family::Ipv4, &options, soon())).unwrap_err();
    assert!(error.to_string().contains(&format!("{addr} asked once: no such record")), "{error}");
    server.join().unwrap();
}
