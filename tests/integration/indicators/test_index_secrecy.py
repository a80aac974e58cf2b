# SPDX-License-Identifier: EUPL-1.2
"""An index tells nothing of the areas of which a part is hidden: it is measured without them."""

import json
from dataclasses import replace

import numpy as np
import pytest
from django.utils import timezone, translation

from indicators.models import Audience, IndexRun, IndexStability, Indicator, Release, RulingForesight, Source
from indicators.rendering.workshop_result import LIVE
from indicators.selectors import graph
from indicators.services import sources
from indicators.services.disclosure.rules import content_of
from indicators.services.releasing.context import subject_of
from indicators.services.releasing.publishing import publish_everywhere
from indicators.services.releasing.secrecy import withheld_totals
from indicators.services.releasing.stabilising import stabilise
from indicators.services.ruling.foreseeing import FORESEE
from indicators.services.ruling.writing import RulePlace, Ruling, confirm_rule, hold_rule, propose_rule
from indicators.stats.composite.nodes import Combine, Domain, ReferenceSet
from indicators.stats.composite.nodes import Part as Component
from indicators.stats.composite.reading import recipe_to_json
from indicators.stats.composite.steps import Log, SdScale
from indicators.views.workshop.results import Asked, result_context
from sozialplanung.common.statuses import Status
from sozialplanung.jobs.models import Job
from sozialplanung.jobs.services import run_inline
from tests.factories.indexcity import (
    FROZEN,
    OPEN,
    SMALL,
    content,
    create_index,
    publish,
    recipe,
    refresh,
    register_spec,
)
from tests.factories.register import build_city
from tests.factories.standing import standing
from tests.factories.world import World
from tests.factories.yearlycity import HEAD

pytestmark = pytest.mark.django_db
kept_city = standing(build_city)


@pytest.mark.check("C079")
@pytest.mark.parametrize(
    ("changes", "measured"),
    [
        ({}, [2, 3]),
        (
            {"reference": "given", "reference_set": ReferenceSet(minimum_inhabitants=1.0), "inhabitants": "einwohner"},
            [2, 3],
        ),
        ({"reference": "given", "reference_set": ReferenceSet(("11", "21", "22"))}, [2, 3]),
    ],
    ids=["all areas", "those with inhabitants", "named ones"],
)
def test_index_is_measured_without_areas_of_which_a_part_is_hidden(
    city: World, changes: dict[str, object], measured: list[int]
) -> None:
    create_index(city, recipe(**changes))

    publish(city, SMALL)

    hidden = content(city, "kinder").status == Status.SUPPRESSED
    assert hidden.tolist() == [True, True, False, False]
    index = content(city, "bedarf")
    assert (index.status == Status.SUPPRESSED).tolist() == hidden.tolist()
    # Of two areas one lies as far above the mean as the other one below: shares 11.25 and 5.71, counts 90 and 40.
    assert index.numbers["value"].values[2:].tolist() == [1.0, -1.0]
    outcome = IndexRun.objects.get().outcome
    assert (outcome["reference"], outcome["n_included"]) == (measured, 4)
    assert outcome["unmeasured"] == [0, 1]
    assert withheld_totals(Release.objects.filter(indicator__slug="bedarf")) == []
    assert refresh(city) == 0


@pytest.mark.check("C079")
@pytest.mark.parametrize(
    "changes",
    [
        {"minimum_inhabitants": 300.0},
        {"reference": "given", "reference_set": ReferenceSet(minimum_inhabitants=300.0)},
    ],
    ids=["rated", "reference"],
)
def test_area_whose_inhabitants_are_hidden_tells_not_whether_they_are_enough(
    city: World, changes: dict[str, object]
) -> None:
    """Of 502 in two quarters 500 are enough: whoever reads that knows that the other one has two at most."""
    index = Domain("bedarf", (Component("kinder"),), Combine("sum"), scale=SdScale())
    create_index(city, recipe(index=index, inhabitants="einwohner", **changes))

    publish(city, HEAD + "11;2;0\n12;500;100\n21;800;90\n22;700;40\n")

    assert content(city, "einwohner").status.tolist() == [Status.SUPPRESSED] * 2 + [Status.OK] * 2
    assert content(city, "kinder").status.tolist()[1:] == [Status.OK] * 3
    assert content(city, "bedarf").status.tolist() == [Status.SUPPRESSED] * 2 + [Status.OK] * 2
    assert IndexRun.objects.get().outcome["unmeasured"] == [0, 1]


@pytest.mark.check("C079")
def test_index_has_one_figure_for_all_who_see_it(city: World) -> None:
    """The council reads the parts that the public does not see, and the index of these areas; the others are alike."""
    create_index(city, recipe())
    sources.set_rule(organisation=city.city, spec=register_spec(minimum_count=0), audience=Audience.COUNCIL)

    publish(city, SMALL)

    public, council = content(city, "bedarf"), content(city, "bedarf", audience="council")
    assert (public.status == Status.SUPPRESSED).tolist() == [True, True, False, False]
    assert council.status.tolist() == [Status.OK] * 4
    assert council.numbers["value"].values[2:].tolist() == public.numbers["value"].values[2:].tolist()
    assert not np.isnan(council.numbers["value"].values[:2]).any()


@pytest.mark.check("C079")
@pytest.mark.parametrize(
    "changes",
    [{}, {"index": Domain("bedarf", (Component("anteil", shrink=True), Component("kinder")), scale=SdScale())}],
    ids=["measured", "shrunk"],
)
def test_index_that_was_measured_in_areas_hidden_since_is_hidden_until_it_is_computed_again(
    city: World, changes: dict[str, object]
) -> None:
    create_index(city, recipe(**changes))
    sources.set_rule(organisation=city.city, spec=register_spec(minimum_count=0))
    publish(city, SMALL)
    assert content(city, "bedarf").status.tolist() == [Status.OK] * 4
    sources.set_rule(organisation=city.city, spec=register_spec(minimum_count=3))

    for pk in graph.in_order(organisation_id=city.city.pk):
        publish_everywhere(subject=subject_of(Indicator.objects.get(pk=pk)), by=city.frida)
    stale = content(city, "bedarf").status.tolist()
    decisions = [each["decision"] for each in withheld_totals(Release.objects.filter(indicator__slug="bedarf"))]
    refresh(city)

    assert stale == [Status.SUPPRESSED] * 4
    assert decisions == ["measured"]
    hidden = content(city, "kinder").status == Status.SUPPRESSED
    assert (content(city, "bedarf").status == Status.SUPPRESSED).tolist() == hidden.tolist()
    assert not hidden.all()


@pytest.mark.check("C079")
@pytest.mark.parametrize("changes", [{}, FROZEN], ids=["measured anew", "frozen"])
def test_ranks_of_a_statement_are_those_among_the_areas_that_readers_see(
    city: World, changes: dict[str, object]
) -> None:
    """Among all four, the rank of a shown area would tell how many hidden ones lie before it."""
    index = create_index(city, recipe(**changes))
    sources.set_rule(organisation=city.city, spec=register_spec(minimum_count=0), audience=Audience.COUNCIL)
    publish(city, SMALL)

    stabilise(indicator_id=index.pk)

    rows = IndexStability.objects.select_related("release")
    stated = {row.release.audience: row.content["choices"]["stated"] for row in rows}
    assert sorted(stated["council"]) == [1, 2, 3, 4]
    assert stated["public"][:2] == [None, None]
    assert sorted(stated["public"][2:]) == [1, 2]


@pytest.mark.check("C076")
def test_foresight_of_a_rule_measures_an_index_as_its_release_will(city: World) -> None:
    create_index(city, recipe())
    publish(city, OPEN)
    source = Source.objects.select_related("organisation").get(organisation=city.city, slug="register")
    place = RulePlace(source, Audience.PUBLIC)
    stricter = replace(content_of(place.rule), minimum_count=50)
    change = Ruling(stricter, "Ratsbeschluss", timezone.localdate(), "Der Ausschuss fragt.")
    version = propose_rule(place=place, change=change, by=city.anna, revision=place.newest)
    run_inline(job=Job.objects.filter(kind=FORESEE).latest("created_at"))
    rows = RulingForesight.objects.get(version=version).result["rows"]
    confirm_rule(version=version, by=city.frida)
    hold_rule(version_id=version.pk, by=city.frida)

    refresh(city)

    (foreseen,) = [row["after"] for row in rows if row["indicator"] == "bedarf"]
    # The others were told before.
    assert (foreseen["shown"], foreseen["inherited"]) == (3, 1)
    assert content(city, "bedarf").status.tolist() == [Status.OK] * 3 + [Status.SUPPRESSED]


@pytest.mark.check("C079")
def test_index_of_which_too_few_areas_are_left_to_measure_in_is_hidden(city: World) -> None:
    create_index(city, recipe(reference="given", reference_set=ReferenceSet(("11", "12", "21"))))

    publish(city, SMALL)

    assert content(city, "bedarf").status.tolist() == [Status.SUPPRESSED] * 4
    assert IndexRun.objects.get().outcome["reason"] in {"too_few", "constant"}
    lost = withheld_totals(Release.objects.filter(indicator__slug="bedarf"))
    assert [each["decision"] for each in lost] == ["measured"]


@pytest.mark.check("C079")
def test_hidden_part_that_has_no_logarithm_is_hidden_like_any_other(city: World) -> None:
    parts = (Component("anteil"), Component("kinder", transforms=(Log(-50.0),)))
    create_index(city, recipe(index=Domain("bedarf", parts, Combine("sum"), scale=SdScale())))

    publish(city, SMALL.replace("22;700;40", "22;700;60"))

    assert content(city, "kinder").status.tolist() == [Status.SUPPRESSED] * 2 + [Status.OK] * 2
    assert content(city, "bedarf").status.tolist() == [Status.SUPPRESSED] * 2 + [Status.OK] * 2
    assert IndexRun.objects.get().outcome["left_out"] == [[1, "not_positive"]]


@pytest.mark.parametrize(
    ("changes", "kind", "said"),
    [
        ({}, "info", "Der Index von 2 Gebieten wird geheim gehalten"),
        (
            {"reference": "given", "reference_set": ReferenceSet(("11", "12", "21"))},
            "warning",
            "Zum Messen der Skalen bleiben zu wenige Gebiete",
        ),
        (FROZEN, "", ""),
    ],
    ids=["measured anew", "too few left", "frozen"],
)
def test_workshop_says_where_an_index_is_kept_secret_and_that_it_is_measured_without(
    city: World, changes: dict[str, object], kind: str, said: str
) -> None:
    publish(city, SMALL)
    asked = Asked(city.city, json.loads(recipe_to_json(recipe(**changes))), "viertel")

    with translation.override("de"):
        found = result_context(asked, LIVE)

    if not kind:
        assert found["veiled"] is None
        return
    assert found["veiled"]["kind"] == kind
    assert "Geheim gehalten: „Anteil“ in 2 Gebieten, „Kinder“ in 2 Gebieten." in found["veiled"]["text"]
    assert said in found["veiled"]["text"]


def test_workshop_previews_what_the_release_will_tell(city: World) -> None:
    publish(city, SMALL)
    asked = Asked(city.city, json.loads(recipe_to_json(recipe())), "viertel")

    with translation.override("de"):
        rows = {row["key"]: row for row in result_context(asked, LIVE)["rows"]}
    create_index(city, recipe())
    refresh(city)

    told = content(city, "bedarf").numbers["value"].values
    assert [rows[key]["index"] for key in ("21", "22")] == ["1,000", "−1,000"]
    assert told[2:].tolist() == [1.0, -1.0]
    assert [rows[key]["label"] for key in ("11", "12")] == ["ein Teilindikator wird geheim gehalten"] * 2
