//! SOCKS 5 (RFC 1928) with user name and password (RFC 1929).

use super::target::Address;
use super::{Advance, Credentials, Failure, Machine, Reason, Target};
use crate::error::printable;
use std::net::IpAddr;

pub(super) struct Socks5 {
    credentials: Option<Credentials>,
    request: Vec<u8>,
    step: Step,
}

/// What was sent last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Methods,
    Credentials,
    Request,
}

const VERSION: u8 = 5;
/// The version of RFC 1929.
const CREDENTIALS_VERSION: u8 = 1;
const NO_AUTHENTICATION: u8 = 0;
const USER_AND_PASSWORD: u8 = 2;
const NO_METHOD: u8 = 0xff;
const CONNECT: u8 = 1;

impl Socks5 {
    pub(super) fn new(credentials: Option<Credentials>, target: &Target) -> Self {
        Self { credentials, request: request(target), step: Step::Methods }
    }

    /// The proxy has chosen how it wants to be told who asks.
    fn chosen(&mut self, method: u8) -> Result<Advance, Failure> {
        match (method, &self.credentials) {
            (NO_AUTHENTICATION, _) => Ok(self.ask()),
            (USER_AND_PASSWORD, Some(Credentials { user, password })) => {
                let mut message = vec![CREDENTIALS_VERSION];
                message.extend(user.counted().chain(password.counted()));
                self.step = Step::Credentials;
                Ok(Advance::send(2, message))
            }
            (NO_METHOD, None) => Err(Failure::new(
                Reason::Method,
                "the proxy accepts nobody without credentials (socks5_username, socks5_password)",
            )),
            (NO_METHOD, Some(_)) => Err(Failure::new(
                Reason::Method,
                "the proxy accepts neither user name and password nor no authentication",
            )),
            (other, _) => {
                let text = format!("the proxy has chosen method {other}, which was not offered");
                Err(Failure::new(Reason::Method, text))
            }
        }
    }

    /// Two bytes were the proxy's consent; what follows is the request.
    fn ask(&mut self) -> Advance {
        self.step = Step::Request;
        Advance::send(2, std::mem::take(&mut self.request))
    }
}

impl Machine<Failure> for Socks5 {
    fn opening(&self) -> Vec<u8> {
        match self.credentials {
            Some(_) => vec![VERSION, 2, NO_AUTHENTICATION, USER_AND_PASSWORD],
            None => vec![VERSION, 1, NO_AUTHENTICATION],
        }
    }

    fn step(&self) -> &'static str {
        match self.step {
            Step::Methods => "choice of methods",
            Step::Credentials => "user name and password",
            Step::Request => "request",
        }
    }

    fn advance(&mut self, unread: &[u8]) -> Result<Advance, Failure> {
        let Some(&version) = unread.first() else { return Ok(Advance::wait()) };
        let expected = if self.step == Step::Credentials { CREDENTIALS_VERSION } else { VERSION };
        if version != expected {
            let said = printable(&unread[..1]);
            let text = format!("the proxy does not speak SOCKS5: its answer begins with \"{said}\"");
            return Err(Failure::new(Reason::Version, text));
        }
        let Some(&code) = unread.get(1) else { return Ok(Advance::wait()) };
        match self.step {
            Step::Methods => self.chosen(code),
            Step::Credentials if code == 0 => Ok(self.ask()),
            Step::Credentials => {
                Err(Failure::new(Reason::Credentials, "the proxy refused the user name or the password"))
            }
            Step::Request if code == 0 => bound(unread),
            Step::Request => Err(refusal(code)),
        }
    }
}

/// A name stays a name: the proxy resolves it.
fn request(target: &Target) -> Vec<u8> {
    let mut request = vec![VERSION, CONNECT, 0];
    match &target.host {
        Address::Ip(IpAddr::V4(ip)) => {
            request.push(1);
            request.extend(ip.octets());
        }
        Address::Ip(IpAddr::V6(ip)) => {
            request.push(4);
            request.extend(ip.octets());
        }
        Address::Name(name) => {
            // At most 255: see `Target`.
            request.extend([3, u8::try_from(name.len()).unwrap_or(u8::MAX)]);
            request.extend(name.bytes());
        }
    }
    request.extend(target.port.to_be_bytes());
    request
}

/// Consent, with the address at the proxy's far end, which nobody needs.
fn bound(unread: &[u8]) -> Result<Advance, Failure> {
    let address = match unread.get(3) {
        None => return Ok(Advance::wait()),
        Some(1) => 4,
        Some(4) => 16,
        Some(3) => match unread.get(4) {
            None => return Ok(Advance::wait()),
            Some(&length) => 1 + usize::from(length),
        },
        Some(other) => return Err(format!("the proxy answered with address type {other}").into()),
    };
    let end = 4 + address + 2;
    Ok(if unread.len() < end { Advance::wait() } else { Advance::done(end, Vec::new()) })
}

fn refusal(code: u8) -> Failure {
    let (reason, text) = match code {
        1 => (Reason::Refused, "the proxy failed"),
        2 => (Reason::Refused, "the proxy's rules do not allow this connection"),
        3 => (Reason::Target, "the proxy cannot reach the target's network"),
        4 => (Reason::Target, "the proxy cannot reach the target or does not know its name"),
        5 => (Reason::Target, "the target refused the proxy's connection"),
        6 => (Reason::Target, "the proxy's packets to the target expired on their way"),
        7 => (Reason::Refused, "the proxy does not support connections"),
        8 => (Reason::Refused, "the proxy does not support this type of address"),
        _ => (Reason::Refused, "the proxy gave a reason that no standard has"),
    };
    Failure::new(reason, format!("{text} (reply {code})"))
}

#[cfg(test)]
mod tests {
    use super::super::Reason;
    use super::super::testing::{connected, credentials, refused, target};
    use super::super::{Protocol, Target};

    const ANONYMOUS: Protocol = Protocol::Socks5(None);

    fn known() -> Protocol {
        Protocol::Socks5(Some(credentials("user", "pass")))
    }

    /// The reply of success with every type of bound address.
    const BOUND: [&[u8]; 5] = [
        b"\x05\0\0\x01\x7f\0\0\x01\x04\x38",
        b"\x05\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x04\x38",
        b"\x05\0\0\x03\x09localhost\x04\x38",
        b"\x05\0\0\x03\0\0\0",
        // Whatever the reserved byte is.
        b"\x05\0\xff\x01\0\0\0\0\0\0",
    ];

    #[test]
    fn the_bound_address_is_taken_to_its_last_byte() {
        for bound in BOUND {
            let sent = connected(&ANONYMOUS, &target("mail.test"), [b"\x05\0", bound].concat());
            assert_eq!(sent, b"\x05\x01\0\x05\x01\0\x03\x09mail.test\0\x19");
        }
        let longest = [&b"\x05\0\x05\0\0\x03\xff"[..], &[b'x'; 255], b"\x04\x38"].concat();
        connected(&ANONYMOUS, &target("mail.test"), longest);
    }

    #[test]
    fn literals_go_as_addresses_and_names_as_names() {
        let request =
            |target: Target| connected(&ANONYMOUS, &target, [b"\x05\0", BOUND[0]].concat())[3..].to_vec();
        assert_eq!(request(target("192.0.2.1")), b"\x05\x01\0\x01\xc0\0\x02\x01\0\x19");
        assert_eq!(
            request(target("[2001:db8::1]")),
            b"\x05\x01\0\x04\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01\0\x19"
        );
        assert_eq!(request(target("mail.test.")), b"\x05\x01\0\x03\x0amail.test.\0\x19");
    }

    #[test]
    fn credentials_are_sent_if_the_proxy_wants_them() {
        let sent = connected(&known(), &target("192.0.2.1"), [b"\x05\x02\x01\0", BOUND[0]].concat());
        assert_eq!(sent, b"\x05\x02\0\x02\x01\x04user\x04pass\x05\x01\0\x01\xc0\0\x02\x01\0\x19");
        let sent = connected(&known(), &target("192.0.2.1"), [b"\x05\0", BOUND[0]].concat());
        assert_eq!(sent, b"\x05\x02\0\x02\x05\x01\0\x01\xc0\0\x02\x01\0\x19", "a proxy that asks for none");
        let long = Protocol::Socks5(Some(credentials(&"u".repeat(255), &"p".repeat(255))));
        let sent = connected(&long, &target("192.0.2.1"), [b"\x05\x02\x01\0", BOUND[0]].concat());
        let expected = [&b"\x01\xff"[..], &[b'u'; 255], b"\xff", &[b'p'; 255]].concat();
        assert_eq!(&sent[4..4 + expected.len()], expected);
    }

    #[test]
    fn every_reply_has_its_own_reason() {
        let mut texts = Vec::new();
        for code in (1..=9).chain([0xff]) {
            let (reason, text) = refused(&ANONYMOUS, [5, 0, 5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
            assert!(text.ends_with(&format!(" (reply {code})")), "{text}");
            assert_eq!(reason == Reason::Target, (3..=6).contains(&code), "{text}");
            texts.push(text.split(" (").next().unwrap().to_owned());
        }
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), 9, "eight, and one for those that no standard has");
    }

    #[test]
    fn a_proxy_that_accepts_nobody_says_so() {
        for (protocol, server, reason, words) in [
            (ANONYMOUS, &b"\x05\xff"[..], Reason::Method, "socks5_username"),
            (known(), b"\x05\xff", Reason::Method, "neither user name and password"),
            (ANONYMOUS, b"\x05\x02", Reason::Method, "method 2, which was not offered"),
            (known(), b"\x05\x01", Reason::Method, "method 1, which was not offered"),
            (known(), b"\x05\x02\x01\x01", Reason::Credentials, "refused the user name or the password"),
            (known(), b"\x05\x02\x01\xff", Reason::Credentials, "refused the user name or the password"),
        ] {
            let (given, text) = refused(&protocol, server);
            assert_eq!(given, reason, "{text}");
            assert!(text.contains(words), "{text}");
        }
    }

    #[test]
    fn what_is_no_answer_of_this_protocol_is_refused() {
        for (protocol, server, reason, words) in [
            (ANONYMOUS, &b"HTTP/1.1 400 Bad Request\r\n"[..], Reason::Version, "begins with \"H\""),
            (ANONYMOUS, b"\x04\0", Reason::Version, "begins with \"\\x04\""),
            (known(), b"\x05\x02\x05\0", Reason::Version, "begins with \"\\x05\""),
            (ANONYMOUS, b"\x05\0\0\x5a", Reason::Version, "begins with \"\\x00\""),
            (ANONYMOUS, b"\x05\0\x05\0\0\x02", Reason::Nonsense, "address type 2"),
            (ANONYMOUS, b"\x05\0\x05\0\0\0", Reason::Nonsense, "address type 0"),
        ] {
            let (given, text) = refused(&protocol, server);
            assert_eq!(given, reason, "{text}");
            assert!(text.contains(words), "{text}");
        }
    }
}
