"""A PDF that somebody else made: what its pages are like, and what of it may be shown in another paper.

Whatever its bytes say, nothing here fails for it beyond `pikepdf.PdfError` where the library cannot read it: a value of
another kind than it should be is as if it were not there, as viewers take it. Nothing is read into memory but content
streams, one page at a time. The key lists say what comes along; what they do not name stays behind.

Longer than 500 lines: what others put into pages, kind by kind.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import math
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Annotation, Array, Dictionary, Name, Pdf, Stream, String

from akson_docs.pdf.attachments import content_stream, structure_tree
from akson_docs.pdf.attachments.structure_tree import MarkOwner, ObjGen

Rectangle = tuple[float, float, float, float]
"""Left, bottom, right, top, in units of user space."""
Transform = tuple[float, float, float, float, float, float]

LETTER = (0.0, 0.0, 612.0, 792.0)
"""What viewers take where a page does not say its size."""
MOST_BYTES = 64 << 20
"""Bytes of one stream, decoded. More is a bomb, and is as if it could not be read."""
DEEPEST = 100
"""Levels of forms in forms, and of fields in fields."""
MOST_FIELDS = 50_000
"""Fields of a form."""
MOST_LZW = 1 << 20
"""Bytes of one stream in LZW, encoded: the library cannot be told to stop while it decodes it."""
HIDDEN = 2 | 32
"""The flags of annotations that are not seen on a screen: hidden, no view (ISO 32000-1, 12.5.3)."""
IMAGE = frozenset(
    {
        *("/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask"),
        *("/Mask", "/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte", "/OC"),
        *("/Filter", "/DecodeParms", "/Length"),
    }
)
"""What a picture needs to be drawn (ISO 32000-1, 8.9.5)."""
FORM = frozenset(
    {
        *("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/OC"),
        *("/Filter", "/DecodeParms", "/Length"),
    }
)
"""What a form XObject needs to be drawn (ISO 32000-1, 8.10.2)."""
GROUP = frozenset({"/Type", "/Name", "/Intent"})
"""What an optional content group needs (ISO 32000-1, 8.11.2)."""
RESOURCES = ("/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/Properties")
"""The kinds of resources (ISO 32000-1, 7.8.3)."""
NAMING = frozenset({*RESOURCES, "/CharProcs", "/Colorants"})
"""Dictionaries whose keys are names that somebody gave."""
LEFT = frozenset(
    {
        *("/Metadata", "/PieceInfo", "/AF", "/OPI", "/Thumb", "/LastModified", "/AA", "/Ref", "/Alternates", "/EF"),
        *("/JS", "/StructParent", "/StructParents", "/Measure", "/PtData", "/Usage", "/SeparationInfo"),
    }
)
"""What nothing brings along, whatever it is."""
OUTSIDE = frozenset(("/F", "/FFilter", "/FDecodeParms"))
"""What says of a stream that its bytes are in another file."""
PROPERTIES = frozenset(("/Type", "/Subtype", "/MCID", "/ActualText", "/Alt", "/E", "/Lang"))
"""What marked content may say of itself through its resources."""
NUMBERS = frozenset(("/W", "/W2", "/Widths", "/Differences", "/Coords", "/C0", "/C1", "/FontMatrix", "/BBox"))
"""Where there are only numbers and names, and often many."""


# ---- the page ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PageBox:
    """The geometry of a page."""

    media: Rectangle
    crop: Rectangle
    """What is shown of it."""
    rotate: int
    """0, 90, 180 or 270: how far clockwise it is turned to be shown."""
    unit: float
    """Points in a unit of its user space."""

    @property
    def size(self) -> tuple[float, float]:
        """(width, height) as displayed, in points."""
        width = (self.crop[2] - self.crop[0]) * self.unit
        height = (self.crop[3] - self.crop[1]) * self.unit
        return (height, width) if self.rotate in (90, 270) else (width, height)

    @property
    def upright(self) -> Transform:
        """From points on the displayed page, from its lower left corner, to the page's user space."""
        left, bottom, right, top = self.crop
        one = 1 / self.unit
        match self.rotate:
            case 90:
                return (0.0, one, -one, 0.0, right, bottom)
            case 180:
                return (-one, 0.0, 0.0, -one, right, top)
            case 270:
                return (0.0, -one, one, 0.0, left, top)
        return (one, 0.0, 0.0, one, left, bottom)


def box(page: Dictionary) -> PageBox:
    """The geometry of a page, whose inherited attributes are its own by now."""
    media = rectangle(page.get("/MediaBox")) or LETTER
    crop = rectangle(page.get("/CropBox")) or media
    crop = (max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3]))
    if crop[0] >= crop[2] or crop[1] >= crop[3]:
        crop = media
    turned = number(page.get("/Rotate")) or 0.0
    unit = number(page.get("/UserUnit")) or 1.0
    return PageBox(media, crop, int(turned) % 360 if turned % 90 == 0 else 0, unit if unit > 0 else 1.0)


def number(value: Any) -> float | None:
    """A number as a float, or None where it is none."""
    if isinstance(value, bool | pikepdf.Object) or value is None:
        return None
    try:
        found = float(value)
    except (OverflowError, TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


def rectangle(value: Any) -> Rectangle | None:
    """A rectangle with its corners in order, or None where it is none or has no area."""
    if not isinstance(value, Array) or len(value) != 4:
        return None
    found = [held for one in value if (held := number(one)) is not None]
    if len(found) != 4:
        return None
    left, right = sorted((found[0], found[2]))
    bottom, top = sorted((found[1], found[3]))
    return (left, bottom, right, top) if left < right and bottom < top else None


def dictionary(value: Any) -> Dictionary:
    """A dictionary, or an empty one where it is none."""
    return value if isinstance(value, Dictionary) else Dictionary()


def items(value: Any) -> Iterable[Any]:
    """The items of an array; none where it is none."""
    return value if isinstance(value, Array) else ()


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Within it, no stream is decoded to more than MOST_BYTES. The library has these bounds for the whole process.

    What it finds broken it also says on standard error, and there is a diagnostic for that.
    """
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    before = pikepdf.settings.set_qpdf_limits(
        flate_max_memory=MOST_BYTES, run_length_max_memory=MOST_BYTES, png_max_memory=MOST_BYTES
    )
    try:
        yield
    finally:
        pikepdf.settings.set_qpdf_limits(**before)  # type: ignore[arg-type]


# ---- what is shown -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DrawnContent:
    """What a page shows, or the appearance of an annotation: its own content and the forms that it draws."""

    own: content_stream.Content
    """Its own content, without that of the forms."""
    text: bool
    paints: bool
    bare: bool
    """Whether it shows text that no tag reaches."""
    used: Mapping[int, tuple[int, ...]]
    """The MCIDs that its content (0) and its forms (by object number) have, where they have some."""
    foreign: tuple[Stream, ...]
    """The forms whose marks mean something elsewhere."""
    names: frozenset[str]
    """Of the XObjects in its resources those that are drawn."""
    size: int
    """Bytes, decoded."""


@dataclass
class Forms:
    """The forms of a file that were read already, by their objects."""

    read: dict[ObjGen, content_stream.Content] = field(default_factory=dict)


def streams(page: Dictionary) -> tuple[Stream, ...]:
    """The streams that a page's content consists of."""
    held = page.get("/Contents")
    return tuple(one for one in (held if isinstance(held, Array) else (held,)) if isinstance(one, Stream))


def content(parts: Iterable[Stream]) -> tuple[bytes, bool]:
    """(the content of some streams together, whether all of it could be read)"""
    read = [decoded(part) for part in parts]
    return b"\n".join(data for data, _ in read), all(whole for _, whole in read)


def shown(data: bytes, resources: Any, forms: Forms) -> DrawnContent:
    """What content shows, with the forms that it draws. Each form is read once for a file."""
    own = content_stream.read(data, _named(resources))
    found = _PageUse(size=len(data))
    waiting = [(own, 0, dictionary(resources), True, False)]
    seen: set[tuple[ObjGen, bool]] = set()
    while waiting:
        one, key, around, outer, covered = waiting.pop()
        found.add(one, key, covered)
        objects = dictionary(around.get("/XObject"))
        for name, marked in one.drawn:
            drawn = objects[name] if name in objects else None  # noqa: SIM401 - `get` takes no surrogates
            if not isinstance(drawn, Stream):
                continue
            if outer:
                found.names.add(name)
            if drawn.get("/Subtype") != Name.Form:
                found.paints = True
                continue
            state = (drawn.objgen, covered or marked)
            if state in seen:
                continue
            seen.add(state)
            inside = drawn.get("/Resources")
            inherited = not isinstance(inside, Dictionary)
            within = around if inherited else dictionary(inside)
            read = forms.read.get(drawn.objgen)
            if read is None:
                code, _ = decoded(drawn)
                found.size += len(code)
                read = forms.read[drawn.objgen] = content_stream.read(code, _named(within))
            if read.foreign:
                found.foreign[drawn.objgen] = drawn
            waiting.append((read, drawn.objgen[0], within, outer and inherited, state[1]))
    return DrawnContent(
        own,
        found.text,
        found.paints,
        found.bare,
        found.used,
        tuple(found.foreign.values()),
        frozenset(found.names),
        found.size,
    )


@dataclass
class _PageUse:
    size: int
    text: bool = False
    paints: bool = False
    bare: bool = False
    used: dict[int, tuple[int, ...]] = field(default_factory=dict)
    foreign: dict[ObjGen, Stream] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def add(self, one: content_stream.Content, key: int, covered: bool) -> None:
        self.text = self.text or one.text
        self.paints = self.paints or one.paints
        self.bare = self.bare or (one.bare and not covered)
        if one.ids:
            self.used[key] = one.ids


def _named(resources: Any) -> dict[str, int]:
    properties = dictionary(dictionary(resources).get("/Properties"))
    found: dict[str, int] = {}
    for name, one in properties.items():
        mark = one.get("/MCID") if isinstance(one, Dictionary) else None
        if isinstance(mark, int):
            found[str(name)] = mark
    return found


def decoded(stream: Stream) -> tuple[bytes, bool]:
    """(a stream's bytes decoded, as far as they go; whether they all are there)"""
    filters = [structure_tree.called(one) for one in structure_tree.some(stream.get("/Filter"))]
    if "/LZWDecode" in filters and len(stream.read_raw_bytes()) > MOST_LZW:
        return b"", False
    try:
        return stream.read_bytes(), True
    except (pikepdf.PdfError, UnicodeError):  # the library cannot say what is wrong where that is no text either
        if filters != ["/FlateDecode"] or "/DecodeParms" in stream:
            return b"", False
    reader = zlib.decompressobj()
    raw = stream.read_raw_bytes()
    pieces: list[bytes] = []
    room = MOST_BYTES
    with contextlib.suppress(zlib.error):
        for place in range(0, len(raw), 256):
            pieces.append(reader.decompress(raw[place : place + 256], room))
            room -= len(pieces[-1])
            if room <= 0 or reader.unconsumed_tail:
                break
    return b"".join(pieces), False


def has_sound_form(file: Pdf) -> bool:
    """Whether the fields of a file's form are a tree, as somebody who goes through them takes for granted."""
    waiting = [(one, 0) for one in items(dictionary(file.Root.get("/AcroForm")).get("/Fields"))]
    seen: set[ObjGen] = set()
    count = 0
    while waiting:
        one, depth = waiting.pop()
        count += 1
        if not isinstance(one, Dictionary):
            continue
        if depth > DEEPEST or count > MOST_FIELDS or (one.is_indirect and one.objgen in seen):
            return False
        seen.add(one.objgen)
        waiting += [(kid, depth + 1) for kid in items(one.get("/Kids"))]
    return True


# ---- layers --------------------------------------------------------------------------------------------------


def hidden(file: Pdf) -> frozenset[ObjGen]:
    """The optional content groups that are not seen where nobody has chosen anything (ISO 32000-1, 8.11.4)."""
    properties = dictionary(file.Root.get("/OCProperties"))
    default = dictionary(properties.get("/D"))
    groups = {one.objgen: one for one in items(properties.get("/OCGs")) if isinstance(one, Dictionary)}
    off = set(groups) if default.get("/BaseState") == Name.OFF else set()
    off -= {one.objgen for one in items(default.get("/ON")) if isinstance(one, Dictionary)}
    off |= {one.objgen for one in items(default.get("/OFF")) if isinstance(one, Dictionary)}
    for usage in items(default.get("/AS")):
        if isinstance(usage, Dictionary) and usage.get("/Event") == Name.View:
            for one in items(usage.get("/OCGs")):
                state = dictionary(dictionary(dictionary(one).get("/Usage")).get("/View")).get("/ViewState")
                if isinstance(state, Name):
                    (off.add if state == Name.OFF else off.discard)(one.objgen)
    return frozenset(off & set(groups))


def visible(layer: Any, off: Collection[ObjGen]) -> bool:
    """Whether what belongs to a group, or to a membership dictionary, is seen while those groups are `off`."""
    if not isinstance(layer, Dictionary):
        return True
    if layer.get("/Type") != Name.OCMD:
        return layer.objgen not in off
    states = [one.objgen not in off for one in structure_tree.some(layer.get("/OCGs")) if isinstance(one, Dictionary)]
    policy = structure_tree.called(layer.get("/P"))
    if not states:
        return True
    if policy in ("/AllOn", "/AllOff"):
        return all(state == (policy == "/AllOn") for state in states)
    return any(state == (policy != "/AnyOff") for state in states)


# ---- annotations ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PageLink:
    """A link to an address, or to a place in its file."""

    source: ObjGen
    rectangle: Rectangle
    style: Mapping[str, Any]
    """How it looks: its border, its colour, its parts."""
    words: str
    """What is said of it; "" where nothing is."""
    address: str = ""
    page: int = -1
    """The index of the page that it leads to, where it has no address."""
    view: tuple[Any, ...] = ()
    """How that page is shown."""


@dataclass(frozen=True)
class Appearance:
    """An annotation as it is seen, to be drawn into its page."""

    source: ObjGen
    stream: Stream
    code: bytes
    """What draws it, with its name to be put where NAMED stands."""


NAMED = "/AksonAppearance"
NOTES = frozenset(("/Popup", "/Text", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"))
"""Annotations that stand for something that is opened; viewers leave them out when they print."""


def annotated(page: Dictionary) -> Iterator[Dictionary]:
    """The annotations of a page."""
    for one in items(page.get("/Annots")):
        if isinstance(one, Dictionary):
            yield one


def part_annotations(file: Pdf) -> None:
    """Makes each annotation an object of its own, on one page, as it should be."""
    seen: set[ObjGen] = set()
    for page in file.pages:
        own: list[Any] = []
        for one in annotated(page.obj):
            alone = one.is_indirect and one.objgen not in seen
            own.append(one if alone else file.make_indirect(one.copy()))
            seen.add(own[-1].objgen)
        if own:
            page.obj.Annots = Array(own)


def links(page: Dictionary, places: Destinations) -> Iterator[PageLink]:
    """The links of a page that may come along: to the web, to a letter box, to a page of the file."""
    for one in annotated(page):
        where = rectangle(one.get("/Rect"))
        if one.get("/Subtype") != Name.Link or where is None or is_hidden(one):
            continue
        style = {
            key: structure_tree.plain(one.get(key))
            for key in ("/Border", "/BS", "/C", "/H", "/QuadPoints")
            if key in one
        }
        words = structure_tree.text(one.get("/Contents")) or ""
        action = dictionary(one.get("/A"))
        kind = action.get("/S")
        if kind == Name.URI:
            address = _address(action.get("/URI"))
            if address:
                yield PageLink(one.objgen, where, style, words, address)
            continue
        found = places.page(action.get("/D") if kind == Name.GoTo else one.get("/Dest"))
        if found is not None:
            yield PageLink(one.objgen, where, style, words, "", *found)


@dataclass(frozen=True)
class Destinations:
    """The places in a file that links lead to."""

    file: Pdf
    pages: Mapping[ObjGen, int]

    @functools.cached_property
    def named(self) -> Mapping[bytes, Any]:
        """Those with a name: in the name tree as strings, in the catalog's dictionary with their slash."""
        root = self.file.Root
        found: dict[bytes, Any] = {}
        for key, value in structure_tree.pairs(dictionary(root.get("/Names")).get("/Dests"), "/Names"):
            if isinstance(key, String):
                found[bytes(key)] = value
        for name, value in dictionary(root.get("/Dests")).items():
            found[name.encode("utf-8", "surrogateescape")] = value
        return found

    def page(self, target: Any) -> tuple[int, tuple[Any, ...]] | None:
        """(the index of a page, how it is shown) of a destination, or None where it leads nowhere in the file."""
        if isinstance(target, String | Name):
            name = bytes(target) if isinstance(target, String) else structure_tree.called(target).encode()
            target = self.named.get(name)
        if isinstance(target, Dictionary):
            target = target.get("/D")
        if not isinstance(target, Array) or not len(target):
            return None
        first = target[0]
        index = self.pages.get(first.objgen) if isinstance(first, Dictionary) else first
        if not isinstance(index, int) or not 0 <= index < len(self.pages):
            return None
        view = tuple(one if one is None or isinstance(one, Name) else number(one) for one in list(target)[1:6])
        return index, view if view and isinstance(view[0], Name) else (Name.Fit,)


def appearances(page: Dictionary, turned: int, off: Collection[ObjGen], fields: Any) -> Iterator[Appearance]:
    """What else than links is seen of a page's annotations: fields, stamps, comments. `fields`: the file's form."""
    for one in annotated(page):
        kind = structure_tree.called(one.get("/Subtype"))
        if kind == "/Link" or kind in NOTES or is_hidden(one) or not visible(one.get("/OC"), off):
            continue
        annotation = Annotation(one)
        stream = annotation.get_appearance_stream(Name.N)
        if not isinstance(stream, Stream):
            continue
        code = annotation.get_page_content_for_appearance(Name(NAMED), turned)
        if not code:
            continue
        if "/Resources" not in stream and isinstance(dictionary(fields).get("/DR"), Dictionary):
            stream.Resources = fields.DR
        yield Appearance(one.objgen, stream, code)


def is_hidden(annotation: Dictionary) -> bool:
    """Whether it is not seen on a screen."""
    held = annotation.get("/F")
    return isinstance(held, int) and bool(held & HIDDEN)


def _address(value: Any) -> str:
    """An address of the web or of a letter box, or ""."""
    words = bytes(value).decode("utf-8", "replace").strip() if isinstance(value, String) else ""
    return words if re.match(r"(https?://|mailto:)[^\s\x00-\x1f]+$", words, re.IGNORECASE) else ""


# ---- what stays behind ---------------------------------------------------------------------------------------


def clean(roots: Iterable[Any], seen: set[ObjGen], plain: bool) -> tuple[Dictionary, ...]:
    """Takes from some objects, and all that they lead to, what is not needed to show them.

    `seen` are objects that are clean already, and is added to. Returns the optional content groups among them. `plain`:
    the MCIDs in property lists go too.
    """
    groups: list[Dictionary] = []
    waiting = list(roots)
    while waiting:
        one = waiting.pop()
        if isinstance(one, Array):
            waiting += [held for held in one if isinstance(held, pikepdf.Object)]
            continue
        if not isinstance(one, Dictionary | Stream):
            continue
        if one.is_indirect:
            if one.objgen in seen:
                continue
            seen.add(one.objgen)
        kept = _kept(one)
        if kept is GROUP and one.is_indirect and isinstance(one, Dictionary):
            groups.append(one)
        for key, value in list(one.items()):
            if key in LEFT or (kept is not None and key not in kept) or (isinstance(one, Stream) and key in OUTSIDE):
                del one[key]
            elif key in NAMING and isinstance(value, Dictionary):
                if key == "/Properties":
                    _strip(value, plain)
                waiting += [held for _, held in value.items() if isinstance(held, pikepdf.Object)]
            elif key not in NUMBERS and isinstance(value, pikepdf.Object):
                waiting.append(value)
    return tuple(groups)


def _kept(one: Any) -> frozenset[str] | None:
    if isinstance(one, Dictionary):
        return GROUP if one.get("/Type") == Name.OCG else None
    kind = one.get("/Subtype")
    return IMAGE if kind == Name.Image else FORM if kind == Name.Form else None


def _strip(lists: Dictionary, plain: bool) -> None:
    """Leaves of property lists what marked content may say."""
    for name, one in list(lists.items()):
        if isinstance(one, Dictionary) and one.get("/Type") in (Name.OCG, Name.OCMD):
            continue
        wanted = PROPERTIES - {"/MCID"} if plain else PROPERTIES
        held = ((key, structure_tree.plain(value)) for key, value in dictionary(one).items() if key in wanted)
        lists[name] = structure_tree.keyed((key, value) for key, value in held if value is not None)


def resources(page: Dictionary, names: Collection[str], added: Mapping[str, Any]) -> Dictionary:
    """The resources that a page needs: of its XObjects those with some `names`, and those `added`."""
    held = dictionary(page.get("/Resources"))
    found = Dictionary({key: held[key] for key in RESOURCES if isinstance(held.get(key), Dictionary)})
    objects = dictionary(held.get("/XObject"))
    drawn: dict[str, Any] = {name: objects[name] for name in sorted(names)}
    found.XObject = structure_tree.keyed((drawn | dict(added)).items())
    return found


def compressed(file: Pdf, data: bytes) -> Stream:
    """A stream of the file with these bytes. Compressed at once, so that what is long waits small to be written, and
    never so that it ends in a carriage return: before a line feed that reads as none of its own
    (`compose.ENDS_IN_RETURN`).
    """
    packed = zlib.compress(data)
    while packed.endswith(b"\r"):
        data += b"\n"
        packed = zlib.compress(data)
    held = file.make_stream(b"")
    held.write(packed, filter=Name.FlateDecode)
    return held


def used(found: Mapping[int, DrawnContent]) -> dict[MarkOwner, tuple[int, ...]]:
    """The MCIDs of all content of some pages, by their indices. Raises Broken where a form has marks on two pages."""
    by_form: dict[int, int] = {}
    every: dict[MarkOwner, tuple[int, ...]] = {}
    for page, one in found.items():
        for form, ids in one.used.items():
            if form and by_form.setdefault(form, page) != page:
                raise structure_tree.Broken("a form with marks on two pages")
            every[page, form] = ids
    return every
