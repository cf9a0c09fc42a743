//! Contacts of a structure, and how well scores of pairs predict them.
//!
//! * [`distances`]: how far apart the sites of an alignment are in a structure, where that is known
//! * [`alignment`]: which residue of a structure stands at which site
//! * [`site_table`]: the same as a table that can be corrected
//! * [`prediction`]: pairs by descending score, and the fraction of contacts among the first of them

pub mod alignment;
pub mod distances;
pub mod prediction;
pub mod site_table;

pub use alignment::SiteMap;
pub use distances::Distances;
pub use prediction::{Precision, Prediction, ScoredPair};
pub use site_table::{Residues, SiteTable, SiteTableError};
