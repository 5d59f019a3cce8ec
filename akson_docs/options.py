"""The options that several commands share, and what they ask for. Nothing here is slow to import."""

from __future__ import annotations

import argparse
import os
from datetime import date

from .request import Request
from .terminal import said


def places(parser: argparse.ArgumentParser) -> None:
    """Where the sources are."""
    parser.add_argument("--root", metavar="DIR", default=".", help="the folder that holds meetings/ and templates/")


def meeting(text: str) -> tuple[str, str]:
    """A meeting that is typed, as (board, folder): `styringsgruppen/2020-04`, or its path. Raises ArgumentTypeError."""
    parts = [part for part in text.replace(os.sep, "/").split("/") if part]
    if parts[:1] == ["meetings"]:
        parts = parts[1:]
    if parts[2:] == ["meeting.yaml"]:
        parts = parts[:2]
    if len(parts) != 2:
        raise argparse.ArgumentTypeError(
            said(
                f'"{text}" is no meeting; write board/folder, as styringsgruppen/2020-04',
                f"«{text}» er ikke noe møte; skriv utvalg/mappe, som styringsgruppen/2020-04",
            )
        )
    return parts[0], parts[1]


def day(text: str) -> date:
    """A day that is typed. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a date such as 2020-07-01') from None


def request(asked: argparse.Namespace) -> Request:
    """What is to be built, of what was typed."""
    root = os.path.normpath(asked.root)
    return Request(
        root=root,
        output=os.path.normpath(getattr(asked, "output", None) or os.path.join(root, "output")),
        cache=getattr(asked, "cache", None) or os.path.join(root, ".akson"),
        edition=getattr(asked, "edition", "public"),
        today=getattr(asked, "today", None),
        keep_going=getattr(asked, "keep_going", False),
        patience_s=float("inf") if getattr(asked, "watch", False) else Request.patience_s,
    )
