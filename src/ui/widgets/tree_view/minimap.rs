//! The whole of what was drilled into, small, with a frame round what is in sight.

use std::sync::Arc;

use egui::{Mesh, Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, Vec2};

use super::branches;
use super::clusters::{Clusters, Inks};
use super::detail::Detail;
use super::drawing::Arrangement;
use super::projection::Projection;
use super::scene::TreeScene;
use super::state::Found;
use super::window::{Layout, Window};
use crate::ui::theme;
use crate::ui::widgets::paint;

/// Its size, and how far from the corner it is.
const SIZE: Vec2 = Vec2::new(104.0, 72.0);
const AWAY: f32 = 8.0;
/// How strong its lines are: the frame stands out from them.
const STRENGTH: f32 = 0.6;
/// Smaller drawings have none: it would cover them.
const LEAST: Vec2 = Vec2::new(280.0, 200.0);

/// Holds the small mesh.
#[derive(Default)]
pub struct Minimap {
    drawn: Option<(Key, Arc<Mesh>)>,
}

#[derive(Clone, PartialEq)]
struct Key {
    tree: (u64, u64),
    projection: Projection,
    collapsed: Vec<u32>,
    theme: theme::Theme,
    pixels_per_point: f32,
}

impl Minimap {
    /// Draws it while only a part is in sight; the window that a click or a drag on it asks for.
    pub fn ui(
        &mut self,
        ui: &Ui,
        scene: &TreeScene<'_>,
        arrangement: &Arrangement,
        found: &Found,
        projection: &Projection,
    ) -> Option<Window> {
        let room = projection.sight;
        let hidden = projection.window.is_whole() || projection.layout == Layout::Unrooted;
        if hidden || room.width() < LEAST.x || room.height() < LEAST.y {
            return None;
        }
        let rect = Rect::from_min_size(room.min + Vec2::splat(AWAY), SIZE);
        let inner = rect.shrink(4.0);
        let small = Projection { area: inner, sight: inner, window: Window::WHOLE, lens: None, ..*projection };
        let mesh = self.mesh(ui, scene, arrangement, found, small);
        let tokens = theme::tokens(ui.ctx());
        let response = ui.interact(rect, ui.scope_id().with(("minimap", scene.name)), Sense::click_and_drag());
        paint::name(ui, &response, egui::Role::Image, "Map of the tree");
        ui.painter().rect(rect, 4.0, tokens.panel, Stroke::new(1.0, tokens.hairline), StrokeKind::Inside);
        ui.painter().add(Shape::Mesh(mesh));
        let frame = frame(&small, projection);
        ui.painter().rect(
            frame,
            1.0,
            tokens.accent.gamma_multiply(0.18),
            Stroke::new(1.5, tokens.accent),
            StrokeKind::Inside,
        );
        let pointer = response.interact_pointer_pos().filter(|_| response.clicked() || response.dragged())?;
        let [x, y] = small.fraction(pointer);
        let Window { x: [left, right], y: [top, bottom] } = projection.window;
        let by = [(x - f64::midpoint(left, right)) / (right - left), (y - f64::midpoint(top, bottom)) / (bottom - top)];
        Some(projection.window.moved(by))
    }

    fn mesh(
        &mut self,
        ui: &Ui,
        scene: &TreeScene<'_>,
        arrangement: &Arrangement,
        found: &Found,
        small: Projection,
    ) -> Arc<Mesh> {
        let tokens = theme::tokens(ui.ctx());
        let key = Key {
            tree: scene.key,
            projection: small,
            collapsed: found.collapsed.clone(),
            theme: tokens.theme,
            pixels_per_point: ui.pixels_per_point(),
        };
        if let Some((known, mesh)) = &self.drawn
            && *known == key
        {
            return Arc::clone(mesh);
        }
        let plain = TreeScene { cut: None, columns: &[], ..*scene };
        let clusters = Clusters::default();
        let inks = Inks { tokens: &tokens, scene: &plain, clusters: &clusters };
        let detail = Detail::new(scene.tree, &arrangement.rows, &small, &found.collapsed, found.root);
        let mut mesh = branches::mesh(&detail, &small, &inks, None, ui.pixels_per_point());
        for vertex in &mut mesh.vertices {
            vertex.color = vertex.color.gamma_multiply(STRENGTH);
        }
        let mesh = Arc::new(mesh);
        self.drawn = Some((key, Arc::clone(&mesh)));
        mesh
    }
}

/// Where on the small drawing what is in sight lies.
fn frame(small: &Projection, projection: &Projection) -> Rect {
    let area = if small.layout.is_round() {
        Rect::from_center_size(small.area.center(), Vec2::splat(small.area.size().min_elem()))
    } else {
        small.area
    };
    let Window { x, y } = projection.window;
    let at = |x: f64, y: f64| area.min + area.size() * Vec2::new(x as f32, y as f32);
    let [min, max]: [Pos2; 2] = [at(x[0], y[0]), at(x[1], y[1])];
    Rect::from_min_max(min, max.max(min + Vec2::splat(3.0)))
}
