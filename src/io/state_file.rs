//! The file in which the window remembers itself, made fit before the window is opened with it: a number in it that no
//! window can have would end the program at every start.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::atomic;
use super::files::{self, FileError};

/// More than any remembered work takes.
const LARGEST: u64 = 1 << 28;

/// A number or two after a key, what they must be, and what takes their place where they are not.
struct Limit {
    key: &'static str,
    end: &'static [char],
    fits: fn(&str) -> bool,
    usual: &'static str,
}

/// What decides how large the window and everything in it is. (The size of the type is checked where it is taken up.)
const LIMITS: [Limit; 3] = [
    Limit { key: "zoom_factor:", end: &[',', ')'], fits: is_scale, usual: "1.0" },
    Limit { key: "scale_factor:", end: &[',', ')'], fits: is_scale, usual: "1.0" },
    Limit { key: "inner_size_points:(", end: &[')'], fits: is_size, usual: "x:1600.0,y:1000.0" },
];

fn is_scale(text: &str) -> bool {
    text.trim().parse().is_ok_and(|scale: f32| (0.2..=8.0).contains(&scale))
}

fn is_size(text: &str) -> bool {
    text.split(',').all(|side| {
        let number = side.split_once(':').and_then(|(_, number)| number.trim().parse().ok());
        number.is_some_and(|side: f32| (64.0..=32_768.0).contains(&side))
    })
}

/// Makes the file one that a window can be opened with; where that is not possible it is set aside. Whatever cannot be
/// done is left: then the window opens as if nothing were remembered.
pub fn make_fit(path: &Path) {
    match files::read(path, LARGEST) {
        Ok(bytes) => {
            let Ok(text) = String::from_utf8(bytes) else { return };
            let fit = fitted(&text);
            if fit != text {
                atomic::write(path, true, |out| out.write_all(fit.as_bytes())).ok();
            }
        }
        // Opening a pipe waits for ever.
        Err(FileError::NotRegular(_) | FileError::TooLarge { .. }) => drop(set_aside(path)),
        Err(_) => {}
    }
}

/// Gives the file another name, so that the window opens as if nothing were remembered; the name, where that was done.
pub fn set_aside(path: &Path) -> Option<PathBuf> {
    let aside = path.with_extension("ron.set-aside");
    fs::rename(path, &aside).ok().map(|()| aside)
}

/// The text with every number that no window can have replaced by the usual one.
fn fitted(text: &str) -> String {
    LIMITS.iter().fold(text.to_owned(), |text, limit| {
        let mut fit = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find(limit.key) {
            let (before, after) = rest.split_at(at + limit.key.len());
            let (value, behind) = after.split_at(after.find(limit.end).unwrap_or(after.len()));
            fit.push_str(before);
            fit.push_str(if (limit.fits)(value) { value } else { limit.usual });
            rest = behind;
        }
        fit + rest
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "{\"other\": \"(options:(zoom_factor:1.25,x:NaN))\", \"window\": \
        \"(normal_geometry:(scale_factor:2.0,inner_size_points:(x:1600.0,y:900.0)),fullscreen:false)\"}";

    #[test]
    fn sizes_that_no_window_has_are_replaced_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.ron");
        let after = |text: &str| {
            atomic::write(&path, true, |out| out.write_all(text.as_bytes())).unwrap();
            make_fit(&path);
            String::from_utf8(files::read(&path, LARGEST).unwrap()).unwrap()
        };
        assert_eq!(after(GOOD), GOOD);
        for zoom in ["NaN", "0.0", "1e30", "inf", "-1.0", ""] {
            assert_eq!(after(&GOOD.replace("1.25", zoom)), GOOD.replace("1.25", "1.0"), "{zoom}");
            assert_eq!(after(&GOOD.replace("2.0", zoom)), GOOD.replace("2.0", "1.0"), "{zoom}");
            let usual = GOOD.replace("y:900.0", "y:1000.0");
            assert_eq!(after(&GOOD.replace("y:900.0", &format!("y:{zoom}"))), usual, "{zoom}");
        }
        assert_eq!(after("inner_size_points:("), "inner_size_points:(x:1600.0,y:1000.0");
        make_fit(&folder.path().join("none.ron"));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_set_aside_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("app.ron");
        std::os::unix::net::UnixListener::bind(&path).unwrap();
        make_fit(&path);
        assert!(!path.exists() && folder.path().join("app.ron.set-aside").exists());
    }
}
