"""What papers show of a drawing otherwise than browsers do, as it is told to its author."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem
from akson_docs.sources import images, svg

OTHERWISE = Code(
    "picture-otherwise",
    "warning",
    N_('line {line} of "{found}" has {part}, which papers show otherwise than browsers'),
    N_("look at it in the paper; save it as PNG where it is not right"),
)
SLOW = Code(
    "picture-slow",
    "error",
    N_('"{found}" has filters that take minutes to draw'),
    N_("draw it without them, or save it as PNG"),
)
MOST_TOLD = 5
"""Of one drawing: whoever has seen so many saves it otherwise."""


def problems(data: bytes, name: str) -> Iterator[Problem]:
    """What is wrong with a drawing in papers, by the author's name of it; nothing with what no picture may be at all,
    which is told where it is read."""
    from akson_docs.sources import plain_svg  # what it needs is slow to load, and most meetings do not

    try:
        if svg.refused(data, lambda bitmap: True):
            return
        plain = plain_svg.plain(data, images.embedded)
    except plain_svg.TooSlow:
        yield SLOW.of((), found=name)
    except svg.NotSvg:
        return
    except (expat.ExpatError, ValueError):
        yield images.NO_PICTURE.of((), found=name)
    else:
        for one in plain.unlike[:MOST_TOLD]:
            yield OTHERWISE.of((), found=name, part=one.part, line=one.line)
