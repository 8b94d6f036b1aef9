//! Coroutines: contexts on which PHP code runs, and who runs next.
//!
//! There is no scheduler context. Whoever parks drives executor and reactor on its own stack and then
//! switches straight to the next one that is ready, perhaps to itself without any switch. `{main}` is
//! coroutine 0 and waits like all others.
//!
//! ```text
//!   scheduler  the table of coroutines, park, switch, create, resume
//!   ending     deadlock, kill, what happens when script and request end
//! ```

pub mod ending;
pub mod scheduler;
