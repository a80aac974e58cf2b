# SPDX-License-Identifier: EUPL-1.2
"""No page and no file of the demo states a change across a break that the publisher does not state."""

import csv
import html
import io
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators.selectors import published
from scripts.layout import ROOT
from sozialplanung.accounts.models import Organisation
from spatial.selectors import levels, units

pytestmark = pytest.mark.usefixtures("demo")
# "seit 2016", "seit 31.12.2016", with what the page says of its origin.
CLAIM = re.compile(r"(?:seit|Gegenüber|gegenüber)\s+(?:\d\d\.\d\d\.)?(\d{4})\b(.{0,80})", re.DOTALL)
PUBLISHED = ("wie veröffentlicht", "vom Herausgeber vergleichbar gerechnet")
ORIGINS = (*PUBLISHED, "berechnet")


def _breaks() -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    with (ROOT / "demo/berlin/zeitreihenbrueche.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["vergleichbar"] == "nein":
                found.setdefault(row["indikator"], []).append((int(row["von"][:4]), int(row["bis"][:4])))
    return found


def _is_crossed(indicator: str, since: int, until: int) -> bool:
    return any(start < until and end > since for start, end in _breaks().get(indicator, []))


def _text(body: bytes) -> str:
    without = re.sub(r"<(script|svg)\b.*?</\1>", " ", body.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", without)))


def _maps() -> Iterator[tuple[str, str, str]]:
    berlin = Organisation.objects.get(slug="berlin")
    for indicator in _breaks():
        for ref in published.releases_of(berlin, indicator=indicator, level="planungsraum"):
            yield indicator, ref.period, f"indikator={indicator}&ebene=planungsraum&stand={ref.period}"


def test_map_and_files_name_the_publisher_where_a_break_lies_between() -> None:
    client = Client()
    crossed = 0
    for indicator, period, query in _maps():
        page = client.get(f"/berlin/karte/?{query}&gebiet=08010301")
        assert page.status_code == 200
        file = client.get(f"/berlin/karte/daten.csv?{query}").content.decode("utf-8-sig")
        heads = next(row for row in csv.reader(io.StringIO(file), delimiter=";") if row[:1] == ["Schlüssel"])
        for text in (_text(page.content), " ".join(heads)):
            for since, context in CLAIM.findall(text):
                if _is_crossed(indicator, int(since), int(period[:4])):
                    crossed += 1
                    assert any(origin in context for origin in PUBLISHED), (indicator, period, context)
    assert crossed > 10


def test_workbook_says_the_same_as_the_page() -> None:
    content = Client().get("/berlin/karte/daten.xlsx?indikator=kinderarmut&ebene=planungsraum&stand=2016-12-31").content

    book = load_workbook(io.BytesIO(content), read_only=True)
    cells = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]

    assert any("Veränderung seit 31.12.2014, vom Herausgeber vergleichbar gerechnet" in cell for cell in cells)


@pytest.mark.parametrize("level", ["bezirk", "planungsraum"])
def test_profiles_name_the_publisher_where_a_break_lies_between(level: str) -> None:
    client, berlin = Client(), Organisation.objects.get(slug="berlin")
    version = levels.boundary_version(berlin, level, "lor-2006")
    assert version is not None
    rows = units.unit_rows(version.id)
    claims = 0
    for unit in rows[:: max(1, len(rows) // 12)]:
        text = _text(client.get(f"/berlin/gebiete/lor-2006/{level}/{unit.key}/").content)
        poverty = text[text.index("Armut und Existenzsicherung") :]
        poverty = re.split(r"Soziale Lage im Überblick|Bevölkerung Stand", poverty)[0]
        for _, context in CLAIM.findall(poverty):
            claims += 1
            assert any(origin in context for origin in ORIGINS)
        # Nothing of the last two dates may be computed: between them lies a break for unemployment.
        assert "berechnet" not in re.sub(r"Berlin,? berechnet|nicht berechenbar", "", poverty)
    assert claims > 20


def test_positions_have_no_trend_on_any_page() -> None:
    client = Client()

    for address in (
        "/berlin/karte/?indikator=mss-status&gebiet=08010301",
        "/nrw/karte/?indikator=gisd&gebiet=05513000",
        "/nrw/gebiete/gemeinden-2021/gemeinde/05513000/",
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert not re.search(r"[+−]\d+[,.]\d+ (seit|Punkte|Prozentpunkte)", _text(response.content))


def test_own_area_names_the_source_of_the_course_that_is_asked_for(client: Client) -> None:
    # On the boundaries of today the register alone tells figures.
    address = "/berlin/eigene-gebiete/ansehen/?form=gebiete:planungsraum:lor-2021:01100101&gebietsstand=lor-2021"
    monitoring = "Monitoring Soziale Stadtentwicklung, CC BY"

    assert monitoring not in client.get(address).content.decode()
    assert monitoring in client.get(f"{address}&verlauf=kinderarmut").content.decode()
