//! What a run learns from: rows, and how they were chosen, so that the same rows can be found again.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::physics::data::Dataset;

/// Which data a run learns from, in words: what a record, a session or a lesson stores in place of the rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DataReference {
    /// What the command line calls it: `builtin:mnist`, or a path.
    pub source: String,
    /// Number of rows learned from.
    pub rows: usize,
    /// Number of sites.
    pub columns: usize,
    /// Values that a site can take.
    pub states: u8,
    /// Whether rows are weighted by 1/(number of rows at least 0.8 identical): for sequences.
    pub reweighted: bool,
    /// The rows that were asked for (`--rows`).
    pub first_rows: Option<usize>,
    /// The labels that were asked for (`--subset`).
    pub subset: Vec<String>,
    /// The file of labels (`--labels`).
    pub labels: Option<String>,
    /// The threshold (`--threshold`).
    pub threshold: Option<f64>,
    /// What else was asked of the values, where anything was.
    pub reading: Option<Box<RecordedReading>>,
    /// What a reader had to decide about them.
    pub notes: Box<[String]>,
    /// The letters of their values, where they are sequences.
    pub alphabet: Option<Box<str>>,
    /// A checksum of the values, to notice other data of the same name.
    pub checksum: u64,
}

/// What was asked of the values of data besides a threshold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordedReading {
    /// Whether whole numbers are states (`--categories`).
    pub categories: bool,
    /// The columns of labels (`--label-column`).
    pub label_columns: Vec<String>,
    /// The column of names (`--names-column`).
    pub names_column: Option<String>,
    /// Whether columns are rows (`--transpose`).
    pub transpose: bool,
    /// Whether insertions of sequences are columns (`--keep-insertions`).
    pub keep_insertions: bool,
    /// Height and width of a row (`--shape`).
    pub shape: Option<[usize; 2]>,
}

/// Rows in memory together with the reference by which they are found again.
///
/// Only the reference is serialised: rows can be gigabytes, and belong to the files and built-in sets they came from.
/// What is read back therefore has no rows until they are opened again; a training refuses to start without.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "DataReference", into = "DataReference")]
pub struct TrainingData {
    /// The rows, without those left out by a choice of rows or labels.
    pub rows: Arc<Dataset>,
    /// Where they came from and how they were chosen.
    pub reference: DataReference,
}

impl TrainingData {
    /// All rows of `source`, none weighted.
    pub fn new(rows: impl Into<Arc<Dataset>>, source: impl Into<String>) -> Self {
        Self::chosen(rows, DataReference { source: source.into(), ..DataReference::default() })
    }

    /// Rows that were chosen as `choice` says; their sizes and checksum are filled in.
    pub fn chosen(rows: impl Into<Arc<Dataset>>, choice: DataReference) -> Self {
        let rows = rows.into();
        let (count, columns, states) = (rows.rows(), rows.columns(), rows.states);
        let (notes, alphabet) = (rows.notes.clone().into(), rows.alphabet.as_deref().map(Into::into));
        let reference =
            DataReference { rows: count, columns, states, notes, alphabet, checksum: checksum(&rows), ..choice };
        Self { rows, reference }
    }
}

impl From<DataReference> for TrainingData {
    fn from(reference: DataReference) -> Self {
        let rows = Dataset::new(&reference.source, Vec::new(), reference.columns, reference.states);
        Self { rows: Arc::new(rows), reference }
    }
}

impl From<TrainingData> for DataReference {
    fn from(data: TrainingData) -> Self {
        data.reference
    }
}

/// A checksum of the values of a data set (FNV-1a).
fn checksum(data: &Dataset) -> u64 {
    let step = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    data.values.as_slice().iter().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_outlives_the_rows() {
        let choice = DataReference { source: "a.csv".to_owned(), first_rows: Some(2), ..DataReference::default() };
        let data = TrainingData::chosen(Dataset::new("a.csv", vec![0, 1, 2, 1], 2, 3), choice);
        let reference = &data.reference;
        assert_eq!((reference.rows, reference.columns, reference.states, reference.first_rows), (2, 2, 3, Some(2)));
        let read: TrainingData = serde_json::from_str(&serde_json::to_string(&data).unwrap()).unwrap();
        assert_eq!((&read.reference, read.rows.rows(), read.rows.columns()), (reference, 0, 2));
        let other = TrainingData::new(Dataset::new("a.csv", vec![0, 1, 2, 0], 2, 3), "a.csv");
        assert_ne!(other.reference.checksum, reference.checksum);
    }
}
