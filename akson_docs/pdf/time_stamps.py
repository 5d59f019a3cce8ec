"""Time stamps (RFC 3161): that some bytes existed at a time, in the words of an authority, with no key of one's own.

An authority is sent a digest and a number that nobody could know before, and answers with both and the time, signed. It
learns nothing of what the digest is of. Asked is the address that was named, and no other; the library
(`rfc3161_client`, of the extra `sign`) is loaded where a stamp is asked for or looked at.
"""

from __future__ import annotations

import binascii
import hashlib
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name

PATIENCE_S = 30.0
"""How long an authority may take for an answer, all in all."""
LARGEST = 1 << 18
"""The largest answer, in bytes: a stamp with the certificates of its authority has some thousands."""
MOST_OF_NAME = 100
"""Signs that are told of a name."""
LATER = N_("try again, or name another authority; without --time-stamp the papers are kept, and may be stamped later")
NOT_REACHED = Code(
    "stamp-not-reached",
    "error",
    N_("{authority} cannot be asked for a time stamp, and nothing was kept: {problem}"),
    LATER,
)
SLOW = Code(
    "stamp-slow", "error", N_("{authority} gave no time stamp within {seconds} seconds, and nothing was kept"), LATER
)
NO_STAMP = Code(
    "stamp-none",
    "error",
    N_("what {authority} answers is no time stamp, and nothing was kept"),
    N_("see that the address is that of an authority (RFC 3161)"),
)
OTHER = Code(
    "stamp-of-other",
    "error",
    N_("what {authority} answers is a time stamp of something else, or an answer to another request; nothing was kept"),
    N_("try again; where it happens again, do not trust that authority"),
)
REFUSED = Code(
    "stamp-refused",
    "error",
    N_("{authority} refuses a time stamp, and nothing was kept: {problem}"),
    N_("ask whoever runs it what it takes"),
)


class Unanswered(Exception):
    """That an authority gave no time stamp: why, with what is said of it besides the authority's address."""

    def __init__(self, code: Code, **parameters: str | int) -> None:
        super().__init__(code.name)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True)
class TimeStamp:
    """What a time stamp says."""

    time: datetime
    authority: str
    """Who gave it, as its certificate has it."""
    is_known: bool
    """Whether it holds: signed by an authority that is trusted here, whose certificate was valid then. Of any other it
    can be said neither who gave it nor whether it is as it was given."""


def requested(address: str, data: bytes) -> bytes:
    """A time stamp of some bytes, by the authority at an address: its answer (TimeStampResp, DER), which holds the
    certificates as well. Raises Unanswered."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    request = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).build()
    return answered(address, request.as_bytes(), request.nonce, hashlib.sha256(data).digest())


def answered(address: str, request: bytes, nonce: int | None, digest: bytes) -> bytes:
    """The answer to a request, where it is one: of its digest, and with its nonce (RFC 3161, 2.4.2). Raises
    Unanswered."""
    from rfc3161_client import decode_timestamp_response
    from rfc3161_client.tsp import PKIStatus

    answer = asked(address, request)
    try:
        response = decode_timestamp_response(answer)
        granted, why = response.status == PKIStatus.GRANTED, ", ".join(response.status_string)
        told = (response.tst_info.nonce, response.tst_info.message_imprint.message) if granted else ()
    except Exception as error:  # the bytes are anybody's, and whatever they break, they are no time stamp
        raise Unanswered(NO_STAMP) from error
    if not granted:
        raise Unanswered(REFUSED, problem=why[:200] or f"status {response.status}")
    if told != (nonce, digest):
        raise Unanswered(OTHER)
    return answer


def asked(address: str, request: bytes) -> bytes:
    """What the server at an address answers to a request for a time stamp, sent as RFC 3161, 3.4 has it. Raises
    Unanswered.

    Whatever takes its time (a name that is looked up, an answer that comes byte by byte) takes PATIENCE_S in all: a
    thread waits, and is left behind.
    """
    import queue
    import threading

    answers: queue.SimpleQueue[bytes | Unanswered] = queue.SimpleQueue()
    threading.Thread(target=lambda: answers.put(_answer(address, request)), daemon=True).start()
    try:
        found = answers.get(timeout=PATIENCE_S)
    except queue.Empty:
        raise Unanswered(SLOW, seconds=f"{PATIENCE_S:g}") from None
    if isinstance(found, Unanswered):
        raise found
    if len(found) > LARGEST:
        raise Unanswered(NO_STAMP)
    return found


def read(answer: bytes, data: bytes, roots: Sequence[bytes]) -> TimeStamp | None:
    """What an answer says of some bytes that it is said to be of; None where it is no stamp of them.

    `roots` are the certificates (DER) of whom to trust.
    """
    from rfc3161_client import VerifierBuilder, decode_timestamp_response

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            response = decode_timestamp_response(answer)
            info = response.tst_info
            if info.message_imprint.message != hashlib.sha256(data).digest():
                return None
            time, authority = info.gen_time, _authority(response)
        except Exception:  # the bytes are anybody's, and whatever they break, they are no time stamp
            return None
        try:
            verifier = VerifierBuilder(roots=[*filter(None, map(_certificate, roots))]).build()
            is_known = verifier.verify_message(response, data)
        except Exception:  # of what it does not like the library says so, and of what it did not think of too
            is_known = False
    return TimeStamp(time, authority, is_known)


def named(name: Name) -> str:
    """Whom a certificate names: "common name (organisation)", or all that it says where it says neither; no more than a
    line of what anybody may have put there."""
    from cryptography.x509.oid import NameOID

    held = {one.oid: str(one.value)[:MOST_OF_NAME] for one in name}
    common, organisation = held.get(NameOID.COMMON_NAME, ""), held.get(NameOID.ORGANIZATION_NAME, "")
    if common and organisation and common != organisation:
        return f"{common} ({organisation})"
    return common or organisation or name.rfc4514_string()[:MOST_OF_NAME]


def system_roots() -> str:
    """The file of the certificates that this machine trusts; "" where it has none."""
    import ssl

    return ssl.get_default_verify_paths().cafile or ""


def certificates(data: bytes) -> tuple[bytes, ...]:
    """The certificates of a file in PEM, or the one of a file in DER, each in DER; those that cannot be read are left
    out."""
    blocks = re.findall(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", data, re.DOTALL)
    found = [binascii.a2b_base64(b"".join(block.splitlines()[1:-1])) for block in blocks] if blocks else [data]
    return tuple(der for der in found if _certificate(der) is not None)


def _certificate(der: bytes) -> Certificate | None:
    """A certificate; None for what is none, or one that the library takes for malformed."""
    from cryptography import x509

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return x509.load_der_x509_certificate(der)
        except ValueError:
            return None


def _authority(response: Any) -> str:
    """Who signed a stamp: as the certificate among those in it has it that its signature names."""
    signers = {(one.issuer, one.serial_number) for one in response.signed_data.signer_infos}
    for one in filter(None, map(_certificate, response.signed_data.certificates)):
        if (one.issuer, one.serial_number) in signers:
            return named(one.subject)
    return ""


def _answer(address: str, request: bytes) -> bytes | Unanswered:
    """What a server answers, up to a byte more than may be; or why it does not."""
    from http.client import HTTPException
    from urllib import error as errors
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    class Staying(HTTPRedirectHandler):
        """Goes nowhere else: what leads elsewhere is an answer that is none."""

        def redirect_request(self, *_: Any) -> None: ...

    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        wanted = Request(address, request, headers, method="POST")
        # Twice as long, so that a thread that was left behind comes to an end, and never before its time.
        with build_opener(Staying).open(wanted, timeout=2 * PATIENCE_S) as response:
            found: bytes = response.read(LARGEST + 1)
            return found
    except errors.HTTPError as error:
        return Unanswered(REFUSED, problem=f"{error.code} {error.reason}")
    except (OSError, HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, errors.URLError) else error
        said = str(getattr(reason, "strerror", None) or reason or type(error).__name__)
        return Unanswered(NOT_REACHED, problem=said.lower())
