//! The program: reads options, runs one command, turns its end into an exit code.

fn main() {}
