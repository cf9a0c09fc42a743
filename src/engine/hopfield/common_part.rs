//! What the memories have in common, where Hebb's rule stores that rather than each of them.

use crate::physics::hopfield::{LearningRule, Network};

/// Mean overlap of two memories from which on what they share is worth a sentence …
const LEAST_OVERLAP: f64 = 0.1;
/// … if chance would give it to nobody: so many standard deviations of the mean overlap of random patterns.
const DEVIATIONS: f64 = 5.0;
/// Memories that are looked at for a spin that would flip.
const LOOKED_AT: usize = 8;

/// What all memories share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CommonPart {
    /// Fraction of the spins in which two memories agree, on average.
    pub shared: f64,
    /// The rule that takes it out: covariance where it is the number of spins up, else projection.
    pub remedy: LearningRule,
}

impl CommonPart {
    /// What the memories of a network share, where its rule is Hebb's, they are far more alike than by chance, and one of
    /// them is no fixed point.
    ///
    /// The mean overlap q of two of p random patterns of N spins has the standard deviation √(2/(N p (p − 1))). Patterns
    /// of mean activity a without anything else in common have q = a²: that much the covariance rule subtracts.
    pub fn of(network: &Network) -> Option<Self> {
        let (size, count) = (network.size() as f64, network.patterns().len());
        let overlap = network.mean_overlap()?;
        let chance = (2.0 / (size * (count * (count - 1)) as f64)).sqrt();
        let alike = overlap > LEAST_OVERLAP.max(DEVIATIONS * chance);
        if !alike || network.rule() != Some(LearningRule::Hebb) {
            return None;
        }
        let fails = (0..count.min(LOOKED_AT)).any(|mu| network.unstable(mu) > 0);
        let by_activity = network.mean_activity().powi(2) > overlap / 2.0;
        let remedy = if by_activity { LearningRule::Covariance } else { LearningRule::PseudoInverse };
        fails.then_some(Self { shared: f64::midpoint(1.0, overlap), remedy })
    }

    /// Why memories are not recalled, and what helps.
    pub fn sentence(&self) -> String {
        let rule = match self.remedy {
            LearningRule::Covariance => "The covariance rule subtracts it",
            _ => "The projection rule takes it out",
        };
        let shared = (100.0 * self.shared).round();
        format!("The memories share {shared}\u{202f}% of their spins; Hebb stores what is common to all. {rule}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::seed::{ChaCha8Rng, Seed, Stream, uniform};
    use crate::physics::spins::Pattern;

    const SIZE: usize = 400;

    /// Patterns whose spin i is up with probability `up(i)`.
    fn patterns(count: usize, up: impl Fn(usize) -> f64, rng: &mut ChaCha8Rng) -> Vec<Pattern> {
        (0..count)
            .map(|_| Pattern::from_bits((0..SIZE).map(|site| uniform(rng) < up(site)).collect::<Vec<_>>()))
            .collect()
    }

    fn found(patterns: &[Pattern], rule: LearningRule) -> Option<CommonPart> {
        CommonPart::of(&Network::store(patterns, rule).unwrap())
    }

    #[test]
    fn a_bias_is_found_and_the_covariance_rule_offered() {
        let mut rng = Seed(91).stream(Stream::Patterns);
        // Spins are up with probability 0.2: two memories agree in 0.2² + 0.8² = 0.68 of them, each up to √(0.68·0.32/400).
        let biased = patterns(10, |_| 0.2, &mut rng);
        let part = found(&biased, LearningRule::Hebb).unwrap();
        assert!((part.shared - 0.68).abs() < 3.0 * 0.0233, "{}", part.shared);
        assert_eq!(part.remedy, LearningRule::Covariance);
        assert!(part.sentence().ends_with("common to all. The covariance rule subtracts it."), "{}", part.sentence());
        for rule in [LearningRule::PseudoInverse, LearningRule::Covariance] {
            assert_eq!(found(&biased, rule), None);
        }
        let network = Network::store(&biased, part.remedy).unwrap();
        assert_eq!((0..10).map(|mu| network.unstable(mu)).sum::<usize>(), 0);
    }

    #[test]
    fn a_picture_in_common_is_taken_out_by_the_projection() {
        let mut rng = Seed(92).stream(Stream::Patterns);
        let alike = patterns(12, |site| if site % 2 == 0 { 0.85 } else { 0.15 }, &mut rng);
        let part = found(&alike, LearningRule::Hebb).unwrap();
        assert_eq!(part.remedy, LearningRule::PseudoInverse);
    }

    #[test]
    fn random_memories_and_those_that_are_recalled_have_none() {
        let mut rng = Seed(93).stream(Stream::Patterns);
        for count in [1, 2, 12, 300] {
            assert_eq!(found(&patterns(count, |_| 0.5, &mut rng), LearningRule::Hebb), None, "{count}");
        }
        // Two memories that are alike hold each other, whatever they share.
        assert_eq!(found(&patterns(2, |_| 0.25, &mut rng), LearningRule::Hebb), None);
    }
}
