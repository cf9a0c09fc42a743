//! Graphs on which spins are coupled, and the model of each at a temperature.
//!
//! ## References
//!
//! * D. Sherrington and S. Kirkpatrick, “Solvable model of a spin-glass”, Phys. Rev. Lett. 35, 1792 (1975),
//!   doi:10.1103/PhysRevLett.35.1792
//! * B. Bollobás, “A probabilistic proof of an asymptotic formula for the number of labelled regular graphs”, Eur. J.
//!   Comb. 1, 311 (1980), doi:10.1016/S0195-6698(80)80030-8

use crate::physics::seed::{ChaCha8Rng, Seed, Stream, gaussian_pair, shuffle};
use crate::physics::short::Short;

use super::model::{IsingModel, Pair, Triple};

/// Neighbours of a spin of the random regular graph.
const DEGREE: usize = 3;
/// Most spins of a graph.
pub const MOST_SPINS: usize = 1 << 16;
/// Most spins where each is coupled with each.
pub const MOST_DENSE: usize = 2048;
/// Most couplings: beyond, a temperature is a slip of the finger.
const LARGEST: f64 = 1e3;

/// Which spins are coupled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Graph {
    /// Each spin with the next, and the last with the first.
    Ring,
    /// Each spin with the next.
    Chain,
    /// A square lattice with periodic boundaries: the size is the length of a side.
    Square,
    /// A random graph in which each spin has three neighbours.
    Random,
    /// Each with each by Gaussian couplings of variance 1/N (Sherrington and Kirkpatrick).
    Sk,
    /// A binary tree: spin i with 2i + 1 and 2i + 2.
    Tree,
}

impl Graph {
    /// All of them, with the names by which they are asked for.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("ring", Self::Ring),
        ("chain", Self::Chain),
        ("square", Self::Square),
        ("random", Self::Random),
        ("sk", Self::Sk),
        ("tree", Self::Tree),
    ];

    /// The name by which it is asked for.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, graph)| *graph == self).map_or("", |(name, _)| name)
    }

    /// The graph of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, graph)| *graph)
    }

    /// Whether the couplings are drawn at random.
    pub fn is_random(self) -> bool {
        matches!(self, Self::Random | Self::Sk)
    }
}

/// A graph with the strength of its couplings. All are dimensionless: pairs are β times 1 (times a Gaussian number on
/// the SK graph), fields and triples are what they are.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct IsingSystem {
    /// Which spins are coupled.
    pub graph: Graph,
    /// Number of spins; of a square lattice the length of its side.
    pub size: usize,
    /// The inverse temperature β, in units of one over the pair coupling.
    pub beta: f64,
    /// The field h of every spin.
    pub field: f64,
    /// The coupling K of each three consecutive spins of a ring or a chain.
    pub three_body: f64,
}

/// Why a graph has no model.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SystemError {
    /// Too few or too many spins.
    #[error("a {graph} of size {size}; the size is from {least} to {most}")]
    Size {
        /// The graph.
        graph: &'static str,
        /// Its size.
        size: usize,
        /// The smallest.
        least: usize,
        /// The largest.
        most: usize,
    },
    /// A graph with three neighbours each has an even number of spins.
    #[error("a random graph of {0} spins; with three neighbours each it needs an even number of spins")]
    Odd(usize),
    /// A strength that is none.
    #[error("{what} is {}; it is a finite number between -{LARGEST} and {LARGEST}", Short(*value))]
    Strength {
        /// Which.
        what: &'static str,
        /// What it is.
        value: f64,
    },
    /// Triples where no three spins are consecutive.
    #[error("three-body couplings on a {0} graph; consecutive spins are those of rings and chains")]
    Triples(&'static str),
}

impl IsingSystem {
    /// A graph at an inverse temperature, without fields or triples.
    pub fn new(graph: Graph, size: usize, beta: f64) -> Self {
        Self { graph, size, beta, field: 0.0, three_body: 0.0 }
    }

    /// The smallest and the largest size.
    fn sizes(&self) -> (usize, usize) {
        match self.graph {
            // On two spins of a ring both couplings would be one, and so would they on a lattice of side 2.
            Graph::Ring => (3, MOST_SPINS),
            Graph::Square => (3, MOST_SPINS.isqrt()),
            Graph::Random => (DEGREE + 1, MOST_SPINS),
            Graph::Sk => (2, MOST_DENSE),
            Graph::Chain | Graph::Tree => (2, MOST_SPINS),
        }
    }

    /// Number of spins.
    pub fn spins(&self) -> usize {
        if self.graph == Graph::Square { self.size.saturating_mul(self.size) } else { self.size }
    }

    /// Refuses a system that has no model.
    ///
    /// # Errors
    /// The size or a strength is out of range, or there are triples where no three spins are consecutive.
    pub fn check(&self) -> Result<(), SystemError> {
        let (least, most) = self.sizes();
        if !(least..=most).contains(&self.size) {
            return Err(SystemError::Size { graph: self.graph.name(), size: self.size, least, most });
        }
        if self.graph == Graph::Random && !self.size.is_multiple_of(2) {
            return Err(SystemError::Odd(self.size));
        }
        for (what, value) in [
            ("the inverse temperature", self.beta),
            ("the field", self.field),
            ("the three-body coupling", self.three_body),
        ] {
            if value.is_nan() || value.abs() > LARGEST {
                return Err(SystemError::Strength { what, value });
            }
        }
        if self.three_body != 0.0 && !matches!(self.graph, Graph::Ring | Graph::Chain) {
            return Err(SystemError::Triples(self.graph.name()));
        }
        Ok(())
    }

    /// The model; the seed only matters where the graph [is random](Graph::is_random).
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub fn model(&self, seed: Seed) -> Result<IsingModel, SystemError> {
        self.check()?;
        let count = self.spins();
        let mut rng = seed.stream(Stream::Disorder);
        let pairs: Vec<Pair> = match self.graph {
            Graph::Sk => gaussian_couplings(count, self.beta, &mut rng),
            _ => edges(self.graph, self.size, &mut rng)
                .into_iter()
                .map(|(a, b)| Pair { i: a.min(b), j: a.max(b), value: self.beta })
                .collect(),
        };
        let starts = match self.graph {
            _ if self.three_body == 0.0 => 0,
            // A ring of three has one triple, not three.
            Graph::Ring if count > 3 => count,
            _ => count.saturating_sub(2),
        };
        let triples = (0..starts).map(|start| {
            let mut spins = [start, (start + 1) % count, (start + 2) % count];
            spins.sort_unstable();
            let [i, j, k] = spins;
            Triple { i, j, k, value: self.three_body }
        });
        let unchecked = IsingModel::new(vec![self.field; count], pairs, triples.collect());
        // The strengths are finite and the spins different: nothing is left to refuse.
        unchecked.map_err(|_impossible| SystemError::Strength { what: "the inverse temperature", value: self.beta })
    }
}

/// The coupled spins of a graph.
fn edges(graph: Graph, size: usize, rng: &mut ChaCha8Rng) -> Vec<(usize, usize)> {
    match graph {
        Graph::Ring => (0..size).map(|i| (i, (i + 1) % size)).collect(),
        Graph::Chain => (1..size).map(|i| (i - 1, i)).collect(),
        Graph::Square => (0..size * size)
            .flat_map(|i| {
                let (row, column) = (i / size, i % size);
                [(i, row * size + (column + 1) % size), (i, (row + 1) % size * size + column)]
            })
            .collect(),
        Graph::Tree => (1..size).map(|i| ((i - 1) / 2, i)).collect(),
        Graph::Random => regular(size, rng),
        Graph::Sk => Vec::new(),
    }
}

/// A uniformly random graph with three neighbours each: stubs are paired at random until no spin is paired with itself
/// and no pair comes twice, which one try in e² achieves.
fn regular(size: usize, rng: &mut ChaCha8Rng) -> Vec<(usize, usize)> {
    loop {
        let mut stubs: Vec<usize> = (0..size * DEGREE).map(|stub| stub / DEGREE).collect();
        shuffle(&mut stubs, rng);
        let mut edges: Vec<(usize, usize)> =
            stubs.as_chunks::<2>().0.iter().map(|&[a, b]| (a.min(b), a.max(b))).collect();
        edges.sort_unstable();
        if edges.iter().all(|(a, b)| a != b) && edges.array_windows().all(|[a, b]| a != b) {
            return edges;
        }
    }
}

/// β/√N times a Gaussian number for each pair.
fn gaussian_couplings(count: usize, beta: f64, rng: &mut ChaCha8Rng) -> Vec<Pair> {
    let scale = beta / (count as f64).sqrt();
    let mut numbers = std::iter::repeat_with(|| gaussian_pair(rng)).flatten();
    let pairs = (0..count).flat_map(|i| (i + 1..count).map(move |j| (i, j)));
    pairs.zip(&mut numbers).map(|((i, j), number)| Pair { i, j, value: scale * number }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(graph: Graph, size: usize) -> IsingModel {
        IsingSystem::new(graph, size, 0.5).model(Seed(1)).unwrap()
    }

    #[test]
    fn each_graph_has_its_neighbours() {
        for (graph, size, spins, pairs, most) in [
            (Graph::Ring, 7, 7, 7, 2),
            (Graph::Chain, 7, 7, 6, 2),
            (Graph::Square, 3, 9, 18, 4),
            (Graph::Square, 4, 16, 32, 4),
            (Graph::Random, 20, 20, 30, 3),
            (Graph::Tree, 7, 7, 6, 3),
            (Graph::Sk, 7, 7, 21, 6),
        ] {
            let model = model(graph, size);
            let mut neighbours = vec![0; spins];
            for pair in model.pairs() {
                neighbours[pair.i] += 1;
                neighbours[pair.j] += 1;
            }
            assert_eq!((model.spins(), model.pairs().len()), (spins, pairs), "{graph:?}");
            assert_eq!(neighbours.into_iter().max(), Some(most), "{graph:?}");
            assert_eq!(Graph::of_name(graph.name()), Some(graph));
        }
        assert_ne!(model(Graph::Random, 20), IsingSystem::new(Graph::Random, 20, 0.5).model(Seed(2)).unwrap());
    }

    #[test]
    fn couplings_of_the_sk_graph_have_their_variance() {
        let model = IsingSystem::new(Graph::Sk, 200, 2.0).model(Seed(3)).unwrap();
        let squares: f64 = model.pairs().iter().map(|pair| pair.value * pair.value).sum();
        let variance = squares / model.pairs().len() as f64;
        // β²/N = 0.02, with a standard error of 1 %.
        assert!((variance / 0.02 - 1.0).abs() < 0.04, "{variance}");
    }

    #[test]
    fn triples_are_consecutive_and_none_comes_twice() {
        let with = |graph, size| IsingSystem { three_body: 0.1, ..IsingSystem::new(graph, size, 0.2) };
        let triples = |graph, size| with(graph, size).model(Seed(1)).unwrap().triples().len();
        assert_eq!((triples(Graph::Ring, 10), triples(Graph::Chain, 10), triples(Graph::Ring, 3)), (10, 8, 1));
        assert_eq!(with(Graph::Square, 4).model(Seed(1)), Err(SystemError::Triples("square")));
    }

    #[test]
    fn what_is_no_system_is_a_sentence() {
        let sentence = |system: IsingSystem| system.check().unwrap_err().to_string();
        assert_eq!(sentence(IsingSystem::new(Graph::Square, 2, 0.5)), "a square of size 2; the size is from 3 to 256");
        assert!(sentence(IsingSystem::new(Graph::Random, 7, 0.5)).contains("even number"));
        assert!(sentence(IsingSystem::new(Graph::Ring, 7, f64::NAN)).contains("the inverse temperature is NaN"));
    }
}
