"""Rules about the site as a whole: how it looks, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from akson_docs.catalogue import N_, NC_, in_each
from akson_docs.diagnostics import Code, Problem
from akson_docs.model import walk
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


MADE_UP: Mapping[str, str] = {
    "name": NC_("new", "Meeting papers (a made-up example)"),
    "publisher": NC_("new", "The Example Agency (made up)"),
    "address": "https://meetings.example.no",
    "email": "post@meetings.example.no",
}
"""What a new site begins with, by the keys of its file, until somebody writes what is so."""
SITE_MADE_UP = Code(
    "site-made-up",
    "note",
    N_('"{found}" is made up, and is published'),
    N_("write your own here: akson new site put this in its place"),
)


def site_made_up(site: Site) -> Iterator[Problem]:
    """Name, publisher, address and contact of the site are its own, and not those that a new site begins with. Links in
    calendars, feeds and invitations lead to the address, and readers write to the contact.

    The rule is for the site as a whole, and cannot be silenced.
    """
    made_up = {said for text in MADE_UP.values() for said in (text, *(one for _, one in in_each(text, "new")))}
    for leaf in walk.leaves(site):
        for _, text in leaf.texts:
            if text.rstrip("/") in made_up:
                yield SITE_MADE_UP.of(leaf.path, found=text)


def _luminance(colour: str) -> float:
    """The relative luminance of a colour such as "#00596b", from 0 to 1, as WCAG 2.2 defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
