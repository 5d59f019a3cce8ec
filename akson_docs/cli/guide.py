"""The guide in the manual: the pages of `docs/guide/`, which are Markdown, and a whole meeting as an example."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from markupsafe import Markup, escape

from akson_docs.catalogue import in_turn
from akson_docs.cli.manual_page import ManualRow, Page, Paragraph, Section, inline, plain
from akson_docs.cli.terminal import said
from akson_docs.meetings.markdown_reader import reader
from akson_docs.model import numbers

READING = ("begin", "write", "send", "after", "withhold", "publish", "design")
"""Its pages in the order that they are read."""
WHOLE = "meetings/eksempelutvalget/neste/meeting.yaml"
"""The meeting of the demonstration that is shown as a whole."""
_FENCED = re.compile(r"^```(\w*)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


def pages(
    guide: Mapping[str, bytes], demo: Mapping[str, bytes], commands: Collection[str], language: str
) -> Iterator[Page]:
    """The guide in a language, or in the one that it falls back to, the page that lists its pages last.

    `guide` and `demo` are files by `<language>/<path>`; `commands` are those that have pages to lead to.
    """
    spoken = next((one for one in in_turn(language) if f"{one}/{READING[0]}.md" in guide), "")
    if not spoken:
        return
    other = spoken if spoken != language else ""
    front = (("guide/", said("Guide")),)
    rows = []
    for name in READING:
        page = _page(name, guide[f"{spoken}/{name}.md"].decode(), commands, front, other)
        rows.append(ManualRow(page.title, (page.summary,), page.address, is_words=True, language=other))
        yield page
    whole = Page(
        "guide/example/",
        said("A whole meeting"),
        plain(said("The next meeting of the board that `akson demo` makes, as its file says it.")),
        (Section(WHOLE, code=demo[f"{spoken}/{WHOLE}"].decode()),),
        front,
        example=other,
    )
    rows.append(ManualRow(whole.title, (whole.summary,), whole.address, is_words=True))
    yield whole
    summary = plain(said("From the first try to the archive on the web, for whoever writes the papers of a board."))
    yield Page("guide/", said("Guide"), summary, (Section(said("Pages"), rows=tuple(rows)),))


def _page(name: str, text: str, commands: Collection[str], above: tuple[tuple[str, str], ...], language: str) -> Page:
    head, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    title, _, summary = head.removeprefix("# ").partition("\n")
    sections = []
    for part in parts:
        heading, _, words = part.partition("\n")
        sections.append(Section(heading, prose=_prose(words, commands), id=numbers.slug(heading)))
    told = Paragraph(inline(" ".join(summary.split())), language)
    return Page(f"guide/{name}/", title, told, tuple(sections), above, language)


def _prose(text: str, commands: Collection[str]) -> Markup:
    """What stands under a heading, as HTML; what it leads to is an address of the manual, as `@guide/write/`."""
    made, end = "", 0
    for found in _FENCED.finditer(text):
        made += _words(text[end : found.start()], commands)
        made += f'<pre tabindex="0"><code>{escape(found[2].rstrip())}</code></pre>\n'
        end = found.end()
    return Markup(made + _words(text[end:], commands))


def _words(text: str, commands: Collection[str]) -> str:
    made = reader().convert(text)
    made = re.sub(r'href="(\w+)\.md"', r'href="@guide/\1/"', made)
    made = re.sub(r'href="[^"]*/meeting\.yaml"', 'href="@guide/example/"', made)

    def leading(code: re.Match[str]) -> str:
        return f'<a href="@commands/{code[1]}/">{code[0]}</a>' if code[1] in commands else code[0]

    made = re.sub(r"<code>akson ([a-z]+)[^<]*</code>", leading, made)
    made = re.sub(r"<code>(--?[\w-]+)</code>", r'<code class="whole">\1</code>', made)  # no line ends within an option
    return made.replace("<table", '<div class="scroll" tabindex="0"><table').replace("</table>", "</table></div>")
