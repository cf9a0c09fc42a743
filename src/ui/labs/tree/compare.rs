//! The tree of fixed points face to face with another tree of the same rows.

use std::sync::Arc;

use crate::physics::tree::{Tree, entanglement};
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::tree::agreement::{Agreement, sentence};
use crate::ui::labs::tree::context::{Ask, TreeContext, TreePanels};
use crate::ui::labs::tree::on_screen::Look;
use crate::ui::labs::tree::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::tree_view::{FaceToFace, LabelColumn, Side, Skeleton, TreeScene};
use crate::ui::widgets::{Button, Segmented, hover_help, sentence_ui, value_row_ui};

/// Lines of text below the trees.
const LINES: f32 = 6.5;

/// Which tree stands at right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum With {
    #[default]
    Linkage,
    Kept,
    File,
}

impl With {
    const PIECES: [(Self, &'static str, &'static str); 3] = [
        (Self::Linkage, "Average linkage", "The tree of the distances of the rows alone, without a machine"),
        (Self::Kept, "Kept tree", "A tree that was kept: of other checkpoints, another order or merge distance"),
        (Self::File, "File", "A tree of the same rows from a Newick file"),
    ];
}

#[derive(Default)]
pub struct ComparePanel {
    with: With,
    faces: FaceToFace,
    left: Cached<(u64, u64), Skeleton>,
    right: Cached<Key, Right>,
    classes: Cached<ClassesOf, Vec<Option<u16>>>,
    agreement: Cached<AgreementOf, Option<Agreement>>,
    /// Raised with every other tree at right: the key of its meshes.
    revision: u64,
}

/// Generation, and the label column as memory knows it.
type ClassesOf = (u64, (usize, usize));
/// Generation, revision of the tree and of the other one, and the label column.
type AgreementOf = (u64, u64, u64, (usize, usize));
/// Tree, what stands at right, and where a kept or opened tree is in memory, where it stays while this is its key.
type Key = ((u64, u64), With, usize);

/// The tree at right.
#[derive(Default)]
struct Right {
    name: String,
    skeleton: Skeleton,
    tree: Option<Arc<Tree>>,
    entanglement: f64,
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
    fn tools_ui(&self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        ui.horizontal_wrapped(|ui| match self.with {
            With::Linkage => {}
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
                    context.asks.push(Ask::CompareDialog);
                }
            }
        });
    }

    /// Makes what is drawn, or says why there is nothing to draw.
    fn refresh(&mut self, context: &TreeContext<'_>) -> Result<(), &'static str> {
        let (derived, view, key) = (context.derived, context.view(), context.key());
        if self.with == With::Linkage {
            let linkage = derived.linkage.as_ref().filter(|linkage| linkage.elements() == context.rows().rows());
            let linkage = linkage.ok_or("The distances of all pairs of rows are being linked.")?;
            // One generation has one linkage.
            self.revision += u64::from(self.right.refresh((key, self.with, 0), || {
                // Its branches are turned towards the order at left, so that lines cross only where trees differ.
                let keys: Vec<f64> = view.tree.places().into_iter().map(f64::from).collect();
                Right::new("Average linkage", &Arc::new(Tree::from_linkage(linkage, &keys)), &view.tree)
            }));
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
            let made = || Right::new(&other.name, &other.tree, &view.tree);
            self.revision += u64::from(self.right.refresh((key, self.with, address), made));
        }
        self.left.refresh(key, || Skeleton::from(&*view.tree));
        let column = context.column();
        let labels = (context.shared.column, derived.labels.len());
        self.classes.refresh((key.0, labels), || {
            column.map_or_else(Vec::new, |column| column.of_row.iter().map(|class| class.map(|c| c as u16)).collect())
        });
        let right = self.right.tree.clone();
        let cut = context.cut();
        self.agreement.refresh((key.0, self.revision, cut.to_bits(), labels), || {
            let right = right.as_ref()?;
            let clusters = [view.tree.cut(cut), right.cut_into(context.clusters().clusters.len())];
            Agreement::new([&view.tree, right], clusters, &column?.of_row)
        });
        Ok(())
    }

    fn faces_ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>, size: egui::Vec2) {
        let texts = context.column().map(|column| column.classes.clone()).unwrap_or_default();
        let name = context.column().map(|column| column.name.clone()).unwrap_or_default();
        let columns = [LabelColumn { name: &name, classes: &self.classes, texts: &texts }];
        let columns = if texts.is_empty() { &[][..] } else { &columns };
        let colours = (context.shared.column as u64) << 32 | context.derived.labels.len() as u64;
        let (column, right) = (context.column().cloned(), self.right.tree.clone());
        let view = context.view().clone();
        let left_node = |node: u32| {
            let until = view.tree.nodes().get(node as usize).map_or(0.0, |node| node.position);
            let members = sentences::members(view.tree.data(node), column.as_ref());
            format!("fixed points: {members}, one until {}", sentences::position(&view, until))
        };
        let right_node = |node: u32| {
            let Some(tree) = &right else { return String::new() };
            let at = tree.nodes().get(node as usize).map_or(0.0, |node| node.position);
            let members = sentences::members(tree.data(node), column.as_ref());
            format!("{}: {members}, at {}", self.right.name, number(at, 3))
        };
        let left = TreeScene {
            columns,
            colours,
            describe: Some(&left_node),
            ..TreeScene::new("Fixed points", &self.left, context.key())
        };
        let scene = TreeScene {
            columns,
            colours,
            describe: Some(&right_node),
            ..TreeScene::new(&self.right.name, &self.right.skeleton, (u64::MAX, self.revision))
        };
        let answer = self.faces.show(ui, [&left, &scene], context.shared.tree.logarithmic, size);
        if let Some((side, node)) = answer.hovered {
            context.shell.status = if side == Side::Left { left_node(node) } else { right_node(node) };
        }
        if let Some((Side::Left, node)) = answer.clicked {
            context.asks.push(Ask::Look(Some(node)));
        }
    }

    fn scores_ui(&self, ui: &mut egui::Ui, context: &TreeContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let crossed = number(self.right.entanglement, 3);
        hover_help(value_row_ui(ui, "entanglement", &crossed, None), help::ENTANGLEMENT);
        let Some((agreement, column)) = self.agreement.as_ref().zip(context.column()) else {
            sentence_ui(ui, "With labels, this says which of the two agrees with them better.", None);
            return;
        };
        egui::Grid::new("two trees").num_columns(3).spacing([theme::GAP, 3.0]).show(ui, |ui| {
            let mut row = |name: &str, values: [String; 2]| {
                ui.label(egui::RichText::new(name).color(tokens.soft));
                for value in values {
                    ui.label(egui::RichText::new(value).monospace());
                }
                ui.end_row();
            };
            let [left, right] = &agreement.sides;
            row("clusters", [left, right].map(|side| grouped(side.clusters as u64)));
            row("adjusted Rand index", [left, right].map(|side| number(side.adjusted_rand, 3)));
            row("V-measure", [left, right].map(|side| number(side.v_measure, 3)));
            let purity = |purity: Option<f64>| purity.map_or_else(|| "–".to_owned(), |purity| number(purity, 3));
            row("dendrogram purity", [left, right].map(|side| purity(side.dendrogram_purity)));
        });
        sentence_ui(ui, &sentence(agreement, &column.name, &self.right.name), None);
    }
}

impl Right {
    fn new(name: &str, tree: &Arc<Tree>, left: &Tree) -> Self {
        Self {
            name: name.to_owned(),
            skeleton: Skeleton::from(&**tree),
            entanglement: entanglement(left.leaf_order(), tree.leaf_order()),
            tree: Some(Arc::clone(tree)),
        }
    }
}
