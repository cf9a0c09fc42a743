//! What a run ended in, as one judgement and one sentence for the window and the command line.

use std::sync::Arc;

use crate::physics::hopfield::classify::{EndState, RECALLED};
use crate::physics::hopfield::{Dynamics, Outcome};
use crate::physics::spins::Pattern;

/// What a state was found to be, with the numbers that say so. Patterns are those of the network, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Memory, reverse, mixture or none of them.
    pub end: EndState,
    /// How the run came to rest; `None` where it was stopped, or is warm and never rests.
    pub outcome: Option<Outcome>,
    /// The stored pattern with the largest |m_μ|, and m_μ.
    pub nearest: (usize, f64),
    /// The majority Σ_μ ±ξ^μ of the memories of a mixture, as a picture.
    pub mixture: Option<Arc<[i8]>>,
    /// m_μ of the memories of a mixture, in the order of its parts.
    pub parts: Vec<f64>,
    /// Cells that agree with the memory, its reverse or the majority; with the nearest memory otherwise.
    pub agreeing: usize,
    /// Number of cells.
    pub cells: usize,
}

impl Verdict {
    /// Judges the state as it stands; `None` where nothing is stored.
    pub fn of(dynamics: &Dynamics) -> Option<Self> {
        let (network, spins) = (dynamics.network(), dynamics.spins());
        let overlaps = dynamics.overlaps();
        let m = |mu: usize| overlaps.get(mu).copied().unwrap_or(0.0);
        let nearest = (0..overlaps.len()).reduce(|best, mu| if m(mu).abs() > m(best).abs() { mu } else { best })?;
        let end = EndState::in_network(network, &overlaps);
        let (mixture, parts) = match &end {
            EndState::Mixture(parts) => {
                (Some(majority(network.patterns(), parts, spins.len())), parts.iter().map(|&(mu, _)| m(mu)).collect())
            }
            _ => (None, Vec::new()),
        };
        let agreeing = match &mixture {
            Some(picture) => picture.iter().zip(spins).filter(|(a, b)| a == b).count(),
            // N |m| = agreeing − differing cells.
            None => ((1.0 + m(nearest).abs()) * spins.len() as f64 / 2.0).round() as usize,
        };
        let outcome = dynamics.outcome();
        Some(Self { end, outcome, nearest: (nearest, m(nearest)), mixture, parts, agreeing, cells: spins.len() })
    }

    /// One word for it: `memory`, `reverse`, `mixture`, `cycle`, `spurious` for another fixed point, `none` for a state
    /// that is not at rest.
    pub fn kind(&self) -> &'static str {
        match (self.outcome, &self.end) {
            (Some(Outcome::TwoCycle), _) => "cycle",
            (_, EndState::Memory(_)) => "memory",
            (_, EndState::AntiMemory(_)) => "reverse",
            (_, EndState::Mixture(_)) => "mixture",
            (Some(Outcome::FixedPoint), EndState::Other) => "spurious",
            (None, EndState::Other) => "none",
        }
    }

    /// `Recalled B snail (784 of 784 cells)`, with the names that the patterns have.
    pub fn sentence(&self, name: impl Fn(usize) -> String) -> String {
        let Self { agreeing, cells, .. } = self;
        let signed = |mu: usize, positive: bool| {
            if positive { name(mu) } else { format!("the reverse of {}", name(mu)) }
        };
        let (nearest, m) = self.nearest;
        // The reverse of a pattern has the opposite overlap.
        let near = format!("{}, overlap {:.2}", signed(nearest, m >= 0.0), m.abs());
        match (self.outcome, &self.end) {
            (Some(Outcome::TwoCycle), _) => format!("A cycle of two states; this one is nearest {near}"),
            (_, EndState::Memory(mu)) => format!("Recalled {} ({agreeing} of {cells} cells)", name(*mu)),
            (_, EndState::AntiMemory(mu)) => format!("The reverse of {} ({agreeing} of {cells} cells)", name(*mu)),
            (_, EndState::Mixture(parts)) => {
                let names: Vec<String> = parts.iter().map(|&(mu, positive)| signed(mu, positive)).collect();
                let overlaps: Vec<String> = self.parts.iter().map(|m| format!("{:.2}", m.abs())).collect();
                format!("A mixture of {} (overlaps {})", listed(&names), listed(&overlaps))
            }
            (Some(Outcome::FixedPoint), EndState::Other) if m.abs() > RECALLED => {
                format!("Spurious state: what the memories have in common, not {near}")
            }
            (Some(Outcome::FixedPoint), EndState::Other) => format!("Spurious state, not stored: nearest {near}"),
            (None, EndState::Other) => format!("No memory: nearest {near}"),
        }
    }
}

/// The sign of Σ_μ ±ξ_i^μ, of an odd number of patterns: the mixture of these, as a picture.
pub fn majority(patterns: &[Pattern], parts: &[(usize, bool)], size: usize) -> Arc<[i8]> {
    let mut sums = vec![0_i32; size];
    for &(mu, positive) in parts {
        let spins = patterns.get(mu).map_or(&[][..], Pattern::spins);
        let sign = if positive { 1 } else { -1 };
        sums.iter_mut().zip(spins).for_each(|(sum, &spin)| *sum += sign * i32::from(spin));
    }
    sums.into_iter().map(|sum| if sum > 0 { 1 } else { -1 }).collect()
}

/// `A, B and C`.
fn listed(names: &[String]) -> String {
    match names {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::{LearningRule, Network, UpdateOrder};
    use crate::physics::seed::{Seed, Stream};

    const SIZE: usize = 901;

    fn patterns(count: usize) -> Vec<Pattern> {
        let mut rng = Seed(8).stream(Stream::Patterns);
        (0..count).map(|_| Pattern::random(SIZE, &mut rng)).collect()
    }

    /// The verdict on the end of a run from `start`.
    fn found(patterns: &[Pattern], start: &Pattern, order: UpdateOrder) -> Verdict {
        let network = Arc::new(Network::store(patterns, LearningRule::Hebb).unwrap());
        let rng = Seed(1).stream(Stream::Dynamics);
        let mut dynamics = Dynamics::new(network, start, order, 0.0, rng).unwrap();
        for _ in 0..50 {
            dynamics.visits(SIZE);
        }
        assert!(dynamics.outcome().is_some());
        Verdict::of(&dynamics).unwrap()
    }

    fn letter(mu: usize) -> String {
        ["A", "B", "C", "D", "E"][mu].to_owned()
    }

    fn asynchronous(patterns: &[Pattern], start: &Pattern) -> Verdict {
        found(patterns, start, UpdateOrder::RandomAsynchronous)
    }

    #[test]
    fn a_memory_and_its_reverse_are_counted_in_cells() {
        let patterns = patterns(5);
        let verdict = asynchronous(&patterns, &patterns[1]);
        assert_eq!(verdict.sentence(letter), "Recalled B (901 of 901 cells)");
        let reverse = Pattern::from_bits(patterns[0].spins().iter().map(|&spin| spin < 0));
        let verdict = asynchronous(&patterns, &reverse);
        assert_eq!((verdict.kind(), verdict.agreeing), ("reverse", SIZE));
        assert_eq!(verdict.sentence(letter), "The reverse of A (901 of 901 cells)");
        assert_eq!(asynchronous(&patterns[..1], &reverse).sentence(letter), "The reverse of A (901 of 901 cells)");
    }

    #[test]
    fn a_mixture_has_its_parts_their_overlaps_and_its_picture() {
        let patterns = patterns(3);
        let parts = [(0, true), (1, false), (2, true)];
        let start = Pattern::new(majority(&patterns, &parts, SIZE)).unwrap();
        let verdict = asynchronous(&patterns, &start);
        assert_eq!(verdict.end, EndState::Mixture(parts.to_vec()));
        assert_eq!((verdict.agreeing, verdict.mixture.as_deref()), (SIZE, Some(start.spins())));
        let said = verdict.sentence(letter);
        assert!(said.starts_with("A mixture of A, the reverse of B and C (overlaps 0."), "{said}");
        assert!(verdict.parts.iter().all(|m| (m.abs() - 0.5).abs() < 0.1), "{:?}", verdict.parts);
    }

    #[test]
    fn another_fixed_point_names_the_nearest_memory() {
        // Far beyond the capacity a run ends in a spin-glass state.
        let patterns = patterns(400);
        let verdict = asynchronous(&patterns, &patterns[7]);
        assert_eq!((verdict.kind(), verdict.outcome), ("spurious", Some(Outcome::FixedPoint)));
        let said = verdict.sentence(|mu| format!("m{mu}"));
        let wanted = format!("Spurious state, not stored: nearest m{}, overlap 0.", verdict.nearest.0);
        assert!(said.starts_with(&wanted), "{said}");
    }

    #[test]
    fn a_cycle_is_no_memory() {
        // Two spins that pull at each other swap for ever when both are updated at once.
        let patterns = [Pattern::from_bits([true, true])];
        let network = Arc::new(Network::store(&patterns, LearningRule::Hebb).unwrap());
        let start = Pattern::from_bits([true, false]);
        let rng = Seed(1).stream(Stream::Dynamics);
        let mut dynamics = Dynamics::new(network, &start, UpdateOrder::Synchronous, 0.0, rng).unwrap();
        for _ in 0..6 {
            dynamics.visits(2);
        }
        let verdict = Verdict::of(&dynamics).unwrap();
        assert_eq!(verdict.sentence(letter), "A cycle of two states; this one is nearest A, overlap 0.00");
        assert_eq!(verdict.kind(), "cycle");
    }

    #[test]
    fn a_warm_state_is_judged_as_it_stands() {
        let patterns = patterns(2);
        let network = Arc::new(Network::store(&patterns, LearningRule::Hebb).unwrap());
        let start = Pattern::random(SIZE, &mut Seed(3).stream(Stream::Dynamics));
        let rng = Seed(1).stream(Stream::Dynamics);
        let dynamics = Dynamics::new(network, &start, UpdateOrder::RandomAsynchronous, 1.5, rng).unwrap();
        let verdict = Verdict::of(&dynamics).unwrap();
        assert_eq!((verdict.kind(), verdict.outcome), ("none", None));
        assert!(verdict.sentence(letter).starts_with("No memory: nearest "));
    }
}
