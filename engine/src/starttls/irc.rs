//! IRC: IRCv3's STARTTLS, which is sent before registration.
//!
//! Servers are silent about commands that they do not know before registration, so the capabilities are asked
//! for first. That holds the registration open, and CAP END gives it free again for the script.

use super::lines::{Lines, Talk, command, first_word};
use super::{Then, said};

#[derive(Default)]
pub(super) struct Irc {
    is_offered: bool,
    is_asked: bool,
}

pub(super) fn machine() -> Lines<Irc> {
    Lines::new(Irc::default())
}

impl Talk for Irc {
    fn opening(&self) -> Vec<u8> {
        command("CAP LS 302")
    }

    fn step(&self) -> &'static str {
        if self.is_asked { "STARTTLS" } else { "CAP LS" }
    }

    fn line(&mut self, line: &[u8]) -> Result<Then, String> {
        let mut rest = line;
        // Tags (`@...`) and the source (`:...`) come before the command.
        while matches!(rest.first(), Some(b'@' | b':')) {
            rest = first_word(rest).1;
        }
        let (word, rest) = first_word(rest);
        match word {
            b"670" if self.is_asked => Ok(Then::Done(Vec::new())),
            b"691" | b"ERROR" => Err(said("refused", line)),
            [b'4' | b'5', tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit() => {
                Err(said("refused", line))
            }
            b"CAP" if !self.is_asked => self.capabilities(line, rest),
            // Notices of the look-up of the client's name, and the like.
            _ if is_command(word) => Ok(Then::Go),
            _ => Err(said("not a reply of this protocol", line)),
        }
    }
}

impl Irc {
    /// Takes `NICK LS :LIST`, or `NICK LS * :LIST` if more lines follow.
    fn capabilities(&mut self, line: &[u8], rest: &[u8]) -> Result<Then, String> {
        let (subcommand, list) = first_word(first_word(rest).1);
        if !subcommand.eq_ignore_ascii_case(b"LS") {
            return Ok(Then::Go);
        }
        let (has_more, list) = list.strip_prefix(b"* ").map_or((false, list), |list| (true, list));
        let mut names = list.strip_prefix(b":").unwrap_or(list).split(|&byte| byte == b' ');
        self.is_offered |= names.any(|name| name == b"tls");
        match (has_more, self.is_offered) {
            (true, _) => Ok(Then::Go),
            (false, true) => {
                self.is_asked = true;
                Ok(Then::Send([command("CAP END"), command("STARTTLS")].concat()))
            }
            (false, false) => Err(said("STARTTLS is not offered (no capability tls)", line)),
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
        let done = upgraded(Irc, ":a CAP * LS :sasl tls\r\n:a 670 * :STARTTLS successful, go ahead\r\n");
        assert_eq!((&*done.sent, &*done.greeting), ("CAP LS 302\r\nCAP END\r\nSTARTTLS\r\n", ""));
    }

    #[test]
    fn notices_come_before_and_capabilities_in_many_lines() {
        let server = ":irc.test NOTICE * :*** Looking up your hostname...\r\nPING :1\r\n:irc.test 020 * :wait\r\n\
                      :a CAP * LS * :tls sasl=PLAIN\r\n:a CAP * ls x\r\nCAP you NEW :y\r\n\
                      @time=1 :irc.test 670 you :go\r\n";
        upgraded(Irc, server);
        upgraded(Irc, "CAP * LS tls\n670\n");
    }

    #[test]
    fn without_the_offer_there_is_no_upgrade() {
        for list in [":", "", ":sts=port=6697 xtls", "* :sasl\r\n:a CAP * LS :x"] {
            let why = refused(Irc, format!(":a CAP * LS {list}\r\n"));
            assert!(why.starts_with("irc, CAP LS: STARTTLS is not offered (no capability tls); "), "{why}");
        }
    }

    #[test]
    fn every_other_reply_is_a_refusal() {
        let offer = ":a CAP * LS :tls\r\n";
        let alien = "CAP LS: not a reply of this protocol; the server said";
        for (server, why) in [
            (
                format!("{offer}:a 691 * :no\r\n"),
                "STARTTLS: refused; the server said \":a 691 * :no\"".to_owned(),
            ),
            (
                format!("{offer}:a NOTICE * :x\r\n:a 421 * STARTTLS :Unknown command\r\n"),
                "STARTTLS: refused; the server said \":a 421 * STARTTLS :Unknown command\"".into(),
            ),
            (
                ":a 451 * :Not registered\r\n".into(),
                "CAP LS: refused; the server said \":a 451 * :Not registered\"".into(),
            ),
            (
                "ERROR :Closing Link\r\n".into(),
                "CAP LS: refused; the server said \"ERROR :Closing Link\"".into(),
            ),
            ("\r\n".into(), format!("{alien} \"\"")),
            ("+OK\r\n".into(), format!("{alien} \"+OK\"")),
            (":only-a-source\r\n".into(), format!("{alien} \":only-a-source\"")),
        ] {
            assert_eq!(refused(Irc, server), format!("irc, {why}"));
        }
    }
}
