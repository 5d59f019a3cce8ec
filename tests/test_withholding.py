"""What a public repository must not hold, and problems told without words of it: one archive for each kind."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from hunts import seek, withheld
from places import BOARD, PLAIN, PROJECT, SHOWN, SITE, WITHHELD, meetings, place, request, settle, write
from repositories import committed, git, needs_git, put

from akson_docs.actions import checking, withholding
from akson_docs.cli import main
from akson_docs.diagnostics import Diagnostic, Span, line
from akson_docs.pdf.workers import WorkerPool
from akson_docs.sources import history
from akson_docs.sources.repository import Audience

MARK = seek.mark(7)
"""Stands for everything that is withheld."""
FILE = "meetings/styret/2020-04/meeting.yaml"
PEOPLE = f"""\
name: Styret
members:
  - {{id: leder, name: {MARK.capitalize()} Nordmann, private: yes}}
  - {{id: nestleder, name: Kari Nordmann}}
"""
HELD = """\
attendance: {present: [Kari Nordmann, leder]}
"""
FORMATS = ("text", "json", "sarif", "gitlab", "github")


@dataclass(frozen=True)
class Kind:
    """An archive that withholds something in one way."""

    file: str
    """Where it is told, from the root."""
    what: str
    """The keys that it is told with."""
    line: int
    meeting: str = PLAIN
    board: str = BOARD
    site: str = SITE
    more: Mapping[str, str | bytes] = field(default_factory=dict)

    @property
    def files(self) -> dict[str, str | bytes]:
        """The files of its `meetings/`."""
        return meetings({"2020-04/meeting.yaml": self.meeting, **self.more}, self.site, self.board)


def item(more: str) -> str:
    """A meeting whose only item has some more lines."""
    return PLAIN + "".join(f"    {line}\n" for line in more.splitlines())


def closed(more: str) -> str:
    """A meeting whose only item is withheld and has some more lines."""
    return item(more).replace("    type:", "    withheld: offl. § 13\n    type:")


CALENDARS = "dispatches/calendars/1-20200617T120000Z.json"
DISPATCH = {f"2020-04/dispatches/1/{name}": b"x" for name in ("members/nb/papers.pdf", "public/nb/papers.pdf")}
KINDS = {
    "item": Kind(FILE, "withheld", 5, PLAIN.replace("    type:", "    withheld: offl. § 23\n    type:")),
    "text": Kind(FILE, "withheld", 9, item(f"summary: {{text: Om {MARK}, withheld: offl. § 13}}")),
    "slide": Kind(
        FILE, "withheld", 11, item(f"slides:\n  - withheld: offl. § 13\n    title: {MARK}\n    body: {MARK}")
    ),
    "line of a slide": Kind(
        FILE, "withheld", 10, item(f"slides:\n  - title: {{text: {MARK}, withheld: offl. § 13}}\n    body: Ja")
    ),
    "attachment": Kind(
        FILE,
        "withheld",
        9,
        item(f"attachments: [{{withheld: offl. § 13, file: {MARK}.txt}}]"),
        more={f"2020-04/{MARK}.txt": MARK},
    ),
    "paper": Kind(
        FILE,
        "withheld",
        5,
        PLAIN.replace("    type:", f"    withheld: offl. § 23\n    paper: {MARK}.md\n    type:"),
        more={f"2020-04/{MARK}.md": MARK},
    ),
    "item in its own file": Kind(
        "meetings/styret/2020-04/sak.yaml",
        "withheld",
        1,
        PLAIN + "  - file: sak.yaml\n",
        more={"2020-04/sak.yaml": f"title: {MARK}\nwithheld: offl. § 13\ntype: Orientering\n"},
    ),
    "notes of a speaker": Kind(
        FILE, "speaker_notes", 12, item(f"slides:\n  - title: Ja\n    body: Nei\n    speaker_notes: {MARK}")
    ),
    "draft": Kind(FILE, "draft", 1, "draft: yes\n" + PLAIN),
    "embargo": Kind(FILE, "publish", 1, "publish: 2020-08-02\n" + PLAIN),
    "minutes": Kind(FILE, "minutes", 1, HELD + PLAIN, PEOPLE.replace("private: yes", "role: leder")),
    "board": Kind("meetings/styret/board.yaml", "public", 2, board="name: Styret\npublic: no\n"),
    "board, as the site says": Kind("meetings/styret/board.yaml", "public", 1, site=SITE + "public: no\n"),
    "name": Kind("meetings/styret/board.yaml", "private", 3, board=PEOPLE),
    "standing item": Kind(
        "meetings/styret/board.yaml",
        "withheld",
        4,
        board=f"name: Styret\nstanding:\n  - withheld: offl. § 13\n    title: {MARK}\n    type: Orientering\n",
    ),
    "names that are gone": Kind(
        FILE,
        "names_until",
        1,
        "attendance: {present: [Kari Nordmann]}\nminutes: {published: 2020-07-02}\n" + PLAIN,
        site=SITE + "privacy: {names_until: 10 days}\n",
    ),
    "who was invited": Kind(
        f"meetings/styret/2020-04/{CALENDARS}", "dispatches", 1, more={f"2020-04/{CALENDARS}": b"x"}
    ),
    "papers of the members": Kind(
        "meetings/styret/2020-04/dispatches/1/members/nb/papers.pdf", "dispatches", 1, more=DISPATCH
    ),
}


def told(root: Path, audience: Audience = "public") -> tuple[Diagnostic, ...]:
    """What is told of a repository."""
    found = checking.check(request(root), audience=audience)
    return tuple(one for one in found if one.code.startswith("repository"))


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_told_at_its_place_where_the_repository_is_public(name: str, tmp_path: Path) -> None:
    kind = KINDS[name]
    root = place(tmp_path, kind.files)
    total, *found = sorted(told(root), key=lambda one: one.span.file != "meetings")
    assert [(one.code, one.severity) for one in (total, *found)] == [("repository-public", "error")] * (1 + len(found))
    at = next(one for one in found if one.span.file == kind.file)
    assert (dict(at.parameters)["what"], at.span.line) == (kind.what, kind.line)
    assert len({one.span.file for one in found}) == len(found)
    assert told(root, "private") == told(root, "own") == ()
    (doubt,) = told(root, "unknown")
    assert (doubt.code, doubt.severity) == ("repository-unknown", "warning")


def test_what_everybody_may_read_is_told_nowhere(tmp_path: Path) -> None:
    """Rules and what is silenced, standing items, public words, public minutes and a comment withhold nothing."""
    meeting = "attendance: {present: [Kari Nordmann]}\nminutes: {published: 2020-07-02}\nsilence: [time-end]\n" + SHOWN
    board = "name: Styret\nrules: {number-gap: 'off'}\nstanding:\n  - {title: Eventuelt, type: Eventuelt}\n"
    files = {"2020-04/meeting.yaml": meeting + "# withheld: offl. § 13\n"}
    root = place(tmp_path, meetings(files, SITE + "privacy: {names_until: 10 months}\n", board))
    assert told(root) == ()
    assert told(root, "unknown") == ()


# ---- what git has ----------------------------------------------------------------------------------------------


def once(root: Path) -> dict[str, str]:
    """What is told of the history: (file, keys)."""
    return {
        one.span.file: str(dict(one.parameters).get("what", "")) for one in told(root) if one.span.file != "meetings"
    }


@needs_git
def test_a_public_history_is_told_of_what_is_gone_from_the_files(tmp_path: Path) -> None:
    files = meetings({"2020-04/meeting.yaml": KINDS["text"].meeting, "2020-05/meeting.yaml": PLAIN, **DISPATCH})
    root = committed(tmp_path, files)
    committed(root, meetings({"2020-04/meeting.yaml": PLAIN}))
    assert once(root) == {
        FILE: "withheld",
        "meetings/styret/2020-04/dispatches/1/": "1",
    }


@needs_git
def test_a_draft_that_was_published_since_is_told_of_no_more_and_one_that_was_deleted_is(tmp_path: Path) -> None:
    draft = "draft: yes\n" + PLAIN
    files = {"2020-04/meeting.yaml": draft, "2020-05/meeting.yaml": draft + "    summary: Et sammendrag\n"}
    root = committed(tmp_path, meetings(files))
    committed(root, meetings({"2020-04/meeting.yaml": PLAIN}))
    assert once(root) == {"meetings/styret/2020-05/meeting.yaml": "draft"}


@needs_git
@pytest.mark.parametrize(
    "line",
    [
        "    summary: {text: Noe, withheld: offl. § 13}\n",
        '    "withheld" : offl. § 13\n',
        "    summary: {text: Noe,withheld: offl. § 13}\n",
        "    slides: [{title: En, body: To, speaker_notes: Tre}]\n",
    ],
)
def test_a_key_is_found_in_the_history_however_it_was_written(tmp_path: Path, line: str) -> None:
    root = committed(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN + line}))
    committed(root, meetings({"2020-04/meeting.yaml": PLAIN}))
    assert list(once(root)) == [FILE]


NOTE = "    note: En merknad som aldri ble offentlig\n"
BEFORE_MINUTES = "attendance: {present: others}\n" + PLAIN + "    discussion: Ordskiftet var langt\n"
PERSON = "members:\n  - id: leder\n    name: Leder En\n    private:\n        yes\n"


@needs_git
@pytest.mark.parametrize(
    ("then", "keys"),
    [
        ({"2020-04/meeting.yaml": PLAIN + '    note: {text: Om anbud, "with\\u0068eld": offl. § 23}\n'}, "withheld"),
        ({"2020-04/meeting.yaml": "draft:\n  yes\n" + PLAIN + NOTE}, "draft"),
        ({"2020-04/meeting.yaml": BEFORE_MINUTES}, "minutes"),
        ({"2020-04/meeting.yaml": PLAIN.partition("items:")[0] + "items:\n  - file: sak.yml\n",
          "2020-04/sak.yml": "title: Sak\nwithheld: offl. § 13\n"}, "withheld"),
        ({"board.yaml": BOARD + PERSON, "2020-04/meeting.yaml": PLAIN}, "private"),
        ({"2020-04/meeting.yaml": "<<<<<<< HEAD\n" + PLAIN + "=======\nwithheld: x\n>>>>>>> x\n"}, "withheld"),
    ],
    ids=["escaped", "draft", "minutes", "yml", "next line", "conflict"],
)  # fmt: skip
def test_what_the_history_withheld_is_read_as_sources_are(tmp_path: Path, then: dict[str, str], keys: str) -> None:
    root = committed(tmp_path, meetings(then))
    for name in then:
        (root / "meetings/styret" / name).unlink()
    committed(root, meetings({"2020-04/meeting.yaml": PLAIN}))
    assert set(once(root).values()) == {keys}


@needs_git
def test_what_is_said_now_has_become_public_since(tmp_path: Path) -> None:
    root = committed(tmp_path, meetings({"2020-04/meeting.yaml": BEFORE_MINUTES}))
    committed(root, meetings({"2020-04/meeting.yaml": "minutes: {published: 2020-07-02}\n" + BEFORE_MINUTES}))
    assert once(root) == {}


@needs_git
def test_sources_are_known_in_a_folder_of_another_name(tmp_path: Path) -> None:
    root = committed(tmp_path, KINDS["text"].files)
    git(root, "mv", "meetings", "moter")
    git(root, "commit", "-qm", "Flyttet")
    committed(root, meetings({"2020-04/meeting.yaml": PLAIN}))
    git(root, "rm", "-qr", "moter")
    git(root, "commit", "-qm", "Ryddet")
    assert set(once(root).values()) == {"withheld"}


@needs_git
def test_another_branch_a_tag_and_a_merge_are_history_too_and_a_comment_is_none(tmp_path: Path) -> None:
    root = committed(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN + "# withheld: offl. § 13\n"}))
    assert told(root) == ()
    git(root, "checkout", "-q", "-b", "utkast")
    committed(root, KINDS["text"].files)
    git(root, "tag", "v1")
    git(root, "checkout", "-q", "main")
    assert list(once(root)) == [FILE]
    git(root, "branch", "-q", "-D", "utkast")
    assert list(once(root)) == [FILE]


@needs_git
def test_files_that_are_never_published_are_told_by_their_folder(tmp_path: Path) -> None:
    root = committed(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN}))
    names = ("recipients.yaml", ".deliveries/styret/1.json", ".akson/archive.json", "output/members/index.html")
    for name in names:
        write(root / name, "x")
    write(root / "output/invitations/styret/2020-04.eml", "x")
    write(root / "output/site/index.html", "x")
    write(root / "gammelt" / CALENDARS, "x")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Alt")
    folders = {"recipients.yaml", ".deliveries/", ".akson/", "output/members/", "output/invitations/"}
    assert once(root).keys() == folders
    git(root, "rm", "-q", "-r", "--cached", "output", ".akson", ".deliveries", "recipients.yaml", "gammelt")
    git(root, "commit", "-q", "-m", "Ut igjen")
    assert once(root).keys() == folders | {"gammelt/dispatches/calendars/"}


@needs_git
def test_a_history_that_is_not_at_hand_is_in_doubt(tmp_path: Path) -> None:
    root = committed(tmp_path / "alt", KINDS["text"].files)
    committed(root, meetings({"2020-04/meeting.yaml": PLAIN}))
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "siste")
    (doubt,) = told(tmp_path / "siste")
    assert (doubt.code, doubt.severity) == ("repository-history", "warning")


# ---- what is said of it ----------------------------------------------------------------------------------------

FAULTS = {
    "a type": closed("").replace("Godkjenning\n", f"{MARK}\n"),
    "a key": closed(f"{MARK} sak: Ja"),
    "a key where nothing else is withheld": item(f"{MARK} sak: Ja"),
    "two of a key": closed(f"slides:\n  - {{{MARK}: 1, {MARK}: 2}}"),
    "a sentence in brackets": item(f"summary: {{text: Ja, {MARK} sier nei, withheld: offl. § 13}}"),
    "a text's key": item(f"summary: {{text: A, {MARK}: B, withheld: offl. § 13}}"),
    "a day": "draft: yes\n" + item(f"added: {MARK}"),
    "a number of an item": "draft: yes\n" + PLAIN.replace("number: 17/20", f"number: {MARK}"),
    "minutes": closed("").replace("duration: 5", f"duration: {MARK}"),
    "a link": "draft: yes\n" + item(f"summary: Se [{MARK}](#{MARK})."),
    "a person": f"draft: yes\nchair: {MARK}\nattendance: {{present: [{MARK} Nordmann], absent: [{MARK}]}}\n" + PLAIN,
    "a motion": item(f"votes: [{{on: {MARK}, for: [{MARK}], count: 5-4}}]\nadopted: {MARK}"),
    "a file": closed(f"attachments: [{{file: {MARK}.pdf}}]"),
    "a kind of slide": closed(f"slides:\n  - {{kind: {MARK}, title: A}}"),
    "a choice": closed(f"outcome: {MARK}"),
    "an item that continues another": closed(f"continues: {MARK}"),
}
CI = {"CI": "true", "GITHUB_ACTIONS": "true"}


@pytest.mark.parametrize("name", FAULTS)
def test_a_problem_is_told_without_words_that_are_withheld(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    board = BOARD + "members: [{id: leder, name: Kari Nordmann}]\n"
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": FAULTS[name]}, board=board))
    for form in FORMATS:
        if form == "text":
            assert main.main(["check", "--root", str(root)]) in (0, 1)
            assert MARK in capsys.readouterr().out  # its author is told
            for key, value in CI.items():
                monkeypatch.setenv(key, value)
        main.main(["check", "--root", str(root), "--format", form])
        said = capsys.readouterr()
        assert FILE in said.out or f"{FILE.rpartition('/')[0]}/…" in said.out
        assert seek.marks((said.out + said.err).encode()) == set(), form
        for key in CI:
            monkeypatch.delenv(key, raising=False)


def test_where_nothing_is_withheld_a_problem_is_told_with_its_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN.replace("title:", "titel:")}))
    assert main.main(["check", "--root", str(root), "--format", "github"]) == 1
    assert 'unknown key "titel"; did you mean "title"?' in capsys.readouterr().out


def test_a_name_that_a_board_keeps_private_is_told_in_no_note_of_a_meeting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    meeting = "attendance: {present: [nestleder]}\nminutes: {published: 2020-07-02}\n" + PLAIN
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": meeting}, board=PEOPLE))
    assert main.main(["check", "--root", str(root), "--format", "github"]) == 0
    said = capsys.readouterr().out
    assert "attendance-unaccounted" in said
    assert seek.marks(said.encode()) == set()


def test_the_name_of_a_file_that_is_withheld_stands_in_no_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "2020-04/meeting.yaml": PLAIN + f"  - file: {MARK}.yaml\n",
        f"2020-04/{MARK}.yaml": "title: A\nwithheld: ja\n",
    }
    root = place(tmp_path, meetings(files))
    assert main.main(["check", "--root", str(root), "--format", "github"]) == 1
    said = capsys.readouterr().out
    assert "title=withheld-basis" in said
    assert seek.marks(said.encode()) == set()


LONG = "# Saken\n\nEn.\n\nTo.\n\nMerket unntatt offentlighet, jf. offl. § 13.\n"


@pytest.mark.parametrize(
    ("name", "told_as"),
    [
        ("sak-2.md", "sak-2.md"),
        ("18-20.md", "18-20.md"),
        (f"{MARK}.md", "….md"),
        (f"{MARK} 2.md", "….md"),
        (f"sak-2-{MARK}.md", "….md"),
        ("sak-01014560013.md", "….md"),
    ],
)
def test_a_problem_in_a_file_keeps_its_ending_and_line_and_its_name_where_that_is_a_number(
    name: str, told_as: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, str | bytes] = {
        "2020-04/meeting.yaml": f"draft: yes\n{PLAIN}    paper: {name}\n",
        f"2020-04/{name}": LONG,
    }
    root = place(tmp_path, meetings(files))
    assert main.main(["check", "--root", str(root)]) == 1
    assert f"meetings/styret/2020-04/{name}:7:8: " in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    assert main.main(["check", "--root", str(root)]) == 1
    said = capsys.readouterr()
    assert f"meetings/styret/2020-04/{told_as}:7:8: " in said.out
    assert seek.marks((said.out + said.err).encode()) == set()


@pytest.mark.parametrize("path", [f"vedlegg/{MARK}/1.pdf", f"{MARK}.{MARK}", MARK, f"1.{MARK}"])
def test_neither_a_folder_nor_an_ending_that_may_tell_something_is_told(path: str) -> None:
    file = withholding.silent(history.NO_GIT.at(Span(f"meetings/styret/2020-04/{path}", 3, 4))).span
    assert (seek.marks(file.file.encode()), file.line, file.column) == (set(), 3, 4)
    assert file.file.startswith("meetings/styret/2020-04/…")


def test_no_problem_of_random_archives_is_told_with_words_that_are_withheld(tmp_path: Path) -> None:
    """Names of folders are told: without its place nobody finds a problem."""
    told_plainly = 0
    for seed in range(12):
        made = withheld.archive(seed)
        shutil.rmtree(tmp_path / "meetings", ignore_errors=True)
        for name, data in made.files.items():
            if name.endswith("meeting.yaml") and seed % 2:
                data = data.replace(b"type:", b"typ", 1).replace(b"summary:", b"sumary:")
            write(tmp_path / "meetings" / name, data)
        asked = request(tmp_path, today=withheld.TODAY)
        marks = {one for one, why in made.marks.items() if ".folder," not in why}
        plain, discreet = (checking.check(asked, discreet=so) for so in (False, True))
        assert len(plain) >= len(discreet) > 0
        lines = "\n".join(line(one, language) for one in discreet for language in ("en", "nb"))
        assert seek.marks(lines.encode()) & marks == set(), seed
        told_plainly += bool(seek.marks("\n".join(map(line, plain)).encode()) & marks)
    assert told_plainly > 3


# ---- a repository as the README describes it -------------------------------------------------------------------

EVERYTHING = (
    f"attendance: {{present: [Kari Nordmann], part: [{{name: Kari Nordmann, items: [{MARK}]}}]}}\n"
    + WITHHELD.replace("SECRET", MARK)
    + """\
  - number: 19/20
    title: Enda en
    type: Orientering
"""
)


def event(folder: Path, private: bool) -> dict[str, str]:
    """What a workflow on GitHub has in its environment."""
    write(folder / "event.json", json.dumps({"repository": {"private": private}}))
    return {**CI, "GITHUB_EVENT_PATH": str(folder / "event.json")}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with something withheld, and an embargo that ends after today."""
    files: dict[str, str | bytes] = {
        "2020-04/meeting.yaml": EVERYTHING,
        f"2020-04/{MARK}-name.txt": MARK,
        "2020-05/meeting.yaml": "publish: 2020-09-01\n" + PLAIN.replace("innkalling", MARK).replace("17/20", "21/20"),
        "2020-06/meeting.yaml": PLAIN.replace("17/20", "22/20"),
    }
    root = committed(tmp_path / "depot", meetings({"2020-06/meeting.yaml": PLAIN.replace("17/20", "22/20")}))
    write(root / ".gitignore", "/output/\n/.akson/\n/recipients.yaml\n/.deliveries/\n")
    put(root, meetings(files))
    return root


@needs_git
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("service", ["github", "gitlab"])
def test_check_refuses_a_public_repository_and_says_why_without_a_word_of_it(
    form: str, service: str, repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for private in (False, True):
        of_gitlab = {"CI": "true", "GITLAB_CI": "true", "CI_PROJECT_VISIBILITY": "private" if private else "public"}
        for name, value in (event(repository.parent, private) if service == "github" else of_gitlab).items():
            monkeypatch.setenv(name, value)
        assert main.main(["check", "--root", str(repository), "--format", form]) == (0 if private else 1)
        said = capsys.readouterr()
        assert ("repository-public" in said.out) is not private
        assert seek.marks((said.out + said.err).encode()) == set()


@needs_git
@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_what_is_disclosed_for_others_has_no_word_of_a_later_day(
    form: str, repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["disclose", "--root", str(repository), "--today", "2020-08-01", "--format", form]
    assert main.main(words) == 0
    assert MARK in capsys.readouterr().out  # whoever decides reads it
    assert main.main([*words, "--discreet"]) == 0
    said = capsys.readouterr()
    assert seek.marks((said.out + said.err).encode()) == set()
    assert "2020-09-01" in said.out.replace("\\", "")
    assert "Enda en" in said.out
    monkeypatch.setenv("CI", "true")
    assert main.main(words) == 0
    assert capsys.readouterr().out == said.out


@needs_git
def test_what_is_disclosed_names_no_board_that_is_not_public(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = committed(tmp_path, meetings({"2020-04/meeting.yaml": PLAIN}))
    files = {
        f"{MARK}/board.yaml": "name: Klagenemnda\npublic: no\n",
        f"{MARK}/2020-01/meeting.yaml": "draft: yes\n" + PLAIN,
    }
    put(root, {**meetings({"2020-04/meeting.yaml": PLAIN}), **files})
    assert main.main(["disclose", "--root", str(root), "--discreet"]) == 0
    assert seek.marks(capsys.readouterr().out.encode()) == set()


def test_a_log_of_a_build_has_no_withheld_word_and_neither_has_what_the_workflow_keeps_of_its_memory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = place(tmp_path, meetings({"2020-04/meeting.yaml": EVERYTHING, f"2020-04/{MARK}-name.txt": MARK}))
    for name, value in event(tmp_path, private=True).items():
        monkeypatch.setenv(name, value)
    words = ["build", "--root", str(root), "--output", str(root / "output"), "--today", "2020-08-01"]
    assert main.main(words) == 0
    said = capsys.readouterr()
    assert "attendance-item" in said.err
    assert seek.marks((said.out + said.err).encode()) == set()
    assert main.main(words) == 0  # nothing to do: it says the same again
    said = capsys.readouterr()
    assert "attendance-item" in said.err
    assert seek.marks((said.out + said.err).encode()) == set()

    workflow = yaml.safe_load((PROJECT / ".github/workflows/site.yml").read_text())
    steps = workflow["jobs"]["build"]["steps"]
    (github,) = (step["with"]["path"].split() for step in steps if step.get("uses", "").startswith("actions/cache@"))
    gitlab = yaml.safe_load((PROJECT / ".gitlab-ci.yml").read_text())["pages"]["cache"]["paths"]
    assert [path.rstrip("/") for path in gitlab] == github
    assert (root / ".akson/archive.json").read_text().count(MARK) > 3
    for path in github:
        kept = root / path
        assert kept.exists()
        if kept.is_dir():
            assert list(seek.in_tree(kept)) == []
        else:
            assert seek.in_file(kept.name, kept.read_bytes()) == {}

    # What is kept serves: no paper is set anew.
    for path in (root / ".akson").iterdir():
        if path.relative_to(root).as_posix() not in github:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(root / "output")
    monkeypatch.setattr(WorkerPool, "typeset", lambda *asked: pytest.fail("a paper is set"))
    assert main.main(words) == 0


# ---- where things are put --------------------------------------------------------------------------------------


@needs_git
def test_the_full_edition_goes_into_no_folder_that_git_takes_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = committed(tmp_path / "depot", meetings({"2020-04/meeting.yaml": PLAIN}))
    words = ["build", "--root", str(root), "--edition", "members"]
    assert main.main(words) == 1
    said = capsys.readouterr().err
    assert "[members-in-git]" in said
    assert '"/output/" into .gitignore' in said
    assert not (root / "output").exists()
    assert main.main([*words, "--output", str(tmp_path / "utenfor"), "--cache", str(tmp_path / "minne")]) == 0
    assert "in-git" not in capsys.readouterr().err
    write(root / ".gitignore", "/output/\n/.akson/\n")
    assert main.main(words) == 0
    assert "in-git" not in capsys.readouterr().err
    # What git has, it keeps, whatever is ignored.
    git(root, "add", "-f", "output/members/index.html")
    write(root / "meetings/site.yaml", SITE + "# endret\n")
    assert main.main(words) == 1
    assert "[members-in-git]" in capsys.readouterr().err


@needs_git
def test_the_site_and_the_memory_in_a_folder_that_git_takes_in_are_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = committed(tmp_path / "depot", meetings({"2020-04/meeting.yaml": PLAIN}))
    words = ["build", "--root", str(root), "--output", str(root / "docs"), "--cache", str(root / "minne")]
    settle(root)
    assert main.main(words) == 0
    said = capsys.readouterr().err
    assert said.count("[output-in-git]") == 2
    assert '"/docs/" into .gitignore' in said
    assert '"/minne/" into .gitignore' in said
    settle(root)
    assert main.main(words) == 0
    assert "in-git" not in capsys.readouterr().err  # with nothing to do, git is not asked


def test_where_there_is_no_repository_git_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *asked, **more: pytest.fail("git is asked"))
    assert history.taken_in((str(tmp_path / "output/site"), str(tmp_path / ".akson"))) == (False, False)


@needs_git
def test_what_is_left_out_by_its_name_is_in_a_public_repository_all_the_same(tmp_path: Path) -> None:
    root = committed(
        tmp_path, meetings({"2020-04/meeting.yaml": PLAIN, "_2020-05/meeting.yaml": PLAIN, "2020-04/_a.md": "x"})
    )
    assert once(root).keys() == {"meetings/styret/_2020-05/", "meetings/styret/2020-04/_a.md"}
