//! The hosts file.

use std::net::IpAddr;

/// The addresses that the hosts file gives `name`, in its order. A file that cannot be read has none.
pub(super) fn lookup(name: &str) -> Vec<IpAddr> {
    std::fs::read_to_string("/etc/hosts").map(|text| find(&text, name)).unwrap_or_default()
}

fn find(text: &str, name: &str) -> Vec<IpAddr> {
    let mut found = Vec::new();
    for line in text.lines() {
        let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
        let Some(Ok(ip)) = words.next().map(str::parse) else { continue };
        if words.any(|word| word.eq_ignore_ascii_case(name)) && !found.contains(&ip) {
            found.push(ip);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_comments_and_case() {
        let text = "127.0.0.1 localhost mail.test # not.this\n::1\tMAIL.test\nbroken mail.test\n127.0.0.1 mail.test\n";
        let found: Vec<String> = find(text, "Mail.Test").iter().map(ToString::to_string).collect();
        assert_eq!(found, ["127.0.0.1", "::1"]);
        assert!(find(text, "not.this").is_empty());
    }
}
