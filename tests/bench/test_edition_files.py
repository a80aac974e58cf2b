# SPDX-License-Identifier: EUPL-1.2
"""What the files of a report of twelve districts with forty maps and charts cost: seconds and memory of one worker."""

import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.models import PublicationKind
from reports.rendering.composition import KEY, LINE, MAP, METHOD, RANKING, TABLE, Composition, Panel, Part
from reports.rendering.document import Document
from reports.rendering.storing import Pinned, stored
from reports.services import composing
from reports.services.documents import Issue, document_of
from reports.services.paper import pdf_document
from scripts.layout import ROOT
from sozialplanung.accounts.models import Organisation, User
from tests.bench.measuring import Connection, report
from tests.bench.test_editions import SESSION, address_of
from tests.factories.documents import document_of as sample
from tests.factories.releases import PUBLISHED_AT

pytestmark = pytest.mark.bench
CHILDREN = "indikator=kinderarmut&ebene="
CONTENT = Composition(
    "Wie Kinder in Berlin leben.",
    (
        Part(
            "part1",
            "Die Stadt",
            (
                Panel("panel1", KEY, indicators=("kinderarmut", "arbeitslosigkeit", "transferbezug")),
                Panel("panel2", MAP, query=f"{CHILDREN}bezirk"),
                Panel("panel3", LINE, query=f"{CHILDREN}stadt"),
                Panel("panel4", RANKING, query=f"{CHILDREN}bezirk"),
                Panel("panel5", MAP, query=f"{CHILDREN}planungsraum"),
                Panel("panel6", TABLE, query="indikator=einwohner&ebene=bezirk"),
            ),
        ),
        Part(
            "part2",
            "Die Bezirke",
            (
                Panel("panel7", KEY, indicators=("kinderarmut",)),
                Panel("panel8", LINE, query=f"{CHILDREN}bezirk"),
                Panel("panel9", RANKING, query=f"{CHILDREN}bezirk"),
                Panel("panel10", MAP, query=f"{CHILDREN}bezirk"),
            ),
            "ebene=bezirk",
        ),
        Part("part3", "Methoden", (Panel("panel11", METHOD),)),
    ),
)
LEAST_PICTURES, LEAST_PAGES = 40, 40
PAGES = ("/berlin/", "/berlin/karte/", "/berlin/analyse/?indikator=kinderarmut&ebene=bezirk", "/berlin/berichte/")
LEAST_CALLS = 200


@pytest.fixture
def document(own_demo: None) -> Document:
    del own_demo
    berlin, bert = Organisation.objects.get(slug="berlin"), User.objects.get(email="bert@demo.example")
    new = composing.NewPublication("Kinder in Berlin", kind=PublicationKind.REPORT, composition=CONTENT)
    row = composing.create_publication(organisation=berlin, new=new, by=bert)
    issue = Issue("Ausgabe 2026/1", PUBLISHED_AT.date(), "https://sozialplanung.example/b/kinder/2026-1/")
    begin = time.perf_counter()
    made = document_of(publication=row, issue=issue, language="de")
    report("Bericht, 12 Bezirke: Werte lesen, Karten zeichnen", f"{time.perf_counter() - begin:.1f} s", target="-")
    assert not made.problems
    return made.pinned.document


def _command(kind: str, document: Document, folder: Path) -> list[str]:
    place = folder / "document.json"
    place.write_bytes(stored(Pinned(document, tuple((frozenset(),) * len(each.blocks) for each in document.sections))))
    return [sys.executable, "-m", "tests.bench.filewriting", kind, str(place)]


def _written(kind: str, document: Document, folder: Path) -> tuple[float, float, int]:
    command = _command(kind, document, folder)
    told = subprocess.run(command, cwd=ROOT, env=dict(os.environ), check=True, capture_output=True, text=True)
    seconds, peak, size = told.stdout.split()
    return float(seconds), float(peak), int(size)


def test_files_of_a_report_with_forty_maps_and_charts(document: Document, tmp_path: Path) -> None:
    pages = len(PdfReader(io.BytesIO(pdf_document(document))).pages)
    pictures = len(document.figures())
    assert (pictures >= LEAST_PICTURES, pages >= LEAST_PAGES) == (True, True)

    empty, bare, _size = _written("pdf", sample(), tmp_path)
    for kind, most, memory in (("pdf", 30, 600), ("docx", 15, 600), ("html", 15, 600), ("zip", 15, 600)):
        seconds, peak, size = _written(kind, document, tmp_path)
        report(
            f"Bericht als {kind}, {pages} Seiten, {pictures} Karten und Diagramme",
            f"{seconds:.1f} s, {peak:.0f} MB, {size / 1_000_000:.1f} MB groß",
            baseline=f"PDF von 4 Seiten {empty:.1f} s, {bare:.0f} MB",
            target=f"<= {most} s, <= {memory} MB",
        )


def _p95(web: Connection, pages: tuple[str, ...], until: Callable[[int], bool]) -> tuple[float, int]:
    """Give the 95th percentile of the answers to pages that are made anew, in ms, and how many were asked."""
    taken = list[float]()
    while not until(len(taken)):
        begin = time.perf_counter()
        assert web.get(pages[len(taken) % len(pages)], Cookie=SESSION).status == 200
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.quantiles(taken, n=20)[-1], len(taken)


def test_pages_answer_as_ever_beside_a_file(document: Document, tmp_path: Path, web: Connection) -> None:
    pages = (*PAGES, address_of(web))
    _p95(web, pages, lambda count: count >= LEAST_CALLS)
    alone, _count = _p95(web, pages, lambda count: count >= 2 * LEAST_CALLS)

    with subprocess.Popen(_command("pdf", document, tmp_path), cwd=ROOT, stdout=subprocess.DEVNULL) as writing:
        beside, count = _p95(web, pages, lambda _count: writing.poll() is not None)
    after, _count = _p95(web, pages, lambda count: count >= 2 * LEAST_CALLS)

    assert (writing.returncode, count >= LEAST_CALLS) == (0, True)
    quiet = (alone + after) / 2
    report(
        "Seiten neben dem Schreiben eines PDF, p95",
        f"{beside:.1f} ms",
        baseline=f"allein {alone:.1f} und {after:.1f} ms, Verhältnis {beside / quiet:.2f}, {count} Abrufe",
        target="<= 1.2",
    )
