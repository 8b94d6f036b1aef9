//! Where received bytes go.

use std::convert::Infallible;
use std::marker::PhantomData;

/// What becomes of received bytes. A closure is shown them, and copies what it wants.
pub trait Sink {
    /// What is made of them.
    type Made;
    /// See [`Sink::room`].
    type Room: Room<Made = Self::Made>;

    /// Makes it of bytes that stay the engine's.
    fn take(&mut self, bytes: &[u8]) -> Self::Made;

    /// Room of its own for `size` bytes, to receive into without a copy; asked for where much is expected. `None`:
    /// it wants to be shown the bytes.
    ///
    /// It is asked for before anything is taken from the connection, and with no borrow alive: it need not come back.
    fn room(&mut self, size: usize) -> Option<Self::Room>;
}

/// Room that a [`Sink`] has made. Dropped, nothing came.
pub trait Room {
    /// What is made of the bytes.
    type Made;

    /// All of it.
    fn bytes(&mut self) -> &mut [u8];

    /// The first `length` bytes are what came.
    fn filled(self, length: usize) -> Self::Made;
}

impl<T, F: FnMut(&[u8]) -> T> Sink for F {
    type Made = T;
    type Room = NoRoom<T>;

    fn take(&mut self, bytes: &[u8]) -> T {
        self(bytes)
    }

    fn room(&mut self, _size: usize) -> Option<NoRoom<T>> {
        None
    }
}

/// The room of whoever has none.
pub struct NoRoom<T>(Infallible, PhantomData<T>);

impl<T> Room for NoRoom<T> {
    type Made = T;

    fn bytes(&mut self) -> &mut [u8] {
        match self.0 {}
    }

    fn filled(self, _length: usize) -> T {
        match self.0 {}
    }
}

/// Whether a receive of at most `max` bytes should go into room of the sink's own, after one of `last` bytes: if that
/// filled a good part of what this one asks for. Else most of the room would be made in vain, and given back.
pub(super) const fn expects_much(last: usize, max: usize) -> bool {
    max >= LEAST && last >= max / 4
}

/// Below, a copy costs less than the care.
const LEAST: usize = 8192;
