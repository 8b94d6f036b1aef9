//! Questions under way: whoever asks what is being asked already waits for the same answer.

use hickory_resolver::lookup::Lookup;
use hickory_resolver::net::NetError;
use hickory_resolver::proto::op::Query;
use slab::Slab;
use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// What comes back.
pub(super) type Reply = Result<Lookup, NetError>;

/// Asking, cache included.
pub(super) type Work = Pin<Box<dyn Future<Output = Reply>>>;

/// A resolver's questions under way.
#[derive(Default)]
pub(super) struct Flights(RefCell<HashMap<Query, Rc<RefCell<Flight>>>>);

struct Flight {
    /// `None` while it is being polled, and once it is done.
    work: Option<Work>,
    /// Everybody who waits. The work wakes whoever polled it last; that one sees to the others.
    waiting: Slab<Waker>,
    /// For those who did not poll when it came.
    reply: Option<Reply>,
}

impl Flights {
    /// Joins those who ask `query`, or begins `work` if nobody does.
    pub(super) fn ask(&self, query: Query, work: impl FnOnce(&Query) -> Work) -> Asking<'_> {
        let flight = self.0.borrow().get(&query).map(Rc::clone);
        let stage = match flight {
            Some(flight) => {
                let place = flight.borrow_mut().waiting.insert(Waker::noop().clone());
                Stage::Shared { flight, place }
            }
            None => Stage::Alone(work(&query)),
        };
        Asking { flights: self, query, stage }
    }

    /// Takes `flight` off, so that whoever comes later asks anew.
    fn land(&self, query: &Query, flight: &Rc<RefCell<Flight>>) {
        let mut flights = self.0.borrow_mut();
        if flights.get(query).is_some_and(|known| Rc::ptr_eq(known, flight)) {
            flights.remove(query);
        }
    }
}

/// The future of a reply. Dropped, it leaves the question to the others who ask it, if there are any.
pub(super) struct Asking<'a> {
    flights: &'a Flights,
    query: Query,
    stage: Stage,
}

enum Stage {
    /// Not polled yet; what the cache knows is there at once and never meets others.
    Alone(Work),
    Shared {
        flight: Rc<RefCell<Flight>>,
        place: usize,
    },
}

impl Future for Asking<'_> {
    type Output = Reply;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Reply> {
        let this = &mut *self;
        match &mut this.stage {
            Stage::Alone(work) => {
                if let Poll::Ready(reply) = work.as_mut().poll(cx) {
                    return Poll::Ready(reply);
                }
                this.share(cx.waker().clone());
                Poll::Pending
            }
            Stage::Shared { flight, place } => {
                let mut state = flight.borrow_mut();
                if let Some(reply) = &state.reply {
                    return Poll::Ready(reply.clone());
                }
                let before = std::mem::replace(&mut state.waiting[*place], cx.waker().clone());
                let work = state.work.take();
                // Polled and dropped without the borrow: a waker may lead back here.
                drop((state, before));
                let Some(mut work) = work else { return Poll::Pending };
                let Poll::Ready(reply) = work.as_mut().poll(cx) else {
                    flight.borrow_mut().work = Some(work);
                    return Poll::Pending;
                };
                this.flights.land(&this.query, flight);
                let mut state = flight.borrow_mut();
                state.reply = Some(reply.clone());
                let own = *place;
                let others: Vec<Waker> =
                    state.waiting.iter().filter(|(place, _)| *place != own).map(|(_, w)| w.clone()).collect();
                drop(state);
                others.into_iter().for_each(Waker::wake);
                Poll::Ready(reply)
            }
        }
    }
}

impl Asking<'_> {
    /// Lets others join from now on.
    fn share(&mut self, waker: Waker) {
        let mut waiting = Slab::new();
        let place = waiting.insert(waker);
        let flight = Rc::new(RefCell::new(Flight { work: None, waiting, reply: None }));
        let stage = Stage::Shared { flight: Rc::clone(&flight), place };
        if let Stage::Alone(work) = std::mem::replace(&mut self.stage, stage) {
            flight.borrow_mut().work = Some(work);
        }
        self.flights.0.borrow_mut().insert(self.query.clone(), flight);
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let Stage::Shared { flight, place } = &self.stage else { return };
        let mut state = flight.borrow_mut();
        let own = state.waiting.remove(*place);
        let heir = state.waiting.iter().next().map(|(_, waker)| waker.clone());
        let work = if heir.is_none() { state.work.take() } else { None };
        let is_done = state.reply.is_some();
        drop(state);
        if heir.is_none() && !is_done {
            self.flights.land(&self.query, flight);
        }
        // The work would wake the one that goes: another one polls it from here on.
        heir.filter(|_| !is_done).into_iter().for_each(Waker::wake);
        drop((own, work));
    }
}
