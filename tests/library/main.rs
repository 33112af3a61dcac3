//! The library: laws for any input, cases that anyone can read, comparisons with the engine's origin.
#![allow(clippy::unwrap_used)] // in helpers of tests, too, a panic is the message

mod cases;
mod damage;
mod golden;
mod input_laws;
mod laws;
mod long;
mod names;
mod quantities;
mod snapshots;
