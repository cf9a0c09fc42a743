//! A configuration as data: a list of ±1 where it is short, else its bits as text, a tenth as long.

use std::fmt::Write as _;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::physics::spins::Pattern;

/// Longer configurations are written as text.
const LONGEST_LIST: usize = 64;
/// Spins of one digit.
const DIGIT: usize = 4;

/// `784:0f3c…`: the number of spins, then four of them a hexadecimal digit, the first the most significant bit, where 1 is
/// +1. The last digit is filled up with zeros.
fn packed(spins: &[i8]) -> String {
    let mut text = format!("{}:", spins.len());
    text.reserve(spins.len().div_ceil(DIGIT));
    for four in spins.chunks(DIGIT) {
        let digit = (0..DIGIT).fold(0, |bits, k| bits << 1 | u32::from(four.get(k).is_some_and(|&spin| spin > 0)));
        // Writing to a text cannot fail.
        write!(text, "{digit:x}").ok();
    }
    text
}

/// The spins of such a text, or what is wrong with it.
fn unpacked(text: &str) -> Result<Pattern, String> {
    let (count, digits) = text.split_once(':').ok_or("a pattern as text is its number of spins, a colon and digits")?;
    let count: usize = count.parse().map_err(|error| format!("“{count}” is no number of spins: {error}"))?;
    let found = digits.len();
    if found != count.div_ceil(DIGIT) {
        return Err(format!("{found} digits are not those of {count} spins"));
    }
    let mut spins = Vec::with_capacity(found * DIGIT);
    for (place, sign) in digits.chars().enumerate() {
        let digit = sign.to_digit(16).ok_or_else(|| format!("“{sign}” at place {place} is no hexadecimal digit"))?;
        spins.extend((0..DIGIT).rev().map(|bit| if digit >> bit & 1 == 1 { 1 } else { -1 }));
    }
    if spins.drain(count..).any(|spin| spin > 0) {
        return Err(format!("the last digit has a spin beyond the {count}"));
    }
    Pattern::new(spins).map_err(|error| error.to_string())
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.len() > LONGEST_LIST {
            packed(self.spins()).serialize(serializer)
        } else {
            self.spins().serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListOrText)
    }
}

struct ListOrText;

impl<'de> Visitor<'de> for ListOrText {
    type Value = Pattern;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a pattern: a list of 1 and -1, or its bits as text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Pattern, E> {
        unpacked(text).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Pattern, A::Error> {
        let mut spins: Vec<i8> = Vec::new();
        while let Some(spin) = list.next_element()? {
            spins.push(spin);
        }
        Pattern::new(spins).map_err(A::Error::custom)
    }
}
