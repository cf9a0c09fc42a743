//! What all these tests share.

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::{Command, Job};
use glassbox::engine::hopfield::recall::{Document, Memory, Recall, RecallCmd, RecallView};
use glassbox::physics::corruption::{Corruption, CorruptionKind};
use glassbox::physics::seed::{Seed, Stream};
use glassbox::physics::spins::{GridShape, Pattern};

/// `count` random patterns.
pub fn random(size: usize, count: usize, seed: u64) -> Vec<Pattern> {
    let mut rng = Seed(seed).stream(Stream::Patterns);
    (0..count).map(|_| Pattern::random(size, &mut rng)).collect()
}

/// Patterns as memories m0, m1, …
pub fn memories(patterns: &[Pattern]) -> Vec<Memory> {
    patterns.iter().enumerate().map(|(k, pattern)| Memory::new(format!("m{k}"), pattern.clone())).collect()
}

/// A few random memories on a grid, the first one with a quarter of its cells flipped as the cue.
pub fn document(width: usize, height: usize, count: usize) -> Document {
    let patterns = random(width * height, count, 3);
    let cue = patterns.first().cloned().unwrap_or_else(|| Pattern::from_bits(vec![true; width * height]));
    let mut document = Document::new(GridShape::new(width, height), memories(&patterns), cue, Seed(5));
    document.corruption = Corruption::flip(0.25);
    document
}

/// A driver of a document that can be run.
pub fn driver(document: &Document) -> Driver<Recall> {
    Driver::new(document).unwrap()
}

/// A command that is accepted.
pub fn tell(driver: &mut Driver<Recall>, cmd: RecallCmd) {
    driver.apply(Command::Model(cmd)).unwrap();
}

/// A command that is refused: it leaves the session as it was and gives its sentence.
pub fn refuse(driver: &mut Driver<Recall>, cmd: RecallCmd) -> String {
    let before = format!("{:?}", driver.session().view());
    let sentence = driver.apply(Command::Model(cmd)).unwrap_err().to_string();
    assert_eq!(format!("{:?}", driver.session().view()), before, "a refused command changes nothing");
    assert!(sentence.len() > 10, "{sentence}");
    sentence
}

/// So many steps, or up to the end.
pub fn run(driver: &mut Driver<Recall>, steps: u64) {
    driver.apply(Command::Step(steps)).unwrap();
    driver.run_until_idle(u64::MAX);
}

/// Up to the end, where there is one.
pub fn settle(driver: &mut Driver<Recall>) {
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(100_000_000);
}

/// The picture now.
pub fn view(driver: &Driver<Recall>) -> RecallView {
    driver.session().view()
}

/// Flips a fraction of the cells.
pub fn flip(gesture: u64, amount: f64) -> RecallCmd {
    RecallCmd::Corrupt { gesture, corruption: Corruption::flip(amount), blend_with: None }
}

/// Any corruption.
pub fn corrupt(kind: CorruptionKind, amount: f64, blend_with: Option<usize>) -> RecallCmd {
    RecallCmd::Corrupt { gesture: 0, corruption: Corruption { kind, amount }, blend_with }
}

/// Everything of a view that a person sees, bit for bit, without the counters of edits.
pub fn bits(view: &RecallView) -> String {
    let moment = &view.moment;
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        view.document,
        view.cue,
        moment.update,
        moment.state,
        moment.fields,
        moment.age,
        moment.energy.to_bits(),
        moment.overlaps,
        moment.explanation,
        (view.base, view.recorded, view.live, view.outcome),
        view.verdict,
        view.curves,
        view.ghosts,
    )
}
