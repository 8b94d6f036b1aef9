//! The system's files that name resolution reads; each is read again when it has changed.

use super::conf::{self, Conf};
use super::hosts::{self, Hosts};
use crate::error::Strerror;
use crate::time;
use std::cell::RefCell;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Where the files are.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Paths {
    /// Name servers, search list and options.
    pub resolv_conf: PathBuf,
    /// Names that need no server.
    pub hosts: PathBuf,
    /// Which sources the C library asks.
    pub nsswitch: PathBuf,
    /// The kernel's word for this host's name; macOS has none, and there no domain is derived from it.
    pub hostname: PathBuf,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            resolv_conf: "/etc/resolv.conf".into(),
            hosts: "/etc/hosts".into(),
            nsswitch: "/etc/nsswitch.conf".into(),
            hostname: "/proc/sys/kernel/hostname".into(),
        }
    }
}

/// How long a file is taken to be unchanged without asking the kernel.
const FRESH: Duration = Duration::from_secs(1);

/// Reads from other files on this thread, from now on; for tests.
#[doc(hidden)]
pub fn set_paths(paths: Paths) {
    FILES.with_borrow_mut(|files| *files = Files { paths, ..Files::default() });
}

/// The settings in resolv.conf, or why there are none.
pub(super) fn conf() -> Rc<Result<Conf, String>> {
    FILES.with_borrow_mut(|files| {
        let Paths { resolv_conf: path, hostname, .. } = &files.paths;
        files.conf.get(path, |text| match text {
            Ok(text) => Ok(conf::parse(text, &read(hostname).unwrap_or_default())),
            Err(error) => Err(format!("{} cannot be read ({})", path.display(), Strerror(error))),
        })
    })
}

/// The hosts file. One that cannot be read is empty.
pub(super) fn hosts() -> Rc<Hosts> {
    FILES.with_borrow_mut(|files| {
        files.hosts.get(&files.paths.hosts, |text| text.map(hosts::parse).unwrap_or_default())
    })
}

/// The path of resolv.conf, for messages.
pub(super) fn resolv_conf() -> PathBuf {
    FILES.with_borrow(|files| files.paths.resolv_conf.clone())
}

/// The sources that nsswitch.conf lists for host names and that are not asked here.
pub(super) fn other_sources() -> Vec<String> {
    let path = FILES.with_borrow(|files| files.paths.nsswitch.clone());
    // Only failures read it, so it is not kept.
    read(&path).map(|text| conf::other_sources(&text)).unwrap_or_default()
}

#[derive(Default)]
struct Files {
    paths: Paths,
    conf: Watched<Result<Conf, String>>,
    hosts: Watched<Hosts>,
}

/// What a file said when it was read last.
struct Watched<T> {
    value: Option<Rc<T>>,
    /// Tells one content from another; `None` when there was no file.
    stamp: Option<(u64, u64, u64, i64, i64)>,
    looked: Option<Instant>,
}

impl<T> Default for Watched<T> {
    fn default() -> Self {
        Self { value: None, stamp: None, looked: None }
    }
}

impl<T> Watched<T> {
    fn get(&mut self, path: &Path, parse: impl FnOnce(Result<&str, &io::Error>) -> T) -> Rc<T> {
        let now = time::now();
        if let Some(value) = &self.value {
            if self.looked.is_some_and(|looked| now.saturating_duration_since(looked) < FRESH) {
                return Rc::clone(value);
            }
            self.looked = Some(now);
            if stamp(path) == self.stamp {
                return Rc::clone(value);
            }
        }
        // The stamp comes first: what changes in between is read twice, not missed.
        self.stamp = stamp(path);
        self.looked = Some(now);
        let text = read(path);
        let value = Rc::new(parse(text.as_deref()));
        self.value = Some(Rc::clone(&value));
        value
    }
}

fn stamp(path: &Path) -> Option<(u64, u64, u64, i64, i64)> {
    let file = std::fs::metadata(path).ok()?;
    Some((file.dev(), file.ino(), file.size(), file.mtime(), file.mtime_nsec()))
}

fn read(path: &Path) -> io::Result<String> {
    std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

thread_local! {
    static FILES: RefCell<Files> = RefCell::default();
}
