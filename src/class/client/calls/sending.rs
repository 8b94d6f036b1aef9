//! What is sent: at once what the kernel takes, the rest by a task, which upgrades too.

use super::{Calls, Change, News, Refused, same};
use crate::class::client::outbox::Item;
use engine::{Error, Kind, Phase, executor, reactor};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

impl Calls {
    /// Sends what the kernel takes at once; the rest waits.
    pub(in super::super) fn send(self: &Rc<Self>, data: &[u8]) -> Result<(), Refused> {
        self.may_add(data.len())?;
        let mut rest = data;
        if !self.is_changing() && !self.is_working.get() {
            rest = self.send_at_once(data)?;
            if rest.is_empty() {
                return Ok(());
            }
        }
        if self.is_datagram {
            self.add(Item::Datagram(rest.to_vec()));
            return Ok(());
        }
        self.outbox.push_bytes(rest, self.is_changing());
        self.added();
        Ok(())
    }

    /// Has `item` done when all that was sent before has left.
    pub(in super::super) fn queue(self: &Rc<Self>, item: Item) -> Result<(), Refused> {
        self.may_add(item.bytes())?;
        self.add(item);
        Ok(())
    }

    fn may_add(&self, bytes: usize) -> Result<(), Refused> {
        if let Some(failure) = &*self.write_failure.borrow() {
            return Err(Refused::Failed(same(failure)));
        }
        if self.outbox.len() + bytes > self.marks.limit { Err(Refused::Overflow) } else { Ok(()) }
    }

    fn add(self: &Rc<Self>, item: Item) {
        self.outbox.push(item, self.is_changing());
        self.added();
    }

    fn added(self: &Rc<Self>) {
        if self.outbox.has_filled(self.marks.high) {
            self.tell_later(News::Full);
        }
        if !self.is_changing() {
            self.work();
        }
        if self.is_datagram {
            // It leaves now if it can, as it would on the other clients.
            executor::run_tasks();
        }
    }

    /// Nobody waits to send: answers what the kernel does not take at once.
    fn send_at_once<'d>(self: &Rc<Self>, data: &'d [u8]) -> Result<&'d [u8], Refused> {
        let fail = |failure: Error| {
            *self.write_failure.borrow_mut() = Some(same(&failure));
            Refused::Failed(failure)
        };
        let taken = match self.engine.try_send(data) {
            Err(failure) if self.is_datagram => return Err(Refused::Failed(failure)),
            taken => taken.map_err(fail)?,
        };
        if taken == data.len() {
            return Ok(&[]);
        }
        if self.is_datagram {
            return Ok(data);
        }
        // The task that sees to the rest leaves a waker of its own.
        let mut cx = Context::from_waker(Waker::noop());
        let mut rest = &data[taken..];
        while let Poll::Ready(taken) = self.engine.poll_send(&mut cx, rest, self.limit) {
            rest = &rest[taken.map_err(fail)?..];
            if rest.is_empty() {
                // Under TLS what was taken may have not left.
                match self.engine.poll_flush(&mut cx, self.limit) {
                    Poll::Ready(flushed) => flushed.map_err(fail)?,
                    Poll::Pending => self.work(),
                }
                break;
            }
        }
        Ok(rest)
    }

    // ---- The task ------------------------------------------------------------------------------------

    /// Starts the task, or has it look.
    pub(super) fn work(self: &Rc<Self>) {
        if self.is_working.replace(true) {
            let worker = self.worker.take();
            worker.into_iter().for_each(Waker::wake);
            return;
        }
        let shared = Rc::clone(self);
        executor::spawn(async move {
            while let Some(change) = shared.flushed().await {
                let changed = match change {
                    Ok(Change::Secure(config, deadline)) => shared.engine.enable_tls(&config, deadline).await,
                    Ok(Change::Expose(deadline)) => shared.engine.disable_tls(deadline).await,
                    Err(failure) => Err(failure),
                };
                shared.changed(changed);
            }
            shared.is_working.set(false);
            shared.rest();
        });
    }

    /// Sends what waits; answers the upgrade that has to follow then, `None` when there is nothing more to do.
    async fn flushed(&self) -> Option<Result<Change, Error>> {
        let flushed = self.flush().await;
        match (self.change.take(), flushed) {
            (Some(change), Ok(())) => Some(Ok(change)),
            (Some(_), Err(failure)) => Some(Err(failure)),
            (None, Ok(())) => None,
            // The peer must not take what follows for the rest of the file.
            (None, Err(failure)) if matches!(failure.kind, Kind::File(_, _)) => {
                self.end(Some(failure), &[]);
                None
            }
            (None, Err(failure)) => {
                self.outbox.clear();
                *self.write_failure.borrow_mut() = Some(failure);
                None
            }
        }
    }

    async fn flush(&self) -> Result<(), Error> {
        while self.is_open() && !self.outbox.is_empty() {
            let Some(item) = self.outbox.take_other() else {
                self.within_limit(poll_fn(|cx| self.poll_bytes(cx))).await?;
                continue;
            };
            let bytes = item.bytes();
            let done = self.within_limit(self.perform(item)).await;
            self.outbox.done(bytes);
            self.tell_if_drained();
            done?;
        }
        if !self.is_open() {
            return Ok(());
        }
        self.within_limit(poll_fn(|cx| self.engine.poll_flush(cx, self.limit))).await
    }

    /// Sends the bytes that come first.
    fn poll_bytes(&self, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        loop {
            let mut is_pending = false;
            let sent = self.outbox.take(|left| match self.engine.poll_send(cx, left, self.limit) {
                Poll::Ready(taken) => taken,
                Poll::Pending => {
                    is_pending = true;
                    Ok(0)
                }
            });
            self.tell_if_drained();
            match sent {
                Some(Ok(())) if is_pending => return Poll::Pending,
                Some(Ok(())) => {}
                Some(Err(failure)) => return Poll::Ready(Err(failure)),
                None => return Poll::Ready(Ok(())),
            }
        }
    }

    pub(super) fn tell_if_drained(&self) {
        if self.outbox.has_drained(self.marks.low) {
            self.tell_later(News::Drained);
        }
    }

    /// Sends what is no bytes of a stream. A datagram that cannot be sent is not the end.
    async fn perform(&self, item: Item) -> Result<(), Error> {
        let sent = match item {
            Item::Datagram(data) => self.engine.send(&data, self.limit).await.map_err(|(_, failure)| failure),
            Item::To(host, port, data) => {
                self.engine.send_to(&host, port, &data, &self.options, self.limit).await
            }
            Item::File(part) => {
                let sent = self.engine.send_file(&part, self.limit).await;
                return sent.map_err(|(_, failure)| failure);
            }
            Item::Shutdown(how) => return self.engine.shutdown(how, self.limit).await,
            Item::Bytes(_) => return Ok(()),
        };
        match sent {
            Ok(()) => self.has_thrown(),
            Err(failure) if self.is_open() && (self.is_loose() || self.engine.is_connected()) => {
                self.tell_later(News::Trouble(failure));
            }
            Err(failure) => return Err(failure),
        }
        Ok(())
    }

    /// Runs a part of the task's work, and looks at what may end it early: the connection has ended, or an upgrade was
    /// asked for, whose limit is that of what comes before it too.
    async fn within_limit(&self, work: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
        let mut work = pin!(work);
        let mut alarm = None;
        poll_fn(|cx| {
            drop(self.worker.replace(Some(cx.waker().clone())));
            if !self.is_open() {
                return Poll::Ready(Ok(()));
            }
            if let Some(Change::Secure(_, deadline) | Change::Expose(deadline)) = &*self.change.borrow() {
                let alarm = alarm.get_or_insert_with(|| Box::pin(reactor::sleep(*deadline)));
                if alarm.as_mut().poll(cx).is_ready() {
                    let late = Error::new(Phase::Handshake, Kind::Timeout(*deadline));
                    return Poll::Ready(Err(late.with_peer(&self.engine.peer())));
                }
            }
            work.as_mut().poll(cx)
        })
        .await
    }
}
