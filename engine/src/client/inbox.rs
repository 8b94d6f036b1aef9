//! What a connection has received and its owner has not: bytes, and the machine that cuts them.

use crate::error::{Error, Kind, Partial, Phase};
use crate::frame::buffer::{Buffer, CHUNK};
use crate::frame::{Framing, Machine, Progress};
use crate::net::fork;
use std::cell::{Cell, RefCell};

/// Received bytes, cut into packets where framing is on.
#[derive(Default)]
pub(super) struct Inbox {
    pub(super) buffer: Buffer,
    machine: Option<Machine>,
    /// The process that has received it: a forked child inherits the bytes, but not the connection.
    generation: u32,
}

impl Inbox {
    /// Bytes were received.
    pub(super) fn filled(&mut self) {
        self.generation = fork::generation();
    }

    /// Sees what is there.
    #[inline]
    pub(super) fn look(&mut self) -> Result<Progress, Kind> {
        let unread = self.buffer.unread();
        match &mut self.machine {
            Some(machine) => machine.look(unread),
            None if unread.is_empty() => Ok(Progress::More),
            None => Ok(Progress::Packet(unread.len().min(CHUNK))),
        }
    }

    /// Takes the first `length` bytes, a packet, away.
    #[inline]
    pub(super) fn take(&mut self, length: usize) {
        self.buffer.consume(length);
        if let Some(machine) = &mut self.machine {
            machine.taken();
        }
    }

    /// The most that the packet at the front may have.
    pub(super) fn wanted(&self) -> usize {
        let machine = self.machine.as_ref();
        machine.map_or(CHUNK, |machine| machine.expected().unwrap_or_else(|| machine.framing().limit))
    }

    /// What there is of an unfinished packet.
    pub(super) fn partial(&self) -> Option<Partial> {
        let received = self.buffer.unread().len();
        let expected = self.machine.as_ref().and_then(Machine::expected);
        (received > 0).then_some(Partial { received, expected })
    }

    /// Shows the head of a packet whose length somebody else tells.
    pub(super) fn head(&self) -> &[u8] {
        self.machine.as_ref().map_or(&[], |machine| machine.head(self.buffer.unread()))
    }

    pub(super) fn measured(&mut self, length: i64) -> Result<(), Kind> {
        let unread = self.buffer.unread();
        self.machine.as_mut().map_or(Ok(()), |machine| machine.measured(length, unread))
    }

    /// Forgets what was received; the framing stays for the next connection.
    fn clear(&mut self) {
        self.buffer.clear();
        if let Some(machine) = &mut self.machine {
            machine.taken();
        }
    }

    /// Whether it makes a difference: else a receive need not look at it.
    fn is_in_use(&self) -> bool {
        self.machine.is_some() || !self.buffer.unread().is_empty()
    }
}

/// Where a client keeps its inbox.
///
/// It is taken out while somebody works with it: should they never come back (PHP's bailout jumps over the
/// frame), it is missing from then on, which is noticed, where a torn packet would not be.
#[derive(Default)]
pub(super) struct InboxSlot {
    inbox: Cell<Option<Box<Inbox>>>,
    in_use: Cell<bool>,
    framing: RefCell<Option<Box<Framing>>>,
}

/// An inbox that goes back into its slot.
pub(super) struct Lent<'a> {
    slot: &'a InboxSlot,
    inbox: Option<Box<Inbox>>,
}

impl InboxSlot {
    /// Whether receiving begins here.
    pub(super) fn is_in_use(&self) -> bool {
        self.in_use.get()
    }

    /// Takes the inbox out.
    pub(super) fn lend(&self) -> Result<Lent<'_>, Error> {
        let inbox = self.inbox.take();
        if inbox.is_none() && self.in_use.get() {
            return Err(Error::new(
                Phase::Receive,
                Kind::NotConnected("a receive was torn off by a fatal error"),
            ));
        }
        Ok(Lent { slot: self, inbox: Some(inbox.unwrap_or_default()) })
    }

    /// Hands out a packet that is there as a whole. `None` for whatever else there is, errors included.
    #[inline(always)] // As `Machine::find`, whoever calls it.
    pub(super) fn take_ready<T>(&self, sink: impl FnOnce(&[u8]) -> T) -> Option<T> {
        let mut taken = self.inbox.take()?;
        let Inbox { buffer, machine, generation } = &mut *taken;
        let mut made = None;
        if *generation == fork::current()
            && let Some(machine) = machine
        {
            let unread = buffer.unread();
            if let Ok(Progress::Packet(length)) = machine.find(unread) {
                machine.taken();
                made = Some(sink(&unread[..length]));
                buffer.consume(length);
            }
        }
        self.inbox.set(Some(taken));
        made
    }

    /// How the stream is cut from the next byte on that is not taken yet.
    pub(super) fn set_framing(&self, framing: Option<Framing>) {
        if let Ok(mut inbox) = self.lend()
            && inbox.machine.as_ref().map(Machine::framing) != framing.as_ref()
        {
            inbox.machine = framing.clone().map(Machine::new);
        }
        *self.framing.borrow_mut() = framing.map(Box::new);
    }

    /// Bytes have come in that nobody has asked for.
    ///
    /// # Errors
    /// As [`InboxSlot::lend`].
    pub(super) fn add(&self, bytes: &[u8]) -> Result<(), Error> {
        if bytes.is_empty() {
            return Ok(());
        }
        let mut inbox = self.lend()?;
        inbox.buffer.add(bytes);
        inbox.buffer.rest();
        inbox.filled();
        Ok(())
    }

    /// Bytes that are there.
    pub(super) fn unread(&self) -> usize {
        if !self.in_use.get() {
            return 0;
        }
        self.lend().map_or(0, |inbox| inbox.buffer.unread().len())
    }

    /// Another stream begins, or none.
    pub(super) fn clear(&self) {
        if !self.in_use.get() {
            return;
        }
        match self.lend() {
            Ok(mut inbox) => inbox.clear(),
            Err(_) => {
                let machine = self.framing.borrow().as_deref().cloned().map(Machine::new);
                drop(Lent { slot: self, inbox: Some(Box::new(Inbox { machine, ..Inbox::default() })) });
            }
        }
    }
}

impl std::ops::Deref for Lent<'_> {
    type Target = Inbox;

    fn deref(&self) -> &Inbox {
        self.inbox.as_ref().expect("it is there until the drop")
    }
}

impl std::ops::DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Inbox {
        self.inbox.as_mut().expect("it is there until the drop")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let inbox = self.inbox.take().filter(|inbox| inbox.is_in_use());
        self.slot.in_use.set(inbox.is_some());
        self.slot.inbox.set(inbox);
    }
}
