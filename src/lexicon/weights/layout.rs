//! How weights lie in memory: a table of a list's rows by the hash of their features.
//!
//! The standard library alone, because `build.rs` compiles this file, too: it makes the tables of the lists that the program
//! embeds, so that nothing is parsed at start (116,000 rows took a third of it).

/// Four bytes of a table: a number, the least byte first on every processor.
pub(super) type Word = [u8; 4];

/// Words before the slots: the hash of the columns' names in two, the number of slots, and one that is free.
pub(super) const HEAD: usize = 4;
/// How many bits that say what is listed there are for a slot; a power of two.
pub(super) const SPARSE: usize = 8;

/// No feature has this mark.
pub(super) const FREE: u32 = 0;

/// A fault of a list: its line and what is wrong there.
pub(super) type Fault = (usize, String);

/// Makes a table of a list: a header, then a feature, its parts joined by `|`, and its weights in every row.
///
/// Behind [`HEAD`] words stand the slots, a mark ([`mark`]) and the weights each; a feature stands in the first free slot from
/// its home on, and half of the slots are free. Then the bits of [`bit`], a word for 32.
///
/// # Errors
/// When there is no header, a row has not as many fields as it or no feature, a weight is no number, or a feature is listed twice.
pub(super) fn compile(text: &str) -> Result<Vec<Word>, Fault> {
    let mut rows = (1..).zip(text.lines()).filter(|(_, row)| !row.trim().is_empty() && !row.starts_with('#'));
    let (_, header) = rows.next().ok_or_else(|| (1, "the list is empty".to_owned()))?;
    let columns: Vec<&str> = header.split('\t').map(str::trim).collect();
    let (stride, count) = (columns.len(), rows.clone().count() + 1);
    let slots = (count * 2 - count / 2).next_power_of_two();
    let mut table = vec![[0; 4]; HEAD + slots * stride + (slots * SPARSE).div_ceil(32)];
    let names = hash(&columns);
    table[..HEAD]
        .copy_from_slice(&[names as u32, (names >> 32) as u32, slots as u32, 0].map(u32::to_le_bytes));
    for (line, row) in rows {
        insert(&mut table, (stride, slots), row).map_err(|cause| (line, cause))?;
    }
    Ok(table)
}

/// Stores a row in a table of `slots` slots of `stride` words.
fn insert(table: &mut [Word], (stride, slots): (usize, usize), row: &str) -> Result<(), String> {
    let mut fields = row.split('\t').map(str::trim);
    let feature = fields.next().unwrap_or_default();
    let hash = hash(&[feature]);
    let at = find(&table[HEAD..], (stride, slots), hash);
    let slot = &mut table[HEAD + at * stride..][..stride];
    if slot[0] != FREE.to_le_bytes() {
        return Err(format!("{feature} is listed twice"));
    }
    slot[0] = mark(hash).to_le_bytes();
    for place in &mut slot[1..] {
        let weight: f32 =
            fields.next().unwrap_or_default().parse().map_err(|error| format!("no weight: {error}"))?;
        *place = weight.to_le_bytes();
    }
    if fields.next().is_some() {
        return Err(format!("more fields than the {stride} that are named"));
    }
    let (word, bit) = bit(slots, hash);
    let listed = &mut table[HEAD + slots * stride + word];
    *listed = (u32::from_le_bytes(*listed) | bit).to_le_bytes();
    Ok(())
}

/// The slot of the feature with this hash, or the free one where it belongs, in `slots` slots of `stride` words. There is
/// always a free one.
#[inline]
pub(super) fn find(table: &[Word], (stride, slots): (usize, usize), hash: u64) -> usize {
    let (mark, last) = (mark(hash), slots - 1);
    let mut at = hash as usize & last;
    loop {
        let found = u32::from_le_bytes(table[at * stride]);
        if found == mark || found == FREE {
            return at;
        }
        at = (at + 1) & last;
    }
}

/// The word of the bits behind `slots` slots, and the bit in it, that stand for the feature with this hash.
#[inline]
pub(super) fn bit(slots: usize, hash: u64) -> (usize, u32) {
    let at = hash as usize & (slots * SPARSE - 1);
    (at / 32, 1 << (at % 32))
}

/// The bits of a hash that a slot remembers; none are those of a free one.
#[inline]
const fn mark(hash: u64) -> u32 {
    (hash >> 32) as u32 | 1
}

/// A hash of the name whose parts are joined by `|`: a part that holds such a sign counts as several.
///
/// Every part is read eight bytes at a time with the sign behind it, and each word of eight is mixed in by the two halves of
/// a product, as wyhash does it (<https://github.com/wangyi-fudan/wyhash>).
#[inline]
pub(super) fn hash(parts: &[&str]) -> u64 {
    mix(mix_parts(0, parts), 0)
}

/// Mixes in each part. The one place that calls [`mix_part`], which is then compiled into the loop.
fn mix_parts(mut state: u64, parts: &[&str]) -> u64 {
    for part in parts {
        state = match mix_part(state, part.as_bytes()) {
            (_, true) => part.split('|').fold(state, |state, piece| mix_parts(state, &[piece])),
            (state, false) => state,
        };
    }
    state
}

/// Mixes in `part`, and whether a `|` is in it.
#[inline]
fn mix_part(mut state: u64, part: &[u8]) -> (u64, bool) {
    let (words, rest) = part.as_chunks();
    let mut has_bar = false;
    for word in words {
        let word = u64::from_le_bytes(*word);
        has_bar |= holds_bar(word);
        state = mix(state, word);
    }
    let last = last_word(part, rest.len());
    (mix(state, last | u64::from(b'|') << (8 * rest.len())), has_bar | holds_bar(last))
}

/// The last `count` bytes of `part`, less than eight, as a number, without a loop.
#[inline]
fn last_word(part: &[u8], count: usize) -> u64 {
    if count == 0 {
        0
    } else if let Some(word) = part.last_chunk() {
        u64::from_le_bytes(*word) >> (64 - 8 * count)
    } else if let (Some(first), Some(last)) = (part.first_chunk(), part.last_chunk()) {
        // The halves overlap in equal bytes.
        let last = u64::from(u32::from_le_bytes(*last)) << (8 * (count - 4));
        u64::from(u32::from_le_bytes(*first)) | last
    } else {
        let byte = |at: usize| u64::from(part[at]) << (8 * at);
        byte(0) | byte(count / 2) | byte(count - 1)
    }
}

/// Whether a byte of `word` is a `|`
/// (<https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord>).
#[inline]
const fn holds_bar(word: u64) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    let zeros = word ^ (ONES * b'|' as u64);
    zeros.wrapping_sub(ONES) & !zeros & (ONES << 7) != 0
}

#[inline]
const fn mix(state: u64, word: u64) -> u64 {
    // Odd, its bits look random: the golden ratio's.
    let product = (state ^ word ^ 0x2d35_8dcc_aa6c_78a5) as u128 * 0x9e37_79b9_7f4a_7c15_u128;
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_signs_between_them_name_the_same_feature() {
        let pieces =
            ["", "a", "ab", "abc", "abcd", "abcdefg", "abcdefgh", "abcdefghi", "é", "abcdefghijklmnopq"];
        for one in pieces {
            for other in pieces {
                let joined = format!("{one}|{other}|x");
                assert_eq!(hash(&[&joined]), hash(&[one, other, "x"]), "{joined}");
                assert_eq!(hash(&[&format!("{one}|{other}"), "x"]), hash(&[one, other, "x"]), "{joined}");
                assert_ne!(hash(&[&format!("{one}{other}"), "x"]), hash(&[one, other, "x"]), "{joined}");
            }
        }
        let mut hashes: Vec<u64> = pieces.iter().map(|piece| hash(&[piece])).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), pieces.len());
    }
}
