//! The free energy over the overlaps with two memories: heights on a square grid.

use crate::physics::theory::mean_field;

/// Both overlaps run over this range.
pub const RANGE: (f64, f64) = (-1.1, 1.1);
/// Heights along a side; even, so that one half mirrors the other.
pub const SIDE: usize = 80;

/// f(m1, m2) at one temperature, row by row from the lowest m2.
///
/// The free energy depends on |m1| and |m2| alone and not on their order: an eighth of the square is computed.
pub fn heights(temperature: f64) -> Vec<f32> {
    let half = SIDE / 2;
    let overlap = |k: usize| RANGE.1 * (2 * k + 1) as f64 / (SIDE - 1) as f64;
    let mut quarter = vec![0.0_f32; half * half];
    for row in 0..half {
        for column in 0..=row {
            let f = mean_field::free_energy([overlap(column), overlap(row)], temperature).unwrap_or(f64::NAN);
            for index in [row * half + column, column * half + row] {
                if let Some(height) = quarter.get_mut(index) {
                    *height = f as f32;
                }
            }
        }
    }
    // From the middle outwards on both sides.
    let from_middle = |k: usize| if k < half { half - 1 - k } else { k - half };
    (0..SIDE * SIDE)
        .map(|index| (from_middle(index % SIDE), from_middle(index / SIDE)))
        .map(|(column, row)| quarter.get(row * half + column).copied().unwrap_or(f32::NAN))
        .collect()
}

/// The minima: both memories and their negatives, or the middle where nothing is remembered.
pub fn minima(temperature: f64) -> Vec<[f64; 2]> {
    let m = mean_field::magnetisation(temperature).unwrap_or(0.0);
    if m > 0.0 { vec![[m, 0.0], [-m, 0.0], [0.0, m], [0.0, -m]] } else { vec![[0.0, 0.0]] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirrored_heights_are_those_of_the_formula() {
        for temperature in [0.0, 0.3, 1.2] {
            let heights = heights(temperature);
            assert_eq!(heights.len(), SIDE * SIDE);
            let overlap = |k: usize| RANGE.0 + (RANGE.1 - RANGE.0) * k as f64 / (SIDE - 1) as f64;
            for (column, row) in [(0, 0), (79, 0), (0, 79), (39, 40), (20, 70), (77, 33)] {
                let f = mean_field::free_energy([overlap(column), overlap(row)], temperature).unwrap();
                assert!((f64::from(heights[row * SIDE + column]) - f).abs() < 1e-6, "({column}, {row})");
            }
        }
    }

    #[test]
    fn the_lowest_heights_are_at_the_minima() {
        let heights = heights(0.5);
        let lowest = heights.iter().copied().fold(f32::INFINITY, f32::min);
        let at = heights.iter().position(|f| *f == lowest).unwrap();
        let overlap = |k: usize| RANGE.0 + (RANGE.1 - RANGE.0) * k as f64 / (SIDE - 1) as f64;
        let found = [overlap(at % SIDE), overlap(at / SIDE)];
        let near = |minimum: &[f64; 2]| (minimum[0] - found[0]).hypot(minimum[1] - found[1]) < 0.04;
        assert!(minima(0.5).iter().any(near), "{found:?}");
        assert_eq!(minima(1.0), [[0.0, 0.0]]);
    }
}
