"""What is new as a feed (`feed.xml`; Atom, RFC 4287), and where the pages are, for search engines (`sitemap.xml`).

An entry has one identifier for good, made of the address of its meeting, and the day that the sources give it: the same
sources give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from akson_docs.build.jobs import FeedEntry, FeedFile, News, RobotsFile, SiteMap
from akson_docs.catalogue import LANGUAGES
from akson_docs.meetings import markdown_reader, prose
from akson_docs.meetings.addresses import Place
from akson_docs.render import templates
from akson_docs.render.calendar_files import address, called, say
from akson_docs.render.templates import TemplateSet

ATOM = "http://www.w3.org/2005/Atom"
SITE_MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEVER = "1970-01-01"
"""When a feed was changed in which there is nothing yet: there has to be some day."""


def feed(what: FeedFile, place: Place, template_set: TemplateSet) -> bytes:
    """A feed in a place's language."""
    language, site = place.language, place.site
    page = address(place, place.address)
    top = Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _text(top, "id", page)
    name = site.name.say(language, site.language)[1]
    _text(top, "title", f"{what.name.say(language, site.language)[1]} – {name}" if what.name else name)
    _text(top, "updated", _moment(what.entries[0].day if what.entries else NEVER))
    SubElement(top, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{page}feed.xml"})
    SubElement(top, "link", {"rel": "alternate", "type": "text/html", "href": page})
    _text(SubElement(top, "author"), "name", site.publisher.say(language, site.language)[1])
    for entry in what.entries:
        _entry(SubElement(top, "entry"), entry, place, template_set)
    return _written(top)


def _entry(made: Element, entry: FeedEntry, place: Place, template_set: TemplateSet) -> None:
    which = f"-{entry.issue}" if entry.what in ("papers", "minutes") else f"-{entry.anchor}" if entry.anchor else ""
    title, target = told(entry, place, template_set)
    path, mark, anchor = target.partition("#")
    link = address(place, path) + mark + anchor
    # Not by the address of a language: that moves when another becomes the main one.
    permanent = f"{place.site.address.rstrip('/')}/{entry.name.key.address}"
    _text(made, "id", f"{permanent}#{place.language}-{entry.what}{which}")
    _text(made, "title", title)
    _text(made, "updated", _moment(entry.day))
    SubElement(made, "link", {"rel": "alternate", "type": "text/html", "href": link})
    says = say(entry.says, place, entry.name)
    if says and entry.what == "decided":
        _text(made, "content", prose.html(markdown_reader.reader(), says, 2, {})).set("type", "html")
    elif says:
        _text(made, "summary", says)


def told(entry: FeedEntry, place: Place, template_set: TemplateSet) -> tuple[str, str]:
    """(what is said of something new in a line, the address of where it is)"""
    target = entry.name.key.address
    if entry.what == "papers" and entry.issue > 1:
        target += "changes/"
    return _title(entry, place, template_set), f"{target}#{entry.anchor}" if entry.anchor else target


def _title(entry: FeedEntry, place: Place, template_set: TemplateSet) -> str:
    def said(key: str, **values: object) -> str:
        return templates.said(template_set, place.language, None, key, **values)

    name = entry.name
    days = LANGUAGES[place.language].days(date.fromisoformat(name.date), date.fromisoformat(name.last_date))
    meeting = f"{called(name, place)}, {days}"
    if entry.what == "decided":
        title = say(entry.title, place, name)
        item = f"{said('number')} {entry.number} {title}" if entry.number else title
        return said("feed_decided", item=item)
    minutes = entry.minutes.get(place.language) or said("minutes")
    is_later = entry.issue > 1 and entry.what in _LATER
    key = _LATER[entry.what] if is_later else _FIRST[entry.what]
    return said(key, meeting=meeting, minutes=minutes, issue=entry.issue)


_FIRST: Mapping[News, str] = {
    "papers": "feed_papers",
    "minutes": "feed_minutes",
    "approved": "feed_approved",
    "cancelled": "feed_cancelled",
}
_LATER: Mapping[News, str] = {"papers": "feed_papers_issue", "minutes": "feed_minutes_issue"}
"""What is said of an issue after the first."""


def site_map(what: SiteMap) -> bytes:
    """The list of all pages, or of such lists."""
    top = Element("sitemapindex" if what.is_of_lists else "urlset", {"xmlns": SITE_MAPS})
    for one in what.addresses:
        _text(SubElement(top, "sitemap" if what.is_of_lists else "url"), "loc", one)
    return _written(top)


def robots(what: RobotsFile) -> bytes:
    """What search engines ask first."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {what.site_map}\n".encode()


def _text(parent: Element, name: str, text: str) -> Element:
    made = SubElement(parent, name)
    made.text = _NO_XML.sub("", text)
    return made


_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML has no way to write (XML 1.0, 2.2)."""


def _written(top: Element) -> bytes:
    ElementTree.indent(top, " ")
    made: bytes = ElementTree.tostring(top, "utf-8", xml_declaration=True)
    return made + b"\n"


def _moment(day: str) -> str:
    """A day as Atom writes it: at noon, which is on that day in all of Europe."""
    return f"{day}T12:00:00Z"
