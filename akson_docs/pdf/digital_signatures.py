"""Signatures of papers: PAdES (ETSI EN 319 142-1), at level B-B or, with a time stamp, B-T.

A signature is appended to a paper, whose own bytes stay as they are before it: nothing of it is shown on a page, and
the paper stays PDF/A-2a and PDF/UA-1. Who signed, when and whether it holds is another question than whether a paper
is what was sent: that is told by its bytes alone (`verifying.verify`), and anybody can sign anything.

Nothing is asked of anybody about a certificate, whether it was revoked least of all: that takes the network. The
library (pyHanko, of the extra `sign`) is loaded where something is signed, or where a signature is looked at.
"""

from __future__ import annotations

import functools
import io
import itertools
import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from akson_docs.catalogue import N_
from akson_docs.diagnostics import Code, Fault, Span
from akson_docs.pdf import time_stamps

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko.sign.timestamps import TimeStamper
    from pyhanko.sign.validation import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus
    from pyhanko_certvalidator import ValidationContext

UNREADABLE = Code(
    "key-unreadable",
    "error",
    N_("this is no key in a form that is read here: PKCS#12, with a private key and its certificate"),
    N_("name the .p12 or .pfx file that the certificate came in; openssl pkcs12 -export makes one of others"),
)
LOCKED = Code(
    "key-locked",
    "error",
    N_("the key does not open with this passphrase, or with none, and nothing was kept"),
    N_("set AKSON_KEY_PASSPHRASE to it, or type it where it is asked for"),
)
NOT_VALID = Code(
    "key-not-valid",
    "error",
    N_("the certificate of this key is valid from {since} to {until}, and not now"),
    N_("sign with one that is valid; whoever issued this one issues the next"),
)
UNFIT = Code(
    "key-unfit",
    "error",
    N_("the certificate of this key is issued for something else than signatures (key usage)"),
    N_("name a key whose certificate has digitalSignature or nonRepudiation"),
)
UNSIGNED = Code(
    "not-signed",
    "error",
    N_("the papers cannot be signed with this key, and nothing was kept: {problem}"),
    N_("name a key of RSA or of an elliptic curve such as P-256"),
)
T = TypeVar("T")
MOST = 20
"""Signatures of a paper that are looked at."""
FIELD = "Signature"
"""What the signature's field is called in the file."""


@dataclass(frozen=True)
class Signer:
    """A key that papers are signed with. Neither it nor its passphrase is written anywhere."""

    name: str
    """Whom its certificate names."""
    file: str
    """Where it lies, for what is told of it."""
    key: SimpleSigner


@dataclass(frozen=True)
class Signature:
    """A signature that a paper holds."""

    name: str
    """Whom the certificate names: anybody can make one that names anybody."""
    time: datetime | None
    """When it was made, in the signer's own words; None where they do not say."""
    stamp: time_stamps.TimeStamp | None
    """The time stamp of it, where there is one that is of it."""
    is_intact: bool
    """Whether what it covers is what was signed, and signed with the certificate's key."""
    is_whole: bool
    """Whether it covers the file to its end: if not, something was appended after it."""
    is_known: bool
    """Whether the certificate is one that is trusted here, or was issued by one, and was valid then."""
    is_dated: bool = True
    """Whether the certificate was valid at the time: of the stamp where it holds, now where there is none."""

    @property
    def holds(self) -> bool:
        """Whether nothing in the file is other than it was signed."""
        return self.is_intact and self.is_whole


def opened(data: bytes, file: str, passphrase: str | None, now: datetime) -> Signer:
    """The key of a PKCS#12 file; without a passphrase, one that has none. Raises Fault where it cannot sign now."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import pkcs12
    from pyhanko.sign.signers import SimpleSigner

    where = Span(file)
    secret = passphrase.encode() if passphrase else None
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(data, secret)
    except (ValueError, TypeError) as error:
        raise Fault((LOCKED if _is_pkcs12(data) else UNREADABLE).at(where)) from error
    except UnsupportedAlgorithm as error:
        raise Fault(UNREADABLE.at(where)) from error
    if key is None or certificate is None:
        raise Fault(UNREADABLE.at(where))
    since, until = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not since <= now <= until:
        raise Fault(NOT_VALID.at(where, since=since.date().isoformat(), until=until.date().isoformat()))
    try:
        is_of_key, may_sign = certificate.public_key() == key.public_key(), _may_sign(certificate)
        signer = SimpleSigner.load_pkcs12_data(data, (), secret)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Fault(UNREADABLE.at(where)) from error
    if not is_of_key:
        raise Fault(UNREADABLE.at(where))
    if not may_sign:
        raise Fault(UNFIT.at(where))
    return Signer(time_stamps.named(certificate.subject), file, signer)


def signed(pdf: bytes, signer: Signer, authority: TimeStamper | None = None) -> bytes:
    """A paper with a signature appended and, with an authority, a time stamp of it.

    Raises Fault where the key does not sign, and Unanswered.
    """
    from pyhanko.sign import fields, signers

    appearance = fields.InvisSigSettings(box_out_of_bounds=True)  # neither standard lets it lie on the page untagged
    field = fields.SigFieldSpec(FIELD, on_page=0, invis_sig_settings=appearance, readable_field_name=FIELD)
    said = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    made = signers.PdfSigner(said, signer.key, timestamper=authority, new_field_spec=field)
    try:
        with _silently():
            found: bytes = _apart(lambda: made.sign_pdf(_appending(pdf))).getvalue()
    except (time_stamps.Unanswered, ImportError, MemoryError):
        raise
    except Exception as error:  # a key may be of any kind, and the library says in many ways that it does not sign
        raise Fault(UNSIGNED.at(Span(signer.file), problem=_first(error))) from error
    return found


def is_signed(pdf: bytes) -> bool:
    """Whether a file has anything that may be a signature: the ranges that one covers stand in it as they are."""
    return b"/ByteRange" in pdf


def signatures(pdf: bytes, roots: Sequence[bytes], now: datetime) -> tuple[Signature, ...]:
    """The signatures of a paper, the first MOST of them, in the order that they were put there; one that cannot be read
    has no name, and does not hold.

    `roots` are the certificates (DER) of whom to trust. `now` is the time that certificates are held against where no
    time stamp that holds says another.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    def judged(one: EmbeddedPdfSignature, moment: datetime) -> PdfSignatureStatus:
        # A certificate that says nothing of what its key is for may be used for all (RFC 5280, 4.2.1.3).
        usages = {"digital_signature", "non_repudiation"} if one.signer_cert.key_usage_value is not None else set()
        signs = KeyUsageConstraints(key_usage=usages, match_all_key_usages=False)
        return validate_pdf_signature(one, _trust(roots, moment), key_usage_settings=signs, skip_diff=True)

    def read() -> tuple[Signature, ...]:
        reader = _read(lambda: PdfFileReader(io.BytesIO(pdf)))
        fields = _read(lambda: [*itertools.islice(enumerate_sig_fields(reader, filled_status=True), MOST)]) or ()
        embedded = [_read(functools.partial(EmbeddedPdfSignature, reader, field, name)) for name, _, field in fields]
        embedded.sort(key=lambda one: one.signed_revision if one is not None else -1)
        return tuple(
            _read(functools.partial(_signature, one, judged, now)) or Signature("", None, None, False, False, False)
            for one in embedded
            if one is None or one.sig_object_type == "/Sig"
        )

    with _silently():
        return _apart(read)


def timestamper(address: str) -> TimeStamper:
    """The authority at an address, for the time stamps of signatures; asked as for all others."""
    from asn1crypto import tsp
    from pyhanko.sign import timestamps

    class Authority(timestamps.TimeStamper):
        """Asks and looks at the answer as `time_stamps` does."""

        async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
            """The time stamp of a digest. Raises Unanswered."""
            nonce, request = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
            answer = time_stamps.answered(address, request.dump(), nonce, message_digest)
            return tsp.TimeStampResp.load(answer)["time_stamp_token"]

    return Authority()  # type: ignore[no-untyped-call]


def _signature(
    one: EmbeddedPdfSignature, judged: Callable[[EmbeddedPdfSignature, datetime], PdfSignatureStatus], now: datetime
) -> Signature:
    """What a signature says, and whether it does so truly; `judged` holds it against who is trusted, at a time."""
    from pyhanko.sign.validation import SignatureCoverageLevel

    found, stamp, moment = judged(one, now), None, now
    given = found.timestamp_validity
    if given is not None and given.intact and given.valid:
        # A stamp is held against its own time: certificates of authorities go out of date as all others do.
        then = judged(one, given.timestamp)
        is_known = then.timestamp_validity is not None and bool(then.timestamp_validity.trusted)
        stamp = time_stamps.TimeStamp(
            given.timestamp, time_stamps.named(_certificate(given.signing_cert).subject), is_known
        )
        if is_known:
            found, moment = then, given.timestamp
    certificate = _certificate(found.signing_cert)
    return Signature(
        time_stamps.named(certificate.subject),
        found.signer_reported_dt,
        stamp,
        bool(found.intact and found.valid),
        found.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        bool(found.trusted) and _may_sign(certificate),
        certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc,
    )


def _may_sign(certificate: Certificate) -> bool:
    """Whether a certificate is one for signatures: where it says what its key is for, that is among it, and it is not
    that of a web server, which is issued to whoever has an address."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    said = {type(one.value): one.value for one in certificate.extensions}
    usage, extended = said.get(x509.KeyUsage), said.get(x509.ExtendedKeyUsage)
    if isinstance(extended, x509.ExtendedKeyUsage) and ExtendedKeyUsageOID.SERVER_AUTH in extended:
        return False
    return not isinstance(usage, x509.KeyUsage) or usage.digital_signature or usage.content_commitment


def _trust(roots: Sequence[bytes], moment: datetime) -> ValidationContext:
    """Who is trusted, at a time; nobody is asked."""
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=[*map(_loaded, roots)], moment=moment, allow_fetching=False, revocation_mode="soft-fail"
    )


def _loaded(der: bytes) -> Any:
    from asn1crypto import x509

    return x509.Certificate.load(der)


def _certificate(held: Any) -> Certificate:
    """A certificate as the library has it."""
    from cryptography import x509

    return x509.load_der_x509_certificate(held.dump())


@contextmanager
def _silently() -> Iterator[None]:
    """Has the library say nothing of its own on the terminal: what it raises is told."""
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _appending(pdf: bytes) -> Any:
    """What appends to a file, and leaves what it says of itself as it is.

    The library would write the metadata anew, with who saved the file and when.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Appending(IncrementalPdfFileWriter):
        """Appends, and says nothing of that."""

        def _update_meta(self) -> None: ...

    return Appending(io.BytesIO(pdf))


def _apart(does: Callable[[], T]) -> T:
    """What comes of something that is done in a thread of its own: the library runs an event loop, and there may be one
    here."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(does).result()


def _read(reads: Callable[[], Any]) -> Any:
    """What is read of a file that anybody may have made; None where it cannot be. The library raises what comes."""
    try:
        return reads()
    except Exception:
        return None


def _is_pkcs12(data: bytes) -> bool:
    """Whether a file is PKCS#12, locked or not: its version is 3, and authenticated content follows (RFC 7292, 4)."""
    return data[:1] == b"\x30" and b"\x02\x01\x03\x30" in data[:16]


def _first(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
