//! What has something to call back with from time to time, such as a client with callbacks.
//!
//! A source's waker is a tag, as a coroutine's is. When its turn comes it is asked outside of any coroutine whether
//! there is something ([`Source::poll`]). If so, a coroutine is started, and only in that the source says what is to
//! be called ([`Source::load`]): there it may make PHP values, and even run PHP code.
//!
//! ```text
//!   reactor --waker--> ready queue --pick()--> poll() --> fresh coroutine: load() --> the callable
//! ```
//!
//! So an event costs no task, and nothing is received before there is a coroutine to receive it.

use super::delivery::{Origin, Weight};
use super::ending;
use super::scheduler::stack_size;
use super::table::{self, Next};
use crate::ffi::call::guarded;
use crate::ffi::coroutine::Context;
use crate::ffi::value::Kept;
use crate::per_thread;
use engine::executor::{Tag, queue};
use engine::net::fork;
use slab::Slab;
use std::cell::{Cell, RefCell};
use std::fmt::Write;
use std::rc::Rc;
use std::task::Context as Waking;

/// Has something to call back with from time to time.
pub trait Source {
    /// Whether there is something; if not, `cx` brings the source up again. No PHP code may run, and no PHP value be
    /// made: nobody's stack is this.
    fn poll(&self, cx: &mut Waking<'_>) -> bool;

    /// What is to be called, in the coroutine that was started for it; `None` if there is nothing after all, or an
    /// exception is set. `cx` brings the source up again.
    fn load(&self, cx: &mut Waking<'_>) -> Option<Event>;

    /// The script has ended: nothing is called any more. Destructors may run.
    fn abandon(&self);

    /// Why nothing will ever come by itself, for the report of a deadlock.
    fn idles(&self) -> Option<String>;
}

/// A call that a source wants to be made.
pub struct Event {
    /// A closure, or what else can be called from anywhere.
    pub callable: Kept,
    /// What it is given first: whose event it is.
    pub subject: Kept,
    /// And then.
    pub data: Option<Kept>,
}

/// A source that is known to the scheduler; dropping it ends that. While there is one, the script does not end.
#[derive(Debug)]
pub struct Registration(Tag);

impl Registration {
    /// Makes `source` known, as one of the `run()` of the running coroutine; `None` when the script is over.
    #[must_use]
    pub fn new(source: Rc<dyn Source>) -> Option<Self> {
        if ending::is_closed() {
            return None;
        }
        ending::at_end(abandon_all);
        let origin = Origin::new(Weight::Counts);
        Some(with(|s| {
            s.generation = s.generation.wrapping_add(1);
            let generation = s.generation;
            let key = s.entries.insert(Entry { generation, source, origin, is_listening: false });
            let slot = FIRST + u32::try_from(key).expect("fewer than 2^30 sources fit into memory");
            Self(Tag::external(slot, generation))
        }))
    }

    /// Brings the source up when its turn comes.
    pub fn wake(&self) {
        queue::push(self.0);
    }

    /// Whether something may come from outside: then nobody else has to be left who does something.
    pub fn set_listening(&self, is_listening: bool) {
        with(|s| {
            let Some(entry) = s.entry(self.0) else { return };
            let before = std::mem::replace(&mut entry.is_listening, is_listening);
            s.listening = s.listening + usize::from(is_listening) - usize::from(before);
        });
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        let entry = with(|s| s.remove(self.0));
        // After the borrow: the source may be dropped with it.
        drop(entry);
    }
}

/// Tags from here on are those of sources; a coroutine's slot never gets there.
const FIRST: u32 = 1 << 30;

struct Entry {
    generation: u32,
    source: Rc<dyn Source>,
    origin: Origin,
    is_listening: bool,
}

struct Sources {
    entries: Slab<Entry>,
    generation: u32,
    /// How many of them listen.
    listening: usize,
    /// Those whose turn came when there was no room for a stack.
    starved: Vec<Tag>,
    /// The process that they belong to.
    process: u32,
}

impl Sources {
    fn key(&self, tag: Tag) -> Option<usize> {
        let key = tag.slot().checked_sub(FIRST)? as usize;
        self.entries.get(key).filter(|entry| entry.generation == tag.generation()).map(|_| key)
    }

    fn entry(&mut self, tag: Tag) -> Option<&mut Entry> {
        self.key(tag).map(|key| &mut self.entries[key])
    }

    fn remove(&mut self, tag: Tag) -> Option<Entry> {
        let entry = self.key(tag).map(|key| self.entries.remove(key))?;
        self.listening -= usize::from(entry.is_listening);
        Some(entry)
    }
}

/// Whether `tag` is that of a source.
#[inline]
pub(super) const fn is_source(tag: Tag) -> bool {
    tag.slot() >= FIRST
}

/// Whether something may come from outside.
pub(super) fn are_listening() -> bool {
    with(|s| s.listening > 0)
}

/// Starts a coroutine for the source whose turn it is, if it has something, and makes it the running one. Without
/// room for a stack it waits until another coroutine has ended.
#[inline(never)]
pub(super) fn begin(tag: Tag) -> Option<Next> {
    let (source, scope) =
        with(|s| s.entry(tag).map(|entry| (Rc::clone(&entry.source), entry.origin.scope())))?;
    let has_something = source.poll(&mut Waking::from_waker(&tag.waker()));
    drop(source);
    if !has_something {
        return None;
    }
    let Some(context) = table::with(|s| s.pool.pop()).or_else(|| Context::new(stack_size())) else {
        with(|s| s.starved.push(tag));
        return None;
    };
    LOADING.with(|loading| loading.set(Some(tag)));
    Some(table::with(|s| {
        s.enter_scope(scope);
        let (slot, _) = s.add(context, scope, None);
        context.expect_event(slot);
        let place = s.enter(slot);
        s.running().has_started = true;
        Next::Other(place)
    }))
}

/// What the coroutine that [`begin`] has started is to call.
pub(crate) fn load() -> Option<Event> {
    let tag = LOADING.with(Cell::take)?;
    let source = with(|s| s.entry(tag).map(|entry| Rc::clone(&entry.source)))?;
    guarded(|| source.load(&mut Waking::from_waker(&tag.waker()))).flatten()
}

/// There is room for a stack again.
pub(super) fn feed_starved() {
    if with(|s| s.starved.is_empty()) {
        return;
    }
    let starved = with(|s| std::mem::take(&mut s.starved));
    starved.into_iter().for_each(queue::push);
}

/// Adds to the report of a deadlock which of them wait for nothing that could come.
pub(super) fn report(text: &mut String) {
    let sources: Vec<_> = with(|s| s.entries.iter().map(|(_, entry)| Rc::clone(&entry.source)).collect());
    for idle in sources.iter().filter_map(|source: &Rc<dyn Source>| source.idles()) {
        let _ = write!(text, "\n  {idle}");
    }
}

/// The script has ended.
fn abandon_all() {
    let sources: Vec<_> = with(|s| s.entries.iter().map(|(_, entry)| Rc::clone(&entry.source)).collect());
    sources.iter().for_each(|source: &Rc<dyn Source>| source.abandon());
}

/// Runs `work` on this thread's sources. Nothing else runs meanwhile.
fn with<R>(work: impl FnOnce(&mut Sources) -> R) -> R {
    SOURCES.with(|sources| {
        let sources = &mut *sources.borrow_mut();
        if sources.process != fork::current() {
            // What they hold belongs to the parent: no destructor runs here.
            fork::leave_to_parent(std::mem::take(&mut sources.entries));
            (sources.listening, sources.process) = (0, fork::current());
            sources.starved.clear();
        }
        work(sources)
    })
}

per_thread!(static SOURCES: RefCell<Sources> = RefCell::new(Sources {
    entries: Slab::new(),
    generation: 0,
    listening: 0,
    starved: Vec::new(),
    process: 0,
}));

// The source for which a coroutine was started that has not asked yet what to call: it does so at once.
per_thread!(static LOADING: Cell<Option<Tag>> = Cell::new(None));
