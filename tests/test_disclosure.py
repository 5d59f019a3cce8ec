"""What becomes public: for each cause, for any two archives, and never what is withheld."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from archives import BOARD as RICH_BOARD
from archives import FILES, ITEM, MEETING, SECRET, SVG, MadeUp, a_board, a_pdf, a_site, made_up, sound_meeting
from archives import SITE as RICH_SITE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from places import BOARD, PLAIN, SHOWN, SITE, TODAY, WITHHELD, meetings
from repositories import committed, needs_git, put
from secret_pdfs import SECRET as NAME
from secret_pdfs import drawn, line

from akson_docs.disclosure import comparison, report
from akson_docs.disclosure.comparison import (
    Disclosure,
    File,
    SourceDisclosure,
    Statement,
    sentences,
    stated,
    told,
    unmatched,
)
from akson_docs.meetings import agenda as agendas
from akson_docs.meetings import redaction
from akson_docs.meetings.deck import deck
from akson_docs.render import opendata
from akson_docs.rules import registry
from akson_docs.sources import history, snapshots
from akson_docs.sources.snapshots import Snapshot

AT = "2020-04/meeting.yaml"


# ---- sentences -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Møtet er åpent. Alle kan komme.", ["Møtet er åpent.", "Alle kan komme."]),
        ("Møtet begynner kl. 16.00 i Oslo. Det er åpent.", ["Møtet begynner kl. 16.00 i Oslo.", "Det er åpent."]),
        ("Møtet er kl. 16. Ingen vet hvor.", ["Møtet er kl. 16.", "Ingen vet hvor."]),
        ("Unntatt, jf. offl. § 13. Se nr. 2 under.", ["Unntatt, jf. offl. § 13.", "Se nr. 2 under."]),
        ("Se nr. 2. 3 stemte mot.", ["Se nr. 2. 3 stemte mot."]),
        ("Fristen er 1. juli 2020. Den er kort.", ["Fristen er 1. juli 2020.", "Den er kort."]),
        ("Det er f.eks. Oslo og bl.a. Bergen.", ["Det er f.eks. Oslo og bl.a. Bergen."]),
        ("Jf. Prop. 46 L (2017–2018). Og Innst. 13 S.", ["Jf. Prop. 46 L (2017–2018).", "Og Innst. 13 S."]),
        ("Det kostet 4 mill. kr. Det var mye.", ["Det kostet 4 mill. kr. Det var mye."]),
        ("A. B. spurte. Svaret var nei!", ["A. B. spurte.", "Svaret var nei!"]),
        ("Kan vi? Ja! «Nei.» Vel… Kanskje.", ["Kan vi?", "Ja!", "«Nei.»", "Vel…", "Kanskje."]),
        ("Ordet er **viktig.** Det vet vi.", ["Ordet er **viktig.**", "Det vet vi."]),
        ("Det gikk bra. 13 stemte for.", ["Det gikk bra.", "13 stemte for."]),
        ("Øst er øst. Ågot er hjemme. Ærlig talt.", ["Øst er øst.", "Ågot er hjemme.", "Ærlig talt."]),
        ("We meet at no. 5, i.e. The Hall. Mr. Chair opens.", ["We meet at no. 5, i.e. The Hall.", "Mr. Chair opens."]),
        ("En setning\nover to linjer. En til.", ["En setning over to linjer.", "En til."]),
        ("Møtet er\n1. juli 2020.", ["Møtet er 1. juli 2020."]),
        ("1. Styret tar saken. Den er viktig.\n2. Styret ber om en plan.", 3),
        ("- ett\n- to\n  og mer\n\nTre", ["- ett", "- to og mer", "Tre"]),
        ("## Bakgrunn\nDet regnet.", ["## Bakgrunn", "Det regnet."]),
        ("| Post | Sum |\n|---|---:|\n| Lønn. Og | 41,0 |", ["| Post | Sum |", "| Lønn. Og | 41,0 |"]),
        ("", []),
    ],
)
def test_where_a_sentence_ends(text: str, expected: list[str] | int) -> None:
    found = sentences(text)
    if isinstance(expected, int):
        assert len(found) == expected
    else:
        assert list(found) == expected


@given(st.text("aØ1 .!?\n-#«»", max_size=60))
def test_nothing_of_a_text_is_lost_when_it_is_divided(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


# ---- everything is told --------------------------------------------------------------------------------------

NOT_WORDS = frozenset(
    (
        *("$schema", "format", "edition", "site", "address", "anchor", "day", "kind", "start", "end", "item", "slides"),
        *("number", "language", "issue", "result", "days"),
    )
)
"""Keys of a meeting's data that say nothing which was written, or say it in another form."""


def texts(value: Any, key: str = "") -> Iterator[str]:
    """Every string of a meeting's data that somebody wrote."""
    if isinstance(value, dict):
        for name, held in value.items():
            if name not in NOT_WORDS or isinstance(held, list):
                yield from texts(held, name)
    elif isinstance(value, list):
        for held in value:
            yield from texts(held, key)
    elif isinstance(value, str) and not re.fullmatch(r"[\d/:.-]+|2020-04-.*", value):  # numbers, and derived names
        yield value


def all_told(text: str, files: Mapping[str, bytes]) -> tuple[tuple[Statement, ...], dict[str, Any]]:
    """What is told of a meeting's public edition, and the same as data, minutes and all."""
    meeting = redaction.public(sound_meeting(text, files))
    public = agendas.agenda(redaction.public(a_site()), redaction.public(a_board()), meeting, "styret", "2020-04")
    slides, handed = deck(public), {name: File(1, "") for name in files}
    # Where a meeting usually is, its board says.
    found = (*stated(public.board), *told(public, slides, handed))
    data = opendata.meeting(public, slides, "public", True)
    del data["board"]["id"]  # its folder's name
    return found, data


def test_all_that_the_data_of_a_meeting_say_is_told() -> None:
    found, data = all_told(MEETING, FILES)
    said = "\n".join(" ".join((one.words, one.of, *(words for _, words in one.more))) for one in found)
    missing = [part for text in texts(data) for part in sentences(text) if part not in said]
    assert missing == []
    assert len(found) > 100


@given(made_up())
@settings(max_examples=30)
def test_all_that_the_data_of_any_meeting_say_is_told_and_nothing_withheld(made: MadeUp) -> None:
    found, data = all_told(made.text, made.files)
    said = "\n".join(" ".join((one.words, one.of, *(words for _, words in one.more))) for one in found)
    assert [part for text in texts(data) for part in sentences(text) if part not in said] == []
    assert SECRET not in repr(found)


# ---- sources in memory ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Held(Snapshot):
    """A folder in memory."""

    files_: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        return self.files_[path]

    def digest(self, path: str) -> str:
        return str(hash(self.files_[path]))


def held(files: Mapping[str, str | bytes]) -> Held:
    data = {f"meetings/{name}": text if isinstance(text, bytes) else text.encode() for name, text in files.items()}
    stamps: dict[str, tuple[int, int]] = {path: (len(text), 0) for path, text in data.items()}
    for path in data:
        steps = path.split("/")
        stamps |= {"/".join(steps[:depth]) + "/": (-1, 0) for depth in range(1, len(steps))}
    return Held("", stamps, {}, data)


def compared(now: Mapping[str, str | bytes], before: Mapping[str, str | bytes], today: date = TODAY) -> Disclosure:
    """What becomes public; files that are the same count as changed where anything does, for their digests."""
    here, there = held(now), held(before)
    changed = {*here.files, *there.files} if now != before else set()
    return comparison.disclosure(here, lambda paths: there, changed, lambda timezone: today)


def rich(made: MadeUp) -> dict[str, str | bytes]:
    inside: dict[str, str | bytes] = {AT: made.text, **{f"2020-04/{name}": data for name, data in made.files.items()}}
    # Made-up resolutions and votes do not add up.
    codes = sorted(map(registry.code_name, registry.RULES))
    board = RICH_BOARD.replace("rules: {papers-late: off", "rules: {" + ", ".join(f"{name}: off" for name in codes))
    return {**meetings(inside, RICH_SITE, board), "logo.svg": SVG}


def keys(some: tuple[Statement, ...]) -> Counter[Any]:
    return Counter(one.key for one in some)


@given(made_up(), made_up())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_new_and_what_was_there_make_what_is_public(one: MadeUp, other: MadeUp) -> None:
    found = compared(rich(one), rich(other))
    assert found.diagnostics == ()
    opened = [change for change in found.changes if change.address == "styret/2020-04"]
    listed = tuple(each.told for change in opened for each in change.opened)
    now = tuple(each.told for each in compared(rich(one), {}).changes[-1].opened)
    was = tuple(each.told for each in compared(rich(other), {}).changes[-1].opened)
    # An item with another number and the same title is the same: then as many are new, and some have another key.
    if {each.place.item for each in now} == {each.place.item for each in was}:
        assert keys(listed) + (keys(was) & keys(now)) == keys(now)
        assert sum(gone.count for change in opened for gone in change.closed) == (keys(was) - keys(now)).total()
    else:
        assert not keys(listed) - keys(now)
        assert keys(now) - keys(was) >= keys(listed) - keys(was)
    shown = report.preview(found, "HEAD", "nb")
    assert SECRET not in report.text(shown) + report.markdown(shown) + repr(found)
    assert compared(rich(one), rich(one)).changes == ()


# ---- each cause, with git ------------------------------------------------------------------------------------

Files = Mapping[str, str | bytes]


@pytest.fixture
def since(tmp_path: Path) -> Callable[..., Disclosure]:
    """Commits what was, puts what is now in its place, and compares."""

    def of(before: Files, now: Files, today: date = TODAY) -> Disclosure:
        root = committed(tmp_path, before)
        put(root, now)
        past, snapshot = history.past(str(root), "HEAD"), snapshots.scan(str(root))
        assert isinstance(past, history.Past)
        return comparison.disclosure(snapshot, past.fetched, past.changed(snapshot), lambda timezone: today)

    return of


def one(found: Disclosure) -> SourceDisclosure:
    assert found.diagnostics == ()
    (change,) = found.changes
    return change


def words(change: SourceDisclosure) -> list[str]:
    return [each.told.words for each in change.opened]


def at(text: str = SHOWN, **more: str | bytes) -> dict[str, str | bytes]:
    return meetings({AT: text, **{f"2020-04/{name}": data for name, data in more.items()}})


Since = Callable[..., Disclosure]
with_git = needs_git


@with_git
def test_where_nothing_changes_nothing_becomes_public(since: Since) -> None:
    assert since(at(), at(SHOWN + "# en merknad\n")) == Disclosure(TODAY, (), (), ())


@with_git
def test_a_new_meeting(since: Since) -> None:
    change = one(since(at(), {**at(), "styret/2020-05/meeting.yaml": SHOWN.replace("2020-07-01", "2020-09-01")}))
    assert (change.address, change.name, change.why, change.closed) == ("styret/2020-05", "Styret 5/20", ("new",), ())
    assert {"17/20", "Godkjenning av innkalling", "Hvor vi er", "2020-09-01", "- Ett"} <= set(words(change))


@with_git
def test_a_new_board_and_a_new_site(since: Since) -> None:
    board = {"rad/board.yaml": BOARD.replace("Styret", "Rådet") + "members: [{id: leder, name: leder, role: leder}]\n"}
    change = one(since(at(), {**at(), **board}))
    assert (change.address, change.why, change.name) == ("rad", ("new",), "Rådet")
    assert [each.told.more for each in change.opened if each.told.role == ("members",)] == [
        (("role", "leder"), ("id", "leder"))
    ]
    found = since({"README": "x"}, at())
    assert [change.address for change in found.changes] == ["", "styret", "styret/2020-04"]


@with_git
def test_one_new_sentence_shows_that_sentence_alone_with_its_item(since: Since) -> None:
    before = SHOWN.replace("    duration: 30\n", "    summary: Prosjektet er i rute. Alt er bra.\n")
    (opened,) = one(since(at(before), at(before.replace("Alt er", "Neste pulje er i høst. Alt er")))).opened
    assert (opened.told.words, opened.told.role) == ("Neste pulje er i høst.", ("summary",))
    assert (opened.told.place.number, opened.told.place.title, opened.withheld) == ("18/20", "Status", False)


@with_git
def test_a_sentence_on_a_slide_has_the_slides_number_and_title(since: Since) -> None:
    (opened,) = one(since(at(), at(SHOWN + "          - Tre\n"))).opened
    assert (opened.told.words, opened.told.place.slide_title) == ("- Tre", "Hvor vi er")
    assert opened.told.place.slide_number == 6


@with_git
def test_what_is_only_moved_or_numbered_anew_is_not_new(since: Since) -> None:
    first, second = SHOWN.index("  - number: 17/20"), SHOWN.index("  - number: 18/20")
    turned = SHOWN[:first] + SHOWN[second:] + SHOWN[first:second]
    assert since(at(), at(turned)).changes == ()
    change = one(since(at(), at(SHOWN.replace("18/20", "19/20"))))
    assert words(change) == ["19/20"]
    points = SHOWN.replace("Styret tar saken til orientering.", "|\n      1. Ja.\n      2. Nei.")
    more = points.replace("1. Ja.\n      2. Nei.", "1. Kanskje.\n      2. Ja.\n      3. Nei.")
    assert words(one(since(at(points), at(more)))) == ["1. Kanskje."]


@with_git
def test_the_same_words_in_another_field_or_item_are_new(since: Since) -> None:
    change = one(since(at(), at(SHOWN.replace("proposal: Styret tar", "decision: Styret tar"))))
    assert [(each.told.words, each.told.role) for each in change.opened] == [
        ("Styret tar saken til orientering.", ("decision",))
    ]
    other = SHOWN.replace("title: Godkjenning av innkalling", "title: Annet").replace(
        "title: Status", "title: Godkjenning av innkalling"
    )
    change = one(since(at(), at(other)))
    assert {(each.told.place.number, each.told.words) for each in change.opened} == {
        ("17/20", "Annet"),
        ("18/20", "Godkjenning av innkalling"),
    }


@with_git
def test_a_row_with_another_fact_is_told_whole(since: Since) -> None:
    lights = "      - {kind: status, title: Lys, rows: [{area: Tid, light: green}, {area: Pris, light: red}]}\n"
    swapped = lights.replace("green", "x").replace("red", "green").replace("x", "red")
    change = one(since(at(SHOWN + lights), at(SHOWN + swapped)))
    assert [(each.told.words, each.told.more) for each in change.opened] == [
        ("Tid", (("light", "red"),)),
        ("Pris", (("light", "green"),)),
    ]


@with_git
def test_what_was_withheld_is_marked_when_it_is_so_no_more(since: Since) -> None:
    before = WITHHELD.replace("    withheld: offl. § 23 første ledd\n    public_title: Personalsak\n", "")
    found = one(since(at(WITHHELD, **{"SECRET-name.txt": "x"}), at(before, **{"SECRET-name.txt": "x"})))
    opened = {each.told.words: each.withheld for each in found.opened}
    for said in ("Lønn til SECRET-TITLE", "SECRET-PROPOSAL vedtas.", "SECRET-TOPIC", "SECRET-SLIDE", "SECRET-BODY"):
        assert opened[said], said
    files = [each.told for each in found.opened if each.told.file]
    assert [(each.words, each.file and each.file.size) for each in files] == [("SECRET-name.txt", 1)]
    assert [gone.role for gone in found.closed][:1] == [("title",)]


@with_git
def test_a_field_a_slide_and_an_attachment_that_are_withheld_no_more(since: Since) -> None:
    files = {"SECRET-name.txt": "x"}
    now = WITHHELD.replace("{text: SECRET-SUMMARY, withheld: offl. § 13, public: Noe er unntatt.}", "SECRET-SUMMARY")
    change = one(since(at(WITHHELD, **files), at(now, **files)))
    assert [(each.told.words, each.withheld) for each in change.opened] == [("SECRET-SUMMARY", True)]
    slide = "        withheld: offl. § 23\n        public: Tallene kommer etter forhandlingene.\n"
    change = one(since(at(WITHHELD, **files), at(WITHHELD.replace(slide, ""), **files)))
    assert words(change) == ["SECRET-SECOND", "SECRET-NUMBERS"]
    attached = SHOWN + "    attachments:\n      - file: plan.pdf\n        withheld: offl. § 13\n        title: Plan\n"
    pdf: dict[str, str | bytes] = {"plan.pdf": a_pdf("Plan")}
    change = one(since(at(attached, **pdf), at(attached.replace("        withheld: offl. § 13\n", ""), **pdf)))
    assert sorted(words(change)) == ["Plan", "plan.pdf"]


@with_git
def test_what_is_withheld_now_is_told_by_its_place_and_never_by_its_words(since: Since) -> None:
    files = {"SECRET-name.txt": "x"}
    open_ = WITHHELD.replace("    withheld: offl. § 23 første ledd\n    public_title: Personalsak\n", "")
    found = since(at(open_, **files), at(WITHHELD, **files))
    change = one(found)
    assert {"Personalsak", "offl. § 23 første ledd"} <= set(words(change)), "the stub's title and basis are new"
    assert {gone.role: gone.count for gone in change.closed}[("proposal",)] == 1
    assert {gone.place.title for gone in change.closed} == {"Personalsak"}
    shown = report.preview(found, "HEAD", "en")
    assert "SECRET" not in report.text(shown) + report.markdown(shown) + repr(found)


@with_git
def test_a_public_title(since: Since) -> None:
    files = {"SECRET-name.txt": "x"}
    change = one(since(at(WITHHELD, **files), at(WITHHELD.replace("Personalsak", "Lønnssak"), **files)))
    assert words(change) == ["Lønnssak", "Lønnssak"]
    assert [each.told.role for each in change.opened] == [("title",), ("public_title",)]


@with_git
@pytest.mark.parametrize(("kept_back", "why"), [("draft: yes\n", "draft"), ("publish: 2020-08-02\n", "embargo")])
def test_a_draft_that_is_one_no_more_and_a_day_that_comes_sooner(since: Since, kept_back: str, why: str) -> None:
    change = one(since(at(kept_back + SHOWN), at()))
    assert (change.why, change.later, change.closed) == ((why,), (), ())
    assert {"Godkjenning av innkalling", "Status", "Hvor vi er"} <= set(words(change))
    gone = one(since(at(), at(kept_back + SHOWN)))
    assert (gone.opened, gone.name == "" or bool(gone.later)) == ((), True)
    assert sum(each.count for each in gone.closed) == len(change.opened)


@with_git
def test_a_day_that_has_come_and_one_that_has_not(since: Since) -> None:
    draft = at("draft: yes\n" + SHOWN)
    change = one(since(draft, at("publish: 2020-08-01\n" + SHOWN)))
    assert {"Status", "2020-08-01"} <= set(words(change)), "today is the day"
    change = one(since(draft, at("publish: 2020-08-02\n" + SHOWN)))
    assert (change.opened, change.why, change.name) == ((), ("draft",), "Styret 4/20")
    assert [(day, {each.told.words for each in opened} >= {"Status"}) for day, opened in change.later] == [
        (date(2020, 8, 2), True)
    ]


@with_git
def test_a_new_sentence_in_a_meeting_whose_day_is_to_come_is_listed_under_the_day(since: Since) -> None:
    before = "publish: 2020-09-01\n" + SHOWN
    change = one(since(at(before), at(before + "    decision: Ja.\n")))
    assert (change.opened, change.why, change.closed) == ((), (), ())
    assert [(day, [each.told.words for each in opened]) for day, opened in change.later] == [
        (date(2020, 9, 1), ["Ja."])
    ]


MINUTED = SHOWN + "    discussion: Det ble drøftet.\nattendance: {present: [leder]}\n"
MEMBERS = BOARD + "members: [{id: leder, name: lederen, role: leder}]\n"


def minuted(text: str) -> dict[str, str | bytes]:
    return meetings({AT: text}, board=MEMBERS)


@with_git
def test_minutes_that_are_published_now_later_and_corrected(since: Since) -> None:
    assert since(minuted(SHOWN), minuted(MINUTED)).changes == (), "a draft of minutes is nobody's business"
    change = one(since(minuted(MINUTED), minuted(MINUTED + "minutes: {published: 2020-08-01}\n")))
    assert change.why == ("minutes",)
    assert {"Det ble drøftet.", "lederen", "2020-08-01"} == set(words(change))
    assert not any(each.withheld for each in change.opened), "unpublished is not withheld"
    later = MINUTED + "minutes: {published: 2020-08-09}\n"
    change = one(since(minuted(MINUTED), minuted(later)))
    assert change.opened == ()
    ((day, opened),) = change.later
    assert (day, {each.told.words for each in opened}) == (
        date(2020, 8, 9),
        {"Det ble drøftet.", "lederen", "2020-08-09"},
    )
    out = MINUTED + "minutes: {published: 2020-07-09, corrections: [{date: 2020-07-20, what: Tallet var 4.}]}\n"
    change = one(since(minuted(MINUTED + "minutes: {published: 2020-07-09}\n"), minuted(out)))
    assert (change.why, words(change)) == (("corrected",), ["2020-07-20", "Tallet var 4."])


@with_git
def test_others_who_were_present_are_told_by_name(since: Since) -> None:
    text = SHOWN + "attendance: {present: others}\n"
    change = one(since(minuted(text), minuted(text + "minutes: {published: 2020-08-01}\n")))
    assert "lederen" in words(change)


@with_git
def test_a_board_that_becomes_public_and_one_that_ceases_to_be(since: Since) -> None:
    private = meetings({AT: SHOWN}, board=BOARD + "public: no\n")
    found = since(private, at())
    assert [(change.address, change.why) for change in found.changes] == [
        ("styret", ("board",)),
        ("styret/2020-04", ("board",)),
    ]
    assert "Status" in words(found.changes[1])
    found = since(meetings({AT: SHOWN}, site=SITE + "public: no\n"), at())
    assert [change.why for change in found.changes if change.address == "styret/2020-04"] == [("board",)]
    gone = since(at(), private)
    assert [(change.address, change.name, change.opened) for change in gone.changes] == [
        ("styret", "", ()),
        ("styret/2020-04", "", ()),
    ]


@with_git
def test_somebody_added_to_a_board_and_something_to_the_site(since: Since) -> None:
    more = MEMBERS.replace("}]", "}, {id: nest, name: nestlederen, party: Prøvelista}]")
    (opened,) = one(since(minuted(SHOWN), meetings({AT: SHOWN}, board=more))).opened
    assert (opened.told.words, opened.told.more) == ("nestlederen", (("party", "Prøvelista"), ("id", "nest")))
    site = meetings({AT: SHOWN}, site=SITE + "contact: {name: Arkivet, email: post@example.no}\n")
    change = one(since(at(), site))
    assert (change.address, words(change)) == ("", ["Arkivet", "post@example.no"])


@with_git
def test_files_that_are_added_replaced_and_removed(since: Since) -> None:
    attached = SHOWN + "    attachments: [{file: plan.pdf}, {url: 'https://example.no/plan'}]\n"
    first, second = a_pdf("Plan"), a_pdf("Ny plan")
    change = one(since(at(), at(attached, **{"plan.pdf": first})))
    (file,) = (each.told for each in change.opened if each.told.file)
    assert (file.words, file.file and file.file.size, file.place.number) == ("plan.pdf", len(first), "18/20")
    assert "https://example.no/plan" in words(change)
    change = one(since(at(attached, **{"plan.pdf": first}), at(attached, **{"plan.pdf": second})))
    assert (words(change), [gone.count for gone in change.closed]) == (["plan.pdf"], [1])
    both: Files = {"plan.pdf": first, "notat.txt": "Ingen lenke hit."}
    assert since(at(attached, **{"plan.pdf": first}), at(attached, **both)).changes == (), (
        "what nothing names is not handed out"
    )
    gone = one(since(at(attached, **{"plan.pdf": first}), at()))
    assert (gone.opened, sum(each.count for each in gone.closed)) == ((), 2)


@with_git
def test_a_file_beside_one_that_is_redacted_is_another_now_and_then(since: Since) -> None:
    rows = "    attachments:\n      - {file: annet.pdf, title: Annet}\n      - file: brev.pdf\n        title: Brev\n"
    redact = f"        redact: {{withheld: offl. § 13, phrases: [{NAME}]}}\n"
    text = PLAIN.replace("    type: Godkjenning\n", "") + rows + redact
    letters = {"annet.pdf": drawn(line(30, 250, "Annet")), "brev.pdf": drawn(line(30, 250, f"Til {NAME} her"))}
    assert "brev-redacted.pdf" in words(one(since(at(), at(text, **letters))))
    assert words(one(since(at(text, **letters), at(text + "    decision: Ja.\n", **letters)))) == ["Ja."]


@with_git
def test_a_picture_is_a_file_too(since: Since) -> None:
    slide = "      - {kind: figure, title: Kart, file: kart.svg, alt: Et kart.}\n"
    change = one(since(at(), at(SHOWN + slide, **{"kart.svg": SVG})))
    assert [each.told.words for each in change.opened if each.told.file] == ["kart.svg"]
    assert "Et kart." in words(change)


@with_git
def test_a_meeting_that_cannot_be_read_now_is_told_at_its_line_and_nothing_is_compared(since: Since) -> None:
    found = since(at(), at(SHOWN.replace("title: Status", "titel: Status")))
    assert found.changes == ()
    assert [
        (each.code, each.span.file, each.span.line) for each in found.diagnostics if each.code == "unknown-key"
    ] == [("unknown-key", f"meetings/styret/{AT}", 10)]
    found = since(at(), meetings({AT: SHOWN}, board="navn: Styret\n"))
    assert {each.span.file for each in found.diagnostics} == {"meetings/styret/board.yaml"}


@with_git
@pytest.mark.parametrize("spoilt", ["site.yaml", "styret/board.yaml", f"styret/{AT}"])
def test_what_could_not_be_read_then_counts_as_new_and_it_is_said(since: Since, spoilt: str) -> None:
    found = since({**at(), spoilt: "{"}, at())
    change = found.changes[-1]
    assert (change.address, change.why) == ("styret/2020-04", ("unread",))
    assert found.unread == ("styret/2020-04",)
    assert {"Status", "Hvor vi er"} <= set(words(change))


@with_git
def test_only_meetings_that_differ_are_read(since: Since) -> None:
    others = {f"styret/2021-{number:02}/meeting.yaml": "dette er ingen møtefil: [" for number in range(1, 5)}
    change = one(since({**at(), **others}, {**at(SHOWN + "    decision: Ja.\n"), **others}))
    assert words(change) == ["Ja."]


SITES = (
    SITE.replace("Møtepapirer", "Papirer"),
    SITE + "language: nn\n",
    SITE + "languages: [nb, nn]\n",
    SITE + "timezone: UTC\n",
    SITE + "privacy: {names_until: 1 days}\n",
    SITE + "colours: {accent: '#00325c'}\n",
    SITE + "convert_office: yes\n",
    SITE.replace("https://papirer", "https://moter"),
    SITE + "contact: {name: Arkivet, email: post@example.no}\n",
)
MORE = (
    "short: S\n",
    "full_name: Styret selv\n",
    "organisation: Etaten\n",
    "withdrawn: [3/20]\n",
    "deadlines: {papers: 7 days}\n",
    "labels: {nb: {proposal: Innstilling}}\n",
    "parties: [Prøvelista]\n",
    "standing: [{title: Eventuelt}]\n",
    "place: Oslo\n",
    "start: 10.00\n",
    "title: Møte {number}\n",
    "meeting_number: none\n",
    "languages: [nn]\n",
    "types: [{name: Orientering, kind: information}]\n",
    "rules: {number-gap: off}\n",
    "observers: [{id: vara, name: en observatør}]\n",
)
BOARDS = (
    *(MEMBERS + more for more in MORE),
    MEMBERS.replace("name: lederen", "name: formannen"),
    MEMBERS.replace("name: Styret", "name: Rådet"),
)


@pytest.mark.parametrize(("site", "board"), [(one, MEMBERS) for one in SITES] + [(SITE, one) for one in BOARDS])
def test_a_site_or_a_board_that_changes_has_meetings_read_where_it_matters_to_them(site: str, board: str) -> None:
    text = MINUTED + "minutes: {published: 2020-07-09, chair: leder}\n"
    if "names_until" in site:  # what is named so is a person, and no role
        board = board.replace("lederen", "Person En")
    was = board if "names_until" in site else MEMBERS
    here, there = held(meetings({AT: text}, site, board)), held(meetings({AT: text}, board=was))
    changed = {path for path in here.files if here.files_[path] != there.files_[path]}
    quick, every = (
        comparison.disclosure(here, lambda paths: there, some, lambda timezone: TODAY)
        for some in (changed, set(here.files))
    )
    assert len(changed) == 1
    assert quick.diagnostics == ()
    assert quick.changes == every.changes


def test_one_of_two_that_are_alike_stands_for_one() -> None:
    some = all_told(MEETING, {**FILES, "sak-23.yaml": ITEM.encode()})[0]
    assert unmatched(some, some) == ()
    assert unmatched((*some, some[0]), some) == (some[0],)
