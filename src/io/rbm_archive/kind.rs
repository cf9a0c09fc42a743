//! Kinds of machines by the names that files give them.

use crate::physics::rbm::{HiddenUnits, VisibleUnits};

/// The units of a machine, the number of states of Potts units left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisibleKind {
    /// {0, 1}.
    Bernoulli,
    /// ±1.
    Ising,
    /// Several states.
    Potts,
}

/// The name of a kind, visible units first, as the `rbms` package writes it.
pub const fn name(visible: VisibleUnits, hidden: HiddenUnits) -> &'static str {
    match (visible, hidden) {
        (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli) => "BBRBM",
        (VisibleUnits::Bernoulli, HiddenUnits::Ising) => "BIRBM",
        (VisibleUnits::Ising, HiddenUnits::Bernoulli) => "IBRBM",
        (VisibleUnits::Ising, HiddenUnits::Ising) => "IIRBM",
        (VisibleUnits::Potts(_), HiddenUnits::Bernoulli) => "PBRBM",
        (VisibleUnits::Potts(_), HiddenUnits::Ising) => "PIRBM",
    }
}

/// The kind that a file names: `BBRBM`, or the beginning of `BernoulliBernoulliRBM-…` as older programs write.
pub fn parse(text: &str) -> Option<(VisibleKind, HiddenUnits)> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    let (visible, rest) = [
        ("Bernoulli", VisibleKind::Bernoulli),
        ("Potts", VisibleKind::Potts),
        ("Ising", VisibleKind::Ising),
        ("B", VisibleKind::Bernoulli),
        ("P", VisibleKind::Potts),
        ("I", VisibleKind::Ising),
    ]
    .iter()
    .find_map(|&(word, kind)| Some((kind, text.strip_prefix(word)?)))?;
    let (hidden, rest) = [
        ("Bernoulli", HiddenUnits::Bernoulli),
        ("Ising", HiddenUnits::Ising),
        ("B", HiddenUnits::Bernoulli),
        ("I", HiddenUnits::Ising),
    ]
    .iter()
    .find_map(|&(word, kind)| Some((kind, rest.strip_prefix(word)?)))?;
    let known = rest == "RBM" || rest.starts_with("RBM-") || rest.starts_with("WeightedRBM");
    known.then_some((visible, hidden))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_named_and_read_back() {
        for visible in [VisibleUnits::Bernoulli, VisibleUnits::Ising, VisibleUnits::Potts(3)] {
            for hidden in [HiddenUnits::Bernoulli, HiddenUnits::Ising] {
                let (kind, read) = parse(name(visible, hidden)).unwrap();
                assert_eq!(read, hidden);
                assert_eq!(kind == VisibleKind::Potts, visible.channels() == 3);
            }
        }
        let potts = Some((VisibleKind::Potts, HiddenUnits::Bernoulli));
        assert_eq!(parse("PottsBernoulliRBM-x-2022"), potts);
        assert_eq!(parse("BBRBM\0"), Some((VisibleKind::Bernoulli, HiddenUnits::Bernoulli)));
        for other in ["BGRBM", "IGRBM", "BM", "", "Gaussian", "BBRBMs"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
