"""`akson verify`: says whether a paper is the very one that was sent or that the sources give, and if not, where it
differs; who signed it, and by when what was sent was there."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from akson_docs.catalogue import N_
from akson_docs.cli.options import Help, places, request
from akson_docs.cli.terminal import is_overheard, said, tell

if TYPE_CHECKING:
    from akson_docs.actions.verifying import Verdict
    from akson_docs.pdf.digital_signatures import Signature
    from akson_docs.pdf.pdf_differences import Difference

HELP = Help(
    N_(
        "Says which meeting, edition and issue a PDF was made from, and whether it is unaltered: the very bytes that "
        "were sent, or that the sources give. A paper that a program has only saved anew is told apart from one that "
        "was altered; of that one it says what differs, and on which page. What was sent is held to git's history.\n\n"
        "Of a signed paper it says who signed, when, and whether the signature holds; of a dispatch that was time "
        "stamped, by when it was there. That decides nothing of the rest: anybody can sign anything. Nobody is asked "
        "over the network, not even whether a certificate was revoked."
    ),
    examples=(
        ("akson verify papers.pdf", N_("a paper that somebody was sent")),
        ("akson verify papers.pdf --trust issuer.pem", N_("one whose signer has a certificate of this issuer")),
    ),
    exits=(
        (0, N_("unaltered: the very bytes")),
        (1, N_("altered, or other than the sources, or no paper of ours")),
        (3, N_("saved anew by a program, or signed since, and nothing else in it differs")),
    ),
    see=("build",),
)
EXITS = {"unaltered": 0, "resaved": 3, "signed": 3}
"""The exit codes, but for those of what is not as it was."""

DIFFERENCES = {
    "bytes-before": N_("bytes before the file begins"),
    "bytes-after": N_("bytes after the file ends"),
    "update": N_("something was appended to the file"),
    "encryption": N_("the file is encrypted"),
    "excess": N_("more is in it than a paper ever has; it was not looked through to its end"),
    "broken": N_("the file is broken, and other programs may show something else"),
    "page-added": N_("this page was added"),
    "page-gone": N_("this page is gone"),
    "page-moved": N_("this page stood at another place"),
    "over": N_("something is drawn over what was there"),
    "under": N_("something is drawn under what was there"),
    "content": N_("something else is drawn"),
    "text": N_("the text"),
    "font": N_("a font, or what its signs are read as"),
    "image": N_("a picture"),
    "form": N_("a part of the drawing"),
    "resource": N_("colours or other means of drawing"),
    "box": N_("how much of the page is shown"),
    "rotation": N_("how the page is turned"),
    "annotation": N_("an annotation"),
    "link": N_("a link"),
    "action": N_("a script or another action"),
    "file": N_("a file that is attached"),
    "field": N_("a form or its fields"),
    "layer": N_("what is shown and hidden (layers)"),
    "provenance": N_("what it says that it is"),
    "metadata": N_("the metadata"),
    "structure": N_("the structure, which is read aloud"),
    "outline": N_("the bookmarks"),
    "destination": N_("a place that links lead to"),
    "view": N_("how the file is opened and shown"),
    "signature": N_("signatures and rights"),
    "signed": N_("a signature was added"),
    "signed-visibly": N_("a signature was added that shows something on a page"),
    "entry": N_("something else in the file"),
}
"""What is said of each kind of difference (`compared.Kind`)."""
SAME = {
    "pages": N_("the pages"),
    "text": N_("the text"),
    "drawing": N_("what is drawn"),
    "links": N_("links and annotations"),
    "actions": N_("no scripts, files or forms"),
    "metadata": N_("the metadata"),
    "structure": N_("the structure"),
    "outline": N_("the bookmarks"),
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
            "machine trusts)"
        ),
    )
    parser.add_argument("paper", metavar="FILE.pdf", help=said("the paper"))


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
    yield said("meeting   {meeting}", meeting=made_from.meeting)
    yield said("paper     {paper} ({language})", paper=made_from.paper, language=made_from.language)
    yield said("edition   {edition}", edition=made_from.edition)
    yield f"utgave    {made_from.utgave}"
    yield f"SHA-256   {verdict.sha256}"
    yield said("text      {digest}", digest=made_from.digest)


def _standing(verdict: Verdict) -> Iterator[str]:
    of_issue = said(" as utgave {issue}", issue=verdict.issue) if verdict.sent and verdict.issue else ""
    is_minutes = verdict.provenance.paper == "minutes"
    given = said("what was published on") if is_minutes else said("what was sent on")
    what = f"{given} {verdict.sent}{of_issue}" if verdict.sent else said("what the sources give")
    match verdict.standing:
        case "unaltered":
            yield said("Unaltered: it is {what}, byte for byte.", what=what)
        case "resaved":
            yield said(
                "Saved anew by a program: not the bytes of {what}, and the same on every page and in all else.",
                what=what,
            )
        case "signed":
            yield said(
                "Signed since: signatures were added to {what}; it is the same on every page and in all else.",
                what=what,
            )
        case "altered":
            yield said("Altered: it is not {what}.", what=what)
        case "other":
            yield said(
                "Not {what}: it was altered, or the sources, the templates or the program were others when it "
                "was made. It differs here:",
                what=what,
            )
        case "unknown":
            yield said(
                "It cannot be said whether it is unaltered: what it was made from is not here, in this edition and "
                "language, or cannot be read."
            )
    if not verdict.is_own:
        yield said("Altered: its text is not the text that it was made with.")
    if verdict.is_withdrawn:
        yield said("What was given out then was withdrawn afterwards: it is given out no more.")


def _differing(found: Iterable[Difference]) -> Iterator[str]:
    """A line for each kind of difference on a page, with the first few details."""
    rows: dict[tuple[int, str], list[str]] = {}
    for one in found:
        rows.setdefault((one.page, one.kind), []).append(one.detail)
    for (page, kind), details in [*rows.items()][:MOST]:
        where = said("page {page}", page=page) if page else said("the file")
        # What differs may be words of the members' edition.
        told = [] if is_overheard() else [detail for detail in details[:SHOWN] if detail]
        more = [f"+ {len(details) - SHOWN}"] if told and len(details) > SHOWN else []
        yield f"{where}: {said(DIFFERENCES[kind])}" + (f" ({'; '.join([*told, *more])})" if told else "")
    if len(rows) > MOST:
        yield said("… and {value} more", value=len(rows) - MOST)


def _same(verdict: Verdict) -> Iterator[str]:
    if verdict.differences and verdict.same:
        yield said("The same: ") + ", ".join(said(SAME[name]) for name in verdict.same) + "."


def _stamped(verdict: Verdict) -> Iterator[str]:
    """By when what was sent was there, where its record is time stamped."""
    stamp = verdict.stamp
    if stamp is None:
        return
    time, authority = _time(stamp.time), stamp.authority
    if stamp.is_known:
        yield said(
            "Time stamped: the record of what was sent was there at {time}, says {authority}.",
            time=time,
            authority=authority,
        )
    else:
        yield said(
            "Time stamped at {time} by {authority}, it says; who that is, is not known here. Name the issuer "
            "of their certificate with --trust.",
            time=time,
            authority=authority,
        )


def _signed(one: Signature) -> Iterator[str]:
    """Who signed, when, whether it holds, and how much is known of who that is."""
    if not one.name:
        yield said("There is a signature that cannot be read, and does not hold.")
        return
    if one.is_intact and one.is_known:
        yield said("Signed by {name}{_when}.", name=one.name, _when=_when(one))
    else:
        yield said("Signed in the name of {name}{_when}.", name=one.name, _when=_when(one))
    if one.holds:
        yield said("The signature holds: it covers the whole file, and nothing in it is other than it was signed.")
    elif one.is_intact:
        yield said("The signature covers the file as it was then: something was added after it.")
    else:
        yield said("The signature does not hold: what was signed is not what is here.")
    if not one.is_intact:
        return
    if one.is_known:
        yield said("The certificate is trusted here.")
    elif not one.is_dated:
        yield said(
            "The certificate is not valid any more, and no time stamp that is trusted here says that it was then."
        )
    else:
        yield said(
            "The signer's certificate is not known here: anybody can make one in any name. Name its issuer with "
            "--trust."
        )


def _when(one: Signature) -> str:
    """When something was signed, and who says so."""
    if one.stamp is not None and one.stamp.is_known:
        time, authority = _time(one.stamp.time), one.stamp.authority
        return said(", {time}, says the time stamp of {authority}", time=time, authority=authority)
    if one.stamp is not None:
        time, authority = _time(one.stamp.time), one.stamp.authority
        return said(", {time}, says a time stamp of {authority}, who is not known here", time=time, authority=authority)
    if one.time is not None:
        time = _time(one.time)
        return said(", {time} by the signer's own clock", time=time)
    return ""


def _untold(verdict: Verdict) -> Iterator[str]:
    if verdict.is_untold:
        yield said('There are signatures or time stamps; what they say is told after: pip install "akson_docs[sign]"')


def _time(at: datetime) -> str:
    """A time as it is told, to the second, everywhere the same: "2026-11-30 12:00:00 UTC"."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
