"""Whether the tag tree of a PDF is what it should be, for tests of whole papers.

Validators do not see all of it: a joined paper can comply and have text that no tag reaches. Each function takes a PDF
as bytes and says its faults, in words; `faults` says those of all.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name, Pdf, Stream

ObjGen = tuple[int, int]


def faults(paper: bytes) -> list[str]:
    """Every fault that is found in the tag tree."""
    return [fault for check in CHECKS for fault in check(paper)]


def repeated_keys(paper: bytes) -> list[str]:
    """Keys of the parent tree that two pages, forms or annotations have, or that it does not have."""
    with pikepdf.open(io.BytesIO(paper)) as opened:
        known = set(_numbers(opened.Root.StructTreeRoot.get("/ParentTree")))
        held: dict[int, str] = {}
        found = []
        for index, page in enumerate(opened.pages):
            for what, one in _keyed(page.obj):
                for key in ("/StructParents", "/StructParent"):
                    number = one.get(key)
                    if number is None:
                        continue
                    place = f"{what} {one.objgen}"
                    if held.setdefault(number, place) != place:
                        found.append(f"page {index + 1}: {key} {number} of {place} is that of {held[number]}")
                    if number not in known:
                        found.append(f"page {index + 1}: {key} {number} of {place} is not in the parent tree")
        if max(known, default=-1) >= int(opened.Root.StructTreeRoot.get("/ParentTreeNextKey", 1 << 30)):
            found.append("ParentTreeNextKey is taken")
        return found


def strange_parents(paper: bytes) -> list[str]:
    """Marked content whose element, through the parent tree, is none or does not name it on its page."""
    with pikepdf.open(io.BytesIO(paper)) as opened:
        parents = _numbers(opened.Root.StructTreeRoot.get("/ParentTree"))
        found = []
        for index, page in enumerate(opened.pages):
            for holder, stream in _contents(page.obj):
                marks = _marks(stream)
                row = parents.get(int(holder.get("/StructParents", -1)))
                for mark in marks:
                    element = row[mark] if isinstance(row, Array) and 0 <= mark < len(row) else None
                    where = f"page {index + 1}: mark {mark}"
                    if not isinstance(element, Dictionary):
                        found.append(f"{where} has no parent")
                    elif (page.obj.objgen, _form(holder), mark) not in set(_own(element)):
                        found.append(f"{where} is not among the kids of its parent, {element.S}")
        return found


def dangling_marks(paper: bytes) -> list[str]:
    """Marks that elements name and no content has."""
    with pikepdf.open(io.BytesIO(paper)) as opened:
        there = {
            (page.obj.objgen, _form(holder), mark)
            for page in opened.pages
            for holder, stream in _contents(page.obj)
            for mark in _marks(stream)
        }
        named = [one for element in _elements(opened) for one in _own(element)]
        return [f"mark {one} is nowhere" for one in named if one not in there]


def lost_text(paper: bytes) -> list[str]:
    """Text that neither the tag tree reaches nor an artifact has."""
    return [
        f'page {index + 1}: "{lost[:40]}" is reached by no tag'
        for index, (_, _, lost) in enumerate(texts(paper))
        if lost.strip()
    ]


def broken_chains(paper: bytes) -> list[str]:
    """Elements that are in two places, or say another parent than has them, and parents of marks outside the tree."""
    with pikepdf.open(io.BytesIO(paper)) as opened:
        root = opened.Root.StructTreeRoot
        found = []
        seen: set[ObjGen] = {root.objgen}
        waiting: list[Any] = [root]
        while waiting:
            parent = waiting.pop()
            for kid in _kids(parent):
                if not isinstance(kid, Dictionary) or "/S" not in kid:
                    continue
                if kid.objgen in seen:
                    found.append(f"{kid.S} {kid.objgen} is in two places")
                    continue
                seen.add(kid.objgen)
                held = kid.get("/P")
                if not isinstance(held, Dictionary) or held.objgen != parent.objgen:
                    found.append(f"{kid.S} {kid.objgen} says another parent than has it")
                waiting.append(kid)
        for key, value in _numbers(root.get("/ParentTree")).items():
            for element in value if isinstance(value, Array) else (value,):
                if isinstance(element, Dictionary) and element.objgen not in seen:
                    found.append(f"the parent tree has at {key} an element that the tree does not have")
        return found


def links_without_tags(paper: bytes) -> list[str]:
    """Links that no element has as a part of it."""
    with pikepdf.open(io.BytesIO(paper)) as opened:
        parents = _numbers(opened.Root.StructTreeRoot.get("/ParentTree"))
        found = []
        for index, page in enumerate(opened.pages):
            for one in page.obj.get("/Annots", ()):
                element = parents.get(int(one.get("/StructParent", -1)))
                kids = _kids(element) if isinstance(element, Dictionary) else []
                if not any(isinstance(kid, Dictionary) and _is(kid.get("/Obj"), one) for kid in kids):
                    found.append(f"page {index + 1}: a link has no tag")
        return found


CHECKS: tuple[Callable[[bytes], list[str]], ...] = (
    repeated_keys,
    strange_parents,
    dangling_marks,
    lost_text,
    broken_chains,
    links_without_tags,
)


def texts(paper: bytes) -> list[tuple[str, str, str]]:
    """(text that the tag tree reaches, text of artifacts, other text) of each page, as painted."""
    with pikepdf.open(io.BytesIO(paper)) as opened:
        pages = [page.obj.objgen for page in opened.pages]
        reached = {one for element in _elements(opened) for one in _own(element)}
    document = pypdfium2.PdfDocument(paper)
    try:
        found = []
        for objgen, page in zip(pages, document, strict=True):
            own = {mark for on, form, mark in reached if on == objgen and not form}
            of_forms = {mark for on, form, mark in reached if on == objgen and form}
            sorts = {"tag": [""], "artifact": [""], "": [""]}
            text = page.get_textpage()
            for sort, characters in _painted(page.raw, text.raw, own, of_forms):
                sorts[sort].append(characters)
            text.close()
            found.append(("".join(sorts["tag"]), "".join(sorts["artifact"]), "".join(sorts[""])))
        return found
    finally:
        document.close()


def tree(paper: bytes) -> list[str]:
    """The types of the elements in order, indented."""
    with pikepdf.open(io.BytesIO(paper)) as opened:
        found = []
        waiting: list[tuple[Any, int]] = [(kid, 0) for kid in _kids(opened.Root.StructTreeRoot)]
        while waiting:
            element, depth = waiting.pop(0)
            if isinstance(element, Dictionary) and "/S" in element:
                found.append(" " * depth + str(element.S)[1:])
                waiting = [*((kid, depth + 1) for kid in _kids(element)), *waiting]
        return found


# ---- the tree ------------------------------------------------------------------------------------------------


def _kids(element: Any) -> list[Any]:
    held = element.get("/K")
    return list(held) if isinstance(held, Array) else [] if held is None else [held]


def _elements(opened: Pdf) -> Iterator[Any]:
    waiting = _kids(opened.Root.get("/StructTreeRoot", Dictionary()))
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary) and "/S" in one:
            yield one
            waiting += _kids(one)


def _own(element: Any) -> Iterator[tuple[ObjGen, ObjGen | None, int]]:
    """(page, form, MCID) of each mark that is a kid of an element."""
    for kid in _kids(element):
        if isinstance(kid, int):
            yield element.Pg.objgen, None, kid
        elif isinstance(kid, Dictionary) and "/MCID" in kid:
            form = kid.get("/Stm")
            page = kid.get("/Pg", element.get("/Pg"))
            yield page.objgen, form.objgen if form is not None else None, int(kid.MCID)


def _numbers(node: Any) -> dict[int, Any]:
    held = list(node.get("/Nums", ()))
    found = dict(zip(held[::2], held[1::2], strict=True))
    for kid in node.get("/Kids", ()):
        found |= _numbers(kid)
    return found


def _is(one: Any, other: Any) -> bool:
    return isinstance(one, Dictionary) and one.objgen == other.objgen


# ---- the pages -----------------------------------------------------------------------------------------------


def _forms(resources: Any, seen: set[ObjGen]) -> Iterator[Any]:
    objects = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    for _, one in objects.items() if isinstance(objects, Dictionary) else ():
        if isinstance(one, Stream) and one.objgen not in seen:
            seen.add(one.objgen)
            yield one
            yield from _forms(one.get("/Resources"), seen)


def _keyed(page: Any) -> Iterator[tuple[str, Any]]:
    yield "page", page
    for one in _forms(page.get("/Resources"), set()):
        yield "XObject", one
    for one in page.get("/Annots", ()):
        yield "annotation", one


def _contents(page: Any) -> Iterator[tuple[Any, Any]]:
    """(what has the parent tree's key, what has the content)"""
    yield page, page
    for one in _forms(page.get("/Resources"), set()):
        if one.get("/Subtype") == Name.Form:
            yield one, one


def _form(holder: Any) -> ObjGen | None:
    return holder.objgen if isinstance(holder, Stream) else None


def _marks(content: Any) -> list[int]:
    found: dict[int, None] = {}
    resources = content.get("/Resources")
    for instruction in pikepdf.parse_content_stream(content, "BDC"):
        properties: Any = instruction.operands[1] if len(instruction.operands) > 1 else None
        if isinstance(properties, Name):
            properties = resources.Properties.get(properties)
        if isinstance(properties, Dictionary) and "/MCID" in properties:
            found[int(properties.MCID)] = None
    return list(found)


def _painted(page: Any, text: Any, own: set[int], of_forms: set[int]) -> Iterator[tuple[str, str]]:
    """(how it is reached: "tag", "artifact" or "", characters) of each piece of text, those in forms too."""
    count, get = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
    waiting: list[tuple[Any, str, set[int]]] = [(get(page, n), "", own) for n in reversed(range(count(page)))]
    while waiting:
        piece, around, marks = waiting.pop()
        sort = around or _sort(piece, marks)
        kind = pdfium.FPDFPageObj_GetType(piece)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            inside = range(pdfium.FPDFFormObj_CountObjects(piece))
            waiting += [(pdfium.FPDFFormObj_GetObject(piece, n), sort, of_forms) for n in reversed(inside)]
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            size = pdfium.FPDFTextObj_GetText(piece, text, None, 0)
            held = ctypes.create_string_buffer(size)
            pdfium.FPDFTextObj_GetText(piece, text, ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), size)
            yield sort, held.raw.decode("utf-16-le", "replace").rstrip("\0")


def _sort(piece: Any, marks: set[int]) -> str:
    for index in range(pdfium.FPDFPageObj_CountMarks(piece)):
        mark = pdfium.FPDFPageObj_GetMark(piece, index)
        size = ctypes.c_ulong()
        held = (ctypes.c_ushort * 64)()
        pdfium.FPDFPageObjMark_GetName(mark, held, 128, size)
        if bytes(held)[: size.value].decode("utf-16-le").rstrip("\0") == "Artifact":
            return "artifact"
    return "tag" if pdfium.FPDFPageObj_GetMarkedContentID(piece) in marks else ""
