//! The hash that picks rows of an embedding table.

/// Four pseudo-random numbers for `value`: `MurmurHash3_x64_128` of its eight bytes, cut in four.
/// As `hash_uint64` of thinc (`HashEmbed`) computes it.
pub fn four(value: u64, seed: u32) -> [u32; 4] {
    let seed = u64::from(seed);
    let mixed = value.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    // Both halves take in the length of the key, eight bytes.
    let (mut low, mut high) = (mixed ^ seed ^ 8, seed ^ 8);
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    (low, high) = (finish(low), finish(high));
    low = low.wrapping_add(high);
    high = high.wrapping_add(low);
    [low as u32, (low >> 32) as u32, high as u32, (high >> 32) as u32]
}

const fn finish(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_those_that_the_tables_were_trained_with() {
        assert_eq!(four(0, 8), [0; 4]);
        assert_eq!(four(0, 13), [1_041_741_114, 1_039_425_791, 1_457_952_615, 394_743_738]);
        let the = 7_425_985_699_627_899_538;
        assert_eq!(four(the, 8), [2_332_737_498, 1_315_472_909, 1_351_622_599, 1_973_209_364]);
        assert_eq!(four(the, 13), [485_591_046, 3_781_644_325, 1_952_296_991, 2_610_584_899]);
    }
}
