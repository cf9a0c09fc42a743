//! Colour strips for iTOL: the labels of the leaves next to the tree.
//!
//! ## References
//!
//! * I. Letunic and P. Bork, “Interactive Tree of Life (iTOL) v6”, Nucleic Acids Res. 52, W78 (2024),
//!   doi:10.1093/nar/gkae268

use std::io::{self, Write};
use std::path::Path;

use super::Annotations;
use crate::io::atomic::{self, WriteError};
use crate::io::datasets::LabelColours;
use crate::physics::data::LabelColumn;

/// Writes the strip of one legend, for the names as the Newick file has them. Leaves without a label have no colour.
pub fn write(
    path: &Path,
    overwrite: bool,
    column: &LabelColumn,
    annotations: Annotations<'_>,
    colours: &LabelColours,
) -> Result<(), WriteError> {
    atomic::write(path, overwrite, |out| write_strip(column, annotations, colours, out))
}

/// As [`write()`], into any place.
pub fn write_strip(
    column: &LabelColumn,
    annotations: Annotations<'_>,
    colours: &LabelColours,
    out: &mut dyn Write,
) -> io::Result<()> {
    let legend = cell(&column.name);
    let classes = || column.classes.iter().enumerate();
    let colour = |class: usize, label: &str| colours.colour(&column.name, label, class);
    writeln!(out, "DATASET_COLORSTRIP\nSEPARATOR TAB\nDATASET_LABEL\t{legend}\nCOLOR\tred\nLEGEND_TITLE\t{legend}")?;
    writeln!(out, "STRIP_WIDTH\t75")?;
    row(out, "LEGEND_SHAPES", classes().map(|_| "2".to_owned()))?;
    row(out, "LEGEND_LABELS", classes().map(|(_, label)| cell(label)))?;
    row(out, "LEGEND_COLORS", classes().map(|(class, label)| colour(class, label).to_string()))?;
    writeln!(out, "DATA")?;
    for (datum, class) in (0..).zip(&column.of_row) {
        let class = class.map(|class| class as usize);
        if let Some((class, label)) = class.and_then(|class| Some((class, column.classes.get(class)?))) {
            let [red, green, blue] = colour(class, label).0;
            let name = cell(&annotations.name(datum));
            writeln!(out, "{name}\trgba({red},{green},{blue},1.0)\t{}", cell(label))?;
        }
    }
    Ok(())
}

/// A line of a heading and cells.
fn row(out: &mut dyn Write, heading: &str, cells: impl Iterator<Item = String>) -> io::Result<()> {
    out.write_all(heading.as_bytes())?;
    cells.into_iter().try_for_each(|cell| write!(out, "\t{cell}"))?;
    out.write_all(b"\n")
}

/// Text without the signs that end a cell or a line.
fn cell(text: &str) -> String {
    text.replace(|sign: char| sign.is_control(), " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strip_names_every_labelled_leaf() {
        let column = LabelColumn {
            name: "kind".to_owned(),
            classes: vec!["fish".to_owned(), "a\tbird".to_owned()],
            of_row: vec![Some(1), None, Some(0)],
        };
        let names = ["one", "two", "it's (3)"].map(str::to_owned);
        let colours = LabelColours::read("Legend,Label,Color\nkind,fish,#0000ff\nkind,a\tbird,#102030\n");
        let mut out = Vec::new();
        let annotations = Annotations { names: &names, support: &[] };
        write_strip(&column, annotations, &colours.unwrap(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("DATASET_COLORSTRIP\nSEPARATOR TAB\nDATASET_LABEL\tkind\n"), "{text}");
        assert!(text.contains("\nLEGEND_SHAPES\t2\t2\nLEGEND_LABELS\tfish\ta bird\nLEGEND_COLORS\t#0000ff\t#102030\n"));
        assert!(text.ends_with("DATA\none\trgba(16,32,48,1.0)\ta bird\nit's (3)\trgba(0,0,255,1.0)\tfish\n"), "{text}");
    }
}
