//! A data set in memory: rows of binary or categorical values, label columns, and the shape of a picture.

use std::sync::Arc;

use crate::physics::configurations::Configurations;
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

impl LabelColumn {
    /// Number of rows in each class, in the order of `classes`.
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.classes.len()];
        for &class in self.of_row.iter().flatten() {
            if let Some(count) = counts.get_mut(class as usize) {
                *count += 1;
            }
        }
        counts
    }

    /// The same labels with their classes from the commonest to the rarest; equally common ones keep their order.
    #[must_use]
    pub fn commonest_first(&self) -> Self {
        let counts = self.counts();
        let mut order: Vec<usize> = (0..counts.len()).collect();
        order.sort_by_key(|&class| std::cmp::Reverse(counts[class]));
        let mut place = vec![None; order.len()];
        for (new, &class) in order.iter().enumerate() {
            place[class] = Some(new as u32);
        }
        Self {
            name: self.name.clone(),
            classes: order.iter().map(|&class| self.classes[class].clone()).collect(),
            of_row: self.of_row.iter().map(|class| place.get((*class)? as usize).copied().flatten()).collect(),
        }
    }
}

/// Rows of values 0 … q−1, all of one length.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// What it is called: a built-in name or a file name.
    pub name: String,
    /// The rows: values of sites, pixels, spins, each below `states`.
    pub values: Configurations,
    /// Number of values a site can take: 2 for binary data.
    pub states: u8,
    /// The symbol of each value of a categorical set, for instance `-ACDEFGHIKLMNPQRSTVWY`.
    pub alphabet: Option<String>,
    /// What each row is called, where rows have names.
    pub row_names: Option<Vec<String>>,
    /// What each column is called, where columns have names: a SNP, a justice, a property.
    pub column_names: Option<Vec<String>>,
    /// The number of each row in its file, from 0, where some of its rows were left out.
    pub row_numbers: Option<Box<[usize]>>,
    /// Label columns, possibly none.
    pub labels: Vec<LabelColumn>,
    /// The picture a row is, where it is one.
    pub shape: Option<GridShape>,
    /// What a reader had to decide, one sentence each: rows dropped, letters replaced.
    pub notes: Vec<String>,
    /// The numbers as they were, row by row, where they were asked for and are more than two values.
    pub numbers: Option<Arc<[f64]>>,
}

impl Dataset {
    /// Bare rows, without names, labels or shape.
    pub fn new(name: impl Into<String>, values: impl Into<Vec<u8>>, columns: usize, states: u8) -> Self {
        Self {
            name: name.into(),
            values: Configurations::new(values, columns),
            states,
            alphabet: None,
            row_names: None,
            column_names: None,
            row_numbers: None,
            labels: Vec::new(),
            shape: None,
            notes: Vec::new(),
            numbers: None,
        }
    }

    /// The rows named by `indices`, in that order, with their names and labels; indices beyond the last are skipped.
    #[must_use]
    pub fn select(&self, indices: &[usize]) -> Self {
        let indices: Vec<usize> = indices.iter().copied().filter(|&index| index < self.rows()).collect();
        let row_names = self
            .row_names
            .as_ref()
            .map(|names| indices.iter().map(|&index| names.get(index).cloned().unwrap_or_default()).collect());
        let numbers: Vec<usize> = indices.iter().map(|&index| self.row_number(index)).collect();
        let labels = self
            .labels
            .iter()
            .map(|column| LabelColumn {
                name: column.name.clone(),
                classes: column.classes.clone(),
                of_row: indices.iter().map(|&index| column.of_row.get(index).copied().flatten()).collect(),
            })
            .collect();
        Self {
            name: self.name.clone(),
            values: self.values.select(&indices),
            states: self.states,
            alphabet: self.alphabet.clone(),
            row_names,
            column_names: self.column_names.clone(),
            row_numbers: Self::numbers_of_rows(numbers),
            labels,
            shape: self.shape,
            notes: self.notes.clone(),
            numbers: self.numbers.as_ref().map(|_| {
                indices.iter().flat_map(|&index| self.kept_numbers(index).unwrap_or_default()).copied().collect()
            }),
        }
    }

    /// Mean of all values: the fraction of ones of a binary set; 0 for an empty one.
    pub fn mean(&self) -> f64 {
        let values = self.values.as_slice();
        values.iter().map(|&value| u64::from(value)).sum::<u64>() as f64 / values.len().max(1) as f64
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.values.rows()
    }

    /// Number of columns: sites, pixels, spins.
    pub fn columns(&self) -> usize {
        self.values.sites()
    }

    /// The values of one row; `None` beyond the last.
    pub fn row(&self, index: usize) -> Option<&[u8]> {
        self.values.row(index)
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

    /// One row of the numbers that were kept.
    fn kept_numbers(&self, index: usize) -> Option<&[f64]> {
        let columns = self.columns();
        self.numbers.as_ref()?.get(index.checked_mul(columns)?..index.checked_add(1)?.checked_mul(columns)?)
    }

    /// One row as real numbers: those that were kept, else ±1 of two values, else the numbers of the states; `None` beyond
    /// the last row.
    pub fn real_row(&self, index: usize) -> Option<Vec<f64>> {
        if let Some(numbers) = self.kept_numbers(index) {
            return Some(numbers.to_vec());
        }
        let row = self.row(index)?;
        let binary = self.is_binary();
        Some(row.iter().map(|&value| if binary { 2.0 * f64::from(value) - 1.0 } else { f64::from(value) }).collect())
    }

    /// Numbers of rows as they are kept: not at all where they say nothing.
    pub fn numbers_of_rows(numbers: Vec<usize>) -> Option<Box<[usize]>> {
        let differ = numbers.iter().enumerate().any(|(at, &number)| at != number);
        differ.then(|| numbers.into())
    }

    /// The number of a row in the file it came from, from 0.
    pub fn row_number(&self, index: usize) -> usize {
        self.row_numbers.as_ref().and_then(|numbers| numbers.get(index)).copied().unwrap_or(index)
    }

    /// Where the row of that number in the file is now; `None` where it was left out.
    pub fn row_of_number(&self, number: usize) -> Option<usize> {
        match &self.row_numbers {
            Some(numbers) => numbers.iter().position(|&own| own == number),
            None => Some(number).filter(|&number| number < self.rows()),
        }
    }

    /// The name of a row: its own, or the first label, or its number.
    pub fn row_name(&self, index: usize) -> String {
        let own = self.row_names.as_ref().and_then(|names| names.get(index));
        own.or_else(|| self.first_label(index)).map_or_else(|| self.row_number(index).to_string(), Clone::clone)
    }

    /// What tells a row from all others: its own name, or its number, with the first label behind it (`row 0 (4)`).
    pub fn row_title(&self, index: usize) -> String {
        if let Some(name) = self.row_names.as_ref().and_then(|names| names.get(index)) {
            return name.clone();
        }
        let number = self.row_number(index);
        self.first_label(index).map_or_else(|| number.to_string(), |label| format!("row {number} ({label})"))
    }

    /// What a row is called under the first legend.
    fn first_label(&self, index: usize) -> Option<&String> {
        let column = self.labels.first()?;
        let class = (*column.of_row.get(index)?)?;
        column.classes.get(class as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_class_comes_first() {
        let classes = ["a", "b", "c"].map(str::to_owned).to_vec();
        let column =
            LabelColumn { name: "x".to_owned(), classes, of_row: vec![Some(0), Some(2), None, Some(2), Some(1)] };
        let sorted = column.commonest_first();
        assert_eq!(sorted.classes, ["c", "a", "b"]);
        assert_eq!(sorted.of_row, [Some(1), Some(0), None, Some(0), Some(2)]);
    }

    #[test]
    fn binary_rows_are_patterns_with_names() {
        let mut data = Dataset::new("x", vec![1, 0, 1, 0, 0, 1], 3, 2);
        data.row_names = Some(["a", "b"].map(str::to_owned).to_vec());
        let pattern = |bits: [bool; 3]| Some(Pattern::from_bits(bits));
        assert_eq!((data.pattern(0), data.pattern(1)), (pattern([true, false, true]), pattern([false, false, true])));
        assert_eq!((data.pattern(2), data.row_name(1).as_str(), data.mean()), (None, "b", 0.5));
        assert_eq!(Dataset::new("x", vec![0, 2], 2, 3).pattern(0), None);
    }

    #[test]
    fn selected_rows_keep_their_names_and_labels() {
        let mut data = Dataset::new("x", vec![0, 1, 1, 0, 1, 1], 2, 2);
        data.row_names = Some(["p", "q", "r"].map(str::to_owned).to_vec());
        data.labels = vec![LabelColumn {
            name: "kind".to_owned(),
            classes: ["left", "right"].map(str::to_owned).to_vec(),
            of_row: vec![Some(0), None, Some(1)],
        }];
        let picked = data.select(&[2, 9, 0]);
        assert_eq!(picked.values.as_slice(), &[1, 1, 0, 1]);
        assert_eq!(picked.row_names.as_deref().unwrap(), ["r", "p"]);
        // They keep the numbers they had, however often rows are taken.
        assert_eq!(picked.row_numbers.as_deref(), Some(&[2, 0][..]));
        let first = picked.select(&[0]);
        assert_eq!((first.row_number(0), first.row_of_number(2), first.row_of_number(0)), (2, Some(0), None));
        assert_eq!(data.select(&[0, 1, 2]).row_numbers, None);
        let unnamed = Dataset { row_names: None, ..picked.clone() };
        assert_eq!((unnamed.row_title(0), unnamed.row_name(0)), ("row 2 (right)".to_owned(), "right".to_owned()));
        assert_eq!((picked.labels[0].counts(), picked.labels[0].of_row.clone()), (vec![1, 1], vec![Some(1), Some(0)]));
    }
}
