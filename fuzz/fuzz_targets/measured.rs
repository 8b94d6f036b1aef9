//! Packets whose length the caller tells, from their first two bytes.

#![no_main]

use corio_fuzz::check;
use engine::frame::Delimiter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    check(&Delimiter::Measured, data, |head| {
        head.first_chunk().map_or(0, |&length| 2 + i64::from(i16::from_be_bytes(length)))
    });
});
