//! Measuring colours: WCAG contrast, and mixing in Oklab (Ottosson 2020), where equal steps look equal.

use egui::{Color32, Rgba};

/// Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1: (L1 + 0.05) / (L2 + 0.05) of the relative luminances).
pub fn contrast(a: Color32, b: Color32) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The colour `fraction` of the way from `from` to `to`, in Oklab.
pub fn mix(from: Color32, to: Color32, fraction: f32) -> Color32 {
    let fraction = fraction.clamp(0.0, 1.0);
    let (from, to) = (oklab(from), oklab(to));
    let between = |start: f32, end: f32| (end - start).mul_add(fraction, start);
    from_oklab([between(from[0], to[0]), between(from[1], to[1]), between(from[2], to[2])])
}

fn luminance(colour: Color32) -> f32 {
    let linear = Rgba::from(colour);
    0.2126 * linear.r() + 0.7152 * linear.g() + 0.0722 * linear.b()
}

fn dot(row: [f32; 3], vector: [f32; 3]) -> f32 {
    row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2]
}

/// Lightness and the two opponent axes of an opaque colour.
pub(super) fn oklab(colour: Color32) -> [f32; 3] {
    let linear = Rgba::from(colour);
    let rgb = [linear.r(), linear.g(), linear.b()];
    let cone = [
        dot([0.412_221_46, 0.536_332_55, 0.051_445_995], rgb).cbrt(),
        dot([0.211_903_5, 0.680_699_5, 0.107_396_96], rgb).cbrt(),
        dot([0.088_302_46, 0.281_718_85, 0.629_978_7], rgb).cbrt(),
    ];
    [
        dot([0.210_454_26, 0.793_617_8, -0.004_072_047], cone),
        dot([1.977_998_5, -2.428_592_2, 0.450_593_7], cone),
        dot([0.025_904_037, 0.782_771_77, -0.808_675_77], cone),
    ]
}

fn from_oklab(lab: [f32; 3]) -> Color32 {
    let cone = [
        dot([1.0, 0.396_337_78, 0.215_803_76], lab).powi(3),
        dot([1.0, -0.105_561_346, -0.063_854_17], lab).powi(3),
        dot([1.0, -0.089_484_18, -1.291_485_5], lab).powi(3),
    ];
    let red = dot([4.076_741_7, -3.307_711_6, 0.230_969_94], cone);
    let green = dot([-1.268_438, 2.609_757_4, -0.341_319_4], cone);
    let blue = dot([-0.004_196_086_3, -0.703_418_6, 1.707_614_7], cone);
    Color32::from(Rgba::from_rgb(red.clamp(0.0, 1.0), green.clamp(0.0, 1.0), blue.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::{contrast, mix};
    use egui::Color32;

    #[test]
    fn black_on_white_is_twenty_one() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 1e-4);
        assert!((contrast(Color32::RED, Color32::RED) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn the_ends_of_a_mix_are_its_colours() {
        for colour in [Color32::RED, Color32::GREEN, Color32::BLUE, Color32::WHITE, Color32::GOLD] {
            assert_eq!(mix(colour, Color32::BLACK, 0.0), colour);
            assert_eq!(mix(Color32::BLACK, colour, 1.0), colour);
        }
    }
}
