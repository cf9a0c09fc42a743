//! Colours and data that the tests share.

use std::collections::BTreeSet;

use egui::Color32;
use egui_plot::PlotPoint;
use glassbox::physics::spins::GridShape;
use glassbox::ui::widgets::spin_grid::{
    CellColors, CellImage, GridColors, GridEditor, GridMarks, GridResponse, SpinGrid, StrokeEvent,
};

/// The colours of one profile.
#[derive(Clone, Copy)]
pub struct Profile {
    pub spin_on: Color32,
    pub spin_off: Color32,
    pub grid: GridColors,
}

fn hex(code: &str) -> Color32 {
    Color32::from_hex(code).expect("a colour")
}

pub fn dark() -> Profile {
    let accent = hex("#6cb2ff");
    Profile {
        spin_on: hex("#eef2f7"),
        spin_off: hex("#1a212b"),
        grid: GridColors { gap: hex("#151a21"), accent, mark: hex("#f2b24c") },
    }
}

/// A grid with its spins, and everything it reported.
pub struct GridScene {
    pub shape: GridShape,
    pub editor: GridEditor,
    pub on: BTreeSet<usize>,
    pub events: Vec<StrokeEvent>,
    pub last: Option<GridResponse>,
    pub profile: Profile,
    pub differing: Vec<usize>,
    pub unstable: Vec<usize>,
    pub updating: Option<usize>,
    revision: u64,
}

impl GridScene {
    pub fn new(width: usize, height: usize, profile: Profile) -> Self {
        Self {
            shape: GridShape::new(width, height),
            editor: GridEditor::new(),
            on: BTreeSet::new(),
            events: Vec::new(),
            last: None,
            profile,
            differing: Vec::new(),
            unstable: Vec::new(),
            updating: None,
            revision: 0,
        }
    }

    pub fn show(&mut self, ui: &mut egui::Ui) {
        let (on, profile) = (&self.on, self.profile);
        let is_on = |index: usize| on.contains(&index);
        let color_of = |index: usize| if is_on(index) { profile.spin_on } else { profile.spin_off };
        let image = CellImage { key: (0, self.revision, 0), colors: CellColors::Each(&color_of) };
        let marks = GridMarks {
            differing: &self.differing,
            ink: &self.unstable,
            unstable: &self.unstable,
            updating: self.updating,
        };
        let response =
            SpinGrid::new("State", self.shape, image, &is_on, profile.grid).marks(marks).show(ui, &mut self.editor);
        if let Some(event) = &response.stroke {
            for &cell in &event.cells {
                let _changed = if event.value { self.on.insert(cell) } else { self.on.remove(&cell) };
            }
            self.revision += 1;
            self.events.push(event.clone());
        }
        self.last = Some(response);
    }
}

/// A curve over `count` steps up to `end`.
pub fn curve(count: usize, end: f64, y: impl Fn(f64) -> f64) -> Vec<PlotPoint> {
    let step = end / (count.max(2) - 1) as f64;
    (0..count).map(|k| PlotPoint::new(k as f64 * step, y(k as f64 * step))).collect()
}
