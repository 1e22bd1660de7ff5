//! Binary fuse filters, after [Graf and Lemire]: sets that take 2.25 bytes a key where there are
//! millions, a little more where there are few, and that hold one in 65,536 of all other keys.
//!
//! It is written out here, for these filters are a file format: which place of the file a key
//! belongs to must not change with a dependency, and three places are read without the rest.
//!
//! [Graf and Lemire]: https://arxiv.org/abs/2201.01174

use std::io;

/// What the places of a key in a filter depend on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Shape {
    pub(super) seed: u64,
    /// How many fingerprints there are; none in a filter without keys.
    pub(super) slots: u32,
    /// How many of them make a segment: a power of two. The places of a key lie in three segments
    /// that follow each other.
    pub(super) segment: u32,
}

impl Shape {
    pub(super) const EMPTY: Self = Self {
        seed: 0,
        slots: 0,
        segment: 0,
    };

    /// Whether every key has three places within the slots.
    pub(super) const fn is_valid(&self) -> bool {
        if self.slots == 0 {
            return self.segment == 0;
        }
        self.segment.is_power_of_two()
            && self.segment <= LARGEST_SEGMENT
            && self.slots % self.segment == 0
            && self.slots / self.segment >= 3
    }

    /// Whether the key is in the filter, whose slots are read one by one.
    pub(super) fn contains(
        &self,
        key: u64,
        mut slot: impl FnMut(u32) -> io::Result<u16>,
    ) -> io::Result<bool> {
        if self.slots == 0 {
            return Ok(false);
        }
        let hash = self.hash(key);
        let [a, b, c] = self.places(hash);
        Ok(slot(a)? ^ slot(b)? ^ slot(c)? == fingerprint(hash))
    }

    /// The filter for these keys, each of which is given once.
    ///
    /// Nothing, if no seed will do; that has not been seen where the keys differ.
    pub(super) fn build(keys: &[u64]) -> Option<(Self, Vec<u16>)> {
        if keys.is_empty() {
            return Some((Self::EMPTY, Vec::new()));
        }
        (0..SEEDS).find_map(|attempt| {
            let shape = Self::of(keys.len(), attempt)?;
            let slots = shape.fill(keys)?;
            Some((shape, slots))
        })
    }

    /// The shape for so many keys; a little larger after each few attempts.
    fn of(keys: usize, attempt: u32) -> Option<Self> {
        let keys = (keys as f64).max(2.0);
        let exponent = keys.ln() / 3.33_f64.ln() + 2.25;
        let segment = 2_f64.powf(exponent.floor()).min(f64::from(LARGEST_SEGMENT));
        let spread = (0.875 + 0.25 * 1e6_f64.ln() / keys.ln()).max(1.125);
        let patience = 1.0 + f64::from(attempt / 8) / 16.0;
        let segments = (keys * spread * patience / segment).ceil().max(3.0);
        let slots = segments * segment;
        (slots <= f64::from(u32::MAX)).then(|| Self {
            seed: mix(u64::from(attempt) + 1),
            slots: slots as u32,
            segment: segment as u32,
        })
    }

    /// The slots, such that the three of each key make its fingerprint; if this seed will do.
    ///
    /// A slot that only one key needs can be set last. What is left without that key has such a
    /// slot again, so all keys are lined up from the last to the first.
    fn fill(&self, keys: &[u64]) -> Option<Vec<u16>> {
        let size = self.slots as usize;
        // For each slot, how many keys need it, and their hashes over each other.
        let mut needs = vec![(0_u32, 0_u64); size];
        for key in keys {
            let hash = self.hash(*key);
            for place in self.places(hash) {
                let (count, hashes) = needs.get_mut(place as usize)?;
                *count += 1;
                *hashes ^= hash;
            }
        }
        let mut alone: Vec<u32> = (0..self.slots)
            .filter(|place| {
                needs
                    .get(*place as usize)
                    .is_some_and(|(count, _)| *count == 1)
            })
            .collect();
        let mut line = Vec::with_capacity(keys.len());
        while let Some(place) = alone.pop() {
            let (1, hash) = *needs.get(place as usize)? else {
                continue;
            };
            line.push((hash, place));
            for other in self.places(hash) {
                let (count, hashes) = needs.get_mut(other as usize)?;
                *count -= 1;
                *hashes ^= hash;
                if *count == 1 {
                    alone.push(other);
                }
            }
        }
        if line.len() != keys.len() {
            return None;
        }
        drop(needs);

        let mut slots = vec![0; size];
        for (hash, place) in line.into_iter().rev() {
            let mut value = fingerprint(hash);
            for other in self.places(hash) {
                value ^= slots.get(other as usize)?;
            }
            *slots.get_mut(place as usize)? = value;
        }
        Some(slots)
    }

    const fn hash(&self, key: u64) -> u64 {
        mix(key.wrapping_add(self.seed))
    }

    /// Three different slots, in three segments side by side.
    const fn places(&self, hash: u64) -> [u32; 3] {
        let firsts = self.slots as u64 - 2 * self.segment as u64;
        let mask = self.segment as u64 - 1;
        let first = ((hash as u128 * firsts as u128) >> 64) as u64;
        let second = (first + self.segment as u64) ^ (hash >> 18 & mask);
        let third = (first + 2 * self.segment as u64) ^ (hash & mask);
        [first as u32, second as u32, third as u32]
    }
}

const fn fingerprint(hash: u64) -> u16 {
    (hash ^ hash >> 32) as u16
}

/// Spreads each bit over all: the finalizer of MurmurHash3, of which no two inputs meet.
const fn mix(value: u64) -> u64 {
    let mut hash = value;
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    hash ^ hash >> 33
}

const LARGEST_SEGMENT: u32 = 1 << 18;
const SEEDS: u32 = 128;

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(count: u64) -> Vec<u64> {
        (0..count).map(|n| mix(n ^ 0xABCD_0000_0000)).collect()
    }

    fn contains(shape: Shape, slots: &[u16], key: u64) -> bool {
        let slot = |place: u32| Ok(slots[place as usize]);
        shape.contains(key, slot).unwrap()
    }

    #[test]
    fn every_key_is_found_in_sets_of_all_sizes() {
        for count in (0..60).chain([100, 1000, 4097, 50_000]) {
            let keys = keys(count);
            let (shape, slots) = Shape::build(&keys).unwrap();
            assert!(shape.is_valid(), "{shape:?}");
            assert_eq!(slots.len(), shape.slots as usize);
            for key in &keys {
                assert!(contains(shape, &slots, *key), "{count}");
            }
        }
    }

    #[test]
    fn few_others_are_found_and_a_key_takes_little_more_than_two_bytes() {
        let keys = keys(50_000);
        let (shape, slots) = Shape::build(&keys).unwrap();
        let others = (0..1_000_000).map(|n| mix(n ^ 0x1234_0000_0000_0000));
        let found = others.filter(|key| contains(shape, &slots, *key)).count();
        // A million in 65,536 are 15.
        assert!((1..60).contains(&found), "{found}");
        assert!(2 * slots.len() < 50_000 * 26 / 10, "{}", slots.len());
    }

    #[test]
    fn keys_that_follow_each_other_are_no_worse_than_others() {
        let keys: Vec<u64> = (0..10_000).collect();
        let (shape, slots) = Shape::build(&keys).unwrap();
        assert!(keys.iter().all(|key| contains(shape, &slots, *key)));
    }

    #[test]
    fn an_empty_set_holds_nothing() {
        let (shape, slots) = Shape::build(&[]).unwrap();
        assert_eq!((shape, slots.len()), (Shape::EMPTY, 0));
        for key in [0, 1, u64::MAX] {
            assert!(!contains(shape, &slots, key));
        }
    }

    #[test]
    fn the_same_keys_make_the_same_filter_in_any_order() {
        let mut keys = keys(1000);
        let filter = Shape::build(&keys).unwrap();
        keys.reverse();
        assert_eq!(Shape::build(&keys).unwrap().0, filter.0);
    }

    #[test]
    fn the_places_of_every_valid_shape_lie_within_it() {
        for segment in [1, 2, 4, 64, LARGEST_SEGMENT] {
            for segments in [3, 4, 7, 1000] {
                let Some(slots) = u32::checked_mul(segment, segments) else {
                    continue;
                };
                let shape = Shape {
                    seed: 7,
                    slots,
                    segment,
                };
                assert!(shape.is_valid());
                for hash in [0, 1, u64::MAX, u64::MAX / 2].into_iter().chain(keys(100)) {
                    let places = shape.places(hash);
                    assert!(
                        places.iter().all(|place| *place < slots),
                        "{shape:?} {places:?}"
                    );
                    assert!(places[0] != places[1] && places[1] != places[2]);
                }
            }
        }
    }

    #[test]
    fn other_shapes_are_not_valid() {
        for (slots, segment) in [
            (0, 1),
            (1, 0),
            (2, 1),
            (9, 3),
            (10, 4),
            (8, 4),
            (u32::MAX, LARGEST_SEGMENT),
            (3 << 19, LARGEST_SEGMENT << 1),
        ] {
            let seed = 0;
            assert!(
                !Shape {
                    seed,
                    slots,
                    segment
                }
                .is_valid(),
                "{slots} {segment}"
            );
        }
    }
}
