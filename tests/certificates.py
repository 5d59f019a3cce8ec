"""Certificates, keys and a time stamping authority for the tests: made on the spot, and asked on loopback."""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

NOW = datetime.now(UTC).replace(microsecond=0)
PASSPHRASE = "noe hemmelig"
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Issued:
    """A certificate, and the key that it is of."""

    certificate: x509.Certificate
    key: Key

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def p12(self, passphrase: str = PASSPHRASE) -> bytes:
        """As a file of PKCS#12."""
        locked: serialization.KeySerializationEncryption = (
            serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
        )
        return pkcs12.serialize_key_and_certificates(b"key", self.key, self.certificate, None, locked)


def issue(
    name: str,
    by: Issued | None = None,
    *,
    of: str = "Eksempel kommune",
    since: datetime = NOW - timedelta(days=30),
    until: datetime = NOW + timedelta(days=365),
    signs: bool = True,
    stamps: bool = False,
    serves: bool = False,
) -> Issued:
    """A certificate by an issuer; without one, an issuer's own."""
    # The dummy authority of the library signs with RSA alone.
    key: Key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
    names = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, of), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    issues = by is None
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name(names))
        .issuer_name(by.certificate.subject if by else x509.Name(names))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(issues, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=signs and not issues,
                content_commitment=False,
                key_encipherment=not signs,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=issues,
                crl_sign=issues,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
    )
    if by is not None:
        known = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key())
        made = made.add_extension(known, critical=False)
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    if serves:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return Issued(made.sign(by.key if by else key, hashes.SHA256()), key)


@functools.cache
def issuer() -> Issued:
    """Who issues the certificates of the tests."""
    return issue("Eksempelutsteder")


@functools.cache
def secretariat() -> Issued:
    """Who signs papers."""
    return issue("Sekretariatet", issuer())


@functools.cache
def clock() -> Issued:
    """Who gives time stamps."""
    return issue("Eksempeltid", issuer(), of="Eksempeltjenesten", stamps=True)


def answer(request: bytes, at: datetime | None = None) -> bytes:
    """What the authority answers to a request."""
    key = clock().key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    certificate = asn1.Certificate.load(clock().der)
    held = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    held.register(certificate)
    given = DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(key), held, fixed_dt=at)
    asked = given.async_request_tsa_response(tsp.TimeStampReq.load(request))
    with ThreadPoolExecutor(1) as thread:  # of its own, for the browser of other tests has an event loop here
        made: bytes = thread.submit(asyncio.run, asked).result().dump()
    return made


Answers = Callable[[BaseHTTPRequestHandler, bytes], None]


def replies(body: Callable[[bytes], bytes] = answer, status: int = 200, **headers: str) -> Answers:
    """A server that answers a request with a body."""

    def reply(handler: BaseHTTPRequestHandler, request: bytes) -> None:
        said = body(request)
        handler.send_response(status)
        for name, value in {"Content-Type": "application/timestamp-reply", **headers}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(said)))
        handler.end_headers()
        handler.wfile.write(said)

    return reply


def drips(handler: BaseHTTPRequestHandler, request: bytes) -> None:
    """A server that never comes to the end of its answer."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"\x30")
        handler.wfile.flush()
        time.sleep(0.05)


@contextmanager
def serving(answers: Answers | None = None) -> Iterator[tuple[str, list[bytes]]]:
    """An authority on loopback: its address, and the requests that come there."""
    asked: list[bytes] = []
    reply = answers or replies()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                reply(self, asked[-1])
            except (BrokenPipeError, ConnectionResetError):
                return

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/tsa", asked
    finally:
        server.shutdown()
        server.server_close()
