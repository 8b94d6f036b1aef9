//! Keys without a setting: those that are accepted silently, those that are refused, and the unknown.

/// Keys of Swoole's classes that mean nothing for this client.
pub(super) const NO_EFFECT: &[&str] = &[
    "ssl_compress",
    "ssl_disable_compression",
    "ssl_grease",
    "ssl_method",
    "keep_alive",
    "max_retries",
    "lowercase_header",
    "http_compression",
    "body_decompression",
    "write_func",
    "websocket_mask",
    "websocket_compression",
    "defer",
];

/// Keys that would change what travels, where, or who is trusted, and that this version lacks.
pub(super) const NOT_HERE: &[&str] = &["open_http2_protocol"];

/// The warning for `key`, with the nearest of the `known` ones.
pub(super) fn describe_unknown(known: impl Iterator<Item = String>, key: &str) -> String {
    let shown = engine::error::printable(key.as_bytes());
    let alike = known.filter(|known| is_like(key, known));
    match alike.min_by_key(|known| distance(key, known)) {
        Some(nearest) => format!("unknown setting \"{shown}\"; did you mean \"{nearest}\"?"),
        None => format!("unknown setting \"{shown}\""),
    }
}

/// Whether `key` may be a slip for `known`: a letter or two are wrong, or a part of the name is missing, as in
/// `verify_peer`. With more another setting was meant, one that only Swoole has, say.
fn is_like(key: &str, known: &str) -> bool {
    let most = (known.len() / 4).min(2);
    distance(key, known) <= most || known.contains(key) && key.len() * 2 >= known.len()
}

/// Levenshtein's edit distance.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.bytes().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
