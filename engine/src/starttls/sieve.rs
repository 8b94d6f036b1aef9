//! ManageSieve (RFC 5804). Its lines are words, quoted strings and literals; a literal may hold line ends.

use super::lines::command;
use super::{Advance, Machine, UNIT, said, too_long};

#[derive(Default)]
pub(super) struct Sieve {
    is_greeted: bool,
    is_offered: bool,
}

impl Machine for Sieve {
    fn step(&self) -> &'static str {
        if self.is_greeted { "STARTTLS" } else { "greeting" }
    }

    fn advance(&mut self, unread: &[u8]) -> Result<Advance, String> {
        let Some((word, end)) = line(unread)? else { return Ok(Advance::wait()) };
        let text = &unread[..end];
        match word {
            Word::Atom(atom) if atom.eq_ignore_ascii_case(b"OK") => self.accept(text),
            Word::Atom(atom) if atom.eq_ignore_ascii_case(b"NO") || atom.eq_ignore_ascii_case(b"BYE") => {
                Err(said("refused", text))
            }
            Word::Text(name) if !self.is_greeted => {
                self.is_offered |= name.eq_ignore_ascii_case(b"STARTTLS");
                Ok(Advance::took(end))
            }
            _ => Err(said("not a reply of this protocol", text)),
        }
    }
}

impl Sieve {
    fn accept(&mut self, text: &[u8]) -> Result<Advance, String> {
        if self.is_greeted {
            return Ok(Advance::done(text.len(), Vec::new()));
        }
        if !self.is_offered {
            return Err(said("STARTTLS is not offered", text));
        }
        self.is_greeted = true;
        Ok(Advance::send(text.len(), command("STARTTLS")))
    }
}

/// What a line begins with.
enum Word<'a> {
    Atom(&'a [u8]),
    /// A quoted string as it stands, escapes included, or a literal.
    Text(&'a [u8]),
}

/// The first word of the line at the beginning of `bytes`, and where the line ends; `None` if it is not whole.
fn line(bytes: &[u8]) -> Result<Option<(Word<'_>, usize)>, String> {
    let (mut first, mut at) = (None, 0);
    while let Some(&byte) = bytes.get(at) {
        let (word, end) = match byte {
            b'\n' => {
                let word = first.ok_or_else(|| said("not a reply of this protocol", &bytes[..at]))?;
                return Ok(Some((word, at + 1)));
            }
            0 => return Err(said("a NUL byte in a line", &bytes[..=at])),
            b' ' | b'\r' => {
                at += 1;
                continue;
            }
            b'"' => match quoted(bytes, at + 1)? {
                Some(end) => (Word::Text(&bytes[at + 1..end]), end + 1),
                None => break,
            },
            b'{' => match literal(bytes, at)? {
                Some((start, end)) => (Word::Text(&bytes[start..end]), end),
                None => break,
            },
            _ => {
                let length = bytes[at..].iter().position(|byte| b" \r\n\"{\0".contains(byte));
                let Some(length) = length else { break };
                (Word::Atom(&bytes[at..at + length]), at + length)
            }
        };
        if end > UNIT {
            return Err(too_long("line"));
        }
        first.get_or_insert(word);
        at = end;
    }
    if bytes.len() > UNIT { Err(too_long("line")) } else { Ok(None) }
}

/// Where the quoted string that begins at `start` has its closing quote.
fn quoted(bytes: &[u8], start: usize) -> Result<Option<usize>, String> {
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return Ok(Some(at)),
            b'\\' => at += 2,
            b'\r' | b'\n' | 0 => return Err(said("a string without an end", &bytes[..at])),
            _ => at += 1,
        }
    }
    Ok(None)
}

/// Where the contents of the literal at `start` begin and end: `{number}` or `{number+}`, a line end, and
/// as many bytes.
fn literal(bytes: &[u8], start: usize) -> Result<Option<(usize, usize)>, String> {
    // A number of more digits than UNIT has is too long, whatever it is.
    const LONGEST: usize = b"{12345+}\r\n".len();
    let head = &bytes[start..bytes.len().min(start + LONGEST)];
    let Some(end) = head.iter().position(|&byte| byte == b'\n') else {
        return if head.len() < LONGEST { Ok(None) } else { Err(too_long("literal")) };
    };
    let number = head[1..end].trim_ascii_end().strip_suffix(b"}");
    let number = number.map(|number| number.strip_suffix(b"+").unwrap_or(number));
    let size = number.filter(|digits| digits.iter().all(u8::is_ascii_digit));
    let size = size.and_then(|digits| std::str::from_utf8(digits).ok()?.parse::<usize>().ok());
    let size = size.ok_or_else(|| said("a malformed literal", &head[..end]))?;
    if size > UNIT {
        return Err(too_long("literal"));
    }
    let start = start + end + 1;
    Ok((bytes.len() >= start + size).then_some((start, start + size)))
}

#[cfg(test)]
mod tests {
    use super::super::Protocol::Sieve;
    use super::super::testing::{refused, upgraded};

    const CAPABILITIES: &str =
        "\"IMPLEMENTATION\" \"Dovecot \\\"Pigeonhole\\\"\"\r\n\"SIEVE\" \"fileinto\"\r\n\"STARTTLS\"\r\n";

    #[test]
    fn a_dialogue_ends_in_the_upgrade() {
        let server = format!("{CAPABILITIES}OK \"ready.\"\r\nOK \"Begin TLS negotiation now.\"\r\n");
        let done = upgraded(Sieve, server);
        assert_eq!(
            (&*done.sent, done.greeting),
            ("STARTTLS\r\n", format!("{CAPABILITIES}OK \"ready.\"\r\n"))
        );
    }

    #[test]
    fn strings_may_be_literals() {
        let server = "{8}\r\nSTARTTLS\r\n\"X\" {4+}\r\nO\r\nK\r\nok (TAG {3}\r\n\"\"\") {2}\r\nhi\r\nOK\r\n";
        assert_eq!(upgraded(Sieve, server).sent, "STARTTLS\r\n");
    }

    #[test]
    fn every_other_reply_is_a_refusal() {
        let alien = "sieve, greeting: not a reply of this protocol; the server said";
        for (server, why) in [
            ("OK\r\n", "sieve, greeting: STARTTLS is not offered; the server said \"OK\"".to_owned()),
            (
                "\"SIEVE\" \"STARTTLS\"\r\nOK \"hi\"\r\n",
                "sieve, greeting: STARTTLS is not offered; the server said \"OK \"hi\"\"".into(),
            ),
            (
                "{10}\r\n\"STARTTLS\"\r\nOK\r\n",
                "sieve, greeting: STARTTLS is not offered; the server said \"OK\"".into(),
            ),
            ("BYE \"busy\"\r\n", "sieve, greeting: refused; the server said \"BYE \"busy\"\"".into()),
            (
                "\"STARTTLS\"\r\nOK\r\nNO \"x\"\r\n",
                "sieve, STARTTLS: refused; the server said \"NO \"x\"\"".into(),
            ),
            (
                "\"STARTTLS\"\r\nOK\r\n\"SIEVE\"\r\n",
                "sieve, STARTTLS: not a reply of this protocol; the server said \"\"SIEVE\"\"".into(),
            ),
            ("220 x\r\n", format!("{alien} \"220 x\"")),
            ("\r\n", format!("{alien} \"\"")),
            ("\"a\r\n", "sieve, greeting: a string without an end; the server said \"\"a\"".into()),
            ("\"a\" \0\r\n", "sieve, greeting: a NUL byte in a line; the server said \"\"a\" \\x00\"".into()),
            ("{x}\r\n", "sieve, greeting: a malformed literal; the server said \"{x}\"".into()),
            ("{}\r\n", "sieve, greeting: a malformed literal; the server said \"{}\"".into()),
            ("{-1}\r\n", "sieve, greeting: a malformed literal; the server said \"{-1}\"".into()),
            ("{16385}\r\n", "sieve, greeting: the server sent a literal of more than 16384 bytes".into()),
            (
                "{99999999999999999999}",
                "sieve, greeting: the server sent a literal of more than 16384 bytes".into(),
            ),
        ] {
            assert_eq!(refused(Sieve, server), why);
        }
    }
}
