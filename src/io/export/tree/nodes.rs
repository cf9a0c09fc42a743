//! The nodes of a tree as a table.

use std::io::{self, Write};
use std::path::Path;

use super::{Annotations, node_name};
use crate::io::atomic::{self, WriteError};
use crate::physics::data::LabelColumn;
use crate::physics::tree::Tree;

/// Writes a line per node in preorder: its name, the node above, its position, its number of leaves, its support where
/// it is known, and for each legend the most frequent label of its leaves with the fraction of the labelled ones that
/// carry it. A node that is no cluster has only a number.
pub fn write(
    path: &Path,
    overwrite: bool,
    tree: &Tree,
    annotations: Annotations<'_>,
    labels: &[LabelColumn],
) -> Result<(), WriteError> {
    atomic::write(path, overwrite, |out| {
        write_table(tree, annotations, labels, out).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        })
    })
}

/// As [`write()`], into any place.
pub fn write_table(
    tree: &Tree,
    annotations: Annotations<'_>,
    labels: &[LabelColumn],
    out: &mut dyn Write,
) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    for heading in ["node", "parent", "position", "leaves", "support"] {
        writer.write_field(heading)?;
    }
    for column in labels {
        writer.write_field(&column.name)?;
        writer.write_field(format!("{} fraction", column.name))?;
    }
    writer.write_record(None::<&[u8]>)?;
    let called = |node: u32| node_name(tree, node).unwrap_or_else(|| format!("node {node}"));
    for (index, node) in (0..).zip(tree.nodes()) {
        writer.write_field(called(index))?;
        writer.write_field(node.parent.map(called).unwrap_or_default())?;
        writer.write_field(node.position.to_string())?;
        writer.write_field(node.size().to_string())?;
        writer.write_field(annotations.support(index).map(|support| support.to_string()).unwrap_or_default())?;
        for column in labels {
            let (label, fraction) = most_frequent(column, tree.data(index)).unzip();
            writer.write_field(label.unwrap_or_default())?;
            writer.write_field(fraction.map(|fraction| fraction.to_string()).unwrap_or_default())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(writer.flush()?)
}

/// The most frequent label of these data, the first in the order of classes where several are, and the fraction of the
/// labelled data that carry it.
fn most_frequent<'a>(column: &'a LabelColumn, data: &[u32]) -> Option<(&'a str, f64)> {
    let mut counts = vec![0_usize; column.classes.len()];
    let classes = data.iter().filter_map(|&datum| column.of_row.get(datum as usize).copied().flatten());
    for class in classes {
        if let Some(count) = counts.get_mut(class as usize) {
            *count += 1;
        }
    }
    let total: usize = counts.iter().sum();
    // The last of equals wins: the first class.
    let (class, &most) = counts.iter().enumerate().rev().max_by_key(|&(_, count)| count)?;
    (most > 0).then(|| Some((column.classes.get(class)?.as_str(), most as f64 / total as f64)))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::tree::{Level, Partition};

    #[test]
    fn every_node_has_a_line() {
        let level =
            |position, marks: &[u32]| Level { age: 0, position, partition: Partition::new(marks), points: Vec::new() };
        let levels = [level(10.0, &[0, 0, 0, 1]), level(20.0, &[0, 0, 1, 2])];
        let tree = Tree::from_levels(&levels, &[0.0, 1.0, 2.0, 3.0]).unwrap();
        let column = LabelColumn {
            name: "kind".to_owned(),
            classes: vec!["a".to_owned(), "b, c".to_owned()],
            of_row: vec![Some(1), Some(1), Some(0), None],
        };
        let support = [None, Some(0.5)];
        let mut out = Vec::new();
        let annotations = Annotations { names: &[], support: &support };
        write_table(&tree, annotations, &[column], &mut out).unwrap();
        let wanted = "node,parent,position,leaves,support,kind,kind fraction\n\
                      node 0,,0,4,,\"b, c\",0.6666666666666666\n\
                      I0-0,node 0,10,3,0.5,\"b, c\",0.6666666666666666\n\
                      I1-0,I0-0,20,2,,\"b, c\",1\n\
                      I1-1,I0-0,20,1,,a,1\n\
                      I0-1,node 0,10,1,,,\n\
                      I1-2,I0-1,20,1,,,\n";
        assert_eq!(String::from_utf8(out).unwrap(), wanted);
    }
}
