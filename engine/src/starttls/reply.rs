//! Replies that begin with three digits: SMTP, LMTP, FTP and NNTP.

use super::said;

/// A reply while its lines come in.
pub(super) struct Replies {
    form: Form,
    code: u16,
    text: Vec<u8>,
}

/// How the lines of one reply hang together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Each line has the code (RFC 5321, section 4.2.1); NNTP's replies have one line.
    Strict,
    /// Lines between the first and the last may be anything (RFC 959, section 4.2).
    Loose,
}

/// A whole reply.
pub(super) struct Reply {
    pub(super) code: u16,
    /// Its lines, as they came, with LF between them.
    pub(super) text: Vec<u8>,
}

impl Replies {
    pub(super) const fn new(form: Form) -> Self {
        Self { form, code: 0, text: Vec::new() }
    }

    /// Takes one line; the reply, if it was the last one.
    pub(super) fn line(&mut self, line: &[u8]) -> Result<Option<Reply>, String> {
        let is_first = self.text.is_empty();
        match (parse(line), self.form) {
            (Some((code, is_last)), _) if is_first || code == self.code => {
                self.code = code;
                self.keep(line);
                Ok(is_last.then(|| Reply { code, text: std::mem::take(&mut self.text) }))
            }
            (_, Form::Loose) if !is_first => {
                self.keep(line);
                Ok(None)
            }
            _ => Err(said("not a reply of this protocol", line)),
        }
    }

    fn keep(&mut self, line: &[u8]) {
        if !self.text.is_empty() {
            self.text.push(b'\n');
        }
        self.text.extend_from_slice(line);
    }
}

impl Reply {
    /// Whether one of the lines after the first begins with `keyword`, in any case.
    pub(super) fn offers(&self, keyword: &str) -> bool {
        self.text.split(|&byte| byte == b'\n').skip(1).any(|line| {
            let (word, _) = super::lines::first_word(line.get(4..).unwrap_or_default());
            word.eq_ignore_ascii_case(keyword.as_bytes())
        })
    }

    /// The error of a reply that is not the one that was hoped for.
    pub(super) fn refuses(&self, why: &str) -> String {
        said(why, &self.text)
    }
}

/// The code of a line, and whether it is the last one of its reply.
fn parse(line: &[u8]) -> Option<(u16, bool)> {
    let (digits, rest) = line.split_at_checked(3)?;
    if !(b'1'..=b'5').contains(&digits[0]) || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let code = digits.iter().fold(0, |code, digit| code * 10 + u16::from(digit - b'0'));
    match rest.first() {
        None | Some(b' ') => Some((code, true)),
        Some(b'-') => Some((code, false)),
        _ => None,
    }
}
