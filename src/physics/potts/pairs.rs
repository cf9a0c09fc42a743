//! The order in which pairs of sites stand: (0, 1), (0, 2) … (0, L − 1), (1, 2) … (L − 2, L − 1); and triples likewise.

/// Number of pairs of L sites, L (L − 1) / 2.
pub const fn count(sites: usize) -> usize {
    sites * sites.saturating_sub(1) / 2
}

/// The place of the pair of two different sites, in either order.
pub const fn place(sites: usize, one: usize, other: usize) -> usize {
    let (i, j) = if one < other { (one, other) } else { (other, one) };
    // The pairs that begin with a site before i, then those of i before j.
    i * (2 * sites - i - 1) / 2 + j - i - 1
}

/// Every pair (i, j), i < j, in order.
pub fn all(sites: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..sites).flat_map(move |i| (i + 1..sites).map(move |j| (i, j)))
}

/// Every triple (i, j, k), i < j < k, in order.
pub fn all_triples(sites: usize) -> impl Iterator<Item = [usize; 3]> {
    all(sites).flat_map(move |(i, j)| (j + 1..sites).map(move |k| [i, j, k]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_has_the_place_at_which_it_comes() {
        assert_eq!(all_triples(4).collect::<Vec<_>>(), [[0, 1, 2], [0, 1, 3], [0, 2, 3], [1, 2, 3]]);
        for sites in [0, 1, 2, 3, 7] {
            assert_eq!(all(sites).count(), count(sites));
            for (number, (i, j)) in all(sites).enumerate() {
                assert!(i < j && j < sites);
                assert_eq!([place(sites, i, j), place(sites, j, i)], [number; 2]);
            }
        }
    }
}
