//! What the protocols' tests share: a dialogue is fed in every way in which bytes can come.

use super::{Dialogue, Name, Progress, Protocol, StartTls, UNIT};
use crate::machine::TOTAL;

/// What became of a dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Done {
    /// What the client sent, as text and as it is.
    pub(super) sent: String,
    pub(super) raw: Vec<u8>,
    pub(super) greeting: String,
    pub(super) greeting_bytes: Vec<u8>,
    /// `None` while it would wait; an error is its message.
    pub(super) outcome: Option<Result<usize, String>>,
}

/// Feeds the pieces one after the other, up to the outcome. `Ok` is how much was unread then, of all pieces.
pub(super) fn run(protocol: Protocol, pieces: &[&[u8]]) -> Done {
    let name = Name::parse("client.test").ok();
    let local = std::net::Ipv4Addr::LOCALHOST.into();
    let mut dialogue = Dialogue::new(&StartTls { protocol, name }, "server.test", local);
    let mut raw = dialogue.outgoing();
    let mut outcome = None;
    let mut rest = pieces.iter();
    for piece in rest.by_ref() {
        let progress = dialogue.receive(piece);
        raw.extend(dialogue.outgoing());
        match progress {
            Ok(Progress::Wait) => {}
            Ok(Progress::Done) => {
                outcome = Some(Ok(dialogue.unread() + rest.map(|piece| piece.len()).sum::<usize>()));
                break;
            }
            Err(refusal) => {
                outcome = Some(Err(refusal.to_string()));
                break;
            }
        }
    }
    // Nobody asks for the greeting before: how much of it was there is left open.
    let is_upgraded = matches!(outcome, Some(Ok(_)));
    let greeting_bytes = if is_upgraded { dialogue.into_greeting() } else { Vec::new() };
    Done {
        sent: String::from_utf8_lossy(&raw).into(),
        greeting: String::from_utf8_lossy(&greeting_bytes).into(),
        raw,
        greeting_bytes,
        outcome,
    }
}

/// All at once, byte by byte, and in two pieces with every border: the outcome is the same.
fn run_every_way(protocol: Protocol, server: &[u8]) -> Done {
    let at_once = run(protocol, &[server]);
    let bytes: Vec<&[u8]> = server.chunks(1).collect();
    assert_eq!(run(protocol, &bytes), at_once, "byte by byte");
    for border in 0..=server.len() {
        let (first, second) = server.split_at(border);
        assert_eq!(run(protocol, &[first, second]), at_once, "split at {border}");
    }
    at_once
}

/// A dialogue that ends in the upgrade with the last byte of `server`, and not before. Of bytes that follow
/// none is taken.
pub(super) fn upgraded(protocol: Protocol, server: impl AsRef<[u8]>) -> Done {
    let server = server.as_ref();
    let done = run_every_way(protocol, server);
    assert_eq!(done.outcome, Some(Ok(0)), "{done:?}");
    for end in 0..server.len() {
        assert_eq!(run(protocol, &[&server[..end]]).outcome, None, "after {end} bytes");
    }
    for injected in [&b"\n"[..], b"\x16\x03\x01", b"250 injected\r\n"] {
        let more = run_every_way(protocol, &[server, injected].concat());
        assert_eq!(more, Done { outcome: Some(Ok(injected.len())), ..done.clone() });
    }
    done
}

/// The message of a dialogue that is refused.
pub(super) fn refused(protocol: Protocol, server: impl AsRef<[u8]>) -> String {
    match run_every_way(protocol, server.as_ref()).outcome {
        Some(Err(why)) => why,
        other => panic!("not refused: {other:?}"),
    }
}

/// Feeds `piece` again and again; the message, and how much was fed.
fn endless(protocol: Protocol, start: &[u8], piece: &[u8]) -> (String, usize) {
    let name = None;
    let local = std::net::Ipv4Addr::LOCALHOST.into();
    let mut dialogue = Dialogue::new(&StartTls { protocol, name }, "server.test", local);
    let mut next = dialogue.receive(start);
    let mut fed = start.len();
    loop {
        match next {
            Ok(Progress::Wait) => {}
            Ok(Progress::Done) => panic!("upgraded"),
            Err(refusal) => return (refusal.to_string(), fed),
        }
        next = dialogue.receive(piece);
        fed += piece.len();
    }
}

#[test]
fn nothing_grows_without_end() {
    use Protocol::{Ftp, Imap, Irc, Ldap, Lmtp, Mysql, Nats, Nntp, Pop3, Postgres, Sieve, Smtp, Xmpp};
    let header = b"<s:stream xmlns:s='http://etherx.jabber.org/streams' version='1.0'>";
    let cases: &[(Protocol, &[u8], &[u8])] = &[
        (Smtp, b"", b"x"),
        (Smtp, b"", b"220-more\r\n"),
        (Smtp, b"220 x\r\n", b"250-MORE\r\n"),
        (Lmtp, b"", b"220-"),
        (Imap, b"", b"* OK "),
        (Imap, b"* OK\r\n", b"* OK more\r\n"),
        (Imap, b"* OK\r\n", b"*\n"),
        (Pop3, b"", b"+OK "),
        (Sieve, b"", b"\"X\" \"Y\"\r\n"),
        (Sieve, b"", b"\"x"),
        (Sieve, b"\"", b"\\\""),
        (Sieve, b"", b" "),
        (Sieve, b"{16384}\r\n", b"\0"),
        (Sieve, b"", b"{9}\r\n123456789"),
        (Ftp, b"220-\r\n", b"\r\n"),
        (Ftp, b"", b"120 soon\r\n"),
        (Nntp, b"", b"200-x\r\n"),
        (Xmpp, b"", b" "),
        (Xmpp, b"<", b"x"),
        (Xmpp, b"<a b='", b">"),
        (Xmpp, header, b"\n"),
        (Xmpp, header, b"<s:features>x"),
        (Xmpp, b"", b"x"),
        (Irc, b"", b":a NOTICE * :more\r\n"),
        (Irc, b"", b":a NOTICE * :more "),
        (Nats, b"INFO {", b"\"a\":1,"),
        (Ldap, b"\x30\x82\x40\x00", b"\0"),
        (Mysql, b"\x00\x40\x00\x00", b"\x0a"),
        (Postgres, b"E\0\0\x40\0", b"x"),
    ];
    for &(protocol, start, piece) in cases {
        let (why, fed) = endless(protocol, start, piece);
        assert!(fed <= TOTAL + piece.len(), "{why}: {fed}");
        assert!(why.len() < 400 && why.starts_with(protocol.name()), "{why}");
    }
    let (why, fed) = endless(Smtp, b"", b"x");
    assert_eq!((&*why, fed), ("smtp, greeting: the server sent a line of more than 16384 bytes", UNIT + 1));
    let (why, _) = endless(Irc, b"", b":a NOTICE * :x\r\n");
    assert!(why.contains("and no end"), "{why}");
}

#[test]
fn a_close_names_the_step() {
    let local = std::net::Ipv4Addr::LOCALHOST.into();
    for &(name, protocol) in Protocol::all() {
        let dialogue = Dialogue::new(&StartTls { protocol, name: None }, "server.test", local);
        let why = dialogue.ended().to_string();
        assert!(why.starts_with(name) && why.ends_with(": the server closed the connection"), "{why}");
    }
}

#[test]
fn no_bytes_panic() {
    // A cheap generator is enough: what matters is that every branch meets bytes that it does not expect.
    let mut state = 0x9e37_79b9_u32;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    };
    let words: &[&[u8]] = &[
        b"220 ",
        b"250-",
        b"STARTTLS",
        b"\r\n",
        b"\n",
        b"* OK ",
        b"A1 OK",
        b"+OK",
        b"\"",
        b"{3}\r\n",
        b"OK",
        b"<",
        b">",
        b"stream:stream",
        b" xmlns:stream='http://etherx.jabber.org/streams' version='1.0'",
        b"/",
        b"INFO {",
        b"\"tls_required\":true",
        b"}",
        b"\x30",
        b"\x84",
        b"\x02\x01\x01",
        b"\x78",
        b"\x0a\x01\x00",
        b"\x04\x00",
        b"\0",
        b"\xff",
        b"E",
        b"\\",
        b"670",
        b"CAP x LS :tls\n",
        b" ",
        b":",
        b"=",
        b"'",
    ];
    for &(_, protocol) in Protocol::all() {
        for _ in 0..2000 {
            let picked = (0..random() % 24).map(|_| words[random() as usize % words.len()]);
            let server: Vec<u8> = picked.flatten().copied().collect();
            let border = random() as usize % (server.len() + 1);
            let at_once = run(protocol, &[&server]);
            assert_eq!(run(protocol, &[&server[..border], &server[border..]]), at_once, "{server:?}");
        }
    }
}
