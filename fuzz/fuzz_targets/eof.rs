//! Packets that end with a mark of 1 to 4 bytes.

#![no_main]

use corio_fuzz::check;
use engine::frame::{Delimiter, Eof};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (&length, data) = data.split_first().unwrap_or((&0, data));
    let (mark, data) = data.split_at(data.len().min(usize::from(length % 4) + 1));
    if let Some(eof) = Eof::split(mark) {
        check(&Delimiter::Eof(eof), data, |_| 0);
    }
});
