"""What the folders say, and what can be wrong with them."""

from __future__ import annotations

import pytest

from akson_docs.sources.layout import archive

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
    assert found.diagnostics == ()


@pytest.mark.parametrize(
    ("paths", "code", "file"),
    [
        ((), "no-meetings", "meetings"),
        (("meetings/", "meetings/site.yaml"), "empty-archive", "meetings"),
        (tuple(path for path in SOUND if path != "meetings/site.yaml"), "no-site", "meetings/site.yaml"),
        (tuple(path for path in SOUND if "board" not in path), "no-board", "meetings/styret/board.yaml"),
        ((*SOUND, "meetings/styret/2020-05/"), "no-meeting", "meetings/styret/2020-05/meeting.yaml"),
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
    ],
)
def test_what_can_be_wrong(paths: tuple[str, ...], code: str, file: str) -> None:
    assert (code, file) in codes(*paths)


def test_two_folders_with_one_address() -> None:
    found = archive((*SOUND, "meetings/Styret/", "meetings/Styret/board.yaml"))
    taken = [one for one in found.diagnostics if one.code == "address-taken"]
    assert [one.span.file for one in taken] == ["meetings/styret"]
    assert dict(taken[0].parameters)["other"] == "meetings/Styret"
