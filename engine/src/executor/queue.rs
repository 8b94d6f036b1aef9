//! The ready queue: tags of everybody who can go on, in the order in which they were woken.

use super::Tag;
use std::cell::RefCell;
use std::collections::VecDeque;

/// Appends `tag`. While the thread ends nobody goes on any more and it is ignored.
pub fn push(tag: Tag) {
    let _ = READY.try_with(|ready| ready.borrow_mut().push_back(tag));
}

/// Puts `tag` before all others: its owner gave way to somebody and goes on right after.
pub fn push_front(tag: Tag) {
    READY.with_borrow_mut(|ready| ready.push_front(tag));
}

/// Takes the first tag.
#[must_use]
pub fn pop() -> Option<Tag> {
    READY.with_borrow_mut(VecDeque::pop_front)
}

/// The tags that come next, as far as there are any.
#[must_use]
pub fn upcoming<const N: usize>() -> [Option<Tag>; N] {
    READY.with_borrow(|ready| std::array::from_fn(|at| ready.get(at).copied()))
}

/// Whether nobody is ready.
#[must_use]
pub fn is_empty() -> bool {
    READY.with_borrow(VecDeque::is_empty)
}

/// How many tags wait.
#[must_use]
pub fn len() -> usize {
    READY.with_borrow(VecDeque::len)
}

/// Forgets all tags.
pub fn clear() {
    READY.with_borrow_mut(VecDeque::clear);
}

/// Takes the first tag for which `wanted` answers true and leaves the others in place.
#[must_use]
pub fn take(wanted: impl FnMut(Tag) -> bool) -> Option<Tag> {
    READY.with_borrow_mut(|ready| {
        let at = ready.iter().copied().position(wanted)?;
        ready.remove(at)
    })
}

thread_local! {
    static READY: RefCell<VecDeque<Tag>> = const { RefCell::new(VecDeque::new()) };
}
