//! A sheet as SVG: lines as lines, text as text, pictures embedded.

use std::fmt::Write as _;
use std::io::Cursor;

use egui::{
    Color32, ColorImage, Pos2, Rect, Shape, Stroke, StrokeKind, TextureId, epaint::ColorMode, epaint::PathStroke,
    epaint::RectShape, epaint::TextShape,
};

use super::meshes::pieces;
use super::sheet::Sheet;

/// The faces of the window, and what stands in for them where they are missing.
const FACES: &str = "Inter, Helvetica, Arial, 'DejaVu Sans', sans-serif";

/// The whole file.
pub fn text(sheet: &Sheet) -> String {
    let mut page = Page { sheet, body: String::new(), clips: Vec::new() };
    for clipped in &sheet.shapes {
        page.clipped(clipped.clip_rect, &clipped.shape);
    }
    let (width, height) = (sheet.size.x, sheet.size.y);
    let mut file = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"{FACES}\">\n"
    );
    file += "<defs>\n";
    for (index, clip) in page.clips.iter().enumerate() {
        file.push_str(&clip_path(index, *clip));
    }
    let ground = paint("fill", sheet.ground);
    [
        file,
        format!("</defs>\n<rect width=\"{width}\" height=\"{height}\"{ground}/>\n"),
        page.body,
        "</svg>\n".to_owned(),
    ]
    .concat()
}

fn clip_path(index: usize, clip: Rect) -> String {
    format!("<clipPath id=\"c{index}\"><rect {}/></clipPath>\n", rect(clip))
}

struct Page<'a> {
    sheet: &'a Sheet,
    body: String,
    /// Rectangles that cut off what reaches beyond them.
    clips: Vec<Rect>,
}

impl Page<'_> {
    fn clipped(&mut self, clip: Rect, shape: &Shape) {
        let before = self.body.len();
        self.shape(shape);
        let reach = shape.visual_bounding_rect();
        if self.body.len() == before || clip.contains_rect(reach) {
            return;
        }
        if !clip.intersects(reach) {
            self.body.truncate(before);
            return;
        }
        let index = self.clips.iter().position(|known| *known == clip).unwrap_or(self.clips.len());
        if index == self.clips.len() {
            self.clips.push(clip);
        }
        self.body.insert_str(before, &format!("<g clip-path=\"url(#c{index})\">\n"));
        self.body += "</g>\n";
    }

    fn add(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to memory does not fail.
        self.body.write_fmt(element).ok();
        self.body.push('\n');
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Noop | Shape::Callback(_) => {}
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| self.shape(shape)),
            Shape::Circle(circle) => {
                let (Pos2 { x, y }, r) = (circle.center, circle.radius);
                let look = look(circle.fill, circle.stroke);
                self.add(format_args!("<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{r:.2}\"{look}/>"));
            }
            Shape::Ellipse(ellipse) => {
                let (at, radius, look) = (ellipse.center, ellipse.radius, look(ellipse.fill, ellipse.stroke));
                self.add(format_args!(
                    "<ellipse cx=\"{:.2}\" cy=\"{:.2}\" rx=\"{:.2}\" ry=\"{:.2}\"{look}/>",
                    at.x, at.y, radius.x, radius.y
                ));
            }
            Shape::LineSegment { points, stroke } => self.path(points, false, Color32::TRANSPARENT, *stroke),
            Shape::Path(path) => self.path(&path.points, path.closed, path.fill, plain(&path.stroke)),
            Shape::QuadraticBezier(curve) => {
                self.path(&curve.flatten(None), curve.closed, curve.fill, plain(&curve.stroke));
            }
            Shape::CubicBezier(curve) => {
                self.path(&curve.flatten(None), curve.closed, curve.fill, plain(&curve.stroke));
            }
            Shape::Band(band) => {
                let upper = band.points.iter().map(|point| Pos2::new(point.x, point.y.min));
                let lower = band.points.iter().rev().map(|point| Pos2::new(point.x, point.y.max));
                self.path(&upper.chain(lower).collect::<Vec<_>>(), true, band.fill, band.stroke);
            }
            Shape::Rect(shape) => self.rect(shape),
            Shape::Text(text) => self.text(text),
            Shape::Mesh(mesh) => {
                for piece in pieces(mesh) {
                    match piece.uv {
                        Some(uv) => self.image(mesh.texture_id, uv, Rect::from_points(&piece.corners)),
                        None => self.path(&piece.corners, true, piece.color, Stroke::NONE),
                    }
                }
            }
        }
    }

    fn path(&mut self, points: &[Pos2], closed: bool, fill: Color32, stroke: Stroke) {
        let [first, rest @ ..] = points else { return };
        let mut way = format!("M{:.2} {:.2}", first.x, first.y);
        for point in rest {
            // Writing to memory does not fail.
            write!(way, "L{:.2} {:.2}", point.x, point.y).ok();
        }
        let (end, look) = (if closed { "Z" } else { "" }, look(fill, stroke));
        self.add(format_args!("<path d=\"{way}{end}\"{look}/>"));
    }

    fn rect(&mut self, shape: &RectShape) {
        if let Some(brush) = &shape.brush {
            self.image(brush.fill_texture_id, brush.uv, shape.rect);
            return;
        }
        // SVG draws a stroke on both sides of an edge.
        let half = shape.stroke.width / 2.0;
        let outline = match shape.stroke_kind {
            StrokeKind::Inside => shape.rect.shrink(half),
            StrokeKind::Middle => shape.rect,
            StrokeKind::Outside => shape.rect.expand(half),
        };
        let (round, look) = (shape.corner_radius.nw, look(shape.fill, shape.stroke));
        self.add(format_args!("<rect {} rx=\"{round}\"{look}/>", rect(outline)));
    }

    fn image(&mut self, id: TextureId, uv: Rect, at: Rect) {
        let Some(data) = self.sheet.picture(id, uv).and_then(|image| png(&image)) else { return };
        self.add(format_args!(
            "<image {} preserveAspectRatio=\"none\" image-rendering=\"pixelated\" \
             xlink:href=\"data:image/png;base64,{}\"/>",
            rect(at),
            base64(&data)
        ));
    }

    fn text(&mut self, shape: &TextShape) {
        let Some(size) = shape.galley.job.sections.first().map(|section| section.format.font_id.size) else { return };
        for row in &shape.galley.rows {
            let Some(first) = row.glyphs.first() else { continue };
            let vertex = row.visuals.mesh.vertices.get(first.first_vertex as usize);
            let own = vertex.map_or(shape.fallback_color, |vertex| vertex.color);
            let color = shape.override_text_color.unwrap_or(own);
            let color = if color == Color32::PLACEHOLDER { shape.fallback_color } else { color };
            let at = shape.pos + row.pos.to_vec2() + first.pos.to_vec2();
            let turn = match shape.angle {
                0.0 => String::new(),
                angle => format!(" transform=\"rotate({:.2} {:.2} {:.2})\"", angle.to_degrees(), at.x, at.y),
            };
            let (fill, words) = (paint("fill", color.gamma_multiply(shape.opacity_factor)), escaped(&row.text()));
            self.add(format_args!(
                "<text x=\"{:.2}\" y=\"{:.2}\" font-size=\"{size}\"{fill}{turn} xml:space=\"preserve\">{words}</text>",
                at.x, at.y
            ));
        }
    }
}

fn rect(rect: Rect) -> String {
    let size = rect.size();
    format!("x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\"", rect.left(), rect.top(), size.x, size.y)
}

fn look(fill: Color32, stroke: Stroke) -> String {
    let fill = if fill == Color32::TRANSPARENT { " fill=\"none\"".to_owned() } else { paint("fill", fill) };
    if stroke.is_empty() {
        return fill;
    }
    format!("{fill}{} stroke-width=\"{:.2}\" stroke-linejoin=\"round\"", paint("stroke", stroke.color), stroke.width)
}

/// A colour and, where it is not opaque, its opacity.
fn paint(what: &str, color: Color32) -> String {
    let [r, g, b, a] = color.to_srgba_unmultiplied();
    let opacity = if a == u8::MAX { String::new() } else { format!(" {what}-opacity=\"{:.3}\"", f32::from(a) / 255.0) };
    format!(" {what}=\"#{r:02x}{g:02x}{b:02x}\"{opacity}")
}

fn plain(stroke: &PathStroke) -> Stroke {
    let color = match stroke.color {
        ColorMode::Solid(color) => color,
        ColorMode::UV(_) => Color32::TRANSPARENT,
    };
    Stroke::new(stroke.width, color)
}

/// Text that XML cannot mistake for marks; control characters are not allowed there at all.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars().filter(|character| !character.is_control()) {
        match character {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            other => escaped.push(other),
        }
    }
    escaped
}

fn png(image: &ColorImage) -> Option<Vec<u8>> {
    let [width, height] = image.size.map(|side| u32::try_from(side).ok());
    let rgba: Vec<u8> = image.pixels.iter().flat_map(Color32::to_srgba_unmultiplied).collect();
    let mut bytes = Cursor::new(Vec::new());
    image::RgbaImage::from_raw(width?, height?, rgba)?.write_to(&mut bytes, image::ImageFormat::Png).ok()?;
    Some(bytes.into_inner())
}

/// Bytes as letters (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let three = [0, 1, 2].map(|k| u32::from(chunk.get(k).copied().unwrap_or(0)));
        let bits = three[0] << 16 | three[1] << 8 | three[2];
        for k in 0..4 {
            let letter = LETTERS.get((bits >> (18 - 6 * k) & 63) as usize).copied().unwrap_or(b'A');
            text.push(if k <= chunk.len() { letter as char } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{base64, escaped};

    #[test]
    fn letters_stand_for_bytes() {
        assert_eq!(
            ["", "f", "fo", "foo", "foob"].map(|text| base64(text.as_bytes())),
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]
        );
    }

    #[test]
    fn text_is_no_mark() {
        assert_eq!(escaped("a < b & c\u{7}"), "a &lt; b &amp; c");
    }
}
