# SPDX-License-Identifier: EUPL-1.2
"""A scenario in words: who is counted, what is not known, and what an area has left within reach."""

import math
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from django.core.exceptions import ValidationError

from indicators.errors import ScenarioError
from indicators.forms.scenarios import PlacesField
from indicators.models import SitingObjective, SitingRun
from indicators.services.scenarios import bounds
from indicators.stats.reach.demand import demand
from indicators.stats.siting.changing import Site
from indicators.stats.siting.effect import Effect, Terms, effect, for_group
from indicators.views import groundlines
from indicators.views.scenarios import files, sitingwords, tables, words
from reports.services.panels import scenario as panel
from sozialplanung.web.messages import sentence_for

NAN = math.nan
NAMES = ("Altstadt", "Jürgensby", "Mürwik", "Tarup", "Weiche")
# Of two sites the first one closes; the first area reaches it alone, the second one both.
SUPPLIES = (np.array([40.0, 60.0]), np.array([0.0, 60.0]))
COSTS = np.array([[2.0, 30.0], [8.0, 5.0], [30.0, 2.0], [30.0, 4.0], [30.0, 6.0]])

SOURCE = SimpleNamespace(title="Melderegister", credit="Statistikstelle", licence_name="CC0", licence_url="")


def found_of(*persons: float) -> Effect:
    return effect(demand(np.array(persons)), SUPPLIES, COSTS, Terms("within", 10.0, 1.0))


def people(name: str, *persons: float) -> Any:  # noqa: ANN401 - stands for People
    return SimpleNamespace(
        ref=SimpleNamespace(period="2024-12-31", audience="council"),
        definition=SimpleNamespace(name=name, short_name=name, source=SOURCE),
        who=demand(np.array(persons)),
    )


def ground() -> Any:  # noqa: ANN401 - stands for ScenarioGround
    return SimpleNamespace(
        units=[SimpleNamespace(key=name[:3], name=name) for name in NAMES],
        scenario=SimpleNamespace(name="Nord schließt", mode="foot", minutes=20, threshold=1.0),
        capacity_label="Plätze",
        last_change=0,
    )


def full_ground() -> Any:  # noqa: ANN401 - stands for ScenarioGround
    laid = ground()
    layer = {"attribution": "© Stadt", "publisher": "Jugendamt", "licence": "dl-de/zero-2-0"}
    version = SimpleNamespace(valid_from=date(2024, 1, 1), number=2, **layer)
    laid.entry = SimpleNamespace(layer=SimpleNamespace(name="Kitas"), version=version)
    laid.network = SimpleNamespace(name="Straßen", source="OpenStreetMap", licence="ODbL", attribution="© OSM")
    laid.version = SimpleNamespace(
        level_name="Stadtteil",
        level_name_plural="Stadtteile",
        name="Stand 2024",
        attribution="© LVermGeo",
        publisher="",
    )
    return laid


def unknown_of(*persons: float) -> str:
    """Return what the table says of a second group with these persons: nobody, or so many, are not known."""
    found, group = found_of(100.0, 50.0, 80.0, 70.0, 60.0), people("Ältere", *persons)
    answer: Any = SimpleNamespace(groups=[(group, for_group(found, group.who))])
    (row,) = tables.group_rows(ground(), answer)
    return row.unknown


def test_the_table_of_groups_tells_areas_whose_persons_are_not_known() -> None:
    assert unknown_of(10.0, 20.0, 30.0, 40.0, 50.0) == "0"
    assert unknown_of(10.0, NAN, 30.0, 40.0, 50.0) == "nicht bekannt in 1 Gebiet (Jürgensby)"
    assert unknown_of(10.0, NAN, NAN, NAN, 50.0) == "nicht bekannt in 3 Gebieten (Jürgensby, Mürwik, Tarup)"
    assert unknown_of(10.0, NAN, NAN, NAN, NAN) == "nicht bekannt in 4 Gebieten"


def test_persons_without_figures_stand_beside_areas_without_persons() -> None:
    # What the places are for is hidden in one area, so that nothing is known where the same site is reached.
    found, group = found_of(100.0, 50.0, NAN, 70.0, 60.0), people("Ältere", 10.0, 20.0, 30.0, NAN, 50.0)
    answer: Any = SimpleNamespace(groups=[(group, for_group(found, group.who))])

    (row,) = tables.group_rows(ground(), answer)

    assert row.unknown == "100; nicht bekannt in 1 Gebiet (Tarup)"


@pytest.mark.parametrize(
    ("objective", "is_bounded", "words"),
    [
        (SitingObjective.COVERING, False, "wohnen 9.905 statt 7.522 höchstens 20 Minuten zu Fuß entfernt."),
        (SitingObjective.COVERING, True, "gibt es für 9.905 statt 7.522 einen Platz höchstens 20 Minuten zu Fuß"),
        (SitingObjective.MEDIAN, False, "dauern zu Fuß 9.905 statt 7.522 Minuten."),
    ],
)
def test_a_search_says_who_is_counted_how_many_are_known_and_how_they_move(
    objective: SitingObjective, is_bounded: bool, words: str
) -> None:
    answer = {"value": 9905, "before": 7522, "chosen": [0], "reason": "", "is_proven": True, "other": None}
    answer |= {"left_out": 1, "cut_off": 0, "gap": None}
    candidates = [{"name": "Alte Post"}]
    run = SitingRun(
        objective=objective, most_new=1, candidates=candidates, is_bounded=is_bounded, answer=answer, last_change=0
    )

    told = sitingwords.found_of(ground(), run, people("Kinder unter 18", 8000.0, NAN, 4000.0))

    assert told.summary.startswith("Alte Post: ")
    assert "12.000 Personen (Kinder unter 18) " in told.summary
    assert words in told.summary


def test_the_file_says_above_its_table_what_has_to_be_known() -> None:
    organisation: Any = SimpleNamespace(name="Flensburg", audience="council")
    persons, laid = people("Kinder", 100.0, 50.0, NAN, 70.0, 60.0), full_ground()
    answer: Any = SimpleNamespace(people=persons, effect=found_of(100.0, 50.0, NAN, 70.0, 60.0))

    told = files.areas_csv(organisation, laid, answer, "https://example.org/szenarien/1/").decode("utf-8-sig")

    above, _gap, below = told.partition("\r\n\r\n")
    lines = above.splitlines()
    assert lines[:3] == [
        "Flensburg: Nord schließt",
        "Szenario, keine Messung.",
        "Fassung;Nur für den Rat, nicht veröffentlicht",
    ]
    said = dict(line.split(";", 1) for line in lines[2:])
    assert said["Personen"] == "Kinder, 31.12.2024"
    assert said["Quelle"] == "Melderegister: Statistikstelle"
    assert said["Lizenz"] == "CC0"
    assert said["Gebietsstand"] == "Stand 2024"
    assert said["Einrichtungen"] == "Kitas, Stand 01.01.2024 (Fassung 2)"
    assert said["Quelle der Einrichtungen"] == "© Stadt, Jugendamt"
    assert said["Lizenz der Einrichtungen"].startswith("Datenlizenz Deutschland – Zero")
    assert said["Straßennetz"] == "Straßen"
    assert said["Quelle des Straßennetzes"] == "OpenStreetMap, © OSM"
    assert said["Lizenz des Straßennetzes"] == "ODbL"
    assert (said["Fortbewegung"], said["Längster Weg in Minuten"]) == ("zu Fuß", "20")
    assert "Abgerufen am" in said
    assert said["Adresse"] == "https://example.org/szenarien/1/"
    assert [line.partition(";")[0] for line in below.splitlines()[1:]] == [name[:3] for name in NAMES]


def test_the_end_of_a_row_names_places_and_streets_with_their_licences() -> None:
    laid = full_ground()

    cells = groundlines.ground_cells(laid.entry, laid.network)

    assert len(cells) == len(groundlines.GROUND_HEAD)
    assert cells[0] == "© Stadt, Jugendamt"
    assert cells[2:] == ("Straßen", "OpenStreetMap, © OSM", "ODbL")


def test_a_panel_says_how_one_moves_how_far_and_ends_its_source_once() -> None:
    laid, persons = full_ground(), people("Kinder", 100.0, 50.0, 80.0, 70.0, 60.0)
    laid.network.attribution = "© OSM contributors."
    found = found_of(100.0, 50.0, 80.0, 70.0, 60.0)
    answer: Any = SimpleNamespace(people=persons, groups=[(persons, for_group(found, persons.who))])

    assert "Wege: zu Fuß, höchstens 20 Minuten." in panel._terms(laid, answer)
    assert panel._source(laid, answer).endswith("Straßen: © OSM contributors.")


@pytest.mark.parametrize(
    ("label", "told"),
    [
        # An open site that was delivered with 0 places is within reach, and has none.
        ("Plätze", "keine Einrichtung mit Plätzen in Reichweite"),
        ("", "keine Einrichtung in Reichweite"),
    ],
)
def test_an_area_whose_last_site_closes_has_none_within_reach_afterwards(label: str, told: str) -> None:
    laid = ground()
    laid.capacity_label = label
    found = found_of(100.0, 50.0, 80.0, 70.0, 60.0)

    assert words.area_note(laid, found, 0).split("; ")[0] == f"nachher: {told}"
    # The second one has the other site within reach.
    assert "Reichweite" not in words.area_note(laid, found, 1)


# Flensburg, about; one degree of latitude is 111 km, one of longitude there 64 km.
EXTENT = (9.35, 54.74, 9.52, 54.83)


@pytest.mark.parametrize(
    ("point", "expected"),
    [((9.4, 54.8), 0.0), ((9.4, 54.87), 4.5), ((9.59, 54.8), 4.5), ((9.4, 54.69), 5.6), ((11.58, 48.14), 749.0)],
)
def test_how_far_outside_the_areas_a_place_lies(point: tuple[float, float], expected: float) -> None:
    assert bounds.km_outside(point, EXTENT) == pytest.approx(expected, rel=0.02)


def test_places_far_outside_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "version_extent", lambda _version: EXTENT)
    row: Any = SimpleNamespace(boundary_version_id=1)
    near, far = Site("0", "Alte Post", (9.4, 54.87), 0.0), Site("1", "Marienplatz", (11.58, 48.14), 0.0)

    bounds.refuse_far(row, near.point)
    bounds.refuse_far(row, None)
    bounds.refuse_far_candidates(row, [near])
    with pytest.raises(ScenarioError) as error:
        bounds.refuse_far(row, far.point)
    with pytest.raises(ScenarioError) as errors:
        bounds.refuse_far_candidates(row, [near, far])

    assert sentence_for(error.value.to_problem())[0].startswith("Dieser Ort liegt mehr als 5 km außerhalb der Gebiete")
    message, way_out = sentence_for(errors.value.to_problem())
    assert message.endswith(": Marienplatz.")
    assert way_out


def test_areas_without_outlines_bound_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "version_extent", lambda _version: None)
    row: Any = SimpleNamespace(boundary_version_id=1)

    assert not bounds.is_far(row, (11.58, 48.14))


def test_places_are_whole_numbers() -> None:
    field = PlacesField()

    assert field.clean("25") == 25.0
    with pytest.raises(ValidationError, match="ganze"):
        field.clean("2,5")
    assert words._places_words(2.5) == "2,5"
    assert words._places_words(1200.0) == "1.200"
