//! What the lab opens with, and what becomes the leaves of a tree.

use crate::io::run::OpenRun;
use crate::io::run::builtin::{DIGITS, FAMILY_TREE};
use crate::physics::data::Dataset;
use crate::physics::rbm::{Configurations, VisibleUnits};
use crate::physics::seed::{Seed, Stream, below, sample};
use crate::ui::chassis::{Control, Step};
use crate::ui::labs::tree::context::Ask;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{WayIn, way_in_ui};

/// What the lab opens with.
pub const FIRST: Preset = Preset::Digits;

/// The name of the run that it opens with.
pub const fn first_run() -> &'static str {
    DIGITS.name
}

/// A run that is part of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Preset {
    Digits,
    /// Three families of three sub-families.
    FamilyTree,
}

impl Preset {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 2] = [Self::Digits, Self::FamilyTree];

    /// Its entry in the menu.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Digits => "Handwritten digits",
            Self::FamilyTree => "Planted family tree",
        }
    }

    pub const fn tip(self) -> &'static str {
        match self {
            Self::Digits => "A machine of 784 × 40 units along its training: do its first splits tell digits apart?",
            Self::FamilyTree => "Three families of three sub-families each, made by a rule: the right tree is known",
        }
    }

    /// The run. Unpacks it: not for the window's thread.
    ///
    /// # Errors
    /// A sentence where it cannot be read.
    pub fn open(self, seed: Seed) -> Result<OpenRun, String> {
        let run = match self {
            Self::Digits => DIGITS.open(seed),
            Self::FamilyTree => FAMILY_TREE.open(seed),
        };
        run.map_err(|err| err.to_string())
    }
}

/// What becomes the leaves of a tree, and what that is in words.
pub struct Leaves {
    pub rows: Dataset,
    pub what: String,
}

/// At most `count` rows of the data of a run, spread over all by the seed. Without data the chains of its last
/// checkpoint, and without these fair noise: fixed points can still be found from there.
pub fn leaves(run: &OpenRun, count: usize, seed: Seed) -> Leaves {
    if let Some(data) = &run.data {
        let mut chosen = sample(data.rows.rows(), count, &mut seed.stream(Stream::Rows));
        chosen.sort_unstable();
        let mut rows = data.rows.select(&chosen);
        // Files of labels may call rows by their numbers in the data.
        rows.row_names.get_or_insert_with(|| chosen.iter().map(usize::to_string).collect());
        let of = if rows.rows() < data.rows.rows() {
            format!(" of {}", grouped(data.rows.rows() as u64))
        } else {
            String::new()
        };
        let what = format!("{}{of} rows of {}", grouped(rows.rows() as u64), data.rows.name);
        return Leaves { rows, what };
    }
    let rbm = &run.last.rbm;
    let states = rbm.visible().states();
    let (values, what) = if let Some(chains) = run.last.chains.as_ref().filter(|chains| chains.rows() > 0) {
        (chains.first(count), "chains of its last checkpoint: it has no data here")
    } else {
        let mut rng = seed.stream(Stream::Rows);
        let noise: Vec<u8> = (0..count * rbm.sites()).map(|_| below(&mut rng, u32::from(states)) as u8).collect();
        (Configurations::new(noise, rbm.sites()), "random states: it has neither data nor chains here")
    };
    let what = format!("{} {what}", grouped(values.rows() as u64));
    let mut rows = Dataset::new(run.name.clone(), values.as_slice(), rbm.sites(), states);
    rows.alphabet = (rbm.visible() == VisibleUnits::Potts(21)).then(|| PROTEIN.to_owned());
    Leaves { rows, what }
}

/// The letters of sequences with 21 states, where a run does not say.
const PROTEIN: &str = "-ACDEFGHIKLMNPQRSTVWY";

/// What is shown while there is no tree yet.
pub fn empty_ui(ui: &mut egui::Ui, waits: bool) -> Option<WayIn<Preset>> {
    let sentences = (
        "A trained machine is being unpacked.",
        "The file could not be opened. Open another run, or look at one of these.",
    );
    way_in_ui(ui, waits, sentences, &Preset::ALL.map(|preset| (preset, preset.title(), preset.tip())))
}

/// The steps to a state that is worth a picture.
pub fn rehearsal() -> Vec<Step<Ask>> {
    vec![
        Step::Wait,
        Step::Moment("digits".to_owned()),
        Step::Ask(Ask::Preset(Preset::FamilyTree)),
        Step::Wait,
        Step::Control(Control::Play),
        Step::Wait,
    ]
}
