//! What the lab writes of a tree, and label columns that it reads.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ndarray::{Array1, IxDyn};

use crate::engine::rbm::tree::{AgeFixedPoints, TreeView};
use crate::io::atomic::{self, WriteError};
use crate::io::datasets;
use crate::io::export::arrays::{self, NamedArray, Numbers};
use crate::io::export::tree::{Annotations, newick, newick_open, nodes};
use crate::physics::arrays::shaped;
use crate::physics::data::{Dataset, LabelColumn};
use crate::ui::files::SaveTo;
use crate::ui::jobs::Answer;
use crate::ui::labs::tree::clusters_at::ClustersAt;
use crate::ui::labs::tree::context::TreeFile;
use crate::ui::labs::tree::derived::OtherTree;
use crate::ui::labs::tree::files::Found;

/// Reads the label columns of a table for these rows.
pub fn read_labels(path: &Path, rows: &Dataset) -> Answer<Found> {
    let mut named = Dataset { labels: Vec::new(), ..rows.clone() };
    match datasets::add_labels(&mut named, path) {
        Ok(()) if named.labels.is_empty() => Answer::Failed("The table has no column but Name.".to_owned()),
        Ok(()) => Answer::Done(Found::Labels(named.labels)),
        Err(error) => Answer::Failed(error.to_string()),
    }
}

/// Reads a tree of these rows from a Newick file.
pub fn read_tree(path: &Path, rows: &Arc<Dataset>) -> Answer<Found> {
    match newick_open::open(path, &leaf_names(rows)) {
        Ok(tree) => {
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            Answer::Done(Found::Tree(OtherTree { name, tree: Arc::new(tree), rows: Arc::clone(rows) }))
        }
        Err(error) => Answer::Failed(error.to_string()),
    }
}

/// Writes one file of the tree.
pub fn write(
    file: TreeFile,
    SaveTo { path, overwrite }: &SaveTo,
    view: &TreeView,
    labels: &Arc<[LabelColumn]>,
    clusters: &ClustersAt,
) -> Answer<Found> {
    let (path, overwrite) = (path.as_path(), *overwrite);
    let rows = &view.config.rows;
    let names = leaf_names(rows);
    let support = view.support.as_ref().map(|support| Arc::clone(&support.clades)).unwrap_or_default();
    let annotations = Annotations { names: &names, support: &support };
    let written = match file {
        TreeFile::Newick => newick::write(path, overwrite, &view.tree, annotations),
        TreeFile::Nodes => nodes::write(path, overwrite, &view.tree, annotations, labels),
        TreeFile::Clusters => write_clusters(path, overwrite, &names, view, clusters),
        TreeFile::FixedPoints => match write_points(path, overwrite, view) {
            Ok(written) => written,
            Err(sentence) => return Answer::Failed(sentence),
        },
    };
    match written {
        Ok(()) => Answer::Done(Found::Written(PathBuf::from(path))),
        Err(error) => Answer::Failed(format!("{error} The tree is still there; it can be saved elsewhere.")),
    }
}

/// The names of the leaves: those of the rows where they have some, else their numbers.
fn leaf_names(rows: &Dataset) -> Vec<String> {
    let name = |row: usize| rows.row_names.as_ref().and_then(|names| names.get(row)).cloned();
    (0..rows.rows()).map(|row| name(row).unwrap_or_else(|| row.to_string())).collect()
}

/// A label column of the clusters at the cut: a table of labels as it is read again.
fn write_clusters(
    path: &Path,
    overwrite: bool,
    names: &[String],
    view: &TreeView,
    clusters: &ClustersAt,
) -> Result<(), WriteError> {
    let age = clusters.age.and_then(|age| view.ages.get(age)).map_or(0, |age| age.update);
    atomic::write(path, overwrite, |out| {
        writeln!(out, "Name,cluster at update {age}")?;
        for (name, cluster) in names.iter().zip(&clusters.of_row) {
            writeln!(out, "\"{}\",{}", name.replace('"', "\"\""), cluster + 1)?;
        }
        Ok(())
    })
}

/// The fixed points of all ages one after another, the oldest first, and for each age and row the point it leads to.
fn write_points(path: &Path, overwrite: bool, view: &TreeView) -> Result<Result<(), WriteError>, String> {
    let ages: Vec<&Arc<AgeFixedPoints>> = view.ages.iter().rev().collect();
    let points: usize = ages.iter().map(|age| age.count()).sum();
    let single = |name, values: Vec<f32>, width: usize| -> Result<NamedArray<'static>, String> {
        let numbers = shaped(name, values, IxDyn(&[points, width])).map_err(|err| err.to_string())?;
        Ok(NamedArray { name, numbers: Numbers::Single(numbers) })
    };
    let whole = |name, values: Vec<u64>| NamedArray { name, numbers: Numbers::Whole(Array1::from(values).into_dyn()) };
    let visible = ages.iter().flat_map(|age| age.visible.iter().copied()).collect();
    let hidden = ages.iter().flat_map(|age| age.hidden.iter().copied()).collect();
    let width = |of: fn(&AgeFixedPoints) -> usize| ages.first().map_or(0, |age| of(age));
    let energies: Array1<f64> = ages.iter().flat_map(|age| age.free_energy.iter().copied()).collect();
    let firsts = ages.iter().scan(0, |first, age| Some(std::mem::replace(first, *first + age.count() as u64)));
    let of_row: Vec<u64> = ages
        .iter()
        .zip(firsts)
        .flat_map(|(age, first)| age.of_row.iter().map(move |&point| first + u64::from(point)).collect::<Vec<u64>>())
        .collect();
    let rows = view.config.rows.rows();
    let of_row = shaped("of_row", of_row, IxDyn(&[ages.len(), rows])).map_err(|err| err.to_string())?;
    let each = |of: fn(&AgeFixedPoints, usize) -> u64| -> Vec<u64> {
        ages.iter().flat_map(|age| (0..age.count()).map(move |point| of(age, point))).collect()
    };
    let named = [
        whole("updates", each(|age, _| age.update)),
        single("visible", visible, width(|age| age.visible.ncols()))?,
        single("hidden", hidden, width(|age| age.hidden.ncols()))?,
        NamedArray { name: "free_energy", numbers: Numbers::Double(energies.into_dyn()) },
        whole("converged", each(|age, point| age.converged.get(point).map_or(0, |&converged| u64::from(converged)))),
        whole("ages", ages.iter().map(|age| age.update).collect()),
        NamedArray { name: "of_row", numbers: Numbers::Whole(of_row) },
    ];
    Ok(arrays::write(path, overwrite, &named))
}
