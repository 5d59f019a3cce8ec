"""A site, its boards, their meetings and what is handled there: types only.

The keys are those of the source format. What can be derived from other fields is not stored here.

Longer than 500 lines: the model of three files, class by class, as the format has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, PrivateAttr, Tag, computed_field, model_validator
from pydantic_core import PydanticCustomError

from akson_docs.model.slides import SlideRow
from akson_docs.model.values import (
    Alt,
    Basis,
    Clock,
    Colour,
    Day,
    FilePath,
    Issue,
    Language,
    Line,
    Link,
    Millimetres,
    MinuteCount,
    Minuted,
    Names,
    Offset,
    PageNumber,
    Period,
    Phrase,
    Printed,
    Private,
    Text,
    Timezone,
    Title,
    Value,
    Who,
    Word,
    YesNo,
)

AlsoPrinted = Literal["durations", "timezone"]
"""What papers print besides where somebody asks for it: how long each item takes, in what time zone times are."""
ItemPurpose = Literal["approval", "decision", "discussion", "information", "open"]
"""What an item of a type is for: to approve, decide, discuss, inform, or left open."""
EinnsynType = Literal[
    "moete", "politisk", "delegert", "interpellasjon", "godkjenning", "orientering", "referat", "annet"
]
"""Kinds of items in eInnsyn's interface, version 1.0 (`moetesakstype`)."""
SeverityWord = Literal["error", "warning", "note", "off"]


Format = Annotated[Literal["1"], BeforeValidator(lambda value: value, json_schema_input_type=Literal["1", 1])]


# ---- the site ------------------------------------------------------------------------------------------------


class Contact(Value):
    """Whom readers may write to."""

    name: Printed[Title]
    """An office or a role."""
    email: Printed[Annotated[Word, Field(pattern=r"^[^\s@]+@[^\s@]+\.[^\s@]+$")]]
    """Its mailbox."""


class Privacy(Value):
    """What is published, and for how long."""

    selection: Printed[Text | None] = None
    """Which meetings and papers are published (the criterion of selection)."""
    statement: Alt[Link | None] = None
    """Where the publisher says how personal data is handled."""
    names_until: Alt[Period | None] = None
    """How long names stay ("12 months")."""


class Colours(Value):
    """The publisher's own colours."""

    accent: Alt[Colour | None] = None
    """Links, bars and marks; 4.5 to 1 against white at least."""
    deep: Alt[Colour | None] = None
    """The ground of title slides and of the site's head."""


class Editing(Value):
    """Where the repository is, for editing in a browser without a checkout."""

    backend: Alt[Literal["github", "gitlab"]]
    """Who keeps the repository."""
    repository: Alt[Annotated[Word, Field(pattern=r"^\w[\w-]*(/\w[\w.-]*)+$")]]
    """Its name there: "owner/name"."""
    branch: Alt[Word] = "main"
    """The branch that is edited."""


class Site(Value):
    """`site.yaml`: the site as a whole. The boards are the folders beside it."""

    format: Alt[Format] = "1"
    """The version of the source format: 1."""
    name: Printed[Title]
    """The site's name."""
    publisher: Printed[Line]
    """Who publishes it."""
    address: Alt[Link]
    """The address it is published at, with https://."""
    language: Alt[Language] = "nb"
    """The language of what is written without one."""
    languages: Alt[tuple[Language, ...]] = ()
    """The languages of the front page; the first is the main one."""
    timezone: Alt[Timezone] = "Europe/Oslo"
    """The time zone of dates and times."""
    public: Alt[YesNo] = True
    """Whether boards are public that do not say so themselves."""
    about: Printed[Text | None] = None
    """What the site is, at the top of its front page."""
    contact: Printed[Contact | None] = None
    """Whom readers may write to."""
    accessibility: Alt[Link | None] = None
    """The publisher's accessibility statement (uustatus.no)."""
    access_requests: Printed[Annotated[Word, Field(pattern=r"^(https?://\S+|[^\s@]+@[^\s@]+\.[^\s@]+)$")]] = ""
    """Where readers ask for access to what is withheld: a mailbox, or a page (eInnsyn); the contact where absent."""
    privacy: Printed[Privacy | None] = None
    """What is published, and for how long."""
    colours: Alt[Colours | None] = None
    """The publisher's colours; write "#00325c" in quotes."""
    convert_office: Alt[YesNo] = False
    """`yes`: attachments of office programs are put into the collected papers, where LibreOffice is installed."""
    logo: Alt[FilePath | None] = None
    """The publisher's logo: SVG or PNG beside this file."""
    editing: Alt[Editing | None] = None
    """Where meetings are edited in a browser without a checkout: makes the page `edit/`, which no other leads to."""

    @property
    def spoken(self) -> tuple[Language, ...]:
        """The languages of the front page, the main one first."""
        return self.languages or (self.language,)


# ---- a board -------------------------------------------------------------------------------------------------


class ItemType(Value):
    """A type of item, as the agenda prints it."""

    name: Printed[Title]
    """As printed ("Orientering")."""
    kind: Alt[ItemPurpose]
    """What such an item is for."""
    series: Printed[Word] = ""
    """The prefix of its own run of numbers ("PS")."""
    numbered: Alt[YesNo] = True
    """`no`: items of this type have no number."""
    printed: Alt[YesNo] = True
    """`no`: the agenda does not print the type."""
    together: Alt[YesNo] = False
    """`yes`: handled under one item, one line each."""
    decision_label: Printed[Line | None] = None
    """What the resolution of such an item is called, where it is not the board's usual word."""
    einnsyn: Alt[EinnsynType | None] = None
    """The type in eInnsyn; derived from the kind."""


class Holder(Value):
    """Who holds a seat, and when."""

    name: Who[Printed[Word]]
    """Name or role."""
    from_: Printed[Day | None] = Field(default=None, alias="from")
    """From this day."""
    to: Printed[Day | None] = None
    """Until this day."""


class Person(Value):
    """A member, substitute, observer or one of the secretariat: a name, or a seat with its holders."""

    id: Alt[Word]
    """How meetings refer to the person."""
    name: Who[Printed[Word]] = ""
    """Name or role as printed."""
    seat: Printed[Line | None] = None
    """The seat, where its holders change."""
    holders: Printed[tuple[Holder, ...]] = ()
    """Who holds the seat, and when."""
    role: Printed[Line | None] = None
    """Role in the board ("leder")."""
    party: Printed[Word] = ""
    """The party the person is elected for."""
    body: Printed[Line | None] = None
    """The organisation the person comes from."""
    from_: Printed[Day | None] = Field(default=None, alias="from")
    """Member from this day."""
    to: Printed[Day | None] = None
    """Member until this day."""
    private: Alt[YesNo] = False
    """`yes`: not named publicly; what the person is in the board stands instead."""
    _within: str = PrivateAttr(default="")
    _board: Line | None = PrivateAttr(default=None)

    @property
    def within(self) -> str:
        """What the id begins with, where the person is of a board that meets with another: "planning:"."""
        return self._within

    @property
    def board(self) -> Line | None:
        """What that board is called."""
        return self._board

    def joining(self, board: str, called: Line) -> Person:
        """The person as one of a board that meets with another; `called` is what it is called."""
        joined = self.model_copy(update={"id": f"{board}:{self.id}"})
        joined._within, joined._board = f"{board}:", called
        return joined

    @property
    def called_now(self) -> str:
        """The name, or that of whoever holds the seat: whoever has not left it; "" where there is nobody."""
        return self.name or next((one.name for one in reversed(self.holders) if one.to is None), "")

    @model_validator(mode="after")
    def _named(self) -> Self:
        if not self.name and self.seat is None:
            raise PydanticCustomError("person_unnamed", "a name or a seat is missing", {"id": self.id})
        if ":" in self.id:
            raise PydanticCustomError("id_colon", "a colon in an id", {"found": self.id, "within": ("id",)})
        return self


class NumberPattern(Value):
    """How numbers look and run."""

    pattern: Alt[Word] = ""
    """`{n}` the number, `{nn}` with two digits, `{yy}` and `{yyyy}` the year, `{series}` the type's prefix;
    `{position}` a place on the agenda with levels and letters: 7.1, 3A, D-1."""
    restart: Alt[Literal["year", "never", "meeting"]] = "year"
    """When the numbers begin again at 1; `meeting`: they are places on the agenda, and the next one has them again."""
    stays: Alt[YesNo] = False
    """`yes`: a case keeps its number from meeting to meeting."""
    typed: Alt[YesNo] = True
    """`no`: numbers are given when the invitation is sent; none is missed before."""

    @property
    def is_position(self) -> bool:
        """Whether numbers are but places on an agenda, and say nothing of which matter it is."""
        return self.restart == "meeting" or "{position}" in self.pattern

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if self.stays and self.is_position:
            raise PydanticCustomError("position_stays", "a position does not stay", {"within": ("stays",)})
        return self


def _listed(value: object) -> object:
    return tuple(one.strip() for one in value.split(",")) if isinstance(value, str) else value


Print = Annotated[
    tuple[AlsoPrinted, ...], BeforeValidator(_listed, json_schema_input_type=AlsoPrinted | list[AlsoPrinted])
]


def _pattern(value: object) -> object:
    return {"pattern": value} if isinstance(value, str) else value


MeetingNumber = Annotated[NumberPattern, BeforeValidator(_pattern, json_schema_input_type=Word | NumberPattern)]


class ItemMark(Value):
    """A sign that items are marked with, and what it says of them."""

    mark: Printed[Word]
    """The sign: "*", "†"."""
    name: Printed[Title]
    """What it says: "consent"."""


class Deadlines(Value):
    """How long before or after a meeting things are due."""

    papers: Alt[Period | None] = None
    """Papers are sent this long before."""
    minutes: Alt[Period | None] = None
    """Minutes are ready this long after."""
    publish: Alt[Period | None] = None
    """Minutes are published this long after."""


class Board(Value):
    """`board.yaml`: a board, and what its meetings have in common. The folder's name is its id."""

    name: Printed[Title]
    """The board's name, as its own resolutions use it."""
    short: Printed[Title | None] = None
    """A shorter name for narrow places."""
    full_name: Printed[Title | None] = None
    """The name with everything in it."""
    organisation: Printed[Line | None] = None
    """The body it belongs to; printed on every paper."""
    mandate: Printed[Text | None] = None
    """What it is for, and by whom it is appointed: at the top of its page."""
    languages: Alt[tuple[Language, ...]] = ()
    """The languages its meetings are published in, the main one first; the site's language where absent."""
    title: Printed[Title | None] = None
    """A meeting's title: `{board}`, `{number}` and `{date}` are filled in."""
    law: Alt[Literal["kommuneloven"] | None] = None
    """`kommuneloven` turns on its rules of meetings, votes and elections."""
    casting_vote: Alt[YesNo | None] = None
    """Whether the chair's vote decides a tie, as statutes say (or aksjeloven § 6-25); kommuneloven says it itself."""
    place: Printed[Line | None] = None
    """Where it usually meets."""
    start: Printed[Clock | None] = None
    """When it usually begins."""
    timezone: Alt[Timezone] = ""
    """The time zone, where it is not the site's; papers say then which it is."""
    print: Alt[Print] = ()
    """What papers, pages and letters print besides: `durations` of items, the `timezone` where it is the site's too."""
    clock: Alt[Literal["24", "12"]] = "24"
    """How times are printed in English: `12` with a.m. and p.m."""
    paper_size: Alt[Literal["A4", "letter"]] = "A4"
    """The paper of all that is no slide."""
    public: Alt[YesNo | None] = None
    """Whether its papers are published; the site says so where absent."""
    exempt_papers_by_mail: Alt[YesNo] = False
    """`yes`: what is withheld may go to the board by e-mail; without it invitations hold the public papers alone."""
    meeting_number: Alt[MeetingNumber | None] = None
    """How meetings are numbered ("{n}/{yy}"), or `none`."""
    item_number: Alt[NumberPattern | None] = None
    """How items are numbered ("{n}/{yy}")."""
    resolution_number: Alt[Word] = ""
    """How its resolutions are numbered, where they have numbers of their own ("{yyyy}-{n}")."""
    withdrawn: Alt[Names] = ()
    """Numbers that were given and taken back; they stay unused."""
    deadlines: Alt[Deadlines | None] = None
    """When papers and minutes are due."""
    labels: Printed[Mapping[Language, Mapping[str, Word]]] = Field(default_factory=dict)
    """The board's own words for what is printed: `proposal: Kommunedirektørens innstilling`."""
    rules: Private[Mapping[str, SeverityWord]] = Field(default_factory=dict)
    """How grave a rule is for this board: `error`, `warning`, `note` or `off`, by the rule's code."""
    parties: Printed[tuple[Word, ...]] = ()
    """The parties in it."""
    standing: Private[tuple[Item, ...]] = ()
    """The items that a new meeting starts with."""
    fields: Printed[tuple[Title, ...]] = ()
    """What its items say besides, under a name of its own: "Stage", "Champion"."""
    marks: Printed[tuple[ItemMark, ...]] = ()
    """The signs that its items are marked with, and what they mean."""
    types: Printed[tuple[ItemType, ...]] = ()
    """Its types of items; each language has sensible ones without."""
    members: Printed[tuple[Person, ...]] = ()
    """Its members."""
    substitutes: Printed[tuple[Person, ...]] = ()
    """Who meets in a member's place."""
    observers: Printed[tuple[Person, ...]] = ()
    """Who is present without a vote."""
    secretariat: Printed[tuple[Person, ...]] = ()
    """Who prepares and records."""
    administration: Printed[tuple[Person, ...]] = ()
    """Who meets for the administration."""

    @property
    def has_positions(self) -> bool:
        """Whether its items have numbers that are but their places on an agenda."""
        return self.item_number is not None and self.item_number.is_position

    @property
    def numbers_stay(self) -> bool:
        """Whether a case keeps its number from meeting to meeting."""
        return self.item_number is not None and self.item_number.stays

    @property
    def number_pattern(self) -> str:
        """How its items are numbered; "" where it does not say."""
        return self.item_number.pattern if self.item_number else ""

    def field(self, name: str) -> Line | None:
        """One of its own fields of items, in its languages, by its name in any of them."""
        return next((one for one in self.fields if any(text == name for _, text in one.said)), None)

    def decision_label(self, called: tuple[tuple[str, str], ...]) -> Line | None:
        """What decisions on items of a type are called, by the type's name in each language."""
        words = [text for _, text in called]
        found = [type_.decision_label for type_ in self.types if [text for _, text in type_.name.said] == words]
        return next((label for label in reversed(found) if label), None)

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        seen: dict[str, tuple[str, Person]] = {}
        for key in ("members", "substitutes", "observers", "secretariat", "administration"):
            for index, person in enumerate(getattr(self, key)):
                where, first = seen.setdefault(person.id, (key, person))
                # Whoever goes on in another part of it is the same person.
                if first is not person and (where == key or first.called_now != person.called_now):
                    context = {"found": person.id, "first": first.called_now or where, "within": (key, index, "id")}
                    raise PydanticCustomError("id_repeated", "an id of two people", context)
        return self

    @property
    def people(self) -> tuple[Person, ...]:
        """Everyone who has an id."""
        return self.members + self.substitutes + self.observers + self.secretariat + self.administration


# ---- a meeting -----------------------------------------------------------------------------------------------


class PaperPicture(Value):
    """A picture in a case paper."""

    file: Alt[FilePath]
    """The file in the meeting's folder; of one in a Word document, its path below that (`paper_pictures`)."""


class Document(Value):
    """A text in a file of its own, in Markdown or a Word document. The source names the file; reading puts its text
    here, and the pictures that it shows."""

    file: Alt[FilePath]
    """The file in the meeting's folder."""
    text: Printed[Text | None] = None
    """What it says."""
    pictures: Alt[tuple[PaperPicture, ...]] = ()
    """What it shows."""

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return {"file": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": r"\.(md|docx)$"}


class RedactedPhrase(Value):
    """Words that the public does not get, wherever they stand in a file."""

    text: Private[Phrase]
    """The words as they stand there. Capitals, line ends and hyphens make no difference."""
    withheld: Private[Basis | None] = None
    """The legal basis, where it is another than that of all."""
    also_said: Private[YesNo] = False
    """`yes`: what becomes public with the meeting may say these words elsewhere. They are no secret there."""

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: object) -> object:
        return {"text": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}


class RedactedBox(Value):
    """A place on a page that the public does not see, in millimetres from the page's upper left corner."""

    page: Private[PageNumber]
    """The page, from 1."""
    left: Private[Millimetres]
    """From the left side of the page."""
    top: Private[Millimetres]
    """From the top of the page."""
    width: Private[Millimetres]
    """How wide it is."""
    height: Private[Millimetres]
    """How high it is."""
    withheld: Private[Basis | None] = None
    """The legal basis, where it is another than that of all."""


class Redact(Value):
    """What the public does not get of a PDF: it gets a new one, in which those places are black."""

    withheld: Printed[Basis | None] = None
    """The legal basis, printed in the boxes where there is room."""
    phrases: Private[tuple[RedactedPhrase, ...]] = ()
    """Words that are covered wherever they stand."""
    boxes: Private[tuple[RedactedBox, ...]] = ()
    """Places that are covered."""
    checked: Private[tuple[PageNumber, ...]] = ()
    """Pages without text that somebody has looked through: there is nothing on them that must go."""

    @model_validator(mode="after")
    def _something_on_a_basis(self) -> Self:
        if not self.phrases and not self.boxes:
            raise PydanticCustomError("redact_nothing", "nothing to redact", {})
        for key in ("phrases", "boxes"):
            for index, row in enumerate(getattr(self, key)):
                if not self.withheld and not row.withheld:
                    raise PydanticCustomError("redact_basis", "no legal basis", {"within": (key, index)})
        return self

    @property
    def bases(self) -> tuple[str, ...]:
        """Each legal basis once, in the order that they are written."""
        rows: tuple[RedactedPhrase | RedactedBox, ...] = (*self.phrases, *self.boxes)
        every = (row.withheld or self.withheld for row in rows) if rows else (self.withheld,)
        return tuple(dict.fromkeys(basis for basis in every if basis))


class Attachment(Value):
    """A paper that goes with an item or a meeting: a file in its folder, or a link."""

    file: Alt[FilePath | None] = None
    """The file in the meeting's folder."""
    url: Alt[Link | None] = None
    """A link, where the paper is published elsewhere."""
    title: Printed[Title | None] = None
    """Its title; the file's name where absent."""
    added: Printed[Day | None] = None
    """The day it was sent, where that was after the invitation."""
    withheld: Printed[Basis | None] = None
    """The legal basis for withholding it: neither file nor name nor title is published."""
    public_title: Printed[Title | None] = None
    """What the public edition calls it."""
    redact: Printed[Redact | None] = None
    """What the public does not get of it."""
    ocr: Alt[YesNo] = False
    """`yes`: a scan (a PDF without text) is made readable by OCRmyPDF, which must be installed."""

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if (self.file is None) == (self.url is None):
            raise PydanticCustomError("attachment_target", "a file or a url", {})
        if self.redact and (self.withheld or not (self.file or "").lower().endswith(".pdf")):
            kind = "redact_withheld" if self.withheld else "redact_kind"
            raise PydanticCustomError(
                kind, "not redacted", {"within": ("redact",), "name": self.file or self.url or ""}
            )
        if self.ocr and not (self.file or "").lower().endswith(".pdf"):
            raise PydanticCustomError("ocr_kind", "not read", {"within": ("ocr",), "name": self.file or self.url or ""})
        if self.ocr and self.redact and self.redact.phrases:
            raise PydanticCustomError("ocr_phrases", "words in a scan", {"within": ("redact", "phrases")})
        return self


class Route(Value):
    """A body that the case passes through."""

    board: Printed[Word]
    """The board's id here, or its name."""
    number: Printed[Word] = ""
    """The item's number there."""
    date: Printed[Day | None] = None
    """The day it is handled there."""


class Motion(Value):
    """A proposal moved in the meeting."""

    id: Printed[Word]
    """Its letter: A, B."""
    by: Who[Printed[Word]]
    """Who moved it: parties or persons."""
    seconded_by: Who[Printed[Word]] = ""
    """Who seconded it."""
    kind: Printed[Literal["alternative", "amendment", "addition", "postponement", "referral"]] = "alternative"
    """What it would do to the proposal."""
    replaces: Printed[Word] = ""
    """The point of the proposal that it replaces."""
    text: Printed[Text]
    """Its wording."""
    outcome: Printed[Literal["withdrawn", "lapsed"] | None] = None
    """Only where nobody voted on it: taken back by who moved it, or lapsed with what was adopted instead."""


VoteKind = Literal["resolution", "election", "appointment"]
"""What a vote is about: a tie at an election is decided by lot, and blank votes are for elections and appointments."""
Majority = Literal[
    "half of the votes",
    "two thirds",
    "three quarters",
    "four fifths",
    "half of the members",
    "two thirds of the members",
    "all",
]
"""What is needed where more votes for than against are not enough: more than half of the votes cast, blank ones among
them; a share of those for and against; more than half of all members, or a share of them; or everybody."""
Votes = Annotated[int, Field(ge=0, le=100_000)]


class Vote(Value):
    """A vote: one side is written and the other follows from attendance, or the count is written alone."""

    on: Printed[Word]
    """`proposal`, `decision`, or a motion's letter."""
    board: Alt[Word] = ""
    """Where boards meet together, which of them voted: its folder. Each votes for itself."""
    over: Printed[Word] = ""
    """What it is put against (alternative voting)."""
    part: Printed[Word] = ""
    """The point that is voted on."""
    kind: Printed[VoteKind | None] = None
    """What it is about; derived from the item's words."""
    moved_by: Who[Printed[Word]] = ""
    """Who moved what is voted on, where it is no motion with a letter: the proposal, closing the doors."""
    seconded_by: Who[Printed[Word]] = ""
    """Who seconded that."""
    majority: Printed[Majority | None] = None
    """The majority that is required, where it is not the usual one."""
    for_: Who[Printed[Names]] = Field(default=(), alias="for")
    """Parties, or persons where a party splits."""
    against: Who[Printed[Names]] = ()
    """Parties, or persons where a party splits."""
    unanimous: Printed[YesNo] = False
    """`yes`: nobody voted against."""
    blank: Who[Printed[Names]] = ()
    """Who voted blank, where the law allows it."""
    absent_from_vote: Who[Printed[Names]] = ()
    """Who was there and did not vote."""
    count: Printed[Annotated[Word, Field(pattern=r"^\d+\s*[-–]\s*\d+(\s*[-–]\s*\d+)?$")] | None] = None
    """For, against and blank as counted ("5-4", "36-1-6"): the check, or all that is known."""
    casting_vote: Printed[Literal["for", "against"] | None] = None
    """How the chair's vote decided a tie, where attendance does not tell."""
    secret: Printed[YesNo] = False
    """`yes`: by ballot; the count is all that is known."""
    roll_call: Printed[YesNo] = False
    """`yes`: everybody is named."""

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        sides = bool(self.for_) + bool(self.against) + self.unanimous
        if sides > 1 or (sides == 0 and not self.count):
            raise PydanticCustomError("vote_sides", "one of for, against, unanimous", {"found": sides})
        if self.secret and (self.for_ or self.against or self.blank or self.roll_call):
            raise PydanticCustomError("secret_named", "names in a secret vote", {"within": ("secret",)})
        return self


class Candidate(Value):
    """Somebody who could be elected."""

    name: Who[Printed[Word]]
    """An id from board.yaml, or a name."""
    for_: Who[Printed[Names]] = Field(default=(), alias="for")
    """Parties or persons who voted for the candidate; of one candidate it follows from attendance."""
    votes: Printed[Votes | None] = None
    """How many votes the candidate got: the check, or all that is known."""


class CandidateList(Value):
    """A list that was put forward in an election by lists."""

    name: Who[Printed[Word]]
    """What the list is called: the party, or the parties."""
    candidates: Who[Printed[Names]] = ()
    """Who is on it, in order: ids from board.yaml, or names."""
    for_: Who[Printed[Names]] = Field(default=(), alias="for")
    """Parties or persons who voted for the list; of one list it follows from attendance."""
    votes: Printed[Votes | None] = None
    """How many votes the list got: the check, or all that is known."""


class Election(Value):
    """An election: between candidates, by lists, or agreed. Another one to the same is the next round of it."""

    to: Printed[Line]
    """What is elected to: "leder", "formannskapet 2023–2027"."""
    board: Alt[Word] = ""
    """Where boards meet together, which of them elected: its folder."""
    candidates: Printed[tuple[Candidate, ...]] = ()
    """Those voted between (flertallsvalg)."""
    lists: Printed[tuple[CandidateList, ...]] = ()
    """The lists voted between; seats are distributed in proportion (forholdsvalg)."""
    agreed: Who[Printed[Names]] = ()
    """Those elected without a contest, unanimously (avtalevalg)."""
    seats: Printed[Annotated[int, Field(ge=1, le=500)] | None] = None
    """How many are elected; one where nothing else is said."""
    blank: Who[Printed[Names]] = ()
    """Parties or persons who voted blank."""
    blank_votes: Printed[Votes | None] = None
    """How many votes were blank: the check, or all that is known."""
    absent_from_vote: Who[Printed[Names]] = ()
    """Who was there and did not vote."""
    secret: Printed[YesNo] = False
    """`yes`: by ballot; numbers of votes are all that is known."""
    lot: Who[Printed[Names]] = ()
    """Whom the lot fell on, where votes were even."""
    elected: Who[Printed[Names]] = ()
    """Who was elected: the check. Of lists, where others of a list than its first were."""
    _office: int = PrivateAttr(0)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def office(self) -> int:
        """The place of the item's first election to the same: what `to` says may be withheld, or name nobody any more,
        and no two elections become one by that."""
        return self._office

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = bool(self.candidates) + bool(self.lists) + bool(self.agreed)
        if ways != 1:
            raise PydanticCustomError("election_ways", "one of candidates, lists, agreed", {"found": ways})
        if self.lists and self.seats is None:
            raise PydanticCustomError("election_seats", "lists without seats", {"within": ("lists",)})
        if self.secret and (self.blank or any(row.for_ for row in self.rows)):
            raise PydanticCustomError("secret_named", "names in a secret vote", {"within": ("secret",)})
        return self

    @property
    def rows(self) -> tuple[Candidate | CandidateList, ...]:
        """Those voted between, candidates or lists."""
        return self.candidates or self.lists


class Closed(Value):
    """The doors are closed for this item."""

    basis: Printed[Basis]
    """The legal basis for closing."""
    unanimous: Printed[YesNo] = False
    """`yes`: closed without a vote against."""
    from_: Minuted[Clock | None] = Field(default=None, alias="from")
    """When the doors were closed, where it was in the middle of the item."""
    to: Minuted[Clock | None] = None
    """When they were opened again."""
    votes: Minuted[tuple[Vote, ...]] = ()
    """The vote on closing."""


class Impartiality(Value):
    """A question of habilitet, and what was found."""

    member: Who[Printed[Word]]
    """The member's id."""
    question: Printed[Text | None] = None
    """What was asked."""
    basis: Printed[Basis | None] = None
    """The provision."""
    found: Printed[Literal["disqualified", "qualified"]]
    """What the board found."""
    replaced_by: Who[Printed[Word]] = ""
    """The substitute's id."""
    unanimous: Printed[YesNo] = False
    """`yes`: found without a vote against."""
    votes: Printed[tuple[Vote, ...]] = ()
    """The vote on it."""

    @model_validator(mode="after")
    def _stepped_in(self) -> Self:
        if self.replaced_by and self.found == "qualified":
            raise PydanticCustomError("replaced_qualified", "replaced and qualified", {"within": ("replaced_by",)})
        return self


class Dissent(Value):
    """A statement for the record."""

    by: Who[Printed[Word]]
    """Whose it is: parties or persons."""
    text: Printed[Text]
    """Its wording."""


class Action(Value):
    """Something to be done after the meeting. Its id is the item's number and its place: 18/20-1."""

    what: Printed[Line]
    """What is to be done."""
    who: Who[Printed[Line]]
    """Who does it: an id or a role."""
    due: Printed[Day | None] = None
    """By when."""


class Appeal(Value):
    """That those whom a resolution concerns may appeal against it, as the law that it is made under says."""

    within: Alt[Period]
    """How long they have: "3 weeks"."""
    to: Alt[Line | None] = None
    """The body that decides the appeal."""
    basis: Alt[Basis | None] = None
    """The provision."""
    notified: Alt[Day | None] = None
    """The day from which the time runs: when they were told of it."""


def _appeal(value: object) -> object:
    return {"within": value} if isinstance(value, str) else value


class Recording(Value):
    """The recording of a meeting: a page or a file elsewhere, or one of the meeting's attachments."""

    url: Alt[Link | None] = None
    """Where it is, elsewhere."""
    file: Alt[FilePath | None] = None
    """One of the meeting's attachments (.mp4, .webm, .mp3, .m4a, .ogg)."""
    captions: Alt[FilePath | None] = None
    """Its captions: one of the meeting's attachments (.vtt)."""

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        if (self.file is None) == (self.url is None):
            raise PydanticCustomError("recording_target", "a file or a url", {})
        for key, endings in (("file", MEDIA), ("captions", ("vtt",))):
            name = getattr(self, key)
            if name and name.rpartition(".")[2].lower() not in endings:
                context = {"within": (key,), "found": name, "known": ", ".join(f".{one}" for one in endings)}
                raise PydanticCustomError("recording_kind", "another kind of file", context)
        return self


MEDIA = ("mp4", "webm", "mp3", "m4a", "ogg")
"""How files end that browsers play."""


def _recording(value: object) -> object:
    if not isinstance(value, str):
        return value
    return {"url" if "://" in value else "file": value}


class FollowUp(Value):
    """How an action of an earlier meeting stands now."""

    action: Printed[Word] = ""
    """The action's id: 18/20-1."""
    what: Printed[Line | None] = None
    """What was to be done, where no meeting that is kept here asked for it."""
    who: Who[Printed[Line | None]] = None
    """Who was to do that."""
    status: Printed[Literal["open", "started", "done", "dropped"]]
    """How it stands."""
    done: Printed[Day | None] = None
    """The day it was done."""
    note: Printed[Text | None] = None
    """More about it."""

    @model_validator(mode="after")
    def _one_action(self) -> Self:
        if bool(self.action) == bool(self.what):
            raise PydanticCustomError("follow_up_action", "an action or what", {})
        if self.action and self.who:
            raise PydanticCustomError("follow_up_who", "whose it is is known", {"within": ("who",)})
        if self.done and self.status != "done":
            raise PydanticCustomError("follow_up_done", "a day, and not done", {"within": ("done",)})
        return self


class Heading(Value):
    """A section of the agenda."""

    heading: Printed[Title]
    """Its name."""


class EntryRow(Value):
    """What is on the agenda and is no item: a break, a visit, dinner."""

    entry: Printed[Title]
    """What it is."""
    start: Printed[Clock | None] = None
    """Only for a fixed time."""
    duration: Printed[MinuteCount | None] = None
    """Minutes; the next item's time follows from it."""
    day: Printed[Day | None] = None
    """The day, in a meeting over several."""


class FileRow(Value):
    """An item that is written in a file of its own."""

    file: Alt[FilePath]
    """The file in the meeting's folder."""


class ItemField(Value):
    """What an item says under a name that its board has for it."""

    name: Printed[Word]
    """One of the board's `fields`, as printed."""
    value: Printed[Line]
    """What the item says there."""


class Item(Value):
    """An item of the agenda: what it is, its papers, and what came of it."""

    number: Printed[Word] = ""
    """As printed: 17/20, PS 57/21."""
    title: Printed[Title]
    """What it is about."""
    type: Printed[Word] = ""
    """One of the board's types, as printed."""
    duration: Printed[MinuteCount | None] = None
    """Minutes; the next item's time follows from it."""
    start: Printed[Clock | None] = None
    """Only for a fixed time."""
    day: Printed[Day | None] = None
    """The day, in a meeting over several."""
    presenter: Who[Printed[Line | None]] = None
    """Who presents it."""
    note: Printed[Text | None] = None
    """A remark on the agenda."""
    id: Alt[Word] = ""
    """A name for an item without a number: its address."""
    case: Printed[Word] = ""
    """The case's number in the archive: ties it together when it comes back."""
    case_officer: Who[Printed[Line | None]] = None
    """Who prepared it."""
    link: Alt[Link | None] = None
    """Where more of it is, elsewhere: an issue, a draft, a proposal."""
    fields: Printed[tuple[ItemField, ...]] = ()
    """What it says besides, under the names that the board has for it."""
    marks: Printed[Names] = ()
    """The signs that it is marked with, of the board's `marks`."""
    route: Printed[tuple[Route, ...]] = ()
    """The bodies that the case passes through."""
    continues: Printed[Word] = ""
    """The number it had before it was postponed."""
    formerly: Printed[Names] = ()
    """Numbers that it was sent under; their addresses lead here."""
    approves: Printed[Word] = ""
    """The meeting whose minutes it approves: its folder."""
    approves_issue: Printed[Issue | None] = None
    """Which issue (utgave) of them, where it is not the one that there was on the day."""
    added: Printed[Day | None] = None
    """The day it was added, where that was after the invitation."""
    withheld: Printed[Basis | None] = None
    """The legal basis for withholding its papers and title."""
    public_title: Printed[Title | None] = None
    """What the public edition calls it."""
    closed: Printed[Closed | None] = None
    """The doors are closed for it."""
    summary: Printed[Text | None] = None
    """What it is about, in short."""
    paper: Printed[Document | None] = None
    """The case paper: a file in the meeting's folder, in Markdown (.md) or from Word (.docx), where it is edited."""
    attachments: Printed[tuple[Attachment, ...]] = ()
    """Papers that go with it."""
    proposal: Printed[Text | None] = None
    """The proposed resolution."""
    proposed_by: Who[Printed[Line | None]] = None
    """Whose proposal it is."""
    tracker: Printed[Line | None] = None
    """The heading of the slides that show the topics; the title where absent."""
    slides: Printed[tuple[SlideRow, ...]] = ()
    """Its slides, in order, under topics."""
    chair: Who[Minuted[Word]] = ""
    """Who led the meeting during it, where somebody else did."""
    discussion: Minuted[Text | None] = None
    """What was said in the meeting."""
    impartiality: Minuted[tuple[Impartiality, ...]] = ()
    """Questions of habilitet."""
    motions: Minuted[tuple[Motion, ...]] = ()
    """Proposals moved in the meeting."""
    votes: Minuted[tuple[Vote, ...]] = ()
    """The votes, in order."""
    elections: Minuted[tuple[Election, ...]] = ()
    """The elections, in order; a further round is a row of its own."""
    adopted: Printed[Word] = ""
    """What was adopted as it stood: `proposal`, or a motion's letter."""
    decision: Printed[Text | None] = None
    """The resolution, where its wording is new."""
    resolution_number: Printed[Word] = ""
    """The number of the resolution, where it has another than the item: 2010-42."""
    decided_in_writing: Printed[Day | None] = None
    """The day it was decided, where that was in writing before the meeting: all members of that day had a vote."""
    outcome: Printed[Literal["postponed", "withdrawn", "rejected", "returned"] | None] = None
    """Only where the item ended otherwise than with a resolution."""
    appeal: Alt[Annotated[Appeal, BeforeValidator(_appeal, json_schema_input_type=Period | Appeal)] | None] = None
    """How its resolution is appealed against, where it can be: a period, or more."""
    dissent: Minuted[tuple[Dissent, ...]] = ()
    """Statements for the record."""
    actions: Minuted[tuple[Action, ...]] = ()
    """What is to be done."""
    recorded_at: Alt[Offset | None] = None
    """Where it begins in the recording of the meeting: 12:30, or 1:02:30."""
    items: Printed[tuple[Item, ...]] = ()
    """Items handled under this one, and perhaps others under those: 2.1.1 under 2.1 under 2."""

    @model_validator(mode="after")
    def _once(self) -> Self:
        if self.adopted and self.decision:
            raise PydanticCustomError("adopted_and_decision", "adopted and decision", {"within": ("decision",)})
        for index, inner in enumerate(self.items):
            for place, lowest in enumerate(inner.items):
                if lowest.items:
                    within = ("items", index, "items", place, "items")
                    raise PydanticCustomError("items_too_deep", "items under items", {"within": within})
        offices = [one.to for one in self.elections]
        for one in self.elections:
            one._office = offices.index(one.to)
        return self


def row_of(row: object) -> str:
    """Which kind a row of the agenda is, read or unread: "heading", "entry", "file" or "item"."""
    if isinstance(row, Value):
        return {"Heading": "heading", "EntryRow": "entry", "FileRow": "file"}.get(type(row).__name__, "item")
    if isinstance(row, dict):
        if "heading" in row:
            return "heading"
        if "entry" in row and "title" not in row:
            return "entry"
        return "file" if "file" in row and "title" not in row else "item"
    return "item"


AgendaRow = Annotated[
    Annotated[Heading, Tag("heading")]
    | Annotated[EntryRow, Tag("entry")]
    | Annotated[FileRow, Tag("file")]
    | Annotated[Item, Tag("item")],
    Discriminator(row_of),
]


class MeetingDay(Value):
    """A day of a meeting over several."""

    date: Printed[Day]
    """The day."""
    start: Printed[Clock | None] = None
    """When it begins."""
    end: Printed[Clock | None] = None
    """When it ends."""


class AttendanceRow(Value):
    """Somebody in the record of attendance: an id, or a name that has none."""

    name: Who[Printed[Word]]
    """Id or name."""
    as_: Printed[Line | None] = Field(default=None, alias="as")
    """In what capacity."""
    by: Who[Printed[Word]] = ""
    """Who met instead."""
    by_video: Printed[YesNo] = False
    """`yes`: took part by video."""
    excused: Printed[YesNo] = False
    """`yes`: absence was notified."""
    note: Printed[Line | None] = None
    """More about it."""

    @model_validator(mode="before")
    @classmethod
    def _from_id(cls, value: object) -> object:
        if isinstance(value, str):
            return {"name": value}
        if isinstance(value, dict) and "member" in value:
            return {"name": value["member"], **{key: value[key] for key in value if key != "member"}}
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        row: dict[str, Any] = handler(schema)
        keys = handler.resolve_ref_schema(row)
        keys["properties"]["member"] = keys["properties"]["name"]
        keys.pop("required", None)
        return {"anyOf": [{"type": "string"}, row]}


class SubstituteRow(Value):
    """Who met for whom."""

    member: Who[Printed[Word]]
    """The member's id."""
    by: Who[Printed[Word]]
    """The substitute's id or name."""
    items: Printed[Names] = ()
    """The items, where not all; a run of them is 47/14..55/14, and 51/14.. all from there on."""
    note: Printed[Line | None] = None
    """More about it."""


class PartRow(Value):
    """Somebody who was there for part of the meeting."""

    member: Who[Printed[Word]] = ""
    """The member's id."""
    name: Who[Printed[Word]] = ""
    """The name, for one who is no member."""
    items: Printed[Names] = ()
    """The items the person took part in: numbers, a run of them (47/14..55/14), from one on (51/14..), or `all`."""
    missed: Printed[Names] = ()
    """The items the person did not take part in, in the same way."""
    arrived: Printed[Clock | None] = None
    """When the person came."""
    left: Printed[Clock | None] = None
    """When the person left."""
    note: Printed[Line | None] = None
    """Why."""

    @model_validator(mode="after")
    def _who(self) -> Self:
        if bool(self.member) == bool(self.name):
            raise PydanticCustomError("part_who", "a member or a name", {})
        if self.items and self.missed:
            raise PydanticCustomError("part_items", "items or missed", {})
        return self


class Attendance(Value):
    """Who was there."""

    present: Printed[
        Annotated[
            Annotated[Literal["others"], Tag("word")] | Annotated[tuple[AttendanceRow, ...], Tag("list")],
            Discriminator(lambda value: "word" if isinstance(value, str) else "list"),
        ]
    ]
    """`others` (every member not named otherwise), or a list."""
    absent: Printed[tuple[AttendanceRow, ...]] = ()
    """Who was not."""
    substitutes: Printed[tuple[SubstituteRow, ...]] = ()
    """Who met for whom (pva)."""
    part: Printed[tuple[PartRow, ...]] = ()
    """Who was there for part of it."""
    aides: Printed[tuple[AttendanceRow, ...]] = ()
    """Assistants of members."""
    observers: Printed[tuple[AttendanceRow, ...]] = ()
    """Observers."""
    guests: Printed[tuple[AttendanceRow, ...]] = ()
    """Guests."""
    secretariat: Printed[tuple[AttendanceRow, ...]] = ()
    """The secretariat."""
    administration: Printed[tuple[AttendanceRow, ...]] = ()
    """The administration."""


class Correction(Value):
    """What was changed in minutes that were published already. Each makes a new edition (utgave) of them."""

    date: Printed[Day]
    """The day it was made: 2020-08-01."""
    what: Printed[Text]
    """What says otherwise now, and what it said before."""


class Minutes(Value):
    """The minutes: who led, recorded and signs, and when they were published and corrected."""

    chair: Who[Printed[Word]] = ""
    """Who led the meeting."""
    secretary: Who[Printed[Word]] = ""
    """Who recorded it."""
    signers: Who[Printed[Names]] = ()
    """Who signs."""
    published: Alt[Day | None] = None
    """The day the minutes were published; until then they are a draft."""
    corrections: Printed[tuple[Correction, ...]] = ()
    """What was changed after that, in order of date. Before it, minutes are simply written anew."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for index in range(1, len(self.corrections)):
            day = self.corrections[index].date
            if day < self.corrections[index - 1].date:
                raise PydanticCustomError(
                    "corrections_order",
                    "corrections out of order",
                    {"found": day.isoformat(), "within": ("corrections", index, "date")},
                )
        return self


class Meeting(Value):
    """`meeting.yaml`: a meeting. Its folder's name is its address."""

    date: Printed[Day | None] = None
    """The day: 2020-07-01."""
    days: Printed[tuple[MeetingDay, ...]] = ()
    """The days, for a meeting over several."""
    number: Printed[Word] = ""
    """As printed (4/20); derived from folder and pattern."""
    title: Printed[Title | None] = None
    """Its title; derived from the board's pattern."""
    form: Printed[Literal["ordinary", "extraordinary", "written"]] = "ordinary"
    """Ordinary, extraordinary, or in writing."""
    draft: Alt[YesNo] = False
    """`yes`: not published yet."""
    publish: Alt[Day | None] = None
    """Not published before this day."""
    start: Printed[Clock | None] = None
    """When it begins; the board's usual time where absent."""
    end: Printed[Clock | None] = None
    """When it is planned to end; derived from the durations."""
    started: Minuted[Clock | None] = None
    """When it did begin."""
    ended: Minuted[Clock | None] = None
    """When it did end."""
    place: Printed[Line | None] = None
    """Where; the board's usual place where absent."""
    with_: Alt[Names] = Field(default=(), alias="with")
    """The other boards that it is held together with, by their folders; their people are `folder:id` in it."""
    online: Printed[Link | None] = None
    """A link to the meeting itself."""
    chair: Who[Printed[Word]] = ""
    """Who leads it, where not the board's leader."""
    timezone: Alt[Timezone] = ""
    """The time zone, where not the board's."""
    print: Alt[Print] = ()
    """What its papers print besides what those of its board do: `durations`, `timezone`."""
    language: Alt[Language | None] = None
    """Its language, where not the board's; its own address has it in that, where the board has it among `languages`."""
    summary: Printed[Text | None] = None
    """What it is about, in short."""
    introduction: Printed[Document | None] = None
    """A Markdown file that opens the papers."""
    cancelled: Printed[Line | None] = None
    """The reason, where it is cancelled."""
    items: Printed[tuple[AgendaRow, ...]] = Field(min_length=1)
    """The agenda."""
    attachments: Printed[tuple[Attachment, ...]] = ()
    """Papers for the meeting as a whole."""
    recording: Alt[Annotated[Recording, BeforeValidator(_recording, json_schema_input_type=str | Recording)] | None] = (
        None
    )
    """Its recording: a link, the name of one of its attachments, or more."""
    attendance: Minuted[Attendance | None] = None
    """Who was there."""
    minutes: Minuted[Minutes | None] = None
    """Who led, recorded and signs; when the minutes were published, and what was corrected since."""
    follow_up: Minuted[tuple[FollowUp, ...]] = ()
    """How actions of earlier meetings stand."""
    silence: Private[Names] = ()
    """Rules that do not apply to this meeting, by code."""

    @model_validator(mode="after")
    def _recorded(self) -> Self:
        given = {one.file: one for one in self.attachments if one.file}
        for key in ("file", "captions") if self.recording else ():
            name = getattr(self.recording, key)
            if name and (name not in given or given[name].withheld):
                kind = "recording_withheld" if name in given else "recording_unattached"
                raise PydanticCustomError(kind, "not attached", {"within": ("recording", key), "found": name})
        return self

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if (self.date is None) != bool(self.days):
            raise PydanticCustomError("meeting_date", "a date or days", {})
        for index in range(1, len(self.days)):
            day, before = self.days[index].date, self.days[index - 1]
            start = self.days[index].start
            # A day may be named for each of its sittings, by when they begin.
            again = day == before.date and start is not None and before.start is not None and start > before.start
            if day <= before.date and not again:
                raise PydanticCustomError(
                    "days_order",
                    "days out of order",
                    {"found": day.isoformat(), "within": ("days", index, "date")},
                )
        return self
