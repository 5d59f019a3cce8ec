"""Papers are signed and records time stamped where that is asked for; what a signature says decides nothing else."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from certificates import (
    NOW,
    PASSPHRASE,
    Answers,
    Issued,
    answer,
    drips,
    issue,
    issuer,
    replies,
    secretariat,
    serving,
)
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from pikepdf import Array, Dictionary, Name
from places import SHOWN, build, meetings, place, request
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from repositories import git, needs_git, started
from test_pdf_differences import engine as engine
from test_pdf_differences import paper as paper

from akson_docs.actions import source_reader, withholding
from akson_docs.actions.source_reader import Progress
from akson_docs.cli import main
from akson_docs.diagnostics import Fault
from akson_docs.meetings.revisions import dispatch
from akson_docs.pdf import digital_signatures, pdf_differences, provenance, time_stamps
from akson_docs.pdf.digital_signatures import Signature, Signer
from akson_docs.sources import failures, history

ROOTS = (issuer().der,)
DAY = date(2020, 6, 17)
KEPT = "meetings/styret/2020-04/dispatches/1"


def opened(issued: Issued, passphrase: str = PASSPHRASE) -> Signer:
    return digital_signatures.opened(issued.p12(), "key.p12", passphrase, NOW)


@pytest.fixture(scope="module")
def signed(paper: bytes) -> bytes:
    """A paper, signed."""
    return digital_signatures.signed(paper, opened(secretariat()))


@pytest.fixture(scope="module")
def stamped(paper: bytes) -> bytes:
    """A paper, signed, and the signature time stamped."""
    with serving() as (address, _):
        return digital_signatures.signed(paper, opened(secretariat()), digital_signatures.timestamper(address))


def only(pdf: bytes, roots: tuple[bytes, ...] = ROOTS, days: int = 0) -> Signature:
    """The signature of a paper, some days from now."""
    (one,) = digital_signatures.signatures(pdf, roots, NOW + timedelta(days=days))
    return one


# ---- signatures ----------------------------------------------------------------------------------------------


def test_a_signature_says_who_signed_when_and_that_it_holds(paper: bytes, signed: bytes) -> None:
    one = only(signed)
    assert (one.name, one.holds, one.is_known, one.stamp) == ("Sekretariatet (Eksempel kommune)", True, True, None)
    assert one.time is not None
    assert abs(one.time - NOW) < timedelta(hours=1)
    assert not digital_signatures.is_signed(paper)
    assert digital_signatures.is_signed(signed)


def test_papers_are_signed_and_looked_at_where_an_event_loop_runs(paper: bytes) -> None:
    async def within() -> bool:
        return only(digital_signatures.signed(paper, opened(secretariat()))).holds

    with ThreadPoolExecutor(1) as thread:  # other tests of this process may have left a loop running here
        assert thread.submit(asyncio.run, within()).result()


def test_a_signature_is_appended_and_leaves_all_else_as_it_was(paper: bytes, signed: bytes) -> None:
    assert signed.startswith(paper)
    assert pdf_differences.metadata(signed) == pdf_differences.metadata(paper)
    assert provenance.read(signed) == provenance.read(paper)
    found = pdf_differences.differences(paper, signed)
    assert pdf_differences.is_signed(found)
    assert {one.kind for one in found} == {"signed", "update"}
    assert pdf_differences.same(found) == tuple(pdf_differences.ASPECTS)


def test_a_time_stamp_says_when_and_is_asked_for_with_digests_alone(paper: bytes) -> None:
    with serving() as (address, asked):
        pdf = digital_signatures.signed(paper, opened(secretariat()), digital_signatures.timestamper(address))
    one = only(pdf)
    assert one.stamp is not None
    assert (one.stamp.authority, one.stamp.is_known, one.holds) == ("Eksempeltid (Eksempeltjenesten)", True, True)
    assert {len(request) < 100 for request in asked} == {True}


def changed(pdf: bytes) -> bytes:
    """A byte of what is drawn, another."""
    place = pdf.index(b"stream\n") + 40
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def test_a_signature_does_not_hold_of_other_bytes(signed: bytes) -> None:
    one = only(changed(signed))
    assert (one.name, one.is_intact, one.holds) == ("Sekretariatet (Eksempel kommune)", False, False)


def appended(pdf: bytes) -> bytes:
    """A paper with a page turned in an update that follows its end."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(90)  # type: ignore[no-untyped-call]
    writer.update_container(page)
    held = io.BytesIO()
    writer.write(held)  # type: ignore[no-untyped-call]
    return held.getvalue()


def test_what_is_appended_after_a_signature_is_not_covered_by_it_and_is_told(signed: bytes) -> None:
    now = appended(signed)
    assert now.startswith(signed)
    one = only(now)
    assert (one.is_intact, one.is_whole, one.holds) == (True, False, False)
    found = pdf_differences.differences(signed, now)
    assert "rotation" in {one.kind for one in found}
    assert not pdf_differences.is_signed(found)


def test_a_program_that_saves_a_paper_anew_breaks_its_signature_and_nothing_else(signed: bytes) -> None:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as file:
        file.save(held)
    assert pdf_differences.differences(signed, held.getvalue()) == ()
    assert not only(held.getvalue()).holds


def test_a_signature_that_was_taken_away_is_none_that_was_added(paper: bytes, signed: bytes) -> None:
    found = pdf_differences.differences(signed, paper)
    assert found
    assert not pdf_differences.is_signed(found)


def test_whoever_is_not_trusted_here_is_not_known_however_well_a_signature_holds(stamped: bytes) -> None:
    one = only(stamped, ())
    assert one.stamp is not None
    assert (one.holds, one.is_known, one.stamp.is_known) == (True, False, False)
    another = (issue("Eksempelutsteder").der,)  # of the same name, by another key
    assert not only(stamped, another).is_known


def test_a_certificate_of_a_web_server_names_no_signer(paper: bytes) -> None:
    server = issue("www.example.no", issuer(), serves=True)
    key = signers.SimpleSigner.load_pkcs12_data(server.p12(), (), PASSPHRASE.encode())
    one = only(digital_signatures.signed(paper, Signer("", "", key)))
    assert (one.name, one.holds, one.is_known) == ("www.example.no (Eksempel kommune)", True, False)


def test_a_certificate_that_goes_out_of_date_was_valid_where_a_time_stamp_says_so(
    signed: bytes, stamped: bytes
) -> None:
    later = only(signed, days=400)
    assert (later.holds, later.is_known, later.is_dated) == (True, False, False)
    later = only(stamped, days=400)
    assert (later.holds, later.is_known, later.is_dated) == (True, True, True)
    assert not only(stamped, (), days=400).is_dated  # an authority that nobody knows says nothing


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 /ByteRange", b"%PDF-1.7\ntrailer<</Root 1 0 R>>startxref 0 %%EOF"])
def test_bytes_that_are_no_paper_hold_no_signature(data: bytes) -> None:
    assert digital_signatures.signatures(data, ROOTS, NOW) == ()


def test_a_signature_that_cannot_be_read_does_not_hold(signed: bytes) -> None:
    place = signed.rindex(b"/Contents <") + 11
    one = only(signed[:place] + b"00" * 40 + signed[place + 80 :])
    assert (one.name, one.holds, one.is_known) == ("", False, False)


# ---- a signature that somebody else puts there -------------------------------------------------------------------


def signed_by(pdf: bytes, name: str, box: tuple[int, int, int, int] | None = None) -> bytes:
    """A paper that somebody signed who got it, with a program that says so in the metadata."""
    key = opened(issue(name, issue("En annen utsteder"), of="Andre")).key
    said = signers.PdfSignatureMetadata(field_name=name, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256")
    made = signers.PdfSigner(said, key, new_field_spec=fields.SigFieldSpec(name, on_page=0, box=box))
    with ThreadPoolExecutor(1) as thread:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        held: bytes = thread.submit(made.sign_pdf, writer).result().getvalue()
    return held


@pytest.mark.parametrize("was", ["paper", "signed"])
def test_a_signature_that_was_added_is_told_as_that(was: str, paper: bytes, signed: bytes) -> None:
    pdf = {"paper": paper, "signed": signed}[was]
    now = signed_by(pdf, "mottaker")
    assert pdf_differences.is_signed(pdf_differences.differences(pdf, now))
    *earlier, last = digital_signatures.signatures(now, ROOTS, NOW)
    assert (last.name, last.holds, last.is_known) == ("mottaker (Andre)", True, False)
    assert [(one.is_intact, one.is_whole, one.is_known) for one in earlier] == [(True, False, True)] * len(earlier)


def test_a_signature_of_a_forger_holds_and_makes_nothing_true(paper: bytes) -> None:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as file:
        file.pages[0].contents_add(b"1 0 0 rg 0 0 50 50 re f")
        file.save(held)
    now = signed_by(held.getvalue(), "Sekretariatet")
    assert only(now).holds
    found = pdf_differences.differences(paper, now)
    assert "over" in {one.kind for one in found}
    assert not pdf_differences.is_signed(found)


def test_a_signature_that_is_seen_is_something_that_is_seen(paper: bytes) -> None:
    found = pdf_differences.differences(paper, signed_by(paper, "mottaker", (10, 10, 200, 60)))
    assert {one.kind for one in found} == {"signed-visibly", "update", "signed"}  # with the extension that it names
    assert not pdf_differences.is_signed(found)
    assert pdf_differences.is_certain(found)


@pytest.mark.parametrize(
    "entries",
    [
        {"A": Dictionary(S=Name.JavaScript, JS="app.alert(1)")},
        {"AA": Dictionary()},
        {"Kids": Array()},
        {"FT": Name.Tx},
        {"Rect": Array([0, 0, 10, 0])},
        {"Rect": Array([0, 0, 0])},
    ],
)
def test_a_field_that_does_something_else_is_no_signature(paper: bytes, entries: dict[str, pikepdf.Object]) -> None:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as file:
        own = {"Type": Name.Annot, "Subtype": Name.Widget, "FT": Name.Sig, "T": "x", "Rect": Array([0, 0, 0, 0])}
        named: dict[str, Any] = {**own, **entries}
        field = file.make_indirect(Dictionary(**named))
        file.pages[0].obj["/Annots"] = Array([*file.pages[0].obj.get("/Annots", ()), field])
        file.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
        file.save(held)
    found = pdf_differences.differences(paper, held.getvalue())
    assert not pdf_differences.is_signed(found)
    assert pdf_differences.is_certain(found)


@pytest.mark.parametrize("name", ["/DSS", "/Extensions", "/Annots"])
def test_what_comes_with_a_signature_is_none_without_one(paper: bytes, name: str) -> None:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as file:
        if name == "/Annots":
            own = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, Rect=Array([0, 0, 0, 0]))
            file.pages[0].obj[name] = Array([*file.pages[0].obj.get(name, ()), file.make_indirect(own)])
        else:
            file.Root[name] = Dictionary()
        file.save(held)
    found = pdf_differences.differences(paper, held.getvalue())
    assert found
    assert not pdf_differences.is_signed(found)


def test_a_form_that_came_with_a_signature_is_told(paper: bytes, signed: bytes) -> None:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as file:
        file.Root.AcroForm["/XFA"] = pikepdf.String("x")
        file.save(held)
    assert "field" in {one.kind for one in pdf_differences.differences(paper, held.getvalue())}


# ---- keys ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "passphrase", "code"),
    [
        (lambda: secretariat().p12(), "noe annet", "key-locked"),
        (lambda: secretariat().p12(), None, "key-locked"),
        (lambda: b"", PASSPHRASE, "key-unreadable"),
        (lambda: secretariat().pem, PASSPHRASE, "key-unreadable"),
        (lambda: pkcs12.serialize_key_and_certificates(b"x", None, secretariat().certificate, None, NoEncryption()),
         None, "key-unreadable"),
        (lambda: issue("x", issuer(), until=NOW - timedelta(days=1)).p12(), PASSPHRASE, "key-not-valid"),
        (lambda: issue("x", issuer(), since=NOW + timedelta(days=1)).p12(), PASSPHRASE, "key-not-valid"),
        (lambda: issue("x", issuer(), signs=False).p12(), PASSPHRASE, "key-unfit"),
        (lambda: issue("www.example.no", issuer(), serves=True).p12(), PASSPHRASE, "key-unfit"),
    ],
)  # fmt: skip
def test_a_key_that_cannot_sign_is_told_before_anything_is_made(
    data: Callable[[], bytes], passphrase: str | None, code: str
) -> None:
    with pytest.raises(Fault) as raised:
        digital_signatures.opened(data(), "key.p12", passphrase, NOW)
    found = raised.value.diagnostic
    assert (found.code, found.span.file) == (code, "key.p12")
    assert PASSPHRASE not in repr(found)


@pytest.mark.parametrize("passphrase", ["", None])
def test_a_key_without_a_passphrase_opens_without_one(passphrase: str | None) -> None:
    found = digital_signatures.opened(secretariat().p12(""), "key.p12", passphrase, NOW)
    assert found.name == "Sekretariatet (Eksempel kommune)"


# ---- time stamps ---------------------------------------------------------------------------------------------


def test_a_time_stamp_is_of_the_bytes_that_it_was_asked_for() -> None:
    with serving() as (address, asked):
        token = time_stamps.requested(address, b"en utsendelse")
    found = time_stamps.read(token, b"en utsendelse", ROOTS)
    assert found is not None
    assert (found.authority, found.is_known) == ("Eksempeltid (Eksempeltjenesten)", True)
    assert abs(found.time - NOW) < timedelta(hours=1)
    assert len(asked) == 1
    assert b"en utsendelse" not in asked[0]
    assert time_stamps.read(token, b"en annen utsendelse", ROOTS) is None
    assert time_stamps.read(b"noe annet", b"en utsendelse", ROOTS) is None
    for roots in ((), (issue("Eksempelutsteder").der,), (secretariat().der,)):
        unknown = time_stamps.read(token, b"en utsendelse", roots)
        assert unknown is not None
        assert not unknown.is_known


def test_a_time_stamp_that_was_altered_is_nobodys() -> None:
    with serving() as (address, _):
        token = time_stamps.requested(address, b"en utsendelse")
    year = token.index(NOW.strftime("%Y%m%d").encode())
    other = time_stamps.read(token[:year] + b"1999" + token[year + 4 :], b"en utsendelse", ROOTS)
    assert other is None or not other.is_known


def test_a_time_stamp_outlives_the_certificate_of_its_authority() -> None:
    request = stamping_request(b"en utsendelse")
    found = time_stamps.read(answer(request, NOW - timedelta(days=60)), b"en utsendelse", ROOTS)
    assert found is not None
    assert not found.is_known  # it was not valid then
    found = time_stamps.read(answer(request, NOW - timedelta(days=20)), b"en utsendelse", ROOTS)
    assert found is not None
    assert found.is_known


def stamping_request(data: bytes) -> bytes:
    """A request for a time stamp."""
    with serving() as (address, asked):
        time_stamps.requested(address, data)
    return asked[0]


def elsewhere(data: bytes) -> bytes:
    """An answer to another request, of the same bytes or of others."""
    return answer(stamping_request(data))


REFUSED = bytes.fromhex("30053003020102")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (replies(lambda _: b"<html>"), "stamp-none"),
        (replies(lambda _: b""), "stamp-none"),
        (replies(lambda request: answer(request)[:-20]), "stamp-none"),
        (replies(lambda _: bytes(time_stamps.LARGEST + 1)), "stamp-none"),
        (replies(lambda _: REFUSED), "stamp-refused"),
        (replies(status=500), "stamp-refused"),
        (replies(status=302, Location="http://127.0.0.1:1/"), "stamp-refused"),
        (replies(lambda _: elsewhere(b"noe")), "stamp-of-other"),
        (replies(lambda _: elsewhere(b"noe annet")), "stamp-of-other"),
        (replies(lambda request: answer(request.replace(hashlib.sha256(b"noe").digest(), bytes(32)))),
         "stamp-of-other"),
        (drips, "stamp-slow"),
        (lambda *_: time.sleep(2), "stamp-slow"),
    ],
)  # fmt: skip
def test_an_answer_that_is_no_time_stamp_is_told(monkeypatch: pytest.MonkeyPatch, answers: Answers, code: str) -> None:
    with serving(answers) as (address, _):
        monkeypatch.setattr(time_stamps, "PATIENCE_S", 0.5 if code == "stamp-slow" else 30.0)
        with pytest.raises(time_stamps.Unanswered, match=code):
            time_stamps.requested(address, b"noe")


def test_nobody_who_answers_is_told() -> None:
    with serving() as (address, _):
        pass
    with pytest.raises(time_stamps.Unanswered) as raised:
        time_stamps.requested(address, b"noe")
    assert (raised.value.code.name, raised.value.parameters) == ("stamp-not-reached", {"problem": "connection refused"})


@pytest.mark.parametrize("data", [secretariat().der, secretariat().pem, b"# hvem\n" + secretariat().pem + issuer().pem])
def test_certificates_are_read_of_either_form(data: bytes) -> None:
    assert time_stamps.certificates(data)[0] == secretariat().der


def test_what_is_no_certificate_is_left_out() -> None:
    assert time_stamps.certificates(b"hei") == ()
    assert time_stamps.certificates(secretariat().pem.replace(b"MII", b"AAA")) == ()


# ---- what a record is stamped by -----------------------------------------------------------------------------

SENT = dispatch.Dispatch(1, DAY, ("members",), {}, {"public/nb/agenda.pdf": "a"}, "styret/2020-04")


def test_a_stamp_is_of_what_a_record_says_however_its_lines_end() -> None:
    record = dispatch.write(SENT)
    said = dispatch.what_is_sealed(record)
    assert hashlib.sha256(said).hexdigest() == json.loads(record)["digest"]
    token = answer(stamping_request(said))
    assert dispatch.is_stamp_of(token, record)
    assert dispatch.is_stamp_of(token, record.replace(b"\n", b"\r\n"))
    assert not dispatch.is_stamp_of(token, dispatch.write(replace(SENT, number=2)))
    for record in (b"", b"[]", b"{}", b"\xff"):
        assert not dispatch.is_stamp_of(token, record)


# ---- from the terminal ---------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "key.p12").write_bytes(secretariat().p12())
    (tmp_path / "issuer.pem").write_bytes(issuer().pem)
    return place(tmp_path / "root", meetings({"2020-04/meeting.yaml": SHOWN}))


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive from which papers were sent, signed and time stamped."""
    root = place(tmp_path_factory.mktemp("sent") / "root", meetings({"2020-04/meeting.yaml": SHOWN}))
    (root.parent / "key.p12").write_bytes(secretariat().p12())
    (root.parent / "issuer.pem").write_bytes(issuer().pem)
    with serving() as (address, asked), pytest.MonkeyPatch.context() as patch:
        patch.setenv("AKSON_KEY_PASSPHRASE", PASSPHRASE)
        assert run(root, "--sign", str(root.parent / "key.p12"), "--time-stamp", address) == 0
        assert len(asked) == 8  # six papers and the record, and one to see how long an answer is
    return root


def run(root: Path, *words: str) -> int:
    return main.main(["dispatch", "styret/2020-04", "--root", str(root), "--today", DAY.isoformat(), *words])


def test_what_is_signed_is_kept_recorded_and_published(sent: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = dispatch.recorded((sent / KEPT / "dispatch.json").read_bytes())
    assert record is not None
    assert len(record.files) == 6
    for path, digest in record.files.items():
        data = (sent / KEPT / path).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest
        assert only(data).holds
    assert run(sent) == 1  # that the bytes are others than the sources give is nothing new
    assert "[dispatch-nothing-new]" in capsys.readouterr().err
    assert build(sent, today=DAY).done
    site = sent / "output/site/styret/2020-04"
    assert (site / "papers.pdf").read_bytes() == (sent / KEPT / "public/nb/papers.pdf").read_bytes()
    assert record.files["public/nb/papers.pdf"] in (site / "meeting.json").read_text()
    held = [path.read_bytes() for path in (sent / "output/site").rglob("*") if path.is_file()]
    seal = bytes.fromhex(json.loads((sent / KEPT / "dispatch.json").read_text())["digest"])
    assert not any(seal in data or seal.hex().encode() in data for data in held)
    assert not list((sent / "output").rglob("*.tsr"))
    # Neither the key nor what opens it is anywhere.
    for data in (path.read_bytes() for path in sent.rglob("*") if path.is_file()):
        assert PASSPHRASE.encode() not in data
        assert b"key.p12" not in data


def test_verify_says_who_signed_and_by_when_it_was_there(
    sent: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = sent / KEPT / "public/nb/papers.pdf"
    trust = ["--trust", str(sent.parent / "issuer.pem")]
    words = ["verify", "--root", str(sent)]
    assert main.main([*words, str(paper), *trust]) == 0
    said = capsys.readouterr().out
    assert "Unaltered: it is what was sent on 2020-06-17 as utgave 1, byte for byte." in said
    assert "Time stamped: the record of what was sent was there at " in said
    assert "Signed by Sekretariatet (Eksempel kommune), " in said
    assert "says the time stamp of Eksempeltid (Eksempeltjenesten)." in said
    assert "The signature holds" in said
    assert "The certificate is trusted here." in said
    # Whom nobody knows here is told, and what was sent is that all the same.
    assert main.main([*words, str(paper)]) == 0
    said = capsys.readouterr().out
    assert "The signer's certificate is not known here" in said
    assert "by Eksempeltid (Eksempeltjenesten), it says; who that is, is not known here." in said
    # A recipient's signature, and a forger's.
    (tmp_path / "mine.pdf").write_bytes(signed_by(paper.read_bytes(), "mottaker"))
    assert main.main([*words, str(tmp_path / "mine.pdf"), *trust]) == 3
    said = capsys.readouterr().out
    assert "Signed since: signatures were added to what was sent on 2020-06-17 as utgave 1" in said
    assert "Signed in the name of mottaker (Andre), " in said
    assert "The signature covers the file as it was then: something was added after it." in said
    (tmp_path / "other.pdf").write_bytes(signed_by(appended(paper.read_bytes()), "Sekretariatet"))
    assert main.main([*words, str(tmp_path / "other.pdf"), *trust]) == 1
    said = capsys.readouterr().out
    assert "Altered: it is not what was sent" in said
    assert "page 1: how the page is turned" in said
    assert "Signed in the name of Sekretariatet (Andre), " in said
    with pytest.raises(SystemExit):
        main.main(["verify"])
    (tmp_path / "none.pem").write_bytes(b"hei")
    assert main.main([*words, str(paper), "--trust", str(tmp_path / "none.pem")]) == 1
    assert "there is no certificate in this file" in capsys.readouterr().err


def test_without_the_libraries_a_paper_is_what_it_is_and_nothing_is_signed(
    sent: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] in ("pyhanko", "rfc3161_client")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyhanko", None)
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    monkeypatch.setenv("AKSON_KEY_PASSPHRASE", PASSPHRASE)
    assert main.main(["verify", "--root", str(sent), str(sent / KEPT / "public/nb/papers.pdf")]) == 0
    said = capsys.readouterr().out
    assert "byte for byte" in said
    assert 'pip install "akson_docs[sign]"' in said
    for words in (["--sign", str(sent.parent / "key.p12")], ["--time-stamp", "http://127.0.0.1:1/"]):
        assert run(sent, *words) == 1
    said = capsys.readouterr().err
    assert said.count("extra-missing") == 1  # nothing is new there, and nothing would be stamped
    assert 'pip install "akson_docs[sign]"' in said


@pytest.mark.parametrize("package", ["pyhanko", "rfc3161_client"])
def test_a_package_of_the_extra_that_is_missing_is_told_with_it(package: str) -> None:
    found = failures.told(ModuleNotFoundError(f"No module named '{package}.x'", name=f"{package}.x"))
    assert found is not None
    assert (found.code, dict(found.parameters)["extra"]) == ("extra-missing", "sign")


def test_signing_or_stamping_that_fails_keeps_nothing(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = str(root.parent / "key.p12")
    monkeypatch.setenv("AKSON_KEY_PASSPHRASE", "noe annet")
    assert run(root, "--sign", key) == 1
    assert "key.p12: the key does not open with this passphrase" in capsys.readouterr().err
    monkeypatch.delenv("AKSON_KEY_PASSPHRASE", raising=False)
    assert run(root, "--sign", key) == 1
    assert "set AKSON_KEY_PASSPHRASE to it" in capsys.readouterr().err
    assert run(root, "--sign", str(root.parent / "none.p12")) == 1
    assert "[not-there]" in capsys.readouterr().err
    monkeypatch.setenv("AKSON_KEY_PASSPHRASE", PASSPHRASE)
    with serving(replies(lambda _: b"<html>")) as (address, asked):
        assert run(root, "--sign", key, "--time-stamp", address) == 1
        assert len(asked) == 1
        assert run(root, "--time-stamp", address) == 1
    said = capsys.readouterr().err
    assert said.count(f"{KEPT}: what {address} answers is no time stamp, and nothing was kept; see ") == 2
    assert len(said.splitlines()) == 2
    assert not (root / KEPT).parent.exists()
    for address in ("ftp://tsa.example.no", "tsa.example.no", "https://", "https://navn:ord@tsa.example.no"):
        with pytest.raises(SystemExit):
            run(root, "--time-stamp", address)


@needs_git
def test_a_record_is_stamped_later_and_a_stamp_stays_its_own(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def checked() -> tuple[int, str]:
        code = main.main(["check", "--root", str(root), "--repository", "private"])
        return code, "".join(capsys.readouterr())

    assert run(root) == 0
    started(root)
    assert run(root) == 1  # nothing is new
    assert "[dispatch-nothing-new]" in capsys.readouterr().err
    before = {path: path.read_bytes() for path in (root / KEPT).rglob("*") if path.is_file()}
    with serving(replies(lambda _: b"<html>")) as (address, _):
        assert run(root, "--time-stamp", address) == 1
    assert not (root / KEPT / "stamp.tsr").exists()
    with serving() as (address, asked):
        assert run(root, "--time-stamp", address, "--today", "2020-08-01") == 0  # when the meeting is over
        assert f"  {KEPT}/stamp.tsr" in capsys.readouterr().out
        assert run(root, "--time-stamp", address) == 1  # it has one
        assert "[dispatch-nothing-new]" in capsys.readouterr().err
        assert len(asked) == 1
    assert {path: path.read_bytes() for path in before} == before
    assert checked()[0] == 0
    git(root, "add", "meetings")
    git(root, "commit", "-qm", "Tidsstemplet")

    token = root / KEPT / "stamp.tsr"
    stamp = token.read_bytes()
    record = (root / KEPT / "dispatch.json").read_bytes()
    # Another stamp, one of another record, and none where there was one.
    token.write_bytes(answer(stamping_request(dispatch.what_is_sealed(record))))
    assert "[dispatch-resealed]" in checked()[1]
    token.write_bytes(answer(stamping_request(b"noe")))
    code, said = checked()
    assert (code, f"{KEPT}/stamp.tsr: this time stamp is not of the record" in said) == (1, True)
    token.unlink()
    assert "stamp.tsr: this was kept as it was sent, and is gone" in checked()[1]
    token.write_bytes(stamp)
    # A record that was sealed again after it was stamped.
    held = dispatch.recorded(record)
    assert held is not None
    (root / KEPT / "dispatch.json").write_bytes(dispatch.write(replace(held, to=("press",))))
    code, said = checked()
    assert (code, "[stamp-other]" in said) == (1, True)
    git(root, "checkout", "HEAD", "--", "meetings")
    assert checked()[0] == 0
    # Whoever may not see the record may not see the stamp, which has its digest.
    reading = source_reader.read_sources(request(root, today=DAY), Progress())
    assert [one.count for one in withholding.held(reading.index)] == [5]  # three papers, the record and its stamp
    tracked = history.tracked(str(root))
    assert isinstance(tracked, tuple)
    assert f"{KEPT}/stamp.tsr" in tracked


def told(paper: bytes, signed: bytes, alters: Callable[[Any, Any], None]) -> bool:
    """Whether a paper that was signed and then altered in the field of its signature is one that was signed alone."""
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed)) as file:
        alters(file, file.Root.AcroForm.Fields[0])
        file.save(held)
    return pdf_differences.is_signed(pdf_differences.differences(paper, held.getvalue()))


def drawn(file: Any, field: Any) -> None:
    look = file.make_stream(b"1 0 0 rg 0 0 500 500 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
    field.AP = pikepdf.Dictionary(N=look)


def called(file: Any, field: Any) -> None:
    field.TU = pikepdf.String("Prisen er 5 millioner")


def captioned(file: Any, field: Any) -> None:
    field.MK = pikepdf.Dictionary(CA=pikepdf.String("Prisen er 5 millioner"))


def emptied(file: Any, field: Any) -> None:
    del field.V


def claimed(file: Any, field: Any) -> None:
    field.V = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Name=pikepdf.String("leder"))


def extended(file: Any, field: Any) -> None:
    file.Root.Extensions = pikepdf.Dictionary(X=file.make_stream(b"noe"))


@pytest.mark.parametrize("alters", [drawn, called, captioned, emptied, claimed, extended])
def test_what_a_field_shows_says_or_lacks_is_no_signature_alone(
    paper: bytes, signed: bytes, alters: Callable[[Any, Any], None]
) -> None:
    """What has no size is drawn all the same by some programs, where its look has no box; what it is called is read."""
    assert not told(paper, signed, alters)
    assert told(paper, signed, lambda file, field: None)
