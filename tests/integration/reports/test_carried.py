# SPDX-License-Identifier: EUPL-1.2
"""Maps and tables of documents on other boundaries: marked in draft, edition and files, pinned, gone with a release."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from indicators.models import Conversion, Release
from indicators.rendering.slices import decode, encode
from indicators.selectors.workbench.settling import Settled, settled
from indicators.services.releasing.withdrawing import withdraw_release
from reports.models import Edition
from reports.rendering.composition import LINE, MAP, TABLE, TEXT, Composition, Panel, Part
from reports.rendering.document import Document, Paragraph, Remark
from reports.selectors.desk import has_newer_conversion
from reports.services.documents import Issue, document_of
from reports.services.panels import seen
from tests.factories.desk import client_of
from tests.factories.drawnanew import NEWER, build_drawn_anew
from tests.factories.editions import begun, handed_in, let_out
from tests.factories.estimates import altered, moved
from tests.factories.world import World
from tests.factories.yearlycity import FIRST, HEAD, SECOND

pytestmark = pytest.mark.django_db
DESK = "/musterstadt/berichte/werkstatt/"
QUERY = f"indikator=anteil&ebene=viertel&stand={FIRST}&umgerechnet={NEWER}"
ISSUE = Issue("Ausgabe 2026/1", date(2026, 11, 27), "https://example.org/b/umgerechnet/2026-1/")
# Columns that say something of a figure beside others.
COMPARING = ("Verglichen", "Veränderung", "Umrechnung")
WHENCE = "Umgerechnet vom Gebietsstand Stand 2020: bei 3 von 5 Gebieten genau, bei 2 geschätzt."
CARRIED = Composition(
    parts=(Part("part1", "Überblick", (Panel("panel1", MAP, query=QUERY), Panel("panel2", TABLE, query=QUERY))),)
)

OVER_TIME = f"indikator=anteil&ebene=viertel&stand={SECOND}&umgerechnet={NEWER}&gebiet=13"
COURSE = Composition(parts=(Part("part2", "Verlauf", (Panel("panel3", LINE, query=OVER_TIME),)),))
EVERY = Composition(parts=(*CARRIED.parts, *COURSE.parts))


@pytest.fixture
def city(world: World) -> World:
    return build_drawn_anew(world)


def read(edition: Edition) -> str:
    answer = Client().get(f"/b/{edition.publication.slug}/{edition.path}/", headers={"accept-language": "de"})
    assert answer.status_code == 200
    return unescape(answer.content.decode()).replace("\u00a0", " ")


def told(client: Client, address: str) -> str:
    answer = client.get(address, headers={"accept-language": "de"})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


@pytest.mark.parametrize("kind", [MAP, TABLE])
def test_the_form_asks_on_which_boundaries_and_keeps_it(city: World, kind: str) -> None:
    row = begun(city, Composition(parts=(Part("part1", "Überblick", (Panel("panel1", TEXT, text="Was zählt."),)),)))
    said = {"revision": 0, "indicator": "anteil", "level": "viertel", "period": FIRST, "ground": NEWER, "width": "full"}

    answer = client_of(city.bert).post(f"{DESK}{row.uuid}/feld/?teil=part1&art={kind}", said)

    assert answer.status_code == 302
    row.refresh_from_db()
    assert [panel.query for panel in row.content.panels() if panel.kind == kind] == [QUERY]


def test_readers_of_an_edition_see_every_mark(city: World) -> None:
    page = read(let_out(city, handed_in(city, begun(city, CARRIED))))

    assert WHENCE in page
    assert "31.12.2020 (umgerechnet)" in page
    assert "(geschätzt)" in page
    assert "genau, dasselbe Gebiet" in page
    assert "für diese Grenzen geschätzt (2)" in page
    # Below each table nobody knows how far the two are off; of a sentence once is enough.
    assert page.count('<td class="table__cell--number">nicht bekannt</td>') == 4
    assert page.count(f">{WHENCE}<") == 3


def test_an_edition_keeps_by_hash_what_was_carried_and_pins_the_release_behind_it(city: World) -> None:
    edition = handed_in(city, begun(city, CARRIED))

    (kept,) = edition.conversions.all()
    row = Conversion.objects.get(release=kept.release, boundary_version=kept.boundary_version)
    assert kept.content_hash == row.content_hash
    assert set(edition.pins.values_list("release_id", flat=True)) == {row.release_id, *row.taught_by}
    assert not has_newer_conversion(edition)


def test_a_new_conversion_changes_no_edition_and_the_desk_says_that_there_is_one(city: World) -> None:
    edition = let_out(city, handed_in(city, begun(city, CARRIED)))
    before, bert = read(edition), client_of(city.bert)
    desk = (f"{DESK}{edition.publication.uuid}/", f"{DESK}ausgaben/{edition.uuid}/")
    said = "wurden seither neu umgerechnet"
    assert not any(said in told(bert, address) for address in desk)

    for row in Conversion.objects.filter(release__indicator__slug="anteil"):
        content = decode(bytes(row.payload))
        other = moved(content, list(range(content.size)))
        Conversion.objects.filter(pk=row.pk).update(payload=encode(other), content_hash="0" * 64)

    assert read(edition) == before
    assert all(said in told(bert, address) for address in desk)


def test_what_was_carried_goes_with_the_release_behind_it(city: World) -> None:
    edition = let_out(city, handed_in(city, begun(city, CARRIED)))
    release = Release.objects.get(pk=edition.conversions.get().release_id)

    withdraw_release(release_id=release.pk, organisation_id=city.city.pk, by=city.frida, reason="Fehler")

    page = read(edition)
    assert WHENCE not in page
    assert "(geschätzt)" not in page
    assert "wird nicht mehr gezeigt" in page


@pytest.fixture
def anew(city: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[Composition], tuple[Document, Document]]:
    """Return a document, and the same as it would be if every estimate had come out otherwise."""

    def settled_otherwise(*arguments: Any) -> Settled | None:  # noqa: ANN401 - as it is called
        found = settled(*arguments)
        return found and replace(found, facts=altered(found.facts))

    def made(content: Composition) -> tuple[Document, Document]:
        publication = begun(city, content)
        one = document_of(publication=publication, issue=ISSUE, language="de").pinned.document
        monkeypatch.setattr(seen, "settled", settled_otherwise)
        return one, document_of(publication=publication, issue=ISSUE, language="de").pinned.document

    return made


def test_nothing_is_claimed_in_a_document_that_would_change_if_an_estimate_did(
    anew: Callable[[Composition], tuple[Document, Document]],
) -> None:
    one, other = anew(CARRIED)

    assert claims_of(other) == claims_of(one)
    # What they show did change.
    assert [each.rows for each in other.tables()] != [each.rows for each in one.tables()]


def test_what_is_said_of_a_course_rests_on_no_estimate(
    anew: Callable[[Composition], tuple[Document, Document]],
) -> None:
    one, other = ([(each.says, each.alternative, each.table) for each in made.figures()] for made in anew(COURSE))

    assert [each[:2] for each in other] == [each[:2] for each in one]
    assert other != one


def claims_of(document: Document) -> list[object]:
    """Return all sentences, whole rows of exact areas, and of estimated ones what they are compared with."""
    claims: list[object] = [(each.says, each.alternative, each.source) for each in document.figures()]
    claims += [each for each in document.blocks() if isinstance(each, Paragraph | Remark)]
    for table in document.tables():
        kept = [place for place, column in enumerate(table.columns) if column.head.startswith(COMPARING)]
        assert kept
        guesses = [row for row in table.rows if row[-1].text == "geschätzt"]
        assert len(guesses) == 2
        claims += [(table.caption, table.notes), *([row[place] for place in kept] for row in guesses)]
        claims += [row for row in table.rows if row not in guesses]
    return claims


def _edition_of(world: World, children: int) -> Document:
    """Return what would be published if so many children had been counted in the quarter that was split."""
    few = f"{HEAD}11;1.000;200\n12;500;{children}\n21;800;120\n22;700;30\n"
    with transaction.atomic():
        build_drawn_anew(world, early=few)
        found = document_of(publication=begun(world, EVERY), issue=ISSUE, language="de").pinned.document
        transaction.set_rollback(True)
    return found


@pytest.mark.check("C076")
def test_a_hidden_figure_reaches_no_edition_through_its_conversion(world: World) -> None:
    one, other, open_one = (_edition_of(world, children) for children in (2, 1, 90))

    assert one == other
    assert open_one != one
    parts = {"Müllerstraße Ost", "Müllerstraße West"}
    hidden = [row for table in one.tables() for row in table.rows if row[0].text in parts]
    assert len(hidden) == 4
    assert all(any(cell.is_hidden for cell in row) for row in hidden)
    assert all(cell.number is None for row in hidden for cell in row)


def test_a_course_goes_on_over_the_change_of_boundaries_with_hollow_points(city: World) -> None:
    made = document_of(publication=begun(city, COURSE), issue=ISSUE, language="de")

    (figure,) = made.pinned.document.figures()
    assert figure.table is not None
    first, second = figure.table.rows
    carried = Conversion.objects.get(
        release__indicator__slug="anteil", boundary_version__level__slug="viertel", boundary_version__edition=NEWER
    )
    words = "Auf anderen Grenzen gezählt und auf diese umgerechnet: 31.12.2020."
    assert (first[0].text, second[0].text) == ("31.12.2020 (umgerechnet)", "31.12.2021")
    assert first[-1].text.endswith("(geschätzt)")
    assert "geschätzt" not in second[-1].text
    assert figure.svg.count('r="4" fill="#ffffff"') == 1
    assert all(
        any(words in text for text in texts) for texts in (figure.table.notes, [key.words for key in figure.keys])
    )
    assert words in figure.svg
    assert [(each.release, each.digest) for each in made.pinned.carried] == [(carried.release_id, carried.content_hash)]
    assert {carried.release_id, *carried.taught_by} <= made.pinned.releases()
