"""What the style sheets of a drawing ask of whoever works them out, weighed before one of their rules is tried: each is
tried on all elements that it may be for, and may look at all that is around each of them.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from akson_docs.sources.svg_cost import TooSlow

MOST_TRIES = 2_000_000
"""Tries of rules on elements, each with what it declares: some four seconds at the worst."""
_DECLARED = 4
"""How many tries each thing that a rule declares takes besides."""
MOST_READ = 300_000
"""Words and signs to read: some three seconds."""


@dataclass(frozen=True)
class Reach:
    """How far the selectors of a rule look around an element."""

    inside: int
    """How many elements one wants around each other somewhere above."""
    beside: int
    """How often one looks at those beside an element."""
    within: bool
    """Whether one looks at those in an element."""


@dataclass(frozen=True)
class SheetRule:
    """What a rule declares, as (name, value, whether it is important), and how far one looks who tries it."""

    declared: list[tuple[str, list[Any], bool]]
    reach: Reach


def to_read(sheet: str) -> int:
    """How much there is to read in a style sheet, in words: a rule takes as long as eight, a selector as four."""
    return len(re.findall(r"[^\w-]+", sheet)) + 8 * sheet.count("{") + 4 * sheet.count(",")


def reach(written: str) -> Reach:
    """How far selectors look that are written so."""
    each = written.split(",")
    inside = max(len(re.findall(r"[^\s>+~]+", one)) for one in each) - 1
    beside = max(len(re.findall(r"~(?!=)|:nth|-of-type", one)) for one in each)
    return Reach(max(inside, 0), beside, ":has(" in written)


def weigh(root: Element, matcher: Any) -> None:
    """Counts how often rules will be tried on elements, before one is. Raises TooSlow with the heaviest element."""
    named = (matcher.id_selectors, matcher.class_selectors, matcher.lower_local_name_selectors)
    by_name = [{name: _tries(entries) for name, entries in held.items()} for held in named]
    of_all = _tries(itertools.chain(*matcher.namespace_selectors.values(), matcher.other_selectors))
    of_lang = _tries(matcher.lang_attr_selectors)
    if not any((*by_name, of_all, of_lang)):
        return
    tries, heaviest, sizes = 0.0, (0.0, root), _sizes(root)
    waiting = [(root, 0, 1)]
    while waiting:
        element, depth, beside = waiting.pop()
        classes, tag = dict.fromkeys(element.get("class", "").split()), element.tag.rpartition("}")[2].lower()
        names = ((element.get("id", ""),), classes, (tag,))
        held = [some[name] for some, own in zip(by_name, names, strict=True) for name in own if name in some]
        weight = 0.0
        for one in (*held, of_all, *((of_lang,) if "lang" in element.attrib else ())):
            for reach, count in one.items():
                # One of them around an element is looked for quickly; of several, each may be each of those around it.
                above = math.comb(depth, min(reach.inside, depth // 2)) if reach.inside > 1 else 1
                aside = math.comb(beside, min(reach.beside, beside // 2)) if reach.beside else 1
                tried = max(above, 1) * max(aside, 1) * (sizes[element] if reach.within else 1)
                weight += count.tries * tried + count.declared * _DECLARED
        tries += weight
        heaviest = max(heaviest, (weight, element), key=lambda one: one[0])
        if tries > MOST_TRIES:
            raise TooSlow("<style>", heaviest[1])
        waiting += ((kid, depth + 1, len(element)) for kid in element)


class _Count(NamedTuple):
    """How many selectors that look equally far are tried on one element, and how much their rules declare."""

    tries: int = 0
    declared: int = 0


def _tries(entries: Iterable[Any]) -> dict[Reach, _Count]:
    """The selectors that are tried on one element, by how far they look."""
    found: dict[Reach, _Count] = {}
    for *_, rule in entries:
        tries, declared = found.get(rule.reach, _Count())
        found[rule.reach] = _Count(tries + 1, declared + len(rule.declared))
    return found


def _sizes(root: Element) -> dict[Element, int]:
    """How many elements there are in each, with itself."""
    found: dict[Element, int] = {}
    for element in reversed(list(root.iter())):
        found[element] = 1 + sum(found[kid] for kid in element)
    return found
