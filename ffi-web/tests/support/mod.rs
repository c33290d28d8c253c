//! What the tests share: reading case files, running them on the embedded engine and on Node, a loopback HTTP server.
#![allow(dead_code, reason = "each test program uses its part of what they share")]

pub mod cases;
pub mod engine;
pub mod node;
pub mod server;

/// The JavaScript helpers that every case may use.
pub const PRELUDE: &str = include_str!("prelude.js");
