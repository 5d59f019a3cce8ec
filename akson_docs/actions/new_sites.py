"""A new site, or a new board in one, as the files that it begins with, in the language of whoever asks.

How the files look is in `templates/new/`, what they say in the catalogues: a line that is one `{word}` gets the text of
that name, filled to the width of a page, and whatever stands before it on the line before each line of it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from datetime import date, timedelta

from akson_docs.actions.starting import SAID
from akson_docs.catalogue import N_, NC_, filled, translated
from akson_docs.diagnostics import Code
from akson_docs.model import numbers
from akson_docs.rules.appearance import MADE_UP
from akson_docs.sources.failures import SYSTEM_PACKAGES
from akson_docs.sources.format import schema
from akson_docs.sources.format.editing import written

NAME_FORM = Code(
    "name-form",
    "error",
    N_('"{found}" is no address: small letters, digits and hyphens'),
    N_("the folder gets a short name, and the board its own: akson new board {meant}"),
)

FILES: Mapping[str, str] = {
    "meetings/site.yaml": "site.yaml",
    "README.md": "README.md",
    "requirements.txt": "requirements.txt",
    ".github/workflows/site.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab.yml",
    ".gitignore": "gitignore",
    ".vscode/settings.json": "vscode-settings.json",
    ".vscode/extensions.json": "vscode-extensions.json",
    ".devcontainer/devcontainer.json": "devcontainer.json",
}
"""The files of a repository of meetings, each with what it is called in `templates/new/`."""
WIDTH = 120
WORDS: Mapping[str, str] = {
    # What the example says.
    **{f"site_{key}": text for key, text in MADE_UP.items()},
    "secretariat": NC_("new", "The secretariat"),
    "example": NC_("new", "Example committee"),
    "made_up": NC_("new", "{name} (made up)"),
    "own_board": NC_("new", "executive"),
    "own_board_name": NC_("new", "The executive committee"),
    "chair": NC_("new", "chair"),
    "member": NC_("new", "member 1"),
    "secretary": NC_("new", "secretary"),
    "place": NC_("new", "Meeting room 1"),
    "status": NC_("new", "Status of the work"),
    "noted": NC_("new", "Note is taken of the status."),
    "topic": NC_("new", "Where we are"),
    "slide": NC_("new", "What matters most now"),
    "point_short": NC_("new", "Write short points"),
    "point_bold": NC_("new", "**Bold type** with two asterisks"),
    "point_link": NC_("new", "[Links](https://www.example.no) in round brackets"),
    "figure": NC_("new", "56 per cent"),
    "figure_label": NC_("new", "of the work is done"),
    # What is said beside it.
    "site_comment": NC_("new", "The site. Put your own in place of what is made up here."),
    "board_comment": NC_("new", "A new board. The folder's name, {board}, is its address on the site."),
    "deadlines_comment": NC_("new", "When papers and minutes are to be ready."),
    "standing_comment": NC_("new", "The items that a new meeting begins with."),
    "members_comment": NC_("new", "The members: names or roles. Meetings refer to them by their id."),
    "meeting_comment": NC_(
        "new", "The first meeting of a board that is made up. Change it, and see what happens: akson serve"
    ),
    "requirement_comment": NC_(
        "new",
        "The tool that makes the site: here its version is said, for the workflows and for everybody who writes, and "
        "nowhere else. An address of git does as well: akson_docs @ git+https://…@<tag>",
    ),
    "workflow_comment": NC_(
        "new",
        "Says of every pull request what is wrong with it and what it makes public, and publishes output/site/ from "
        "main: at each change, and each night for what the date decides.",
    ),
    "pipeline_comment": NC_(
        "new",
        "Says of every merge request what is wrong with it and what it makes public, and publishes output/site/ from "
        "the default branch: at each change, and at night where a schedule is set up under Build > Pipeline schedules.",
    ),
    "repository_comment": NC_(
        "new",
        "Whether the repository is private, where nobody says so: a variable of the repository, public or private.",
    ),
    "check_comment": NC_(
        "new",
        "It runs what the proposal itself holds, so it gets no secret, and no right but to read. What comes on a later "
        "day is withheld until then: of that only how much it is.",
    ),
    "cache_comment": NC_(
        "new",
        "Kept from one time to the next is what was made of the public edition, and nothing that was read: a proposal "
        "can read this too.",
    ),
    "awake_comment": NC_(
        "new",
        "GitHub puts the nights of a public repository to sleep after 60 days without a change. To turn them on again "
        "while they are on counts as activity today; where it ever does not, the front page says when it was due.",
    ),
    "format_comment": NC_("new", "akson fmt puts files in order, and keeps comments: no other formatter does."),
    "container_comment": NC_("new", "A machine in the browser, or in a container, on which akson runs."),
    # The README.
    "about": NC_(
        "new",
        "The papers of our meetings. Each meeting is one file, `meetings/<board>/<year>-<number>/meeting.yaml`. A "
        "public web site and PDF papers are made of it by `akson`.",
    ),
    "write_heading": NC_("new", "Writing a meeting"),
    "write": NC_(
        "new",
        "`akson serve` shows the meeting as you write it, in an editor or a form, and `akson check` says what is "
        "wrong, with the line. How the tool is installed is said below.",
    ),
    "commit": NC_("new", "A new meeting"),
    "draft": NC_(
        "new",
        "A new meeting is a draft: it is not on the site until the line `draft: yes` is taken out. All else that a "
        "meeting may have is in the manual: `akson manual`.",
    ),
    "public_heading": NC_("new", "What is public"),
    "private": NC_(
        "new",
        "The site holds what is public, and nothing else. Whoever may read this repository reads all of it, what was "
        "ever committed too. Keep it private if anything in it is withheld, or a draft: `akson check` refuses a public "
        "one.",
    ),
    "withhold": NC_(
        "new",
        "To take something off the site, write `withheld: <legal basis>` before it, or `draft: yes` in the meeting, "
        "and push: the site is without it some minutes later. Copies of it stay where they are. Before you merge, "
        "`akson disclose` says what becomes public.",
    ),
    "publish_heading": NC_("new", "How it is published"),
    "github": NC_(
        "new",
        "GitHub: turn on Pages in the settings, with GitHub Actions as its source. "
        "`.github/workflows/site.yml` publishes what is on `main`.",
    ),
    "gitlab": NC_(
        "new",
        "GitLab: `.gitlab-ci.yml` publishes the default branch. Set up a nightly run under Build > Pipeline schedules.",
    ),
    "nights": NC_(
        "new",
        "The nights are for what the date decides: minutes that come out, names that go. You need only the files of "
        "one of the two.",
    ),
    "tool_heading": NC_("new", "The tool"),
    "tool": NC_(
        "new",
        "Its version is in `requirements.txt`, for everybody. This installs it on Debian and Ubuntu, and on Windows in "
        "WSL; elsewhere it says which packages are missing. The last line is for each new terminal. `.devcontainer/` "
        "has it installed, in a browser too.",
    ),
    "begin_heading": NC_("new", "Getting rid of the example"),
    "begin": NC_(
        "new",
        "The board that comes with this is made up. Start your own, and delete its folder:",
    ),
    "empty_heading": NC_("new", "The first board"),
    "empty": NC_("new", "There is no board yet, and the site says that there are no meetings:"),
    "address": NC_("new", "The site's name, publisher and address are in `meetings/site.yaml`."),
}
"""What new files say, by the words that stand for it."""


def board(look: Mapping[str, bytes], folder: str, name: str, language: str) -> str:
    """The file of a new board; `look` are the files of `templates/new/`."""
    words = _words(language) | {"board": folder, "board_name": _scalar(name)}
    return _filled(look["board.yaml"], words)


def site(
    look: Mapping[str, bytes], language: str, requirement: str, day: date, with_example: bool = True
) -> dict[str, str]:
    """The files of a new site, by their paths; with a board that is made up, and its first meeting on a day.

    `requirement` is what pip installs the tool by.
    """
    words = _words(language)
    example = numbers.slug(words["example"])
    words |= {
        "board": example,
        "requirement": requirement,
        "day": day.isoformat(),
        "next_day": (day + timedelta(days=28)).isoformat(),
        "year": f"{day.year % 100:02}",
        "packages": " ".join(SYSTEM_PACKAGES),
    }
    if not with_example:
        words |= {"board": words["own_board"], "begin_heading": words["empty_heading"], "begin": words["empty"]}
    made = {path: _filled(look[name], words) for path, name in FILES.items()}
    if with_example:
        called = filled(words["made_up"], (("name", words["example"]),))
        made[f"meetings/{example}/board.yaml"] = board(look, example, called, language)
        made[f"meetings/{example}/{day.year}-01/meeting.yaml"] = _filled(look["meeting.yaml"], words)
    else:
        made["README.md"] = "".join(
            line for line in made["README.md"].splitlines(keepends=True) if not line.startswith("    rm -r ")
        )
    return made | schemas()


def site_file(look: Mapping[str, bytes], language: str) -> dict[str, str]:
    """What a board needs around it, by path: the site's own file, and the schemas that editors look for."""
    return {"meetings/site.yaml": _filled(look["site.yaml"], _words(language)), **schemas()}


def schemas() -> dict[str, str]:
    """The schemas that the files name, by path."""
    return {f"schema/{kind}.schema.json": schema.text(kind) for kind in schema.FILES}


def _words(language: str) -> dict[str, str]:
    found = {key: translated(text, language, "new") for key, text in WORDS.items()}
    found |= {key: translated(SAID[key], language, "new") for key in ("notice", "notice_approved")}
    types = {"approval": "Approval", "information": "Information", "open": "Any other business"}
    found |= {key: translated(text, language, "item type") for key, text in types.items()}
    return found | {
        "language": language,
        **{f"{key}_id": numbers.slug(found[key]) for key in ("chair", "member", "secretary")},
    }


def _scalar(text: str) -> str:
    """A text as YAML has it on a line."""
    return written({"x": text})[3:].rstrip("\n")


def _filled(look: bytes, words: Mapping[str, str]) -> str:
    """A file of `templates/new/` with its words in place."""
    return "".join(f"{_line(line, words)}\n" for line in look.decode().splitlines())


def _line(line: str, words: Mapping[str, str]) -> str:
    alone = re.fullmatch(r"(\s*(?:# |// )?)\{(\w+)\}", line)
    if alone is None or alone[2] not in words:
        return filled(line, words.items())
    text = filled(words[alone[2]], words.items())
    whole = re.sub(r"`[^`]*`", lambda code: code[0].replace(" ", "\0"), text)  # what is to be typed stays on a line
    lines = textwrap.fill(
        whole,
        WIDTH,
        initial_indent=alone[1],
        subsequent_indent=alone[1],
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines.replace("\0", " ")
