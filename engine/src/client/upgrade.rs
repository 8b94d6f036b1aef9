//! The plaintext dialogue that connect() leads before TLS.

use super::open::refuse_plaintext;
use crate::error::{Error, Kind, Phase};
use crate::reactor::{CloseOnDrop, SourceId};
use crate::starttls::{Dialogue, Progress, Protocol, StartTls};
use crate::time::Deadline;
use crate::transport::{Transport, with_buffer};
use std::future::poll_fn;
use std::net::Ipv4Addr;
use std::task::ready;

/// What the server said in plaintext before TLS. Nobody vouches for it: whoever sits on the line can change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Greeting {
    /// The protocol of the dialogue.
    pub protocol: Protocol,
    /// The server's first words, as they came.
    pub text: Vec<u8>,
}

/// Replies are small; what does not fit is read next.
const CHUNK: usize = 4096;

/// Leads the dialogue over `source` up to where the TLS handshake has to follow, and gives it back then. It is
/// closed when that fails or is dropped.
pub(super) async fn negotiate(
    source: SourceId,
    start: &StartTls,
    host: &str,
    deadline: Deadline,
) -> Result<(SourceId, Greeting), Error> {
    let guard = CloseOnDrop::new(source);
    let local = source.with_socket(|socket| socket.local_addr().map(|local| local.ip()));
    let local = local.and_then(|local| local).unwrap_or_else(|_| Ipv4Addr::LOCALHOST.into());
    let mut dialogue = Dialogue::new(start, host, local);
    talk(source, &mut dialogue, deadline).await.map_err(|error| Error { phase: Phase::StartTls, ..error })?;
    Ok((guard.disarm(), Greeting { protocol: start.protocol, text: dialogue.into_greeting() }))
}

async fn talk(source: SourceId, dialogue: &mut Dialogue, deadline: Deadline) -> Result<(), Error> {
    let transport = Transport::Plain(source);
    let failed = |kind| Error::new(Phase::StartTls, kind);
    send(&transport, &dialogue.outgoing(), deadline).await?;
    loop {
        let progress = poll_fn(|cx| {
            with_buffer(CHUNK, |buffer| {
                Ok(match ready!(transport.poll_read(cx, buffer, deadline))? {
                    0 => Err(dialogue.ended()),
                    read => dialogue.receive(&buffer[..read]),
                })
                .into()
            })
        });
        let progress = progress.await?.map_err(|refusal| failed(Kind::StartTls(refusal.to_string())))?;
        if progress == Progress::Done {
            if dialogue.unread() > 0 {
                return Err(failed(Kind::PlaintextBuffered(dialogue.unread())));
            }
            // Looked at before anything else is sent: what is there cannot be an answer to that.
            refuse_plaintext(source).map_err(failed)?;
        }
        send(&transport, &dialogue.outgoing(), deadline).await?;
        if progress == Progress::Done {
            return Ok(());
        }
    }
}

async fn send(transport: &Transport, data: &[u8], deadline: Deadline) -> Result<(), Error> {
    let mut sent = 0;
    poll_fn(|cx| {
        while sent < data.len() {
            sent += ready!(transport.poll_write(cx, &data[sent..], deadline))?;
        }
        Ok(()).into()
    })
    .await
}
