//! FastCGI records.

#![no_main]

use corio_fuzz::check;
use engine::frame::Delimiter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    check(&Delimiter::FastCgi, data, |_| 0);
});
