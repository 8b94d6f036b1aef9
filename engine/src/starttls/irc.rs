//! IRC: IRCv3's STARTTLS, which is sent before registration.

use super::lines::{Lines, Talk, command, first_word};
use super::{Then, said};

pub(super) struct Irc;

pub(super) fn machine() -> Lines<Irc> {
    Lines::new(Irc)
}

impl Talk for Irc {
    /// No CAP LS before it: that would hold the registration open, and the numeric says as much.
    fn opening(&self) -> Vec<u8> {
        command("STARTTLS")
    }

    fn step(&self) -> &'static str {
        "STARTTLS"
    }

    fn line(&mut self, line: &[u8]) -> Result<Then, String> {
        let mut rest = line;
        // Tags (`@...`) and the source (`:...`) come before the command.
        while matches!(rest.first(), Some(b'@' | b':')) {
            rest = first_word(rest).1;
        }
        match first_word(rest).0 {
            b"670" => Ok(Then::Upgrade(Vec::new())),
            b"691" | b"ERROR" => Err(said("refused", line)),
            [b'4' | b'5', tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit() => {
                Err(said("refused", line))
            }
            // Notices of the look-up of the client's name, and the like.
            word if is_command(word) => Ok(Then::Go),
            _ => Err(said("not a reply of this protocol", line)),
        }
    }
}

/// A word of letters, or a numeric.
fn is_command(word: &[u8]) -> bool {
    let is_numeric = word.len() == 3 && word.iter().all(u8::is_ascii_digit);
    is_numeric || (!word.is_empty() && word.iter().all(u8::is_ascii_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::super::Protocol::Irc;
    use super::super::testing::{refused, upgraded};

    #[test]
    fn a_dialogue_ends_in_the_upgrade() {
        let done = upgraded(Irc, ":irc.test 670 * :STARTTLS successful, go ahead with TLS handshake\r\n");
        assert_eq!(done.sent, "STARTTLS\r\n");
    }

    #[test]
    fn notices_come_before() {
        let server = ":irc.test NOTICE * :*** Looking up your hostname...\r\nPING :1\r\n:irc.test 020 * :wait\r\n\
                      @time=1 :irc.test 670 you :go\r\n";
        upgraded(Irc, server);
        upgraded(Irc, "670\r\n");
    }

    #[test]
    fn every_other_reply_is_a_refusal() {
        for (server, why) in [
            (":a 691 * :no\r\n", "irc, STARTTLS: refused; the server said \":a 691 * :no\""),
            (
                ":a NOTICE * :x\r\n:a 421 * STARTTLS :Unknown command\r\n",
                "irc, STARTTLS: refused; the server said \":a 421 * STARTTLS :Unknown command\"",
            ),
            (
                ":a 451 * :Not registered\r\n",
                "irc, STARTTLS: refused; the server said \":a 451 * :Not registered\"",
            ),
            ("ERROR :Closing Link\r\n", "irc, STARTTLS: refused; the server said \"ERROR :Closing Link\""),
            ("\r\n", "irc, STARTTLS: not a reply of this protocol; the server said \"\""),
            ("+OK\r\n", "irc, STARTTLS: not a reply of this protocol; the server said \"+OK\""),
            (
                ":only-a-source\r\n",
                "irc, STARTTLS: not a reply of this protocol; the server said \":only-a-source\"",
            ),
        ] {
            assert_eq!(refused(Irc, server), why);
        }
    }
}
