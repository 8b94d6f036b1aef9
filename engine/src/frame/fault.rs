//! Bytes that are no packet, whatever follows.

use crate::error::Kind;

/// Why they are none. It owns nothing, so that whoever looks at good packets has nothing to drop.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    Negative(i128),
    LessThanHeader { length: usize, header: usize },
    TooLarge { length: i128, limit: usize },
    NoEof { limit: usize },
    Unmeasured { limit: usize },
    Mqtt,
    FastCgi { version: u8 },
}

impl From<Fault> for Kind {
    #[cold]
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Negative(length) => Self::BadFrame(format!("a packet's length is negative: {length}")),
            Fault::LessThanHeader { length, header } => {
                Self::BadFrame(format!("a packet's length of {length} is less than its header's of {header}"))
            }
            Fault::TooLarge { length, limit } => Self::FrameTooLarge(format!(
                "a packet of {length} bytes is over the limit of {limit} (package_max_length)"
            )),
            Fault::NoEof { limit } => Self::FrameTooLarge(format!(
                "no package_eof in the first {limit} bytes of a packet (package_max_length)"
            )),
            Fault::Unmeasured { limit } => Self::FrameTooLarge(format!(
                "{limit} bytes (package_max_length) do not tell a packet's length"
            )),
            Fault::Mqtt => Self::BadFrame("an MQTT packet's remaining length has more than 4 bytes".into()),
            Fault::FastCgi { version } => {
                Self::BadFrame(format!("a FastCGI record has version {version}, not 1"))
            }
        }
    }
}
