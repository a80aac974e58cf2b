# SPDX-License-Identifier: EUPL-1.2
"""What readers will see changed stands on the preview and on the page of approval, in words, with every state."""

import pytest

from indicators.models import Delivery, ForeseenRelease, Foresight, ImportBatch
from indicators.services.foresight import FORESEE
from sozialplanung.jobs.models import Job, JobState
from tests.factories.desk import (
    checked,
    client_of,
    csv_file,
    decide,
    german,
    new_delivery,
    post,
    run_jobs,
    submitted,
    url_of,
)
from tests.factories.queries import page_queries
from tests.factories.register import FILE, build_city
from tests.factories.standing import further, standing
from tests.factories.world import World

pytestmark = pytest.mark.django_db
CORRECTED = FILE.replace("1.000;200", "1.000;210").replace("700;0", "700;35")


kept_city = standing(build_city)


def page_of(person: object, address: str) -> str:
    answer = client_of(person).get(address)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.check("C044")
def test_each_indicator_is_told_in_one_sentence_on_the_preview_and_to_the_approver(city: World) -> None:
    decide(city.frida, submitted(city), "approve")
    delivery = checked(city, city.anna, csv_file(CORRECTED))

    page = page_of(city.anna, url_of(delivery, "vorschau/"))

    assert "<strong>Anteil 31.12.2020:</strong>" in page
    assert "Gebiete anders" in page
    assert "Musterstadt" in page
    assert "Einwohner 31.12.2020" not in page
    post(city.anna, delivery, "einreichen/", {"is_confirmed": "on"})
    assert "<strong>Anteil 31.12.2020:</strong>" in page_of(city.frida, url_of(delivery, "freigabe/"))


def test_delivery_that_changes_no_published_figure_says_so(city: World) -> None:
    decide(city.frida, submitted(city), "approve")
    delivery = checked(city, city.anna, csv_file(CORRECTED))
    ForeseenRelease.objects.all().delete()

    assert german("No published figure changes.") in page_of(city.anna, url_of(delivery, "vorschau/"))


def test_outdated_effects_are_told_as_such_to_the_approver(city: World) -> None:
    delivery = submitted(city)
    Foresight.objects.update(compared_with="earlier")
    page = page_of(city.frida, url_of(delivery, "freigabe/"))
    assert german("Computed before something else changed") in page

    answer = client_of(city.frida).post(url_of(delivery, "auswirkungen/berechnen/"), {"ort": "freigabe"})
    run_jobs()

    assert answer["Location"] == f"{url_of(delivery, 'freigabe/')}#auswirkungen"
    assert german("Computed before something else changed") not in page_of(city.frida, url_of(delivery, "freigabe/"))
    assert decide(city.frida, delivery, "approve").status_code == 302
    assert delivery.state == "released"


def test_delivery_with_errors_or_without_a_check_says_why_there_is_no_effect(city: World) -> None:
    wrong = checked(city, city.anna)
    assert wrong.batch_id is not None
    ImportBatch.objects.filter(pk=wrong.batch_id).update(counts={"errors": 1, "staged": 8})
    Foresight.objects.all().delete()
    unchecked = new_delivery(city, city.anna, csv_file(CORRECTED))

    assert german("The effect is computed when nothing has to be corrected any more.") in page_of(
        city.anna, url_of(wrong, "vorschau/")
    )
    assert german("What readers will see changed") not in page_of(city.anna, url_of(unchecked, "vorschau/"))
    assert client_of(city.anna).get(url_of(unchecked, "auswirkungen/")).status_code == 404


def test_effects_of_a_decided_delivery_are_not_asked_for_any_more(city: World) -> None:
    delivery = submitted(city)
    decide(city.frida, delivery, "approve")

    assert client_of(city.frida).get(url_of(delivery, "auswirkungen/")).status_code == 404
    assert client_of(city.frida).post(url_of(delivery, "auswirkungen/berechnen/")).status_code == 404


def _check(city: World) -> None:
    checked(city, city.anna)


@pytest.fixture
def delivery(city: World) -> Delivery:
    """Give the newest delivery."""
    return Delivery.objects.latest("pk")


class TestOfACheckedDelivery:
    """Anna checked a first delivery."""

    kept_city = further(_check)

    def test_computing_shows_progress_and_can_be_stopped_and_asked_for_again(
        self, city: World, delivery: Delivery
    ) -> None:
        client = client_of(city.anna)
        assert client.post(url_of(delivery, "auswirkungen/berechnen/")).status_code == 302

        page = page_of(city.anna, url_of(delivery, "vorschau/"))
        part = page_of(city.anna, url_of(delivery, "auswirkungen/"))
        assert 'data-live="1"' in page
        assert 'data-live="1"' in part
        assert "<html" not in part

        client.post(url_of(delivery, "auswirkungen/anhalten/"))
        assert german("Computing the effect was stopped. Nothing was lost.") in page_of(
            city.anna, url_of(delivery, "vorschau/")
        )
        client.post(url_of(delivery, "auswirkungen/berechnen/"))
        run_jobs()
        assert "data-live" not in page_of(city.anna, url_of(delivery, "vorschau/"))

    def test_failure_is_told_with_its_reason_and_the_way_out(self, city: World, delivery: Delivery) -> None:
        Job.objects.filter(kind=FORESEE).update(state=JobState.FAILED, error_code="indicators.foresight_busy")

        page = page_of(city.anna, url_of(delivery, "vorschau/"))

        assert german("Let it be computed again in a moment. Nothing was changed.") in page
        assert german("Compute again") in page

    @pytest.mark.parametrize("step", ["auswirkungen/", "auswirkungen/berechnen/", "auswirkungen/anhalten/"])
    def test_effects_are_not_there_for_others(self, city: World, delivery: Delivery, step: str) -> None:
        for person in (city.bert, city.clara, city.dora, city.gero):
            client = client_of(person)
            answer = (
                client.get(url_of(delivery, step)) if step == "auswirkungen/" else client.post(url_of(delivery, step))
            )
            assert answer.status_code == 404
        foreign = url_of(delivery, step).replace("musterstadt", "nachbarstadt")
        assert client_of(city.dora).get(foreign).status_code in {404, 405}
        assert Job.objects.filter(kind=FORESEE).count() == 1

    def test_bad_parameters_of_the_part_are_refused(self, city: World, delivery: Delivery) -> None:
        assert client_of(city.anna).get(url_of(delivery, "auswirkungen/?ort=anderswo")).status_code == 400
        assert client_of(city.anna).get(url_of(delivery, "auswirkungen/?x=1")).status_code == 400

    def test_preview_needs_a_fixed_number_of_queries(self, city: World, delivery: Delivery) -> None:
        client = client_of(city.anna)
        client.get(url_of(delivery, "vorschau/"))

        with page_queries() as queries:
            client.get(url_of(delivery, "vorschau/"))

        assert queries.view == 23

    def test_map_of_areas_without_figures_before_is_new_everywhere(self, city: World, delivery: Delivery) -> None:
        page = page_of(city.anna, url_of(delivery, "vorschau/karte/"))

        assert f"</svg> {german('new, without a figure before')} (4) </li>" in " ".join(page.split())
        assert "difference-fill--new" in page

    def test_first_delivery_is_told_without_a_list_of_its_areas(self, city: World, delivery: Delivery) -> None:
        page = page_of(city.anna, url_of(delivery, "vorschau/"))

        assert german("published for the first time") in page
        assert german("The areas that change most") not in page
