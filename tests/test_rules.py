"""Every rule: what it finds, at which line, and what it leaves alone."""

from __future__ import annotations

import re

import pytest
from archives import EXAMPLES, SVG, Files, named_files
from places import BOARD, SITE

from akson_docs import cards, deck, parse, rules
from akson_docs.agenda import agenda
from akson_docs.diagnostics import Diagnostic, hint, message

DAY = "date: 2020-07-01\n"
ITEMS = "items:\n"
NOTED = "    proposal: Styret tar saken til orientering.\n"


def item(number: str = "17/20", title: str = "Status", **keys: str) -> str:
    return f"  - number: {number}\n    title: {title}\n" + "".join(
        f"    {key}: {value}\n" for key, value in keys.items()
    )


def found(*meetings: str, board: str = BOARD) -> list[tuple[str, int, str]]:
    """(code, line, file) of what the rules find in the meetings 2020-01, 2020-02 … of a board."""
    return [(one.code, one.span.line, one.span.file) for one in diagnostics(*meetings, board=board)]


def diagnostics(*meetings: str, board: str = BOARD) -> list[Diagnostic]:
    site = parse.site(SITE.encode(), "site.yaml", Files()).value
    its_board = parse.board(board.encode(), "board.yaml", Files()).value
    assert site
    assert its_board
    every: list[Diagnostic] = []
    full = []
    for place, text in enumerate(meetings, 1):
        parsed = parse.meeting(text.encode(), f"2020-{place:02}", Files({"a.svg": SVG}))
        assert parsed.value, parsed.diagnostics
        one = agenda(site, its_board, parsed.value, "styret", f"2020-{place:02}")
        every += rules.meeting_rules(parsed, one)
        full.append(cards.card(one, deck.deck(one), parsed.spans, parsed.file))
    return [*every, *rules.archive_rules(full, {"styret": its_board})]


FIGURE = "    slides:\n      - kind: figure\n        title: Kart\n        file: a.svg\n        alt: "
THERE = "attendance: {present: others}\n"
SLIDE = "    slides:\n      - title: Lysark\n        body: "

# The rule, what it finds (meetings, the line and the meeting it is found in), and what it leaves alone.
CASES: list[tuple[str, tuple[str, ...], int, str, tuple[str, ...]]] = [
    (
        "number-repeated",
        (DAY + ITEMS + item(), "date: 2020-08-01\n" + ITEMS + item()),
        3,
        "2020-02",
        (
            DAY + ITEMS + item(outcome="postponed"),
            "date: 2020-08-01\n" + ITEMS + item(continues="17/20"),
        ),
    ),
    (
        "number-gap",
        (DAY + ITEMS + item("17/20") + item("19/20"),),
        5,
        "2020-01",
        (DAY + ITEMS + item("17/20") + item("18/20"),),
    ),
    ("number-year", (DAY + ITEMS + item("17/19"),), 3, "2020-01", (DAY + ITEMS + item("17/20"),)),
    ("number-form", (DAY + ITEMS + item("17/2020"),), 3, "2020-01", (DAY + ITEMS + item("17/20"),)),
    (
        "meeting-number-repeated",
        (DAY + "number: 4/20\n" + ITEMS + item(), "date: 2020-08-01\nnumber: 4/20\n" + ITEMS + item("18/20")),
        1,
        "2020-02",
        (DAY + ITEMS + item(), "date: 2020-08-01\n" + ITEMS + item("18/20")),
    ),
    (
        "continues-unknown",
        (DAY + ITEMS + item(continues="3/20"),),
        3,
        "2020-01",
        (DAY + ITEMS + item(outcome="postponed"), "date: 2020-08-01\n" + ITEMS + item("18/20", continues="17/20")),
    ),
    (
        "time-order",
        (DAY + "start: 09:00\n" + ITEMS + item(duration="60") + item("18/20", start="09:30"),),
        9,
        "2020-01",
        (DAY + "start: 09:00\n" + ITEMS + item(duration="30") + item("18/20", start="09:30"),),
    ),
    (
        "time-end",
        (DAY + "start: 09:00\nend: 09:30\n" + ITEMS + item(duration="60"),),
        3,
        "2020-01",
        (DAY + "start: 09:00\nend: 10:30\n" + ITEMS + item(duration="60"),),
    ),
    ("day-unknown", (DAY + ITEMS + item(day="2020-07-02"),), 5, "2020-01", (DAY + ITEMS + item(day="2020-07-01"),)),
    (
        "date-later",
        (DAY + ITEMS + item() + SLIDE + "Tekst\n        as_of: 2020-07-02\n",),
        8,
        "2020-01",
        (DAY + ITEMS + item() + SLIDE + "Tekst\n        as_of: 2020-07-01\n",),
    ),
    (
        "proposal-missing",
        (DAY + ITEMS + item(type="Godkjenning"),),
        4,
        "2020-01",
        (DAY + ITEMS + item(type="Godkjenning", proposal="Styret godkjenner den."),),
    ),
    (
        "information-decides",
        (DAY + ITEMS + item(type="Orientering", proposal="Styret bevilger ti millioner."),),
        6,
        "2020-01",
        (DAY + ITEMS + item(type="Orientering", proposal="Styret tar saken til orientering og ber om en plan."),),
    ),
    (
        "open-decides",
        (DAY + ITEMS + item(title="Eventuelt", proposal="Styret bevilger ti millioner."),),
        5,
        "2020-01",
        (DAY + ITEMS + item(title="Eventuelt"),),
    ),
    ("type-unknown", (DAY + ITEMS + item(type="Tulling"),), 5, "2020-01", (DAY + ITEMS + item(type="Drøfting"),)),
    (
        "adopted-unknown",
        (DAY + ITEMS + item(adopted="proposal"),),
        5,
        "2020-01",
        (DAY + ITEMS + item(proposal="Ja.", adopted="proposal"),),
    ),
    (
        "board-name",
        (DAY + ITEMS + item() + SLIDE + "Nasjonalt e-helsestyre tar sakene til orientering.\n",),
        7,
        "2020-01",
        (DAY + ITEMS + item() + SLIDE + "Styret tar sakene til orientering. Prosjektet tar tid.\n",),
    ),
    (
        "link-target",
        (DAY + ITEMS + item() + SLIDE + '"Se [her](ftp://x.no) og [der](#borte)"\n',),
        7,
        "2020-01",
        (DAY + ITEMS + item() + SLIDE + '"Se [her](https://x.no/a), [der](#slide-2), [post](mailto:a@b.no)"\n',),
    ),
    (
        "image-in-text",
        (DAY + ITEMS + item() + SLIDE + '"![kart](kart.png)"\n',),
        7,
        "2020-01",
        (DAY + ITEMS + item() + SLIDE + "Vel! [her](https://x.no/a)\n",),
    ),
    (
        "alt-poor",
        (DAY + ITEMS + item() + FIGURE + "Kart\n",),
        9,
        "2020-01",
        (DAY + ITEMS + item() + FIGURE + "Kart over landet med tolv kommuner merket\n",),
    ),
    (
        "withheld-word",
        (DAY + ITEMS + item() + SLIDE + "Tallene er unntatt offentlighet.\n",),
        7,
        "2020-01",
        (DAY + ITEMS + item() + SLIDE + "Tallene er offentlige.\n",),
    ),
    (
        "person-unknown",
        (DAY + ITEMS + item() + "attendance:\n  present: others\n  part: [{member: nestleeder, left: 10.00}]\n",),
        7,
        "2020-01",
        (DAY + ITEMS + item() + "attendance:\n  present: others\n  part: [{member: nestleder, left: 10.00}]\n",),
    ),
    (
        "slide-id-repeated",
        (DAY + ITEMS + item() + SLIDE + "A\n        id: x\n      - title: B\n        body: B\n        id: x\n",),
        11,
        "2020-01",
        (DAY + ITEMS + item() + SLIDE + "A\n        id: x\n      - title: B\n        body: B\n        id: y\n",),
    ),
    (
        "vote-count",
        (DAY + ITEMS + item(proposal="P", votes="[{on: proposal, for: [leder], count: 2-0}]") + THERE,),
        6,
        "2020-01",
        (DAY + ITEMS + item(proposal="P", votes="[{on: proposal, for: [leder], count: 1–1}]") + THERE,),
    ),
    (
        "vote-unknown",
        (DAY + ITEMS + item(votes="[{on: proposal, for: [leder, leiar], count: 2-0}]") + THERE,),
        5,
        "2020-01",
        (DAY + ITEMS + item(votes="[{on: proposal, for: [leder, leiar], count: 2-0}]"),),
    ),
    (
        "vote-twice",
        (DAY + ITEMS + item(votes="[{on: proposal, for: [leder], blank: [leder]}]") + THERE,),
        5,
        "2020-01",
        (DAY + ITEMS + item(votes="[{on: proposal, for: [leder], blank: [nestleder]}]") + THERE,),
    ),
    (
        "attendance-twice",
        (DAY + ITEMS + item() + "attendance:\n  present: [leder, nestleder]\n  absent: [nestleder]\n",),
        6,
        "2020-01",
        (DAY + ITEMS + item() + "attendance:\n  present: [leder]\n  absent: [nestleder]\n",),
    ),
    (
        "attendance-unaccounted",
        (DAY + ITEMS + item() + "attendance:\n  present: [leder]\n",),
        6,
        "2020-01",
        (DAY + ITEMS + item() + "attendance:\n  present: [leder]\n  part: [{member: nestleder, left: 10.00}]\n",),
    ),
    (
        "decision-not-carried",
        (
            DAY
            + ITEMS
            + item(proposal="P", adopted="proposal", votes="[{on: proposal, against: [leder, nestleder]}]")
            + THERE,
        ),
        6,
        "2020-01",
        (DAY + ITEMS + item(proposal="P", adopted="proposal", votes="[{on: proposal, for: [leder]}]") + THERE,),
    ),
    (
        "approved-undecided",
        (
            DAY + ITEMS + item(type="Vedtak", proposal="P"),
            "date: 2020-08-01\n" + ITEMS + item("18/20", approves="2020-01"),
        ),
        5,
        "2020-02",
        (
            DAY + ITEMS + item(type="Vedtak", outcome="postponed"),
            "date: 2020-08-01\n" + ITEMS + item("18/20", approves="2020-01"),
        ),
    ),
    (
        "number-withdrawn",
        (DAY + ITEMS + item("99/20"),),
        3,
        "2020-01",
        (DAY + ITEMS + item("98/20"),),
    ),
]
PEOPLE = BOARD + "members: [{id: leder, name: leder}, {id: nestleder, name: nestleder}]\nwithdrawn: [99/20]\n"


@pytest.mark.parametrize(("code", "meetings", "line", "file", "sound"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_finds_what_it_is_for_and_nothing_else(
    code: str, meetings: tuple[str, ...], line: int, file: str, sound: tuple[str, ...]
) -> None:
    hits = [(where, name) for which, where, name in found(*meetings, board=PEOPLE) if which == code]
    assert hits
    assert set(hits) == {(line, file)}
    assert code not in [which for which, _, _ in found(*sound, board=PEOPLE)]


@pytest.mark.parametrize(
    ("attendance", "told"),
    [
        ("present: [leder, nestleder, leder]", [("attendance-twice", 8)]),
        ("present: others\n  absent: [leder, leder]", [("attendance-twice", 9)]),
        (
            "present: others\n  absent:\n    - leder\n  part:\n    - {member: leder, left: 10.00}",
            [("attendance-twice", 12)],
        ),
        ("present: [leder, nestleder]\n  substitutes:\n    - {member: leder, by: vara}", [("attendance-twice", 10)]),
        ("present: [leder, nestleder]\n  substitutes:\n    - {member: leder, by: vara, items: 17/20}", []),
        ("present: others\n  absent: [vara]\n  substitutes: [{member: leder, by: vara}]", [("attendance-twice", 10)]),
        ("present: others\n  absent: [{member: leder, by: vara}]\n  substitutes: [{member: leder, by: vara}]", []),
        (
            "present: others\n  substitutes:\n    - {member: leder, by: vara}\n    - {member: nestleder, by: vara}",
            [("attendance-twice", 11)],
        ),
        (
            "present: others\n  substitutes:\n    - {member: leder, by: vara, items: 17/20}\n"
            "    - {member: nestleder, by: vara, items: 18/20}",
            [],
        ),
        ("present: [leder, nestleder, varamedlem, vara]", [("attendance-twice", 8)]),
        ("present: others\n  substitutes:\n    - {member: leder, by: nestleder}", [("attendance-twice", 10)]),
        ("present: others\n  absent: [nestledar]", [("person-unknown", 9)]),
        ("present: others\n  absent: [{member: nestleder, by: varaen}]", [("person-unknown", 9)]),
        ("present: others\n  absent: [Kari Nordmann, {name: revisor, as: innleder}]", []),
        ("present: others\n  substitutes:\n    - {member: leder, by: varaen}", [("person-unknown", 10)]),
    ],
)
def test_who_was_there(attendance: str, told: list[tuple[str, int]]) -> None:
    board = PEOPLE + "substitutes: [{id: vara, name: varamedlem}]\n"
    text = DAY + ITEMS + item() + item("18/20") + f"attendance:\n  {attendance}\n"
    assert [(code, line) for code, line, _ in found(text, board=board)] == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("leder", None),
        ("Sp", None),
        ("medlem Sp", None),
        ("V", 'the board has no party and no member "V"'),
        ("fravaerende", "fravaerende was not there, or another met instead"),
        ("gikk", "gikk was not there for this item"),
        ("inhabil", "inhabil had stepped aside (impartiality)"),
        ("vara", "vara has no vote on this item"),
        ("observator", "observator has no vote on this item"),
        ("KrF", "nobody of KrF could vote on this item"),
    ],
)
def test_why_a_name_has_no_vote(name: str, told: str | None) -> None:
    board = BOARD + (
        "members:\n  - {id: leder, name: leder, party: Ap}\n  - {id: sp, name: medlem Sp, party: Sp}\n"
        "  - {id: fravaerende, name: a, party: KrF}\n  - {id: gikk, name: b}\n  - {id: inhabil, name: c}\n"
        "substitutes: [{id: vara, name: varamedlem}]\nobservers: [{id: observator, name: d}]\n"
    )
    text = (
        DAY
        + ITEMS
        + item(votes=f"[{{on: proposal, for: [{name}]}}]", impartiality="[{member: inhabil, found: disqualified}]")
        + "attendance:\n  present: others\n  absent: [fravaerende]\n  part: [{member: gikk, missed: 17/20}]\n"
    )
    said = [message(one) for one in diagnostics(text, board=board) if one.code == "vote-unknown"]
    assert said == ([told] if told else [])


def test_every_rule_is_tried() -> None:
    of_sites = {rules.code_name(rule) for rule in rules.SITE_RULES}
    assert {case[0] for case in CASES} | of_sites == {rules.code_name(rule) for rule in rules.RULES}


@pytest.mark.parametrize("rule", rules.RULES, ids=rules.code_name)
def test_every_rule_has_its_page(rule: rules.MeetingRule) -> None:
    assert rule.__doc__
    assert len(re.findall(r"[.!](?:\s|$)", rule.__doc__)) >= 2


@pytest.mark.parametrize(
    ("colours", "told"),
    [
        ('{accent: "#00596b", deep: "#06303c"}', []),
        ('{accent: "#767676"}', []),
        ('{accent: "#777777"}', [(5, 19, "#777777 against white has a contrast of 4.5 : 1; text wants 4.5")]),
        ('{deep: "#ffd400"}', [(5, 17, "#ffd400 against white has a contrast of 1.4 : 1; text wants 4.5")]),
    ],
)
def test_a_publishers_colour_that_cannot_be_read_is_told(colours: str, told: list[tuple[int, int, str]]) -> None:
    text = "name: N\npublisher: P\naddress: https://x.no\nlanguage: nb\ncolours: " + colours + "\n"
    parsed = parse.site(text.encode(), "site.yaml", Files())
    assert parsed.value, parsed.diagnostics
    found = rules.site_rules(parsed, parsed.value)
    assert [(one.span.line, one.span.column, message(one)) for one in found] == told


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_every_rule_speaks_both_languages(case: tuple[str, tuple[str, ...], int, str, tuple[str, ...]]) -> None:
    for one in diagnostics(*case[1], board=PEOPLE):
        for language in ("en", "nb"):
            said = message(one, language) + hint(one, language)
            assert said
            assert "{" not in said.replace("{n}", "").replace("{yy}", "")


def test_a_board_says_how_grave_a_rule_is() -> None:
    text = DAY + ITEMS + item("17/2020")
    for word, severity in (("error", ["error"]), ("warning", ["warning"]), ("off", [])):
        board = BOARD + f"rules: {{number-form: {word}}}\n"
        assert [one.severity for one in diagnostics(text, board=board) if one.code == "number-form"] == severity


def test_a_meeting_silences_a_rule() -> None:
    text = DAY + ITEMS + item("17/2020") + SLIDE + "Nasjonalt e-helsestyre tar sakene til orientering.\n"
    silenced = DAY + "silence: [board-name, number-form]\n" + text.removeprefix(DAY)
    assert {code for code, _, _ in found(text)} >= {"board-name", "number-form"}
    assert found(silenced) == []


def test_a_rule_that_is_none_is_told_with_the_nearest() -> None:
    (one,) = diagnostics(DAY + "silence: [bord-name]\n" + ITEMS + item())
    assert (one.code, one.span.line) == ("silence-unknown", 2)
    assert hint(one) == 'did you mean "board-name"?'


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the example boards are not here")
@pytest.mark.parametrize("name", ["komite", "program"])
def test_the_example_boards_break_no_rule_that_is_an_error(name: str) -> None:
    folder = EXAMPLES / name
    site = parse.site(SITE.encode(), "site.yaml", Files()).value
    board = parse.board((folder / "board.yaml").read_bytes(), "board.yaml", Files()).value
    assert site
    assert board
    full = []
    every: list[Diagnostic] = []
    for path in sorted(folder.glob("*/meeting.yaml")):
        data = path.read_bytes()
        parsed = parse.meeting(data, path.parent.name, Files(named_files(data.decode())))
        assert parsed.value, parsed.diagnostics
        one = agenda(site, board, parsed.value, name, path.parent.name)
        every += rules.meeting_rules(parsed, one)
        full.append(cards.card(one, deck.deck(one), parsed.spans, parsed.file))
    every += rules.archive_rules(full, {name: board})
    assert [one for one in every if one.severity == "error"] == []
