"""What the folders say, and what can be wrong with them."""

from __future__ import annotations

import json

import pytest

from akson_docs.sources.layout import MeetingKey, archive, board_file

SOUND = (
    "meetings/",
    "meetings/site.yaml",
    "meetings/styret/",
    "meetings/styret/board.yaml",
    "meetings/styret/2020-04/",
    "meetings/styret/2020-04/meeting.yaml",
)


def codes(*paths: str) -> list[tuple[str, str]]:
    return [(one.code, one.span.file) for one in archive(paths).diagnostics]


def test_boards_and_meetings() -> None:
    found = archive(SOUND)
    assert found.boards == {"styret": ("2020-04",)}
    assert found.keys == (MeetingKey("styret", "2020-04"),)
    assert found.diagnostics == ()


def test_a_meeting_by_its_key() -> None:
    key = MeetingKey("styret", "2020-04")
    assert key == ("styret", "2020-04") == MeetingKey.named(key.name)
    assert (key.name, key.address) == ("styret/2020-04", "styret/2020-04/")
    assert (key.path, key.prefix) == ("meetings/styret/2020-04", "meetings/styret/2020-04/")
    assert key.file("meeting.yaml") == SOUND[-1]
    assert board_file(key.board) in SOUND


def test_a_boards_name_is_no_meetings() -> None:
    assert MeetingKey.named("styret") == ("styret", "")


def test_a_key_is_told_as_json_as_its_two_names_are() -> None:
    """Digests of jobs are made of that: a meeting has one digest, whoever made its key."""
    assert json.dumps(MeetingKey("styret", "2020-04")) == '["styret", "2020-04"]'


@pytest.mark.parametrize(
    ("paths", "code", "file"),
    [
        ((), "no-meetings", "meetings"),
        (("meetings/", "meetings/site.yaml"), "empty-archive", "meetings"),
        (tuple(path for path in SOUND if path != "meetings/site.yaml"), "no-site", "meetings/site.yaml"),
        (tuple(path for path in SOUND if "board" not in path), "no-board", "meetings/styret/board.yaml"),
        ((*SOUND, "meetings/styret/2020-05/"), "no-meeting", "meetings/styret/2020-05/meeting.yaml"),
        (
            (*SOUND, "meetings/styret/2020-05/", "meetings/styret/2020-05/Meeting.yml"),
            "no-meeting",
            "meetings/styret/2020-05/Meeting.yml",
        ),
        (("meetings/", "meetings/site.yml"), "no-site", "meetings/site.yml"),
        (
            (
                "meetings/",
                "meetings/site.yaml",
                "meetings/styret/",
                "meetings/styret/board.yaml.txt",
                "meetings/styret/2020-04/",
                "meetings/styret/2020-04/meeting.yaml",
            ),
            "no-board",
            "meetings/styret/board.yaml.txt",
        ),
        ((*SOUND, "meetings/styret/meeting.yaml"), "meeting-place", "meetings/styret/meeting.yaml"),
        (
            (*SOUND, "meetings/styret/Møte 5/", "meetings/styret/Møte 5/meeting.yaml"),
            "folder-name",
            "meetings/styret/Møte 5",
        ),
        (
            (*SOUND, "meetings/styret/item/", "meetings/styret/item/meeting.yaml"),
            "folder-taken",
            "meetings/styret/item",
        ),
        (
            (*SOUND, "meetings/assets/", "meetings/assets/board.yaml"),
            "folder-taken",
            "meetings/assets",
        ),
        (
            (*SOUND, "meetings/vedtak/", "meetings/vedtak/board.yaml"),
            "folder-taken",
            "meetings/vedtak",
        ),
    ],
)
def test_what_can_be_wrong(paths: tuple[str, ...], code: str, file: str) -> None:
    assert (code, file) in codes(*paths)


def test_two_folders_with_one_address() -> None:
    found = archive((*SOUND, "meetings/Styret/", "meetings/Styret/board.yaml"))
    taken = [one for one in found.diagnostics if one.code == "address-taken"]
    assert [one.span.file for one in taken] == ["meetings/styret"]
    assert dict(taken[0].parameters)["other"] == "meetings/Styret"
