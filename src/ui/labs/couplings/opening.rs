//! What the lab opens with.

use crate::io::run::OpenRun;
use crate::io::run::builtin::{RING, RING_WITH_TRIPLES};
use crate::physics::seed::Seed;
use crate::ui::chassis::Step;
use crate::ui::labs::couplings::contact_desk::ContactAsk;
use crate::ui::labs::couplings::context::Ask;
use crate::ui::labs::couplings::proteins::Protein;
use crate::ui::labs::couplings::race_settings::ErrorSettings;
use crate::ui::widgets::{WayIn, way_in_ui};

/// What the lab opens with.
pub const FIRST: Preset = Preset::Ring;

/// The name of the run that it opens with.
pub const fn first_run() -> &'static str {
    RING.name
}

/// A run that is part of the program, with its truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Preset {
    /// A ring of spins.
    Ring,
    /// A ring on which each three consecutive spins act together, too.
    Triples,
}

impl Preset {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 2] = [Self::Ring, Self::Triples];

    /// Its entry in the menu.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Ring => "Ring, β = 0.2",
            Self::Triples => "Ring with triples, K = 0.1",
        }
    }

    pub const fn tip(self) -> &'static str {
        match self {
            Self::Ring => "20 spins on a ring, 20,000 samples at β = 0.2: does the machine find the 20 couplings?",
            Self::Triples => {
                "The same with a coupling of each three consecutive spins, which no model of pairs can have"
            }
        }
    }

    /// The run. Unpacks it: not for the window's thread.
    ///
    /// # Errors
    /// A sentence where it cannot be read.
    pub fn open(self, seed: Seed) -> Result<OpenRun, String> {
        let run = match self {
            Self::Ring => RING.open(seed),
            Self::Triples => RING_WITH_TRIPLES.open(seed),
        };
        run.map_err(|err| err.to_string())
    }
}

/// What is shown while there is no run yet.
pub fn empty_ui(ui: &mut egui::Ui, waits: bool) -> Option<WayIn<Preset>> {
    let sentences = (
        "A trained machine is being unpacked.",
        "The file could not be opened. Open another run, or look at this one.",
    );
    way_in_ui(ui, waits, sentences, &Preset::ALL.map(|preset| (preset, preset.title(), preset.tip())))
}

/// The steps to the pictures: one hidden unit, contacts, triples, errors over rows, and at the end the ring and the race.
pub fn rehearsal() -> Vec<Step<Ask>> {
    let show = |panel: &str| Step::Show(panel.to_owned());
    let moment = |name: &str| Step::Moment(name.to_owned());
    vec![
        Step::Wait,
        Step::Ask(Ask::Pair([3, 4])),
        show("one-unit"),
        moment("one-unit"),
        Step::Ask(Ask::Contacts(ContactAsk::Protein(Protein::Dhfr))),
        show("contacts"),
        Step::Wait,
        moment("contacts"),
        Step::Ask(Ask::Preset(Preset::Triples)),
        Step::Wait,
        show("triples"),
        Step::Wait,
        moment("three-body"),
        Step::Ask(Ask::Errors(ErrorSettings::default())),
        show("error-curves"),
        Step::Wait,
        moment("errors"),
        Step::Ask(Ask::Preset(Preset::Ring)),
        show("race"),
        Step::Wait,
    ]
}
