//! The event loop contract between a realm and its host, engine neutral.
//!
//! Any thread may post a closure to a realm's [`Inbox`]; posting calls the *waker* that the host has set (`loop.call_soon_threadsafe(drain)` on
//! asyncio). The host then calls [`Realm::drain`](crate::engine::Realm::drain) on the realm's thread. Without a running loop the host blocks in
//! [`Realm::drain_until`](crate::engine::Realm::drain_until). Timers use the same inbox from one background thread. Nothing polls.

mod inbox;
mod timers;

pub use inbox::{EventLoop, Inbox};
pub use timers::TimerId;
