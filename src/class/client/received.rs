//! Received bytes as PHP's strings.

use crate::ffi::value::{Owned, StringRoom};
use engine::client::{Room, Sink};

/// Makes a string of what is received.
#[derive(Clone, Copy)]
pub(super) struct Text;

impl Sink for Text {
    type Made = Owned;
    type Room = StringRoom;

    fn take(&mut self, bytes: &[u8]) -> Owned {
        Owned::string(bytes)
    }

    fn room(&mut self, size: usize) -> Option<StringRoom> {
        Some(StringRoom::new(size))
    }
}

impl Room for StringRoom {
    type Made = Owned;

    fn bytes(&mut self) -> &mut [u8] {
        self.bytes_mut()
    }

    fn filled(self, length: usize) -> Owned {
        self.into_string(length)
    }
}

/// As [`Text`], of a stream: nothing is its end.
#[derive(Clone, Copy)]
pub(super) struct TextOrEnd;

/// What [`TextOrEnd`] receives into.
pub(super) struct RoomOrEnd(StringRoom);

impl Sink for TextOrEnd {
    type Made = Option<Owned>;
    type Room = RoomOrEnd;

    fn take(&mut self, bytes: &[u8]) -> Option<Owned> {
        (!bytes.is_empty()).then(|| Owned::string(bytes))
    }

    fn room(&mut self, size: usize) -> Option<RoomOrEnd> {
        Some(RoomOrEnd(StringRoom::new(size)))
    }
}

impl Room for RoomOrEnd {
    type Made = Option<Owned>;

    fn bytes(&mut self) -> &mut [u8] {
        self.0.bytes_mut()
    }

    fn filled(self, length: usize) -> Option<Owned> {
        (length > 0).then(|| self.0.into_string(length))
    }
}
