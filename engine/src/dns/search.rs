//! A look-up under way: the search list, both families, and what is to be said when it fails.

use super::flight::Reply;
use super::resolvers::{LONGEST_TTL, Resolver};
use super::{failed, files, name};
use crate::error::{Error, Kind, Phase, printable};
use crate::net::addr::Family;
use crate::reactor::sleep;
use crate::time::Deadline;
use hickory_resolver::lookup::Lookup;
use hickory_resolver::net::NetError;
use hickory_resolver::proto::op::Query;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

/// A name being looked up.
pub(super) struct Search<'a> {
    resolver: &'a Resolver,
    /// As the caller named it.
    name: &'a str,
    candidates: Vec<Name>,
    records: Vec<RecordType>,
    /// What was asked so far.
    asked: RefCell<Vec<Query>>,
}

/// Why there are no records; the worse, the later.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Miss {
    NoName,
    NoData,
    Failed,
    Strange(String),
    Silent,
}

impl<'a> Search<'a> {
    /// For addresses.
    pub(super) fn new(resolver: &'a Resolver, name: &'a str, complete: bool, family: Family) -> Self {
        let records = match family {
            Family::Any => vec![RecordType::AAAA, RecordType::A],
            Family::Ipv4 => vec![RecordType::A],
            Family::Ipv6 => vec![RecordType::AAAA],
        };
        let setup = &resolver.setup;
        let candidates = name::candidates(name, complete, &setup.search, setup.ndots);
        Self { resolver, name, candidates, records, asked: RefCell::default() }
    }

    /// For records of a name that is complete.
    pub(super) fn for_record(resolver: &'a Resolver, name: &'a str, record: RecordType) -> Self {
        let candidates = name::parse(name).into_iter().collect();
        Self { resolver, name, candidates, records: vec![record], asked: RefCell::default() }
    }

    /// Hands addresses to `found` as they come in, until all are there or `deadline` passes.
    pub(super) async fn run(
        &self,
        deadline: Deadline,
        found: &mut impl FnMut(Vec<(IpAddr, Duration)>),
    ) -> Result<(), Error> {
        let mut any = false;
        let mut sink = |records: Vec<(RData, Duration)>| {
            let addresses = records.into_iter().filter_map(|(data, ttl)| Some((data.ip_addr()?, ttl)));
            any = true;
            found(addresses.collect());
        };
        let outcome = self.within(deadline, self.walk(&mut sink)).await;
        if any { Ok(()) } else { outcome }
    }

    /// The records of the one type that is asked for.
    pub(super) async fn collect(&self, deadline: Deadline) -> Result<Vec<(RData, Duration)>, Error> {
        let mut all = Vec::new();
        let mut sink = |records| all = records;
        self.within(deadline, self.walk(&mut sink)).await?;
        Ok(all)
    }

    async fn within(
        &self,
        deadline: Deadline,
        work: impl Future<Output = Result<(), Miss>>,
    ) -> Result<(), Error> {
        let (mut work, mut end) = (pin!(work), pin!(sleep(deadline)));
        poll_fn(|cx| {
            if let Poll::Ready(outcome) = work.as_mut().poll(cx) {
                return Poll::Ready(outcome.map_err(|miss| self.error(&miss)));
            }
            // While the work still holds what was asked.
            end.as_mut().poll(cx).map(|()| Err(self.late(deadline)))
        })
        .await
    }

    /// Tries one name after the other, as the C library's `res_search` does: silence ends the search, a
    /// server that fails does not.
    async fn walk(&self, sink: &mut impl FnMut(Vec<(RData, Duration)>)) -> Result<(), Miss> {
        let mut worst = Miss::NoName;
        for candidate in &self.candidates {
            match self.ask_all(candidate, sink).await {
                Ok(()) => return Ok(()),
                Err(Miss::Silent) => return Err(Miss::Silent),
                Err(miss) => worst = worst.max(miss),
            }
        }
        Err(worst)
    }

    /// Asks for all record types at once.
    async fn ask_all(&self, name: &Name, sink: &mut impl FnMut(Vec<(RData, Duration)>)) -> Result<(), Miss> {
        let ask = |record: &RecordType| {
            self.asked.borrow_mut().push(Query::query(name.clone(), *record));
            (*record, self.resolver.lookup(name.clone(), *record))
        };
        let mut open: Vec<_> = self.records.iter().map(ask).collect();
        let (mut any, mut worst) = (false, Miss::NoName);
        poll_fn(|cx| {
            open.retain_mut(|(record, asking)| {
                let Poll::Ready(reply) = Pin::new(asking).poll(cx) else { return true };
                match understand(reply, name, *record) {
                    Ok(records) => {
                        any = true;
                        sink(records);
                    }
                    Err(miss) => worst = std::mem::replace(&mut worst, Miss::NoName).max(miss),
                }
                false
            });
            if open.is_empty() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        if any { Ok(()) } else { Err(worst) }
    }

    fn error(&self, miss: &Miss) -> Error {
        let shown = printable(self.name.as_bytes());
        let what = match self.records.as_slice() {
            [RecordType::A] => "IPv4 address".to_owned(),
            [RecordType::AAAA] => "IPv6 address".to_owned(),
            [other] => format!("{other} record"),
            _ => "address".to_owned(),
        };
        let reason = match miss {
            Miss::NoName => format!("\"{shown}\" does not exist"),
            Miss::NoData => format!("\"{shown}\" has no {what}"),
            Miss::Failed => format!("no server could resolve \"{shown}\""),
            Miss::Strange(why) => format!("\"{shown}\" cannot be resolved ({why})"),
            Miss::Silent => format!("no server answered for \"{shown}\""),
        };
        let reason = format!("{reason}{}{}", self.report(), self.hint());
        if *miss == Miss::Silent {
            return Error::new(Phase::Resolve, Kind::DnsTimeout(reason));
        }
        failed(reason)
    }

    fn late(&self, deadline: Deadline) -> Error {
        let (shown, limit) = (printable(self.name.as_bytes()), deadline.limit().as_secs_f64());
        let reason = format!("\"{shown}\" was not resolved within {limit} s{}", self.report());
        Error::new(Phase::Resolve, Kind::DnsTimeout(reason))
    }

    /// Who was asked what, and said what.
    fn report(&self) -> String {
        let asked = self.asked.borrow();
        let said = self.resolver.servers.report(&asked);
        let mut names: Vec<String> = asked.iter().map(|query| query.name().to_string()).collect();
        names.dedup();
        let tried = if names.len() > 1 { format!("tried {}", names.join(", ")) } else { String::new() };
        match (tried.as_str(), said.as_str()) {
            ("", "") => String::new(),
            (one, "") | ("", one) => format!(" ({one})"),
            (tried, said) => format!(" ({tried}; {said})"),
        }
    }

    /// Where else the C library would have looked.
    fn hint(&self) -> String {
        let others = files::other_sources();
        let label = self.name.rsplit('.').next().unwrap_or_default();
        if !others.is_empty() {
            return format!("; {}, which nsswitch.conf lists, is not asked", others.join(", "));
        }
        if label.eq_ignore_ascii_case("local") {
            return "; multicast DNS (.local) is not asked".to_owned();
        }
        String::new()
    }
}

/// The records in a reply, or why there are none.
fn understand(reply: Reply, name: &Name, record: RecordType) -> Result<Vec<(RData, Duration)>, Miss> {
    match reply {
        Ok(lookup) => Some(select(&lookup, name, record)).filter(|all| !all.is_empty()).ok_or(Miss::NoData),
        Err(error) if error.is_nx_domain() => Err(Miss::NoName),
        Err(error) if error.is_no_records_found() => Err(Miss::NoData),
        Err(NetError::Timeout) => Err(Miss::Silent),
        Err(NetError::NoConnections) => Err(Miss::Failed),
        Err(error) => Err(Miss::Strange(printable(error.to_string().as_bytes()))),
    }
}

/// The records of the type that was asked for. Where some belong to the name itself, others are left
/// out: an answer may carry what nobody asked for. Those of an alias' target were selected by hickory.
fn select(lookup: &Lookup, name: &Name, record: RecordType) -> Vec<(RData, Duration)> {
    let of_type = || lookup.answers().iter().filter(|answer| answer.record_type() == record);
    let direct = of_type().any(|answer| answer.name == *name);
    let wanted = of_type().filter(|answer| !direct || answer.name == *name);
    wanted
        .map(|answer| (answer.data.clone(), Duration::from_secs(answer.ttl.into()).min(LONGEST_TTL)))
        .collect()
}
