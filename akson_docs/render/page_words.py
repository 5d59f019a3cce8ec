"""What a page or a paper says, as Python that puts words together for a template is given it."""

from __future__ import annotations

from datetime import time
from typing import Any, Protocol

from markupsafe import Markup


class PageWords(Protocol):
    """Words in the language of a page: by keys of the catalogue, by those that boards have words of their own for, and
    what authors wrote."""

    @property
    def language(self) -> str:
        """The page's."""

    def said(self, key: str, /, **values: object) -> str:
        """The catalogue's word."""

    def label(self, key: str, /) -> str:
        """The board's word, else the catalogue's."""

    def plain(self, words: Any, /) -> str:
        """What is written, without markup."""

    def line(self, words: Any, /) -> Markup:
        """What is written, as HTML."""

    def clock(self, moment: time, /) -> str:
        """A time of the day."""
