//! How much the letters of two sites tell of each other, directly or by way of others.

use ndarray::Array2;
use rayon::prelude::*;

use super::frequencies::Frequencies;
use crate::physics::arrays::flat_mut;
use crate::physics::potts::pairs;

/// The mutual information of every two sites, (site, site), in nats; symmetric, with a zero diagonal:
///
/// I_ij = Σ_{a,b} f_ij(a, b) ln [ f_ij(a, b) / ( f_i(a) f_j(b) ) ],
///
/// where f_i and f_j are the marginals of f_ij. A state that is `left_out`, such as the gap of an alignment, is left out of
/// the distribution: what is taken is that of the rows in which neither site has it, and 0 where there are none.
///
/// It is 0 only for sites that are independent, and so a chain of couplings i – k – j makes it large as well as a coupling
/// of i and j does: that is what separates correlations from couplings.
///
/// ## References
///
/// * M. Weigt, R. A. White, H. Szurmant, J. A. Hoch and T. Hwa, “Identification of direct residue contacts in
///   protein-protein interaction by message passing”, PNAS 106, 67 (2009), doi:10.1073/pnas.0805923106, arXiv:0901.1248
pub fn mutual_information(frequencies: &Frequencies, left_out: Option<u8>) -> Array2<f64> {
    let (sites, states) = frequencies.single.dim();
    let counts = |state: usize| left_out.is_none_or(|out| usize::from(out) != state);
    let of_block = |block: &[f64]| {
        let [mut first, mut second] = [vec![0.0; states], vec![0.0; states]];
        let mut total = 0.0;
        let kept = || block.iter().enumerate().map(|(place, &f)| (place / states, place % states, f));
        let kept = || kept().filter(|&(a, b, f)| f > 0.0 && counts(a) && counts(b));
        for (a, b, f) in kept() {
            first[a] += f;
            second[b] += f;
            total += f;
        }
        // With g = f/F and its marginals, Σ g ln [ g / (g_a g_b) ] = Σ f ln [ f F / (f_a f_b) ] / F.
        let sum: f64 = kept().map(|(a, b, f)| f * (f * total / (first[a] * second[b])).ln()).sum();
        if total > 0.0 { (sum / total).max(0.0) } else { 0.0 }
    };
    let of_pairs: Vec<f64> = frequencies.joint.par_chunks_exact((states * states).max(1)).map(of_block).collect();
    let mut matrix = Array2::zeros((sites, sites));
    let numbers = flat_mut(&mut matrix);
    for ((i, j), value) in pairs::all(sites).zip(of_pairs) {
        numbers[i * sites + j] = value;
        numbers[j * sites + i] = value;
    }
    matrix
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::configurations::Configurations;
    use crate::physics::stop::NEVER;

    fn of(rows: &[[u8; 3]], left_out: Option<u8>) -> Array2<f64> {
        let rows = Configurations::new(rows.concat(), 3);
        mutual_information(&Frequencies::of(&rows, 3, None, NEVER).unwrap(), left_out)
    }

    #[test]
    fn a_copy_tells_all_and_an_independent_site_nothing() {
        // The second site repeats the first; the third takes all values with each of its values.
        let rows = [[1, 1, 0], [1, 1, 1], [1, 1, 2], [2, 2, 0], [2, 2, 1], [2, 2, 2]];
        let found = of(&rows, None);
        assert!((found[[0, 1]] - 2.0_f64.ln()).abs() < 1e-14, "a fair coin: ln 2");
        assert!(found[[0, 2]].abs() < 1e-14 && found[[1, 2]].abs() < 1e-14);
        assert_eq!((found[[1, 0]], found[[1, 1]]), (found[[0, 1]], 0.0));
    }

    #[test]
    fn the_formula_holds_for_uneven_frequencies() {
        let rows = [[1, 1, 0], [1, 1, 0], [1, 2, 0], [2, 2, 0]];
        let part = |joint: f64, product: f64| joint * (joint / product).ln();
        let wanted = part(0.5, 0.75 * 0.5) + part(0.25, 0.75 * 0.5) + part(0.25, 0.25 * 0.5);
        assert!((of(&rows, None)[[0, 1]] - wanted).abs() < 1e-14);
        assert!(of(&rows, None)[[0, 2]].abs() < 1e-14, "a constant site tells nothing");
    }

    #[test]
    fn rows_with_the_state_that_is_left_out_do_not_count() {
        let full = [[1, 1, 0], [1, 2, 0], [2, 2, 0], [2, 2, 0]];
        let with_gaps = [[1, 1, 0], [0, 0, 0], [1, 2, 0], [2, 2, 0], [0, 1, 0], [2, 2, 0], [2, 0, 0]];
        let (wanted, found) = (of(&full, None), of(&with_gaps, Some(0)));
        assert!((found[[0, 1]] - wanted[[0, 1]]).abs() < 1e-14);
        assert_eq!(found[[0, 2]], 0.0, "no row has both letters");
        assert!(of(&with_gaps, None)[[0, 1]] > found[[0, 1]], "gaps that stand together are not what is meant");
    }
}
