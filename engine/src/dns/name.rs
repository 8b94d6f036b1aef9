//! What can be looked up, and in which domains.

use crate::error::printable;
use hickory_resolver::proto::rr::Name;

/// RFC 1035 section 2.3.4's limits, and the common mistakes by name. `name` has no dot at its end.
pub(super) fn check(name: &str) -> Result<(), String> {
    let shown = || printable(name.as_bytes());
    if name.is_empty() {
        return Err("the name is empty".into());
    }
    if !name.is_ascii() {
        return Err(format!("\"{}\" is not ASCII; convert it with idn_to_ascii()", shown()));
    }
    if name.contains(':') {
        return Err(format!("\"{}\" contains a colon; a port is an argument of its own", shown()));
    }
    if name.len() > 253 {
        return Err(format!("the name has {} bytes, more than the 253 that DNS allows", name.len()));
    }
    match name.split('.').map(str::len).max() {
        Some(64..) => Err(format!("a label of \"{}\" has more than 63 bytes", shown())),
        _ if name.split('.').any(str::is_empty) => Err(format!("\"{}\" has an empty label", shown())),
        _ if name
            .bytes()
            .any(|b| b.is_ascii_whitespace() || b.is_ascii_control() || b"/\\@".contains(&b)) =>
        {
            Err(format!("\"{}\" is not a host name", shown()))
        }
        _ => Ok(()),
    }
}

/// The names to ask for, in this order: a complete name is asked as it is, any other also in each domain
/// of the search list, first or last as it has fewer or at least `ndots` dots.
pub(super) fn candidates(name: &str, complete: bool, search: &[String], ndots: usize) -> Vec<Name> {
    let mut names = Vec::with_capacity(1 + search.len());
    if !complete {
        names.extend(search.iter().filter_map(|domain| parse(&format!("{name}.{domain}"))));
    }
    let as_it_is = parse(name);
    if name.bytes().filter(|b| *b == b'.').count() >= ndots {
        names.splice(0..0, as_it_is);
    } else {
        names.extend(as_it_is);
    }
    names
}

/// A name from its labels; `None` if it is too long.
pub(super) fn parse(name: &str) -> Option<Name> {
    let mut name = Name::from_labels(name.as_bytes().split(|byte| *byte == b'.')).ok()?;
    name.set_fqdn(true);
    Some(name)
}

/// RFC 6761 section 6.3: these never go to a name server.
pub(super) fn is_localhost(name: &str) -> bool {
    let name = name.as_bytes();
    let tail = name.len().saturating_sub(9);
    name[tail..].eq_ignore_ascii_case(b"localhost") && (tail == 0 || name[tail - 1] == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_names_say_why() {
        let reason = |name: &str| check(name).unwrap_err();
        assert!(reason(&"a".repeat(64)).contains("63 bytes"));
        assert!(reason(&"a.".repeat(127)).contains("253"));
        assert!(reason("a..b").contains("empty label"));
        assert!(reason(".a").contains("empty label"));
        assert!(reason("bücher.test").contains("idn_to_ascii"));
        assert!(reason("mail.test:25").contains("port"));
        for bad in ["a b", "a\0b", "http://a", "a\\b", "a@b"] {
            assert!(!reason(bad).is_empty(), "{bad:?}");
        }
        assert!(reason("").contains("empty"));
        for good in ["a", "_imap._tcp.a-1.test", "*.test", "xn--bcher-kva.test"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        check(&["a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(61)].join(".")).unwrap();
    }

    #[test]
    fn the_search_list_comes_first_or_last_by_ndots() {
        let search = ["x.test".to_owned(), "y.test".to_owned()];
        let names = |name, complete, ndots| -> Vec<String> {
            candidates(name, complete, &search, ndots).iter().map(ToString::to_string).collect()
        };
        assert_eq!(names("db", false, 1), ["db.x.test.", "db.y.test.", "db."]);
        assert_eq!(names("db.a", false, 1), ["db.a.", "db.a.x.test.", "db.a.y.test."]);
        assert_eq!(names("db.a", false, 2), ["db.a.x.test.", "db.a.y.test.", "db.a."]);
        assert_eq!(names("db", true, 1), ["db."]);
        let long = ["a".repeat(63), "b".repeat(63), "c".repeat(63), "d".repeat(61)].join(".");
        assert_eq!(names(&long, false, 1), [format!("{long}.")], "too long with a domain behind it");
    }

    #[test]
    fn localhost_and_what_only_looks_like_it() {
        for name in ["localhost", "LOCALHOST", "a.b.localhost"] {
            assert!(is_localhost(name), "{name}");
        }
        for name in ["notlocalhost", "localhost.test", "host", ""] {
            assert!(!is_localhost(name), "{name}");
        }
    }
}
