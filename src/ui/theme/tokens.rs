//! The named colours of the three profiles. The only file in which a colour is written down.
#![expect(clippy::disallowed_methods, reason = "this is the one place where colours are made")]

use egui::Color32;

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
        tokens
    }

    /// Colour of memory (or class, or mode) number `index`: bars and curves. Repeats after [`Tokens::identities`].
    /// Always shown beside its letter, [`super::identity_letter`].
    pub fn identity(&self, index: usize) -> Color32 {
        self.identities.get(index % IDENTITIES).copied().unwrap_or(self.accent)
    }

    /// The same identity as a colour of text: moved towards the ink until it reads at 4.5:1 on every ground.
    pub fn identity_ink(&self, index: usize) -> Color32 {
        self.identity_inks.get(index % IDENTITIES).copied().unwrap_or(self.ink)
    }

    /// How many identities there are before colours repeat.
    pub const fn identities(&self) -> usize {
        IDENTITIES
    }

    /// Colour of text upon `fill`: black or white, whichever reads better.
    pub fn on(&self, fill: Color32) -> Color32 {
        [hex(0x08_0a_0d), Color32::WHITE]
            .into_iter()
            .max_by(|a, b| super::contrast(*a, fill).total_cmp(&super::contrast(*b, fill)))
            .unwrap_or(self.ink)
    }

    /// What covers the window below an overlay.
    pub fn dimmed(&self) -> Color32 {
        Color32::from_black_alpha(if self.theme.is_dark() { 170 } else { 110 })
    }
}

/// A colour from its six hexadecimal digits.
pub(super) const fn hex(rgb: u32) -> Color32 {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

const NO_IDENTITIES: [Color32; IDENTITIES] = [Color32::BLACK; IDENTITIES];

fn dark() -> Tokens {
    Tokens {
        theme: Theme::Dark,
        background: hex(0x0e_11_16),
        panel: hex(0x15_1a_21),
        raised: hex(0x1d_24_2e),
        hovered: hex(0x26_2f_3b),
        hairline: hex(0x2a_32_3d),
        ink: hex(0xe8_ec_f1),
        soft: hex(0x9a_a5_b4),
        faint: hex(0x5d_68_77),
        accent: hex(0x6c_b2_ff),
        on_accent: hex(0x0e_11_16),
        warning: hex(0xf2_b2_4c),
        good: hex(0x54_c7_9a),
        spin_on: hex(0xee_f2_f7),
        spin_off: hex(0x1a_21_2b),
        negative: hex(0x4a_90_e2),
        neutral: hex(0x1a_21_2b),
        positive: hex(0xf2_a0_3f),
        identities: NO_IDENTITIES,
        identity_inks: NO_IDENTITIES,
    }
}

fn light() -> Tokens {
    Tokens {
        theme: Theme::Light,
        background: hex(0xf5_f7_f9),
        panel: hex(0xff_ff_ff),
        raised: hex(0xf0_f3_f6),
        hovered: hex(0xe5_e9_ef),
        hairline: hex(0xd5_db_e3),
        ink: hex(0x14_1a_22),
        soft: hex(0x4c_58_66),
        faint: hex(0x8a_95_a3),
        accent: hex(0x12_62_ca),
        on_accent: hex(0xff_ff_ff),
        warning: hex(0x92_56_00),
        good: hex(0x0a_75_4d),
        spin_on: hex(0x1b_22_2c),
        spin_off: hex(0xf0_f3_f6),
        negative: hex(0x2b_6f_c6),
        neutral: hex(0xff_ff_ff),
        positive: hex(0xcd_6e_10),
        identities: NO_IDENTITIES,
        identity_inks: NO_IDENTITIES,
    }
}

fn projector() -> Tokens {
    Tokens {
        theme: Theme::Projector,
        background: hex(0xff_ff_ff),
        panel: hex(0xff_ff_ff),
        raised: hex(0xf1_f3_f6),
        hovered: hex(0xe4_e8_ed),
        hairline: hex(0xc9_d0_d9),
        ink: hex(0x0b_0e_12),
        soft: hex(0x3f_4a_57),
        faint: hex(0x7b_87_94),
        accent: hex(0x0b_5c_c4),
        on_accent: hex(0xff_ff_ff),
        warning: hex(0x9a_5b_00),
        good: hex(0x0a_7a_50),
        spin_on: hex(0x10_15_1c),
        spin_off: hex(0xf4_f6_f8),
        negative: hex(0x1f_5f_b4),
        neutral: hex(0xff_ff_ff),
        positive: hex(0xc4_5f_00),
        identities: NO_IDENTITIES,
        identity_inks: NO_IDENTITIES,
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
                for index in 0..t.identities() {
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
            for index in 0..t.identities() {
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
