"""`akson completion`: prints what has a shell complete commands, options, boards and meetings."""

from __future__ import annotations

import argparse
import re

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help
from akson_docs.cli.parser import within
from akson_docs.cli.terminal import said

SHELLS = ("bash", "zsh", "fish")

HELP = Help(
    N_(
        "Prints a script for the shell. With it, the Tab key completes commands, options and their values, and the "
        "boards and meetings under meetings/. Nothing of the tool runs while it completes."
    ),
    examples=(
        ("akson completion bash > ~/.local/share/bash-completion/completions/akson", N_("where bash looks for it")),
        ("akson completion zsh > ~/.zfunc/_akson", N_("in a folder of fpath")),
        ("akson completion fish > ~/.config/fish/completions/akson.fish", N_("for fish")),
    ),
)

KINDS = (
    (r".*MEETING.*|BOARD/.*", "meetings"),
    (r"BOARD", "boards"),
    (r"DIR", "folders"),
    (r"FILE\b.*", "files"),
)
"""What an argument takes, by the word that stands for it in the code."""

# Names are listed by the shell itself: it takes no longer than listing a folder. `--root` is heeded where it was typed.
BASH = r"""
_akson_root() {
  local i
  for ((i = 1; i < ${#COMP_WORDS[@]} - 1; i++)); do
    if [[ ${COMP_WORDS[i]} == --root ]]; then printf '%s' "${COMP_WORDS[i+1]/#\~/$HOME}"; return; fi
  done
  printf .
}
_akson_named() {
  local path root=$(_akson_root)
  for path in "$root"/meetings/$1/$2; do
    [[ -f $path ]] || continue
    path=${path%/*}; path=${path#"$root"/meetings/}
    [[ $path == _* || $path == */_* ]] || printf '%s\n' "$path"
  done
}
_akson_boards() { compgen -W "$(_akson_named '*' board.yaml)" -- "$1"; }
_akson_meetings() { compgen -W "$(_akson_named '*/*' meeting.yaml)" -- "$1"; }
_akson_folders() { compgen -d -- "$1"; }
_akson_files() { compgen -f -- "$1"; }
"""
ZSH = r"""
_akson_named() {
  local root=${${opt_args[--root]:-.}/#\~/$HOME}
  local -a found
  found=($root/meetings/${~1}/$2(N:h))
  found=(${found#$root/meetings/})
  found=(${found:#(_*|*/_*)})
  compadd -a found
}
_akson_boards() { _akson_named '*' board.yaml }
_akson_meetings() { _akson_named '*/*' meeting.yaml }
_akson_folders() { _files -/ }
_akson_files() { _files }
"""
FISH = r"""
function _akson_root
  set -l tokens (commandline -opc)
  set -l root .
  if set -l at (contains -i -- --root $tokens)
    test $at -lt (count $tokens); and set root $tokens[(math $at + 1)]
  end
  echo $root/meetings
end
function _akson_names
  for path in $argv[2..-1]
    set -l name (string replace -- $argv[1]/ '' (string replace -r '/[^/]*$' '' -- $path))
    string match -qr '(^|/)_' -- $name; or echo $name
  end
end
function _akson_boards; set -l top (_akson_root); set -l found $top/*/board.yaml; _akson_names $top $found; end
function _akson_meetings; set -l top (_akson_root); set -l found $top/*/*/meeting.yaml; _akson_names $top $found; end
function _akson_folders; __fish_complete_directories (commandline -ct) ''; end
function _akson_files; __fish_complete_path (commandline -ct); end
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("shell", choices=SHELLS, help=said("for which shell"))


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    import shtab

    from akson_docs.cli import main

    parser, commands = main.parsers()
    for name, helps in main.COMMANDS.items():
        commands[name].description = said(helps)
        for action in (action for one in (commands[name], *within(commands[name])) for action in one._actions):
            named = getattr(action, "placeholder", None) or ""
            what = next((what for pattern, what in KINDS if re.fullmatch(pattern, named)), None)
            if what is not None:
                functions = {"bash": f"_akson_{what}", "zsh": f"_akson_{what}", "fish": f"(_akson_{what})"}
                action.complete = functions  # type: ignore[attr-defined]
    own = {"bash": BASH, "zsh": ZSH, "fish": FISH}[asked.shell]
    print(shtab.complete(parser, asked.shell, preamble=own), end="")
    return 0
