"""PDFs that hold some words, each kind in a way of its own: in sight and out of it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
import weasyprint
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
