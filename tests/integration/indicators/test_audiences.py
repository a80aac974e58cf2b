# SPDX-License-Identifier: EUPL-1.2
"""Who reads the council's and the administration's slices, what says so, and that nobody else learns of them."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import ProgrammingError, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from indicators.models import Audience, ReleaseState
from indicators.rendering.seriesbytes import parted
from indicators.rendering.slices import decode
from indicators.selectors import published
from indicators.selectors.readership import audiences_of
from indicators.selectors.slicebytes import SliceAddress, slice_bytes_at
from sozialplanung.accounts.models import User
from sozialplanung.accounts.services import assign_role
from sozialplanung.web.conditional import pack
from tests.factories.audiencecity import (
    COUNCIL_ONLY,
    FOR_COUNCIL,
    HIDDEN_INDICATOR,
    INSIDE,
    AudienceCity,
    build_audience_city,
    without_inside,
)
from tests.factories.standing import kept

pytestmark = pytest.mark.django_db

kept_city = kept(build_audience_city)

ROOM = "/musterstadt/karte/"
QUERY = "?indikator=kinderarmut&stand=2018-12-31"
MAP = f"{ROOM}{QUERY}"
API = "/api/v1/musterstadt/"
KINDERARMUT = f"{API}indicators/kinderarmut/"
VALUES, SLICE = f"{KINDERARMUT}values/2018-12-31/", f"{KINDERARMUT}values/2018-12-31.slice"
SERIES = f"{KINDERARMUT}values/series?level=viertel&edition=stand-2020"
WORKBENCH, ANSWER = f"/musterstadt/analyse/{QUERY}", f"/musterstadt/analyse/antwort.json{QUERY}"
AREA = "/musterstadt/gebiete/stand-2020/viertel/12/"
PAGES = (
    "/",
    "/musterstadt/",
    MAP,
    f"{ROOM}daten.csv{QUERY}",
    f"{ROOM}daten.xlsx{QUERY}",
    f"{ROOM}daten.geojson{QUERY}",
    f"{ROOM}daten.gpkg{QUERY}",
    *(f"/musterstadt/analyse/daten.{ending}{QUERY}" for ending in ("csv", "xlsx", "geojson", "gpkg")),
    AREA,
    f"{AREA}profil.csv",
    f"{AREA}profil.xlsx",
    f"{AREA}aehnlich/",
    "/musterstadt/mein-stadtteil/",
    "/musterstadt/mein-stadtteil/stand-2020/viertel/12/",
    "/musterstadt/indikatoren/",
    "/musterstadt/indikatoren/kinderarmut/",
    "/musterstadt/indikatoren/kinderarmut/streuung/",
    "/musterstadt/indikatoren/kinderarmut/ungleichheit/",
    "/musterstadt/indikatoren/kinderarmut/ungleichheit/daten.csv",
    "/musterstadt/gebietstypen/",
    "/musterstadt/sozialraeume/",
    "/musterstadt/aenderungen/",
    "/musterstadt/aenderungen.atom",
    "/suche/?q=kanarienvogel",
    "/suche/vorschlaege.json?q=kanarienvogel",
    "/musterstadt/suche/?q=kanarienvogel",
    "/musterstadt/suche/vorschlaege.json?q=kanarienvogel",
    f"{API}topics/",
    f"{API}indicators/",
    KINDERARMUT,
    f"{KINDERARMUT}releases/",
    f"{KINDERARMUT}classes/?level=viertel",
    VALUES,
    SLICE,
    SERIES,
    WORKBENCH,
    ANSWER,
)
# As German pages, as files and as JSON write them.
SECRETS = tuple(
    text
    for figure in (FOR_COUNCIL, INSIDE, COUNCIL_ONLY, HIDDEN_INDICATOR)
    for text in (str(figure), str(figure).replace(".", ","))
)


@pytest.fixture(autouse=True)
def _no_cards() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _text(response: Any) -> str:  # noqa: ANN401 - what the client of the tests gives
    """Return everything that an answer tells: its head and its body, a workbook cell by cell."""
    head = json.dumps(dict(response.headers))
    if "spreadsheetml" in response.headers.get("Content-Type", ""):
        book = load_workbook(io.BytesIO(response.content))
        return head + "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    return f"{head}{response.content.decode('utf-8', errors='replace')}"


def _values(client: Client, audience: str = "") -> list[float | None]:
    answer = client.get(VALUES, {"audience": audience} if audience else {})
    assert answer.status_code == 200, answer.content
    return [area["value"] for area in answer.json()["values"]]


def test_each_reads_the_audiences_that_their_roles_give_the_best_first(city: AudienceCity) -> None:
    world = city.world

    found = {
        name: audiences_of(getattr(world, name), world.city)
        for name in ("anna", "bert", "clara", "dora", "frida", "gero")
    }

    inside = ("internal", "council", "public")
    assert found == {
        "anna": inside,
        "bert": inside,
        "clara": ("council", "public"),
        "dora": ("public",),
        "frida": inside,
        "gero": ("public",),
    }


def test_what_has_nothing_in_force_is_nobodys_audience(city: AudienceCity) -> None:
    without_inside(city)

    assert audiences_of(city.world.bert, city.world.city) == ("public",)


def test_a_role_given_further_up_reads_as_well(city: AudienceCity) -> None:
    assign_role(user=city.world.dora, organisation=city.world.land, role="viewer", by=None)

    assert audiences_of(city.world.dora, city.world.city) == ("council", "public")


def test_the_richest_slice_that_a_reader_may_see_is_shown(city: AudienceCity) -> None:
    organisation = city.world.city

    def shown(audience: str) -> dict[str, tuple[str, str]]:
        organisation.audience = audience
        refs = published.releases_of(organisation, indicator="kinderarmut")
        contents = published.slice_contents(refs)
        return {ref.period: (ref.audience, contents[ref.id].key.audience) for ref in refs}

    older, newest = ("public", "public"), ("council", "council")
    assert shown("public") == {"2016-12-31": older, "2018-12-31": older}
    assert shown("council") == {"2016-12-31": older, "2017-12-31": newest, "2018-12-31": newest}
    assert shown("internal") == {"2016-12-31": older, "2017-12-31": newest, "2018-12-31": ("internal", "internal")}


def test_an_organisation_is_read_for_the_public_unless_somebody_said_otherwise(city: AudienceCity) -> None:
    assert {sheet.slug for sheet in published.indicators_of(city.world.city)} == {"kinderarmut"}


@pytest.mark.parametrize("address", [MAP, AREA, "/musterstadt/", "/musterstadt/indikatoren/kinderarmut/"])
def test_a_page_says_that_it_is_the_councils_and_leads_to_the_public_one(city: AudienceCity, address: str) -> None:
    clara = _as(city.world.clara)

    before = clara.get(address).content.decode()
    answer = clara.post("/musterstadt/fassung/", {"fassung": "oeffentlich", "next": address})
    after = clara.get(address).content.decode()

    assert "Fassung für den Rat, nicht veröffentlicht" in before
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert "Fassung für den Rat, nicht veröffentlicht" not in after
    assert "Fassung, die alle sehen" in after
    assert not any(secret in after for secret in SECRETS)


def test_who_looked_at_the_public_page_gets_back(city: AudienceCity) -> None:
    clara = _as(city.world.clara)
    clara.post("/musterstadt/fassung/", {"fassung": "oeffentlich", "next": MAP})

    clara.post("/musterstadt/fassung/", {"fassung": "eigene", "next": MAP})

    assert "87,6" in clara.get(MAP).content.decode()


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/karte/", ""])
def test_the_switch_leads_to_our_own_pages_only(city: AudienceCity, target: str) -> None:
    answer = _as(city.world.clara).post("/musterstadt/fassung/", {"fassung": "oeffentlich", "next": target})

    assert answer.headers["Location"] == "/musterstadt/"


@pytest.mark.parametrize("name", ["dora", "gero"])
def test_the_switch_is_not_there_for_others(city: AudienceCity, name: str) -> None:
    there = _as(getattr(city.world, name)).post("/musterstadt/fassung/", {"fassung": "oeffentlich"})

    assert there.status_code == 404
    assert Client().post("/musterstadt/fassung/", {"fassung": "oeffentlich"}).status_code == 404


def test_the_map_shows_the_councils_figures_and_fetches_the_councils_slices(city: AudienceCity) -> None:
    text = _as(city.world.clara).get(MAP).content.decode()

    assert "87,6" in text
    assert "76,5" not in text
    assert "values/2018-12-31.slice?level=viertel&amp;edition=stand-2020&amp;audience=council" in text


def test_the_workbench_answers_for_the_council_and_leads_to_its_series(city: AudienceCity) -> None:
    clara = _as(city.world.clara)

    page, answer = clara.get(WORKBENCH), clara.get(ANSWER)
    public = Client().get(ANSWER)

    assert "87,6" in page.content.decode()
    (series,) = answer.json()["series"]
    assert series.endswith("audience=council")
    slices = [decode(body) for body in parted(clara.get(series).content)]
    assert FOR_COUNCIL in [float(value) for each in slices for value in each.numbers["value"].values]
    assert "ETag" not in answer.headers
    assert "audience" not in public.json()["series"][0]
    assert clara.get(ANSWER, headers={"If-None-Match": public.headers["ETag"]}).status_code == 200


def test_the_map_says_of_a_slice_that_is_published_what_else_it_shows(city: AudienceCity) -> None:
    text = _as(city.world.clara).get(ROOM, {"indikator": "kinderarmut", "stand": "2016-12-31"}).content.decode()

    assert "Die Zahlen dieses Stands sind veröffentlicht, andere auf dieser Seite nur für den Rat." in text


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{ROOM}daten.csv{QUERY}", "musterstadt_kinderarmut_viertel_2018-12-31_rat.csv"),
        (f"{ROOM}daten.xlsx{QUERY}", "musterstadt_kinderarmut_viertel_2018-12-31_rat.xlsx"),
        *(
            (
                f"/musterstadt/analyse/daten.{ending}{QUERY}",
                f"musterstadt_analyse_kinderarmut_viertel_2018-12-31_rat.{ending}",
            )
            for ending in ("csv", "xlsx", "geojson", "gpkg")
        ),
        (f"{AREA}profil.csv", "musterstadt_stand-2020_viertel_12_rat.csv"),
        (f"{AREA}profil.xlsx", "musterstadt_stand-2020_viertel_12_rat.xlsx"),
        (
            "/musterstadt/indikatoren/kinderarmut/ungleichheit/daten.csv",
            "musterstadt_kinderarmut_viertel_ungleichheit_rat.csv",
        ),
    ],
)
def test_a_file_of_the_councils_figures_says_so_in_itself_and_by_its_name(
    city: AudienceCity, address: str, name: str
) -> None:
    councils, publics = _as(city.world.clara).get(address), Client().get(address)

    assert name in councils.headers["Content-Disposition"]
    assert "Nur für den Rat, nicht veröffentlicht" in _text(councils)
    assert "_rat" not in publics.headers["Content-Disposition"]
    assert "für den Rat" not in _text(publics)


def test_every_row_of_a_flat_file_says_whose_it_is(city: AudienceCity) -> None:
    lines = _as(city.world.bert).get(f"{AREA}profil.csv").content.decode("utf-8-sig").splitlines()

    assert lines[0].split(";")[-1] == "fassung"
    assert {line.split(";")[-1] for line in lines[1:]} == {"Nur intern, nicht veröffentlicht"}


@pytest.mark.check("C073")
@pytest.mark.parametrize("address", PAGES)
def test_no_figure_of_the_council_or_the_house_is_told_to_others(city: AudienceCity, address: str) -> None:
    for client in (Client(), _as(city.world.dora), _as(city.world.gero)):
        answer = client.get(address)

        assert answer.status_code == 200
        found = [secret for secret in (*SECRETS, "Kanarienvogel") if secret in _text(answer).replace("q=kanarien", "")]
        assert not found, (address, found)


@pytest.mark.check("C075")
@pytest.mark.parametrize("address", PAGES)
def test_the_bytes_of_the_public_are_the_same_with_and_without_slices_for_others(
    city: AudienceCity, address: str
) -> None:
    def answer() -> tuple[int, bytes | str, dict[str, str]]:
        cache.clear()
        found = Client().get(address)
        heads = {name: value for name, value in found.headers.items() if name != "X-Request-ID"}
        is_book = "spreadsheetml" in heads["Content-Type"]
        if is_book:
            heads.pop("Content-Length", None)
        body: bytes | str = _text(found).split("}", 1)[1] if is_book else found.content
        # An empty feed says that it was made this moment.
        return found.status_code, re.sub(rb"<updated>[^<]*", b"", body) if isinstance(body, bytes) else body, heads

    with_others = answer()
    without_inside(city)

    assert answer() == with_others


@pytest.mark.check("C077")
@pytest.mark.parametrize("address", PAGES)
def test_nobody_keeps_what_was_answered_to_somebody_who_sees_more(city: AudienceCity, address: str) -> None:
    clara, anyone = _as(city.world.clara), Client()
    asked = f"{address}{'&' if '?' in address else '?'}audience=council" if address.startswith("/api/") else address

    first, hers, last = anyone.get(address), clara.get(asked), anyone.get(address)

    if hers.status_code == 200 and address != "/musterstadt/aenderungen.atom":
        assert hers.headers["Cache-Control"] == "private, no-store", address
        assert "Cookie" in hers.headers["Vary"]
    if "spreadsheetml" not in first.headers["Content-Type"] and "atom" not in first.headers["Content-Type"]:
        assert last.content == first.content


@pytest.mark.check("C078")
@pytest.mark.parametrize(
    "address", [VALUES, SLICE, SERIES, f"{KINDERARMUT}classes/?level=viertel", f"{KINDERARMUT}releases/"]
)
def test_no_validator_is_given_for_others_slices_and_none_is_taken(city: AudienceCity, address: str) -> None:
    clara, asked = _as(city.world.clara), f"{address}{'&' if '?' in address else '?'}audience=council"
    public = Client().get(address)

    hers = clara.get(asked)
    again = clara.get(asked, headers={"If-None-Match": public.headers["ETag"]})
    anything = clara.get(asked, headers={"If-None-Match": "*"})
    head = clara.head(asked)

    assert "ETag" not in hers.headers
    assert (hers.status_code, again.status_code, anything.status_code, head.status_code) == (200, 200, 200, 200)
    assert again.content == hers.content == anything.content


@pytest.mark.check("C078")
def test_the_hash_of_the_councils_slice_opens_nothing_to_the_public(city: AudienceCity) -> None:
    for tag in (f'"{city.council.content_hash}"', f'"{city.council.content_hash}-gz"'):
        answer = Client().get(SLICE, headers={"If-None-Match": tag})

        assert answer.status_code == 200
        assert answer.headers["ETag"].startswith(f'"{city.public.content_hash}')


@pytest.mark.check("C074")
@pytest.mark.parametrize("name", ["", "dora", "gero", "clara"])
@pytest.mark.parametrize(
    "address",
    [VALUES, SLICE, SERIES, f"{KINDERARMUT}classes/?level=viertel", f"{API}indicators/", f"{API}topics/"],
)
def test_an_audience_without_the_right_answers_as_one_that_does_not_exist(
    city: AudienceCity, name: str, address: str
) -> None:
    client = _as(getattr(city.world, name)) if name else Client()
    joined = f"{address}{'&' if '?' in address else '?'}audience="

    denied, unknown = client.get(f"{joined}internal"), client.get(f"{joined}erfunden")

    assert denied.status_code == unknown.status_code == 404
    mine = [_problem(answer) for answer in (denied, unknown)]
    assert mine[0] == mine[1]


def _problem(answer: Any) -> tuple[object, ...]:  # noqa: ANN401 - what the client of the tests gives
    told = {key: value for key, value in json.loads(answer.content).items() if key not in {"instance", "request_id"}}
    heads = {key: value for key, value in answer.headers.items() if key not in {"X-Request-ID", "Content-Length"}}
    return told, heads


def test_the_api_reads_for_the_public_whoever_asks_unless_it_is_told(city: AudienceCity) -> None:
    clara, bert = _as(city.world.clara), _as(city.world.bert)

    assert clara.get(VALUES).content == Client().get(VALUES).content
    assert clara.get(VALUES, {"audience": "public"}).content == Client().get(VALUES).content
    assert _values(clara) == [10.5, None, None, 30.2]
    assert _values(clara, "council") == [10.5, FOR_COUNCIL, None, 30.2]
    assert _values(bert, "council") == [10.5, FOR_COUNCIL, None, 30.2]
    assert _values(bert, "internal") == [10.5, FOR_COUNCIL, INSIDE, 30.2]


def test_the_bytes_of_a_slice_are_those_of_the_audience(city: AudienceCity) -> None:
    bert = _as(city.world.bert)

    for audience, stored in (("internal", city.internal), ("council", city.council), ("public", city.public)):
        packed = bert.get(SLICE, {"audience": audience}, headers={"Accept-Encoding": "gzip"})
        plain = bert.get(SLICE, {"audience": audience})

        assert packed.content == pack(bytes(stored.payload))
        assert plain.content == bytes(stored.payload)


def test_the_list_of_releases_leads_to_the_slices_of_its_audience(city: AudienceCity) -> None:
    clara = _as(city.world.clara)

    listed = clara.get(f"{KINDERARMUT}releases/", {"audience": "council"}).json()["results"]

    assert [each["period"] for each in listed] == ["2016-12-31", "2017-12-31", "2018-12-31"]
    assert clara.get(listed[1]["values_url"]).json()["values"][0]["value"] == COUNCIL_ONLY


def test_indicators_of_the_council_are_listed_to_the_council_alone(city: AudienceCity) -> None:
    clara = _as(city.world.clara)

    slugs = {one["slug"] for one in clara.get(f"{API}indicators/", {"audience": "council"}).json()["results"]}

    assert slugs == {"kinderarmut", "kanarienvogel"}
    assert clara.get("/musterstadt/indikatoren/kanarienvogel/").status_code == 200
    assert Client().get("/musterstadt/indikatoren/kanarienvogel/").status_code == 404


@pytest.mark.check("C073")
def test_the_search_finds_for_each_what_they_may_read(city: AudienceCity) -> None:
    address = "/musterstadt/suche/vorschlaege.json?q=kanarienvogel"

    answers = {name: _as(getattr(city.world, name)).get(address).json() for name in ("clara", "bert", "dora")}

    assert [answers[name]["total"] for name in ("clara", "bert", "dora")] == [1, 1, 0]
    assert Client().get(address).json()["groups"] == []
    assert "Kanarienvogel" in _as(city.world.clara).get("/musterstadt/suche/?q=kanarienvogel").content.decode()


@pytest.mark.check("C079")
def test_a_right_that_is_taken_away_is_gone_at_the_next_request(city: AudienceCity) -> None:
    clara = _as(city.world.clara)
    assert "87,6" in clara.get(MAP).content.decode()

    city.world.clara.assignments.all().delete()

    assert not any(secret in clara.get(MAP).content.decode() for secret in SECRETS)
    assert clara.get(SLICE, {"audience": "council"}).status_code == 404


@pytest.mark.check("C079")
def test_what_is_withdrawn_from_the_council_is_gone_at_the_next_request(city: AudienceCity) -> None:
    clara = _as(city.world.clara)
    assert "87,6" in clara.get(MAP).content.decode()

    city.council.state = ReleaseState.WITHDRAWN
    city.council.save()

    assert "87,6" not in clara.get(MAP).content.decode()
    assert _values(clara, "council") == [10.5, None, None, 30.2]


def test_nothing_is_asked_about_rights_where_nobody_is_signed_in(city: AudienceCity) -> None:
    with CaptureQueriesContext(connections["inside"]) as inside, CaptureQueriesContext(connections["default"]) as own:
        Client().get(SLICE)

    assert not any("council" in query["sql"] for query in (*inside.captured_queries, *own.captured_queries))


@pytest.mark.check("C108")
@pytest.mark.parametrize("reader", ["council", "internal"])
@pytest.mark.parametrize(
    "name", ["release", "indicator", "definition", "source", "break", "annotation", "recipe", "change", "stability"]
)
def test_the_public_role_cannot_read_the_views_of_other_audiences(db: None, reader: str, name: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE sozialplanung_public")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(f"SELECT 1 FROM indicators_{reader}_{name}")  # noqa: S608 - constants of this test


def test_the_public_view_holds_nothing_for_others_even_where_the_address_asks_for_it(city: AudienceCity) -> None:
    slices = {
        audience: slice_bytes_at(SliceAddress("musterstadt", "kinderarmut", "2017-12-31", audience=audience))
        for audience in Audience.values
    }

    assert slices["public"] is None
    assert slices["council"] is not None
    assert slices["council"] == slices["internal"]


@pytest.mark.parametrize("reader", ["council", "internal"])
def test_each_audience_has_the_views_of_the_public_with_the_same_columns(db: None, reader: str) -> None:
    def columns(of: str) -> dict[str, list[str]]:
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT replace(table_name, %s, ''), array_agg(column_name::text ORDER BY column_name) "
                "FROM information_schema.columns WHERE table_schema = 'public' AND table_name IN ("
                "SELECT viewname FROM pg_views) AND table_name LIKE %s GROUP BY table_name",
                [f"indicators_{of}_", f"indicators\\_{of}\\_%"],
            )
            return dict(cursor.fetchall())

    assert columns(reader) == columns("published")
    assert "release" in columns(reader)
