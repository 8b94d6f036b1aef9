//! PostgreSQL: the SSLRequest message, which is answered by one byte.

use super::{Advance, Machine, UNIT, said, too_long};

pub(super) struct Postgres;

/// Length 8 and the code 80877103.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

impl Machine for Postgres {
    fn opening(&self) -> Vec<u8> {
        SSL_REQUEST.to_vec()
    }

    fn step(&self) -> &'static str {
        "SSLRequest"
    }

    fn advance(&mut self, unread: &[u8]) -> Result<Advance, String> {
        match unread {
            [] => Ok(Advance::wait()),
            [b'S', ..] => Ok(Advance::done(1, Vec::new())),
            [b'N', ..] => Err(said("refused: the server has no TLS here", b"N")),
            [b'E', rest @ ..] => error_response(rest),
            _ => Err(said("not a reply of this protocol", &unread[..1])),
        }
    }
}

/// An error comes from a server that could not even fork, or is older than SSLRequest; nobody vouches for
/// its text (CVE-2024-10977). A length, then fields: a letter and a text that ends with NUL.
fn error_response(rest: &[u8]) -> Result<Advance, String> {
    let Some((length, fields)) = rest.split_first_chunk() else { return Ok(Advance::wait()) };
    let length = u32::from_be_bytes(*length) as usize;
    if length > UNIT {
        return Err(too_long("message"));
    }
    let Some(length) = length.checked_sub(4) else { return Err(said("not a message", &rest[..4])) };
    let Some(fields) = fields.get(..length) else { return Ok(Advance::wait()) };
    let mut texts = fields.split(|&byte| byte == 0);
    let message = texts.find_map(|field| field.strip_prefix(b"M"));
    Err(said("refused", message.unwrap_or(fields)))
}

#[cfg(test)]
mod tests {
    use super::super::Protocol::Postgres;
    use super::super::testing::{refused, upgraded};

    #[test]
    fn one_byte_is_the_whole_answer() {
        let done = upgraded(Postgres, "S");
        assert_eq!((done.raw, &*done.greeting), (super::SSL_REQUEST.to_vec(), ""));
    }

    #[test]
    fn every_other_byte_is_a_refusal() {
        for (server, why) in [
            (&b"N"[..], "refused: the server has no TLS here; the server said \"N\""),
            (b"\0", "not a reply of this protocol; the server said \"\\x00\""),
            (b"220", "not a reply of this protocol; the server said \"2\""),
            (b"E\0\0\0\x1dSFATAL\0C53300\0Mtoo many\0\0", "refused; the server said \"too many\""),
            (b"E\0\0\0\x08oops", "refused; the server said \"oops\""),
            (b"E\0\0\0\x04", "refused; the server said \"\""),
            (b"E\0\0\0\x03", "not a message; the server said \"\\x00\\x00\\x00\\x03\""),
            (b"E\xff\xff\xff\xff", "the server sent a message of more than 16384 bytes"),
            (b"Eoops", "the server sent a message of more than 16384 bytes"),
        ] {
            assert_eq!(refused(Postgres, server), format!("postgres, SSLRequest: {why}"));
        }
    }
}
