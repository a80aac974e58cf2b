# SPDX-License-Identifier: EUPL-1.2
"""Coverage by a layer: how many people live within reach of the nearest place, estimated from what readers read."""

import csv
import io
import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from django.test import Client
from django.utils.translation import override
from pypdf import PdfReader

from indicators.models import DisclosureRule, Indicator, Release
from indicators.selectors import layercoverage
from indicators.selectors.published import releases_of
from indicators.views.reach.coverage import beyond_cell
from sozialplanung.accounts.models import User
from spatial.models import BoundaryVersion, Layer
from spatial.selectors.inhabited import POINTS
from spatial.selectors.layerfigures import layer_states
from spatial.selectors.networks import networks_of
from spatial.selectors.waysfromareas import asked_on, ground_within
from tests.factories.desk import client_of
from tests.factories.pdfua import problems
from tests.factories.reachcity import build_reach_city, tell_inside
from tests.factories.standing import standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
HOME = "/musterstadt/erreichbarkeit/abdeckung/"

kept_city = standing(build_reach_city)


def query(**changes: object) -> str:
    said = {"orte": "kitas", "netz": "strassen", "profil": "foot", "grenze": "5,10", "einheit": "minuten"}
    return urlencode({**said, "indikator": ["kinder"], **changes}, doseq=True)


def get(person: User, name: str = "", **changes: object) -> Any:  # noqa: ANN401 - what Django's client returns
    return client_of(person).get(f"{HOME}{name}?{query(**changes)}")


def text_of(answer: Any) -> str:  # noqa: ANN401 - what Django's client returns
    assert answer.status_code == 200, answer.content.decode()[:2000]
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", unescape(main))).replace("\xa0", " ")


def rows_of(answer: Any) -> list[dict[str, str]]:  # noqa: ANN401 - what Django's client returns
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def shares(city: World, bound: int) -> np.ndarray:
    version = BoundaryVersion.objects.get(organisation=city.city, level__slug="viertel")
    (state,) = layer_states(city.city.pk, ["kitas"])
    asked = asked_on(networks_of(city.city)[0], "foot")
    return ground_within(asked, version_id=state.version_id, boundary_version_id=version.pk, bound=bound).shares


def test_shares_are_those_of_the_figure_and_people_those_that_are_released(city: World) -> None:
    found = get(city.bert).context["found"]

    expected = [np.sum(np.array([1000, 400, 600, 2000]) * shares(city, bound)) / 40 for bound in (5, 10)]
    told = [float(share.rstrip(" %\xa0").replace(",", ".")) for share, _limit in found["groups"][0]["told"]]
    assert told == pytest.approx(expected, abs=0.06)
    assert 0 < told[0] < told[1] < 100
    assert found["groups"][0]["total"] == "4.000"


def test_areas_stand_by_the_people_beyond_and_the_page_says_what_is_counted(city: World) -> None:
    answer = get(city.bert)

    beyond = np.array([1000, 400, 600, 2000]) * (1 - shares(city, 10))
    rows = [row for row in rows_of(get(city.bert, "gebiete.csv")) if row["bis"] == "10"]
    people = [row for row in rows if row["gruppe"] == "einwohner"]
    assert [int(row["darueber_hinaus"]) for row in people] == [int(round(each, -1)) for each in beyond.tolist()]
    names = [row["name"] for row in answer.context["found"]["areas"]]
    by_people = sorted(zip(beyond.tolist(), [row["name"] for row in people], strict=True), reverse=True)
    assert names == [name for _count, name in by_people]
    assert "Gezählt werden Wege zu Orten, Menschen werden nicht bewertet" in text_of(answer)


@pytest.mark.check("C076")
def test_sum_that_would_leave_one_hidden_area_alone_is_not_told(city: World) -> None:
    # The children of one quarter alone are hidden, and those of the whole city are published.
    answer = get(city.bert)
    row = answer.context["found"]["groups"][1]

    assert (row["total"], row["told"]) == ("", [("", "5 Minuten"), ("", "10 Minuten")])
    assert "dessen Zahl geheim gehalten wird" in row["silence"]
    hidden = [each for each in rows_of(get(city.bert, "gebiete.csv")) if each["gruppe"] == "kinder"]
    assert [each["personen"] for each in hidden if each["bis"] == "5"] == ["200", "", "100", "300"]
    assert [each["darueber_hinaus"] for each in hidden if each["gebiet"] == "12"] == ["", ""]


@pytest.mark.check("C076")
def test_who_reads_more_is_told_more(city: World) -> None:
    tell_inside(city)

    answer = get(city.bert)

    assert answer.context["found"]["groups"][1]["total"] == "617"
    assert "_intern.csv" in get(city.bert, "gebiete.csv").headers["Content-Disposition"]
    assert "_intern.pdf" in get(city.bert, "blatt.pdf").headers["Content-Disposition"]


def test_of_few_people_no_part_is_estimated() -> None:
    class Group:
        persons = np.array([60.0, 60.0, 60.0, 100.0, np.nan])

    told = layercoverage.beyond(Group(), np.array([0.5, 0.0, 1.0, 0.5, 0.5]))  # type: ignore[arg-type]

    assert told.tolist() == pytest.approx([np.nan, 60, 0, 50, np.nan], nan_ok=True)


def test_levels_with_too_many_areas_give_way_to_coarser_ones(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layercoverage, "MOST_POINTS", 3 * POINTS)

    assert "Noch keine Zahl von Menschen" in text_of(get(city.bert))
    assert releases_of(city.city)


def test_ways_are_searched_once(city: World, monkeypatch: pytest.MonkeyPatch) -> None:
    get(city.bert, grenze="7")
    monkeypatch.setattr(layercoverage, "ground_ways", lambda *_: pytest.fail("searched again"))

    assert get(city.bert, grenze="3,7").status_code == 200


def test_metres_are_counted_as_well(city: World) -> None:
    assert "500 m" in text_of(get(city.bert, grenze="500", einheit="meter"))


def test_sheet_says_what_the_page_says_for_everyone(city: World) -> None:
    answer = get(city.bert, "blatt.pdf")

    said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    said = re.sub(r"\s+", " ", said.replace("\u00ad", "")).replace("\xa0", " ")
    assert problems(answer.content) == ()
    for words in ("Kitas: wer zu Fuß erreicht wird", "4.000", "bis 10 Minuten", "Neu-Köpenick", "Vermessungsamt"):
        assert words in said


def test_nothing_to_reckon_with_is_said(city: World) -> None:
    DisclosureRule.objects.update(inhabitants_indicator=None)
    assert "Noch keine Zahl von Menschen" in text_of(get(city.bert, indikator=[]))
    assert get(city.bert, "blatt.pdf", indikator=[]).status_code == 404
    # A group that somebody chose stands by itself.
    assert get(city.bert).context["found"]["groups"][0]["name"] == "Kinder"
    Release.objects.filter(indicator__in=Indicator.objects.all()).update(state="withdrawn")
    assert "Noch keine Zahl von Menschen" in text_of(get(city.bert, indikator=[]))


@pytest.mark.parametrize(
    ("changes", "field"), [({"orte": ""}, "orte"), ({"orte": "schulen"}, "orte"), ({"grenze": "61"}, "grenze")]
)
def test_what_cannot_be_answered_is_said_at_its_field(city: World, changes: dict[str, Any], field: str) -> None:
    answer = get(city.bert, **changes)

    assert list(answer.context["form"].errors) == [field]
    assert get(city.bert, "gebiete.csv", **changes).status_code == 404


def test_page_is_for_the_house_alone(city: World) -> None:
    for name in ("", "gebiete.csv", "blatt.pdf"):
        assert Client().get(f"{HOME}{name}?{query()}").status_code == 302
        for person in (city.clara, city.dora):
            assert get(person, name).status_code == 404


def test_city_without_places_says_what_it_takes(city: World) -> None:
    Layer.objects.update(kind="line")

    assert "Es braucht ein Straßennetz und eine Ebene mit Orten" in text_of(client_of(city.bert).get(HOME))


@pytest.mark.parametrize(
    ("people", "share", "told"),
    [(6.0, 0.0, 6), (0.0, 1.0, 0), (4.0, 0.97, "weniger als 10"), (1234.0, 0.4, 1230), (float("nan"), 0.5, None)],
)
def test_file_tells_estimates_in_tens_and_never_more_people_than_there_are(
    people: float, share: float, told: object
) -> None:
    with override("de"):
        assert beyond_cell(people, share) == told
