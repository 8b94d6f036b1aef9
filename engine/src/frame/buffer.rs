//! Bytes that were received and not yet taken: a large buffer with a cursor while there is something in
//! it, and as good as none otherwise.

use std::cell::Cell;
use std::convert::Infallible;
use std::mem;
use std::task::{Poll, ready};

/// The bytes behind the last packet that was taken.
///
/// A read asks for [`CHUNK`] bytes, so that many small packets come with one system call. The memory for
/// it is the thread's, lent to whichever buffer has bytes in it.
#[derive(Debug, Default)]
pub struct Buffer {
    /// All of it may be read into; empty, or a copy of a few bytes, while the stream rests.
    room: Vec<u8>,
    start: usize,
    end: usize,
}

/// What one read asks for. 64 KiB stay in a core's second cache and hold dozens of packets of 1 KiB; more
/// saves hardly any time.
pub const CHUNK: usize = 1 << 16;

/// As much as a stream that waits may keep for itself: beyond, copying costs more than memory.
const LARGEST_REST: usize = CHUNK / 2;

impl Buffer {
    /// What is there.
    #[inline]
    #[must_use]
    pub fn unread(&self) -> &[u8] {
        &self.room[self.start..self.end]
    }

    /// Bytes of memory that it holds.
    #[must_use]
    pub const fn memory(&self) -> usize {
        self.room.capacity()
    }

    /// Takes the first `count` bytes away.
    #[inline]
    pub fn consume(&mut self, count: usize) {
        self.start += count;
        debug_assert!(self.start <= self.end, "only what is there can be taken");
        if self.start >= self.end {
            self.clear();
        }
    }

    /// Takes everything away and gives the memory back.
    pub fn clear(&mut self) {
        (self.start, self.end) = (0, 0);
        give_back(mem::take(&mut self.room));
    }

    /// Adds bytes that were received elsewhere.
    pub fn add(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let wanted = self.unread().len() + bytes.len();
            let _ = self.fill(wanted, |room| {
                let count = room.len().min(bytes.len());
                room[..count].copy_from_slice(&bytes[..count]);
                bytes = &bytes[count..];
                Poll::Ready(Ok::<_, Infallible>(count))
            });
        }
    }

    /// Adds what one call of `read` puts into the room that it is shown, and answers how much that was. The
    /// first packet needs `wanted` bytes in all at most: the room grows up to that, as bytes arrive.
    ///
    /// # Errors
    /// Those of `read`; nothing changes.
    pub fn fill<E>(
        &mut self,
        wanted: usize,
        read: impl FnOnce(&mut [u8]) -> Poll<Result<usize, E>>,
    ) -> Poll<Result<usize, E>> {
        let held = self.end - self.start;
        if self.room.len() < CHUNK {
            return self.fill_lent(held, read);
        }
        if self.start > 0 {
            self.room.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, held);
        }
        if held == self.room.len() {
            let size = (2 * held).min(wanted.max(held + 1));
            self.room.reserve_exact(size - held);
            self.room.resize(size, 0);
        }
        let count = ready!(read(&mut self.room[held..]))?;
        self.end += count;
        Poll::Ready(Ok(count))
    }

    /// Reads into the thread's room, behind a gap for the bytes that are there: they move only if more come.
    fn fill_lent<E>(
        &mut self,
        held: usize,
        read: impl FnOnce(&mut [u8]) -> Poll<Result<usize, E>>,
    ) -> Poll<Result<usize, E>> {
        let mut room = SPARE.take();
        room.resize(CHUNK, 0);
        let outcome = read(&mut room[held..]);
        let Poll::Ready(Ok(count @ 1..)) = outcome else {
            SPARE.set(room);
            return outcome;
        };
        room[..held].copy_from_slice(self.unread());
        *self = Self { room, start: 0, end: held + count };
        Poll::Ready(Ok(count))
    }

    /// The stream is going to wait: gives back memory that the bytes at hand do not need.
    pub fn rest(&mut self) {
        let held = self.end - self.start;
        let fits = if held > LARGEST_REST { self.room.len() <= 4 * held } else { self.room.len() < CHUNK };
        if fits {
            return;
        }
        let mut kept = self.unread().to_vec();
        if held > LARGEST_REST {
            // It is read into as it is.
            kept.resize(held.max(CHUNK), 0);
        }
        give_back(mem::replace(&mut self.room, kept));
        (self.start, self.end) = (0, held);
    }
}

/// The thread keeps one room of the usual size.
fn give_back(room: Vec<u8>) {
    if room.len() == CHUNK {
        SPARE.set(room);
    }
}

thread_local! {
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}
