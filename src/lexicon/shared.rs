//! What is read from an embedded list once in a process, whoever asks for it.

use std::sync::{Mutex, OnceLock, PoisonError};

use crate::error::Error;

/// A place for a `T` that never changes: several rooms see the same words by it, and every pipeline of a process.
#[derive(Debug)]
pub struct Shared<T> {
    read: OnceLock<T>,
    /// Held by the thread that reads: others wait for it and do not read the same.
    reading: Mutex<()>,
}

impl<T> Shared<T> {
    /// A place that is still empty.
    pub const fn empty() -> Self {
        Self { read: OnceLock::new(), reading: Mutex::new(()) }
    }

    /// What is there; the first to ask puts it there by `read`.
    ///
    /// # Errors
    /// Those of `read`; the next to ask then tries again.
    pub fn get(&self, read: impl FnOnce() -> Result<T, Error>) -> Result<&T, Error> {
        if let Some(known) = self.read.get() {
            return Ok(known);
        }
        let _alone = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = self.read.get() {
            return Ok(known);
        }
        let new = read()?;
        Ok(self.read.get_or_init(|| new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_once_and_again_after_an_error() {
        let place = Shared::empty();
        let fault = || Err(Error::Model { file: "x.tsv", place: "line 1".into(), cause: "empty".into() });
        assert!(place.get(fault).is_err());
        assert_eq!(place.get(|| Ok(1)).unwrap(), &1);
        assert_eq!(place.get(|| Ok(2)).unwrap(), &1);
    }
}
