//! Principal components of rows of numbers: the directions along which they differ most.
//!
//! With x̄ the mean of the rows and X the n × d matrix of x − x̄, the components are the eigenvectors c_k of XᵀX/n, of
//! length 1, with eigenvalues λ_k, the variances along them. Where n < d they come from the n × n Gram matrix: if
//! XXᵀ g = n λ g, then c = Xᵀg/|Xᵀg|. Each component has the sign that makes its largest entry positive.
//!
//! ## References
//!
//! * K. Pearson, “On lines and planes of closest fit to systems of points in space”, Phil. Mag. 2, 559 (1901),
//!   doi:10.1080/14786440109462720

use faer::{Accum, Mat, MatRef, Par};
use ndarray::{Array2, ArrayView2};

use crate::physics::arrays::flat;
use crate::physics::eigen;

/// Numbers that the decomposition takes, of the rows that stand for all: beyond that it would take seconds.
const MOST_ROWS: usize = 1024;

/// The first components, and the point from which they are measured.
#[derive(Clone, Debug, PartialEq)]
pub struct PrincipalComponents {
    mean: Vec<f32>,
    /// (component, number).
    axes: Array2<f32>,
    variances: Vec<f64>,
    total: f64,
}

impl PrincipalComponents {
    /// The first `count` components of rows (row, number), or as many as differ from zero. Of more than 1,024 rows
    /// every so many stands for those around it.
    pub fn new(rows: &Array2<f32>, count: usize) -> Self {
        let stride = rows.nrows().div_ceil(MOST_ROWS).max(1);
        let taken: Vec<_> = rows.rows().into_iter().step_by(stride).collect();
        let (n, width) = (taken.len(), rows.ncols());
        let mut mean = vec![0.0_f64; width];
        for row in &taken {
            mean.iter_mut().zip(row).for_each(|(sum, &x)| *sum += f64::from(x));
        }
        for sum in &mut mean {
            *sum /= n.max(1) as f64;
        }
        let centred = Mat::from_fn(n, width, |row, column| f64::from(taken[row][column]) - mean[column]);
        let gram = if n < width {
            product(centred.as_ref(), centred.as_ref().transpose())
        } else {
            product(centred.as_ref().transpose(), centred.as_ref())
        };
        let total = (0..gram.nrows()).map(|k| gram[(k, k)]).sum::<f64>() / n.max(1) as f64;
        let mut found = Self {
            mean: mean.iter().map(|&x| x as f32).collect(),
            axes: Array2::zeros((0, width)),
            variances: Vec::new(),
            total,
        };
        if gram.nrows() == 0 {
            return found;
        }
        // Where the iteration does not converge there is no component, and all projections are 0.
        let Some((values, vectors)) = eigen::symmetric(gram.as_ref()) else { return found };
        let smallest = values.last().map_or(0.0, |largest| largest * f64::EPSILON * width.max(n) as f64);
        let mut axes = Vec::new();
        for (k, &value) in values.iter().enumerate().rev().take(count).filter(|&(_, &value)| value > smallest) {
            let vector = vectors.col(k);
            let axis: Vec<f64> = if n < width {
                (0..width).map(|column| (0..n).map(|row| centred[(row, column)] * vector[row]).sum()).collect()
            } else {
                vector.iter().copied().collect()
            };
            let length = axis.iter().map(|x| x * x).sum::<f64>().sqrt();
            let largest = axis.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(1.0);
            axes.extend(axis.iter().map(|x| (x / length * largest.signum()) as f32));
            found.variances.push(value / n as f64);
        }
        found.axes = Array2::from_shape_vec((found.variances.len(), width), axes).unwrap_or(found.axes);
        found
    }

    /// The variances along the components, descending.
    pub fn variances(&self) -> &[f64] {
        &self.variances
    }

    /// The variance along each component as a fraction of the whole variance.
    pub fn explained(&self) -> Vec<f64> {
        self.variances.iter().map(|variance| variance / self.total.max(f64::MIN_POSITIVE)).collect()
    }

    /// The components (component, number).
    pub fn axes(&self) -> ArrayView2<'_, f32> {
        self.axes.view()
    }

    /// The point that all coordinates are measured from.
    pub fn mean(&self) -> &[f32] {
        &self.mean
    }

    /// Coordinates c_k · (x − x̄) of rows of the same width, (row, component); those of other widths have none.
    pub fn project(&self, rows: &Array2<f32>) -> Array2<f32> {
        if rows.ncols() != self.mean.len() {
            return Array2::zeros((0, self.variances.len()));
        }
        Array2::from_shape_fn((rows.nrows(), self.variances.len()), |(row, component)| {
            let axis = flat(&self.axes).chunks_exact(self.mean.len().max(1)).nth(component).unwrap_or_default();
            let terms = rows
                .row(row)
                .into_iter()
                .zip(&self.mean)
                .zip(axis)
                .map(|((x, mean), axis)| f64::from((x - mean) * axis))
                .sum::<f64>();
            terms as f32
        })
    }

    /// The point with these coordinates: x̄ + Σ_k y_k c_k.
    pub fn point(&self, coordinates: &[f32]) -> Vec<f32> {
        let mut point = self.mean.clone();
        for (axis, &coordinate) in self.axes.rows().into_iter().zip(coordinates) {
            point.iter_mut().zip(axis).for_each(|(x, &axis)| *x += coordinate * axis);
        }
        point
    }
}

/// A B, on one thread because threads would change bits.
fn product(a: MatRef<'_, f64>, b: MatRef<'_, f64>) -> Mat<f64> {
    let mut c = Mat::zeros(a.nrows(), b.ncols());
    faer::linalg::matmul::matmul(c.as_mut(), Accum::Replace, a, b, 1.0, Par::Seq);
    c
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::*;
    use crate::physics::seed::{Seed, Stream, uniform};

    #[test]
    fn a_line_has_one_component() {
        let rows = array![[0.0_f32, 0.0, 1.0], [3.0, 4.0, 1.0], [6.0, 8.0, 1.0]];
        let found = PrincipalComponents::new(&rows, 2);
        assert_eq!(found.variances().len(), 1);
        // Variance of 0, 5 and 10.
        assert!((found.variances()[0] - 50.0 / 3.0).abs() < 1e-12 && (found.explained()[0] - 1.0).abs() < 1e-12);
        assert!((found.axes()[(0, 0)] - 0.6).abs() < 1e-6 && (found.axes()[(0, 1)] - 0.8).abs() < 1e-6);
        let projected = found.project(&rows);
        assert!((projected[(2, 0)] - 5.0).abs() < 1e-5 && projected[(1, 0)].abs() < 1e-6);
        let back = found.point(&[5.0]);
        assert!(back.iter().zip(rows.row(2)).all(|(a, b)| (a - b).abs() < 1e-5));
    }

    #[test]
    fn wide_and_tall_give_the_same_and_variances_are_those_of_the_projections() {
        let mut rng = Seed(3).stream(Stream::Samples);
        let scale = [5.0, 2.0, 1.0, 0.5, 0.2];
        let tall = Array2::from_shape_fn((40, 5), |(_, k)| (scale[k] * (uniform(&mut rng) - 0.5)) as f32);
        // Rows of zeros added to the right make the same points wide.
        let wide = Array2::from_shape_fn((40, 60), |(row, k)| if k < 5 { tall[(row, k)] } else { 0.0 });
        let (a, b) = (PrincipalComponents::new(&tall, 3), PrincipalComponents::new(&wide, 3));
        for k in 0..3 {
            assert!((a.variances()[k] - b.variances()[k]).abs() < 1e-9);
            assert!((0..5).all(|x| (a.axes()[(k, x)] - b.axes()[(k, x)]).abs() < 1e-5));
            let coordinates = a.project(&tall);
            let variance = (0..40).map(|row| f64::from(coordinates[(row, k)]).powi(2)).sum::<f64>() / 40.0;
            assert!((variance - a.variances()[k]).abs() < 1e-5);
        }
    }

    #[test]
    fn equal_rows_and_no_rows_have_no_component() {
        assert!(PrincipalComponents::new(&Array2::ones((4, 3)), 2).variances().is_empty());
        let none = PrincipalComponents::new(&Array2::zeros((0, 3)), 2);
        assert_eq!(none.project(&Array2::ones((2, 3))).dim(), (2, 0));
        assert_eq!(none.project(&Array2::ones((2, 4))).dim(), (0, 0));
    }
}
