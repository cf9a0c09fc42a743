//! How runs ended, as answers: of one run the verdict, of many the count of each end.

use std::path::Path;

use serde::Serialize;

use crate::engine::hopfield::ensemble::{EndClass, EnsembleView};
use crate::engine::hopfield::recall::Document;
use crate::engine::hopfield::verdict::Verdict;
use crate::io::text::plain;
use crate::physics::hopfield::EndState;

/// What one run ended in.
#[derive(Serialize)]
pub struct VerdictAnswer {
    /// `memory`, `reverse`, `mixture`, `cycle`, `spurious` or `none`.
    kind: &'static str,
    /// The memories that it is, is the reverse of or is mixed of.
    memories: Vec<String>,
    /// The memory with the largest |overlap|.
    nearest: String,
    /// The overlap with it.
    overlap: f64,
    /// Cells that agree with the memory, its reverse or the majority of a mixture; otherwise with the nearest memory.
    agreeing: usize,
    /// All of it in words.
    pub sentence: String,
}

impl VerdictAnswer {
    pub fn of(verdict: &Verdict, document: &Document) -> Self {
        let memories = match (verdict.kind(), &verdict.end) {
            ("cycle", _) | (_, EndState::Other) => Vec::new(),
            (_, EndState::Memory(mu) | EndState::AntiMemory(mu)) => vec![name(document, *mu)],
            (_, EndState::Mixture(parts)) => parts.iter().map(|&(mu, _)| name(document, mu)).collect(),
        };
        let (nearest, overlap) = verdict.nearest;
        Self {
            kind: verdict.kind(),
            memories,
            nearest: name(document, nearest),
            overlap,
            agreeing: verdict.agreeing,
            sentence: verdict.sentence(|mu| name(document, mu)),
        }
    }
}

/// How often runs ended in one kind of state.
#[derive(Serialize)]
pub struct EndingAnswer {
    /// `memory`, `reverse`, `mixture` or `other`.
    kind: &'static str,
    /// The memory that it is, or is the reverse of.
    memory: Option<String>,
    /// How many memories are mixed.
    components: Option<usize>,
    /// Number of runs.
    pub runs: u64,
    /// The end in words.
    #[serde(skip)]
    pub text: String,
}

impl EndingAnswer {
    /// The ends that occurred, the most frequent first.
    pub fn of(view: &EnsembleView, document: &Document) -> Vec<Self> {
        let mut endings: Vec<Self> =
            view.classes.iter().map(|&(class, runs)| Self::one(class, runs, document)).collect();
        endings.sort_by_key(|ending| std::cmp::Reverse(ending.runs));
        endings
    }

    fn one(class: EndClass, runs: u64, document: &Document) -> Self {
        let (kind, memory, components) = match class {
            EndClass::Memory(mu) => ("memory", Some(mu), None),
            EndClass::AntiMemory(mu) => ("reverse", Some(mu), None),
            EndClass::Mixture(n) => ("mixture", None, Some(n)),
            EndClass::Other => ("other", None, None),
        };
        let memory = memory.map(|mu| name(document, mu));
        Self { kind, memory, components, runs, text: class.name(|mu| name(document, mu)) }
    }
}

/// The name of a memory. It comes from a file and must not steer the terminal.
fn name(document: &Document, mu: usize) -> String {
    plain(Path::new(document.memories.get(mu).map_or("", |memory| &memory.name)))
}
