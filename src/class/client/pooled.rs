//! Whether a client may be handed to somebody else.

use super::object::Client;
use super::{COROUTINE, SYNCHRONOUS};
use crate::ffi::call::Object;
use engine::Kind;

/// Whether `object` is no client, or one whose connection the next user finds as after connect(): open, in nobody's use,
/// with no byte waiting that belongs to the last user, whose last operation did not fail.
#[must_use]
pub fn is_reusable(object: Object) -> bool {
    if !(object.is_a(&COROUTINE) || object.is_a(&SYNCHRONOUS)) || !object.is_installed() {
        return true;
    }
    let Ok(client) = object.data::<Client>() else { return false };
    client.engine.is_connected()
        && client.user().is_none()
        && !client.has_error.get()
        // What is there is an answer that nobody waits for any more, or the end of the stream.
        && matches!(client.engine.peek(1, |_| ()), Err(error) if is_nothing_there(&error.kind))
}

fn is_nothing_there(kind: &Kind) -> bool {
    matches!(kind, Kind::Io(error) if error.kind() == std::io::ErrorKind::WouldBlock)
}
