# SPDX-License-Identifier: EUPL-1.2
"""Figures computed from figures: what an index is made of, what it keeps, what it hides, how firm it is."""

import csv
import io
import json
import re
from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.errors import CycleError
from indicators.models import IndexRun, IndexStability, Indicator, Recipe
from indicators.models.observations import Vintage
from indicators.selectors import published
from indicators.selectors.stability import firmness, stabilities
from indicators.services.catalogue import IndicatorSpec
from indicators.services.releasing.graph import connect
from indicators.services.releasing.places import Place, positions_in
from indicators.services.releasing.refreshing import refresh_indicator
from indicators.services.releasing.stabilising import stabilise
from indicators.stats.composite.nodes import Combine, Domain, NamedExclusion, ReferenceSet
from indicators.stats.composite.nodes import Part as Component
from indicators.stats.composite.presets import PRESETS
from indicators.stats.composite.presets import Source as PresetSource
from indicators.stats.composite.reading import read_recipe, recipe_to_json
from indicators.stats.composite.recipe import Recipe as IndexRecipe
from indicators.stats.composite.steps import SdScale
from sozialplanung.common.statuses import Status
from spatial.selectors.levels import boundary_versions_of
from tests.factories.indexcity import (
    FROZEN,
    OPEN,
    SMALL,
    content,
    create_index,
    publish,
    recipe,
    refresh,
)
from tests.factories.register import build_city, create, definition
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import FEW, deliver

pytestmark = pytest.mark.django_db
kept_city = standing(build_city)


def test_index_of_shares_is_computed_by_its_recipe(city: World) -> None:
    create_index(city, recipe())

    publish(city, OPEN)

    shares, counts = np.array([20.0, 18.0, 15.0, 30 / 7]), np.array([200.0, 90.0, 120.0, 30.0])
    score = (shares - shares.mean()) / shares.std() + 0.5 * (counts - counts.mean()) / counts.std()
    np.testing.assert_allclose(
        content(city, "bedarf").numbers["value"].values, (score / score.std()).round(2), atol=0.006
    )
    assert content(city, "bedarf").status.tolist() == [Status.OK] * 4


@pytest.mark.check("C079")
def test_index_is_hidden_where_a_part_of_it_is(city: World) -> None:
    # Measured in two areas that hide nothing.
    create_index(city, recipe(reference="given", reference_set=ReferenceSet(("21", "22"))))

    publish(city, SMALL)

    parts, index = content(city, "anteil"), content(city, "bedarf")
    assert Status.SUPPRESSED in parts.status.tolist()
    hidden = (parts.status == Status.SUPPRESSED) | (content(city, "kinder").status == Status.SUPPRESSED)
    np.testing.assert_array_equal(index.status == Status.SUPPRESSED, hidden)
    assert np.isnan(index.numbers["value"].values[hidden]).all()
    run = IndexRun.objects.get()
    assert run.outcome["n_included"] == 4


@pytest.mark.check("C079")
def test_formula_does_not_give_a_hidden_part_back(city: World) -> None:
    rest = definition("Erwachsene", formula="einwohner - kinder")
    create(city, IndicatorSpec("erwachsene", "bevoelkerung", "derived", rest))

    publish(city, SMALL)

    hidden = content(city, "kinder").status == Status.SUPPRESSED
    assert hidden.any()
    assert (content(city, "erwachsene").status[hidden] == Status.SUPPRESSED).all()


def test_formula_over_building_blocks_hides_what_a_share_of_them_hides(city: World) -> None:
    Indicator.objects.filter(slug__in=("kinder", "einwohner")).update(is_building_block=True)
    rest = definition("Erwachsene", formula="einwohner - kinder")
    create(city, IndicatorSpec("erwachsene", "bevoelkerung", "derived", rest))

    publish(city, SMALL)

    hidden = content(city, "anteil").status == Status.SUPPRESSED
    assert hidden.any()
    assert (content(city, "erwachsene").status == Status.SUPPRESSED).tolist() == hidden.tolist()


def test_formula_over_building_blocks_that_nobody_tells_inherits_nothing(city: World) -> None:
    Indicator.objects.filter(slug__in=("kinder", "einwohner", "anteil")).update(is_building_block=True)
    rest = definition("Erwachsene", formula="einwohner - kinder")
    create(city, IndicatorSpec("erwachsene", "bevoelkerung", "derived", rest))

    publish(city, SMALL)

    assert content(city, "erwachsene").status.tolist() == [Status.OK] * 4


def test_areas_that_the_recipe_leaves_out_are_excluded_and_named(city: World) -> None:
    create_index(
        city,
        recipe(
            minimum_inhabitants=600.0,
            inhabitants="einwohner",
            excluded=(NamedExclusion("22", "Gewerbegebiet"),),
        ),
    )

    publish(city, OPEN)

    assert content(city, "bedarf").status.tolist() == [Status.OK, Status.EXCLUDED, Status.OK, Status.EXCLUDED]
    outcome = IndexRun.objects.get().outcome
    assert outcome["left_out"] == [[1, "too_few_inhabitants"], [3, "named"]]
    assert (outcome["n_included"], outcome["n_reference"]) == (2, 2)
    assert outcome["domains"][0]["weights"] == [1.0, 0.5]
    assert outcome["versions"]["numpy"] == np.__version__


@pytest.mark.parametrize(
    "chosen", [ReferenceSet(("11", "21", "22")), ReferenceSet(minimum_inhabitants=600.0)], ids=["named", "inhabitants"]
)
def test_index_is_measured_from_the_reference_set_of_its_recipe(city: World, chosen: ReferenceSet) -> None:
    create_index(city, recipe(reference="given", reference_set=chosen, inhabitants="einwohner"))

    publish(city, OPEN)

    outcome = IndexRun.objects.get().outcome
    assert content(city, "bedarf").status.tolist() == [Status.OK] * 4
    assert (outcome["n_included"], outcome["n_reference"], outcome["reference"]) == (4, 3, [0, 2, 3])
    assert refresh(city) == 0


def test_reference_set_with_an_area_that_is_not_there_gives_no_index(city: World) -> None:
    create_index(city, recipe(reference="given", reference_set=ReferenceSet(("11", "4711"))))

    publish(city, OPEN)

    assert content(city, "bedarf").status.tolist() == [Status.MISSING] * 4
    outcome = IndexRun.objects.get().outcome
    assert (outcome["reason"], outcome["at"]) == ("reference_lost", "4711")


@pytest.mark.check("C096")
def test_computing_again_gives_the_same_vintage_and_run(city: World) -> None:
    create_index(city, recipe())
    publish(city, OPEN)
    before = list(Vintage.objects.filter(indicator__slug="bedarf").values_list("pk", "input_hash", "payload"))

    assert refresh(city) == 0

    after = list(Vintage.objects.filter(indicator__slug="bedarf").values_list("pk", "input_hash", "payload"))
    assert [(pk, digest, bytes(payload)) for pk, digest, payload in after] == [
        (pk, digest, bytes(payload)) for pk, digest, payload in before
    ]
    assert IndexRun.objects.count() == 1


def test_index_whose_inhabitants_are_not_known_is_not_made(city: World) -> None:
    create_index(city, recipe(minimum_inhabitants=600.0))

    publish(city, OPEN)

    assert published.release_ref(city.city, indicator="bedarf", period="2020-12-31", level="viertel") is None


def test_new_version_of_a_recipe_counts_from_its_day_on(city: World) -> None:
    index = create_index(city, recipe())
    publish(city, OPEN)
    first = content(city, "bedarf").numbers["value"].values.tolist()
    older = Recipe.objects.get(indicator=index)
    newer = recipe(version=2, index=Domain("bedarf", (Component("kinder"),), Combine("sum"), scale=SdScale()))
    Recipe.objects.create(
        organisation=city.city,
        indicator=index,
        version=2,
        valid_from=older.valid_from,
        level=older.level,
        content=json.loads(recipe_to_json(newer)),
    )

    refresh(city)

    assert content(city, "bedarf").numbers["value"].values.tolist() != first
    assert IndexRun.objects.filter(recipe__version=2).count() == 1


def test_stability_is_told_of_what_is_released_and_of_nothing_else(city: World) -> None:
    index = create_index(city, recipe())
    publish(city, SMALL)

    assert stabilise(indicator_id=index.pk) == 1
    assert stabilise(indicator_id=index.pk) == 0

    ref = published.release_ref(city.city, indicator="bedarf", period="2020-12-31", level="viertel")
    assert ref is not None
    told = stabilities([ref])[ref.id]
    hidden = content(city, "bedarf").status == Status.SUPPRESSED
    assert [each is None for each in told.by_choices] == hidden.tolist()
    assert all(each is None or 1 <= each.lower <= each.upper <= told.rated for each in told.by_choices)
    assert told.verdict.by_choices.variants == 1000
    # A count has no interval of its own: chance moves the share alone.
    assert told.verdict.without_interval == ("kinder",)
    words = firmness(city.city, "bedarf", "de")
    assert words is not None
    assert "1.000 Varianten" in " ".join(words.sentences)


def test_profile_tells_how_far_choices_and_chance_move_the_rank_and_nothing_of_a_hidden_area(city: World) -> None:
    index = create_index(city, recipe(**FROZEN))
    publish(city, SMALL)
    address = "/musterstadt/gebiete/stand-2020/viertel/{}/{}"
    is_hidden = content(city, "bedarf").status == Status.SUPPRESSED
    keys = [("11", "12", "21", "22")[int(np.flatnonzero(each)[0])] for each in (~is_hidden, is_hidden)]
    before = Client().get(address.format(keys[0], "")).content.decode()

    stabilise(indicator_id=index.pk)

    told, hidden = (Client().get(address.format(key, "")).content.decode() for key in keys)
    assert "vertretbare Entscheidungen" not in before
    assert re.search(r"Unter den \d bewerteten Gebieten verschieben andere vertretbare Entscheidungen", told)
    assert "der Zufall allein verschiebt sie in mindestens 90 von 100 Ziehungen" in told
    assert "vertretbare Entscheidungen" not in hidden
    rows = [
        {row["indikator"]: row for row in csv.DictReader(io.StringIO(text), delimiter=";")}["bedarf"]
        for text in (Client().get(address.format(key, "profil.csv")).content.decode("utf-8-sig") for key in keys)
    ]
    assert int(rows[0]["rang_wahl_von"]) <= int(rows[0]["rang"]) <= int(rows[0]["rang_wahl_bis"])
    assert not any(cell for name, cell in rows[1].items() if name.startswith("rang"))


def test_class_of_an_authority_has_no_share_of_variants(city: World) -> None:
    index = create_index(city, recipe(authority="Senat"))
    publish(city, OPEN)

    stabilise(indicator_id=index.pk)

    stored = IndexStability.objects.get().content
    assert "same_class" not in stored["choices"]
    assert stored["verdict"]["is_fixed"] is True
    page = Client().get("/musterstadt/gebiete/stand-2020/viertel/11/").content.decode()
    assert "Index und Klasse sind vom Herausgeber so festgelegt." in page


def test_other_indicators_have_no_stability(city: World) -> None:
    publish(city, OPEN)

    assert stabilise(indicator_id=Indicator.objects.get(slug="anteil").pk) == 0


def test_area_above_is_found_whatever_the_order_of_ids(city: World) -> None:
    version = boundary_versions_of(city.city)[0]
    nobody = np.zeros(3, dtype=np.int64)
    districts = Place(version, np.array([7, 3, 9]), nobody)
    quarters = Place(version, np.arange(1, 6), np.array([9, 0, 3, 7, 10]))

    assert positions_in(quarters, districts).tolist() == [2, -1, 1, 0, -1]


def test_circle_is_refused_with_its_path(city: World) -> None:
    twice = definition("A", formula="anteil * 2", unit_of_measure="%")
    create(city, IndicatorSpec("a", "bevoelkerung", "derived", twice))
    looped = recipe(index=Domain("anteil", (Component("a"),), Combine("sum"), scale=SdScale()))

    with pytest.raises(CycleError) as caught:
        graph_connect(city, "anteil", looped)

    assert caught.value.params["path"] == "anteil → a → anteil"


def graph_connect(world: World, downstream: str, made: IndexRecipe) -> None:
    names = [part.indicator for part in made.index.leaves()]
    connect(downstream=Indicator.objects.get(organisation=world.city, slug=downstream), upstream_slugs=names)


def test_indicator_page_tells_recipe_and_firmness(client: Client, city: World) -> None:
    index = create_index(city, recipe())
    publish(city, OPEN)
    stabilise(indicator_id=index.pk)

    answer = client.get(f"/{city.city.slug}/indikatoren/bedarf/", headers={"accept-language": "de"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Wie fest ist der Index?" in page
    assert "z-Wert mit der Standardabweichung aller Gebiete (n)." in page
    assert "Anteil" in page


def test_recipe_of_the_first_format_means_the_same_in_the_second() -> None:
    migration = import_module("indicators.migrations.0018_index_stability")
    preset = PRESETS["mss_status"].recipe([PresetSource(name) for name in ("a", "b", "c")], slug="mss")
    old = {
        "format": 1,
        "slug": "mss",
        "version": 1,
        "components": [{"indicator": name, "measure": "value", "direction": 1, "weight": 1.0} for name in "abc"],
        "ddof": 0,
        "aggregate": "sum",
        "divisor": None,
        "restandardise": "divide_by_sd",
        "restandardise_ddof": 0,
        "cuts": [{"at": cut.at, "equal_goes": cut.equal_goes} for cut in preset.cuts],
        "classes": [{"code": each.code, "official": each.official, "label": each.label} for each in preset.classes],
    }

    made = read_recipe(json.dumps(migration._second(old)))

    assert made == replace(preset, minimum_inhabitants=None, authority="")
    mean = old | {"divisor": 2.0, "aggregate": "mean", "restandardise": "none"}
    assert read_recipe(json.dumps(migration._second(mean))).index.combine == Combine("mean", 2.0)


def test_recipe_of_an_index_is_looked_up_once_for_all_its_cells(city: World) -> None:
    index = create_index(city, recipe())
    publish(city, OPEN)

    with CaptureQueriesContext(connection) as asked:
        refresh_indicator(indicator_id=index.pk, by=city.frida, report=lambda *_: None)

    # Once to compute and once to release.
    assert sum('FROM "indicators_recipe"' in query["sql"] for query in asked.captured_queries) <= 2


@pytest.mark.check("C079")
def test_index_of_a_computed_change_is_hidden_where_the_figure_before_is(city: World) -> None:
    parts = (Component("kinder", "change"), Component("einwohner"))
    create_index(city, recipe(index=Domain("bedarf", parts, Combine("sum"), scale=SdScale())))
    deliver(city, "2019-12-31", FEW)
    publish(city, OPEN)
    ref = published.release_ref(city.city, indicator="kinder", period="2019-12-31", level="viertel")
    assert ref is not None
    before = published.slice_content(ref)
    assert before is not None

    hidden = before.status == Status.SUPPRESSED

    assert hidden.any()
    assert not (content(city, "kinder").status == Status.SUPPRESSED).any()
    assert (content(city, "bedarf").status[hidden] == Status.SUPPRESSED).all()


def test_index_of_a_stated_change_is_not_hidden_by_the_figure_before(city: World) -> None:
    parts = (Component("kinder", "change"), Component("einwohner"))
    create_index(city, recipe(index=Domain("bedarf", parts, Combine("sum"), scale=SdScale())))
    deliver(city, "2019-12-31", FEW)
    publish(city, OPEN)
    kinder = Vintage.objects.filter(indicator__slug="kinder", period__code="2020-12-31")
    # As a publisher states it at the finest level alone; the levels above are computed.
    kinder.filter(boundary_version__level__slug="viertel").update(change_kind="published")

    refresh_indicator(indicator_id=Indicator.objects.get(slug="bedarf").pk, by=city.frida, report=lambda *_: None)

    assert content(city, "bedarf").status.tolist() == [Status.OK] * 4
