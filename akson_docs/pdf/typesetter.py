"""The PDF engine made ready: its fonts and style sheets, and what it may fetch: nothing but what it is given.

It is loaded late, for it takes longer to load than a meeting takes to read, and kept warm for a process.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib
import io
import logging
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Problem, ValuePath
from akson_docs.pdf import tagged_parts
from akson_docs.pdf.figures import NOT_DRAWN, Drawer, NotPlaced, Pictures
from akson_docs.sources.font_coverage import Coverage

VARIANT = "pdf/a-2a"
"""What the engine is asked for; PDF/UA-1 is declared beside it. Part 2: archives doubt the files inside a part 3."""
STYLES = "https://styles.invalid/"
"""Where style sheets are said to lie, so that what they name has an address; nothing is fetched from anywhere."""

SUBSETTER = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")
"""What the file of HarfBuzz's subsetter is called."""

ADDRESS = (":/!$&'()*+,;=@~", ":/!$&'()*+,;=@~?#[]%")
"""Signs that an address has as they are: where all others of a file's name are escaped, and where the engine itself
escapes what can be in no address."""

UNSET = Code(
    "not-laid-out",
    "error",
    N_("the PDF engine cannot lay this out: {problem}"),
    N_("look for a very long word, or for a row of a table with more in it than a page holds, and divide it"),
)
_Held = TypeVar("_Held")


@dataclass(frozen=True)
class Styles:
    """What papers are set with."""

    slides: str
    """The style sheet of slides, with the fonts' faces."""
    letters: str
    """That of A4 pages."""
    fonts: tuple[tuple[str, bytes], ...]
    """The fonts that the first names as `fonts/<name>`."""


@dataclass(frozen=True)
class Engine:
    """Style sheets and fonts made ready: made once for a process."""

    weasyprint: Any
    fonts: Any
    slides: tuple[Any, ...]
    """The style sheets of slides, on a page much taller than a slide."""
    letters: tuple[Any, ...]
    """Those of A4 pages."""
    coverage: Coverage
    """The signs that its fonts have."""
    drawer: Drawer
    """What makes pictures ready."""


@dataclass(frozen=True)
class Frame:
    """What a piece of HTML is laid out in."""

    language: str
    base: str
    """The absolute address that its links are relative to."""
    style: str = ""
    """Rules of its own, after the engine's: the publisher's colours."""


@dataclass(frozen=True)
class Laid:
    """A piece of HTML laid out: pages of the engine's, and what had to be done for it. No pages where it failed."""

    document: Any
    pages: tuple[Any, ...]
    problems: tuple[Problem, ...]
    closer: bool = False
    """Whether it is a text that was set closer than texts are, to save a page."""


def load() -> None:
    """Loads the library, which takes longer than anything else here does. Raises ImportError, and OSError."""
    _weasyprint()
    importlib.import_module("weasyprint.text.fonts")


def is_complete() -> bool:
    """Whether the library is there that makes the subsets of fonts, without which the engine does it more slowly."""
    return any(map(_loads, SUBSETTER)) or _loads(ctypes.util.find_library("harfbuzz-subset"))


def _loads(name: str | None) -> bool:
    try:
        return name is not None and ctypes.CDLL(name) is not None
    except OSError:
        return False


def engine(styles: Styles, page: str) -> Engine:
    """An engine for the style sheets; `page` is the rule for the page that slides are laid out on."""
    weasyprint = _weasyprint()
    fetcher = _fetcher(weasyprint, {f"{STYLES}fonts/{name}": data for name, data in styles.fonts})
    configuration = importlib.import_module("weasyprint.text.fonts").FontConfiguration()

    def read(css: str) -> Any:
        return weasyprint.CSS(string=css, font_config=configuration, url_fetcher=fetcher, base_url=STYLES)

    coverage = Coverage(lambda: (data for _, data in styles.fonts))
    return Engine(
        weasyprint,
        configuration,
        (read(styles.slides), read(page)),
        (read(styles.letters),),
        coverage,
        Drawer(styles.fonts, coverage),
    )


def rendered(html: str, frame: Frame, engine: Engine, styles: tuple[Any, ...], pictures: Pictures) -> Any:
    """The engine's document of a piece of HTML; `pictures` are those in it by their absolute addresses.

    Raises SettingFault: the engine's own assertions fail on some text that nobody foresaw; OSError, MemoryError.
    """
    text = f'<!doctype html><html lang="{frame.language}"><style>{frame.style}</style><body>{html}</body></html>'
    fatal = importlib.import_module("weasyprint.urls").FatalURLFetchingError
    try:
        source = engine.weasyprint.HTML(
            string=text, base_url=frame.base, url_fetcher=_fetcher(engine.weasyprint, {}), media_type="print"
        )
        # What the engine finds among the pictures that it has, it does not fetch.
        return source.render(
            stylesheets=styles,
            font_config=engine.fonts,
            pdf_variant=VARIANT,
            presentational_hints=True,
            cache=_by_each_address(pictures),
        )
    except NotPlaced as fault:
        raise SettingFault(fault.code, **fault.parameters) from fault
    except fatal as error:
        raise SettingFault(NOT_DRAWN, problem=str(error)) from error
    except MemoryError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the machine's affair, and nothing that somebody wrote
        raise SettingFault(UNSET, problem=f"{type(error).__name__} {error}".strip()) from error


class SettingFault(Exception):
    """That something cannot be laid out: a picture that cannot be had or drawn, or what the engine does not master."""

    def __init__(self, code: Code, **parameters: str | int) -> None:
        super().__init__(code.name)
        self.code = code
        self.parameters = parameters

    def of(self, path: ValuePath) -> Problem:
        """The problem, at a place in the meeting."""
        return self.code.of(path, **self.parameters)


def leaves(box: Any) -> Iterator[Any]:
    """The pieces of text and the pictures in one of the engine's boxes, in order."""
    for inner in box.descendants():
        if hasattr(inner, "text") or hasattr(inner, "replacement"):
            yield inner


def first_words(boxes: Iterable[Any]) -> str:
    """The first words in some boxes: six, and no more than 60 characters."""
    said: list[str] = []
    for box in boxes:
        said += str(getattr(box, "text", "")).split()
        if len(said) >= 6:
            break
    return " ".join(said[:6])[:60]


# ---- the library ---------------------------------------------------------------------------------------------


LATER = ("fontTools.subset", "fontTools.varLib.instancer")
"""What the engine imports and, where HarfBuzz makes the subsets of fonts, never calls."""


class _Later(types.ModuleType):
    """A module whose functions are there at once and which is loaded when one of them is called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given, **named: getattr(importlib.import_module(self.__name__), name)(*given, **named)


def _weasyprint() -> Any:
    """The library, without two things that cost it half of its start on Linux.

    One is the search for shared libraries: it names the files of those that it wants besides asking where they are, so
    nothing is lost by silence. The other is what it seldom calls.
    """
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    logging.getLogger("weasyprint").propagate = False
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")  # of pictures whose metadata is broken
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    stood_in = [name for name in LATER if name not in sys.modules]
    sys.modules.update((name, _Later(name)) for name in stood_in)
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # of a library that it misses it prints a page there
            weasyprint = importlib.import_module("weasyprint")
        pydyf: Any = importlib.import_module("pydyf")
        pydyf.PDF.page_references = property(_page_references)
        pydyf._to_bytes = _rounded(pydyf._to_bytes)
        tagged_parts.installed()
        return weasyprint
    finally:
        ctypes.util.find_library = search
        for name in stood_in:
            del sys.modules[name]


def _rounded(written: Callable[[Any], bytes]) -> Callable[[Any], bytes]:
    """What writes a value into a PDF, numbers as they are to a millionth of a point.

    The engine's library writes 640 as "640" and a sum that misses it by a billionth as "640.", and which of the two a
    sum of widths comes to depends on the Python that adds them up.
    """

    def rounded(value: Any) -> bytes:
        if type(value) is not float:
            return written(value)
        number = f"{value:.6f}".rstrip("0").rstrip(".")
        return number.encode() if number != "-0" else b"0"

    return rounded


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """The references of a PDF's pages, as the engine's library makes them; it makes them all anew for each tag, which
    takes a tenth of a second in a paper of 200 pages."""
    numbers = pdf.pages["Kids"][::3]
    held: tuple[bytes, ...] = vars(pdf).get("_held_references", ())
    if len(held) != len(numbers):
        held = pdf._held_references = tuple(f"{number} 0 R".encode() for number in numbers)
    return held


def _by_each_address(held: Mapping[str, _Held]) -> dict[str, _Held]:
    """What is known by an address is known by it with the names of files as they are, or escaped."""
    return {form: one for address, one in held.items() for form in (address, *(quote(address, s) for s in ADDRESS))}


def _fetcher(weasyprint: Any, held: Mapping[str, bytes]) -> Any:
    """A fetcher that knows what it is given and nothing else: no network, no file."""
    known = _by_each_address(held)
    urls = importlib.import_module("weasyprint.urls")

    class Held(urls.URLFetcher):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

        def fetch(self, url: str, headers: object = None) -> Any:
            if url not in known:
                raise urls.FatalURLFetchingError(f"{url.rpartition('/')[2]} is not at hand")
            return urls.URLFetcherResponse(url, known[url])

    return Held()
