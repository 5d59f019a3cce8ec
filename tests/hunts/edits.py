"""Rows of edits with builds between them: in the end the site is what a clean build makes of the last state.

Meetings, boards, templates, pictures and attachments are added, edited, renamed, moved and removed, and brought back to
what they were; files are written anew without a change, or changed without another size or time. Now and then the
output, the memory or the edition suffers something too.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from archives import SVG
from places import BOARD, PROJECT, SITE, contents, request

from akson_docs.actions import building
from akson_docs.actions.source_reader import Progress
from akson_docs.build.request import Request, done
from akson_docs.diagnostics import has_errors
from akson_docs.pdf.workers import WorkerPool

COUNT = 500


def trials(seeds: Iterable[int], folder: Path) -> Iterator[tuple[int, str]]:
    """For each seed "" or in what the site differs from a clean one, after which edits."""
    with WorkerPool(1) as pool:
        for seed in seeds:
            shutil.rmtree(folder / "root", ignore_errors=True)
            yield seed, _trial(random.Random(seed), folder / "root", pool)


def _trial(dice: random.Random, root: Path, pool: WorkerPool) -> str:
    archive = _Archive(dice, root)
    asked = request(root)
    _built(asked, pool)
    told = []
    for _ in range(dice.randint(3, 8)):
        told.append(archive.edit())
        asked = replace(asked, today=asked.today and asked.today + timedelta(days=dice.choice([0, 0, 0, 40])))
        if dice.random() < 0.2:
            told.append("build members")
            _built(replace(asked, edition="members"), pool)
        if dice.random() < 0.5:
            told.append("build")
            _built(asked, pool)
    _built(asked, pool)
    clean = replace(asked, output=str(root / "clean"), cache=str(root / ".clean"))
    wrong = _built(clean, pool)
    now, wanted = contents(Path(asked.tree)), contents(Path(clean.tree))
    found = [path for path in sorted(now.keys() | wanted.keys()) if now.get(path) != wanted.get(path)]
    if found or wrong:
        return f"{wrong} {', '.join(found[:5])} ({len(found)}) after: {'; '.join(told)}"
    return ""


def _built(asked: Request, pool: WorkerPool) -> str:
    """As the command does it; "" or what is wrong with the archive, which it must never be."""
    if done(asked) is not None:
        return ""
    outcome = building.build(asked, pool, Progress())
    return "" if outcome.done and not has_errors(outcome.diagnostics) else str(outcome.diagnostics)


class _Archive:
    """An archive on the disk and what was in its files before: always a sound one."""

    def __init__(self, dice: random.Random, root: Path) -> None:
        self.dice, self.root = dice, root
        self.number = 0
        self.states: list[dict[str, bytes]] = []
        files = {
            path.relative_to(PROJECT).as_posix(): path.read_bytes()
            for path in (PROJECT / "templates").rglob("*")
            if path.is_file() and path.parent.name != "new"  # what new sites begin with, and no build looks at
        }
        files |= {"meetings/site.yaml": SITE.encode(), "meetings/styret/board.yaml": BOARD.encode()}
        files["meetings/utvalget/board.yaml"] = BOARD.replace("Styret", "Utvalget").encode()
        self.files = files
        for _ in range(3):
            self._add(self.files)
        self._write({})

    def edit(self) -> str:
        """Changes something, and says what."""
        edits: list[Callable[[dict[str, bytes]], str]] = [
            *(2 * [self._add, self._rename, self._words, self._words, self._remove]),
            self._move, self._file, self._picture, self._board, self._another_board, self._site, self._label,
            self._style, self._kind, self._size,
        ]  # fmt: skip
        mishaps = [self._touch, self._harm, self._forget, self._revert, self._revert]
        chosen = self.dice.choice([*edits, *mishaps])
        before = dict(self.files)
        said = chosen(self.files)
        if chosen not in mishaps:
            self.states.append(before)
        self._write(before)
        return said

    def _write(self, before: dict[str, bytes]) -> None:
        """Brings the disk to what the files are to be, in one of the ways of editors."""
        for path in before.keys() - self.files.keys():
            (self.root / path).unlink()
            for folder in (self.root / path).parents:
                if folder == self.root or any(folder.iterdir()):
                    break
                folder.rmdir()
        for path, data in self.files.items():
            target = self.root / path
            if before.get(path) == data or (target.is_file() and target.read_bytes() == data):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists() and self.dice.random() < 0.5:
                draft = target.with_name("_draft")
                draft.write_bytes(data)
                os.replace(draft, target)
            else:
                target.write_bytes(data)

    # ---- meetings ----

    def _meeting(self, date: str, number: int, word: str) -> bytes:
        text = f"date: {date}\nitems:\n"
        for item in range(self.dice.choice([1, 1, 2])):
            text += f"  - number: {number + item}/20\n    title: Sak om {word}\n    type: Orientering\n"
            text += f"    summary: Det handler om {word}.\n    proposal: Styret tar saken til orientering.\n"
        if self.dice.random() < 0.5:
            text += "    attachments: [{file: plan.txt, title: Plan}]\n"
        if self.dice.random() < 0.3:
            text += f"    slides:\n      - title: Om {word}\n        body: Mer om {word}\n"
            text += "      - {kind: figure, title: Kart, file: kart.svg, alt: Kart}\n"
        if self.dice.random() < 0.2:
            text = text.replace("    summary:", "    withheld: offl. § 23\n    public_title: Unntatt\n    summary:", 1)
        return text.encode()

    def _folders(self) -> list[str]:
        return sorted(path.removesuffix("/meeting.yaml") for path in self.files if path.endswith("/meeting.yaml"))

    def _chosen(self) -> str:
        return self.dice.choice(self._folders())

    def _add(self, files: dict[str, bytes]) -> str:
        self.number += 10
        month = self.dice.randint(1, 12)
        boards = sorted(path.split("/")[1] for path in files if path.endswith("/board.yaml"))
        folder = f"meetings/{self.dice.choice(boards)}/2020-{self.number}"
        date = f"2020-{month:02}-{self.number // 10 % 28 + 1:02}"
        files[f"{folder}/meeting.yaml"] = self._meeting(date, self.number, f"tema {self.number}")
        files[f"{folder}/plan.txt"] = b"Plan %d\n" % self.number
        files[f"{folder}/kart.svg"] = SVG
        return f"add {folder}"

    def _relocate(self, folder: str, to: str) -> str:
        for path in [path for path in self.files if path.startswith(folder + "/")]:
            self.files[to + path.removeprefix(folder)] = self.files.pop(path)
        return f"{folder} becomes {to}"

    def _rename(self, files: dict[str, bytes]) -> str:
        folder = self._chosen()
        return self._relocate(folder, f"{folder}-{self.dice.choice('ab')}")

    def _move(self, files: dict[str, bytes]) -> str:
        folder = self._chosen()
        top, board, name = folder.split("/")
        return self._relocate(folder, f"{top}/{'utvalget' if board == 'styret' else 'styret'}/{name}")

    def _words(self, files: dict[str, bytes]) -> str:
        path = self._chosen() + "/meeting.yaml"
        files[path] = files[path].replace(b"Sak om", self.dice.choice([b"Ny sak om", b"Saken om"]), 1)
        return f"edit {path}"

    def _remove(self, files: dict[str, bytes]) -> str:
        if len(self._folders()) < 3:
            return self._add(files)
        folder = self._chosen()
        for path in [path for path in files if path.startswith(folder + "/")]:
            del files[path]
        return f"remove {folder}"

    def _size(self, files: dict[str, bytes]) -> str:
        """Another content of the same size, at the same time as far as one can set it."""
        path = self._chosen() + "/meeting.yaml"
        data = files[path].replace(b"handler om", self.dice.choice([b"dreier om ", b"HANDLER OM"]), 1)
        status = (self.root / path).stat()
        (self.root / path).write_bytes(data)
        os.utime(self.root / path, ns=(status.st_atime_ns, status.st_mtime_ns))
        files[path] = data
        return f"edit {path} keeping its size and time"

    # ---- what is around them ----

    def _file(self, files: dict[str, bytes]) -> str:
        path = self._chosen() + "/plan.txt"
        files[path] = b"Plan %d\n" % self.dice.randrange(90)
        return f"edit {path}"

    def _picture(self, files: dict[str, bytes]) -> str:
        path = self._chosen() + "/kart.svg"
        files[path] = SVG.replace(b'width="4"', b'width="%d"' % self.dice.randrange(2, 9))
        return f"edit {path}"

    def _board(self, files: dict[str, bytes]) -> str:
        path = "meetings/styret/board.yaml"
        files[path] = BOARD.replace("Styret", self.dice.choice(["Styret", "Hovedstyret"])).encode()
        if self.dice.random() < 0.3:
            files[path] += b"public: no\n"
        return f"edit {path}"

    def _another_board(self, files: dict[str, bytes]) -> str:
        path = "meetings/radet/board.yaml"
        if path not in files:
            files[path] = BOARD.replace("Styret", "Rådet").encode()
        elif not any(folder.startswith("meetings/radet/") for folder in self._folders()):
            del files[path]
        return f"add or remove {path}"

    def _site(self, files: dict[str, bytes]) -> str:
        files["meetings/site.yaml"] = SITE.encode() + self.dice.choice(
            [b"", b"languages: [nb, nn]\n", b'colours: {accent: "#00325c"}\n']
        )
        return "edit site.yaml"

    def _label(self, files: dict[str, bytes]) -> str:
        path = "templates/locale/nb/messages.po"
        files[path] = files[path].replace(b'msgstr "Sak', b'msgstr "SAK', 1)
        return f"edit {path}"

    def _style(self, files: dict[str, bytes]) -> str:
        return self._longer(files, self.dice.choice(["templates/css/site.css", "templates/pages/item.html"]))

    def _kind(self, files: dict[str, bytes]) -> str:
        return self._longer(files, "templates/slides/text.css")

    def _longer(self, files: dict[str, bytes], path: str) -> str:
        files[path] += b"\n" if path.endswith("html") else b"\n.x { color: #123 }\n"
        return f"edit {path}"

    # ---- mishaps ----

    def _revert(self, files: dict[str, bytes]) -> str:
        if self.states:
            self.files = dict(self.dice.choice(self.states))
        return "revert"

    def _touch(self, files: dict[str, bytes]) -> str:
        path = self.root / self.dice.choice(sorted(path for path in files if path.startswith("meetings/")))
        if self.dice.random() < 0.5:
            path.write_bytes(path.read_bytes())
        else:
            os.utime(path)
        return f"touch {path.name}"

    def _harm(self, files: dict[str, bytes]) -> str:
        held = sorted(path for path in (self.root / "output").rglob("*") if path.is_file())
        path = self.dice.choice(held)
        if self.dice.random() < 0.5:
            path.unlink()
        else:
            path.write_bytes(b"x")
        return f"harm {path.name} of the output"

    def _forget(self, files: dict[str, bytes]) -> str:
        held = sorted(path for path in (self.root / ".akson").rglob("*") if path.is_file())
        path = self.dice.choice(held)
        data = path.read_bytes()
        path.write_bytes(self.dice.choice([b"", data[: len(data) // 2], b"{}", self.dice.randbytes(99), data[::-1]]))
        return f"harm {path.name} of the memory"
