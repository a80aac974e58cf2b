# SPDX-License-Identifier: EUPL-1.2
"""Who reads council or internal figures of some topics alone: their part and nothing else, in every channel."""

import itertools
import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.db import connections

from indicators.models import Topic
from indicators.selectors.narrowing import reading_of
from indicators.selectors.readership import audiences_of, readership_words
from indicators.selectors.released import released_rows
from sozialplanung.accounts.models import Assignment, User
from sozialplanung.accounts.scopes import Scope, ScopeKind
from sozialplanung.accounts.services import assign_role, create_user, withdraw_role
from sozialplanung.common.readings import Layer, written
from tests.factories.audiencecity import (
    COUNCIL_ONLY,
    FOR_COUNCIL,
    HIDDEN_INDICATOR,
    INSIDE,
    AudienceCity,
    build_audience_city,
)
from tests.factories.desk import client_of
from tests.factories.standing import kept
from tests.integration.indicators.test_audiences import AREA, KINDERARMUT, MAP, PAGES, SLICE, VALUES, _text

pytestmark = pytest.mark.django_db

kept_city = kept(build_audience_city)
VIEWS: Final = ("release", "indicator", "definition", "source", "break", "annotation", "recipe", "change", "stability")


@pytest.fixture(autouse=True)
def _no_cards() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def topic(city: AudienceCity, slug: str) -> Topic:
    return Topic.objects.get(organisation=city.world.city, slug=slug)


def scope_of(subject: Topic) -> Scope:
    return Scope(ScopeKind.TOPIC, str(subject.pk))


def reader(city: AudienceCity, *slugs: str, role: str = "viewer") -> User:
    """Return somebody who holds a role in some topics alone."""
    person = create_user(email="nina@example.org", name="Nina", password=None, by=None)
    for slug in slugs:
        assign_role(
            user=person, organisation=city.world.city, role=role, by=city.world.gero, scope=scope_of(topic(city, slug))
        )
    return person


def _forms(*figures: float) -> tuple[str, ...]:
    return tuple(text for each in figures for text in (str(each), str(each).replace(".", ",")))


def test_a_narrowed_reader_reads_their_topic_for_the_council_and_all_others_as_everybody(city: AudienceCity) -> None:
    armut = topic(city, "armut")

    assert audiences_of(reader(city, "armut"), city.world.city) == (f"council~{armut.pk}+public", "public")


def test_a_narrowed_planner_has_the_richest_slice_of_each_topic(city: AudienceCity) -> None:
    armut, secret = topic(city, "armut"), topic(city, "ratssache")

    person = reader(city, "armut", "ratssache", role="planner")

    # Nothing of the second topic is in force inside the house.
    both = f"council~{min(armut.pk, secret.pk)}.{max(armut.pk, secret.pk)}+public"
    assert audiences_of(person, city.world.city) == (f"internal~{armut.pk}+{both}", both, "public")


def test_a_whole_role_beside_a_narrowed_one_reads_everything_of_its_own(city: AudienceCity) -> None:
    armut = topic(city, "armut")
    assign_role(user=city.world.clara, organisation=city.world.city, role="planner", by=None, scope=scope_of(armut))

    assert audiences_of(city.world.clara, city.world.city) == (f"internal~{armut.pk}+council", "council", "public")


def test_a_topic_brings_those_below_it(city: AudienceCity) -> None:
    armut, secret = topic(city, "armut"), topic(city, "ratssache")
    Topic.objects.filter(pk=secret.pk).update(parent=armut)

    (best, *_others) = audiences_of(reader(city, "armut"), city.world.city)

    assert best == f"council~{min(armut.pk, secret.pk)}.{max(armut.pk, secret.pk)}+public"


def test_a_topic_of_which_nothing_is_in_force_for_them_shows_what_everybody_sees(city: AudienceCity) -> None:
    empty = Topic.objects.create(organisation=city.world.city, slug="leer", name="Leer")
    person = create_user(email="nina@example.org", name="Nina", password=None, by=None)
    assign_role(user=person, organisation=city.world.city, role="viewer", by=None, scope=scope_of(empty))

    assert audiences_of(person, city.world.city) == ("public",)


def test_a_topic_that_is_deleted_turns_no_narrowed_role_into_a_whole_one(city: AudienceCity) -> None:
    empty = Topic.objects.create(organisation=city.world.city, slug="leer", name="Leer")
    person = create_user(email="nina@example.org", name="Nina", password=None, by=None)
    given = assign_role(user=person, organisation=city.world.city, role="viewer", by=None, scope=scope_of(empty))

    empty.delete()

    given.refresh_from_db()
    assert audiences_of(person, city.world.city) == ("public",)
    assert not given.scope.is_whole
    assert given.narrowing


def test_a_role_narrowed_further_up_counts_nowhere_below(city: AudienceCity) -> None:
    theirs = Topic.objects.create(organisation=city.world.land, slug="armut", name="Armut")
    person = create_user(email="nina@example.org", name="Nina", password=None, by=None)
    assign_role(user=person, organisation=city.world.land, role="viewer", by=None, scope=scope_of(theirs))

    assert audiences_of(person, city.world.city) == ("public",)


@pytest.mark.check("C073")
@pytest.mark.parametrize("address", PAGES)
def test_no_channel_tells_a_narrowed_reader_what_is_not_of_their_topic(city: AudienceCity, address: str) -> None:
    joined = f"{address}{'&' if '?' in address else '?'}audience=council" if address.startswith("/api/") else address
    of_poverty, of_secret = (
        client_of(reader(city, "armut")),
        create_user(email="nils@example.org", name="Nils", password=None, by=None),
    )
    assign_role(
        user=of_secret, organisation=city.world.city, role="viewer", by=None, scope=scope_of(topic(city, "ratssache"))
    )

    first = _text(of_poverty.get(joined)).replace("q=kanarien", "")
    second = _text(client_of(of_secret).get(joined))

    assert not [text for text in (*_forms(HIDDEN_INDICATOR, INSIDE), "Kanarienvogel") if text in first]
    assert not [text for text in _forms(FOR_COUNCIL, COUNCIL_ONLY, INSIDE) if text in second]


def test_map_profile_file_and_interface_show_the_narrowed_reader_their_part(city: AudienceCity) -> None:
    nina = client_of(reader(city, "armut"))

    page, area = nina.get(MAP).content.decode(), nina.get(AREA).content.decode()
    (value,) = (each["value"] for each in nina.get(VALUES, {"audience": "council"}).json()["values"][1:2])
    file = nina.get(f"{MAP.replace('?', 'daten.csv?')}")

    assert "87,6" in page
    assert "Fassung für den Rat, nicht veröffentlicht" in page
    assert "audience=council" in page
    assert "~" not in page.split("values/2018-12-31.slice", 1)[1][:200]
    assert "Fassung für den Rat, nicht veröffentlicht" in area
    assert value == FOR_COUNCIL
    assert "_rat.csv" in file.headers["Content-Disposition"]
    assert "nur einzelne Themen" in _text(file)


@pytest.mark.check("C074")
@pytest.mark.parametrize("wanted", ["internal", "erfunden", "council~1", "council~1+public", "internal~1+council"])
@pytest.mark.parametrize("address", [VALUES, SLICE, f"{KINDERARMUT}releases/"])
def test_what_is_not_of_their_reading_answers_as_what_does_not_exist(
    city: AudienceCity, address: str, wanted: str
) -> None:
    nina = client_of(reader(city, "armut"))

    denied, never = nina.get(address, {"audience": wanted}), nina.get(address, {"audience": "niemand"})

    assert (denied.status_code, _body(denied)) == (404, _body(never))


@pytest.mark.check("C074")
def test_an_indicator_of_another_topic_answers_as_one_that_does_not_exist(city: AudienceCity) -> None:
    nina = client_of(reader(city, "armut"))

    for there, never in (
        ("/musterstadt/indikatoren/kanarienvogel/", "/musterstadt/indikatoren/gibt-es-nicht/"),
        (
            "/api/v1/musterstadt/indicators/kanarienvogel/?audience=council",
            "/api/v1/musterstadt/indicators/gibt-es-nicht/?audience=council",
        ),
    ):
        denied, missing = nina.get(there), nina.get(never)

        assert (denied.status_code, missing.status_code) == (404, 404)
        assert _body(denied) == _body(missing)


def test_a_role_that_is_taken_is_gone_with_the_next_request(city: AudienceCity) -> None:
    person = reader(city, "armut")
    nina = client_of(person)
    before = nina.get(MAP).content.decode()

    withdraw_role(assignment=Assignment.every.get(user=person), by=city.world.gero)

    assert "87,6" in before
    assert "87,6" not in nina.get(MAP).content.decode()
    assert nina.get(VALUES, {"audience": "council"}).status_code == 404


def test_rights_page_names_the_topic(city: AudienceCity) -> None:
    words = readership_words(reader(city, "armut"), city.world.city)

    assert "(Armut)" in words


@pytest.mark.parametrize("audience", ["council", "internal"])
def test_every_reading_holds_the_rows_of_its_topics_and_the_publics_of_all_others(
    city: AudienceCity, audience: str
) -> None:
    """Of every set of topics: never more than the whole audience, and beyond the topics never more than everybody."""
    topics = {each.pk: set(each.indicators.values_list("pk", flat=True)) for each in Topic.objects.all()}
    whole, public = _releases(audience), _releases("public")
    for size in range(1, len(topics) + 1):
        for chosen in itertools.combinations(topics, size):
            inside = set().union(*(topics[pk] for pk in chosen))

            found = _releases(written([Layer(audience, frozenset(chosen)), Layer("public")]))

            assert found <= whole | public
            assert {row for row in found if row[1] in inside} == {row for row in whole if row[1] in inside}
            assert {row for row in found if row[1] not in inside} == {row for row in public if row[1] not in inside}


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_put_together_with_the_columns_of_the_publics(city: AudienceCity, view: str) -> None:
    armut = topic(city, "armut")
    layers = [("indicators_internal_", frozenset({armut.pk})), ("indicators_published_", None)]

    with connections["inside"].cursor() as cursor:
        cursor.execute(f"SELECT * FROM indicators_published_{view} LIMIT 0")  # noqa: S608 - a constant
        columns = [each.name for each in cursor.description]
        cursor.execute(f"SELECT * FROM ({reading_of(view, layers)}) AS found LIMIT 0")  # noqa: S608 - a constant

        assert [each.name for each in cursor.description] == columns


def test_a_view_that_nobody_spoke_of_cannot_be_read_by_topic() -> None:
    with pytest.raises(KeyError):
        reading_of("neu", [("indicators_internal_", frozenset({1})), ("indicators_published_", None)])


def _releases(reading: str) -> set[tuple[int, int]]:
    return set(released_rows(reading, "SELECT id, indicator_id FROM indicators_published_release", []))


def _body(answer: Any) -> str:  # noqa: ANN401 - what the client of the tests gives
    """Return what an answer says, but for the number of the request and what the asker wrote."""
    if "json" in answer.headers["Content-Type"]:
        return json.dumps({key: value for key, value in answer.json().items() if key != "request_id"})
    return str(answer.status_code)
