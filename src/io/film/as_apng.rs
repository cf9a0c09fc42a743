//! A film as animated PNG.

use std::io::{self, Write};

use png::{BitDepth, BlendOp, ColorType, Compression, Encoder, EncodingError};

use super::patch::{Patch, Shown};
use super::plan::{FilmError, FilmPlan, NextPicture, through};

/// Writes the pictures to `out`; an error of theirs is kept.
pub(super) fn fill(
    out: &mut dyn Write,
    plan: &FilmPlan,
    next: NextPicture<'_>,
    kept: &mut Option<FilmError>,
) -> io::Result<()> {
    let said = |error| match error {
        EncodingError::IoError(error) => error,
        other => io::Error::other(other),
    };
    let [width, height] = plan.size;
    let mut encoder = Encoder::new(out, width, height);
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    // For ever.
    encoder.set_animated(plan.frames(), 0).map_err(said)?;
    encoder.set_frame_delay(1, plan.rate as u16).map_err(said)?;
    let mut writer = encoder.write_header().map_err(said)?;
    let mut shown = Shown::default();
    for number in 0..plan.frames() {
        let patch = shown.next(through(kept, next(number))?);
        // The number of pictures is promised at the beginning: one that changes nothing paints one transparent pixel.
        let nothing = || Patch { left: 0, top: 0, width: 1, height: 1, rgba: vec![0; 4] };
        let patch = patch.unwrap_or_else(nothing);
        if number > 0 {
            // Smaller before it is moved: at no time it may reach over the edge.
            writer.set_frame_position(0, 0).map_err(said)?;
            writer.set_frame_dimension(patch.width, patch.height).map_err(said)?;
            writer.set_frame_position(patch.left, patch.top).map_err(said)?;
            writer.set_blend_op(BlendOp::Over).map_err(said)?;
        }
        writer.write_image_data(&patch.rgba).map_err(said)?;
    }
    writer.finish().map_err(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::film::{FilmFormat, write as write_film};
    use image::codecs::png::PngDecoder;
    use image::{AnimationDecoder as _, Rgba, RgbaImage};

    #[test]
    fn every_picture_comes_back_exactly() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film.apng");
        let plan = FilmPlan { size: [80, 64], rate: 30, seconds: 0.5 };
        let picture = |number: u32| {
            let mut picture = RgbaImage::from_pixel(80, 64, Rgba([10, 20, 30, 255]));
            picture.put_pixel(4 * number.min(10), 3 * number.min(10), Rgba([200, number.min(10) as u8, 0, 255]));
            picture
        };
        write_film(&path, false, FilmFormat::Apng, &plan, &mut |number| Ok(picture(number))).unwrap();
        let bytes = crate::io::files::read(&path, 1 << 20).unwrap();
        let decoder = PngDecoder::new(io::Cursor::new(bytes)).unwrap().apng().unwrap();
        let frames = decoder.into_frames().collect_frames().unwrap();
        assert_eq!(frames.len(), 15);
        for (number, frame) in frames.into_iter().enumerate() {
            // A thirtieth of a second, in milliseconds.
            assert_eq!(frame.delay().numer_denom_ms(), (100, 3));
            assert_eq!(frame.into_buffer(), picture(number as u32), "picture {number}");
        }
    }
}
