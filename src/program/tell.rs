//! Lines on standard error.
//!
//! What they quote may come from anywhere, so nothing in them steers the terminal; and a standard error that is closed or full is
//! no reason to stop: the articles and the exit code are what counts.

use std::borrow::Cow;
use std::io::{self, Write as _};

use crate::output::terminal::plain;

/// Bytes of a message at most; longer ones are cut in the middle.
const MOST: usize = 4000;

/// Tells `message` under the program's name.
pub(crate) fn say(message: &str) {
    line(&format!("headcount: {}", short(&plain(message))));
}

/// Writes a line that is safe already.
pub(crate) fn line(text: &str) {
    // There is no one left to tell that nobody can be told anything.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// `message`, cut in the middle where it is long: ends of messages say what to do.
pub(crate) fn short(message: &str) -> Cow<'_, str> {
    if message.len() <= MOST {
        return Cow::Borrowed(message);
    }
    let is_boundary = |&at: &usize| message.is_char_boundary(at);
    let start = (0..=MOST / 2).rev().find(is_boundary).unwrap_or_default();
    let end = (message.len() - MOST / 2..message.len()).find(is_boundary).unwrap_or(message.len());
    Cow::Owned(format!("{} ... {}", &message[..start], &message[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_keeps_both_ends() {
        let long = format!("start{}end", "\u{e9}".repeat(5000));
        let cut = short(&long);
        assert!(cut.len() < MOST + 10 && cut.starts_with("start") && cut.ends_with("end"));
        assert_eq!(short("as it is"), "as it is");
    }
}
