"""Rasterise letters.txt and icons.txt of this folder from the fonts that ship with egui (see NOTICE.md).

    pip install pillow numpy
    python3 rasterise.py EGUI_FONTS_FOLDER [OUT_FOLDER] [--sheet SHEET.png]

EGUI_FONTS_FOLDER is the folder `fonts` of the crate epaint_default_fonts 0.37. letters8.txt and digits8.txt were drawn
by hand and are only read here. `--sheet` writes a picture of all glyphs to look at. Prints the mutual overlaps.
"""

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

# name, character, font, stroke added on both sides in 1/400 em. The first five open the Recall lab: their overlaps are
# small enough (at most 0.31) that Hebb's rule holds all five. They fill the grid, since a common empty margin is overlap.
NOTO, EMOJI = "NotoEmoji-Regular.ttf", "emoji-icon-font.ttf"
ICONS = [
    ("anchor", "⚓", NOTO, 0),
    ("snail", "🐌", NOTO, 0),
    ("key", "🔑", NOTO, 0),
    ("house", "🏠", NOTO, 0),
    ("guitar", "🎸", NOTO, 4),
    ("telephone", "☎", EMOJI, 0),
    ("pizza", "🍕", EMOJI, 0),
    ("target", "🎯", EMOJI, 0),
    ("mushroom", "🍄", NOTO, 0),
    ("castle", "🏰", EMOJI, 0),
    ("music", "♫", EMOJI, 0),
    ("hourglass", "⌛", NOTO, 0),
    ("octopus", "🐙", NOTO, 0),
    ("football", "⚽", NOTO, 0),
    ("cat", "🐱", NOTO, 0),
    ("snowflake", "❄", NOTO, 0),
    ("skull", "💀", EMOJI, 0),
    ("boat", "⛵", NOTO, 0),
    ("microscope", "🔬", EMOJI, 0),
    ("hammer", "🔨", NOTO, 0),
    ("camera", "📷", EMOJI, 0),
    ("rabbit", "🐇", EMOJI, 0),
    ("bicycle", "🚲", NOTO, 0),
    ("sunflower", "🌻", NOTO, 0),
    ("moon", "🌙", NOTO, 0),
    ("aeroplane", "✈", EMOJI, 0),
    ("bell", "🔔", EMOJI, 0),
    ("beetle", "🐛", EMOJI, 0),
    ("cup", "☕", EMOJI, 0),
    ("umbrella", "☂", EMOJI, 0),
    ("scissors", "✂", NOTO, 0),
    ("heart", "♥", NOTO, 0),
]


def outline(font_path, character, stroke):
    """One glyph at 400 pixels per em, cropped to its box."""
    font = ImageFont.truetype(str(font_path), 400)
    picture = Image.new("L", (1000, 1000), 0)
    ImageDraw.Draw(picture).text((200, 200), character, font=font, fill=255, stroke_width=stroke)
    return picture.crop(picture.getbbox())


def fit(picture, width, height, side):
    """The picture scaled to width x height cells, centred; a cell is on where at least half of it is covered."""
    width, height = (min(side, max(1, round(length))) for length in (width, height))
    grid = np.zeros((side, side), bool)
    top, left = (side - height) // 2, (side - width) // 2
    grid[top : top + height, left : left + width] = np.asarray(picture.resize((width, height), Image.BOX)) > 127
    return grid


def icon(font_path, character, side, stroke):
    """An icon whose longer side is as long as the grid."""
    picture = outline(font_path, character, stroke)
    scale = side / max(picture.size)
    return fit(picture, picture.width * scale, picture.height * scale, side)


def letter(font_path, character, side, stroke):
    """A capital on the scale that makes an H 11 cells wide and 14 high in a grid of 16."""
    picture, capital = outline(font_path, character, stroke), outline(font_path, "H", stroke)
    return fit(picture, picture.width * 11 / capital.width, picture.height * 14 / capital.height, side)


def write(path, glyphs):
    """The text form: a header, then the name and the rows of each glyph."""
    height, width = next(iter(glyphs.values())).shape
    lines = [f"glyphs {width} {height}"]
    for name, grid in glyphs.items():
        lines.append(name)
        lines += ["".join("#" if cell else "." for cell in row) for row in grid]
    path.write_text("\n".join(lines) + "\n", encoding="ascii")


def read(path):
    """The glyphs of a text file."""
    header, *lines = path.read_text(encoding="ascii").splitlines()
    kind, width, height = header.split()
    width, height = int(width), int(height)
    if kind != "glyphs" or len(lines) % (height + 1):
        sys.exit(f"{path.name}: not a whole number of glyphs")
    glyphs = {}
    for start in range(0, len(lines), height + 1):
        name, rows = lines[start], lines[start + 1 : start + 1 + height]
        if name in glyphs or any(len(row) != width or set(row) - set(".#") for row in rows):
            sys.exit(f"{path.name}: glyph {name} is repeated or ragged")
        glyphs[name] = np.array([[cell == "#" for cell in row] for row in rows])
    return glyphs


def report(name, glyphs):
    """Print how strongly the ±1 versions overlap."""
    spins = np.array([np.where(grid, 1.0, -1.0).ravel() for grid in glyphs.values()])
    overlap = np.abs(spins @ spins.T / spins.shape[1])
    pairs = overlap[np.triu_indices(len(spins), 1)]
    print(f"{name}: {len(spins)} glyphs, overlap mean {pairs.mean():.3f}, largest {pairs.max():.3f}")


def sheet(path, sets):
    """A picture of all glyphs, to look at."""
    picture = Image.new("L", (1220, 1600), 90)
    top = 6
    for glyphs in sets:
        for index, grid in enumerate(glyphs.values()):
            tile = Image.fromarray((grid * 235).astype("uint8")).resize((112, 112) if len(grid) > 20 else (64, 64), 0)
            per_row = 1216 // (tile.width + 8)
            spot = (6 + index % per_row * (tile.width + 8), top + index // per_row * (tile.height + 8))
            picture.paste(tile, spot)
        top = spot[1] + tile.height + 20
    picture.crop((0, 0, 1220, top)).save(path)


def main():
    """Write the two rasterised sets and report on all four."""
    arguments = sys.argv[1:]
    picture = None
    if "--sheet" in arguments:
        at = arguments.index("--sheet")
        picture = arguments[at + 1]
        del arguments[at : at + 2]
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    fonts = Path(arguments[0])
    out = Path(arguments[1]) if len(arguments) == 2 else Path(__file__).parent

    write(out / "icons.txt", {name: icon(fonts / font, sign, 28, stroke) for name, sign, font, stroke in ICONS})
    capitals = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    write(out / "letters.txt", {name: letter(fonts / "Hack-Regular.ttf", name, 16, 8) for name in capitals})

    sets = {name: read(out / f"{name}.txt") for name in ("icons", "letters", "letters8", "digits8")}
    for name, glyphs in sets.items():
        report(name, glyphs)
    report("icons, the first five", dict(list(sets["icons"].items())[:5]))
    if picture:
        sheet(picture, sets.values())


main()
