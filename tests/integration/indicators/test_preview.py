# SPDX-License-Identifier: EUPL-1.2
"""What a batch would change is known before anything is written, and is what its release then changes."""

from collections.abc import Iterable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import ImportBatch, Indicator, Series, StagedValue
from indicators.models.observations import Observation
from indicators.readers.mapping import Layout, Mapping, PeriodSource, ValueColumn
from indicators.selectors import comparison, review
from indicators.selectors.comparison import DifferenceCounts, Kind, SliceCounts
from indicators.services import catalogue, importing, sources
from indicators.services.catalogue import SeriesName
from indicators.services.checking.checks import store_checks
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.sources import SourceSpec
from sozialplanung.audit.models import Event
from sozialplanung.common.statuses import Status
from sozialplanung.jobs.services import run_inline
from tests.factories.areas import import_city
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
FILE = "key;people;children\n11;1.000;200\n12;500;2\n21;800;90\n22;700;0\n"


def _built(world: World) -> World:
    """Give a city with boundaries, a source and two series."""
    import_city(world.city)
    spec = SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), True, "intern")
    sources.ensure_source(organisation=world.city, spec=spec)
    for name in (SeriesName("people"), SeriesName("people", "children")):
        catalogue.ensure_series(
            organisation=world.city,
            name=name,
            variable={"name": "Einwohner", "is_additive": True},
            breakdown={"name": name.breakdown, "dimension": "alter"},
        )
    return world


kept_city = standing(_built)


def staged(world: World, text: str = FILE, level: str = "viertel") -> ImportBatch:
    mapping = Mapping(
        shape="columns",
        period=PeriodSource("fixed", "2020-12-31"),
        key_column="key",
        values=(ValueColumn("people", "people"), ValueColumn("children", "people:children")),
        decimal="comma",
        layout=Layout(separator=";", header_row=1),
    )
    source = sources.source_of(organisation=world.city, slug="register")
    part = Part(DeliveredFile("people.csv", text.encode()), level, mapping)
    return importing.stage_batch(spec=DeliverySpec(source, "Register", "stand-2020", (part,)), by=world.anna)


def take_over(world: World, text: str = FILE, level: str = "viertel") -> ImportBatch:
    batch = staged(world, text, level)
    run_inline(job=importing.approve_batch(batch=batch, by=world.frida))
    batch.refresh_from_db()
    return batch


def series(world: World, breakdown: str) -> int:
    return Series.objects.get(organisation=world.city, breakdown__slug=breakdown).pk


def of_series(slices: Iterable[SliceCounts], world: World, breakdown: str) -> tuple[SliceCounts, ...]:
    wanted = series(world, breakdown)
    return tuple(each for each in slices if each.series_id == wanted)


def test_first_delivery_is_new_in_every_cell(city: World) -> None:
    batch = staged(city)

    counts = comparison.difference_counts(batch)

    assert counts == DifferenceCounts(new=8)
    assert not counts.is_empty
    page = review.differences(batch, kind="new", limit=3, offset=1)
    assert [row.unit_key for row in page] == ["12", "21", "22"]
    assert all(row.old is None for row in page)
    assert page[0].new is not None
    assert (page[0].new.value, page[0].row, page[0].unit_name) == (500.0, 3, "Müllerstraße")


@pytest.mark.check("C044")
def test_counts_and_cells_of_the_preview_are_those_of_the_release_and_nothing_is_written_before(city: World) -> None:
    take_over(city)
    before = (Observation.objects.count(), list(Observation.objects.order_by("pk").values_list("value", flat=True)))
    batch = staged(city, "key;people;children\n11;1.000;210\n12;500;/\n21;800;90\n")
    events = Event.objects.count()

    counts = comparison.difference_counts(batch)
    changed = review.differences(batch, kind="changed", limit=50)
    missing = review.differences(batch, kind="missing", limit=50)
    unchanged = review.differences(batch, kind="unchanged", limit=50)

    assert counts == DifferenceCounts(new=0, changed=2, unchanged=4, missing=2)
    assert [(row.unit_key, row.old and row.old.value, row.new and row.new.value, row.row) for row in changed] == [
        ("11", 200.0, 210.0, 2),
        ("12", 2.0, None, 3),
    ]
    assert changed[1].new is not None
    assert changed[1].new.status == Status.UNRELIABLE
    assert [(row.unit_key, row.new, row.row) for row in missing] == [("22", None, None), ("22", None, None)]
    assert len(unchanged) == counts.unchanged
    assert Event.objects.count() == events
    assert before == (
        Observation.objects.count(),
        list(Observation.objects.order_by("pk").values_list("value", flat=True)),
    )

    run_inline(job=importing.approve_batch(batch=batch, by=city.frida))
    batch.refresh_from_db()
    assert (batch.counts["new"], batch.counts["changed"], batch.counts["unchanged"]) == (0, 2, 4)


@pytest.mark.check("C048")
def test_same_content_in_another_order_changes_nothing(city: World) -> None:
    take_over(city)
    lines = FILE.splitlines()

    counts = comparison.difference_counts(staged(city, "\n".join([lines[0], *reversed(lines[1:])]) + "\n"))

    assert counts == DifferenceCounts(unchanged=8)
    assert counts.is_empty


def test_another_status_is_a_change_even_without_a_value(city: World) -> None:
    take_over(city, FILE.replace("500;2", "500;/"))

    batch = staged(city, FILE.replace("500;2", "500;x"))

    row = review.differences(batch, kind="changed", limit=5)[0]
    assert row.old is not None
    assert row.new is not None
    assert (row.old.value, row.old.status) == (None, Status.UNRELIABLE)
    assert (row.new.value, row.new.status) == (None, Status.NOT_APPLICABLE)


def test_areas_of_another_level_are_not_missing(city: World) -> None:
    take_over(city, "key;people;children\n1;1.500;202\n2;1.500;90\n", "bezirk")

    counts = comparison.difference_counts(staged(city))

    assert counts == DifferenceCounts(new=8)


def test_differences_are_told_by_series_and_period(city: World) -> None:
    take_over(city)
    batch = staged(city, FILE.replace("200", "210"))

    slices = comparison.compare(batch)
    children = review.differences(batch, kind="changed", limit=9, slices=of_series(slices, city, "children"))
    people = review.differences(batch, kind="changed", limit=9, slices=of_series(slices, city, "gesamt"))

    told = {each.series_id: each.counts for each in slices}
    assert told == {
        series(city, "gesamt"): DifferenceCounts(unchanged=4),
        series(city, "children"): DifferenceCounts(changed=1, unchanged=3),
    }
    assert [row.series for row in children] == ["Einwohner · children"]
    assert people == ()


def test_counts_of_the_check_hold_until_another_batch_becomes_current(city: World) -> None:
    batch, other = staged(city), staged(city, FILE.replace("200", "210"))
    store_checks(batch=batch, found=())

    with CaptureQueriesContext(connection) as queries:
        counts = comparison.difference_counts(batch)

    assert (counts, len(queries)) == (DifferenceCounts(new=8), 1)
    assert review.differences(batch, kind="missing", limit=5) == ()
    assert len(review.differences(batch, kind="new", limit=5)) == 5

    run_inline(job=importing.approve_batch(batch=other, by=city.frida))
    assert comparison.difference_counts(batch) == DifferenceCounts(changed=1, unchanged=7)


@pytest.mark.parametrize("is_kept", [True, False])
@pytest.mark.parametrize("kind", ["new", "changed", "unchanged", "missing"])
def test_pages_of_any_size_hold_every_cell_once_and_in_order(city: World, kind: Kind, is_kept: bool) -> None:
    take_over(city, "key;people;children\n11;1.000;200\n21;800;90\n22;700;0\n")
    batch = staged(city, "key;people;children\n11;1.000;210\n12;400;2\n21;800;91\n")
    if is_kept:
        store_checks(batch=batch, found=())

    whole = review.differences(batch, kind=kind, limit=100)

    assert len(whole) == getattr(comparison.difference_counts(batch), kind) > 0
    for size in (1, 2, 3):
        pages = [review.differences(batch, kind=kind, limit=size, offset=at) for at in range(0, len(whole) + 1, size)]
        assert sum(pages, ()) == whole
    children = of_series(comparison.slices_of(batch), city, "children")
    of_children = review.differences(batch, kind=kind, limit=100, slices=children)
    assert of_children == tuple(row for row in whole if row.series == "Einwohner · children")


def test_batch_that_was_applied_has_nothing_staged_any_more(city: World) -> None:
    batch = take_over(city)

    assert not StagedValue.objects.exists()
    assert comparison.difference_counts(batch) == DifferenceCounts()
    assert not Indicator.objects.exists()
