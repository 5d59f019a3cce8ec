"""Where the recording of a meeting is, and each item in it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from akson_docs.meetings.agenda import Agenda
from akson_docs.model.documents import Item

BY_QUERY = ("youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be")
"""Sites that are told in the query where to begin; others are in the fragment (W3C, Media Fragments URI 1.0)."""


@dataclass(frozen=True)
class RecordingPlace:
    """A place in a recording."""

    address: str
    """Where the recording is: an address elsewhere, or the path of a file from the top of the site."""
    is_elsewhere: bool
    begins: str = ""
    """What follows the address, so that it begins there."""
    at: str = ""
    """How far into it that is: "1:02:30"; "" for all of it."""


def recorded(agenda: Agenda, item: Item | None = None) -> RecordingPlace | None:
    """Where a meeting's recording is, or an item in it; None where there is none, or the item has no place in it."""
    recording = agenda.meeting.recording
    if recording is None or (item is not None and item.recorded_at is None):
        return None
    whole = (
        RecordingPlace(f"{agenda.address}attachments/{recording.file}", False)
        if recording.file is not None
        else RecordingPlace((recording.url or "").partition("#")[0], True)
    )
    if item is None:
        return whole if recording.url is None else RecordingPlace(recording.url, True)
    seconds = item.recorded_at or 0
    split = urlsplit(whole.address)
    by_query = whole.is_elsewhere and split.hostname in BY_QUERY
    begins = f"{'&' if split.query else '?'}t={seconds}s" if by_query else f"#t={seconds}"
    return RecordingPlace(whole.address, whole.is_elsewhere, begins, clock(seconds))


def clock(seconds: int) -> str:
    """Seconds as a player shows them."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
