//! The recall session: applies edits to the document, runs from its cue, and gives the picture.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, Session, SessionError};
use crate::engine::core::undo::UndoStack;
use crate::engine::hopfield::recall::command::RecallCmd;
use crate::engine::hopfield::recall::document::{Document, shelf};
use crate::engine::hopfield::recall::edit::{Edit, SCHEDULE_EDITS, edit};
use crate::engine::hopfield::recall::end::End;
use crate::engine::hopfield::recall::load::{load_of, near_energies};
use crate::engine::hopfield::recall::moment;
use crate::engine::hopfield::recall::trace::Trace;
use crate::engine::hopfield::recall::view::{Curves, Ghost, Load, Moment, RecallView};
use crate::physics::hopfield::dynamics::check_temperature;
use crate::physics::hopfield::network::Network;
use crate::physics::seed::Stream;
use crate::physics::spins::Pattern;

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
    near_energies: Arc<[(usize, f64)]>,
    cue: Pattern,
    trace: Option<Trace>,
    /// What is known of the run since it ended: found once, and shown in every picture from then on.
    end: End,
    /// Runs begun from this cue: each branch has its own stream of random numbers.
    branches: u64,
    cursor: Option<u64>,
    ghosts: Vec<Ghost>,
    /// The stroke or drag of the last edit.
    gesture: Option<u64>,
}

impl Job for Recall {
    type Config = Document;
    type View = RecallView;

    fn new(config: &Document) -> Result<Self, SessionError> {
        config.check()?;
        // A document of an earlier version has no identities.
        let document = Arc::new(Document { memories: shelf(config.memories.iter().cloned()), ..config.clone() });
        let mut recall = Self {
            document: Arc::clone(&document),
            document_revision: 0,
            network_revision: 0,
            undo: UndoStack::default(),
            network: None,
            stored: Arc::default(),
            load: Arc::default(),
            near_energies: Arc::default(),
            cue: config.cue()?,
            trace: None,
            end: End::default(),
            branches: 0,
            cursor: None,
            ghosts: Vec::new(),
            gesture: None,
        };
        recall.adopt(document, true, false)?;
        Ok(recall)
    }

    fn step(&mut self) -> Flow {
        let branched = self.cursor.take().map_or(Ok(()), |update| self.branch(update));
        match (&mut self.trace, branched) {
            (Some(trace), Ok(())) => {
                let flow = trace.step();
                if flow == Flow::Done {
                    self.end = End::of(trace, self.cue.len());
                }
                flow
            }
            _ => Flow::Done,
        }
    }

    fn view(&self) -> RecallView {
        let ended = self.trace.as_ref().is_some_and(Trace::ended);
        let End { verdict, stills } = if ended { self.end.clone() } else { End::default() };
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
            ended,
            repeatable: self.trace.as_ref().is_none_or(Trace::is_repeatable),
            verdict,
            stills,
            curves: Arc::new(self.curves()),
            ghosts: self.ghosts.as_slice().into(),
            load: Arc::clone(&self.load),
            near_energies: Arc::clone(&self.near_energies),
            undo: self.undo.undo_name().map(Into::into),
            redo: self.undo.redo_name().map(Into::into),
        }
    }

    fn progress(&self) -> Option<Progress> {
        let trace = self.trace.as_ref()?;
        let size = self.document.shape.cells();
        let total = trace.heat().length(size)?;
        let sweeps = |updates: u64| updates / size.max(1) as u64;
        Some(Progress { done: sweeps(trace.recorded()), total: sweeps(total) })
    }
}

impl Session for Recall {
    type Cmd = RecallCmd;

    fn apply(&mut self, cmd: RecallCmd) -> Result<(), SessionError> {
        match cmd {
            RecallCmd::Undo => self.go_back(true),
            RecallCmd::Redo => self.go_back(false),
            RecallCmd::Rewind => self.rewind(),
            RecallCmd::SetTemperature(temperature) => self.set_temperature(temperature),
            RecallCmd::Scrub(cursor) => {
                let range = self.trace.as_ref().map_or((0, 0), |trace| (trace.base(), trace.recorded()));
                self.cursor = cursor.map(|update| update.clamp(range.0, range.1)).filter(|&update| update < range.1);
                Ok(())
            }
            cmd => self.edit(cmd),
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

    /// Makes a document current: builds its network if that changed, and starts from its cue. The run until now may
    /// stay as a ghost.
    fn adopt(
        &mut self,
        document: Arc<Document>,
        network_changed: bool,
        leaves_ghost: bool,
    ) -> Result<(), SessionError> {
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
        let few = trace.as_ref().filter(|_| self.load.uncompared.is_some());
        self.near_energies = few.map_or_else(Arc::default, |trace| near_energies(trace, &self.stored).into());
        if self.document.shape != document.shape {
            self.ghosts.clear();
        } else if leaves_ghost {
            self.keep_ghost();
        }
        (self.document, self.cue) = (document, cue);
        self.begin(trace);
        self.document_revision += 1;
        Ok(())
    }

    fn edit(&mut self, cmd: RecallCmd) -> Result<(), SessionError> {
        let mut next = Document::clone(&self.document);
        let Edit { name, gesture } = edit(&mut next, cmd, || self.shown())?;
        let before = Arc::clone(&self.document);
        let network_changed = next.has_other_network(&before);
        if network_changed {
            next.check_storing()?;
        }
        // What runs for a moment between two edits of one drag is no earlier run.
        let begins = gesture.is_none() || gesture != self.gesture;
        self.adopt(Arc::new(next), network_changed, begins)?;
        self.gesture = gesture;
        self.undo.note(&name, gesture, &before);
        Ok(())
    }

    fn go_back(&mut self, undo: bool) -> Result<(), SessionError> {
        let mut stack = self.undo.clone();
        let step = if undo { stack.undo(&self.document) } else { stack.redo(&self.document) };
        let Some((name, mut document)) = step else {
            return Err(SessionError::new(if undo {
                "There is nothing to undo."
            } else {
                "There is nothing to redo."
            }));
        };
        // The temperature acts on the run like the hand on a heater: turning it was no edit, so it stays as it is, and
        // the schedule does not take over again.
        let by_hand = !self.document.follows_schedule && !SCHEDULE_EDITS.contains(&name.as_str());
        let changed = Arc::make_mut(&mut document);
        changed.temperature = self.document.temperature;
        changed.follows_schedule &= !by_hand;
        let network_changed = document.has_other_network(&self.document);
        self.adopt(document, network_changed, true)?;
        (self.undo, self.gesture) = (stack, None);
        Ok(())
    }

    fn rewind(&mut self) -> Result<(), SessionError> {
        let trace = start_trace(self.network.as_ref(), &self.document, &self.cue, 0)?;
        self.begin(trace);
        self.ghosts.clear();
        Ok(())
    }

    /// Begins a run from the cue.
    fn begin(&mut self, trace: Option<Trace>) {
        (self.trace, self.end) = (trace, End::default());
        (self.branches, self.cursor) = (0, None);
    }

    fn set_temperature(&mut self, temperature: f64) -> Result<(), SessionError> {
        check_temperature(temperature).map_err(SessionError::new)?;
        if let Some(trace) = &mut self.trace {
            trace.set_temperature(temperature)?;
        }
        let document = Arc::make_mut(&mut self.document);
        (document.temperature, document.follows_schedule) = (temperature, false);
        self.document_revision += 1;
        Ok(())
    }

    fn branch(&mut self, update: u64) -> Result<(), SessionError> {
        self.keep_ghost();
        self.branches += 1;
        let rng = self.document.seed.indexed(Stream::Dynamics, self.branches);
        match &mut self.trace {
            Some(trace) => trace.branch(update, rng),
            None => Ok(()),
        }
    }

    fn keep_ghost(&mut self) {
        let Some(trace) = self.trace.as_ref().filter(|trace| trace.recorded() > 0) else { return };
        let best = (0..trace.followed().len())
            .map(|followed| trace.overlaps(followed))
            .max_by(|a, b| last_size(a).total_cmp(&last_size(b)))
            .unwrap_or_default();
        let document = &self.document;
        self.ghosts.push(Ghost {
            energy: trace.energies().into(),
            overlap: best.into(),
            what: format!(
                "seed {}, {}, {}, {}, branch {}",
                document.seed.0,
                document.rule.name(),
                document.order.name(),
                trace.heat().name(),
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
            (Some(trace), None) => moment::live(trace, &self.document),
            (Some(trace), Some(update)) => moment::earlier(trace, &self.document, update),
            (None, _) => moment::without_network(&self.document, &self.cue),
        }
    }

    fn curves(&self) -> Curves {
        let Some(trace) = &self.trace else { return Curves::default() };
        let overlaps = trace
            .followed()
            .iter()
            .enumerate()
            .filter_map(|(place, &mu)| Some((*self.stored.get(mu)?, trace.overlaps(place))));
        Curves {
            energy: trace.energies(),
            overlaps: overlaps.collect(),
            temperature: trace.temperatures(),
            uphill: trace.uphill(),
        }
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
    Trace::new(Arc::clone(network), cue, document.order, document.acceptance, document.heat(), rng).map(Some)
}

fn last_size(points: &[[f64; 2]]) -> f64 {
    points.last().map_or(0.0, |point| point[1].abs())
}
