//! Values that were found usable, so that the next client that is given the same need not have them checked
//! again: a script gives each of its clients the same files and lists, and OpenSSL takes as long to read one CA
//! or to make a context for a look at a list as for a resumed handshake.

use super::config::{Pem, Secret};
use openssl::sha::Sha256;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs::Metadata;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;

/// What a value was checked as.
#[derive(Clone, Copy)]
pub(super) enum As {
    /// Certificates in PEM format.
    Certificates,
    /// A cipher list for TLS 1.2 and below.
    Ciphers,
    /// TLS 1.3 cipher suites.
    Ciphersuites,
    /// Lists of revoked certificates in PEM format.
    Crls,
    /// Key exchange groups.
    Groups,
    /// A private key in PEM format.
    Key,
}

/// Checks a list of OpenSSL's names, unless it has passed before.
pub(super) fn list(kind: As, list: &str, check: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    once(&Print::new(kind).with(list.as_bytes()), check)
}

/// Checks what is in `pem`, unless it has passed before and the file is still the same.
pub(super) fn pem(
    kind: As,
    pem: &Pem,
    passphrase: Option<&Secret>,
    check: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    let print = Print::new(kind);
    let print = match passphrase {
        Some(Secret(text)) => print.with(b"+").with(text.as_bytes()),
        None => print.with(b"-"),
    };
    match pem {
        Pem::Inline(Secret(text)) => once(&print.with(b"text").with(text.as_bytes()), check),
        // Looked at before it is read: what changes in between is read again next time.
        Pem::File(path) => match std::fs::metadata(path) {
            Ok(meta) => once(&print.with(b"file").with(path.as_os_str().as_bytes()).of(&meta), check),
            Err(_) => check(),
        },
    }
}

fn once(print: &Print, check: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    let print = print.0.clone().finish();
    if PASSED.with_borrow(|passed| passed.contains(&print)) {
        return Ok(());
    }
    check()?;
    PASSED.with_borrow_mut(|passed| {
        passed.truncate(CAPACITY - 1);
        passed.push_front(print);
    });
    Ok(())
}

/// Prints kept per thread: programs use few files and lists.
const CAPACITY: usize = 64;

/// Stands for a kind and a value. A digest, because values may be secret, or long.
struct Print(Sha256);

impl Print {
    fn new(kind: As) -> Self {
        let mut digest = Sha256::new();
        digest.update(&[kind as u8]);
        Self(digest)
    }

    /// With its length before it, so that no two sequences of parts are the same bytes.
    fn with(mut self, part: &[u8]) -> Self {
        self.0.update(&part.len().to_le_bytes());
        self.0.update(part);
        self
    }

    /// The identity of a file. Other than for contexts, the time of the last change of its rights and owner
    /// counts too: a file that can be read no longer is refused by set().
    fn of(self, meta: &Metadata) -> Self {
        let times = [meta.mtime(), meta.mtime_nsec(), meta.ctime(), meta.ctime_nsec()];
        let place = [meta.dev(), meta.ino(), meta.size()];
        let print = place.iter().fold(self, |print, part| print.with(&part.to_le_bytes()));
        times.iter().fold(print, |print, part| print.with(&part.to_le_bytes()))
    }
}

thread_local! {
    static PASSED: RefCell<VecDeque<[u8; 32]>> = const { RefCell::new(VecDeque::new()) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// How often `ask` comes to the check that it is given.
    fn checks(mut ask: impl FnMut(&Cell<usize>)) -> usize {
        let count = Cell::new(0);
        ask(&count);
        count.get()
    }

    fn passing(count: &Cell<usize>) -> Result<(), String> {
        count.set(count.get() + 1);
        Ok(())
    }

    fn inline(text: &str) -> Pem {
        Pem::Inline(Secret(text.into()))
    }

    #[test]
    fn what_has_passed_is_not_checked_again_and_what_has_failed_is() {
        let both = |count: &Cell<usize>| {
            list(As::Groups, "P-256", || passing(count)).unwrap();
            list(As::Groups, "P-256", || passing(count)).unwrap();
        };
        assert_eq!(checks(both), 1);
        let failing = |count: &Cell<usize>| passing(count).and_then(|_| Err("odd".to_owned()));
        let both = |count: &Cell<usize>| {
            assert_eq!(list(As::Groups, "P-1", || failing(count)).unwrap_err(), "odd");
            assert_eq!(list(As::Groups, "P-1", || failing(count)).unwrap_err(), "odd");
        };
        assert_eq!(checks(both), 2);
    }

    #[test]
    fn kind_value_and_passphrase_tell_values_apart() {
        let secret = |text: &str| Some(Secret(text.into()));
        let all = |count: &Cell<usize>| {
            list(As::Ciphers, "A", || passing(count)).unwrap();
            list(As::Ciphersuites, "A", || passing(count)).unwrap();
            list(As::Ciphersuites, "B", || passing(count)).unwrap();
            let key = inline("A");
            for passphrase in [None, secret(""), secret("x"), secret("y")] {
                pem(As::Key, &key, passphrase.as_ref(), || passing(count)).unwrap();
            }
            pem(As::Certificates, &key, None, || passing(count)).unwrap();
            pem(As::Certificates, &inline("B"), None, || passing(count)).unwrap();
            pem(As::Crls, &inline("B"), None, || passing(count)).unwrap();
        };
        assert_eq!((checks(all), checks(all)), (10, 0));
    }

    #[test]
    fn a_file_that_has_changed_is_checked_again() {
        use std::os::unix::fs::PermissionsExt;
        let path = std::env::temp_dir().join(format!("corio-checked-{}.pem", std::process::id()));
        std::fs::write(&path, "one").unwrap();
        let file = Pem::File(path.clone());
        let ask = |count: &Cell<usize>| pem(As::Certificates, &file, None, || passing(count)).unwrap();
        assert_eq!((checks(ask), checks(ask)), (1, 0));
        std::fs::write(&path, "other").unwrap();
        assert_eq!((checks(ask), checks(ask)), (1, 0));
        // The kernel counts in ticks of a few milliseconds.
        std::thread::sleep(std::time::Duration::from_millis(20));
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o400)).unwrap();
        assert_eq!((checks(ask), checks(ask)), (1, 0));
        std::fs::remove_file(&path).unwrap();
        assert_eq!((checks(ask), checks(ask)), (1, 1));
    }

    #[test]
    fn few_are_remembered() {
        let all = |count: &Cell<usize>| {
            for number in 0..CAPACITY + 3 {
                list(As::Ciphers, &number.to_string(), || passing(count)).unwrap();
            }
        };
        assert_eq!(checks(all), CAPACITY + 3);
        assert_eq!(PASSED.with_borrow(VecDeque::len), CAPACITY);
        let last = |count: &Cell<usize>| {
            list(As::Ciphers, &(CAPACITY + 2).to_string(), || passing(count)).unwrap();
            list(As::Ciphers, "0", || passing(count)).unwrap();
        };
        assert_eq!(checks(last), 1);
    }
}
