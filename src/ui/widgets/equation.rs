//! Typeset equations: TeX in, a texture out, kept for as long as it is looked at.
//!
//! [`typeset`] is pure and needs no window; [`equation_ui`] draws one, in running text or on a line of its own.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use egui::mutex::Mutex;
use egui::{
    Color32, ColorImage, Context, FontId, Pos2, Rect, Response, RichText, Role, Sense, TextStyle, TextureHandle,
    TextureOptions, Ui, Vec2,
};
use latex_rust::{BoxContent, Color, Dim, MathBox, MathFont, MathStyle, PngOptions};

use super::paint;
use crate::ui::theme;

/// Equations that are kept; the one that was not drawn for the longest time goes first.
pub const KEPT: usize = 96;
/// The mathematical face is drawn this much larger than the text, so that its letters are as tall as Inter's.
const OPTICAL_SIZE: f32 = 1.13;
/// Pixels around an equation: slanted letters reach beyond their boxes.
const PADDING: u32 = 3;
/// Pixels per em that can be asked for.
const EM: (f32, f32) = (4.0, 240.0);

/// Reading the face takes longer than an equation, so it is read once, when the first one is drawn.
static FACE: LazyLock<Option<MathFont>> = LazyLock::new(|| MathFont::stix_two_math().ok());

/// Why an equation could not be typeset.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EquationError {
    /// The mathematical face is broken.
    #[error("the mathematical face cannot be read")]
    Face,
    /// TeX that is not understood.
    #[error("“{tex}” cannot be typeset: {reason}")]
    Tex { tex: String, reason: String },
}

/// A typeset equation: which fraction of each pixel is ink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typeset {
    /// Pixels in a row and in a column, with [`Typeset::padding`] on each side.
    pub size: [usize; 2],
    /// Row by row, 255 for a pixel full of ink.
    pub coverage: Vec<u8>,
    /// Pixels from its top to the baseline.
    pub baseline: u32,
    /// Pixels around what was set.
    pub padding: u32,
}

impl Typeset {
    /// A white picture, to be tinted. Light letters on a dark ground look thinner than dark ones on a light ground;
    /// `light` makes up for it as egui does for its own text.
    pub fn image(&self, light: bool) -> ColorImage {
        let ink = |&coverage: &u8| {
            let thin = 255 - u32::from(coverage);
            if light { (255 - thin * thin / 255) as u8 } else { coverage }
        };
        let pixels: Vec<u8> = self.coverage.iter().flat_map(|coverage| [ink(coverage); 4]).collect();
        ColorImage::from_rgba_premultiplied(self.size, &pixels)
    }
}

/// Sets `tex` with letters of `pixels_per_em` pixels, as in a line of its own or as in running text.
///
/// The baseline lies between two rows of pixels, so that the picture is sharp where it is put on whole pixels.
pub fn typeset(tex: &str, pixels_per_em: f32, display: bool) -> Result<Typeset, EquationError> {
    let face = FACE.as_ref().ok_or(EquationError::Face)?;
    let wrong = |err: latex_rust::Error| EquationError::Tex { tex: tex.to_owned(), reason: err.to_string() };
    let tree = latex_rust::parse(tex).map_err(|err| wrong(err.into()))?;
    let style = if display { MathStyle::Display } else { MathStyle::Text };
    // At 72 dots per inch a point is a pixel.
    let em = Dim::ratio((f64::from(pixels_per_em.clamp(EM.0, EM.1)) * 64.0).round() as i64, 64);
    let tree = latex_rust::layout_with_em_size_pt(&tree, face, style, &em).map_err(wrong)?;

    let whole = |length: &Dim| (&length.clamp_nonneg() * &em).ceil_to_u32().map_err(wrong);
    let (height, depth) = (whole(&tree.height)? + PADDING, whole(&tree.depth)? + PADDING);
    let pixels = |count: u32| &Dim::from_i64(i64::from(count)) / &em;
    let padded = MathBox {
        width: &tree.width.clamp_nonneg() + &pixels(2 * PADDING),
        height: pixels(height),
        depth: pixels(depth),
        italic: Dim::zero(),
        shift: Dim::zero(),
        content: BoxContent::HList(vec![MathBox::kern(pixels(PADDING)), tree]),
    };
    let options = PngOptions {
        font_size_pt: em.clone(),
        dpi: Dim::from_i64(72),
        color: Color::rgb(255, 255, 255),
        ..PngOptions::new()
    };
    let png = latex_rust::render_png(&padded, face, &options).map_err(wrong)?;
    let picture = image::load_from_memory_with_format(&png, image::ImageFormat::Png)
        .map_err(|err| EquationError::Tex { tex: tex.to_owned(), reason: err.to_string() })?
        .into_rgba8();
    let size = [picture.width() as usize, picture.height() as usize];
    let coverage = picture.pixels().map(|pixel| pixel.0[3]).collect();
    Ok(Typeset { size, coverage, baseline: height, padding: PADDING })
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    tex: String,
    /// 64ths of a pixel.
    em: u32,
    display: bool,
    light: bool,
}

/// A texture with what is needed to place it, or the knowledge that there is none.
#[derive(Clone)]
struct Drawn {
    texture: Option<TextureHandle>,
    baseline: f32,
    padding: f32,
}

#[derive(Default)]
struct Cache {
    drawn: BTreeMap<Key, (u64, Drawn)>,
    clock: u64,
}

impl Cache {
    fn get(&mut self, ctx: &Context, key: Key) -> Drawn {
        self.clock += 1;
        if let Some((used, drawn)) = self.drawn.get_mut(&key) {
            *used = self.clock;
            return drawn.clone();
        }
        while self.drawn.len() >= KEPT {
            let oldest = self.drawn.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| key.clone());
            let Some(oldest) = oldest else { break };
            self.drawn.remove(&oldest);
        }
        let drawn = match typeset(&key.tex, key.em as f32 / 64.0, key.display) {
            Ok(set) => Drawn {
                baseline: set.baseline as f32,
                padding: set.padding as f32,
                texture: Some(ctx.load_texture("equation", set.image(key.light), TextureOptions::LINEAR)),
            },
            Err(_) => Drawn { texture: None, baseline: 0.0, padding: 0.0 },
        };
        self.drawn.insert(key, (self.clock, drawn.clone()));
        drawn
    }
}

fn cache(ctx: &Context) -> Arc<Mutex<Cache>> {
    let id = egui::Id::unique("glassbox equations");
    ctx.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<Cache>>>(id).clone())
}

/// How many equations are kept in this context: never more than [`KEPT`].
pub fn kept(ctx: &Context) -> usize {
    cache(ctx).lock().drawn.len()
}

/// Draws an equation in the colour and size of the text around it. What cannot be typeset shows its source.
///
/// In running text it stands on the text's baseline and takes no more height than a line, so that the words before
/// and after it keep their place; `display` gives it a line of its own.
pub fn equation_ui(ui: &mut Ui, tex: &str, display: bool) -> Response {
    let font = TextStyle::Body.resolve(ui.style());
    let pixels_per_point = ui.ctx().pixels_per_point();
    let em = font.size * OPTICAL_SIZE * pixels_per_point;
    let light = ui.visuals().dark_mode;
    let key = Key { tex: tex.to_owned(), em: (em * 64.0).round() as u32, display, light };
    let drawn = cache(ui.ctx()).lock().get(ui.ctx(), key);
    let Some(texture) = &drawn.texture else {
        return ui.label(RichText::new(tex).monospace());
    };
    let (ascent, line) = line_metrics(ui, font);
    let [padding, baseline] = [drawn.padding, drawn.baseline].map(|pixels| pixels / pixels_per_point);
    let picture = texture.size_vec2() / pixels_per_point;
    let room = ui.available_width();
    // What is wider than the text's column is made smaller as a whole.
    let shrink = (room / (picture.x - 2.0 * padding)).min(1.0);
    let set = (picture - Vec2::splat(2.0 * padding)) * shrink;
    let (rect, response) = if display {
        own_line(ui, Vec2::new(room, set.y))
    } else {
        ui.allocate_exact_size(Vec2::new(set.x, line), Sense::hover())
    };
    paint::name(ui, &response, Role::Math, tex);
    let top = if display { rect.top() - padding * shrink } else { rect.top() + ascent - baseline * shrink };
    let corner = Pos2::new(rect.left() - padding * shrink, top);
    let corner = (corner * pixels_per_point).round() / pixels_per_point;
    let place = Rect::from_min_size(corner, picture * shrink);
    let whole = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
    ui.painter().image(texture.id(), place, whole, ui.visuals().text_color());
    response
}

/// Room for a line of its own with a step above and below, also within a wrapped paragraph.
fn own_line(ui: &mut Ui, size: Vec2) -> (Rect, Response) {
    let wrapped = ui.layout().main_wrap();
    if wrapped && ui.cursor().left() > ui.max_rect().left() {
        ui.end_row();
    }
    let (rect, response) = ui.allocate_exact_size(size + Vec2::new(0.0, 2.0 * theme::STEP), Sense::hover());
    if wrapped {
        ui.end_row();
    }
    (rect.shrink2(Vec2::new(0.0, theme::STEP)), response)
}

/// Where the baseline of a line of text is, and how high the line.
fn line_metrics(ui: &Ui, font: FontId) -> (f32, f32) {
    let galley = paint::line(ui, "x", font, Color32::PLACEHOLDER);
    let baseline = galley.rows.first().and_then(|row| row.glyphs.first()).map_or(0.0, |glyph| glyph.pos.y);
    (baseline, galley.size().y)
}
