//! Settings of the plaintext dialogue that connect() leads before TLS.

use super::{Refusal, Setting, Settings};
use crate::ffi::value::Value;
use engine::starttls::{Name, Protocol, StartTls};

pub(super) static TABLE: &[Setting] = &[
    Setting {
        key: "ssl_starttls",
        kind: "string: smtp, lmtp, imap, pop3, sieve, ftp, nntp, xmpp, ldap, postgres, mysql, irc or nats",
        default: "null",
        doc: "connect() leads this protocol's dialogue up to the upgrade and negotiates TLS. A server that does not\n\
              let itself be upgraded is an error. Not with Corio\\SSL.",
        apply: |s, v| {
            s.starttls.protocol = match v.value {
                Value::Null => None,
                _ => Some(Protocol::parse(&v.text()?).ok_or_else(|| {
                    let names: Vec<_> = Protocol::all().iter().map(|(name, _)| *name).collect();
                    v.misuse(&format!("one of {}", names.join(", ")), "another value")
                })?),
            };
            Ok(())
        },
    },
    Setting {
        key: "ssl_starttls_name",
        kind: "string",
        default: "the local address as a literal; for XMPP the host given to connect()",
        doc: "What the client calls itself in EHLO and LHLO, or the domain that XMPP's `to` asks for.",
        apply: |s, v| {
            s.starttls.name = match v.value {
                Value::Null => None,
                _ => {
                    let refuse = |reason| Refusal::Misuse(format!("setting \"{}\": {reason}", v.key));
                    Some(Name::parse(&v.text()?).map_err(refuse)?)
                }
            };
            Ok(())
        },
    },
];

/// What was set of the dialogue.
#[derive(Clone, Debug, Default)]
pub(super) struct Dialogue {
    protocol: Option<Protocol>,
    name: Option<Name>,
}

impl Dialogue {
    /// Whether there is to be one.
    pub(super) const fn is_set(&self) -> bool {
        self.protocol.is_some()
    }
}

impl Settings {
    /// The dialogue before TLS, if there is to be one.
    #[must_use]
    pub fn starttls(&self) -> Option<StartTls> {
        let protocol = self.starttls.protocol?;
        Some(StartTls { protocol, name: self.starttls.name.clone() })
    }

    /// Checks that TLS begins either after the dialogue or with the connection.
    ///
    /// # Errors
    /// What contradicts what.
    pub(super) fn check_starttls(&self) -> Result<(), String> {
        if self.is_direct_tls && self.starttls.protocol.is_some() {
            return Err(
                "setting \"ssl_starttls\" cannot be combined with Corio\\SSL, with which TLS begins \
                        before any dialogue"
                    .into(),
            );
        }
        Ok(())
    }
}
