//! Settings that cut what is received into packets.

use super::given::Given;
use super::{Refusal, Setting};
use crate::ffi::value::Value;
use engine::frame::{Delimiter, Eof, Framing, LengthField, LengthType};

/// The setting whose callable tells a packet's length; the client object keeps it.
pub const LENGTH_FUNC: &str = "package_length_func";

/// What the settings say of packets.
#[derive(Clone, Debug)]
pub(super) struct Packets {
    eof_check: bool,
    eof_split: bool,
    eof: Vec<u8>,
    length_check: bool,
    /// The length is told by [`LENGTH_FUNC`].
    is_measured: bool,
    length: LengthField,
    mqtt: bool,
    fastcgi: bool,
    limit: usize,
}

impl Default for Packets {
    fn default() -> Self {
        let kind = LengthType::of(b'N').expect("it is one of the letters");
        Self {
            eof_check: false,
            eof_split: false,
            eof: b"\r\n\r\n".to_vec(),
            length_check: false,
            is_measured: false,
            length: LengthField { kind, offset: 0, extra: 0 },
            mqtt: false,
            fastcgi: false,
            limit: 2 << 20,
        }
    }
}

impl Packets {
    /// How packets are told apart, if the settings ask for it.
    ///
    /// Both EOF settings deliver one packet per `recv()`, as in Swoole's coroutine client.
    pub(super) fn framing(&self) -> Option<Framing> {
        let delimiter = if self.eof_check || self.eof_split {
            Delimiter::Eof(Eof::split(&self.eof)?)
        } else if self.length_check && self.is_measured {
            Delimiter::Measured
        } else if self.length_check {
            Delimiter::Length(self.length)
        } else if self.mqtt {
            Delimiter::Mqtt
        } else if self.fastcgi {
            Delimiter::FastCgi
        } else {
            return None;
        };
        Some(Framing { delimiter, limit: self.limit })
    }

    /// What settings contradict each other.
    pub(super) fn check(&self) -> Result<(), String> {
        let kinds = [
            (self.eof_check, "open_eof_check"),
            (self.eof_split && !self.eof_check, "open_eof_split"),
            (self.length_check, "open_length_check"),
            (self.mqtt, "open_mqtt_protocol"),
            (self.fastcgi, "open_fastcgi_protocol"),
        ];
        let mut on = kinds.iter().filter(|(is_on, _)| *is_on);
        if let (Some((_, one)), Some((_, other))) = (on.next(), on.next()) {
            return Err(format!("settings \"{one}\" and \"{other}\" exclude each other"));
        }
        let least = match self.framing().map(|framing| framing.delimiter) {
            Some(Delimiter::Eof(_)) => self.eof.len(),
            Some(Delimiter::Length(field)) => field.header(),
            _ => 0,
        };
        if least > self.limit {
            let limit = self.limit;
            return Err(format!(
                "setting \"package_max_length\" is {limit}, but the shortest packet has {least} bytes"
            ));
        }
        Ok(())
    }
}

pub(super) static TABLE: &[Setting] = &[
    Setting {
        key: "open_eof_check",
        kind: "bool",
        default: "false",
        doc: "recv() delivers one packet, up to and with package_eof.",
        apply: |s, v| v.bool().map(|flag| s.packets.eof_check = flag),
    },
    Setting {
        key: "open_eof_split",
        kind: "bool",
        default: "false",
        doc: "As open_eof_check.",
        apply: |s, v| v.bool().map(|flag| s.packets.eof_split = flag),
    },
    Setting {
        key: "package_eof",
        kind: "string of 1 to 64 bytes",
        default: "\"\\r\\n\\r\\n\"",
        doc: "What a packet ends with.",
        apply: |s, v| {
            let Value::Str(mark) = v.value else { return Err(v.wrong_type("string")) };
            let mark = mark.bytes();
            Eof::split(mark)
                .ok_or_else(|| v.misuse("1 to 64 bytes long", &format!("{} bytes", mark.len())))?;
            s.packets.eof = mark.to_vec();
            Ok(())
        },
    },
    Setting {
        key: "open_length_check",
        kind: "bool",
        default: "false",
        doc: "recv() delivers one packet, whose header tells its length.",
        apply: |s, v| v.bool().map(|flag| s.packets.length_check = flag),
    },
    Setting {
        key: "package_length_type",
        kind: "string: one of pack()'s c C s S n v l L N V q Q J P",
        default: "\"N\"",
        doc: "How the length is written.",
        apply: |s, v| {
            let text = v.text()?;
            let kind = match text.as_bytes() {
                [letter] => LengthType::of(*letter),
                _ => None,
            };
            let letters = || v.misuse(&format!("one of {}", LengthType::LETTERS), &format!("\"{text}\""));
            s.packets.length.kind = kind.ok_or_else(letters)?;
            Ok(())
        },
    },
    Setting {
        key: "package_length_offset",
        kind: "int 0 to 65535",
        default: "0",
        doc: "Where in the packet the length stands.",
        apply: |s, v| v.int(0, 65535).map(|offset| s.packets.length.offset = offset as usize),
    },
    Setting {
        key: "package_body_offset",
        kind: "int -65535 to 65535",
        default: "0",
        doc: "Bytes of the packet that the length does not count; negative if it counts more than the packet.",
        apply: |s, v| v.int(-65535, 65535).map(|extra| s.packets.length.extra = extra),
    },
    Setting {
        key: LENGTH_FUNC,
        kind: "callable(string $head): int, or null",
        default: "null",
        doc: "Tells the length of the packet that begins with $head, instead of the three settings above;\n\
              0 if $head is too short for that. A negative length closes the connection.",
        apply: |s, v| v.callable().map(|is_given| s.packets.is_measured = is_given),
    },
    Setting {
        key: "package_max_length",
        kind: "int bytes, or string such as \"2M\"",
        default: "2M",
        doc: "The longest packet; a longer one closes the connection as soon as that is known.",
        apply: |s, v| v.size().map(|bytes| s.packets.limit = bytes),
    },
    Setting {
        key: "open_mqtt_protocol",
        kind: "bool",
        default: "false",
        doc: "recv() delivers one MQTT packet.",
        apply: |s, v| v.bool().map(|flag| s.packets.mqtt = flag),
    },
    Setting {
        key: "open_fastcgi_protocol",
        kind: "bool",
        default: "false",
        doc: "recv() delivers one FastCGI record.",
        apply: |s, v| v.bool().map(|flag| s.packets.fastcgi = flag),
    },
];

impl Given<'_> {
    /// Whether there is a callable; null is none.
    fn callable(&self) -> Result<bool, Refusal> {
        if matches!(self.value, Value::Null) {
            return Ok(false);
        }
        match self.values.callable(self.key) {
            Some(value) if value.is_callable() => Ok(true),
            _ => Err(self.misuse("a callable or null", self.value.type_name())),
        }
    }
}
