//! What the targets share: the same packets have to come out however the bytes arrive.

use engine::Kind;
use engine::frame::{Delimiter, Framing, Machine, Progress};

/// Small, so that the fuzzer reaches it.
const LIMIT: usize = 300;

/// Cuts `data` all at once and in pieces, whose sizes are the first bytes of `data`, and compares. `measure` tells
/// the length where the machine asks for it.
pub fn check(delimiter: &Delimiter, data: &[u8], measure: impl Fn(&[u8]) -> i64 + Copy) {
    let (sizes, stream) = data.split_at(data.len().min(8));
    let whole = cut(delimiter, &[stream.len()], stream, measure);
    let pieces =
        cut(delimiter, sizes.iter().map(|&size| size.into()).collect::<Vec<_>>().as_slice(), stream, measure);
    assert_eq!(whole, pieces, "the packets depend on how their bytes arrive");
    let taken: usize = whole.0.iter().sum();
    assert!(taken <= stream.len() && whole.0.iter().all(|&length| (1..=LIMIT).contains(&length)));
}

/// The lengths of the packets, and how it failed.
fn cut(
    delimiter: &Delimiter,
    sizes: &[usize],
    stream: &[u8],
    measure: impl Fn(&[u8]) -> i64,
) -> (Vec<usize>, Option<String>) {
    let mut machine = Machine::new(Framing { delimiter: delimiter.clone(), limit: LIMIT });
    let mut sizes = sizes.iter().cycle();
    let (mut packets, mut start, mut end) = (Vec::new(), 0, 0);
    while end < stream.len() {
        end = (end + sizes.next().copied().unwrap_or(1).max(1)).min(stream.len());
        loop {
            match step(&mut machine, &stream[start..end], &measure) {
                Ok(Some(Progress::Packet(length))) => {
                    packets.push(length);
                    start += length;
                    machine.taken();
                }
                Ok(Some(_)) => break,
                Ok(None) => {}
                Err(kind) => return (packets, Some(kind.to_string())),
            }
        }
    }
    (packets, None)
}

/// Looks once; `None` after a length was told.
fn step(
    machine: &mut Machine,
    bytes: &[u8],
    measure: impl Fn(&[u8]) -> i64,
) -> Result<Option<Progress>, Kind> {
    match machine.look(bytes)? {
        Progress::Measure => machine.measured(measure(machine.head(bytes)), bytes).map(|()| None),
        progress => Ok(Some(progress)),
    }
}
