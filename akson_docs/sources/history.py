"""What the sources were: the room that asks git, and the only one.

Nothing is checked out and nothing is written: names and sizes come from `git ls-tree`, bytes from `git cat-file`. Of
the settings of whoever runs it git is told one alone, which folders are trusted, so that an answer is the same on
every machine; no hook runs, and the network is left alone.

Longer than 500 lines: git, asked for one thing after the other.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Fault, Span
from akson_docs.sources.layout import TOP
from akson_docs.sources.snapshots import Snapshot

HIDING = "-G(wit?h*eld|[Uu]nnta[tk]|[Oo]ffl|private|public|publish($|[^e])|draft|\\\\)"
"""Asks for the commits that touch a line in which one of the words stands that may withhold something, or a sign that
may hide such a word: too many rather than too few, for each is looked at then."""
WRITTEN = (
    ".",
    *(
        f":(exclude,icase)*.{ending}"
        for ending in ("pdf", "png", "jpg", "jpeg", "gif", "webp", "docx", "xlsx", "pptx", "odt", "ods", "odp", "zip")
    ),
)
"""Whatever a source may be written in: of other files nobody asks for lines."""
PLAIN = ("--text", "--no-ext-diff", "--no-textconv")
"""What is asked of sources is of their text, whatever git was told to do with it."""
COMMITS = ("log", "--full-history", "-m", "--format=%H", *PLAIN)
"""Asks for commits, those on branches that came to nothing among them, which git leaves out by itself."""
LARGEST = 1_000_000
"""The size in bytes up to which files are fetched together; a larger one is asked for when it is read."""

NO_GIT = Code(
    "no-git", "error", N_("git is not installed here, and it alone knows what the sources were"), N_("install git")
)
NO_HISTORY = Code(
    "no-history",
    "error",
    N_("{folder} has no history: it is in no git repository"),
    N_("run this in a clone of the repository"),
)
NOT_TRUSTED = Code(
    "history-untrusted",
    "error",
    N_("git does not trust {folder}, for it belongs to somebody else"),
    N_("git config --global --add safe.directory {folder}"),
)
NO_REVISION = Code(
    "no-revision",
    "error",
    N_('there is no revision "{revision}" here'),
    N_("name a branch, a tag or a commit with --since; a repository without commits has none"),
)
SHALLOW = Code(
    "history-shallow",
    "error",
    N_('there is no revision "{revision}" here: only the last part of the history was fetched'),
    N_("git fetch --unshallow; in a workflow, fetch-depth: 0"),
)
SHORTENED = Code(
    "history-shortened",
    "error",
    N_(
        "whether anything of what was sent has been withheld since is not known: only the last part of the "
        "history is here"
    ),
    N_("git fetch --unshallow; in a workflow, fetch-depth: 0 on GitHub, GIT_DEPTH: 0 on GitLab"),
)
INCOMPLETE = Code(
    "history-incomplete",
    "error",
    N_("git cannot give what this was: {problem}"),
    N_("fetch the whole history: git fetch --refetch, or clone again without --filter"),
)


class Incomplete(Fault):
    """That git does not have what it names, with the diagnostic that says so."""


@dataclass(frozen=True)
class Git:
    """Git, asked in a folder: its environment and its settings are ours, save for which folders are trusted."""

    folder: str
    trusted: tuple[str, ...]

    def __call__(self, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """What git answers."""
        own = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "core.quotePath=false")
        settings = (*own, *(f"safe.directory={folder}" for folder in self.trusted))
        chosen = tuple(word for setting in settings for word in ("-c", setting))
        neutral = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        return _run(self.folder, (*chosen, *words), {**_environment(), **neutral}, given)


@dataclass(frozen=True)
class Past(Snapshot):
    """What `meetings/` held in a revision; `stamps` have sizes, and no times."""

    git: Git
    revision: str
    """The commit's whole name."""
    short: str
    """The commit as people write it: "3f2a91c"; "" where there is none yet."""
    day: str
    """The day it was made, ISO; likewise."""
    blobs: Mapping[str, str]
    """Git's name for the content of each file, by path."""
    held: Mapping[str, bytes] = field(default_factory=dict)
    """Bytes that were fetched, by path."""
    taken: Mapping[str, Snapshot] = field(default_factory=dict)
    """Files that are another snapshot's, by path."""

    def lies(self, path: str) -> bool:
        """Nothing of the past lies on the disk."""
        return False

    def read(self, path: str) -> bytes:
        """The bytes that a file had. Raises Incomplete where git has them not."""
        if path in self.instead:
            return self.instead[path]
        if path in self.taken:
            return self.taken[path].read(path)
        if path in self.held:
            return self.held[path]
        found = self.git("cat-file", "blob", self.blobs[path])
        if found.returncode:
            raise Incomplete(INCOMPLETE.at(Span(path), problem=_first_line(found.stderr)))
        return found.stdout

    def digest(self, path: str) -> str:
        """The SHA-256 of a file; of one that Git LFS keeps elsewhere the one that stands in its place."""
        found = self.read(path)
        kept = re.fullmatch(
            rb"version https://git-lfs[^\n]*\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\n(?:.*\n)*", found[:1024]
        )
        return kept[1].decode() if kept else hashlib.sha256(found).hexdigest()

    def fetched(self, paths: Iterable[str]) -> Self:
        """The same with the bytes of these files at hand, all asked for at once. Raises Incomplete."""
        wanted = [path for path in paths if path in self.blobs and self.stamps[path][0] <= LARGEST]
        names = "".join(f"{self.blobs[path]}\n" for path in wanted)
        answer = self.git("cat-file", "--batch", given=names.encode()).stdout if wanted else b""
        held, start = dict(self.held), 0
        for path in wanted:
            head, _, _ = answer[start : start + 200].partition(b"\n")
            if not head.endswith(b" %d" % self.stamps[path][0]):
                raise Incomplete(INCOMPLETE.at(Span(path), problem=_first_line(head) or "missing"))
            start += len(head) + 1
            held[path] = answer[start : start + self.stamps[path][0]]
            start += self.stamps[path][0] + 1
        return replace(self, held=held)

    def taking(self, other: Snapshot, folders: tuple[str, ...]) -> Self:
        """The same with what another snapshot has in some folders ("meetings/…/") in place of what they held."""
        own = {path: stamp for path, stamp in self.stamps.items() if not path.startswith(folders)}
        taken = {path: stamp for path, stamp in other.stamps.items() if path.startswith(folders)}
        return replace(self, stamps=own | taken, taken={**self.taken, **dict.fromkeys(taken, other)})

    def changed(self, now: Snapshot) -> frozenset[str]:
        """The paths of files under `meetings/` that are there no more, are there anew, or hold something else now.

        One that merely may hold something else is among them; none that does is missing.
        """
        then, here = set(self.files), {path for path in now.files if path.startswith(TOP + "/")}
        words = ("diff", "--name-only", "-z", "--relative", "--no-renames", "--no-ext-diff", "--no-textconv")
        found = self.git(*words, "--ignore-submodules=all", self.revision, "--", ".")
        if found.returncode:
            raise Incomplete(INCOMPLETE.at(Span(TOP), problem=_first_line(found.stderr)))
        told = {_path(name) for name in found.stdout.split(b"\0") if name}
        # Git believes its index where somebody told it not to look at a file; sizes are seen all the same.
        resized = {path for path in then & here if self.stamps[path][0] != now.stamps[path][0]}
        return frozenset((then ^ here) | (told & (then | here)) | resized)


@dataclass(frozen=True)
class Once:
    """What any commit of a repository held, on whatever branch."""

    never: tuple[str, ...]
    """The files of `NEVER`, by their paths from the root."""
    sources: tuple[tuple[str, bytes], ...]
    """Every content that a source had, with a path that it had it at."""
    is_whole: bool
    """Whether all of the history is at hand."""


@dataclass(frozen=True)
class Recorded:
    """A file that git has, or had."""

    path: str
    """From the root."""
    revision: str
    """A revision that has it."""
    contents: tuple[tuple[str, str], ...]
    """(commit, git's name for the content) of each commit that gave it a content, the latest first."""
    git: Git = field(compare=False)

    def is_as_ever(self, data: bytes) -> bool:
        """Whether these bytes are the only ones that it ever had."""
        digest = hashlib.sha1 if len(self.contents[0][1]) == 40 else hashlib.sha256
        own = digest(b"blob %d\0" % len(data) + data).hexdigest()
        return all(content == own for _, content in self.contents)

    def beside(self, commit: str, path: str) -> bytes:
        """The bytes that a file had at a commit, by its path from the root; b"" where it had none."""
        return self.git("cat-file", "blob", f"{commit}:./{path.partition('/')[2]}").stdout

    def origins(self) -> Iterator[tuple[str, bytes]]:
        """(commit, by its short name, and bytes) of each time that it came where it had never been: once, or once on
        each of some branches."""
        name = f":(literal){self.path.partition('/')[2]}"
        for commit, content in self.contents:
            until = self.git(*COMMITS[:2], "--format=%H", "-n", "2", commit, "--", name).stdout.decode().split()
            if set(until) <= {commit}:
                yield _short(self.git, commit), self.git("cat-file", "blob", content).stdout


NEVER = (
    "recipients.yaml",
    ".deliveries/**",
    ".akson/**",
    "output/members/**",
    "output/invitations/**",
    "dispatches/**/members/**",
    "dispatches/**/dispatch.json",
    "dispatches/**/stamp.tsr",
    "dispatches/calendars/*.json",
    f"{TOP}/**/_*",
    f"{TOP}/**/_*/**",
)
"""What is never published, in any folder: addresses, who got what, what builds remember, what the members read or a
digest of it, and what its name leaves out of the site."""
SOURCES = ("site.yaml", "board.yaml", "meeting.yaml")
"""The sources that are called so wherever they lie; what lies beside them may be an item's."""


def tracked(root: str) -> tuple[str, ...] | Diagnostic:
    """The files of `NEVER` that git has under a folder, by their paths from it, or why nobody knows."""
    git = _opened(root, root)
    if isinstance(git, Diagnostic):
        return git
    found = git("ls-files", "-z", "--cached", "--", *_anywhere(NEVER))
    return _names(found.stdout)


def once(root: str) -> Once | Diagnostic:
    """What any commit that a clone gets held under a folder and should not have, or why nobody knows."""
    git = _opened(root, root)
    if isinstance(git, Diagnostic):
        return git
    words = ("log", "--all", "-m", "--format=", "--name-only", "-z", "--relative", "--no-renames", "--diff-filter=d")
    never = _names(git(*words, "--", *_anywhere(NEVER)).stdout)
    return Once(never, tuple(_sources(git)), not _is_shallow(git))


def _sources(git: Git) -> Iterator[tuple[str, bytes]]:
    """Every content of a source that any commit has, each once; paths are from the folder that git is asked in."""
    top = os.fsdecode(git("rev-parse", "--show-prefix").stdout.rstrip(b"\n"))
    listed = (line.partition(b" ") for line in git("rev-list", "--objects", "--all").stdout.split(b"\n"))
    blobs = {name.decode(): os.fsdecode(path) for name, _, path in listed if path}
    within = {path.rpartition("/")[0] + "/" for path in blobs.values() if path.rpartition("/")[2] in SOURCES}
    names = [name for name, path in blobs.items() if is_written(path) and any(map(path.startswith, within))]
    answer = git("cat-file", "--batch", given="".join(f"{name}\n" for name in names).encode()).stdout if names else b""
    start = 0
    for name in names:
        head, _, _ = answer[start : start + 200].partition(b"\n")
        start += len(head) + 1
        if head.count(b" ") == 2:  # it has a kind and a size; one that is missing has neither
            _, kind, size = head.split(b" ")
            if kind == b"blob":
                path = unicodedata.normalize("NFC", blobs[name].removeprefix(top))
                yield path, answer[start : start + int(size)]
            start += int(size) + 1


def is_written(path: str) -> bool:
    """Whether a source may be written in a file of such a name."""
    return path.rpartition(".")[2].lower() in ("yaml", "yml", "txt", "json", "md") or "." not in path.rpartition("/")[2]


def _is_shallow(git: Git) -> bool:
    """Whether only the last part of the history is at hand."""
    return git("rev-parse", "--is-shallow-repository").stdout.strip() != b"false"


def is_tracked(path: str) -> bool:
    """Whether git has a file, or any in a folder; not where there is no git, or where it does not say."""
    git = _repository_of(path, ())
    return git is not None and _has(_asked_in(git.folder), path)


def taken_in(folders: Iterable[str]) -> tuple[bool | None, ...]:
    """Whether git has each of some folders, or would take in what is made there, by `git add`; None: it does not say.

    Nobody is asked where no folder above them is a repository's.
    """
    found: list[bool | None] = []
    trusted: tuple[str, ...] | None = None
    for folder in folders:
        git = _repository_of(folder, trusted or ())
        if git is not None:
            trusted = _asked_in(git.folder).trusted if trusted is None else trusted
            git = replace(git, trusted=trusted)
            # The folder need not be there yet; a file that would be in it is ignored as it is.
            within = os.path.join(_within(git, folder), "index.html")
            ignored = {0: True, 1: False}.get(git("check-ignore", "-q", "--", within).returncode)
            found.append(None if ignored is None else not ignored or _has(git, folder))
        else:
            found.append(False)
    return tuple(found)


def _repository_of(path: str, trusted: tuple[str, ...]) -> Git | None:
    """Git for the nearest folder above a path, whatever leads to it; None where that is in no repository."""
    above = os.path.dirname(os.path.realpath(path))
    while not os.path.isdir(above):
        above = os.path.dirname(above)
    return Git(above, trusted) if _is_in_repository(above) and shutil.which("git") else None


def _within(git: Git, path: str) -> str:
    return os.path.relpath(os.path.realpath(path), git.folder)


def _has(git: Git, path: str) -> bool:
    return bool(git("ls-files", "-z", "--cached", "--", f":(literal){_within(git, path)}").stdout)


def _is_in_repository(folder: str) -> bool:
    """Whether a folder or one above it has a `.git`: a folder, or a file of a worktree."""
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return False
        folder = above
    return True


def _anywhere(patterns: Iterable[str]) -> tuple[str, ...]:
    return tuple(f":(glob)**/{pattern}" for pattern in patterns)  # in no folder, too


def _names(listing: bytes) -> tuple[str, ...]:
    """The names of a listing, each once, in order."""
    found = {unicodedata.normalize("NFC", os.fsdecode(name.lstrip(b"\n"))) for name in listing.split(b"\0")}
    return tuple(sorted(found - {""}))


def _opened(root: str, folder: str) -> Git | Diagnostic:
    """Git for a folder under the root, or why it says nothing."""
    if shutil.which("git") is None:
        return NO_GIT.at(Span(TOP))
    git = _asked_in(folder)
    inside = git("rev-parse", "--is-inside-work-tree")
    if inside.returncode and b"dubious ownership" in inside.stderr:
        return NOT_TRUSTED.at(Span(TOP), folder=os.path.abspath(root))
    if inside.returncode or inside.stdout.strip() != b"true":
        return NO_HISTORY.at(Span(TOP), folder=TOP + "/")
    return git


def past(root: str, revision: str) -> Past | Diagnostic:
    """What `meetings/` under `root` held in a revision (a branch, a tag, a commit, `HEAD~3`), or why nobody knows.

    In a repository that has no commits yet, `HEAD` held nothing; such a one has no day.
    """
    folder = os.path.join(root, TOP)
    git = _opened(root, folder)
    if isinstance(git, Diagnostic):
        return git
    commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
    if commit.returncode:
        if revision == "HEAD" and not git("rev-list", "--all", "-n", "1").stdout:
            # Before the first commit there was nothing: git's tree that is empty.
            return Past(
                folder, {}, {}, git, git("hash-object", "-t", "tree", os.devnull).stdout.decode().strip(), "", "", {}
            )
        shallow = git("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        return (SHALLOW if shallow else NO_REVISION).at(Span(TOP), revision=revision)
    name = commit.stdout.decode().strip()
    log = git("log", "-1", "--no-show-signature", "--format=%h %cs", name)
    tree = git("ls-tree", "-r", "-l", "-z", name)
    if log.returncode or tree.returncode:
        return INCOMPLETE.at(Span(TOP), problem=_first_line(log.stderr or tree.stderr))
    short, _, day = log.stdout.decode().strip().partition(" ")
    files = {path: (blob, size) for path, blob, size in _files(tree.stdout)}
    lost = next((path for path, (_, size) in files.items() if size < 0), None)
    if lost is not None:
        return INCOMPLETE.at(Span(lost), problem="missing")
    stamps = {path: (size, 0) for path, (_, size) in files.items()}
    for path in files:
        above = path.rpartition("/")[0]
        while above and above + "/" not in stamps:
            stamps[above + "/"] = (-1, 0)
            above = above.rpartition("/")[0]
    return Past(folder, stamps, {}, git, name, short, day, {path: blob for path, (blob, _) in files.items()})


def since(root: str, commit: str, file: str) -> Past | None:
    """What `meetings/` held at a commit or, where git does not know it, where a file came first, by its path from
    `meetings/`; None where there is no history, or the file is not in it yet. Raises Incomplete."""
    git = _repository(root)
    if git is None:
        return None
    if not commit or git("merge-base", "--is-ancestor", commit, "HEAD").returncode:
        if _is_shallow(git):
            raise Incomplete(SHORTENED.at(Span(f"{TOP}/{file}")))
        commit = next(reversed(git(*COMMITS, "--diff-filter=A", "--", file).stdout.decode().split()), "")
    found = past(root, commit) if commit else None
    if isinstance(found, Diagnostic):
        raise Incomplete(found)
    return found


def head(root: str) -> str:
    """The whole name of the last commit; "" where there is none."""
    git = _repository(root)
    return git("rev-parse", "HEAD").stdout.decode().strip() if git is not None else ""


def origin(folder: str) -> tuple[str, str]:
    """Where the repository that lies in a folder was cloned from, and its last commit; "" for what nobody knows."""
    if shutil.which("git") is None or not os.path.exists(os.path.join(folder, ".git")):
        return "", ""
    git = _asked_in(folder)
    asked = (("config", "--get", "remote.origin.url"), ("rev-parse", "HEAD"))
    url, commit = (git(*words).stdout.decode("utf-8", "replace").strip() for words in asked)
    return url, commit


def versions(root: str, since: Past, paths: Iterable[str]) -> Iterator[Past]:
    """What `meetings/` held at each commit since another that touched some paths, by their paths from `meetings/`, the
    latest first. Raises Incomplete."""
    listed = since.git(*COMMITS, f"{since.revision}..HEAD", "--", *paths).stdout.decode().split()
    for commit in dict.fromkeys(listed):
        found = past(root, commit)
        if isinstance(found, Diagnostic):
            raise Incomplete(found)
        yield found


def is_before(past: Past, commit: str) -> bool:
    """Whether what `meetings/` held in a revision came before a commit, or is of it; not where git does not know."""
    return not past.git("merge-base", "--is-ancestor", past.revision, commit).returncode if commit else False


def is_shortened(root: str) -> bool:
    """Whether the sources lie in a repository of which only the last part of the history is at hand.

    Raises Incomplete.
    """
    git = _repository(root)
    return git is not None and _is_shallow(git)


def hiding(root: str) -> frozenset[str]:
    """The paths, from `meetings/`, of the sources in which anything ever began or ceased to be withheld, as far as
    words can tell. Raises Incomplete."""
    git = _repository(root)
    if git is None:
        return frozenset()
    words = ("log", "--full-history", "-m", "--format=", "--name-only", "-z", "--no-renames", "--relative", HIDING)
    found = git(*words, *PLAIN, "--", *WRITTEN).stdout
    return frozenset(_path(name).partition("/")[2] for name in found.split(b"\0") if name)


def recorded(root: str, patterns: Iterable[str]) -> tuple[Recorded, ...]:
    """The files of some patterns, in any folder, that git has or had at any commit; none without a history."""
    git = _repository(root)
    if git is None:
        return ()
    there = {_path(name) for name in git("ls-tree", "-r", "-z", "--name-only", "HEAD").stdout.split(b"\0") if name}
    words = ("log", "--full-history", "-m", "--format=%x01%H", "--raw", "--no-abbrev", "-z", "--no-renames")
    contents: dict[str, dict[tuple[str, str], None]] = {}
    gone: dict[str, str] = {}
    for block in git(*words, "--relative", *PLAIN, "--", *_anywhere(patterns)).stdout.split(b"\x01")[1:]:
        named, *rows = block.split(b"\0")
        commit = named.decode().strip()
        for about, name in zip(rows[::2], rows[1::2], strict=False):
            path, (_, _, _, blob, state) = _path(name), about.split()
            held = contents.setdefault(path, {})
            if state == b"D":
                gone.setdefault(path, commit)
            else:
                held[commit, blob.decode()] = None
    return tuple(
        Recorded(
            path, f"{_short(git, gone[path])}^" if path in gone.keys() - there else "HEAD", tuple(contents[path]), git
        )
        for path in sorted(contents)
    )


def added(root: str, paths: Iterable[str]) -> frozenset[str]:
    """Those of some files, by their paths from the root, that git has or is to have at the next commit; all of them
    where there is no git."""
    wanted = frozenset(paths)
    git = _opened(root, root)
    if isinstance(git, Diagnostic):
        return wanted
    found = git("ls-files", "-z", "--cached", "--", *(f":(literal){path}" for path in sorted(wanted))).stdout
    return wanted & set(_names(found))


def _repository(root: str) -> Git | None:
    """Git for the sources, where they lie in a repository that has commits; else None.

    Raises Incomplete where there is one that says nothing: what nobody knows of a history is not that there is none.
    """
    folder = os.path.join(root, TOP)
    if not os.path.isdir(folder):
        return None
    git = _opened(root, folder)
    if isinstance(git, Diagnostic):
        if _is_in_repository(os.path.realpath(folder)):
            raise Incomplete(git)
        return None
    return git if git("rev-parse", "--verify", "--quiet", "HEAD").returncode == 0 else None


def _short(git: Git, commit: str) -> str:
    """A commit's name as people write it."""
    return git("rev-parse", "--short", commit).stdout.decode().strip()


def _files(listing: bytes) -> Iterator[tuple[str, str, int]]:
    """Path, content and size of each regular file of a listing that a build would read."""
    for row in listing.split(b"\0"):
        about, _, name = row.partition(b"\t")
        if about.startswith(b"100"):  # no symbolic link, no repository within
            path = _path(name)
            if not any(part.startswith(("_", ".")) for part in path.split("/")):
                _, _, blob, size = about.split()
                yield path, blob.decode(), int(size) if size.isdigit() else -1


def _path(name: bytes) -> str:
    """A name as git gives it, from `meetings/` down, as the path that snapshots have."""
    return f"{TOP}/{unicodedata.normalize('NFC', os.fsdecode(name))}"


def _asked_in(folder: str) -> Git:
    """Git for a folder, with what the machine and whoever runs it say of whom to trust."""
    words = ("config", "--get-all", "safe.directory")
    said = [_run(folder, (words[0], scope, *words[1:]), _environment()).stdout for scope in ("--system", "--global")]
    return Git(folder, tuple(os.fsdecode(line) for text in said for line in text.split(b"\n") if line))


def _run(
    folder: str, words: tuple[str, ...], environment: Mapping[str, str], given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(("git", *words), cwd=folder, env=environment, input=given, capture_output=True, check=False)


def _environment() -> dict[str, str]:
    """The environment without what would lead git elsewhere, as in a hook; messages are in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_NO_REPLACE_OBJECTS": "1"}
    return {**kept, **own, "GIT_TERMINAL_PROMPT": "0"}


def _first_line(said: bytes) -> str:
    return said.decode("utf-8", "replace").strip().partition("\n")[0].removeprefix("fatal: ")
