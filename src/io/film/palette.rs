//! The colours of one picture of a GIF: exact where there is room for all, else the most frequent exact and the others by
//! the nearest, so that the flat grounds of a window never change from picture to picture.

use std::collections::BTreeMap;

/// Colours that fit, with one place left for what is transparent.
const MOST: usize = 255;
/// Squared distances below which a colour gives way to a more frequent one, tried from the first on; the last leaves
/// less than [`MOST`] of all colours there are.
const TRIED: [u32; 12] = [1, 12, 27, 48, 108, 192, 300, 432, 768, 1200, 2700, 4800];

type Rgb = [u8; 3];

/// The colours, and which each pixel has.
pub(super) struct Indexed {
    /// Red, green, blue of each.
    pub palette: Vec<u8>,
    pub pixels: Vec<u8>,
    /// The index of what is transparent.
    pub transparent: Option<u8>,
}

/// Finds colours for these pixels; those of no opacity share one index.
pub(super) fn indexed(rgba: &[u8]) -> Indexed {
    // In one order, so that equal counts are too.
    let mut counts: BTreeMap<Rgb, u32> = BTreeMap::new();
    let mut clear = false;
    let mut last = None;
    let mut run = 0;
    for pixel in rgba.chunks_exact(4) {
        if pixel[3] == 0 {
            clear = true;
            continue;
        }
        let colour = [pixel[0], pixel[1], pixel[2]];
        // Rows are mostly long runs of one colour.
        if last == Some(colour) {
            run += 1;
            continue;
        }
        if let Some(before) = last.replace(colour) {
            *counts.entry(before).or_default() += run;
        }
        run = 1;
    }
    if let Some(before) = last {
        *counts.entry(before).or_default() += run;
    }
    let mut colours: Vec<(Rgb, u32)> = counts.into_iter().collect();
    colours.sort_by_key(|&(colour, count)| (std::cmp::Reverse(count), colour));
    let chosen = chosen(&colours);
    let mut places: BTreeMap<Rgb, u8> = BTreeMap::new();
    for &(colour, _) in &colours {
        places.insert(colour, nearest(&chosen, colour));
    }
    let transparent = clear.then_some(chosen.len() as u8);
    let mut pixels = Vec::with_capacity(rgba.len() / 4);
    let mut known = None;
    for pixel in rgba.chunks_exact(4) {
        let colour = [pixel[0], pixel[1], pixel[2]];
        pixels.push(match known {
            _ if pixel[3] == 0 => transparent.unwrap_or_default(),
            Some((last, place)) if last == colour => place,
            _ => {
                let place = places.get(&colour).copied().unwrap_or_default();
                known = Some((colour, place));
                place
            }
        });
    }
    let mut palette: Vec<u8> = chosen.into_iter().flatten().collect();
    if clear {
        palette.extend([0; 3]);
    }
    Indexed { palette, pixels, transparent }
}

/// The most frequent first, but none that is close to one chosen before.
fn chosen(colours: &[(Rgb, u32)]) -> Vec<Rgb> {
    let mut found = Vec::new();
    for apart in TRIED {
        found.clear();
        for &(colour, _) in colours {
            if found.iter().all(|&other| distance(other, colour) >= apart) {
                found.push(colour);
                if found.len() > MOST {
                    break;
                }
            }
        }
        if found.len() <= MOST {
            return found;
        }
    }
    found.truncate(MOST);
    found
}

fn nearest(chosen: &[Rgb], colour: Rgb) -> u8 {
    let best = chosen.iter().enumerate().min_by_key(|&(_, &other)| distance(other, colour));
    best.map_or(0, |(place, _)| place as u8)
}

/// The square of the distance in red, green and blue.
fn distance(one: Rgb, other: Rgb) -> u32 {
    one.iter().zip(other).map(|(&a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(indexed: &Indexed, pixel: usize) -> &[u8] {
        let place = 3 * usize::from(indexed.pixels[pixel]);
        &indexed.palette[place..place + 3]
    }

    #[test]
    fn few_colours_are_exact() {
        let rgba: Vec<u8> = (0..255_u8).flat_map(|level| [level, 7, 255 - level, 255]).chain([0; 4]).collect();
        let indexed = indexed(&rgba);
        assert_eq!((indexed.palette.len(), indexed.transparent, indexed.pixels[255]), (3 * 256, Some(255), 255));
        for pixel in 0..255 {
            assert_eq!(shown(&indexed, pixel), &rgba[4 * pixel..4 * pixel + 3]);
        }
    }

    #[test]
    fn of_many_colours_the_frequent_ones_are_exact_and_the_others_near() {
        // A ground, and 64 × 64 colours on it.
        let ground = [22, 24, 29, 255];
        let mut rgba: Vec<u8> = ground.repeat(5000);
        for red in 0..64_u8 {
            for green in 0..64_u8 {
                rgba.extend([4 * red, 4 * green, 128, 255]);
            }
        }
        let indexed = indexed(&rgba);
        assert!(indexed.palette.len() <= 3 * MOST);
        assert_eq!(shown(&indexed, 0), &ground[..3]);
        for pixel in 0..rgba.len() / 4 {
            let wanted = [rgba[4 * pixel], rgba[4 * pixel + 1], rgba[4 * pixel + 2]];
            let found = shown(&indexed, pixel);
            assert!(distance([found[0], found[1], found[2]], wanted) < 1200, "{wanted:?} became {found:?}");
        }
    }
}
