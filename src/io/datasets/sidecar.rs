//! The JSON file next to a packed .npz: what its arrays cannot say themselves.

use std::collections::BTreeMap;

use super::FormatError;
use crate::io::text::said;

/// Shape, alphabet and label names of a packed set.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Sidecar {
    /// Number of columns, which packed bits round up to whole bytes.
    pub dim: usize,
    /// Height and width of a picture.
    #[serde(default)]
    pub shape: Option<[usize; 2]>,
    /// Symbols of the values of a categorical set.
    #[serde(default)]
    pub alphabet: Option<String>,
    /// Class names of each label column.
    #[serde(default)]
    pub labels: BTreeMap<String, Vec<String>>,
    /// Names of the columns.
    #[serde(default, alias = "snps")]
    pub column_names: Option<Vec<String>>,
}

impl Sidecar {
    /// Reads the JSON text.
    pub fn parse(text: &str) -> Result<Self, FormatError> {
        serde_json::from_str(text).map_err(|error| FormatError::new("a description of packed data", said(&error)))
    }
}
