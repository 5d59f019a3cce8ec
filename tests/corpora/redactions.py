"""Redacts words in PDFs that others made, one by one, and looks for them in what came of it.

`python tests/corpora/redactions.py FOLDER [FOLDER …]` takes of each file two words that its text has beside each other
and that are seen, or those of `--phrase=WORDS`, covers them, and prints a line for each file that is worth a look, with
how many there were of each kind at the end; `--all` prints a line for every file. What came of it is read with other
means than those of the proof: the text of each page as another program has it, every string and stream of the file,
and, with `--read`, what Tesseract reads in the pictures. Each file has a process of its own.
"""

from __future__ import annotations

import io
import itertools
import logging
import multiprocessing
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # this checkout, wherever another is installed from

SECONDS = 120
FONT = Path(__file__).resolve().parents[2] / "templates/fonts/Inter-Medium.ttf"
LEAST = 4
"""Letters of a word that is looked for."""


@dataclass(frozen=True)
class RedactionVerdict:
    """What came of a file."""

    kind: str
    """The verdict in a word or two."""
    why: str = ""
    lost: float = 0.0
    """How much of the words that are seen and were not asked for the new file has not."""
    seconds: float = 0.0


def verdict(file: Path, wanted: str, *, is_read: bool) -> RedactionVerdict:
    """What comes of redacting words of a file: those that are wanted, or two, whichever they are."""
    import pikepdf
    import pypdfium2

    from akson_docs.model.documents import Redact
    from akson_docs.pdf.blackout import blackout, drawn_letters, shown_pages
    from akson_docs.pdf.blackout.blackout import Asked

    data, began = file.read_bytes(), time.perf_counter()
    try:
        pages = tuple(shown_pages.texts(drawn_letters.without_spoken(data)))
    except (pypdfium2.PdfiumError, pikepdf.PdfError, pikepdf.PasswordError) as error:
        return RedactionVerdict("no PDF that opens", type(error).__name__)
    phrase = wanted or next(_phrases("".join(one.text for one in page.signs) for page in pages), "")
    if not phrase:
        return RedactionVerdict("no words")
    checked = [str(number) for number in range(1, len(pages) + 1)]
    redact = Redact.model_validate({"withheld": "offl. § 13", "phrases": [phrase], "checked": checked})
    made = blackout.blacked_out(Asked(data, "x.pdf", redact, "x", "nb", FONT.read_bytes()))
    took = time.perf_counter() - began
    told = ", ".join(dict.fromkeys(one.code.name for one in made.problems if one.code.severity == "error"))
    if not made.pdf:
        return RedactionVerdict("refused", f"{told} ({phrase})", 0.0, took)
    left = _left(made.pdf, phrase, is_read=is_read)
    if left:
        return RedactionVerdict("LEFT", f"{phrase} in {left}", 0.0, took)
    before, after = (_words(one) for one in (data, made.pdf))
    for word in phrase.split():
        before.pop(word.casefold(), None)
    lost = sum((before - after).values()) / max(1, before.total())
    return RedactionVerdict("redacted", phrase, lost, took)


def _phrases(texts: Iterator[str]) -> Iterator[str]:
    """Two words beside each other, on the first page that has such."""
    for text in texts:
        for one, other in itertools.pairwise(re.finditer(r"[^\W\d_]+", text)):
            if text[one.end() : other.start()] == " " and min(len(one[0]), len(other[0])) >= LEAST:
                yield f"{one[0]} {other[0]}"


def _left(pdf: bytes, phrase: str, *, is_read: bool) -> str:
    """Where the words are still; "" where they are nowhere."""
    import pikepdf
    import pypdfium2

    wanted = "".join(phrase.casefold().split())

    def says(text: str) -> bool:
        return wanted in "".join(re.findall(r"\w+", text.casefold()))

    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            if says(page.get_textpage().get_text_range()):
                return f"the text of page {number}"
            if is_read and says(_seen(page.render(scale=3).to_pil())):
                return f"the picture of page {number}"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for one in opened.objects:
            if says(str(one)[:100_000]):
                return "a string"
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != "/Image":
                held = one.read_bytes()
                if any(says(held.decode(coding, "replace")) for coding in ("latin-1", "utf-16-be")):
                    return "a stream"
    return ""


def _seen(picture: object) -> str:
    held = io.BytesIO()
    picture.save(held, "PNG")  # type: ignore[attr-defined]
    words = ["tesseract", "-", "-", "-l", "eng", "--psm", "3"]
    return subprocess.run(words, input=held.getvalue(), capture_output=True, check=False).stdout.decode()


def _words(pdf: bytes) -> Counter[str]:
    """The words of a file that are seen, in small letters."""
    from akson_docs.pdf.blackout import drawn_letters, shown_pages

    found: Counter[str] = Counter()
    data = drawn_letters.without_spoken(pdf)
    for page, shown in zip(shown_pages.texts(data), shown_pages.pictures(data), strict=True):
        seen = "".join(
            one.text if one.box is None or shown.shows(one.box, one.is_read) or one.is_read else ""
            for one in page.signs
        )
        found.update(re.findall(r"[^\W_]{3,}", seen.casefold()))
    return found


def _answer(file: Path, answer: Connection, wanted: str, is_read: bool) -> None:
    logging.disable(logging.CRITICAL)
    try:
        found = verdict(file, wanted, is_read=is_read)
    except Exception as error:
        found = RedactionVerdict("failed", f"{type(error).__name__}: {error}"[:120])
    answer.send(found)


def judged(file: Path, wanted: str, *, is_read: bool) -> RedactionVerdict:
    """What comes of a file, whatever it does to whoever reads it."""
    around = multiprocessing.get_context("fork")
    answer, asked = around.Pipe(duplex=False)
    process = around.Process(target=_answer, args=(file, asked, wanted, is_read))
    process.start()
    asked.close()
    try:
        return answer.recv() if answer.poll(SECONDS) else RedactionVerdict("no answer")
    except EOFError:
        process.join()
        return RedactionVerdict("failed", f"crashed ({process.exitcode})")
    finally:
        process.kill()
        process.join()
        answer.close()


def main(words: list[str]) -> None:
    """Prints what comes of every PDF in some folders."""
    given = [Path(word) for word in words if not word.startswith("--")]
    files = sorted({one for path in given for one in ([path] if path.is_file() else path.rglob("*.pdf"))})
    wanted = next((word.partition("=")[2] for word in words if word.startswith("--phrase=")), "")
    counts: Counter[str] = Counter()
    for file in files:
        found = judged(file, wanted, is_read="--read" in words)
        counts[found.kind] += 1
        is_less = found.lost > 0.1
        counts["redacted, with a tenth of the other words lost"] += is_less
        if "--all" in words or is_less or found.kind in ("LEFT", "failed", "no answer"):
            print(f"{found.kind:10} lost {found.lost:4.0%} {found.seconds:5.1f} s  {file}  {found.why}", flush=True)
    print(", ".join(f"{kind}: {count}" for kind, count in counts.most_common() if count), f"of {len(files)}")


if __name__ == "__main__":
    main(sys.argv[1:])
