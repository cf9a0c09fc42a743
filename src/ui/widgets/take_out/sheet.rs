//! A figure drawn once more, by itself: on a ground of its own, in the theme of the window or in that for print.
//!
//! It is drawn into a context of its own, so that neither the window nor a graphics device takes part.

use std::collections::BTreeMap;

use egui::{
    Color32, ColorImage, Context, ImageData, RawInput, Rect, Shape, TextureId, TextureOptions, Ui, UiBuilder, Vec2,
    ViewportId, epaint::ClippedShape, epaint::ImageDelta, epaint::shape_transform::adjust_colors,
};

use crate::ui::theme::{self, Theme, Tokens};

/// Around the figure.
const MARGIN: f32 = 10.0;
/// The largest side of a picture within the figure, in pixels.
const LARGEST_SIDE: usize = 8192;

/// Pictures by their numbers, and how each is read between its pixels.
pub type Textures = BTreeMap<u64, (ColorImage, TextureOptions)>;

/// What was drawn.
pub struct Sheet {
    /// Width and height, in points.
    pub size: Vec2,
    /// Pixels per point for which text was laid out.
    pub scale: f32,
    /// What it lies on.
    pub ground: Color32,
    /// Everything on it, each clipped to a rectangle.
    pub shapes: Vec<ClippedShape>,
    /// The pictures that the shapes name, the letters among them.
    pub textures: Textures,
    ctx: Context,
}

impl Sheet {
    /// Draws a figure of `size`. `tokens` are those of the window: what was coloured with them is coloured as `theme`
    /// would.
    pub fn draw(tokens: &Tokens, theme: Theme, size: Vec2, scale: f32, draw: &dyn Fn(&mut Ui)) -> Self {
        let whole = size + Vec2::splat(2.0 * MARGIN);
        let ctx = Context::default();
        theme::install(&ctx, theme);
        let ground = Tokens::of(theme).panel;
        let mut textures = BTreeMap::new();
        let mut shapes = Vec::new();
        // The second time knows how large things were the first time.
        for _ in 0..2 {
            let mut input = RawInput {
                screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, whole)),
                max_texture_side: Some(LARGEST_SIDE),
                ..RawInput::default()
            };
            if let Some(viewport) = input.viewports.get_mut(&ViewportId::ROOT) {
                viewport.native_pixels_per_point = Some(scale);
            }
            let mut output = ctx.run_ui(input, |ui| {
                let room = Rect::from_min_size(egui::pos2(MARGIN, MARGIN), size);
                let mut ui =
                    ui.new_child(UiBuilder::new().max_rect(room).layout(egui::Layout::top_down(egui::Align::Min)));
                draw(&mut ui);
            });
            #[expect(clippy::iter_over_hash_type, reason = "each picture is kept under its own number")]
            for (id, deltas) in &output.textures_delta.set {
                for delta in deltas {
                    keep(&mut textures, *id, delta);
                }
            }
            output.textures_delta.clear();
            shapes = output.shapes;
        }
        let (from, to) = (*tokens, Tokens::of(theme));
        for clipped in &mut shapes {
            adjust_colors(&mut clipped.shape, move |color| *color = theme::recoloured(*color, &from, &to));
        }
        shapes.retain(|clipped| !matches!(clipped.shape, Shape::Noop));
        Self { size: whole, scale, ground, shapes, textures, ctx }
    }

    /// The part of a window within `place`, of what was drawn in its context.
    pub fn cut_out(ctx: Context, shapes: &[ClippedShape], textures: Textures, ground: Color32, place: Rect) -> Self {
        let moved = |clipped: &ClippedShape| {
            let mut clipped = clipped.clone();
            clipped.shape.translate(-place.min.to_vec2());
            clipped.clip_rect = clipped.clip_rect.translate(-place.min.to_vec2());
            clipped
        };
        let seen = shapes.iter().filter(|clipped| {
            !matches!(clipped.shape, Shape::Noop) && clipped.clip_rect.intersect(place).is_positive()
        });
        let shapes = seen.map(moved).collect();
        Self { size: place.size(), scale: ctx.pixels_per_point(), ground, shapes, textures, ctx }
    }

    /// The shapes as triangles.
    pub(super) fn triangles(&self) -> Vec<egui::ClippedPrimitive> {
        self.ctx.tessellate(self.shapes.clone(), self.scale)
    }

    /// The part of a picture that `uv` names, `None` where there is none.
    pub(super) fn picture(&self, id: TextureId, uv: Rect) -> Option<ColorImage> {
        let (image, _) = self.textures.get(&number(id)?)?;
        let [width, height] = image.size;
        let at = |share: f32, side: usize| ((share * side as f32).round().max(0.0) as usize).min(side);
        let (left, right) = (at(uv.left().min(uv.right()), width), at(uv.left().max(uv.right()), width));
        let (top, bottom) = (at(uv.top().min(uv.bottom()), height), at(uv.top().max(uv.bottom()), height));
        let size = [right.checked_sub(left)?, bottom.checked_sub(top)?];
        if size.contains(&0) {
            return None;
        }
        let flipped = uv.top() > uv.bottom();
        let row = |y: usize| if flipped { bottom - 1 - y } else { top + y };
        let pixels = (0..size[1]).flat_map(|y| (left..right).map(move |x| (x, row(y))));
        let pixel = |(x, y): (usize, usize)| image.pixels.get(y * width + x).copied().unwrap_or_default();
        Some(ColorImage::new(size, pixels.map(pixel).collect()))
    }
}

/// The number of a picture that the context itself manages; there are no others here.
pub(super) const fn number(id: TextureId) -> Option<u64> {
    match id {
        TextureId::Managed(number) => Some(number),
        TextureId::User(_) => None,
    }
}

/// Takes over a picture, or the part of it that is new.
pub fn keep(textures: &mut Textures, id: TextureId, delta: &ImageDelta) {
    let ImageData::Color(image) = &delta.image;
    let Some(id) = number(id) else { return };
    let Some([left, top]) = delta.pos else {
        textures.insert(id, (ColorImage::clone(image), delta.options));
        return;
    };
    let Some((whole, _)) = textures.get_mut(&id) else { return };
    let [width, _] = image.size;
    for (index, pixel) in image.pixels.iter().enumerate() {
        let at = (top + index / width.max(1)) * whole.size[0] + left + index % width.max(1);
        if let Some(slot) = whole.pixels.get_mut(at) {
            *slot = *pixel;
        }
    }
}
