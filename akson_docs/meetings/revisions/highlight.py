"""HTML with what changed in it marked: a bar beside each block that says something new, and the new words in it.

It takes what templates made, whatever they are, so that no template has to know of it: what changed is looked for by
its letters, as the proof looks for what must be there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from akson_docs.meetings.revisions.changes import TextChange, letters_of, passages

BLOCKS = frozenset(("p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "figcaption"))
"""The elements that a bar stands beside."""
EMPTY = frozenset(("br", "hr", "img", "input", "col", "wbr", "path", "rect", "circle", "line", "use"))
MARK = "revised"
"""The class of a block that changed, and of the words in it that did."""
_OURS = re.compile(r'\sclass="(?:[^"]* )?(?:mark|changes)[ "]')
"""What tells of changes itself, and is not marked."""
_TOKENS = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)


def marked(section: str, changed: Iterable[TextChange]) -> str:
    """A piece of HTML with what is new in it marked; nothing is marked that did not change."""
    tokens = _TOKENS.split(section)
    blocks = list(_blocks(tokens))
    for words in changed:
        for before, chunk in passages(words.before, words.now):
            block = _holding(chunk, blocks) if chunk else None
            if block is not None:
                block.is_marked = True
                if before:
                    _mark_words(block, tokens, before, chunk)
    for block in blocks:
        if block.is_marked:
            tokens[block.opened] = _with_class(tokens[block.opened])
    return "".join(tokens)


_Word = tuple[int, int, int, str]
"""(which token it is in, where it begins there, where it ends, its letters)"""


@dataclass
class _Block:
    opened: int
    """Which token opens it."""
    texts: list[int] = field(default_factory=list)
    """Which tokens are its own text, that of blocks within it not among them."""
    letters: str = ""
    is_marked: bool = False


def _blocks(tokens: Sequence[str]) -> Iterator[_Block]:
    found: list[_Block] = []
    around: list[tuple[str, _Block | None]] = []
    ours = 0
    """How many elements are open from one on that tells of changes itself."""
    for place, token in enumerate(tokens):
        if ours and not token.startswith("<"):
            continue
        if not token.startswith("<"):
            block = next((one for _, one in reversed(around) if one is not None), None)
            if block is not None and token.strip():
                block.texts.append(place)
                block.letters += letters_of(html.unescape(token))
            continue
        name = re.match(r"</?([a-zA-Z][\w-]*)", token)
        if name is None or name[1] in EMPTY or token.endswith("/>"):
            continue
        if token.startswith("</"):
            while around and around.pop()[0] != name[1]:
                ours -= bool(ours)
            ours -= bool(ours)
        else:
            ours += bool(ours or _OURS.search(token))
            block = _Block(place) if name[1] in BLOCKS and not ours else None
            around.append((name[1], block))
            if block is not None:
                found.append(block)
    yield from found


def _holding(chunk: str, blocks: Iterable[_Block]) -> _Block | None:
    """The block that a text is in: the one that says just that or, failing that, the shortest that says more."""
    letters = letters_of(chunk)
    left = [block for block in blocks if not block.is_marked]
    same = next((block for block in left if block.letters == letters), None)
    holding = (block for block in left if letters in block.letters)
    return same or min(holding, key=lambda block: len(block.letters), default=None)


def _mark_words(block: _Block, tokens: list[str], before: str, now: str) -> None:
    """Marks the words of a block that are new in a passage of it."""
    there = [
        (place, word.start(), word.end(), letters_of(html.unescape(word[0])))
        for place in block.texts
        for word in re.finditer(r"\S+", tokens[place])
    ]
    passage = _spelling([word for word in there if word[3]], letters_of(now))
    old = [letters for letters in map(letters_of, before.split()) if letters]
    fresh = SequenceMatcher(None, old, [word[3] for word in passage], autojunk=False).get_opcodes()
    for what, _, _, first, last in reversed(fresh):
        if what not in ("insert", "replace"):
            continue
        for place in sorted({word[0] for word in passage[first:last]}):
            own = [word for word in passage[first:last] if word[0] == place]
            start, end, text = own[0][1], own[-1][2], tokens[place]
            tokens[place] = f'{text[:start]}<span class="{MARK}">{text[start:end]}</span>{text[end:]}'


def _spelling(words: Sequence[_Word], letters: str) -> Sequence[_Word]:
    """The words of a row that together spell something; none where it begins or ends within a word."""
    for first in range(len(words)):
        spelled = ""
        for last in range(first, len(words)):
            spelled += words[last][3]
            if spelled == letters:
                return words[first : last + 1]
            if not letters.startswith(spelled):
                break
    return ()


def _with_class(tag: str) -> str:
    if re.search(r'\sclass="', tag):
        return re.sub(r'(\sclass=")', rf"\g<1>{MARK} ", tag, count=1)
    return re.sub(r"^<([\w-]+)", rf'<\g<1> class="{MARK}"', tag)
