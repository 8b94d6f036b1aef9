//! What each server said, for messages.

use crate::error::{Strerror, printable};
use hickory_resolver::proto::op::{DnsResponse, Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::io;
use std::net::SocketAddr;

/// How asking a server once ended.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// It is being asked.
    Pending,
    /// It said nothing in time.
    Silent,
    /// It knows only that the name is an alias of this one.
    Alias(Name),
    /// It answered with this code; NXDOMAIN and "no such record" are answers too.
    Code(ResponseCode),
    /// It neither knows the zone nor asks others.
    Lame,
    /// Its answer could not be understood.
    Malformed(String),
    /// The system's error.
    Failed(String),
}

impl Outcome {
    /// What `response` says to `query`; `None` if it says everything.
    pub(super) fn of(response: &DnsResponse, query: &Query) -> Option<Self> {
        let code = response.metadata.response_code;
        if code != ResponseCode::NoError || response.answers.is_empty() {
            return Some(Self::Code(code));
        }
        if response.answers.iter().any(|answer| answer.record_type() == query.query_type()) {
            return None;
        }
        let alias = |name: &Name| {
            response.answers.iter().find_map(|answer| match &answer.data {
                RData::CNAME(target) if answer.name == *name => Some(target.0.clone()),
                _ => None,
            })
        };
        let mut target = query.name().clone();
        // A chain may bite its own tail.
        for _ in &response.answers {
            target = alias(&target).unwrap_or(target);
        }
        Some(Self::Alias(target))
    }
}

impl<E: Into<io::Error>> From<E> for Outcome {
    fn from(error: E) -> Self {
        Self::Failed(Strerror(&error.into()).to_string())
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pending => f.write_str("no answer yet"),
            Self::Silent => f.write_str("no answer"),
            Self::Alias(target) => write!(f, "alias of {}", printable(target.to_string().as_bytes())),
            Self::Code(code) => f.write_str(mnemonic(*code)),
            Self::Lame => f.write_str("not a resolver (lame answer)"),
            Self::Malformed(why) => write!(f, "malformed answer ({why})"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

/// The code as other tools print it.
fn mnemonic(code: ResponseCode) -> &'static str {
    match code {
        ResponseCode::NoError => "no such record",
        ResponseCode::FormErr => "FORMERR",
        ResponseCode::ServFail => "SERVFAIL",
        ResponseCode::NXDomain => "NXDOMAIN",
        ResponseCode::NotImp => "NOTIMP",
        ResponseCode::Refused => "REFUSED",
        other => other.to_str(),
    }
}

/// The servers that were asked, by question. What was answered with records is not kept.
pub(super) struct Journal {
    tries: HashMap<Query, Vec<(SocketAddr, Outcome)>>,
    /// When this many questions are there, those that are settled are forgotten.
    limit: usize,
}

/// Settled questions that are remembered. Beyond that all of them are forgotten: messages lose detail,
/// nothing else. Those under way stay: what is answered in the end depends on them.
const MOST_QUESTIONS: usize = 1000;

impl Default for Journal {
    fn default() -> Self {
        Self { tries: HashMap::new(), limit: MOST_QUESTIONS }
    }
}

impl Journal {
    /// Forgets what was said to `query` before.
    pub(super) fn open(&mut self, query: &Query) {
        if self.tries.len() >= self.limit {
            self.tries
                .retain(|_, tries| tries.last().is_none_or(|(_, last)| matches!(last, Outcome::Pending)));
            self.limit = MOST_QUESTIONS + self.tries.len() * 2;
        }
        self.tries.insert(query.clone(), Vec::new());
    }

    pub(super) fn start(&mut self, query: &Query, server: SocketAddr) {
        if let Some(tries) = self.tries.get_mut(query) {
            tries.push((server, Outcome::Pending));
        }
    }

    /// Ends the try that was started last.
    pub(super) fn end(&mut self, query: &Query, outcome: Outcome) {
        if let Some((_, last)) = self.tries.get_mut(query).and_then(|tries| tries.last_mut()) {
            *last = outcome;
        }
    }

    pub(super) fn forget(&mut self, query: &Query) {
        self.tries.remove(query);
    }

    /// Whether nobody said anything to `query`.
    pub(super) fn is_silent(&self, query: &Query) -> bool {
        let tries = self.tries.get(query).map_or(&[][..], Vec::as_slice);
        tries.iter().all(|(_, outcome)| matches!(outcome, Outcome::Silent | Outcome::Pending))
    }

    /// Server by server, how often it was asked `queries`, and what their aliases lead to, and what it said. Of which
    /// types they were, where they were of several: nobody has to wonder why one name was asked twice.
    pub(super) fn report(&self, queries: &[Query]) -> String {
        let mut servers: Vec<(SocketAddr, usize, BTreeSet<RecordType>, Vec<String>)> = Vec::new();
        let tries = queries.iter().flat_map(|query| {
            let record = query.query_type();
            self.trail(query).into_iter().map(move |tried| (record, tried))
        });
        for (record, (server, outcome)) in tries {
            let at = servers.iter().position(|(known, ..)| known == server).unwrap_or_else(|| {
                servers.push((*server, 0, BTreeSet::new(), Vec::new()));
                servers.len() - 1
            });
            let (_, times, records, said) = &mut servers[at];
            *times += 1;
            records.insert(record);
            let text = outcome.to_string();
            if !said.contains(&text) {
                said.push(text);
            }
        }
        let lines = servers.iter().map(|(server, times, records, said)| {
            let times = if *times == 1 { "once".to_owned() } else { format!("{times} times") };
            let records: Vec<String> = records.iter().map(ToString::to_string).collect();
            let of = if records.len() > 1 { format!(" ({})", records.join(" and ")) } else { String::new() };
            format!("{server} asked {times}{of}: {}", said.join(", "))
        });
        lines.collect::<Vec<_>>().join("; ")
    }

    /// What was said to `query`, and to those that took its place because of aliases.
    fn trail(&self, query: &Query) -> Vec<&(SocketAddr, Outcome)> {
        let (mut trail, mut seen) = (Vec::new(), vec![query.clone()]);
        let mut next = Some(query.clone());
        while let Some(tries) = next.take().and_then(|query| self.tries.get(&query)) {
            trail.extend(tries);
            if let Some((_, Outcome::Alias(target))) = tries.last() {
                let follower = Query::query(target.clone(), query.query_type());
                if !seen.contains(&follower) {
                    seen.push(follower.clone());
                    next = Some(follower);
                }
            }
        }
        trail
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hickory_resolver::proto::rr::{Name, RecordType};

    fn question(number: usize) -> Query {
        let label = format!("n{number}");
        Query::query(Name::from_labels([label.as_bytes()]).unwrap(), RecordType::A)
    }

    #[test]
    fn what_is_settled_is_bounded_and_what_is_under_way_is_kept() {
        let server = SocketAddr::from(([192, 0, 2, 53], 53));
        let mut journal = Journal::default();
        for number in 0..3000 {
            journal.open(&question(number));
            journal.start(&question(number), server);
        }
        for number in 0..3000 {
            journal.end(&question(number), Outcome::Code(ResponseCode::ServFail));
            assert!(!journal.is_silent(&question(number)), "{number}");
        }
        for number in 3000..100_000 {
            journal.open(&question(number));
            journal.start(&question(number), server);
            journal.end(&question(number), Outcome::Silent);
        }
        assert!(journal.tries.len() <= MOST_QUESTIONS, "{}", journal.tries.len());
    }
}
