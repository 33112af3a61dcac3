//! The program from outside, command by command.
#![allow(clippy::unwrap_used)] // in helpers of tests, too, a panic is the message

mod cli;
mod evaluate;
mod exchange;
mod first;
mod inspect;
mod run;
mod shards;
