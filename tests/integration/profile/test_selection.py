# SPDX-License-Identifier: EUPL-1.2
"""A selection of areas over stored releases: what is summed, what is refused and why, what stands in the address."""

import csv
import io
import re

import pytest
from django.test import Client

from indicators.models import Basis, Indicator, IndicatorDefinition, Release, ReleaseState
from sozialplanung.common.statuses import Status
from tests.factories.groupedcity import GroupedCity
from tests.factories.pickedcity import build_picked_city, declare_additive, derived
from tests.factories.queries import page_queries
from tests.factories.releases import Figures, content, release
from tests.factories.standing import kept

pytestmark = pytest.mark.django_db
kept_city = kept(build_picked_city)
PAGE = "/musterstadt/auswahl/"
WHERE = "ebene=viertel&gebietsstand=stand-2020"


def text_of(client: Client, query: str, language: str = "de") -> str:
    answer = client.get(f"{PAGE}?{query}", headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.content.decode()[:2000]
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\xa0", " ")


def rows_of(client: Client, query: str) -> dict[str, dict[str, str]]:
    body = client.get(f"{PAGE}daten.csv?{query}").content.decode("utf-8-sig")
    head, *rest = csv.reader(io.StringIO(body), delimiter=";")
    return {row[0]: dict(zip(head, row, strict=True)) for row in rest if len(row) == len(head)}


def test_counts_are_added_up_and_shares_recomputed_from_summed_counts(city: GroupedCity, client: Client) -> None:
    found = rows_of(client, f"{WHERE}&gebiete=101,104")

    assert found["kinder"]["wert"] == "50"
    # 1 % of 100 and 4 % of 400: 17 of 500, not the mean of 1 and 4.
    quote = found["quote"]
    assert (quote["zaehler"], quote["nenner"], quote["wert"]) == ("17", "500", "3,4")
    assert (quote["unteres_ende"], quote["oberes_ende"]) == ("2,1", "5,4")
    assert (quote["stand"], quote["status_code"]) == ("2021-12-31", "computed")


def test_page_says_the_same_as_the_file(city: GroupedCity, client: Client) -> None:
    text = text_of(client, f"{WHERE}&gebiete=101,104")

    assert "2 Gebiete zusammen: Viertel 101, Viertel 104" in text
    assert "3,4 % 2,1–5,4 17 500" in text
    assert "© Statistikstelle Musterstadt" in text


@pytest.mark.check("C076")
def test_one_area_without_a_figure_leaves_no_sum_and_tells_its_mark_alone(city: GroupedCity, client: Client) -> None:
    found = rows_of(client, f"{WHERE}&gebiete=101,102")["geheim"]
    text = text_of(client, f"{WHERE}&gebiete=101,102")

    assert (found["wert"], found["zaehler"], found["nenner"]) == ("", "", "")
    assert found["status_code"] == "no_figure suppressed"
    assert "nicht berechenbar Ohne Zahl: 1 von 2 Gebieten – gesperrt: geheim gehalten (1)." in text
    assert rows_of(client, f"{WHERE}&gebiete=101,103")["geheim"]["wert"] != ""


def test_missing_is_never_zero(city: GroupedCity, client: Client) -> None:
    stored = Indicator.objects.get(slug="kinder")
    slice_of = content(stored, city.version, Figures(tuple(10.0 for _ in range(12)), "2022-12-31"))
    slice_of.status[0] = Status.MISSING
    slice_of.numbers["value"].values[0] = float("nan")
    put_in_force(city, stored, slice_of)

    found = rows_of(client, f"{WHERE}&gebiete=101,103")["kinder"]

    assert (found["wert"], found["status_code"]) == ("", "no_figure missing")


def put_in_force(city: GroupedCity, stored: Indicator, made: object) -> None:
    from indicators.rendering.slices import encode, slice_hash
    from sozialplanung.web.conditional import pack

    row = release(stored, city.version, Figures(tuple(10.0 for _ in range(12)), "2022-12-31"), city.by)
    payload = encode(made)  # type: ignore[arg-type]
    Release.objects.filter(pk=row.pk).update(payload=payload, gzipped=pack(payload), content_hash=slice_hash(payload))


def test_break_in_one_area_is_named_as_the_reason(city: GroupedCity, client: Client) -> None:
    stored = Indicator.objects.get(slug="kinder")
    slice_of = content(stored, city.version, Figures(tuple(10.0 for _ in range(12)), "2022-12-31"))
    slice_of.status[0] = Status.NOT_COMPARABLE
    slice_of.numbers["value"].values[0] = float("nan")
    put_in_force(city, stored, slice_of)

    found = rows_of(client, f"{WHERE}&gebiete=101,103")["kinder"]

    assert (found["wert"], found["status_code"]) == ("", "break not_comparable")
    assert "wegen eines Bruchs der Reihe" in found["begruendung"]


@pytest.mark.parametrize(
    ("slug", "change", "code"),
    [
        ("quote", {"basis": Basis.RATE_DENOMINATOR}, "no_counts"),
        ("quote", {"basis": Basis.RATE_ONLY}, "no_counts"),
        ("kinder", {"series": None}, "no_counts"),
        ("kinder", {"unit_of_measure": "Prozentpunkte"}, "no_counts"),
        ("kinder", {"formula": "change(kinder, 1)"}, "looks_back"),
    ],
)
def test_what_is_not_made_of_counts_that_add_up_is_never_averaged(
    city: GroupedCity, client: Client, slug: str, change: dict[str, object], code: str
) -> None:
    IndicatorDefinition.objects.filter(indicator__slug=slug).update(**change)

    found = rows_of(client, f"{WHERE}&gebiete=101,104")[slug]

    assert (found["wert"], found["status_code"]) == ("", code)
    assert found["begruendung"].endswith(".")


def test_variable_that_was_not_declared_to_add_up_is_not_summed(city: GroupedCity, client: Client) -> None:
    stored = Indicator.objects.get(slug="einwohner")
    declare_additive(stored, is_additive=False)

    assert rows_of(client, f"{WHERE}&gebiete=101,104")["einwohner"]["status_code"] == "no_counts"


@pytest.mark.parametrize(
    ("formula", "is_sum"),
    [("kinder + kinder", True), ("2 * kinder", True), ("kinder + 1", False), ("kinder * kinder", False)],
)
def test_computed_count_is_summed_where_its_formula_is_a_weighted_sum(
    city: GroupedCity, client: Client, formula: str, is_sum: bool
) -> None:
    derived(city, "doppelt", formula, tuple(20.0 * (place + 1) for place in range(12)))

    found = rows_of(client, f"{WHERE}&gebiete=101,104")["doppelt"]

    assert found["wert"] == ("100" if is_sum else "")


def test_all_parts_of_a_larger_area_come_in_at_once_and_stand_in_the_address(city: GroupedCity, client: Client) -> None:
    answer = client.get(f"{PAGE}?{WHERE}&gebiete=201&alle=bezirk/1")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"?{WHERE}&gebiete=201,101,102,103,104"
    assert "5 Gebiete in der Auswahl" in text_of(client, answer.headers["Location"].removeprefix("?"))


def test_search_offers_areas_by_name_and_a_ticked_one_comes_in(city: GroupedCity, client: Client) -> None:
    page = client.get(f"{PAGE}?{WHERE}&gebiete=101&q=Viertel+30").content.decode()
    assert page.count('name="gebiet"') == 4

    answer = client.get(f"{PAGE}?{WHERE}&gebiete=101&gebiet=301&gebiet=302")

    assert answer.headers["Location"] == f"?{WHERE}&gebiete=101,301,302"
    assert 'name="gebiet"' not in client.get(f"{PAGE}?{WHERE}&gebiete=101&q=Viertel+101").content.decode()


def test_area_can_be_taken_out_again(city: GroupedCity, client: Client) -> None:
    page = client.get(f"{PAGE}?{WHERE}&gebiete=101,104").content.decode()

    assert f'href="?{WHERE.replace("&", "&amp;")}&amp;gebiete=104"' in page


def test_page_without_a_choice_says_what_to_do(city: GroupedCity, client: Client) -> None:
    text = text_of(client, "")

    assert "Noch kein Gebiet gewählt" in text
    assert "Viertel · " in text
    assert "Pick areas and read their figures together" in text_of(client, "", "en")


def test_page_without_any_release_says_so(city: GroupedCity, client: Client) -> None:
    Release.objects.update(state=ReleaseState.WITHDRAWN)

    assert "Noch keine Zahlen" in text_of(client, "")
    assert client.get(f"{PAGE}daten.csv?{WHERE}&gebiete=101").status_code == 404


def test_period_can_be_fixed_in_the_address(city: GroupedCity, client: Client) -> None:
    found = rows_of(client, f"{WHERE}&gebiete=101,104&stand=2020-12-31")

    assert found["quote"]["stand"] == "2020-12-31"
    # The slice of that year tells no counts.
    assert found["quote"]["status_code"] == "no_counts"
    assert found["kinder"]["wert"] == "50"


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        (f"{WHERE}&gebiete=101,999", 400, "Nicht in"),
        (f"{WHERE}&gebiete=101&alle=bezirk/9", 400, "gibt es hier nicht"),
        ("ebene=nirgends&gebiete=101", 404, "ist nichts veröffentlicht"),
        (f"{WHERE}&gebiete=101&stand=1999-12-31", 404, "ist für diese Gebiete nichts veröffentlicht"),
        (f"{WHERE}&gebiete=101&stand=morgen", 400, ""),
        (f"{WHERE}&gebiete=101&unbekannt=1", 400, ""),
        (f"{WHERE}&gebiete={','.join(str(number) for number in range(300))}", 400, ""),
        (f"{WHERE}&gebiete={'9' * 41}", 400, ""),
        (f"{WHERE}&alle=bezirk/1&alle=bezirk/2", 400, ""),
    ],
)
def test_address_that_cannot_be_meant_is_refused_in_a_sentence(
    city: GroupedCity, client: Client, query: str, status: int, said: str
) -> None:
    answer = client.get(f"{PAGE}?{query}", headers={"Accept-Language": "de"})

    assert answer.status_code == status
    assert said in answer.content.decode()


def test_other_boundary_version_is_told_from_this_one(city: GroupedCity, client: Client) -> None:
    answer = client.get(f"{PAGE}?{WHERE}&gebiete=1", headers={"Accept-Language": "de"})

    assert answer.status_code == 400
    assert "Eine Auswahl besteht aus Gebieten einer Ebene und eines Gebietsstands" in answer.content.decode()


def test_profile_and_map_lead_here_with_their_area(city: GroupedCity, client: Client) -> None:
    wanted = f"{PAGE}?{WHERE}&gebiete=101".replace("&", "&amp;")

    assert wanted in client.get("/musterstadt/gebiete/stand-2020/viertel/101/").content.decode()
    assert wanted in client.get("/musterstadt/karte/?ebene=viertel&gebiet=101").content.decode()
    assert f"{PAGE}?ebene=" in client.get("/musterstadt/gebiete/").content.decode()


def test_number_of_queries_does_not_depend_on_areas(city: GroupedCity, client: Client) -> None:
    client.get(f"{PAGE}?{WHERE}&gebiete=101")
    with page_queries() as few:
        client.get(f"{PAGE}?{WHERE}&gebiete=101,104")
    with page_queries() as many:
        client.get(f"{PAGE}?{WHERE}&gebiete=101,102,103,104,201,202,203,204")

    assert few.view == many.view
    assert many.view <= 9
