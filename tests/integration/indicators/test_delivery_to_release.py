# SPDX-License-Identifier: EUPL-1.2
"""From a file to a release: two people, nothing twice, nothing half-written, nothing small, and a way back."""

from dataclasses import replace

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction

from indicators.errors import CycleError, DeliveryError, DeliveryTwiceError, FourEyesError, NotReleasedError
from indicators.models import ImportBatch, Indicator, Release, Source
from indicators.models.observations import Observation, ObservationHistory, Vintage
from indicators.selectors import graph, published
from indicators.services import importing, sources
from indicators.services.catalogue import IndicatorSpec
from indicators.services.importing import DeliveredFile, DeliverySpec, Part
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.releasing.withdrawing import withdraw_release
from indicators.services.sources import SourceSpec
from sozialplanung.audit.models import Event
from sozialplanung.common.errors import ConflictError
from sozialplanung.common.statuses import Status
from sozialplanung.jobs.services import run_inline
from tests.factories.register import EDITION, FILE, build_city, create, definition, mapping
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db


kept_city = standing(build_city)


def _delivery(world: World, text: str = FILE, period: str = "2020-12-31") -> DeliverySpec:
    source = Source.objects.select_related("organisation").get(organisation=world.city, slug="register")
    file = DeliveredFile("einwohner.csv", text.encode())
    return DeliverySpec(source, f"Register {period}", EDITION, (Part(file, "viertel", mapping(period)),))


def _take_over(world: World, text: str = FILE, period: str = "2020-12-31") -> ImportBatch:
    batch = importing.stage_batch(spec=_delivery(world, text, period), by=world.anna)
    run_inline(job=importing.approve_batch(batch=batch, by=world.frida))
    batch.refresh_from_db()
    return batch


def _refresh(world: World) -> int:
    order = graph.in_order(organisation_id=world.city.pk)
    return sum(refresh_indicator(indicator_id=pk, by=world.frida, report=lambda *_: None) for pk in order)


def _values(world: World, indicator: str, level: str, period: str = "2020-12-31") -> tuple[list[float], list[int]]:
    ref = published.release_ref(world.city, indicator=indicator, period=period, level=level)
    assert ref is not None
    content = published.slice_content(ref)
    assert content is not None
    return content.numbers["value"].values.tolist(), content.status.tolist()


def test_staged_delivery_changes_nothing_until_a_second_person_approves(city: World) -> None:
    batch = importing.stage_batch(spec=_delivery(city), by=city.anna)

    with pytest.raises(FourEyesError):
        importing.approve_batch(batch=batch, by=city.anna)
    assert not Observation.objects.exists()

    run_inline(job=importing.approve_batch(batch=batch, by=city.frida))
    batch.refresh_from_db()
    assert (batch.state, batch.counts["new"], batch.approved_by) == ("applied", 8, city.frida)
    assert Observation.objects.count() == 8


@pytest.mark.check("C050")
def test_database_refuses_an_approval_by_the_same_person(city: World) -> None:
    batch = importing.stage_batch(spec=_delivery(city), by=city.anna)

    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(approved_by=city.anna)


@pytest.mark.check("C048")
def test_same_delivery_is_not_taken_twice(city: World) -> None:
    _take_over(city)

    with pytest.raises(DeliveryTwiceError):
        importing.stage_batch(spec=_delivery(city), by=city.emil)
    assert ImportBatch.objects.count() == 1


def test_file_with_an_unknown_area_is_kept_with_its_finding_and_cannot_be_approved(city: World) -> None:
    batch = importing.stage_batch(spec=_delivery(city, FILE + "99;1;1\n"), by=city.anna)

    finding = batch.findings.get(severity="error")
    assert (finding.row, finding.file_name) == (6, "einwohner.csv")
    with pytest.raises(DeliveryError) as caught:
        importing.approve_batch(batch=batch, by=city.frida)
    assert caught.value.code == "indicators.delivery_has_errors"
    assert not Observation.objects.exists()


def test_two_files_of_one_name_are_both_kept_and_one_with_two_tables_once(city: World) -> None:
    spec = _delivery(city)
    first, other = spec.parts[0], DeliveredFile("einwohner.csv", FILE.replace("200", "210").encode())
    parts = (first, replace(first, mapping=mapping("2021-12-31")), Part(other, "viertel", mapping("2022-12-31")))

    batch = importing.stage_batch(spec=replace(spec, parts=parts), by=city.anna)

    kept = sorted(bytes(file.content) for file in batch.files.all())
    assert kept == sorted([first.file.content, other.content])


def test_corrected_delivery_keeps_what_it_replaces(city: World) -> None:
    first = _take_over(city)
    second = _take_over(city, FILE.replace("200", "210"))

    assert second.counts["changed"] == 1
    assert second.counts["unchanged"] == 7
    old = ObservationHistory.objects.get()
    assert (old.value, old.batch_id, old.replaced_by) == (200.0, first.pk, second.pk)


def test_small_count_is_hidden_with_its_sibling_and_in_the_share(city: World) -> None:
    _take_over(city)
    _refresh(city)

    counts, statuses = _values(city, "kinder", "viertel")
    shares, share_statuses = _values(city, "anteil", "viertel")

    # Quarter 12 has two children; 11 follows from the district unless it is hidden, too.
    assert statuses == [Status.SUPPRESSED, Status.SUPPRESSED, Status.OK, Status.TRUE_ZERO]
    assert np.isnan(counts[:2]).all()
    assert share_statuses[:2] == [Status.SUPPRESSED, Status.SUPPRESSED]
    assert shares[2:] == [11.3, 0.0]
    assert _values(city, "kinder", "bezirk")[0] == [202.0, 90.0]
    assert _values(city, "einwohner", "stadt")[0] == [3000.0]


def test_computing_twice_changes_nothing_and_a_correction_makes_a_new_release(city: World) -> None:
    _take_over(city)
    assert _refresh(city) > 0
    vintages = Vintage.objects.count()

    assert _refresh(city) == 0
    assert Vintage.objects.count() == vintages

    _take_over(city, FILE.replace("90", "95"))
    assert _refresh(city) > 0
    numbers = Release.objects.filter(indicator__slug="kinder", boundary_version__level__slug="viertel")
    assert sorted(numbers.values_list("number", "state")) == [(1, "superseded"), (2, "published")]
    assert _values(city, "kinder", "viertel")[0][2] == 95.0


def test_computed_change_is_not_told_from_a_hidden_figure(city: World) -> None:
    _take_over(city)
    _take_over(city, FILE.replace("500;2", "500;40"), "2021-12-31")
    _refresh(city)

    ref = published.release_ref(city.city, indicator="kinder", period="2021-12-31", level="viertel")
    assert ref is not None
    content = published.slice_content(ref)
    assert content is not None
    assert content.change.since == "2020-12-31"
    change = content.numbers["change"].values
    assert np.isnan(change[:2]).all()
    assert change[2:].tolist() == [0.0, 0.0]


@pytest.mark.check("C051", "C079")
def test_withdrawn_release_is_gone_and_leaves_a_trace(city: World) -> None:
    _take_over(city)
    _refresh(city)
    ref = published.release_ref(city.city, indicator="anteil", period="2020-12-31", level="viertel")
    assert ref is not None

    withdraw_release(release_id=ref.id, organisation_id=city.city.pk, by=city.frida, reason="Fehler in der Quelle")

    assert published.release_ref(city.city, indicator="anteil", period="2020-12-31", level="viertel") is None
    assert published.slice_bytes(ref) is None
    reasons = Event.objects.filter(action="indicators.withdrawn").values_list("reason", flat=True)
    assert set(reasons) == {"Fehler in der Quelle"}
    with pytest.raises(NotReleasedError):
        withdraw_release(release_id=ref.id, organisation_id=city.city.pk, by=city.frida, reason="noch einmal")
    told = Event.objects.filter(subject_type="indicators.release", subject_label__startswith="anteil · 2020-12-31 · ")
    assert {"indicators.published", "indicators.withdrawn"} <= set(told.values_list("action", flat=True))


def test_source_that_stays_inside_publishes_nothing(city: World) -> None:
    spec = SourceSpec("register", "Register", "Stadt", "© Stadt", ("cc0", "CC0", ""), False, "intern")
    sources.set_rule(organisation=city.city, spec=spec)
    _take_over(city)

    assert _refresh(city) == 0
    assert published.indicators_of(city.city) == ()


def test_indicator_is_never_computed_from_itself(city: World) -> None:
    formula = definition("Kreis", formula="share(anteil, kreis)", unit_of_measure="%")

    with pytest.raises(CycleError) as refused, transaction.atomic():
        create(city, IndicatorSpec("kreis", "bevoelkerung", "derived", formula))
    assert refused.value.params["path"] == "kreis → kreis"
    with pytest.raises(ConflictError):
        create(city, IndicatorSpec("anteil", "bevoelkerung", "derived", formula))


@pytest.mark.check("C084")
def test_database_refuses_to_mix_two_cities(city: World) -> None:
    mine = Indicator.objects.get(organisation=city.city, slug="anteil")

    with pytest.raises(IntegrityError, match="tenant"):
        _move_to(city.other_city.pk, mine.pk)


def _move_to(organisation_id: int, indicator_id: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE indicators_indicator SET organisation_id = %s WHERE id = %s", [organisation_id, indicator_id]
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
