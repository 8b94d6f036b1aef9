//! The hosts file.

use std::collections::HashMap;
use std::net::IpAddr;

/// What a hosts file says.
#[derive(Debug, Default)]
pub(super) struct Hosts(HashMap<String, Vec<IpAddr>>);

impl Hosts {
    /// The addresses of `name`, in the file's order.
    pub(super) fn find(&self, name: &str) -> &[IpAddr] {
        if self.0.is_empty() {
            return &[];
        }
        self.0.get(&name.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
    }
}

/// Reads the file's `text`; lines that are malformed are passed over.
pub(super) fn parse(text: &str) -> Hosts {
    let mut hosts: HashMap<String, Vec<IpAddr>> = HashMap::new();
    for line in text.lines() {
        let mut words = line.split('#').next().unwrap_or_default().split_whitespace();
        let Some(Ok(ip)) = words.next().map(str::parse) else { continue };
        for name in words {
            let found = hosts.entry(name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()).or_default();
            if !found.contains(&ip) {
                found.push(ip);
            }
        }
    }
    Hosts(hosts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_comments_and_case() {
        let text = "127.0.0.1 localhost mail.test # not.this\n::1\tMAIL.test\nbroken mail.test\n127.0.0.1 mail.test\n";
        let hosts = parse(text);
        let found: Vec<String> = hosts.find("Mail.Test").iter().map(ToString::to_string).collect();
        assert_eq!(found, ["127.0.0.1", "::1"]);
        assert!(hosts.find("not.this").is_empty());
    }
}
