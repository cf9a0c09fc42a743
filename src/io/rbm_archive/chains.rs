//! States of chains in files: as numbers where other programs read them, packed where only this one does.

use ndarray::{ArrayD, ArrayView1, Ix2};

use crate::io::files::MAX_BYTES;
use crate::physics::rbm::{Configurations, VisibleUnits};

/// Largest number of chains, as many as a training can have.
const MOST_CHAINS: usize = 1 << 20;

/// Whether a file can hold so many chains of so many sites that is worth reading: compressed they take next to nothing.
pub fn are_possible(rows: usize, sites: usize) -> bool {
    rows <= MOST_CHAINS && rows.checked_mul(sites).is_some_and(|values| values as u64 <= MAX_BYTES)
}

/// The chains as other programs read them: 0 and 1, −1 and +1, or the numbers of states.
pub fn as_floats(chains: &Configurations, visible: VisibleUnits) -> Vec<f32> {
    let ising = visible == VisibleUnits::Ising;
    chains.as_slice().iter().map(|&value| if ising && value == 0 { -1.0 } else { f32::from(value) }).collect()
}

/// Chains from numbers, one row per chain (or one column, where only that fits); `None` where they are no states.
pub fn from_floats(array: &ArrayD<f32>, visible: VisibleUnits, sites: usize) -> Option<Configurations> {
    let value = |number: f32| match visible {
        VisibleUnits::Bernoulli | VisibleUnits::Ising => {
            matches!(number, -1.0 | 0.0 | 1.0).then_some(u8::from(number > 0.0))
        }
        VisibleUnits::Potts(states) => {
            (number >= 0.0 && number < f32::from(states) && number.fract() == 0.0).then_some(number as u8)
        }
    };
    let array = array.view().into_dimensionality::<Ix2>().ok()?;
    let chains = match array.dim() {
        (rows, columns) if columns == sites && rows > 0 => array,
        (rows, columns) if rows == sites && columns > 0 => array.reversed_axes(),
        _ => return None,
    };
    let values: Option<Vec<u8>> = chains.iter().map(|&number| value(number)).collect();
    Some(Configurations::new(values?, sites))
}

/// Bytes of a row of packed chains.
pub fn packed_width(visible: VisibleUnits, sites: usize) -> usize {
    match visible {
        VisibleUnits::Bernoulli | VisibleUnits::Ising => sites.div_ceil(8),
        VisibleUnits::Potts(_) => sites,
    }
}

/// The chains, eight binary units to a byte (the first in the highest bit), row by row; Potts units a byte each.
pub fn pack(chains: &Configurations, visible: VisibleUnits) -> Vec<u8> {
    if let VisibleUnits::Potts(_) = visible {
        return chains.as_slice().to_vec();
    }
    let octet = |bits: &[u8]| {
        bits.iter().enumerate().fold(0, |octet: u8, (place, &bit)| octet | u8::from(bit != 0) << (7 - place))
    };
    chains.iter_rows().flat_map(|row| row.chunks(8)).map(octet).collect()
}

/// The chains from their packed form; `None` where it does not fit.
pub fn unpack(packed: &ArrayD<u8>, visible: VisibleUnits, sites: usize) -> Option<Configurations> {
    let packed = packed.view().into_dimensionality::<Ix2>().ok()?;
    if packed.is_empty() || packed.ncols() != packed_width(visible, sites) {
        return None;
    }
    match visible {
        VisibleUnits::Potts(states) if packed.iter().any(|&value| value >= states) => None,
        VisibleUnits::Potts(_) => Some(Configurations::from(packed.to_owned())),
        VisibleUnits::Bernoulli | VisibleUnits::Ising => {
            let bits = |row: ArrayView1<'_, u8>| -> Vec<u8> {
                row.iter().flat_map(|&octet| (0..8).rev().map(move |bit| octet >> bit & 1)).take(sites).collect()
            };
            let values: Vec<u8> = packed.rows().into_iter().flat_map(bits).collect();
            Some(Configurations::new(values, sites))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn array<T>(shape: [usize; 2], values: Vec<T>) -> ArrayD<T> {
        ArrayD::from_shape_vec(shape.as_slice(), values).unwrap()
    }

    #[test]
    fn packed_chains_come_back() {
        for visible in [VisibleUnits::Bernoulli, VisibleUnits::Ising, VisibleUnits::Potts(2)] {
            for sites in [1, 7, 8, 9, 16, 17] {
                let values: Vec<u8> = (0..3 * sites).map(|index| (index * index / 3 % 2) as u8).collect();
                let chains = Configurations::new(values, sites);
                let width = packed_width(visible, sites);
                let packed = array([3, width], pack(&chains, visible));
                assert_eq!(unpack(&packed, visible, sites).unwrap(), chains);
                let numbers = array([3, sites], as_floats(&chains, visible));
                assert_eq!(from_floats(&numbers, visible, sites).unwrap(), chains);
            }
        }
        let wrong = array([1, 2], vec![3, 1]);
        assert_eq!(unpack(&wrong, VisibleUnits::Potts(3), 2), None);
        assert_eq!(unpack(&wrong, VisibleUnits::Bernoulli, 2), None);
    }

    #[test]
    fn numbers_that_are_no_states_are_refused() {
        assert_eq!(from_floats(&array([1, 2], vec![0.5, 1.0]), VisibleUnits::Bernoulli, 2), None);
        assert_eq!(from_floats(&array([1, 2], vec![0.0, 3.0]), VisibleUnits::Potts(3), 2), None);
        assert_eq!(from_floats(&array([1, 2], vec![f32::NAN, 1.0]), VisibleUnits::Ising, 2), None);
        let column = array([2, 3], vec![0.0, 1.0, 0.0, 1.0, 1.0, 0.0]);
        let turned = from_floats(&column, VisibleUnits::Bernoulli, 2).unwrap();
        assert_eq!(turned.as_slice(), [0, 1, 1, 1, 0, 0]);
    }
}
