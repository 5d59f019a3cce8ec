"""The tag tree of a PDF (ISO 32000-1, 14.7): read as values from one file, settled, and grown into another's.

What comes from elsewhere is made to need nothing of its file: roles are resolved to standard types, class maps to
attributes, and identifiers get a prefix, so nothing of two trees can clash. Headings go below the heading that they
come after, for a reader hears one document: its levels may not be skipped (ISO 14289-1, 7.4.2).

Longer than 500 lines: one tree read, mended and written.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

ObjGen = tuple[int, int]
"""An object's number and generation in its file."""
MarkOwner = tuple[int, int]
"""What has marks: (index of a page, 0), or (index of the page, object number of the form that it draws)."""

STANDARD = (
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct", "Private",
    "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "THead",
    "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "RB", "RT",
    "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form",
)  # fmt: skip
"""The standard structure types of PDF 1.7 (ISO 32000-1, 14.8.4)."""
LATER = {
    "DocumentFragment": "Div",
    "Aside": "Div",
    "Title": "P",
    "FENote": "Note",
    "Sub": "Span",
    "Em": "Span",
    "Strong": "Span",
    "Artifact": "NonStruct",
}
"""Types of PDF 2.0 (ISO 32000-2, 14.8.4) and what they were before."""
GROUPING = ("Document", "Part", "Art", "Sect", "Div", "NonStruct")
"""Types whose parts may stand on both sides of something else."""
OWNERS = ("/Layout", "/List", "/Table", "/PrintField")
"""Whose attributes come along: the standard ones, and no program's own."""
DEEPEST = 150
"""Levels of a tree; deeper is broken."""
MOST = 500_000
"""Elements of a tree; more is broken."""
HIGHEST = 65_535
"""The highest MCID: the parent tree has a place for each up to the highest of a page."""


class Broken(Exception):
    """A tag tree that does not say what a page's content is."""


@dataclass(frozen=True)
class Mark:
    """Marked content."""

    content: MarkOwner
    id: int
    """Its MCID."""


@dataclass(frozen=True)
class AnnotationReference:
    """An annotation as part of an element."""

    page: int
    annotation: ObjGen


@dataclass(frozen=True)
class Element:
    """A structure element."""

    type: str
    """A standard type."""
    kids: tuple[Element | Mark | AnnotationReference, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    """(key, words): of /T, /Lang, /Alt, /E and /ActualText those that it has."""
    id: bytes = b""
    attributes: tuple[Dictionary, ...] = ()

    @functools.cached_property
    def span(self) -> tuple[int, int] | None:
        """The first and the last page that it has content on."""
        pages: list[int] = []
        for kid in self.kids:
            pages += (kid.span or ()) if isinstance(kid, Element) else (_page(kid),)
        return (min(pages), max(pages)) if pages else None


Kids = tuple[Element | Mark | AnnotationReference, ...]


# ---- read ----------------------------------------------------------------------------------------------------


def read(root: Any, pages: Mapping[ObjGen, int]) -> Kids:
    """The elements under a structure tree root; `pages` are the indices of the file's pages.

    Raises Broken where it is no tree: an element in two places, too deep, too large, or nothing at all.
    """
    if not isinstance(root, Dictionary):
        raise Broken("no tree")
    kids = _TreeReader(root, pages).kids(root.get("/K"), None, 0)
    if not any(isinstance(kid, Element) for kid in kids):
        raise Broken("an empty tree")
    return tuple(kid for kid in kids if isinstance(kid, Element))


class _TreeReader:
    def __init__(self, root: Dictionary, pages: Mapping[ObjGen, int]) -> None:
        self._pages = pages
        self._roles = _names(root.get("/RoleMap"))
        self._classes = root.get("/ClassMap")
        self._seen: set[ObjGen] = set()
        self._count = 0

    def kids(self, value: Any, page: int | None, depth: int) -> Kids:
        """What /K says, for an element of a page."""
        if depth > DEEPEST:
            raise Broken("too deep")
        found: list[Element | Mark | AnnotationReference] = []
        for kid in value if isinstance(value, Array) else (value,):
            if isinstance(kid, int) and not isinstance(kid, bool) and page is not None:
                found.append(Mark((page, 0), kid))
            elif isinstance(kid, Dictionary):
                made = self._kid(kid, page, depth)
                found += (made,) if made is not None else ()
        return tuple(found)

    def _kid(self, kid: Dictionary, page: int | None, depth: int) -> Element | Mark | AnnotationReference | None:
        on = self._page(kid, page)
        if "/S" in kid:
            return self._element(kid, on, depth)
        if "/MCID" in kid:
            number, stream = kid.get("/MCID"), kid.get("/Stm")
            if not isinstance(number, int) or on is None:
                return None
            return Mark((on, stream.objgen[0] if isinstance(stream, pikepdf.Stream) else 0), number)
        held = kid.get("/Obj")
        if isinstance(held, pikepdf.Stream):
            raise Broken("a picture as an object of its own")
        return AnnotationReference(on, held.objgen) if isinstance(held, Dictionary) and on is not None else None

    def _element(self, element: Dictionary, page: int | None, depth: int) -> Element:
        self._count += 1
        if element.objgen in self._seen or self._count > MOST:
            raise Broken("an element in two places, or too many")
        if element.is_indirect:
            self._seen.add(element.objgen)
        texts = tuple(
            (key, words)
            for key in ("/T", "/Lang", "/Alt", "/E", "/ActualText")
            if (words := text(element.get(key))) is not None
        )
        held = element.get("/ID")
        return Element(
            self._type(element.get("/S")),
            self.kids(element.get("/K"), page, depth + 1),
            texts,
            bytes(held) if isinstance(held, String) else b"",
            tuple(self._attributes(element)),
        )

    def _page(self, value: Dictionary, page: int | None) -> int | None:
        own = value.get("/Pg")
        return self._pages.get(own.objgen, page) if isinstance(own, Dictionary) else page

    def _type(self, name: Any) -> str:
        said = called(name)[1:]
        for _ in range(20):
            if said in STANDARD:
                return "Part" if said == "Document" else said
            if said in LATER and said not in self._roles:
                return LATER[said]
            said = self._roles.get(said, "")
        return "NonStruct"

    def _attributes(self, element: Dictionary) -> Iterator[Dictionary]:
        for value in some(element.get("/A")):
            yield from _attribute(value)
        if isinstance(self._classes, Dictionary):
            for name in some(element.get("/C")):
                for value in some(self._classes.get(name)) if isinstance(name, Name) else ():
                    yield from _attribute(value)


def text(value: Any) -> str | None:
    """A text string's words, or None where it is none or cannot be read."""
    try:
        return str(value) if isinstance(value, String) else None
    except (UnicodeError, ValueError):
        return None


def called(name: Any) -> str:
    """A name with its slash, or "" where it is none or its bytes are no UTF-8."""
    try:
        return str(name) if isinstance(name, Name) else ""
    except UnicodeError:
        return ""


def keyed(pairs: Iterable[tuple[str, Any]]) -> Dictionary:
    """A dictionary of these pairs, whose keys may be names that are no UTF-8: those have surrogates for such bytes."""
    made = Dictionary()
    for key, value in pairs:
        made[key] = value
    return made


def plain(value: Any, depth: int = 0) -> Any:
    """A copy of a value that belongs to no file: names, numbers, strings, and arrays and dictionaries of them."""
    if depth > 8 or isinstance(value, pikepdf.Stream):
        return None
    if isinstance(value, Array):
        return Array([held for one in value if (held := plain(one, depth + 1)) is not None])
    if isinstance(value, Dictionary):
        pairs = ((key, plain(one, depth + 1)) for key, one in value.items() if key not in ("/P", "/Pg", "/Parent"))
        return keyed((key, one) for key, one in pairs if one is not None)
    if isinstance(value, String):
        return String(bytes(value))
    if isinstance(value, Name):
        return Name(called(value)) if len(called(value)) > 1 else None
    return value


def _attribute(value: Any) -> Iterator[Dictionary]:
    if isinstance(value, Dictionary) and called(value.get("/O")) in OWNERS:
        yield plain(value)


def some(value: Any) -> Iterable[Any]:
    """The items of an array, or the value alone where it is none: many entries may be either."""
    return value if isinstance(value, Array) else (value,)


def _names(value: Any) -> dict[str, str]:
    pairs = value.items() if isinstance(value, Dictionary) else ()
    return {str(key)[1:]: called(one)[1:] for key, one in pairs if isinstance(one, Name)}


# ---- settled -------------------------------------------------------------------------------------------------


def settled(
    kids: Kids, used: Mapping[MarkOwner, Collection[int]], instead: Mapping[ObjGen, Mark], links: Mapping[ObjGen, int]
) -> tuple[Element, ...]:
    """The elements with each mark that is `used` in the pages' contents once, and no other.

    What the tree names and the pages have not is dropped; what the pages have and the tree does not name becomes a
    paragraph after what it has of that page. `instead` of annotations that were drawn into their pages stand their
    marks, and of annotations only the `links` (on which page each is) stay. Raises Broken where two elements claim a
    mark, and where an MCID is out of bounds.
    """
    if any(not 0 <= mark <= HIGHEST for ids in used.values() for mark in ids):
        raise Broken("an MCID out of bounds")
    open_ = {content: set(ids) for content, ids in used.items()}
    claimed: set[Mark] = set()
    waiting = dict(links)

    def of(element: Element) -> Element:
        held: list[Element | Mark | AnnotationReference] = []
        for kid in element.kids:
            found: Element | Mark | AnnotationReference | None = kid
            if isinstance(kid, Element):
                found = of(kid)
            elif isinstance(kid, AnnotationReference) and kid.annotation in waiting:
                found = AnnotationReference(waiting.pop(kid.annotation), kid.annotation)
            elif isinstance(kid, AnnotationReference):
                found = instead.get(kid.annotation)
            if isinstance(found, Mark):
                if found in claimed:
                    raise Broken("content in two places")
                if found.id not in open_.get(found.content, ()):
                    continue
                claimed.add(found)
                open_[found.content].discard(found.id)
            held += (found,) if found is not None else ()
        return _without_annotation(replace(element, kids=tuple(held)))

    kept = tuple(of(kid) for kid in kids if isinstance(kid, Element))
    left: dict[int, list[Element | Mark]] = {}
    for content, ids in open_.items():
        left.setdefault(content[0], []).extend(Mark(content, mark) for mark in sorted(ids))
    for annotation, page in waiting.items():
        left.setdefault(page, []).append(Element("Link", (AnnotationReference(page, annotation),)))
    strays = [(page, Element("P", tuple(parts))) for page, parts in sorted(left.items()) if parts]
    return tuple(kid for kid in _among(kept, strays) if isinstance(kid, Element))


def references(kids: Kids) -> Iterator[ObjGen]:
    """The annotations that elements speak of."""
    for kid in kids:
        if isinstance(kid, Element):
            yield from references(kid.kids)
        elif isinstance(kid, AnnotationReference):
            yield kid.annotation


def below(kids: Kids, level: int) -> Kids:
    """The elements with their headings below one of `level`: H1 becomes the next, and so on, none skipped, H6 last."""
    return _levelled(kids, level, [], 1)


def _levelled(kids: Kids, base: int, above: list[int], nested: int) -> Kids:
    found: list[Element | Mark | AnnotationReference] = []
    for kid in kids:
        if not isinstance(kid, Element):
            found.append(kid)
            continue
        name = kid.type
        if name[:1] == "H" and name[1:] in ("", *"123456"):
            own = int(name[1:] or nested)
            while above and above[-1] >= own:
                above.pop()
            above.append(own)
            name = f"H{min(6, base + len(above))}"
        deeper = nested + (name in ("Part", "Art", "Sect", "Div"))
        found.append(replace(kid, type=name, kids=_levelled(kid.kids, base, above, deeper)))
    return tuple(found)


def _without_annotation(element: Element) -> Element:
    """An element for an annotation that has none any more: a link that leads nowhere, a field that was filled in."""
    if any(isinstance(kid, AnnotationReference) for kid in element.kids):
        return element
    if element.type in ("Link", "Annot"):
        return replace(element, type="Span")
    if element.type == "Form" and not any(one.get("/O") == Name.PrintField for one in element.attributes):
        printed = Dictionary(O=Name.PrintField, Role=Name.tv)
        return replace(element, attributes=(*element.attributes, printed))
    return element


def _among(kids: Kids, placed: Sequence[tuple[int, Element]]) -> Kids:
    """`kids` with each placed element (page, element) after what is on its page and before what begins later."""
    found: list[Element | Mark | AnnotationReference] = []
    waiting = list(placed)
    for kid in kids:
        span = kid.span if isinstance(kid, Element) else (_page(kid),) * 2
        if span:
            while waiting and waiting[0][0] < span[0]:
                found.append(waiting.pop(0)[1])
            if isinstance(kid, Element) and kid.type in GROUPING:
                within = [one for one in waiting if one[0] < span[1]]
                waiting = waiting[len(within) :]
                kid = replace(kid, kids=_among(kid.kids, within)) if within else kid
        found.append(kid)
    return (*found, *(element for _, element in waiting))


def _page(kid: Mark | AnnotationReference) -> int:
    return kid.content[0] if isinstance(kid, Mark) else kid.page


# ---- grown ---------------------------------------------------------------------------------------------------


@dataclass
class Tree:
    """The tag tree of a paper that others are grown into. `finish` writes what was grown."""

    paper: Pdf
    document: Dictionary
    """The element at the top."""
    parents: dict[int, Any]
    """The parent tree: keys to an element, or to an array of the elements of a page's marks."""
    next_key: int
    ids: dict[bytes, Dictionary]
    headings: tuple[tuple[int, int], ...]
    """(page, level) of each heading of the paper's own."""
    grown: list[tuple[int, Dictionary]] = field(default_factory=list)
    """(page, element) of what was grown and is not in its place yet."""

    def level(self, page: int) -> int:
        """The level of the last heading before a page; 0 for none."""
        return next((level for on, level in reversed(self.headings) if on < page), 0)


@dataclass(frozen=True)
class Ground:
    """Where in the paper those things are that a tree speaks of."""

    prefix: bytes
    """Before its identifiers."""
    pages: Sequence[Dictionary]
    forms: Mapping[int, pikepdf.Stream]
    """The paper's copies of the forms that have marks, by their object numbers in the source."""
    annotations: Mapping[ObjGen, Dictionary]


def of(paper: Pdf, placeholders: Collection[int], foreign: Collection[int]) -> Tree:
    """The tag tree of a tagged paper, without anything on the pages that are placeholders (by index).

    `foreign` are the pages that have, or are to have, what is not the paper's own. Raises Broken where the paper has
    no tree with one element at the top.
    """
    root = paper.Root.get("/StructTreeRoot")
    top = root.get("/K") if isinstance(root, Dictionary) else None
    top = top[0] if isinstance(top, Array) and len(top) == 1 else top
    if not isinstance(root, Dictionary) or not isinstance(top, Dictionary):
        raise Broken("the paper has no tag tree")
    pages = numbered(paper)
    empty = {paper.pages[index].obj.get("/StructParents") for index in placeholders}
    parents = {key: value for key, value in pairs(root.get("/ParentTree"), "/Nums") if key not in empty}
    gone = {page for page, index in pages.items() if index in placeholders}
    top.K = Array([kid for kid in some(top.get("/K")) if not _on(kid, gone)])
    next_key = max([int(root.get("/ParentTreeNextKey", 0)), *(int(key) + 1 for key in parents)])
    ids = {bytes(key): value for key, value in pairs(root.get("/IDTree"), "/Names")}
    headings = tuple((page, level) for page, level in _headings(top, pages) if page not in foreign)
    return Tree(paper, top, parents, next_key, ids, headings)


def grow(tree: Tree, element: Element, place: int, ground: Ground) -> None:
    """Makes an element, and all under it, part of the paper: its content begins on the page with the index `place`."""
    owners: dict[MarkOwner, dict[int, Dictionary]] = {}
    made = _grown(tree, element, tree.document, ground, owners)
    tree.grown.append((place, made))
    for content, marks in sorted(owners.items()):
        page, form = content
        holder = ground.forms[form] if form else ground.pages[page]
        row = [marks.get(number) for number in range(max(marks) + 1)]
        holder.StructParents = _key(tree, tree.paper.make_indirect(Array(row)))


def finish(tree: Tree) -> None:
    """Puts what was grown where it belongs in document order, and writes the trees beside the tree."""
    _put(tree.document, sorted(tree.grown, key=lambda one: one[0]), numbered(tree.paper))
    root = tree.paper.Root.StructTreeRoot
    numbers = [held for key in sorted(tree.parents) for held in (key, tree.parents[key])]
    root.ParentTree = tree.paper.make_indirect(Dictionary(Nums=Array(numbers)))
    root.ParentTreeNextKey = tree.next_key
    if tree.ids:
        names = [held for key in sorted(tree.ids) for held in (String(key), tree.ids[key])]
        limits = Array([names[0], names[-2]])
        leaf = tree.paper.make_indirect(Dictionary(Limits=limits, Names=Array(names)))
        root.IDTree = tree.paper.make_indirect(Dictionary(Kids=Array([leaf])))


def _grown(
    tree: Tree, element: Element, parent: Dictionary, ground: Ground, owners: dict[MarkOwner, dict[int, Dictionary]]
) -> Dictionary:
    made = tree.paper.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.type}"), P=parent))
    for key, words in element.texts:
        made[key] = String(words)
    if element.id:
        made.ID = String(ground.prefix + element.id)
        tree.ids[ground.prefix + element.id] = made
    if element.attributes:
        held = [_renamed(one, ground.prefix) for one in element.attributes]
        made.A = held[0] if len(held) == 1 else Array(held)
    own = next((_page(kid) for kid in element.kids if not isinstance(kid, Element)), None)
    if own is not None:
        made.Pg = ground.pages[own]
    kids: list[Any] = []
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(_grown(tree, kid, made, ground, owners))
            continue
        page = ground.pages[_page(kid)]
        if isinstance(kid, AnnotationReference):
            annotation = ground.annotations[kid.annotation]
            annotation.StructParent = _key(tree, made)
            kids.append(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page))
            continue
        owners.setdefault(kid.content, {})[kid.id] = made
        reference = Dictionary(Type=Name.MCR, MCID=kid.id, Pg=page)
        if kid.content[1]:
            reference.Stm = ground.forms[kid.content[1]]
        kids.append(kid.id if kid.content == (own, 0) else reference)
    made.K = kids[0] if len(kids) == 1 else Array(kids)
    return made


def _key(tree: Tree, value: Any) -> int:
    tree.parents[tree.next_key] = value
    tree.next_key += 1
    return tree.next_key - 1


def _renamed(attribute: Dictionary, prefix: bytes) -> Dictionary:
    """The attribute with the identifiers of a cell's headers as they are called here."""
    headers = attribute.get("/Headers")
    if isinstance(headers, Array):
        attribute = plain(attribute)
        attribute.Headers = Array([String(prefix + bytes(one)) for one in headers if isinstance(one, String)])
    return attribute


def _put(parent: Dictionary, placed: Sequence[tuple[int, Dictionary]], pages: Mapping[ObjGen, int]) -> None:
    """Puts each (page, element) before what begins on a later page, inside a group that goes on after it."""
    found: list[Any] = []
    waiting = list(placed)
    for kid in list(some(parent.get("/K"))):
        on = [pages[page] for page in _pages(kid) if page in pages] if waiting and isinstance(kid, Dictionary) else []
        if on:
            while waiting and waiting[0][0] < min(on):
                found.append(_under(parent, waiting.pop(0)[1]))
            within = [one for one in waiting if one[0] < max(on)]
            if within and str(kid.get("/S"))[1:] in GROUPING:
                waiting = waiting[len(within) :]
                _put(kid, within, pages)
        found.append(kid)
    found += [_under(parent, element) for _, element in waiting]
    parent.K = Array([one for one in found if one is not None])


def _under(parent: Dictionary, element: Dictionary) -> Dictionary:
    element.P = parent
    return element


def _pages(element: Dictionary) -> set[ObjGen]:
    return {held.objgen for one in _walk(element) if isinstance(held := one.get("/Pg"), Dictionary)}


def _walk(element: Dictionary) -> Iterator[Dictionary]:
    """An element and all under it, in order; of the paper's own tree, which is sound."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += reversed([kid for kid in some(one.get("/K")) if isinstance(kid, Dictionary)])


def _headings(top: Dictionary, pages: Mapping[ObjGen, int]) -> Iterator[tuple[int, int]]:
    for element in _walk(top):
        name = called(element.get("/S"))
        if name[:2] == "/H" and name[2:].isdecimal():
            yield min((pages[page] for page in _pages(element) if page in pages), default=0), int(name[2:])


def _on(kid: Any, pages: Collection[ObjGen]) -> bool:
    held = kid.get("/Pg") if isinstance(kid, Dictionary) else None
    return isinstance(held, Dictionary) and held.objgen in pages


def numbered(file: Pdf) -> dict[ObjGen, int]:
    """The index of each page by its object."""
    return {page.obj.objgen: index for index, page in enumerate(file.pages)}


def pairs(node: Any, key: str) -> Iterator[tuple[Any, Any]]:
    """The pairs of a number tree (/Nums) or a name tree (/Names)."""
    waiting = [(node, 0)]
    while waiting:
        one, depth = waiting.pop()
        if not isinstance(one, Dictionary) or depth > DEEPEST:
            continue
        held = one.get(key)
        if isinstance(held, Array):
            items = list(held)
            yield from zip(items[::2], items[1::2], strict=False)
        kids = one.get("/Kids")
        waiting += [(kid, depth + 1) for kid in reversed(list(kids))] if isinstance(kids, Array) else []
