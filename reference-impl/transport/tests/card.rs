//! Ways to a card, from both sides: what arrives, and which fault everything that can go wrong becomes.

#![allow(clippy::unwrap_used, reason = "a test states what must hold")]
#![cfg(unix)]

#[path = "card/at.rs"]
mod at;
#[path = "card/exec.rs"]
mod exec;
#[path = "card/framed.rs"]
mod framed;
#[path = "card/pcsc.rs"]
mod pcsc;
#[path = "card/script.rs"]
mod script;
