//! From rows of copies to columns, one for each copy.

use crate::physics::block_random::LANES;

/// Writes rows of `lanes` copies as columns that lie `stride` apart, for as many copies as there are columns.
pub(super) fn columns_of_rows(rows: &[f32], lanes: usize, columns: &mut [f32], stride: usize) {
    // A few rows at a time, so that they stay in the first cache while their columns are written.
    for (rows, first) in rows.chunks(LANES * lanes).zip((0..).step_by(LANES)) {
        for (lane, column) in columns.chunks_mut(stride).enumerate() {
            let units = column.iter_mut().skip(first);
            for (unit, row) in units.zip(rows.chunks_exact(lanes)) {
                *unit = row[lane];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_finds_its_column() {
        for (count, copies) in [(16_usize, 16_usize), (5, 3), (40, 21), (33, 32)] {
            let (lanes, stride) = (copies.next_multiple_of(LANES), count.next_multiple_of(LANES) + LANES);
            let rows: Vec<f32> = (0..count * lanes).map(|place| place as f32).collect();
            let mut columns = vec![-1.0; copies * stride];
            columns_of_rows(&rows, lanes, &mut columns, stride);
            for copy in 0..copies {
                for row in 0..stride {
                    let wanted = if row < count { (row * lanes + copy) as f32 } else { -1.0 };
                    assert_eq!(columns[copy * stride + row], wanted, "{count} × {copies}: {row} of copy {copy}");
                }
            }
        }
    }
}
