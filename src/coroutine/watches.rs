//! Descriptors that `Event::add()` watches: calls of the script's callables when they can be read or written.
//!
//! Each direction that is watched has a task of the executor.
//!
//! ```text
//!   task: until it is ready --> deliveries --> begin(): still ready? a coroutine of its own
//!            ^                                    |
//!            +------------------------------------+
//! ```
//!
//! A call is made only while the descriptor is ready, however long it has waited for its turn; and it is made again
//! as long as it is, after the coroutine has run to its first wait.

use super::delivery::{Begun, Origin, Weight, deliver};
use super::ending;
use crate::ffi::descriptor;
use crate::ffi::value::{Arguments, Invocation, Kept, Owned};
use crate::per_thread;
use engine::executor;
use engine::net::fork;
use engine::reactor::{Readiness, WatchId, probe};
use std::cell::RefCell;
use std::collections::HashMap;
use std::future::poll_fn;
use std::io;
use std::os::fd::RawFd;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// To read.
    Read,
    /// To write.
    Write,
}

const SIDES: [Side; 2] = [Side::Read, Side::Write];

impl Side {
    const fn readiness(self) -> Readiness {
        match self {
            Self::Read => Readiness::READ,
            Self::Write => Readiness::WRITE,
        }
    }

    const fn is_in(self, wanted: Readiness) -> bool {
        match self {
            Self::Read => wanted.read,
            Self::Write => wanted.write,
        }
    }
}

/// Names the watch of one direction; stale once that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    fd: RawFd,
    side: Side,
    generation: u32,
}

/// Why something cannot be done.
#[derive(Debug)]
pub enum Refusal {
    /// The descriptor is watched already.
    Known,
    /// It is not watched.
    Unknown,
    /// A direction has no callable.
    NoCallable(Side),
    /// The request is over.
    Over,
    /// So much waits to be written that no more is taken.
    Full,
    /// The system says no.
    System(io::Error),
}

/// Bytes that may wait to be written to one descriptor.
pub const LIMIT: usize = 8 << 20;

/// Begins to watch `fd`, which is `value`'s. Destructors of an entry that has lost its descriptor may run.
///
/// # Errors
/// [`Refusal`].
pub fn add(fd: RawFd, value: Kept, callables: [Option<Kept>; 2], wanted: Readiness) -> Result<(), Refusal> {
    if ending::is_closed() {
        return Err(Refusal::Over);
    }
    if with(|t| t.entries.contains_key(&fd)) {
        if with(|t| t.is_live(fd)) {
            return Err(Refusal::Known);
        }
        remove(fd);
    }
    missing_callable(&callables, wanted)?;
    probe(fd, wanted).map_err(Refusal::System)?;
    ending::at_end(end);
    let origin = Rc::new(Origin::new(Weight::Counts));
    let entry =
        Entry { value, callables, active: [None, None], origin, outgoing: Vec::new(), is_gone: false };
    with(|t| t.entries.insert(fd, entry));
    activate(fd, wanted).map_err(|error| {
        remove(fd);
        Refusal::System(error)
    })
}

/// Changes callables, those that are given, and directions.
///
/// # Errors
/// [`Refusal`].
pub fn set(fd: RawFd, callables: [Option<Kept>; 2], wanted: Readiness) -> Result<(), Refusal> {
    let before = with(|t| {
        let entry = t.entries.get_mut(&fd).ok_or(Refusal::Unknown)?;
        let changed = entry.callables.iter_mut().zip(callables).filter(|(_, new)| new.is_some());
        Ok(changed.map(|(old, new)| std::mem::replace(old, new)).collect::<Vec<_>>())
    })?;
    // Outside of the borrow: a destructor may run.
    drop(before);
    with(|t| t.entries.get(&fd).map_or(Err(Refusal::Unknown), |e| missing_callable(&e.callables, wanted)))?;
    for side in SIDES.into_iter().filter(|side| !side.is_in(wanted)) {
        deactivate(fd, side);
    }
    activate(fd, wanted).map_err(Refusal::System)
}

/// Ends the watch of `fd`; `false` if there is none. A destructor may run.
pub fn remove(fd: RawFd) -> bool {
    SIDES.into_iter().for_each(|side| deactivate(fd, side));
    let entry = with(|t| t.entries.remove(&fd));
    entry.is_some()
}

/// Ends all watches. Destructors may run.
pub fn remove_all() {
    let all: Vec<RawFd> = with(|t| t.entries.keys().copied().collect());
    for fd in all {
        remove(fd);
    }
}

/// The descriptor as which a stream or socket is watched.
#[must_use]
pub fn find(value: &Kept) -> Option<RawFd> {
    with(|t| t.entries.iter().find(|(_, entry)| entry.value.is_same(value)).map(|(fd, _)| *fd))
}

/// What of `fd` is watched; `None` if it is not.
#[must_use]
pub fn watched(fd: RawFd) -> Option<Readiness> {
    with(|t| {
        let [read, write] = &t.entries.get(&fd)?.active;
        Some(Readiness { read: read.is_some(), write: write.is_some() })
    })
}

/// Writes `data`; what is not taken at once follows as soon as it is.
///
/// # Errors
/// [`Refusal`].
pub fn write(fd: RawFd, data: &[u8]) -> Result<(), Refusal> {
    let waiting = with(|t| t.entries.get(&fd).map(|entry| entry.outgoing.len())).ok_or(Refusal::Unknown)?;
    if waiting + data.len() > LIMIT {
        return Err(Refusal::Full);
    }
    let written = if waiting > 0 { 0 } else { write_some(fd, data).map_err(Refusal::System)? };
    let rest = &data[written..];
    if !rest.is_empty() {
        with(|t| t.entries.get_mut(&fd).into_iter().for_each(|entry| entry.outgoing.extend_from_slice(rest)));
        if waiting == 0 {
            let watch = WatchId::add(fd, Readiness::WRITE).map_err(Refusal::System)?;
            executor::spawn(flush(fd, watch));
        }
    }
    Ok(())
}

/// The call for a descriptor whose turn has come; `None` if it is not to be made any more.
pub(super) fn begin(key: Key) -> Option<Begun> {
    let (begun, waker) = with(|t| t.begin(key))?;
    // The task goes on when the call has run to its first wait.
    waker.into_iter().for_each(Waker::wake);
    begun
}

/// Ends the watch of a descriptor that was closed, as [`gone`] found; `false` if it has ended already.
pub fn end_gone(fd: RawFd) -> bool {
    with(|t| t.entries.get(&fd).is_some_and(|entry| entry.is_gone)) && remove(fd)
}

/// The function that is called then.
pub const GONE: &str = "Corio\\Event\\closed";

/// The end of the request.
fn end() {
    remove_all();
    // Polls the tasks, so that they are gone.
    executor::run_tasks();
}

struct Entry {
    /// What the script has given, so that it stays open.
    value: Kept,
    callables: [Option<Kept>; 2],
    active: [Option<Active>; 2],
    origin: Rc<Origin>,
    /// What is still to be written.
    outgoing: Vec<u8>,
    is_gone: bool,
}

/// A direction that is watched.
struct Active {
    generation: u32,
    watch: WatchId,
    /// Its call waits for its turn.
    is_queued: bool,
    /// The task, while it waits for that.
    waker: Option<Waker>,
}

#[derive(Default)]
struct Table {
    entries: HashMap<RawFd, Entry>,
    generation: u32,
    /// The process they were watched in.
    process: u32,
}

impl Table {
    fn active(&mut self, key: Key) -> Option<&mut Active> {
        let active = self.entries.get_mut(&key.fd)?.active[key.side as usize].as_mut();
        active.filter(|active| active.generation == key.generation)
    }

    /// Whether `fd` is still what was watched.
    fn is_live(&self, fd: RawFd) -> bool {
        let Some(entry) = self.entries.get(&fd) else { return false };
        let mut watches = entry.active.iter().flatten().map(|active| active.watch);
        !entry.is_gone && !descriptor::is_closed(&entry.value) && watches.all(WatchId::is_live)
    }

    /// Whether the direction is ready whatever the descriptor says; `None` if it is not watched any more.
    fn is_buffered(&mut self, key: Key) -> Option<bool> {
        self.active(key)?;
        let entry = &self.entries[&key.fd];
        Some(key.side == Side::Read && descriptor::has_buffered(&entry.value))
    }

    fn is_ready(&mut self, key: Key) -> bool {
        let is_closed = self.entries.get(&key.fd).is_none_or(|entry| descriptor::is_closed(&entry.value));
        !is_closed
            && (self.is_buffered(key) == Some(true)
                || probe(key.fd, key.side.readiness()).is_ok_and(|found| !found.is_none()))
    }

    fn begin(&mut self, key: Key) -> Option<(Option<Begun>, Option<Waker>)> {
        self.active(key)?;
        let is_ready = self.is_ready(key);
        let active = self.active(key)?;
        active.is_queued = false;
        let waker = active.waker.take();
        let entry = &self.entries[&key.fd];
        let callable = entry.callables[key.side as usize].as_ref().filter(|_| is_ready);
        let begun = callable.map(|callable| Begun {
            invocation: Invocation {
                callable: callable.another(),
                arguments: Arguments { list: vec![entry.value.another()], named: None },
            },
            origin: Rc::clone(&entry.origin),
            timer: None,
        });
        Some((begun, waker))
    }

    fn poll_begun(&mut self, key: Key, waker: &Waker) -> Poll<bool> {
        match self.active(key) {
            None => Poll::Ready(false),
            Some(active) if active.is_queued => {
                active.waker = Some(waker.clone());
                Poll::Pending
            }
            Some(_) => Poll::Ready(true),
        }
    }
}

fn missing_callable(callables: &[Option<Kept>; 2], wanted: Readiness) -> Result<(), Refusal> {
    let missing = |side: &Side| side.is_in(wanted) && callables[*side as usize].is_none();
    SIDES.into_iter().find(missing).map_or(Ok(()), |side| Err(Refusal::NoCallable(side)))
}

/// Watches the directions that are wanted and not watched yet.
fn activate(fd: RawFd, wanted: Readiness) -> io::Result<()> {
    for side in SIDES.into_iter().filter(|side| side.is_in(wanted)) {
        if with(|t| t.entries.get(&fd).is_none_or(|entry| entry.active[side as usize].is_some())) {
            continue;
        }
        let watch = WatchId::add(fd, side.readiness())?;
        let key = with(|t| {
            t.generation = t.generation.wrapping_add(1);
            let generation = t.generation;
            let active = Active { generation, watch, is_queued: false, waker: None };
            if let Some(entry) = t.entries.get_mut(&fd) {
                entry.active[side as usize] = Some(active);
            }
            Key { fd, side, generation }
        });
        executor::spawn(serve(key, watch));
    }
    Ok(())
}

fn deactivate(fd: RawFd, side: Side) {
    let active = with(|t| t.entries.get_mut(&fd)?.active[side as usize].take());
    if let Some(Active { watch, waker, .. }) = active {
        // The task finds one of the two gone.
        watch.close();
        waker.into_iter().for_each(Waker::wake);
    }
}

/// The task of one direction.
async fn serve(key: Key, watch: WatchId) {
    while let Some(is_buffered) = with(|t| t.is_buffered(key)) {
        if !is_buffered && let Err(error) = poll_fn(|cx| watch.poll_ready(cx)).await {
            gone(key, &error);
            break;
        }
        let is_watched = with(|t| t.active(key).map(|active| active.is_queued = true).is_some());
        if !is_watched {
            break;
        }
        deliver(key);
        if !poll_fn(|cx| with(|t| t.poll_begun(key, cx.waker()))).await {
            break;
        }
    }
}

/// The descriptor was closed. The script is told, and the entry dropped, where PHP code may run.
fn gone(key: Key, error: &io::Error) {
    if error.raw_os_error().is_none() {
        return;
    }
    let origin = with(|t| {
        t.active(key)?;
        let entry = t.entries.get_mut(&key.fd)?;
        let was_gone = std::mem::replace(&mut entry.is_gone, true);
        (!was_gone).then(|| Rc::clone(&entry.origin))
    });
    if let Some(origin) = origin {
        origin.deliver(Owned::string(GONE.as_bytes()).into(), vec![Owned::int(key.fd.into()).into()]);
    }
}

/// The task that writes what waits. It ends when nothing is left, when the entry is gone, or when writing fails:
/// whoever reads is told of that.
async fn flush(fd: RawFd, watch: WatchId) {
    loop {
        let is_ready = poll_fn(|cx| watch.poll_ready(cx)).await.is_ok();
        let outgoing = with(|t| t.entries.get_mut(&fd).map(|entry| std::mem::take(&mut entry.outgoing)));
        let Some(mut outgoing) = outgoing.filter(|_| is_ready) else { break };
        match write_some(fd, &outgoing) {
            Ok(written) if written < outgoing.len() => {
                outgoing.drain(..written);
                with(|t| {
                    if let Some(entry) = t.entries.get_mut(&fd) {
                        entry.outgoing = outgoing;
                    }
                });
            }
            _ => break,
        }
    }
    watch.close();
}

fn write_some(fd: RawFd, data: &[u8]) -> io::Result<usize> {
    let mut written = 0;
    while written < data.len() {
        match probe(fd, Readiness::WRITE).and_then(|found| {
            if found.write {
                descriptor::write(fd, &data[written..])
            } else {
                Err(io::ErrorKind::WouldBlock.into())
            }
        }) {
            Ok(more) => written += more,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(written)
}

/// Runs `work` on this thread's watches. No PHP code runs meanwhile.
fn with<R>(work: impl FnOnce(&mut Table) -> R) -> R {
    TABLE.with(|table| {
        let mut table = table.borrow_mut();
        let table = table.get_or_insert_with(Box::default);
        if table.process != fork::generation() {
            // A forked child has none of them. What they hold is the parent's: no destructor runs here.
            fork::leave_to_parent(std::mem::take(&mut table.entries));
            table.process = fork::generation();
        }
        work(table)
    })
}

per_thread!(static TABLE: RefCell<Option<Box<Table>>> = RefCell::new(None));
