//! As much of XML as a stream of XMPP may hold before TLS: tags, their attributes, and text between them.
//!
//! RFC 6120, section 11.1 forbids comments, processing instructions and DTDs, so none of them is understood.

use super::{UNIT, said, too_long};

/// What is at the beginning of what is unread.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event<'a> {
    /// Text between tags, or a part of it.
    Text(&'a [u8]),
    /// `<?xml ...?>`
    Declaration,
    /// `<name ...>`, or `<name ...></name>` in one.
    Start(Tag<'a>, Content),
    /// `</name>`
    End(&'a [u8]),
}

/// Whether an end tag will follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Open,
    Empty,
}

/// A start tag. Names and values are as they stand: entities are not resolved.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    pub(super) name: &'a [u8],
    pub(super) attributes: Vec<(&'a [u8], &'a [u8])>,
}

/// The next event and its length; `None` if it is not whole yet.
pub(super) fn next(bytes: &[u8]) -> Result<Option<(Event<'_>, usize)>, String> {
    match bytes {
        [] => Ok(None),
        [b'<', ..] => {
            let Some(end) = tag_end(bytes)? else { return Ok(None) };
            let malformed = || said("malformed XML", &bytes[..=end]);
            Ok(Some((event(&bytes[1..end]).ok_or_else(malformed)?, end + 1)))
        }
        _ => {
            let end = bytes.iter().position(|&byte| byte == b'<').unwrap_or(bytes.len());
            Ok(Some((Event::Text(&bytes[..end]), end)))
        }
    }
}

/// Where the tag that `bytes` begin with has its `>`: not within quotes.
fn tag_end(bytes: &[u8]) -> Result<Option<usize>, String> {
    let mut quote = None;
    for (at, &byte) in bytes.iter().enumerate().skip(1) {
        if at > UNIT {
            return Err(too_long("tag"));
        }
        match (quote, byte) {
            (None, b'>') => return Ok(Some(at)),
            (_, b'<' | 0) => return Err(said("malformed XML", &bytes[..=at])),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if byte == open => quote = None,
            _ => {}
        }
    }
    Ok(None)
}

/// What stands between `<` and `>`.
fn event(inside: &[u8]) -> Option<Event<'_>> {
    match inside {
        [b'!', ..] => None,
        [b'?', rest @ ..] => {
            let rest = rest.strip_suffix(b"?")?;
            (rest == b"xml" || rest.starts_with(b"xml ")).then_some(Event::Declaration)
        }
        [b'/', name @ ..] => name_of(name.trim_ascii_end()).map(Event::End),
        [inside @ .., b'/'] => Some(Event::Start(tag(inside)?, Content::Empty)),
        _ => Some(Event::Start(tag(inside)?, Content::Open)),
    }
}

/// The whole of `text`, if it can be a name.
fn name_of(text: &[u8]) -> Option<&[u8]> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(byte) || !byte.is_ascii();
    (!text.is_empty() && text.iter().all(is_name)).then_some(text)
}

fn tag(inside: &[u8]) -> Option<Tag<'_>> {
    let end = inside.iter().position(u8::is_ascii_whitespace).unwrap_or(inside.len());
    let name = name_of(&inside[..end])?;
    let (mut rest, mut attributes) = (&inside[end..], Vec::new());
    while !rest.trim_ascii().is_empty() {
        // White space stands before each attribute.
        let text = rest.trim_ascii_start();
        if text.len() == rest.len() {
            return None;
        }
        let equals = text.iter().position(|&byte| byte == b'=')?;
        let key = name_of(text[..equals].trim_ascii_end())?;
        let value = text[equals + 1..].trim_ascii_start();
        let (&quote, value) = value.split_first().filter(|(quote, _)| b"\"'".contains(quote))?;
        let length = value.iter().position(|&byte| byte == quote)?;
        attributes.push((key, &value[..length]));
        rest = &value[length + 1..];
    }
    Some(Tag { name, attributes })
}

impl<'a> Tag<'a> {
    /// The value of the attribute `name`.
    pub(super) fn attribute(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|&(_, value)| value)
    }

    /// The namespaces that it declares: prefix, empty for the default one, and URI.
    pub(super) fn namespaces(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        self.attributes.iter().filter_map(|&(key, value)| match key.strip_prefix(b"xmlns") {
            Some([]) => Some((&b""[..], value)),
            Some([b':', prefix @ ..]) => Some((prefix, value)),
            _ => None,
        })
    }
}

/// A name's prefix, empty if it has none, and the local part.
pub(super) fn split_name(name: &[u8]) -> (&[u8], &[u8]) {
    let colon = name.iter().position(|&byte| byte == b':');
    colon.map_or((&b""[..], name), |at| (&name[..at], &name[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Option<Event<'_>> {
        let (event, length) = next(text.as_bytes()).ok()??;
        assert_eq!(length, text.len(), "{text}");
        Some(event)
    }

    fn start(
        name: &'static str,
        attributes: &[(&'static str, &'static str)],
        content: Content,
    ) -> Option<Event<'static>> {
        let attributes = attributes.iter().map(|(key, value)| (key.as_bytes(), value.as_bytes())).collect();
        Some(Event::Start(Tag { name: name.as_bytes(), attributes }, content))
    }

    #[test]
    fn tags_are_read() {
        assert_eq!(only("<a>"), start("a", &[], Content::Open));
        assert_eq!(only("<a />"), start("a", &[], Content::Empty));
        assert_eq!(
            only("<s:a\n b='>' c = \"'/\"/>"),
            start("s:a", &[("b", ">"), ("c", "'/")], Content::Empty)
        );
        assert_eq!(only("</s:a >"), Some(Event::End(b"s:a")));
        assert_eq!(only("<?xml version='1.0'?>"), Some(Event::Declaration));
        assert_eq!(only(" \n"), Some(Event::Text(b" \n")));
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for bad in [
            "<>",
            "< a>",
            "</>",
            "<a b>",
            "<a b=c>",
            "<a b='c'd='e'>",
            "<a 'b'='c'>",
            "<a<b>",
            "<a b='<'>",
            "<!-- x -->",
            "<!DOCTYPE a>",
            "<?php ?>",
            "<?xml>",
            "<?xmlfoo?>",
            "<a\0>",
            "<a =''>",
            "<a/b>",
            "</a b='c'>",
            "</a/>",
        ] {
            assert!(next(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_part_of_a_tag_waits() {
        let whole = b"<a b='>' c=\"'\"/>";
        for end in 0..whole.len() {
            assert_eq!(next(&whole[..end]), Ok(None));
        }
    }

    #[test]
    fn a_tag_has_an_end() {
        let endless = [b"<a b='", &[b'x'; UNIT][..]].concat();
        assert_eq!(next(&endless), Err(too_long("tag")));
    }
}
