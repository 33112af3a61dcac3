//! Working memory that is kept between articles.

use std::sync::{Mutex, PoisonError};

/// A stock of `T`, as many as were ever in use at once. Threads that share a network each borrow their own.
#[derive(Debug, Default)]
pub struct Pool<T>(Mutex<Vec<T>>);

impl<T: Default> Pool<T> {
    /// Calls `work` with one of the stock, or with a new one where all are in use.
    pub fn lend<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let stock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut item = stock().pop().unwrap_or_default();
        let result = work(&mut item);
        stock().push(item);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_lent_comes_back() {
        let pool = Pool::<Vec<u8>>::default();
        pool.lend(|first| {
            first.push(1);
            pool.lend(|second| second.push(2));
            pool.lend(|second| assert_eq!(*second, [2]));
        });
        pool.lend(|first| assert_eq!(*first, [1]));
    }
}
