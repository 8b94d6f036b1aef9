//! Deadlines and the clock they are measured with.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// The current time of this thread's clock.
///
/// The real monotonic clock, unless a test holds a [`ManualClock`].
#[must_use]
pub fn now() -> Instant {
    MANUAL.get().unwrap_or_else(Instant::now)
}

/// When an operation must have ended, and how long it was given.
///
/// The duration is kept for messages only ("timed out after 0.5 s").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    at: Option<Instant>,
    limit: Duration,
}

impl Deadline {
    /// Never expires.
    pub const NEVER: Self = Self { at: None, limit: Duration::MAX };

    /// Expires `limit` from now. A limit too large for the clock never expires.
    #[must_use]
    pub fn after(limit: Duration) -> Self {
        Self { at: now().checked_add(limit), limit }
    }

    /// Expires at `instant`.
    #[must_use]
    pub fn until(instant: Instant) -> Self {
        Self { at: Some(instant), limit: instant.saturating_duration_since(now()) }
    }

    /// The instant at which it expires, if it does.
    #[must_use]
    pub const fn at(self) -> Option<Instant> {
        self.at
    }

    /// The time that was given in the first place.
    #[must_use]
    pub const fn limit(self) -> Duration {
        self.limit
    }

    /// Whether it has expired at `now`.
    #[must_use]
    pub fn expired(self, now: Instant) -> bool {
        self.at.is_some_and(|at| at <= now)
    }

    /// Whether it has expired; without a look at the clock when it never does.
    #[must_use]
    pub fn has_passed(self) -> bool {
        self.at.is_some_and(|at| at <= now())
    }

    /// The one of the two that expires first.
    #[must_use]
    pub fn earlier(self, other: Self) -> Self {
        match (self.at, other.at) {
            (Some(a), Some(b)) if b < a => other,
            (None, Some(_)) => other,
            _ => self,
        }
    }
}

/// A clock that stands still until it is moved by hand; for tests, so that none has to sleep.
///
/// While it lives, [`now`] on this thread answers from it, and [`crate::reactor::turn`] never blocks.
#[derive(Debug)]
pub struct ManualClock(());

impl ManualClock {
    /// Stops this thread's clock at the present moment.
    #[must_use]
    pub fn install() -> Self {
        MANUAL.set(Some(Instant::now()));
        Self(())
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        MANUAL.set(Some(now() + by));
    }
}

impl Drop for ManualClock {
    fn drop(&mut self) {
        MANUAL.set(None);
    }
}

/// Whether this thread's clock is moved by hand.
pub(crate) fn is_manual() -> bool {
    MANUAL.get().is_some()
}

thread_local! {
    static MANUAL: Cell<Option<Instant>> = const { Cell::new(None) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_prefers_the_sooner_and_never_loses_to_anything() {
        let soon = Deadline::after(Duration::from_secs(1));
        let late = Deadline::after(Duration::from_secs(9));
        assert_eq!(soon.earlier(late), soon);
        assert_eq!(late.earlier(soon), soon);
        assert_eq!(Deadline::NEVER.earlier(late), late);
        assert_eq!(soon.earlier(Deadline::NEVER), soon);
    }

    #[test]
    fn a_limit_beyond_the_clock_never_expires() {
        let clock = ManualClock::install();
        let deadline = Deadline::after(Duration::MAX);
        clock.advance(Duration::from_secs(1 << 30));
        assert!(!deadline.expired(now()));
    }

    #[test]
    fn expires_exactly_at_its_instant() {
        let clock = ManualClock::install();
        let deadline = Deadline::after(Duration::from_millis(5));
        clock.advance(Duration::from_micros(4999));
        assert!(!deadline.expired(now()));
        clock.advance(Duration::from_micros(1));
        assert!(deadline.expired(now()));
    }
}
