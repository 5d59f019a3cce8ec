"""Rules about what should not be on the web: personal data, names, and what texts and files hide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Diagnostic, Severity, Span
from akson_docs.meetings import pseudonyms
from akson_docs.model.documents import Board
from akson_docs.rules import unprinted
from akson_docs.rules.scan import file_contents, file_leaks
from akson_docs.rules.scan.file_leaks import Leak
from akson_docs.rules.scan.public_content import Public

FindingCodes = tuple[Code, Code, Code]
"""One problem as it is told of a text, of a page of a file, and of a file."""


def _of_leak(told: FindingCodes, leak: Leak) -> Code:
    """A problem as it is told of something in a file, with where it is."""
    if leak.part:
        return replace(told[0], where=N_("in {part} in {file}: "))
    in_file, on_page = _WHERE[leak.place]
    return replace(told[0], where=on_page if leak.page else in_file)


_WHERE: Mapping[file_contents.FilePlace, tuple[str, str]] = {
    "text": (N_("in {file}: "), N_("page {page} of {file}: ")),
    "field": (N_("in the form in {file}: "), N_("in a field on page {page} of {file}: ")),
    "mark": (N_("in a comment or a stamp in {file}: "), N_("in a comment or a stamp on page {page} of {file}: ")),
    "link": (N_("behind a link in {file}: "), N_("behind a link on page {page} of {file}: ")),
    "alternative": (N_("in what is read aloud of {file}: "),) * 2,
    "bookmark": (N_("in a bookmark of {file}: "),) * 2,
    "properties": (N_("in the properties of {file}: "),) * 2,
    "script": (N_("in a script in {file}: "),) * 2,
    "former": (N_("in an earlier version that is still inside {file}: "),) * 2,
    "unseen": (N_("inside {file}, where nobody sees it: "),) * 2,
}
"""What stands before a problem: of the file as a whole, and where the page is known."""


def _told(name: str, severity: Severity, text: str, hint: str) -> FindingCodes:
    in_file, on_page = _WHERE["text"]
    return (
        Code(name, severity, text, hint),
        Code(name, severity, text, hint, on_page),
        Code(name, severity, text, hint, in_file),
    )


PERSONAL_NUMBER = _told(
    "personal-number",
    "error",
    N_("{found} reads as a national identity number, and this becomes public"),
    N_("take it out; if it is something else, add the line `silence: [personal-number]` to meeting.yaml"),
)


def personal_number(public: Public) -> Iterator[Diagnostic]:
    """No fødselsnummer and no D-number is published. Offentlegforskrifta § 7 keeps them off the web.

    The rule looks at every text of the public edition, also file names and addresses, and at everything inside the
    files that are published with it: what one reads, and properties, bookmarks, links, forms, comments, hidden cells,
    files inside files and earlier versions. A number counts when its date and its check digits hold, also where its
    digits are set apart: one in each box, or in two columns. This is an error, because what was on the web cannot be
    taken back. The number is never shown in full, because logs are read by many.
    """
    yield from _personal(public, PERSONAL_NUMBER, "identity")


def printed_numbers(
    found: Iterable[Leak], paper: str, place: Callable[[int], Span], told: Iterable[str]
) -> Iterator[Diagnostic]:
    """What the rule finds in a paper that is finished, and has not told of the sources: there digits may come together
    that stood apart. `place` is where what a page is about is written, and `told` are the numbers as they are shown."""
    known = set(told)
    for leak in found:
        if leak.masked not in known:
            code = _of_leak(PERSONAL_NUMBER, leak)
            page = {"page": leak.page} if leak.page else {}
            yield code.at(place(leak.page), found=leak.masked, file=paper, part=leak.part, **page)


PERSONAL_ACCOUNT = _told(
    "personal-account",
    "warning",
    N_("{found} reads as an account number, and this becomes public"),
    N_(
        "take it out if it is a person's; "
        "if it is the body's own, add the line `silence: [personal-account]` to meeting.yaml"
    ),
)


def personal_account(public: Public) -> Iterator[Diagnostic]:
    """No person's account number is published. A number counts in its usual form, 1234.56.78901, or after a word such
    as konto.

    The number does not show whose account it is. A body's own may well be public: silence the rule for it.
    """
    yield from _personal(public, PERSONAL_ACCOUNT, "account")


PERSONAL_HEALTH = _told(
    "personal-health",
    "warning",
    N_("{found} reads as a patient's number, a health worker's number or a diagnosis, and this becomes public"),
    N_("take it out if it is about a person; if not, add the line `silence: [personal-health]` to meeting.yaml"),
)


def personal_health(public: Public) -> Iterator[Diagnostic]:
    """Nothing is published that ties a person to the health service. That is a special category (GDPR, article 9).

    A hjelpenummer counts by its check digits. Numbers in the register of health personnel and codes of diagnoses
    (ICD-10, ICPC-2) count only after a word that says what they are.
    """
    yield from _personal(public, PERSONAL_HEALTH, "help", "practitioner", "diagnosis")


PERSONAL_PASSPORT = _told(
    "personal-passport",
    "warning",
    N_("{found} reads as the number of a passport, and this becomes public"),
    N_("take it out; if it is something else, add the line `silence: [personal-passport]` to meeting.yaml"),
)


def personal_passport(public: Public) -> Iterator[Diagnostic]:
    """No passport number is published. It has no check digit, and counts only after the word passnummer."""
    yield from _personal(public, PERSONAL_PASSPORT, "passport")


_INSPECT = N_("publish a PDF made without it, or let the program look for what is hidden and take it out")
_HIDING: Mapping[file_leaks.LeakKind, str] = {
    "comment": N_("comments are published with it"),
    "change": N_("tracked changes are published with it"),
    "hidden": N_("hidden text, sheets or slides are published with it"),
    "note": N_("notes for the speaker are published with it"),
}
ATTACHMENT_HIDDEN: Mapping[file_leaks.LeakKind, FindingCodes] = {
    what: _told("attachment-hidden", "warning", text, _INSPECT) for what, text in _HIDING.items()
}


HIDDEN_WORDS = _told(
    "attachment-hidden", "warning", N_('text that nobody sees ("{found}") is published with it'), _INSPECT
)


def attachment_hidden(public: Public) -> Iterator[Diagnostic]:
    """An attachment holds nothing that its author does not see. Comments and old wordings come along unnoticed.

    The rule looks for comments, tracked changes, hidden text, sheets and slides, and notes for a speaker. In a PDF text
    is hidden where the page looks the same without it: in the colour of the paper, outside of the page, in a layer that
    is not shown.
    """
    for what, told in ATTACHMENT_HIDDEN.items():
        yield from _leaking(public, told, what)
    yield from _leaking(public, HIDDEN_WORDS, "hidden", with_words=True)


ATTACHMENT_REDACTION = _told(
    "attachment-redaction",
    "warning",
    N_("text lies under something that covers it, and can be copied from there"),
    N_("write redact: with the words or the places, and the public gets a file that has them no more"),
)


def attachment_redaction(public: Public) -> Iterator[Diagnostic]:
    """What is blacked out in a PDF is gone from it. A box over text hides it from nobody who can copy.

    The rule draws each page with its text and without it, and finds the text that makes no difference because something
    lies over it: a box of any colour, a line, a picture, a mark. Marks for redaction that were not carried out are
    found too.
    """
    yield from _leaking(public, ATTACHMENT_REDACTION, "redaction")


ATTACHMENT_AUTHOR = _told(
    "attachment-author",
    "note",
    N_("its properties say who made it"),
    N_("take author and company out of its properties, if they are not to be public"),
)


def attachment_author(public: Public) -> Iterator[Diagnostic]:
    """The properties of an attachment name nobody. Office programs write there who made it. The rule only notes it."""
    yield from _leaking(public, ATTACHMENT_AUTHOR, "author")


_LOOK_YOURSELF = N_("look through it yourself")
_NOT_SEARCHED: Mapping[file_leaks.LeakKind, tuple[str, str]] = {
    "unread": (
        N_("it cannot be opened, and was not searched for personal data"),
        N_("publish it without a password, or look through it yourself"),
    ),
    "size": (N_("from here on it was not searched for personal data: it is too large"), _LOOK_YOURSELF),
    "drawn": (
        N_("it draws so much that nobody looked for text under something"),
        N_("see yourself that nothing lies under something else"),
    ),
    "kind": (N_("files of this kind are not searched for personal data"), _LOOK_YOURSELF),
    "rounded": (
        N_("a column of identity numbers has rounded ones (1.5E+10), which cannot be searched"),
        N_("take the column out"),
    ),
    "thumbnail": (
        N_("a small picture of its first page lies in it, and was not searched for personal data"),
        N_("save it without a preview, or see that the picture may be public"),
    ),
    "letters": (
        N_("its fonts do not say which letters they show, so that it was not searched for personal data"),
        N_("make the PDF again from its source, or look through it yourself"),
    ),
}
_UNREAD: Mapping[file_leaks.LeakKind, FindingCodes] = {
    what: _told("attachment-unread", "note", text, hint) for what, (text, hint) in _NOT_SEARCHED.items()
}


ATTACHED_PICTURE = Code(
    "attachment-unread",
    "note",
    N_("what a picture shows is not searched for personal data"),
    _LOOK_YOURSELF,
)


def attachment_unread(public: Public) -> Iterator[Diagnostic]:
    """What was not searched for personal data is noted. Files that are locked, broken, very large or of a kind that
    cannot be read, such as film and old office files, are not searched; nor is what pictures show.

    The limits are 50 million bytes and 500 pages. Pages of a PDF that are pictures of text are told by themselves, and
    of pictures those that are attached, for they may be scans.
    """
    for what, told in _UNREAD.items():
        yield from _leaking(public, told, what)
    for path, file in public.files:
        if "attachments" in path and file.lower().endswith(_BITMAPS):
            yield ATTACHED_PICTURE.at(public.parsed.span(path))


_BITMAPS = tuple(f".{ending}" for ending in file_contents.PICTURES)


_PICTURED: Mapping[file_leaks.LeakKind, FindingCodes] = {
    "place": _told(
        "picture-place", "warning", N_("a picture tells where it was taken"), N_("save it anew without the place")
    ),
    "serial": _told(
        "picture-place",
        "warning",
        N_("a picture tells the number of the camera"),
        N_("save it anew without such notes"),
    ),
}


def picture_place(public: Public) -> Iterator[Diagnostic]:
    """A picture does not tell where it was taken, nor with which camera. Telephones write both into it (EXIF, XMP)."""
    for what, told in _PICTURED.items():
        yield from _leaking(public, told, what)


FILE_PUBLISHED = Code(
    "file-withheld-elsewhere",
    "warning",
    N_("this file is withheld in line {line}, and published here"),
    N_(
        "withhold it here too, or add the line `silence: [file-withheld-elsewhere]` to meeting.yaml where it "
        "is meant so"
    ),
)
FILE_WITHHELD = Code(
    "file-withheld-elsewhere",
    "warning",
    N_("this file is withheld here, and published by line {line}"),
    N_(
        "withhold it there too, or add the line `silence: [file-withheld-elsewhere]` to meeting.yaml where it "
        "is meant so"
    ),
)


def file_withheld_elsewhere(public: Public) -> Iterator[Diagnostic]:
    """A file is not withheld in one place of a meeting and published in another.

    The same file counts, and so does a copy of it under another name.
    """
    for withheld, shown, _ in public.doubled:
        yield FILE_WITHHELD.at(withheld, line=shown.line)
        yield FILE_PUBLISHED.at(shown, line=withheld.line)


NAME_READ = Code(
    "name-left",
    "warning",
    N_('"{found}" reads as a person\'s name, and names have gone from this meeting'),
    N_(
        "say what the person is instead, or withhold the text; if it is no person, add the line "
        "`silence: [name-left]` to meeting.yaml: it silences the whole meeting"
    ),
)
NAME_PART = Code(
    "name-left",
    "warning",
    N_("a part of the name of somebody who is not named stands here ({found})"),
    N_(
        "say what the person is instead; if it is somebody else's, add the line `silence: [name-left]` to "
        "meeting.yaml: it silences the whole meeting"
    ),
)
NAME_ADDRESS = Code(
    "name-left",
    "warning",
    N_("an address, an id or the name of a file holds the name of somebody who is not named"),
    N_("rename it, or leave it out: a name in an address is found like any other"),
)
NAME_WHOLE = Code(
    "name-left",
    "warning",
    N_("this text is left out whole: the name of somebody who is not named cannot be taken out of it by itself"),
    N_("write the name in one piece, or say what the person is instead"),
)
NAME_DOUBT = Code(
    "name-left",
    "warning",
    N_("whoever stands here is left out: it may be somebody who is not named, by the surname"),
    N_("refer to the person by the id in board.yaml, or write the full name if it is somebody else"),
)
NAME_IN_FILE = _told(
    "name-left",
    "warning",
    N_("the name of somebody who is not named stands here, and a file is published as it is"),
    N_(
        "take it out of the file, or withhold the file; if it is somebody else's, add the line `silence: "
        "[name-left]` to "
        "meeting.yaml: it silences the whole meeting"
    ),
)
NAME_ON_SITE = Code(
    "name-left",
    "warning",
    N_("somebody who is private on the board {board} is named here, and what the site says of itself is on every page"),
    N_("say what the person is instead, or take `private: yes` out of board.yaml"),
)


def site_names(public: Public, boards: Mapping[str, Board]) -> Iterator[Diagnostic]:
    """Names in what the site says of itself stay there: they are told."""
    for folder, board in boards.items():
        for span in public.naming(pseudonyms.private(board)):
            yield NAME_ON_SITE.at(span, board=folder)


def name_left(public: Public) -> Iterator[Diagnostic]:
    """Nothing is left of the name of somebody who is not to be named. A name that is not written where persons are
    named cannot be known for sure.

    This goes for private persons, and for everybody in a meeting whose names have gone (`privacy.names_until`). You are
    told of a surname by itself or after an initial, of a name in an address, an id or a file name, and of a text that
    was left out whole because of a name. A key that holds a person shows nobody where that may be one of them: a
    surname with no other given name. In a meeting whose names have gone, you are also told of what reads as a name: two
    words or more with capitals beside each other that are no words of the board, of bodies, of roles or of the
    calendar. Names in small letters, and one word alone, are not found so. Of names that are known only the first
    letters are shown.

    Attachments and the pictures on slides are published as they are. A name in the text of such a file, in its
    properties, or in what is drawn is told where the file is named. What a scan shows is not read.
    """
    for span, one in public.left:
        yield _LEFT[one.kind].at(span, **({"found": one.words} if one.words else {}))
    yield from _leaking(public, NAME_IN_FILE, "name")


_LEFT: Mapping[str, Code] = {
    "name": NAME_READ,
    "part": NAME_PART,
    "address": NAME_ADDRESS,
    "whole": NAME_WHOLE,
    "doubt": NAME_DOUBT,
}


def _unprinted(text: str, hint: str, severity: Severity = "error") -> Code:
    return Code("hidden-text", severity, text, hint)


_TAKE_OUT = N_("take it out; what is only for authors begins with # in YAML")
HIDDEN_TEXT: Mapping[unprinted.UnprintedKind, Code] = {
    "comment": _unprinted(N_('what "{found}" begins hides nothing here: it is printed word for word'), _TAKE_OUT),
    "definition": _unprinted(
        N_('no link goes by the name "{found}", so that no reader sees what stands here'), _TAKE_OUT
    ),
    "title": _unprinted(
        N_('the title of a link is not printed: "{found}"'), N_("say it in the text, or take it out"), "warning"
    ),
    "link": _unprinted(N_('a link without words is not seen: "{found}"'), N_("write [words](address), or take it out")),
    "address": _unprinted(
        N_('this is no address, and no reader sees it: "{found}"'),
        N_("an address begins with https:// or mailto: and has no spaces"),
    ),
    "cell": _unprinted(
        N_('the table has no column for "{found}", which is not printed'),
        N_("give its head as many columns as its rows have"),
    ),
    "letters": _unprinted(
        N_('not all that stands here is printed, and "{found}" is among what is not'),
        N_("write it more simply: without brackets, or without a table"),
    ),
}


def hidden_text(public: Public) -> Iterator[Diagnostic]:
    """All that stands in a public text is there to be read. What Markdown leaves out, nobody proof-reads.

    The rule finds HTML comments, definitions of links that no link uses, titles of links, links without words, cells
    that a table has no column for, and whatever else of a text is not printed. It is an error, because the sources and
    what machines read (`meeting.json`) have it all. Titles of links, which other tools write by themselves, only give a
    warning.
    """
    for span, one in public.unprinted:
        said = one.found if len(one.found) <= 60 else f"{one.found[:60]}…"
        yield HIDDEN_TEXT[one.what].at(span, found=said)


def _personal(public: Public, told: FindingCodes, *kinds: file_leaks.LeakKind) -> Iterator[Diagnostic]:
    for span, one in public.personal:
        if one.kind in kinds:
            yield told[0].at(span, found=one.masked)
    yield from _leaking(public, told, *kinds)


def _leaking(
    public: Public, told: FindingCodes, *whats: file_leaks.LeakKind, with_words: bool = False
) -> Iterator[Diagnostic]:
    """What files give away: at its line in a file of plain text, else where the file is named; of what is hidden that
    of which words are known, or the rest."""
    for path, file in public.files:
        for leak in public.leaks.get(file, ()):
            if leak.what not in whats or (leak.what == "hidden" and bool(leak.masked) != with_words):
                continue
            if leak.line:
                yield told[0].at(Span(file, leak.line, leak.column), found=leak.masked)
                continue
            parameters: dict[str, str | int] = {"found": leak.masked, "file": file.rpartition("/")[2]}
            parameters |= {"part": leak.part} if leak.part else {"page": leak.page} if leak.page else {}
            yield _of_leak(told, leak).at(public.parsed.span(path), **parameters)
