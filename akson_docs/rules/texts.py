"""Rules about what texts refer to, and how slides are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem
from akson_docs.meetings.agenda import Agenda
from akson_docs.meetings.deck import deck
from akson_docs.model.slides import Figure
from akson_docs.model.values import Line
from akson_docs.rules.rule_inputs import slides_of, texts_of
from akson_docs.sources import paper_pictures
from akson_docs.sources.markdown_setup import tangle

LINK_TARGET = Code(
    "link-target",
    "error",
    N_('the link "{found}" leads nowhere'),
    N_("begin it with https:// or mailto:, or write #slide-12; a file is attached, and the text says its title"),
)


def link_target(agenda: Agenda) -> Iterator[Problem]:
    """A link in a text leads somewhere: to an address, or to a slide of the deck.

    A link that does not is an error, because a reader of the PDF has nowhere else to look.
    """
    anchors = {slide.anchor for slide in deck(agenda)} | {f"slide-{slide.number}" for slide in deck(agenda)}
    for path, words in texts_of(agenda):
        for _, text in words.said:
            for target in re.findall(r"(?<!!)\[[^\]]*\]\(\s*<?([^)>\s]*)", text):
                sound = re.match(r"https?://[^\s/]+|mailto:[^\s@]+@[^\s@]+$", target)
                known = target.startswith("#") and target[1:] in anchors
                if not sound and not known and tangle(text) is None:  # what is a tangle is told where it is read
                    yield LINK_TARGET.of(path, found=target)


IMAGE_IN_TEXT = Code(
    "image-in-text",
    "error",
    N_("a picture cannot stand in a text"),
    N_("make it a slide: kind: figure, file, alt; or put it in the case paper (paper:)"),
)


def image_in_text(agenda: Agenda) -> Iterator[Problem]:
    """A picture is a slide of its own, or stands in a case paper, with a text alternative for those who do not see it
    (WCAG 2.2, 1.1.1).

    A picture in another text is an error, because it would not be shown.
    """
    for path, words in texts_of(agenda):
        if path[-2:] == ("paper", "text"):
            continue  # what is wrong with those is told where they are read
        if any(re.search(r"!\[[^\]]*\]\(", text) for _, text in words.said):
            yield IMAGE_IN_TEXT.of(path)


MARKDOWN_IN_LINE = Code(
    "markdown-in-line",
    "warning",
    N_("this is one line without markup: {found} is printed as it stands"),
    N_("write the words alone; where an item has its link, write it under link:; else it stands in a text"),
)
_MARKDOWN = re.compile(r"!?\[[^\]]*\]\([^)\s]+\)|\*\*[^*]+\*\*|__[^_]+__|`[^`]+`|</?(?:a|b|br|em|i|strong)\b[^>]*>")


def markdown_in_line(agenda: Agenda) -> Iterator[Problem]:
    """A title, a name or another line has no markup. Links, bold and code are printed there with their signs."""
    for path, words in texts_of(agenda):
        if isinstance(words, Line) and not words.withheld:
            for _, text in words.said:
                if found := _MARKDOWN.search(text):
                    yield MARKDOWN_IN_LINE.of(path, found=found[0])
                    break


ALT_POOR = Code(
    "alt-poor",
    "warning",
    N_("this text alternative says little"),
    N_("say what the picture shows, as you would on the telephone; a title or a file's name is not enough"),
)


def alt_poor(agenda: Agenda) -> Iterator[Problem]:
    """A text alternative says what a picture shows (WCAG 2.2, 1.1.1). Title, caption and file name do not."""
    for path, slide in slides_of(agenda):
        if isinstance(slide, Figure):
            same = {text.casefold() for words in (slide.title, slide.caption) if words for _, text in words.said}
            for _, text in slide.alt.said:
                if text.casefold() in same or _is_poor(text):
                    yield ALT_POOR.of((*path, "alt"))
    for entry in agenda.entries:
        paper = entry.item.paper
        for _, text in paper.text.said if paper and paper.text else ():
            for one in paper_pictures.shown(text):
                if one.is_alone and _is_poor(one.alt):
                    yield replace(ALT_POOR.of((*entry.path, "paper"), found=one.alt), found=one.alt)


def _is_poor(alt: str) -> bool:
    return len(alt.split()) < 3 or alt.endswith((".png", ".jpg", ".jpeg", ".svg")) or _MADE_UP.search(alt) is not None


_MADE_UP = re.compile(
    r"(?:automatisk|automatically) gener|gener\w+ automatically|automatically generated|\b(?:AI|KI)-gener",
    re.IGNORECASE,
)
"""What Word says in a text alternative that it made by itself."""


WITHHELD_WORD = Code(
    "withheld-word",
    "error",
    N_('public text says "{found}": was something meant to be withheld?'),
    N_(
        "withhold it with the key withheld; "
        "if the words are meant for readers, add the line `silence: [withheld-word]` to meeting.yaml"
    ),
)
_WITHHELD = re.compile(
    r"\bwithheld\b|\bexempt(?:ed)? from (?:public )?(?:disclosure|access|publication)|\bnot for publication"
    r"|\b(?:unnt(?:att|as)|unnatek(?:e|en|ne))\s(?:(?:fra|frå|for)\s)?(?:offentl\w+|off\.|innsyn)"
    r"|\bunntatt\setter\soff|\bu\.\s?off(?:\.|\b)"
    r"|\b(?:offl\.?|ofl\.|off\.lova|offentl[eé]glova|offentlighetsloven|offentlegl\.)\s?§§?"
    r"(?!\s?(?:[1-9]|1[0-2]|2[7-9]|3\d)\b)"
    r"|\b(?:underlagt|underlagde|omfattet\sav|omfatta\sav|unntatt\spå\sgrunn\sav)\s(?:taushetsplikt|teieplikt)"
    r"|\b(?:taushetsbelagt\w*|taushetspliktige?\sopplysninger|teiepliktige?\sopplysningar)"
    r"|\b(?:fvl\.|forvaltningsloven|forvaltningslova)\s?§\s?13\b(?![-–])|\bsubject to (?:a )?duty of confidentiality",
    re.IGNORECASE,
)
"""A provision counts where it is one that something is withheld by: offentleglova §§ 13 to 26, forvaltningsloven § 13.
To speak of taushetsplikt, as boards do, is no slip; to say that this falls under it may be one."""


def withheld_word(agenda: Agenda) -> Iterator[Problem]:
    """Public text does not say of itself that it is withheld. Such words mean that a key which was to withhold
    something slipped into the text; they are an error.

    The rule looks for what papers are marked with in bokmål, nynorsk and English ("unntatt offentlighet", "u.off.",
    "offl. § 13", "underlagt taushetsplikt"). What merely speaks of the law ("offl. § 3", "rutiner for taushetsplikt")
    is left alone.
    """
    for path, words in texts_of(agenda):
        corrects = path[:2] == ("minutes", "corrections")  # it may well be the correction that something is withheld
        for _, text in words.said if not words.withheld and not corrects else ():
            found = _WITHHELD.search(text)
            if found:
                yield replace(WITHHELD_WORD.of(path, found=found[0]), found=found[0])


SLIDE_ID_REPEATED = Code(
    "slide-id-repeated", "error", N_('two slides of this item have the id "{found}"'), N_("give one of them another id")
)


def slide_id_repeated(agenda: Agenda) -> Iterator[Problem]:
    """No two slides of an item have the same id. A repeated id is an error, because the id is the slide's address."""
    for entry in agenda.entries:
        seen: set[str] = set()
        for place, slide in enumerate(entry.item.slides):
            name = getattr(slide, "id", "")
            if name and name in seen:
                yield SLIDE_ID_REPEATED.of((*entry.path, "slides", place, "id"), found=name)
            seen.add(name)
