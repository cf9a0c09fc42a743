//! The proteins whose contacts are predicted, opened on threads of their own.

use std::sync::Arc;

use crate::io::builtin;
use crate::io::datasets::{self, DataOptions, DataSource, lattice_protein_fold};
use crate::physics::contacts::Distances;
use crate::physics::data::Dataset;
use crate::physics::seed::Seed;
use crate::ui::jobs::{Answer, Inbox};
use crate::ui::shell::Shell;

/// A family of sequences whose structure is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Protein {
    Dhfr,
    SerineProteases,
    /// A chain folded on the cube of 27 sites: all of the truth is known.
    Lattice,
}

impl Protein {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Dhfr, Self::SerineProteases, Self::Lattice];

    /// Its entry in the menu.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Dhfr => "DHFR",
            Self::SerineProteases => "Serine proteases",
            Self::Lattice => "Lattice protein",
        }
    }

    pub const fn tip(self) -> &'static str {
        match self {
            Self::Dhfr => "Dihydrofolate reductase: 3,876 sequences of 137 sites, with the distances of a crystal",
            Self::SerineProteases => "1,413 sequences of 205 sites, with the distances of a crystal",
            Self::Lattice => "Sequences made for one fold of a chain of 27 on a cube: its 28 contacts are known",
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::Dhfr => "builtin:dhfr",
            Self::SerineProteases => "builtin:serine-proteases",
            Self::Lattice => "builtin:lattice-protein:0",
        }
    }

    fn open(self) -> Result<Family, String> {
        let source: DataSource = self.source().parse().map_err(|err: datasets::DataError| err.to_string())?;
        let data = datasets::open(&source, &DataOptions::default(), Seed(1)).map_err(|err| err.to_string())?;
        let distances = match lattice_protein_fold(self.source()) {
            Some(fold) => Some(fold.distances().map_err(|err| err.to_string())?),
            None => builtin::distances(self.source().trim_start_matches("builtin:")).map_err(|err| err.to_string())?,
        };
        Ok(Family { protein: self, data: Arc::new(data), distances: distances.map(Arc::new) })
    }
}

/// The sequences of a protein, and the distances of its sites.
#[derive(Clone, Debug)]
pub struct Family {
    pub protein: Protein,
    pub data: Arc<Dataset>,
    pub distances: Option<Arc<Distances>>,
}

/// The families that were opened; the last one is kept.
#[derive(Default)]
pub struct Families {
    inbox: Inbox<Family>,
    opened: Option<Family>,
    /// The one that was asked for last.
    asked: Option<Protein>,
}

impl Families {
    /// The family, if it is open.
    pub fn get(&self, protein: Protein) -> Option<&Family> {
        self.opened.as_ref().filter(|family| family.protein == protein)
    }

    /// The one that was asked for last.
    pub const fn asked(&self) -> Option<Protein> {
        self.asked
    }

    /// Opens a family.
    ///
    /// # Errors
    /// The job could not be started.
    pub fn open(&mut self, protein: Protein, shell: &Shell) -> Result<(), String> {
        self.asked = Some(protein);
        shell.jobs.clone().start("open sequences", &mut self.inbox, move || match protein.open() {
            Ok(family) => Answer::Done(family),
            Err(sentence) => Answer::Failed(sentence),
        })
    }

    /// Takes what was opened; whether it is what was asked for last.
    pub fn fetch(&mut self, shell: &mut Shell) -> bool {
        let mut came = false;
        while let Some(family) = self.inbox.done(shell) {
            came = self.asked == Some(family.protein);
            self.opened = Some(family);
        }
        came
    }

    pub fn busy(&self) -> bool {
        self.inbox.busy()
    }
}
