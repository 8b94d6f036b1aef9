//! What the protocols' tests share: a dialogue is fed in every way in which bytes can come.

use super::{Credentials, Dialogue, Progress, Protocol, Reason, Refusal, Scheme, Target, Word};
use crate::machine::TOTAL;
use crate::net::addr::Host;

pub(super) fn credentials(user: &str, password: &str) -> Credentials {
    Credentials { user: Word::socks(user).unwrap(), password: Word::socks(password).unwrap() }
}

/// `host`, port 25.
pub(super) fn target(host: &str) -> Target {
    Target::new(Scheme::Http, &Host::parse(host).unwrap(), 25).unwrap()
}

/// What the client sent, and how it ended: `None` while it would wait, `Ok` is how much was unread then.
type Done = (Vec<u8>, Option<Result<usize, Refusal>>);

fn run(protocol: &Protocol, target: &Target, pieces: &[&[u8]]) -> Done {
    let mut dialogue = Dialogue::new(protocol, target);
    let mut sent = dialogue.outgoing();
    let mut rest = pieces.iter();
    while let Some(piece) = rest.next() {
        let progress = dialogue.receive(piece);
        sent.extend(dialogue.outgoing());
        match progress {
            Ok(Progress::Wait) => {}
            Ok(Progress::Done) => {
                return (sent, Some(Ok(dialogue.unread() + rest.map(|piece| piece.len()).sum::<usize>())));
            }
            Err(refusal) => return (sent, Some(Err(refusal))),
        }
    }
    (sent, None)
}

/// All at once, byte by byte, and in two pieces with every border: the outcome is the same.
fn run_every_way(protocol: &Protocol, target: &Target, server: &[u8]) -> Done {
    let at_once = run(protocol, target, &[server]);
    let bytes: Vec<&[u8]> = server.chunks(1).collect();
    assert_eq!(run(protocol, target, &bytes), at_once, "byte by byte");
    for border in 0..=server.len() {
        let (first, second) = server.split_at(border);
        assert_eq!(run(protocol, target, &[first, second]), at_once, "split at {border}");
    }
    at_once
}

/// What the client sent in a dialogue that ends with the last byte of `server`, and not before. Of bytes that
/// follow none is taken.
pub(super) fn connected(protocol: &Protocol, target: &Target, server: impl AsRef<[u8]>) -> Vec<u8> {
    let server = server.as_ref();
    let (sent, outcome) = run_every_way(protocol, target, server);
    assert_eq!(outcome, Some(Ok(0)));
    for end in 0..server.len() {
        assert_eq!(run(protocol, target, &[&server[..end]]).1, None, "after {end} bytes");
    }
    for more in [&b"\n"[..], b"\x16\x03\x01", b"\0\0\0\0\0\0\0\0", b"220 hello\r\n\r\n"] {
        let outcome = run_every_way(protocol, target, &[server, more].concat());
        assert_eq!(outcome, (sent.clone(), Some(Ok(more.len()))));
    }
    sent
}

/// Why a dialogue is refused.
pub(super) fn refused(protocol: &Protocol, server: impl AsRef<[u8]>) -> (Reason, String) {
    match run_every_way(protocol, &target("mail.test"), server.as_ref()).1 {
        Some(Err(refusal)) => (refusal.reason, refusal.to_string()),
        other => panic!("not refused: {other:?}"),
    }
}

/// Why a proxy that closes the connection after `server` refuses.
pub(super) fn ended(protocol: &Protocol, server: &str) -> (Reason, String) {
    let mut dialogue = Dialogue::new(protocol, &target("mail.test"));
    assert_eq!(dialogue.receive(server.as_bytes()), Ok(Progress::Wait));
    let refusal = dialogue.ended();
    (refusal.reason, refusal.to_string())
}

/// Feeds `piece` again and again: why it ends, and how much was fed.
pub(super) fn endless(protocol: &Protocol, start: &str, piece: &str) -> (Reason, String, usize) {
    let mut dialogue = Dialogue::new(protocol, &target("mail.test"));
    let mut next = dialogue.receive(start.as_bytes());
    let mut fed = start.len();
    loop {
        match next {
            Ok(Progress::Wait) => {}
            Ok(Progress::Done) => panic!("connected"),
            Err(refusal) => return (refusal.reason, refusal.to_string(), fed),
        }
        next = dialogue.receive(piece.as_bytes());
        fed += piece.len();
    }
}

fn all() -> [Protocol; 5] {
    let known = || Some(credentials("user", "pass"));
    [
        Protocol::Socks5(None),
        Protocol::Socks5(known()),
        Protocol::Socks4(None),
        Protocol::Http(None),
        Protocol::Http(known()),
    ]
}

#[test]
fn a_close_names_the_step() {
    for protocol in all() {
        let (reason, why) = ended(&protocol, "");
        assert_eq!(reason, Reason::Closed);
        assert!(why.starts_with("the proxy closed the connection after the "), "{why}");
    }
    let known = &all()[1];
    assert!(ended(known, "\x05\x02").1.ends_with("after the user name and password"));
    assert!(ended(known, "\x05\x02\x01\0\x05\0\0").1.ends_with("after the request"));
}

#[test]
fn no_bytes_panic_and_splits_never_matter() {
    let mut state = 0x9e37_79b9_u32;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    };
    let words: &[&[u8]] = &[
        b"\x05",
        b"\0",
        b"\x01",
        b"\x02",
        b"\x03",
        b"\x04",
        b"\x5a",
        b"\xff",
        b"\x05\0",
        b"\x05\0\0\x01",
        b"HTTP/1.1 ",
        b"HTTP/1.0 ",
        b"200 ",
        b"407 ",
        b"100 ",
        b"OK\r\n",
        b"\r\n",
        b"\n",
        b"\r",
        b"Proxy-Authenticate: ",
        b"Basic",
        b" ",
        b":",
        b"x",
    ];
    for protocol in all() {
        for _ in 0..4000 {
            let picked = (0..random() % 16).map(|_| words[random() as usize % words.len()]);
            let server: Vec<u8> = picked.flatten().copied().collect();
            let border = random() as usize % (server.len() + 1);
            let target = target("mail.test");
            let at_once = run(&protocol, &target, &[&server]);
            assert_eq!(
                run(&protocol, &target, &[&server[..border], &server[border..]]),
                at_once,
                "{server:?}"
            );
        }
    }
}

#[test]
fn nothing_grows_without_end() {
    for protocol in all() {
        for piece in ["x", "\0", "\x05", "HTTP/1.1 100 A\r\n\r\n", "\x05\0\x05\0\0\x03\0"] {
            let mut dialogue = Dialogue::new(&protocol, &target("mail.test"));
            let mut fed = 0;
            while let Ok(Progress::Wait) = dialogue.receive(piece.as_bytes()) {
                fed += piece.len();
                assert!(fed <= TOTAL, "{protocol:?} takes {piece:?} for ever");
            }
        }
    }
}
