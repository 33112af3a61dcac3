//! The program; all of it is in the library's [`headcount::program`].

use std::process::ExitCode;

fn main() -> ExitCode {
    headcount::program::main(std::env::args_os()).into()
}
