# SPDX-License-Identifier: EUPL-1.2
"""A selection is attacked as a release of its own: what holds is shown, and stays known for good."""

import csv
import io

import pytest
from django.test import Client

from indicators.models import Release, ReleaseState, Selection, SelectionFigure, SumVerdict
from indicators.services.disclosure.origins.selections import Selections
from indicators.services.disclosure.relations import Family, Ground
from indicators.services.releasing.selecting import audit_selection
from indicators.stats.disclosure.cells import Equation
from sozialplanung.audit.models import Event
from sozialplanung.jobs.models import Job
from sozialplanung.jobs.services import run_inline
from tests.factories.desk import client_of
from tests.factories.standing import standing
from tests.factories.sumcity import PARENTS, Told, attacked, build_sum_city, key_of, publish, seen
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
kept_city = standing(build_sum_city)
PAGE = "/musterstadt/auswahl/"
KIDS = Told("kinder", {"11": 2, "12": 30, "21": 40, "22": 50})


def where(*keys: str) -> str:
    return f"ebene=viertel&gebietsstand=stand-2020&gebiete={','.join(keys)}"


def ask(world: World, *keys: str, name: str = "Nord") -> Selection:
    answer = client_of(world.frida).post(f"{PAGE}anfordern/", {"name": name, "query": where(*keys)})
    assert answer.status_code == 302, answer.content
    selection = Selection.objects.get(removed_at=None, keys=sorted(keys))
    assert selection.job_id is not None
    run_inline(job=Job.objects.get(pk=selection.job_id))
    return selection


def row_of(client: Client, *keys: str) -> dict[str, str]:
    body = client.get(f"{PAGE}daten.csv?{where(*keys)}").content.decode("utf-8-sig")
    head, first, *_ = csv.reader(io.StringIO(body), delimiter=";")
    return dict(zip(head, first, strict=True))


def test_sum_that_holds_is_shown_to_everybody(city: World, client: Client) -> None:
    publish(city, KIDS)
    assert not seen(KIDS)["11"]
    assert row_of(client, "11", "12")["status_code"] == "no_figure suppressed"

    ask(city, "11", "12")

    found = row_of(client, "11", "12")
    assert (found["wert"], found["status_code"]) == ("32", "released")
    assert SelectionFigure.objects.get().verdict == SumVerdict.HELD
    assert Event.objects.filter(action="indicators.selection_requested").count() == 1


def test_sum_that_gives_a_small_count_away_is_not_told(city: World, client: Client) -> None:
    publish(city, KIDS)
    # The district is shown: what is left of it beside the second quarter is the first one.
    selection = ask(city, "11", "21")

    assert SelectionFigure.objects.get(selection=selection).verdict == SumVerdict.BREACHED
    assert row_of(client, "11", "21")["status_code"] == "no_figure suppressed"


def test_sum_with_an_area_that_is_shown_does_not_give_the_hidden_one_away(city: World) -> None:
    publish(city, KIDS)

    selection = ask(city, "12", "21")

    # 30 of them live in the second quarter; the district is shown, and the first quarter would follow.
    assert SelectionFigure.objects.get(selection=selection).verdict == SumVerdict.BREACHED


def test_later_release_knows_a_sum_that_was_shown_also_when_it_was_removed(city: World) -> None:
    publish(city, KIDS)
    selection = ask(city, "11", "12")
    client = client_of(city.frida)

    answer = client.post(f"{PAGE}gespeichert/{selection.uuid}/entfernen/")

    assert answer.status_code == 302
    selection.refresh_from_db()
    assert selection.removed_at is not None
    assert row_of(Client(), "11", "12")["status_code"] == "no_figure suppressed"
    assert "Noch keine Auswahl" in client.get(f"{PAGE}gespeichert/").content.decode()
    family = Family("kinder.gesamt", "2020-12-31", "stand-2020")
    values = {family: {"viertel": dict(KIDS.figures)}}
    (equation,) = Selections().relations(ground=Ground(city.city.pk, "public", values)).equations
    assert dict(equation.terms) == {family.key("viertel", "11"): 1, family.key("viertel", "12"): 1}
    assert equation.total == 32


def test_figures_that_were_withdrawn_take_their_sum_along(city: World, client: Client) -> None:
    publish(city, KIDS)
    ask(city, "11", "12")

    Release.objects.update(state=ReleaseState.SUPERSEDED)

    assert client.get(f"{PAGE}daten.csv?{where('11', '12')}").status_code == 404


def test_same_areas_again_are_one_selection_and_attacked_once(city: World) -> None:
    publish(city, KIDS)
    first = ask(city, "11", "12")

    again = ask(city, "12", "11", name="Noch einmal")

    assert again == first
    assert audit_selection(selection_id=first.pk, report=lambda *_: None) == 0
    assert SelectionFigure.objects.count() == 1


@pytest.mark.parametrize(("name", "keys", "status"), [("", ("11", "12"), 400), ("Nord", ("11",), 400)])
def test_selection_needs_a_name_and_two_areas(city: World, name: str, keys: tuple[str, ...], status: int) -> None:
    publish(city, KIDS)

    answer = client_of(city.frida).post(f"{PAGE}anfordern/", {"name": name, "query": where(*keys)})

    assert answer.status_code == status
    assert not Selection.objects.exists()


@pytest.mark.parametrize("who", ["bert", "clara", "dora"])
def test_others_ask_for_nothing_and_see_no_list(city: World, who: str) -> None:
    publish(city, KIDS)
    client = client_of(getattr(city, who))

    assert client.post(f"{PAGE}anfordern/", {"name": "Nord", "query": where("11", "12")}).status_code == 404
    assert client.get(f"{PAGE}gespeichert/").status_code == 404
    assert "anfordern" not in client.get(f"{PAGE}?{where('11', '12')}").content.decode()


def test_reader_who_knows_the_sum_finds_no_small_count(city: World) -> None:
    publish(city, KIDS)
    ask(city, "11", "12")

    known = [Equation({key_of(KIDS, "11"): 1.0, key_of(KIDS, "12"): 1.0}, 32.0)]

    assert attacked([KIDS], known) == []
    assert PARENTS["11"] == PARENTS["12"]
