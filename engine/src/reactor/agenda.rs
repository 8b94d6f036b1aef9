//! What is due when, for whoever has very many such things: small entries that lie side by side.
//!
//! Nothing can be taken out before its time. [`super::timer::Timers`] can do that, but has to note where each entry
//! stands, which is a memory access of its own for each step on the way; with a hundred thousand entries most of them
//! miss the cache. Whoever gives something up ignores it when it comes, and calls [`Agenda::retain`] when too much of
//! that has piled up.

use crate::time;
use std::time::{Duration, Instant};

/// A four-ary heap of items by instant.
#[derive(Debug)]
pub struct Agenda<T> {
    heap: Vec<Entry<T>>,
    /// Times are kept as nanoseconds since then: half the size of an instant.
    base: Instant,
}

#[derive(Clone, Copy, Debug)]
struct Entry<T> {
    at: u64,
    item: T,
}

/// Children per node: four entries of 16 bytes share a cache line.
const ARITY: usize = 4;

impl<T: Copy> Default for Agenda<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Copy> Agenda<T> {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self { heap: Vec::new(), base: time::now() }
    }

    /// Adds an item that is due at `at`; what is further away than 500 years is due then, what should have been before
    /// this was made at once.
    pub fn insert(&mut self, at: Instant, item: T) {
        let since = at.saturating_duration_since(self.base).as_nanos();
        self.heap.push(Entry { at: u64::try_from(since).unwrap_or(u64::MAX), item });
        self.sift_up(self.heap.len() - 1);
    }

    /// When the first one is due.
    #[must_use]
    pub fn next(&self) -> Option<Instant> {
        self.heap.first().map(|entry| self.base + Duration::from_nanos(entry.at))
    }

    /// Takes the first one if it is due at `now`.
    pub fn pop_due(&mut self, now: Instant) -> Option<T> {
        let now = u64::try_from(now.saturating_duration_since(self.base).as_nanos()).unwrap_or(u64::MAX);
        let first = *self.heap.first().filter(|entry| entry.at <= now)?;
        self.heap.swap_remove(0);
        self.sift_down(0);
        Some(first.item)
    }

    /// Drops all items but those for which `wanted` answers true.
    pub fn retain(&mut self, mut wanted: impl FnMut(T) -> bool) {
        self.heap.retain(|entry| wanted(entry.item));
        for position in (0..self.heap.len().div_ceil(ARITY)).rev() {
            self.sift_down(position);
        }
    }

    /// Drops all items and the room for them.
    pub fn clear(&mut self) {
        self.heap = Vec::new();
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    fn sift_up(&mut self, mut position: usize) {
        let entry = self.heap[position];
        while position > 0 {
            let parent = (position - 1) / ARITY;
            if self.heap[parent].at <= entry.at {
                break;
            }
            self.heap[position] = self.heap[parent];
            position = parent;
        }
        self.heap[position] = entry;
    }

    fn sift_down(&mut self, mut position: usize) {
        let Some(&entry) = self.heap.get(position) else { return };
        loop {
            let first = position * ARITY + 1;
            let children = first..(first + ARITY).min(self.heap.len());
            let Some(least) = children.min_by_key(|&child| self.heap[child].at) else { break };
            if entry.at <= self.heap[least].at {
                break;
            }
            self.heap[position] = self.heap[least];
            position = least;
        }
        self.heap[position] = entry;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn comes_in_order_whatever_is_dropped(
            delays in proptest::collection::vec(0u64..1000, 0..300),
            dropped in 0usize..5,
            first in 0u64..1000,
        ) {
            let mut agenda = Agenda::new();
            let start = Instant::now();
            let at = |ms: u64| start + Duration::from_millis(ms);
            for (number, &ms) in delays.iter().enumerate() {
                agenda.insert(at(ms), (ms, number));
            }
            let is_kept = |number: usize| dropped == 0 || !number.is_multiple_of(dropped);
            agenda.retain(|(_, number)| is_kept(number));
            let mut expected: Vec<u64> =
                delays.iter().enumerate().filter(|(number, _)| is_kept(*number)).map(|(_, ms)| *ms).collect();
            expected.sort_unstable();
            let mut came = Vec::new();
            for now in [first, 2000] {
                while let Some((ms, _)) = agenda.pop_due(at(now)) {
                    prop_assert!(ms <= now);
                    came.push(ms);
                }
                prop_assert!(agenda.next().is_none_or(|next| next > at(now)));
            }
            prop_assert_eq!(came, expected);
            prop_assert!(agenda.is_empty());
        }
    }

    #[test]
    fn what_is_overdue_or_far_away_has_its_place() {
        let mut agenda = Agenda::new();
        let now = Instant::now();
        agenda.insert(now + Duration::from_secs(60 * 60 * 24 * 365 * 1000), "far");
        agenda.insert(now.checked_sub(Duration::from_secs(1)).unwrap_or(now), "overdue");
        assert_eq!(agenda.pop_due(now), Some("overdue"));
        assert_eq!(agenda.pop_due(now), None);
        assert_eq!(agenda.len(), 1);
        agenda.clear();
        assert_eq!(agenda.next(), None);
    }
}
