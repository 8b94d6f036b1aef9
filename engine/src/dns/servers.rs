//! The name servers of one configuration, and in which order they are asked.
//!
//! hickory's own pool is not used for that: it takes SERVFAIL for the last word, and its time is over
//! when the first server was silent. To hickory all servers together look like one connection.

use super::exchange::{self, Answer};
use super::id;
use super::journal::{Journal, Outcome};
use super::resolvers::{LONGEST_NEGATIVE_TTL, LONGEST_TTL};
use crate::net::fork;
use crate::time::{self, Deadline};
use hickory_resolver::net::NetError;
use hickory_resolver::proto::ProtoError;
use hickory_resolver::proto::op::{DnsResponse, Edns, Message, MessageType, OpCode, Query, ResponseCode};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Name servers and what is known about them. Clones are the same.
///
/// hickory wants to send it between threads, hence the lock; it never leaves its thread, so nobody waits.
#[derive(Clone)]
pub(super) struct Servers(Arc<Shared>);

struct Shared {
    addresses: Vec<SocketAddr>,
    timeout: Duration,
    attempts: u32,
    rotate: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// With whom the next question starts, when they take turns.
    turn: usize,
    /// By server, since when it has been silent.
    silent: Vec<Option<Instant>>,
    journal: Journal,
}

/// How long a server that was silent is asked last.
const DISTRUST: Duration = Duration::from_secs(30);

/// A server that had this long when the caller gave up counts as silent. A mistake costs little: it is
/// asked after the others for a while.
const PATIENCE: Duration = Duration::from_millis(250);

impl Servers {
    pub(super) fn new(addresses: Vec<SocketAddr>, timeout: Duration, attempts: u32, rotate: bool) -> Self {
        let state = State { silent: vec![None; addresses.len()], ..State::default() };
        Self(Arc::new(Shared { addresses, timeout, attempts, rotate, state: Mutex::new(state) }))
    }

    /// Puts the question to one server after the other until one answers it.
    ///
    /// # Errors
    /// `Timeout` when all were silent, `NoConnections` else; the journal has the rest.
    pub(super) async fn ask(self, query: Query) -> Result<DnsResponse, NetError> {
        self.state().journal.open(&query);
        let mut round = self.order();
        for _ in 0..self.0.attempts {
            let mut silent = Vec::new();
            for index in round {
                match self.ask_one(index, &query).await {
                    Ok(response) => return Ok(*response),
                    Err(Outcome::Silent) => silent.push(index),
                    // Asking again at once would be answered the same.
                    Err(_) => {}
                }
            }
            round = silent;
        }
        Err(if self.state().journal.is_silent(&query) { NetError::Timeout } else { NetError::NoConnections })
    }

    /// What was asked and answered, for a message.
    pub(super) fn report(&self, queries: &[Query]) -> String {
        self.state().journal.report(queries)
    }

    fn order(&self) -> Vec<usize> {
        let now = time::now();
        let mut state = self.state();
        let mut order: Vec<usize> = (0..self.0.addresses.len()).collect();
        if self.0.rotate && !order.is_empty() {
            let turn = state.turn % order.len();
            order.rotate_left(turn);
            state.turn = turn + 1;
        }
        order.sort_by_key(|index| {
            state.silent[*index].is_some_and(|since| now.saturating_duration_since(since) < DISTRUST)
        });
        order
    }

    async fn ask_one(&self, index: usize, query: &Query) -> Result<Box<DnsResponse>, Outcome> {
        let mut try_ = Try::start(self, index, query);
        let result = self.converse(self.0.addresses[index], query).await;
        try_.end(match &result {
            Ok(response) => Outcome::of(response, query),
            Err(outcome) => Some(outcome.clone()),
        });
        result
    }

    async fn converse(&self, server: SocketAddr, query: &Query) -> Result<Box<DnsResponse>, Outcome> {
        let mut extension = Extension::Edns;
        loop {
            // Each datagram has an id of its own.
            let id = id::random().map_err(|error| Outcome::Failed(error.to_string()))?;
            let request = encode(id, query, extension).map_err(|error| Outcome::Failed(error.to_string()))?;
            let process = fork::generation();
            let mut response = match self.exchange(server, &request, query).await {
                // The socket was the parent's; this child asks from one of its own.
                Err(_) if process != fork::generation() => continue,
                result => result?,
            };
            match judge(&response, query) {
                Ok(()) => {
                    bound(&mut response);
                    return Ok(response);
                }
                // RFC 6891 section 6.2.2: it may be too old for EDNS.
                Err(Outcome::Code(ResponseCode::FormErr | ResponseCode::NotImp))
                    if extension == Extension::Edns =>
                {
                    extension = Extension::None;
                }
                Err(outcome) => return Err(outcome),
            }
        }
    }

    async fn exchange(
        &self,
        server: SocketAddr,
        request: &[u8],
        query: &Query,
    ) -> Result<Box<DnsResponse>, Outcome> {
        let deadline = || Deadline::after(self.0.timeout);
        match exchange::udp(server, request, query, deadline()).await? {
            Answer::Whole(response) => Ok(response),
            Answer::Truncated => exchange::tcp(server, request, query, deadline()).await,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held, and if it did, the state would be as good as any.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What goes with a question.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extension {
    /// How large an answer may be (RFC 6891).
    Edns,
    None,
}

/// The largest answer over UDP: what the DNS flag day of 2020 found to pass everywhere in one piece.
const EDNS_PAYLOAD: u16 = 1232;

fn encode(id: u16, query: &Query, extension: Extension) -> Result<Vec<u8>, ProtoError> {
    let mut message = Message::new(id, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = true;
    message.queries.push(query.clone());
    if extension == Extension::Edns {
        message.edns.get_or_insert_with(Edns::new).set_max_payload(EDNS_PAYLOAD);
    }
    message.to_vec()
}

/// Cuts the times for which the response may be remembered.
fn bound(response: &mut DnsResponse) {
    let cut = |ttl: &mut u32, longest: Duration| {
        *ttl = (*ttl).min(u32::try_from(longest.as_secs()).unwrap_or(u32::MAX));
    };
    response.answers.iter_mut().for_each(|record| cut(&mut record.ttl, LONGEST_TTL));
    // RFC 2308 section 5: that there is nothing is remembered as long as the zone's SOA record says.
    response.authorities.iter_mut().for_each(|record| cut(&mut record.ttl, LONGEST_NEGATIVE_TTL));
}

/// Whether the response settles the question.
fn judge(response: &DnsResponse, query: &Query) -> Result<(), Outcome> {
    let header = &response.metadata;
    if response.answers.iter().any(|record| record.dns_class != query.query_class()) {
        return Err(Outcome::Malformed("a record of another class".into()));
    }
    match header.response_code {
        ResponseCode::NXDomain => Ok(()),
        // A referral from a server that does not ask others, as the C library sees it.
        ResponseCode::NoError
            if response.answers.is_empty() && !header.authoritative && !header.recursion_available =>
        {
            Err(Outcome::Lame)
        }
        ResponseCode::NoError => Ok(()),
        code => Err(Outcome::Code(code)),
    }
}

/// One server being asked. Given up in the middle, its silence counts all the same.
struct Try<'a> {
    servers: &'a Servers,
    index: usize,
    query: &'a Query,
    /// `None` once it has ended.
    since: Option<Instant>,
}

impl<'a> Try<'a> {
    fn start(servers: &'a Servers, index: usize, query: &'a Query) -> Self {
        servers.state().journal.start(query, servers.0.addresses[index]);
        Self { servers, index, query, since: Some(time::now()) }
    }

    /// `None` when records came: then there is nothing to be told.
    fn end(&mut self, outcome: Option<Outcome>) {
        let mut state = self.servers.state();
        state.silent[self.index] = matches!(outcome, Some(Outcome::Silent)).then(time::now);
        match outcome {
            Some(outcome) => state.journal.end(self.query, outcome),
            None => state.journal.forget(self.query),
        }
        self.since = None;
    }
}

impl Drop for Try<'_> {
    fn drop(&mut self) {
        let Some(since) = self.since else { return };
        let (now, mut state) = (time::now(), self.servers.state());
        if now.saturating_duration_since(since) >= PATIENCE {
            state.silent[self.index] = Some(now);
        }
        // The last one who asked is gone, and has told what there was to tell.
        state.journal.forget(self.query);
    }
}
