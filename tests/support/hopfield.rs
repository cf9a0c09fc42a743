//! The panels of the labs on a network: Recall and Heat.

use std::time::{Duration, Instant};

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::Command;
use glassbox::engine::hopfield::recall::{Document, Memory, Recall, RecallCmd, RecallView};
use glassbox::physics::hopfield::balanced::balanced_patterns;
use glassbox::physics::seed::{Seed, Stream};
use glassbox::physics::spins::{GridShape, Pattern};
use glassbox::ui::lab::PanelList;
use glassbox::ui::labs::heat;
use glassbox::ui::labs::hopfield::context::{Ask, GreyCue, HopfieldContext, HopfieldPanels, Layer, Shared};
use glassbox::ui::labs::hopfield::keys;
use glassbox::ui::labs::hopfield::studies::{Studies, document_key, network_key};
use glassbox::ui::labs::recall::{opening, panels};

use super::{Bench, Lent, nobody};

/// Longer than any machine needs for a study of a few hundred spins.
const PATIENCE: Duration = Duration::from_mins(2);

/// The grid of the fixtures.
pub const SHAPE: GridShape = GridShape::new(28, 28);

/// A network without a thread, and its studies.
pub struct Hopfield {
    pub driver: Driver<Recall>,
    pub studies: Studies,
}

pub type Fixture = super::Fixture<Hopfield>;
pub type Window = super::Window<Hopfield>;

impl Bench for Hopfield {
    type Panels = HopfieldPanels;
    type View = RecallView;
    type Ask = Ask;
    type Shared = Shared;

    const LOOKS: &'static [fn(&mut Shared)] = &[
        |shared| shared.layer = Layer::State,
        |shared| shared.layer = Layer::Field,
        |shared| shared.layer = Layer::Stability,
        |shared| shared.layer = Layer::Difference,
        |shared| shared.layer = Layer::Age,
    ];

    fn panels() -> PanelList<HopfieldPanels> {
        let mut seen = Vec::new();
        let both = panels::panels().into_iter().chain(heat::panels::panels());
        both.filter(|panel| {
            let fresh = !seen.contains(&panel.info().id);
            seen.push(panel.info().id);
            fresh
        })
        .collect()
    }

    fn context<'a>(&'a self, lent: Lent<'a, Self>) -> HopfieldContext<'a> {
        let Lent { snapshot, asks, shared, shell } = lent;
        HopfieldContext { snapshot, studies: &self.studies, asks, shared, shell }
    }

    fn read_keys(ctx: &egui::Context, context: &mut HopfieldContext<'_>) {
        heat::keys::read(ctx, context);
        keys::read(ctx, context);
    }
}

/// Nothing stored, nothing drawn.
pub fn empty() -> Document {
    Document::new(SHAPE, Vec::new(), Pattern::from_bits(vec![false; SHAPE.cells()]), Seed(1))
}

/// What the Recall lab opens with.
pub fn opened() -> Document {
    opening::opening(Seed(1)).unwrap().document
}

/// What the Heat lab opens with.
pub fn warm() -> Document {
    heat::opening::opening(Seed(1)).unwrap().document
}

/// A shelf of 60 random memories, every third of them left out, the cue near the first.
pub fn full() -> Document {
    let mut rng = Seed(3).stream(Stream::Patterns);
    let memories: Vec<Memory> = (0..60)
        .map(|k| {
            let memory =
                Memory::new(format!("a rather long name of memory {k}"), Pattern::random(SHAPE.cells(), &mut rng));
            Memory { stored: k % 3 != 2, ..memory }
        })
        .collect();
    let cue = memories[0].pattern.clone();
    let mut document = Document::new(SHAPE, memories, cue, Seed(1));
    document.corruption.amount = 0.2;
    document
}

/// So many balanced patterns, the cue the first of them with every eighth spin turned.
pub fn shelf(count: usize, shape: GridShape, temperature: f64) -> Document {
    let patterns = balanced_patterns(count, shape.cells(), &mut Seed(2).stream(Stream::Patterns));
    let first = patterns.first().map_or(&[][..], Pattern::spins);
    let cue = Pattern::from_bits((0..shape.cells()).map(|i| (first.get(i) == Some(&1)) != (i % 8 == 0)));
    let memories = patterns.into_iter().zip(1..).map(|(pattern, k)| Memory::new(format!("memory {k}"), pattern));
    Document { temperature, ..Document::new(shape, memories.collect(), cue, Seed(1)) }
}

impl Fixture {
    pub fn new(id: &str, document: &Document) -> Self {
        let mut driver = Driver::new(document).unwrap();
        let snapshot = driver.snapshot();
        Self::on(Hopfield { driver, studies: Studies::new(nobody()) }, snapshot, id)
    }

    /// Tells the session something and takes its next picture.
    pub fn apply(&mut self, command: Command<Document, RecallCmd>) {
        self.bench.driver.apply(command).unwrap();
        self.snapshot = self.bench.driver.snapshot();
    }

    /// Runs for so many sweeps at most.
    pub fn run(&mut self, sweeps: u64) {
        let size = self.snapshot.view.moment.state.len() as u64;
        self.apply(Command::Step(sweeps * size));
        self.bench.driver.run_until_idle(u64::MAX);
        self.snapshot = self.bench.driver.snapshot();
    }

    /// Carries out what belongs to the studies, as the lab does, and waits for them.
    pub fn study(&mut self, asks: &[Ask]) {
        for ask in asks {
            match *ask {
                Ask::RunMany { runs, random } => self.bench.studies.run_many(&self.snapshot, runs, random).unwrap(),
                Ask::Slice { from, to, orders } => self.bench.studies.slice(&self.snapshot, from, to, orders).unwrap(),
                Ask::CompareCooling { runs } => self.bench.studies.compare_cooling(&self.snapshot, runs).unwrap(),
                Ask::MeasureWeights => self.bench.studies.measure_weights(&self.snapshot).unwrap(),
                Ask::SixEnergies => self.bench.studies.fall_six_times(&self.snapshot, 0).unwrap(),
                Ask::Continuous(settings) => {
                    self.bench.studies.attend(&self.snapshot, settings, &GreyCue::default()).unwrap();
                }
                Ask::Neurons(settings) => self.bench.studies.compete(&self.snapshot, settings).unwrap(),
                Ask::Landscape(over) => self.bench.studies.survey(&self.snapshot, over).unwrap(),
                Ask::Branches => self.bench.studies.follow_branches(&self.snapshot).unwrap(),
                Ask::DenseCapacity { size } => self.bench.studies.measure_capacity(size, Seed(1)).unwrap(),
                _ => {}
            }
        }
        let (document, network) = (document_key(&self.snapshot), network_key(&self.snapshot));
        let start = Instant::now();
        loop {
            self.bench.studies.fetch();
            let Studies { many_runs, quench, anneal, path, weights, .. } = &self.bench.studies;
            let cooled = [quench, anneal];
            let arrived =
                cooled.iter().all(|study| !study.is_for(document) || study.latest().is_some_and(|s| s.view.done > 0))
                    && (!many_runs.is_for(document) || many_runs.latest().is_some_and(|s| s.view.done > 0))
                    && (!path.is_for(network) || path.latest().is_some_and(|s| s.view.done > 0))
                    && (!weights.is_for(network) || weights.latest().is_some_and(|s| s.view.crosstalk.is_some()));
            if arrived && !self.bench.studies.busy() {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "the studies did not finish: {asks:?}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}
