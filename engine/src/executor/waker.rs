//! The tagged waker: a `Waker` whose data pointer is an integer.
//!
//! Cloning and dropping it costs nothing and waking it pushes the integer on this thread's ready
//! queue. This is the one file of the executor that needs `unsafe`.

#![allow(unsafe_code)]

use super::queue;
use std::ptr;
use std::task::{RawWaker, RawWakerVTable, Waker};

/// Who is woken: a task of this executor, or somebody outside it (a coroutine) by an own key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag(u64);

impl Tag {
    /// The largest slot a tag can carry.
    pub const MAX_SLOT: u32 = (1 << 31) - 1;

    /// A tag for somebody outside the executor, identified by slot and generation.
    #[must_use]
    pub const fn external(slot: u32, generation: u32) -> Self {
        debug_assert!(slot <= Self::MAX_SLOT);
        Self(((slot as u64) << 32) | generation as u64)
    }

    pub(super) const fn task(slot: u32, generation: u32) -> Self {
        Self(TASK | Self::external(slot, generation).0)
    }

    /// Whether it names a task of this executor.
    #[must_use]
    pub const fn is_task(self) -> bool {
        self.0 & TASK != 0
    }

    /// The slot.
    #[must_use]
    pub const fn slot(self) -> u32 {
        ((self.0 & !TASK) >> 32) as u32
    }

    /// The generation.
    #[must_use]
    pub const fn generation(self) -> u32 {
        self.0 as u32
    }

    /// The tag that `waker` puts on the ready queue; `None` if it is another kind of waker.
    #[must_use]
    pub fn of(waker: &Waker) -> Option<Self> {
        ptr::eq(waker.vtable(), &raw const VTABLE).then(|| Self(waker.data().addr() as u64))
    }

    /// A waker that puts this tag on the ready queue of the thread that calls it.
    #[must_use]
    pub const fn waker(self) -> Waker {
        // SAFETY: the vtable never dereferences the data pointer, so any integer is a valid one,
        // and no function of it owns anything, so there is nothing to leak or free twice.
        unsafe { Waker::from_raw(raw(self)) }
    }
}

const TASK: u64 = 1 << 63;

const _: () = assert!(size_of::<usize>() == size_of::<u64>(), "tags need 64-bit pointers");

const fn raw(tag: Tag) -> RawWaker {
    RawWaker::new(ptr::without_provenance(tag.0 as usize), &VTABLE)
}

static VTABLE: RawWakerVTable = RawWakerVTable::new(
    |data| raw(Tag(data.addr() as u64)),
    |data| queue::push(Tag(data.addr() as u64)),
    |data| queue::push(Tag(data.addr() as u64)),
    |_| {},
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slot_generation_and_kind_survive() {
        for (slot, generation) in [(0, 0), (7, u32::MAX), (Tag::MAX_SLOT, 1)] {
            let (task, external) = (Tag::task(slot, generation), Tag::external(slot, generation));
            assert_eq!((task.slot(), task.generation(), task.is_task()), (slot, generation, true));
            assert_eq!(
                (external.slot(), external.generation(), external.is_task()),
                (slot, generation, false)
            );
        }
    }

    #[test]
    fn a_waker_tells_its_tag() {
        let tag = Tag::external(3, 9);
        assert_eq!(Tag::of(&tag.waker()), Some(tag));
        assert_eq!(Tag::of(Waker::noop()), None);
    }

    #[test]
    fn waking_clones_too_queues_the_tag() {
        queue::clear();
        let tag = Tag::external(3, 9);
        let waker = tag.waker();
        let clone = waker.clone();
        clone.wake();
        waker.wake_by_ref();
        assert_eq!(queue::pop(), Some(tag));
        assert_eq!(queue::pop(), Some(tag));
        assert_eq!(queue::pop(), None);
    }
}
