//! A fault of the program in one article is that article's error, not the end of the batch.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Where and why this thread last panicked, while it works on an article.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
    static GUARDED: RefCell<bool> = const { RefCell::new(false) };
}

/// From now on a panic inside [`catch`] prints nothing: its message goes into the article's error.
pub(crate) fn keep_panics_for_their_articles() {
    static DONE: Once = Once::new();
    DONE.call_once(hook);
}

fn hook() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if GUARDED.with_borrow(|guarded| *guarded) {
            let place =
                panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
            LAST.set(Some(format!("{}{place}", cause(panic.payload()))));
        } else {
            usual(panic);
        }
    }));
}

/// The message of `panic!`, which is a literal or a formatted text.
fn cause(payload: &dyn Any) -> &str {
    let literal = || payload.downcast_ref::<&str>().copied();
    payload.downcast_ref::<String>().map(String::as_str).or_else(literal).unwrap_or("unknown cause")
}

/// What `work` returns, or what it panicked with.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    GUARDED.set(true);
    // The pipeline is only read, and a half-made annotation is dropped: nothing broken can be seen afterwards.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    result.map_err(|_| LAST.take().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_message_with_its_place() {
        keep_panics_for_their_articles();
        let nothing: &[u8] = &[];
        let message = catch(|| nothing[nothing.len()]).unwrap_err();
        assert!(message.contains("index out of bounds") && message.contains("guard.rs"), "{message}");
        assert_eq!(catch(|| 7), Ok(7));
    }
}
