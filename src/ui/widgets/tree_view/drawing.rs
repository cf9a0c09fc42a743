//! What is kept between frames: rows, the detail that is drawn and its meshes, made again only when something changed.

use std::sync::Arc;

use egui::{Mesh, Pos2, Rect, Ui};

use super::axis::DepthAxis;
use super::branches;
use super::clusters::{Clusters, Inks};
use super::cut::FOOT;
use super::detail::Detail;
use super::names;
use super::pen::Pen;
use super::projection::Projection;
use super::rows::Rows;
use super::scene::TreeScene;
use super::state::{Found, TreeViewState};
use super::strips::{self, Piece};
use super::unrooted::{Spoke, Unrooted};
use super::window::Layout;
use crate::ui::theme::{self, Theme};

/// Room around the drawing: the first and the last row, and a dot at the root, are seen whole.
const MARGIN: f32 = 8.0;
/// Room for names, where there are any.
const NAMES: f32 = 104.0;
/// The same on each side of a disc.
pub const NAMES_AROUND: f32 = 72.0;
/// Narrower drawings have no names.
const NAMED_FROM: f32 = 360.0;

/// Rows and depths of a tree under one axis and one choice of collapsed clades.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrangement {
    key: (u64, u64),
    collapsed: Vec<u32>,
    logarithmic: bool,
    ends: Option<[f64; 2]>,
    root: Option<u32>,
    pub axis: DepthAxis,
    pub rows: Rows,
    /// Where nodes are in the unrooted layout, if that is shown.
    pub unrooted: Option<Unrooted>,
}

impl Arrangement {
    /// Of a tree as a person has set it.
    pub fn new(scene: &TreeScene<'_>, state: &TreeViewState, found: &Found) -> Self {
        let axis = DepthAxis::new(scene.tree, state.logarithmic, scene.ends);
        let rows = Rows::new(scene.tree, &axis, &found.collapsed);
        let unrooted = (state.layout == Layout::Unrooted).then(|| Unrooted::new(scene.tree, &rows, found.root));
        Self {
            key: scene.key,
            collapsed: found.collapsed.clone(),
            logarithmic: state.logarithmic,
            ends: scene.ends,
            root: found.root,
            axis,
            rows,
            unrooted,
        }
    }

    fn holds(&self, scene: &TreeScene<'_>, state: &TreeViewState, found: &Found) -> bool {
        self.key == scene.key
            && self.collapsed == found.collapsed
            && self.logarithmic == state.logarithmic
            && self.ends == scene.ends
            && self.root == found.root
            && self.unrooted.is_some() == (state.layout == Layout::Unrooted)
    }

    /// Where a node is on the screen.
    pub fn point(&self, projection: &Projection, node: u32) -> Pos2 {
        match &self.unrooted {
            Some(unrooted) => unrooted.point(projection, node),
            None => projection.point(projection.along(self.rows.depth(node)), projection.across(self.rows.row(node))),
        }
    }

    /// Where a tree lies within the room that it was given.
    pub fn projection(&self, scene: &TreeScene<'_>, state: &TreeViewState, found: &Found, room: Rect) -> Projection {
        let whole = found.root.map_or((0, scene.tree.leaves()), |root| {
            let node = scene.tree.node(root);
            (node.first, node.last)
        });
        let strips = strips::width(scene.columns.len());
        let foot = if scene.cut.is_some() || !scene.axis.is_empty() { FOOT } else { MARGIN };
        let rows = [whole.0, whole.1].map(|place| self.rows.edge(place));
        let wide = scene.names.is_some() && room.width() >= NAMED_FROM;
        let mut projection = Projection {
            layout: state.layout,
            area: room.shrink(MARGIN),
            sight: room,
            rows,
            root: found.root.map_or(0.0, |root| self.rows.depth(root)),
            window: state.sight.window,
            mirrored: false,
            lens: None,
        };
        let Projection { area, sight, .. } = &mut projection;
        match state.layout {
            Layout::Circular | Layout::Unrooted => {
                if state.layout == Layout::Circular {
                    *area = area.shrink(strips);
                }
                let named = Projection { area: projection.area.shrink(NAMES_AROUND), ..projection };
                if wide && names::are_named(rows[1] - rows[0], named.rim()) {
                    return named;
                }
            }
            Layout::Rectangular | Layout::Icicle => {
                area.max.y = room.max.y - foot;
                sight.max.y = room.max.y - foot;
                let [top, bottom] = state.sight.window.y;
                let named = wide && names::are_named((rows[1] - rows[0]) * (bottom - top), area.height());
                area.max.x -= strips + if named { NAMES } else { 0.0 };
                area.max.x = area.max.x.min(room.max.x - scene.margins.right);
                area.min.x = area.min.x.max(room.min.x + scene.margins.left);
            }
        }
        projection
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct DrawnKey {
    projection: Projection,
    cut: Option<f64>,
    colours: u64,
    columns: usize,
    theme: Theme,
    pixels_per_point: f32,
}

/// The meshes of a drawing, and what they were made from.
pub struct Drawn {
    key: DrawnKey,
    pub detail: Detail,
    pub spokes: Vec<Spoke>,
    pub clusters: Clusters,
    pub branches: Arc<Mesh>,
    pub strips: Arc<Mesh>,
    /// The pieces of each column.
    pub pieces: Vec<Vec<Piece>>,
}

impl Drawn {
    fn new(ui: &Ui, scene: &TreeScene<'_>, arrangement: &Arrangement, key: DrawnKey) -> Self {
        let tokens = theme::tokens(ui.ctx());
        let Arrangement { axis, rows, collapsed, root, .. } = arrangement;
        let cut = scene.cut.map(|cut| axis.depth(cut.position));
        let clusters = cut.map(|depth| Clusters::new(scene.tree, rows, depth)).unwrap_or_default();
        let inks = Inks { tokens: &tokens, scene, clusters: &clusters };
        let projection = &key.projection;
        let (mut detail, mut spokes) = (Detail::default(), Vec::new());
        let branches = if let Some(unrooted) = &arrangement.unrooted {
            spokes = unrooted.spokes(scene.tree, rows, projection, collapsed, *root);
            branches::spokes_mesh(&spokes, projection, &inks, key.pixels_per_point)
        } else {
            detail = Detail::new(scene.tree, rows, projection, collapsed, *root);
            let cut = cut.map(|depth| projection.along(depth));
            branches::mesh(&detail, projection, &inks, cut, key.pixels_per_point)
        };
        let mut pen = Pen::new(projection, key.pixels_per_point);
        let mut pieces = Vec::new();
        // An unrooted tree has no rim that strips could be on.
        for (index, column) in scene.columns.iter().enumerate().filter(|_| arrangement.unrooted.is_none()) {
            let found = strips::pieces(scene, column, rows, projection);
            strips::draw(&mut pen, &found, column, strips::along(projection, index), &inks);
            pieces.push(found);
        }
        let strips = Arc::new(pen.finish());
        Self { key, detail, spokes, clusters, branches: Arc::new(branches), strips, pieces }
    }
}

/// The arrangement and the meshes of one view.
#[derive(Default)]
pub struct Drawing {
    arrangement: Option<Arrangement>,
    drawn: Option<Drawn>,
    /// How often meshes were made.
    pub made: u64,
}

impl Drawing {
    /// The arrangement, made again if the tree or what is collapsed changed.
    pub fn arrangement(&mut self, scene: &TreeScene<'_>, state: &TreeViewState, found: &Found) -> &Arrangement {
        if !self.arrangement.as_ref().is_some_and(|known| known.holds(scene, state, found)) {
            self.arrangement = None;
            self.drawn = None;
        }
        self.arrangement.get_or_insert_with(|| Arrangement::new(scene, state, found))
    }

    /// The meshes, made again if the view or a colour changed. Needs an arrangement.
    pub fn drawn(&mut self, ui: &Ui, scene: &TreeScene<'_>, projection: Projection) -> Option<(&Arrangement, &Drawn)> {
        let arrangement = self.arrangement.as_ref()?;
        let key = DrawnKey {
            projection,
            cut: scene.cut.map(|cut| cut.position),
            colours: scene.colours,
            columns: scene.columns.len(),
            theme: theme::tokens(ui.ctx()).theme,
            pixels_per_point: ui.pixels_per_point(),
        };
        if self.drawn.as_ref().is_none_or(|drawn| drawn.key != key) {
            self.drawn = Some(Drawn::new(ui, scene, arrangement, key));
            self.made += 1;
        }
        self.drawn.as_ref().map(|drawn| (arrangement, drawn))
    }
}
