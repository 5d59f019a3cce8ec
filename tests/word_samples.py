"""Word documents made by code, part by part, as Word and LibreOffice write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from PIL import Image

SPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    }.items()
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def style(key: str, name: str, properties: str = "", kind: str = "paragraph") -> str:
    """A style, with what it says of paragraphs or letters."""
    return f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>{properties}</w:style>'


STYLES = (
    style("Overskrift1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>')
    + style("Overskrift2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
    + style("Tittel", "Title")
    + style("Eget", "Etatens kapittel", '<w:basedOn w:val="Overskrift2"/>')
    + style("Lokal", "Overskrift 2")
    + style("INNH1", "toc 1")
    + style("Punkt", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    + style("Sterk", "Strong", "<w:rPr><w:b/></w:rPr>", "character")
    + style("Skjult", "Skjult", "<w:rPr><w:vanish/></w:rPr>", "character")
)


def _levels(number: int, *levels: tuple[str, str]) -> str:
    inner = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (form, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{inner}</w:abstractNum>'


LISTS = (
    _levels(1, ("bullet", "•"), ("bullet", "–"))
    + _levels(2, ("decimal", "%1."), ("lowerLetter", "%2)"))
    + _levels(3, ("decimal", "%1"), ("decimal", "%1.%2"))
    + "".join(f'<w:num w:numId="{one}"><w:abstractNumId w:val="{one}"/></w:num>' for one in (1, 2, 3))
)
"""Bullets (1); numbers with letters below (2); numbers of headings (3)."""


def run(text: str, properties: str = "") -> str:
    """Words, perhaps with properties such as `<w:b/>`."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, style: str = "", properties: str = "") -> str:
    """A paragraph of words or of markup, in a style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = "".join(one if one.startswith("<") else run(one) for one in content)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inner}</w:p>"


def row(text: str, number: int = 1, level: int = 0) -> str:
    """A row of a list."""
    held = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=held)


def table(*rows: tuple[str, ...], properties: str = "", is_headed: bool = True) -> str:
    """A table of words or of whole cells."""
    found = ""
    for place, cells in enumerate(rows):
        head = "<w:trPr><w:tblHeader/></w:trPr>" if is_headed and not place else ""
        inner = (one if one.startswith("<w:tc>") else f"<w:tc>{paragraph(one)}</w:tc>" for one in cells)
        found += f"<w:tr>{head}{''.join(inner)}</w:tr>"
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{found}</w:tbl>"


def picture(key: str, alt: str = "", more: str = "", crop: str = "") -> str:
    """A picture in a line, by the id of its part."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Bilde 1" descr="{escape(alt)}">{more}</wp:docPr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="1" name="bilde.png"/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{key}"/>{crop}'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def graphic(kind: str) -> str:
    """What is drawn and is no picture: "chart", "diagram"."""
    return (
        '<w:r><w:drawing><wp:inline><wp:docPr id="2" name="Diagram"/><a:graphic>'
        f'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{kind}"/></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def drawn(form: str = "PNG", size: tuple[int, int] = (60, 40), colour: str = "#00325c") -> bytes:
    """A picture of one colour, its left half white."""
    image = Image.new("RGB", size, colour)
    image.paste("white", (0, 0, size[0] // 2, size[1]))
    made = io.BytesIO()
    image.save(made, form)
    return made.getvalue()


def word(
    *body: str,
    media: Mapping[str, bytes] | None = None,
    links: Mapping[str, str] | None = None,
    parts: Mapping[str, str | bytes] | None = None,
    styles: str = STYLES,
) -> bytes:
    """A document of paragraphs and tables; `media` are pictures and `links` addresses, by their ids; `parts` are
    further ones of the kinds that their names say ("footnotes", "header1")."""
    media, links, parts = media or {}, links or {}, parts or {}
    kinds = {"styles": "styles", "numbering": "numbering"} | {name: name.rstrip("0123456789") for name in parts}
    rows = "".join(
        f'<Relationship Id="p-{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>' for name, kind in kinds.items()
    )
    rows += "".join(f'<Relationship Id="{key}" Type="{OFFICE}/image" Target="media/{key}.bin"/>' for key in media)
    rows += "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/hyperlink" Target="{escape(address)}" TargetMode="External"/>'
        for key, address in links.items()
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(kinds),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {SPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {SPACES}>{LISTS}</w:numbering>",
        "docProps/core.xml": "<core><creator>saksbehandler</creator></core>",
        **{f"word/media/{key}.bin": data for key, data in media.items()},
        **{f"word/{name}.xml": data for name, data in parts.items()},
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return made.getvalue()


def _types(kinds: Mapping[str, str]) -> str:
    """What each part is, which other programs ask."""
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {"document": "document.main", **kinds}
    named = (
        f'<Override PartName="/word/{name}.xml" ContentType="{office}.{kind}+xml"/>' for name, kind in parts.items()
    )
    ends = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "bin": "image/png",
    }
    of_ends = (f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in ends.items())
    return f'<Types xmlns="{PACKAGE}/content-types">{"".join((*of_ends, *named))}</Types>'


def notes(*texts: str, kind: str = "footnote") -> str:
    """The part that has the notes of a document, from number 1."""
    every = "".join(
        f'<w:{kind} w:id="{number}">{paragraph(f"<w:r><w:{kind}Ref/></w:r>", " " + text)}</w:{kind}>'
        for number, text in enumerate(texts, 1)
    )
    return f'<w:{kind}s {SPACES}><w:{kind} w:type="separator" w:id="0"><w:p/></w:{kind}>{every}</w:{kind}s>'


def note(number: int, kind: str = "footnote") -> str:
    """Where a note is referred to."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


SECRET = "HEMMELIGORD"
"""Stands in a document where no reader of the page may find it."""


def everything(chapters: int = 10) -> bytes:
    """A case paper as Word has it, with all that may stand in one: about a page for each chapter."""
    body = [paragraph("Ny lysløype", style="Tittel"), paragraph("Bakgrunn 1", style="INNH1")]
    for chapter in range(1, chapters + 1):
        body += [
            paragraph("Bakgrunn", style="Overskrift1", properties=_in_list(3)),
            paragraph("Løypa er ", run("900 meter", "<w:b/>"), " kortere enn ", run("før", "<w:i/>"), ".", note(1)),
            *(paragraph("Løypa går utenom myra, og det er gjort rede for hvorfor. " * 9) for _ in range(3)),
            paragraph("Vurdering", style="Overskrift2", properties=_in_list(3, 1)),
            row("Mindre lys i skogen"),
            row("Færre stolper", level=1),
            row("Tre grunneiere"),
            row("Avtalen inngås", 2),
            row("med den første", 2, 1),
            row("med den andre", 2, 1),
            row("Rådet orienteres", 2),
            table(("Trasé", "Lengde", "Kostnad"), ("Østsiden", "2,6 km", "4,1 mill. kr"), ("Vestsiden", "3,5 km", "")),
            paragraph(picture("kart", f"Kart {chapter} over traseen på østsiden")),
            paragraph('<w:fldSimple w:instr="SEQ Figur">' + run(f"Figur {chapter}") + "</w:fldSimple>", ": Traseen"),
            paragraph('<w:hyperlink r:id="turlag">' + run("Innspill fra turlaget") + "</w:hyperlink>", note(2)),
        ]
    body += [
        paragraph(run(SECRET, "<w:vanish/>"), f"<w:del><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>", "Slutt."),
        paragraph("<m:oMath/>", graphic("chart")),
    ]
    held = paragraph(SECRET)
    return word(
        *body,
        media={"kart": drawn(size=(600, 200))},
        links={"turlag": "https://turlag.example.no/innspill"},
        parts={
            "footnotes": notes("Målt langs traseen.", "Mottatt etter fristen."),
            "comments": f"<w:comments {SPACES}><w:comment w:author='{SECRET}'>{held}</w:comment></w:comments>",
            "header1": f"<w:hdr {SPACES}>{held}</w:hdr>",
        },
    )


def _in_list(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
