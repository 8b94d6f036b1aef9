//! What is to be seen of coroutines: who waits for what, where, since when and until when, and who created it.
//!
//! Nothing of this is kept while they run: it is read from their calls, from what the engine knows of its waits, and
//! from the objects whose methods wait.

use super::table::{Coroutine, State, Wait, with};
use crate::ffi::call::Object;
use crate::ffi::coroutine::{Context, Frame, Place, Site};
use crate::ffi::request;
use engine::executor::Tag;
use engine::time;
use engine::{activity, reactor};
use std::fmt;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// What the class of an object says of it: host and port, say.
pub type Describer = fn(Object) -> Option<String>;

static DESCRIBER: OnceLock<Describer> = OnceLock::new();

/// Has `describer` asked about objects. Called at module startup.
pub fn describe_objects(describer: Describer) {
    let _ = DESCRIBER.set(describer);
}

/// A coroutine, as reports and messages show it.
pub struct Snapshot {
    id: i64,
    slot: u32,
    place: Place,
    creator: i64,
    tag: Tag,
    state: State,
    wait: Wait,
    since: Option<Instant>,
}

impl Snapshot {
    fn of(slot: u32, tag: Tag, c: &Coroutine) -> Self {
        Self {
            id: c.id,
            slot,
            place: c.context,
            creator: c.creator,
            tag,
            state: c.state,
            wait: c.wait,
            since: c.since,
        }
    }

    /// Whether it waits, for whatever it is.
    fn is_parked(&self) -> bool {
        matches!(self.state, State::Waiting | State::Yielded | State::Joining)
    }

    /// Who created it; -1 is `{main}`, also for `{main}` itself and for callbacks.
    #[must_use]
    pub const fn creator(&self) -> i64 {
        self.creator
    }

    /// Its context; `None` for `{main}`.
    #[must_use]
    pub const fn context(&self) -> Place {
        self.place
    }

    /// Milliseconds since it was created; of `{main}` since the request began.
    #[must_use]
    pub fn elapsed_ms(&self) -> i64 {
        self.place.map_or_else(request::elapsed_ms, Context::elapsed_ms)
    }

    /// Its innermost call.
    #[must_use]
    pub fn frame(&self) -> Frame {
        // Whoever drives the reactor has parked without a switch.
        if with(|s| s.current) == self.slot { Frame::here() } else { Frame::parked(self.place) }
    }

    /// Who created it and where; empty for `{main}`.
    fn creation(&self) -> String {
        let Some(context) = self.place else { return String::new() };
        let site = context.creation();
        if site.line == 0 {
            return "created for a callback".into();
        }
        format!("created by {} at {site}", name(self.creator))
    }

    /// What it waits for, in the words that follow "waits for".
    fn subject(&self) -> String {
        let detail = match self.wait {
            Wait::Operation(what) => self.detail(what),
            _ => None,
        };
        match detail {
            Some(detail) => format!("{} ({detail})", self.wait),
            None => self.wait.to_string(),
        }
    }

    /// With whom, and what it is at.
    fn detail(&self, what: &str) -> Option<String> {
        let frame = self.frame();
        let peer = match frame.object() {
            Some(object) => DESCRIBER.get().and_then(|describe| describe(object)),
            None if what == LOOK_UP => frame.argument().map(|name| engine::error::printable(name.as_bytes())),
            None => None,
        };
        let phase = activity::phase_of(self.tag).map(|phase| phase.name().to_owned());
        let parts: Vec<_> = [peer, phase].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// How the wait for a look-up is called; its subject is the first argument of the call.
pub const LOOK_UP: &str = "a DNS look-up";

impl fmt::Display for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&name(self.id))?;
        if self.is_parked() {
            let now = time::now();
            let since = self.since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since));
            let (subject, site) = (self.subject(), self.frame().site());
            write!(f, " waits for {subject} at {site}, since {:.3} s", since.as_secs_f64())?;
            if let Some(limit) = reactor::limit_of(self.tag) {
                let left = limit.saturating_duration_since(now);
                write!(f, ", for at most {:.3} s more", left.as_secs_f64())?;
            }
        } else if with(|s| s.current) == self.slot {
            f.write_str(" runs")?;
        } else {
            write!(f, " is ready to go on at {}", self.frame().site())?;
        }
        let creation = self.creation();
        if creation.is_empty() { Ok(()) } else { write!(f, "; {creation}") }
    }
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Operation(what) => what,
            Self::Yield => "resume() after its Coroutine::yield()",
            Self::Children => "the coroutines it has started",
            Self::Canceled => "the end of coroutines that it has cancelled",
            Self::Others => "the coroutines named in its join()",
            Self::Class => "a class that another coroutine is loading",
            Self::Queue(subject) => return subject.fmt(f),
        })
    }
}

/// What the running coroutine is about to wait for.
#[must_use]
pub fn running_subject(wait: Wait) -> String {
    let snapshot = with(|s| Snapshot::of(s.current, s.tag(s.current), &s.coroutines[s.current as usize]));
    // The client does not know yet whom it connects to, or still knows whom it did.
    let host = if wait == Wait::Operation("connect()") { snapshot.frame().argument() } else { None };
    match host {
        Some(host) => format!("{wait} ({})", engine::error::printable(host.as_bytes())),
        None => Snapshot { wait, ..snapshot }.subject(),
    }
}

/// How a coroutine is called in messages.
#[must_use]
pub fn name(id: i64) -> String {
    if id < 0 { "{main}".to_owned() } else { format!("coroutine #{id}") }
}

/// Coroutine `id`; 0: the running one.
#[must_use]
pub fn snapshot(id: i64) -> Option<Snapshot> {
    with(|s| {
        let slot = if id == 0 { s.current } else { s.find(id)? };
        Some(Snapshot::of(slot, s.tag(slot), &s.coroutines[slot as usize]))
    })
}

/// All coroutines that wait, `{main}` included unless the script is at its end, by id.
fn parked() -> Vec<Snapshot> {
    let mut all: Vec<Snapshot> = with(|s| {
        let snapshots = s.coroutines.iter().map(|(slot, c)| Snapshot::of(slot as u32, s.tag(slot as u32), c));
        snapshots.collect()
    });
    all.retain(Snapshot::is_parked);
    all.sort_unstable_by_key(|snapshot| snapshot.id);
    all
}

/// Where coroutine `id` (-1: `{main}`) is parked.
#[must_use]
pub fn site_of(id: i64) -> Site {
    parked()
        .into_iter()
        .find(|snapshot| snapshot.id == id)
        .map(|found| found.frame().site())
        .unwrap_or_default()
}

/// Says that nobody can go on, and who waits for what, where and since when.
#[must_use]
pub(super) fn deadlock() -> String {
    let parked = parked();
    let count = parked.iter().filter(|snapshot| snapshot.id > 0).count();
    let mut text = match count {
        0 => "nothing is left that could wake {main} - deadlock!".to_owned(),
        _ => format!("all coroutines (count: {count}) are asleep - deadlock!"),
    };
    for snapshot in parked {
        text.push_str(&format!("\n  {snapshot}"));
    }
    text
}
