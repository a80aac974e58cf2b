# SPDX-License-Identifier: EUPL-1.2
"""What the demo publishes claims no change across a break, no trend of a position, no city value it does not have."""

import csv

import numpy as np
import pytest

from indicators.rendering.sentences import SIMILAR
from indicators.rendering.slices import SliceContent
from indicators.selectors import published
from indicators.selectors.sheets import ReleaseRef
from scripts.layout import ROOT
from sozialplanung.accounts.models import Organisation
from sozialplanung.common.numbers import round_half_up
from sozialplanung.common.statuses import Status
from spatial.selectors import units

pytestmark = pytest.mark.usefixtures("demo")
ORGANISATIONS = ("berlin", "nrw", "koeln", "flensburg")


def _released(slug: str) -> list[tuple[ReleaseRef, SliceContent]]:
    refs = published.releases_of(Organisation.objects.get(slug=slug))
    contents = published.slice_contents(refs)
    return [(ref, contents[ref.id]) for ref in refs]


def test_no_computed_change_crosses_a_break() -> None:
    with (ROOT / "demo/berlin/zeitreihenbrueche.csv").open(encoding="utf-8", newline="") as file:
        breaks = {
            (row["indikator"], row["von"], row["bis"]) for row in csv.DictReader(file) if row["vergleichbar"] == "nein"
        }

    computed = [
        (ref.indicator, content.change.since, ref.period)
        for ref, content in _released("berlin")
        if content.change.kind == "computed"
    ]

    assert computed
    assert len(breaks) == 6
    for indicator, since, until in computed:
        assert since is not None
        assert not any(name == indicator and start < until and end > since for name, start, end in breaks)


def test_published_change_is_the_publishers_own() -> None:
    berlin = Organisation.objects.get(slug="berlin")
    for year in (2012, 2014, 2016, 2018):
        path = ROOT / f"demo/berlin/lieferungen/mss_{year}-12-31.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            stated = {row["schluessel"]: row["veraenderung_kinderarmut"] for row in csv.DictReader(file, delimiter=";")}
        ref = published.release_ref(
            berlin, indicator="kinderarmut", period=f"{year}-12-31", level="planungsraum", edition="lor-2006"
        )
        assert ref is not None
        content = published.slice_content(ref)
        assert content is not None
        assert (content.change.kind, content.change.since) == ("published", f"{year - 2}-12-31")
        for unit, change in zip(
            units.unit_rows(ref.boundary_version_id), content.numbers["change"].values, strict=True
        ):
            text = stated.get(unit.key, "")
            if text:
                assert change == pytest.approx(round_half_up(float(text.replace(",", ".")), 1))
            else:
                assert np.isnan(change)


@pytest.mark.parametrize("slug", ORGANISATIONS)
def test_relative_measures_have_no_change_and_no_city_value(slug: str) -> None:
    organisation = Organisation.objects.get(slug=slug)
    relative = {
        sheet.slug for sheet in published.indicators_of(organisation) if sheet.definition.comparability == "relative"
    }

    for ref, content in _released(slug):
        if ref.indicator in relative:
            assert content.change.kind == "none"
            assert content.city.kind == "none"


def test_city_value_is_computed_with_the_own_denominator_or_not_shown() -> None:
    city = {
        (ref.indicator, ref.period): content.city
        for ref, content in _released("berlin")
        if ref.level == "planungsraum" and ref.indicator in {"kinderarmut", "transferbezug"}
    }

    # The register that counts children begins in 2015; the number of all residents is delivered in 2012, too.
    assert city["kinderarmut", "2012-12-31"].kind == city["kinderarmut", "2014-12-31"].kind == "none"
    assert (city["kinderarmut", "2018-12-31"].value, city["kinderarmut", "2018-12-31"].kind) == (27.8, "computed")
    assert city["transferbezug", "2012-12-31"].kind == "computed"


@pytest.mark.parametrize("indicator", ["arbeitslosigkeit", "transferbezug", "kinderarmut"])
def test_no_area_is_called_similar_that_is_a_quarter_from_the_city(indicator: str) -> None:
    ref = published.release_ref(
        Organisation.objects.get(slug="berlin"), indicator=indicator, period="2018-12-31", level="planungsraum"
    )
    assert ref is not None
    content = published.slice_content(ref)
    assert content is not None
    assert content.city.value is not None

    # Beyond the rounding of both published figures.
    far = np.abs(content.numbers["value"].values - content.city.value) > content.city.value / 4 + 0.1

    assert far.sum() > 50
    assert not (content.codes["comparison"][far] == SIMILAR).any()


@pytest.mark.parametrize("slug", ORGANISATIONS)
def test_area_without_a_value_has_no_number_of_any_kind(slug: str) -> None:
    for _, content in _released(slug):
        silent = ~np.isin(content.status, [Status.OK, Status.TRUE_ZERO, Status.ROUNDED_ZERO])
        for band in content.numbers.values():
            assert np.isnan(band.values[silent]).all()
        for codes in content.codes.values():
            assert not codes[silent].any()


def test_small_counts_of_flensburg_stay_inside() -> None:
    flensburg = Organisation.objects.get(slug="flensburg")

    assert {sheet.slug for sheet in published.indicators_of(flensburg)} == {"einwohner"}
    assert published.indicator_sheet(flensburg, "wohnungsnot") is None
    assert {ref.indicator for ref in published.releases_of(flensburg)} == {"einwohner"}


def test_the_council_of_flensburg_reads_the_atlas_beside_what_everybody_reads() -> None:
    flensburg = Organisation.objects.get(slug="flensburg")
    flensburg.audience = "council"

    refs = published.releases_of(flensburg)

    assert {ref.indicator for ref in refs if ref.audience == "public"} == {"einwohner"}
    assert {ref.indicator for ref in refs if ref.audience == "council"} == {
        "arbeitslose",
        "kinder_unter_18",
        "leistungsbeziehende",
        "personen_ab_65",
        "wohngeld",
        "wohnungsnot",
    }


def test_building_blocks_are_never_released() -> None:
    names = {sheet.slug for sheet in published.indicators_of(Organisation.objects.get(slug="berlin"))}

    assert not any(name.startswith(("alter_", "gruppe_")) for name in names)


def test_sums_of_areas_equal_their_parents_where_everything_is_shown() -> None:
    contents = {
        ref.level: (ref, content)
        for ref, content in _released("berlin")
        if ref.indicator == "einwohner" and ref.period == "2018-12-31"
    }
    ref, content = contents["planungsraum"]
    total = np.nansum(content.numbers["value"].values)

    assert not (content.status == Status.SUPPRESSED).any()
    assert contents["stadt"][1].numbers["value"].values[0] == total
    assert content.city.value == total
    assert ref.edition == "lor-2006"


def test_change_of_koeln_looks_back_five_years_over_no_break_and_has_its_interval() -> None:
    koeln = Organisation.objects.get(slug="koeln")
    shares, changes = (
        {(ref.period, ref.level): published.slice_content(ref) for ref in published.releases_of(koeln, indicator=slug)}
        for slug in ("anteil-65-und-aelter", "veraenderung-65-und-aelter")
    )

    assert sorted({period for period, _ in changes}) == ["2010-12-31", "2011-12-31", "2012-12-31"]
    assert {level for _, level in changes} == {"stadtteil", "stadtbezirk", "stadt"}
    for (period, level), content in changes.items():
        before, now = shares[f"{int(period[:4]) - 5}-12-31", level], shares[period, level]
        assert content is not None
        assert before is not None
        assert now is not None
        value = content.numbers["value"].values
        expected = now.numbers["value"].values - before.numbers["value"].values
        is_shown = ~np.isnan(value)
        assert is_shown.sum() >= 0.9 * value.size
        # Both shares are rounded before they are subtracted here.
        assert np.abs(value - expected)[is_shown].max() < 0.11
        assert not (content.status == Status.NOT_COMPARABLE).any()
        lower, upper = (content.numbers[band].values[is_shown] for band in ("lower", "upper"))
        assert ((lower < value[is_shown]) & (value[is_shown] < upper)).all()
