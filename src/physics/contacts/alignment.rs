//! Which residue of a structure stands at which site of an alignment.

/// Score of equal letters, of different ones, and of a place left out: gaps are dear enough that a sequence is not cut to
/// pieces for the sake of a few equal letters.
const EQUAL: i32 = 5;
const DIFFERENT: i32 = -2;
const GAP: i32 = -4;

/// For each site the residue that stands there, a table that can be edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteMap {
    residues: Vec<Option<usize>>,
}

impl SiteMap {
    /// No residue at any site.
    pub fn none(sites: usize) -> Self {
        Self { residues: vec![None; sites] }
    }

    /// Residue k at site k, for as many as there are of both.
    pub fn in_order(sites: usize, residues: usize) -> Self {
        Self { residues: (0..sites).map(|site| (site < residues).then_some(site)).collect() }
    }

    /// The global alignment of a structure's letters with those that a row has at the sites, of which `gap` is none: the
    /// residues that are aligned with letters, equal or not, in the alignment of the highest sum of scores (5 for equal
    /// letters, −2 for different ones, −4 for each left out; ends left out cost nothing).
    ///
    /// ## References
    ///
    /// * S. B. Needleman and C. D. Wunsch, “A general method applicable to the search for similarities in the amino acid
    ///   sequence of two proteins”, J. Mol. Biol. 48, 443 (1970), doi:10.1016/0022-2836(70)90057-4
    pub fn aligned(row: &[char], gap: char, structure: &[char]) -> Self {
        let letters: Vec<(usize, char)> =
            row.iter().copied().enumerate().filter(|&(_, letter)| letter != gap).collect();
        let (rows, columns) = (letters.len(), structure.len());
        let width = columns + 1;
        // The best score of the first i letters with the first j residues.
        let mut best = vec![0_i32; (rows + 1) * width];
        let score = |i: usize, j: usize| {
            if letters[i - 1].1.eq_ignore_ascii_case(&structure[j - 1]) { EQUAL } else { DIFFERENT }
        };
        let without_letter =
            |best: &[i32], i: usize, j: usize| best[(i - 1) * width + j] + if j == columns { 0 } else { GAP };
        let without_residue =
            |best: &[i32], i: usize, j: usize| best[i * width + j - 1] + if i == rows { 0 } else { GAP };
        for i in 1..=rows {
            for j in 1..=columns {
                let aligned = best[(i - 1) * width + j - 1] + score(i, j);
                best[i * width + j] = aligned.max(without_letter(&best, i, j)).max(without_residue(&best, i, j));
            }
        }
        let mut map = Self::none(row.len());
        let (mut i, mut j) = (rows, columns);
        while i > 0 && j > 0 {
            let here = best[i * width + j];
            if here == best[(i - 1) * width + j - 1] + score(i, j) {
                map.set(letters[i - 1].0, Some(j - 1));
                (i, j) = (i - 1, j - 1);
            } else if here == without_letter(&best, i, j) {
                i -= 1;
            } else {
                j -= 1;
            }
        }
        map
    }

    /// Number of sites.
    pub fn sites(&self) -> usize {
        self.residues.len()
    }

    /// The residue at a site.
    pub fn residue(&self, site: usize) -> Option<usize> {
        self.residues.get(site).copied().flatten()
    }

    /// Puts a residue at a site, or none; sites beyond the last are ignored.
    pub fn set(&mut self, site: usize, residue: Option<usize>) {
        if let Some(place) = self.residues.get_mut(site) {
            *place = residue;
        }
    }

    /// Number of sites at which a residue stands.
    pub fn mapped(&self) -> usize {
        self.residues.iter().flatten().count()
    }

    /// The number of sites whose letter is that of their residue: what tells a match from an accident.
    pub fn identical(&self, row: &[char], structure: &[char]) -> usize {
        let same = |(site, residue): (usize, &Option<usize>)| {
            let residue = structure.get((*residue)?)?;
            row.get(site)?.eq_ignore_ascii_case(residue).then_some(())
        };
        self.residues.iter().enumerate().filter_map(same).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aligned(row: &str, structure: &str) -> (SiteMap, usize) {
        let [row, structure] = [row, structure].map(|text| text.chars().collect::<Vec<char>>());
        let map = SiteMap::aligned(&row, '-', &structure);
        let identical = map.identical(&row, &structure);
        (map, identical)
    }

    #[test]
    fn a_sequence_is_found_within_a_longer_chain() {
        let (map, identical) = aligned("--ACDEF-GHI", "MMMACDEFGHIKK");
        assert_eq!((map.mapped(), identical), (8, 8));
        assert_eq!([map.residue(2), map.residue(6), map.residue(8), map.residue(0)], [Some(3), Some(7), Some(8), None]);
    }

    #[test]
    fn a_residue_that_is_missing_in_either_is_left_out() {
        let (map, identical) = aligned("ACDEFGHIKLMN", "ACDEFHIKLMN");
        assert_eq!((identical, map.residue(5), map.residue(6)), (11, None, Some(5)));
        let (map, identical) = aligned("ACDEFHIKLMN", "ACDEFGHIKLMN");
        assert_eq!((identical, map.residue(5)), (11, Some(6)));
        // A mutation keeps its place.
        let (map, identical) = aligned("ACDEFGHIK", "ACDWFGHIK");
        assert_eq!((identical, map.mapped(), map.residue(3)), (8, 9, Some(3)));
    }

    #[test]
    fn nothing_aligns_with_nothing_and_a_table_can_be_edited() {
        assert_eq!(aligned("", "ACD").0.mapped() + aligned("---", "ACD").0.mapped() + aligned("ACD", "").0.mapped(), 0);
        let mut map = SiteMap::in_order(3, 2);
        assert_eq!([map.residue(1), map.residue(2)], [Some(1), None]);
        map.set(2, Some(9));
        map.set(7, Some(1));
        assert_eq!((map.residue(2), map.mapped()), (Some(9), 3));
    }
}
