"""The boundary for failures: from an exception to the one line that says what failed, where, and what to do.

Every command passes through it once, in `main.main`; a build that watches and the desk pass through it each time anew,
and go on. What is a fault of the program's own is none of these, and keeps its traceback; but where the desk reads what
changed it is told as well, for whoever writes has to see that, and what is written next may be read again.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Fault, Span
from akson_docs.sources import snapshots

# ---- files ---------------------------------------------------------------------------------------------------

UNREADABLE = Code(
    "unreadable",
    "error",
    N_("cannot be read or written: {problem}"),
    N_("try again when nothing else is writing it, and see who owns it"),
)
NOT_THERE = Code(
    "not-there",
    "error",
    N_("there is no such file or folder"),
    N_("see how its name is spelled, whether it was moved, and whether a link to it leads nowhere"),
)
NOT_ALLOWED = Code(
    "not-allowed",
    "error",
    N_("this may not be read or written here: {problem}"),
    N_("see who owns it and what the folder that it lies in allows"),
)
IS_FOLDER = Code("is-folder", "error", N_("this is a folder, and a file is wanted"), N_("name the file in it"))
IS_NO_FOLDER = Code(
    "is-no-folder",
    "error",
    N_("a folder is wanted here, and this or what it lies in is a file"),
    N_("name a folder, or move the file away"),
)
IS_NO_FILE = Code(
    "is-no-file",
    "error",
    N_("this is no file: it is a pipe, a device, or a link that leads to itself"),
    N_("name a file"),
)
IN_THE_WAY = Code(
    "in-the-way", "error", N_("there is something of that name here already"), N_("move it away, or name another place")
)
TOO_LARGE = Code(
    "file-too-large",
    "error",
    N_("this is larger than what may be read or written here: {problem}"),
    N_("make it smaller: at most {limit} MB are read; what is written is limited by the system (ulimit -f)"),
)

# ---- the machine ---------------------------------------------------------------------------------------------

DISK_FULL = Code(
    "disk-full", "error", N_("the disk is full; what was there is as it was"), N_("make room and try again")
)
NO_SCRATCH = Code(
    "no-scratch",
    "error",
    N_("nothing can be written where temporary files go: {problem}"),
    N_("make room in /tmp, or name another folder with TMPDIR"),
)
NO_SHARED_MEMORY = Code(
    "no-shared-memory",
    "error",
    N_("the processes that set papers cannot be started: they share memory in /dev/shm, and it gives none ({problem})"),
    N_("make room in /dev/shm, or mount it; in a container, --shm-size=64m"),
)
NO_PROCESS = Code(
    "no-process",
    "error",
    N_("the system starts no more processes: {problem}"),
    N_("end other programs, or raise the limits (ulimit -u)"),
)
TOO_MANY_OPEN = Code(
    "too-many-open",
    "error",
    N_("the system opens no more files: {problem}"),
    N_("end other programs, or raise the limit (ulimit -n 4096)"),
)
NO_MEMORY = Code("no-memory", "error", N_("there is too little memory"), N_("end other programs and try again"))
CREW_LOST = Code(
    "papers-stopped",
    "error",
    N_("a process that sets papers was ended from without, as happens where there is too little memory"),
    N_("end other programs and try again"),
)

# ---- libraries and packages ----------------------------------------------------------------------------------

NO_LIBRARY = Code(
    "library-missing",
    "error",
    N_("{library} is not found here, and without it no paper can be set ({problem})"),
    N_(
        "Debian, Ubuntu, and Windows in WSL: apt install {debian}; Fedora, RHEL: dnf install {fedora}; "
        "Alpine: apk add {alpine}; macOS: brew install {brew}"
    ),
)
SLOWER = Code(
    "library-slower",
    "note",
    N_("{library} is not found here: papers take half as long again, and are other bytes than elsewhere"),
    NO_LIBRARY.hint,
)
OTHER_LIBRARY = Code(
    "library-unusable",
    "error",
    N_("a library cannot be loaded: {problem}"),
    N_(
        "install it with the package manager, or bring the Python packages up to date: pip install --upgrade akson_docs"
    ),
)
NO_PACKAGE = Code(
    "package-missing",
    "error",
    N_("the Python package {package} is not installed, or not in a version that fits ({problem})"),
    N_("pip install --upgrade {package}, in the environment that akson runs in"),
)
UNFIT_PACKAGE = Code(
    "package-unfit",
    "error",
    N_("the Python package {package} is here in version {version}, and {wanted} is wanted ({problem})"),
    N_('pip install "{package}{wanted}", in the environment that akson runs in'),
)
NO_EXTRA = Code(
    "extra-missing",
    "error",
    N_("this takes the Python package {package}, which is not installed ({problem})"),
    N_('pip install "akson_docs[{extra}]", in the environment that akson runs in'),
)
NO_PART_OF_PYTHON = Code(
    "python-incomplete",
    "error",
    N_("this Python lacks a part of its own, {package} ({problem})"),
    N_("install all of it: on Debian and Ubuntu, apt install python3-full"),
)
OWN_FAULT = Code(
    "own-fault",
    "error",
    N_("akson failed here, and the fault is its own ({problem})"),
    N_("undo what was changed last, or write it otherwise, and tell those who make akson what this line says"),
)
OF_THE_MACHINE = frozenset(
    one.name
    for one in (
        DISK_FULL, NO_SCRATCH, NO_SHARED_MEMORY, NO_PROCESS, TOO_MANY_OPEN, NO_MEMORY, CREW_LOST, NO_LIBRARY,
        OTHER_LIBRARY, NO_PACKAGE, NO_EXTRA, UNFIT_PACKAGE, NO_PART_OF_PYTHON,
    )
)  # fmt: skip
"""The codes of what has no word of the sources in it: it may be told to everybody."""


class Library(NamedTuple):
    """A shared library that the PDF engine loads: its name, and the package that brings it, system by system."""

    name: str
    debian: str
    fedora: str
    alpine: str
    brew: str


LIBRARIES = {
    "pangoft2": Library("Pango's FreeType part (pangoft2)", "libpangoft2-1.0-0", "pango", "pango", "pango"),
    "pangocairo": Library("Pango's Cairo part (pangocairo)", "libpangocairo-1.0-0", "pango", "pango", "pango"),
    "pango": Library("Pango", "libpango-1.0-0", "pango", "pango", "pango"),
    "gobject": Library("GObject", "libglib2.0-0", "glib2", "glib", "glib"),
    "glib": Library("GLib", "libglib2.0-0", "glib2", "glib", "glib"),
    "harfbuzz-subset": Library(
        "HarfBuzz's subsetter", "libharfbuzz-subset0", "harfbuzz", "harfbuzz-subset", "harfbuzz"
    ),
    "harfbuzz": Library("HarfBuzz", "libharfbuzz0b", "harfbuzz", "harfbuzz", "harfbuzz"),
    "fontconfig": Library("Fontconfig", "libfontconfig1", "fontconfig", "fontconfig", "fontconfig"),
    "freetype": Library("FreeType", "libfreetype6", "freetype", "freetype", "freetype"),
    "cairo": Library("Cairo", "libcairo2", "cairo", "cairo", "cairo"),
}
"""The libraries, by what their files are called."""
SYSTEM_PACKAGES = tuple(LIBRARIES[name].debian for name in ("pango", "pangoft2", "harfbuzz-subset"))
"""The packages that a machine with Debian needs for papers; they bring all others."""
DISTRIBUTIONS = {"yaml": "PyYAML", "PIL": "pillow", "fontTools": "fonttools", "_cffi_backend": "cffi"}
"""What pip calls a package, where that is not what Python calls it."""
PACKAGE = "akson_docs"
"""This program, as Python knows it."""
EXTRAS = {
    "pyhanko": "sign",
    "pyhanko_certvalidator": "sign",
    "rfc3161_client": "sign",
    "asn1crypto": "sign",
    "cryptography": "sign",
}
"""The packages that only what is asked for needs, and the extra that brings each."""

_LIBRARY = re.compile(
    r"cannot load library '?(?P<one>[^':]+)|(?P<two>[\w.+-]+\.(?:so[\w.]*|dylib)): cannot open shared object file"
    r"|Error loading shared library (?P<five>[^:\s]+)"  # so Alpine says it
    r"|did not manage to locate a library called '(?P<six>[^']+)"  # of a name without a dot that is all that is said
    r"|dlopen\((?P<three>[^,)]+)|(?P<four>[\w.+-]+\.(?:so[\w.]*|dylib)): (?:file too short|invalid ELF header)"
)
_OF_A_FILE = {
    errno.ENOENT: NOT_THERE,
    errno.EACCES: NOT_ALLOWED,
    errno.EPERM: NOT_ALLOWED,
    errno.EROFS: NOT_ALLOWED,
    errno.EISDIR: IS_FOLDER,
    errno.ENOTDIR: IS_NO_FOLDER,
    errno.ELOOP: IS_NO_FILE,
    errno.ENXIO: IS_NO_FILE,
    errno.EFBIG: TOO_LARGE,
}
_NO_ROOM = "failed to map segment"
"""What the loader says of a library for which there is too little memory."""
_FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def boundary(tell: Callable[[Diagnostic], None], root: str = ".", *, whatever: bool = False) -> Iterator[None]:
    """Tells of a failure within as one diagnostic, and goes on after it; what is no failure goes through as it is, but
    where `whatever` it is has to be told."""
    try:
        yield
    except Exception as error:
        found = told(error, root) or (_own_fault(error, root) if whatever else None)
        if found is None:
            raise
        tell(found)


def told(error: BaseException, root: str = ".") -> Diagnostic | None:
    """What an exception says to whoever runs a command, with files by their paths from the root of the sources.

    None for what is a fault of the program's own, for an interruption, and for a reader that closed its end of a pipe.
    """
    from concurrent.futures import BrokenExecutor

    if isinstance(error, Fault):
        span = error.diagnostic.span
        return replace(error.diagnostic, span=replace(span, file=snapshots.whereabouts(root, span.file)))
    if isinstance(error, BrokenExecutor):
        return CREW_LOST.at(Span(root))
    if isinstance(error, MemoryError) or (isinstance(error, ImportError | OSError) and _NO_ROOM in str(error)):
        return NO_MEMORY.at(Span(root))
    if isinstance(error, ImportError):
        return _of_a_package(error, root)
    if isinstance(error, RuntimeError) and str(error) == "can't start new thread":
        return NO_PROCESS.at(Span(root), problem=str(error))
    if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
        return _of_a_library(str(error), root) or _of_the_system(error, root)
    if isinstance(error, AttributeError | TypeError):  # so a package fails that has changed what it offers
        return _of_a_version(error, root)
    return None


def _own_fault(error: BaseException, root: str) -> Diagnostic:
    """What is said of a fault of the program's own: what it is and where, and nothing of what was read."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f", {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace is not None else ""
    return OWN_FAULT.at(Span(root), problem=f"{type(error).__name__}{place}")


def is_full(error: OSError) -> bool:
    """Whether there was no room."""
    return error.errno in _FULL


def problem(error: OSError) -> str:
    """What the system says of it, in its own words."""
    return (error.strerror or str(error)).lower()


def _of_the_system(error: OSError, root: str) -> Diagnostic | None:
    said = problem(error)
    where = Span(_from(root, error.filename2 or error.filename))
    if said.startswith("no usable temporary directory"):
        return NO_SCRATCH.at(where, problem=said)
    if is_full(error):
        return DISK_FULL.at(where)
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return TOO_MANY_OPEN.at(where, problem=said)
    if error.errno == errno.ENOMEM:
        return NO_MEMORY.at(where)
    if error.errno == errno.EAGAIN:
        return NO_PROCESS.at(where, problem=said)
    if isinstance(error, snapshots.Changed) or error.filename is None:
        return UNREADABLE.at(where, problem=said)
    if error.errno == errno.EEXIST:
        return (IN_THE_WAY if os.path.isdir(error.filename) else IS_NO_FOLDER).at(where)
    code = _OF_A_FILE.get(error.errno or 0, UNREADABLE)
    return code.at(where, problem=said, limit=snapshots.LARGEST // 1_000_000)


def _from(root: str, path: str | bytes | int | None) -> str:
    """A path as people find it: from the root of the sources where it lies in it, else as it was named."""
    if path is None or isinstance(path, int):
        return root
    named = os.fsdecode(path)
    inside = os.path.relpath(named, root)
    return named if inside.startswith(os.pardir) or inside == os.curdir else inside


def _of_a_library(said: str, root: str) -> Diagnostic | None:
    """What is said of a shared library that cannot be loaded; None where nothing is."""
    found = _LIBRARY.search(said)
    if found is None:
        return None
    file = next(filter(None, found.groups())).rpartition("/")[2]
    known = next((packages for name, packages in LIBRARIES.items() if name in file.lower()), None)
    if known is None:
        return OTHER_LIBRARY.at(Span(root), problem=_first_line(said))
    return NO_LIBRARY.at(Span(root), problem=file, **_packages(known))


def slower(root: str = ".") -> Diagnostic:
    """That the library is missing that papers can be set without."""
    return SLOWER.at(Span(root), **_packages(LIBRARIES["harfbuzz-subset"]))


def _packages(library: Library) -> dict[str, str]:
    return {"library" if key == "name" else key: value for key, value in library._asdict().items()}


def _of_a_package(error: ImportError, root: str) -> Diagnostic | None:
    """What is said of a Python package that is missing or does not fit; None for a module of this program."""
    above = re.search(r"/(?:site|dist)-packages/([^/]+)/", error.path or "")  # a part in C does not say whose it is
    package = above[1] if above else (error.name or "").partition(".")[0]
    library = _of_a_library(str(error), root)
    if library is not None:
        return library
    if not package or package == PACKAGE:
        return None
    if package in EXTRAS:
        return NO_EXTRA.at(Span(root), package=package, problem=_first_line(str(error)), extra=EXTRAS[package])
    code = NO_PART_OF_PYTHON if package in sys.stdlib_module_names else NO_PACKAGE
    return code.at(Span(root), package=DISTRIBUTIONS.get(package, package), problem=_first_line(str(error)))


def _of_a_version(error: Exception, root: str) -> Diagnostic | None:
    """What is said of a package in another version than is asked for; None where all are as they should be."""
    from importlib import metadata

    try:
        wanted = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        return None
    for line in wanted:
        found = re.match(r"([\w.-]+)\s*([<>=!~][^;]*)?(;.*)?$", line)
        if found is None or found[3]:  # what only the tests need
            continue
        try:
            version = metadata.version(found[1])
        except metadata.PackageNotFoundError:
            continue
        bounds = re.findall(r"(>=|<)\s*([\d.]+)", found[2] or "")
        if any((_numbers(version) >= _numbers(bound)) != (sign == ">=") for sign, bound in bounds):
            said = {"package": found[1], "version": version, "wanted": found[2]}
            return UNFIT_PACKAGE.at(Span(root), problem=f"{type(error).__name__}: {_first_line(str(error))}", **said)
    return None


def _numbers(version: str) -> tuple[int, ...]:
    """A version as numbers that can be compared: "10.18.0" as (10, 18)."""
    numbers = [int(part) for part in re.findall(r"\d+", re.split(r"[^\d.]", version)[0])]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _first_line(said: str) -> str:
    return said.strip().partition("\n")[0]
