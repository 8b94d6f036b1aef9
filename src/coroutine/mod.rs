//! Coroutines: contexts on which PHP code runs, and who runs next.
//!
//! There is no scheduler context. Whoever parks drives executor and reactor on its own stack and then
//! switches straight to the next one that is ready, perhaps to itself without any switch. `{main}` is
//! coroutine 0 and waits like all others.
//!
//! ```text
//!   ending     deadlock, kill, what happens when script and request end
//!   group      all(), any(), race(), timeout(), scopes: tasks that are waited for, or cancelled, together
//!   joining    join()
//!   scope      run(): wait for children, keep what they throw
//!   bounds     what makes the waits of one coroutine end early
//!   timers     calls at a time, and which of them are due
//!   waitqueue  waits that other coroutines end: channels, locks
//!   report     what is to be seen of them: who waits for what
//!   watches    calls when descriptors of others are ready
//!   event_loop the loop as Event shows it
//!   delivery   calls that no coroutine makes: each gets one of its own
//!   source     what has such calls to make from time to time, when something has come from outside
//!   scheduler  park, switch, create, resume
//!   table      who there is, in which state, who is next
//! ```

pub mod bounds;
pub mod delivery;
pub mod ending;
pub mod event_loop;
pub mod group;
pub mod joining;
pub mod report;
pub mod scheduler;
pub mod scope;
pub mod source;
pub mod table;
pub mod timers;
pub mod waitqueue;
pub mod watches;
