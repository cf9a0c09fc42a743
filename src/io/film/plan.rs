//! What a film is, and the one way to write it.

use std::io::{self, Write};
use std::path::Path;

use image::RgbaImage;

use super::{as_apng, as_folder, as_gif};
use crate::io::atomic::WriteError;

/// Pictures per second that a film may have: a GIF counts in hundredths of a second, and viewers slow down above 50.
pub const RATES: std::ops::RangeInclusive<u32> = 1..=50;
/// Its largest side in pixels.
pub const MOST_PIXELS: u32 = 4096;
/// Its longest time in seconds.
pub const MOST_SECONDS: f64 = 600.0;
/// Its least side: less than that shows no lab.
pub const LEAST_PIXELS: u32 = 64;

/// How a film is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum FilmFormat {
    /// 256 colours at most in what changes at once; every program shows it.
    #[default]
    Gif,
    /// All colours; browsers and most viewers show it.
    Apng,
    /// A folder of PNG files, for a film program.
    Folder,
}

impl FilmFormat {
    /// All of them, the one that most programs show first.
    pub const ALL: [Self; 3] = [Self::Gif, Self::Apng, Self::Folder];

    /// The format that a name asks for: `.gif`, `.apng` or `.png`, and a folder where it has no ending.
    ///
    /// # Errors
    /// A sentence where the ending is that of something else.
    pub fn of(path: &Path) -> Result<Self, String> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("gif") => Ok(Self::Gif),
            Some("apng" | "png") => Ok(Self::Apng),
            None => Ok(Self::Folder),
            Some(other) => Err(format!(
                "no film ends in “.{other}”; it can be .gif, .apng, or a folder of pictures without an ending"
            )),
        }
    }

    /// What its name ends in.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Gif => ".gif",
            Self::Apng => ".apng",
            Self::Folder => "",
        }
    }

    /// What it is called on screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gif => "GIF",
            Self::Apng => "APNG",
            Self::Folder => "PNG files",
        }
    }
}

/// How large a film is and how fast it goes.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FilmPlan {
    /// Pixels in a row and in a column.
    pub size: [u32; 2],
    /// Pictures per second.
    pub rate: u32,
    /// How long it lasts.
    pub seconds: f64,
}

impl FilmPlan {
    /// How many pictures it has: at least one.
    pub fn frames(&self) -> u32 {
        (self.seconds * f64::from(self.rate)).round().max(1.0) as u32
    }

    /// The time between two pictures in seconds.
    pub fn step(&self) -> f64 {
        1.0 / f64::from(self.rate)
    }

    /// # Errors
    /// A sentence with the value that is out of bounds.
    pub fn check(&self) -> Result<(), String> {
        let [width, height] = self.size;
        if [width, height].iter().any(|side| !(LEAST_PIXELS..=MOST_PIXELS).contains(side)) {
            return Err(format!(
                "the film is {width} × {height} pixels; each side can be {LEAST_PIXELS} to {MOST_PIXELS}"
            ));
        }
        if !RATES.contains(&self.rate) {
            return Err(format!(
                "the rate is {} pictures per second; it can be {} to {}",
                self.rate,
                RATES.start(),
                RATES.end()
            ));
        }
        if !(self.seconds > 0.0 && self.seconds <= MOST_SECONDS) {
            return Err(format!("the film lasts {} seconds; it can be up to {MOST_SECONDS}", self.seconds));
        }
        Ok(())
    }
}

/// Why there is no film. Nothing of it is left behind.
#[derive(Debug, thiserror::Error)]
pub enum FilmError {
    /// It was not wanted any more.
    #[error("the film was stopped; nothing was kept")]
    Stopped,
    /// A picture of it could not be made; a sentence.
    #[error("{0}")]
    Picture(String),
    /// It could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Makes the picture of that number, from 0; the first gives the size of all.
pub type NextPicture<'a> = &'a mut dyn FnMut(u32) -> Result<RgbaImage, FilmError>;

/// Writes a film, picture after picture; it is there under its name when it is whole, and not at all if it is stopped.
///
/// # Errors
/// What `next` says, or why nothing could be written.
pub fn write(
    path: &Path,
    overwrite: bool,
    format: FilmFormat,
    plan: &FilmPlan,
    next: NextPicture<'_>,
) -> Result<(), FilmError> {
    plan.check().map_err(FilmError::Picture)?;
    match format {
        FilmFormat::Gif => one_file(path, overwrite, |out, kept| as_gif::fill(out, plan, next, kept)),
        FilmFormat::Apng => one_file(path, overwrite, |out, kept| as_apng::fill(out, plan, next, kept)),
        FilmFormat::Folder => as_folder::write(path, plan, next),
    }
}

/// Refuses a path that [`write()`] would refuse, so that long work need not be done in vain.
///
/// # Errors
/// Why nothing can be written there.
pub fn check(path: &Path, overwrite: bool, format: FilmFormat) -> Result<(), WriteError> {
    match format {
        FilmFormat::Gif | FilmFormat::Apng => crate::io::atomic::check(path, overwrite),
        FilmFormat::Folder => as_folder::check(path),
    }
}

/// How large a film is: the file, or all files of the folder.
///
/// # Errors
/// Why it cannot be looked at.
pub fn bytes_of(path: &Path) -> Result<u64, WriteError> {
    let wrap = |source| WriteError::from_io(path, source);
    let own = std::fs::metadata(path).map_err(wrap)?;
    if !own.is_dir() {
        return Ok(own.len());
    }
    let mut sum = 0;
    for entry in std::fs::read_dir(path).map_err(wrap)? {
        sum += entry.and_then(|entry| entry.metadata()).map_err(wrap)?.len();
    }
    Ok(sum)
}

/// Writes a film that is one file; what went wrong with a picture comes before what the system says.
fn one_file(
    path: &Path,
    overwrite: bool,
    fill: impl FnOnce(&mut dyn Write, &mut Option<FilmError>) -> io::Result<()>,
) -> Result<(), FilmError> {
    let mut kept = None;
    let written = crate::io::atomic::write(path, overwrite, |out| fill(out, &mut kept));
    match kept {
        Some(error) => Err(error),
        None => Ok(written?),
    }
}

/// Carries an error of `next` through a writer that knows those of the system only.
pub(super) fn through<T>(kept: &mut Option<FilmError>, result: Result<T, FilmError>) -> io::Result<T> {
    result.map_err(|error| {
        *kept = Some(error);
        io::Error::other("no picture")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_format_and_bounds_are_said() {
        assert_eq!(FilmFormat::of(Path::new("a/b.GIF")), Ok(FilmFormat::Gif));
        assert_eq!(FilmFormat::of(Path::new("b.apng")), Ok(FilmFormat::Apng));
        assert_eq!(FilmFormat::of(Path::new("pictures")), Ok(FilmFormat::Folder));
        assert!(FilmFormat::of(Path::new("b.mp4")).unwrap_err().contains(".mp4"));
        let plan = FilmPlan { size: [640, 360], rate: 30, seconds: 2.5 };
        assert_eq!((plan.frames(), plan.check()), (75, Ok(())));
        for (wrong, value) in [
            (FilmPlan { size: [640, 9999], ..plan }, "9999"),
            (FilmPlan { rate: 0, ..plan }, "0 pictures"),
            (FilmPlan { seconds: f64::NAN, ..plan }, "NaN"),
            (FilmPlan { seconds: 601.0, ..plan }, "601"),
        ] {
            assert!(wrong.check().unwrap_err().contains(value), "{wrong:?}");
        }
    }
}
