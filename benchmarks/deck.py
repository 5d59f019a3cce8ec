"""Sets one deck, as the build does or with the PDF engine alone: what both standards and the proof cost.

`python benchmarks/deck.py write FOLDER` writes the deck of 4/20 as HTML; `ours FOLDER` and `bare FOLDER` set it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))


def write(folder: Path) -> None:
    """The slides of 4/20, one `<section>` each, with the style sheet and the fonts."""
    from akson_docs import papers, pipeline, plan
    from akson_docs.request import Request

    request = Request(str(PROJECT), cache=str(folder / "cache"), edition="public")
    reading = pipeline._read(request, pipeline.Progress())
    work = pipeline._Work(request, reading)
    job = next(job for job in plan.plan(work.house) if job.path == "styringsgruppen/2020-04/slides.pdf")
    deck, _ = papers.paper(job, work.materials)
    css, fonts = reading.styles.slides, reading.styles.fonts
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    for name, data in fonts:
        (folder / "fonts" / name).write_bytes(data)
    (folder / "deck.css").write_text(css)
    (folder / "deck.json").write_text(json.dumps([part.content.html for part in deck.parts]))


def ours(folder: Path) -> None:
    """Slide by slide, fitted, joined, in both standards, proved."""
    from akson_docs import pdf
    from akson_docs.provenance import Provenance
    from akson_docs.typesetter import Frame, Styles

    sections = json.loads((folder / "deck.json").read_text())
    fonts = {path.name: path.read_bytes() for path in sorted((folder / "fonts").iterdir())}
    engine = pdf.engine(Styles((folder / "deck.css").read_text(), "", tuple(fonts.items())))
    frame = Frame("nb", "https://x.no/")
    parts = tuple(pdf.Part(pdf.Sheet(str(number), html, ()), frame) for number, html in enumerate(sections))
    made_from = Provenance("styringsgruppen/2020-04", "slides", "nb", "public")
    deck = pdf.Paper("slides.pdf", "Møte", "nb", "Etaten", "Styret", "2020-07-01", parts, "", made_from)
    paper = pdf.typeset((deck,), engine, {}, "")[0]
    assert paper.pdf is not None, paper.problems
    (folder / "ours.pdf").write_bytes(paper.pdf)


def bare(folder: Path) -> None:
    """The same HTML with the same style sheet, as one document, in no standard."""
    import weasyprint

    sections = json.loads((folder / "deck.json").read_text())
    page = "@page { size: 1280px 720px; margin: 0 } .slide { break-after: page }"
    html = f'<!doctype html><html lang="nb"><title>Møte</title><style>{page}</style><body>{"".join(sections)}</body>'
    sheet = weasyprint.CSS(filename=str(folder / "deck.css"), base_url=str(folder) + "/")
    weasyprint.HTML(string=html, base_url=str(folder) + "/").write_pdf(str(folder / "bare.pdf"), stylesheets=[sheet])


if __name__ == "__main__":
    {"write": write, "ours": ours, "bare": bare}[sys.argv[1]](Path(sys.argv[2]))
