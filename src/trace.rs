//! `corio.trace=FILE`: a timeline of coroutines in Chrome's trace event format, which Perfetto shows.
//!
//! Each coroutine is a track. Its life is a span; within it are its waits, and within those the parts of operations
//! that have several. Without the setting all that is left of this is a look at a flag.
//!
//! The file is a JSON array that is whole after each write: what comes next takes the place of the bracket at its end.

use crate::coroutine::report;
use crate::coroutine::table::{self, Wait};
use crate::ffi::coroutine::Site;
use crate::ffi::{error, request};
use crate::{last_error, per_thread};
use engine::activity::{self, Edge};
use engine::executor::Tag;
use engine::{Phase, time};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Instant;

/// Whether there is anything to do here.
static ON: AtomicBool = AtomicBool::new(false);
/// How many threads have a file.
static THREADS: AtomicU32 = AtomicU32::new(0);

per_thread!(static TRACE: RefCell<Option<Trace>> = RefCell::new(None));

/// Whether a timeline is written.
#[inline]
#[must_use]
pub fn is_on() -> bool {
    ON.load(Ordering::Relaxed)
}

/// A request begins: opens the file if that has not been done.
pub fn request_startup() {
    let path = request::ini_string("corio.trace");
    if path.is_empty() || with(|_| ()).is_some() {
        return;
    }
    match Trace::open(path) {
        Ok(trace) => {
            TRACE.with(|own| drop(own.replace(Some(trace))));
            activity::observe(Some(part));
            ON.store(true, Ordering::Relaxed);
        }
        Err((path, reason)) => {
            let reason = reason
                .raw_os_error()
                .map_or_else(|| reason.to_string(), |code| last_error::system(code.into()));
            error::warning(&format!("corio.trace: cannot write {path}: {reason}"));
        }
    }
}

/// The request is over, or the process: what is open is closed, and all is in the file.
pub fn finish() {
    if is_on() {
        with(|trace| {
            let open: Vec<_> = trace.depths.iter().map(|(&track, &depth)| (track, depth)).collect();
            for (track, depth) in open {
                (0..depth).for_each(|_| trace.end(track));
            }
            trace.flush();
        });
    }
}

/// A wait of the running coroutine; ends when it is dropped.
pub struct Span(Option<u64>);

impl Span {
    /// The wait for an operation of the engine.
    #[inline]
    #[must_use]
    pub fn operation(what: &'static str) -> Self {
        if is_on() { Self::begin(Wait::Operation(what)) } else { Self(None) }
    }

    /// Another wait; operations are told by [`Span::operation`].
    #[inline]
    #[must_use]
    pub fn wait(wait: Wait) -> Self {
        let is_told = matches!(wait, Wait::Operation(_));
        if is_on() && !is_told { Self::begin(wait) } else { Self(None) }
    }

    #[cold]
    fn begin(wait: Wait) -> Self {
        let (track, subject) = (track_of(table::current_id()), report::running_subject(wait));
        with(|trace| trace.begin(track, &subject, &[]));
        Self(Some(track))
    }
}

impl Drop for Span {
    fn drop(&mut self) {
        if let Some(track) = self.0 {
            end(track);
        }
    }
}

#[cold]
fn end(track: u64) {
    with(|trace| trace.end(track));
}

/// Coroutine `id` begins.
#[inline]
pub fn created(id: i64, creator: i64, site: impl FnOnce() -> Site) {
    if is_on() {
        begin_life(id, creator, &site());
    }
}

#[cold]
fn begin_life(id: i64, creator: i64, site: &Site) {
    let name = report::name(id);
    let by = if site.line == 0 { "a callback".into() } else { report::name(creator) };
    with(|trace| {
        trace.name_track(track_of(id), &name);
        trace.begin(track_of(id), &name, &[("created by", &by), ("at", &site.to_string())]);
    });
}

/// Coroutine `id` is over.
#[inline]
pub fn ended(id: i64) {
    if is_on() {
        end_life(id);
    }
}

#[cold]
fn end_life(id: i64) {
    with(|trace| {
        let track = track_of(id);
        // A fatal error leaves spans open.
        let depth = trace.depths.get(&track).copied().unwrap_or(0);
        (0..depth).for_each(|_| trace.end(track));
    });
}

/// Told by the engine.
fn part(tag: Tag, phase: Phase, edge: Edge) {
    let track = match table::id_of(tag) {
        Some(id) => track_of(id),
        None if tag.is_task() => TASKS + u64::from(tag.slot()),
        // Somebody blocks, in the place of the running coroutine.
        None => track_of(table::current_id()),
    };
    with(|trace| match edge {
        Edge::Begin => trace.begin(track, phase.name(), &[]),
        Edge::End => trace.end(track),
    });
}

/// Tracks from here on are background tasks.
const TASKS: u64 = 1 << 40;

/// `{main}` is track 0.
fn track_of(id: i64) -> u64 {
    u64::try_from(id).unwrap_or(0)
}

/// Runs `work` on this thread's timeline, in this process' own file.
fn with<R>(work: impl FnOnce(&mut Trace) -> R) -> Option<R> {
    TRACE.with(|trace| {
        // Whoever comes back from inside, by a memory limit say, is not told.
        let mut trace = trace.try_borrow_mut().ok()?;
        if trace.as_ref()?.process != std::process::id() {
            let parent = trace.take()?;
            *trace = parent.in_child();
        }
        trace.as_mut().map(work)
    })
}

struct Trace {
    file: File,
    path: String,
    process: u32,
    began: Instant,
    /// What is not in the file yet, each event after a comma but the first one.
    buffer: String,
    has_events: bool,
    /// How many spans are open, by track.
    depths: BTreeMap<u64, u32>,
}

/// What is in the buffer goes to the file when it is as long as this.
const ENOUGH: usize = 64 << 10;
/// The end of the file.
const TAIL: &str = "\n]\n";

impl Trace {
    /// The file of this thread: outside of the command line each process has one, named by its id.
    fn open(path: String) -> Result<Self, (String, io::Error)> {
        let number = THREADS.fetch_add(1, Ordering::Relaxed);
        let path = if request::is_cli() { path } else { format!("{path}.{}", std::process::id()) };
        let path = if number == 0 { path } else { format!("{path}.{number}") };
        Self::create(path, time::now())
    }

    fn create(path: String, began: Instant) -> Result<Self, (String, io::Error)> {
        let mut options = OpenOptions::new();
        options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
        let opened = options.open(&path).and_then(|file| {
            if !file.metadata()?.is_file() {
                return Err(io::Error::other("not a regular file"));
            }
            file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
            Ok(file)
        });
        let file = match opened {
            Ok(file) => file,
            Err(reason) => return Err((path, reason)),
        };
        let process = std::process::id();
        let mut trace = Self {
            file,
            path,
            process,
            began,
            buffer: String::new(),
            has_events: false,
            depths: BTreeMap::new(),
        };
        trace.event(&format!(r#""name":"process_name","ph":"M","pid":{process},"args":{{"name":"corio"}}"#));
        trace.name_track(0, "{main}");
        Ok(trace)
    }

    /// A forked child has a file of its own, and leaves the parent's alone.
    fn in_child(self) -> Option<Self> {
        Self::create(format!("{}.{}", self.path, std::process::id()), self.began).ok()
    }

    fn name_track(&mut self, track: u64, name: &str) {
        let process = self.process;
        let name = escaped(name);
        self.event(&format!(
            r#""name":"thread_name","ph":"M","pid":{process},"tid":{track},"args":{{"name":"{name}"}}"#
        ));
    }

    fn begin(&mut self, track: u64, name: &str, details: &[(&str, &str)]) {
        *self.depths.entry(track).or_default() += 1;
        let mut args = String::new();
        for (key, value) in details {
            let comma = if args.is_empty() { "" } else { "," };
            let _ = write!(args, r#"{comma}"{key}":"{}""#, escaped(value));
        }
        let (process, at, name) = (self.process, self.now(), escaped(name));
        self.event(&format!(
            r#""name":"{name}","ph":"B","pid":{process},"tid":{track},"ts":{at},"args":{{{args}}}"#
        ));
    }

    fn end(&mut self, track: u64) {
        // What was closed because its coroutine had ended is not closed again.
        let Some(depth) = self.depths.get_mut(&track) else { return };
        *depth -= 1;
        if *depth == 0 {
            self.depths.remove(&track);
        }
        let (process, at) = (self.process, self.now());
        self.event(&format!(r#""ph":"E","pid":{process},"tid":{track},"ts":{at}"#));
    }

    /// Microseconds, with three decimals.
    fn now(&self) -> String {
        let elapsed = time::now().saturating_duration_since(self.began).as_nanos();
        format!("{}.{:03}", elapsed / 1000, elapsed % 1000)
    }

    fn event(&mut self, fields: &str) {
        let comma = if self.has_events { ",\n" } else { "" };
        self.has_events = true;
        let _ = write!(self.buffer, "{comma}{{{fields}}}");
        if self.buffer.len() >= ENOUGH {
            self.flush();
        }
    }

    fn flush(&mut self) {
        // A full disk must not end a script.
        if self.write().is_err() {
            ON.store(false, Ordering::Relaxed);
        }
        self.buffer.clear();
    }

    fn write(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let end = self.file.seek(SeekFrom::End(0))?;
        let start = if end == 0 { "[\n" } else { "" };
        self.file.seek(SeekFrom::Start(end.saturating_sub(TAIL.len() as u64)))?;
        self.file.write_all(format!("{start}{}{TAIL}", self.buffer).as_bytes())
    }
}

/// As a JSON string holds it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control < ' ' => {
                let _ = write!(out, "\\u{:04x}", control as u32);
            }
            other => out.push(other),
        }
    }
    out
}
