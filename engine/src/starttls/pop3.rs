//! POP3 (RFC 2595, section 4).

use super::lines::{Lines, Talk, command, first_word};
use super::{Then, said};

pub(super) struct Pop3 {
    is_greeted: bool,
}

pub(super) fn machine() -> Lines<Pop3> {
    Lines::new(Pop3 { is_greeted: false })
}

impl Talk for Pop3 {
    fn step(&self) -> &'static str {
        if self.is_greeted { "STLS" } else { "greeting" }
    }

    fn line(&mut self, line: &[u8]) -> Result<Then, String> {
        match first_word(line).0 {
            b"+OK" if self.is_greeted => Ok(Then::Done(Vec::new())),
            b"+OK" => {
                self.is_greeted = true;
                Ok(Then::Send(command("STLS")))
            }
            b"-ERR" => Err(said("refused", line)),
            _ => Err(said("not a reply of this protocol", line)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Protocol::Pop3;
    use super::super::testing::{refused, upgraded};

    #[test]
    fn a_dialogue_ends_in_the_upgrade() {
        let done = upgraded(Pop3, "+OK POP3 ready <1.2@mail.test>\r\n+OK Begin TLS\r\n");
        assert_eq!((&*done.sent, &*done.greeting), ("STLS\r\n", "+OK POP3 ready <1.2@mail.test>\r\n"));
        upgraded(Pop3, "+OK\n+OK\n");
    }

    #[test]
    fn every_other_reply_is_a_refusal() {
        for (server, why) in [
            ("-ERR busy\r\n", "pop3, greeting: refused; the server said \"-ERR busy\""),
            ("+OK\r\n-ERR no TLS\r\n", "pop3, STLS: refused; the server said \"-ERR no TLS\""),
            ("+OKAY\r\n", "pop3, greeting: not a reply of this protocol; the server said \"+OKAY\""),
            ("* OK\r\n", "pop3, greeting: not a reply of this protocol; the server said \"* OK\""),
            ("+OK\r\n+ \r\n", "pop3, STLS: not a reply of this protocol; the server said \"+\""),
        ] {
            assert_eq!(refused(Pop3, server), why);
        }
    }
}
