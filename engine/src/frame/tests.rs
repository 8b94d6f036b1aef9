//! Each machine against streams whose packets are known, cut in all ways.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

const LIMIT: usize = 600;

fn machine(delimiter: Delimiter) -> Machine {
    Machine::new(Framing { delimiter, limit: LIMIT })
}

fn lines(mark: &[u8]) -> Delimiter {
    Delimiter::Eof(Eof::split(mark).unwrap())
}

fn field(letter: u8, offset: usize, extra: i64) -> Delimiter {
    Delimiter::Length(LengthField { kind: LengthType::of(letter).unwrap(), offset, extra })
}

/// Two bytes of a packet of [`Delimiter::Measured`] tell the length of the rest.
fn measure(head: &[u8]) -> i64 {
    head.get(..2).map_or(0, |length| 2 + i64::from(u16::from_be_bytes([length[0], length[1]])))
}

/// What a machine makes of a stream that arrives in pieces: the packets, what is left, how it failed.
fn cut<'a>(
    mut machine: Machine,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> (Vec<Vec<u8>>, Vec<u8>, Option<Kind>) {
    let (mut packets, mut buffer) = (Vec::new(), Vec::new());
    for piece in pieces {
        buffer.extend_from_slice(piece);
        loop {
            let outcome = match machine.look(&buffer) {
                Ok(Progress::Measure) => {
                    let length = measure(machine.head(&buffer));
                    machine.measured(length, &buffer).map(|()| Progress::Measure)
                }
                outcome => outcome,
            };
            match outcome {
                Ok(Progress::Packet(length)) => {
                    packets.push(buffer.drain(..length).collect());
                    machine.taken();
                }
                Ok(Progress::Measure) => {}
                Ok(Progress::More) => break,
                Err(kind) => return (packets, buffer, Some(kind)),
            }
        }
    }
    (packets, buffer, None)
}

/// The packets of `stream`, which must be the same all at once, byte by byte and cut at every place.
fn packets(delimiter: &Delimiter, stream: &[u8]) -> Vec<Vec<u8>> {
    let whole = cut(machine(delimiter.clone()), [stream]);
    assert!(whole.2.is_none(), "{:?}", whole.2);
    let bytewise = cut(machine(delimiter.clone()), stream.chunks(1));
    assert_eq!((&whole.0, &whole.1), (&bytewise.0, &bytewise.1));
    for place in 0..=stream.len() {
        let split = cut(machine(delimiter.clone()), [&stream[..place], &stream[place..]]);
        assert_eq!((&whole.0, &whole.1), (&split.0, &split.1), "cut at {place}");
    }
    assert_eq!(whole.0.concat().len() + whole.1.len(), stream.len());
    whole.0
}

/// How a stream fails, all at once and byte by byte.
fn refusal(delimiter: &Delimiter, stream: &[u8]) -> String {
    let [whole, bytewise] = [stream.len(), 1].map(|size| {
        let (_, _, kind) = cut(machine(delimiter.clone()), stream.chunks(size));
        let kind = kind.expect("the stream is no packet");
        assert!(matches!(kind, Kind::BadFrame(_) | Kind::FrameTooLarge(_)));
        kind.to_string()
    });
    assert_eq!(whole, bytewise);
    whole
}

#[test]
fn lines_of_every_mark() {
    for mark in ["\n", "\r\n", "\r\n\r\n", "aab", "aa", "\0"] {
        let stream =
            [b"one".as_slice(), mark.as_bytes(), mark.as_bytes(), b"a", mark.as_bytes(), b"rest"].concat();
        let found = packets(&lines(mark.as_bytes()), &stream);
        assert_eq!(found.len(), 3, "{mark:?}");
        assert!(found.iter().all(|packet| packet.ends_with(mark.as_bytes())));
    }
    let long = [b'x'; Eof::LONGEST];
    assert_eq!(packets(&lines(&long), &[long, long].concat()), [long.to_vec(), long.to_vec()]);
    assert!(Eof::split(b"").is_none() && Eof::split(&[0; 65]).is_none());
}

#[test]
fn a_mark_is_found_where_it_begins_anew() {
    assert_eq!(packets(&lines(b"aab"), b"aaab"), [b"aaab"]);
    assert_eq!(packets(&lines(b"\r\n"), b"\r\r\n\n\r\n"), [b"\r\r\n".to_vec(), b"\n\r\n".to_vec()]);
}

#[test]
fn all_that_ends_with_a_mark_is_one_packet() {
    let whole = Delimiter::Eof(Eof::whole(b";").unwrap());
    assert_eq!(cut(machine(whole.clone()), [b"a;b;".as_slice()]).0, [b"a;b;"]);
    assert_eq!(cut(machine(whole.clone()), [b"a;b".as_slice(), b";c;"]).0, [b"a;b;c;"]);
    assert_eq!(cut(machine(whole.clone()), [b"a;".as_slice(), b"b;"]).0, [b"a;", b"b;"]);
    // What does not fit any more goes up to its last mark.
    let mut full = vec![b'x'; LIMIT];
    full[9] = b';';
    assert_eq!(cut(machine(whole.clone()), [full.as_slice()]).0, [full[..10].to_vec()]);
    full[9] = b'x';
    assert!(refusal(&whole, &full).contains("no package_eof in the first 600 bytes"));
}

#[test]
fn a_line_may_be_as_long_as_the_limit() {
    let mut line = vec![b'x'; LIMIT];
    line[LIMIT - 1] = b'\n';
    assert_eq!(packets(&lines(b"\n"), &line).len(), 1);
    line.insert(0, b'x');
    let expected = "no package_eof in the first 600 bytes of a packet (package_max_length)";
    assert_eq!(refusal(&lines(b"\n"), &line), expected);
    assert_eq!(refusal(&lines(b"\n"), &[b'x'; LIMIT]), expected);
}

#[test]
fn lengths_of_every_type() {
    let written: [(u8, Vec<u8>); 14] = [
        (b'c', 100_i8.to_ne_bytes().into()),
        (b'C', 200_u8.to_ne_bytes().into()),
        (b's', 300_i16.to_ne_bytes().into()),
        (b'S', 300_u16.to_ne_bytes().into()),
        (b'n', 300_u16.to_be_bytes().into()),
        (b'v', 300_u16.to_le_bytes().into()),
        (b'l', 300_i32.to_ne_bytes().into()),
        (b'L', 300_u32.to_ne_bytes().into()),
        (b'N', 300_u32.to_be_bytes().into()),
        (b'V', 300_u32.to_le_bytes().into()),
        (b'q', 300_i64.to_ne_bytes().into()),
        (b'Q', 300_u64.to_ne_bytes().into()),
        (b'J', 300_u64.to_be_bytes().into()),
        (b'P', 300_u64.to_le_bytes().into()),
    ];
    for (letter, number) in written {
        let body = match letter {
            b'c' => 100,
            b'C' => 200,
            _ => 300,
        };
        let size = number.len();
        assert_eq!(LengthType::of(letter).unwrap().size(), size);
        let packet = [number, vec![7; body]].concat();
        let stream = [packet.as_slice(), &packet, b"\x01"].concat();
        let found = packets(&field(letter, 0, size as i64), &stream);
        assert_eq!(found, [packet.clone(), packet], "{}", letter as char);
    }
    assert!(LengthType::LETTERS.bytes().filter(|&b| b != b' ').all(|b| LengthType::of(b).is_some()));
    assert!(b"iIxfZ \0".iter().all(|&letter| LengthType::of(letter).is_none()));
}

#[test]
fn the_length_may_stand_anywhere_and_count_anything() {
    // Behind three bytes, counting what follows it.
    assert_eq!(packets(&field(b'n', 3, 5), b"abc\0\x02hi"), [b"abc\0\x02hi"]);
    // Counting the whole packet.
    assert_eq!(packets(&field(b'C', 0, 0), b"\x03hi\x01"), [b"\x03hi".to_vec(), b"\x01".to_vec()]);
    // Counting three bytes that are not there.
    assert_eq!(packets(&field(b'C', 0, -3), b"\x06hi"), [b"\x06hi"]);
    // An empty body.
    assert_eq!(packets(&field(b'n', 0, 2), b"\0\0\0\0"), [b"\0\0", b"\0\0"]);
}

#[test]
fn lengths_that_cannot_be() {
    assert_eq!(refusal(&field(b'c', 0, 1), b"\xff"), "a packet's length is negative: -1");
    assert_eq!(refusal(&field(b'l', 0, 4), &(-2_i32).to_ne_bytes()), "a packet's length is negative: -2");
    assert_eq!(
        refusal(&field(b'q', 0, 8), &i64::MIN.to_ne_bytes()),
        format!("a packet's length is negative: {}", i64::MIN)
    );
    assert_eq!(refusal(&field(b'C', 0, -9), b"\x06"), "a packet's length is negative: -3");
    assert_eq!(
        refusal(&field(b'n', 2, 0), b"ab\0\x03"),
        "a packet's length of 3 is less than its header's of 4"
    );
    let over =
        |length: &str| format!("a packet of {length} bytes is over the limit of 600 (package_max_length)");
    assert_eq!(refusal(&field(b'n', 0, 2), b"\x02\x57"), over("601"));
    assert_eq!(refusal(&field(b'N', 0, 4), &[0xff; 4]), over("4294967299"));
    assert_eq!(refusal(&field(b'J', 0, 8), &[0xff; 8]), over("18446744073709551623"));
    assert_eq!(packets(&field(b'n', 0, 2), &[&[2, 0x56][..], &[0; 598]].concat()).len(), 1);
}

#[test]
fn mqtt_packets() {
    let connack = b"\x20\x02\0\0".as_slice();
    let publish = [b"\x30\xac\x02".as_slice(), &[b'x'; 300]].concat();
    let stream = [connack, &publish, b"\xd0\0", b"\x30"].concat();
    assert_eq!(packets(&Delimiter::Mqtt, &stream), [connack.to_vec(), publish, b"\xd0\0".to_vec()]);
    // Four bytes may write a small number.
    assert_eq!(packets(&Delimiter::Mqtt, b"\x30\x81\x80\x80\0x").len(), 1);
    let reason = "an MQTT packet's remaining length has more than 4 bytes";
    assert_eq!(refusal(&Delimiter::Mqtt, b"\x30\x80\x80\x80\x80\x01"), reason);
    let largest = "a packet of 268435460 bytes is over the limit of 600 (package_max_length)";
    assert_eq!(refusal(&Delimiter::Mqtt, b"\x30\xff\xff\xff\x7f"), largest);
}

#[test]
fn fastcgi_records() {
    let output = b"\x01\x06\0\x01\0\x05\x03\0hello\0\0\0".as_slice();
    let end = b"\x01\x03\0\x01\0\x08\0\0\0\0\0\0\0\0\0\0".as_slice();
    let empty = b"\x01\x06\0\x01\0\0\0\0".as_slice();
    let stream = [output, empty, end, b"\x01\x03"].concat();
    assert_eq!(packets(&Delimiter::FastCgi, &stream), [output, empty, end]);
    assert_eq!(refusal(&Delimiter::FastCgi, b"HTTP/1.1"), "a FastCGI record has version 72, not 1");
    let large = "a packet of 65543 bytes is over the limit of 600 (package_max_length)";
    assert_eq!(refusal(&Delimiter::FastCgi, b"\x01\x06\0\x01\xff\xff\0\0"), large);
}

#[test]
fn lengths_that_somebody_tells() {
    assert_eq!(
        packets(&Delimiter::Measured, b"\0\x02hi\0\0\0\x09rest"),
        [b"\0\x02hi".to_vec(), b"\0\0".to_vec()]
    );
    assert!(refusal(&Delimiter::Measured, b"\x02\x57").starts_with("a packet of 601 bytes is over"));
    let mut machine = machine(Delimiter::Measured);
    assert_eq!(machine.measured(-1, b"x").unwrap_err().to_string(), "a packet's length is negative: -1");
}

#[test]
fn a_head_grows_until_it_tells_the_length() {
    let mut machine = Machine::new(Framing { delimiter: Delimiter::Measured, limit: 10_000 });
    let bytes = vec![0; 9000];
    for shown in [1024, 4096, 9000] {
        assert_eq!(machine.look(&bytes).unwrap(), Progress::Measure);
        assert_eq!(machine.head(&bytes).len(), shown);
        machine.measured(0, &bytes).unwrap();
    }
    assert_eq!(machine.look(&bytes).unwrap(), Progress::More, "the same bytes are not shown again");
    let bytes = vec![0; 11_000];
    assert_eq!(machine.look(&bytes).unwrap(), Progress::Measure);
    assert_eq!(machine.head(&bytes).len(), 10_000);
    machine.measured(0, &bytes).unwrap();
    let failure = machine.look(&bytes).unwrap_err().to_string();
    assert_eq!(failure, "10000 bytes (package_max_length) do not tell a packet's length");
}

/// A packet of each kind of framing around `body`.
fn packet(delimiter: &Delimiter, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    match delimiter {
        Delimiter::Eof(_) => {
            let inner = body.iter().map(|&byte| if byte == b'\n' { b' ' } else { byte });
            inner.chain(*b"\r\n").collect()
        }
        Delimiter::Length(field) => {
            let number = (length as u64).to_be_bytes();
            [&vec![0xaa; field.offset], &number[8 - field.kind.size()..], body].concat()
        }
        Delimiter::Measured => [&(length as u16).to_be_bytes(), body].concat(),
        Delimiter::Mqtt => [&[0x30, (length & 0x7f) as u8 | 0x80, (length >> 7) as u8], body].concat(),
        Delimiter::FastCgi => {
            let padding = length % 8;
            let [high, low] = (length as u16).to_be_bytes();
            [&[1, 6, 0, 1, high, low, padding as u8, 0], body, &vec![0; padding]].concat()
        }
    }
}

fn delimiters() -> impl Strategy<Value = Delimiter> {
    let length = (prop::sample::select(b"nNJ".to_vec()), 0..9_usize).prop_map(|(letter, offset)| {
        let size = LengthType::of(letter).unwrap().size();
        field(letter, offset, (offset + size) as i64)
    });
    prop_oneof![
        Just(lines(b"\r\n")),
        length,
        Just(Delimiter::Measured),
        Just(Delimiter::Mqtt),
        Just(Delimiter::FastCgi)
    ]
}

proptest! {
    #[test]
    fn packets_come_out_as_they_went_in(
        delimiter in delimiters(),
        bodies in vec(vec(any::<u8>(), 0..200), 0..12),
        sizes in vec(1..90_usize, 1..20),
    ) {
        let sent: Vec<_> = bodies.iter().map(|body| packet(&delimiter, body)).collect();
        let stream = sent.concat();
        let mut rest = stream.as_slice();
        let pieces = sizes.iter().cycle().map_while(|&size| {
            let (piece, behind) = rest.split_at_checked(size).unwrap_or((rest, &[]));
            rest = behind;
            (!piece.is_empty()).then_some(piece)
        });
        let (received, left, failure) = cut(machine(delimiter), pieces);
        prop_assert!(failure.is_none(), "{failure:?}");
        prop_assert_eq!(received, sent);
        prop_assert!(left.is_empty());
    }

    #[test]
    fn any_bytes_are_cut_the_same_way_however_they_arrive(
        delimiter in delimiters(),
        stream in vec(prop_oneof![any::<u8>(), 0..4_u8, Just(b'\r'), Just(b'\n')], 0..900),
        size in 1..50_usize,
    ) {
        let whole = cut(machine(delimiter.clone()), [stream.as_slice()]);
        let pieces = cut(machine(delimiter), stream.chunks(size));
        prop_assert_eq!(&whole.0, &pieces.0);
        prop_assert_eq!(whole.2.map(|kind| kind.to_string()), pieces.2.map(|kind| kind.to_string()));
        prop_assert!(whole.0.iter().all(|packet| packet.len() <= LIMIT));
    }
}

/// A source that hands out `stream` in reads of at most `most` bytes, then "nothing there".
fn source<'a>(
    stream: &'a [u8],
    most: usize,
) -> impl FnMut(&mut [u8]) -> std::task::Poll<Result<usize, ()>> + 'a {
    let mut at = 0;
    move |room| {
        let count = room.len().min(most).min(stream.len() - at);
        if count == 0 {
            return std::task::Poll::Pending;
        }
        room[..count].copy_from_slice(&stream[at..at + count]);
        at += count;
        Ok(count).into()
    }
}

mod buffers {
    use super::super::buffer::{Buffer, CHUNK};
    use super::*;

    #[test]
    fn memory_is_held_only_for_what_is_there() {
        let mut buffer = Buffer::default();
        let stream = vec![b'x'; CHUNK];
        let mut read = source(&stream, CHUNK);
        assert!(buffer.fill(100, &mut read).is_ready());
        assert_eq!((buffer.unread().len(), buffer.memory()), (CHUNK, CHUNK));
        buffer.consume(CHUNK - 10);
        assert!(buffer.fill(100, &mut read).is_pending());
        buffer.rest();
        assert_eq!((buffer.unread().len(), buffer.memory()), (10, 10));
        buffer.consume(10);
        assert_eq!(buffer.memory(), 0);
    }

    #[test]
    fn a_rest_and_what_follows_stand_together() {
        let stream: Vec<u8> = (0..200_000_u32).map(|number| number as u8).collect();
        for most in [1000, 40_000, CHUNK, 150_000] {
            let (mut buffer, mut received) = (Buffer::default(), Vec::new());
            let mut read = source(&stream, most);
            while buffer.fill(200_000, &mut read).is_ready() {
                let take = buffer.unread().len() * 2 / 3;
                received.extend_from_slice(&buffer.unread()[..take]);
                buffer.consume(take);
                buffer.rest();
            }
            received.extend_from_slice(buffer.unread());
            assert!(received == stream, "reads of {most}");
        }
    }

    #[test]
    fn a_long_packet_makes_the_room_grow_up_to_its_length() {
        let mut buffer = Buffer::default();
        let stream = vec![b'x'; 1_000_000];
        let mut read = source(&stream, 1 << 20);
        while buffer.unread().len() < 300_000 {
            assert!(buffer.fill(300_000, &mut read).is_ready());
            assert!(buffer.memory() <= 300_000);
        }
        assert_eq!(buffer.unread().len(), 300_000);
        buffer.consume(300_000);
        assert_eq!(buffer.memory(), 0);
    }
}
