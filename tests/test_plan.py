"""The plan: which files there are, and that a key changes exactly when what its file depends on does."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from fnmatch import fnmatch
from typing import TypeVar

import pytest
from archives import BOARD as FULL_BOARD
from archives import FILES, MEETING, a_board, a_site, sound_meeting
from archives import SITE as FULL_SITE
from places import BOARD, PLAIN, SHOWN, SITE, WITHHELD

from akson_docs.build import meeting_versions, plan
from akson_docs.build.jobs import (
    Asset,
    BoardPage,
    CalendarFile,
    CalendarPage,
    ChangesPage,
    ColourSheet,
    Copied,
    DataIndex,
    EvidencePage,
    FeedFile,
    FrontPage,
    ItemPage,
    Job,
    MeetingData,
    MeetingPage,
    MovedPage,
    NotFoundPage,
    PaperFile,
    RobotsFile,
    SiteMap,
    SlidesPage,
    Style,
    Twin,
    YearData,
)
from akson_docs.build.meeting_versions import DispatchInfo, MeetingVersion, SiteVersion
from akson_docs.meetings import redaction as editions
from akson_docs.meetings.agenda import agenda
from akson_docs.meetings.cards import MeetingCard, card
from akson_docs.meetings.deck import deck
from akson_docs.sources.layout import MeetingKey

T = TypeVar("T")
KEY = MeetingKey("styret", "2020-04")
TODAY = date(2020, 8, 1)
LATER = SHOWN.replace("17/20", "19/20").replace("18/20", "20/20").replace("2020-07-01", "2020-09-01")
LAST = PLAIN.replace("17/20", "21/20").replace("2020-07-01", "2020-10-01")
CHART = """\
      - kind: chart
        title: Forbruk
        data: |
          | Måned | Brukt |
          | jan   |   7,0 |
          | feb   |  15,0 |
"""
NEAR = ("index.html", "calendar.ics", "feed.xml", "kalender/index.html", "tilgjengelighet/index.html")
"""What there is of a site in each language, beside its boards."""
OF_THE_SITE = ("assets/", "data/", "schema/")
"""Where files lie that are of no meeting and no board."""
TWO_BOARDS = {"styret": BOARD, "radet": "name: Rådet\n"}


def a_house(
    meetings: Mapping[str, str],
    *,
    edition: str = "public",
    today: date = TODAY,
    site: str = SITE,
    boards: Mapping[str, str] | None = None,
    digests: Mapping[str, str] | None = None,
    closures: Mapping[str, tuple[str, ...]] | None = None,
    engine: str = "engine",
) -> SiteVersion:
    """An edition of a site with meetings by `<board>/<folder>`, or by folder where there is but one board."""
    the_site, public = a_site(site), edition == "public"
    the_boards = {name: a_board(text) for name, text in (boards or {"styret": BOARD}).items()}
    if public:
        the_site, the_boards = editions.public(the_site), {n: editions.public(b) for n, b in the_boards.items()}
    versions: dict[MeetingKey, MeetingVersion] = {}
    for key, text in meetings.items():
        board, _, folder = key.rpartition("/")
        board = board or "styret"
        meeting = sound_meeting(text, {**FILES, "SECRET-name.txt": b"x"})
        made = agenda(the_site, the_boards[board], editions.public(meeting) if public else meeting, board, folder)
        slides = deck(made)
        inside = {name: (digests or {}).get(f"meetings/{board}/{folder}/{name}", "") for name in FILES}
        versions[MeetingKey(board, folder)] = meeting_versions.version(made, slides, inside, card(made, slides))
    return SiteVersion(edition, the_site, the_boards, versions, today, digests or {}, closures or {}, engine)


def jobs(site_version: SiteVersion) -> dict[str, Job]:
    """The jobs by path."""
    return {job.path: job for job in plan.plan(site_version)}


def pages(site_version: SiteVersion) -> list[str]:
    """What is planned, without what is of the whole site: its look, and its data."""
    return [path for path in jobs(site_version) if not path.startswith(OF_THE_SITE)]


def changed(before: SiteVersion, after: SiteVersion) -> set[str]:
    """The paths whose keys differ, or that are in but one of two plans; the data of a year follow from those of its
    meetings, and are left out where those are in it."""
    was, now = jobs(before), jobs(after)
    found = {path for path in was | now if path not in was or path not in now or was[path].key != now[path].key}
    of_years = {path for path in found if path.startswith("data/")}
    assert bool(of_years - {"data/index.json"}) == any(path.endswith("/meeting.json") for path in found)
    return found - of_years


def what(site_version: SiteVersion, path: str, kind: type[T]) -> T:
    """What is made at a path, which is of a kind."""
    found = jobs(site_version)[path].what
    assert isinstance(found, kind)
    return found


def of_kind(found: Mapping[str, Job], kind: type[T]) -> dict[str, T]:
    """What is made of a kind, by path."""
    return {path: job.what for path, job in found.items() if isinstance(job.what, kind)}


def among(paths: Collection[str], *patterns: str) -> set[str]:
    return {path for path in paths if any(fnmatch(path, pattern) for pattern in patterns)}


# ---- the files -----------------------------------------------------------------------------------------------


def test_a_meeting_with_all_there_is_has_each_path_once() -> None:
    meetings = {"2020-04": MEETING, "2020-05": MEETING.replace("2020-07-01", "2020-08-15")}
    board = FULL_BOARD.replace("languages: [nb]", "languages: [nb, nn]")
    for edition in ("public", "members"):
        paths = [
            job.path for job in plan.plan(a_house(meetings, edition=edition, site=FULL_SITE, boards={"styret": board}))
        ]
        assert paths == sorted(set(paths))


def test_the_files_of_a_meeting() -> None:
    assert pages(a_house({"2020-04": SHOWN, "2020-05": LAST})) == [
        "404.html",
        "calendar.ics",
        "feed.xml",
        "index.html",
        "kalender/index.html",
        "robots.txt",
        "sitemap.xml",
        "styret/2020-04/agenda.pdf",
        "styret/2020-04/index.html",
        "styret/2020-04/meeting.ics",
        "styret/2020-04/meeting.json",
        "styret/2020-04/papers.pdf",
        "styret/2020-04/slides.pdf",
        "styret/2020-04/slides/index.html",
        "styret/2020-05/agenda.pdf",
        "styret/2020-05/index.html",
        "styret/2020-05/meeting.ics",
        "styret/2020-05/meeting.json",
        "styret/2020-05/papers.pdf",
        "styret/calendar.ics",
        "styret/feed.xml",
        "styret/index.html",
        "styret/item/17-2020/index.html",
        "styret/item/18-2020/index.html",
        "styret/item/21-2020/index.html",
        "tilgjengelighet/index.html",
    ]


def test_what_each_job_is_made_from() -> None:
    found = jobs(a_house({"2020-04": SHOWN}))
    made = {
        path: (type(job.what), job.address, job.meeting)
        for path, job in found.items()
        if not path.startswith(OF_THE_SITE)
    }
    assert made == {
        "index.html": (FrontPage, "", None),
        "404.html": (NotFoundPage, "", None),
        "kalender/index.html": (CalendarPage, "kalender/", None),
        "tilgjengelighet/index.html": (EvidencePage, "tilgjengelighet/", None),
        "calendar.ics": (CalendarFile, "", None),
        "feed.xml": (FeedFile, "", None),
        "robots.txt": (RobotsFile, "", None),
        "sitemap.xml": (SiteMap, "", None),
        "styret/index.html": (BoardPage, "styret/", None),
        "styret/calendar.ics": (CalendarFile, "styret/", None),
        "styret/feed.xml": (FeedFile, "styret/", None),
        "styret/2020-04/meeting.ics": (CalendarFile, "styret/2020-04/", None),
        "styret/2020-04/index.html": (MeetingPage, "styret/2020-04/", KEY),
        "styret/2020-04/slides/index.html": (SlidesPage, "styret/2020-04/slides/", KEY),
        **{
            f"styret/2020-04/{name}.pdf": (PaperFile, "styret/2020-04/", KEY) for name in ("agenda", "papers", "slides")
        },
        "styret/2020-04/meeting.json": (MeetingData, "styret/2020-04/", KEY),
        "styret/item/17-2020/index.html": (ItemPage, "styret/item/17-2020/", None),
        "styret/item/18-2020/index.html": (ItemPage, "styret/item/18-2020/", None),
    }


def test_the_meetings_of_a_year_are_a_file_and_an_edit_is_in_that_of_its_year_alone() -> None:
    meetings = {"2019-01": PLAIN.replace("2020-07-01", "2019-07-01"), "2020-04": SHOWN, "2020-05": LAST}
    before = jobs(a_house(meetings))
    after = jobs(a_house(meetings | {"2020-04": SHOWN.replace("Status", "Tilstand")}))
    years = of_kind(before, YearData)
    assert {path: [name for name, _ in one.files] for path, one in years.items()} == {
        "data/2019.json": ["styret/2019-01/meeting.json"],
        "data/2020.json": ["styret/2020-04/meeting.json", "styret/2020-05/meeting.json"],
    }
    told = [(one.year, one.meetings, one.first) for one in of_kind(before, DataIndex)["data/index.json"].years]
    assert told == [(2019, 1, "2019-07-01"), (2020, 2, "2020-07-01")]
    other = {path for path in before if path.startswith(OF_THE_SITE) and before[path].key != after[path].key}
    assert other == {"data/2020.json", "data/index.json"}


def test_attachments_and_pictures_are_copied_each_once() -> None:
    rows = (
        "{title: A, attachments: [{file: plan.pdf}, {url: https://a.no}]}, "
        "{title: B, attachments: [{file: plan.pdf}], "
        "slides: [{kind: figure, title: K, file: kart.svg, alt: K}, {kind: figure, title: L, file: kart.svg, alt: K}]}"
    )
    found = jobs(a_house({"2020-04": f"date: 2020-07-01\nattachments: [{{file: avtale.pdf}}]\nitems: [{rows}]\n"}))
    assert of_kind(found, Copied) == {
        "styret/2020-04/attachments/avtale.pdf": Copied("meetings/styret/2020-04/avtale.pdf"),
        "styret/2020-04/attachments/plan.pdf": Copied("meetings/styret/2020-04/plan.pdf"),
        "styret/2020-04/slides/kart.svg": Copied("meetings/styret/2020-04/kart.svg"),
    }


def test_an_attachment_that_is_withheld_is_handed_out_to_members_alone() -> None:
    copied = "styret/2020-04/attachments/SECRET-name.txt"
    assert copied not in pages(a_house({"2020-04": WITHHELD}))
    assert copied in pages(a_house({"2020-04": WITHHELD}, edition="members"))


def test_a_cancelled_meeting_has_its_page_and_its_notice() -> None:
    found = pages(a_house({"2020-04": f"cancelled: Syk\n{SHOWN}"}))
    assert among(found, "styret/2020-04/*") == {
        "styret/2020-04/agenda.pdf",
        "styret/2020-04/index.html",
        "styret/2020-04/meeting.ics",
        "styret/2020-04/meeting.json",
    }


@pytest.mark.parametrize("text", [f"cancelled: Syk\n{SHOWN}", PLAIN])
def test_a_page_that_was_sent_and_is_not_there_any_more_leads_to_the_meeting(text: str) -> None:
    site_version = a_house({"2020-04": text})
    (key, version), papers = (
        next(iter(site_version.versions.items())),
        tuple(f"public/nb/{name}.pdf" for name in ("agenda", "slides")),
    )
    for files, gone in (papers, {"slides/", "changes/"}), (papers[:1], {"changes/"}), ((), set[str]()):
        sent = (DispatchInfo(1, "2020-06-20", "d", files),) if files else ()
        found = jobs(replace(site_version, versions={key: replace(version, sent=sent)}))
        assert of_kind(found, MovedPage) == {
            f"styret/2020-04/{name}index.html": MovedPage("styret/2020-04/") for name in gone
        }


def test_a_page_of_changes_and_slides_that_are_there_are_those() -> None:
    site_version = a_house({"2020-04": SHOWN})
    key, version = next(iter(site_version.versions.items()))
    sent = (DispatchInfo(1, "2020-06-20", "d", ("public/nb/slides.pdf",)),)
    found = jobs(replace(site_version, versions={key: replace(version, sent=sent, issue=2)}))
    made = {name: type(found[f"styret/2020-04/{name}/index.html"].what) for name in ("slides", "changes")}
    assert made == {"slides": SlidesPage, "changes": ChangesPage}


SHEETS = (
    "templates/css/tokens.css",
    "templates/css/slide.css",
    "templates/slides/text.css",
    "templates/slides/chart.css",
)


def test_style_sheets_are_put_together_from_those_that_are_there_in_order() -> None:
    found = of_kind(jobs(a_house({}, digests=dict.fromkeys(SHEETS, "1"))), Style)
    assert found["assets/site.css"].sources == ("templates/css/tokens.css",)
    assert found["assets/slides.css"].sources == (
        "templates/css/slide.css",
        "templates/slides/chart.css",
        "templates/slides/text.css",
    )


def test_assets_are_what_a_browser_asks_for() -> None:
    held = ("fonts/A.woff2", "fonts/A.ttf", "fonts/LICENSE.txt", "fonts/README.md", "js/present.js", "images/a.svg")
    found = jobs(a_house({}, digests={f"templates/{path}": "1" for path in held}))
    assert [*of_kind(found, Asset)] == [
        "assets/fonts/A.woff2",
        "assets/fonts/LICENSE.txt",
        "assets/images/a.svg",
        "assets/present.js",
    ]


def test_the_publishers_logo_and_colours() -> None:
    found = jobs(a_house({}, site=FULL_SITE, digests={"meetings/logo.svg": "1"}))
    assert found["assets/logo/logo.svg"].what == Asset(("meetings/logo.svg",))
    assert of_kind(found, ColourSheet)["assets/colours.css"].colours.accent == "#00325c"
    assert not {"assets/logo/logo.svg", "assets/colours.css"} & jobs(a_house({})).keys()


# ---- languages -----------------------------------------------------------------------------------------------


def test_other_languages_lie_under_a_prefix_the_main_one_of_a_page_does_not() -> None:
    site = SITE + "languages: [nb, nn]\n"
    found = jobs(a_house({"2020-04": SHOWN}, site=site, boards={"styret": BOARD + "languages: [nn, en]\n"}))
    assert {path: job.language for path, job in found.items() if job.language} == {
        "404.html": "nb",
        **{f"{page}index.html": "nb" for page in ("", "kalender/", "tilgjengelighet/")},
        **{f"nn/{page}index.html": "nn" for page in ("", "kalender/", "tilgjengelighet/")},
        **{f"{path}.{ending}": "nb" for path, ending in (("calendar", "ics"), ("feed", "xml"))},
        **{f"nn/{path}.{ending}": "nn" for path, ending in (("calendar", "ics"), ("feed", "xml"))},
        **{f"styret/{name}": "nn" for name in ("calendar.ics", "feed.xml", "2020-04/meeting.ics")},
        **{f"en/styret/{name}": "en" for name in ("calendar.ics", "feed.xml", "2020-04/meeting.ics")},
        "styret/index.html": "nn",
        "en/styret/index.html": "en",
        "styret/2020-04/index.html": "nn",
        "en/styret/2020-04/index.html": "en",
        "styret/2020-04/slides/index.html": "nn",
        "en/styret/2020-04/slides/index.html": "en",
        **{f"styret/2020-04/{name}.pdf": "nn" for name in ("agenda", "papers", "slides")},
        **{f"en/styret/2020-04/{name}.pdf": "en" for name in ("agenda", "papers", "slides")},
        "styret/item/17-2020/index.html": "nn",
        "en/styret/item/17-2020/index.html": "en",
        "styret/item/18-2020/index.html": "nn",
        "en/styret/item/18-2020/index.html": "en",
    }


def test_a_picture_and_an_attachment_have_no_language() -> None:
    both = {"styret": FULL_BOARD.replace("languages: [nb]", "languages: [nb, nn]")}
    found = jobs(a_house({"2020-04": MEETING}, site=FULL_SITE, boards=both))
    assert among(found, "*kart.svg", "*plan.pdf") == {
        "styret/2020-04/slides/kart.svg",
        "styret/2020-04/attachments/plan.pdf",
    }


# ---- who sees what -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "public"), [("draft: yes", False), ("publish: 2020-08-02", False), ("publish: 2020-08-01", True)]
)
def test_a_meeting_that_is_held_back_is_in_the_members_edition_alone(line: str, public: bool) -> None:
    meetings = {"2020-04": PLAIN, "2020-05": f"{line}\n{LATER}"}
    assert bool(among(pages(a_house(meetings)), "*2020-05*", "*19-2020*")) is public
    assert among(pages(a_house(meetings, edition="members")), "*2020-05/index.html")


def test_a_meeting_that_is_held_back_changes_nothing_on_the_public_site() -> None:
    assert changed(a_house({"2020-04": PLAIN}), a_house({"2020-04": PLAIN, "2020-05": f"draft: yes\n{LATER}"})) == set()


def test_a_board_that_is_not_public_is_in_the_members_edition_alone() -> None:
    boards = TWO_BOARDS | {"radet": "name: Rådet\npublic: no\n"}
    meetings = {"styret/2020-04": PLAIN, "radet/2020-01": PLAIN}
    assert changed(a_house({"styret/2020-04": PLAIN}), a_house(meetings, boards=boards)) == set()
    members = a_house(meetings, boards=boards, edition="members")
    assert among(pages(members), "radet/*") == {
        "radet/index.html",
        "radet/calendar.ics",
        "radet/2020-01/index.html",
        "radet/2020-01/meeting.ics",
        "radet/2020-01/meeting.json",
        "radet/2020-01/agenda.pdf",
        "radet/2020-01/papers.pdf",
        "radet/item/17-2020/index.html",
    }
    assert list(meeting_versions.shown_boards(members)) == ["styret", "radet"]


def test_the_boards_on_the_front_page_are_those_that_are_shown() -> None:
    boards = TWO_BOARDS | {"nemnda": "name: Nemnda\npublic: no\n"}
    site_version = a_house({"2020-04": PLAIN, "2020-05": LATER, "nemnda/2020-01": PLAIN}, boards=boards)
    cards = what(site_version, "index.html", FrontPage).boards
    assert [(one.of.id, one.meetings, one.newest and one.newest.folder) for one in cards] == [
        ("styret", 2, "2020-05"),
        ("radet", 0, None),
    ]


# ---- order ---------------------------------------------------------------------------------------------------


def on(day: str) -> str:
    return f"date: {day}\nitems: [{{title: A}}]\n"


def folders(cards: Collection[MeetingCard]) -> list[str]:
    return [one.folder for one in cards]


def test_what_is_to_come_and_what_is_over() -> None:
    days = {"2020-01": "2020-07-30", "2020-02": "2020-08-09", "2020-03": "2020-08-01", "2020-04": "2020-07-31"}
    site_version = a_house({folder: on(day) for folder, day in days.items()})
    front, board = what(site_version, "index.html", FrontPage), what(site_version, "styret/index.html", BoardPage)
    assert folders(front.upcoming) == folders(board.upcoming) == ["2020-03", "2020-02"]
    assert folders(front.latest) == ["2020-04", "2020-01"]


def test_a_meeting_over_several_days_is_to_come_until_its_last_has_passed() -> None:
    text = "days: [{date: 2020-07-30}, {date: 2020-08-01}]\nitems: [{title: A}]\n"
    site_version = a_house({"2020-01": text})
    assert folders(what(site_version, "index.html", FrontPage).upcoming) == ["2020-01"]
    assert what(site_version, "styret/2020-01/index.html", MeetingPage).state == "planned"


@pytest.mark.parametrize(
    ("days", "privacy", "due"),
    [
        (["2020-07-01"], "", ""),
        (["2020-07-01", "2020-08-20", "2020-08-01"], "", "2020-08-02"),
        (["2020-07-01"], "privacy: {names_until: 6 months}\n", "2021-01-01"),
        (["2020-01-01"], "privacy: {names_until: 6 months}\n", ""),
        (["2020-07-31"], "", ""),
    ],
)
def test_the_front_page_says_when_the_date_alone_makes_it_another(days: list[str], privacy: str, due: str) -> None:
    meetings = {f"2020-{n:02}": on(day) for n, day in enumerate(days, 1)}
    assert what(a_house(meetings, site=SITE + privacy), "index.html", FrontPage).due == due


def test_that_day_tells_nothing_of_what_is_not_public_yet_and_no_page_is_another_before_it() -> None:
    held = {"2020-01": on("2020-08-20")}
    kept_back = {
        "2020-02": "draft: yes\n" + on("2020-08-03"),
        "2020-03": "publish: 2020-08-05\n" + on("2020-08-04"),
        "2020-04": on("2020-07-01") + "minutes: {chair: leder, published: 2020-08-06}\n",
    }
    site_version = a_house(held | kept_back)
    assert what(site_version, "index.html", FrontPage).due == "2020-08-21"
    assert changed(a_house(held), a_house(held, today=date(2020, 8, 20))) == set()
    assert "index.html" in changed(a_house(held), a_house(held, today=date(2020, 8, 21)))


def test_the_front_page_shows_the_latest_of_all_boards_and_no_more_than_fit() -> None:
    meetings = {f"{('styret', 'radet')[n % 2]}/2020-{n:02}": on(f"2020-06-{n:02}") for n in range(1, 12)}
    latest = what(a_house(meetings, boards=TWO_BOARDS), "index.html", FrontPage).latest
    assert folders(latest) == [f"2020-{n:02}" for n in range(11, 11 - plan.LATEST, -1)]


def test_the_years_of_a_board_the_latest_first() -> None:
    days = {"2018-01": "2018-05-05", "2018-02": "2019-01-05", "2019-02": "2019-02-05", "2020-01": "2020-12-05"}
    years = what(a_house({folder: on(day) for folder, day in days.items()}), "styret/index.html", BoardPage).years
    assert [(year, folders(held)) for year, held in years] == [(2019, ["2019-02", "2018-02"]), (2018, ["2018-01"])]


def test_the_meetings_before_and_after_are_the_boards_own_by_date() -> None:
    days = {"styret/2020-03": "2020-01-05", "styret/2020-01": "2020-02-05", "styret/2020-02": "2020-03-05"}
    site_version = a_house(
        {key: on(day) for key, day in days.items()} | {"radet/2020-01": on("2020-02-06")}, boards=TWO_BOARDS
    )
    around = {
        path: [one and one.folder for one in (page.previous, page.following)]
        for path, page in of_kind(jobs(site_version), MeetingPage).items()
    }
    assert around == {
        "styret/2020-03/index.html": [None, "2020-01"],
        "styret/2020-01/index.html": ["2020-03", "2020-02"],
        "styret/2020-02/index.html": ["2020-01", None],
        "radet/2020-01/index.html": [None, None],
    }


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("", "held"),
        ("draft: yes\ncancelled: Syk\npublish: 2020-09-01\n", "draft"),
        ("publish: 2020-08-02\ncancelled: Syk\n", "embargo"),
        ("publish: 2020-08-01\n", "held"),
        ("cancelled: Syk\n", "cancelled"),
    ],
)
def test_how_a_meeting_stands(lines: str, found: str) -> None:
    site_version = a_house({"2020-04": lines + PLAIN}, edition="members")
    assert what(site_version, "styret/2020-04/index.html", MeetingPage).state == found


@pytest.mark.parametrize(
    ("today", "found"), [("2020-06-30", "planned"), ("2020-07-01", "planned"), ("2020-07-02", "held")]
)
def test_a_meeting_is_planned_until_its_day_is_over(today: str, found: str) -> None:
    site_version = a_house({"2020-04": PLAIN}, today=date.fromisoformat(today))
    assert what(site_version, "styret/2020-04/index.html", MeetingPage).state == found


# ---- items ---------------------------------------------------------------------------------------------------


def an_item(number: str, month: int, more: str = "") -> str:
    return f"date: 2020-{month:02}-01\nitems:\n  - {{number: {number}, title: Sak {number}{more}}}\n"


def handled(site_version: SiteVersion, number: str) -> list[str]:
    """The meetings that the page of an item tells of."""
    handlings = what(site_version, f"styret/item/{number}-2020/index.html", ItemPage).handlings
    return [f"{one.card.folder} {one.item.number}" for one in handlings]


CHAIN = {
    "2020-01": an_item("17/20", 1),
    "2020-02": an_item("22/20", 2, ", continues: 17/20"),
    "2020-03": an_item("30/20", 3, ", continues: 22/20"),
    "2020-04": an_item("31/20", 4),
}


def test_an_item_that_is_continued_has_one_history_on_each_of_its_pages() -> None:
    site_version = a_house(CHAIN)
    for number in ("17", "22", "30"):
        assert handled(site_version, number) == ["2020-01 17/20", "2020-02 22/20", "2020-03 30/20"]
    assert handled(site_version, "31") == ["2020-04 31/20"]


def test_an_item_has_its_own_number_and_title_whatever_it_became() -> None:
    page = what(a_house(CHAIN), "styret/item/17-2020/index.html", ItemPage)
    assert (page.number, page.title) == ("17/20", (("nb", "Sak 17/20"),))


def test_items_that_continue_each_other_have_one_history() -> None:
    meetings = {"2020-01": an_item("1/20", 1, ", continues: 2/20"), "2020-02": an_item("2/20", 2, ", continues: 1/20")}
    assert handled(a_house(meetings), "1") == ["2020-01 1/20", "2020-02 2/20"]


def test_what_an_item_continues_need_not_be_there() -> None:
    assert handled(a_house({"2020-02": CHAIN["2020-02"]}), "22") == ["2020-02 22/20"]


def test_an_item_that_keeps_its_number_has_one_page_under_its_latest_title() -> None:
    site_version = a_house({"2020-01": an_item("17/20", 1), "2020-02": an_item("17/20", 2, " igjen")})
    assert handled(site_version, "17") == ["2020-01 17/20", "2020-02 17/20"]
    assert what(site_version, "styret/item/17-2020/index.html", ItemPage).title == (("nb", "Sak 17/20 igjen"),)


def test_another_boards_item_of_the_same_number_is_another() -> None:
    site_version = a_house(
        {"styret/2020-01": an_item("17/20", 1), "radet/2020-02": an_item("17/20", 2)}, boards=TWO_BOARDS
    )
    assert handled(site_version, "17") == ["2020-01 17/20"]


def test_a_number_that_an_item_had_leads_to_it_in_every_language() -> None:
    boards = {"styret": BOARD + "languages: [nb, nn]\n"}
    found = jobs(a_house({"2020-01": an_item("17/20", 1, ', formerly: ["15/20", "16/20"]')}, boards=boards))
    leads = {path: (found[path].language, page.target) for path, page in of_kind(found, MovedPage).items()}
    assert leads == {
        f"{prefix}styret/item/{number}-2020/index.html": (language, "styret/item/17-2020/")
        for number in (15, 16)
        for prefix, language in (("", "nb"), ("nn/", "nn"))
    }


def test_a_number_that_an_item_had_and_another_has_is_the_others() -> None:
    meetings = {"2020-01": an_item("17/20", 1, ", formerly: [16/20]"), "2020-02": an_item("16/20", 2)}
    assert what(a_house(meetings), "styret/item/16-2020/index.html", ItemPage).number == "16/20"


NYNORSK = PLAIN.replace("2020-07-01", "2020-07-01\nlanguage: nn", 1)


def test_a_meeting_lies_at_its_address_in_its_own_language_and_where_it_lay_before_leads_on() -> None:
    boards = {"styret": BOARD + "languages: [nb, nn]\n"}
    before, after = jobs(a_house({"2020-04": PLAIN}, boards=boards)), jobs(a_house({"2020-04": NYNORSK}, boards=boards))
    assert before.keys() <= after.keys()
    page, paper = "styret/2020-04/index.html", "styret/2020-04/papers.pdf"
    for path in (page, paper):
        assert [after[each + path].language for each in ("", "nb/", "nn/")] == ["nn", "nb", "nn"]
    assert after[f"nn/{page}"].what == MovedPage("styret/2020-04/")
    twin = after[f"nn/{paper}"].what
    assert isinstance(twin, Twin)
    assert twin.of == paper


def test_what_was_sent_in_each_language_is_at_its_address() -> None:
    site_version = a_house({"2020-04": NYNORSK}, boards={"styret": BOARD + "languages: [nb, nn]\n"})
    ((key, version),) = site_version.versions.items()
    sent = (DispatchInfo(1, "2020-06-20", "d", ("public/nb/agenda.pdf", "public/nn/agenda.pdf")),)
    found = jobs(replace(site_version, versions={key: replace(version, sent=sent)}))
    papers = {folder: found[f"{folder}styret/2020-04/agenda.pdf"].what for folder in ("", "nb/", "nn/")}
    assert papers == {
        folder: Copied(f"meetings/styret/2020-04/dispatches/1/public/{language}/agenda.pdf")
        for folder, language in (("", "nn"), ("nb/", "nb"), ("nn/", "nn"))
    }


def test_a_language_that_the_board_has_not_moves_no_page() -> None:
    assert pages(a_house({"2020-04": NYNORSK})) == pages(a_house({"2020-04": PLAIN}))


# ---- keys ----------------------------------------------------------------------------------------------------

THREE = {"2020-04": SHOWN, "2020-05": LATER, "2020-06": LAST}


def test_the_same_house_has_the_same_keys() -> None:
    assert changed(a_house(THREE), a_house(dict(reversed(THREE.items())))) == set()


def test_jobs_that_make_different_things_have_different_keys() -> None:
    found = [
        job for job in plan.plan(a_house(THREE, site=SITE + "languages: [nb, nn]\n")) if not isinstance(job.what, Style)
    ]
    assert len({job.key for job in found}) == len(found)


def test_what_another_meeting_says_on_its_slides_does_not_matter() -> None:
    assert changed(a_house(THREE), a_house(THREE | {"2020-05": LATER.replace("- Ett", "- Tre")})) == {
        "styret/2020-05/index.html",
        "styret/2020-05/meeting.json",
        "styret/2020-05/slides/index.html",
        *(f"styret/2020-05/{name}.pdf" for name in ("agenda", "papers", "slides")),
    }


def test_a_meeting_beside_this_one_matters_to_its_page_alone() -> None:
    after = a_house(THREE | {"2020-06": LAST.replace("2020-10-01", "2020-10-02")})
    assert changed(a_house(THREE), after) == {
        "index.html",
        "calendar.ics",
        "kalender/index.html",
        "styret/index.html",
        "styret/calendar.ics",
        "styret/2020-05/index.html",
        "styret/2020-06/index.html",
        "styret/2020-06/meeting.ics",
        "styret/2020-06/meeting.json",
        "styret/2020-06/agenda.pdf",
        "styret/2020-06/papers.pdf",
        "styret/item/21-2020/index.html",
    }


def test_another_boards_meetings_do_not_matter() -> None:
    one = {"styret/2020-04": SHOWN, "radet/2020-01": PLAIN}
    other = one | {"radet/2020-01": PLAIN.replace("innkalling", "dagsorden"), "radet/2020-02": LATER}
    found = changed(a_house(one, boards=TWO_BOARDS), a_house(other, boards=TWO_BOARDS))
    assert found == among(found, "index.html", "calendar.ics", "kalender/index.html", "sitemap.xml", "radet/*")


def test_an_item_depends_on_every_meeting_in_its_history() -> None:
    after = CHAIN | {"2020-03": an_item("30/20", 3, " på nytt, continues: 22/20")}
    assert among(changed(a_house(CHAIN), a_house(after)), "*/item/*") == {
        f"styret/item/{number}-2020/index.html" for number in (17, 22, 30)
    }


def test_a_redirect_depends_on_where_it_leads() -> None:
    before = {"2020-01": an_item("17/20", 1, ", formerly: [16/20]")}
    other = {"2020-01": an_item("17/20", 1, " på nytt, formerly: [16/20]")}
    assert among(changed(a_house(before), a_house(other)), "*/16-2020/*") == set()
    moved = {"2020-01": an_item("18/20", 1, ", formerly: [16/20]")}
    assert among(changed(a_house(before), a_house(moved)), "*/16-2020/*") == {"styret/item/16-2020/index.html"}


DIGESTS = dict.fromkeys((*SHEETS, "templates/locale/nb/messages.po", "templates/locale/nn/messages.po"), "1")
CHARTED = {"2020-04": SHOWN, "2020-05": LATER + CHART, "2020-06": LAST}


def edited(path: str, *, closures: Mapping[str, tuple[str, ...]] | None = None, site: str = SITE) -> set[str]:
    """The paths whose keys differ once a file of templates/ or meetings/ is another."""
    before = a_house(CHARTED, digests=DIGESTS, closures=closures, site=site)
    after = a_house(CHARTED, digests=DIGESTS | {path: "2"}, closures=closures, site=site)
    return changed(before, after)


DECKS = {f"styret/2020-0{n}/{name}.pdf" for n in (4, 5) for name in ("slides", "papers")}
"""The papers that have slides in them."""
LETTERS = {f"styret/2020-0{n}/{name}.pdf" for n in (4, 5, 6) for name in ("agenda", "papers")}
CHARTS = {path for path in DECKS if "2020-05" in path}
DECK_PAGES = {"styret/2020-04/slides/index.html", "styret/2020-05/slides/index.html"}


def test_the_style_sheet_of_a_kind_matters_to_the_decks_that_have_it() -> None:
    assert edited("templates/slides/chart.css") == {"assets/slides.css", *CHARTS}
    assert edited("templates/slides/text.css") == {"assets/slides.css", *DECKS}
    assert edited("templates/slides/quote.css") == {"assets/slides.css"}


def test_the_template_of_a_kind_matters_to_the_decks_that_have_it_and_their_pages() -> None:
    found = {*CHARTS, "styret/2020-05/slides/index.html"}
    assert edited("templates/slides/chart.html") == found
    layout = {"templates/slides/chart.html": ("templates/slides/chart.html", "templates/layouts/slide.html")}
    assert edited("templates/layouts/slide.html", closures=layout) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("templates/css/tokens.css", {"assets/site.css", *DECKS, *LETTERS}),
        ("templates/css/letter.css", LETTERS),
        ("templates/css/fonts.css", {"assets/site.css"}),
        ("templates/css/fonts-pdf.css", DECKS | LETTERS),
        ("templates/css/site.css", {"assets/site.css"}),
        ("templates/css/slide.css", {"assets/slides.css", *DECKS}),
        ("templates/css/present.css", {"assets/slides.css"}),
        ("templates/css/pdf.css", DECKS),
        ("templates/fonts/A.ttf", DECKS | LETTERS),
        ("templates/fonts/A.woff2", {"assets/fonts/A.woff2"}),
        ("templates/pages/slides.html", DECK_PAGES),
        ("templates/pages/board.html", {"styret/index.html"}),
        ("templates/papers/agenda.html", {path for path in LETTERS if "agenda" in path}),
        ("templates/papers/picture.html", {path for path in LETTERS if "papers" in path}),
        ("templates/papers/minutes.html", set()),
        ("templates/README.md", set()),
    ],
)
def test_what_depends_on_a_file_of_templates(path: str, found: set[str]) -> None:
    assert edited(path) == found


def test_a_template_that_a_page_brings_in_matters_to_it() -> None:
    closures = {
        "templates/pages/front.html": ("templates/pages/front.html", "templates/partials/list.html"),
        "templates/pages/board.html": ("templates/pages/board.html", "templates/partials/list.html"),
    }
    assert edited("templates/partials/list.html", closures=closures) == {"index.html", "styret/index.html"}


def test_a_catalogue_matters_to_the_pages_in_its_language_and_in_those_that_fall_back_to_it() -> None:
    site = SITE + "languages: [nb, nn]\n"
    assert edited("templates/locale/nn/messages.po", site=site) == {f"nn/{name}" for name in NEAR}
    found = edited("templates/locale/nb/messages.po", site=site)
    # Nynorsk says in bokmål what it has no words for.
    assert found == {
        path for path, job in jobs(a_house(CHARTED, digests=DIGESTS, site=site)).items() if job.language in ("nb", "nn")
    }


PAPERS = {"agenda.pdf", "papers.pdf", "slides.pdf"}
FIGURE = """\
date: 2020-07-01
items:
  - title: A
    attachments: [{file: plan.pdf}]
    slides: [{kind: figure, title: K, file: kart.svg, alt: K}]
"""


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("plan.pdf", {"2020-04/attachments/plan.pdf", "2020-04/index.html", "2020-04/agenda.pdf", "2020-04/papers.pdf",
                      "item/2020-04-a/index.html"}),
        ("kart.svg", {f"2020-04/{one}" for one in ("slides/kart.svg", *PAPERS, "slides/index.html", "index.html",
                                                   "meeting.json")}),
        ("avtale.pdf", set()),
    ],
)  # fmt: skip
def test_what_depends_on_a_file_beside_the_meeting(name: str, found: set[str]) -> None:
    before, after = (a_house({"2020-04": FIGURE}, digests={f"meetings/styret/2020-04/{name}": one}) for one in "12")
    assert changed(before, after) == {f"styret/{path}" for path in found}


@pytest.mark.parametrize("issue", [0, 2])
def test_another_attachment_matters_to_slides_once_papers_were_sent_for_they_tell_what_is_new(issue: int) -> None:
    changes = set()
    houses = [a_house({"2020-04": FIGURE}, digests={"meetings/styret/2020-04/plan.pdf": one}) for one in "12"]
    if issue:
        sent = (DispatchInfo(1, "2020-06-20", "d", ("public/nb/agenda.pdf",)),)
        houses = [
            replace(one, versions={key: replace(held, sent=sent, issue=issue) for key, held in one.versions.items()})
            for one in houses
        ]
        changes = {"slides/index.html", "slides-2.pdf", "changes/index.html"}
    slides = among(changed(*houses), "*/slides*", "*/changes/*") - {"styret/2020-04/slides/kart.svg"}
    assert slides == {f"styret/2020-04/{path}" for path in changes}


def test_the_engine_matters_to_all_but_what_is_copied() -> None:
    one, other = (a_house({"2020-04": FIGURE}, digests=DIGESTS, engine=engine) for engine in "12")
    made = {path for path, job in jobs(one).items() if not isinstance(job.what, Copied | YearData | DataIndex)}
    assert changed(one, other) == made


def test_what_the_site_says_of_itself_matters_to_every_page() -> None:
    before, after = a_house(CHARTED), a_house(CHARTED, site=SITE.replace("Eksempeletaten", "Etaten"))
    assert changed(before, after) == set(pages(before)) - {"robots.txt", "sitemap.xml"}


def test_the_publishers_colours_matter_to_their_style_sheet() -> None:
    one, other = (a_house({}, site=f'{SITE}colours: {{accent: "#00000{n}"}}\n') for n in "12")
    assert "assets/colours.css" in changed(one, other)


def test_the_name_of_a_board_matters_to_every_page_and_to_the_papers_that_name_it() -> None:
    title = "    title: Godkjenning av innkalling\n"
    routed = LAST.replace(title, f"{title}    route: [{{board: radet}}]\n")
    assert routed != LAST
    meetings = {"styret/2020-04": PLAIN, "styret/2020-10": routed, "radet/2020-01": LATER}
    before = a_house(meetings, boards=TWO_BOARDS)
    after = a_house(meetings, boards=TWO_BOARDS | {"radet": "name: Utvalget\n"})
    not_named = among(pages(before), "styret/2020-04/*.pdf", "styret/*/meeting.json", "styret/*.ics")
    not_named |= {"robots.txt", "sitemap.xml"}
    not_named |= {"feed.xml", "styret/feed.xml"}
    assert changed(before, after) == set(pages(before)) - not_named


def test_what_a_board_says_otherwise_matters_to_its_own_pages_and_the_front() -> None:
    meetings = {"styret/2020-04": PLAIN, "radet/2020-01": LATER}
    before = a_house(meetings, boards=TWO_BOARDS)
    after = a_house(meetings, boards=TWO_BOARDS | {"radet": "name: Rådet\nlabels: {nb: {proposal: Innstilling}}\n"})
    own = among(pages(before), "radet/*") - among(pages(before), "*.ics", "*.xml")
    assert changed(before, after) == {"index.html", "kalender/index.html"} | own


def test_what_a_board_keeps_to_itself_matters_to_nothing_public() -> None:
    before, after = a_house(CHARTED), a_house(CHARTED, boards={"styret": BOARD + "rules: {papers-late: off}\n"})
    assert changed(before, after) == set()


def test_the_editions_share_no_page() -> None:
    public, members = jobs(a_house(CHARTED)), jobs(a_house(CHARTED, edition="members"))
    assert not {public[path].key for path in pages(a_house(CHARTED))} & {job.key for job in members.values()}


def test_a_new_day_matters_to_what_tells_whether_a_meeting_is_over() -> None:
    before, after = (a_house(CHARTED, today=date(2020, 9, day)) for day in (1, 2))
    assert changed(before, after) == {
        "index.html",
        "kalender/index.html",
        "styret/index.html",
        "styret/2020-05/index.html",
        "styret/item/19-2020/index.html",
        "styret/item/20-2020/index.html",
    }


def test_a_new_day_on_which_nothing_turns_matters_to_nothing() -> None:
    before, after = (a_house(CHARTED, today=date(2020, 9, day)) for day in (2, 3))
    assert changed(before, after) == set()


# ---- versions and digests -------------------------------------------------------------------------------------


def a_face(text: str, inside: Mapping[str, str] | None = None) -> MeetingVersion:
    made = agenda(a_site(), a_board(), sound_meeting(text), "styret", "2020-04")
    return meeting_versions.version(
        made, deck(made), dict.fromkeys(FILES, "") | dict(inside or {}), card(made, deck(made))
    )


def test_what_a_face_says_of_a_meeting() -> None:
    found = a_face(FIGURE)
    assert (found.kinds, found.files, found.figures) == (
        ("agenda", "divider", "figure", "title"),
        ("plan.pdf",),
        ("kart.svg",),
    )
    assert found.card.folder == "2020-04"


def test_a_face_tells_pictures_apart_and_not_attachments() -> None:
    versions = [a_face(FIGURE, inside) for inside in ({}, {"kart.svg": "1"}, {"plan.pdf": "1"})]
    assert [one.digest == versions[0].digest for one in versions] == [True, False, True]
    assert len({one.card_digest for one in versions}) == 1


def test_a_card_changes_with_what_other_pages_see() -> None:
    one, body, title = (
        a_face(text) for text in (SHOWN, SHOWN.replace("- Ett", "- Tre"), SHOWN.replace("Status", "Stand"))
    )
    assert one.card_digest == body.card_digest != title.card_digest
    assert len({one.digest, body.digest, title.digest}) == 3


def test_where_one_text_ends_matters_to_a_digest() -> None:
    texts = [("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ("", "abc"), ("c", "ab")]
    for one, other in itertools.combinations(texts, 2):
        assert meeting_versions.digest(*one) != meeting_versions.digest(*other)


def test_the_style_sheets_of_a_deck_in_their_order() -> None:
    assert plan.deck_css(("text", "chart")) == (
        "templates/css/tokens.css",
        "templates/css/fonts-pdf.css",
        "templates/css/slide.css",
        "templates/slides/chart.css",
        "templates/slides/text.css",
        "templates/css/pdf.css",
    )


def test_the_fonts_of_a_deck() -> None:
    paths = ("templates/fonts/B.ttf", "templates/fonts/A.ttf", "templates/fonts/A.woff2", "templates/fonts/old/C.ttf")
    assert plan.deck_fonts(dict.fromkeys(paths)) == ("templates/fonts/A.ttf", "templates/fonts/B.ttf")


# ---- papers --------------------------------------------------------------------------------------------------

HELD = PLAIN + "attendance: {present: []}\n"


@pytest.mark.parametrize(
    ("more", "public", "members"),
    [
        ("", [], ["minutes"]),
        ("minutes: {published: 2020-12-01}\n", [], ["minutes"]),
        ("minutes: {published: 2020-07-08}\n", ["minutes"], ["minutes"]),
    ],
)
def test_minutes_are_public_from_the_day_that_they_are_published(
    more: str, public: list[str], members: list[str]
) -> None:
    for edition, found in (("public", public), ("members", members)):
        site_version = a_house({"2020-04": HELD + more}, edition=edition, today=date(2020, 8, 1))
        assert meeting_versions.papers(site_version, site_version.versions[KEY]) == (
            "agenda",
            "papers",
            *found,
        )


def test_a_meeting_of_which_nothing_is_recorded_has_no_minutes() -> None:
    site_version = a_house({"2020-04": PLAIN}, edition="members")
    assert meeting_versions.papers(site_version, site_version.versions[KEY]) == ("agenda", "papers")


def test_the_day_that_minutes_are_published_changes_what_shows_them() -> None:
    meetings = {"2020-04": HELD + "minutes: {published: 2020-07-08}\n"}
    before, after = (a_house(meetings, today=date(2020, 7, day)) for day in (7, 8))
    assert among(changed(before, after), "styret/2020-04/*") == {
        f"styret/2020-04/{name}" for name in ("minutes.pdf", "index.html", "meeting.json")
    }


APPROVING = """\
date: 2020-09-01
items: [{number: 31/20, title: Godkjenning av protokoll, approves: 2020-04, proposal: P}]
"""


def test_the_minutes_of_a_meeting_and_the_item_that_approves_them_know_each_other() -> None:
    meetings = {"2020-04": HELD, "2020-06": APPROVING}
    approval = what(a_house(meetings), "styret/2020-04/index.html", MeetingPage).approval
    assert approval is not None
    assert (approval.card.folder, approval.item.number, approval.given) == ("2020-06", "31/20", False)
    approved = what(a_house(meetings), "styret/item/31-2020/index.html", ItemPage).handlings[0].approved
    assert approved is not None
    assert (approved.card.folder, approved.issue) == ("2020-04", 0)
    after = a_house(meetings | {"2020-06": APPROVING.replace("proposal: P", "proposal: P, adopted: proposal")})
    given = what(after, "styret/2020-04/index.html", MeetingPage).approval
    assert given is not None
    assert given.given
    assert "styret/2020-04/index.html" in changed(a_house(meetings), after)
