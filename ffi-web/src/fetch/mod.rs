//! Fetching.

#[cfg(feature = "http")]
pub mod client;
pub mod exchange;
pub mod pipe;
pub mod redirect;
pub mod transport;
