# SPDX-License-Identifier: EUPL-1.2
"""Own areas that are published beside one another: what they differ in is a few people or one hidden area never."""

import pytest
import shapely

from indicators.models import Audience, DisclosureRule, Indicator
from indicators.selectors.owndifferences import Opening, ShownGround, Told, opening_of
from indicators.services.ownareas import redraw_own_area
from reports.errors import PublicationError
from reports.models import Edition, EditionState, Readers
from reports.services import publishing
from reports.services.freezing import frozen
from reports.services.preparing import hand_in_prepared, keep_draft
from tests.factories.desk import client_of, run_jobs
from tests.factories.editions import handed_in, let_out
from tests.factories.ownhouse import OwnHouse, box, build_own_house, shape_of
from tests.factories.pickedcity import PERSONS, SHARES
from tests.factories.releases import Figures, release

pytestmark = [pytest.mark.django_db, pytest.mark.check("C076")]
WIDE = box(0, 0, 2, 2)
# A strip of 44 metres less, with about 80 of some 4,000 people.
SLIGHTLY = box(0, 0.04, 2, 2)
PERIOD = "2021-12-31"


@pytest.fixture
def house(db: None) -> OwnHouse:
    return build_own_house()


def refused(house: OwnHouse, *names: tuple[str, shapely.Geometry]) -> PublicationError:
    rows = [house.keep(name, ground) for name, ground in names]
    with pytest.raises(PublicationError) as found:
        handed_in(house.world, house.begin(*rows))
    return found.value


def test_two_own_areas_of_one_document_that_differ_in_a_few_people_are_not_handed_in(house: OwnHouse) -> None:
    error = refused(house, ("Eins", WIDE), ("Zwei", SLIGHTLY))

    assert (error.code, error.place) == ("reports.own_few", "panel1, panel2")
    assert not Edition.objects.exists()


def test_own_areas_that_lie_apart_or_differ_clearly_are_handed_in(house: OwnHouse) -> None:
    rows = [
        house.keep("Eins", box(0, 0, 1, 2)),
        house.keep("Daneben", box(2, 0, 3, 2)),
        house.keep("Größer", box(0, 0, 2, 4)),
        # Some metres off: the same figures.
        house.keep("Fast dasselbe", box(0.0005, 0, 1, 2)),
    ]

    assert len(handed_in(house.world, house.begin(*rows)).own_areas) == 4


def test_a_published_own_area_counts_for_later_editions_even_once_it_was_taken_back(house: OwnHouse) -> None:
    edition = let_out(house.world, handed_in(house.world, house.begin(house.keep("Eins", WIDE))))
    later = house.begin(house.keep("Zwei", SLIGHTLY), title="Später")

    for _again in range(2):
        with pytest.raises(PublicationError) as found:
            handed_in(house.world, later)
        assert (found.value.code, found.value.place) == ("reports.own_few", "panel1")
        edition.refresh_from_db()
        if edition.state == EditionState.PUBLISHED:
            publishing.withdraw_edition(edition=edition, reason="Fehler", by=house.world.frida)


def test_a_new_shape_is_held_against_the_one_that_is_out(house: OwnHouse) -> None:
    row = house.keep("Eins", WIDE)
    let_out(house.world, handed_in(house.world, house.begin(row)))
    redraw_own_area(area=row, shape=shape_of(SLIGHTLY), by=house.world.bert)
    row.refresh_from_db()

    with pytest.raises(PublicationError, match="would tell too much"):
        handed_in(house.world, house.begin(row, title="Neue Form"))


def test_an_edition_that_waits_is_held_against_what_came_out_meanwhile(house: OwnHouse) -> None:
    waits = [
        handed_in(house.world, house.begin(house.keep(name, ground), title=name))
        for name, ground in (("Eins", WIDE), ("Zwei", SLIGHTLY))
    ]
    let_out(house.world, waits[0])

    with pytest.raises(PublicationError) as found:
        let_out(house.world, waits[1])

    assert found.value.code == "reports.own_few"
    assert found.value.params["other"] == f"Eins, {waits[0]}"
    waits[1].refresh_from_db()
    assert waits[1].state == EditionState.SUBMITTED


def test_the_desk_says_it_as_a_sentence_with_names(house: OwnHouse) -> None:
    rows = [house.keep(name, ground) for name, ground in (("Eins", WIDE), ("Zwei", SLIGHTLY))]
    publication = house.begin(*rows)
    client = client_of(house.world.bert)
    address = f"/musterstadt/berichte/werkstatt/{publication.uuid}/"
    client.post(f"{address}einreichen/", {"revision": publication.revision, "correction": ""})
    run_jobs()

    text = client.get(address, headers={"Accept-Language": "de"}).content.decode()

    assert "„Zwei“ und „Eins“" in text
    assert "leben weniger als 100 Menschen" in text


def test_a_difference_of_one_hidden_area_is_found_and_two_hidden_ones_are_not_told_apart(house: OwnHouse) -> None:
    # Nobody made a pattern, and one area tells its sum from elsewhere: the check is the last lock.
    house.world.city.audience = Audience.PUBLIC
    told = frozenset({Told("geheim", PERIOD, "stand-2020")})
    one = ShownGround("a", shape_of(box(0, 0, 1, 3)).ground, told)
    without = ShownGround("b", shape_of(box(0, 0, 1, 1), box(0, 2, 1, 3)).ground, told)

    assert opening_of(house.world.city, one, without) is Opening.ONE
    assert opening_of(house.world.city, without, one) is Opening.ONE
    other = frozenset({Told("kinder", PERIOD, "stand-2020")})
    assert opening_of(house.world.city, one, ShownGround("b", without.ground, other)) is Opening.NONE
    shown = frozenset({Told("quote", PERIOD, "stand-2020")})
    pair = (ShownGround("a", one.ground, shown), ShownGround("b", without.ground, shown))
    assert opening_of(house.world.city, *pair) is Opening.NONE
    assert opening_of(house.world.city, one, ShownGround("a", without.ground, told)) is Opening.NONE
    hidden = release(
        house.city.add("zwei", (1.0,) * 12).definitions.get().indicator,
        house.city.version,
        Figures((1.0, None, None, *(1.0,) * 9), PERIOD),
        house.world.anna,
    )
    two = frozenset({Told(hidden.indicator.slug, PERIOD, "stand-2020")})
    pair = (ShownGround("a", one.ground, two), ShownGround("b", shape_of(box(0, 0, 1, 1)).ground, two))
    assert opening_of(house.world.city, *pair) is Opening.NONE


def test_without_known_people_a_difference_needs_a_whole_area(house: OwnHouse) -> None:
    DisclosureRule.objects.all().delete()
    house.world.city.audience = Audience.PUBLIC
    told = frozenset({Told("kinder", PERIOD, "stand-2020")})
    one = ShownGround("a", shape_of(WIDE).ground, told)

    assert opening_of(house.world.city, one, ShownGround("b", shape_of(SLIGHTLY).ground, told)) is Opening.UNKNOWN
    assert opening_of(house.world.city, one, ShownGround("b", shape_of(box(0, 0, 2, 1)).ground, told)) is Opening.NONE


def test_what_was_prepared_is_checked_when_it_is_handed_in(house: OwnHouse) -> None:
    publication = house.begin(house.keep("Zwei", SLIGHTLY), title="Vorbereitet")
    edition = let_out(house.world, handed_in(house.world, publication))
    assert edition.own_areas
    draft = keep_draft(publication, edition, frozen(publication, report=lambda *_: None))
    assert [each["name"] for each in draft.own_areas] == ["Zwei"]
    # Meanwhile another one came out that differs in a few people; the own one itself differs in nobody.
    Edition.objects.filter(pk=edition.pk).update(own_areas=[])
    let_out(house.world, handed_in(house.world, house.begin(house.keep("Eins", WIDE))))

    with pytest.raises(PublicationError) as found:
        hand_in_prepared(publication=publication, content_hash=draft.content_hash, by=house.world.bert)

    assert found.value.code == "reports.own_few"


def test_those_who_read_both_are_asked_what_they_know(house: OwnHouse) -> None:
    # To the council the second quarter is shown: no hidden area is left to those who read both.
    subject = Indicator.objects.get(slug="geheim")
    shown = Figures(SHARES, PERIOD, persons=PERSONS, audience=Audience.COUNCIL)
    release(subject, house.city.version, shown, house.world.anna)
    council = house.begin(house.keep("Rat", box(0, 0, 1, 3)), title="Rat", readers=Readers.COUNCIL)
    let_out(house.world, handed_in(house.world, council))

    edition = handed_in(house.world, house.begin(house.keep("Alle", box(0, 0, 1, 1), box(0, 2, 1, 3))))

    assert {told[0] for told in edition.own_areas[0]["told"]} == {"kinder", "quote", "geheim"}
