"""Whether words in a row that may be somebody's name are: what stands between them and around them.

No name goes over the end of a sentence. The surname comes first where nobody else's given name stands before it: "Ola
Nordmann, Kari Hansen" has two people. A name that lacks its first or its last part is one in a plain row of words only.
"""

from __future__ import annotations

import re

from akson_docs.meetings import roles, spelt
from akson_docs.meetings.spelt import PARTICLES, Name, NamePlace

AROUND = 120
"""How far before and after a name is looked: no word is longer."""
_ENDS_SENTENCE = re.compile(r"[.!?\u2026][\"'\u2019\u00bb\u201d)]*\s")
_PARTS_SURNAME = re.compile(r"[.!?:;\u2026][\"'\u2019\u00bb\u201d)]*\s")
"""What never stands between a surname and a given name after it."""
_BEFORE = re.compile(r"([^\W\d_]+)(\.?)(?:[^\S\n]+|[-\u2010\u2011])$")
_PARTICLE = re.compile(rf"(?:\s(?:{'|'.join(sorted(PARTICLES))}))+\s+$")
_AFTER = re.compile(r"[^\S\n]+([^\W\d_]+)")
_ROW = re.compile(r"[^\S\n]*(?:\n|[-\u2010\u2011])?[^\S\n]*")
"""Between the words of a plain row."""
_CLOSE = re.compile(r"(?:[^\S\n]|[-,\u2010-\u2015])*")
"""Between words of one line that nothing but a comma parts."""


def is_one(text: str, name: Name, place: NamePlace) -> bool:
    """Whether what may be a name in a text, as it was written, is."""
    between = [spelt.seen(text[start:end]) for start, end in place.joints]
    if any(map(lambda joint, gap: _ends_sentence(text, name, place, joint, gap), place.joints, between)):
        return False
    form = place.form
    if not (form.turned or form.bare):
        return True
    if form.turned and any(map(_PARTS_SURNAME.search, between)):
        return False
    before = _BEFORE.search(_PARTICLE.sub(" ", spelt.seen(text[max(0, place.start - AROUND) : place.start])))
    after = _AFTER.match(spelt.seen(text[place.end : place.end + AROUND]))
    led = before is not None and before[1][0].isupper() and (not before[2] or len(before[1]) == 1)
    followed = after is not None and after[1][0].isupper()
    if led and before is not None and _is_of_name(before[1]):
        return False
    if form.turned:
        return not (followed and (led or not all(map(_CLOSE.fullmatch, between))))
    initials = (len(word) == 1 for word in form.words)
    plain = (
        _ROW.fullmatch(gap.removeprefix(".") if short else gap) for gap, short in zip(between, initials, strict=False)
    )
    return all(plain) and not (followed and after is not None and _is_of_name(after[1]))


def _ends_sentence(text: str, name: Name, place: NamePlace, joint: tuple[int, int], between: str) -> bool:
    """Whether a sentence ends between two words of a name: not after an initial, nor where the name has a stop."""
    if not (_ENDS_SENTENCE.search(between) and text[joint[1]].isupper()):
        return False
    word = re.search(r"[^\W\d_]+$", spelt.seen(text[place.start : joint[0]]))
    return word is not None and len(word[0]) > 1 and f"{word[0]}.".casefold() not in name.written.casefold()


def _is_of_name(word: str) -> bool:
    """Whether a word with a capital is rather a part of a name than a word that says what somebody is."""
    plain = spelt.letters(word)
    common = roles.is_common(plain) and plain != "per"  # a given name as well
    return not (common or roles.is_role(plain) or roles.is_of_body(plain))
