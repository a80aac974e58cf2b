# SPDX-License-Identifier: EUPL-1.2
"""Outside nobody learns why a cell is hidden: too few, hidden for others' sake or kept by its source read alike."""

import io
import json
import re
from collections.abc import Callable

import numpy as np
import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators.models import DisclosureRule, Release
from indicators.models.patterns import DisclosurePattern
from indicators.rendering.sentences import status_words
from indicators.rendering.slices import SliceContent, decode
from indicators.selectors import published
from indicators.services.disclosure.deciding import Decision
from indicators.services.disclosure.patterns import codes_of
from sozialplanung.common.statuses import Status
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import HEAD, SECOND, deliver, refresh

pytestmark = pytest.mark.django_db


def _build(world: World) -> World:
    # The first area has two children only, the second hides it, the third is kept by the source.
    city = build_city(world)
    deliver(city, SECOND, HEAD + "11;1.000;2\n12;1.000;90\n21;1.000;•\n22;1.000;30\n")
    refresh(city)
    return city


kept_city = standing(_build)

NAMES = {"11": "Alt-Mitte", "12": "Müllerstraße", "21": "Müggelheim", "22": "Neu-Köpenick"}
HIDDEN = ("11", "12", "21")
DISTRICTS = ("Mitte", "Köpenick")
API = f"/api/v1/musterstadt/indicators/kinder/values/{SECOND}"
MAP = "/musterstadt/karte/"
QUERY = f"?indikator=kinder&ebene=viertel&stand={SECOND}"
AREA = "/musterstadt/gebiete/stand-2020/viertel/"


def _content(level: str = "viertel") -> SliceContent:
    rows = Release.objects.filter(state="published", indicator__slug="kinder", boundary_version__level__slug=level)
    return decode(bytes(rows.get().payload))


def _nameless(text: str, key: str) -> str:
    text = re.sub(r"datetime\.datetime\([^)]*\)", "…", text)
    for word in (NAMES[key], *DISTRICTS):
        text = text.replace(word, "…")
    return re.sub(rf"(?<![0-9.-]){key}(?![0-9.-])", "…", text)


def _line(text: str, key: str) -> str:
    (line,) = [each for each in text.splitlines() if each.startswith((f"{key};", f'      <tr data-key="{key}"'))]
    return _nameless(line, key)


def _map_table(client: Client, key: str) -> str:
    return _line(client.get(f"{MAP}{QUERY}").content.decode(), key)


def _map_panel(client: Client, key: str) -> str:
    text = client.get(f"{MAP}{QUERY}&gebiet={key}").content.decode()
    panel = text[text.index('class="map-panel__name"') :]
    return _nameless(panel[: panel.index("<table")], key)


def _map_csv(client: Client, key: str) -> str:
    return _line(client.get(f"{MAP}daten.csv{QUERY}").content.decode(), key)


def _map_xlsx(client: Client, key: str) -> str:
    book = load_workbook(io.BytesIO(client.get(f"{MAP}daten.xlsx{QUERY}").content))
    (row,) = [[cell.value for cell in row] for row in book.worksheets[0] if str(row[0].value) == key]
    return _nameless(repr(row), key)


def _profile_page(client: Client, key: str) -> str:
    text = client.get(f"{AREA}{key}/").content.decode()
    row = text[text.index('<a href="/musterstadt/indikatoren/kinder/">') :]
    return _nameless(row[: row.index("</tr>")], key)


def _profile_csv(client: Client, key: str) -> str:
    lines = client.get(f"{AREA}{key}/profil.csv").content.decode().splitlines()
    (line,) = [each for each in lines if ";kinder;" in each]
    return _nameless(line, key)


def _profile_xlsx(client: Client, key: str) -> str:
    book = load_workbook(io.BytesIO(client.get(f"{AREA}{key}/profil.xlsx").content))
    (row,) = [[cell.value for cell in row] for row in book.worksheets[0] if "kinder" in [cell.value for cell in row]]
    return _nameless(repr(row), key)


def _json(client: Client, key: str) -> str:
    (area,) = [each for each in client.get(f"{API}/").json()["values"] if each["key"] == key]
    return _nameless(json.dumps(area, ensure_ascii=False), key)


def _slice(client: Client, key: str) -> str:
    content = decode(client.get(f"{API}.slice").content)
    place = list(NAMES).index(key)
    numbers = {name: float(band.values[place]) for name, band in content.numbers.items()}
    return repr((numbers, {name: int(codes[place]) for name, codes in content.codes.items()}, content.status[place]))


CHANNELS = (
    _map_table,
    _map_panel,
    _map_csv,
    _map_xlsx,
    _profile_page,
    _profile_csv,
    _profile_xlsx,
    _json,
    _slice,
)


def test_the_cells_of_this_city_are_hidden_for_three_reasons(city: World) -> None:
    pattern = DisclosurePattern.objects.get(
        indicator__slug="kinder", boundary_version__level__slug="viertel", audience="public"
    )

    found = [Decision(int(code)) for code in codes_of(pattern)]

    assert found == [Decision.PRIMARY, Decision.SECONDARY, Decision.KEPT, Decision.SHOWN]


@pytest.mark.check("C073")
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_hidden_cell_reads_alike_whatever_hides_it(city: World, channel: Callable[[Client, str], str]) -> None:
    client = Client()

    told = {channel(client, key) for key in HIDDEN}

    assert len(told) == 1, told


def test_a_slice_says_suppressed_of_what_its_source_keeps(city: World) -> None:
    assert _content().status.tolist() == [*[int(Status.SUPPRESSED)] * 3, int(Status.OK)]


def test_statuses_that_differ_read_differently_in_both_languages() -> None:
    different = (
        Status.SUPPRESSED,
        Status.EXCLUDED,
        Status.MISSING,
        Status.TRUE_ZERO,
        Status.NOT_APPLICABLE,
        Status.UNRELIABLE,
        Status.PENDING,
    )

    for language in ("de", "en"):
        assert len({status_words(status, language) for status in different}) == len(different)
    assert len({status.code for status in different}) == len(different)


def test_what_a_supplier_secured_is_taken_over_and_nothing_computed_opens_it(city: World) -> None:
    """The marks of a secured table are the pattern: no figure was ever there, and none comes of what is computed."""
    place = list(NAMES).index("21")
    share = next(
        ref for ref in published.releases_of(city.city, indicator="anteil", level="viertel") if ref.period == SECOND
    )
    shares = published.slice_content(share)

    assert shares is not None
    assert np.isnan(shares.numbers["value"].values[place])
    # The district is a sum with an unknown part: it is no number, neither is the city.
    for level in ("bezirk", "stadt"):
        assert np.isnan(_content(level).numbers["value"].values[-1])


def test_a_secured_table_stays_hidden_without_any_minimum_of_our_own(city: World) -> None:
    DisclosureRule.objects.update(minimum_count=0, minimum_denominator=0)
    refresh(city)

    found = _content().status

    assert found[list(NAMES).index("21")] == Status.SUPPRESSED
