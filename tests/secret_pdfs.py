"""PDFs that hold some words, each kind in a way of its own: in sight and out of it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
import weasyprint
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageDraw, ImageFont
from places import PROJECT

SECRET = "Kari Eksempel"
FONT = PROJECT / "templates/fonts/Inter-Regular.ttf"


def line(x: int, y: int, words: str) -> str:
    return f"BT /F1 12 Tf {x} {y} Td ({words}) Tj ET "


LINES = line(30, 250, f"Brev til {SECRET} om stien.") + line(30, 230, "Andre linje er for alle.")
KEPT = ("Brev", "til", "om", "stien.", "Andre", "linje", "er", "for", "alle.")
"""The words of such a file that are for everybody, in order."""


def drawn(content: str, build: Callable[[Pdf], None] | None = None, pages: int = 1, **entries: Any) -> bytes:
    """A PDF with pages of a content; `build` does the rest to it."""
    made = pikepdf.new()
    font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for _ in range(pages):
        made.add_blank_page(page_size=(400, 300))
        held = made.pages[-1].obj
        held.Contents = made.make_stream(content.encode())
        held.Resources = Dictionary(Font=Dictionary(F1=font))
        for key, value in entries.items():
            held[f"/{key}"] = value
    if build is not None:
        build(made)
    saved = io.BytesIO()
    with warnings.catch_warnings(action="ignore"):
        made.save(saved, static_id=True)
    made.close()
    return saved.getvalue()


def written(body: str) -> bytes:
    sheet = "@page { size: A6; margin: 10mm }"
    html = f"<html lang='nb'><title>Om {SECRET}</title><style>{sheet}</style><body>{body}</body></html>"
    return bytes(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True))


def locked(data: bytes) -> bytes:
    """A PDF that opens only with a password."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(held, encryption=pikepdf.Encryption(owner="x", user="y"))
    return held.getvalue()


def scan(words: str = "") -> bytes:
    """A picture of the lines; with what a machine read there."""
    picture = Image.new("L", (1200, 900), 255)
    pen, face = ImageDraw.Draw(picture), ImageFont.truetype(str(FONT), 34)
    pen.text((90, 120), f"Brev til {SECRET} om stien.", font=face, fill=0)
    pen.text((90, 180), "Andre linje er for alle.", font=face, fill=0)
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=85)

    def build(made: Pdf) -> None:
        image = made.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=1200, Height=900)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        image.write(held.getvalue(), filter=Name.DCTDecode)
        made.pages[0].obj.Resources.XObject = Dictionary(Im=image)

    return drawn(f"q 400 0 0 300 0 0 cm /Im Do Q BT 3 Tr /F1 11.5 Tf {words} ET", build)


def noted(made: Pdf, *notes: Dictionary) -> Array:
    held = Array([made.make_indirect(note) for note in notes])
    made.pages[0].obj.Annots = held
    return held


def form(made: Pdf) -> None:
    shared: dict[str, Any] = {
        "Type": Name.Annot,
        "Subtype": Name.Widget,
        "FT": Name.Tx,
        "DA": String("/F1 12 Tf 0 g"),
        "F": 4,
    }
    fields = noted(
        made,
        Dictionary(**shared, T=String("navn"), TU=String(SECRET), V=String(SECRET), Rect=[30, 100, 200, 120]),
        Dictionary(**shared, T=String("by"), V=String("Hamar"), Rect=[30, 60, 200, 80]),
    )
    fonts = Dictionary(Font=made.pages[0].obj.Resources.Font)
    made.Root.AcroForm = Dictionary(Fields=fields, DR=fonts, DA=String("/F1 12 Tf 0 g"), NeedAppearances=True)


def notes(made: Pdf) -> None:
    free: dict[str, Any] = {"Type": Name.Annot, "DA": String("/F1 12 Tf 0 g"), "F": 4}
    noted(
        made,
        Dictionary(**free, Subtype=Name.FreeText, Contents=String(f"Ring {SECRET} straks"), Rect=[30, 100, 300, 120]),
        Dictionary(**free, Subtype=Name.Text, Contents=String(SECRET), T=String(SECRET), Rect=[300, 200, 320, 220]),
    )


def layer(made: Pdf) -> None:
    held = made.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"Utkast om {SECRET}")))
    made.pages[0].obj.Resources.Properties = Dictionary(L1=held)
    made.Root.OCProperties = Dictionary(OCGs=Array([held]), D=Dictionary(OFF=Array([held]), Order=Array([held])))


def files(made: Pdf) -> None:
    made.attachments[f"{SECRET}.txt"] = f"Brev til {SECRET}".encode()
    made.docinfo["/Author"] = SECRET
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Om {SECRET}", 0))


def tags(made: Pdf) -> None:
    root = made.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = made.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.P, P=root, Alt=String(SECRET), ActualText=String(f"Om {SECRET}"))
    )
    made.Root.StructTreeRoot = root
    made.pages[0].obj.PieceInfo = Dictionary(Program=Dictionary(Private=String(SECRET)))


def former(made: Pdf) -> None:
    made.pages[0].obj.Thumb = made.make_stream(f"Et utkast om {SECRET}".encode())


FIRST, LAST = SECRET.split()
SECOND = line(30, 200, "Andre linje er for alle.")
SPACED = "".join(f"({sign}) -700 " for sign in SECRET)
KINDS: Mapping[str, bytes] = {
    "text": drawn(LINES),
    "tagged": written(f"<p>Brev til {SECRET} om stien.</p><p>Andre linje er for alle.</p>"),
    "over a line's end": drawn(
        line(30, 250, f"Brev til {FIRST}") + line(30, 235, f"{LAST} om stien.") + SECOND
    ),
    "hyphenated": drawn(
        line(30, 250, f"Brev til {FIRST} Eks-") + line(30, 235, "empel om stien.") + SECOND
    ),
    "letters apart": drawn(
        f"BT /F1 12 Tf 30 250 Td [(Brev til ) {SPACED} ( om stien.)] TJ ET " + line(30, 230, "Andre linje er for alle.")
    ),
    "turned": drawn(LINES, Rotate=180),
    "cropped": drawn(LINES + line(30, 20, f"Utenfor: {SECRET} bor her"), CropBox=[20, 100, 380, 290]),
    "hidden layer": drawn(f"{LINES} /OC /L1 BDC {line(30, 100, f'{SECRET} skal slutte')} EMC", layer),
    "white on white": drawn(f"{LINES} 1 1 1 rg {line(30, 100, f'Hvit tekst om {SECRET}')}"),
    "capitals": drawn(LINES.replace(SECRET, SECRET.upper())),
    "inside a word": drawn(LINES.replace(SECRET, f"{SECRET}s")),
    "form": drawn(LINES, form),
    "notes": drawn(LINES, notes),
    "files, script, outline": drawn(LINES, files),
    "alternative texts": drawn(LINES, tags),
    "thumbnail": drawn(LINES, former),
    "read by a machine": scan(f"30 251 Td (Brev til {SECRET} om stien.) Tj 0 -20 Td (Andre linje er for alle.) Tj"),
    "in columns": drawn(
        line(30, 250, FIRST) + line(150, 250, "Brev til") + line(30, 235, LAST) + line(150, 235, "om stien.")
        + SECOND
    ),
    "on black": drawn(f"0 0 0.3 rg 0 0 400 300 re f 1 1 1 rg {LINES}"),
    "upright and askew": drawn(
        f"{LINES} BT /F1 12 Tf 0 1 -1 0 350 50 Tm ({SECRET}) Tj 0.7 0.7 -0.7 0.7 150 50 Tm ({SECRET}) Tj ET"
    ),
}  # fmt: skip
"""Files with the secret in them, by where it is."""


# ---- files in which words are not where a program looks for them ----


def _scanned(name: str = "/Im") -> Callable[[Pdf], Any]:
    """Puts a picture of the lines among the resources of a page."""

    def build(made: Pdf) -> Any:
        with pikepdf.open(io.BytesIO(scan())) as opened:
            held = made.copy_foreign(opened.pages[0].obj.Resources.XObject.Im)
        made.pages[0].obj.Resources.XObject = Dictionary({name: held})
        return held

    return build


def _scanned_in_a_form(made: Pdf) -> None:
    image = _scanned()(made)
    inside = Dictionary(XObject=Dictionary(Im=image))
    page = made.pages[0].obj.Resources
    page.XObject = Dictionary(
        Im=made.make_stream(b"/Im Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1], Resources=inside)
    )


def _in_a_pattern(content: bytes, build: Callable[[Pdf], Any] = lambda made: None) -> Callable[[Pdf], None]:
    def made_of(made: Pdf) -> None:
        build(made)
        page = made.pages[0].obj.Resources
        tile = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "BBox": [0, 0, 400, 300], "XStep": 400, "YStep": 300}
        page.Pattern = Dictionary(
            P1=made.make_stream(content, Type=Name.Pattern, Resources=made.pages[0].obj.Resources, **tile)
        )

    return made_of


def _invisible(made: Pdf) -> None:
    _scanned()(made)
    made.pages[0].obj.Resources.ExtGState = Dictionary(A=Dictionary(ca=0, CA=0))


def _in_a_mask(made: Pdf) -> None:
    page = made.pages[0].obj.Resources
    group = {"Group": Dictionary(S=Name.Transparency, CS=Name.DeviceGray), "Resources": Dictionary(Font=page.Font)}
    words = f"1 g BT /F1 24 Tf 30 100 Td ({SECRET}) Tj ET".encode()
    mask = made.make_stream(words, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 400, 300], **group)
    page.ExtGState = Dictionary(G=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask)))


class _Outlines(BasePen):  # type: ignore[misc]  # fontTools has no types
    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.drawn: list[str] = []

    def _moveTo(self, at: Any) -> None:  # noqa: N802
        self.drawn.append(f"{at[0]} {at[1]} m")

    def _lineTo(self, at: Any) -> None:  # noqa: N802
        self.drawn.append(f"{at[0]} {at[1]} l")

    def _curveToOne(self, one: Any, two: Any, at: Any) -> None:  # noqa: N802
        self.drawn.append(f"{one[0]} {one[1]} {two[0]} {two[1]} {at[0]} {at[1]} c")

    def _closePath(self) -> None:  # noqa: N802
        self.drawn.append("h")


def outlined(words: str, size: float) -> str:
    """Words drawn as shapes."""
    font = TTFont(FONT)
    glyphs, names, by = font.getGlyphSet(), font.getBestCmap(), size / font["head"].unitsPerEm
    made, x = [], 30.0
    for sign in words:
        pen = _Outlines(glyphs)
        glyphs[names[ord(sign)]].draw(pen)
        made.append(f"q {by} 0 0 {by} {x:.2f} 100 cm {' '.join(pen.drawn)} f Q")
        x += glyphs[names[ord(sign)]].width * by
    return " ".join(made)


def _meaning(said: str) -> Callable[[Pdf], None]:
    """A font that shows the secret, and says something else."""

    def build(made: Pdf) -> None:
        rows = "".join(f"<{ord(was):02X}> <{ord(now):04X}>\n" for was, now in zip(SECRET, said, strict=True))
        cmap = f"1 begincodespacerange <00> <FF> endcodespacerange {len(said)} beginbfchar {rows} endbfchar"
        face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        face.ToUnicode = made.make_stream(cmap.encode())
        made.pages[0].obj.Resources.Font.F2 = made.make_indirect(face)

    return build


_OTHER = LINES + line(30, 100, SECRET).replace("/F1", "/F2")
_PAGE = "q 400 0 0 300 0 0 cm /Im Do Q "
_READ = "".join(line(20, 250 - 14 * row, "ord nummer to og tre fire fem seks sju") for row in range(9))
_STAMP = line(30, 20, f"Mottatt av {SECRET}")
UNREAD: Mapping[str, bytes] = {
    "words behind a scan": drawn(_READ + _STAMP + _PAGE, _scanned()),
    "words on a scan that let all through": drawn(f"{_PAGE} /A gs {_READ}{_STAMP}", _invisible),
    "words that only clip on a scan": drawn(f"{_PAGE} BT 7 Tr ET {_READ}{_STAMP}", _scanned()),
    "a scan in a form": drawn(_PAGE + _STAMP, _scanned_in_a_form),
    "a scan in strips": drawn(
        "".join(f"q 0 {75 * row} 400 75 re W n 400 0 0 300 0 0 cm /Im Do Q " for row in range(4)) + _STAMP, _scanned()
    ),
    "a scan in a pattern": drawn(
        f"/Pattern cs /P1 scn 0 0 400 300 re f 0 g {_STAMP}", _in_a_pattern(_PAGE.encode(), _scanned())
    ),
    "a scan with one word that a machine read": drawn(
        f"{_PAGE} BT 3 Tr ET {line(300, 20, 'ord')} 0 Tr {_STAMP}", _scanned()
    ),
    "letters as shapes": drawn(LINES + outlined(SECRET, 12)),
    "small letters as shapes": drawn(LINES + outlined(SECRET, 7)),
    "large letters as shapes": drawn(LINES + outlined(SECRET, 40)),
    "larger letters as shapes": drawn(LINES + outlined(SECRET, 55)),
    "letters as shapes of an inch": drawn(LINES + outlined("Kari Eksempel", 100), MediaBox=[0, 0, 800, 600]),
    "letters as shapes upright": drawn(f"{LINES} q 0 1 -1 0 300 0 cm {outlined(SECRET, 12)} Q"),
    "pale letters as shapes": drawn(f"{LINES} 0.8 g {outlined(SECRET, 12)}"),
    "words in a pattern": drawn(
        f"{LINES} /Pattern cs /P1 scn 0 0 400 300 re f", _in_a_pattern(line(30, 100, SECRET).encode())
    ),
    "words in a mask": drawn(f"{LINES} q /G gs 0 g 20 80 300 60 re f Q", _in_a_mask),
    "a font that says other letters": drawn(_OTHER, _meaning("Noen Andreher")),
    "a font that says no letters": drawn(LINES * 20 + _OTHER, _meaning("\ue001" * 13)),
}  # fmt: skip
"""Files with the secret where words are not found in them."""
_FLOWER = "".join(f"{60 + 5 * turn} 60 m {90 + 7 * turn} 140 l S " for turn in range(4))
READ: Mapping[str, bytes] = {
    "rules and frames": drawn(LINES + "".join(f"30 {40 + 12 * row} 300 12 re S " for row in range(12))),
    "a grid": drawn(
        LINES + "".join(f"{30 + 30 * row} 40 m {30 + 30 * row} 200 l S 30 {40 + 14 * row} m 330 {40 + 14 * row} l S "
                        for row in range(11))
    ),
    "bars and a curve": drawn(
        LINES + "".join(f"{40 + 25 * bar} 40 15 {20 + 10 * bar} re f " for bar in range(8))
        + "30 40 m 100 190 250 0 380 180 c S 30 50 m 390 120 l S"
    ),
    "wide bars and boxes": drawn(
        LINES + "".join(f"{20 + 48 * bar} 20 30 {40 + 37 * bar % 90} re f " for bar in range(8))
        + "".join(f"{20 + 95 * box} {150 + 40 * row} 80 28 re S " for box in range(4) for row in range(3))
    ),
    "a dashed line and dots": drawn(
        f"{LINES} [3] 0 d 30 60 m 390 60 l S [] 0 d " + "".join(f"30 {100 + 15 * row} 4 4 re f " for row in range(6))
    ),
    "a soft hyphen that is read for a hyphen": drawn(
        f"{LINES} /Span <</ActualText <FEFF00AD>>> BDC {line(30, 100, '-')} EMC"
    ),
    "a font that says which letters it has": drawn(_OTHER, _meaning(SECRET)),
}  # fmt: skip
"""Files with all words where they are found."""
_FOOT = line(30, 30, "Side 1 av 2")


def _shadowed(across: float, up: int, words: str) -> str:
    """Words of which each letter is drawn twice, two points apart."""
    wide = {"K": 8, "a": 6.7, "r": 4, "i": 2.7, " ": 3.3, "E": 8, "k": 6, "s": 6, "e": 6.7, "m": 10, "p": 6.7, "l": 2.7}
    made = []
    for sign in words:
        made += [line(round(across) + by, up, sign) for by in (0, 2) if sign != " "]
        across += wide[sign]
    return "".join(made)


BROKEN: Mapping[str, tuple[bytes, str]] = {
    "words read aloud instead": (
        drawn(f"{LINES} /Span <</#41ctualText (Noen andre)>> BDC {line(30, 100, SECRET)} EMC"), SECRET,
    ),
    "a footer between columns": (
        drawn(line(30, 60, f"saken til {FIRST}") + _FOOT + line(220, 250, f"{LAST} har sagt")), SECRET,
    ),
    "over three lines of a cell": (
        drawn("".join(line(30, 200 - 14 * row, word) + line(150, 200 - 14 * row, "tekst") for row, word in
                      enumerate(("Kari", "Anne", "Eksempel")))), "Kari Anne Eksempel",
    ),
    "hyphenated in a cell": (
        drawn(
            line(30, 200, "Kari Eks-") + line(150, 200, "annet ord") + line(30, 186, "empel") + line(150, 186, "her")
        ),
        SECRET,
    ),
    "broken in a cell without a hyphen": (
        drawn(line(30, 200, "Kari Eks") + line(150, 200, "annet ord") + line(30, 186, "empel") + line(150, 186, "her")),
        SECRET,
    ),
    "unseen letters between": (
        drawn("BT /F1 12 Tf 30 200 Td " + " ".join(f"0 Tr ({sign}) Tj 3 Tr (x) Tj" for sign in SECRET) + " ET"), SECRET,
    ),
    "quotation marks of another kind": (drawn(line(30, 200, "Hilsen D\\222Angelo og")), "D'Angelo"),
    "a note between": (
        drawn(line(30, 200, FIRST) + f"BT /F1 7 Tf 53 205 Td (12) Tj ET BT /F1 12 Tf 64 200 Td ({LAST} sier) Tj ET"),
        SECRET,
    ),
    "the note of a short name": (drawn(line(30, 200, "Her Li\\271 sier")), "Li"),
    "letters under each other": (
        drawn("".join(line(30, 250 - 14 * row, sign) + line(90, 250 - 14 * row, "annen tekst") for row, sign in
                      enumerate(SECRET))), SECRET,
    ),
    "drawn in another order": (
        drawn(line(80, 200, f"{LAST} sier") + line(30, 120, "noe annet") + line(54, 200, FIRST)), SECRET,
    ),
    "each letter with a shadow": (drawn(_shadowed(30, 200, SECRET)), SECRET),
    "each letter with a shadow, turned": (drawn(f"q 0 1 -1 0 300 20 cm {_shadowed(30, 200, SECRET)} Q"), SECRET),
    "an address": (drawn(line(30, 200, "skriv til kari.eksempel@example.no")), SECRET),
}  # fmt: skip
"""Files with words that are not in one piece in them, each with what is looked for."""
