//! MySQL and MariaDB: the server greets with a packet, and the client answers with SSLRequest.
//!
//! TLS begins right after SSLRequest, without an answer to it. Inside, the script sends its HandshakeResponse41
//! as the packet with sequence id 2 and with [`CAPABILITIES`]: MariaDB takes them from SSLRequest only.

use super::{Advance, Machine, UNIT, said, too_long};

pub(super) struct Mysql;

/// What SSLRequest announces: LONG_PASSWORD, LONG_FLAG, PROTOCOL_41, SSL, TRANSACTIONS, SECURE_CONNECTION,
/// MULTI_RESULTS and PLUGIN_AUTH. Each of the others would either change what HandshakeResponse41 has to hold
/// or what is sent later, and that the script has not asked for.
const CAPABILITIES: u32 = 0x1 | 0x4 | 0x200 | SSL as u32 | 0x2000 | 0x8000 | 0x2_0000 | 0x8_0000;

/// CLIENT_SSL.
const SSL: u16 = 0x800;

/// As mysql's own client: 16 MiB packets, and utf8mb4_general_ci.
const MAX_PACKET: u32 = 1 << 24;
const CHARSET: u8 = 45;

impl Machine for Mysql {
    fn step(&self) -> &'static str {
        "greeting"
    }

    fn advance(&mut self, unread: &[u8]) -> Result<Advance, String> {
        let Some((&[a, b, c, sequence], rest)) = unread.split_first_chunk() else {
            return Ok(Advance::wait());
        };
        let length = u32::from_le_bytes([a, b, c, 0]) as usize;
        if sequence != 0 || length == 0 {
            return Err(said("not a reply of this protocol", &unread[..4]));
        }
        if length > UNIT {
            return Err(too_long("packet"));
        }
        let Some(packet) = rest.get(..length) else { return Ok(Advance::wait()) };
        match packet {
            [10, handshake @ ..] => {
                let flags = capabilities(handshake).ok_or_else(|| said("a malformed greeting", packet))?;
                if flags & SSL == 0 {
                    return Err(said("TLS is not offered", version(handshake)));
                }
                Ok(Advance::done(4 + length, ssl_request()))
            }
            // An error: its number, and the text that is all of the rest.
            [0xff, low, high, text @ ..] => {
                let number = u16::from_le_bytes([*low, *high]);
                Err(said(&format!("refused with error {number}"), text))
            }
            _ => Err(said("not a reply of this protocol", packet)),
        }
    }
}

fn version(handshake: &[u8]) -> &[u8] {
    handshake.split(|&byte| byte == 0).next().unwrap_or_default()
}

/// The lower capability flags: after the version and its NUL, the thread id (4), the first part of the nonce
/// (8) and a filler (1).
fn capabilities(handshake: &[u8]) -> Option<u16> {
    let at = version(handshake).len() + 1 + 4 + 8 + 1;
    let flags = handshake.get(at..at + 2)?;
    Some(u16::from_le_bytes([flags[0], flags[1]]))
}

fn ssl_request() -> Vec<u8> {
    let mut packet = vec![32, 0, 0, 1];
    packet.extend(CAPABILITIES.to_le_bytes());
    packet.extend(MAX_PACKET.to_le_bytes());
    packet.push(CHARSET);
    packet.resize(4 + 32, 0);
    packet
}

#[cfg(test)]
mod tests {
    use super::super::Protocol::Mysql;
    use super::super::testing::{refused, run, upgraded};

    fn packet(sequence: u8, payload: &[u8]) -> Vec<u8> {
        [&[payload.len() as u8, 0, 0, sequence][..], payload].concat()
    }

    fn greeting(flags: u16) -> Vec<u8> {
        let flags = flags.to_le_bytes();
        let parts: [&[u8]; 5] = [b"\x0a8.0.36\0", &[1, 0, 0, 0], b"nonce123", &[0], &flags];
        packet(0, &[&parts.concat()[..], b"\x2d\x02\0\xff\xdf\x15nonce45678901\0plugin\0"].concat())
    }

    #[test]
    fn a_greeting_is_answered_by_the_request() {
        let server = greeting(0xffff);
        let done = upgraded(Mysql, &server);
        assert_eq!(done.raw[..9], [32, 0, 0, 1, 0x05, 0xaa, 0x0a, 0, 0]);
        assert_eq!((done.raw.len(), done.raw[12]), (36, 45));
        assert_eq!(done.greeting_bytes, server);
        upgraded(Mysql, packet(0, b"\x0a5\0....nonce123\0\0\x08"));
    }

    #[test]
    fn every_other_packet_is_a_refusal() {
        for (server, why) in [
            (greeting(0xf7ff), "TLS is not offered; the server said \"8.0.36\""),
            (
                packet(0, b"\xff\x6a\x04Host 'x' is not allowed"),
                "refused with error 1130; the server said \"Host 'x' is not allowed\"",
            ),
            (packet(0, b"\xff\0"), "not a reply of this protocol; the server said \"\\xff\\x00\""),
            (packet(0, b"\x09old"), "not a reply of this protocol; the server said \"\\told\""),
            (packet(0, b""), "not a reply of this protocol; the server said \"\\x00\\x00\\x00\\x00\""),
            (packet(1, b"\x0ax"), "not a reply of this protocol; the server said \"\\x02\\x00\\x00\\x01\""),
            (packet(0, b"\x0a8.0\0..."), "a malformed greeting; the server said \"\\n8.0\\x00...\""),
            (
                packet(0, b"\x0a8.0 without an end"),
                "a malformed greeting; the server said \"\\n8.0 without an end\"",
            ),
            (b"\xff\xff\xff\0".to_vec(), "the server sent a packet of more than 16384 bytes"),
            (b"220 smtp".to_vec(), "not a reply of this protocol; the server said \"220\""),
        ] {
            assert_eq!(refused(Mysql, server), format!("mysql, greeting: {why}"));
        }
    }

    #[test]
    fn every_single_changed_byte_is_survived() {
        let good = greeting(0xffff);
        for at in 0..good.len() {
            for value in [0, 1, 9, 10, 127, 128, 255] {
                let mut bytes = good.clone();
                bytes[at] = value;
                let _ = run(Mysql, &[&bytes]);
            }
        }
    }
}
