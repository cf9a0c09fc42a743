//! A data set in memory: rows of binary or categorical values, label columns, and the shape of a picture.

use std::sync::Arc;

use crate::physics::spins::{GridShape, Pattern};

/// One column of labels: what each row is called under one legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelColumn {
    /// The legend, for instance `digit` or `continent`.
    pub name: String,
    /// The distinct label names.
    pub classes: Vec<String>,
    /// For each row the index of its class; `None` where unknown.
    pub of_row: Vec<Option<u32>>,
}

/// Rows of values 0 … q−1, all of one length.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// What it is called: a built-in name or a file name.
    pub name: String,
    /// Row-major values, each below `states`.
    pub values: Arc<[u8]>,
    /// Number of columns: sites, pixels, spins.
    pub columns: usize,
    /// Number of values a site can take: 2 for binary data.
    pub states: u8,
    /// The symbol of each value of a categorical set, for instance `-ACDEFGHIKLMNPQRSTVWY`.
    pub alphabet: Option<String>,
    /// What each row is called, where rows have names.
    pub row_names: Option<Vec<String>>,
    /// Label columns, possibly none.
    pub labels: Vec<LabelColumn>,
    /// The picture a row is, where it is one.
    pub shape: Option<GridShape>,
}

impl Dataset {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.columns).unwrap_or(0)
    }

    /// The values of one row; `None` beyond the last.
    pub fn row(&self, index: usize) -> Option<&[u8]> {
        let start = index.checked_mul(self.columns)?;
        self.values.get(start..start.checked_add(self.columns)?)
    }

    /// Whether every value is 0 or 1.
    pub fn is_binary(&self) -> bool {
        self.states == 2
    }

    /// One row as ±1 spins (0 → −1, 1 → +1); `None` beyond the last row or for categorical data.
    pub fn pattern(&self, index: usize) -> Option<Pattern> {
        self.is_binary().then_some(())?;
        Some(Pattern::from_bits(self.row(index)?.iter().map(|&value| value != 0)))
    }

    /// The name of a row: its own, or the first label, or its number.
    pub fn row_name(&self, index: usize) -> String {
        if let Some(name) = self.row_names.as_ref().and_then(|names| names.get(index)) {
            return name.clone();
        }
        let label = self.labels.first().and_then(|column| {
            let class = (*column.of_row.get(index)?)?;
            column.classes.get(class as usize)
        });
        label.map_or_else(|| index.to_string(), Clone::clone)
    }
}
