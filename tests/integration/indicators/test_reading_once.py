# SPDX-License-Identifier: EUPL-1.2
"""A pass of computing reads the vintages of each indicator once, and gives the same bytes as reading cell by cell."""

from functools import partial

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator
from indicators.models.observations import Vintage
from indicators.services.releasing import context
from indicators.services.releasing.context import workplace_of
from indicators.services.releasing.deriving import derive_indicator
from indicators.services.releasing.freezing import Cell, Made, cells_of, current, current_before, freeze
from indicators.services.releasing.shelf import Shelf
from tests.factories.lookingcity import build_looking_city, released
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import EARLY, LATE, SECOND, THIRD, deliver, refresh

pytestmark = pytest.mark.django_db
SLUGS = ("kinder", "anteil", "wandel", "punkte", "pool")


def _build(world: World) -> World:
    build_looking_city(world)
    released(world, y2020=EARLY, y2021=LATE, y2022=EARLY)
    return world


kept_city = standing(_build)


def of(slug: str) -> Indicator:
    return Indicator.objects.select_related("organisation").get(slug=slug)


def queries_of(slug: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        derive_indicator(indicator=of(slug))
    return len(asked)


def payloads() -> list[tuple[int, int, int, str, bytes]]:
    rows = Vintage.objects.filter(is_current=True).order_by("indicator_id", "period_id", "boundary_version_id")
    told = rows.values_list("indicator_id", "period_id", "boundary_version_id", "input_hash", "payload")
    return [(*row[:4], bytes(row[4])) for row in told]


def test_computing_again_asks_no_more_with_more_cells(city: World) -> None:
    before = {slug: queries_of(slug) for slug in SLUGS[1:]}
    deliver(city, "2023-12-31", LATE)
    refresh(city)

    assert {slug: queries_of(slug) for slug in SLUGS[1:]} == before


@pytest.mark.check("C096")
def test_without_room_the_same_vintages_stay_current(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = payloads()
    monkeypatch.setattr(context, "Shelf", partial(Shelf, most=-1))

    for slug in SLUGS:
        derive_indicator(indicator=of(slug))

    assert payloads() == before


@pytest.mark.check("C096")
def test_new_figures_give_the_same_bytes_read_at_once_and_cell_by_cell(
    city: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        at_once = _computed_anew(city)
        transaction.set_rollback(True)
    monkeypatch.setattr(context, "Shelf", partial(Shelf, most=-1))

    assert _computed_anew(city) == at_once


def _computed_anew(city: World) -> list[bytes]:
    deliver(city, SECOND, LATE.replace("11;1.000;210", "11;1.000;230"))
    for slug in ("einwohner", *SLUGS):
        derive_indicator(indicator=of(slug))
    return [row[4] for row in payloads()]


def test_shelf_says_what_the_database_says(city: World) -> None:
    work, pk = workplace_of(city.city), of("anteil").pk
    cells = [Cell(pk, *cell) for cell in sorted(cells_of(indicator_id=pk))]
    full, empty = work.shelf, Shelf({}, most=-1)

    assert len(cells) == 9
    for cell in cells:
        stored, earlier = current(cell), current_before(cell, work.periods[cell.period_id])
        for shelf in (full, empty):
            found, before = shelf.current(cell), shelf.current_before(cell, work.periods)
            assert found is not None
            assert stored is not None
            assert (found.id, found.input_hash) == (stored.id, stored.input_hash)
            assert (before.id if before else None) == (earlier.id if earlier else None)
    assert full.current(Cell(pk, -1, -1)) is None


def test_what_the_pass_froze_is_on_the_shelf(city: World) -> None:
    work, indicator = workplace_of(city.city), of("anteil")
    period = next(pk for pk, each in work.periods.items() if each.code == THIRD)
    cell = Cell(indicator.pk, period, next(pk for _, pk in cells_of(indicator_id=indicator.pk)))
    there, definition = work.shelf.current(cell), indicator.definitions.get()
    assert there is not None
    made = Made(there.raw, {"formula": "another"})

    frozen = freeze(cell=cell, definition=definition, made=made, known=there)
    work.shelf.put(frozen)

    assert frozen.id != there.id
    assert work.shelf.current(cell) is frozen
    stored = current(cell)
    assert stored is not None
    assert (stored.id, stored.input_hash) == (frozen.id, frozen.input_hash)
    assert freeze(cell=cell, definition=definition, made=made, known=frozen) is frozen
