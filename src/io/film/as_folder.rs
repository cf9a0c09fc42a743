//! A film as a folder of PNG files, numbered from 1.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::plan::{FilmError, FilmPlan, NextPicture};
use crate::io::atomic::WriteError;
use crate::io::pictures;

/// A film goes to a folder that is new or empty.
pub(super) fn check(path: &Path) -> Result<(), WriteError> {
    match fs::read_dir(path).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(WriteError::Exists(path.to_path_buf())),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let folder = parent(path);
            if folder.is_dir() { Ok(()) } else { Err(WriteError::NoFolder(folder)) }
        }
        Err(error) if error.kind() == ErrorKind::NotADirectory => Err(WriteError::Exists(path.to_path_buf())),
        Err(error) => Err(WriteError::from_io(path, error)),
    }
}

/// The pictures are written to a folder under a temporary name, which is renamed when all are there.
pub(super) fn write(path: &Path, plan: &FilmPlan, next: NextPicture<'_>) -> Result<(), FilmError> {
    check(path)?;
    let wrap = |source| WriteError::from_io(path, source);
    let folder =
        tempfile::Builder::new().prefix(".glassbox-").suffix(".part").tempdir_in(parent(path)).map_err(wrap)?;
    let frames = plan.frames();
    let digits = frames.to_string().len();
    for number in 0..frames {
        let picture = next(number)?;
        let file = folder.path().join(format!("frame-{:0digits$}.png", number + 1));
        pictures::write_png_fast(&file, &picture)?;
    }
    open_to_others(folder.path()).map_err(wrap)?;
    if path.is_dir() {
        // It is empty.
        fs::remove_dir(path).map_err(wrap)?;
    }
    fs::rename(folder.path(), path).map_err(wrap)?;
    // It has another name now: there is nothing to be removed.
    let _renamed = folder.keep();
    Ok(())
}

/// A temporary folder is its owner's only; the film is as open as the folder that it lies in.
fn open_to_others(folder: &Path) -> std::io::Result<()> {
    let around = fs::metadata(parent(folder))?.permissions();
    fs::set_permissions(folder, around)
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::film::{FilmFormat, write as write_film};
    use image::RgbaImage;

    #[test]
    fn the_folder_is_there_when_it_is_whole_and_a_full_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film");
        let plan = FilmPlan { size: [64, 64], rate: 12, seconds: 1.0 };
        let mut next = |_| {
            assert!(!path.exists());
            Ok(RgbaImage::new(64, 64))
        };
        write_film(&path, false, FilmFormat::Folder, &plan, &mut next).unwrap();
        let mut names: Vec<_> = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!((names.len(), names[0].to_str()), (12, Some("frame-01.png")));
        assert!(matches!(check(&path), Err(WriteError::Exists(_))));
        assert!(matches!(check(&path.join("a/b")), Err(WriteError::NoFolder(_))));
    }
}
