//! MQTT packets.

#![no_main]

use corio_fuzz::check;
use engine::frame::Delimiter;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    check(&Delimiter::Mqtt, data, |_| 0);
});
