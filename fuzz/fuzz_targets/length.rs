//! Packets with a length of any type, anywhere, counting anything.

#![no_main]

use corio_fuzz::check;
use engine::frame::{Delimiter, LengthField, LengthType};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&[letter, offset, extra], data)) = data.split_first_chunk() else { return };
    let letter = LengthType::LETTERS.as_bytes()[usize::from(letter) % LengthType::LETTERS.len()];
    let Some(kind) = LengthType::of(letter) else { return };
    let field = LengthField { kind, offset: (offset % 16).into(), extra: extra.cast_signed().into() };
    check(&Delimiter::Length(field), data, |_| 0);
});
