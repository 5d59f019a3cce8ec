"""Why nothing was read in a scan, in an author's words: what OCRmyPDF ends with, and the reasons that it gives most.

It says so in English and to whoever started it, with options that nobody here wrote. Its own words come along only
where nothing is known of what they mean.
"""

from __future__ import annotations

import errno
import re

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code

_TAKE_OUT = N_("take ocr: out, or attach a file in which the text was recognised elsewhere")
_SAVE_ANEW = N_("save the file anew, as by printing it to a PDF, and attach that; or take ocr: out")
UNKNOWN = Code("ocr-failed", "error", N_('nothing could be read in "{name}": {problem}'), _TAKE_OUT)
NOT_STARTED = Code(
    "ocr-failed",
    "error",
    N_('nothing could be read in "{name}", for OCRmyPDF cannot be started: {problem}'),
    N_("see that ocrmypdf --version answers in a terminal, or take ocr: out"),
)
TOO_LONG = Code(
    "ocr-failed",
    "error",
    N_('nothing was read in "{name}": after {minutes} min it was not done'),
    N_("attach it in parts, or scan it with fewer points (300 to an inch are enough); or take ocr: out"),
)
ENDED = Code(
    "ocr-failed",
    "error",
    N_('nothing was read in "{name}", for the reading was ended from without, as where there is no memory left'),
    N_("build again with fewer programs open, or scan it with fewer points (300 to an inch are enough)"),
)
LOCKED = Code(
    "ocr-failed",
    "error",
    N_('nothing can be read in "{name}", for it has a password'),
    N_("save it without a password, and attach that"),
)
SIGNED = Code(
    "ocr-failed",
    "error",
    N_('nothing can be read in "{name}", for it is signed digitally'),
    N_("take ocr: out; what was signed is given out as it is"),
)
FORM = Code(
    "ocr-failed",
    "error",
    N_('nothing can be read in "{name}", for it is a form that Adobe Acrobat alone shows'),
    N_("print it to a PDF in Adobe Acrobat, and attach that"),
)
BROKEN = Code(
    "ocr-failed",
    "error",
    N_('nothing could be read in "{name}", for OCRmyPDF cannot open it as a PDF'),
    _SAVE_ANEW,
)
NOT_DRAWN = Code(
    "ocr-failed",
    "error",
    N_('nothing could be read in "{name}", for a program that OCRmyPDF has draw or read a page failed at it'),
    _SAVE_ANEW,
)
LARGE_PICTURE = Code(
    "ocr-failed",
    "error",
    N_('nothing was read in "{name}", for a picture in it has more points than OCRmyPDF takes'),
    N_("scan it with fewer points (300 to an inch are enough), or take ocr: out"),
)
LACKING = Code(
    "ocr-failed",
    "error",
    N_('nothing could be read in "{name}", for OCRmyPDF lacks {program} on this machine, or has too old a one'),
    N_("install it, or take ocr: out"),
)
SET_UP_WRONG = Code(
    "ocr-failed",
    "error",
    N_('nothing could be read in "{name}", for OCRmyPDF and Tesseract on this machine do not fit each other'),
    N_("install both anew, from one place (Debian and Ubuntu: apt install ocrmypdf tesseract-ocr-nor)"),
)
NO_ROOM = Code(
    "ocr-failed",
    "error",
    N_('nothing was read in "{name}", for there is no room for temporary files, or nobody may write them'),
    N_("make room on the disk, or set TMPDIR to a folder that has it"),
)
UNSOUND = Code(
    "ocr-failed",
    "error",
    N_('what came of reading "{name}" is not a whole PDF'),
    _SAVE_ANEW,
)


class ScanNotRead(Exception):
    """A file in which nothing was read, and why."""

    def __init__(self, code: Code, **parameters: str | int) -> None:
        super().__init__(code.text, parameters)
        self.code = code
        self.parameters = parameters
        """Those of the code but for `name`, which is the file's."""


_ENDS = {
    1: SET_UP_WRONG,  # it does not know an option
    2: BROKEN,
    4: UNSOUND,
    5: NO_ROOM,
    7: NOT_DRAWN,
    8: LOCKED,
    9: SET_UP_WRONG,
    130: ENDED,
}
"""What OCRmyPDF ends with (`ocrmypdf.exceptions.ExitCode`, the same from version 6 on)."""
_LACKING = 3
_SAID = (
    (r"no space left|disk quota", NO_ROOM),
    (r"memoryerror|cannot allocate memory|out of memory|terminated unexpectedly|brokenprocesspool", ENDED),
    (r"decompression ?bomb|max-image-mpixels", LARGE_PICTURE),
    (r"digital signature|digitalsignatureerror", SIGNED),
    (r"\bxfa\b", FORM),
    (r"encrypted|password", LOCKED),
)
"""What it says where its end is one of many things."""


def of_end(code: int, told: str) -> ScanNotRead:
    """Why nothing was read, by what the program ended with and what it said last; it ended by itself, and not well."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    if code == _LACKING:
        found = re.search(r"'([\w.+-]+)'", told)
        language = re.search(r"requested languages:\s*(\w+)", told)
        program = f"tesseract ({language[1]})" if language else found[1] if found else ""
        return ScanNotRead(LACKING, program=program) if program else ScanNotRead(SET_UP_WRONG)
    if code < 0:
        return ScanNotRead(ENDED)
    said = next((meant for pattern, meant in _SAID if re.search(pattern, told, re.IGNORECASE)), None)
    known = said or _ENDS.get(code)
    if known is not None:
        return ScanNotRead(known)
    return ScanNotRead(UNKNOWN, problem=f"OCRmyPDF: {lines[-1] if lines else code}")


def of_system(error: OSError) -> ScanNotRead:
    """Why it could not be started, or its file not be kept."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        return ScanNotRead(NO_ROOM)
    if error.errno == errno.ENOMEM:
        return ScanNotRead(ENDED)
    return ScanNotRead(NOT_STARTED, problem=(error.strerror or str(error)).lower())
