# SPDX-License-Identifier: EUPL-1.2
"""Groups of areas in words, figures and addresses: nothing hidden takes part, nothing is ranked or guessed."""

import re

import numpy as np
import pytest

from indicators.rendering import region_words, type_words
from indicators.rendering.area_matrix import area_matrix
from indicators.rendering.group_map import drawn_groups, gap_words, in_group, in_no_group, special_cases
from indicators.rendering.group_means import group_means
from indicators.rendering.group_words import (
    ColumnWords,
    Level,
    ReasonFacts,
    heat_row,
    listed,
    reason_words,
    tone_words,
    traits_words,
)
from indicators.rendering.groupstate import REGIONS, TYPES, GroupState
from indicators.rendering.profile_numbers import Language
from indicators.rendering.slice_content import NumberBand, SliceContent, SliceKey
from indicators.stats.socialareas import SocialAreas
from indicators.stats.typology import typology
from sozialplanung.common.statuses import Status

LEVEL = Level("Viertel", "Viertel", 6)
COLUMNS = (ColumnWords("Arbeitslose", "%", 1), ColumnWords("Mieten", "Euro", 0))
EXAMPLE = np.array([[4.0, 30.0], [5.0, 31.0], [6.0, 29.0], [20.0, 12.0], [21.0, 11.0], [12.0, 50.0]])
# Words that judge areas or the people who live there.
JUDGING = re.compile(
    r"problem|brennpunkt|schlecht|schwach|benachteiligt|besser|abgehängt|worse|better|deprived|poor\b", re.IGNORECASE
)


def slice_of(values: list[float], status: list[Status]) -> SliceContent:
    return SliceContent(
        key=SliceKey("stadt", "x", "2020", "viertel", "v", "public"),
        unit_order_hash="",
        status=np.array(status, dtype=np.uint8),
        flags=np.zeros(len(values), dtype=np.uint8),
        numbers={"value": NumberBand(np.array(values), 1)},
    )


def test_area_that_lacks_one_figure_takes_no_part_and_says_the_gravest_reason() -> None:
    nan = np.nan
    first = slice_of([1, 2, nan, nan], [Status.OK, Status.OK, Status.MISSING, Status.SUPPRESSED])
    second = slice_of([5, nan, nan, nan], [Status.TRUE_ZERO, Status.EXCLUDED, Status.CONFIDENTIAL, Status.MISSING])

    matrix = area_matrix([first, second])

    assert matrix.is_complete.tolist() == [True, False, False, False]
    assert matrix.complete == 1
    assert [(gap.indicator, gap.status) for gap in matrix.gaps.values()] == [
        (1, Status.EXCLUDED),
        (1, Status.CONFIDENTIAL),
        (0, Status.SUPPRESSED),
    ]
    assert matrix.lacking() == 1


def test_number_beside_a_status_without_value_is_not_read() -> None:
    hidden = slice_of([1.0, 7.0], [Status.OK, Status.SUPPRESSED])

    matrix = area_matrix([hidden, slice_of([1.0, 2.0], [Status.OK, Status.OK])])

    assert np.isnan(matrix.values[1, 0])
    assert not (matrix.values == 0).any()


def test_means_and_traits_of_the_example_of_the_method_page() -> None:
    found = typology(EXAMPLE, k=3, seed=1, resamples=5)
    means = group_means(EXAMPLE, found.types)

    assert means.means.tolist() == [[5, 30], [20.5, 11.5], [12, 50]]
    np.testing.assert_allclose(means.distances, found.centres, atol=1e-12)
    assert means.traits(0) == ((), (0,))
    assert means.traits(1) == ((0,), (1,))
    assert [means.tone(0, 0), means.tone(0, 1), means.tone(1, 0), means.tone(1, 1)] == [2, 3, 5, 1]
    assert traits_words(means, 0, COLUMNS, "de") == "unterdurchschnittlich bei Arbeitslose"
    assert traits_words(means, 1, COLUMNS, "en") == "above average in Arbeitslose, below average in Mieten"
    assert found.nexts[5] == 1
    assert not found.at_edge[5]


def test_group_near_the_mean_has_no_trait_and_at_most_three_are_named() -> None:
    rng = np.random.default_rng(1)
    values = np.concatenate([rng.normal(3, 0.1, (20, 5)), rng.normal(-3, 0.1, (20, 5)), rng.normal(0, 0.1, (20, 5))])
    means = group_means(values, np.repeat([1, 2, 3], 20))

    assert traits_words(means, 2, COLUMNS * 3, "de") == "bei allen Indikatoren nahe am Durchschnitt der Gebiete"
    assert len(means.traits(0)[0]) == 3
    assert means.traits(0)[1] == ()


def test_areas_in_no_group_change_no_mean() -> None:
    with_gap = np.concatenate([EXAMPLE, [[np.nan, 1000.0]]])
    groups = np.array([1, 1, 1, 2, 2, 3])

    np.testing.assert_array_equal(group_means(with_gap, np.append(groups, 0)).means, group_means(EXAMPLE, groups).means)


def test_cell_of_the_table_says_by_sign_and_words_what_its_colour_says() -> None:
    means = group_means(EXAMPLE, np.array([1, 1, 1, 2, 2, 3]))

    first, second = heat_row(means, 1, COLUMNS, "de")

    assert (first.text, first.sign, first.words) == ("20,5\u00a0%", "++", "weit über dem Durchschnitt")
    assert (second.text, second.sign, second.tone) == ("12\u00a0Euro", "−−", 1)
    assert [sign for _, sign, _ in tone_words("en")] == ["−−", "−", "·", "+", "++"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_words_of_types_name_no_rank_and_judge_nobody(language: Language) -> None:
    found = typology(EXAMPLE, k=3, seed=1, resamples=5)
    texts = type_words.type_texts(found, group_means(EXAMPLE, found.types), COLUMNS, LEVEL, language)
    said = [
        *(f"{text.name} {text.areas} {text.traits} {text.holds}" for text in texts),
        type_words.headline(found, LEVEL, language),
        *type_words.stability_words(found, LEVEL, language),
        *type_words.says(language),
        *type_words.limits(language),
        region_words.proposal_words(language),
        *region_words.says(language),
        *region_words.limits(language),
    ]

    assert [sentence for sentence in said if JUDGING.search(sentence)] == []
    assert [text.name[-1] for text in texts] == ["A", "B", "C"]
    assert texts[0].areas == "3 Viertel"


def test_stability_names_each_type_and_counts_areas_at_the_edge() -> None:
    rng = np.random.default_rng(4)
    matrix = np.concatenate([rng.normal(0, 1, (60, 2)), rng.normal(30, 0.5, (20, 2))])
    found = typology(matrix, k=4, seed=1, resamples=30)

    whole, each, edge = type_words.stability_words(found, LEVEL, "de")

    assert "30-mal wurden die Gebiete neu ausgelost" in whole
    assert all(type_words.type_name(number, "de") in each for number in (1, 2, 3, 4))
    assert edge.startswith(f"{int(found.at_edge.sum())} Viertel liegen am Rand")
    place = int(np.flatnonzero(found.at_edge)[0])
    own, other = (type_words.type_name(int(each[place]), "de") for each in (found.types, found.nexts))
    assert type_words.area_words(found, place, "de") == f"{own}, am Rand zu {other}"


@pytest.mark.parametrize(
    ("explained", "words"),
    [
        (0.9, "den größten Teil"),
        (0.55, "gut die Hälfte"),
        (0.4, "mehr als ein Drittel"),
        (0.1, "weniger als ein Drittel"),
    ],
)
def test_share_that_regions_explain_is_told_in_words_and_figure(explained: float, words: str) -> None:
    found = SocialAreas(np.array([1, 1, 2]), (2, 1), explained, 1)

    told = region_words.explained_words(found, "de")

    assert words in told
    assert f"({round(100 * explained)}\u00a0%)" in told
    assert region_words.parts_words(found, 0, LEVEL, "de") == ""


def test_islands_are_explained() -> None:
    found = SocialAreas(np.array([1, 1, 2]), (2, 1), 0.5, 2)

    assert "zerfällt in 2 Teile" in region_words.parts_words(found, 1, LEVEL, "de")
    assert "ist 1 Viertel allein: eine Insel" in region_words.parts_words(found, 1, LEVEL, "de")
    assert "alone" not in region_words.parts_words(found, 0, LEVEL, "en")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    "code",
    [
        "none",
        "nothing_to_compare",
        "too_few",
        "too_many",
        "not_here",
        "not_until",
        "withdrawn",
        "count",
        "too_many_areas",
        "too_many_missing",
        "too_few_areas",
        "too_few_different",
        "constant",
        "no_borders",
        "too_many_parts",
    ],
)
def test_every_reason_is_a_sentence_of_its_own(code: str, language: Language) -> None:
    facts = ReasonFacts(code, LEVEL, 5, ("Mieten", "Arbeitslose"), complete=2, parts=7, most_areas=1500)

    told = reason_words(facts, language)

    assert told.endswith(".")
    assert "{" not in told
    assert (language == "de") == (told != reason_words(facts, "en"))


def test_areas_that_say_the_same_say_it_once() -> None:
    gap = in_no_group(Status.SUPPRESSED, gap_words("Mieten", Status.SUPPRESSED, "", "de"))
    drawn = drawn_groups(
        [in_group(1, "Typ A"), gap, in_group(1, "Typ A"), in_group(1, "Typ A, am Rand zu Typ B", is_edge=True)]
    )

    assert drawn.places == (0, 1, 0, 2)
    assert drawn.kinds[1].fill == "special-fill special-fill--suppressed"
    assert drawn.kinds[1].text.startswith("ohne alle Werte – Mieten: gesperrt")
    assert [kind.is_edge for kind in drawn.kinds] == [False, False, True]


def test_special_cases_are_counted_by_their_reason() -> None:
    found = special_cases([(Status.EXCLUDED, "Heim"), (Status.MISSING, ""), (Status.EXCLUDED, "Heim")], "de")

    assert [(each.kind, each.count) for each in found] == [("missing", 1), ("excluded", 2)]
    assert "Heim" in found[1].label


def test_address_is_as_short_as_it_can_be_and_keeps_every_choice() -> None:
    plain = GroupState(TYPES, ("a", "b"))
    full = GroupState(TYPES, ("a", "b"), "viertel", "2021", "2020-12-31", "kmeans", 7)

    assert plain.query() == "indikator=a&indikator=b"
    assert (plain.groups, plain.method) == (5, "ward")
    assert full.query() == (
        "indikator=a&indikator=b&ebene=viertel&gebietsstand=2021&stand=2020-12-31&verfahren=kmeans&typen=7"
    )
    assert full.for_form(REGIONS).query() == "indikator=a&indikator=b&ebene=viertel&gebietsstand=2021&stand=2020-12-31"
    assert GroupState(REGIONS, number=3).query() == "regionen=3"


def test_names_are_listed_as_in_a_sentence() -> None:
    assert [listed(names, "de") for names in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "",
        "A",
        "A und B",
        "A, B und C",
    ]
