"""Rules about how the site looks."""

from __future__ import annotations

from collections.abc import Iterator

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem
from akson_docs.model.documents import Site

COLOUR_CONTRAST = Code(
    "colour-contrast",
    "warning",
    N_("{colour} against white has a contrast of {ratio} : 1; text wants 4.5"),
    N_("choose a darker shade of it"),
)


def colour_contrast(site: Site) -> Iterator[Problem]:
    """The publisher's own colours can be read: as text on white, and under white text (WCAG 2.2, 1.4.3).

    A dark screen has shades of its own, so white is what counts. The rule is for the site as a whole, and cannot be
    silenced.
    """
    colours = site.colours
    for key, colour in (("accent", colours.accent), ("deep", colours.deep)) if colours else ():
        ratio = 1.05 / (_luminance(colour) + 0.05) if colour else 21.0
        if colour and ratio < 4.5:
            yield COLOUR_CONTRAST.of(("colours", key), colour=colour, ratio=f"{ratio:.1f}")


def _luminance(colour: str) -> float:
    """The relative luminance of a colour such as "#00596b", from 0 to 1, as WCAG 2.2 defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
