//! SOCKS 4A: the extension of SOCKS 4 by which the proxy resolves the name.

use super::target::Address;
use super::{Advance, Failure, Machine, Reason, Target, Word};
use crate::error::printable;
use std::net::{IpAddr, Ipv4Addr};

pub(super) struct Socks4 {
    request: Vec<u8>,
}

const VERSION: u8 = 4;
const CONNECT: u8 = 1;
const GRANTED: u8 = 90;
/// The reply has a port and an address, which nobody needs.
const REPLY: usize = 8;
/// An address that cannot be one: the name follows.
const NAME_FOLLOWS: Ipv4Addr = Ipv4Addr::new(0, 0, 0, 1);

impl Socks4 {
    pub(super) fn new(user: Option<&Word>, target: &Target) -> Self {
        // No user id and no name has a NUL: see `Word` and `Target`. A target is no IPv6 address here.
        let (ip, name) = match &target.host {
            Address::Ip(IpAddr::V4(ip)) => (*ip, None),
            Address::Ip(IpAddr::V6(ip)) => (NAME_FOLLOWS, Some(ip.to_string())),
            Address::Name(name) => (NAME_FOLLOWS, Some(name.clone())),
        };
        let mut request = vec![VERSION, CONNECT];
        request.extend(target.port.to_be_bytes());
        request.extend(ip.octets());
        request.extend(user.map_or(&[][..], Word::as_bytes));
        request.push(0);
        if let Some(name) = name {
            request.extend(name.bytes());
            request.push(0);
        }
        Self { request }
    }
}

impl Machine<Failure> for Socks4 {
    fn opening(&self) -> Vec<u8> {
        self.request.clone()
    }

    fn step(&self) -> &'static str {
        "request"
    }

    fn advance(&mut self, unread: &[u8]) -> Result<Advance, Failure> {
        let Some(&version) = unread.first() else { return Ok(Advance::wait()) };
        // A reply has the version 0, not 4.
        if version != 0 {
            let said = printable(&unread[..1]);
            let text = format!("the proxy does not speak SOCKS4: its answer begins with \"{said}\"");
            return Err(Failure::new(Reason::Version, text));
        }
        match unread.get(1) {
            None => Ok(Advance::wait()),
            Some(&GRANTED) if unread.len() < REPLY => Ok(Advance::wait()),
            Some(&GRANTED) => Ok(Advance::done(REPLY, Vec::new())),
            Some(&code) => Err(refusal(code)),
        }
    }
}

fn refusal(code: u8) -> Failure {
    let (reason, text) = match code {
        91 => (Reason::Refused, "the proxy refused, or could not connect to the target"),
        92 => (Reason::Credentials, "the proxy finds no identd on this host to ask for the user"),
        93 => (Reason::Credentials, "the user is another one than this host's identd says"),
        _ => (Reason::Refused, "the proxy gave a reason that no standard has"),
    };
    Failure::new(reason, format!("{text} (reply {code})"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{connected, refused, target};
    use super::super::{Protocol, Reason, Word};

    const ANONYMOUS: Protocol = Protocol::Socks4(None);
    const GRANTED: &[u8] = b"\0\x5a\x04\x38\x7f\0\0\x01";

    #[test]
    fn the_request_has_an_address_or_a_name() {
        let sent = connected(&ANONYMOUS, &target("192.0.2.1"), GRANTED);
        assert_eq!(sent, b"\x04\x01\0\x19\xc0\0\x02\x01\0");
        let user = Protocol::Socks4(Word::socks("alice").ok());
        assert_eq!(connected(&user, &target("192.0.2.1"), GRANTED), b"\x04\x01\0\x19\xc0\0\x02\x01alice\0");
        let sent = connected(&user, &target("mail.test"), GRANTED);
        assert_eq!(sent, b"\x04\x01\0\x19\0\0\0\x01alice\0mail.test\0");
    }

    #[test]
    fn every_reply_has_its_own_reason() {
        for (code, reason, words) in [
            (91, Reason::Refused, "refused, or could not connect"),
            (92, Reason::Credentials, "no identd"),
            (93, Reason::Credentials, "another one"),
            (94, Reason::Refused, "no standard"),
            (0, Reason::Refused, "no standard"),
        ] {
            let (given, text) = refused(&ANONYMOUS, [0, code, 0, 0, 0, 0, 0, 0]);
            assert_eq!(given, reason, "{text}");
            assert!(text.contains(words) && text.ends_with(&format!("(reply {code})")), "{text}");
        }
    }

    #[test]
    fn what_is_no_answer_of_this_protocol_is_refused() {
        for server in [&b"\x04\x5a"[..], b"\x05\0", b"HTTP/1.1 400 Bad Request\r\n"] {
            let (reason, text) = refused(&ANONYMOUS, server);
            assert_eq!(reason, Reason::Version, "{text}");
            assert!(text.starts_with("the proxy does not speak SOCKS4: its answer begins with \""), "{text}");
        }
    }
}
