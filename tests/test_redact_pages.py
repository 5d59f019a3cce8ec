"""The desk's pages for redaction: what is marked is found as a build finds it, written by the road of forms, and seen
before it is saved; in Chromium a box is drawn, words are typed, and the file has them."""

from __future__ import annotations

import io
import json
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from desks import Served, serving
from judged import RULES, axe, looks, told
from pikepdf import Dictionary, Name, Pdf
from PIL import Image
from places import PLAIN, contents, meetings, place, write
from secret_pdfs import LINES, SECRET, drawn, locked

from akson_docs.diagnostics import Problem
from akson_docs.pdf.blackout import marked_file, marking_process, proof
from akson_docs.pdf.blackout.marked_file import MarkedFile
from akson_docs.pdf.blackout.marking_process import MarkedSource, MarkingProcess, NotAnswered
from akson_docs.server import redact_changes
from akson_docs.server.redact_changes import Attached
from akson_docs.server.room import EditableFile
from akson_docs.sources import snapshots
from akson_docs.sources.format import form
from akson_docs.sources.format.merging import Merged
from akson_docs.sources.format.saving import Refused, Saved
from akson_docs.sources.layout import MeetingKey

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Dialog

PORT = 8560
KEY = MeetingKey("styret", "2020-07")
MEETING = "meetings/styret/2020-07/meeting.yaml"
ROW = "    attachments:   # som sendt\n      - file: brev.pdf  # fra K.\n        title: 'Et brev'\n"
TEXT = PLAIN.replace("    type: Godkjenning\n", "") + ROW
LETTER = drawn(LINES, pages=2)


def endless(made: Pdf) -> None:
    """A form that draws itself."""
    ring = made.make_stream(b"/R Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    ring.Resources = Dictionary(XObject=Dictionary(R=ring))
    made.pages[0].obj.Resources.XObject = Dictionary(R=ring)


ENDLESS = drawn("/R Do", endless)


# ---- the pages of a PDF --------------------------------------------------------------------------------------


def opened(data: bytes) -> MarkedFile:
    found = marked_file.opened(data, "brev.pdf")
    assert isinstance(found, MarkedFile)
    return found


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_words_are_found_where_they_are_seen_however_a_page_is_turned(turned: int) -> None:
    file = opened(drawn(LINES, Rotate=turned))
    ((wide, high),) = file.sizes
    assert (wide > high) == (turned % 180 == 0)
    found = file.finds(SECRET)
    ((page, (left, top, width, height)),) = found.places
    assert (found.count, page) == (1, 1)
    picture = Image.open(io.BytesIO(file.picture(1))).convert("L")
    scale = picture.width / wide
    inside = picture.crop((left * scale, top * scale, (left + width) * scale, (top + height) * scale))
    assert min(inside.tobytes()) < 80
    assert (width > height) == (turned % 180 == 0)


@pytest.mark.parametrize(
    ("phrase", "count"), [("kari eksempel", 2), ("Kari", 2), ("K", 0), ("Ola", 0), ("", 0), (".", 0)]
)
def test_words_are_counted_as_a_redaction_counts_them(phrase: str, count: int) -> None:
    found = opened(LETTER).finds(phrase)
    assert (found.count, [page for page, _ in found.places]) == (count, [1, 2][:count])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ENDLESS, "attachment-endless"),
        (b"%PDF-1.7 no", "attachment-broken"),
        (b"", "attachment-blank"),
        (locked(drawn(LINES)), "attachment-password"),
        (drawn(LINES, pages=201), "redact-pages"),
    ],
)
def test_what_nobody_can_draw_is_refused_in_the_words_of_the_product(data: bytes, code: str) -> None:
    found = marked_file.opened(data, "brev.pdf")
    assert isinstance(found, Problem)
    assert found.code.name == code


@pytest.mark.parametrize("page", [0, 3, -1])
def test_there_is_no_picture_of_a_page_that_is_not_there(page: int) -> None:
    with pytest.raises(IndexError):
        opened(LETTER).picture(page)


def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    def load() -> bytes:
        asked.append(LETTER)
        return LETTER

    process, source = MarkingProcess(), MarkedSource("a", "brev.pdf", load)
    with monkeypatch.context() as patched:
        patched.setitem(marking_process.SECONDS, "picture", 0.0)
        with pytest.raises(NotAnswered):
            process.picture(source, 1)
    assert process.sizes(source) == opened(LETTER).sizes
    with pytest.raises(NotAnswered, match="IndexError"):
        process.picture(source, 3)
    assert process.finds(source, [SECRET]) == [opened(LETTER).finds(SECRET)]
    assert len(asked) == 2
    process.end()


# ---- what is written -----------------------------------------------------------------------------------------


def attached(root: Path, name: str = "meeting.yaml") -> Attached:
    snapshot = snapshots.scan(str(root))
    kind = "meeting" if name == "meeting.yaml" else "item"
    file = EditableFile(snapshot, KEY, name, kind, (name,))
    value = form.loaded(file.read(), file.path).value
    assert value is not None
    return Attached(file, "brev.pdf", value, file.read())


def asking(one: Attached, redact: Any) -> dict[str, Any]:
    return {"digest": form.digest(one.data), "base": one.value, "redact": redact}


def archive(root: Path, text: str = TEXT, more: Mapping[str, bytes | str] = {}) -> Path:
    return place(root, {**meetings({"2020-07/meeting.yaml": text}), "styret/2020-07/brev.pdf": LETTER, **more})


BOX = {"page": "1", "left": "10", "top": "12.5", "width": "40", "height": "8"}
MARKED = {
    "phrases": [SECRET, {"text": "812 500", "also_said": "yes"}],
    "boxes": [BOX],
    "withheld": "offl. § 13",
    "checked": ["2"],
}
OLD = "        redact:\n          phrases:  # to\n            - {text: Kari,   withheld: offl. § 13}\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("old", ["", OLD])
def test_what_is_redacted_is_written_and_all_else_stays_byte_for_byte(tmp_path: Path, ends: str, old: str) -> None:
    text = (TEXT + old + '  - number: 18/20\n    title: "Neste"   # som før\n').replace("\n", ends)
    one = attached(archive(tmp_path, text))
    made = redact_changes.changed(one, asking(one, MARKED))
    assert isinstance(made, Saved)
    assert redact_changes.redacted(form.loaded(made.data, MEETING).value, "brev.pdf") == MARKED
    now, was = made.data.decode().split(ends), text.split(ends)
    kept = [line for line in was if line not in OLD.split("\n")]
    assert [line for line in now if line in kept] == kept
    # Taken out again, it is as it was before there was any.
    write(tmp_path / MEETING, made.data)
    again = attached(tmp_path)
    gone = redact_changes.changed(again, asking(again, {"phrases": [], "boxes": None, "withheld": ""}))
    assert isinstance(gone, Saved)
    assert gone.data.decode() == text.replace(old.replace("\n", ends), "")


def test_an_item_in_a_file_of_its_own_has_it_there(tmp_path: Path) -> None:
    own = "number: 18/20\ntitle: Status\nduration: 5\nattachments: [{file: brev.pdf}]\n"
    root = archive(tmp_path, PLAIN + "  - file: sak.yaml\n", {"styret/2020-07/sak.yaml": own})
    one = attached(root, "sak.yaml")
    made = redact_changes.changed(one, asking(one, {"withheld": "offl. § 13", "phrases": [SECRET]}))
    assert isinstance(made, Saved)
    assert made.data.decode().startswith(own.partition("attachments")[0])
    refused = redact_changes.changed(one, asking(one, {"phrases": [SECRET]}))
    assert isinstance(refused, Refused)
    assert [(path, problem.code) for path, problem in refused.found] == [(("phrases", 0), "redact-basis")]


@pytest.mark.parametrize(
    ("redact", "path"),
    [
        ({"phrases": [SECRET]}, ("phrases", 0)),
        ({"withheld": "offl. § 13"}, ("withheld",)),
        ({"withheld": "offl. § 13", "boxes": [{**BOX, "page": "0"}]}, ("boxes", 0, "page")),
        ({"withheld": "offl. § 13", "boxes": [{**BOX, "left": "wide"}]}, ("boxes", 0, "left")),
        (
            {"withheld": "offl. § 13", "boxes": [{key: held for key, held in BOX.items() if key != "top"}]},
            ("boxes", 0, "page"),
        ),
        ({"withheld": "offl. § 13", "phrases": ["…"]}, ("phrases", 0)),
        ({"withheld": "offl. § 13", "phrases": [SECRET], "checked": ["x"]}, ("checked", 0)),
        ({"withheld": "offl. § 13", "phrases": ["half \ud800"]}, ("phrases", 0)),
        ({"withheld": "offl. § 13", "phrases": [SECRET], "unknown": "x"}, ("unknown",)),
    ],
)
def test_what_the_reader_refuses_is_not_written_and_is_told_at_its_place(
    tmp_path: Path, redact: Any, path: tuple[Any, ...]
) -> None:
    one = attached(archive(tmp_path))
    made = redact_changes.changed(one, asking(one, redact))
    assert isinstance(made, Refused)
    assert path in [place for place, _ in made.found]
    assert all(problem.severity == "error" for _, problem in made.found)


def test_what_two_people_mark_is_put_together(tmp_path: Path) -> None:
    root = archive(tmp_path, TEXT + "        redact:\n          withheld: offl. § 13\n          phrases: [Kari]\n")
    mine = attached(root)
    was = mine.redact
    write(root / MEETING, mine.data.decode().replace("Et brev", "Brevet").replace("[Kari]", "[Kari, stien]"))
    now = attached(root)
    made = redact_changes.changed(now, {**asking(mine, {**was, "boxes": [BOX]}), "digest": form.digest(mine.data)})
    assert isinstance(made, Saved)
    assert made.together
    assert "title: 'Brevet'" in made.data.decode()
    assert redact_changes.redacted(form.loaded(made.data, MEETING).value, "brev.pdf") == {
        "withheld": "offl. § 13", "phrases": ["Kari", "stien"], "boxes": [BOX],
    }  # fmt: skip
    write(root / MEETING, mine.data.decode().replace("§ 13", "§ 14"))
    both = redact_changes.changed(attached(root), asking(mine, {**was, "withheld": "offl. § 23"}))
    assert isinstance(both, Merged)
    (clash,) = both.clashes
    told = redact_changes.clash({"path": clash.path}, both.value, "brev.pdf")
    assert (told["path"], clash.theirs, clash.mine) == (["withheld"], "offl. § 14", "offl. § 23")


def test_a_page_that_is_wrong_of_what_a_file_said_takes_nothing_out_of_it(tmp_path: Path) -> None:
    one = attached(archive(tmp_path))
    known = asking(one, MARKED)
    base = {"items": [{"attachments": [{"file": "brev.pdf"}]}]}
    assert redact_changes.changed(one, {**known, "base": base}) == redact_changes.changed(one, known)


@pytest.mark.parametrize("asked", [{}, {"redact": []}, {"base": {}}, {"digest": 1}])
def test_what_is_no_change_is_none(tmp_path: Path, asked: Any) -> None:
    one = attached(archive(tmp_path))
    assert redact_changes.changed(one, {**asking(one, MARKED), **asked} if asked else {}) is None


# ---- what is answered ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module", autouse=True)
def unread() -> Iterator[None]:
    """No program reads the pictures again: that takes longer than all else."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(proof, "read_again", lambda picture: "")
        yield


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all that only looks; nothing is written."""
    other = TEXT.replace("2020-07-01", "2020-08-01").replace("17/20", "19/20").replace("brev", "ring")
    more: dict[str, bytes | str] = {"styret/2020-08/meeting.yaml": other, "styret/2020-08/ring.pdf": ENDLESS}
    root = archive(tmp_path_factory.mktemp("unchanged"), more=more)
    before = contents(root / "meetings")
    with serving(root, PORT) as found:
        yield found
    assert contents(root / "meetings") == before
    # What readers would get lies nowhere, and neither does a picture.
    kinds = {path.name: path.read_bytes()[:4] for path in root.rglob("*") if path.is_file()}
    assert sorted(name for name, head in kinds.items() if head in (b"%PDF", b"\x89PNG")) == ["brev.pdf", "ring.pdf"]


OF = "styret/2020-07?attachment=brev.pdf"


def test_a_page_of_the_desk_has_the_pages_and_nobody_else_gets_them(unchanged: Served) -> None:
    status, state = unchanged.ask(f"_akson/redact-state/{OF}")
    assert (status, state["redact"], len(state["pdf"]["sizes"])) == (200, {}, 2)
    for of in ("", f"&of={quote(state['pdf']['of'])}", "&of=x"):
        status, picture = unchanged.get(f"_akson/redact-page/{OF}&page=2{of}")
        assert (status, picture[:4]) == (200, b"\x89PNG")
    for path in (f"redact-state/{OF}", f"redact-page/{OF}&page=2", f"redact/{OF}", "redact-public/styret/2020-07?of=x"):
        away = Served(unchanged.root, unchanged.server)
        assert away.get(f"_akson/{path}")[0] == 403
        assert away.get(f"_akson/{path}", b"{}")[0] == 403
    assert unchanged.get(f"_akson/redact/{OF}", b"{}", Origin="http://elsewhere.example")[0] == 403
    for path in ("redact-page", "redact-found", "redact-public", "redact", "redact-state"):
        for name in ("sak.pdf", "meeting.yaml", "../2020-08/ring.pdf", ""):
            body: Any = None if path in ("redact-page", "redact-state") else {"phrases": []}
            assert unchanged.ask(f"_akson/{path}/styret/2020-07?attachment={name}&page=1", body)[0] in (400, 404)
    for page in ("0", "3", "-1", "x", "%C2%B2", ""):
        assert unchanged.get(f"_akson/redact-page/{OF}&page={page}")[0] == 404


def test_no_answer_is_kept_by_a_browser(unchanged: Served) -> None:
    for path in (f"redact/{OF}", f"redact-state/{OF}", f"redact-page/{OF}&page=1"):
        with urllib.request.urlopen(f"{unchanged.address}_akson/{path}") as answer:
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["referrer-policy"] == "no-referrer"
    with urllib.request.urlopen(f"{unchanged.address}_akson/redact/{OF}") as answer:
        assert "script-src 'self'; style-src 'self'" in answer.headers["content-security-policy"]


def test_a_file_that_nobody_can_draw_says_so(unchanged: Served) -> None:
    state = unchanged.ask("_akson/redact-state/styret/2020-08?attachment=ring.pdf")[1]
    assert "nobody could draw" in state["pdf"]["refused"]
    assert unchanged.get("_akson/redact-page/styret/2020-08?attachment=ring.pdf&page=1")[0] == 404


def tried(served: Served, redact: Any) -> tuple[int, Any]:
    state = served.ask(f"_akson/redact-state/{OF}")[1]
    asked = {"digest": state["digest"], "base": state["base"], "redact": redact}
    return served.ask(f"_akson/redact-public/{OF}", asked)


def test_what_readers_would_get_is_what_a_build_makes_before_anything_is_saved(unchanged: Served) -> None:
    status, made = tried(unchanged, {"withheld": "offl. § 13", "phrases": [SECRET, "tien"]})
    assert (status, len(made["sizes"])) == (200, 2)
    assert [(one["path"], one["code"], one["severity"]) for one in made["problems"]] == [
        (["phrases", 1], "redact-inside", "note")
    ]
    data = unchanged.get(f"_akson/redact-public/styret/2020-07?of={made['of']}&page=1")[1]
    ((_, (left, top, width, height)), *_) = opened(LETTER).finds(SECRET).places
    picture = Image.open(io.BytesIO(data)).convert("L")
    scale = picture.width / made["sizes"][0][0]
    box = picture.crop((left * scale, top * scale, (left + width) * scale, (top + height) * scale))
    assert sum(value < 60 for value in box.tobytes()) > 0.7 * box.width * box.height
    assert unchanged.ask(f"_akson/redact-state/{OF}")[1]["redact"] == {}


@pytest.mark.parametrize(
    ("redact", "path", "code"),
    [
        ({"phrases": ["Ola Nordmann"]}, ["phrases", 0], "redact-not-found"),
        ({"phrases": ["Andre", SECRET], "boxes": [{**BOX, "page": "9"}]}, ["boxes", 0, "page"], "redact-page"),
        ({"phrases": ["innkalling"], "boxes": [BOX]}, ["phrases", 0], "redact-not-found"),
        ({"phrases": ["Et brev"], "boxes": [BOX]}, ["phrases", 0], "redact-told"),
    ],
)
def test_what_a_build_would_say_of_it_is_told_before_it_is_saved(
    unchanged: Served, redact: Any, path: list[Any], code: str
) -> None:
    status, made = tried(unchanged, {"withheld": "offl. § 13", **redact})
    assert (status, "of" in made) == (200, False)
    assert (path, code) in [(one["path"], one["code"]) for one in made["problems"]]
    assert all(phrase not in json.dumps(made) for phrase in redact["phrases"] if phrase != "innkalling")


def test_what_is_refused_is_told_and_what_is_none_of_it_too(unchanged: Served) -> None:
    status, made = tried(unchanged, {"phrases": [SECRET]})
    assert (status, [one["code"] for one in made["problems"]]) == (422, ["redact-basis"])
    assert tried(unchanged, "x")[0] == 400
    assert unchanged.ask(f"_akson/redact-found/{OF}", {"phrases": [1]})[0] == 400
    found = unchanged.ask(f"_akson/redact-found/{OF}", {"phrases": [SECRET, "Ola " * 60, "Ola"]})[1]
    assert [one["count"] for one in found] == [2, 0, 0]
    assert ["240 signs" in one.get("refused", "") for one in found] == [False, True, False]


# ---- in a browser --------------------------------------------------------------------------------------------


def test_a_box_is_drawn_words_are_typed_and_seen_and_the_file_has_them(window: BrowserContext, tmp_path: Path) -> None:
    root = archive(tmp_path)
    with serving(root, PORT) as served:
        page = window.new_page()
        failed: list[str] = []
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("console", lambda said: failed.append(said.text) if said.type == "error" else None)
        # From the attachment on the meeting's page in the full edition.
        page.goto(f"{served.address}_akson/members/styret/2020-07/")
        page.get_by_role("link", name="Mark what is redacted: Et brev").click()
        page.fill("#basis", "offl. § 13")
        page.locator("#add-phrases").click()
        page.keyboard.type(SECRET)
        page.get_by_text("Found in 2 places, on page 1–2").wait_for()
        assert page.locator("#page-2 .hit").count() == 1
        # A box by the mouse, which is moved and sized; another by its measures.
        sheet = page.locator(".sheet").first.bounding_box()
        assert sheet is not None
        unit = sheet["width"] / (400 / 72 * 25.4)

        def drag(*places: tuple[float, float]) -> None:
            (left, top), *rest = ((sheet["x"] + x * unit, sheet["y"] + y * unit) for x, y in places)
            page.mouse.move(left, top)
            page.mouse.down()
            for across, down in rest:
                page.mouse.move(across, down, steps=3)
            page.mouse.up()

        drag((60, 50), (80, 60))
        drag((62, 52), (72, 62))
        drag((90, 70), (100, 80))
        page.locator("#add-boxes").click()
        page.keyboard.type("7")
        page.keyboard.press("Tab")
        page.locator("fieldset").nth(1).get_by_label("Page").fill("2")
        page.locator("#page-2 .box").wait_for()
        page.get_by_label("Looked through: nothing more must go from page 2").check()
        for look in looks(page, (360,)):
            assert told(axe(page, (*RULES, "best-practice"))["violations"]) == [], look
            assert page.evaluate("document.documentElement.scrollWidth") <= look[0]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        page.get_by_role("button", name="As readers see it").click()
        page.get_by_role("heading", name="Page 1 of 2, as readers see it").wait_for()
        assert "Nothing is saved yet" in page.locator(".state").inner_text()
        assert (root / MEETING).read_text() == TEXT
        page.keyboard.press("Control+s")
        page.locator(".state", has_text="Saved.").wait_for()
        assert (root / MEETING).read_text().startswith(TEXT)
        redact = attached(root).redact
        assert (redact["withheld"], redact["phrases"], redact["checked"]) == ("offl. § 13", [SECRET], ["2"])
        first, second = redact["boxes"]
        assert [round(float(first[side])) for side in ("left", "top", "width", "height")] == [70, 60, 30, 20]
        assert (second["page"], float(second["left"][-1])) == ("2", 7)
        # A save is taken back; a box is taken away by a key.
        page.get_by_role("button", name="As readers see it").click()
        page.locator(".box").first.click()
        page.keyboard.press("Delete")
        page.keyboard.press("Control+s")
        page.locator(".state", has_text="Saved.").wait_for()
        assert len(attached(root).redact["boxes"]) == 1
        page.get_by_role("button", name="Undo").click()
        page.locator("fieldset").nth(1).wait_for()
        assert len(attached(root).redact["boxes"]) == 2
        # Where nothing is left of it, readers would get the file as it is: that is asked first.
        asked: list[str] = []

        def no(dialog: Dialog) -> None:
            asked.append(dialog.message)
            dialog.dismiss()

        page.once("dialog", no)
        for button in ("Remove: Words 1", "Remove: Box 2", "Remove: Box 1"):
            page.get_by_role("button", name=button).click()
        page.fill("#basis", "")
        page.get_by_label("Looked through: nothing more must go from page 2").uncheck()
        page.keyboard.press("Control+s")
        page.locator(".state", has_text="Not saved yet").wait_for()
        assert "as it is" in asked[0]
        assert len(attached(root).redact["boxes"]) == 2
        page.on("dialog", lambda dialog: dialog.accept())
        # From the form, too.
        page.goto(f"{served.address}_akson/edit/styret/2020-07")
        page.locator("#root-items .toggle").first.click()
        page.locator("#root-items-0-attachments .toggle").first.click()
        page.get_by_role("link", name="Mark what is redacted").click()
        page.get_by_text("What you had not saved is here again.").wait_for()
        assert page.locator(".box").count() == 0
        assert failed == []
        page.close()
