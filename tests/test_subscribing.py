"""Calendars, feeds and lists of pages: valid, the same for the same sources, and without a word of what is withheld."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

import icalendar
import pytest
from archives import sound_meeting
from hunts import seek
from one_meeting import OneMeeting
from places import BOARD, PLAIN, PROJECT, SITE
from test_plan import LATER, TWO_BOARDS, a_house, jobs

from akson_docs.build import meeting_versions, plan
from akson_docs.build.meeting_versions import DispatchInfo, SiteVersion
from akson_docs.meetings import redaction
from akson_docs.meetings.agenda import agenda
from akson_docs.meetings.deck import deck
from akson_docs.render import feeds, pages, templates
from akson_docs.sources.layout import MeetingKey

KEY = MeetingKey("styret", "2020-04")
OSLO = ZoneInfo("Europe/Oslo")
ATOM = "{http://www.w3.org/2005/Atom}"
SITE_MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
WORDS = templates.template_set(
    {
        f"templates/locale/{one}/messages.po": (PROJECT / f"templates/locale/{one}/messages.po").read_text()
        for one in ("nb", "nn", "en")
    }
)
MINUTED = (
    PLAIN
    + """\
    adopted: proposal
  - number: 18/20
    title: {withheld: offl. § 13, text: Hemmelig}
    proposal: {withheld: offl. § 13, text: Ingen får vite}
    adopted: proposal
minutes: {chair: leder, published: 2020-07-08}
attendance: {present: [leder]}
"""
)
SENT = DispatchInfo(1, "2020-06-20", "d", ("public/nb/agenda.pdf",))


def made(house: SiteVersion, path: str) -> bytes:
    shown = meeting_versions.shown_boards(house)
    inputs: Any = SimpleNamespace(
        site=house.site,
        boards=shown,
        edition=house.edition,
        template_set=WORDS,
        own_languages=house.own_languages,
        menu=(),
        foot=(),
    )
    return pages.make(jobs(house)[path], inputs)


def having(house: SiteVersion, key: MeetingKey = KEY, **more: Any) -> SiteVersion:
    """The same with something of a meeting's version otherwise."""
    return replace(house, versions={**house.versions, key: replace(house.versions[key], **more)})


def events(data: bytes) -> list[Any]:
    calendar = icalendar.Calendar.from_ical(data)
    assert isinstance(calendar, icalendar.Calendar)
    return list(calendar.events)


# ---- calendars -----------------------------------------------------------------------------------------------


def test_a_calendar_has_the_meetings_of_its_board() -> None:
    house = a_house({"styret/2020-04": PLAIN, "styret/2020-05": LATER, "radet/2020-01": PLAIN}, boards=TWO_BOARDS)
    assert [one["SUMMARY"] for one in events(made(house, "styret/calendar.ics"))] == ["Styret 4/20", "Styret 5/20"]
    assert len(events(made(house, "calendar.ics"))) == 3
    (one,) = events(made(house, "styret/2020-04/meeting.ics"))
    assert one.start == datetime(2020, 7, 1, 9, tzinfo=OSLO)
    assert (one["URL"], one["STATUS"]) == ("https://papirer.example.no/styret/2020-04/", "CONFIRMED")
    assert icalendar.Calendar.from_ical(made(house, "styret/calendar.ics"))["NAME"] == "Styret"


def test_lines_are_folded_and_text_is_escaped() -> None:
    place = "Grev Wedels plass, rom 4; andre etasje, inngang fra gårdsrommet bak den store, gamle eika på høyre side"
    data = made(a_house({"2020-04": f"{PLAIN}place: {place}\n"}), "styret/2020-04/meeting.ics")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert rb"Grev Wedels plass\, rom 4\; andre" in data
    assert events(data)[0]["LOCATION"] == place


@pytest.mark.parametrize("zone", ["Europe/London", "America/Toronto"])
def test_times_are_in_the_zone_of_the_board_which_the_calendar_describes(zone: str) -> None:
    data = made(a_house({"2020-04": PLAIN}, boards={"styret": f"{BOARD}timezone: {zone}\n"}), "styret/calendar.ics")
    assert f"DTSTART;TZID={zone}:20200701T090000".encode() in data
    assert f"TZID:{zone}".encode() in data


def test_an_event_keeps_its_identifier_whatever_becomes_of_the_meeting() -> None:
    def uid(text: str, site: str = SITE) -> str:
        return str(events(made(a_house({"2020-04": text}, site=site), "calendar.ics"))[0]["UID"])

    moved = PLAIN.replace("2020-07-01", "2020-08-20").replace("09:00", "12:00")
    assert len({uid(PLAIN), uid(moved), uid(f"title: Ekstra\n{PLAIN}"), uid(f"cancelled: Syk\n{PLAIN}")}) == 1
    assert uid(PLAIN) != uid(PLAIN, SITE.replace("papirer", "moter"))


def test_a_cancelled_meeting_stays_as_cancelled() -> None:
    house = a_house({"2020-04": f"cancelled: Leder er syk\n{PLAIN}"})
    (one,) = events(made(house, "styret/calendar.ics"))
    assert (one["STATUS"], one["SUMMARY"], one["SEQUENCE"]) == ("CANCELLED", "Avlyst: Styret 4/20", 1)
    assert "Leder er syk" in one["DESCRIPTION"]


def test_a_reason_that_is_withheld_hides_no_cancellation() -> None:
    data = made(
        a_house({"2020-04": f"cancelled: {{withheld: offl. § 13, text: Hemmelig}}\n{PLAIN}"}), "styret/calendar.ics"
    )
    assert events(data)[0]["STATUS"] == "CANCELLED"
    assert b"Hemmelig" not in data


def test_a_meeting_of_several_days_is_an_event_each_sitting() -> None:
    days = "days: [{date: 2020-07-01, start: 09:00, end: 16:00}, {date: 2020-07-02, start: 10:00, end: 12:00}]\n"
    text = days + PLAIN.replace("date: 2020-07-01\nstart: 09:00\n", "")
    found = events(made(a_house({"2020-04": text}), "styret/calendar.ics"))
    assert [(one.start, one.end) for one in found] == [
        (datetime(2020, 7, 1, 9, tzinfo=OSLO), datetime(2020, 7, 1, 16, tzinfo=OSLO)),
        (datetime(2020, 7, 2, 10, tzinfo=OSLO), datetime(2020, 7, 2, 12, tzinfo=OSLO)),
    ]
    assert len({one["UID"] for one in found}) == 2
    assert found[0]["UID"] == events(made(a_house({"2020-04": PLAIN}), "styret/calendar.ics"))[0]["UID"]


def test_a_meeting_without_a_time_is_a_day() -> None:
    (one,) = events(made(a_house({"2020-04": PLAIN.replace("start: 09:00\n", "")}), "styret/calendar.ics"))
    assert (one.start, one.end) == (date(2020, 7, 1), date(2020, 7, 2))


def test_what_was_sent_says_when_an_event_was_changed_and_how_often() -> None:
    house = a_house({"2020-04": PLAIN})
    (before,) = events(made(house, "calendar.ics"))
    (after,) = events(made(having(house, sent=(SENT,), issue=3), "calendar.ics"))
    assert (before["SEQUENCE"], "LAST-MODIFIED" in before) == (0, False)
    assert (after["SEQUENCE"], after["LAST-MODIFIED"].dt) == (2, datetime(2020, 6, 20, tzinfo=UTC))
    assert made(house, "calendar.ics") == made(a_house({"2020-04": PLAIN}), "calendar.ics")


def test_the_link_to_take_part_is_there_until_the_meeting_is_over() -> None:
    text = f"{PLAIN}online: https://mote.example.no/styret\n"
    for today, there in (date(2020, 7, 1), True), (date(2020, 7, 2), False):
        assert (b"mote.example.no" in made(a_house({"2020-04": text}, today=today), "calendar.ics")) == there


@pytest.mark.parametrize("path", ["calendar.ics", "styret/calendar.ics", "styret/2020-04/meeting.ics"])
def test_a_title_and_a_place_that_are_withheld_are_in_no_calendar(path: str) -> None:
    text = "".join(f"{name}: {{withheld: offl. § 13, text: Hemmelig {name}}}\n" for name in ("title", "place"))
    data = made(a_house({"2020-04": text + PLAIN}), path)
    assert b"Hemmelig" not in data
    assert events(data)[0]["SUMMARY"].startswith("Styret")
    members = events(made(a_house({"2020-04": text + PLAIN}, edition="members"), path))
    assert members[0]["LOCATION"] == "Hemmelig place"


def test_what_is_not_public_is_in_no_calendar() -> None:
    boards = TWO_BOARDS | {"radet": "name: Rådet\npublic: no\n"}
    house = a_house(
        {"styret/2020-04": PLAIN, "styret/2020-05": f"draft: yes\n{LATER}", "radet/2020-01": PLAIN}, boards=boards
    )
    assert len(events(made(house, "calendar.ics"))) == 1
    members = events(made(replace(house, edition="members"), "calendar.ics"))
    assert sorted(str(one["STATUS"]) for one in members) == ["CONFIRMED", "CONFIRMED", "TENTATIVE"]


def test_a_board_without_a_meeting_has_no_calendar() -> None:
    assert not [path for path in jobs(a_house({})) if path.endswith(".ics")]


def test_a_calendar_has_the_latest_of_many_meetings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "ON_CALENDAR", 1)
    house = a_house({"2020-04": PLAIN, "2020-05": LATER})
    assert [one["SUMMARY"] for one in events(made(house, "calendar.ics"))] == ["Styret 5/20"]


def test_a_meeting_has_its_calendar_where_it_lay_before_it_got_a_language_of_its_own() -> None:
    boards = {"styret": f"{BOARD}languages: [nb, nn]\n"}
    house = a_house({"2020-04": PLAIN.replace("2020-07-01", "2020-07-01\nlanguage: nn", 1)}, boards=boards)
    found = [made(house, f"{folder}styret/2020-04/meeting.ics") for folder in ("", "nn/", "nb/")]
    assert found[0] == found[1]
    assert [str(events(one)[0]["URL"])[27:] for one in found[1:]] == ["styret/2020-04/", "nb/styret/2020-04/"]


def test_a_calendar_is_in_the_language_of_its_page() -> None:
    board = {"styret": "name: {nb: Styret, nn: Styret vårt}\nlanguages: [nb, nn]\n"}
    house = a_house({"2020-04": f"cancelled: Syk\n{PLAIN}"}, boards=board)
    (one,) = events(made(house, "nn/styret/calendar.ics"))
    assert one["SUMMARY"] == "Avlyst: Styret vårt 4/20"
    assert one["URL"] == "https://papirer.example.no/nn/styret/2020-04/"


def test_a_hunt_reads_what_a_calendar_folds() -> None:
    mark = seek.mark(1)
    folded = f"BEGIN:VCALENDAR\r\nSUMMARY:{mark[:4]}\r\n {mark[4:]}\r\n".encode()
    assert any(mark in seek.marks(layer) for _, layer in seek.layers("calendar.ics", folded))


# ---- feeds ---------------------------------------------------------------------------------------------------


def checked(data: bytes) -> list[Element]:
    """The entries of a feed that is what RFC 4287 says."""
    top = ElementTree.fromstring(data)
    assert top.tag == f"{ATOM}feed"
    entries = top.findall(f"{ATOM}entry")
    for one in (top, *entries):
        for name in ("id", "title", "updated"):
            (held,) = one.findall(ATOM + name)
            assert held.text
            assert held.text.strip() == held.text
        moment = str(one.findtext(f"{ATOM}updated"))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment)
        assert datetime.fromisoformat(moment).tzinfo is not None
        assert str(one.findtext(f"{ATOM}id")).startswith("https://")
        assert [link.get("href", "") for link in one.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
    assert top.findtext(f"{ATOM}author/{ATOM}name")
    assert [link.get("href") for link in top.findall(f"{ATOM}link") if link.get("rel") == "self"]
    ids = [one.findtext(f"{ATOM}id") for one in entries]
    assert len(set(ids)) == len(ids)
    days = [str(one.findtext(f"{ATOM}updated")) for one in entries]
    assert days == sorted(days, reverse=True)
    assert top.findtext(f"{ATOM}updated") == max(days, default="1970-01-01T12:00:00Z")
    return entries


def told(house: SiteVersion, path: str = "feed.xml") -> list[tuple[str, str]]:
    """(the day, the title) of each entry."""
    return [
        (str(one.findtext(f"{ATOM}updated"))[:10], str(one.findtext(f"{ATOM}title")))
        for one in checked(made(house, path))
    ]


@pytest.fixture(scope="module")
def minuted() -> SiteVersion:
    sent = (SENT, replace(SENT, number=2, day="2020-06-25"), replace(SENT, number=3, day="2020-06-26", withdrawn=True))
    return having(a_house({"2020-04": MINUTED}), sent=sent, issue=4)


def test_a_feed_tells_what_was_sent_published_and_decided(minuted: SiteVersion) -> None:
    meeting = "Styret 4/20, 1. juli 2020"
    expected = [
        ("2020-07-08", f"Protokoll publisert: {meeting}"),
        ("2020-07-08", "Vedtak: Sak 17/20 Godkjenning av innkalling"),
        ("2020-06-25", f"Nye papirer, utgave 2: {meeting}"),
        ("2020-06-20", f"Papirer sendt: {meeting}"),
    ]
    assert told(minuted) == expected
    assert told(minuted, "styret/feed.xml") == expected


def test_what_is_withheld_and_what_was_withdrawn_is_in_no_feed(minuted: SiteVersion) -> None:
    for path in ("feed.xml", "styret/feed.xml"):
        assert not re.search(rb"Hemmelig|Ingen|18/20|18-2020|06-26", made(minuted, path))


def test_entries_lead_to_what_they_tell_of_and_keep_their_identifiers(minuted: SiteVersion) -> None:
    page = "https://papirer.example.no/styret/2020-04/"
    found = {
        str(one.findtext(f"{ATOM}id")): one.findall(f"{ATOM}link")[0].get("href")
        for one in checked(made(minuted, "feed.xml"))
    }
    assert found == {
        f"{page}#nb-minutes-1": page,
        f"{page}#nb-decided-sak-17-2020": f"{page}#sak-17-2020",
        f"{page}#nb-papers-2": f"{page}changes/",
        f"{page}#nb-papers-1": page,
    }


def test_a_resolution_is_in_the_feed_as_it_reads(minuted: SiteVersion) -> None:
    (content,) = (one for one in ElementTree.fromstring(made(minuted, "feed.xml")).iter(f"{ATOM}content"))
    assert (content.get("type"), content.text) == ("html", "<p>Styret godkjenner innkallingen.</p>")


def test_minutes_and_resolutions_are_no_news_until_they_are_published(minuted: SiteVersion) -> None:
    assert [day for day, _ in told(replace(minuted, today=date(2020, 7, 7)))] == ["2020-06-25", "2020-06-20"]


def test_a_meeting_that_was_published_late_is_news_from_that_day() -> None:
    house = having(a_house({"2020-04": f"publish: 2020-06-28\n{PLAIN}"}), sent=(SENT,))
    assert [day for day, _ in told(house)] == ["2020-06-28"]


def test_a_cancellation_is_news_where_papers_were_sent() -> None:
    house = a_house({"2020-04": f"cancelled: Leder er syk\n{PLAIN}"})
    assert told(house) == []
    assert ("2020-06-20", "Avlyst: Styret 4/20, 1. juli 2020") in told(having(house, sent=(SENT,)))
    assert "Leder er syk" in made(having(house, sent=(SENT,)), "feed.xml").decode()


def test_the_approval_of_minutes_is_news() -> None:
    approving = LATER.replace("    type: Godkjenning\n", "    approves: 2020-04\n    adopted: proposal\n")
    assert approving != LATER
    house = a_house({"2020-04": MINUTED, "2020-05": approving}, today=date(2020, 9, 2))
    assert ("2020-09-01", "Protokoll godkjent: Styret 4/20, 1. juli 2020") in told(house)


def test_a_board_has_its_own_word_for_minutes() -> None:
    house = a_house({"2020-04": MINUTED}, boards={"styret": f"{BOARD}labels: {{nb: {{minutes: Møtebok}}}}\n"})
    assert told(house)[0][1].startswith("Møtebok publisert")


def test_a_feed_has_the_latest_of_much(monkeypatch: pytest.MonkeyPatch, minuted: SiteVersion) -> None:
    monkeypatch.setattr(plan, "IN_FEED", 2)
    assert [day for day, _ in told(minuted)] == ["2020-07-08", "2020-07-08"]


def test_what_xml_has_no_way_to_write_is_left_out() -> None:
    assert feeds._text(Element("a"), "b", "x\x01y\ufffez").text == "xyz"


# ---- lists of pages ------------------------------------------------------------------------------------------


def listed(data: bytes) -> list[str]:
    return [str(one.text) for one in ElementTree.fromstring(data).iter(f"{SITE_MAP}loc")]


def test_the_list_of_pages_has_each_that_is_not_but_a_way_to_another() -> None:
    house = a_house({"2020-04": f"{PLAIN}    formerly: [16/20]\n"}, boards={"styret": f"{BOARD}languages: [nb, nn]\n"})
    base = "https://papirer.example.no/"
    paths = ["", "kalender/", "tilgjengelighet/", "styret/", "styret/2020-04/", "styret/item/17-2020/"]
    assert "styret/item/16-2020/index.html" in jobs(house)
    assert listed(made(house, "sitemap.xml")) == sorted(
        [*(base + path for path in paths), *(f"{base}nn/{path}" for path in paths[3:])]
    )
    assert made(house, "robots.txt") == f"User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n".encode()


def test_more_pages_than_fit_in_a_list_are_in_several(monkeypatch: pytest.MonkeyPatch) -> None:
    house = a_house({"2020-04": PLAIN})
    whole = listed(made(house, "sitemap.xml"))
    monkeypatch.setattr(plan, "ON_SITE_MAP", 3)
    parts = listed(made(house, "sitemap.xml"))
    assert ElementTree.fromstring(made(house, "sitemap.xml")).tag == f"{SITE_MAP}sitemapindex"
    assert [one for part in parts for one in listed(made(house, part.rpartition("/")[2]))] == whole


def test_a_site_below_the_top_of_its_machine_has_no_robots() -> None:
    house = a_house({}, site=SITE.replace("example.no", "example.no/moter/"))
    assert "robots.txt" not in jobs(house)
    assert "https://papirer.example.no/moter/styret/" in listed(made(house, "sitemap.xml"))


def test_what_names_public_addresses_is_of_the_public_edition_alone() -> None:
    found = jobs(a_house({"2020-04": PLAIN}, edition="members"))
    assert not [path for path in found if path.endswith((".xml", ".txt"))]


# ---- what pages say to machines ------------------------------------------------------------------------------


THEME = templates.template_set(
    {
        path.relative_to(PROJECT).as_posix(): path.read_text()
        for path in (PROJECT / "templates").rglob("*")
        if templates.takes(path.relative_to(PROJECT).as_posix())
    }
)


def page(text: str, edition: str = "public") -> str:
    """The page of a meeting of the default theme."""
    house = a_house({"2020-04": text}, edition=edition)
    meeting = house.versions[KEY]
    board, read = house.boards["styret"], sound_meeting(text)
    made = agenda(house.site, board, redaction.public(read) if edition == "public" else read, *KEY)
    of = OneMeeting(THEME, made, deck(made), house.site, {"styret": board}, edition)
    assert meeting.card.title or edition == "public"
    return pages.page(jobs(house)["styret/2020-04/index.html"], of)


def event(text: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page(text))
    read: dict[str, Any] = json.loads(found)
    return read


def test_the_page_of_a_meeting_says_when_and_where_it_is() -> None:
    found = event(f"{PLAIN}place: Rom 4\nonline: https://mote.example.no/\nend: 11:00\n")
    assert (found["startDate"], found["endDate"]) == ("2020-07-01T09:00:00+02:00", "2020-07-01T11:00:00+02:00")
    assert (found["name"], found["location"][0]["name"]) == ("Styret 4/20", "Rom 4")
    assert found["eventStatus"] == "https://schema.org/EventScheduled"
    assert found["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"


def test_a_cancelled_meeting_is_a_cancelled_event() -> None:
    assert event(f"cancelled: Syk\n{PLAIN}")["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_meeting_without_a_time_is_an_event_of_its_days() -> None:
    found = event("days: [{date: 2020-07-01}, {date: 2020-07-02}]\nitems: [{title: A}]\n")
    assert (found["startDate"], found["endDate"]) == ("2020-07-01", "2020-07-02")


def test_what_is_withheld_is_in_nothing_that_a_page_says_to_machines() -> None:
    text = "".join(f"{name}: {{withheld: offl. § 13, text: Hemmelig {name}}}\n" for name in ("title", "place"))
    assert "Hemmelig" not in page(text + PLAIN)
    assert event(text + PLAIN)["name"].startswith("Styret")


def test_what_an_author_wrote_does_not_end_the_event() -> None:
    text = f"title: </script><script>alert(1)</script>\n{PLAIN}"
    assert event(text)["name"].startswith("</script>")
    assert "<script>" not in page(text)


def test_a_page_says_what_it_is_to_whoever_links_to_it() -> None:
    told = dict(re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', page(PLAIN)))
    assert told["og:title"] == "Styret 4/20 – Møtepapirer"
    assert told["og:url"] == "https://papirer.example.no/styret/2020-04/"
    assert told["og:description"] == told["description"]
    assert told["description"].startswith("Styret 1. juli 2020")


def test_the_edition_for_members_tells_machines_nothing() -> None:
    found = page(PLAIN, "members")
    assert not re.search(r"og:|ld\+json|feed\.xml", found)
    assert 'href="meeting.ics"' in found


def test_a_meeting_is_put_into_a_calendar_from_its_page() -> None:
    assert '<a href="meeting.ics">Legg i kalenderen</a>' in page(PLAIN)
