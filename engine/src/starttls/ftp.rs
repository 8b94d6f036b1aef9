//! FTP (RFC 4217).

use super::Then;
use super::lines::{Lines, Talk, command};
use super::reply::{Form, Replies};

pub(super) struct Ftp {
    is_greeted: bool,
    replies: Replies,
}

pub(super) fn machine() -> Lines<Ftp> {
    Lines::new(Ftp { is_greeted: false, replies: Replies::new(Form::Loose) })
}

impl Talk for Ftp {
    fn step(&self) -> &'static str {
        if self.is_greeted { "AUTH TLS" } else { "greeting" }
    }

    fn line(&mut self, line: &[u8]) -> Result<Then, String> {
        let Some(reply) = self.replies.line(line)? else { return Ok(Then::Go) };
        match (self.is_greeted, reply.code) {
            // "Ready in nnn minutes": the 220 follows.
            (false, 120) => Ok(Then::Go),
            (false, 220) => {
                self.is_greeted = true;
                Ok(Then::Send(command("AUTH TLS")))
            }
            (true, 234) => Ok(Then::Done(Vec::new())),
            // 334 wants security data first, which is Kerberos' dialogue and not TLS'.
            _ => Err(reply.refuses("refused")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Protocol::Ftp;
    use super::super::testing::{refused, upgraded};

    #[test]
    fn a_dialogue_ends_in_the_upgrade() {
        let done = upgraded(Ftp, "220 (vsFTPd 3.0.3)\r\n234 Proceed with negotiation.\r\n");
        assert_eq!((&*done.sent, &*done.greeting), ("AUTH TLS\r\n", "220 (vsFTPd 3.0.3)\r\n"));
    }

    #[test]
    fn a_banner_may_be_anything() {
        let banner = "220-Welcome\r\n\r\n  220 is our number\r\n221 too\r\n-----\r\n220 end\r\n";
        assert_eq!(upgraded(Ftp, format!("{banner}234-go\r\nwhat\r\n234 on\r\n")).greeting, banner);
        assert_eq!(
            upgraded(Ftp, "120 soon\r\n220 ready\r\n234 go\r\n").greeting,
            "120 soon\r\n220 ready\r\n"
        );
    }

    #[test]
    fn every_other_reply_is_a_refusal() {
        for (server, why) in [
            ("421 too many\r\n", "ftp, greeting: refused; the server said \"421 too many\""),
            ("220 x\r\n530 log in first\r\n", "ftp, AUTH TLS: refused; the server said \"530 log in first\""),
            ("220 x\r\n334 more\r\n", "ftp, AUTH TLS: refused; the server said \"334 more\""),
            ("220 x\r\n504 what?\r\n", "ftp, AUTH TLS: refused; the server said \"504 what?\""),
            ("220 x\r\n200 ok\r\n", "ftp, AUTH TLS: refused; the server said \"200 ok\""),
            ("hello\r\n", "ftp, greeting: not a reply of this protocol; the server said \"hello\""),
            ("620 x\r\n", "ftp, greeting: not a reply of this protocol; the server said \"620 x\""),
        ] {
            assert_eq!(refused(Ftp, server), why);
        }
    }
}
