//! A run of the program.

use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value as Json;

/// What a run gave.
pub(crate) struct Run {
    /// Exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) bytes: Vec<u8>,
    /// Standard output where it is text, else empty.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Run {
    /// Exit code, standard output, standard error.
    pub(crate) fn told(self) -> (i32, String, String) {
        (self.code, self.stdout, self.stderr)
    }

    /// The records on standard output.
    pub(crate) fn records(&self) -> Vec<Json> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Their ids.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.records().iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
    }
}

/// Runs the program in `folder`.
pub(crate) fn run(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Run {
    let output =
        cargo_bin_cmd!("headcount").current_dir(folder).args(arguments).write_stdin(stdin).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout.clone()).unwrap_or_default(),
        bytes: output.stdout,
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
