"""Rules about what should not be on the web: personal data, names, and what texts and files hide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from akson_docs.diagnostics import Code, Diagnostic, Severity, Span
from akson_docs.meetings import pseudonyms
from akson_docs.model.documents import Board
from akson_docs.rules import unprinted
from akson_docs.rules.scan import file_leaks
from akson_docs.rules.scan.public_content import Public

FindingCodes = tuple[Code, Code, Code]
"""One problem as it is told of a text, of a page of a file, and of a file."""


def _told(name: str, severity: Severity, en: str, nb: str, hint_en: str, hint_nb: str) -> FindingCodes:
    return (
        Code(name, severity, en, nb, hint_en, hint_nb),
        Code(name, severity, f"page {{page}} of {{file}}: {en}", f"side {{page}} i {{file}}: {nb}", hint_en, hint_nb),
        Code(name, severity, f"in {{file}}: {en}", f"i {{file}}: {nb}", hint_en, hint_nb),
    )


PERSONAL_NUMBER = _told(
    "personal-number",
    "error",
    "{found} reads as a national identity number, and this becomes public",
    "{found} ser ut som et fødselsnummer eller D-nummer, og dette blir offentlig",
    "take it out; if it is something else, add the line `silence: [personal-number]` to meeting.yaml",
    "ta det ut; er det noe annet, legg til linjen `silence: [personal-number]` i meeting.yaml",
)


def personal_number(public: Public) -> Iterator[Diagnostic]:
    """No fødselsnummer and no D-number is published. Offentlegforskrifta § 7 keeps them off the web.

    Looked at is every text of the public edition, names of files and addresses among them, and the text of the files
    that are published with it. A number counts when its date and its check digits hold. Because there is no taking
    back what was on the web, this rule is an error. The number is never shown in full, for logs are read by many.
    """
    yield from _personal(public, PERSONAL_NUMBER, "identity")


PERSONAL_ACCOUNT = _told(
    "personal-account",
    "warning",
    "{found} reads as an account number, and this becomes public",
    "{found} ser ut som et kontonummer, og dette blir offentlig",
    "take it out if it is a person's; "
    "if it is the body's own, add the line `silence: [personal-account]` to meeting.yaml",
    "ta det ut hvis det er en persons; "
    "er det organets eget, legg til linjen `silence: [personal-account]` i meeting.yaml",
)


def personal_account(public: Public) -> Iterator[Diagnostic]:
    """No person's account number is published. It counts in its usual form, 1234.56.78901, or after a word as konto.

    Whose an account is cannot be seen from its number. A body's own may well be public: silence the rule for it.
    """
    yield from _personal(public, PERSONAL_ACCOUNT, "account")


PERSONAL_HEALTH = _told(
    "personal-health",
    "warning",
    "{found} reads as a patient's number, a health worker's number or a diagnosis, and this becomes public",
    "{found} ser ut som et hjelpenummer, et HPR-nummer eller en diagnose, og dette blir offentlig",
    "take it out if it is about a person; if not, add the line `silence: [personal-health]` to meeting.yaml",
    "ta det ut hvis det gjelder en person; hvis ikke, legg til linjen `silence: [personal-health]` i meeting.yaml",
)


def personal_health(public: Public) -> Iterator[Diagnostic]:
    """Nothing is published that ties a person to the health service. That is a special category (GDPR, article 9).

    A hjelpenummer counts by its check digits; numbers in the register of health personnel and codes of diagnoses
    (ICD-10, ICPC-2) only after a word that says what they are.
    """
    yield from _personal(public, PERSONAL_HEALTH, "help", "practitioner", "diagnosis")


PERSONAL_PASSPORT = _told(
    "personal-passport",
    "warning",
    "{found} reads as the number of a passport, and this becomes public",
    "{found} ser ut som et passnummer, og dette blir offentlig",
    "take it out; if it is something else, add the line `silence: [personal-passport]` to meeting.yaml",
    "ta det ut; er det noe annet, legg til linjen `silence: [personal-passport]` i meeting.yaml",
)


def personal_passport(public: Public) -> Iterator[Diagnostic]:
    """No number of a passport is published. It has no check digit, and counts only after the word passnummer."""
    yield from _personal(public, PERSONAL_PASSPORT, "passport")


_INSPECT = (
    "publish a PDF made without it, or let the program look for what is hidden and take it out",
    "publiser en PDF laget uten det, eller la programmet lete opp det som er skjult, og ta det ut",
)
_HIDING: Mapping[file_leaks.LeakKind, tuple[str, str]] = {
    "comment": ("comments are published with it", "kommentarer blir publisert med den"),
    "change": ("tracked changes are published with it", "sporede endringer blir publisert med den"),
    "hidden": ("hidden text, sheets or slides are published with it", "skjult tekst eller ark blir publisert med den"),
    "note": ("notes for the speaker are published with it", "notater til foredragsholderen blir publisert med den"),
}
ATTACHMENT_HIDDEN: Mapping[file_leaks.LeakKind, FindingCodes] = {
    what: _told("attachment-hidden", "warning", en, nb, *_INSPECT) for what, (en, nb) in _HIDING.items()
}


def attachment_hidden(public: Public) -> Iterator[Diagnostic]:
    """An attachment has nothing in it that its author does not see. Comments and old wordings come along unnoticed.

    Looked for are comments, tracked changes, hidden text, sheets and slides, and notes for a speaker.
    """
    for what, told in ATTACHMENT_HIDDEN.items():
        yield from _leaking(public, told, what)


ATTACHMENT_REDACTION = _told(
    "attachment-redaction",
    "warning",
    "text lies under black, and can be copied from there",
    "tekst ligger under svart, og kan kopieres derfra",
    "redact it with a tool that removes the text, or publish a scan",
    "sladd med et verktøy som fjerner teksten, eller publiser en skanning",
)


def attachment_redaction(public: Public) -> Iterator[Diagnostic]:
    """What is blacked out in a PDF is gone from it. A black box over text hides it from nobody who can copy.

    Seen are black rectangles over text, black text on them, and marks for redaction that were not carried out.
    """
    yield from _leaking(public, ATTACHMENT_REDACTION, "redaction")


ATTACHMENT_AUTHOR = _told(
    "attachment-author",
    "note",
    "its properties say who made it",
    "egenskapene sier hvem som laget den",
    "take author and company out of its properties, if they are not to be public",
    "ta forfatter og firma ut av egenskapene, hvis de ikke skal være offentlige",
)


def attachment_author(public: Public) -> Iterator[Diagnostic]:
    """The properties of an attachment name nobody. Office programs write who made it. The rule only notes it."""
    yield from _leaking(public, ATTACHMENT_AUTHOR, "author")


_UNREAD: Mapping[file_leaks.LeakKind, FindingCodes] = {
    "unread": _told(
        "attachment-unread",
        "note",
        "it cannot be opened, and was not searched for personal data",
        "den kan ikke åpnes, og ble ikke gjennomsøkt for personopplysninger",
        "publish it without a password, or look through it yourself",
        "publiser den uten passord, eller se gjennom den selv",
    ),
    "size": _told(
        "attachment-unread",
        "note",
        "from here on it was not searched for personal data: it is too large",
        "herfra ble den ikke gjennomsøkt for personopplysninger: den er for stor",
        "look through it yourself",
        "se gjennom den selv",
    ),
}


def attachment_unread(public: Public) -> Iterator[Diagnostic]:
    """What was not searched for personal data is noted. Files that are locked, broken or very large are not searched.

    The limits are 50 million bytes and 500 pages.
    """
    for what, told in _UNREAD.items():
        yield from _leaking(public, told, what)


_PICTURED: Mapping[file_leaks.LeakKind, FindingCodes] = {
    "place": _told(
        "picture-place",
        "warning",
        "a picture tells where it was taken",
        "et bilde forteller hvor det ble tatt",
        "save it anew without the place",
        "lagre det på nytt uten posisjon",
    ),
    "serial": _told(
        "picture-place",
        "warning",
        "a picture tells the number of the camera",
        "et bilde forteller kameraets serienummer",
        "save it anew without such notes",
        "lagre det på nytt uten slike opplysninger",
    ),
}


def picture_place(public: Public) -> Iterator[Diagnostic]:
    """A picture does not tell where it was taken, nor with which camera. Telephones write both into it (EXIF, XMP)."""
    for what, told in _PICTURED.items():
        yield from _leaking(public, told, what)


FILE_PUBLISHED = Code(
    "file-withheld-elsewhere",
    "warning",
    "this file is withheld in line {line}, and published here",
    "denne filen er unntatt i linje {line}, og publiseres her",
    "withhold it here too, or add the line `silence: [file-withheld-elsewhere]` to meeting.yaml where it is meant so",
    "unnta den her også, "
    "eller legg til linjen `silence: [file-withheld-elsewhere]` i meeting.yaml hvis det er meningen",
)
FILE_WITHHELD = Code(
    "file-withheld-elsewhere",
    "warning",
    "this file is withheld here, and published by line {line}",
    "denne filen er unntatt her, og publiseres av linje {line}",
    FILE_PUBLISHED.hint_en.replace(" here", " there"),
    FILE_PUBLISHED.hint_nb.replace(" her ", " der "),
)


def file_withheld_elsewhere(public: Public) -> Iterator[Diagnostic]:
    """A file is not withheld at one place of a meeting and published at another.

    The same file counts, and so does a copy of it under another name.
    """
    for withheld, shown, _ in public.doubled:
        yield FILE_WITHHELD.at(withheld, line=shown.line)
        yield FILE_PUBLISHED.at(shown, line=withheld.line)


NAME_READ = Code(
    "name-left",
    "warning",
    '"{found}" reads as a person\'s name, and names have gone from this meeting',
    "«{found}» ser ut som navnet på en person, og navnene er borte fra dette møtet",
    "say what the person is instead, or withhold the text; if it is no person, add the line "
    "`silence: [name-left]` to meeting.yaml: it silences the whole meeting",
    "skriv hva personen er i stedet, eller unnta teksten; er det ingen person, legg til "
    "linjen `silence: [name-left]` i meeting.yaml: den gjelder hele møtet",
)
NAME_PART = Code(
    "name-left",
    "warning",
    "a part of the name of somebody who is not named stands here ({found})",
    "her står en del av navnet til en som ikke navngis ({found})",
    "say what the person is instead; if it is somebody else's, add the line `silence: [name-left]` to "
    "meeting.yaml: it silences the whole meeting",
    "skriv hva personen er i stedet; er det en annens, legg til linjen `silence: [name-left]` i meeting.yaml: "
    "den gjelder hele møtet",
)
NAME_ADDRESS = Code(
    "name-left",
    "warning",
    "an address, an id or the name of a file holds the name of somebody who is not named",
    "en adresse, en id eller et filnavn inneholder navnet til en som ikke navngis",
    "rename it, or leave it out: a name in an address is found like any other",
    "gi det et annet navn, eller ta det ut: et navn i en adresse finnes som alle andre",
)
NAME_WHOLE = Code(
    "name-left",
    "warning",
    "this text is left out whole: the name of somebody who is not named cannot be taken out of it by itself",
    "denne teksten er utelatt i sin helhet: navnet til en som ikke navngis, kan ikke tas ut av den alene",
    "write the name in one piece, or say what the person is instead",
    "skriv navnet i ett stykke, eller skriv hva personen er i stedet",
)
NAME_DOUBT = Code(
    "name-left",
    "warning",
    "whoever stands here is left out: it may be somebody who is not named, by the surname",
    "den som står her, er utelatt: etter etternavnet kan det være en som ikke navngis",
    "refer to the person by the id in board.yaml, or write the full name if it is somebody else",
    "vis til personen med id-en i board.yaml, eller skriv hele navnet hvis det er en annen",
)
NAME_IN_FILE = _told(
    "name-left",
    "warning",
    "the name of somebody who is not named stands here, and a file is published as it is",
    "her står navnet til en som ikke navngis, og en fil publiseres som den er",
    "take it out of the file, or withhold the file; if it is somebody else's, add the line `silence: [name-left]` to "
    "meeting.yaml: it silences the whole meeting",
    "ta det ut av filen, eller unnta filen; er det en annens, legg til linjen `silence: [name-left]` i meeting.yaml: "
    "den gjelder hele møtet",
)
NAME_ON_SITE = Code(
    "name-left",
    "warning",
    "somebody who is private on the board {board} is named here, and what the site says of itself is on every page",
    "en som er privat i {board}, navngis her, og det nettstedet sier om seg selv, står på hver side",
    "say what the person is instead, or take `private: yes` out of board.yaml",
    "skriv hva personen er i stedet, eller ta `private: yes` ut av board.yaml",
)


def site_names(public: Public, boards: Mapping[str, Board]) -> Iterator[Diagnostic]:
    """Names in what the site says of itself stay there: they are told."""
    for folder, board in boards.items():
        for span in public.naming(pseudonyms.private(board)):
            yield NAME_ON_SITE.at(span, board=folder)


def name_left(public: Public) -> Iterator[Diagnostic]:
    """What is left of names is told. A name that is not written where persons are cannot be known.

    Of private persons, and of everybody in a meeting whose names have gone (`privacy.names_until`): a surname by itself
    or after an initial, a name in an address, an id or the name of a file, and a text that was left out whole because
    of a name. A key that holds a person says nobody where that may be one of them: a surname with no other given name.
    In a meeting whose names have gone also what reads as a name: two words or more with capitals beside each
    other that are no words of the board, of bodies, of roles or of the calendar. Names in small letters, and one word
    alone, are not found so. Names of those who are known are told by their first letters only.

    Files are published as they are: attachments, and the pictures on slides. A name in the text of one, in what it
    says of itself, or in what is drawn is told where the file is named. What a scan shows is not read.
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


def _unprinted(en: str, nb: str, hint_en: str, hint_nb: str, severity: Severity = "error") -> Code:
    return Code("hidden-text", severity, en, nb, hint_en, hint_nb)


_TAKE_OUT = (
    "take it out; what is only for authors begins with # in YAML",
    "ta det ut; det som bare er for forfattere, begynner med # i YAML",
)
HIDDEN_TEXT: Mapping[unprinted.UnprintedKind, Code] = {
    "comment": _unprinted(
        'what "{found}" begins hides nothing here: it is printed word for word',
        "det «{found}» begynner, skjuler ingenting her: det blir trykt ord for ord",
        *_TAKE_OUT,
    ),
    "definition": _unprinted(
        'no link goes by the name "{found}", so that no reader sees what stands here',
        "ingen lenke bruker navnet «{found}», så ingen leser ser det som står her",
        *_TAKE_OUT,
    ),
    "title": _unprinted(
        'the title of a link is not printed: "{found}"',
        "tittelen på en lenke blir ikke trykt: «{found}»",
        "say it in the text, or take it out",
        "si det i teksten, eller ta det ut",
        "warning",
    ),
    "link": _unprinted(
        'a link without words is not seen: "{found}"',
        "en lenke uten ord synes ikke: «{found}»",
        "write [words](address), or take it out",
        "skriv [ord](adresse), eller ta den ut",
    ),
    "address": _unprinted(
        'this is no address, and no reader sees it: "{found}"',
        "dette er ingen adresse, og ingen leser ser det: «{found}»",
        "an address begins with https:// or mailto: and has no spaces",
        "en adresse begynner med https:// eller mailto: og har ikke mellomrom",
    ),
    "cell": _unprinted(
        'the table has no column for "{found}", which is not printed',
        "tabellen har ingen kolonne for «{found}», som ikke blir trykt",
        "give its head as many columns as its rows have",
        "gi hodet like mange kolonner som radene har",
    ),
    "letters": _unprinted(
        'not all that stands here is printed, and "{found}" is among what is not',
        "ikke alt som står her, blir trykt, og «{found}» er noe av det som ikke blir det",
        "write it more simply: without brackets, or without a table",
        "skriv det enklere: uten hakeparenteser, eller uten en tabell",
    ),
}


def hidden_text(public: Public) -> Iterator[Diagnostic]:
    """All that stands in a public text is there to be read. What Markdown drops, nobody proof-reads.

    Found are comments of HTML, definitions of links that no link uses, titles of links, links without words, cells
    that a table has no column for, and whatever else of a text is not printed. This rule is an error, for the sources
    and what machines read (`meeting.json`) have it all; titles of links, which other tools write by themselves, are
    warned of.
    """
    for span, one in public.unprinted:
        said = one.found if len(one.found) <= 60 else f"{one.found[:60]}…"
        yield HIDDEN_TEXT[one.what].at(span, found=said)


def _personal(public: Public, told: FindingCodes, *kinds: file_leaks.LeakKind) -> Iterator[Diagnostic]:
    for span, one in public.personal:
        if one.kind in kinds:
            yield told[0].at(span, found=one.masked)
    yield from _leaking(public, told, *kinds)


def _leaking(public: Public, told: FindingCodes, *whats: file_leaks.LeakKind) -> Iterator[Diagnostic]:
    """What files give away: at its line in a file of plain text, else where the file is named."""
    for path, file in public.files:
        for leak in public.leaks.get(file, ()):
            name, span = file.rpartition("/")[2], public.parsed.span(path)
            if leak.what not in whats:
                continue
            if leak.line:
                yield told[0].at(Span(file, leak.line, leak.column), found=leak.masked)
            elif leak.page:
                yield told[1].at(span, found=leak.masked, file=name, page=leak.page)
            else:
                yield told[2].at(span, found=leak.masked, file=name)
