//! Timers: a four-ary heap of instants whose entries know their place, so that one that is no longer
//! needed leaves at once instead of waiting for its time.

use slab::Slab;
use std::time::Instant;

/// Names one armed timer; stale once it has fired or was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimerKey {
    slot: u32,
    generation: u32,
}

/// All armed timers and what each fires.
pub(super) struct Timers<T> {
    heap: Vec<Entry>,
    slots: Slab<Slot<T>>,
}

#[derive(Clone, Copy)]
struct Entry {
    at: Instant,
    slot: u32,
}

struct Slot<T> {
    generation: u32,
    /// Where in the heap this timer's entry stands.
    position: u32,
    target: T,
}

/// Children per node: shallower than a binary heap, and siblings share a cache line.
const ARITY: usize = 4;

impl<T> Timers<T> {
    pub(super) const fn new() -> Self {
        Self { heap: Vec::new(), slots: Slab::new() }
    }

    /// Arms a timer; no other key, of an earlier heap neither, may have the same `generation`.
    pub(super) fn insert(&mut self, at: Instant, generation: u32, target: T) -> TimerKey {
        let position = self.heap.len();
        let slot = index(self.slots.insert(Slot { generation, position: index(position), target }));
        self.heap.push(Entry { at, slot });
        self.sift_up(position);
        TimerKey { slot, generation }
    }

    /// Removes a timer that has not fired; `None` if it has.
    pub(super) fn remove(&mut self, key: TimerKey) -> Option<T> {
        let slot = self.slots.get(key.slot as usize).filter(|slot| slot.generation == key.generation)?;
        let position = slot.position as usize;
        self.heap.swap_remove(position);
        if position < self.heap.len() {
            self.sift_up(position);
            self.sift_down(position);
        }
        Some(self.slots.remove(key.slot as usize).target)
    }

    /// Gives a timer that has not fired another target and answers the one before; `None` if it has.
    pub(super) fn replace(&mut self, key: TimerKey, target: T) -> Option<T> {
        let slot = self.slots.get_mut(key.slot as usize);
        let slot = slot.filter(|slot| slot.generation == key.generation)?;
        Some(std::mem::replace(&mut slot.target, target))
    }

    /// When the first one fires.
    pub(super) fn next(&self) -> Option<Instant> {
        self.heap.first().map(|entry| entry.at)
    }

    /// All of them with their times, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Instant, &T)> {
        self.heap.iter().map(|entry| (entry.at, &self.slots[entry.slot as usize].target))
    }

    /// Takes the first timer if it is due at `now`.
    pub(super) fn pop_due(&mut self, now: Instant) -> Option<T> {
        let first = *self.heap.first().filter(|entry| entry.at <= now)?;
        let generation = self.slots[first.slot as usize].generation;
        self.remove(TimerKey { slot: first.slot, generation })
    }

    /// Takes all timers, in no order.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = T> + '_ {
        self.heap.clear();
        self.slots.drain().map(|slot| slot.target)
    }

    pub(super) fn len(&self) -> usize {
        self.heap.len()
    }

    fn sift_up(&mut self, mut position: usize) {
        while position > 0 {
            let parent = (position - 1) / ARITY;
            if self.heap[parent].at <= self.heap[position].at {
                break;
            }
            self.heap.swap(parent, position);
            self.settle(position);
            position = parent;
        }
        self.settle(position);
    }

    fn sift_down(&mut self, mut position: usize) {
        loop {
            let first = position * ARITY + 1;
            let children = first..(first + ARITY).min(self.heap.len());
            let Some(least) = children.min_by_key(|&child| self.heap[child].at) else { break };
            if self.heap[position].at <= self.heap[least].at {
                break;
            }
            self.heap.swap(position, least);
            self.settle(position);
            position = least;
        }
        self.settle(position);
    }

    /// Tells the slot of the entry at `position` where its entry stands.
    fn settle(&mut self, position: usize) {
        if let Some(entry) = self.heap.get(position) {
            self.slots[entry.slot as usize].position = index(position);
        }
    }
}

fn index(value: usize) -> u32 {
    u32::try_from(value).expect("fewer than 2^32 timers fit into memory")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    proptest! {
        #[test]
        fn fires_in_order_whatever_is_removed(
            delays in proptest::collection::vec(0u64..1000, 1..200),
            removals in proptest::collection::vec(any::<prop::sample::Index>(), 0..100),
        ) {
            let start = Instant::now();
            let mut timers = Timers::new();
            let mut armed: Vec<_> = (0..)
                .zip(&delays)
                .map(|(generation, &ms)| {
                    (ms, timers.insert(start + Duration::from_millis(ms), generation, ms))
                })
                .collect();
            for removal in removals {
                if armed.is_empty() {
                    break;
                }
                let (ms, key) = armed.swap_remove(removal.index(armed.len()));
                prop_assert_eq!(timers.remove(key), Some(ms));
                prop_assert_eq!(timers.remove(key), None);
            }
            let mut expected: Vec<_> = armed.iter().map(|(ms, _)| *ms).collect();
            expected.sort_unstable();
            let end = start + Duration::from_secs(2);
            let fired: Vec<_> = std::iter::from_fn(|| timers.pop_due(end)).collect();
            prop_assert_eq!(fired, expected);
            prop_assert_eq!(timers.len(), 0);
        }
    }

    #[test]
    fn a_key_of_a_reused_slot_is_stale() {
        let now = Instant::now();
        let mut timers = Timers::new();
        let old = timers.insert(now, 1, 1);
        assert_eq!(timers.pop_due(now), Some(1));
        let new = timers.insert(now + Duration::from_secs(1), 2, 2);
        assert_eq!(timers.replace(old, 3), None);
        assert_eq!(timers.remove(old), None);
        assert_eq!(timers.replace(new, 4), Some(2));
        assert_eq!(timers.pop_due(now), None, "not due yet");
    }
}
