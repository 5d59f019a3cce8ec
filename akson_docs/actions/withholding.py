"""What the sources hold that the public edition withholds, at its places; and problems told without words of it.

Whatever the full value says and the public one does not is withheld: the model is walked, and nothing is listed by
hand. Where something cannot be read, or its words might be among what is withheld, it counts as withheld.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from typing import Any, get_args

from akson_docs.build import meeting_index
from akson_docs.build.meeting_index import MeetingIndex
from akson_docs.diagnostics import Diagnostic, Span, ValuePath, locate
from akson_docs.meetings import pseudonyms, redaction
from akson_docs.meetings.revisions import calendars, dispatch
from akson_docs.model import walk
from akson_docs.model.documents import Board, Document, Meeting, Site
from akson_docs.model.values import LocalizedText, Value
from akson_docs.rules import registry
from akson_docs.rules.scan import file_leaks, public_content
from akson_docs.sources import case_papers, history, repository, stray_files, word_files, yaml_source
from akson_docs.sources.history import Once
from akson_docs.sources.layout import TOP, MeetingKey, board_file
from akson_docs.sources.loader import Parsed
from akson_docs.sources.repository import Audience
from akson_docs.sources.yaml_source import RawValue

UNSAID = "…"
"""What stands in a message for words that are not repeated."""


@dataclass(frozen=True)
class WithheldInFile:
    """What one file holds that the public edition withholds."""

    span: Span
    """The first of the places."""
    what: tuple[str, ...]
    """The keys that withhold it."""
    count: int
    """How many texts and facts it is."""


# ---- what is held --------------------------------------------------------------------------------------------


def held(index: MeetingIndex) -> Iterator[WithheldInFile]:
    """What the sources hold on a day that is not for everybody, file by file; of what cannot be read nothing."""
    if index.site is None:
        return
    site = Parsed[Site](index.site, {}, f"{TOP}/site.yaml", ())
    yield from _by_file(_hidden(index.site, redaction.public(index.site), "private"), site)
    for name, board in index.held.items():
        if board.parsed.value is not None:
            yield from _by_file(_of_board(index.site, board.parsed.value), board.parsed)
        for key in (key for key in index.records if key.board == name):
            parsed = _whole(index, key)
            if parsed is not None and parsed.value is not None:
                yield from _by_file(_of_meeting(index, key, parsed.value), parsed)
                yield from _in_word(index, key, parsed.value)
            yield from _sent(index, key)


def _in_word(index: MeetingIndex, key: MeetingKey, meeting: Meeting) -> Iterator[WithheldInFile]:
    """The case papers of a meeting whose documents say more than what is published of them: comments, what was changed,
    and what is hidden."""
    for name in dict.fromkeys(name for _, name in public_content.files(meeting, (), (Document,))):
        if not word_files.is_word(name) or key.file(name) not in index.snapshot.stamps:
            continue
        from akson_docs.sources import word_body, word_text  # slow to load, and most papers are none of Word's

        found = word_text.read(index.snapshot.read(key.file(name)))
        hidden = len(dict(found.left).get(word_body.HIDDEN, ()))
        what = {case_papers.COMMENTS: found.comments, case_papers.CHANGES: found.changes, case_papers.LEFT_OUT: hidden}
        if any(what.values()):
            told = tuple(code.name for code, count in what.items() if count)
            yield WithheldInFile(Span(key.file(name)), told, sum(what.values()))


def _whole(index: MeetingIndex, key: MeetingKey) -> Parsed[Meeting] | None:
    """A meeting with all that it says; None where it cannot be read."""
    if index.site is None or key.board not in index.boards or key in index.unsound:
        return None
    found = meeting_index.whole(index, key, "members")
    return found.parsed if found else None


def _of_board(site: Site, board: Board) -> Iterator[tuple[ValuePath, str]]:
    """The places in a board that are withheld, each with the key that withholds it."""
    if not redaction.is_shown(board, site):
        yield ("public",), "public"
        return
    yield from _hidden(board.model_copy(update={"standing": ()}), redaction.public(board), "private")
    for place, item in enumerate(board.standing):
        yield from ((("standing", place, *path), key) for path, key in _hidden(item, redaction.public(item), "private"))


def _of_meeting(index: MeetingIndex, key: MeetingKey, meeting: Meeting) -> Iterator[tuple[ValuePath, str]]:
    """The places in a meeting that are withheld on a day, each with the key that withholds it."""
    site, board, today = index.site, index.boards[key.board], index.today
    assert site is not None
    if not redaction.is_shown(board, site):
        return  # its board says so
    if meeting.draft:
        yield ("draft",), "draft"
    elif not redaction.is_public(draft=False, publish=meeting.publish, board=board, site=site, today=today):
        yield ("publish",), "publish"
    else:
        end = pseudonyms.end(site, meeting)
        gone = "names_until" if end is not None and end <= today else "private"
        shown = redaction.published(site, index.board(key, meeting), meeting, today)[1]
        yield from _hidden(meeting, shown, gone)


def _hidden(full: Value, public: Value, otherwise: str) -> Iterator[tuple[ValuePath, str]]:
    """Every place where a value says what its public edition does not, with the key that withholds it.

    What is neither withheld, nor private, nor of the minutes, is a name: `otherwise` says why that goes.
    """
    for leaf in walk.leaves(full, enters=_may_hold):
        if leaf.field is not None and leaf.field.is_empty(leaf.value):
            continue
        shown = walk.at(public, leaf.path)
        if isinstance(leaf.value, LocalizedText):
            if not leaf.value.said or (isinstance(shown, LocalizedText) and shown.said == leaf.value.said):
                continue
        elif shown == leaf.value:
            continue
        yield leaf.path, _reason(full, public, leaf, otherwise)


_OF_RULES = ("rules", "silence")
"""Private fields that hold codes of rules and nothing else."""


def _may_hold(field: walk.Field, held: Any) -> bool:
    return not (field.visibility == "private" and field.name in _OF_RULES)


def _reason(full: Value, public: Value, leaf: walk.Leaf, otherwise: str) -> str:
    if leaf.field is not None and leaf.field.visibility == "private" and "redact" not in leaf.path:
        return leaf.field.key
    reason = otherwise
    for length in range(len(leaf.path) + 1):
        above = walk.at(full, leaf.path[:length])
        if getattr(above, "withheld", None):
            return "withheld"
        if getattr(above, "redact", None):
            return "redact"
        if isinstance(above, Value) and length < len(leaf.path):
            field = next((one for one in walk.fields(type(above)) if one.key == leaf.path[length]), None)
            if field is not None and field.is_minuted and not walk.at(public, leaf.path[: length + 1]):
                reason = "minutes"
    return reason


def _by_file(found: Iterable[tuple[ValuePath, str]], parsed: Parsed[Any]) -> Iterator[WithheldInFile]:
    """What is withheld at some places, for each file that they stand in."""
    files: dict[str, list[tuple[Span, str]]] = {}
    for path, key in found:
        span = locate(path, parsed.spans, Span(parsed.file))
        files.setdefault(span.file, []).append((span, key))
    for places in files.values():
        yield WithheldInFile(min(span for span, _ in places), tuple(sorted({key for _, key in places})), len(places))


def _sent(index: MeetingIndex, key: MeetingKey) -> Iterator[WithheldInFile]:
    """The members' papers of each dispatch of a meeting, with the record of what they say and its time stamp, which has
    a digest of that; and who was invited."""
    top = key.file(dispatch.FOLDER)
    records = "|".join(map(re.escape, (dispatch.RECORD, dispatch.STAMP)))
    sent: dict[str, list[str]] = {}
    for path in index.snapshot.under(top):
        kept = re.match(
            rf"((?:(?:{'|'.join(dispatch.KINDS)})/)?[^/]+/)(?:members/|(?:{records})$)|({calendars.FOLDER}/)",
            path[len(top) + 1 :],
        )
        if kept:
            sent.setdefault(kept[1] or kept[2], []).append(path)
    for paths in sent.values():
        record = next((path for path in paths if path.endswith("/" + dispatch.RECORD)), min(paths))
        yield WithheldInFile(Span(record), (dispatch.FOLDER,), len(paths))


def reported(
    audience: Audience,
    index: MeetingIndex,
    tracked: Callable[[], tuple[str, ...] | Diagnostic],
    once: Callable[[], Once | Diagnostic],
) -> Iterator[Diagnostic]:
    """What a repository must not hold that others than its members read: errors where it is public, one for each file.

    `tracked` and `once` ask git; nobody is asked where the repository is private, or on somebody's own machine.
    """
    if audience in ("private", "own"):
        return
    found: list[Diagnostic] = [
        repository.PUBLIC.at(one.span, what=", ".join(one.what), count=one.count) for one in held(index)
    ]
    kept, past = tracked(), once()
    if not isinstance(kept, Diagnostic):
        # What was sent is told where it lies.
        rest = _by_folder(path for path in kept if f"/{dispatch.FOLDER}/" not in path)
        found += (repository.PUBLIC_TRACKED.at(Span(folder), count=count) for folder, count in rest.items())
    doubt: Diagnostic | None = None
    if isinstance(past, Diagnostic):
        doubt = replace(past, severity="warning")
    else:
        here = frozenset(() if isinstance(kept, Diagnostic) else kept)
        found += _of_past(past, {one.span.file for one in found}, here, index)
        doubt = None if past.is_whole else repository.HISTORY_UNSEEN.at(Span(TOP))
    if audience == "public":
        yield from found
    if found:
        total = repository.REFUSED if audience == "public" else repository.UNKNOWN
        yield total.at(Span(TOP), count=len(found))
    if doubt is not None:
        yield doubt


def _of_past(past: Once, told: set[str], kept: frozenset[str], index: MeetingIndex) -> Iterator[Diagnostic]:
    """What the history has: files that are gone, and sources that withheld something and do not say so any more.

    What was not published as a whole, and is there now, has become public since.
    """
    gone = _by_folder(path for path in past.never if path not in kept and path not in told)
    for folder in gone:
        if folder not in told:
            yield repository.PUBLIC_ONCE.at(Span(folder), what=folder.rstrip("/").rpartition("/")[2])
    now = {
        text for path in index.snapshot.files if history.is_written(path) for text in _texts(index.snapshot.read(path))
    }
    hiding: dict[str, set[str]] = {}
    for path, data in past.sources:
        if path not in told:
            hiding.setdefault(path, set()).update(_hiding(path, data, now))
    for path, keys in sorted(hiding.items()):
        if keys:
            yield repository.PUBLIC_ONCE.at(Span(path), what=", ".join(sorted(keys)))


def _hiding(path: str, data: bytes, now: Set[str]) -> Iterator[str]:
    """The keys with which a source withheld something of what it says; `now` are the texts that sources say now.

    What was withheld as a whole, or as long as there were no minutes, and is said now, has become public since.
    """
    whole = yaml_source.read(data, "").value
    if whole is None:
        # Of a text that is no source nothing is expected; of one that should be one and cannot be read anything.
        yield from ("withheld",) if path.lower().endswith((".yaml", ".yml")) and _may_withhold(data) else ()
        return
    for key, held in _keys(whole):
        if (key in ("withheld", "redact", "speaker_notes") and held) or (key == "private" and _is_yes(held)):
            yield key
    of_all = [key for key in ("draft", "publish") if _is_yes(whole.get(key, ""))]
    if not _is_yes(whole.get("public", "yes")):
        of_all.append("public")
    if of_all and not now >= set(_strings({key: held for key, held in whole.items() if key not in of_all})):
        yield from of_all
    minutes = whole.get("minutes")
    if not (isinstance(minutes, dict) and minutes.get("published")):
        minuted = (held for key, held in _keys(whole) if key in _minuted())
        if any(not now >= set(_strings(held)) for held in minuted):
            yield "minutes"


def _is_yes(held: RawValue) -> bool:
    """Whether a word of a source says so; in doubt it does."""
    return bool(held) and not (isinstance(held, str) and held.strip().lower() in ("n", "no", "nei", "false", "off"))


def _keys(held: RawValue) -> Iterator[tuple[str, RawValue]]:
    """Every key of a source, however deep, with what it has."""
    if isinstance(held, dict):
        for key, inner in held.items():
            yield key, inner
            yield from _keys(inner)
    elif isinstance(held, list):
        for inner in held:
            yield from _keys(inner)


def _strings(held: RawValue) -> Iterator[str]:
    """Every text of a source."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, dict):
        yield from (text for inner in held.values() for text in _strings(inner))
    elif isinstance(held, list):
        yield from (text for inner in held for text in _strings(inner))


def _texts(data: bytes) -> Iterator[str]:
    return _strings(yaml_source.read(data, "").value or {})


@functools.cache
def _minuted() -> frozenset[str]:
    """The keys of what is known from the minutes alone."""
    return frozenset(field.key for shape in walk.shapes(Meeting) for field in walk.fields(shape) if field.is_minuted)


_NEVER = re.compile(
    rf"((?:.*?/)?(?:\.akson|\.deliveries|output/members|output/invitations|dispatches/(?:minutes/)?[^/]+|{TOP}/(?:[^_][^/]*/)*_[^/]+))/"
)


def _by_folder(paths: Iterable[str]) -> dict[str, int]:
    """How many files each folder has of those that are never published; a file that lies by itself by its own name."""
    found: dict[str, int] = {}
    for path in paths:
        inside = _NEVER.match(path)
        folder = inside[1] + "/" if inside else path
        found[folder] = found.get(folder, 0) + 1
    return found


# ---- what may be said of it ----------------------------------------------------------------------------------


def discreet(found: Iterable[Diagnostic], index: MeetingIndex) -> tuple[Diagnostic, ...]:
    """Problems for others to read: without the words of a meeting or a board that withholds anything, or may do so."""
    keeps_back = functools.cache(lambda board, folder: _keeps_back(index, board, folder))

    def said(one: Diagnostic) -> Diagnostic:
        top, _, rest = one.span.file.partition("/")
        board, _, rest = rest.partition("/")
        folder = rest.partition("/")[0] if "/" in rest else ""
        # What is said of a template, or of the site, may have words of any meeting.
        within = [(board, folder)] if top == TOP and board in index.held else [*index.records]
        doubted = any(keeps_back(*key) for key in within)
        return silent(one) if doubted else one

    return tuple(map(said, found))


def silent(one: Diagnostic) -> Diagnostic:
    """A problem without the words of whoever wrote the source: of those, what is no word of the format goes.

    Numbers, keys, codes and numbers of items stay. Of a file that may be named for what it is about the ending stays.
    """
    unsaid = {name: "" if name == "nearest" else UNSAID for name, value in one.parameters if not _may_be_said(value)}
    kept = tuple((name, unsaid.get(name, value)) for name, value in one.parameters)
    return replace(one, parameters=kept, span=_plainly(one.span, one.code in stray_files.CODES))


_NUMBERED = re.compile(r"(?:(?:sak|item|vedlegg|attachment|lysark|slide)[-_ ]?)?\d{1,4}(?:-\d{1,4})?", re.IGNORECASE)
"""A name that is a number, with or without a word for what has it, and tells nothing else: "sak-2", "17-20"."""


def _plainly(span: Span, is_stray: bool = False) -> Span:
    """A place, without the name of a file where that may tell something: its ending and the line stay. Beside boards
    and meetings lie folders, whose names are told, and stray files."""
    parts = span.file.split("/")
    if is_stray and parts[0] == TOP and len(parts) < 4:
        return replace(span, file="/".join((*parts[:-1], UNSAID)))
    if parts[0] != TOP or len(parts) < 4 or parts[3] in ("meeting.yaml", dispatch.FOLDER):
        return span
    name, dot, ending = parts[-1].rpartition(".")
    is_known = ending == "yaml" or file_leaks.is_looked_at(parts[-1])
    if len(parts) == 4 and is_known and _NUMBERED.fullmatch(name):
        return span
    return replace(span, file="/".join((*parts[:3], UNSAID + (dot + ending if is_known else ""))))


def _keeps_back(index: MeetingIndex, board: str, folder: str) -> bool:
    """Whether a board, or one of its meetings, withholds anything, or may do so."""
    value = index.boards.get(board)
    if index.site is None or value is None:
        if _may_withhold(index.snapshot.read(board_file(board))):
            return True
    elif next(_of_board(index.site, value), None) is not None:
        return True
    if not folder:
        return False
    key = MeetingKey(board, folder)
    parsed = _whole(index, key) if key in index.records else None
    if parsed is not None and parsed.value is not None:
        return next(_of_meeting(index, key, parsed.value), None) is not None
    files = [path for path in index.snapshot.under(key.path) if path.endswith(".yaml")]
    return not files or any(_may_withhold(index.snapshot.read(path)) for path in files)


_WITHHOLDING = frozenset(
    (
        "withheld",
        "draft",
        "publish",
        "public",
        "private",
        "speaker_notes",
        "minutes",
        "attendance",
        "votes",
        "elections",
    )
)
_HIDES = frozenset(("withheld", "private", "draft", "publish", "public"))
"""Keys that withhold something by themselves."""
_SAYS_SO = re.compile(r"\bwit?h+eld\b|\bunnta[tk]\w*|\boffl\b|\boffentlegl", re.IGNORECASE)
"""Words that say that something is withheld, whatever stands around them."""
_KEY = re.compile(r"""(?:^|[{,])[ \t]*(?:- +)*["']?(\w[^\n:{},"']*?)["']?[ \t]*:""", re.MULTILINE)


def hiding(data: bytes) -> frozenset[str]:
    """The lines of a source that withhold something, as far as they can be told: whether it can be read or not, where a
    key is nearly written so ("witheld"), and where words say so without a key."""
    said = data.decode("utf-8", "replace").splitlines()
    return frozenset(line.strip() for line in said if _SAYS_SO.search(line) or not _HIDES.isdisjoint(_meant(line)))


def _may_withhold(data: bytes) -> bool:
    """Whether a source that cannot be read may withhold something: it has such a key, or one that nobody knows."""
    return any(not key or key in _WITHHOLDING for key in _meant(data.decode("utf-8", "replace")))


def _meant(text: str) -> frozenset[str]:
    """The keys in the text of a source, by the words of the format that they seem to mean; "" for none."""
    known = _vocabulary()
    return frozenset(
        key if key in known else next(iter(difflib.get_close_matches(key.lower(), known, 1, 0.7)), "")
        for key in set(_KEY.findall(text))
    )


_NUMBER = re.compile(r"\d{1,4}/\d{2,4}(?:-\d{1,2})?|(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{7,40}")
"""The number of an item or of something to be done, or a commit."""
_PLACE = re.compile(
    rf"{TOP}(?:/[a-z0-9-]+){{0,2}}(?:/{dispatch.FOLDER}(?:(?:/minutes)?/\d+|/{calendars.FOLDER}))?"
    r"(?:/(?:site|board|meeting)\.yaml|/(?:dispatch|withdrawn|\d+-\d+T\d+Z)\.json)?/?(?::\d+)?"
    r"|[a-z0-9-]+/\d{4}-\d\d[a-z0-9-]*"
)
"""A folder, or a file whose name is the format's; files that authors name may be withheld."""


def _may_be_said(value: str | int) -> bool:
    """Whether a parameter of a message is nobody's words: a number, a place, or words of the format."""
    if isinstance(value, int) or not value or _NUMBER.fullmatch(value) or _PLACE.fullmatch(value):
        return True
    return all(word in _vocabulary() for word in re.findall(r"[^\s,]+", value))


@functools.cache
def _vocabulary() -> frozenset[str]:
    """The words of the format: keys, choices, and codes of rules."""
    found = {registry.code_name(rule) for rule in registry.RULES} | {"member", "yes", "no"}
    for top in (Site, Board, Meeting):
        for shape in walk.shapes(top):
            for field in walk.fields(shape):
                found |= {field.key, *_choices(field.info.annotation)}
    return frozenset(found)


def _choices(annotation: Any) -> Iterator[str]:
    """The words that an annotation lists."""
    for inner in get_args(annotation):
        if isinstance(inner, str):
            yield inner
        else:
            yield from _choices(inner)
