//! The colour of a height, in the light that falls on it.

use std::sync::OnceLock;

use egui::Color32;

use crate::ui::theme::{ColourMap, mix};

/// Steps of light, and how dark the darkest is.
const LIGHTS: usize = 64;
const DARKEST: f32 = 0.55;
/// Where the light comes from, as it is seen: from the left, from the viewer, from above. Of length 1.
const FROM: [f32; 3] = [-0.45, -0.45, 0.77];

/// How much light falls on a place that rises by so much to the right and away from the viewer: 0 to 1.
pub(super) fn falls(right: f32, away: f32) -> f32 {
    let length = (right * right + away * away + 1.0).sqrt();
    ((FROM[2] - right * FROM[0] - away * FROM[1]) / length).clamp(0.0, 1.0)
}

/// The colour of a height, 0 to 1, in a light.
pub(super) fn lit(light: f32, height: f32) -> Color32 {
    static LIT: OnceLock<Vec<Color32>> = OnceLock::new();
    let table = LIT.get_or_init(|| {
        let map = ColourMap::sequential();
        let dark = |light: usize| DARKEST * (1.0 - light as f32 / (LIGHTS - 1) as f32);
        (0..LIGHTS).flat_map(|light| map.table().map(|colour| mix(colour, Color32::BLACK, dark(light)))).collect()
    });
    let step = |part: f32, steps: usize| (part.clamp(0.0, 1.0) * (steps - 1) as f32).round() as usize;
    table.get(step(light, LIGHTS) * 256 + step(height, 256)).copied().unwrap_or(Color32::TRANSPARENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_faces_the_light_is_brighter_and_full_light_is_the_colour_itself() {
        assert_eq!(lit(1.0, 0.5), ColourMap::sequential().table()[128]);
        assert_eq!(lit(7.0, -3.0), ColourMap::sequential().table()[0]);
        // A slope that rises to the right faces the left.
        assert!(falls(1.0, 0.0) > falls(0.0, 0.0) && falls(0.0, 0.0) > falls(-1.0, 0.0));
        let sum = |colour: Color32| colour.to_array().iter().map(|x| u32::from(*x)).sum::<u32>();
        assert!(sum(lit(0.2, 0.5)) < sum(lit(0.9, 0.5)));
    }
}
