"""Where else it is said what is redacted in a file: in all that becomes public with its meeting.

A file in which words are covered hides nothing that the next one says. So the phrases are looked for in every text of
the meeting, of its board and of the site, and in everything that the files say which are published with it, by the one
idea of where a phrase stands. Whoever means that the words are no secret elsewhere says so beside the phrase.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span, ValuePath
from akson_docs.meetings import markdown_reader, prose, redaction
from akson_docs.meetings.markdown_reader import MarkdownReader
from akson_docs.model.documents import Attachment, Meeting, RedactedPhrase
from akson_docs.pdf.blackout.phrases import Searched, sayable
from akson_docs.rules.scan import file_leaks, public_content
from akson_docs.rules.scan.file_contents import PICTURES
from akson_docs.rules.scan.file_leaks import Leak
from akson_docs.rules.scan.public_content import Public, PublicText
from akson_docs.sources.loader import Parsed

_ELSEWHERE = N_(
    "take the words out there, or withhold or redact what says them; where they are no secret there, write "
    "also_said: yes beside the phrase"
)
IN_A_TEXT = Code(
    "redact-said", "error", N_("these words are also said in {where}, and that becomes public"), _ELSEWHERE
)
IN_A_FILE = Code(
    "redact-said",
    "error",
    N_("these words are also said in the file that {where} names, and that becomes public"),
    _ELSEWHERE,
)
ON_A_PAGE = Code(
    "redact-said",
    "error",
    N_("these words are also said on page {page} of the file that {where} names, and that becomes public"),
    _ELSEWHERE,
)
IN_A_PAPER = Code(
    "redact-said", "error", N_("these words are also said on page {page} of {name}, which becomes public"), _ELSEWHERE
)
UNKNOWN = Code(
    "redact-unsearched",
    "warning",
    N_("this file cannot be searched for what is redacted in another one, and becomes public"),
    N_("look through it yourself"),
)
ORIGINAL = Code(
    "redact-original",
    "error",
    N_("this file is redacted in {where}, and becomes public here as it is"),
    N_("redact it here too (redact:), or withhold it (withheld:)"),
)
VERSION = Code(
    "redact-original",
    "error",
    N_(
        "this is another version of a file that is redacted in {where}: it says those words and becomes public as it is"
    ),
    N_("redact it here too (redact:), or withhold it (withheld:)"),
)
IN_ANOTHER_MEETING = Code(
    "redact-other-meeting",
    "warning",
    N_('these words are also said in the file "{name}" that {where} attaches, and that is, or becomes, public'),
    N_(
        "redact them there too, or withhold that file; where they are no secret there, write also_said: yes beside the "
        "phrase"
    ),
)
MOST = 10
"""Of one phrase so many places are told; whoever mends them is told the rest."""
_UNSEARCHED = ("unread", "size", "kind", "letters", "scan")
"""What is noted of a file of which not all was searched."""


def sought(meeting: Meeting) -> tuple[str, ...]:
    """The phrases of a meeting that may be said nowhere else, each once."""
    return tuple(dict.fromkeys(phrase for _, phrase in _phrases(meeting)))


def says(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text says any of some phrases."""
    searched = Searched(text)
    return any(map(searched.says, phrases))


def places(parsed: Parsed[Meeting]) -> tuple[tuple[str, Span], ...]:
    """Each phrase of a meeting that may be said nowhere else, with its line."""
    found = _phrases(parsed.value) if parsed.value is not None else ()
    return tuple((phrase, parsed.span(path)) for path, phrase in found)


def _phrases(meeting: Meeting) -> Iterator[tuple[ValuePath, str]]:
    for path, one in redaction.redacted(meeting):
        for index, row in enumerate(_rows(one)):
            if not row.also_said:
                yield (*path, "redact", "phrases", index), row.text


def _rows(attachment: Attachment) -> tuple[RedactedPhrase, ...]:
    return attachment.redact.phrases if attachment.redact else ()


def problems(public: Public, beside: Iterable[tuple[Parsed[Any], Any]]) -> Iterator[Diagnostic]:
    """What is said elsewhere, at the line of each phrase; `public` is what becomes public of a meeting, and `beside`
    the public editions of its board and its site, each as it was read."""
    meeting = public.parsed.value
    assert isinstance(meeting, Meeting)
    phrases = sought(meeting)
    if not phrases:
        return
    own = dict(redaction.redacted(meeting))
    reader = markdown_reader.reader()
    said: Mapping[str, list[tuple[Code, dict[str, str | int]]]] = {phrase: [] for phrase in phrases}
    for parsed, value in ((public.parsed, redaction.public(meeting)), *beside):
        # What the attachment is called is told where it is redacted.
        texts = [one for one in public_content.texts(value) if parsed is not public.parsed or one.path[:-1] not in own]
        for text, of_it in itertools.chain(((one, phrases) for one in texts), _tables(texts, phrases)):
            for phrase in _said(text, of_it, reader):
                words = public_content.same_words(phrase)
                span = public_content.place(text.path, words, 0, parsed, public.read)
                said[phrase].append((IN_A_TEXT, {"where": _sayable(span, phrases)}))
    for path, file in public.files:
        where = _sayable(public.parsed.span(path), phrases)
        for leak in public.leaks.get(file, ()):
            if leak.what == "phrase":
                code = ON_A_PAGE if leak.page else IN_A_FILE
                page = {"page": leak.page} if leak.page else {}
                said[phrases[leak.phrase - 1]].append((code, {"where": where, **page}))
    for path, phrase in _phrases(meeting):
        unique = {str(one): one for one in said[phrase]}
        for code, parameters in itertools.islice(unique.values(), MOST):
            yield code.at(public.parsed.span(path), **parameters)
    searched = {path for path, one in own.items() if {*phrases} <= {row.text for row in _rows(one)}}
    yield from _unsearched(public, searched)


def printed(found: Iterable[Leak], paper: str, parsed: Parsed[Meeting]) -> Iterator[Diagnostic]:
    """What a finished paper says, at the line of each phrase: there words may come together that stood apart."""
    phrases = list(_phrases(parsed.value)) if parsed.value is not None else []
    told = sought(parsed.value) if parsed.value is not None else ()
    for leak in found:
        if leak.what == "phrase":
            for path, phrase in phrases:
                if phrase == told[leak.phrase - 1]:
                    yield IN_A_PAPER.at(parsed.span(path), page=leak.page, name=paper)


def _tables(texts: Iterable[PublicText], phrases: Collection[str]) -> Iterator[tuple[PublicText, Collection[str]]]:
    """Tables as they are read, row after row, each with the phrases that no row of it says by itself. What stands under
    something is said with another row, and not after it."""
    rows = (one for one in texts if one.parted)
    for path, held in itertools.groupby(rows, lambda one: one.path[:-1]):
        each = [row.text for row in held]
        apart = [phrase for phrase in phrases if not any(Searched(row).says(phrase) for row in each)]
        yield PublicText(path, "\n".join(each), None), apart


def _said(text: PublicText, phrases: Iterable[str], reader: MarkdownReader) -> Iterator[str]:
    """The phrases that a text says, or a name or an address: as it is written, and as it is read, with the addresses
    that its links lead to."""
    is_name = "://" in text.text or (text.field is not None and text.field.visibility == "alt" and not text.spoken)
    searched = [Searched(text.text), *((Searched.name(text.text),) if is_name else ())]
    if text.markdown:
        searched.append(Searched(prose.printed(reader, text.text)))
        searched += map(Searched.name, prose.leads(reader, text.text))
    return (phrase for phrase in phrases if any(one.says(phrase) for one in searched))


def _sayable(where: Span, phrases: Iterable[str]) -> str:
    """A place as it may be said where others read along: a folder's name may say a phrase too."""
    said = str(where)
    return f"{sayable(where.file, phrases)}:{where.line}" if sayable(said, phrases) != said else said


def _unsearched(public: Public, searched: Collection[ValuePath]) -> Iterator[Diagnostic]:
    """The files of which not all was searched, but those in which all the phrases are redacted."""
    for path, file in public.files:
        found = any(leak.what in _UNSEARCHED for leak in public.leaks.get(file, ()))
        is_seen = file.rpartition(".")[2].lower() in PICTURES or not file_leaks.is_looked_at(file)
        if path[:-1] not in searched and (found or is_seen):
            yield UNKNOWN.at(public.parsed.span(path))
