//! What a data argument means: a built-in set, random patterns, or a path.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::io::text::plain;
use crate::io::{builtin, standard};
use crate::physics::ising::IsingSystem;

use super::formats::is_picture;
use super::{DataError, ising, lattice_protein, random};

/// Endings of files that hold several arrays.
const CONTAINERS: [&str; 5] = [".npz", ".h5", ".hdf5", ".mat", ".h5.gz"];

/// Where data comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum DataSource {
    /// `builtin:NAME`, a set that is part of the program.
    Builtin(String),
    /// `random:PxN` or `random:PxN:balanced`.
    Random {
        /// Number of patterns P.
        patterns: usize,
        /// Number of spins N.
        spins: usize,
        /// Equal numbers of sites for each combination of signs of the P patterns.
        balanced: bool,
    },
    /// `builtin:lattice-protein:FOLD`, sequences that have that compact fold.
    LatticeProtein(usize),
    /// `ising:GRAPH:SIZE:BETA`, or with `:K` behind it: rows of an Ising model.
    Ising(IsingSystem),
    /// `-`, what comes by standard input.
    StandardInput,
    /// A file, or a folder of pictures.
    Path(PathBuf),
    /// One array of a container.
    Array(PathBuf, String),
    /// Pictures of one size, a row each.
    Pictures(Vec<PathBuf>),
}

impl FromStr for DataSource {
    type Err = DataError;

    fn from_str(text: &str) -> Result<Self, DataError> {
        if let Some(fold) = text.strip_prefix(lattice_protein::PREFIX) {
            let wrong = |reason: String| DataError::Source { given: text.to_owned(), reason: reason.into() };
            return lattice_protein::parse(fold).map(Self::LatticeProtein).map_err(wrong);
        }
        if let Some(name) = text.strip_prefix("builtin:") {
            return match builtin::find(name) {
                Some(set) => Ok(Self::Builtin(set.name.to_owned())),
                None => Err(DataError::UnknownBuiltin { name: name.to_owned() }),
            };
        }
        let wrong = |reason: &'static str| DataError::Source { given: text.to_owned(), reason: reason.into() };
        if let Some(rest) = text.strip_prefix("random:") {
            let (size, balanced) = match rest.split_once(':') {
                None => (rest, false),
                Some((size, "balanced")) => (size, true),
                Some(_) => return Err(wrong("only “balanced” may follow the size")),
            };
            let number = |text: &str| text.parse::<usize>().ok().filter(|&number| number > 0);
            let parsed = size.split_once(['x', 'X']).and_then(|(p, n)| Some((number(p)?, number(n)?)));
            let Some((patterns, spins)) = parsed else {
                return Err(wrong("the size is two whole numbers above 0 with an x between them"));
            };
            random::check(patterns, spins, balanced)
                .map_err(|reason| DataError::Source { given: text.to_owned(), reason: reason.into() })?;
            return Ok(Self::Random { patterns, spins, balanced });
        }
        if let Some(rest) = text.strip_prefix("ising:") {
            let wrong = |reason: String| DataError::Source { given: text.to_owned(), reason: reason.into() };
            return ising::parse(rest).map(Self::Ising).map_err(wrong);
        }
        if text == standard::NAME {
            return Ok(Self::StandardInput);
        }
        if text.is_empty() {
            return Err(wrong("it is empty"));
        }
        let parts = || text.split(',').map(str::trim);
        if text.contains(',') && parts().all(is_picture) {
            return Ok(Self::Pictures(parts().map(PathBuf::from).collect()));
        }
        // What follows the colon of a path of Windows is no array.
        let container = text.rsplit_once(':').filter(|(file, array)| {
            let file = file.to_ascii_lowercase();
            !array.is_empty() && CONTAINERS.iter().any(|ending| file.ends_with(ending))
        });
        Ok(match container {
            Some((file, array)) => Self::Array(PathBuf::from(file), array.to_owned()),
            None => Self::Path(PathBuf::from(text)),
        })
    }
}

impl fmt::Display for DataSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Builtin(name) => write!(f, "builtin:{name}"),
            Self::Random { patterns, spins, balanced: false } => write!(f, "random:{patterns}x{spins}"),
            Self::Random { patterns, spins, balanced: true } => write!(f, "random:{patterns}x{spins}:balanced"),
            Self::LatticeProtein(fold) => write!(f, "{}{fold}", lattice_protein::PREFIX),
            Self::Ising(system) => ising::write(system, f),
            Self::StandardInput => f.write_str(standard::INPUT),
            Self::Path(path) => f.write_str(&plain(path)),
            Self::Pictures(files) => f.write_str(&files.iter().map(|file| plain(file)).collect::<Vec<_>>().join(",")),
            Self::Array(path, array) => write!(f, "{}:{array}", plain(path)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_and_written() {
        for text in
            ["builtin:mnist", "random:3x100", "random:3x104:balanced", "some/file.npz", "a.npz:arr_1", "a.h5:/b/c"]
        {
            assert_eq!(text.parse::<DataSource>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn an_array_can_be_named() {
        let array = DataSource::Array(PathBuf::from("a.h5"), "/b/c".to_owned());
        assert_eq!("a.h5:/b/c".parse::<DataSource>().unwrap(), array);
        assert_eq!("-".parse::<DataSource>().unwrap(), DataSource::StandardInput);
        for path in ["C:\\data.npz", "a:b.txt", "a.npz:"] {
            assert!(matches!(path.parse().unwrap(), DataSource::Path(_)), "{path}");
        }
    }

    #[test]
    fn pictures_can_be_listed() {
        let pictures = DataSource::Pictures(vec![PathBuf::from("a.png"), PathBuf::from("b/c.JPG")]);
        assert_eq!("a.png, b/c.JPG".parse::<DataSource>().unwrap(), pictures);
        assert_eq!(pictures.to_string(), "a.png,b/c.JPG");
        for path in ["a,b.png", "a.png,b.txt", "a.png,"] {
            assert!(matches!(path.parse().unwrap(), DataSource::Path(_)), "{path}");
        }
    }

    #[test]
    fn wrong_forms_are_named() {
        for text in ["", "builtin:nothing", "random:", "random:3", "random:0x5", "random:3x", "random:2x4:odd"] {
            let error = text.parse::<DataSource>().unwrap_err();
            assert!(error.is_usage() && error.to_string().contains("expected"), "{text}: {error}");
        }
        for text in
            ["random:99999999999x99999999999", "random:1000000x1000000", "random:1x300000", "random:21x64:balanced"]
        {
            text.parse::<DataSource>().unwrap_err();
        }
    }
}
