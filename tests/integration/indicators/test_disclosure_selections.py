# SPDX-License-Identifier: EUPL-1.2
"""A selection is attacked as a release of its own: what holds is shown, and stays known for good."""

import csv
import io

import pytest
from django.test import Client

from indicators.models import Audience, Release, ReleaseState, Selection, SelectionFigure, SumVerdict
from indicators.services import sources
from indicators.services.disclosure.origins.selections import Selections
from indicators.services.disclosure.relations import Family, Ground
from indicators.services.releasing.selecting import audit_selection
from indicators.services.sources import SourceSpec
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


def rules(city: World, *, public: int = 5, council: int | None = 3, preset: str = "") -> None:
    for audience, minimum in ((Audience.PUBLIC, public), (Audience.COUNCIL, council)):
        if minimum is not None:
            spec = SourceSpec(
                "register", "r", "Stadt", "©", ("cc0", "CC0", ""), True, "§", minimum_count=minimum, preset=preset
            )
            sources.set_rule(organisation=city.city, spec=spec, audience=audience)


def verdicts(selection: Selection) -> dict[str, str]:
    return dict(SelectionFigure.objects.filter(selection=selection).values_list("audience", "verdict"))


def test_council_adds_up_what_it_may_see_and_nobody_else_gets_it(city: World, client: Client) -> None:
    rules(city, council=2)
    publish(city, KIDS)
    council = client_of(city.clara)
    before = client.get(f"{PAGE}daten.csv?{where('11', '21')}").content

    answer = council.get(f"{PAGE}daten.csv?{where('11', '21')}")
    page = council.get(f"{PAGE}?{where('11', '21')}")

    found = row_of(council, "11", "21")
    assert (found["wert"], found["status_code"]) == ("42", "computed")
    assert found["fassung"] == "Nur für den Rat, nicht veröffentlicht"
    for each in (answer, page):
        assert each.headers["Cache-Control"] == "private, no-store"
        assert not each.has_header("ETag")
    assert "auswahl_rat.csv" in answer.headers["Content-Disposition"]
    assert "Fassung für den Rat" in page.content.decode()
    assert client.get(f"{PAGE}daten.csv?{where('11', '21')}").content == before
    assert row_of(client_of(city.dora), "11", "21")["status_code"] == "no_figure suppressed"


def test_sum_for_the_council_is_attacked_by_its_own_rule_and_shown_to_it_alone(city: World, client: Client) -> None:
    rules(city, public=10, council=3)
    publish(city, Told("kinder", {"11": 2, "12": 4, "21": 40, "22": 50}))

    selection = ask(city, "11", "12")

    # Six are few for the public, and enough for the council, which reads the district as it is.
    assert verdicts(selection) == {"public": "breached", "council": "held"}
    council = client_of(city.clara)
    assert (row_of(council, "11", "12")["wert"], row_of(council, "11", "12")["status_code"]) == ("6", "released")
    assert row_of(client, "11", "12")["status_code"] == "no_figure suppressed"
    family = Family("kinder.gesamt", "2020-12-31", "stand-2020")
    values = {family: {"viertel": {"11": 2.0, "12": 4.0}}}
    for audience, known in (("public", 0), ("council", 1), ("internal", 1)):
        assert len(Selections().relations(ground=Ground(city.city.pk, audience, values)).equations) == known
    listed = client_of(city.frida).get(f"{PAGE}gespeichert/").content.decode()
    assert "Rat: freigegeben: 1, nicht berechenbar: 0" in listed


def test_sum_for_the_public_must_not_tell_the_council_what_is_kept_from_it(city: World, client: Client) -> None:
    rules(city)
    told = Told("kinder", {"11": 2, "12": 30, "21": 3, "22": 40})
    publish(city, told)

    # Two and three are five: the public learns nothing of either, but the council reads the three.
    selection = ask(city, "11", "21")

    assert verdicts(selection)["public"] == "breached"
    assert row_of(client_of(city.clara), "11", "21")["status_code"] == "no_figure suppressed"


def test_the_same_sum_holds_where_nobody_reads_more_than_the_public(city: World) -> None:
    rules(city, council=None)
    publish(city, Told("kinder", {"11": 2, "12": 30, "21": 3, "22": 40}))

    assert verdicts(ask(city, "11", "21")) == {"public": "held"}


def test_sum_for_the_council_ends_with_its_slice(city: World) -> None:
    rules(city, public=10, council=3)
    publish(city, Told("kinder", {"11": 2, "12": 4, "21": 40, "22": 50}))
    ask(city, "11", "12")

    Release.objects.filter(audience="council").update(state=ReleaseState.SUPERSEDED)

    assert row_of(client_of(city.clara), "11", "12")["status_code"] == "no_figure suppressed"


def test_sum_of_rounded_figures_says_how_far_off_it_may_be_and_no_more(city: World, client: Client) -> None:
    rules(city, public=0, council=None, preset="rounded-5")
    publish(city, Told("kinder", {"11": 2, "12": 31, "21": 38, "22": 52}))
    queries = [("12", "21"), ("21", "22"), ("12", "21", "22")]

    found = row_of(client, "12", "21")
    seen_before = [row_of(client, *keys) for keys in queries]
    page = client.get(f"{PAGE}?{where('12', '21')}", headers={"Accept-Language": "de"}).content.decode()

    # 30 and 40, each off by 2.5 at most.
    assert (found["wert"], found["status_code"]) == ("70", "computed rounded")
    assert "die wahre Zahl liegt zwischen 65 und 75 Personen" in page.replace("\xa0", " ")
    # 0 and 30: five of them are more than a tenth.
    few = row_of(client, "11", "12")
    assert (few["wert"], few["status_code"]) == ("", "rounded")
    assert "um mehr als ein Zehntel" in few["begruendung"]
    # Another truth that is rounded to the same figures gives the same answers.
    publish(city, Told("kinder", {"11": 1, "12": 28, "21": 42, "22": 49}))
    assert [row_of(client, *keys) for keys in queries] == seen_before
    # Not asking the attacker either: an exact sum of rounded figures is none.
    assert verdicts(ask(city, "12", "21")) == {}
