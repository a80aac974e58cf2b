# SPDX-License-Identifier: EUPL-1.2
"""What lies in areas as figures: counted from the version of the day, never zero where nothing is known."""

from dataclasses import replace

import numpy as np
import pytest

from indicators.formulas import FormulaError
from indicators.models import DisclosureRule, Indicator, IndicatorDefinition
from indicators.models.observations import Vintage
from indicators.selectors import definitions
from indicators.services.catalogue import IndicatorSpec
from sozialplanung.common.statuses import Flag, Status
from sozialplanung.jobs.models import Job
from tests.factories.layeredcity import KITAS, build_layered_city, kitas, lay
from tests.factories.lookingcity import content, released, statuses, values
from tests.factories.placebringer import FACTS, decide, submitted
from tests.factories.register import create, definition
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import refresh

pytestmark = pytest.mark.django_db
kept_city = standing(build_layered_city)
# Keys 11, 12, 21, 22; two children in 12 are hidden below three.
YEAR = "schluessel;einwohner;kinder\n11;1.000;200\n12;500;2\n21;800;90\n22;700;40\n"


def test_places_lines_and_grounds_are_counted_for_the_first_day_of_their_version(city: World) -> None:
    refresh(city)

    assert values(city, "kitazahl", "2020-01-01") == [2, 1, 0, 1]
    assert statuses(city, "kitazahl", "2020-01-01") == {Status.OK, Status.TRUE_ZERO}
    assert values(city, "kitazahl", "2020-01-01", "stadt") == [4]
    # 0.01 degrees at 52 degrees north are 0.686 km and 1.113 km.
    assert values(city, "weglaenge", "2020-01-01") == pytest.approx([0.3, 0, 0.3, 0])
    assert values(city, "gruen", "2020-01-01", "viertel") == pytest.approx([0.4, 0, 0, 0])


def test_unknown_capacity_is_a_marked_lower_limit_or_no_number_and_never_zero(city: World) -> None:
    lay(city, "kitas", kitas([*KITAS, (0, 0, None), (1, 1, 0.0), (0, 1, None), (1, 0, None)]))
    refresh(city)

    found = content(city, "kitaplaetze", "2020-01-01")

    assert found is not None
    assert [Status(code) for code in found.status] == [Status.OK, Status.OK, Status.UNKNOWN, Status.OK]
    assert found.numbers["value"].values[0] == 50
    assert [bool(flag & Flag.LIMITED) for flag in found.flags] == [True, True, False, False]


@pytest.mark.check("C030")
def test_places_per_child_are_hidden_where_the_children_are(city: World) -> None:
    released(city, y2020=YEAR)

    children, quota = content(city, "kinder", "2020-12-31"), content(city, "platzquote", "2020-12-31")

    assert children is not None
    assert quota is not None
    assert children.status[1] == Status.SUPPRESSED
    hidden = children.status == Status.SUPPRESSED
    assert (quota.status[hidden] == Status.SUPPRESSED).all()
    # In the same district another one is hidden with it; a place without children nearby is none of theirs.
    assert hidden.tolist() == [True, True, False, False]
    assert quota.numbers["value"].values[2:].tolist() == [0, 25]
    assert quota.status[2] == Status.TRUE_ZERO
    assert {"numerator", "denominator", "lower", "upper"}.isdisjoint(quota.numbers)
    # Half a figure must not come back by the sums of the level above either.
    above, below = content(city, "platzquote", "2020-12-31", "bezirk"), content(city, "kinder", "2020-12-31", "bezirk")
    assert above is not None
    assert below is not None
    assert (above.status[below.status == Status.SUPPRESSED] == Status.SUPPRESSED).all()


def test_small_numbers_of_places_are_no_small_numbers_of_people(city: World) -> None:
    lay(city, "kitas", kitas([(0, 0, 1.0), (1, 1, 2.0)]))
    released(city, y2020=YEAR)

    assert values(city, "kitazahl", "2020-01-01") == [1, 0, 0, 1]
    assert values(city, "platzquote", "2020-12-31")[3] == 5


def test_version_of_the_reference_day_counts_and_the_one_approved_last_among_several(city: World) -> None:
    lay(city, "kitas", kitas([(1, 1, 20.0)]), since="2021-06-01")
    lay(city, "kitas", kitas([(1, 1, 30.0)]), since="2021-07-01", until="2022-01-01")
    released(city, y2019=YEAR, y2020=YEAR, y2021=YEAR, y2022=YEAR)

    assert content(city, "platzquote", "2019-12-31") is None
    assert values(city, "platzquote", "2020-12-31")[3] == 25
    assert values(city, "platzquote", "2021-12-31")[3] == 75
    assert values(city, "platzquote", "2022-12-31")[3] == 50


def test_period_after_the_end_of_all_versions_is_missing_with_the_reason(city: World) -> None:
    lay(city, "horte", kitas([(0, 0, 100.0)]), until="2020-07-01")
    told = definition(
        "Horte", formula="per(places(horte), einwohner, 1000)", unit_of_measure="Horte je 1.000 Einwohner"
    )
    create(city, IndicatorSpec("hortquote", "bevoelkerung", "derived", told))
    released(city, y2020=YEAR)

    vintage = Vintage.objects.filter(indicator__slug="hortquote", is_current=True).first()

    assert statuses(city, "hortquote", "2020-12-31") == {Status.MISSING}
    assert vintage is not None
    assert vintage.inputs["layers"] == [["places(horte)", None, "", "not_valid"]]


def test_vintage_keeps_version_and_hash_and_computing_again_changes_nothing(city: World) -> None:
    released(city, y2020=YEAR)
    before = set(Vintage.objects.values_list("pk", flat=True))
    vintage = Vintage.objects.filter(indicator__slug="platzquote", is_current=True).latest("pk")

    refresh(city)

    (name, version, digest, reason) = vintage.inputs["layers"][0]
    assert (name, digest[:6], reason) == ("capacity(kitas)", "kitas1", "")
    assert version is not None
    assert set(Vintage.objects.values_list("pk", flat=True)) == before


def test_approving_a_version_enqueues_what_reads_the_layer_once(city: World) -> None:
    released(city, y2020=YEAR)
    draft = submitted(city)
    Job.objects.all().delete()
    decide(city.frida, draft, "approve")

    jobs = Job.objects.filter(kind="indicators.refresh")

    slugs = {each.payload["indicator"] for each in jobs}
    readers = IndicatorDefinition.objects.filter(formula__contains="(kitas)")
    assert slugs == set(readers.values_list("indicator_id", flat=True))
    assert len(jobs) == len(slugs)
    assert FACTS["valid_from"] == "01.01.2024"
    assert values(city, "kitazahl", "2024-01-01") == [1, 0, 1, 0]
    assert values(city, "kitazahl", "2020-01-01") == [2, 1, 0, 1]


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("places(horte)", "formulas.layer"),
        ("places(radwege)", "formulas.layer_points"),
        ("length(kitas)", "formulas.layer_lines"),
        ("ground(kitas)", "formulas.layer_areas"),
        ("per(capacity(kitas), kinder, 100) / einwohner", "formulas.layer_parts"),
        ("platzquote / einwohner", "formulas.layer_parts"),
        ("places(kitas) + kinder", "formulas.units"),
    ],
)
def test_formula_that_cannot_read_a_layer_so_is_refused(city: World, formula: str, code: str) -> None:
    with pytest.raises(FormulaError) as refused:
        definitions.check_formula(organisation_id=city.city.pk, formula=formula, unit="")

    assert refused.value.code == code


def test_figures_of_layers_are_no_counts_of_people_whatever_the_form_says(city: World) -> None:
    told = replace(definition("Dichte", formula="kitazahl / 2", unit_of_measure="Kitas", decimals=1), basis="counts")
    create(city, IndicatorSpec("halbe", "bevoelkerung", "derived", told))

    assert set(IndicatorDefinition.objects.filter(indicator__slug="halbe").values_list("basis", flat=True)) == {
        "rate_only"
    }
    refresh(city)
    found = content(city, "halbe", "2020-01-01")
    assert found is not None
    assert np.array_equal(found.numbers["value"].values, [1, 0.5, 0, 0.5])


def test_several_counts_that_came_beside_a_layer_later_are_hidden(city: World) -> None:
    IndicatorDefinition.objects.filter(indicator__slug="platzquote").update(
        formula="capacity(kitas) / kinder + einwohner"
    )
    released(city, y2020=YEAR)

    assert statuses(city, "platzquote", "2020-12-31") <= {Status.SUPPRESSED, Status.UNKNOWN}


def test_count_that_nobody_reads_by_itself_is_protected_as_if_it_stood_there(city: World) -> None:
    Indicator.objects.filter(slug="kinder").update(is_building_block=True)
    Indicator.objects.filter(slug="anteil").update(is_building_block=True)

    released(city, y2020=YEAR)

    quota = content(city, "platzquote", "2020-12-31")
    assert quota is not None
    assert (quota.status == Status.SUPPRESSED).tolist() == [True, True, False, False]
    assert content(city, "kinder", "2020-12-31") is None


def test_quotient_would_tell_counts_that_are_told_in_multiples(city: World) -> None:
    DisclosureRule.objects.filter(organisation=city.city).update(rounding=5)

    released(city, y2020=YEAR)

    assert statuses(city, "platzquote", "2020-12-31") == {Status.SUPPRESSED}
    assert values(city, "kitazahl", "2020-01-01") == [2, 1, 0, 1]


def test_nothing_to_divide_by_does_not_tell_that_a_hidden_count_is_nobody(city: World) -> None:
    DisclosureRule.objects.filter(organisation=city.city).update(hides_nobody=True)

    released(city, y2020=YEAR.replace("22;700;40", "22;700;0"))

    children, quota = content(city, "kinder", "2020-12-31"), content(city, "platzquote", "2020-12-31")
    assert children is not None
    assert quota is not None
    assert children.status[3] == Status.SUPPRESSED
    assert quota.status[3] == Status.SUPPRESSED
