"""Two PDFs held against each other: whether they are the same but for how a program packed them, and if not, where.

Compared is all that a reader, a viewer or an assistive technology can come upon: what is drawn on each page and with
what, annotations, links, actions, files, metadata, the structure, the outline, and what is around all that. Not
compared is what every program that saves a PDF writes anew: the numbers of objects, how they are gathered and
compressed, the file's identifier, which program wrote it last and when. Objects that nothing leads to are not seen by
anybody, and are not looked at.

Longer than 500 lines: two files held against each other, kind of object by kind of object.
"""

from __future__ import annotations

import difflib
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, get_args
from xml.etree import ElementTree

import pikepdf

from akson_docs.pdf import completeness, objects, plain_text, provenance
from akson_docs.pdf.objects import PdfFile, PdfValue, Ref, Stream, TooMuch

DifferenceKind = Literal[
    "bytes-before", "bytes-after", "update", "encryption", "excess", "broken",
    "page-added", "page-gone", "page-moved",
    "over", "under", "content", "text", "font", "image", "form", "resource",
    "box", "rotation", "annotation", "link", "action", "file", "field", "layer",
    "provenance", "metadata", "structure", "outline", "destination", "view", "signature", "signed", "signed-visibly",
    "entry",
]  # fmt: skip
"""What may differ. `over` and `under` are content that was put over or under what was drawn, all of which is there;
`signed` is a signature that was added and shows nothing on any page, and what comes with one; what `signed-visibly`
shows may be anything."""
KINDS: tuple[DifferenceKind, ...] = get_args(DifferenceKind)
NEVER_OURS: frozenset[DifferenceKind] = frozenset(
    ("bytes-before", "bytes-after", "update", "encryption", "excess", "broken", "over", "annotation", "action", "file",
     "field", "layer", "signature", "signed", "signed-visibly", "page-moved", "rotation")
)  # fmt: skip
"""Differences that no other version of the tool or of its libraries makes: somebody made them."""
DRAWN: frozenset[DifferenceKind] = frozenset(("over", "under", "content", "font", "form", "image", "resource", "layer"))
ASPECTS: Mapping[str, frozenset[DifferenceKind]] = {
    "pages": frozenset(("page-added", "page-gone", "page-moved", "box", "rotation")),
    "text": frozenset(("text",)),
    "drawing": DRAWN,
    "links": frozenset(("annotation", "link", "destination")),
    "actions": frozenset(("action", "file", "field")),
    "metadata": frozenset(("metadata", "provenance")),
    "structure": frozenset(("structure",)),
    "outline": frozenset(("outline",)),
}
"""What is the same where there is no difference of these kinds."""
ROUNDING = Decimal("0.00001")
"""How far a number may be off, of its own size: programs keep them in single precision, and nobody sees so little."""
MOST_STEPS = 10_000_000
"""Pairs of values that are held against each other."""
MOST_PAGES = 5000
MOST_TOLD = 20
"""Differences of a kind that are told of a page."""
MOST_DRAWN = 256 << 20
"""Bytes that are read to draw a page whose text is looked at."""
MOST_DEEP = 30
"""Forms inside one another."""
MOST_TOKENS = 2 << 20
"""Bytes of a page's content that are read operator by operator."""
UNTOLD = frozenset(("/Producer", "/ModDate"))
"""What a program that saves a PDF says of itself in the document information, and
`UNTOLD_PROPERTIES` in the metadata."""
UNTOLD_PROPERTIES = frozenset(
    (
        "{http://ns.adobe.com/pdf/1.3/}Producer",
        "{http://ns.adobe.com/xap/1.0/}ModifyDate",
        "{http://ns.adobe.com/xap/1.0/}MetadataDate",
        "{http://ns.adobe.com/xap/1.0/mm/}InstanceID",
        "{http://ns.adobe.com/xap/1.0/mm/}DocumentID",
    )
)
_NAME = re.compile(rb"/([^\s()<>\[\]{}/%]+)")
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_META = "{adobe:ns:meta/}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_TRAILER = frozenset(("/Size", "/Prev", "/ID", "/W", "/Index", "/Type", "/Root", "/Info", "/Encrypt"))
"""Of the trailer what each program writes anew, and what is looked at by itself."""
_CATALOG = frozenset(("/Pages", "/Type", "/Version", "/Metadata"))
"""Of the catalog what is looked at by itself, and the version of PDF, which follows how objects are gathered."""
_OF_CATALOG: Mapping[str, DifferenceKind] = {
    "/StructTreeRoot": "structure", "/MarkInfo": "structure", "/Lang": "structure", "/Outlines": "outline",
    "/OpenAction": "action", "/AA": "action", "/URI": "action", "/AcroForm": "field", "/OCProperties": "layer",
    "/AF": "file", "/Collection": "file", "/Dests": "destination", "/PageLabels": "view", "/PageMode": "view",
    "/PageLayout": "view", "/ViewerPreferences": "view", "/Perms": "signature", "/DSS": "signature",
    "/OutputIntents": "resource", "/Threads": "view",
}  # fmt: skip
_OF_SIGNATURES = frozenset(("/DSS", "/Extensions"))
"""Of the catalog what comes with a signature: what it is judged by, and which extension of PDF it is."""
_SIGNATURE_FIELD = frozenset(
    ("/Type", "/Subtype", "/FT", "/T", "/TU", "/TM", "/Ff", "/V", "/F", "/P", "/Rect", "/AP", "/Lock", "/SV", "/MK",
     "/DA", "/BS", "/Border", "/AS")
)  # fmt: skip
"""What a field that only holds a signature may say: nothing that happens when somebody comes upon it."""
_CAPTIONS = frozenset(("/CA", "/RC", "/AC", "/I", "/RI", "/IX"))
"""What a field shows beside what it looks like: captions and icons."""
_EXTENSION = frozenset(("/Type", "/BaseVersion", "/ExtensionLevel", "/ExtensionRevision", "/URL"))
"""What says which extension of PDF a file uses (ISO 32000-2, 7.12)."""
_OF_NAMES: Mapping[str, DifferenceKind] = {"/EmbeddedFiles": "file", "/JavaScript": "action", "/Dests": "destination"}
_OF_PAGE: Mapping[str, DifferenceKind] = {
    "/MediaBox": "box", "/CropBox": "box", "/BleedBox": "box", "/TrimBox": "box", "/ArtBox": "box", "/UserUnit": "box",
    "/Rotate": "rotation", "/AA": "action", "/StructParents": "structure", "/Tabs": "structure", "/AF": "file",
    "/Metadata": "metadata", "/Trans": "view", "/Dur": "view", "/B": "view", "/Group": "resource", "/Thumb": "image",
}  # fmt: skip
_OF_RESOURCES: Mapping[str, DifferenceKind] = {"/Font": "font", "/XObject": "form", "/Properties": "layer"}
ObjectPath = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """Something that differs."""

    kind: DifferenceKind
    page: int = 0
    """The page of the paper in hand, from 1; of one that is gone, of the other paper; 0 for the paper as a whole."""
    detail: str = ""
    """What it is, in no language: the way to it in the file, and what stands there, as was → is."""


def differences(was: bytes, now: bytes) -> tuple[Difference, ...]:
    """What is another in a paper than it was, in the order of KINDS; nothing where a program only packed it anew.

    Raises Unreadable where either is no PDF that can be read.
    """
    found: dict[Difference, None] = {}
    try:
        with (
            objects.opened(was) as one,
            objects.opened(now) as other,
            completeness.reading(was) as read,
            completeness.reading(now) as reads,
        ):
            told: Counter[tuple[DifferenceKind, int]] = Counter()
            for difference in _Differences(one, other, (read, reads)):
                told[difference.kind, difference.page] += 1
                if told[difference.kind, difference.page] <= MOST_TOLD:
                    found[difference] = None
    except completeness.NotAPaper as error:
        raise objects.Unreadable(str(error)) from error
    except TooMuch:
        found[Difference("excess")] = None
    found |= dict.fromkeys(_around(was, now))
    return tuple(sorted(found, key=lambda one: (one.page, KINDS.index(one.kind))))


def metadata(pdf: bytes) -> bytes:
    """The metadata (XMP) that a viewer finds in a PDF; b"" where there are none. Raises Unreadable and TooMuch."""
    with objects.opened(pdf) as document:
        held = document.value(document.entries(document.trailer.get("/Root")).get("/Metadata"))
        return document.data(held) if isinstance(held, Stream) else b""


def same(found: Iterable[Difference]) -> tuple[str, ...]:
    """The names of ASPECTS in which nothing differs; none where the comparison was not brought to its end."""
    kinds = {one.kind for one in found}
    return () if "excess" in kinds else tuple(name for name, some in ASPECTS.items() if not kinds & some)


def is_certain(found: Iterable[Difference]) -> bool:
    """Whether somebody altered a paper, rather than that sources, templates or the tool were others when it was made:
    where it has what none of ours has, or where all that is drawn is the same, and pages, or what it says that it is,
    are not."""
    kinds = {one.kind for one in found}
    if not kinds.isdisjoint(NEVER_OURS):
        return True
    return kinds.isdisjoint(DRAWN | {"text"}) and not kinds.isdisjoint({"page-added", "page-gone", "provenance"})


def is_near(found: Sequence[Difference]) -> bool:
    """Whether a paper is made of the very one that it was held against: it has the same text on the same pages, and
    says of itself that it is the same."""
    return {"pages", "text"} <= {*same(found)} and all(one.kind != "provenance" for one in found)


def is_signed(found: Iterable[Difference]) -> bool:
    """Whether signatures were added that show nothing, and nothing else was done; whose they are, and whether they
    hold, is another question."""
    kinds = {one.kind for one in found}
    return "signed" in kinds and kinds <= {"signed", "update"}


def weight(found: Sequence[Difference]) -> tuple[bool, int]:
    """By what the nearest of some papers is found: how much differs, most of all where that was not seen to its end."""
    return any(one.kind == "excess" for one in found), len(found)


def is_heavy(pdf: bytes) -> bool:
    """Whether drawing any page of a PDF takes more than a paper ever does. Raises Unreadable and TooMuch."""
    with objects.opened(pdf) as document:
        for stream in document.streams():
            document.data(stream)
        return any(_is_heavy(document, place) for place in range(len(document.pages)))


def _around(was: bytes, now: bytes) -> Iterator[Difference]:
    """What is in the file besides its objects."""
    before, after = objects.around(now)
    if before > objects.around(was)[0]:
        yield Difference("bytes-before", detail=str(before))
    if after > objects.around(was)[1]:
        yield Difference("bytes-after", detail=str(after))
    if objects.updates(now) > objects.updates(was):
        yield Difference("update", detail=str(objects.updates(now)))


class _Parting(NamedTuple):
    """Where two values part."""

    path: ObjectPath
    """The way there."""
    was: PdfValue
    """What is at the end of it; None for nothing."""
    now: PdfValue
    page: int = 0
    """The page that it says it is about, from 1 in the paper in hand; 0 for none."""
    is_picture: bool = False

    @property
    def told(self) -> str:
        """The way, and what is there."""
        return _arrow("".join(self.path), _short(self.was), _short(self.now))


class _Differences:
    """Two files that are open, held against each other; iterating gives what differs."""

    def __init__(self, was: PdfFile, now: PdfFile, texts: tuple[completeness.Texts, completeness.Texts]) -> None:
        self.was, self.now, self.texts = was, now, texts
        self.steps = 0
        self.fields = frozenset(one for one in _fields(now) if isinstance(one, Ref))
        """The fields of the form of the paper in hand."""
        self.resources: dict[tuple[PdfValue, PdfValue], tuple[_Parting, ...]] = {}
        """What differs in resources; pages have them in common."""
        self.told: set[tuple[tuple[PdfValue, PdfValue], int]] = set()
        """What of it was told of the pages that are drawn with it."""
        if max(len(was.pages), len(now.pages)) > MOST_PAGES:
            raise TooMuch
        aligned = tuple(self._aligned())
        gone = {_print(was, old): old for old, new in aligned if new is None and old is not None}
        self.moved = {new: gone.pop(_print(now, new), None) for old, new in aligned if old is None and new is not None}
        """The pages that are where they were not, by where they were; None for those that are new."""
        self.gone = tuple(gone.values())
        kept = [(old, new) for old, new in aligned if old is not None and new is not None]
        self.both = [*kept, *((old, new) for new, old in self.moved.items() if old is not None)]
        """(page of the paper as it was, page of the one in hand) of those that both have, from 0."""
        self.pages = {ref: number for number, ref in enumerate(now.pages, 1)}
        """The pages of the paper in hand, from 1."""
        self.was_places = {ref: f"page {number}" for number, ref in enumerate(was.pages, 1)}
        self.now_places = {ref: f"new page {number}" for number, ref in enumerate(now.pages, 1)}
        for old, new in self.both:
            self.now_places[now.pages[new]] = f"page {old + 1}"
            self.was_places |= _named(_annotations(was, old), old)
            self.now_places |= _named(_annotations(now, new), old)

    def __iter__(self) -> Iterator[Difference]:
        if self.now.file.is_encrypted and not self.was.file.is_encrypted:
            yield Difference("encryption")
        yield from self._moved()
        for old, new in self.both:
            found = dict.fromkeys(self._page(old, new))
            yield from found
            if any(one.kind in DRAWN for one in found):
                yield from self._text(old, new)
        for key, parts in self.resources.items():
            for place, part in enumerate(parts):
                if (key, place) not in self.told:
                    yield Difference(_of_resources(part), 0, part.told)
        yield from self._whole()
        if self.now.faults > self.was.faults:
            yield Difference("broken", detail=str(self.now.faults))

    # ---- which page is which ---------------------------------------------------------------------------------

    def _aligned(self) -> Iterator[tuple[int | None, int | None]]:
        """(page of the paper as it was, page of the one in hand), both from 0; None for one that is not there."""
        was, now = ([_print(one, place) for place in range(len(one.pages))] for one in (self.was, self.now))
        for kind, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
            olds, news = range(a, b), range(c, d)
            shared = min(len(olds), len(news)) if kind in ("equal", "replace") else 0
            yield from zip(olds[:shared], news[:shared], strict=True)
            yield from ((old, None) for old in olds[shared:])
            yield from ((None, new) for new in news[shared:])

    def _moved(self) -> Iterator[Difference]:
        """The pages that are new, gone, or elsewhere."""
        for new, old in self.moved.items():
            yield Difference("page-added", new + 1) if old is None else Difference("page-moved", new + 1, str(old + 1))
        yield from (Difference("page-gone", old + 1) for old in self.gone)

    # ---- a page ----------------------------------------------------------------------------------------------

    def _page(self, old: int, new: int) -> Iterator[Difference]:
        was, now, number = self.was.page(old), self.now.page(new), new + 1
        contents = _content(self.was, was), _content(self.now, now)
        kind = _drawn(*contents)
        if kind is not None:
            yield Difference(kind, number)
        names = {name for content in contents for name in _NAME.findall(content)}
        for name in sorted((was.keys() | now.keys()) - {"/Contents", "/Type"}):
            one, other = was.get(name), now.get(name)
            if name == "/Annots":
                yield from self._annotations(_annotations(self.was, old), _annotations(self.now, new), number)
            elif name == "/Resources":
                key = (one, other) if isinstance(one, Ref) and isinstance(other, Ref) else (old, new)
                if key not in self.resources:
                    self.resources[key] = tuple(self._walk(one, other, ()))
                for place, part in enumerate(self.resources[key]):
                    if _is_of(part, names):
                        self.told.add((key, place))
                        yield Difference(_of_resources(part), number, part.told)
            else:
                kind = _OF_PAGE.get(name, "entry")
                yield from (Difference(kind, number, part.told) for part in self._walk(one, other, (name,)))

    def _annotations(self, was: Sequence[PdfValue], now: Sequence[PdfValue], page: int) -> Iterator[Difference]:
        for place, (old, new) in enumerate(itertools.zip_longest(was, now)):
            path = f"/Annots[{place}]"
            kind = self._kind_of(self.now, new) if new is not None else self._kind_of(self.was, old)
            if old is None and isinstance(new, Ref) and new in self.fields:
                kind = _signs(self.now, new) or kind
            if old is None or new is None:
                yield Difference(kind, page, _arrow(path, _leads(self.was, old), _leads(self.now, new)))
                continue
            for part in self._walk(self.was.value(old), self.now.value(new), (path,)):
                acts = not {"/AA", "/PA", "/JS", "/Next"}.isdisjoint(part.path)
                yield Difference("action" if acts else kind, page, part.told)

    def _kind_of(self, document: PdfFile, annotation: PdfValue) -> DifferenceKind:
        entries = document.entries(annotation)
        action = document.value(document.entries(entries.get("/A")).get("/S"))
        if "/AA" in entries or action not in (None, "/URI", "/GoTo"):
            return "action"
        kinds: Mapping[str, DifferenceKind] = {"/Link": "link", "/Widget": "field", "/FileAttachment": "file"}
        return kinds.get(str(document.value(entries.get("/Subtype"))), "annotation")

    def _text(self, old: int, new: int) -> Iterator[Difference]:
        """Where the texts of a page part."""
        if any(_is_heavy(document, place) for document, place in ((self.was, old), (self.now, new))):
            yield Difference("text", new + 1)
            return
        was, now = self.texts[0][old], self.texts[1][new]
        if was != now:
            yield Difference("text", new + 1, _arrow("", *(f'"{words}"' for words in plain_text.parted(was, now))))

    # ---- the paper as a whole --------------------------------------------------------------------------------

    def _whole(self) -> Iterator[Difference]:
        was, now = self.was.trailer, self.now.trailer
        for name in sorted((was.keys() | now.keys()) - _TRAILER - objects.PACKING):
            for part in self._walk(was.get(name), now.get(name), (name,)):
                yield Difference("entry", 0, part.told)
        said = [
            {name: _as_text(value) for name, value in document.entries(held.get("/Info")).items() if name not in UNTOLD}
            for document, held in ((self.was, was), (self.now, now))
        ]
        yield from (Difference("metadata", 0, part.told) for part in self._walk(said[0], said[1], ("/Info",)))
        root, other = self.was.entries(was.get("/Root")), self.now.entries(now.get("/Root"))
        yield from self._metadata(root.get("/Metadata"), other.get("/Metadata"))
        form = [*self._form(root.get("/AcroForm"), other.get("/AcroForm"))]
        yield from form
        signed = any(one.kind in ("signed", "signed-visibly") for one in form)
        for name in sorted((root.keys() | other.keys()) - _CATALOG - {"/Names", "/AcroForm"}):
            if signed and name not in root and name in _OF_SIGNATURES and self._comes_with_one(name, other[name]):
                yield Difference("signed", 0, name)
                continue
            for part in self._walk(root.get(name), other.get(name), (name,)):
                acts = name == "/Outlines" and not {"/A", "/AA", "/SE"}.isdisjoint(part.path)
                yield Difference("action" if acts else _OF_CATALOG.get(name, "entry"), part.page, part.told)
        names, named = self.was.entries(root.get("/Names")), self.now.entries(other.get("/Names"))
        for name in sorted(names.keys() | named.keys()):
            for part in self._walk(names.get(name), named.get(name), ("/Names", name)):
                yield Difference(_OF_NAMES.get(name, "entry"), 0, part.told)

    def _comes_with_one(self, name: str, held: PdfValue) -> bool:
        """Whether an entry of the catalog says what a signature takes, and holds nothing else."""
        rows = [self.now.value(one) for one in self.now.entries(held).values()]
        rows = [self.now.value(one) for row in rows for one in (row if isinstance(row, list) else [row])]
        plain = all(isinstance(row, str) or (isinstance(row, dict) and row.keys() <= _EXTENSION) for row in rows)
        return name != "/Extensions" or plain

    def _form(self, was: PdfValue, now: PdfValue) -> Iterator[Difference]:
        """What differs in the form; fields that were added and only hold a signature are told as that."""
        one, other = self.was.entries(was), self.now.entries(now)
        olds, news = _fields(self.was), _fields(self.now)
        added = news[len(olds) :]
        kinds = [kind for field in added if (kind := _signs(self.now, field)) is not None]
        if added and len(kinds) == len(added):
            yield from (Difference(kind, 0, f"/AcroForm/Fields[{n}]") for n, kind in enumerate(kinds, len(olds)))
            # What is for the text of fields, and that there are signatures, comes with them.
            own = {"/SigFlags", "/DR", "/DA", "/Fields"}
            was = {**{name: held for name, held in one.items() if name not in own}, "/Fields": olds}
            now = {**{name: held for name, held in other.items() if name not in own}, "/Fields": news[: len(olds)]}
        for part in self._walk(was, now, ("/AcroForm",)):
            yield Difference("field", part.page, part.told)

    def _metadata(self, was: PdfValue, now: PdfValue) -> Iterator[Difference]:
        packets = []
        for document, held in ((self.was, was), (self.now, now)):
            stream = document.value(held)
            packets.append(document.data(stream) if isinstance(stream, Stream) else b"")
        if packets[0] == packets[1]:
            return
        old, new = map(_properties, packets)
        if old is None or new is None:
            yield Difference("metadata", 0, "/Metadata")
            return
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                kind: DifferenceKind = "provenance" if name.startswith(f"{{{provenance.NAMESPACE}}}") else "metadata"
                yield Difference(kind, 0, _arrow(name.rpartition("}")[2], old.get(name, ""), new.get(name, "")))

    # ---- values ----------------------------------------------------------------------------------------------

    def _walk(self, was: PdfValue, now: PdfValue, path: ObjectPath) -> Iterator[_Parting]:
        """Where two values part, and what they lead to; each pair of objects is looked at once."""
        seen: set[tuple[Ref, Ref]] = set()
        waiting = [_Parting(path, was, now)]
        while waiting:
            part = waiting.pop()
            one, other = part.was, part.now
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise TooMuch
            if isinstance(one, Ref) or isinstance(other, Ref):
                places = (
                    self.was_places.get(one) if isinstance(one, Ref) else None,
                    self.now_places.get(other) if isinstance(other, Ref) else None,
                )
                if places != (None, None):
                    if places[0] != places[1]:
                        yield part._replace(was=places[0], now=places[1])
                    continue
                if isinstance(one, Ref) and isinstance(other, Ref):
                    if (one, other) in seen:
                        continue
                    seen.add((one, other))
                one, other = self.was.value(one), self.now.value(other)
            if isinstance(one, Stream) and isinstance(other, Stream):
                part = part._replace(is_picture=other.entries.get("/Subtype") == "/Image")
                if self.was.digest(one) != self.now.digest(other):
                    yield part._replace(was=None, now=None)
                one, other = one.entries, other.entries
            if isinstance(one, dict) and isinstance(other, dict):
                about = other.get("/Pg")
                page = self.pages.get(about, part.page) if isinstance(about, Ref) else part.page
                for name in sorted(one.keys() | other.keys(), reverse=True):
                    waiting.append(_Parting((*part.path, name), one.get(name), other.get(name), page, part.is_picture))
            elif isinstance(one, list) and isinstance(other, list):
                for place, (a, b) in reversed([*enumerate(itertools.zip_longest(one, other))]):
                    waiting.append(_Parting((*part.path, f"[{place}]"), a, b, part.page, part.is_picture))
            elif not _is_same(one, other):
                yield part._replace(was=one, now=other)


def _is_same(one: PdfValue, other: PdfValue) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    pair = (one, other)
    if all(isinstance(value, int | Decimal) for value in pair) and any(isinstance(value, Decimal) for value in pair):
        was, now = Decimal(one), Decimal(other)
        return abs(was - now) <= ROUNDING * max(Decimal(1), abs(was))
    return bool(one == other)


def _is_of(part: _Parting, names: Collection[bytes]) -> bool:
    """Whether one of some names, which content is drawn with, is the resource's."""
    return len(part.path) < 2 or part.path[1][1:].encode() in names


def _of_resources(part: _Parting) -> DifferenceKind:
    if not {"/OC", "/Properties"}.isdisjoint(part.path):
        return "layer"
    if part.is_picture:
        return "image"
    return _OF_RESOURCES.get(part.path[0], "resource") if part.path else "resource"


def _leads(document: PdfFile, annotation: PdfValue) -> str:
    """What an annotation leads to or, where it leads nowhere, what it is; "" for none."""
    entries = document.entries(annotation)
    return _short(document.entries(entries.get("/A")).get("/URI") or document.value(entries.get("/Subtype")))


def _fields(document: PdfFile) -> list[PdfValue]:
    """The fields of the form."""
    form = document.entries(document.entries(document.trailer.get("/Root")).get("/AcroForm"))
    held = document.value(form.get("/Fields"))
    return held if isinstance(held, list) else []


def _signs(document: PdfFile, field: PdfValue) -> DifferenceKind | None:
    """How a field, or its annotation, shows a signature, where it only holds one; None where it does not."""
    entries = document.entries(field)
    if document.value(entries.get("/FT")) != "/Sig" or not entries.keys() <= _SIGNATURE_FIELD:
        return None
    held = document.entries(entries.get("/V"))
    if not {"/Contents", "/ByteRange", "/Filter"} <= held.keys():
        return None  # there is no signature in it
    box = document.value(entries.get("/Rect"))
    is_seen = "/Rect" in entries and not (isinstance(box, list) and len(box) == 4 and box[:2] == box[2:])
    # A program may draw what a box of no size is said to look like, or read aloud what it is called.
    is_seen |= any(_draws(document, look) for look in _looks(document, entries.get("/AP")))
    names = (document.value(entries.get(name)) for name in ("/T", "/TU"))
    is_seen |= any(not re.fullmatch(r"[\w.-]{0,40}", str(_as_text(name))) for name in names if name is not None)
    is_seen |= not _CAPTIONS.isdisjoint(document.entries(entries.get("/MK")))
    return "signed-visibly" if is_seen else "signed"


def _looks(document: PdfFile, looks: PdfValue) -> Iterator[PdfValue]:
    """The streams by which an annotation is drawn, in each of its states (ISO 32000-1, 12.5.5)."""
    for look in document.entries(looks).values():
        held = document.value(look)
        yield from held.values() if isinstance(held, Mapping) else (look,)


def _draws(document: PdfFile, look: PdfValue) -> bool:
    """Whether a stream draws anything."""
    held = document.value(look)
    return not isinstance(held, Stream) or bool(document.data(held).strip())


def _print(document: PdfFile, number: int) -> str:
    """By what a page is known: what it draws, and its size."""
    page = document.page(number)
    size = repr(document.value(page.get("/MediaBox")))
    return hashlib.sha256(_content(document, page) + size.encode("utf-8", "replace")).hexdigest()


# ---- what pages draw -----------------------------------------------------------------------------------------


def _content(document: PdfFile, page: Mapping[str, PdfValue]) -> bytes:
    """What a page draws."""
    held = document.value(page.get("/Contents"))
    parts = [document.value(one) for one in held] if isinstance(held, list) else [held]
    return b"\n".join(document.data(one) for one in parts if isinstance(one, Stream))


def _drawn(was: bytes, now: bytes) -> DifferenceKind | None:
    """How what is drawn differs; None where it does not, but for the white space between operators."""
    if was == now:
        return None
    if max(len(was), len(now)) > MOST_TOKENS:
        return "content"
    try:
        old, new = _operators(was), _operators(now)
    except (pikepdf.PdfError, ValueError, TypeError):
        return "content"
    if old == new:
        return None
    if old.strip() and old in new:
        return "over" if len(new.partition(old)[0]) <= len(new.partition(old)[2]) else "under"
    return "content"


def _operators(content: bytes) -> bytes:
    """Content with an operator on each line, whatever white space it was written with."""
    with pikepdf.new() as file:
        read = pikepdf.parse_content_stream(pikepdf.Stream(file, content))
        return b"\n" + pikepdf.unparse_content_stream(read) + b"\n"


def _is_heavy(document: PdfFile, place: int) -> bool:
    """Whether reading the text of a page, from 0, may take more than a paper ever does."""
    return bool(document.unread) or _weight(document, document.page(place)) > MOST_DRAWN


def _weight(document: PdfFile, page: Mapping[str, PdfValue]) -> int:
    """How many bytes are read at most to draw a page, with the forms in it, each as often as it may be drawn."""
    known: dict[Ref, int] = {}
    resources = document.entries(page.get("/Resources"))
    return _weight_of(document, _content(document, page), resources, known, 0)


def _weight_of(
    document: PdfFile, content: bytes, resources: Mapping[str, PdfValue], known: dict[Ref, int], depth: int
) -> int:
    heaviest = 0
    for one in document.entries(resources.get("/XObject")).values():
        form = document.value(one)
        if not isinstance(form, Stream) or form.entries.get("/Subtype") != "/Form":
            continue
        if form.ref not in known:
            known[form.ref] = MOST_DRAWN  # while it is looked into: what draws itself has no end
            if depth < MOST_DEEP:
                inside = document.entries(form.entries.get("/Resources")) or resources
                known[form.ref] = _weight_of(document, document.data(form), inside, known, depth + 1)
        heaviest = max(heaviest, known[form.ref])
    return min(len(content) + content.count(b"Do") * heaviest, 2 * MOST_DRAWN)


# ---- metadata ------------------------------------------------------------------------------------------------


def _properties(packet: bytes) -> dict[str, str] | None:
    """The properties that metadata say, by their names; None for what is no such thing."""
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        return None
    found = re.search(rb"<x:xmpmeta[^>]*>.*</x:xmpmeta>", packet, re.DOTALL)
    try:
        tree = ElementTree.fromstring(found[0] if found else packet.strip())
    except (ElementTree.ParseError, ValueError):
        return None
    said: dict[str, list[str]] = {}
    waiting = [("", tree)]
    while waiting:
        name, element = waiting.pop()
        # A list, or what else the form of metadata puts around a text, is a part of its property.
        name = name if element.tag.startswith((_RDF, _META)) else element.tag
        attributes = ((key, text) for key, text in element.attrib.items() if key != f"{_RDF}parseType")
        rows = ((name if key.startswith((_RDF, _XML)) else key, text) for key, text in attributes)
        for key, text in (*rows, (name, element.text), (name, element.tail)):
            if text and text.strip() and not key.startswith(_META):
                said.setdefault(key, []).append(text.strip())
        waiting += [(name, inner) for inner in reversed(element)]
    return {name: " ".join(texts) for name, texts in said.items() if name not in UNTOLD_PROPERTIES}


# ---- words ---------------------------------------------------------------------------------------------------


def _arrow(way: str, was: str, now: str) -> str:
    was, now = was[:120], now[:120]
    said = f"{was} → {now}" if was or now else ""
    # What the file says may hold anything: neither another line nor a command to the terminal comes of it.
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in ": ".join(filter(None, (way, said))))


def _as_text(value: PdfValue) -> PdfValue:
    """A string as the text that it is, however it is written (ISO 32000-1, 7.9.2.2); anything else as it is."""
    return str(pikepdf.String(value)) if isinstance(value, bytes) else value


def _short(value: PdfValue) -> str:
    """A value as it is told: a text, a name, a number; "" for what is longer than that."""
    if isinstance(value, bytes):
        text = value.decode("utf-16", "replace") if value.startswith((b"\xfe\xff", b"\xff\xfe")) else ""
        return f'"{text or value.decode("latin-1")}"'
    if isinstance(value, list) and len(value) <= 8 and not any(isinstance(one, list | dict) for one in value):
        return " ".join(map(_short, value))
    return str(value) if isinstance(value, bool | int | str) or hasattr(value, "as_tuple") else ""


def _annotations(document: PdfFile, page: int) -> list[PdfValue]:
    """The annotations of a page, from 0."""
    held = document.value(document.page(page).get("/Annots"))
    return held if isinstance(held, list) else []


def _named(annotations: Iterable[PdfValue], page: int) -> dict[Ref, str]:
    """What annotations are called from elsewhere, by their page as it was: they are looked at where they are."""
    return {
        one: f"/Annots[{place}] of page {page + 1}" for place, one in enumerate(annotations) if isinstance(one, Ref)
    }
