"""What the Tab key gives, asked of the shells themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import PATIENCE_S, PLAIN, PROJECT, meetings, write

from akson_docs.cli import main
from akson_docs.cli.commands import completion


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Meetings of two boards, and one that is set aside."""
    files = meetings({"2020-04/meeting.yaml": PLAIN, "2020-05/meeting.yaml": PLAIN, "_kladd/meeting.yaml": PLAIN})
    for name, text in files.items():
        write(tmp_path / "meetings" / name, text)
    write(tmp_path / "meetings/radet/board.yaml", "name: Rådet\n")
    write(tmp_path / "meetings/_gammelt/board.yaml", "name: Gammelt\n")
    write(tmp_path / "annet/papers.pdf", "")
    return tmp_path


@pytest.fixture
def script(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The script for a shell, of the tool and a command that takes a board, a meeting and a folder."""
    shell = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    folder = tmp_path_factory.mktemp("script")
    code = (
        "import sys\nfrom akson_docs.cli import main\nfrom akson_docs.cli.commands import verify\n"
        "def arguments(parser):\n"
        "    main.import_module('akson_docs.cli.options').places(parser)\n"
        "    parser.add_argument('--of', metavar='BOARD', help='b')\n"
        "    parser.add_argument('meeting', metavar='MEETING', help='m')\n"
        "verify.arguments = arguments\n"
        f"sys.exit(main.main(['completion', {shell!r}]))\n"
    )
    surroundings = {**os.environ, "PYTHONPATH": str(PROJECT), "LC_ALL": "C"}
    made = subprocess.run([sys.executable, "-c", code], env=surroundings, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    path = folder / ("_akson" if shell == "zsh" else "akson")
    path.write_text(made.stdout)
    return path


def asked(shell: list[str], code: str, folder: Path) -> list[str]:
    """What a shell says, a line each."""
    made = subprocess.run([*shell, code], cwd=folder, capture_output=True, text=True, timeout=PATIENCE_S)
    assert made.stderr == ""
    return sorted(set(made.stdout.split()))


TYPED = [
    ("akson che", ["check"]),
    ("akson check --fo", ["--format"]),
    ("akson check --format s", ["sarif"]),
    ("akson build --edition ", ["members", "public"]),
    ("akson verify ", ["styret/2020-04", "styret/2020-05"]),
    ("akson verify --of ", ["radet", "styret"]),
    ("akson verify --of r", ["radet"]),
]


@pytest.mark.parametrize("script", ["bash"], indirect=True)
@pytest.mark.parametrize(("typed", "found"), TYPED)
def test_bash(script: Path, folder: Path, typed: str, found: list[str]) -> None:
    words = typed.split(" ")
    code = (
        f"source {script}; COMP_WORDS=({' '.join(word or chr(39) * 2 for word in words)}); "
        f"COMP_CWORD={len(words) - 1}; _shtab_akson 2>/dev/null; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    assert asked(["bash", "--norc", "-c"], code, folder) == found


@pytest.mark.parametrize("script", ["bash"], indirect=True)
def test_bash_looks_where_root_says(script: Path, folder: Path) -> None:
    code = (
        f"source {script}; COMP_WORDS=(akson verify --root {folder} ''); COMP_CWORD=4; "
        "_shtab_akson 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    assert asked(["bash", "--norc", "-c"], code, folder / "annet") == ["styret/2020-04", "styret/2020-05"]


@pytest.mark.parametrize("script", ["fish"], indirect=True)
@pytest.mark.parametrize(("typed", "found"), TYPED)
def test_fish(script: Path, folder: Path, typed: str, found: list[str]) -> None:
    code = (
        f"function akson; end; source {script}; for one in (complete -C '{typed}'); string split -f1 \\t -- $one; end"
    )
    assert asked(["fish", "--no-config", "-c"], code, folder) == found


@pytest.mark.parametrize("script", ["zsh"], indirect=True)
@pytest.mark.parametrize(("typed", "found"), TYPED)
def test_zsh(script: Path, folder: Path, typed: str, found: list[str]) -> None:
    """Zsh completes on a terminal only: one is made, and what it would add is noted down."""
    code = f"""
zmodload zsh/zpty
zpty sh 'cd {folder}; PS1=; unsetopt zle; setopt zle; exec zsh -f -i'
zpty -w sh 'fpath=({script.parent} $fpath); autoload -Uz compinit; compinit -u -D; akson() {{ : }}'
zpty -w sh 'compadd() {{ local -a h; builtin compadd -O h "$@"; print -l -- $h >> hits; builtin compadd "$@" }}'
zpty -w sh 'print ready > {folder}/ready'
for i in {{1..100}}; do [[ -e {folder}/ready ]] && break; sleep 0.1; done
zpty -w -n sh {typed!r}$'\\t'
for i in {{1..50}}; do [[ -s {folder}/hits ]] && break; sleep 0.1; done
sleep 0.3
zpty -d sh
cat {folder}/hits
"""
    assert asked(["zsh", "-f", "-c"], code, folder) == found


@pytest.mark.parametrize("shell", completion.SHELLS)
def test_every_command_and_every_option_is_in_it(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["completion", shell]) == 0
    script = capsys.readouterr().out
    for name, parser in main.parsers()[1].items():
        assert name in script
        options = [
            option for action in parser._actions for option in action.option_strings if action.help != "==SUPPRESS=="
        ]
        assert [option for option in options if option.lstrip("-") not in script] == []
