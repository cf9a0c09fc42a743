//! The named colours of the three profiles. The only file in which a colour is written down.
#![expect(clippy::disallowed_methods, reason = "this is the one place where colours are made")]

use egui::Color32;

use super::branches::{self, BRANCHES};
use super::identity::{self, IDENTITIES};

/// The profile in which the window is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Light ink on a dark ground, for a screen at a desk.
    #[default]
    Dark,
    /// Dark ink on white panels over a grey ground.
    Light,
    /// Dark ink on white, larger type: for a lecture hall, and for print.
    Projector,
}

impl Theme {
    /// All profiles, in the order in which [`Theme::next`] goes round.
    pub const ALL: [Self; 3] = [Self::Dark, Self::Light, Self::Projector];

    /// Name as on the command line and in saved settings: `dark`, `light`, `projector`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Projector => "projector",
        }
    }

    /// The profile of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// The profile after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Projector,
            Self::Projector => Self::Dark,
        }
    }

    /// Whether ink is lighter than its ground.
    pub const fn is_dark(self) -> bool {
        matches!(self, Self::Dark)
    }

    /// What everything is enlarged by in a window of this height, in points: the text of a lecture is two hundredths of
    /// the picture, for the last row. In steps, so that nothing trembles while an edge of the window is dragged.
    pub fn factor(self, height: f32) -> f32 {
        const BODY: f32 = 0.02;
        const STEPS: f32 = 20.0;
        match self {
            Self::Dark | Self::Light => 1.0,
            Self::Projector => ((BODY * height / self.metrics().body * STEPS).floor() / STEPS).clamp(1.0, 3.0),
        }
    }

    /// Sizes of type and controls.
    pub const fn metrics(self) -> Metrics {
        match self {
            Self::Dark | Self::Light => Metrics { body: 13.5, small: 11.5, title: 13.0, control: 31.0, scale: 1.0 },
            Self::Projector => Metrics { body: 15.5, small: 13.5, title: 15.0, control: 36.0, scale: 1.15 },
        }
    }
}

/// Sizes of a profile, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    /// Running text.
    pub body: f32,
    /// Text along axes.
    pub small: f32,
    /// Panel titles, buttons and numbers.
    pub title: f32,
    /// Height of a button.
    pub control: f32,
    /// Type of this profile relative to the dark one: what a size tied to type is multiplied with.
    pub scale: f32,
}

/// Every colour of a profile by what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// The profile these belong to.
    pub theme: Theme,
    /// Ground of the window.
    pub background: Color32,
    /// Ground of panels, bars and rail.
    pub panel: Color32,
    /// Ground of buttons, chips and selected pieces.
    pub raised: Color32,
    /// Ground of a button under the pointer.
    pub hovered: Color32,
    /// Borders, separators, grids, rails of sliders.
    pub hairline: Color32,
    /// Text and measured curves.
    pub ink: Color32,
    /// Text of second rank.
    pub soft: Color32,
    /// Marks of third rank; never text that one must read.
    pub faint: Color32,
    /// The cursor, the filled button, the selected thing.
    pub accent: Color32,
    /// Text on [`Tokens::accent`].
    pub on_accent: Color32,
    /// Text that warns, and errors.
    pub warning: Color32,
    /// Text that approves.
    pub good: Color32,
    /// Cell of a spin +1.
    pub spin_on: Color32,
    /// Cell of a spin −1, and the ground of thumbnails.
    pub spin_off: Color32,
    /// End of the diverging map for negative values.
    pub negative: Color32,
    /// Middle of the diverging map: zero.
    pub neutral: Color32,
    /// End of the diverging map for positive values.
    pub positive: Color32,
    pub(super) identities: [Color32; IDENTITIES],
    pub(super) identity_inks: [Color32; IDENTITIES],
    branches: [Color32; BRANCHES],
}

impl Tokens {
    /// Colours of a profile.
    pub fn of(theme: Theme) -> Self {
        let mut tokens = match theme {
            Theme::Dark => dark(),
            Theme::Light => light(),
            Theme::Projector => projector(),
        };
        tokens.identities = identity::fills(&tokens);
        tokens.identity_inks = identity::inks(&tokens);
        tokens.branches = branches::inks(&tokens);
        tokens
    }

    /// Colour of memory (or class, or mode) number `index`: bars and curves. Repeats after [`IDENTITIES`](super::IDENTITIES).
    /// Always shown next to its letter, [`super::identity_letter`].
    pub fn identity(&self, index: usize) -> Color32 {
        self.identities.get(index % IDENTITIES).copied().unwrap_or(self.accent)
    }

    /// The same identity as a colour of text: moved towards the ink until it reads at 4.5:1 on every ground.
    pub fn identity_ink(&self, index: usize) -> Color32 {
        self.identity_inks.get(index % IDENTITIES).copied().unwrap_or(self.ink)
    }

    /// Colour of class number `index` of labels; grey beyond those that have a colour of their own.
    pub fn class(&self, index: usize) -> Color32 {
        if index < IDENTITIES { self.identity(index) } else { self.soft }
    }

    /// Colour of branch number `index` of a tree: lines, marks and text. Never that of a class; repeats after a few.
    pub fn branch(&self, index: usize) -> Color32 {
        self.branches.get(index % BRANCHES).copied().unwrap_or(self.ink)
    }

    /// Colour of text upon `fill`: black or white, whichever reads better.
    pub fn on(&self, fill: Color32) -> Color32 {
        [rgb([0x08, 0x0a, 0x0d]), Color32::WHITE]
            .into_iter()
            .max_by(|a, b| super::contrast(*a, fill).total_cmp(&super::contrast(*b, fill)))
            .unwrap_or(self.ink)
    }

    /// Every colour, each at the same place in every profile; those of figures before those of grounds.
    pub(super) fn parts(&self) -> Vec<Color32> {
        let figures = [self.ink, self.soft, self.faint, self.accent, self.warning, self.good, self.hairline];
        let grounds = [self.panel, self.background, self.raised, self.hovered, self.on_accent];
        let cells = [self.spin_on, self.spin_off, self.negative, self.neutral, self.positive];
        let all =
            figures.into_iter().chain(self.identity_inks).chain(self.identities).chain(self.branches).chain(grounds);
        all.chain(cells).collect()
    }

    /// What covers the window below an overlay.
    pub fn dimmed(&self) -> Color32 {
        Color32::from_black_alpha(if self.theme.is_dark() { 170 } else { 110 })
    }
}

/// A colour from its three components.
pub(super) const fn rgb([red, green, blue]: [u8; 3]) -> Color32 {
    Color32::from_rgb(red, green, blue)
}

const NO_IDENTITIES: [Color32; IDENTITIES] = [Color32::BLACK; IDENTITIES];
const NO_BRANCHES: [Color32; BRANCHES] = [Color32::BLACK; BRANCHES];

fn dark() -> Tokens {
    Tokens {
        theme: Theme::Dark,
        background: rgb([0x0e, 0x11, 0x16]),
        panel: rgb([0x15, 0x1a, 0x21]),
        raised: rgb([0x1d, 0x24, 0x2e]),
        hovered: rgb([0x26, 0x2f, 0x3b]),
        hairline: rgb([0x2a, 0x32, 0x3d]),
        ink: rgb([0xe8, 0xec, 0xf1]),
        soft: rgb([0x9a, 0xa5, 0xb4]),
        faint: rgb([0x5d, 0x68, 0x77]),
        accent: rgb([0x6c, 0xb2, 0xff]),
        on_accent: rgb([0x0e, 0x11, 0x16]),
        warning: rgb([0xf2, 0xb2, 0x4c]),
        good: rgb([0x54, 0xc7, 0x9a]),
        spin_on: rgb([0xee, 0xf2, 0xf7]),
        spin_off: rgb([0x1a, 0x21, 0x2b]),
        negative: rgb([0x4a, 0x90, 0xe2]),
        neutral: rgb([0x1a, 0x21, 0x2b]),
        positive: rgb([0xf2, 0xa0, 0x3f]),
        identities: NO_IDENTITIES,
        identity_inks: NO_IDENTITIES,
        branches: NO_BRANCHES,
    }
}

fn light() -> Tokens {
    Tokens {
        theme: Theme::Light,
        background: rgb([0xf5, 0xf7, 0xf9]),
        panel: rgb([0xff, 0xff, 0xff]),
        raised: rgb([0xf0, 0xf3, 0xf6]),
        hovered: rgb([0xe5, 0xe9, 0xef]),
        hairline: rgb([0xd5, 0xdb, 0xe3]),
        ink: rgb([0x14, 0x1a, 0x22]),
        soft: rgb([0x4c, 0x58, 0x66]),
        faint: rgb([0x8a, 0x95, 0xa3]),
        accent: rgb([0x12, 0x62, 0xca]),
        on_accent: rgb([0xff, 0xff, 0xff]),
        warning: rgb([0x92, 0x56, 0x00]),
        good: rgb([0x0a, 0x75, 0x4d]),
        spin_on: rgb([0x1b, 0x22, 0x2c]),
        spin_off: rgb([0xf0, 0xf3, 0xf6]),
        negative: rgb([0x2b, 0x6f, 0xc6]),
        neutral: rgb([0xff, 0xff, 0xff]),
        positive: rgb([0xcd, 0x6e, 0x10]),
        identities: NO_IDENTITIES,
        identity_inks: NO_IDENTITIES,
        branches: NO_BRANCHES,
    }
}

fn projector() -> Tokens {
    Tokens {
        theme: Theme::Projector,
        background: rgb([0xff, 0xff, 0xff]),
        panel: rgb([0xff, 0xff, 0xff]),
        raised: rgb([0xf1, 0xf3, 0xf6]),
        hovered: rgb([0xe4, 0xe8, 0xed]),
        hairline: rgb([0xc9, 0xd0, 0xd9]),
        ink: rgb([0x0b, 0x0e, 0x12]),
        soft: rgb([0x3f, 0x4a, 0x57]),
        faint: rgb([0x7b, 0x87, 0x94]),
        accent: rgb([0x0b, 0x5c, 0xc4]),
        on_accent: rgb([0xff, 0xff, 0xff]),
        warning: rgb([0x9a, 0x5b, 0x00]),
        good: rgb([0x0a, 0x7a, 0x50]),
        spin_on: rgb([0x10, 0x15, 0x1c]),
        spin_off: rgb([0xf4, 0xf6, 0xf8]),
        negative: rgb([0x1f, 0x5f, 0xb4]),
        neutral: rgb([0xff, 0xff, 0xff]),
        positive: rgb([0xc4, 0x5f, 0x00]),
        identities: NO_IDENTITIES,
        identity_inks: NO_IDENTITIES,
        branches: NO_BRANCHES,
    }
}

#[cfg(test)]
mod tests {
    use super::{Theme, Tokens};
    use crate::ui::theme::contrast;

    #[test]
    fn every_text_reads_at_four_and_a_half_on_every_ground_it_is_used_on() {
        for theme in Theme::ALL {
            let t = Tokens::of(theme);
            for (ground_name, ground) in [("background", t.background), ("panel", t.panel), ("raised", t.raised)] {
                let texts =
                    [("ink", t.ink), ("soft", t.soft), ("accent", t.accent), ("warning", t.warning), ("good", t.good)];
                for (name, text) in texts {
                    let ratio = contrast(text, ground);
                    assert!(ratio >= 4.5, "{}: {name} on {ground_name} is {ratio:.2}", theme.name());
                }
                for index in 0..crate::ui::theme::IDENTITIES {
                    let ratio = contrast(t.identity_ink(index), ground);
                    assert!(ratio >= 4.5, "{}: identity {index} on {ground_name} is {ratio:.2}", theme.name());
                }
            }
            for (name, text, ground) in [
                ("ink on hovered", t.ink, t.hovered),
                ("on_accent", t.on_accent, t.accent),
                ("ink on spin off", t.ink, t.spin_off),
            ] {
                assert!(contrast(text, ground) >= 4.5, "{}: {name}", theme.name());
            }
            for index in 0..crate::ui::theme::IDENTITIES {
                let fill = t.identity(index);
                assert!(contrast(t.on(fill), fill) >= 4.5, "{}: text on identity {index}", theme.name());
                assert!(contrast(fill, t.panel) >= 3.0, "{}: identity {index} on panel", theme.name());
            }
            assert!(contrast(t.spin_on, t.spin_off) >= 10.0, "{}: spins", theme.name());
        }
    }

    #[test]
    fn next_goes_round_and_names_are_found_again() {
        let round = [Theme::Dark, Theme::Dark.next(), Theme::Dark.next().next()];
        assert_eq!(round, Theme::ALL);
        assert_eq!(Theme::Projector.next(), Theme::Dark);
        for theme in Theme::ALL {
            assert_eq!(Theme::from_name(theme.name()), Some(theme));
        }
        assert_eq!(Theme::from_name("sepia"), None);
    }
}
