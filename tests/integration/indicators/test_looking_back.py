# SPDX-License-Identifier: EUPL-1.2
"""Computed indicators that look back: what they read, what they refuse to say, what they hide, what reaches them."""

from datetime import date

import numpy as np
import pytest
from django.test import Client

from indicators.formulas import FormulaError
from indicators.models import Indicator, IndicatorDefinition, Period, Release, ReleaseState, SeriesBreak
from indicators.models.observations import Vintage
from indicators.selectors import graph
from indicators.selectors.course import Course
from indicators.services.catalogue import IndicatorSpec
from indicators.services.remarks.breaks import BreakSpec, mark_break
from sozialplanung.common.periods import parse
from sozialplanung.common.statuses import Status
from tests.factories.areas import edition, import_city
from tests.factories.lookingcity import build_looking_city, content, released, statuses, values
from tests.factories.register import create, definition
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import EARLY, FEW, FIRST, LATE, SECOND, THIRD, deliver, refresh

pytestmark = pytest.mark.django_db


kept_city = standing(build_looking_city)


def of(slug: str) -> Indicator:
    return Indicator.objects.select_related("organisation").get(slug=slug)


def test_gap_of_a_year_is_not_bridged(city: World) -> None:
    released(city, y2020=EARLY, y2022=LATE)

    assert content(city, "wandel", THIRD) is None


def test_area_that_is_missing_in_one_year_is_missing_and_never_zero(city: World) -> None:
    released(city, y2020=EARLY.replace("12;500;90\n", ""), y2021=LATE)

    found = content(city, "wandel", SECOND)
    assert found is not None
    assert found.status[1] == Status.MISSING
    assert np.isnan(found.numbers["value"].values[1])


# --- Breaks ----------------------------------------------------------------------------------------


def test_break_stands_between_all_periods_that_it_separates(city: World) -> None:
    wide = definition("Zwei Jahre", formula="change(kinder, 2)")
    create(city, IndicatorSpec("zwei", "bevoelkerung", "derived", wide))
    mark_break(indicator=of("kinder"), spec=BreakSpec(FIRST, SECOND, "law", "no", "Neues Gesetz."), by=city.anna)

    released(city, y2020=EARLY, y2021=LATE, y2022=LATE)

    assert statuses(city, "zwei", THIRD) == {Status.NOT_COMPARABLE}
    assert values(city, "wandel", THIRD) == [0.0, 0.0, 0.0, 0.0]


def test_other_boundaries_are_a_break(city: World) -> None:
    import_city(city.city, edition("2010", date(2010, 1, 1), date(2020, 1, 1)))
    deliver(city, "2019-12-31", EARLY, "stand-2010")

    deliver(city, FIRST, LATE)
    refresh(city)

    for level in ("viertel", "bezirk", "stadt"):
        assert statuses(city, "wandel", FIRST, level) == {Status.NOT_COMPARABLE}
    vintage = Vintage.objects.filter(indicator__slug="wandel", is_current=True).latest("pk")
    assert vintage.inputs["earlier"] == [["kinder", 1, None, "boundaries"]]


def test_change_of_one_person_between_two_public_figures_is_no_secret(city: World) -> None:
    released(city, y2020=EARLY, y2021=EARLY.replace("21;800;120", "21;800;121"))

    assert values(city, "wandel", SECOND) == [0.0, 0.0, 1.0, 0.0]


def test_page_map_and_files_say_why_there_is_no_number(client: Client, city: World) -> None:
    mark_break(indicator=of("kinder"), spec=BreakSpec(FIRST, SECOND, "law", "no", "Neues Gesetz."), by=city.anna)
    released(city, y2020=EARLY, y2021=LATE)

    sheet = client.get("/musterstadt/indikatoren/wandel/").content.decode()
    page = client.get("/musterstadt/karte/?indikator=wandel")
    file = client.get("/musterstadt/karte/daten.csv?indikator=wandel").content.decode()

    assert "Die Veränderung von „Kinder“ in einem Jahr." in sheet
    assert "über einen Bruch der Zeitreihe oder andere Grenzen hinweg" in sheet
    assert page.status_code == 200
    assert "über einen Bruch hinweg nicht berechenbar" in page.content.decode()
    assert "über einen Bruch hinweg nicht berechenbar" in file
    assert client.get("/musterstadt/gebiete/stand-2020/viertel/11/").status_code == 200


# --- Secrecy ---------------------------------------------------------------------------------------


@pytest.mark.check("C079")
def test_change_is_hidden_where_the_figure_of_the_year_before_is(city: World) -> None:
    released(city, y2020=FEW, y2021=LATE)

    before, now = content(city, "kinder", FIRST), content(city, "kinder", SECOND)
    assert before is not None
    assert now is not None
    hidden = before.status == Status.SUPPRESSED
    assert hidden[0]
    assert not (now.status == Status.SUPPRESSED).any()
    for slug in ("wandel", "mittel", "vorjahr", "punkte", "pool"):
        found = content(city, slug, SECOND)
        assert found is not None
        assert (found.status[hidden] == Status.SUPPRESSED).all()
        for band in found.numbers.values():
            assert np.isnan(band.values[hidden]).all()


@pytest.mark.check("C079")
def test_change_is_hidden_where_the_figure_of_today_is(city: World) -> None:
    released(city, y2020=EARLY, y2021=FEW)

    now, found = content(city, "kinder", SECOND), content(city, "wandel", SECOND)
    assert now is not None
    assert found is not None
    hidden = now.status == Status.SUPPRESSED
    assert hidden.any()
    assert (found.status[hidden] == Status.SUPPRESSED).all()


def test_mean_of_building_blocks_hides_what_a_share_beside_it_would_tell(city: World) -> None:
    """The share of the later year tells its children: with the mean of both years, those of the earlier one as well."""
    Indicator.objects.filter(slug__in=("kinder", "einwohner")).update(is_building_block=True)

    released(city, y2020=FEW, y2021=LATE)

    assert not np.isnan(values(city, "anteil", SECOND)[0])
    assert np.isnan(values(city, "pool", SECOND)[0])


@pytest.mark.parametrize("repeats", [False, True])
def test_mean_of_building_blocks_that_nobody_tells_is_judged_by_itself(city: World, repeats: bool) -> None:
    """A released figure of the year before tells the children of that year."""
    blocks = {"kinder", "einwohner", "anteil", "mittel", "vorjahr"} - ({"vorjahr"} if repeats else set())
    Indicator.objects.filter(slug__in=blocks).update(is_building_block=True)

    released(city, y2020=FEW, y2021=LATE)

    if repeats:
        assert np.isnan(values(city, "pool", SECOND)[0])
    else:
        assert values(city, "pool", SECOND)[0] == 11.0


# --- Definitions -----------------------------------------------------------------------------------


def test_relative_measure_is_not_followed_through_time(city: World) -> None:
    IndicatorDefinition.objects.filter(indicator__slug="anteil").update(comparability="relative")

    with pytest.raises(FormulaError) as refused:
        create(city, IndicatorSpec("lauf", "bevoelkerung", "derived", definition("Lauf", formula="rolling(anteil, 2)")))

    assert refused.value.code == "formulas.relative"


def test_measure_that_became_relative_gives_no_number(city: World) -> None:
    IndicatorDefinition.objects.filter(indicator__slug="anteil").update(comparability="relative")

    released(city, y2020=EARLY, y2021=LATE)

    assert statuses(city, "punkte", SECOND) == {Status.NOT_COMPARABLE}


def test_change_of_a_share_is_stated_in_percentage_points(city: World) -> None:
    percent = definition("Falsch", formula="change(anteil, 1)", unit_of_measure="%")

    with pytest.raises(FormulaError) as refused:
        create(city, IndicatorSpec("falsch", "bevoelkerung", "derived", percent))

    assert refused.value.code == "formulas.points"
    assert not Indicator.objects.filter(slug="falsch").exists()


def test_what_looks_back_is_found_in_the_graph(city: World) -> None:
    ids = dict(Indicator.objects.values_list("slug", "pk"))
    city_id = city.city.pk

    back = graph.years_back(organisation_id=city_id)
    assert back[ids["wandel"]] == {ids["kinder"]: {1}}
    assert graph.looking_back_at(organisation_id=city_id, indicator_id=ids["einwohner"]) == {ids["punkte"], ids["pool"]}
    assert graph.looking_back_at(organisation_id=city_id, indicator_id=ids["wandel"]) == frozenset()
    released(city, y2020=EARLY, y2021=LATE)
    periods = dict(Release.objects.filter(state=ReleaseState.PUBLISHED).values_list("period__code", "period_id"))
    reached = graph.reached_periods(organisation_id=city_id, indicator_id=ids["kinder"], period_id=periods[FIRST])
    assert reached[ids["punkte"]] == {periods[FIRST], periods[SECOND]}
    assert reached[ids["anteil"]] == {periods[FIRST]}
    behind = graph.periods_behind(organisation_id=city_id, indicator_id=ids["punkte"], period_id=periods[SECOND])
    assert behind == {periods[FIRST], periods[SECOND]}
    assert not SeriesBreak.objects.exists()


def course_of(*codes: str) -> Course:
    values = [parse(code) for code in codes]
    return Course(
        {
            number: Period(code=value.code, kind=value.kind.value, start=value.start, end=value.end, pk=number)
            for number, value in enumerate(values)
        }
    )


@pytest.mark.parametrize(
    ("code", "years", "earlier"),
    [
        ("2021-12-31", 1, "2020-12-31"),
        ("2021-Q3", 2, "2019-Q3"),
        ("2021-02", 1, "2020-02"),
        ("2021-22", 1, "2020-21"),
        ("2021-H2", 1, "2020-H2"),
        ("2020-02-29", 1, "2019-02-28"),
        # Counted at the end of months: the last day of February, whichever it is.
        ("2021-02-28", 1, "2020-02-29"),
        ("2021-02-28", 1, "2020-02-28"),
    ],
)
def test_course_finds_the_same_time_of_an_earlier_year_and_back(code: str, years: int, earlier: str) -> None:
    course = course_of(earlier, code, "2021", "2020-07-01")

    assert course.shifted(1, -years) == 0
    assert course.reading(0, years) == (1,)
    assert course.shifted(0, -years) is None
    assert course.shifted(1, 0) == 1
