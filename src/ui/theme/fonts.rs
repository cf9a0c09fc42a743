//! The faces: Inter for text, JetBrains Mono for numbers, DejaVu Sans and a few drawn signs for everything else.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontId};

const MEDIUM: &str = "medium";
const SEMIBOLD: &str = "semibold";

/// Inter Medium: buttons.
pub fn medium(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(MEDIUM.into()))
}

/// Inter SemiBold: panel titles.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
}

/// All faces and families. Each family falls back on the same signs, so that no text depends on the machine's fonts.
pub(super) fn definitions() -> FontDefinitions {
    let mut definitions = FontDefinitions::empty();
    let faces: [(&str, &'static [u8]); 6] = [
        ("inter", include_bytes!("../../../assets/fonts/Inter-Regular.otf")),
        ("inter-medium", include_bytes!("../../../assets/fonts/Inter-Medium.otf")),
        ("inter-semibold", include_bytes!("../../../assets/fonts/Inter-SemiBold.otf")),
        ("jetbrains-mono", include_bytes!("../../../assets/fonts/JetBrainsMono-Regular.ttf")),
        ("dejavu-sans", include_bytes!("../../../assets/fonts/DejaVuSans.ttf")),
        ("symbols", include_bytes!("../../../assets/fonts/Symbols.ttf")),
    ];
    for (name, bytes) in faces {
        definitions.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let families = [
        (FontFamily::Proportional, "inter"),
        (FontFamily::Monospace, "jetbrains-mono"),
        (FontFamily::Name(MEDIUM.into()), "inter-medium"),
        (FontFamily::Name(SEMIBOLD.into()), "inter-semibold"),
    ];
    for (family, face) in families {
        let chain = [face, "dejavu-sans", "symbols"].map(str::to_owned).to_vec();
        definitions.families.insert(family, chain);
    }
    definitions
}
