//! Long articles in windows that overlap at sentence ends, and the windows in batches of like length.

use std::ops::Range;

/// Pieces in a window, without the two special ones. models/train/transformer/windows.py has the same.
pub(super) const MOST: usize = 254;

/// Pieces in a batch, with what fills up its short rows.
const BATCH: usize = 4096;

/// Ranges of pieces that fit a window: `sentences`, those that are longer than `most` cut before a piece that begins a token where one is in
/// their second half.
pub(super) fn stretches(
    sentences: impl IntoIterator<Item = Range<usize>>,
    most: usize,
    begins: impl Fn(usize) -> bool,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for sentence in sentences {
        let mut start = sentence.start;
        while sentence.end - start > most {
            let end =
                (start + most / 2 + 1..=start + most).rev().find(|&at| begins(at)).unwrap_or(start + most);
            found.push(start..end);
            start = end;
        }
        if start < sentence.end {
            found.push(start..sentence.end);
        }
    }
    found
}

/// Windows as ranges of `stretches`: each takes as many as fit `most` pieces; the next one begins as far back as a quarter of `most`
/// allows.
pub(super) fn windows(stretches: &[Range<usize>], most: usize) -> Vec<Range<usize>> {
    let size = |window: Range<usize>| match stretches.get(window) {
        Some([first, .., last]) => last.end - first.start,
        Some([only]) => only.len(),
        _ => 0,
    };
    let (mut windows, mut start) = (Vec::new(), 0);
    while start < stretches.len() {
        let fit = (start + 1..=stretches.len()).take_while(|&end| size(start..end) <= most);
        let end = fit.last().unwrap_or(start + 1);
        windows.push(start..end);
        if end == stretches.len() {
            break;
        }
        let may_begin = |&at: &usize| size(at..end) <= most / 4 && size(at..end + 1) <= most;
        start = (start + 1..end).find(may_begin).unwrap_or(end);
    }
    windows
}

/// The window in which each stretch is read: where it has the most room, that is, the most pieces on its narrower side; of equals the
/// first.
pub(super) fn readers(stretches: &[Range<usize>], windows: &[Range<usize>]) -> Vec<usize> {
    let room = |window: &Range<usize>, at: usize| {
        let (first, last) = (stretches[window.start].start, stretches[window.end - 1].end);
        (stretches[at].start - first).min(last - stretches[at].end)
    };
    let mut readers = vec![usize::MAX; stretches.len()];
    for (number, window) in windows.iter().enumerate() {
        for at in window.clone() {
            let is_better = windows.get(readers[at]).is_none_or(|other| room(window, at) > room(other, at));
            if is_better {
                readers[at] = number;
            }
        }
    }
    readers
}

/// Batches of rows of like length: positions in `lengths`, the shortest first. A batch with its filling holds at most [`BATCH`] pieces, or
/// one row.
pub(super) fn batches(lengths: &[usize]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.sort_by_key(|&at| lengths[at]);
    let mut batches: Vec<Vec<usize>> = Vec::new();
    for at in order {
        match batches.last_mut().filter(|batch| (batch.len() + 1) * lengths[at] <= BATCH) {
            Some(batch) => batch.push(at),
            None => batches.push(vec![at]),
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stretches of these lengths.
    fn of(lengths: &[usize]) -> Vec<Range<usize>> {
        let mut at = 0;
        lengths
            .iter()
            .map(|length| {
                at += length;
                at - length..at
            })
            .collect()
    }

    #[test]
    fn a_long_sentence_is_cut_before_a_token() {
        assert_eq!(stretches([0..4, 4..4, 4..20], 10, |at| at % 4 == 3), [0..4, 4..11, 11..20]);
        let one = std::iter::once(0..25);
        assert_eq!(stretches(one, 10, |_| false), [0..10, 10..20, 20..25]);
    }

    #[test]
    fn windows_overlap_at_sentence_ends() {
        let all = of(&[4, 4, 2, 2, 6, 3]);
        let windows = windows(&all, 12);
        assert_eq!(windows, [0..4, 3..6]);
        // The fourth sentence has nothing behind it in the first window, and nothing before it in the second.
        assert_eq!(readers(&all, &windows), [0, 0, 0, 0, 1, 1]);
    }

    #[test]
    fn every_stretch_is_read_once_and_windows_fit() {
        for seed in 1..200_usize {
            let lengths: Vec<usize> = (1..=seed % 23 + 1).map(|at| at * seed * 7 % 20 + 1).collect();
            let all = of(&lengths);
            let windows = windows(&all, 20);
            for window in &windows {
                assert!(all[window.end - 1].end - all[window.start].start <= 20);
            }
            assert!(
                windows.windows(2).all(|pair| pair[0].start < pair[1].start && pair[1].start <= pair[0].end)
            );
            assert!(
                readers(&all, &windows).iter().enumerate().all(|(at, &number)| windows[number].contains(&at))
            );
        }
    }

    #[test]
    fn batches_hold_rows_of_like_length() {
        assert_eq!(batches(&[2000, 3, 1500, 5000]), [vec![1, 2], vec![0], vec![3]]);
        assert!(batches(&[]).is_empty());
    }
}
