//! What operations that have several parts are at: asking for a name, connecting, negotiating.
//!
//! Whoever polls such a part keeps a [`Part`]; whoever wants to know what somebody waits for asks [`phase_of`]. A
//! change of part costs a few nanoseconds, a poll within one nothing but a comparison.

use crate::error::Phase;
use crate::executor::Tag;
use slab::Slab;
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Context;

/// The part that an operation is at; ends when it is dropped.
#[derive(Debug, Default)]
pub struct Part {
    key: Option<usize>,
    phase: Option<Phase>,
}

/// Told of each begin and end of a part, with who polls it.
pub type Observer = fn(Tag, Phase, Edge);

/// What happens to a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// It begins.
    Begin,
    /// It ends.
    End,
}

impl Part {
    /// The operation, which `cx` wakes, is in `phase` from now on.
    pub fn at(&mut self, cx: &Context<'_>, phase: Phase) {
        if self.phase != Some(phase) {
            self.change(cx, phase);
        }
    }

    fn change(&mut self, cx: &Context<'_>, phase: Phase) {
        self.end();
        self.phase = Some(phase);
        let Some(tag) = Tag::of(cx.waker()) else { return };
        self.key = PARTS.try_with(|parts| parts.borrow_mut().insert((tag, phase))).ok();
        tell(tag, phase, Edge::Begin);
    }

    fn end(&mut self) {
        let Some(key) = self.key.take() else { return };
        if let Ok((tag, phase)) = PARTS.try_with(|parts| parts.borrow_mut().remove(key)) {
            tell(tag, phase, Edge::End);
        }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.end();
    }
}

/// Runs `operation`, which is in `phase`.
pub async fn during<F: Future>(phase: Phase, operation: F) -> F::Output {
    let mut part = Part::default();
    let mut operation = pin!(operation);
    poll_fn(|cx| {
        part.at(cx, phase);
        operation.as_mut().poll(cx)
    })
    .await
}

/// What the operation that `tag` is woken for is at, if it has parts.
#[must_use]
pub fn phase_of(tag: Tag) -> Option<Phase> {
    PARTS.with(|parts| {
        parts.borrow().iter().filter(|(_, part)| part.0 == tag).map(|(_, part)| part.1).next_back()
    })
}

/// Has `observer` told of parts of this thread.
pub fn observe(observer: Option<Observer>) {
    OBSERVER.set(observer);
}

fn tell(tag: Tag, phase: Phase, edge: Edge) {
    if let Ok(Some(observer)) = OBSERVER.try_with(Cell::get) {
        observer(tag, phase, edge);
    }
}

thread_local! {
    static PARTS: RefCell<Slab<(Tag, Phase)>> = const { RefCell::new(Slab::new()) };
    static OBSERVER: Cell<Option<Observer>> = const { Cell::new(None) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::Poll;

    thread_local! {
        static SEEN: RefCell<Vec<(u32, Phase, Edge)>> = const { RefCell::new(Vec::new()) };
    }

    #[test]
    fn tells_where_an_operation_is_until_it_ends_or_is_dropped() {
        observe(Some(|tag, phase, edge| SEEN.with_borrow_mut(|seen| seen.push((tag.slot(), phase, edge)))));
        let (one, other) = (Tag::external(1, 1), Tag::external(2, 1));
        let mut first = Box::pin(async {
            during(Phase::Connect, std::future::ready(())).await;
            during(Phase::Handshake, std::future::pending::<()>()).await;
        });
        let mut second = Box::pin(during(Phase::Resolve, std::future::pending::<()>()));
        assert_eq!(phase_of(one), None);
        assert_eq!(first.as_mut().poll(&mut Context::from_waker(&one.waker())), Poll::Pending);
        assert_eq!(second.as_mut().poll(&mut Context::from_waker(&other.waker())), Poll::Pending);
        assert_eq!((phase_of(one), phase_of(other)), (Some(Phase::Handshake), Some(Phase::Resolve)));
        drop(first);
        assert_eq!((phase_of(one), phase_of(other)), (None, Some(Phase::Resolve)));
        drop(second);
        observe(None);
        let seen = SEEN.take();
        let expected = [
            (1, Phase::Connect, Edge::Begin),
            (1, Phase::Connect, Edge::End),
            (1, Phase::Handshake, Edge::Begin),
            (2, Phase::Resolve, Edge::Begin),
            (1, Phase::Handshake, Edge::End),
            (2, Phase::Resolve, Edge::End),
        ];
        assert_eq!(seen, expected);
    }
}
