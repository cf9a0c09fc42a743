//! Estimates by a formula, from means and covariances alone.
//!
//! With m_i = ⟨s_i⟩, C the covariance and B = (C + γ)⁻¹ (γ shrinks the estimate where there are few rows), L_i = 1 − m_i²:
//!
//! | | J_ij |
//! |---|---|
//! | independent pair | ¼ ln [(p₊₊ p₋₋)/(p₊₋ p₋₊)], the coupling of two spins with these moments |
//! | naive mean field | −B_ij |
//! | TAP | (√(1 − 8 m_i m_j B_ij) − 1)/(4 m_i m_j) |
//! | Sessak and Monasson | −B_ij + J_ij of the independent pair − C_ij/(L_i L_j − C_ij²) |
//! | Bethe | −artanh [s/2B − m_i m_j − √((s − 2 m_i m_j B)² − 4B²)/2B], s = √(1 + 4 L_i L_j B²) |
//!
//! Fields are h_i = artanh m_i − Σ_j J_ij m_j, with + m_i Σ_j J_ij² L_j for TAP, and those of the Bethe approximation and of
//! independent pairs. The Bethe approximation is exact on trees.
//!
//! ## References
//!
//! * H. J. Kappen and F. B. Rodríguez, “Efficient learning in Boltzmann machines using linear response theory”, Neural
//!   Comput. 10, 1137 (1998), doi:10.1162/089976698300017386
//! * T. Tanaka, “Mean-field theory of Boltzmann machine learning”, Phys. Rev. E 58, 2302 (1998),
//!   doi:10.1103/PhysRevE.58.2302
//! * V. Sessak and R. Monasson, “Small-correlation expansions for the inverse Ising problem”, J. Phys. A 42, 055001
//!   (2009), doi:10.1088/1751-8113/42/5/055001
//! * F. Ricci-Tersenghi, “The Bethe approximation for solving the inverse Ising problem: a comparison with other
//!   inference methods”, J. Stat. Mech. P08015 (2012), doi:10.1088/1742-5468/2012/08/P08015

use faer::linalg::solvers::Solve as _;
use faer::{Mat, Side};

use super::estimate::{Estimate, InferenceError, Refusal};
use super::moments::SpinMoments;

/// An estimate by a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedForm {
    /// Each pair by itself.
    IndependentPair,
    /// The linear response of mean-field theory.
    NaiveMeanField,
    /// With Onsager's reaction term.
    Tap,
    /// The expansion in small correlations, loops and pairs resummed.
    SessakMonasson,
    /// Exact on trees.
    Bethe,
}

impl ClosedForm {
    /// Whether it inverts the covariance.
    fn inverts(self) -> bool {
        self != Self::IndependentPair
    }
}

/// Reads couplings off moments; `shrinkage` is γ.
///
/// Constant columns get no couplings. Where a formula has no value for a pair (a negative root, a pair of values that never
/// occurs), naive mean field stands in, and the refusal is listed.
///
/// # Errors
/// Fewer than two columns vary, γ is no strength, or the covariance has no inverse.
pub fn closed_form(form: ClosedForm, moments: &SpinMoments, shrinkage: f64) -> Result<Estimate, InferenceError> {
    if !(shrinkage.is_finite() && shrinkage >= 0.0) {
        return Err(InferenceError::Setting { what: "--shrink", value: shrinkage });
    }
    let (varying, notes) = moments.usable()?;
    let spins = moments.spins();
    let mut estimate = Estimate { notes, ..Estimate::none(spins) };
    if shrinkage > 0.0 && form.inverts() {
        estimate.notes.push(format!("{shrinkage} was added to the diagonal of the covariance: couplings are shrunken"));
    }
    let inverse = if form.inverts() { Some(inverted(moments, &varying, shrinkage)?) } else { None };
    for (a, &i) in varying.iter().enumerate() {
        for (b, &j) in varying.iter().enumerate().skip(a + 1) {
            let pair = PairMoments {
                means: [moments.means[i], moments.means[j]],
                covariance: moments.covariance[(i, j)],
                inverse: inverse.as_ref().map_or(0.0, |inverse| inverse[(a, b)]),
            };
            let value = pair.coupling(form).unwrap_or_else(|reason| {
                estimate.refusals.push(Refusal { i, j, reason });
                -pair.inverse
            });
            estimate.pairs[(i, j)] = value;
            estimate.pairs[(j, i)] = value;
        }
    }
    for spin in 0..spins {
        estimate.fields[spin] = match varying.binary_search(&spin) {
            Ok(_) => field(form, moments, &estimate, &varying, spin),
            Err(_) => moments.field_of_constant(spin),
        };
    }
    Ok(estimate)
}

/// (C + γ)⁻¹ of the columns that vary.
fn inverted(moments: &SpinMoments, varying: &[usize], shrinkage: f64) -> Result<Mat<f64>, InferenceError> {
    let size = varying.len();
    let own = |a: usize, b: usize| if a == b { shrinkage } else { 0.0 };
    let matrix = Mat::from_fn(size, size, |a, b| moments.covariance[(varying[a], varying[b])] + own(a, b));
    let singular = || InferenceError::Singular { columns: size, rows: moments.rows as u64 };
    // Fewer rows than columns leave directions without variance, which rounding may hide.
    if shrinkage == 0.0 && moments.rows <= size as f64 {
        return Err(singular());
    }
    if shrinkage == 0.0 {
        moments.refuse_duplicates("--shrink X adds X to the diagonal of the covariance")?;
    }
    let factor = matrix.llt(Side::Lower).map_err(|_not_positive| singular())?;
    let inverse = factor.solve(Mat::<f64>::identity(size, size));
    let finite = (0..size).all(|a| inverse[(a, a)].is_finite() && inverse[(a, a)] < 1e12);
    if finite { Ok(inverse) } else { Err(singular()) }
}

/// What is known of a pair of spins.
struct PairMoments {
    means: [f64; 2],
    covariance: f64,
    inverse: f64,
}

impl PairMoments {
    /// J, or why there is none.
    fn coupling(&self, form: ClosedForm) -> Result<f64, &'static str> {
        let b = self.inverse;
        match form {
            ClosedForm::NaiveMeanField => Ok(-b),
            ClosedForm::IndependentPair => self.independent(),
            ClosedForm::Tap => {
                let product = self.means[0] * self.means[1];
                let root = 1.0 - 8.0 * product * b;
                // −2B/(1 + √…) is the same root without its cancellation at small m.
                if root < 0.0 {
                    Err("the root of the TAP equation is negative")
                } else {
                    Ok(-2.0 * b / (1.0 + root.sqrt()))
                }
            }
            ClosedForm::SessakMonasson => {
                let [li, lj] = self.variances();
                let c = self.covariance;
                let rest = li * lj - c * c;
                if rest <= 0.0 {
                    return Err("the two spins are as good as equal");
                }
                Ok(-b + self.independent()? - c / rest)
            }
            ClosedForm::Bethe => {
                let [li, lj] = self.variances();
                let s = (1.0 + 4.0 * li * lj * b * b).sqrt();
                let q = s - 2.0 * self.means[0] * self.means[1] * b;
                let root = q * q - 4.0 * b * b;
                if root < 0.0 {
                    return Err("the root of the Bethe equation is negative");
                }
                let argument = 2.0 * b / (q + root.sqrt());
                if argument.abs() < 1.0 { Ok(-argument.atanh()) } else { Err("the Bethe coupling is infinite") }
            }
        }
    }

    fn variances(&self) -> [f64; 2] {
        self.means.map(|mean| 1.0 - mean * mean)
    }

    /// Four times the probabilities of (+, +), (+, −), (−, +), (−, −).
    fn probabilities(&self) -> Option<[f64; 4]> {
        let ([a, b], c) = (self.means, self.covariance);
        let all = [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)];
        let all = all.map(|(s, t)| (1.0 + s * a) * (1.0 + t * b) + s * t * c);
        all.iter().all(|&p| p > 1e-14).then_some(all)
    }

    fn independent(&self) -> Result<f64, &'static str> {
        let [pp, pm, mp, mm] = self.probabilities().ok_or("a pair of values never occurs")?;
        Ok(0.25 * (pp * mm / (pm * mp)).ln())
    }
}

/// h_i that belongs to the couplings of a form.
fn field(form: ClosedForm, moments: &SpinMoments, estimate: &Estimate, varying: &[usize], i: usize) -> f64 {
    let mean = moments.means[i];
    let others = varying.iter().copied().filter(|&j| j != i);
    let of_pairs: f64 = match form {
        ClosedForm::IndependentPair => others
            .map(|j| {
                let pair = PairMoments {
                    means: [mean, moments.means[j]],
                    covariance: moments.covariance[(i, j)],
                    inverse: 0.0,
                };
                let own = pair.probabilities().map(|[pp, pm, mp, mm]| 0.25 * (pp * pm / (mp * mm)).ln());
                own.map_or(0.0, |own| mean.atanh() - own)
            })
            .sum(),
        ClosedForm::Bethe => others.map(|j| cavity(estimate.pairs[(i, j)], mean, moments.means[j])).sum(),
        ClosedForm::Tap => others
            .map(|j| {
                let (coupling, other) = (estimate.pairs[(i, j)], moments.means[j]);
                coupling * other - mean * coupling * coupling * (1.0 - other * other)
            })
            .sum(),
        ClosedForm::NaiveMeanField | ClosedForm::SessakMonasson => {
            others.map(|j| estimate.pairs[(i, j)] * moments.means[j]).sum()
        }
    };
    mean.atanh() - of_pairs
}

/// What a neighbour j adds to the field of i in the Bethe approximation: artanh(t f), t = tanh J, with the mean f that j has
/// without i.
fn cavity(coupling: f64, mean: f64, other: f64) -> f64 {
    let t = coupling.tanh();
    let sum = 1.0 - t * t;
    let root = sum * sum - 4.0 * t * (other - mean * t) * (mean - other * t);
    let without = 2.0 * (other - mean * t) / (sum + root.max(0.0).sqrt());
    (t * without).clamp(-1.0 + f64::EPSILON, 1.0 - f64::EPSILON).atanh()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::configurations::Configurations;
    use crate::physics::inference::SpinRows;
    use crate::physics::ising::{Enumeration, IsingModel, Pair};

    fn moments(model: &IsingModel) -> SpinMoments {
        SpinMoments::exact(&Enumeration::of(model).unwrap(), model.spins())
    }

    /// A binary tree with couplings and fields of both signs.
    fn tree() -> IsingModel {
        let value = |i: usize| (1.0 - 0.1 * i as f64) * if i.is_multiple_of(3) { -1.0 } else { 1.0 };
        let pairs = (1..12).map(|i| Pair { i: (i - 1) / 2, j: i, value: value(i) }).collect();
        IsingModel::new((0..12).map(|i| 0.3 * (f64::from(i) - 5.0) / 5.0).collect(), pairs, Vec::new()).unwrap()
    }

    #[test]
    fn bethe_is_exact_on_a_tree() {
        let model = tree();
        let found = closed_form(ClosedForm::Bethe, &moments(&model), 0.0).unwrap();
        let worst = (&found.pairs - &model.pair_matrix()).iter().fold(0.0_f64, |a, b| a.max(b.abs()));
        assert!(worst < 1e-12 && found.refusals.is_empty(), "{worst:e}");
        for (found, wanted) in found.fields.iter().zip(model.fields()) {
            assert!((found - wanted).abs() < 1e-12, "{found} is not {wanted}");
        }
    }

    #[test]
    fn two_spins_are_read_back_as_independent_pair() {
        let pair = vec![Pair { i: 0, j: 1, value: -0.8 }];
        let model = IsingModel::new(vec![0.4, -0.7], pair, Vec::new()).unwrap();
        for form in [ClosedForm::IndependentPair, ClosedForm::Bethe] {
            let found = closed_form(form, &moments(&model), 0.0).unwrap();
            assert!((found.pairs[(1, 0)] + 0.8).abs() < 1e-13, "{found:?}");
            assert!((found.fields[0] - 0.4).abs() < 1e-13 && (found.fields[1] + 0.7).abs() < 1e-13, "{found:?}");
        }
    }

    #[test]
    fn each_form_is_right_to_its_order_in_small_couplings() {
        let scaled = |scale: f64| {
            let pairs = (0..6).flat_map(|i| (i + 1..6).map(move |j| (i, j)));
            let value = |i: usize, j: usize| scale * if (i + 2 * j).is_multiple_of(3) { -1.0 } else { 0.7 };
            let pairs = pairs.map(|(i, j)| Pair { i, j, value: value(i, j) }).collect();
            IsingModel::new((0..6).map(|i| 0.4 - 0.15 * f64::from(i)).collect(), pairs, Vec::new()).unwrap()
        };
        let error = |form, scale| {
            let model = scaled(scale);
            closed_form(form, &moments(&model), 0.0).unwrap().error_rms(&model).unwrap()
        };
        // The error of a form that is right to the order k − 1 falls as the k-th power of the couplings.
        for (form, order) in [
            (ClosedForm::IndependentPair, 2.0),
            (ClosedForm::NaiveMeanField, 2.0),
            (ClosedForm::Tap, 3.0),
            (ClosedForm::SessakMonasson, 3.0),
            (ClosedForm::Bethe, 3.0),
        ] {
            let found = (error(form, 0.02) / error(form, 0.01)).log2();
            assert!(found > order - 0.1, "{form:?}: {found}");
        }
    }

    #[test]
    fn degenerate_data_are_a_sentence_or_shrunken() {
        let all = |values: Vec<u8>, sites| {
            SpinMoments::of(&SpinRows::new(&Configurations::new(values, sites), None).unwrap())
        };
        let one = all(vec![1, 0, 1], 3);
        let refused = |moments: &SpinMoments| closed_form(ClosedForm::Tap, moments, 0.0).unwrap_err().to_string();
        assert_eq!(refused(&one), "0 of 3 columns vary; couplings need two of them");
        // Columns 0 and 2 are equal, column 3 is constant.
        let rows = [[0, 0, 0, 1], [0, 1, 0, 1], [1, 0, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]];
        let equal = all(rows.concat(), 4);
        assert!(refused(&equal).starts_with("columns 0 and 2 are equal or opposite"));
        let few = all(vec![0, 1, 1, 1, 0, 1], 3);
        assert!(refused(&few).contains("is singular; --shrink X"));
        for form in [ClosedForm::NaiveMeanField, ClosedForm::Tap, ClosedForm::SessakMonasson, ClosedForm::Bethe] {
            let found = closed_form(form, &equal, 0.1).unwrap();
            assert!(found.fields.iter().chain(&found.pairs).all(|value| value.is_finite()), "{form:?}: {found:?}");
            assert_eq!((found.pairs[(3, 0)], found.pairs[(0, 3)]), (0.0, 0.0));
            // Five rows of +1, and one of −1 more.
            assert!((found.fields[3] - (2.0_f64 / 3.0).atanh()).abs() < 1e-12);
            assert!(found.notes.iter().any(|note| note.contains("column 3 is constant")), "{:?}", found.notes);
            assert!(found.notes.iter().any(|note| note.contains("shrunken")), "{:?}", found.notes);
        }
        let pair = closed_form(ClosedForm::IndependentPair, &equal, 0.0).unwrap();
        assert_eq!((pair.refusals[0].i, pair.refusals[0].j, pair.pairs[(0, 2)]), (0, 2, 0.0));
        assert!(closed_form(ClosedForm::Tap, &equal, -1.0).unwrap_err().to_string().contains("--shrink is -1"));
    }
}
