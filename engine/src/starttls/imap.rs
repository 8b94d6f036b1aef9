//! IMAP (RFC 9051, section 6.2.1).

use super::lines::{Lines, Talk, command, first_word};
use super::{Then, said};

pub(super) struct Imap {
    is_greeted: bool,
}

/// The tag of the one command; the script's own begin after the upgrade.
const TAG: &[u8] = b"A1";

pub(super) fn machine() -> Lines<Imap> {
    Lines::new(Imap { is_greeted: false })
}

impl Talk for Imap {
    fn step(&self) -> &'static str {
        if self.is_greeted { "STARTTLS" } else { "greeting" }
    }

    fn line(&mut self, line: &[u8]) -> Result<Then, String> {
        let (tag, rest) = first_word(line);
        let (word, _) = first_word(rest);
        let is = |expected: &str| word.eq_ignore_ascii_case(expected.as_bytes());
        match tag {
            b"*" if is("BYE") => Err(said("refused", line)),
            b"*" if self.is_greeted => Ok(Then::Go),
            b"*" if is("OK") => {
                self.is_greeted = true;
                Ok(Then::Send(command("A1 STARTTLS")))
            }
            // Who is logged in already may not send STARTTLS; what follows would stay in plaintext.
            b"*" if is("PREAUTH") => {
                Err(said("the session is authenticated already (PREAUTH), so it cannot be upgraded", line))
            }
            TAG if self.is_greeted && is("OK") => Ok(Then::Done(Vec::new())),
            TAG if self.is_greeted => Err(said("refused", line)),
            _ => Err(said("not a reply of this protocol", line)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Protocol::Imap;
    use super::super::testing::{refused, upgraded};

    #[test]
    fn a_dialogue_ends_in_the_upgrade() {
        let done = upgraded(Imap, "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\nA1 OK Begin TLS now.\r\n");
        assert_eq!(
            (&*done.sent, &*done.greeting),
            ("A1 STARTTLS\r\n", "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n")
        );
    }

    #[test]
    fn untagged_lines_come_at_any_time() {
        let done =
            upgraded(Imap, "* ok\r\n* CAPABILITY STARTTLS\r\n* NO slow\r\n* OK still here\r\nA1 ok\r\n");
        assert_eq!(done.greeting, "* ok\r\n");
    }

    #[test]
    fn every_other_reply_is_a_refusal() {
        for (server, why) in [
            (
                "* PREAUTH welcome back\r\n",
                "imap, greeting: the session is authenticated already (PREAUTH), so it cannot be upgraded; \
                 the server said \"* PREAUTH welcome back\"",
            ),
            ("* BYE busy\r\n", "imap, greeting: refused; the server said \"* BYE busy\""),
            ("* OK\r\n* BYE idle\r\n", "imap, STARTTLS: refused; the server said \"* BYE idle\""),
            ("* OK\r\nA1 NO no\r\n", "imap, STARTTLS: refused; the server said \"A1 NO no\""),
            ("* OK\r\nA1 BAD what?\r\n", "imap, STARTTLS: refused; the server said \"A1 BAD what?\""),
            ("* OK\r\nA1 OKAY\r\n", "imap, STARTTLS: refused; the server said \"A1 OKAY\""),
            ("* OK\r\nA2 OK\r\n", "imap, STARTTLS: not a reply of this protocol; the server said \"A2 OK\""),
            ("* OK\r\n+ go\r\n", "imap, STARTTLS: not a reply of this protocol; the server said \"+ go\""),
            ("A1 OK\r\n", "imap, greeting: not a reply of this protocol; the server said \"A1 OK\""),
            ("* LIST\r\n", "imap, greeting: not a reply of this protocol; the server said \"* LIST\""),
            ("220 smtp\r\n", "imap, greeting: not a reply of this protocol; the server said \"220 smtp\""),
        ] {
            assert_eq!(refused(Imap, server), why);
        }
    }
}
