//! Colours of labels, from a table of `Legend,Label,Color` or spread over the circle of hues.

use std::collections::BTreeMap;
use std::fmt;

use super::FormatError;
use super::table_text::records;
use crate::io::text::quoted;

/// The headings of the table.
const HEADINGS: [&str; 3] = ["legend", "label", "color"];
/// The golden angle as a fraction of the circle: each next hue falls into the widest gap so far.
const GOLDEN_ANGLE: f64 = 0.381_966_011_250_105;

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelColour(pub [u8; 3]);

impl LabelColour {
    /// Reads `#1f77b4` or `1f77b4`.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    /// The colour of the class with this number where none is given: hues a golden angle apart.
    pub fn of_class(number: usize) -> Self {
        let hue = (0.58 + number as f64 * GOLDEN_ANGLE).fract() * 6.0;
        let channel = |shift: f64| {
            let away = (hue + shift).rem_euclid(6.0);
            let strength = (away.min(4.0 - away)).clamp(0.0, 1.0);
            (255.0 * (0.85 - 0.6 * strength)).round() as u8
        };
        Self([5.0, 3.0, 1.0].map(channel))
    }
}

/// `#1f77b4`.
impl fmt::Display for LabelColour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The colours that a table gives to labels of legends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelColours {
    given: BTreeMap<(Box<str>, Box<str>), LabelColour>,
}

impl LabelColours {
    /// Reads the table: `Legend,Label,Color` first, then a line per label with a colour such as `#1f77b4`. Of two lines
    /// for one label the later counts.
    pub fn read(text: &str) -> Result<Self, FormatError> {
        let mut given = BTreeMap::new();
        let mut begun = false;
        records(text, &mut |line, record| {
            let cells: Vec<&str> = record.iter().map(str::trim).collect();
            if !begun {
                begun = true;
                let same = |(cell, heading): (&&str, &str)| cell.eq_ignore_ascii_case(heading);
                if cells.len() == HEADINGS.len() && cells.iter().zip(HEADINGS).all(same) {
                    return Ok(());
                }
                return Err(FormatError::new("a first line of “Legend,Label,Color”", quoted(&cells.join(","))));
            }
            if let [legend, label, colour] = cells[..] {
                let parsed = LabelColour::parse(colour).ok_or_else(|| {
                    let expected = format!("a colour such as “#1f77b4” in line {line}");
                    FormatError::new(expected, quoted(colour))
                })?;
                given.insert((legend.into(), label.into()), parsed);
            }
            Ok(())
        })?;
        if begun {
            Ok(Self { given })
        } else {
            Err(FormatError::new("a first line of “Legend,Label,Color”", "nothing"))
        }
    }

    /// The colour of a class of a legend: the given one, or one by its number.
    pub fn colour(&self, legend: &str, label: &str, number: usize) -> LabelColour {
        let given = self.given.get(&(legend.into(), label.into())).copied();
        given.unwrap_or_else(|| LabelColour::of_class(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_missing_ones_made() {
        let colours = LabelColours::read("Legend,Label,Color\nkind,fish,#1F77b4\n\"a, b\",bird,00ff7f\n").unwrap();
        assert_eq!(colours.colour("kind", "fish", 0).to_string(), "#1f77b4");
        assert_eq!(colours.colour("a, b", "bird", 0), LabelColour([0, 255, 127]));
        assert_eq!(colours.colour("kind", "bird", 3), LabelColour::of_class(3));
        let made: std::collections::BTreeSet<String> =
            (0..40).map(|number| LabelColour::of_class(number).to_string()).collect();
        assert_eq!(made.len(), 40);
    }

    #[test]
    fn faults_are_named() {
        let say = |text| LabelColours::read(text).unwrap_err().to_string();
        assert_eq!(say(""), "expected a first line of “Legend,Label,Color”, found nothing");
        assert!(say("a,b,c\n").ends_with("found “a,b,c”"));
        assert_eq!(say("Legend,Label,Color\nk,l,red\n"), "expected a colour such as “#1f77b4” in line 2, found “red”");
        for text in ["Legend,Label,Color\nk,l\n", "Legend,Label,Color\nk,l,#ééé\n", "Legend,Label,Color\nk,l,#+12345\n"]
        {
            say(text);
        }
    }
}
