//! Netpbm pictures (PBM, PGM, PPM), plain and raw, as grey levels.

use crate::io::datasets::FormatError;
use crate::io::pictures::{GreyPicture, MAX_SIDE};
use crate::physics::spins::GridShape;

/// Whether bytes begin like such a picture.
pub fn recognise(bytes: &[u8]) -> bool {
    matches!(bytes, [b'P', b'1'..=b'6', next, ..] if next.is_ascii_whitespace() || *next == b'#')
}

/// Reads a picture.
pub fn decode(bytes: &[u8]) -> Result<GreyPicture, FormatError> {
    let kind = bytes.get(1).copied().unwrap_or_default();
    let mut words = Words { rest: bytes.get(2..).unwrap_or_default() };
    let (width, height) = (words.number("the width")?, words.number("the height")?);
    let (bits, colours) = (matches!(kind, b'1' | b'4'), if matches!(kind, b'3' | b'6') { 3 } else { 1 });
    let most = if bits { 1 } else { words.number("the level of white")? };
    let sides = 1..=MAX_SIDE as usize;
    if !sides.contains(&width) || !sides.contains(&height) {
        let expected = format!("a picture of 1 to {MAX_SIDE} pixels a side");
        return Err(FormatError::new(expected, format!("{width} × {height}")));
    }
    if !(1..=65535).contains(&most) {
        return Err(FormatError::new("a level of white from 1 to 65535", most.to_string()));
    }
    let count = width * height * colours;
    let cut_off = || FormatError::new(format!("{count} values of {width} × {height} pixels"), "the end of the file");
    // Nothing is set aside that the file cannot hold.
    if count / 8 > words.rest.len() {
        return Err(cut_off());
    }
    let scaled = |value: usize| ((value.min(most) * 255 + most / 2) / most) as u8;
    let mut levels: Vec<u8> = match kind {
        b'1' => {
            let bits = words.rest.iter().filter(|byte| byte.is_ascii_digit());
            bits.take(count).map(|&bit| if bit == b'0' { 255 } else { 0 }).collect()
        }
        b'4' => {
            let lines = words.raw().chunks(width.div_ceil(8)).take(height);
            let level =
                |line: &[u8], x: usize| line.get(x / 8).map(|byte| if byte >> (7 - x % 8) & 1 == 0 { 255 } else { 0 });
            lines.flat_map(|line| (0..width).filter_map(move |x| level(line, x))).collect()
        }
        b'2' | b'3' => {
            let mut levels = Vec::new();
            while levels.len() < count {
                levels.push(scaled(words.number("a level")?));
            }
            levels
        }
        _ if most > 255 => {
            let pairs = words.raw().as_chunks::<2>().0.iter();
            pairs.take(count).map(|&pair| scaled(usize::from(u16::from_be_bytes(pair)))).collect()
        }
        _ => words.raw().iter().take(count).map(|&level| scaled(usize::from(level))).collect(),
    };
    if levels.len() < count {
        return Err(cut_off());
    }
    if colours == 3 {
        let grey = |&[red, green, blue]: &[u8; 3]| {
            let [red, green, blue] = [red, green, blue].map(u32::from);
            ((299 * red + 587 * green + 114 * blue + 500) / 1000) as u8
        };
        levels = levels.as_chunks::<3>().0.iter().map(grey).collect();
    }
    Ok(GreyPicture { shape: GridShape::new(width, height), levels })
}

/// Numbers with blanks and remarks between them.
struct Words<'a> {
    rest: &'a [u8],
}

impl<'a> Words<'a> {
    fn number(&mut self, what: &'static str) -> Result<usize, FormatError> {
        loop {
            self.rest = self.rest.trim_ascii_start();
            if self.rest.first() != Some(&b'#') {
                break;
            }
            let end = self.rest.iter().position(|&byte| byte == b'\n').unwrap_or(self.rest.len());
            self.rest = self.rest.get(end..).unwrap_or_default();
        }
        let digits = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (word, rest) = self.rest.split_at(digits);
        self.rest = rest;
        let number = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok());
        number.ok_or_else(|| FormatError::new(format!("{what} of a Netpbm picture"), "something else"))
    }

    /// What follows one blank.
    fn raw(&self) -> &'a [u8] {
        self.rest.get(1..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        for bytes in [
            &b"P1\n# two lines\n3 2\n0 1 0\n101\n"[..],
            b"P4 3 2\n\x40\xa0",
            b"P2\n3 2 100\n100 0 100 0 100 0\n",
            b"P5\n3 2\n255\n\xff\x00\xff\x00\xff\x00",
            b"P5 3 2 65535\n\xff\xff\x00\x00\xff\xff\x00\x00\xff\xff\x00\x00",
            b"P3 3 2 1 1 1 1 0 0 0 1 1 1 0 0 0 1 1 1 0 0 0",
        ] {
            assert!(recognise(bytes));
            let picture = decode(bytes).unwrap();
            assert_eq!((picture.shape, &picture.levels[..]), (GridShape::new(3, 2), &[255, 0, 255, 0, 255, 0][..]));
        }
        assert_eq!(decode(b"P6 1 1 255\n\xff\x00\x00").unwrap().levels, [76]);
    }

    #[test]
    fn damage_is_refused() {
        for bytes in
            [&b"P5"[..], b"P5 3", b"P5 3 2 255\n\xff", b"P5 0 2 255\n", b"P5 8000 8000 255\n1", b"P2 1 1 70000 1"]
        {
            decode(bytes).unwrap_err();
        }
        assert!(!recognise(b"P7 1") && !recognise(b"P1") && !recognise(b"P10"));
    }
}
