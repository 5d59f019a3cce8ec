"""Sets the papers of a meeting, as the build does or with the PDF engine alone, a command each.

`python benchmarks/deck.py write FOLDER` makes them ready: the papers of 4/20, with a record of it that is made up so
that it has minutes, and those of a meeting of ten items with 20 attachments of 200 pages in all. Then, of 4/20, `deck
FOLDER` sets the slides in both standards with the proof, `bare FOLDER` the same HTML with the engine alone, `four
FOLDER` all four papers; of the other, `pack FOLDER` sets all its papers and `plain FOLDER` those of the same meeting
without its attachments.
"""

from __future__ import annotations

import gc
import pickle
import resource
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

RECORD = "\nattendance: {present: [leder, medlem, medlem 2]}\nminutes: {published: 2020-07-08, signers: [leder]}\n"
ITEM = """\
  - number: {n}/21
    title: Sak nummer {n} om noe som skal behandles
    type: Orientering
    duration: 10
    paper: saksframlegg-{n}.md
    proposal: Utvalget tar saken til orientering.
    attachments: {attachments}
    slides:
      - title: Hvor saken står nå
        body: |
          - Det som er gjort siden sist
          - Det som gjenstår før sommeren
      - kind: comparison
        title: To veier videre
        columns:
          - {{heading: Den ene, body: Billigst og raskest å få på plass.}}
          - {{heading: Den andre, body: Dyrere og varer lenger.}}
"""
PAPER = "Saken har vært oppe før, og kommer tilbake med nye tall og et nytt forslag. "


def write(folder: Path) -> None:
    """Pickles what is to be set, and the style sheet and fonts for the engine alone."""
    import shutil

    for name in ("seed", "pack", "plain"):
        shutil.copytree(PROJECT / "templates", folder / name / "templates", dirs_exist_ok=True)
        (folder / name / "meetings").mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / "meetings/site.yaml", folder / name / "meetings/site.yaml")
    shutil.copytree(PROJECT / "meetings/styringsgruppen", folder / "seed/meetings/styringsgruppen", dirs_exist_ok=True)
    with (folder / "seed/meetings/styringsgruppen/2020-04/meeting.yaml").open("a") as file:
        file.write(RECORD)
    for name in ("pack", "plain"):
        meeting = folder / name / "meetings/utvalg/2021-01"
        meeting.mkdir(parents=True, exist_ok=True)
        (meeting.parent / "board.yaml").write_text("name: Utvalget\n")
        for n in range(10):  # from half a page to two: of one length, all would have a last page alike
            (meeting / f"saksframlegg-{n + 1}.md").write_text("# Bakgrunn\n\n" + PAPER * (16 + 8 * n))
        names = [f"vedlegg-{number}.pdf" for number in range(20)] if name == "pack" else []
        for number, attached in enumerate(names):
            (meeting / attached).write_bytes(attachment(number))
        items = [
            ITEM.format(n=n + 1, attachments=[{"file": one} for one in names[2 * n : 2 * n + 2]]) for n in range(10)
        ]
        (meeting / "meeting.yaml").write_text("date: 2021-02-03\nitems:\n" + "".join(items))
    for name, key in (("seed", "styringsgruppen/2020-04"), ("pack", "utvalg/2021-01"), ("plain", "utvalg/2021-01")):
        pickled(folder / name, key)


def attachment(number: int) -> bytes:
    """A PDF of ten pages as an office program makes it: half of them tagged, one in four with a picture a page."""
    import base64
    import io

    import weasyprint
    from PIL import Image

    held = io.BytesIO()
    Image.effect_noise((500, 400), 60).save(held, "PNG")
    picture = f'<img alt="Kart" src="data:image/png;base64,{base64.b64encode(held.getvalue()).decode()}">'
    text = f"<p>{'Avsnitt om det som vedlegget handler om, med tall og navn på steder. ' * 12}</p>" * 2
    shown = picture if number % 4 == 0 else ""
    pages = "".join(
        f'<section style="break-after:page"><h1>Side {page + 1}</h1>{text}{shown}</section>' for page in range(10)
    )
    document = weasyprint.HTML(string=f'<html lang="nb"><title>Vedlegg {number}</title>{pages}</html>')
    return bytes(document.write_pdf(pdf_tags=bool(number % 2)))


def pickled(root: Path, key: str) -> None:
    """The papers of a meeting, as values."""
    from akson_docs.actions import site_edition, source_reader
    from akson_docs.build import plan
    from akson_docs.build.jobs import PaperFile
    from akson_docs.build.request import Request

    reading = source_reader.read_sources(Request(str(root), cache=str(root / "cache")), source_reader.Progress())
    work = site_edition.SiteEdition(Request(str(root), cache=str(root / "cache")), reading)
    jobs = [
        job
        for job in plan.plan(work.site_version)
        if isinstance(job.what, PaperFile) and "/".join(job.meeting or ()) == key
    ]
    papers, images = work.papers(jobs)
    (root / "papers").write_bytes(pickle.dumps((papers, images, reading.styles)))
    for name, data in reading.styles.fonts:
        (root / "fonts").mkdir(exist_ok=True)
        (root / "fonts" / name).write_bytes(data)
    (root / "deck.css").write_text(reading.styles.slides)


def ours(root: Path, *names: str) -> None:
    """Some of a meeting's papers: fitted, joined, in both standards, proved."""
    from akson_docs.pdf import compose

    gc.disable()  # as the workers does
    papers, images, styles = pickle.loads((root / "papers").read_bytes())
    wanted = [paper for paper in papers if paper.provenance.paper in names]
    assert len(wanted) == len(names), [paper.name for paper in papers]
    for made in compose.typeset(wanted, compose.engine(styles), images, str(root / "made")):
        assert made.pdf or made.file, made.problems


def bare(root: Path) -> None:
    """The slides' HTML with the same style sheet, as one document, in no standard."""
    import weasyprint

    papers, _, _ = pickle.loads((root / "papers").read_bytes())
    sections = [part.content.html for paper in papers if paper.provenance.paper == "slides" for part in paper.parts]
    page = "@page { size: 1280px 720px; margin: 0 } .slide { break-after: page }"
    html = f'<!doctype html><html lang="nb"><title>Møte</title><style>{page}</style><body>{"".join(sections)}</body>'
    sheet = weasyprint.CSS(filename=str(root / "deck.css"), base_url=str(root) + "/")
    weasyprint.HTML(string=html, base_url=str(root) + "/").write_pdf(str(root / "bare.pdf"), stylesheets=[sheet])


def main() -> None:
    what, folder = sys.argv[1], Path(sys.argv[2])
    if what == "write":
        write(folder)
    elif what == "bare":
        bare(folder / "seed")
    elif what == "deck":
        ours(folder / "seed", "slides")
    elif what == "four":
        ours(folder / "seed", "agenda", "papers", "slides", "minutes")
    else:
        ours(folder / what, "agenda", "papers", "slides")
        print(f"{what}: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most", file=sys.stderr)


if __name__ == "__main__":
    main()
