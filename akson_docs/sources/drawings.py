"""What papers show of a drawing otherwise than browsers do, as it is told to its author."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem
from akson_docs.sources import font_coverage, images, svg
from akson_docs.sources.font_coverage import Coverage
from akson_docs.sources.svg_cost import TooSlow

OTHERWISE = Code(
    "picture-otherwise",
    "warning",
    N_('line {line} of "{found}" has {part}, which papers show otherwise than browsers'),
    N_("look at it in the paper; save it as PNG where it is not right"),
)
SLOW = Code(
    "picture-slow",
    "error",
    N_('"{found}" takes minutes to draw, most of it for {part} (line {line})'),
    N_("draw it more simply, or save it as PNG"),
)
GLYPH = Code(
    font_coverage.GLYPH.name,
    "error",
    N_('line {line} of "{found}" has the character {character} ({name}), which no font of this site has'),
    N_("write it another way, or draw its letters as paths"),
)
MOST_TOLD = 5
"""Of one drawing: whoever has seen so many saves it otherwise."""


def problems(data: bytes, name: str, coverage: Coverage | None = None) -> Iterator[Problem]:
    """What is wrong with a drawing in papers, by the author's name of it, whose words are set in fonts that have so
    many signs; nothing with what no picture may be at all, which is told where it is read."""
    from akson_docs.sources import plain_svg  # what it needs is slow to load, and most meetings do not

    try:
        if svg.refused(data, lambda bitmap: True):
            return
        plain = plain_svg.plain(data, images.embedded)
    except TooSlow as error:
        yield SLOW.of((), found=name, part=error.part, line=error.line)
    except svg.NotSvg:
        return
    except (expat.ExpatError, ValueError):
        yield images.NO_PICTURE.of((), found=name)
    else:
        for one in plain.unlike[:MOST_TOLD]:
            yield OTHERWISE.of((), found=name, part=one.part, line=one.line)
        for character in coverage.lacking(plain.words)[:MOST_TOLD] if coverage else ():
            line = next(line for line, words in plain.written if character in words)
            yield GLYPH.of((), found=name, line=line, **font_coverage.named(character))
