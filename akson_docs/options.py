"""The options that several commands share, and what they ask for. Nothing here is slow to import."""

from __future__ import annotations

import argparse
import os
from datetime import date

from .request import Request


def places(parser: argparse.ArgumentParser) -> None:
    """Where the sources are."""
    parser.add_argument("--root", metavar="DIR", default=".", help="the folder that holds meetings/ and templates/")


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
