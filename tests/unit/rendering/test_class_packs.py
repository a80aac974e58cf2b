# SPDX-License-Identifier: EUPL-1.2
"""Ready words for the classes of an index, and what is refused of words that people write."""

import pytest

from indicators.rendering.class_packs import LONGEST, faults_of, packs_for
from sozialplanung.common.fairwords import Words

LOW, HIGH = Words("Niedriger Bedarf", "Low need"), Words("Hoher Bedarf", "High need")


@pytest.mark.parametrize("count", [3, 4, 5])
def test_ready_words_are_fit_and_rise_with_the_need(count: int) -> None:
    codes = [str(number) for number in range(1, count + 1)]

    packs = packs_for(codes, more_is_more_need=True)

    assert set(packs) == {"unterstuetzung", "handlung", "aufmerksamkeit"}
    for words in packs.values():
        assert len(words) == count
        assert faults_of(words, ()) == ()
        assert words[0].de.startswith("Niedriger ")
        assert words[-1].de.lower().startswith(("hoher ", "besonders hoher "))
    turned = packs_for(codes, more_is_more_need=False)
    assert {name: words[::-1] for name, words in turned.items()} == dict(packs)


@pytest.mark.parametrize("codes", [("+", "+/-", "-"), ("1", "2"), tuple("123456"), ()])
def test_no_ready_words_for_what_is_no_scale_of_need(codes: tuple[str, ...]) -> None:
    assert packs_for(codes, more_is_more_need=True) == {}


@pytest.mark.parametrize(
    ("words", "official", "expected"),
    [
        ((LOW, HIGH), (), []),
        ((LOW, Words("", "High need")), (), [(1, "de", "empty")]),
        ((LOW, Words("Hoher Bedarf", "")), (), [(1, "en", "empty")]),
        ((LOW, Words("NIEDRIGER BEDARF", "High need")), (), [(1, "de", "twice")]),
        ((Words("x" * (LONGEST + 1), "Low need"), HIGH), (), [(0, "de", "long")]),
        ((LOW, Words("sehr niedrig", "High need")), ("hoch", "Sehr niedrig"), [(1, "de", "official")]),
        ((LOW, Words("Problemviertel", "Problem area")), (), [(1, "de", "judging"), (1, "en", "judging")]),
        ((LOW, Words("Sozial schwache Gebiete", "High need")), (), [(1, "de", "judging")]),
    ],
)
def test_words_that_are_not_fit_are_named_by_place_and_language(
    words: tuple[Words, ...], official: tuple[str, ...], expected: list[tuple[int, str, str]]
) -> None:
    assert [(each.place, each.language, each.fault) for each in faults_of(words, official)] == expected
