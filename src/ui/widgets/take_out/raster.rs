//! A sheet as pixels: its triangles filled one by one, as a graphics device would fill them.

use std::io::Cursor;

use egui::{ColorImage, Mesh, Pos2, Rect, TextureFilter, TextureOptions, epaint::Primitive, epaint::Vertex};

use super::sheet::{Sheet, number};

/// A picture, row by row, opaque.
pub struct Pixels {
    /// Columns and rows.
    pub size: [usize; 2],
    /// Red, green, blue and opacity of each.
    pub rgba: Vec<u8>,
}

impl Pixels {
    /// The picture as a file; empty where it is too large for one.
    pub fn png(&self) -> Vec<u8> {
        let [width, height] = self.size.map(|side| u32::try_from(side).unwrap_or(0));
        let mut bytes = Cursor::new(Vec::new());
        let written = image::RgbaImage::from_raw(width, height, self.rgba.clone())
            .map(|picture| picture.write_to(&mut bytes, image::ImageFormat::Png));
        if matches!(written, Some(Ok(()))) { bytes.into_inner() } else { Vec::new() }
    }
}

/// Draws a sheet at its scale.
pub fn pixels(sheet: &Sheet) -> Pixels {
    let side = |points: f32| (points * sheet.scale).round().max(1.0) as usize;
    let size = [side(sheet.size.x), side(sheet.size.y)];
    let [r, g, b, _] = sheet.ground.to_array().map(f32::from);
    let mut canvas = Canvas { size, pixels: vec![[r, g, b]; size[0] * size[1]] };
    for clipped in sheet.triangles() {
        if let Primitive::Mesh(mesh) = &clipped.primitive
            && let Some((image, options)) = number(mesh.texture_id).and_then(|id| sheet.textures.get(&id))
        {
            canvas.mesh(mesh, Picture { image, options: *options }, clipped.clip_rect, sheet.scale);
        }
    }
    let byte = |value: f32| value.round().clamp(0.0, 255.0) as u8;
    Pixels { size, rgba: canvas.pixels.iter().flat_map(|[r, g, b]| [byte(*r), byte(*g), byte(*b), u8::MAX]).collect() }
}

/// A texture and how it is read between its pixels.
#[derive(Clone, Copy)]
struct Picture<'a> {
    image: &'a ColorImage,
    options: TextureOptions,
}

struct Canvas {
    size: [usize; 2],
    pixels: Vec<[f32; 3]>,
}

impl Canvas {
    fn mesh(&mut self, mesh: &Mesh, picture: Picture<'_>, clip: Rect, scale: f32) {
        let clip = clip * scale;
        for corners in mesh.indices.chunks_exact(3) {
            let corner = |k: usize| mesh.vertices.get(*corners.get(k)? as usize).copied();
            let (Some(a), Some(mut b), Some(mut c)) = (corner(0), corner(1), corner(2)) else { continue };
            let place = |vertex: Vertex| vertex.pos * scale;
            if across(place(a), place(b), place(c)) < 0.0 {
                std::mem::swap(&mut b, &mut c);
            }
            self.triangle([a, b, c].map(|vertex| Vertex { pos: place(vertex), ..vertex }), picture, clip);
        }
    }

    /// Fills a triangle whose corners go round clockwise.
    fn triangle(&mut self, corners: [Vertex; 3], picture: Picture<'_>, clip: Rect) {
        let [a, b, c] = corners.map(|vertex| vertex.pos);
        let area = across(a, b, c);
        let bounds = Rect::from_points(&[a, b, c]).intersect(clip);
        // A pixel belongs to what covers its middle.
        let first = |from: f32| (from - 0.5).ceil().max(0.0) as usize;
        let after = |to: f32, side: usize| ((to + 0.5).ceil().max(0.0) as usize).min(side);
        if area <= 0.0 || !bounds.is_positive() {
            return;
        }
        for y in first(bounds.top())..after(bounds.bottom(), self.size[1]) {
            for x in first(bounds.left())..after(bounds.right(), self.size[0]) {
                let at = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
                if !clip.contains(at) || ![(a, b), (b, c), (c, a)].into_iter().all(|(from, to)| inside(from, to, at)) {
                    continue;
                }
                let shares = [across(b, c, at), across(c, a, at), across(a, b, at)].map(|part| (part / area) as f32);
                if let Some(pixel) = self.pixels.get_mut(y * self.size[0] + x) {
                    blend(pixel, &corners, shares, picture);
                }
            }
        }
    }
}

/// Twice the area of a triangle; positive when its corners go round clockwise on the screen.
fn across(a: Pos2, b: Pos2, at: Pos2) -> f64 {
    let (bx, by) = (f64::from(b.x - a.x), f64::from(b.y - a.y));
    bx * f64::from(at.y - a.y) - by * f64::from(at.x - a.x)
}

/// Whether a point lies right of an edge; one on the edge belongs to only one of the two triangles that share it.
fn inside(from: Pos2, to: Pos2, at: Pos2) -> bool {
    let side = across(from, to, at);
    side > 0.0 || side == 0.0 && (to.y > from.y || to.y == from.y && to.x > from.x)
}

fn blend(pixel: &mut [f32; 3], corners: &[Vertex; 3], shares: [f32; 3], picture: Picture<'_>) {
    let mut color = [0.0; 4];
    let mut uv = [0.0; 2];
    for (corner, share) in corners.iter().zip(shares) {
        for (sum, part) in color.iter_mut().zip(corner.color.to_array()) {
            *sum += share * f32::from(part);
        }
        uv = [share.mul_add(corner.uv.x, uv[0]), share.mul_add(corner.uv.y, uv[1])];
    }
    let texel = picture.at(uv);
    let opacity = color[3] * texel[3] / (255.0 * 255.0);
    for ((below, own), of) in pixel.iter_mut().zip(color).zip(texel) {
        *below = below.mul_add(1.0 - opacity, own * of / 255.0);
    }
}

impl Picture<'_> {
    fn texel(&self, x: i64, y: i64) -> [f32; 4] {
        let [width, height] = self.image.size;
        let inside = |at: i64, side: usize| at.clamp(0, side as i64 - 1).max(0) as usize;
        let pixel = self.image.pixels.get(inside(y, height) * width + inside(x, width)).copied().unwrap_or_default();
        pixel.to_array().map(f32::from)
    }

    fn at(&self, [u, v]: [f32; 2]) -> [f32; 4] {
        let (x, y) = (u * self.image.size[0] as f32, v * self.image.size[1] as f32);
        if self.options.magnification == TextureFilter::Nearest {
            return self.texel(x.floor() as i64, y.floor() as i64);
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (right, down) = (x - left, y - top);
        let mut sum = [0.0; 4];
        for (dx, dy, share) in [
            (0, 0, (1.0 - right) * (1.0 - down)),
            (1, 0, right * (1.0 - down)),
            (0, 1, (1.0 - right) * down),
            (1, 1, right * down),
        ] {
            for (sum, part) in sum.iter_mut().zip(self.texel(left as i64 + dx, top as i64 + dy)) {
                *sum += share * part;
            }
        }
        sum
    }
}
