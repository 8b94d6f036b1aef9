//! XMPP (RFC 6120, section 5): a stream whose only purpose is to be left by `<proceed/>`. The script opens its
//! own stream inside TLS.

use super::xml::{self, Content, Event, Tag, split_name};
use super::{Advance, Machine, Then, said};

pub(super) struct Xmpp {
    /// The domain that is asked for.
    to: String,
    step: Step,
    /// The open elements, the stream first.
    open: Vec<Element>,
    is_offered: bool,
    /// The child of the stream that is being read, as it stands.
    said: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Stream,
    StartTls,
}

struct Element {
    name: Vec<u8>,
    /// Prefixes and URIs that it declares.
    namespaces: Vec<(Vec<u8>, Vec<u8>)>,
}

/// Features are two or three deep; whoever nests deeper plays games.
const DEEPEST: usize = 16;

const STREAMS: &[u8] = b"http://etherx.jabber.org/streams";
const TLS: &[u8] = b"urn:ietf:params:xml:ns:xmpp-tls";

impl Xmpp {
    pub(super) fn new(to: &str) -> Self {
        let to = to.strip_suffix('.').unwrap_or(to).to_owned();
        Self { to, step: Step::Stream, open: Vec::new(), is_offered: false, said: Vec::new() }
    }
}

impl Machine for Xmpp {
    fn opening(&self) -> Vec<u8> {
        let to =
            self.to.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&apos;");
        let stream = "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";
        format!("<?xml version='1.0'?><stream:stream to='{to}' version='1.0' {stream}>").into_bytes()
    }

    fn step(&self) -> &'static str {
        match self.step {
            Step::Stream => "stream",
            Step::StartTls => "starttls",
        }
    }

    fn advance(&mut self, unread: &[u8]) -> Result<Advance, String> {
        let Some((event, consumed)) = xml::next(unread)? else { return Ok(Advance::wait()) };
        if let Event::Text(text) = event
            && self.open.len() < 2
            && !text.trim_ascii().is_empty()
        {
            return alien_text(text, consumed < unread.len());
        }
        self.said.extend_from_slice(&unread[..consumed]);
        let then = match event {
            Event::Text(_) => Then::Go,
            Event::Declaration if self.open.is_empty() => Then::Go,
            Event::Declaration => return Err(self.alien()),
            Event::Start(tag, content) => self.start(&tag, content)?,
            Event::End(name) => self.end(name)?,
        };
        Ok(Advance { consumed, then })
    }
}

/// Text where only tags may stand: most likely the line of another protocol, which is worth waiting for.
fn alien_text(text: &[u8], is_whole: bool) -> Result<Advance, String> {
    const ENOUGH: usize = 256;
    let text = text.trim_ascii_start();
    let end = text.iter().position(|&byte| byte == b'\n');
    if end.is_none() && !is_whole && text.len() < ENOUGH {
        return Ok(Advance::wait());
    }
    Err(said("not a reply of this protocol", &text[..end.unwrap_or(text.len()).min(ENOUGH)]))
}

impl Xmpp {
    fn start(&mut self, tag: &Tag<'_>, content: Content) -> Result<Then, String> {
        if self.open.len() >= DEEPEST {
            return Err(said("elements are nested too deeply", &self.said));
        }
        let owned = |(prefix, uri): (&[u8], &[u8])| (prefix.to_vec(), uri.to_vec());
        let namespaces = tag.namespaces().map(owned).collect();
        self.open.push(Element { name: tag.name.to_vec(), namespaces });
        match self.open.len() {
            1 if !self.is(0, STREAMS, b"stream") || content == Content::Empty => return Err(self.alien()),
            1 if tag.attribute(b"version").is_none_or(|version| version.starts_with(b"0")) => {
                return Err(said("the server is older than STARTTLS (no version 1.0)", &self.said));
            }
            1 => self.said.clear(),
            3 => self.is_offered |= self.is(1, STREAMS, b"features") && self.is(2, TLS, b"starttls"),
            _ => {}
        }
        if content == Content::Empty { self.finish() } else { Ok(Then::Go) }
    }

    fn end(&mut self, name: &[u8]) -> Result<Then, String> {
        match self.open.last() {
            Some(element) if element.name == name && self.open.len() > 1 => self.finish(),
            Some(element) if element.name == name => Err("the server closed the stream".into()),
            _ => Err(said("malformed XML", &self.said)),
        }
    }

    /// The innermost element is complete.
    fn finish(&mut self) -> Result<Then, String> {
        let then = if self.open.len() == 2 { self.child()? } else { Then::Go };
        self.open.pop();
        if self.open.len() == 1 {
            self.said.clear();
        }
        Ok(then)
    }

    /// A child of the stream is complete.
    fn child(&mut self) -> Result<Then, String> {
        match self.step {
            Step::Stream if self.is(1, STREAMS, b"features") => {
                if !self.is_offered {
                    return Err(said("starttls is not offered", &self.said));
                }
                self.step = Step::StartTls;
                Ok(Then::Send(b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>".to_vec()))
            }
            Step::StartTls if self.is(1, TLS, b"proceed") => Ok(Then::Done(Vec::new())),
            Step::StartTls if self.is(1, TLS, b"failure") => Err(said("refused", &self.said)),
            _ if self.is(1, STREAMS, b"error") => Err(said("refused", &self.said)),
            _ => Err(self.alien()),
        }
    }

    /// Whether the open element `at` is `local` of the namespace `uri`.
    fn is(&self, at: usize, uri: &[u8], local: &[u8]) -> bool {
        let (prefix, name) = split_name(&self.open[at].name);
        let declared = self.open[..=at].iter().rev().flat_map(|element| &element.namespaces);
        let namespace = declared.into_iter().find(|(declared, _)| declared == prefix);
        name == local && namespace.is_some_and(|(_, namespace)| namespace == uri)
    }

    fn alien(&self) -> String {
        said("not a reply of this protocol", &self.said)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Protocol::Xmpp;
    use super::super::testing::{refused, upgraded};

    const HEADER: &str = "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams' \
                          version='1.0' from='localhost' id='a&gt;b' xml:lang='en' xmlns='jabber:client'>";
    const OFFER: &str = "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>\
                         <mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>\
                         </stream:features>";
    const PROCEED: &str = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

    #[test]
    fn a_dialogue_ends_in_the_upgrade() {
        let done = upgraded(Xmpp, format!("{HEADER}{OFFER}{PROCEED}"));
        assert_eq!(
            done.sent,
            "<?xml version='1.0'?><stream:stream to='client.test' version='1.0' xmlns='jabber:client' \
             xmlns:stream='http://etherx.jabber.org/streams'><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
        );
        assert_eq!(done.greeting, format!("{HEADER}{OFFER}"));
    }

    #[test]
    fn prefixes_and_quotes_are_the_servers_choice() {
        upgraded(
            Xmpp,
            "\n<stream xmlns=\"http://etherx.jabber.org/streams\" version=\"1.0\"\n>\n<features><t:starttls \
                 xmlns:t=\"urn:ietf:params:xml:ns:xmpp-tls\" a='>'/></features> <x:proceed \
                 xmlns:x='urn:ietf:params:xml:ns:xmpp-tls'></x:proceed>",
        );
    }

    #[test]
    fn what_only_looks_like_an_offer_is_none() {
        for features in [
            "<stream:features/>",
            "<stream:features></stream:features>",
            "<stream:features><starttls/></stream:features>",
            "<stream:features><starttls xmlns='urn:x'/></stream:features>",
            "<stream:features><x><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></x></stream:features>",
            "<stream:features>starttls</stream:features>",
            "<stream:features><u:starttls/></stream:features>",
        ] {
            let why = refused(Xmpp, format!("{HEADER}{features}"));
            assert_eq!(why, format!("xmpp, stream: starttls is not offered; the server said \"{features}\""));
        }
    }

    #[test]
    fn the_host_cannot_break_out_of_its_attribute() {
        let opening = super::super::Machine::opening(&super::Xmpp::new("a'/><b c=\"&\"."));
        let opening = String::from_utf8(opening).unwrap();
        assert!(opening.contains("to='a&apos;/&gt;&lt;b c=\"&amp;\"' version='1.0' "), "{opening}");
    }

    #[test]
    fn every_other_reply_is_a_refusal() {
        let failure = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
        let unknown =
            "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>";
        for (server, why) in [
            (
                format!("{HEADER}{OFFER}{failure}"),
                format!("starttls: refused; the server said \"{failure}\""),
            ),
            (format!("{HEADER}{unknown}"), format!("stream: refused; the server said \"{unknown}\"")),
            (
                format!("{HEADER}{OFFER}{unknown}"),
                format!("starttls: refused; the server said \"{unknown}\""),
            ),
            (format!("{HEADER}</stream:stream>"), "stream: the server closed the stream".into()),
            (
                format!("{HEADER}{OFFER}<proceed/>"),
                "starttls: not a reply of this protocol; the server said \"<proceed/>\"".into(),
            ),
            (
                format!("{HEADER}{PROCEED}"),
                format!("stream: not a reply of this protocol; the server said \"{PROCEED}\""),
            ),
            (format!("{HEADER}</stream>"), "stream: malformed XML; the server said \"</stream>\"".into()),
            (format!("{HEADER}<a></b>"), "stream: malformed XML; the server said \"<a></b>\"".into()),
            (
                "<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>".into(),
                "stream: the server is older than STARTTLS (no version 1.0); the server said \
                 \"<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>\""
                    .into(),
            ),
            (
                "<stream:stream version='1.0'>".into(),
                "stream: not a reply of this protocol; the server said \
              \"<stream:stream version='1.0'>\""
                    .into(),
            ),
            ("<html>".into(), "stream: not a reply of this protocol; the server said \"<html>\"".into()),
            ("<!DOCTYPE html>".into(), "stream: malformed XML; the server said \"<!DOCTYPE html>\"".into()),
            (
                " 220 mail.test\r\n".into(),
                "stream: not a reply of this protocol; the server said \"220 mail.test\"".into(),
            ),
            (
                format!("{HEADER}hello<"),
                "stream: not a reply of this protocol; the server said \"hello\"".into(),
            ),
            (
                format!("{HEADER}{}", "<a>".repeat(16)),
                format!("stream: elements are nested too deeply; the server said \"{}\"", "<a>".repeat(16)),
            ),
        ] {
            assert_eq!(refused(Xmpp, server), format!("xmpp, {why}"));
        }
    }
}
