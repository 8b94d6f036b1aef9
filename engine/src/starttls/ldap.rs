//! LDAP (RFC 4511, section 4.14): the extended operation StartTLS, in BER.

use super::{Advance, Machine, UNIT, said, too_long};

pub(super) struct Ldap;

/// LDAPMessage { messageID 1, ExtendedRequest { requestName 1.3.6.1.4.1.1466.20037 } }.
const REQUEST: &[u8] = b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037";

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const ENUMERATED: u8 = 0x0a;
const EXTENDED_RESPONSE: u8 = 0x78;

impl Machine for Ldap {
    fn opening(&self) -> Vec<u8> {
        REQUEST.to_vec()
    }

    fn step(&self) -> &'static str {
        "StartTLS"
    }

    fn advance(&mut self, unread: &[u8]) -> Result<Advance, String> {
        let alien = || said("not a reply of this protocol", unread.get(..1).unwrap_or_default());
        if unread.first().is_some_and(|&tag| tag != SEQUENCE) {
            return Err(alien());
        }
        let (length, start) = match header(unread) {
            Header::Partial => return Ok(Advance::wait()),
            Header::Bad => return Err(alien()),
            Header::Is(length, start) => (length, start),
        };
        if length > UNIT {
            return Err(too_long("message"));
        }
        let Some(message) = unread.get(start..start + length) else { return Ok(Advance::wait()) };
        let (code, text) = parse(message).ok_or_else(|| said("a malformed reply", message))?;
        if code != 0 {
            return Err(said(&format!("refused with result code {code}"), text));
        }
        Ok(Advance::done(start + length, Vec::new()))
    }
}

enum Header {
    Partial,
    Bad,
    /// Length of the contents, and where they start.
    Is(usize, usize),
}

/// Reads tag and length of the element at the beginning of `bytes`. Lengths of up to four bytes, in long form
/// too where the short one would do: Active Directory writes them so.
fn header(bytes: &[u8]) -> Header {
    let Some(&first) = bytes.get(1) else { return Header::Partial };
    let count = match first {
        0..=0x7f => return Header::Is(first.into(), 2),
        0x81..=0x84 => usize::from(first & 0x7f),
        // Without a definite length, or of an absurd one.
        _ => return Header::Bad,
    };
    let Some(digits) = bytes.get(2..2 + count) else { return Header::Partial };
    let length = digits.iter().fold(0_u32, |length, &digit| length << 8 | u32::from(digit));
    usize::try_from(length).map_or(Header::Bad, |length| Header::Is(length, 2 + count))
}

/// Takes the element with `tag` off `bytes` and answers its contents.
fn take<'a>(bytes: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    let Header::Is(length, start) = header(bytes) else { return None };
    if bytes[0] != tag {
        return None;
    }
    let rest = bytes.get(start..)?;
    let (contents, rest) = rest.split_at_checked(length)?;
    *bytes = rest;
    Some(contents)
}

/// Result code and diagnostic message of an ExtendedResponse to our request, or of the notice of disconnection,
/// whose message ID is 0.
fn parse(mut message: &[u8]) -> Option<(u8, &[u8])> {
    let &[id] = take(&mut message, INTEGER)? else { return None };
    let mut response = take(&mut message, EXTENDED_RESPONSE)?;
    let &[code] = take(&mut response, ENUMERATED)? else { return None };
    let _matched = take(&mut response, OCTET_STRING)?;
    let text = take(&mut response, OCTET_STRING)?;
    // Success is success only of what was asked for.
    (id == 1 || (id == 0 && code != 0)).then_some((code, text))
}

#[cfg(test)]
mod tests {
    use super::super::Protocol::Ldap;
    use super::super::testing::{refused, upgraded};

    /// An ExtendedResponse.
    fn response(id: u8, code: u8, text: &[u8]) -> Vec<u8> {
        let mut body = vec![0x0a, 1, code, 4, 0, 4, text.len() as u8];
        body.extend(text);
        let mut message = vec![2, 1, id, 0x78, body.len() as u8];
        message.extend(body);
        [&[0x30, message.len() as u8][..], &message].concat()
    }

    #[test]
    fn success_begins_the_upgrade() {
        let done = upgraded(Ldap, response(1, 0, b""));
        assert_eq!((done.raw, &*done.greeting), (super::REQUEST.to_vec(), ""));
        let request = super::REQUEST;
        assert_eq!(
            (usize::from(request[1]), usize::from(request[6])),
            (request.len() - 2, request.len() - 7)
        );
    }

    #[test]
    fn lengths_may_be_in_long_form() {
        let long: &[u8] = b"\x30\x84\0\0\0\x10\x02\x01\x01\x78\x84\0\0\0\x07\x0a\x01\0\x04\0\x04\0";
        let mut long = long.to_vec();
        long[5] = (long.len() - 6) as u8;
        upgraded(Ldap, long);
    }

    #[test]
    fn a_response_may_carry_its_name() {
        let mut message =
            b"\x30\x24\x02\x01\x01\x78\x1f\x0a\x01\0\x04\0\x04\0\x8a\x161.3.6.1.4.1.1466.20037".to_vec();
        message[1] = (message.len() - 2) as u8;
        message[6] = (message.len() - 7) as u8;
        upgraded(Ldap, message);
    }

    #[test]
    fn every_other_reply_is_a_refusal() {
        let cases: &[(Vec<u8>, &str)] = &[
            (response(1, 2, b"unsupported"), "refused with result code 2; the server said \"unsupported\""),
            (response(1, 52, b""), "refused with result code 52; the server said \"\""),
            (response(0, 52, b"bye\n\0"), "refused with result code 52; the server said \"bye\\n\\x00\""),
            (b"220 x".to_vec(), "not a reply of this protocol; the server said \"2\""),
            (b"\x30\x80".to_vec(), "not a reply of this protocol; the server said \"0\""),
            (b"\x30\x85".to_vec(), "not a reply of this protocol; the server said \"0\""),
            (b"\x30\x84\xff\xff\xff\xff".to_vec(), "the server sent a message of more than 16384 bytes"),
        ];
        for (server, why) in cases {
            assert_eq!(refused(Ldap, server), format!("ldap, StartTLS: {why}"));
        }
    }

    #[test]
    fn success_of_something_else_is_malformed() {
        let mut of_another_operation = response(1, 0, b"");
        of_another_operation[5] = 0x61;
        let cut = &response(1, 0, b"text")[..12];
        let mut empty_id = response(1, 0, b"");
        empty_id[3] = 0;
        for server in
            [&response(2, 0, b"")[..], &response(0, 0, b""), &of_another_operation, &empty_id, b"\x30\0"]
        {
            assert!(refused(Ldap, server).starts_with("ldap, StartTLS: a malformed reply; "), "{server:?}");
        }
        // The same with an outer length that ends in the middle.
        let inner = [&[0x30, 10][..], &cut[2..]].concat();
        assert!(refused(Ldap, inner).starts_with("ldap, StartTLS: a malformed reply; "));
    }

    #[test]
    fn every_single_changed_byte_is_survived() {
        let good = response(1, 0, b"fine");
        for at in 0..good.len() {
            for value in 0..=255 {
                let mut bytes = good.clone();
                bytes[at] = value;
                let _ = super::super::testing::run(Ldap, &[&bytes]);
            }
        }
    }
}
