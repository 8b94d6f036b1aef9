//! One value that a script gave, and its conversions.

use super::{Refusal, SessionsOf, limit};
use crate::ffi::request;
use crate::ffi::value::{Array, Key, Value};
use engine::error::printable;
use engine::tls::config::{Pem, Secret, check_certificates};
use engine::tls::pin::Pin;
use std::path::PathBuf;
use std::time::Duration;

/// The longest string that a message quotes.
const MOST_SHOWN: usize = 32;

/// A value under its key.
pub(super) struct Given<'a> {
    pub(super) key: &'a str,
    pub(super) value: Value<'a>,
    /// What was given together with it.
    pub(super) values: Array<'a>,
    pub(super) sessions_of: SessionsOf,
}

impl Given<'_> {
    pub(super) fn misuse(&self, expected: &str, given: &str) -> Refusal {
        Refusal::Misuse(format!("setting \"{}\" must be {expected}, {given} given", self.key))
    }

    pub(super) fn wrong_type(&self, expected: &str) -> Refusal {
        self.misuse(&format!("of type {expected}"), self.value.type_name())
    }

    pub(super) fn bad_file(&self, file: &Pem, reason: &str) -> Refusal {
        Refusal::File(format!("setting \"{}\": {file}: {reason}", self.key))
    }

    /// A path, or the text itself if it begins like PEM.
    pub(super) fn pem(&self) -> Result<Pem, Refusal> {
        match self.value {
            Value::Str(text) if Pem::is_inline(&text.text()) => Ok(Pem::Inline(Secret(self.text()?))),
            _ => Ok(self.path()?.into()),
        }
    }

    pub(super) fn certificates(&self) -> Result<Pem, Refusal> {
        let pem = self.pem()?;
        check_certificates(&pem).map_err(|reason| self.bad_file(&pem, &reason))?;
        Ok(pem)
    }

    /// The strings of a list, or of one string with commas.
    pub(super) fn list(&self) -> Result<Vec<String>, Refusal> {
        let strings: Vec<String> = match self.value {
            Value::Array(list) => {
                let texts = list.entries().map(|(_, value)| Given { value, ..*self }.text());
                texts.collect::<Result<_, _>>()?
            }
            _ => self.text()?.split(',').map(|part| part.trim().to_owned()).collect(),
        };
        Ok(strings)
    }

    /// One fingerprint or an array of them. As in PHP's stream contexts, a key may name the algorithm.
    pub(super) fn pins(&self) -> Result<Vec<Pin>, Refusal> {
        let Value::Array(array) = self.value else { return self.pin() };
        let mut pins = Vec::new();
        for (key, value) in array.entries() {
            if let Key::Name(algorithm) = &key
                && algorithm != "sha256"
            {
                return Err(
                    self.misuse("keyed by sha256", &format!("\"{}\"", printable(algorithm.as_bytes())))
                );
            }
            pins.extend(Given { value, ..*self }.pin()?);
        }
        // Nobody who asks for this means "any".
        if pins.is_empty() {
            Err(self.misuse("at least one fingerprint", "an empty array"))
        } else {
            Ok(pins)
        }
    }

    fn pin(&self) -> Result<Vec<Pin>, Refusal> {
        let Value::Str(_) = self.value else { return Err(self.wrong_type("string or array of strings")) };
        let text = self.text()?;
        Pin::parse(&text).map_err(|reason| {
            self.misuse("a SHA-256 fingerprint", &format!("\"{}\" ({reason})", printable(text.as_bytes())))
        })
    }

    pub(super) fn bool(&self) -> Result<bool, Refusal> {
        match self.value {
            Value::Bool(flag) => Ok(flag),
            // Swoole's scripts write 1 and 0.
            Value::Int(number @ 0..=1) => Ok(number == 1),
            _ => Err(self.wrong_type("bool")),
        }
    }

    pub(super) fn int(&self, min: i64, max: i64) -> Result<i64, Refusal> {
        match self.value {
            Value::Int(number) if (min..=max).contains(&number) => Ok(number),
            Value::Int(number) => Err(self.misuse(&format!("between {min} and {max}"), &number.to_string())),
            _ => Err(self.wrong_type("int")),
        }
    }

    pub(super) fn seconds(&self) -> Result<Option<f64>, Refusal> {
        match self.value {
            Value::Null => Ok(None),
            Value::Int(seconds) => Ok(Some(seconds as f64)),
            Value::Float(seconds) if seconds.is_finite() => Ok(Some(seconds)),
            Value::Float(seconds) => Err(self.misuse("a finite number of seconds", &seconds.to_string())),
            Value::Str(text) => match text.text().trim().parse::<f64>() {
                Ok(seconds) if seconds.is_finite() => Ok(Some(seconds)),
                _ => Err(self.misuse("a number of seconds", &self.shown())),
            },
            _ => Err(self.wrong_type("float")),
        }
    }

    /// The time that an operation is given by so many seconds, see [`limit`].
    pub(super) fn limit(&self) -> Result<Option<Duration>, Refusal> {
        Ok(self.seconds()?.and_then(limit))
    }

    /// The value as a message may show it: a short string is a slip that is seen at once. For keys that hold no secret.
    pub(super) fn shown(&self) -> String {
        match self.value {
            Value::Str(text) if text.bytes().len() <= MOST_SHOWN => {
                format!("\"{}\"", printable(text.bytes()))
            }
            Value::Str(_) => "another string".to_owned(),
            Value::Int(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            _ => "another value".to_owned(),
        }
    }

    pub(super) fn text(&self) -> Result<String, Refusal> {
        let Value::Str(text) = self.value else { return Err(self.wrong_type("string")) };
        match std::str::from_utf8(text.bytes()) {
            Ok(text) if !text.contains('\0') => Ok(text.to_owned()),
            Ok(_) => Err(self.misuse("without NUL bytes", "one with a NUL byte")),
            Err(_) => Err(self.misuse("valid UTF-8", "other bytes")),
        }
    }

    pub(super) fn path(&self) -> Result<PathBuf, Refusal> {
        let text = self.text()?;
        if text.is_empty() {
            return Err(self.misuse("a path", "an empty string"));
        }
        if text.contains("://") {
            return Err(self.misuse("a path of the file system", &format!("\"{text}\"")));
        }
        let path = PathBuf::from(&text);
        if !request::path_allowed(&text) {
            return Err(self.bad_file(&path.into(), "open_basedir does not allow it"));
        }
        Ok(path)
    }

    pub(super) fn size(&self) -> Result<usize, Refusal> {
        let bytes = match self.value {
            Value::Int(bytes) => Some(bytes),
            Value::Str(text) => parse_size(&text.text()),
            _ => return Err(self.wrong_type("int or string")),
        };
        bytes
            .filter(|bytes| (1..=i64::from(i32::MAX)).contains(bytes))
            .and_then(|bytes| usize::try_from(bytes).ok())
            .ok_or_else(|| self.misuse("a size between 1 byte and 2 GiB", "another value"))
    }
}

fn parse_size(text: &str) -> Option<i64> {
    let (digits, factor) = match text.as_bytes().last()?.to_ascii_lowercase() {
        b'k' => (&text[..text.len() - 1], 1 << 10),
        b'm' => (&text[..text.len() - 1], 1 << 20),
        b'g' => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1),
    };
    digits.trim().parse::<i64>().ok()?.checked_mul(factor)
}
