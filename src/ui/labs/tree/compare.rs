//! The tree of fixed points face to face with another tree of the same rows.

use std::sync::Arc;

use crate::physics::tree::{Tree, entanglement};
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::tree::agreement::{Agreement, SideScores, sentence};
use crate::ui::labs::tree::compared::{Compared, groups};
use crate::ui::labs::tree::context::{Ask, TreeContext, TreePanels};
use crate::ui::labs::tree::on_screen::Look;
use crate::ui::labs::tree::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::tree_view::{FaceToFace, LabelColumn, Side, TreeScene};
use crate::ui::widgets::{Button, PathField, Segmented, hover_help, name_menu, sentence_ui, value_row_ui};

/// What the tree at left is called.
const FIXED_POINTS: &str = "Fixed points";
/// Lines of text below the trees.
const LINES: f32 = 6.5;

/// Which tree stands at right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum With {
    #[default]
    Linkage,
    Labels,
    Kept,
    File,
}

impl With {
    const PIECES: [(Self, &'static str, &'static str); 4] = [
        (Self::Linkage, "Linkage", "Average linkage: the tree of the distances of the rows alone, without a machine"),
        (Self::Labels, "Labels", "The rows grouped by a label column; two columns can face each other"),
        (Self::Kept, "Kept", "A tree that was kept: of other checkpoints, another order or merge distance"),
        (Self::File, "File", "A tree of the same rows from a Newick file"),
    ];
}

#[derive(Default)]
pub struct ComparePanel {
    with: With,
    /// The label columns at left and at right, where labels are compared: at left the tree if there is none.
    columns: (Option<usize>, usize),
    path: PathField<()>,
    faces: FaceToFace,
    left: Cached<Key, Compared>,
    right: Cached<Key, Compared>,
    entanglement: Cached<u64, f64>,
    classes: Cached<ClassesOf, [Vec<Option<u16>>; 2]>,
    agreement: Cached<AgreementOf, Found>,
    /// Raised with every other tree at either side: the key of their meshes.
    revision: u64,
}

/// Generation, the label columns at both sides, and how many there are.
type ClassesOf = (u64, [usize; 2], usize);
/// Revision of the trees, the cut, and the label columns.
type AgreementOf = (u64, u64, ClassesOf);
/// The tree, what stands there, and which: a label column, or where a kept or opened tree is in memory, where it stays
/// while this is its key.
type Key = ((u64, u64), With, usize);

/// How well both sides agree: with the labels that are shown, or with each other where one side is labels.
#[derive(Default)]
enum Found {
    #[default]
    Nothing,
    Both(Agreement),
    Labels(SideScores),
}

const INFO: PanelInfo = PanelInfo {
    id: "compare",
    title: "Two trees of the same rows",
    tab: "Compare",
    help: help::COMPARE,
    place: Place::Tabs("closer looks"),
};

impl Panel<TreePanels> for ComparePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, _context: &TreeContext<'_>) -> String {
        "a line joins the two places of a row".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        if let Some(with) = Segmented::new("Compare with", self.with, &With::PIECES).show(ui) {
            self.with = with;
        }
        self.tools_ui(ui, context);
        if self.with == With::Linkage {
            context.shared.on_screen.note(Look::Linkage, ui.ctx());
        }
        if let Err(sentence) = self.refresh(context) {
            sentence_ui(ui, sentence, None);
            return;
        }
        let line = ui.text_style_height(&egui::TextStyle::Body) * 1.48;
        let height = LINES.mul_add(-line, ui.available_height()).max(0.0);
        self.faces_ui(ui, context, egui::vec2(ui.available_width(), height));
        self.scores_ui(ui, context);
    }
}

impl ComparePanel {
    fn tools_ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        ui.horizontal_wrapped(|ui| match self.with {
            With::Linkage => {}
            With::Labels => self.columns_ui(ui, context),
            With::Kept => {
                let keep = Button::new("Keep this tree").tooltip("Keeps it, to compare later ones with it");
                if keep.show(ui).clicked() {
                    context.asks.push(Ask::KeepTree);
                }
                if context.derived.kept.is_some() && Button::new("Forget").quiet().show(ui).clicked() {
                    context.asks.push(Ask::ForgetTree);
                }
            }
            With::File => {
                let open = Button::new("Open a tree…").tooltip("A Newick file whose leaves are named as the rows are");
                if open.show(ui).clicked() {
                    self.path.stand_in((), &context.shell.jobs);
                    context.asks.push(Ask::CompareDialog);
                }
            }
        });
        let typed = self.path.ui(ui, &context.shell.jobs, |()| ["Path of a tree", "path to a Newick file, then Enter"]);
        context.asks.extend(typed.map(|((), path)| Ask::Compare(path)));
    }

    /// Which columns face each other.
    fn columns_ui(&mut self, ui: &mut egui::Ui, context: &TreeContext<'_>) {
        let labels = &context.derived.labels;
        let name = |column: usize| labels.get(column).map_or("", |column| column.name.as_str());
        let (left, right) = &mut self.columns;
        let menu = egui::ComboBox::from_id_salt("left column").width(110.0);
        let menu = menu.selected_text(left.map_or(FIXED_POINTS, name)).show_ui(ui, |ui| {
            ui.selectable_value(left, None, FIXED_POINTS);
            for column in 0..labels.len() {
                ui.selectable_value(left, Some(column), name(column));
            }
        });
        name_menu(&menu.response, "At left");
        let menu = egui::ComboBox::from_id_salt("right column").width(110.0).selected_text(name(*right));
        let menu = menu.show_ui(ui, |ui| {
            for column in 0..labels.len() {
                ui.selectable_value(right, column, name(column));
            }
        });
        name_menu(&menu.response, "At right");
    }

    /// The label columns that colour both sides.
    fn coloured_by(&self, context: &TreeContext<'_>) -> [usize; 2] {
        let shown = context.shared.column;
        if self.with == With::Labels { [self.columns.0.unwrap_or(shown), self.columns.1] } else { [shown; 2] }
    }

    /// Makes what is drawn, or says why there is nothing to draw.
    fn refresh(&mut self, context: &TreeContext<'_>) -> Result<(), &'static str> {
        let (derived, view, key) = (context.derived, context.view(), context.key());
        let labels = &derived.labels;
        let made = if self.with == With::Linkage {
            let linkage = derived.linkage.as_ref().filter(|linkage| linkage.elements() == context.rows().rows());
            let linkage = linkage.ok_or("The distances of all pairs of rows are being linked.")?;
            // One generation has one linkage.
            self.right.refresh((key, self.with, 0), || {
                // Its branches are turned towards the order at left, so that lines cross only where trees differ.
                let keys: Vec<f64> = view.tree.places().into_iter().map(f64::from).collect();
                Compared::new("Average linkage", &Arc::new(Tree::from_linkage(linkage, &keys)))
            })
        } else if self.with == With::Labels {
            let none = "These rows have no labels to compare with. Open a table of labels at the left.";
            self.columns.1 = self.columns.1.min(labels.len().saturating_sub(1));
            self.columns.0 = self.columns.0.filter(|&left| left < labels.len());
            let column = labels.get(self.columns.1).ok_or(none)?;
            let key = (key, self.with, self.columns.1);
            self.right.refresh(key, || Compared::by_labels(column, &view.tree.places()))
        } else {
            let (other, none) = match self.with {
                With::Kept => (&derived.kept, "No tree is kept yet. Keep this one, then grow it in another way."),
                _ => (&derived.read, "No tree is open yet. It must have a leaf for each row."),
            };
            let other = other.as_ref().ok_or(none)?;
            if !Arc::ptr_eq(&other.rows, &view.config.rows) && other.rows.values != view.config.rows.values {
                return Err("That tree is of other rows: the two cannot be compared.");
            }
            let address = Arc::as_ptr(&other.tree) as usize;
            self.right.refresh((key, self.with, address), || Compared::new(&other.name, &other.tree))
        };
        let grouped_by = self.columns.0.filter(|_| self.with == With::Labels);
        let grouped = grouped_by.and_then(|column| Some((column, labels.get(column)?)));
        let made_left = match grouped {
            Some((place, column)) => {
                let key = (key, With::Labels, place);
                self.left.refresh(key, || Compared::by_labels(column, &view.tree.places()))
            }
            None => self.left.refresh((key, With::Linkage, 0), || Compared::new(FIXED_POINTS, &view.tree)),
        };
        self.revision += u64::from(made || made_left);
        let sides = [&*self.left, &*self.right].map(|side| side.tree.clone());
        let [Some(left), Some(right)] = sides else { return Err("These labels are not those of the rows.") };
        self.entanglement.refresh(self.revision, || entanglement(left.leaf_order(), right.leaf_order()));
        let columns = self.coloured_by(context);
        let of = (key.0, columns, labels.len());
        self.classes.refresh(of, || {
            columns.map(|column| {
                let rows = labels.get(column).into_iter().flat_map(|column| &column.of_row);
                rows.map(|class| class.map(|class| class as u16)).collect()
            })
        });
        let (cut, by_labels) = (context.cut(), self.with == With::Labels);
        self.agreement.refresh((self.revision, cut.to_bits(), of), || {
            let clusters = grouped.map_or_else(|| left.cut(cut), |(_, column)| groups(column));
            let Some(column) = labels.get(columns[1]) else { return Found::Nothing };
            if by_labels {
                return SideScores::new(&left, &clusters, &column.of_row).map_or(Found::Nothing, Found::Labels);
            }
            let clusters = [clusters, right.cut_into(context.clusters().clusters.len())];
            Agreement::new([&left, &right], clusters, &column.of_row).map_or(Found::Nothing, Found::Both)
        });
        Ok(())
    }

    fn faces_ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>, size: egui::Vec2) {
        let by = self.coloured_by(context);
        let labels = Arc::clone(&context.derived.labels);
        let columns = by.map(|column| labels.get(column));
        let strips: Vec<LabelColumn<'_>> = columns
            .iter()
            .zip(&*self.classes)
            .filter_map(|(column, classes)| {
                let column = (*column)?;
                Some(LabelColumn { name: &column.name, classes, texts: &column.classes, pale: false })
            })
            .collect();
        let colours = (by[0] as u64) << 48 | (by[1] as u64) << 32 | labels.len() as u64;
        let view = context.view().clone();
        let of_fixed_points = self.with != With::Labels || self.columns.0.is_none();
        let sides = [&*self.left, &*self.right];
        let sentence = |side: usize, node: u32| {
            let Some(tree) = &sides[side].tree else { return String::new() };
            let at = tree.nodes().get(node as usize).map_or(0.0, |node| node.position);
            let members = sentences::members(tree.data(node), columns[side]);
            if side == 0 && of_fixed_points {
                format!("fixed points: {members}, one until {}", sentences::position(&view, at))
            } else if self.with == With::Labels {
                format!("{}: {members}", sides[side].name)
            } else {
                format!("{}: {members}, at {}", sides[side].name, number(at, 3))
            }
        };
        let (left, right) = (|node: u32| sentence(0, node), |node: u32| sentence(1, node));
        let describe: [&dyn Fn(u32) -> String; 2] = [&left, &right];
        let scene = |side: usize| TreeScene {
            columns: strips.get(side..=side).unwrap_or(&[]),
            colours,
            describe: Some(describe[side]),
            ..TreeScene::new(&sides[side].name, &sides[side].skeleton, (side as u64, self.revision))
        };
        let scenes = [scene(0), scene(1)];
        let answer = self.faces.show(ui, [&scenes[0], &scenes[1]], context.shared.tree.logarithmic, size);
        if let Some((side, node)) = answer.hovered {
            context.shell.status = sentence(usize::from(side == Side::Right), node);
        }
        if let Some((Side::Left, node)) = answer.clicked.filter(|_| of_fixed_points) {
            context.asks.push(Ask::Look(Some(node)));
        }
    }

    fn scores_ui(&self, ui: &mut egui::Ui, context: &TreeContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        hover_help(value_row_ui(ui, "entanglement", &number(*self.entanglement, 3), None), help::ENTANGLEMENT);
        let sides: Vec<&SideScores> = match &*self.agreement {
            Found::Nothing => {
                sentence_ui(ui, "With labels, this says which of the two agrees with them better.", None);
                return;
            }
            Found::Both(agreement) => agreement.sides.iter().collect(),
            Found::Labels(scores) => vec![scores],
        };
        egui::Grid::new("two trees").num_columns(3).min_row_height(0.0).spacing([theme::GAP, 3.0]).show(ui, |ui| {
            let mut row = |name: &str, value: &dyn Fn(&SideScores) -> String| {
                ui.label(egui::RichText::new(name).color(tokens.soft));
                for side in &sides {
                    ui.label(egui::RichText::new(value(side)).monospace());
                }
                ui.end_row();
            };
            row("clusters", &|side| grouped(side.clusters as u64));
            row("adjusted Rand index", &|side| number(side.adjusted_rand, 3));
            row("V-measure", &|side| number(side.v_measure, 3));
            row("dendrogram purity", &|side| {
                side.dendrogram_purity.map_or_else(|| "–".to_owned(), |purity| number(purity, 3))
            });
        });
        let said = match &*self.agreement {
            Found::Both(agreement) => {
                let column = context.column().map_or("", |column| column.name.as_str());
                sentence(agreement, column, &self.right.name)
            }
            _ => format!(
                "How well the clusters at left agree with {}: 0 by chance, 1 for the same groups.",
                self.right.name
            ),
        };
        sentence_ui(ui, &said, None);
    }
}
