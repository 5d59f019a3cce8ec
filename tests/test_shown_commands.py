"""Every command that README, the guide and `--help` show does what they say, today, for whoever types it.

The commands are taken from the texts themselves, and typed in their order: those of README and of the guide as somebody
follows them from an empty folder, those of `--help` in a board's folder in an order that makes sense. The archive is
that of `akson demo`, whose meetings lie around the day on which the tests run.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import socket
import subprocess
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from glob import glob
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from aiosmtpd.controller import Controller
from certificates import PASSPHRASE, issuer, secretariat, serving
from places import PATIENCE_S, PROJECT
from repositories import OWN, git, needs_git

from akson_docs import catalogue
from akson_docs.cli import main, terminal
from akson_docs.cli.options import typed
from akson_docs.model import numbers
from akson_docs.server import watch
from akson_docs.sources import loader, snapshots
from akson_docs.sources.format import editing

TEXTS = {"en": "README.md", "nb": "README.nb.md"}
GUIDES = ("en", "nb", "nn")
"""The languages that the guide is in."""
READING = ("begin", "write", "send", "after", "withhold", "publish", "design")
"""The pages of the guide in the order that they are read."""
HELP = (
    "demo", "completion", "schema", "manual", "new", "move", "number", "fmt", "serve", "check", "build", "disclose",
    "dispatch", "diff", "invite", "verify",
)  # fmt: skip
"""The commands in an order in which the examples of each find what they need."""
NOT_RUN = {
    "make": "sets up the machine",
    "make test": "this is one of its tests",
    ". .venv/bin/activate": "the tests run in it",
    "python -m venv .venv": "the tests run in one",
    "python -m pip install ../akson_docs": "needs the network for its libraries; test_wheel.py installs the wheel",
    'pip install "akson_docs[sign]"': "needs the network; the tests have what it brings",
    "python -m pip install aiosmtpd": "needs the network; the tests have it",
    "python -m aiosmtpd -n -l localhost:8025": "a server that does not end; the test has one of its own there",
    "pre-commit install": "needs the network; test_setup.py runs the hooks",
    "akson COMMAND --help": "stands for all of them; test_parser.py asks each",
}
"""What is shown and not typed here, and why."""
EXITS = {"akson build --watch": 130, "akson check --repository public": 1}
"""What ends otherwise than with 0: what goes on until Ctrl-C, and what refuses, for something is withheld there."""
SIMPLE = ("cd", "export", "git", "mkdir", "rm")


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a Markdown text that are in a language."""
    return [found[1] for found in re.finditer(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]


def commands(text: str) -> list[str]:
    """The commands that a Markdown text shows, without what is said beside them."""
    lines = (re.sub(r"\s+#.*", "", line).strip() for block in blocks(text, "sh") for line in block.splitlines())
    return [part for line in lines if line for part in line.split(" && ")]


def page(name: str, language: str) -> str:
    return (PROJECT / f"docs/guide/{language}/{name}.md").read_text()


def example(language: str) -> str:
    """The folder of the board that comes with a new site, which is named in the site's language."""
    return f"meetings/{numbers.slug(catalogue.translated('Example committee', language, 'new'))}"


@dataclass
class Terminal:
    """A terminal at which commands are typed: in a folder, with what was set there."""

    folder: Path
    meaning: Mapping[str, str]
    """What is typed for words that stand for something else, and for places that are not on this machine."""
    at: Path = field(init=False)
    set: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.at = self.folder

    def type(self, line: str) -> None:
        """Types a command, which has to do what it says."""
        for shown, meant in self.meaning.items():
            line = re.sub(rf"(?<![\w./-]){re.escape(shown)}(?![\w./-])", meant, line)
        command, _, target = line.partition(" > ")
        words = [os.path.expanduser(word) for word in shlex.split(command)]
        words = [found for word in words for found in (sorted(glob(word, root_dir=self.at)) if "*" in word else [word])]
        if words[0] == "akson":
            self._akson(line, words[1:], Path(os.path.expanduser(target)) if target else None)
        elif words[0] == "cd":
            self.at = (self.at / words[1]).resolve(strict=True)
        elif words[0] == "export":
            name, _, value = words[1].partition("=")
            self.set[name] = value
        else:
            assert words[0] in SIMPLE, f"{line}: neither run nor among what is not"
            subprocess.run(words, cwd=self.at, env={**os.environ, **OWN, **GIT}, check=True, capture_output=True)

    def _akson(self, line: str, words: list[str], target: Path | None) -> None:
        out, err = io.TextIOWrapper(io.BytesIO(), write_through=True), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, contextlib.chdir(self.at):
            for name, value in self.set.items():
                patch.setenv(name, value)
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main.main(words)
        printed = out.buffer.getvalue()
        if target is not None:
            (self.at / target).write_bytes(printed)
        assert code == EXITS.get(line, 0), f"{line}\n{printed.decode()}\n{err.getvalue()}"


GIT = {
    "GIT_CONFIG_COUNT": "2",
    "GIT_CONFIG_KEY_0": "push.autoSetupRemote",
    "GIT_CONFIG_VALUE_0": "true",
    "GIT_CONFIG_KEY_1": "init.defaultBranch",
    "GIT_CONFIG_VALUE_1": "main",
}


class Box:
    """A mail server that keeps whose letters it was given."""

    def __init__(self) -> None:
        self.got: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.got += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def box() -> Iterator[tuple[Box, str]]:
    """A mail server on this machine, and its address."""
    held = Box()
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    server = Controller(held, hostname="localhost", port=port, ready_timeout=PATIENCE_S)
    server.start()
    yield held, f"smtp://localhost:{port}"
    server.stop()


@pytest.fixture
def terminal_of(box: tuple[Box, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """A terminal in an empty folder, where servers end at once and a browser is not opened."""

    def ended(server: uvicorn.Server, sockets: object) -> None:
        raise KeyboardInterrupt

    def once(folders: object, again: Any) -> None:
        again()
        raise KeyboardInterrupt

    monkeypatch.setattr(uvicorn.Server, "run", ended)
    monkeypatch.setattr(watch, "follow", lambda *_, **__: None)
    monkeypatch.setattr(watch, "watch", once)
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "nb_NO.UTF-8")
    monkeypatch.setenv("AKSON_KEY_PASSPHRASE", PASSPHRASE)
    for name, value in OWN.items():
        monkeypatch.setenv(name, value)
    for folder in (".local/share/bash-completion/completions", ".zfunc", ".config/fish/completions"):
        (tmp_path / "home" / folder).mkdir(parents=True)
    (tmp_path / "typed").mkdir()
    git(tmp_path, "init", "-q", "--bare", "shared.git")
    with serving() as (authority, _):
        yield Terminal(
            tmp_path / "typed",
            {
                "DATE": (date.today() + timedelta(days=100)).isoformat(),
                "smtp://localhost:8025": box[1],
                "https://tsa.example.no": authority,
                "git@git.example.no:papirer.git": str(tmp_path / "shared.git"),
            },
        )


def given(folder: Path) -> None:
    """What is said to lie there beside the sources: a key, who issued it, a paper."""
    (folder / "key.p12").write_bytes(secretariat().p12())
    (folder / "issuer.pem").write_bytes(issuer().pem)


@needs_git
def test_every_command_of_the_readme_is_true_today(terminal_of: Terminal) -> None:
    shown = commands((PROJECT / TEXTS["en"]).read_text())
    assert shown[:2] == ["make", "make test"]
    for line in shown:
        if line not in NOT_RUN:
            terminal_of.type(line)
    (made,) = (terminal_of.at / "output/site/eksempelutvalget/neste").glob("papers.pdf")
    assert made.read_bytes().startswith(b"%PDF")


@needs_git
@pytest.mark.extra
def test_every_command_of_the_guide_is_true_today(terminal_of: Terminal, box: tuple[Box, str]) -> None:
    terminal_of.set["LC_ALL"] = "en_GB.UTF-8"  # what a new site comes with is in the reader's language
    for name in READING:
        if name != READING[0]:
            terminal_of.at = terminal_of.folder / "akson-demo"
            given(terminal_of.at)
        for line in commands(page(name, "en")):
            if line not in NOT_RUN:
                terminal_of.type(line)
    assert {"leder@example.no", "nestleder@example.no", "vara-1@example.no", "tips@example.no"} <= set(box[0].got)
    assert "presse" not in box[0].got


@needs_git
@pytest.mark.extra
def test_every_command_that_help_shows_is_true_today(terminal_of: Terminal, box: tuple[Box, str]) -> None:
    """Those that README or the guide has as well are typed there, but for what others need."""
    assert sorted(HELP) == sorted(main.COMMANDS)
    parsers = main.parsers()[1]
    lessons = [main.FIRST[1], *(lesson.examples for name in HELP if (lesson := parsers[name].lesson))]
    shown = dict.fromkeys(line for examples in lessons for line, _ in examples if line not in NOT_RUN)
    assert {line.split()[1] for line in shown if " " in line} == set(HELP)
    typed_elsewhere = {line for name in READING for line in commands(page(name, "en"))}
    typed_elsewhere |= set(commands((PROJECT / TEXTS["en"]).read_text()))
    terminal_of.type("akson demo")
    terminal_of.at /= "akson-demo"
    given(terminal_of.at)
    for words in (("init", "-b", "main"), ("add", "."), ("commit", "-m", "Begynnelse")):
        git(terminal_of.at, *words)
    terminal_of.set["AKSON_SMTP"] = box[1]
    for line in shown:
        if line in typed_elsewhere and not line.startswith("akson dispatch"):
            continue
        sent = terminal_of.at / "meetings/eksempelutvalget/neste/dispatches"
        if line.startswith("akson dispatch eksempelutvalget/neste"):
            shutil.rmtree(sent, ignore_errors=True)  # each is another way to send the same
        if line.startswith("akson verify"):
            (terminal_of.at / "papers.pdf").write_bytes((sent / "1/public/nb/papers.pdf").read_bytes())
        terminal_of.type(line)
    assert box[0].got == []  # those examples that send are the guide's too


def test_what_is_not_run_is_shown_somewhere() -> None:
    shown = {line for name in READING for line in commands(page(name, "en"))}
    shown |= set(commands((PROJECT / TEXTS["en"]).read_text())) | {line for line, _ in main.FIRST[1]}
    assert set(NOT_RUN) <= shown


def test_the_readme_shows_the_same_commands_in_the_same_order_in_both_languages() -> None:
    english, norwegian = (commands((PROJECT / TEXTS[language]).read_text()) for language in ("en", "nb"))
    with terminal.speaking("nb"):
        assert [typed(line) for line in english] == norwegian


@pytest.mark.parametrize("language", GUIDES[1:])
def test_the_guide_shows_the_same_commands_in_the_same_order_in_every_language(language: str) -> None:
    with terminal.speaking(language):
        for name in READING:
            english = [typed(line).replace(example("en"), example(language)) for line in commands(page(name, "en"))]
            assert english == commands(page(name, language)), name


@pytest.mark.parametrize("language", TEXTS)
def test_the_readme_is_short_and_leads_to_every_page(language: str) -> None:
    text = (PROJECT / TEXTS[language]).read_text()
    assert len(text.splitlines()) <= 120
    other = "nb" if language == "en" else "en"
    assert f"({TEXTS[other]})" in text.splitlines()[2]
    for link in re.findall(r"\]\(([^):]+)\)", text):
        assert (PROJECT / link).is_file(), link
    assert [name for name in READING if f"docs/guide/{language}/{name}.md" not in text] == []


class Nothing:
    """A folder in which nothing lies."""

    names: Collection[str] = ()

    def read(self, name: str) -> bytes:
        raise FileNotFoundError(name)


@pytest.mark.parametrize("language", GUIDES)
@pytest.mark.parametrize("name", READING)
def test_what_the_guide_shows_of_a_file_can_be_read(name: str, language: str) -> None:
    for block in blocks(page(name, language), "yaml"):
        assert editing.said(block), block
        if "\nitems:\n" in f"\n{block}":
            day = "" if block.startswith("date:") else "date: 2030-01-31\n"
            assert loader.meeting((day + block).encode(), "meeting.yaml", Nothing(), language).diagnostics == ()


@pytest.mark.parametrize("language", GUIDES)
def test_every_page_of_the_guide_is_there_and_its_links_lead_somewhere(language: str) -> None:
    pages = {path for path in snapshots.brought("guide") if path.startswith(f"{language}/")}
    assert pages == {f"{language}/{name}.md" for name in READING}
    for path in pages:
        shown = re.sub(r"`[^`\n]*`", "", (PROJECT / "docs/guide" / path).read_text())  # what is code leads nowhere
        for link in re.findall(r"\]\((?!https:)([^)#]+)", shown):
            assert (PROJECT / "docs/guide" / language / link).resolve().is_file(), (path, link)
