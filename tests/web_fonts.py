"""The fonts of the web site, cut from those of papers into parts that a browser fetches as it needs them.

`.venv/bin/python tests/web_fonts.py --write` makes `templates/fonts/*.woff2`, after a change of a `.ttf` or of the
parts; without it, it says how large each would be. `templates/css/fonts.css` names the parts with the same ranges
(`tests/test_web_fonts.py`).
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Mapping
from pathlib import Path

from fontTools import subset

FONTS = Path(__file__).parent.parent / "templates" / "fonts"
FACES = ("Inter-Regular", "Inter-Italic", "Inter-Medium", "Inter-SemiBold", "Inter-Bold", "InterDisplay-SemiBold",
         "InterDisplay-Bold")  # fmt: skip
PARTS: Mapping[str, str] = {
    # Letters of the Nordic languages, the Sámi ones among them, and the signs that papers have.
    "": "U+0-FF,U+10C-10D,U+110-111,U+131,U+143-144,U+14A-14B,U+152-153,U+160-161,U+166-167,U+17D-17E,U+2BC,U+2C6,"
    "U+2DA,U+2DC,U+2000-206F,U+20AC,U+2116,U+2122,U+2190-2193,U+2197-2198,U+2212,U+2260,U+2264-2265,U+25A0-25CF,"
    "U+2713",
    "-latin": "U+100-36F,U+1D00-1EFF,U+2C60-2C7F,U+A720-A7FF",
    "-other": "U+370-52F,U+1F00-1FFF,U+2070-20FF,U+2100-2BFF",
}
"""What each part is called, after its face, and what it has beside those before it."""
FEATURES = ("kern", "ccmp", "locl", "mark", "mkmk", "tnum")
"""What is asked of a font: the rest doubles the size of a part."""


def ranges(part: str) -> frozenset[int]:
    """The signs that a part is asked for."""
    found: set[int] = set()
    for one in PARTS[part].split(","):
        first, _, last = one.removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def made(face: str, part: str) -> bytes:
    """A part of a face as WOFF2."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = list(FEATURES)
    options.hinting = False
    font = subset.load_font(str(FONTS / f"{face}.ttf"), options)
    names = list(PARTS)
    before = set().union(*(ranges(one) for one in names[: names.index(part)]))
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=ranges(part) - before)
    cutter.subset(font)
    font.flavor, written = options.flavor, io.BytesIO()
    font.save(written)
    return written.getvalue()


def main() -> None:
    """Says how large the parts are, and writes them where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    for face in FACES:
        for part in PARTS:
            data = made(face, part)
            print(f"{len(data):7}  {face}{part}.woff2")
            if write:
                (FONTS / f"{face}{part}.woff2").write_bytes(data)


if __name__ == "__main__":
    main()
