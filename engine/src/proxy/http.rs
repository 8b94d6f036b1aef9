//! HTTP's method CONNECT (RFC 9110, section 9.3.6), with Basic authentication (RFC 7617).

use super::lines::{Lines, Talk};
use super::{Credentials, Failure, Reason, Target, Then};
use crate::error::printable;

pub(super) struct Http {
    request: Vec<u8>,
    has_credentials: bool,
    /// Bytes of the header lines so far, those of interim answers included.
    size: usize,
    answer: Answer,
}

/// What the lines so far have come to.
enum Answer {
    /// A status line has to come.
    None,
    /// An interim answer's header: another answer follows it.
    Interim,
    /// The header of success.
    Success,
    /// The header of 407: the status line, and the schemes that the proxy offers.
    Challenge(Vec<u8>, Vec<String>),
}

/// The most that status line and header may have together; proxies send some hundred bytes.
const HEADER: usize = 16 << 10;

pub(super) fn machine(credentials: Option<&Credentials>, target: &Target) -> Lines<Http> {
    let authority = target.authority();
    // A request with this version needs the Host header, and a proxy may look at either.
    let mut request = format!("CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n").into_bytes();
    if let Some(Credentials { user, password }) = credentials {
        let pair = [user.as_bytes(), b":", password.as_bytes()].concat();
        request.extend(format!("Proxy-Authorization: Basic {}\r\n", base64(&pair)).bytes());
    }
    request.extend(b"\r\n");
    let has_credentials = credentials.is_some();
    Lines::new(Http { request, has_credentials, size: 0, answer: Answer::None })
}

impl Talk<Failure> for Http {
    fn opening(&self) -> Vec<u8> {
        self.request.clone()
    }

    fn step(&self) -> &'static str {
        "request"
    }

    fn ended(&self) -> Option<Failure> {
        match &self.answer {
            Answer::Challenge(status, schemes) => Some(self.challenged(status, schemes)),
            _ => None,
        }
    }

    fn line(&mut self, line: &[u8]) -> Result<Then, Failure> {
        self.size += line.len() + 2;
        if self.size > HEADER {
            return Err(format!("the proxy sent a header of more than {HEADER} bytes").into());
        }
        match &mut self.answer {
            Answer::None => {
                self.answer = status(line)?;
                Ok(Then::Go)
            }
            Answer::Interim if line.is_empty() => {
                self.answer = Answer::None;
                Ok(Then::Go)
            }
            // Whatever it says about a body: success has none, what follows is the target's.
            Answer::Success if line.is_empty() => Ok(Then::Done(Vec::new())),
            Answer::Challenge(status, schemes) if line.is_empty() => {
                let (status, schemes) = (std::mem::take(status), std::mem::take(schemes));
                Err(self.challenged(&status, &schemes))
            }
            Answer::Challenge(_, schemes) => {
                schemes.extend(scheme(line));
                Ok(Then::Go)
            }
            Answer::Interim | Answer::Success => Ok(Then::Go),
        }
    }
}

impl Http {
    fn challenged(&self, status: &[u8], schemes: &[String]) -> Failure {
        let why = if self.has_credentials {
            "the proxy refused the credentials"
        } else {
            "the proxy wants credentials (http_proxy_username, http_proxy_password)"
        };
        let offer = match schemes {
            [] => String::new(),
            schemes if schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case("Basic")) => String::new(),
            schemes => format!("; it offers {}, of which none is supported: Basic is", schemes.join(", ")),
        };
        Failure::new(Reason::Credentials, format!("{why}: \"{}\"{offer}", printable(status)))
    }
}

/// What a status line begins.
fn status(line: &[u8]) -> Result<Answer, Failure> {
    let quoted = || printable(line.trim_ascii_end());
    match code(line) {
        // 101 is another protocol than the one that was asked for.
        Some([b'1', tens, ones]) if (tens, ones) != (b'0', b'1') => Ok(Answer::Interim),
        Some([b'2', ..]) => Ok(Answer::Success),
        Some([b'4', b'0', b'7']) => Ok(Answer::Challenge(line.to_owned(), Vec::new())),
        Some(_) => Err(Failure::new(Reason::Refused, format!("the proxy refused: \"{}\"", quoted()))),
        None => {
            let text = format!("the proxy does not answer as an HTTP proxy does: \"{}\"", quoted());
            Err(Failure::new(Reason::Version, text))
        }
    }
}

/// The three digits of a status line of HTTP/1.
fn code(line: &[u8]) -> Option<[u8; 3]> {
    let rest = line.strip_prefix(b"HTTP/1.1 ").or_else(|| line.strip_prefix(b"HTTP/1.0 "))?;
    let (code, reason) = rest.split_first_chunk::<3>()?;
    let is_code = matches!(code[0], b'1'..=b'5') && code.iter().all(u8::is_ascii_digit);
    (is_code && matches!(reason.first(), None | Some(b' '))).then_some(*code)
}

/// The scheme that a `Proxy-Authenticate` line offers. One line may offer several; the first will do for a message.
fn scheme(line: &[u8]) -> Option<String> {
    const NAME: &[u8] = b"proxy-authenticate:";
    let (name, value) = line.split_at_checked(NAME.len())?;
    let value = name.eq_ignore_ascii_case(NAME).then(|| value.trim_ascii())?;
    let scheme = value.split(|byte| b" ,\t".contains(byte)).next().filter(|scheme| !scheme.is_empty())?;
    Some(printable(scheme))
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |group, &byte| group << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let digit = ALPHABET[(group >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= chunk.len() { digit.into() } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::testing::{connected, credentials, ended, endless, refused, target};
    use super::super::{Protocol, Reason};
    use super::{HEADER, base64};

    const ANONYMOUS: Protocol = Protocol::Http(None);

    fn known() -> Protocol {
        Protocol::Http(Some(credentials("Aladdin", "open sesame")))
    }

    #[test]
    fn the_request_names_the_target_twice() {
        for (host, authority) in [
            ("mail.test", "mail.test:25"),
            ("192.0.2.1", "192.0.2.1:25"),
            ("::1", "[::1]:25"),
            ("[2001:db8::1]", "[2001:db8::1]:25"),
        ] {
            let sent = connected(&ANONYMOUS, &target(host), "HTTP/1.1 200 OK\r\n\r\n");
            let expected = format!("CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n\r\n");
            assert_eq!(String::from_utf8(sent).unwrap(), expected);
        }
    }

    #[test]
    fn credentials_are_sent_at_once() {
        let sent = connected(&known(), &target("mail.test"), "HTTP/1.1 200 OK\r\n\r\n");
        let expected = "CONNECT mail.test:25 HTTP/1.1\r\nHost: mail.test:25\r\n\
                        Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n";
        assert_eq!(String::from_utf8(sent).unwrap(), expected);
    }

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
            ("\u{ff}?>~", "w78/Pn4="),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn every_form_of_success_ends_at_the_blank_line() {
        for server in [
            "HTTP/1.0 200 Connection established\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200\r\n\r\n",
            "HTTP/1.1 200 \r\n\r\n",
            "HTTP/1.1 299 Fine\nA: b\n\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 102 Processing\r\nA: b\r\n\r\nHTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\n folded\r\n\r\n",
        ] {
            connected(&ANONYMOUS, &target("mail.test"), server);
        }
    }

    #[test]
    fn a_refusal_quotes_the_status_line() {
        for (server, why) in [
            (
                "HTTP/1.1 403 Filtered\r\n\r\n<html>body</html>",
                "the proxy refused: \"HTTP/1.1 403 Filtered\"",
            ),
            ("HTTP/1.0 500 Unable to connect\r\n", "the proxy refused: \"HTTP/1.0 500 Unable to connect\""),
            ("HTTP/1.1 301 Moved\r\nLocation: x\r\n", "the proxy refused: \"HTTP/1.1 301 Moved\""),
            (
                "HTTP/1.1 101 Switching Protocols\r\n",
                "the proxy refused: \"HTTP/1.1 101 Switching Protocols\"",
            ),
            ("HTTP/1.1 502 \x1b[31m\r\n", "the proxy refused: \"HTTP/1.1 502 \\x1b[31m\""),
        ] {
            assert_eq!(refused(&ANONYMOUS, server), (Reason::Refused, why.to_owned()));
        }
    }

    #[test]
    fn who_is_not_known_learns_what_is_offered() {
        let status = "\"HTTP/1.0 407 Proxy Authentication Required\"";
        let wanted = "the proxy wants credentials (http_proxy_username, http_proxy_password)";
        let basic =
            "HTTP/1.0 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\nbody";
        let other = "HTTP/1.0 407 Proxy Authentication Required\r\nproxy-authenticate:Negotiate\r\n\
                     Proxy-Authenticate: NTLM, x\r\nProxy-Authenticate:\r\n\r\n";
        for (protocol, server, why) in [
            (ANONYMOUS, basic, format!("{wanted}: {status}")),
            (known(), basic, format!("the proxy refused the credentials: {status}")),
            (
                known(),
                other,
                format!(
                    "the proxy refused the credentials: {status}; it offers Negotiate, NTLM, of which none is \
                     supported: Basic is"
                ),
            ),
        ] {
            assert_eq!(refused(&protocol, server), (Reason::Credentials, why));
        }
        let (reason, why) = ended(&ANONYMOUS, "HTTP/1.0 407 Proxy Authentication Required\r\nProxy-");
        assert_eq!(
            (reason, why),
            (Reason::Credentials, format!("{wanted}: {status}")),
            "closed in the header"
        );
    }

    #[test]
    fn what_is_no_http_is_refused() {
        for server in [
            "\r\n",
            "220 mail.test ESMTP\r\n",
            "HTTP/2 200 OK\r\n",
            "HTTP/1.1 2000 OK\r\n",
            "HTTP/1.1 20 OK\r\n",
            "HTTP/1.1 200OK\r\n",
            "HTTP/1.1  200 OK\r\n",
            "HTTP/1.1 600 OK\r\n",
            "HTTP/1.x 200 OK\r\n",
            "http/1.1 200 OK\r\n",
            "ICY 200 OK\r\n",
        ] {
            let (reason, text) = refused(&ANONYMOUS, server);
            assert_eq!(reason, Reason::Version, "{text}");
            assert!(text.starts_with("the proxy does not answer as an HTTP proxy does: \""), "{text}");
        }
        let (reason, text) = refused(&ANONYMOUS, "HTTP/1.1 200 O\0K\r\n");
        assert_eq!(reason, Reason::Nonsense, "{text}");
    }

    #[test]
    fn a_header_has_an_end() {
        for (start, piece) in [
            ("", "x"),
            ("HTTP/1.1 200 OK\r\n", "A: b\r\n"),
            ("HTTP/1.1 200 OK\r\nA: ", "x"),
            ("HTTP/1.1 407 Who?\r\n", "Proxy-Authenticate: X\r\n"),
            ("", "HTTP/1.1 100 Continue\r\n\r\n"),
        ] {
            let (reason, text, fed) = endless(&ANONYMOUS, start, piece);
            assert_eq!(reason, Reason::Nonsense, "{text}");
            assert!(text.contains("of more than 16384 bytes") && fed <= 2 * HEADER, "{text}: {fed}");
        }
    }
}
