//! What is received: bytes, packets, datagrams, the end.

use super::{Calls, Input, News, Stage};
use crate::class::client::CHUNK;
use crate::class::client::object::Client;
use crate::class::client::received::TextOrEnd;
use crate::ffi::call::{Object, Thrown};
use crate::ffi::value::Owned;
use engine::client::{Received, Sink};
use engine::{Error, Kind, Phase};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll};

impl Calls {
    pub(super) fn receive(
        &self,
        cx: &mut Context<'_>,
        this: Object,
        client: &Client,
    ) -> Result<Input, Thrown> {
        if let Some(failure) = client.overdue(Phase::Receive) {
            return Ok(Input::End(Some(failure)));
        }
        if self.is_datagram {
            // An empty one is no end.
            let whole = |bytes: &[u8]| Some(Owned::string(bytes));
            return self.receive_with(whole, cx, this);
        }
        self.receive_with(TextOrEnd, cx, this)
    }

    fn receive_with(
        &self,
        mut sink: impl Sink<Made = Option<Owned>> + Copy,
        cx: &mut Context<'_>,
        this: Object,
    ) -> Result<Input, Thrown> {
        loop {
            if !self.engine.has_inbox() {
                // What was met by looking only is told by the other one.
                let at_once =
                    if self.is_unsure.get() { None } else { self.engine.try_recv_into(CHUNK, sink) };
                let received = match at_once {
                    Some(received) => Poll::Ready(received),
                    None => once(self.engine.recv_into(CHUNK, self.limit, sink), cx),
                };
                return Ok(self.sort(received));
            }
            let packet = |bytes: &[u8]| sink.take(bytes);
            match once(self.engine.recv_packet(self.limit, packet), cx) {
                Poll::Ready(Ok(Received::Measure)) => {}
                Poll::Ready(Ok(Received::Packet(packet))) => return Ok(self.sort(Poll::Ready(Ok(packet)))),
                Poll::Ready(Err(failure)) => return Ok(Input::End(Some(failure))),
                Poll::Pending => return Ok(Input::Nothing),
            }
            if let Err(failure) = self.measure(this)? {
                return Ok(Input::End(Some(failure)));
            }
            if !self.may_receive() {
                return Ok(Input::Nothing);
            }
        }
    }

    /// What has come, or what that means which has not.
    fn sort(&self, received: Poll<Result<Option<Owned>, Error>>) -> Input {
        match received {
            Poll::Ready(Ok(Some(data))) => Input::Data(data),
            // Under DTLS it is the peer's close_notify.
            Poll::Ready(Ok(None)) => Input::End(None),
            // Such as that nobody listens there: of one datagram, not of the next.
            Poll::Ready(Err(failure)) if self.is_datagram && matches!(failure.kind, Kind::Io(_)) => {
                self.tell_later(News::Trouble(failure));
                Input::Nothing
            }
            Poll::Ready(Err(failure)) => Input::End(Some(failure)),
            Poll::Pending => Input::Nothing,
        }
    }

    /// Asks the script for the length of the packet at hand; it may wait, or close the client.
    fn measure(&self, this: Object) -> Result<Result<(), Error>, Thrown> {
        let head = match self.engine.head(Owned::string) {
            Ok(head) => head,
            Err(failure) => return Ok(Err(failure)),
        };
        self.is_measuring.set(true);
        let length = this.call_held(head);
        self.is_measuring.set(false);
        self.update();
        if self.stage.get() == Stage::Ended {
            return length.map(|_| Ok(()));
        }
        if length.is_err() {
            // Nobody can tell the packets apart, and asking again would throw again.
            let kind = Kind::BadFrame("package_length_func has thrown".into());
            self.end(Some(Error::new(Phase::Receive, kind).with_peer(&self.engine.peer())), &[]);
        }
        length.map(|length| self.engine.measured(length))
    }
}

/// Looks once whether `operation` is done: it loses nothing by being dropped.
fn once<F: Future>(operation: F, cx: &mut Context<'_>) -> Poll<F::Output> {
    let mut operation = pin!(operation);
    operation.as_mut().poll(cx)
}
