//! Families of sequences whose contacts are predicted, and what is known of their structure.

use std::path::Path;
use std::sync::Arc;

use crate::engine::couplings::contact_cost;
use crate::engine::couplings::{ContactMethod, ContactSettings};
use crate::io::datasets::{self, DataOptions, DataSource, lattice_protein_fold};
use crate::io::structure::{self, Fit, Structure};
use crate::io::text::{grouped, plain};
use crate::io::{builtin, memory};
use crate::physics::contacts::{Distances, SiteTable};
use crate::physics::data::Dataset;
use crate::physics::seed::Seed;
use crate::physics::stop::NEVER;

/// Mean fields of so many bytes or fewer are computed while a slider moves; larger ones wait for Start.
const LIVE: u64 = 512 << 20;

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

    /// The family. Unpacks it and tries what it takes: not for the window's thread.
    ///
    /// # Errors
    /// A sentence where it cannot be read.
    pub fn open(self) -> Result<Family, String> {
        let source: DataSource = self.source().parse().map_err(|err: datasets::DataError| err.to_string())?;
        let data = datasets::open(&source, &DataOptions::default(), Seed(1)).map_err(|err| err.to_string())?;
        let distances = match lattice_protein_fold(self.source()) {
            Some(fold) => Some(fold.distances().map_err(|err| err.to_string())?),
            None => builtin::distances(self.source().trim_start_matches("builtin:")).map_err(|err| err.to_string())?,
        };
        let mut family = Family { protein: Some(self), ..Family::of(self.title().to_owned(), Arc::new(data)) };
        if let Some(distances) = distances {
            family.take(&Structure::OfSites(distances), self.title())?;
        }
        Ok(family)
    }
}

/// What a method takes of a family.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cost {
    pub bytes: u64,
    /// By a trial on this machine; `None` where there is no memory for it, or nothing can be learnt.
    pub seconds: Option<f64>,
    /// Why there is no memory.
    pub refused: Option<String>,
}

/// What both methods take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Costs {
    mean_field: Cost,
    pseudo_likelihood: Cost,
}

impl Costs {
    fn of(data: &Dataset) -> Self {
        let cost = |method| {
            let bytes = contact_cost::bytes(data, method);
            Cost { bytes, seconds: None, refused: check_memory(data, bytes).err() }
        };
        let mut costs = Self {
            mean_field: cost(ContactMethod::MeanField),
            pseudo_likelihood: cost(ContactMethod::PseudoLikelihood),
        };
        if costs.mean_field.refused.is_none()
            && costs.pseudo_likelihood.refused.is_none()
            && let Ok([mean_field, pseudo_likelihood]) = contact_cost::seconds(data, NEVER)
        {
            costs.mean_field.seconds = Some(mean_field);
            costs.pseudo_likelihood.seconds = Some(pseudo_likelihood);
        }
        costs
    }

    pub const fn by(&self, method: ContactMethod) -> &Cost {
        match method {
            ContactMethod::MeanField => &self.mean_field,
            ContactMethod::PseudoLikelihood => &self.pseudo_likelihood,
        }
    }
}

/// Refuses an estimate that there is no memory for.
pub fn check_memory(data: &Dataset, bytes: u64) -> Result<(), String> {
    let sites = grouped(data.columns());
    let what = format!("An estimate of the couplings of {sites} sites with {} states", data.states);
    memory::check(&what, bytes).map(|_much| ())
}

/// The sequences of a protein, and what is known of its structure.
#[derive(Clone, Debug)]
pub struct Family {
    pub name: String,
    /// Which family of the program it is.
    pub protein: Option<Protein>,
    /// Whether its structure was opened by the person.
    pub opened: bool,
    pub data: Arc<Dataset>,
    pub costs: Costs,
    /// Which residue of the structure stands at which site, as it was found and as it was corrected.
    pub aligned: Option<SiteTable>,
    pub table: Option<SiteTable>,
    /// How far apart the sites are by that table.
    pub distances: Option<Arc<Distances>>,
    /// The row whose letters stand for those of the sites.
    pub row: usize,
    /// How the structure was aligned.
    pub note: Option<String>,
}

impl Family {
    /// Sequences without a structure. Tries what they take: not for the window's thread.
    pub fn of(name: String, data: Arc<Dataset>) -> Self {
        let costs = Costs::of(&data);
        Self {
            name,
            protein: None,
            opened: false,
            data,
            costs,
            aligned: None,
            table: None,
            distances: None,
            row: 0,
            note: None,
        }
    }

    /// Whether a map by these settings is begun without being asked for.
    pub fn is_live(&self, settings: &ContactSettings) -> bool {
        settings.method == ContactMethod::MeanField && self.costs.mean_field.bytes <= LIVE
    }

    /// Takes the structure of a file.
    ///
    /// # Errors
    /// It cannot be read, or does not fit the sequences.
    pub fn open_structure(&mut self, path: &Path) -> Result<(), String> {
        let found = structure::open(path, self.data.columns()).map_err(|err| err.to_string())?;
        self.take(&found, &plain(path))?;
        self.opened = true;
        Ok(())
    }

    fn take(&mut self, found: &Structure, name: &str) -> Result<(), String> {
        let (table, fit) = structure::table_of_sites(found, &self.data).map_err(|fault| format!("{name}: {fault}"))?;
        self.note = fit.as_ref().map(|fit| fitted(&self.data, fit));
        self.row = fit.map_or(0, |fit| fit.row);
        self.aligned = Some(table.clone());
        self.correct(table);
        Ok(())
    }

    /// Takes a corrected table.
    pub fn correct(&mut self, table: SiteTable) {
        self.distances = Some(Arc::new(table.distances()));
        self.table = Some(table);
    }
}

/// `Chain A is most like row 5: 130 of 137 sites have a residue, 121 of them with the same letter.`
fn fitted(data: &Dataset, fit: &Fit) -> String {
    let chain = if fit.chain == ' ' { "The chain".to_owned() } else { format!("Chain {}", fit.chain) };
    format!(
        "{chain} is most like row {}: {} of {} sites have a residue, {} of them with the same letter.",
        data.row_number(fit.row) + 1,
        fit.mapped,
        data.columns(),
        fit.identical
    )
}
