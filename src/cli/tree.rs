//! `glassbox tree`: the tree that the fixed points of a run make, and how well it agrees with labels.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::{Map, Value, json};

use crate::cli::common::{CliError, Common, check_memory, number_within};
use crate::cli::progress::Work;
use crate::cli::run_file::{DataOption, note_archive};
use crate::cli::tap::{Layer, order};
use crate::engine::core::session::{Job as _, Progress, Session as _};
use crate::engine::rbm::search_memory;
use crate::engine::rbm::tree::linking::MOST_ROWS;
use crate::engine::rbm::tree::scoring::{DRAWS, SHUFFLES};
use crate::engine::rbm::tree::session::MOST_RESAMPLINGS;
use crate::engine::rbm::tree::{
    Growth, MergeDistance, SplitAnalysis, TreeCmd, TreeConfig, TreeSession, TreeView, split_between, usual_settings,
};
use crate::io::datasets::LabelColours;
use crate::io::export::tree::{Annotations, itol, newick, nodes};
use crate::io::rbm_archive;
use crate::io::run::data::find_data;
use crate::io::text::{grouped, plain};
use crate::physics::data::{Dataset, LabelColumn};
use crate::physics::mean_field::{Order, RelaxationSettings};
use crate::physics::seed::Seed;
use crate::physics::tree::{
    Contingency, Level, Linkage, Tree, accuracy_from_few, average_linkage, chance_band, dendrogram_purity,
    hamming_distances,
};

/// Rows if none are asked for: as many as the published program takes.
const ROWS: usize = 512;
/// Splits shown on lines of text.
const SHOWN: usize = 12;

/// The tree of fixed points along a training: when the data separate, by which modes, and whether that agrees with labels.
#[derive(Args, Clone, Debug)]
pub struct TreeArgs {
    /// A checkpoint archive (.h5) of this program, of the rbms package or of its relatives
    #[arg(value_name = "RUN")]
    run: PathBuf,
    #[command(flatten)]
    data: DataOption,
    /// Terms of the expansion in the weights: 1 naive mean field, 2 TAP, 3 with third cumulants
    #[arg(long, value_name = "1|2|3", default_value = "2", allow_negative_numbers = true, value_parser = order)]
    order: Order,
    /// A state has converged when a sweep wants to move no mean by more than this
    #[arg(long, value_name = "X", default_value = "1e-4", allow_negative_numbers = true,
        value_parser = |text: &str| number_within(text, 1e-12, 0.1))]
    tolerance: f64,
    /// The layer whose means are compared
    #[arg(long, value_enum, default_value = "visible")]
    layer: Layer,
    /// Fixed points at most this far apart are one: the Euclidean distance of their mean vectors
    #[arg(long, value_name = "X", allow_negative_numbers = true, conflicts_with = "merge_rms",
        value_parser = |text: &str| number_within(text, 0.0, f64::INFINITY))]
    merge_distance: Option<f64>,
    /// The same, as the root mean square over the units, or the middle of the widest gap; auto unless given
    #[arg(long, value_name = "X|auto", allow_negative_numbers = true, value_parser = merge_rms)]
    merge_rms: Option<MergeDistance>,
    /// Draw the rows again so often, and say how often each split is seen
    #[arg(long, value_name = "R", default_value_t = 0, allow_negative_numbers = true,
        value_parser = clap::value_parser!(i64).range(0..=MOST_RESAMPLINGS as i64))]
    resamplings: i64,
    /// Write the tree in the Newick format
    #[arg(long, value_name = "FILE")]
    newick: Option<PathBuf>,
    /// Write a colour strip for iTOL of each label column into this folder
    #[arg(long, value_name = "DIR")]
    itol: Option<PathBuf>,
    /// Write a table of the nodes
    #[arg(long, value_name = "FILE.csv")]
    nodes: Option<PathBuf>,
    /// Spread the labels of N rows of each class over the tree, and say how many of the others come out right
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    from_few: Option<u32>,
}

fn merge_rms(text: &str) -> Result<MergeDistance, String> {
    if text == "auto" {
        return Ok(MergeDistance::Suggested);
    }
    number_within(text, 0.0, f64::INFINITY)
        .map(MergeDistance::PerUnit)
        .map_err(|_number| "expected a distance of 0 or more, or auto".to_owned())
}

pub fn run(args: &TreeArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    for file in [&args.newick, &args.nodes].into_iter().flatten() {
        common.check_output(file, args.data.inputs().chain([args.run.as_path()]))?;
    }
    let archive = rbm_archive::read(&args.run)?;
    note_archive(&args.run, &archive, common);
    let Some(last) = archive.trajectory.last() else { return Ok(()) };
    let recorded = archive.own.as_ref().filter(|_| args.data.data.is_none());
    let rows = match recorded {
        Some(record) => {
            let reference = record.data.clone().unwrap_or_default();
            let found = find_data(&reference, &plain(&args.run), None, Seed(record.seed))?;
            common.note(&found.rows);
            Dataset::clone(&found.rows)
        }
        None => args
            .data
            .open(&last.rbm, common)?
            .ok_or_else(|| CliError::Usage("expected the data that become leaves; add --data DATA".to_owned()))?,
    };
    let count = args.data.filter.rows.unwrap_or(ROWS).min(rows.rows());
    check_memory("A tree of so many rows", search_memory(&last.rbm, count))?;
    let rows = rows.select(&(0..count).collect::<Vec<usize>>());
    let config = TreeConfig {
        checkpoints: archive.trajectory.checkpoints.as_slice().into(),
        rows: Arc::new(rows),
        growth: Growth::CarriedBack,
        settings: RelaxationSettings { order: args.order, tolerance: args.tolerance, ..usual_settings() },
        layer: args.layer.into(),
        merge: args.merge_distance.map_or(args.merge_rms.unwrap_or_default(), MergeDistance::Euclidean),
        seed: common.seed(),
    };
    let mut session = TreeSession::new(&config).map_err(CliError::failed)?;
    let total = session.progress().map_or(0, |progress| progress.total);
    let done = |session: &TreeSession| session.progress().map_or(0, |Progress { done, .. }| done);
    let work = Work::begin("thousandths of ages", total);
    work.run(&mut session, done);
    if args.resamplings > 0 && !work.stopped() {
        session.apply(TreeCmd::Resample(args.resamplings as usize)).map_err(CliError::failed)?;
        let work = Work::begin("resamplings", args.resamplings as u64);
        work.run(&mut session, done);
    }
    let view = session.view();
    if let Some(failure) = &view.failure {
        return Err(CliError::failed(failure));
    }
    write_files(args, common, &view)?;
    let found = Found::new(&view, args, common.seed())?;
    if common.json {
        common.answer(out, &found.json(&view, args))?;
    } else {
        found.report(&view, out)?;
        for file in [&args.newick, &args.nodes, &args.itol].into_iter().flatten() {
            writeln!(out, "wrote {}", plain(file))?;
        }
    }
    let (ages, all) = (view.ages.len(), view.total);
    work.interrupted(|| format!("stopped after {ages} of {all} checkpoints; the tree is of those"))
}

/// Writes what was asked for of the tree.
fn write_files(args: &TreeArgs, common: &Common, view: &TreeView) -> Result<(), CliError> {
    let rows = &view.config.rows;
    let names: Vec<String> = (0..rows.rows()).map(|row| leaf_name(rows, row)).collect();
    let clades = view.support.as_ref().map(|support| Arc::clone(&support.clades)).unwrap_or_default();
    let annotations = Annotations { names: &names, support: &clades };
    if let Some(file) = &args.newick {
        newick::write(file, common.overwrite, &view.tree, annotations)?;
    }
    if let Some(file) = &args.nodes {
        nodes::write(file, common.overwrite, &view.tree, annotations, &rows.labels)?;
    }
    if let Some(folder) = &args.itol {
        std::fs::create_dir_all(folder)
            .map_err(|err| CliError::failed(format!("{} could not be made: {err}", plain(folder))))?;
        for column in &rows.labels {
            let file = folder.join(format!("leaves_colours_{}.txt", file_part(&column.name)));
            itol::write(&file, common.overwrite, column, annotations, &LabelColours::default())?;
        }
    }
    Ok(())
}

/// The name of a leaf: that of its row where rows have names, else its number.
fn leaf_name(rows: &Dataset, row: usize) -> String {
    rows.row_names.as_ref().and_then(|names| names.get(row)).map_or_else(|| row.to_string(), Clone::clone)
}

/// A legend as a part of the name of a file.
fn file_part(name: &str) -> String {
    name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '_' }).collect()
}

/// What is said of the tree.
struct Found {
    levels: Vec<Value>,
    splits: Vec<Value>,
    purity: Map<String, Value>,
    accuracy: Map<String, Value>,
    /// What average linkage of the same rows reaches without a machine.
    linkage: Map<String, Value>,
}

impl Found {
    fn new(view: &TreeView, args: &TreeArgs, seed: Seed) -> Result<Self, CliError> {
        let labels = &view.config.rows.labels;
        let levels = view.levels.iter().map(|level| level_json(level, labels, seed)).collect::<Result<_, _>>()?;
        let mut splits: Vec<Value> =
            view.tree.splits().map(|(node, children)| split_json(view, node, &children)).collect();
        splits.sort_by_key(|split| split["update"].as_u64());
        let (mut purity, mut accuracy, mut linkage) = (Map::new(), Map::new(), Map::new());
        let rows = &view.config.rows.values;
        let merges = (rows.rows() <= MOST_ROWS).then(|| average_linkage(hamming_distances(rows)));
        for column in labels {
            if let Some(merges) = &merges {
                linkage.insert(column.name.clone(), linkage_json(view, merges, column)?);
            }
            let found = dendrogram_purity(&view.tree, &column.of_row).map_err(CliError::failed)?;
            purity.insert(column.name.clone(), json!(found));
            if let Some(few) = args.from_few {
                let found = accuracy_from_few(&view.tree, rows, &column.of_row, few as usize, DRAWS, seed);
                let found = found.map_err(CliError::failed)?.map(|found| {
                    json!({
                        "tree": found.tree.mean,
                        "tree_stderr": found.tree.standard_error(),
                        "nearest_neighbour": found.neighbour.mean,
                        "nearest_neighbour_stderr": found.neighbour.standard_error(),
                        "draws": found.tree.count,
                    })
                });
                accuracy.insert(column.name.clone(), json!(found));
            }
        }
        Ok(Self { levels, splits, purity, accuracy, linkage })
    }

    fn json(&self, view: &TreeView, args: &TreeArgs) -> Value {
        let mut object = json!({
            "levels": self.levels,
            "leaves": view.tree.leaf_order().len(),
            "splits": self.splits,
            "dendrogram_purity": self.purity,
            "average_linkage": self.linkage,
            "merge_rms": view.merge_distance,
            "suggested_rms": view.suggested,
            "checkpoints": view.ages.len(),
            "unconverged": view.ages.iter().flat_map(|age| &age.converged).filter(|&&converged| !converged).count(),
        });
        if args.from_few.is_some()
            && let Some(object) = object.as_object_mut()
        {
            object.insert("accuracy".to_owned(), json!(self.accuracy));
        }
        object
    }

    fn report(&self, view: &TreeView, out: &mut dyn Write) -> Result<(), CliError> {
        let leaves = grouped(view.tree.leaf_order().len());
        writeln!(out, "{leaves} rows, fixed points merged within {:.4} per unit", view.merge_distance)?;
        writeln!(
            out,
            "{:>10}  {:>8}  agreement with labels: purity, adjusted Rand index, V-measure",
            "update", "clusters"
        )?;
        for (level, found) in view.levels.iter().zip(&self.levels) {
            let scores = view.config.rows.labels.iter().map(|column| {
                let of = |score: &str| found["purity"][&column.name][score].as_f64().unwrap_or(f64::NAN);
                format!("{} {:.3} {:.3} {:.3}", column.name, of("purity"), of("ari"), of("v_measure"))
            });
            let (update, count) = (grouped(level.position as usize), level.partition.count());
            writeln!(out, "{update:>10}  {count:>8}  {}", scores.collect::<Vec<String>>().join("   "))?;
        }
        writeln!(out, "splits, the oldest first: update, rows of the branches, mode, support")?;
        for split in self.splits.iter().take(SHOWN) {
            let text = |key: &str| split[key].as_f64().map_or_else(|| "–".to_owned(), |value| format!("{value}"));
            writeln!(out, "{:>10}  {}  mode {}  {}", text("update"), split["sizes"], text("mode"), text("support"))?;
        }
        for (legend, purity) in &self.purity {
            let other = self.linkage.get(legend).map_or(&Value::Null, |found| &found["dendrogram_purity"]);
            writeln!(out, "dendrogram purity by {legend}: {purity}, of average linkage of the rows: {other}")?;
        }
        for (legend, accuracy) in &self.accuracy {
            writeln!(out, "labels from few by {legend}: {accuracy}")?;
        }
        Ok(())
    }
}

/// A level and its scores, each with the band that shuffled labels give.
fn level_json(level: &Level, labels: &[LabelColumn], seed: Seed) -> Result<Value, CliError> {
    let mut columns = Map::new();
    for column in labels {
        let found = Contingency::new(&level.partition, &column.of_row).map_err(CliError::failed)?;
        let band = chance_band(&level.partition, &column.of_row, SHUFFLES, seed).map_err(CliError::failed)?;
        columns.insert(
            column.name.clone(),
            json!({
                "purity": found.purity(),
                "ari": found.adjusted_rand(),
                "v_measure": found.v_measure(),
                "chance": { "purity": band.purity, "ari": band.adjusted_rand, "v_measure": band.v_measure },
            }),
        );
    }
    Ok(json!({ "update": level.position as u64, "count": level.partition.count(), "purity": columns }))
}

/// Average linkage of the rows by the number of different sites: its dendrogram purity, and its agreement with the labels
/// where it is cut into as many clusters as the levels of the tree have.
fn linkage_json(view: &TreeView, merges: &Linkage, column: &LabelColumn) -> Result<Value, CliError> {
    let tree = Tree::from_linkage(merges, &[]);
    let purity = dendrogram_purity(&tree, &column.of_row).map_err(CliError::failed)?;
    let at = |count: usize| -> Result<Value, CliError> {
        let clusters = tree.cut_into(count);
        let found = Contingency::new(&clusters, &column.of_row).map_err(CliError::failed)?;
        Ok(
            json!({ "count": clusters.count(), "purity": found.purity(), "ari": found.adjusted_rand(), "v_measure": found.v_measure() }),
        )
    };
    let levels = view.levels.iter().map(|level| at(level.partition.count())).collect::<Result<Vec<Value>, _>>()?;
    Ok(json!({ "dendrogram_purity": purity, "levels": levels }))
}

/// A split: when, how large its branches are, how sure it is, and the mode that tells the largest two apart, from 1.
fn split_json(view: &TreeView, node: u32, children: &[u32]) -> Value {
    let mut sizes: Vec<usize> = children.iter().map(|&child| view.tree.data(child).len()).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let reason = split_between(view, node).and_then(|config| {
        let mut analysis = SplitAnalysis::new(&config).ok()?;
        analysis.run_to_end();
        let reason = analysis.view();
        Some((reason.strongest? + 1, reason.crossed(), config.after.update))
    });
    let support = view
        .support
        .as_ref()
        .and_then(|support| support.splits.iter().find(|(of, _)| *of == node).map(|(_, seen)| *seen));
    json!({
        "update": reason.map(|(.., update)| update),
        "sizes": sizes,
        "support": support,
        "mode": reason.map(|(mode, ..)| mode),
        "mode_crossed": reason.map(|(_, crossed, _)| crossed),
    })
}
