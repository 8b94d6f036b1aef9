//! What hickory asks of its surroundings. The exchange with the servers is [`Servers`]' own, so the runtime is
//! there because a trait names it; its timers work, and sockets it has none.

use super::servers::Servers;
use crate::executor;
use crate::reactor::sleep;
use crate::time::Deadline;
use futures_io::{AsyncRead, AsyncWrite};
use hickory_resolver::net::runtime::{DnsTcpStream, DnsUdpSocket, RuntimeProvider, Spawn, Time};
use hickory_resolver::net::xfer::{DnsHandle, DnsResponseStream};
use hickory_resolver::proto::op::{DnsRequest, DnsRequestOptions, Query};
use std::future::{Future, poll_fn, ready};
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

impl DnsHandle for Servers {
    type Response = DnsResponseStream;
    type Runtime = Runtime;

    /// As the options are the same for all, the question alone is enough.
    fn lookup(&self, query: Query, _: DnsRequestOptions) -> Self::Response {
        Box::pin(self.clone().ask(query)).into()
    }

    fn send(&self, mut request: DnsRequest) -> Self::Response {
        match request.queries.pop() {
            Some(query) => self.lookup(query, *request.options()),
            None => Box::pin(ready(Err("no question".into()))).into(),
        }
    }
}

/// This thread's reactor and executor.
#[derive(Clone, Copy)]
pub(super) struct Runtime;

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

impl RuntimeProvider for Runtime {
    type Handle = Self;
    type Timer = Self;
    type Udp = NoSocket;
    type Tcp = NoSocket;

    fn create_handle(&self) -> Self {
        *self
    }

    fn connect_tcp(
        &self,
        _: SocketAddr,
        _: Option<SocketAddr>,
        _: Option<Duration>,
    ) -> Boxed<'static, io::Result<NoSocket>> {
        Box::pin(ready(Err(io::ErrorKind::Unsupported.into())))
    }

    fn bind_udp(&self, _: SocketAddr, _: SocketAddr) -> Boxed<'static, io::Result<NoSocket>> {
        Box::pin(ready(Err(io::ErrorKind::Unsupported.into())))
    }
}

impl Spawn for Runtime {
    fn spawn_bg(&mut self, future: impl Future<Output = ()> + Send + 'static) {
        executor::spawn(future);
    }
}

// Written out as the trait's macro expands them.
impl Time for Runtime {
    fn delay_for<'a>(duration: Duration) -> Boxed<'a, ()> {
        Box::pin(sleep(Deadline::after(duration)))
    }

    fn timeout<'a, F>(duration: Duration, future: F) -> Boxed<'a, io::Result<F::Output>>
    where
        F: Future + Send + 'static + 'a,
    {
        Box::pin(async move {
            let (mut future, mut end) = (pin!(future), pin!(sleep(Deadline::after(duration))));
            poll_fn(|cx| match future.as_mut().poll(cx) {
                Poll::Ready(output) => Poll::Ready(Ok(output)),
                Poll::Pending => end.as_mut().poll(cx).map(|()| Err(io::ErrorKind::TimedOut.into())),
            })
            .await
        })
    }
}

/// A socket that hickory opens: there is none.
pub(super) enum NoSocket {}

impl DnsUdpSocket for NoSocket {
    type Time = Runtime;

    fn poll_recv_from(&self, _: &mut Context<'_>, _: &mut [u8]) -> Poll<io::Result<(usize, SocketAddr)>> {
        match *self {}
    }

    fn poll_send_to(&self, _: &mut Context<'_>, _: &[u8], _: SocketAddr) -> Poll<io::Result<usize>> {
        match *self {}
    }
}

impl DnsTcpStream for NoSocket {
    type Time = Runtime;
}

impl AsyncRead for NoSocket {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut [u8]) -> Poll<io::Result<usize>> {
        match *self {}
    }
}

impl AsyncWrite for NoSocket {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
        match *self {}
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        match *self {}
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        match *self {}
    }
}
