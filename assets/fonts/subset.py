"""Make the font subsets of this folder (see README.md).

    pip install fonttools brotli
    python3 subset.py INTER_FOLDER JETBRAINS_MONO_FOLDER DEJAVU_FOLDER EGUI_FONTS_FOLDER [OUT_FOLDER]

INTER_FOLDER holds Inter-Regular.otf, Inter-Medium.otf and Inter-SemiBold.otf (3.19), JETBRAINS_MONO_FOLDER
JetBrainsMono-Regular.ttf and JetBrainsMono-Medium.ttf (2.242), DEJAVU_FOLDER DejaVuSans.ttf (2.37), and
EGUI_FONTS_FOLDER emoji-icon-font.ttf (the folder `fonts` of the crate epaint_default_fonts 0.37).

Prints the size of each file and fails if a character the window needs is in none of them.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# Latin-1, Latin Extended-A, modifier letters and Greek, phonetic super- and subscripts, general punctuation,
# superscripts and subscripts, currency, letterlike, number forms, arrows, operators, shapes.
TEXT = [
    (0x0020, 0x007E), (0x00A0, 0x017F), (0x02B0, 0x02DF), (0x0370, 0x03FF), (0x1D2C, 0x1D6A), (0x2000, 0x206F),
    (0x2070, 0x209F), (0x20AC, 0x20AC), (0x2100, 0x214F), (0x2150, 0x215F), (0x2190, 0x21FF), (0x2200, 0x22FF),
    (0x25A0, 0x25FF), (0x2713, 0x2718), (0x27E8, 0x27E9), (0x2C7C, 0x2C7D), (0xFFFD, 0xFFFD),
]
# The mathematical fallback adds brackets, technical and miscellaneous signs, and long arrows.
MATHEMATICS = TEXT + [
    (0x0300, 0x0312), (0x2300, 0x230F), (0x231A, 0x231B), (0x2320, 0x2328), (0x23CF, 0x23CF), (0x2605, 0x2606), (0x2639, 0x263C), (0x2660, 0x266F),
    (0x2680, 0x2685), (0x2690, 0x26A1), (0x2701, 0x2727), (0x2794, 0x27BE), (0x27C0, 0x27FF), (0x2980, 0x29FF),
    (0x2A00, 0x2A2F), (0x2A7D, 0x2A7E), (0x2AAF, 0x2AB0),
]
# Transport and tool signs that none of the three has.
SYMBOLS = "⏏⏩⏪⏭⏮⏴⏵⏶⏷⏸⏹⏺⏰⏱⏳⟲⟳↺↻⚙⚠⚡✂✏✔✖➕➖➗🔀🔁🔃🔍🔎🔒🔓🔗🔥📂📁📋📌📎📏📐📖📚📷💡💾🎓🎨🎲🎮🏁🏠👁🖊🖹🖼🗀🗁🗋🗐🗑🗙🛠🌡🌳🌲🎯"

FEATURES = ["ccmp", "kern", "locl", "mark", "mkmk"]  # no `calt`, no `liga`: `->` stays `->`

NEEDED = (
    "abcxyzABCXYZ0123456789.,:;!?()[]{}+-=<>/%&@#*'\"äöüßéèçñÄÖÜ–—‘’“”…·•§°′″‰€"
    "αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"
    "ᵢⱼᵤᵥᵣₐₑₒₓₕₖₗₘₙₚₛₜᵀⁿⁱᵃᵇᵏᵐᵖᵗᵛᵘ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎½"
    "ℝℓℕℤ∇∈∉∑∏∫∂√∞≈≠≤≥≪≫≡∼±∓×·∗∘⊙⊗∝‖∥−⟨⟩⇒⇔∀∃∅∪∩⊂⊆⌊⌋⌈⌉∧∨¬"
    "←↑→↓↔↕↺↻⟳●○■□▲△▼▽▶▷◀◁◆◇★☆⏸⏹⏮⏭⏵⏴✓✔✕✖✗⚙⚠"
    "\u00a0\u2009\u202f\u2007"
)


def characters(ranges):
    """All code points of a list of inclusive ranges."""
    return {point for first, last in ranges for point in range(first, last + 1)}


def tabular_digits(font):
    """Let the digits show their `tnum` forms: egui has no switch for that feature."""
    table = font["GSUB"].table
    mapping = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for part in table.LookupList.Lookup[index].SubTable:
                    mapping.update(getattr(part, "ExtSubTable", part).mapping)
    for cmap in font["cmap"].tables:
        for digit in map(ord, "0123456789"):
            if digit in cmap.cmap:
                cmap.cmap[digit] = mapping.get(cmap.cmap[digit], cmap.cmap[digit])  # tables share maps
    digits = [font.getBestCmap()[ord(digit)] for digit in "0123456789"]
    widths = sorted(font["hmtx"][digit][0] for digit in digits)
    if widths[-1] - widths[0] > 4:
        sys.exit(f"the digits still have the widths {widths}")
    for digit in digits:  # Medium and SemiBold differ by up to three units of 2816: instancing was rounded
        font["hmtx"][digit] = (widths[5], font["hmtx"][digit][1])


def make(source, target, points, tabular=False):
    """Write the subset of one font without hinting; returns its code points."""
    font = TTFont(source)
    if tabular:
        tabular_digits(font)
    options = subset.Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["FFTM", "DSIG", "STAT"]
    tool = subset.Subsetter(options)
    tool.populate(unicodes=points)
    tool.subset(font)
    font["head"].modified = font["head"].created  # same input, same bytes
    font.recalcTimestamp = False
    font.save(target)
    print(f"{target.stat().st_size:>8} bytes  {len(font.getBestCmap()):>5} characters  {target.name}")
    return set(font.getBestCmap())


def main():
    """Make all subsets and check that together they cover NEEDED."""
    if len(sys.argv) not in (5, 6):
        sys.exit(__doc__)
    inter, mono, dejavu, egui = map(Path, sys.argv[1:5])
    out = Path(sys.argv[5]) if len(sys.argv) == 6 else Path(__file__).parent
    text = characters(TEXT)
    made = {}
    for style in ("Regular", "Medium", "SemiBold"):
        name = f"Inter-{style}.otf"
        made[name] = make(inter / name, out / name, text, tabular=True)
    for style in ("Regular", "Medium"):
        name = f"JetBrainsMono-{style}.ttf"
        made[name] = make(mono / name, out / name, text)
    made["DejaVuSans.ttf"] = make(dejavu / "DejaVuSans.ttf", out / "DejaVuSans.ttf", characters(MATHEMATICS))
    made["Symbols.ttf"] = make(egui / "emoji-icon-font.ttf", out / "Symbols.ttf", set(map(ord, SYMBOLS)))

    for text_font in ("Inter-Regular.otf", "JetBrainsMono-Regular.ttf"):
        union = made[text_font] | made["DejaVuSans.ttf"] | made["Symbols.ttf"]
        missing = [character for character in NEEDED if ord(character) not in union]
        if missing:
            sys.exit(f"{text_font} with its fallbacks lacks {missing}")
        print(f"{text_font} with DejaVuSans.ttf and Symbols.ttf covers all {len(NEEDED)} characters needed")


main()
