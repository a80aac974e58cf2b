# SPDX-License-Identifier: EUPL-1.2
"""What a batch would change of the releases is known before anything is written, and is what its approval changes."""

from dataclasses import replace

import pytest

from indicators.models import (
    Delivery,
    DisclosureRule,
    Foresight,
    ImportBatch,
    Release,
    ReleaseState,
)
from indicators.rendering.foreseen import outcome_of
from indicators.rendering.maptable import AreaName
from indicators.rendering.release_changes import release_changes
from indicators.rendering.slices import decode
from indicators.selectors.foresight import outlook_of
from indicators.services.catalogue import IndicatorSpec
from indicators.services.foresight import FORESEE, compute_foresight, request_foresight, stop_foresight
from indicators.services.releasing import trying
from sozialplanung.jobs.errors import JobCancelledError
from sozialplanung.jobs.models import Job, JobState
from tests.factories.desk import checked, csv_file, decide, run_jobs, submitted
from tests.factories.foreseen import Cell, Said, batch_of, everything, foretold, try_leaving_nothing
from tests.factories.register import FILE, build_city, create, definition
from tests.factories.standing import further, standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
CORRECTED = FILE.replace("1.000;200", "1.000;210").replace("700;0", "700;35")
# 12 shows three children instead of two, 21 falls below the smallest count that is shown.
SMALL = FILE.replace("500;2", "500;30").replace("800;90", "800;2")


def released(city: World, text: str = FILE) -> None:
    """Bring a first delivery into force."""
    decide(city.frida, submitted(city, csv_file(text)), "approve")
    assert Release.objects.filter(state=ReleaseState.PUBLISHED).exists()


def _built(world: World) -> World:
    city = build_city(world)
    released(city)
    return city


kept_city = standing(_built)


def in_force() -> dict[Cell, bytes]:
    rows = Release.objects.filter(state=ReleaseState.PUBLISHED).select_related(
        "indicator", "period", "boundary_version__level"
    )
    return {(row.indicator.slug, row.period.code, row.boundary_version.level.slug): bytes(row.payload) for row in rows}


def really(before: dict[Cell, bytes], after: dict[Cell, bytes]) -> dict[Cell, Said]:
    """Compare the releases in force before and after an approval by the comparison that readers get."""
    found = {}
    for cell in before.keys() | after.keys():
        if before.get(cell) == after.get(cell):
            continue
        old, new = (decode(each[cell]) if cell in each else None for each in (before, after))
        shown = new or old
        assert shown is not None
        outcome = outcome_of(old, new, [AreaName("", "", "")] * shown.size)
        if new is not None:
            counts = release_changes(old, new).counts
            assert outcome.tally.values == counts.values
            assert outcome.tally.classes == counts.classes
        found[cell] = Said(outcome.kind, outcome.tally.as_json(), (outcome.city_before, outcome.city_after))
    return found


@pytest.mark.check("C044")
@pytest.mark.parametrize("text", [CORRECTED, SMALL, FILE.replace("500;2", "500;/")], ids=["values", "hiding", "gone"])
def test_what_is_foreseen_is_what_the_approval_changes(city: World, text: str) -> None:
    delivery = submitted(city, csv_file(text))
    batch, before = batch_of(delivery), in_force()
    told = foretold(batch)

    decide(city.frida, delivery, "approve")

    assert delivery.state == "released"
    assert told
    assert told == really(before, in_force())


@pytest.mark.check("C044")
def test_hiding_and_derived_rates_are_among_what_is_foreseen(city: World) -> None:
    told = foretold(batch_of(checked(city, city.anna, csv_file(SMALL))))

    share = told["anteil", "2020-12-31", "viertel"]
    assert share.kind == "changed"
    assert share.counts["hidden"] > 0
    assert share.counts["appeared"] > 0
    assert told["kinder", "2020-12-31", "viertel"].counts["hidden"] > 0
    assert ("einwohner", "2020-12-31", "viertel") not in told


@pytest.mark.check("C044")
def test_release_that_would_end_is_foreseen(city: World) -> None:
    delivery = submitted(city, csv_file(CORRECTED))
    batch, before = batch_of(delivery), in_force()
    DisclosureRule.objects.filter(organisation=city.city).update(is_published=False)
    request_foresight(batch=batch, by=city.anna)
    run_jobs()
    told = foretold(batch)

    decide(city.frida, delivery, "approve")

    assert {each.kind for each in told.values()} == {"ended"}
    assert told == really(before, in_force())


def test_index_classes_are_foreseen(city: World) -> None:
    base = definition("Rang", formula="share(kinder, einwohner)", unit_of_measure="%", comparability="relative")
    create(city, IndicatorSpec("rang", "bevoelkerung", "derived", replace(base, decimals=1)))
    delivery = submitted(city, csv_file(CORRECTED))
    batch, before = batch_of(delivery), in_force()

    told = foretold(batch)
    decide(city.frida, delivery, "approve")

    assert told["rang", "2020-12-31", "viertel"].kind == "first"
    assert told == really(before, in_force())


def test_nothing_is_tried_where_nothing_changes_or_something_has_to_be_corrected(city: World) -> None:
    rows = FILE.splitlines()
    same = batch_of(checked(city, city.anna, csv_file("\n".join([rows[0], *reversed(rows[1:])]))))
    wrong = batch_of(checked(city, city.anna, csv_file(CORRECTED)))
    wrong.counts["errors"] = 1

    assert not Foresight.objects.filter(batch=same).exists()
    assert outlook_of(same).state == "none"
    assert request_foresight(batch=wrong, by=city.anna) is None


def _check(city: World) -> None:
    checked(city, city.anna, csv_file(CORRECTED))


@pytest.fixture
def batch(city: World) -> ImportBatch:
    """Give the batch of the newest delivery."""
    return batch_of(Delivery.objects.latest("pk"))


class TestOfACheckedCorrection:
    """A correction is checked, and what it would change is known."""

    kept_city = further(_check)

    @pytest.mark.check("C044")
    def test_try_that_breaks_leaves_nothing(self, city: World, batch: ImportBatch) -> None:
        before = everything()

        def stop(done: int, _total: int) -> None:
            if done == 2:
                assert everything() != before
                raise JobCancelledError

        with pytest.raises(JobCancelledError):
            compute_foresight(batch_id=batch.pk, by=city.anna, report=stop)

        assert everything() == before

    def test_effects_are_outdated_when_another_batch_became_current(self, city: World, batch: ImportBatch) -> None:
        assert outlook_of(batch).state == "ready"

        decide(city.frida, submitted(city, csv_file(SMALL, "andere.csv")), "approve")

        assert outlook_of(batch).state == "outdated"
        request_foresight(batch=batch, by=city.anna)
        run_jobs()
        assert outlook_of(batch).state == "ready"

    def test_stopped_try_can_be_asked_for_again(self, city: World, batch: ImportBatch) -> None:
        request_foresight(batch=batch, by=city.anna)

        stop_foresight(batch=batch)

        assert outlook_of(batch).state == "stopped"
        assert Job.objects.filter(kind=FORESEE, state=JobState.CANCELLED).count() == 1
        request_foresight(batch=batch, by=city.anna)
        run_jobs()
        assert outlook_of(batch).state == "ready"

    def test_try_gives_way_to_whoever_waits_for_it(
        self, city: World, batch: ImportBatch, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(trying, "_IS_WAITED_FOR", "SELECT %s IS NOT NULL")

        request_foresight(batch=batch, by=city.anna)
        run_jobs()

        outlook = outlook_of(batch)
        assert outlook.state == "failed"
        assert outlook.job is not None
        assert outlook.job.error_code == "indicators.foresight_busy"
        assert outlook.job.attempt == outlook.job.max_attempts
        assert outlook.has_result

    @pytest.mark.check("C044")
    def test_city_value_is_foreseen(self, batch: ImportBatch) -> None:
        share = foretold(batch)["anteil", "2020-12-31", "viertel"]

        before, after = share.cities
        assert before is not None
        assert after is not None
        assert after > before

    @pytest.mark.check("C044")
    def test_try_leaves_nothing(self, city: World, batch: ImportBatch) -> None:
        try_leaving_nothing(batch, city.anna)
