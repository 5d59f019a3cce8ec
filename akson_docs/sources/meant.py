"""What was probably meant by a key, a kind of slide or a row that the format does not have.

A slip is told once. So whatever is told with what was meant comes with a `Remedy`, which puts that in its place:
the rest is judged as if it had been written so, and nothing that only follows from the slip is told besides.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Span, ValuePath
from akson_docs.model import walk
from akson_docs.model.documents import Board, Item, Meeting, Site
from akson_docs.model.slides import KINDS, SlideBase, Topic
from akson_docs.model.values import Value
from akson_docs.sources.yaml_source import RawValue

UNKNOWN_KEY = Code("unknown-key", "error", N_('unknown key "{found}"'), N_("the keys here are: {known}"))
MISPLACED_KEY = Code(
    "misplaced-key", "error", N_('"{found}" does not belong here'), N_("it belongs to: {owners}; check the indentation")
)
KIND_LEFT_OUT = Code(
    "misplaced-key",
    "error",
    N_('"{found}" does not belong to a slide of text'),
    N_("say what kind of slide it is, before the title: kind: {kind}"),
)
WITHHELD_PLACE = Code(
    "withheld-place",
    "error",
    N_('"withheld" does not belong here, and would withhold nothing'),
    N_("move it to the item, slide, attachment or text that it is about; check the indentation"),
)
TOPIC_ALONE = Code(
    "misplaced-key",
    "error",
    N_('"{found}" does not belong to a topic, which is a row by itself'),
    N_('begin the slide in a row of its own below, with "- "'),
)
ROW_NUMBER = Code(
    "row-key",
    "error",
    N_('"{found}" is read as a key, for a colon stands after it'),
    N_("write number: {found}, and below it title: {rest}"),
)
ROW_TEXT = Code(
    "row-key",
    "error",
    N_('"{found}" is read as a key, for a colon stands after it'),
    N_('put the text in quotes after its key: {key}: "{found}: {rest}"'),
)
SLIDE_KIND = Code("slide-kind", "error", N_('unknown slide kind "{found}"'), N_("the kinds are: {known}"))
KEYS_EXPECTED = Code(
    "keys-expected",
    "error",
    N_('keys with values are expected here, not the text "{found}"'),
    N_('write them below, indented, each as "key: value"'),
)
KEYS_OF_ROW = Code(
    "keys-expected",
    "error",
    N_('keys with values are expected in this row, not the text "{found}" alone'),
    N_('write "- {key}: {found}"'),
)

ROW_KEYS: Mapping[str, str] = {
    "items": "title", "slides": "title", "attachments": "file", "actions": "what", "milestones": "title",
    "columns": "heading", "days": "date", "members": "name", "observers": "name", "secretariat": "name",
    "administration": "name", "types": "name", "standing": "title", "candidates": "name", "lists": "name",
    "holders": "name", "motions": "text", "votes": "on", "dissent": "text", "corrections": "text", "rows": "label",
}  # fmt: skip
"""The key that a text which is a whole row was probably meant for, by the key of the list."""

SPOKEN: Mapping[str, str] = {
    "dato": "date", "sted": "place", "stad": "place", "tittel": "title", "navn": "name", "namn": "name",
    "nummer": "number", "nr": "number", "saker": "items", "sak": "items", "saksliste": "items", "sakliste": "items",
    "agenda": "items", "sakstype": "type", "varighet": "duration", "tid": "duration", "forslag": "proposal",
    "innstilling": "proposal", "forslag til vedtak": "proposal", "vedtak": "decision", "beslutning": "decision",
    "utfall": "outcome", "lysark": "slides", "vedlegg": "attachments", "unntatt": "withheld", "utkast": "draft",
    "møteleder": "chair", "møteleiar": "chair", "leder": "chair", "sammendrag": "summary", "samandrag": "summary",
    "merknad": "note", "drøfting": "discussion", "tiltak": "actions", "frist": "due", "hvem": "who", "hva": "what",
    "pause": "entry", "break": "entry",
    "proposal_by": "proposed_by", "foreslått av": "proposed_by", "seconder": "seconded_by", "second": "seconded_by",
    "støttet av": "seconded_by", "støtta av": "seconded_by", "mover": "moved_by",
    "slutt": "end", "protokoll": "minutes", "referat": "minutes", "medlemmer": "members", "medlemer": "members",
    "vara": "substitutes", "varamedlemmer": "substitutes", "oppmøte": "attendance", "fraværende": "absent",
    "forfall": "absent", "tilstede": "present", "avlyst": "cancelled", "tekst": "body", "innhold": "body",
    "kilde": "source", "kjelde": "source", "språk": "language", "saksbehandler": "case_officer",
    "overskrift": "heading", "emne": "topic", "saksframlegg": "paper", "saksfremlegg": "paper", "lenke": "url",
    "lenkje": "url", "link": "url", "valg": "elections", "kandidater": "candidates", "lister": "lists",
    "plasser": "seats", "blanke": "blank", "hemmelig": "secret", "skriftlig": "secret", "loddtrekning": "lot",
    "valgt": "elected", "verdi": "value", "fil": "file", "rolle": "role", "parti": "party", "deadline": "due",
    "responsible": "who", "what_kind": "kind", "slag": "kind", "kolonner": "columns", "rader": "rows",
    "tabell": "data", "plass": "place", "bilde": "file", "bildetekst": "caption", "notater": "speaker_notes",
    "sladdet": "redact", "sladda": "redact", "sladding": "redact", "fraser": "phrases", "frasar": "phrases",
}  # fmt: skip
"""What secretaries type, and the key that is meant."""
ALSO: Mapping[str, str] = {
    "forfall": "excused", "navn": "member", "namn": "member", "hjemmel": "basis",
    "unntatt offentlighet": "withheld", "unnateke offentlegheit": "withheld",
}  # fmt: skip
"""What may be meant where the first is not."""
SPOKEN_KINDS: Mapping[str, str] = {
    "tekst": "text", "sammenligning": "comparison", "nøkkeltall": "key_figure", "figur": "figure", "bilde": "figure",
    "image": "figure", "picture": "figure", "faser": "stages", "tidslinje": "timeline", "matrise": "matrix",
    "tabell": "table", "møter": "meetings", "møteplan": "meetings", "status": "status", "risiko": "risks",
    "milepæler": "milestones", "alternativer": "options", "diagram": "chart", "graf": "chart", "sitat": "quote",
}  # fmt: skip
"""What they type for a kind of slide, and the one that is meant."""
SPOKEN_CHOICES: Mapping[str, str] = {
    "norsk": "nb", "bokmål": "nb", "no": "nb", "nynorsk": "nn", "engelsk": "en", "english": "en",
    "utsatt": "postponed", "utsett": "postponed", "trukket": "withdrawn", "trekt": "withdrawn",
    "avvist": "rejected", "ikke vedtatt": "rejected", "forkastet": "rejected", "sendt tilbake": "returned",
    "tilbakesendt": "returned", "ekstraordinært": "extraordinary", "ekstraordinær": "extraordinary",
    "skriftlig": "written", "skriftleg": "written", "ordinær": "ordinary", "ordinært": "ordinary",
    "grønn": "green", "grøn": "green", "gul": "yellow", "rød": "red", "raud": "red", "alle": "others",
    "vedtak": "decision", "beslutning": "decision", "orientering": "information", "drøfting": "discussion",
    "godkjenning": "approval", "inhabil": "disqualified", "ugild": "disqualified", "habil": "qualified",
    "advarsel": "warning", "åtvaring": "warning", "feil": "error", "av": "off", "merknad": "note",
}  # fmt: skip
"""What they type for a word of the format, and the one that is meant, where it is among the choices."""
ADOPTED = frozenset(("vedtatt", "vedteke", "vedtatt enstemmig", "enstemmig vedtatt", "godkjent", "adopted", "approved"))
"""What they type for an outcome, and is none: it follows from what was adopted."""
_NUMBER = re.compile(r"(?:[A-ZÆØÅ]{1,6} ?)?\d{1,4}/\d{2,4}")
_KEY = re.compile(r"[^\W\d][\w-]*")


@dataclass(frozen=True)
class Remedy:
    """What was probably meant in a mapping: another key for what stands under one, with another value where that is
    meant too."""

    path: ValuePath
    old: str
    new: str
    value: RawValue | None = None

    def put(self, raw: RawValue, spans: dict[ValuePath, Span], keys: dict[ValuePath, Span]) -> bool:
        """Puts it in its place, in a value and among the places of its parts; whether that can be done."""
        owner: Any = raw
        for step in self.path:
            owner = owner[step]
        if not isinstance(owner, dict) or (self.new != self.old and self.new in owner):
            return False
        if self.new == self.old and owner.get(self.old) == self.value:
            return False  # it is so already, and something else is wrong
        held = owner.pop(self.old, "")
        owner[self.new] = held if self.value is None else self.value
        before, after = (*self.path, self.old), (*self.path, self.new)
        for places in (spans, keys):
            inside = {path: span for path, span in places.items() if path[: len(before)] == before}
            places.update({(*after, *path[len(before) :]): span for path, span in inside.items()})
        return True


@dataclass(frozen=True)
class Slip:
    """What is wrong, and what puts it right where that is known."""

    told: Diagnostic
    remedy: Remedy | None = None
    stranger: ValuePath | None = None
    """The mapping in which a key stands that is none of its keys, where nothing is known that it may mean."""
    missing: tuple[ValuePath, str] | None = None
    """The mapping in which a key is missing, and which."""
    of_topic: ValuePath | None = None
    """The topic that a slide was written into: it is told once."""


def told_once(slips: Iterable[Slip]) -> Iterator[Slip]:
    """What is wrong, where a mapping has one key that is none, and lacks one: the first was meant for the second."""
    slips = tuple(slips)
    lacking: dict[ValuePath, list[str]] = {}
    strange: dict[ValuePath, list[Slip]] = {}
    for slip in slips:
        if slip.missing is not None:
            lacking.setdefault(slip.missing[0], []).append(slip.missing[1])
        if slip.stranger is not None:
            strange.setdefault(slip.stranger, []).append(slip)
    pairs = {path: keys[0] for path, keys in lacking.items() if len(keys) == 1 and len(strange.get(path, ())) == 1}
    topics: set[ValuePath] = set()
    for slip in slips:
        if slip.of_topic is not None:
            if slip.of_topic not in topics:
                topics.add(slip.of_topic)
                yield slip
        elif slip.stranger in pairs and slip.stranger is not None:
            found, meant = str(dict(slip.told.parameters)["found"]), pairs[slip.stranger]
            told = UNKNOWN_KEY.at(slip.told.span, found=found, known="", nearest=meant)
            yield Slip(told, Remedy(slip.stranger, found, meant))
        elif slip.missing is None or slip.missing[0] not in pairs:
            yield slip


def unknown(
    shape: type[Value], at: type[Value], path: ValuePath, key: str, owner: Mapping[str, RawValue], span: Span
) -> Slip:
    """That a key is none of those of the mapping at `path`, which should be `at`, within a `shape`."""
    if key == "withheld":
        return Slip(WITHHELD_PLACE.at(span))
    if at is Topic and any(issubclass(one, SlideBase) and key in names(one) for one in walk.shapes(Item)):
        return Slip(TOPIC_ALONE.at(span, found=key), of_topic=path)
    known = sorted(names(at))
    of_heading = _is_row(path) == "items" and at is Item and SPOKEN.get(key.lower()) == "heading" and len(owner) == 1
    spoken = [said[key.lower()] for said in (SPOKEN, ALSO) if key.lower() in said]
    meant = "heading" if of_heading else next((one for one in spoken if one in known), "") or near(key.lower(), known)
    if meant:
        remedy = Remedy(path, key, meant) if meant not in owner else None
        return Slip(UNKNOWN_KEY.at(span, found=key, known=", ".join(known), nearest=meant), remedy)
    row = _row(path, key, owner, span)
    if row is not None:
        return row
    kinds = _kinds(key)
    if kinds and issubclass(at, SlideBase) and not owner.keys() & {"kind", "body"}:
        remedy = Remedy(path, "kind", "kind", kinds[0])
        return Slip(KIND_LEFT_OUT.at(span, found=key, kind=kinds[0]), remedy)
    owners = _owners(shape, key)
    if owners:
        return Slip(MISPLACED_KEY.at(span, found=key, owners=", ".join(owners[:4])), stranger=path)
    return Slip(UNKNOWN_KEY.at(span, found=key, known=", ".join(known)), stranger=path)


def kind(path: ValuePath, written: str, span: Span) -> Slip:
    """That there is no such kind of slide."""
    nearest = SPOKEN_KINDS.get(written.lower(), "") or near(written.lower(), KINDS)
    remedy = Remedy(path, "kind", "kind", nearest) if nearest else None
    return Slip(SLIDE_KIND.at(span, found=written, known=", ".join(KINDS), nearest=nearest), remedy)


def keys_expected(path: ValuePath, found: str, span: Span) -> Slip:
    """That a text stands where keys with values are wanted."""
    key = ROW_KEYS.get(str(path[-2])) if len(path) > 1 and isinstance(path[-1], int) else None
    if key == "file" and found.startswith(("http://", "https://")):
        key = "url"
    return Slip(KEYS_OF_ROW.at(span, found=found, key=key) if key and found else KEYS_EXPECTED.at(span, found=found))


def _is_row(path: ValuePath) -> str:
    """The key of the list that something is a row of; "" where it is none."""
    return str(path[-2]) if len(path) > 1 and isinstance(path[-1], int) else ""


def _row(path: ValuePath, key: str, owner: Mapping[str, RawValue], span: Span) -> Slip | None:
    """That a row of the agenda or of slides is a text with a colon, or a number and a text."""
    rows = _is_row(path)
    if rows not in ("items", "slides") or (len(owner) > 1 and _KEY.fullmatch(key)):
        return None
    held = owner.get(key)
    rest = held if isinstance(held, str) else "…"
    if rows == "items" and _NUMBER.fullmatch(key):
        told = ROW_NUMBER.at(span, found=key, rest=rest)
    else:
        told = ROW_TEXT.at(span, found=key, rest=rest, key="title")
    return Slip(told, Remedy(path, key, "title", rest))


def _kinds(key: str) -> list[str]:
    """The kinds of slides that have a key of their own, which slides of text do not have."""
    return [str(shape.model_fields["kind"].default) for shape in _slides() if key in names(shape)]


@functools.cache
def _slides() -> tuple[type[Value], ...]:
    """The classes of slides, that of text left out; the usual one first where several have a key."""
    found = [shape for shape in walk.shapes(Item) if issubclass(shape, SlideBase) and "kind" in shape.model_fields]
    kinds = [shape for shape in found if shape.model_fields["kind"].default not in ("text", None)]
    return tuple(sorted(kinds, key=lambda shape: shape.model_fields["kind"].default != "table"))


def _owners(shape: type[Value], key: str) -> list[str]:
    """Where a key belongs, in words of the format: "kind: key_figure", or the key under which such a thing stands."""
    found: dict[str, None] = {}
    for other in walk.shapes(shape):
        if key not in names(other) or other.__name__ in ("Line", "Text"):
            continue
        if issubclass(other, SlideBase):
            found[f"kind: {other.model_fields['kind'].default}"] = None
        elif other in _TOPS:
            found[_TOPS[other]] = None
        else:
            above = (one.key for owner in walk.shapes(shape) for one in walk.fields(owner) if other in one.shapes)
            found |= dict.fromkeys(list(above)[:1])
    return sorted(found)


_TOPS: Mapping[type[Value], str] = {Site: "site.yaml", Board: "board.yaml", Meeting: "meeting.yaml"}


def names(shape: type[Value]) -> list[str]:
    """The keys of a class."""
    return [field.key for field in walk.fields(shape)]


def choice(found: str, known: Iterable[str]) -> str:
    """The word of the format that somebody meant; "" for none."""
    known = tuple(known)
    spoken = SPOKEN_CHOICES.get(found.lower(), "")
    return spoken if spoken in known else near(found.lower(), known)


def minutes(found: str) -> str:
    """How many minutes somebody meant: "45 min", "1:15", "1,5 timer"; "" where that cannot be told."""
    plain = re.fullmatch(r"(\d{1,4}) ?m(?:in\w*)?\.?", found.lower())
    clock = re.fullmatch(r"(\d{1,2})[:.](\d\d)", found)
    hours = re.fullmatch(r"(\d{1,2})(?:[.,](\d))? ?(?:t|h|time\w*|hour\w*)\.?", found.lower())
    if plain:
        return plain[1]
    if clock:
        return str(int(clock[1]) * 60 + int(clock[2]))
    return str(int(hours[1]) * 60 + int(hours[2] or 0) * 6) if hours else ""


def near(word: str, known: Iterable[str]) -> str:
    """The one that a word probably is, misspelt; "" for none."""
    found = difflib.get_close_matches(word, list(known), 1, 0.72)
    return found[0] if found else ""
