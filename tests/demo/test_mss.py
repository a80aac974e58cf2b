# SPDX-License-Identifier: EUPL-1.2
"""The index run of the demo gives the published classes of Berlin's Monitoring."""

import csv

import numpy as np
import pytest

from indicators.selectors import published
from scripts.layout import ROOT
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.statuses import Status
from sozialplanung.jobs.models import Job
from spatial.selectors import units

BERLIN = ROOT / "demo" / "berlin"
RATED = {"2012-12-31": 434, "2014-12-31": 435, "2016-12-31": 436, "2018-12-31": 436}

pytestmark = pytest.mark.usefixtures("demo")


def _rows(name: str) -> list[dict[str, str]]:
    with (BERLIN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _classes(indicator: str) -> dict[tuple[str, str], str]:
    """Return the released class of each area and date; areas without a class are left out."""
    berlin = Organisation.objects.get(slug="berlin")
    found: dict[tuple[str, str], str] = {}
    for ref in published.releases_of(berlin, indicator=indicator):
        content = published.slice_content(ref)
        assert content is not None
        for unit, number in zip(units.unit_rows(ref.boundary_version_id), content.codes["class"], strict=True):
            if number:
                found[ref.period, unit.key] = content.class_labels[number - 1]
    return found


@pytest.mark.parametrize(("indicator", "column"), [("mss-status", "status_klasse"), ("mss-dynamik", "dynamik_klasse")])
def test_released_classes_equal_the_published_ones_in_every_area_and_year(indicator: str, column: str) -> None:
    expected = {(row["stichtag"], row["schluessel"]): row[column] for row in _rows("referenz_mss_klassen.csv")}

    classes = _classes(indicator)

    assert classes == expected
    assert {date: sum(key[0] == date for key in classes) for date in RATED} == RATED


def test_index_was_computed_by_a_worker() -> None:
    jobs = Job.objects.filter(kind="indicators.refresh")

    assert {job.state for job in jobs} == {"succeeded"}
    assert all(job.worker for job in jobs)


@pytest.mark.parametrize("indicator", ["mss-status", "mss-dynamik", "kinderarmut", "transferbezug"])
def test_unrated_areas_are_excluded_for_their_reason_and_never_zero(indicator: str) -> None:
    berlin = Organisation.objects.get(slug="berlin")
    excluded = {(row["stichtag"], row["schluessel"]) for row in _rows("ausschluesse.csv")}
    reasons = {
        (note.period, note.unit_id): note.text for note in published.annotations_of(berlin) if note.kind == "exclusion"
    }

    seen = set()
    for ref in published.releases_of(berlin, indicator=indicator, level="planungsraum"):
        content = published.slice_content(ref)
        assert content is not None
        values = content.numbers["value"].values
        for unit, status, value in zip(units.unit_rows(ref.boundary_version_id), content.status, values, strict=True):
            if (ref.period, unit.key) in excluded:
                seen.add((ref.period, unit.key))
                assert status == Status.EXCLUDED
                assert np.isnan(value)
                assert "nicht bewertet" in reasons[ref.period, unit.unit_id]

    assert len(excluded) == 47
    assert seen == excluded
