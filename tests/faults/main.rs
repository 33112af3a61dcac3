//! The program where something around it goes wrong: kills, full disks, odd terminals and pipes, hostile sizes.
#![allow(clippy::unwrap_used)] // in helpers of tests, too, a panic is the message
#![cfg(unix)]

#[cfg(target_os = "linux")]
mod growth;
mod kills;
mod manners;
