//! The recall session: applies edits to the document, runs from its cue, and gives the picture.

use std::sync::Arc;

use crate::engine::recall::command::RecallCmd;
use crate::engine::recall::document::{Document, Memory};
use crate::engine::recall::edit::{Edit, edit};
use crate::engine::recall::trace::Trace;
use crate::engine::recall::view::{Curves, Explanation, Ghost, Load, Moment, RecallView};
use crate::engine::session::{Flow, Session, SessionError};
use crate::engine::undo::UndoStack;
use crate::physics::hopfield::network::Network;
use crate::physics::seed::Stream;
use crate::physics::spins::{Pattern, overlap};
use crate::physics::theory::crosstalk;

/// Earlier runs that stay visible.
const GHOSTS: usize = 8;

/// A recall that can be edited, run, scrubbed and branched.
pub struct Recall {
    document: Arc<Document>,
    document_revision: u64,
    network_revision: u64,
    undo: UndoStack<Arc<Document>>,
    network: Option<Arc<Network>>,
    stored: Arc<[usize]>,
    load: Arc<Load>,
    cue: Pattern,
    trace: Option<Trace>,
    /// Runs begun from this cue: each branch has its own stream of random numbers.
    branches: u64,
    cursor: Option<u64>,
    ghosts: Vec<Ghost>,
}

impl Session for Recall {
    type Config = Document;
    type Cmd = RecallCmd;
    type View = RecallView;

    fn new(config: &Document) -> Result<Self, SessionError> {
        config.check()?;
        let mut recall = Self {
            document: Arc::new(config.clone()),
            document_revision: 0,
            network_revision: 0,
            undo: UndoStack::default(),
            network: None,
            stored: Arc::default(),
            load: Arc::default(),
            cue: config.cue()?,
            trace: None,
            branches: 0,
            cursor: None,
            ghosts: Vec::new(),
        };
        recall.adopt(Arc::new(config.clone()), true)?;
        Ok(recall)
    }

    fn apply(&mut self, cmd: RecallCmd) -> Result<(), SessionError> {
        match cmd {
            RecallCmd::Undo => self.go_back(true),
            RecallCmd::Redo => self.go_back(false),
            RecallCmd::Rewind => self.rewind(),
            RecallCmd::Scrub(cursor) => {
                let range = self.trace.as_ref().map_or((0, 0), |trace| (trace.base(), trace.recorded()));
                self.cursor = cursor.map(|update| update.clamp(range.0, range.1)).filter(|&update| update < range.1);
                Ok(())
            }
            cmd => self.edit(cmd),
        }
    }

    fn step(&mut self) -> Flow {
        let branched = self.cursor.take().map_or(Ok(()), |update| self.branch(update));
        match (&mut self.trace, branched) {
            (Some(trace), Ok(())) => trace.step(),
            _ => Flow::Done,
        }
    }

    fn view(&self) -> RecallView {
        let (base, recorded) = self.trace.as_ref().map_or((0, 0), |trace| (trace.base(), trace.recorded()));
        RecallView {
            document: Arc::clone(&self.document),
            document_revision: self.document_revision,
            network_revision: self.network_revision,
            network: self.network.clone(),
            stored: Arc::clone(&self.stored),
            cue: self.cue.shared(),
            moment: self.moment(),
            base,
            recorded,
            live: self.cursor.is_none(),
            outcome: self.trace.as_ref().and_then(Trace::outcome),
            curves: Arc::new(self.curves()),
            ghosts: self.ghosts.as_slice().into(),
            load: Arc::clone(&self.load),
            undo: self.undo.undo_name().map(Into::into),
            redo: self.undo.redo_name().map(Into::into),
        }
    }
}

impl Recall {
    /// The run as it stands; `None` while nothing is stored.
    pub fn trace(&self) -> Option<&Trace> {
        self.trace.as_ref()
    }

    /// The document as it stands.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Makes a document current: builds its network if that changed, and starts from its cue.
    fn adopt(&mut self, document: Arc<Document>, network_changed: bool) -> Result<(), SessionError> {
        document.check()?;
        let cue = document.cue()?;
        let network = if network_changed { document.network()? } else { self.network.clone() };
        let trace = start_trace(network.as_ref(), &document, &cue, 0)?;
        // Nothing below can fail: a refused edit leaves the session as it was.
        if network_changed {
            self.network_revision += 1;
            self.stored = document.stored_indices().into();
            self.network = network;
            self.load = Arc::new(load_of(&document, self.network.as_deref(), &self.stored));
        }
        if self.document.shape == document.shape {
            self.keep_ghost();
        } else {
            self.ghosts.clear();
        }
        (self.document, self.cue, self.trace) = (document, cue, trace);
        (self.branches, self.cursor) = (0, None);
        self.document_revision += 1;
        Ok(())
    }

    fn edit(&mut self, cmd: RecallCmd) -> Result<(), SessionError> {
        let mut next = Document::clone(&self.document);
        let Edit { name, gesture } = edit(&mut next, cmd, || self.shown())?;
        let before = Arc::clone(&self.document);
        let network_changed = next.has_other_network(&before);
        self.adopt(Arc::new(next), network_changed)?;
        self.undo.note(&name, gesture, &before);
        Ok(())
    }

    fn go_back(&mut self, undo: bool) -> Result<(), SessionError> {
        let mut stack = self.undo.clone();
        let step = if undo { stack.undo(&self.document) } else { stack.redo(&self.document) };
        let Some((_, document)) = step else {
            return Err(SessionError::new(if undo {
                "There is nothing to undo."
            } else {
                "There is nothing to redo."
            }));
        };
        let network_changed = document.has_other_network(&self.document);
        self.adopt(document, network_changed)?;
        self.undo = stack;
        Ok(())
    }

    fn rewind(&mut self) -> Result<(), SessionError> {
        let trace = start_trace(self.network.as_ref(), &self.document, &self.cue, 0)?;
        (self.trace, self.branches, self.cursor) = (trace, 0, None);
        self.ghosts.clear();
        Ok(())
    }

    fn branch(&mut self, update: u64) -> Result<(), SessionError> {
        self.keep_ghost();
        self.branches += 1;
        let rng = self.document.seed.indexed(Stream::Dynamics, self.branches);
        match &mut self.trace {
            Some(trace) => trace.branch(update, self.document.temperature, rng),
            None => Ok(()),
        }
    }

    fn keep_ghost(&mut self) {
        let Some(trace) = self.trace.as_ref().filter(|trace| trace.recorded() > 0) else { return };
        let best = (0..trace.followed().len())
            .map(|channel| trace.series().channel(1 + channel))
            .max_by(|a, b| last_size(a).total_cmp(&last_size(b)))
            .unwrap_or_default();
        let document = &self.document;
        self.ghosts.push(Ghost {
            energy: trace.series().channel(0).into(),
            overlap: best.into(),
            what: format!(
                "seed {}, {}, {}, branch {}",
                document.seed.0,
                document.rule.name(),
                document.order.name(),
                self.branches
            )
            .into(),
        });
        if self.ghosts.len() > GHOSTS {
            self.ghosts.remove(0);
        }
    }

    /// The state under the cursor.
    fn shown(&self) -> Vec<i8> {
        match (&self.trace, self.cursor) {
            (Some(trace), Some(update)) => trace.rebuild(update).spins,
            (Some(trace), None) => trace.dynamics().spins().to_vec(),
            (None, _) => self.cue.spins().to_vec(),
        }
    }

    fn moment(&self) -> Moment {
        match (&self.trace, self.cursor) {
            (Some(trace), None) => {
                let dynamics = trace.dynamics();
                let spins = dynamics.spins();
                let fields = (0..spins.len()).map(|i| dynamics.field(i) as f32).collect();
                let explanation = trace.last_update().map(|update| Explanation {
                    spin: update.spin,
                    field: update.field,
                    before: update.before,
                    after: update.after,
                    delta_energy: 2.0 * f64::from(update.before) * update.field,
                });
                self.moment_of(trace.recorded(), spins, fields, trace.last_flip(), dynamics.energy(), explanation)
            }
            (Some(trace), Some(update)) => {
                let rebuilt = trace.rebuild(update);
                let (network, spins) = (self.network.as_deref(), rebuilt.spins.as_slice());
                let fields = network.map_or_else(Vec::new, |network| network.fields(spins));
                let explanation = rebuilt.visit.map(|(spin, field, flipped)| {
                    let after = spins.get(spin).copied().unwrap_or(1);
                    let before = if flipped { -after } else { after };
                    Explanation { spin, field, before, after, delta_energy: 2.0 * f64::from(before) * field }
                });
                let fields = fields.iter().map(|&h| h as f32).collect();
                let energy = network.map_or(0.0, |network| network.energy(spins));
                self.moment_of(update, spins, fields, &rebuilt.last_flip, energy, explanation)
            }
            (None, _) => {
                let n = self.cue.len();
                self.moment_of(0, self.cue.spins(), vec![0.0; n].into(), &vec![0; n], 0.0, None)
            }
        }
    }

    fn moment_of(
        &self,
        update: u64,
        spins: &[i8],
        fields: Arc<[f32]>,
        last_flip: &[u64],
        energy: f64,
        explanation: Option<Explanation>,
    ) -> Moment {
        let age = |&at: &u64| {
            if at == 0 { u32::MAX } else { u32::try_from(update.saturating_sub(at)).unwrap_or(u32::MAX - 1) }
        };
        Moment {
            update,
            state: spins.into(),
            fields,
            age: last_flip.iter().map(age).collect(),
            energy: energy / spins.len().max(1) as f64,
            overlaps: self.document.memories.iter().map(|memory| overlap(memory.pattern.spins(), spins)).collect(),
            explanation,
        }
    }

    fn curves(&self) -> Curves {
        let Some(trace) = &self.trace else { return Curves::default() };
        let overlaps = trace
            .followed()
            .iter()
            .enumerate()
            .filter_map(|(channel, &mu)| Some((*self.stored.get(mu)?, trace.series().channel(1 + channel))));
        Curves { energy: trace.series().channel(0), overlaps: overlaps.collect(), uphill: trace.uphill().to_vec() }
    }
}

fn start_trace(
    network: Option<&Arc<Network>>,
    document: &Document,
    cue: &Pattern,
    branch: u64,
) -> Result<Option<Trace>, SessionError> {
    let Some(network) = network else { return Ok(None) };
    let rng = document.seed.indexed(Stream::Dynamics, branch);
    Trace::new(Arc::clone(network), cue, document.order, document.temperature, rng).map(Some)
}

fn last_size(points: &[[f64; 2]]) -> f64 {
    points.last().map_or(0.0, |point| point[1].abs())
}

fn load_of(document: &Document, network: Option<&Network>, stored: &[usize]) -> Load {
    let size = document.shape.cells();
    let alpha = stored.len() as f64 / size as f64;
    let largest_overlap =
        network.and_then(Network::largest_overlap).and_then(|(a, b, m)| Some((*stored.get(a)?, *stored.get(b)?, m)));
    Load {
        size,
        stored: stored.len(),
        alpha,
        one_step_error: (!stored.is_empty()).then(|| crosstalk::error_probability(alpha)),
        largest_overlap,
        correlated: largest_overlap.is_some_and(|(_, _, m)| m.abs() > 3.0 / (size as f64).sqrt()),
        memory_energies: network.map(|network| memory_energies(document, network)),
    }
}

/// Energy per spin of every memory. Those of the stored ones follow from their mutual overlaps: one by one they
/// would cost p² N for a shelf of thousands.
fn memory_energies(document: &Document, network: &Network) -> Vec<f64> {
    let size = document.shape.cells() as f64;
    let mut stored = network.stored_energies().into_iter();
    let energy = |memory: &Memory| {
        let known = if memory.stored { stored.next() } else { None };
        known.unwrap_or_else(|| network.energy(memory.pattern.spins())) / size
    };
    document.memories.iter().map(energy).collect()
}
