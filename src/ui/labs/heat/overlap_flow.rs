//! The way of three overlaps: measured, and by the saddle-point flow of the same three patterns.

use crate::engine::hopfield::recall::RecallView;
use crate::physics::theory::saddle_point::SignCombinations;
use crate::ui::cached::Cached;
use crate::ui::labs::heat::selection::way;
use crate::ui::labs::hopfield::context::HopfieldContext;
use crate::ui::labs::hopfield::studies::network_key;
use crate::ui::study::Key;
use crate::ui::theme::numbers::number;

/// Sweeps that the flow is followed for, and its steps in each.
const SWEEPS: usize = 60;
const STEPS: usize = 4;
/// An overlap below minus this at the start is seen from the reverse of the memory.
const TURNED: f64 = 0.25;
/// An overlap below this is none.
const NONE: f64 = 0.1;
/// Overlaps of this ratio are equal: the state is a mixture.
const ALIKE: f64 = 0.6;

/// What the flow depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TheoryOf {
    start: Option<[f64; 3]>,
    temperature: f64,
    network: Key,
    places: [usize; 3],
}

/// Both ways, with signs such that the start lies on the side of the mixture of all three.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    combinations: Cached<(Key, [usize; 3]), Option<SignCombinations>>,
    /// The sign by which each overlap is multiplied.
    pub signs: [f64; 3],
    /// The overlaps measured over the run.
    pub measured: Cached<(Key, [usize; 3]), Vec<[f64; 3]>>,
    /// Those of the flow from the start of the run.
    pub theory: Cached<TheoryOf, Vec<[f64; 3]>>,
}

impl Flow {
    /// Computes again what depends on what has changed.
    pub fn refresh(&mut self, context: &HopfieldContext<'_>, places: [usize; 3], temperature: f64) {
        let (view, network) = (context.view(), network_key(context.snapshot));
        self.combinations.refresh((network, places), || combinations(view, places));
        let run = (context.snapshot.generation, context.snapshot.revision);
        let signs = &mut self.signs;
        self.measured.refresh((run, places), || {
            let measured = way(view, places);
            *signs = measured.first().map_or([1.0; 3], |start| start.map(|m| if m < -TURNED { -1.0 } else { 1.0 }));
            measured.into_iter().map(|overlaps| turned(overlaps, *signs)).collect()
        });
        let (start, signs) = (self.measured.first().copied(), self.signs);
        self.theory.refresh(TheoryOf { start, temperature, network, places }, || {
            let flow = start.zip(self.combinations.as_ref());
            flow.map_or_else(Vec::new, |(start, combinations)| follow(combinations, signs, start, temperature))
        });
    }

    /// Overlaps seen with the signs of the start.
    pub fn turned(&self, overlaps: [f64; 3]) -> [f64; 3] {
        turned(overlaps, self.signs)
    }
}

fn turned([a, b, c]: [f64; 3], [x, y, z]: [f64; 3]) -> [f64; 3] {
    [a * x, b * y, c * z]
}

/// The flow from a start that is seen with these signs.
fn follow(combinations: &SignCombinations, signs: [f64; 3], start: [f64; 3], temperature: f64) -> Vec<[f64; 3]> {
    let mut overlaps = turned(start, signs);
    let mut way = vec![start];
    for _ in 0..SWEEPS * STEPS {
        if combinations.step(&mut overlaps, temperature, 1.0 / STEPS as f64).is_err() {
            break;
        }
        way.push(turned(overlaps, signs));
    }
    way
}

/// The frequencies of the sign triples of these memories; `None` where the flow does not describe the network.
fn combinations(view: &RecallView, places: [usize; 3]) -> Option<SignCombinations> {
    let patterns: Vec<&[i8]> =
        places.iter().filter_map(|&place| view.document.memories.get(place)).map(|m| m.pattern.spins()).collect();
    view.network.as_ref()?;
    SignCombinations::of_patterns(&patterns).ok()
}

/// What a state of three overlaps is, in a word or two.
pub fn what(overlaps: [f64; 3], names: [&str; 3]) -> String {
    let sizes = overlaps.map(f64::abs);
    let largest = sizes.into_iter().fold(0.0, f64::max);
    if largest < NONE {
        return "no memory at all".to_owned();
    }
    let part: Vec<usize> = (0..3).filter(|&k| sizes.get(k).is_some_and(|size| *size >= ALIKE * largest)).collect();
    match part[..] {
        [one] => {
            let (name, m) = (names.get(one).copied().unwrap_or(""), overlaps.get(one).copied().unwrap_or(0.0));
            format!("{}{name} (m = {})", if m < 0.0 { "the reverse of " } else { "" }, number(m.abs(), 2))
        }
        _ => format!("a mixture of {}", part.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mixture_stays_below_its_temperature_and_leaves_above() {
        let signs = [1.0, -1.0, 1.0];
        let combinations = SignCombinations::balanced(3).unwrap();
        let end = |start, temperature| *follow(&combinations, signs, start, temperature).last().unwrap();
        let names = ["A", "B", "C"];
        assert_eq!(what(end([0.52, 0.5, 0.48], 0.3), names), "a mixture of 3");
        assert!(what(end([0.9, 0.1, 0.05], 0.6), names).starts_with("A (m = 0."));
        assert_eq!(what(end([0.52, 0.5, 0.48], 1.2), names), "no memory at all");
        assert_eq!(turned([0.1, 0.2, 0.3], signs), [0.1, -0.2, 0.3]);
        assert_eq!(what([-0.9, 0.0, 0.1], names), "the reverse of A (m = 0.90)");
        assert_eq!(what([0.5, 0.45, 0.0], names), "a mixture of 2");
    }
}
