//! NNTP (RFC 4642).

use super::Then;
use super::lines::{Lines, Talk, command};
use super::reply::{Form, Replies};

pub(super) struct Nntp {
    is_greeted: bool,
    replies: Replies,
}

pub(super) fn machine() -> Lines<Nntp> {
    Lines::new(Nntp { is_greeted: false, replies: Replies::new(Form::Strict) })
}

impl Talk for Nntp {
    fn step(&self) -> &'static str {
        if self.is_greeted { "STARTTLS" } else { "greeting" }
    }

    fn line(&mut self, line: &[u8]) -> Result<Then, String> {
        let Some(reply) = self.replies.line(line)? else { return Ok(Then::Go) };
        match (self.is_greeted, reply.code) {
            // Posting allowed, or not: both may read.
            (false, 200 | 201) => {
                self.is_greeted = true;
                Ok(Then::Send(command("STARTTLS")))
            }
            (true, 382) => Ok(Then::Done(Vec::new())),
            _ => Err(reply.refuses("refused")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Protocol::Nntp;
    use super::super::testing::{refused, upgraded};

    #[test]
    fn a_dialogue_ends_in_the_upgrade() {
        for greeting in ["200 posting allowed\r\n", "201 no posting\r\n"] {
            let done = upgraded(Nntp, format!("{greeting}382 Continue with TLS negotiation\r\n"));
            assert_eq!((&*done.sent, &*done.greeting), ("STARTTLS\r\n", greeting));
        }
    }

    #[test]
    fn every_other_reply_is_a_refusal() {
        for (server, why) in [
            ("400 off\r\n", "nntp, greeting: refused; the server said \"400 off\""),
            ("502 who?\r\n", "nntp, greeting: refused; the server said \"502 who?\""),
            ("200 x\r\n580 no TLS\r\n", "nntp, STARTTLS: refused; the server said \"580 no TLS\""),
            ("200 x\r\n500 what?\r\n", "nntp, STARTTLS: refused; the server said \"500 what?\""),
            ("200 x\r\n200 ok\r\n", "nntp, STARTTLS: refused; the server said \"200 ok\""),
            ("2\r\n", "nntp, greeting: not a reply of this protocol; the server said \"2\""),
        ] {
            assert_eq!(refused(Nntp, server), why);
        }
    }
}
