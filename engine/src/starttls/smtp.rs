//! SMTP (RFC 3207) and LMTP (RFC 2033), which differ in one command.

use super::Then;
use super::lines::{Lines, Talk, command};
use super::reply::{Form, Replies};

pub(super) struct Smtp {
    hello: &'static str,
    name: String,
    step: Step,
    replies: Replies,
}

enum Step {
    Greeting,
    Hello,
    StartTls,
}

/// The machine of a client that calls itself `name`; `hello` is EHLO or LHLO.
pub(super) fn machine(hello: &'static str, name: &str) -> Lines<Smtp> {
    let replies = Replies::new(Form::Strict);
    Lines::new(Smtp { hello, name: name.to_owned(), step: Step::Greeting, replies })
}

impl Talk for Smtp {
    fn step(&self) -> &'static str {
        match self.step {
            Step::Greeting => "greeting",
            Step::Hello => self.hello,
            Step::StartTls => "STARTTLS",
        }
    }

    fn line(&mut self, line: &[u8]) -> Result<Then, String> {
        let Some(reply) = self.replies.line(line)? else { return Ok(Then::Go) };
        match (&self.step, reply.code) {
            (Step::Greeting, 220) => {
                self.step = Step::Hello;
                Ok(Then::Send(command(&format!("{} {}", self.hello, self.name))))
            }
            // No HELO for a server that does not know EHLO: without extensions there is no STARTTLS.
            (Step::Hello, 250) if reply.offers("STARTTLS") => {
                self.step = Step::StartTls;
                Ok(Then::Send(command("STARTTLS")))
            }
            (Step::Hello, 250) => Err(reply.refuses("STARTTLS is not offered")),
            (Step::StartTls, 220) => Ok(Then::Done(Vec::new())),
            _ => Err(reply.refuses("refused")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Protocol::{Lmtp, Smtp};
    use super::super::testing::{refused, upgraded};

    #[test]
    fn a_dialogue_ends_in_the_upgrade() {
        let server =
            "220 mail.test ESMTP\r\n250-mail.test\r\n250-SIZE 1000\r\n250 STARTTLS\r\n220 2.0.0 Go\r\n";
        let done = upgraded(Smtp, server);
        assert_eq!(done.sent, "EHLO client.test\r\nSTARTTLS\r\n");
        assert_eq!(done.greeting, "220 mail.test ESMTP\r\n");
        assert_eq!(upgraded(Lmtp, server).sent, "LHLO client.test\r\nSTARTTLS\r\n");
    }

    #[test]
    fn a_greeting_and_replies_of_many_lines() {
        let done = upgraded(
            Smtp,
            "220-one\r\n220-\r\n220 three\r\n250-hi\r\n250-starttls\n250 X\r\n220-a\r\n220\r\n",
        );
        assert_eq!(done.greeting, "220-one\r\n220-\r\n220 three\r\n");
    }

    #[test]
    fn without_the_offer_there_is_no_upgrade() {
        for server in [
            "220 x\r\n250 mail.test\r\n",
            "220 x\r\n250-mail.test\r\n250 XSTARTTLS\r\n",
            "220 x\r\n250-STARTTLS\r\n250 STARTTLSX\r\n",
            "220 x\r\n250-mail.test\r\n250 X STARTTLS\r\n",
        ] {
            let why = refused(Smtp, server);
            assert!(why.starts_with("smtp, EHLO: STARTTLS is not offered; the server said \"250"), "{why}");
        }
    }

    #[test]
    fn every_other_reply_is_a_refusal() {
        for (server, why) in [
            ("554 go away\r\n", "smtp, greeting: refused; the server said \"554 go away\""),
            (
                "421-busy\r\n421 later\r\n",
                r#"smtp, greeting: refused; the server said "421-busy\n421 later""#,
            ),
            ("250 x\r\n", "smtp, greeting: refused; the server said \"250 x\""),
            ("220 x\r\n502 what?\r\n", "smtp, EHLO: refused; the server said \"502 what?\""),
            (
                "220 x\r\n250-x\r\n250 STARTTLS\r\n454 4.7.0 TLS not available\r\n",
                "smtp, STARTTLS: refused; the server said \"454 4.7.0 TLS not available\"",
            ),
            (
                "220 x\r\n250-x\r\n250 STARTTLS\r\n250 fine\r\n",
                "smtp, STARTTLS: refused; the server said \"250 fine\"",
            ),
            ("+OK pop\r\n", "smtp, greeting: not a reply of this protocol; the server said \"+OK pop\""),
            ("220-x\r\n221 y\r\n", "smtp, greeting: not a reply of this protocol; the server said \"221 y\""),
            ("\r\n", "smtp, greeting: not a reply of this protocol; the server said \"\""),
            ("220x\r\n", "smtp, greeting: not a reply of this protocol; the server said \"220x\""),
            ("220 \0x\r\n", r#"smtp, greeting: a NUL byte in a line; the server said "220 \x00x""#),
        ] {
            assert_eq!(refused(Smtp, server), why);
        }
    }

    #[test]
    fn what_the_server_says_is_escaped_and_cut() {
        let why = refused(Smtp, format!("554 \x1b[31m{}\r\n", "x".repeat(400)));
        assert!(why.contains(r#""554 \x1b[31mx"#) && why.ends_with("x...\"") && why.len() < 320, "{why}");
    }
}
