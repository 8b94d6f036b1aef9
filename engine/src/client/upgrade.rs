//! The plaintext dialogue that connect() leads before TLS.

use super::open::refuse_plaintext;
use crate::activity::during;
use crate::error::{Error, Kind, Phase};
use crate::reactor::CloseOnDrop;
use crate::starttls::{Dialogue, Progress, Protocol, StartTls};
use crate::time::Deadline;
use crate::transport::{Lower, Transport, with_buffer};
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

/// Leads the dialogue over `lower` up to where the TLS handshake has to follow. It is closed when that fails or
/// is dropped.
pub(super) async fn negotiate(
    lower: &Lower,
    start: &StartTls,
    host: &str,
    deadline: Deadline,
) -> Result<Greeting, Error> {
    let source = lower.source();
    let guard = CloseOnDrop::new(source);
    let local = source.with_socket(|socket| socket.local_addr()).and_then(|local| local);
    let local = local.ok().and_then(|local| local.as_socket());
    let local = local.map_or_else(|| Ipv4Addr::LOCALHOST.into(), |local| local.ip());
    let mut dialogue = Dialogue::new(start, host, local);
    let talked = during(Phase::StartTls, talk(lower, &mut dialogue, deadline)).await;
    talked.map_err(|mut error| {
        error.phase = Phase::StartTls;
        error
    })?;
    guard.disarm();
    Ok(Greeting { protocol: start.protocol, text: dialogue.into_greeting() })
}

async fn talk(lower: &Lower, dialogue: &mut Dialogue, deadline: Deadline) -> Result<(), Error> {
    let transport = Transport::Plain(lower.clone());
    let failed = |kind| Error::new(Phase::StartTls, kind);
    transport.send_all(&dialogue.outgoing(), deadline).await?;
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
            refuse_plaintext(lower).map_err(failed)?;
        }
        transport.send_all(&dialogue.outgoing(), deadline).await?;
        if progress == Progress::Done {
            return Ok(());
        }
    }
}
