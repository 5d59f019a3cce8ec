"""Pages that are pictures, with their words under them: a PDF made from nothing else.

The words are set invisibly, each at its place, so that they are found, marked and read aloud. There is nothing in the
file but the pictures, the words, their tags and a title.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageChops

Turn = Literal[0, 90, 180, 270]

PLAIN = 0.85
"""How much of a page of text and drawings has so few shades or colours that it is kept in few; photographs have
more. That is smaller, and letters stay sharp."""
SHADES = 16
COLOURS = 64
QUALITY = 85
NAMES = frozenset(
    {
        "/AIS", "/Artifact", "/Ascent", "/BaseFont", "/BitsPerComponent", "/CIDFontType2", "/CIDSystemInfo",
        "/CIDToGIDMap", "/CapHeight", "/Catalog", "/ColorSpace", "/Colors", "/Columns", "/Contents", "/DCTDecode",
        "/DW", "/DecodeParms", "/Descent", "/DescendantFonts", "/DeviceGray", "/DeviceRGB", "/DisplayDocTitle",
        "/Document", "/Encoding", "/F0", "/Filter", "/Flags", "/FlateDecode", "/Font", "/FontBBox", "/FontDescriptor",
        "/FontFile2", "/FontName", "/Height", "/ID", "/Identity", "/Identity-H", "/Im0", "/Image", "/Indexed", "/Info",
        "/ItalicAngle", "/K", "/Kids", "/Lang", "/Length", "/Length1", "/MCID", "/MCR", "/MarkInfo", "/Marked",
        "/MediaBox", "/Metadata", "/Nums", "/Ordering", "/P", "/Page", "/Pages", "/Parent", "/ParentTree",
        "/ParentTreeNextKey", "/Pg", "/Registry", "/Resources", "/Root", "/S", "/Size", "/StemV", "/StructElem",
        "/StructParents", "/StructTreeRoot", "/Subtype", "/Supplement", "/Tabs", "/Title", "/ToUnicode", "/Type",
        "/Type0", "/ViewerPreferences", "/Width", "/XML", "/XObject", "/AksonUnseen", "/Count", "/Prev", "/XRef",
    }
)  # fmt: skip
"""Every name that such a file has."""


@dataclass(frozen=True, slots=True)
class SetWord:
    """A word, and where it is set, in points from the page's lower left corner."""

    text: str
    x: float
    y: float
    """Where it begins on its line."""
    length: float
    """How far it goes along its line."""
    height: float
    """How high it stands above its line."""
    turn: Turn = 0
    """How far it is turned against the clock."""
    is_joined: bool = False
    """Whether no space stands before it."""


@dataclass(frozen=True)
class PicturePage:
    """A page that is a picture, with its paragraphs."""

    width: float
    height: float
    """In points."""
    picture: Image.Image
    paragraphs: tuple[tuple[SetWord, ...], ...]


def written(pages: Iterable[PicturePage], title: str, language: str) -> bytes:
    """A PDF of these pages. The same pages give the same bytes."""
    made = pikepdf.new()
    font = _UnseenFont()
    face = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type0))
    document = made.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document))
    elements: list[pikepdf.Object] = []
    parents: list[pikepdf.Object] = []
    for page in pages:
        held = made.make_indirect(
            Dictionary(
                Type=Name.Page,
                MediaBox=[0, 0, round(page.width, 3), round(page.height, 3)],
                Resources=Dictionary(XObject=Dictionary(Im0=_picture(made, page.picture)), Font=Dictionary(F0=face)),
                StructParents=len(parents),
                Tabs=Name.S,
            )
        )
        held.Contents = made.make_stream(_content(page, font))
        own = []
        for number, words in enumerate(page.paragraphs):
            if words:
                own.append(
                    made.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=document, Pg=held, K=number))
                )
        elements += own
        parents.append(made.make_indirect(Array(own)))
        made.pages.append(pikepdf.Page(held))
    _font(made, face, font)
    document.K = Array(elements)
    root = made.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=document, ParentTreeNextKey=len(parents)))
    numbered = [entry for number, one in enumerate(parents) for entry in (number, one)]
    root.ParentTree = made.make_indirect(Dictionary(Nums=Array(numbered)))
    document.P = root
    made.Root.StructTreeRoot = root
    made.Root.MarkInfo = Dictionary(Marked=True)
    made.Root.Lang = String(language)
    made.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    made.docinfo["/Title"] = title
    made.Root.Metadata = _metadata(made, title)
    saved = io.BytesIO()
    made.save(
        saved,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=True,
        fix_metadata_version=False,
    )
    made.close()
    return saved.getvalue()


def _metadata(made: Pdf, title: str) -> Stream:
    escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escaped}</rdf:li></rdf:Alt></dc:title>'
        "<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    )
    stream = made.make_stream(packet.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    return stream


# ---- the pictures --------------------------------------------------------------------------------------------


def _picture(made: Pdf, picture: Image.Image) -> Stream:
    """A page's picture: exactly where it has few shades or colours, else as a photograph."""
    red, green, blue = picture.split()
    is_grey = not ImageChops.difference(red, green).getbbox() and not ImageChops.difference(green, blue).getbbox()
    kept = picture.convert("L") if is_grey else picture
    size = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=picture.width, Height=picture.height)
    few = _few_shades(kept) if is_grey else _few_colours(kept)
    if few is None:
        held = io.BytesIO()
        kept.save(held, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
        few = 8, Name.DeviceGray if is_grey else Name.DeviceRGB, held.getvalue()
        how = Name.DCTDecode
    else:
        few, how = (*few[:2], zlib.compress(few[2], 9)), Name.FlateDecode
    stream = made.make_stream(b"", size)
    stream.BitsPerComponent, stream.ColorSpace = few[:2]
    stream.write(few[2], filter=how)
    return stream


_Few = tuple[int, pikepdf.Object, bytes]
"""(bits of a pixel, colour space, the pixels by rows)"""


def _few_shades(grey: Image.Image) -> _Few | None:
    counts = sorted(grey.histogram(), reverse=True)
    if sum(counts[:SHADES]) < PLAIN * grey.width * grey.height:
        return None
    step = 255 // (SHADES - 1)
    rows = grey.point([round(value / step) for value in range(256)]).tobytes()
    if grey.width % 2:
        rows = b"".join(rows[at : at + grey.width] + b"\0" for at in range(0, len(rows), grey.width))
    high = rows[::2].translate(bytes((value << 4) & 255 for value in range(256)))
    joined = int.from_bytes(high, "big") | int.from_bytes(rows[1::2], "big")
    return 4, Name.DeviceGray, joined.to_bytes(len(high), "big")


def _few_colours(picture: Image.Image) -> _Few | None:
    counted = picture.getcolors(1 << 20)
    if counted is None or sum(sorted((count for count, _ in counted), reverse=True)[:COLOURS]) < PLAIN * (
        picture.width * picture.height
    ):
        return None
    made = picture.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = bytes(made.getpalette() or ())
    lookup = String(palette)
    return 8, Array([Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, lookup]), made.tobytes()


# ---- the words -----------------------------------------------------------------------------------------------

WIDE, TALL = 500, 700
"""How wide each sign of the unseen letters is, and how high, in thousandths of their size."""


class _UnseenFont:
    """The signs that words are made of, numbered as they come."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def written(self, text: str) -> str:
        """A text as numbers of signs, in hexadecimal."""
        return "".join(f"{self.numbers.setdefault(sign, len(self.numbers) + 1):04X}" for sign in text)


def _content(page: PicturePage, font: _UnseenFont) -> bytes:
    made = [f"/Artifact BMC q {page.width:.3f} 0 0 {page.height:.3f} 0 0 cm /Im0 Do Q EMC"]
    for number, words in enumerate(page.paragraphs):
        if words:
            made.append(f"/P <</MCID {number}>> BDC BT 3 Tr")
            made += [line for place in range(len(words)) for line in _word(words, place, font)]
            made.append("ET EMC")
    return "\n".join(made).encode()


_AXES = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def _word(words: Sequence[SetWord], place: int, font: _UnseenFont) -> list[str]:
    """A word and the space after it, which goes as far as the next word where that is on its line."""
    word = words[place]
    size = max(1.0, word.height * 1000 / TALL)
    stretch = max(word.length, 0.5) / (len(word.text) * size * WIDE / 1000) * 100
    a, b, c, d = _AXES[word.turn]
    place_of = f"{a} {b} {c} {d} {word.x:.3f} {word.y:.3f} Tm"
    found = [f"/F0 {size:.3f} Tf {stretch:.3f} Tz {place_of} <{font.written(word.text)}> Tj"]
    after = words[place + 1] if place + 1 < len(words) else None
    if after is not None and not after.is_joined:
        along = (after.x - word.x) * a + (after.y - word.y) * b - word.length
        gap = along if after.turn == word.turn and 0 < along < 20 * size else size / 8
        found.append(f"{gap / (size * WIDE / 1000) * 100:.3f} Tz <{font.written(' ')}> Tj")
    return found


def _font(made: Pdf, face: pikepdf.Object, font: _UnseenFont) -> None:
    """Letters that nobody sees, all alike, of which is said what they are."""
    program = made.make_stream(_program(len(font.numbers) + 1))
    program.Length1 = len(program.read_bytes())
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.AksonUnseen, Flags=4, FontBBox=[0, 0, WIDE, TALL], ItalicAngle=0,
        Ascent=TALL, Descent=0, CapHeight=TALL, StemV=80, FontFile2=program,
    )  # fmt: skip
    letters = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.AksonUnseen,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        DW=WIDE, CIDToGIDMap=Name.Identity, FontDescriptor=made.make_indirect(descriptor),
    )  # fmt: skip
    face.BaseFont, face.Encoding = Name.AksonUnseen, Name("/Identity-H")
    face.DescendantFonts = Array([made.make_indirect(letters)])
    face.ToUnicode = made.make_stream(_meanings(font.numbers))


def _meanings(numbers: dict[str, int]) -> bytes:
    """What each sign means (Adobe technical note 5411)."""
    rows = [f"<{number:04X}> <{sign.encode('utf-16-be').hex().upper()}>" for sign, number in numbers.items()]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()


def _program(count: int) -> bytes:
    """A TrueType font of so many signs, each a box: readers take what has no size for nothing."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, TALL), (WIDE, TALL), (WIDE, 0)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    names = [".notdef", *(f"g{number}" for number in range(1, count))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({})
    builder.setupGlyf(dict.fromkeys(names, box))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (WIDE, 0)))
    builder.setupHorizontalHeader(ascent=TALL, descent=0)
    builder.setupHead(unitsPerEm=1000, created=0, modified=0)
    builder.setupOS2(sTypoAscender=TALL, sTypoDescender=0, usWinAscent=TALL, usWinDescent=0)
    builder.setupPost(keepGlyphNames=False)
    builder.font.recalcTimestamp = False
    held = io.BytesIO()
    builder.font.save(held)
    return held.getvalue()
