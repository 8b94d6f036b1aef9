//! NATS: the upgrade begins right after the server's INFO.

use super::lines::{Lines, Talk, first_word};
use super::{Then, said};

pub(super) struct Nats;

pub(super) fn machine() -> Lines<Nats> {
    Lines::new(Nats)
}

impl Talk for Nats {
    fn step(&self) -> &'static str {
        "INFO"
    }

    fn line(&mut self, line: &[u8]) -> Result<Then, String> {
        let (word, json) = first_word(line);
        if word.eq_ignore_ascii_case(b"-ERR") {
            return Err(said("refused", line));
        }
        if !word.eq_ignore_ascii_case(b"INFO") || !json.starts_with(b"{") {
            return Err(said("not a reply of this protocol", line));
        }
        if !is_true(json, b"tls_required") && !is_true(json, b"tls_available") {
            return Err(said("TLS is neither required nor available", line));
        }
        Ok(Then::Done(Vec::new()))
    }
}

/// Whether the JSON object `json` has `true` under `key`, in itself and not in what is nested in it.
fn is_true(json: &[u8], key: &[u8]) -> bool {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(&byte) = json.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let start = at;
                at = string_end(json, at);
                if depth == 1 && &json[start..at] == key && value(json, at + 1).starts_with(b"true") {
                    return true;
                }
                at += 1;
            }
            _ => {}
        }
    }
    false
}

/// Where the string that begins at `at` has its closing quote; the end if it has none.
fn string_end(json: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = json.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    json.len()
}

/// What comes after the colon that follows `at`; empty if none does.
fn value(json: &[u8], at: usize) -> &[u8] {
    let rest = json.get(at..).unwrap_or_default().trim_ascii_start();
    rest.strip_prefix(b":").unwrap_or_default().trim_ascii_start()
}

#[cfg(test)]
mod tests {
    use super::super::Protocol::Nats;
    use super::super::testing::{refused, upgraded};

    #[test]
    fn a_dialogue_ends_in_the_upgrade() {
        for json in [
            r#"{"server_id":"N\"","nonce":"x","tls_required":true}"#,
            r#"{"tls_available" : true,"connect_urls":["a","b"]}"#,
            r#"{"a":{"tls_required":false},"tls_required":true}"#,
            r#"{"tls_required":false,"tls_available":true}"#,
        ] {
            let server = format!("INFO {json} \r\n");
            let done = upgraded(Nats, &server);
            assert_eq!((&*done.sent, &*done.greeting), ("", &*server));
        }
    }

    #[test]
    fn what_only_looks_like_an_offer_is_none() {
        for json in [
            "{}",
            r#"{"tls_required":false}"#,
            r#"{"tls_required":"true"}"#,
            r#"{"a":{"tls_required":true}}"#,
            r#"{"a":"\"tls_required\":true"}"#,
            r#"{"a":["tls_required",true]}"#,
            r#"{"tls_required"}"#,
            r#"{"tls_required":"#,
            r#"{"tls_required"#,
            r#"{"tls_required\"#,
            r#"{"xtls_required":true}"#,
        ] {
            let why = refused(Nats, format!("INFO {json}\r\n"));
            assert!(why.starts_with("nats, INFO: TLS is neither required nor available; "), "{why}");
        }
    }

    #[test]
    fn every_other_reply_is_a_refusal() {
        for (server, why) in [
            ("-ERR 'busy'\r\n", "nats, INFO: refused; the server said \"-ERR 'busy'\""),
            ("INFO\r\n", "nats, INFO: not a reply of this protocol; the server said \"INFO\""),
            ("PING\r\n", "nats, INFO: not a reply of this protocol; the server said \"PING\""),
            ("220 x\r\n", "nats, INFO: not a reply of this protocol; the server said \"220 x\""),
        ] {
            assert_eq!(refused(Nats, server), why);
        }
    }
}
