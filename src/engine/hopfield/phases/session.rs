//! The session: a network that is moved over the phase diagram, and the points it leaves behind.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Session, SessionError};
use crate::engine::hopfield::phases::command::PhasesCmd;
use crate::engine::hopfield::phases::config::{PhasesConfig, PhasesStart};
use crate::engine::hopfield::phases::measurement::{MeasuredPoint, Measurement, Place, note, with_older};
use crate::engine::hopfield::phases::memories::Memories;
use crate::engine::hopfield::phases::run::{Piece, Run, steps_per_sweep};
use crate::engine::hopfield::phases::view::{PhasesView, Theory, shape_of};
use crate::physics::hopfield::{LearningRule, Network};
use crate::physics::spins::Pattern;
use crate::physics::theory::{lines, retrieval};

/// The running network. One step is at most one sweep, and of large networks a part of one.
pub struct Phases {
    config: PhasesConfig,
    /// The load asked for, which a change of size keeps.
    load: f64,
    /// Whether one memory was asked for, and not a load that comes to one memory of few spins.
    one_memory: bool,
    memories: Memories,
    run: Run,
    /// The number of the run: each has random numbers of its own.
    number: u64,
    place_revision: u64,
    measurement: Measurement,
    points: Vec<MeasuredPoint>,
    theory: Option<Theory>,
}

impl Job for Phases {
    type Config = PhasesConfig;
    type View = PhasesView;

    fn new(config: &PhasesConfig) -> Result<Self, SessionError> {
        config.check()?;
        let config = PhasesConfig { temperature: config.temperature.abs(), ..*config };
        let theory = theory_of(&config)?;
        let memories = Memories::new(config.seed, config.size);
        let run = Run::new(&config, &memories, 0, None, None);
        let measurement = Measurement::starting(run.overlap(&memories));
        Ok(Self {
            config,
            load: config.load(),
            one_memory: config.patterns == 1,
            memories,
            run,
            number: 0,
            place_revision: 0,
            measurement,
            points: Vec::new(),
            theory,
        })
    }

    fn step(&mut self) -> Flow {
        if self.run.at_rest() {
            return Flow::Done;
        }
        match self.run.advance(&self.config, &mut self.memories) {
            Piece::Partial => Flow::Continue,
            Piece::Failed => Flow::Done,
            Piece::Sweep => {
                let at_rest = self.run.at_rest();
                self.measurement.push(self.run.overlap(&self.memories), at_rest);
                if at_rest { Flow::Done } else { Flow::Continue }
            }
        }
    }

    fn view(&self) -> PhasesView {
        let mut points = self.points.clone();
        let live = self.measurement.point(Place::from(&self.config));
        if let Some(point) = live {
            note(&mut points, point);
        }
        let spins = self.run.spins();
        let first = self.memories.first().map(Pattern::spins).unwrap_or_default();
        PhasesView {
            config: self.config,
            place_revision: self.place_revision,
            sweeps: self.measurement.sweeps(),
            steps_per_sweep: steps_per_sweep(&self.config),
            steps_to_build: self.run.steps_to_build(&self.config, &self.memories),
            overlap: self.run.overlap(&self.memories),
            energy: self.run.energy(),
            measured: self.measurement.measured(),
            history: self.measurement.history().into(),
            gauge: first.iter().zip(spins).map(|(&memory, &spin)| memory * spin).collect(),
            shape: shape_of(self.config.size),
            at_rest: self.run.at_rest(),
            failure: self.run.failure().cloned(),
            theory: self.theory,
            points: points.into(),
            live_point: live.is_some(),
        }
    }
}

impl Session for Phases {
    type Cmd = PhasesCmd;

    fn apply(&mut self, cmd: PhasesCmd) -> Result<(), SessionError> {
        let config = self.config;
        match cmd {
            PhasesCmd::Move { patterns, temperature } => {
                let next = PhasesConfig { patterns, temperature, ..config };
                self.go(next)?;
                (self.load, self.one_memory) = (next.load(), patterns == 1);
                Ok(())
            }
            PhasesCmd::SetSize(size) => {
                let at_load = ((self.load * size as f64).round() as usize).max(1);
                let patterns = if self.one_memory { 1 } else { at_load };
                self.go(PhasesConfig { size, patterns, ..config })
            }
            PhasesCmd::SetStart(start) => self.go(PhasesConfig { start, ..config }),
            PhasesCmd::SetRule(rule) => self.go(PhasesConfig { rule, ..config }),
            PhasesCmd::SetSeed(seed) => self.go(PhasesConfig { seed, ..config }),
            PhasesCmd::Restart => {
                // A network that goes on begins again where it came from, otherwise this would be a different measurement.
                self.begin(Some(self.run.start().clone()), self.run.network());
                Ok(())
            }
            PhasesCmd::ForgetPoints => {
                self.points.clear();
                let state = Pattern::new(self.run.spins()).ok();
                self.measurement = Measurement::starting(self.run.overlap(&self.memories));
                // The same numbers once more would give the same points: the run goes on with others.
                self.number += 1;
                let start = PhasesConfig { start: PhasesStart::GoOn, ..config };
                self.run = Run::new(&start, &self.memories, self.number, state, self.run.network());
                self.place_revision += 1;
                Ok(())
            }
            PhasesCmd::BringBack(older) => {
                self.points = with_older(std::mem::take(&mut self.points), older);
                Ok(())
            }
        }
    }
}

impl Phases {
    /// Goes to another place, if there is such a network; what was measured here is kept.
    fn go(&mut self, next: PhasesConfig) -> Result<(), SessionError> {
        next.check()?;
        // −0 is the same place as 0.
        let next = PhasesConfig { temperature: next.temperature.abs(), ..next };
        let theory = theory_of(&next)?;
        // Nothing below can fail: a refused move leaves the session as it was.
        if let Some(point) = self.measurement.point(Place::from(&self.config)) {
            note(&mut self.points, point);
        }
        let same_memories = self.memories.are_of(next.seed, next.size);
        let state = Pattern::new(self.run.spins()).ok().filter(|_| same_memories);
        if !same_memories {
            self.memories = Memories::new(next.seed, next.size);
        }
        let same_network = same_memories && next.patterns == self.config.patterns && next.rule == self.config.rule;
        let network = self.run.network().filter(|_| same_network);
        self.memories.keep(2 * next.patterns.max(self.config.patterns));
        (self.config, self.theory) = (next, theory);
        self.number += 1;
        self.begin(state, network);
        Ok(())
    }

    /// Begins the measurement of this place: from `state` where the network goes on, else from the start.
    fn begin(&mut self, state: Option<Pattern>, network: Option<Arc<Network>>) {
        self.run = Run::new(&self.config, &self.memories, self.number, state, network);
        self.measurement = Measurement::starting(self.run.overlap(&self.memories));
        self.place_revision += 1;
    }
}

/// What theory says of a place: it speaks of Hebb's rule only.
fn theory_of(config: &PhasesConfig) -> Result<Option<Theory>, SessionError> {
    if config.rule != LearningRule::Hebb {
        return Ok(None);
    }
    let load = config.load_in_theory();
    let (state, phase) = retrieval::phase(load, config.temperature).map_err(SessionError::new)?;
    let lines = lines::lines(load).map_err(SessionError::new)?;
    Ok(Some(Theory { load, state, phase, lines }))
}
