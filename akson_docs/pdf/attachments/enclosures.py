"""Attachments: PDFs from elsewhere, looked at, and joined into a paper.

A paper is laid out with an empty page, a placeholder, for each page of each attachment. `join` makes of each of them
the page that it stands for: the page's object stays, so what leads to it does, and what was drawn on it is drawn last,
upright where the page is shown turned. Of the attachment comes what is seen of its pages, its links and its tags, and
nothing else. Where its tags are sound they are merged (`tags`); else each of its pages is one paragraph, or one figure
where it has no text, so that everything in the paper is reached from its tag tree.

Longer than 500 lines: joining one file has many steps that share what was seen of it.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import tempfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath
from akson_docs.model.numbers import ranges
from akson_docs.pdf.attachments import (
    accessibility,
    content_stream,
    endless_pages,
    foreign_pdf,
    mending,
    missing_appearances,
    office,
    outline,
    page_pictures,
    structure_tree,
)
from akson_docs.pdf.attachments.foreign_pdf import (
    NAMED,
    Appearance,
    Destinations,
    DrawnContent,
    Forms,
    PageBox,
    PageLink,
    Rectangle,
)
from akson_docs.pdf.attachments.mending import OpenedPdf
from akson_docs.pdf.attachments.outline import Bookmark
from akson_docs.pdf.attachments.structure_tree import (
    AnnotationReference,
    Broken,
    Element,
    Ground,
    Mark,
    MarkOwner,
    ObjGen,
    Tree,
)
from akson_docs.pdf.typesetter import Engine
from akson_docs.sources import snapshots

MOST_PAGES = 500
"""Pages of an attachment that is joined; a longer one is only linked."""
MOST_BYTES = 100_000_000
"""Bytes of an attachment that is joined; a larger one is only linked."""
MOST_CONTENT = 128 << 20
"""Bytes of what the pages draw, decoded and without pictures and fonts; where there is more, it is only linked."""
SIDES = (3.0, 14_400.0)
"""The least and the greatest side of a page in points (ISO 32000-1, annex C; ISO 19005-2, 6.1.13)."""
BATCH_BYTES = 64_000_000
"""Bytes of attachments that are joined at a time, or one that is larger: so much is held in memory."""
BATCH_FILES = 64
"""Attachments that are joined at a time: so many files are open."""
RUNNING = "/AksonRunning"
"""The name of what was drawn on a placeholder, in the resources of its page."""

BLANK = Code(
    "attachment-blank", "error", N_('"{name}" has nothing in it'), N_("save it again from where it comes from")
)
PASSWORD = Code(
    "attachment-password", "error", N_('"{name}" opens only with a password'), N_("save it without a password")
)
BROKEN = Code(
    "attachment-broken",
    "error",
    N_('"{name}" is not a PDF, or so broken that it cannot be read'),
    N_("make the PDF again from its source, and see that it opens"),
)
LOST = Code(
    BROKEN.name,
    "error",
    N_('"{name}" breaks off before its end, and something in it is lost'),
    N_("fetch it again from where it comes from, and see that every page is there"),
)


MISNAMED: Mapping[str, Code] = {
    "docx": Code(
        BROKEN.name,
        "error",
        N_('"{name}" is a Word document with a wrong name'),
        N_("open it in Word and save it as PDF"),
    ),
    "xlsx": Code(
        BROKEN.name,
        "error",
        N_('"{name}" is an Excel document with a wrong name'),
        N_("open it in Excel and save it as PDF"),
    ),
    "pptx": Code(
        BROKEN.name,
        "error",
        N_('"{name}" is a PowerPoint document with a wrong name'),
        N_("open it in PowerPoint and save it as PDF"),
    ),
    **dict.fromkeys(
        ("odt", "ods", "odp"),
        Code(
            BROKEN.name,
            "error",
            N_('"{name}" is a LibreOffice document with a wrong name'),
            N_("open it in LibreOffice and save it as PDF"),
        ),
    ),
    **dict.fromkeys(
        office.OLD,
        Code(
            BROKEN.name,
            "error",
            N_('"{name}" is an Office document with a wrong name'),
            N_("open it in Office and save it as PDF"),
        ),
    ),
}
"""By what a file that is called PDF is."""
EMPTY = Code("attachment-empty", "error", N_('"{name}" has no pages'), N_("make the PDF again from its source"))
PAGE_SIZE = Code(
    "attachment-page-size",
    "error",
    N_('page {page} of "{name}" is {width} × {height} pt, which no reader can show'),
    N_("make the PDF again with pages between 3 and 14,400 pt (5 m)"),
)
ENDLESS = Code(
    "attachment-endless",
    "error",
    N_('"{name}" has a page that nobody could draw to its end: forms draw others over and over, or a pattern is tiny'),
    N_("print it to a new PDF, or attach another file"),
)
MENDED = Code(
    "attachment-mended",
    "warning",
    N_('"{name}" is damaged and was mended as far as possible'),
    N_("see that nothing is missing in the collected papers, or make the PDF again from its source"),
)
PAGES_LOST = Code(
    "attachment-pages-lost",
    "warning",
    N_('page {pages} of "{name}" cannot be read; it is not in the collected papers'),
    N_("make the PDF again from its source"),
)
DIFFERS = Code(
    "attachment-differs",
    "warning",
    N_('page {pages} of "{name}" does not look in the collected papers as viewers show it'),
    N_("see what is missing there, and print the attachment to a new PDF"),
)
DRAWN = Code(
    "attachment-drawn",
    "warning",
    N_('fields or marks on page {pages} of "{name}" are drawn from what they say, for viewers draw them differently'),
    N_("see in the collected papers that they are right, or print the attachment to a new PDF"),
)
NOT_COMPARED = Code(
    "attachment-not-compared",
    "warning",
    N_('page {pages} of "{name}" could not be compared with what viewers show'),
    N_("see in the collected papers that it is right, or print the attachment to a new PDF"),
)
COVERED = Code(
    "attachment-covered",
    "warning",
    N_('what the collected papers print at the edges stands over words on page {pages} of "{name}"'),
    N_("leave a margin of 1 cm at the head and at the foot"),
)
NOTES = Code(
    "attachment-notes",
    "warning",
    N_('page {pages} of "{name}" has notes that are opened; they are not in the collected papers'),
    N_("write them into the text if they are for the readers, or take them out"),
)
PROTECTED = Code(
    "attachment-protected",
    "warning",
    N_('"{name}" is protected against changes; in the collected papers its pages are not'),
    N_("ask whoever made it, if it was not you"),
)
FORM = Code(
    "attachment-form",
    "warning",
    N_('"{name}" has a form; in the collected papers it is shown as it is filled in'),
    N_("whoever is to fill it in opens the attachment itself"),
)
SIGNED = Code(
    "attachment-signed",
    "warning",
    N_('"{name}" is signed; in the collected papers the signature is seen and cannot be checked'),
    N_("whoever is to check it opens the attachment itself"),
)
XFA = Code(
    "attachment-xfa",
    "warning",
    N_('"{name}" is a form (XFA) that most readers cannot show'),
    N_("print it to a new PDF"),
)
ACTIVE = Code(
    "attachment-active",
    "warning",
    N_('"{name}" has scripts or actions of its own; they are left out of the collected papers'),
    N_("see that its pages say what they should without them"),
)
FILES = Code(
    "attachment-files",
    "warning",
    N_('"{name}" has files inside; they are left out of the collected papers'),
    N_("make attachments of them if they belong to the papers, or take them out"),
)
MULTIMEDIA = Code(
    "attachment-multimedia",
    "warning",
    N_('"{name}" has sound, film or 3D; in the collected papers only what is seen at rest is shown'),
    N_("put it where it can be linked to"),
)
SCANNED = Code(
    "attachment-scanned",
    "warning",
    N_('page {pages} of "{name}" has no text: nobody can search it, for personal data either, or have it read aloud'),
    N_("make the PDF from its source, or write ocr: yes, and its text is read"),
)
PAGES = Code(
    "attachment-pages",
    "warning",
    N_('"{name}" has {count} pages; it is linked, and not part of the collected papers'),
    N_("attach the part that the item is about; {most} pages are the most"),
)
SIZE = Code(
    "attachment-size",
    "warning",
    N_('"{name}" is too large; it is linked, and not part of the collected papers'),
    N_("save it smaller; {most} MB are the most"),
)

_ACTIVE = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Hide", "/ResetForm", "/SetOCGState")
_MULTIMEDIA = ("/Screen", "/Movie", "/Sound", "/RichMedia", "/3D")


@dataclass(frozen=True)
class Look:
    """What a PDF that is to be enclosed is like."""

    sizes: tuple[tuple[float, float], ...]
    """(width, height) of each page as displayed, in points; () where it is not joined: refused, or only linked."""
    problems: tuple[Problem, ...]
    hindrance: Code | None = None
    """Why a paper with its pages cannot declare PDF/UA; None where it can."""
    plain: frozenset[int] = frozenset()
    """The indices of the pages that come into a paper with what they draw themselves and nothing else."""


@dataclass(frozen=True)
class AttachmentSlot:
    """Where in a paper an attachment goes."""

    first: int
    """The index of the first of its pages in the paper."""
    file: str
    """Its path on the disk."""
    title: str
    """What it is called in the paper: "Vedlegg 1: Plankart"."""
    language: str = ""
    """Its language (BCP 47), or "" where nobody has said it."""
    name: str = ""
    """As the author calls it, and where, for what is told of it."""
    path: ValuePath = ()


class NotJoined(Exception):
    """An attachment that is not as it was when it was looked at, or a paper without its placeholders."""


# ---- looking -------------------------------------------------------------------------------------------------


def look(file: str, name: str, where: ValuePath) -> Look:
    """What the PDF at the path `file` is like; its problems are told at `where`, with the author's `name` of it."""
    try:
        size = os.path.getsize(file)
        if not size:
            return Look((), (BLANK.of(where, name=name),))
        if size > MOST_BYTES:
            return Look((), (SIZE.of(where, name=name, most=MOST_BYTES // 1_000_000),))
        with foreign_pdf.bounded():
            opened = mending.opened(file)
            with opened.file:
                return _looked(opened, file, name, where)
    except pikepdf.PasswordError:
        return Look((), (PASSWORD.of(where, name=name),))
    except Exception:  # the bytes are anybody's, and whatever they break, the author is told of it
        kind = next(iter(office.kinds(file)), "")
        return Look((), (MISNAMED.get(kind, BROKEN).of(where, name=name),))


def refusal(data: bytes) -> Code:
    """Why a PDF in memory is not opened, that is not."""
    try:
        mending.opened(data).file.close()
    except pikepdf.PasswordError:
        return PASSWORD
    except Exception:  # the bytes are anybody's
        return BROKEN if data else BLANK
    return BROKEN


def _is_cut(file: Pdf, path: str) -> bool:
    """Whether a file that had to be mended has no end, and names objects that are not there or not whole."""
    data = snapshots.paper(path)
    if b"%%EOF" in data[-1024:]:
        return False
    begun = data[data.rfind(b"endobj") + 1 :]
    if re.search(rb"\d\s+\d+\s+obj\b", begun) and b"/XRef" not in begun:
        return True
    named = {(int(one[1]), int(one[2])) for one in re.finditer(rb"\b(\d{1,7})\s+(\d{1,5})\s+R\b", data)}
    return any(file.get_object(one) is None for one in named)


def _looked(opened: OpenedPdf, path: str, name: str, where: ValuePath) -> Look:
    file = opened.file
    count = len(file.pages)
    if not count:
        return Look((), (EMPTY.of(where, name=name),))
    if count > MOST_PAGES:
        return Look((), (PAGES.of(where, name=name, count=count, most=MOST_PAGES),))
    sizes = tuple(foreign_pdf.box(page.obj).size for page in file.pages)
    wrong = [
        PAGE_SIZE.of(where, name=name, page=number, width=f"{width:.5g}", height=f"{height:.5g}")
        for number, (width, height) in enumerate(sizes, 1)
        if not SIDES[0] <= min(width, height) <= max(width, height) <= SIDES[1]
    ]
    if wrong:
        return Look((), tuple(wrong))
    if endless_pages.of(file):
        return Look((), (ENDLESS.of(where, name=name),))
    scanned = _scanned(file)
    if scanned is None:
        return Look((), (SIZE.of(where, name=name, most=MOST_BYTES // 1_000_000),))
    problems = [code.of(where, name=name) for code in _extras(file)]
    if scanned:
        problems.append(SCANNED.of(where, name=name, pages=ranges(scanned)))
    if file.is_encrypted and not (file.allow.modify_other and file.allow.modify_assembly and file.allow.extract):
        problems.insert(0, PROTECTED.of(where, name=name))
    noted = [number for number, page in enumerate(file.pages, 1) if _has_notes(page.obj)]
    if noted:
        problems.append(NOTES.of(where, name=name, pages=ranges(noted)))
    if opened.lost:
        problems.insert(0, PAGES_LOST.of(where, name=name, pages=ranges(opened.lost)))
    if file.get_warnings() or opened.rewritten:
        if _is_cut(file, path):
            return Look((), (LOST.of(where, name=name),))
        problems.insert(0, MENDED.of(where, name=name))
        return Look(sizes, tuple(problems), _hindrance(opened))
    plain = (index for index, page in enumerate(file.pages) if _is_plain(page.obj))
    return Look(sizes, tuple(problems), plain=frozenset(plain), hindrance=_hindrance(opened))


def _is_plain(page: Dictionary) -> bool:
    """Whether nothing is drawn on a page beside its own content: no field, no mark."""
    return all(one.get("/Subtype") == Name.Link and "/AP" not in one for one in foreign_pdf.annotated(page))


def _hindrance(opened: OpenedPdf) -> Code | None:
    """Why a paper with the pages of a file cannot declare PDF/UA."""
    file = opened.file
    if not accessibility.is_tagged(file):
        return accessibility.UNTAGGED
    if not accessibility.declares(file):
        return accessibility.UNDECLARED
    if opened.rewritten or file.get_warnings() or missing_appearances.is_incomplete(file):
        return accessibility.CHANGED
    foreign_pdf.part_annotations(file)
    return accessibility.hindrance(file, _elements(file, _views(file), {}))


def _scanned(file: Pdf) -> list[int] | None:
    """The numbers of the pages that paint and have no text; None where they draw more than can be looked through."""
    forms = Forms()
    found = []
    size = 0
    for number, page in enumerate(file.pages, 1):
        data, _ = foreign_pdf.content(foreign_pdf.streams(page.obj))
        shown = foreign_pdf.shown(data, page.obj.get("/Resources"), forms)
        size += shown.size
        if size > MOST_CONTENT:
            return None
        if shown.paints and not shown.text:
            found.append(number)
    return found


def _extras(file: Pdf) -> Iterator[Code]:
    """What a file has beside its pages, each once."""
    root: Any = file.Root
    names = foreign_pdf.dictionary(root.get("/Names"))
    form = foreign_pdf.dictionary(root.get("/AcroForm"))
    notes = [note for page in file.pages for note in foreign_pdf.annotated(page.obj)]
    fields = list(_fields(form.get("/Fields")))
    kinds = {structure_tree.called(one.get("/Subtype")) for one in notes}
    held = [root, *fields, *notes, *(page.obj for page in file.pages)]
    actions = {structure_tree.called(action.get("/S")) for one in held for action in _actions(one)}
    if "/XFA" in form and root.get("/NeedsRendering") is True:
        yield XFA
    if any(one.get("/FT") not in (None, Name.Sig) for one in fields) or "/XFA" in form:
        yield FORM
    if any(one.get("/FT") == Name.Sig and "/V" in one for one in fields):
        yield SIGNED
    if "/JavaScript" in names or actions & set(_ACTIVE):
        yield ACTIVE
    if "/EmbeddedFiles" in names or "/FileAttachment" in kinds or "/AF" in root or "/Collection" in root:
        yield FILES
    if kinds & set(_MULTIMEDIA) or actions & {"/Rendition", "/Movie", "/Sound", "/RichMediaExecute"}:
        yield MULTIMEDIA


def _has_notes(page: Dictionary) -> bool:
    """Whether a page has notes that say something and are opened to be read."""
    return any(
        one.get("/Subtype") == Name.Text
        and not foreign_pdf.is_hidden(one)
        and (structure_tree.text(one.get("/Contents")) or "").strip()
        for one in foreign_pdf.annotated(page)
    )


def _fields(value: Any) -> Iterator[Dictionary]:
    """The fields of a form, those under others too."""
    waiting = [one for one in foreign_pdf.items(value) if isinstance(one, Dictionary)]
    seen: set[ObjGen] = set()
    while waiting:
        one = waiting.pop()
        if one.is_indirect and one.objgen in seen:
            continue
        seen.add(one.objgen)
        yield one
        waiting += [kid for kid in foreign_pdf.items(one.get("/Kids")) if isinstance(kid, Dictionary)]


def _actions(holder: Dictionary) -> Iterator[Dictionary]:
    """What happens at something: when it is opened, clicked, printed, and what happens next."""
    waiting = [holder.get("/A"), holder.get("/OpenAction")]
    waiting += [one for _, one in foreign_pdf.dictionary(holder.get("/AA")).items()]
    for _ in range(100):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, Dictionary):
            yield one
            waiting += structure_tree.some(one.get("/Next"))


# ---- an attachment made ready --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _AttachedPage:
    """A page of an attachment, ready to be laid onto its placeholder."""

    page: Dictionary
    box: PageBox
    resources: Dictionary
    content: tuple[Stream, ...]
    before: bytes
    """What stands before its own content."""
    after: bytes
    """What stands after it: the end of what `before` began, and what was drawn of annotations."""
    kind: str
    """The type of the element that the page is where the attachment has no sound tags; "" for an empty page."""
    links: tuple[PageLink, ...]


@dataclass(frozen=True)
class _OpenAttachment:
    """An attachment, opened and without what does not come along."""

    file: Pdf
    leaves: tuple[_AttachedPage, ...]
    elements: tuple[Element, ...] | None
    """Its tag tree; None where it has none, or none that is sound."""
    language: str
    """What it says of its language; "" where it says nothing."""
    layers: tuple[tuple[Dictionary, bool], ...]
    """(optional content group, whether it is seen)"""
    forms: Mapping[int, Stream]
    """The forms that have marks of their own, by their object numbers: two places cannot share them."""
    bookmarks: tuple[Bookmark, ...]
    drawn: Mapping[int, tuple[Rectangle, ...]]
    """Where fields or marks had to be drawn, or are ticked, by the indices of their pages."""
    lost: tuple[int, ...]
    """The pages, from 1, that a viewer counts and that are not there."""
    has_form: bool
    """Whether it has a form that a viewer can go through."""


@dataclass(frozen=True)
class _PageView:
    """What is seen on a page."""

    page: Dictionary
    shown: DrawnContent
    whole: bool
    """Whether all its content could be read."""
    looks: tuple[tuple[Appearance, DrawnContent], ...]
    """What is seen of its annotations."""
    links: tuple[PageLink, ...]


def _source(opened: OpenedPdf, engine: Engine) -> _OpenAttachment:
    file = opened.file
    foreign_pdf.part_annotations(file)
    completed = missing_appearances.complete(file, engine)
    for index, ticked in missing_appearances.ticks(file).items():
        completed[index] = (*completed.get(index, ()), *ticked)
    language = structure_tree.text(file.Root.get("/Lang")) or ""
    seen = _views(file)
    drawn: dict[ObjGen, Mark] = {}
    elements = _elements(file, seen, drawn)
    if elements is None:
        for held in {stream.objgen: stream for one in seen for stream in _marked(one)}.values():
            held.write(zlib.compress(content_stream.unmarked(foreign_pdf.decoded(held)[0])), filter=Name.FlateDecode)
    clean: set[ObjGen] = set()
    leaves: list[_AttachedPage] = []
    groups: list[Dictionary] = []
    off = foreign_pdf.hidden(file)
    for one in seen:
        leaf = _tagged(file, one, drawn) if elements is not None else _untagged(file, one)
        if isinstance(one.page.get("/Group"), Dictionary):
            one.page.Group = file.make_indirect(one.page.Group)
        groups += foreign_pdf.clean((leaf.resources, leaf.page.get("/Group")), clean, elements is None)
        leaves.append(leaf)
    own = {key for one in seen for key in one.shown.used if key} if elements is not None else set()
    return _OpenAttachment(
        file,
        tuple(leaves),
        elements,
        language,
        tuple((group, group.objgen not in off) for group in groups),
        {key: stream for one in seen for stream in _marked(one) if (key := stream.objgen[0]) in own},
        outline.read(file, Destinations(file, structure_tree.numbered(file))),
        completed,
        opened.lost,
        "/AcroForm" in file.Root and foreign_pdf.has_sound_form(file),
    )


def _views(file: Pdf) -> tuple[_PageView, ...]:
    """What is seen on the pages of a file."""
    off = foreign_pdf.hidden(file)
    forms = Forms()
    destinations = Destinations(file, structure_tree.numbered(file))
    return tuple(_seen(file, page.obj, off, forms, destinations) for page in file.pages)


def _seen(file: Pdf, page: Dictionary, off: frozenset[ObjGen], forms: Forms, destinations: Destinations) -> _PageView:
    data, whole = foreign_pdf.content(foreign_pdf.streams(page))
    fields = file.Root.get("/AcroForm")
    looks = tuple(
        (look, foreign_pdf.shown(look.code, Dictionary(XObject=Dictionary({NAMED: look.stream})), forms))
        for look in foreign_pdf.appearances(page, foreign_pdf.box(page).rotate, off, fields)
    )
    links = tuple(foreign_pdf.links(page, destinations))
    return _PageView(page, foreign_pdf.shown(data, page.get("/Resources"), forms), whole, looks, links)


def _marked(seen: _PageView) -> Iterator[Stream]:
    """The forms on a page whose marks mean something elsewhere."""
    yield from seen.shown.foreign
    for _, shown in seen.looks:
        yield from shown.foreign


def _elements(file: Pdf, seen: Sequence[_PageView], drawn: dict[ObjGen, Mark]) -> tuple[Element, ...] | None:
    """The tag tree of an attachment, or None; `drawn` gets the marks of the annotations that it reaches."""
    if "/StructTreeRoot" not in file.Root:
        return None
    try:
        kids = structure_tree.read(file.Root.StructTreeRoot, structure_tree.numbered(file))
        if any(one.shown.bare or not one.whole or any(shown.used for _, shown in one.looks) for one in seen):
            raise Broken("text that no tag reaches")
        used: dict[MarkOwner, tuple[int, ...]] = foreign_pdf.used({index: one.shown for index, one in enumerate(seen)})
        named = set(structure_tree.references(kids))
        for index, one in enumerate(seen):
            for look, shown in one.looks:
                if shown.text or look.source in named:
                    ids = used.get((index, 0), ())
                    drawn[look.source] = Mark((index, 0), max(ids, default=-1) + 1)
                    used[index, 0] = (*ids, drawn[look.source].id)
        links = {link.source: index for index, one in enumerate(seen) for link in one.links}
        return structure_tree.settled(kids, used, drawn, links)
    except (Broken, pikepdf.PdfError):
        return None


def _tagged(file: Pdf, seen: _PageView, drawn: Mapping[ObjGen, Mark]) -> _AttachedPage:
    """A page whose own marks stay; what is drawn of its annotations gets marks of its own, or is an artifact."""
    after = [b"\nQ\n"]
    added: dict[str, Stream] = {}
    for look, _ in seen.looks:
        mark = drawn.get(look.source)
        begun = b"/Artifact BMC " if mark is None else b"/Span <</MCID %d>> BDC " % mark.id
        after += [begun, _named(look, seen, added), b" EMC\n"]
    return _leaf(file, seen, b"q\n", b"".join(after), "", added, False)


def _untagged(file: Pdf, seen: _PageView) -> _AttachedPage:
    """A page whose content is all under one mark."""
    every = (seen.shown, *(shown for _, shown in seen.looks))
    kind = "P" if any(one.text for one in every) else "Figure" if any(one.paints for one in every) else ""
    added: dict[str, Stream] = {}
    looks = b"".join(_named(look, seen, added) for look, _ in seen.looks)
    before = b"/%s <</MCID 0>> BDC q\n" % kind.encode() if kind else b"/Artifact BMC q\n"
    return _leaf(file, seen, before, b"\nQ\n" + looks + b"\nEMC\n", kind, added, True)


def _named(look: Appearance, seen: _PageView, added: dict[str, Stream]) -> bytes:
    """What draws an annotation, with a name for it that nothing else on the page has."""
    name = _free(NAMED, seen.shown.names | added.keys())
    added[name] = look.stream
    return look.code.replace(NAMED.encode(), name.encode())


def _leaf(
    file: Pdf, seen: _PageView, before: bytes, after: bytes, kind: str, added: Mapping[str, Stream], plain: bool
) -> _AttachedPage:
    content = foreign_pdf.streams(seen.page)
    own = seen.shown.own
    if not seen.whole or not own.sound or (plain and own.foreign):
        data, _ = foreign_pdf.content(content)
        content = (foreign_pdf.compressed(file, (content_stream.unmarked if plain else content_stream.mended)(data)),)
    for stream in content:
        for key in [key for key in sorted(stream.keys()) if key not in ("/Length", "/Filter", "/DecodeParms")]:
            del stream[key]
    resources = file.make_indirect(foreign_pdf.resources(seen.page, seen.shown.names, added))
    return _AttachedPage(seen.page, foreign_pdf.box(seen.page), resources, content, before, after, kind, seen.links)


def _free(name: str, taken: Collection[str]) -> str:
    """The name, or with the first number that makes it one that is not taken."""
    return next(one for one in (name, *(f"{name}{n}" for n in range(1, len(taken) + 2))) if one not in taken)


# ---- joined --------------------------------------------------------------------------------------------------


def join(paper: bytes, places: Sequence[AttachmentSlot], target: str, engine: Engine) -> tuple[Problem, ...]:
    """Writes the paper with its attachments at their places to the path `target`.

    The paper is tagged, with one element at the top of its tag tree, and has for each page of each attachment a
    placeholder of its size (`Look.sizes`), on which only artifacts are drawn, and no annotations. The `engine` sets
    what is in fields. Returns what does not look in it as a viewer shows it. Raises NotJoined.
    """
    batches = list(_batches(places))
    taken: set[int] = set()
    number = 0
    joined: list[_OpenAttachment] = []
    with foreign_pdf.bounded(), contextlib.ExitStack() as held:
        so_far: BinaryIO = io.BytesIO(paper)
        for batch in batches[:-1]:
            written = cast(BinaryIO, held.enter_context(tempfile.TemporaryFile()))
            joined += _join(so_far, batch, number, taken, written, engine)
            so_far, number = written, number + len(batch)
        joined += _join(so_far, batches[-1], number, taken, target, engine)
    return tuple(_compared(paper, list(zip(places, joined, strict=True)), target))


def _compared(paper: bytes, joined: Sequence[tuple[AttachmentSlot, _OpenAttachment]], target: str) -> Iterator[Problem]:
    """What of the attachments does not look in the paper at the path `target` as a viewer shows it."""
    with page_pictures.opened(paper) as before, page_pictures.opened(target) as made:
        for place, source in joined:
            found: dict[Code, list[int]] = {DIFFERS: [], DRAWN: [], NOT_COMPARED: [], COVERED: []}
            for number, code in _differing(before, made, place, source):
                found[code].append(number)
            for code, numbers in found.items():
                if numbers:
                    yield code.of(place.path, name=place.name or place.title, pages=ranges(sorted(numbers)))


def _differing(before: Any, made: Any, place: AttachmentSlot, source: _OpenAttachment) -> Iterator[tuple[int, Code]]:
    """(page, from 1, of an attachment; what is to be told of it)."""
    count = len(source.leaves)
    try:
        with page_pictures.opened(place.file, source.has_form) as original:
            shown = [number for number in range(len(original)) if number + 1 not in source.lost]
            drawable = range(min(count, len(shown)))
            pages = ((place.first + index, shown[index], source.drawn.get(index, ())) for index in drawable)
            found = page_pictures.differences(before, made, original, pages)
            for index, apart in zip(drawable, found, strict=True):
                if apart is None:
                    yield index + 1, NOT_COMPARED
                    continue
                if apart.seen or apart.read:
                    yield index + 1, DIFFERS if apart.seen else DRAWN
                if apart.covered:
                    yield index + 1, COVERED
    except page_pictures.NotDrawn:
        shown = []
    for number in range(min(count, len(shown)), max(count, len(shown))):
        yield number + 1, NOT_COMPARED if number < count else DIFFERS


def _batches(places: Sequence[AttachmentSlot]) -> Iterator[list[AttachmentSlot]]:
    """The places in runs: the library holds in memory what it takes from files until it has written it."""
    batch: list[AttachmentSlot] = []
    size = 0
    for place in places:
        try:
            own = os.path.getsize(place.file)
        except OSError as error:
            raise NotJoined(f"{place.title}: {error}") from error
        if batch and (size + own > BATCH_BYTES or len(batch) >= BATCH_FILES):
            yield batch
            batch, size = [], 0
        batch.append(place)
        size += own
    yield batch


def _join(
    paper: BinaryIO,
    places: Sequence[AttachmentSlot],
    before: int,
    taken: set[int],
    target: str | BinaryIO,
    engine: Engine,
) -> list[_OpenAttachment]:
    """Joins some attachments, that come after some others `before`; the pages `taken` by those get theirs added."""
    with contextlib.ExitStack() as held:
        joined = held.enter_context(pikepdf.open(paper))
        sources: dict[str, _OpenAttachment] = {}
        opened: list[_OpenAttachment] = []
        for place in places:
            source = sources.get(place.file)
            if source is None or source.forms:
                try:
                    found = mending.opened(place.file)
                    held.enter_context(found.file)
                    source = _source(found, engine)
                except (OSError, pikepdf.PdfError) as error:
                    raise NotJoined(f"{place.title}: {error}") from error
            sources[place.file] = source
            opened.append(source)
        pages = [place.first + n for place, one in zip(places, opened, strict=True) for n in range(len(one.leaves))]
        if len({*pages, *taken}) < len(pages) + len(taken) or not set(pages) <= set(range(len(joined.pages))):
            raise NotJoined("there are more pages of attachments than placeholders for them")
        taken |= set(pages)
        try:
            tree = structure_tree.of(joined, set(pages), taken)
        except Broken as error:
            raise NotJoined(str(error)) from error
        for number, (place, source) in enumerate(zip(places, opened, strict=True), before + 1):
            _enclose(joined, tree, source, place, number)
        structure_tree.finish(tree)
        joined.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        )
        return opened


def _enclose(joined: Pdf, tree: Tree, source: _OpenAttachment, place: AttachmentSlot, number: int) -> None:
    pages = [joined.pages[place.first + index].obj for index in range(len(source.leaves))]
    annotations: dict[ObjGen, Dictionary] = {}
    for leaf, page in zip(source.leaves, pages, strict=True):
        _lay(joined, leaf, page)
        for link in leaf.links:
            annotations[link.source] = joined.make_indirect(_link(link, pages, page, place.title))
        if leaf.links:
            page.Annots = Array([annotations[link.source] for link in leaf.links])
    _show_layers(joined, source)
    outline.hang(joined, source.bookmarks, pages)
    kids: tuple[Element, ...] | None = source.elements
    if kids is None:
        kids = tuple(_page_elements(source.leaves, place.title))
    texts = [("/T", place.title)]
    language = place.language or source.language
    if re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", language):
        texts.append(("/Lang", language))
    forms: dict[int, Any] = {key: joined.copy_foreign(stream) for key, stream in source.forms.items()}
    section = Element("Sect", structure_tree.below(kids, tree.level(place.first)), tuple(texts))
    structure_tree.grow(tree, section, place.first, Ground(b"enclosed-%d-" % number, pages, forms, annotations))


def _page_elements(leaves: Sequence[_AttachedPage], title: str) -> Iterator[Element]:
    """An element for each page of an attachment without tags, and one for its links."""
    for index, leaf in enumerate(leaves):
        mark = (Mark((index, 0), 0),)
        if leaf.kind == "Figure":
            placed = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array([round(n, 4) for n in leaf.box.crop]))
            yield Element("Figure", mark, (("/Alt", f"{title} ({index + 1}/{len(leaves)})"),), b"", (placed,))
        elif leaf.kind:
            yield Element(leaf.kind, mark)
        if leaf.links:
            yield Element(
                "P", tuple(Element("Link", (AnnotationReference(index, link.source),)) for link in leaf.links)
            )


def _lay(joined: Pdf, leaf: _AttachedPage, page: Dictionary) -> None:
    """Makes of a placeholder the page that it stands for; what was on it is drawn last."""
    running = foreign_pdf.compressed(joined, foreign_pdf.content(foreign_pdf.streams(page))[0])
    running.Type, running.Subtype = Name.XObject, Name.Form
    running.BBox = page.MediaBox
    running.Resources = page.get("/Resources", Dictionary())
    copied = joined.copy_foreign(leaf.resources)
    objects = dict(copied.XObject.items())
    name = _free(RUNNING, objects)
    resources = structure_tree.keyed(copied.items())
    resources.XObject = structure_tree.keyed((objects | {name: running}).items())
    matrix = b" ".join(b"%.6f" % one for one in leaf.box.upright)
    stamp = b"/Artifact <</Type /Pagination>> BDC q %s cm %s Do Q EMC\n" % (matrix, name.encode())
    for key in sorted(page.keys()):
        if key not in ("/Type", "/Parent"):
            del page[key]
    page.Resources = resources
    page.Contents = Array(
        [
            foreign_pdf.compressed(joined, leaf.before),
            *(joined.copy_foreign(stream) for stream in leaf.content),
            foreign_pdf.compressed(joined, leaf.after + stamp),
        ]
    )
    page.Tabs = Name.S
    page.MediaBox = _array(leaf.box.media)
    if leaf.box.crop != leaf.box.media:
        page.CropBox = _array(leaf.box.crop)
    for key in ("/BleedBox", "/TrimBox", "/ArtBox"):
        box = foreign_pdf.rectangle(leaf.page.get(key))
        if box is not None:
            page[key] = _array(box)
    if leaf.box.rotate:
        page.Rotate = leaf.box.rotate
    if leaf.box.unit != 1:
        page.UserUnit = round(leaf.box.unit, 6)
    group = leaf.page.get("/Group")
    if isinstance(group, Dictionary):
        page.Group = joined.copy_foreign(group)


def _link(link: PageLink, pages: Sequence[Dictionary], page: Dictionary, title: str) -> Dictionary:
    action = Dictionary(S=Name.URI, URI=String(link.address.encode()))
    if not link.address:
        action = Dictionary(S=Name.GoTo, D=Array([pages[link.page], *link.view]))
    made = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=_array(link.rectangle), F=4, A=action, P=page)
    made.Contents = String(link.words or link.address or f"{title} ({link.page + 1}/{len(pages)})")
    for key, value in link.style.items():
        made[key] = value
    return made


def _array(box: Rectangle) -> Array:
    return Array([round(one, 6) for one in box])


def _show_layers(joined: Pdf, source: _OpenAttachment) -> None:
    """Lists the attachment's layers in the paper as they are seen by default; nobody is offered to change that."""
    if not source.layers:
        return
    if "/OCProperties" not in joined.Root:
        default = Dictionary(Name=String("Default"), ON=Array(), OFF=Array(), Locked=Array())
        joined.Root.OCProperties = joined.make_indirect(Dictionary(OCGs=Array(), D=default))
    properties = joined.Root.OCProperties
    listed = {one.objgen for one in properties.OCGs}
    for group, visible in source.layers:
        copied = joined.copy_foreign(group)
        if copied.objgen in listed:
            continue
        properties.OCGs.append(copied)
        properties.D.Locked.append(copied)
        (properties.D.ON if visible else properties.D.OFF).append(copied)
