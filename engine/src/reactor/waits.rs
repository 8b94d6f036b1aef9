//! Until when somebody waits: looked up when it is asked for, so that no wait pays for it.

use super::{Fire, existing};
use crate::executor::Tag;
use std::time::Instant;

/// The latest time at which what `tag` is woken for ends; `None` if nothing limits it.
///
/// An operation may have several waits, of which the earlier ones only start something: the next attempt to
/// connect, say.
#[must_use]
pub fn limit_of(tag: Tag) -> Option<Instant> {
    existing(|reactor| {
        let is_meant = |waker: &std::task::Waker| Tag::of(waker) == Some(tag);
        let waits = reactor.sources.iter().flat_map(|(_, source)| &source.waits);
        let waits = waits.filter(|wait| wait.waker.as_ref().is_some_and(is_meant));
        let deadlines = waits.filter_map(|wait| wait.until);
        let timers = reactor.timers.iter();
        let sleeps = timers.filter_map(|(at, fire)| match fire {
            Fire::Wake(waker) if is_meant(waker) => Some(at),
            _ => None,
        });
        deadlines.chain(sleeps).max()
    })
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reactor::sleep;
    use crate::time::Deadline;
    use std::future::Future;
    use std::pin::pin;
    use std::task::Context;
    use std::time::Duration;

    #[test]
    fn the_latest_timer_of_a_waker_limits_it() {
        let (me, other) = (Tag::external(7, 3), Tag::external(7, 4));
        let deadline = |seconds| Deadline::after(Duration::from_secs(seconds));
        let (first, last) = (deadline(5), deadline(9));
        let mut sleeps = [pin!(sleep(last)), pin!(sleep(first))];
        for nap in &mut sleeps {
            assert!(nap.as_mut().poll(&mut Context::from_waker(&me.waker())).is_pending());
        }
        assert_eq!(limit_of(me), last.at());
        assert_eq!(limit_of(other), None);
    }
}
