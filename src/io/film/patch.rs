//! What changed from one picture to the next.

use image::RgbaImage;

/// The rectangle around all pixels that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    pub left: u32,
    pub top: u32,
    pub width: u32,
    pub height: u32,
    /// RGBA row by row; what stayed as it was is transparent.
    pub rgba: Vec<u8>,
}

/// What a viewer shows so far.
#[derive(Default)]
pub(super) struct Shown {
    picture: Option<RgbaImage>,
}

impl Shown {
    /// Takes the next picture; what is to be painted over the last one, nothing where they are equal. The first is painted
    /// whole. All pictures are opaque.
    pub fn next(&mut self, picture: RgbaImage) -> Option<Patch> {
        let width = picture.width();
        let patch = match &self.picture {
            Some(last) if last.dimensions() == picture.dimensions() => difference(last, &picture),
            _ => Some(Patch { left: 0, top: 0, width, height: picture.height(), rgba: picture.as_raw().clone() }),
        };
        self.picture = Some(picture);
        patch
    }
}

fn difference(last: &RgbaImage, next: &RgbaImage) -> Option<Patch> {
    let width = next.width() as usize;
    let row_bytes = 4 * width;
    let rows = || last.as_raw().chunks_exact(row_bytes).zip(next.as_raw().chunks_exact(row_bytes)).enumerate();
    let (mut left, mut right, mut top, mut bottom) = (width, 0, None, 0);
    for (y, (old, new)) in rows() {
        if old == new {
            continue;
        }
        top.get_or_insert(y);
        bottom = y;
        let differs = |x: &usize| old[4 * x..4 * x + 4] != new[4 * x..4 * x + 4];
        left = (0..width).find(differs).map_or(left, |x| left.min(x));
        right = (0..width).rfind(differs).map_or(right, |x| right.max(x));
    }
    let top = top?;
    let mut rgba = Vec::with_capacity(4 * (right + 1 - left) * (bottom + 1 - top));
    for (_, (old, new)) in rows().skip(top).take(bottom + 1 - top) {
        let within = 4 * left..4 * (right + 1);
        for (old, new) in old[within.clone()].chunks_exact(4).zip(new[within].chunks_exact(4)) {
            rgba.extend_from_slice(if old == new { &[0; 4] } else { new });
        }
    }
    let [left, top, width, height] = [left, top, right + 1 - left, bottom + 1 - top].map(|pixels| pixels as u32);
    Some(Patch { left, top, width, height, rgba })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rectangle_around_what_changed_is_painted_and_the_rest_of_it_is_transparent() {
        let grey = RgbaImage::from_pixel(7, 5, image::Rgba([9, 9, 9, 255]));
        let mut next = grey.clone();
        next.put_pixel(2, 1, image::Rgba([1, 2, 3, 255]));
        next.put_pixel(4, 3, image::Rgba([4, 5, 6, 255]));
        let mut shown = Shown::default();
        assert_eq!(shown.next(grey.clone()).unwrap().rgba, grey.into_raw());
        let patch = shown.next(next.clone()).unwrap();
        assert_eq!((patch.left, patch.top, patch.width, patch.height), (2, 1, 3, 3));
        assert_eq!(patch.rgba[..8], [1, 2, 3, 255, 0, 0, 0, 0]);
        assert_eq!(patch.rgba[4 * 8..], [4, 5, 6, 255]);
        assert_eq!(shown.next(next), None);
    }
}
