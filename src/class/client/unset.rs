//! What a `set()` was to bring and did not, because a file could not be used. A script that does not look at the answer
//! must not get a connection that is less protected than it asked for: until the same settings have been set, there is
//! none, and no upgrade.

use super::face::Doing;
use super::object::Client;
use super::outcome::{fail, note_if_closed};
use crate::ffi::call::{Call, Thrown};
use crate::ffi::value::{Array, Key};
use engine::{Error, Kind};

/// A refused `set()`.
pub(super) struct Unset {
    reason: String,
    /// Those that are still missing.
    keys: Vec<Key>,
}

fn keys(values: Array<'_>) -> impl Iterator<Item = Key> + '_ {
    values.entries().map(|(key, _)| key)
}

impl Client {
    /// `values` were refused as a whole.
    pub(super) fn note_unset(&self, values: Array<'_>, reason: String) {
        let mut keys: Vec<_> = keys(values).collect();
        if let Some(before) = self.unset.take() {
            keys.extend(before.keys);
        }
        self.unset.replace(Some(Box::new(Unset { reason, keys })));
    }

    /// `values` were set.
    pub(super) fn note_set(&self, values: Array<'_>) {
        let Some(mut unset) = self.unset.take() else { return };
        unset.keys.retain(|missing| !keys(values).any(|key| key == *missing));
        self.unset.replace(Some(unset).filter(|unset| !unset.keys.is_empty()));
    }
}

/// Whether the call, a connect or an upgrade, is settled because settings are missing. An upgrade that fails for it
/// closes the connection, as any other that fails.
pub(super) fn is_unset(
    call: &mut Call,
    client: &Client,
    doing: Doing,
    peer: impl FnOnce() -> String,
) -> Result<bool, Thrown> {
    let reason = match &*client.unset.borrow() {
        Some(unset) => {
            format!("a call of set() was refused as a whole and not made up for: {}", unset.reason)
        }
        None => return Ok(false),
    };
    let failure = Error::new(doing.phase(), Kind::InvalidConfig(reason)).with_peer(&peer());
    if matches!(doing, Doing::Upgrade) {
        let calls = client.calls.borrow().clone();
        calls.map_or_else(|| client.engine.close(), |calls| calls.close(true));
        note_if_closed(call.this(), client);
    }
    fail(call, &failure, doing, true).map(|()| true)
}
