//! The choices as they are edited: what is typed, until it can be read.

use std::path::PathBuf;

use crate::io::datasets::{Alphabet, ColumnChoice, DataOptions, Reading, shape_of};

/// What numbers are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Values {
    /// What they look like.
    #[default]
    AsFound,
    /// Cut at a threshold.
    Cut,
    /// States, whatever they look like.
    States,
}

/// Which letters there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Letters {
    /// Those that are recognised.
    #[default]
    Found,
    Protein,
    Rna,
    Dna,
    /// Those that are typed.
    Own,
}

/// All choices, as they stand in the dialog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    pub values: Values,
    pub threshold: String,
    pub letters: Letters,
    pub own_letters: String,
    pub keep_insertions: bool,
    pub label_column: Option<ColumnChoice>,
    pub names_column: Option<ColumnChoice>,
    pub array: Option<String>,
    pub transpose: bool,
    pub shape: String,
    pub rows: String,
    pub subset: String,
    pub labels: String,
}

/// A threshold that suits most pictures, for a start.
pub const HALF_OF_WHITE: &str = "0.5";

impl Wish {
    /// What is asked of the data.
    ///
    /// # Errors
    /// A sentence about what is typed and cannot be read.
    pub fn options(&self) -> Result<DataOptions, String> {
        let threshold = match self.values {
            Values::Cut => Some(number("Threshold", &self.threshold)?),
            Values::AsFound | Values::States => None,
        };
        let reading = Reading {
            threshold,
            categories: self.values == Values::States,
            alphabet: self.alphabet()?,
            label_columns: self.label_column.iter().cloned().collect(),
            names_column: self.names_column.clone(),
            transpose: self.transpose,
            shape: typed(&self.shape).map(shape_of).transpose().map_err(|why| of("Picture", &self.shape, &why))?,
            keep_insertions: self.keep_insertions,
            array: self.array.clone(),
            ..Reading::default()
        };
        let rows = typed(&self.rows).map(|text| number::<usize>("First rows", text)).transpose()?;
        let subset = self.subset.split(',').map(str::trim).filter(|label| !label.is_empty()).map(str::to_owned);
        Ok(DataOptions { rows, subset: subset.collect(), labels_file: typed(&self.labels).map(PathBuf::from), reading })
    }

    fn alphabet(&self) -> Result<Option<Alphabet>, String> {
        let name = match self.letters {
            Letters::Found => return Ok(None),
            Letters::Protein => "protein",
            Letters::Rna => "rna",
            Letters::Dna => "dna",
            Letters::Own => self.own_letters.trim(),
        };
        name.parse().map(Some).map_err(|why: String| of("Letters", name, &why))
    }
}

fn typed(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn number<T: std::str::FromStr>(what: &str, text: &str) -> Result<T, String> {
    text.trim().parse().map_err(|_error| of(what, text, "expected a number"))
}

fn of(what: &str, text: &str, why: &str) -> String {
    match text.trim() {
        "" => format!("{what}: {why}"),
        text => format!("{what} “{text}”: {why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::spins::GridShape;

    #[test]
    fn nothing_chosen_is_the_usual_reading() {
        assert_eq!(Wish::default().options().unwrap(), DataOptions::default());
    }

    #[test]
    fn what_is_chosen_is_what_the_command_line_would_be_given() {
        let wish = Wish {
            values: Values::Cut,
            threshold: " 0.25 ".to_owned(),
            letters: Letters::Rna,
            label_column: Some(ColumnChoice::Last),
            shape: "2x3".to_owned(),
            rows: "7".to_owned(),
            subset: "a, b".to_owned(),
            ..Wish::default()
        };
        let options = wish.options().unwrap();
        assert_eq!((options.rows, options.subset.join("+")), (Some(7), "a+b".to_owned()));
        let reading = options.reading;
        assert_eq!((reading.threshold, reading.shape), (Some(0.25), Some(GridShape::new(3, 2))));
        assert_eq!(reading.alphabet.unwrap().letters(), "-ACGU");
        assert_eq!(reading.label_columns, [ColumnChoice::Last]);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let say = |wish: Wish| wish.options().unwrap_err();
        assert_eq!(say(Wish { values: Values::Cut, ..Wish::default() }), "Threshold: expected a number");
        assert_eq!(say(Wish { rows: "x".to_owned(), ..Wish::default() }), "First rows “x”: expected a number");
        assert!(say(Wish { shape: "9".to_owned(), ..Wish::default() }).starts_with("Picture “9”: expected the height"));
        assert!(say(Wish { letters: Letters::Own, ..Wish::default() }).starts_with("Letters: expected protein"));
    }
}
