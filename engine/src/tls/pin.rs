//! Pinned certificates and keys: fingerprints of which the peer has to show one.

use openssl::base64;
use openssl::sha::sha256;
use openssl::x509::X509Ref;
use std::fmt;

/// A SHA-256 fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pin {
    /// Of a whole certificate, in DER. Written as 64 hexadecimal digits, with or without colons.
    Certificate([u8; 32]),
    /// Of a certificate's SubjectPublicKeyInfo, in DER: it survives a renewal that keeps the key. Written
    /// `sha256//` and base64, as in curl and in RFC 7469.
    PublicKey([u8; 32]),
}

impl Pin {
    /// Reads one pin, or several with semicolons between them.
    ///
    /// # Errors
    /// A text that says what is wrong with the first that is none; never an empty list.
    pub fn parse(text: &str) -> Result<Vec<Self>, String> {
        text.split(';').map(|pin| Self::parse_one(pin.trim())).collect()
    }

    fn parse_one(text: &str) -> Result<Self, String> {
        if let Some((algorithm, hash)) = text.split_once("//") {
            if algorithm != "sha256" {
                return Err(unsupported(algorithm));
            }
            let bytes = base64::decode_block(hash).map_err(|_| super::clear_errors());
            let bytes = bytes.ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
            // OpenSSL forgives what stands behind the padding.
            let bytes = bytes.filter(|bytes| base64::encode_block(bytes) == hash);
            return bytes.map(Self::PublicKey).ok_or_else(|| "not 32 bytes in base64 after sha256//".into());
        }
        let Some(digits) = hex(text) else { return Err(EXPECTED.into()) };
        match digits.len() {
            16 => Err(unsupported("md5")),
            20 => Err(unsupported("sha1")),
            _ => digits.try_into().map(Self::Certificate).map_err(|_| EXPECTED.into()),
        }
    }

    /// Whether `certificate` is the one, or has the key, that this is the fingerprint of.
    #[must_use]
    pub fn matches(&self, certificate: &X509Ref) -> bool {
        let [of_certificate, of_key] = Self::of(certificate);
        [of_certificate, of_key].contains(&Some(*self))
    }

    /// Both fingerprints of `certificate`, as far as it can be encoded.
    #[must_use]
    pub fn of(certificate: &X509Ref) -> [Option<Self>; 2] {
        let whole = certificate.to_der().ok();
        let key = certificate.public_key().and_then(|key| key.public_key_to_der()).ok();
        // A key of an unknown type leaves errors behind.
        super::clear_errors();
        [whole.map(|der| Self::Certificate(sha256(&der))), key.map(|der| Self::PublicKey(sha256(&der)))]
    }
}

/// As it is written in settings.
impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Certificate(hash) => hash.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
            Self::PublicKey(hash) => write!(f, "sha256//{}", base64::encode_block(hash)),
        }
    }
}

const EXPECTED: &str = "neither 64 hexadecimal digits (the certificate's SHA-256) nor \"sha256//\" and base64 \
                        (its public key's)";

fn unsupported(algorithm: &str) -> String {
    let algorithm = crate::error::printable(algorithm.as_bytes());
    format!("{algorithm} is not supported, because only sha256 is safe enough here")
}

/// Bytes in hexadecimal, either without colons or with one between every two bytes.
fn hex(text: &str) -> Option<Vec<u8>> {
    let pairs: Vec<&[u8]> = match text.contains(':') {
        true => text.split(':').map(str::as_bytes).collect(),
        false => text.as_bytes().chunks(2).collect(),
    };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    pairs
        .into_iter()
        .map(|pair| match pair {
            &[high, low] => u8::try_from(digit(high)? << 4 | digit(low)?).ok(),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    const BASE64: &str = "sha256//ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8=";

    #[test]
    fn both_forms_are_read_and_shown() {
        let bytes: [u8; 32] = std::array::from_fn(|n| (n as u8 % 16) * 0x11);
        let colons: Vec<&str> = (0..32).map(|n| &HEX[2 * n..2 * n + 2]).collect();
        for text in [HEX, &HEX.to_uppercase(), &colons.join(":"), &format!(" {HEX} ")] {
            assert_eq!(Pin::parse(text), Ok(vec![Pin::Certificate(bytes)]), "{text}");
        }
        assert_eq!(Pin::parse(BASE64), Ok(vec![Pin::PublicKey(bytes)]));
        assert_eq!(Pin::Certificate(bytes).to_string(), HEX);
        assert_eq!(Pin::PublicKey(bytes).to_string(), BASE64);
        let both = [Pin::PublicKey(bytes), Pin::Certificate(bytes)];
        assert_eq!(Pin::parse(&format!("{BASE64}; {HEX}")), Ok(both.to_vec()));
    }

    #[test]
    fn what_is_no_pin_is_refused() {
        let short = &BASE64[..BASE64.len() - 4];
        for (bad, reason) in [
            ("", "64 hexadecimal digits"),
            (&HEX[2..], "64 hexadecimal digits"),
            (&HEX[1..], "64 hexadecimal digits"),
            (&format!("{HEX}00"), "64 hexadecimal digits"),
            (&HEX.replace('a', "x"), "64 hexadecimal digits"),
            (&HEX.replacen("0011", "00:11", 1), "64 hexadecimal digits"),
            (&format!("{HEX}:"), "64 hexadecimal digits"),
            (&HEX.replacen("00", "\u{e9}", 1), "64 hexadecimal digits"),
            (&HEX[..32], "md5 is not supported"),
            (&HEX[..40], "sha1 is not supported"),
            ("sha1//ABEiM0RVZneImaq7zN3u/wARIjM=", "sha1 is not supported"),
            ("sha512//AAAA", "sha512 is not supported"),
            ("SHA256//AAAA", "SHA256 is not supported"),
            ("sha256//", "32 bytes in base64"),
            (short, "32 bytes in base64"),
            (&format!("{BASE64}="), "32 bytes in base64"),
            (&format!("{BASE64};"), "64 hexadecimal digits"),
            (&format!("{HEX};{}", &HEX[..40]), "sha1 is not supported"),
        ] {
            match Pin::parse(bad) {
                Err(refused) => assert!(refused.contains(reason), "{bad:?}: {refused}"),
                Ok(pins) => panic!("{bad:?}: {pins:?}"),
            }
        }
    }
}
