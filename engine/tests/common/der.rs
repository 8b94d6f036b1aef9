//! As much DER as it takes to write extensions that no library would.

/// A value with its tag and length.
pub(crate) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap().to_be_bytes();
    let head = match length {
        [0, short @ 0..=127] => vec![tag, short],
        [high, low] => vec![tag, 0x82, high, low],
    };
    [head, content.to_vec()].concat()
}

/// Kinds of a GeneralName (RFC 5280 section 4.2.1.6).
pub(crate) const EMAIL: u8 = 0x81;
pub(crate) const DNS: u8 = 0x82;
pub(crate) const URI: u8 = 0x86;
pub(crate) const IP: u8 = 0x87;

pub(crate) type Name<'a> = (u8, &'a [u8]);

/// The value of subjectAltName.
pub(crate) fn names(names: &[Name<'_>]) -> Vec<u8> {
    tlv(0x30, &names.iter().flat_map(|(kind, value)| tlv(*kind, value)).collect::<Vec<_>>())
}

/// The value of nameConstraints (RFC 5280 section 4.2.1.10).
pub(crate) fn name_constraints(permitted: &[Name<'_>], excluded: &[Name<'_>]) -> Vec<u8> {
    let subtrees = |tag, list: &[Name<'_>]| {
        let trees: Vec<u8> = list.iter().flat_map(|(kind, value)| tlv(0x30, &tlv(*kind, value))).collect();
        if trees.is_empty() { trees } else { tlv(tag, &trees) }
    };
    tlv(0x30, &[subtrees(0xa0, permitted), subtrees(0xa1, excluded)].concat())
}

/// An object identifier and whether it is critical, for an extension with a value of one's own.
pub(crate) type Extension = (&'static str, bool, Vec<u8>);

pub(crate) const SUBJECT_ALT_NAME: &str = "2.5.29.17";
pub(crate) const BASIC_CONSTRAINTS: &str = "2.5.29.19";
pub(crate) const KEY_USAGE: &str = "2.5.29.15";
pub(crate) const NAME_CONSTRAINTS: &str = "2.5.29.30";
pub(crate) const EXTENDED_KEY_USAGE: &str = "2.5.29.37";
pub(crate) const CRL_NUMBER: &str = "2.5.29.20";
pub(crate) const ISSUING_DISTRIBUTION_POINT: &str = "2.5.29.28";
pub(crate) const AUTHORITY_KEY_IDENTIFIER: &str = "2.5.29.35";
/// In the arc for examples: nobody knows it.
pub(crate) const UNKNOWN: &str = "2.999.1";
