//! Packets of two protocols that the caller need not describe: MQTT and FastCGI.

use super::checked;
use super::fault::Fault;

/// The length of the MQTT packet at the front, once its header is there (MQTT 3.1.1, section 2.2.3).
#[inline(never)]
pub(super) fn mqtt(bytes: &[u8], limit: usize) -> Result<Option<usize>, Fault> {
    let mut remaining = 0;
    for (place, byte) in bytes.iter().skip(1).take(4).enumerate() {
        remaining |= i128::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            let header = 2 + place;
            return checked(remaining + header as i128, header, limit).map(Some);
        }
    }
    if bytes.len() > 4 {
        return Err(Fault::Mqtt);
    }
    Ok(None)
}

/// The length of the FastCGI record at the front, once its header is there (FastCGI 1.0, section 3.3).
#[inline(never)]
pub(super) fn fastcgi(bytes: &[u8], limit: usize) -> Result<Option<usize>, Fault> {
    const HEADER: usize = 8;
    if let Some(&version) = bytes.first()
        && version != 1
    {
        return Err(Fault::FastCgi { version });
    }
    let Some(&[_, _, _, _, high, low, padding, _]) = bytes.get(..HEADER) else { return Ok(None) };
    let length = HEADER + usize::from(u16::from_be_bytes([high, low])) + usize::from(padding);
    checked(length as i128, HEADER, limit).map(Some)
}
