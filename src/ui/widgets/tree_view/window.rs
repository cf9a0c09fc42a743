//! Which layout is shown, and which part of it is in sight.

/// The smallest part of the whole that is shown.
const CLOSEST: f64 = 1e-5;

/// How a tree is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// The root at left, one row per leaf.
    #[default]
    Rectangular,
    /// The root in the middle, the rows around it.
    Circular,
    /// No direction: clades around each other with equal gaps.
    Unrooted,
    /// Each node a bar over the rows of its data.
    Icicle,
}

impl Layout {
    pub const ALL: [Self; 4] = [Self::Rectangular, Self::Circular, Self::Unrooted, Self::Icicle];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Rectangular => "Rectangular",
            Self::Circular => "Circular",
            Self::Unrooted => "Unrooted",
            Self::Icicle => "Icicle",
        }
    }

    /// What it is, in a sentence.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Rectangular => "The root at left, a row for each leaf",
            Self::Circular => "The root in the middle, the leaves around it",
            Self::Unrooted => {
                "No root: subtrees turn until the gaps between them are equal (equal daylight). With more than 3000 leaves \
                 each has an angle as wide as its size"
            }
            Self::Icicle => "A bar for each branch, as high as its rows",
        }
    }

    /// The layout after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Rectangular => Self::Circular,
            Self::Circular => Self::Unrooted,
            Self::Unrooted => Self::Icicle,
            Self::Icicle => Self::Rectangular,
        }
    }

    /// Whether both directions are zoomed together.
    pub const fn is_round(self) -> bool {
        matches!(self, Self::Circular | Self::Unrooted)
    }
}

/// The part of the drawing that is in sight, in fractions of the whole.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Window {
    /// Left and right.
    pub x: [f64; 2],
    /// Top and bottom.
    pub y: [f64; 2],
}

impl Window {
    pub const WHOLE: Self = Self { x: [0.0, 1.0], y: [0.0, 1.0] };

    pub fn is_whole(&self) -> bool {
        *self == Self::WHOLE
    }

    /// Magnified by the two factors round a point in fractions of what is in sight.
    #[must_use]
    pub fn zoomed(self, factors: [f64; 2], about: [f64; 2]) -> Self {
        let zoom = |[low, high]: [f64; 2], factor: f64, about: f64| {
            let length = (high - low).max(CLOSEST);
            let new = (length / factor.max(1e-9)).clamp(CLOSEST, 1.0);
            inside((length - new).mul_add(about, low), new)
        };
        Self { x: zoom(self.x, factors[0], about[0]), y: zoom(self.y, factors[1], about[1]) }
    }

    /// About these ranges, moved and shortened to lie within the whole.
    pub fn around(x: [f64; 2], y: [f64; 2]) -> Self {
        let within = |[low, high]: [f64; 2]| inside(low, (high - low).clamp(CLOSEST, 1.0));
        Self { x: within(x), y: within(y) }
    }

    /// Moved by fractions of what is in sight, no farther than to the ends.
    #[must_use]
    pub fn moved(self, by: [f64; 2]) -> Self {
        let shift = |[low, high]: [f64; 2], by: f64| inside((high - low).mul_add(by, low), high - low);
        Self { x: shift(self.x, by[0]), y: shift(self.y, by[1]) }
    }

    /// Whether the numbers make sense: those of a file may not.
    pub fn is_valid(&self) -> bool {
        let ordered = |[low, high]: [f64; 2]| 0.0 <= low && low < high && high <= 1.0;
        ordered(self.x) && ordered(self.y)
    }
}

impl Default for Window {
    fn default() -> Self {
        Self::WHOLE
    }
}

fn inside(low: f64, length: f64) -> [f64; 2] {
    let low = low.clamp(0.0, (1.0 - length).max(0.0));
    [low, (low + length).min(1.0)]
}
