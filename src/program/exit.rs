//! How the program ends.

use std::io;
use std::process::ExitCode;

/// The program's exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: everything that was asked for is done. Also when the reader of our output has closed the pipe.
    Done,
    /// 1: finished, but some article failed (or a figure is below the asked-for mark).
    SomeFailed,
    /// 2: could not start: a wrong option, a missing path, an output that cannot be written.
    CannotStart,
    /// 130: stopped by Ctrl-C, as shells count it.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::SomeFailed => 1,
            Self::CannotStart => 2,
            Self::Interrupted => 130,
        }
    }

    /// The end that an error which stopped the command leads to.
    pub(crate) fn after(error: &anyhow::Error) -> Self {
        if is_closed_pipe(error) { Self::Done } else { Self::CannotStart }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Whether the command ended because nobody reads its output any more (`headcount ... | head -1`): no fault.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// The error with its causes on one line; a cause that the message before it tells already is not told again.
pub(crate) fn told(error: &anyhow::Error) -> String {
    error.chain().fold(String::new(), |mut line, cause| {
        let cause = cause.to_string();
        if !line.ends_with(&cause) {
            let joint = if line.is_empty() { "" } else { ": " };
            line = line + joint + &cause;
        }
        line
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_anywhere_in_the_chain_is_a_quiet_end() {
        let closed = anyhow::Error::new(io::Error::from(io::ErrorKind::BrokenPipe)).context("writing");
        assert_eq!(Exit::after(&closed), Exit::Done);
        assert_eq!(Exit::after(&anyhow::anyhow!("no such path")), Exit::CannotStart);
    }

    #[test]
    fn causes_are_told_once() {
        let cause = || io::Error::other("full");
        let error = crate::Error::Io { path: "a.txt".into(), source: cause() };
        assert_eq!(told(&anyhow::Error::new(error).context("writing")), "writing: a.txt: full");
        assert_eq!(told(&anyhow::Error::new(cause()).context("writing")), "writing: full");
    }
}
