"""`akson verify`: says whether a paper is the very one that was sent or that the sources give, and if not, where it
differs; who signed it, and by when what was sent was there."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from akson_docs.cli.options import Help, places, request
from akson_docs.cli.terminal import is_overheard, said, tell

if TYPE_CHECKING:
    from akson_docs.actions.verifying import Verdict
    from akson_docs.pdf.compared import Difference
    from akson_docs.pdf.signing import Signature

HELP = Help(
    (
        "Says which meeting, edition and issue a PDF was made from, and whether it is unaltered: the very bytes that "
        "were sent, or that the sources give. A paper that a program has only saved anew is told apart from one that "
        "was altered; of that one it says what differs, and on which page. What was sent is held to git's history.\n\n"
        "Of a signed paper it says who signed, when, and whether the signature holds; of a dispatch that was time "
        "stamped, by when it was there. That decides nothing of the rest: anybody can sign anything. Nobody is asked "
        "over the network, not even whether a certificate was revoked.",
        "Sier hvilket møte en PDF ble laget av, hvem den er for og hvilken utgave den er, og om den er uendret: byte "
        "for byte det som ble sendt, eller det kildene gir. Et dokument som et program bare har lagret på nytt, "
        "skilles fra et som er endret; av det sier den hva som er annerledes, og på hvilken side. Det som er sendt, "
        "holdes opp mot historikken i git.\n\n"
        "Av et signert dokument sier den hvem som signerte, når, og om signaturen holder; av en utsendelse som er "
        "tidsstemplet, når den fantes. Det sier ikke noe om resten: hvem som helst kan signere hva som helst. Ingen "
        "spørres over nettet, heller ikke om et sertifikat er trukket tilbake.",
    ),
    examples=(
        ("akson verify papers.pdf", "a paper that somebody was sent", "et dokument som noen har fått tilsendt"),
        (
            "akson verify papers.pdf --trust issuer.pem",
            "one whose signer has a certificate of this issuer",
            "et der den som signerte, har et sertifikat fra denne utstederen",
        ),
    ),
    exits=(
        (0, "unaltered: the very bytes", "uendret, byte for byte"),
        (
            1,
            "altered, or other than the sources, or no paper of ours",
            "endret, eller annerledes enn kildene, eller ikke et av våre dokumenter",
        ),
        (
            3,
            "saved anew by a program, or signed since, and nothing else in it differs",
            "lagret på nytt av et program, eller signert siden, og ingenting annet i det er annerledes",
        ),
    ),
    see=("build",),
)
EXITS = {"unaltered": 0, "resaved": 3, "signed": 3}
"""The exit codes, but for those of what is not as it was."""

DIFFERENCES = {
    "bytes-before": ("bytes before the file begins", "byte før filen begynner"),
    "bytes-after": ("bytes after the file ends", "byte etter at filen slutter"),
    "update": ("something was appended to the file", "noe er føyd til filen"),
    "encryption": ("the file is encrypted", "filen er kryptert"),
    "excess": (
        "more is in it than a paper ever has; it was not looked through to its end",
        "det er mer i den enn et dokument noen gang har; den er ikke gjennomgått til slutt",
    ),
    "broken": (
        "the file is broken, and other programs may show something else",
        "filen er ødelagt, og andre programmer kan vise noe annet",
    ),
    "page-added": ("this page was added", "denne siden er lagt til"),
    "page-gone": ("this page is gone", "denne siden er borte"),
    "page-moved": ("this page stood at another place", "denne siden sto et annet sted"),
    "over": ("something is drawn over what was there", "noe er tegnet over det som var der"),
    "under": ("something is drawn under what was there", "noe er tegnet under det som var der"),
    "content": ("something else is drawn", "noe annet er tegnet"),
    "text": ("the text", "teksten"),
    "font": ("a font, or what its signs are read as", "en skrift, eller hva tegnene i den leses som"),
    "image": ("a picture", "et bilde"),
    "form": ("a part of the drawing", "en del av tegningen"),
    "resource": ("colours or other means of drawing", "farger eller andre tegnemidler"),
    "box": ("how much of the page is shown", "hvor mye av siden som vises"),
    "rotation": ("how the page is turned", "hvordan siden er dreid"),
    "annotation": ("an annotation", "en merknad"),
    "link": ("a link", "en lenke"),
    "action": ("a script or another action", "et skript eller en annen handling"),
    "file": ("a file that is attached", "en fil som er lagt ved"),
    "field": ("a form or its fields", "et skjema eller feltene i det"),
    "layer": ("what is shown and hidden (layers)", "hva som vises og skjules (lag)"),
    "provenance": ("what it says that it is", "hva det sier at det er"),
    "metadata": ("the metadata", "metadataene"),
    "structure": ("the structure, which is read aloud", "strukturen, som leses opp"),
    "outline": ("the bookmarks", "bokmerkene"),
    "destination": ("a place that links lead to", "et sted som lenker fører til"),
    "view": ("how the file is opened and shown", "hvordan filen åpnes og vises"),
    "signature": ("signatures and rights", "signaturer og rettigheter"),
    "signed": ("a signature was added", "en signatur er lagt til"),
    "signed-visibly": (
        "a signature was added that shows something on a page",
        "en signatur er lagt til som viser noe på en side",
    ),
    "entry": ("something else in the file", "noe annet i filen"),
}
"""What is said of each kind of difference (`compared.Kind`)."""
SAME = {
    "pages": ("the pages", "sidene"),
    "text": ("the text", "teksten"),
    "drawing": ("what is drawn", "det som er tegnet"),
    "links": ("links and annotations", "lenker og merknader"),
    "actions": ("no scripts, files or forms", "ingen skript, filer eller skjemaer"),
    "metadata": ("the metadata", "metadataene"),
    "structure": ("the structure", "strukturen"),
    "outline": ("the bookmarks", "bokmerkene"),
}
"""What is said of what does not differ (`compared.ASPECTS`)."""
MOST = 40
"""Lines of differences that are told."""
SHOWN = 3
"""Details that are told in a line."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    places(parser)
    parser.add_argument(
        "--trust",
        metavar="CERT.pem",
        help=said(
            "whom to trust for signatures and time stamps: the certificates of issuers (default: those that this "
            "machine trusts)",
            "hvem som er til å stole på for signaturer og tidsstempler: sertifikatene til utstedere (standard: dem "
            "denne maskinen stoler på)",
        ),
    )
    parser.add_argument("paper", metavar="FILE.pdf", help=said("the paper", "dokumentet"))


def run(asked: argparse.Namespace) -> int:
    """Runs the command, and gives its exit code."""
    from akson_docs.actions import verifying
    from akson_docs.pdf.workers import WorkerPool

    with WorkerPool(1) as pool:
        verdict = verifying.verify(request(asked), pool, asked.paper, asked.trust or "")
    tell(verdict.diagnostics)
    for line in (
        *_origin(verdict),
        *_standing(verdict),
        *_differing(() if verdict.standing == "signed" else verdict.differences),
        *_same(verdict),
        *_stamped(verdict),
        *(line for one in verdict.signatures for line in _signed(one)),
        *_untold(verdict),
    ):
        # What the file says of itself may hold anything: neither another line nor a command to the terminal.
        print("".join(sign if sign.isprintable() else "\ufffd" for sign in line))
    return 1 if verdict.diagnostics else EXITS.get(verdict.standing, 1)


def _origin(verdict: Verdict) -> Iterator[str]:
    made_from = verdict.provenance
    yield said(f"meeting   {made_from.meeting}", f"møte      {made_from.meeting}")
    yield said(
        f"paper     {made_from.paper} ({made_from.language})", f"dokument  {made_from.paper} ({made_from.language})"
    )
    yield said(f"edition   {made_from.edition}", f"for       {made_from.edition}")
    yield f"utgave    {made_from.utgave}"
    yield said(f"digest    {made_from.digest}", f"sjekksum  {made_from.digest}")


def _standing(verdict: Verdict) -> Iterator[str]:
    of_issue = (
        said(f" as utgave {verdict.issue}", f" som utgave {verdict.issue}") if verdict.sent and verdict.issue else ""
    )
    is_minutes = verdict.provenance.paper == "minutes"
    given = (
        said("what was published on", "det som ble publisert")
        if is_minutes
        else said("what was sent on", "det som ble sendt")
    )
    what = f"{given} {verdict.sent}{of_issue}" if verdict.sent else said("what the sources give", "det kildene gir")
    match verdict.standing:
        case "unaltered":
            yield said(f"Unaltered: it is {what}, byte for byte.", f"Uendret: det er {what}, byte for byte.")
        case "resaved":
            yield said(
                f"Saved anew by a program: not the bytes of {what}, and the same on every page and in all else.",
                f"Lagret på nytt av et program: ikke byte for byte {what}, men det samme på hver side og i alt annet.",
            )
        case "signed":
            yield said(
                f"Signed since: signatures were added to {what}; it is the same on every page and in all else.",
                f"Signert siden: det er lagt signaturer til {what}; det er det samme på hver side og i alt annet.",
            )
        case "altered":
            yield said(f"Altered: it is not {what}.", f"Endret: det er ikke {what}.")
        case "other":
            yield said(
                f"Not {what}: it was altered, or the sources, the templates or the program were others when it was "
                "made. It differs here:",
                f"Ikke {what}: det er endret, eller kildene, malene eller programmet var andre da det ble laget. "
                "Her er det annerledes:",
            )
        case "unknown":
            yield said(
                "It cannot be said whether it is unaltered: what it was made from is not here, in this edition and "
                "language, or cannot be read.",
                "Det kan ikke sies om det er uendret: det som det ble laget av, er ikke her, i denne utgaven og på "
                "dette språket, eller kan ikke leses.",
            )
    if not verdict.is_own:
        yield said(
            "Altered: its text is not the text that it was made with.",
            "Endret: teksten er ikke den det ble laget med.",
        )
    if verdict.is_withdrawn:
        yield said(
            "What was given out then was withdrawn afterwards: it is given out no more.",
            "Det som ble gitt ut da, er trukket tilbake siden: det gis ikke ut lenger.",
        )


def _differing(found: Iterable[Difference]) -> Iterator[str]:
    """A line for each kind of difference on a page, with the first few details."""
    rows: dict[tuple[int, str], list[str]] = {}
    for one in found:
        rows.setdefault((one.page, one.kind), []).append(one.detail)
    for (page, kind), details in [*rows.items()][:MOST]:
        where = said(f"page {page}", f"side {page}") if page else said("the file", "filen")
        # What differs may be words of the members' edition.
        told = [] if is_overheard() else [detail for detail in details[:SHOWN] if detail]
        more = [f"+ {len(details) - SHOWN}"] if told and len(details) > SHOWN else []
        yield f"{where}: {said(*DIFFERENCES[kind])}" + (f" ({'; '.join([*told, *more])})" if told else "")
    if len(rows) > MOST:
        yield said(f"… and {len(rows) - MOST} more", f"… og {len(rows) - MOST} til")


def _same(verdict: Verdict) -> Iterator[str]:
    if verdict.differences and verdict.same:
        yield said("The same: ", "Det samme: ") + ", ".join(said(*SAME[name]) for name in verdict.same) + "."


def _stamped(verdict: Verdict) -> Iterator[str]:
    """By when what was sent was there, where its record is time stamped."""
    stamp = verdict.stamp
    if stamp is None:
        return
    time, authority = _time(stamp.time), stamp.authority
    if stamp.is_known:
        yield said(
            f"Time stamped: the record of what was sent was there at {time}, says {authority}.",
            f"Tidsstemplet: oppføringen om det som ble sendt, fantes {time}, sier {authority}.",
        )
    else:
        yield said(
            f"Time stamped at {time} by {authority}, it says; who that is, is not known here. Name the issuer of their "
            "certificate with --trust.",
            f"Tidsstemplet {time} av {authority}, står det; hvem det er, er ikke kjent her. Oppgi utstederen av "
            "sertifikatet med --trust.",
        )


def _signed(one: Signature) -> Iterator[str]:
    """Who signed, when, whether it holds, and how much is known of who that is."""
    if not one.name:
        yield said(
            "There is a signature that cannot be read, and does not hold.",
            "Det er en signatur som ikke kan leses, og den holder ikke.",
        )
        return
    if one.is_intact and one.is_known:
        yield said(f"Signed by {one.name}{_when(one)}.", f"Signert av {one.name}{_when(one)}.")
    else:
        yield said(f"Signed in the name of {one.name}{_when(one)}.", f"Signert i navnet til {one.name}{_when(one)}.")
    if one.holds:
        yield said(
            "The signature holds: it covers the whole file, and nothing in it is other than it was signed.",
            "Signaturen holder: den dekker hele filen, og ingenting i den er annerledes enn da den ble signert.",
        )
    elif one.is_intact:
        yield said(
            "The signature covers the file as it was then: something was added after it.",
            "Signaturen dekker filen slik den var da: noe er lagt til etter den.",
        )
    else:
        yield said(
            "The signature does not hold: what was signed is not what is here.",
            "Signaturen holder ikke: det som ble signert, er ikke det som er her.",
        )
    if not one.is_intact:
        return
    if one.is_known:
        yield said("The certificate is trusted here.", "Sertifikatet er til å stole på her.")
    elif not one.is_dated:
        yield said(
            "The certificate is not valid any more, and no time stamp that is trusted here says that it was then.",
            "Sertifikatet er ikke gyldig lenger, og ikke noe tidsstempel som er til å stole på her, sier at det var "
            "det da.",
        )
    else:
        yield said(
            "The signer's certificate is not known here: anybody can make one in any name. Name its issuer with "
            "--trust.",
            "Sertifikatet er ikke kjent her: hvem som helst kan lage et i hvilket som helst navn. Oppgi utstederen "
            "med --trust.",
        )


def _when(one: Signature) -> str:
    """When something was signed, and who says so."""
    if one.stamp is not None and one.stamp.is_known:
        time, authority = _time(one.stamp.time), one.stamp.authority
        return said(f", {time}, says the time stamp of {authority}", f", {time}, sier tidsstempelet til {authority}")
    if one.stamp is not None:
        time, authority = _time(one.stamp.time), one.stamp.authority
        return said(
            f", {time}, says a time stamp of {authority}, who is not known here",
            f", {time}, sier et tidsstempel av {authority}, som ikke er kjent her",
        )
    if one.time is not None:
        time = _time(one.time)
        return said(f", {time} by the signer's own clock", f", {time} etter signererens egen klokke")
    return ""


def _untold(verdict: Verdict) -> Iterator[str]:
    if verdict.is_untold:
        yield said(
            'There are signatures or time stamps; what they say is told after: pip install "akson_docs[sign]"',
            'Det er signaturer eller tidsstempler; hva de sier, fortelles etter: pip install "akson_docs[sign]"',
        )


def _time(at: datetime) -> str:
    """A time as it is told, to the second, everywhere the same: "2026-11-30 12:00:00 UTC"."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
