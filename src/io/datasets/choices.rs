//! What may be said of the values of a file, as one table: sentences and the command line take the options from it, and
//! the window the choices that it offers.

use super::Reading;

/// What a file holds, as far as it decides which choices there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// Aligned sequences of letters.
    Sequences,
    /// A table of columns that may have headings.
    Table,
    /// Lines of numbers.
    Lines,
    /// Arrays, of which one holds the rows.
    Arrays,
    /// Pictures in grey, one a row.
    Pictures,
    /// One picture, or a folder of them.
    Picture,
    /// Values that leave nothing to be said.
    Fixed,
}

/// One thing that may be said.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The option of the command line.
    pub option: &'static str,
    /// What the window calls it.
    pub title: &'static str,
    /// What it does.
    pub help: &'static str,
    /// The contents of which it may be said.
    pub of: &'static [Contents],
    /// Whether it changes the order of values.
    arranges: bool,
    given: fn(&Reading) -> bool,
}

/// Contents that are numbers in an order that may be another.
const NUMBERS: &[Contents] = &[Contents::Table, Contents::Lines, Contents::Arrays];

/// Numbers become 0 and 1.
pub const THRESHOLD: Choice = Choice {
    option: "--threshold",
    title: "Values",
    help: "Numbers above X become 1, the others 0; X below 1 is a fraction of white, else a level",
    of: &[Contents::Table, Contents::Lines, Contents::Arrays, Contents::Pictures, Contents::Picture],
    arranges: false,
    given: |reading| reading.threshold.is_some(),
};
/// Numbers are states.
pub const CATEGORIES: Choice = Choice {
    option: "--categories",
    title: "Values",
    help: "Whole numbers are the states of categorical sites",
    of: &[Contents::Table, Contents::Lines, Contents::Arrays, Contents::Pictures],
    arranges: false,
    given: |reading| reading.categories,
};
/// The letters of values.
pub const ALPHABET: Choice = Choice {
    option: "--alphabet",
    title: "Letters",
    help: "The letters of sequences, or of other categorical values: protein, rna, dna or the letters themselves, gap \
           first; recognised unless given",
    of: &[Contents::Sequences, Contents::Table, Contents::Lines, Contents::Arrays],
    arranges: false,
    given: |reading| reading.alphabet.is_some(),
};
/// Insertions are columns like the others.
pub const KEEP_INSERTIONS: Choice = Choice {
    option: "--keep-insertions",
    title: "Insertions",
    help: "Keep the insertions of sequences (lower-case letters, and dots as gaps), where all are equally long with them",
    of: &[Contents::Sequences],
    arranges: false,
    given: |reading| reading.keep_insertions,
};
/// Columns of labels.
pub const LABEL_COLUMN: Choice = Choice {
    option: "--label-column",
    title: "Label column",
    help: "The columns of a table that are labels, in place of those that are found: headings, first, last or none, \
           where no column is to be taken for labels",
    of: NUMBERS,
    arranges: true,
    given: |reading| !reading.label_columns.is_empty(),
};
/// The column of names.
pub const NAMES_COLUMN: Choice = Choice {
    option: "--names-column",
    title: "Name column",
    help: "The column of a table that names the rows",
    of: NUMBERS,
    arranges: true,
    given: |reading| reading.names_column.is_some(),
};
/// Columns are rows.
pub const TRANSPOSE: Choice = Choice {
    option: "--transpose",
    title: "Turned",
    help: "Take columns as rows",
    of: NUMBERS,
    arranges: true,
    given: |reading| reading.transpose,
};
/// Rows are pictures.
pub const SHAPE: Choice = Choice {
    option: "--shape",
    title: "Picture",
    help: "The picture that a row is; lines of its width make one together",
    of: NUMBERS,
    arranges: true,
    given: |reading| reading.shape.is_some(),
};

/// All choices, in the order in which they are offered.
pub const CHOICES: [Choice; 8] =
    [THRESHOLD, CATEGORIES, ALPHABET, KEEP_INSERTIONS, LABEL_COLUMN, NAMES_COLUMN, TRANSPOSE, SHAPE];

impl Choice {
    /// Whether it may be said of these contents.
    pub fn applies(&self, contents: Contents) -> bool {
        self.of.contains(&contents)
    }
}

/// The choices that were made.
pub fn given(reading: &Reading) -> impl Iterator<Item = Choice> {
    CHOICES.into_iter().filter(|choice| (choice.given)(reading))
}

/// A sentence about options in the words of the window.
pub fn in_window(sentence: &str) -> String {
    let renamed = |text: String, choice: &Choice| text.replace(choice.option, &format!("“{}”", choice.title));
    CHOICES.iter().fold(sentence.to_owned(), renamed)
}

/// A choice that was made and changes the order of values; sequences and pictures know none of them.
pub fn arranging(reading: &Reading) -> Option<Choice> {
    given(reading).find(|choice| choice.arranges)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::datasets::ColumnChoice;
    use crate::physics::spins::GridShape;

    #[test]
    fn every_choice_is_known_by_what_it_changes() {
        let reading = Reading {
            threshold: Some(0.5),
            categories: true,
            alphabet: "rna".parse().ok(),
            keep_insertions: true,
            label_columns: vec![ColumnChoice::First],
            names_column: Some(ColumnChoice::Last),
            transpose: true,
            shape: Some(GridShape::new(2, 3)),
            ..Reading::default()
        };
        let options: Vec<_> = given(&reading).map(|choice| choice.option).collect();
        assert_eq!(options, CHOICES.map(|choice| choice.option));
        assert_eq!(given(&Reading::default()).count(), 0);
        assert_eq!(arranging(&reading).unwrap().option, "--label-column");
        let still = Reading { threshold: Some(0.5), keep_insertions: true, ..Reading::default() };
        assert!(arranging(&still).is_none());
    }

    #[test]
    fn the_window_names_its_own_choices() {
        let said = in_window("expected --label-column first or --label-column none; --shape HxW");
        assert_eq!(said, "expected “Label column” first or “Label column” none; “Picture” HxW");
    }

    #[test]
    fn contents_without_a_choice_have_none() {
        let of =
            |contents| CHOICES.iter().filter(|choice| choice.applies(contents)).map(|c| c.option).collect::<Vec<_>>();
        assert!(of(Contents::Fixed).is_empty());
        assert_eq!(of(Contents::Picture), ["--threshold"]);
        assert_eq!(of(Contents::Sequences), ["--alphabet", "--keep-insertions"]);
    }
}
