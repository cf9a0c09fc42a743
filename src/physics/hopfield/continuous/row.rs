//! The inner loops over the values of one memory.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

/// Numbers that are added up side by side: a fixed number, so that the width of vectors changes no bit.
const LANES: usize = 16;

/// The values of one memory.
#[derive(Clone, Copy)]
pub(super) enum Row<'a> {
    Single(&'a [f32]),
    Double(&'a [f64]),
}

impl Row<'_> {
    /// ξ · x.
    #[inline(always)]
    pub(super) fn dot_here(self, state: &[f64]) -> f64 {
        match self {
            Self::Single(row) => sum(row, state, |a, b| a * b),
            Self::Double(row) => sum(row, state, |a, b| a * b),
        }
    }

    /// sum += w ξ.
    #[inline(always)]
    pub(super) fn add_to_here(self, weight: f64, sum: &mut [f64]) {
        match self {
            Self::Single(row) => sum.iter_mut().zip(row).for_each(|(sum, &value)| *sum += weight * f64::from(value)),
            Self::Double(row) => sum.iter_mut().zip(row).for_each(|(sum, &value)| *sum += weight * value),
        }
    }
}

/// ξ · x.
pub(super) fn dot(row: Row<'_>, state: &[f64]) -> f64 {
    pulp::Arch::new().dispatch(Dot { row, state })
}

/// |x − ξ|².
pub(super) fn squared_distance(row: Row<'_>, state: &[f64]) -> f64 {
    pulp::Arch::new().dispatch(Distance { row, state })
}

/// sum += w ξ.
pub(super) fn add_to(row: Row<'_>, weight: f64, sum: &mut [f64]) {
    pulp::Arch::new().dispatch(AddTo { row, weight, sum });
}

/// Σ_i of a function of two values, in lanes.
#[inline(always)]
fn sum<T: Copy + Into<f64>>(row: &[T], state: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    let mut lanes = [0.0; LANES];
    let (rows, rest) = row.as_chunks::<LANES>();
    let (states, rest_of_state) = state.as_chunks::<LANES>();
    for (row, state) in rows.iter().zip(states) {
        for lane in 0..LANES {
            lanes[lane] += term(row[lane].into(), state[lane]);
        }
    }
    let tail: f64 = rest.iter().zip(rest_of_state).map(|(&value, &state)| term(value.into(), state)).sum();
    lanes.iter().sum::<f64>() + tail
}

// Structs rather than closures, which cannot be made to be inlined.

struct Dot<'a> {
    row: Row<'a>,
    state: &'a [f64],
}

impl pulp::WithSimd for Dot<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) -> f64 {
        self.row.dot_here(self.state)
    }
}

struct Distance<'a> {
    row: Row<'a>,
    state: &'a [f64],
}

impl pulp::WithSimd for Distance<'_> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) -> f64 {
        match self.row {
            Row::Single(row) => sum(row, self.state, |a, b| (a - b) * (a - b)),
            Row::Double(row) => sum(row, self.state, |a, b| (a - b) * (a - b)),
        }
    }
}

struct AddTo<'a> {
    row: Row<'a>,
    weight: f64,
    sum: &'a mut [f64],
}

impl pulp::WithSimd for AddTo<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        self.row.add_to_here(self.weight, self.sum);
    }
}
