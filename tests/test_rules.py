"""Rules beyond their cases (`tests/cases/`): what they say, and when they keep quiet."""

from __future__ import annotations

import re

import pytest
from archives import EXAMPLES, Files, beside, found_by_rules
from places import BOARD

from akson_docs.diagnostics import Diagnostic, hint, message
from akson_docs.meetings import cards, deck
from akson_docs.meetings.agenda import agenda
from akson_docs.rules import registry
from akson_docs.sources import loader

DAY = "date: 2020-07-01\n"
ITEMS = "items:\n"
NOTED = "    proposal: Styret tar saken til orientering.\n"


def item(number: str = "17/20", title: str = "Status", **keys: str) -> str:
    return f"  - number: {number}\n    title: {title}\n" + "".join(
        f"    {key}: {value}\n" for key, value in keys.items()
    )


def found(*meetings: str, board: str = BOARD) -> list[tuple[str, int, str]]:
    """(code, line, file) of what the rules find in the meetings 2020-01, 2020-02 … of a board."""
    return [(one.code, one.span.line, one.span.file) for one in found_by_rules(*meetings, board=board)]


FIGURE = "    slides:\n      - kind: figure\n        title: Kart\n        file: a.svg\n        alt: "
THERE = "attendance: {present: others}\n"
SLIDE = "    slides:\n      - title: Lysark\n        body: "
MOTION = "[{id: A, by: Ap, text: M}]"
VOTE = "[{on: proposal, unanimous: yes}]"
POINTS = "|\n      1. Ja.\n      2. Nei."
ACTION = "[{what: Skrive, who: leder}]"


def followed(action: str, status: str = "done") -> str:
    return f"follow_up: [{{action: {action}, status: {status}}}]\n"


PEOPLE = (
    BOARD
    + "law: kommuneloven\nmembers: [{id: leder, name: leder}, {id: nestleder, name: nestleder}]\nwithdrawn: [99/20]\n"
)


@pytest.mark.parametrize(
    ("corrected", "says", "told"),
    [
        ("2020-07-31", "", []),
        ("2020-08-01", "", ["warning"]),
        ("2020-08-01", "approves_issue: 1", []),
        ("2020-08-01", "outcome: postponed", []),
        ("2020-08-02", "", []),
        ("2020-07-31", "approves_issue: 3", ["error"]),
    ],
)
def test_which_issue_was_approved_is_asked_where_one_came_on_that_day(
    corrected: str, says: str, told: list[str]
) -> None:
    minutes = f"minutes: {{published: 2020-07-08, corrections: [{{date: {corrected}, what: Rettet.}}]}}\n"
    approving = "date: 2020-08-01\n" + ITEMS + item("18/20", approves="2020-01", proposal="P", adopted="proposal")
    if says:
        approving = approving.replace("approves: 2020-01\n", f"approves: 2020-01\n    {says}\n")
    if "outcome" in says:
        approving = approving.replace("    adopted: proposal\n", "")
    every = found_by_rules(DAY + ITEMS + item() + minutes, approving, board=PEOPLE)
    assert [one.severity for one in every if one.code == "approves-issue"] == told


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
    assert [(code, line) for code, line, _ in found(text, board=board) if code != "attendance-presumed"] == told


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
    said = [message(one) for one in found_by_rules(text, board=board) if one.code == "vote-unknown"]
    assert said == ([told] if told else [])


@pytest.mark.parametrize(
    ("attendance", "told"),
    [
        ("present: others", "others are: leder, nestleder; absent: –"),
        ("present: others\n  absent: [nestleder]", "others are: leder; absent: nestleder"),
        (
            "present: others\n  part: [{member: leder, left: 10.00}]\n  substitutes: [{member: nestleder, by: vara}]",
            "others are: –; absent: nestleder",
        ),
        ("present: [leder, nestleder]", None),
    ],
)
def test_whom_others_presumes_is_told_as_a_note(attendance: str, told: str | None) -> None:
    board = PEOPLE + "substitutes: [{id: vara, name: varamedlem}]\n"
    every = found_by_rules(DAY + ITEMS + item() + f"attendance:\n  {attendance}\n", board=board)
    notes = [(one.severity, message(one)) for one in every if one.code == "attendance-presumed"]
    assert notes == ([("note", told)] if told else [])
    silenced = board + "rules: {attendance-presumed: off}\n"
    assert found_by_rules(DAY + ITEMS + item() + f"attendance:\n  {attendance}\n", board=silenced) == [
        one for one in every if one.code != "attendance-presumed"
    ]


def test_who_is_private_is_told_by_id() -> None:
    board = PEOPLE.replace("name: nestleder", "name: Fornavn Etternavn, private: yes")
    assert "private: yes" in board
    elected = (
        "[{to: leder, candidates: [{name: nestleder, for: [nestleder]}, {name: leder}], blank: [leder], lot: leder}]"
    )
    lists = "[{to: leder, seats: 1, lists: [{name: A, votes: 2, candidates: [nestleder]}], elected: [leder]}]"
    named = elected.replace(
        "{name: nestleder, for: [nestleder]}", "{name: Fornavn Etternavn, for: [Fornavn Etternavn]}"
    )
    twice = "[{to: leder, agreed: [Fornavn Etternavn, Fornavn Etternavn], blank: [Fornavn Etternavn]}]"
    for elections in (elected, lists, named, named.replace("blank: [leder]", "blank: [Fornavn Etternavn]"), twice):
        text = DAY + ITEMS + item(elections=elections, decision="Leder velges.") + "attendance:\n  present: others\n"
        said = [message(one) for one in found_by_rules(text, board=board)]
        assert "others are: leder, nestleder; absent: –" in said
        assert [one for one in said if "Etternavn" in one] == []


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"motions": MOTION}, []),
        ({"motions": MOTION, "outcome": "postponed"}, []),
        ({"motions": MOTION, "votes": "[{on: A, unanimous: yes}]"}, []),
        ({"motions": MOTION, "votes": "[{on: proposal, over: A, unanimous: yes}]"}, []),
        ({"motions": MOTION, "votes": VOTE}, ["nothing came of motion A: it was neither voted on nor adopted"]),
        (
            {"motions": MOTION, "outcome": "rejected"},
            ["nothing came of motion A: it was neither voted on nor adopted"],
        ),
        ({"motions": MOTION.replace("M}", "M, outcome: lapsed}"), "votes": VOTE}, []),
        (
            {"motions": MOTION.replace("M}", "M, outcome: withdrawn}"), "adopted": "A"},
            ["motion A is withdrawn, and was voted on or adopted"],
        ),
    ],
)
def test_what_came_of_a_motion(keys: dict[str, str], told: list[str]) -> None:
    every = found_by_rules(DAY + ITEMS + item(proposal="P", **keys), board=PEOPLE)
    assert [message(one) for one in every if one.code == "motion-outcome"] == told


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"proposal": POINTS, "votes": "[{on: proposal, part: 1 og 9, unanimous: yes}]"}, []),
        ({"proposal": "Uten punkter.", "votes": "[{on: proposal, part: 9, unanimous: yes}]"}, []),
        (
            {
                "proposal": POINTS,
                "motions": "[{id: A, by: Ap, replaces: 2, text: 2. Kanskje.}]",
                "votes": "[{on: A, over: proposal, part: 2, unanimous: yes}]",
            },
            [],
        ),
        ({"proposal": "|\n      1. Ja.\n      1. Nei.", "votes": "[{on: proposal, part: 2, unanimous: yes}]"}, []),
        (
            {"proposal": POINTS, "motions": "[{id: A, by: Ap, replaces: 3, text: Kanskje.}]"},
            ["there is no point 3: 1, 2"],
        ),
        (
            {"motions": "[{id: A, by: SV, text: 3. Ja.}]", "votes": "[{on: A, part: 2, unanimous: yes}]"},
            ["there is no point 2: 3"],
        ),
    ],
)
def test_which_points_there_are(keys: dict[str, str], told: list[str]) -> None:
    every = found_by_rules(DAY + ITEMS + item(**keys), board=PEOPLE)
    assert [message(one) for one in every if one.code == "point-unknown"] == told


@pytest.mark.parametrize(
    ("found_at", "told"),
    [
        ("2020-10", 'did you mean "2020-01"?'),
        ("februar", "name the meeting's folder, such as 2020-01"),
    ],
)
def test_a_folder_that_is_none_is_told_with_the_nearest(found_at: str, told: str) -> None:
    later = "date: 2020-08-01\n" + ITEMS + item("18/20", approves=found_at)
    (one,) = [one for one in found_by_rules(DAY + ITEMS + item(), later) if one.code == "approves-unknown"]
    assert hint(one) == told


@pytest.mark.parametrize(
    ("who", "told"), [("Utvalget", False), ("Utvalg for plan", False), ("Styret", True), ("Kulturutvalget", True)]
)
def test_a_board_is_called_by_a_part_of_its_name(who: str, told: bool) -> None:
    board = BOARD.replace("Styret", "Utvalg for plan og miljø")
    assert "Utvalg for plan" in board
    text = DAY + ITEMS + item(proposal=f"{who} ber om en plan.")
    assert ("board-name" in [code for code, _, _ in found(text, board=board)]) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Unntatt offentlighet", True),
        ("Saken er unntatt fra offentlighet", True),
        ("Unntatt offentligheit", True),
        ("Dokumentet er unntatt innsyn", True),
        ("Unntas offentlighet", True),
        ("Saka er unnateken offentlegheit", True),
        ("Vedlegga er unnatekne frå offentlegheit", True),
        ("Dette er unnateke frå innsyn", True),
        ("Merket u.off.", True),
        ("U. off. § 13", True),
        ("jf. offl. § 23 første ledd", True),
        ("Offl § 13", True),
        ("offl.\u00a0§\u00a026", True),
        ("jf. offl. §§ 14 og 15", True),
        ("offentleglova § 14", True),
        ("offentlighetsloven § 5a", True),
        ("offentlighetsloven § 3", False),
        ("offl. §", True),
        ("forvaltningsloven § 13 første ledd", True),
        ("Opplysningene er underlagt taushetsplikt", True),
        ("Opplysningane er omfatta av teieplikt", True),
        ("taushetsbelagte opplysninger", True),
        ("The figures are withheld", True),
        ("exempt from public disclosure", True),
        ("Innsyn etter offl. § 3", False),
        ("Se offentleglova § 11 om meroffentlighet", False),
        ("forvaltningsloven § 13-1", False),
        ("Rutiner for taushetsplikt i etaten", False),
        ("Alle medlemmer har teieplikt", False),
        ("Unntatt er kommuner med under tusen innbyggere", False),
        ("Offentlig ettersyn", False),
        ("Du offentliggjør tallene", False),
    ],
)
def test_what_speaks_of_withholding(text: str, told: bool) -> None:
    hits = [code for code, _, _ in found(DAY + ITEMS + item() + SLIDE + f'"{text}."\n')]
    assert ("withheld-word" in hits) is told


def test_a_meeting_does_not_approve_its_own_minutes() -> None:
    assert ("approves-later", 5, "2020-01") in found(DAY + ITEMS + item(approves="2020-01"))


def test_minutes_are_not_corrected_before_they_are_published() -> None:
    text = DAY + ITEMS + item() + "minutes:\n  corrections:\n    - {date: 2020-07-08, what: T}\n"
    (one,) = found_by_rules(text)
    assert (one.code, one.span.line) == ("correction-early", 7)
    assert message(one) == "a correction of minutes that were never published"


@pytest.mark.parametrize("keys", ["chair: lederen", "secretary: lederen", "signers: [leder, lederen]"])
def test_who_signs_is_known(keys: str) -> None:
    told = [(code, line) for code, line, _ in found(DAY + ITEMS + item() + f"minutes:\n  {keys}\n", board=PEOPLE)]
    assert told == [("person-unknown", 6)]
    named = keys.replace("lederen", "Kari Nordmann")
    assert found(DAY + ITEMS + item() + f"minutes:\n  {named}\n", board=PEOPLE) == []


def test_a_motion_can_decide_too_much() -> None:
    text = item(type="Orientering", motions="[{id: A, by: Ap, text: Styret bevilger ti millioner.}]", adopted="A")
    assert ("information-decides", 7, "2020-01") in found(DAY + ITEMS + text)


@pytest.mark.parametrize(
    ("basis", "top", "told"),
    [
        ("kommuneloven § 11-5 andre ledd, jf. forvaltningsloven § 13", "online: https://x.no/m\n", True),
        ("koml. § 11-5 2. ledd", "online: https://x.no/m\n", True),
        ("koml. § 11-5", "online: https://x.no/m\n", True),
        ("offl. § 13, jf. fvl. § 13", "online: https://x.no/m\n", True),
        ("taushetsplikt", "online: https://x.no/m\n", True),
        ("koml. § 11-5 tredje ledd bokstav a", "online: https://x.no/m\n", False),
        ("koml. § 11-5 (3)", "online: https://x.no/m\n", False),
        ("koml. § 11-5 3. ledd", "online: https://x.no/m\n", False),
        ("offl. § 23", "online: https://x.no/m\n", False),
        ("offl. § 23", "", False),
        ("koml. § 11-5 andre ledd", "", False),
        ("koml. § 11-5 andre ledd", "attendance: {present: [{member: leder, by_video: yes}, nestleder]}\n", True),
        ("koml. § 11-5 andre ledd", "attendance: {present: [leder, nestleder]}\n", False),
    ],
)
def test_who_has_to_meet_behind_closed_doors_meets_in_one_room(basis: str, top: str, told: bool) -> None:
    text = DAY + top + ITEMS + item(closed=f'{{basis: "{basis}"}}')
    assert ("online-closed" in [code for code, _, _ in found(text, board=PEOPLE)]) is told
    other = PEOPLE.replace("law: kommuneloven\n", "")
    assert "online-closed" not in [code for code, _, _ in found(text, board=other)]


def test_only_elected_bodies_have_a_quorum_by_law() -> None:
    text = DAY + ITEMS + item(proposal="P", votes=VOTE) + "attendance: {present: others, absent: [leder, nestleder]}\n"
    other = PEOPLE.replace("law: kommuneloven\n", "")
    assert "quorum" in {code for code, _, _ in found(text, board=PEOPLE)}
    assert "quorum" not in {code for code, _, _ in found(text, board=other)}


@pytest.mark.parametrize("rule", registry.RULES, ids=registry.code_name)
def test_every_rule_has_its_page(rule: registry.MeetingRule) -> None:
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
    parsed = loader.site(text.encode(), "site.yaml", Files())
    assert parsed.value, parsed.diagnostics
    found = registry.site_rules(parsed, parsed.value)
    assert [(one.span.line, one.span.column, message(one)) for one in found] == told


def test_a_board_says_how_grave_a_rule_is() -> None:
    text = DAY + ITEMS + item("17/2020")
    for word, severity in (("error", ["error"]), ("warning", ["warning"]), ("note", ["note"]), ("off", [])):
        board = BOARD + f"rules: {{number-form: {word}}}\n"
        assert [one.severity for one in found_by_rules(text, board=board) if one.code == "number-form"] == severity


def test_a_meeting_silences_a_rule() -> None:
    text = DAY + ITEMS + item("17/2020") + SLIDE + "Nasjonalt e-helsestyre tar sakene til orientering.\n"
    silenced = DAY + "silence: [board-name, number-form]\n" + text.removeprefix(DAY)
    assert {code for code, _, _ in found(text)} >= {"board-name", "number-form"}
    assert found(silenced) == []


def test_a_rule_that_is_none_is_told_with_the_nearest() -> None:
    (one,) = found_by_rules(DAY + "silence: [bord-name]\n" + ITEMS + item())
    assert (one.code, one.span.line) == ("silence-unknown", 2)
    assert hint(one) == 'did you mean "board-name"?'


@pytest.mark.parametrize("name", ["friluft", "flytting"])
def test_the_example_boards_break_no_rule(name: str) -> None:
    folder = EXAMPLES / name
    site = loader.site((EXAMPLES / "site.yaml").read_bytes(), "site.yaml", beside(EXAMPLES / "site.yaml")).value
    board = loader.board((folder / "board.yaml").read_bytes(), "board.yaml", Files()).value
    assert site
    assert board
    full = []
    every: list[Diagnostic] = []
    for path in sorted(folder.glob("*/meeting.yaml")):
        data = path.read_bytes()
        parsed = loader.meeting(data, path.parent.name, beside(path))
        assert parsed.value, parsed.diagnostics
        one = agenda(site, board, parsed.value, name, path.parent.name)
        every += registry.meeting_rules(parsed, one, {parsed.file: data}.__getitem__)
        full.append(cards.card(one, deck.deck(one), parsed.spans, parsed.file))
    every += registry.archive_rules(full, {name: board})
    presumed = (
        [("attendance-presumed", day, line) for day, line in (("2023-01", 8), ("2023-02", 18))]
        if name == "friluft"
        else []
    )
    assert [(one.code, one.span.file, one.span.line) for one in every] == presumed
    if name == "friluft":
        approval = cards.approvals(full).get("2023-02")
        assert approval
        assert (approval.card.folder, approval.item.number, approval.given) == ("2023-03", "PS 21/23", False)


def test_a_correction_may_say_that_something_is_withheld() -> None:
    minutes = (
        "minutes: {published: 2020-02-01, corrections: [{date: 2020-03-01, what: Sak 2 er unntatt offentlighet.}]}\n"
    )
    assert "withheld-word" not in {code for code, _, _ in found(DAY + minutes + ITEMS + item())}
