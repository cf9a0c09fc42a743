//! A film as GIF.

use std::io::{self, Write};

use gif::{DisposalMethod, Encoder, EncodingError, Frame, Repeat};

use super::palette::indexed;
use super::patch::Shown;
use super::plan::{FilmError, FilmPlan, NextPicture, through};

/// Writes the pictures to `out`; an error of theirs is kept.
pub(super) fn fill(
    out: &mut dyn Write,
    plan: &FilmPlan,
    next: NextPicture<'_>,
    kept: &mut Option<FilmError>,
) -> io::Result<()> {
    let said = |error| match error {
        EncodingError::Io(error) => error,
        other => io::Error::other(other),
    };
    let [width, height] = plan.size.map(|side| side as u16);
    let mut encoder = Encoder::new(out, width, height, &[]).map_err(said)?;
    encoder.set_repeat(Repeat::Infinite).map_err(said)?;
    let mut shown = Shown::default();
    // A picture is written when it is known how long it stays.
    let mut pending: Option<Frame<'static>> = None;
    for number in 0..plan.frames() {
        let patch = shown.next(through(kept, next(number))?);
        if let Some(patch) = patch {
            if let Some(frame) = pending.take() {
                encoder.write_frame(&frame).map_err(said)?;
            }
            let colours = indexed(&patch.rgba);
            pending = Some(Frame {
                left: patch.left as u16,
                top: patch.top as u16,
                width: patch.width as u16,
                height: patch.height as u16,
                dispose: DisposalMethod::Keep,
                transparent: colours.transparent,
                palette: Some(colours.palette),
                buffer: colours.pixels.into(),
                ..Frame::default()
            });
        }
        if let Some(frame) = &mut pending {
            frame.delay = frame.delay.saturating_add(hundredths(number + 1, plan.rate) - hundredths(number, plan.rate));
        }
    }
    if let Some(frame) = pending {
        encoder.write_frame(&frame).map_err(said)?;
    }
    Ok(())
}

/// When a picture begins, in hundredths of a second: rounded, so that the film lasts as long as it should.
fn hundredths(number: u32, rate: u32) -> u16 {
    ((u64::from(number) * 200 + u64::from(rate)) / (2 * u64::from(rate))) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::film::{FilmFormat, write as write_film};
    use image::{Rgba, RgbaImage};

    #[test]
    fn a_film_has_its_pictures_and_its_length() {
        let total: u16 = (0..30).map(|number| hundredths(number + 1, 30) - hundredths(number, 30)).sum();
        assert_eq!(total, 100);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film.gif");
        let plan = FilmPlan { size: [64, 64], rate: 30, seconds: 1.0 };
        let picture = |number: u32| {
            let mut picture = RgbaImage::from_pixel(64, 64, Rgba([10, 20, 30, 255]));
            // The last ten are equal.
            picture.put_pixel(number.min(20), 5, Rgba([200, 0, 0, 255]));
            picture
        };
        write_film(&path, false, FilmFormat::Gif, &plan, &mut |number| Ok(picture(number))).unwrap();
        let bytes = crate::io::files::read(&path, 1 << 20).unwrap();
        let mut options = gif::DecodeOptions::new();
        options.set_color_output(gif::ColorOutput::RGBA);
        let mut reader = options.read_info(&bytes[..]).unwrap();
        let (mut delays, mut canvas) = (Vec::new(), RgbaImage::new(64, 64));
        while let Some(frame) = reader.read_next_frame().unwrap() {
            let (left, top) = (u32::from(frame.left), u32::from(frame.top));
            for (index, pixel) in frame.buffer.chunks_exact(4).enumerate().filter(|(_, pixel)| pixel[3] > 0) {
                let (x, y) = (index as u32 % u32::from(frame.width), index as u32 / u32::from(frame.width));
                canvas.put_pixel(left + x, top + y, Rgba([pixel[0], pixel[1], pixel[2], 255]));
            }
            assert_eq!(canvas, picture(delays.len() as u32));
            delays.push(frame.delay);
        }
        assert_eq!((delays.len(), delays.iter().sum::<u16>()), (21, 100));
    }

    #[test]
    fn a_film_that_is_stopped_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let plan = FilmPlan { size: [64, 64], rate: 10, seconds: 1.0 };
        for (format, name) in FilmFormat::ALL.into_iter().zip(["a.gif", "a.apng", "a"]) {
            let mut next = |number| if number < 5 { Ok(RgbaImage::new(64, 64)) } else { Err(FilmError::Stopped) };
            let error = write_film(&folder.path().join(name), false, format, &plan, &mut next).unwrap_err();
            assert!(matches!(error, FilmError::Stopped), "{error}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
